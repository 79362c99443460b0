//! Which of the regimes that the program carries is meant.

use crate::diagnostic::Located;

/// A regime that the program carries, by its name and number (`che_do: {bnv-2025: 1}`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimeChoice {
    /// Its name.
    pub name: Located<String>,
    /// Which of its texts, counted from 1.
    pub number: Located<u64>,
}
