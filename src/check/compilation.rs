//! A report compiled from others: who is missing, what two sources say differently,
//! whose words it takes over.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::spelling::Names;
use super::{owner_lost, register, spelling};
use crate::assess::Sums;
use crate::diagnostic::{Code, Diagnostic, Help, Place, Severity, Way};
use crate::model::{Agency, AgencyId, DocumentState, Section, Subject};
use crate::{vi, wording};

pub(super) fn check(
    subject: Subject<'_>,
    sums: &Sums,
    names: &Names,
    findings: &mut Vec<Diagnostic>,
) {
    if !subject.is_compiled() {
        if let Some(section) = subject.submission.chosen.values().next() {
            findings.push(Diagnostic::error(
                Code::KeyUnknown,
                section.place,
                "chỉ báo cáo tổng hợp mới chọn lời của đơn vị khác",
            ));
        }
        return;
    }
    incomplete(subject, &BTreeSet::new(), findings);
    differences(subject, sums, findings);
    documents(subject, findings);
    own_figures(subject, findings);
    chosen(subject, findings);
    for section in subject.sections().filter(|s| s.gathered.is_some()) {
        let units = wording::gathered(subject, section);
        let lines = units.iter().flat_map(|unit| &unit.lines);
        findings.extend(lines.flat_map(|line| spelling::joined(line, names)));
    }
    register::against_submissions(subject, findings);
}

/// Members whose reports are not in a compiled one, with those whose files have errors.
pub(super) fn lacking(
    subject: Subject<'_>,
    faulty: &BTreeSet<AgencyId>,
    findings: &mut Vec<Diagnostic>,
) {
    if subject.is_compiled() {
        incomplete(subject, faulty, findings);
    }
}

/// Members whose reports are not in it: allowed, said, and refused where all are asked for.
fn incomplete(subject: Subject<'_>, faulty: &BTreeSet<AgencyId>, findings: &mut Vec<Diagnostic>) {
    let totals = subject.submission.totals.as_ref();
    let states_totals = totals.is_some_and(|totals| !totals.figures.is_empty());
    let members = subject.members_with_reports().into_iter();
    let (reported, unreported): (Vec<_>, Vec<_>) =
        members.partition(|(agency, report)| report.is_some() && !faulty.contains(&agency.id));
    if unreported.is_empty() {
        return;
    }
    if reported.is_empty() && states_totals {
        findings.push(
            Diagnostic::error(
                Code::CompilationIncomplete,
                subject.submission.document.place,
                format!(
                    "báo cáo tổng hợp chỉ có số nêu theo nguồn, chưa có báo cáo nào của {} đơn vị",
                    unreported.len()
                ),
            )
            .warning()
            .with_help(
                Help::from("dòng không có ở `so_neu` in dấu `-`; không có ")
                    .way(Way::Strict)
                    .text(" thì vẫn lập, có ghi rõ số liệu theo nguồn nào"),
            ),
        );
        return;
    }
    let mut lacking = String::new();
    for (agency, _) in &unreported {
        let _ = write!(
            lacking,
            "\n{}{}{}",
            agency.name.value,
            note(subject, agency, faulty),
            owned(subject, agency)
        );
    }
    findings.push(
        Diagnostic::error(
            Code::CompilationIncomplete,
            subject.submission.document.place,
            format!(
                "báo cáo tổng hợp mới có số liệu của {}/{} đơn vị",
                reported.len(),
                reported.len() + unreported.len()
            ),
        )
        .with_help(
            Help::from("bổ sung báo cáo của các đơn vị sau; không có ")
                .way(Way::Strict)
                .text(" thì vẫn lập, có ghi rõ các đơn vị này")
                .text(lacking),
        ),
    );
    // A report of nobody is none.
    if let Some(finding) = findings.last_mut() {
        if reported.is_empty() {
            let help = "chưa có báo cáo của đơn vị nào nên chưa lập được báo cáo tổng hợp";
            finding.help = vec![help.into()];
        } else {
            finding.severity = Severity::Warning;
        }
    }
}

/// The two documents of a compiled report: both are there, the one that presents it not
/// later than the other.
fn documents(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let compiled = subject.regime.compiled.as_ref();
    let asked_for = compiled.is_some_and(|wording| wording.presented.is_some());
    let Some(presented) = &submission.presented else {
        if asked_for {
            findings.push(
                Diagnostic::error(
                    Code::KeyMissing,
                    submission.document.place,
                    "chưa có `the_thuc_trinh` nên không lập bản do cơ quan tổng hợp trình",
                )
                .warning()
                .with_help("thêm `the_thuc_trinh: {trang_thai: trinh_ky, nguoi_ky: giam-doc}`"),
            );
        }
        return;
    };
    let states = (&presented.state, &submission.document.state);
    if let (DocumentState::Issued { date, .. }, DocumentState::Issued { date: own, .. }) = states
        && date.value > own.value
    {
        findings.push(
            Diagnostic::error(
                Code::DateOrder,
                date.place,
                "bản trình đề ngày sau bản gửi đi",
            )
            .warning()
            .with_label(own.place, "ngày của bản gửi đi")
            .with_help("kiểm tra lại hai ngày"),
        );
    }
}

