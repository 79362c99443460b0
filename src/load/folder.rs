//! The folder of data: which periods and files there are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::node::{Entry, NodeValue};
use super::survey::{self, Known, Scope};
use super::unknown::no_data;
use super::workspace::{Loaded, Loading};
use super::{Charset, file, gaps, submission};
use crate::diagnostic::{Diagnostic, Help, SourceId, Sources, Way, has_errors};
use crate::files::{self, EntryKind};
use crate::model::{AgencyId, Period, Workspace};

/// The plan of a year.
pub(super) const PLAN: &str = "ke-hoach.yaml";
/// The file of a period's arrivals.
pub(super) const REGISTER: &str = "so-den.yaml";
/// The file of what was recorded of a period's reports when they were issued.
pub(super) const SEALS: &str = "da-ban-hanh.yaml";

/// The folder of a period.
pub fn folder_of(data: &Path, period: &Period) -> PathBuf {
    data.join(period.year.to_string())
        .join(period.cycle.as_str())
}

/// What there is in a folder of data.
#[derive(Debug, Default)]
pub struct Overview {
    /// The periods that have a folder of data and a regime, in the order of the year.
    pub periods: Vec<Period>,
    /// Whether there is no other one: every regime could be read, every folder could be
    /// opened, and no folder that nobody reads seems to hold data.
    pub certain: bool,
    /// What nobody reads, and what keeps the list from being certain.
    pub findings: Vec<Diagnostic>,
    /// The files that the findings point into.
    pub sources: Sources,
    /// The regimes that could be read, and nothing else.
    pub regimes: Workspace,
}

/// Looks over a folder of data without reading what reports rest on.
pub fn look_over(data: &Path, scope: Scope<'_>, charset: &Charset) -> Overview {
    let mut loading = Loading::new(charset);
    if let Err(error) = files::list(data) {
        let finding = file::unreadable(data, &error);
        return Overview {
            findings: vec![
                finding.with_help(Help::from("chỉ ra thư mục dữ liệu bằng ").way(Way::DataFolder)),
            ],
            ..Overview::default()
        };
    }
    if let Some(finding) = no_data(data) {
        return Overview {
            findings: vec![finding],
            ..Overview::default()
        };
    }
    loading.regimes(&data.join("che-do"));
    let Loaded {
        workspace,
        sources: regime_sources,
        findings: regime_findings,
        ..
    } = loading.done();
    let regimes_hold = !has_errors(&regime_findings);
    let (agencies, compiled) = agency_ids(data);
    let known = Known {
        data,
        workspace: &workspace,
        agencies: &agencies,
        regimes_hold,
    };
    let periods = periods(data, &workspace);
    // What is another unit's is missed in the report that is compiled from it.
    let compiles = scope.only.iter().any(|id| compiled.contains(id.as_str()));
    let only = if compiles { &[] } else { scope.only };
    let mut surveyed = survey::survey(&known, Scope { only, ..scope });
    let compared = scope
        .period
        .map_or(periods.as_slice(), std::slice::from_ref);
    if regimes_hold {
        surveyed
            .findings
            .extend(gaps::gaps(&known, compared, scope.period.is_none()));
    }
    let mut findings = surveyed.findings;
    let mut sources = surveyed.sources;
    if scope.period.is_none() && !regimes_hold {
        // Who loads a period tells of them, too; but there may be none.
        findings.extend(sources.take_over(regime_findings, &regime_sources));
    }
    Overview {
        periods,
        certain: regimes_hold && !surveyed.may_hide_periods,
        findings,
        sources,
        regimes: workspace,
    }
}

fn periods(data: &Path, workspace: &Workspace) -> Vec<Period> {
    let folders = |folder: &Path| {
        let entries = files::list(folder).unwrap_or_default().into_iter();
        entries
            .filter(|entry| entry.kind == EntryKind::Folder)
            .map(|entry| entry.name())
    };
    let mut found: Vec<_> = folders(data)
        .flat_map(|year| {
            let cycles = folders(&data.join(&year));
            cycles.map(move |cycle| format!("{year}-{cycle}"))
        })
        .filter_map(|name| Period::parse(&name))
        .filter_map(|period| {
            let regime = *workspace.regimes_for(&period).first()?;
            let at = regime.cycles.get_index_of(&period.cycle);
            Some((period.year, at, period))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, period)| period).collect()
}

