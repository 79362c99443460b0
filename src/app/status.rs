//! What has arrived for a period.

use chrono::NaiveDate;
use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::assess::{self, ArrivalState, Expectation, Expected};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;
use crate::model::{AgencyId, AgencyName, Arrival, LevelId, Period, Workspace, day};
use crate::typeset::FontSet;
use crate::{files, load, vi};

/// Of which period the state of arrivals is asked, and as of which day.
#[derive(Debug, Clone)]
pub struct StatusRequest {
    /// The period.
    pub period: Period,
    /// The day up to whose end arrivals count.
    pub on: NaiveDate,
    /// Whether letters to who is late are to follow: then a register that is not there is an
    /// error, since nobody is written to who may have reported.
    pub letters_follow: bool,
}

/// The state of arrivals on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrivals {
    /// The period.
    pub period: Period,
    /// The day up to whose end arrivals count.
    #[serde(serialize_with = "day::iso")]
    pub date: NaiveDate,
    /// The levels of agencies, in the order in which they are told.
    pub levels: Vec<LevelName>,
    /// Every agency that expects reports.
    pub receivers: Vec<Receiver>,
}

/// A level of agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelName {
    /// Its name in data.
    pub level: LevelId,
    /// What it is called.
    pub name: String,
}

/// The reports that one agency expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// The agency that receives them.
    #[serde(flatten)]
    pub receiver: AgencyName,
    /// The agency whose report is compiled from them.
    pub compiled: AgencyName,
    /// The day by which they are due.
    #[serde(serialize_with = "day::iso")]
    pub due: NaiveDate,
    /// How many units there are in each state.
    pub counts: ArrivalCounts,
    /// The units, in the order of the agencies.
    pub units: Vec<UnitArrival>,
    /// Agencies whose reports do not come here.
    pub elsewhere: Vec<AgencyName>,
}

/// A unit whose report is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitArrival {
    /// The unit.
    #[serde(flatten)]
    pub unit: AgencyName,
    /// Its level.
    pub level: LevelId,
    /// How it stands with its report.
    #[serde(flatten)]
    pub state: ArrivalState,
    /// Whether the report should have been there and is not.
    pub overdue: bool,
    /// The number in the register of what arrived last.
    pub number: Option<u64>,
    /// What must be mended in a report that was sent back.
    pub to_mend: Option<String>,
    /// Whether the folder of data has the unit's figures.
    pub has_data: bool,
}

/// How many units there are in each state.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ArrivalCounts {
    /// All units.
    pub all: usize,
    /// Those whose report arrived on time.
    pub on_time: usize,
    /// Those whose report arrived late.
    pub late: usize,
    /// Those whose report was sent back and has not come again.
    pub returned: usize,
    /// Those whose report has not arrived.
    pub missing: usize,
    /// Those whose row of the register cannot be read; hardly ever any.
    #[serde(skip_serializing_if = "is_nought")]
    pub unreadable: usize,
    /// Of those without a report, the ones that are past their day.
    pub overdue: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_nought(count: &usize) -> bool {
    *count == 0
}

impl App {
    /// Tells what has arrived for a period; nothing where that cannot be said.
    pub fn status(
        &self,
        request: &StatusRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Arrivals>) {
        self.run(tell, |run| run.status(request))
    }
}

