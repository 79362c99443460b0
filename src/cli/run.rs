//! From arguments to an exit code.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use super::args::{Arguments, BuildArguments, Command, DataArguments};
use super::exit;
use super::reporter::TerminalReporter;
use super::usage;
use crate::build::Builder;
use crate::check;
use crate::compose::Templates;
use crate::diagnostic::{self, Code, Diagnostic, Severity, Sources};
use crate::event::{Event, Summary};
use crate::load::{self, Loaded};
use crate::model::{Agency, AgencyId, CycleId, Regime, Subject, Workspace};
use crate::publish;
use crate::typeset::FontSet;
use crate::wording;

/// Runs the command line.
pub fn run() -> ExitCode {
    // One line instead of a trace: where work is guarded, a finding follows.
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("lỗi bên trong chương trình: {panic}");
    }));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::explain(&error),
    };
    let mut session = Session::new();
    match arguments.command {
        Command::Check(data) => session.check(&data),
        Command::Build(build) => session.build(&build),
    }
    ExitCode::from(session.finish())
}

/// One run: its files, what was found, and who is told.
struct Session {
    reporter: TerminalReporter,
    sources: Sources,
    summary: Summary,
    errors: Vec<Code>,
}

impl Session {
    fn new() -> Self {
        Self {
            reporter: TerminalReporter::new(),
            sources: Sources::default(),
            summary: Summary::default(),
            errors: Vec::new(),
        }
    }

    fn tell(&self, event: &Event) {
        self.reporter.tell(event, &self.sources);
    }

    /// Tells of all findings of a stage, sorted.
    fn found(&mut self, mut findings: Vec<Diagnostic>) {
        diagnostic::sort(&mut findings, &self.sources);
        for finding in findings {
            self.summary.count(finding.severity);
            if finding.severity == Severity::Error {
                self.errors.push(finding.code);
            }
            self.tell(&Event::Found(finding));
        }
    }

    fn finish(self) -> u8 {
        self.tell(&Event::Finished(self.summary));
        exit::worst(self.errors)
    }

    fn fonts(&mut self, folder: Option<&Path>) -> Option<FontSet> {
        match FontSet::load(folder) {
            Ok(fonts) => Some(fonts),
            Err(finding) => {
                self.found(vec![finding]);
                None
            }
        }
    }

    /// Reads and checks the data of a period. Findings of both stages are told
    /// together, so that a file is mended in one go. A fault in a unit's own file
    /// is that unit's; one in a shared file is everybody's.
    ///
    /// What comes back has none of the submissions with errors, but their units'
    /// names beside it.
    fn load(
        &mut self,
        arguments: &DataArguments,
        fonts: &FontSet,
    ) -> Option<(Workspace, Vec<AgencyId>)> {
        let only: Vec<_> = arguments
            .agency
            .iter()
            .map(|a| AgencyId::from(a.as_str()))
            .collect();
        let Loaded {
            mut workspace,
            sources,
            mut findings,
            own_files,
            shared_files,
        } = load::load(&arguments.data, &arguments.period, &only, fonts.charset());
        self.sources = sources;
        self.summary.submissions = own_files.len();
        let concerns_all = |finding: &Diagnostic| {
            finding.severity == Severity::Error
                && finding
                    .place
                    .is_none_or(|p| shared_files.contains(&p.source))
        };
        // What rests on a faulty file cannot be judged: it would be reported for
        // what is wrong elsewhere.
        if !findings.iter().any(concerns_all) {
            findings.extend(wording::fill_figures(&mut workspace, &self.sources));
            findings.extend(check::check(&workspace));
        }
        if own_files.is_empty() && !diagnostic::has_errors(&findings) {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!("kỳ {} chưa có tệp số liệu nào", arguments.period),
                )
                .with_help("mỗi đơn vị một tệp, ví dụ data/2021/q1/so-tu-phap.yaml"),
            );
        }
        let stops = findings.iter().any(concerns_all);
        let faulty: BTreeSet<_> = findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .filter_map(|f| f.place.map(|p| p.source))
            .collect();
        self.found(findings);
        if stops {
            return None;
        }
        workspace
            .submissions
            .retain(|s| !faulty.contains(&s.source));
        let left_out = own_files
            .into_iter()
            .filter(|(source, _)| faulty.contains(source))
            .map(|(_, id)| id)
            .collect();
        Some((workspace, left_out))
    }

    fn check(&mut self, arguments: &DataArguments) {
        if let Some(fonts) = self.fonts(arguments.fonts.as_deref()) {
            self.load(arguments, &fonts);
        }
    }

    fn build(&mut self, arguments: &BuildArguments) {
        let Some(fonts) = self.fonts(arguments.data.fonts.as_deref()) else {
            return;
        };
        let Some((workspace, left_out)) = self.load(&arguments.data, &fonts) else {
            return;
        };
        let folder = arguments.out.join(arguments.data.period.to_string());
        for id in left_out {
            if let Some(agency) = workspace.agencies.get(&id) {
                self.failed(agency, &folder);
            }
        }
        let builder = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
            let regimes = &workspace.regimes;
            let sections = regimes.iter().flat_map(Regime::sections);
            let cycles = regimes.iter().flat_map(|r| r.cycles.keys());
            self.found(templates.unused(
                &sections.map(|s| s.id.as_str()).collect(),
                &cycles.map(CycleId::as_str).collect(),
            ));
            Builder::new(&templates, fonts, &mut self.sources)
        });
        match builder {
            Ok(builder) => {
                for subject in workspace.subjects() {
                    self.report(subject, &builder, &folder);
                }
            }
            Err(findings) => {
                self.found(findings);
            }
        }
    }

    /// Makes one report. What goes wrong in it keeps no other from being made.
    fn report(&mut self, subject: Subject<'_>, builder: &Builder, folder: &Path) {
        let path = folder.join(format!("{}.pdf", subject.agency.id));
        let made = builder.build(subject, &self.sources).and_then(|built| {
            publish::write(&path, &built.pdf).map_err(|finding| vec![finding])?;
            Ok(built)
        });
        match made {
            Ok(built) => {
                self.summary.published += 1;
                self.tell(&Event::Published {
                    path,
                    pages: built.pages.count(),
                    bytes: built.pdf.len(),
                });
            }
            Err(findings) => {
                self.found(findings);
                self.failed(subject.agency, folder);
            }
        }
    }

    fn failed(&self, agency: &Agency, folder: &Path) {
        let before = folder.join(format!("{}.pdf", agency.id));
        self.tell(&Event::Failed {
            agency: agency.name.value.clone(),
            before: before.exists().then_some(before),
        });
    }
}
