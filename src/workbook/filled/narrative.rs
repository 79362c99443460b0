//! Paragraphs, section by section.

use super::Taking;
use super::edits::{Edit, below, item, keys};
use super::sheets::Grid;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::{Becomes, Step, Value};
use crate::model::{Item, SectionId};
use crate::workbook::form::RowKey;
use crate::workbook::read::rules::Paragraph;

/// A paragraph as it was typed, with its footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    paragraph: Paragraph,
    footnote: Option<String>,
    place: Place,
    /// The row of the section in which it stands, from 0.
    row: usize,
}

impl Typed {
    /// Whether it is only that there is nothing to say.
    fn says_nothing(&self) -> bool {
        let text = self.paragraph.text.trim_end_matches('.').to_lowercase();
        let is_alone = self.paragraph.dashes.is_empty() && self.footnote.is_none();
        is_alone && ["không có", "không có gì", "không"].contains(&text.as_str())
    }
}

impl Taking<'_> {
    /// Takes the sheet of paragraphs.
    pub(super) fn narrative(&mut self, grid: &Grid<'_>) {
        let mut sections: Vec<(SectionId, Vec<usize>)> = Vec::new();
        for (at, row) in grid.form.rows.iter().enumerate() {
            let RowKey::Paragraph(id, _) = &row.key else {
                continue;
            };
            match sections.last_mut().filter(|(last, _)| last == id) {
                Some((_, rows)) => rows.push(at),
                None => sections.push((id.clone(), vec![at])),
            }
        }
        for (id, rows) in sections {
            self.section(grid, &id, &rows);
        }
    }

    fn section(&mut self, grid: &Grid<'_>, id: &SectionId, rows: &[usize]) {
        let path = keys(["noi_dung", id.as_str()]);
        let mut typed = Vec::new();
        let mut first = None;
        let mut is_faulty = false;
        for (number, row) in rows.iter().enumerate() {
            let footnote = self.entry(grid, *row, "chu_thich");
            let Some((paragraphs, place, faulty)) = self.paragraphs(grid, *row) else {
                continue;
            };
            first.get_or_insert(place);
            is_faulty |= faulty || footnote.as_ref().is_some_and(|entry| entry.is_faulty);
            let mut note = footnote.as_ref().and_then(super::values::Entry::text);
            if let (Some(_), true, Some(entry)) = (&note, paragraphs.is_empty(), &footnote) {
                let message = "chú thích không có đoạn văn để chú";
                let finding = Diagnostic::error(Code::WorkbookCell, entry.place, message);
                self.findings
                    .push(finding.with_help("viết đoạn văn ở cùng dòng, hoặc xóa chú thích"));
                is_faulty = true;
            }
            let last = paragraphs.len();
            for (at, paragraph) in paragraphs.into_iter().enumerate() {
                typed.push(Typed {
                    paragraph,
                    // It belongs to what stands right beside it.
                    footnote: if at + 1 == last { note.take() } else { None },
                    place,
                    row: number,
                });
            }
        }
        let (Some(first), Some(first_row)) = (first, rows.first()) else {
            return;
        };
        self.places.add_about(id.as_str(), first);
        for (at, one) in typed.iter().enumerate() {
            self.places.add(item(&path, at), one.place);
        }
        self.places.add(path.clone(), first);
        let nothing = self.entry(grid, *first_row, "khong_co");
        let Some(nothing) = nothing.filter(|entry| !entry.is_faulty && !is_faulty) else {
            return;
        };
        if nothing.typed.is_some() && !typed.is_empty() {
            let message = format!("mục `{id}` vừa chọn “Không có” vừa có đoạn văn");
            let finding = Diagnostic::error(Code::WorkbookCell, nothing.place, message);
            self.findings.push(
                finding
                    .with_label(typed[0].place, "đoạn văn")
                    .with_help("bỏ chọn “Không có”, hoặc xóa đoạn văn"),
            );
            return;
        }
        let said = self.target.said;
        let items = said.and_then(|said| said.narrative.get(id));
        let is_new = |one: &Typed| {
            let mut items = items.into_iter().flatten();
            !items.any(|item| item.paragraph.value == one.paragraph.text)
        };
        let says_nothing = match typed.as_slice() {
            [one] if one.says_nothing() && is_new(one) => {
                let message = "đoạn này được hiểu là mục không có gì";
                let finding = Diagnostic::error(Code::WorkbookCell, one.place, message);
                self.findings.push(finding.note());
                true
            }
            _ => false,
        };
        if says_nothing {
            typed.clear();
        }
        let is_untouched = said.is_some_and(|said| said.untouched.contains_key(id));
        let is_nothing = says_nothing || nothing.typed.is_some();
        let mut edits = match (items, is_nothing, typed.is_empty()) {
            (None, false, true) => Vec::new(),
            (Some(items), true, _) if items.is_empty() && !is_untouched => Vec::new(),
            (_, true, _) => vec![anew(&path, vec![(Vec::new(), Value::List(Vec::new()))], first)],
            (Some(_), false, true) if is_untouched => Vec::new(),
            (Some(_), false, true) => vec![gone(&path, first)],
            (Some(items), false, false) if !is_untouched && !items.is_empty() => {
                by_item(&path, items, &typed).unwrap_or_else(|| {
                    if items.iter().any(|item| item.presented.is_some()) {
                        let message = format!("mục `{id}` có lời riêng cho bản trình nên không đổi số đoạn bằng bảng tính được");
                        let finding = Diagnostic::error(Code::WorkbookCell, first, message);
                        self.findings.push(finding.with_help("sửa mục này trong tệp .yaml"));
                        return Vec::new();
                    }
                    vec![anew(&path, whole(&typed), first)]
                })
            }
            (_, false, false) => vec![anew(&path, whole(&typed), first)],
        };
        for edit in &mut edits {
            edit.about = format!("mục `{id}`");
        }
        self.edits.append(&mut edits);
    }
}

