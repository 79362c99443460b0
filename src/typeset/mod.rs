//! Pages: a Typst body and its data to the bytes of a PDF/A-2a and PDF/UA-1.
//!
//! Not for: words (`compose`) or files (`publish`).

mod fault;
mod fonts;
mod guard;
mod room;
mod typesetter;
mod world;

pub use fault::{Fault, Places, Spot, Stage};
pub use fonts::{FontFile, FontSet};
pub use typesetter::{Pages, Typesetter};
