//! Whether the values of a workspace agree with each other and with the
//! regime, typed and worked out alike. Each concern is a file; every finding has
//! its place.
//!
//! Not for: the shape of the files (`load`) or anything printed.

mod agency;
mod answers;
mod citations;
mod codes;
mod compilation;
mod document;
mod expectations;
mod figures;
mod finals;
mod foreign_tables;
mod giver;
mod growth;
mod history;
mod issued;
mod narrative;
mod old_names;
mod owner_lost;
mod pattern;
mod plan;
mod products;
mod prose;
mod regime;
mod register;
mod repeated;
mod sealed_regime;
mod spelling;
mod stated;
mod task;
mod tasks;
mod territory;
mod totals;

pub use agency::lacking_keys;
pub use answers::{Answered, answer, weight};
pub use codes::say_codes;
pub use issued::{content, content_on_record, is_outdated, sealed_parts};
pub use prose::{Names, NumberReader, ReadNumber, typed_numbers};
pub use register::{concerns, put_in_doubt};

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::assess::Sums;
use crate::diagnostic::{Code, Diagnostic, Place, Sources, guarded, has_errors};
use crate::model::{AgencyId, Period, Regime, Subject, Workspace};

/// All findings about a register of arrivals.
pub fn check_register(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if let Some(register) = &workspace.register {
        register::check(register, workspace, &mut findings);
    }
    findings
}

/// What is wrong with the tables of somebody else that the settings tell of.
pub fn check_foreign_tables(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    foreign_tables::check(workspace, &mut findings);
    findings
}

/// What keeps an agency from beginning a submission for a period.
pub fn check_new(workspace: &Workspace, agency: &AgencyId, period: &Period) -> Vec<Diagnostic> {
    let due = workspace.units_due(period);
    let agency = workspace.agencies.get(agency);
    // The file of a compiled report has no task and no area of its own: for a year of totals that
    // are stated no plan is needed.
    let is_compiled = agency.is_some_and(|agency| agency.compiled_by.is_some());
    let mut findings = Vec::new();
    ambiguous_regime(workspace, period, &mut findings);
    if !is_compiled {
        plan_of(workspace, period, &mut findings);
    }
    let gone = due
        .zip(agency)
        .and_then(|(due, agency)| agency::not_valid(workspace, agency, (period, due), None));
    findings.extend(gone);
    findings
}

/// What keeps everybody from beginning a submission for a period.
pub fn check_new_period(workspace: &Workspace, period: &Period) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    ambiguous_regime(workspace, period, &mut findings);
    plan_of(workspace, period, &mut findings);
    findings
}

/// That there is no plan though the regime asks for one, or that it names who is not there: files
/// would lack rows and tasks.
fn plan_of(workspace: &Workspace, period: &Period, findings: &mut Vec<Diagnostic>) {
    if let Some(plan) = workspace.plans.get(&period.year) {
        plan::whose(plan, workspace, findings);
        return;
    }
    let asks_for_plan = workspace.regimes_for(period).iter().any(|regime| {
        let owned = regime.indicators.values().any(|row| row.fillers.owner);
        owned || regime.task_annex_title.is_some()
    });
    if asks_for_plan {
        let message = format!(
            "năm {} chưa có kế hoạch, tệp tạo ra thiếu nhiệm vụ và số liệu của toàn địa bàn",
            period.year
        );
        findings.push(
            Diagnostic::general(Code::PlanInconsistent, message).with_help(format!(
                "trước hết tạo tệp {}/ke-hoach.yaml trong thư mục dữ liệu, rồi mới tạo tệp của đơn vị",
                period.year
            )),
        );
    }
}

/// All findings about regimes and the plan of a year, before anybody has reported.
pub fn check_calendar(workspace: &Workspace, year: i32) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    territory::check(workspace, &mut findings);
    for regime in &workspace.regimes {
        regime::check(regime, &mut findings);
    }
    let cycles = workspace
        .regimes
        .iter()
        .flat_map(|regime| regime.cycles.keys());
    let cycles: BTreeSet<_> = cycles.cloned().collect();
    for cycle in cycles {
        // Two regimes that overlap do so in all their cycles: said once.
        if !findings.iter().any(|f| f.code == Code::RegimeAmbiguous) {
            ambiguous_regime(workspace, &Period { year, cycle }, &mut findings);
        }
    }
    let holds = |regime: &&Regime| {
        let mut cycles = regime.cycles.keys().cloned();
        cycles.any(|cycle| {
            let regimes = workspace.regimes_for(&Period { year, cycle });
            regimes.iter().any(|other| other.id == regime.id)
        })
    };
    for regime in workspace.regimes.iter().filter(holds) {
        regime::agencies(regime, workspace, &mut findings);
        regime::unconfirmed(regime, &mut findings);
    }
    let Some(plan) = workspace.plans.get(&year) else {
        return findings;
    };
    plan::check(plan, workspace, &mut findings);
    for regime in workspace.regimes.iter().filter(holds) {
        plan::against_regime(plan, regime, &mut findings);
    }
    findings
}

