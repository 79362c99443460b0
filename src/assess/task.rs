//! How far a unit has come with the tasks of the plan, judged on the reference
//! date and never on today's.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::reference_date;
use super::task_state::{Completion, TaskState, behind, counts, due, state};
use crate::model::{Agency, AgencyId, Leaf, Plan, Progress, Subject};

/// A leaf of the plan with what one unit tells of it, or all that lead it.
#[derive(Debug, Clone)]
pub struct AssignedTask<'w> {
    /// The leaf.
    pub leaf: &'w Leaf,
    /// What the unit tells, or the one unit that leads it; nothing in a draft that is
    /// not filled in yet.
    pub progress: Option<&'w Progress>,
    /// How far it has come.
    pub state: TaskState,
    /// The day by which it is due, if there is one.
    pub due: Option<NaiveDate>,
    /// Whether it counts in the plan's year.
    pub counts: bool,
    /// Whether anything was done or brought forth in the period.
    pub moved: bool,
    /// In a compiled report, the agencies that report on it.
    pub leads: Vec<LeadTask<'w>>,
}

/// One agency's copy of a leaf.
#[derive(Debug, Clone, Copy)]
pub struct LeadTask<'w> {
    /// The agency.
    pub agency: &'w Agency,
    /// What it tells; nothing if it has never reported.
    pub progress: Option<&'w Progress>,
    /// How far it has come.
    pub state: TaskState,
    /// Whether it has not reported for the period, and this is what it told in the last.
    pub from_earlier: bool,
}

impl AssignedTask<'_> {
    /// The day on which it is expected, where that is after it is due.
    pub fn expected_late(&self) -> Option<NaiveDate> {
        let expected = self.progress?.expected.as_ref()?.value;
        let late = self.state.is_open() && self.due.is_some_and(|due| expected > due);
        late.then_some(expected)
    }

    /// Whether a report has to say why: it came late, is overdue, is expected late
    /// or held up.
    pub fn needs_words(&self) -> bool {
        let held_up = self.progress.is_some_and(|p| p.difficulty.is_some());
        matches!(self.state, TaskState::Late | TaskState::Overdue)
            || self.expected_late().is_some()
            || (held_up && self.state.is_open())
    }

    /// How many of several agencies that report on it have done it, those left out that
    /// do not go on with it.
    pub fn over_leads(&self) -> Option<Completion> {
        let several = self.leads.len() > 1;
        let states = self.leads.iter().map(|lead| lead.state);
        several.then(|| Completion::of(states.filter(|state| !state.is_ended())))
    }
}

/// The tasks that the agency of a submission reports on, in the order of the plan.
pub fn tasks(subject: Subject<'_>) -> Vec<AssignedTask<'_>> {
    let (Some(plan), Some(on)) = (subject.plan, reference_date(subject)) else {
        return Vec::new();
    };
    let year = subject.submission.period.year;
    let judge = Judge {
        plan,
        on,
        period_begins: subject.cycle().and_then(|c| c.data_from.in_year(year)),
    };
    if !subject.is_compiled() {
        return subject
            .leaves()
            .map(|leaf| judge.task(leaf, subject.submission.progress.get(&leaf.id)))
            .collect();
    }
    let below = subject.below();
    // Figures and tasks are of the same reports.
    let reported = subject.reports_below().reported.into_iter();
    let reported: BTreeMap<_, _> = reported.map(|report| (&report.agency.id, report)).collect();
    subject
        .leaves()
        .map(|leaf| {
            let leads = below.iter().filter(|agency| leaf.is_reported_by(agency));
            let leads = leads.map(|agency| told(subject, agency, leaf, &reported));
            let leads: Vec<_> = leads.collect();
            judge.over_leads(leaf, &leads)
        })
        .collect()
}

/// What a unit tells of a leaf, and on which day it did: in its report of the period,
/// or in the last before it.
struct Told<'w> {
    agency: &'w Agency,
    progress: Option<&'w Progress>,
    on: Option<NaiveDate>,
    from_earlier: bool,
}

