//! Which provinces there are, and the communes of each, as somebody who begins may name them.
//!
//! Not for: the place that a folder of data is of (`model`), which its own files say.

mod former;
mod province;
mod spelling;

pub use province::{Commune, CommuneKind, NameUnknown, Province};
pub(super) use spelling::bare;
