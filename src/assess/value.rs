//! The value of every row that a report prints.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::sums::Values;
use crate::diagnostic::Located;
use crate::model::{
    Decimal, FigureValue, Formula, Indicator, IndicatorId, Quantity, Rate, Row, SealedValue,
    Subject,
};
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
    /// A number that a document states. It is in no sum over units.
    StatedNumber {
        /// The number.
        number: u64,
        /// The document.
        source: Box<str>,
    },
    /// A share that a document states, whose sides nobody has.
    StatedShare {
        /// So many per cent.
        percent: Decimal,
        /// The document.
        source: Box<str>,
    },
    /// No figure, and why.
    Missing(String),
}

impl Value {
    /// What a document states of a row, and the document.
    pub(super) fn stated(row: &Indicator, amount: Decimal, source: &str) -> Self {
        let source = source.into();
        if matches!(row.quantity, Quantity::Share) {
            return Self::StatedShare {
                percent: amount,
                source,
            };
        }
        // `check` refuses fractions of what is counted.
        let number = amount.whole();
        number.map_or_else(
            || Self::Missing(MISSING.to_owned()),
            |number| Self::StatedNumber { number, source },
        )
    }

    /// The number and whether any of it is an estimate, also of one that is stated.
    pub fn number(&self) -> Option<(u64, bool)> {
        match self {
            Self::Number { number, estimate } => Some((*number, *estimate)),
            Self::StatedNumber { number, .. } => Some((*number, false)),
            Self::Rate { .. } | Self::StatedShare { .. } | Self::Missing(_) => None,
        }
    }

    /// The share and whether any of it is an estimate; one that is stated is out of a hundred
    /// per cent.
    pub fn rate(&self) -> Option<(Rate, bool)> {
        match self {
            Self::Rate { rate, estimate } => Some((*rate, *estimate)),
            Self::StatedShare { percent, .. } => Some((percent.as_percent(), false)),
            Self::Number { .. } | Self::StatedNumber { .. } | Self::Missing(_) => None,
        }
    }

    /// Whether there is a figure.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Missing(_))
    }

    /// The document that states it, if one does.
    pub fn source(&self) -> Option<&str> {
        match self {
            Self::StatedNumber { source, .. } | Self::StatedShare { source, .. } => Some(source),
            Self::Number { .. } | Self::Rate { .. } | Self::Missing(_) => None,
        }
    }

    /// As the annex prints it, with the sign of a share.
    pub fn printed(&self) -> String {
        match self {
            Self::Missing(_) => "-".to_owned(),
            Self::Number { number, .. } | Self::StatedNumber { number, .. } => vi::grouped(*number),
            Self::StatedShare { percent, .. } => format!("{}%", percent.text()),
            Self::Rate { rate, .. } => rate.percent().map_or_else(
                || "không phát sinh".to_owned(),
                |percent| format!("{}%", percent.text),
            ),
        }
    }
}

impl From<&SealedValue> for Value {
    fn from(sealed: &SealedValue) -> Self {
        match sealed {
            SealedValue::Number(number) => Self::Number {
                number: *number,
                estimate: false,
            },
            SealedValue::Rate(rate) => Self::Rate {
                rate: *rate,
                estimate: false,
            },
            SealedValue::StatedNumber { number, source } => Self::StatedNumber {
                number: *number,
                source: source.as_str().into(),
            },
            SealedValue::StatedShare { percent, source } => Self::StatedShare {
                percent: *percent,
                source: source.as_str().into(),
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
    if let Some(stated) = row.and_then(|row| stated_value(subject, row)) {
        return stated;
    }
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
            FigureValue::Stated(_) => Value::Missing(MISSING.to_owned()),
        },
        None => Value::Missing(why_none(subject, id).to_owned()),
    }
}

/// What a file itself states of a row with a source: of a compiled report the totals in the place
/// of sums, of any report what is worked out elsewhere.
pub(super) fn stated_value(subject: Subject<'_>, row: &Indicator) -> Option<Value> {
    if subject.is_compiled()
        && let Some(totals) = &subject.submission.totals
        && let Some((amount, source)) = totals.of(&row.id)
    {
        return Some(Value::stated(row, amount, source));
    }
    if !row.may_be_stated || row.formula.is_none() {
        return None;
    }
    let figure = subject.submission.figures.get(&row.id)?;
    let FigureValue::Stated(stated) = &figure.value else {
        return None;
    };
    let source = stated.source.as_ref()?;
    Some(Value::stated(row, stated.amount, &source.value))
}

/// Why a row without a figure has none: only what it is a part of is stated.
fn why_none(subject: Subject<'_>, id: &IndicatorId) -> &'static str {
    match stated_above(subject, id).and_then(|whole| whole.formula.as_ref()) {
        Some(Formula::Rate(..)) => "Chỉ có tỷ lệ",
        Some(_) => "Chỉ có tổng số",
        None => MISSING,
    }
}

/// The row that is stated in the place of being worked out from a row, directly or by way of
/// others. What the form prints is asked for beside a rate: only sides that it does not print
/// stand for nothing else.
pub(crate) fn stated_above<'w>(subject: Subject<'w>, id: &IndicatorId) -> Option<&'w Indicator> {
    let forms = subject.regime.forms.iter();
    let mut printed = forms.flat_map(|form| &form.rows);
    let is_printed =
        printed.any(|row| matches!(row, Row::Value { indicator, .. } if indicator == id));
    let rows = subject.regime.indicators.values();
    let above = rows.filter(|whole| {
        let mut operands = whole.formula.iter().flat_map(Formula::operands);
        operands.any(|operand| operand.value == *id)
    });
    let mut stated = above.filter_map(|whole| match stated_value(subject, whole) {
        Some(_) => Some(whole),
        None => stated_above(subject, &whole.id),
    });
    stated.find(|whole| !(is_printed && matches!(whole.formula, Some(Formula::Rate(..)))))
}

/// The rows that are stated, or worked out from such.
pub(super) fn resting_on_stated(subject: Subject<'_>, values: &Values) -> BTreeSet<IndicatorId> {
    let is_stated = |value: &Value| value.source().is_some();
    let mut all: BTreeSet<_> = values
        .iter()
        .filter(|(_, value)| is_stated(value))
        .map(|(id, _)| id.clone())
        .collect();
    let mut before = 0;
    while before < all.len() {
        before = all.len();
        let rows = subject.regime.indicators.values();
        let known = rows.filter(|row| values.get(&row.id).is_some_and(Value::is_known));
        let resting = known.filter(|row| {
            let mut operands = row.formula.iter().flat_map(Formula::operands);
            operands.any(|operand| all.contains(&operand.value))
        });
        let resting: Vec<_> = resting.map(|row| row.id.clone()).collect();
        all.extend(resting);
    }
    all
}

/// Works a row out from the values of others; `rows` are those that there are.
pub(super) fn work_out(
    formula: &Formula,
    rows: &BTreeSet<&IndicatorId>,
    value: &mut dyn FnMut(&IndicatorId) -> Option<Value>,
) -> Value {
    let mut number = |id: &IndicatorId| match value(id) {
        Some(Value::Rate { .. } | Value::StatedShare { .. }) => Err("Không tính được từ một tỷ lệ"),
        Some(value) => value.number().ok_or("Chưa đủ số liệu để tính"),
        None => Err("Chưa đủ số liệu để tính"),
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
