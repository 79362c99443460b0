//! Which files a report may rest on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::manifest::InputHashes;
use crate::diagnostic::{SourceId, Sources};
use crate::model::{Agency, AgencyId, Period, Workspace};

/// The files of a period, with whose they are.
#[derive(Debug)]
pub struct Inputs {
    files: Vec<(Option<AgencyId>, Arc<str>, Arc<str>)>,
}

impl Inputs {
    /// All files that were read, named below the folder `data`. `own_files` are those of
    /// units for the period; those of earlier periods are found in the workspace. What is
    /// no unit's is everybody's.
    ///
    /// The hash is of the text as it is read: without byte order mark, lines ending in a
    /// line feed.
    pub fn new(
        workspace: &Workspace,
        sources: &Sources,
        own_files: &[(SourceId, AgencyId)],
        data: &str,
    ) -> Self {
        let own = own_files.iter().map(|(source, id)| (*source, id));
        let past = workspace.past.iter().map(|s| (s.source, &s.agency));
        let owners: BTreeMap<_, _> = own.chain(past).collect();
        let files = sources.iter().map(|(source, path)| {
            (
                owners.get(&source).map(|id| (*id).clone()),
                Arc::from(below(data, path)),
                Arc::from(sources.sha256(source)),
            )
        });
        Self {
            files: files.collect(),
        }
    }

    /// The files that the report of an agency for a period may rest on, with their SHA-256.
    pub fn of(&self, agency: &Agency, workspace: &Workspace, period: &Period) -> InputHashes {
        let due = workspace.units_due(period).unwrap_or_default();
        let members = workspace.below(agency, due).into_iter();
        let speak: BTreeSet<_> = members
            .map(|member| &member.id)
            .chain([&agency.id])
            .collect();
        let files = self.files.iter();
        let files = files
            .filter(|(owner, ..)| owner.as_ref().is_none_or(|id| speak.contains(id)))
            .map(|(_, path, hash)| (Arc::clone(path), Arc::clone(hash)));
        Arc::new(files.collect())
    }
}

/// A path as it is called below a folder; the whole of it if it is not below. `data-mau` is not
/// below `data`.
pub(super) fn below<'p>(folder: &str, path: &'p str) -> &'p str {
    let inner = path.strip_prefix(folder.trim_end_matches('/'));
    let inner = inner.and_then(|inner| inner.strip_prefix('/'));
    inner.map_or(path, |inner| inner.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_only_begins_like_the_folder_is_not_below_it() {
        assert_eq!(below("data", "data/2021/q1/a.yaml"), "2021/q1/a.yaml");
        assert_eq!(below("data/", "data/2021/q1/a.yaml"), "2021/q1/a.yaml");
        assert_eq!(below("data", "data-mau/muc/a.j2"), "data-mau/muc/a.j2");
        assert_eq!(below("data", "templates/a.j2"), "templates/a.j2");
        assert_eq!(below("/", "/a.yaml"), "a.yaml");
        assert_eq!(below(".", "./a.yaml"), "a.yaml");
    }
}
