//! Signer and dates of a submission.

use chrono::NaiveDate;

use crate::assess::{Standing, standing};
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{DocumentState, Head, Signer, SigningForm, Subject};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for head in subject.heads() {
        signer(subject, head, findings);
        recipients(head, findings);
    }
    dates(subject, findings);
}

/// "Như trên" and "Lưu" come from the program, once.
fn recipients(head: Head<'_>, findings: &mut Vec<Diagnostic>) {
    let own = head.document.recipients.iter().flatten();
    for name in own.chain(&head.issuer.recipients) {
        let lower = name.value.to_lowercase();
        if lower.starts_with("như trên") || lower.starts_with("lưu:") || lower.starts_with("lưu vt")
        {
            findings.push(
                Diagnostic::error(
                    Code::DocumentRecipients,
                    name.place,
                    format!("“{}” do chương trình tự thêm vào nơi nhận", name.value),
                )
                .with_help("xóa dòng này; đơn vị lưu ghi ở `luu` của cơ quan trong co-quan.yaml"),
            );
        }
    }
}

fn signer(subject: Subject<'_>, head: Head<'_>, findings: &mut Vec<Diagnostic>) {
    let signers = &head.issuer.signers;
    let signer = &head.document.signer;
    if let Some(known) = signers.get(&signer.value) {
        signing_form(subject, head, known, findings);
        unnamed(head, known, findings);
        return;
    }
    if signers.is_empty() {
        return;
    }
    let finding = Diagnostic::error(
        Code::SignerUnknown,
        signer.place,
        format!(
            "{} không có người ký `{}`",
            head.issuer.name.value, signer.value
        ),
    );
    let names: Vec<_> = signers.keys().map(String::as_str).collect();
    findings.push(match vi::nearest(&signer.value, names.iter().copied()) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help(format!("những người ký đã khai: {}", names.join(", "))),
    });
}

/// A signer without a name: a draft leaves the line blank, a report to be signed must have it.
fn unnamed(head: Head<'_>, signer: &Signer, findings: &mut Vec<Diagnostic>) {
    if signer.name.is_some() {
        return;
    }
    let (agency, key) = (head.issuer, &head.document.signer);
    let is_draft = matches!(head.document.state, DocumentState::Draft);
    let rest = if is_draft {
        "bản dự thảo để trống dòng họ tên"
    } else {
        "chưa trình ký, ban hành được"
    };
    let message = format!(
        "chưa biết họ tên {} của {}: {rest}",
        signer.title.value, agency.name.value
    );
    let finding = Diagnostic::error(Code::SignerUnnamed, key.place, message)
        .with_label(agency.place, "cơ quan khai ở đây")
        .with_help(format!(
            "trong co-quan.yaml, `{}` theo mẫu thì thêm `ho_ten: {{{}: Nguyễn Văn Mẫu}}`; không theo mẫu thì thêm `ho_ten: Nguyễn Văn Mẫu` cạnh `chuc_vu`",
            agency.id, key.value
        ));
    findings.push(if is_draft { finding.warning() } else { finding });
}

