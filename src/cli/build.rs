//! `build`: the reports of one period or of all.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use super::args::BuildArguments;
use super::interrupt;
use super::plan::general_findings;
use super::session::{Read, Session, only};
use super::unchanged::Basis;
use crate::batch::{
    self, Begun, Fate, Foreign, Kit, Ledger, LeftOver, Limits, Output, PeriodPlan, Pool, Press,
    Standing, Tape, Tapes, Task,
};
use crate::build::Author;
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, ReportFate};
use crate::model::{
    AgencyId, CycleId, DocumentState, IndicatorId, Period, Regime, Section, Workspace,
};
use crate::publish::Surroundings;
use crate::typeset::FontSet;
use crate::{load, vi};

/// How many reports that nothing asks for any more are named.
const NAMED: usize = 20;

/// What all periods of a run share.
pub(super) struct Workshop<'a> {
    pub arguments: &'a BuildArguments,
    pub only: Vec<AgencyId>,
    pub fonts: FontSet,
    templates: Templates,
    pub kit: Kit,
    pool: Option<Pool<'a>>,
    pub ledger: Ledger,
    pub tapes: RefCell<Tapes>,
    jobs: usize,
    stop: &'a AtomicBool,
    /// Places that have files of others, in a folder of which nothing was known.
    strangers: RefCell<Vec<String>>,
}

impl Session {
    pub(super) fn build(&mut self, arguments: &BuildArguments) {
        let around = Surroundings::of_reports(&arguments.data.from.data, &arguments.to.out);
        self.tell_by(&arguments.tell, false, &around);
        self.takes_notes = false;
        let Some(fonts) = self.fonts(arguments.data.fonts.as_deref()) else {
            return;
        };
        let templates = match Templates::load(arguments.templates.as_deref()) {
            Ok(templates) => templates,
            Err(findings) => return self.found(findings),
        };
        let kit = Kit::new(&templates, &fonts);
        let periods = self.periods(arguments.period.as_ref(), &arguments.data, &fonts);
        if periods.is_empty() {
            return;
        }
        let Some(ledger) = self.ledger(arguments, &kit) else {
            return;
        };
        let stop = interrupt::listen();
        let jobs = arguments
            .jobs
            .unwrap_or_else(|| available_parallelism().map_or(1, std::num::NonZeroUsize::get));
        let limits = Limits {
            deadline: Duration::from_secs(arguments.deadline),
            memory: arguments.memory << 20,
        };
        let program = std::env::current_exe();
        let pool = match (arguments.dry_run, program) {
            (true, _) => None,
            (false, Ok(program)) => Some(Pool::new(program, &templates, &fonts, limits, stop)),
            (false, Err(error)) => {
                let message = format!("không tìm thấy tệp chương trình ({})", vi::reason(&error));
                return self.found(vec![Diagnostic::general(Code::TypesetWorker, message)]);
            }
        };
        let workshop = Workshop {
            arguments,
            only: only(&arguments.data),
            kit,
            fonts,
            templates,
            pool,
            ledger,
            tapes: RefCell::new(Tapes::read(&arguments.to.out)),
            jobs,
            stop,
            strangers: RefCell::default(),
        };
        if arguments.all && workshop.only.is_empty() && self.certain_of_periods {
            let names = periods.iter().map(|(period, _)| period.to_string());
            self.left_over(&workshop, &workshop.ledger.keep_periods(&names.collect()));
        }
        let mut complete = true;
        self.shard = arguments.shard;
        self.periods_left = periods.len();
        for (period, only) in periods {
            self.periods_left -= 1;
            if !workshop.stop.load(Ordering::Relaxed) {
                complete &= self.build_period(&workshop, &period, &only).is_some();
            }
        }
        self.strangers(&workshop);
        if !arguments.dry_run {
            workshop.tapes.borrow().write(&arguments.to.out);
        }
        self.interrupted = stop.load(Ordering::Relaxed);
        if !arguments.dry_run
            && let Err(findings) = workshop.ledger.finish(complete && !self.interrupted)
        {
            self.found(findings);
        }
    }

