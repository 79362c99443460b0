//! Files to begin with: the folder of data of a province, and submissions to fill in, which ask a
//! unit what it is asked in a period, with what it said in the last one.
//!
//! Not for: reading them (`load`).

mod asked;
mod folder;
mod sample;
mod seal;
mod submission;
mod territory;
mod yaml;

pub use asked::{Asked, AskedLine, blank, last_before, printed_number};
pub use folder::{Beginning, BeginningFile, levels_unknown, periods_in};
pub use sample::sample;
pub use seal::sealed;
pub use submission::{Begun, begin, state_words};
pub use territory::{Commune, CommuneKind, NameUnknown, Province};
pub use yaml::{Yaml, quoted};
