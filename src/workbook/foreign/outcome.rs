//! What was found in a table as changes of the unit's file, and beside what the program works out.

use std::collections::BTreeMap;

use super::lines::{Asks, FormLine, WorkedOut};
use super::values::agrees;
use super::{Found, Reader};
use crate::diagnostic::{Diagnostic, Place, SourceId};
use crate::load::{Becomes, Step, Value};
use crate::model::{Figure, FigureValue, IndicatorId};
use crate::vi;
use crate::workbook::filled::{Edit, Places};

/// What was taken from a table.
#[derive(Debug)]
pub struct Taken {
    /// The figures that are certain, in the order of the forms.
    pub figures: Vec<MatchedFigure>,
    /// What is to be changed in the file.
    pub edits: Vec<Edit>,
    /// What is not certain, and what is to be known.
    pub findings: Vec<Diagnostic>,
    /// Where each value stands in the table.
    pub places: Places,
    /// The table as a source that findings point into.
    pub source: SourceId,
    /// Lines that have a value and that the unit does not fill.
    pub not_asked: Vec<String>,
    /// Lines that the unit fills and that have no value, neither there nor in its file.
    pub blank: Vec<String>,
    /// How many values that the program works out are the same there.
    pub agreeing: usize,
}

/// A figure that is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedFigure {
    /// Its cell.
    pub place: Place,
    /// Its line in the forms.
    pub line: String,
    /// What the unit's file says, as people read it.
    pub before: Option<String>,
    /// What the table says.
    pub after: String,
    /// What it was added up from, where it was.
    pub sum: Option<String>,
    /// Whether the file says something else.
    pub is_new: bool,
}

impl Reader<'_> {
    pub(super) fn taken(mut self) -> Taken {
        let figures = self.each_once();
        let agreeing = self.compare(&figures);
        let mut taken = Taken {
            figures: Vec::new(),
            edits: Vec::new(),
            findings: Vec::new(),
            places: Places::default(),
            source: self.cells.source,
            not_asked: self
                .not_asked
                .iter()
                .map(|at| self.asking.lines.line(*at).label.clone())
                .collect(),
            blank: self.blank(&figures),
            agreeing,
        };
        for found in figures.values() {
            if let Some(note) = &found.note {
                self.note(found.place, note.clone());
            }
            taken.take(self.asking.lines.line(found.line), found);
        }
        taken.findings = self.findings;
        taken
    }

    /// The figures by their lines, those that stand there twice left out unless they are the same.
    fn each_once(&mut self) -> BTreeMap<usize, Found> {
        let mut all: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
        for found in std::mem::take(&mut self.figures) {
            all.entry(found.line).or_default().push(found);
        }
        let mut once = BTreeMap::new();
        for (line, mut found) in all {
            let label = &self.asking.lines.line(line).label;
            let other = found.iter().find(|other| other.number != found[0].number);
            if let Some(other) = other {
                let message = format!(
                    "{label} có hai số khác nhau: {} và {}",
                    vi::grouped(found[0].number),
                    vi::grouped(other.number)
                );
                let finding = Diagnostic::error(
                    crate::diagnostic::Code::WorkbookForeign,
                    found[0].place,
                    message,
                )
                .with_label(other.place, "số kia")
                .with_help("xóa số sai trong bảng rồi nhập lại");
                self.findings.push(finding);
                continue;
            }
            if found.len() > 1 {
                let message = format!("{label} có {} lần, cùng một số", found.len());
                self.note(found[1].place, message);
            }
            once.insert(line, found.swap_remove(0));
        }
        once
    }

    /// Sets what the program works out beside what the table has, and gives how many are the same.
    fn compare(&mut self, found: &BTreeMap<usize, Found>) -> usize {
        let lines = self.asking.lines;
        let mut figures: BTreeMap<IndicatorId, u64> = BTreeMap::new();
        for (at, line) in lines.lines.iter().enumerate() {
            let (Some(id), Asks::Figure { said, .. }) = (&line.id, &line.asks) else {
                continue;
            };
            let said = said.as_ref().and_then(Figure::number);
            let number = found.get(&at).map(|found| found.number).or(said);
            figures.extend(number.map(|number| (id.clone(), number)));
        }
        let mut same = 0;
        for compared in std::mem::take(&mut self.compared) {
            let line = lines.line(compared.line);
            let Asks::WorkedOut(formula) = &line.asks else {
                continue;
            };
            let Some(own) = lines.worked_out(formula, &figures) else {
                continue;
            };
            match agrees(&compared.cell, own, compared.mark) {
                Some(true) => same += 1,
                Some(false) => {
                    let own = match own {
                        WorkedOut::Number(number) => vi::grouped(number),
                        WorkedOut::Rate(rate) => rate.percent().map_or_else(
                            || "không phát sinh (0/0)".to_owned(),
                            |percent| percent.text,
                        ),
                    };
                    let shown = compared.cell.shown();
                    let message = format!(
                        "{} trong bảng là {}, chương trình tính được {own}; báo cáo dùng số của chương trình",
                        line.label,
                        vi::brief(shown.trim())
                    );
                    self.note(compared.place, message);
                }
                None => {}
            }
        }
        same
    }

    /// The lines that the unit fills and that nobody has said anything of.
    fn blank(&self, found: &BTreeMap<usize, Found>) -> Vec<String> {
        let lines = self.asking.lines.lines.iter().enumerate();
        let blank = lines.filter(|(at, line)| {
            matches!(line.asks, Asks::Figure { said: None, .. }) && !found.contains_key(at)
        });
        blank.map(|(_, line)| line.label.clone()).collect()
    }
}

