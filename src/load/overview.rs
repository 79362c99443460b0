//! What there is in a folder of data, without reading what reports rest on.

use std::collections::BTreeSet;
use std::path::Path;

use super::folder::Folder;
use super::node::{Entry, Node, NodeValue};
use super::survey::{self, Known, Scope};
use super::unknown::{no_data, where_data_are};
use super::workspace::{Loaded, Loading};
use super::{file, gaps};
use crate::diagnostic::{Diagnostic, Sources, has_errors};
use crate::files::{self, EntryKind};
use crate::model::{Period, Workspace};

/// What there is in a folder of data.
#[derive(Debug, Default)]
pub struct Overview {
    /// The periods that have a folder of data and a regime, in the order of the year.
    pub periods: Vec<Period>,
    /// The years that have a folder, in their order.
    pub years: Vec<i32>,
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
pub(super) fn look_over(folder: &Folder, scope: Scope<'_>) -> Overview {
    let data = folder.path();
    let mut loading = Loading::new(folder, Sources::default());
    if let Err(error) = files::list(data) {
        let finding = file::unreadable(data, &error);
        return Overview {
            findings: vec![finding.with_help(where_data_are())],
            ..Overview::default()
        };
    }
    if let Some(finding) = no_data(data) {
        return Overview {
            findings: vec![finding],
            ..Overview::default()
        };
    }
    // Regimes have the words of the place; who loads a period tells what is wrong with the settings.
    loading.settings();
    loading.findings.clear();
    loading.regimes();
    loading.tell_of_territory();
    for period in period_folders(data) {
        loading.recorded_quietly(&period);
    }
    let (settings_hold, lacks_regimes) = (loading.settings_hold, loading.lacks_regimes);
    let Loaded {
        workspace,
        sources: regime_sources,
        findings: regime_findings,
        ..
    } = loading.done();
    let may_lack = !settings_hold && workspace.regimes.is_empty();
    let regimes_hold = !has_errors(&regime_findings) && !may_lack && !lacks_regimes;
    let (agencies, compiled) = agency_ids(folder);
    let known = Known {
        data,
        workspace: &workspace,
        agencies: &agencies,
        regimes_hold,
        lacks_regimes,
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
        years: years(data),
        certain: regimes_hold && !surveyed.may_hide_periods,
        findings,
        sources,
        regimes: workspace,
    }
}

fn periods(data: &Path, workspace: &Workspace) -> Vec<Period> {
    let mut found: Vec<_> = period_folders(data)
        .into_iter()
        .filter_map(|period| {
            let regime = *workspace.regimes_for(&period).first()?;
            let at = regime.cycles.get_index_of(&period.cycle);
            Some((period.year, at, period))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, period)| period).collect()
}

/// The years that have a folder.
fn years(data: &Path) -> Vec<i32> {
    let entries = files::list(data).unwrap_or_default().into_iter();
    let folders = entries.filter(|entry| entry.kind == EntryKind::Folder);
    let names = folders.map(|entry| entry.name());
    let mut years: Vec<i32> = names
        .filter(|name| name.len() == 4)
        .filter_map(|name| name.parse().ok())
        .collect();
    years.sort_unstable();
    years
}

/// The folders that may be those of periods.
fn period_folders(data: &Path) -> Vec<Period> {
    let folders = |folder: &Path| {
        let entries = files::list(folder).unwrap_or_default().into_iter();
        entries
            .filter(|entry| entry.kind == EntryKind::Folder)
            .map(|entry| entry.name())
    };
    let names = folders(data).flat_map(|year| {
        let cycles = folders(&data.join(&year));
        cycles.map(move |cycle| format!("{year}-{cycle}"))
    });
    names.filter_map(|name| Period::parse(&name)).collect()
}

/// The names that agencies are declared by, whatever is wrong with them, and those of them
/// whose reports are compiled from others.
fn agency_ids(folder: &Folder) -> (BTreeSet<String>, BTreeSet<String>) {
    let path = folder.path().join("co-quan.yaml");
    let mut sources = Sources::default();
    let known = folder.open_file(&folder.trees, &path, &mut sources, &mut Vec::new());
    let known = known.as_ref().ok();
    let tree = known.and_then(|known| folder.tree(known, &sources).value.as_ref());
    let parts = tree.map(entries).unwrap_or_default();
    let of = |name: &'static str| parts.iter().filter(move |part| part.key == name);
    let agencies = of("co_quan").flat_map(|part| entries(&part.value));
    let compiles = |said: &[Entry]| said.iter().any(|key| key.key == "tong_hop_boi");
    let patterns = of("mau").flat_map(|part| entries(&part.value));
    let patterns = patterns.filter(|pattern| compiles(entries(&pattern.value)));
    let patterns: BTreeSet<_> = patterns.map(|pattern| pattern.key.as_str()).collect();
    let is_after = |key: &Entry| {
        let NodeValue::Scalar { text, .. } = &key.value.value else {
            return false;
        };
        key.key == "mau" && patterns.contains(text.trim())
    };
    let (mut ids, mut compiled) = (BTreeSet::new(), BTreeSet::new());
    for agency in agencies {
        let said = entries(&agency.value);
        if compiles(said) || said.iter().any(is_after) {
            compiled.insert(agency.key.clone());
        }
        ids.insert(agency.key.clone());
    }
    (ids, compiled)
}

/// What stands in a group of keys; nothing in anything else.
fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        NodeValue::Map(entries) => entries,
        _ => &[],
    }
}
