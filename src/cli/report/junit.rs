//! A run as a `JUnit` report: for every period the files that were read and the reports
//! that were made, one case each.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::Reporter;
use crate::batch::Fate;
use crate::diagnostic::{Code, Diagnostic, Finding, Severity, Style, render};
use crate::event::Event;
use crate::publish::Named;
use crate::vi;

/// Whoever reads the results of a pipeline.
#[derive(Debug)]
pub(super) struct JUnit {
    file: Named,
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
    pub(super) fn new(file: Named) -> Self {
        Self {
            file,
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

    fn found(&mut self, finding: &Finding) {
        if finding.severity != Severity::Error {
            return;
        }
        let text = render(finding, Style::Plain);
        let file = finding.location.as_ref().map(|location| &*location.file);
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
    fn tell(&mut self, event: &Event) {
        match event {
            Event::Read {
                period,
                submissions,
            } => {
                let mut suite = Suite::new(period.to_string());
                suite.cases = submissions
                    .iter()
                    .map(|file| Case {
                        group: "so-lieu",
                        name: file.clone(),
                        state: CaseState::Passed,
                    })
                    .collect();
                self.periods.push(suite);
            }
            Event::Found(finding) => self.found(finding),
            Event::Report { path, fate, .. } => {
                let suite = self.suite();
                let since = std::mem::take(&mut suite.since);
                let state = match fate {
                    Fate::Failed => CaseState::Failed(since),
                    Fate::Due { .. } | Fate::Kept => CaseState::Skipped,
                    _ => CaseState::Passed,
                };
                suite.cases.push(Case {
                    group: "bao-cao",
                    name: vi::shown_path(path),
                    state,
                });
            }
            Event::Planned { .. } => self.suite().since.clear(),
            Event::Answered { .. }
            | Event::Counted { .. }
            | Event::NobodyLate { .. }
            | Event::Finished(_) => {}
        }
    }

    fn end(&mut self) -> Result<(), Diagnostic> {
        let text = as_text(&self.periods).map_err(|error| {
            Diagnostic::general(
                Code::OutputUnwritable,
                format!("không lập được tệp JUnit ({error})"),
            )
        })?;
        self.file.write(text.as_bytes())
    }
}

fn as_text(periods: &[Suite]) -> Result<String, SerializeError> {
    let mut report = Report::new("baocao");
    for period in periods {
        let mut suite = TestSuite::new(name(&period.name));
        for case in &period.cases {
            let status = match &case.state {
                CaseState::Passed => TestCaseStatus::success(),
                CaseState::Skipped => TestCaseStatus::skipped(),
                CaseState::Failed(texts) => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    let first = texts.iter().flat_map(|text| text.lines()).next();
                    status.set_message(name(first.unwrap_or("có lỗi đã báo ở trên")));
                    status.set_description(vi::shown_lines(&texts.join("\n")));
                    status
                }
            };
            let mut test = TestCase::new(name(&case.name), status);
            test.set_classname(name(&format!("{}.{}", period.name, case.group)));
            suite.add_test_case(test);
        }
        report.add_test_suite(suite);
    }
    report.to_string()
}

/// What XML may hold of a name, and a page may show.
fn name(text: &str) -> String {
    vi::shown(&vi::brief(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roxmltree::Document;

    use super::*;

    fn suite_of(texts: &[String]) -> Suite {
        let mut suite = Suite::new(texts.concat());
        let states = [CaseState::Passed, CaseState::Failed(texts.to_vec())];
        suite.cases = states
            .into_iter()
            .map(|state| Case {
                group: "so-lieu",
                name: texts.concat(),
                state,
            })
            .collect();
        suite
    }

    fn assert_well_formed(texts: &[String]) {
        let text = as_text(&[suite_of(texts)]).expect("it can be written");
        let parsed = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let failures = parsed.descendants().filter(|n| n.has_tag_name("failure"));
        let expected = vi::shown_lines(&texts.join("\n")).into_owned();
        let described: Vec<_> = failures.map(|n| n.text().unwrap_or_default()).collect();
        assert_eq!(described, [expected]);
        assert!(!text.contains(|c| c != '\n' && vi::is_unseen(c)), "{text}");
    }

    #[test]
    fn it_is_well_formed_whatever_the_data_hold() {
        for text in [
            "\u{fffe}\u{ffff}",
            "\0\x08\x0b\x1b[31m\u{7f}\u{9b}",
            "]]> <![CDATA[ <!-- --> </failure> &amp; & \" '",
            "\u{202e}\u{2028}\u{85}",
            "::error::a\r\n##[error]b",
            "",
        ] {
            assert_well_formed(&[text.to_owned()]);
        }
    }

    proptest! {
        #[test]
        fn it_is_well_formed_with_any_text(texts in prop::collection::vec(any::<String>(), 1..4)) {
            assert_well_formed(&texts);
        }
    }
}
