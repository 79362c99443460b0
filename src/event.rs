//! What happens while the program works, for whoever tells people of it.

use std::path::PathBuf;

use crate::check::Answered;
use crate::diagnostic::{Diagnostic, Severity};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A finding.
    Found(Diagnostic),
    /// Findings that their units have answered.
    Answered(Vec<Answered>),
    /// A report stands in its place.
    Published {
        /// Where.
        path: PathBuf,
        /// How many pages it has.
        pages: usize,
        /// How many bytes.
        bytes: usize,
    },
    /// A report could not be made; findings say why.
    Failed {
        /// The name of the unit.
        agency: String,
        /// A report of it made before, which is still there.
        before: Option<PathBuf>,
    },
    /// An issued report that stays as it is, although its units say something else now.
    Kept {
        /// The name of the agency.
        agency: String,
    },
    /// Nothing more will happen.
    Finished(Summary),
}

/// How a run went.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Submissions read.
    pub submissions: usize,
    /// Reports published.
    pub published: usize,
    /// Issued reports that stay as they are.
    pub kept: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
}

impl Summary {
    /// Counts a finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}
