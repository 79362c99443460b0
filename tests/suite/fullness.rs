//! How full the pages of all sample reports are.

use rayon::prelude::*;

use crate::decree::margins;
use crate::folder::repository;
use crate::report::reports;
use crate::sheet::{Sheet, sheets};

/// The pages of the two sample years, each report's name with its pages.
fn all() -> Vec<(String, Vec<Sheet>)> {
    let periods = [
        "2021-q1", "2021-6t", "2021-q3", "2021-nam", "2026-q1", "2026-6t", "2026-q3",
    ];
    let of_period = |period: &&str| {
        let built = reports(&repository().join("data"), period).expect("the data are faultless");
        let named = built.into_iter().map(|built| {
            let name = format!("{period} {}", built.composed.id);
            (name, sheets(&built.pages.document))
        });
        named.collect::<Vec<_>>()
    };
    periods.par_iter().flat_map(of_period).collect()
}

/// Whether a page is the first of the body or of an annex: it has no number.
fn is_first(sheet: &Sheet) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !sheet
        .runs
        .iter()
        .any(|run| run.y < margins().top && is_number(run.text.trim()))
}

/// The share of the room between the margins that is used.
fn fullness(sheet: &Sheet) -> f64 {
    let of_text = sheet.runs.iter().map(|run| run.y);
    let of_rules = sheet.rules.iter().map(|rule| rule.y);
    let bottom = of_text.chain(of_rules).fold(0.0, f64::max);
    let margins = margins();
    (bottom - margins.top) / (sheet.height - margins.top - margins.bottom)
}

/// The rows of tables on a page, without their header.
fn rows(sheet: &Sheet) -> usize {
    let mut heights: Vec<_> = sheet.rules.iter().map(|rule| rule.y.round()).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let of_header = if sheet.find("Kết quả thống kê").is_empty() {
        1
    } else {
        2
    };
    heights.len().saturating_sub(1 + of_header)
}

/// The lines of text that stand with the signature.
fn last_lines(sheet: &Sheet) -> usize {
    let lines = sheet.lines();
    let text: Vec<_> = lines.iter().filter(|line| line.y > margins().top).collect();
    let end = text.iter().position(|line| line.text.ends_with("./."));
    end.map_or(0, |end| end + 1)
}

#[test]
fn no_page_is_nearly_empty() {
    let (mut reports, mut pages, mut empty) = (0, 0, Vec::new());
    for (name, sheets) in all() {
        reports += 1;
        pages += sheets.len();
        for (index, sheet) in sheets.iter().enumerate() {
            let is_last = sheets.get(index + 1).is_none_or(is_first);
            let is_full = fullness(sheet) >= 1.0 / 3.0;
            let is_fit = if !is_last {
                is_full
            } else if sheet.width < sheet.height {
                last_lines(sheet) >= 2
            } else {
                is_full || is_first(sheet) || rows(sheet) >= 3
            };
            if !is_fit {
                let (full, rows) = (fullness(sheet), rows(sheet));
                empty.push(format!(
                    "{name}, page {}: {full:.2}, {rows} rows",
                    index + 1
                ));
            }
        }
    }
    assert!(empty.is_empty(), "{empty:#?}");
    assert!(
        reports > 200 && pages > 3_000,
        "{reports} reports, {pages} pages"
    );
}
