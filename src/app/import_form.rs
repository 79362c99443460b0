//! A table of somebody else (the ministry's own form, a portal's export) into the figures of a unit.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::config::App;
use super::export::asked_of;
use super::from_workbook::FromWorkbook;
use super::import_workbooks::WorkbookFate;
use super::period::Reading;
use super::run::{Outcome, Run};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Location, Sources, has_errors};
use crate::event::{Event, as_shown};
use crate::files::{self, read_regular};
use crate::history::{DataFolder, Occasion};
use crate::load::{self, Step, Unwritable};
use crate::model::{AgencyId, Period, Regime, Workspace};
use crate::scaffold::{self, Asked};
use crate::typeset::FontSet;
use crate::vi;
use crate::workbook::filled;
use crate::workbook::foreign::{self, Asking, FormLines, Spelling, Taken};
use crate::workbook::read::{self, Book, Desk, Kind, Refusal};

/// A table, and whose figures it has.
#[derive(Debug, Clone)]
pub struct ImportFormRequest {
    /// The file.
    pub file: PathBuf,
    /// The unit.
    pub agency: AgencyId,
    /// The period.
    pub period: Period,
    /// The column of figures, by its head or letter, where the table leaves it open.
    pub column: Option<String>,
    /// Whether it is only looked at.
    pub dry_run: bool,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedForm {
    /// The file.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// The unit.
    pub agency: AgencyId,
    /// The period.
    pub period: Period,
    /// What became of it.
    pub fate: WorkbookFate,
    /// Whether it was only looked at.
    pub dry_run: bool,
    /// Whether the unit had no file, so that one is begun.
    pub begun: bool,
    /// The figures that are certain.
    pub figures: Vec<ImportedFigure>,
    /// How many values that the program works out the table has, too.
    pub agreeing: usize,
    /// Lines with a value that the unit does not fill.
    pub not_asked: Vec<String>,
    /// Lines that the unit fills and of which neither the table nor its file says anything.
    pub blank: Vec<String>,
}

/// A figure of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedFigure {
    /// Its sheet and cell.
    pub place: Option<String>,
    /// Its line in the forms.
    pub line: String,
    /// What the unit's file says.
    pub before: Option<String>,
    /// What the table says.
    pub after: String,
    /// What it was added up from, where it was.
    pub sum: Option<String>,
    /// Whether the file says something else.
    pub is_new: bool,
}

impl App {
    /// Takes the figures of a table into the file of a unit.
    pub fn import_form(
        &self,
        request: &ImportFormRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, ImportedForm) {
        self.run(tell, |run| {
            let mut result = ImportedForm::of(request);
            if let Some(fonts) = run.fonts() {
                run.import_form(request, &fonts, &mut result);
            }
            result
        })
    }
}

impl ImportedForm {
    /// Nothing yet.
    fn of(request: &ImportFormRequest) -> Self {
        Self {
            file: request.file.clone(),
            agency: request.agency.clone(),
            period: request.period.clone(),
            fate: WorkbookFate::Refused,
            dry_run: request.dry_run,
            begun: false,
            figures: Vec::new(),
            agreeing: 0,
            not_asked: Vec::new(),
            blank: Vec::new(),
        }
    }

    fn has(&mut self, taken: &Taken, sources: &Sources) {
        let figures = taken.figures.iter().map(|figure| ImportedFigure {
            place: Location::of(figure.place, sources).spot.words(),
            line: figure.line.clone(),
            before: figure.before.clone(),
            after: figure.after.clone(),
            sum: figure.sum.clone(),
            is_new: figure.is_new,
        });
        self.figures = figures.collect();
        self.agreeing = taken.agreeing;
        self.not_asked.clone_from(&taken.not_asked);
        self.blank.clone_from(&taken.blank);
    }
}

/// The unit's file, as it is and as it is to be.
struct Draft {
    file: PathBuf,
    before: Option<Vec<u8>>,
    after: Vec<u8>,
}

