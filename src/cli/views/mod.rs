//! Results as text for people and programs.

pub(super) mod agencies;
pub(super) mod agency_import;
pub(super) mod arrivals;
pub(super) mod calendar;
pub(super) mod explanation;
pub(super) mod regimes;
pub(super) mod rules;
pub(super) mod unit_counts;
pub(super) mod unit_letter;
