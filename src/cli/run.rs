//! From arguments to an exit code.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use super::args::{
    Arguments, CalendarFormat, CheckArguments, Command, DataArguments, ExplainArguments,
    ListFormat, ScheduleArguments,
};
use super::result::{ResultOf, Shape};
use super::session::Session;
use super::today::today;
use super::{calendar, exit, explain, interrupt, rules, stdio, system, usage};
use crate::assess::{self, Explainer};
use crate::batch;
use crate::build::Builder;
use crate::check;
use crate::compose::Templates;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::load::{self, Loaded};
use crate::locate::standings;
use crate::model::{AgencyId, IndicatorId, Subject, Workspace};
use crate::publish::Surroundings;
use crate::vi;

/// Runs the command line.
pub fn run() -> ExitCode {
    // One line instead of a trace: where work is guarded, a finding follows.
    std::panic::set_hook(Box::new(|panic| {
        let panic = panic.to_string().replace('\n', " ");
        let panic = vi::brief(&panic);
        stdio::warn(&format!(
            "lỗi bên trong chương trình: {}\n",
            vi::shown(&panic)
        ));
    }));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return stdio::end(usage::explain(&error)),
    };
    system::hear_of_full_files();
    if let Command::Worker = arguments.command {
        interrupt::leave_to_parent();
        return batch::work();
    }
    system::take_threads();
    stdio::end(carry_out(&arguments.command))
}

fn carry_out(command: &Command) -> u8 {
    let mut session = Session::new();
    match command {
        Command::Check(check) if check.list => session.rules(check),
        Command::New(new) => session.new_submissions(new),
        Command::Schedule(schedule) => session.schedule(schedule),
        Command::Status(status) => session.status(status),
        Command::Seal(seal) => session.seal(seal),
        Command::Explain(explain) => session.explain(explain),
        Command::Verify(verify) => session.verify(verify),
        Command::Merge(merge) => session.merge(merge),
        Command::Check(check) => {
            session.check(check);
            session.finish()
        }
        Command::Build(build) => {
            session.build(build);
            session.finish()
        }
        // It is no session's.
        Command::Worker => exit::SUCCESS,
    }
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
        // A place that is taken says nothing of the data.
        let of_data = self.errors.iter().copied();
        match exit::worst(of_data.filter(|code| *code != Code::OutputExists)) {
            exit::SUCCESS => Ok(workspace),
            _ => Err(self.code()),
        }
    }

    fn schedule(&mut self, arguments: &ScheduleArguments) -> u8 {
        let shape = arguments.format.shape();
        let around = Surroundings::of_data(&arguments.from.data);
        let awaited = self.await_result(
            ResultOf::SCHEDULE,
            shape,
            arguments.to_file.output.as_ref(),
            around,
        );
        let Some(fonts) = self.fonts(None) else {
            return self.code();
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
            return self.code();
        }
        let on = arguments.date.unwrap_or_else(today);
        let text = match arguments.format {
            CalendarFormat::Text => calendar::as_text(arguments.year, &all, on),
            CalendarFormat::Json => calendar::as_json(arguments.year, &all, on),
            CalendarFormat::Ics => calendar::as_ics(arguments.year, &all),
        };
        self.deliver(&awaited, &text)
    }

    fn check(&mut self, arguments: &CheckArguments) {
        let data = &arguments.data;
        let around = Surroundings::of_data(&data.from.data);
        self.tell_by(&arguments.tell, arguments.notes, &around);
        let Some(fonts) = self.fonts(data.fonts.as_deref()) else {
            return;
        };
        for (period, only) in self.periods(arguments.period.as_ref(), data, &fonts) {
            self.load(data, (&period, &only), arguments.all, &fonts);
        }
    }

    /// Lists the rules, and what the regime of a period asks of its figures.
    fn rules(&mut self, arguments: &CheckArguments) -> u8 {
        let around = Surroundings::of_data(&arguments.data.from.data);
        let awaited = self.await_result(
            ResultOf::RULES,
            Shape::Text,
            arguments.list_file.output.as_ref(),
            around,
        );
        let Some(period) = &arguments.period else {
            return self.deliver(&awaited, &rules::as_text());
        };
        let Some(fonts) = self.fonts(arguments.data.fonts.as_deref()) else {
            return self.code();
        };
        let loaded = load::load_register(&arguments.data.from.data, period, fonts.charset());
        let workspace = match self.only_findings(loaded, |_| Vec::new()) {
            Ok(workspace) => workspace,
            Err(code) => return code,
        };
        let regimes = workspace.regimes_for(period);
        let text: String = regimes.into_iter().map(rules::of_regime).collect();
        self.deliver(&awaited, &text)
    }

    /// Tells how figures of a report came about.
    fn explain(&mut self, arguments: &ExplainArguments) -> u8 {
        let shape = arguments.format.shape();
        let around = Surroundings::of_data(&arguments.from.data);
        let awaited = self.await_result(
            ResultOf::EXPLAIN,
            shape,
            arguments.to_file.output.as_ref(),
            around,
        );
        let Some(fonts) = self.fonts(arguments.fonts.as_deref()) else {
            return self.code();
        };
        self.tell_of_misnamed(&arguments.from.data, &arguments.period, &fonts);
        self.tell_errors_only();
        let fonts = Arc::new(fonts);
        let data = DataArguments {
            strict: false,
            agency: vec![arguments.agency.clone()],
            from: arguments.from.clone(),
            fonts: None,
        };
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
            Ok(text) => self.deliver(&awaited, &text),
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
        let report = report.ok_or_else(|| vec![incomplete(subject)])?;
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
            (ListFormat::Json, all) => explain::as_json(all, &self.sources),
            (_, [one]) if arguments.row.is_some() => explain::as_text(one, &self.sources),
            (_, all) => explain::sheet(all, &self.sources),
        })
    }
}

