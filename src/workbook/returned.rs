//! A workbook that goes back to its unit: ours, with what was typed as it was, the cells in question
//! marked, and a first sheet that lists what is to be mended or answered.
//!
//! Not for: finding what is wrong (`filled`, `check`).

use std::collections::BTreeMap;

use super::filled::typed_cells;
use super::form::{FormCell, FormColumn, FormRow, FormSheet, HEAD_ROWS, RowKey, UnitForm};
use super::read::{Book, Cell, reference};
use crate::diagnostic::Code;

/// The name of the sheet that lists what is to be mended, in stamps.
pub const TO_MEND: &str = "can_sua";
/// Its name on the tab.
pub const TO_MEND_NAME: &str = "Cần sửa";

const COLUMNS: [FormColumn; 6] = [
    FormColumn::new("so", "Số", 6.0),
    FormColumn::new("o", "Ô", 20.0),
    FormColumn::new("viec", "Cần sửa", 54.0),
    FormColumn::new("dang_ghi", "Ô đang ghi", 32.0),
    FormColumn::new("cach_sua", "Cách sửa", 54.0),
    FormColumn::new("giai_trinh", "Giải trình", 40.0),
];

/// Something that is to be mended or answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The rule.
    pub code: Code,
    /// Whether it must be mended; otherwise it may be answered.
    pub is_error: bool,
    /// The cells in the workbook that came, the first first: the names of their sheets, and their
    /// own.
    pub cells: Vec<(String, String)>,
    /// What is wrong.
    pub message: String,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// The row, task or section that an answer is about.
    pub about: Option<String>,
}

impl Remark {
    /// Whether a reason may be given for it.
    pub fn can_be_answered(&self) -> bool {
        let is_of_workbook = matches!(
            self.code,
            Code::WorkbookCell | Code::WorkbookForm | Code::WorkbookOlder | Code::WorkbookFile
        );
        !self.is_error && !is_of_workbook && self.code != Code::AnswerUnused
    }

    /// As the comment of a cell says it.
    fn comment(&self) -> String {
        // What is told of several cells says which.
        let message = match self.cells.as_slice() {
            [_, _, ..] => "ô này còn trống",
            _ => self.message.as_str(),
        };
        let mut lines = vec![if self.is_error {
            format!("Phải sửa: {message}.")
        } else {
            format!("Xem lại: {message}.")
        }];
        lines.extend(self.help.iter().map(|help| format!("→ {help}")));
        if self.can_be_answered() {
            lines.push(format!(
                "→ số đúng thì ghi lý do ở cột “Giải trình” của trang “{TO_MEND_NAME}”"
            ));
        }
        lines.join("\n")
    }
}

/// What is said beside a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it must be mended.
    pub is_error: bool,
    /// The words.
    pub text: String,
}

/// What stands in the cells of a sheet in the place of what its form has, and what is said of
/// them; by row and column of the form.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// What was typed, or that the cell was blank; what is not here is as the form has it.
    pub typed: BTreeMap<(usize, usize), Option<Cell>>,
    /// The cells in question.
    pub marks: BTreeMap<(usize, usize), Mark>,
}

/// A workbook that goes back.
#[derive(Debug)]
pub struct Returned {
    /// What the unit is asked.
    pub form: UnitForm,
    /// What goes with each sheet of the form.
    pub beside: Vec<Beside>,
    /// The sheet that lists what is to be mended.
    pub to_mend: FormSheet,
}

impl Returned {
    /// Of what a unit is asked now, the workbook that it sent, and what was found in that.
    pub fn of(form: UnitForm, book: &Book, remarks: &[Remark]) -> Self {
        let mut beside = vec![Beside::default(); form.sheets.len()];
        let mut places = BTreeMap::new();
        for typed in typed_cells(book, &form) {
            let (sheet, row, column) = typed.at;
            let asked = &form.sheets[sheet].rows[row].cells[column];
            if matches!(asked, FormCell::Asked(_)) {
                beside[sheet].typed.insert((row, column), typed.cell);
            }
            places.insert(typed.came, typed.at);
        }
        for remark in remarks {
            for cell in &remark.cells {
                let Some((sheet, row, column)) = places.get(cell) else {
                    continue;
                };
                let mark = beside[*sheet].marks.entry((*row, *column)).or_default();
                mark.is_error |= remark.is_error;
                if !mark.text.is_empty() {
                    mark.text.push('\n');
                }
                mark.text.push_str(&remark.comment());
            }
        }
        let list = List {
            form: &form,
            book,
            places: &places,
        };
        let to_mend = list.sheet(remarks);
        Self {
            form,
            beside,
            to_mend,
        }
    }
}

