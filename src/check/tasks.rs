//! What a unit tells of the tasks of the plan.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::assess::{AssignedTask, TaskState, reference_date, tasks};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{
    DocumentState, Leaf, Members, Plan, Product, Progress, Subject, TaskId, Timing,
};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(plan) = subject.plan else {
        without_plan(subject, findings);
        return;
    };
    let meant = keys(subject, plan, findings);
    let Some(on) = reference_date(subject) else {
        return;
    };
    let tasks = tasks(subject);
    missing(subject, &tasks, &meant, findings);
    for task in &tasks {
        if let Some(progress) = task.progress {
            dates(task, progress, plan, on, findings);
            agreement(task, progress, on, findings);
            members(task.leaf, progress, findings);
            money(task.leaf, progress, findings);
        }
    }
    numbers(&tasks, findings);
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

/// Days of completion, of products, of what is expected.
fn dates(
    task: &AssignedTask<'_>,
    progress: &Progress,
    plan: &Plan,
    on: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) {
    let id = &task.leaf.id;
    if let Some(completed) = &progress.completed {
        let day = vi::short_date(completed.value);
        if completed.value < plan.issued.value {
            findings.push(
                Diagnostic::error(
                    Code::TaskBeforePlan,
                    completed.place,
                    format!(
                        "nhiệm vụ số {id} hoàn thành ngày {day}, trước khi có kế hoạch ({})",
                        vi::short_date(plan.issued.value)
                    ),
                )
                .warning()
                .with_help("kiểm tra lại năm; nếu đúng là hoàn thành trước thì không phải sửa"),
            );
        }
        if completed.value > on {
            findings.push(
                Diagnostic::error(
                    Code::TaskAfterReference,
                    completed.place,
                    format!(
                        "nhiệm vụ số {id} hoàn thành ngày {day} nhưng số liệu tính đến ngày {}",
                        vi::short_date(on)
                    ),
                )
                .with_help(
                    "kiểm tra lại ngày; việc chưa xong thì ghi `du_kien` thay cho `hoan_thanh`",
                ),
            );
        }
        let last = progress.products.iter().max_by_key(|p| p.date.value);
        if let Some(last) = last.filter(|p| p.date.value > completed.value) {
            findings.push(
                Diagnostic::error(
                    Code::TaskContradiction,
                    completed.place,
                    format!(
                        "nhiệm vụ số {id} hoàn thành ngày {day}, trước ngày của sản phẩm ({})",
                        vi::short_date(last.date.value)
                    ),
                )
                .with_label(last.date.place, "sản phẩm")
                .with_help("ngày hoàn thành là ngày của sản phẩm cuối cùng, hoặc sau đó"),
            );
        }
    }
    for product in progress.products.iter().filter(|p| p.date.value > on) {
        findings.push(
            Diagnostic::error(
                Code::ProductFuture,
                product.date.place,
                format!(
                    "sản phẩm đề ngày {} nhưng số liệu tính đến ngày {}",
                    vi::short_date(product.date.value),
                    vi::short_date(on)
                ),
            )
            .with_help("kiểm tra lại ngày, tháng, năm; sản phẩm chưa có thì bỏ ra"),
        );
    }
    if let Some(expected) = progress.expected.as_ref().filter(|day| day.value <= on) {
        findings.push(
            Diagnostic::error(
                Code::TaskExpectedPast,
                expected.place,
                format!(
                    "nhiệm vụ số {id} dự kiến hoàn thành ngày {}, nhưng số liệu tính đến ngày {}",
                    vi::short_date(expected.value),
                    vi::short_date(on)
                ),
            )
            .with_help("nếu đã xong thì ghi `hoan_thanh`; nếu chưa thì ghi ngày dự kiến mới"),
        );
    }
}

