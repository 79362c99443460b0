//! The plan of a year against agencies and rows of the forms.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::agency::with_successors;
use crate::diagnostic::{Code, Diagnostic, Located, Place};
use crate::model::{
    AgencyId, AgencySet, DocumentState, Goal, Head, IndicatorId, Leaf, LevelId, Plan, Quantity,
    Regime, Subject, Timing, Workspace,
};
use crate::vi;

pub(super) fn check(plan: &Plan, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    whose(plan, workspace, findings);
    for leaf in plan.leaves() {
        deadline_words(leaf, findings);
        lead_words(leaf, workspace, findings);
    }
    dates_and_letters(plan, findings);
    unfilled(plan, findings);
}

/// Whoever the plan names is there: whose rows and tasks they are rests on that.
pub(super) fn whose(plan: &Plan, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    for leaf in plan.leaves() {
        agencies(&leaf.lead.named.agencies, workspace, findings);
        if let Some(named) = &leaf.coordinating {
            agencies(&named.agencies, workspace, findings);
        }
        if let Some(reporter) = &leaf.lead.reported_by {
            level(reporter, workspace, findings);
        }
    }
    for responsibility in &plan.responsibilities {
        agency(&responsibility.agency, workspace, findings);
    }
    let leading = plan
        .leaves()
        .flat_map(|leaf| &leaf.lead.named.agencies.agencies);
    let answering = plan.responsibilities.iter().map(|r| &r.agency);
    for id in leading.chain(answering) {
        exists(id, plan.year, workspace, findings);
    }
}

/// What reports name the plan by, while dots stand in the place of its number or its day.
fn unfilled(plan: &Plan, findings: &mut Vec<Diagnostic>) {
    if !is_unfilled(plan) {
        return;
    }
    let message = "kế hoạch chưa điền số, ngày ban hành: báo cáo in ra còn dấu “…” ở căn cứ";
    findings.push(
        Diagnostic::error(Code::PlanUnfilled, plan.decision.place, message)
            .warning()
            .with_help(FILL_IN),
    );
}

/// The same of a report that is to be signed, or was: it would go out with the dots.
pub(super) fn unfilled_in(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(plan) = subject.plan.filter(|plan| is_unfilled(plan)) else {
        return;
    };
    let is_drafted = |head: &Head<'_>| matches!(head.document.state, DocumentState::Draft);
    let heads = subject.heads().into_iter();
    for head in heads.filter(|head| !is_drafted(head)) {
        let message = "kế hoạch chưa điền số, ngày ban hành: chưa trình ký, ban hành được";
        findings.push(
            Diagnostic::error(Code::PlanUnfilled, head.document.place, message)
                .with_label(plan.decision.place, "còn dấu “…” ở đây")
                .with_help(FILL_IN),
        );
    }
}

const FILL_IN: &str = "điền số, ngày vào `ban_hanh` của kế hoạch và ghi ngày ấy ở `ngay`; sửa nhiệm vụ, phân công theo kế hoạch đã ban hành";

fn is_unfilled(plan: &Plan) -> bool {
    let decision = &plan.decision.value;
    decision.contains('…') || decision.contains("...")
}

/// Milestones in words and as days, the plan's own day, the letters of its targets.
fn dates_and_letters(plan: &Plan, findings: &mut Vec<Diagnostic>) {
    for milestone in &plan.milestones {
        let meant = vi::last_day_meant(&milestone.words.value);
        if meant.is_some_and(|meant| meant != milestone.date.value) {
            let message = format!(
                "mốc in là “{}” nhưng `ngay` là {}",
                milestone.words.value,
                vi::short_date(milestone.date.value)
            );
            findings.push(
                Diagnostic::error(Code::PlanDeadlineWords, milestone.date.place, message)
                    .with_label(milestone.words.place, "chữ in")
                    .with_help("sửa `ngay`, hoặc sửa chữ in"),
            );
        }
    }
    if !(plan.year - 1..=plan.year).contains(&plan.issued.value.year()) {
        let message = format!(
            "kế hoạch ban hành ngày {} đặt trong thư mục của năm {}",
            vi::short_date(plan.issued.value),
            plan.year
        );
        findings.push(
            Diagnostic::error(Code::DateOrder, plan.issued.place, message)
                .warning()
                .with_help("kiểm tra xem tệp chép từ năm khác đã sửa hết chưa: tên, ngày, thời hạn từng nhiệm vụ"),
        );
    }
    let mut letters: BTreeMap<&str, Place> = BTreeMap::new();
    for target in &plan.targets {
        let letter = &target.letter;
        if let Some(first) = letters.insert(&letter.value, letter.place) {
            findings.push(
                Diagnostic::error(
                    Code::PlanInconsistent,
                    letter.place,
                    format!("hai chỉ tiêu cùng điểm `{}`", letter.value),
                )
                .with_label(first, "chỉ tiêu kia")
                .with_help("mỗi chỉ tiêu một điểm"),
            );
        }
    }
}

