//! Whether the targets of the plan are met.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::comparison::Comparison;
use super::sums::Values;
use super::value::Value;
use crate::model::{Goal, IndicatorId, Measure, Quantity, Subject, Target};

/// What is said of a target or a measure, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Chưa đạt.
    NotReached,
    /// Chưa đủ số liệu để đánh giá.
    NotKnown,
    /// Chưa đến hạn đánh giá.
    NotDue,
    /// Đạt.
    Reached,
}

/// A measure with what it measures.
#[derive(Debug, Clone)]
pub struct JudgedMeasure<'w> {
    /// The measure.
    pub measure: &'w Measure,
    /// The row's value.
    pub value: Option<Value>,
    /// The value that it is compared with, if its goal asks for one.
    pub before: Option<Value>,
    /// Whether it reaches its goal.
    pub verdict: Verdict,
}

/// A target with its measures.
#[derive(Debug, Clone)]
pub struct JudgedTarget<'w> {
    /// The target.
    pub target: &'w Target,
    /// Those of its measures that concern the agency.
    pub measures: Vec<JudgedMeasure<'w>>,
}

impl JudgedTarget<'_> {
    /// The verdict of the worst of its measures.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.measures.iter().map(|m| m.verdict);
        verdicts.min().unwrap_or(Verdict::NotKnown)
    }
}

/// The targets that concern an agency: all of the plan for a compiled report, and of a
/// unit those that every unit must reach, and those of its area.
pub fn targets<'w>(
    subject: Subject<'w>,
    values: &Values,
    comparisons: &BTreeMap<IndicatorId, Comparison>,
) -> Vec<JudgedTarget<'w>> {
    let plan = subject.plan.into_iter();
    plan.flat_map(|plan| &plan.targets)
        .map(|target| JudgedTarget {
            target,
            measures: target
                .measures
                .iter()
                .filter_map(|measure| judged(subject, measure, values, comparisons))
                .collect(),
        })
        .filter(|target| !target.measures.is_empty())
        .collect()
}

fn judged<'w>(
    subject: Subject<'w>,
    measure: &'w Measure,
    values: &Values,
    comparisons: &BTreeMap<IndicatorId, Comparison>,
) -> Option<JudgedMeasure<'w>> {
    let row = subject.regime.indicators.get(&measure.indicator.value)?;
    if !measure.every_unit && !subject.speaks_for_all(row) {
        return None;
    }
    let year_end = subject
        .regime
        .is_last_of_year(&subject.submission.period.cycle);
    let due = year_end || !measure.at_year_end;
    let value = values.get(&row.id).cloned();
    // A unit that has nothing of the kind is not asked.
    if value.is_none() && !subject.is_compiled() && due {
        return None;
    }
    let compares = matches!(measure.goal, Goal::Better | Goal::NoWorse);
    let before = comparisons.get(&row.id).filter(|_| compares);
    let before = before.map(|c| c.before.clone());
    let verdict = if due {
        value.as_ref().map_or(Verdict::NotKnown, |value| {
            reaches(measure.goal, &row.quantity, value, before.as_ref())
        })
    } else {
        Verdict::NotDue
    };
    Some(JudgedMeasure {
        measure,
        value,
        before,
        verdict,
    })
}

/// Whether a value reaches a goal. A rate is judged by its two numbers and not by what
/// is printed of it.
fn reaches(goal: Goal, quantity: &Quantity, value: &Value, before: Option<&Value>) -> Verdict {
    let reached = match goal {
        Goal::AtLeast(share) => against(value, share).map(Ordering::is_ge),
        Goal::MoreThan(share) => against(value, share).map(Ordering::is_gt),
        Goal::Better | Goal::NoWorse => before.and_then(|before| {
            let change = compare(value, before)?;
            // The first place is the best.
            let better = match quantity {
                Quantity::Rank => change.reverse(),
                _ => change,
            };
            Some(match goal {
                Goal::NoWorse => better.is_ge(),
                _ => better.is_gt(),
            })
        }),
    };
    match reached {
        Some(true) => Verdict::Reached,
        Some(false) => Verdict::NotReached,
        None => Verdict::NotKnown,
    }
}

