//! The place whose reports are compiled (địa phương): a tỉnh or a city under the central
//! government, what it is called, and the words that follow from that.
//!
//! Not for: where it stands in files (`load::territory`).

use std::borrow::Cow;

use crate::vi;

/// What a place of the province level is (Luật Tổ chức chính quyền địa phương 2025, Điều 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerritoryKind {
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    City,
}

impl TerritoryKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Province, Self::City];

    /// What it is called in full: "thành phố trực thuộc trung ương".
    pub fn full_word(self) -> &'static str {
        match self {
            Self::Province => "tỉnh",
            Self::City => "thành phố trực thuộc trung ương",
        }
    }

    /// What it is called in a sentence: "thành phố".
    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "tỉnh",
            Self::City => "thành phố",
        }
    }

    /// What its party committee is called.
    pub fn party_committee(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh ủy",
            Self::City => "Thành ủy",
        }
    }

    /// The kind that is called so, with large letters or small ones.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        let mut all = Self::ALL.into_iter();
        all.find(|kind| word == kind.full_word() || word == kind.word())
    }
}

/// The place that a folder of data is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Territory {
    /// What it is, where that is one of the kinds that are known.
    pub kind: Option<TerritoryKind>,
    /// Its name without what it is: "Lâm Đồng".
    pub name: String,
    /// What it is, as sentences have it: "tỉnh".
    pub word: String,
    /// What its party committee is called: "Tỉnh ủy".
    pub party_committee: String,
}

/// What stands before the name of a place in that of its People's Committee, as
/// [`vi::comparable`] has it.
const OFFICE: &str = "ubnd ";
/// The city that is named after somebody, so that its kind is part of its name (NĐ 30/2020,
/// Phụ lục II, mục III.1.c).
const NAMED_AFTER_A_PERSON: &str = "Hồ Chí Minh";

impl Territory {
    /// The gaps that it fills in texts of regimes and plans, which are the names by which
    /// templates know its words, too.
    pub const GAPS: &[&str] = &[
        "dia_phuong",
        "Dia_phuong",
        "DIA_PHUONG",
        "cap_uy",
        "ten_dia_phuong",
        "dia_phuong_day_du",
    ];

