//! A unit's own paragraphs.

use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::model::Item;

/// When a paragraph was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// For this report.
    New,
    /// For the last one: copied, and not touched yet (`cu`).
    OfLastReport,
}

/// A plain paragraph, or one with dashes below it or a footnote.
pub(super) fn item(reader: &mut Reader<'_>, node: &Node) -> Option<(Item, Age)> {
    if !matches!(node.value, NodeValue::Map(_)) {
        let item = Item {
            paragraph: reader.text(node)?,
            presented: None,
            dashes: Vec::new(),
            footnote: None,
        };
        return Some((item, Age::New));
    }
    // "Nguyên nhân: do thời tiết" is a key to YAML.
    let keys = ["doan", "cu", "ban_trinh", "gach_dau_dong", "chu_thich"];
    if reader.refuse_sentence_with_colon(node, &keys) {
        return None;
    }
    let mut map = reader.map(node)?;
    let (paragraph, age) = match map.optional("cu") {
        Some(old) => (Some(old), Age::OfLastReport),
        None => (map.required("doan", reader), Age::New),
    };
    let paragraph = paragraph.and_then(|n| reader.text(n));
    let presented = map.optional("ban_trinh").and_then(|n| reader.text(n));
    let dashes = map
        .optional("gach_dau_dong")
        .and_then(|n| reader.filled_list(n, Reader::list_item))
        .unwrap_or_default();
    let footnote = map.optional("chu_thich").and_then(|n| reader.text(n));
    map.finish(reader);
    let item = Item {
        paragraph: paragraph?,
        presented,
        dashes,
        footnote,
    };
    Some((item, age))
}