/// The changes of a section whose paragraphs stay in their rows; nothing where it is to be made anew.
fn by_item(path: &[Step], items: &[Item], typed: &[Typed]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut gone_items = Vec::new();
    let in_row = |row: usize| {
        typed
            .iter()
            .filter(|one| one.row == row)
            .collect::<Vec<_>>()
    };
    for (at, old) in items.iter().enumerate() {
        match in_row(at).as_slice() {
            [] => gone_items.push(at),
            [new] => edits.extend(changed(&item(path, at), old, new)?),
            _ => return None,
        }
    }
    if gone_items.len() == items.len() {
        return None;
    }
    let further = typed.iter().filter(|one| one.row >= items.len());
    for (new, at) in further.zip(items.len()..) {
        for (below, value) in parts(new) {
            edits.push(Edit {
                path: [item(path, at), below].concat(),
                ..set(Vec::new(), value, None, new)
            });
        }
    }
    // From the last on, so that the others keep their places.
    for at in gone_items.into_iter().rev() {
        let place = typed.first()?.place;
        edits.push(Edit {
            before: Some(items[at].paragraph.value.clone()),
            ..gone(&item(path, at), place)
        });
    }
    Some(edits)
}

/// The changes of a paragraph; nothing where it is written another way now.
fn changed(path: &[Step], old: &Item, new: &Typed) -> Option<Vec<Edit>> {
    let dashes: Vec<_> = old.dashes.iter().map(|dash| dash.value.clone()).collect();
    let footnote = old.footnote.as_ref().map(|note| note.value.clone());
    let is_plain = dashes.is_empty() && footnote.is_none() && old.presented.is_none();
    let is_same_text = old.paragraph.value == new.paragraph.text;
    let is_same = is_same_text && dashes == new.paragraph.dashes && footnote == new.footnote;
    if is_same {
        return Some(Vec::new());
    }
    if is_plain {
        let stays_plain = new.paragraph.dashes.is_empty() && new.footnote.is_none();
        let value = Value::Text(new.paragraph.text.clone());
        return stays_plain.then(|| vec![set(path.to_vec(), value, Some(old), new)]);
    }
    let mut edits = Vec::new();
    if !is_same_text {
        let value = Value::Text(new.paragraph.text.clone());
        edits.push(set(below(path, "doan"), value, Some(old), new));
    }
    if dashes != new.paragraph.dashes {
        let path = below(path, "gach_dau_dong");
        edits.push(if new.paragraph.dashes.is_empty() {
            gone(&path, new.place)
        } else {
            let value = Value::List(new.paragraph.dashes.clone());
            set(path, value, Some(old), new)
        });
    }
    if footnote != new.footnote {
        let path = below(path, "chu_thich");
        edits.push(match &new.footnote {
            None => gone(&path, new.place),
            Some(note) => set(path, Value::Text(note.clone()), Some(old), new),
        });
    }
    Some(edits)
}

/// A section as a whole, by paths below it.
fn whole(typed: &[Typed]) -> Vec<(Vec<Step>, Value)> {
    let is_plain = |one: &Typed| one.paragraph.dashes.is_empty() && one.footnote.is_none();
    if typed.iter().all(is_plain) {
        let texts = typed.iter().map(|one| one.paragraph.text.clone());
        return vec![(Vec::new(), Value::List(texts.collect()))];
    }
    let items = typed.iter().enumerate().flat_map(|(at, one)| {
        let parts = parts(one).into_iter();
        parts.map(move |(path, value)| ([vec![Step::Index(at)], path].concat(), value))
    });
    items.collect()
}

/// A paragraph by paths below it.
fn parts(one: &Typed) -> Vec<(Vec<Step>, Value)> {
    let text = Value::Text(one.paragraph.text.clone());
    if one.paragraph.dashes.is_empty() && one.footnote.is_none() {
        return vec![(Vec::new(), text)];
    }
    let mut parts = vec![(keys(["doan"]), text)];
    if !one.paragraph.dashes.is_empty() {
        parts.push((
            keys(["gach_dau_dong"]),
            Value::List(one.paragraph.dashes.clone()),
        ));
    }
    if let Some(note) = &one.footnote {
        parts.push((keys(["chu_thich"]), Value::Text(note.clone())));
    }
    parts
}

fn set(path: Vec<Step>, value: Value, old: Option<&Item>, new: &Typed) -> Edit {
    Edit {
        path,
        to: Becomes::Set(value),
        about: String::new(),
        before: old.map(|item| item.paragraph.value.clone()),
        after: Some(new.paragraph.text.clone()),
        place: new.place,
    }
}

fn gone(path: &[Step], place: Place) -> Edit {
    Edit {
        path: path.to_vec(),
        to: Becomes::Gone,
        about: String::new(),
        before: None,
        after: None,
        place,
    }
}

fn anew(path: &[Step], values: Vec<(Vec<Step>, Value)>, place: Place) -> Edit {
    let after = values.iter().map(|(_, value)| match value {
        Value::List(items) if items.is_empty() => "không có".to_owned(),
        Value::List(items) => items.join(" / "),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    });
    Edit {
        after: Some(after.collect::<Vec<_>>().join(" / ")),
        to: Becomes::Anew(values),
        ..gone(path, place)
    }
}
