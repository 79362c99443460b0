//! How a figure came about: typed, worked out of others, summed over units, each with its
//! own figures down to the lines that somebody typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::Serialize;

use super::compilation::{Compilation, compile};
use super::task::tasks;
use super::value::{Value, stated};
use crate::diagnostic::{Located, Sources};
use crate::model::{
    Agency, AgencyId, AgencyName, CityRule, Figure, Formula, Indicator, IndicatorId, PlanCount,
    Quantity, Subject, day,
};
use crate::vi;

/// A figure of a report with all that it rests on. It outlives the files that it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The row.
    pub row: IndicatorId,
    /// Its name, as the report prints it.
    pub name: String,
    /// Whose figure it is.
    pub of: AgencyName,
    /// What the row counts, for those who type it.
    pub measure: String,
    /// What is said behind the printed value: what is counted, the word that a code stands for,
    /// or nothing.
    pub unit: String,
    /// Its value.
    pub value: Value,
    /// The value as the annex prints it.
    pub printed: String,
    /// Where the value comes from.
    pub origin: FigureOrigin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FigureOrigin {
    /// It was typed, if anybody did.
    Typed {
        /// Where.
        at: Option<TypedAt>,
    },
    /// Worked out from other rows of the same report.
    Formula {
        /// How.
        formula: FormulaKind,
        /// The rows that it is worked out from; of a sum those that the report has.
        rows: Vec<IndicatorId>,
        /// Their figures, in the order of the formula.
        operands: Vec<Explanation>,
    },
    /// The sum over units, and what the agency of the report adds itself.
    Sum {
        /// What each unit states.
        units: Vec<Explanation>,
        /// The agency's own part.
        own: Option<TypedAt>,
        /// Units that should have a figure and have none.
        lacking: Vec<AgencyName>,
        /// Units that have one, which is not counted in a rate because they lack its other
        /// side.
        one_sided: Vec<AgencyName>,
    },
    /// Stated for the whole city by the agency that answers for the area.
    Owner {
        /// What it states.
        stated: Box<Explanation>,
    },
    /// Counted out of the tasks of the plan.
    Tasks {
        /// What is counted.
        counted: PlanCount,
        /// Which tasks.
        tasks: Vec<String>,
    },
    /// Counted out of the answers of units.
    Units {
        /// What each unit answers.
        answers: Vec<Explanation>,
        /// Units that have not answered.
        lacking: Vec<AgencyName>,
    },
}

/// The line on which a figure was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypedAt {
    /// The file, as messages name it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The day up to which it is counted, where the unit says so.
    #[serde(serialize_with = "day::iso_if_known")]
    pub as_of: Option<NaiveDate>,
}

/// How a row is worked out from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormulaKind {
    /// The sum of those rows that the unit fills.
    Sum,
    /// A whole less all of its parts.
    Difference,
    /// The first out of the second, in per cent.
    Rate,
}

/// Explains the figures of one report.
pub struct Explainer<'w> {
    subject: Subject<'w>,
    sources: &'w Sources,
    values: Arc<IndexMap<IndicatorId, Value>>,
    compilation: Option<Compilation<'w>>,
    members: BTreeMap<AgencyId, Self>,
}

impl<'w> Explainer<'w> {
    /// What explains the figures of a submission.
    pub fn new(subject: Subject<'w>, sources: &'w Sources) -> Self {
        if !subject.is_compiled() {
            return Self {
                subject,
                sources,
                values: stated(subject),
                compilation: None,
                members: BTreeMap::new(),
            };
        }
        let compilation = compile(subject);
        let members = compilation.reported.iter().filter_map(|agency| {
            let member = subject.member(agency)?;
            Some((agency.id.clone(), Self::new(member, sources)))
        });
        Self {
            subject,
            sources,
            values: Arc::new(compilation.values.clone()),
            members: members.collect(),
            compilation: Some(compilation),
        }
    }

    /// The rows of the report, in the order of the forms.
    pub fn rows(&self) -> impl Iterator<Item = &IndicatorId> {
        self.values.keys()
    }

    /// How a figure came about; nothing for a row that the report lacks.
    pub fn explain(&self, id: &IndicatorId) -> Option<Explanation> {
        let row = self.subject.regime.indicators.get(id)?;
        let value = self.values.get(id)?.clone();
        Some(Explanation {
            row: id.clone(),
            name: self.subject.row_name(row).to_owned(),
            of: AgencyName::of(self.subject.agency),
            measure: self.subject.row_measure(row),
            unit: self.unit(row, &value),
            printed: value.printed(),
            value,
            origin: self.origin(row),
        })
    }

    fn unit(&self, row: &Indicator, value: &Value) -> String {
        let answers = match &row.quantity {
            Quantity::Share => return String::new(),
            Quantity::Answer(_) => self.subject.row_answers(row),
            _ => return vi::lower_first(&self.subject.row_measure(row)),
        };
        let word = match value {
            Value::Number { number, .. } => answers.and_then(|words| words.get(number)),
            Value::Rate { .. } | Value::Missing(_) => None,
        };
        word.map_or_else(String::new, |word| format!("({})", word.value))
    }

