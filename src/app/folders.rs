//! Folders of finished reports: compared with what is known of them, and put together.

use std::path::{Path, PathBuf};

use super::config::{App, Config};
use super::run::{Outcome, Run};
use crate::batch::{self, Merged, Missing, PDF, Verified};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;
use crate::vi;

/// How many of what is missing are named.
const NAMED: usize = 5;

/// Parts that are to be one folder.
#[derive(Debug, Clone)]
pub struct MergeRequest {
    /// The folders of the parts.
    pub parts: Vec<PathBuf>,
}

impl App {
    /// Compares the folder of reports with its manifest; nothing where it has none that can be
    /// read.
    pub fn verify(&self, tell: &mut dyn FnMut(&Event)) -> (Outcome, Option<Verified>) {
        self.run(tell, |run| run.verify(&self.config().out))
    }

    /// Puts parts together into the folder of reports, as far as they are there.
    pub fn merge(
        &self,
        request: &MergeRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Merged>) {
        self.run(tell, |run| run.merge(request))
    }
}

impl Run<'_> {
    fn verify(&mut self, folder: &Path) -> Option<Verified> {
        let verified = batch::verify(folder);
        let (verified, findings) = self.or_told(verified.map_err(|finding| vec![finding]))?;
        self.found(findings);
        let missing = &verified.manifest.missing;
        if !missing.is_empty() {
            self.found(vec![incomplete(missing).warning().with_help(
                "lập những phần còn thiếu rồi ghép lại; những báo cáo đã có dùng được",
            )]);
        }
        Some(verified)
    }

    fn merge(&mut self, request: &MergeRequest) -> Option<Merged> {
        let Config { out, wording, .. } = self.app.config();
        let merged = batch::merge(&request.parts, out, *wording);
        let (merged, findings) = self.or_told(merged)?;
        let left_over = merged.left_over.iter().map(|left| {
            let path = vi::shown_path(&out.join(&left.path));
            let message = format!("không phần nào còn báo cáo ứng với tệp `{path}`");
            Diagnostic::general(Code::OutputLeftOver, message)
                .warning()
                .with_help("tệp ấy giữ nguyên; không dùng nữa thì chuyển vào nơi lưu trữ")
        });
        self.found(left_over.collect());
        self.found(findings);
        if !merged.missing.is_empty() {
            self.found(vec![incomplete(&merged.missing).with_help(
                "sửa lỗi của các phần ấy rồi lập và ghép lại; những báo cáo đã ghép dùng được",
            )]);
        }
        Some(merged)
    }
}

/// What a folder of parts that were put together lacks.
fn incomplete(missing: &Missing) -> Diagnostic {
    let named = |names: &[String]| {
        let first: Vec<_> = names.iter().take(NAMED).cloned().collect();
        let more = if names.len() > NAMED { ", …" } else { "" };
        format!("{}{more}", first.join(", "))
    };
    let mut what = Vec::new();
    if !missing.parts.is_empty() {
        what.push(format!("phần {}", named(&missing.parts)));
    }
    if !missing.documents.is_empty() {
        let count = missing.documents.len();
        let files = missing.documents.iter();
        let files: Vec<_> = files.map(|name| batch::file_path(name, PDF)).collect();
        what.push(format!("{count} báo cáo ({})", named(&files)));
    }
    let message = format!("kết quả ghép chưa đủ: thiếu {}", what.join(" và "));
    Diagnostic::general(Code::MergeIncomplete, message)
}
