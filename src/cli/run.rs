//! From arguments to an exit code.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use super::args::{
    Arguments, CheckArguments, Command, DataArguments, ExplainArguments, Format, ScheduleArguments,
};
use super::report::print;
use super::session::Session;
use super::today::today;
use super::usage;
use super::{calendar, exit, explain, interrupt, rules};
use crate::assess::{self, Explainer};
use crate::batch;
use crate::build::Builder;
use crate::check;
use crate::compose::Templates;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::load::{self, Loaded};
use crate::locate::standings;
use crate::model::{AgencyId, IndicatorId, Subject, Workspace};
use crate::vi;

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
        Command::Check(check) if check.list => {
            return ExitCode::from(session.rules(&check));
        }
        Command::Check(check) => session.check(&check),
        Command::New(new) => return ExitCode::from(session.new_submissions(&new)),
        Command::Schedule(schedule) => return ExitCode::from(session.schedule(&schedule)),
        Command::Status(status) => return ExitCode::from(session.status(&status)),
        Command::Seal(seal) => return ExitCode::from(session.seal(&seal)),
        Command::Explain(explain) => return ExitCode::from(session.explain(&explain)),
        Command::Build(build) => session.build(&build),
        Command::Verify(verify) => return ExitCode::from(session.verify(&verify)),
        Command::Merge(merge) => return ExitCode::from(session.merge(&merge)),
        Command::Worker => {
            interrupt::leave_to_parent();
            return batch::work();
        }
    }
    ExitCode::from(session.finish())
}

impl Session {
    /// What was found without any report to make: told, and the exit code.
    pub(super) fn only_findings(
        &mut self,
        loaded: Loaded,
        check: impl FnOnce(&Workspace) -> Vec<Diagnostic>,
    ) -> Result<Workspace, u8> {
        let Loaded {
            workspace,
            sources,
            mut findings,
            ..
        } = loaded;
        self.sources = sources;
        if !diagnostic::has_errors(&findings) {
            findings.extend(check(&workspace));
        }
        self.found(findings);
        match self.code() {
            exit::SUCCESS => Ok(workspace),
            code => Err(code),
        }
    }

    fn schedule(&mut self, arguments: &ScheduleArguments) -> u8 {
        let Some(fonts) = self.fonts(None) else {
            return exit::TEMPLATE;
        };
        let loaded = load::load_calendar(&arguments.from.data, arguments.year, fonts.charset());
        let workspace =
            match self.only_findings(loaded, |w| check::check_calendar(w, arguments.year)) {
                Ok(workspace) => workspace,
                Err(code) => return code,
            };
        let all = assess::schedule(&workspace, arguments.year);
        if all.is_empty() {
            let message = format!(
                "năm {} không có kỳ báo cáo hay kế hoạch nào",
                arguments.year
            );
            self.found(vec![
                Diagnostic::general(Code::PeriodUnknown, message)
                    .with_help("xem `tu_ngay`, `den_ngay` của các tệp trong thư mục che-do"),
            ]);
            return exit::DATA;
        }
        let on = arguments.date.unwrap_or_else(today);
        print(&match arguments.format {
            Format::Text => calendar::as_text(arguments.year, &all, on),
            Format::Json => calendar::as_json(arguments.year, &all, on),
            Format::Ics => calendar::as_ics(arguments.year, &all),
        });
        exit::SUCCESS
    }

    fn check(&mut self, arguments: &CheckArguments) {
        let data = &arguments.data;
        self.tell_by(&arguments.tell, arguments.notes);
        let Some(fonts) = self.fonts(data.fonts.as_deref()) else {
            return;
        };
        for (period, only) in self.periods(arguments.period.as_ref(), data, &fonts) {
            self.load(data, (&period, &only), arguments.all, &fonts);
        }
    }

    /// Lists the rules, and what the regime of a period asks of its figures.
    fn rules(&mut self, arguments: &CheckArguments) -> u8 {
        let Some(period) = &arguments.period else {
            print(&rules::as_text());
            return exit::SUCCESS;
        };
        let Some(fonts) = self.fonts(arguments.data.fonts.as_deref()) else {
            return exit::TEMPLATE;
        };
        let loaded = load::load_register(&arguments.data.from.data, period, fonts.charset());
        let workspace = match self.only_findings(loaded, |_| Vec::new()) {
            Ok(workspace) => workspace,
            Err(code) => return code,
        };
        for regime in workspace.regimes_for(period) {
            print(&rules::of_regime(regime));
        }
        exit::SUCCESS
    }

    /// Tells how figures of a report came about.
    fn explain(&mut self, arguments: &ExplainArguments) -> u8 {
        let Some(fonts) = self.fonts(arguments.fonts.as_deref()) else {
            return exit::TEMPLATE;
        };
        let fonts = Arc::new(fonts);
        let data = DataArguments {
            strict: false,
            agency: vec![arguments.agency.clone()],
            from: arguments.from.clone(),
            fonts: None,
        };
        self.tell_errors_only();
        let id = AgencyId::from(arguments.agency.as_str());
        let only = std::slice::from_ref(&id);
        let loaded = self.load(&data, (&arguments.period, only), false, &fonts);
        let workspace = loaded.map(|read| read.workspace);
        let subjects = workspace.as_ref().map(Workspace::subjects);
        let subject = subjects.into_iter().flatten().find(|s| s.agency.id == id);
        let Some(subject) = subject else {
            return self.code();
        };
        let made = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
            let builder = Builder::new(&templates, fonts, &mut self.sources)?;
            self.explained(subject, arguments, &templates, &builder)
        });
        match made {
            Ok(text) => {
                print(&text);
                exit::SUCCESS
            }
            Err(findings) => {
                self.found(findings);
                self.code()
            }
        }
    }

    fn explained(
        &self,
        subject: Subject<'_>,
        arguments: &ExplainArguments,
        templates: &Templates,
        builder: &Builder,
    ) -> Result<String, Vec<Diagnostic>> {
        let heads = subject.heads();
        let head = heads.first().copied();
        let report = head.and_then(|head| assess::assess(subject, head));
        let report = report.ok_or_else(Vec::new)?;
        let explainer = Explainer::new(subject);
        let rows: Vec<_> = match &arguments.row {
            Some(row) => vec![IndicatorId::from(row.as_str())],
            None => explainer.rows().cloned().collect(),
        };
        let pages = builder.marked_pages(&report, &self.sources)?;
        let all = rows.iter().filter_map(|id| {
            Some(explain::Explained {
                explanation: explainer.explain(id)?,
                comparison: report.comparisons.get(id).cloned(),
                standings: standings(&report, id, templates, &pages, &self.sources),
            })
        });
        let all: Vec<_> = all.collect();
        if let (Some(row), []) = (&arguments.row, all.as_slice()) {
            return Err(vec![no_such_row(subject, &explainer, row)]);
        }
        Ok(match (arguments.format, all.as_slice()) {
            (Format::Json, all) => explain::as_json(all, &self.sources),
            (_, [one]) if arguments.row.is_some() => explain::as_text(one, &self.sources),
            (_, all) => explain::sheet(all, &self.sources),
        })
    }
}

/// A row that a report lacks.
fn no_such_row(subject: Subject<'_>, explainer: &Explainer<'_>, row: &str) -> Diagnostic {
    let known = explainer.rows().map(IndicatorId::as_str);
    let message = format!(
        "báo cáo của {} không có dòng `{row}`",
        subject.agency.name.value
    );
    let finding = Diagnostic::general(Code::IndicatorUnknown, message);
    match vi::nearest(row, known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("xem mọi dòng của báo cáo bằng `--all`"),
    }
}
