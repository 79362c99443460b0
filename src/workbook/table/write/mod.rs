//! The bytes of the workbook of a table. The same table gives the same bytes.

mod charts;
mod form;
mod formulas;
mod long;
mod summary;

use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use super::{Amount, Table};
use crate::workbook::names::apart;
use crate::workbook::properties::dated;
use crate::workbook::write::{cell_text, style};

/// A3.
const PAPER: u8 = 8;

/// Names of sheets that are no forms.
const SUMMARY: &str = "Đơn vị";
const CHARTS: &str = "Biểu đồ";
const LONG: &str = "Chi tiết";
const CHART_DATA: &str = "Số liệu biểu đồ";

impl Table {
    /// Its workbook: who has reported with the key figures, charts of these, a sheet a form, all
    /// figures one a line.
    ///
    /// # Errors
    /// Something is larger than a workbook may be.
    pub fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let others = [SUMMARY, CHARTS, LONG, CHART_DATA].map(str::to_owned);
        let forms = self
            .forms
            .iter()
            .map(|form| format!("Biểu {}", form.number));
        let names = apart(others.into_iter().chain(forms));
        let forms = names.get(4..).unwrap_or_default();
        let mut book = Workbook::new();
        book.set_properties(&self.properties()?);
        summary::write(named(&mut book, SUMMARY)?, self)?;
        let blocks = charts::blocks(self);
        charts::write(named(&mut book, CHARTS)?, self, &blocks)?;
        for (form, name) in self.forms.iter().zip(forms) {
            form::write(named(&mut book, name)?, (self, form), forms)?;
        }
        long::write(named(&mut book, LONG)?, self)?;
        charts::write_data(named(&mut book, CHART_DATA)?, self, &blocks)?;
        book.save_to_buffer()
    }

    fn properties(&self) -> Result<DocProperties, XlsxError> {
        Ok(dated(self.due)?
            .set_title(self.title())
            .set_subject(self.agency_name.as_str()))
    }

    /// What stands at the foot of each page.
    fn footer(&self) -> String {
        let left = format!("{}, {}", self.agency_name, self.period_name).replace('&', "&&");
        format!("&L{left}&C&A&R&P/&N")
    }

    /// The remark below the title of a sheet, with what concerns all figures.
    fn remark(&self, own: &str) -> String {
        let sample = if self.is_sample {
            "SỐ LIỆU MINH HỌA. "
        } else {
            ""
        };
        format!("{sample}{own}")
    }
}

fn named<'b>(book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, XlsxError> {
    let page = book.add_worksheet();
    page.set_name(name)?;
    Ok(page)
}

/// A3 across, as many pages wide as are asked for.
fn print_setup(page: &mut Worksheet, table: &Table, pages: u16) {
    page.set_paper_size(PAPER)
        .set_landscape()
        .set_print_fit_to_pages(pages, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    page.set_footer(table.footer());
}

/// A figure in a cell, or a blank one.
fn write_amount(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    amount: Option<&Amount>,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = amount.filter(|amount| amount.is_exact());
    match (
        amount,
        number.and_then(|amount| amount.text().parse::<f64>().ok()),
    ) {
        (Some(_), Some(number)) => page.write_number_with_format(row, column, number, format)?,
        (Some(amount), None) => {
            page.write_string_with_format(row, column, amount.text(), format)?
        }
        (None, _) => page.write_blank(row, column, format)?,
    };
    Ok(())
}

fn write_text(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        page.write_blank(row, column, format)?;
    } else {
        page.write_string_with_format(row, column, cell_text(text), format)?;
    }
    Ok(())
}

/// How a figure looks: thousands apart, the decimals of a rate as they are.
fn number_format(amount: Option<&Amount>) -> Format {
    match amount {
        Some(Amount::Percent(_)) => style::shown_number().set_num_format("General"),
        _ => style::shown_number(),
    }
}

/// A number of rows or columns as a place on a sheet.
fn row_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn column_of(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