/// Whoever leads or answers for something exists on some day of the plan's year.
fn exists(
    id: &Located<AgencyId>,
    year: i32,
    workspace: &Workspace,
    findings: &mut Vec<Diagnostic>,
) {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (first, last) = (day(1, 1), day(12, 31));
    let Some(agency) = workspace.agencies.get(&id.value) else {
        return;
    };
    if agency.is_gone_on(first) || agency.valid_from.is_some_and(|from| from > last) {
        let message = format!("{} không hoạt động trong năm {year}", agency.name.value);
        let finding = Diagnostic::error(Code::AgencyNotValid, id.place, message)
            .with_label(agency.place, "thời gian hoạt động khai ở đây");
        findings.push(with_successors(finding, workspace, agency, last));
    }
}

/// What a plan names of the forms of a regime.
pub(super) fn against_regime(plan: &Plan, regime: &Regime, findings: &mut Vec<Diagnostic>) {
    for measure in plan.targets.iter().flat_map(|t| &t.measures) {
        let Some(row) = regime.indicators.get(&measure.indicator.value) else {
            let name = measure.indicator.value.as_str();
            findings.push(no_row(regime, name, measure.indicator.place));
            continue;
        };
        if let (Goal::AtLeast(goal @ 101..), Quantity::Share) = (measure.goal, &row.quantity) {
            findings.push(Diagnostic::error(
                Code::PlanInconsistent,
                measure.name.place,
                format!("chỉ tiêu {goal}% của một tỷ lệ không thể đạt được"),
            ));
        }
    }
    let areas = plan.responsibilities.iter().flat_map(|r| &r.areas);
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for area in areas {
        if let Some(first) = seen.insert(&area.value, area.place) {
            findings.push(
                Diagnostic::error(
                    Code::PlanInconsistent,
                    area.place,
                    format!("lĩnh vực `{}` giao cho hai cơ quan", area.value),
                )
                .with_label(first, "đã giao ở đây")
                .with_help("mỗi biểu, mỗi dòng chỉ một cơ quan chịu trách nhiệm"),
            );
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

fn no_row(regime: &Regime, name: &str, place: Place) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::PlanInconsistent,
        place,
        format!("biểu mẫu không có biểu hay dòng nào mã `{name}`"),
    );
    let known = regime.indicators.keys().map(IndicatorId::as_str);
    match vi::nearest(name, known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help(regime.rows_seen_in().behind("xem mã các dòng ")),
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
                    "thời hạn in là “{}”, tức ngày {}, nhưng {}",
                    leaf.timing_words.value,
                    vi::short_date(meant),
                    stated.map_or_else(
                        || "không có `han`".to_owned(),
                        |day| format!("`han` là ngày {}", vi::short_date(day))
                    )
                ),
            )
            .with_help(format!("viết `han: {meant}`, hoặc sửa chữ in")),
        );
    }
}

/// The printed name of a single lead must be that of the agency beside it.
fn lead_words(leaf: &Leaf, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let named = &leaf.lead.named;
    let printed: Vec<_> = named
        .words
        .value
        .split(';')
        .map(|w| vi::comparable(w.trim()))
        .collect();
    for id in &named.agencies.agencies {
        let Some(agency) = workspace.agencies.get(&id.value) else {
            continue;
        };
        let name = vi::comparable(&agency.name.value);
        let meant = |words: &String| name.contains(words) || words.contains(&name);
        if !printed.iter().any(meant) {
            findings.push(
                Diagnostic::error(
                    Code::PlanInconsistent,
                    id.place,
                    format!(
                        "chữ in là “{}” nhưng `{}` là {}",
                        named.words.value, id.value, agency.name.value
                    ),
                )
                .warning()
                .with_label(named.words.place, "chữ in")
                .with_help("sửa mã cơ quan, hoặc sửa chữ in"),
            );
        }
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
    if workspace.agencies.contains_key(&id.value) {
        return;
    }
    let message = format!("không có cơ quan `{}` trong co-quan.yaml", id.value);
    let finding = Diagnostic::error(Code::AgencyUnknown, id.place, message);
    let known = workspace.agencies.keys().map(AgencyId::as_str);
    findings.push(match vi::nearest(id.value.as_str(), known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("khai cơ quan này trong co-quan.yaml, hoặc sửa mã ở đây"),
    });
}

pub(super) fn level(id: &Located<LevelId>, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    if workspace.levels.contains_key(&id.value) {
        return;
    }
    let message = format!("không có cấp `{}` trong co-quan.yaml", id.value);
    let finding = Diagnostic::error(Code::ValueChoice, id.place, message);
    let known = workspace.levels.keys().map(LevelId::as_str);
    findings.push(match vi::nearest(id.value.as_str(), known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("xem danh sách `cap` ở đầu co-quan.yaml"),
    });
}
