//! A workbook as it came: its sheets and their cells, read within limits, with nothing run and nothing
//! followed.
//!
//! [`read()`] looks at the bytes before any reader of workbooks does: what kind of file they are (`kind`),
//! and how large and how deep what is packed in them is (`package`, `markup`). An .xlsx is then read here,
//! cell by cell (`xlsx`); .ods and .xls, whose readers ask for as much memory as a file says, in a process of
//! their own ([`Desk`]). What the content of a cell means where a number, a day or a text is expected is
//! said by [`rules`].
//!
//! Not for: which cell is which figure, or what a report does with it.

mod book;
mod delimited;
mod kind;
mod markup;
mod moment;
mod package;
mod refusal;
pub mod rules;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod worker;
mod xlsx;

pub use book::{
    Book, Cell, Content, Format, Moment, Note, Range, Serial, Sheet, column_name, reference,
};
pub use delimited::delimited;
pub use kind::Kind;
use kind::Known;
pub use refusal::{Limit, Refusal};
pub use worker::{ARGUMENT, Desk, work};

/// The largest file that is read at all, in bytes.
pub const FILE_LIMIT: u64 = 10 << 20;

/// Reads a workbook. `Refusal::NeedsWorker` for .ods and .xls, which a [`Desk`] reads.
///
/// # Errors
/// Why it is not read, with what to do.
pub fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    match kind::look(bytes)? {
        Known::Xlsx(package) => xlsx::read(bytes, package),
        Known::Ods => Err(Refusal::NeedsWorker(Format::Ods)),
        Known::Xls => Err(Refusal::NeedsWorker(Format::Xls)),
    }
}
