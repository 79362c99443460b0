//! `check`: whether data are right, and which rules there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::app::{App, CheckRequest, RulesRequest, UnitFindings};
use crate::cli::args::CheckArguments;
use crate::cli::report::MessageFormat;
use crate::cli::result::{Awaited, ResultOf, Shape};
use crate::cli::telling::{Telling, agencies};
use crate::cli::views::{rules, unit_letter};
use crate::cli::{recognized, stdio, wording};
use crate::diagnostic::{Code, Diagnostic, Finding, Severity};
use crate::files::{DATA_LIMIT, read_regular};
use crate::publish::{self, Named, Surroundings};
use crate::vi;

/// Checks data.
pub(super) fn check(app: &App, arguments: &CheckArguments) -> u8 {
    let data = &arguments.data;
    let around = Surroundings::of_data(app.data());
    let mut telling = Telling::by(&arguments.tell, arguments.notes, &around);
    let obstacle = arguments.by_unit.as_ref();
    let obstacle = obstacle.and_then(|folder| no_place_for_letters(folder, app));
    if let Some(finding) = obstacle {
        telling.found(vec![finding]);
        return telling.finish();
    }
    let request = CheckRequest {
        period: arguments.period.clone(),
        agencies: agencies(&data.agency),
        strict: data.strict,
    };
    let Some(folder) = &arguments.by_unit else {
        telling.run(|tell| app.check_by_unit(&request, tell));
        return telling.finish();
    };
    let (units, told) = telling.keep(|tell| app.check_by_unit(&request, tell));
    let written = write(&units, folder, &around);
    telling.tell_kept(&told, |finding| written.tells(finding));
    // Programs read a line an event there.
    if !arguments.tell.quiet && arguments.tell.message_format != MessageFormat::Json {
        say(&written, folder);
    }
    telling.found(written.findings);
    telling.finish()
}

/// That files for units cannot be written into a folder.
fn no_place_for_letters(folder: &Path, app: &App) -> Option<Diagnostic> {
    let within = [
        (app.data(), "thư mục dữ liệu"),
        (app.config().out.as_path(), "thư mục kết quả"),
    ];
    publish::no_folder(folder).or_else(|| {
        let mut within = within.into_iter();
        let (_, what) = within.find(|(around, _)| publish::lies_within(folder, around))?;
        let shown = vi::shown_path(folder);
        let message = format!("không ghi `--by-unit` vào `{shown}`: nằm trong {what}");
        let finding = Diagnostic::general(Code::OutputExists, message);
        Some(finding.with_help("chọn một thư mục riêng, ví dụ `gui-lai`"))
    })
}

/// What became of the files of units.
#[derive(Default)]
struct Written {
    files: usize,
    removed: usize,
    /// What the files tell, by the files of data that it stands in.
    told: BTreeMap<String, Vec<Finding>>,
    /// What kept a file from being written or taken away.
    findings: Vec<Diagnostic>,
}

impl Written {
    /// Notes what the file of a unit tells.
    fn add(&mut self, findings: &[Finding]) {
        self.files += 1;
        for finding in findings {
            let file = finding.location.as_ref().map(|location| &location.file);
            let told = file.filter(|_| finding.severity != Severity::Note);
            if let Some(file) = told {
                let told = self.told.entry(file.clone()).or_default();
                told.push(finding.clone());
            }
        }
    }

    /// Whether the file of some unit tells a finding.
    fn tells(&self, finding: &Finding) -> bool {
        let file = finding.location.as_ref().map(|location| &location.file);
        let told = file.and_then(|file| self.told.get(file));
        told.is_some_and(|told| told.contains(finding))
    }
}

fn say(written: &Written, folder: &Path) {
    let folder = stdio::path(folder);
    if written.files > 0 {
        stdio::print_line(&format!(
            "đã ghi {} tệp kết quả kiểm tra của từng đơn vị vào {folder}; lỗi, cảnh báo của các đơn vị ấy xem trong tệp, không in lại ở đây",
            written.files
        ));
    }
    if written.removed > 0 {
        stdio::print_line(&format!(
            "đã xóa {} tệp cũ trong {folder} của đơn vị không còn lỗi, cảnh báo",
            written.removed
        ));
    }
}

