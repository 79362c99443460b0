//! The annex of tasks: the plan's own columns, then how far the unit has come.

use std::fmt::Write as _;

use serde::Serialize;

use super::overlong::{self, Overlong};
use crate::assess::{AssignedTask, Completion, LeadTask, Report, TaskState};
use crate::model::{Ending, Leaf, Money, Plan, Product, Progress, Rate, Task, Timing};
use crate::{vi, wording};

/// Characters that texts may have in their columns: as many as keep a row below half a page.
const LONGEST_CONTENT: usize = 350;
/// What the column of contents has room for where it is a narrow one.
const BRIEF_CONTENT: usize = 120;
/// What a state may say of its condition, which the column of times says too.
const BRIEF_CONDITION: usize = 40;
const LONGEST_OF_PLAN: usize = 180;
const LONGEST_RESULT: usize = 600;
const LONGEST_NOTE: usize = 240;

/// The table of tasks as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TaskTable {
    /// Whether the plan says so much that its column is a wide one.
    pub(super) long: bool,
    pub(super) groups: Vec<PrintedGroup>,
    /// Remarks above the table: how many tasks are in which state, what marks mean.
    pub(super) notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedGroup {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) rows: Vec<PrintedTask>,
}

/// A line as printed. A heading over lettered leaves has number, words and state.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedTask {
    /// "1a".
    pub(super) id: String,
    pub(super) heading: bool,
    pub(super) number: String,
    pub(super) content: String,
    pub(super) lead: String,
    pub(super) coordinating: String,
    pub(super) timing: String,
    pub(super) product: String,
    pub(super) state: String,
    pub(super) result: TaskResult,
    pub(super) note: Vec<String>,
    /// Texts that are too long for their columns.
    pub(super) below: Vec<Overlong>,
}

/// What came of a task, in the order in which a reader looks for it.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct TaskResult {
    /// What the plan asks for, with number, symbol and date.
    pub(super) products: Vec<String>,
    /// What was done, in words.
    pub(super) done: Vec<String>,
    /// Documents issued on the way.
    pub(super) others: Vec<String>,
}

impl TaskResult {
    /// Everything in one text.
    fn text(&self) -> String {
        let all = [&self.products, &self.done, &self.others];
        all.into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(". ")
    }

    /// So many words and nothing else.
    fn words(done: Vec<String>) -> Self {
        Self {
            done,
            ..Self::default()
        }
    }
}

