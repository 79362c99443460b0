//! Who or what gives the figure of a row that a report must not state itself.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{CityRule, Indicator, Period, PlanCount, Subject};

/// That a row is stated where it must not be.
pub(super) fn not_stated_here(subject: Subject<'_>, row: &Indicator, place: Place) -> Diagnostic {
    let (of, name) = (&subject.agency.name.value, &row.name.value);
    let is_counted = subject.is_compiled() && row.city != CityRule::Owner;
    let message = if !row.is_asked_in(&subject.submission.period.cycle) {
        let period = subject.regime.period_name(&subject.submission.period);
        format!("báo cáo {period} không có dòng “{name}”")
    } else if is_counted {
        format!("dòng “{name}” của báo cáo tổng hợp do chương trình tính, không nhập")
    } else {
        format!("{of} không khai dòng “{name}”")
    };
    Diagnostic::error(Code::IndicatorNotYours, place, message)
        .with_help(format!("xóa dòng này{}", giver(subject, row)))
}

/// Where the figure comes from, behind what to do: "; số này do Sở Nội vụ khai".
fn giver(subject: Subject<'_>, row: &Indicator) -> String {
    if let cycles @ [_, ..] = row.cycles.as_slice()
        && !row.is_asked_in(&subject.submission.period.cycle)
    {
        let year = subject.submission.period.year;
        let cycles = cycles.iter().map(|cycle| {
            let period = Period {
                year,
                cycle: cycle.value.clone(),
            };
            subject.regime.period_name(&period)
        });
        let cycles: Vec<_> = cycles.filter(|name| !name.is_empty()).collect();
        return format!("; dòng này chỉ có trong báo cáo {}", cycles.join(", "));
    }
    if subject.is_compiled() {
        return of_compiled(subject, row);
    }
    let agency = subject.agency;
    let level = row.of_level.as_ref().map(|level| &level.value);
    if let Some(level) = level.filter(|level| {
        let mut without = agency.without_levels.iter();
        without.any(|without| without.value == **level)
    }) {
        let name = subject.workspace.levels.get(level);
        let name = name.map_or(level.as_str(), |level| &level.name);
        return format!("; đơn vị không có cấp “{name}” (`khong_co_cap` trong co-quan.yaml)");
    }
    match who_states(subject, row) {
        Some(who) => format!("; số này do {who} khai"),
        None => {
            "; số này không đơn vị nào khai, chương trình tính trong báo cáo tổng hợp".to_owned()
        }
    }
}

fn of_compiled(subject: Subject<'_>, row: &Indicator) -> String {
    let year = subject.submission.period.year;
    match row.city {
        CityRule::Plan(PlanCount::All) => {
            format!("; số này đếm từ các nhiệm vụ tính trong năm ở {year}/ke-hoach.yaml")
        }
        CityRule::Plan(PlanCount::Done) => format!(
            "; số này đếm từ các nhiệm vụ ở {year}/ke-hoach.yaml mà các đơn vị báo cáo là đã hoàn thành"
        ),
        CityRule::CountOfUnits => match who_states(subject, row) {
            Some(who) => format!("; số này đếm từ câu trả lời ở dòng ấy của {who}"),
            None => "; số này đếm từ câu trả lời của các đơn vị ở dòng ấy".to_owned(),
        },
        CityRule::Sum => match who_states(subject, row) {
            Some(who) => format!("; số này cộng từ số liệu của {who}"),
            None => "; số này cộng từ số liệu của các đơn vị".to_owned(),
        },
        CityRule::Owner => {
            let owner = subject.owner(&row.id);
            let owner = owner.and_then(|owner| subject.workspace.agencies.get(owner));
            owner.map_or_else(String::new, |owner| {
                format!(
                    "; số này do {} khai trong tệp của mình ({}.yaml)",
                    owner.name.value, owner.id
                )
            })
        }
    }
}

/// The units that fill a row, in words; nothing where nobody does.
fn who_states(subject: Subject<'_>, row: &Indicator) -> Option<String> {
    let workspace = subject.workspace;
    let fillers = &row.fillers;
    let mut who = Vec::new();
    if fillers.everybody {
        who.push("mọi đơn vị có báo cáo".to_owned());
    }
    if fillers.owner {
        let owner = subject.owner(&row.id);
        let owner = owner.and_then(|owner| workspace.agencies.get(owner));
        who.push(owner.map_or_else(
            || "cơ quan chủ quản lĩnh vực (kế hoạch năm chưa phân công cho ai)".to_owned(),
            |owner| format!("{} (cơ quan chủ quản lĩnh vực)", owner.name.value),
        ));
    }
    let levels = fillers.levels.iter();
    let levels = levels.filter_map(|level| workspace.levels.get(&level.value));
    who.extend(levels.map(|level| level.name.clone()));
    let agencies = fillers.agencies.iter();
    let agencies = agencies.filter_map(|agency| workspace.agencies.get(&agency.value));
    who.extend(agencies.map(|agency| agency.name.value.clone()));
    (!who.is_empty()).then(|| who.join("; "))
}
