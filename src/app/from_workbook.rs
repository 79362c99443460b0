//! What is found in a unit's file that comes from a workbook, told at the cells of that workbook and in
//! the words of its sheets.

use std::collections::BTreeSet;

use super::sheet_words::SheetWords;
use crate::diagnostic::{Code, Diagnostic, Place, Severity, SourceId, Sources};
use crate::load::{self, ValuePlace};
use crate::workbook::filled::Places;

/// A workbook from which a unit's file comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct FromWorkbook<'a> {
    /// The unit's file, as messages name it.
    pub file: &'a str,
    /// Where its values stand in the workbook.
    pub places: &'a Places,
    /// What its sheets call things, where the whole file comes from it; nothing where only some
    /// of its figures do.
    pub words: Option<&'a SheetWords>,
    /// The workbook, and the sources that it is kept in.
    pub workbook: (SourceId, &'a Sources),
}

/// A unit's file with what leads from it to cells.
struct Outline<'a> {
    from: FromWorkbook<'a>,
    /// The unit's file.
    file: SourceId,
    /// The workbook, as these sources call it.
    workbook: SourceId,
    values: Vec<ValuePlace>,
}

/// The findings, with those in files that come from workbooks at cells of these. What the reading
/// of the workbook has told already is left out.
pub(super) fn at_cells(
    findings: Vec<Diagnostic>,
    workbooks: &[FromWorkbook<'_>],
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    if workbooks.is_empty() {
        return findings;
    }
    let found: BTreeSet<_> = findings
        .iter()
        .filter_map(|finding| Some(sources.path(finding.place?.source).to_owned()))
        .collect();
    let mut outlines = Vec::new();
    for from in workbooks.iter().filter(|from| found.contains(from.file)) {
        let file = sources.iter().find(|(_, path)| *path == from.file);
        let Some((file, _)) = file else { continue };
        let values = load::places(sources.text(file)).unwrap_or_default();
        let (workbook, of) = from.workbook;
        outlines.push(Outline {
            from: *from,
            file,
            workbook: sources.adopt(workbook, of),
            values,
        });
    }
    let moved = findings.into_iter().filter_map(|finding| {
        let source = finding.place.map(|place| place.source);
        let outline = outlines.iter().find(|outline| Some(outline.file) == source);
        match outline {
            Some(outline) if outline.from.words.is_some() && is_told_by_cells(&finding) => None,
            Some(outline) => Some(outline.told(finding, sources)),
            None => Some(finding),
        }
    });
    moved.collect()
}

/// Whether the reading of a workbook tells it at each blank cell.
fn is_told_by_cells(finding: &Diagnostic) -> bool {
    finding.code == Code::FigureMissing && finding.severity == Severity::Error
}

impl Outline<'_> {
    fn told(&self, mut finding: Diagnostic, sources: &Sources) -> Diagnostic {
        let about = finding.about.as_deref();
        let about = about.and_then(|about| self.from.places.about(about));
        let about = about.map(|cell| Place::new(self.workbook, cell.range()));
        if let Some(place) = finding.place {
            let cell = self.cell(place, sources);
            // What is told of a part as a whole is of the row or section that it is about.
            let cell = match cell {
                Some((cell, false)) => Some(cell),
                Some((cell, true)) => about.or(Some(cell)),
                None => about,
            };
            let elsewhere = if self.from.words.is_some() {
                Sources::beginning(self.workbook)
            } else {
                place
            };
            finding.place = Some(cell.unwrap_or(elsewhere));
        }
        for label in &mut finding.labels {
            if label.place.source == self.file
                && let Some((cell, _)) = self.cell(label.place, sources)
            {
                label.place = cell;
            }
        }
        if let Some(words) = self.from.words {
            for label in &mut finding.labels {
                label.text = words.of_sheets(&label.text);
            }
            finding.message = words.of_sheets(&finding.message);
            for help in &mut finding.help {
                if let Some(text) = help.plain() {
                    *help = words.of_sheets(text).into();
                }
            }
        }
        finding
    }

    /// The cell of a place in the unit's file, with the very words where they stand in it; and
    /// whether the place is of a whole part of the file.
    fn cell(&self, place: Place, sources: &Sources) -> Option<(Place, bool)> {
        let start = place.start();
        let holding = self.values.iter().filter(|(_, range)| {
            range.contains(&start) || (range.is_empty() && range.start == start)
        });
        let narrowest = holding.min_by_key(|(_, range)| range.len());
        // A place between values is of the one before.
        let before = || {
            let is_whole = self.from.words.is_some();
            self.values
                .iter()
                .rev()
                .find(|(_, range)| is_whole && range.start <= start)
        };
        let (path, range) = narrowest.or_else(before)?;
        let places = self.from.places;
        let cell = if self.from.words.is_some() {
            places.of(path)
        } else {
            places.within(path)
        }?;
        let cell = Place::new(self.workbook, cell.range());
        let is_part =
            range.contains(&start) && place.end() <= range.end && !place.range().is_empty();
        let words = sources.text(self.file).get(place.range());
        let cell = match words.filter(|_| is_part && place.range() != *range) {
            Some(words) => {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let before = sources.text(self.file).get(range.start..start);
                let before = before.unwrap_or_default().matches(words.as_str()).count();
                let text = sources
                    .text(self.workbook)
                    .get(cell.range())
                    .unwrap_or_default();
                let found = text.match_indices(words.as_str()).nth(before);
                found.map_or(cell, |(at, words)| cell.part(at..at + words.len()))
            }
            None => cell,
        };
        Some((cell, path.len() < 2))
    }
}
