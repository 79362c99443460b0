//! The cells of a workbook as places that findings point to.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Place, SourceId, Sources};
use crate::workbook::form::HEAD_ROWS;
use crate::workbook::read::{Book, Sheet, reference};

/// Where cells stand in the text that a workbook is shown as. Cells of rows that the form asks for
/// are there although they are blank.
#[derive(Debug)]
pub(super) struct Cells {
    source: SourceId,
    /// By sheet, row and column.
    places: BTreeMap<(usize, u32, u32), Place>,
}

impl Cells {
    /// Keeps the cells of a workbook under the path that findings will show.
    pub(super) fn new(book: &Book, path: &str, sources: &mut Sources) -> Self {
        let mut at = Vec::new();
        let mut texts = Vec::new();
        for (number, sheet) in book.sheets.iter().enumerate() {
            let mut all: BTreeMap<(u32, u32), String> = blanks(sheet);
            for cell in &sheet.cells {
                all.insert((cell.row, cell.column), cell.shown());
            }
            for ((row, column), text) in all {
                at.push((number, row, column));
                texts.push(diagnostic::Cell {
                    sheet: sheet.name.clone(),
                    reference: reference(row, column),
                    text,
                });
            }
        }
        let source = sources.add_workbook(path, texts);
        let places = at.into_iter().enumerate();
        let places = places.filter_map(|(index, at)| Some((at, sources.piece_at(source, index)?)));
        Self {
            source,
            places: places.collect(),
        }
    }

    /// The workbook.
    pub(super) fn source(&self) -> SourceId {
        self.source
    }

    /// A cell; the beginning of the workbook for one of which nothing is known.
    pub(super) fn place(&self, sheet: usize, row: u32, column: u32) -> Place {
        let known = self.places.get(&(sheet, row, column)).copied();
        known.unwrap_or_else(|| Sources::beginning(self.source))
    }
}

/// The cells of rows and columns that have keys, as if nothing stood in them.
fn blanks(sheet: &Sheet) -> BTreeMap<(u32, u32), String> {
    let columns: Vec<_> = sheet.row(0).iter().map(|cell| cell.column).collect();
    let rows = sheet.rows().map(|(row, cells)| (row, cells.first()));
    let keyed =
        rows.filter(|(row, first)| *row >= HEAD_ROWS && first.is_some_and(|cell| cell.column == 0));
    let all = keyed.flat_map(|(row, _)| columns.iter().map(move |column| (row, *column)));
    all.map(|at| (at, String::new())).collect()
}
