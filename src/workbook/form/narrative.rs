//! The paragraphs of the unit, section by section of the outline.

use super::{Entered, EntryKind, FormCell, FormColumn, FormRow, FormSheet, RowKey};
use crate::model::{Item, Section};
use crate::scaffold::{Asked, AskedLine};

const COLUMNS: [FormColumn; 6] = [
    FormColumn::new("muc", "Mục", 34.0),
    FormColumn::new("ky_truoc", "Kỳ trước đã viết", 46.0),
    FormColumn::new("doan", "Đoạn văn kỳ này", 64.0),
    FormColumn::new("chu_thich", "Chú thích cuối trang", 28.0),
    FormColumn::new("khong_co", "Không có gì", 12.0),
    FormColumn::new("giai_trinh", "Giải trình", 24.0),
];

/// What is chosen for a section in which there is nothing to say.
pub const NOTHING: &str = "Không có";

/// Rows for further paragraphs of a section.
const SPARE: usize = 2;

/// The sheet of paragraphs; nothing where the outline asks for none.
pub(super) fn sheet(asked: &Asked<'_>) -> Option<FormSheet> {
    let mut rows = Vec::new();
    for line in asked.outline() {
        match line {
            AskedLine::Part(title) => rows.push(heading(title)),
            AskedLine::Section(section, title) if !section.points.is_empty() => {
                rows.extend(title.map(heading));
            }
            AskedLine::Section(section, title) => {
                rows.extend(paragraphs(asked, section, title.as_deref()));
            }
        }
    }
    let asks = rows.iter().any(|row| row.key != RowKey::Heading);
    asks.then(|| FormSheet {
        id: "noi_dung".to_owned(),
        name: "Nội dung".to_owned(),
        title: "Nội dung báo cáo".to_owned(),
        remark: "Mỗi ô một đoạn văn; ý gạch đầu dòng viết thành dòng riêng trong ô, mở đầu bằng “- ” (Alt+Enter để xuống dòng). Cột “Kỳ trước đã viết” để tham khảo, không in ra. Mục không có gì thì chọn “Không có”.".to_owned(),
        columns: COLUMNS.to_vec(),
        rows,
    })
}

fn heading(title: String) -> FormRow {
    let mut cells = vec![FormCell::Text(title)];
    cells.resize_with(COLUMNS.len(), || FormCell::Empty);
    FormRow {
        key: RowKey::Heading,
        cells,
    }
}

/// A row for each paragraph of a section, and for some more.
fn paragraphs(asked: &Asked<'_>, section: &Section, title: Option<&str>) -> Vec<FormRow> {
    let submission = asked.subject.submission;
    let written = submission.narrative.get(&section.id);
    let before = asked
        .last
        .and_then(|last| last.submission.narrative.get(&section.id));
    let said = |items: Option<&Vec<Item>>| items.map_or(0, Vec::len);
    let is_needed = !section.may_be_left_out;
    let answers = submission.answers.iter();
    let mut answers = answers.filter(|answer| answer.about.as_deref() == Some(section.id.as_str()));
    let answer = answers.next().map(|answer| answer.reason.value.as_str());
    let count = (said(written) + SPARE).max(said(before)).max(1 + SPARE);
    let row = |at: usize| {
        let item = written.and_then(|items| items.get(at));
        let last = before.and_then(|items| items.get(at));
        let paragraph = FormCell::asked(
            EntryKind::Paragraph,
            item.map(|item| Entered::Text(joined(item))),
        );
        let first = at == 0;
        let is_nothing = written.is_some_and(Vec::is_empty);
        let nothing = FormCell::asked(
            EntryKind::Choice(vec![NOTHING.to_owned()]),
            is_nothing.then(|| Entered::text(NOTHING)),
        );
        let footnote = item.and_then(|item| Some(item.footnote.as_ref()?.value.as_str()));
        FormRow {
            key: RowKey::Paragraph(section.id.clone(), at + 1),
            cells: vec![
                FormCell::shown(title.filter(|_| first).unwrap_or_default()),
                FormCell::shown(last.map(joined).unwrap_or_default()),
                if first && is_needed {
                    paragraph.needed()
                } else {
                    paragraph
                },
                FormCell::asked_text(footnote),
                if first { nothing } else { FormCell::Empty },
                if first {
                    FormCell::asked_text(answer)
                } else {
                    FormCell::Empty
                },
            ],
        }
    };
    (0..count).map(row).collect()
}

/// A paragraph with its dashes below it, as they are typed into one cell.
pub fn joined(item: &Item) -> String {
    let mut text = item.paragraph.value.clone();
    for dash in &item.dashes {
        text.push_str("\n- ");
        text.push_str(&dash.value);
    }
    text
}
