//! The year's calendar as text, JSON and iCalendar.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use icalendar::{Calendar, Class, Component, Event, EventLike, Property};
use serde::Serialize;

use crate::assess::Due;
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;

/// Who made a calendar, as calendars say it (RFC 5545, 3.7.3).
pub(in crate::cli) const PRODUCT: &str = "-//baocao//Lich bao cao//VI";

/// "còn 12 ngày", "hôm nay", "đã qua 3 ngày".
pub(in crate::cli) fn days_left(left: i64) -> String {
    match left {
        0 => "hôm nay".to_owned(),
        1.. => format!("còn {left} ngày"),
        _ => format!("đã qua {} ngày", -left),
    }
}

/// "; nên xong trong thứ Năm 04/3/2021", or nothing where the due date itself will do.
fn advice(due: &Due) -> String {
    due.advised.map_or_else(String::new, |day| {
        let (weekday, date) = (vi::weekday(day), vi::short_date(day));
        format!("; nên xong trong {weekday} {date}")
    })
}

/// What stands behind a day that the place has not said.
const UNCONFIRMED: &str = "tạm đặt, chưa được địa phương xác nhận";

/// The day as it is said, and that it is none that the place has said.
fn words(due: &Due) -> String {
    if due.confirmed {
        due.words.clone()
    } else {
        format!("{} ({UNCONFIRMED})", due.words)
    }
}

/// The calendar for people, seen from a day.
pub(in crate::cli) fn as_text(year: i32, all: &[Due], on: NaiveDate) -> String {
    let mut text = format!(
        "Lịch năm {year}, xem từ {} {}\n",
        vi::weekday(on),
        vi::short_date(on)
    );
    for due in all {
        let left = days_left((due.date - on).num_days());
        let _ = write!(
            text,
            "\n{} {} ({left})\n  {}\n",
            vi::upper_first(vi::weekday(due.date)),
            vi::short_date(due.date),
            due.what
        );
        let to = due
            .to
            .as_ref()
            .map_or_else(String::new, |to| format!(" → {to}"));
        let _ = writeln!(text, "  {}{to}", due.from);
        let mut when = format!("  Hạn: {}", words(due));
        if vi::is_weekend(due.date) {
            let _ = write!(when, " (ngày nghỉ)");
        }
        when.push_str(&advice(due));
        let _ = writeln!(text, "{when}\n  Theo: {}", due.source);
    }
    text
}

#[derive(Serialize)]
struct CalendarJson<'a> {
    version: u32,
    year: i32,
    date: String,
    due: Vec<DueJson<'a>>,
}

#[derive(Serialize)]
struct DueJson<'a> {
    id: &'a str,
    date: String,
    weekday: &'static str,
    weekend: bool,
    days_left: i64,
    what: &'a str,
    words: &'a str,
    from: &'a str,
    to: Option<&'a str>,
    advised: Option<String>,
    source: &'a str,
    confirmed: bool,
}

/// The calendar for programs, seen from a day.
pub(in crate::cli) fn as_json(year: i32, all: &[Due], on: NaiveDate) -> String {
    let calendar = CalendarJson {
        version: VERSION,
        year,
        date: on.to_string(),
        due: all
            .iter()
            .map(|due| DueJson {
                id: &due.id,
                date: due.date.to_string(),
                weekday: vi::weekday(due.date),
                weekend: vi::is_weekend(due.date),
                days_left: (due.date - on).num_days(),
                what: &due.what,
                words: &due.words,
                from: &due.from,
                to: due.to.as_deref(),
                advised: due.advised.map(|day| day.to_string()),
                source: &due.source,
                confirmed: due.confirmed,
            })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&calendar).unwrap_or_default();
    format!("{text}\n")
}

/// The calendar for calendar programs: one event a day that something is due. It says
/// nothing of today, so that the same data give the same file (RFC 5545).
pub(in crate::cli) fn as_ics(year: i32, all: &[Due]) -> String {
    let mut calendar = Calendar::new();
    for property in &mut calendar.properties {
        if property.key() == "PRODID" {
            *property = Property::new("PRODID", PRODUCT);
        }
    }
    calendar.name(&format!("Báo cáo cải cách hành chính năm {year}"));
    // What the standard asks for is when the entry was made: the beginning of its year.
    let made = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    for due in all {
        let mut about = due.from.clone();
        if let Some(to) = &due.to {
            let _ = write!(about, " → {to}");
        }
        let _ = write!(about, "\nHạn: {}", words(due));
        about.push_str(&advice(due));
        let _ = write!(about, "\nTheo: {}", due.source);
        let mut event = Event::new();
        // The standard knows no way to write such characters, and breaks lines anywhere: no
        // two colons may come to stand at the beginning of one.
        let line = |text: &str| vi::shown(text).replace("::", ":\\u{3a}");
        let about: Vec<_> = about.lines().map(line).collect();
        event
            .uid(&line(&format!("{}@baocao", due.id)))
            .timestamp(made.and_time(NaiveTime::MIN).and_utc())
            .class(Class::Public)
            .summary(&line(&format!("Hạn: {}", due.what)))
            .description(&about.join("\n"))
            .starts(due.date);
        calendar.push(event.done());
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_calendar_acts_wherever_it_is_broken() {
        for before in 0..80 {
            let what = format!("{}::error::x\u{202e}", "a".repeat(before));
            let due = Due {
                id: what.clone(),
                date: NaiveDate::default(),
                what: what.clone(),
                words: what.clone(),
                from: what.clone(),
                to: Some(what.clone()),
                advised: None,
                source: what,
                confirmed: true,
            };
            let text = as_ics(2021, &[due]);
            let is_command = |line: &str| line.trim_start().starts_with("::");
            assert!(!text.lines().any(is_command), "{text}");
            assert!(!text.contains('\u{202e}'), "{text}");
            assert!(text.contains("PRODID:-//baocao//"), "{text}");
        }
    }
}
