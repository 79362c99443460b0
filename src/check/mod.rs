//! Whether the values of a workspace agree with each other and with the
//! regime. Each concern is a file; every finding has its place.
//!
//! Not for: the shape of the files (`load`) or anything printed.

mod agency;
mod document;
mod figures;
mod narrative;
mod regime;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Agency, Regime, Submission, Workspace};

/// A submission with what it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'w> {
    /// Everything that was read.
    pub workspace: &'w Workspace,
    /// The submission.
    pub submission: &'w Submission,
    /// Its unit.
    pub agency: &'w Agency,
    /// The regime of its period.
    pub regime: &'w Regime,
}

/// The submissions with what they refer to, in the order of their files.
pub fn subjects(workspace: &Workspace) -> Vec<Subject<'_>> {
    workspace
        .submissions
        .iter()
        .filter_map(|submission| {
            Some(Subject {
                workspace,
                submission,
                agency: workspace.agencies.get(&submission.agency)?,
                regime: *workspace.regimes_for(&submission.period).first()?,
            })
        })
        .collect()
}

/// All findings about a workspace.
pub fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for regime in &workspace.regimes {
        regime::check(regime, workspace, &mut findings);
    }
    if let Some(submission) = workspace.submissions.first() {
        ambiguous_regime(workspace, submission, &mut findings);
    }
    for subject in subjects(workspace) {
        agency::check(subject, &mut findings);
        document::check(subject, &mut findings);
        figures::check(subject, &mut findings);
        narrative::check(subject, &mut findings);
    }
    findings
}

fn ambiguous_regime(workspace: &Workspace, submission: &Submission, findings: &mut Vec<Diagnostic>) {
    if let [first, second, ..] = workspace.regimes_for(&submission.period).as_slice() {
        findings.push(
            Diagnostic::error(
                Code::RegimeAmbiguous,
                second.place,
                format!(
                    "hai chế độ `{}` và `{}` cùng có hiệu lực cho kỳ {}",
                    first.id, second.id, submission.period
                ),
            )
            .with_label(first.place, "chế độ kia")
            .with_help("sửa `tu_ngay`, `den_ngay` để mỗi kỳ chỉ thuộc một chế độ"),
        );
    }
}
