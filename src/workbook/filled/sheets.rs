//! Which sheet is which, and where its rows and columns are now.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Cells;
use super::stamp::Stamp;
use crate::diagnostic::{Code, Diagnostic};
use crate::vi;
use crate::workbook::form::{
    FormCell, FormRow, FormSheet, GUIDE_NAME, HEAD_ROWS, RowKey, UnitForm,
};
use crate::workbook::read::{Book, Content, Sheet, reference};
use crate::workbook::returned::TO_MEND;

/// Columns whose words say which row it is.
const NAMES: [&str; 3] = ["chi_tieu", "nhiem_vu", "muc"];

/// A sheet with where its rows and columns are.
pub(super) struct Grid<'a> {
    pub form: &'a FormSheet,
    pub sheet: &'a Sheet,
    /// Its number among the sheets of the workbook, from 0.
    pub number: usize,
    /// Columns by their keys.
    pub columns: BTreeMap<&'a str, u32>,
    /// Rows by their keys.
    pub rows: BTreeMap<&'a str, u32>,
    /// The keys of the rows of the form.
    keys: Vec<String>,
}

/// The sheets of a workbook that its form asks for. One that is missing, there twice or not as it
/// was is told, and only what is certain of it is gone on with.
pub(super) fn grids<'a>(
    book: &'a Book,
    form: &'a UnitForm,
    cells: &Cells,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Grid<'a>> {
    let mut grids = Vec::new();
    for asked in &form.sheets {
        let numbered = book.sheets.iter().enumerate();
        let of_it = numbered.filter_map(|(number, sheet)| {
            let stamp = Stamp::of(sheet).filter(|stamp| stamp.sheet == asked.id)?;
            Some((number, sheet, stamp))
        });
        let of_it: Vec<_> = of_it.collect();
        match of_it.as_slice() {
            [] => findings.push(missing(asked, cells)),
            [(number, sheet, stamp)] => {
                let grid = Grid::of((asked, sheet, *number), cells, findings);
                grid.is_as_asked(&form.stamp(asked), stamp, cells, findings);
                grids.push(grid);
            }
            [(first, one, _), (second, other, _), ..] => {
                let message = format!(
                    "trang “{}” có hai lần: `{}` và `{}`",
                    asked.name, one.name, other.name
                );
                let finding =
                    Diagnostic::error(Code::WorkbookForm, cells.place(*second, 0, 0), message);
                findings.push(
                    finding
                        .with_label(cells.place(*first, 0, 0), "trang thứ nhất")
                        .with_help("giữ một trang, xóa trang kia"),
                );
            }
        }
    }
    for (number, sheet) in book.sheets.iter().enumerate() {
        let is_known = Stamp::of(sheet)
            .is_some_and(|stamp| form.sheets.iter().any(|asked| asked.id == stamp.sheet));
        let is_ours = sheet.name == GUIDE_NAME
            || Stamp::of(sheet).is_some_and(|stamp| stamp.sheet == TO_MEND);
        if !is_known && !is_ours && !sheet.cells.is_empty() {
            let message = format!("trang `{}` không thuộc tệp này, không được đọc", sheet.name);
            let place = cells.place(number, 0, 0);
            findings.push(Diagnostic::error(Code::WorkbookForm, place, message).note());
        }
    }
    grids
}

fn missing(asked: &FormSheet, cells: &Cells) -> Diagnostic {
    let place = crate::diagnostic::Sources::beginning(cells.source());
    let message = format!("tệp thiếu trang “{}”", asked.name);
    Diagnostic::error(Code::WorkbookForm, place, message).with_help(
        "trang đã bị xóa, hoặc dòng 1, cột A (đang ẩn) của nó đã mất: chép giá trị sang tệp gốc, hoặc xin lại tệp trống",
    )
}

