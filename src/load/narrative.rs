//! A unit's own paragraphs.

use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::model::Item;

/// A plain paragraph, or one with dashes below it or a footnote.
pub(super) fn item(reader: &mut Reader<'_>, node: &Node) -> Option<Item> {
    if !matches!(node.value, NodeValue::Map(_)) {
        return Some(Item {
            paragraph: reader.text(node)?,
            dashes: Vec::new(),
            footnote: None,
        });
    }
    let mut map = reader.map(node)?;
    let paragraph = map.required("doan", reader).and_then(|n| reader.text(n));
    let dashes = map
        .optional("gach_dau_dong")
        .and_then(|n| reader.list(n, Reader::text))
        .unwrap_or_default();
    let footnote = map.optional("chu_thich").and_then(|n| reader.text(n));
    map.finish(reader);
    Some(Item {
        paragraph: paragraph?,
        dashes,
        footnote,
    })
}
