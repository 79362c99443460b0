//! A workbook against its unit's file: what it changes there, and what is wrong with that.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::came::Came;
use super::{CellChange, Desk, is_remark};
use crate::app::export::form_of;
use crate::app::from_workbook::FromWorkbook;
use crate::app::period::Reading;
use crate::app::run::Run;
use crate::app::sheet_words::SheetWords;
use crate::diagnostic::{
    self, Code, Diagnostic, Help, Location, Place, Severity, Sources, Spot, Way,
};
use crate::files::{self, read_regular};
use crate::history::{DataFolder, History};
use crate::load::{self, Becomes, Step, Unwritable, Value};
use crate::model::{AgencyId, Answer, Period, Workspace};
use crate::vi;
use crate::workbook::filled::{
    self, AnswerCell, Edit, Filled, Target, path_of_answer, paths_of_removed,
};
use crate::workbook::form::UnitForm;
use crate::workbook::returned::Remark;

/// A workbook that was compared with its unit's file.
pub(super) struct Compared {
    pub came: Came,
    /// The unit's file.
    pub file: PathBuf,
    /// Its bytes.
    pub before: Option<Vec<u8>>,
    filled: Filled,
    words: SheetWords,
    /// The workbook as a source.
    sources: Sources,
    /// The unit's file as it is to be, as far as the workbook was understood; nothing where that
    /// cannot be written.
    pub after: Option<Vec<u8>>,
    /// What the unit's file answers.
    said_answers: Vec<Answer>,
    pub changes: Vec<CellChange>,
}

/// What was found in the units' files as they are to be.
pub(super) struct Judged {
    /// The units with errors; nothing where something that all rest on has one.
    wrong: Option<Vec<AgencyId>>,
    findings: Vec<Diagnostic>,
    /// What the findings point into.
    sources: Sources,
}

impl Compared {
    /// A workbook against its unit's file; the workbook again where it has none.
    pub(super) fn of(
        came: Came,
        (workspace, period): (&Workspace, &Period),
        data: &Path,
    ) -> Result<Self, Box<Came>> {
        let agency = workspace.agencies.get(&came.identity.agency);
        let form = agency.and_then(|agency| form_of(workspace, agency, period));
        let (Some(agency), Some(form)) = (agency, form) else {
            return Err(Box::new(came));
        };
        let file = load::folder_of(data, period).join(format!("{}.yaml", agency.id));
        let before = if files::is_there(&file) {
            read_regular(&file, files::DATA_LIMIT).ok()
        } else {
            None
        };
        let said = workspace.submission(&agency.id, period);
        let mut sources = Sources::default();
        let target = Target {
            form: &form,
            agency,
            said,
        };
        let mut filled = filled::read(&came.book, target, &came.shown, &mut sources);
        let older = older(&came, &form, (data, &file, before.as_deref()), &filled);
        filled.findings.extend(older);
        let words = SheetWords::of(&form);
        words_of_sheets(&mut filled, &words);
        let head = format!("# {}, {}.\n", agency.name.value, form.period_name);
        let after = match filled::written(before.as_deref(), &filled.edits, &head) {
            Ok(after) => Some(after),
            Err(unwritable) => {
                let finding = by_hand(&unwritable, &filled, &file);
                filled.findings.push(finding);
                None
            }
        };
        let again = (came.identity.said != form.said())
            .then(|| taken_before(&came, (data, &file), (before.as_deref(), after.as_deref())))
            .flatten();
        let place = Sources::beginning(filled.source);
        filled.findings.extend(again.map(|message| {
            let finding = Diagnostic::error(Code::WorkbookOlder, place, message);
            finding.with_help(
                Help::from("nhập tệp đơn vị gửi sau cùng; muốn lấy lại bản trước thì dùng ")
                    .way(Way::Undo),
            )
        }));
        let changes = filled.edits.iter().map(|edit| change(edit, &sources));
        Ok(Self {
            changes: changes.collect(),
            said_answers: said.map(|said| said.answers.clone()).unwrap_or_default(),
            file,
            before,
            after,
            filled,
            words,
            sources,
            came,
        })
    }
}

