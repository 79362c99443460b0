//! What a source is besides lines: the cells of a workbook, the paragraphs of a document.
//!
//! Its text is that of its pieces, one below the other, so that a place in it is a range of bytes
//! as everywhere. Not for: reading workbooks and documents.

use std::ops::Range;

use super::{Place, SourceId, Sources};

/// A cell of a workbook with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The name of its sheet.
    pub sheet: String,
    /// Where it is there: `D14`.
    pub reference: String,
    /// What stands in it.
    pub text: String,
}

/// Of what pieces a text is made up.
#[derive(Debug, Clone, Default)]
pub(super) enum Shape {
    /// Of lines.
    #[default]
    Lines,
    /// Of cells: sheet, reference, and where each begins.
    Cells(Vec<(String, String, usize)>),
    /// Of paragraphs, by where each begins.
    Paragraphs(Vec<usize>),
}

/// A cell or paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'s> {
    /// Its bytes in the text of its source.
    pub range: Range<usize>,
    pub name: PieceName<'s>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceName<'s> {
    Cell {
        sheet: &'s str,
        reference: &'s str,
    },
    /// From 1.
    Paragraph(usize),
}

impl Piece<'_> {
    /// The number that stands beside it where it is shown: that of its row, or its own.
    pub(super) fn number(&self) -> usize {
        match self.name {
            PieceName::Cell { reference, .. } => {
                let row = reference.trim_start_matches(|c: char| !c.is_ascii_digit());
                row.parse().unwrap_or(1)
            }
            PieceName::Paragraph(number) => number,
        }
    }
}

impl Shape {
    fn start(&self, at: usize) -> Option<usize> {
        match self {
            Self::Lines => None,
            Self::Cells(cells) => cells.get(at).map(|(_, _, start)| *start),
            Self::Paragraphs(starts) => starts.get(at).copied(),
        }
    }

    /// How many pieces begin at an offset or before.
    fn count(&self, offset: usize) -> usize {
        match self {
            Self::Lines => 0,
            Self::Cells(cells) => cells.partition_point(|(_, _, start)| *start <= offset),
            Self::Paragraphs(starts) => starts.partition_point(|start| *start <= offset),
        }
    }

    /// A piece by its number from 0, of a text of this length.
    fn piece(&self, at: usize, length: usize) -> Option<Piece<'_>> {
        let start = self.start(at)?;
        let name = match self {
            Self::Lines => return None,
            Self::Cells(cells) => {
                let (sheet, reference, _) = cells.get(at)?;
                PieceName::Cell { sheet, reference }
            }
            Self::Paragraphs(_) => PieceName::Paragraph(at + 1),
        };
        // A line end stands between two.
        let end = self.start(at + 1).map_or(length, |next| next - 1);
        Some(Piece {
            range: start..end,
            name,
        })
    }
}

impl Sources {
    /// Keeps the cells of a workbook under the path that findings will show.
    pub fn add_workbook(&mut self, path: impl Into<String>, cells: Vec<Cell>) -> SourceId {
        let mut text = String::new();
        let mut named = Vec::new();
        for cell in cells {
            let start = next(&mut text, named.is_empty(), &cell.text);
            named.push((cell.sheet, cell.reference, start));
        }
        self.add_shaped(path.into(), text, Shape::Cells(named))
    }

    /// Keeps the paragraphs of a document under the path that findings will show.
    pub fn add_document(&mut self, path: impl Into<String>, paragraphs: &[String]) -> SourceId {
        let mut text = String::new();
        let mut starts = Vec::new();
        for paragraph in paragraphs {
            starts.push(next(&mut text, starts.is_empty(), paragraph));
        }
        self.add_shaped(path.into(), text, Shape::Paragraphs(starts))
    }

    /// The place of a whole cell or paragraph, in the order in which they were given, from 0.
    pub fn piece_at(&self, id: SourceId, at: usize) -> Option<Place> {
        let piece = self.shape(id).piece(at, self.text(id).len())?;
        Some(Place::new(id, piece.range))
    }

