//! Everything that was read.

use indexmap::IndexMap;

use super::{Agency, AgencyId, LevelId, Period, Regime, Submission};

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
