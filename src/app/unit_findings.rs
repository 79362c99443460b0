//! What was found of each unit whose data were checked.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::period::Checked;
use crate::diagnostic::{Finding, Location, Severity};
use crate::event::{Event, Summary, UnitCount};
use crate::model::{Agency, AgencyId, AgencyName, Period, Workspace};

/// Whose a file is, by the path that messages name it by.
pub(super) type Owners = BTreeMap<String, AgencyName>;

/// What was found of the data of a unit for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitFindings {
    /// The period.
    pub period: Period,
    /// Whose data they are.
    pub unit: AgencyName,
    /// What is known of them beside what was found; nothing where they could not be judged as a
    /// whole: something is wrong that all rest on, or they were not asked for.
    pub checked: Option<CheckedData>,
    /// What was found, in the order in which it was told.
    pub findings: Vec<Finding>,
}

/// The data of a unit that were checked as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedData {
    /// The file, as messages name it.
    pub file: String,
    /// What the regime calls the period: "quý I năm 2026".
    pub period_name: String,
    /// Who fills in the file: of a compiled report the agency that compiles it, of others the
    /// unit.
    pub keeper: AgencyName,
    /// Who receives the report and checks it, where that is somebody else than the keeper.
    pub receiver: Option<Receiving>,
}

/// An agency that receives reports and checks them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receiving {
    /// The agency.
    #[serde(flatten)]
    pub agency: AgencyName,
    /// Whom units ask there: "Phòng Cải cách hành chính, điện thoại …".
    pub contact: Option<String>,
}

impl UnitFindings {
    /// The units that were asked for and checked, of which nothing is found yet.
    pub(super) fn none_of(period: &Period, asked: &[AgencyId], checked: &Checked) -> Vec<Self> {
        let workspace = &checked.workspace;
        let regime = workspace.regimes_for(period).first().copied();
        let period_name = regime.map_or_else(String::new, |regime| regime.period_name(period));
        let files = checked.own_files.iter().zip(&checked.own_paths);
        let files = files.filter(|((_, id), _)| asked.is_empty() || asked.contains(id));
        let of_file = |((_, id), path): (&(_, AgencyId), &String)| {
            let agency = workspace.agencies.get(id)?;
            let keeper = keeper(workspace, agency);
            let receiver = receiver(workspace, agency).filter(|r| r.id != keeper.id);
            Some(Self {
                period: period.clone(),
                unit: AgencyName::of(agency),
                checked: Some(CheckedData {
                    file: path.clone(),
                    period_name: period_name.clone(),
                    keeper: AgencyName::of(keeper),
                    receiver: receiver.map(Receiving::of),
                }),
                findings: Vec::new(),
            })
        };
        files.filter_map(of_file).collect()
    }

    /// How many findings weigh as much.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl Receiving {
    fn of(agency: &Agency) -> Self {
        let contact = agency.contact.as_ref().map(|contact| {
            let telephone = contact.telephone.iter();
            let telephone = telephone.map(|number| format!("điện thoại {}", number.value));
            let mail = contact.mail.iter();
            let mail = mail.map(|mail| format!("thư điện tử {}", mail.value));
            let name = std::iter::once(contact.name.value.clone());
            name.chain(telephone)
                .chain(mail)
                .collect::<Vec<_>>()
                .join(", ")
        });
        Self {
            agency: AgencyName::of(agency),
            contact,
        }
    }
}

/// The agency that compiles a report, or has its own.
fn keeper<'w>(workspace: &'w Workspace, agency: &'w Agency) -> &'w Agency {
    let compiler = agency.compiled_by.as_ref();
    let compiler = compiler.and_then(|id| workspace.agencies.get(&id.value));
    compiler.unwrap_or(agency)
}

/// The agency that looks over the report of another: whoever it reports to, or compiles for that.
/// A compiled report that goes out of the data is looked over by whoever compiles it.
fn receiver<'w>(workspace: &'w Workspace, agency: &'w Agency) -> Option<&'w Agency> {
    let above = workspace.agencies.get(&agency.reports_to.as_ref()?.value)?;
    let goes_out = agency.compiled_by.is_some() && above.reports_to.is_none();
    Some(if goes_out {
        keeper(workspace, agency)
    } else {
        keeper(workspace, above)
    })
}

/// The units with what was told of them, by the files that it was found in; also those whose files
/// were only read because others rest on them, or could not be judged.
pub(super) fn with_findings(
    mut units: Vec<UnitFindings>,
    owners: &Owners,
    told: &[Event],
) -> Vec<UnitFindings> {
    let key = |one: &UnitFindings| (one.period.clone(), one.unit.agency.clone());
    let known = units.iter().map(key).zip(0..);
    let mut known: BTreeMap<_, usize> = known.collect();
    let mut period = None;
    for event in told {
        let finding = match event {
            Event::Read { period: read, .. } => {
                period = Some(read);
                continue;
            }
            Event::Found(finding) => finding,
            _ => continue,
        };
        let (Some(period), Some(owner)) = (period, owner(finding, owners)) else {
            continue;
        };
        let key = (period.clone(), owner.agency.clone());
        let at = *known.entry(key).or_insert_with(|| {
            units.push(UnitFindings {
                period: period.clone(),
                unit: owner.clone(),
                checked: None,
                findings: Vec::new(),
            });
            units.len() - 1
        });
        if let Some(unit) = units.get_mut(at) {
            unit.findings.push(finding.clone());
        }
    }
    units
}

/// The unit in whose file a finding stands.
fn owner<'o>(finding: &Finding, owners: &'o Owners) -> Option<&'o AgencyName> {
    let location: &Location = finding.location.as_ref()?;
    owners.get(&location.file)
}

/// How much was found of each unit, in the order of the periods, where that is more than one unit.
pub(super) fn counted(units: &[UnitFindings], told: &[Event], all: Summary) -> Option<Event> {
    let read: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            Event::Read { period, .. } => Some(period),
            _ => None,
        })
        .collect();
    let counts = units.iter().map(|one| UnitCount {
        period: one.period.clone(),
        unit: one.unit.clone(),
        errors: one.count(Severity::Error),
        warnings: one.count(Severity::Warning),
    });
    let mut counts: Vec<_> = counts.filter(|one| one.errors + one.warnings > 0).collect();
    // Units that could not be judged came behind all others; within a period those stand first of
    // which most is found.
    counts.sort_by_key(|one| {
        let period = read.iter().position(|period| **period == one.period);
        (period, Reverse((one.errors, one.warnings)))
    });
    let first = counts.first()?.unit.agency.clone();
    let is_several = counts.iter().any(|one| one.unit.agency != first);
    is_several.then_some(Event::Counted {
        units: counts,
        errors: all.errors,
        warnings: all.warnings,
    })
}
