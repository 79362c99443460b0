//! How the values of a compiled report come about from those of its units, as a spreadsheet works
//! them out: told only where that comes to the very value that the report has.

use super::{Amount, Table, TableColumn};
use crate::assess::{Value, Values};
use crate::model::{CityRule, Formula, IndicatorId, Quantity, Rate, Subject};

/// How a value of the compiled report comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// The sum over the units.
    Sum,
    /// The number of units with a property.
    CountOfUnits,
    /// The share of units with a property, of those that say so or not.
    ShareOfUnits,
    /// What is said of the whole area.
    OfArea,
    /// The sum of other values of the report.
    Added(Vec<IndicatorId>),
    /// One of them less others.
    Difference(IndicatorId, Vec<IndicatorId>),
    /// One out of another, in per cent.
    Rate(IndicatorId, IndicatorId),
    /// The same, of the units that have both.
    RateOfBoth(IndicatorId, IndicatorId),
    /// None of these; in words, where it is from.
    Value(String),
}

impl Total {
    /// In words, for the head of a column.
    pub fn words(&self) -> &str {
        match self {
            Self::Sum => "cộng các đơn vị",
            Self::CountOfUnits => "đếm đơn vị có số lớn hơn 0",
            Self::ShareOfUnits => "tỷ lệ đơn vị có số lớn hơn 0",
            Self::OfArea => "số chung của cả địa bàn",
            Self::Added(_) => "cộng các dòng thành phần",
            Self::Difference(..) => "hiệu của các dòng",
            Self::Rate(..) => "tỷ lệ của hai tổng",
            Self::RateOfBoth(..) => "tỷ lệ của hai tổng, chỉ đơn vị có đủ hai số",
            Self::Value(words) => words,
        }
    }
}

/// Fills in how the values come about.
pub(super) fn totals(subject: Subject<'_>, values: &Values, table: &mut Table) {
    let all = table.forms.iter().flat_map(|form| &form.columns);
    let chosen = all.map(|column| choose(subject, values, (table, column)));
    let chosen: Vec<_> = chosen.collect();
    let columns = table.forms.iter_mut().flat_map(|form| &mut form.columns);
    for (column, total) in columns.zip(chosen) {
        column.total = total;
    }
}

fn choose(subject: Subject<'_>, values: &Values, (table, column): (&Table, &TableColumn)) -> Total {
    let Some((row, value)) = subject
        .regime
        .indicators
        .get(&column.id)
        .zip(values.get(&column.id))
    else {
        return Total::Value(String::new());
    };
    if value.source().is_some() {
        return Total::Value("số nêu theo nguồn trong báo cáo".to_owned());
    }
    let name = |id: &crate::diagnostic::Located<IndicatorId>| id.value.clone();
    let candidates = match (&row.formula, row.city) {
        (Some(Formula::Sum(parts)), _) => {
            let there = parts.iter().filter(|id| values.contains_key(&id.value));
            vec![Total::Added(there.map(name).collect())]
        }
        (Some(Formula::Difference(whole, parts)), _) => vec![Total::Difference(
            name(whole),
            parts.iter().map(name).collect(),
        )],
        (Some(Formula::Rate(part, whole)), _) => vec![
            Total::Rate(name(part), name(whole)),
            Total::RateOfBoth(name(part), name(whole)),
        ],
        (None, CityRule::Sum) => vec![Total::Sum],
        (None, CityRule::CountOfUnits) if matches!(row.quantity, Quantity::Share) => {
            vec![Total::ShareOfUnits]
        }
        (None, CityRule::CountOfUnits) => vec![Total::CountOfUnits],
        (None, CityRule::Owner | CityRule::Plan(_)) if column.of_area.is_some() => {
            vec![Total::OfArea]
        }
        (None, CityRule::Owner | CityRule::Plan(_)) => Vec::new(),
    };
    let mut right = candidates
        .into_iter()
        .filter(|total| comes_to(total, (table, column)).as_ref() == Ok(&column.value));
    right.next().unwrap_or_else(|| {
        Total::Value(match value {
            Value::Missing(reason) => reason.clone(),
            _ if matches!(row.city, CityRule::Plan(_)) => "đếm theo kế hoạch năm".to_owned(),
            _ => "chương trình tính".to_owned(),
        })
    })
}

/// That a spreadsheet would not come to the exact value, or to none at all.
#[derive(Debug, PartialEq, Eq)]
struct Inexact;

