//! How agencies are written in `co-quan.yaml`, for whoever adds to the file: patterns, and which
//! units are made after them.
//!
//! Not for: what is wrong in it, or what holds on which day (`agency`).

use indexmap::IndexMap;

use super::node::{Entry, Node, NodeValue};
use super::yaml;
use crate::diagnostic::{Sources, text_of};

/// How a file of agencies is written.
#[derive(Debug, Default)]
pub struct AgencyOutline {
    /// Its patterns by their names.
    pub patterns: IndexMap<String, PatternOutline>,
    /// The pattern of each unit that has one, by the unit's name in data.
    pub after: IndexMap<String, String>,
    /// All names that each unit writes for itself, those of other days too (`thay_doi`).
    pub names: IndexMap<String, Vec<String>>,
}

/// What a pattern says that a new unit after it need not.
#[derive(Debug, Default)]
pub struct PatternOutline {
    /// The level of its units.
    pub level: Option<String>,
    /// Their abbreviation.
    pub abbreviation: Option<String>,
    /// The title of their heads.
    pub head_title: Option<String>,
    /// Their signers by name in data, with their titles.
    pub signers: IndexMap<String, String>,
}

/// Reads how agencies are written; nothing where the file cannot be read.
pub fn agency_outline(bytes: &[u8]) -> Option<AgencyOutline> {
    let text = text_of(bytes.to_vec()).ok()?;
    let source = Sources::default().add("", "");
    let root = yaml::parse(source, &text, &mut Vec::new())?;
    let patterns = value(&root, "mau").map(below).unwrap_or_default();
    let patterns = patterns.iter().map(|entry| {
        let pattern = &entry.value;
        let signers = value(pattern, "nguoi_ky").map(below).unwrap_or_default();
        let signers = signers
            .iter()
            .filter_map(|signer| Some((signer.key.clone(), text_at(&signer.value, "chuc_vu")?)));
        let outline = PatternOutline {
            level: text_at(pattern, "cap"),
            abbreviation: text_at(pattern, "viet_tat"),
            head_title: text_at(pattern, "nguoi_dung_dau"),
            signers: signers.collect(),
        };
        (entry.key.clone(), outline)
    });
    let units = value(&root, "co_quan").map(below).unwrap_or_default();
    let after = units
        .iter()
        .filter_map(|unit| Some((unit.key.clone(), text_at(&unit.value, "mau")?)));
    let names = units.iter().map(|unit| {
        let changes = value(&unit.value, "thay_doi").map(below);
        let changes = changes.unwrap_or_default().iter().map(|day| &day.value);
        let all = std::iter::once(&unit.value).chain(changes);
        let names = all.filter_map(|said| text_at(said, "ten")).collect();
        (unit.key.clone(), names)
    });
    Some(AgencyOutline {
        names: names.collect(),
        patterns: patterns.collect(),
        after: after.collect(),
    })
}

fn below(node: &Node) -> &[Entry] {
    match &node.value {
        NodeValue::Map(entries) => entries,
        _ => &[],
    }
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let entry = below(node).iter().find(|entry| entry.key == key)?;
    Some(&entry.value)
}

fn text_at(node: &Node, key: &str) -> Option<String> {
    match &value(node, key)?.value {
        NodeValue::Scalar { text, .. } => Some(text.trim().to_owned()),
        _ => None,
    }
}