impl<'a> Grid<'a> {
    fn of(
        (form, sheet, number): (&'a FormSheet, &'a Sheet, usize),
        cells: &Cells,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut grid = Self {
            form,
            sheet,
            number,
            columns: BTreeMap::new(),
            rows: BTreeMap::new(),
            keys: form.rows.iter().map(|row| row.key.to_string()).collect(),
        };
        for cell in sheet.row(0).iter().filter(|cell| cell.column > 0) {
            if let Content::Text(key) = &cell.content {
                grid.columns.entry(key.trim()).or_insert(cell.column);
            }
        }
        for (row, first) in sheet.rows().filter(|(row, _)| *row >= HEAD_ROWS) {
            let key = first.first().filter(|cell| cell.column == 0);
            let key = key.and_then(|cell| match &cell.content {
                Content::Text(key) => Some(key.trim()).filter(|key| !key.is_empty()),
                _ => None,
            });
            match key {
                Some(key) => match grid.rows.get(key) {
                    Some(before) => findings.push(grid.twice(*before, row, cells)),
                    None => {
                        grid.rows.insert(key, row);
                    }
                },
                None => findings.extend(grid.inserted(row, cells)),
            }
        }
        grid
    }

    fn twice(&self, before: u32, row: u32, cells: &Cells) -> Diagnostic {
        let message = format!(
            "một dòng của biểu có hai lần, ở dòng {} và dòng {}",
            before + 1,
            row + 1
        );
        let finding = Diagnostic::error(
            Code::WorkbookForm,
            cells.place(self.number, row, 1),
            message,
        );
        finding
            .with_label(cells.place(self.number, before, 1), "dòng thứ nhất")
            .with_help("xóa dòng chép thừa (xóa cả dòng, không chỉ xóa số)")
    }

    /// A row that somebody has put in, with something that would be read in one of ours.
    fn inserted(&self, row: u32, cells: &Cells) -> Option<Diagnostic> {
        let asked: Vec<_> = self.asked_columns().collect();
        let mut filled = self.sheet.row(row).iter();
        let cell = filled.find(|cell| asked.contains(&cell.column))?;
        // Words over other rows have no key, and nothing to type.
        let message = format!(
            "dòng {} không phải dòng của trang “{}” nên không biết ô {} là gì",
            row + 1,
            self.form.name,
            reference(row, cell.column)
        );
        let place = cells.place(self.number, row, cell.column);
        Some(
            Diagnostic::error(Code::WorkbookForm, place, message)
                .with_help("chép giá trị vào đúng dòng có sẵn của trang, rồi xóa dòng chèn thêm"),
        )
    }

    /// Tells what is not as it was asked: columns and rows that are gone, words that are others.
    fn is_as_asked(&self, now: &str, then: &Stamp, cells: &Cells, findings: &mut Vec<Diagnostic>) {
        let beginning = cells.place(self.number, 0, 0);
        let gone = self
            .form
            .columns
            .iter()
            .filter(|c| !self.columns.contains_key(c.key));
        let gone: Vec<_> = gone.map(|column| format!("“{}”", column.head)).collect();
        if !gone.is_empty() {
            let message = format!("trang “{}” thiếu cột {}", self.form.name, gone.join(", "));
            findings.push(Diagnostic::error(Code::WorkbookForm, beginning, message).with_help(
                "cột hoặc dòng 1 (đang ẩn) đã bị xóa: chép giá trị sang tệp gốc, hoặc xin lại tệp trống",
            ));
        }
        let asked =
            |key: &RowKey| !matches!(key, RowKey::Heading | RowKey::Shown | RowKey::WorkedOut(_));
        let is_spare = |row: &FormRow| {
            row.cells.iter().all(|cell| match cell {
                FormCell::Asked(asked) => asked.said.is_none() && !asked.is_needed,
                _ => true,
            })
        };
        let keyed = || self.form.rows.iter().zip(&self.keys);
        let lost = keyed().filter(|(row, key)| {
            asked(&row.key) && !is_spare(row) && !self.rows.contains_key(key.as_str())
        });
        let lost: Vec<_> = lost.filter_map(|(row, _)| self.name_of(row)).collect();
        let is_older = !now.split(';').any(|part| part == then.version);
        if !lost.is_empty() {
            let message = format!(
                "trang “{}” thiếu {} dòng: {}",
                self.form.name,
                lost.len(),
                lost.join("; ")
            );
            let help = if is_older {
                "tệp này xuất theo biểu cũ, biểu đã đổi: xin tệp mới rồi chép giá trị sang"
            } else {
                "dòng đã bị xóa: chép giá trị sang tệp gốc, hoặc xin lại tệp trống"
            };
            findings
                .push(Diagnostic::error(Code::WorkbookForm, beginning, message).with_help(help));
        }
        for (row, key) in keyed() {
            findings.extend(self.other_name(row, key, cells));
        }
        let known: BTreeSet<_> = self.keys.iter().map(String::as_str).collect();
        for (key, row) in &self.rows {
            if !known.contains(key) && self.holds_more(*row) {
                let message = format!(
                    "dòng {} (`{key}`) không còn trong biểu, không được đọc",
                    row + 1
                );
                let place = cells.place(self.number, *row, 1);
                findings.push(Diagnostic::error(Code::WorkbookForm, place, message).warning());
            }
        }
    }

