//! Text of others as a terminal, a log or a file for machines may carry it: what would act
//! instead of standing there is written out, what is too long is shortened.
//!
//! Not for: pages, on which no such character comes (`load` tells of each).

use std::borrow::Cow;
use std::fmt::Write as _;

use super::is_invisible;

/// A word of so many characters is shown whole.
const WORD: usize = 260;
/// A text of so many characters is shown whole.
const TEXT: usize = 600;

/// Marks by which the services that run pipelines know a command wherever it stands in a
/// line of a log (GitHub Actions, Azure Pipelines, GitLab), in small letters.
const COMMANDS: [&str; 4] = ["##[", "##vso[", "section_start:", "section_end:"];

/// Whether a character acts on a screen or a log, changes the order of others or leaves no
/// mark: controls, direction marks, breaks of lines and paragraphs, what is no character.
pub fn is_unseen(character: char) -> bool {
    let is_no_character = (character as u32) & 0xfffe == 0xfffe;
    is_invisible(character) || is_no_character
}

/// Whether the first character of a text must be written out.
pub(crate) fn acts(text: &str) -> bool {
    let begins = |mark: &str| {
        let start = text.as_bytes().get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
    };
    match text.chars().next() {
        Some('#' | 's' | 'S') => COMMANDS.into_iter().any(begins),
        first => first.is_some_and(is_unseen),
    }
}

/// A character by its number: `\u{202e}`, the usual ones as `\n`, `\t`.
pub(crate) fn written_out(character: char) -> String {
    match character {
        '\n' | '\r' | '\t' => character.escape_default().to_string(),
        _ => character.escape_unicode().to_string(),
    }
}

fn escaped(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let acts = |(at, character): (usize, char)| {
        !stays(character) && acts(text.get(at..).unwrap_or_default())
    };
    if !text.char_indices().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        if acts((at, character)) {
            shown.push_str(&written_out(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// A text on one line in which every character stands for itself.
pub fn shown(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// The same of several lines, whose ends stay. No line begins with `::`, by which GitHub
/// Actions knows a command, but for the three colons in front of a second file of a finding.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    let text = escaped(text, |character| character == '\n');
    let is_command = |line: &str| {
        let line = line.trim_start();
        line.starts_with("::") && !line.starts_with("::: ")
    };
    if !text.lines().any(is_command) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        if is_command(line) {
            shown.push_str(&line.replacen(':', &':'.escape_unicode().to_string(), 1));
        } else {
            shown.push_str(line);
        }
    }
    Cow::Owned(shown)
}

/// JSON in which such characters, which stand in strings only, are written as JSON does.
pub fn shown_json(json: &str) -> Cow<'_, str> {
    let acts = |(at, character): (usize, char)| {
        character != '\n' && acts(json.get(at..).unwrap_or_default())
    };
    if !json.char_indices().any(acts) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for (at, character) in json.char_indices() {
        if acts((at, character)) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// A text whose long words are shortened in their middle.
pub fn with_short_words(text: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.len() > WORD && word.chars().nth(WORD).is_some();
    if text.len() <= WORD || !text.split(char::is_whitespace).any(is_long) {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        if is_long(word) {
            short.push_str(&without_middle(word, WORD));
        } else {
            short.push_str(word);
        }
    }
    Cow::Owned(short)
}

/// A text of a few hundred characters at most: of a longer one its beginning and its end.
pub fn brief(text: &str) -> Cow<'_, str> {
    if text.len() <= WORD {
        return Cow::Borrowed(text);
    }
    let short = with_short_words(text);
    if short.chars().nth(TEXT).is_none() {
        return short;
    }
    Cow::Owned(without_middle(&short, TEXT))
}

/// The first two and the last third of what may be kept.
fn without_middle(text: &str, kept: usize) -> String {
    let behind = kept / 3;
    let before = text.char_indices().nth(kept - behind - 1);
    let after = text.char_indices().rev().nth(behind - 1);
    match (before, after) {
        (Some((before, _)), Some((after, _))) if before < after => {
            let part = |range: &str| range.to_owned();
            let start = text.get(..before).map(part).unwrap_or_default();
            start + "…" + text.get(after..).unwrap_or_default()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_acts_is_written_out() {
        let cases = [
            ("Sở Nội vụ (số 5)", "Sở Nội vụ (số 5)"),
            ("a\x1b[31mb\0", r"a\u{1b}[31mb\u{0}"),
            ("a\u{9b}2J\u{7f}", r"a\u{9b}2J\u{7f}"),
            ("a\u{202e}b\u{2066}c\u{61c}", r"a\u{202e}b\u{2066}c\u{61c}"),
            ("a\nb\r\tc\u{2028}d\u{85}", r"a\nb\r\tc\u{2028}d\u{85}"),
            ("\u{fffe}\u{ffff}\u{1fffe}", r"\u{fffe}\u{ffff}\u{1fffe}"),
            ("x ##[error]y", r"x \u{23}#[error]y"),
            ("##VSO[task.x]", r"\u{23}#VSO[task.x]"),
            ("section_start:1:a", r"\u{73}ection_start:1:a"),
            ("## [Công văn]", "## [Công văn]"),
            ("##vsó", "##vsó"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn no_line_begins_a_command() {
        assert_eq!(
            shown_lines("một\n::error::x\n \u{a0}::set-env\r\nhai ::\n"),
            "một\n\\u{3a}:error::x\n \u{a0}\\u{3a}:set-env\\r\nhai ::\n"
        );
    }

    #[test]
    fn long_words_and_long_texts_lose_their_middle() {
        let word = format!("{}{}", "đ".repeat(5_000), "e".repeat(5_000));
        let short = with_short_words(&word).into_owned();
        assert_eq!(short.chars().count(), WORD);
        assert!(short.starts_with("đđ") && short.ends_with("ee") && short.contains("đ…e"));
        let text = format!("đầu {} cuối", "chữ ".repeat(5_000));
        assert_eq!(with_short_words(&text), text);
        let short = brief(&text);
        assert_eq!(short.chars().count(), TEXT);
        assert!(
            short.starts_with("đầu chữ") && short.ends_with("chữ  cuối"),
            "{short}"
        );
        let list = "so-noi-vu, ".repeat(40);
        assert_eq!(brief(&list), list);
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in any::<String>()) {
            prop_assert!(!shown(&text).contains(is_unseen));
            prop_assert!(!shown_lines(&text).contains(|c| c != '\n' && is_unseen(c)));
            let json = serde_json::to_string(&text).expect("a string is JSON");
            let safe = shown_json(&json);
            prop_assert!(!safe.contains(is_unseen));
            let back: String = serde_json::from_str(&safe).expect("it is still JSON");
            prop_assert_eq!(back, text);
        }

        #[test]
        fn what_is_shown_is_shown_as_it_is(text in any::<String>()) {
            let once = shown(&text).into_owned();
            prop_assert_eq!(shown(&once), once.as_str());
        }

        #[test]
        fn a_brief_text_is_brief(text in "[ \u{1ea1}\u{10000}a]{0,2000}") {
            prop_assert!(brief(&text).chars().count() <= TEXT);
        }
    }
}
