//! A report compiled from others: who is missing, what two sources say differently,
//! whose words it takes over.

use std::fmt::Write as _;

use crate::assess::{Compilation, compile};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Agency, Subject};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if !subject.is_compiled() {
        if let Some(section) = subject.submission.chosen.values().flatten().next() {
            findings.push(Diagnostic::error(
                Code::KeyUnknown,
                section.place,
                "chỉ báo cáo tổng hợp mới chọn lời của đơn vị khác",
            ));
        }
        return;
    }
    let compilation = compile(subject);
    incomplete(subject, &compilation, findings);
    differences(subject, &compilation, findings);
    chosen(subject, findings);
}

/// Members whose reports are not in it: allowed, said, and refused by `--strict`.
fn incomplete(subject: Subject<'_>, compilation: &Compilation<'_>, findings: &mut Vec<Diagnostic>) {
    let (reported, unreported) = (&compilation.reported, &compilation.unreported);
    if unreported.is_empty() {
        return;
    }
    let mut help =
        String::from("lập được báo cáo, có ghi rõ các đơn vị này; `--strict` thì không lập");
    for agency in unreported {
        let _ = write!(
            help,
            "\n{}{}",
            agency.name.value,
            draft_note(subject, agency)
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
        .warning()
        .with_help(help),
    );
}

fn draft_note(subject: Subject<'_>, agency: &Agency) -> &'static str {
    let period = &subject.submission.period;
    match subject.workspace.submission(&agency.id, period) {
        Some(_) => " (mới có dự thảo)",
        None => "",
    }
}

/// Rows that their owner and the other units state differently.
fn differences(
    subject: Subject<'_>,
    compilation: &Compilation<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    if compilation.differences.is_empty() {
        return;
    }
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

/// Sections and units that `chon_don_vi` names.
fn chosen(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let members = subject.members();
    for (section, agencies) in &subject.submission.chosen {
        let gathers = subject
            .sections()
            .any(|s| s.id == *section && s.gathered.is_some());
        for agency in agencies {
            let known = members.iter().any(|member| member.id == agency.value);
            if gathers && known {
                continue;
            }
            let message = if known {
                format!("mục `{section}` không gộp lời của các đơn vị")
            } else {
                format!(
                    "`{}` không phải là đơn vị báo cáo trong kỳ này",
                    agency.value
                )
            };
            let finding = Diagnostic::error(Code::AgencyUnknown, agency.place, message);
            let ids = members.iter().map(|member| member.id.as_str());
            let near = vi::nearest(agency.value.as_str(), ids).filter(|_| !known);
            findings.push(match near {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None => finding.with_help("sửa hoặc xóa dòng này trong `chon_don_vi`"),
            });
        }
    }
}
