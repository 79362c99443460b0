//! Sections of a submission against the outline of the regime.

use crate::assess::{Sums, assess};
use crate::diagnostic::{Code, Diagnostic, Place, Sources};
use crate::model::{DocumentState, Section, SectionId, Subject, Submission};
use crate::vi;

pub(super) fn check(
    subject: Subject<'_>,
    sums: &Sums,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) {
    let sections: Vec<_> = subject.sections().map(|s| &s.id).collect();
    // Sections that a misspelt key was meant for; they are not missing as well.
    let mut meant = Vec::new();
    let mut adviser = vi::Adviser::default();
    for (id, place) in &subject.submission.narrative_keys {
        if sections.contains(&id) {
            continue;
        }
        let finding = Diagnostic::error(
            Code::NarrativeUnknown,
            *place,
            format!("đề cương không có mục nào mã `{id}`"),
        );
        if let Some(section) = subject.regime.written_sections().find(|s| s.id == *id) {
            let cycles: Vec<_> = section.cycles.iter().map(|c| c.value.as_str()).collect();
            findings.push(finding.with_help(format!(
                "mục này chỉ có trong báo cáo của kỳ: {}",
                cycles.join(", ")
            )));
            continue;
        }
        let divided = subject.regime.sections().find(|s| s.id == *id);
        if let Some(section) = divided.filter(|section| !section.points.is_empty()) {
            let points: Vec<_> = section
                .points
                .iter()
                .map(|p| format!("`{}`", p.id))
                .collect();
            let message = format!("mục `{id}` chia thành các điểm, viết dưới mã của từng điểm");
            let finding = Diagnostic::error(Code::NarrativeUnknown, *place, message);
            findings.push(finding.with_help(format!("các điểm của mục: {}", points.join(", "))));
            continue;
        }
        let names: Vec<_> = sections.iter().map(|s| SectionId::as_str(s)).collect();
        findings.push(match adviser.nearest(id.as_str(), names.iter().copied()) {
            Some(near) => {
                meant.push(near.to_owned());
                finding.with_help(format!("có phải là `{near}`?"))
            }
            None => finding.with_help(format!("các mục của đề cương: {}", names.join(", "))),
        });
    }
    never_presented(subject, findings);
    let draft = matches!(subject.submission.document.state, DocumentState::Draft);
    untouched(subject, findings);
    empty_parts(subject, findings);
    silent(subject, (sums, sources), &meant, findings);
    for section in subject.sections() {
        // A list that could not be read has been reported.
        let written = subject.submission.narrative_keys.contains_key(&section.id)
            && subject
                .submission
                .narrative
                .get(&section.id)
                .is_none_or(|items| !items.is_empty());
        if section.nothing_to_report.is_none()
            && !section.may_be_left_out
            && !written
            && !meant.iter().any(|m| m == section.id.as_str())
        {
            let finding = Diagnostic::error(
                Code::NarrativeMissing,
                place_of(&section.id, subject.submission, sources),
                format!("mục `{}` phải có nội dung do đơn vị viết", section.id),
            )
            .about(&section.id)
            .with_help(format!(
                "thêm `{}` vào `noi_dung`, mỗi đoạn một dòng `- …`",
                section.id
            ));
            findings.push(if draft { finding.warning() } else { finding });
        }
    }
}

/// Where a section is looked for: at its key, at the remark that a file to fill in has in its
/// place (`# ke_hoach: …`), or where the paragraphs begin.
fn place_of(id: &SectionId, submission: &Submission, sources: &Sources) -> Place {
    let key = submission.narrative_keys.get(id).copied();
    let beginning = submission.narrative_place;
    let remark = || {
        let text = sources.text(submission.source);
        let from = beginning?.start();
        let mut at = from;
        for line in text.get(from..)?.split_inclusive('\n') {
            let words = line.trim_start().strip_prefix('#').map(str::trim_start);
            let behind = words.and_then(|words| words.strip_prefix(id.as_str()));
            if behind.is_some_and(|behind| behind.starts_with(':')) {
                let start = at + line.find(id.as_str())?;
                let range = start..start + id.as_str().len();
                return Some(Place::new(submission.source, range));
            }
            at += line.len();
        }
        None
    };
    let place = key.or_else(remark).or(beginning);
    place.unwrap_or(submission.document.place)
}

