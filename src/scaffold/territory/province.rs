//! The provinces since 01/7/2025, with their communes.

use std::fmt;
use std::sync::LazyLock;

use super::{bare, former};
use crate::model::{Territory, TerritoryKind};
use crate::vi;

/// Which kind of place a commune is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommuneKind {
    /// Xã.
    Rural,
    /// Phường.
    Ward,
    /// Đặc khu.
    SpecialZone,
}

/// A commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune {
    /// Its kind.
    pub kind: CommuneKind,
    /// Its name alone: "Đại Hải".
    pub name: &'static str,
}

/// A province or a city of its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Its kind.
    pub kind: TerritoryKind,
    /// Its name alone: "Lâm Đồng".
    pub name: &'static str,
    /// Its communes, in the order of their kinds and names.
    pub communes: Vec<Commune>,
}

/// A name that is none of the provinces'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameUnknown {
    /// A name of before 01/7/2025.
    Former {
        /// The name of before.
        before: &'static str,
        /// The province that it is a part of now, in full.
        now: String,
    },
    /// A name that is near to one.
    Near {
        /// The name.
        name: String,
        /// What was meant, in full.
        meant: String,
    },
    /// A name that is near to none.
    Far {
        /// The name.
        name: String,
    },
}

impl fmt::Display for NameUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Former { before, .. } => {
                write!(f, "{before} không còn là tên của tỉnh, thành phố nào")
            }
            Self::Near { name, .. } | Self::Far { name } => {
                write!(f, "không có tỉnh, thành phố nào tên `{name}`")
            }
        }
    }
}

impl std::error::Error for NameUnknown {}

impl NameUnknown {
    /// What to write in its place, in Vietnamese.
    pub fn remedy(&self) -> String {
        match self {
            Self::Former { now, .. } => format!("nơi ấy nay thuộc {now}: ghi tên ấy"),
            Self::Near { meant, .. } => format!("có phải là {meant}?"),
            Self::Far { .. } => {
                let names = Province::all().iter().map(|province| province.name);
                let names: Vec<_> = names.collect();
                format!("34 tỉnh, thành phố: {}", names.join(", "))
            }
        }
    }
}

/// See the head of the file for its source.
const TABLE: &str = include_str!("don-vi-hanh-chinh-2025.tsv");

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let mut all: Vec<Province> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<_> = line.split('\t').collect();
        let [kind, province, commune_kind, name] = cells[..] else {
            unreachable!("the table of the program has four columns: {line}");
        };
        let kind = match kind {
            "Tỉnh" => TerritoryKind::Province,
            _ => TerritoryKind::City,
        };
        let commune = Commune {
            kind: CommuneKind::of(commune_kind),
            name,
        };
        match all.iter_mut().find(|known| known.name == province) {
            Some(known) => known.communes.push(commune),
            None => all.push(Province {
                kind,
                name: province,
                communes: vec![commune],
            }),
        }
    }
    for province in &mut all {
        let order = |commune: &Commune| (commune.kind, bare(commune.name), commune.name);
        province.communes.sort_by_cached_key(order);
    }
    all.sort_by_cached_key(|province| bare(province.name));
    all
});

impl CommuneKind {
    fn of(word: &str) -> Self {
        match word {
            "phường" => Self::Ward,
            "đặc khu" => Self::SpecialZone,
            _ => Self::Rural,
        }
    }

    /// All kinds, as they are listed: "xã, phường, đặc khu".
    pub const ALL: [Self; 3] = [Self::Rural, Self::Ward, Self::SpecialZone];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rural => "xã",
            Self::Ward => "phường",
            Self::SpecialZone => "đặc khu",
        }
    }
}

impl Commune {
    /// Its name with its kind: "xã Đại Hải".
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.word(), self.name)
    }
}

impl Province {
    /// All of them, in the order of their names.
    pub fn all() -> &'static [Self] {
        &PROVINCES
    }

    /// The place as texts of a folder of data speak of it.
    pub fn territory(&self) -> Territory {
        Territory::new(self.kind, self.name)
    }

    /// Its name with its kind, as it stands inside a sentence: "tỉnh Lâm Đồng".
    pub fn full_name(&self) -> String {
        self.territory().full_name()
    }

    /// The words of the kinds of its communes: "xã, phường".
    pub fn commune_words(&self) -> String {
        let has = |kind: &CommuneKind| self.communes.iter().any(|c| c.kind == *kind);
        let kinds = CommuneKind::ALL.into_iter().filter(has);
        kinds.map(CommuneKind::word).collect::<Vec<_>>().join(", ")
    }

    /// The province of a name as people type it: with its kind or without, in capitals, without
    /// marks, shortened ("HCM", "TP. Hồ Chí Minh").
    ///
    /// # Errors
    /// No province has that name; what may be meant.
    pub fn named(text: &str) -> Result<&'static Self, NameUnknown> {
        let typed = bare(text);
        let name = without_kind(&typed);
        let whole = match name {
            "hcm" | "tphcm" | "tp hcm" | "sai gon" => "ho chi minh",
            "hn" | "tphn" => "ha noi",
            "dak lac" | "dac lac" | "daklak" => "dak lak",
            name => name,
        };
        let joined = |name: &str| name.replace(' ', "");
        let is = |province: &&Self| joined(&bare(province.name)) == joined(whole);
        if let Some(province) = Self::all().iter().find(is) {
            return Ok(province);
        }
        if let Some((before, now)) = former::part_of(whole) {
            let now = Self::all().iter().find(|province| province.name == now);
            return Err(NameUnknown::Former {
                before,
                now: now.map_or_else(String::new, Self::full_name),
            });
        }
        let names: Vec<_> = Self::all().iter().map(|p| bare(p.name)).collect();
        let near = vi::nearest(whole, names.iter().map(String::as_str));
        let near = near.and_then(|near| Self::all().iter().find(|p| bare(p.name) == near));
        let name = text.trim().to_owned();
        Err(match near {
            Some(meant) => NameUnknown::Near {
                name,
                meant: meant.full_name(),
            },
            None => NameUnknown::Far { name },
        })
    }
}

