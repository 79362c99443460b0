//! Reports made inside the test, with their pages.

use std::path::Path;

use baocao::app::{self, Preview, PreviewRequest};
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
    let request = PreviewRequest {
        templates: templates.map(Path::to_owned),
        ..request(data, period, only)
    };
    let (made, mut findings) = heard(|tell| app::preview(&request, tell));
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() {
        Ok(made)
    } else {
        Err(findings)
    }
}

/// What is asked for to see reports, with all that is built in.
pub(crate) fn request(data: &Path, period: &str, only: &[AgencyId]) -> PreviewRequest {
    PreviewRequest {
        data: data.to_owned(),
        period: Period::parse(period).expect("the test names a period"),
        agencies: only.to_vec(),
        strict: false,
        fonts: None,
        templates: None,
        places: false,
    }
}

/// What came of an operation, and what was found on the way.
pub(crate) fn heard<T>(
    operation: impl FnOnce(&mut dyn FnMut(&Event)) -> (app::Outcome, T),
) -> (T, Vec<Finding>) {
    let mut findings = Vec::new();
    let (_, made) = operation(&mut |event| {
        if let Event::Found(finding) = event {
            findings.push(finding.clone());
        }
    });
    (made, findings)
}
