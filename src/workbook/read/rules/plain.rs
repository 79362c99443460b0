//! Numbers within texts, as people type them.

use crate::vi;

/// A text without what nobody sees: unseen characters, blanks around it, other forms of digits and signs,
/// an apostrophe before it.
pub(super) fn plain(text: &str) -> String {
    let same = |character: char| match character {
        '\u{ff10}'..='\u{ff19}' | '\u{ff05}' | '\u{ff0b}'..='\u{ff0e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{2212}' | '\u{2012}' | '\u{2010}' | '\u{2011}' => '-',
        character if character.is_whitespace() => ' ',
        character => character,
    };
    let seen = text
        .chars()
        .filter(|c| c.is_whitespace() || !vi::is_invisible(*c));
    let text: String = seen.map(same).collect();
    let text = text.trim();
    let bare = text.strip_prefix(['\'', '\u{2019}', '\u{2018}']);
    bare.filter(|bare| is_digits(bare))
        .unwrap_or(text)
        .to_owned()
}

/// Whether a text is digits and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a number below nought.
pub(super) fn is_negative(text: &str) -> bool {
    let behind = text.strip_prefix(['-', '\u{2013}', '\u{2014}']);
    behind.is_some_and(|text| text.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The digits of the one whole number that a text can be: `6 127`, `1.234`, `6.127,0`, `+6127`, `12 hồ sơ`.
pub(super) fn only_whole(text: &str) -> Option<String> {
    let text = text.strip_prefix('+').unwrap_or(text).trim_start();
    let found = grouped(text)
        .or_else(|| without_decimals(text))
        .or_else(|| with_letters_for_digits(text))
        .or_else(|| before_words(text))?;
    let digits = found.trim_start_matches('0');
    Some(if digits.is_empty() { "0" } else { digits }.to_owned())
}

const MARKS: [char; 5] = [' ', '.', ',', '\'', '_'];

/// Groups of three, all with one mark between them.
fn grouped(text: &str) -> Option<String> {
    if is_digits(text) {
        return Some(text.to_owned());
    }
    let mark = text.chars().find(|c| MARKS.contains(c))?;
    let groups: Vec<_> = text.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let first_fits = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    let rest_fits = rest
        .iter()
        .all(|group| is_digits(group) && group.len() == 3);
    (first_fits && rest_fits).then(|| groups.concat())
}

/// Decimals that are all nought, one or two of them.
fn without_decimals(text: &str) -> Option<String> {
    let (whole, decimals) = text.rsplit_once(['.', ','])?;
    matches!(decimals, "0" | "00")
        .then(|| grouped(whole))
        .flatten()
}

/// `6O71`, `l2`: letters that look like digits, between more digits.
fn with_letters_for_digits(text: &str) -> Option<String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let meant: String = text
        .chars()
        .map(|character| match character {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            character => character,
        })
        .collect();
    (is_digits(&meant) && 2 * digits >= meant.len()).then_some(meant)
}

/// `12 hồ sơ`.
fn before_words(text: &str) -> Option<String> {
    let (number, words) = text.split_once(' ')?;
    let mut letters = words.chars().filter(|c| !c.is_whitespace());
    let are_words = letters.all(char::is_alphabetic);
    are_words.then(|| grouped(number)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_text_can_be_is_found_if_it_is_the_only_one() {
        let cases = [
            ("6 127", Some("6127")),
            ("1.234", Some("1234")),
            ("1,234,567", Some("1234567")),
            ("6.127,0", Some("6127")),
            ("6127.0", Some("6127")),
            ("+6127", Some("6127")),
            ("0 hồ sơ", Some("0")),
            ("1.234 hồ sơ", Some("1234")),
            ("6O71", Some("6071")),
            ("05", Some("5")),
            ("95,5", None),
            ("1.234,567", None),
            ("0.123", None),
            ("12 34", None),
            ("1 234 và 5", None),
            ("hồ sơ", None),
            ("OO", None),
            ("", None),
        ];
        for (text, digits) in cases {
            assert_eq!(only_whole(text).as_deref(), digits, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_not_there() {
        for text in [
            "6127",
            " 6127\u{a0}",
            "61\u{200b}27",
            "６１２７",
            "'6127",
            "\u{feff}6127\n",
        ] {
            assert_eq!(plain(text), "6127", "{text:?}");
        }
        assert_eq!(plain("\u{2212}5"), "-5");
        assert_eq!(plain("'x"), "'x");
        assert_eq!(plain("6²"), "6²");
        assert!(
            is_negative("-5") && is_negative("– 5") && !is_negative("-") && !is_negative("- a")
        );
    }
}