impl Run<'_> {
    /// Workbooks against their units' files, all at once; those again that have none.
    pub(super) fn compared(
        &mut self,
        came: Vec<Came>,
        asked: (&Workspace, &Period),
    ) -> Vec<Result<Compared, Box<Came>>> {
        let data = self.app.data();
        let compared = came
            .into_par_iter()
            .map(|one| Compared::of(one, asked, data));
        let all: Vec<_> = compared.collect();
        for one in all.iter().flatten() {
            let told = filled::gathered(one.filled.findings.clone(), &one.sources);
            let told = told.into_iter().map(|(finding, _)| finding);
            self.found_in(told.collect(), &one.sources);
        }
        all
    }

    /// Writes what is said about what is told, by rule and subject.
    pub(super) fn with_answers(&mut self, compared: &mut [Compared], desk: &Desk<'_>) {
        let has_new = |one: &Compared| {
            let mut answers = one.filled.answers.iter();
            one.after.is_some() && answers.any(|answer| answer.is_new)
        };
        let is_answered = |one: &Compared| {
            let has_said = one.after.is_some() && !one.said_answers.is_empty();
            has_said || has_new(one)
        };
        if !compared.iter().any(is_answered) {
            return;
        }
        let drafts = drafts(compared);
        let agencies = read_units(compared);
        let mut reading = Reading::of(desk.period, &agencies);
        reading.drafts = &drafts;
        // What is to be answered is told only when the answers are there.
        let (_, checked) = self.app.run(&mut |_| {}, |run| {
            run.read_with_sources(&reading, desk.fonts)
        });
        let Some((findings, sources)) = checked else {
            return;
        };
        for one in compared.iter_mut().filter(|one| is_answered(one)) {
            let shown = vi::shown_path(&one.file);
            let of_unit = findings.iter().filter(|finding| {
                finding
                    .place
                    .is_some_and(|place| sources.path(place.source) == shown)
            });
            let of_unit: Vec<_> = of_unit.collect();
            one.drop_unused(&of_unit);
            let unused = one.answer(&of_unit);
            self.found_in(unused, &one.sources);
        }
    }

    /// Checks the units' files as they are to be.
    pub(super) fn judged(&mut self, compared: &[Compared], desk: &Desk<'_>) -> Judged {
        let mut judged = Judged {
            wrong: Some(Vec::new()),
            findings: Vec::new(),
            sources: Sources::default(),
        };
        let agencies = read_units(compared);
        if agencies.is_empty() {
            return judged;
        }
        let drafts = drafts(compared);
        let shown: Vec<_> = compared
            .iter()
            .map(|one| vi::shown_path(&one.file))
            .collect();
        let workbooks = compared.iter().zip(&shown).map(|(one, file)| FromWorkbook {
            file,
            places: &one.filled.places,
            words: Some(&one.words),
            workbook: (one.filled.source, &one.sources),
        });
        let workbooks: Vec<_> = workbooks.collect();
        let mut reading = Reading::of(desk.period, &agencies);
        reading.drafts = &drafts;
        reading.workbooks = &workbooks;
        let checked = self.read(&reading, desk.fonts);
        judged.wrong = checked.as_ref().map(|checked| checked.left_out.clone());
        judged.findings = checked.map(|checked| checked.findings).unwrap_or_default();
        judged.sources = std::mem::take(&mut self.sources);
        judged
    }
}

impl Judged {
    /// Whether a unit's file would have errors, or nobody knows.
    pub(super) fn is_wrong(&self, agency: &AgencyId) -> bool {
        self.wrong.as_ref().is_none_or(|ids| ids.contains(agency))
    }

    /// What is to be mended or answered in a workbook, in the order of its cells; nothing where
    /// what is wrong is not its unit's.
    pub(super) fn remarks(&self, one: &Compared) -> Option<Vec<Remark>> {
        self.wrong.as_ref()?;
        let of_reading = filled::gathered(one.filled.findings.clone(), &one.sources);
        let of_reading = of_reading
            .iter()
            .filter(|(finding, _)| is_remark(finding) && finding.code != Code::WorkbookOlder)
            .map(|(finding, places)| (finding, places.as_slice(), &one.sources));
        let of_rules = self.findings.iter().filter(|finding| {
            let place = finding.place.filter(|_| is_remark(finding));
            place.is_some_and(|place| self.sources.path(place.source) == one.came.shown)
        });
        let of_rules = of_rules.map(|finding| (finding, finding.place.as_slice(), &self.sources));
        let mut all: Vec<_> = of_reading.chain(of_rules).collect();
        all.sort_by_key(|(finding, ..)| finding.place.map(Place::start));
        let remarks = all
            .into_iter()
            .map(|(finding, places, sources)| remark(finding, places, sources));
        let mut remarks: Vec<_> = remarks.collect();
        if one.is_older() {
            remarks.extend(
                one.filled
                    .edits
                    .iter()
                    .map(|edit| otherwise(edit, &one.sources)),
            );
        }
        Some(remarks)
    }
}

