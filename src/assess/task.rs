//! How far a unit has come with the tasks of the plan, judged on the reference
//! date and never on today's.

use chrono::NaiveDate;

use super::reference_date;
use crate::model::{Agency, Ending, Leaf, Plan, Progress, Subject, Timing};

/// The state of a leaf for one unit. The first four are those of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskState {
    /// Hoàn thành đúng hạn.
    OnTime,
    /// Hoàn thành nhưng quá hạn.
    Late,
    /// Quá hạn nhưng chưa hoàn thành.
    Overdue,
    /// Chưa hoàn thành, còn trong hạn.
    WithinTime,
    /// Thực hiện thường xuyên: goes on all year, judged by what the period produced.
    Standing,
    /// Waiting for its condition: never overdue before that has a date.
    Waiting,
    /// Chuyển sang năm sau.
    CarriedOver,
    /// Dừng thực hiện.
    Stopped,
}

impl TaskState {
    /// Whether the task is done.
    pub fn is_completed(self) -> bool {
        matches!(self, Self::OnTime | Self::Late)
    }

    /// Whether it is not gone on with.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::CarriedOver | Self::Stopped)
    }

    /// Whether it is still to be done.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Overdue | Self::WithinTime | Self::Standing | Self::Waiting
        )
    }
}

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
    let members = subject.members();
    subject
        .leaves()
        .map(|leaf| {
            let leads = members.iter().filter(|agency| leaf.is_reported_by(agency));
            {
                let leads: Vec<_> = leads.map(|agency| told(subject, agency, leaf)).collect();
                judge.over_leads(leaf, &leads)
            }
        })
        .collect()
}

/// What a member tells of a leaf, and on which day it did: in its report of the period,
/// or in the last before it.
struct Told<'w> {
    agency: &'w Agency,
    progress: Option<&'w Progress>,
    on: Option<NaiveDate>,
    from_earlier: bool,
}

fn told<'w>(subject: Subject<'w>, agency: &'w Agency, leaf: &Leaf) -> Told<'w> {
    let now = subject.member(agency);
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

/// The state that is farther behind: what is overdue before what is open, what is
/// open before what is done. What one agency does not go on with keeps nobody back.
fn behind(one: TaskState, other: TaskState) -> TaskState {
    let rank = |state| match state {
        TaskState::Overdue => 0,
        TaskState::WithinTime => 1,
        TaskState::Standing => 2,
        TaskState::Waiting => 3,
        TaskState::Late => 4,
        TaskState::OnTime => 5,
        TaskState::CarriedOver => 6,
        TaskState::Stopped => 7,
    };
    if rank(one) <= rank(other) { one } else { other }
}

/// The day by which a leaf is due: its deadline, the end of the year, or what
/// came with its condition.
fn due(timing: &Timing, progress: Option<&Progress>, plan: &Plan) -> Option<NaiveDate> {
    match timing {
        Timing::Deadline(day) => Some(*day),
        Timing::AllYear => Some(plan.year_end()),
        Timing::Condition(_) => progress
            .and_then(|p| p.condition.as_ref())
            .and_then(|c| c.deadline.as_ref())
            .map(|d| d.value),
    }
}

/// Whether a leaf counts in the plan's year: one that is due later does not.
fn counts(timing: &Timing, progress: Option<&Progress>, plan: &Plan) -> bool {
    due(timing, progress, plan).is_none_or(|due| due <= plan.year_end())
}

/// The state of a leaf on a day.
fn state(timing: &Timing, progress: Option<&Progress>, plan: &Plan, on: NaiveDate) -> TaskState {
    let due = due(timing, progress, plan);
    let completed = progress
        .and_then(|p| p.completed.as_ref())
        .map(|day| day.value)
        .filter(|day| *day <= on);
    if let Some(completed) = completed {
        return if due.is_some_and(|due| completed > due) {
            TaskState::Late
        } else {
            TaskState::OnTime
        };
    }
    match progress.and_then(|p| p.ending.as_ref()) {
        Some(Ending::CarriedOver(_)) => return TaskState::CarriedOver,
        Some(Ending::Stopped(_)) => return TaskState::Stopped,
        None => {}
    }
    let condition_met = progress
        .and_then(|p| p.condition.as_ref())
        .is_some_and(|c| c.date.value <= on);
    let to_be_completed = progress.is_some_and(|p| p.expected.is_some());
    match timing {
        // What goes on all year is not late when the year is over; what the unit
        // expects to complete does not go on.
        Timing::AllYear if !to_be_completed => TaskState::Standing,
        Timing::Condition(_) if !condition_met => TaskState::Waiting,
        Timing::AllYear | Timing::Deadline(_) | Timing::Condition(_) => {
            if due.is_some_and(|due| on > due) {
                TaskState::Overdue
            } else {
                TaskState::WithinTime
            }
        }
    }
}

/// How far copies of one leaf have come, or the leaves of one task: done when
/// all are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    /// How many there are.
    pub all: usize,
    /// How many are done.
    pub done: usize,
    /// How many of these were done too late.
    pub late: usize,
}

