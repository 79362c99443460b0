//! The reports of one period or of all.

mod plan;
mod unchanged;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use self::plan::general_findings;
use self::unchanged::Basis;
use super::config::App;
use super::period::{Checked, Faulty, Periods, Reading};
use super::run::{Outcome, Run};
use crate::batch::{
    self, Begun, Fate, Kit, Ledger, LeftOver, Limits, Made, Output, PDF, PeriodPlan, Pool, Press,
    Shard, Standing, Tape, Tapes, Task,
};
use crate::build::Author;
use crate::compose::Templates;
use crate::decree::Margins;
use crate::diagnostic::{Code, Diagnostic, Way};
use crate::event::Event;
use crate::model::{AgencyId, DocumentState, Head, Period, Subject, Workspace};
use crate::typeset::FontSet;
use crate::{load, vi};

/// How many reports that nothing asks for any more are named.
const NAMED: usize = 20;

/// What is to be made, and how.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    /// The period; none for all that there are.
    pub period: Option<Period>,
    /// The units; none for all.
    pub agencies: Vec<AgencyId>,
    /// Whether a compiled report must have all its units.
    pub strict: bool,
    /// Whether reports are made again of which nothing changed.
    pub force: bool,
    /// Whether it is only told what would be made.
    pub dry_run: bool,
    /// The part of all reports that is made, if not all.
    pub shard: Option<Shard>,
    /// How many processes set pages, if not as many as the machine has cores.
    pub jobs: Option<usize>,
    /// How long setting one report may take.
    pub deadline: Duration,
    /// How many bytes of memory a process that sets pages may use.
    pub memory: u64,
}

impl App {
    /// Makes reports and tells of each, and of all that is found. When `stop` becomes true, what
    /// is at work ends in order and nothing more is begun.
    pub fn build(
        &self,
        request: &BuildRequest,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(&Event),
    ) -> Outcome {
        let (outcome, ()) = self.run(tell, |run| {
            run.build(request, stop);
            run.summary.interrupted = stop.load(Ordering::Relaxed);
        });
        outcome
    }
}

/// That nothing can be set.
pub(super) fn no_program(why: &str) -> Diagnostic {
    let message = format!("không tìm thấy tệp chương trình ({why})");
    Diagnostic::general(Code::TypesetWorker, message)
}

/// What all periods of a run share.
struct Workshop<'a> {
    app: &'a App,
    request: &'a BuildRequest,
    fonts: Arc<FontSet>,
    templates: Arc<Templates>,
    kit: Kit,
    pool: Option<Pool<'a>>,
    ledger: Ledger,
    tapes: RefCell<Tapes>,
    jobs: usize,
    /// Places that have files of others, in a folder of which nothing was known.
    strangers: RefCell<Vec<String>>,
    /// The regimes that there were when the folder of data was looked over.
    regimes: Workspace,
}

impl Workshop<'_> {
    /// Whether a unit's report is asked for.
    fn is_asked_for(&self, id: &AgencyId) -> bool {
        let only = &self.request.agencies;
        only.is_empty() || only.contains(id)
    }

    /// Whether all reports are asked for.
    fn is_whole(&self) -> bool {
        self.request.agencies.is_empty()
    }
}

