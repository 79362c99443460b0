//! Answers that are one of a list, each with a number.

use super::plain::plain;
use super::{Context, Understood, read};
use crate::vi;
use crate::workbook::read::book::{Cell, Content};

const EXPECTED: &str = "một mã trong danh sách";

/// An answer by its number, by its words, or by both: `1`, `Có`, `1 – Có`.
pub fn code(
    cell: Option<&Cell>,
    codes: &[(u64, String)],
    context: &Context<'_>,
) -> Understood<u64> {
    read(cell, context, EXPECTED, |cell| {
        let found = cell.shown();
        let answer = match &cell.content {
            Content::Text(text) => {
                let text = plain(text);
                if text.is_empty() {
                    return Understood::Nothing;
                }
                by_text(&text, codes)
            }
            Content::Number(value) if cell.is_percent() != Some(true) => by_number(*value, codes),
            _ => None,
        };
        answer.map_or_else(|| asked(cell, &found, codes), Understood::Value)
    })
}

fn by_number(value: f64, codes: &[(u64, String)]) -> Option<u64> {
    #[expect(clippy::cast_precision_loss, reason = "codes are small")]
    let found = codes
        .iter()
        .find(|(code, _)| (*code as f64 - value).abs() < 1e-9);
    found.map(|(code, _)| *code)
}

fn by_text(text: &str, codes: &[(u64, String)]) -> Option<u64> {
    let same = |words: &str, others: &str| words_of(words) == words_of(others);
    if let Some((code, _)) = codes.iter().find(|(_, words)| same(words, text)) {
        return Some(*code);
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let number: u64 = number.parse().ok()?;
    let (_, words) = codes.iter().find(|(code, _)| *code == number)?;
    let rest = rest.trim_start_matches([' ', '-', '\u{2013}', '\u{2014}', '=', '.', ':', ')']);
    (rest.is_empty() || same(words, rest)).then_some(number)
}

/// Words as they are compared: without capitals, blanks and an end.
fn words_of(text: &str) -> String {
    let text = vi::clean(text).to_lowercase();
    let words: Vec<_> = text
        .trim_end_matches(['.', ';'])
        .split_whitespace()
        .collect();
    words.join(" ")
}

fn asked(cell: &Cell, found: &str, codes: &[(u64, String)]) -> Understood<u64> {
    let list = codes
        .iter()
        .map(|(code, words)| format!("{code} = {words}"));
    let list = list.collect::<Vec<_>>().join("; ");
    let shown = vi::brief(found).into_owned();
    let truth = match cell.content {
        Content::Bool(true) => Some("có"),
        Content::Bool(false) => Some("không"),
        _ => None,
    };
    let meant = codes
        .iter()
        .find(|(_, words)| Some(words_of(words).as_str()) == truth);
    Understood::Asked {
        say: format!("`{shown}` không có trong danh sách trả lời"),
        remedy: format!("chọn một trong các mã: {list}"),
        suggestion: meant.map(|(code, _)| code.to_string()),
        found: shown,
    }
}
