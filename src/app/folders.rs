//! Folders of finished reports: compared with what is known of them, and put together.

use std::path::{Path, PathBuf};

use super::run::{Outcome, Run};
use crate::batch::{self, Merged, Missing, Verified};
use crate::diagnostic::{Code, Diagnostic, Wording};
use crate::event::Event;
use crate::vi;

/// How many of what is missing are named.
const NAMED: usize = 5;

/// Parts that are to be one folder.
#[derive(Debug, Clone)]
pub struct MergeRequest {
    /// The folders of the parts.
    pub parts: Vec<PathBuf>,
    /// Where all goes.
    pub out: PathBuf,
    /// How what to do about a finding is worded in the manifest.
    pub wording: Wording,
}

/// Compares a folder with its manifest; nothing where it has none that can be read.
pub fn verify(folder: &Path, tell: &mut dyn FnMut(&Event)) -> (Outcome, Option<Verified>) {
    let mut run = Run::new(tell);
    let (verified, findings) = match batch::verify(folder) {
        Ok(verified) => verified,
        Err(finding) => {
            run.found(vec![finding]);
            return (run.outcome(), None);
        }
    };
    run.found(findings);
    let missing = &verified.manifest.missing;
    if !missing.is_empty() {
        run.found(vec![incomplete(missing).warning().with_help(
            "lập những phần còn thiếu rồi ghép lại; những báo cáo đã có dùng được",
        )]);
    }
    (run.outcome(), Some(verified))
}

/// Puts parts together, as far as they are there.
pub fn merge(request: &MergeRequest, tell: &mut dyn FnMut(&Event)) -> (Outcome, Option<Merged>) {
    let mut run = Run::new(tell);
    let (merged, findings) = match batch::merge(&request.parts, &request.out, request.wording) {
        Ok(merged) => merged,
        Err(findings) => {
            run.found(findings);
            return (run.outcome(), None);
        }
    };
    let left_over = merged.left_over.iter().map(|left| {
        let path = vi::shown_path(&request.out.join(&left.path));
        let message = format!("không phần nào còn báo cáo ứng với tệp `{path}`");
        Diagnostic::general(Code::OutputLeftOver, message)
            .warning()
            .with_help("tệp ấy giữ nguyên; không dùng nữa thì chuyển vào nơi lưu trữ")
    });
    run.found(left_over.collect());
    run.found(findings);
    if !merged.missing.is_empty() {
        run.found(vec![incomplete(&merged.missing).with_help(
            "sửa lỗi của các phần ấy rồi lập và ghép lại; những báo cáo đã ghép dùng được",
        )]);
    }
    (run.outcome(), Some(merged))
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
    if !missing.reports.is_empty() {
        let count = missing.reports.len();
        what.push(format!("{count} báo cáo ({})", named(&missing.reports)));
    }
    let message = format!("kết quả ghép chưa đủ: thiếu {}", what.join(" và "));
    Diagnostic::general(Code::MergeIncomplete, message)
}
