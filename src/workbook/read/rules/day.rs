//! Days.

use chrono::{Datelike as _, NaiveDate};

use super::plain::{is_digits, plain};
use super::{Context, Understood, another_kind, read};
use crate::vi;
use crate::workbook::read::book::{Cell, Content, Moment};

const EXPECTED: &str = "ngày theo thứ tự ngày/tháng/năm (05/3/2026)";

/// A day. `latest` is the last that it may be: one behind it, whose day and month would fit the other way
/// round, was mixed up by a machine that writes the month first.
pub fn date(
    cell: Option<&Cell>,
    latest: Option<NaiveDate>,
    context: &Context<'_>,
) -> Understood<NaiveDate> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(text) => of_text(text),
        Content::Date(moment) => of_moment(cell, moment, latest),
        Content::Number(value) => of_number(cell, *value),
        _ => another_kind(cell, EXPECTED).unwrap_or(Understood::Nothing),
    })
}

/// How a day is typed so that no machine reads it otherwise.
fn typed(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn suggest(found: &str, say: String, day: NaiveDate) -> Understood<NaiveDate> {
    let day = typed(day);
    let remedy = format!("nếu là ngày {day} thì gõ đủ: {day}");
    Understood::suggested(found, say, remedy, day)
}

fn of_moment(cell: &Cell, moment: &Moment, latest: Option<NaiveDate>) -> Understood<NaiveDate> {
    let found = cell.shown();
    let Some(day) = moment.day.filter(|day| (1900..=2200).contains(&day.year())) else {
        let say = format!("`{found}` không phải là ngày có trên lịch");
        return Understood::asked(&found, say, format!("gõ lại {EXPECTED}"));
    };
    let is_late = |day: NaiveDate| latest.is_some_and(|latest| day > latest);
    let other = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month());
    if let Some(other) = other.filter(|other| is_late(day) && !is_late(*other)) {
        let say = format!(
            "`{found}` sau ngày chốt số liệu; máy đặt kiểu tiếng Anh có thể đã đổi chỗ ngày và tháng của {}",
            typed(other)
        );
        return suggest(&found, say, other);
    }
    let note = moment
        .time
        .map(|_| format!("`{found}` có cả giờ; chỉ lấy ngày"));
    Understood::Value(day).with_note(note)
}

/// A day whose format is lost is a number of days.
fn of_number(cell: &Cell, value: f64) -> Understood<NaiveDate> {
    let found = cell.shown();
    let say = format!("`{found}` là số, ở đây cần ngày");
    // From 2000 to 2099.
    if (36_526.0..73_051.0).contains(&value) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "its range was looked at"
        )]
        let days = chrono::Days::new(value.trunc() as u64);
        let start = NaiveDate::from_ymd_opt(1899, 12, 30);
        if let Some(day) = start.and_then(|start| start.checked_add_days(days)) {
            let say = format!("{say}; có phải là ngày {} bị mất định dạng?", typed(day));
            return suggest(&found, say, day);
        }
    }
    Understood::asked(&found, say, format!("gõ {EXPECTED}"))
}

fn of_text(text: &str) -> Understood<NaiveDate> {
    let text = plain(text);
    let found = vi::brief(&text).into_owned();
    if text.is_empty() {
        return Understood::Nothing;
    }
    let short = text.to_lowercase();
    let short = short.strip_prefix("ngày ").unwrap_or(&short);
    let is_long = short.contains(" tháng ") && short.contains(" năm ");
    let short = short.replace(" tháng ", "/").replace(" năm ", "/");
    let parts: Vec<_> = short.split(['/', '-', '.']).map(str::trim).collect();
    let numbers: Option<Vec<u32>> = parts
        .iter()
        .map(|part| is_digits(part).then(|| part.parse().ok()).flatten())
        .collect();
    let (Some(numbers), [first, .., last]) = (numbers, parts.as_slice()) else {
        return not_a_day(&found);
    };
    let [one, two, three] = *numbers.as_slice() else {
        return not_a_day(&found);
    };
    let day = |year: u32, month, day| {
        let year = i32::try_from(year)
            .ok()
            .filter(|year| (1900..=2200).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    };
    if first.len() == 4 {
        return day(one, two, three).map_or_else(|| not_a_day(&found), Understood::Value);
    }
    let say = format!("`{found}` không có trên lịch theo thứ tự ngày/tháng/năm");
    match last.len() {
        4 => match (day(three, two, one), day(three, one, two)) {
            (Some(day), _) if is_long => {
                let note = format!("đã hiểu `{found}` là ngày {}", typed(day));
                Understood::ValueWithNote(day, note)
            }
            (Some(day), _) => Understood::Value(day),
            (None, Some(swapped)) => suggest(&found, say, swapped),
            (None, None) => not_a_day(&found),
        },
        2 => match day(2_000 + three, two, one) {
            Some(day) => suggest(&found, format!("`{found}` viết năm bằng hai chữ số"), day),
            None => not_a_day(&found),
        },
        _ => not_a_day(&found),
    }
}

fn not_a_day(found: &str) -> Understood<NaiveDate> {
    let say = format!("`{found}` không phải là ngày có trên lịch");
    Understood::asked(found, say, format!("gõ lại {EXPECTED}"))
}