/// A part of a sum that the city stated itself in its last report, and not now.
fn own_figures(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let adds = subject
        .regime
        .indicators
        .values()
        .filter(|row| row.compiled_adds);
    for row in adds.filter(|row| row.is_asked_in(&submission.period.cycle)) {
        let totals = submission.totals.as_ref();
        let is_stated = totals.is_some_and(|totals| totals.keys.contains_key(&row.id));
        if is_stated || submission.figure_keys.contains_key(&row.id) {
            continue;
        }
        let groups = &submission.figure_groups;
        let group = groups.get(row.id.form()).or_else(|| groups.get(""));
        findings.push(
            Diagnostic::error(
                Code::FigureMissing,
                group.copied().unwrap_or(submission.document.place),
                format!(
                    "chưa có phần của chính {} ở dòng `{}`",
                    subject.agency.name.value, row.id
                ),
            )
            .warning()
            .about(&row.id)
            .with_help(format!(
                "thêm `so_lieu: {{{}: {{{}: …}}}}` (“{}”), không có thì ghi 0",
                row.id.form(),
                row.id.row(),
                row.name.value
            )),
        );
    }
}

/// How many rows a member that is missing answers for alone: "; chủ quản 12 dòng không ai khác khai".
fn owned(subject: Subject<'_>, agency: &Agency) -> String {
    match owner_lost::rows_of(subject, agency).len() {
        0 => String::new(),
        count => format!(", chủ quản {count} dòng không đơn vị nào khác khai"),
    }
}

fn note(subject: Subject<'_>, agency: &Agency, faulty: &BTreeSet<AgencyId>) -> &'static str {
    if faulty.contains(&agency.id) {
        return match agency.compiled_by {
            Some(_) => " (báo cáo tổng hợp có lỗi)",
            None => " (tệp số liệu có lỗi)",
        };
    }
    let period = &subject.submission.period;
    match subject.workspace.submission(&agency.id, period) {
        Some(_) => " (mới có dự thảo)",
        None => "",
    }
}

/// Rows that their owner and the other units state differently.
fn differences(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    let compilation = sums.compilation(subject);
    let Some(compilation) = compilation.filter(|c| !c.differences.is_empty()) else {
        return;
    };
    let mut help = String::from("đối chiếu với cơ quan chủ quản của dòng; phụ lục in cả hai số");
    for (id, difference) in &compilation.differences {
        let Some(row) = subject.regime.indicators.get(id) else {
            continue;
        };
        let _ = write!(
            help,
            "\n`{id}` {}: cơ quan chủ quản {}, tổng các đơn vị {}",
            row.name.value,
            vi::grouped(difference.owner),
            vi::grouped(difference.sum)
        );
    }
    findings.push(
        Diagnostic::error(
            Code::CompilationDifference,
            subject.submission.document.place,
            format!(
                "{} dòng có số của cơ quan chủ quản khác tổng số của các đơn vị",
                compilation.differences.len()
            ),
        )
        .warning()
        .with_help(help),
    );
}

/// That a unit whose words were chosen has none, though it has reported.
fn silent(
    subject: Subject<'_>,
    section: &Section,
    agency: &Agency,
    place: Place,
) -> Option<Diagnostic> {
    let member = subject.member(agency)?;
    let items = member.submission.narrative.get(&section.id);
    let gathers = || member.is_compiled() && !wording::gathered(member, section).is_empty();
    if items.is_some_and(|items| !items.is_empty()) || gathers() {
        return None;
    }
    let section = &section.id;
    let message = format!("{} không viết gì ở mục `{section}`", agency.name.value);
    let finding = Diagnostic::error(Code::CompilationSilent, place, message).warning();
    Some(finding.with_help("chọn đơn vị khác, hoặc xóa dòng này trong `chon_don_vi`"))
}

/// Sections and units that `chon_don_vi` names.
fn chosen(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let members = subject.members();
    let gathering: Vec<_> = subject
        .sections()
        .filter(|section| section.gathered.is_some())
        .collect();
    for (id, chosen) in &subject.submission.chosen {
        let Some(section) = gathering.iter().find(|section| section.id == *id) else {
            let finding = Diagnostic::error(
                Code::NarrativeUnknown,
                chosen.place,
                format!("mục `{id}` không gộp lời của các đơn vị"),
            );
            let gathering: Vec<_> = gathering.iter().map(|s| s.id.as_str()).collect();
            let near = vi::nearest(id.as_str(), gathering.iter().copied());
            findings.push(match near {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None => finding.with_help(format!("các mục có gộp: {}", gathering.join(", "))),
            });
            continue;
        };
        let agencies = &chosen.agencies;
        for agency in agencies {
            if let Some(member) = members.iter().find(|member| member.id == agency.value) {
                findings.extend(silent(subject, section, member, agency.place));
                continue;
            }
            let message = format!(
                "`{}` không phải là đơn vị báo cáo trong kỳ này",
                agency.value
            );
            let finding = Diagnostic::error(Code::AgencyUnknown, agency.place, message);
            let ids = members.iter().map(|member| member.id.as_str());
            // Who is an agency was meant, though it has nothing to say here.
            let is_known = subject.workspace.agencies.contains_key(&agency.value);
            let near = vi::nearest(agency.value.as_str(), ids).filter(|_| !is_known);
            findings.push(match near {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None if is_known => finding.with_help(format!(
                    "báo cáo của cơ quan này không gộp vào báo cáo của {}; xóa dòng này trong `chon_don_vi`",
                    subject.agency.name.value
                )),
                None => finding.with_help("sửa hoặc xóa dòng này trong `chon_don_vi`"),
            });
        }
    }
}