/// The names that agencies are declared by, whatever is wrong with them, and those of them
/// whose reports are compiled from others.
fn agency_ids(data: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let path = data.join("co-quan.yaml");
    let read = file::read(&path, &mut Sources::default(), &mut Vec::new());
    let (mut ids, mut compiled) = Default::default();
    if let Some((_, node)) = read
        && let NodeValue::Map(parts) = node.value
    {
        for part in parts {
            if let ("co_quan", NodeValue::Map(agencies)) = (part.key.as_str(), part.value.value) {
                for agency in agencies {
                    let compiles = |key: &Entry| key.key == "tong_hop_boi";
                    if matches!(&agency.value.value, NodeValue::Map(keys) if keys.iter().any(compiles))
                    {
                        BTreeSet::insert(&mut compiled, agency.key.clone());
                    }
                    BTreeSet::insert(&mut ids, agency.key);
                }
            }
        }
    }
    (ids, compiled)
}

/// All files that [`load`](super::load) may look at for a period, in the order of their paths: whatever it
/// says changes only if one of them does, or if there is another one. Nothing where no regime
/// says which periods it is compared with, or where something else than files and folders
/// stands among them. What nobody reads is looked for by [`look_over`], each time, which gives
/// the regimes, too; theirs are among the files.
pub fn files(data: &Path, period: &Period, regimes: &Workspace) -> Option<Vec<PathBuf>> {
    let regime = *regimes.regimes_for(period).first()?;
    let year = data.join(period.year.to_string());
    let mut folders = vec![data.to_owned(), data.join("che-do"), year];
    let earlier = regime.year_before(period);
    folders.extend(earlier.iter().chain([period]).map(|p| folder_of(data, p)));
    let mut found = Vec::new();
    for folder in folders {
        if is_behind_link(data, &folder) {
            return None;
        }
        for entry in files::list(&folder).unwrap_or_default() {
            match entry.kind {
                EntryKind::File if survey::is_told_by_load(&entry.name()) => found.push(entry.path),
                EntryKind::Folder | EntryKind::File => {}
                EntryKind::Link | EntryKind::Special => return None,
            }
        }
    }
    found.sort();
    found.dedup();
    Some(found)
}

/// Whether a folder below the data is a link or stands behind one; the folder of data itself
/// may be one. Windows: a folder of `OneDrive` or of a network drive is none.
pub(super) fn is_behind_link(data: &Path, folder: &Path) -> bool {
    let below = folder.ancestors().take_while(|folder| *folder != data);
    below.into_iter().any(files::is_link)
}

/// Those of some agencies that report for a period: they have a file that is not only there to
/// be compared with.
pub fn reporting(data: &Path, period: &Period, agencies: &[AgencyId]) -> Vec<AgencyId> {
    let folder = folder_of(data, period);
    let reports = |id: &&AgencyId| {
        let path = folder.join(format!("{id}.yaml"));
        // What is wrong with it is told by whoever reads it.
        let read = file::read(&path, &mut Sources::default(), &mut Vec::new());
        let only_to_compare = read.is_some_and(|(_, node)| submission::is_only_to_compare(&node));
        files::is_there(&path) && !only_to_compare
    };
    agencies.iter().filter(reports).cloned().collect()
}

/// Opens a file that was read before, so that its lines can be shown again.
pub fn open(path: &Path, sources: &mut Sources) -> Option<SourceId> {
    file::open(path, sources, &mut Vec::new())
}

/// The file of what was recorded of a period's reports when they were issued.
pub fn seals_path(data: &Path, period: &Period) -> PathBuf {
    folder_of(data, period).join(SEALS)
}
