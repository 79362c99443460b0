//! The state of arrivals as text and JSON.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Serialize;

use crate::assess::{ArrivalState, Expectation, Expected};
use crate::model::{LevelId, Period, Workspace};
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;

/// How it stands with one unit, in words.
fn words(state: ArrivalState) -> String {
    let left = |left: i64| match left {
        0 => "hạn hôm nay".to_owned(),
        1.. => format!("còn {left} ngày"),
        _ => format!("quá hạn {} ngày", -left),
    };
    match state {
        ArrivalState::Arrived { on, late: 0 } => format!("đúng hạn, {}", vi::short_date(on)),
        ArrivalState::Arrived { on, late } => {
            format!("muộn {late} ngày, {}", vi::short_date(on))
        }
        ArrivalState::Returned { on, left: days } => {
            format!("trả lại {}, {}", vi::short_date(on), left(days))
        }
        ArrivalState::Missing { left: days } => format!("chưa gửi, {}", left(days)),
        ArrivalState::Unreadable => "chưa rõ: dòng trong sổ đến có lỗi".to_owned(),
    }
}

/// How many units there are in each state.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
struct Counts {
    all: usize,
    on_time: usize,
    late: usize,
    returned: usize,
    missing: usize,
    #[serde(skip_serializing_if = "is_nought")]
    unreadable: usize,
    overdue: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_nought(count: &usize) -> bool {
    *count == 0
}

impl Counts {
    fn of<'e>(units: impl IntoIterator<Item = &'e Expected<'e>>) -> Self {
        let mut counts = Self::default();
        for unit in units {
            counts.all += 1;
            counts.overdue += usize::from(unit.state.is_overdue());
            match unit.state {
                ArrivalState::Arrived { late: 0, .. } => counts.on_time += 1,
                ArrivalState::Arrived { .. } => counts.late += 1,
                ArrivalState::Returned { .. } => counts.returned += 1,
                ArrivalState::Missing { .. } => counts.missing += 1,
                ArrivalState::Unreadable => counts.unreadable += 1,
            }
        }
        counts
    }

    fn words(self) -> String {
        let Self {
            all,
            on_time,
            late,
            returned,
            missing,
            unreadable,
            overdue,
        } = self;
        let mut text = format!("{}/{all} đã gửi", on_time + late);
        if late > 0 {
            let _ = write!(text, " ({on_time} đúng hạn, {late} muộn)");
        }
        if returned > 0 {
            let _ = write!(text, ", {returned} trả lại");
        }
        if missing > 0 {
            let _ = write!(text, ", {missing} chưa gửi");
        }
        if unreadable > 0 {
            let _ = write!(text, ", {unreadable} chưa rõ");
        }
        if overdue > 0 {
            let _ = write!(text, ", {overdue} quá hạn");
        }
        text
    }
}

/// The state for people, by level.
pub(in crate::cli) fn as_text(
    workspace: &Workspace,
    period: &Period,
    all: &[Expectation<'_>],
    on: NaiveDate,
) -> String {
    let mut text = String::new();
    for expectation in all {
        let _ = writeln!(
            text,
            "Kỳ {period}: báo cáo về {}, hạn {} {}; xem ngày {}",
            expectation.receiver.name.value,
            vi::weekday(expectation.due),
            vi::short_date(expectation.due),
            vi::short_date(on)
        );
        let units = &expectation.units;
        let longest = units
            .iter()
            .map(|u| u.agency.name.value.chars().count())
            .max();
        let width = longest.unwrap_or_default();
        for (level, name) in &workspace.levels {
            let of_level: Vec<_> = units.iter().filter(|u| u.agency.level == *level).collect();
            if of_level.is_empty() {
                continue;
            }
            let counts = Counts::of(of_level.iter().copied());
            let _ = writeln!(text, "\n{name}: {}", counts.words());
            for unit in of_level {
                let _ = writeln!(
                    text,
                    "  {:width$}  {}",
                    unit.agency.name.value,
                    words(unit.state)
                );
            }
        }
        let _ = writeln!(text, "\nTất cả: {}", Counts::of(units).words());
        for agency in &expectation.elsewhere {
            let _ = writeln!(
                text,
                "Không qua sổ này: {}, báo cáo thẳng {}",
                agency.name.value, expectation.compiled.name.value
            );
        }
    }
    text
}

#[derive(Serialize)]
struct StatusJson<'a> {
    version: u32,
    period: String,
    date: String,
    receivers: Vec<ReceiverJson<'a>>,
}

#[derive(Serialize)]
struct ReceiverJson<'a> {
    agency: &'a str,
    due: String,
    counts: Counts,
    units: Vec<UnitJson<'a>>,
}

#[derive(Serialize)]
struct UnitJson<'a> {
    agency: &'a str,
    name: &'a str,
    level: &'a str,
    state: &'static str,
    date: Option<String>,
    days_late: Option<i64>,
    days_left: Option<i64>,
    overdue: bool,
}

/// The state for programs.
pub(in crate::cli) fn as_json(period: &Period, all: &[Expectation<'_>], on: NaiveDate) -> String {
    let unit =
        |unit: &Expected<'_>| -> (&'static str, Option<NaiveDate>, Option<i64>, Option<i64>) {
            match unit.state {
                ArrivalState::Arrived { on, late: 0 } => ("on_time", Some(on), Some(0), None),
                ArrivalState::Arrived { on, late } => ("late", Some(on), Some(late), None),
                ArrivalState::Returned { on, left } => ("returned", Some(on), None, Some(left)),
                ArrivalState::Missing { left } => ("missing", None, None, Some(left)),
                ArrivalState::Unreadable => ("unreadable", None, None, None),
            }
        };
    let status = StatusJson {
        version: VERSION,
        period: period.to_string(),
        date: on.to_string(),
        receivers: all
            .iter()
            .map(|expectation| ReceiverJson {
                agency: expectation.receiver.id.as_str(),
                due: expectation.due.to_string(),
                counts: Counts::of(&expectation.units),
                units: expectation
                    .units
                    .iter()
                    .map(|expected| {
                        let (state, date, days_late, days_left) = unit(expected);
                        UnitJson {
                            agency: expected.agency.id.as_str(),
                            name: &expected.agency.name.value,
                            level: LevelId::as_str(&expected.agency.level),
                            state,
                            date: date.map(|day| day.to_string()),
                            days_late,
                            days_left,
                            overdue: expected.state.is_overdue(),
                        }
                    })
                    .collect(),
            })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&status).unwrap_or_default();
    format!("{text}\n")
}
