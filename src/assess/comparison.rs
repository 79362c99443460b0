//! What a figure is compared with: the same period of last year, or for what is counted
//! at a moment also the last report.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::Sums;
use super::value::Value;
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
    /// Whether a document stated it then, or what it was worked out from.
    pub was_stated: bool,
}

impl Comparison {
    /// Whether a row's value can be set beside the earlier one: both are known, and neither is a
    /// word.
    pub fn is_even(&self, row: &Indicator, now: &Value) -> bool {
        let numbers = now.number().zip(self.before.number());
        let rates = now.rate().zip(self.before.rate());
        let is_even = numbers.is_some()
            || rates.is_some_and(|((now, _), (before, _))| now.whole > 0 && before.whole > 0);
        is_even && !matches!(row.quantity, Quantity::Answer(_))
    }
}

/// What the rows of a report are compared with: the same period of last year, and a
/// snapshot of which that is not known with the last report. Rows of which nothing earlier
/// is known are left out.
pub fn comparisons(subject: Subject<'_>, sums: &Sums) -> BTreeMap<IndicatorId, Comparison> {
    let period = &subject.submission.period;
    let before = subject.regime.year_before(period);
    let (Some(last_year), Some(last)) = (before.first(), before.last()) else {
        return BTreeMap::new();
    };
    let then = Then::new(subject, sums, last_year);
    let lately = if last == last_year {
        None
    } else {
        Some(Then::new(subject, sums, last))
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
            let then = if period == last_year {
                Some(&then)
            } else {
                lately.as_ref()
            };
            let comparison = Comparison {
                was_stated: then.is_some_and(|then| then.was_stated(id, &before)),
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
    sums: &'w Sums,
    earlier: Option<Subject<'w>>,
    /// What was stated for the whole city by the city itself.
    of_all: Option<Subject<'w>>,
    /// Rows that the same units do not have now and had then.
    unlike: BTreeSet<IndicatorId>,
}

impl<'w> Then<'w> {
    fn new(subject: Subject<'w>, sums: &'w Sums, period: &Period) -> Self {
        let earlier = subject.in_period(period);
        let of_all = topmost(subject).and_then(|agency| {
            let submission = subject.workspace.submission(&agency.id, period)?;
            subject.workspace.subject(submission, subject.regime)
        });
        let unlike = match earlier {
            Some(earlier) if subject.is_compiled() => unlike(subject, earlier, sums),
            Some(_) | None => BTreeSet::new(),
        };
        Self {
            subject,
            sums,
            earlier,
            of_all,
            unlike,
        }
    }

    /// The value of a row, if it is one to compare with.
    fn value(&self, id: &IndicatorId) -> Option<Value> {
        let row = self.subject.regime.indicators.get(id)?;
        let own = self.earlier.and_then(|earlier| self.as_issued(earlier, id));
        let own = own.filter(|value| !is_missing(value));
        let of_all = || {
            let of_all = self.of_all.filter(|_| self.subject.speaks_for_all(row))?;
            self.sums.stated(of_all).get(id).cloned()
        };
        let value = own.or_else(of_all).filter(|value| !is_missing(value))?;
        (!self.unlike.contains(id)).then_some(value)
    }

    /// Whether the value of a row rested on what a document stated.
    fn was_stated(&self, id: &IndicatorId, value: &Value) -> bool {
        let reports = self.earlier.into_iter().chain(self.of_all);
        let mut resting = reports.map(|report| self.sums.rests_on_stated(report, id));
        value.source().is_some() || resting.next().unwrap_or(false)
    }

    /// The value of a row in an earlier report, and of a compiled one that was sealed that with
    /// which it was issued, whatever its units have changed since.
    fn as_issued(&self, earlier: Subject<'w>, id: &IndicatorId) -> Option<Value> {
        let sealed = earlier.seal().and_then(|seal| seal.figures.get(id));
        match sealed {
            Some(sealed) => Some((&sealed.value).into()),
            None => self.sums.values(earlier).get(id).cloned(),
        }
    }
}

fn is_missing(value: &Value) -> bool {
    match value {
        Value::Missing(_) => true,
        Value::Rate { rate, .. } => rate.whole == 0,
        Value::Number { .. } | Value::StatedNumber { .. } | Value::StatedShare { .. } => false,
    }
}

/// The agency at the top of those whose reports are compiled from that of a unit.
fn topmost(subject: Subject<'_>) -> Option<&Agency> {
    let due = subject.units_due()?;
    let mut way = vec![subject.agency];
    while let Some(above) = subject.workspace.compiled_above(way.last()?, due) {
        if way.iter().any(|agency| agency.id == above.id) {
            break;
        }
        way.push(above);
    }
    way.split_off(1).pop()
}

/// Rows that other units lack now than then: their sums are not alike.
fn unlike(now: Subject<'_>, then: Subject<'_>, sums: &Sums) -> BTreeSet<IndicatorId> {
    let lacking = |subject| {
        let compilation = sums.compilation(subject);
        let lacking = compilation.into_iter().flat_map(|c| &c.lacking);
        let lacking = lacking.map(|(row, ids)| (row, ids.iter().collect::<BTreeSet<_>>()));
        lacking.collect::<BTreeMap<_, _>>()
    };
    let (now_lacking, mut then_lacking) = (lacking(now), lacking(then));
    for agency in added_since(then) {
        let filled = now.regime.indicators.values();
        for row in filled.filter(|row| row.is_filled_by(agency, None)) {
            then_lacking.entry(&row.id).or_default().insert(&agency.id);
        }
    }
    let rows = now_lacking.keys().chain(then_lacking.keys());
    rows.filter(|id| now_lacking.get(*id) != then_lacking.get(*id))
        .map(|id| (*id).clone())
        .collect()
}

/// Units that had not reported when a compiled report was sealed, and have since.
fn added_since(subject: Subject<'_>) -> Vec<&Agency> {
    let Some(seal) = subject.seal() else {
        return Vec::new();
    };
    let reported = subject.reports_below().reported.into_iter();
    let added = reported.filter(|report| !seal.has_part_of(&report.agency.id));
    added.map(|report| report.agency).collect()
}
