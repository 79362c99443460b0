//! Working everything out: values of rows, dates and names of one report.
//!
//! Not for: judging what was worked out (`check`) or wording (`compose`).

mod compilation;
mod report;
mod signature;
mod task;
mod value;

pub use compilation::{Compilation, Difference, compile};
pub use report::{Report, assess, reference_date};
pub use signature::{Standing, standing};
pub use task::{AssignedTask, Completion, LeadTask, TaskState, tasks};
pub use value::{Value, values};
