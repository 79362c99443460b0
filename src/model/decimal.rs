//! Numbers with decimals as documents state them.

use serde::Serialize;

use super::Rate;
use crate::vi;

/// A number of at most two decimals, exact: what a document states of a share, or a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Decimal {
    hundredths: u64,
}

impl Decimal {
    /// The number that is so many hundredths: 9850 is 98,5.
    pub const fn of_hundredths(hundredths: u64) -> Self {
        Self { hundredths }
    }

    /// The number, if it has no decimals.
    pub fn whole(self) -> Option<u64> {
        self.hundredths
            .is_multiple_of(100)
            .then_some(self.hundredths / 100)
    }

    /// So many per cent as the rate that it is exactly.
    pub fn as_percent(self) -> Rate {
        Rate {
            part: self.hundredths,
            whole: 10_000,
        }
    }

    /// As it is printed: "98,5", "1.234".
    pub fn text(self) -> String {
        let whole = vi::grouped(self.hundredths / 100);
        let fraction = format!("{:02}", self.hundredths % 100);
        match fraction.trim_end_matches('0') {
            "" => whole,
            fraction => format!("{whole},{fraction}"),
        }
    }

    /// As data files have it, without groups: "98,5", "1234".
    pub fn plain(self) -> String {
        self.text().replace('.', "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_printed_as_they_were_stated() {
        let cases = [
            (0, "0", Some(0)),
            (5, "0,05", None),
            (9_850, "98,5", None),
            (9_999, "99,99", None),
            (10_000, "100", Some(100)),
            (12_345_600, "123.456", Some(123_456)),
        ];
        for (hundredths, text, whole) in cases {
            let number = Decimal::of_hundredths(hundredths);
            assert_eq!((number.text().as_str(), number.whole()), (text, whole));
        }
        for hundredths in [0, 1, 5, 9_850, 9_999, 10_000, 12_550] {
            let number = Decimal::of_hundredths(hundredths);
            let percent = number
                .as_percent()
                .percent()
                .expect("the whole is not nought");
            assert_eq!(percent.text, number.text());
            assert!(!percent.capped);
        }
    }
}
