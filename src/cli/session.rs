//! One run: what was read, what was found, and who is told.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::DataArguments;
use super::exit;
use super::report::{Reporter, TellArguments, TerminalReporter, Volume, audience};
use crate::batch::{self, Shard};
use crate::check::{self, Answered};
use crate::diagnostic::{self, Code, Diagnostic, Finding, Place, Severity, SourceId, Sources};
use crate::event::{Answer, Event, Summary};
use crate::load::{self, Loaded, Overview, Scope};
use crate::model::{AgencyId, Head, Period, Workspace};
use crate::publish::Surroundings;
use crate::typeset::FontSet;
use crate::{vi, wording};

/// One run: its files, what was found, and who is told.
pub(super) struct Session {
    audience: Vec<Box<dyn Reporter>>,
    pub sources: Sources,
    pub summary: Summary,
    pub errors: Vec<Code>,
    pub interrupted: bool,
    /// Whether notes are looked at.
    pub takes_notes: bool,
    /// The part of all reports that is made, if not all.
    pub shard: Option<Shard>,
    /// How many periods come after the one at hand.
    pub periods_left: usize,
    /// Whether the periods of the data are surely all that there are.
    pub certain_of_periods: bool,
    /// The regimes that there were when the folder of data was looked over.
    pub regimes: Workspace,
    /// What was told, so that a fault that all periods or reports have is told once.
    told: BTreeSet<(String, usize, usize, Code, String)>,
}

/// What was read of a period and is good enough to go on with.
pub(super) struct Read {
    /// Everything but the submissions with errors.
    pub workspace: Workspace,
    /// The units whose submissions have errors.
    pub left_out: Vec<AgencyId>,
    /// The files of submissions with their units.
    pub own_files: Vec<(SourceId, AgencyId)>,
    /// What was found and told, in the order of files.
    pub findings: Vec<Diagnostic>,
    /// What its unit has answered, and was told.
    pub answered: Vec<Answered>,
}

impl Session {
    pub(super) fn new() -> Self {
        Self {
            audience: vec![Box::new(TerminalReporter::new(Volume {
                notes: false,
                warnings: true,
                results: true,
            }))],
            sources: Sources::default(),
            summary: Summary::default(),
            errors: Vec::new(),
            interrupted: false,
            takes_notes: true,
            shard: None,
            periods_left: 0,
            certain_of_periods: true,
            regimes: Workspace::default(),
            told: BTreeSet::new(),
        }
    }

    /// From now on those are told that were asked for.
    pub(super) fn tell_by(
        &mut self,
        arguments: &TellArguments,
        notes: bool,
        around: &Surroundings,
    ) {
        let (audience, obstacles) = audience(arguments, notes, around);
        self.audience = audience;
        self.found(obstacles);
    }

    /// From now on only errors are told.
    pub(super) fn tell_errors_only(&mut self) {
        self.audience = vec![Box::new(TerminalReporter::new(Volume {
            notes: false,
            warnings: false,
            results: true,
        }))];
    }

    pub(super) fn tell(&mut self, event: &Event) {
        for reporter in &mut self.audience {
            reporter.tell(event);
        }
    }

    /// Tells of all findings of a stage, sorted.
    pub(super) fn found(&mut self, findings: Vec<Diagnostic>) {
        let sources = std::mem::take(&mut self.sources);
        self.found_in(findings, &sources);
        self.sources = sources;
    }

