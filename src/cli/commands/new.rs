//! `new`: submissions to fill in.

use crate::app::{App, BeginRequest};
use crate::cli::args::NewArguments;
use crate::cli::stdio;
use crate::cli::telling::{Telling, agencies};
use crate::cli::today::occasion;

/// Begins submissions.
pub(super) fn new(app: &App, arguments: &NewArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = BeginRequest {
        period: arguments.period.clone(),
        agencies: agencies(&arguments.agency),
        occasion: occasion(),
    };
    let result = telling.run(|tell| app.begin(&request, tell));
    for begun in &result.begun {
        stdio::print_line(&format!(
            "đã tạo {} ({} số liệu, {} nhiệm vụ để điền)",
            stdio::path(&begun.path),
            begun.figures,
            begun.tasks
        ));
    }
    if arguments.all && !(result.begun.is_empty() && result.there.is_empty()) {
        for there in &result.there {
            stdio::print_line(&format!("đã có {}, giữ nguyên", stdio::path(there)));
        }
        stdio::print_line(&format!(
            "kỳ {}: tạo {} tệp, {} tệp đã có từ trước",
            request.period,
            result.begun.len(),
            result.there.len()
        ));
    }
    telling.code()
}
