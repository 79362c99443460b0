//! Figures: what a unit says for a row.

use chrono::NaiveDate;

use super::Stated;
use crate::diagnostic::{Located, Place};

/// A value for an indicator, a unit and a period.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Where it stands.
    pub place: Place,
    /// The number, or why there is none.
    pub value: FigureValue,
    /// The day it was counted on, when it is not the report's.
    pub as_of: Option<Located<NaiveDate>>,
    /// Whether it is an estimate (ước).
    pub estimate: bool,
    /// A remark for Ghi chú.
    pub note: Option<Box<Located<String>>>,
}

impl Figure {
    /// The number, if there is one.
    pub fn number(&self) -> Option<u64> {
        match self.value {
            FigureValue::Known(number) => Some(number),
            FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
        }
    }
}

/// A number, the reason why there is none, or what a source states. Never silently nought.
#[derive(Debug, Clone)]
pub enum FigureValue {
    /// The number.
    Known(u64),
    /// Why there is none; printed as `-` with this reason.
    Unavailable(Box<Located<String>>),
    /// What a document states, where nobody has what it would be worked out from.
    Stated(Box<Stated>),
}
