//! A run as a `JUnit` report: for every period the files that were read and the reports
//! that were made, one case each.

use std::path::PathBuf;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Reporter;
use crate::diagnostic::{Code, Diagnostic, Severity, Sources, Style, render};
use crate::event::{Event, ReportFate};
use crate::publish;
use crate::vi;

/// Whoever reads the results of a pipeline.
#[derive(Debug)]
pub(super) struct JUnit {
    path: PathBuf,
    periods: Vec<Suite>,
}

/// What was found in a period.
#[derive(Debug)]
struct Suite {
    name: String,
    cases: Vec<Case>,
    /// Errors since the last report: why the next one could not be made.
    since: Vec<String>,
}

#[derive(Debug)]
struct Case {
    group: &'static str,
    name: String,
    state: CaseState,
}

#[derive(Debug)]
enum CaseState {
    Passed,
    Skipped,
    Failed(Vec<String>),
}

impl JUnit {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            periods: Vec::new(),
        }
    }

    fn suite(&mut self) -> &mut Suite {
        if self.periods.is_empty() {
            self.periods.push(Suite::new("baocao"));
        }
        let last = self.periods.len() - 1;
        &mut self.periods[last]
    }

    fn found(&mut self, finding: &Diagnostic, sources: &Sources) {
        if finding.severity != Severity::Error {
            return;
        }
        let text = render(finding, sources, Style::Plain);
        let file = finding.place.map(|place| sources.path(place.source));
        let name = file.unwrap_or("chung");
        let suite = self.suite();
        suite.since.push(text.clone());
        let case = suite.cases.iter_mut().find(|case| case.name == name);
        match case.map(|case| &mut case.state) {
            Some(CaseState::Failed(texts)) => texts.push(text),
            Some(state) => *state = CaseState::Failed(vec![text]),
            None => suite.cases.push(Case {
                group: "so-lieu",
                name: name.to_owned(),
                state: CaseState::Failed(vec![text]),
            }),
        }
    }
}

impl Suite {
    fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            cases: Vec::new(),
            since: Vec::new(),
        }
    }
}

impl Reporter for JUnit {
    fn tell(&mut self, event: &Event, sources: &Sources) {
        match event {
            Event::Read {
                period,
                submissions,
            } => {
                let mut suite = Suite::new(period.to_string());
                suite.cases = submissions
                    .iter()
                    .map(|source| Case {
                        group: "so-lieu",
                        name: sources.path(*source).to_owned(),
                        state: CaseState::Passed,
                    })
                    .collect();
                self.periods.push(suite);
            }
            Event::Found(finding) => self.found(finding, sources),
            Event::Report { path, fate, .. } => {
                let suite = self.suite();
                let since = std::mem::take(&mut suite.since);
                let state = match fate {
                    ReportFate::Failed => CaseState::Failed(since),
                    ReportFate::Due(_) | ReportFate::Kept => CaseState::Skipped,
                    _ => CaseState::Passed,
                };
                suite.cases.push(Case {
                    group: "bao-cao",
                    name: vi::shown_path(path),
                    state,
                });
            }
            Event::Planned { .. } => self.suite().since.clear(),
            Event::Answered(_) | Event::Finished(_) => {}
        }
    }

    fn end(&mut self) -> Result<(), Diagnostic> {
        let mut report = Report::new("baocao");
        for period in &self.periods {
            let mut suite = TestSuite::new(period.name.as_str());
            for case in &period.cases {
                let status = match &case.state {
                    CaseState::Passed => TestCaseStatus::success(),
                    CaseState::Skipped => TestCaseStatus::skipped(),
                    CaseState::Failed(texts) => {
                        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                        let first = texts.iter().flat_map(|text| text.lines()).next();
                        status.set_message(first.unwrap_or("có lỗi đã báo ở trên"));
                        status.set_description(texts.join("\n"));
                        status
                    }
                };
                let mut test = TestCase::new(case.name.as_str(), status);
                test.set_classname(format!("{}.{}", period.name, case.group));
                suite.add_test_case(test);
            }
            report.add_test_suite(suite);
        }
        let text = report.to_string().map_err(|error| {
            Diagnostic::general(
                Code::OutputUnwritable,
                format!("không lập được tệp JUnit ({error})"),
            )
        })?;
        publish::write(&self.path, text.as_bytes())
    }
}
