//! Numbers of somebody else's table.
//!
//! A text such as `6.127` is a number only where the whole column says how it is written; one by itself is
//! asked about, as in our own workbooks.

use super::lines::WorkedOut;
use crate::vi;
use crate::workbook::form::EntryKind;
use crate::workbook::read::rules::{self, Context, Understood};
use crate::workbook::read::{Cell, Content, Format};

/// What stands in the cell of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing.
    Blank,
    /// A number, and what is to be known of how it was read.
    Number(u64, Option<String>),
    /// A dash or words in the place of a number.
    NoNumber(String),
    /// What is not certain, with what to do.
    Asked(String, String),
}

/// How the numbers of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Writing<'a> {
    pub format: Format,
    /// What stands between groups of three digits, where that is certain.
    pub mark: Option<char>,
    /// The sheets of the workbook, which its formulas may take values from.
    pub sheets: &'a [&'a str],
}

/// A text as one of the ways to write a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Up to three digits, and whether they are more than nought.
    Short(bool),
    Long,
    /// Groups of three digits: their mark, and how often it stands there.
    Groups(char, usize),
    /// A whole with decimals behind a mark.
    Decimals(char),
    Other,
}

fn seen(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    let text: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !vi::is_invisible(*c))
        .map(blank)
        .collect();
    text.trim().to_owned()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn form(text: &str) -> Form {
    let text = text.trim_end_matches('%').trim_end();
    if is_digits(text) {
        let is_more = text.bytes().any(|byte| byte != b'0');
        return if text.len() > 3 {
            Form::Long
        } else {
            Form::Short(is_more)
        };
    }
    let Some(mark) = text
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| ". ,".contains(*c))
    else {
        return Form::Other;
    };
    let groups: Vec<_> = text.split(mark).collect();
    let Some((first, rest)) = groups.split_first() else {
        return Form::Other;
    };
    let begins = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    if begins
        && rest
            .iter()
            .all(|group| group.len() == 3 && is_digits(group))
    {
        return Form::Groups(mark, rest.len());
    }
    // 1.234,5: what the last mark is for, the first is not.
    let decimal = text.chars().rfind(|c| !c.is_ascii_digit()).unwrap_or(mark);
    let whole = text
        .rsplit_once(decimal)
        .filter(|(_, decimals)| is_digits(decimals))
        .map(|(whole, _)| whole);
    match whole {
        Some(whole) if is_digits(whole) => Form::Decimals(decimal),
        Some(whole) if matches!(form(whole), Form::Groups(other, _) if other != decimal) => {
            Form::Decimals(decimal)
        }
        _ => Form::Other,
    }
}

/// The mark between groups of three digits in a column, if it is certain; of each text whether it is one
/// of a share, in which three digits behind a mark are decimals.
///
/// Certain it is where every number that is grouped has this mark, none of four digits or more is without,
/// none has it before decimals, and something proves that it is no decimal mark: a number with two of them, a
/// decimal mark that is another one, a blank; or for `.`, as people write here, two such numbers beside one
/// below a thousand, which decimals of one length would not leave bare.
pub(super) fn grouping<'t>(column: impl IntoIterator<Item = (&'t str, bool)>) -> Option<char> {
    let mut mark = None;
    let (mut grouped, mut has_short, mut is_proven) = (0, false, false);
    let mut decimals = Vec::new();
    for (text, is_share) in column {
        match form(&seen(text)) {
            Form::Groups(own, 1) if is_share && own != ' ' => decimals.push(own),
            Form::Groups(own, count) => {
                if mark.is_some_and(|mark| mark != own) {
                    return None;
                }
                mark = Some(own);
                grouped += 1;
                is_proven |= count > 1 || own == ' ';
            }
            Form::Long => return None,
            Form::Short(is_more) => has_short |= is_more && !is_share,
            Form::Decimals(own) => decimals.push(own),
            Form::Other => {}
        }
    }
    let mark = mark?;
    if decimals.contains(&mark) {
        return None;
    }
    let is_usual = mark == '.' && grouped > 1 && has_short;
    (is_proven || !decimals.is_empty() || is_usual).then_some(mark)
}

/// The figure in a cell; `prior` is that of the period before.
pub(super) fn reading(
    cell: Option<&Cell>,
    kind: &EntryKind,
    prior: Option<u64>,
    writing: Writing<'_>,
) -> Reading {
    let Some(cell) = cell else {
        return Reading::Blank;
    };
    let context = Context {
        prior,
        sheets: writing.sheets,
    };
    let bare = |text: &str| !text.contains(|c: char| c.is_ascii_digit());
    if let (Content::Text(text), EntryKind::Count) = (&cell.content, kind) {
        let text = seen(text);
        if text.is_empty() {
            return Reading::Blank;
        }
        if bare(&text) {
            return Reading::NoNumber(text);
        }
        if let Some(number) = number(&text, writing) {
            return of_text(cell, (&text, number), &context);
        }
    }
    let understood = match kind {
        EntryKind::Code(codes) => rules::code(Some(cell), codes, &context),
        _ => rules::whole_number(Some(cell), &context),
    };
    match understood {
        Understood::Nothing => Reading::Blank,
        Understood::Value(value) => Reading::Number(value, None),
        Understood::ValueWithNote(value, note) => Reading::Number(value, Some(note)),
        Understood::Asked { say, remedy, .. } | Understood::Refused { say, remedy, .. } => {
            Reading::Asked(say, remedy)
        }
    }
}

