//! Words: what a report says, as a document.
//!
//! Structure comes from what a template itself writes, and never from what is in a value. Not for:
//! how anything looks (`templates/nd30`).

mod annex;
mod annex_table;
mod body;
mod comparison_annex;
mod context;
mod document;
mod environment;
mod fault;
mod level_words;
mod limits;
mod manuscript;
mod member_annex;
mod origin;
mod overlong;
mod reminder;
mod report;
mod runner;
mod sources;
mod target_annex;
mod task_annex;
mod task_words;
mod templates;

pub use annex::mark as row_mark;
pub use annex_table::{AnnexCell, AnnexColumn, AnnexSheet, AnnexTable, CellAlign};
pub use document::{Annex, Block, BlockKind, BlockOrigin, Document, Inline, Properties};
pub use environment::Composer;
pub use manuscript::Manuscript;
pub use report::annexes;
pub use templates::{Template, Templates};

/// A document in words, ready to be set.
#[derive(Debug)]
pub struct Composed {
    /// What names it for ever.
    pub id: String,
    /// What it says.
    pub document: Document,
    /// The same as `/report.json`, with places where chains without a blank may be broken.
    pub data: String,
}

impl Composed {
    /// What a typesetter is given.
    pub fn manuscript(&self) -> Manuscript<'_> {
        Manuscript {
            id: self.id.as_str().into(),
            data: self.data.as_str().into(),
        }
    }
}
