//! Working everything out: values of rows, dates and names of one report.
//!
//! Not for: judging what was worked out (`check`) or wording (`compose`).

mod annexes;
mod arrival;
mod comparison;
mod compilation;
mod content;
mod explanation;
mod reminder;
mod report;
mod schedule;
mod signature;
mod sums;
mod task;
mod task_state;
mod value;
mod verdict;

pub use annexes::{AnnexKind, Annexes};
pub use arrival::{ArrivalState, Expectation, Expected, expectations};
pub use comparison::{Comparison, comparisons};
pub use compilation::{BesideStated, Compilation, Difference};
pub use content::Content;
pub use explanation::{Explainer, Explanation, FigureOrigin, FormulaKind, TypedAt};
pub use reminder::{Reminder, SentBack, reminder};
pub use report::{Report, assess, reference_date};
pub use schedule::{Due, schedule};
pub use signature::{Standing, standing};
pub use sums::{Sums, Values};
pub use task::{AssignedTask, LeadTask, tasks};
pub use task_state::{Completion, TaskState};
pub use value::Value;
pub(crate) use value::stated_above;
pub use verdict::{JudgedMeasure, JudgedTarget, Verdict, targets};
