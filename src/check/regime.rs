//! A regime against the agencies of its workspace.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::plan;
use crate::diagnostic::{Code, Diagnostic, Located, Place};
use crate::model::{
    CityRule, CycleId, Indicator, IndicatorId, Quantity, Regime, Row, Section, SectionId, Workspace,
};
use crate::vi;

pub(super) fn check(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    sections_of_one_name(regime, findings);
    forms_and_lines_of_one_number(regime, findings);
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
        cycles(regime, &indicator.cycles, findings);
    }
    for section in all_sections(regime) {
        cycles(regime, &section.cycles, findings);
    }
    let targets = regime.target_annex.iter();
    targets.for_each(|annex| cycles(regime, &annex.cycles, findings));
}

/// What a person wrote of two places that are at odds: that in the file which changes a regime of
/// the program, else the later one; and the other one.
fn written(regime: &Regime, first: Place, later: Place) -> (Place, Place) {
    let is_own = |place: Place| place.source == regime.place.source;
    if is_own(first) && !is_own(later) {
        (first, later)
    } else {
        (later, first)
    }
}

/// Sections and points are written of in one list, by their codes.
fn sections_of_one_name(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&SectionId, (Place, bool)> = BTreeMap::new();
    for section in regime.sections() {
        let points = section.points.iter().map(|point| (point, true));
        for (each, is_point) in std::iter::once((section, false)).chain(points) {
            let Some((first, was_point)) = seen.get(&each.id).copied() else {
                seen.insert(&each.id, (each.place, is_point));
                continue;
            };
            let what = match (was_point, is_point) {
                (false, false) => "hai mục",
                (true, true) => "hai điểm",
                _ => "một mục và một điểm",
            };
            let (place, other) = written(regime, first, each.place);
            let message = format!("{what} cùng mã `{}`", each.id);
            let finding = Diagnostic::error(Code::RegimeInconsistent, place, message);
            findings.push(if was_point || is_point {
                finding
                    .with_label(other, "chỗ kia")
                    .with_help("đặt mã khác cho một trong hai chỗ")
            } else {
                finding
            });
        }
    }
}

/// Forms are told apart by their numbers, and so are the lines of one form.
fn forms_and_lines_of_one_number(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    let forms = regime.forms.iter().map(|form| &form.number);
    one_number(regime, "biểu", forms, findings);
    for form in &regime.forms {
        let lines = form.rows.iter().map(|row| match row {
            Row::Heading { number, .. } | Row::Value { number, .. } => number,
        });
        one_number(regime, "dòng của biểu", lines, findings);
    }
}

fn one_number<'r>(
    regime: &Regime,
    what: &str,
    numbers: impl Iterator<Item = &'r Located<String>>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    // A dash is no number.
    for number in numbers.filter(|number| number.value.contains(char::is_alphanumeric)) {
        let Some(first) = seen.get(number.value.as_str()).copied() else {
            seen.insert(&number.value, number.place);
            continue;
        };
        let (place, other) = written(regime, first, number.place);
        let message = format!("hai {what} cùng số `{}`", number.value);
        findings.push(
            Diagnostic::error(Code::RegimeInconsistent, place, message)
                .with_label(other, "chỗ kia")
                .with_help("sửa số của một trong hai chỗ theo biểu mẫu"),
        );
    }
}

/// Sections, and the points of them.
fn all_sections(regime: &Regime) -> impl Iterator<Item = &Section> {
    let sections = regime.sections();
    sections.flat_map(|section| std::iter::once(section).chain(&section.points))
}

fn cycles(regime: &Regime, named: &[Located<CycleId>], findings: &mut Vec<Diagnostic>) {
    for cycle in named {
        if regime.cycles.contains_key(&cycle.value) {
            continue;
        }
        let message = format!("chế độ không có kỳ nào mã `{}`", cycle.value);
        let finding = Diagnostic::error(Code::RegimeInconsistent, cycle.place, message);
        let known = regime.cycles.keys().map(CycleId::as_str);
        findings.push(match vi::nearest(cycle.value.as_str(), known) {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding,
        });
    }
}

