//! Signer and dates of a submission.

use chrono::NaiveDate;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DocumentState, Subject};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    signer(subject, findings);
    dates(subject, findings);
}

fn signer(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let signers = &subject.agency.signers;
    let signer = &subject.submission.document.signer;
    if signers.is_empty() || signers.contains_key(&signer.value) {
        return;
    }
    let finding = Diagnostic::error(
        Code::SignerUnknown,
        signer.place,
        format!(
            "{} không có người ký `{}`",
            subject.agency.name.value, signer.value
        ),
    );
    let names: Vec<_> = signers.keys().map(String::as_str).collect();
    findings.push(match vi::nearest(&signer.value, names.iter().copied()) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help(format!("những người ký đã khai: {}", names.join(", "))),
    });
}

fn dates(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let Some(cycle) = subject.regime.cycles.get(&submission.period.cycle) else {
        return;
    };
    let year = submission.period.year;
    let data_from = cycle.data_from.in_year(year);
    let issued = match &submission.document.state {
        DocumentState::Issued { date, .. } => Some(date),
        DocumentState::Draft | DocumentState::ForSigning => None,
    };
    if let (Some(reference), Some(from)) = (&submission.reference_date, data_from)
        && reference.value < from
    {
        findings.push(
            Diagnostic::error(
                Code::DateOrder,
                reference.place,
                format!(
                    "số liệu đến ngày {} là trước khi kỳ báo cáo bắt đầu ({})",
                    vi::short_date(reference.value),
                    vi::short_date(from)
                ),
            )
            .with_help("kiểm tra lại năm và tháng"),
        );
    }
    let Some(issued) = issued else { return };
    if let Some(reference) = &submission.reference_date
        && reference.value > issued.value
    {
        findings.push(
            Diagnostic::error(
                Code::DateOrder,
                reference.place,
                format!(
                    "số liệu tính đến ngày {} nhưng báo cáo ban hành ngày {}",
                    vi::short_date(reference.value),
                    vi::short_date(issued.value)
                ),
            )
            .with_label(issued.place, "ngày ban hành")
            .with_help("số liệu của ngày chưa đến thì ghi là ước tính ở từng dòng (`uoc: true`)"),
        );
    }
    if let Some(from) = data_from
        && issued.value < from
    {
        findings.push(Diagnostic::error(
            Code::DateOrder,
            issued.place,
            format!(
                "báo cáo ban hành ngày {} là trước khi kỳ báo cáo bắt đầu ({})",
                vi::short_date(issued.value),
                vi::short_date(from)
            ),
        ));
    }
    figure_dates(subject, issued.value, findings);
}

/// A figure of a day after the document's can only be an estimate.
fn figure_dates(subject: Subject<'_>, issued: NaiveDate, findings: &mut Vec<Diagnostic>) {
    for figure in subject.submission.figures.values() {
        let Some(as_of) = &figure.as_of else { continue };
        if as_of.value > issued && !figure.estimate {
            findings.push(
                Diagnostic::error(
                    Code::DateOrder,
                    as_of.place,
                    format!(
                        "số liệu đến ngày {} mà báo cáo ban hành ngày {}",
                        vi::short_date(as_of.value),
                        vi::short_date(issued)
                    ),
                )
                .with_help("nếu là số ước tính thì thêm `uoc: true`"),
            );
        }
    }
}
