//! Events as JSON, one a line: `docs/messages.md` describes them. `version` in the first
//! line changes when they do.

use serde::Serialize;

use super::Reporter;
use crate::batch::Fate;
use crate::cli::stdio;
use crate::diagnostic::{Finding, Severity};
use crate::event::{Answer, Event, Summary, UnitCount};
use crate::vi;

/// The version of the messages.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Message<'a> {
    Begin {
        version: u32,
        program: &'a str,
    },
    Period {
        period: String,
        submissions: usize,
    },
    Counted {
        units: &'a [UnitCount],
        errors: usize,
        warnings: usize,
    },
    Finding(&'a Finding),
    Answered(&'a Answer),
    Planned {
        reports: usize,
        periods_left: usize,
    },
    Report {
        path: String,
        agency: &'a str,
        #[serde(flatten)]
        fate: Fate,
    },
    End(Summary),
}

/// Whoever reads events as JSON.
#[derive(Debug)]
pub(super) struct Messages {
    /// Whether of findings only errors are told.
    is_quiet: bool,
}

impl Messages {
    pub(super) fn new(is_quiet: bool) -> Self {
        stdio::leave_output_to_programs();
        say(&Message::Begin {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION"),
        });
        Self { is_quiet }
    }

    fn tells(&self, finding: &Finding) -> bool {
        !self.is_quiet || finding.severity == Severity::Error
    }
}

impl Reporter for Messages {
    fn tell(&mut self, event: &Event) {
        match event {
            Event::Read {
                period,
                submissions,
            } => say(&Message::Period {
                period: period.to_string(),
                submissions: submissions.len(),
            }),
            Event::Counted {
                units,
                errors,
                warnings,
            } if !self.is_quiet => say(&Message::Counted {
                units,
                errors: *errors,
                warnings: *warnings,
            }),
            Event::Found(finding) if self.tells(finding) => {
                say(&Message::Finding(&finding.brief()));
            }
            Event::Answered { answers } if !self.is_quiet => {
                for answer in answers {
                    say(&Message::Answered(&Answer {
                        location: answer.location.brief(),
                        reason: vi::brief(&answer.reason).into_owned(),
                        ..answer.clone()
                    }));
                }
            }
            Event::Planned {
                reports,
                periods_left,
            } => say(&Message::Planned {
                reports: *reports,
                periods_left: *periods_left,
            }),
            Event::Report {
                path, agency, fate, ..
            } => say(&Message::Report {
                path: vi::brief(&vi::shown_path(path)).into_owned(),
                agency: &vi::brief(agency),
                fate: *fate,
            }),
            Event::Finished(summary) => say(&Message::End(*summary)),
            Event::Found(_)
            | Event::Answered { .. }
            | Event::Counted { .. }
            | Event::NobodyLate { .. } => {}
        }
    }
}

fn say(message: &Message<'_>) {
    let line = serde_json::to_string(message).unwrap_or_default();
    stdio::deliver_json(&format!("{line}\n"));
}
