//! Reports made inside the test, with their pages.

use std::path::Path;

use baocao::build::{Builder, Built};
use baocao::check;
use baocao::compose::Templates;
use baocao::diagnostic::{Diagnostic, has_errors};
use baocao::load::{Loaded, load};
use baocao::model::Period;
use baocao::typeset::FontSet;
use baocao::wording;

/// Makes all reports of a period from a folder of data.
pub(crate) fn reports(data: &Path, period: &str) -> Result<Vec<Built>, Vec<Diagnostic>> {
    reports_with(data, period, None)
}

/// The same with a folder of templates.
pub(crate) fn reports_with(
    data: &Path,
    period: &str,
    templates: Option<&Path>,
) -> Result<Vec<Built>, Vec<Diagnostic>> {
    let fonts = FontSet::load(None).map_err(|f| vec![f])?;
    let period = Period::parse(period).expect("the test names a period");
    let Loaded {
        mut workspace,
        mut sources,
        mut findings,
        ..
    } = load(data, &period, &[], fonts.charset());
    findings.extend(wording::fill_figures(&mut workspace, &sources));
    findings.extend(check::check(&workspace));
    if has_errors(&findings) {
        return Err(findings);
    }
    let templates = Templates::load(templates)?;
    let builder = Builder::new(&templates, fonts, &mut sources)?;
    workspace
        .subjects()
        .into_iter()
        .map(|subject| builder.build(subject, &sources))
        .collect()
}
