//! Periods of reporting.

use std::fmt;

use serde::{Serialize, Serializer};

use super::CycleId;

/// One period: a cycle in a year, written `2021-q1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year of the report.
    pub year: i32,
    /// The kind of period.
    pub cycle: CycleId,
}

impl Period {
    /// Reads `2021-q1`; which cycles there are is for the regime to say.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, cycle) = text.split_once('-')?;
        let well_formed = year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
            && !cycle.is_empty()
            && cycle
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !well_formed {
            return None;
        }
        Some(Self {
            year: year.parse().ok()?,
            cycle: CycleId::from(cycle),
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{}", self.year, self.cycle)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_year_and_a_cycle() {
        for text in ["2021-q1", "2021-6t", "2026-nam", "2026-t07"] {
            let period = Period::parse(text).expect("well formed");
            assert_eq!(period.to_string(), text);
        }
        for text in [
            "",
            "2021",
            "2021-",
            "q1-2021",
            "21-q1",
            "2021-Q1",
            "2021/q1",
            "2021-../x",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
