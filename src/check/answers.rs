//! What units answer to findings (`giai_trinh`), and what a folder weighs otherwise
//! (`quy_tac`).

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::model::{Answer, Submission, Workspace};

/// A finding that its unit has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The rule.
    pub code: Code,
    /// The row, task or section.
    pub about: Option<String>,
    /// Where the finding stands.
    pub place: Place,
    /// The reason.
    pub reason: String,
}

/// How a unit answers a finding: what to add to its file.
pub(super) fn answered_by(code: Code, about: impl std::fmt::Display) -> String {
    let code = code.as_str();
    format!("thêm vào tệp `giai_trinh: {{{code}: {{{about}: \"lý do\"}}}}`")
}

/// Weighs findings as the folder says and takes out those that are answered. Answers that
/// answer nothing are findings themselves, and are not printed.
pub fn answer(workspace: &mut Workspace, findings: &mut Vec<Diagnostic>) -> Vec<Answered> {
    findings.retain_mut(|finding| {
        let weight = weighed(workspace, finding);
        finding.severity = weight.unwrap_or(finding.severity);
        weight.is_some()
    });
    let mut answered = Vec::new();
    let mut unused = Vec::new();
    for submission in &mut workspace.submissions {
        let mut answers = std::mem::take(&mut submission.answers);
        answers.retain(|answer| {
            let before = answered.len();
            let mut refused = None;
            findings.retain(|finding| {
                let Some(place) = answers_to(answer, finding, submission) else {
                    return true;
                };
                if finding.severity == Severity::Error {
                    refused = Some(place);
                    return true;
                }
                answered.push(Answered {
                    code: answer.code,
                    about: answer.about.clone(),
                    place,
                    reason: answer.reason.value.clone(),
                });
                false
            });
            let used = answered.len() > before;
            if !used {
                unused.push(not_taken(answer, refused));
            }
            used
        });
        submission.answers = answers;
    }
    findings.extend(unused);
    answered
}

/// How much a finding weighs in a folder; nothing where it is not told.
fn weighed(workspace: &Workspace, finding: &Diagnostic) -> Option<Severity> {
    match workspace.settings.weights.get(&finding.code) {
        Some(weight) if finding.severity != Severity::Error => *weight,
        Some(_) | None => Some(finding.severity),
    }
}

/// How much a finding weighs that is told after [`answer`]; nothing where it is not told then.
pub fn weight(workspace: &Workspace, finding: &Diagnostic) -> Option<Severity> {
    let severity = weighed(workspace, finding)?;
    let is_answered = |submission: &Submission| {
        let mut answers = submission.answers.iter();
        answers.any(|answer| answers_to(answer, finding, submission).is_some())
    };
    let answered = severity != Severity::Error && workspace.submissions.iter().any(is_answered);
    (!answered).then_some(severity)
}

/// The place of a finding, if an answer of a submission is meant for it. What must be mended
/// need not be named to the letter.
fn answers_to(answer: &Answer, finding: &Diagnostic, submission: &Submission) -> Option<Place> {
    let place = finding.place.filter(|p| p.source == submission.source)?;
    let unnamed =
        finding.severity == Severity::Error && (finding.about.is_none() || answer.about.is_none());
    let meant = unnamed || finding.about.as_deref() == answer.about.as_deref();
    (finding.code == answer.code && meant).then_some(place)
}

fn not_taken(answer: &Answer, refused: Option<Place>) -> Diagnostic {
    let about = answer.about.as_ref();
    let about = about.map_or_else(String::new, |about| format!(" về `{about}`"));
    let code = answer.code.as_str();
    if let Some(place) = refused {
        let message = format!("`{code}`{about} là lỗi phải sửa, không giải trình được");
        return Diagnostic::error(Code::AnswerUnused, answer.place, message)
            .with_label(place, "lỗi này")
            .with_help("sửa lỗi ấy, rồi xóa dòng giải trình");
    }
    let message = format!("giải trình cho `{code}`{about} nhưng không có điều gì cần giải trình");
    Diagnostic::error(Code::AnswerUnused, answer.place, message)
        .warning()
        .with_help("số liệu đã khác hoặc mã ghi chưa đúng; xóa dòng này, hoặc chép mã từ cảnh báo")
}