/// Which forms go with whom: the head signs as such, a deputy in the place of the
/// head, anybody else only in a stated form; by order or by delegation the head
/// signs for the agency above, which must have a head too.
fn signing_form(
    subject: Subject<'_>,
    head: Head<'_>,
    signer: &Signer,
    findings: &mut Vec<Diagnostic>,
) {
    let document = head.document;
    let agency = head.issuer;
    let title = &signer.title.value;
    let form = document.signing_form.as_ref();
    let above_has_head = agency
        .superior
        .as_ref()
        .and_then(|id| subject.workspace.agencies.get(&id.value))
        .is_some_and(|s| s.head_title.is_some());
    let fault = match (form.map(|f| f.value), standing(agency, signer)) {
        (None, Standing::Other) => Some((
            format!(
                "chức vụ “{title}” không phải người đứng đầu hay cấp phó của {}",
                agency.name.value
            ),
            "ghi thêm `hinh_thuc_ky`: q (quyền), tl (thừa lệnh) hoặc tuq (thừa ủy quyền)",
        )),
        (Some(SigningForm::ForHead), Standing::Head) => Some((
            format!("“{title}” là người đứng đầu, không ký thay mình"),
            "xóa dòng `hinh_thuc_ky`",
        )),
        (Some(SigningForm::ForHead), Standing::Other) => Some((
            format!("“{title}” không phải cấp phó, không ký thay người đứng đầu"),
            "ký thay (`kt`) chỉ dành cho cấp phó; dùng `tl` hoặc `tuq`",
        )),
        (Some(SigningForm::Acting), Standing::Deputy) => Some((
            format!("“{title}” là cấp phó, không ký quyền người đứng đầu"),
            "xóa dòng `hinh_thuc_ky` để ký thay, hoặc khai người ký với chức vụ đang quyền",
        )),
        (Some(SigningForm::ByOrder | SigningForm::ByDelegation), Standing::Head)
            if !above_has_head =>
        {
            Some((
                format!(
                    "{} không có cơ quan chủ quản có người đứng đầu để ký thừa lệnh, thừa ủy quyền",
                    agency.name.value
                ),
                "khai `co_quan_chu_quan`, và `nguoi_dung_dau` của cơ quan ấy, trong co-quan.yaml",
            ))
        }
        _ => None,
    };
    if let Some((message, help)) = fault {
        let place = form.map_or(document.signer.place, |f| f.place);
        findings.push(
            Diagnostic::error(Code::SignerForm, place, message)
                .with_label(signer.title.place, "chức vụ khai ở đây")
                .with_help(help),
        );
    }
}

fn dates(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let year = submission.period.year;
    let Some(cycle) = subject.cycle() else {
        return;
    };
    let (Some(from), Some(cut_off), Some(due)) = (
        cycle.data_from.in_year(year),
        cycle.data_to.in_year(year),
        subject.due(),
    ) else {
        return;
    };
    let issued = match &submission.document.state {
        DocumentState::Issued { date, .. } => Some(date),
        DocumentState::Draft | DocumentState::ForSigning => None,
    };
    reference_date(
        subject,
        from,
        cut_off,
        issued.map_or(due, |d| d.value),
        findings,
    );
    for head in subject.heads() {
        if let DocumentState::Issued { date, .. } = &head.document.state {
            issue_date(date, from, due, subject.regime.due_day_counts, findings);
        }
    }
    figure_dates(subject, from, issued.map_or(due, |d| d.value), findings);
}

/// Figures cannot be of a day after the document's, nor of one before the
/// period. Units report before the period closes, so that the cut-off is often
/// such a day.
fn reference_date(
    subject: Subject<'_>,
    from: NaiveDate,
    cut_off: NaiveDate,
    document: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) {
    let document_place = subject.submission.document.place;
    let Some(stated) = &subject.submission.reference_date else {
        let parts = &subject.submission.fingerprints;
        // One that is there and cannot be read was told of.
        if cut_off > document && !parts.contains_key("so_lieu_den_ngay") {
            findings.push(
                Diagnostic::error(
                    Code::DateOrder,
                    document_place,
                    format!(
                        "{} nhưng chưa nói số liệu tính đến ngày nào; ngày chốt số liệu của kỳ ({}) chưa đến",
                        day_of_document(subject, document),
                        vi::short_date(cut_off)
                    ),
                )
                .with_help(format!(
                    "thêm dòng `so_lieu_den_ngay: {}` ở cấp ngoài cùng của tệp, với ngày của số liệu",
                    document.pred_opt().unwrap_or(document)
                )),
            );
        }
        return;
    };
    if stated.value < from {
        findings.push(before_the_period("số liệu đến", stated, from));
    }
    if stated.value > cut_off {
        findings.push(
            Diagnostic::error(
                Code::DateOrder,
                stated.place,
                format!(
                    "số liệu đến ngày {} là sau ngày chốt số liệu của kỳ ({})",
                    vi::short_date(stated.value),
                    vi::short_date(cut_off)
                ),
            )
            .warning()
            .with_help("kiểm tra lại tháng và năm; nếu cơ quan nhận cho phép thì không phải sửa"),
        );
    }
    if stated.value > document {
        findings.push(
            Diagnostic::error(
                Code::DateOrder,
                stated.place,
                format!(
                    "số liệu tính đến ngày {} nhưng {}",
                    vi::short_date(stated.value),
                    day_of_document(subject, document)
                ),
            )
            .with_label(
                document_place,
                "ngày của báo cáo, hoặc hạn gửi khi chưa ban hành",
            )
            .with_help("số liệu của ngày chưa đến thì ghi là ước tính ở từng dòng (`uoc: true`)"),
        );
    }
}

