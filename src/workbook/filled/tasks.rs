//! Tasks of the plan, each with its products.

use super::Taking;
use super::edits::{Edit, below, item, keys};
use super::figures::name_of;
use super::sheets::Grid;
use super::values::{Entry, words};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::{Becomes, Step, Value};
use crate::model::TaskId;
use crate::workbook::form::{CARRIED_OVER, Entered, RowKey};

/// Columns with a value of their own, and its key.
const PLAIN: [(&str, &[&str]); 11] = [
    ("ket_qua", &["ket_qua"]),
    ("hoan_thanh", &["hoan_thanh"]),
    ("du_kien", &["du_kien"]),
    ("dieu_kien_ngay", &["dieu_kien", "ngay"]),
    ("dieu_kien_han", &["dieu_kien", "han"]),
    ("kho_khan", &["kho_khan"]),
    ("don_vi_tong", &["don_vi", "tong"]),
    ("don_vi_xong", &["don_vi", "xong"]),
    ("kinh_phi_du_tru", &["kinh_phi", "du_tru"]),
    ("kinh_phi_duoc_duyet", &["kinh_phi", "duoc_duyet"]),
    ("kinh_phi_da_su_dung", &["kinh_phi", "da_su_dung"]),
];
const PRODUCT: [&str; 4] = ["ten", "so", "cua", "ngay"];