/// A text that is a number by how the file is written.
fn number(text: &str, writing: Writing<'_>) -> Option<u64> {
    if let (Form::Groups(mark, _), Some(known)) = (form(text), writing.mark)
        && mark == known
        && !text.ends_with('%')
    {
        return text.split(mark).collect::<String>().parse().ok();
    }
    let is_plain =
        |digits: &str| is_digits(digits) && (digits.len() == 1 || !digits.starts_with('0'));
    if is_plain(text) {
        return text.parse().ok();
    }
    // What a program writes of a number; one or two noughts are no group of thousands.
    let (whole, noughts) = text.split_once(['.', ','])?;
    let is_whole = writing.format == Format::Csv && matches!(noughts, "0" | "00");
    whole.parse().ok().filter(|_| is_whole && is_plain(whole))
}

fn of_text(cell: &Cell, (text, number): (&str, u64), context: &Context<'_>) -> Reading {
    // Twelve digits at most count things, and a number has fifteen.
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is larger is refused below"
    )]
    let value = number as f64;
    let counted = Cell {
        content: Content::Number(value),
        format: None,
        ..cell.clone()
    };
    let is_grouped = matches!(form(text), Form::Groups(..));
    let is_decimal = context.prior.is_some_and(|prior| {
        let (number, prior) = (u128::from(number), u128::from(prior));
        is_grouped && prior > 0 && number > 500 * prior && number < 2_000 * prior
    });
    if is_decimal {
        let prior = context.prior.map(vi::grouped).unwrap_or_default();
        return Reading::Asked(
            format!("`{text}` là {number}, hay là số lẻ? Kỳ trước là {prior}"),
            format!("nếu là {number} thì gõ liền: {number}"),
        );
    }
    match rules::whole_number(Some(&counted), context) {
        Understood::Value(value) => Reading::Number(value, None),
        Understood::ValueWithNote(value, note) => Reading::Number(value, Some(note)),
        Understood::Asked { say, remedy, .. } | Understood::Refused { say, remedy, .. } => {
            Reading::Asked(say, remedy)
        }
        Understood::Nothing => Reading::Blank,
    }
}

/// Whether a cell says the same as what the program works out, to the last digit that it shows; nothing
/// where it holds no number.
pub(super) fn agrees(cell: &Cell, worked_out: WorkedOut, mark: Option<char>) -> Option<bool> {
    let (value, decimals) = stated(cell, mark)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a spreadsheet has no more digits"
    )]
    let (own, may_be_part) = match worked_out {
        WorkedOut::Number(number) => (number as f64, false),
        WorkedOut::Rate(rate) if rate.whole == 0 => return Some(value == 0.0),
        WorkedOut::Rate(rate) => (rate.part as f64 * 100.0 / rate.whole as f64, true),
    };
    let step = 10_f64.powi(-i32::try_from(decimals.min(4)).unwrap_or(4));
    let is_near = |value: f64, step: f64| (value - own).abs() <= step / 2.0 + 1e-9;
    // Where a file does not say how a number is shown, 99,83% is 0,9983.
    let is_part = may_be_part && cell.is_percent().is_none() && value <= 1.0;
    Some(is_near(value, step) || is_part && is_near(value * 100.0, (step * 100.0).min(1.0)))
}

