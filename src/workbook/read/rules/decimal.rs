//! Numbers with decimals, and shares in per cent that a document states.

use super::number::{negative, out_of_range, too_large};
use super::plain::{is_digits, is_negative, plain};
use super::{Context, Understood, another_kind, read};
use crate::model::Decimal;
use crate::vi;
use crate::workbook::read::book::{Cell, Content};

const EXPECTED: &str = "số có nhiều nhất hai chữ số thập phân (98,5)";

/// A number of at most two decimals.
pub fn decimal(cell: Option<&Cell>, context: &Context<'_>) -> Understood<Decimal> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(text) => of_text(text, false),
        Content::Number(value) if cell.is_percent() == Some(true) => {
            let found = cell.shown();
            let refused = out_of_range(*value, &found);
            refused.unwrap_or_else(|| {
                let say = format!(
                    "ô hiện `{found}` (giá trị {}), ở đây không phải tỷ lệ",
                    cell.content
                );
                let remedy = "đổi định dạng ô về General, rồi gõ lại số";
                Understood::asked(&found, say, remedy)
            })
        }
        Content::Number(value) => of_number(*value, &cell.shown()),
        _ => another_kind(cell, EXPECTED).unwrap_or(Understood::Nothing),
    })
}

/// A share in per cent that a document states: `98,5`, or `98,5%` in a cell that shows per cent.
pub fn share(cell: Option<&Cell>, context: &Context<'_>) -> Understood<Decimal> {
    read(cell, context, EXPECTED, |cell| match &cell.content {
        Content::Text(text) => of_text(text, true),
        Content::Number(value) => share_of_number(cell, *value),
        _ => another_kind(cell, EXPECTED).unwrap_or(Understood::Nothing),
    })
}

fn share_of_number(cell: &Cell, value: f64) -> Understood<Decimal> {
    let found = cell.shown();
    match cell.is_percent() {
        Some(true) => {
            let read = of_number(value * 100.0, &found);
            read.with_note(Some(format!(
                "ô hiện `{found}`; đã hiểu là {}",
                found.trim_end_matches('%')
            )))
        }
        // 98,52% and 100% look so where the format is lost; so does a share of one per cent.
        shown if value > 0.0 && (value < 1.0 || value <= 1.0 && shown.is_none()) => {
            let percent = vi_decimal(value * 100.0);
            Understood::asked(
                &found,
                format!("`{found}` là {found}% hay {percent}%?"),
                format!("gõ số phần trăm, không có dấu %: {percent} hoặc {found}"),
            )
        }
        _ => of_number(value, &found),
    }
}

fn vi_decimal(value: f64) -> String {
    Content::Number(value).to_string()
}

/// So many hundredths, whichever way the last bits were rounded.
fn hundredths(value: f64) -> Option<u64> {
    let scaled = value * 100.0;
    let nearest = scaled.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "its range was looked at"
    )]
    ((scaled - nearest).abs() <= 1e-9 * scaled.abs().max(1.0)).then_some(nearest as u64)
}

fn of_number(value: f64, found: &str) -> Understood<Decimal> {
    if let Some(refused) = out_of_range(value, found) {
        return refused;
    }
    match hundredths(value) {
        Some(number) => Understood::Value(Decimal::of_hundredths(number)),
        None => too_fine(found, value),
    }
}

fn too_fine(found: &str, value: f64) -> Understood<Decimal> {
    let rounded = vi_decimal((value * 100.0).round() / 100.0);
    Understood::suggested(
        found,
        format!("`{found}` có hơn hai chữ số thập phân"),
        format!("làm tròn đến hai chữ số thập phân: {rounded}"),
        rounded,
    )
}

fn of_text(typed: &str, percent: bool) -> Understood<Decimal> {
    let text = plain(typed);
    let found = vi::brief(&text).into_owned();
    if text.is_empty() {
        return Understood::Nothing;
    }
    if is_negative(&text) {
        return negative(&found);
    }
    let number = if percent {
        text.strip_suffix('%').unwrap_or(&text).trim_end()
    } else {
        &text
    };
    let (whole, fraction) = number.split_once([',', '.']).unwrap_or((number, ""));
    let is_number = is_digits(whole) && (number == whole || is_digits(fraction));
    if !is_number {
        let say = format!("`{found}` không phải là số");
        return Understood::asked(&found, say, format!("gõ {EXPECTED}"));
    }
    if fraction.len() > 2 {
        let say = format!("`{found}` là số thập phân, hay có dấu ngăn hàng nghìn?");
        let remedy = "gõ số viết liền, với nhiều nhất hai chữ số thập phân";
        return Understood::asked(&found, say, remedy);
    }
    let digits = format!("{whole}{fraction:0<2}");
    let Some(hundredths) = digits
        .parse()
        .ok()
        .filter(|number| *number < 100_000_000_000_000)
    else {
        return too_large(&found);
    };
    let number = Decimal::of_hundredths(hundredths);
    let note = format!("`{found}` ghi ở dạng chữ; đã hiểu là {}", number.text());
    Understood::ValueWithNote(number, note)
}
