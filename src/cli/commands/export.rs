//! `export`: workbooks for units to fill in.

use crate::app::{App, ExportRequest};
use crate::cli::args::ExportArguments;
use crate::cli::stdio;
use crate::cli::telling::{Telling, agencies};

/// Writes workbooks.
pub(super) fn export(app: &App, arguments: &ExportArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = ExportRequest {
        period: arguments.period.clone(),
        agencies: agencies(&arguments.agency),
        to: arguments.to.clone(),
    };
    let result = telling.run(|tell| app.export(&request, tell));
    let folder = stdio::path(&request.to);
    match (result.written.as_slice(), result.unchanged.as_slice()) {
        ([], []) => {}
        ([one], []) => stdio::print_line(&format!("đã ghi {}", stdio::path(&one.path))),
        (written, unchanged) => stdio::print_line(&format!(
            "kỳ {}: đã ghi {} tệp .xlsx vào {folder}{}",
            request.period,
            written.len(),
            match unchanged.len() {
                0 => String::new(),
                count => format!("; {count} tệp đã có đúng như vậy"),
            }
        )),
    }
    telling.code()
}
