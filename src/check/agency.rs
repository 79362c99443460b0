//! Whether the unit of a submission exists and has what its page needs.

use chrono::NaiveDate;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Agency, Head, Period, Subject, Territory, Workspace};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for head in subject.heads() {
        page(subject, head, findings);
    }
    validity(subject, findings);
}

/// The keys that a report needs and the entry of its agency lacks.
pub fn lacking_keys(agency: &Agency) -> Vec<&'static str> {
    let needed = needed(agency, "").into_iter();
    needed
        .filter(|(_, missing, _)| *missing)
        .map(|(key, ..)| key)
        .collect()
}

/// What head and foot of a page need: the key, whether it is missing, how it is written; that of the
/// place before the date is given.
fn needed<'e>(agency: &Agency, place_name: &'e str) -> [(&'static str, bool, &'e str); 6] {
    [
        ("viet_tat", agency.abbreviation.is_none(), "viet_tat: STP"),
        (
            "bao_cao_ve",
            agency.reports_to.is_none(),
            "bao_cao_ve: so-noi-vu",
        ),
        (
            "ten_dau_van_ban",
            agency.letterhead.is_empty(),
            "ten_dau_van_ban: [SỞ TƯ PHÁP]",
        ),
        ("dia_danh", agency.place_name.is_none(), place_name),
        (
            "nguoi_dung_dau",
            agency.head_title.is_none(),
            "nguoi_dung_dau: Giám đốc",
        ),
        (
            "nguoi_ky",
            agency.signers.is_empty(),
            "nguoi_ky: {giam-doc: {chuc_vu: Giám đốc, ho_ten: Nguyễn Văn Mẫu}}",
        ),
    ]
}

/// What the head and foot of a page need.
fn page(subject: Subject<'_>, head: Head<'_>, findings: &mut Vec<Diagnostic>) {
    let agency = head.issuer;
    let territory = subject.workspace.territory();
    let named = territory.map_or("Lâm Đồng", |territory| &territory.name);
    let place_name = format!("dia_danh: {named}");
    for (key, missing, example) in needed(agency, &place_name) {
        if missing {
            findings.push(
                Diagnostic::error(
                    Code::AgencyIncomplete,
                    head.document.place,
                    format!(
                        "`{}` có báo cáo nhưng co-quan.yaml chưa khai `{key}`",
                        agency.id
                    ),
                )
                .with_label(agency.place, "cơ quan khai ở đây")
                .with_help(format!(
                    "thêm vào `{}` trong co-quan.yaml một dòng như `{example}`",
                    agency.id
                )),
            );
        }
    }
    let superior = agency
        .superior
        .as_ref()
        .and_then(|id| subject.workspace.agencies.get(&id.value));
    if let Some(superior) = superior.filter(|s| s.letterhead.is_empty()) {
        let full_name = territory.map_or_else(|| "tỉnh Lâm Đồng".to_owned(), Territory::full_name);
        findings.push(
            Diagnostic::error(
                Code::AgencyIncomplete,
                head.document.place,
                format!(
                    "`{}` là cơ quan chủ quản của `{}` nhưng co-quan.yaml chưa khai `ten_dau_van_ban`",
                    superior.id, agency.id
                ),
            )
            .with_label(superior.place, "cơ quan chủ quản khai ở đây")
            .with_help(format!(
                "thêm một dòng như `ten_dau_van_ban: [ỦY BAN NHÂN DÂN, {}]`",
                vi::upper(&full_name)
            )),
        );
    }
}

fn validity(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(due) = subject.due() else { return };
    let submission = subject.submission;
    let place = Some(submission.document.place);
    let when = (&submission.period, due);
    findings.extend(not_valid(subject.workspace, subject.agency, when, place));
}

/// The finding that an agency does not exist when a period's report is due, if so.
pub(super) fn not_valid(
    workspace: &Workspace,
    agency: &Agency,
    (period, due): (&Period, NaiveDate),
    place: Option<Place>,
) -> Option<Diagnostic> {
    if agency.is_valid_on(due) {
        return None;
    }
    let message = format!(
        "{} không hoạt động vào kỳ báo cáo {period}",
        agency.name.value
    );
    let finding = match place {
        Some(place) => Diagnostic::error(Code::AgencyNotValid, place, message)
            .with_label(agency.place, "thời gian hoạt động khai ở đây"),
        None => Diagnostic::error(Code::AgencyNotValid, agency.place, message),
    };
    Some(with_successors(finding, workspace, agency, due))
}

/// A finding about an agency that is no more, with those that took over from it.
pub(super) fn with_successors(
    finding: Diagnostic,
    workspace: &Workspace,
    agency: &Agency,
    on: NaiveDate,
) -> Diagnostic {
    let successors = workspace.successors(agency, on);
    if successors.is_empty() {
        return finding;
    }
    let names: Vec<_> = successors
        .iter()
        .map(|heir| format!("{} (`{}`)", heir.name.value, heir.id))
        .collect();
    finding.with_help(format!("nay là {}", names.join("; ")))
}
