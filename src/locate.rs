//! Where a figure stands in a finished report: the row of its form, the sections that speak
//! of it, with their pages.
//!
//! Not for: how the figure came about (`assess::explanation`).

use crate::assess::Report;
use crate::compose::{Block, Document, row_mark};
use crate::diagnostic::{Place, Sources};
use crate::model::{IndicatorId, Row};
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
        /// The page on which the first of its paragraphs that has the figure begins.
        page: Option<usize>,
    },
}

/// The places of a figure, the row of its form first. A row that its form does not print
/// has none there.
pub fn standings(
    report: &Report<'_>,
    id: &IndicatorId,
    document: &Document,
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
    let mut headings = Headings::default();
    let mut last = None;
    for block in &document.blocks {
        headings.pass(block);
        let Some(section) = &block.origin.section else {
            continue;
        };
        if last.as_ref() == Some(section) || !says(block, id, sources) {
            continue;
        }
        last = Some(section.clone());
        all.push(Standing::Section {
            id: section.clone(),
            title: headings.over(section),
            page: block
                .mark
                .as_deref()
                .and_then(|mark| pages.page_of_label(mark)),
        });
    }
    all
}

/// The headings over a block.
#[derive(Default)]
struct Headings {
    part: String,
    /// The last one below a part, with the section that it is of.
    below: Option<(String, Option<String>)>,
}

impl Headings {
    fn pass(&mut self, block: &Block) {
        match block.kind.heading_level() {
            Some(1) => {
                self.part = block.words();
                self.below = None;
            }
            Some(_) => self.below = Some((block.words(), block.origin.section.clone())),
            None => {}
        }
    }

    /// The heading of a section, or of its part: a numbered paragraph has none of its own.
    fn over(&self, section: &str) -> String {
        match &self.below {
            Some((title, of)) if of.as_deref() == Some(section) => title.clone(),
            _ => self.part.clone(),
        }
    }
}

/// Whether a block has a figure, put there by its template or named by whoever wrote it.
fn says(block: &Block, id: &IndicatorId, sources: &Sources) -> bool {
    // The figures are filled in by now; the file still names them.
    let named = |place: &Place| {
        let written = sources.text(place.source).get(place.range());
        let mut pieces = written.unwrap_or_default().split("{{").skip(1);
        pieces.any(|piece| {
            let expression = piece.split("}}").next().unwrap_or_default();
            let mut names =
                expression.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
            names.any(|name| name == id.as_str())
        })
    };
    block.origin.rows.contains(id) || block.origin.data.iter().any(named)
}
