//! Numbers and dates out of what people typed.

use chrono::NaiveDate;

use super::node::ScalarStyle;
use crate::diagnostic::Code;
use crate::vi;

/// Why a scalar is not a count.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CountFault {
    Quoted,
    Thousands,
    Comma,
    LeadingZero,
    Negative,
    TooLarge,
    Fraction,
    Decimals,
    Other,
}

impl CountFault {
    /// Code, message and advice for the text that was written.
    pub(super) fn explain(&self, text: &str) -> (Code, String, String) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match self {
            Self::Quoted => (
                Code::NumberForm,
                format!("số `{text}` đặt trong dấu nháy nên được hiểu là chữ"),
                format!("bỏ dấu nháy: {digits}"),
            ),
            Self::Thousands => (
                Code::NumberThousands,
                format!("`{text}` là số thập phân hay là số nguyên có dấu chấm ngăn hàng nghìn?"),
                format!(
                    "ở đây cần một số nguyên; nếu là {} thì viết liền: {digits}",
                    grouped_digits(&digits)
                ),
            ),
            Self::Comma => (
                Code::NumberComma,
                format!("`{text}` có dấu phẩy nên được hiểu là chữ"),
                "số nguyên viết liền, không có dấu chấm, dấu phẩy hay dấu cách; số tiền làm tròn đến đơn vị tính của dòng".to_owned(),
            ),
            Self::LeadingZero => (
                Code::NumberLeadingZero,
                format!("`{text}` có số 0 ở đầu"),
                format!(
                    "viết {}; khi in vào câu văn, chương trình tự thêm số 0",
                    digits.trim_start_matches('0').parse().unwrap_or(0_u64)
                ),
            ),
            Self::Negative => (
                Code::NumberRange,
                format!("`{text}` là số âm"),
                "số liệu thống kê không nhỏ hơn 0".to_owned(),
            ),
            Self::TooLarge => (
                Code::NumberRange,
                format!("`{text}` lớn quá mức có thể"),
                "kiểm tra lại số chữ số".to_owned(),
            ),
            Self::Fraction => (
                Code::NumberForm,
                format!("`{text}` không phải là số nguyên"),
                "ở đây cần một số nguyên; số tiền làm tròn đến đơn vị tính của dòng".to_owned(),
            ),
            Self::Decimals => (
                Code::NumberForm,
                format!("`{text}` có hơn hai chữ số thập phân"),
                format!(
                    "làm tròn đến hai chữ số thập phân; nếu là số nguyên {} thì viết liền: {digits}",
                    grouped_digits(&digits)
                ),
            ),
            Self::Other => (
                Code::NumberForm,
                format!("`{text}` không phải là số"),
                "viết số nguyên bằng các chữ số; nếu chưa có số liệu thì viết `{khong_co: lý do}`"
                    .to_owned(),
            ),
        }
    }
}

/// Reads a number of at most two decimals, behind a comma or a point, in hundredths. Quotes are
/// no fault: within braces a comma needs them.
pub(super) fn parse_decimal(text: &str) -> Result<u64, CountFault> {
    let (whole, fraction) = match text.split_once([',', '.']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let whole = parse_count(whole, ScalarStyle::Plain)?;
    let Some(fraction) = fraction else {
        return Ok(whole * 100);
    };
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Err(CountFault::Other);
    }
    match fraction.as_bytes() {
        [tenths @ b'0'..=b'9'] => Ok(whole * 100 + u64::from(tenths - b'0') * 10),
        [tenths @ b'0'..=b'9', rest @ b'0'..=b'9'] => {
            let hundredths = u64::from(tenths - b'0') * 10 + u64::from(rest - b'0');
            Ok(whole * 100 + hundredths)
        }
        _ => Err(CountFault::Decimals),
    }
}

/// Counts stay below this: the column of a form holds no more, and no province
/// counts or spends more in its units of measure.
const LARGEST_COUNT: u64 = 999_999_999_999;

/// Reads a number that counts things, as it was written.
pub(super) fn parse_count(text: &str, style: ScalarStyle) -> Result<u64, CountFault> {
    let is_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if is_digits(text) {
        if style == ScalarStyle::Quoted {
            return Err(CountFault::Quoted);
        }
        if text.len() > 1 && text.starts_with('0') {
            return Err(CountFault::LeadingZero);
        }
        return match text.parse() {
            Ok(number) if number <= LARGEST_COUNT => Ok(number),
            _ => Err(CountFault::TooLarge),
        };
    }
    if text.strip_prefix('-').is_some_and(is_digits) {
        return Err(CountFault::Negative);
    }
    let groups: Vec<_> = text.split('.').collect();
    if groups.len() > 1
        && groups.iter().all(|g| is_digits(g))
        && groups[0].len() <= 3
        && groups[1..].iter().all(|g| g.len() == 3)
    {
        return Err(CountFault::Thousands);
    }
    if text.contains(',')
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    {
        return Err(CountFault::Comma);
    }
    if groups.len() == 2 && groups.iter().all(|g| is_digits(g)) {
        return Err(CountFault::Fraction);
    }
    Err(CountFault::Other)
}

