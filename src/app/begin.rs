//! Submissions to fill in.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Occasion};
use crate::model::{Agency, AgencyId, Period, Workspace};
use crate::typeset::FontSet;
use crate::{check, files, load, publish, scaffold, vi};

/// Which submissions are to be begun.
#[derive(Debug, Clone)]
pub struct BeginRequest {
    /// The period.
    pub period: Period,
    /// The units; none for every one that owes a report for the period. Of those that are named
    /// it is an error if they have a file, of all others it is told.
    pub agencies: Vec<AgencyId>,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// Submissions that were begun, and those that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BegunPeriod {
    /// Those that were begun.
    pub begun: Vec<Begun>,
    /// The files that were there before, where all units were asked for.
    #[serde(serialize_with = "all_as_shown")]
    pub there: Vec<PathBuf>,
}

/// A submission that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Begun {
    /// Its file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// How many figures are to be filled in.
    pub figures: usize,
    /// How many tasks.
    pub tasks: usize,
}

impl App {
    /// Begins submissions. None is written over.
    pub fn begin(
        &self,
        request: &BeginRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, BegunPeriod) {
        self.run(tell, |run| run.begin(request))
    }
}

impl Run<'_> {
    fn begin(&mut self, request: &BeginRequest) -> BegunPeriod {
        let mut result = BegunPeriod::default();
        let Some(fonts) = self.fonts() else {
            return result;
        };
        self.tell_of_misnamed(&request.period, &fonts);
        if request.agencies.is_empty() {
            self.begin_all(request, &fonts, &mut result);
        } else {
            self.begin_named(request, &fonts, &mut result);
        }
        result
    }

    fn begin_named(&mut self, request: &BeginRequest, fonts: &FontSet, result: &mut BegunPeriod) {
        let period = &request.period;
        for id in &request.agencies {
            let loaded = self.app.folder(fonts).past(period, id);
            let check = |workspace: &Workspace| check::check_new(workspace, id, period);
            let Some(workspace) = self.loaded(loaded, check) else {
                continue;
            };
            let Some(agency) = workspace.agencies.get(id) else {
                continue;
            };
            if agency.reports_to.is_none() {
                let message = format!("`{id}` không báo cáo về cơ quan nào");
                let finding = Diagnostic::error(Code::AgencyIncomplete, agency.place, message)
                    .with_help(
                        "khai `bao_cao_ve` của cơ quan này trong co-quan.yaml nếu có báo cáo",
                    );
                self.found(vec![finding]);
                continue;
            }
            match DataFolder::lock(self.app.data()) {
                Ok(folder) => {
                    let begun = self.begin_one((&workspace, agency), request, &folder);
                    result.begun.extend(begun);
                }
                Err(finding) => self.found(vec![finding]),
            }
        }
    }

    /// Begins those of all units that owe a report, under one lock.
    fn begin_all(&mut self, request: &BeginRequest, fonts: &FontSet, result: &mut BegunPeriod) {
        let period = &request.period;
        let loaded = self.app.folder(fonts).past_of_all(period);
        let check = |workspace: &Workspace| check::check_new_period(workspace, period);
        let Some(workspace) = self.loaded(loaded, check) else {
            return;
        };
        let Some(due) = workspace.units_due(period) else {
            return;
        };
        let owing: Vec<_> = workspace.owing(due).collect();
        if owing.is_empty() {
            let message = format!("không có cơ quan nào phải báo cáo kỳ {period}");
            self.found(vec![
                Diagnostic::general(Code::AgencyIncomplete, message)
                    .with_help("khai `bao_cao_ve` của các đơn vị trong co-quan.yaml"),
            ]);
            return;
        }
        let folder = match DataFolder::lock(self.app.data()) {
            Ok(folder) => folder,
            Err(finding) => return self.found(vec![finding]),
        };
        for agency in owing {
            let path = file_of(self.app.data(), period, &agency.id);
            if files::is_listed(&path) {
                result.there.push(path);
                continue;
            }
            let begun = self.begin_one((&workspace, agency), request, &folder);
            result.begun.extend(begun);
        }
    }

    /// Begins the submission of a unit.
    fn begin_one(
        &mut self,
        (workspace, agency): (&Workspace, &Agency),
        request: &BeginRequest,
        folder: &DataFolder,
    ) -> Option<Begun> {
        let data = self.app.data();
        let begun = scaffold::begin(workspace, agency, &request.period)?;
        let path = file_of(data, &request.period, &agency.id);
        match create(
            folder,
            (data, &path),
            begun.text.as_bytes(),
            &request.occasion,
        ) {
            Ok(findings) => {
                self.found(findings);
                Some(Begun {
                    path,
                    figures: begun.figures,
                    tasks: begun.tasks,
                })
            }
            Err(finding) => {
                self.found(vec![finding]);
                None
            }
        }
    }
}

/// The file of a unit for a period.
fn file_of(data: &Path, period: &Period, id: &AgencyId) -> PathBuf {
    load::folder_of(data, period).join(format!("{id}.yaml"))
}

/// Writes a file that is not there yet below a folder of data.
fn create(
    folder: &DataFolder,
    (data, path): (&Path, &Path),
    bytes: &[u8],
    occasion: &Occasion,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let below = DataFolder::below(data, path);
    if folder.read(&below)?.is_some() {
        return Err(publish::exists(path));
    }
    folder.write(&below, None, Some(bytes), occasion)
}

/// Paths as people read them.
fn all_as_shown<S: serde::Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| vi::shown_path(path)))
}
