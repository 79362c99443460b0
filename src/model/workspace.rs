//! Everything that was read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use indexmap::IndexMap;

use crate::diagnostic::{Code, Help, Place, Severity, Way};

use super::{
    Agency, AgencyId, Cycle, FigureValue, ForeignTable, Level, LevelId, LevelRole, Period, Plan,
    Regime, RegimeChoice, Register, RoleWords, Seal, Subject, Submission, Territory,
};

/// A folder of data.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// What holds for all of it.
    pub settings: Settings,
    /// The levels that agencies have.
    pub levels: IndexMap<LevelId, Level>,
    /// All agencies.
    pub agencies: IndexMap<AgencyId, Agency>,
    /// All regimes.
    pub regimes: Vec<Regime>,
    /// The regimes by which issued reports of a period were made, where the folder has others of
    /// these names by now.
    pub recorded_regimes: BTreeMap<Period, Vec<Regime>>,
    /// The plans by year.
    pub plans: BTreeMap<i32, Plan>,
    /// What has arrived, by the register of the period.
    pub register: Option<Register>,
    /// What was recorded of reports when they were issued, of the period and those that it
    /// is compared with.
    pub seals: BTreeMap<Period, IndexMap<AgencyId, Seal>>,
    /// The submissions that were asked for, by file name.
    pub submissions: Vec<Submission>,
    /// Those of earlier periods, the earliest first, with what later ones made final; shared with
    /// other periods that are compared with them.
    pub past: Vec<Arc<Submission>>,
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
    /// The place that the data are of, stated or inferred from the agencies; nothing where
    /// nobody can tell.
    pub territory: Option<Territory>,
    /// Where that is stated, if it is.
    pub territory_place: Option<Place>,
    /// Where all of this stands.
    pub place: Option<Place>,
    /// Rules that weigh otherwise here (`quy_tac`); nothing for what is not told at all.
    pub weights: BTreeMap<Code, Option<Severity>>,
    /// The regimes that the program carries and the folder reports by (`che_do`).
    pub regimes: Vec<RegimeChoice>,
    /// Whether more is said of them than could be read.
    pub regimes_unread: bool,
    /// Tables of somebody else from which figures are taken (`bang_ngoai`).
    pub foreign_tables: Vec<ForeignTable>,
}

/// Who receives the reports that one report is compiled from.
#[derive(Debug, Clone)]
pub struct Reception<'w> {
    /// The agency whose report is compiled.
    pub compiled: &'w Agency,
    /// The agency that receives the others and compiles it.
    pub receiver: &'w Agency,
    /// The agencies that report to the receiver.
    pub senders: Vec<&'w Agency>,
    /// Those that report to the compiled agency itself.
    pub elsewhere: Vec<&'w Agency>,
}

impl Workspace {
    /// The place that the data are of ([`Settings::territory`]).
    pub fn territory(&self) -> Option<&Territory> {
        self.settings.territory.as_ref()
    }

    /// The People's Committee of the place: that whose report is compiled, where there are
    /// several of its name.
    pub fn territory_office(&self) -> Option<&Agency> {
        let territory = self.territory()?;
        let is_office = |agency: &&Agency| territory.is_office(&agency.name.value);
        let mut compiled = self.agencies.values();
        compiled
            .find(|agency| agency.compiled_by.is_some() && is_office(agency))
            .or_else(|| self.agencies.values().find(is_office))
    }

    /// What an agency calls itself inside a sentence. The place itself is called by the word for
    /// what it is, small as that is; at the head of a sentence it gets its capital
    /// from whoever writes the sentence.
    pub fn running_name<'w>(&'w self, agency: &'w Agency) -> &'w str {
        let own = agency.self_reference.as_ref().map(|own| &own.value);
        let office = self.territory_office().map(|office| &office.id);
        let word = self.territory().map(|territory| territory.word.as_str());
        match word.filter(|_| office == Some(&agency.id)) {
            Some(word) if own.is_none_or(|own| own.to_lowercase() == word.to_lowercase()) => word,
            Some(_) | None => agency.running_name(),
        }
    }

    /// What an agency is to the place, by its level.
    pub fn role_of(&self, agency: &Agency) -> Option<LevelRole> {
        self.levels.get(&agency.level)?.role
    }

    /// What sentences call the agencies that are one thing to the place.
    pub fn role_words(&self, role: LevelRole) -> RoleWords {
        RoleWords::of(role, self.levels.values())
    }

