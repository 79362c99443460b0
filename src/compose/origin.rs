//! What the words of a block are from: the rows whose figures a template printed in it, the texts
//! of the data that it gives again.
//!
//! minijinja hands templates plain strings, which know nothing of where they are from. So it is
//! told by the words themselves: those that a function gave, once they are printed; those of the
//! data, by the section in which they are printed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Place;
use crate::model::IndicatorId;
use crate::vi;

/// The words that functions gave a template for rows, until they are printed.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Since a value was printed last.
    fresh: Vec<Given>,
    /// Before that: what a template keeps by `{% set %}`, or asks for and never prints.
    kept: BTreeMap<(String, String), Vec<IndicatorId>>,
    /// Rows that the next value speaks of, whatever it is.
    announced: Vec<IndicatorId>,
}

#[derive(Debug)]
struct Given {
    template: String,
    words: String,
    rows: Vec<IndicatorId>,
}

impl Asked {
    /// A function gave a template words for rows.
    pub(super) fn give(&mut self, template: String, words: &str, rows: Vec<IndicatorId>) {
        self.fresh.push(Given {
            template,
            words: words.to_owned(),
            rows,
        });
    }

    /// The next value that is printed speaks of a row.
    pub(super) fn announce(&mut self, row: IndicatorId) {
        self.announced.push(row);
    }

    /// The rows whose words a template prints with a value: those just given that stand in it,
    /// otherwise those given to the same template before that it is.
    pub(super) fn printed(&mut self, template: &str, value: &str) -> Vec<IndicatorId> {
        let mut rows = std::mem::take(&mut self.announced);
        let mut rest = value.to_owned();
        let mut is_fresh = false;
        for given in std::mem::take(&mut self.fresh) {
            if let Some(range) = stands_in(&rest, &given.words) {
                // Words of another row are others.
                rest.replace_range(range, "\0");
                rows.extend(given.rows);
                is_fresh = true;
            } else {
                self.kept.insert((given.template, given.words), given.rows);
            }
        }
        if !is_fresh {
            let kept = self.kept.remove(&(template.to_owned(), value.to_owned()));
            rows.extend(kept.unwrap_or_default());
        }
        rows
    }
}

/// Where words stand in a text as whole words, however their first letter is written.
fn stands_in(text: &str, words: &str) -> Option<Range<usize>> {
    let ways = [
        words.to_owned(),
        vi::upper_first(words),
        vi::lower_first(words),
    ];
    ways.iter().find_map(|words| {
        let found = text.match_indices(words.as_str());
        let mut ranges = found.map(|(at, _)| at..at + words.len());
        ranges.find(|range| {
            let (before, behind) = (&text[..range.start], &text[range.end..]);
            let (first, last) = (words.chars().next(), words.chars().next_back());
            !goes_on(first, before.chars().rev()) && !goes_on(last, behind.chars())
        })
    })
}

/// Whether a word or number that ends with a letter goes on with those beyond it.
fn goes_on(end: Option<char>, mut beyond: impl Iterator<Item = char>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    match (end, beyond.next()) {
        (Some(end), Some('.' | ',')) => is_digit(end) && beyond.next().is_some_and(is_digit),
        (Some(end), Some(next)) => end.is_alphanumeric() && next.is_alphanumeric(),
        (None, _) | (_, None) => false,
    }
}

/// Texts of the data as templates are given them, each with the sections that it is of and its
/// places there, in the order in which templates are given them.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<String, Vec<(String, Place)>>);

impl Texts {
    /// A text is given to templates in a section, from a place in the data.
    pub(super) fn note(&mut self, section: &str, given: &str, place: Place) {
        let places = self.0.entry(given.to_owned()).or_default();
        let new = (section.to_owned(), place);
        if !places.contains(&new) {
            places.push(new);
        }
    }

    /// Begins to follow which of them are printed.
    pub(super) fn printing(&self) -> Printing<'_> {
        Printing {
            texts: self,
            counts: BTreeMap::new(),
        }
    }
}

