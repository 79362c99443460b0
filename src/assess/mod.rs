//! Working everything out: values of rows, dates and names of one report.
//!
//! Not for: judging what was worked out (`check`) or wording (`compose`).

mod report;
mod signature;
mod value;

pub use report::{Report, assess};
pub use signature::{Standing, standing};
pub use value::{Value, values};