/// A name without marks and without the kind of the place before it.
fn without_kind(typed: &str) -> &str {
    let kinds = ["tinh ", "thanh pho ", "thu do ", "tp ", "t p "];
    let rest = kinds.iter().find_map(|kind| typed.strip_prefix(kind));
    rest.unwrap_or(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_all_provinces_and_communes() {
        let all = Province::all();
        let count = |kind| all.iter().filter(|province| province.kind == kind).count();
        assert_eq!(count(TerritoryKind::City), 6);
        assert_eq!(count(TerritoryKind::Province), 28);
        let communes = |kind| {
            let all = all.iter().flat_map(|province| &province.communes);
            all.filter(|commune| commune.kind == kind).count()
        };
        assert_eq!(communes(CommuneKind::Rural), 2621);
        assert_eq!(communes(CommuneKind::Ward), 687);
        assert_eq!(communes(CommuneKind::SpecialZone), 13);
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), 3321);
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let known = ["\txã\t", "\tphường\t", "\tđặc khu\t"];
            assert!(known.iter().any(|kind| line.contains(kind)), "{line}");
            assert_eq!(
                vi::clean(line.replace('\t', " ").as_str()),
                line.replace('\t', " ")
            );
        }
    }

    #[test]
    fn no_province_has_two_communes_of_one_name_and_kind() {
        for province in Province::all() {
            let mut names: Vec<_> = province.communes.iter().map(Commune::full_name).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), province.communes.len(), "{}", province.name);
        }
    }

    #[test]
    fn provinces_are_found_as_people_type_them() {
        for (typed, name) in [
            ("Lâm Đồng", "Lâm Đồng"),
            ("lâm đồng", "Lâm Đồng"),
            ("Lam Dong", "Lâm Đồng"),
            ("tỉnh Lâm Đồng", "Lâm Đồng"),
            ("LÂM ĐỒNG ", "Lâm Đồng"),
            ("lamdong", "Lâm Đồng"),
            ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
            ("TP.HCM", "Hồ Chí Minh"),
            ("HCM", "Hồ Chí Minh"),
            ("Thành phố Huế", "Huế"),
            ("TP Huế", "Huế"),
            ("Thủ đô Hà Nội", "Hà Nội"),
            ("Đắc Lắc", "Đắk Lắk"),
            ("Thanh Hoá", "Thanh Hóa"),
            ("thanh hoa", "Thanh Hóa"),
        ] {
            let found = Province::named(typed).map(|province| province.name);
            assert_eq!(found.ok(), Some(name), "{typed}");
        }
        for province in Province::all() {
            for typed in [province.full_name(), bare(province.name)] {
                assert_eq!(Province::named(&typed), Ok(province), "{typed}");
            }
        }
    }

    #[test]
    fn names_that_are_none_say_what_may_be_meant() {
        let wrong = |typed: &str| Province::named(typed).expect_err("there is none");
        let near = wrong("Lâm Đon");
        assert_eq!(
            near.to_string(),
            "không có tỉnh, thành phố nào tên `Lâm Đon`"
        );
        assert_eq!(near.remedy(), "có phải là tỉnh Lâm Đồng?");
        let former = wrong("tỉnh Bình Dương");
        assert_eq!(
            former.to_string(),
            "Bình Dương không còn là tên của tỉnh, thành phố nào"
        );
        assert_eq!(
            former.remedy(),
            "nơi ấy nay thuộc Thành phố Hồ Chí Minh: ghi tên ấy"
        );
        for far in ["Lâm Sơn Thượng Hạ", "", "tỉnh"] {
            let far = wrong(far);
            assert!(matches!(far, NameUnknown::Far { .. }), "{far:?}");
            assert_eq!(
                far.remedy().matches(", ").count(),
                1 + 33,
                "{}",
                far.remedy()
            );
        }
    }
}
