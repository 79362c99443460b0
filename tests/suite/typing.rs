//! Somebody at a workbook: cells are found by their keys, and something is typed into them. Benches
//! type, too.

use std::fs;
use std::path::Path;

use baocao::workbook::read::{Book, Cell, Content, read};
use rust_xlsxwriter::Workbook;

/// A workbook as it is read.
pub(crate) fn book(path: &Path) -> Book {
    read(&fs::read(path).expect("it was written")).expect("it is ours")
}

/// Writes the cells of a workbook anew, as another program would: without locks, lists and looks.
pub(crate) fn rewritten(book: &Book, path: &Path) {
    let mut new = Workbook::new();
    for sheet in &book.sheets {
        let page = new.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for cell in &sheet.cells {
            let (row, column) = (cell.row, u16::try_from(cell.column).expect("it is near"));
            match &cell.content {
                Content::Number(number) => page.write_number(row, column, *number),
                Content::Bool(value) => page.write_boolean(row, column, *value),
                content => page.write_string(row, column, content.to_string()),
            }
            .expect("it can be written");
        }
    }
    new.save(path).expect("it can be written");
}

/// The cell of a row and a column by their keys: its sheet, row and column.
pub(crate) fn place(book: &Book, row_key: &str, column_key: &str) -> (usize, u32, u32) {
    for (number, sheet) in book.sheets.iter().enumerate() {
        let is =
            |cell: &Cell, key: &str| matches!(&cell.content, Content::Text(text) if text == key);
        let column = sheet.row(0).iter().find(|cell| is(cell, column_key));
        let row = sheet
            .cells
            .iter()
            .find(|cell| cell.column == 0 && is(cell, row_key));
        if let (Some(column), Some(row)) = (column, row) {
            return (number, row.row, column.column);
        }
    }
    panic!("there is no {row_key} with {column_key}");
}

/// Types something into a cell.
pub(crate) fn typed(book: &mut Book, (sheet, row, column): (usize, u32, u32), content: Content) {
    let cells = &mut book.sheets[sheet].cells;
    cells.retain(|cell| (cell.row, cell.column) != (row, column));
    cells.push(Cell::new(row, column, content));
    cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// A text that is typed.
pub(crate) fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}
