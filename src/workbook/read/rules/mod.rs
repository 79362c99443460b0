//! What the content of a cell means where a number, a code, a day or a text is expected: understood,
//! understood with a note, asked about, or refused. Nothing is guessed.
//!
//! Not for: what a figure may be beside others (`check`).

mod code;
mod day;
mod decimal;
mod number;
mod plain;
#[cfg(test)]
pub(super) mod tests;
mod words;

pub use code::code;
pub use day::date;
pub use decimal::{decimal, share};
pub use number::whole_number;
pub use words::{Paragraph, paragraph, text};

use super::book::{Cell, Content};

/// What was made of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood<T> {
    /// Nothing stands there.
    Nothing,
    /// It can mean one thing only.
    Value(T),
    /// The same, and somebody should hear how it was read.
    ValueWithNote(T, String),
    /// It may mean several things, or something else than is asked for.
    Asked {
        /// What stands there, as a sentence names it.
        found: String,
        /// What about it is not certain.
        say: String,
        /// What to do.
        remedy: String,
        /// What to type, where one reading is possible.
        suggestion: Option<String>,
    },
    /// No reading is possible.
    Refused {
        /// What stands there, as a sentence names it.
        found: String,
        /// Why it cannot be.
        say: String,
        /// What to do.
        remedy: String,
    },
}

impl<T> Understood<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) | Self::ValueWithNote(value, _) => Some(value),
            Self::Nothing | Self::Asked { .. } | Self::Refused { .. } => None,
        }
    }

    /// The same of what is made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Understood<U> {
        self.and_then(|value| Understood::Value(make(value)))
    }

    /// What another reader makes of the value, if there is one.
    pub fn and_then<U>(self, read: impl FnOnce(T) -> Understood<U>) -> Understood<U> {
        match self {
            Self::Nothing => Understood::Nothing,
            Self::Value(value) => read(value),
            Self::ValueWithNote(value, note) => read(value).with_note(Some(note)),
            Self::Asked {
                found,
                say,
                remedy,
                suggestion,
            } => Understood::Asked {
                found,
                say,
                remedy,
                suggestion,
            },
            Self::Refused { found, say, remedy } => Understood::Refused { found, say, remedy },
        }
    }

    fn asked(found: &str, say: String, remedy: impl Into<String>) -> Self {
        Self::Asked {
            found: found.to_owned(),
            say,
            remedy: remedy.into(),
            suggestion: None,
        }
    }

    fn suggested(found: &str, say: String, remedy: impl Into<String>, suggestion: String) -> Self {
        Self::Asked {
            found: found.to_owned(),
            say,
            remedy: remedy.into(),
            suggestion: Some(suggestion),
        }
    }

    fn refused(found: &str, say: String, remedy: &str) -> Self {
        Self::Refused {
            found: found.to_owned(),
            say,
            remedy: remedy.to_owned(),
        }
    }

    fn with_note(self, note: Option<String>) -> Self {
        match (self, note) {
            (Self::Value(value), Some(note)) => Self::ValueWithNote(value, note),
            (Self::ValueWithNote(value, before), Some(note)) => {
                Self::ValueWithNote(value, format!("{before}; {note}"))
            }
            (understood, _) => understood,
        }
    }
}

/// What is known besides the cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'c> {
    /// The same figure in the period before.
    pub prior: Option<u64>,
    /// The sheets that a formula may take values from.
    pub sheets: &'c [&'c str],
}

/// Reads the content of a cell, unless it is of no use for anything; `expected` is what is asked for
/// ("một số nguyên").
fn read<T>(
    cell: Option<&Cell>,
    context: &Context<'_>,
    expected: &str,
    read: impl FnOnce(&Cell) -> Understood<T>,
) -> Understood<T> {
    let Some(cell) = cell else {
        return Understood::Nothing;
    };
    let found = cell.shown();
    if let Some(other) = &cell.other {
        let say = format!("tệp ghi ô này hai lần: `{found}` và `{other}`");
        return Understood::asked(
            &found,
            say,
            "gõ lại giá trị đúng vào ô rồi lưu lại bằng Excel",
        );
    }
    match &cell.content {
        Content::FormulaWithoutValue => {
            let formula = cell.formula.as_deref().unwrap_or_default();
            let say = format!("công thức `={formula}` chưa có giá trị lưu trong tệp");
            let remedy = "mở tệp bằng Excel hoặc LibreOffice, bấm Lưu rồi gửi lại; hoặc gõ thẳng giá trị vào ô";
            return Understood::asked(&format!("={formula}"), say, remedy);
        }
        Content::Error(error) => {
            let say = format!("ô báo lỗi `{error}`");
            let remedy = format!("sửa công thức, hoặc gõ thẳng {expected} vào ô");
            return Understood::asked(&found, say, remedy);
        }
        _ => {}
    }
    let formula = cell.formula.as_deref();
    if let Some(formula) = formula.filter(|formula| reaches_out(formula, context.sheets)) {
        let say =
            format!("ô lấy `{found}` bằng công thức `={formula}` từ nơi chương trình không biết");
        return Understood::asked(
            &found,
            say,
            format!("gõ thẳng {expected} vào ô thay cho công thức"),
        );
    }
    let note = formula.map(|formula| format!("giá trị tính bằng công thức `={formula}`"));
    read(cell).with_note(note)
}

/// Whether a formula takes values from another file, or from a sheet that is none of these.
fn reaches_out(formula: &str, sheets: &[&str]) -> bool {
    if formula.contains('[') || formula.contains("://") {
        return true;
    }
    // What stands in quotes is a text.
    let outside = formula.split('"').step_by(2);
    let mut references = outside.flat_map(|part| {
        let marks = part.match_indices('!').map(|(at, _)| at);
        marks.filter_map(|at| part.get(..at))
    });
    references.any(|before| !sheets.contains(&sheet_before(before).as_str()))
}

/// The name of a sheet that a reference ends with, before its mark.
fn sheet_before(text: &str) -> String {
    if let Some(quoted) = text.strip_suffix('\'') {
        let doubled = quoted.replace("''", "\u{0}");
        let name = doubled.rsplit('\'').next().unwrap_or_default();
        return name.replace('\u{0}', "'");
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '#');
    let start = text.rfind(|c| !is_name(c));
    let start = start.map_or(0, |at| {
        at + text
            .get(at..)
            .and_then(|t| t.chars().next())
            .map_or(0, char::len_utf8)
    });
    text.get(start..).unwrap_or_default().to_owned()
}

/// What is told where a cell holds a day, a time or a truth, and something else is asked for.
fn another_kind<T>(cell: &Cell, expected: &str) -> Option<Understood<T>> {
    let found = cell.shown();
    let again = format!("đổi định dạng ô về General (hoặc Text), rồi gõ lại {expected}");
    Some(match &cell.content {
        Content::Date(_) => Understood::asked(
            &found,
            format!("chương trình bảng tính đã đổi nội dung gõ vào thành ngày `{found}`"),
            again,
        ),
        Content::Time(_) => Understood::asked(
            &found,
            format!("chương trình bảng tính đã đổi nội dung gõ vào thành giờ `{found}`"),
            again,
        ),
        Content::Bool(_) => Understood::asked(
            &found,
            format!("ô có giá trị đúng/sai `{found}`"),
            format!("gõ lại {expected}"),
        ),
        _ => return None,
    })
}
