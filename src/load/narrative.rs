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
    // "Nguyên nhân: do thời tiết" is a key to YAML.
    if reader.refuse_sentence_with_colon(node, &["doan", "gach_dau_dong", "chu_thich"]) {
        return None;
    }
    let mut map = reader.map(node)?;
    let paragraph = map.required("doan", reader).and_then(|n| reader.text(n));
    let dashes = map
        .optional("gach_dau_dong")
        .and_then(|n| reader.filled_list(n, Reader::list_item))
        .unwrap_or_default();
    let footnote = map.optional("chu_thich").and_then(|n| reader.text(n));
    map.finish(reader);
    Some(Item {
        paragraph: paragraph?,
        dashes,
        footnote,
    })
}
