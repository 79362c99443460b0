//! Which agency a name in a table means, and which pattern a new one is made after.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{AgencyOutline, AgencyRow, PatternOutline};
use crate::model::{Agency, LevelRole, Workspace};
use crate::{load, vi};

/// Kinds of units whose pattern is that of communes, if there is none by their own name.
pub(super) const COMMUNES: [&str; 4] = ["xã", "phường", "thị trấn", "đặc khu"];
/// Marks as some put them on the last vowel, and as this program's data have them.
const MARKS: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// Agencies by their names in one spelling.
pub(super) fn by_name(workspace: &Workspace) -> BTreeMap<String, Vec<&Agency>> {
    let mut all: BTreeMap<String, Vec<&Agency>> = BTreeMap::new();
    for agency in workspace.agencies.values() {
        let name = spelling(&agency.name.value);
        all.entry(name).or_default().push(agency);
    }
    all
}

/// A name in one spelling: small letters, one place of the mark ("hòa", "hoà"), one apostrophe,
/// without "Ủy ban nhân dân".
pub(super) fn spelling(name: &str) -> String {
    let mut spelling = name.to_lowercase();
    for (other, own) in MARKS {
        spelling = spelling.replace(other, own);
    }
    let spelling = vi::comparable(&spelling).replace(['’', '‘', 'ʼ'], "'");
    spelling
        .strip_prefix("ubnd ")
        .unwrap_or(&spelling)
        .to_owned()
}

/// Which patterns the units of a file are made after.
pub(super) struct PatternsOfWords<'a> {
    /// That of the first unit whose name begins with a word.
    first: BTreeMap<String, &'a str>,
    /// Those of units whose names have a kind.
    of_kinds: BTreeSet<&'a str>,
}

impl<'a> PatternsOfWords<'a> {
    pub(super) fn of(workspace: &Workspace, outline: &'a AgencyOutline) -> Self {
        let mut all = Self {
            first: BTreeMap::new(),
            of_kinds: BTreeSet::new(),
        };
        for (id, pattern) in &outline.after {
            let Some(agency) = workspace.agencies.get(id.as_str()) else {
                continue;
            };
            let name = spelling(&agency.name.value);
            if load::kind_of(&name).is_some() {
                all.of_kinds.insert(pattern);
            }
            all.first.entry(first_word(&name)).or_insert(pattern);
        }
        all
    }

    /// Whether a pattern is that of units whose names have a kind.
    pub(super) fn is_of_kinds(&self, pattern: &str) -> bool {
        self.of_kinds.contains(pattern)
    }
}

fn first_word(name: &str) -> String {
    let name = spelling(name);
    name.split(' ').next().unwrap_or_default().to_owned()
}

/// The pattern that a new unit is made after: by the kind of unit, that of a column, or that of
/// others whose names begin with the same word.
pub(super) fn pattern_of<'a>(
    (workspace, outline, of_words): (&Workspace, &'a AgencyOutline, &PatternsOfWords<'a>),
    row: &AgencyRow,
    short: &str,
) -> Option<(&'a str, &'a PatternOutline)> {
    let patterns = &outline.patterns;
    let of_level = |level: &str| {
        let mut all = patterns.iter();
        all.find(|(_, pattern)| pattern.level.as_deref() == Some(level))
    };
    let by_name = |name: &str| patterns.get_key_value(name).or_else(|| of_level(name));
    let of_others = || {
        match of_words.first.get(&first_word(short)) {
            Some(name) => patterns.get_key_value(*name),
            // "Sở Tư pháp" is after the pattern `so`, also where no other one is there yet.
            None => by_name(&load::id_of(short.split(' ').next()?)),
        }
    };
    let found = if let Some(kind) = load::kind_of(short) {
        let commune = || {
            let mut levels = workspace.levels.iter().filter(|_| COMMUNES.contains(&kind));
            let basic = levels.find(|(_, level)| level.role == Some(LevelRole::Basic))?;
            of_level(basic.0.as_str())
        };
        by_name(&load::id_of(kind)).or_else(commune)
    } else {
        row.kind.as_deref().and_then(|kind| {
            let mut levels = workspace.levels.iter();
            let level = levels.find(|(_, level)| spelling(&level.name) == spelling(kind));
            by_name(&load::id_of(kind)).or_else(|| of_level(level?.0.as_str()))
        })
    };
    let (name, pattern) = found.or_else(of_others)?;
    Some((name.as_str(), pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling() {
        for (one, other) in [
            ("Ủy ban nhân dân xã Hòa An", "xã Hoà An"),
            (
                "UBND phường Thủy Nguyên",
                "Uỷ ban nhân dân phường Thuỷ Nguyên",
            ),
            ("xã Ea H'Leo", "Xã Ea H’leo"),
        ] {
            assert_eq!(spelling(one), spelling(other));
        }
        assert_ne!(spelling("xã Đại Hải"), spelling("phường Đại Hải"));
    }
}
