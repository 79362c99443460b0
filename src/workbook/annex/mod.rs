//! The annexes of a report as a workbook, a sheet an annex: the very texts that its pages have, and
//! whole numbers as numbers that look as they are printed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};

use crate::compose::{Annex, AnnexCell, AnnexTable, CellAlign};
use crate::workbook::names::apart;
use crate::workbook::properties::dated;
use crate::workbook::write::{cell_text, measure, style};

/// Millimetres of a column that one letter takes.
const LETTER: f64 = 1.6;
/// Columns over which a title stands where there is no table.
const NO_TABLE: u16 = 5;
const WIDTH_WITHOUT_TABLE: f64 = 30.0;

/// Points between thousands as they are printed, whatever the machine has there.
const WHOLE: &str = "[>=1000000]#\\.###\\.##0;[>=1000]#\\.##0;0";
/// The same of numbers for which that has too few.
const LARGE: &str = "[>=1000000000]#\\.###\\.###\\.##0;[>=1000000]#\\.###\\.##0;#\\.##0";
/// From where on it has.
const FIRST_LARGE: u64 = 1_000_000_000;
/// The largest number up to which a cell holds each one exactly.
const LARGEST_EXACT: u64 = 1 << 53;

/// A report whose annexes are written.
#[derive(Debug, Clone)]
pub struct AnnexBook<'a> {
    /// The document with its number and day.
    pub reference: String,
    /// The agency whose document it is.
    pub issuer: &'a str,
    /// Its day.
    pub date: NaiveDate,
    /// Whether figures and names are invented.
    pub is_sample: bool,
    /// The annexes.
    pub annexes: &'a [Annex],
}

impl AnnexBook<'_> {
    /// The bytes of the workbook; the same of the same annexes.
    ///
    /// # Errors
    /// Something is larger than a workbook may be.
    pub fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let properties = dated(Some(self.date))?
            .set_title(format!("Phụ lục kèm theo {}", self.reference))
            .set_author(self.issuer);
        book.set_properties(&properties);
        let labels = self.annexes.iter().map(|annex| sheet_name(&annex.label));
        for (annex, name) in self.annexes.iter().zip(apart(labels)) {
            let page = book.add_worksheet();
            page.set_name(name)?;
            Sheet::default().write(page, (self, annex))?;
        }
        book.save_to_buffer()
    }

    /// What stands at the foot of each page.
    fn footer(&self) -> String {
        format!("&L{}&C&A&R&P/&N", self.reference.replace('&', "&&"))
    }
}

/// "PHỤ LỤC II" as a name: "Phụ lục II".
fn sheet_name(label: &str) -> String {
    let number = label.rsplit_once(' ').map_or("", |(_, number)| number);
    if number.chars().all(|letter| "IVXL".contains(letter)) {
        format!("Phụ lục {number}").trim_end().to_owned()
    } else {
        "Phụ lục".to_owned()
    }
}

/// What is written of a sheet so far.
#[derive(Default)]
struct Sheet {
    /// The next row.
    row: u32,
    /// The widths of its columns in letters.
    widths: Vec<f64>,
    /// Cells that one above spans.
    taken: BTreeSet<(u32, u16)>,
}