/// The levels and agencies that a regime names, against those that there are. Only of regimes that
/// hold: one of the past may name levels that are no more.
pub(super) fn agencies(regime: &Regime, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let closings = regime.closings_by_recipient.iter().map(|(level, _)| level);
    let (of_territory, mut named): (Vec<_>, Vec<_>) =
        closings.partition(|level| level.value.as_str() == Regime::TERRITORY);
    let titles = all_sections(regime).flat_map(|section| &section.titles_by_level);
    named.extend(titles.map(|(level, _)| level));
    for level in &named {
        plan::level(level, workspace, findings);
    }
    for row in regime.indicators.values() {
        plan::agencies(&row.fillers, workspace, findings);
        if let Some(level) = &row.of_level {
            plan::level(level, workspace, findings);
        }
        // Of a level below, nobody need report.
        named.extend(&row.fillers.levels);
    }
    let mut told = BTreeSet::new();
    for level in named {
        let mut agencies = workspace.agencies.values();
        let is_empty = !agencies.any(|agency| agency.level == level.value);
        let is_declared = workspace.levels.contains_key(&level.value);
        if is_empty && is_declared && told.insert(&level.value) {
            let message = format!(
                "không cơ quan nào trong co-quan.yaml thuộc cấp `{}`",
                level.value
            );
            findings.push(
                Diagnostic::error(Code::RegimeInconsistent, level.place, message)
                    .warning()
                    .with_help("ghi cấp ấy ở `cap` của cơ quan, hoặc xóa cấp này ở đây"),
            );
        }
    }
    let office = workspace.territory_office();
    for key in of_territory.into_iter().filter(|_| office.is_none()) {
        let message = "không biết cơ quan nào là Ủy ban nhân dân của địa phương";
        findings.push(
            Diagnostic::error(Code::RegimeInconsistent, key.place, message)
                .warning()
                .with_help(
                    "ghi `dia_phuong` trong cau-hinh.yaml đúng như tên cơ quan trong co-quan.yaml",
                ),
        );
    }
}

/// By when units report, where the place has still to say it: one finding of all periods.
pub(super) fn unconfirmed(regime: &Regime, findings: &mut Vec<Diagnostic>) {
    let cycles = regime.cycles.iter();
    let unconfirmed = cycles.filter(|(_, cycle)| regime.is_unconfirmed(cycle));
    let unconfirmed: Vec<_> = unconfirmed.collect();
    let Some((cycle, first)) = unconfirmed.first() else {
        return;
    };
    let days = unconfirmed.iter().map(|(_, cycle)| {
        let due = cycle.units_due;
        format!("{:02}/{}", due.day, due.month)
    });
    let days: Vec<_> = days.collect();
    let message = format!(
        "hạn các đơn vị gửi báo cáo ({}) là tạm đặt, chưa được địa phương xác nhận",
        days.join(", ")
    );
    let place = first.units_due_provenance.place;
    let mut finding = Diagnostic::error(Code::RegimeUnconfirmed, place, message).warning();
    for (_, other) in unconfirmed.iter().skip(1) {
        finding = finding.with_label(other.units_due_provenance.place, "và ở đây");
    }
    let help = if regime.origin.is_carried_at(place) {
        let id = &regime.id;
        let due = first.units_due;
        format!(
            "xem văn bản của địa phương, rồi ghi các ngày vào che-do/{id}.yaml: `sua: {id}` và `ky: {{{cycle}: {{han_don_vi: {{ngay: {}, thang: {}, nguon: nguyen_van}}}}}}`, mỗi kỳ một nhóm",
            due.day, due.month
        )
    } else {
        "xem văn bản của địa phương, sửa `ngay`, `thang` của `han_don_vi`, rồi đổi `can_xac_nhan` thành `nguyen_van`".to_owned()
    };
    findings.push(finding.with_help(help));
}

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

/// The finding for a form or a row that the regime lacks.
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
