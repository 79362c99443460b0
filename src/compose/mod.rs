//! Words: what a report says, as a Typst body and as data for its tables.
//!
//! A value of the data reaches Typst as an inert string literal or through
//! `/report.json`, and never as markup or code. Not for: how anything looks
//! (`templates/nd30`).

mod annex;
mod comparison_annex;
mod context;
mod environment;
mod fault;
mod json;
mod limits;
mod manuscript;
mod member_annex;
mod overlong;
mod reminder;
mod runner;
mod target_annex;
mod task_annex;
mod task_words;
mod templates;

pub use annex::mark as row_mark;
pub use environment::Composer;
pub use manuscript::Manuscript;
pub use templates::{Template, Templates};

use crate::diagnostic::Place;

/// A report in words, ready to be set.
#[derive(Debug)]
pub struct Composed {
    /// What names the report for ever.
    pub id: String,
    /// `/main.typ`.
    pub body: String,
    /// Which template wrote which part of the body.
    pub origins: Vec<Origin>,
    /// `/report.json`.
    pub data: String,
}

impl Composed {
    /// What a typesetter is given.
    pub fn manuscript(&self) -> Manuscript<'_> {
        Manuscript {
            id: self.id.as_str().into(),
            body: self.body.as_str().into(),
            data: self.data.as_str().into(),
        }
    }
}

/// A part of the body and the place in a template that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Bytes of the body.
    pub output: std::ops::Range<usize>,
    /// What wrote them; of literal text, the same text.
    pub template: Place,
    /// Whether the template's text was copied to the letter.
    pub literal: bool,
}
