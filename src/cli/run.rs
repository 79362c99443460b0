//! From arguments to an exit code.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use super::args::{Arguments, BuildArguments, Command, DataArguments};
use super::exit;
use super::reporter::TerminalReporter;
use crate::assess::assess;
use crate::check::{self, Subject};
use crate::compose::{Composer, Templates};
use crate::diagnostic::{self, Code, Diagnostic, Severity, Sources};
use crate::event::{Event, Summary};
use crate::load::{self, Loaded};
use crate::model::AgencyId;
use crate::publish;
use crate::typeset::{FontSet, Typesetter};

/// Runs the command line.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
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

    /// Tells of all findings of a stage, sorted; says whether work can go on.
    fn found(&mut self, mut findings: Vec<Diagnostic>) -> bool {
        diagnostic::sort(&mut findings, &self.sources);
        let may_go_on = !diagnostic::has_errors(&findings);
        for finding in findings {
            self.summary.count(finding.severity);
            if finding.severity == Severity::Error {
                self.errors.push(finding.code);
            }
            self.tell(&Event::Found(finding));
        }
        may_go_on
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
    /// together, so that a file is mended in one go.
    fn load(&mut self, arguments: &DataArguments, fonts: &FontSet) -> Option<crate::model::Workspace> {
        let only: Vec<_> = arguments.agency.iter().map(|a| AgencyId::from(a.as_str())).collect();
        let Loaded {
            workspace,
            sources,
            mut findings,
        } = load::load(&arguments.data, &arguments.period, &only, fonts.charset());
        self.sources = sources;
        self.summary.submissions = workspace.submissions.len();
        findings.extend(check::check(&workspace));
        if workspace.submissions.is_empty() && !diagnostic::has_errors(&findings) {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!("kỳ {} chưa có tệp số liệu nào", arguments.period),
                )
                .with_help("mỗi đơn vị một tệp, ví dụ data/2021/q1/so-tu-phap.yaml"),
            );
        }
        self.found(findings).then_some(workspace)
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
        let Some(workspace) = self.load(&arguments.data, &fonts) else {
            return;
        };
        let composer = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
            let composer = Composer::new(&templates, &mut self.sources)?;
            Ok((Typesetter::new(fonts, &templates, &mut self.sources), composer))
        });
        match composer {
            Ok((typesetter, composer)) => {
                let folder = arguments.out.join(arguments.data.period.to_string());
                for subject in check::subjects(&workspace) {
                    self.report(subject, &composer, &typesetter, &folder);
                }
            }
            Err(findings) => {
                self.found(findings);
            }
        }
    }

    /// Makes one report. What goes wrong in it keeps no other from being made.
    fn report(
        &mut self,
        subject: Subject<'_>,
        composer: &Composer,
        typesetter: &Typesetter,
        folder: &Path,
    ) {
        let made = self.make(subject, composer, typesetter, folder);
        match made {
            Ok(event) => {
                self.summary.published += 1;
                self.tell(&event);
            }
            Err(findings) => {
                self.found(findings);
                let agency = subject.agency.name.value.clone();
                self.tell(&Event::Failed { agency });
            }
        }
    }

    fn make(
        &self,
        subject: Subject<'_>,
        composer: &Composer,
        typesetter: &Typesetter,
        folder: &Path,
    ) -> Result<Event, Vec<Diagnostic>> {
        let report = assess(subject).ok_or_else(|| {
            vec![Diagnostic::general(
                Code::AgencyIncomplete,
                format!("{} chưa đủ dữ liệu để lập báo cáo", subject.agency.name.value),
            )]
        })?;
        let composed = composer
            .compose(&report, typesetter.family(), &self.sources)
            .map_err(|finding| vec![finding])?;
        let templates = composer.template_sources();
        let pages = typesetter.lay_out(&composed, templates, &self.sources)?;
        let bytes = typesetter.export(&pages, &report.id(), &composed, templates, &self.sources)?;
        let path = folder.join(format!("{}.pdf", report.agency.id));
        publish::write(&path, &bytes).map_err(|finding| vec![finding])?;
        Ok(Event::Published {
            path,
            pages: pages.count(),
            bytes: bytes.len(),
        })
    }
}
