//! Text as it arrives from keyboards and from Word.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text ready for a page: accents composed (NFC), a line break with the white
/// space around it turned into one space, none at the ends.
pub fn clean(raw: &str) -> String {
    // Most texts are as they should be.
    if is_nfc_quick(raw.chars()) == IsNormalized::Yes {
        let trimmed = raw.trim_matches([' ', '\t', '\n', '\r']);
        if !trimmed.contains(['\t', '\n', '\r']) {
            return trimmed.to_owned();
        }
    }
    let mut text = String::with_capacity(raw.len());
    let mut space = String::new();
    for character in raw.nfc() {
        if matches!(character, ' ' | '\t' | '\n' | '\r') {
            space.push(character);
            continue;
        }
        if !text.is_empty() {
            if space.contains(['\n', '\r', '\t']) {
                text.push(' ');
            } else {
                text.push_str(&space);
            }
        }
        space.clear();
        text.push(character);
    }
    text
}

/// Characters that leave no mark on paper, whatever a font says of them:
/// controls, soft hyphens, zero-width and directional marks, variation
/// selectors. They come with pasted text and nobody can see them.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character of composed text can stand on paper by itself. An accent
/// that did not compose with its letter cannot: it is a slip of typing, and the
/// letter would be there twice when the page is copied or read aloud.
pub fn is_printable(character: char) -> bool {
    !is_invisible(character) && !is_combining_mark(character)
}

/// The letters of the keyboard that a text stands for which is written in letters that only
/// look otherwise: `𝗞𝗲̂́𝘁 𝗾𝘂𝗮̉`, `㎡`, `：`.
pub fn plain(text: &str) -> String {
    let text: String = text.nfkc().collect();
    // A hyphen that does not break is a hyphen to everybody else.
    clean(&text.replace(['\u{2010}', '\u{2011}'], "-"))
}

/// Whether a part of a text is no part of a longer word.
pub fn is_whole_word(text: &str, part: std::ops::Range<usize>) -> bool {
    let before = text[..part.start].chars().next_back();
    let after = text[part.end..].chars().next();
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

/// Capitals, as in the name of an agency at the head of a page.
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// The name of an agency in one spelling, to see whether two are the same.
pub fn comparable(name: &str) -> String {
    name.to_lowercase().replace("ủy ban nhân dân", "ubnd")
}

/// The text with its first letter a capital, as at the beginning of a sentence.
pub fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Whether what is written behind this text begins a sentence.
pub fn begins_sentence(before: &str) -> bool {
    let written = before.trim_end();
    written.is_empty() || written.len() < before.len() && written.ends_with(['.', '!', '?'])
}

/// Advice on the first of many unknown words: behind them it costs more than it says, and
/// findings of one kind in one file are only counted by then.
#[derive(Debug, Default)]
pub struct Adviser {
    asked: usize,
}

impl Adviser {
    /// Words that get advice.
    const ADVISED: usize = 50;

    /// The word out of `known` that `word` was most likely meant to be, as [`nearest`] says.
    pub fn nearest<'a>(
        &mut self,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.asked += 1;
        if self.asked > Self::ADVISED {
            return None;
        }
        nearest(word, known)
    }
}

/// The word out of `known` that `word` was most likely meant to be.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    as_near(word, known).into_iter().min()
}

/// All words out of `known` of which none is nearer to `word`, in the order of `known`.
pub fn as_near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = word.chars().count();
    let near: Vec<_> = known
        .into_iter()
        // Words of other lengths are as far as these differ, and cost most to compare.
        .filter(|k| {
            let known = k.chars().count();
            length.abs_diff(known) <= 1.max(known / 3)
        })
        .map(|k| (strsim::damerau_levenshtein(word, k), k))
        .filter(|(distance, k)| *distance <= 1.max(k.chars().count() / 3))
        .collect();
    let least = near.iter().map(|(distance, _)| *distance).min();
    let near = near.into_iter();
    let nearest = near.filter(|(distance, _)| Some(*distance) == least);
    nearest.map(|(_, k)| k).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_put_on_one_line() {
        let cases = [
            ("", ""),
            ("  \n ", ""),
            ("Ti\u{301}nh", "Tính"),
            ("một\n  hai\tba", "một hai ba"),
            ("hai  cách", "hai  cách"),
            ("\u{a0}cứng\u{a0}", "\u{a0}cứng\u{a0}"),
        ];
        for (raw, text) in cases {
            assert_eq!(clean(raw), text);
        }
    }

    #[test]
    fn letters_that_only_look_otherwise_are_plain_letters() {
        let cases = [
            ("\u{1d5de}\u{1d5f2}\u{302}\u{301}\u{1d601}", "Kết"),
            ("25㎡", "25m2"),
            ("quả：đạt", "quả:đạt"),
            ("ＡＢ１", "AB1"),
            ("UBND\u{2011}VP", "UBND-VP"),
            ("ﬁ", "fi"),
            ("中", "中"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn a_sentence_begins_behind_the_end_of_another() {
        for before in ["", "  ", "Đã xong. ", "Xong chưa?\u{a0}", "Xong!\n"] {
            assert!(begins_sentence(before), "{before}");
        }
        for before in ["Trong kỳ, ", "số 1.", "gồm: ", "đã xong; ", "của"] {
            assert!(!begins_sentence(before), "{before}");
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let known = ["ngay", "ngay_ky", "so_lieu"];
        assert_eq!(nearest("ngai", known), Some("ngay"));
        assert_eq!(nearest("so_leiu", known), Some("so_lieu"));
        assert_eq!(nearest("hoàn toàn khác", known), None);
    }
}
