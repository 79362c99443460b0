//! What a unit tells of the tasks of the plan.

use std::fmt::Write as _;

use super::answers::answered_by;
use super::{products, task};
use crate::assess::{AssignedTask, reference_date, tasks};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{DocumentState, Leaf, Members, Plan, Progress, Subject, TaskId};
use crate::vi;

/// More than a task of administrative reform costs, in million đồng.
const LARGEST_MONEY: u64 = 100_000;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(plan) = subject.plan else {
        without_plan(subject, findings);
        return;
    };
    let meant = keys(subject, plan, findings);
    // What members tell of their tasks has been judged in their own files.
    if subject.is_compiled() {
        expected_before_issue(subject, findings);
        return;
    }
    let Some(on) = reference_date(subject) else {
        return;
    };
    let tasks = tasks(subject);
    let draft = matches!(subject.submission.document.state, DocumentState::Draft);
    missing(subject, &tasks, &meant, findings);
    for assigned in &tasks {
        if let Some(progress) = assigned.progress.filter(|p| !p.faulty) {
            let mut of_task = task::check(assigned, progress, plan, on);
            members(assigned.leaf, progress, &mut of_task);
            money(assigned.leaf, progress, &mut of_task);
            of_task.extend(money_gone(subject, assigned.leaf, progress));
            findings.extend(of_task.into_iter().map(|finding| {
                // What a draft does not tell yet may wait.
                let waits = draft && finding.code == Code::TaskMissing;
                let finding = if waits { finding.warning() } else { finding };
                finding.about(&assigned.leaf.id)
            }));
        }
    }
    products::check(subject, &tasks, findings);
}

fn without_plan(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if let Some(place) = subject.submission.progress_place {
        let year = subject.submission.period.year;
        findings.push(
            Diagnostic::error(
                Code::TaskUnknown,
                place,
                format!("năm {year} không có kế hoạch nên không có nhiệm vụ nào để báo cáo"),
            )
            .with_help(format!("tạo tệp {year}/ke-hoach.yaml, hoặc xóa `nhiem_vu`")),
        );
    }
}

/// Every task told of is in the plan, and the unit's own. Gives the tasks that
/// unknown keys were meant for: they are not missing as well.
fn keys<'p>(
    subject: Subject<'_>,
    plan: &'p Plan,
    findings: &mut Vec<Diagnostic>,
) -> Vec<&'p TaskId> {
    let mut meant = Vec::new();
    for (id, place) in &subject.submission.progress_keys {
        let Some(leaf) = plan.leaf(id) else {
            findings.push(unknown(subject, plan, id, *place, &mut meant));
            continue;
        };
        if !leaf.is_reported_by(subject.agency) {
            findings.push(
                Diagnostic::error(
                    Code::TaskNotYours,
                    *place,
                    format!(
                        "{} không báo cáo nhiệm vụ số {id}",
                        subject.agency.name.value
                    ),
                )
                .with_label(
                    leaf.lead.named.words.place,
                    format!("cơ quan chủ trì: {}", leaf.lead.named.words.value),
                )
                .with_help("xóa nhiệm vụ này; việc phối hợp thì viết vào `noi_dung`"),
            );
        }
    }
    meant
}

fn unknown<'p>(
    subject: Subject<'_>,
    plan: &'p Plan,
    id: &TaskId,
    place: Place,
    meant: &mut Vec<&'p TaskId>,
) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::TaskUnknown,
        place,
        format!("{} không có nhiệm vụ số `{id}`", plan.short_name.value),
    );
    let tasks = plan.groups.iter().flat_map(|g| &g.tasks);
    let heading = tasks
        .filter(|t| t.heading.is_some())
        .find(|t| t.number.value == id.as_str());
    if let Some(task) = heading {
        let own: Vec<_> = task
            .leaves
            .iter()
            .filter(|leaf| leaf.is_reported_by(subject.agency))
            .collect();
        meant.extend(own.iter().map(|leaf| &leaf.id));
        return finding.with_help(if own.is_empty() {
            format!("nhiệm vụ {id} không có mục nào của đơn vị; xóa dòng này")
        } else {
            format!("nhiệm vụ {id} báo cáo theo từng mục: {}", list(&own))
        });
    }
    let own: Vec<_> = subject.leaves().collect();
    // "1.b", "01b", "Nhiệm vụ 1b" are 1b.
    let bare: String = id
        .as_str()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_digit() || (c.is_alphabetic() && !"nhiệmvụ".contains(*c)))
        .collect();
    let bare = bare.trim_start_matches('0');
    if let Some(leaf) = own.iter().find(|leaf| leaf.id.as_str() == bare) {
        meant.extend(plan.leaves().map(|l| &l.id).filter(|l| **l == leaf.id));
        return finding.with_help(format!("viết là `{bare}`"));
    }
    // Only the letter can be misspelt: another number is another task.
    let number = |id: &str| id.trim_end_matches(char::is_alphabetic).to_owned();
    let same = own
        .iter()
        .map(|leaf| leaf.id.as_str())
        .filter(|other| number(other) == number(id.as_str()));
    match vi::nearest(&id.as_str().to_lowercase(), same) {
        Some(near) => {
            meant.extend(plan.leaves().map(|l| &l.id).filter(|l| l.as_str() == near));
            finding.with_help(format!("có phải là `{near}`?"))
        }
        None => finding.with_help(format!("các nhiệm vụ của đơn vị: {}", list(&own))),
    }
}

