//! What is found in a unit's file that comes from a workbook, told at the cells of that workbook and in
//! the words of its sheets.

use crate::diagnostic::{Code, Diagnostic, Help, Place, Severity, SourceId, Sources};
use crate::load::{self, ValuePlace};
use crate::workbook::filled::Places;

/// A workbook from which a unit's file comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct FromWorkbook<'a> {
    /// The unit's file, as messages name it.
    pub file: &'a str,
    /// Where its values stand in the workbook.
    pub places: &'a Places,
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
    let mut outlines = Vec::new();
    for from in workbooks {
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
            Some(_) if is_told_by_cells(&finding) => None,
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
        if let Some(place) = finding.place {
            let cell = self.cell(place, sources).or(about);
            finding.place = Some(cell.unwrap_or_else(|| Sources::beginning(self.workbook)));
        }
        for label in &mut finding.labels {
            if label.place.source == self.file
                && let Some(cell) = self.cell(label.place, sources)
            {
                label.place = cell;
            }
        }
        let help = std::mem::take(&mut finding.help);
        finding.help = help.into_iter().map(in_words_of_sheets).collect();
        finding
    }

    /// The cell of a place in the unit's file, with the very words where they stand in it.
    fn cell(&self, place: Place, sources: &Sources) -> Option<Place> {
        let start = place.start();
        let holding = self.values.iter().filter(|(_, range)| {
            range.contains(&start) || (range.is_empty() && range.start == start)
        });
        let narrowest = holding.min_by_key(|(_, range)| range.len());
        // A place between values is of the one before.
        let before = || {
            self.values
                .iter()
                .rev()
                .find(|(_, range)| range.start <= start)
        };
        let (path, range) = narrowest.or_else(before)?;
        let cell = self.from.places.of(path)?;
        let cell = Place::new(self.workbook, cell.range());
        let is_part =
            range.contains(&start) && place.end() <= range.end && !place.range().is_empty();
        let words = sources.text(self.file).get(place.range());
        Some(match words.filter(|_| is_part && place.range() != *range) {
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
        })
    }
}

/// The keys of files, and what sheets call them.
const WORDS: [(&str, &str); 16] = [
    ("khong_co", "cột “Chưa có số liệu vì”"),
    ("ghi_chu", "cột “Ghi chú”"),
    ("den_ngay", "cột “Số đến ngày”"),
    ("uoc", "cột “Số ước (x)”"),
    ("so_lieu_den_ngay", "ô “Số liệu tính đến ngày”"),
    ("ket_qua", "cột “Đã làm được”"),
    ("san_pham", "các cột “Sản phẩm”"),
    ("hoan_thanh", "cột “Hoàn thành ngày”"),
    ("du_kien", "cột “Dự kiến xong ngày”"),
    ("kho_khan", "cột “Khó khăn, vướng mắc”"),
    ("chuyen_nam_sau", "cột “Chuyển, dừng”"),
    ("dung", "cột “Chuyển, dừng”"),
    ("noi_dung", "trang “Nội dung”"),
    ("nhiem_vu", "trang “Nhiệm vụ”"),
    ("the_thuc", "trang “Thể thức”"),
    ("giai_trinh", "cột “Giải trình”"),
];

/// A remedy as who fills in sheets understands it.
fn in_words_of_sheets(help: Help) -> Help {
    let Some(text) = help.plain() else {
        return help;
    };
    let mut words = match text.find("thêm vào tệp `giai_trinh") {
        Some(at) => format!("{}ghi lý do ở cột “Giải trình” cùng dòng", &text[..at]),
        None => text.to_owned(),
    };
    for (key, said) in WORDS {
        words = words.replace(&format!("`{key}`"), said);
    }
    words.into()
}
