//! Figures that are neither typed nor worked out: stated by some document, which is their source.

use indexmap::IndexMap;

use super::{Decimal, Figure, FigureValue, IndicatorId, TextOf};
use crate::diagnostic::{Located, Place};

/// What a document states of a row whose sides or parts nobody has (`neu`, `nguon`).
#[derive(Debug, Clone)]
pub struct Stated {
    /// The number, or of a share the per cent.
    pub amount: Decimal,
    /// Which document, as people refer to it; nothing where it is that of the group.
    pub source: Option<Located<String>>,
}

/// Words behind which a document is named wherever its figures are printed.
const BEFORE_A_SOURCE: [&str; 2] = ["nêu theo ", "theo "];

impl Stated {
    /// A source as it stands behind "nêu theo": without such words of its own and without the
    /// mark that ends a sentence.
    pub fn named_source(source: &str) -> &str {
        let own = BEFORE_A_SOURCE.into_iter().find_map(|words| {
            let head = source.get(..words.len())?;
            (head.to_lowercase() == words).then(|| &source[words.len()..])
        });
        let own = own.unwrap_or(source).trim();
        let own = own.trim_end_matches(['.', ';', ' ']);
        if own.is_empty() { source } else { own }
    }

    pub(super) fn texts(&self) -> Option<&Located<String>> {
        self.source.as_ref()
    }

    pub(super) fn texts_mut(&mut self) -> Option<&mut Located<String>> {
        self.source.as_mut()
    }
}

/// Totals that the agency of a compiled report states itself, in the place of sums over units
/// (`so_neu`).
#[derive(Debug, Clone)]
pub struct StatedTotals {
    /// Where the group stands.
    pub place: Place,
    /// The source of all rows that name none of their own.
    pub source: Option<Located<String>>,
    /// The totals by row, each of them stated.
    pub figures: IndexMap<IndicatorId, Figure>,
    /// Where each row's key stands.
    pub keys: IndexMap<IndicatorId, Place>,
    /// Where the group of each form stands, and of all forms (the empty name).
    pub groups: IndexMap<String, Place>,
}

impl StatedTotals {
    /// What is stated of a row, and by which document.
    pub fn of(&self, row: &IndicatorId) -> Option<(Decimal, &str)> {
        let figure = self.figures.get(row)?;
        let FigureValue::Stated(stated) = &figure.value else {
            return None;
        };
        let source = stated.source.as_ref().or(self.source.as_ref())?;
        Some((stated.amount, &source.value))
    }

    pub(super) fn texts(&self) -> Vec<(TextOf<'_>, &Located<String>)> {
        let mut texts: Vec<_> = self
            .source
            .iter()
            .map(|one| (TextOf::Source, one))
            .collect();
        for (id, figure) in &self.figures {
            let note = figure.note.as_deref().map(|note| (TextOf::Row(id), note));
            texts.extend(note);
            if let FigureValue::Stated(stated) = &figure.value {
                texts.extend(stated.texts().map(|one| (TextOf::Source, one)));
            }
        }
        texts
    }

    pub(super) fn texts_mut(&mut self) -> Vec<(TextOf<'_>, &mut Located<String>)> {
        let own = self.source.iter_mut().map(|one| (TextOf::Source, one));
        let mut texts: Vec<_> = own.collect();
        for (id, figure) in &mut self.figures {
            let note = figure.note.as_deref_mut();
            texts.extend(note.map(|note| (TextOf::Row(id), note)));
            if let FigureValue::Stated(stated) = &mut figure.value {
                texts.extend(stated.texts_mut().map(|one| (TextOf::Source, one)));
            }
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_without_the_words_that_stand_before_it() {
        for source in [
            "nêu theo Công văn số 12.",
            "Theo Công văn số 12;",
            "Nêu theo Công văn số 12",
            "Công văn số 12",
        ] {
            assert_eq!(Stated::named_source(source), "Công văn số 12", "{source}");
        }
        for kept in ["Theodore 12", "Báo cáo theo Công văn số 12", "theo ", "."] {
            assert_eq!(Stated::named_source(kept), kept);
        }
    }
}
