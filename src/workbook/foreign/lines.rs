//! The lines of all forms of a regime as they may stand in somebody else's table, and what each asks of a
//! unit.

use std::collections::{BTreeMap, BTreeSet};

use super::Spelling;
use crate::model::{self, Figure, FigureValue, Form, Indicator, IndicatorId, Rate, Row, Subject};
use crate::scaffold::Asked;
use crate::vi;
use crate::workbook::form::EntryKind;

/// The lines of the forms, by number and by name.
#[derive(Debug)]
pub struct FormLines {
    pub(super) lines: Vec<FormLine>,
    /// The forms: number and title.
    pub(super) forms: Vec<(String, String)>,
    pub(super) spelling: Spelling,
    by_name: BTreeMap<String, Vec<usize>>,
    by_number: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<IndicatorId, usize>,
    /// The highest number of a line that is part of no other.
    pub(super) highest: u32,
}

/// A line of a form.
#[derive(Debug, Clone)]
pub(super) struct FormLine {
    /// The row; nothing for a heading.
    pub id: Option<IndicatorId>,
    pub form: usize,
    /// Its number as printed; nothing for what the form does not print.
    pub number: String,
    /// What it is called, in one spelling: by the city's form and by the unit's own.
    names: BTreeSet<String>,
    /// Those of these names that mean another quantity than the unit states: a share of units,
    /// where each unit answers for itself.
    pub of_others: BTreeSet<String>,
    /// What it is, for people: `biểu 3 dòng 3.2.1 “Tổng số …”`.
    pub label: String,
    /// What it counts, as printed and as meant.
    pub units: Vec<String>,
    pub asks: Asks,
}

/// What a line asks of the unit.
#[derive(Debug, Clone)]
pub(super) enum Asks {
    /// Nothing of anybody.
    Heading,
    /// Nothing of this unit.
    NotIt,
    /// A figure.
    Figure {
        kind: EntryKind,
        said: Option<Figure>,
        prior: Option<u64>,
    },
    /// What the program works out.
    WorkedOut(Formula),
    /// What a document states, which stays as it is.
    Stated,
}

/// How a line is worked out from those that the unit has.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    Sum(Vec<IndicatorId>),
    Difference(IndicatorId, Vec<IndicatorId>),
    Rate(IndicatorId, IndicatorId),
}

/// What a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkedOut {
    Number(u64),
    Rate(Rate),
}

impl FormLines {
    /// The lines of the forms by which a unit reports.
    pub fn of(asked: &Asked<'_>) -> Self {
        let regime = asked.subject.regime;
        let spelling = Spelling::of(regime);
        let figures = asked.figures().into_iter().flat_map(|(_, rows)| rows);
        let maker = Maker {
            asked,
            typed: figures.map(|row| &row.id).collect(),
            printed: asked.subject.rows(),
            spelling: &spelling,
        };
        let forms = regime.forms.iter();
        let titles =
            forms.map(|form| (form.number.value.clone(), spelling.plain(&form.title.value)));
        let titles = titles.collect();
        let lines = regime
            .forms
            .iter()
            .enumerate()
            .flat_map(|of| maker.lines(of));
        Self::indexed(lines.collect(), titles, spelling.clone())
    }