    /// A place of a kind that needs no words of its own.
    pub fn new(kind: TerritoryKind, name: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            name: name.into(),
            word: kind.word().to_owned(),
            party_committee: kind.party_committee().to_owned(),
        }
    }

    /// The place whose People's Committee is called so: that of "Ủy ban nhân dân tỉnh Lâm Đồng".
    /// Nothing for any other agency.
    pub fn of_office(name: &str) -> Option<Self> {
        let compared = vi::comparable(name);
        let of = compared.strip_prefix(OFFICE)?;
        TerritoryKind::ALL.into_iter().find_map(|kind| {
            let own = of.strip_prefix(kind.word())?.strip_prefix(' ')?.trim();
            // The same letters as somebody wrote them.
            let at = name.chars().count().checked_sub(own.chars().count())?;
            let own: String = name.chars().skip(at).collect();
            (!own.trim().is_empty()).then(|| Self::new(kind, own.trim()))
        })
    }

    /// Whether an agency of this name is its People's Committee: by what the place is or by the
    /// word that sentences have for it, which may be another one.
    pub fn is_office(&self, name: &str) -> bool {
        let compared = vi::comparable(name);
        let mut words = self.kind.map(TerritoryKind::word).into_iter();
        let is_called = |word: &str| {
            let own = format!("{OFFICE}{word} {}", self.name);
            compared == own.to_lowercase()
        };
        is_called(&self.word) || words.any(is_called)
    }

    /// What it is with its name: "tỉnh Lâm Đồng", but "Thành phố Hồ Chí Minh".
    pub fn full_name(&self) -> String {
        let full = format!("{} {}", self.word, self.name);
        if self.name == NAMED_AFTER_A_PERSON {
            vi::upper_first(&full)
        } else {
            full
        }
    }

    /// What fills one of [`Self::GAPS`].
    pub fn gap(&self, name: &str) -> Option<String> {
        Some(match name {
            "dia_phuong" => self.word.clone(),
            "Dia_phuong" => vi::upper_first(&self.word),
            "DIA_PHUONG" => vi::upper(&self.word),
            "cap_uy" => self.party_committee.clone(),
            "ten_dia_phuong" => self.name.clone(),
            "dia_phuong_day_du" => self.full_name(),
            _ => return None,
        })
    }

    /// A text with its own gaps filled; those of others stay.
    pub fn fill<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !Self::gaps_in(text).any(|name| Self::GAPS.contains(&name)) {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            filled.push_str(before);
            let own = behind
                .split_once('}')
                .and_then(|(name, behind)| Some((self.gap(name)?, behind)));
            rest = if let Some((words, behind)) = own {
                filled.push_str(&words);
                behind
            } else {
                filled.push('{');
                behind
            };
        }
        filled.push_str(rest);
        Cow::Owned(filled)
    }

    /// The names between brackets in a text, whosever they are.
    pub fn gaps_in(text: &str) -> impl Iterator<Item = &str> {
        let behind = text.split('{').skip(1);
        behind.filter_map(|behind| Some(behind.split_once('}')?.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn province() -> Territory {
        Territory::new(TerritoryKind::Province, "Lâm Đồng")
    }

    #[test]
    fn each_gap_has_its_words() {
        let text = "{dia_phuong} {Dia_phuong} {DIA_PHUONG} {cap_uy} {ten_dia_phuong} \
            {dia_phuong_day_du} {ky} {";
        assert_eq!(
            province().fill(text),
            "tỉnh Tỉnh TỈNH Tỉnh ủy Lâm Đồng tỉnh Lâm Đồng {ky} {"
        );
        let city = Territory::new(TerritoryKind::City, "Hải Phòng");
        assert_eq!(
            city.fill("toàn {dia_phuong}, {cap_uy}, {dia_phuong_day_du}"),
            "toàn thành phố, Thành ủy, thành phố Hải Phòng"
        );
        for name in Territory::GAPS {
            assert!(city.gap(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_city_named_after_a_person_has_a_capital() {
        let city = Territory::new(TerritoryKind::City, "Hồ Chí Minh");
        assert_eq!(city.full_name(), "Thành phố Hồ Chí Minh");
        assert_eq!(city.fill("toàn {dia_phuong}"), "toàn thành phố");
        assert!(city.is_office("Ủy ban nhân dân Thành phố Hồ Chí Minh"));
        assert_eq!(
            Territory::of_office("Ủy ban nhân dân Thành phố Hồ Chí Minh"),
            Some(city)
        );
    }

    #[test]
    fn a_place_is_known_by_its_peoples_committee() {
        let of = |name: &str| Territory::of_office(name).map(|place| place.full_name());
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(of("Ủy ban nhân dân tỉnh Lâm Đồng"), some("tỉnh Lâm Đồng"));
        assert_eq!(
            of("UBND tỉnh Bà Rịa - Vũng Tàu"),
            some("tỉnh Bà Rịa - Vũng Tàu")
        );
        assert_eq!(
            of("Ủy ban nhân dân thành phố Hải Phòng"),
            some("thành phố Hải Phòng")
        );
        for other in [
            "Ủy ban nhân dân xã Đại Hải",
            "Ủy ban nhân dân đặc khu Cát Hải",
            "Ủy ban nhân dân tỉnh",
            "Văn phòng Ủy ban nhân dân tỉnh Lâm Đồng",
            "Hội đồng nhân dân tỉnh Lâm Đồng",
            "Sở Nội vụ",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        assert!(province().is_office("Ủy ban nhân dân tỉnh Lâm Đồng"));
        assert!(!province().is_office("Ủy ban nhân dân tỉnh Lâm"));
    }

    #[test]
    fn an_office_is_known_whatever_sentences_call_the_place() {
        let called = Territory {
            word: "địa phương".to_owned(),
            ..province()
        };
        assert!(called.is_office("Ủy ban nhân dân tỉnh Lâm Đồng"));
        assert!(called.is_office("Ủy ban nhân dân địa phương Lâm Đồng"));
        for other in ["thành phố Lâm Đồng", "tỉnh Lâm Sơn"] {
            assert!(!called.is_office(&format!("Ủy ban nhân dân {other}")));
        }
    }

    #[test]
    fn kinds_are_known_by_their_words() {
        assert_eq!(TerritoryKind::named("Tỉnh"), Some(TerritoryKind::Province));
        assert_eq!(TerritoryKind::named("thành phố"), Some(TerritoryKind::City));
        assert_eq!(
            TerritoryKind::named("thành phố trực thuộc trung ương"),
            Some(TerritoryKind::City)
        );
        assert_eq!(TerritoryKind::named("tinh"), None);
    }
}
