//! What stands in a folder that nobody reads.

use std::collections::BTreeSet;
use std::path::Path;

use super::content::{Content, look};
use super::slip;
use super::survey::is_told_by_load;
use crate::files::{self, EntryKind};

/// Names that are listed in one finding.
const LISTED: usize = 5;
/// Files and levels that are looked at.
const LOOKED_AT: usize = 500;
const DEPTH: usize = 4;

/// What stands in a folder that nobody reads.
#[derive(Default)]
pub(super) struct Contents {
    /// Names of what looks like data, below the folder.
    pub(super) data: Vec<String>,
    /// The units that they are of.
    pub(super) agencies: BTreeSet<String>,
    files: usize,
    /// Whether it holds what the program itself writes or reads elsewhere.
    pub(super) of_program: bool,
}

impl Contents {
    /// Looks into a folder and those in it. `agencies` are the units that are declared.
    pub(super) fn of(folder: &Path, agencies: &BTreeSet<String>) -> Self {
        let mut contents = Self::default();
        contents.look_into(folder, "", DEPTH, agencies);
        contents
    }

    fn look_into(
        &mut self,
        folder: &Path,
        prefix: &str,
        depth: usize,
        agencies: &BTreeSet<String>,
    ) {
        for entry in files::list(folder).unwrap_or_default() {
            let name = entry.name();
            if self.files >= LOOKED_AT {
                return;
            }
            if prefix.is_empty() && matches!(name.as_str(), "manifest.json" | "bao-cao" | "nd30") {
                self.of_program = true;
            }
            let lower = name.to_lowercase();
            self.of_program |= [".ttf", ".otf", ".ttc"].iter().any(|e| lower.ends_with(e));
            if files::is_of_system(&name) {
                continue;
            }
            match entry.kind {
                EntryKind::Folder if depth > 0 => {
                    let prefix = format!("{prefix}{name}/");
                    self.look_into(&entry.path, &prefix, depth - 1, agencies);
                }
                EntryKind::File => {
                    self.files += 1;
                    let look = look(&entry.path);
                    let known = agencies.iter().map(String::as_str);
                    let by_name = || slip::meant(&name, known, &[]).map(str::to_owned);
                    let unit = look.agency.or_else(by_name);
                    let known = unit.is_some() || look.content != Content::Foreign;
                    if look.content == Content::Submission || is_told_by_load(&name) && known {
                        self.data.push(format!("{prefix}{name}"));
                        self.agencies.extend(unit);
                    }
                }
                EntryKind::Folder | EntryKind::Link | EntryKind::Special => {}
            }
        }
    }

    /// The first names of what looks like data.
    pub(super) fn listed(&self) -> String {
        let some: Vec<_> = self.data.iter().take(LISTED).map(String::as_str).collect();
        let more = if self.data.len() > LISTED {
            ", …"
        } else {
            ""
        };
        format!("trong đó có {}{more}", some.join(", "))
    }
}
