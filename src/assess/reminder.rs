//! The letter that reminds late units of their reports (công văn đôn đốc).

use chrono::{Days, NaiveDate};

use super::arrival::{ArrivalState, Expectation, Expected};
use super::signature;
use crate::model::{Agency, Period, PhraseValues, Workspace};
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
    /// The day on which reports were due.
    pub due: NaiveDate,
    /// Whether the compiled report itself was due before the letter.
    pub compiled_is_due: bool,
    /// The day of the letter.
    pub on: NaiveDate,
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
        due: expectation.due,
        compiled_is_due: cycle
            .and_then(|cycle| cycle.ministry_due.in_year(period.year))
            .is_some_and(|due| on >= due),
        on,
        asked_by: working_days_after(on, DAYS_GIVEN),
        late,
        signature: signature::lines(receiver, superior, signer, None),
        signer_name: &signer.name.value,
    }))
}

impl Reminder<'_> {
    /// The stable name of the letter.
    pub fn id(&self) -> String {
        format!("{}/don-doc-{}", self.period, self.receiver.id)
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

    /// The units whose reports were sent back, with the day.
    pub fn returned(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.late.iter().filter_map(|unit| match unit.state {
            ArrivalState::Returned { on, .. } => Some((unit.agency.name.value.as_str(), on)),
            ArrivalState::Arrived { .. }
            | ArrivalState::Missing { .. }
            | ArrivalState::Unreadable => None,
        })
    }
}

/// A line of legal basis without the short name that a report gives it for later: a
/// letter names it once.
fn without_short_name(line: &str) -> String {
    let name = line.rfind(" (sau đây gọi").filter(|_| line.ends_with(')'));
    name.map_or(line, |at| &line[..at]).to_owned()
}

/// So many working days after a day. Holidays are not known.
fn working_days_after(day: NaiveDate, count: u32) -> NaiveDate {
    let mut day = day;
    for _ in 0..count {
        day = day + Days::new(1);
        while vi::is_weekend(day) {
            day = day + Days::new(1);
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_units_are_given_working_days() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a date") };
        let cases = [
            // Monday, Thursday, Friday, Saturday.
            ("2021-03-08", "2021-03-10"),
            ("2021-03-11", "2021-03-15"),
            ("2021-03-12", "2021-03-16"),
            ("2021-03-13", "2021-03-16"),
        ];
        for (on, by) in cases {
            assert_eq!(working_days_after(day(on), 2), day(by), "{on}");
        }
    }
}
