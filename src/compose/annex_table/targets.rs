//! The targets of the plan.

use super::CellAlign::{Center, Left};
use super::{AnnexCell, AnnexSheet, AnnexTable, columns, heads};
use crate::compose::target_annex::{PrintedTarget, TargetTable};

pub(super) fn add(sheet: &mut AnnexSheet, table: &TargetTable) {
    let words = [
        "Điểm",
        "Nội dung đo lường",
        "Yêu cầu",
        "Kết quả",
        &table.before,
        "Đánh giá",
    ];
    sheet.tables.push(AnnexTable {
        title: None,
        columns: columns(
            [13, 0, 42, 44, 44, 34],
            [Center, Left, Left, Center, Center, Center],
        ),
        head: vec![heads(words)],
        rows: table.targets.iter().flat_map(rows).collect(),
    });
}

fn rows(target: &PrintedTarget) -> Vec<Vec<AnnexCell>> {
    let own = vec![
        AnnexCell::bold(&target.letter),
        AnnexCell::text(&target.content).over(4),
        AnnexCell::bold(target.verdict),
    ];
    let measures = target.measures.iter().map(|measure| {
        vec![
            AnnexCell::text(""),
            AnnexCell::text(&measure.name),
            AnnexCell::text(&measure.goal),
            AnnexCell::figure(&measure.value),
            AnnexCell::figure(&measure.before),
            AnnexCell::text(measure.verdict),
        ]
    });
    std::iter::once(own).chain(measures).collect()
}
