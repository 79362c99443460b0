//! Working everything out: values of rows, dates and names of one report.
//!
//! Not for: judging the data (`check`) or wording (`compose`).

mod report;
mod signature;
mod value;

pub use report::{Report, assess};
pub use value::{Value, values};
