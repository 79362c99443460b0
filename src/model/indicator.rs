//! Rows of the statistical forms (chỉ tiêu).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Agency, AgencyId, AgencySet, CycleId, IndicatorId, LevelId};
use crate::diagnostic::{Located, Place};

/// A row of a form that has a value.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Form and row.
    pub id: IndicatorId,
    /// Where it is declared.
    pub place: Place,
    /// Name as printed.
    pub name: Located<String>,
    /// Unit as printed: "Hồ sơ", "%", "Có = 1; Không = 0"; some forms print none.
    pub unit: Option<Located<String>>,
    /// What is counted, where the form prints another unit or none.
    pub counted: Option<Located<String>>,
    /// What kind of number it is.
    pub quantity: Quantity,
    /// Over what time it is counted.
    pub kind: Kind,
    /// How the city's figure arises. There is no default.
    pub city: CityRule,
    /// Who fills it; of a worked-out row, see [`Formula`].
    pub fillers: AgencySet,
    /// The level below a unit that it tells of, which some units have not.
    pub of_level: Option<Located<LevelId>>,
    /// Whether the agency of a compiled report adds its own figure to the sum over units.
    pub compiled_adds: bool,
    /// The kinds of periods that ask for it; none means all.
    pub cycles: Vec<Located<CycleId>>,
    /// How it is worked out, if it is not typed.
    pub formula: Option<Formula>,
    /// Whether a rate may lie above 100 %: what was done of what was expected.
    pub may_exceed_whole: bool,
    /// Whether it may be stated with its source where nobody has what it is worked out from: a
    /// rate if the regime says so (`cho_neu`), a sum unless it says otherwise.
    pub may_be_stated: bool,
    /// Rows that are parts of this one and together cannot exceed it.
    pub covers: Vec<Located<IndicatorId>>,
    /// A row that means the same as this one, so that both should have one value.
    pub should_equal: Option<Located<IndicatorId>>,
    /// A row that this one normally does not exceed, though it can be explained.
    pub should_not_exceed: Option<Located<IndicatorId>>,
    /// A row without which there is nothing to count here: people only where there are
    /// institutions.
    pub only_with: Option<Located<IndicatorId>>,
    /// Rows that the form does not print and whose values stand in the remark on this one.
    pub remarks: Vec<Located<IndicatorId>>,
    /// Name and unit in a unit's own form where they differ from the city's.
    pub unit_wording: Option<UnitWording>,
    /// Its words where a unit does not fill it but rows below it.
    pub heading: Option<Located<String>>,
    /// What exactly is counted, for names that mean different things.
    pub definition: Option<Located<String>>,
}

impl Indicator {
    /// What it counts: its unit, unless the form prints another.
    pub fn meaning(&self) -> &str {
        let words = self.counted.as_ref().or(self.unit.as_ref());
        words.map_or("", |words| &words.value)
    }

    /// Whether an agency fills it; `owner` is who answers for the area.
    pub fn is_filled_by(&self, agency: &Agency, owner: Option<&AgencyId>) -> bool {
        let of_level = self.of_level.as_ref().map(|level| &level.value);
        let has_not = |level: &LevelId| agency.without_levels.iter().any(|l| l.value == *level);
        self.fillers.includes(agency, owner) && !of_level.is_some_and(has_not)
    }

    /// Whether units are asked for it in a kind of period.
    pub fn is_asked_in(&self, cycle: &CycleId) -> bool {
        self.cycles.is_empty() || self.cycles.iter().any(|c| c.value == *cycle)
    }
}

/// What a unit prints for a row that the city counts units by.
#[derive(Debug, Clone)]
pub struct UnitWording {
    /// Name in a unit's form.
    pub name: Located<String>,
    /// Unit in a unit's form, if it differs too.
    pub unit: Option<Located<String>>,
    /// Answers in a unit's form, if it answers where the city counts.
    pub answers: Option<BTreeMap<u64, Located<String>>>,
}

/// What kind of number a row holds.
#[derive(Debug, Clone)]
pub enum Quantity {
    /// Things counted one by one.
    Count,
    /// Money in the unit of the form.
    Money,
    /// A share in per cent.
    Share,
    /// A place in a ranking: the smaller, the better.
    Rank,
    /// An answer by number, with the words each stands for.
    Answer(BTreeMap<u64, Located<String>>),
}

/// Over what time a figure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of the period alone (trong kỳ).
    OfPeriod,
    /// From the start of the year (lũy kế).
    Cumulative,
    /// At the time of the report (thời điểm).
    Snapshot,
}

/// How the city's figure arises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CityRule {
    /// The sum over units (`cong`).
    Sum,
    /// The figure of the unit that answers for the area (`chu_quan`).
    Owner,
    /// Counted out of the tasks of the plan (`ke_hoach`).
    Plan(PlanCount),
    /// The number of units with a property (`dem_don_vi`).
    CountOfUnits,
}

/// What is counted of the plan's tasks: those that count in its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanCount {
    /// All of them (`tat_ca`).
    All,
    /// Those that are done (`hoan_thanh`).
    Done,
}

/// How a row is worked out from others of the same unit.
#[derive(Debug, Clone)]
pub enum Formula {
    /// The sum of those rows that the unit fills (`tong`).
    Sum(Vec<Located<IndicatorId>>),
    /// A whole less all of its parts (`hieu`).
    Difference(Located<IndicatorId>, Vec<Located<IndicatorId>>),
    /// The first out of the second, in per cent (`ty_le`).
    Rate(Located<IndicatorId>, Located<IndicatorId>),
}

impl Formula {
    /// The rows that it is worked out from.
    pub fn operands(&self) -> Vec<&Located<IndicatorId>> {
        match self {
            Self::Sum(parts) => parts.iter().collect(),
            Self::Difference(whole, parts) => std::iter::once(whole).chain(parts).collect(),
            Self::Rate(part, whole) => vec![part, whole],
        }
    }
}
