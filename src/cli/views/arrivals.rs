//! The state of arrivals as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{ArrivalCounts, Arrivals, UnitArrival};
use crate::assess::ArrivalState;
use crate::cli::columns::{Columns, Side};
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

/// How it stands with one unit, with what the register and the folder of data say besides.
fn said(unit: &UnitArrival) -> String {
    let mut text = words(unit.state);
    let has_arrived = matches!(unit.state, ArrivalState::Arrived { .. });
    if let Some(number) = unit.number.filter(|_| has_arrived) {
        let _ = write!(text, ", số {number}");
    }
    if let Some(to_mend) = &unit.to_mend {
        let _ = write!(text, "; cần {}", vi::brief(to_mend));
    }
    match (has_arrived, unit.has_data) {
        (true, false) => text.push_str("; chưa có số liệu"),
        (false, true) if matches!(unit.state, ArrivalState::Missing { .. }) => {
            text.push_str("; đã có số liệu");
        }
        _ => {}
    }
    text
}

/// How many units there are in each state, in words.
fn counted(counts: ArrivalCounts) -> String {
    let ArrivalCounts {
        all,
        on_time,
        late,
        returned,
        missing,
        unreadable,
        overdue,
    } = counts;
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

/// The state for people, by level.
pub(in crate::cli) fn as_text(arrivals: &Arrivals) -> String {
    let mut text = String::new();
    for receiver in &arrivals.receivers {
        let _ = writeln!(
            text,
            "Kỳ {}: báo cáo về {}, hạn {} {}; xem ngày {}",
            arrivals.period,
            receiver.receiver.name,
            vi::weekday(receiver.due),
            vi::short_date(receiver.due),
            vi::short_date(arrivals.date)
        );
        let units = &receiver.units;
        let cells = |unit: &UnitArrival| [unit.unit.name.clone(), said(unit)];
        let columns = units
            .iter()
            .fold(Columns::new([Side::Left, Side::Left]), |columns, unit| {
                columns.fitting(cells(unit))
            });
        for level in &arrivals.levels {
            let of_level = || units.iter().filter(|unit| unit.level == level.level);
            if of_level().next().is_none() {
                continue;
            }
            let counts = counted(ArrivalCounts::of(of_level()));
            let _ = writeln!(text, "\n{}: {counts}", level.name);
            for unit in of_level() {
                let _ = writeln!(text, "  {}", columns.line(cells(unit)));
            }
        }
        let _ = writeln!(text, "\nTất cả: {}", counted(receiver.counts));
        for agency in &receiver.elsewhere {
            let _ = writeln!(
                text,
                "Không qua sổ này: {}, báo cáo thẳng {}",
                agency.name, receiver.compiled.name
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
    counts: ArrivalCounts,
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
    number: Option<u64>,
    to_mend: Option<&'a str>,
    has_data: bool,
}

/// The state for programs.
pub(in crate::cli) fn as_json(arrivals: &Arrivals) -> String {
    let receivers = arrivals.receivers.iter().map(|receiver| ReceiverJson {
        agency: receiver.receiver.agency.as_str(),
        due: receiver.due.to_string(),
        counts: receiver.counts,
        units: receiver.units.iter().map(unit_json).collect(),
    });
    let status = StatusJson {
        version: VERSION,
        period: arrivals.period.to_string(),
        date: arrivals.date.to_string(),
        receivers: receivers.collect(),
    };
    let text = serde_json::to_string_pretty(&status).unwrap_or_default();
    format!("{text}\n")
}

fn unit_json(unit: &UnitArrival) -> UnitJson<'_> {
    let (state, date, days_late, days_left) = match unit.state {
        ArrivalState::Arrived { on, late: 0 } => ("on_time", Some(on), Some(0), None),
        ArrivalState::Arrived { on, late } => ("late", Some(on), Some(late), None),
        ArrivalState::Returned { on, left } => ("returned", Some(on), None, Some(left)),
        ArrivalState::Missing { left } => ("missing", None, None, Some(left)),
        ArrivalState::Unreadable => ("unreadable", None, None, None),
    };
    UnitJson {
        agency: unit.unit.agency.as_str(),
        name: &unit.unit.name,
        level: unit.level.as_str(),
        state,
        date: date.map(|day| day.to_string()),
        days_late,
        days_left,
        overdue: unit.overdue,
        number: unit.number,
        to_mend: unit.to_mend.as_deref(),
        has_data: unit.has_data,
    }
}
