//! How a figure came about: typed, worked out of others, summed over units, stated by a document,
//! each with its own figures down to the lines that somebody typed.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::compilation::Compilation;
use super::sums::{Sums, Values};
use super::task::{AssignedTask, tasks};
use super::value::Value;
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
    /// Stated by a document, where nobody has what it would be worked out from.
    Stated {
        /// The document, as people refer to it.
        source: String,
        /// Where it was typed.
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
        /// Units that state the rate alone, so that their cases are on neither side.
        only_rate: Vec<Explanation>,
    },
    /// The sum over units, and what the agency of the report adds itself.
    Sum {
        /// What each unit states.
        units: Vec<Explanation>,
        /// The agency's own part.
        own: Option<TypedAt>,
        /// How much that is; nothing where it was stated that there is no figure yet.
        own_number: Option<u64>,
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
    values: &'w Values,
    compilation: Option<&'w Compilation>,
    /// The members that have reported.
    members: BTreeMap<&'w AgencyId, Self>,
    tasks: OnceCell<Vec<AssignedTask<'w>>>,
}

impl<'w> Explainer<'w> {
    /// What explains the figures of a submission.
    pub fn new(subject: Subject<'w>, sums: &'w Sums, sources: &'w Sources) -> Self {
        Self::below(subject, &[], sums, sources)
    }

