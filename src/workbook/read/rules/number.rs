//! Numbers that count things.

use super::plain::{is_digits, is_negative, only_whole, plain};
use super::{Context, Understood, another_kind, read};
use crate::vi;
use crate::workbook::read::book::{Cell, Content};

/// Counts stay below this, as in the other files of data.
const LARGEST: u64 = 999_999_999_999;
const EXPECTED: &str = "số nguyên, viết liền";

/// A number that counts things: what stands in the column of a period for most rows.
pub fn whole_number(cell: Option<&Cell>, context: &Context<'_>) -> Understood<u64> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(text) => of_text(text),
        Content::Number(value) => of_number(cell, *value, context.prior),
        _ => another_kind(cell, EXPECTED).unwrap_or(Understood::Nothing),
    })
}

/// The number below or above what can be counted, if it is.
pub(super) fn out_of_range<T>(value: f64, found: &str) -> Option<Understood<T>> {
    // Nought below nought is nought.
    if value < 0.0 {
        return Some(negative(found));
    }
    #[expect(clippy::cast_precision_loss, reason = "the limit has twelve digits")]
    let is_small = value <= LARGEST as f64;
    (!is_small).then(|| too_large(found))
}

pub(super) fn negative<T>(found: &str) -> Understood<T> {
    let say = format!("`{found}` là số âm");
    Understood::refused(
        found,
        say,
        "số liệu thống kê không nhỏ hơn 0; gõ lại số đúng",
    )
}

pub(super) fn too_large<T>(found: &str) -> Understood<T> {
    let shown = vi::brief(found);
    let say = format!("`{shown}` lớn quá mức có thể");
    Understood::refused(found, say, "kiểm tra lại số chữ số")
}

/// The whole number that a cell holds, whichever way its last bits were rounded.
fn whole(value: f64) -> Option<u64> {
    let nearest = value.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "its range was looked at"
    )]
    ((value - nearest).abs() <= 1e-9 * value.abs()).then_some(nearest as u64)
}

fn of_number(cell: &Cell, value: f64, prior: Option<u64>) -> Understood<u64> {
    let found = cell.shown();
    if let Some(refused) = out_of_range(value, &found) {
        return refused;
    }
    if cell.is_percent() == Some(true) {
        let say = format!(
            "ô hiện `{found}` (giá trị {}), ở đây cần số nguyên",
            cell.content
        );
        let remedy = "đổi định dạng ô về General, rồi gõ lại số nguyên";
        return Understood::asked(&found, say, remedy);
    }
    if let Some(formula) = cell.formula.as_deref().filter(|formula| is_truth(formula)) {
        let say = format!("ô có giá trị đúng/sai `={formula}`");
        return Understood::asked(&found, say, format!("gõ lại {EXPECTED}"));
    }
    let Some(number) = whole(value) else {
        let say = format!("`{found}` là số lẻ, ở đây cần số nguyên");
        // 6.127 on a machine that reads the point as the decimal mark.
        let thousands = whole(value * 1_000.0).filter(|_| (1.0..1_000.0).contains(&value));
        let has_three = thousands.is_some_and(|number| number % 10 != 0);
        return match thousands.filter(|_| has_three) {
            Some(number) => suggest(&found, say, number),
            None => Understood::asked(
                &found,
                say,
                "gõ số nguyên; số tiền làm tròn đến đơn vị tính của dòng",
            ),
        };
    };
    match prior.filter(|prior| is_lost_thousand(number, *prior)) {
        Some(prior) => Understood::suggested(
            &found,
            format!(
                "`{found}` có phải là {}? Kỳ trước là {}; máy đặt kiểu tiếng Anh hiểu 5.000 là 5",
                vi::grouped(number * 1_000),
                vi::grouped(prior)
            ),
            format!(
                "gõ liền {}; nếu đúng là {number} thì giải trình",
                number * 1_000
            ),
            (number * 1_000).to_string(),
        ),
        None => Understood::Value(number),
    }
}

/// `LibreOffice` saves truths as formulas, whose result is a number in .ods.
fn is_truth(formula: &str) -> bool {
    ["TRUE()", "FALSE()", "TRUE", "FALSE"]
        .iter()
        .any(|truth| formula.eq_ignore_ascii_case(truth))
}

/// Whether a number is below one hundredth of the last, and a thousand times it is near the last: half
/// to twice as much.
fn is_lost_thousand(number: u64, prior: u64) -> bool {
    let thousandfold = u128::from(number) * 1_000;
    let prior = u128::from(prior);
    number > 0
        && u128::from(number) * 100 < prior
        && (prior..=4 * prior).contains(&(2 * thousandfold))
}

fn suggest(found: &str, say: String, number: u64) -> Understood<u64> {
    let remedy = format!("nếu là {} thì gõ liền: {number}", vi::grouped(number));
    Understood::suggested(found, say, remedy, number.to_string())
}

fn of_text(typed: &str) -> Understood<u64> {
    let text = plain(typed);
    let found = vi::brief(&text).into_owned();
    if text.is_empty() {
        return Understood::Nothing;
    }
    if is_digits(&text) {
        return of_digits(&text, &found);
    }
    if is_negative(&text) {
        return negative(&found);
    }
    let number = only_whole(&text).and_then(|digits| digits.parse().ok());
    match number.filter(|number| *number <= LARGEST) {
        Some(number) if text.contains(char::is_alphabetic) => suggest(
            &found,
            format!("`{found}` có cả chữ, ở đây cần số nguyên"),
            number,
        ),
        Some(number) => suggest(
            &found,
            format!("`{found}` là chữ, không phải số viết liền"),
            number,
        ),
        None if text.contains(|c: char| c.is_ascii_digit()) => Understood::asked(
            &found,
            format!("`{found}` không phải là số nguyên"),
            "gõ số nguyên, viết liền, không có dấu chấm, dấu phẩy, dấu cách hay chữ",
        ),
        None => Understood::asked(
            &found,
            format!("`{found}` là 0, hay chưa có số liệu?"),
            "nếu là 0 thì gõ 0; nếu chưa có số liệu thì để trống ô này và ghi lý do vào cột “Chưa có số liệu vì”",
        ),
    }
}

fn of_digits(digits: &str, found: &str) -> Understood<u64> {
    let Some(number) = digits.parse().ok().filter(|number| *number <= LARGEST) else {
        return too_large(found);
    };
    if digits.len() > 1 && digits.starts_with('0') {
        let say = format!("`{found}` có số 0 ở đầu: là số {number}, hay là mã?");
        return suggest(found, say, number);
    }
    let note = format!(
        "`{found}` ghi ở dạng chữ; đã hiểu là số {}",
        vi::grouped(number)
    );
    Understood::ValueWithNote(number, note)
}
