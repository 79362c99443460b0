//! How a figure came about: typed, worked out of others, summed over units, each with its
//! own figures down to the lines that somebody typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::compilation::{Compilation, compile};
use super::task::tasks;
use super::value::{Value, stated};
use crate::model::{
    Agency, AgencyId, CityRule, Figure, Formula, Indicator, IndicatorId, PlanCount, Quantity,
    Subject,
};

/// A figure of a report with all that it rests on.
#[derive(Debug, Clone)]
pub struct Explanation<'w> {
    /// Whose figure it is.
    pub subject: Subject<'w>,
    /// The row.
    pub row: &'w Indicator,
    /// Its value.
    pub value: Value,
    /// Where the value comes from.
    pub origin: FigureOrigin<'w>,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum FigureOrigin<'w> {
    /// It was typed, if anybody did.
    Typed(Option<&'w Figure>),
    /// Worked out from other rows of the same report, in the order of the formula.
    Formula(&'w Formula, Vec<Explanation<'w>>),
    /// The sum over units, and what the agency of the report adds itself.
    Sum {
        /// What each unit states.
        units: Vec<Explanation<'w>>,
        /// The agency's own part.
        own: Option<&'w Figure>,
        /// Units that should have a figure and have none.
        lacking: Vec<&'w Agency>,
        /// Units that have one, which is not counted in a rate because they lack its other
        /// side.
        one_sided: Vec<&'w Agency>,
    },
    /// Stated for the whole city by the agency that answers for the area.
    Owner(Box<Explanation<'w>>),
    /// Counted out of the tasks of the plan: which.
    Tasks(PlanCount, Vec<String>),
    /// Counted out of the answers of units.
    Units {
        /// What each unit answers.
        answers: Vec<Explanation<'w>>,
        /// Units that have not answered.
        lacking: Vec<&'w Agency>,
    },
}

/// Explains the figures of one report.
pub struct Explainer<'w> {
    subject: Subject<'w>,
    values: Arc<IndexMap<IndicatorId, Value>>,
    compilation: Option<Compilation<'w>>,
    members: BTreeMap<AgencyId, Self>,
}

impl<'w> Explainer<'w> {
    /// What explains the figures of a submission.
    pub fn new(subject: Subject<'w>) -> Self {
        if !subject.is_compiled() {
            return Self {
                subject,
                values: stated(subject),
                compilation: None,
                members: BTreeMap::new(),
            };
        }
        let compilation = compile(subject);
        let members = compilation.reported.iter().filter_map(|agency| {
            let member = subject.member(agency)?;
            Some((agency.id.clone(), Self::new(member)))
        });
        Self {
            subject,
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
    pub fn explain(&self, id: &IndicatorId) -> Option<Explanation<'w>> {
        let row = self.subject.regime.indicators.get(id)?;
        let value = self.values.get(id)?.clone();
        Some(Explanation {
            subject: self.subject,
            row,
            value,
            origin: self.origin(row),
        })
    }

    fn origin(&self, row: &'w Indicator) -> FigureOrigin<'w> {
        if let Some(formula) = &row.formula {
            let operands = formula.operands().into_iter();
            let operands = operands.filter_map(|id| self.explain(&id.value));
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
            return FigureOrigin::Formula(formula, operands);
        }
        let figure = self.subject.submission.figures.get(&row.id);
        let Some(compilation) = &self.compilation else {
            return FigureOrigin::Typed(figure);
        };
        let lacking = compilation.lacking.get(&row.id).cloned();
        let lacking = lacking.unwrap_or_default();
        match row.city {
            CityRule::Sum => FigureOrigin::Sum {
                units: self.of_units(row, |agency| !self.subject.answers_for(agency, row)),
                own: figure,
                lacking,
                one_sided: Vec::new(),
            },
            CityRule::CountOfUnits => FigureOrigin::Units {
                answers: self.of_units(row, |_| true),
                lacking,
            },
            CityRule::Plan(what) if self.subject.plan.is_some() => {
                let tasks = tasks(self.subject).into_iter().filter(|task| {
                    let done = task.state.is_completed();
                    task.counts && (what == PlanCount::All || done)
                });
                FigureOrigin::Tasks(what, tasks.map(|task| task.leaf.id.to_string()).collect())
            }
            CityRule::Plan(_) => FigureOrigin::Typed(figure),
            CityRule::Owner => {
                let owner = self.subject.owner(&row.id);
                let owner = owner.and_then(|owner| self.members.get(owner));
                match owner.and_then(|owner| owner.explain(&row.id)) {
                    Some(stated) => FigureOrigin::Owner(Box::new(stated)),
                    None => FigureOrigin::Typed(figure),
                }
            }
        }
    }

    /// What those units state for themselves that fill a row and have a figure.
    fn of_units(
        &self,
        row: &'w Indicator,
        counted: impl Fn(&Agency) -> bool,
    ) -> Vec<Explanation<'w>> {
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

impl<'w> Explanation<'w> {
    /// Leaves units out of a sum that is the side of a rate, which then is `rest`.
    fn leave_out(&mut self, lacking: &[&'w Agency], rest: u64) {
        let FigureOrigin::Sum {
            units, one_sided, ..
        } = &mut self.origin
        else {
            return;
        };
        let out = |one: &Explanation<'w>| {
            let id = &one.subject.agency.id;
            lacking.iter().any(|agency| agency.id == *id)
        };
        let (left_out, counted) = std::mem::take(units).into_iter().partition(out);
        let left_out: Vec<Explanation<'w>> = left_out;
        *one_sided = left_out.iter().map(|one| one.subject.agency).collect();
        *units = counted;
        if let Value::Number { number, .. } = &mut self.value {
            *number = rest;
        }
    }

    /// Whether the value is a code for an answer.
    pub fn is_answer(&self) -> bool {
        matches!(self.row.quantity, Quantity::Answer(_))
    }
}
