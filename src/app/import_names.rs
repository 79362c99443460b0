//! Which agency a name in a table means, and which pattern a new one is made after.

use std::collections::BTreeMap;

use crate::load::{AgencyOutline, AgencyRow, PatternOutline};
use crate::model::{Agency, Workspace};
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

/// The pattern that a new unit is made after: by the kind of unit, that of a column, or that of
/// others whose names begin with the same word.
pub(super) fn pattern_of<'a>(
    (workspace, outline): (&Workspace, &'a AgencyOutline),
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
        let first = |name: &str| spelling(name).split(' ').next().map(str::to_owned);
        let mut after = outline.after.iter().filter(|(id, _)| {
            let agency = workspace.agencies.get(id.as_str());
            agency.is_some_and(|agency| first(&agency.name.value) == first(short))
        });
        match after.next() {
            Some((_, name)) => patterns.get_key_value(name),
            // "Sở Tư pháp" is after the pattern `so`, also where no other one is there yet.
            None => by_name(&load::id_of(short.split(' ').next()?)),
        }
    };
    let found = if let Some(kind) = load::kind_of(short) {
        let commune = || COMMUNES.contains(&kind).then(|| by_name("xa")).flatten();
        by_name(&load::id_of(kind)).or_else(commune)
    } else {
        row.kind.as_deref().and_then(|kind| {
            let mut levels = workspace.levels.iter();
            let level = levels.find(|(_, name)| spelling(name) == spelling(kind));
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
