//! Names as people write them, in one spelling: letters, accents, marks and blanks that differ without
//! meaning something else, and abbreviations that the regime itself explains.

use unicode_normalization::UnicodeNormalization;

use super::heads::HeadWords;
use crate::model::{PhraseValues, Regime};
use crate::vi;

/// Abbreviations that every office uses and no regime explains.
const COMMON: [(&str, &str); 2] = [("UBND", "ủy ban nhân dân"), ("HĐND", "hội đồng nhân dân")];
/// Words before a name that are no part of it.
const BEFORE: &str = "trong đó";

/// How names are compared.
#[derive(Debug, Clone)]
pub struct Spelling {
    /// Abbreviations, each with its words.
    short: Vec<(String, Vec<String>)>,
    before: Vec<String>,
    pub(super) heads: HeadWords,
}

impl Spelling {
    /// With the abbreviations that a regime explains: “CCHC là cải cách hành chính; …”.
    pub fn of(regime: &Regime) -> Self {
        let note = regime.annex_note.as_ref();
        let note = note.map(|note| note.fill(&PhraseValues::default()));
        Self::explained(&note.unwrap_or_default())
    }

    /// With those that no regime needs to explain.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self::explained("")
    }

    fn explained(note: &str) -> Self {
        let parts = note.split([';', '.', ':']);
        let said = parts.filter_map(|part| part.trim().split_once(" là "));
        let is_short = |short: &str| {
            short.chars().count() > 1
                && short.chars().all(|c| c.is_alphabetic() && c.is_uppercase())
        };
        let said = said.filter(|(short, _)| is_short(short));
        let short = said.chain(COMMON).map(|(short, full)| {
            let short = words(short).concat();
            (short, words(full))
        });
        let mut spelling = Self {
            short: short.collect(),
            before: words(BEFORE),
            heads: HeadWords::default(),
        };
        spelling.heads = HeadWords::spelt(|words| spelling.plain(words));
        spelling
    }

    /// A name in the spelling in which two that are the same are equal.
    pub fn plain(&self, text: &str) -> String {
        let mut all: Vec<String> = Vec::new();
        for word in words(text) {
            match self.short.iter().find(|(short, _)| *short == word) {
                // “đơn vị sự nghiệp công lập (ĐVSNCL)” says it twice.
                Some((_, full)) if all.ends_with(full) => {}
                Some((_, full)) => all.extend(full.iter().cloned()),
                None => all.push(word),
            }
        }
        let own = all.strip_prefix(self.before.as_slice());
        own.filter(|own| !own.is_empty()).unwrap_or(&all).join(" ")
    }
}

/// The words of a text in small letters, without marks between them.
fn words(text: &str) -> Vec<String> {
    let seen: String = text
        .nfkc()
        .filter(|c| !vi::is_invisible(*c) || c.is_whitespace())
        .collect();
    let lower = seen.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '%');
    words.filter(|word| !word.is_empty()).map(spelt).collect()
}

/// A syllable with its tone behind it: “hòa” and “hoà”, “ủy” and “uỷ” are one, and so are “tỷ” and
/// “tỉ”.
fn spelt(word: &str) -> String {
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let (tones, letters): (String, String) = word.nfd().partition(is_tone);
    let before_y = letters.strip_suffix('y');
    let before_y = before_y.filter(|before| ["h", "k", "l", "m", "qu", "s", "t"].contains(before));
    match before_y {
        Some(before) => format!("{before}i{tones}"),
        None => letters + &tones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let note = "Phụ lục gồm các biểu. Chữ viết tắt: TTHC là thủ tục hành chính; ĐVSNCL là đơn vị sự nghiệp công lập; phường là xã.";
        Spelling::explained(note).plain(text)
    }

    #[test]
    fn names_that_people_write_otherwise_are_the_same() {
        let same = [
            ("Số TTHC công bố mới", "SỐ THỦ TỤC HÀNH CHÍNH  công bố mới."),
            ("Số thủ tục", "- Trong đó: Số thủ tục;"),
            ("Hòa giải, thủy lợi", "Hoà giải thuỷ lợi"),
            ("Số UBND cấp xã", "Số Uỷ ban nhân dân cấp xã"),
            ("Số hồ\u{a0}sơ", "So\u{302}\u{301} hồ sơ\u{200b}"),
            (
                "đơn vị sự nghiệp công lập (ĐVSNCL) tại địa phương",
                "ĐVSNCL tại địa phương",
            ),
            ("Tỷ lệ ký số quý này", "Tỉ lệ kí số quí này"),
            (
                "văn bản (thi tuyển, xét tuyển)",
                "văn bản - thi tuyển/xét tuyển",
            ),
        ];
        for (one, other) in same {
            assert_eq!(plain(one), plain(other), "{one}");
        }
    }

    #[test]
    fn names_that_mean_something_else_are_not() {
        let other = [
            ("Số hồ sơ đúng hạn", "Số hồ sơ đúng hàn"),
            ("Số TTHC cấp xã", "Số TTHC cấp tỉnh"),
            ("Số phường", "Số xã"),
            ("Tỷ lệ (%)", "Tỷ lệ"),
            ("Trong đó", ""),
        ];
        for (one, other) in other {
            assert_ne!(plain(one), plain(other), "{one}");
        }
    }
}