impl Run<'_> {
    fn import_form(
        &mut self,
        request: &ImportFormRequest,
        fonts: &FontSet,
        result: &mut ImportedForm,
    ) {
        let bytes = match read_table(&request.file) {
            Ok(bytes) => bytes,
            Err(finding) => return self.found(vec![finding]),
        };
        let (agency, period) = (&request.agency, &request.period);
        let loaded = self
            .app
            .folder(fonts)
            .asked(period, std::slice::from_ref(agency));
        let Some((workspace, faulty)) = asked_of(self, loaded) else {
            return;
        };
        let unfit = check::check_new(&workspace, agency, period);
        let is_unfit = has_errors(&unfit);
        self.found(unfit);
        if is_unfit || faulty.contains(agency) {
            return;
        }
        self.found(check::check_foreign_tables(&workspace));
        let Some(regime) = workspace.regimes_for(period).first().copied() else {
            return;
        };
        let shown = vi::shown_path(&request.file);
        let book = match self.book(&bytes, &request.file, (&workspace, regime)) {
            Ok(book) => book,
            Err(finding) => return self.found(vec![finding]),
        };
        let writer = (!request.dry_run)
            .then(|| DataFolder::lock(self.app.data()))
            .transpose();
        let writer = match writer {
            Ok(writer) => writer,
            Err(finding) => return self.found(vec![finding]),
        };
        let mut sources = Sources::default();
        let Some(taken) = taken(&book, request, (&workspace, regime), (&shown, &mut sources))
        else {
            return;
        };
        result.has(&taken, &sources);
        self.found_in(taken.findings.clone(), &sources);
        if taken.figures.is_empty() {
            return;
        }
        let draft = match self.draft(request, (&workspace, regime), &taken, &sources) {
            Ok(draft) => draft,
            Err(finding) => return self.found_in(vec![*finding], &sources),
        };
        result.begun = draft.before.is_none();
        let is_wrong = self.is_wrong(&draft, request, (&taken, &sources), fonts);
        if !is_wrong && !has_errors(&taken.findings) {
            result.fate = self.put_form(&draft, writer.as_ref(), request);
        }
    }

    /// Reads the file as a workbook, whichever way it is one.
    fn book(
        &self,
        bytes: &[u8],
        path: &Path,
        (workspace, regime): (&Workspace, &Regime),
    ) -> Result<Book, Diagnostic> {
        let stop = AtomicBool::new(false);
        let mut desk = Desk::new(self.app.config().program.clone(), Desk::LIMITS, &stop);
        let read = desk.read(bytes).or_else(|refusal| match refusal {
            Refusal::Other(Kind::Text) => {
                let spelling = Spelling::of(regime);
                let tables = workspace.settings.foreign_tables.iter();
                let known: Vec<_> = tables
                    .flat_map(|table| table.known_by.iter().chain([&table.name_column]))
                    .map(|name| spelling.plain(&name.value))
                    .collect();
                let is_head = |text: &str| {
                    foreign::is_head(text, &spelling) || known.contains(&spelling.plain(text))
                };
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                read::delimited(bytes, &name, &is_head)
            }
            refusal => Err(refusal),
        });
        let shown = vi::shown_path(path);
        let book = read.map_err(|refusal| {
            let message = format!("không nhập được `{shown}`: {refusal}");
            Diagnostic::general(Code::WorkbookFile, message).with_help(refusal.remedy())
        })?;
        if filled::identity(&book, &shown).is_ok() {
            let message = format!("`{shown}` là tệp do chương trình xuất ra cho đơn vị điền");
            return Err(Diagnostic::general(Code::WorkbookFile, message)
                .with_help("nhập như tệp đơn vị gửi về, không cần nêu đơn vị, kỳ và biểu"));
        }
        Ok(book)
    }

    /// The unit's file with the figures, begun where there is none.
    fn draft(
        &self,
        request: &ImportFormRequest,
        (workspace, _): (&Workspace, &Regime),
        taken: &Taken,
        sources: &Sources,
    ) -> Result<Draft, Box<Diagnostic>> {
        let (agency, period) = (&request.agency, &request.period);
        let file = load::folder_of(self.app.data(), period).join(format!("{agency}.yaml"));
        let before = if files::is_there(&file) {
            let bytes = read_regular(&file, files::DATA_LIMIT);
            Some(bytes.map_err(|error| Box::new(unread(&file, &vi::reason(&error))))?)
        } else {
            None
        };
        let begun = || {
            let agency = workspace.agencies.get(agency)?;
            Some(
                scaffold::begin(workspace, agency, period)?
                    .text
                    .into_bytes(),
            )
        };
        let said = before.clone().or_else(begun).unwrap_or_default();
        let after = filled::written(Some(&said), &taken.edits, "");
        let after =
            after.map_err(|unwritable| Box::new(by_hand(&unwritable, taken, &file, sources)))?;
        Ok(Draft {
            file,
            before,
            after,
        })
    }

    /// Checks the unit's file as it is to be; what is found of a figure that the table has is told at
    /// its cell.
    fn is_wrong(
        &mut self,
        draft: &Draft,
        request: &ImportFormRequest,
        (taken, sources): (&Taken, &Sources),
        fonts: &FontSet,
    ) -> bool {
        let shown = vi::shown_path(&draft.file);
        let workbooks = [FromWorkbook {
            file: &shown,
            places: &taken.places,
            words: None,
            workbook: (taken.source, sources),
        }];
        let drafts = [(draft.file.clone(), draft.after.clone())];
        let agencies = std::slice::from_ref(&request.agency);
        let mut reading = Reading::of(&request.period, agencies);
        reading.drafts = &drafts;
        // Of the file itself only what is wrong is told.
        reading.notes = false;
        reading.workbooks = &workbooks;
        let checked = self.read(&reading, fonts);
        checked.is_none_or(|checked| checked.left_out.contains(&request.agency))
    }

    fn put_form(
        &mut self,
        draft: &Draft,
        writer: Option<&DataFolder>,
        request: &ImportFormRequest,
    ) -> WorkbookFate {
        if draft.before.as_ref() == Some(&draft.after) {
            return WorkbookFate::Unchanged;
        }
        let Some(writer) = writer else {
            return WorkbookFate::Written;
        };
        let below = DataFolder::below(self.app.data(), &draft.file);
        let written = writer.write(
            &below,
            draft.before.as_deref(),
            Some(&draft.after),
            &request.occasion,
        );
        match written {
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

/// What a table says for a unit; nothing where no regime has the period.
fn taken(
    book: &Book,
    request: &ImportFormRequest,
    (workspace, regime): (&Workspace, &Regime),
    (shown, sources): (&str, &mut Sources),
) -> Option<Taken> {
    let agency = workspace.agencies.get(&request.agency)?;
    let last = scaffold::last_before(workspace, agency, (&request.period, regime));
    let blank = scaffold::blank(agency, &request.period, last);
    let said = workspace
        .submission(&agency.id, &request.period)
        .unwrap_or(&blank);
    let subject = workspace.subject(said, regime)?;
    let lines = FormLines::of(&Asked {
        subject,
        last: last.and_then(|last| workspace.subject(last, regime)),
    });
    let asking = Asking {
        lines: &lines,
        subject,
        column: request.column.as_deref(),
    };
    Some(foreign::read(book, asking, shown, sources))
}

fn read_table(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_regular(path, read::FILE_LIMIT + 1).map_err(|error| unread(path, &vi::reason(&error)))
}

fn unread(path: &Path, why: &str) -> Diagnostic {
    let message = format!("không đọc được `{}` ({why})", vi::shown_path(path));
    Diagnostic::general(Code::WorkbookFile, message).with_help("kiểm tra đường dẫn và quyền đọc")
}

/// That a figure cannot be written into the unit's file.
fn by_hand(unwritable: &Unwritable, taken: &Taken, file: &Path, sources: &Sources) -> Diagnostic {
    let keys = unwritable.path.iter().map(|step| match step {
        Step::Key(key) => key.clone(),
        Step::Index(at) => (at + 1).to_string(),
    });
    let message = format!(
        "không tự ghi được `{}` vào `{}` ({})",
        keys.collect::<Vec<_>>().join("."),
        vi::shown_path(file),
        unwritable.why
    );
    let place = taken.places.within(&unwritable.path);
    let place = place.filter(|place| sources.has(*place));
    let place = place.unwrap_or_else(|| Sources::beginning(taken.source));
    Diagnostic::error(Code::WorkbookCell, place, message)
        .with_help("sửa chỗ ấy bằng tay trong tệp .yaml rồi nhập lại")
}
