//! The letter that reminds late units of their reports (công văn đôn đốc).

use chrono::{Days, NaiveDate};

use super::arrival::{ArrivalState, Expectation, Expected};
use super::signature;
use crate::model::{Agency, Arrival, DocumentKind, Period, PhraseValues, Territory, Workspace};
use crate::vi;

/// Working days that late units are given.
const DAYS_GIVEN: u32 = 2;

/// Everything that the letter says.
#[derive(Debug, Clone)]
pub struct Reminder<'w> {
    /// Everything that was read.
    pub workspace: &'w Workspace,
    /// The period.
    pub period: Period,
    /// The name of the period: "quý I năm 2021".
    pub period_name: String,
    /// The agency that receives the reports, and writes the letter.
    pub receiver: &'w Agency,
    /// The agency whose report is compiled from those of the late units.
    pub compiled: &'w Agency,
    /// The agency that that report goes to.
    pub compiled_goes_to: Option<&'w Agency>,
    /// The agency directly above the receiver.
    pub superior: Option<&'w Agency>,
    /// What the regime's reports rest on.
    pub legal_basis: Vec<String>,
    /// The clause that lays down by when units report, where the regime names it.
    pub due_clause: Option<String>,
    /// The place, in full, where it says itself by when they do, in no clause that it names.
    pub day_of: Option<String>,
    /// The day on which reports were due.
    pub due: NaiveDate,
    /// Whether the compiled report itself was due before the letter.
    pub compiled_is_due: bool,
    /// The day up to whose end arrivals are counted.
    pub on: NaiveDate,
    /// The day on which the letter is written: the same, or the working day after it.
    pub written: NaiveDate,
    /// The day by which the reports are asked for now.
    pub asked_by: NaiveDate,
    /// The late units.
    pub late: Vec<Expected<'w>>,
    /// The lines above the signer's name.
    pub signature: Vec<String>,
    /// The signer's name.
    pub signer_name: &'w str,
}

/// The letter to the units of an expectation that are late on a day; nothing if none is.
///
/// # Errors
/// The keys of `co-quan.yaml` that the receiver lacks for a letter of its own.
pub fn reminder<'w>(
    workspace: &'w Workspace,
    period: &Period,
    expectation: &Expectation<'w>,
    on: NaiveDate,
) -> Result<Option<Reminder<'w>>, Vec<&'static str>> {
    let late: Vec<_> = expectation
        .units
        .iter()
        .copied()
        .filter(|unit| unit.state.is_overdue())
        .collect();
    let regimes = workspace.regimes_for(period);
    let Some(regime) = regimes.first().filter(|_| !late.is_empty()) else {
        return Ok(None);
    };
    let receiver = expectation.receiver;
    let missing: Vec<_> = [
        ("viet_tat", receiver.abbreviation.is_none()),
        ("ten_dau_van_ban", receiver.letterhead.is_empty()),
        ("dia_danh", receiver.place_name.is_none()),
        ("nguoi_dung_dau", receiver.head_title.is_none()),
        ("nguoi_ky", receiver.signers.is_empty()),
    ]
    .into_iter()
    .filter_map(|(key, missing)| missing.then_some(key))
    .collect();
    let signer = receiver.signers.values().next();
    let Some(signer) = signer.filter(|_| missing.is_empty()) else {
        return Err(missing);
    };
    let superior = receiver
        .superior
        .as_ref()
        .and_then(|id| workspace.agencies.get(&id.value));
    let calendar = PhraseValues::of_year(period.year);
    let cycle = regime.cycles.get(&period.cycle);
    let plan = workspace.plans.get(&period.year);
    let basis = regime.legal_basis_with(plan).into_iter();
    let written = working_day_from(on);
    let due_clause = regime.due_clause_with(plan);
    let is_of_place = cycle.is_some_and(|cycle| regime.is_day_of_place(cycle));
    let place = workspace
        .territory()
        .filter(|_| is_of_place && due_clause.is_none());
    Ok(Some(Reminder {
        workspace,
        period: period.clone(),
        period_name: cycle.map_or_else(String::new, |cycle| cycle.name.fill(&calendar)),
        receiver,
        compiled: expectation.compiled,
        compiled_goes_to: expectation
            .compiled
            .reports_to
            .as_ref()
            .and_then(|id| workspace.agencies.get(&id.value)),
        superior,
        legal_basis: basis.map(|line| without_short_name(&line)).collect(),
        due_clause,
        day_of: place.map(Territory::full_name),
        due: expectation.due,
        compiled_is_due: cycle
            .and_then(|cycle| workspace.due(expectation.compiled, cycle, period.year))
            .is_some_and(|due| on >= due),
        on,
        written,
        asked_by: working_days_after(written, DAYS_GIVEN),
        late,
        signature: signature::lines(receiver, superior, signer, None),
        signer_name: signer.printed_name(),
    }))
}

