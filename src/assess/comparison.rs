//! What a figure is compared with: the same period of last year, or for what is counted
//! at a moment also the last report.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::compilation::compile;
use super::value::{Value, stated, values};
use crate::model::{Agency, Indicator, IndicatorId, Kind, Period, Quantity, Subject};

/// The value of a row in an earlier report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier value: a number, or a rate that is one.
    pub before: Value,
    /// Which report.
    pub period: Period,
    /// Whether that is the same period of last year.
    pub same_of_last_year: bool,
}

impl Comparison {
    /// Whether a row's value can be set beside the earlier one: both are known, and neither is a
    /// word.
    pub fn is_even(&self, row: &Indicator, now: &Value) -> bool {
        let is_even = match (now, &self.before) {
            (Value::Number { .. }, Value::Number { .. }) => true,
            (Value::Rate { rate: now, .. }, Value::Rate { rate: before, .. }) => {
                now.whole > 0 && before.whole > 0
            }
            _ => false,
        };
        is_even && !matches!(row.quantity, Quantity::Answer(_))
    }
}

/// What the rows of a report are compared with: the same period of last year, and a
/// snapshot of which that is not known with the last report. Rows of which nothing earlier
/// is known are left out.
pub fn comparisons(subject: Subject<'_>) -> BTreeMap<IndicatorId, Comparison> {
    let period = &subject.submission.period;
    let before = subject.regime.year_before(period);
    let (Some(last_year), Some(last)) = (before.first(), before.last()) else {
        return BTreeMap::new();
    };
    let then = Then::new(subject, last_year);
    let lately = if last == last_year {
        None
    } else {
        Some(Then::new(subject, last))
    };
    let mut comparisons = BTreeMap::new();
    for id in subject.rows() {
        let Some(row) = subject.regime.indicators.get(id) else {
            continue;
        };
        let of_last = || {
            let lately = lately.as_ref().filter(|_| row.kind == Kind::Snapshot);
            lately.and_then(|then| then.value(id))
        };
        let (value, period) = match then.value(id) {
            Some(value) => (Some(value), last_year),
            None => (of_last(), last),
        };
        if let Some(before) = value {
            let comparison = Comparison {
                before,
                period: period.clone(),
                same_of_last_year: period == last_year,
            };
            comparisons.insert(id.clone(), comparison);
        }
    }
    comparisons
}

/// What was reported in an earlier period.
struct Then<'w> {
    subject: Subject<'w>,
    /// As it was issued, where that was recorded.
    own: IndexMap<IndicatorId, Value>,
    /// What was stated for the whole city by the city itself.
    of_all: Arc<IndexMap<IndicatorId, Value>>,
    /// Rows that the same members do not have now and had then.
    unlike: Vec<IndicatorId>,
}

impl<'w> Then<'w> {
    fn new(subject: Subject<'w>, period: &Period) -> Self {
        let earlier = subject.in_period(period);
        let of_all = compiled_above(subject)
            .and_then(|agency| {
                let submission = subject.workspace.submission(&agency.id, period)?;
                subject.workspace.subject(submission, subject.regime)
            })
            .map(stated)
            .unwrap_or_default();
        let unlike = match earlier {
            Some(earlier) if subject.is_compiled() => unlike(subject, earlier),
            Some(_) | None => Vec::new(),
        };
        Self {
            subject,
            own: earlier.map(as_issued).unwrap_or_default(),
            of_all,
            unlike,
        }
    }

    /// The value of a row, if it is one to compare with.
    fn value(&self, id: &IndicatorId) -> Option<Value> {
        let row = self.subject.regime.indicators.get(id)?;
        let own = self.own.get(id).filter(|value| !is_missing(value));
        let of_all = self.of_all.get(id);
        let of_all = of_all.filter(|_| self.subject.speaks_for_all(row));
        let value = own.or(of_all).filter(|value| !is_missing(value))?;
        (!self.unlike.contains(id)).then(|| value.clone())
    }
}

fn is_missing(value: &Value) -> bool {
    match value {
        Value::Missing(_) => true,
        Value::Rate { rate, .. } => rate.whole == 0,
        Value::Number { .. } => false,
    }
}

/// The values of an earlier report, and of a compiled one that was sealed those with which it
/// was issued, whatever its units have changed since.
fn as_issued(subject: Subject<'_>) -> IndexMap<IndicatorId, Value> {
    let mut all = Arc::unwrap_or_clone(values(subject));
    if let Some(seal) = subject.seal() {
        for (id, sealed) in &seal.figures {
            all.insert(id.clone(), sealed.value.into());
        }
    }
    all
}

/// The agency whose report is compiled from that of a unit.
fn compiled_above(subject: Subject<'_>) -> Option<&Agency> {
    let reports_to = &subject.agency.reports_to.as_ref()?.value;
    subject.workspace.agencies.values().find(|agency| {
        let compiler = agency.compiled_by.as_ref().map(|id| &id.value);
        compiler.is_some() && (compiler == Some(reports_to) || agency.id == *reports_to)
    })
}

/// Rows that other members lack now than then: their sums are not alike.
fn unlike(now: Subject<'_>, then: Subject<'_>) -> Vec<IndicatorId> {
    let regime = now.regime;
    let added = added_since(then);
    let (now, mut then) = (compile(now).lacking, compile(then).lacking);
    for agency in added {
        for row in regime.indicators.values() {
            let lacking = then.entry(row.id.clone()).or_default();
            if row.is_filled_by(agency, None) && !lacking.iter().any(|a| a.id == agency.id) {
                lacking.push(agency);
            }
        }
    }
    let ids = |all: Option<&Vec<&Agency>>| -> Vec<String> {
        let agencies = all.into_iter().flatten();
        let mut ids: Vec<_> = agencies.map(|agency| agency.id.to_string()).collect();
        ids.sort();
        ids
    };
    now.keys()
        .chain(then.keys())
        .filter(|id| ids(now.get(*id)) != ids(then.get(*id)))
        .cloned()
        .collect()
}

/// Members that had not reported when a compiled report was sealed, and have since.
fn added_since(subject: Subject<'_>) -> Vec<&Agency> {
    let Some(seal) = subject.seal() else {
        return Vec::new();
    };
    let mut members = subject.members();
    members.retain(|agency| subject.member(agency).is_some() && !seal.has_part_of(&agency.id));
    members
}
