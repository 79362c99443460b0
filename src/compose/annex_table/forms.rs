//! The statistical forms.

use super::CellAlign::{Center, Left, Right};
use super::{AnnexCell, AnnexSheet, AnnexTable, columns, heads};
use crate::compose::annex::{PrintedForm, PrintedRow};

const NOTHING: &str = "Biểu mẫu không có chỉ tiêu nào thuộc trách nhiệm báo cáo của đơn vị.";
const COLUMNS: usize = 5;

pub(super) fn add(sheet: &mut AnnexSheet, note: Option<&str>, forms: &[PrintedForm]) {
    if forms.is_empty() {
        sheet.notes.push(NOTHING.to_owned());
        return;
    }
    sheet.notes.extend(note.map(str::to_owned));
    sheet.tables.extend(forms.iter().map(|form| AnnexTable {
        title: Some(format!("Biểu {}. {}", form.number, form.title)),
        columns: columns([16, 0, 34, 35, 50], [Center, Left, Center, Right, Left]),
        head: head(),
        rows: form.rows.iter().flat_map(rows).collect(),
    }));
}

fn head() -> Vec<Vec<AnnexCell>> {
    let tall = |words: &str| AnnexCell::head(words).down(2);
    vec![
        vec![
            tall("STT"),
            tall("Chỉ tiêu thống kê"),
            AnnexCell::head("Kết quả thống kê").over(2),
            tall("Ghi chú"),
        ],
        heads(["Đơn vị tính", "Số liệu"]),
    ]
}

fn rows(row: &PrintedRow) -> Vec<Vec<AnnexCell>> {
    if row.heading {
        let mut cells = vec![AnnexCell::bold(&row.number), AnnexCell::bold(&row.name)];
        cells.resize(COLUMNS, AnnexCell::text(""));
        return vec![cells];
    }
    let value = if row.is_count {
        AnnexCell::figure(&row.value)
    } else {
        AnnexCell::text(&row.value)
    };
    let own = vec![
        AnnexCell::text(&row.number),
        AnnexCell::text(&row.name),
        AnnexCell::text(&row.unit),
        value,
        AnnexCell::text(&row.note),
    ];
    let below = row.below.iter();
    let below = below.map(|long| vec![AnnexCell::below(long, COLUMNS)]);
    std::iter::once(own).chain(below).collect()
}