fn grouped_digits(digits: &str) -> String {
    digits
        .parse()
        .map_or_else(|_| digits.to_owned(), vi::grouped)
}

/// Whether a text has the shape of a date, on a calendar or not.
pub(super) fn is_iso_date(text: &str) -> bool {
    iso_parts(text).is_some()
}

fn iso_parts(text: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let digits = |t: &&str| t.bytes().all(|b| b.is_ascii_digit());
    if (year.len(), month.len(), day.len()) != (4, 2, 2) || !parts.iter().all(digits) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Reads `2021-03-04`.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = iso_parts(text)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Reads `2021-3-4`, `2021/03/04`, `2021.3.4`: the right order, for the advice on how to
/// write it.
pub(super) fn short_iso_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['/', '-', '.']);
    let (year, month, day) = (
        parts.next()?.trim(),
        parts.next()?.trim(),
        parts.next()?.trim(),
    );
    let digits =
        |t: &str, most| !t.is_empty() && t.len() <= most && t.bytes().all(|b| b.is_ascii_digit());
    let well_formed = year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2);
    if !well_formed || parts.next().is_some() || parse_date(text).is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads `04/3/2021`, for the advice on how to write it.
pub(super) fn vietnamese_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['/', '-', '.']);
    let day = parts.next()?.trim().parse().ok()?;
    let month = parts.next()?.trim().parse().ok()?;
    let year = parts.next()?.trim().parse().ok()?;
    if parts.next().is_some() || !(1900..=2200).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_seen_as_they_were_written() {
        use CountFault::{
            Comma, Fraction, LeadingZero, Negative, Other, Quoted, Thousands, TooLarge,
        };
        let cases = [
            ("0", Ok(0)),
            ("1234", Ok(1234)),
            ("1.234", Err(Thousands)),
            ("12.345.678", Err(Thousands)),
            ("1,5", Err(Comma)),
            ("1.234,5", Err(Comma)),
            ("05", Err(LeadingZero)),
            ("00", Err(LeadingZero)),
            ("-3", Err(Negative)),
            ("12.5", Err(Fraction)),
            ("1e3", Err(Other)),
            ("1_000", Err(Other)),
            ("0x10", Err(Other)),
            ("no", Err(Other)),
            ("12 hồ sơ", Err(Other)),
            ("99999999999999999999", Err(TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_count(text, ScalarStyle::Plain), expected, "{text}");
        }
        assert_eq!(parse_count("12", ScalarStyle::Quoted), Err(Quoted));
    }

    #[test]
    fn a_decimal_is_exact_and_has_two_places_at_most() {
        use CountFault::{Decimals, LeadingZero, Negative, Other, TooLarge};
        let cases = [
            ("98", Ok(9_800)),
            ("98,5", Ok(9_850)),
            ("98.5", Ok(9_850)),
            ("0,05", Ok(5)),
            ("99,99", Ok(9_999)),
            ("812345", Ok(81_234_500)),
            ("1.234", Err(Decimals)),
            ("12.345.678", Err(Decimals)),
            ("98,567", Err(Decimals)),
            ("98.5678", Err(Decimals)),
            ("98,", Err(Other)),
            (",5", Err(Other)),
            ("98,5%", Err(Other)),
            ("05,5", Err(LeadingZero)),
            ("-3", Err(Negative)),
            ("9999999999999", Err(TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_decimal(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_without_its_noughts_is_understood_for_the_advice() {
        let date = NaiveDate::from_ymd_opt(2026, 2, 8);
        for text in ["2026-2-8", "2026-02-8", "2026/02/08", "2026.2.8"] {
            assert_eq!(short_iso_date(text), date, "{text}");
        }
        for text in [
            "2026-02-08",
            "2026-2-30",
            "26-2-8",
            "2026-2",
            "2026-2-8-1",
            "8/2/2026",
        ] {
            assert_eq!(short_iso_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_in_the_vietnamese_order_is_understood_for_the_advice() {
        let date = NaiveDate::from_ymd_opt(2021, 3, 4);
        for text in ["04/3/2021", "4-3-2021", "04.03.2021"] {
            assert_eq!(vietnamese_date(text), date, "{text}");
        }
        for text in [
            "2021-02-30",
            "31/11/2021",
            "hôm nay",
            "4/3/21",
            "1/2/2021/4",
        ] {
            assert_eq!(vietnamese_date(text), None, "{text}");
        }
    }
}
