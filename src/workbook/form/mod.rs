//! What the workbook of a unit asks and shows, cell by cell: the one description that the workbook is
//! written from, that what came back is read by, and that a workbook is returned by.
//!
//! Not for: bytes of workbooks (`read`, `write`).

mod document;
mod figures;
mod formula;
mod key;
mod narrative;
mod tasks;

use std::fmt::Write as _;

use chrono::NaiveDate;

pub use document::{STATES, signer_of};
pub use formula::Formula;
pub(in crate::workbook) use formula::share;
pub use key::{ANSWER, DocumentField, RowKey};
pub use narrative::{NOTHING, joined};
pub use tasks::{CARRIED_OVER, STOPPED};

use crate::hash::sha256;
use crate::model::{AgencyId, Period};
use crate::scaffold::Asked;

/// The number of the way in which workbooks are laid out; another one is read by its own rules.
const LAYOUT: u32 = 1;

/// Letters that the name of a sheet may have.
const LONGEST_NAME: usize = 31;
/// Letters that it may not have.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Letters of a hash in a stamp.
const HASH: usize = 12;

/// The rows above those with data: the stamp with the names of columns, title, remark, heads.
pub const HEAD_ROWS: u32 = 4;

/// What the workbook of a unit for a period asks.
#[derive(Debug, Clone)]
pub struct UnitForm {
    /// The unit.
    pub agency: AgencyId,
    /// What it is called.
    pub agency_name: String,
    /// The period.
    pub period: Period,
    /// Its name: "quý I năm 2026".
    pub period_name: String,
    /// The day by which the report is due.
    pub due: Option<NaiveDate>,
    /// Whether figures and names are invented.
    pub is_sample: bool,
    /// What is to be filled in, sheet by sheet.
    pub sheets: Vec<FormSheet>,
}