    /// The cell or paragraph in which a place begins; nothing in a text of lines.
    pub(super) fn piece(&self, place: Place) -> Option<Piece<'_>> {
        let shape = self.shape(place.source);
        let at = shape.count(place.start()).checked_sub(1)?;
        shape.piece(at, self.text(place.source).len())
    }
}

/// Adds a piece to a text, and says where it begins.
fn next(text: &mut String, is_first: bool, piece: &str) -> usize {
    if !is_first {
        text.push('\n');
    }
    let start = text.len();
    text.push_str(piece);
    start
}

/// A workbook, a document and a text, and a finding that points into all of them.
#[cfg(test)]
pub fn in_all_shapes() -> (Sources, super::Diagnostic) {
    use super::{Code, Diagnostic};
    let mut sources = Sources::default();
    let cell = |sheet: &str, reference: &str, text: &str| Cell {
        sheet: sheet.to_owned(),
        reference: reference.to_owned(),
        text: text.to_owned(),
    };
    let cells = vec![
        cell("Biểu 2", "D14", "mười hai hồ sơ"),
        cell(
            "Biểu\u{202e} 3\n::error::",
            "AB7",
            &format!("\x1b[31m{}", "dài ".repeat(2_500)),
        ),
        cell("Biểu 2", "E14", "12"),
    ];
    let book = sources.add_workbook("bieu.xlsx", cells);
    let paragraphs = ["Mở đầu.".to_owned(), "Có 12 hồ sơ\ntrễ.".to_owned()];
    let document = sources.add_document("bao-cao.docx", &paragraphs);
    let text = sources.add("a.yaml", "ho_so:\n  da_xong: 12\n");
    let piece = |id, at| sources.piece_at(id, at).expect("it was given");
    let finding = Diagnostic::error(
        Code::NumberForm,
        piece(book, 0).part(0..11),
        "số viết bằng chữ",
    )
    .with_label(piece(book, 0).part(12..20), "đơn vị tính")
    .with_label(piece(book, 1), "ô rất dài")
    .with_label(piece(book, 2), "cùng dòng")
    .with_label(piece(document, 1).part(4..6), "đoạn nói 12")
    .with_label(Place::new(text, 18..20), "tệp khai 12")
    .with_help("viết bằng chữ số");
    (sources, finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_piece_in_which_it_begins() {
        let mut sources = Sources::default();
        let cell = |sheet: &str, reference: &str, text: &str| Cell {
            sheet: sheet.to_owned(),
            reference: reference.to_owned(),
            text: text.to_owned(),
        };
        let cells = vec![
            cell("Biểu 1", "A1", "năm"),
            cell("Biểu 1", "B1", ""),
            cell("Biểu 2", "$D$14", "a\nb"),
        ];
        let book = sources.add_workbook("a.xlsx", cells);
        let at = |at: usize| sources.piece(Place::new(book, at..at + 1));
        let name = |at_byte: usize| at(at_byte).map(|piece| (piece.name, piece.range));
        let named =
            |sheet: &'static str, reference: &'static str| PieceName::Cell { sheet, reference };
        assert_eq!(name(3), Some((named("Biểu 1", "A1"), 0..4)));
        assert_eq!(name(4), Some((named("Biểu 1", "A1"), 0..4)));
        assert_eq!(name(5), Some((named("Biểu 1", "B1"), 5..5)));
        assert_eq!(name(8), Some((named("Biểu 2", "$D$14"), 6..9)));
        assert_eq!(name(900), Some((named("Biểu 2", "$D$14"), 6..9)));
        assert_eq!(at(8).map(|piece| piece.number()), Some(14));
        assert_eq!(sources.piece_at(book, 2), Some(Place::new(book, 6..9)));
        assert_eq!(sources.piece_at(book, 3), None);
        let document = sources.add_document("a.docx", &["một".to_owned(), String::new()]);
        let second = sources.piece_at(document, 1).expect("there are two");
        assert_eq!(sources.piece(second).map(|piece| piece.number()), Some(2));
        for empty in [
            sources.add_workbook("b.xlsx", Vec::new()),
            sources.add("a.yaml", "a"),
        ] {
            assert_eq!(sources.piece(Place::new(empty, 0..0)), None);
        }
        assert_eq!(size_of::<Place>(), 12);
    }
}
