//! A report compiled from those of other agencies: the values of its rows, what they
//! lack, and where two sources differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::task::tasks;
use super::value::{MISSING, Value, work_out};
use super::values;
use crate::model::{
    Agency, CityRule, FigureValue, Formula, Indicator, IndicatorId, PlanCount, Quantity, Rate,
    Subject,
};

/// What the members of a compiled report say together.
#[derive(Debug, Clone, Default)]
pub struct Compilation<'w> {
    /// Members whose reports are in it.
    pub reported: Vec<&'w Agency>,
    /// Members whose reports are not.
    pub unreported: Vec<&'w Agency>,
    /// Values of all rows.
    pub values: IndexMap<IndicatorId, Value>,
    /// Members that should have a figure for a row and have none. It is in no sum, and
    /// is not taken for nought.
    pub lacking: BTreeMap<IndicatorId, Vec<&'w Agency>>,
    /// Rows that both their owner and the other units state, where the two differ.
    pub differences: BTreeMap<IndicatorId, Difference>,
}

/// Two figures for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// What the agency that answers for the area states for the whole city.
    pub owner: u64,
    /// What the other units state together.
    pub sum: u64,
}

/// Compiles the reports of the members of a subject.
pub fn compile(subject: Subject<'_>) -> Compilation<'_> {
    let mut compiler = Compiler {
        subject,
        members: Vec::new(),
        compilation: Compilation::default(),
    };
    for (agency, member) in subject.members_with_reports() {
        if let Some(member) = member {
            compiler.compilation.reported.push(agency);
            compiler.members.push((member, values(member)));
        } else {
            compiler.compilation.unreported.push(agency);
        }
    }
    let rows = subject.rows();
    for row in subject.regime.indicators.values() {
        if rows.contains(&row.id) {
            compiler.value(row);
        }
    }
    let mut compilation = compiler.compilation;
    // Rows are worked out as others need them; they stand in the order of the forms.
    let place = |id: &IndicatorId| subject.regime.indicators.get_index_of(id);
    compilation
        .values
        .sort_by(|a, _, b, _| place(a).cmp(&place(b)));
    compilation
}

/// What some members say of a row.
#[derive(Default)]
struct Sum<'w> {
    total: u64,
    estimate: bool,
    counted: usize,
    lacking: Vec<&'w Agency>,
}

impl Sum<'_> {
    fn add(&mut self, number: u64, estimate: bool) {
        self.total = self.total.saturating_add(number);
        self.estimate |= estimate;
        self.counted += 1;
    }

    fn value(&self) -> Value {
        if self.counted == 0 {
            return Value::Missing(MISSING.to_owned());
        }
        Value::Number {
            number: self.total,
            estimate: self.estimate,
        }
    }
}

struct Compiler<'w> {
    subject: Subject<'w>,
    members: Vec<(Subject<'w>, Arc<IndexMap<IndicatorId, Value>>)>,
    compilation: Compilation<'w>,
}

impl<'w> Compiler<'w> {
    fn value(&mut self, row: &'w Indicator) -> Value {
        if let Some(value) = self.compilation.values.get(&row.id) {
            return value.clone();
        }
        let value = match (&row.formula, row.city) {
            (Some(formula), _) => self.formula(row, formula),
            (None, CityRule::Sum) => self.summed(row),
            (None, CityRule::Owner) => self.owned(row),
            (None, CityRule::Plan(what)) => self.planned(row, what),
            (None, CityRule::CountOfUnits) => self.counted(row),
        };
        self.compilation
            .values
            .insert(row.id.clone(), value.clone());
        value
    }

