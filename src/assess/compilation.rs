//! A report compiled from those of other agencies: the values of its rows, what they
//! lack, and where two sources differ.

use std::collections::{BTreeMap, BTreeSet};

use super::sums::{Sums, Values};
use super::task::tasks;
use super::value::{MISSING, Value, stated_value, work_out};
use crate::model::{
    Agency, AgencyId, CityRule, FigureValue, Formula, Indicator, IndicatorId, PlanCount, Quantity,
    Rate, ReportsBelow, Subject,
};

/// What the units of a compiled report say together. Agencies stand in it by name, members first.
#[derive(Debug, Clone, Default)]
pub struct Compilation {
    /// Members whose reports are in it.
    pub reported: Vec<AgencyId>,
    /// Members whose reports are not.
    pub unreported: Vec<AgencyId>,
    /// Units whose reports are in it by way of a member that compiles.
    pub reported_below: Vec<AgencyId>,
    /// Units whose reports lack in that of a member.
    pub unreported_below: Vec<AgencyId>,
    /// Values of all rows.
    pub values: Values,
    /// Units that should have a figure for a row and have none. It is in no sum, and
    /// is not taken for nought.
    pub lacking: BTreeMap<IndicatorId, Vec<AgencyId>>,
    /// Rows of which the compiling agency's own part is all that is known: units should have
    /// figures of them, and none has.
    pub own_part_only: BTreeSet<IndicatorId>,
    /// Of those that lack a row, units that state only the rate, whose sides are in no sum.
    pub only_rate: BTreeMap<IndicatorId, Vec<AgencyId>>,
    /// What units have of the rows that the compiling agency states itself.
    pub beside_stated: BTreeMap<IndicatorId, BesideStated>,
    /// Rows that are not worked out, because one side is stated and the other summed over units.
    pub mixed: BTreeSet<IndicatorId>,
    /// Rows that both their owner and the other units state, where the two differ.
    pub differences: BTreeMap<IndicatorId, Difference>,
}

impl Compilation {
    /// Whether the report of an agency is in it.
    pub fn has_report_of(&self, agency: &AgencyId) -> bool {
        self.reported.contains(agency) || self.reported_below.contains(agency)
    }
}

/// Two figures for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// What the agency that answers for the area states for the whole city.
    pub owner: u64,
    /// What the other units state together.
    pub sum: u64,
}

/// What units report of a row whose total the compiling agency states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BesideStated {
    /// What they have together, or what the owner of the row states.
    pub number: u64,
    /// Whether every unit that should have a figure has one.
    pub is_complete: bool,
}

/// Why a row is not worked out whose sides come from different places.
const MIXED: &str = "Một vế là số nêu, vế kia cộng từ các đơn vị";

/// Compiles the reports below a subject out of what is stated in each.
pub(super) fn compile(subject: Subject<'_>, sums: &Sums) -> Compilation {
    let ReportsBelow {
        reported,
        unreported,
    } = subject.reports_below();
    let members: BTreeSet<_> = subject.members().iter().map(|m| &m.id).collect();
    let is_member = |id: &AgencyId| members.contains(id);
    let ids = reported.iter().map(|report| report.agency.id.clone());
    let (reported_here, reported_below) = ids.partition(is_member);
    let ids = unreported.iter().map(|agency| agency.id.clone());
    let (unreported_here, unreported_below) = ids.partition(is_member);
    let stated = reported
        .iter()
        .map(|report| (*report, sums.stated(*report)));
    let unreported = unreported.iter();
    let mut compiler = Compiler {
        subject,
        reports: stated.collect(),
        unreported: unreported
            .map(|agency| Unreported::new(subject, agency))
            .collect(),
        counts: None,
        compilation: Compilation {
            reported: reported_here,
            unreported: unreported_here,
            reported_below,
            unreported_below,
            ..Compilation::default()
        },
    };
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

/// What some units say of a row.
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

/// An agency that has not reported, with the units whose figures its report would have.
struct Unreported<'w> {
    agency: &'w Agency,
    units: Vec<&'w Agency>,
}

impl<'w> Unreported<'w> {
    fn new(subject: Subject<'w>, agency: &'w Agency) -> Self {
        let due = subject.units_due();
        let below = due.map(|due| subject.workspace.below(agency, due));
        let units = std::iter::once(agency).chain(below.into_iter().flatten());
        Self {
            agency,
            units: units.collect(),
        }
    }
}

