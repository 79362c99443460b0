//! A table that the settings tell of (`bang_ngoai`): its columns or rows are added up into rows of the
//! forms.

use super::blocks::Block;
use super::lines::Asks;
use super::plain::cells_of;
use super::values::{Reading, grouping, reading};
use super::{Found, Reader};
use crate::diagnostic::{Located, Place};
use crate::load;
use crate::model::{ForeignLayout, ForeignSum, ForeignTable};
use crate::vi;
use crate::workbook::form::EntryKind;
use crate::workbook::read::{Content, Sheet, column_name};

/// A cell that is added up, with what it is called.
struct Part {
    row: u32,
    column: u32,
    called: String,
}

impl Reader<'_> {
    /// Adds up what the settings say of a table.
    pub(super) fn mapped(&mut self, block: &Block<'_>, table: &ForeignTable) {
        self.has_lines = true;
        let Some(names) = self.column(block, &table.name_column) else {
            return;
        };
        match &table.layout {
            ForeignLayout::Column(column) => {
                let Some(column) = self.column(block, column) else {
                    return;
                };
                for sum in &table.sums {
                    self.sum(block, sum, |reader| {
                        let parts = sum.parts.iter();
                        parts
                            .map(|part| {
                                let row = reader.row_called(block, names, &part.value)?;
                                Some(Part {
                                    row,
                                    column,
                                    called: part.value.clone(),
                                })
                            })
                            .collect()
                    });
                }
            }
            ForeignLayout::RowOfUnit(_) => {
                if let Some(row) = self.row_of_unit(block, names) {
                    self.columns_of(block, table, &[row]);
                }
            }
            ForeignLayout::Rows(wanted) => {
                let rows: Option<Vec<_>> = wanted
                    .iter()
                    .map(|name| self.row_called(block, names, &name.value))
                    .collect();
                if let Some(rows) = rows {
                    self.columns_of(block, table, &rows);
                }
            }
        }
    }

    /// Adds up columns in some rows.
    fn columns_of(&mut self, block: &Block<'_>, table: &ForeignTable, rows: &[u32]) {
        for sum in &table.sums {
            self.sum(block, sum, |reader| {
                let mut parts = Vec::new();
                for part in &sum.parts {
                    let column = reader.column(block, part)?;
                    parts.extend(rows.iter().map(|row| Part {
                        row: *row,
                        column,
                        called: part.value.clone(),
                    }));
                }
                Some(parts)
            });
        }
    }

    /// Takes a sum for a row, if the unit fills it.
    fn sum(
        &mut self,
        block: &Block<'_>,
        sum: &ForeignSum,
        parts: impl FnOnce(&mut Self) -> Option<Vec<Part>>,
    ) {
        let lines = self.asking.lines;
        // A row that no regime has is told at the settings.
        let Some(line) = lines.line_of(&sum.row.value) else {
            return;
        };
        if !matches!(lines.line(line).asks, Asks::Figure { .. }) {
            return;
        }
        if let Some(parts) = parts(self) {
            self.added_up(block, line, &parts);
        }
    }

    fn added_up(&mut self, block: &Block<'_>, line: usize, parts: &[Part]) {
        let Some(first) = parts.first() else { return };
        let place = self.cells.place(block.sheet, first.row, first.column);
        let label = self.asking.lines.line(line).label.clone();
        let (mut number, mut words) = (0_u64, Vec::new());
        for part in parts {
            match self.part(block, part) {
                Reading::Number(value, _) => {
                    words.push(format!("{} {}", part.called, vi::grouped(value)));
                    let Some(sum) = number.checked_add(value) else {
                        return;
                    };
                    number = sum;
                }
                Reading::Blank | Reading::NoNumber(_) => {
                    let at = self.cells.place(block.sheet, part.row, part.column);
                    let at = if at.range().is_empty() { place } else { at };
                    let message = format!(
                        "{label}: “{}” (ô {}{}) không có số nên chưa cộng được",
                        part.called,
                        column_name(part.column),
                        part.row + 1
                    );
                    self.warn(at, message, "không phát sinh thì gõ 0 vào ô ấy");
                    return;
                }
                Reading::Asked(say, remedy) => {
                    let at = self.cells.place(block.sheet, part.row, part.column);
                    self.tell(at, format!("{label}: {say}"), remedy);
                    return;
                }
            }
        }
        self.figures.push(Found {
            line,
            number,
            place,
            sum: Some(words.join(" + ")),
            note: None,
        });
    }

    /// A number that is added up.
    fn part(&self, block: &Block<'_>, part: &Part) -> Reading {
        let sheet = self.sheet(block.sheet);
        let column = cells_of(sheet, block).filter(|cell| cell.column == part.column);
        let texts = column.filter_map(|cell| match &cell.content {
            Content::Text(text) => Some((text.as_str(), text.contains('%'))),
            _ => None,
        });
        let names = self.names();
        let writing = self.writing(grouping(texts), &names);
        reading(
            sheet.cell(part.row, part.column),
            &EntryKind::Count,
            None,
            writing,
        )
    }

    /// The column of a head; one that several columns have is told.
    fn column(&mut self, block: &Block<'_>, name: &Located<String>) -> Option<u32> {
        let found = block.heads.called(&name.value, &self.asking.lines.spelling);
        let place = self.head_place(block);
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let message = format!("bảng không có cột “{}” mà `bang_ngoai` nêu", name.value);
                self.tell(
                    place,
                    message,
                    "sửa tên cột trong `bang_ngoai` của cau-hinh.yaml cho đúng với bảng",
                );
                None
            }
            several => {
                let shown: Vec<_> = several
                    .iter()
                    .map(|column| block.heads.shown(*column))
                    .collect();
                let message = format!("bảng có nhiều cột “{}”: {}", name.value, shown.join("; "));
                self.tell(
                    place,
                    message,
                    "ghi cả tên nhóm cột ở trên, ví dụ “Đã giải quyết / Quá hạn”",
                );
                None
            }
        }
    }

    fn head_place(&self, block: &Block<'_>) -> Place {
        let row = block.heads.rows.map_or(0, |(first, _)| first);
        let cell = self.sheet(block.sheet).row(row).first();
        self.cells
            .place(block.sheet, row, cell.map_or(0, |cell| cell.column))
    }

    /// The row of a name; none and several are told.
    fn row_called(&mut self, block: &Block<'_>, names: u32, name: &str) -> Option<u32> {
        let plain = self.asking.lines.spelling.plain(name);
        let found = self.rows_called(block, names, &[plain]);
        self.the_one(block, (names, &found), &format!("dòng “{name}”"))
    }

    /// The row of the unit, by its full name or without “Ủy ban nhân dân”.
    fn row_of_unit(&mut self, block: &Block<'_>, names: u32) -> Option<u32> {
        let spelling = &self.asking.lines.spelling;
        let name = &self.asking.subject.agency.name.value;
        let wanted = [
            spelling.plain(name),
            spelling.plain(load::without_office(name)),
        ];
        let found = self.rows_called(block, names, &wanted);
        self.the_one(block, (names, &found), &format!("dòng của {name}"))
    }

    fn rows_called(&self, block: &Block<'_>, names: u32, wanted: &[String]) -> Vec<u32> {
        let sheet: &Sheet = self.sheet(block.sheet);
        let spelling = &self.asking.lines.spelling;
        let called = cells_of(sheet, block).filter(|cell| cell.column == names);
        let called = called.filter(|cell| match &cell.content {
            Content::Text(text) => wanted.contains(&spelling.plain(text)),
            _ => false,
        });
        called.map(|cell| cell.row).collect()
    }

    fn the_one(
        &mut self,
        block: &Block<'_>,
        (names, found): (u32, &[u32]),
        what: &str,
    ) -> Option<u32> {
        match found {
            [one] => Some(*one),
            [] => {
                let place = self.head_place(block);
                self.warn(
                    place,
                    format!("bảng không có {what}, không lấy số cần đến dòng ấy"),
                    "xem tên dòng trong bảng; sửa trong bảng, hoặc trong `bang_ngoai` của cau-hinh.yaml",
                );
                None
            }
            [first, second, ..] => {
                let place = self.cells.place(block.sheet, *first, names);
                let message = format!(
                    "bảng có {what} hai lần: dòng {} và dòng {}",
                    first + 1,
                    second + 1
                );
                self.tell(place, message, "giữ một dòng trong bảng rồi nhập lại");
                None
            }
        }
    }
}
