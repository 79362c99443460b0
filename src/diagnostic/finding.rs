//! Findings that carry all that is told of them: places as files, lines and columns, and the
//! lines that people are shown. They outlive the files and the run that they come from.
//!
//! Not for: finding something (`Diagnostic`) or printing (`render`).

use serde::{Serialize, Serializer};

use super::excerpt::Excerpt;
use super::{Code, Diagnostic, Help, Label, Place, Severity, Sources, Way, help};
use crate::vi;

/// Where something stands in a file, for people and programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file, as messages name it, with `/` between folders.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The column at which it begins, in characters, from 1.
    pub column: usize,
    /// The line on which it ends.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
}

/// What to see at a further place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingLabel {
    /// Where it is.
    #[serde(flatten)]
    pub location: Location,
    /// What to see there, in Vietnamese.
    pub message: String,
    /// The lines around it; none where it stands in the lines of the finding.
    #[serde(skip)]
    pub(super) excerpt: Option<Excerpt>,
}

/// One finding with its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable name of the kind of finding.
    pub code: Code,
    /// How much it weighs.
    #[serde(serialize_with = "word")]
    pub severity: Severity,
    /// What is wrong, in Vietnamese, lower case, without a full stop.
    pub message: String,
    /// Where it is; none for what stands in no file.
    #[serde(flatten)]
    pub location: Option<Location>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<FindingLabel>,
    /// What to do, one line each.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "help::as_texts"
    )]
    pub help: Vec<Help>,
    /// What it is about, as `giai_trinh` names it: a row, a task, a section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Box<str>>,
    /// The lines around it and its labels; none for an empty file, or no file.
    #[serde(skip)]
    pub(super) excerpt: Option<Excerpt>,
}

impl Location {
    /// Where a place stands.
    pub fn of(place: Place, sources: &Sources) -> Self {
        let end = place.behind();
        Self {
            file: sources.path(place.source).to_owned(),
            line: sources.line(place),
            column: sources.column(place),
            end_line: sources.line(end),
            end_column: sources.column(end),
        }
    }

    /// The location with a file name that is not long.
    #[must_use]
    pub fn brief(&self) -> Self {
        Self {
            file: vi::brief(&self.file).into_owned(),
            ..self.clone()
        }
    }
}

impl Finding {
    /// A finding with all that stands in files.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let own_file = diagnostic.place.map(|place| place.source);
        let is_own = |label: &&Label| Some(label.place.source) == own_file;
        let is_empty = own_file.is_some_and(|source| sources.text(source).trim().is_empty());
        let own = diagnostic.labels.iter().filter(is_own);
        let places = own.map(|label| label.place);
        let places: Vec<_> = diagnostic.place.into_iter().chain(places).collect();
        let labels = diagnostic.labels.iter().map(|label| FindingLabel {
            location: Location::of(label.place, sources),
            message: label.text.clone(),
            excerpt: if is_own(&label) {
                None
            } else {
                Excerpt::of(&[label.place], sources)
            },
        });
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            location: diagnostic.place.map(|place| Location::of(place, sources)),
            labels: labels.collect(),
            help: diagnostic.help.clone(),
            about: diagnostic.about.clone(),
            excerpt: Excerpt::of(&places, sources).filter(|_| !is_empty),
        }
    }

    /// The finding with what to do as somebody words it.
    #[must_use]
    pub fn worded(&self, wording: impl Fn(&Way) -> String) -> Self {
        let help = self
            .help
            .iter()
            .map(|help| Help::from(help.worded(&wording)));
        Self {
            help: help.collect(),
            ..self.clone()
        }
    }

    /// The finding as people are shown it: every character stands for itself, and what is
    /// long is shortened. The lines of a help stay lines.
    #[must_use]
    pub fn shown(&self) -> Self {
        let line = |text: &str| vi::shown(&vi::brief(text)).into_owned();
        let lines = |text: &str| {
            let lines: Vec<_> = text.lines().map(line).collect();
            vi::shown_lines(&lines.join("\n")).into_owned()
        };
        self.with_texts(line, lines)
    }

    /// The finding as programs are told it: nothing of it is long.
    #[must_use]
    pub fn brief(&self) -> Self {
        let brief = |text: &str| vi::brief(text).into_owned();
        let lines = |text: &str| {
            let lines: Vec<_> = text.lines().map(vi::brief).collect();
            lines.join("\n")
        };
        let mut finding = self.with_texts(brief, lines);
        finding.about.clone_from(&self.about);
        let labels = finding.labels.iter_mut().map(|label| &mut label.location);
        for location in finding.location.iter_mut().chain(labels) {
            *location = location.brief();
        }
        finding
    }

    fn with_texts(&self, line: impl Fn(&str) -> String, lines: impl Fn(&str) -> String) -> Self {
        let labels = self.labels.iter().map(|label| FindingLabel {
            message: line(&label.message),
            ..label.clone()
        });
        let about = self.about.as_deref();
        Self {
            message: line(&self.message),
            labels: labels.collect(),
            help: self
                .help
                .iter()
                .map(|help| Help::from(lines(&help.to_string())))
                .collect(),
            about: about.map(|about| line(about).into_boxed_str()),
            ..self.clone()
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn word<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}
