//! Reports made inside the test, with their pages.

use std::path::Path;

use baocao::app::{App, Config, Outcome, Preview, PreviewRequest};
use baocao::diagnostic::{Finding, Severity};
use baocao::event::Event;
use baocao::model::{AgencyId, Period};

/// Makes all reports of a period from a folder of data.
pub(crate) fn reports(data: &Path, period: &str) -> Result<Vec<Preview>, Vec<Finding>> {
    reports_with(data, period, None)
}

/// Makes the report of one unit.
pub(crate) fn report_of(data: &Path, period: &str, unit: &str) -> Preview {
    try_report_of(data, period, unit)
        .unwrap_or_else(|findings| panic!("it cannot be made: {findings:#?}"))
}

/// The same, or what is wrong.
pub(crate) fn try_report_of(
    data: &Path,
    period: &str,
    unit: &str,
) -> Result<Preview, Vec<Finding>> {
    let mut made = make(data, period, &[AgencyId::from(unit)], None)?;
    Ok(made.remove(0))
}

/// The same with a folder of templates.
pub(crate) fn reports_with(
    data: &Path,
    period: &str,
    templates: Option<&Path>,
) -> Result<Vec<Preview>, Vec<Finding>> {
    make(data, period, &[], templates)
}

fn make(
    data: &Path,
    period: &str,
    only: &[AgencyId],
    templates: Option<&Path>,
) -> Result<Vec<Preview>, Vec<Finding>> {
    let app = App::open(Config {
        templates: templates.map(Path::to_owned),
        ..Config::new(data, data.with_file_name("out"))
    });
    let (made, mut findings) = heard(|tell| app.preview(&request(period, only), tell));
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() {
        Ok(made)
    } else {
        Err(findings)
    }
}

/// The program over a folder of data, with all that is built in; reports go beside it.
pub(crate) fn opened(data: &Path) -> App {
    App::open(Config {
        program: Ok(env!("CARGO_BIN_EXE_baocao").into()),
        ..Config::new(data, data.with_file_name("out"))
    })
}

/// What is asked for to see reports.
pub(crate) fn request(period: &str, only: &[AgencyId]) -> PreviewRequest {
    PreviewRequest {
        period: Period::parse(period).expect("the test names a period"),
        agencies: only.to_vec(),
        strict: false,
        places: false,
    }
}

/// What came of an operation, and what was found on the way.
pub(crate) fn heard<T>(
    operation: impl FnOnce(&mut dyn FnMut(&Event)) -> (Outcome, T),
) -> (T, Vec<Finding>) {
    let mut findings = Vec::new();
    let (_, made) = operation(&mut |event| {
        if let Event::Found(finding) = event {
            findings.push(finding.clone());
        }
    });
    (made, findings)
}
