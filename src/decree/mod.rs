//! The numbers of the page: sizes, margins, distances and shares of Nghị định 30/2020/NĐ-CP, and
//! those that the layout chose where the decree is silent.
//!
//! All stand in one file, `nd30/the-thuc.json` among the templates, which the layout library
//! reads by itself; this is the reader for everything else that needs a number of the page. Not
//! for: how a page is laid out (`templates/nd30`), or whether its text has room (`typeset`).

mod dimension;
mod json;
mod page;

pub use dimension::{Allowed, Dimension, Unit};
pub use page::{Decree, Margins};