/// The list of what is to be mended.
struct List<'a> {
    form: &'a UnitForm,
    book: &'a Book,
    /// Where cells of the workbook that came are in the form.
    places: &'a BTreeMap<(String, String), (usize, usize, usize)>,
}

impl List<'_> {
    fn sheet(&self, remarks: &[Remark]) -> FormSheet {
        let (errors, warnings): (Vec<_>, Vec<_>) =
            remarks.iter().partition(|remark| remark.is_error);
        let mut rows = Vec::new();
        let mut number = 0;
        for (title, remarks) in [
            ("Phải sửa", errors),
            ("Xem lại: sửa, hoặc ghi lý do nếu số liệu đúng", warnings),
        ] {
            if remarks.is_empty() {
                continue;
            }
            rows.push(heading(title));
            for remark in remarks {
                number += 1;
                rows.push(self.row(number, remark));
            }
        }
        FormSheet {
            id: TO_MEND.to_owned(),
            name: TO_MEND_NAME.to_owned(),
            title: TO_MEND_NAME.to_owned(),
            remark: "Bấm vào cột “Ô” để đến ô cần sửa; sửa ngay ở đó (ô ấy cũng có ghi chú), rồi lưu và gửi lại tệp này. Chỗ “Xem lại” mà số liệu đúng thì ghi lý do vào cột “Giải trình” ở trang này.".to_owned(),
            columns: COLUMNS.to_vec(),
            rows,
        }
    }

    fn row(&self, number: usize, remark: &Remark) -> FormRow {
        let first = remark.cells.first();
        let place = first.map_or(FormCell::Empty, |cell| self.link(cell));
        let said = match remark.cells.as_slice() {
            [one] => self.said(one),
            _ => String::new(),
        };
        let can_be_answered = remark.can_be_answered();
        let help = remark.help.iter().map(|help| crate::vi::upper_first(help));
        let help: Vec<_> = help.collect();
        FormRow {
            key: if can_be_answered {
                RowKey::Finding(remark.code, remark.about.clone())
            } else {
                RowKey::Shown
            },
            cells: vec![
                FormCell::Text(number.to_string()),
                place,
                FormCell::Text(crate::vi::upper_first(&remark.message)),
                FormCell::shown(said),
                FormCell::shown(help.join("\n")),
                if can_be_answered {
                    FormCell::asked_text(None)
                } else {
                    FormCell::Empty
                },
            ],
        }
    }

    /// Where a cell of the workbook that came is in the one that goes back.
    fn link(&self, cell: &(String, String)) -> FormCell {
        let Some((sheet, row, column)) = self.places.get(cell) else {
            let (sheet, cell) = cell;
            // The first cell stands for a sheet as a whole.
            return FormCell::Text(match cell.as_str() {
                "A1" => sheet.clone(),
                cell => format!("{sheet}, {cell} (tệp đã gửi)"),
            });
        };
        let row = HEAD_ROWS + u32::try_from(*row).unwrap_or_default();
        let column = 1 + u32::try_from(*column).unwrap_or_default();
        let name = self.form.sheets[*sheet].name.clone();
        FormCell::Link(name, reference(row, column))
    }

    /// What stands in a cell of the workbook that came.
    fn said(&self, (sheet, cell): &(String, String)) -> String {
        if cell == "A1" {
            return String::new();
        }
        let sheet = self.book.sheet(sheet);
        let mut cells = sheet.iter().flat_map(|sheet| &sheet.cells);
        let found = cells.find(|found| found.reference() == *cell);
        found.map_or_else(String::new, |found| {
            crate::vi::brief(&found.shown()).into_owned()
        })
    }
}

fn heading(title: &str) -> FormRow {
    let mut cells = vec![
        FormCell::Empty,
        FormCell::Empty,
        FormCell::Text(title.to_owned()),
    ];
    cells.resize_with(COLUMNS.len(), || FormCell::Empty);
    FormRow {
        key: RowKey::Heading,
        cells,
    }
}
