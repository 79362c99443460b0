//! What became of a document.

use serde::Serialize;

use super::ledger::Reason;
use super::manifest::{FileRecord, State};
use super::ownership::Foreign;
use crate::diagnostic::Diagnostic;

/// What became of a document in a run. People are told of it as it is; of what later runs must
/// know a manifest keeps the [`State`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Fate {
    /// It was set and stands in its place.
    Published {
        /// How many pages it has.
        pages: usize,
        /// How many bytes.
        bytes: u64,
    },
    /// It stood there already, from the same data.
    Unchanged {
        /// How many pages it has.
        pages: usize,
    },
    /// It would be made.
    Due {
        /// Why.
        reason: Reason,
    },
    /// It was issued and stays as it is, although its units, a setting or a template say something
    /// else now, or somebody has signed it since.
    Kept,
    /// It could not be made; findings say why.
    Failed,
    /// Somebody asked to stop before it was made.
    Stopped,
}

impl Fate {
    /// What is kept of it for later runs; nothing where they know no more than before.
    pub(super) fn state(self) -> Option<State> {
        match self {
            Self::Published { .. } | Self::Unchanged { .. } => Some(State::Published),
            Self::Kept => Some(State::Issued),
            Self::Failed => Some(State::Failed),
            Self::Due { .. } | Self::Stopped => None,
        }
    }
}

/// What became of a document, with its file and all that is still to be told of it.
#[derive(Debug)]
pub struct Made {
    /// What became of it.
    pub fate: Fate,
    /// The file that stands in its place, as far as it is known.
    pub file: Option<FileRecord>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// Whether its place has a file of which nothing is known.
    pub is_strangers: bool,
    /// Whether what is written down of it already stays, so that it is known when it is there again.
    pub(super) stays_known: bool,
}

impl Made {
    pub(super) fn new(fate: Fate, file: Option<FileRecord>, findings: Vec<Diagnostic>) -> Self {
        Self {
            fate,
            file,
            findings,
            is_strangers: false,
            stays_known: false,
        }
    }

    pub(super) fn published(file: FileRecord) -> Self {
        let fate = Fate::Published {
            pages: file.page_count(),
            bytes: file.bytes,
        };
        Self::new(fate, Some(file), Vec::new())
    }

    pub(super) fn unchanged(file: FileRecord) -> Self {
        let fate = Fate::Unchanged {
            pages: file.page_count(),
        };
        Self::new(fate, Some(file), Vec::new())
    }

    /// One that was issued; nothing is known of its file if it was put there by somebody. What is
    /// there may be worth telling of.
    pub(super) fn kept(file: Option<FileRecord>, finding: Option<Diagnostic>) -> Self {
        Self::new(Fate::Kept, file, finding.into_iter().collect())
    }

    pub(super) fn failed(findings: Vec<Diagnostic>) -> Self {
        Self::new(Fate::Failed, None, findings)
    }

    /// One whose place has somebody else's file, which stays.
    pub(super) fn occupied(foreign: &Foreign, finding: Diagnostic) -> Self {
        Self {
            is_strangers: *foreign == Foreign::Unknown,
            ..Self::failed(vec![finding])
        }
    }

    /// One that was issued, cannot be made again, and is not there any more as it was.
    pub(super) fn gone(finding: Diagnostic) -> Self {
        Self {
            stays_known: true,
            ..Self::failed(vec![finding])
        }
    }

    pub(super) fn stopped() -> Self {
        Self::new(Fate::Stopped, None, Vec::new())
    }
}
