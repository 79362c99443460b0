//! The register of arrivals against the agencies that report.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AgencyId, Register, Workspace};
use crate::vi;

/// Every unit of the register is one whose reports arrive there.
pub(super) fn check(register: &Register, workspace: &Workspace, findings: &mut Vec<Diagnostic>) {
    let Some(due) = workspace
        .regimes_for(&register.period)
        .first()
        .and_then(|regime| {
            let cycle = regime.cycles.get(&register.period.cycle)?;
            cycle.units_due.in_year(register.period.year)
        })
    else {
        return;
    };
    let receptions = workspace.receptions(due);
    let senders: Vec<_> = receptions.iter().flat_map(|r| &r.senders).collect();
    for (id, place) in &register.keys {
        if senders.iter().any(|sender| sender.id == *id) {
            continue;
        }
        let message = if workspace.agencies.contains_key(id) {
            format!("báo cáo của `{id}` không đến qua sổ này trong kỳ")
        } else {
            format!("không có cơ quan `{id}` trong co-quan.yaml")
        };
        let finding = Diagnostic::error(Code::AgencyUnknown, *place, message);
        let known = senders.iter().map(|sender| AgencyId::as_str(&sender.id));
        let near = vi::nearest(id.as_str(), known).filter(|near| *near != id.as_str());
        findings.push(match near {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding
                .with_help("xem `bao_cao_ve` của cơ quan trong co-quan.yaml, hoặc xóa dòng này"),
        });
    }
}
