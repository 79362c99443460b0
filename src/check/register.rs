//! The register of arrivals against the agencies that report.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::diagnostic::{Code, Diagnostic, Help, Place, Severity, Sources};
use crate::model::{
    Agency, AgencyId, Arrival, DocumentState, Reception, Register, Subject, Submission, Workspace,
};
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
    days(register, workspace, due, findings);
    let receptions = workspace.receptions(due);
    let senders: Vec<_> = receptions.iter().flat_map(|r| &r.senders).collect();
    for (id, place) in &register.keys {
        if senders.iter().any(|sender| sender.id == *id) {
            continue;
        }
        if let Some(agency) = workspace.agencies.get(id) {
            findings.push(elsewhere(workspace, &receptions, agency, (due, *place)));
            continue;
        }
        let message = format!("không có cơ quan `{id}` trong co-quan.yaml");
        let finding = Diagnostic::error(Code::AgencyUnknown, *place, message);
        let known = senders.iter().map(|sender| AgencyId::as_str(&sender.id));
        let near = vi::nearest(id.as_str(), known).filter(|near| *near != id.as_str());
        findings.push(match near {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding.with_help("xem mã cơ quan trong co-quan.yaml, hoặc xóa dòng này"),
        });
    }
}

/// A row of an agency whose report does not come to whoever keeps the register: it counts for
/// nobody. That of the keeper itself is only too much.
fn elsewhere(
    workspace: &Workspace,
    receptions: &[Reception<'_>],
    agency: &Agency,
    (due, place): (NaiveDate, Place),
) -> Diagnostic {
    let name = &agency.name.value;
    let keepers: Vec<_> = receptions.iter().map(|r| r.receiver).collect();
    if keepers.iter().any(|keeper| keeper.id == agency.id) {
        let message = format!(
            "sổ này do {name} lập để theo dõi các đơn vị gửi về, không theo dõi báo cáo của chính {name}"
        );
        let finding = Diagnostic::error(Code::RegisterElsewhere, place, message).warning();
        return finding.with_help("xóa dòng này; dòng này không được tính, các dòng khác vẫn tính");
    }
    let refused = |why: &str| {
        let message = format!("{name} không gửi báo cáo qua sổ này: {why}");
        Diagnostic::error(Code::RegisterElsewhere, place, message)
    };
    if !agency.is_valid_on(due) {
        let heirs = workspace.successors(agency, due).into_iter();
        let heirs = heirs.map(|heir| format!("`{}` ({})", heir.id, heir.name.value));
        let heirs: Vec<_> = heirs.collect();
        let day = vi::short_date(due);
        let finding = refused(&format!("không hoạt động vào hạn gửi báo cáo {day}"));
        return finding.with_help(if heirs.is_empty() {
            "dòng này không được tính; ghi nhầm đơn vị thì sửa mã, không thì xóa".to_owned()
        } else {
            format!(
                "dòng này không được tính; báo cáo của đơn vị tiếp nhận thì ghi {}, không thì xóa",
                heirs.join(" hoặc ")
            )
        });
    }
    let above = agency.reports_to.as_ref();
    let above = above.and_then(|id| workspace.agencies.get(&id.value));
    let why = match above {
        Some(above) => format!("báo cáo về {}", above.name.value),
        None => "chưa khai báo cáo về cơ quan nào (`bao_cao_ve`)".to_owned(),
    };
    let keepers: Vec<_> = keepers.iter().map(|k| k.name.value.as_str()).collect();
    refused(&why).with_help(format!(
        "dòng này không được tính: nếu ghi nhầm đơn vị thì sửa mã, nếu đơn vị gửi về {} thì sửa `bao_cao_ve` trong co-quan.yaml, không thì xóa",
        keepers.join(" hoặc ")
    ))
}

/// How much of a name must be as that of a unit for a row to be possibly its.
const ALIKE: f64 = 0.6;

/// Notes of whom the faulty rows of the register may be, and says so: nobody is late for a row
/// that could not be read.
pub fn put_in_doubt(workspace: &mut Workspace, findings: &mut [Diagnostic]) {
    let Some(register) = &workspace.register else {
        return;
    };
    let due = workspace.units_due(&register.period);
    let receptions = due.map(|due| workspace.receptions(due)).unwrap_or_default();
    let senders: Vec<_> = receptions.iter().flat_map(|r| r.senders.clone()).collect();
    let mut in_doubt = BTreeSet::new();
    let faulty = findings.iter_mut().filter(|finding| {
        finding.severity == Severity::Error
            && finding.place.is_some_and(|p| p.source == register.source)
    });
    for finding in faulty {
        let Some(id) = row_of(register, finding) else {
            continue;
        };
        let own = senders.iter().find(|sender| sender.id == *id);
        let help = match own
            .copied()
            .or_else(|| possibly_meant(id, register, &senders))
        {
            Some(sender) => {
                let help = format!(
                    "dòng này có thể là của {}: chưa coi là chưa gửi, chưa đôn đốc",
                    sender.name.value
                );
                let help = Help::from(help);
                in_doubt.insert(sender.id.clone());
                help
            }
            None if workspace.agencies.contains_key(id) => continue,
            None => {
                "không rõ dòng này của đơn vị nào; xem lại trước khi gửi công văn đôn đốc".into()
            }
        };
        if !finding.help.contains(&help) {
            finding.help.push(help);
        }
    }
    if let Some(register) = &mut workspace.register {
        register.in_doubt = in_doubt;
    }
}

/// The row of the register in which a finding stands.
fn row_of<'r>(register: &'r Register, finding: &Diagnostic) -> Option<&'r AgencyId> {
    // What stands there twice was read where it stands first.
    let first = finding
        .labels
        .first()
        .filter(|_| finding.code == Code::YamlDuplicateKey);
    let place = first.map_or(finding.place, |label| Some(label.place))?;
    let rows = register.keys.iter().rev();
    let mut rows = rows.filter(|(_, key)| key.start() <= place.start());
    rows.next().map(|(id, _)| id)
}