    /// The sum over members that state the row for themselves, and the compiling
    /// agency's own figure. What members of `without` state is left out.
    fn sum(&self, row: &'w Indicator, without: &[&Agency]) -> Sum<'w> {
        let mut sum = Sum::default();
        let states = |agency: &Agency| {
            !self.subject.answers_for(agency, row) && row.is_filled_by(agency, None)
        };
        let out = |agency: &Agency| without.iter().any(|other| other.id == agency.id);
        for (member, values) in &self.members {
            let agency = member.agency;
            if out(agency) || !states(agency) {
                continue;
            }
            match values.get(&row.id) {
                Some(Value::Number { number, estimate }) => sum.add(*number, *estimate),
                Some(Value::Missing(_) | Value::Rate { .. }) | None => sum.lacking.push(agency),
            }
        }
        let unreported = self.compilation.unreported.iter().copied();
        sum.lacking
            .extend(unreported.filter(|a| !out(a) && states(a)));
        if row.city == CityRule::Sum
            && let Some((number, estimate)) = self.own(row)
        {
            sum.add(number, estimate);
        }
        sum
    }

    /// What the compiling agency itself states for a row.
    fn own(&self, row: &Indicator) -> Option<(u64, bool)> {
        let figure = self.subject.submission.figures.get(&row.id)?;
        match figure.value {
            FigureValue::Known(number) => Some((number, figure.estimate)),
            FigureValue::Unavailable(_) => None,
        }
    }

    fn summed(&mut self, row: &'w Indicator) -> Value {
        let sum = self.sum(row, &[]);
        let by_owner = self.members.iter().find_map(|(member, values)| {
            let owner = self.subject.answers_for(member.agency, row);
            owner.then(|| values.get(&row.id)).flatten()
        });
        if let Some(Value::Number { number, .. }) = by_owner {
            let owner = *number;
            self.compare(row, owner, &sum);
        }
        let value = sum.value();
        self.keep_lacking(row, sum.lacking);
        value
    }

    /// The figure of the agency that answers for the area; what nobody answers for,
    /// the compiling agency states itself.
    fn owned(&mut self, row: &'w Indicator) -> Value {
        let owner = self.subject.owner(&row.id);
        let stated = self.members.iter().find_map(|(member, values)| {
            (Some(&member.agency.id) == owner).then(|| values.get(&row.id))
        });
        match stated.flatten() {
            Some(value) => {
                let value = value.clone();
                if let Value::Number { number, .. } = value {
                    let sum = self.sum(row, &[]);
                    self.compare(row, number, &sum);
                }
                value
            }
            None => self.stated(row),
        }
    }

    /// What the compiling agency states where nobody else does.
    fn stated(&mut self, row: &'w Indicator) -> Value {
        if let Some((number, estimate)) = self.own(row) {
            return Value::Number { number, estimate };
        }
        let owner = self.subject.owner(&row.id);
        let owner = owner.and_then(|id| self.subject.workspace.agencies.get(id));
        self.keep_lacking(row, owner.into_iter().collect());
        Value::Missing(owner.map_or_else(
            || MISSING.to_owned(),
            |owner| format!("Chưa có số liệu của {}", owner.name.value),
        ))
    }

    /// A count of the tasks of the plan that count in its year.
    fn planned(&mut self, row: &'w Indicator, what: PlanCount) -> Value {
        if self.subject.plan.is_none() {
            return self.stated(row);
        }
        let tasks = tasks(self.subject);
        let counted = tasks.iter().filter(|task| task.counts);
        let number = match what {
            PlanCount::All => counted.count(),
            PlanCount::Done => counted.filter(|task| task.state.is_completed()).count(),
        };
        Value::Number {
            number: number as u64,
            estimate: false,
        }
    }

    /// How many members have a property, out of those that say so or not.
    fn counted(&mut self, row: &'w Indicator) -> Value {
        let mut yes = 0;
        let mut answered = 0;
        let mut lacking = Vec::new();
        for (member, values) in &self.members {
            if !row.is_filled_by(member.agency, None) {
                continue;
            }
            match values.get(&row.id) {
                Some(Value::Number { number, .. }) => {
                    answered += 1;
                    yes += u64::from(*number > 0);
                }
                Some(Value::Missing(_) | Value::Rate { .. }) | None => lacking.push(member.agency),
            }
        }
        let unreported = self.compilation.unreported.iter().copied();
        lacking.extend(unreported.filter(|agency| row.is_filled_by(agency, None)));
        self.keep_lacking(row, lacking);
        match (&row.quantity, answered) {
            (_, 0) => Value::Missing(MISSING.to_owned()),
            (Quantity::Share, whole) => Value::Rate {
                rate: Rate { part: yes, whole },
                estimate: false,
            },
            _ => Value::Number {
                number: yes,
                estimate: false,
            },
        }
    }

    /// A row worked out from others of the city: a rate from its two sums, never from
    /// rates. Where some member has only one side of it, that member is in neither.
    fn formula(&mut self, row: &'w Indicator, formula: &'w Formula) -> Value {
        for id in formula.operands() {
            if let Some(operand) = self.subject.regime.indicators.get(&id.value) {
                self.value(operand);
            }
        }
        let lacking = self.lacking_of(formula);
        if let Formula::Rate(part, whole) = formula
            && let Some(rate) = self.rate_of_both(&part.value, &whole.value, &lacking)
        {
            self.keep_lacking(row, lacking);
            return rate;
        }
        self.keep_lacking(row, lacking);
        let rows: BTreeSet<_> = self.compilation.values.keys().collect();
        work_out(formula, &rows, &mut |id| {
            self.compilation.values.get(id).cloned()
        })
    }

    /// Members that lack any of the rows that a formula is worked out from.
    fn lacking_of(&self, formula: &Formula) -> Vec<&'w Agency> {
        let mut all: Vec<&Agency> = Vec::new();
        for id in formula.operands() {
            for agency in self
                .compilation
                .lacking
                .get(&id.value)
                .into_iter()
                .flatten()
            {
                if !all.iter().any(|other| other.id == agency.id) {
                    all.push(agency);
                }
            }
        }
        all
    }

