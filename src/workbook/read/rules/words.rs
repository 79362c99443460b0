//! Texts and paragraphs.

use unicode_normalization::UnicodeNormalization as _;

use super::{Context, Understood, another_kind, read};
use crate::vi;
use crate::workbook::read::book::{Cell, Content};

const EXPECTED: &str = "nội dung bằng chữ";

/// A paragraph, with the dashes that stand below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// The paragraph, on one line.
    pub text: String,
    /// What stands behind each dash, on one line each.
    pub dashes: Vec<String>,
}

/// A text on one line: a name, a symbol, a remark. Which characters it may have is not looked at.
pub fn text(cell: Option<&Cell>, context: &Context<'_>) -> Understood<String> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(typed) => {
            let text = vi::clean(&lines(typed).join("\n"));
            let has_lines = typed.trim().contains(['\n', '\r']);
            let note = has_lines.then(|| "các dòng trong ô được nối thành một".to_owned());
            if text.is_empty() {
                return Understood::Nothing;
            }
            Understood::Value(text).with_note(note)
        }
        _ => not_typed(cell),
    })
}

/// Paragraphs as a unit says them: an empty line begins another, lines with a dash are a list below it.
pub fn paragraph(cell: Option<&Cell>, context: &Context<'_>) -> Understood<Vec<Paragraph>> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(text) => paragraphs(text),
        _ => not_typed(cell).map(|text| vec![plain(text)]),
    })
}

fn plain(text: String) -> Paragraph {
    Paragraph {
        text,
        dashes: Vec::new(),
    }
}

/// What a spreadsheet program made of a text that looks like something else.
fn not_typed(cell: &Cell) -> Understood<String> {
    let Content::Number(_) = cell.content else {
        return another_kind(cell, EXPECTED).unwrap_or(Understood::Nothing);
    };
    let shown = cell.shown();
    let format = cell.format.as_deref().unwrap_or("General");
    let is_usual = matches!(format, "General" | "@" | "0" | "#,##0" | "Standard");
    let note = format!("ô có số, hiển thị theo định dạng `{format}`; đã lấy `{shown}`");
    Understood::Value(shown).with_note((!is_usual).then_some(note))
}

/// Lines of a text, composed, without blanks around them.
fn lines(text: &str) -> Vec<String> {
    let text: String = text.nfc().collect();
    let text = text.replace("\r\n", "\n");
    let ends = ['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}'];
    let lines = text.split(ends).map(|line| line.trim().to_owned());
    lines.collect()
}

/// What stands behind a dash at the beginning of a line.
fn behind_dash(line: &str) -> Option<&str> {
    let marks = ['-', '\u{2013}', '\u{2014}', '\u{2022}', '+', '*', '\u{b7}'];
    let rest = line.strip_prefix(marks)?;
    let is_dash = rest.starts_with(char::is_whitespace)
        || line.starts_with('-') && rest.starts_with(char::is_alphabetic);
    is_dash
        .then(|| rest.trim_start())
        .filter(|rest| !rest.is_empty())
}

fn paragraphs(text: &str) -> Understood<Vec<Paragraph>> {
    let lines = lines(text);
    let written: Vec<_> = lines.iter().filter(|line| !line.is_empty()).collect();
    // A dash before the only line is a habit, and no list.
    if let [only] = written.as_slice() {
        return match behind_dash(only) {
            Some(rest) => Understood::ValueWithNote(
                vec![plain(rest.to_owned())],
                "bỏ dấu gạch ở đầu đoạn chỉ có một dòng".to_owned(),
            ),
            None => Understood::Value(vec![plain((*only).clone())]),
        };
    }
    let mut found: Vec<Paragraph> = Vec::new();
    let mut joined = false;
    let mut is_open = false;
    for line in &lines {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        let last = found.last_mut();
        match (behind_dash(line), last) {
            (Some(dash), Some(last)) => last.dashes.push(dash.to_owned()),
            (Some(_), None) => return without_lead(line),
            (None, Some(last)) if is_open && !ends_list(last) => {
                let before = last.dashes.last_mut().unwrap_or(&mut last.text);
                before.push(' ');
                before.push_str(line);
                joined = true;
            }
            (None, _) => found.push(plain(line.clone())),
        }
        is_open = true;
    }
    let dashes: usize = found.iter().map(|paragraph| paragraph.dashes.len()).sum();
    let notes = [
        (found.len() > 1).then(|| format!("{} đoạn văn", found.len())),
        (dashes > 0).then(|| format!("{dashes} gạch đầu dòng")),
        joined.then(|| "các dòng liền nhau được nối làm một".to_owned()),
    ];
    let notes: Vec<_> = notes.into_iter().flatten().collect();
    if found.is_empty() {
        return Understood::Nothing;
    }
    let note = format!("ô có nhiều dòng, đã hiểu là: {}", notes.join("; "));
    Understood::ValueWithNote(found, note)
}

/// Whether what follows without a dash is a paragraph of its own: the list before it has ended.
fn ends_list(paragraph: &Paragraph) -> bool {
    let last = paragraph.dashes.last();
    last.is_some_and(|dash| dash.ends_with(['.', '!', '?']))
}

fn without_lead(line: &str) -> Understood<Vec<Paragraph>> {
    let found = vi::brief(line).into_owned();
    Understood::asked(
        &found,
        format!("các gạch đầu dòng, từ `{found}`, không có câu dẫn ở trên"),
        "viết một câu dẫn ở dòng đầu của ô; hoặc bỏ dấu gạch và để một dòng trống giữa các đoạn",
    )
}
