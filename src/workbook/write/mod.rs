//! From what is asked to the bytes of a workbook. The same form gives the same bytes: there is no
//! clock in it.
//!
//! Data are only ever written as numbers and strings, never as formulas or links, whatever they hold.

mod cell;
mod guide;
pub(in crate::workbook) mod measure;
mod sheet;
pub(in crate::workbook) mod style;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use crate::workbook::form::UnitForm;
use crate::workbook::properties::dated;
use crate::workbook::returned::{Beside, Returned};

/// Letters that a cell has room for.
const LONGEST_CELL: usize = 32_767;

/// The workbook of a unit to fill in.
///
/// # Errors
/// Something is larger than a workbook may be.
pub fn unit_workbook(form: &UnitForm) -> Result<Vec<u8>, XlsxError> {
    let mut book = begun(form)?;
    guide::write(book.add_worksheet(), form)?;
    for sheet in &form.sheets {
        sheet::write(book.add_worksheet(), form, sheet, &Beside::default())?;
    }
    book.save_to_buffer()
}

/// The workbook that goes back to a unit.
///
/// # Errors
/// Something is larger than a workbook may be.
pub fn returned_workbook(returned: &Returned) -> Result<Vec<u8>, XlsxError> {
    let form = &returned.form;
    let mut book = begun(form)?;
    let first = book.add_worksheet();
    sheet::write(first, form, &returned.to_mend, &Beside::default())?;
    first.set_tab_color(style::WRONG).set_active(true);
    guide::write(book.add_worksheet(), form)?;
    for (sheet, beside) in form.sheets.iter().zip(&returned.beside) {
        let page = book.add_worksheet();
        sheet::write(page, form, sheet, beside)?;
        if !beside.marks.is_empty() {
            page.set_tab_color(style::WRONG);
        }
    }
    book.save_to_buffer()
}

fn begun(form: &UnitForm) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(form)?);
    Ok(book)
}

/// What the file says of itself: a second witness beside the stamps of its sheets.
fn properties(form: &UnitForm) -> Result<DocProperties, XlsxError> {
    Ok(dated(form.due)?
        .set_title(format!("Báo cáo {}", form.period_name))
        .set_subject(form.agency_name.as_str())
        .set_custom_property("ky", form.period.to_string().as_str())
        .set_custom_property("co_quan", form.agency.as_str()))
}

/// A text as a cell can hold it: without control characters, and no longer than that.
pub(in crate::workbook) fn cell_text(text: &str) -> String {
    let fits = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    let mut units = 0;
    let fits = fits.take_while(|c| {
        units += c.len_utf16();
        units <= LONGEST_CELL
    });
    fits.collect()
}