/// A report that cannot be put together, though nothing wrong was found in its data.
fn incomplete(subject: Subject<'_>) -> Diagnostic {
    let name = &subject.agency.name.value;
    let message = format!("{name} chưa đủ dữ liệu để lập báo cáo");
    Diagnostic::general(Code::AgencyIncomplete, message)
        .with_help("xem tên, người ký, nơi nhận của cơ quan ấy trong co-quan.yaml")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::trap;

    const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/other-regime");

    /// What a dry run over all data says: its exit code, the reports that would be made, and
    /// the codes of errors.
    fn dry_run() -> (u8, usize, Vec<Code>) {
        let out = tempfile::tempdir().expect("a temporary folder can be made");
        let out = out.path().to_str().expect("its name is a text");
        let words = [
            "baocao",
            "build",
            "--all",
            "--dry-run",
            "--quiet",
            "--jobs",
            "1",
        ];
        let words = words.into_iter().chain(["--data", DATA, "--out", out]);
        let arguments = Arguments::try_parse_from(words).expect("they are arguments");
        let Command::Build(arguments) = arguments.command else {
            panic!("it is a build");
        };
        let mut session = Session::new();
        session.build(&arguments);
        (session.code(), session.summary.due, session.errors)
    }

    #[test]
    fn a_panic_costs_one_unit_or_one_period_and_never_the_run() {
        let (code, all, errors) = trap::while_it_panics("", dry_run);
        assert_eq!((code, errors), (exit::SUCCESS, Vec::new()));
        for (work, lost) in [
            ("đọc tệp của `phuong-mot`", 1),
            ("kiểm tra báo cáo của `phuong-mot`", 1),
            ("chuẩn bị 2030-t03/phuong-mot.pdf", 1),
            ("soạn 2030-t03/phuong-mot.pdf", 1),
            ("ghi kết quả của 2030-t03/phuong-mot.pdf", 1),
            ("đọc số liệu kỳ 2030-t03", all),
            ("kiểm tra số liệu kỳ 2030-t03", all),
        ] {
            let (code, due, errors) = trap::while_it_panics(work, dry_run);
            assert_eq!(code, exit::TEMPLATE, "{work}: {errors:?}");
            assert!(errors.contains(&Code::ProgramPanic), "{work}: {errors:?}");
            assert_eq!(due, all - lost, "{work}: {errors:?}");
        }
    }
}
