//! The plan of a year against agencies and rows of the forms.

use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{
    AgencyId, AgencySet, IndicatorId, Leaf, LevelId, Plan, Regime, Timing, Workspace,
};
use crate::vi;

pub(super) fn check(plan: &Plan, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    for leaf in plan.leaves() {
        agencies(&leaf.lead.named.agencies, workspace, findings);
        if let Some(named) = &leaf.coordinating {
            agencies(&named.agencies, workspace, findings);
        }
        if let Some(reporter) = &leaf.lead.reported_by {
            level(reporter, workspace, findings);
        }
        deadline_words(leaf, findings);
    }
    for responsibility in &plan.responsibilities {
        agency(&responsibility.agency, workspace, findings);
    }
}

/// What a plan names of the forms of a regime.
pub(super) fn against_regime(plan: &Plan, regime: &Regime, findings: &mut Vec<Diagnostic>) {
    for measure in plan.targets.iter().flat_map(|t| &t.measures) {
        if !regime.indicators.contains_key(&measure.indicator.value) {
            let name = measure.indicator.value.as_str();
            findings.push(no_row(regime, name, measure.indicator.place));
        }
    }
    for area in plan.responsibilities.iter().flat_map(|r| &r.areas) {
        if !regime.has_form_or_row(&area.value) {
            findings.push(no_row(regime, &area.value, area.place));
        }
    }
    for row in regime.indicators.values() {
        if row.fillers.owner && plan.owner(&row.id).is_none() {
            findings.push(
                Diagnostic::error(
                    Code::PlanInconsistent,
                    row.place,
                    format!("không cơ quan nào được giao lĩnh vực của dòng `{}`", row.id),
                )
                .with_label(plan.place, "kế hoạch của năm")
                .with_help(format!(
                    "thêm `{}` hoặc `{}` vào `linh_vuc` của một cơ quan trong `phan_cong`",
                    row.id.form(),
                    row.id
                )),
            );
        }
    }
}

fn no_row(regime: &Regime, name: &str, place: crate::diagnostic::Place) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::PlanInconsistent,
        place,
        format!("biểu mẫu không có biểu hay dòng nào mã `{name}`"),
    );
    let known = regime.indicators.keys().map(IndicatorId::as_str);
    match vi::nearest(name, known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help(format!("xem mã các dòng trong che-do/{}.yaml", regime.id)),
    }
}

/// The printed words and the deadline beside them must mean the same day.
fn deadline_words(leaf: &Leaf, findings: &mut Vec<Diagnostic>) {
    let meant = vi::last_day_meant(&leaf.timing_words.value);
    let stated = match leaf.timing {
        Timing::Deadline(day) => Some(day),
        Timing::AllYear | Timing::Condition(_) => None,
    };
    if let Some(meant) = meant.filter(|meant| stated != Some(*meant)) {
        findings.push(
            Diagnostic::error(
                Code::PlanDeadlineWords,
                leaf.timing_words.place,
                format!(
                    "thời hạn in là “{}” nhưng `han` không phải ngày {}",
                    leaf.timing_words.value,
                    vi::short_date(meant)
                ),
            )
            .with_help(format!("viết `han: {meant}`, hoặc sửa chữ in")),
        );
    }
}

pub(super) fn agencies(set: &AgencySet, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    for id in &set.agencies {
        agency(id, workspace, findings);
    }
    for id in &set.levels {
        level(id, workspace, findings);
    }
}

fn agency(id: &Located<AgencyId>, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    if !workspace.agencies.contains_key(&id.value) {
        findings.push(
            Diagnostic::error(
                Code::AgencyUnknown,
                id.place,
                format!("không có cơ quan `{}` trong co-quan.yaml", id.value),
            )
            .with_help("khai cơ quan này trong co-quan.yaml, hoặc sửa mã ở đây"),
        );
    }
}

fn level(id: &Located<LevelId>, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    if !workspace.levels.contains(&id.value) {
        findings.push(
            Diagnostic::error(
                Code::ValueChoice,
                id.place,
                format!("không có cấp `{}` trong co-quan.yaml", id.value),
            )
            .with_help("xem danh sách `cap` ở đầu co-quan.yaml"),
        );
    }
}
