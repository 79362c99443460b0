//! `export`: workbooks for units to fill in, figures of all units, annexes.

use crate::app::{App, ExportAnnexRequest, ExportRequest, ExportTableRequest, ExportedFiles};
use crate::cli::args::ExportArguments;
use crate::cli::stdio;
use crate::cli::telling::{Telling, agencies};

/// Writes what is asked for.
pub(super) fn export(app: &App, arguments: &ExportArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    if arguments.table {
        let request = ExportTableRequest {
            period: arguments.period.clone(),
            to: arguments.to.clone(),
        };
        let result = telling.run(|tell| app.export_table(&request, tell));
        tell_files(&result, arguments);
    } else if arguments.annex {
        let request = ExportAnnexRequest {
            period: arguments.period.clone(),
            agencies: agencies(&arguments.agency),
            to: arguments.to.clone(),
        };
        let result = telling.run(|tell| app.export_annexes(&request, tell));
        tell_files(&result, arguments);
    } else {
        workbooks(app, arguments, &mut telling);
    }
    telling.code()
}

fn tell_files(result: &ExportedFiles, arguments: &ExportArguments) {
    let there = result.unchanged.len();
    match result.written.as_slice() {
        [] if there == 0 => {}
        [one] if there == 0 => stdio::print_line(&format!("đã ghi {}", stdio::path(&one.path))),
        written => stdio::print_line(&counted(arguments, (written.len(), "tệp"), there)),
    }
}

/// "kỳ 2026-q1: đã ghi 3 tệp .xlsx vào ra; 2 tệp đã có đúng như vậy".
fn counted(arguments: &ExportArguments, (written, what): (usize, &str), there: usize) -> String {
    let there = match there {
        0 => String::new(),
        count => format!("; {count} tệp đã có đúng như vậy"),
    };
    format!(
        "kỳ {}: đã ghi {written} {what} vào {}{there}",
        arguments.period,
        stdio::path(&arguments.to)
    )
}

/// Writes workbooks to fill in.
fn workbooks(app: &App, arguments: &ExportArguments, telling: &mut Telling) {
    let request = ExportRequest {
        period: arguments.period.clone(),
        agencies: agencies(&arguments.agency),
        to: arguments.to.clone(),
    };
    let result = telling.run(|tell| app.export(&request, tell));
    match (result.written.as_slice(), result.unchanged.as_slice()) {
        ([], []) => {}
        ([one], []) => stdio::print_line(&format!("đã ghi {}", stdio::path(&one.path))),
        (written, unchanged) => {
            let what = (written.len(), "tệp .xlsx");
            stdio::print_line(&counted(arguments, what, unchanged.len()));
        }
    }
}
