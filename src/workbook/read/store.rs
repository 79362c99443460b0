//! Cells as they are read, within what one workbook may hold.

use super::book::{Cell, Content, Note, Range, Sheet, reference};
use super::refusal::{Limit, Refusal};

/// Sheets of one workbook.
pub(super) const SHEETS: usize = 60;
/// Cells of one sheet that hold something.
pub(super) const CELLS: usize = 50_000;
/// Cells of one workbook that hold something.
pub(super) const ALL_CELLS: usize = 200_000;
/// Texts and formulas of one workbook, in bytes.
pub(super) const TEXT: usize = 8 << 20;
/// Rows that are read.
const ROWS: u32 = 5_000;
/// Columns that are read.
const COLUMNS: u32 = 100;

/// What is left of the room that a workbook has.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            cells: ALL_CELLS,
            text: TEXT,
        }
    }
}

impl Room {
    /// Takes room for a text before it is copied.
    pub(super) fn take_text(&mut self, bytes: usize) -> Result<(), Refusal> {
        let left = self.text.checked_sub(bytes);
        self.text = left.ok_or(Refusal::Beyond(Limit::Text))?;
        Ok(())
    }

    fn take_cell(&mut self) -> Result<(), Refusal> {
        let left = self.cells.checked_sub(1);
        self.cells = left.ok_or(Refusal::Beyond(Limit::AllCells))?;
        Ok(())
    }
}

/// The cells of one sheet on their way.
#[derive(Debug)]
pub(super) struct Store {
    name: String,
    /// In the order of the file, each with its number there.
    cells: Vec<(usize, Cell)>,
    far: usize,
    first_far: Option<(u32, u32)>,
}

impl Store {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cells: Vec::new(),
            far: 0,
            first_far: None,
        }
    }

    /// Counts a cell that is not read.
    pub(super) fn leave_out(&mut self, at: (u32, u32)) {
        self.far += 1;
        self.first_far.get_or_insert(at);
    }

    fn has_room(&self, room: &mut Room) -> Result<(), Refusal> {
        room.take_cell()?;
        if self.cells.len() < CELLS {
            return Ok(());
        }
        Err(Refusal::Beyond(Limit::Cells(self.name.clone())))
    }

    /// Takes a cell. Numbers of cells grow.
    pub(super) fn add(
        &mut self,
        number: usize,
        cell: Cell,
        room: &mut Room,
    ) -> Result<(), Refusal> {
        self.has_room(room)?;
        self.cells.push((number, cell));
        Ok(())
    }

    /// Gives a formula to the cell of this number, or makes one that has no value.
    pub(super) fn add_formula(
        &mut self,
        number: usize,
        at: (u32, u32),
        formula: String,
        room: &mut Room,
    ) -> Result<(), Refusal> {
        room.take_text(formula.len())?;
        let found = self
            .cells
            .binary_search_by_key(&number, |(number, _)| *number);
        if let Some((_, cell)) = found.ok().and_then(|index| self.cells.get_mut(index)) {
            cell.formula = Some(formula);
            return Ok(());
        }
        let mut cell = Cell::new(at.0, at.1, Content::FormulaWithoutValue);
        cell.formula = Some(formula);
        self.has_room(room)?;
        let place = found.unwrap_or_else(|place| place);
        self.cells.insert(place, (number, cell));
        Ok(())
    }

    /// The sheet, and what is to be told of it.
    pub(super) fn into_sheet(self, hidden: bool, merged: Vec<Range>) -> (Sheet, Option<Note>) {
        let cells = self.cells.into_iter().map(|(_, cell)| cell);
        let cells = cells.filter(|cell| !is_empty(cell));
        let sheet = Sheet {
            hidden,
            cells: in_order(cells.collect()),
            merged,
            name: self.name,
        };
        let note = self.first_far.map(|(row, column)| Note::FarCells {
            sheet: sheet.name.clone(),
            count: self.far,
            first: reference(row, column),
        });
        (sheet, note)
    }
}

/// Whether a cell is near enough to be read.
pub(super) fn is_near((row, column): (u32, u32)) -> bool {
    row < ROWS && column < COLUMNS
}

/// An empty text holds something only where a formula gave it.
fn is_empty(cell: &Cell) -> bool {
    cell.formula.is_none() && matches!(&cell.content, Content::Text(text) if text.is_empty())
}

/// Cells by their places. Of two at one place the last counts, as spreadsheet programs have it; what the
/// other says is kept beside it.
fn in_order(mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    for mut cell in cells {
        match kept.last_mut() {
            Some(before) if (before.row, before.column) == (cell.row, cell.column) => {
                let differs = before.content != cell.content;
                let other = std::mem::replace(&mut before.content, Content::FormulaWithoutValue);
                cell.other = if differs {
                    Some(Box::new(other))
                } else {
                    before.other.take()
                };
                *before = cell;
            }
            _ => kept.push(cell),
        }
    }
    kept
}
