//! What Typst says is wrong, and the line of a template that it is about.
//!
//! A [`Fault`] is what a typesetter knows: files and bytes as Typst has them. It
//! travels between processes. [`Places`] knows which template wrote them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;

use super::world::ReportWorld;
use crate::compose::{Composed, Templates};
use crate::diagnostic::{Code, Diagnostic, PagePlace, Place, SourceId, Sources};
use crate::model::{Subject, Submission};
use crate::vi;

/// Why a report could not be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where in the work it arose.
    pub stage: Stage,
    /// In Typst's words.
    pub message: String,
    /// What Typst advises.
    pub hints: Vec<String>,
    /// What it is about.
    pub spot: Option<Spot>,
    /// Where that was called from, the innermost first.
    pub calls: Vec<Spot>,
    /// The text that has no room, and where on its page it is.
    pub text: Option<(String, PagePlace)>,
}

/// A stage of typesetting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Pages.
    Layout,
    /// A file that meets the standards.
    Export,
    /// Text that has no room on the finished pages; the message is in Vietnamese.
    Room,
    /// Typst panicked in either.
    Panic,
}

/// A part of a file as Typst has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    file: String,
    range: Range<usize>,
}

impl Fault {
    pub(super) fn new(stage: Stage, error: &SourceDiagnostic, world: &ReportWorld<'_>) -> Self {
        let spot = |span: DiagSpan| {
            Some(Spot {
                file: span.id()?.vpath().get_with_slash().to_owned(),
                range: world.range(span)?,
            })
        };
        let calls = error.trace.iter();
        Self {
            stage,
            message: error.message.to_string(),
            hints: error.hints.iter().map(|hint| hint.v.to_string()).collect(),
            spot: spot(error.span),
            calls: calls.filter_map(|t| spot(DiagSpan::from(t.span))).collect(),
            text: None,
        }
    }

    pub(super) fn panic(message: &str) -> Self {
        Self::without_place(Stage::Panic, message.to_owned())
    }

    pub(super) fn no_room(message: String, text: String, page: PagePlace) -> Self {
        Self {
            text: Some((text, page)),
            ..Self::without_place(Stage::Room, message)
        }
    }

    fn without_place(stage: Stage, message: String) -> Self {
        Self {
            stage,
            message,
            hints: Vec::new(),
            spot: None,
            calls: Vec::new(),
            text: None,
        }
    }

    /// The text that Typst quotes, such as one that no font has.
    fn quoted(&self) -> Option<&str> {
        let (_, behind) = self.message.split_once("`\"")?;
        let (text, _) = behind.split_once("\"`")?;
        Some(text)
    }

    fn code(&self) -> Code {
        match self.stage {
            _ if self.message.starts_with("unknown font family") => Code::FontMissing,
            Stage::Export => Code::TypesetStandard,
            Stage::Room => Code::TypesetRoom,
            Stage::Layout | Stage::Panic => Code::TypesetError,
        }
    }
}

/// Which template wrote what Typst read.
#[derive(Debug)]
pub struct Places(BTreeMap<String, SourceId>);

impl Places {
    /// Keeps the layout library among the files that findings show.
    pub fn new(templates: &Templates, sources: &mut Sources) -> Self {
        let files = templates.layout().map(|(name, template)| {
            let id = sources.add(template.path.as_str(), template.text.as_str());
            (format!("/{name}"), id)
        });
        Self(files.collect())
    }

    /// Faults as findings with lines of templates, or of the data that a text without room
    /// is from.
    pub fn findings(
        &self,
        faults: &[Fault],
        composed: &Composed,
        subject: Option<Subject<'_>>,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let finding = |fault: &Fault| match (&fault.text, fault.stage) {
            (Some((text, page)), Stage::Room) => {
                no_room(fault, text, composed, subject).on_page(*page)
            }
            _ => self.finding(fault, composed, sources),
        };
        faults.iter().map(finding).collect()
    }

    fn finding(&self, fault: &Fault, composed: &Composed, sources: &Sources) -> Diagnostic {
        if fault.stage == Stage::Panic {
            let message = format!("Typst dừng đột ngột ({})", fault.message);
            return Diagnostic::general(Code::TypesetError, message).with_help(
                "đây là lỗi bên trong, không phải lỗi của tệp số liệu; gửi tệp này cho người phụ trách chương trình",
            );
        }
        let message = format!("không dàn được trang (Typst: {})", fault.message);
        let place = |spot: &Spot| self.place(spot, sources);
        let calls: Vec<Place> = fault.calls.iter().filter_map(place).collect();
        let at = fault.spot.as_ref().and_then(place);
        let at = at.or_else(|| in_block(&seen(fault.quoted()?), composed));
        let mut finding = match at.or(calls.first().copied()) {
            Some(place) => Diagnostic::error(fault.code(), place, message),
            None => Diagnostic::general(fault.code(), message),
        };
        if let (Some(place), Some(call)) = (finding.place, calls.last())
            && place.source != call.source
        {
            finding = finding.with_label(*call, "được gọi từ đây");
        }
        for hint in &fault.hints {
            finding = finding.with_help(format!("Typst: {hint}"));
        }
        finding
    }

    fn place(&self, spot: &Spot, sources: &Sources) -> Option<Place> {
        let place = Place::new(*self.0.get(&spot.file)?, spot.range.clone());
        Some(sources.clamped(place))
    }
}

/// A text without room, at the place in the data where somebody wrote it, or in the template
/// that did.
fn no_room(
    fault: &Fault,
    text: &str,
    composed: &Composed,
    subject: Option<Subject<'_>>,
) -> Diagnostic {
    let message = format!("chữ không đủ chỗ trên trang: {}", fault.message);
    let text = seen(text);
    let written = subject.and_then(|subject| written_at(&text, subject));
    let written = written.or_else(|| in_block(&text, composed));
    let finding = match written {
        Some(place) => Diagnostic::error(fault.code(), place, message),
        None => Diagnostic::general(fault.code(), message),
    };
    finding.with_help(
        "viết ngắn lại, tách chuỗi liền thành nhiều từ, hoặc thay dấu cách cứng bằng dấu cách thường",
    )
}

/// A text without what may differ between data and page: blanks, and places to break.
fn seen(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != vi::BREAK);
    seen.collect()
}

/// Where the block of a document that has a text is from.
fn in_block(text: &str, composed: &Composed) -> Option<Place> {
    if text.is_empty() {
        return None;
    }
    let mut blocks = composed.document.blocks.iter();
    let block = blocks.find(|block| {
        let notes = block.notes().any(|note| seen(note).contains(text));
        notes || seen(&block.words()).contains(text)
    })?;
    let origin = &block.origin;
    origin.data.first().copied().or(origin.template)
}

/// Where a text of a report was written, by the unit itself or by those whose words it takes over.
fn written_at(text: &str, subject: Subject<'_>) -> Option<Place> {
    let members = subject.reports_below().reported.into_iter();
    let members = members.map(|report| report.submission);
    let all = std::iter::once(subject.submission).chain(members);
    let mut texts = all.flat_map(Submission::texts);
    texts.find_map(|(_, written)| seen(&written.value).contains(text).then_some(written.place))
}
