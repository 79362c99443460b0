//! Submissions to fill in: what a unit is asked in a period, with what it said in the
//! last one.
//!
//! Not for: reading them (`load`).

mod seal;
mod submission;
mod yaml;

pub use seal::sealed;
pub use submission::{Begun, begin};
pub use yaml::{Yaml, quoted};
