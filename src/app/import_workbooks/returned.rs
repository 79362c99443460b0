//! What goes back to units: workbooks with what is to be mended, and the reports of those in which
//! nothing is.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::{Desk, ImportedWorkbooks, Sent};
use crate::app::build::BuildRequest;
use crate::app::config::App;
use crate::app::export::form_of;
use crate::app::run::{Outcome, Run};
use crate::batch::{Fate, Limits};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;
use crate::files::read_regular;
use crate::model::{AgencyId, Period};
use crate::workbook::returned::Returned;
use crate::workbook::write;
use crate::{publish, vi};

/// A file that is larger is none that goes back.
const LARGEST: u64 = 64 << 20;
/// How often a file of one name goes back before somebody tidies up.
const TIMES: usize = 99;

impl Run<'_> {
    /// Writes the workbooks in which something is to be mended or looked at again.
    pub(super) fn return_to_units(&mut self, sent: &mut [Sent], folder: &Path, desk: &Desk<'_>) {
        let is_returned = |one: &&mut Sent| one.remarks.as_ref().is_some_and(|all| !all.is_empty());
        let all: Vec<_> = sent.iter_mut().filter(is_returned).collect();
        if all.is_empty() {
            return;
        }
        let agencies: Vec<_> = all
            .iter()
            .map(|one| one.came.identity.agency.clone())
            .collect();
        // What was taken of them is what their units are asked from now on.
        let loaded = self.app.folder(desk.fonts).asked(desk.period, &agencies);
        let workspace = loaded.workspace;
        for one in all {
            let agency = workspace.agencies.get(&one.came.identity.agency);
            let form = agency.and_then(|agency| form_of(&workspace, agency, desk.period));
            let (Some(form), Some(remarks)) = (form, &one.remarks) else {
                continue;
            };
            let name = form.file_name();
            let returned = Returned::of(form, &one.came.book, remarks);
            let written = write::returned_workbook(&returned)
                .map_err(|error| {
                    let message = format!("không lập được tệp trả lại `{name}` ({error})");
                    Diagnostic::general(Code::OutputUnwritable, message)
                })
                .and_then(|bytes| put(folder, &name, &bytes));
            match written {
                Ok(path) => one.entry.returned = Some(path),
                Err(finding) => self.found(vec![finding]),
            }
        }
    }
}

impl App {
    /// Makes the reports of the units whose workbooks are clean, and lays copies of them beside the
    /// workbooks that go back.
    pub(super) fn reports_for_units(
        &self,
        result: &mut ImportedWorkbooks,
        folder: &Path,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(&Event),
    ) -> Outcome {
        let mut outcome = Outcome::default();
        let clean = result.files.iter().filter(|file| file.is_clean());
        let mut periods: Vec<(Period, Vec<AgencyId>)> = Vec::new();
        for (period, unit) in clean.filter_map(|file| file.period.clone().zip(file.unit.clone())) {
            match periods.iter_mut().find(|(known, _)| *known == period) {
                Some((_, units)) => units.push(unit),
                None => periods.push((period, vec![unit])),
            }
        }
        for (period, agencies) in periods {
            let limits = Limits::default();
            let request = BuildRequest {
                period: Some(period.clone()),
                agencies: agencies.clone(),
                strict: false,
                force: false,
                dry_run: false,
                shard: None,
                jobs: None,
                deadline: limits.deadline,
                memory: limits.memory,
            };
            let mut made = Vec::new();
            outcome.add(self.build(&request, stop, &mut |event| {
                match event {
                    Event::Report { path, fate, .. } if stands(*fate) => made.push(path.clone()),
                    _ => {}
                }
                tell(event);
            }));
            for path in made {
                let name = path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
                let stem = path
                    .file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned());
                let (Some(name), Some(stem)) = (name, stem) else {
                    continue;
                };
                let is_of = |unit: &AgencyId| {
                    let rest = stem.strip_prefix(unit.as_str());
                    rest.is_some_and(|rest| ["", "-trinh"].contains(&rest))
                };
                let entry = result.files.iter_mut().find(|file| {
                    file.is_clean()
                        && file.period.as_ref() == Some(&period)
                        && file.unit.as_ref().is_some_and(is_of)
                });
                let Some(entry) = entry else { continue };
                match copy(&path, folder, &format!("{period}-{name}")) {
                    Ok(copy) => entry.reports.push(copy),
                    Err(finding) => {
                        let (other, ()) = self.run(tell, |run| run.found(vec![finding]));
                        outcome.add(other);
                    }
                }
            }
        }
        outcome
    }
}

/// Whether a report stands in its place.
fn stands(fate: Fate) -> bool {
    matches!(
        fate,
        Fate::Published { .. } | Fate::Unchanged { .. } | Fate::Kept
    )
}

fn copy(path: &Path, folder: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
    let bytes = read_regular(path, LARGEST)
        .map_err(|error| publish::unwritable(&folder.join(name), &error))?;
    put(folder, name, &bytes)
}

/// Writes a file under its name, or, where another lies there that somebody may have gone on with,
/// under one that says how often it has gone back. Gives where it is.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Diagnostic> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for time in 1..=TIMES {
        let path = folder.join(match time {
            1 => name.to_owned(),
            time => format!("{stem}-lan-{time}.{ending}"),
        });
        if publish::put(&path, bytes, true, || Ok(true))?
            || read_regular(&path, LARGEST).is_ok_and(|there| there == bytes)
        {
            return Ok(path);
        }
    }
    let message = format!(
        "thư mục `{}` đã có {TIMES} tệp `{name}` khác nhau",
        vi::shown_path(folder)
    );
    Err(Diagnostic::general(Code::OutputExists, message)
        .with_help("chuyển bớt các tệp cũ đi nơi khác"))
}
