//! What others have: a table of a form that is none of our workbooks (the ministry's own, a portal's
//! export) as figures of a unit's file.
//!
//! A row is a line of the forms by its number and its name (`matching`), or it is added up into one by a
//! table of the settings (`mapped`). Figures stand in the one column that its head, or being the only one
//! of numbers, makes certain (`plain`). What is not certain is told and not taken.
//!
//! Not for: files, or what a figure may be beside others (`check`).

mod blocks;
mod cells;
mod columns;
mod heads;
mod lines;
mod mapped;
mod matching;
mod outcome;
mod plain;
mod slips;
#[cfg(test)]
mod tests;
mod titles;
mod values;
mod words;

pub use heads::is_head;
pub use lines::FormLines;
pub use outcome::{MatchedFigure, Taken};
pub use words::Spelling;

use std::collections::BTreeSet;

use self::cells::Cells;
use self::values::Writing;
use crate::diagnostic::{Code, Diagnostic, Help, Place, Sources, Way};
use crate::model::Subject;
use crate::workbook::read::{Book, Cell, Sheet};

/// What a table is read for.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The lines of the forms, and what they ask of the unit.
    pub lines: &'a FormLines,
    /// The unit with what it has said for the period.
    pub subject: Subject<'a>,
    /// The column of figures that somebody named, by its head or letter.
    pub column: Option<&'a str>,
}

/// A figure that was found.
#[derive(Debug, Clone)]
struct Found {
    line: usize,
    number: u64,
    place: Place,
    /// What it was added up from, where it was.
    sum: Option<String>,
    /// What is to be known of how it was read.
    note: Option<String>,
}

/// A value that the program works out itself, as a table has it.
#[derive(Debug, Clone)]
struct Compared {
    line: usize,
    cell: Cell,
    place: Place,
    mark: Option<char>,
}

/// A workbook that is being read.
struct Reader<'a> {
    asking: Asking<'a>,
    book: &'a Book,
    cells: Cells,
    findings: Vec<Diagnostic>,
    figures: Vec<Found>,
    compared: Vec<Compared>,
    /// Lines with a value that the unit does not fill.
    not_asked: BTreeSet<usize>,
    /// Whether some row was a line of the forms.
    has_lines: bool,
    /// Whether the column that somebody named is there.
    has_column: bool,
}

/// Reads a table of somebody else; `path` is how findings show it.
pub fn read(book: &Book, asking: Asking<'_>, path: &str, sources: &mut Sources) -> Taken {
    let mut reader = Reader {
        asking,
        book,
        cells: Cells::new(book, path, sources),
        findings: Vec::new(),
        figures: Vec::new(),
        compared: Vec::new(),
        not_asked: BTreeSet::new(),
        has_lines: false,
        has_column: false,
    };
    reader.notes();
    let (blocks, findings) = blocks::blocks(book, asking, &reader.cells);
    reader.findings.extend(findings);
    reader.told_of_slips(&blocks);
    for block in &blocks {
        match block.table {
            Some(table) => reader.mapped(block, table),
            None => reader.plain(block),
        }
    }
    reader.told_of_nothing();
    reader.taken()
}

impl<'a> Reader<'a> {
    fn tell(&mut self, place: Place, message: impl Into<String>, help: impl Into<Help>) {
        let finding = Diagnostic::error(Code::WorkbookForeign, place, message);
        self.findings.push(finding.with_help(help));
    }

    fn warn(&mut self, place: Place, message: impl Into<String>, help: impl Into<Help>) {
        let finding = Diagnostic::error(Code::WorkbookForeign, place, message);
        self.findings.push(finding.with_help(help).warning());
    }

    fn note(&mut self, place: Place, message: impl Into<String>) {
        let finding = Diagnostic::error(Code::WorkbookForeign, place, message);
        self.findings.push(finding.note());
    }

    fn sheet(&self, at: usize) -> &'a Sheet {
        &self.book.sheets[at]
    }

    fn names(&self) -> Vec<&'a str> {
        let sheets = self.book.sheets.iter();
        sheets.map(|sheet| sheet.name.as_str()).collect()
    }

    fn writing<'w>(&self, mark: Option<char>, sheets: &'w [&'w str]) -> Writing<'w> {
        Writing {
            format: self.book.format,
            mark,
            sheets,
        }
    }

    /// What is to be known of the file.
    fn notes(&mut self) {
        let beginning = Sources::beginning(self.cells.source);
        for note in &self.book.notes {
            self.note(beginning, note.to_string());
        }
    }

    /// That there is no table in the file, or not the column that somebody named.
    fn told_of_nothing(&mut self) {
        let beginning = Sources::beginning(self.cells.source);
        let is_told = crate::diagnostic::has_errors(&self.findings);
        if let Some(column) = self
            .asking
            .column
            .filter(|_| !self.has_column && self.has_lines)
        {
            self.tell(
                beginning,
                format!("không bảng nào trong tệp có cột `{column}`"),
                "ghi tên cột đúng như dòng đầu bảng, hoặc chữ cái của cột (A, B, C, …)",
            );
        } else if !self.has_lines && !is_told {
            let help = Help::from(
                "bảng phải có cột tên chỉ tiêu (và STT) đúng như biểu; bảng có tên gọi khác thì khai `bang_ngoai` trong cau-hinh.yaml; xem tên các dòng ",
            );
            let help = help.text("trong tệp do ").way(Way::Begin).text(" tạo ra");
            self.tell(beginning, "không dòng nào trong tệp là dòng của biểu", help);
        } else if self.figures.is_empty() && !is_told {
            self.tell(
                beginning,
                "không lấy được số nào của đơn vị từ tệp này",
                "xem các dòng đã báo ở trên; kiểm tra xem có nhầm tệp, nhầm đơn vị",
            );
        }
    }
}
