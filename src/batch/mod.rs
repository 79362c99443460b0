//! Many reports at once: which must be set again, processes that set them, and a folder
//! that never holds half a result.
//!
//! Not for: finding out what reports there are (`load`, `check`) or telling people (`cli`).

mod beginning;
mod fate;
mod first_version;
pub(crate) mod frame;
mod inputs;
mod journal;
pub(crate) mod key;
mod ledger;
mod manifest;
mod merge;
pub(crate) mod message;
mod ownership;
mod placing;
mod pool;
mod press;
mod printed;
pub(crate) mod process;
mod tape;
mod verify;
pub(crate) mod worker;

pub use beginning::{Begun, LeftOver};
pub use fate::{Fate, Made};
pub use inputs::Inputs;
pub use key::{Kit, plan_hash};
pub use ledger::{Ledger, Reason};
pub use manifest::{
    FILE, FileRecord, Finding, InputHashes, MadeWith, Manifest, Missing, Output, PDF, PeriodPlan,
    Shard, Signed, State, VERSION, document_name, file_path,
};
pub use merge::{MOST_PARTS, Merged, merge};
pub use ownership::{SIGNED_AS, is_whole_pdf, kept_if_signed};
pub use pool::{Limits, Pool};
pub use press::{Press, Task};
pub use printed::Print;
pub use tape::{Standing, Tape, Tapes, inputs_hash};
pub use verify::{Verified, verify};
pub use worker::work;

/// The argument by which the program starts a worker of itself.
pub const WORKER: &str = "worker";
