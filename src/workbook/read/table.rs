//! Workbooks of `LibreOffice` and of Excel up to 2003, whose readers make a table of each sheet, as large as
//! the file says. Only a process that may end reads them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Dimensions, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::book::{Book, Cell, Content, Format, Note, Range};
use super::kind::{self, Known};
use super::moment;
use super::refusal::{Limit, Refusal};
use super::store::{Room, SHEETS, Store, is_near};
use super::text;
use crate::diagnostic::caught;

/// Reads .ods or .xls.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let read = match kind::look(bytes)? {
        Known::Ods => caught(|| ods(bytes)),
        Known::Xls => caught(|| xls(bytes)),
        Known::Xlsx(_) => caught(|| super::read(bytes)),
    };
    read.unwrap_or_else(|_| Err(unreadable(None)))
}

fn unreadable(sheet: Option<&str>) -> Refusal {
    Refusal::Unreadable {
        sheet: sheet.map(str::to_owned),
        why: "nội dung không đúng chuẩn".to_owned(),
    }
}

fn ods(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut reader = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => Refusal::Password,
        OdsError::CellLimitExceeded { .. } => Refusal::Beyond(Limit::AllCells),
        OdsError::Zip(_) | OdsError::Io(_) => Refusal::Damaged,
        _ => unreadable(None),
    })?;
    let properties = reader.workbook_properties().ok();
    let mut book = sheets(&mut reader, Format::Ods, |_, _| Vec::new())?;
    let properties = properties.map(|properties| properties.custom_properties);
    book.properties = properties.into_iter().flatten().collect();
    Ok(book)
}

fn xls(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut reader = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Refusal::Password,
        XlsError::Cfb(_) | XlsError::Io(_) | XlsError::EoStream(_) => Refusal::Damaged,
        _ => unreadable(None),
    })?;
    let properties = reader.workbook_properties().ok();
    let merged = |reader: &mut Xls<_>, name: &str| {
        let merged = reader.merge_cells_by_sheet_name(name).unwrap_or_default();
        merged.iter().map(range).collect()
    };
    let mut book = sheets(&mut reader, Format::Xls, merged)?;
    let properties = properties.map(|properties| properties.custom_properties);
    book.properties = properties.into_iter().flatten().collect();
    Ok(book)
}

fn sheets<'b, R: Reader<Cursor<&'b [u8]>>>(
    reader: &mut R,
    format: Format,
    merged: impl Fn(&mut R, &str) -> Vec<Range>,
) -> Result<Book, Refusal> {
    let listed = reader.sheets_metadata().to_vec();
    if listed.len() > SHEETS {
        return Err(Refusal::Beyond(Limit::Sheets));
    }
    let mut book = Book {
        format,
        sheets: Vec::new(),
        properties: BTreeMap::new(),
        notes: vec![Note::FormatsUnknown(format)],
    };
    let mut room = Room::default();
    for sheet in listed
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        if book.sheet(&sheet.name).is_some() {
            return Err(unreadable(Some(&sheet.name)));
        }
        let store = cells(reader, format, &sheet.name, &mut room)?;
        let merged = merged(reader, &sheet.name);
        let (sheet, note) = store.into_sheet(sheet.visible != SheetVisible::Visible, merged);
        book.sheets.push(sheet);
        book.notes.extend(note);
    }
    let formulas = book.sheets.iter().flat_map(|sheet| &sheet.cells);
    let mut formulas = formulas.filter_map(|cell| cell.formula.as_deref());
    if formulas.any(|formula| formula.contains("://")) {
        book.notes.push(Note::ExternalLinks);
    }
    if book.sheets.is_empty() {
        return Err(Refusal::NoSheet);
    }
    Ok(book)
}

/// The cells of a sheet.
fn cells<'b, R: Reader<Cursor<&'b [u8]>>>(
    reader: &mut R,
    format: Format,
    name: &str,
    room: &mut Room,
) -> Result<Store, Refusal> {
    let mut store = Store::new(name);
    let values = reader
        .worksheet_range(name)
        .map_err(|_| unreadable(Some(name)))?;
    let formulas = reader
        .worksheet_formula(name)
        .map_err(|_| unreadable(Some(name)))?;
    let mut formulas: BTreeMap<(u32, u32), &str> = used(&formulas)
        .filter(|(at, _)| is_near(*at))
        .take(super::store::CELLS + 1)
        .map(|(at, formula)| (at, formula.as_str()))
        .collect();
    let mut number = 0;
    for (at, value) in used(&values) {
        if matches!(value, Data::Empty) {
            continue;
        }
        if !is_near(at) {
            store.leave_out(at);
            continue;
        }
        let formula = formulas.remove(&at);
        if let Data::String(text) = value {
            room.take_text(text.len())?;
        }
        let Some(content) = content(value, formula.is_some()) else {
            continue;
        };
        number += 1;
        store.add(number, Cell::new(at.0, at.1, content), room)?;
        if let Some(formula) = formula {
            store.add_formula(number, at, shown(formula, format), room)?;
        }
    }
    for (at, formula) in formulas {
        number += 1;
        store.add_formula(number, at, shown(formula, format), room)?;
    }
    Ok(store)
}

fn shown(formula: &str, format: Format) -> String {
    match format {
        Format::Ods => text::of_ods(formula),
        Format::Xls | Format::Xlsx | Format::Csv => formula.to_owned(),
    }
}

/// What a table holds, by places of the sheet and not of the table.
fn used<T: calamine::CellType>(
    table: &calamine::Range<T>,
) -> impl Iterator<Item = ((u32, u32), &T)> {
    let (top, left) = table.start().unwrap_or_default();
    table.used_cells().map(move |(row, column, value)| {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        (
            (top.saturating_add(row), left.saturating_add(column)),
            value,
        )
    })
}

pub(super) fn range(dimensions: &Dimensions) -> Range {
    Range {
        start: dimensions.start,
        end: dimensions.end,
    }
}

fn content(value: &Data, by_formula: bool) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet has no more digits"
        )]
        Data::Int(number) => Content::Number(*number as f64),
        Data::Float(number) => Content::Number(*number),
        // .ods has errors as texts, and only formulas give any.
        Data::String(text) if by_formula && is_error(text) => Content::Error(text.clone()),
        Data::String(text) => Content::Text(text.clone()),
        Data::Bool(value) => Content::Bool(*value),
        Data::DateTime(serial) => moment::of_serial(serial),
        Data::DateTimeIso(text) => moment::of_iso(text),
        Data::DurationIso(text) => moment::of_duration(text),
        Data::Error(error) => Content::Error(error.to_string()),
    })
}

/// `#REF!`, `#NAME?`, `#N/A`, `Err:540`.
fn is_error(text: &str) -> bool {
    let known = [
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
    ];
    let number = text.strip_prefix("Err:");
    known.contains(&text)
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
