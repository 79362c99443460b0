//! One value of a data file is changed, and every other byte stays as it was: comments, order,
//! style, line ends.
//!
//! Nothing is taken on trust: the text that comes out is read again and must differ from the one
//! before in exactly the value that was asked for. What cannot be changed so is refused, and is
//! changed by hand. Not for: files on disk, or what values mean.

mod becomes;
mod compose;
mod lines;
mod order;
mod outline;
mod patch;
mod raw;
mod together;
mod tree;
mod written;

use std::fmt;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use self::outline::{Outline, Shape, Spot};
use self::patch::{Order, Patch, Patcher};
use self::raw::{difference, in_raw};
use self::tree::{at, expected, is_same, tree};
use super::node::{Node, NodeValue, ScalarStyle};
use crate::diagnostic::text_of;

pub use becomes::{Becomes, Rewrite, Unwritable, rewritten};
pub use compose::{ValuePlace, compose, places};
pub use order::order_of_submission;
pub use together::edit_all;

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a group, by a key.
    Key(String),
    /// Into a list, by a place that counts from nought. The place behind the last item is that
    /// of a new one.
    Index(usize),
}

/// What is to stand in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, read as one whatever it looks like.
    Text(String),
    /// A number.
    Number(u64),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// Texts one below the other, such as paragraphs.
    List(Vec<String>),
    /// Keys with values, in braces on one line.
    Group(Vec<(String, Value)>),
}

/// What is to become of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It has this value, with the groups that it lacks around it.
    Set(Value),
    /// It is no more. The comments on its lines, and those within it, go with it: they are of what
    /// is removed, and whoever writes files keeps the bytes before (`history`).
    Remove,
}

/// Why a file is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditRefusal {
    /// It is not UTF-8, or the reader finds a fault in how it is written.
    Unreadable,
    /// A key stands twice.
    DuplicateKey,
    /// Anchors, references, tags, merged groups, keys that are no words.
    References,
    /// The way leads behind the end of a list.
    NoSuchPlace,
    /// What stands there is written in a way, or is of a kind, that is not changed into another.
    OtherShape,
    /// A comment would be lost.
    CommentLost,
    /// The only value of a file cannot be removed.
    LastOfFile,
    /// What came out is not what was asked for: the value cannot be written there.
    NotAsAsked,
}

impl EditRefusal {
    /// Why, in Vietnamese; what stands behind it says to edit by hand.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "tệp có lỗi cú pháp",
            Self::DuplicateKey => "có khóa xuất hiện hai lần trong tệp",
            Self::References => "tệp dùng dấu neo, tham chiếu hoặc nhãn kiểu",
            Self::NoSuchPlace => "không có chỗ ấy trong tệp",
            Self::OtherShape => "chỗ ấy đang viết theo cách khác",
            Self::CommentLost => "sửa thì mất một dòng ghi chú",
            Self::LastOfFile => "đó là giá trị duy nhất của tệp",
            Self::NotAsAsked => "giá trị ấy không viết được vào chỗ ấy",
        }
    }
}

impl fmt::Display for EditRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for EditRefusal {}

impl Value {
    /// As it is read, of a number, a day, yes or no.
    fn plain(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join("\n"),
            Self::Group(_) => lines::flow(self),
        }
    }

    /// With accents composed, as everything typed is.
    fn composed(&self) -> Self {
        let composed = |text: &String| text.nfc().collect();
        match self {
            Self::Text(text) => Self::Text(composed(text)),
            Self::List(items) => Self::List(items.iter().map(composed).collect()),
            Self::Group(parts) => {
                let parts = parts.iter();
                Self::Group(
                    parts
                        .map(|(key, part)| (key.clone(), part.composed()))
                        .collect(),
                )
            }
            Self::Number(_) | Self::Date(_) | Self::Flag(_) => self.clone(),
        }
    }

    /// Whether it is what stands in a place, however it is written there.
    fn is_in(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::List(items), NodeValue::List(nodes)) => {
                let is_in = |(item, node): (&String, &Node)| is_text(item, &node.value);
                items.len() == nodes.len() && items.iter().zip(nodes).all(is_in)
            }
            (Self::Group(parts), NodeValue::Map(entries)) => {
                let is_in = |(key, part): &(String, Self)| {
                    let found = entries.iter().find(|entry| entry.key == *key);
                    found.is_some_and(|found| part.is_in(&found.value))
                };
                parts.len() == entries.len() && parts.iter().all(is_in)
            }
            (Self::List(_) | Self::Group(_), _) => false,
            (Self::Text(text), value) => is_text(text, value),
            (_, NodeValue::Scalar { text, style }) => {
                *style == ScalarStyle::Plain && *text == self.plain()
            }
            _ => false,
        }
    }
}

/// Whether a text is what a node holds, however it is written and its accents are composed. A
/// plain `true` or `45` is no text to other readers.
fn is_text(wanted: &str, value: &NodeValue) -> bool {
    let NodeValue::Scalar { text, style } = value else {
        return false;
    };
    let is_another = *style == ScalarStyle::Plain && written::is_of_another_kind(text);
    !is_another && (text == wanted || text.nfc().eq(wanted.chars()))
}