/// Writes a file for each unit of which something was found, and takes away that of a unit of which
/// nothing is found any more.
fn write(units: &[UnitFindings], folder: &Path, around: &Surroundings) -> Written {
    let mut written = Written::default();
    let mut unjudged = BTreeSet::new();
    let place = |unit: &UnitFindings| {
        let name = format!("{}.txt", unit.unit.agency);
        folder.join(unit.period.to_string()).join(name)
    };
    for unit in units {
        let Some(data) = &unit.checked else {
            unjudged.insert(unit.period.to_string());
            continue;
        };
        let path = place(unit);
        let is_answerable = |severity| unit.count(severity) > 0;
        let has_any = is_answerable(Severity::Error) || is_answerable(Severity::Warning);
        if !has_any {
            match remove(&path) {
                Ok(is_removed) => written.removed += usize::from(is_removed),
                Err(finding) => written.findings.push(finding),
            }
            continue;
        }
        let findings = unit.findings.iter();
        let worded = UnitFindings {
            findings: findings
                .map(|finding| finding.worded(wording::words))
                .collect(),
            ..unit.clone()
        };
        let text = unit_letter::as_text(&worded, data);
        let text = recognized::marked(recognized::UNIT_LETTER, &vi::shown_lines(&text));
        let file = Named::new("--by-unit", path, recognized::unit_letter, around.clone());
        match file.write(text.as_bytes()) {
            Ok(()) => written.add(&unit.findings),
            Err(finding) => written.findings.push(finding),
        }
    }
    let judged = units.iter().filter(|unit| unit.checked.is_some());
    for unit in judged {
        unjudged.remove(&unit.period.to_string());
    }
    let unwritten = unjudged.iter().map(|period| unwritten(period));
    written.findings.extend(unwritten);
    written
}

/// Takes away the file of a unit, if it is as it was written.
fn remove(path: &PathBuf) -> Result<bool, Diagnostic> {
    // What cannot be read, or is no file, was not written by this program.
    let Ok(bytes) = read_regular(path, DATA_LIMIT) else {
        return Ok(false);
    };
    let shown = vi::shown_path(path);
    if !recognized::unit_letter(&bytes) {
        let message =
            format!("`{shown}` đã bị sửa nên được giữ lại, dù đơn vị không còn lỗi, cảnh báo");
        let finding = Diagnostic::general(Code::OutputExists, message).warning();
        return Err(finding.with_help("tự xóa khi không cần nữa"));
    }
    fs::remove_file(path).map_err(|error| crate::publish::unwritable(path, &error))?;
    Ok(true)
}

/// That nothing was written of a period whose shared files are wrong.
fn unwritten(period: &str) -> Diagnostic {
    let message = format!(
        "kỳ {period}: chưa ghi tệp cho đơn vị nào, vì tệp dùng chung còn lỗi nên chưa kiểm tra hết"
    );
    let finding = Diagnostic::general(Code::FileNotFound, message).warning();
    finding.with_help(
        "sửa lỗi của tệp dùng chung (co-quan.yaml, che-do, ke-hoach.yaml) trước, rồi kiểm tra lại",
    )
}

/// Lists the rules, and what the regime of a period asks of its figures.
pub(super) fn list(app: &App, arguments: &CheckArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::RULES, Shape::Text),
        arguments.list_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    let text = match &arguments.period {
        None => Some(rules::as_text()),
        Some(period) => {
            let request = RulesRequest {
                period: period.clone(),
            };
            let found = telling.run(|tell| app.rules(&request, tell));
            found.map(|regimes| regimes.iter().map(rules::of_regime).collect())
        }
    };
    match text {
        Some(text) => awaited.deliver(&mut telling, &text),
        None => telling.code(),
    }
}
