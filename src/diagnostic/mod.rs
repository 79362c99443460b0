//! What the program has to say about data, templates and files: one type from
//! the first byte of YAML to the last page of PDF.
//!
//! Not for: deciding what is wrong (each stage does that) or printing (`cli`).

mod code;
mod excerpt;
mod finding;
mod guard;
mod help;
mod location;
mod render;
mod shape;
mod source;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use code::{Code, ExitKind, Level};
pub use finding::{Finding, FindingLabel};
#[cfg(test)]
pub use guard::trap;
pub use guard::{caught, guarded};
pub use help::{Help, Way, Wording};
pub use location::{Location, PagePlace, Spot};
pub use render::{Style, render};
pub use shape::Cell;
#[cfg(test)]
pub use shape::in_all_shapes;
pub use source::{LastingIds, Located, Place, SourceId, Sources, text_of};

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

impl Severity {
    /// As programs are told it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
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
    /// Where it is seen on a finished page, if it is.
    pub page: Option<PagePlace>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do, one line each.
    pub help: Vec<Help>,
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
            page: None,
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
            page: None,
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

    /// Says where it is seen on a finished page.
    #[must_use]
    pub fn on_page(mut self, page: PagePlace) -> Self {
        self.page = Some(page);
        self
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Help>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Puts all its places into the files that others are called.
    pub fn move_places(&mut self, mut moved: impl FnMut(SourceId) -> SourceId) {
        let labels = self.labels.iter_mut().map(|label| &mut label.place);
        for place in self.place.iter_mut().chain(labels) {
            place.source = moved(place.source);
        }
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

/// Findings of one kind in one file that are told one by one.
const TOLD: usize = 20;

/// Puts the number of the others in the place of all findings of one kind in one file behind
/// the first ones. They are sorted; done again, it changes nothing.
pub fn shorten(diagnostics: &mut Vec<Diagnostic>) {
    let kind = |d: &Diagnostic| Some((d.place?.source, d.code, d.severity));
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for kind in diagnostics.iter().filter_map(kind) {
        *counts.entry(kind).or_default() += 1;
    }
    counts.retain(|_, count| *count > TOLD + 1);
    if counts.is_empty() {
        return;
    }
    let mut told: BTreeMap<_, usize> = BTreeMap::new();
    diagnostics.retain_mut(|finding| {
        let Some((kind, all)) = kind(finding).and_then(|k| Some((k, *counts.get(&k)?))) else {
            return true;
        };
        let count = told.entry(kind).or_default();
        *count += 1;
        if *count == TOLD + 1 {
            let what = match finding.severity {
                Severity::Error => "lỗi",
                Severity::Warning => "cảnh báo",
                Severity::Note => "lưu ý",
            };
            finding.message = format!("và {} {what} nữa cùng loại trong tệp này", all - TOLD);
            finding.labels.clear();
            finding.help = vec!["sửa những chỗ đã báo ở trên rồi kiểm tra lại".into()];
        }
        *count <= TOLD + 1
    });
}

/// Whether any of the findings forbids going on.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_findings_of_one_kind_in_one_file_are_counted() {
        let mut sources = Sources::default();
        let (one, other) = (sources.add("a", ""), sources.add("b", ""));
        let at = |source, code, at: usize| {
            Diagnostic::error(code, Place::new(source, at..at), format!("{at}"))
        };
        let mut all: Vec<_> = (0..100).map(|n| at(one, Code::KeyUnknown, n)).collect();
        all.extend((0..21).map(|n| at(other, Code::KeyUnknown, n)));
        all.push(at(one, Code::NumberForm, 7));
        all.push(at(one, Code::KeyUnknown, 100).warning());
        sort(&mut all, &sources);
        shorten(&mut all);
        assert_eq!(all.len(), 21 + 21 + 2);
        let told: Vec<_> = all
            .iter()
            .filter(|d| d.message.starts_with("và 80 lỗi nữa"))
            .collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].place.map(Place::start), Some(20));
        let before = all.clone();
        shorten(&mut all);
        assert_eq!(all, before);
    }
}
