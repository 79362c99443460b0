//! Levels of agencies (cấp): what they are called, what they are to the place, and the words that
//! sentences have for all agencies of a kind.
//!
//! Not for: where they stand in files (`load::level`).

use crate::vi;

/// What the agencies of a level are to the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelRole {
    /// The departments of the place itself (sở, ban, ngành).
    Department,
    /// People's Committees between the place and the communes (cấp huyện), which there were until
    /// 30/6/2025 (Luật Tổ chức chính quyền địa phương 2015, Điều 2).
    Middle,
    /// People's Committees of communes: xã, phường, đặc khu, and thị trấn until 30/6/2025 (Luật Tổ
    /// chức chính quyền địa phương 2015, Điều 2; 2025, Điều 1).
    Basic,
}

/// A level as it is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// What its agencies are called together: "Ủy ban nhân dân quận, huyện".
    pub name: String,
    /// What they are to the place, stated or inferred from names; nothing for others.
    pub role: Option<LevelRole>,
    /// What sentences call the tier of government, where that is another word: "cấp cơ sở".
    pub tier: Option<String>,
    /// What sentences call all of its agencies, where that does not follow from the name.
    pub plural: Option<String>,
}

/// What sentences call the agencies that are one thing to the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWords {
    /// Behind a number: "sở, ban, ngành", "Ủy ban nhân dân quận, huyện".
    pub name: String,
    /// All of them: "các sở, ban, ngành", "Ủy ban nhân dân các quận, huyện".
    pub plural: String,
    /// The tier of government: "cấp huyện"; of departments, which are none, the name.
    pub tier: String,
    /// The committees of that tier: "Ủy ban nhân dân cấp huyện"; of departments the name.
    pub office: String,
}

const OFFICE: &str = "Ủy ban nhân dân";
/// What departments are called where no level says it.
const DEPARTMENTS: &str = "sở, ban, ngành";

impl LevelRole {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Department, Self::Middle, Self::Basic];

    /// What the names of agencies begin with, as [`parts`] has them.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Department => &["sở", "cơ quan chuyên môn"],
            Self::Middle => &[
                "huyện",
                "quận",
                "thị xã",
                "cấp huyện",
                "thành phố thuộc tỉnh",
            ],
            Self::Basic => &["xã", "phường", "thị trấn", "đặc khu", "cấp xã"],
        }
    }

    /// What the law calls the tier of government, if it is one.
    fn tier(self) -> Option<&'static str> {
        match self {
            Self::Department => None,
            Self::Middle => Some("cấp huyện"),
            Self::Basic => Some("cấp xã"),
        }
    }

    /// What agencies of a name are: of one, or of all of a level; nothing of others, or where they
    /// are several things.
    pub fn of_name(name: &str) -> Option<Self> {
        let of_part = |part: &str| {
            let begins = |kind: &&str| {
                let rest = part.strip_prefix(*kind);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            let mut all = Self::ALL.into_iter();
            all.find(|role| role.kinds().iter().any(begins))
        };
        let parts = parts(name);
        let mut roles = parts.iter().filter_map(|part| of_part(part));
        let first = roles.next()?;
        roles.all(|role| role == first).then_some(first)
    }
}

/// The kinds of agencies that a name lists, in small letters: "huyện" and "thị xã" of "Ủy ban nhân
/// dân các huyện, thị xã".
fn parts(name: &str) -> Vec<String> {
    let compared = vi::comparable(name).replace(" và ", ",");
    let parts = compared.split([',', ';']).map(|part| {
        let part = without(part.trim(), "các ");
        without(without(part, "ubnd "), "các ").to_owned()
    });
    parts.collect()
}

fn without<'t>(text: &'t str, before: &str) -> &'t str {
    text.strip_prefix(before).unwrap_or(text).trim_start()
}

impl Level {
    /// A level of which nothing but the name is said; its name says what it is to the place.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            role: LevelRole::of_name(&name),
            name,
            tier: None,
            plural: None,
        }
    }

    /// Its name behind "các": "quận, huyện", "sở, ban, ngành".
    fn bare(&self) -> String {
        let small = self.name.to_lowercase();
        let mut own = small.as_str();
        for before in ["các ", "ủy ban nhân dân ", "ubnd ", "các "] {
            own = without(own, before);
        }
        // The same letters as somebody wrote them, but for the first.
        let letters = own.chars().count();
        let begins = self.name.chars().count().saturating_sub(letters);
        let first = own.chars().take(1);
        first.chain(self.name.chars().skip(begins + 1)).collect()
    }
}

