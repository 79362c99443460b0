//! Figures that are only there to be compared with, and files that were copied.

use super::figures;
use crate::assess::Sums;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FigureValue, IndicatorId, Subject, Submission, Workspace};
use crate::vi;

/// Figures that two units cannot have alike by chance.
const MANY: usize = 15;

/// Unknown rows and contradictions in files of figures to compare with. Nobody reports by
/// them, so they are warnings.
pub(super) fn check(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    let workspace = subject.workspace;
    for submission in workspace.past.iter().filter(|s| s.only_to_compare) {
        let Some(earlier) = workspace.subject(submission, subject.regime) else {
            continue;
        };
        let mut faults = Vec::new();
        let mut adviser = vi::Adviser::default();
        let totals = submission.totals.iter().flat_map(|totals| &totals.keys);
        for (id, place) in submission.figure_keys.iter().chain(totals) {
            if subject.regime.indicators.contains_key(id) {
                continue;
            }
            let finding = Diagnostic::error(
                Code::IndicatorUnknown,
                *place,
                format!("biểu mẫu không có dòng nào mã `{id}`"),
            );
            let known = subject.regime.indicators.keys().map(IndicatorId::as_str);
            faults.push(match adviser.nearest(id.as_str(), known) {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None => finding.with_help("xóa dòng này; số liệu không được so sánh"),
            });
        }
        figures::wholes(earlier, sums, &mut faults);
        findings.extend(faults.into_iter().map(Diagnostic::warning));
    }
}

/// Two units with the same figures: one file was copied from the other.
pub(super) fn copies(workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let numbers = |submission: &Submission| -> Vec<(IndicatorId, u64)> {
        let figures = submission.figures.iter();
        let known = figures.filter_map(|(id, figure)| match figure.value {
            FigureValue::Known(number) if number > 9 => Some((id.clone(), number)),
            _ => None,
        });
        known.collect()
    };
    let all: Vec<_> = workspace
        .submissions
        .iter()
        .map(|s| (s, numbers(s)))
        .collect();
    for (index, (submission, figures)) in all.iter().enumerate() {
        if figures.len() < MANY {
            continue;
        }
        let same = all[..index].iter().find(|(_, others)| others == figures);
        if let Some((other, _)) = same {
            findings.push(
                Diagnostic::error(
                    Code::FigureCopied,
                    submission.document.place,
                    format!(
                        "mọi số liệu của `{}` giống hệt của `{}`",
                        submission.agency, other.agency
                    ),
                )
                .warning()
                .with_label(other.document.place, "tệp kia")
                .with_help("kiểm tra xem tệp có phải chép từ đơn vị khác và chưa sửa không"),
            );
        }
    }
}
