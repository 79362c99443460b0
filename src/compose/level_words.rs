//! What templates know of levels: whose report it is, and what the others are called.

use minijinja::context;
use minijinja::value::Value as Jinja;

use crate::assess::Report;
use crate::load::{kind_of, without_office};
use crate::model::LevelRole;

/// Whether a report is compiled for the whole place and not for a part of it, such as a district.
pub(super) fn is_of_place(report: &Report<'_>) -> bool {
    let (workspace, agency) = (report.subject.workspace, report.subject.agency);
    let is_office = || workspace.territory_office().map(|office| &office.id) == Some(&agency.id);
    let is_part = || {
        let role = workspace.role_of(agency);
        matches!(role, Some(LevelRole::Middle | LevelRole::Basic))
            || workspace
                .compiled_above(agency, report.reference_date)
                .is_some()
    };
    report.compilation.is_some() && (is_office() || !is_part())
}

/// The area that a compiled report is of: "toàn tỉnh", or "toàn huyện" of a part.
pub(super) fn whole_area(report: &Report<'_>) -> String {
    if is_of_place(report) {
        return report.subject.regime.whole_territory.clone();
    }
    let name = report.subject.agency.name.value.as_str();
    match kind_of(without_office(name)) {
        Some(kind) => format!("toàn {kind}"),
        None => name.to_owned(),
    }
}

/// What sentences call the agencies of each role.
pub(super) fn roles(report: &Report<'_>) -> Jinja {
    let of = |role| {
        let words = report.subject.workspace.role_words(role);
        context! {
            ten => words.name,
            cac => words.plural,
            goi => words.tier,
            uy_ban => words.office,
        }
    };
    context! {
        chuyen_mon => of(LevelRole::Department),
        trung_gian => of(LevelRole::Middle),
        co_so => of(LevelRole::Basic),
    }
}

/// Whether the agency itself is a committee of communes.
pub(super) fn is_basic(report: &Report<'_>) -> bool {
    report.subject.workspace.role_of(report.subject.agency) == Some(LevelRole::Basic)
}
