//! The register of arrivals (sổ đến), kept by the agency that receives reports.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{AgencyId, Period};
use crate::diagnostic::{Located, Place, SourceId};

/// What has arrived for a period.
#[derive(Debug, Clone)]
pub struct Register {
    /// The file.
    pub source: SourceId,
    /// The period.
    pub period: Period,
    /// What arrived from each unit, the first first.
    pub arrivals: IndexMap<AgencyId, Vec<Arrival>>,
    /// Where each unit's key stands.
    pub keys: IndexMap<AgencyId, Place>,
    /// Units of whom a faulty row may be: whether their reports arrived is not known.
    pub in_doubt: BTreeSet<AgencyId>,
}

/// A report that arrived.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The day of its arrival in the document system, which is what counts.
    pub date: Located<NaiveDate>,
    /// Its number in the register.
    pub number: Option<u64>,
    /// The day on which it was sent back to be corrected.
    pub returned: Option<Located<NaiveDate>>,
    /// Why it was sent back, as a bracket says it behind "lý do:".
    pub reason: Option<Located<String>>,
    /// What must be mended in it, as a sentence goes on behind "cần".
    pub to_mend: Option<Located<String>>,
}