/// A value against a number, in the unit of its row.
fn against(value: &Value, goal: u64) -> Option<Ordering> {
    if let Some((number, _)) = value.number() {
        return Some(number.cmp(&goal));
    }
    let (rate, _) = value.rate().filter(|(rate, _)| rate.whole > 0)?;
    let reached = u128::from(rate.part) * 100;
    Some(reached.cmp(&(u128::from(rate.whole) * u128::from(goal))))
}

/// One value against another of the same row.
fn compare(now: &Value, before: &Value) -> Option<Ordering> {
    if let Some(((now, _), (before, _))) = now.number().zip(before.number()) {
        return Some(now.cmp(&before));
    }
    let ((now, _), (before, _)) = now.rate().zip(before.rate())?;
    let (a, b) = (
        u128::from(now.part) * u128::from(before.whole),
        u128::from(before.part) * u128::from(now.whole),
    );
    (now.whole > 0 && before.whole > 0).then(|| a.cmp(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rate;

    fn number(number: u64) -> Value {
        Value::Number {
            number,
            estimate: false,
        }
    }

    fn rate(part: u64, whole: u64) -> Value {
        Value::Rate {
            rate: Rate { part, whole },
            estimate: false,
        }
    }

    #[test]
    fn a_goal_is_reached_at_its_edge_and_not_a_hair_below() {
        use Verdict::{NotKnown, NotReached, Reached};
        let count = Quantity::Count;
        let rank = Quantity::Rank;
        // Goal, kind, value, earlier value, verdict.
        let cases = [
            (Goal::AtLeast(98), &count, rate(98, 100), None, Reached),
            (
                Goal::AtLeast(98),
                &count,
                rate(97_999, 100_000),
                None,
                NotReached,
            ),
            // Printed as 100, but not all of it.
            (
                Goal::AtLeast(100),
                &count,
                rate(99_999, 100_000),
                None,
                NotReached,
            ),
            (Goal::AtLeast(100), &count, rate(7, 7), None, Reached),
            (Goal::AtLeast(30), &count, rate(0, 0), None, NotKnown),
            (Goal::AtLeast(1), &count, number(1), None, Reached),
            (Goal::AtLeast(1), &count, number(0), None, NotReached),
            (
                Goal::MoreThan(100),
                &count,
                rate(100, 100),
                None,
                NotReached,
            ),
            (Goal::MoreThan(100), &count, rate(101, 100), None, Reached),
            (Goal::MoreThan(5), &count, number(5), None, NotReached),
            (Goal::Better, &count, rate(1, 2), Some(rate(1, 3)), Reached),
            (
                Goal::Better,
                &count,
                rate(1, 2),
                Some(rate(2, 4)),
                NotReached,
            ),
            (Goal::NoWorse, &count, rate(1, 2), Some(rate(2, 4)), Reached),
            (
                Goal::NoWorse,
                &count,
                rate(1, 3),
                Some(rate(1, 2)),
                NotReached,
            ),
            (Goal::Better, &count, number(3), None, NotKnown),
            (Goal::Better, &count, rate(1, 2), Some(rate(0, 0)), NotKnown),
            (Goal::Better, &rank, number(3), Some(number(4)), Reached),
            (Goal::Better, &rank, number(4), Some(number(4)), NotReached),
            (Goal::NoWorse, &rank, number(4), Some(number(4)), Reached),
            (Goal::NoWorse, &rank, number(5), Some(number(4)), NotReached),
            (
                Goal::AtLeast(1),
                &count,
                Value::Missing(String::new()),
                None,
                NotKnown,
            ),
        ];
        for (goal, quantity, value, before, verdict) in cases {
            let said = reaches(goal, quantity, &value, before.as_ref());
            assert_eq!(said, verdict, "{goal:?} {value:?} {before:?}");
        }
    }

    #[test]
    fn what_fails_is_worse_than_what_is_not_known() {
        let order = [
            Verdict::NotReached,
            Verdict::NotKnown,
            Verdict::NotDue,
            Verdict::Reached,
        ];
        assert!(order.is_sorted());
    }
}