/// A report that was sent back and has not come again.
#[derive(Debug, Clone, Copy)]
pub struct SentBack<'w> {
    /// The unit.
    pub agency: &'w Agency,
    /// The day on which it was sent back.
    pub on: NaiveDate,
    /// Why, as a bracket says it behind "lý do:".
    pub reason: Option<&'w str>,
    /// What must be mended, as a sentence goes on behind "cần".
    pub to_mend: Option<&'w str>,
}

impl<'w> Reminder<'w> {
    /// The stable name of the letter: period and file.
    pub fn id(&self) -> String {
        let prefix = DocumentKind::REMINDER.file_prefix;
        format!("{}/{prefix}{}", self.period, self.receiver.id)
    }

    /// The symbol without the number: "SNV-CCHC&PC". A công văn has no abbreviation of its
    /// kind (NĐ 30/2020, Phụ lục III): it is the agency's and the unit's that drafts it.
    pub fn symbol(&self) -> String {
        let agency = self.receiver.abbreviation.as_ref();
        let agency = agency.map_or("", |a| a.value.as_str());
        match &self.receiver.filed_by {
            Some(unit) => format!("{agency}-{}", unit.value),
            None => agency.to_owned(),
        }
    }

    /// The reports that were sent back.
    pub fn returned(&self) -> impl Iterator<Item = SentBack<'w>> {
        let register = self.workspace.register.as_ref();
        self.late.iter().filter_map(move |unit| {
            let ArrivalState::Returned { on, .. } = unit.state else {
                return None;
            };
            let arrivals = register.and_then(|register| register.arrivals.get(&unit.agency.id));
            let of_that_day = |arrival: &&Arrival| {
                let returned = arrival.returned.as_ref();
                returned.is_some_and(|day| day.value == on)
            };
            let arrival = arrivals.and_then(|all| all.iter().rev().find(of_that_day));
            Some(SentBack {
                agency: unit.agency,
                on,
                reason: arrival.and_then(|a| Some(a.reason.as_ref()?.value.as_str())),
                to_mend: arrival.and_then(|a| Some(a.to_mend.as_ref()?.value.as_str())),
            })
        })
    }
}

/// A line of legal basis without the short name that a report gives it for later: a
/// letter names it once.
fn without_short_name(line: &str) -> String {
    let name = line.rfind(" (sau đây gọi").filter(|_| line.ends_with(')'));
    name.map_or(line, |at| &line[..at]).to_owned()
}

/// A day if it is a working day, or else the next one. Holidays are not known.
fn working_day_from(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while vi::is_weekend(day) {
        day = day + Days::new(1);
    }
    day
}

/// So many working days after a day.
fn working_days_after(day: NaiveDate, count: u32) -> NaiveDate {
    (0..count).fold(day, |day, _| working_day_from(day + Days::new(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_written_on_working_days_and_give_working_days() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a date") };
        let cases = [
            // Monday, Thursday, Friday.
            ("2021-03-08", "2021-03-08", "2021-03-10"),
            ("2021-03-11", "2021-03-11", "2021-03-15"),
            ("2021-03-12", "2021-03-12", "2021-03-16"),
            // Saturday and Sunday: written on Monday.
            ("2021-03-13", "2021-03-15", "2021-03-17"),
            ("2021-03-14", "2021-03-15", "2021-03-17"),
        ];
        for (on, written, by) in cases {
            assert_eq!(working_day_from(day(on)), day(written), "{on}");
            assert_eq!(working_days_after(day(written), 2), day(by), "{on}");
        }
    }
}
