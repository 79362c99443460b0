//! A sheet that asks for something.

use std::borrow::Cow;

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Format, Formula,
    ProtectionOptions, Worksheet, XlsxError, utility,
};

use super::cell::{self, Looks};
use super::{measure, style};
use crate::workbook::form::{
    AskedCell, Entered, EntryKind, FormCell, FormRow, FormSheet, HEAD_ROWS, MARK, RowKey, UnitForm,
};
use crate::workbook::returned::Beside;

/// The largest number that a cell takes without asking; the program itself takes larger ones.
const LARGEST: i32 = 2_000_000_000;
/// Letters of a message beside a cell.
const LONGEST_MESSAGE: usize = 255;

const ROW_OF_TITLE: u32 = 1;
const ROW_OF_REMARK: u32 = 2;
const ROW_OF_HEADS: u32 = HEAD_ROWS - 1;

/// Writes what a sheet asks, with what was typed and is said beside.
pub(super) fn write(
    page: &mut Worksheet,
    form: &UnitForm,
    sheet: &FormSheet,
    beside: &Beside,
) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    head(page, form, sheet)?;
    for (number, (at, row)) in (HEAD_ROWS..).zip(&sheet.rows).enumerate() {
        page.write_string(at, 0, row.key.to_string())?;
        page.set_row_height(at, row_height(sheet, (number, row), beside))?;
        for (column, (cell, asked)) in row.cells.iter().zip(&sheet.columns).enumerate() {
            let place = (at, u16::try_from(column + 1).unwrap_or_default());
            let mark = beside.marks.get(&(number, column));
            let typed = beside.typed.get(&(number, column));
            let looks = Looks {
                is_heading: row.key == RowKey::Heading,
                mark,
            };
            match (cell, typed) {
                (FormCell::Asked(asked_cell), Some(typed)) => {
                    cell::write_typed(page, place, (asked_cell, typed.as_ref()), &looks)?;
                    ruled(page, place, &asked_cell.kind, asked.key)?;
                }
                (FormCell::Asked(asked_cell), None) => {
                    cell::write_asked(page, place, asked_cell, &looks)?;
                    ruled(page, place, &asked_cell.kind, asked.key)?;
                }
                _ => cell::write_cell(page, place, cell, &looks)?,
            }
            if let Some(mark) = mark {
                cell::comment(page, place, &mark.text)?;
            }
        }
    }
    choices(page, sheet)?;
    missing(page, sheet)?;
    layout(page, form, sheet)
}

/// Stamp, names of columns, title, remark and heads.
fn head(page: &mut Worksheet, form: &UnitForm, sheet: &FormSheet) -> Result<(), XlsxError> {
    page.write_string(0, 0, form.stamp(sheet))?;
    for (at, column) in (1_u16..).zip(&sheet.columns) {
        page.write_string(0, at, column.key)?;
        page.set_column_width(at, column.width)?;
        page.write_string_with_format(ROW_OF_HEADS, at, column.head, &style::head())?;
    }
    page.set_column_hidden(0)?;
    page.set_row_hidden(0)?;
    let title = format!(
        "{} – {}, {}",
        sheet.title, form.agency_name, form.period_name
    );
    page.write_string_with_format(ROW_OF_TITLE, 1, title, &style::title())?;
    let last = u16::try_from(sheet.columns.len()).unwrap_or(1).max(2);
    let widths = sheet.columns.iter().map(|column| column.width);
    page.merge_range(
        ROW_OF_REMARK,
        1,
        ROW_OF_REMARK,
        last,
        &sheet.remark,
        &style::remark(),
    )?;
    page.set_row_height(
        ROW_OF_REMARK,
        measure::height([(sheet.remark.as_str(), widths.sum())].into_iter()),
    )?;
    page.set_row_height(ROW_OF_TITLE, 22)?;
    let heads = sheet
        .columns
        .iter()
        .map(|column| (column.head, column.width - 1.0));
    page.set_row_height(ROW_OF_HEADS, measure::height(heads))?;
    Ok(())
}

fn row_height(sheet: &FormSheet, (number, row): (usize, &FormRow), beside: &Beside) -> f64 {
    let cells = row.cells.iter().zip(&sheet.columns).enumerate();
    let texts = cells.filter_map(|(at, (cell, column))| {
        let text = match (cell, beside.typed.get(&(number, at))) {
            (_, Some(typed)) => typed.as_ref()?.shown().into(),
            (
                FormCell::Text(text)
                | FormCell::Asked(AskedCell {
                    now: Some(Entered::Text(text)),
                    ..
                }),
                None,
            ) => Cow::Borrowed(text.as_str()),
            _ => return None,
        };
        Some((text, column.width))
    });
    let texts: Vec<_> = texts.collect();
    let height = measure::height(texts.iter().map(|(text, width)| (&**text, *width)));
    let is_spare = matches!(row.key, RowKey::Paragraph(..) | RowKey::Finding(..));
    // What is to be written needs some room.
    if is_spare { height.max(34.0) } else { height }
}

/// Puts what a cell takes into its rule.
fn ruled(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    kind: &EntryKind,
    key: &str,
) -> Result<(), XlsxError> {
    if let Some(rule) = rule(kind, key)? {
        page.add_data_validation(row, column, row, column, &rule)?;
    }
    Ok(())
}