    fn typed(&self, figure: &Figure) -> TypedAt {
        TypedAt {
            file: self.sources.path(figure.place.source).to_owned(),
            line: self.sources.line(figure.place),
            as_of: figure.as_of.as_ref().map(|day| day.value),
        }
    }

    fn origin(&self, row: &Indicator) -> FigureOrigin {
        if let Some(formula) = &row.formula {
            return self.worked_out(row, formula);
        }
        let typed = self.subject.submission.figures.get(&row.id);
        let at = typed.map(|figure| self.typed(figure));
        let Some(compilation) = &self.compilation else {
            return FigureOrigin::Typed { at };
        };
        let lacking = compilation.lacking.get(&row.id).into_iter().flatten();
        let lacking = lacking.map(|agency| AgencyName::of(agency)).collect();
        match row.city {
            CityRule::Sum => FigureOrigin::Sum {
                units: self.of_units(row, |agency| !self.subject.answers_for(agency, row)),
                own: at,
                lacking,
                one_sided: Vec::new(),
            },
            CityRule::CountOfUnits => FigureOrigin::Units {
                answers: self.of_units(row, |_| true),
                lacking,
            },
            CityRule::Plan(counted) if self.subject.plan.is_some() => {
                let tasks = tasks(self.subject).into_iter().filter(|task| {
                    let done = task.state.is_completed();
                    task.counts && (counted == PlanCount::All || done)
                });
                FigureOrigin::Tasks {
                    counted,
                    tasks: tasks.map(|task| task.leaf.id.to_string()).collect(),
                }
            }
            CityRule::Plan(_) => FigureOrigin::Typed { at },
            CityRule::Owner => {
                let owner = self.subject.owner(&row.id);
                let owner = owner.and_then(|owner| self.members.get(owner));
                match owner.and_then(|owner| owner.explain(&row.id)) {
                    Some(stated) => FigureOrigin::Owner {
                        stated: Box::new(stated),
                    },
                    None => FigureOrigin::Typed { at },
                }
            }
        }
    }

    /// Where the value of a row comes from that is worked out from others.
    fn worked_out(&self, row: &Indicator, formula: &Formula) -> FigureOrigin {
        let ids = formula.operands();
        let operands = ids.iter().filter_map(|id| self.explain(&id.value));
        let mut operands: Vec<_> = operands.collect();
        let lacking = self.compilation.as_ref();
        let lacking = lacking.and_then(|compilation| compilation.lacking.get(&row.id));
        // Only of two sums can units be left out (`compile`).
        let sums = operands.iter();
        let sums = sums.filter(|side| matches!(side.origin, FigureOrigin::Sum { .. }));
        if let (Some(Value::Rate { rate, .. }), Some(lacking), 2) =
            (self.values.get(&row.id), lacking, sums.count())
        {
            for (side, number) in operands.iter_mut().zip([rate.part, rate.whole]) {
                side.leave_out(lacking, number);
            }
        }
        let (formula, rows) = match formula {
            // A unit has those parts of a sum that are its own.
            Formula::Sum(_) => (
                FormulaKind::Sum,
                operands.iter().map(|one| one.row.clone()).collect(),
            ),
            Formula::Difference(..) => (FormulaKind::Difference, named(&ids)),
            Formula::Rate(..) => (FormulaKind::Rate, named(&ids)),
        };
        FigureOrigin::Formula {
            formula,
            rows,
            operands,
        }
    }

    /// What those units state for themselves that fill a row and have a figure.
    fn of_units(&self, row: &Indicator, counted: impl Fn(&Agency) -> bool) -> Vec<Explanation> {
        let members = self.members.values().filter(|member| {
            let agency = member.subject.agency;
            row.is_filled_by(agency, None) && counted(agency)
        });
        let stated = members.filter_map(|member| member.explain(&row.id));
        stated
            .filter(|one| matches!(one.value, Value::Number { .. }))
            .collect()
    }
}

fn named(ids: &[&Located<IndicatorId>]) -> Vec<IndicatorId> {
    ids.iter().map(|id| id.value.clone()).collect()
}

impl Explanation {
    /// Leaves units out of a sum that is the side of a rate, which then is `rest`.
    fn leave_out(&mut self, lacking: &[&Agency], rest: u64) {
        let FigureOrigin::Sum {
            units, one_sided, ..
        } = &mut self.origin
        else {
            return;
        };
        let out = |one: &Explanation| lacking.iter().any(|agency| agency.id == one.of.agency);
        let (left_out, counted) = std::mem::take(units).into_iter().partition(out);
        let left_out: Vec<Explanation> = left_out;
        *one_sided = left_out.into_iter().map(|one| one.of).collect();
        *units = counted;
        if let Value::Number { number, .. } = &mut self.value {
            *number = rest;
            self.printed = self.value.printed();
        }
    }
}
