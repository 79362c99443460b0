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
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};

/// The file that is composed for every report.
pub(super) const MAIN: &str = "/main.typ";

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
}

/// A stage of typesetting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Pages.
    Layout,
    /// A file that meets the standards.
    Export,
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
        }
    }

    pub(super) fn panic(message: &str) -> Self {
        Self {
            stage: Stage::Panic,
            message: message.to_owned(),
            hints: Vec::new(),
            spot: None,
            calls: Vec::new(),
        }
    }

    fn code(&self) -> Code {
        match self.stage {
            _ if self.message.starts_with("unknown font family") => Code::FontMissing,
            Stage::Export => Code::TypesetStandard,
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

    /// Faults as findings with lines of templates.
    pub fn findings(
        &self,
        faults: &[Fault],
        composed: &Composed,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let finding = |fault| self.finding(fault, composed, sources);
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
        let place = |spot: &Spot| self.place(spot, composed, sources);
        let calls: Vec<Place> = fault.calls.iter().filter_map(place).collect();
        let at = fault.spot.as_ref().and_then(place);
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

    fn place(&self, spot: &Spot, composed: &Composed, sources: &Sources) -> Option<Place> {
        let place = if spot.file == MAIN {
            place_in_template(&spot.range, composed)?
        } else {
            Place::new(*self.0.get(&spot.file)?, spot.range.clone())
        };
        Some(sources.clamped(place))
    }
}

/// The place in the template that wrote these bytes of the body.
fn place_in_template(range: &Range<usize>, composed: &Composed) -> Option<Place> {
    let origins = &composed.origins;
    let index = origins.partition_point(|o| o.output.end <= range.start);
    let origin = origins.get(index)?;
    if !origin.literal {
        return Some(origin.template);
    }
    let start = range.start.max(origin.output.start) - origin.output.start;
    let end = range.end.min(origin.output.end);
    let end = end.saturating_sub(origin.output.start).max(start);
    Some(origin.template.part(start..end))
}
