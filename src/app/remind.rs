//! Letters to units whose reports are late.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use serde::Serialize;

use super::build::no_program;
use super::config::App;
use super::run::{Outcome, Run};
use crate::assess::{self, Expectation, Reminder, Sums};
use crate::batch::{Fate, Inputs, Kit, Ledger, Limits, Pool, Press, Task};
use crate::build::{Author, Work};
use crate::compose::Templates;
use crate::decree::Margins;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, as_shown};
use crate::model::{AgencyName, Period, Workspace};
use crate::typeset::FontSet;
use crate::vi;

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
        let fonts = self.fonts()?;
        let workspace = self.arrivals(period, *on, true, &fonts)?;
        // Before templates are among the files.
        let data = vi::shown_path(self.app.data());
        let inputs = Inputs::new(&workspace, &self.sources, &[], &data);
        let (templates, margins) = self.templates()?;
        let expectations = assess::expectations(&workspace, period, *on).unwrap_or_default();
        let mut reminders = Vec::new();
        for expectation in &expectations {
            match reminder(&workspace, request, expectation) {
                Ok(Some(reminder)) => {
                    self.found(unnamed(&reminder).into_iter().collect());
                    reminders.push(reminder);
                }
                Ok(None) => self.tell(&Event::NobodyLate {
                    receiver: expectation.receiver.name.value.clone(),
                }),
                Err(finding) => self.found(vec![finding]),
            }
        }
        if reminders.is_empty() {
            return Some(Vec::new());
        }
        let tasks: Vec<_> = reminders
            .into_iter()
            .map(|reminder| Task {
                document: reminder.id(),
                inputs: inputs.of(reminder.compiled, &workspace, period),
                work: Work::Reminder(Box::new(reminder)),
                findings: Vec::new(),
            })
            .collect();
        self.letters(&tasks, &fonts, (&templates, margins))
    }

    /// Makes letters and puts them into an output folder, in which all else stays as it is.
    fn letters(
        &mut self,
        tasks: &[Task<'_>],
        fonts: &FontSet,
        (templates, margins): (&Templates, Margins),
    ) -> Option<Vec<Letter>> {
        let config = self.app.config();
        let author = Author::new(templates, fonts, &mut self.sources);
        let author = self.or_told(author)?;
        let kit = Kit::new(templates, fonts);
        let program = config.program.clone();
        let program = self.or_told(program.map_err(|why| vec![no_program(&why)]))?;
        let (never, limits) = (AtomicBool::new(false), Limits::default());
        let pool = Pool::new(program, templates, margins, fonts, limits, &never);
        let opened = Ledger::amend(&config.out, &kit.made_with);
        let (ledger, finding) = self.or_told(opened.map_err(|finding| vec![finding]))?;
        self.found(finding.into_iter().collect());
        let data = vi::shown_path(self.app.data());
        let sources = std::mem::take(&mut self.sources);
        // A letter has no figures.
        let sums = Sums::default();
        let press = Press {
            author: &author,
            sums: &sums,
            kit: &kit,
            pool: Some(&pool),
            ledger: &ledger,
            sources: &sources,
            data: &data,
            wording: config.wording,
            // A letter that is there already is told of like one that was written now.
            force: true,
        };
        let mut letters = Vec::new();
        press.run(tasks, 1, |task, made| {
            self.found_in(made.findings, &sources);
            let (Fate::Published { pages, bytes }, agency) = (made.fate, task.work.agency()) else {
                return;
            };
            let path = ledger.place(&task.path());
            self.tell(&Event::Report {
                path: path.clone(),
                agency: agency.name.value.clone(),
                fate: made.fate,
                before: false,
            });
            letters.push(Letter {
                receiver: AgencyName::of(agency),
                path,
                pages,
                bytes,
            });
        });
        self.sources = sources;
        self.or_told(ledger.close().map_err(|finding| vec![finding]))?;
        Some(letters)
    }
}

/// The letter of an agency that receives reports; nothing where nobody is late.
/// That nobody knows the name of the signer yet: the letter leaves its line blank.
fn unnamed(reminder: &Reminder<'_>) -> Option<Diagnostic> {
    if !reminder.signer_name.is_empty() {
        return None;
    }
    let receiver = reminder.receiver;
    let message = format!(
        "chưa biết họ tên người ký của {}: công văn để trống dòng họ tên",
        receiver.name.value
    );
    let finding = Diagnostic::error(Code::SignerUnnamed, receiver.place, message).warning();
    Some(finding.with_help("ghi `ho_ten` của người ký ấy trong co-quan.yaml"))
}

fn reminder<'w>(
    workspace: &'w Workspace,
    request: &RemindRequest,
    expectation: &Expectation<'w>,
) -> Result<Option<Reminder<'w>>, Diagnostic> {
    let receiver = expectation.receiver;
    let reminder = assess::reminder(workspace, &request.period, expectation, request.on);
    reminder.map_err(|keys| {
        Diagnostic::error(
            Code::AgencyIncomplete,
            receiver.place,
            format!("`{}` chưa khai {}", receiver.id, keys.join(", ")),
        )
        .with_help("thêm vào cơ quan này trong co-quan.yaml để lập công văn đôn đốc")
    })
}
