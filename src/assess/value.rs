//! The value of every row that a report prints.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::sums::Values;
use crate::diagnostic::Located;
use crate::model::{FigureValue, Formula, IndicatorId, Rate, SealedValue, Subject};
use crate::vi;

/// Why a row has no value where nobody gives a reason.
pub(super) const MISSING: &str = "Chưa có số liệu";

/// What a row holds for a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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

impl Value {
    /// As the annex prints it, with the sign of a share.
    pub fn printed(&self) -> String {
        match self {
            Self::Missing(_) => "-".to_owned(),
            Self::Number { number, .. } => vi::grouped(*number),
            Self::Rate { rate, .. } => rate.percent().map_or_else(
                || "không phát sinh".to_owned(),
                |percent| format!("{}%", percent.text),
            ),
        }
    }
}

impl From<SealedValue> for Value {
    fn from(sealed: SealedValue) -> Self {
        match sealed {
            SealedValue::Number(number) => Self::Number {
                number,
                estimate: false,
            },
            SealedValue::Rate(rate) => Self::Rate {
                rate,
                estimate: false,
            },
        }
    }
}

/// The values of the rows of a submission by what is typed in it alone, in the order of the forms.
pub(super) fn stated(subject: Subject<'_>) -> Values {
    let rows = subject.rows();
    let mut known = BTreeMap::new();
    subject
        .regime
        .indicators
        .values()
        .filter(|row| rows.contains(&row.id))
        .map(|row| (row.id.clone(), value(subject, &rows, &row.id, &mut known)))
        .collect()
}

/// The value of a row; one that is worked out is so once.
fn value<'w>(
    subject: Subject<'w>,
    rows: &BTreeSet<&'w IndicatorId>,
    id: &'w IndicatorId,
    known: &mut BTreeMap<&'w IndicatorId, Value>,
) -> Value {
    let row = subject.regime.indicators.get(id);
    let Some(formula) = row.and_then(|row| row.formula.as_ref()) else {
        return typed(subject, id);
    };
    if let Some(value) = known.get(id) {
        return value.clone();
    }
    let operands = subject.operands_of_one_kind(formula, rows);
    let worked_out = work_out(formula, &operands, &mut |id| {
        let row = subject.regime.indicators.get(id)?;
        Some(value(subject, rows, &row.id, known))
    });
    known.insert(id, worked_out.clone());
    worked_out
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
        None => Value::Missing(MISSING.to_owned()),
    }
}

/// Works a row out from the values of others; `rows` are those that there are.
pub(super) fn work_out(
    formula: &Formula,
    rows: &BTreeSet<&IndicatorId>,
    value: &mut dyn FnMut(&IndicatorId) -> Option<Value>,
) -> Value {
    let mut number = |id: &IndicatorId| match value(id) {
        Some(Value::Number { number, estimate }) => Ok((number, estimate)),
        Some(Value::Rate { .. }) => Err("Không tính được từ một tỷ lệ"),
        Some(Value::Missing(_)) | None => Err("Chưa đủ số liệu để tính"),
    };
    // The sum of those rows that there are, and whether any is an estimate.
    let mut sum = |parts: &[Located<IndicatorId>]| {
        let mut total = 0_u64;
        let mut any_estimate = false;
        for part in parts.iter().filter(|part| rows.contains(&part.value)) {
            let (one, estimate) = number(&part.value)?;
            total = total.saturating_add(one);
            any_estimate |= estimate;
        }
        Ok((total, any_estimate))
    };
    let worked_out = match formula {
        Formula::Sum(parts) => {
            sum(parts).map(|(number, estimate)| Value::Number { number, estimate })
        }
        Formula::Difference(whole, parts) => sum(parts).and_then(|(parts, a)| {
            let (whole, b) = number(&whole.value)?;
            // `check` refuses parts larger than their whole.
            Ok(Value::Number {
                number: whole.saturating_sub(parts),
                estimate: a || b,
            })
        }),
        Formula::Rate(part, whole) => number(&part.value).and_then(|(part, a)| {
            let (whole, b) = number(&whole.value)?;
            Ok(Value::Rate {
                rate: Rate { part, whole },
                estimate: a || b,
            })
        }),
    };
    worked_out.unwrap_or_else(|reason: &str| Value::Missing(reason.to_owned()))
}
