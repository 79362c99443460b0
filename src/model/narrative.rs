//! What a unit says in its own words.

use crate::diagnostic::Located;

/// A paragraph, with a list of dashes below it or a footnote to it.
#[derive(Debug, Clone)]
pub struct Item {
    /// The paragraph.
    pub paragraph: Located<String>,
    /// What stands in its place where the report is presented by the agency that compiles it.
    pub presented: Option<Located<String>>,
    /// Dashes below it.
    pub dashes: Vec<Located<String>>,
    /// A note at the foot of the page; long lists of documents belong there.
    pub footnote: Option<Located<String>>,
}