impl Run<'_> {
    fn build(&mut self, request: &BuildRequest, stop: &AtomicBool) {
        let app = self.app;
        let Some(fonts) = self.fonts() else {
            return;
        };
        let Some((templates, margins)) = self.templates() else {
            return;
        };
        let kit = Kit::new(&templates, &fonts);
        let Periods {
            all: periods,
            certain,
            regimes,
            ..
        } = self.periods((request.period.as_ref(), &request.agencies), &fonts, false);
        if periods.is_empty() || stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(ledger) = self.ledger(request, &kit) else {
            return;
        };
        let jobs = request
            .jobs
            .unwrap_or_else(|| available_parallelism().map_or(1, std::num::NonZeroUsize::get));
        let limits = Limits {
            deadline: request.deadline,
            memory: request.memory,
        };
        let pool = match (request.dry_run, app.config().program.clone()) {
            (true, _) => None,
            (false, Ok(program)) => Some(Pool::new(
                program, &templates, margins, &fonts, limits, stop,
            )),
            (false, Err(why)) => {
                return self.found(vec![no_program(&why)]);
            }
        };
        let workshop = Workshop {
            app,
            request,
            kit,
            fonts,
            templates,
            pool,
            ledger,
            tapes: RefCell::new(Tapes::read(&app.config().out)),
            jobs,
            strangers: RefCell::default(),
            regimes,
        };
        if request.period.is_none() && workshop.is_whole() && certain {
            let names = periods.iter().map(|(period, _)| period.to_string());
            self.left_over(&workshop, &workshop.ledger.keep_periods(&names.collect()));
        }
        let mut complete = true;
        let count = periods.len();
        for (number, (period, only)) in (1..).zip(&periods) {
            if !stop.load(Ordering::Relaxed) {
                let left = count - number;
                complete &= self.build_period(&workshop, period, only, left).is_some();
            }
        }
        self.strangers(&workshop);
        if !request.dry_run {
            workshop.tapes.borrow().write(&app.config().out);
        }
        self.summary.interrupted = stop.load(Ordering::Relaxed);
        if !request.dry_run
            && let Err(findings) = workshop
                .ledger
                .finish(complete && !self.summary.interrupted)
        {
            self.found(findings);
        }
    }

    /// The templates and the margins that they leave.
    pub(super) fn templates(&mut self) -> Option<(Arc<Templates>, Margins)> {
        let read = self.app.templates().and_then(|templates| {
            let decree = templates.decree(&mut self.sources)?;
            Ok((templates, decree))
        });
        match read {
            Ok((templates, decree)) => {
                self.found(decree.departures());
                Some((templates, decree.margins()))
            }
            Err(findings) => {
                self.found(findings);
                None
            }
        }
    }

    fn ledger(&mut self, request: &BuildRequest, kit: &Kit) -> Option<Ledger> {
        let folder = &self.app.config().out;
        let opened = if request.dry_run {
            Ledger::look(folder, request.shard)
        } else {
            Ledger::open(folder, request.shard, &kit.made_with)
        };
        let (ledger, finding) = match opened {
            Ok((ledger, finding)) => (Some(ledger), finding),
            Err(finding) => (None, Some(finding)),
        };
        self.found(finding.into_iter().collect());
        ledger
    }

    /// Tells of reports that nothing in the data asks for any more. They stay where they
    /// are, and so does what is known of who made them.
    fn left_over(&mut self, workshop: &Workshop<'_>, left_over: &[LeftOver]) {
        let findings = left_over.iter().take(NAMED).map(|left| {
            let path = vi::shown_path(&workshop.ledger.place(&left.path));
            let message = match &left.submission {
                Some(file) => format!(
                    "trong thư mục dữ liệu không còn tệp `{file}`, hoặc tệp ấy không còn là báo cáo đã lập ở `{path}`"
                ),
                None => format!("trong số liệu không còn báo cáo nào ứng với tệp `{path}`"),
            };
            let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
            finding.with_help(
                "nếu tệp số liệu bị mất hay đổi tên thì đưa về chỗ cũ; báo cáo đã lập giữ nguyên ở đó, không dùng nữa thì chuyển vào nơi lưu trữ",
            )
        });
        let mut findings: Vec<_> = findings.collect();
        if left_over.len() > NAMED {
            let more = left_over.len() - NAMED;
            let message = format!("và {more} báo cáo nữa đã lập mà nay không còn trong số liệu");
            findings.push(Diagnostic::general(Code::OutputLeftOver, message).warning());
        }
        self.found(findings);
    }

    /// Tells at once of all files of others in a folder of which nothing was known.
    fn strangers(&mut self, workshop: &Workshop<'_>) {
        let all = workshop.strangers.borrow();
        let Some(first) = all.first() else { return };
        let folder = vi::shown_path(&workshop.app.config().out);
        let message = format!(
            "thư mục `{folder}` không có bảng kê đọc được, nên {} tệp ở chỗ của báo cáo được coi là của người khác và giữ nguyên: `{}`{}",
            all.len(),
            vi::shown_path(&workshop.ledger.place(first)),
            if all.len() > 1 { ", …" } else { "" }
        );
        let finding = Diagnostic::general(Code::OutputExists, message);
        self.found(vec![
            finding.with_help(
                batch::kept_if_signed()
                    .text("; muốn lập báo cáo vào những chỗ ấy thì chuyển các tệp đi nơi khác, ")
                    .text("hoặc chọn thư mục khác bằng ")
                    .way(Way::OutFolder),
            ),
        ]);
    }

    /// Makes the reports of a period. Nothing where a fault in what all rest on keeps every
    /// one from being made.
    fn build_period(
        &mut self,
        workshop: &Workshop<'_>,
        period: &Period,
        only: &[AgencyId],
        periods_left: usize,
    ) -> Option<()> {
        let request = workshop.request;
        let basis = Basis::of(workshop, period);
        if let (Some(basis), false) = (&basis, request.force)
            && self
                .told_again(workshop, period, basis, periods_left)
                .is_some()
        {
            return Some(());
        }
        let counted = self.summary.submissions;
        let reading = Reading {
            period,
            agencies: only,
            may_be_empty: request.period.is_none(),
            strict: request.strict,
            notes: false,
            shard: request.shard,
            faulty: Faulty::LeftOut,
            drafts: &[],
            workbooks: &[],
        };
        let read = self.read(&reading, &workshop.fonts)?;
        let data = vi::shown_path(self.app.data());
        let (tasks, failed) = self.tasks(workshop, period, &read, &data);
        let mut all_stand = failed.is_empty();
        let mut basis = basis.filter(|basis| basis.holds(workshop, period, &self.sources));
        let warnings = self.summary.warnings;
        let author = match self.author(workshop, &read.workspace) {
            Ok(author) => author,
            Err(findings) => {
                self.found(findings);
                return None;
            }
        };
        if self.summary.warnings > warnings {
            // What is wrong with templates is told anew each time.
            basis = None;
        }
        self.begin_period(workshop, period, &read, (&tasks, &failed));
        let of_shard = |name: &str| request.shard.is_none_or(|shard| shard.has(name));
        let tasks: Vec<_> = tasks
            .into_iter()
            .filter(|t| of_shard(&t.document))
            .collect();
        let failed: Vec<_> = failed.into_iter().filter(|(n, _)| of_shard(n)).collect();
        self.unrecorded(workshop, period, &tasks);
        let unsealed = reports(&tasks).filter(is_unsealed).count();
        self.summary.unsealed += unsealed;
        let planned = tasks.len() + failed.len();
        // A report that is carried by two documents counts twice.
        self.summary.submissions = counted + planned;
        self.tell(&Event::Planned {
            reports: planned,
            periods_left,
        });
        self.not_made(workshop, &read.workspace, failed);
        let sources = std::mem::take(&mut self.sources);
        let press = Press {
            author: &author,
            kit: &workshop.kit,
            pool: workshop.pool.as_ref(),
            ledger: &workshop.ledger,
            sums: &read.sums,
            sources: &sources,
            data: &data,
            wording: workshop.app.config().wording,
            force: request.force,
        };
        let mut standing = Vec::new();
        press.run(&tasks, workshop.jobs, |task, made| {
            match (made.fate, &made.file) {
                (Fate::Published { .. } | Fate::Unchanged { .. }, Some(file)) => {
                    standing.push(Standing {
                        document: task.document.clone(),
                        agency: task.work.agency().name.value.clone(),
                        sha256: file.sha256.clone(),
                    });
                }
                _ => all_stand = false,
            }
            self.made(workshop, task, made, &sources);
        });
        self.sources = sources;
        if let Some(basis) = basis.filter(|_| all_stand) {
            let files = self.sources.iter().map(|(_, path)| path.to_owned());
            let tape = Tape {
                inputs: basis.hash,
                files: files.collect(),
                submissions: read.own_files.iter().map(|(source, _)| *source).collect(),
                counted: self.summary.submissions - counted,
                unsealed,
                findings: read.findings,
                answered: read.answered,
                reports: standing,
            };
            let tape = tape.numbered(&self.sources);
            workshop.tapes.borrow_mut().set(period.to_string(), tape);
        }
        Some(())
    }

    /// Tells of reports whose data keep them from being made, and writes them down.
    fn not_made(
        &mut self,
        workshop: &Workshop<'_>,
        workspace: &Workspace,
        failed: Vec<(String, Output)>,
    ) {
        for (name, output) in failed {
            let agency = workspace.agencies.get(output.agency.as_str());
            let agency = agency.map_or_else(String::new, |agency| agency.name.value.clone());
            let path = batch::file_path(&name, PDF);
            self.report(workshop, &path, agency, Fate::Failed);
            if !workshop.request.dry_run
                && let Err(finding) = workshop.ledger.enter(&name, output, &[PDF])
            {
                self.found(vec![finding]);
            }
        }
    }

    /// Tells of reports that were sealed when they were made here, and of which the data know
    /// nothing any more.
    fn unrecorded(&mut self, workshop: &Workshop<'_>, period: &Period, tasks: &[Task<'_>]) {
        let lost = reports(tasks).filter(|(task, subject, head)| {
            !subject.is_recorded()
                && head.edition.corrected_by.is_none()
                && workshop.ledger.is_sealed(&task.document)
        });
        let lost: Vec<_> = lost.map(|(task, ..)| task.path()).collect();
        let Some(first) = lost.first() else { return };
        let path = load::seals_path(self.app.data(), period);
        let shown = vi::shown_path(&path);
        let message = format!(
            "`{shown}` không còn ghi nhận {} báo cáo mà bảng kê ghi là đã ghi nhận: `{first}`{}",
            lost.len(),
            if lost.len() > 1 { ", …" } else { "" }
        );
        let finding = Diagnostic::general(Code::SealLost, message).warning();
        self.found(vec![finding.with_help(
            "chép lại tệp ấy từ nơi lưu trữ trước khi ghi nhận thêm; báo cáo đã ban hành giữ nguyên",
        )]);
    }

    /// Writes down what is to be made for a period, and tells of what is not asked for any more.
    fn begin_period(
        &mut self,
        workshop: &Workshop<'_>,
        period: &Period,
        read: &Checked,
        (tasks, failed): (&[Task<'_>], &[(String, Output)]),
    ) {
        let request = workshop.request;
        let data = vi::shown_path(self.app.data());
        let made = tasks.iter().map(|task| (&task.document, &task.inputs));
        let parts = made.chain(failed.iter().map(|(name, output)| (name, &output.inputs)));
        let all: Vec<_> = parts.collect();
        let plan = PeriodPlan {
            findings: general_findings(read, self, &data, self.app.config().wording),
            plan: batch::plan_hash(all.iter().copied()),
        };
        let of_shard = |name: &&str| request.shard.is_none_or(|shard| shard.has(name));
        let names = all.iter().map(|(name, _)| name.as_str());
        let follow = reports(tasks).filter(|(.., head)| !head.edition.is_first());
        let begun = Begun {
            plan,
            documents: names.filter(of_shard).collect(),
            whole: workshop.is_whole(),
            superseded: follow
                .map(|(_, subject, _)| (subject.agency.id.as_str(), subject.follows_recorded()))
                .collect(),
            unread: read.left_out.iter().map(AgencyId::as_str).collect(),
        };
        let left_over = workshop.ledger.begin(&period.to_string(), &begun);
        self.left_over(workshop, &left_over);
    }

    /// Whoever composes the reports of a period.
    fn author(
        &mut self,
        workshop: &Workshop<'_>,
        workspace: &Workspace,
    ) -> Result<Author, Vec<Diagnostic>> {
        let templates = &workshop.templates;
        self.check_templates(templates, workspace)?;
        Author::new(templates, &workshop.fonts, &mut self.sources)
    }

    fn made(
        &mut self,
        workshop: &Workshop<'_>,
        task: &Task<'_>,
        made: Made,
        sources: &crate::diagnostic::Sources,
    ) {
        if made.fate == Fate::Stopped {
            return;
        }
        let path = task.path();
        if made.is_strangers && workshop.ledger.is_new() {
            workshop.strangers.borrow_mut().push(path.clone());
        } else {
            self.found_in(made.findings, sources);
        }
        let agency = task.work.agency().name.value.clone();
        self.report(workshop, &path, agency, made.fate);
    }

    /// Tells what became of a report.
    fn report(&mut self, workshop: &Workshop<'_>, path: &str, agency: String, fate: Fate) {
        let path_below = path;
        let path: PathBuf = workshop.ledger.place(path_below);
        let before = matches!(fate, Fate::Failed) && workshop.ledger.is_own(path_below);
        self.summary.count_report(fate);
        self.tell(&Event::Report {
            path,
            agency,
            fate,
            before,
        });
    }
}

/// Those of some tasks that make reports, with their submissions and documents.
fn reports<'t, 'w>(
    tasks: &'t [Task<'w>],
) -> impl Iterator<Item = (&'t Task<'w>, Subject<'w>, Head<'w>)> {
    tasks.iter().filter_map(|task| {
        let (subject, head) = task.work.report()?;
        Some((task, subject, head))
    })
}

