//! `import --form`: a table of somebody else.

use std::fmt::Write as _;
use std::path::Path;

use crate::app::{App, ImportFormRequest, ImportedFigure, ImportedForm, WorkbookFate};
use crate::cli::args::ImportArguments;
use crate::cli::stdio;
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::model::Period;
use crate::vi;

/// Lines that are named one by one.
const NAMED: usize = 30;

/// Takes the figures of a table into the file of a unit.
pub(super) fn import_form(
    app: &App,
    (file, agency, period): (&Path, &str, &Period),
    arguments: &ImportArguments,
) -> u8 {
    let mut telling = Telling::with_notes();
    let request = ImportFormRequest {
        file: file.to_owned(),
        agency: agency.into(),
        period: period.clone(),
        column: arguments.column.clone(),
        dry_run: arguments.dry_run,
        occasion: occasion(),
    };
    let result = telling.run(|tell| app.import_form(&request, tell));
    stdio::print(&as_text(&result));
    telling.code()
}

fn as_text(result: &ImportedForm) -> String {
    let (new, same): (Vec<_>, Vec<_>) = result.figures.iter().partition(|figure| figure.is_new);
    let name = stdio::path(&result.file);
    let whose = format!("{}, kỳ {}", result.agency, result.period);
    let count = new.len();
    let begun = if result.begun {
        " (tệp của đơn vị mới lập)"
    } else {
        ""
    };
    let head = match result.fate {
        WorkbookFate::Refused if result.figures.is_empty() => {
            format!("{name} ({whose}): chưa nhập")
        }
        WorkbookFate::Refused => format!(
            "{name} ({whose}): chưa nhập, phải sửa trước; nếu không còn lỗi thì đổi {count} số"
        ),
        WorkbookFate::Unchanged => format!("{name} ({whose}): không có gì khác số liệu đang có"),
        WorkbookFate::Written if result.dry_run => {
            format!("{name} ({whose}): sẽ đổi {count} số{begun}")
        }
        WorkbookFate::Written => format!("{name} ({whose}): đã nhập, đổi {count} số{begun}"),
    };
    let mut text = format!("{head}\n");
    for figure in &new {
        text += &of_figure(figure);
    }
    if !same.is_empty() {
        let _ = writeln!(text, "  {} dòng nhận ra, số như đang có", same.len());
    }
    if result.agreeing > 0 {
        let _ = writeln!(
            text,
            "  {} dòng chương trình tự tính, bảng có cùng giá trị",
            result.agreeing
        );
    }
    text += &listed(
        "dòng có số mà đơn vị không phải khai, không lấy",
        &result.not_asked,
    );
    if !result.figures.is_empty() {
        text += &listed(
            "dòng của đơn vị chưa có số, cả trong bảng và trong tệp",
            &result.blank,
        );
    }
    text
}

fn of_figure(figure: &ImportedFigure) -> String {
    let place = figure.place.as_deref().unwrap_or_default();
    let before = figure.before.as_deref().unwrap_or("(trống)");
    let sum = figure
        .sum
        .as_ref()
        .map_or_else(String::new, |sum| format!(" = {}", vi::brief(sum)));
    format!(
        "  {place}  {}: {} → {}{sum}\n",
        vi::brief(&figure.line),
        vi::brief(before),
        figure.after
    )
}

fn listed(what: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("  {} {what}:\n", lines.len());
    for line in lines.iter().take(NAMED) {
        let _ = writeln!(text, "    {}", vi::brief(line));
    }
    if lines.len() > NAMED {
        let _ = writeln!(text, "    và {} dòng nữa", lines.len() - NAMED);
    }
    text
}
