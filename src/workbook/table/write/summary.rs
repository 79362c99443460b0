//! The first sheet: who has reported, and the key figures of each unit.

use std::fmt::Write as _;

use rust_xlsxwriter::{FormatAlign, Formula, Worksheet, XlsxError, utility};

use super::super::{KeyFigure, KeyValue, Table};
use super::{column_of, number_format, print_setup, row_of, write_amount, write_text};
use crate::workbook::write::{measure, style};

const HEADS: u32 = 4;
const TOTALS: u32 = 5;
const FILTER: u32 = 6;
const FIRST: u32 = 7;
const LEAD: [(&str, f64); 4] = [
    ("TT", 5.0),
    ("Cơ quan, đơn vị", 44.0),
    ("Cấp", 36.0),
    ("Tình trạng", 36.0),
];
const LEADS: u16 = 4;
const WIDTH: f64 = 14.0;

const HELP: &str = "Chỉ số chính theo phụ lục số liệu các đơn vị của chế độ báo cáo. Tỷ lệ của dòng “Tổng cộng” tính từ các số cộng. Ô trống: đơn vị chưa báo cáo, chưa có số liệu, không phát sinh hoặc không khai dòng ấy.";

/// Writes it.
pub(super) fn write(page: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let last = FIRST + row_of(table.units.len().max(1)) - 1;
    head(page, table)?;
    for (at, figure) in (LEADS..).zip(&table.key_figures) {
        page.set_column_width(at, WIDTH)?;
        write_text(page, (HEADS, at), &figure.name, &style::head())?;
        total(page, at, (figure, last))?;
        for (row, value) in (FIRST..).zip(&figure.values) {
            let amount = value.and_then(KeyValue::amount);
            let format = number_format(amount.as_ref());
            write_amount(page, (row, at), amount.as_ref(), &format)?;
        }
    }
    for (index, unit) in table.units.iter().enumerate() {
        let row = FIRST + row_of(index);
        let shown = style::shown();
        let number = shown.clone().set_align(FormatAlign::Center);
        page.write_number_with_format(row, 0, row_of(index + 1), &number)?;
        write_text(page, (row, 1), &unit.name, &shown)?;
        write_text(page, (row, 2), &unit.level, &shown)?;
        let state = if unit.state.is_counted() {
            shown
        } else {
            shown.set_background_color(style::MISSING)
        };
        write_text(page, (row, 3), unit.state.words(), &state)?;
        let texts = [
            (unit.name.as_str(), LEAD[1].1),
            (unit.level.as_str(), LEAD[2].1),
            (unit.state.words(), LEAD[3].1),
        ];
        page.set_row_height(row, measure::height(texts.into_iter()))?;
    }
    let width = LEADS + column_of(table.key_figures.len());
    for at in 0..width {
        write_text(
            page,
            (FILTER, at),
            &format!("({})", at + 1),
            &style::group(),
        )?;
    }
    page.autofilter(FILTER, 0, last, width - 1)?;
    page.set_freeze_panes(FIRST, 2)?;
    page.set_repeat_rows(HEADS, HEADS)?;
    print_setup(page, table, 1);
    Ok(())
}

fn head(page: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let title = format!("{} – {}", table.title(), table.agency_name);
    page.write_string_with_format(1, 0, title, &style::title())?;
    page.set_row_height(1, 22)?;
    let counts = reported(table);
    let lines = [(2, counts), (3, table.remark(HELP))];
    let width: f64 = LEAD.iter().map(|(_, width)| width).sum();
    for (row, words) in lines {
        page.merge_range(row, 0, row, LEADS + 2, &words, &style::remark())?;
        let width = width + 3.0 * WIDTH;
        page.set_row_height(row, measure::height([(words.as_str(), width)].into_iter()))?;
    }
    for (column, (name, width)) in (0..).zip(LEAD) {
        page.set_column_width(column, width)?;
        write_text(page, (HEADS, column), name, &style::head())?;
        let words = if column == 1 { "Tổng cộng" } else { "" };
        write_text(page, (TOTALS, column), words, &style::group())?;
    }
    let heads = table
        .key_figures
        .iter()
        .map(|figure| (figure.name.as_str(), WIDTH - 1.0));
    page.set_row_height(HEADS, measure::height(heads))?;
    Ok(())
}

/// "Đã báo cáo 22/24 đơn vị. Chưa báo cáo: Sở Y tế."
fn reported(table: &Table) -> String {
    let is_unit = |state| state != super::super::UnitState::Itself;
    let all = table
        .units
        .iter()
        .filter(|unit| is_unit(unit.state))
        .count();
    let uncounted: Vec<_> = table.uncounted().collect();
    let mut words = format!("Đã báo cáo {}/{all} đơn vị.", all - uncounted.len());
    let mut states: Vec<&str> = Vec::new();
    for unit in &uncounted {
        if !states.contains(&unit.state.words()) {
            states.push(unit.state.words());
        }
    }
    for state in states {
        let units = uncounted.iter().filter(|unit| unit.state.words() == state);
        let names: Vec<_> = units.map(|unit| unit.name.as_str()).collect();
        let _ = write!(words, " {state}: {}.", names.join("; "));
    }
    words
}

fn total(
    page: &mut Worksheet,
    at: u16,
    (figure, last): (&KeyFigure, u32),
) -> Result<(), XlsxError> {
    let amount = figure.total.and_then(KeyValue::amount);
    let format = number_format(amount.as_ref()).set_bold();
    if figure.is_rate {
        return write_amount(page, (TOTALS, at), amount.as_ref(), &format);
    }
    let column = utility::column_number_to_name(at);
    let range = format!("{column}{}:{column}{}", FIRST + 1, last + 1);
    let formula = Formula::new(format!("=IF(COUNT({range})<1,\"\",SUM({range}))"));
    let cached = amount.map(|amount| amount.text()).unwrap_or_default();
    let is_blank = cached.is_empty();
    page.write_formula_with_format(TOTALS, at, formula.set_result(cached), &format)?;
    if is_blank {
        page.set_formula_result(TOTALS, at, "");
    }
    Ok(())
}