    fn ledger(&mut self, arguments: &BuildArguments, kit: &Kit) -> Option<Ledger> {
        let folder = &arguments.to.out;
        let opened = if arguments.dry_run {
            Ledger::look(folder, arguments.shard)
        } else {
            Ledger::open(folder, arguments.shard, &kit.made_with)
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
        let folder = vi::shown_path(&workshop.arguments.to.out);
        let message = format!(
            "thư mục `{folder}` không có bảng kê đọc được, nên {} tệp ở chỗ của báo cáo được coi là của người khác và giữ nguyên: `{}`{}",
            all.len(),
            vi::shown_path(&workshop.ledger.place(first)),
            if all.len() > 1 { ", …" } else { "" }
        );
        let finding = Diagnostic::general(Code::OutputExists, message);
        self.found(vec![finding.with_help(
            "bản đã ký hoặc bản quét thì lưu lại bằng `baocao seal <KỲ> --agency <MÃ> --signed <TỆP>`; muốn lập báo cáo vào những chỗ ấy thì chuyển các tệp đi nơi khác, hoặc chọn thư mục khác bằng `--out`",
        )]);
    }

    /// Makes the reports of a period. Nothing where a fault in what all rest on keeps every
    /// one from being made.
    fn build_period(
        &mut self,
        workshop: &Workshop<'_>,
        period: &Period,
        only: &[AgencyId],
    ) -> Option<()> {
        let arguments = workshop.arguments;
        let basis = Basis::of(workshop, period, &self.regimes);
        if let (Some(basis), false) = (&basis, arguments.force)
            && self.told_again(workshop, period, basis).is_some()
        {
            return Some(());
        }
        let counted = self.summary.submissions;
        let read = self.load(
            &arguments.data,
            (period, only),
            arguments.all,
            &workshop.fonts,
        );
        let read = read?;
        let data = vi::shown_path(&arguments.data.from.data);
        let (tasks, failed) = self.tasks(workshop, period, &read, &data);
        let mut all_stand = failed.is_empty();
        let mut basis =
            basis.filter(|basis| basis.holds(workshop, period, (&self.regimes, &self.sources)));
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
        let of_shard = |path: &str| arguments.shard.is_none_or(|shard| shard.has(path));
        let tasks: Vec<_> = tasks.into_iter().filter(|t| of_shard(&t.path)).collect();
        let failed: Vec<_> = failed.into_iter().filter(|(p, _)| of_shard(p)).collect();
        self.unrecorded(workshop, period, &tasks);
        let unsealed = tasks.iter().filter(|task| is_unsealed(task)).count();
        self.summary.unsealed += unsealed;
        let reports = tasks.len() + failed.len();
        // A report that is carried by two documents counts twice.
        self.summary.submissions = counted + reports;
        self.tell(&Event::Planned {
            reports,
            periods_left: self.periods_left,
        });
        for (path, output) in failed {
            let agency = read.workspace.agencies.get(output.agency.as_str());
            let agency = agency.map_or_else(String::new, |agency| agency.name.value.clone());
            self.report(workshop, &path, agency, ReportFate::Failed);
            if !arguments.dry_run
                && let Err(finding) = workshop.ledger.enter(&path, output)
            {
                self.found(vec![finding]);
            }
        }
        let sources = std::mem::take(&mut self.sources);
        let press = Press {
            author: &author,
            kit: &workshop.kit,
            pool: workshop.pool.as_ref(),
            ledger: &workshop.ledger,
            sources: &sources,
            data: &data,
            force: arguments.force,
        };
        let mut reports = Vec::new();
        press.run(&tasks, workshop.jobs, |task, fate| {
            match &fate {
                Fate::Published(file) | Fate::Unchanged(file) => reports.push(Standing {
                    path: task.path.clone(),
                    agency: task.subject.agency.name.value.clone(),
                    sha256: file.sha256.clone(),
                }),
                _ => all_stand = false,
            }
            self.made(workshop, task, fate, &sources);
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
                reports,
            };
            workshop.tapes.borrow_mut().set(period.to_string(), tape);
        }
        Some(())
    }

    /// Tells of reports that were sealed when they were made here, and of which the data know
    /// nothing any more.
    fn unrecorded(&mut self, workshop: &Workshop<'_>, period: &Period, tasks: &[Task<'_>]) {
        let lost = tasks.iter().filter(|task| {
            let edition = task.head.edition;
            !task.subject.is_recorded()
                && edition.corrected_by.is_none()
                && workshop.ledger.is_sealed(&task.path)
        });
        let lost: Vec<_> = lost.map(|task| task.path.as_str()).collect();
        let Some(first) = lost.first() else { return };
        let path = load::seals_path(&workshop.arguments.data.from.data, period);
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
        read: &Read,
        (tasks, failed): (&[Task<'_>], &[(String, Output)]),
    ) {
        let arguments = workshop.arguments;
        let data = vi::shown_path(&arguments.data.from.data);
        let made = tasks.iter().map(|task| (&task.path, &task.inputs));
        let parts = made.chain(failed.iter().map(|(path, output)| (path, &output.inputs)));
        let all: Vec<_> = parts.collect();
        let plan = PeriodPlan {
            findings: general_findings(read, self, &data),
            plan: batch::plan_hash(all.iter().copied()),
        };
        let of_shard = |path: &&str| arguments.shard.is_none_or(|shard| shard.has(path));
        let paths = all.iter().map(|(path, _)| path.as_str());
        let follow = tasks.iter().filter(|task| !task.head.edition.is_first());
        let begun = Begun {
            plan,
            paths: paths.filter(of_shard).collect(),
            whole: workshop.only.is_empty(),
            superseded: follow
                .map(|task| {
                    (
                        task.subject.agency.id.as_str(),
                        task.subject.follows_recorded(),
                    )
                })
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
        let regimes = &workspace.regimes;
        let sections = || regimes.iter().flat_map(Regime::written_sections);
        let cycles = regimes.iter().flat_map(|r| r.cycles.keys());
        self.found(templates.unused(
            &sections().flat_map(Section::template_names).collect(),
            &cycles.map(CycleId::as_str).collect(),
        ));
        let rows = regimes.iter().flat_map(|regime| regime.indicators.keys());
        self.found(templates.unknown_rows(&rows.map(IndicatorId::as_str).collect()));
        let named = sections().flat_map(|section| &section.templates);
        let missing = templates.missing(named);
        if !missing.is_empty() {
            return Err(missing);
        }
        Author::new(templates, &workshop.fonts, &mut self.sources)
    }

    fn made(
        &mut self,
        workshop: &Workshop<'_>,
        task: &Task<'_>,
        fate: Fate,
        sources: &crate::diagnostic::Sources,
    ) {
        let fate = match fate {
            Fate::Published(file) => ReportFate::Published {
                pages: file.pages,
                bytes: file.bytes,
            },
            Fate::Unchanged(file) => ReportFate::Unchanged { pages: file.pages },
            Fate::Due(reason) => ReportFate::Due(reason),
            Fate::Kept(_, finding) => {
                self.found_in(
                    finding.map(|finding| *finding).into_iter().collect(),
                    sources,
                );
                ReportFate::Kept
            }
            Fate::Occupied(Foreign::Unknown) if workshop.ledger.is_new() => {
                workshop.strangers.borrow_mut().push(task.path.clone());
                ReportFate::Failed
            }
            Fate::Occupied(foreign) => {
                let finding = task.told_of(&foreign, &workshop.ledger.place(&task.path));
                self.found_in(vec![finding], sources);
                ReportFate::Failed
            }
            Fate::Gone(finding) => {
                self.found_in(vec![finding], sources);
                ReportFate::Failed
            }
            Fate::Failed(findings) => {
                self.found_in(findings, sources);
                ReportFate::Failed
            }
            Fate::Stopped => return,
        };
        let agency = task.subject.agency.name.value.clone();
        self.report(workshop, &task.path, agency, fate);
    }

    /// Tells what became of a report.
    pub(super) fn report(
        &mut self,
        workshop: &Workshop<'_>,
        path: &str,
        agency: String,
        fate: ReportFate,
    ) {
        let path_below = path;
        let path: PathBuf = workshop.ledger.place(path_below);
        let before = matches!(fate, ReportFate::Failed) && workshop.ledger.is_own(path_below);
        self.summary.count_report(&fate);
        self.tell(&Event::Report {
            path,
            agency,
            fate,
            before,
        });
    }
}

/// Whether a report says that it was issued, and nothing was recorded of what it said.
fn is_unsealed(task: &Task<'_>) -> bool {
    let is_issued = matches!(task.head.document.state, DocumentState::Issued { .. });
    is_issued && !task.subject.is_recorded()
}