impl Taken {
    fn take(&mut self, line: &FormLine, found: &Found) {
        let (Some(id), Asks::Figure { said, .. }) = (&line.id, &line.asks) else {
            return;
        };
        let path: Vec<_> = ["so_lieu", id.form(), id.row()]
            .map(|key| Step::Key(key.to_owned()))
            .into();
        self.places.add(path.clone(), found.place);
        self.places.add_about(id.as_str(), found.place);
        let before = said.as_ref().map(words);
        let after = vi::grouped(found.number);
        let is_new = said.as_ref().and_then(Figure::number) != Some(found.number);
        self.figures.push(MatchedFigure {
            place: found.place,
            line: line.label.clone(),
            before: before.clone(),
            after: after.clone(),
            sum: found.sum.clone(),
            is_new,
        });
        if is_new {
            let (path, to) = change(path, said.as_ref(), found.number);
            self.edits.push(Edit {
                path,
                to,
                about: line.label.clone(),
                before,
                after: Some(after),
                place: found.place,
            });
        }
    }
}

/// What a file says of a row, as people read it.
fn words(figure: &Figure) -> String {
    match &figure.value {
        FigureValue::Known(number) => vi::grouped(*number),
        FigureValue::Unavailable(reason) => format!("chưa có: {}", reason.value),
        FigureValue::Stated(stated) => stated.amount.text(),
    }
}

/// How a number is put where a file says this: what else is said of it stays, but for the reason why
/// there was none.
fn change(mut path: Vec<Step>, said: Option<&Figure>, number: u64) -> (Vec<Step>, Becomes) {
    let Some(said) = said else {
        return (path, Becomes::Set(Value::Number(number)));
    };
    let has_more = said.estimate || said.as_of.is_some() || said.note.is_some();
    match (&said.value, &said.note) {
        (FigureValue::Known(_), _) if has_more => {
            path.push(Step::Key("gia_tri".to_owned()));
            (path, Becomes::Set(Value::Number(number)))
        }
        (FigureValue::Known(_), _) => (path, Becomes::Set(Value::Number(number))),
        (_, Some(note)) => {
            let group = vec![
                ("gia_tri".to_owned(), Value::Number(number)),
                ("ghi_chu".to_owned(), Value::Text(note.value.clone())),
            ];
            (path, Becomes::Anew(vec![(Vec::new(), Value::Group(group))]))
        }
        (_, None) => (
            path,
            Becomes::Anew(vec![(Vec::new(), Value::Number(number))]),
        ),
    }
}
