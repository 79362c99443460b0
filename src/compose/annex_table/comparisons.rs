//! The figures of a compiled report beside those of an earlier one.

use super::CellAlign::{Center, Left, Right};
use super::{AnnexCell, AnnexSheet, AnnexTable, columns, heads};
use crate::compose::comparison_annex::{ComparedForm, ComparedRow, ComparisonTable};

const NOTE: &str = "Chỉ gồm các dòng có số liệu của cả hai kỳ. Đối với tỷ lệ, cột “Tăng (+), giảm (-)” tính bằng điểm phần trăm.";
const COLUMNS: usize = 7;

pub(super) fn add(sheet: &mut AnnexSheet, table: &ComparisonTable) {
    let words = [
        "STT",
        "Chỉ tiêu thống kê",
        "Đơn vị tính",
        "Kỳ này",
        &table.before,
        "Tăng (+),\ngiảm (-)",
        "Tỷ lệ tăng,\ngiảm (%)",
    ];
    sheet.notes.push(NOTE.to_owned());
    sheet.tables.push(AnnexTable {
        title: None,
        columns: columns(
            [14, 0, 30, 27, 30, 26, 22],
            [Center, Left, Center, Right, Right, Right, Right],
        ),
        head: vec![heads(words)],
        rows: table.forms.iter().flat_map(rows).collect(),
    });
}

fn rows(form: &ComparedForm) -> Vec<Vec<AnnexCell>> {
    let title = AnnexCell::bold(format!("Biểu {}. {}", form.number, form.title));
    let title = vec![title.over(COLUMNS).aligned(Left)];
    std::iter::once(title)
        .chain(form.rows.iter().map(row))
        .collect()
}

fn row(row: &ComparedRow) -> Vec<AnnexCell> {
    let number = AnnexCell::text(&row.number);
    if row.heading {
        return vec![number, AnnexCell::text(&row.name).over(COLUMNS - 1)];
    }
    vec![
        number,
        AnnexCell::text(&row.name),
        AnnexCell::text(&row.unit),
        AnnexCell::figure(&row.now),
        AnnexCell::figure(&row.before),
        AnnexCell::text(&row.change),
        AnnexCell::text(&row.share),
    ]
}