/// How often each text was printed in each section so far.
#[derive(Debug)]
pub(super) struct Printing<'t> {
    texts: &'t Texts,
    counts: BTreeMap<(&'t str, Option<String>), usize>,
}

impl Printing<'_> {
    /// The place of a value that is printed in a section, if it is a text of the data: of equal
    /// texts the first, then the next, of that section if it has any.
    pub(super) fn place(&mut self, section: Option<&str>, value: &str) -> Option<Place> {
        let (text, all) = self.texts.0.get_key_value(value)?;
        let own = all.iter().filter(|(of, _)| Some(of.as_str()) == section);
        let own: Vec<_> = own.map(|(_, place)| *place).collect();
        let (section, places) = if own.is_empty() {
            (None, all.iter().map(|(_, place)| *place).collect())
        } else {
            (section, own)
        };
        let key = (text.as_str(), section.map(str::to_owned));
        let count = self.counts.entry(key).or_default();
        let place = places.get(*count).or(places.last()).copied();
        *count += 1;
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn row(id: &str) -> IndicatorId {
        IndicatorId::from(id)
    }

    fn given(all: &[(&str, &str)]) -> Asked {
        let mut asked = Asked::default();
        for (words, id) in all {
            asked.give("x.j2".to_owned(), words, vec![row(id)]);
        }
        asked
    }

    #[test]
    fn a_row_is_printed_where_its_words_are() {
        let of = |all: &[(&str, &str)], value: &str| given(all).printed("x.j2", value);
        assert_eq!(of(&[("5", "a.b")], "5"), [row("a.b")]);
        assert_eq!(of(&[("năm", "a.b")], "Năm hồ sơ"), [row("a.b")]);
        let both = [("5", "a.b"), ("5", "a.c")];
        assert_eq!(of(&both, "5"), [row("a.b")]);
        assert_eq!(of(&both, "5 và 5"), [row("a.b"), row("a.c")]);
        for other in ["15", "1.5", "2,5%", "5.000", "6", "năm"] {
            assert_eq!(of(&[("5", "a.b")], other), [], "{other}");
        }
        for end in ["5.", "5, sau đó", "(5)"] {
            assert_eq!(of(&[("5", "a.b")], end), [row("a.b")], "{end}");
        }
    }

    #[test]
    fn what_was_asked_for_before_is_printed_later_by_the_same_template_and_once() {
        let mut asked = given(&[("5", "a.b"), ("7", "a.c")]);
        assert_eq!(asked.printed("x.j2", "7 hồ sơ"), [row("a.c")]);
        assert_eq!(asked.printed("y.j2", "5"), []);
        assert_eq!(asked.printed("x.j2", "5 hồ sơ"), []);
        assert_eq!(asked.printed("x.j2", "5"), [row("a.b")]);
        assert_eq!(asked.printed("x.j2", "5"), []);
        asked.announce(row("a.d"));
        assert_eq!(asked.printed("x.j2", "chín"), [row("a.d")]);
    }

    #[test]
    fn equal_texts_have_each_its_own_place() {
        let source = Sources::default().next_id();
        let place = |at: usize| Place::new(source, at..at + 1);
        let mut texts = Texts::default();
        for (section, at) in [("a", 1), ("a", 2), ("b", 3), ("a", 1)] {
            texts.note(section, "Không có.", place(at));
        }
        let mut printing = texts.printing();
        let mut of = |section| printing.place(section, "Không có.");
        assert_eq!(of(Some("b")), Some(place(3)));
        assert_eq!(of(Some("a")), Some(place(1)));
        assert_eq!(of(Some("a")), Some(place(2)));
        assert_eq!(of(Some("a")), Some(place(2)));
        assert_eq!(of(Some("c")), Some(place(1)));
        assert_eq!(of(None), Some(place(2)));
        assert_eq!(printing.place(Some("a"), "Có."), None);
    }
}