    fn indexed(lines: Vec<FormLine>, forms: Vec<(String, String)>, spelling: Spelling) -> Self {
        let (mut by_name, mut by_number) = (BTreeMap::new(), BTreeMap::new());
        let mut by_id = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            for name in &line.names {
                by_name
                    .entry(name.clone())
                    .or_insert_with(Vec::new)
                    .push(at);
            }
            if !line.number.is_empty() {
                by_number
                    .entry(line.number.clone())
                    .or_insert_with(Vec::new)
                    .push(at);
            }
            by_id.extend(line.id.clone().map(|id| (id, at)));
        }
        let whole = lines.iter().filter_map(|line| line.number.parse().ok());
        Self {
            highest: whole.max().unwrap_or_default(),
            lines,
            forms,
            spelling,
            by_name,
            by_number,
            by_id,
        }
    }

    /// The lines of a name, in one spelling.
    pub(super) fn named(&self, plain: &str) -> &[usize] {
        self.by_name.get(plain).map_or(&[], Vec::as_slice)
    }

    /// The lines of a number, as printed.
    pub(super) fn numbered(&self, number: &str) -> &[usize] {
        self.by_number.get(number).map_or(&[], Vec::as_slice)
    }

    /// The lines whose number is one number with another, as a spreadsheet has it: 1.10 is 1.1.
    pub(super) fn numbered_like(&self, number: &str) -> Vec<usize> {
        let all = self
            .by_number
            .iter()
            .filter(|(other, _)| without_noughts(other) == without_noughts(number));
        all.flat_map(|(_, lines)| lines.iter().copied()).collect()
    }

    pub(super) fn line(&self, at: usize) -> &FormLine {
        &self.lines[at]
    }

    pub(super) fn line_of(&self, id: &IndicatorId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The name that is most like one.
    pub(super) fn nearest(&self, plain: &str) -> Option<&FormLine> {
        let near = vi::nearest(plain, self.by_name.keys().map(String::as_str))?;
        self.named(near).first().map(|at| self.line(*at))
    }

    /// What a line comes to with these figures; nothing where one is missing.
    pub(super) fn worked_out(
        &self,
        formula: &Formula,
        figures: &BTreeMap<IndicatorId, u64>,
    ) -> Option<WorkedOut> {
        let number = |id: &IndicatorId| self.number(id, figures);
        Some(match formula {
            Formula::Sum(parts) => {
                let mut parts = parts.iter().map(number);
                WorkedOut::Number(parts.try_fold(0_u64, |sum, part| sum.checked_add(part?))?)
            }
            Formula::Difference(whole, parts) => {
                let mut parts = parts.iter().map(number);
                let whole = number(whole)?;
                WorkedOut::Number(parts.try_fold(whole, |rest, part| rest.checked_sub(part?))?)
            }
            Formula::Rate(part, whole) => WorkedOut::Rate(Rate {
                part: number(part)?,
                whole: number(whole)?,
            }),
        })
    }

    /// A regime whose rows are worked out from each other is refused.
    fn number(&self, id: &IndicatorId, figures: &BTreeMap<IndicatorId, u64>) -> Option<u64> {
        match &self.line(self.line_of(id)?).asks {
            Asks::WorkedOut(formula) => match self.worked_out(formula, figures)? {
                WorkedOut::Number(number) => Some(number),
                WorkedOut::Rate(_) => None,
            },
            _ => figures.get(id).copied(),
        }
    }
}

/// `1.10` as a spreadsheet keeps it where it takes it for a number.
fn without_noughts(number: &str) -> &str {
    match number.split_once('.') {
        Some((_, decimals)) if !decimals.contains('.') => {
            number.trim_end_matches('0').trim_end_matches('.')
        }
        _ => number,
    }
}

/// Makes lines of forms.
struct Maker<'a, 'w> {
    asked: &'a Asked<'w>,
    typed: BTreeSet<&'w IndicatorId>,
    printed: BTreeSet<&'w IndicatorId>,
    spelling: &'a Spelling,
}

