//! `build`: the reports of one period or of all.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use super::args::BuildArguments;
use super::interrupt;
use super::session::{Read, Session, only};
use crate::batch::{
    self, Fate, Finding, Inputs, Kit, Ledger, Limits, Output, PeriodPlan, Pool, Press, State, Task,
};
use crate::build::Author;
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, ReportFate};
use crate::model::{AgencyId, CycleId, IndicatorId, Period, Regime, Section, Subject, Workspace};
use crate::typeset::FontSet;
use crate::vi;

/// What all periods of a run share.
struct Workshop<'a> {
    arguments: &'a BuildArguments,
    only: Vec<AgencyId>,
    fonts: FontSet,
    templates: Templates,
    kit: Kit,
    pool: Option<Pool<'a>>,
    ledger: Ledger,
    jobs: usize,
    stop: &'a AtomicBool,
}

impl Session {
    pub(super) fn build(&mut self, arguments: &BuildArguments) {
        self.tell_by(&arguments.tell, false);
        let Some(fonts) = self.fonts(arguments.data.fonts.as_deref()) else {
            return;
        };
        let templates = match Templates::load(arguments.templates.as_deref()) {
            Ok(templates) => templates,
            Err(findings) => return self.found(findings),
        };
        let kit = Kit::new(&templates, &fonts);
        let Some(ledger) = self.ledger(arguments, &kit) else {
            return;
        };
        let stop = interrupt::listen();
        let periods = self.periods(arguments.period.as_ref(), &arguments.data, &fonts);
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
            jobs,
            stop,
        };
        if arguments.all && workshop.only.is_empty() {
            self.left_over(&workshop, &workshop.ledger.keep_periods(&periods));
        }
        for period in periods {
            if !workshop.stop.load(Ordering::Relaxed) {
                self.build_period(&workshop, &period);
            }
        }
        self.interrupted = stop.load(Ordering::Relaxed);
        if !arguments.dry_run
            && let Err(findings) = workshop.ledger.finish(!self.interrupted)
        {
            self.found(findings);
        }
    }

    fn ledger(&mut self, arguments: &BuildArguments, kit: &Kit) -> Option<Ledger> {
        let folder = &arguments.to.out;
        let opened = if arguments.dry_run {
            Ok(Ledger::look(folder, arguments.shard))
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
    /// are: only somebody who knows why may remove them.
    fn left_over(&mut self, workshop: &Workshop<'_>, paths: &[String]) {
        let findings = paths.iter().map(|path| {
            let path = vi::shown_path(&workshop.ledger.place(path));
            let message = format!("số liệu không còn báo cáo nào ứng với tệp `{path}`");
            let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
            finding.with_help("xóa tệp ấy nếu không cần nữa")
        });
        self.found(findings.collect());
    }

    fn build_period(&mut self, workshop: &Workshop<'_>, period: &Period) {
        let arguments = workshop.arguments;
        let read = self.load(&arguments.data, period, arguments.all, &workshop.fonts);
        let Some(read) = read else {
            return;
        };
        let data = vi::shown_path(&arguments.data.from.data);
        let (tasks, failed) = self.tasks(workshop, period, &read, &data);
        let author = match self.author(workshop, &read.workspace) {
            Ok(author) => author,
            Err(findings) => return self.found(findings),
        };
        let mut paths: BTreeSet<_> = tasks.iter().map(|task| task.path.as_str()).collect();
        paths.extend(failed.iter().map(|(path, _)| path.as_str()));
        let parts = tasks.iter().map(|task| (&task.path, &task.inputs));
        let parts = parts.chain(failed.iter().map(|(path, output)| (path, &output.inputs)));
        let of_shard = |path: &str| arguments.shard.is_none_or(|shard| shard.has(path));
        let whole = workshop.only.is_empty();
        let plan = PeriodPlan {
            plan: batch::plan_hash(parts),
            findings: general_findings(&read, self, &data),
        };
        paths.retain(|path| of_shard(path));
        let gone = workshop
            .ledger
            .begin(&period.to_string(), plan, &paths, whole);
        self.left_over(workshop, &gone);
        let tasks: Vec<_> = tasks.into_iter().filter(|t| of_shard(&t.path)).collect();
        let failed = failed.into_iter().filter(|(path, _)| of_shard(path));
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
        self.tell(&Event::Planned {
            reports: tasks.len(),
        });
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
        press.run(&tasks, workshop.jobs, |task, fate| {
            self.made(workshop, task, fate, &sources);
        });
        self.sources = sources;
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

    /// The reports of a period that were asked for, and those whose data keep them from
    /// being made.
    fn tasks<'r>(
        &mut self,
        workshop: &Workshop<'_>,
        period: &Period,
        read: &'r Read,
        data: &str,
    ) -> (Vec<Task<'r>>, Vec<(String, Output)>) {
        let workspace = &read.workspace;
        let asked_for = |id: &AgencyId| workshop.only.is_empty() || workshop.only.contains(id);
        let inputs = Inputs::new(workspace, &self.sources, &read.own_files, data);
        let path = |name: &str| format!("{period}/{name}.pdf");
        let findings = |id: &AgencyId| -> Vec<_> {
            let mut own = read.own_files.iter().filter(|(_, owner)| owner == id);
            let own = own.next().map(|(source, _)| *source);
            let of_own =
                |finding: &&Diagnostic| finding.place.is_some_and(|p| Some(p.source) == own);
            let findings = read.findings.iter().filter(of_own);
            findings
                .map(|finding| Finding::new(finding, &self.sources, data))
                .collect()
        };
        let mut tasks = Vec::new();
        let subjects = workspace.subjects().into_iter();
        for subject in subjects.filter(|subject| asked_for(&subject.agency.id)) {
            let Subject { agency, .. } = subject;
            let inputs = inputs.of(agency, workspace, period);
            for head in subject.heads() {
                tasks.push(Task {
                    subject,
                    head,
                    path: path(&head.file_name(agency)),
                    inputs: inputs.clone(),
                    findings: findings(&agency.id),
                });
            }
        }
        let left_out = read.left_out.iter().filter(|id| asked_for(id));
        let failed = left_out.filter_map(|id| {
            let agency = workspace.agencies.get(id)?;
            let output = Output {
                agency: id.to_string(),
                period: period.to_string(),
                state: State::Failed,
                inputs: inputs.of(agency, workspace, period),
                file: None,
                findings: findings(id),
            };
            Some((path(id.as_str()), output))
        });
        let failed = failed.collect();
        let documents = tasks.len();
        let submissions: BTreeSet<_> = tasks.iter().map(|t| &t.subject.agency.id).collect();
        // A report that is carried by two documents counts twice.
        self.summary.submissions += documents - submissions.len();
        (tasks, failed)
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
            Fate::Kept => ReportFate::Kept,
            Fate::Failed(findings) => {
                self.found_in(findings, sources);
                ReportFate::Failed
            }
            Fate::Stopped => return,
        };
        let agency = task.subject.agency.name.value.clone();
        self.report(workshop, &task.path, agency, fate);
    }

    fn report(&mut self, workshop: &Workshop<'_>, path: &str, agency: String, fate: ReportFate) {
        let path: PathBuf = workshop.ledger.place(path);
        let before = matches!(fate, ReportFate::Failed) && path.exists();
        self.summary.count_report(&fate);
        self.tell(&Event::Report {
            path,
            agency,
            fate,
            before,
        });
    }
}

/// What was found that is not in the file of one unit.
fn general_findings(read: &Read, session: &Session, data: &str) -> Vec<Finding> {
    let own: BTreeSet<_> = read.own_files.iter().map(|(source, _)| *source).collect();
    let general = |finding: &&Diagnostic| finding.place.is_none_or(|p| !own.contains(&p.source));
    let findings = read.findings.iter().filter(general);
    findings
        .map(|finding| Finding::new(finding, &session.sources, data))
        .collect()
}
