//! What happens while the program works, for whoever tells people and machines of it.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::batch::Fate;
use crate::check::Answered;
use crate::diagnostic::{Code, Finding, Location, Severity, Sources};
use crate::model::{AgencyName, Period};
use crate::vi;

/// Something that happened, with all that is told of it: it may be kept, or sent elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The files of a period were read.
    Read {
        /// Which period.
        period: Period,
        /// The files of the units that were asked for, as messages name them.
        submissions: Vec<String>,
    },
    /// How much was found of several units; told before what it is.
    Counted {
        /// The units of which something was found, by period.
        units: Vec<UnitCount>,
        /// All errors, also those that are of no unit.
        errors: usize,
        /// All warnings.
        warnings: usize,
    },
    /// A finding.
    Found(Finding),
    /// Findings that their units have answered.
    Answered {
        /// The answers.
        answers: Vec<Answer>,
    },
    /// It is known how many reports of the period are to be made.
    Planned {
        /// How many.
        reports: usize,
        /// How many periods come after it.
        periods_left: usize,
    },
    /// It is known what became of a report.
    Report {
        /// Where it stands, or would.
        #[serde(serialize_with = "as_shown")]
        path: PathBuf,
        /// The name of the agency.
        agency: String,
        /// What became of it.
        #[serde(flatten)]
        fate: Fate,
        /// Whether one that was made before is still there.
        before: bool,
    },
    /// No unit is late, so that no letter is written.
    NobodyLate {
        /// The name of the agency that would have written it.
        receiver: String,
    },
    /// Nothing more will happen.
    Finished(Summary),
}

/// A path as messages name it; not every path is a text.
pub(crate) fn as_shown<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&vi::shown_path(path))
}

/// How much was found of the data of a unit for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitCount {
    /// The period.
    pub period: Period,
    /// The unit.
    #[serde(flatten)]
    pub unit: AgencyName,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// A finding that its unit has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The rule.
    pub code: Code,
    /// The row, task or section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Where the finding stands.
    #[serde(flatten)]
    pub location: Location,
    /// The reason.
    pub reason: String,
}

impl Answer {
    /// An answer with its place.
    pub fn of(answered: &Answered, sources: &Sources) -> Self {
        Self {
            code: answered.code,
            about: answered.about.clone(),
            location: Location::of(answered.place, sources),
            reason: answered.reason.clone(),
        }
    }
}

/// How a run went.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Submissions read.
    pub submissions: usize,
    /// Reports published.
    pub published: usize,
    /// Reports that need not be made again.
    pub unchanged: usize,
    /// Reports that would be made.
    pub due: usize,
    /// Issued reports that stay as they are.
    pub kept: usize,
    /// Reports that say that they were issued, of which nothing was recorded.
    pub unsealed: usize,
    /// Reports that could not be made.
    pub failed: usize,
    /// Pages of all reports that stand in their places.
    pub pages: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Whether somebody asked to stop.
    pub interrupted: bool,
}

impl Summary {
    /// Adds what another run counted.
    pub fn add(&mut self, other: Self) {
        self.submissions += other.submissions;
        self.published += other.published;
        self.unchanged += other.unchanged;
        self.due += other.due;
        self.kept += other.kept;
        self.unsealed += other.unsealed;
        self.failed += other.failed;
        self.pages += other.pages;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.interrupted |= other.interrupted;
    }

    /// Counts a finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// Counts a report.
    pub fn count_report(&mut self, fate: Fate) {
        match fate {
            Fate::Published { pages, .. } => {
                self.published += 1;
                self.pages += pages;
            }
            Fate::Unchanged { pages } => {
                self.unchanged += 1;
                self.pages += pages;
            }
            Fate::Due { .. } => self.due += 1,
            Fate::Kept => self.kept += 1,
            Fate::Failed => self.failed += 1,
            Fate::Stopped => {}
        }
    }
}
