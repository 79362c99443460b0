//! The value of every row that a unit prints.

use indexmap::IndexMap;

use crate::diagnostic::Located;
use crate::model::{FigureValue, Formula, Indicator, IndicatorId, Rate, Subject};

/// What a row holds for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, and whether any of it is an estimate.
    Number {
        /// The number.
        number: u64,
        /// Whether any of it is an estimate.
        estimate: bool,
    },
    /// A share, and whether any of it is an estimate.
    Rate {
        /// The share.
        rate: Rate,
        /// Whether any of it is an estimate.
        estimate: bool,
    },
    /// No figure, and why.
    Missing(String),
}

/// The values of all rows that the unit of a submission prints, in the order
/// of the forms.
pub fn values(subject: Subject<'_>) -> IndexMap<IndicatorId, Value> {
    let mut values = IndexMap::new();
    for indicator in subject.regime.indicators.values() {
        if subject.regime.is_filled_by(indicator, subject.agency) {
            let value = value(subject, indicator);
            values.insert(indicator.id.clone(), value);
        }
    }
    values
}

fn value(subject: Subject<'_>, indicator: &Indicator) -> Value {
    match &indicator.formula {
        None => typed(subject, &indicator.id),
        Some(Formula::Sum(parts)) => match sum(subject, parts) {
            Ok((number, estimate)) => Value::Number { number, estimate },
            Err(reason) => Value::Missing(reason),
        },
        Some(Formula::Difference(whole, parts)) => {
            match (number(subject, &whole.value), sum(subject, parts)) {
                // `check` has refused parts larger than their whole.
                (Ok((whole, a)), Ok((parts, b))) => Value::Number {
                    number: whole.saturating_sub(parts),
                    estimate: a || b,
                },
                (Err(reason), _) | (_, Err(reason)) => Value::Missing(reason),
            }
        }
        Some(Formula::Rate(part, whole)) => {
            match (number(subject, &part.value), number(subject, &whole.value)) {
                (Ok((part, a)), Ok((whole, b))) => Value::Rate {
                    rate: Rate { part, whole },
                    estimate: a || b,
                },
                (Err(reason), _) | (_, Err(reason)) => Value::Missing(reason),
            }
        }
    }
}

/// The sum of those rows that the unit fills, and whether any is an estimate.
fn sum(subject: Subject<'_>, rows: &[Located<IndicatorId>]) -> Result<(u64, bool), String> {
    rows.iter()
        .filter_map(|row| subject.regime.indicators.get(&row.value))
        .filter(|row| subject.regime.is_filled_by(row, subject.agency))
        .map(|row| number(subject, &row.id))
        .try_fold((0_u64, false), |(total, any), row| {
            let (number, estimate) = row?;
            Ok((total.saturating_add(number), any || estimate))
        })
}

fn typed(subject: Subject<'_>, id: &IndicatorId) -> Value {
    match subject.submission.figures.get(id) {
        Some(figure) => match &figure.value {
            FigureValue::Known(number) => Value::Number {
                number: *number,
                estimate: figure.estimate,
            },
            FigureValue::Unavailable(reason) => Value::Missing(reason.value.clone()),
        },
        None => Value::Missing("Chưa có số liệu".to_owned()),
    }
}

/// The number of a row that others are worked out from, or why there is none.
fn number(subject: Subject<'_>, id: &IndicatorId) -> Result<(u64, bool), String> {
    let Some(indicator) = subject.regime.indicators.get(id) else {
        return Err(format!("Không có dòng {id}"));
    };
    match value(subject, indicator) {
        Value::Number { number, estimate } => Ok((number, estimate)),
        Value::Rate { .. } => Err("Không tính được từ một tỷ lệ".to_owned()),
        Value::Missing(_) => Err(format!("Chưa có “{}”", indicator.name.value)),
    }
}
