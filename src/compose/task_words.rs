//! What templates can say of the tasks of the plan: how many of how many, which,
//! waiting for what, and what may come late.

use chrono::NaiveDate;
use indexmap::{IndexMap, IndexSet};
use minijinja::context;
use minijinja::value::Value as Jinja;

use crate::assess::{AssignedTask, LeadTask, Report, TaskState};
use crate::diagnostic::Located;
use crate::model::{Ending, Money, Rate, Timing};
use crate::vi;

/// The name `nhiem_vu` of templates.
pub(super) fn tasks(report: &Report<'_>) -> Jinja {
    let all: Vec<_> = report.tasks.iter().collect();
    let counted: Vec<_> = all.iter().copied().filter(|t| t.counts).collect();
    let next_year: Vec<_> = all.iter().copied().filter(|t| !t.counts).collect();
    let of = |states: &[TaskState]| {
        let some = counted.iter().copied();
        group(
            &some
                .filter(|t| states.contains(&t.state))
                .collect::<Vec<_>>(),
        )
    };
    let done = counted.iter().filter(|t| t.state.is_completed()).count();
    let share = Rate {
        part: done as u64,
        whole: counted.len() as u64,
    };
    let idle: Vec<_> = counted
        .iter()
        .copied()
        .filter(|t| t.state == TaskState::Standing && !t.moved && t.progress.is_some())
        .collect();
    context! {
        ke_hoach => report.subject.plan.map(|plan| plan.short_name.value.as_str()),
        tat_ca => group(&all),
        trong_nam => group(&counted),
        sau_nam => group(&next_year),
        hoan_thanh => of(&[TaskState::OnTime, TaskState::Late]),
        ty_le => share.percent().map(|p| format!("{}%", p.text)),
        dung_han => of(&[TaskState::OnTime]),
        xong_muon => of(&[TaskState::Late]),
        qua_han => of(&[TaskState::Overdue]),
        trong_han => of(&[TaskState::WithinTime]),
        thuong_xuyen => of(&[TaskState::Standing]),
        chua_lam => group(&idle),
        chua_bao_cao => group(&all.iter().copied().filter(|t| is_silent(t)).collect::<Vec<_>>()),
        cho => waiting(&counted),
        chuyen => ended(&counted, TaskState::CarriedOver),
        dung => ended(&counted, TaskState::Stopped),
        chu_tri => group(&all.iter().copied().filter(|t| !is_for_others(t)).collect::<Vec<_>>()),
        tong_hop => group(&all.iter().copied().filter(|t| is_for_others(t)).collect::<Vec<_>>()),
        cham => all.iter().filter(|t| is_told_of(t)).map(|t| held_up(t)).collect::<Vec<_>>(),
        kinh_phi => money(&all),
        tu_ky_truoc => from_earlier(&all),
        nhieu_co_quan => all.iter().filter_map(|t| over_leads(t)).collect::<Vec<_>>(),
    }
}