    /// The same below other compiled reports: what comes back to one of them ends there.
    fn below(
        subject: Subject<'w>,
        above: &[&AgencyId],
        sums: &'w Sums,
        sources: &'w Sources,
    ) -> Self {
        let way = [above, &[&subject.agency.id]].concat();
        let members = subject.members_with_reports().into_iter();
        let reported = members.filter_map(|(_, report)| report);
        let reported = reported.filter(|report| !way.contains(&&report.agency.id));
        let members = reported.map(|report| {
            let explainer = Self::below(report, &way, sums, sources);
            (&report.agency.id, explainer)
        });
        Self {
            subject,
            sources,
            values: sums.values(subject),
            compilation: sums.compilation(subject),
            members: members.collect(),
            tasks: OnceCell::new(),
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
        let number = value.number().map(|(number, _)| number);
        let word = number.and_then(|number| answers.and_then(|words| words.get(&number)));
        word.map_or_else(String::new, |word| format!("({})", word.value))
    }

    fn typed(&self, figure: &Figure) -> TypedAt {
        TypedAt {
            file: self.sources.path(figure.place.source).to_owned(),
            line: self.sources.line(figure.place),
            as_of: figure.as_of.as_ref().map(|day| day.value),
        }
    }

    /// Where a value comes from that a document states: the report's own file, or that of the
    /// agency that answers for all of it.
    fn stated(&self, row: &Indicator, source: &str) -> FigureOrigin {
        let submission = self.subject.submission;
        let totals = submission.totals.as_ref();
        let total = totals.and_then(|totals| totals.figures.get(&row.id));
        let own = total.or_else(|| submission.figures.get(&row.id));
        match self.stated_below(row).filter(|_| own.is_none()) {
            Some(stated) => FigureOrigin::Owner {
                stated: Box::new(stated),
            },
            None => FigureOrigin::Stated {
                source: source.to_owned(),
                at: own.map(|figure| self.typed(figure)),
            },
        }
    }

    /// What a unit below that answers for all of a row states of it.
    fn stated_below(&self, row: &Indicator) -> Option<Explanation> {
        self.members.values().find_map(|member| {
            if member.subject.is_compiled() {
                return member.stated_below(row);
            }
            let is_stated = member.values.get(&row.id)?.source().is_some();
            let answers = self.subject.answers_for(member.subject.agency, row);
            (is_stated && answers).then(|| member.explain(&row.id))?
        })
    }

    fn origin(&self, row: &Indicator) -> FigureOrigin {
        if let Some(source) = self.values.get(&row.id).and_then(Value::source) {
            return self.stated(row, source);
        }
        if let Some(formula) = &row.formula {
            return self.worked_out(row, formula);
        }
        let typed = self.subject.submission.figures.get(&row.id);
        let at = typed.map(|figure| self.typed(figure));
        let Some(compilation) = self.compilation else {
            return FigureOrigin::Typed { at };
        };
        let lacking = self
            .subject
            .workspace
            .named(compilation.lacking.get(&row.id));
        let lacking = lacking.map(AgencyName::of).collect();
        match row.city {
            CityRule::Sum => FigureOrigin::Sum {
                units: self.of_members(row),
                own_number: typed.and_then(Figure::number),
                own: at,
                lacking,
                one_sided: Vec::new(),
            },
            CityRule::CountOfUnits => FigureOrigin::Units {
                answers: self.answers(row),
                lacking,
            },
            CityRule::Plan(counted) if self.subject.plan.is_some() => {
                let tasks = self.tasks.get_or_init(|| tasks(self.subject));
                let tasks = tasks.iter().filter(|task| {
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
                let owner = owner.and_then(|owner| self.report_of(owner));
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
        let lacking = self.compilation;
        let lacking = lacking.and_then(|compilation| compilation.lacking.get(&row.id));
        // Only of two sums can units be left out (`compile`).
        let sums = operands.iter();
        let sums = sums.filter(|side| matches!(side.origin, FigureOrigin::Sum { .. }));
        if let (Some(Value::Rate { .. }), Some(lacking), 2) =
            (self.values.get(&row.id), lacking, sums.count())
        {
            for side in &mut operands {
                side.leave_out(lacking);
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
            only_rate: self.only_rate(row),
        }
    }

    /// Units that state a rate alone.
    fn only_rate(&self, row: &Indicator) -> Vec<Explanation> {
        let compilation = self.compilation;
        let units = compilation.and_then(|compilation| compilation.only_rate.get(&row.id));
        let units = units.into_iter().flatten();
        let reports = units.filter_map(|unit| self.report_of(unit));
        reports.filter_map(|unit| unit.explain(&row.id)).collect()
    }

    /// What the members have of a sum: units that fill the row what they state for themselves,
    /// those who compile their own sums.
    fn of_members(&self, row: &Indicator) -> Vec<Explanation> {
        let counted = |agency: &Agency| {
            row.is_filled_by(agency, None) && !self.subject.answers_for(agency, row)
        };
        let members = self.members.values();
        let members =
            members.filter(|member| member.subject.is_compiled() || counted(member.subject.agency));
        let stated = members.flat_map(|member| {
            let stated = member.explain(&row.id).into_iter();
            // What a member that compiles states is in no sum; what its units have is.
            if stated.clone().any(|one| one.value.source().is_some()) {
                return member.of_members(row);
            }
            stated.collect()
        });
        stated
            .filter(|one| matches!(one.value, Value::Number { .. }))
            .collect()
    }

    /// What the units that fill a row answer, also those below members that compile.
    fn answers(&self, row: &Indicator) -> Vec<Explanation> {
        let answers = self.members.values().flat_map(|member| {
            if member.subject.is_compiled() {
                return member.answers(row);
            }
            let filled = row.is_filled_by(member.subject.agency, None);
            let answer = filled.then(|| member.explain(&row.id)).flatten();
            answer
                .filter(|one| matches!(one.value, Value::Number { .. }))
                .into_iter()
                .collect()
        });
        answers.collect()
    }

    /// The report of an agency at whatever level below.
    fn report_of(&self, id: &AgencyId) -> Option<&Self> {
        let mut members = self.members.values();
        let own = self.members.get(id);
        own.or_else(|| members.find_map(|member| member.report_of(id)))
    }
}

fn named(ids: &[&Located<IndicatorId>]) -> Vec<IndicatorId> {
    ids.iter().map(|id| id.value.clone()).collect()
}

impl Explanation {
    /// Leaves units out of a sum that is the side of a rate, and out of the sums in it.
    fn leave_out(&mut self, lacking: &[AgencyId]) {
        let (
            Value::Number { number, .. },
            FigureOrigin::Sum {
                units, one_sided, ..
            },
        ) = (&mut self.value, &mut self.origin)
        else {
            return;
        };
        let sum = |units: &[Self]| units.iter().filter_map(Self::number).sum::<u64>();
        let own = number.saturating_sub(sum(units));
        let out = |one: &Self| lacking.contains(&one.of.agency);
        let (left_out, counted): (Vec<_>, Vec<_>) =
            std::mem::take(units).into_iter().partition(out);
        *one_sided = left_out.into_iter().map(|one| one.of).collect();
        *units = counted;
        for unit in &mut *units {
            unit.leave_out(lacking);
        }
        *number = own.saturating_add(sum(units));
        self.printed = self.value.printed();
    }

    fn number(&self) -> Option<u64> {
        match self.value {
            Value::Number { number, .. } => Some(number),
            _ => None,
        }
    }
}
