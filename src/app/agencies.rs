//! The agencies of a folder: what each owes, its last report, and what its entry lacks.

use chrono::{Datelike as _, NaiveDate};
use indexmap::IndexMap;
use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use super::status::LevelName;
use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;
use crate::load::{self, Folder, Scope};
use crate::model::{Agency, AgencyId, AgencyName, DocumentState, LevelId, Period, Workspace, day};
use crate::{files, vi};

/// Which agencies are listed, and as of when.
#[derive(Debug, Clone)]
pub struct AgenciesRequest {
    /// The period that they report for; none for all of a year.
    pub period: Option<Period>,
    /// The day that they are listed as of where no period is named; its year is the one of the
    /// periods that are owed.
    pub on: NaiveDate,
    /// Only agencies of this level.
    pub level: Option<LevelId>,
    /// Only those whose entries lack something.
    pub lacking: bool,
}

/// The agencies of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyList {
    /// The day that they are as of.
    #[serde(serialize_with = "day::iso")]
    pub date: NaiveDate,
    /// The period that was asked for.
    pub period: Option<Period>,
    /// The levels, in the order in which they are told.
    pub levels: Vec<LevelName>,
    /// The agencies that exist on the day, in the order of their file.
    pub agencies: Vec<AgencyEntry>,
    /// How many others there were or will be, of the level that was asked for.
    pub not_valid: usize,
}

/// An agency, what it owes and lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyEntry {
    /// Its names.
    #[serde(flatten)]
    pub agency: AgencyName,
    /// Its level.
    pub level: LevelId,
    /// The agency that it reports to; none for one that reports to nobody.
    pub reports_to: Option<AgencyName>,
    /// What it owes, the earliest first.
    pub owes: Vec<OwedReport>,
    /// Its last report up to the period, or of all.
    pub last: Option<LastReport>,
    /// What its entry lacks for a report to be made and signed: keys of `co-quan.yaml`, and
    /// `ho_ten.<signer>` for a name.
    pub lacks: Vec<String>,
}

/// A report that is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwedReport {
    /// For which period.
    pub period: Period,
    /// By which day.
    #[serde(serialize_with = "day::iso")]
    pub due: NaiveDate,
    /// Whether its file is there.
    pub begun: bool,
}

/// The last report of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastReport {
    /// For which period.
    pub period: Period,
    /// How far it has come.
    #[serde(flatten)]
    pub state: ReportState,
}

/// How far a report has come, by its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReportState {
    /// It is being written.
    Draft,
    /// It is before its signer.
    ForSigning,
    /// It is issued.
    Issued {
        /// Its number in the register of the year.
        number: u64,
        /// Its day.
        #[serde(serialize_with = "day::iso")]
        date: NaiveDate,
    },
    /// Its file cannot be read.
    Unreadable,
}

impl App {
    /// Lists agencies; nothing where they cannot be read.
    pub fn agencies(
        &self,
        request: &AgenciesRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<AgencyList>) {
        self.run(tell, |run| run.agencies(request))
    }
}

impl Run<'_> {
    fn agencies(&mut self, request: &AgenciesRequest) -> Option<AgencyList> {
        let fonts = self.fonts()?;
        let folder = self.app.folder(&fonts);
        let loaded = match &request.period {
            Some(period) => folder.listing_of(period),
            None => folder.listing(request.on),
        };
        let workspace = self.loaded(loaded, |_| Vec::new())?;
        if let Some(level) = &request.level
            && !workspace.levels.contains_key(level)
        {
            let message = format!("không có cấp `{level}` trong co-quan.yaml");
            let finding = Diagnostic::general(Code::ValueChoice, message);
            let levels: Vec<_> = workspace.levels.keys().map(LevelId::as_str).collect();
            self.found(vec![
                match vi::nearest(level.as_str(), levels.iter().copied()) {
                    Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                    None => finding.with_help(format!("các cấp đã khai: {}", levels.join(", "))),
                },
            ]);
            return None;
        }
        Some(list(request, &workspace, folder))
    }
}

