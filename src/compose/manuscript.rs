//! What a typesetter is given, whichever process it works in.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A report to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript<'a> {
    /// What names the report for ever.
    pub id: Cow<'a, str>,
    /// `/report.json`.
    pub data: Cow<'a, str>,
}
