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
    for begun in telling.run(|tell| app.begin(&request, tell)) {
        stdio::print_line(&format!(
            "đã tạo {} ({} số liệu, {} nhiệm vụ để điền)",
            stdio::path(&begun.path),
            begun.figures,
            begun.tasks
        ));
    }
    telling.code()
}
