//! Sets of agencies: `{cap: [so], co_quan: [thanh-tra]}`.

use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::Located;
use crate::model::{AgencyId, AgencySet, LevelId};

/// Who fills a row: `tat_ca`, `chu_quan`, or a mapping.
pub(super) fn fillers(reader: &mut Reader<'_>, node: &Node) -> Option<AgencySet> {
    if matches!(node.value, NodeValue::Scalar { .. }) {
        return reader
            .choice(node, &[("tat_ca", true), ("chu_quan", false)])
            .map(|everybody| AgencySet {
                everybody,
                owner: !everybody,
                ..AgencySet::default()
            });
    }
    let mut map = reader.map(node)?;
    let mut set = levels_and_agencies(reader, &mut map);
    set.owner = map
        .optional("chu_quan")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    map.finish(reader);
    Some(set)
}

/// The keys `cap` and `co_quan` of a mapping that holds more.
pub(super) fn levels_and_agencies(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> AgencySet {
    AgencySet {
        levels: names(reader, map, "cap", LevelId::from),
        agencies: names(reader, map, "co_quan", AgencyId::from),
        ..AgencySet::default()
    }
}

/// A list of names of one kind; none if the key is missing.
pub(super) fn names<T>(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    make: fn(String) -> T,
) -> Vec<Located<T>> {
    map.optional(key)
        .and_then(|n| reader.list(n, Reader::word))
        .unwrap_or_default()
        .into_iter()
        .map(|word| Located {
            value: make(word.value),
            place: word.place,
        })
        .collect()
}