impl Run<'_> {
    fn status(&mut self, request: &StatusRequest) -> Option<Arrivals> {
        let StatusRequest {
            period,
            on,
            letters_follow,
        } = request;
        let fonts = self.fonts()?;
        let workspace = self.arrivals(period, *on, *letters_follow, &fonts)?;
        let folder = load::folder_of(self.app.data(), period);
        let has_data = |id: &AgencyId| files::is_there(&folder.join(format!("{id}.yaml")));
        Some(Arrivals::of(&workspace, (period, *on), &has_data))
    }

    /// What was read of the arrivals of a period; nothing where how it stands cannot be said, or
    /// nobody may be written to.
    pub(super) fn arrivals(
        &mut self,
        period: &Period,
        on: NaiveDate,
        letters_follow: bool,
        fonts: &FontSet,
    ) -> Option<Workspace> {
        let data = self.app.data();
        self.tell_of_misnamed(period, fonts);
        let loaded = self.app.folder(fonts).register(period);
        let workspace = self.register(loaded)?;
        let all = assess::expectations(&workspace, period, on).unwrap_or_default();
        if workspace.register.is_none() {
            let path = load::folder_of(data, period).join("so-den.yaml");
            let message = format!("chưa có sổ đến {}", vi::shown_path(&path));
            let finding = Diagnostic::general(Code::FileNotFound, message)
                .with_help("mỗi đơn vị một dòng, ví dụ `so-tu-phap: {ngay: 2021-03-04, so: 112}`");
            let mut units = all.iter().flat_map(|expectation| &expectation.units);
            if letters_follow && units.any(|unit| unit.state.is_overdue()) {
                self.found(vec![finding]);
                return None;
            }
            self.found(vec![finding.warning()]);
        }
        if all.is_empty() {
            let message = "không có cơ quan nào tổng hợp báo cáo";
            self.found(vec![
                Diagnostic::general(Code::AgencyIncomplete, message).with_help(
                    "ghi `tong_hop_boi` cho cơ quan có báo cáo tổng hợp trong co-quan.yaml",
                ),
            ]);
            return None;
        }
        Some(workspace)
    }
}

impl Arrivals {
    /// As they stand in what was read.
    fn of(
        workspace: &Workspace,
        (period, on): (&Period, NaiveDate),
        has_data: &dyn Fn(&AgencyId) -> bool,
    ) -> Self {
        let last = |id: &AgencyId| {
            let register = workspace.register.as_ref()?;
            let all = register.arrivals.get(id)?;
            all.iter().rfind(|arrival| arrival.date.value <= on)
        };
        let unit = |expected: &Expected<'_>| {
            let id = &expected.agency.id;
            UnitArrival::of(expected, last(id), has_data(id))
        };
        let all = assess::expectations(workspace, period, on).unwrap_or_default();
        let levels = workspace.levels.iter();
        Self {
            period: period.clone(),
            date: on,
            levels: levels
                .map(|(id, level)| LevelName {
                    level: id.clone(),
                    name: level.name.clone(),
                })
                .collect(),
            receivers: all
                .iter()
                .map(|expectation| Receiver::of(expectation, &unit))
                .collect(),
        }
    }

    /// Whether any unit's report should have been there and is not.
    pub fn is_overdue(&self) -> bool {
        let mut all = self.receivers.iter();
        all.any(|receiver| receiver.counts.overdue > 0)
    }
}

impl Receiver {
    fn of(expectation: &Expectation<'_>, unit: &dyn Fn(&Expected<'_>) -> UnitArrival) -> Self {
        let units: Vec<_> = expectation.units.iter().map(unit).collect();
        let elsewhere = expectation.elsewhere.iter();
        Self {
            receiver: AgencyName::of(expectation.receiver),
            compiled: AgencyName::of(expectation.compiled),
            due: expectation.due,
            counts: ArrivalCounts::of(&units),
            units,
            elsewhere: elsewhere.map(|agency| AgencyName::of(agency)).collect(),
        }
    }
}

impl UnitArrival {
    fn of(expected: &Expected<'_>, last: Option<&Arrival>, has_data: bool) -> Self {
        let is_returned = matches!(expected.state, ArrivalState::Returned { .. });
        let to_mend = last.filter(|_| is_returned).and_then(|last| {
            let words = last.to_mend.as_ref()?;
            Some(words.value.clone())
        });
        Self {
            number: last.and_then(|last| last.number),
            to_mend,
            has_data,
            unit: AgencyName::of(expected.agency),
            level: expected.agency.level.clone(),
            state: expected.state,
            overdue: expected.state.is_overdue(),
        }
    }
}

impl ArrivalCounts {
    /// Counts units.
    pub fn of<'u>(units: impl IntoIterator<Item = &'u UnitArrival>) -> Self {
        let mut counts = Self::default();
        for unit in units {
            counts.all += 1;
            counts.overdue += usize::from(unit.overdue);
            match unit.state {
                ArrivalState::Arrived { late: 0, .. } => counts.on_time += 1,
                ArrivalState::Arrived { .. } => counts.late += 1,
                ArrivalState::Returned { .. } => counts.returned += 1,
                ArrivalState::Missing { .. } => counts.missing += 1,
                ArrivalState::Unreadable => counts.unreadable += 1,
            }
        }
        counts
    }
}
