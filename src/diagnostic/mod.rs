//! What the program has to say about data, templates and files: one type from
//! the first byte of YAML to the last page of PDF.
//!
//! Not for: deciding what is wrong (each stage does that) or printing (`cli`).

mod code;
mod guard;
mod render;
mod source;

use serde::{Deserialize, Serialize};

pub use code::{Code, ExitKind, Level};
pub use guard::guarded;
pub use render::{Style, render};
pub use source::{Located, Place, SourceId, Sources, text_of};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The report cannot be made, or would be wrong.
    Error,
    /// The report is made, and somebody should look.
    Warning,
    /// Worth knowing; told when asked for.
    Note,
}

/// A further place that belongs to a finding, with what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where it is.
    pub place: Place,
    /// What to see there, in Vietnamese.
    pub text: String,
}

/// One finding: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable name of the kind of finding.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in Vietnamese, lower case, without a full stop.
    pub message: String,
    /// Where it is; none for what stands in no file.
    pub place: Option<Place>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// What it is about, as `giai_trinh` names it: a row, a task, a section. None where
    /// its kind says enough.
    pub about: Option<Box<str>>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: Some(place),
            labels: Vec::new(),
            help: Vec::new(),
            about: None,
        }
    }

    /// An error that stands in no file, such as a folder that cannot be written.
    pub fn general(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            labels: Vec::new(),
            help: Vec::new(),
            about: None,
        }
    }

    /// The same finding as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same finding as a note.
    #[must_use]
    pub fn note(mut self) -> Self {
        self.severity = Severity::Note;
        self
    }

    /// Says what it is about, so that it can be answered.
    #[must_use]
    pub fn about(mut self, subject: impl std::fmt::Display) -> Self {
        self.about = Some(subject.to_string().into_boxed_str());
        self
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn with_label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            text: text.into(),
        });
        self
    }
}

/// Sorts findings by file and place, those of one place in the order in which
/// they were found, and drops those said twice in a row.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by_cached_key(|d| {
        d.place
            .map(|p| (sources.path(p.source).to_owned(), p.start(), p.end()))
    });
    diagnostics.dedup();
}

/// Whether any of the findings forbids going on.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
