//! Letters to units whose reports are late.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::assess::{self, Expectation};
use crate::batch::{self, FileRecord, Kit, Ledger};
use crate::build::{Builder, Built};
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, ReportFate, as_shown};
use crate::model::{AgencyName, Period, Workspace};

/// For which period letters are written.
#[derive(Debug, Clone)]
pub struct RemindRequest {
    /// The period.
    pub period: Period,
    /// The day up to whose end arrivals count.
    pub on: NaiveDate,
}

/// A letter that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The agency that writes it.
    #[serde(flatten)]
    pub receiver: AgencyName,
    /// Its file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// How many pages it has.
    pub pages: usize,
    /// How many bytes.
    pub bytes: u64,
}

impl App {
    /// Writes to units that are late, a letter for each agency that receives reports. None is
    /// written where nobody is late, or where it is not sure who is.
    pub fn remind(
        &self,
        request: &RemindRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Vec<Letter>) {
        self.run(tell, |run| run.remind(request).unwrap_or_default())
    }
}

impl Run<'_> {
    fn remind(&mut self, request: &RemindRequest) -> Option<Vec<Letter>> {
        let RemindRequest { period, on } = request;
        let out = &self.app.config().out;
        let fonts = self.fonts()?;
        let workspace = self.arrivals(period, *on, true, &fonts)?;
        let kit = self.app.templates().and_then(|templates| {
            let kit = Kit::new(&templates, &fonts);
            Ok((Builder::new(&templates, fonts, &mut self.sources)?, kit))
        });
        let (builder, kit) = self.or_told(kit)?;
        self.found(builder.decree().departures());
        let mut letters = Vec::new();
        for expectation in assess::expectations(&workspace, period, *on).unwrap_or_default() {
            let receiver = AgencyName::of(expectation.receiver);
            let below = batch::report_path(period, &format!("don-doc-{}", receiver.agency));
            let written = self.letter(request, &workspace, &expectation, &builder);
            let put = written.and_then(|written| {
                let Some(built) = written else {
                    return Ok(None);
                };
                let (manuscript, pages) = (built.composed.manuscript(), built.pages.count());
                let file = kit.record(&manuscript, &built.pdf, pages);
                let put = self.put_letter(out, &kit, (&below, &built.pdf, &file));
                put.map(|()| Some(file)).map_err(|finding| vec![finding])
            });
            match put {
                Ok(Some(FileRecord { pages, bytes, .. })) => {
                    let path = out.join(below);
                    self.tell(&Event::Report {
                        path: path.clone(),
                        agency: receiver.name.clone(),
                        fate: ReportFate::Published { pages, bytes },
                        before: false,
                    });
                    letters.push(Letter {
                        receiver,
                        path,
                        pages,
                        bytes,
                    });
                }
                Ok(None) => self.tell(&Event::NobodyLate {
                    receiver: receiver.name,
                }),
                Err(findings) => self.found(findings),
            }
        }
        Some(letters)
    }

    /// The letter of an agency that receives reports; nothing where nobody is late.
    fn letter(
        &self,
        request: &RemindRequest,
        workspace: &Workspace,
        expectation: &Expectation<'_>,
        builder: &Builder,
    ) -> Result<Option<Built>, Vec<Diagnostic>> {
        let receiver = expectation.receiver;
        match assess::reminder(workspace, &request.period, expectation, request.on) {
            Ok(None) => Ok(None),
            Ok(Some(reminder)) => builder.build_reminder(&reminder, &self.sources).map(Some),
            Err(keys) => Err(vec![
                Diagnostic::error(
                    Code::AgencyIncomplete,
                    receiver.place,
                    format!("`{}` chưa khai {}", receiver.id, keys.join(", ")),
                )
                .with_help("thêm vào cơ quan này trong co-quan.yaml để lập công văn đôn đốc"),
            ]),
        }
    }

    /// Puts a letter into an output folder, which is opened for it alone.
    fn put_letter(
        &mut self,
        out: &Path,
        kit: &Kit,
        (path, pdf, file): (&str, &[u8], &FileRecord),
    ) -> Result<(), Diagnostic> {
        let (ledger, finding) = Ledger::amend(out, &kit.made_with)?;
        self.found(finding.into_iter().collect());
        let put = ledger.put_letter(path, pdf, file);
        ledger.close()?;
        put
    }
}