/// The tasks of the unit below their groups.
pub(super) fn task_table(report: &Report<'_>) -> TaskTable {
    let Some(plan) = report.subject.plan else {
        return TaskTable {
            long: false,
            groups: Vec::new(),
            notes: Vec::new(),
        };
    };
    let mut groups: Vec<_> = plan
        .groups
        .iter()
        .map(|group| PrintedGroup {
            number: group.number.value.clone(),
            title: group.title.value.clone(),
            rows: group
                .tasks
                .iter()
                .flat_map(|task| printed_task(report, plan, task))
                .collect(),
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    let marked = report.tasks.iter().any(|task| task.leaf.funded);
    let mark = plan.mark_note.iter().filter(|_| marked);
    let notes = std::iter::once(summary(&report.tasks, plan))
        .chain(mark.map(|words| format!("Ghi chú: {}.", words.value)))
        .collect();
    let lines = || groups.iter().flat_map(|group: &PrintedGroup| &group.rows);
    let long = lines().any(|line| line.content.chars().count() > BRIEF_CONTENT);
    if long {
        for line in groups.iter_mut().flat_map(|group| &mut group.rows) {
            line.content = vi::whole(&line.content).into_owned();
        }
    }
    TaskTable {
        long,
        groups,
        notes,
    }
}

/// What scoring asks for: the shares done on time and late, and the rest by state.
fn summary(tasks: &[AssignedTask<'_>], plan: &Plan) -> String {
    let counted: Vec<_> = tasks.iter().filter(|task| task.counts).collect();
    let done = Completion::of(counted.iter().map(|task| task.state));
    let whole = done.all as u64;
    let share = |part: usize| {
        let rate = Rate {
            part: part as u64,
            whole,
        };
        match rate.percent().filter(|_| part > 0) {
            Some(percent) => format!("{part} ({}%)", percent.text),
            None => part.to_string(),
        }
    };
    let rest = [
        (TaskState::Overdue, "quá hạn nhưng chưa hoàn thành"),
        (TaskState::WithinTime, "chưa hoàn thành, còn trong hạn"),
        (TaskState::Standing, "thực hiện thường xuyên"),
        (TaskState::Waiting, "chờ điều kiện"),
        (TaskState::CarriedOver, "chuyển sang năm sau"),
        (TaskState::Stopped, "dừng thực hiện"),
    ];
    let mut text = format!(
        "Tổng số nhiệm vụ tính trong năm {}: {whole}; hoàn thành đúng hạn: {}; hoàn thành nhưng quá hạn: {}",
        plan.year,
        share(done.done - done.late),
        share(done.late)
    );
    for (state, words) in rest {
        let count = counted.iter().filter(|task| task.state == state).count();
        if count > 0 || state == TaskState::Overdue {
            let _ = write!(text, "; {words}: {count}");
        }
    }
    text.push('.');
    text
}

/// The lines of a task: none if it is not the unit's.
fn printed_task(report: &Report<'_>, plan: &Plan, task: &Task) -> Vec<PrintedTask> {
    let own: Vec<_> = report
        .tasks
        .iter()
        .filter(|assigned| task.leaves.iter().any(|leaf| leaf.id == assigned.leaf.id))
        .collect();
    let heading = task.heading.as_ref().filter(|_| !own.is_empty());
    let heading = heading.map(|words| PrintedTask {
        id: task.number.value.clone(),
        heading: true,
        number: task.number.value.clone(),
        content: words.value.clone(),
        lead: String::new(),
        coordinating: String::new(),
        timing: String::new(),
        product: String::new(),
        state: state_of_all(task, &own, report.compilation.is_some()),
        result: TaskResult::default(),
        note: Vec::new(),
        below: Vec::new(),
    });
    heading
        .into_iter()
        .chain(own.iter().map(|assigned| {
            let number = match &assigned.leaf.letter {
                Some(_) => String::new(),
                None => task.number.value.clone(),
            };
            leaf_line(assigned, number, plan)
        }))
        .collect()
}

/// A task is done when all its leaves are. A unit knows that only of a task whose
/// leaves are all its own and nobody else's.
fn state_of_all(task: &Task, own: &[&AssignedTask<'_>], compiled: bool) -> String {
    let sole = |leaf: &Leaf| {
        let lead = &leaf.lead.named.agencies;
        compiled || (lead.levels.is_empty() && lead.agencies.len() == 1)
    };
    if own.len() < task.leaves.len() || !task.leaves.iter().all(sole) {
        return String::new();
    }
    let count = Completion::of(own.iter().map(|task| task.state));
    match count {
        Completion { all: 0 | 1, .. } | Completion { done: 0, .. } => String::new(),
        _ if count.is_complete() => "Đã hoàn thành".to_owned(),
        Completion { all, done, .. } => format!("Hoàn thành {done}/{all} mục"),
    }
}

fn leaf_line(task: &AssignedTask<'_>, number: String, plan: &Plan) -> PrintedTask {
    let leaf = task.leaf;
    let coordinating = leaf.coordinating.as_ref();
    let mut line = PrintedTask {
        id: leaf.id.to_string(),
        heading: false,
        number,
        content: content(leaf),
        lead: leaf.lead.named.words.value.clone(),
        coordinating: coordinating.map_or_else(String::new, |c| c.words.value.clone()),
        timing: leaf.timing_words.value.clone(),
        product: leaf.product.value.clone(),
        state: state_words(task),
        result: if let Some(count) = task.over_leads() {
            TaskResult::words(result_over_leads(task, count))
        } else {
            let result = task.progress.map(|progress| result(progress, leaf));
            result.unwrap_or_default()
        },
        note: note(task, plan),
        below: Vec::new(),
    };
    if let [lead] = task.leads.as_slice() {
        for text in line.result.done.iter_mut().chain(&mut line.note) {
            *text = wording::in_full(text, lead.agency).into_owned();
        }
    }
    let row = leaf.id.as_str();
    let of_plan = [
        (&mut line.content, LONGEST_CONTENT, "Nội dung công việc"),
        (&mut line.lead, LONGEST_OF_PLAN, "Cơ quan chủ trì"),
        (&mut line.coordinating, LONGEST_OF_PLAN, "Cơ quan phối hợp"),
        (&mut line.timing, LONGEST_OF_PLAN, "Thời gian"),
        (&mut line.product, LONGEST_OF_PLAN, "Sản phẩm"),
        (&mut line.state, LONGEST_OF_PLAN, "Tình trạng"),
    ];
    for (text, limit, column) in of_plan {
        line.below.extend(overlong::take(text, limit, row, column));
    }
    let mut result = line.result.text();
    if let Some(taken) = overlong::take(&mut result, LONGEST_RESULT, row, "Kết quả") {
        line.result = TaskResult::words(vec![result]);
        line.below.push(taken);
    }
    let mut note = line.note.join(". ");
    if let Some(taken) = overlong::take(&mut note, LONGEST_NOTE, row, "Ghi chú") {
        line.note = vec![note];
        line.below.push(taken);
    }
    line
}

/// "a) Kế hoạch của UBND tỉnh (*)", as the plan prints it.
pub(super) fn content(leaf: &Leaf) -> String {
    let letter = leaf
        .letter
        .as_ref()
        .map_or_else(String::new, |letter| format!("{letter}) "));
    let mark = if leaf.funded { "\u{a0}(*)" } else { "" };
    format!("{letter}{}{mark}", leaf.content.value)
}

/// The state in the form's own words.
fn state_words(task: &AssignedTask<'_>) -> String {
    match task.state {
        TaskState::OnTime => "Hoàn thành đúng hạn".to_owned(),
        TaskState::Late => "Hoàn thành nhưng quá hạn".to_owned(),
        TaskState::Overdue => "Quá hạn nhưng chưa hoàn thành".to_owned(),
        TaskState::WithinTime => "Chưa hoàn thành, còn trong hạn".to_owned(),
        TaskState::Standing if task.moved => "Thực hiện thường xuyên".to_owned(),
        TaskState::Standing => "Thực hiện thường xuyên; chưa có kết quả trong kỳ".to_owned(),
        TaskState::Waiting => match &task.leaf.timing {
            Timing::Condition(words) if words.value.chars().count() > BRIEF_CONDITION => {
                "Chưa hoàn thành, chờ điều kiện".to_owned()
            }
            Timing::Condition(words) => format!("Chưa hoàn thành, chờ {}", words.value),
            Timing::Deadline(_) | Timing::AllYear => String::new(),
        },
        TaskState::CarriedOver => "Chuyển sang năm sau".to_owned(),
        TaskState::Stopped => "Dừng thực hiện".to_owned(),
    }
}

/// What was done, and the documents with number, symbol and date: first those of a kind that
/// the plan names as the product.
fn result(progress: &Progress, leaf: &Leaf) -> TaskResult {
    let mut done: Vec<String> = progress.done.iter().map(|d| d.value.clone()).collect();
    if let Some(members) = progress.members {
        done.push(format!(
            "{}/{} đơn vị đã thực hiện",
            vi::grouped(members.done),
            vi::grouped(members.all)
        ));
    }
    let asked_for = leaf.product.value.to_lowercase();
    let (products, others): (Vec<_>, Vec<_>) = progress.products.iter().partition(|product| {
        let kind = product.kind().to_lowercase();
        !kind.is_empty() && asked_for.contains(&kind)
    });
    let titles = |products: Vec<&Product>| products.into_iter().map(document).collect();
    TaskResult {
        products: titles(products),
        done,
        others: titles(others),
    }
}

/// "Kế hoạch số 05/KH-STP ngày 12/01/2021 của Sở Tư pháp".
fn document(product: &Product) -> String {
    let issuer = product.issuer.as_ref();
    let issuer = issuer.map_or_else(String::new, |i| format!(" của {}", i.value));
    let day = vi::short_date(product.date.value);
    format!("{} ngày\u{a0}{day}{issuer}", product.title())
}

/// How many of several agencies have done it, and of those below them.
fn result_over_leads(task: &AssignedTask<'_>, count: Completion) -> Vec<String> {
    let underway = task.state == TaskState::Standing && count.done == 0;
    let mut lines = vec![if underway {
        let reported = task.leads.iter().filter(|lead| lead.progress.is_some());
        format!("{}/{} cơ quan đang thực hiện", reported.count(), count.all)
    } else {
        format!("{}/{} cơ quan đã hoàn thành", count.done, count.all)
    }];
    let reported = task.leads.iter().filter_map(|lead| lead.progress);
    let members: Vec<_> = reported.filter_map(|progress| progress.members).collect();
    if !members.is_empty() {
        let done: u64 = members.iter().map(|m| m.done).sum();
        let all: u64 = members.iter().map(|m| m.all).sum();
        lines.push(format!(
            "{}/{} đơn vị cấp dưới đã thực hiện",
            vi::grouped(done),
            vi::grouped(all)
        ));
    }
    lines
}

/// Which of several agencies are behind, where most are not, and who has not reported.
fn note_over_leads(task: &AssignedTask<'_>) -> Vec<String> {
    let names = |leads: Vec<&LeadTask<'_>>| {
        let names: Vec<_> = leads.iter().map(|l| l.agency.name.value.as_str()).collect();
        names.join("; ")
    };
    let in_state = |state| -> Vec<_> {
        let reported = task.leads.iter().filter(|lead| lead.progress.is_some());
        reported.filter(|lead| lead.state == state).collect()
    };
    let silent: Vec<_> = task.leads.iter().filter(|l| l.progress.is_none()).collect();
    let earlier = task
        .leads
        .iter()
        .filter(|l| l.progress.is_some() && l.from_earlier);
    let parts = [
        ("Quá hạn chưa hoàn thành", in_state(TaskState::Overdue)),
        ("Hoàn thành nhưng quá hạn", in_state(TaskState::Late)),
        ("Không thực hiện", in_state(TaskState::Stopped)),
        ("Chuyển sang năm sau", in_state(TaskState::CarriedOver)),
        ("Chưa có báo cáo", silent),
        ("Theo báo cáo kỳ trước", earlier.collect()),
    ];
    parts
        .into_iter()
        .filter(|(_, leads)| !leads.is_empty())
        .map(|(words, leads)| format!("{words}: {}", names(leads)))
        .collect()
}

fn note(task: &AssignedTask<'_>, plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    if !task.counts {
        lines.push(format!(
            "Thời hạn sau năm {}, không tính vào tỷ lệ hoàn thành của năm",
            plan.year
        ));
    }
    if task.over_leads().is_some() {
        lines.extend(note_over_leads(task));
        lines.extend(money(
            &task
                .leads
                .iter()
                .filter_map(|l| l.progress?.money)
                .collect::<Vec<_>>(),
        ));
        return lines;
    }
    let Some(progress) = task.progress else {
        lines.push("Chưa có báo cáo".to_owned());
        return lines;
    };
    if let Some(completed) = &progress.completed {
        let of_product = progress
            .products
            .iter()
            .any(|p| p.date.value == completed.value);
        if !of_product && task.state.is_completed() {
            lines.push(format!(
                "Hoàn thành ngày {}",
                vi::short_date(completed.value)
            ));
        }
    }
    if let Some(condition) = &progress.condition {
        let what = match &task.leaf.timing {
            Timing::Condition(words) => words.value.as_str(),
            Timing::Deadline(_) | Timing::AllYear => "",
        };
        let mut line = format!("Đã có {what} ngày {}", vi::short_date(condition.date.value));
        if let Some(deadline) = &condition.deadline {
            let _ = write!(line, ", thời hạn {}", vi::short_date(deadline.value));
        }
        lines.push(line);
    }
    if let Some(expected) = &progress.expected {
        lines.push(format!(
            "Dự kiến hoàn thành ngày {}",
            vi::short_date(expected.value)
        ));
    }
    match &progress.ending {
        Some(Ending::CarriedOver(reason) | Ending::Stopped(reason)) => {
            lines.push(format!("Lý do: {}", reason.value));
        }
        None => {}
    }
    lines.extend(progress.difficulty.as_ref().map(|difficulty| {
        let what = if matches!(task.state, TaskState::Late | TaskState::Overdue) {
            "Nguyên nhân"
        } else {
            "Khó khăn"
        };
        format!("{what}: {}", difficulty.value)
    }));
    lines.extend(money(progress.money.as_slice()));
    lines
}

/// What a task costs, of all that lead it.
fn money(told: &[Money]) -> Option<String> {
    let sum =
        |of: fn(&Money) -> Option<u64>| told.iter().filter_map(of).reduce(u64::saturating_add);
    let amount = |words: &str, none: &str, amount: Option<u64>| match amount? {
        0 => Some(none.to_owned()),
        millions => Some(format!("{words} {}", vi::grouped(millions))),
    };
    let parts: Vec<_> = [
        amount("dự trù", "không dự trù", sum(|money| money.estimated)),
        amount("được duyệt", "chưa được duyệt", sum(|money| money.approved)),
        amount("đã sử dụng", "chưa sử dụng", sum(|money| money.spent)),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("Kinh phí (triệu đồng): {}", parts.join(", ")))
}