    /// The submissions with what they refer to, in the order of their files.
    pub fn subjects(&self) -> Vec<Subject<'_>> {
        self.submissions
            .iter()
            .filter_map(|submission| {
                let regime = *self.regimes_for(&submission.period).first()?;
                self.subject(submission, regime)
            })
            .collect()
    }

    /// A submission with what it refers to.
    pub fn subject<'w>(
        &'w self,
        submission: &'w Submission,
        regime: &'w Regime,
    ) -> Option<Subject<'w>> {
        Some(Subject {
            workspace: self,
            submission,
            agency: self.agencies.get(&submission.agency)?,
            regime,
            plan: self.plans.get(&submission.period.year),
        })
    }

    /// The submission of an agency for a period, the one asked for or an earlier one.
    pub fn submission(&self, agency: &AgencyId, period: &Period) -> Option<&Submission> {
        let past = self.past.iter().map(Arc::as_ref);
        let mut all = self.submissions.iter().chain(past);
        all.find(|s| s.agency == *agency && s.period == *period)
    }

    /// All submissions for a period by their agencies.
    pub fn of_period(&self, period: &Period) -> BTreeMap<&AgencyId, &Submission> {
        let past = self.past.iter().map(Arc::as_ref);
        past.chain(&self.submissions)
            .filter(|submission| submission.period == *period)
            .map(|submission| (&submission.agency, submission))
            .collect()
    }

    /// What was recorded of the report of an agency when it was issued.
    pub fn seal(&self, agency: &AgencyId, period: &Period) -> Option<&Seal> {
        self.seals.get(period)?.get(agency)
    }

    /// The agencies whose reports an agency's own is compiled from: those on a day
    /// that report to it, or to the agency that compiles for it and has no compiled report
    /// itself ([`Self::compiles_into`]). None for a unit.
    pub fn members(&self, agency: &Agency, on: NaiveDate) -> Vec<&Agency> {
        if agency.compiled_by.is_none() {
            return Vec::new();
        }
        let compiler = agency.compiled_by.as_ref().map(|id| &id.value);
        let by_compiler = compiler
            .and_then(|id| self.compiles_into(self.agencies.get(id)?, on))
            .is_some_and(|into| into.id == agency.id);
        self.agencies
            .values()
            .filter(|member| member.id != agency.id && member.is_valid_on(on))
            .filter(|member| {
                let to = member.reports_to.as_ref().map(|id| &id.value);
                to == Some(&agency.id) || by_compiler && to == compiler
            })
            .collect()
    }

    /// The agency into whose report go those that an agency receives on a day: its own, if that
    /// is compiled, or that which it compiles. Of several that it compiles it is the one that it
    /// reports to itself; each report is in one and no other.
    pub fn compiles_into(&self, receiver: &Agency, on: NaiveDate) -> Option<&Agency> {
        let own = self.agencies.get(&receiver.id);
        if receiver.compiled_by.is_some() {
            return own;
        }
        let for_whom = |agency: &&Agency| {
            let compiler = agency.compiled_by.as_ref().map(|id| &id.value);
            compiler == Some(&receiver.id)
        };
        let all: Vec<_> = self.agencies.values().filter(for_whom).collect();
        let there = all.iter().copied().filter(|agency| agency.is_valid_on(on));
        match there.collect::<Vec<_>>().as_slice() {
            [] => all.first().copied().filter(|_| all.len() == 1),
            [one] => Some(*one),
            several => {
                let to = receiver.reports_to.as_ref().map(|id| &id.value);
                several
                    .iter()
                    .copied()
                    .find(|agency| Some(&agency.id) == to)
            }
        }
    }

    /// The agency whose report that of another is part of on a day.
    pub fn compiled_above(&self, agency: &Agency, on: NaiveDate) -> Option<&Agency> {
        let receiver = self.agencies.get(&agency.reports_to.as_ref()?.value)?;
        let above = self.compiles_into(receiver, on)?;
        (above.id != agency.id).then_some(above)
    }

    /// The day by which the report of an agency for a period of a cycle is due: a compiled one at
    /// the ministry, unless it is part of another that is compiled in turn. Then it is due there
    /// as those of units are.
    pub fn due(&self, agency: &Agency, cycle: &Cycle, year: i32) -> Option<NaiveDate> {
        let units_due = cycle.units_due.in_year(year);
        let is_part = |on| self.compiled_above(agency, on).is_some();
        if agency.compiled_by.is_none() || units_due.is_some_and(is_part) {
            units_due
        } else {
            cycle.ministry_due.in_year(year)
        }
    }

    /// The agencies whose reports an agency's own is compiled from, and those that theirs are
    /// compiled from in turn, each once.
    pub fn below(&self, agency: &Agency, on: NaiveDate) -> Vec<&Agency> {
        let mut seen = BTreeSet::from([&agency.id]);
        let mut all = self.members(agency, on);
        all.retain(|member| seen.insert(&member.id));
        let mut next = 0;
        while let Some(member) = all.get(next).copied() {
            next += 1;
            let members = self.members(member, on).into_iter();
            all.extend(members.filter(|member| seen.insert(&member.id)));
        }
        all
    }

    /// The agencies of these names, as far as they are known.
    pub fn named<'w, 'i>(
        &'w self,
        ids: impl IntoIterator<Item = &'i Vec<AgencyId>>,
    ) -> impl Iterator<Item = &'w Agency> {
        let ids = ids.into_iter().flatten();
        ids.filter_map(|id| self.agencies.get(id))
    }

    /// The agencies that took over from one, directly or in several steps, and that exist on
    /// a day.
    pub fn successors(&self, agency: &Agency, on: NaiveDate) -> Vec<&Agency> {
        let mut seen = vec![&agency.id];
        let mut found = Vec::new();
        let mut next = 0;
        while let Some(id) = seen.get(next).copied() {
            next += 1;
            let heirs = self.agencies.values().filter(|heir| {
                let mut predecessors = heir.predecessors.iter();
                predecessors.any(|before| before.value == *id) && !seen.contains(&&heir.id)
            });
            let heirs: Vec<_> = heirs.collect();
            seen.extend(heirs.iter().map(|heir| &heir.id));
            found.extend(heirs.into_iter().filter(|heir| heir.is_valid_on(on)));
        }
        found
    }

    /// The agencies that owe reports on a day: those that exist and report to another one.
    pub fn owing(&self, on: NaiveDate) -> impl Iterator<Item = &Agency> {
        let agencies = self.agencies.values();
        agencies.filter(move |agency| agency.reports_to.is_some() && agency.is_valid_on(on))
    }

    /// Who receives whose reports on a day, for every report that is compiled.
    pub fn receptions(&self, on: NaiveDate) -> Vec<Reception<'_>> {
        let compiled = self.agencies.values().filter_map(|compiled| {
            let receiver = self.agencies.get(&compiled.compiled_by.as_ref()?.value)?;
            let to_receiver = |member: &&Agency| {
                member.reports_to.as_ref().map(|id| &id.value) == Some(&receiver.id)
            };
            let members = self.members(compiled, on).into_iter();
            let (senders, elsewhere) = members.partition(to_receiver);
            Some(Reception {
                compiled,
                receiver,
                senders,
                elsewhere,
            })
        });
        compiled.collect()
    }

    /// Puts final figures in the place of what earlier submissions estimated or had not;
    /// what was final already stays.
    pub fn make_final(&mut self) {
        let past = self.past.iter().map(Arc::as_ref);
        let said: Vec<_> = past
            .chain(&self.submissions)
            .flat_map(|s| s.finals.iter().map(|f| (s.agency.clone(), f.clone())))
            .collect();
        for (agency, finals) in said {
            let earlier = self
                .past
                .iter_mut()
                .find(|s| s.agency == agency && s.period == finals.period.value);
            if let Some(earlier) = earlier {
                for (id, figure) in finals.figures {
                    let open = earlier.figures.get(&id).is_none_or(|earlier| {
                        earlier.estimate || matches!(earlier.value, FigureValue::Unavailable(_))
                    });
                    if open {
                        let earlier = Arc::make_mut(earlier);
                        earlier.figures.insert(id, figure);
                    }
                }
            }
        }
    }

    /// Where it can be looked up when regimes hold.
    pub fn validity_seen_in(&self) -> Help {
        let mut regimes = self.regimes.iter();
        if regimes.any(|regime| regime.origin.number().is_some()) {
            Help::from("xem hiệu lực của các chế độ bằng ").way(Way::Regimes)
        } else {
            "xem `tu_ngay`, `den_ngay` của các tệp trong thư mục che-do".into()
        }
    }

    /// All regimes, those of issued reports with them.
    pub fn all_regimes(&self) -> impl Iterator<Item = &Regime> + Clone {
        let recorded = self.recorded_regimes.values().flatten();
        self.regimes.iter().chain(recorded)
    }

    /// The day by which units report for a period.
    pub fn units_due(&self, period: &Period) -> Option<NaiveDate> {
        let regime = *self.regimes_for(period).first()?;
        let cycle = regime.cycles.get(&period.cycle)?;
        cycle.units_due.in_year(period.year)
    }

    /// The regimes that have the cycle of a period and hold when its report
    /// falls due: where reports were issued, in the texts by which they were made.
    pub fn regimes_for(&self, period: &Period) -> Vec<&Regime> {
        let recorded = self.recorded_regimes.get(period);
        let recorded = recorded.map_or(&[][..], Vec::as_slice);
        let is_other = |regime: &&Regime| !recorded.iter().any(|known| known.id == regime.id);
        recorded
            .iter()
            .chain(self.regimes.iter().filter(is_other))
            .filter(|regime| regime.holds_in(period))
            .collect()
    }
}
