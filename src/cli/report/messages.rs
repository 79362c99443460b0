//! Events as JSON, one a line: `docs/messages.md` describes them. `version` in the first
//! line changes when they do.

use std::borrow::Cow;

use serde::Serialize;

use super::Reporter;
use crate::batch::Reason;
use crate::cli::stdio;
use crate::diagnostic::{Diagnostic, Place, Severity, Sources};
use crate::event::{Event, ReportFate, Summary};
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
    Finding {
        code: &'a str,
        severity: &'a str,
        message: &'a str,
        #[serde(flatten)]
        span: Option<Span<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        labels: Vec<Label<'a>>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        help: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        about: Option<&'a str>,
    },
    Answered {
        code: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        about: Option<&'a str>,
        #[serde(flatten)]
        span: Span<'a>,
        reason: &'a str,
    },
    Planned {
        reports: usize,
        periods_left: usize,
    },
    Report {
        path: String,
        agency: &'a str,
        state: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        pages: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bytes: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
    },
    End(End),
}

#[derive(Debug, Serialize)]
struct Span<'a> {
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    span: Span<'a>,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct End {
    submissions: usize,
    published: usize,
    unchanged: usize,
    due: usize,
    kept: usize,
    unsealed: usize,
    failed: usize,
    pages: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    interrupted: bool,
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

    fn tells(&self, finding: &Diagnostic) -> bool {
        !self.is_quiet || finding.severity == Severity::Error
    }
}

impl Reporter for Messages {
    fn tell(&mut self, event: &Event, sources: &Sources) {
        match event {
            Event::Read {
                period,
                submissions,
            } => say(&Message::Period {
                period: period.to_string(),
                submissions: submissions.len(),
            }),
            Event::Found(finding) if self.tells(finding) => {
                say(&of_finding(&finding.brief(), sources));
            }
            Event::Answered(answered) if !self.is_quiet => {
                for answer in answered {
                    say(&Message::Answered {
                        code: answer.code.as_str(),
                        about: answer.about.as_deref(),
                        span: span(answer.place, sources),
                        reason: &vi::brief(&answer.reason),
                    });
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
            } => {
                let (pages, bytes) = match *fate {
                    ReportFate::Published { pages, bytes } => (Some(pages), Some(bytes)),
                    ReportFate::Unchanged { pages } => (Some(pages), None),
                    _ => (None, None),
                };
                let reason = match *fate {
                    ReportFate::Due(reason) => Some(word(reason)),
                    _ => None,
                };
                say(&Message::Report {
                    path: vi::brief(&vi::shown_path(path)).into_owned(),
                    agency: &vi::brief(agency),
                    state: state(fate),
                    pages,
                    bytes,
                    reason,
                });
            }
            Event::Finished(summary) => say(&Message::End(end(*summary))),
            Event::Found(_) | Event::Answered(_) => {}
        }
    }
}

fn of_finding<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Message<'a> {
    let labels = finding.labels.iter().map(|label| Label {
        span: span(label.place, sources),
        message: &label.text,
    });
    Message::Finding {
        code: finding.code.as_str(),
        severity: severity(finding.severity),
        message: &finding.message,
        span: finding.place.map(|place| span(place, sources)),
        labels: labels.collect(),
        help: &finding.help,
        about: finding.about.as_deref(),
    }
}

fn span(place: Place, sources: &Sources) -> Span<'_> {
    let end = place.behind();
    Span {
        file: vi::brief(sources.path(place.source)),
        line: sources.line(place),
        column: sources.column(place),
        end_line: sources.line(end),
        end_column: sources.column(end),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn state(fate: &ReportFate) -> &'static str {
    match fate {
        ReportFate::Published { .. } => "published",
        ReportFate::Unchanged { .. } => "unchanged",
        ReportFate::Due(_) => "due",
        ReportFate::Kept => "kept",
        ReportFate::Failed => "failed",
    }
}

fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "new",
        Reason::Failed => "failed",
        Reason::Changed => "changed",
        Reason::Missing => "missing",
        Reason::Altered => "altered",
        Reason::Forced => "forced",
    }
}

fn end(summary: Summary) -> End {
    End {
        submissions: summary.submissions,
        published: summary.published,
        unchanged: summary.unchanged,
        due: summary.due,
        kept: summary.kept,
        unsealed: summary.unsealed,
        failed: summary.failed,
        pages: summary.pages,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
        interrupted: summary.interrupted,
    }
}

fn say(message: &Message<'_>) {
    let line = serde_json::to_string(message).unwrap_or_default();
    stdio::deliver_json(&format!("{line}\n"));
}
