//! Which line of the forms a row of somebody else's table is, by its number and its name.
//!
//! Where both stand there, both must be those of one line. One alone is enough only where no other line
//! has it. Everything else is told, and nothing is matched by being similar.

use super::lines::FormLines;
use crate::workbook::read::{Cell, Content, Format};

/// What stands in the column of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// Nothing that tells of a line: no cell, or a day that a spreadsheet made of it.
    Absent,
    /// `1.10`, as it was typed.
    Typed(String),
    /// 1.1 as a number, which may have been 1.10.
    Counted(String),
}

/// What a row of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Matched {
    /// This line.
    Line(usize),
    /// One of several.
    Several(Vec<usize>),
    /// The number is that of these lines, and the name of those.
    Apart {
        numbered: Vec<usize>,
        named: Vec<usize>,
    },
    /// No line.
    None,
}

impl Number {
    /// What a cell says.
    pub(super) fn of(cell: Option<&Cell>, format: Format) -> Self {
        match cell.map(|cell| &cell.content) {
            Some(Content::Text(text)) => Self::typed(text, format == Format::Csv),
            Some(Content::Number(_)) => {
                let shown = cell.map(Cell::shown).unwrap_or_default();
                Self::typed(&shown, true)
            }
            _ => Self::Absent,
        }
    }

    /// A number in a text; `may_be_counted` where a spreadsheet may have written it, to which 1.10
    /// is 1.1.
    fn typed(text: &str, may_be_counted: bool) -> Self {
        let seen: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let number = seen
            .trim_start_matches('\'')
            .trim_end_matches(['.', ')', ':']);
        if number.is_empty() {
            return Self::Absent;
        }
        let point = number.replace(',', ".");
        let has_comma = point != number;
        match point.split('.').collect::<Vec<_>>().as_slice() {
            [whole, part] if may_be_counted || has_comma => {
                let is_number = [whole, part]
                    .iter()
                    .all(|p| p.bytes().all(|b| b.is_ascii_digit()));
                // Noughts behind it are of who typed it.
                if is_number && !part.ends_with('0') {
                    return Self::Counted(point);
                }
                Self::Typed(point)
            }
            _ => Self::Typed(number.to_owned()),
        }
    }

    /// The lines that it may be the number of.
    fn lines(&self, lines: &FormLines) -> Option<Vec<usize>> {
        match self {
            Self::Absent => None,
            Self::Typed(number) => Some(lines.numbered(number).to_vec()),
            Self::Counted(number) => Some(lines.numbered_like(number)),
        }
    }

    /// A number of one whole, without parts.
    pub(super) fn whole(&self) -> Option<u32> {
        match self {
            Self::Typed(number) | Self::Counted(number) => number.parse().ok(),
            Self::Absent => None,
        }
    }
}

/// The number that stands before a name in the same cell, with the name: `3.2.1. Tổng số …`.
pub(super) fn number_in_name(text: &str) -> Option<(Number, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    let is_apart = number.ends_with('.') || rest.starts_with(char::is_whitespace);
    (is_number && is_apart && !rest.trim().is_empty())
        .then(|| (Number::typed(number, false), rest.trim()))
}

/// The line that a number and a name, in one spelling, are of; `form` is the one that the table says
/// it is, or the part of it above the row.
pub(super) fn matched(
    lines: &FormLines,
    number: &Number,
    name: &str,
    form: Option<usize>,
) -> Matched {
    let of_form = |all: &[usize]| -> Vec<usize> {
        let all = all.iter().copied();
        all.filter(|at| form.is_none_or(|form| lines.line(*at).form == form))
            .collect()
    };
    let named = lines.named(name);
    let numbered = number.lines(lines);
    let fitting = match (&numbered, name.is_empty()) {
        (None, true) => return Matched::None,
        (None, false) => of_form(named),
        // Each form counts from one: a number says nothing without its form.
        (Some(numbered), true) if form.is_some() => of_form(numbered),
        (Some(numbered), true) => numbered.clone(),
        (Some(numbered), false) => {
            let both: Vec<_> = named
                .iter()
                .copied()
                .filter(|at| numbered.contains(at))
                .collect();
            match both.as_slice() {
                [_, _, ..] => of_form(&both),
                [_] => both,
                [] if named.is_empty() && of_form(numbered).is_empty() => return Matched::None,
                [] => {
                    return Matched::Apart {
                        numbered: of_form(numbered),
                        named: named.to_vec(),
                    };
                }
            }
        }
    };
    match fitting.as_slice() {
        [] => Matched::None,
        [one] => Matched::Line(*one),
        _ => Matched::Several(fitting),
    }
}