/// What a cell takes, and what is said beside it.
fn rule(kind: &EntryKind, key: &str) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    Ok(Some(match kind {
        EntryKind::Count => rule
            .allow_whole_number(DataValidationRule::Between(0, LARGEST))
            .set_error_title("Cần một số nguyên")?
            .set_error_message(
                "Ô này chỉ nhận số nguyên từ 0 trở lên, chỉ gõ chữ số: 6127, không gõ 6.127.",
            )?,
        EntryKind::Code(words) => {
            let codes: Vec<_> = words.iter().map(|(code, _)| code.to_string()).collect();
            let said: Vec<_> = words
                .iter()
                .map(|(code, word)| format!("{code} = {word}"))
                .collect();
            rule.allow_list_strings(&codes)?
                .set_input_title("Trả lời bằng số")?
                .set_input_message(message(&said.join("; ")))?
                .set_error_title("Chọn trong danh sách")?
                .set_error_message(message(&format!("Chỉ nhận: {}.", said.join("; "))))?
        }
        EntryKind::Mark => rule
            .allow_list_strings(&[MARK])?
            .set_error_title("Chỉ ghi x")?
            .set_error_message("Số ước tính thì ghi x; số thật thì để trống.")?,
        EntryKind::Date => rule
            .allow_any_value()
            .set_input_title("Ngày")?
            .set_input_message("Gõ ngày/tháng/năm, ví dụ 05/3/2026.")?,
        EntryKind::Text if key == "giai_trinh" => rule
            .allow_any_value()
            .set_input_title("Giải trình")?
            .set_input_message("Ghi lý do khi chương trình cảnh báo mà số liệu vẫn đúng.")?,
        EntryKind::Choice(_) | EntryKind::Text | EntryKind::Paragraph => return Ok(None),
    }))
}

/// A message cut to what a cell shows.
fn message(text: &str) -> String {
    if text.chars().count() <= LONGEST_MESSAGE {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_MESSAGE - 1).collect();
    format!("{cut}…")
}

/// The words to choose from, in columns behind the last one that are not seen: in the rule itself there
/// is no room for many.
fn choices(page: &mut Worksheet, sheet: &FormSheet) -> Result<(), XlsxError> {
    let mut lists: Vec<&[String]> = Vec::new();
    let first = u16::try_from(sheet.columns.len() + 2).unwrap_or(u16::MAX);
    for (at, row) in (HEAD_ROWS..).zip(&sheet.rows) {
        for (column, cell) in (1_u16..).zip(&row.cells) {
            let FormCell::Asked(AskedCell {
                kind: EntryKind::Choice(words),
                ..
            }) = cell
            else {
                continue;
            };
            let known = lists.iter().position(|list| *list == words.as_slice());
            let place = known.unwrap_or(lists.len());
            if known.is_none() {
                lists.push(words);
            }
            let behind = first + u16::try_from(place).unwrap_or_default();
            let last = HEAD_ROWS + u32::try_from(words.len()).unwrap_or(1) - 1;
            let range = utility::cell_range_absolute(HEAD_ROWS, behind, last, behind);
            let rule = DataValidation::new()
                .allow_list_formula(Formula::new(format!("={range}")))
                .set_error_title("Chọn trong danh sách")?
                .set_error_message("Ô này chỉ nhận một trong các mục của danh sách.")?;
            page.add_data_validation(at, column, at, column, &rule)?;
        }
    }
    for (behind, list) in (first..).zip(&lists) {
        for (at, word) in (HEAD_ROWS..).zip(*list) {
            page.write_string(at, behind, word)?;
        }
        page.set_column_hidden(behind)?;
    }
    Ok(())
}

/// Colours what is missing, until it or what may stand in its place is there.
fn missing(page: &mut Worksheet, sheet: &FormSheet) -> Result<(), XlsxError> {
    let instead = sheet.column("khong_co");
    for (column, _) in sheet.columns.iter().enumerate() {
        let needed: Vec<_> = sheet
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| {
                matches!(
                    &row.cells[column],
                    FormCell::Asked(AskedCell {
                        is_needed: true,
                        ..
                    })
                )
            })
            .map(|(at, _)| HEAD_ROWS + u32::try_from(at).unwrap_or_default())
            .collect();
        for rows in needed.chunk_by(|one, next| one + 1 == *next) {
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
                continue;
            };
            let blank = |column: usize| format!("ISBLANK(${}{})", name_of(column), first + 1);
            let mut all = vec![blank(column)];
            all.extend(instead.map(blank));
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("=AND({})", all.join(",")).as_str())
                .set_format(Format::new().set_background_color(style::MISSING));
            let at = u16::try_from(column + 1).unwrap_or_default();
            page.add_conditional_format(*first, at, *last, at, &rule)?;
        }
    }
    Ok(())
}

/// The letters of a column, counted without the one of keys.
fn name_of(column: usize) -> String {
    utility::column_number_to_name(u16::try_from(column + 1).unwrap_or_default())
}

/// Locks, panes and print.
fn layout(page: &mut Worksheet, form: &UnitForm, sheet: &FormSheet) -> Result<(), XlsxError> {
    let last_row = HEAD_ROWS + u32::try_from(sheet.rows.len()).unwrap_or(1) - 1;
    let last_column = u16::try_from(sheet.columns.len()).unwrap_or(1);
    page.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    page.set_freeze_panes(HEAD_ROWS, if sheet.columns.len() > 4 { 3 } else { 0 })?;
    page.set_repeat_rows(ROW_OF_HEADS, ROW_OF_HEADS)?;
    page.set_print_area(ROW_OF_TITLE, 1, last_row, last_column)?;
    page.set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    let footer = form.agency_name.replace('&', "&&");
    page.set_footer(format!("&L{footer}, {}&C&A&R&P/&N", form.period_name));
    Ok(())
}
