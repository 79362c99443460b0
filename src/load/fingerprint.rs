//! What a file says, as a short text that changes when it does and not when only spaces,
//! comments, quotes or the order of keys do.

use std::fmt::Write as _;

use super::node::{Node, NodeValue};
use crate::hash::sha256;
use crate::vi;

/// The SHA-256 of what a node says, in hexadecimal.
pub(super) fn fingerprint(node: &Node) -> String {
    let mut text = String::new();
    spell(node, &mut text);
    sha256(text.as_bytes())
}

/// One value after the other, each with its length before it, so that no two trees are
/// written alike.
fn spell(node: &Node, text: &mut String) {
    let mut piece = |kind: char, words: &str| {
        let _ = write!(text, "{kind}{}:{words}", words.len());
    };
    match &node.value {
        NodeValue::Nothing | NodeValue::Refused => piece('-', ""),
        NodeValue::Scalar { text: scalar, .. } => piece('s', &vi::clean(scalar)),
        NodeValue::List(items) => {
            piece('l', &items.len().to_string());
            for item in items {
                spell(item, text);
            }
        }
        NodeValue::Map(entries) => {
            piece('m', &entries.len().to_string());
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            for entry in sorted {
                let _ = write!(text, "k{}:{}", entry.key.len(), entry.key);
                spell(&entry.value, text);
            }
        }
    }
}
