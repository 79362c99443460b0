//! The levels of `co-quan.yaml`: a name each, and what they are to the place, stated or inferred
//! from names.

use indexmap::IndexMap;

use super::agency_table::without_office;
use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::model::{Agency, AgencyId, Level, LevelId, LevelRole};

/// What `vai_tro` can say.
const ROLES: &[(&str, Option<LevelRole>)] = &[
    ("chuyen_mon", Some(LevelRole::Department)),
    ("trung_gian", Some(LevelRole::Middle)),
    ("co_so", Some(LevelRole::Basic)),
    ("khac", None),
];

/// Levels, and which of them say themselves what they are to the place.
#[derive(Default)]
pub(super) struct Levels {
    pub(super) all: IndexMap<LevelId, Level>,
    stated: Vec<LevelId>,
}

/// What `cap` says.
pub(super) fn levels(reader: &mut Reader<'_>, node: &Node) -> Levels {
    let mut levels = Levels::default();
    for entry in reader.entries(node).unwrap_or_default() {
        let id = LevelId::from(entry.key.as_str());
        let level = if let NodeValue::Map(entries) = &entry.value.value {
            let map = MapReader::new(entry.value.place, entries);
            let described = described(reader, map);
            if described.as_ref().is_some_and(|(_, is_stated)| *is_stated) {
                levels.stated.push(id.clone());
            }
            described.map(|(level, _)| level)
        } else {
            reader
                .text(&entry.value)
                .map(|name| Level::named(name.value))
        };
        levels.all.extend(level.map(|level| (id, level)));
    }
    levels
}

/// A level of which more than the name is said, and whether that is what it is to the place.
fn described(reader: &mut Reader<'_>, mut map: MapReader<'_>) -> Option<(Level, bool)> {
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    let role = map
        .optional("vai_tro")
        .and_then(|n| reader.choice(n, ROLES));
    let own = map.optional("tu_ngu").and_then(|n| reader.map(n));
    let (tier, plural) = own.map(|own| words(reader, own)).unwrap_or_default();
    map.finish(reader);
    let named = Level::named(name?.value);
    let level = Level {
        role: role.unwrap_or(named.role),
        tier,
        plural,
        ..named
    };
    Some((level, role.is_some()))
}

fn words(reader: &mut Reader<'_>, mut map: MapReader<'_>) -> (Option<String>, Option<String>) {
    let mut word = |key| {
        let said = map.optional(key).and_then(|n| reader.title(n));
        said.map(|said| said.value)
    };
    let words = (word("goi"), word("cac"));
    map.finish(reader);
    words
}

/// Gives levels whose names do not say what they are to the place what the names of all their
/// agencies say. A level of the name by which earlier versions knew communes is one of communes.
pub(super) fn infer(levels: &mut Levels, agencies: &IndexMap<AgencyId, Agency>) {
    for (id, level) in &mut levels.all {
        if level.role.is_some() || levels.stated.contains(id) {
            continue;
        }
        let names = agencies.values().filter(|agency| agency.level == *id);
        let mut roles = names.map(|agency| role_of(&agency.name.value));
        let first = roles.next().flatten();
        let of_agencies = first.filter(|_| roles.all(|role| role == first));
        let by_id = (id.as_str() == "xa").then_some(LevelRole::Basic);
        level.role = of_agencies.or(by_id);
    }
}

/// What the committee of a name is; a department is none that is known by its own name alone.
fn role_of(name: &str) -> Option<LevelRole> {
    (without_office(name) != name)
        .then(|| LevelRole::of_name(name))
        .flatten()
}
