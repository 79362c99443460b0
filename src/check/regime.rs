//! A regime against the agencies of its workspace.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Quantity, Regime, Workspace};

pub(super) fn check(regime: &Regime, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for section in regime.sections() {
        if !seen.insert(&section.id) {
            findings.push(Diagnostic::error(
                Code::RegimeInconsistent,
                section.place,
                format!("hai mục cùng mã `{}`", section.id),
            ));
        }
    }
    for name in regime.sections().flat_map(|s| &s.speaks_of) {
        let known = regime
            .indicators
            .keys()
            .any(|id| id.as_str() == name.value || id.form() == name.value);
        if !known {
            findings.push(Diagnostic::error(
                Code::RegimeInconsistent,
                name.place,
                format!("không có biểu hay dòng nào mã `{}`", name.value),
            ));
        }
    }
    for indicator in regime.indicators.values() {
        let answered = indicator
            .unit_wording
            .as_ref()
            .is_some_and(|w| w.answers.is_some());
        if matches!(indicator.quantity, Quantity::Share) && indicator.formula.is_none() && !answered
        {
            findings.push(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    indicator.place,
                    format!("tỷ lệ `{}` không có công thức", indicator.id),
                )
                .with_help("thêm `cong_thuc: {ty_le: [tử số, mẫu số]}`; dòng nào biểu không in thì khai với `khong_in: true`"),
            );
        }
        for agency in &indicator.fillers.agencies {
            if !workspace.agencies.contains_key(&agency.value) {
                findings.push(
                    Diagnostic::error(
                        Code::AgencyUnknown,
                        agency.place,
                        format!("không có cơ quan `{}` trong co-quan.yaml", agency.value),
                    )
                    .with_help("khai cơ quan này trong co-quan.yaml, hoặc sửa mã ở đây"),
                );
            }
        }
        for level in &indicator.fillers.levels {
            if !workspace.levels.contains(&level.value) {
                findings.push(
                    Diagnostic::error(
                        Code::ValueChoice,
                        level.place,
                        format!("không có cấp `{}` trong co-quan.yaml", level.value),
                    )
                    .with_help("xem danh sách `cap` ở đầu co-quan.yaml"),
                );
            }
        }
    }
}
