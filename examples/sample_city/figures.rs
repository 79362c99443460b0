//! The figures of all units through the year, of this one and of the one before.

use std::collections::BTreeMap;

use baocao::model::{AgencyId, CityRule, CycleId, Indicator, IndicatorId, Kind, Quantity, Regime};

use super::chance::Chance;
use super::city::{City, Unit, communes};
use super::volumes::{Course, Volume};
use super::world::{self, Size};

/// How much of a year comes in from one report to the next, in parts of a thousand: units
/// count up to the end of the month before they report.
const COMES_IN: [u64; 4] = [205, 250, 250, 170];
/// How much of what is to be reached in the year has been.
const REACHED: [u64; 4] = [240, 500, 760, 1000];
/// How much of what is settled was received in the year itself.
const OF_THIS_YEAR: [u64; 4] = [845, 940, 963, 974];
/// How many of the procedures that are offered somebody has used so far.
const USED: [u64; 4] = [520, 740, 890, 1000];
/// How many of the procedures that are offered at the end of the year were so before.
const OFFERED: [u64; 4] = [965, 980, 992, 1000];
/// What is left of what was missing in the first report.
const MISSING: [u64; 4] = [1000, 860, 740, 610];
/// Rows in which the owner of the finances counts the public service units of all.
const COUNTED: [&str; 7] = [
    "tai_chinh.tu_bao_dam_chi_dau_tu",
    "tai_chinh.tu_bao_dam_chi_thuong_xuyen",
    "tai_chinh.tu_bao_dam_mot_phan",
    "tai_chinh.tu_bao_dam_tu_70",
    "tai_chinh.tu_bao_dam_tu_30",
    "tai_chinh.tu_bao_dam_tu_10",
    "tai_chinh.nha_nuoc_bao_dam",
];
/// Dossiers on all levels.
const SETTLED: &str = "tthc.da_giai_quyet+tthc.huyen_da_giai_quyet+tthc.xa_da_giai_quyet";
const ON_TIME: &str = "tthc.dung_han+tthc.huyen_dung_han+tthc.xa_dung_han";
/// The parts of a whole are counted in millionths of it.
const ALL: u64 = 1_000_000;

/// A figure for every unit and row that it fills.
pub(crate) type Figures = BTreeMap<AgencyId, BTreeMap<IndicatorId, u64>>;

/// The figures of one unit.
type Own = BTreeMap<IndicatorId, u64>;

/// Draws figures.
pub(crate) struct Drawing<'c> {
    pub(crate) city: &'c City,
    pub(crate) regime: &'c Regime,
    pub(crate) chance: Chance,
    pub(crate) volumes: &'c [Volume],
    sizes: BTreeMap<AgencyId, Size>,
}

impl<'c> Drawing<'c> {
    pub(crate) fn new(city: &'c City, chance: Chance, volumes: &'c [Volume]) -> Self {
        let sizes = city.units.iter().map(|unit| {
            let id = unit.id.as_str();
            let size = if unit.is_local {
                world::place(id, city.year, communes(&unit.id), chance)
            } else {
                world::department(id, city.year, chance)
            };
            (unit.id.clone(), size)
        });
        let mut drawing = Self {
            city,
            regime: &city.regime,
            chance,
            volumes,
            sizes: sizes.collect(),
        };
        drawing.deal_out_institutions();
        drawing
    }

