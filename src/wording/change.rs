//! How a figure has changed, as a sentence puts it: "tăng 17,1% so với cùng kỳ năm 2020",
//! "giảm 0,35 điểm phần trăm so với …".

use std::cmp::Ordering;

use crate::assess::{Comparison, Value};
use crate::model::{Rate, Regime};
use crate::vi;

/// Counts smaller than this change by so many and not by so many per cent.
const SMALL: u64 = 100;

/// Rates of fewer than this are not compared in sentences.
const FEW: u64 = 20;

/// The name of the report that a figure is compared with: "cùng kỳ năm 2020", "năm 2020",
/// "6 tháng đầu năm 2021".
pub fn compared_with(comparison: &Comparison, regime: &Regime) -> String {
    let year = comparison.period.year;
    let name = regime.period_name(&comparison.period);
    let of_year = format!("năm {year}");
    if comparison.same_of_last_year && name != of_year {
        return format!("cùng kỳ {of_year}");
    }
    name
}

/// How a value has changed against an earlier one; nothing where the two cannot be
/// compared, or the earlier is nought. `noun` is what is counted: "hồ sơ".
pub(super) fn change(now: &Value, before: &Value, noun: &str, with: &str) -> Option<String> {
    let numbers = now.number().zip(before.number());
    let (order, by) = if let Some(((now, _), (before, _))) = numbers {
        let by = vi::sentence_count(now.abs_diff(before));
        let many_times = now >= 10 * before;
        let by = if before < SMALL || many_times {
            format!("{by}\u{a0}{noun}")
        } else {
            format!("{}%", vi::percent(now.abs_diff(before), before, 1)?.text)
        };
        (before > 0).then(|| (now.cmp(&before), by))?
    } else {
        let ((now, _), (before, _)) = now.rate().zip(before.rate())?;
        // One of three against one of four is no trend.
        if now.whole < FEW || before.whole < FEW {
            return None;
        }
        let (now_text, before_text) = (now.percent()?.text, before.percent()?.text);
        let by = vi::difference(&now_text, &before_text)?;
        let order = order(now, before, &by);
        (order, format!("{by}\u{a0}điểm phần trăm"))
    };
    Some(match order {
        Ordering::Equal => format!("bằng {with}"),
        Ordering::Greater => format!("tăng {by} so với {with}"),
        Ordering::Less => format!("giảm {by} so với {with}"),
    })
}

/// Which of two rates is greater; neither where they print as the same.
fn order(now: Rate, before: Rate, difference: &str) -> Ordering {
    if difference == "0" {
        return Ordering::Equal;
    }
    let now_part = u128::from(now.part) * u128::from(before.whole);
    let before_part = u128::from(before.part) * u128::from(now.whole);
    now_part.cmp(&before_part)
}

/// By how much a value differs from an earlier one, with its sign, and by what share of that in
/// per cent: "+171" and "+17,10"; of rates the points and no share. Nothing where the two cannot
/// be compared.
pub fn difference(now: &Value, before: &Value) -> Option<(String, String)> {
    let signed = |order: Ordering, by: String| match order {
        Ordering::Greater => format!("+{by}"),
        Ordering::Less => format!("-{by}"),
        Ordering::Equal => by,
    };
    if let Some(((now, _), (before, _))) = now.number().zip(before.number()) {
        let (order, by) = (now.cmp(&before), now.abs_diff(before));
        let share = vi::percent(by, before, 2);
        let share = share.map(|share| signed(order, vi::with_decimals(&share.text, 2)));
        return Some((signed(order, vi::grouped(by)), share.unwrap_or_default()));
    }
    let ((now, _), (before, _)) = now.rate().zip(before.rate())?;
    let by = vi::difference(&now.percent()?.text, &before.percent()?.text)?;
    let points = vi::with_decimals(&by, 2);
    Some((signed(order(now, before, &by), points), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_signs_and_even_decimals() {
        let number = |number| Value::Number {
            number,
            estimate: false,
        };
        let rate = |part, whole| Value::Rate {
            rate: Rate { part, whole },
            estimate: false,
        };
        for (now, before, change, share) in [
            (number(1_171), number(1_000), "+171", "+17,10"),
            (number(8_000), number(10_000), "-2.000", "-20,00"),
            (number(5), number(5), "0", "0,00"),
            (number(5), number(0), "+5", ""),
            (rate(3, 4), rate(1, 2), "+25,00", ""),
            (rate(1, 3), rate(1, 2), "-16,67", ""),
            (rate(2, 4), rate(1, 2), "0,00", ""),
        ] {
            let found = difference(&now, &before).expect("they are of one kind");
            assert_eq!((found.0.as_str(), found.1.as_str()), (change, share));
        }
        assert_eq!(difference(&number(1), &rate(1, 2)), None);
        assert_eq!(difference(&rate(0, 0), &rate(1, 2)), None);
    }

    #[test]
    fn changes_are_in_the_words_of_their_kind() {
        let number = |number| Value::Number {
            number,
            estimate: false,
        };
        let rate = |part, whole| Value::Rate {
            rate: Rate { part, whole },
            estimate: false,
        };
        let with = "cùng kỳ năm 2020";
        let cases = [
            (
                number(1171),
                number(1000),
                Some("tăng 17,1% so với cùng kỳ năm 2020"),
            ),
            (
                number(1000),
                number(1171),
                Some("giảm 14,6% so với cùng kỳ năm 2020"),
            ),
            (number(1000), number(1000), Some("bằng cùng kỳ năm 2020")),
            (
                number(12),
                number(9),
                Some("tăng 03\u{a0}hồ sơ so với cùng kỳ năm 2020"),
            ),
            (
                number(0),
                number(9),
                Some("giảm 09\u{a0}hồ sơ so với cùng kỳ năm 2020"),
            ),
            (
                number(5000),
                number(400),
                Some("tăng 4.600\u{a0}hồ sơ so với cùng kỳ năm 2020"),
            ),
            // Nothing is a share of nought.
            (number(12), number(0), None),
            (
                rate(9919, 10_000),
                rate(984, 1000),
                Some("tăng 0,79\u{a0}điểm phần trăm so với cùng kỳ năm 2020"),
            ),
            (
                rate(10, 30),
                rate(15, 30),
                Some("giảm 16,67\u{a0}điểm phần trăm so với cùng kỳ năm 2020"),
            ),
            // One of three against one of four is no trend.
            (rate(1, 3), rate(15, 30), None),
            (rate(10, 30), rate(1, 4), None),
            // Not the same, but printed the same.
            (
                rate(33_334, 100_000),
                rate(10, 30),
                Some("bằng cùng kỳ năm 2020"),
            ),
            (rate(0, 0), rate(1, 2), None),
            (rate(1, 2), number(5), None),
            (number(5), Value::Missing(String::new()), None),
        ];
        for (now, before, words) in cases {
            let said = change(&now, &before, "hồ sơ", with);
            assert_eq!(said.as_deref(), words, "{now:?} {before:?}");
        }
    }
}
