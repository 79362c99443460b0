//! Workbooks: how units fill in their reports, and what comes back; figures and annexes for whoever
//! works on with them.
//!
//! `form` says what is asked, cell by cell; `write` makes a workbook of it; `read` is a workbook as it
//! came, within limits; `filled` makes of it changes of a unit's file, `foreign` those of a table that
//! is none of ours; `returned` is what goes back to be mended. `table` has the figures of all units,
//! `annex` those that a report prints.

pub mod annex;
pub mod filled;
pub mod foreign;
pub mod form;
mod names;
mod properties;
pub mod read;
pub mod returned;
pub mod table;
pub mod write;
