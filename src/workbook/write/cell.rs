//! A cell with what it holds, and what is said of it.

use rust_xlsxwriter::{Format, Formula, Note, Url, Worksheet, XlsxError};

use super::{cell_text, style};
use crate::vi;
use crate::workbook::form::{AskedCell, Entered, EntryKind, FormCell, MARK};
use crate::workbook::read::{Cell, Content};
use crate::workbook::returned::Mark;

/// Of a comment: its width and the height of a line in pixels, and the letters on one.
const WIDTH_OF_COMMENT: u32 = 360;
const LINE_OF_COMMENT: u32 = 16;
const LETTERS_OF_COMMENT: u32 = 52;
const MOST_LINES: u32 = 30;

/// What a cell looks like besides what it holds.
pub(super) struct Looks<'a> {
    /// Whether it is of words over other rows.
    pub is_heading: bool,
    /// What is said of it.
    pub mark: Option<&'a Mark>,
}

impl Looks<'_> {
    fn of(&self, format: Format) -> Format {
        match self.mark {
            None => format,
            Some(mark) if mark.is_error => format.set_background_color(style::WRONG),
            Some(_) => format.set_background_color(style::DOUBTFUL),
        }
    }
}

/// Something that is shown.
pub(super) fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &FormCell,
    looks: &Looks<'_>,
) -> Result<(), XlsxError> {
    let shown = looks.of(if looks.is_heading {
        style::group()
    } else {
        style::shown()
    });
    match cell {
        FormCell::Empty | FormCell::Asked(_) => {
            page.write_blank(row, column, &shown)?;
        }
        FormCell::Text(text) => {
            page.write_string_with_format(row, column, cell_text(text), &shown)?;
        }
        FormCell::Number(number) => {
            let format = looks.of(style::shown_number());
            write_number(page, (row, column), *number, &format)?;
        }
        FormCell::Formula(formula) => {
            let written = Formula::new(&formula.text).set_result(&formula.value);
            let format = looks.of(style::worked_out());
            page.write_formula_with_format(row, column, written, &format)?;
            if formula.value.is_empty() {
                page.set_formula_result(row, column, "");
            }
        }
        FormCell::Link(sheet, cell) => {
            let url = Url::new(format!("internal:'{}'!{cell}", sheet.replace('\'', "''")))
                .set_text(format!("{sheet}, {cell}"));
            page.write_url_with_format(row, column, url, &style::link())?;
        }
    }
    Ok(())
}

/// What is to be typed, with what stands there now.
pub(super) fn write_asked(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    asked: &AskedCell,
    looks: &Looks<'_>,
) -> Result<(), XlsxError> {
    let format = looks.of(format_of(&asked.kind));
    match &asked.now {
        None => {
            page.write_blank(row, column, &format)?;
        }
        Some(Entered::Number(number)) => write_number(page, (row, column), *number, &format)?,
        Some(Entered::Mark) => {
            page.write_string_with_format(row, column, MARK, &format)?;
        }
        Some(Entered::Date(date)) => {
            page.write_string_with_format(row, column, vi::short_date(*date), &format)?;
        }
        Some(Entered::Text(text)) => {
            page.write_string_with_format(row, column, cell_text(text), &format)?;
        }
    }
    Ok(())
}

/// What somebody typed, as it was: a number stays one, with how it was shown where that matters,
/// and what a program made of it stands there as words. What a formula gave is a value.
pub(super) fn write_typed(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    (asked, typed): (&AskedCell, Option<&Cell>),
    looks: &Looks<'_>,
) -> Result<(), XlsxError> {
    let format = looks.of(format_of(&asked.kind));
    let Some(cell) = typed else {
        page.write_blank(row, column, &format)?;
        return Ok(());
    };
    match &cell.content {
        Content::Number(number) => {
            let format = match cell.is_percent() {
                Some(true) => format.set_num_format(style::PERCENT),
                _ if number.fract() == 0.0 => format,
                _ => format.set_num_format(style::AS_IT_IS),
            };
            page.write_number_with_format(row, column, *number, &format)?;
        }
        Content::Bool(value) => {
            page.write_boolean_with_format(row, column, *value, &format)?;
        }
        Content::FormulaWithoutValue => {
            let formula = cell.formula.as_deref().unwrap_or_default();
            let text = cell_text(&format!("={formula}"));
            page.write_string_with_format(row, column, text, &format)?;
        }
        Content::Text(_) | Content::Date(_) | Content::Time(_) | Content::Error(_) => {
            page.write_string_with_format(row, column, cell_text(&cell.shown()), &format)?;
        }
    }
    Ok(())
}

fn format_of(kind: &EntryKind) -> Format {
    match kind {
        EntryKind::Count | EntryKind::Code(_) => style::number(),
        EntryKind::Mark | EntryKind::Date => style::word(),
        EntryKind::Text | EntryKind::Paragraph | EntryKind::Choice(_) => style::text(),
    }
}

/// Puts a comment beside a cell, as large as its words.
pub(super) fn comment(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
) -> Result<(), XlsxError> {
    let text = cell_text(text);
    let lines: u32 = text.lines().map(lines_of_comment).sum();
    let note = Note::new(text)
        .add_author_prefix(false)
        .set_width(WIDTH_OF_COMMENT)
        .set_height((lines.min(MOST_LINES) + 1) * LINE_OF_COMMENT);
    page.insert_note(row, column, &note)?;
    Ok(())
}

fn lines_of_comment(line: &str) -> u32 {
    let letters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
    letters.div_ceil(LETTERS_OF_COMMENT).max(1)
}

/// A number in a cell. One that a cell cannot hold exactly is written as a text.
fn write_number(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    number: u64,
    format: &Format,
) -> Result<(), XlsxError> {
    match u32::try_from(number) {
        Ok(exact) => page.write_number_with_format(row, column, exact, format)?,
        Err(_) => page.write_string_with_format(row, column, number.to_string(), format)?,
    };
    Ok(())
}