/// A product: its cells by their keys.
type Product = Vec<(&'static str, Entry)>;

impl Taking<'_> {
    /// Takes the sheet of tasks.
    pub(super) fn tasks(&mut self, grid: &Grid<'_>) {
        let rows = grid.form.rows.iter().enumerate();
        let tasks = rows.filter_map(|(at, row)| match &row.key {
            RowKey::Task(id) => Some((at, id.clone(), name_of(row))),
            _ => None,
        });
        for (at, id, name) in tasks.collect::<Vec<_>>() {
            self.task(grid, at, &id, &name);
        }
    }

    fn task(&mut self, grid: &Grid<'_>, at: usize, id: &TaskId, name: &str) {
        let path = keys(["nhiem_vu", id.as_str()]);
        let mut first = None;
        let mut edits = Vec::new();
        for (column, key) in PLAIN {
            let Some(entry) = self.entry(grid, at, column) else {
                continue;
            };
            first.get_or_insert(entry.place);
            let path = [path.as_slice(), keys(key.iter().copied()).as_slice()].concat();
            self.places.add(path.clone(), entry.place);
            edits.extend(changed(path, &entry, name));
        }
        if let Some(place) = first {
            self.places.add_about(id.as_str(), place);
        }
        edits.extend(self.ending(grid, at, &path, name));
        edits.extend(self.products(grid, (at, id), &path, name));
        if let Some(place) = first {
            // Behind all that stand in it.
            self.places.add(path, place);
        }
        self.edits.append(&mut edits);
    }

    /// Whether a task is carried over or stopped, and why.
    fn ending(&mut self, grid: &Grid<'_>, at: usize, path: &[Step], name: &str) -> Vec<Edit> {
        let Some((word, reason)) = self
            .entry(grid, at, "ket_thuc")
            .zip(self.entry(grid, at, "ly_do"))
        else {
            return Vec::new();
        };
        let key = |word: &str| {
            if word == CARRIED_OVER {
                "chuyen_nam_sau"
            } else {
                "dung"
            }
        };
        for known in ["chuyen_nam_sau", "dung"] {
            self.places.add(below(path, known), reason.place);
        }
        if word.is_faulty || reason.is_faulty || !(word.is_new() || reason.is_new()) {
            return Vec::new();
        }
        let missing = match (&word.typed, &reason.typed) {
            (Some(_), None) => Some((&reason, "chưa ghi lý do chuyển, dừng", "ghi lý do ở ô này")),
            (None, Some(_)) => Some((
                &word,
                "có lý do mà chưa chọn chuyển hay dừng",
                "chọn ở ô này",
            )),
            _ => None,
        };
        if let Some((entry, what, help)) = missing {
            let message = format!("nhiệm vụ “{name}” {what}");
            let finding = Diagnostic::error(Code::WorkbookCell, entry.place, message);
            self.findings.push(finding.with_help(help));
            return Vec::new();
        }
        let mut edits = Vec::new();
        let now = word.text().map(|word| key(&word));
        if let Some(Entered::Text(before)) = &word.said
            && now != Some(key(before))
        {
            edits.push(Edit {
                path: below(path, key(before)),
                to: Becomes::Gone,
                about: name.to_owned(),
                before: Some(before.clone()),
                after: word.text(),
                place: word.place,
            });
        }
        if let (Some(key), Some(text)) = (now, reason.text()) {
            edits.push(Edit {
                path: below(path, key),
                to: Becomes::Set(Value::Text(text.clone())),
                about: name.to_owned(),
                before: reason.said.as_ref().map(words),
                after: Some(format!("{}: {text}", word.text().unwrap_or_default())),
                place: reason.place,
            });
        }
        edits
    }

    /// The products of a task, in the order of their rows.
    fn products(
        &mut self,
        grid: &Grid<'_>,
        (at, id): (usize, &TaskId),
        path: &[Step],
        name: &str,
    ) -> Vec<Edit> {
        let rows = grid.form.rows.iter().enumerate();
        let further = rows.filter_map(|(at, row)| match &row.key {
            RowKey::Product(of, _) if of == id => Some(at),
            _ => None,
        });
        let rows: Vec<_> = std::iter::once(at).chain(further).collect();
        let mut all: Vec<Product> = Vec::new();
        for row in rows {
            let cells = PRODUCT.iter().filter_map(|column| {
                let entry = self.entry(grid, row, column)?;
                Some((*column, entry))
            });
            all.push(cells.collect());
        }
        if all.iter().flatten().any(|(_, entry)| entry.is_faulty) {
            return Vec::new();
        }
        let path = below(path, "san_pham");
        let is_there = |of: fn(&Entry) -> &Option<Entered>| {
            move |product: &&Product| product.iter().any(|(_, entry)| of(entry).is_some())
        };
        let said: Vec<_> = all.iter().filter(is_there(|entry| &entry.said)).collect();
        let typed: Vec<_> = all.iter().filter(is_there(|entry| &entry.typed)).collect();
        for (number, product) in typed.iter().enumerate() {
            for (key, entry) in *product {
                if typed.len() == 1 {
                    self.places.add(below(&path, key), entry.place);
                }
                self.places
                    .add(below(&item(&path, number), key), entry.place);
            }
            if let Some((_, first)) = product.first() {
                self.places.add(item(&path, number), first.place);
            }
        }
        if let Some((_, first)) = typed.first().and_then(|product| product.first()) {
            self.places.add(path.clone(), first.place);
        }
        let is_new = all.iter().flatten().any(|(_, entry)| entry.is_new());
        if !is_new {
            return Vec::new();
        }
        let words = |products: &[&Product], of: fn(&Entry) -> &Option<Entered>| {
            let products = products.iter().map(|product| {
                let parts = product
                    .iter()
                    .filter_map(|(_, entry)| of(entry).as_ref().map(words));
                parts.collect::<Vec<_>>().join(", ")
            });
            let all = products.collect::<Vec<_>>().join("; ");
            (!all.is_empty()).then_some(all)
        };
        let place = first_place(&all);
        let mut edit = Edit {
            path: path.clone(),
            to: Becomes::Gone,
            about: format!("{name}: sản phẩm"),
            before: words(&said, |entry| &entry.said),
            after: words(&typed, |entry| &entry.typed),
            place,
        };
        let group = |product: &Product| {
            let parts = product.iter().filter_map(|(key, entry)| {
                let value = match entry.typed.as_ref()? {
                    Entered::Date(date) => Value::Date(*date),
                    other => Value::Text(super::values::words(other)),
                };
                Some(((*key).to_owned(), value))
            });
            Value::Group(parts.collect())
        };
        edit.to = match typed.as_slice() {
            [] => Becomes::Gone,
            [one] => Becomes::Anew(vec![(Vec::new(), group(one))]),
            several => {
                let items = several.iter().enumerate();
                let items = items.map(|(at, product)| (vec![Step::Index(at)], group(product)));
                Becomes::Anew(items.collect())
            }
        };
        vec![edit]
    }
}

fn first_place(products: &[Product]) -> Place {
    let mut cells = products.iter().flatten();
    let (_, first) = cells.next().expect("a task has a row");
    first.place
}

/// The change of a value that has a cell of its own.
pub(super) fn changed(path: Vec<Step>, entry: &Entry, about: &str) -> Option<Edit> {
    if !entry.is_new() {
        return None;
    }
    let to = match &entry.typed {
        None => Becomes::Gone,
        Some(Entered::Number(number)) => Becomes::Set(Value::Number(*number)),
        Some(Entered::Text(text)) => Becomes::Set(Value::Text(text.clone())),
        Some(Entered::Date(date)) => Becomes::Set(Value::Date(*date)),
        Some(Entered::Mark) => Becomes::Set(Value::Flag(true)),
    };
    Some(Edit {
        path,
        to,
        about: about.to_owned(),
        before: entry.said.as_ref().map(words),
        after: entry.typed.as_ref().map(words),
        place: entry.place,
    })
}
