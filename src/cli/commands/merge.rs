//! `merge`: parts become one folder.

use crate::app::{App, MergeRequest};
use crate::cli::args::MergeArguments;
use crate::cli::stdio;
use crate::cli::telling::Telling;
use crate::vi;

/// Puts parts together.
pub(super) fn merge(app: &App, arguments: &MergeArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = MergeRequest {
        parts: arguments.parts.clone(),
    };
    let Some(merged) = telling.run(|tell| app.merge(&request, tell)) else {
        return telling.code();
    };
    stdio::print_line(&format!(
        "đã ghép {} phần vào {}: {} báo cáo",
        request.parts.len(),
        vi::shown_path(&app.config().out),
        if merged.standing == merged.reports {
            merged.reports.to_string()
        } else {
            format!("{}/{}", merged.standing, merged.reports)
        }
    ));
    telling.code()
}
