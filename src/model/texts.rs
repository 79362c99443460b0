//! All that a unit says in words, and what each text belongs to.

use super::{
    Answer, Correction, Document, Ending, Figure, FigureValue, IndicatorId, Item, Product,
    Progress, SectionId, Stated, StatedTotals, Submission, TaskId,
};
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
    /// The document that states a figure.
    Source,
    /// Why something is as it is, though a rule would have it otherwise.
    Answer,
    /// A name or a symbol: who signs, who receives, which document. It is no sentence.
    Name,
}

impl TextOf<'_> {
    /// Whether rules for sentences hold for it. Whoever answers a rule speaks of it, and may
    /// name what it forbids.
    fn is_judged(self) -> bool {
        !matches!(self, Self::Answer | Self::Name)
    }
}

impl std::fmt::Display for TextOf<'_> {
    /// As `giai_trinh` names it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Section(id) => id.fmt(f),
            Self::Task(id) => id.fmt(f),
            Self::Row(id) => id.fmt(f),
            Self::LegalBasis => f.write_str("can_cu"),
            Self::Source => f.write_str("nguon"),
            Self::Answer => f.write_str("giai_trinh"),
            Self::Name => f.write_str("the_thuc"),
        }
    }
}

/// Texts with what they belong to.
struct Texts<'w, T>(Vec<(TextOf<'w>, T)>);

impl<'w, T> Texts<'w, T> {
    fn add(&mut self, of: TextOf<'w>, text: T) {
        self.0.push((of, text));
    }
}

/// Goes through every text of a submission that a page may show, to be looked at or changed.
/// Nothing is left out by name: a text that is added to the model must be given its place here.
macro_rules! visit {
    ($submission:expr, $texts:ident, $of_stated:path, $of_totals:path) => {
        let Submission {
            document,
            presented,
            corrections,
            figures,
            answers,
            progress,
            narrative,
            // Figures of another period, which are compared and not printed.
            finals: _,
            // Names of things, places in the file, and what is worked out.
            source: _,
            agency: _,
            period: _,
            only_to_compare: _,
            reference_date: _,
            chosen: _,
            figure_keys: _,
            totals,
            figure_groups: _,
            figures_unreadable: _,
            fingerprints: _,
            progress_keys: _,
            progress_place: _,
            untouched: _,
            narrative_keys: _,
            narrative_place: _,
        } = $submission;
        for (id, items) in narrative {
            for Item {
                paragraph,
                presented,
                dashes,
                footnote,
            } in items
            {
                $texts.add(TextOf::Section(id), paragraph);
                if let Some(text) = presented {
                    $texts.add(TextOf::Section(id), text);
                }
                for text in dashes {
                    $texts.add(TextOf::Section(id), text);
                }
                if let Some(text) = footnote {
                    $texts.add(TextOf::Section(id), text);
                }
            }
        }
        for (id, told) in progress {
            let Progress {
                done,
                products,
                difficulty,
                ending,
                place: _,
                faulty: _,
                completed: _,
                expected: _,
                condition: _,
                members: _,
                money: _,
            } = told;
            if let Some(text) = done {
                $texts.add(TextOf::Task(id), text);
            }
            if let Some(text) = difficulty {
                $texts.add(TextOf::Task(id), text);
            }
            if let Some(Ending::CarriedOver(text) | Ending::Stopped(text)) = ending {
                $texts.add(TextOf::Task(id), text);
            }
            for Product {
                name,
                symbol,
                issuer,
                place: _,
                date: _,
            } in products
            {
                if let Some(text) = name {
                    $texts.add(TextOf::Task(id), text);
                }
                if let Some(text) = symbol {
                    $texts.add(TextOf::Name, text);
                }
                if let Some(text) = issuer {
                    $texts.add(TextOf::Name, text);
                }
            }
        }
        for (id, figure) in figures {
            let Figure {
                value,
                note,
                place: _,
                as_of: _,
                estimate: _,
            } = figure;
            if let Some(text) = note {
                $texts.add(TextOf::Row(id), text);
            }
            match value {
                FigureValue::Unavailable(text) => $texts.add(TextOf::Row(id), text),
                FigureValue::Stated(stated) => {
                    if let Some(text) = $of_stated(stated) {
                        $texts.add(TextOf::Source, text);
                    }
                }
                FigureValue::Known(_) => {}
            }
        }
        for (of, text) in totals.into_iter().flat_map(|totals| $of_totals(totals)) {
            $texts.add(of, text);
        }
        let documents = std::iter::once(document).chain(presented);
        for document in documents {
            let Document {
                legal_basis,
                signer,
                recipients,
                place: _,
                state: _,
                signing_form: _,
                replaces: _,
            } = document;
            for text in legal_basis {
                $texts.add(TextOf::LegalBasis, text);
            }
            $texts.add(TextOf::Name, signer);
            for text in recipients.into_iter().flatten() {
                $texts.add(TextOf::Name, text);
            }
        }
        for Correction {
            letter,
            subject,
            place: _,
            date: _,
        } in corrections
        {
            $texts.add(TextOf::Name, letter);
            $texts.add(TextOf::Name, subject);
        }
        for Answer {
            reason,
            code: _,
            about: _,
            place: _,
        } in answers
        {
            $texts.add(TextOf::Answer, reason);
        }
    };
}

impl Submission {
    /// The texts for which rules of sentences hold: paragraphs, what is told of tasks, remarks
    /// on figures, legal basis.
    pub fn texts(&self) -> impl Iterator<Item = (TextOf<'_>, &Located<String>)> {
        let all = self.all_texts().into_iter();
        all.filter(|(of, _)| of.is_judged())
    }

    /// All texts that a page may show.
    pub fn all_texts(&self) -> Vec<(TextOf<'_>, &Located<String>)> {
        let mut texts: Texts<'_, &Located<String>> = Texts(Vec::new());
        visit!(self, texts, Stated::texts, StatedTotals::texts);
        texts.0
    }

    /// The same texts, to be changed.
    pub fn all_texts_mut(&mut self) -> Vec<(TextOf<'_>, &mut Located<String>)> {
        let mut texts: Texts<'_, &mut Located<String>> = Texts(Vec::new());
        visit!(self, texts, Stated::texts_mut, StatedTotals::texts_mut);
        texts.0
    }
}
