//! Where something stands, for people and programs: in a line of a text, in a cell of a workbook,
//! in a paragraph of a document; and on which page of a finished report.

use serde::{Deserialize, Serialize};

use super::shape::PieceName;
use super::{Place, Sources};
use crate::vi;

/// Where something stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file, as messages name it, with `/` between folders.
    pub file: String,
    /// Where it is there.
    #[serde(flatten)]
    pub spot: Spot,
}

/// A part of a file. Columns count characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Spot {
    /// Of a text.
    Lines {
        /// The line on which it begins, from 1.
        line: usize,
        /// The column at which it begins.
        column: usize,
        /// The line on which it ends.
        end_line: usize,
        /// The column behind its last character.
        end_column: usize,
    },
    /// Of a workbook.
    Cell {
        /// The name of the sheet.
        sheet: String,
        /// The cell: `D14`.
        cell: String,
        /// Where in its text it begins.
        column: usize,
        /// Where behind its last character.
        end_column: usize,
    },
    /// Of a document.
    Paragraph {
        /// Its number, from 1.
        paragraph: usize,
        /// Where in its text it begins.
        column: usize,
        /// Where behind its last character.
        end_column: usize,
    },
}

/// A place on a page of a finished report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePlace {
    /// The page of the file, from 1.
    pub page: u32,
    /// How far from the left edge of the paper, in millimetres.
    pub left_mm: u16,
    /// How far from its upper edge, in millimetres.
    pub top_mm: u16,
}

impl Location {
    /// Where a place stands.
    pub fn of(place: Place, sources: &Sources) -> Self {
        Self {
            file: sources.path(place.source).to_owned(),
            spot: Spot::of(place, sources),
        }
    }

    /// The location with names that are not long.
    #[must_use]
    pub fn brief(&self) -> Self {
        let mut brief = self.clone();
        brief.file = vi::brief(&self.file).into_owned();
        if let Spot::Cell { sheet, cell, .. } = &mut brief.spot {
            *sheet = vi::brief(sheet).into_owned();
            *cell = vi::brief(cell).into_owned();
        }
        brief
    }

    /// The file with what people look for in it, and no more: "a.yaml:12", "a.xlsx, trang tính
    /// “Biểu 2”, ô D14".
    pub fn words(&self) -> String {
        let file = &self.file;
        match &self.spot {
            Spot::Lines { line, .. } => format!("{file}:{line}"),
            spot => format!("{file}, {}", spot.words().unwrap_or_default()),
        }
    }
}

impl Spot {
    fn of(place: Place, sources: &Sources) -> Self {
        let end = place.behind();
        let Some(piece) = sources.piece(place) else {
            return Self::Lines {
                line: sources.line(place),
                column: sources.column(place),
                end_line: sources.line(end),
                end_column: sources.column(end),
            };
        };
        let text = sources.text(place.source);
        let start = piece.range.start;
        let column = |place: Place| {
            let at = sources.clamped(place).start().clamp(start, piece.range.end);
            1 + text.get(start..at).unwrap_or_default().chars().count()
        };
        let (column, end_column) = (column(place), column(end));
        match piece.name {
            PieceName::Cell { sheet, reference } => Self::Cell {
                sheet: sheet.to_owned(),
                cell: reference.to_owned(),
                column,
                end_column,
            },
            PieceName::Paragraph(paragraph) => Self::Paragraph {
                paragraph,
                column,
                end_column,
            },
        }
    }

    /// Where it is, in words; nothing for lines, which every tool knows how to show.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Lines { .. } => None,
            Self::Cell { sheet, cell, .. } => Some(format!("trang tính “{sheet}”, ô {cell}")),
            Self::Paragraph { paragraph, .. } => Some(format!("đoạn {paragraph}")),
        }
    }
}

impl PagePlace {
    /// In words.
    pub fn words(&self) -> String {
        let Self {
            page,
            left_mm,
            top_mm,
        } = self;
        format!("trang thứ {page} của tệp, cách mép trái {left_mm} mm, cách mép trên {top_mm} mm")
    }
}
