//! Wording of the regime with gaps: "quý I năm {nam}".

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::vi;

/// The gap for what the agency calls itself.
const SELF: &str = "tu_xung";

/// A text with named gaps in curly brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Gap(String),
}

/// What fills the gaps of a [`Phrase`].
#[derive(Debug, Clone, Default)]
pub struct PhraseValues(BTreeMap<&'static str, String>);

impl PhraseValues {
    /// Every gap that a phrase may have.
    pub const NAMES: &[&str] = &[
        "nam",
        "nam_truoc",
        "nam_sau",
        "ky",
        "ky_sau",
        "don_vi",
        "tu_xung",
        "co_quan_ban_hanh",
        "noi_nhan_bao_cao",
        "tu_ngay",
        "den_ngay",
        "den_ngay_don_vi",
        "cac_phu_luc",
        "phu_luc_bieu_mau",
    ];

    /// Those that the plan of the year fills: its decision, and what reports call it.
    pub const PLAN: &[&str] = &["ke_hoach", "goi_ke_hoach"];

    /// Those that the year alone fills.
    pub const CALENDAR: &[&str] = &["nam", "nam_truoc", "nam_sau"];

    /// The values that a year alone gives.
    pub fn of_year(year: i32) -> Self {
        Self::default()
            .with("nam", year.to_string())
            .with("nam_truoc", (year - 1).to_string())
            .with("nam_sau", (year + 1).to_string())
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let mut declared = Self::NAMES.iter().chain(Self::PLAN);
        debug_assert!(declared.any(|n| *n == name), "`{name}` is no declared gap");
        self.0.insert(name, value.into());
        self
    }
}

impl Phrase {
    /// Takes a text apart whose gaps are among `gaps`.
    ///
    /// # Errors
    /// The name of the first gap that does not exist, or the text behind a
    /// bracket that is not closed.
    pub fn parse(text: &str, gaps: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').ok_or_else(|| after.to_owned())?;
            if !gaps.contains(&name) {
                return Err(name.to_owned());
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Gap(name.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// Whether it has a gap of one of these names.
    pub fn has_gap(&self, names: &[&str]) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.any(|piece| matches!(piece, Piece::Gap(name) if names.contains(&name.as_str())))
    }

    /// The text with its gaps filled. A gap without a value stays visible as
    /// its name in brackets. What the agency calls itself begins with a capital where it begins
    /// a sentence.
    pub fn fill(&self, values: &PhraseValues) -> String {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Gap(name) => match values.0.get(name.as_str()) {
                    Some(value) if name == SELF && vi::begins_sentence(&filled) => {
                        filled.push_str(&vi::upper_first(value));
                    }
                    Some(value) => filled.push_str(value),
                    None => {
                        // Writing into a string cannot fail.
                        let _ = write!(filled, "{{{name}}}");
                    }
                },
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let phrase = Phrase::parse("quý I năm {nam}, quý II năm {nam}", PhraseValues::NAMES)
            .expect("known gaps");
        let values = PhraseValues::default().with("nam", "2021");
        assert_eq!(phrase.fill(&values), "quý I năm 2021, quý II năm 2021");
    }

    #[test]
    fn who_speaks_of_itself_has_a_capital_at_the_head_of_a_sentence() {
        let phrase = Phrase::parse(
            "{tu_xung} đã xong. {tu_xung} báo cáo. Trong kỳ, {tu_xung} chưa có; của {tu_xung}.",
            PhraseValues::NAMES,
        )
        .expect("known gaps");
        let of = |name: &str| phrase.fill(&PhraseValues::default().with("tu_xung", name));
        assert_eq!(
            of("tỉnh"),
            "Tỉnh đã xong. Tỉnh báo cáo. Trong kỳ, tỉnh chưa có; của tỉnh."
        );
        assert_eq!(
            of("Sở"),
            "Sở đã xong. Sở báo cáo. Trong kỳ, Sở chưa có; của Sở."
        );
    }

    #[test]
    fn unknown_and_open_gaps_are_refused() {
        assert_eq!(
            Phrase::parse("năm {năm}", PhraseValues::NAMES),
            Err("năm".to_owned())
        );
        assert_eq!(
            Phrase::parse("năm {nam", PhraseValues::NAMES),
            Err("nam".to_owned())
        );
    }
}
