//! What stands in the cells of a form, as it came.

use super::cells::Cells;
use super::sheets;
use crate::diagnostic::Sources;
use crate::workbook::form::UnitForm;
use crate::workbook::read::{Book, Cell, reference};

/// A cell of a form, in the workbook that came.
#[derive(Debug, Clone)]
pub struct TypedCell {
    /// Where it is in the form: sheet, row and column, from 0.
    pub at: (usize, usize, usize),
    /// Where it is in the workbook: the name of its sheet, and its own.
    pub came: (String, String),
    /// What stands in it.
    pub cell: Option<Cell>,
}

/// The cells of a form that a workbook has, wherever they are in it.
pub fn typed_cells(book: &Book, form: &UnitForm) -> Vec<TypedCell> {
    let cells = Cells::new(book, "", &mut Sources::default());
    let grids = sheets::grids(book, form, &cells, &mut Vec::new());
    let mut all = Vec::new();
    for grid in &grids {
        let sheet = form
            .sheets
            .iter()
            .position(|sheet| sheet.id == grid.form.id);
        let Some(sheet) = sheet else { continue };
        for row in 0..grid.form.rows.len() {
            for (column, asked) in grid.form.columns.iter().enumerate() {
                let Some((at_row, at_column)) = grid.at(row, asked.key) else {
                    continue;
                };
                all.push(TypedCell {
                    at: (sheet, row, column),
                    came: (grid.sheet.name.clone(), reference(at_row, at_column)),
                    cell: grid.sheet.cell(at_row, at_column).cloned(),
                });
            }
        }
    }
    all
}
