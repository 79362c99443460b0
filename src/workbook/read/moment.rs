//! Days, times and lengths of time as workbooks have them.

use calamine::ExcelDateTime;
use chrono::{NaiveDate, NaiveTime};

use super::book::{Content, Moment, Serial};

/// The first number that no spreadsheet takes for a day: the year 10 000.
const END: f64 = 2_958_466.0;

/// A number in a cell that shows days or times.
pub(super) fn of_serial(serial: &ExcelDateTime) -> Content {
    let value = serial.as_f64();
    if !(0.0..END).contains(&value) {
        return Content::Number(value);
    }
    if serial.is_duration() || value < 1.0 {
        return Content::Time(value);
    }
    let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    Content::Date(Moment {
        serial: Serial::Number(value),
        // 29 February 1900, which only Excel has, is none.
        day: NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()),
        time: time.filter(|time| *time != NaiveTime::MIN),
    })
}

/// `2026-03-05`, `2026-03-05T08:30:00`, `08:30:00`.
pub(super) fn of_iso(text: &str) -> Content {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let time = time.trim_end_matches('Z').parse::<NaiveTime>().ok();
    if let Ok(day) = day.parse::<NaiveDate>() {
        return Content::Date(Moment {
            serial: Serial::Iso(text.to_owned()),
            day: Some(day),
            time: time.filter(|time| *time != NaiveTime::MIN),
        });
    }
    match text.parse::<NaiveTime>() {
        Ok(time) => {
            let since = time.signed_duration_since(NaiveTime::MIN);
            Content::Time(f64::from(i32::try_from(since.num_seconds()).unwrap_or(0)) / 86_400.0)
        }
        Err(_) => Content::Text(text.to_owned()),
    }
}

/// `PT08H24M00S`, `P1DT12H`, `-PT30M`.
pub(super) fn of_duration(text: &str) -> Content {
    days(text).map_or_else(|| Content::Text(text.to_owned()), Content::Time)
}

fn days(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, text),
    };
    let mut rest = text.strip_prefix('P')?;
    let mut in_time = false;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            (in_time, rest) = (true, after);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let unit = match (after.chars().next()?, in_time) {
            ('D', false) => 86_400.0,
            ('H', true) => 3_600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        rest = after.get(1..)?;
    }
    Some(sign * seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn days_are_those_that_a_spreadsheet_shows() {
        let shown =
            |value, kind, is_1904| of_serial(&ExcelDateTime::new(value, kind, is_1904)).to_string();
        let day = |value| shown(value, ExcelDateTimeType::DateTime, false);
        assert_eq!(day(46_086.0), "05/3/2026");
        assert_eq!(day(46_086.354_167), "05/3/2026 8:30");
        assert_eq!(day(1.0), "01/01/1900");
        assert_eq!(day(60.0), "60");
        assert_eq!(day(0.35), "8:24");
        assert_eq!(day(-3.0), "-3");
        assert_eq!(day(1e300), "1".to_owned() + &"0".repeat(300));
        assert_eq!(
            shown(44_624.0, ExcelDateTimeType::DateTime, true),
            "05/3/2026"
        );
        assert_eq!(shown(1.5, ExcelDateTimeType::TimeDelta, false), "36:00");
    }

    #[test]
    fn days_in_words_are_read() {
        let cases = [
            ("2026-03-05", "05/3/2026"),
            ("2026-03-05T08:30:00", "05/3/2026 8:30"),
            ("2026-03-05T00:00:00Z", "05/3/2026"),
            ("08:24:00", "8:24"),
            ("hôm nay", "hôm nay"),
        ];
        for (text, shown) in cases {
            assert_eq!(of_iso(text).to_string(), shown);
        }
        let cases = [
            ("PT08H24M00S", "8:24"),
            ("P1DT12H", "36:00"),
            ("-PT30M", "-0:30"),
            ("PT0.5S", "0:00:01"),
            ("P1M", "P1M"),
            ("ngày", "ngày"),
        ];
        for (text, shown) in cases {
            assert_eq!(of_duration(text).to_string(), shown);
        }
    }
}
