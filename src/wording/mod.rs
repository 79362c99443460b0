//! Values in sentences: what the paragraphs of units and the templates of the
//! program say of them, so that both say it the same way.
//!
//! Not for: which sentences there are (`compose`) or tables.

mod change;
mod expression;
mod facts;
mod gathered;
mod heads;
mod paragraph;
mod voice;

pub use change::{compared_with, difference};
pub use facts::{Facts, Unusable, own_part_only};
pub use gathered::{Gathered, Line, gathered};
pub use heads::heads;
pub use paragraph::fill_figures;
pub use voice::{Voice, in_full};
