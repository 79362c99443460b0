//! On which days an agency signs: no Saturday, Sunday or holiday.

use baocao::vi;
use chrono::{Datelike, Days, NaiveDate};

/// Month and day of the first day off, how many there are.
type Holiday = (u32, u32, u64);

/// Days off in the years of the sample: Tết, Giỗ Tổ, 30/4 and 01/5, Quốc khánh, with the days
/// that were given for weekends.
const DAYS_OFF: &[(i32, &[Holiday])] = &[
    (
        2020,
        &[(1, 1, 1), (1, 23, 7), (4, 2, 1), (4, 30, 2), (9, 2, 1)],
    ),
    (
        2021,
        &[(1, 1, 1), (2, 10, 7), (4, 21, 1), (4, 30, 4), (9, 2, 2)],
    ),
    (
        2025,
        &[(1, 1, 1), (1, 25, 9), (4, 7, 1), (4, 30, 3), (8, 30, 4)],
    ),
    (
        2026,
        &[(1, 1, 2), (2, 14, 9), (4, 25, 3), (4, 30, 2), (8, 29, 5)],
    ),
];

/// Whether nobody signs on a day.
pub(crate) fn is_off(day: NaiveDate) -> bool {
    let of_year = DAYS_OFF.iter().find(|(year, _)| *year == day.year());
    let within = |(month, first, count): &Holiday| {
        NaiveDate::from_ymd_opt(day.year(), *month, *first)
            .is_some_and(|first| (first..first + Days::new(*count)).contains(&day))
    };
    vi::is_weekend(day) || of_year.is_some_and(|(_, holidays)| holidays.iter().any(within))
}

/// The last working day up to a day.
pub(crate) fn workday(day: NaiveDate) -> NaiveDate {
    let mut days = (0..15).map(|before| day - Days::new(before));
    days.find(|day| !is_off(*day)).unwrap_or(day)
}

/// The first working day from a day on.
pub(crate) fn workday_from(day: NaiveDate) -> NaiveDate {
    let mut days = (0..15).map(|after| day + Days::new(after));
    days.find(|day| !is_off(*day)).unwrap_or(day)
}

/// A day some days before or after another.
pub(crate) fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}
