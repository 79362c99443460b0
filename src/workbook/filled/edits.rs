//! Changes of a unit's file, in the words of its keys.

use crate::diagnostic::Place;
use crate::load::{Step, Value};

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

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// It has this value.
    Set(Value),
    /// It is no more.
    Gone,
    /// Whatever it was, it is made anew of these, by their paths below it.
    Anew(Vec<(Vec<Step>, Value)>),
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