/// The day that a report bears, or that it is due on.
fn day_of_document(subject: Subject<'_>, day: NaiveDate) -> String {
    let day = vi::short_date(day);
    match subject.submission.document.state {
        DocumentState::Issued { .. } => format!("báo cáo đề ngày {day}"),
        DocumentState::Draft | DocumentState::ForSigning => {
            format!("hạn gửi báo cáo là ngày {day}")
        }
    }
}

/// A day before the first of the period, most likely of another year.
fn before_the_period(what: &str, day: &Located<NaiveDate>, from: NaiveDate) -> Diagnostic {
    Diagnostic::error(
        Code::DateOrder,
        day.place,
        format!(
            "{what} ngày {} là trước khi kỳ báo cáo bắt đầu ({})",
            vi::short_date(day.value),
            vi::short_date(from)
        ),
    )
    .with_help("kiểm tra lại năm và tháng")
}

fn issue_date(
    issued: &Located<NaiveDate>,
    from: NaiveDate,
    due: NaiveDate,
    due_day_counts: bool,
    findings: &mut Vec<Diagnostic>,
) {
    if issued.value < from {
        findings.push(before_the_period("báo cáo ban hành", issued, from));
    }
    if issued.value > due || issued.value == due && !due_day_counts {
        let how = if issued.value > due {
            "sau"
        } else {
            "không trước"
        };
        findings.push(
            Diagnostic::error(
                Code::DateLate,
                issued.place,
                format!(
                    "báo cáo ban hành ngày {}, {how} hạn gửi {}",
                    vi::short_date(issued.value),
                    vi::short_date(due)
                ),
            )
            .warning()
            .with_help("kiểm tra lại ngày, tháng, năm; nếu đúng là gửi muộn thì thêm vào tệp `giai_trinh: {date/late: \"lý do\"}`"),
        );
    }
}

/// A figure of a day after the document's can only be an estimate.
fn figure_dates(
    subject: Subject<'_>,
    from: NaiveDate,
    document: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) {
    for figure in subject.submission.figures.values() {
        let Some(as_of) = &figure.as_of else { continue };
        let day = vi::short_date(as_of.value);
        if as_of.value < from {
            findings.push(before_the_period("số liệu đến", as_of, from));
        }
        let cut_off = subject
            .cycle()
            .and_then(|cycle| cycle.data_to.in_year(subject.submission.period.year));
        if figure.estimate && cut_off.is_some_and(|cut_off| as_of.value > cut_off) {
            findings.push(
                Diagnostic::error(
                    Code::DateOrder,
                    as_of.place,
                    format!("số ước đến ngày {day} là sau ngày chốt số liệu của kỳ"),
                )
                .warning()
                .with_help("kiểm tra lại ngày, tháng, năm"),
            );
        }
        if as_of.value > document && !figure.estimate {
            findings.push(
                Diagnostic::error(
                    Code::DateOrder,
                    as_of.place,
                    format!(
                        "số liệu đến ngày {day} mà {}",
                        day_of_document(subject, document)
                    ),
                )
                .with_help("kiểm tra lại ngày; nếu là số ước tính thì thêm `uoc: true`"),
            );
        }
    }
}