fn list(leaves: &[&Leaf]) -> String {
    let ids: Vec<_> = leaves.iter().map(|leaf| format!("`{}`", leaf.id)).collect();
    ids.join(", ")
}

/// The unit tells of every task that it leads. A draft may still wait for some.
fn missing(
    subject: Subject<'_>,
    tasks: &[AssignedTask<'_>],
    meant: &[&TaskId],
    findings: &mut Vec<Diagnostic>,
) {
    let submission = subject.submission;
    let missing: Vec<_> = tasks
        .iter()
        .map(|task| task.leaf)
        .filter(|leaf| !submission.progress_keys.contains_key(&leaf.id))
        .filter(|leaf| !meant.contains(&&leaf.id))
        .collect();
    let Some(first) = missing.first() else {
        return;
    };
    let mut help = format!(
        "thêm vào `nhiem_vu` các nhiệm vụ sau, ví dụ `{}: {{ket_qua: \"việc đã làm\"}}`",
        first.id
    );
    for leaf in &missing {
        let (name, timing) = (&leaf.short_name.value, &leaf.timing_words.value);
        let _ = write!(help, "\n`{}`: {name} (thời hạn: {timing})", leaf.id);
    }
    let finding = Diagnostic::error(
        Code::TaskMissing,
        submission
            .progress_place
            .unwrap_or(submission.document.place),
        format!("chưa báo cáo {} nhiệm vụ do đơn vị chủ trì", missing.len()),
    )
    .with_help(help);
    let draft = matches!(submission.document.state, DocumentState::Draft);
    findings.push(if draft { finding.warning() } else { finding });
}

/// Agencies that the unit reports for: told where the plan has such, and only
/// there.
fn members(leaf: &Leaf, progress: &Progress, findings: &mut Vec<Diagnostic>) {
    let id = &leaf.id;
    match (&leaf.lead.reported_by, progress.members) {
        (Some(_), None) => findings.push(
            Diagnostic::error(
                Code::TaskMissing,
                progress.place,
                format!(
                    "nhiệm vụ số {id} ({}) chưa ghi bao nhiêu đơn vị đã thực hiện",
                    leaf.lead.named.words.value
                ),
            )
            .with_help("thêm `don_vi: {tong: 37, xong: 35}`"),
        ),
        (None, Some(members)) => findings.push(
            Diagnostic::error(
                Code::TaskContradiction,
                members.place,
                format!("nhiệm vụ số {id} do chính đơn vị chủ trì, không đếm đơn vị"),
            )
            .with_help("xóa `don_vi`"),
        ),
        (Some(_), Some(Members { all, done, place })) if done > all => findings.push(
            Diagnostic::error(
                Code::FigurePartExceedsWhole,
                place,
                format!("số đơn vị đã xong ({done}) lớn hơn tổng số đơn vị ({all})"),
            )
            .with_help("kiểm tra xem hai số có bị đổi chỗ cho nhau không"),
        ),
        (Some(_), Some(Members { all, done, place }))
            if all > 0
                && done == all
                && progress.completed.is_none()
                && progress.ending.is_none() =>
        {
            findings.push(
                Diagnostic::error(
                    Code::TaskContradiction,
                    place,
                    format!("mọi đơn vị đã thực hiện nhiệm vụ số {id} nhưng chưa ghi hoàn thành"),
                )
                .warning()
                .with_help("thêm `hoan_thanh` với ngày của đơn vị cuối cùng"),
            );
        }
        (Some(_), Some(Members { all, done, place }))
            if done < all && progress.completed.is_some() =>
        {
            findings.push(
                Diagnostic::error(
                    Code::TaskContradiction,
                    place,
                    format!(
                        "nhiệm vụ số {id} ghi hoàn thành nhưng mới có {done}/{all} đơn vị xong"
                    ),
                )
                .with_help("xóa `hoan_thanh` cho đến khi mọi đơn vị xong"),
            );
        }
        _ => {}
    }
}

/// A compiled report comes later than those of its units: what they expected may have come.
fn expected_before_issue(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let document = &subject.submission.document;
    let issued = match &document.state {
        DocumentState::Issued { date, .. } => Some(date.value),
        DocumentState::Draft | DocumentState::ForSigning => subject.due(),
    };
    let Some(issued) = issued else { return };
    for task in tasks(subject) {
        let open = task.leads.iter().filter(|lead| lead.state.is_open());
        let passed: Vec<_> = open
            .filter_map(|lead| Some((lead, lead.progress?.expected.as_ref()?)))
            .filter(|(_, expected)| expected.value < issued)
            .collect();
        let Some((_, first)) = passed.first() else {
            continue;
        };
        let id = &task.leaf.id;
        let mut finding = Diagnostic::error(
            Code::TaskExpected,
            document.place,
            format!(
                "nhiệm vụ số {id} dự kiến hoàn thành ngày {}, trước ngày của báo cáo này ({})",
                vi::short_date(first.value),
                vi::short_date(issued)
            ),
        )
        .warning()
        .about(id);
        for (lead, expected) in &passed {
            finding = finding.with_label(expected.place, lead.agency.name.value.clone());
        }
        let how = answered_by(Code::TaskExpected, id);
        findings.push(finding.with_help(format!(
            "hỏi lại đơn vị xem đã xong chưa và sửa tệp của đơn vị; nếu giữ số liệu đã chốt thì {how}"
        )));
    }
}

/// Money that was told of a task in an earlier report of the year and is no longer, or is less.
fn money_gone(subject: Subject<'_>, leaf: &Leaf, progress: &Progress) -> Option<Diagnostic> {
    let period = &subject.submission.period;
    let before = subject.regime.year_before(period);
    let of_year = before.iter().rev().filter(|p| p.year == period.year);
    let (name, then) = of_year.into_iter().find_map(|period| {
        let report = subject.in_period(period)?;
        let money = report.submission.progress.get(&leaf.id)?.money?;
        Some((report.regime.period_name(period), money))
    })?;
    let now = progress.money;
    let amounts = [
        ("được duyệt", then.approved, now.and_then(|m| m.approved)),
        ("đã sử dụng", then.spent, now.and_then(|m| m.spent)),
    ];
    let id = &leaf.id;
    let message = amounts.into_iter().find_map(|(what, then, now)| {
        let then = then.filter(|amount| *amount > 0)?;
        let told = format!("{name} ({} triệu đồng)", vi::grouped(then));
        match now {
            None => Some(format!(
                "kinh phí {what} của nhiệm vụ số {id} đã báo cáo {told}, kỳ này không còn"
            )),
            Some(now) if now < then => Some(format!(
                "kinh phí {what} của nhiệm vụ số {id} ({} triệu đồng) nhỏ hơn số đã báo cáo {told}",
                vi::grouped(now)
            )),
            Some(_) => None,
        }
    })?;
    let place = now.map_or(progress.place, |money| money.place);
    let how = answered_by(Code::TaskMoney, id);
    Some(
        Diagnostic::error(Code::TaskMoney, place, message)
            .warning()
            .with_label(then.place, name)
            .with_help(format!(
                "ghi tiếp `kinh_phi` tính đến kỳ này; nếu được điều chỉnh thì {how}"
            )),
    )
}

fn money(leaf: &Leaf, progress: &Progress, findings: &mut Vec<Diagnostic>) {
    let Some(money) = progress.money else {
        return;
    };
    if !leaf.funded {
        findings.push(
            Diagnostic::error(
                Code::TaskMoney,
                money.place,
                format!(
                    "nhiệm vụ số {} không được bố trí kinh phí cải cách hành chính (không có dấu *)",
                    leaf.id
                ),
            )
            .with_help("xóa `kinh_phi`"),
        );
        return;
    }
    let pairs = [
        ("đã sử dụng", money.spent, "được duyệt", money.approved),
        ("được duyệt", money.approved, "dự trù", money.estimated),
        (
            "đã sử dụng",
            money.spent,
            "dự trù",
            money.estimated.filter(|_| money.approved.is_none()),
        ),
    ];
    let amounts = [money.estimated, money.approved, money.spent];
    if amounts
        .iter()
        .flatten()
        .any(|amount| *amount > LARGEST_MONEY)
    {
        findings.push(
            Diagnostic::error(
                Code::TaskMoney,
                money.place,
                format!(
                    "kinh phí của một nhiệm vụ hơn {} triệu đồng",
                    vi::grouped(LARGEST_MONEY)
                ),
            )
            .warning()
            .with_help("kiểm tra đơn vị tính: ở đây là triệu đồng, không phải đồng"),
        );
    }
    for (less, part, more, whole) in pairs {
        let (Some(part), Some(whole)) = (part, whole) else {
            continue;
        };
        if part > whole {
            findings.push(
                Diagnostic::error(
                    Code::TaskMoney,
                    money.place,
                    format!(
                        "kinh phí {less} ({} triệu đồng) lớn hơn {more} ({} triệu đồng)",
                        vi::grouped(part),
                        vi::grouped(whole)
                    ),
                )
                .with_help("kiểm tra lại hai số; đơn vị tính là triệu đồng"),
            );
        }
    }
}
