//! Values that a workbook works out itself. They are shown and never read back: the program works
//! them out again.

use super::{Entered, FormCell, FormSheet, HEAD_ROWS, RowKey};
use crate::model::{self, IndicatorId, Rate};
use crate::vi;

/// How a value is worked out from cells, and what it is as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    kind: Kind,
    operands: Vec<IndicatorId>,
    /// As it is written into the cell.
    pub text: String,
    /// What it comes to; blank where something is missing.
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sum,
    Difference,
    Rate,
}

impl Formula {
    /// A formula without cells yet, over the operands that the unit has.
    pub(super) fn of(formula: &model::Formula, has: impl Fn(&IndicatorId) -> bool) -> Self {
        let kind = match formula {
            model::Formula::Sum(_) => Kind::Sum,
            model::Formula::Difference(..) => Kind::Difference,
            model::Formula::Rate(..) => Kind::Rate,
        };
        let operands = formula.operands().into_iter();
        let operands = operands.map(|id| id.value.clone()).filter(|id| has(id));
        Self {
            kind,
            operands: operands.collect(),
            text: String::new(),
            value: String::new(),
        }
    }
}

/// Fills in the cells that formulas work with, and what they come to.
pub(super) fn place(sheets: &mut [FormSheet]) {
    let cells = cells(sheets);
    let find = |id: &IndicatorId| cells.iter().find(|cell| cell.row == *id);
    let known = |id: &IndicatorId| value_of(id, &find);
    let mut written = Vec::new();
    for cell in &cells {
        let Some(formula) = &cell.formula else {
            continue;
        };
        let operands: Option<Vec<_>> = formula.operands.iter().map(&find).collect();
        let text = operands.map_or_else(String::new, |operands| {
            let names = operands.iter().map(|operand| {
                if operand.at.0 == cell.at.0 {
                    operand.reference()
                } else {
                    format!(
                        "'{}'!{}",
                        operand.sheet.replace('\'', "''"),
                        operand.reference()
                    )
                }
            });
            excel(formula.kind, &names.collect::<Vec<_>>())
        });
        let values: Option<Vec<u64>> = formula.operands.iter().map(known).collect();
        let value = values.and_then(|values| worked_out(formula.kind, &values));
        written.push((cell.at, text, value.unwrap_or_default()));
    }
    for ((sheet, row, column), text, value) in written {
        let cell = &mut sheets[sheet].rows[row].cells[column];
        *cell = match cell {
            FormCell::Formula(formula) if !text.is_empty() => FormCell::Formula(Formula {
                text,
                value,
                ..formula.clone()
            }),
            _ => FormCell::Empty,
        };
    }
}

/// A cell with the value of a row of the forms.
struct ValueCell {
    row: IndicatorId,
    sheet: String,
    /// Sheet, row and column, from 0.
    at: (usize, usize, usize),
    number: Option<u64>,
    formula: Option<Formula>,
}

impl ValueCell {
    fn reference(&self) -> String {
        let (_, row, column) = self.at;
        // The column of keys stands before the first.
        rust_xlsxwriter::utility::row_col_to_cell(
            HEAD_ROWS + u32::try_from(row).unwrap_or_default(),
            u16::try_from(column + 1).unwrap_or_default(),
        )
    }
}

fn cells(sheets: &[FormSheet]) -> Vec<ValueCell> {
    let mut cells = Vec::new();
    for (s, sheet) in sheets.iter().enumerate() {
        let Some(column) = sheet.column("ky_nay") else {
            continue;
        };
        for (r, row) in sheet.rows.iter().enumerate() {
            let (RowKey::Figure(id) | RowKey::WorkedOut(id)) = &row.key else {
                continue;
            };
            let (number, formula) = match &row.cells[column] {
                FormCell::Asked(asked) => match asked.now {
                    Some(Entered::Number(number)) => (Some(number), None),
                    _ => (None, None),
                },
                FormCell::Formula(formula) => (None, Some(formula.clone())),
                _ => continue,
            };
            cells.push(ValueCell {
                row: id.clone(),
                sheet: sheet.name.clone(),
                at: (s, r, column),
                number,
                formula,
            });
        }
    }
    cells
}

/// The number of a row, typed or worked out.
fn value_of<'c>(
    id: &IndicatorId,
    find: &impl Fn(&IndicatorId) -> Option<&'c ValueCell>,
) -> Option<u64> {
    let cell = find(id)?;
    let Some(formula) = &cell.formula else {
        return cell.number;
    };
    // A regime whose rows are worked out from each other is refused.
    let values: Option<Vec<_>> = formula
        .operands
        .iter()
        .map(|id| value_of(id, find))
        .collect();
    match formula.kind {
        Kind::Rate => None,
        kind => counted(kind, &values?),
    }
}

