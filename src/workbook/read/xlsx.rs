//! Workbooks of Excel, cell by cell: never as a table, which would be as large as its farthest cell says.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata,
    expand_shared_formula,
};

use super::book::{Book, Cell, Content, Format, Note, Range};
use super::package::Package;
use super::refusal::{Limit, Refusal};
use super::store::{Room, SHEETS, Store, is_near};
use super::{moment, table};
use crate::diagnostic::caught;

type Reader<'b> = Xlsx<Cursor<&'b [u8]>>;

/// A formula longer than this is not shifted for the cells that share it.
const SHIFTED: usize = 8_192;

/// Reads a workbook that was looked at.
pub(super) fn read(bytes: &[u8], package: Package) -> Result<Book, Refusal> {
    let read = caught(|| open(bytes, package));
    let read = read.unwrap_or_else(|_| Err(unreadable(None, "nội dung không đúng chuẩn")));
    match read {
        // Whatever it stumbled over, this is why.
        Err(Refusal::Unreadable { .. } | Refusal::NoSheet) if package.facts.prefixed => {
            Err(Refusal::Prefixed)
        }
        read => read,
    }
}

fn open(bytes: &[u8], package: Package) -> Result<Book, Refusal> {
    let mut reader: Reader<'_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| told(None, &error))?;
    let listed = reader.sheets_metadata().to_vec();
    if listed.len() > SHEETS {
        return Err(Refusal::Beyond(Limit::Sheets));
    }
    let mut book = Book {
        format: Format::Xlsx,
        sheets: Vec::new(),
        properties: BTreeMap::new(),
        notes: package
            .links
            .then_some(Note::ExternalLinks)
            .into_iter()
            .collect(),
    };
    let mut room = Room::default();
    let mut formats = None;
    for sheet in listed
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        // Only names lead to sheets.
        if book.sheet(&sheet.name).is_some() {
            return Err(unreadable(Some(&sheet.name), "hai trang tính cùng tên"));
        }
        let mut store = Store::new(&sheet.name);
        let mut reading = Reading {
            reader: &mut reader,
            name: &sheet.name,
            store: &mut store,
            room: &mut room,
        };
        reading.values(&mut formats)?;
        if package.facts.formulas {
            reading.formulas()?;
        }
        let merged = if package.facts.merges {
            reading.merged()?
        } else {
            Vec::new()
        };
        let (sheet, note) = store.into_sheet(sheet.visible != SheetVisible::Visible, merged);
        book.sheets.push(sheet);
        book.notes.extend(note);
    }
    if book.sheets.is_empty() {
        return Err(Refusal::NoSheet);
    }
    // Those who cannot be read are as good as none: they only bear witness.
    if let Ok(properties) = reader.workbook_properties() {
        book.properties = properties.custom_properties.into_iter().collect();
    }
    Ok(book)
}

fn unreadable(sheet: Option<&str>, why: &str) -> Refusal {
    Refusal::Unreadable {
        sheet: sheet.map(str::to_owned),
        why: why.to_owned(),
    }
}

/// What an error of the reader means.
fn told(sheet: Option<&str>, error: &XlsxError) -> Refusal {
    let why = match error {
        XlsxError::Password => return Refusal::Password,
        XlsxError::Zip(_) | XlsxError::Io(_) => return Refusal::Damaged,
        XlsxError::Xml(_)
        | XlsxError::XmlAttr(_)
        | XlsxError::XmlEof(_)
        | XlsxError::Encoding(_) => "XML bị hỏng",
        XlsxError::Alphanumeric(_)
        | XlsxError::NumericColumn(_)
        | XlsxError::RangeWithoutColumnComponent
        | XlsxError::RangeWithoutRowComponent
        | XlsxError::ColumnNumberOverflow
        | XlsxError::RowNumberOverflow
        | XlsxError::DimensionCount(_) => "có địa chỉ ô không đúng",
        XlsxError::Unexpected(what) if what.contains("shared strings") => {
            "có ô trỏ ra ngoài bảng chữ dùng chung"
        }
        XlsxError::FileNotFound(_)
        | XlsxError::RelationshipNotFound
        | XlsxError::WorksheetNotFound(_) => "thiếu một phần của tệp",
        _ => "nội dung không đúng chuẩn",
    };
    unreadable(sheet, why)
}