/// Whether a report says that it was issued, and nothing was recorded of what it said.
fn is_unsealed((_, subject, head): &(&Task<'_>, Subject<'_>, Head<'_>)) -> bool {
    let is_issued = matches!(head.document.state, DocumentState::Issued { .. });
    is_issued && !subject.is_recorded()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Config;
    use crate::diagnostic::{ExitKind, trap};

    const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/other-regime");

    /// What a dry run over all data says: how many reports would be made, and the codes of
    /// errors.
    fn dry_run() -> (usize, Vec<Code>) {
        let out = tempfile::tempdir().expect("a temporary folder can be made");
        let app = App::open(Config::new(DATA, out.path()));
        let request = BuildRequest {
            period: None,
            agencies: Vec::new(),
            strict: false,
            force: false,
            dry_run: true,
            shard: None,
            jobs: Some(1),
            deadline: Duration::from_mins(1),
            memory: 1 << 30,
        };
        let outcome = app.build(&request, &AtomicBool::new(false), &mut |_| ());
        (outcome.summary.due, outcome.errors)
    }

    #[test]
    fn a_panic_costs_one_unit_or_one_period_and_never_the_run() {
        let (all, errors) = trap::while_it_panics("", dry_run);
        assert_eq!(errors, []);
        for (work, lost) in [
            ("đọc tệp của `phuong-mot`", 1),
            ("kiểm tra báo cáo của `phuong-mot`", 1),
            ("chuẩn bị 2030-t03/phuong-mot.pdf", 1),
            ("soạn 2030-t03/phuong-mot.pdf", 1),
            ("ghi kết quả của 2030-t03/phuong-mot.pdf", 1),
            ("đọc số liệu kỳ 2030-t03", all),
            ("kiểm tra số liệu kỳ 2030-t03", all),
        ] {
            let (due, errors) = trap::while_it_panics(work, dry_run);
            let worst = errors.iter().map(|code| code.exit_kind()).max();
            assert_eq!(worst, Some(ExitKind::Template), "{work}: {errors:?}");
            assert!(errors.contains(&Code::ProgramPanic), "{work}: {errors:?}");
            assert_eq!(due, all - lost, "{work}: {errors:?}");
        }
    }
}