    /// The institutions of all units are as many as the owner of the finances counts. Those of
    /// places go by how many people live there.
    fn deal_out_institutions(&mut self) {
        const OF_PLACES: [&str; 2] = ["bo_may.su_nghiep_thuoc_huyen", "bo_may.su_nghiep_thuoc_xa"];
        let stated = |row: &str| -> u64 {
            let row = IndicatorId::from(row);
            let written = self.city.owner(&row);
            let written = written.and_then(|owner| self.city.written(owner, &row));
            let drawn = self.volumes.iter().find(|(id, ..)| *id == row.as_str());
            written
                .or(drawn.map(|(_, range, ..)| range.0))
                .unwrap_or_default()
        };
        let counted: u64 = COUNTED.iter().map(|row| stated(row)).sum();
        let of_city = stated("bo_may.su_nghiep_thuoc_ubnd_tinh");
        let mut left = counted.saturating_sub(of_city);
        let mut places = Vec::new();
        for unit in &self.city.units {
            let written = OF_PLACES.iter().find_map(|row| {
                let row = IndicatorId::from(*row);
                self.city.written(&unit.id, &row)
            });
            let size = self.sizes.get_mut(&unit.id);
            let Some(size) = size else { continue };
            if let Some(written) = written {
                size.institutions = written;
            } else if unit.is_local {
                places.push((world::people(unit.id.as_str()), unit.id.clone()));
                continue;
            }
            left = left.saturating_sub(size.institutions);
        }
        // The smallest come first, so that what rounding leaves goes to the largest.
        places.sort();
        let mut people: u64 = places.iter().map(|(people, _)| people).sum();
        for (of_place, id) in places {
            let share = (left * of_place / people.max(1)).max(3).min(left);
            left -= share;
            people -= of_place;
            if let Some(size) = self.sizes.get_mut(&id) {
                size.institutions = share;
            }
        }
    }

