//! Workbooks that came back, into the files of their units: each by itself, and none while an error
//! stands in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use serde::Serialize;

use super::config::App;
use super::export::{asked_of, form_of};
use super::from_workbook::FromWorkbook;
use super::period::Reading;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic, Help, Location, Severity, Sources, Way};
use crate::event::{Event, as_shown};
use crate::files::{self, EntryKind, read_regular};
use crate::history::{DataFolder, Occasion};
use crate::load::{self, Step, Value};
use crate::model::{AgencyId, Period, Workspace};
use crate::typeset::FontSet;
use crate::vi;
use crate::workbook::filled::{self, Becomes, Edit, Filled, Identity, Target};
use crate::workbook::form::UnitForm;
use crate::workbook::read::{self, Book, Desk, Refusal};

/// Files and folders of workbooks.
#[derive(Debug, Clone)]
pub struct ImportWorkbooksRequest {
    /// The files, and folders with files.
    pub files: Vec<PathBuf>,
    /// Whether it is only looked at.
    pub dry_run: bool,
    /// When, and by which command.
    pub occasion: Occasion,
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
    /// Takes workbooks into the files of their units.
    pub fn import_workbooks(
        &self,
        request: &ImportWorkbooksRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, ImportedWorkbooks) {
        self.run(tell, |run| run.import_workbooks(request))
    }
}

/// A workbook that was read.
struct Came {
    path: PathBuf,
    shown: String,
    book: Book,
    identity: Identity,
}

/// A workbook that was compared with its unit's file.
struct Compared {
    came: Came,
    /// The unit's file.
    file: PathBuf,
    before: Option<Vec<u8>>,
    filled: Filled,
    /// The workbook as a source.
    sources: Sources,
    /// The unit's file as it is to be, as far as the workbook was understood; nothing where that
    /// cannot be written.
    after: Option<Vec<u8>>,
    /// Whether something in the workbook itself must be mended first.
    is_faulty: bool,
    changes: Vec<CellChange>,
}

