//! The document: who signs, what it rests on, its number and day.

use super::Taking;
use super::edits::{Edit, keys};
use super::sheets::Grid;
use super::tasks::changed;
use super::values::{Entry, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Becomes, Step, Value};
use crate::workbook::form::{DocumentField, Entered, RowKey, STATES, signer_of};

/// The state of a document that has been issued, in data.
const ISSUED: &str = "da_ban_hanh";

impl Taking<'_> {
    /// Takes the sheet of the document.
    pub(super) fn document(&mut self, grid: &Grid<'_>) {
        let mut basis = Vec::new();
        let mut state = None;
        let mut number = None;
        let mut date = None;
        let mut replaced = Vec::new();
        for (at, row) in grid.form.rows.iter().enumerate() {
            let RowKey::Document(field) = &row.key else {
                continue;
            };
            let Some(entry) = self.entry(grid, at, "gia_tri") else {
                continue;
            };
            let name = super::figures::name_of(row);
            let path = path_of(*field);
            self.places.add(path.clone(), entry.place);
            if entry.is_faulty {
                continue;
            }
            match field {
                DocumentField::ReferenceDate => self.edits.extend(changed(path, &entry, &name)),
                DocumentField::Signer => self.signer(path, &entry, name),
                DocumentField::Basis(_) => basis.push(entry),
                DocumentField::State => state = Some(entry),
                DocumentField::Number => number = Some(entry),
                DocumentField::Date => date = Some(entry),
                DocumentField::ReplacedNumber | DocumentField::ReplacedDate => {
                    replaced.push((path, entry, name));
                }
            }
        }
        if let (Some(state), Some(number), Some(date)) = (state, number, date) {
            self.issued(&state, &number, &date);
        }
        self.basis(&basis);
        self.replaced(&replaced);
        // What is told of the document as a whole.
        if let Some(place) = self.places.of(&keys(["the_thuc", "nguoi_ky"])) {
            self.places.add(keys(["the_thuc"]), place);
        }
    }

    fn signer(&mut self, path: Vec<Step>, entry: &Entry, name: String) {
        if !entry.is_new() {
            return;
        }
        let Some(chosen) = entry.text() else {
            let message = "chưa chọn người ký";
            let finding = Diagnostic::error(Code::WorkbookCell, entry.place, message);
            self.findings
                .push(finding.with_help("chọn trong danh sách của ô"));
            return;
        };
        // What is no signer's was told when the cell was read.
        if let Some(id) = signer_of(self.target.agency, &chosen) {
            self.edits.push(Edit {
                path,
                to: Becomes::Set(Value::Text(id.to_owned())),
                about: name,
                before: entry.said.as_ref().map(words),
                after: Some(chosen),
                place: entry.place,
            });
        }
    }

    /// State, number and day: a document with both of these has been issued.
    fn issued(&mut self, state: &Entry, number: &Entry, date: &Entry) {
        let chosen = state.text();
        let known = STATES
            .iter()
            .find(|(word, _)| Some(*word) == chosen.as_deref());
        let Some((_, mut value)) = known.copied() else {
            let finding =
                Diagnostic::error(Code::WorkbookCell, state.place, "chưa chọn trạng thái");
            self.findings.push(
                finding.with_help("chọn “Trình ký”; báo cáo đã có số, ngày thì chọn “Đã ban hành”"),
            );
            return;
        };
        match (number.number(), date.date()) {
            (Some(_), Some(_)) if value != ISSUED => {
                let message = "báo cáo có số và ngày nên được hiểu là đã ban hành";
                let finding = Diagnostic::error(Code::WorkbookCell, state.place, message);
                self.findings.push(finding.note());
                value = ISSUED;
            }
            (Some(_), Some(_)) | (None, None) if value != ISSUED || number.typed.is_some() => {}
            (typed, _) => {
                let entry = if typed.is_none() { number } else { date };
                let what = if typed.is_none() {
                    "số"
                } else {
                    "ngày ban hành"
                };
                let message = format!("báo cáo đã ban hành mà chưa ghi {what}");
                let finding = Diagnostic::error(Code::WorkbookCell, entry.place, message);
                self.findings.push(finding.with_help(
                    "ghi cả số và ngày; báo cáo chưa ký thì để trống cả hai ô và chọn “Trình ký”",
                ));
                return;
            }
        }
        let said = state.said.as_ref().map(words);
        let said_value = STATES
            .iter()
            .find(|(word, _)| Some(*word) == said.as_deref());
        if said_value.map(|(_, value)| *value) != Some(value) {
            self.edits.push(Edit {
                path: keys(["the_thuc", "trang_thai"]),
                to: Becomes::Set(Value::Text(value.to_owned())),
                about: "Trạng thái".to_owned(),
                before: said,
                after: STATES
                    .iter()
                    .find(|(_, v)| *v == value)
                    .map(|(word, _)| (*word).to_owned()),
                place: state.place,
            });
        }
        self.edits
            .extend(changed(keys(["the_thuc", "so"]), number, "Số báo cáo"));
        self.edits
            .extend(changed(keys(["the_thuc", "ngay"]), date, "Ngày ban hành"));
    }

    /// The lines of its own legal basis.
    fn basis(&mut self, lines: &[Entry]) {
        if !lines.iter().any(Entry::is_new) {
            return;
        }
        let of = |of: fn(&Entry) -> Option<&Entered>| {
            let lines = lines.iter().filter_map(|line| of(line).map(words));
            lines.collect::<Vec<_>>()
        };
        let (before, after) = (
            of(|line| line.said.as_ref()),
            of(|line| line.typed.as_ref()),
        );
        if before == after {
            return;
        }
        let path = keys(["the_thuc", "can_cu"]);
        let joined = |lines: &[String]| (!lines.is_empty()).then(|| lines.join(" / "));
        self.places.add(path.clone(), lines[0].place);
        self.edits.push(Edit {
            path,
            before: joined(&before),
            after: joined(&after),
            to: if after.is_empty() {
                Becomes::Gone
            } else {
                Becomes::Set(Value::List(after))
            },
            about: "Căn cứ riêng".to_owned(),
            place: lines[0].place,
        });
    }

    /// The document whose place it takes: both number and day, or neither.
    fn replaced(&mut self, parts: &[(Vec<Step>, Entry, String)]) {
        let [(_, number, name), (_, date, _)] = parts else {
            return;
        };
        if !number.is_new() && !date.is_new() {
            return;
        }
        let path = keys(["the_thuc", "thay_the"]);
        self.places.add(path.clone(), number.place);
        let edit = |to, after| Edit {
            path: path.clone(),
            to,
            about: name.clone(),
            before: number.said.as_ref().map(words),
            after,
            place: number.place,
        };
        match (number.number(), date.date()) {
            (None, None) => self.edits.push(edit(Becomes::Gone, None)),
            (Some(so), Some(ngay)) => {
                let group = Value::Group(vec![
                    ("so".to_owned(), Value::Number(so)),
                    ("ngay".to_owned(), Value::Date(ngay)),
                ]);
                let after = format!("số {so} ngày {}", crate::vi::short_date(ngay));
                let to = Becomes::Anew(vec![(Vec::new(), group)]);
                self.edits.push(edit(to, Some(after)));
            }
            (so, _) => {
                let entry = if so.is_none() { number } else { date };
                let message = "báo cáo thay thế phải ghi cả số và ngày của báo cáo bị thay thế";
                let finding = Diagnostic::error(Code::WorkbookCell, entry.place, message);
                self.findings
                    .push(finding.with_help("ghi nốt ô này, hoặc xóa ô kia"));
            }
        }
    }
}

/// Where a field stands in a unit's file.
fn path_of(field: DocumentField) -> Vec<Step> {
    match field {
        DocumentField::Basis(number) => {
            let mut path = keys(["the_thuc", "can_cu"]);
            path.push(Step::Index(number - 1));
            path
        }
        field => {
            let key = field.to_string();
            keys(key.split('.'))
        }
    }
}
