//! Which annexes a report has, and how its text refers to them.
//!
//! Not for: what stands in them (`compose`).

use crate::model::Subject;
use crate::vi;

/// What an annex is about, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnexKind {
    /// The statistical forms; every report has them.
    Forms,
    /// The tasks of the plan.
    Tasks,
    /// The targets of the plan.
    Targets,
    /// The members of a compiled report side by side.
    Members,
    /// The figures of a compiled report beside those of an earlier one.
    Comparisons,
}

/// The annexes of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annexes(Vec<AnnexKind>);

impl Annexes {
    /// Those of a subject's report; `judged` if targets of the plan concern it, `compared` if
    /// any figure can be set beside an earlier one, `reported` if units have told of anything.
    pub(super) fn of(
        subject: Subject<'_>,
        (judged, compared, reported): (bool, bool, bool),
    ) -> Self {
        let (regime, cycle) = (subject.regime, &subject.submission.period.cycle);
        let planned = subject.plan.is_some();
        let targets = regime.target_annex.as_ref();
        let has_targets = judged && targets.is_some_and(|targets| targets.is_asked_in(cycle));
        let all = [
            (AnnexKind::Forms, true),
            (
                AnnexKind::Tasks,
                planned && reported && regime.task_annex_title.is_some(),
            ),
            (AnnexKind::Targets, planned && has_targets),
            (
                AnnexKind::Members,
                subject.is_compiled() && reported && regime.member_annex.is_some(),
            ),
            (
                AnnexKind::Comparisons,
                subject.is_compiled() && compared && regime.comparison_annex_title.is_some(),
            ),
        ];
        let there = all.into_iter().filter(|(_, is_there)| *is_there);
        Self(there.map(|(kind, _)| kind).collect())
    }

    /// What they are about, the first first.
    pub fn kinds(&self) -> impl Iterator<Item = AnnexKind> {
        self.0.iter().copied()
    }

    /// What stands over one of them: "PHỤ LỤC II".
    pub fn heading(&self, kind: AnnexKind) -> Option<String> {
        let number = self.number(kind)?;
        Some(format!("PHỤ LỤC {number}").trim_end().to_owned())
    }

    /// How the text refers to one of them, its number on the same line: "Phụ lục II".
    pub fn named(&self, kind: AnnexKind) -> Option<String> {
        let number = self.number(kind)?;
        Some(format!("Phụ\u{a0}lục\u{a0}{number}").trim_end().to_owned())
    }

    /// How the text refers to all of them: "Phụ lục I, II".
    pub fn all_named(&self) -> String {
        let numbers: Vec<_> = self.kinds().filter_map(|kind| self.number(kind)).collect();
        let words = format!("Phụ\u{a0}lục\u{a0}{}", numbers.join(", "));
        words.trim_end().to_owned()
    }

    /// The number of one of them. One annex is "PHỤ LỤC", several have Roman numbers
    /// (NĐ 30/2020, Phụ lục I, Phần I, Mục III.1).
    fn number(&self, kind: AnnexKind) -> Option<String> {
        let place = self.kinds().position(|one| one == kind)?;
        Some(match self.0.len() {
            1 => String::new(),
            _ => vi::roman(place + 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::AnnexKind::{Forms, Members, Targets, Tasks};
    use super::*;

    #[test]
    fn annexes_are_numbered_as_they_stand() {
        let two = Annexes(vec![Forms, Members]);
        assert_eq!(two.heading(Members).as_deref(), Some("PHỤ LỤC II"));
        assert_eq!(two.named(Members).as_deref(), Some("Phụ\u{a0}lục\u{a0}II"));
        assert_eq!(two.named(Tasks), None);
        assert_eq!(two.all_named(), "Phụ\u{a0}lục\u{a0}I, II");
        let all = Annexes(vec![Forms, Tasks, Targets, Members]);
        assert_eq!(all.named(Members).as_deref(), Some("Phụ\u{a0}lục\u{a0}IV"));
        let one = Annexes(vec![Forms]);
        assert_eq!(one.heading(Forms).as_deref(), Some("PHỤ LỤC"));
        assert_eq!(one.named(Forms).as_deref(), Some("Phụ\u{a0}lục"));
        assert_eq!(one.all_named(), "Phụ\u{a0}lục");
    }
}