    /// Whether something is typed in a row.
    fn holds_more(&self, row: u32) -> bool {
        let mut asked = self.asked_columns();
        asked.any(|column| self.sheet.cell(row, column).is_some())
    }

    /// The columns into which something is typed.
    fn asked_columns(&self) -> impl Iterator<Item = u32> {
        let columns = self.columns.iter();
        columns.filter_map(|(key, column)| self.form.asks_in(key).then_some(*column))
    }

    /// What a row is called.
    fn name_of(&self, row: &FormRow) -> Option<String> {
        let named = NAMES
            .iter()
            .chain(&["ten"])
            .find_map(|key| self.form.column(key))?;
        match row.cells.get(named)? {
            FormCell::Text(text) => {
                let first = text.lines().next().unwrap_or(text);
                Some(format!("“{first}”"))
            }
            _ => None,
        }
    }

    /// That a row has another name than its key says: parts of the sheet were sorted or pasted
    /// over, and its values may be another row's.
    fn other_name(&self, row: &FormRow, key: &str, cells: &Cells) -> Option<Diagnostic> {
        let at = *self.rows.get(key)?;
        let column_key = NAMES.iter().find(|key| self.form.column(key).is_some())?;
        let FormCell::Text(name) = row.cells.get(self.form.column(column_key)?)? else {
            return None;
        };
        let column = *self.columns.get(column_key)?;
        let found = self
            .sheet
            .cell(at, column)
            .map(crate::workbook::read::Cell::shown);
        let found = found.unwrap_or_default();
        // What stands below the first line is of the last report, which may have changed.
        let first = |text: &str| vi::comparable(text.lines().next().unwrap_or_default().trim());
        if first(&found) == first(name) {
            return None;
        }
        let message = format!(
            "ô này phải là “{}” nhưng lại ghi “{}”: có thể chỉ một phần của trang đã được sắp xếp hoặc dán đè, số bên cạnh là của dòng khác",
            name.lines().next().unwrap_or(name),
            vi::brief(&found)
        );
        let place = cells.place(self.number, at, column);
        Some(Diagnostic::error(Code::WorkbookForm, place, message).with_help(
            "lấy lại tệp trước khi sắp xếp, hoặc xin lại tệp trống rồi chép từng giá trị vào đúng dòng",
        ))
    }

    /// The row and column of a cell; nothing where it is not there.
    pub(super) fn at(&self, row: usize, column: &str) -> Option<(u32, u32)> {
        let key = self.keys.get(row)?;
        Some((*self.rows.get(key.as_str())?, *self.columns.get(column)?))
    }
}
