//! `import`: workbooks that came back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::app::{
    App, CellChange, ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks, Received,
    WorkbookFate,
};
use crate::cli::args::ImportArguments;
use crate::cli::report::MessageFormat;
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::cli::{interrupt, stdio};
use crate::diagnostic::{Finding, Severity};
use crate::publish::Surroundings;
use crate::vi;

/// What stands for a value that is not there.
const NOTHING: &str = "(trống)";

/// Takes workbooks into the files of their units.
pub(super) fn import(app: &App, arguments: &ImportArguments) -> u8 {
    if let (Some(form), Some(agency), Some(period)) =
        (&arguments.form, &arguments.agency, &arguments.period)
    {
        return super::import_form::import_form(app, (form, agency, period), arguments);
    }
    let tell = &arguments.tell;
    let around = Surroundings::of_reports(app.data(), &app.config().out);
    let mut telling = Telling::by(tell, false, &around);
    let request = ImportWorkbooksRequest {
        files: arguments.files.clone(),
        dry_run: arguments.dry_run,
        return_to: arguments.return_to.clone(),
        received: arguments.received.map(|date| Received {
            date,
            number: arguments.number,
        }),
        occasion: occasion(),
    };
    let stop = interrupt::listen();
    let (result, told) = telling.keep(|tell| app.import_workbooks(&request, stop, tell));
    let returned = result.files.iter().filter(|file| file.returned.is_some());
    let returned: BTreeSet<_> = returned.map(|file| vi::shown_path(&file.file)).collect();
    telling.tell_kept(&told, |finding| is_in(finding, &returned));
    // Programs read a line an event there.
    if !tell.quiet && tell.message_format != MessageFormat::Json {
        stdio::print(&as_text(&result));
    }
    telling.finish()
}

/// Whether the workbook that goes back tells a finding.
fn is_in(finding: &Finding, returned: &BTreeSet<String>) -> bool {
    let location = finding.location.as_ref();
    let is_returned = location.is_some_and(|location| returned.contains(&location.file));
    is_returned && finding.severity != Severity::Note
}

fn as_text(result: &ImportedWorkbooks) -> String {
    let mut text: String = result
        .files
        .iter()
        .map(|file| of_file(file, result.dry_run))
        .collect();
    let arrivals: Vec<_> = result
        .files
        .iter()
        .filter_map(|file| Some((file.period.as_ref()?, file.arrival.as_ref()?)))
        .collect();
    for of_period in arrivals.chunk_by(|one, other| one.0 == other.0) {
        let Some((period, _)) = of_period.first() else {
            continue;
        };
        let _ = writeln!(
            text,
            "sổ đến chưa ghi {} tệp đã nhập; ghi ngày đến thì thêm `--received <NGÀY>` khi nhập, hoặc thêm vào {}:",
            of_period.len(),
            stdio::path(period_register(period).as_ref())
        );
        for (_, line) in of_period {
            let _ = writeln!(text, "  {line}");
        }
    }
    if result.files.len() > 1 {
        text.push_str(&summary(result));
    }
    text
}

/// The register of a period, below the folder of data.
fn period_register(period: &crate::model::Period) -> String {
    let (year, cycle) = (period.year, &period.cycle);
    format!("{year}/{cycle}/so-den.yaml")
}

fn of_file(file: &ImportedWorkbook, dry_run: bool) -> String {
    let name = stdio::path(&file.file);
    let unit = file.unit.as_ref().zip(file.period.as_ref());
    let unit = unit.map_or_else(String::new, |(unit, period)| {
        format!(" ({unit}, kỳ {period})")
    });
    let count = file.changes.len();
    let mut text = match file.fate {
        WorkbookFate::Refused => format!("{name}{unit}: chưa nhập{}\n", to_mend(file)),
        WorkbookFate::Unchanged => {
            format!(
                "{name}{unit}: không có gì khác số liệu đang có{}\n",
                to_mend(file)
            )
        }
        WorkbookFate::Written if dry_run => {
            let lines = file.changes.iter().map(of_change).collect::<String>();
            format!("{name}{unit}: sẽ đổi {count} chỗ{}\n{lines}", to_mend(file))
        }
        WorkbookFate::Written => {
            format!("{name}{unit}: đã nhập, đổi {count} chỗ{}\n", to_mend(file))
        }
    };
    if let Some(returned) = &file.returned {
        let _ = writeln!(text, "  gửi trả: {}", stdio::path(returned));
    }
    for report in &file.reports {
        let _ = writeln!(text, "  báo cáo: {}", stdio::path(report));
    }
    text
}

/// What is to be mended or looked at again, counted.
fn to_mend(file: &ImportedWorkbook) -> String {
    let counted = [
        (file.errors, "chỗ phải sửa"),
        (file.warnings, "chỗ cần xem lại"),
    ];
    let counted = counted.iter().filter(|(count, _)| *count > 0);
    let counted: Vec<_> = counted
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match (counted.as_slice(), file.fate) {
        ([], WorkbookFate::Refused) => ", phải sửa trước".to_owned(),
        ([], _) => String::new(),
        (counted, _) => format!("; {}", counted.join(", ")),
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
    let returned = result.files.iter().filter(|file| file.returned.is_some());
    let returned = match returned.count() {
        0 => String::new(),
        count => format!(", gửi trả {count}"),
    };
    format!(
        "{} tệp: {written} {}, không đổi {}, phải sửa {}{returned}\n",
        result.files.len(),
        count(WorkbookFate::Written),
        count(WorkbookFate::Unchanged),
        count(WorkbookFate::Refused)
    )
}
