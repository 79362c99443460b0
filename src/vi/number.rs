//! Numbers: `.` groups thousands, `,` is the decimal mark.

/// A whole number with its thousands grouped, as in a table cell.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A count in a sentence: one digit is written as two ("02 Nghị quyết"), and
/// nought stays "0", never "00".
pub fn sentence_count(number: u64) -> String {
    match number {
        1..=9 => format!("0{number}"),
        _ => grouped(number),
    }
}

/// Million đồng as sentences give money: "15.230,5 tỷ đồng", "850 triệu đồng". The
/// decimals are exact.
pub fn billions(millions: u64) -> String {
    if millions < 1_000 {
        return format!("{} triệu đồng", grouped(millions));
    }
    let (whole, rest) = (millions / 1_000, millions % 1_000);
    let decimals = format!("{rest:03}");
    match decimals.trim_end_matches('0') {
        "" => format!("{} tỷ đồng", grouped(whole)),
        decimals => format!("{},{decimals} tỷ đồng", grouped(whole)),
    }
}

/// A share in per cent as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percent {
    /// The number, without the sign.
    pub text: String,
    /// Whether it lies so near an end that even more decimals would print the
    /// end, so that the last value short of it stands here.
    pub capped: bool,
}

/// A share in per cent, without the sign, rounded half up once.
///
/// Trailing noughts are left out. A share below the whole never prints as 100
/// and one above nothing never as 0: up to two decimals more are added, and
/// beyond that the last value short of the end is printed (99,99; 0,01 for two
/// decimals). Nothing out of nothing has no share.
pub fn percent(part: u64, whole: u64, decimals: u32) -> Option<Percent> {
    if whole == 0 {
        return None;
    }
    let hundred = |decimals: u32| 100 * 10_u128.pow(decimals);
    let rounded = |decimals: u32| {
        let whole = u128::from(whole);
        (2 * u128::from(part) * hundred(decimals) + whole) / (2 * whole)
    };
    for places in decimals..=decimals + 2 {
        let value = rounded(places);
        let looks_whole = part < whole && value >= hundred(places);
        let looks_empty = part > 0 && value == 0;
        if !looks_whole && !looks_empty {
            return Some(Percent {
                text: decimal(value, places),
                capped: false,
            });
        }
    }
    let edge = if part < whole && rounded(decimals) >= hundred(decimals) {
        hundred(decimals) - 1
    } else {
        1
    };
    Some(Percent {
        text: decimal(edge, decimals),
        capped: true,
    })
}

/// A number as printed with so many decimals at least: "80" is "80,00", so that a column is
/// even.
pub fn with_decimals(text: &str, decimals: usize) -> String {
    let there = text
        .split_once(',')
        .map_or(0, |(_, fraction)| fraction.len());
    let mark = if there == 0 && decimals > 0 { "," } else { "" };
    let noughts = "0".repeat(decimals.saturating_sub(there));
    format!("{text}{mark}{noughts}")
}

/// The difference of two numbers as they are printed, without its sign, so that a reader
/// who takes one from the other finds the same: "99,19" and "98,4" are "0,79" apart.
pub fn difference(one: &str, other: &str) -> Option<String> {
    let parts = |text: &str| {
        let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
        let digits = format!("{}{fraction}", whole.replace('.', ""));
        let places = u32::try_from(fraction.len()).ok()?;
        Some((digits.parse::<u128>().ok()?, places))
    };
    let ((one, a), (other, b)) = (parts(one)?, parts(other)?);
    let places = a.max(b);
    let one = one * 10_u128.pow(places - a);
    let other = other * 10_u128.pow(places - b);
    Some(decimal(one.abs_diff(other), places))
}

/// `value` / 10^`places`, without trailing noughts.
fn decimal(value: u128, places: u32) -> String {
    let unit = 10_u128.pow(places);
    let whole = u64::try_from(value / unit).unwrap_or(u64::MAX);
    let fraction = format!("{:0width$}", value % unit, width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        grouped(whole)
    } else {
        format!("{},{fraction}", grouped(whole))
    }
}

/// A number in Roman numerals, as parts and annexes are counted; empty for nought.
pub fn roman(number: usize) -> String {
    const NUMERALS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut written = String::new();
    for (value, numeral) in NUMERALS {
        while left >= value {
            written.push_str(numeral);
            left -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_those_of_the_printed_numbers() {
        let cases = [
            ("99,19", "98,4", "0,79"),
            ("98,4", "99,19", "0,79"),
            ("100", "99,997", "0,003"),
            ("1.234", "1.230,5", "3,5"),
            ("12,9", "12,9", "0"),
        ];
        for (one, other, apart) in cases {
            assert_eq!(
                difference(one, other).as_deref(),
                Some(apart),
                "{one} {other}"
            );
        }
        assert_eq!(difference("-", "1"), None);
    }

    #[test]
    fn money_in_sentences_is_in_billions() {
        let cases = [
            (0, "0 triệu đồng"),
            (850, "850 triệu đồng"),
            (1_000, "1 tỷ đồng"),
            (1_050, "1,05 tỷ đồng"),
            (15_230_500, "15.230,5 tỷ đồng"),
            (77_000_001, "77.000,001 tỷ đồng"),
        ];
        for (millions, text) in cases {
            assert_eq!(billions(millions), text);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        let cases = [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1.000"),
            (57_689, "57.689"),
            (1_234_567, "1.234.567"),
            (u64::MAX, "18.446.744.073.709.551.615"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn counts_below_ten_have_two_digits_in_sentences() {
        let cases = [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1_200, "1.200")];
        for (number, text) in cases {
            assert_eq!(sentence_count(number), text);
        }
    }

    #[test]
    fn shares_round_half_up_and_never_reach_an_end_they_have_not() {
        let cases = [
            (0, 5, 2, "0"),
            (5, 5, 2, "100"),
            (4, 5, 2, "80"),
            (1, 3, 2, "33,33"),
            (2, 3, 2, "66,67"),
            (1, 8, 2, "12,5"),
            (1, 800, 2, "0,13"),
            (999, 1_000, 0, "99,9"),
            (1_999, 2_000, 1, "99,95"),
            (99_999, 100_000, 2, "99,999"),
            (999_999, 1_000_000, 2, "99,9999"),
            (9_999_999, 10_000_000, 2, "99,99"),
            (1, 100_000, 2, "0,001"),
            (1, 10_000_000, 2, "0,01"),
            (49, 11, 2, "445,45"),
            (u64::MAX, u64::MAX, 2, "100"),
            (u64::MAX - 1, u64::MAX, 2, "99,99"),
        ];
        for (part, whole, decimals, text) in cases {
            assert_eq!(
                percent(part, whole, decimals).map(|p| p.text).as_deref(),
                Some(text),
                "{part}/{whole}"
            );
        }
    }

    #[test]
    fn nothing_out_of_nothing_has_no_share() {
        assert_eq!(percent(0, 0, 2), None);
    }

    #[test]
    fn roman_numerals() {
        let all: Vec<_> = [0, 1, 4, 9, 14, 40, 99, 1990, 2026].map(roman).into();
        let expected = ["", "I", "IV", "IX", "XIV", "XL", "XCIX", "MCMXC", "MMXXVI"];
        assert_eq!(all, expected);
    }
}
