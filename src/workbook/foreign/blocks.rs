//! Where the tables of a workbook are: each begins with the heads of its columns, and ends where the next
//! one begins.

use std::ops::Range;

use super::cells::Cells;
use super::heads::{self, Heads};
use super::{Asking, Spelling};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ForeignLayout, ForeignTable};
use crate::workbook::read::{Book, Content, Sheet};

/// Rows that heads of a table of the settings may take up.
const MOST_HEADS: u32 = 3;

/// A table.
#[derive(Debug)]
pub(super) struct Block<'t> {
    pub sheet: usize,
    pub heads: Heads,
    /// The rows below the heads.
    pub rows: Range<u32>,
    /// The table of the settings that it is.
    pub table: Option<&'t ForeignTable>,
}

/// The tables of the sheets that are seen, and what is to be told of them.
pub(super) fn blocks<'t>(
    book: &Book,
    asking: Asking<'t>,
    cells: &Cells,
) -> (Vec<Block<'t>>, Vec<Diagnostic>) {
    let (mut blocks, mut findings) = (Vec::new(), Vec::new());
    let spelling = &asking.lines.spelling;
    let tables = &asking.subject.workspace.settings.foreign_tables;
    for (at, sheet) in book.sheets.iter().enumerate() {
        let begun = begun(sheet, tables, spelling);
        if sheet.hidden {
            if let Some(begun) = begun.first() {
                let place = cells.place(at, begun.row, begun.column);
                let message = format!("trang tính `{}` đang ẩn, không được đọc", sheet.name);
                findings.push(Diagnostic::error(Code::WorkbookForeign, place, message).note());
            }
            continue;
        }
        let end = sheet.rows().last().map_or(0, |(row, _)| row + 1);
        if begun.is_empty() {
            blocks.push(Block {
                sheet: at,
                heads: Heads::default(),
                rows: 0..end,
                table: None,
            });
        }
        let firsts: Vec<_> = begun
            .iter()
            .map(|begun| begun.row)
            .skip(1)
            .chain([end])
            .collect();
        for (begun, next) in begun.into_iter().zip(firsts) {
            if let [one, other, ..] = begun.tables.as_slice() {
                let message = format!(
                    "bảng này khớp cả hai bảng ngoài `{}` và `{}`",
                    one.name.value, other.name.value
                );
                let place = cells.place(at, begun.row, begun.column);
                findings.push(
                    Diagnostic::error(Code::WorkbookForeign, place, message)
                        .with_help("ghi thêm tên cột vào `nhan_biet` để chỉ một bảng khớp"),
                );
                continue;
            }
            let last = begun.heads.rows.map_or(begun.row, |(_, last)| last);
            blocks.push(Block {
                sheet: at,
                rows: last + 1..next,
                table: begun.tables.first().copied(),
                heads: begun.heads,
            });
        }
    }
    (blocks, findings)
}

/// Heads, with the tables of the settings that have such.
struct Begun<'t> {
    row: u32,
    column: u32,
    heads: Heads,
    tables: Vec<&'t ForeignTable>,
}

fn begun<'t>(sheet: &Sheet, tables: &'t [ForeignTable], spelling: &Spelling) -> Vec<Begun<'t>> {
    let mut all = Vec::new();
    let mut next = 0;
    for (row, cells) in sheet.rows() {
        if row < next {
            continue;
        }
        let known = known_at(sheet, row, tables, spelling);
        let heads = match known.first() {
            Some((heads, _)) => Some(heads.clone()),
            None => heads::beginning_at(sheet, row, spelling),
        };
        let Some(heads) = heads else { continue };
        next = heads.rows.map_or(row, |(_, last)| last) + 1;
        all.push(Begun {
            row,
            column: cells.first().map_or(0, |cell| cell.column),
            heads,
            tables: known.into_iter().map(|(_, table)| table).collect(),
        });
    }
    all
}

/// The tables of the settings whose heads begin with a row.
fn known_at<'t>(
    sheet: &Sheet,
    row: u32,
    tables: &'t [ForeignTable],
    spelling: &Spelling,
) -> Vec<(Heads, &'t ForeignTable)> {
    if tables.is_empty() {
        return Vec::new();
    }
    let near = (row..row + MOST_HEADS).flat_map(|row| sheet.row(row));
    let near = near.filter_map(|cell| match &cell.content {
        Content::Text(text) => Some(spelling.plain(text)),
        _ => None,
    });
    let near: Vec<_> = near.filter(|plain| !plain.is_empty()).collect();
    let of_table = |table: &'t ForeignTable| {
        let name = spelling.plain(&table.name_column.value);
        if !near.iter().any(|plain| name.ends_with(plain)) {
            return None;
        }
        let fits = |first, last| has_heads(&Heads::of(sheet, (first, last)), table, spelling);
        let mut lasts = row..row + MOST_HEADS;
        let last =
            lasts.find(|last| fits(row, *last) && (row == *last || !fits(row + 1, *last)))?;
        let own = Heads::of(sheet, (row, last)).called(&table.name_column.value, spelling);
        let last = heads::end(sheet, last, &own);
        // Names of groups of columns may stand above.
        let above = row
            .checked_sub(1)
            .map(|above| sheet.row(above))
            .unwrap_or_default();
        let are_groups = own
            .first()
            .is_some_and(|own| above.iter().all(|cell| cell.column > *own));
        let first = if are_groups && !above.is_empty() {
            row - 1
        } else {
            row
        };
        Some((Heads::of(sheet, (first, last)), table))
    };
    tables.iter().filter_map(of_table).collect()
}

/// Whether a table has all heads by which one of the settings is known.
fn has_heads(heads: &Heads, table: &ForeignTable, spelling: &Spelling) -> bool {
    let known_by = table.known_by.iter().chain([&table.name_column]);
    let column = match &table.layout {
        ForeignLayout::Column(column) => Some(column),
        ForeignLayout::RowOfUnit(_) | ForeignLayout::Rows(_) => None,
    };
    let mut all = known_by.chain(column);
    all.all(|name| !heads.called(&name.value, spelling).is_empty())
}
