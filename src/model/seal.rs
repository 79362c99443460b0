//! What was recorded of a report when it was issued (`da-ban-hanh.yaml`).

use chrono::NaiveDate;
use indexmap::IndexMap;

use crate::diagnostic::{Located, Place};

/// The fingerprints of an issued report.
#[derive(Debug, Clone)]
pub struct Seal {
    /// Where it stands.
    pub place: Place,
    /// Number of the document in the register of its agency.
    pub number: u64,
    /// Its day.
    pub date: Located<NaiveDate>,
    /// The fingerprint of each part of its file.
    pub parts: IndexMap<String, String>,
}
