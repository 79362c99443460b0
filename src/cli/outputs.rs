//! `verify` and `merge`: folders of finished reports.

use super::args::{MergeArguments, VerifyArguments};
use super::session::Session;
use super::stdio;
use crate::batch::{self, Missing};

use crate::diagnostic::{Code, Diagnostic};
use crate::vi;

/// How many of what is missing are named.
const NAMED: usize = 5;

impl Session {
    /// Compares a folder with its manifest.
    pub(super) fn verify(&mut self, arguments: &VerifyArguments) -> u8 {
        match batch::verify(&arguments.folder) {
            Ok(verified) => {
                let manifest = &verified.manifest;
                let all = manifest.outputs.len();
                self.found(verified.findings);
                if !manifest.missing.is_empty() {
                    self.found(vec![incomplete(&manifest.missing).warning().with_help(
                        "lập những phần còn thiếu rồi ghép lại; những báo cáo đã có dùng được",
                    )]);
                }
                let signed = verified.signed.iter();
                let signed = signed.filter_map(|path| Some((path, manifest.signed.get(path)?)));
                for (path, signed) in signed {
                    let signature = signed.signature_words();
                    stdio::print_line(&format!(
                        "bản đã ký của {}: {} ({signature})",
                        vi::shown_path(&arguments.folder.join(&signed.report)),
                        vi::shown_path(&arguments.folder.join(path))
                    ));
                }
                stdio::print_line(&format!(
                    "{}/{all} báo cáo đúng như bảng kê",
                    verified.matching
                ));
            }
            Err(finding) => self.found(vec![finding]),
        }
        self.code()
    }

    /// Puts parts together.
    pub(super) fn merge(&mut self, arguments: &MergeArguments) -> u8 {
        let merged = match batch::merge(&arguments.parts, &arguments.to.out) {
            Ok(merged) => merged,
            Err(findings) => {
                self.found(findings);
                return self.code();
            }
        };
        let left_over = merged.left_over.iter().map(|left| {
            let path = vi::shown_path(&arguments.to.out.join(&left.path));
            let message = format!("không phần nào còn báo cáo ứng với tệp `{path}`");
            Diagnostic::general(Code::OutputLeftOver, message)
                .warning()
                .with_help("tệp ấy giữ nguyên; không dùng nữa thì chuyển vào nơi lưu trữ")
        });
        self.found(left_over.collect());
        self.found(merged.findings);
        let missing = &merged.missing;
        if !missing.is_empty() {
            self.found(vec![incomplete(missing).with_help(
                "sửa lỗi của các phần ấy rồi lập và ghép lại; những báo cáo đã ghép dùng được",
            )]);
        }
        stdio::print_line(&format!(
            "đã ghép {} phần vào {}: {} báo cáo",
            arguments.parts.len(),
            vi::shown_path(&arguments.to.out),
            if merged.standing == merged.reports {
                merged.reports.to_string()
            } else {
                format!("{}/{}", merged.standing, merged.reports)
            }
        ));
        self.code()
    }
}

/// What a folder of parts that were put together lacks.
pub(super) fn incomplete(missing: &Missing) -> Diagnostic {
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
