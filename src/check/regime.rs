//! A regime against the agencies of its workspace.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::plan;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{CityRule, Indicator, IndicatorId, Quantity, Regime, Row, Workspace};
use crate::vi;

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
    one_name_for_two(regime, findings);
    for name in regime.sections().flat_map(|s| &s.speaks_of) {
        let known = regime.has_form_or_row(&name.value);
        if !known {
            findings.push(no_row(regime, &name.value, name.place));
        }
    }
    let columns = regime.member_annex.iter().flat_map(|annex| &annex.columns);
    for id in columns.flat_map(|column| column.rows.iter().chain(&column.whole)) {
        if !regime.indicators.contains_key(&id.value) {
            findings.push(no_row(regime, id.value.as_str(), id.place));
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
        let is_answer = matches!(indicator.quantity, Quantity::Answer(_));
        if is_answer && indicator.city == CityRule::Sum {
            findings.push(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    indicator.place,
                    format!("`{}` là câu trả lời bằng mã, không cộng được", indicator.id),
                )
                .with_help("ghi `tong_hop: chu_quan`, hoặc `dem_don_vi` để đếm đơn vị trả lời có"),
            );
        }
        plan::agencies(&indicator.fillers, workspace, findings);
        if let Some(level) = &indicator.of_level {
            plan::level(level, workspace, findings);
        }
        for cycle in &indicator.cycles {
            if !regime.cycles.contains_key(&cycle.value) {
                findings.push(Diagnostic::error(
                    Code::RegimeInconsistent,
                    cycle.place,
                    format!("chế độ không có kỳ nào mã `{}`", cycle.value),
                ));
            }
        }
    }
}

/// The finding for a form or a row that the regime lacks.
/// Rows that print side by side under one name: nobody could tell which figure is whose.
fn one_name_for_two(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    for form in &regime.forms {
        let mut seen: IndexMap<(&str, &str, &str), &Indicator> = IndexMap::new();
        for row in &form.rows {
            let Row::Value { number, indicator } = row else {
                continue;
            };
            let Some(row) = regime.indicators.get(indicator) else {
                continue;
            };
            let above = number.value.rsplit_once('.').map_or("", |(above, _)| above);
            let key = (above, row.name.value.as_str(), row.meaning());
            let Some(other) = seen.insert(key, row) else {
                continue;
            };
            let message = format!(
                "hai dòng `{}` và `{}` cùng tên, cùng đơn vị tính, cùng đề mục",
                other.id, row.id
            );
            findings.push(
                Diagnostic::error(Code::RegimeInconsistent, row.name.place, message)
                    .with_label(other.name.place, "dòng kia")
                    .with_help("mỗi tên một định nghĩa: ghi rõ tên từng dòng đếm gì"),
            );
        }
    }
}

fn no_row(regime: &Regime, name: &str, place: Place) -> Diagnostic {
    let message = format!("không có biểu hay dòng nào mã `{name}`");
    let finding = Diagnostic::error(Code::RegimeInconsistent, place, message);
    let known = regime.indicators.keys().map(IndicatorId::as_str);
    match vi::nearest(name, known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("sửa mã, hoặc xóa nó ở đây nếu dòng ấy đã bỏ"),
    }
}

/// Without a plan there are no tasks, and nobody answers for an area.
pub(super) fn without_plan(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    if regime.task_annex_title.is_some() {
        findings.push(
            Diagnostic::error(
                Code::PlanInconsistent,
                regime.place,
                "chế độ báo cáo có phụ lục nhiệm vụ nhưng năm này chưa có kế hoạch",
            )
            .with_help(
                "tạo tệp ke-hoach.yaml trong thư mục của năm, hoặc xóa `tieu_de_phu_luc_nhiem_vu`",
            ),
        );
        return;
    }
    if let Some(row) = regime.indicators.values().find(|row| row.fillers.owner) {
        findings.push(
            Diagnostic::error(
                Code::PlanInconsistent,
                row.place,
                format!(
                    "dòng `{}` do cơ quan được phân công khai, nhưng năm này chưa có kế hoạch",
                    row.id
                ),
            )
            .with_help("tạo tệp ke-hoach.yaml trong thư mục của năm, có `phan_cong`"),
        );
    }
}
