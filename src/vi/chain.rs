//! Chains of characters that no line could be broken in: rows of one sign, paths, sentences
//! typed with hard spaces.

use std::borrow::Cow;

/// A place where a line may end, which nobody sees.
pub const BREAK: char = '\u{200b}';
/// How many characters may follow each other without a blank: symbols of documents are shorter.
const LONGEST: usize = 30;
/// How many characters stand together at least, in a chain that is broken behind its signs.
const SHORTEST_PART: usize = 5;
/// How many stand together at most.
const LONGEST_PART: usize = 20;

/// The text with places to break in chains that are too long for a line. A hard space between a
/// number and what it counts stays.
pub fn with_breaks(text: &str) -> Cow<'_, str> {
    if text
        .split_ascii_whitespace()
        .all(|chain| chain.len() <= LONGEST)
    {
        return Cow::Borrowed(text);
    }
    let mut broken = String::with_capacity(text.len() + 16);
    for chain in text.split_inclusive([' ', '\n', BREAK]) {
        // Typst itself ends lines within addresses, which must stay as they are to be followed.
        if chain.chars().count() > LONGEST && !chain.contains("://") {
            break_chain(chain, &mut broken);
        } else {
            broken.push_str(chain);
        }
    }
    Cow::Owned(broken)
}

fn break_chain(chain: &str, broken: &mut String) {
    let mut part = 0;
    let mut before = None;
    let mut characters = chain.chars().peekable();
    while let Some(character) = characters.next() {
        let counted = before.is_some_and(|before: char| before.is_ascii_digit());
        if character == '\u{a0}' && !counted {
            broken.push(' ');
            part = 0;
        } else {
            broken.push(character);
            part += 1;
            let is_sign = !character.is_alphanumeric() && character != '\u{a0}';
            let ends = is_sign && part >= SHORTEST_PART || part >= LONGEST_PART;
            let goes_on = characters.peek().is_some_and(|next| !next.is_whitespace());
            if ends && goes_on {
                broken.push(BREAK);
                part = 0;
            }
        }
        before = Some(character);
    }
}

/// The same of every text in a JSON document, but for names of things.
pub fn json_with_breaks(json: &str) -> Cow<'_, str> {
    let mut broken = String::new();
    let mut copied = 0;
    let mut rest = json;
    while let Some(opens) = rest.find('"') {
        let start = json.len() - rest.len() + opens;
        let Some(end) = end_of_string(json, start) else {
            break;
        };
        let literal = &json[start..end];
        if let Some(with_breaks) = literal_with_breaks(literal) {
            broken.push_str(&json[copied..start]);
            broken.push_str(&with_breaks);
            copied = end;
        }
        rest = &json[end..];
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    broken.push_str(&json[copied..]);
    Cow::Owned(broken)
}

/// Where the string ends that begins at a quote.
fn end_of_string(json: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    let mut bytes = json.bytes().enumerate().skip(start + 1);
    bytes.find_map(|(at, byte)| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends.then_some(at + 1)
    })
}

fn literal_with_breaks(literal: &str) -> Option<String> {
    if literal.len() <= LONGEST || is_name(literal) {
        return None;
    }
    let text: String = serde_json::from_str(literal).ok()?;
    match with_breaks(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(broken) if broken == text => None,
        Cow::Owned(broken) => serde_json::to_string(&broken).ok(),
    }
}

/// Whether a text names a thing of the program's: nobody reads it.
fn is_name(literal: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || b"\"0123456789_.:-".contains(&byte);
    literal.bytes().all(is_of_name) && literal.contains(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let broken = with_breaks(text);
        let seen = |text: &str| text.replace([BREAK, ' ', '\u{a0}'], "");
        assert_eq!(seen(&broken), seen(text), "nothing else changes");
        broken.split([BREAK, ' ']).map(str::to_owned).collect()
    }

    #[test]
    fn long_chains_may_end_a_line_and_short_ones_stay_whole() {
        for whole in [
            "Công văn số 1042/SGTVT-QLVTPT&NL ngày 05/3/2021 của Sở Giao thông vận tải",
            "tháng\u{a0}3 và 15\u{a0}hồ\u{a0}sơ",
            "cchc@haiphong.gov.vn …………………",
            "(https://dichvucong.tinhmau.gov.vn/portaldvc/Home/default.aspx?ma=1234567890)",
            "",
        ] {
            assert_eq!(with_breaks(whole), whole);
        }
        for long in [
            "…".repeat(90),
            "_".repeat(100),
            "1234567890.".repeat(9),
            "ă".repeat(200),
            r"D:\Báo_cáo\2026\Quý_I\Sở_Nội_vụ\Phòng_Cải_cách_hành_chính".to_owned(),
            "hồ sơ đất đai được giải quyết theo cơ chế một cửa".replace(' ', "\u{a0}"),
        ] {
            let parts = parts(&long);
            let longest = parts.iter().map(|part| part.chars().count()).max();
            assert!(longest <= Some(LONGEST_PART), "{parts:?}");
            assert!(parts.len() > 1);
        }
        let hard = "đã giải quyết 15 hồ sơ trong 6 tháng đầu năm".replace(' ', "\u{a0}");
        let expected = "đã giải quyết 15\u{a0}hồ sơ trong 6\u{a0}tháng đầu năm";
        assert_eq!(with_breaks(&hard), expected);
    }

    #[test]
    fn texts_of_json_are_broken_and_names_are_not() {
        let long = "=".repeat(40);
        let path = r"D:\Báo_cáo\2026\Quý_I\Sở_Nội_vụ\Phòng";
        let json = serde_json::json!({"a": long, "b": ["ngắn \"x\"", path], "c": 5});
        let json = json.to_string();
        let broken = json_with_breaks(&json);
        let read: serde_json::Value = serde_json::from_str(&broken).expect("it is JSON");
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        assert_eq!(text(&read["a"]), with_breaks(&long));
        assert_eq!(text(&read["b"][0]), "ngắn \"x\"");
        assert_eq!(text(&read["b"][1]), with_breaks(path));
        let names = r#"{"label": "row:tthc.xa_da_giai_quyet_truoc_thoi_han"}"#;
        assert!(matches!(json_with_breaks(names), Cow::Borrowed(_)));
    }
}
