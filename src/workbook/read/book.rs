//! What a workbook holds.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::text;

/// Which program's format a workbook is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Excel since 2007.
    Xlsx,
    /// `LibreOffice`.
    Ods,
    /// Excel up to 2003.
    Xls,
    /// Text with separators.
    Csv,
}

impl Format {
    /// The ending of such files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Ods => ".ods",
            Self::Xls => ".xls",
            Self::Csv => ".csv",
        }
    }
}

/// A workbook as it came, read once, within limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The format that it is in.
    pub format: Format,
    /// Its sheets, hidden ones too, in their order.
    pub sheets: Vec<Sheet>,
    /// Properties of the document that a program gave it, by name. Nothing where they cannot be read.
    pub properties: BTreeMap<String, String>,
    /// What somebody who reads it must know.
    pub notes: Vec<Note>,
}

impl Book {
    /// A sheet by its name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// What is told of a workbook besides its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// It refers to other files, which nobody opens.
    ExternalLinks,
    /// Cells lie so far out that they are left out: how many, and the first of them.
    FarCells {
        /// The name of the sheet.
        sheet: String,
        /// How many there are.
        count: usize,
        /// Where the first is.
        first: String,
    },
    /// The format does not say how a number is shown: 100% looks as 1 does.
    FormatsUnknown(Format),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExternalLinks => f.write_str(
                "tệp có liên kết đến tệp khác; chương trình không mở tệp ấy, chỉ đọc giá trị đã lưu trong ô",
            ),
            Self::FarCells {
                sheet,
                count,
                first,
            } => write!(
                f,
                "trang tính `{sheet}` có {count} ô nằm quá xa (từ {first}), không được đọc"
            ),
            Self::FormatsUnknown(format) => write!(
                f,
                "tệp {} không cho biết ô hiển thị thế nào: 100% đọc được như số 1; nên lưu thành .xlsx",
                format.ending()
            ),
        }
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name, as its tab shows it.
    pub name: String,
    /// Whether its tab is hidden.
    pub hidden: bool,
    /// What its cells hold, by row and column; empty cells are not there.
    pub cells: Vec<Cell>,
    /// Cells that are shown as one. Nothing is known of them in .ods.
    pub merged: Vec<Range>,
}

impl Sheet {
    /// The cell at a row and a column, from 0.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let at = |cell: &Cell| (cell.row, cell.column);
        let found = self.cells.binary_search_by_key(&(row, column), at);
        found.ok().and_then(|index| self.cells.get(index))
    }

    /// The cells of a row, from the left.
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// Rows that hold something, from the top, each with its cells.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &[Cell])> {
        let rows = self.cells.chunk_by(|one, other| one.row == other.row);
        rows.filter_map(|cells| cells.first().map(|first| (first.row, cells)))
    }

    /// The merged cells that a cell is part of.
    pub fn merged_at(&self, row: u32, column: u32) -> Option<Range> {
        let mut merged = self.merged.iter().copied();
        merged.find(|range| range.contains(row, column))
    }
}

/// Cells from one to another, both included, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Row and column of the first.
    pub start: (u32, u32),
    /// Row and column of the last.
    pub end: (u32, u32),
}

impl Range {
    /// Whether a cell is one of them.
    pub fn contains(self, row: u32, column: u32) -> bool {
        (self.start.0..=self.end.0).contains(&row) && (self.start.1..=self.end.1).contains(&column)
    }
}

impl fmt::Display for Range {
    /// `B4:C5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        write!(
            f,
            "{}:{}",
            reference(start.0, start.1),
            reference(end.0, end.1)
        )
    }
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
    /// What it holds; what a formula gave when the file was saved.
    pub content: Content,
    /// The formula that gave it, without `=`.
    pub formula: Option<String>,
    /// How a number is shown (`0.00%`, `General`). Only .xlsx says.
    pub format: Option<Arc<str>>,
    /// What else the file says of the same cell; the program that wrote it was at fault.
    pub other: Option<Box<Content>>,
}

impl Cell {
    /// A cell that holds this and nothing more.
    pub const fn new(row: u32, column: u32, content: Content) -> Self {
        Self {
            row,
            column,
            content,
            formula: None,
            format: None,
            other: None,
        }
    }

    /// Where it is: `F21`.
    pub fn reference(&self) -> String {
        reference(self.row, self.column)
    }