/// Whether a finding concerns any of the units that are asked for, or is no unit's: what stands in
/// the register's row of another unit does not. A compiled report is compared with the rows of all
/// its units. Where nobody is named, all are asked for.
pub fn concerns(workspace: &Workspace, asked: &[AgencyId], finding: &Diagnostic) -> bool {
    let of_register = |register: &&Register| {
        let place = finding.place;
        place.is_some_and(|place| place.source == register.source)
    };
    let register = workspace.register.as_ref().filter(of_register);
    let Some(register) = register.filter(|_| !asked.is_empty()) else {
        return true;
    };
    let row = row_of(register, finding).and_then(|id| workspace.agencies.get(id));
    let Some(row) = row else {
        return true;
    };
    let due = workspace.units_due(&register.period);
    asked.iter().any(|id| {
        let agency = workspace.agencies.get(id);
        let below = agency
            .zip(due)
            .map(|(agency, due)| workspace.below(agency, due));
        let mut below = below.into_iter().flatten();
        row.id == *id || below.any(|unit| unit.id == row.id)
    })
}

/// The unit without a row of its own whose name is most like that of a row.
fn possibly_meant<'w>(
    id: &AgencyId,
    register: &Register,
    senders: &[&'w Agency],
) -> Option<&'w Agency> {
    let written = vi::comparable(id.as_str());
    let without = senders
        .iter()
        .filter(|sender| !register.keys.contains_key(&sender.id));
    let alike = without.map(|sender| {
        let name = vi::comparable(&sender.name.value);
        let of_id = strsim::normalized_damerau_levenshtein(&written, sender.id.as_str());
        (
            of_id.max(strsim::normalized_damerau_levenshtein(&written, &name)),
            *sender,
        )
    });
    let alike = alike.filter(|(alike, _)| *alike >= ALIKE);
    let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, sender)| sender)
}

/// Days after the due date on which nobody waits for a report any more.
const LATEST: u64 = 366;

/// Days of arrival that cannot be: before the period, or years after it.
fn days(
    register: &Register,
    workspace: &Workspace,
    due: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) {
    let regimes = workspace.regimes_for(&register.period);
    let from = regimes.first().and_then(|regime| {
        let cycle = regime.cycles.get(&register.period.cycle)?;
        cycle.data_from.in_year(register.period.year)
    });
    for arrival in register.arrivals.values().flatten() {
        let day = arrival.date.value;
        if from.is_some_and(|from| day < from) || day > due + Days::new(LATEST) {
            findings.push(
                Diagnostic::error(
                    Code::DateOrder,
                    arrival.date.place,
                    format!(
                        "ngày đến {} không phải của kỳ {}",
                        vi::short_date(day),
                        register.period
                    ),
                )
                .with_help("kiểm tra lại năm và tháng"),
            );
        }
    }
}

/// What the register and the files say differently of the units of a compiled report: that
/// goes by the files, the letter to late units by the register.
pub(super) fn against_submissions(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = subject.workspace;
    let Some(register) = &workspace.register else {
        return;
    };
    let receptions = subject.units_due().map(|day| workspace.receptions(day));
    let mut receptions = receptions.into_iter().flatten();
    let Some(reception) = receptions.find(|r| r.compiled.id == subject.agency.id) else {
        return;
    };
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for agency in reception.senders {
        let arrivals = register.arrivals.get(&agency.id);
        if arrivals.is_some_and(Vec::is_empty) {
            // Its row could not be read, and that was told.
            continue;
        }
        let last = arrivals.and_then(|all| all.last());
        let submission = workspace.submission(&agency.id, &register.period);
        let differs = match (last, submission) {
            (Some(last), Some(submission)) => arrived_otherwise(last, submission),
            (Some(_), None) => Some("đã đến, nhưng chưa có tệp số liệu đọc được"),
            (None, Some(_)) => Some("có tệp số liệu, nhưng chưa vào sổ"),
            (None, None) => None,
        };
        if let Some(differs) = differs {
            lines.push(format!("{}: {differs}", agency.name.value));
            places.extend(register.keys.get(&agency.id).copied());
        }
    }
    if lines.is_empty() {
        return;
    }
    let help = format!(
        "báo cáo tổng hợp tính theo tệp số liệu, việc đôn đốc theo sổ đến; sửa một trong hai\n{}",
        lines.join("\n")
    );
    let mut places = places.into_iter();
    let first = places.next();
    let mut finding = Diagnostic::error(
        Code::RegisterDiffers,
        first.unwrap_or(Sources::beginning(register.source)),
        format!("sổ đến và tệp số liệu khác nhau ở {} đơn vị", lines.len()),
    )
    .warning()
    .with_help(help);
    for place in places {
        finding = finding.with_label(place, "ở đây nữa");
    }
    findings.push(finding);
}

fn arrived_otherwise(last: &Arrival, submission: &Submission) -> Option<&'static str> {
    match &submission.document.state {
        _ if last.returned.is_some() => Some("đã trả lại, chưa gửi lại, nhưng có tệp số liệu"),
        DocumentState::Issued { date, .. } if last.date.value < date.value => {
            Some("đến trước ngày ban hành ghi trong tệp số liệu")
        }
        DocumentState::Issued { .. } | DocumentState::Draft | DocumentState::ForSigning => None,
    }
}
