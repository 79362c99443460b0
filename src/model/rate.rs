//! Shares, held as the two numbers they come from.

use serde::Serialize;

use crate::vi;

/// A part out of a whole. It is rounded when printed and never before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// The part.
    pub part: u64,
    /// The whole.
    pub whole: u64,
}

impl Rate {
    /// Decimals that rates are printed with, unless they would reach an end.
    pub const DECIMALS: u32 = 2;

    /// The share in per cent without the sign; nothing for 0 out of 0, which
    /// is "không phát sinh" and neither 0 nor 100.
    pub fn percent(self) -> Option<vi::Percent> {
        vi::percent(self.part, self.whole, Self::DECIMALS)
    }
}
