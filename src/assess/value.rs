//! The value of every row that a unit prints.

use std::collections::{BTreeMap, BTreeSet};

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
    let mut reckoner = Reckoner {
        subject,
        rows: subject.rows(),
        known: BTreeMap::new(),
    };
    subject
        .regime
        .indicators
        .values()
        .filter(|row| reckoner.rows.contains(&row.id))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|row| (row.id.clone(), reckoner.value(row)))
        .collect()
}

/// Works rows out, each once.
struct Reckoner<'w> {
    subject: Subject<'w>,
    rows: BTreeSet<&'w IndicatorId>,
    known: BTreeMap<&'w IndicatorId, Value>,
}

impl<'w> Reckoner<'w> {
    fn value(&mut self, row: &'w Indicator) -> Value {
        if let Some(value) = self.known.get(&row.id) {
            return value.clone();
        }
        let value = match &row.formula {
            None => self.typed(&row.id),
            Some(formula) => self.worked_out(formula).unwrap_or_else(Value::Missing),
        };
        self.known.insert(&row.id, value.clone());
        value
    }

    fn worked_out(&mut self, formula: &'w Formula) -> Result<Value, String> {
        Ok(match formula {
            Formula::Sum(parts) => {
                let (number, estimate) = self.sum(parts)?;
                Value::Number { number, estimate }
            }
            Formula::Difference(whole, parts) => {
                let (whole, a) = self.number(&whole.value)?;
                let (parts, b) = self.sum(parts)?;
                // `check` refuses parts larger than their whole.
                Value::Number {
                    number: whole.saturating_sub(parts),
                    estimate: a || b,
                }
            }
            Formula::Rate(part, whole) => {
                let (part, a) = self.number(&part.value)?;
                let (whole, b) = self.number(&whole.value)?;
                Value::Rate {
                    rate: Rate { part, whole },
                    estimate: a || b,
                }
            }
        })
    }

    /// The sum of those rows that the unit prints, and whether any is an
    /// estimate.
    fn sum(&mut self, rows: &'w [Located<IndicatorId>]) -> Result<(u64, bool), String> {
        let mut total = 0_u64;
        let mut any_estimate = false;
        for row in rows {
            if self.rows.contains(&row.value) {
                let (number, estimate) = self.number(&row.value)?;
                total = total.saturating_add(number);
                any_estimate |= estimate;
            }
        }
        Ok((total, any_estimate))
    }

    fn typed(&self, id: &IndicatorId) -> Value {
        match self.subject.submission.figures.get(id) {
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

    /// The number of a row that others are worked out from, or why there is
    /// none.
    fn number(&mut self, id: &IndicatorId) -> Result<(u64, bool), String> {
        let Some(row) = self.subject.regime.indicators.get(id) else {
            return Err(format!("Không có dòng {id}"));
        };
        match self.value(row) {
            Value::Number { number, estimate } => Ok((number, estimate)),
            Value::Rate { .. } => Err("Không tính được từ một tỷ lệ".to_owned()),
            Value::Missing(_) => Err("Chưa đủ số liệu để tính".to_owned()),
        }
    }
}