fn told<'w>(
    subject: Subject<'w>,
    agency: &'w Agency,
    leaf: &Leaf,
    reported: &BTreeMap<&AgencyId, Subject<'w>>,
) -> Told<'w> {
    let now = reported.get(&agency.id).copied();
    let earlier = || {
        let period = &subject.submission.period;
        let before = subject.regime.year_before(period);
        let of_year = before.iter().rev().filter(|p| p.year == period.year);
        of_year.into_iter().find_map(|period| {
            let submission = subject.workspace.submission(&agency.id, period)?;
            subject.workspace.subject(submission, subject.regime)
        })
    };
    let report = now.or_else(earlier);
    Told {
        agency,
        progress: report.and_then(|r| r.submission.progress.get(&leaf.id)),
        on: report.and_then(reference_date),
        from_earlier: now.is_none(),
    }
}

/// Judges tasks of a plan on a day of a period.
struct Judge<'w> {
    plan: &'w Plan,
    on: NaiveDate,
    period_begins: Option<NaiveDate>,
}

impl<'w> Judge<'w> {
    fn task(&self, leaf: &'w Leaf, progress: Option<&'w Progress>) -> AssignedTask<'w> {
        self.task_on(leaf, progress, self.on)
    }

    fn task_on(
        &self,
        leaf: &'w Leaf,
        progress: Option<&'w Progress>,
        on: NaiveDate,
    ) -> AssignedTask<'w> {
        AssignedTask {
            leaf,
            progress,
            state: state(&leaf.timing, progress, self.plan, on),
            due: due(&leaf.timing, progress, self.plan),
            counts: counts(&leaf.timing, progress, self.plan),
            moved: progress.is_some_and(|p| {
                p.done.is_some()
                    || p.products
                        .iter()
                        .any(|product| Some(product.date.value) >= self.period_begins)
            }),
            leads: Vec::new(),
        }
    }

    /// A leaf over all agencies that report on it, each judged on the day up to which it
    /// told: done when all have done it, and otherwise as far as the one that is farthest
    /// behind.
    fn over_leads(&self, leaf: &'w Leaf, leads: &[Told<'w>]) -> AssignedTask<'w> {
        let only = match leads {
            [told] => told.progress,
            _ => None,
        };
        let copies: Vec<_> = leads
            .iter()
            .map(|told| self.task_on(leaf, told.progress, told.on.unwrap_or(self.on)))
            .collect();
        let of_nobody = self.task(leaf, only);
        AssignedTask {
            state: copies
                .iter()
                .map(|copy| copy.state)
                .reduce(behind)
                .unwrap_or(of_nobody.state),
            due: copies.iter().filter_map(|copy| copy.due).min(),
            counts: copies.is_empty() && of_nobody.counts || copies.iter().any(|copy| copy.counts),
            moved: copies.iter().any(|copy| copy.moved),
            leads: leads
                .iter()
                .zip(&copies)
                .map(|(told, copy)| LeadTask {
                    agency: told.agency,
                    progress: told.progress,
                    state: copy.state,
                    from_earlier: told.from_earlier,
                })
                .collect(),
            ..of_nobody
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::task_state::examples::{
        completed, day, expected, leaf, located, plan, progress,
    };
    use super::*;
    use crate::model::Timing;

    #[test]
    fn what_is_late_or_held_up_needs_words() {
        let held_up = || Progress {
            difficulty: Some(located("thiếu người".to_owned())),
            ..progress()
        };
        // Timing, what the unit tells, needs words, expected late.
        let cases = [
            (Timing::AllYear, progress(), false, false),
            (Timing::AllYear, held_up(), true, false),
            (Timing::AllYear, expected("2021-12-31"), false, false),
            (Timing::AllYear, expected("2022-01-01"), true, true),
            (Timing::Deadline(day("2021-01-31")), progress(), true, false),
            (
                Timing::Deadline(day("2021-01-31")),
                completed("2021-01-31"),
                false,
                false,
            ),
            (
                Timing::Deadline(day("2021-01-31")),
                completed("2021-02-01"),
                true,
                false,
            ),
            (
                Timing::Deadline(day("2021-01-31")),
                Progress {
                    completed: Some(located(day("2021-01-20"))),
                    ..held_up()
                },
                false,
                false,
            ),
        ];
        let leaf = leaf();
        for (timing, told, words, late) in cases {
            let task = AssignedTask {
                leaf: &leaf,
                progress: Some(&told),
                state: state(&timing, Some(&told), &plan(), day("2021-02-28")),
                due: due(&timing, Some(&told), &plan()),
                counts: true,
                moved: true,
                leads: Vec::new(),
            };
            assert_eq!(task.needs_words(), words, "{timing:?} {told:?}");
            assert_eq!(task.expected_late().is_some(), late, "{timing:?} {told:?}");
        }
    }
}
