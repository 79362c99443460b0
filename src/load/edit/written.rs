//! A value as it is written: plain, in quotes, or as a paragraph below its key.
//!
//! Not for: where it is written.

use std::fmt::Write as _;

use granit_parser::ScalarStyle;

/// Columns of a folded paragraph, as submissions to fill in have it.
pub(super) const WIDTH: usize = 92;

/// A single value as it is written.
pub(super) enum Written {
    /// On the line of its key or dash.
    Inline(String),
    /// Behind a mark on that line, on lines of its own.
    Block {
        mark: &'static str,
        lines: Vec<String>,
    },
}

/// Where a value is to be written.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    /// Whether it stands in brackets or braces.
    pub flow: bool,
    /// How it was written before, if it was.
    pub before: Option<ScalarStyle>,
    /// The column at which it begins on the line of its key or dash.
    pub column: usize,
    /// How far lines below that line are indented.
    pub indent: usize,
    /// Whether it is better on lines of its own.
    pub apart: bool,
}

/// A text as it is written in its place: as the one before it if that can be.
pub(super) fn text(text: &str, setting: Setting) -> Written {
    if !setting.flow {
        if setting.before == Some(ScalarStyle::Literal)
            && let Some((mark, lines)) = literal(text)
        {
            return Written::Block { mark, lines };
        }
        let is_block = matches!(
            setting.before,
            Some(ScalarStyle::Folded | ScalarStyle::Literal)
        );
        let is_long = setting.column + text.chars().count() > WIDTH && text.contains(' ');
        if (is_block || is_long || setting.apart) && can_fold(text) {
            return Written::Block {
                mark: ">-",
                lines: folded(text, setting.indent),
            };
        }
    }
    Written::Inline(inline(text, setting.before, setting.flow))
}

/// A text on one line.
pub(super) fn inline(text: &str, before: Option<ScalarStyle>, flow: bool) -> String {
    let keeps = !text.chars().any(must_be_escaped);
    match before {
        Some(ScalarStyle::SingleQuoted) if keeps => format!("'{}'", text.replace('\'', "''")),
        Some(ScalarStyle::DoubleQuoted) => quoted(text),
        _ if is_plain(text, flow) => text.to_owned(),
        _ => quoted(text),
    }
}

/// A text in double quotes, whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if must_be_escaped(character) => {
                let number = u32::from(character);
                // Those beyond have none that must be written so.
                let _ = write!(quoted, "\\u{number:04X}");
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a character cannot stand for itself in a text on one line (YAML 1.2.2, 5.1), or would
/// be taken for the end of a line by some reader.
fn must_be_escaped(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether every reader of YAML takes a text without quotes for this text: no number, date or
/// word of another kind, nothing that acts.
pub(super) fn is_plain(text: &str, flow: bool) -> bool {
    let lower = text.to_lowercase();
    let mut characters = text.chars();
    let begins = characters.next().is_some_and(char::is_alphanumeric);
    begins
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(must_be_escaped)
        && !text.chars().any(|c| c != ' ' && c.is_whitespace())
        && !(flow && text.contains([',', '[', ']', '{', '}', ':']))
        && !is_another_word(&lower)
        && !looks_like_a_number(&lower)
}

/// Whether a text without quotes is nothing, yes or no, or a number to readers of YAML (1.2.2,
/// 10.3.2, and the words of 1.1).
pub(super) fn is_of_another_kind(text: &str) -> bool {
    let lower = text.to_lowercase();
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    let is_number = unsigned.replace('_', "").parse::<f64>().is_ok();
    let is_named = matches!(unsigned, ".inf" | ".nan");
    let has_base = unsigned.starts_with("0x") || unsigned.starts_with("0o");
    let is_nothing = text.is_empty() || text == "~";
    is_nothing || is_another_word(&lower) || is_number || is_named || has_base
}

fn is_another_word(lower: &str) -> bool {
    matches!(
        lower,
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "nan" | "inf"
    )
}

/// Whether somebody may take a text for a number, a date or a time: `04`, `6.214`, `1:30`,
/// `1e3`, `0x1F`, `2021-03-04`.
fn looks_like_a_number(lower: &str) -> bool {
    let is_of_number = |c: char| c.is_ascii_hexdigit() || "_.,:+-oxtz ".contains(c);
    lower.starts_with(char::is_numeric) && lower.chars().all(is_of_number)
}

/// Whether a text is the same when it is folded and read again.
fn can_fold(text: &str) -> bool {
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    !is_blank(text.chars().next())
        && !is_blank(text.chars().next_back())
        && !text.chars().any(must_be_escaped)
}

/// A text in lines that fit behind an indentation. It breaks only at a single blank between
/// letters: what begins with a blank would not be folded.
fn folded(text: &str, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut length) = (String::new(), 0);
    for word in words(text) {
        let long = word.chars().count();
        if !line.is_empty() && indent + length + 1 + long > WIDTH {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += long;
    }
    lines.push(line);
    lines
}

/// A text cut where a single blank stands between two characters that are none.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].chars().next_back();
        let behind = text[at + 1..].chars().next();
        let between = [before, behind]
            .iter()
            .all(|c| c.is_some_and(|c| !c.is_whitespace()));
        if between {
            words.push(&text[start..at]);
            start = at + 1;
        }
    }
    words.push(&text[start..]);
    words
}

/// A text line by line as it is, if its lines can stand so.
fn literal(text: &str) -> Option<(&'static str, Vec<String>)> {
    let (mark, body) = match text.strip_suffix('\n') {
        Some(body) => ("|", body),
        None => ("|-", text),
    };
    let lines: Vec<_> = body.split('\n').map(str::to_owned).collect();
    let stands = |line: &String| {
        !line.chars().any(must_be_escaped) && (line.is_empty() || !line.trim().is_empty())
    };
    let begins = lines.first()?.starts_with(|c: char| !c.is_whitespace());
    let ends = lines.last().is_some_and(|line| !line.is_empty());
    (begins && ends && lines.iter().all(stands)).then_some((mark, lines))
}
