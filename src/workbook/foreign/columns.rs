//! Which columns of a table hold numbers and names of lines, and which one the figures.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use super::blocks::Block;
use super::heads::Holds;
use super::lines::Asks;
use super::matching::{Matched, Number, matched, number_in_name};
use super::plain::{TableRow, cells_of, is_number};
use super::titles::{Scale, scale};
use super::values::grouping;
use crate::diagnostic::{Help, Way};
use crate::vi;
use crate::workbook::read::{Cell, Content, column_name};

/// Where the columns of a table are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub name: u32,
    pub number: Option<u32>,
    pub unit: Option<u32>,
}

impl Reader<'_> {
    /// The columns of names and numbers, by what stands in them and over them.
    pub(super) fn columns(&self, block: &Block<'_>) -> Option<Columns> {
        let (lines, sheet) = (self.asking.lines, self.sheet(block.sheet));
        let spelling = &lines.spelling;
        let mut named: BTreeMap<u32, usize> = BTreeMap::new();
        for cell in cells_of(sheet, block) {
            if let Content::Text(text) = &cell.content {
                let is_name = |text: &str| !lines.named(&spelling.plain(text)).is_empty();
                let is_line =
                    is_name(text) || number_in_name(text).is_some_and(|(_, name)| is_name(name));
                *named.entry(cell.column).or_default() += usize::from(is_line);
            }
        }
        let by_head = block.heads.holding(Holds::Name, spelling);
        let best = named.into_iter().filter(|(_, count)| *count > 0);
        let best = best
            .max_by_key(|(column, count)| (*count, by_head.contains(column), u32::MAX - column));
        let name = best?.0;
        let number = block.heads.holding(Holds::Number, spelling);
        let number = number.into_iter().find(|column| *column != name);
        Some(Columns {
            name,
            number: number.or_else(|| self.column_of_numbers(block, name)),
            unit: block
                .heads
                .holding(Holds::Unit, spelling)
                .into_iter()
                .find(|column| *column != name),
        })
    }

    /// The column without a head whose cells are the numbers of the lines that stand beside them, in
    /// half of all rows at least.
    fn column_of_numbers(&self, block: &Block<'_>, name: u32) -> Option<u32> {
        let (lines, sheet) = (self.asking.lines, self.sheet(block.sheet));
        let (mut fitting, mut all): (BTreeMap<u32, usize>, usize) = (BTreeMap::new(), 0);
        for (row, cells) in sheet.rows().filter(|(row, _)| block.rows.contains(row)) {
            let Some(Content::Text(text)) = sheet.cell(row, name).map(|cell| &cell.content) else {
                continue;
            };
            let plain = lines.spelling.plain(text);
            if lines.named(&plain).is_empty() {
                continue;
            }
            all += 1;
            for cell in cells.iter().filter(|cell| cell.column != name) {
                let number = Number::of(Some(cell), self.book.format);
                let fits = number != Number::Absent
                    && !block.heads.columns.contains_key(&cell.column)
                    && !matches!(
                        matched(lines, &number, &plain, None),
                        Matched::Apart { .. } | Matched::None
                    );
                *fitting.entry(cell.column).or_default() += usize::from(fits);
            }
        }
        let best = fitting
            .into_iter()
            .max_by_key(|(column, count)| (*count, u32::MAX - column));
        best.filter(|(_, count)| 2 * count >= all && *count > 0)
            .map(|(column, _)| column)
    }

    /// The column of figures, if it is certain; what is not is told.
    pub(super) fn figure_column(
        &mut self,
        block: &Block<'_>,
        columns: Columns,
        rows: &[TableRow],
    ) -> Option<u32> {
        let sheet = self.sheet(block.sheet);
        let spelling = &self.asking.lines.spelling;
        let own = [Some(columns.name), columns.number, columns.unit];
        let lines = self.asking.lines;
        let asks = |row: &&TableRow| match &row.matched {
            Matched::Line(line) => matches!(lines.line(*line).asks, Asks::Figure { .. }),
            _ => false,
        };
        let asked: Vec<u32> = rows.iter().filter(asks).map(|row| row.at).collect();
        if let Some(wanted) = self.asking.column {
            let called = block.heads.called(wanted, spelling);
            let is_letter = |column: &u32| vi::upper(wanted) == column_name(*column);
            let found = match called.as_slice() {
                [] => (0..100).filter(is_letter).collect(),
                _ => called,
            };
            match found.as_slice() {
                [one] => {
                    self.has_column = true;
                    return Some(*one);
                }
                [] => {}
                several => {
                    self.has_column = true;
                    self.ask_for_column(block, several);
                    return None;
                }
            }
        }
        if asked.is_empty() {
            return None;
        }
        let stands_in = |column: u32, is: fn(&Cell) -> bool| {
            asked
                .iter()
                .any(|row| sheet.cell(*row, column).is_some_and(is))
        };
        let is_free = |column: &u32| !own.contains(&Some(*column));
        let by_head = block.heads.holding(Holds::Figures, spelling);
        let by_head: Vec<_> = by_head
            .into_iter()
            .filter(is_free)
            .filter(|column| stands_in(*column, |_| true))
            .collect();
        let other = block.heads.holding(Holds::Other, spelling);
        let all: BTreeSet<u32> = asked
            .iter()
            .flat_map(|row| sheet.row(*row))
            .map(|cell| cell.column)
            .collect();
        let all = all
            .into_iter()
            .filter(|column| is_free(column) && !other.contains(column));
        let of_numbers: Vec<_> = all.filter(|column| stands_in(*column, is_number)).collect();
        match (by_head.as_slice(), of_numbers.as_slice()) {
            ([one], _) | ([], [one]) => Some(*one),
            ([], several) | (several, _) => {
                self.ask_for_column(block, several);
                None
            }
        }
    }

    fn ask_for_column(&mut self, block: &Block<'_>, columns: &[u32]) {
        let shown: Vec<_> = columns
            .iter()
            .map(|column| block.heads.shown(*column))
            .collect();
        let message = match shown.len() {
            0 => "không thấy cột nào chắc chắn là cột số liệu".to_owned(),
            count => format!("có {count} cột có thể là cột số liệu: {}", shown.join("; ")),
        };
        let row = block
            .heads
            .rows
            .map_or(block.rows.start, |(first, _)| first);
        let column = columns
            .first()
            .or_else(|| block.heads.columns.keys().next());
        let place = self
            .cells
            .place(block.sheet, row, column.copied().unwrap_or_default());
        let letter = column.map(|column| column_name(*column));
        let help = Help::from("chỉ ra cột số liệu bằng ")
            .way(Way::TableColumn(letter.unwrap_or_else(|| "E".to_owned())))
            .text(" (chữ cái hoặc tên cột)");
        self.tell(place, message, help);
    }

    /// The mark between groups of three digits in the column of figures.
    pub(super) fn mark(&self, block: &Block<'_>, column: u32, rows: &[TableRow]) -> Option<char> {
        let sheet = self.sheet(block.sheet);
        let lines = self.asking.lines;
        let texts = rows.iter().filter_map(|row| {
            let Matched::Line(line) = row.matched else {
                return None;
            };
            let units = &lines.line(line).units;
            let is_share = units
                .iter()
                .any(|unit| scale(unit, &lines.spelling) == Some(Scale::Percent));
            match &sheet.cell(row.at, column)?.content {
                Content::Text(text) => Some((text.as_str(), is_share)),
                _ => None,
            }
        });
        grouping(texts)
    }
}