/// Words for a copy that nobody makes: only a compiled report is presented.
fn never_presented(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if subject.is_compiled() {
        return;
    }
    let items = subject.submission.narrative.values().flatten();
    findings.extend(items.filter_map(|item| {
        let place = item.presented.as_ref()?.place;
        let message = format!("báo cáo của `{}` không có bản trình", subject.agency.id);
        let finding = Diagnostic::error(Code::NarrativeUnknown, place, message);
        Some(finding.with_help("bỏ `ban_trinh`; chỉ báo cáo tổng hợp có lời riêng cho bản trình"))
    }));
}

/// A part whose sections may all be left out must have one of them.
fn empty_parts(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let said = |section: &Section| {
        submission
            .narrative
            .get(&section.id)
            .is_some_and(|s| !s.is_empty())
    };
    for part in &subject.regime.outline {
        let sections = &part.sections;
        if !sections.iter().all(|s| s.may_be_left_out) || sections.iter().any(said) {
            continue;
        }
        let draft = matches!(submission.document.state, DocumentState::Draft);
        let names: Vec<_> = sections.iter().map(|s| format!("`{}`", s.id)).collect();
        let finding = Diagnostic::error(
            Code::NarrativeMissing,
            submission
                .narrative_place
                .unwrap_or(submission.document.place),
            format!(
                "không mục nào trong các mục {} có nội dung",
                names.join(", ")
            ),
        )
        .with_help("thêm ít nhất một mục vào `noi_dung`, mỗi đoạn một dòng `- …`");
        let finding = match sections.first() {
            Some(first) => finding.about(&first.id),
            None => finding,
        };
        findings.push(if draft { finding.warning() } else { finding });
    }
}

/// Paragraphs of the last report are never printed: a draft may still have them.
fn untouched(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let draft = matches!(subject.submission.document.state, DocumentState::Draft);
    let untouched = &subject.submission.untouched;
    let Some(first) = untouched.values().flatten().next() else {
        return;
    };
    let count = untouched.values().map(Vec::len).sum::<usize>();
    let message = if count == 1 {
        "đoạn của kỳ trước, chưa sửa cho kỳ này; báo cáo không in đoạn này".to_owned()
    } else {
        format!("{count} đoạn của kỳ trước, chưa sửa cho kỳ này; báo cáo không in các đoạn này")
    };
    let sections: Vec<_> = untouched.keys().map(|id| format!("`{id}`")).collect();
    let finding = Diagnostic::error(Code::NarrativeUntouched, *first, message).with_help(format!(
        "sửa lại rồi đổi `cu` thành `doan`, hoặc xóa đoạn; các mục còn đoạn như vậy: {}",
        sections.join(", ")
    ));
    findings.push(if draft { finding.warning() } else { finding });
}

/// A section without figures that the unit does not speak of: the report would deny
/// something that nobody has denied.
fn silent(
    subject: Subject<'_>,
    (sums, sources): (&Sums, &Sources),
    meant: &[String],
    findings: &mut Vec<Diagnostic>,
) {
    let submission = subject.submission;
    let has_units = subject.is_compiled() && !subject.reports_below().reported.is_empty();
    let sections = subject.sections().filter(|section| {
        let gathers = has_units && section.gathered.is_some();
        section.speaks_of.is_empty()
            && !gathers
            && !submission.narrative_keys.contains_key(&section.id)
            && !meant.iter().any(|m| m == section.id.as_str())
    });
    let silent: Vec<_> = sections
        .filter_map(|section| Some((&section.id, section.nothing_to_report.as_ref()?)))
        .collect();
    let head = subject.heads().into_iter().next();
    let report = head.filter(|_| !silent.is_empty());
    let Some(report) = report.and_then(|head| assess(subject, head, sums)) else {
        return;
    };
    for (id, phrase) in silent {
        findings.push(
            Diagnostic::error(
                Code::NarrativeSilent,
                place_of(id, submission, sources),
                format!(
                    "mục `{id}` không được nhắc đến; báo cáo sẽ in “{}”",
                    phrase.fill(&report.phrases)
                ),
            )
            .warning()
            .about(id)
            .with_help(format!(
                "nếu đúng như vậy thì ghi `{id}: []` trong `noi_dung`; nếu không thì viết nội dung"
            )),
        );
    }
}
