//! What workbooks say of themselves.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

/// Properties of a workbook that is as if made on a day, which must not be today's.
pub(super) fn dated(day: Option<NaiveDate>) -> Result<DocProperties, XlsxError> {
    let day = day.unwrap_or_default();
    let number = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(2000).max(1900);
    let created = ExcelDateTime::from_ymd(year, number(day.month()), number(day.day()))?;
    Ok(DocProperties::new().set_creation_datetime(&created))
}