struct Compiler<'w, 's> {
    subject: Subject<'w>,
    /// All that has been reported below, with what is stated there.
    reports: Vec<(Subject<'w>, &'s Values)>,
    unreported: Vec<Unreported<'w>>,
    /// The tasks of the plan that count in its year, and how many of them are done.
    counts: Option<(u64, u64)>,
    compilation: Compilation,
}

impl<'w> Compiler<'w, '_> {
    fn value(&mut self, row: &'w Indicator) -> Value {
        if let Some(value) = self.compilation.values.get(&row.id) {
            return value.clone();
        }
        if let Some(stated) = stated_value(self.subject, row) {
            self.beside_stated(row);
            let values = &mut self.compilation.values;
            values.insert(row.id.clone(), stated.clone());
            return stated;
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

    /// Keeps what units report of a row that is stated.
    fn beside_stated(&mut self, row: &'w Indicator) {
        if row.formula.is_some() {
            return;
        }
        let beside = match row.city {
            CityRule::Sum => {
                let sum = self.sum(row, &[]);
                (sum.counted > 0).then_some(BesideStated {
                    number: sum.total,
                    is_complete: sum.lacking.is_empty(),
                })
            }
            CityRule::Owner => {
                let number = self.of_owner(row).and_then(|value| value.number());
                number.map(|(number, _)| BesideStated {
                    number,
                    is_complete: true,
                })
            }
            CityRule::Plan(_) | CityRule::CountOfUnits => None,
        };
        if let Some(beside) = beside {
            let all = &mut self.compilation.beside_stated;
            all.insert(row.id.clone(), beside);
        }
    }

    /// The units that have reported: whoever compiles states nothing of a sum but its own part.
    fn units(&self) -> impl Iterator<Item = (Subject<'w>, &Values)> {
        let reports = self.reports.iter().copied();
        reports.filter(|(report, _)| !report.is_compiled())
    }

    /// The agencies without a report in which a unit would state a row.
    fn unreported(&self, states: impl Fn(&Agency) -> bool) -> impl Iterator<Item = &'w Agency> {
        let all = self.unreported.iter();
        let without = all.filter(move |one| one.units.iter().any(|unit| states(unit)));
        without.map(|one| one.agency)
    }

    /// The sum over units that state the row for themselves, and the own figures of those who
    /// compile. What those of `without` state is left out.
    fn sum(&self, row: &'w Indicator, without: &[AgencyId]) -> Sum<'w> {
        let mut sum = Sum::default();
        let states = |agency: &Agency| {
            !self.subject.answers_for(agency, row) && row.is_filled_by(agency, None)
        };
        let out = |agency: &Agency| without.contains(&agency.id);
        for (unit, values) in self.units() {
            let agency = unit.agency;
            if out(agency) || !states(agency) {
                continue;
            }
            match values.get(&row.id) {
                Some(Value::Number { number, estimate }) => sum.add(*number, *estimate),
                Some(_) | None => sum.lacking.push(agency),
            }
        }
        let unreported = self.unreported(states);
        sum.lacking.extend(unreported.filter(|a| !out(a)));
        if row.city == CityRule::Sum {
            let reports = self.reports.iter().map(|(report, _)| *report);
            let compiled = reports.filter(Subject::is_compiled);
            for one in compiled.chain([self.subject]) {
                if let Some((number, estimate)) = own(one, row) {
                    sum.add(number, estimate);
                }
            }
        }
        sum
    }

    fn summed(&mut self, row: &'w Indicator) -> Value {
        let sum = self.sum(row, &[]);
        // What an owner states that compiles is its own part of the sum.
        let by_owner = self.units().find_map(|(unit, values)| {
            let owner = self.subject.answers_for(unit.agency, row);
            owner.then(|| values.get(&row.id)).flatten()
        });
        if let Some(Value::Number { number, .. }) = by_owner {
            let owner = *number;
            self.compare(row, owner, &sum);
        }
        let value = sum.value();
        let is_own = own(self.subject, row).is_some();
        if is_own && sum.counted == 1 && !sum.lacking.is_empty() {
            let all = &mut self.compilation.own_part_only;
            all.insert(row.id.clone());
        }
        self.keep_lacking(row, sum.lacking);
        value
    }

    /// The figure of the agency that answers for the area; what nobody answers for,
    /// the compiling agency states itself. An owner that compiles states what is typed in its file.
    fn owned(&mut self, row: &'w Indicator) -> Value {
        match self.of_owner(row) {
            Some(value) => {
                if let Value::Number { number, .. } = value {
                    let sum = self.sum(row, &[]);
                    self.compare(row, number, &sum);
                }
                value
            }
            None => self.stated(row),
        }
    }

    /// What the agency that answers for the area has for a row in its report.
    fn of_owner(&self, row: &Indicator) -> Option<Value> {
        let owner = self.subject.owner(&row.id);
        let stated = self.reports.iter().find_map(|(report, values)| {
            let typed = || report.submission.figures.contains_key(&row.id);
            let states = !report.is_compiled() || typed();
            (states && Some(&report.agency.id) == owner).then(|| values.get(&row.id))
        });
        stated.flatten().cloned()
    }

    /// What the agency that answers for all that a row is worked out from states of the row with
    /// its source.
    fn stated_by_owner(&self, row: &Indicator) -> Option<Value> {
        let mut units = self.units();
        let stated = units.find_map(|(unit, values)| {
            let value = values.get(&row.id)?;
            let answers = value.source().is_some() && self.subject.answers_for(unit.agency, row);
            answers.then_some(value)
        });
        stated.cloned()
    }

    /// What the compiling agency states where nobody else does.
    fn stated(&mut self, row: &'w Indicator) -> Value {
        if let Some((number, estimate)) = own(self.subject, row) {
            return Value::Number { number, estimate };
        }
        let lacking = self.subject.owner(&row.id).and_then(|id| self.lacks(id));
        self.keep_lacking(row, lacking.into_iter().collect());
        Value::Missing(lacking.map_or_else(
            || MISSING.to_owned(),
            |agency| format!("Chưa có số liệu của {}", agency.name.value),
        ))
    }

    /// Whose report lacks where what an agency states is not there: its own, or that of the
    /// member by way of which it would come.
    fn lacks(&self, id: &AgencyId) -> Option<&'w Agency> {
        let mut unreported = self.unreported.iter();
        let by_way = unreported.find(|one| one.units.iter().any(|unit| unit.id == *id));
        let agencies = &self.subject.workspace.agencies;
        by_way.map_or_else(|| agencies.get(id), |one| Some(one.agency))
    }

    /// A count of the tasks of the plan that count in its year.
    fn planned(&mut self, row: &'w Indicator, what: PlanCount) -> Value {
        if self.subject.plan.is_none() {
            return self.stated(row);
        }
        let subject = self.subject;
        let (all, done) = *self.counts.get_or_insert_with(|| {
            let tasks = tasks(subject);
            let counted = tasks.iter().filter(|task| task.counts);
            let done = counted.clone().filter(|task| task.state.is_completed());
            (counted.count() as u64, done.count() as u64)
        });
        if what == PlanCount::Done && self.reports.is_empty() && subject.submission.totals.is_some()
        {
            return Value::Missing(MISSING.to_owned());
        }
        Value::Number {
            number: match what {
                PlanCount::All => all,
                PlanCount::Done => done,
            },
            estimate: false,
        }
    }

    /// How many units have a property, out of those that say so or not.
    fn counted(&mut self, row: &'w Indicator) -> Value {
        let mut yes = 0;
        let mut answered = 0;
        let mut lacking = Vec::new();
        for (unit, values) in self.units() {
            if !row.is_filled_by(unit.agency, None) {
                continue;
            }
            match values.get(&row.id) {
                Some(Value::Number { number, .. }) => {
                    answered += 1;
                    yes += u64::from(*number > 0);
                }
                Some(_) | None => lacking.push(unit.agency),
            }
        }
        lacking.extend(self.unreported(|agency| row.is_filled_by(agency, None)));
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
        let by_owner = self.stated_by_owner(row);
        for id in formula.operands() {
            if let Some(operand) = self.subject.regime.indicators.get(&id.value) {
                self.value(operand);
            }
        }
        if let Some(stated) = by_owner {
            return stated;
        }
        if self.is_mixed(formula) {
            self.compilation.mixed.insert(row.id.clone());
            return Value::Missing(MIXED.to_owned());
        }
        let lacking = self.lacking_of(formula);
        let only_rate = self.only_rate(row, &lacking);
        if !only_rate.is_empty() {
            let all = &mut self.compilation.only_rate;
            all.insert(row.id.clone(), only_rate);
        }
        let rate = match formula {
            Formula::Rate(part, whole) => self.rate_of_both(&part.value, &whole.value, &lacking),
            Formula::Sum(_) | Formula::Difference(..) => None,
        };
        if !lacking.is_empty() {
            self.compilation.lacking.insert(row.id.clone(), lacking);
        }
        if let Some(rate) = rate {
            return rate;
        }
        let mut known = formula.operands().into_iter().filter(|id| {
            let value = self.compilation.values.get(&id.value);
            value.is_some_and(Value::is_known)
        });
        let own_only = &self.compilation.own_part_only;
        let first = known.next();
        if first.is_some_and(|id| own_only.contains(&id.value))
            && known.all(|id| own_only.contains(&id.value))
        {
            let all = &mut self.compilation.own_part_only;
            all.insert(row.id.clone());
        }
        let rows: BTreeSet<_> = self.compilation.values.keys().collect();
        work_out(formula, &rows, &mut |id| {
            self.compilation.values.get(id).cloned()
        })
    }

    /// Whether one side of a rate or a difference is what the compiling agency states, and the
    /// other a sum that lacks units: the two are not of the same units.
    fn is_mixed(&self, formula: &Formula) -> bool {
        if matches!(formula, Formula::Sum(_)) {
            return false;
        }
        let made_of: BTreeSet<_> = formula
            .operands()
            .into_iter()
            .map(|id| self.made_of(&id.value))
            .filter(|made_of| *made_of != (false, false))
            .collect();
        made_of.len() > 1
    }

    /// Whether what the compiling agency states is in a row, and whether a sum that lacks units
    /// is.
    fn made_of(&self, id: &IndicatorId) -> (bool, bool) {
        let totals = self.subject.submission.totals.as_ref();
        if totals.is_some_and(|totals| totals.of(id).is_some()) {
            return (true, false);
        }
        let Some(row) = self.subject.regime.indicators.get(id) else {
            return (false, false);
        };
        let Some(formula) = &row.formula else {
            let value = self.compilation.values.get(id);
            let lacks = self.compilation.lacking.contains_key(id);
            return (false, lacks && value.is_some_and(Value::is_known));
        };
        let made_of = formula.operands().into_iter();
        made_of
            .map(|id| self.made_of(&id.value))
            .fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1))
    }

    /// Those of some units that state the rate alone.
    fn only_rate(&self, row: &Indicator, lacking: &[AgencyId]) -> Vec<AgencyId> {
        let states = |unit: &Subject<'_>, values: &Values| {
            let value = values.get(&row.id);
            lacking.contains(&unit.agency.id) && matches!(value, Some(Value::StatedShare { .. }))
        };
        self.units()
            .filter(|(unit, values)| states(unit, values))
            .map(|(unit, _)| unit.agency.id.clone())
            .collect()
    }

    /// Units that lack any of the rows that a formula is worked out from.
    fn lacking_of(&self, formula: &Formula) -> Vec<AgencyId> {
        let mut all: Vec<AgencyId> = Vec::new();
        for id in formula.operands() {
            let lacking = self.compilation.lacking.get(&id.value);
            for agency in lacking.into_iter().flatten() {
                if !all.contains(agency) {
                    all.push(agency.clone());
                }
            }
        }
        all
    }

    /// A rate over the units that have both sides, if some have only one.
    fn rate_of_both(
        &self,
        part: &IndicatorId,
        whole: &IndicatorId,
        lacking: &[AgencyId],
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
            let names = lacking.into_iter().map(|agency| agency.id.clone());
            self.compilation
                .lacking
                .insert(row.id.clone(), names.collect());
        }
    }
}

/// What a compiling agency itself states for a row.
fn own(subject: Subject<'_>, row: &Indicator) -> Option<(u64, bool)> {
    let figure = subject.submission.figures.get(&row.id)?;
    match figure.value {
        FigureValue::Known(number) => Some((number, figure.estimate)),
        FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
    }
}
