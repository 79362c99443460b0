//! Dates as Nghị định 30/2020/NĐ-CP writes them.

use chrono::{Datelike, NaiveDate};

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