/// Which members compiled reports lack, with those whose files have errors.
pub fn incomplete(workspace: &Workspace, faulty: &BTreeSet<AgencyId>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for subject in workspace.subjects() {
        compilation::lacking(subject, faulty, &mut findings);
    }
    findings
}

/// What compiled reports lose with units that answer for an area and have errors in their files; of
/// each the place of the first.
pub fn lost_rows(workspace: &Workspace, faulty: &BTreeMap<AgencyId, Place>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    owner_lost::lost(workspace, faulty, &mut findings);
    findings
}

/// What is spelt wrong in composed texts, by the rules for what units type: which rule, and the
/// words.
pub fn misspelt<'t>(
    workspace: &Workspace,
    texts: impl IntoIterator<Item = &'t str>,
) -> Vec<(Code, String)> {
    spelling::in_texts(texts, &spelling::Names::new(workspace))
}

/// All findings about a workspace with its sums.
pub fn check(workspace: &Workspace, sums: &Sums, sources: &Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    territory::check(workspace, &mut findings);
    foreign_tables::check(workspace, &mut findings);
    for regime in &workspace.regimes {
        regime::check(regime, &mut findings);
    }
    let period = workspace.submissions.first().map(|first| &first.period);
    for regime in period.map_or_else(Vec::new, |period| workspace.regimes_for(period)) {
        regime::agencies(regime, workspace, &mut findings);
    }
    let mut of_plans = Vec::new();
    for plan in workspace.plans.values() {
        plan::check(plan, workspace, &mut of_plans);
    }
    if let Some(submission) = workspace.submissions.first() {
        ambiguous_regime(workspace, &submission.period, &mut findings);
        if let Some(regime) = workspace.regimes_for(&submission.period).first() {
            regime::unconfirmed(regime, &mut findings);
        }
        sealed_regime::check(workspace, &submission.period, &mut findings);
    }
    if let Some(subject) = workspace.subjects().first() {
        match subject.plan {
            Some(plan) => {
                plan::against_regime(plan, subject.regime, &mut of_plans);
                old_names::in_plan(*subject, plan, &mut of_plans);
            }
            // Who has only totals needs nobody to answer for rows or tasks.
            None if workspace.subjects().iter().all(totals::is_of_totals) => {}
            None => regime::without_plan(subject.regime, &mut of_plans),
        }
    }
    // Whose rows and tasks they are cannot be judged by a faulty plan.
    let plans_hold = !has_errors(&of_plans);
    findings.extend(of_plans);
    if !plans_hold {
        return findings;
    }
    if let Some(register) = &workspace.register {
        register::check(register, workspace, &mut findings);
    }
    history::copies(workspace, &mut findings);
    if let Some(subject) = workspace.subjects().first() {
        history::check(*subject, sums, &mut findings);
    }
    let names = spelling::Names::new(workspace);
    let subjects = workspace.subjects();
    repeated::between_units(&subjects, &mut findings);
    let of_subjects = subjects.into_par_iter().flat_map_iter(|subject| {
        of_unit(subject, || check_subject(subject, sums, &names, sources))
    });
    findings.par_extend(of_subjects);
    findings
}

fn check_subject(
    subject: Subject<'_>,
    sums: &Sums,
    names: &spelling::Names,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    agency::check(subject, &mut findings);
    document::check(subject, &mut findings);
    plan::unfilled_in(subject, &mut findings);
    issued::check(subject, sums, &mut findings);
    figures::check(subject, sums, &mut findings);
    totals::check(subject, sums, &mut findings);
    expectations::check(subject, sums, &mut findings);
    growth::check(subject, &mut findings);
    finals::check(subject, &mut findings);
    tasks::check(subject, &mut findings);
    narrative::check(subject, sums, sources, &mut findings);
    old_names::check(subject, &mut findings);
    repeated::check(subject, &mut findings);
    citations::check(subject, sources, &mut findings);
    spelling::check(subject, names, sources, &mut findings);
    compilation::check(subject, sums, names, &mut findings);
    findings
}

/// What is found about one unit. A panic is a finding in its file, so that its report alone is
/// lost.
fn of_unit(subject: Subject<'_>, check: impl FnOnce() -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let what = format!("kiểm tra báo cáo của `{}`", subject.agency.id);
    guarded(&what, check).unwrap_or_else(|mut finding| {
        finding.place = Some(Sources::beginning(subject.submission.source));
        vec![finding]
    })
}

fn ambiguous_regime(workspace: &Workspace, period: &Period, findings: &mut Vec<Diagnostic>) {
    if let [first, second, ..] = workspace.regimes_for(period).as_slice() {
        findings.push(
            Diagnostic::error(
                Code::RegimeAmbiguous,
                second.place,
                format!(
                    "hai chế độ `{}` và `{}` cùng có hiệu lực cho kỳ {}",
                    first.id, second.id, period
                ),
            )
            .with_label(first.place, "chế độ kia")
            .with_help("sửa `tu_ngay`, `den_ngay` để mỗi kỳ chỉ thuộc một chế độ"),
        );
    }
}
