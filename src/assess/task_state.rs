//! The state of a task on a day, and how far many have come.

use chrono::NaiveDate;

use crate::model::{Ending, Plan, Progress, Timing};

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

/// The state that is farther behind: what is overdue before what is open, what is
/// open before what is done. What one agency does not go on with keeps nobody back.
pub(super) fn behind(one: TaskState, other: TaskState) -> TaskState {
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
pub(super) fn due(timing: &Timing, progress: Option<&Progress>, plan: &Plan) -> Option<NaiveDate> {
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
pub(super) fn counts(timing: &Timing, progress: Option<&Progress>, plan: &Plan) -> bool {
    due(timing, progress, plan).is_none_or(|due| due <= plan.year_end())
}

/// The state of a leaf on a day.
pub(super) fn state(
    timing: &Timing,
    progress: Option<&Progress>,
    plan: &Plan,
    on: NaiveDate,
) -> TaskState {
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

/// Tasks to be judged in tests.
#[cfg(test)]
pub(super) mod examples {
    use chrono::NaiveDate;

    use crate::diagnostic::{Located, Place, Sources};
    use crate::model::{
        AgencySet, ConditionMet, Ending, Lead, Leaf, NamedAgencies, Plan, Progress, Timing,
    };

    pub(crate) fn place() -> Place {
        Sources::beginning(Sources::default().add("x", ""))
    }

    pub(crate) fn located<T>(value: T) -> Located<T> {
        Located {
            value,
            place: place(),
        }
    }

    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    pub(crate) fn plan() -> Plan {
        Plan {
            place: place(),
            name: located(String::new()),
            decision: located(String::new()),
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

    pub(crate) fn leaf() -> Leaf {
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

    pub(crate) fn progress() -> Progress {
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

    pub(crate) fn completed(on: &str) -> Progress {
        Progress {
            completed: Some(located(day(on))),
            ..progress()
        }
    }

    pub(crate) fn expected(on: &str) -> Progress {
        Progress {
            expected: Some(located(day(on))),
            ..progress()
        }
    }

    pub(crate) fn met(on: &str, deadline: Option<&str>) -> Progress {
        Progress {
            condition: Some(ConditionMet {
                date: located(day(on)),
                deadline: deadline.map(|d| located(day(d))),
            }),
            ..progress()
        }
    }

    pub(crate) fn ended(ending: Ending) -> Progress {
        Progress {
            ending: Some(ending),
            ..progress()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TaskState::{
        CarriedOver, Late, OnTime, Overdue, Standing, Stopped, Waiting, WithinTime,
    };
    use super::examples::{completed, day, ended, expected, located, met, plan, progress};
    use super::*;

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
