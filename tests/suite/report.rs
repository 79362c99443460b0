//! Reports made inside the test, with their pages.

use std::path::Path;

use baocao::build::{Builder, Built};
use baocao::check;
use baocao::compose::Templates;
use baocao::diagnostic::{Diagnostic, has_errors};
use baocao::load::{Loaded, load};
use baocao::model::{AgencyId, Period};
use baocao::typeset::FontSet;
use baocao::wording;

/// Makes all reports of a period from a folder of data.
pub(crate) fn reports(data: &Path, period: &str) -> Result<Vec<Built>, Vec<Diagnostic>> {
    reports_with(data, period, None)
}

/// Makes the report of one unit.
pub(crate) fn report_of(data: &Path, period: &str, unit: &str) -> Built {
    try_report_of(data, period, unit)
        .unwrap_or_else(|findings| panic!("it cannot be made: {findings:#?}"))
}

/// The same, or what is wrong.
pub(crate) fn try_report_of(
    data: &Path,
    period: &str,
    unit: &str,
) -> Result<Built, Vec<Diagnostic>> {
    let mut built = make(data, period, &[AgencyId::from(unit)], None)?;
    Ok(built.remove(0))
}

/// The same with a folder of templates.
pub(crate) fn reports_with(
    data: &Path,
    period: &str,
    templates: Option<&Path>,
) -> Result<Vec<Built>, Vec<Diagnostic>> {
    make(data, period, &[], templates)
}

fn make(
    data: &Path,
    period: &str,
    only: &[AgencyId],
    templates: Option<&Path>,
) -> Result<Vec<Built>, Vec<Diagnostic>> {
    let fonts = FontSet::load(None).map_err(|f| vec![f])?;
    let period = Period::parse(period).expect("the test names a period");
    let Loaded {
        mut workspace,
        mut sources,
        mut findings,
        ..
    } = load(data, &period, only, fonts.charset());
    findings.extend(wording::fill_figures(&mut workspace, &sources));
    findings.extend(check::check(&workspace, &sources));
    if has_errors(&findings) {
        return Err(findings);
    }
    let templates = Templates::load(templates)?;
    let builder = Builder::new(&templates, fonts, &mut sources)?;
    workspace
        .subjects()
        .into_iter()
        .filter(|subject| only.is_empty() || only.contains(&subject.agency.id))
        .flat_map(|subject| subject.heads().into_iter().map(move |head| (subject, head)))
        .map(|(subject, head)| builder.build(subject, head, &sources))
        .collect()
}
