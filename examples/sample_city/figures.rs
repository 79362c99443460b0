//! The figures of all units through the year, of this one and of the one before.

use std::collections::BTreeMap;

use baocao::model::{AgencyId, CityRule, CycleId, Indicator, IndicatorId, Kind, Quantity, Regime};

use super::chance::Chance;
use super::city::{City, Unit, communes};
use super::volumes::{Course, Volume};

/// How much of the year has gone by when units report, in parts of a thousand.
const GONE_BY: [u64; 4] = [170, 420, 670, 840];
/// The same for figures of the period alone: the third report has its own quarter only.
const OF_PERIOD: [u64; 4] = [170, 420, 210, 840];
/// How much of what is to be reached in the year has been.
const REACHED: [u64; 4] = [240, 500, 760, 1000];

/// A figure for every unit and row that it fills.
pub(crate) type Figures = BTreeMap<AgencyId, BTreeMap<IndicatorId, u64>>;

/// Draws figures.
pub(crate) struct Drawing<'c> {
    pub(crate) city: &'c City,
    pub(crate) regime: &'c Regime,
    pub(crate) chance: Chance,
    pub(crate) volumes: &'c [Volume],
    pub(crate) less: &'c [(&'static str, &'static str, u64)],
}

impl Drawing<'_> {
    /// The figures of the cycles of the year, in the order of the regime.
    pub(crate) fn year(&self) -> Vec<(CycleId, Figures)> {
        let mut year: Vec<(CycleId, Figures)> = Vec::new();
        for (index, cycle) in self.regime.cycles.keys().enumerate() {
            let mut figures = Figures::new();
            for unit in &self.city.units {
                figures.insert(unit.id.clone(), self.unit(unit, cycle, index));
            }
            self.balance(&mut figures);
            let procedures = |row: &Indicator| row.id.form() == "tthc";
            self.agree(&mut figures, &year, cycle, procedures);
            self.parts_of_procedures(&mut figures, cycle, index);
            self.agree(&mut figures, &year, cycle, |row| !procedures(row));
            year.push((cycle.clone(), figures));
        }
        year
    }

    /// The rows that a unit fills in a cycle, each part after its whole.
    pub(crate) fn rows(&self, unit: &Unit, cycle: &CycleId) -> Vec<&Indicator> {
        let place = |row: &Indicator| {
            let known = self
                .volumes
                .iter()
                .position(|(id, ..)| *id == row.id.as_str());
            known.unwrap_or(self.volumes.len())
        };
        let mut rows: Vec<_> = self
            .regime
            .indicators
            .values()
            .filter(|row| row.formula.is_none() && row.is_asked_in(cycle))
            .filter(|row| {
                let owner = self.city.owner(&row.id);
                row.fillers.includes(&unit.agency, owner)
            })
            .collect();
        rows.sort_by_key(|row| place(row));
        rows
    }

    fn unit(&self, unit: &Unit, cycle: &CycleId, index: usize) -> BTreeMap<IndicatorId, u64> {
        let mut figures = BTreeMap::new();
        for row in self.rows(unit, cycle) {
            let figure = self.figure(unit, row, index, &figures);
            figures.insert(row.id.clone(), figure);
        }
        figures
    }

    fn course(&self, row: &Indicator) -> ((u64, u64), (u64, u64), Course) {
        let known = self.volumes.iter().find(|(id, ..)| *id == row.id.as_str());
        if let Some((_, so, local, course)) = known {
            return (*so, *local, *course);
        }
        let course = match (&row.quantity, row.kind) {
            (Quantity::Answer(_), _) | (_, Kind::Snapshot) => Course::Fixed,
            _ => Course::Grows,
        };
        let volume = match row.quantity {
            Quantity::Answer(_) => (0, 1),
            _ => (5, 60),
        };
        (volume, volume, course)
    }

    fn figure(
        &self,
        unit: &Unit,
        row: &Indicator,
        index: usize,
        others: &BTreeMap<IndicatorId, u64>,
    ) -> u64 {
        let names = [unit.id.as_str(), row.id.as_str()];
        let (so, local, course) = self.course(row);
        let gone_by = if row.kind == Kind::OfPeriod {
            OF_PERIOD
        } else {
            GONE_BY
        };
        let gone_by = |i: usize| gone_by.get(i).copied().unwrap_or(1000);
        let first = self.city.written(&unit.id, &row.id);
        let (low, high) = if unit.is_local { local } else { so };
        let left = self.less.iter().find(|(of, id, _)| [*of, *id] == names);
        let left = left.map_or(1000, |(.., left)| *left);
        let in_year = self.chance.between(low, high, &names) * left / 1000;
        let share = |low, high| self.chance.between(low, high, &names);
        let value = |name: &str| {
            let found = name.split('|').find_map(|name| others.get(name));
            found.copied().unwrap_or_default()
        };
        if row.id.row().starts_with("xa_") && unit.is_local && communes(&unit.id) == 0 {
            return 0;
        }
        match (course, first) {
            (_, Some(first)) if index == 0 => first,
            (Course::Grows, Some(first)) => first * gone_by(index) / gone_by(0),
            (Course::Grows, None) => in_year * gone_by(index) / 1000,
            (Course::Fixed | Course::Better | Course::Once, first) => first.unwrap_or(in_year),
            (Course::Creeps, first) => {
                let base = first.unwrap_or(in_year);
                base + base * u64::try_from(index).unwrap_or(0) / 120
            }
            (Course::Stays, first) => {
                let wobble = [
                    unit.id.as_str(),
                    row.id.as_str(),
                    ["a", "b", "c", "d"][index % 4],
                ];
                let base = first.unwrap_or(in_year);
                base + self.chance.between(0, base / 60, &wobble)
            }
            (Course::Over(row, ..), Some(first)) => first.max(value(row)),
            (Course::Over(row, low, high), None) => value(row) + share(low, high),
            (Course::Part(whole, low, high), None) => value(whole) * share(low, high) / 1000,
            (Course::Part(whole, ..), Some(first)) => {
                let before = whole.split('|').find_map(|name| {
                    let id = IndicatorId::from(name);
                    self.city.written(&unit.id, &id)
                });
                match before {
                    Some(before) if before > 0 => first * value(whole) / before,
                    _ => 0,
                }
            }
            (Course::Rest(whole, taken, ..), Some(first)) => {
                let taken: u64 = taken.iter().map(|name| value(name)).sum();
                (first * gone_by(index) / gone_by(0)).min(value(whole).saturating_sub(taken))
            }
            (Course::Rest(whole, taken, low, high), None) => {
                let taken: u64 = taken.iter().map(|name| value(name)).sum();
                value(whole).saturating_sub(taken) * share(low, high) / 1000
            }
            (Course::Reaches(whole, low, high), first) => {
                let reached = REACHED.get(index).copied().unwrap_or(1000);
                let figure = value(whole) * share(low, high) / 1000 * reached / 1000;
                figure.max(first.unwrap_or_default())
            }
            (Course::Answer(from), _) => u64::from(index >= from),
        }
    }

    /// Draws anew what is a part of the procedures of a unit, of which there are other
    /// numbers once owner and units agree.
    fn parts_of_procedures(&self, figures: &mut Figures, cycle: &CycleId, index: usize) {
        for unit in &self.city.units {
            let rows = self.rows(unit, cycle).into_iter().filter(|row| {
                matches!(self.course(row).2, Course::Part(whole, ..)
                    if whole.starts_with("tthc.thu_tuc") || whole.starts_with("hien_dai_hoa."))
            });
            for row in rows {
                let Some(others) = figures.get(&unit.id) else {
                    continue;
                };
                let figure = self.figure(unit, row, index, others);
                set(figures, &unit.id, &row.id, figure);
            }
        }
    }

    /// The institutions of all units are as many as the owner of the finances counts.
    fn balance(&self, figures: &mut Figures) {
        const COUNTED: [&str; 7] = [
            "tai_chinh.tu_bao_dam_chi_dau_tu",
            "tai_chinh.tu_bao_dam_chi_thuong_xuyen",
            "tai_chinh.tu_bao_dam_mot_phan",
            "tai_chinh.tu_bao_dam_tu_70",
            "tai_chinh.tu_bao_dam_tu_30",
            "tai_chinh.tu_bao_dam_tu_10",
            "tai_chinh.nha_nuoc_bao_dam",
        ];
        const OWNED: [&str; 4] = [
            "bo_may.su_nghiep_thuoc_ubnd_tinh",
            "bo_may.su_nghiep_thuoc_so",
            "bo_may.su_nghiep_thuoc_huyen",
            "bo_may.su_nghiep_thuoc_xa",
        ];
        let sum = |figures: &Figures, ids: &[&str]| -> u64 {
            let units = figures.values();
            units
                .flat_map(|unit| ids.iter().filter_map(|id| unit.get(*id)))
                .sum()
        };
        let mut missing = sum(figures, &COUNTED).saturating_sub(sum(figures, &OWNED));
        let local: Vec<_> = self
            .city
            .units
            .iter()
            .filter(|unit| unit.is_local && self.city.submission_by_hand(&unit.id).is_none())
            .collect();
        let mut left = u64::try_from(local.len()).unwrap_or(0);
        for unit in local {
            let share = missing / left.max(1);
            missing -= share;
            left -= 1;
            for row in [OWNED[2], OWNED[3], "chi_dao.don_vi_truc_thuoc"] {
                let row = IndicatorId::from(row);
                let before = figures
                    .get(&unit.id)
                    .and_then(|unit| unit.get(&row))
                    .copied();
                if let Some(before) = before {
                    set(figures, &unit.id, &row, before + share);
                }
            }
        }
    }

    /// What an owner states for the whole city is what the others state together, and
    /// its own. Where the owner's figure was written by hand, the others share it.
    fn agree(
        &self,
        figures: &mut Figures,
        year: &[(CycleId, Figures)],
        cycle: &CycleId,
        concerns: impl Fn(&Indicator) -> bool,
    ) {
        for row in self.regime.indicators.values().filter(|row| concerns(row)) {
            let amount = matches!(row.quantity, Quantity::Count | Quantity::Money);
            let owned = amount && (row.city == CityRule::Owner || row.fillers.owner);
            let Some(owner) = self.city.owner(&row.id).filter(|_| owned) else {
                continue;
            };
            let others: Vec<_> = self
                .city
                .units
                .iter()
                .filter(|unit| unit.id != *owner && row.fillers.includes(&unit.agency, None))
                .filter(|_| row.formula.is_none() && row.is_asked_in(cycle))
                .map(|unit| unit.id.clone())
                .collect();
            if others.is_empty() || !self.regime.means_one_thing(row) {
                continue;
            }
            let of = |figures: &Figures, unit: &AgencyId| {
                let unit = figures.get(unit);
                unit.and_then(|unit| unit.get(&row.id))
                    .copied()
                    .unwrap_or_default()
            };
            let sum: u64 = others.iter().map(|unit| of(figures, unit)).sum();
            if self.city.written(owner, &row.id).is_none() {
                let own = of(figures, owner);
                set(figures, owner, &row.id, own + sum);
                continue;
            }
            let whole = of(figures, owner);
            let already = |unit: &AgencyId| match (year, row.kind) {
                ([], _) => self.city.written(unit, &row.id).unwrap_or_default(),
                // The third report has its own quarter only, the last has all of the year.
                ([_, _], Kind::OfPeriod) => 0,
                ([_, half, third], Kind::OfPeriod) => of(&half.1, unit) + of(&third.1, unit),
                ([.., before], _) => of(&before.1, unit),
            };
            let by_hand = |unit: &&AgencyId| self.city.written(unit, &row.id).is_some();
            let (hand, free): (Vec<_>, Vec<_>) = others.iter().partition(by_hand);
            let taken: u64 = hand.iter().map(|unit| of(figures, unit)).sum();
            let begun: u64 = free.iter().map(|unit| already(unit)).sum();
            let mut left = whole.saturating_sub(taken + begun);
            let weight = |unit: &AgencyId| {
                1 + self
                    .chance
                    .between(0, 99, &[unit.as_str(), row.id.as_str(), "w"])
            };
            let mut weights: u64 = free.iter().map(|unit| weight(unit)).sum();
            for unit in free {
                let share = left * weight(unit) / weights.max(1);
                let figure = already(unit) + share;
                set(figures, unit, &row.id, figure);
                left -= share;
                weights -= weight(unit);
            }
        }
    }

    /// The same for the year before: a little less of everything, and a little worse.
    pub(crate) fn year_before(&self, year: &[(CycleId, Figures)]) -> Vec<(CycleId, Figures)> {
        year.iter()
            .map(|(cycle, figures)| {
                let units = figures.iter().map(|(unit, rows)| {
                    let mut earlier = BTreeMap::new();
                    let mut ordered: Vec<_> = rows.keys().collect();
                    ordered.sort_by_key(|id| {
                        self.volumes
                            .iter()
                            .position(|(known, ..)| *known == id.as_str())
                    });
                    for id in ordered {
                        let figure = self.earlier(unit, id, rows, &earlier);
                        earlier.insert(id.clone(), figure);
                    }
                    (unit.clone(), earlier)
                });
                let mut figures = units.collect();
                self.balance(&mut figures);
                (cycle.clone(), figures)
            })
            .collect()
    }

    fn earlier(
        &self,
        unit: &AgencyId,
        id: &IndicatorId,
        now: &BTreeMap<IndicatorId, u64>,
        earlier: &BTreeMap<IndicatorId, u64>,
    ) -> u64 {
        let Some(row) = self.regime.indicators.get(id) else {
            return 0;
        };
        let figure = now.get(id).copied().unwrap_or_default();
        let draw = |low, high| {
            self.chance
                .between(low, high, &[unit.as_str(), id.as_str(), "2020"])
        };
        let (.., course) = self.course(row);
        match (&row.quantity, course) {
            (Quantity::Rank, _) => figure + draw(0, 3),
            // What is reached this year was not a year ago.
            (_, Course::Answer(from)) => u64::from(from == 0),
            (Quantity::Answer(_), _) | (_, Course::Once) => figure,
            (_, Course::Creeps | Course::Better) => figure * 960 / 1000,
            (_, Course::Fixed | Course::Stays | Course::Over(..)) => {
                figure * draw(980, 1012) / 1000
            }
            (_, Course::Part(whole, ..) | Course::Reaches(whole, ..) | Course::Rest(whole, ..)) => {
                let whole = whole
                    .split('|')
                    .find(|name| now.contains_key(*name))
                    .unwrap_or(whole);
                let of = |rows: &BTreeMap<IndicatorId, u64>| {
                    rows.get(whole).copied().unwrap_or_default()
                };
                match of(now) {
                    0 => 0,
                    // What was nearly all was nearly all a year ago too.
                    before if figure * 10 > before * 9 => {
                        (figure * of(earlier) / before) * draw(988, 1000) / 1000
                    }
                    before => (figure * of(earlier) / before) * draw(880, 1000) / 1000,
                }
            }
            (_, Course::Grows) => figure * draw(840, 985) / 1000,
        }
    }
}

fn set(figures: &mut Figures, unit: &AgencyId, row: &IndicatorId, figure: u64) {
    if let Some(unit) = figures.get_mut(unit) {
        unit.insert(row.clone(), figure);
    }
}
