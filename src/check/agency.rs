//! Whether the unit of a submission exists and has what its page needs.

use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::Subject;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let agency = subject.agency;
    let missing = [
        ("viet_tat", agency.abbreviation.is_none()),
        ("bao_cao_ve", agency.reports_to.is_none()),
        ("ten_dau_van_ban", agency.letterhead.is_empty()),
        ("dia_danh", agency.place_name.is_none()),
        ("nguoi_dung_dau", agency.head_title.is_none()),
        ("nguoi_ky", agency.signers.is_empty()),
    ];
    for (key, missing) in missing {
        if missing {
            findings.push(
                Diagnostic::error(
                    Code::AgencyIncomplete,
                    agency.place,
                    format!("`{}` có báo cáo nhưng chưa khai `{key}`", agency.id),
                )
                .with_help(format!("thêm dòng `{key}: …` cho cơ quan này")),
            );
        }
    }
    let due = subject
        .regime
        .cycles
        .get(&subject.submission.period.cycle)
        .and_then(|c| c.units_due.in_year(subject.submission.period.year));
    if due.is_some_and(|due| !agency.is_valid_on(due)) {
        findings.push(
            Diagnostic::error(
                Code::AgencyNotValid,
                Sources::beginning(subject.submission.source),
                format!(
                    "{} không hoạt động vào kỳ báo cáo {}",
                    agency.name.value, subject.submission.period
                ),
            )
            .with_label(agency.place, "thời gian hoạt động khai ở đây"),
        );
    }
}
