//! Typst's errors as findings with a line of a template.

use std::collections::BTreeMap;
use std::ops::Range;

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

use super::world::ReportWorld;
use crate::compose::Composed;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};

/// What is needed to find the place of an error.
pub(super) struct Faults<'a> {
    pub world: &'a ReportWorld<'a>,
    pub composed: &'a Composed,
    pub layout: &'a BTreeMap<String, SourceId>,
    pub sources: &'a Sources,
}

impl Faults<'_> {
    /// An error as a finding at its place in a template.
    pub(super) fn finding(&self, code: Code, error: &SourceDiagnostic) -> Diagnostic {
        let code = if error.message.starts_with("unknown font family") {
            Code::FontMissing
        } else {
            code
        };
        let message = format!("không dàn được trang (Typst: {})", error.message);
        let calls: Vec<Place> = error
            .trace
            .iter()
            .filter_map(|t| self.place(DiagSpan::from(t.span)))
            .collect();
        let mut finding = match (self.place(error.span), calls.first()) {
            (Some(place), _) => Diagnostic::error(code, place, message),
            (None, Some(call)) => Diagnostic::error(code, *call, message),
            (None, None) => Diagnostic::general(code, message),
        };
        if let (Some(place), Some(call)) = (finding.place, calls.last())
            && place.source != call.source
        {
            finding = finding.with_label(*call, "được gọi từ đây");
        }
        for hint in &error.hints {
            finding = finding.with_help(format!("Typst: {}", hint.v));
        }
        finding
    }

    fn place(&self, span: DiagSpan) -> Option<Place> {
        let file = span.id()?;
        let range = self.world.range(span)?;
        if file == self.world.main() {
            return self.place_in_template(range);
        }
        let source = *self.layout.get(file.vpath().get_with_slash())?;
        Some(self.sources.clamped(Place {
            source,
            start: range.start,
            end: range.end,
        }))
    }

    /// The place in the template that wrote these bytes of the body.
    fn place_in_template(&self, range: Range<usize>) -> Option<Place> {
        let origins = &self.composed.origins;
        let index = origins.partition_point(|o| o.output.end <= range.start);
        let origin = origins.get(index)?;
        let mut place = origin.template;
        if origin.literal {
            let start = range.start.max(origin.output.start);
            place.start += start - origin.output.start;
            place.end = place.start + range.end.min(origin.output.end).saturating_sub(start);
        }
        Some(self.sources.clamped(place))
    }
}
