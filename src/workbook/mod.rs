//! Workbooks: how units fill in their reports, and what comes back.
//!
//! `form` says what is asked, cell by cell; `write` makes a workbook of it; `read` is a workbook as it
//! came, within limits; `filled` makes of it changes of a unit's file;
//! `returned` is what goes back to be mended.

pub mod filled;
pub mod form;
pub mod read;
pub mod returned;
pub mod write;
