//! Whether the place of the settings is the one whose People's Committee reports.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Agency, Territory, Workspace};

pub(super) fn check(workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let settings = &workspace.settings;
    let stated = settings.territory.as_ref().zip(settings.territory_place);
    let Some((territory, place)) = stated else {
        return;
    };
    let offices = workspace.agencies.values();
    let mut offices: Vec<(&Agency, Territory)> = offices
        .filter_map(|agency| Some((agency, Territory::of_office(&agency.name.value)?)))
        .collect();
    // A city that reports to a province is no other place.
    if offices
        .iter()
        .any(|(agency, _)| agency.compiled_by.is_some())
    {
        offices.retain(|(agency, _)| agency.compiled_by.is_some());
    }
    let is_same = |office: &(&Agency, Territory)| territory.is_office(&office.0.name.value);
    if offices.iter().any(is_same) {
        return;
    }
    let Some((office, other)) = offices.first() else {
        return;
    };
    let message = format!(
        "`dia_phuong` là {} nhưng cơ quan của địa phương là {}",
        territory.full_name(),
        office.name.value
    );
    findings.push(
        Diagnostic::error(Code::TerritoryDiffers, place, message)
            .with_label(office.name.place, "tên cơ quan")
            .with_help(format!(
                "sửa tên cơ quan, hoặc ghi `dia_phuong: {{loai: {}, ten: {}}}`",
                other.word, other.name
            )),
    );
}
