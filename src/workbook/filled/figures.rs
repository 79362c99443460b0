//! Rows of forms, and the final figures for what was estimated.

use super::Taking;
use super::edits::{Edit, below, keys};
use super::sheets::Grid;
use super::values::{Entry, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Becomes, Step, Value};
use crate::workbook::form::{Entered, FormCell, FormRow, RowKey};

/// The cells of a figure, but for the number.
const BESIDE: [(&str, &str); 4] = [
    ("uoc", "uoc"),
    ("den_ngay", "den_ngay"),
    ("khong_co", "khong_co"),
    ("ghi_chu", "ghi_chu"),
];

impl Taking<'_> {
    /// Takes a sheet of figures.
    pub(super) fn figures(&mut self, grid: &Grid<'_>) {
        for (at, row) in grid.form.rows.iter().enumerate() {
            let (path, about) = match &row.key {
                RowKey::Figure(id) => (keys(["so_lieu", id.form(), id.row()]), Some(id.as_str())),
                RowKey::Final(period, id) => {
                    let period = period.to_string();
                    (keys(["chinh_thuc", &period, id.form(), id.row()]), None)
                }
                RowKey::WorkedOut(_) => {
                    self.worked_out(grid, at);
                    continue;
                }
                _ => continue,
            };
            self.figure(grid, (at, row), path, about);
        }
    }

    /// Tells of a number in the place of a formula.
    fn worked_out(&mut self, grid: &Grid<'_>, row: usize) {
        let column = grid.form.column("ky_nay");
        let cell = column.and_then(|column| grid.form.rows[row].cells.get(column));
        let (Some(FormCell::Formula(_)), Some((at, column))) = (cell, grid.at(row, "ky_nay"))
        else {
            return;
        };
        let found = grid.sheet.cell(at, column);
        let Some(found) = found.filter(|cell| cell.formula.is_none()) else {
            return;
        };
        let message = format!(
            "ô này chương trình tự tính; giá trị `{}` gõ vào không được dùng",
            found.shown()
        );
        let place = self.cells.place(grid.number, at, column);
        self.findings
            .push(Diagnostic::error(Code::WorkbookCell, place, message).note());
    }

    fn figure(
        &mut self,
        grid: &Grid<'_>,
        (at, row): (usize, &FormRow),
        path: Vec<Step>,
        about: Option<&str>,
    ) {
        let Some(number) = self.entry(grid, at, "ky_nay") else {
            return;
        };
        let beside: Vec<_> = BESIDE
            .iter()
            .filter_map(|(column, key)| Some((*key, self.entry(grid, at, column)?)))
            .collect();
        self.places.add(path.clone(), number.place);
        self.places.add(below(&path, "gia_tri"), number.place);
        for (key, entry) in &beside {
            self.places.add(below(&path, key), entry.place);
        }
        if let Some(about) = about {
            self.places.add_about(about, number.place);
        }
        if number.is_faulty || beside.iter().any(|(_, entry)| entry.is_faulty) {
            return;
        }
        let name = name_of(row);
        let reason = beside.iter().find(|(key, _)| *key == "khong_co");
        let reason = reason.filter(|(_, entry)| entry.typed.is_some());
        if let (Some((_, reason)), Some(Entered::Number(typed))) = (reason, &number.typed) {
            let message =
                format!("dòng “{name}” vừa có số ({typed}) vừa ghi lý do chưa có số liệu");
            self.findings.push(
                Diagnostic::error(Code::WorkbookCell, reason.place, message)
                    .with_label(number.place, "số đã gõ")
                    .with_help(
                        "có số thì xóa lý do (giải thích thêm ghi ở “Ghi chú”); chưa có thì xóa số",
                    ),
            );
            return;
        }
        // What was estimated may stay so.
        if number.typed.is_none() && reason.is_none() && about.is_some() {
            self.blank(&number, &beside, &name);
        }
        let is_new = number.is_new() || beside.iter().any(|(_, entry)| entry.is_new());
        if !is_new {
            return;
        }
        let before = said(&number, &beside);
        let after = value(&number, &beside);
        let to = match after.clone() {
            None => Becomes::Gone,
            Some(value) => Becomes::Anew(vec![(Vec::new(), value)]),
        };
        let becomes = |typed: fn(&Entry) -> Option<&Entered>| {
            let all = std::iter::once(&number).chain(beside.iter().map(|(_, entry)| entry));
            let all: Vec<_> = all.filter_map(|entry| typed(entry).map(words)).collect();
            (!all.is_empty()).then(|| all.join("; "))
        };
        // A plain number in the place of a plain number, and nothing else of its line.
        let to = match (&before, &after) {
            (Some(Value::Number(_)), Some(Value::Number(number))) => {
                Becomes::Set(Value::Number(*number))
            }
            _ => to,
        };
        self.edits.push(Edit {
            path,
            to,
            about: name,
            before: becomes(|entry| entry.said.as_ref()),
            after: becomes(|entry| entry.typed.as_ref()),
            place: number.place,
        });
    }

    /// Tells that a row has neither a number nor a reason why there is none.
    fn blank(&mut self, number: &Entry, beside: &[(&str, Entry)], name: &str) {
        let other = beside.iter().find(|(_, entry)| entry.typed.is_some());
        let message = match other {
            Some(_) => format!("dòng “{name}” có ghi chú hoặc dấu ước mà không có số"),
            None => format!("dòng “{name}” còn trống"),
        };
        let finding = Diagnostic::error(Code::FigureMissing, number.place, message).with_help(
            "gõ số vào ô này; không phát sinh thì gõ 0; chưa có số liệu thì ghi lý do ở cột “Chưa có số liệu vì”",
        );
        self.findings.push(finding);
    }
}

/// What a row is called.
pub(super) fn name_of(row: &FormRow) -> String {
    // The first column has its number, where it has one.
    let name = match row.cells.as_slice() {
        [_, FormCell::Text(name), ..] | [FormCell::Text(name), ..] => name.as_str(),
        _ => "",
    };
    name.lines().next().unwrap_or(name).to_owned()
}

fn value(number: &Entry, beside: &[(&str, Entry)]) -> Option<Value> {
    figure_value(number.typed.as_ref(), beside, |entry| entry.typed.as_ref())
}

fn said(number: &Entry, beside: &[(&str, Entry)]) -> Option<Value> {
    figure_value(number.said.as_ref(), beside, |entry| entry.said.as_ref())
}

/// A figure as a file states it: a number alone, or a group where there is more to say.
fn figure_value(
    number: Option<&Entered>,
    beside: &[(&str, Entry)],
    of: fn(&Entry) -> Option<&Entered>,
) -> Option<Value> {
    let mut parts = Vec::new();
    if let Some(Entered::Number(number)) = number {
        parts.push(("gia_tri".to_owned(), Value::Number(*number)));
    }
    for (key, entry) in beside {
        let value = match of(entry) {
            Some(Entered::Text(text)) => Value::Text(text.clone()),
            Some(Entered::Date(date)) => Value::Date(*date),
            Some(Entered::Mark) => Value::Flag(true),
            Some(Entered::Number(number)) => Value::Number(*number),
            None => continue,
        };
        parts.push(((*key).to_owned(), value));
    }
    match parts.as_slice() {
        [] => None,
        [(key, Value::Number(number))] if key == "gia_tri" => Some(Value::Number(*number)),
        _ => Some(Value::Group(parts)),
    }
}