/// Changes one value in the bytes of a file. Nothing, if it is so already.
///
/// # Errors
/// The file cannot be changed there; see [`EditRefusal`].
pub fn edit(
    bytes: &[u8],
    path: &[Step],
    change: &Change,
    order: &dyn Fn(&[Step]) -> Vec<String>,
) -> Result<Option<Vec<u8>>, EditRefusal> {
    let raw = std::str::from_utf8(bytes).map_err(|_| EditRefusal::Unreadable)?;
    let text = text_of(bytes.to_vec()).map_err(|_| EditRefusal::Unreadable)?;
    let before = tree(&text)?;
    let change = match change {
        Change::Set(value) => Change::Set(value.composed()),
        Change::Remove => Change::Remove,
    };
    let found = at(&before, path);
    let is_so = match &change {
        Change::Set(value) => found.is_some_and(|node| value.is_in(node)),
        Change::Remove => found.is_none(),
    };
    if is_so {
        return Ok(None);
    }
    let after = changed(&text, path, &change, order)?;
    let expected = expected(before, path, &change).ok_or(EditRefusal::NoSuchPlace)?;
    let read = tree(&after).map_err(|_| EditRefusal::NotAsAsked)?;
    if !is_same(&expected, &read) {
        return Err(EditRefusal::NotAsAsked);
    }
    let (range, new) = difference(&text, &after);
    let written = in_raw(raw, &range, new);
    let again = text_of(written.clone()).map_err(|_| EditRefusal::NotAsAsked)?;
    if again == after {
        Ok(Some(written))
    } else {
        Err(EditRefusal::NotAsAsked)
    }
}

/// The text with the change.
fn changed(
    text: &str,
    path: &[Step],
    change: &Change,
    order: Order<'_>,
) -> Result<String, EditRefusal> {
    match change {
        Change::Remove => patched(text, order, |patcher| patcher.remove(path)),
        Change::Set(Value::List(items)) if !items.is_empty() => {
            let outline = Outline::of(text).ok_or(EditRefusal::References)?;
            let value = Value::List(items.clone());
            lines_of(&outline.root, path).map_or_else(
                || patched(text, order, |patcher| patcher.set(path, &value)),
                |old| list(text, path, (&old, items), order),
            )
        }
        Change::Set(value) => patched(text, order, |patcher| patcher.set(path, value)),
    }
}

/// The text with a patch.
fn patched(
    text: &str,
    order: Order<'_>,
    patch: impl Fn(&Patcher<'_>) -> Result<Patch, EditRefusal>,
) -> Result<String, EditRefusal> {
    let outline = Outline::of(text).ok_or(EditRefusal::References)?;
    let patch = patch(&Patcher {
        text,
        outline: &outline,
        order,
    })?;
    let mut text = text.to_owned();
    text.replace_range(patch.range, &patch.text);
    Ok(text)
}

/// A list item by item, so that those that stay keep how they are written.
fn list(
    text: &str,
    path: &[Step],
    (old, new): (&[Option<String>], &[String]),
    order: Order<'_>,
) -> Result<String, EditRefusal> {
    let is_same = |(old, new): &(&Option<String>, &String)| {
        let old = old.as_ref();
        old.is_some_and(|old| old == *new || old.nfc().eq(new.chars()))
    };
    let first = old.iter().zip(new).take_while(is_same).count();
    let behind = old[first..].iter().rev().zip(new[first..].iter().rev());
    let last = behind.take_while(is_same).count();
    let (was, is) = (old.len() - first - last, new.len() - first - last);
    // An item that is no single text is not put in words.
    if old[first..first + was].iter().any(Option::is_none) {
        return Err(EditRefusal::OtherShape);
    }
    let both = was.min(is);
    let place = |at: usize| [path, &[Step::Index(at)]].concat();
    let mut text = text.to_owned();
    for (at, item) in new.iter().enumerate().skip(first).take(is) {
        text = if at < first + both {
            let value = Value::Text(item.clone());
            patched(&text, order, |patcher| patcher.set(&place(at), &value))?
        } else {
            patched(&text, order, |patcher| patcher.insert_item(path, at, item))?
        };
    }
    for at in (first + both..first + was).rev() {
        text = patched(&text, order, |patcher| patcher.remove(&place(at)))?;
    }
    Ok(text)
}

/// The items of a list that is written line by line and has some; nothing for one that is no
/// single text.
fn lines_of(root: &Spot, path: &[Step]) -> Option<Vec<Option<String>>> {
    let mut spot = root;
    for step in path {
        spot = match (step, &spot.shape) {
            (Step::Key(name), Shape::Map { entries, .. }) => {
                let entry = entries.iter().find(|entry| entry.name == *name)?;
                &entry.value
            }
            (Step::Index(at), Shape::List { items, .. }) => items.get(*at)?,
            _ => return None,
        };
    }
    let Shape::List {
        flow: false, items, ..
    } = &spot.shape
    else {
        return None;
    };
    let text = |item: &Spot| match &item.shape {
        Shape::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    };
    Some(items.iter().map(text).collect())
}

/// A single value of a file as it is written there; nothing where there is none.
pub fn value_at(bytes: &[u8], path: &[Step]) -> Option<String> {
    let root = tree(&text_of(bytes.to_vec()).ok()?).ok()?;
    match &at(&root, path)?.value {
        NodeValue::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

/// The names of the parts of a file. Nothing, if it cannot be read.
pub fn keys(bytes: &[u8]) -> Option<Vec<String>> {
    let root = tree(&text_of(bytes.to_vec()).ok()?).ok()?;
    match root.value {
        NodeValue::Map(entries) => Some(entries.into_iter().map(|entry| entry.key).collect()),
        _ => Some(Vec::new()),
    }
}

/// Whether a file has a part of a name.
pub fn has_key(bytes: &[u8], key: &str) -> bool {
    let text = text_of(bytes.to_vec()).ok();
    let root = text.and_then(|text| tree(&text).ok());
    root.is_some_and(|root| at(&root, &[Step::Key(key.to_owned())]).is_some())
}