impl Run<'_> {
    fn import_workbooks(&mut self, request: &ImportWorkbooksRequest) -> ImportedWorkbooks {
        let mut result = ImportedWorkbooks {
            dry_run: request.dry_run,
            ..ImportedWorkbooks::default()
        };
        let Some(fonts) = self.fonts() else {
            return result;
        };
        let mut came = self.came(request, &mut result);
        self.refuse_doubles(&mut came, &mut result);
        let mut periods: BTreeMap<Period, Vec<Came>> = BTreeMap::new();
        for one in came {
            periods
                .entry(one.identity.period.clone())
                .or_default()
                .push(one);
        }
        for (period, came) in periods {
            self.import_period((&period, came), request, &fonts, &mut result);
        }
        result.files.sort_by(|one, other| one.file.cmp(&other.file));
        result
    }

    /// Reads the files, all at once.
    fn came(
        &mut self,
        request: &ImportWorkbooksRequest,
        result: &mut ImportedWorkbooks,
    ) -> Vec<Came> {
        let paths = match all_files(&request.files) {
            Ok(paths) => paths,
            Err(findings) => {
                self.found(findings);
                return Vec::new();
            }
        };
        let program = self.app.config().program.clone();
        let stop = AtomicBool::new(false);
        let read = |path: PathBuf| {
            let mut desk = Desk::new(program.clone(), Desk::LIMITS, &stop);
            let came = read_one(&path, &mut desk);
            (path, came)
        };
        let all: Vec<_> = paths.into_par_iter().map(read).collect();
        let mut came = Vec::new();
        for (path, one) in all {
            match one {
                Ok(one) => came.push(one),
                Err(finding) => {
                    self.found(vec![finding]);
                    result.files.push(refused(path, None));
                }
            }
        }
        came
    }

    /// Two workbooks of one unit for one period: nobody knows which one counts.
    fn refuse_doubles(&mut self, came: &mut Vec<Came>, result: &mut ImportedWorkbooks) {
        let of = |one: &Came| (one.identity.period.clone(), one.identity.agency.clone());
        let mut units: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for one in came.iter() {
            units.entry(of(one)).or_default().push(one.shown.clone());
        }
        units.retain(|_, files| files.len() > 1);
        for ((period, agency), files) in &units {
            let files = files.iter().map(|file| format!("`{file}`"));
            let message = format!(
                "`{agency}` kỳ {period} có nhiều tệp: {}",
                files.collect::<Vec<_>>().join(", ")
            );
            self.found(vec![
                Diagnostic::general(Code::WorkbookForm, message)
                    .with_help("giữ tệp đơn vị gửi sau cùng, chuyển các tệp kia đi nơi khác"),
            ]);
        }
        let (double, single) = std::mem::take(came)
            .into_iter()
            .partition::<Vec<_>, _>(|one| units.contains_key(&of(one)));
        *came = single;
        result.files.extend(
            double
                .into_iter()
                .map(|one| refused(one.path, Some(one.identity))),
        );
    }

    fn import_period(
        &mut self,
        (period, came): (&Period, Vec<Came>),
        request: &ImportWorkbooksRequest,
        fonts: &FontSet,
        result: &mut ImportedWorkbooks,
    ) {
        let agencies: Vec<_> = came.iter().map(|one| one.identity.agency.clone()).collect();
        let asked = self.asked(period, &agencies, fonts);
        let Some((workspace, faulty)) = asked else {
            let refused = came
                .into_iter()
                .map(|one| refused(one.path, Some(one.identity)));
            result.files.extend(refused);
            return;
        };
        let mut compared = Vec::new();
        let writer = (!request.dry_run)
            .then(|| DataFolder::lock(self.app.data()))
            .transpose();
        let writer = match writer {
            Ok(writer) => writer,
            Err(finding) => return self.found(vec![finding]),
        };
        for one in came {
            let is_faulty = faulty.contains(&one.identity.agency);
            let (path, identity) = (one.path.clone(), one.identity.clone());
            match self
                .compared(one, (&workspace, period))
                .filter(|_| !is_faulty)
            {
                Some(one) => compared.push(one),
                None => result.files.push(refused(path, Some(identity))),
            }
        }
        self.with_answers(&mut compared, period, fonts);
        let wrong = self.wrong_files(&compared, period, fonts);
        for one in compared {
            let is_wrong = wrong
                .as_ref()
                .is_none_or(|ids| ids.contains(&one.came.identity.agency));
            let fate = self.put(&one, is_wrong, writer.as_ref(), request);
            result.files.push(ImportedWorkbook {
                file: one.came.path,
                unit: Some(one.came.identity.agency),
                period: Some(one.came.identity.period),
                fate,
                changes: one.changes,
            });
        }
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

    /// A workbook against its unit's file.
    fn compared(
        &mut self,
        came: Came,
        (workspace, period): (&Workspace, &Period),
    ) -> Option<Compared> {
        let agency = workspace.agencies.get(&came.identity.agency)?;
        let form = form_of(workspace, agency, period)?;
        let data = self.app.data();
        let file = load::folder_of(data, period).join(format!("{}.yaml", agency.id));
        let before = if files::is_there(&file) {
            read_regular(&file, files::DATA_LIMIT).ok()
        } else {
            None
        };
        let mut sources = Sources::default();
        let target = Target {
            form: &form,
            agency,
            said: workspace.submission(&agency.id, period),
        };
        let mut filled = filled::read(&came.book, target, &came.shown, &mut sources);
        let older = self.older(&came, &form, (&file, before.as_deref()), &filled);
        filled.findings.extend(older);
        let wrong = crate::diagnostic::has_errors(&filled.findings);
        self.found_in(filled.findings.clone(), &sources);
        let head = format!("# {}, {}.\n", agency.name.value, form.period_name);
        let (after, unwritable) = match filled::written(before.as_deref(), &filled.edits, &head) {
            Ok(after) => (Some(after), None),
            Err(unwritable) => (None, Some(unwritable)),
        };
        if let Some(unwritable) = unwritable {
            let finding = by_hand(&unwritable, &filled, &file);
            self.found_in(vec![finding], &sources);
        }
        let changes = filled.edits.iter().map(|edit| change(edit, &sources));
        Some(Compared {
            changes: changes.collect(),
            file,
            before,
            after,
            is_faulty: wrong,
            filled,
            sources,
            came,
        })
    }

    /// That the unit's file has changed since the workbook was given out, and not by this very
    /// workbook as it came before.
    fn older(
        &self,
        came: &Came,
        form: &UnitForm,
        (file, before): (&Path, Option<&[u8]>),
        filled: &Filled,
    ) -> Option<Diagnostic> {
        if came.identity.said == form.said() || filled.edits.is_empty() {
            return None;
        }
        let data = self.app.data();
        let history = crate::history::History::of(data);
        let below = DataFolder::below(data, file);
        let last = history
            .kept_of(&below)
            .ok()
            .and_then(|(mut kept, _)| kept.pop());
        let is_its_own = last.is_some_and(|last| {
            last.wrote(before) && last.from.as_deref() == Some(&came.identity.said)
        });
        if is_its_own {
            return None;
        }
        let place = Sources::beginning(filled.source);
        let message = format!(
            "số liệu của `{}` đã thay đổi từ khi xuất tệp này",
            came.identity.agency
        );
        Some(
            Diagnostic::error(Code::WorkbookOlder, place, message).with_help(
                Help::from(
                    "xuất lại tệp của đơn vị rồi chép giá trị sang; hoặc lấy lại số liệu cũ bằng ",
                )
                .way(Way::Undo),
            ),
        )
    }

    /// Writes what is said in the column of answers about what is told, by rule and subject.
    fn with_answers(&mut self, compared: &mut [Compared], period: &Period, fonts: &FontSet) {
        let has_new = |one: &Compared| one.filled.answers.iter().any(|answer| answer.is_new);
        if !compared
            .iter()
            .any(|one| one.after.is_some() && has_new(one))
        {
            return;
        }
        let drafts = drafts(compared);
        let agencies = read_units(compared);
        let mut reading = Reading::of(period, &agencies);
        reading.drafts = &drafts;
        // What is to be answered is told only when the answers are there.
        let (_, checked) = self
            .app
            .run(&mut |_| {}, |run| run.read_with_sources(&reading, fonts));
        let Some((findings, sources)) = checked else {
            return;
        };
        for one in compared
            .iter_mut()
            .filter(|one| one.after.is_some() && has_new(one))
        {
            let shown = vi::shown_path(&one.file);
            let of_unit = findings.iter().filter(|finding| {
                finding
                    .place
                    .is_some_and(|place| sources.path(place.source) == shown)
            });
            let of_unit: Vec<_> = of_unit.collect();
            one.answer(&of_unit, |finding, sources| {
                self.found_in(vec![finding], sources);
            });
        }
    }

    /// Checks the units' files as they are to be, and gives the units with errors; nothing where
    /// something that all rest on has one.
    fn wrong_files(
        &mut self,
        compared: &[Compared],
        period: &Period,
        fonts: &FontSet,
    ) -> Option<Vec<AgencyId>> {
        let agencies = read_units(compared);
        if agencies.is_empty() {
            return Some(Vec::new());
        }
        let drafts = drafts(compared);
        let shown: Vec<_> = compared
            .iter()
            .map(|one| vi::shown_path(&one.file))
            .collect();
        let workbooks = compared.iter().zip(&shown).map(|(one, file)| FromWorkbook {
            file,
            places: &one.filled.places,
            workbook: (one.filled.source, &one.sources),
        });
        let workbooks: Vec<_> = workbooks.collect();
        let mut reading = Reading::of(period, &agencies);
        reading.drafts = &drafts;
        reading.workbooks = &workbooks;
        let checked = self.read(&reading, fonts)?;
        Some(checked.left_out)
    }

    /// Writes the unit's file, if nothing is wrong with it.
    fn put(
        &mut self,
        one: &Compared,
        is_wrong: bool,
        writer: Option<&DataFolder>,
        request: &ImportWorkbooksRequest,
    ) -> WorkbookFate {
        let is_wrong = is_wrong || one.is_faulty;
        let Some(after) = one.after.as_deref().filter(|_| !is_wrong) else {
            return WorkbookFate::Refused;
        };
        if one.before.as_deref() == Some(after) {
            return WorkbookFate::Unchanged;
        }
        let Some(writer) = writer else {
            return WorkbookFate::Written;
        };
        let below = DataFolder::below(self.app.data(), &one.file);
        let bytes = (one.before.as_deref(), Some(after));
        let from = Some(one.came.identity.said.as_str());
        match writer.write_from(&below, bytes, &request.occasion, from) {
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

impl Compared {
    /// Puts what is said about findings into the unit's file.
    fn answer(&mut self, findings: &[&Diagnostic], mut tell: impl FnMut(Diagnostic, &Sources)) {
        let mut edits = Vec::new();
        for answer in self.filled.answers.iter().filter(|answer| answer.is_new) {
            let of_it = findings.iter().filter(|finding| {
                finding.severity == Severity::Warning
                    && finding.about.as_deref() == Some(answer.about.as_str())
            });
            let codes: Vec<_> = of_it.map(|finding| finding.code.as_str()).collect();
            let Some(reason) = &answer.reason else {
                continue;
            };
            if codes.is_empty() {
                let message = "không có cảnh báo nào ở dòng này để giải trình";
                let finding = Diagnostic::error(Code::WorkbookCell, answer.place, message);
                tell(
                    finding
                        .note()
                        .with_help("ghi chú về số liệu thì ghi ở cột “Ghi chú”"),
                    &self.sources,
                );
            }
            for code in codes {
                let path = ["giai_trinh", code, &answer.about];
                let path: Vec<_> = path
                    .iter()
                    .map(|key| Step::Key((*key).to_owned()))
                    .collect();
                self.filled.places.add(path.clone(), answer.place);
                edits.push(Edit {
                    path,
                    to: Becomes::Set(Value::Text(reason.clone())),
                    about: "Giải trình".to_owned(),
                    before: None,
                    after: Some(reason.clone()),
                    place: answer.place,
                });
            }
        }
        let written = filled::written(self.after.as_deref(), &edits, "");
        if let Ok(written) = written {
            self.after = Some(written);
            self.changes
                .extend(edits.iter().map(|edit| change(edit, &self.sources)));
        }
    }
}

/// The units of which there is something to check.
fn read_units(compared: &[Compared]) -> Vec<AgencyId> {
    let there = compared
        .iter()
        .filter(|one| one.after.is_some() || one.before.is_some());
    let units = there.map(|one| one.came.identity.agency.clone());
    units.collect()
}

/// The units' files as they are to be.
fn drafts(compared: &[Compared]) -> Vec<(PathBuf, Vec<u8>)> {
    let drafts = compared
        .iter()
        .filter_map(|one| Some((one.file.clone(), one.after.clone()?)));
    drafts.collect()
}

fn refused(path: PathBuf, identity: Option<Identity>) -> ImportedWorkbook {
    ImportedWorkbook {
        file: path,
        unit: identity.as_ref().map(|identity| identity.agency.clone()),
        period: identity.map(|identity| identity.period),
        fate: WorkbookFate::Refused,
        changes: Vec::new(),
    }
}

fn change(edit: &Edit, sources: &Sources) -> CellChange {
    let location = Location::of(edit.place, sources);
    CellChange {
        place: location.spot.words(),
        about: edit.about.clone(),
        before: edit.before.clone(),
        after: edit.after.clone(),
    }
}

/// The files that were named, and those in folders that were named, in the order of their paths.
fn all_files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut all = Vec::new();
    let mut findings = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        match files::list(path) {
            Ok(entries) => {
                let is_one = |name: &str| {
                    // A spreadsheet program that has a file open leaves another beside it.
                    !name.starts_with(['.', '~']) && !files::is_of_system(name)
                };
                let found = entries
                    .into_iter()
                    .filter(|entry| entry.kind == EntryKind::File && is_one(&entry.name()));
                all.extend(found.map(|entry| entry.path));
            }
            Err(error) => findings.push(unread(path, &vi::reason(&error))),
        }
    }
    if all.is_empty() && findings.is_empty() {
        let named = named
            .iter()
            .map(|path| format!("`{}`", vi::shown_path(path)));
        let message = format!(
            "không có tệp nào trong {}",
            named.collect::<Vec<_>>().join(", ")
        );
        findings.push(
            Diagnostic::general(Code::FileNotFound, message)
                .with_help("nêu tệp .xlsx, hoặc thư mục có các tệp ấy"),
        );
    }
    all.sort();
    all.dedup();
    if findings.is_empty() {
        Ok(all)
    } else {
        Err(findings)
    }
}

fn read_one(path: &Path, desk: &mut Desk<'_>) -> Result<Came, Diagnostic> {
    let shown = vi::shown_path(path);
    let bytes = read_regular(path, read::FILE_LIMIT + 1)
        .map_err(|error| unread(path, &vi::reason(&error)))?;
    let book = desk
        .read(&bytes)
        .map_err(|refusal| not_read(&shown, &refusal))?;
    let identity = filled::identity(&book, &shown)?;
    Ok(Came {
        path: path.to_owned(),
        shown,
        book,
        identity,
    })
}

fn not_read(shown: &str, refusal: &Refusal) -> Diagnostic {
    let message = format!("không nhập được `{shown}`: {refusal}");
    Diagnostic::general(Code::WorkbookFile, message).with_help(refusal.remedy())
}

fn unread(path: &Path, why: &str) -> Diagnostic {
    let message = format!("không đọc được `{}` ({why})", vi::shown_path(path));
    Diagnostic::general(Code::WorkbookFile, message).with_help("kiểm tra đường dẫn và quyền đọc")
}

/// That a value cannot be written into the unit's file.
fn by_hand(unwritable: &filled::Unwritable, filled: &Filled, file: &Path) -> Diagnostic {
    let keys = unwritable.path.iter().map(|step| match step {
        Step::Key(key) => key.clone(),
        Step::Index(at) => (at + 1).to_string(),
    });
    let keys = keys.collect::<Vec<_>>().join(".");
    let shown = vi::shown_path(file);
    let message = format!(
        "không tự ghi được `{keys}` vào `{shown}` ({})",
        unwritable.why
    );
    let place = filled.places.of(&unwritable.path);
    let place = place.unwrap_or_else(|| Sources::beginning(filled.source));
    Diagnostic::error(Code::WorkbookCell, place, message)
        .with_help("sửa chỗ ấy bằng tay trong tệp .yaml rồi nhập lại")
}
