//! Workbooks that came back, into the files of their units: each by itself, and none while an error
//! stands in it.

mod arrivals;
mod came;
mod compared;
mod returned;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use serde::Serialize;

use self::came::Came;
use self::compared::{Compared, Judged};
use super::config::App;
use super::export::asked_of;
use super::outside::folder_of_data;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Occasion};
use crate::model::{AgencyId, Period, Workspace};
use crate::typeset::FontSet;
use crate::workbook::filled::Identity;
use crate::workbook::returned::Remark;
use crate::{publish, vi};

/// Files and folders of workbooks.
#[derive(Debug, Clone)]
pub struct ImportWorkbooksRequest {
    /// The files, and folders with files.
    pub files: Vec<PathBuf>,
    /// Whether it is only looked at.
    pub dry_run: bool,
    /// The folder for what goes back to units: workbooks with what is to be mended, and the reports
    /// of those in which nothing is; nothing goes back where there is none.
    pub return_to: Option<PathBuf>,
    /// When they arrived, if that is to be entered in the register.
    pub received: Option<Received>,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// An arrival that is to be entered in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The day.
    pub date: NaiveDate,
    /// The number in the register; of one workbook only.
    pub number: Option<u64>,
}

/// What became of workbooks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportedWorkbooks {
    /// Each of them, in the order of their paths.
    pub files: Vec<ImportedWorkbook>,
    /// Whether nothing was written because it was only looked at.
    pub dry_run: bool,
}

/// A workbook and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedWorkbook {
    /// The workbook.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// Its unit and period, if it is one of ours.
    pub unit: Option<AgencyId>,
    /// The period.
    pub period: Option<Period>,
    /// What became of it.
    pub fate: WorkbookFate,
    /// What it says otherwise than the unit's file.
    pub changes: Vec<CellChange>,
    /// How much in it must be mended.
    pub errors: usize,
    /// How much in it is to be looked at again.
    pub warnings: usize,
    /// The workbook that goes back to the unit.
    pub returned: Option<PathBuf>,
    /// The unit's reports that go back to it.
    pub reports: Vec<PathBuf>,
    /// The line that enters it in the register, where nobody asked for that.
    pub arrival: Option<String>,
}

impl ImportedWorkbook {
    fn refused(file: PathBuf, identity: Option<&Identity>) -> Self {
        Self {
            file,
            unit: identity.map(|identity| identity.agency.clone()),
            period: identity.map(|identity| identity.period.clone()),
            fate: WorkbookFate::Refused,
            changes: Vec::new(),
            errors: 0,
            warnings: 0,
            returned: None,
            reports: Vec::new(),
            arrival: None,
        }
    }

    /// Whether it was taken, and nothing in it is to be looked at again.
    pub fn is_clean(&self) -> bool {
        self.fate != WorkbookFate::Refused && self.errors + self.warnings == 0
    }
}

/// What became of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkbookFate {
    /// The unit's file has what it says; where it was only looked at, would have.
    Written,
    /// The unit's file says the same already.
    Unchanged,
    /// Something must be mended first.
    Refused,
}

/// A change of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// Its sheet and cell.
    pub place: Option<String>,
    /// What it is about.
    pub about: String,
    /// What the unit's file says.
    pub before: Option<String>,
    /// What the workbook says.
    pub after: Option<String>,
}

impl App {
    /// Takes workbooks into the files of their units. Where what goes back has a folder, those in
    /// which something is to be mended go there, and the reports of the others; making these ends
    /// in order when `stop` becomes true.
    pub fn import_workbooks(
        &self,
        request: &ImportWorkbooksRequest,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, ImportedWorkbooks) {
        let mut told = Vec::new();
        let mut note = |event: &Event| {
            if request.return_to.is_some() {
                told.push(event.clone());
            }
            tell(event);
        };
        let (mut outcome, mut result) = self.run(&mut note, |run| run.import_workbooks(request));
        if let Some(folder) = &request.return_to {
            let made = self.reports_for_units(&mut result, folder, stop, &mut |event| {
                if !told.contains(event) {
                    tell(event);
                }
            });
            if made.summary.submissions > 0 {
                // What is counted at the end are the reports.
                outcome.summary.submissions = 0;
            }
            outcome.add(made);
        }
        (outcome, result)
    }
}