impl RoleWords {
    /// The words for the agencies of all levels that are one thing to the place. Where no level is
    /// that, there are the words of the law.
    pub fn of<'l>(role: LevelRole, levels: impl IntoIterator<Item = &'l Level>) -> Self {
        let mut own: Vec<_> = levels.into_iter().collect();
        own.retain(|level| level.role == Some(role));
        let tier = own.iter().find_map(|level| level.tier.clone());
        let tier = tier.or_else(|| role.tier().map(str::to_owned));
        // A name that is none of kinds ("Địa phương") does not go on behind "Ủy ban nhân dân".
        own.retain(|level| tier.is_none() || LevelRole::of_name(&level.name) == Some(role));
        let bare: Vec<_> = own.iter().map(|level| level.bare()).collect();
        let bare = bare.join(", ");
        let said = own.iter().find_map(|level| level.plural.clone());
        let Some(tier) = tier else {
            let name = if bare.is_empty() {
                DEPARTMENTS.to_owned()
            } else {
                bare
            };
            return Self {
                plural: said.unwrap_or_else(|| format!("các {name}")),
                tier: name.clone(),
                office: name.clone(),
                name,
            };
        };
        let office = format!("{OFFICE} {tier}");
        // "Ủy ban nhân dân các cấp xã" would be several tiers.
        let is_tier = bare.is_empty() || bare.starts_with("cấp ");
        let (name, plural) = if is_tier {
            (office.clone(), office.clone())
        } else {
            (format!("{OFFICE} {bare}"), format!("{OFFICE} các {bare}"))
        };
        Self {
            plural: said.unwrap_or(plural),
            name,
            tier,
            office,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_level_is() {
        use LevelRole::{Basic, Department, Middle};
        for (name, role) in [
            ("Sở, ban, ngành", Some(Department)),
            ("Các sở", Some(Department)),
            ("Sở và tương đương", Some(Department)),
            (
                "Cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh",
                Some(Department),
            ),
            ("Ủy ban nhân dân quận, huyện", Some(Middle)),
            ("UBND các huyện, thị xã, thành phố", Some(Middle)),
            ("Thị xã", Some(Middle)),
            ("Ủy ban nhân dân cấp huyện", Some(Middle)),
            ("Ủy ban nhân dân xã, phường, đặc khu", Some(Basic)),
            ("Ủy ban nhân dân xã, phường và thị trấn", Some(Basic)),
            ("Xã", Some(Basic)),
            ("UBND cấp xã", Some(Basic)),
            ("Ủy ban nhân dân xã Đại Hải", Some(Basic)),
            ("Ủy ban nhân dân thị xã Buôn Hồ", Some(Middle)),
            ("Ủy ban nhân dân thành phố", None),
            ("Ủy ban nhân dân tỉnh", None),
            ("Ủy ban nhân dân huyện, xã", None),
            ("Bộ, ngành trung ương", None),
            ("Cơ quan cấp tỉnh", None),
            ("Xãhội", None),
            ("", None),
        ] {
            assert_eq!(LevelRole::of_name(name), role, "{name}");
        }
    }

    fn words(role: LevelRole, names: &[&str]) -> [String; 4] {
        let levels: Vec<_> = names.iter().map(|name| Level::named(*name)).collect();
        let words = RoleWords::of(role, &levels);
        [words.name, words.plural, words.tier, words.office]
    }

    #[test]
    fn sentences_have_the_words_of_the_levels() {
        let all = ["Sở, ban, ngành", "Ủy ban nhân dân quận, huyện", "UBND xã"];
        assert_eq!(
            words(LevelRole::Department, &all)[..2],
            ["sở, ban, ngành", "các sở, ban, ngành"]
        );
        assert_eq!(
            words(LevelRole::Middle, &all),
            [
                "Ủy ban nhân dân quận, huyện",
                "Ủy ban nhân dân các quận, huyện",
                "cấp huyện",
                "Ủy ban nhân dân cấp huyện",
            ]
        );
        assert_eq!(
            words(LevelRole::Basic, &all),
            [
                "Ủy ban nhân dân xã",
                "Ủy ban nhân dân các xã",
                "cấp xã",
                "Ủy ban nhân dân cấp xã",
            ]
        );
    }

    #[test]
    fn letters_stay_as_they_were_written() {
        let name = "Cơ quan chuyên môn thuộc Ủy ban nhân dân Thành phố Hồ Chí Minh";
        assert_eq!(
            words(LevelRole::Department, &[name])[1],
            "các cơ quan chuyên môn thuộc Ủy ban nhân dân Thành phố Hồ Chí Minh"
        );
    }

    #[test]
    fn several_levels_are_named_together() {
        let all = [
            "Ủy ban nhân dân huyện",
            "Ủy ban nhân dân các thị xã, thành phố",
        ];
        assert_eq!(
            words(LevelRole::Middle, &all)[..2],
            [
                "Ủy ban nhân dân huyện, thị xã, thành phố",
                "Ủy ban nhân dân các huyện, thị xã, thành phố",
            ]
        );
    }

    #[test]
    fn a_role_that_no_level_has_is_called_as_the_law_does() {
        assert_eq!(words(LevelRole::Department, &[])[1], "các sở, ban, ngành");
        assert_eq!(
            words(LevelRole::Middle, &["Sở"])[1],
            "Ủy ban nhân dân cấp huyện"
        );
        assert_eq!(
            words(LevelRole::Basic, &["Ủy ban nhân dân cấp xã"])[..2],
            ["Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp xã"]
        );
    }

    #[test]
    fn what_a_level_says_itself_goes_before() {
        let local = Level {
            role: Some(LevelRole::Basic),
            tier: Some("cấp cơ sở".to_owned()),
            ..Level::named("Địa phương")
        };
        let words = RoleWords::of(LevelRole::Basic, [&local]);
        assert_eq!(words.office, "Ủy ban nhân dân cấp cơ sở");
        assert_eq!(words.plural, "Ủy ban nhân dân cấp cơ sở");
        let departments = Level {
            plural: Some("các cơ quan chuyên môn".to_owned()),
            ..Level::named("Sở")
        };
        let words = RoleWords::of(LevelRole::Department, [&departments]);
        assert_eq!(words.plural, "các cơ quan chuyên môn");
        assert_eq!(words.name, "sở");
    }
}