/// How numbers of each style are shown.
type Formats = Vec<Option<Arc<str>>>;

/// One sheet while it is read.
struct Reading<'r, 'b> {
    reader: &'r mut Reader<'b>,
    name: &'r str,
    store: &'r mut Store,
    room: &'r mut Room,
}

impl Reading<'_, '_> {
    fn told(&self) -> impl Fn(XlsxError) -> Refusal + use<> {
        let name = self.name.to_owned();
        move |error| told(Some(&name), &error)
    }

    /// The first pass: what cells hold and how it is shown.
    fn values(&mut self, formats: &mut Option<Formats>) -> Result<(), Refusal> {
        let failed = self.told();
        let mut cells = self
            .reader
            .worksheet_cells_reader(self.name)
            .map_err(&failed)?;
        let formats = formats.get_or_insert_with(|| {
            let code = |style: &calamine::Style| {
                let format = style.number_format.as_ref();
                format.map(|format| Arc::from(format.format_code.as_str()))
            };
            cells.styles().iter().map(code).collect()
        });
        let mut number = 0;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(&failed)? {
            let (row, column) = cell.get_position();
            let value = cell.get_value();
            number += 1;
            if matches!(value, DataRef::Empty) {
                continue;
            }
            if !is_near((row, column)) {
                self.store.leave_out((row, column));
                continue;
            }
            match value {
                DataRef::SharedString(text) => self.room.take_text(text.len())?,
                DataRef::String(text) => self.room.take_text(text.len())?,
                _ => {}
            }
            let Some(content) = content(value) else {
                continue;
            };
            let mut cell = Cell::new(row, column, content);
            cell.format = formats.get(style).cloned().flatten();
            self.store.add(number, cell, self.room)?;
        }
        Ok(())
    }

    /// The second pass: by which formula. Cells come in the order of the first.
    fn formulas(&mut self) -> Result<(), Refusal> {
        let failed = self.told();
        let mut cells = self
            .reader
            .worksheet_cells_reader(self.name)
            .map_err(&failed)?;
        let mut shared: BTreeMap<usize, (String, (u32, u32))> = BTreeMap::new();
        let mut number = 0;
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(&failed)? {
            number += 1;
            let at = record.pos;
            let Some(formula) = record.formula else {
                continue;
            };
            let formula = match formula {
                XlsxFormulaMetadata::Normal { formula } => formula,
                XlsxFormulaMetadata::Shared {
                    shared_index,
                    formula,
                    ..
                } => {
                    self.room.take_text(formula.len())?;
                    shared.insert(shared_index, (formula.clone(), at));
                    formula
                }
                XlsxFormulaMetadata::SharedDerived { shared_index } => {
                    let Some((formula, start)) = shared.get(&shared_index) else {
                        continue;
                    };
                    let shifted = if formula.len() <= SHIFTED {
                        expand_shared_formula(formula, *start, at).ok()
                    } else {
                        None
                    };
                    shifted.unwrap_or_else(|| formula.clone())
                }
                _ => continue,
            };
            if is_near(at) {
                self.store.add_formula(number, at, formula, self.room)?;
            } else if record.value == DataRef::Empty {
                // Those with a value were counted by the first pass.
                self.store.leave_out(at);
            }
        }
        Ok(())
    }

    fn merged(&mut self) -> Result<Vec<Range>, Refusal> {
        let merged = self.reader.merge_cells_by_sheet_name(self.name);
        Ok(merged
            .map_err(self.told())?
            .iter()
            .map(table::range)
            .collect())
    }
}

/// What a cell holds, if anything. An empty text is what a formula may give.
fn content(value: &DataRef<'_>) -> Option<Content> {
    Some(match value {
        DataRef::Empty => return None,
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet has no more digits"
        )]
        DataRef::Int(number) => Content::Number(*number as f64),
        DataRef::Float(number) => Content::Number(*number),
        DataRef::String(text) => Content::Text(text.clone()),
        DataRef::SharedString(text) => Content::Text((*text).to_owned()),
        DataRef::Bool(value) => Content::Bool(*value),
        DataRef::DateTime(serial) => moment::of_serial(serial),
        DataRef::DateTimeIso(text) => moment::of_iso(text),
        DataRef::DurationIso(text) => moment::of_duration(text),
        DataRef::Error(error) => Content::Error(error.to_string()),
    })
}
