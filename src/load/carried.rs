//! The regimes that the program carries, so that a folder of data need not have their texts.
//!
//! The newest text of each is the file of the sample folder (`data/che-do`) and says its number
//! (`so_ban`); the texts of earlier numbers lie in `src/load/carried`, named `<regime>.<number>.yaml`.
//! Not for: which of them a folder of data takes (`regimes`).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};

use crate::hash::of_parts;
use crate::vi;

/// The newest texts.
static NEWEST: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/che-do");
/// The earlier ones.
static EARLIER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/load/carried");

/// Regimes by name, each with its texts by their numbers. A copy shares the texts.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    texts: Arc<BTreeMap<String, BTreeMap<u64, String>>>,
    sha256: Arc<OnceLock<String>>,
}

impl Carried {
    /// Those of this program.
    pub fn of_program() -> Self {
        let files = NEWEST.files().chain(EARLIER.files());
        let texts = files.filter(|file| file.path().extension().is_some_and(|e| e == "yaml"));
        Self::of(texts.filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            Some((name.split('.').next()?, file.contents_utf8()?))
        }))
    }

    /// Some texts with the names of their regimes; each says its number. One that says none is
    /// left out.
    pub fn of<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut all: BTreeMap<String, BTreeMap<u64, String>> = BTreeMap::new();
        for (name, text) in texts {
            if let Some(number) = number_of(text) {
                let numbers = all.entry(name.to_owned()).or_default();
                numbers.insert(number, text.to_owned());
            }
        }
        Self {
            texts: Arc::new(all),
            sha256: Arc::default(),
        }
    }

    /// The names of the regimes, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The name of the regime that a word was most likely meant to be: of several that are as near
    /// to it, the one that holds since the latest day.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let near = vi::as_near(word, self.names()).into_iter();
        near.max_by_key(|name| {
            let newest = self.newest(name)?;
            Some(self.title(name, newest)?.valid_from)
        })
    }

    /// The numbers of a regime, the newest last; none of one that is not carried.
    pub fn numbers(&self, name: &str) -> Vec<u64> {
        let numbers = self.texts.get(name).into_iter();
        numbers.flat_map(BTreeMap::keys).copied().collect()
    }

    /// The newest number of a regime.
    pub fn newest(&self, name: &str) -> Option<u64> {
        self.texts.get(name)?.keys().next_back().copied()
    }

    /// A text.
    pub fn text(&self, name: &str, number: u64) -> Option<&str> {
        self.texts.get(name)?.get(&number).map(String::as_str)
    }

    /// What a text is called where a file would be named by its path.
    pub fn shown(name: &str, number: u64) -> String {
        format!("{name} (số {number}, của chương trình)")
    }

    /// The text that is called so.
    pub fn shown_as(&self, shown: &str) -> Option<&str> {
        let mut all = self.texts.iter().flat_map(|(name, numbers)| {
            let numbers = numbers.iter();
            numbers.map(move |(number, text)| (Self::shown(name, *number), text))
        });
        let found = all.find(|(name, _)| name == shown);
        found.map(|(_, text)| text.as_str())
    }

    /// Whether some regime has an earlier text beside the newest one.
    pub fn has_earlier(&self) -> bool {
        self.texts.values().any(|numbers| numbers.len() > 1)
    }

    /// A hash of all of them.
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| {
            let texts = self.texts.iter().flat_map(|(name, numbers)| {
                let numbers = numbers.values().map(String::as_bytes);
                std::iter::once(name.as_bytes()).chain(numbers)
            });
            of_parts(texts)
        })
    }
}

/// The number that a text says, in a line of its own at the left edge.
fn number_of(text: &str) -> Option<u64> {
    let mut lines = text.lines();
    let number = lines.find_map(|line| line.strip_prefix("so_ban:"))?;
    number.split('#').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_name_and_number_and_by_what_they_are_called() {
        let one = "so_ban: 1\nten: Một\n";
        let two = "# Chế độ\nso_ban: 2 # mới\nten: Hai\n";
        let carried = Carried::of([
            ("mau", two),
            ("mau", one),
            ("khac", one),
            ("khong", "ten: x\n"),
        ]);
        assert_eq!(carried.names().collect::<Vec<_>>(), ["khac", "mau"]);
        assert_eq!(carried.numbers("mau"), [1, 2]);
        assert_eq!(carried.newest("mau"), Some(2));
        assert_eq!(carried.text("mau", 2), Some(two));
        assert_eq!(
            (carried.text("mau", 3), carried.newest("khong")),
            (None, None)
        );
        assert_eq!(carried.shown_as(&Carried::shown("mau", 1)), Some(one));
        assert_eq!(carried.shown_as("mau"), None);
        assert!(carried.has_earlier() && !Carried::of([("mau", one)]).has_earlier());
        assert_ne!(carried.sha256(), Carried::of([("mau", one)]).sha256());
    }

    #[test]
    fn of_names_that_are_as_near_the_one_that_holds_is_meant() {
        let carried = Carried::of_program();
        for (word, meant) in [
            ("bnv-2026", Some("bnv-2025")),
            ("bnv-2023", Some("bnv-2025")),
            ("bnv-202", Some("bnv-2025")),
            ("bnv-2012", Some("bnv-2021")),
            ("bnv-2021", Some("bnv-2021")),
            ("bnv2021", Some("bnv-2021")),
            ("tthc", None),
        ] {
            assert_eq!(carried.nearest(word), meant, "{word}");
        }
    }
}