/// What is told of one task agrees with itself and with the plan.
fn agreement(
    task: &AssignedTask<'_>,
    progress: &Progress,
    on: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) {
    let id = &task.leaf.id;
    let contradiction = |place: Place, message: String, help: &str| {
        Diagnostic::error(Code::TaskContradiction, place, message).with_help(help.to_owned())
    };
    if let Some(completed) = &progress.completed {
        if progress.products.is_empty() {
            findings.push(
                Diagnostic::error(
                    Code::TaskWithoutProduct,
                    completed.place,
                    format!("nhiệm vụ số {id} đã hoàn thành nhưng chưa có sản phẩm"),
                )
                .with_label(task.leaf.product.place, "sản phẩm mà kế hoạch yêu cầu")
                .with_help("thêm `san_pham: {so: 05/KH-STP, ngay: 2021-01-08}`; không phải văn bản thì `{ten: …, ngay: …}`"),
            );
        }
        if let Some(expected) = &progress.expected {
            findings.push(contradiction(
                expected.place,
                format!("nhiệm vụ số {id} vừa hoàn thành vừa dự kiến hoàn thành"),
                "xóa `du_kien`, hoặc xóa `hoan_thanh` nếu chưa xong",
            ));
        }
        if progress.ending.is_some() {
            findings.push(contradiction(
                completed.place,
                format!("nhiệm vụ số {id} vừa hoàn thành vừa chuyển hoặc dừng"),
                "xóa `hoan_thanh`, hoặc xóa `chuyen_nam_sau`, `dung`",
            ));
        }
    }
    if let Some(condition) = &progress.condition {
        if !matches!(task.leaf.timing, Timing::Condition(_)) {
            findings.push(
                contradiction(
                    condition.date.place,
                    format!("nhiệm vụ số {id} không chờ điều kiện nào"),
                    "xóa `dieu_kien`; chỉ nhiệm vụ có thời hạn theo điều kiện mới có",
                )
                .with_label(task.leaf.timing_words.place, "thời hạn trong kế hoạch"),
            );
        } else if condition.date.value > on {
            findings.push(contradiction(
                condition.date.place,
                format!("điều kiện của nhiệm vụ số {id} có vào một ngày chưa đến"),
                "ghi `dieu_kien` khi đã có chỉ đạo, yêu cầu; nếu chưa thì xóa",
            ));
        }
    }
    let late = matches!(task.state, TaskState::Overdue | TaskState::Late);
    if late && progress.difficulty.is_none() {
        findings.push(
            Diagnostic::error(
                Code::TaskWithoutReason,
                progress.place,
                format!("nhiệm vụ số {id} quá hạn nhưng chưa nêu nguyên nhân"),
            )
            .warning()
            .with_help("thêm `kho_khan: …` nêu nguyên nhân; cơ quan nhận sẽ hỏi"),
        );
    }
    if let (Some(expected), None) = (task.expected_late(), &progress.difficulty) {
        findings.push(
            Diagnostic::error(
                Code::TaskWithoutReason,
                progress.expected.as_ref().map_or(progress.place, |e| e.place),
                format!(
                    "nhiệm vụ số {id} dự kiến hoàn thành ngày {}, sau thời hạn, nhưng chưa nêu nguyên nhân",
                    vi::short_date(expected)
                ),
            )
            .warning()
            .with_help("thêm `kho_khan: …` nêu nguyên nhân; cơ quan nhận sẽ hỏi"),
        );
    }
    let says_nothing = progress.done.is_none()
        && progress.products.is_empty()
        && progress.difficulty.is_none()
        && progress.ending.is_none()
        && progress.members.is_none()
        && progress.completed.is_none();
    if says_nothing {
        findings.push(
            Diagnostic::error(
                Code::TaskMissing,
                progress.place,
                format!("nhiệm vụ số {id} chưa nói đã làm được gì"),
            )
            .with_help("thêm `ket_qua`, `san_pham` hoặc `kho_khan`"),
        );
    }
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
    ];
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

/// One number in one year is one document, and has one date. Numbers begin anew
/// each year (NĐ 30/2020, Điều 15).
fn numbers(tasks: &[AssignedTask<'_>], findings: &mut Vec<Diagnostic>) {
    let products = tasks
        .iter()
        .filter_map(|task| task.progress)
        .flat_map(|progress| &progress.products);
    let mut seen: BTreeMap<(&str, String, i32), &Product> = BTreeMap::new();
    for product in products {
        let Some(symbol) = &product.symbol else {
            continue;
        };
        let issuer = product.issuer.as_ref().map_or_else(String::new, |i| {
            i.value.to_lowercase().replace("ủy ban nhân dân", "ubnd")
        });
        let key = (symbol.value.as_str(), issuer, product.date.value.year());
        let first = *seen.entry(key).or_insert(product);
        if first.date.value != product.date.value {
            findings.push(
                Diagnostic::error(
                    Code::ProductTwoDates,
                    product.date.place,
                    format!(
                        "văn bản số {} đề ngày {} ở đây và ngày {} ở chỗ khác",
                        symbol.value,
                        vi::short_date(product.date.value),
                        vi::short_date(first.date.value)
                    ),
                )
                .with_label(first.date.place, "chỗ kia")
                .with_help("một số văn bản trong năm chỉ có một ngày; văn bản của cơ quan khác thì thêm `cua: …`"),
            );
        }
    }
}