impl<'w> Maker<'_, 'w> {
    fn lines(&self, (at, form): (usize, &'w Form)) -> Vec<FormLine> {
        let mut lines = Vec::new();
        let mut printed = BTreeSet::new();
        let rows = &self.asked.subject.regime.indicators;
        for line in &form.rows {
            match line {
                Row::Heading {
                    number,
                    name,
                    unit_name,
                } => {
                    let names = [Some(name), unit_name.as_ref()].into_iter().flatten();
                    let names: Vec<_> = names.map(|name| name.value.as_str()).collect();
                    lines.push(FormLine {
                        id: None,
                        form: at,
                        number: number.value.clone(),
                        names: names.iter().map(|name| self.spelling.plain(name)).collect(),
                        label: label(form, &number.value, &name.value),
                        of_others: BTreeSet::new(),
                        units: Vec::new(),
                        asks: Asks::Heading,
                    });
                }
                Row::Value { number, indicator } => {
                    printed.insert(indicator);
                    let row = rows.get(indicator);
                    lines.extend(row.map(|row| self.row((at, form), &number.value, row)));
                }
            }
        }
        let others = rows
            .values()
            .filter(|row| row.id.form() == form.key && !printed.contains(&row.id));
        lines.extend(others.map(|row| self.row((at, form), "", row)));
        lines
    }

    fn row(&self, (at, form): (usize, &Form), number: &str, row: &'w Indicator) -> FormLine {
        let subject = self.asked.subject;
        let own = row.unit_wording.as_ref();
        let names = [
            Some(&row.name),
            own.map(|own| &own.name),
            row.heading.as_ref(),
        ];
        let names: BTreeSet<_> = names
            .into_iter()
            .flatten()
            .map(|name| self.spelling.plain(&name.value))
            .collect();
        let own_name = self.spelling.plain(subject.row_name(row));
        let means_other = own.is_some_and(|own| own.unit.is_some() || own.answers.is_some());
        let others = names
            .iter()
            .filter(|name| means_other && **name != own_name);
        let units = [
            Some(subject.row_unit(row)),
            row.counted.as_ref().map(|unit| unit.value.as_str()),
        ];
        let units = units.into_iter().flatten().filter(|unit| !unit.is_empty());
        FormLine {
            id: Some(row.id.clone()),
            form: at,
            number: number.to_owned(),
            of_others: others.cloned().collect(),
            names,
            label: label(form, number, subject.row_name(row)),
            units: units.map(str::to_owned).collect(),
            asks: self.asks(row),
        }
    }

    fn asks(&self, row: &'w Indicator) -> Asks {
        let subject = self.asked.subject;
        let said = subject.submission.figures.get(&row.id);
        if matches!(
            said.map(|figure| &figure.value),
            Some(FigureValue::Stated(_))
        ) {
            return Asks::Stated;
        }
        if self.typed.contains(&row.id) {
            return Asks::Figure {
                kind: kind(subject, row),
                said: said.cloned(),
                prior: self.asked.said_before(&row.id).and_then(Figure::number),
            };
        }
        match &row.formula {
            Some(formula) if !subject.is_compiled() && self.printed.contains(&row.id) => {
                Asks::WorkedOut(self.formula(formula))
            }
            _ => Asks::NotIt,
        }
    }

    fn formula(&self, formula: &model::Formula) -> Formula {
        let own = self
            .asked
            .subject
            .operands_of_one_kind(formula, &self.printed);
        match formula {
            model::Formula::Sum(_) => Formula::Sum(own.into_iter().cloned().collect()),
            model::Formula::Difference(whole, parts) => Formula::Difference(
                whole.value.clone(),
                parts.iter().map(|part| part.value.clone()).collect(),
            ),
            model::Formula::Rate(part, whole) => {
                Formula::Rate(part.value.clone(), whole.value.clone())
            }
        }
    }
}

fn label(form: &Form, number: &str, name: &str) -> String {
    let form = &form.number.value;
    if number.is_empty() {
        return format!("biểu {form} “{name}”");
    }
    format!("biểu {form} dòng {number} “{name}”")
}

/// What may stand in a line that the unit fills.
fn kind<'w>(subject: Subject<'w>, row: &'w Indicator) -> EntryKind {
    match subject.row_answers(row) {
        Some(words) => {
            let words = words.iter().map(|(code, word)| (*code, word.value.clone()));
            EntryKind::Code(words.collect())
        }
        None => EntryKind::Count,
    }
}

#[cfg(test)]
impl FormLines {
    /// Lines of forms by form, number and name, each of which asks for a figure.
    pub(super) fn bare(rows: &[(usize, &str, &str)]) -> Self {
        let spelling = Spelling::none();
        let lines = rows.iter().map(|(form, number, name)| FormLine {
            id: Some(IndicatorId::from(format!("f{form}.r{number}"))),
            form: *form,
            number: (*number).to_owned(),
            names: BTreeSet::from([spelling.plain(name)]),
            label: format!("{form} {number}"),
            of_others: BTreeSet::new(),
            units: Vec::new(),
            asks: Asks::Figure {
                kind: EntryKind::Count,
                said: None,
                prior: None,
            },
        });
        let lines: Vec<_> = lines.collect();
        let forms = (1..4).map(|number| {
            (
                number.to_string(),
                spelling.plain(&format!("Tên biểu {}", ["một", "hai", "ba"][number - 1])),
            )
        });
        Self::indexed(lines, forms.collect(), spelling)
    }
}
