//! Sections of a submission against the outline of the regime.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{SectionId, Subject};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let sections: Vec<_> = subject.regime.sections().map(|s| &s.id).collect();
    // Sections that a misspelt key was meant for; they are not missing as well.
    let mut meant = Vec::new();
    for (id, place) in &subject.submission.narrative_keys {
        if sections.contains(&id) {
            continue;
        }
        let finding = Diagnostic::error(
            Code::NarrativeUnknown,
            *place,
            format!("đề cương không có mục nào mã `{id}`"),
        );
        let names: Vec<_> = sections.iter().map(|s| SectionId::as_str(s)).collect();
        findings.push(match vi::nearest(id.as_str(), names.iter().copied()) {
            Some(near) => {
                meant.push(near.to_owned());
                finding.with_help(format!("có phải là `{near}`?"))
            }
            None => finding.with_help(format!("các mục của đề cương: {}", names.join(", "))),
        });
    }
    for section in subject.regime.sections() {
        // A list that could not be read has been reported.
        let written = subject.submission.narrative_keys.contains_key(&section.id)
            && subject
                .submission
                .narrative
                .get(&section.id)
                .is_none_or(|items| !items.is_empty());
        if section.nothing_to_report.is_none()
            && !written
            && !meant.iter().any(|m| m == section.id.as_str())
        {
            findings.push(
                Diagnostic::error(
                    Code::NarrativeMissing,
                    subject
                        .submission
                        .narrative_keys
                        .get(&section.id)
                        .copied()
                        .or(subject.submission.narrative_place)
                        .unwrap_or(subject.submission.document.place),
                    format!("mục `{}` phải có nội dung do đơn vị viết", section.id),
                )
                .with_help(format!(
                    "thêm `{}` vào `noi_dung`, mỗi đoạn một dòng `- …`",
                    section.id
                )),
            );
        }
    }
}