/// That the unit's file has changed since the workbook was given out, and not by this very
/// workbook as it came before.
fn older(
    came: &Came,
    form: &UnitForm,
    (data, file, before): (&Path, &Path, Option<&[u8]>),
    filled: &Filled,
) -> Option<Diagnostic> {
    if came.identity.said == form.said() || filled.edits.is_empty() {
        return None;
    }
    let history = History::of(data);
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

/// That the unit's file was once what a workbook would make of it, and is not any more: an older
/// attachment came again.
fn taken_before(
    came: &Came,
    (data, file): (&Path, &Path),
    (before, after): (Option<&[u8]>, Option<&[u8]>),
) -> Option<String> {
    let after = after.filter(|after| Some(*after) != before)?;
    let below = DataFolder::below(data, file);
    let (kept, _) = History::of(data).kept_of(&below).ok()?;
    let known = kept
        .iter()
        .rev()
        .find(|kept| kept.from.is_some() && kept.wrote(Some(after)))?;
    Some(format!(
        "tệp của `{}` giống bản đã nhập ngày {}, mà từ đó số liệu đã được sửa: có thể là tệp gửi trước",
        came.identity.agency,
        vi::short_date(known.occasion.at.date_naive())
    ))
}

/// Puts the words of sheets in the place of those of files.
fn words_of_sheets(filled: &mut Filled, words: &SheetWords) {
    for finding in &mut filled.findings {
        finding.message = words.of_sheets(&finding.message);
    }
    for edit in &mut filled.edits {
        edit.about = words.of_sheets(&edit.about);
    }
}

/// What a finding asks of who filled in a workbook.
fn remark(finding: &Diagnostic, places: &[Place], sources: &Sources) -> Remark {
    let cells = places.iter().filter_map(|place| cell(*place, sources));
    Remark {
        code: finding.code,
        is_error: finding.severity == Severity::Error,
        cells: cells.collect(),
        message: finding.message.clone(),
        help: finding.help.iter().map(Help::to_string).collect(),
        about: finding.about.as_deref().map(str::to_owned),
    }
}

/// That a workbook says something else than what the unit's file says by now.
fn otherwise(edit: &Edit, sources: &Sources) -> Remark {
    let said = |text: &Option<String>| match text {
        Some(text) => format!("“{}”", vi::brief(text)),
        None => "trống".to_owned(),
    };
    Remark {
        code: Code::WorkbookOlder,
        is_error: true,
        cells: cell(edit.place, sources).into_iter().collect(),
        message: format!(
            "{}: số liệu đang có đã đổi từ khi xuất tệp này, nay là {}; tệp ghi {}",
            edit.about,
            said(&edit.before),
            said(&edit.after)
        ),
        help: vec!["giữ nguyên nếu số trong tệp là đúng, hoặc gõ lại số đang có".to_owned()],
        about: None,
    }
}

/// The sheet and cell of a place.
fn cell(place: Place, sources: &Sources) -> Option<(String, String)> {
    match Location::of(place, sources).spot {
        Spot::Cell { sheet, cell, .. } => Some((sheet, cell)),
        _ => None,
    }
}

impl Compared {
    /// Whether something in the workbook itself must be mended first.
    pub(super) fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.filled.findings)
    }

    /// Whether the unit's file has changed since the workbook was given out.
    fn is_older(&self) -> bool {
        let mut findings = self.filled.findings.iter();
        findings.any(|finding| finding.code == Code::WorkbookOlder)
    }

    /// Takes reasons out of the unit's file that answer nothing any more.
    fn drop_unused(&mut self, findings: &[&Diagnostic]) {
        let Some(after) = &self.after else { return };
        let text = String::from_utf8_lossy(after);
        let values = load::places(&text).unwrap_or_default();
        let unused = findings.iter().filter(|finding| {
            finding.code == Code::AnswerUnused && finding.severity == Severity::Warning
        });
        let paths = unused.filter_map(|finding| {
            let start = finding.place?.start();
            let holding = values.iter().filter(|(_, range)| range.contains(&start));
            let (path, _) = holding.min_by_key(|(_, range)| range.len())?;
            Some(path.clone())
        });
        let paths: Vec<_> = paths.collect();
        let is_unused =
            |answer: &Answer| paths.contains(&path_of_answer(answer.code, answer.about.as_deref()));
        let place = Sources::beginning(self.filled.source);
        let edits = paths_of_removed(&self.said_answers, is_unused);
        let edits: Vec<_> = edits
            .into_iter()
            .map(|path| Edit {
                path,
                to: Becomes::Gone,
                about: "Giải trình không còn cần".to_owned(),
                before: None,
                after: None,
                place,
            })
            .collect();
        if let Ok(written) = filled::written(self.after.as_deref(), &edits, "") {
            self.after = Some(written);
            let changes = edits.iter().map(|edit| change(edit, &self.sources));
            self.changes.extend(changes);
        }
    }

    /// Puts what is said about findings into the unit's file, and gives what is said about
    /// nothing.
    fn answer(&mut self, findings: &[&Diagnostic]) -> Vec<Diagnostic> {
        let mut edits = Vec::new();
        let mut unused = Vec::new();
        let answers = std::mem::take(&mut self.filled.answers);
        for answer in answers.iter().filter(|answer| answer.is_new) {
            let codes = self.codes(answer, findings, &answers);
            if codes.is_empty() {
                let message = "không có cảnh báo nào ở đây để giải trình";
                let finding = Diagnostic::error(Code::WorkbookCell, answer.place, message).note();
                unused.push(finding.with_help("ghi chú về số liệu thì ghi ở cột “Ghi chú”"));
            }
            for code in codes {
                let path = path_of_answer(code, answer.about.as_deref());
                self.filled.places.add(path.clone(), answer.place);
                edits.push(Edit {
                    path,
                    to: Becomes::Set(Value::Text(answer.reason.clone())),
                    about: "Giải trình".to_owned(),
                    before: None,
                    after: Some(answer.reason.clone()),
                    place: answer.place,
                });
            }
        }
        self.filled.answers = answers;
        match filled::written(self.after.as_deref(), &edits, "") {
            Ok(written) => {
                self.after = Some(written);
                let changes = edits.iter().map(|edit| change(edit, &self.sources));
                self.changes.extend(changes);
            }
            Err(unwritable) => unused.push(by_hand(&unwritable, &self.filled, &self.file)),
        }
        unused
    }

    /// The rules that an answer is for: the one that it names, or those that tell of its subject
    /// and are not answered apart.
    fn codes(
        &self,
        answer: &AnswerCell,
        findings: &[&Diagnostic],
        all: &[AnswerCell],
    ) -> Vec<Code> {
        let is_told = |code: Code| {
            let mut told = findings.iter();
            told.any(|finding| {
                let is_of_it = finding.about.as_deref() == answer.about.as_deref();
                finding.severity == Severity::Warning && finding.code == code && is_of_it
            })
        };
        let is_said = |code: Code| {
            let mut said = self.said_answers.iter();
            said.any(|said| (said.code, &said.about) == (code, &answer.about))
        };
        if let Some(code) = answer.code {
            return Vec::from_iter((is_told(code) || is_said(code)).then_some(code));
        }
        let is_apart = |code: Code| {
            let mut all = all.iter();
            all.any(|other| (other.code, &other.about) == (Some(code), &answer.about))
        };
        let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        codes.extend(self.said_answers.iter().map(|said| said.code));
        codes.retain(|code| (is_told(*code) || is_said(*code)) && !is_apart(*code));
        codes.sort_by_key(|code| code.as_str());
        codes.dedup();
        codes
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

fn change(edit: &Edit, sources: &Sources) -> CellChange {
    let location = Location::of(edit.place, sources);
    CellChange {
        place: location.spot.words(),
        about: edit.about.clone(),
        before: edit.before.clone(),
        after: edit.after.clone(),
    }
}

/// That a value cannot be written into the unit's file.
fn by_hand(unwritable: &Unwritable, filled: &Filled, file: &Path) -> Diagnostic {
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
