//! `new`: submissions to fill in.

use std::path::Path;

use super::args::NewArguments;
use super::session::Session;
use super::{exit, stdio};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AgencyId, Workspace};
use crate::publish::{Lies, Lock, what_lies};
use crate::{check, load, publish, scaffold, vi};

impl Session {
    /// Begins submissions. None is written over.
    pub(super) fn new_submissions(&mut self, arguments: &NewArguments) -> u8 {
        let Some(fonts) = self.fonts(None) else {
            return exit::TEMPLATE;
        };
        let period = &arguments.period;
        self.tell_of_misnamed(&arguments.from.data, period, &fonts);
        for id in arguments
            .agency
            .iter()
            .map(|id| AgencyId::from(id.as_str()))
        {
            let loaded = load::load_past(&arguments.from.data, period, &id, fonts.charset());
            let begin = |workspace: &Workspace| check::check_new(workspace, &id, period);
            let Ok(workspace) = self.only_findings(loaded, begin) else {
                continue;
            };
            let agency = workspace.agencies.get(&id);
            if let Some(agency) = agency.filter(|agency| agency.reports_to.is_none()) {
                self.found(vec![
                    Diagnostic::error(
                        Code::AgencyIncomplete,
                        agency.place,
                        format!("`{id}` không báo cáo về cơ quan nào"),
                    )
                    .with_help(
                        "khai `bao_cao_ve` của cơ quan này trong co-quan.yaml nếu có báo cáo",
                    ),
                ]);
                continue;
            }
            let begun = agency.and_then(|agency| scaffold::begin(&workspace, agency, period));
            let Some(begun) = begun else { continue };
            let data = &arguments.from.data;
            let path = load::folder_of(data, period).join(format!("{id}.yaml"));
            match create(data, &path, begun.text.as_bytes()) {
                Ok(()) => stdio::print_line(&format!(
                    "đã tạo {} ({} số liệu, {} nhiệm vụ để điền)",
                    stdio::path(&path),
                    begun.figures,
                    begun.tasks
                )),
                Err(finding) => self.found(vec![finding]),
            }
        }
        self.code()
    }
}

/// Writes a file that is not there yet below a folder of data, under the lock of all who write
/// there.
fn create(data: &Path, path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let _lock = Lock::wait(data)?;
    let below = vi::shown_path(path.strip_prefix(data).unwrap_or(path));
    match what_lies(data, &below).map_err(|error| publish::unwritable(path, &error))? {
        // What is there is told by whoever finds that it is.
        Lies::Nothing | Lies::File(_) => publish::create(path, bytes),
        Lies::Obstacle(obstacle) => Err(Diagnostic::general(Code::OutputExists, obstacle.words())
            .with_help("chuyển nó đi nơi khác rồi chạy lại")),
    }
}