/// How many there are, for comparing (`dem`) and in words (`so`), and which they
/// are (`ds`).
fn group(tasks: &[&AssignedTask<'_>]) -> Jinja {
    let ids: Vec<_> = tasks.iter().map(|t| t.leaf.id.as_str()).collect();
    context! {
        dem => tasks.len(),
        so => vi::sentence_count(tasks.len() as u64),
        ds => ids.join(", "),
    }
}

/// Waiting tasks by what they wait for, in the order of the plan.
fn waiting(tasks: &[&AssignedTask<'_>]) -> Vec<Jinja> {
    let mut by_condition: IndexMap<&str, Vec<&AssignedTask<'_>>> = IndexMap::new();
    for task in tasks.iter().filter(|t| t.state == TaskState::Waiting) {
        if let Timing::Condition(words) = &task.leaf.timing {
            by_condition.entry(&words.value).or_default().push(task);
        }
    }
    by_condition
        .iter()
        .map(|(words, tasks)| context! { dieu_kien => *words, ..group(tasks) })
        .collect()
}

fn ended(tasks: &[&AssignedTask<'_>], state: TaskState) -> Vec<Jinja> {
    tasks
        .iter()
        .filter(|t| t.state == state)
        .map(|task| {
            let reason = task.progress.and_then(|p| p.ending.as_ref()).map(
                |(Ending::CarriedOver(reason) | Ending::Stopped(reason))| reason.value.as_str(),
            );
            context! { so => task.leaf.id.as_str(), ly_do => reason }
        })
        .collect()
}

/// Whether the unit reports the task for agencies below it.
fn is_for_others(task: &AssignedTask<'_>) -> bool {
    task.leaf.lead.reported_by.is_some()
}

/// A task that is late or held up: how far, and why.
fn held_up(task: &AssignedTask<'_>) -> Jinja {
    let progress = task.progress;
    let day = |day: Option<&Located<NaiveDate>>| day.map(|d| vi::short_date(d.value));
    let late = progress.filter(|_| task.state == TaskState::Late);
    context! {
        so => task.leaf.id.as_str(),
        ten => task.leaf.short_name.value.as_str(),
        xong_muon => day(late.and_then(|p| p.completed.as_ref())),
        qua_han => task.state == TaskState::Overdue,
        han => task.due.map(vi::short_date),
        du_kien => day(progress.and_then(|p| p.expected.as_ref())),
        du_kien_muon => task.expected_late().map(vi::short_date),
        don_vi => progress.and_then(|p| p.members).filter(|m| m.done < m.all).map(|m| {
            format!("{}/{}", vi::sentence_count(m.done), vi::sentence_count(m.all))
        }),
        ly_do => progress.and_then(|p| p.difficulty.as_ref()).map(|r| r.value.as_str()),
    }
}

/// Whether the text says why a task is behind. A compiled report leaves difficulties that
/// delay nothing to its annex.
fn is_told_of(task: &AssignedTask<'_>) -> bool {
    let behind = matches!(task.state, TaskState::Late | TaskState::Overdue)
        || task.expected_late().is_some();
    match task.leads.len() {
        0 => task.needs_words(),
        1 => behind,
        _ => false,
    }
}

/// Whether the one agency that reports on a task tells nothing of it.
fn is_silent(task: &AssignedTask<'_>) -> bool {
    task.progress.is_none() && task.over_leads().is_none()
}

/// A task that several agencies lead: how many have done it, and who is late.
fn over_leads(task: &AssignedTask<'_>) -> Option<Jinja> {
    let count = task.over_leads()?;
    let names = |which: fn(&LeadTask<'_>) -> bool| {
        let leads = task.leads.iter().filter(|lead| which(lead));
        let names: Vec<_> = leads.map(|lead| lead.agency.name.value.as_str()).collect();
        names.join("; ")
    };
    Some(context! {
        so => task.leaf.id.as_str(),
        ten => task.leaf.short_name.value.as_str(),
        xong => count.done,
        tat_ca => vi::sentence_count(
            task.leads.iter().filter(|l| l.progress.is_some() && !l.state.is_ended()).count() as u64,
        ),
        tren => format!(
            "{}/{}",
            vi::sentence_count(count.done as u64),
            vi::sentence_count(count.all as u64)
        ),
        xong_het => count.is_complete(),
        qua_han => names(|lead| lead.progress.is_some() && lead.state == TaskState::Overdue),
        muon => names(|lead| lead.state == TaskState::Late),
        chua_bao_cao => names(|lead| lead.progress.is_none()),
        dung => stopped(task),
    })
}

/// Agencies of whose tasks only the last report is known.
fn from_earlier(tasks: &[&AssignedTask<'_>]) -> String {
    let leads = tasks.iter().flat_map(|task| &task.leads);
    let earlier = leads.filter(|lead| lead.from_earlier && lead.progress.is_some());
    let names: IndexSet<_> = earlier.map(|l| l.agency.name.value.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join("; ")
}

/// Agencies that do not go on with a task, and why: "… (lý do)".
fn stopped(task: &AssignedTask<'_>) -> String {
    let ended = task.leads.iter().filter_map(|lead| {
        let ending = lead.progress?.ending.as_ref()?;
        let (Ending::CarriedOver(reason) | Ending::Stopped(reason)) = ending;
        Some(format!("{} ({})", lead.agency.name.value, reason.value))
    });
    ended.collect::<Vec<_>>().join("; ")
}

/// The city's money for the tasks, if any was approved.
fn money(tasks: &[&AssignedTask<'_>]) -> Option<Jinja> {
    let told = |task: &AssignedTask<'_>| -> Vec<Money> {
        let of_leads = task.leads.iter().filter_map(|lead| lead.progress?.money);
        let own = task.progress.and_then(|p| p.money);
        let own = own.filter(|_| task.leads.is_empty());
        own.into_iter().chain(of_leads).collect()
    };
    let all: Vec<_> = tasks
        .iter()
        .flat_map(|task| {
            told(task)
                .into_iter()
                .map(|money| (task.leaf.id.as_str(), money))
        })
        .filter(|(_, money)| money.approved.is_some_and(|amount| amount > 0))
        .collect();
    let mut ids: Vec<_> = all.iter().map(|(id, _)| *id).collect();
    ids.dedup();
    // Who reports all of a plan also says of which paid tasks nothing is known.
    let silent = tasks
        .iter()
        .filter(|task| !task.leads.is_empty() && task.leaf.funded && told(task).is_empty());
    let silent: Vec<_> = silent.map(|task| task.leaf.id.as_str()).collect();
    let approved: u64 = all.iter().filter_map(|(_, m)| m.approved).sum();
    let spent: u64 = all.iter().filter_map(|(_, m)| m.spent).sum();
    (!all.is_empty()).then(|| {
        context! {
            ds => ids.join(", "),
            chua_co => silent.join(", "),
            duoc_duyet => vi::billions(approved),
            da_su_dung => (spent > 0).then(|| vi::billions(spent)),
        }
    })
}