impl Completion {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = TaskState>) -> Self {
        let none = Self {
            all: 0,
            done: 0,
            late: 0,
        };
        states.into_iter().fold(none, |count, state| Self {
            all: count.all + 1,
            done: count.done + usize::from(state.is_completed()),
            late: count.late + usize::from(state == TaskState::Late),
        })
    }

    /// Whether all are done; nothing is done where there is nothing.
    pub fn is_complete(self) -> bool {
        self.all > 0 && self.done == self.all
    }
}

#[cfg(test)]
mod tests {
    use super::TaskState::{
        CarriedOver, Late, OnTime, Overdue, Standing, Stopped, Waiting, WithinTime,
    };
    use super::*;
    use crate::diagnostic::{Located, Place, Sources};
    use crate::model::{AgencySet, ConditionMet, Lead, NamedAgencies};

    fn place() -> Place {
        Sources::beginning(Sources::default().add("x", ""))
    }

    fn located<T>(value: T) -> Located<T> {
        Located {
            value,
            place: place(),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn plan() -> Plan {
        Plan {
            place: place(),
            name: located(String::new()),
            short_name: located(String::new()),
            year: 2021,
            issued: located(day("2020-12-29")),
            mark_note: None,
            groups: Vec::new(),
            targets: Vec::new(),
            milestones: Vec::new(),
            responsibilities: Vec::new(),
        }
    }

    fn leaf() -> Leaf {
        let named = NamedAgencies {
            words: located(String::new()),
            agencies: AgencySet::default(),
        };
        Leaf {
            id: "1".into(),
            place: place(),
            letter: None,
            content: located(String::new()),
            short_name: located(String::new()),
            lead: Lead {
                named,
                reported_by: None,
            },
            coordinating: None,
            timing_words: located(String::new()),
            timing: Timing::AllYear,
            product: located(String::new()),
            funded: false,
        }
    }

    fn progress() -> Progress {
        Progress {
            place: place(),
            faulty: false,
            done: None,
            products: Vec::new(),
            completed: None,
            expected: None,
            condition: None,
            difficulty: None,
            ending: None,
            members: None,
            money: None,
        }
    }

    fn completed(on: &str) -> Progress {
        Progress {
            completed: Some(located(day(on))),
            ..progress()
        }
    }

    fn expected(on: &str) -> Progress {
        Progress {
            expected: Some(located(day(on))),
            ..progress()
        }
    }

    fn met(on: &str, deadline: Option<&str>) -> Progress {
        Progress {
            condition: Some(ConditionMet {
                date: located(day(on)),
                deadline: deadline.map(|d| located(day(d))),
            }),
            ..progress()
        }
    }

    fn ended(ending: Ending) -> Progress {
        Progress {
            ending: Some(ending),
            ..progress()
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn every_state_around_every_edge() {
        let deadline = || Timing::Deadline(day("2021-03-31"));
        let condition = || Timing::Condition(located("chỉ đạo".to_owned()));
        let reason = || located("lý do".to_owned());
        // Timing, what the unit tells, reference date, state.
        let cases: Vec<(Timing, Option<Progress>, &str, TaskState)> = vec![
            (deadline(), None, "2021-03-30", WithinTime),
            (deadline(), None, "2021-03-31", WithinTime),
            (deadline(), None, "2021-04-01", Overdue),
            (deadline(), Some(progress()), "2021-04-01", Overdue),
            (
                deadline(),
                Some(completed("2021-03-31")),
                "2021-03-31",
                OnTime,
            ),
            (
                deadline(),
                Some(completed("2021-03-31")),
                "2021-12-14",
                OnTime,
            ),
            (
                deadline(),
                Some(completed("2021-04-01")),
                "2021-04-01",
                Late,
            ),
            // Not done yet on the day that is judged.
            (
                deadline(),
                Some(completed("2021-03-31")),
                "2021-03-30",
                WithinTime,
            ),
            (
                deadline(),
                Some(completed("2021-04-02")),
                "2021-04-01",
                Overdue,
            ),
            // The plan itself was out before its year began.
            (
                deadline(),
                Some(completed("2020-12-29")),
                "2021-02-28",
                OnTime,
            ),
            (
                deadline(),
                Some(ended(Ending::CarriedOver(reason()))),
                "2021-04-01",
                CarriedOver,
            ),
            (
                deadline(),
                Some(ended(Ending::Stopped(reason()))),
                "2021-04-01",
                Stopped,
            ),
            (Timing::AllYear, None, "2021-02-28", Standing),
            (Timing::AllYear, None, "2021-12-31", Standing),
            (Timing::AllYear, None, "2022-01-01", Standing),
            (
                Timing::AllYear,
                Some(expected("2021-04-20")),
                "2021-02-28",
                WithinTime,
            ),
            (
                Timing::AllYear,
                Some(expected("2022-04-20")),
                "2021-12-31",
                WithinTime,
            ),
            (
                Timing::AllYear,
                Some(expected("2022-04-20")),
                "2022-01-01",
                Overdue,
            ),
            (
                Timing::AllYear,
                Some(completed("2021-12-31")),
                "2021-12-31",
                OnTime,
            ),
            (
                Timing::AllYear,
                Some(completed("2022-01-01")),
                "2022-01-10",
                Late,
            ),
            (
                Timing::AllYear,
                Some(ended(Ending::Stopped(reason()))),
                "2021-02-28",
                Stopped,
            ),
            (condition(), None, "2021-02-28", Waiting),
            (condition(), None, "2029-01-01", Waiting),
            (condition(), Some(progress()), "2021-02-28", Waiting),
            (
                condition(),
                Some(met("2021-03-01", None)),
                "2021-02-28",
                Waiting,
            ),
            (
                condition(),
                Some(met("2021-02-28", None)),
                "2021-02-28",
                WithinTime,
            ),
            (
                condition(),
                Some(met("2021-02-01", None)),
                "2029-01-01",
                WithinTime,
            ),
            (
                condition(),
                Some(met("2021-02-01", Some("2021-02-28"))),
                "2021-02-28",
                WithinTime,
            ),
            (
                condition(),
                Some(met("2021-02-01", Some("2021-02-28"))),
                "2021-03-01",
                Overdue,
            ),
            (
                condition(),
                Some(completed("2021-02-10")),
                "2021-02-28",
                OnTime,
            ),
        ];
        for (timing, told, on, expected) in cases {
            let found = state(&timing, told.as_ref(), &plan(), day(on));
            assert_eq!(found, expected, "{timing:?} {told:?} on {on}");
        }
    }

    #[test]
    fn what_is_due_after_the_year_does_not_count_in_it() {
        let condition = || Timing::Condition(located("chỉ đạo".to_owned()));
        let cases = [
            (Timing::Deadline(day("2021-12-31")), None, true),
            (Timing::Deadline(day("2022-01-01")), None, false),
            (Timing::AllYear, None, true),
            (condition(), None, true),
            (condition(), Some(met("2021-02-01", None)), true),
            (
                condition(),
                Some(met("2021-02-01", Some("2021-12-31"))),
                true,
            ),
            (
                condition(),
                Some(met("2021-02-01", Some("2022-03-31"))),
                false,
            ),
        ];
        for (timing, told, expected) in cases {
            assert_eq!(
                counts(&timing, told.as_ref(), &plan()),
                expected,
                "{timing:?}"
            );
        }
    }

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

    #[test]
    fn many_copies_are_done_when_all_are() {
        let cases: [(&[TaskState], bool, usize); 5] = [
            (&[], false, 0),
            (&[OnTime], true, 0),
            (&[OnTime, Late], true, 1),
            (&[OnTime, Standing], false, 0),
            (&[Late, Stopped, CarriedOver], false, 1),
        ];
        for (states, complete, late) in cases {
            let count = Completion::of(states.iter().copied());
            assert_eq!(count.is_complete(), complete, "{states:?}");
            assert_eq!((count.all, count.late), (states.len(), late), "{states:?}");
        }
    }
}