impl Sheet {
    fn write(
        mut self,
        page: &mut Worksheet,
        (book, annex): (&AnnexBook<'_>, &Annex),
    ) -> Result<(), XlsxError> {
        let sheet = annex.sheet();
        let columns = sheet.tables.first().map(|table| &table.columns);
        self.widths = columns.map_or_else(
            || vec![WIDTH_WITHOUT_TABLE; usize::from(NO_TABLE)],
            |columns| {
                columns
                    .iter()
                    .map(|column| f64::from(column.width) / LETTER)
                    .collect()
            },
        );
        for (at, width) in (0..).zip(&self.widths) {
            page.set_column_width(at, *width)?;
        }
        let middle = || style::line().set_align(FormatAlign::Center);
        if book.is_sample {
            self.across(page, "SỐ LIỆU MINH HỌA", &middle().set_bold())?;
        }
        self.across(page, &annex.label, &middle().set_bold().set_font_size(14))?;
        self.across(page, &annex.title, &middle().set_bold().set_font_size(14))?;
        let reference = format!("(Kèm theo {})", annex.reference);
        self.across(page, &reference, &middle().set_italic())?;
        self.row += 1;
        for note in &sheet.notes {
            self.across(page, note, &style::line().set_italic())?;
        }
        let head = self.row;
        for table in &sheet.tables {
            self.table(page, table)?;
        }
        if let [only] = sheet.tables.as_slice() {
            let last = head + u32::try_from(only.head.len()).unwrap_or(1) - 1;
            page.set_repeat_rows(head, last)?;
            page.set_freeze_panes(last + 1, 0)?;
        }
        let last = u16::try_from(self.widths.len()).unwrap_or(1).max(1) - 1;
        page.ignore_error_range(0, 0, self.row, last, IgnoreError::NumberStoredAsText)?;
        page.set_paper_size(9)
            .set_landscape()
            .set_print_fit_to_pages(1, 0);
        page.set_margins(0.6, 0.6, 0.6, 0.6, 0.3, 0.3);
        page.set_print_center_horizontally(true);
        page.set_footer(book.footer());
        Ok(())
    }

    /// A line over all columns.
    fn across(
        &mut self,
        page: &mut Worksheet,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let cell = cell_text(text);
        let last = u16::try_from(self.widths.len()).unwrap_or(1).max(1) - 1;
        // A single cell cannot be merged.
        if last == 0 {
            page.write_string_with_format(self.row, 0, &cell, format)?;
        } else {
            page.merge_range(self.row, 0, self.row, last, &cell, format)?;
        }
        let width = self.widths.iter().sum::<f64>() * 0.9;
        page.set_row_height(self.row, measure::height([(text, width)].into_iter()) + 3.0)?;
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, page: &mut Worksheet, table: &AnnexTable) -> Result<(), XlsxError> {
        if let Some(title) = &table.title {
            self.row += 1;
            self.across(page, title, &style::line().set_bold())?;
        }
        for row in &table.head {
            self.row(page, row, (table, true))?;
        }
        for row in &table.rows {
            self.row(page, row, (table, false))?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        page: &mut Worksheet,
        cells: &[AnnexCell],
        (table, is_head): (&AnnexTable, bool),
    ) -> Result<(), XlsxError> {
        let mut column = 0_u16;
        let mut texts = Vec::new();
        for cell in cells {
            while self.taken.contains(&(self.row, column)) {
                column += 1;
            }
            let align = table
                .columns
                .get(usize::from(column))
                .map(|column| column.align);
            let format = look(cell, align, is_head);
            let wide = u16::try_from(cell.columns).unwrap_or(1).max(1);
            let down = u32::try_from(cell.rows).unwrap_or(1).max(1);
            put(page, (self.row, column), (wide, down), cell, &format)?;
            for row in self.row..self.row + down {
                self.taken
                    .extend((column..column + wide).map(|at| (row, at)));
            }
            if down == 1 {
                let width = self
                    .widths
                    .iter()
                    .skip(usize::from(column))
                    .take(usize::from(wide));
                texts.push((cell.text.as_str(), width.sum::<f64>() * 0.95));
            }
            column += wide;
        }
        page.set_row_height(self.row, measure::height(texts.into_iter()))?;
        self.row += 1;
        Ok(())
    }
}

/// How a cell of a column looks.
fn look(cell: &AnnexCell, column: Option<CellAlign>, is_head: bool) -> Format {
    let align = match cell.align.or(column).unwrap_or(CellAlign::Left) {
        CellAlign::Left => FormatAlign::Left,
        CellAlign::Center => FormatAlign::Center,
        CellAlign::Right => FormatAlign::Right,
    };
    let mut format = if is_head {
        style::head()
    } else {
        style::shown()
    };
    format = format
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter);
    if cell.is_bold {
        format = format.set_bold();
    }
    if cell.is_italic {
        format = format.set_italic();
    }
    match cell.number {
        Some(number) if number >= FIRST_LARGE => format.set_num_format(LARGE),
        Some(_) => format.set_num_format(WHOLE),
        None => format,
    }
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    (wide, down): (u16, u32),
    cell: &AnnexCell,
    format: &Format,
) -> Result<(), XlsxError> {
    if (wide, down) != (1, 1) {
        let (last, end) = (row + down - 1, column + wide - 1);
        page.merge_range(row, column, last, end, &cell_text(&cell.text), format)?;
        return Ok(());
    }
    let number = cell.number.filter(|number| *number <= LARGEST_EXACT);
    match number.and_then(|number| number.to_string().parse::<f64>().ok()) {
        Some(number) => page.write_number_with_format(row, column, number, format)?,
        None if cell.text.is_empty() => page.write_blank(row, column, format)?,
        None => page.write_string_with_format(row, column, cell_text(&cell.text), format)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_called_as_its_annex() {
        assert_eq!(sheet_name("PHỤ LỤC IV"), "Phụ lục IV");
        assert_eq!(sheet_name("PHỤ LỤC"), "Phụ lục");
        assert_eq!(sheet_name(""), "Phụ lục");
    }
}
