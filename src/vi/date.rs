//! Dates as Nghị định 30/2020/NĐ-CP writes them.

use chrono::{Datelike, NaiveDate, Weekday};

/// "ngày 05 tháng 01 năm 2021" (Phụ lục I, Phần I, Mục II.4: days below 10 and
/// the months 1 and 2 have a nought before them).
pub fn long_date(date: NaiveDate) -> String {
    format!("ngày {:02} {}", date.day(), month_year(date))
}

/// "tháng 3 năm 2021", "tháng 01 năm 2021".
pub fn month_year(date: NaiveDate) -> String {
    format!("tháng {} năm {}", month(date), date.year())
}

/// "05/3/2021", "10/01/2021".
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}/{}/{}", date.day(), month(date), date.year())
}

/// "thứ Hai", "Chủ nhật" (NĐ 30/2020, Phụ lục II, mục V.3: the number of a weekday has a
/// capital).
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// Whether offices are closed on a day of the week. Holidays are not known.
pub fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day that a plan's words mean: "10/01/2021", "12/2020", "Trong tháng
/// 01/2021", "Quý I 2021", "Quý III/2022", "Trước ngày 15/8/2027", "6 tháng đầu năm 2027".
/// What is due before a day may arrive on it; what is due before a month or a quarter, on the
/// day before that begins. Nothing for other words.
pub fn last_day_meant(words: &str) -> Option<NaiveDate> {
    let words = words.trim().to_lowercase();
    let before = words.starts_with("trước ");
    let rest = ["trong ", "trước ", "đến hết ", "đến ", "hết ", "chậm nhất "]
        .iter()
        .find_map(|before| words.strip_prefix(before))
        .unwrap_or(&words);
    if let Some(year) = rest.strip_prefix("6 tháng đầu năm ") {
        return last_of_month(year.parse().ok()?, 6);
    }
    if let Some(rest) = rest.strip_prefix("quý ") {
        let (quarter, year) = rest.split_once([' ', '/'])?;
        let quarter = ["i", "ii", "iii", "iv"]
            .iter()
            .position(|q| *q == quarter)?;
        let year = year.strip_prefix("năm ").unwrap_or(year).parse().ok()?;
        let first = u32::try_from(quarter).ok()? * 3 + 1;
        if before {
            return NaiveDate::from_ymd_opt(year, first, 1)?.pred_opt();
        }
        return last_of_month(year, first + 2);
    }
    let rest = rest.strip_prefix("ngày ").unwrap_or(rest);
    let rest = rest.strip_prefix("tháng ").unwrap_or(rest);
    let rest = rest.replace(" năm ", "/");
    let numbers: Vec<u32> = rest
        .split('/')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers.as_slice() {
        [month, year] if before => {
            NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, 1)?.pred_opt()
        }
        [month, year] => last_of_month(i32::try_from(*year).ok()?, *month),
        [day, month, year] => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        _ => None,
    }
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, next) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    NaiveDate::from_ymd_opt(year, next, 1)?.pred_opt()
}

fn month(date: NaiveDate) -> String {
    match date.month() {
        m @ 1..=2 => format!("0{m}"),
        m => m.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_deadline_mean_a_day() {
        let cases = [
            ("Trước 15/8/2027", Some((2027, 8, 15))),
            ("trước ngày 20/01/2026", Some((2026, 1, 20))),
            ("Chậm nhất ngày 05/3/2026", Some((2026, 3, 5))),
            ("Tháng 8 năm 2027", Some((2027, 8, 31))),
            ("Trong 6 tháng đầu năm 2027", Some((2027, 6, 30))),
            ("Trước 30/02/2027", None),
            ("Trước tháng 02/2024", Some((2024, 1, 31))),
            ("Trước quý II/2024", Some((2024, 3, 31))),
            ("Trước tháng 13/2024", None),
            ("Hết quý I/2024", Some((2024, 3, 31))),
            ("Đến hết tháng 6 năm 2024", Some((2024, 6, 30))),
            ("10/01/2021", Some((2021, 1, 10))),
            ("12/2020", Some((2020, 12, 31))),
            ("Trong tháng 01/2021", Some((2021, 1, 31))),
            ("tháng 02/2024", Some((2024, 2, 29))),
            ("Quý I 2021", Some((2021, 3, 31))),
            ("Quý III năm 2021", Some((2021, 9, 30))),
            ("Quý IV/2022", Some((2022, 12, 31))),
            ("Cả năm 2021", None),
            ("Quý V 2021", None),
            ("31/02/2021", None),
            ("13/2021", None),
            ("Theo chỉ đạo của UBND thành phố", None),
            ("", None),
        ];
        for (words, day) in cases {
            let day = day.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
            assert_eq!(last_day_meant(words), day, "{words}");
        }
    }

    #[test]
    fn days_below_ten_and_the_first_two_months_have_a_nought() {
        let cases = [
            ((2021, 1, 5), "ngày 05 tháng 01 năm 2021", "05/01/2021"),
            ((2021, 2, 28), "ngày 28 tháng 02 năm 2021", "28/02/2021"),
            ((2021, 3, 4), "ngày 04 tháng 3 năm 2021", "04/3/2021"),
            ((2020, 12, 29), "ngày 29 tháng 12 năm 2020", "29/12/2020"),
        ];
        for ((year, month, day), long, short) in cases {
            let date = NaiveDate::from_ymd_opt(year, month, day).expect("a real date");
            assert_eq!(long_date(date), long);
            assert_eq!(short_date(date), short);
        }
    }
}
