//! What stands in a cell, by what was asked there.

use super::Taking;
use super::sheets::Grid;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::vi;
use crate::workbook::form::{AskedCell, Entered, EntryKind, FormCell, MARK};
use crate::workbook::read::Cell;
use crate::workbook::read::rules::{self, Context, Paragraph, Understood};

/// What stands in a cell that asks for something.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What the unit's file says.
    pub said: Option<Entered>,
    /// What was typed; nothing where the cell is blank or was not understood.
    pub typed: Option<Entered>,
    /// Whether it was not understood, which is told.
    pub is_faulty: bool,
    /// The cell.
    pub place: Place,
}

impl Entry {
    /// Whether it is something else than what the file says.
    pub(super) fn is_new(&self) -> bool {
        !self.is_faulty && self.typed != self.said
    }

    /// The words that were typed.
    pub(super) fn text(&self) -> Option<String> {
        match &self.typed {
            Some(Entered::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The number that was typed.
    pub(super) fn number(&self) -> Option<u64> {
        match self.typed {
            Some(Entered::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// The day that was typed.
    pub(super) fn date(&self) -> Option<chrono::NaiveDate> {
        match self.typed {
            Some(Entered::Date(date)) => Some(date),
            _ => None,
        }
    }
}

/// What people read of something typed.
pub(super) fn words(entered: &Entered) -> String {
    match entered {
        Entered::Number(number) => vi::grouped(*number),
        Entered::Mark => MARK.to_owned(),
        Entered::Text(text) => text.clone(),
        Entered::Date(date) => vi::short_date(*date),
    }
}

impl Taking<'_> {
    /// What stands in a cell of a row, by their number and key; nothing where nothing is asked
    /// there or the cell is gone.
    pub(super) fn entry(&mut self, grid: &Grid<'_>, row: usize, column: &str) -> Option<Entry> {
        let (asked, place, cell) = self.asked(grid, row, column)?;
        if self.is_of_several_rows(grid, (row, column), place) {
            return Some(Entry {
                said: asked.said.clone(),
                typed: None,
                is_faulty: true,
                place,
            });
        }
        let context = Context {
            prior: prior(grid, row),
            sheets: &self.names(),
        };
        let understood = match &asked.kind {
            EntryKind::Count => rules::whole_number(cell, &context).map(Entered::Number),
            EntryKind::Code(codes) => rules::code(cell, codes, &context).map(Entered::Number),
            EntryKind::Date => rules::date(cell, self.latest(column), &context).map(Entered::Date),
            EntryKind::Text | EntryKind::Paragraph => {
                rules::text(cell, &context).map(Entered::Text)
            }
            EntryKind::Choice(choices) => choice(rules::text(cell, &context), choices),
            EntryKind::Mark => mark(rules::text(cell, &context)),
        };
        let (typed, is_faulty) = self.told(understood, place);
        Some(Entry {
            said: asked.said.clone(),
            typed,
            is_faulty,
            place,
        })
    }

    /// The paragraphs in a cell.
    pub(super) fn paragraphs(
        &mut self,
        grid: &Grid<'_>,
        row: usize,
    ) -> Option<(Vec<Paragraph>, Place, bool)> {
        let (_, place, cell) = self.asked(grid, row, "doan")?;
        if self.is_of_several_rows(grid, (row, "doan"), place) {
            return Some((Vec::new(), place, true));
        }
        let context = Context {
            prior: None,
            sheets: &self.names(),
        };
        let understood = rules::paragraph(cell, &context);
        let (paragraphs, is_faulty) = self.told(understood, place);
        Some((paragraphs.unwrap_or_default(), place, is_faulty))
    }

    /// Whether a cell is merged with those of other rows, and holds something: nobody knows of
    /// which row that is. It is told at the first of them that is asked for.
    fn is_of_several_rows(
        &mut self,
        grid: &Grid<'_>,
        (row, column): (usize, &str),
        place: Place,
    ) -> bool {
        let Some((at, column)) = grid.at(row, column) else {
            return false;
        };
        let merged = grid.sheet.merged_at(at, column);
        let Some(range) = merged.filter(|range| range.start.0 < range.end.0) else {
            return false;
        };
        let (first, first_column) = range.start;
        let Some(held) = grid.sheet.cell(first, first_column) else {
            return false;
        };
        if self.merged.insert((grid.number, range.start)) {
            let message = format!(
                "các ô {range} được gộp làm một nên không biết `{}` là của dòng nào",
                vi::brief(&held.shown())
            );
            let finding = Diagnostic::error(Code::WorkbookCell, place, message);
            self.findings
                .push(finding.with_help("bỏ gộp ô (Unmerge Cells), rồi gõ giá trị vào từng dòng"));
        }
        true
    }

    fn asked<'g>(
        &self,
        grid: &Grid<'g>,
        row: usize,
        column: &str,
    ) -> Option<(&'g AskedCell, Place, Option<&'g Cell>)> {
        let place_in_form = grid.form.column(column)?;
        let FormCell::Asked(asked) = grid.form.rows.get(row)?.cells.get(place_in_form)? else {
            return None;
        };
        let (at, column) = grid.at(row, column)?;
        let place = self.cells.place(grid.number, at, column);
        Some((asked, place, grid.sheet.cell(at, column)))
    }

    /// The names of the sheets of the form, from which formulas may take values.
    fn names(&self) -> Vec<&str> {
        let sheets = self.target.form.sheets.iter();
        sheets.map(|sheet| sheet.name.as_str()).collect()
    }

    /// The last day that a day in a column may be, where it tells of what has been.
    fn latest(&self, column: &str) -> Option<chrono::NaiveDate> {
        let is_past = ["ngay", "hoan_thanh", "den_ngay", "dieu_kien_ngay"].contains(&column);
        self.target.form.due.filter(|_| is_past)
    }

    /// The value of what was understood; what is to be told of it is told.
    pub(super) fn told<T>(&mut self, understood: Understood<T>, place: Place) -> (Option<T>, bool) {
        match understood {
            Understood::Nothing => (None, false),
            Understood::Value(value) => (Some(value), false),
            Understood::ValueWithNote(value, note) => {
                let finding = Diagnostic::error(Code::WorkbookCell, place, note);
                self.findings.push(finding.note());
                (Some(value), false)
            }
            Understood::Asked {
                say,
                remedy,
                suggestion,
                ..
            } => {
                let help = match suggestion {
                    Some(suggestion) if !remedy.contains(&suggestion) => {
                        format!("{remedy}; nếu đúng là vậy thì gõ {suggestion}")
                    }
                    _ => remedy,
                };
                let finding = Diagnostic::error(Code::WorkbookCell, place, say);
                self.findings.push(finding.with_help(help));
                (None, true)
            }
            Understood::Refused { say, remedy, .. } => {
                let finding = Diagnostic::error(Code::WorkbookCell, place, say);
                self.findings.push(finding.with_help(remedy));
                (None, true)
            }
        }
    }
}

/// The number of a row in the last period.
fn prior(grid: &Grid<'_>, row: usize) -> Option<u64> {
    let column = grid.form.column("ky_truoc")?;
    match grid.form.rows.get(row)?.cells.get(column)? {
        FormCell::Number(number) => Some(*number),
        _ => None,
    }
}

/// One of several words, however they are written.
fn choice(understood: Understood<String>, choices: &[String]) -> Understood<Entered> {
    let plain = |text: &str| vi::comparable(text.trim());
    understood.and_then(|typed: String| {
        let meant = choices.iter().find(|choice| plain(choice) == plain(&typed));
        match meant {
            Some(meant) => Understood::Value(Entered::Text(meant.clone())),
            None => Understood::Asked {
                say: format!("`{}` không có trong danh sách của ô", vi::brief(&typed)),
                found: typed,
                remedy: format!("chọn một trong: {}", choices.join("; ")),
                suggestion: None,
            },
        }
    })
}

/// A mark that something is so.
fn mark(understood: Understood<String>) -> Understood<Entered> {
    understood.and_then(|typed: String| {
        let is_mark = ["x", "có", "true", "1"].contains(&typed.trim().to_lowercase().as_str());
        if is_mark {
            return Understood::Value(Entered::Mark);
        }
        Understood::Asked {
            say: format!("`{}` không phải là dấu x", vi::brief(&typed)),
            found: typed,
            remedy: "số ước tính thì gõ x; số thật thì để trống ô này".to_owned(),
            suggestion: None,
        }
    })
}
