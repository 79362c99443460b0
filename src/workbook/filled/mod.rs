//! What came back: cells of a workbook as changes of the unit's file.
//!
//! Sheets are known by their stamps and rows by the keys in the column that is not seen, wherever
//! somebody has put them and whatever they are called. Nothing is guessed: what is not certain is told at
//! its cell with what to type.
//!
//! Not for: what a figure may be beside others (`check`); files.

mod answers;
mod blanks;
mod cells;
mod document;
mod edits;
mod figures;
mod narrative;
mod places;
mod sheets;
mod stamp;
mod tasks;
mod typed;
mod values;

pub use answers::{AnswerCell, path_of_answer, paths_of_removed};
pub use blanks::gathered;
pub use edits::{Edit, written};
pub use places::Places;
pub use stamp::{Identity, identity};
pub use typed::{TypedCell, typed_cells};

use std::collections::BTreeSet;

use self::cells::Cells;
use self::sheets::Grid;
use crate::diagnostic::{Diagnostic, SourceId, Sources};
use crate::model::{Agency, Submission};
use crate::workbook::form::UnitForm;
use crate::workbook::read::Book;

/// What a workbook says otherwise than the unit's file, and what is wrong in it.
#[derive(Debug)]
pub struct Filled {
    /// What is to be changed in the file, in its order.
    pub edits: Vec<Edit>,
    /// What is written beside figures, tasks and sections about what is told of them.
    pub answers: Vec<AnswerCell>,
    /// What is not understood, and what is to be known.
    pub findings: Vec<Diagnostic>,
    /// Where each value stands in the workbook.
    pub places: Places,
    /// The workbook as a source that findings point into.
    pub source: SourceId,
}

/// Where a workbook goes to.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// What it was asked.
    pub form: &'a UnitForm,
    /// The unit.
    pub agency: &'a Agency,
    /// What the unit's file says so far, if there is one.
    pub said: Option<&'a Submission>,
}

/// Reads what came back.
pub fn read(book: &Book, target: Target<'_>, path: &str, sources: &mut Sources) -> Filled {
    let mut taking = Taking {
        target,
        cells: Cells::new(book, path, sources),
        edits: Vec::new(),
        answers: Vec::new(),
        findings: Vec::new(),
        places: Places::default(),
        merged: BTreeSet::new(),
    };
    let grids = sheets::grids(book, target.form, &taking.cells, &mut taking.findings);
    taking.answers_in_list(book);
    for grid in &grids {
        taking.sheet(grid);
    }
    Filled {
        edits: taking.edits,
        answers: taking.answers,
        findings: taking.findings,
        places: taking.places,
        source: taking.cells.source(),
    }
}

/// A workbook that is being read.
struct Taking<'a> {
    target: Target<'a>,
    cells: Cells,
    edits: Vec<Edit>,
    answers: Vec<AnswerCell>,
    findings: Vec<Diagnostic>,
    places: Places,
    /// Merged cells that were told of, by sheet and first cell.
    merged: BTreeSet<(usize, (u32, u32))>,
}

impl Taking<'_> {
    fn sheet(&mut self, grid: &Grid<'_>) {
        let sheet = grid.form;
        match sheet.id.as_str() {
            "the_thuc" => self.document(grid),
            "nhiem_vu" => self.tasks(grid),
            "noi_dung" => self.narrative(grid),
            _ => self.figures(grid),
        }
        self.answers_beside(grid);
    }
}