    /// A rate over the members that have both sides, if some have only one.
    fn rate_of_both(
        &self,
        part: &IndicatorId,
        whole: &IndicatorId,
        lacking: &[&'w Agency],
    ) -> Option<Value> {
        let one_sided = |id| {
            let lack = self.compilation.lacking.get(id);
            lack.map_or(0, Vec::len) < lacking.len()
        };
        if !one_sided(part) && !one_sided(whole) {
            return None;
        }
        let side = |id| {
            let row = self.subject.regime.indicators.get(id)?;
            let summed = row.formula.is_none() && row.city == CityRule::Sum;
            summed.then(|| self.sum(row, lacking))
        };
        let (part, whole) = (side(part)?, side(whole)?);
        if part.counted == 0 || whole.counted == 0 {
            // That nobody has both sides does not mean that there was no case.
            return Some(Value::Missing(MISSING.to_owned()));
        }
        Some(Value::Rate {
            rate: Rate {
                part: part.total,
                whole: whole.total,
            },
            estimate: part.estimate || whole.estimate,
        })
    }

    /// Keeps what the owner and the other units say differently. Units that use
    /// another name for the row mean something else by it.
    fn compare(&mut self, row: &Indicator, owner: u64, sum: &Sum<'_>) {
        let one_thing = self.subject.regime.means_one_thing(row);
        // What the owner has more, where it is one of those units, may be its own.
        let agencies = &self.subject.workspace.agencies;
        let answering = self.subject.owner(&row.id).and_then(|id| agencies.get(id));
        let is_one = answering.is_some_and(|agency| row.is_filled_by(agency, None));
        let explained = is_one && sum.total < owner;
        // A code is no amount: answers make no sum.
        let amount = matches!(row.quantity, Quantity::Count | Quantity::Money);
        let comparable =
            amount && one_thing && !explained && sum.counted > 0 && sum.lacking.is_empty();
        if comparable && owner != sum.total {
            let difference = Difference {
                owner,
                sum: sum.total,
            };
            let differences = &mut self.compilation.differences;
            differences.insert(row.id.clone(), difference);
        }
    }

    fn keep_lacking(&mut self, row: &Indicator, lacking: Vec<&'w Agency>) {
        if !lacking.is_empty() {
            self.compilation.lacking.insert(row.id.clone(), lacking);
        }
    }
}