/// A sheet that asks for something.
#[derive(Debug, Clone)]
pub struct FormSheet {
    /// What it is, whatever it is called: `bieu:tthc`, `nhiem_vu`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How it is filled in.
    pub remark: String,
    /// Its columns, without the one of keys.
    pub columns: Vec<FormColumn>,
    /// Its rows below the heads.
    pub rows: Vec<FormRow>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormColumn {
    /// What it is, whatever stands over it: `ky_nay`.
    pub key: &'static str,
    /// What stands over it.
    pub head: &'static str,
    /// Its width in characters.
    pub width: f64,
}

impl FormColumn {
    /// A column with its key, what stands over it, and its width in characters.
    pub const fn new(key: &'static str, head: &'static str, width: f64) -> Self {
        Self { key, head, width }
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct FormRow {
    /// What it is about.
    pub key: RowKey,
    /// Its cells, one a column.
    pub cells: Vec<FormCell>,
}

/// A cell.
#[derive(Debug, Clone)]
pub enum FormCell {
    /// Nothing is to be typed.
    Empty,
    /// Words that are shown.
    Text(String),
    /// A number that is shown.
    Number(u64),
    /// A value that is worked out from others.
    Formula(Formula),
    /// The name of another cell, that leads there: its sheet and reference.
    Link(String, String),
    /// Something that is to be typed.
    Asked(AskedCell),
}

/// What is to be typed into a cell.
#[derive(Debug, Clone)]
pub struct AskedCell {
    /// What kind of thing.
    pub kind: EntryKind,
    /// What stands in it when it is written.
    pub now: Option<Entered>,
    /// What the unit's file says; something else stands there where the last report is gone on
    /// with.
    pub said: Option<Entered>,
    /// Whether the row lacks something while it is blank, and so are the other cells that would do.
    pub is_needed: bool,
}

/// What may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A whole number, nought or more.
    Count,
    /// A number that stands for words.
    Code(Vec<(u64, String)>),
    /// A mark that something is so.
    Mark,
    /// Words on one line.
    Text,
    /// Paragraphs, with lines that begin with a dash below them.
    Paragraph,
    /// A day.
    Date,
    /// One of several words.
    Choice(Vec<String>),
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// A number.
    Number(u64),
    /// That it is so.
    Mark,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
}

/// The name of the sheet that says how the others are filled in.
pub const GUIDE_NAME: &str = "Hướng dẫn";

/// What a mark is typed as.
pub const MARK: &str = "x";

impl FormCell {
    /// Words that are shown; nothing where there are none.
    pub(super) fn shown(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Something to type, that may stay blank.
    fn asked(kind: EntryKind, now: Option<Entered>) -> Self {
        Self::Asked(AskedCell {
            kind,
            said: now.clone(),
            now,
            is_needed: false,
        })
    }

    /// Words to type, that may stay blank.
    pub(super) fn asked_text(now: Option<&str>) -> Self {
        Self::asked(EntryKind::Text, now.map(Entered::text))
    }

    /// A day to type, that may stay blank.
    fn asked_date(now: Option<NaiveDate>) -> Self {
        Self::asked(EntryKind::Date, now.map(Entered::Date))
    }

    /// The same cell, of which the unit's file may say nothing yet.
    fn unsaid_if(self, is_unsaid: bool) -> Self {
        match self {
            Self::Asked(asked) if is_unsaid => Self::Asked(AskedCell {
                said: None,
                ..asked
            }),
            other => other,
        }
    }

    /// The same cell, where a blank one is a row that lacks something.
    fn needed(self) -> Self {
        match self {
            Self::Asked(asked) => Self::Asked(AskedCell {
                is_needed: true,
                ..asked
            }),
            other => other,
        }
    }
}

impl Entered {
    /// As a text that says which kind it is.
    fn plain(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Mark => MARK.to_owned(),
            Self::Text(text) => format!("“{text}”"),
            Self::Date(date) => date.to_string(),
        }
    }

    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl UnitForm {
    /// What a unit is asked in a period, with what it says so far and what it said last.
    pub fn of(asked: &Asked<'_>) -> Self {
        let subject = asked.subject;
        let regime = subject.regime;
        let mut sheets = figures::sheets(asked);
        sheets.extend(tasks::sheet(asked));
        sheets.extend(narrative::sheet(asked));
        sheets.push(document::sheet(asked));
        name_apart(&mut sheets);
        formula::place(&mut sheets);
        Self {
            agency: subject.agency.id.clone(),
            agency_name: subject.agency.name.value.clone(),
            period: subject.submission.period.clone(),
            period_name: regime.period_name(&subject.submission.period),
            due: subject.due(),
            is_sample: subject.workspace.settings.sample,
            sheets,
        }
    }

    /// The name of its file: "2026-q1-xa-tien-lang.xlsx".
    pub fn file_name(&self) -> String {
        format!("{}-{}.xlsx", self.period, self.agency)
    }

    /// What stands in the first cell of a sheet, by which it is known again: of which layout,
    /// period, unit and kind it is, a hash of the rows and columns that it asks, and one of what
    /// the unit's file says.
    pub fn stamp(&self, sheet: &FormSheet) -> String {
        let body = format!(
            "baocao;{LAYOUT};{};{};{}",
            self.period, self.agency, sheet.id
        );
        let rows = sheet.rows.iter().map(|row| row.key.to_string());
        let mut keys: Vec<_> = rows.filter(|key| !key.is_empty()).collect();
        keys.sort();
        let columns: Vec<_> = sheet.columns.iter().map(|column| column.key).collect();
        let hash = sha256(format!("{body}\n{}\n{}", keys.join("\n"), columns.join(";")).as_bytes());
        format!("{body};{};{}", &hash[..HASH], self.said())
    }

    /// A hash of what the unit's file says of all that is asked but for who signs: by it is known
    /// whether the file has changed since a workbook was written.
    pub fn said(&self) -> String {
        let mut all = String::new();
        for (sheet, row) in self
            .sheets
            .iter()
            .flat_map(|s| s.rows.iter().map(move |r| (s, r)))
        {
            let begins_so = matches!(
                row.key,
                RowKey::Document(
                    DocumentField::Signer
                        | DocumentField::State
                        | DocumentField::ReferenceDate
                        | DocumentField::Basis(_)
                )
            );
            for (cell, column) in row.cells.iter().zip(&sheet.columns) {
                if let (
                    FormCell::Asked(AskedCell {
                        said: Some(said), ..
                    }),
                    false,
                ) = (cell, begins_so)
                {
                    let _ = writeln!(all, "{};{};{}", row.key, column.key, said.plain());
                }
            }
        }
        sha256(all.as_bytes())[..HASH].to_owned()
    }
}

/// Gives sheets names that spreadsheet programs take, and each its own.
fn name_apart(sheets: &mut [FormSheet]) {
    let mut used: Vec<String> = Vec::new();
    for sheet in sheets {
        let mut name: String = sheet
            .name
            .chars()
            .map(|c| if FORBIDDEN.contains(&c) { '-' } else { c })
            .collect();
        name = name.trim_matches('\'').chars().take(LONGEST_NAME).collect();
        let is_used = |name: &str, used: &[String]| {
            used.iter()
                .any(|other| other.to_lowercase() == name.to_lowercase())
        };
        let mut number = 2;
        let first = name.clone();
        while is_used(&name, &used) {
            name =
                first.chars().take(LONGEST_NAME - 5).collect::<String>() + &format!(" ({number})");
            number += 1;
        }
        used.push(name.clone());
        sheet.name = name;
    }
}

impl FormSheet {
    /// The place of a column, from 0; the keys of rows stand before the first.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Whether something is typed into a column, in whatever row.
    pub fn asks_in(&self, key: &str) -> bool {
        let is_asked = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.cells.get(at));
            cells.any(|cell| matches!(cell, FormCell::Asked(_)))
        };
        self.column(key).is_some_and(is_asked)
    }
}