    /// The figures of the cycles of the year, in the order of the regime.
    pub(crate) fn year(&self) -> Vec<(CycleId, Figures)> {
        let mut year: Vec<(CycleId, Figures)> = Vec::new();
        for (index, cycle) in self.regime.cycles.keys().enumerate() {
            let mut figures = Figures::new();
            for unit in &self.city.units {
                let before = year.last().and_then(|(_, figures)| figures.get(&unit.id));
                figures.insert(unit.id.clone(), self.unit(unit, cycle, index, before));
            }
            let procedures = |row: &Indicator| row.id.form() == "tthc";
            self.agree(&mut figures, &year, cycle, procedures);
            self.parts_of_procedures(&mut figures, &year, cycle, index);
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
                row.is_filled_by(&unit.agency, owner)
            })
            .collect();
        rows.sort_by_key(|row| place(row));
        rows
    }

    fn unit(&self, unit: &Unit, cycle: &CycleId, index: usize, before: Option<&Own>) -> Own {
        let mut figures = BTreeMap::new();
        for row in self.rows(unit, cycle) {
            let figure = self.not_less(unit, row, index, (&figures, before));
            figures.insert(row.id.clone(), figure);
        }
        figures
    }

    /// A figure that is not below what the last report had, where it holds all of that.
    fn not_less(
        &self,
        unit: &Unit,
        row: &Indicator,
        index: usize,
        (others, before): (&Own, Option<&Own>),
    ) -> u64 {
        let figure = self.figure(unit, row, index, others);
        // The third report has its own quarter only.
        let holds_all = match row.kind {
            Kind::Cumulative => true,
            Kind::OfPeriod => index == 1,
            Kind::Snapshot => false,
        };
        // What an owner states holds what the others state, which comes later.
        let owns = self.city.owner(&row.id) == Some(&unit.id)
            && (row.city == CityRule::Owner || row.fillers.owner);
        let before = before.filter(|_| holds_all && !owns);
        let before = before.and_then(|before| before.get(&row.id)).copied();
        let figure = figure.max(before.unwrap_or_default());
        match self.course(row).2 {
            Course::Rest(whole, taken, ..) => {
                let taken: u64 = taken.iter().map(|name| value(others, name)).sum();
                figure.min(value(others, whole).saturating_sub(taken))
            }
            _ => figure,
        }
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

    /// What a unit has of a row in a year, or has all the time.
    fn in_year(&self, unit: &Unit, row: &Indicator) -> u64 {
        /// What is as much in a small unit as in a large one.
        const ALIKE: [&str; 8] = [
            "chi_dao.nhiem_vu_ke_hoach",
            "chi_dao.xa_da_kiem_tra",
            "chi_dao.hinh_thuc_khao_sat",
            "hien_dai_hoa.cntt_nhiem_vu",
            "tthc.thu_tuc_cap_xa",
            "the_che.van_ban_cap_huyen",
            "the_che.van_ban_cap_xa",
            "can_bo.bo_nhiem_qua_thi",
        ];
        let (so, local, _) = self.course(row);
        let (low, high) = if unit.is_local { local } else { so };
        let drawn = || {
            let names = [unit.id.as_str(), row.id.as_str()];
            self.chance.between(low, high, &names)
        };
        let Some(size) = self.sizes.get(&unit.id) else {
            return drawn();
        };
        match row.id.as_str() {
            "tthc.da_giai_quyet" | "tthc.huyen_da_giai_quyet" => size.dossiers,
            "tthc.xa_da_giai_quyet" => size.of_communes,
            "tthc.thu_tuc_cap_tinh" => size.procedures,
            "bo_may.bien_che_giao" => size.staff,
            "bo_may.su_nghiep_thuoc_so"
            | "bo_may.su_nghiep_thuoc_huyen"
            | "bo_may.su_nghiep_thuoc_xa" => size.institutions,
            "bo_may.nguoi_lam_viec_giao" => size.institutions * size.people_each,
            "can_bo.vien_chuc_tuyen_dung" | "bo_may.nguoi_lam_viec_tinh_gian"
                if size.people_each == 0 || size.institutions == 0 =>
            {
                0
            }
            "tthc.lien_thong_cung_cap" | "tthc.lien_thong_cac_cap" => {
                rounded(drawn() * size.weight, 1000).min(size.procedures)
            }
            id if low == high || ALIKE.contains(&id) => drawn(),
            // Who deals with few people asks few.
            "chi_dao.phieu_khao_sat" => {
                let asked = rounded(drawn() * size.weight, 1000);
                asked.min((size.dossiers + size.of_communes) / 3)
            }
            // Letters are written in a small unit too.
            "chi_dao.van_ban_chi_dao" => rounded(drawn() * (600 + size.weight * 4 / 10), 1000),
            "hien_dai_hoa.xa_van_ban_di" => rounded(drawn() * (180 + size.weight * 8 / 10), 1000),
            _ => rounded(drawn() * size.weight, 1000),
        }
    }

    /// How much of a year has come in up to a report, in parts of a thousand. Some quarters are
    /// busy, of units and of rows.
    fn come_in(&self, unit: &Unit, row: &Indicator, index: usize) -> u64 {
        let quarters = COMES_IN.iter().enumerate().take(index + 1);
        let come_in = quarters.map(|(quarter, share)| {
            let quarter = quarter.to_string();
            let of_unit = self
                .chance
                .between(0, 260, &[unit.id.as_str(), "busy", &quarter]);
            let names = [unit.id.as_str(), row.id.as_str(), "busy", &quarter];
            share * (720 + of_unit + self.chance.between(0, 300, &names))
        });
        come_in.sum::<u64>() / 1000
    }

    /// How well a unit does something, in parts of a thousand: some do all things well, and
    /// nobody is as good all the time.
    fn skill(&self, unit: &Unit, row: &Indicator, index: usize) -> u64 {
        let (unit, id) = (unit.id.as_str(), row.id.as_str());
        let of_unit = self.chance.between(0, 1000, &[unit, "skill"]);
        let of_row = self.chance.between(0, 1000, &[unit, id, "skill"]);
        // What is counted from the beginning of the year changes less from time to time.
        let now = self
            .chance
            .between(0, 160, &[unit, id, "skill", &index.to_string()]);
        let now = if row.kind == Kind::OfPeriod {
            now
        } else {
            60 + now / 4
        };
        ((of_unit * 4 + of_row * 6) / 10 + now)
            .saturating_sub(80)
            .min(1000)
    }

    /// A share in millionths between two in thousandths.
    fn share(&self, unit: &Unit, row: &Indicator, index: usize, (low, high): (u64, u64)) -> u64 {
        let skill = self.skill(unit, row, index);
        // Where all can be done, most units nearly do.
        let skill = if high == 1000 {
            1000 - (1000 - skill) * (1000 - skill) / 1000
        } else {
            skill
        };
        low * 1000 + (high - low) * skill
    }

    fn figure(&self, unit: &Unit, row: &Indicator, index: usize, others: &Own) -> u64 {
        let first = self.city.written(&unit.id, &row.id);
        let has_communes = communes(&unit.id) > 0 || !unit.is_local;
        let of_communes = row.id.row().starts_with("xa_") || row.id.row().ends_with("cap_xa");
        if of_communes && self.city.year < 2025 && !has_communes {
            return 0;
        }
        if let (Some(first), 0) = (first, index) {
            return first;
        }
        let names = [unit.id.as_str(), row.id.as_str()];
        let draw = |low, high| self.chance.between(low, high, &names);
        let now = |low, high| {
            let names = [unit.id.as_str(), row.id.as_str(), "now", &index.to_string()];
            self.chance.between(low, high, &names)
        };
        let base = || first.unwrap_or_else(|| self.in_year(unit, row));
        let at = |times: [u64; 4]| times.get(index).copied().unwrap_or(1000);
        match self.course(row).2 {
            Course::Grows if row.id.as_str() == "chi_dao.xa_da_kiem_tra" && unit.is_local => {
                self.grown(unit, row, index, first).min(communes(&unit.id))
            }
            Course::Grows => self.grown(unit, row, index, first),
            Course::Fixed | Course::Once => base(),
            Course::Creeps => base() + base() * u64::try_from(index).unwrap_or(0) / 120,
            Course::Stays if index == 0 => base(),
            Course::Stays => rounded(base() * now(980, 1022), 1000),
            Course::Over(row, low, high) => {
                let divisions = if unit.is_local { 6 } else { 0 };
                let more =
                    draw(low, high) + divisions + communes(&unit.id) * u64::from(unit.is_local);
                (value(others, row) + more).max(first.unwrap_or_default())
            }
            Course::Part(whole, low, high) => {
                self.part(unit, row, index, (whole, low, high), (first, others))
            }
            Course::ShareOf(whole) => {
                let (so, local, _) = self.course(row);
                let (low, high) = if unit.is_local { local } else { so };
                self.part(unit, row, index, (whole, low, high), (first, others))
            }
            Course::Settled(whole) => {
                let whole = value(others, whole);
                whole - self.left_open(unit, row, index, whole)
            }
            Course::Filled(posts, low, high) => {
                let all = value(others, posts);
                let written = self.city.written(&unit.id, &IndicatorId::from(posts));
                let free = match (written, first) {
                    (Some(posts), Some(first)) => posts.saturating_sub(first),
                    _ => all * (ALL - self.share(unit, row, 0, (low, high))) / ALL,
                };
                all.saturating_sub(rounded(free * now(800, 1180), 1000))
            }
            Course::Due => {
                let (settled, _, open) = self.due(unit, index, others);
                settled + open
            }
            Course::DueOnTime => {
                let (settled, late, _) = self.due(unit, index, others);
                (settled - late).min(value(others, ON_TIME))
            }
            Course::ComesIn(whole, shares) => {
                let whole = value(others, whole);
                whole * at(shares) / 1000 + now(0, whole / 1500)
            }
            Course::Rest(whole, taken, low, high) => {
                let taken: u64 = taken.iter().map(|name| value(others, name)).sum();
                let left = value(others, whole).saturating_sub(taken);
                match first {
                    Some(_) => self.grown(unit, row, index, first).min(left),
                    None => rounded(left * draw(low, high), 1000),
                }
            }
            Course::Reaches(whole, low, high) => {
                let all = value(others, whole) * self.share(unit, row, 0, (low, high)) / ALL;
                let reached = if index < 3 {
                    at(REACHED) * now(880, 1120) / 1000
                } else {
                    1000
                };
                // Every period tells of a check: somebody was checked.
                let checked = row.id.as_str() == "chi_dao.don_vi_tu_kiem_tra";
                let least = u64::from(checked).min(value(others, whole));
                (all * reached / 1000).max(first.unwrap_or(least))
            }
            Course::Answer(from) => u64::from(index >= from),
            Course::Sometimes(often) => {
                let owns = self.city.owner(&row.id) == Some(&unit.id);
                u64::from(owns || now(1, 1000) <= often)
            }
        }
    }

    /// What has come in of something so far, or in the quarter that a report is of.
    fn grown(&self, unit: &Unit, row: &Indicator, index: usize, first: Option<u64>) -> u64 {
        let up_to = |index: usize| {
            let come_in = self.come_in(unit, row, index);
            let begun = self.come_in(unit, row, 0).max(1);
            match first {
                Some(0) if matches!(row.id.form(), "can_bo" | "bo_may") => {
                    rounded(self.in_year(unit, row) * (come_in - begun), 1000)
                }
                Some(first) => rounded(first * come_in, begun),
                None => rounded(self.in_year(unit, row) * come_in, 1000),
            }
        };
        // Whoever checks finds something, and every period tells of a check.
        let finds = row.id.as_str() == "chi_dao.van_de_phat_hien" && first.is_none();
        let up_to = |index: usize| up_to(index).max(u64::from(finds) * (index as u64 + 1));
        if row.kind == Kind::OfPeriod && index == 2 {
            // Two weeks of June are in no report of units.
            let come_in = (up_to(2) - up_to(1)) * 85 / 100;
            return come_in.max(u64::from(finds && up_to(2) > up_to(1)));
        }
        up_to(index)
    }

    fn part(
        &self,
        unit: &Unit,
        row: &Indicator,
        index: usize,
        (name, low, high): (&str, u64, u64),
        (first, others): (Option<u64>, &Own),
    ) -> u64 {
        let whole = value(others, name);
        let begun = |name: &str| self.city.written(&unit.id, &IndicatorId::from(name));
        let before = value_of(name, begun);
        let kind = |name: &str| self.regime.indicators.get(name).map(|row| row.kind);
        let of_stock = name.split(['|', '+']).next().and_then(kind) == Some(Kind::Snapshot);
        let times = match row.kind {
            _ if !of_stock || high >= 900 => [1000; 4],
            Kind::Cumulative => USED,
            Kind::Snapshot | Kind::OfPeriod => OFFERED,
        };
        let time = times.get(index).copied().unwrap_or(1000);
        let share = match (first, before) {
            (Some(0), _) | (Some(_), 0) => 0,
            (Some(first), before) => {
                let share = (first * ALL / before).min(ALL);
                let names = [unit.id.as_str(), row.id.as_str(), "now", &index.to_string()];
                if share * 4 > ALL * 3 && row.kind == Kind::Snapshot {
                    let missing = MISSING.get(index).copied().unwrap_or(1000);
                    ALL - (ALL - share) * missing / 1000
                } else if of_stock {
                    share * time / times[0] * self.chance.between(985, 1020, &names) / 1000
                } else {
                    let now = self.chance.between(880, 1120, &names);
                    if share * 2 < ALL {
                        share * now / 1000
                    } else {
                        ALL.saturating_sub((ALL - share) * now / 1000)
                    }
                }
            }
            (None, _) => self.share(unit, row, index, (low, high)) * time / 1000,
        };
        let part = rounded(whole * share, ALL).min(whole);
        // Somebody files online with everybody who offers it.
        let used = row.id.row().ends_with("_phat_sinh") && first != Some(0);
        if used { part.max(whole.min(1)) } else { part }
    }

    /// What a unit leaves open of some cases: nothing in four of ten.
    fn left_open(&self, unit: &Unit, row: &Indicator, index: usize, cases: u64) -> u64 {
        let (unit, id) = (unit.id.as_str(), row.id.as_str());
        // Counted through the year, what was settled stays so.
        let period = if row.kind == Kind::OfPeriod {
            index.to_string()
        } else {
            String::new()
        };
        let open = match self.chance.between(0, 9, &[unit, id, "open", &period]) {
            0..=3 => return 0,
            4..=6 => 70,
            7..=8 => 160,
            _ => 270,
        };
        let less = [1120, 1000, 900, 740].get(index).copied().unwrap_or(1000);
        rounded(cases * open * less, ALL)
    }

    /// Of the dossiers of a unit on all levels those received in the year and settled, those
    /// of them that were late, and those that are due and not settled.
    fn due(&self, unit: &Unit, index: usize, others: &Own) -> (u64, u64, u64) {
        let settled = value(others, SETTLED);
        let late = settled.saturating_sub(value(others, ON_TIME));
        let names = [unit.id.as_str(), "due", &index.to_string()];
        let of_year = OF_THIS_YEAR.get(index).copied().unwrap_or(1000);
        let of_year = of_year * 1000 + self.chance.between(0, 20_000, &names) - 10_000;
        let open = self
            .chance
            .between(0, 170, &[unit.id.as_str(), "overdue", &index.to_string()]);
        (
            rounded(settled * of_year, ALL),
            rounded(late * of_year, ALL),
            rounded(late * open, 1000),
        )
    }

    /// Draws anew what is a part of the procedures of a unit, of which there are other
    /// numbers once owner and units agree.
    fn parts_of_procedures(
        &self,
        figures: &mut Figures,
        year: &[(CycleId, Figures)],
        cycle: &CycleId,
        index: usize,
    ) {
        for unit in &self.city.units {
            let rows = self.rows(unit, cycle).into_iter().filter(|row| {
                matches!(self.course(row).2, Course::Part(whole, ..)
                    if whole.starts_with("tthc.thu_tuc") || whole.starts_with("hien_dai_hoa."))
            });
            // What its owner states for all is a sum, once the others have stated theirs.
            let rows = rows.filter(|row| {
                let mut others = self.city.units.iter().filter(|other| other.id != unit.id);
                let owns = self.city.owner(&row.id) == Some(&unit.id);
                !owns || !others.any(|other| row.is_filled_by(&other.agency, None))
            });
            let before = year.last().and_then(|(_, figures)| figures.get(&unit.id));
            for row in rows {
                let Some(others) = figures.get(&unit.id) else {
                    continue;
                };
                let figure = self.not_less(unit, row, index, (others, before));
                set(figures, &unit.id, &row.id, figure);
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
                .filter(|unit| unit.id != *owner && row.is_filled_by(&unit.agency, None))
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
                (_, Kind::Snapshot) | ([_, _], Kind::OfPeriod) => 0,
                ([_, half, third], Kind::OfPeriod) => of(&half.1, unit) + of(&third.1, unit),
                ([.., before], _) => of(&before.1, unit),
            };
            let by_hand = |unit: &&AgencyId| self.city.written(unit, &row.id).is_some();
            let (hand, mut free): (Vec<_>, Vec<_>) = others.iter().partition(by_hand);
            // A thousand units cannot share what twenty have: invented ones have their own.
            free.retain(|unit| !unit.as_str().starts_with("so-mau-"));
            let taken: u64 = hand.iter().map(|unit| of(figures, unit)).sum();
            let begun: u64 = free.iter().map(|unit| already(unit)).sum();
            let mut left = whole.saturating_sub(taken + begun);
            let weight = |unit: &AgencyId| self.weight(unit, row);
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

    /// How much of what all units have together one has.
    fn weight(&self, unit: &AgencyId, row: &Indicator) -> u64 {
        let names = [unit.as_str(), row.id.as_str(), "weight"];
        let chance = self.chance.between(850, 1150, &names);
        let Some(size) = self.sizes.get(unit) else {
            return chance;
        };
        match row.id.as_str() {
            "the_che.van_ban_cap_xa" => communes(unit) * chance,
            id if id.starts_with("tthc.") => size.procedures * chance,
            _ => 1 + size.weight * self.chance.between(0, 1000, &names),
        }
    }

    /// The same for the year before: more of some things, less of others.
    pub(crate) fn year_before(&self, year: &[(CycleId, Figures)]) -> Vec<(CycleId, Figures)> {
        let earlier = year.iter().enumerate().map(|(index, (cycle, figures))| {
            let units = self.city.units.iter().filter_map(|unit| {
                let rows = figures.get(&unit.id)?;
                let mut earlier = BTreeMap::new();
                let mut ordered: Vec<_> = rows.keys().collect();
                ordered.sort_by_key(|id| {
                    let known = self
                        .volumes
                        .iter()
                        .position(|(row, ..)| *row == id.as_str());
                    known.unwrap_or(self.volumes.len())
                });
                for id in ordered {
                    let figure = self.earlier(unit, id, index, (rows, &earlier));
                    earlier.insert(id.clone(), figure);
                }
                Some((unit.id.clone(), earlier))
            });
            let mut units: Figures = units.collect();
            self.count_institutions(&mut units);
            (cycle.clone(), units)
        });
        earlier.collect()
    }

    /// The owner of the finances counts as many public service units as all have.
    fn count_institutions(&self, figures: &mut Figures) {
        let (last, others) = COUNTED.split_last().unwrap_or((&"", &[]));
        let last = IndicatorId::from(*last);
        let Some(owner) = self.city.owner(&last) else {
            return;
        };
        let all = |row: &&str| -> u64 {
            let figures = figures.values().filter_map(|unit| unit.get(*row));
            figures.sum()
        };
        let institutions = ["ubnd_tinh", "so", "huyen", "xa"];
        let institutions = institutions.map(|level| format!("bo_may.su_nghiep_thuoc_{level}"));
        let institutions: u64 = institutions.iter().map(|row| all(&row.as_str())).sum();
        let counted: u64 = others.iter().map(all).sum();
        set(figures, owner, &last, institutions.saturating_sub(counted));
    }

    /// How much there was of something a year ago. Of most things there was less, of some more;
    /// most units go the way of the city.
    fn a_year_ago(&self, unit: &Unit, row: &Indicator, index: usize, figure: u64) -> u64 {
        let (unit, row) = (unit.id.as_str(), row.id.as_str());
        let draw =
            |low, high, what: &str| self.chance.between(low, high, &[unit, row, "2020", what]);
        let of_city = self.chance.between(1, 100, &[row, "2020", "up"]) <= 72;
        let is_more = of_city == (draw(1, 10, "up") <= 7);
        if figure < 12 {
            let few = draw(0, 2, "few");
            return if is_more {
                figure.saturating_sub(few)
            } else {
                figure + few.min(figure)
            };
        }
        let trend = if is_more {
            draw(815, 988, "trend")
        } else {
            draw(1008, 1170, "trend")
        };
        // As the year goes by it changes, but not much from one report to the next.
        rounded(
            figure * (trend + draw(0, 24, &index.to_string()) - 12),
            1000,
        )
    }

    fn earlier(
        &self,
        unit: &Unit,
        id: &IndicatorId,
        index: usize,
        (now, earlier): (&Own, &Own),
    ) -> u64 {
        let Some(row) = self.regime.indicators.get(id) else {
            return 0;
        };
        let figure = now.get(id).copied().unwrap_or_default();
        let draw = |low, high| {
            let names = [unit.id.as_str(), id.as_str(), "2020"];
            self.chance.between(low, high, &names)
        };
        let (.., course) = self.course(row);
        match (&row.quantity, course) {
            (Quantity::Rank, _) => figure + draw(0, 3),
            // What is reached this year was not a year ago.
            (_, Course::Answer(from)) => u64::from(from == 0),
            (_, Course::Sometimes(often)) => u64::from(figure > 0 && draw(1, 1000) <= often),
            (Quantity::Answer(_), _) | (_, Course::Once) => figure,
            (_, Course::Creeps) => figure * 972 / 1000,
            (_, Course::Fixed | Course::Stays) => {
                // Nobody follows more procedures than there are: all go the way of the list.
                let owner = self.city.owner(id).unwrap_or(&unit.id);
                let is_list = !self.regime.means_one_thing(row);
                let of = if is_list { owner } else { &unit.id };
                let names = [of.as_str(), id.as_str(), "2020"];
                rounded(figure * self.chance.between(974, 1034, &names), 1000)
            }
            // More may come in than was planned, where that is so this year.
            (_, Course::ComesIn(whole, shares)) => {
                let (whole, then) = (value(now, whole), value(earlier, whole));
                let figure = rounded(figure * then, whole.max(1)) * draw(970, 1016) / 1000;
                if shares.iter().any(|share| *share > 1000) {
                    figure
                } else {
                    figure.min(then)
                }
            }
            (_, Course::Over(row, ..)) => {
                (figure + value(earlier, row)).saturating_sub(value(now, row))
            }
            (_, Course::Due) => {
                let (settled, _, open) = self.due(unit, index, earlier);
                settled + open
            }
            (_, Course::DueOnTime) => {
                let (settled, late, _) = self.due(unit, index, earlier);
                (settled - late).min(value(earlier, ON_TIME))
            }
            (_, Course::Rest(whole, taken, ..)) => {
                let taken: u64 = taken.iter().map(|name| value(earlier, name)).sum();
                let left = value(earlier, whole).saturating_sub(taken);
                self.a_year_ago(unit, row, index, figure).min(left)
            }
            (
                _,
                Course::Part(whole, ..)
                | Course::ShareOf(whole)
                | Course::Settled(whole)
                | Course::Filled(whole, ..)
                | Course::Reaches(whole, ..),
            ) => {
                let (whole, all) = (value(now, whole), value(earlier, whole));
                let (figure, all_then) = (u128::from(figure), u128::from(all));
                if whole == 0 {
                    return 0;
                }
                let missing = u128::from(whole).saturating_sub(figure);
                // What was nearly all was nearly all a year ago too.
                if missing * 4 < u128::from(whole) {
                    let missing = missing * all_then * u128::from(draw(800, 1220));
                    let missing = missing / u128::from(whole) / 1000;
                    return all - all.min(u64::try_from(missing).unwrap_or(all));
                }
                let figure = figure * all_then * u128::from(draw(860, 1060));
                let figure = figure / u128::from(whole) / 1000;
                all.min(u64::try_from(figure).unwrap_or(all))
            }
            (_, Course::Grows) => self.a_year_ago(unit, row, index, figure),
        }
    }
}

/// What a unit has of a row; of several with `|` between them, the first that it has; with `+`,
/// their sum.
fn value(figures: &Own, name: &str) -> u64 {
    value_of(name, |name| figures.get(name).copied())
}

fn value_of(name: &str, of: impl Fn(&str) -> Option<u64>) -> u64 {
    if name.contains('+') {
        return name.split('+').filter_map(of).sum();
    }
    name.split('|').find_map(of).unwrap_or_default()
}

/// A quotient, half up.
fn rounded(number: u64, by: u64) -> u64 {
    (number + by / 2) / by
}

fn set(figures: &mut Figures, unit: &AgencyId, row: &IndicatorId, figure: u64) {
    if let Some(unit) = figures.get_mut(unit) {
        unit.insert(row.clone(), figure);
    }
}