/// The number of a cell, and how many decimals it shows.
fn stated(cell: &Cell, mark: Option<char>) -> Option<(f64, usize)> {
    let shown = match &cell.content {
        Content::Text(text) => seen(text),
        Content::Number(_) => cell.shown(),
        _ => return None,
    };
    let text = shown.trim_end_matches('%').trim_end();
    let is_text = matches!(cell.content, Content::Text(_));
    let whole = match form(text) {
        Form::Groups(own, count) if is_text && (mark == Some(own) || count > 1) => {
            text.replace(own, "")
        }
        Form::Groups(' ', _) => text.replace(' ', ""),
        _ => text.to_owned(),
    };
    let (whole, decimals) = whole
        .rsplit_once([',', '.'])
        .unwrap_or((whole.as_str(), ""));
    let whole: String = whole.chars().filter(|c| !". ,".contains(*c)).collect();
    let is_number = is_digits(&whole) && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let value = format!("{whole}.{decimals}0").parse().ok()?;
    is_number.then_some((value, decimals.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rate;

    fn mark(column: &[&str]) -> Option<char> {
        // A sign of per cent makes it a share.
        grouping(column.iter().map(|text| (*text, text.ends_with('%'))))
    }

    #[test]
    fn a_mark_is_known_where_the_whole_column_says_so() {
        let certain = [
            (&["1.234.567", "5"][..], '.'),
            (&["1.773", "98,52"], '.'),
            (&["1.773", "1.770,5"], '.'),
            (&["1.773", "1.770", "407", "-", ""], '.'),
            (&["1,234,567"], ','),
            (&["1,773", "98.5%"], ','),
            (&["1 773", "5"], ' '),
            (&["1\u{a0}773"], ' '),
        ];
        for (column, expected) in certain {
            assert_eq!(mark(column), Some(expected), "{column:?}");
        }
        let open: [&[&str]; 12] = [
            &[],
            &["5", "407"],
            &["1.773"],
            &["1.773", "407"],
            &["1.773", "1.770"],
            &["1.773", "1.770", "0"],
            &["1.773", "1.770", "1773", "5"],
            &["1.773", "1,770", "5"],
            &["1.773", "1.770", "98.5", "5"],
            &["1,773", "1,770", "5"],
            &["0.773", "1.770", "1.771", "5"],
            // Shares show what the mark is for.
            &["1.773", "1.770", "99.831%", "5"],
        ];
        for column in open {
            assert_eq!(mark(column), None, "{column:?}");
        }
    }

    fn read(text: &str, format: Format, mark: Option<char>, prior: Option<u64>) -> Reading {
        let cell = Cell::new(0, 0, Content::Text(text.to_owned()));
        let writing = Writing {
            format,
            mark,
            sheets: &[],
        };
        reading(Some(&cell), &EntryKind::Count, prior, writing)
    }

    #[test]
    fn a_text_is_a_number_where_that_is_certain() {
        let (csv, xlsx) = (Format::Csv, Format::Xlsx);
        let number = |number| Reading::Number(number, None);
        assert_eq!(read("1773", csv, None, None), number(1773));
        assert_eq!(read("1773.0", csv, None, None), number(1773));
        assert_eq!(read(" 1.773 ", csv, Some('.'), None), number(1773));
        assert_eq!(read("1.234.567", xlsx, Some('.'), None), number(1_234_567));
        assert_eq!(read("1773", xlsx, None, None), number(1773));
        assert_eq!(
            read("–", csv, None, None),
            Reading::NoNumber("–".to_owned())
        );
        assert_eq!(read(" ", csv, None, None), Reading::Blank);
        let asked = [
            read("1.773", csv, None, None),
            read("1,773", csv, Some('.'), None),
            read("05", csv, None, None),
            read("98,5", csv, Some('.'), None),
            read("1773.0", xlsx, None, None),
            read("1.773%", csv, Some('.'), None),
            read("-5", csv, None, None),
            read("9999999999999", csv, None, None),
            // Last time it was two.
            read("1.773", csv, Some('.'), Some(2)),
            read("2", csv, None, Some(2_100)),
        ];
        for one in asked {
            assert!(matches!(one, Reading::Asked(..)), "{one:?}");
        }
        assert_eq!(read("1.773", csv, Some('.'), Some(1_800)), number(1773));
    }

    #[test]
    fn what_is_worked_out_is_compared_as_far_as_it_is_shown() {
        let rate = WorkedOut::Rate(Rate {
            part: 1_770,
            whole: 1_773,
        });
        let text = |text: &str| Cell::new(0, 0, Content::Text(text.to_owned()));
        let told = |cell: &Cell, value| agrees(cell, value, Some('.'));
        for same in ["99,83", "99.83%", "99,8", "99,8308"] {
            assert_eq!(told(&text(same), rate), Some(true), "{same}");
        }
        for other in ["99,82", "99,9", "98", "99,8300"] {
            assert_eq!(told(&text(other), rate), Some(false), "{other}");
        }
        let number = |value, format: Option<&str>| Cell {
            format: format.map(Into::into),
            ..Cell::new(0, 0, Content::Number(value))
        };
        assert_eq!(told(&number(0.998_308, Some("0.00%")), rate), Some(true));
        assert_eq!(told(&number(0.998_308, None), rate), Some(true));
        assert_eq!(told(&number(0.9, Some("General")), rate), Some(false));
        assert_eq!(told(&text("không phát sinh"), rate), None);
        let sum = WorkedOut::Number(1_773);
        assert_eq!(told(&text("1.773"), sum), Some(true));
        assert_eq!(told(&number(1_774.0, None), sum), Some(false));
        let none = WorkedOut::Rate(Rate { part: 0, whole: 0 });
        assert_eq!(told(&text("100"), none), Some(false));
    }
}
