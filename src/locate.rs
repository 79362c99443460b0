//! Where a figure stands in a finished report: the row of its form, the sections that speak
//! of it, with their pages.
//!
//! Not for: how the figure came about (`assess::explanation`).

use crate::assess::Report;
use crate::compose::{Templates, row_mark};
use crate::diagnostic::Sources;
use crate::model::{IndicatorId, Row, Section, TextOf};
use crate::typeset::Pages;

/// A place of a figure in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A row of a form.
    Row {
        /// The number of the form.
        form: String,
        /// The number of the row.
        row: String,
        /// The page of the file, counted from 1.
        page: Option<usize>,
    },
    /// A section whose sentences have it.
    Section {
        /// The name of the section in data.
        id: String,
        /// Its heading, or that of its part.
        title: String,
        /// The page on which the heading stands.
        page: Option<usize>,
    },
}

/// The places of a figure, the row of its form first. A row that its form does not print
/// has none there.
pub fn standings(
    report: &Report<'_>,
    id: &IndicatorId,
    templates: &Templates,
    pages: &Pages,
    sources: &Sources,
) -> Vec<Standing> {
    let regime = report.subject.regime;
    let mut all = Vec::new();
    for form in &regime.forms {
        let rows = form.rows.iter().filter_map(|row| match row {
            Row::Value { number, indicator } if indicator == id => Some(number),
            Row::Value { .. } | Row::Heading { .. } => None,
        });
        all.extend(rows.map(|number| Standing::Row {
            form: form.number.value.clone(),
            row: number.value.clone(),
            page: pages.page_of_label(&row_mark(id)),
        }));
    }
    let cycle = &report.subject.submission.period.cycle;
    let level = &report.subject.agency.level;
    for part in &regime.outline {
        let of_part = pages.page_of_heading(&part.title.fill(&report.phrases));
        for section in part.sections.iter().filter(|s| s.is_asked_in(cycle)) {
            let pieces = if section.points.is_empty() {
                std::slice::from_ref(section)
            } else {
                section.points.as_slice()
            };
            for piece in pieces
                .iter()
                .filter(|s| says(report, s, id, templates, sources))
            {
                let by_level = piece.titles_by_level.iter().find(|(of, _)| of == level);
                let for_all = report.subject.is_compiled();
                let own = by_level.filter(|_| !for_all).map(|(_, title)| title);
                let title = own.or(piece.title.as_ref()).or(section.title.as_ref());
                let title = title.unwrap_or(&part.title).fill(&report.phrases);
                all.push(Standing::Section {
                    id: piece.id.to_string(),
                    // A numbered paragraph has no heading of its own.
                    page: pages.page_of_heading(&title).or(of_part),
                    title,
                });
            }
        }
    }
    all
}

/// Whether the templates of a section, or paragraphs of the unit, have a figure.
fn says(
    report: &Report<'_>,
    section: &Section,
    id: &IndicatorId,
    templates: &Templates,
    sources: &Sources,
) -> bool {
    let mut names = section.template_names().into_iter();
    let by_template = names.any(|name| templates.section_names(name, id.as_str()));
    let mut texts = report.subject.submission.texts();
    // The figures are filled in by now; the file still names them.
    let by_paragraph = texts.any(|(of, text)| {
        if of != TextOf::Section(&section.id) {
            return false;
        }
        let written = sources.text(text.place.source).get(text.place.range());
        let mut pieces = written.unwrap_or_default().split("{{").skip(1);
        pieces.any(|piece| {
            let expression = piece.split("}}").next().unwrap_or_default();
            let mut names =
                expression.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
            names.any(|name| name == id.as_str())
        })
    });
    by_template || by_paragraph
}
