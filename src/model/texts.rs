//! All that a unit says in words, and what each text belongs to.

use super::{Ending, FigureValue, IndicatorId, Progress, SectionId, Submission, TaskId};
use crate::diagnostic::Located;

/// What a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextOf<'w> {
    /// A paragraph, dash or footnote of a section.
    Section(&'w SectionId),
    /// What is told of a task.
    Task(&'w TaskId),
    /// A remark on a row, or why it has no figure.
    Row(&'w IndicatorId),
    /// A line of the legal basis.
    LegalBasis,
}

impl std::fmt::Display for TextOf<'_> {
    /// As `giai_trinh` names it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Section(id) => id.fmt(f),
            Self::Task(id) => id.fmt(f),
            Self::Row(id) => id.fmt(f),
            Self::LegalBasis => f.write_str("can_cu"),
        }
    }
}

impl Submission {
    /// All texts: paragraphs, what is told of tasks, remarks on figures, legal basis.
    pub fn texts(&self) -> impl Iterator<Item = (TextOf<'_>, &Located<String>)> {
        let narrative = self.narrative.iter().flat_map(|(id, items)| {
            let texts = items.iter().flat_map(|item| {
                let all = std::iter::once(&item.paragraph).chain(&item.dashes);
                all.chain(&item.footnote)
            });
            texts.map(move |text| (TextOf::Section(id), text))
        });
        let tasks = self.progress.iter().flat_map(|(id, progress)| {
            let texts = of_task(progress).into_iter();
            texts.map(move |text| (TextOf::Task(id), text))
        });
        let remarks = self.figures.iter().flat_map(|(id, figure)| {
            let reason = match &figure.value {
                FigureValue::Unavailable(reason) => Some(reason),
                FigureValue::Known(_) => None,
            };
            let texts = figure.note.iter().chain(reason);
            texts.map(move |text| (TextOf::Row(id), &**text))
        });
        let documents = std::iter::once(&self.document).chain(&self.presented);
        let basis = documents.flat_map(|document| &document.legal_basis);
        let basis = basis.map(|text| (TextOf::LegalBasis, text));
        narrative.chain(tasks).chain(remarks).chain(basis)
    }
}

fn of_task(progress: &Progress) -> Vec<&Located<String>> {
    let ending = progress.ending.as_ref().map(|ending| match ending {
        Ending::CarriedOver(why) | Ending::Stopped(why) => why,
    });
    let told = progress.done.iter().chain(&progress.difficulty);
    told.chain(ending).collect()
}
