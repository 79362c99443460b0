//! The cells of somebody else's workbook as places that findings point to.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Place, SourceId, Sources};
use crate::workbook::read::{Book, reference};

/// Where cells stand in the text that a workbook is shown as.
#[derive(Debug)]
pub(super) struct Cells {
    pub source: SourceId,
    places: BTreeMap<(usize, u32, u32), Place>,
}

impl Cells {
    /// Keeps the cells of a workbook under the path that findings will show.
    pub(super) fn new(book: &Book, path: &str, sources: &mut Sources) -> Self {
        let sheets = book.sheets.iter().enumerate();
        let all: Vec<_> = sheets
            .flat_map(|(at, sheet)| sheet.cells.iter().map(move |cell| (at, sheet, cell)))
            .collect();
        let texts = all.iter().map(|(_, sheet, cell)| diagnostic::Cell {
            sheet: sheet.name.clone(),
            reference: reference(cell.row, cell.column),
            text: cell.shown(),
        });
        let source = sources.add_workbook(path, texts.collect());
        let places = all.iter().enumerate().filter_map(|(index, (at, _, cell))| {
            Some((
                (*at, cell.row, cell.column),
                sources.piece_at(source, index)?,
            ))
        });
        Self {
            source,
            places: places.collect(),
        }
    }

    /// A cell; the beginning of the workbook for a blank one.
    pub(super) fn place(&self, sheet: usize, row: u32, column: u32) -> Place {
        let known = self.places.get(&(sheet, row, column)).copied();
        known.unwrap_or_else(|| Sources::beginning(self.source))
    }
}
