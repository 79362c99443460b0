//! A submission with all that it refers to.

use std::collections::BTreeSet;

use super::{
    Agency, AgencyId, CityRule, Formula, Indicator, IndicatorId, Leaf, Phrase, Plan, Regime,
    Section, Submission, Workspace,
};

/// A submission with what it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'w> {
    /// Everything that was read.
    pub workspace: &'w Workspace,
    /// The submission.
    pub submission: &'w Submission,
    /// Its unit.
    pub agency: &'w Agency,
    /// The regime of its period.
    pub regime: &'w Regime,
    /// The plan of its year, if there is one.
    pub plan: Option<&'w Plan>,
}

impl<'w> Subject<'w> {
    /// The agency that answers for a row in the whole city.
    pub fn owner(&self, row: &IndicatorId) -> Option<&'w AgencyId> {
        self.plan.and_then(|plan| plan.owner(row))
    }

    /// Whether the unit states a row for the whole city and not for itself.
    pub fn speaks_for_all(&self, row: &Indicator) -> bool {
        (row.city == CityRule::Owner || row.fillers.owner)
            && self.owner(&row.id) == Some(&self.agency.id)
    }

    /// The leaves of the plan that the unit reports on.
    pub fn leaves(&self) -> impl Iterator<Item = &'w Leaf> {
        let agency = self.agency;
        self.plan
            .into_iter()
            .flat_map(Plan::leaves)
            .filter(move |leaf| leaf.is_reported_by(agency))
    }

    /// The rows that the unit prints: those that it fills, and those worked out
    /// from rows that it fills (any part of a sum, all sides of a difference or a
    /// rate). What a unit states for itself and what it states for the whole city
    /// make no sum.
    pub fn rows(&self) -> BTreeSet<&'w IndicatorId> {
        let cycle = &self.submission.period.cycle;
        let indicators = &self.regime.indicators;
        let mut rows: BTreeSet<&IndicatorId> = indicators
            .values()
            .filter(|i| i.formula.is_none() && i.is_asked_in(cycle))
            .filter(|i| i.fillers.includes(self.agency, self.owner(&i.id)))
            .map(|i| &i.id)
            .collect();
        // What is worked out may be worked out from again: until nothing is new.
        loop {
            let new: Vec<_> = indicators
                .values()
                .filter(|i| !rows.contains(&i.id))
                .filter(|i| {
                    i.formula
                        .as_ref()
                        .is_some_and(|formula| self.can_work_out(formula, &rows))
                })
                .map(|i| &i.id)
                .collect();
            if new.is_empty() {
                return rows;
            }
            rows.extend(new);
        }
    }

    fn can_work_out(&self, formula: &Formula, rows: &BTreeSet<&IndicatorId>) -> bool {
        let operands = formula.operands();
        let own: Vec<_> = operands
            .iter()
            .filter(|id| rows.contains(&id.value))
            .filter_map(|id| self.regime.indicators.get(&id.value))
            .collect();
        let enough = match formula {
            Formula::Sum(_) => !own.is_empty(),
            Formula::Difference(..) | Formula::Rate(..) => own.len() == operands.len(),
        };
        let for_all = own.iter().filter(|row| self.speaks_for_all(row)).count();
        enough && (for_all == 0 || for_all == own.len())
    }

    /// The heading of a section for the unit: that of its level, unless the unit
    /// speaks there for the whole city.
    pub fn section_title(&self, section: &'w Section) -> Option<&'w Phrase> {
        let for_all = self
            .regime
            .indicators
            .values()
            .any(|row| section.speaks_of(&row.id) && self.speaks_for_all(row));
        section
            .titles_by_level
            .iter()
            .find(|(level, _)| *level == self.agency.level && !for_all)
            .map(|(_, title)| title)
            .or(section.title.as_ref())
    }

    /// The name of a row as the unit prints it.
    pub fn row_name(&self, row: &'w Indicator) -> &'w str {
        let own = row.unit_wording.as_ref().map(|w| &w.name);
        let own = own.filter(|_| !self.speaks_for_all(row));
        &own.unwrap_or(&row.name).value
    }

    /// The unit of measure of a row as the unit prints it.
    pub fn row_unit(&self, row: &'w Indicator) -> &'w str {
        let own = row.unit_wording.as_ref().and_then(|w| w.unit.as_ref());
        let own = own.filter(|_| !self.speaks_for_all(row));
        &own.unwrap_or(&row.unit).value
    }
}
