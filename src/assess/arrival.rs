//! Whose reports have arrived, how late, and whose have not.

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::{Agency, Arrival, Period, Reception, Workspace, day};

/// How it stands with the report of a unit on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ArrivalState {
    /// It arrived, so many days late; 0 is on time.
    Arrived {
        /// The day of the arrival that stands.
        #[serde(serialize_with = "day::iso")]
        on: NaiveDate,
        /// Days after the last on which it would have been on time.
        late: i64,
    },
    /// It was sent back and has not come again.
    Returned {
        /// The day on which it was sent back.
        #[serde(serialize_with = "day::iso")]
        on: NaiveDate,
        /// Days that are left; below 0 it is overdue.
        left: i64,
    },
    /// It has not arrived.
    Missing {
        /// Days that are left; below 0 it is overdue.
        left: i64,
    },
    /// A row of the register that may be its own could not be read.
    Unreadable,
}

impl ArrivalState {
    /// Whether it should have been there and is not.
    pub fn is_overdue(self) -> bool {
        match self {
            Self::Arrived { .. } | Self::Unreadable => false,
            Self::Returned { left, .. } | Self::Missing { left } => left < 0,
        }
    }
}

/// A unit whose report is expected, and how it stands.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'w> {
    /// The unit.
    pub agency: &'w Agency,
    /// How it stands.
    pub state: ArrivalState,
}

/// The reports that one agency expects for a period.
#[derive(Debug, Clone)]
pub struct Expectation<'w> {
    /// The agency whose report is compiled from them.
    pub compiled: &'w Agency,
    /// The agency that receives them.
    pub receiver: &'w Agency,
    /// Agencies whose reports do not come here.
    pub elsewhere: Vec<&'w Agency>,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The units, in the order of the agencies.
    pub units: Vec<Expected<'w>>,
}

/// How it stands on a day with all reports that are due for a period. Nothing, if no
/// regime has the period.
pub fn expectations<'w>(
    workspace: &'w Workspace,
    period: &Period,
    on: NaiveDate,
) -> Option<Vec<Expectation<'w>>> {
    let regime = *workspace.regimes_for(period).first()?;
    let due = regime
        .cycles
        .get(&period.cycle)?
        .units_due
        .in_year(period.year)?;
    let last = if regime.due_day_counts {
        Some(due)
    } else {
        due.pred_opt()
    }?;
    let register = workspace.register.as_ref();
    let expectation = |reception: Reception<'w>| Expectation {
        compiled: reception.compiled,
        receiver: reception.receiver,
        elsewhere: reception.elsewhere,
        due,
        units: reception
            .senders
            .into_iter()
            .map(|agency| {
                let all = register.and_then(|register| register.arrivals.get(&agency.id));
                let in_doubt = register.is_some_and(|r| r.in_doubt.contains(&agency.id));
                let state = if in_doubt {
                    ArrivalState::Unreadable
                } else {
                    state(all.map_or(&[][..], Vec::as_slice), last, on)
                };
                Expected { agency, state }
            })
            .collect(),
    };
    Some(
        workspace
            .receptions(due)
            .into_iter()
            .map(expectation)
            .collect(),
    )
}

/// How it stands on a day; `last` is the last on which a report is on time. What was sent
/// back does not count: the one that came after it does.
fn state(arrivals: &[Arrival], last: NaiveDate, on: NaiveDate) -> ArrivalState {
    let left = (last - on).num_days();
    let Some(latest) = arrivals.iter().rev().find(|a| a.date.value <= on) else {
        return ArrivalState::Missing { left };
    };
    let returned = latest.returned.as_ref().map(|day| day.value);
    match returned.filter(|day| *day <= on) {
        Some(day) => ArrivalState::Returned { on: day, left },
        None => ArrivalState::Arrived {
            on: latest.date.value,
            late: (latest.date.value - last).num_days().max(0),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::ArrivalState::{Arrived, Missing, Returned};
    use super::*;
    use crate::diagnostic::{Located, Sources};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn arrival(date: &str, returned: Option<&str>) -> Arrival {
        let place = Sources::beginning(Sources::default().add("x", ""));
        let located = |date: &str| Located {
            value: day(date),
            place,
        };
        Arrival {
            date: located(date),
            number: None,
            returned: returned.map(located),
            reason: None,
            to_mend: None,
        }
    }

    #[test]
    fn how_it_stands_around_the_due_day() {
        let on_time = || vec![arrival("2021-03-05", None)];
        let late = || vec![arrival("2021-03-08", None)];
        let sent_back = || vec![arrival("2021-03-04", Some("2021-03-05"))];
        let again = || {
            vec![
                arrival("2021-03-04", Some("2021-03-05")),
                arrival("2021-03-09", None),
            ]
        };
        let arrived = |on: &str, late| Arrived { on: day(on), late };
        // Arrivals, the day of looking, the state; what is due on 05/3 counts as on time.
        let cases = [
            (vec![], "2021-03-01", Missing { left: 4 }),
            (vec![], "2021-03-05", Missing { left: 0 }),
            (vec![], "2021-03-06", Missing { left: -1 }),
            // Not there yet on the day of looking.
            (on_time(), "2021-03-04", Missing { left: 1 }),
            (on_time(), "2021-03-05", arrived("2021-03-05", 0)),
            (on_time(), "2021-04-01", arrived("2021-03-05", 0)),
            (late(), "2021-03-07", Missing { left: -2 }),
            (late(), "2021-03-08", arrived("2021-03-08", 3)),
            (sent_back(), "2021-03-04", arrived("2021-03-04", 0)),
            (
                sent_back(),
                "2021-03-05",
                Returned {
                    on: day("2021-03-05"),
                    left: 0,
                },
            ),
            (
                sent_back(),
                "2021-03-06",
                Returned {
                    on: day("2021-03-05"),
                    left: -1,
                },
            ),
            (again(), "2021-03-09", arrived("2021-03-09", 4)),
        ];
        for (arrivals, on, expected) in cases {
            let said = state(&arrivals, day("2021-03-05"), day(on));
            assert_eq!(said, expected, "{arrivals:?} {on}");
        }
    }

    #[test]
    fn only_what_is_past_its_day_is_overdue() {
        let cases = [
            (Missing { left: 1 }, false),
            (Missing { left: 0 }, false),
            (Missing { left: -1 }, true),
            (
                Returned {
                    on: day("2021-03-05"),
                    left: 0,
                },
                false,
            ),
            (
                Returned {
                    on: day("2021-03-05"),
                    left: -3,
                },
                true,
            ),
            (
                Arrived {
                    on: day("2021-03-09"),
                    late: 4,
                },
                false,
            ),
        ];
        for (state, overdue) in cases {
            assert_eq!(state.is_overdue(), overdue, "{state:?}");
        }
    }
}
