//! Everything that was read.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{Agency, AgencyId, LevelId, Period, Plan, Regime, Subject, Submission};

/// A folder of data.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// What holds for all of it.
    pub settings: Settings,
    /// The levels that agencies have.
    pub levels: Vec<LevelId>,
    /// All agencies.
    pub agencies: IndexMap<AgencyId, Agency>,
    /// All regimes.
    pub regimes: Vec<Regime>,
    /// The plans by year.
    pub plans: BTreeMap<i32, Plan>,
    /// The submissions that were asked for, by file name.
    pub submissions: Vec<Submission>,
}

/// What `cau-hinh.yaml` says.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Every page says that its figures are invented.
    pub sample: bool,
    /// Whether the line under the title of an annex names number and date. The
    /// decree leaves it blank on electronic documents (NĐ 30/2020, Phụ lục I,
    /// Phần I, Mục III.2).
    pub annex_reference_filled: bool,
}

impl Workspace {
    /// The submissions with what they refer to, in the order of their files.
    pub fn subjects(&self) -> Vec<Subject<'_>> {
        self.submissions
            .iter()
            .filter_map(|submission| {
                Some(Subject {
                    workspace: self,
                    submission,
                    agency: self.agencies.get(&submission.agency)?,
                    regime: *self.regimes_for(&submission.period).first()?,
                    plan: self.plans.get(&submission.period.year),
                })
            })
            .collect()
    }

    /// The regimes that have the cycle of a period and hold when its report
    /// falls due.
    pub fn regimes_for(&self, period: &Period) -> Vec<&Regime> {
        self.regimes
            .iter()
            .filter(|regime| {
                let due = regime
                    .cycles
                    .get(&period.cycle)
                    .and_then(|cycle| cycle.units_due.in_year(period.year));
                due.is_some_and(|due| {
                    regime.valid_from <= due && regime.valid_to.is_none_or(|to| due <= to)
                })
            })
            .collect()
    }
}
