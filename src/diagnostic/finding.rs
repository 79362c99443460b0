//! Findings that carry all that is told of them: places as files with lines or cells, and what
//! people are shown of them. They outlive the files and the run that they come from.
//!
//! Not for: finding something (`Diagnostic`) or printing (`render`).

use serde::{Serialize, Serializer};

use super::excerpt::Excerpt;
use super::{
    Code, Diagnostic, Help, Label, Location, PagePlace, Place, Severity, Sources, Way, help,
};
use crate::vi;

/// What to see at a further place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingLabel {
    /// Where it is.
    #[serde(flatten)]
    pub location: Location,
    /// What to see there, in Vietnamese.
    pub message: String,
    /// The lines around it; none where it stands in the lines, cell or paragraph of the finding.
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
    /// Where it is seen on a finished page, if it is.
    #[serde(flatten)]
    pub page: Option<PagePlace>,
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

impl Finding {
    /// A finding with all that stands in files.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let shown_with = |place: Place| (place.source, sources.piece(place));
        let own_part = diagnostic.place.map(shown_with);
        let is_own = |label: &&Label| Some(shown_with(label.place)) == own_part;
        let own_file = diagnostic.place.map(|place| place.source);
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
            page: diagnostic.page,
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::in_all_shapes;

    #[test]
    fn programs_are_told_lines_cells_paragraphs_and_pages() {
        let (sources, finding) = in_all_shapes();
        let page = PagePlace {
            page: 3,
            left_mm: 30,
            top_mm: 112,
        };
        let told = Finding::of(&finding.on_page(page), &sources).brief();
        let mut told = serde_json::to_value(told).expect("it is JSON");
        let long = told["labels"][1].take();
        let sheet = long["sheet"].as_str().expect("a name");
        assert_eq!(sheet, "Biểu\u{202e} 3\n::error::");
        assert_eq!(
            (&long["cell"], &long["end_column"]),
            (&json!("AB7"), &json!(10_006))
        );
        assert_eq!(
            told,
            json!({
                "code": "number/form",
                "severity": "error",
                "message": "số viết bằng chữ",
                "file": "bieu.xlsx", "sheet": "Biểu 2", "cell": "D14", "column": 1, "end_column": 9,
                "page": 3, "left_mm": 30, "top_mm": 112,
                "labels": [
                    {"file": "bieu.xlsx", "sheet": "Biểu 2", "cell": "D14", "column": 10, "end_column": 15, "message": "đơn vị tính"},
                    null,
                    {"file": "bieu.xlsx", "sheet": "Biểu 2", "cell": "E14", "column": 1, "end_column": 3, "message": "cùng dòng"},
                    {"file": "bao-cao.docx", "paragraph": 2, "column": 4, "end_column": 6, "message": "đoạn nói 12"},
                    {"file": "a.yaml", "line": 2, "column": 12, "end_line": 2, "end_column": 14, "message": "tệp khai 12"},
                ],
                "help": ["viết bằng chữ số"],
            })
        );
    }
}