/// What was read as a list.
fn list(request: &AgenciesRequest, workspace: &Workspace, folder: &Folder) -> AgencyList {
    let periods = match &request.period {
        Some(period) => vec![period.clone()],
        None => periods_of(workspace, request.on.year()),
    };
    let due = request
        .period
        .as_ref()
        .and_then(|period| workspace.units_due(period));
    let on = due.unwrap_or(request.on);
    let of_level = |agency: &&Agency| {
        let level = request.level.as_ref();
        level.is_none_or(|level| *level == agency.level)
    };
    let all = workspace.agencies.values().filter(of_level);
    let (agencies, others): (Vec<_>, Vec<_>) = all.partition(|agency| agency.is_valid_on(on));
    let mut last = last_reports(&agencies, request.period.as_ref(), folder);
    let mut entries = Vec::new();
    for agency in &agencies {
        let entry = AgencyEntry {
            agency: AgencyName::of(agency),
            level: agency.level.clone(),
            reports_to: agency
                .reports_to
                .as_ref()
                .and_then(|id| workspace.agencies.get(&id.value))
                .map(AgencyName::of),
            owes: owed(workspace, agency, &periods, folder),
            last: last.shift_remove(&agency.id),
            lacks: lacks(agency),
        };
        if !request.lacking || !entry.lacks.is_empty() {
            entries.push(entry);
        }
    }
    let levels = workspace.levels.iter();
    AgencyList {
        date: on,
        period: request.period.clone(),
        levels: levels
            .map(|(id, level)| LevelName {
                level: id.clone(),
                name: level.name.clone(),
            })
            .collect(),
        agencies: entries,
        not_valid: others.len(),
    }
}

/// The periods of a year by the regimes that hold in it, the earliest due first.
fn periods_of(workspace: &Workspace, year: i32) -> Vec<Period> {
    let cycles = workspace
        .regimes
        .iter()
        .flat_map(|regime| regime.cycles.keys());
    let mut periods: Vec<_> = cycles
        .map(|cycle| Period {
            year,
            cycle: cycle.clone(),
        })
        .filter_map(|period| Some((workspace.units_due(&period)?, period)))
        .collect();
    periods.sort();
    periods.dedup();
    periods.into_iter().map(|(_, period)| period).collect()
}

/// What an agency owes for periods that it exists in.
fn owed(
    workspace: &Workspace,
    agency: &Agency,
    periods: &[Period],
    folder: &Folder,
) -> Vec<OwedReport> {
    let owed = |period: &Period| {
        agency.reports_to.as_ref()?;
        let regime = *workspace.regimes_for(period).first()?;
        let cycle = regime.cycles.get(&period.cycle)?;
        let is_there = agency.is_valid_on(workspace.units_due(period)?);
        let due = workspace
            .due(agency, cycle, period.year)
            .filter(|_| is_there)?;
        let path = load::folder_of(folder.path(), period).join(format!("{}.yaml", agency.id));
        Some(OwedReport {
            period: period.clone(),
            due,
            begun: files::is_there(&path),
        })
    };
    periods.iter().filter_map(owed).collect()
}

/// The last reports of agencies, up to a period if one is named.
fn last_reports(
    agencies: &[&Agency],
    up_to: Option<&Period>,
    folder: &Folder,
) -> IndexMap<AgencyId, LastReport> {
    let overview = folder.look_over(Scope {
        period: None,
        only: &[],
    });
    let mut found = IndexMap::new();
    let due = |period: &Period| overview.regimes.units_due(period);
    let mut periods: Vec<_> = overview.periods.iter().collect();
    periods.retain(|period| up_to.is_none_or(|last| due(period) <= due(last)));
    periods.sort_by_key(|period| due(period));
    for period in periods.into_iter().rev() {
        let open = agencies
            .iter()
            .filter(|agency| !found.contains_key(&agency.id));
        let open: Vec<_> = open.map(|agency| agency.id.clone()).collect();
        if open.is_empty() {
            break;
        }
        for (id, state) in folder.states(period, &open, &overview.regimes) {
            let state = match state {
                Some(DocumentState::Draft) => ReportState::Draft,
                Some(DocumentState::ForSigning) => ReportState::ForSigning,
                Some(DocumentState::Issued { number, date }) => ReportState::Issued {
                    number,
                    date: date.value,
                },
                None => ReportState::Unreadable,
            };
            let period = period.clone();
            found.insert(id, LastReport { period, state });
        }
    }
    found
}

/// What the entry of an agency that reports lacks.
fn lacks(agency: &Agency) -> Vec<String> {
    if agency.reports_to.is_none() {
        return Vec::new();
    }
    let keys = check::lacking_keys(agency).into_iter().map(str::to_owned);
    let unnamed = agency
        .signers
        .iter()
        .filter(|(_, signer)| signer.name.is_none());
    let unnamed = unnamed.map(|(key, _)| format!("ho_ten.{key}"));
    keys.chain(unnamed).collect()
}
