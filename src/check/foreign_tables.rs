//! Whether the rows exist that tables of somebody else are added up into.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{IndicatorId, Workspace};
use crate::vi;

/// Rows that no regime has, and rows that nobody fills because they are worked out. Both are warnings:
/// no report rests on them.
pub(super) fn check(workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    if workspace.regimes.is_empty() {
        return;
    }
    let tables = workspace.settings.foreign_tables.iter();
    for row in tables.flat_map(|table| &table.sums).map(|sum| &sum.row) {
        let mut regimes = workspace.all_regimes();
        let found = regimes.find_map(|regime| regime.indicators.get(&row.value));
        let finding = match found {
            Some(known) if known.formula.is_some() => {
                let message = format!("dòng `{}` do chương trình tự tính", row.value);
                Diagnostic::error(Code::FigureComputed, row.place, message)
                    .with_help("bỏ dòng này; ghi cột cho các dòng mà từ đó tính ra nó")
            }
            Some(_) => continue,
            None => unknown(workspace, &row.value, row.place),
        };
        findings.push(finding.warning());
    }
}

fn unknown(
    workspace: &Workspace,
    row: &IndicatorId,
    place: crate::diagnostic::Place,
) -> Diagnostic {
    let message = format!("không có dòng nào mã `{row}` trong các biểu");
    let finding = Diagnostic::error(Code::IndicatorUnknown, place, message);
    let known = workspace
        .all_regimes()
        .flat_map(|regime| regime.indicators.keys());
    match vi::nearest(row.as_str(), known.map(IndicatorId::as_str)) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("ghi mã biểu, dấu chấm, mã dòng, ví dụ `tthc.xa_dung_han`"),
    }
}
