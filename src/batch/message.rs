//! What the program and its workers say to each other.
//!
//! The program: one [`Setup`], a frame for each font, then manuscripts. The worker: one
//! [`Hello`], then for every manuscript an [`Answer`] and, if it was set, the PDF.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decree::Margins;
use crate::typeset::Fault;

/// How a worker ends that used more memory than it may.
pub(crate) const OUT_OF_MEMORY: i32 = 97;
/// How a worker ends that the system gives no thread.
pub(crate) const OUT_OF_THREADS: i32 = 98;

/// What a worker needs before its first report.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    /// The layout library: names below `templates/` and texts.
    pub layout: BTreeMap<String, String>,
    /// The margins that it leaves.
    pub margins: Margins,
    /// For each font which one of its file it is; the files follow.
    pub fonts: Vec<u32>,
    /// How many bytes of memory it may use.
    pub memory: u64,
}

/// The first words of a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    /// What it was built from: a program that was replaced meanwhile is another one.
    pub program: String,
}

/// What came of a manuscript.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    /// Pages, or why there are none.
    pub result: Result<usize, Vec<Fault>>,
    /// How many bytes of memory the worker uses now.
    pub memory: u64,
}
