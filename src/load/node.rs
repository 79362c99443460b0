//! The tree that every data file becomes: what was written, how, and where.

use crate::diagnostic::Place;

/// How a scalar was written, which tells text from number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScalarStyle {
    /// Without quotes: may be a number, a date, a yes or no.
    Plain,
    /// In quotes or as a block: always text.
    Quoted,
}

/// A value in a data file with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// Where the value stands; of a list or mapping under a key, the key.
    pub place: Place,
    /// The value.
    pub value: NodeValue,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeValue {
    /// A key with nothing behind it, or a lone dash.
    Nothing,
    /// Something that was refused and reported already.
    Refused,
    /// One value, exactly as written.
    Scalar {
        /// The characters, escapes resolved.
        text: String,
        /// How it was written.
        style: ScalarStyle,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub key_place: Place,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// Whether nothing is written there.
    pub(super) fn is_blank(&self) -> bool {
        match &self.value {
            NodeValue::Nothing => true,
            NodeValue::Scalar { text, .. } => text.trim().is_empty(),
            NodeValue::Refused | NodeValue::List(_) | NodeValue::Map(_) => false,
        }
    }

    /// What the value is, for messages: "là một danh sách" and so on.
    pub(super) fn describe(&self) -> &'static str {
        match self.value {
            NodeValue::Nothing | NodeValue::Refused => "để trống",
            NodeValue::Scalar { .. } => "là một giá trị",
            NodeValue::List(_) => "là một danh sách",
            NodeValue::Map(_) => "là một nhóm khóa",
        }
    }
}
