//! An annex as tables of texts, for writers that set no pages: the words of its cells, heads and
//! remarks as the layout templates print them (`templates/bao-cao/*.typ`).

mod comparisons;
mod forms;
mod members;
mod targets;
mod tasks;

use super::document::Annex;
use super::overlong::Overlong;
use crate::vi;

/// The width of a page across between its margins, in millimetres.
const PAGE: u32 = 247;

/// What stands below the title of an annex.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnexSheet {
    /// Remarks above the tables.
    pub notes: Vec<String>,
    /// The tables.
    pub tables: Vec<AnnexTable>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexTable {
    /// What stands above it, if anything does.
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<AnnexColumn>,
    /// The rows of its head.
    pub head: Vec<Vec<AnnexCell>>,
    /// The rows below; a cell that spans rows or columns stands in the first of them alone.
    pub rows: Vec<Vec<AnnexCell>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnexColumn {
    /// Its width in millimetres.
    pub width: u32,
    /// Where its cells stand.
    pub align: CellAlign,
}

/// Where the words of a cell stand between its sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellAlign {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexCell {
    /// Its words.
    pub text: String,
    /// The whole number that they are, where they are one that can be added up.
    pub number: Option<u64>,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is italic.
    pub is_italic: bool,
    /// Where its words stand, if not as in its column.
    pub align: Option<CellAlign>,
}

impl AnnexCell {
    fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: None,
            columns: 1,
            rows: 1,
            is_bold: false,
            is_italic: false,
            align: None,
        }
    }

    fn bold(text: impl Into<String>) -> Self {
        Self {
            is_bold: true,
            ..Self::text(text)
        }
    }

    fn head(text: impl Into<String>) -> Self {
        Self {
            align: Some(CellAlign::Center),
            ..Self::bold(text)
        }
    }

    /// A figure: a number where it is a whole one.
    fn figure(text: &str) -> Self {
        Self {
            number: whole_number(text),
            ..Self::text(text)
        }
    }

    fn over(self, columns: usize) -> Self {
        Self { columns, ..self }
    }

    fn down(self, rows: usize) -> Self {
        Self { rows, ..self }
    }

    fn aligned(self, align: CellAlign) -> Self {
        Self {
            align: Some(align),
            ..self
        }
    }

    fn made_bold(self) -> Self {
        Self {
            is_bold: true,
            ..self
        }
    }

    /// A text that is too long for its column, below its row.
    fn below(long: &Overlong, columns: usize) -> Self {
        Self {
            is_italic: false,
            ..Self::text(format!("{} {}", long.label, long.text))
        }
        .over(columns)
        .aligned(CellAlign::Left)
    }
}

/// The number that is printed so, with points between thousands.
fn whole_number(text: &str) -> Option<u64> {
    let number = text.replace('.', "").parse().ok()?;
    (vi::grouped(number) == text).then_some(number)
}

/// Columns by widths in millimetres; the one of nought has what the others leave.
fn columns<const N: usize>(widths: [u32; N], aligns: [CellAlign; N]) -> Vec<AnnexColumn> {
    let taken: u32 = widths.iter().sum();
    let width = |width| match width {
        0 => PAGE.saturating_sub(taken).max(30),
        width => width,
    };
    let all = widths.into_iter().zip(aligns);
    all.map(|(wide, align)| AnnexColumn {
        width: width(wide),
        align,
    })
    .collect()
}

fn heads<'h>(words: impl IntoIterator<Item = &'h str>) -> Vec<AnnexCell> {
    words.into_iter().map(AnnexCell::head).collect()
}

impl Annex {
    /// What stands below its title, as tables.
    pub fn sheet(&self) -> AnnexSheet {
        let mut sheet = AnnexSheet::default();
        if let Some(forms) = &self.forms {
            forms::add(&mut sheet, self.note.as_deref(), forms);
        }
        if let Some(tasks) = &self.tasks {
            tasks::add(&mut sheet, tasks);
        }
        if let Some(targets) = &self.targets {
            targets::add(&mut sheet, targets);
        }
        if let Some(members) = &self.members {
            members::add(&mut sheet, members);
        }
        if let Some(comparisons) = &self.comparisons {
            comparisons::add(&mut sheet, comparisons);
        }
        sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_that_is_printed_so() {
        for number in [0, 7, 999, 1_000, 1_234_567] {
            assert_eq!(whole_number(&vi::grouped(number)), Some(number));
        }
        for text in [
            "",
            "-",
            "1.10",
            "98,52",
            "+7",
            "05",
            "1234",
            "1.234 (số nêu)",
            "3.2.1",
        ] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }
}
