//! Reasons that are given for what is told of figures, tasks and sections: beside them, or in the list
//! of a workbook that was returned.

use super::Taking;
use super::edits::{Edit, keys};
use super::sheets::Grid;
use super::stamp::Stamp;
use crate::diagnostic::{Code, Place};
use crate::load::{Becomes, Step};
use crate::model::Answer;
use crate::workbook::form::{ANSWER, HEAD_ROWS, RowKey};
use crate::workbook::read::rules::{self, Context};
use crate::workbook::read::{Book, Content};
use crate::workbook::returned::TO_MEND;

/// A reason that somebody gives for what is told of a row, a task, a section or the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCell {
    /// The rule; none for whatever is told of the row, task or section.
    pub code: Option<Code>,
    /// The row, task or section; none for the report.
    pub about: Option<String>,
    /// The reason.
    pub reason: String,
    /// Whether the file has another one, or none.
    pub is_new: bool,
    /// Its cell.
    pub place: Place,
}

/// Where an answer stands in a unit's file.
pub fn path_of_answer(code: Code, about: Option<&str>) -> Vec<Step> {
    keys(["giai_trinh", code.as_str()].into_iter().chain(about))
}

/// Where answers stand that are to go, of all that a file has: with the groups in which nothing is left.
pub fn paths_of_removed(all: &[Answer], is_gone: impl Fn(&Answer) -> bool) -> Vec<Vec<Step>> {
    let (gone, left): (Vec<_>, Vec<_>) = all.iter().partition(|answer| is_gone(answer));
    if left.is_empty() && !gone.is_empty() {
        return vec![keys(["giai_trinh"])];
    }
    let path = |answer: &&Answer| {
        let about = answer.about.as_deref();
        let stays = left.iter().any(|other| other.code == answer.code);
        path_of_answer(answer.code, about.filter(|_| stays))
    };
    let mut paths: Vec<_> = gone.iter().map(path).collect();
    paths.dedup();
    paths
}

impl Taking<'_> {
    /// What is written beside the rows of a sheet.
    pub(super) fn answers_beside(&mut self, grid: &Grid<'_>) {
        for (at, row) in grid.form.rows.iter().enumerate() {
            let about = match &row.key {
                RowKey::Figure(id) => id.to_string(),
                RowKey::Task(id) => id.to_string(),
                RowKey::Paragraph(id, 1) => id.to_string(),
                _ => continue,
            };
            let Some(entry) = self.entry(grid, at, "giai_trinh") else {
                continue;
            };
            let is_about = |answer: &&Answer| answer.about.as_ref() == Some(&about);
            let said: Vec<_> = self.answers_said().filter(is_about).collect();
            let said: Vec<_> = said
                .into_iter()
                .map(|answer| path_of_answer(answer.code, Some(&about)))
                .collect();
            for path in &said {
                self.places.add(path.clone(), entry.place);
            }
            match entry.text() {
                Some(reason) => self.answers.push(AnswerCell {
                    code: None,
                    about: Some(about),
                    reason,
                    is_new: entry.is_new(),
                    place: entry.place,
                }),
                None if entry.is_new() => {
                    // What is said in the list stands, whatever is beside the row.
                    let listed = |answer: &Answer| {
                        let mut answers = self.answers.iter();
                        answers.any(|listed| {
                            (listed.code, &listed.about) == (Some(answer.code), &answer.about)
                        })
                    };
                    let all: Vec<_> = self.answers_said().cloned().collect();
                    let is_gone =
                        |answer: &Answer| answer.about.as_ref() == Some(&about) && !listed(answer);
                    let gone: Vec<_> = paths_of_removed(&all, is_gone)
                        .into_iter()
                        .map(|path| Edit {
                            path,
                            to: Becomes::Gone,
                            about: "Giải trình".to_owned(),
                            before: entry.said.as_ref().map(super::values::words),
                            after: None,
                            place: entry.place,
                        })
                        .collect();
                    self.edits.extend(gone);
                }
                None => {}
            }
        }
    }

    /// What is written in the list of what is to be mended.
    pub(super) fn answers_in_list(&mut self, book: &Book) {
        for (number, sheet) in book.sheets.iter().enumerate() {
            if Stamp::of(sheet).is_none_or(|stamp| stamp.sheet != TO_MEND) {
                continue;
            }
            let is_answer = |content: &Content| matches!(content, Content::Text(key) if key.trim() == "giai_trinh");
            let head = sheet.row(0).iter().find(|cell| is_answer(&cell.content));
            let Some(column) = head.map(|cell| cell.column) else {
                continue;
            };
            for (row, cells) in sheet.rows().filter(|(row, _)| *row >= HEAD_ROWS) {
                let key = cells.first().filter(|cell| cell.column == 0);
                let key = key.and_then(|cell| match &cell.content {
                    Content::Text(key) => key.trim().strip_prefix(ANSWER),
                    _ => None,
                });
                let Some((code, about)) = key.and_then(subject) else {
                    continue;
                };
                let place = self.cells.place(number, row, column);
                let cell = sheet.cell(row, column);
                let understood = rules::text(cell, &Context::default());
                let (Some(reason), _) = self.told(understood, place) else {
                    continue;
                };
                let is_said = self.answers_said().any(|answer| {
                    (answer.code, &answer.about, &answer.reason.value) == (code, &about, &reason)
                });
                self.answers.push(AnswerCell {
                    code: Some(code),
                    about,
                    reason,
                    is_new: !is_said,
                    place,
                });
            }
        }
    }

    /// What the unit's file answers.
    fn answers_said(&self) -> impl Iterator<Item = &Answer> {
        let said = self.target.said.into_iter();
        said.flat_map(|said| &said.answers)
    }
}

/// The rule and the subject of a key: `figure/jump.tthc.da_giai_quyet`.
fn subject(key: &str) -> Option<(Code, Option<String>)> {
    let (code, about) = match key.split_once('.') {
        Some((code, about)) => (code, Some(about.to_owned())),
        None => (key, None),
    };
    Some((Code::named(code)?, about))
}
