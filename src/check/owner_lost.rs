//! What compiled reports lose with the file of a unit that answers for an area.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Agency, AgencyId, CityRule, Indicator, Subject, Workspace};

/// How many rows are named.
const NAMED: usize = 12;

/// The rows that an agency alone states for the whole territory of a compiled report.
pub(super) fn rows_of<'w>(subject: Subject<'w>, agency: &Agency) -> Vec<&'w Indicator> {
    let cycle = &subject.submission.period.cycle;
    let rows = subject.regime.indicators.values();
    rows.filter(|row| row.formula.is_none() && row.is_asked_in(cycle))
        .filter(|row| row.city == CityRule::Owner && subject.owner(&row.id) == Some(&agency.id))
        .collect()
}

/// An error for each unit that answers for an area and whose file has errors, at the first of
/// them: compiled reports are made without it, and nobody else states those rows. `faulty` has the
/// place of that error.
pub(super) fn lost(
    workspace: &Workspace,
    faulty: &BTreeMap<AgencyId, Place>,
    findings: &mut Vec<Diagnostic>,
) {
    for subject in workspace
        .subjects()
        .into_iter()
        .filter(Subject::is_compiled)
    {
        for agency in subject.below() {
            let Some(place) = faulty.get(&agency.id) else {
                continue;
            };
            let rows = rows_of(subject, agency);
            if !rows.is_empty() {
                findings.push(lost_rows(subject, agency, &rows, *place));
            }
        }
    }
}

fn lost_rows(
    subject: Subject<'_>,
    agency: &Agency,
    rows: &[&Indicator],
    place: Place,
) -> Diagnostic {
    let message = format!(
        "vì tệp này còn lỗi, báo cáo tổng hợp của {} thiếu {} dòng do {} chủ quản",
        subject.agency.name.value,
        rows.len(),
        agency.name.value
    );
    let names = rows.iter().take(NAMED);
    let mut names: Vec<_> = names
        .map(|row| format!("`{}` {}", row.id, row.name.value))
        .collect();
    if rows.len() > NAMED {
        names.push(format!("và {} dòng nữa", rows.len() - NAMED));
    }
    Diagnostic::error(Code::CompilationOwner, place, message).with_help(format!(
        "sửa mọi lỗi của tệp này; không đơn vị nào khác khai các dòng sau, và dòng tính từ chúng cũng thiếu:\n{}",
        names.join("\n")
    ))
}
