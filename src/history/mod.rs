//! Writes into the folder of data. Every one keeps the bytes before it, with the time and the
//! command, so that it can be taken back: offices have no version control.
//!
//! What is kept lies in `.baocao/lich-su/`, a folder for each file, thirty writes of each; only
//! `undo` reads it. Not for: results (`batch`), or what is written (`load::edit`, `scaffold`).

mod folder;
mod kept;

pub use folder::{DataFolder, History};
pub use kept::{Kept, Occasion};
