//! Changes of a unit's file, in the words of its keys.

use crate::diagnostic::Place;
use crate::load::{self, Becomes, Step, Unwritable};

/// A change of a unit's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where it is in the file.
    pub path: Vec<Step>,
    /// What becomes of it.
    pub to: Becomes,
    /// What it is about, in words.
    pub about: String,
    /// What stood there, as people read it; nothing where nothing did.
    pub before: Option<String>,
    /// What is to stand there.
    pub after: Option<String>,
    /// Its cell.
    pub place: Place,
}

/// A unit's file with the changes; `head` are the remarks at the top of a new one.
///
/// # Errors
/// The first value that cannot be written: it stays as it is, and is changed by hand.
pub fn written(before: Option<&[u8]>, edits: &[Edit], head: &str) -> Result<Vec<u8>, Unwritable> {
    let edits: Vec<_> = edits
        .iter()
        .map(|edit| (edit.path.as_slice(), &edit.to))
        .collect();
    load::rewritten(before, &edits, head)
}

/// A path of keys.
pub(super) fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Vec<Step> {
    keys.into_iter()
        .map(|key| Step::Key(key.to_owned()))
        .collect()
}

/// A path with a key behind it.
pub(super) fn below(path: &[Step], key: &str) -> Vec<Step> {
    [path, &[Step::Key(key.to_owned())]].concat()
}

/// A path with a place of a list behind it.
pub(super) fn item(path: &[Step], at: usize) -> Vec<Step> {
    [path, &[Step::Index(at)]].concat()
}
