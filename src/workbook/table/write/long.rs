//! All figures, one a line, for pivot tables.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::Table;
use super::super::csv::COLUMN_OF_VALUES;
use super::{column_of, print_setup, row_of, write_text};
use crate::workbook::write::style;

const WIDTHS: [f64; 13] = [
    34.0, 20.0, 22.0, 16.0, 7.0, 9.0, 30.0, 60.0, 16.0, 13.0, 6.0, 50.0, 40.0,
];

/// Writes the lines.
pub(super) fn write(page: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let lines = table.lines();
    for (column, width) in (0..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    // Thousands of lines: without wrapping each stays one line high.
    let (head, shown) = (style::head(), style::line().unset_text_wrap());
    let number = shown.clone().set_num_format("#,##0.##");
    let whole = shown.clone().set_num_format("#,##0");
    for (row, line) in (0..).zip(&lines) {
        for (at, text) in line.iter().enumerate() {
            let place = (row, column_of(at));
            if row == 0 {
                write_text(page, place, text, &head)?;
                continue;
            }
            let figure = text.parse::<f64>().ok().filter(|_| at == COLUMN_OF_VALUES);
            let is_exact = text.len() < 16;
            match figure.filter(|_| is_exact) {
                Some(figure) => {
                    let format = if text.contains('.') { &number } else { &whole };
                    page.write_number_with_format(row, place.1, figure, format)?;
                }
                None if text.is_empty() => {}
                None => write_text(page, place, text, &shown)?,
            }
        }
    }
    let (last, width) = (row_of(lines.len().max(2)) - 1, column_of(WIDTHS.len()));
    page.autofilter(0, 0, last, width - 1)?;
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    print_setup(page, table, 1);
    Ok(())
}
