//! `verify` and `merge`: folders of finished reports.

use super::args::{MergeArguments, VerifyArguments};
use super::session::Session;
use super::stdio;
use crate::batch::{self, State};
use crate::diagnostic::{Code, Diagnostic};

impl Session {
    /// Compares a folder with its manifest.
    pub(super) fn verify(&mut self, arguments: &VerifyArguments) -> u8 {
        match batch::verify(&arguments.folder) {
            Ok(verified) => {
                let all = verified.manifest.outputs.len();
                self.found(verified.findings);
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
        match batch::merge(&arguments.parts, &arguments.to.out) {
            Ok(whole) => {
                let outputs = whole.outputs.values();
                let failed = outputs.filter(|output| output.state == State::Failed);
                let failed = failed.count();
                if failed > 0 {
                    let message = format!("{failed} báo cáo không lập được ở các phần");
                    self.found(vec![
                        Diagnostic::general(Code::OutputIncomplete, message)
                            .with_help("xem từng báo cáo bằng `baocao verify`"),
                    ]);
                }
                stdio::print_line(&format!(
                    "đã ghép {} phần vào {}: {} báo cáo",
                    arguments.parts.len(),
                    stdio::path(&arguments.to.out),
                    whole.outputs.len()
                ));
            }
            Err(findings) => self.found(findings),
        }
        self.code()
    }
}