/// What a formula of a regime comes to, as printed.
pub(super) fn value(
    formula: &model::Formula,
    number: &impl Fn(&IndicatorId) -> Option<u64>,
) -> Option<String> {
    let placed = Formula::of(formula, |_| true);
    let values: Option<Vec<_>> = placed.operands.iter().map(number).collect();
    let value = worked_out(placed.kind, &values?)?;
    Some(match placed.kind {
        Kind::Rate => value.replace('.', ","),
        Kind::Sum | Kind::Difference => vi::grouped(value.parse().ok()?),
    })
}

/// What a formula comes to, as a spreadsheet stores it.
fn worked_out(kind: Kind, values: &[u64]) -> Option<String> {
    match (kind, values) {
        (Kind::Rate, [part, whole]) => {
            let rate = Rate {
                part: *part,
                whole: *whole,
            };
            Some(rate.percent()?.text.replace('.', "").replace(',', "."))
        }
        (Kind::Rate, _) => None,
        _ => counted(kind, values).map(|number| number.to_string()),
    }
}

fn counted(kind: Kind, values: &[u64]) -> Option<u64> {
    let (first, rest) = values.split_first()?;
    rest.iter().try_fold(*first, |sum, value| match kind {
        Kind::Difference => sum.checked_sub(*value),
        Kind::Sum | Kind::Rate => sum.checked_add(*value),
    })
}

/// A formula as spreadsheet programs know it. It is blank while a cell is.
fn excel(kind: Kind, cells: &[String]) -> String {
    let all = cells.join(",");
    let count = cells.len();
    match (kind, cells) {
        (Kind::Sum, _) => format!("=IF(COUNT({all})<{count},\"\",SUM({all}))"),
        (Kind::Difference, [whole, parts @ ..]) => format!(
            "=IF(COUNT({all})<{count},\"\",{whole}-SUM({}))",
            parts.join(",")
        ),
        (Kind::Rate, [part, whole]) => format!(
            "=IF(COUNT({all})<2,\"\",IF({whole}=0,\"\",{}))",
            share(part, whole)
        ),
        _ => String::new(),
    }
}

/// A share in per cent as [`vi::percent`] rounds it: one that is not all or nothing does not seem to
/// be, by up to two decimals more.
pub(in crate::workbook) fn share(part: &str, whole: &str) -> String {
    let rounded = |decimals: u32| format!("ROUND({part}/{whole}*100,{decimals})");
    let (least, most) = (Rate::DECIMALS, Rate::DECIMALS + 2);
    let up_to = |seems: &dyn Fn(&str) -> String, edge: &str| {
        let finer = (least + 1..=most).rev();
        finer.fold(edge.to_owned(), |otherwise, decimals| {
            let rounded = rounded(decimals);
            format!("IF({},{otherwise},{rounded})", seems(&rounded))
        })
    };
    let plain = rounded(least);
    let whole_like = up_to(&|rounded| format!("{rounded}>=100"), "99.99");
    let empty_like = up_to(&|rounded| format!("{rounded}=0"), "0.01");
    format!(
        "IF(AND({part}<{whole},{plain}>=100),{whole_like},IF(AND({part}>0,{plain}=0),{empty_like},{plain}))"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_blank_while_a_cell_is() {
        let cells = ["F5".to_owned(), "'Biểu 3'!F6".to_owned()];
        assert_eq!(
            excel(Kind::Sum, &cells),
            "=IF(COUNT(F5,'Biểu 3'!F6)<2,\"\",SUM(F5,'Biểu 3'!F6))"
        );
        assert_eq!(
            excel(Kind::Difference, &cells),
            "=IF(COUNT(F5,'Biểu 3'!F6)<2,\"\",F5-SUM('Biểu 3'!F6))"
        );
        assert_eq!(worked_out(Kind::Rate, &[1, 0]), None);
        assert_eq!(
            worked_out(Kind::Rate, &[2407, 2410]).as_deref(),
            Some("99.88")
        );
        assert_eq!(
            worked_out(Kind::Rate, &[12_345, 1]).as_deref(),
            Some("1234500")
        );
        assert_eq!(worked_out(Kind::Difference, &[1, 2]), None);
        assert_eq!(worked_out(Kind::Sum, &[u64::MAX, 2]), None);
    }
}
