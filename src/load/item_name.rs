//! By what an item of a list in a regime is known: forms, rows and sections by their names, a line
//! without a value by its number, a part of the outline by the sections in it.

use std::fmt;

use super::node::{Node, NodeValue};
use crate::diagnostic::Place;
use crate::vi;

/// By what an item is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemName {
    by: By,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    /// `ma`.
    Name(String),
    /// `stt` of a line that has no `ma`.
    Number(String),
    /// The `ma` of its sections (`muc`).
    Sections(Vec<String>),
}

impl ItemName {
    /// By what an item is known; nothing for one that is known by nothing.
    pub(super) fn of(item: &Node) -> Option<Self> {
        let name = |key: &str| {
            let (text, place) = text_of(item, key)?;
            Some((text.to_owned(), place))
        };
        if let Some((name, place)) = name("ma") {
            let by = By::Name(name);
            return Some(Self { by, place });
        }
        if let Some((number, place)) = name("stt") {
            let by = By::Number(number);
            return Some(Self { by, place });
        }
        let sections = sections_of(item);
        (!sections.is_empty()).then(|| Self {
            by: By::Sections(sections.into_iter().map(str::to_owned).collect()),
            place: item.place,
        })
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Whether it is that of an item.
    pub(super) fn is_of(&self, item: &Node) -> bool {
        match &self.by {
            By::Name(name) => text_of(item, "ma").is_some_and(|(ma, _)| ma == name),
            By::Number(number) => {
                text_of(item, "ma").is_none()
                    && text_of(item, "stt").is_some_and(|(stt, _)| stt == number)
            }
            By::Sections(sections) => {
                let own = sections_of(item);
                sections.iter().any(|name| own.contains(&name.as_str()))
            }
        }
    }

    /// The keys that say which item it is.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match &self.by {
            By::Name(_) | By::Number(_) => &["ma", "stt"],
            By::Sections(_) => &["muc"],
        }
    }

    /// The one word by which others may name it.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.by {
            By::Name(name) => Some(name),
            By::Number(_) => None,
            By::Sections(sections) => sections.first().map(String::as_str),
        }
    }

    /// The words by which it is known.
    pub(super) fn words(&self) -> String {
        match &self.by {
            By::Name(word) | By::Number(word) => word.clone(),
            By::Sections(sections) => sections.join(", "),
        }
    }

    /// The name in a list that it was most likely meant to be.
    pub(super) fn nearest(&self, items: &[Node]) -> Option<String> {
        match &self.by {
            By::Name(name) => Self::nearest_of(name, items),
            By::Sections(sections) => sections
                .iter()
                .find_map(|name| Self::nearest_of(name, items)),
            By::Number(_) => None,
        }
    }

    /// The name in a list that a word was most likely meant to be.
    pub(super) fn nearest_of(word: &str, items: &[Node]) -> Option<String> {
        let names = items.iter().flat_map(|item| {
            let own = text_of(item, "ma").map(|(name, _)| name);
            own.into_iter().chain(sections_of(item))
        });
        vi::nearest(word, names).map(str::to_owned)
    }

    /// Whether an item is named by a word.
    pub(super) fn has(item: &Node, word: &str) -> bool {
        text_of(item, "ma").is_some_and(|(name, _)| name == word)
            || sections_of(item).contains(&word)
    }

    /// The keys that a new item of this kind must have, in a list under a key.
    pub(super) fn needed(&self, list: &str) -> &'static [&'static str] {
        match (&self.by, list) {
            (By::Name(_), "dong") => &["ten", "loai", "tong_hop"],
            (By::Name(_), "bieu") => &["so", "ten", "dong"],
            (By::Number(_), _) => &["ten"],
            (By::Name(_) | By::Sections(_), _) => &["tieu_de"],
        }
    }
}

impl fmt::Display for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.by {
            By::Name(name) => write!(f, "mục mã `{name}`"),
            By::Number(number) => write!(f, "dòng không số liệu, số thứ tự `{number}`"),
            By::Sections(sections) => write!(f, "phần có mục `{}`", sections.join("`, `")),
        }
    }
}

/// The single value of an item under a key.
fn text_of<'n>(item: &'n Node, key: &str) -> Option<(&'n str, Place)> {
    let NodeValue::Map(entries) = &item.value else {
        return None;
    };
    let value = &entries.iter().find(|entry| entry.key == key)?.value;
    match &value.value {
        NodeValue::Scalar { text, .. } => Some((text.trim(), value.place)),
        _ => None,
    }
}

/// The names of the sections of a part of the outline.
fn sections_of(item: &Node) -> Vec<&str> {
    let NodeValue::Map(entries) = &item.value else {
        return Vec::new();
    };
    let sections = entries.iter().find(|entry| entry.key == "muc");
    match sections.map(|sections| &sections.value.value) {
        Some(NodeValue::List(items)) => {
            let names = items.iter().filter_map(|item| text_of(item, "ma"));
            names.map(|(name, _)| name).collect()
        }
        _ => Vec::new(),
    }
}
