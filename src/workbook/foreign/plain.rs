//! A table whose rows are lines of the forms.

use std::collections::BTreeSet;

use super::blocks::Block;
use super::columns::Columns;
use super::lines::Asks;
use super::matching::{Matched, Number, matched, number_in_name};
use super::titles::{Scale, form_named, scale, scale_above};
use super::values::{Reading, reading};
use super::{Compared, Found, Reader};
use crate::diagnostic::Place;
use crate::vi;
use crate::workbook::read::{Cell, Content, Sheet};

/// What begins a part of a table that is no form.
const PARTS: [&str; 4] = ["biểu", "phần", "mục", "chương"];

/// A row of a table.
#[derive(Debug)]
pub(super) struct TableRow {
    pub at: u32,
    /// Its number as it is shown, and its name.
    shown: String,
    name: String,
    pub matched: Matched,
}

impl Reader<'_> {
    /// Reads a table whose rows are lines of the forms; nothing of one that has none.
    pub(super) fn plain(&mut self, block: &Block<'_>) {
        let Some(columns) = self.columns(block) else {
            return;
        };
        let rows = self.rows(block, columns);
        let is_line = |row: &TableRow| matches!(row.matched, Matched::Line(_));
        if !rows.iter().any(is_line) {
            return;
        }
        self.has_lines = true;
        let Some(column) = self.figure_column(block, columns, &rows) else {
            return;
        };
        let mark = self.mark(block, column, &rows);
        self.tell_of_mark((block, column), mark, &rows);
        let above = self.scale_above(block);
        for row in &rows {
            self.row((block, columns), (column, mark), row, above.clone());
        }
    }

    fn rows(&self, block: &Block<'_>, columns: Columns) -> Vec<TableRow> {
        let (lines, sheet) = (self.asking.lines, self.sheet(block.sheet));
        let mut form = form_named(&sheet.name, lines);
        let above = sheet.rows().take_while(|(row, _)| *row < block.rows.start);
        for (_, cells) in above {
            form = self.form_after(cells, form);
        }
        let mut read = Vec::new();
        for (at, cells) in sheet.rows().filter(|(row, _)| block.rows.contains(row)) {
            form = self.form_after(cells, form);
            let number = columns.number.and_then(|column| sheet.cell(at, column));
            let text = match sheet.cell(at, columns.name).map(|cell| &cell.content) {
                Some(Content::Text(text)) => text.as_str(),
                _ => "",
            };
            let own = Number::of(number, self.book.format);
            let is_name = |text: &str| !lines.named(&lines.spelling.plain(text)).is_empty();
            let within = number_in_name(text).filter(|_| own == Number::Absent && !is_name(text));
            let (own, name) = within.unwrap_or((own, text));
            read.push((
                at,
                number.map(Cell::shown).unwrap_or_default(),
                own,
                name.to_owned(),
                form,
            ));
        }
        // One that counts the rows of the table and goes beyond every form says nothing of lines.
        let whole: BTreeSet<_> = read
            .iter()
            .filter_map(|(_, _, number, ..)| number.whole())
            .collect();
        let counted = read
            .iter()
            .filter(|(_, _, number, ..)| *number != Number::Absent)
            .count();
        let last = whole.last().copied().unwrap_or_default();
        let is_running = whole.len() == counted
            && last > lines.highest
            && u32::try_from(counted) == Ok(last)
            && whole.first() == Some(&1);
        let rows = read.into_iter().map(|(at, shown, number, name, form)| {
            let number = if is_running { Number::Absent } else { number };
            let plain = lines.spelling.plain(&name);
            TableRow {
                at,
                matched: matched(lines, &number, &plain, form),
                shown,
                name,
            }
        });
        rows.collect()
    }

    /// The form that rows below a row are of: the one that it names; none where it begins a part that is
    /// no form.
    fn form_after(&self, cells: &[Cell], form: Option<usize>) -> Option<usize> {
        let lines = self.asking.lines;
        let texts = || {
            cells.iter().filter_map(|cell| match &cell.content {
                Content::Text(text) => Some(text.as_str()),
                _ => None,
            })
        };
        if let Some(named) = texts().find_map(|text| form_named(text, lines)) {
            return Some(named);
        }
        let begins_part = |text: &str| {
            let plain = lines.spelling.plain(text);
            let first = plain.split(' ').next().unwrap_or_default();
            // Of capitals: “Vi phạm” is no number.
            let number = text.split_whitespace().next().unwrap_or_default();
            let number = number.trim_end_matches(['.', ')', ':']);
            let is_roman = !number.is_empty() && number.chars().all(|c| "IVX".contains(c));
            is_roman || PARTS.iter().any(|part| lines.spelling.plain(part) == first)
        };
        form.filter(|_| !texts().next().is_some_and(begins_part))
    }

    /// Says once for a column how its numbers were understood.
    fn tell_of_mark(
        &mut self,
        (block, column): (&Block<'_>, u32),
        mark: Option<char>,
        rows: &[TableRow],
    ) {
        let Some(mark) = mark else { return };
        let sheet = self.sheet(block.sheet);
        let grouped = rows
            .iter()
            .find_map(|row| match &sheet.cell(row.at, column)?.content {
                Content::Text(text) if text.contains(mark) => {
                    Some((row.at, text.trim().to_owned()))
                }
                _ => None,
            });
        let Some((row, text)) = grouped else { return };
        let place = self.cells.place(block.sheet, row, column);
        let name = match mark {
            '.' => "dấu chấm",
            ',' => "dấu phẩy",
            _ => "dấu cách",
        };
        let digits = text.replace(mark, "");
        self.note(
            place,
            format!("cả cột ngăn hàng nghìn bằng {name}: đã hiểu `{text}` là {digits}"),
        );
    }

    /// In which unit of money all of a table is counted, by a line above it.
    fn scale_above(&self, block: &Block<'_>) -> Option<(Scale, String)> {
        let sheet = self.sheet(block.sheet);
        let above = sheet.rows().take_while(|(row, _)| *row < block.rows.start);
        let texts = above
            .flat_map(|(_, cells)| cells)
            .filter_map(|cell| match &cell.content {
                Content::Text(text) => Some(text),
                _ => None,
            });
        let said = texts.filter_map(|text| {
            let scale = scale_above(text, &self.asking.lines.spelling)?;
            Some((scale, vi::brief(text.trim()).into_owned()))
        });
        said.last()
    }

    fn row(
        &mut self,
        (block, columns): (&Block<'_>, Columns),
        (column, mark): (u32, Option<char>),
        row: &TableRow,
        above: Option<(Scale, String)>,
    ) {
        let sheet = self.sheet(block.sheet);
        let Some(cell) = sheet.cell(row.at, column) else {
            return;
        };
        let place = self.cells.place(block.sheet, row.at, column);
        let Matched::Line(at) = row.matched else {
            self.unmatched(row, cell, place);
            return;
        };
        let line = self.asking.lines.line(at);
        match &line.asks {
            Asks::Heading => {}
            Asks::NotIt => drop(self.not_asked.insert(at)),
            Asks::Stated => {
                let message = format!(
                    "{}: số nêu theo nguồn giữ nguyên như trong tệp của đơn vị",
                    line.label
                );
                self.note(place, message);
            }
            Asks::WorkedOut(_) => self.compared.push(Compared {
                line: at,
                cell: cell.clone(),
                place,
                mark,
            }),
            Asks::Figure { kind, prior, .. } => {
                if self.is_of_others(at, row, place)
                    || self.is_in_another_scale(at, (sheet, row.at, columns), (place, above))
                {
                    return;
                }
                if let Some(merged) = sheet
                    .merged_at(row.at, column)
                    .filter(|merged| merged.start.0 < merged.end.0)
                {
                    let message = format!(
                        "số của {} nằm trong ô gộp {merged} qua nhiều dòng",
                        line.label
                    );
                    self.tell(place, message, "bỏ gộp ô, gõ số vào đúng dòng");
                    return;
                }
                let names = self.names();
                let read = reading(Some(cell), kind, *prior, self.writing(mark, &names));
                self.figure(at, place, read);
            }
        }
    }

    /// Takes a figure, or tells what is not certain of it.
    pub(super) fn figure(&mut self, line: usize, place: Place, read: Reading) {
        let label = &self.asking.lines.line(line).label;
        match read {
            Reading::Blank => {}
            Reading::Number(number, note) => self.figures.push(Found {
                line,
                number,
                place,
                sum: None,
                note,
            }),
            Reading::NoNumber(text) => self.warn(
                place,
                format!("{label} có `{}`, không phải số: không lấy", vi::brief(&text)),
                "không phát sinh thì gõ 0; chưa có số liệu thì ghi `{khong_co: \"lý do\"}` trong tệp của đơn vị",
            ),
            Reading::Asked(say, remedy) => self.tell(place, format!("{label}: {say}"), remedy),
        }
    }

    /// Whether a table calls a line what the form of the whole place calls it, where that is another
    /// quantity than the unit states; this is told.
    fn is_of_others(&mut self, line: usize, row: &TableRow, place: Place) -> bool {
        let lines = self.asking.lines;
        let line = lines.line(line);
        if !line.of_others.contains(&lines.spelling.plain(&row.name)) {
            return false;
        }
        let unit = line.units.first().map_or("", String::as_str);
        let message = format!(
            "dòng “{}” trong bảng là số của toàn địa bàn, đơn vị khai {} ({unit}): không lấy",
            vi::brief(row.name.trim()),
            line.label
        );
        self.warn(
            place,
            message,
            "khai dòng này trong tệp của đơn vị; hoặc sửa tên và số trong bảng",
        );
        true
    }

    /// Whether a table counts a line in another unit of money than the form, or in per cent; this is
    /// told.
    fn is_in_another_scale(
        &mut self,
        line: usize,
        (sheet, row, columns): (&Sheet, u32, Columns),
        (place, above): (Place, Option<(Scale, String)>),
    ) -> bool {
        let line = self.asking.lines.line(line);
        let spelling = &self.asking.lines.spelling;
        let own: BTreeSet<_> = line.units.iter().map(String::as_str).collect();
        let scales: Vec<_> = own
            .iter()
            .filter_map(|unit| scale(unit, spelling))
            .collect();
        let in_cell = columns
            .unit
            .and_then(|column| sheet.cell(row, column))
            .map(Cell::shown);
        let in_cell = in_cell.map(|unit| (scale(&unit, spelling), unit));
        let above = above.filter(|_| !scales.is_empty() && in_cell.is_none());
        let said = in_cell.or(above.map(|(scale, unit)| (Some(scale), unit)));
        let Some((scale, unit)) = said else {
            return false;
        };
        if scale.is_none_or(|scale| scales.contains(&scale))
            && (scale.is_some() || scales.is_empty())
        {
            return false;
        }
        let own = own.into_iter().next().unwrap_or("số lượng").to_owned();
        let message = format!(
            "{}: bảng tính bằng “{}”, biểu tính bằng “{own}”, không lấy",
            line.label,
            vi::brief(&unit)
        );
        self.warn(
            place,
            message,
            format!("đổi số trong bảng sang “{own}”, sửa cả chỗ ghi đơn vị tính"),
        );
        true
    }

    /// Tells of a row with a value that is no line for certain.
    fn unmatched(&mut self, row: &TableRow, cell: &Cell, place: Place) {
        if row.name.trim().is_empty() && row.shown.is_empty() || !is_number(cell) {
            return;
        }
        let lines = self.asking.lines;
        let labels = |all: &[usize]| {
            let labels = all.iter().take(3).map(|at| lines.line(*at).label.as_str());
            labels.collect::<Vec<_>>().join("; ")
        };
        let shown = vi::brief(row.name.trim()).into_owned();
        let row_shown = match (row.shown.trim(), shown.as_str()) {
            ("", name) => format!("“{name}”"),
            (number, "") => number.to_owned(),
            (number, name) => format!("{number} “{name}”"),
        };
        match &row.matched {
            Matched::Line(_) => {}
            Matched::Several(all) => self.warn(
                place,
                format!("dòng {row_shown} có thể là nhiều dòng của biểu, không lấy"),
                format!("ghi đủ STT và tên như biểu: {}", labels(all)),
            ),
            Matched::Apart { numbered, named } if named.is_empty() => self.warn(
                place,
                format!("dòng {row_shown}: tên không phải của dòng có số ấy trong biểu, không lấy"),
                format!("nếu đúng là dòng ấy thì sửa tên trong bảng: {}", labels(numbered)),
            ),
            Matched::Apart { named, .. } => self.warn(
                place,
                format!("dòng {row_shown}: STT và tên thuộc hai dòng khác nhau của biểu, không lấy"),
                format!("sửa STT cho đúng với tên: {}; STT của bảng đánh số theo cách khác thì xóa cột ấy", labels(named)),
            ),
            Matched::None => {
                let near = lines.nearest(&lines.spelling.plain(&row.name));
                let help = match near {
                    Some(near) => format!("có phải là {}?", near.label),
                    None => "không phải số liệu của biểu thì bỏ qua; là tổng của nhiều dòng thì khai `bang_ngoai` trong cau-hinh.yaml".to_owned(),
                };
                self.warn(place, format!("dòng {row_shown} không có trong biểu nào, không lấy"), help);
            }
        }
    }
}

/// The cells below the heads of a table.
pub(super) fn cells_of<'s>(sheet: &'s Sheet, block: &Block<'_>) -> impl Iterator<Item = &'s Cell> {
    let rows = block.rows.clone();
    sheet
        .cells
        .iter()
        .filter(move |cell| rows.contains(&cell.row))
}

/// Whether a cell holds a number, or a text that begins as one.
pub(super) fn is_number(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(_) | Content::FormulaWithoutValue => true,
        Content::Text(text) => {
            let text = text.trim();
            text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
        }
        _ => false,
    }
}