/// What a spreadsheet makes of it; a blank is nothing.
fn comes_to(
    total: &Total,
    (table, column): (&Table, &TableColumn),
) -> Result<Option<Amount>, Inexact> {
    let number = |id: &IndicatorId| {
        let (_, _, operand) = table.column(id).ok_or(Inexact)?;
        match operand.value {
            Some(Amount::Number(number)) => Ok(Some(number)),
            Some(Amount::Percent(_)) => Err(Inexact),
            None => Ok(None),
        }
    };
    let amount = match total {
        Total::Sum => sum(column.numbers())?.map(Amount::Number),
        Total::CountOfUnits | Total::ShareOfUnits => counted(total, column),
        Total::OfArea => {
            let (_, cell) = column.of_area.as_ref().ok_or(Inexact)?;
            cell.amount.clone()
        }
        Total::Added(parts) => added(parts, number)?.map(Amount::Number),
        Total::Difference(whole, parts) => match number(whole)?.zip(added(parts, number)?) {
            Some((whole, parts)) => Some(Amount::Number(whole.checked_sub(parts).ok_or(Inexact)?)),
            None => None,
        },
        Total::Rate(part, whole) => number(part)?.zip(number(whole)?).and_then(rate),
        Total::RateOfBoth(part, whole) => {
            let (_, _, part) = table.column(part).ok_or(Inexact)?;
            let (_, _, whole) = table.column(whole).ok_or(Inexact)?;
            let sides = part.numbers().zip(whole.numbers());
            let both = sides.filter_map(|(part, whole)| part.zip(whole));
            let (parts, wholes): (Vec<_>, Vec<_>) = both.unzip();
            let part = sum(parts.into_iter().map(Some))?;
            part.zip(sum(wholes.into_iter().map(Some))?).and_then(rate)
        }
        Total::Value(_) => return Err(Inexact),
    };
    match amount {
        Some(amount) if !amount.is_exact() => Err(Inexact),
        amount => Ok(amount),
    }
}

fn rate((part, whole): (u64, u64)) -> Option<Amount> {
    Amount::of_rate(Rate { part, whole })
}

/// How many units, or which share of them, have a number above nought.
fn counted(total: &Total, column: &TableColumn) -> Option<Amount> {
    let all: Vec<u64> = column.numbers().flatten().collect();
    let (yes, whole) = (all.iter().filter(|one| **one > 0).count(), all.len());
    match total {
        _ if whole == 0 => None,
        Total::CountOfUnits => Some(Amount::Number(yes as u64)),
        _ => rate((yes as u64, whole as u64)),
    }
}

/// The sum of some values; nothing where one of them is blank.
fn added(
    ids: &[IndicatorId],
    number: impl Fn(&IndicatorId) -> Result<Option<u64>, Inexact>,
) -> Result<Option<u64>, Inexact> {
    let all: Result<Vec<_>, _> = ids.iter().map(number).collect();
    let all: Option<Vec<u64>> = all?.into_iter().collect();
    match all {
        Some(all) => sum(all.into_iter().map(Some)),
        None => Ok(None),
    }
}

/// A sum in which blanks are left out; nothing of blanks alone.
fn sum(numbers: impl Iterator<Item = Option<u64>>) -> Result<Option<u64>, Inexact> {
    let mut total = None;
    for number in numbers.flatten() {
        let sum = total.unwrap_or(0_u64).checked_add(number).ok_or(Inexact)?;
        if !Amount::Number(sum).is_exact() {
            return Err(Inexact);
        }
        total = Some(sum);
    }
    Ok(total)
}

impl TableColumn {
    /// The numbers that units state; nothing of one without.
    fn numbers(&self) -> impl Iterator<Item = Option<u64>> {
        self.cells.iter().map(|cell| match cell.as_ref()?.amount {
            Some(Amount::Number(number)) => Some(number),
            Some(Amount::Percent(_)) | None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_blanks_is_blank_and_one_that_no_cell_holds_is_none() {
        assert_eq!(sum([None, None].into_iter()), Ok(None));
        assert_eq!(sum([None, Some(0)].into_iter()), Ok(Some(0)));
        assert_eq!(sum([Some(1), None, Some(2)].into_iter()), Ok(Some(3)));
        assert_eq!(sum([Some(1 << 53), Some(1)].into_iter()), Err(Inexact));
        assert_eq!(sum([Some(u64::MAX), Some(1)].into_iter()), Err(Inexact));
    }
}
