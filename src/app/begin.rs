//! Submissions to fill in.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Occasion};
use crate::model::{AgencyId, Period, Workspace};
use crate::{check, load, publish, scaffold};

/// Which submissions are to be begun.
#[derive(Debug, Clone)]
pub struct BeginRequest {
    /// The period.
    pub period: Period,
    /// The units.
    pub agencies: Vec<AgencyId>,
    /// When, and by which command.
    pub occasion: Occasion,
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
    ) -> (Outcome, Vec<Begun>) {
        self.run(tell, |run| run.begin(request))
    }
}

impl Run<'_> {
    fn begin(&mut self, request: &BeginRequest) -> Vec<Begun> {
        let (data, period) = (self.app.data(), &request.period);
        let mut all = Vec::new();
        let Some(fonts) = self.fonts() else {
            return all;
        };
        self.tell_of_misnamed(period, &fonts);
        for id in &request.agencies {
            let loaded = self.app.folder(&fonts).past(period, id);
            let check = |workspace: &Workspace| check::check_new(workspace, id, period);
            let Some(workspace) = self.loaded(loaded, check) else {
                continue;
            };
            let agency = workspace.agencies.get(id);
            if let Some(agency) = agency.filter(|agency| agency.reports_to.is_none()) {
                let message = format!("`{id}` không báo cáo về cơ quan nào");
                let finding = Diagnostic::error(Code::AgencyIncomplete, agency.place, message)
                    .with_help(
                        "khai `bao_cao_ve` của cơ quan này trong co-quan.yaml nếu có báo cáo",
                    );
                self.found(vec![finding]);
                continue;
            }
            let begun = agency.and_then(|agency| scaffold::begin(&workspace, agency, period));
            let Some(begun) = begun else { continue };
            let path = load::folder_of(data, period).join(format!("{id}.yaml"));
            match create(data, &path, begun.text.as_bytes(), &request.occasion) {
                Ok(findings) => {
                    self.found(findings);
                    all.push(Begun {
                        path,
                        figures: begun.figures,
                        tasks: begun.tasks,
                    });
                }
                Err(finding) => self.found(vec![finding]),
            }
        }
        all
    }
}

/// Writes a file that is not there yet below a folder of data, under the lock of all who write
/// there.
fn create(
    data: &Path,
    path: &Path,
    bytes: &[u8],
    occasion: &Occasion,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let folder = DataFolder::lock(data)?;
    let below = DataFolder::below(data, path);
    if folder.read(&below)?.is_some() {
        return Err(publish::exists(path));
    }
    folder.write(&below, None, Some(bytes), occasion)
}