    /// Whether its number is shown in per cent. Nobody knows where the file does not say.
    pub fn is_percent(&self) -> Option<bool> {
        self.format.as_deref().map(text::is_percent)
    }

    /// Its content as a sentence names it: `95,5`, `98,52%`, `05/3/2026`.
    pub fn shown(&self) -> String {
        match self.content {
            Content::Number(value) if self.is_percent() == Some(true) => {
                format!("{}%", text::decimal(value * 100.0))
            }
            _ => self.content.to_string(),
        }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// A text, as it was typed.
    Text(String),
    /// A number.
    Number(#[serde(with = "bits")] f64),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// A day.
    Date(Moment),
    /// A time of a day or a length of time, in days.
    Time(#[serde(with = "bits")] f64),
    /// `#REF!`.
    Error(String),
    /// A formula whose result nobody saved.
    FormulaWithoutValue,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(value) => f.write_str(&text::decimal(*value)),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
            Self::Date(moment) => moment.fmt(f),
            Self::Time(days) => f.write_str(&text::hours(*days)),
            Self::FormulaWithoutValue => f.write_str("công thức chưa có giá trị"),
        }
    }
}

/// A day as the file has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// What the file says.
    pub serial: Serial,
    /// The day that it is; none where no calendar has it.
    #[serde(with = "iso_day")]
    pub day: Option<NaiveDate>,
    /// The time of that day; none at midnight.
    #[serde(with = "iso_time")]
    pub time: Option<NaiveTime>,
}

/// How a file writes a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Serial {
    /// Days since 1900, or since 1904 where the workbook says so.
    Number(#[serde(with = "bits")] f64),
    /// `2026-03-05`, `2026-03-05T08:30:00`.
    Iso(String),
}

impl fmt::Display for Moment {
    /// `05/3/2026`, `05/3/2026 8:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.day, &self.serial) {
            (Some(day), _) => f.write_str(&crate::vi::short_date(day))?,
            (None, Serial::Number(number)) => f.write_str(&text::decimal(*number))?,
            (None, Serial::Iso(text)) => f.write_str(text)?,
        }
        match self.time {
            Some(time) => write!(f, " {}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// The name of a column, from 0: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(
            b'A' + u8::try_from(left % 26).unwrap_or_default(),
        ));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// The name of a cell by its row and its column, from 0: `F21`.
pub fn reference(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// Numbers between processes, to the last bit.
mod bits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
    pub(super) fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        value.to_bits().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        u64::deserialize(from).map(f64::from_bits)
    }
}

/// Days between processes.
mod iso_day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for it so"
    )]
    pub(super) fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        Ok(text.and_then(|text| text.parse().ok()))
    }
}

/// Times between processes.
mod iso_time {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde asks for it so")]
    pub(super) fn serialize<S: Serializer>(
        time: &Option<NaiveTime>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|time| time.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<NaiveTime>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        Ok(text.and_then(|text| text.parse().ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_their_sheet_names_them() {
        let cases = [
            (0, 0, "A1"),
            (20, 5, "F21"),
            (4, 25, "Z5"),
            (4, 26, "AA5"),
            (99, 701, "ZZ100"),
            (1_048_575, 16_383, "XFD1048576"),
        ];
        for (row, column, name) in cases {
            assert_eq!(reference(row, column), name);
        }
        let range = Range {
            start: (3, 1),
            end: (4, 2),
        };
        assert_eq!(range.to_string(), "B4:C5");
        assert!(range.contains(4, 1) && !range.contains(5, 1) && !range.contains(3, 3));
    }

    #[test]
    fn cells_and_rows_are_found() {
        let cell = |row, column| Cell::new(row, column, Content::Bool(true));
        let sheet = Sheet {
            name: "Biểu 1".to_owned(),
            hidden: false,
            cells: vec![cell(0, 1), cell(0, 3), cell(4, 0)],
            merged: Vec::new(),
        };
        assert_eq!(sheet.cell(0, 3), Some(&cell(0, 3)));
        assert_eq!(sheet.cell(0, 2), None);
        assert_eq!(sheet.row(0), [cell(0, 1), cell(0, 3)]);
        assert_eq!(sheet.row(1), []);
        let rows: Vec<_> = sheet
            .rows()
            .map(|(row, cells)| (row, cells.len()))
            .collect();
        assert_eq!(rows, [(0, 2), (4, 1)]);
    }
}