    /// The same, while the files that they point into are in use elsewhere.
    pub(super) fn found_in(&mut self, mut findings: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut findings, sources);
        diagnostic::shorten(&mut findings);
        for finding in findings {
            let place = finding.place;
            let path = place.map_or("", |place| sources.path(place.source));
            let range = place.map_or(0..0, Place::range);
            let message = finding.message.clone();
            let known = (
                path.to_owned(),
                range.start,
                range.end,
                finding.code,
                message,
            );
            if !self.told.insert(known) {
                continue;
            }
            self.summary.count(finding.severity);
            if finding.severity == Severity::Error {
                self.errors.push(finding.code);
            }
            self.tell(&Event::Found(Finding::of(&finding, sources)));
        }
    }

    /// Tells of the findings in some files that their units have answered.
    fn answered(
        &mut self,
        mut answered: Vec<Answered>,
        files: &BTreeSet<SourceId>,
    ) -> Vec<Answered> {
        answered.retain(|answer| files.contains(&answer.place.source));
        if !answered.is_empty() {
            let answers = answered.iter();
            let answers = answers.map(|one| Answer::of(one, &self.sources)).collect();
            self.tell(&Event::Answered(answers));
        }
        answered
    }

    /// The files of the units that were asked for and whose reports are in the part that is
    /// made.
    fn asked_for(
        &self,
        workspace: &Workspace,
        own_files: &[(SourceId, AgencyId)],
        period: &Period,
        only: &[AgencyId],
    ) -> BTreeSet<SourceId> {
        let of_part = |id: &AgencyId| {
            let agency = workspace.agencies.get(id).into_iter();
            let mut paths = agency
                .flat_map(|agency| Head::file_names(agency, true))
                .map(|name| batch::report_path(period, &name));
            self.shard
                .is_none_or(|shard| paths.any(|path| shard.has(&path)))
        };
        let files = own_files.iter();
        let asked_for = files.filter(|(_, id)| only.is_empty() || only.contains(id));
        let of_part = asked_for.filter(|(_, id)| of_part(id));
        of_part.map(|(source, _)| *source).collect()
    }

    /// What was read of the arrivals of a period. A fault in a row of the register costs that
    /// row; one in another file is everybody's.
    pub(super) fn register(&mut self, loaded: Loaded) -> Result<Workspace, u8> {
        let Loaded {
            mut workspace,
            sources,
            mut findings,
            ..
        } = loaded;
        self.sources = sources;
        let register = workspace.register.as_ref().map(|register| register.source);
        let stops = |finding: &Diagnostic| {
            let of_row = finding.place.is_some_and(|p| Some(p.source) == register);
            finding.severity == Severity::Error && !of_row
        };
        if !findings.iter().any(stops) {
            findings.extend(check::check_register(&workspace));
            check::put_in_doubt(&mut workspace, &mut findings);
        }
        let stopped = findings.iter().any(stops);
        self.found(findings);
        if stopped {
            return Err(self.code());
        }
        Ok(workspace)
    }

    /// Files as messages name them.
    pub(super) fn paths<'s>(&self, files: impl IntoIterator<Item = &'s SourceId>) -> Vec<String> {
        let files = files.into_iter();
        let paths = files.map(|source| self.sources.path(*source).to_owned());
        paths.collect()
    }

    /// The exit code for what was found.
    pub(super) fn code(&self) -> u8 {
        exit::worst(self.errors.iter().copied())
    }

    pub(super) fn finish(mut self) -> u8 {
        self.summary.interrupted = self.interrupted;
        let mut audience = std::mem::take(&mut self.audience);
        let unwritten: Vec<_> = audience.iter_mut().filter_map(|r| r.end().err()).collect();
        self.audience = audience;
        self.found(unwritten);
        self.tell(&Event::Finished(self.summary));
        if self.interrupted {
            return exit::INTERRUPTED;
        }
        exit::worst(self.errors)
    }

    pub(super) fn fonts(&mut self, folder: Option<&Path>) -> Option<FontSet> {
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
    pub(super) fn load(
        &mut self,
        arguments: &DataArguments,
        (period, only): (&Period, &[AgencyId]),
        all: bool,
        fonts: &FontSet,
    ) -> Option<Read> {
        let loaded = diagnostic::guarded(&format!("đọc số liệu kỳ {period}"), || {
            load::load(&arguments.from.data, period, only, fonts.charset())
        });
        let Loaded {
            mut workspace,
            sources,
            mut findings,
            own_files,
            shared_files,
        } = match loaded {
            Ok(loaded) => loaded,
            Err(finding) => {
                self.found(vec![finding]);
                return None;
            }
        };
        self.sources = sources;
        let concerns_all = |finding: &Diagnostic| {
            finding.severity == Severity::Error
                && finding
                    .place
                    .is_none_or(|p| shared_files.contains(&p.source))
        };
        // What rests on a faulty file cannot be judged: it would be reported for
        // what is wrong elsewhere.
        let judged = !findings.iter().any(concerns_all);
        if judged {
            findings.extend(checked(&mut workspace, &self.sources, period));
        }
        let others = findings.iter();
        let others = others.filter(|finding| finding.code != Code::CompilationIncomplete);
        let faulty = faulty_sources(others);
        let of_faulty = own_files.iter().filter(|(s, _)| faulty.contains(s));
        let left_out: BTreeSet<_> = of_faulty.map(|(_, id)| id.clone()).collect();
        if !left_out.is_empty() && !findings.iter().any(concerns_all) {
            // A compiled report is made without them, and must say so.
            let mut rest = workspace.clone();
            let submissions = &mut rest.submissions;
            submissions.retain(|submission| !left_out.contains(&submission.agency));
            findings.retain(|finding| finding.code != Code::CompilationIncomplete);
            findings.extend(check::incomplete(&rest, &left_out));
        }
        let answered = check::answer(&mut workspace, &mut findings);
        if !judged {
            // What nobody looked for has not been answered in vain.
            findings.retain(|finding| finding.code != Code::AnswerUnused);
        }
        if own_files.is_empty() && !all && !diagnostic::has_errors(&findings) {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!("kỳ {period} chưa có tệp số liệu nào"),
                )
                .with_help("mỗi đơn vị một tệp, ví dụ data/2021/q1/so-tu-phap.yaml"),
            );
        }
        if arguments.strict {
            for finding in &mut findings {
                if finding.code == Code::CompilationIncomplete {
                    finding.severity = Severity::Error;
                }
            }
        }
        let asked_for = self.asked_for(&workspace, &own_files, period, only);
        self.summary.submissions += asked_for.len();
        self.tell(&Event::Read {
            period: period.clone(),
            submissions: self.paths(&asked_for),
        });
        if !self.takes_notes {
            findings.retain(|finding| finding.severity != Severity::Note);
        }
        // Of units that were not asked for, only what keeps them out of a sum is told.
        let own = own_files.iter().map(|(source, _)| source);
        let others: BTreeSet<_> = own.filter(|source| !asked_for.contains(source)).collect();
        findings.retain(|finding| {
            let of_others = finding.place.is_some_and(|p| others.contains(&p.source));
            finding.severity == Severity::Error || !of_others
        });
        let stops = findings.iter().any(concerns_all);
        let faulty = faulty_sources(&findings);
        diagnostic::sort(&mut findings, &self.sources);
        diagnostic::shorten(&mut findings);
        self.found(findings.clone());
        let answered = self.answered(answered, &asked_for);
        if stops {
            return None;
        }
        workspace
            .submissions
            .retain(|s| !faulty.contains(&s.source));
        let left_out = own_files.iter();
        let left_out = left_out
            .filter(|(source, _)| faulty.contains(source))
            .map(|(_, id)| id.clone())
            .collect();
        Some(Read {
            workspace,
            left_out,
            own_files,
            findings,
            answered,
        })
    }

    /// Tells what nobody reads where a period has no folder: it may be the period's, under a name
    /// that is not quite right.
    pub(super) fn tell_of_misnamed(&mut self, data: &Path, period: &Period, fonts: &FontSet) {
        if load::folder_of(data, period).is_dir() {
            return;
        }
        let scope = Scope {
            period: Some(period),
            only: &[],
        };
        let overview = load::look_over(data, scope, fonts.charset());
        let unread = overview
            .findings
            .into_iter()
            .filter(|finding| matches!(finding.code, Code::FileStray | Code::FileMisplaced));
        let unread = unread.map(Diagnostic::warning).collect();
        self.found_in(unread, &overview.sources);
    }

    /// The periods that were asked for, each with the units asked for; none for all.
    pub(super) fn periods(
        &mut self,
        period: Option<&Period>,
        arguments: &DataArguments,
        fonts: &FontSet,
    ) -> Vec<(Period, Vec<AgencyId>)> {
        let only = only(arguments);
        let scope = Scope {
            period,
            only: &only,
        };
        let Overview {
            periods,
            certain,
            mut findings,
            sources,
            regimes,
        } = load::look_over(&arguments.from.data, scope, fonts.charset());
        self.certain_of_periods = certain;
        self.regimes = regimes;
        if period.is_none() && periods.is_empty() && !diagnostic::has_errors(&findings) {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!(
                        "thư mục `{}` không có kỳ báo cáo nào",
                        vi::shown_path(&arguments.from.data)
                    ),
                )
                .with_help("chỉ ra thư mục dữ liệu bằng `--data`"),
            );
        }
        if !self.takes_notes {
            findings.retain(|finding| finding.severity != Severity::Note);
        }
        self.found_in(findings, &sources);
        if let Some(period) = period {
            return vec![(period.clone(), only)];
        }
        let data = &arguments.from.data;
        let of_period = |period: Period| {
            let reporting = load::reporting(data, &period, &only);
            (period, reporting)
        };
        let some = !periods.is_empty();
        let mut periods: Vec<_> = periods.into_iter().map(of_period).collect();
        if !only.is_empty() {
            // Nobody reports for every period.
            periods.retain(|(_, reporting)| !reporting.is_empty());
            if periods.is_empty() && some {
                let message = format!(
                    "không kỳ nào có báo cáo của `{}`",
                    arguments.agency.join("`, `")
                );
                self.found(vec![
                    Diagnostic::general(Code::FileNotFound, message)
                        .with_help("xem mã của cơ quan trong co-quan.yaml"),
                ]);
            }
        }
        periods
    }
}

/// What is found about the values of a period. A panic is a finding that stands in no file, so
/// that nothing of the period is gone on with.
fn checked(workspace: &mut Workspace, sources: &Sources, period: &Period) -> Vec<Diagnostic> {
    let checked = diagnostic::guarded(&format!("kiểm tra số liệu kỳ {period}"), || {
        let mut findings = check::typed_numbers(workspace, sources);
        findings.extend(wording::fill_figures(workspace, sources));
        findings.extend(check::check(workspace, sources));
        findings
    });
    checked.unwrap_or_else(|finding| vec![finding])
}

/// The files with errors.
fn faulty_sources<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> BTreeSet<SourceId> {
    let findings = findings.into_iter();
    let errors = findings.filter(|f| f.severity == Severity::Error);
    errors.filter_map(|f| f.place.map(|p| p.source)).collect()
}

/// The units asked for; none for all.
pub(super) fn only(arguments: &DataArguments) -> Vec<AgencyId> {
    let names = arguments.agency.iter();
    names.map(|a| AgencyId::from(a.as_str())).collect()
}
