//! `import`: workbooks that came back.

use crate::app::{
    App, CellChange, ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks, WorkbookFate,
};
use crate::cli::args::ImportArguments;
use crate::cli::stdio;
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::vi;

/// Changes of a file that are shown where it is not only looked at.
const NOTHING: &str = "(trống)";

/// Takes workbooks into the files of their units.
pub(super) fn import(app: &App, arguments: &ImportArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = ImportWorkbooksRequest {
        files: arguments.files.clone(),
        dry_run: arguments.dry_run,
        occasion: occasion(),
    };
    let result = telling.run(|tell| app.import_workbooks(&request, tell));
    for file in &result.files {
        stdio::print(&of_file(file, result.dry_run));
    }
    if result.files.len() > 1 {
        stdio::print_line(&summary(&result));
    }
    telling.code()
}

fn of_file(file: &ImportedWorkbook, dry_run: bool) -> String {
    let name = stdio::path(&file.file);
    let unit = file.unit.as_ref().zip(file.period.as_ref());
    let unit = unit.map_or_else(String::new, |(unit, period)| {
        format!(" ({unit}, kỳ {period})")
    });
    let count = file.changes.len();
    match file.fate {
        WorkbookFate::Refused => format!("{name}{unit}: chưa nhập, phải sửa trước\n"),
        WorkbookFate::Unchanged => format!("{name}{unit}: không có gì khác số liệu đang có\n"),
        WorkbookFate::Written if dry_run => {
            let lines = file.changes.iter().map(of_change).collect::<String>();
            format!("{name}{unit}: sẽ đổi {count} chỗ\n{lines}")
        }
        WorkbookFate::Written => format!("{name}{unit}: đã nhập, đổi {count} chỗ\n"),
    }
}

fn of_change(change: &CellChange) -> String {
    let said = |text: &Option<String>| {
        text.as_deref()
            .map_or_else(|| NOTHING.to_owned(), |text| vi::brief(text).into_owned())
    };
    let place = change.place.as_deref().unwrap_or_default();
    format!(
        "  {place}  {}: {} → {}\n",
        vi::brief(&change.about),
        said(&change.before),
        said(&change.after)
    )
}

fn summary(result: &ImportedWorkbooks) -> String {
    let count = |fate| result.files.iter().filter(|file| file.fate == fate).count();
    let written = if result.dry_run {
        "sẽ nhập"
    } else {
        "đã nhập"
    };
    format!(
        "{} tệp: {written} {}, không đổi {}, phải sửa {}",
        result.files.len(),
        count(WorkbookFate::Written),
        count(WorkbookFate::Unchanged),
        count(WorkbookFate::Refused)
    )
}
