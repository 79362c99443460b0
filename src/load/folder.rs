//! The folder of data: which periods and files there are.

use std::fs;
use std::path::{Path, PathBuf};

use super::workspace::Loading;
use super::{Charset, file, submission};
use crate::diagnostic::{SourceId, Sources};
use crate::model::{AgencyId, Period};

/// The file of a period's arrivals.
pub(super) const REGISTER: &str = "so-den.yaml";
/// The file of what was recorded of a period's reports when they were issued.
pub(super) const SEALS: &str = "da-ban-hanh.yaml";

/// The folder of a period.
pub fn folder_of(data: &Path, period: &Period) -> PathBuf {
    data.join(period.year.to_string())
        .join(period.cycle.as_str())
}

/// The periods that have a folder of data and a regime, in the order of the year.
/// Findings are for those who load one of them.
pub fn periods(data: &Path, charset: &Charset) -> Vec<Period> {
    let mut loading = Loading::new(charset);
    loading.regimes(&data.join("che-do"));
    let folders = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let mut found: Vec<_> = folders(data)
        .into_iter()
        .flat_map(|year| {
            let cycles = folders(&data.join(&year));
            cycles
                .into_iter()
                .map(move |cycle| format!("{year}-{cycle}"))
        })
        .filter_map(|name| Period::parse(&name))
        .filter_map(|period| {
            let regime = *loading.workspace.regimes_for(&period).first()?;
            Some((
                period.year,
                regime.cycles.get_index_of(&period.cycle),
                period,
            ))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, period)| period).collect()
}

/// All files that [`load`](super::load) may look at for a period, in the order of their paths: whatever it
/// says changes only if one of them does, or if there is another one. Nothing where no regime
/// says which periods it is compared with.
pub fn files(data: &Path, period: &Period, charset: &Charset) -> Option<Vec<PathBuf>> {
    let mut loading = Loading::new(charset);
    loading.regimes(&data.join("che-do"));
    let regime = *loading.workspace.regimes_for(period).first()?;
    let mut folders = vec![
        data.to_owned(),
        data.join("che-do"),
        data.join(period.year.to_string()),
        folder_of(data, period),
    ];
    let earlier = regime.year_before(period);
    folders.extend(earlier.iter().map(|period| folder_of(data, period)));
    let mut files: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| !path.is_dir())
        .collect();
    files.sort();
    files.dedup();
    Some(files)
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
        path.exists() && !only_to_compare
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