/// A workbook that was judged.
struct Sent {
    came: Came,
    /// What became of it.
    entry: ImportedWorkbook,
    /// What is to be mended or answered in it; nothing where what is wrong is not the unit's.
    remarks: Option<Vec<Remark>>,
    /// Whether its unit had a file before.
    had_file: bool,
}

/// What all workbooks of a period rest on.
struct Desk<'a> {
    period: &'a Period,
    fonts: &'a FontSet,
    request: &'a ImportWorkbooksRequest,
    /// Who may write; nobody where it is only looked at.
    writer: Option<DataFolder>,
}

impl Run<'_> {
    fn import_workbooks(&mut self, request: &ImportWorkbooksRequest) -> ImportedWorkbooks {
        let mut result = ImportedWorkbooks {
            dry_run: request.dry_run,
            ..ImportedWorkbooks::default()
        };
        if let Some(finding) = self.obstacle(request) {
            self.found(vec![finding]);
            return result;
        }
        let Some(fonts) = self.fonts() else {
            return result;
        };
        let mut came = self.came(request, &mut result);
        self.refuse_doubles(&mut came, &mut result);
        let has_number = request
            .received
            .is_some_and(|received| received.number.is_some());
        let count = came.len() + result.files.len();
        if has_number && count > 1 {
            let message = format!("có {count} tệp mà chỉ nêu một số đến");
            self.found(vec![
                Diagnostic::general(Code::WorkbookForm, message).with_help(
                    "có số đến thì nhập từng tệp, hoặc không nêu số, rồi ghi vào sổ đến sau",
                ),
            ]);
            result.files.extend(came.drain(..).map(Came::refused));
        }
        let mut periods: BTreeMap<Period, Vec<Came>> = BTreeMap::new();
        for one in came {
            let of_period = periods.entry(one.identity.period.clone());
            of_period.or_default().push(one);
        }
        for (period, came) in periods {
            let imported = self.import_period(&period, came, (request, &fonts));
            result.files.extend(imported);
        }
        result.files.sort_by(|one, other| one.file.cmp(&other.file));
        result
    }

    /// What keeps anything from being done: a folder for what goes back that is none.
    fn obstacle(&self, request: &ImportWorkbooksRequest) -> Option<Diagnostic> {
        let folder = request.return_to.as_deref()?;
        let among_sent = || {
            let mut sent = request.files.iter().filter(|path| path.is_dir());
            let sent = sent.find(|sent| {
                publish::lies_within(sent, folder) && publish::lies_within(folder, sent)
            })?;
            let message = format!(
                "`{}` là thư mục các tệp gửi đến, không ghi tệp trả lại vào đó",
                vi::shown_path(sent)
            );
            Some(
                Diagnostic::general(Code::OutputExists, message)
                    .with_help("chọn một thư mục riêng cho tệp trả lại, ví dụ `tra-lai`"),
            )
        };
        publish::no_folder(folder)
            .or_else(|| folder_of_data(folder, self.app.data(), ("tệp trả lại", "tra-lai")))
            .or_else(among_sent)
    }

    fn import_period(
        &mut self,
        period: &Period,
        came: Vec<Came>,
        (request, fonts): (&ImportWorkbooksRequest, &FontSet),
    ) -> Vec<ImportedWorkbook> {
        let refused = |came: Vec<Came>| came.into_iter().map(Came::refused).collect();
        let agencies: Vec<_> = came.iter().map(|one| one.identity.agency.clone()).collect();
        let Some((workspace, faulty)) = self.asked(period, &agencies, fonts) else {
            return refused(came);
        };
        let writer = (!request.dry_run).then(|| DataFolder::lock(self.app.data()));
        let writer = match writer.transpose() {
            Ok(writer) => writer,
            Err(finding) => {
                self.found(vec![finding]);
                return refused(came);
            }
        };
        let desk = Desk {
            period,
            fonts,
            request,
            writer,
        };
        let mut all = Vec::new();
        let mut compared = Vec::new();
        for one in self.compared(came, (&workspace, period)) {
            match one {
                Ok(one) if !faulty.contains(&one.came.identity.agency) => compared.push(one),
                Ok(Compared { came, .. }) => all.push(came.refused()),
                Err(came) => all.push(came.refused()),
            }
        }
        self.with_answers(&mut compared, &desk);
        let judged = self.judged(&compared, &desk);
        let sent = compared.into_iter();
        let mut sent: Vec<_> = sent.map(|one| self.taken(one, &judged, &desk)).collect();
        if let Some(folder) = &request.return_to {
            self.return_to_units(&mut sent, folder, &desk);
        }
        self.arrived(&mut sent, &desk);
        all.extend(sent.into_iter().map(|one| one.entry));
        all
    }

    /// What the units are asked, and those whose own files have errors.
    fn asked(
        &mut self,
        period: &Period,
        agencies: &[AgencyId],
        fonts: &FontSet,
    ) -> Option<(Workspace, Vec<AgencyId>)> {
        let loaded = self.app.folder(fonts).asked(period, agencies);
        asked_of(self, loaded)
    }

    /// A workbook whose unit's file was written, if nothing is wrong with it.
    fn taken(&mut self, one: Compared, judged: &Judged, desk: &Desk<'_>) -> Sent {
        let remarks = judged.remarks(&one);
        let fate = self.put(&one, judged, desk);
        let count = |is_error| {
            let all = remarks.iter().flatten();
            all.filter(|remark| remark.is_error == is_error).count()
        };
        let entry = ImportedWorkbook {
            fate,
            errors: count(true),
            warnings: count(false),
            changes: one.changes,
            ..ImportedWorkbook::refused(one.came.path.clone(), Some(&one.came.identity))
        };
        Sent {
            had_file: one.before.is_some(),
            came: one.came,
            entry,
            remarks,
        }
    }

    /// Writes the unit's file, if nothing is wrong with it.
    fn put(&mut self, one: &Compared, judged: &Judged, desk: &Desk<'_>) -> WorkbookFate {
        let is_wrong = one.has_errors() || judged.is_wrong(&one.came.identity.agency);
        let Some(after) = one.after.as_deref().filter(|_| !is_wrong) else {
            return WorkbookFate::Refused;
        };
        if one.before.as_deref() == Some(after) {
            return WorkbookFate::Unchanged;
        }
        let Some(writer) = &desk.writer else {
            return WorkbookFate::Written;
        };
        let below = DataFolder::below(self.app.data(), &one.file);
        let bytes = (one.before.as_deref(), Some(after));
        let from = Some(one.came.identity.said.as_str());
        match writer.write_from(&below, bytes, &desk.request.occasion, from) {
            Ok(findings) => {
                self.found(findings);
                WorkbookFate::Written
            }
            Err(finding) => {
                self.found(vec![finding]);
                WorkbookFate::Refused
            }
        }
    }
}

/// Whether a finding is something that the unit mends or answers. Who else has not reported is
/// nothing that a compiled report could, and that a right number is typed in a sentence nothing
/// that somebody at a sheet would do otherwise.
fn is_remark(finding: &Diagnostic) -> bool {
    let is_of_others = matches!(
        finding.code,
        Code::CompilationIncomplete | Code::NarrativeTypedFigure
    );
    finding.severity != Severity::Note && !is_of_others
}
