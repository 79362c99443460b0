//! How values of the compiled report come about, as a spreadsheet writes it.

use rust_xlsxwriter::utility;

use super::column_of;
use super::form::{FIRST, LEADS, OF_AREA, Sheet, TOTALS};
use crate::model::IndicatorId;
use crate::workbook::form::share;
use crate::workbook::table::Total;

impl Sheet<'_> {
    /// How a value of the compiled report comes about, for a spreadsheet.
    pub(super) fn formula(&self, at: u16, total: &Total) -> Option<String> {
        let range = utility::column_number_to_name(at);
        let range = format!("{range}{}:{range}{}", FIRST + 1, self.last + 1);
        let blank_unless = |count: &str, least: usize, words: &str| {
            format!("=IF(COUNT({count})<{least},\"\",{words})")
        };
        Some(match total {
            Total::Sum => blank_unless(&range, 1, &format!("SUM({range})")),
            Total::CountOfUnits => blank_unless(&range, 1, &format!("COUNTIF({range},\">0\")")),
            Total::ShareOfUnits => {
                let (part, whole) = (
                    format!("COUNTIF({range},\">0\")"),
                    format!("COUNT({range})"),
                );
                blank_unless(&range, 1, &share(&part, &whole))
            }
            Total::OfArea => {
                let cell = utility::row_col_to_cell(OF_AREA, at);
                format!("=IF(ISBLANK({cell}),\"\",{cell})")
            }
            Total::Added(parts) => {
                let parts = self.cells(parts)?;
                let all = parts.join(",");
                blank_unless(&all, parts.len(), &format!("SUM({all})"))
            }
            Total::Difference(whole, parts) => {
                let (whole, parts) = (self.cell(whole)?, self.cells(parts)?);
                let taken = parts.join(",");
                let count = format!("{whole},{taken}");
                blank_unless(&count, parts.len() + 1, &format!("{whole}-SUM({taken})"))
            }
            Total::Rate(part, whole) => {
                let (part, whole) = (self.cell(part)?, self.cell(whole)?);
                let known = format!("IF({whole}=0,\"\",{})", share(&part, &whole));
                blank_unless(&format!("{part},{whole}"), 2, &known)
            }
            Total::RateOfBoth(part, whole) => {
                let (part, whole) = (self.range(part)?, self.range(whole)?);
                let both = format!("ISNUMBER({part})*ISNUMBER({whole})");
                let sum = |side: &str| format!("SUMPRODUCT({both},{side})");
                let (part, whole) = (sum(&part), sum(&whole));
                format!("=IF({whole}=0,\"\",{})", share(&part, &whole))
            }
            Total::Value(_) => return None,
        })
    }

    /// The sheet and the column of another row, as formulas name them.
    fn place(&self, id: &IndicatorId) -> Option<(String, String)> {
        let (form, place, _) = self.table.column(id)?;
        let column = utility::column_number_to_name(LEADS + column_of(place));
        let name = self.names.get(form)?;
        let is_here = self.table.forms.get(form)?.key == self.form.key;
        let sheet = if is_here {
            String::new()
        } else {
            format!("'{}'!", name.replace('\'', "''"))
        };
        Some((sheet, column))
    }

    fn cell(&self, id: &IndicatorId) -> Option<String> {
        let (sheet, column) = self.place(id)?;
        Some(format!("{sheet}{column}{}", TOTALS + 1))
    }

    fn cells(&self, ids: &[IndicatorId]) -> Option<Vec<String>> {
        ids.iter().map(|id| self.cell(id)).collect()
    }

    fn range(&self, id: &IndicatorId) -> Option<String> {
        let (sheet, column) = self.place(id)?;
        Some(format!(
            "{sheet}{column}{}:{column}{}",
            FIRST + 1,
            self.last + 1
        ))
    }
}
