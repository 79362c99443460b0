//! Reading and checking: the data of a period as far as reports may rest on them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use indexmap::IndexSet;

use super::from_workbook::{self, FromWorkbook};
use super::run::Run;
use crate::assess::Sums;
use crate::batch::{self, Shard};
use crate::check::{self, Answered};
use crate::diagnostic::{self, Code, Diagnostic, Help, Place, Severity, SourceId, Sources, Way};
use crate::event::Event;
use crate::load::{self, Folder, Loaded, Overview, Scope};
use crate::model::{AgencyId, AgencyName, Head, Period, Workspace};
use crate::typeset::FontSet;
use crate::{vi, wording};

/// Which data are read, and how they are judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The period.
    pub period: &'a Period,
    /// The units that are asked for; none for all.
    pub agencies: &'a [AgencyId],
    /// Whether it is no fault that nobody has reported.
    pub may_be_empty: bool,
    /// Whether a compiled report must have all its units.
    pub strict: bool,
    /// Whether notes are looked at.
    pub notes: bool,
    /// The part of all reports that is made, if not all.
    pub shard: Option<Shard>,
    /// What becomes of units that are asked for and whose files have errors.
    pub faulty: Faulty,
    /// Files that are read as they are to be, before they are written.
    pub drafts: &'a [(PathBuf, Vec<u8>)],
    /// The workbooks that drafts come from: what is found in these is told at cells of those.
    pub workbooks: &'a [FromWorkbook<'a>],
}

impl<'a> Reading<'a> {
    /// Of one or several units, for something else than making reports of all.
    pub(super) fn of(period: &'a Period, agencies: &'a [AgencyId]) -> Self {
        Self {
            period,
            agencies,
            may_be_empty: false,
            strict: false,
            notes: true,
            shard: None,
            faulty: Faulty::LeftOut,
            drafts: &[],
            workbooks: &[],
        }
    }

    /// Where files are read into, with the drafts.
    fn sources(&self) -> Sources {
        Sources::with_drafts(self.drafts.iter().cloned())
    }
}

/// What becomes of the submission of a unit that is asked for and whose file has errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faulty {
    /// No report is made of it.
    LeftOut,
    /// It is gone on with, as far as it could be read.
    Kept,
}

/// What was read of a period and is good enough to go on with.
pub(super) struct Checked {
    /// Everything but the submissions with errors, unless those are kept.
    pub workspace: Workspace,
    /// The values of its reports.
    pub sums: Sums,
    /// The units whose submissions have errors.
    pub left_out: Vec<AgencyId>,
    /// The files of submissions with their units.
    pub own_files: Vec<(SourceId, AgencyId)>,
    /// The same files as messages name them.
    pub own_paths: Vec<String>,
    /// What was found and told, in the order of files.
    pub findings: Vec<Diagnostic>,
    /// What its unit has answered, and was told.
    pub answered: Vec<Answered>,
}

/// The periods that are asked for.
pub(super) struct Periods {
    /// Each with the units that are asked for; none for all.
    pub all: Vec<(Period, Vec<AgencyId>)>,
    /// The years that have a folder.
    pub years: Vec<i32>,
    /// Whether they are surely all that there are.
    pub certain: bool,
    /// The regimes that there were when the folder was looked over.
    pub regimes: Workspace,
}

impl Run<'_> {
    /// Reads and checks the data of a period. Findings of both stages are told
    /// together, so that a file is mended in one go. A fault in a unit's own file
    /// is that unit's; one in a shared file is everybody's.
    pub(super) fn read(&mut self, reading: &Reading<'_>, fonts: &FontSet) -> Option<Checked> {
        let period = reading.period;
        let loaded = match load_guarded(reading, self.app.folder(fonts)) {
            Ok(loaded) => loaded,
            Err(finding) => {
                self.found(vec![finding]);
                return None;
            }
        };
        let Loaded {
            mut workspace,
            sources,
            mut findings,
            own_files,
            shared_files,
        } = loaded;
        self.sources = sources;
        self.note_owners(&workspace, &own_files);
        check::say_codes(
            &workspace,
            (period, &own_files),
            &self.sources,
            &mut findings,
        );
        let concerns_all = |finding: &Diagnostic| {
            finding.severity == Severity::Error
                && finding
                    .place
                    .is_none_or(|p| shared_files.contains(&p.source))
        };
        // What rests on a faulty file cannot be judged: it would be reported for
        // what is wrong elsewhere.
        let judged = !findings.iter().any(concerns_all);
        let judgement = judged.then(|| judge(&mut workspace, &self.sources, period));
        let (sums, found) = judgement.unwrap_or_default();
        findings.extend(found);
        if judged && !findings.iter().any(concerns_all) {
            // A compiled report is made without faulty ones, and must say so.
            findings.retain(|finding| finding.code != Code::CompilationIncomplete);
            let faulty = faulty_sources(&findings);
            findings.extend(incomplete(&workspace, &own_files, &faulty, reading.strict));
            let first = first_errors(&findings, &own_files);
            findings.extend(check::lost_rows(&workspace, &first));
        }
        let answered = check::answer(&mut workspace, &mut findings);
        if !judged {
            // What nobody looked for has not been answered in vain.
            findings.retain(|finding| finding.code != Code::AnswerUnused);
        }
        if own_files.is_empty() && !reading.may_be_empty && !diagnostic::has_errors(&findings) {
            findings.push(
                Diagnostic::general(
                    Code::FileNotFound,
                    format!("kỳ {period} chưa có tệp số liệu nào"),
                )
                .with_help("mỗi đơn vị một tệp, ví dụ data/2021/q1/so-tu-phap.yaml"),
            );
        }
        if reading.strict {
            for finding in &mut findings {
                if finding.code == Code::CompilationIncomplete {
                    finding.severity = Severity::Error;
                }
            }
        }
        let asked_for = asked_for(&workspace, &own_files, reading);
        self.summary.submissions += asked_for.len();
        self.tell(&Event::Read {
            period: period.clone(),
            submissions: self.paths(&asked_for),
        });
        if !reading.notes {
            findings.retain(|finding| finding.severity != Severity::Note);
        }
        let others = own_files.iter().map(|(source, _)| source);
        let others = others.filter(|source| !asked_for.contains(*source));
        let others: BTreeSet<_> = others.copied().collect();
        findings.retain(|finding| is_told(finding, &others, (&workspace, reading.agencies)));
        let stops = findings.iter().any(concerns_all);
        let faulty = faulty_sources(&findings);
        let findings = self.told(findings, reading);
        let answered = self.answered(answered, &asked_for);
        if stops {
            return None;
        }
        let sums = match reading.faulty {
            Faulty::LeftOut => leave_out(&faulty, &mut workspace, sums),
            Faulty::Kept => {
                let others = faulty.intersection(&others).copied().collect();
                leave_out(&others, &mut workspace, sums)
            }
        };
        let own_paths = self.paths(own_files.iter().map(|(source, _)| source));
        Some(Checked {
            workspace,
            sums,
            left_out: units_of(&faulty, &own_files),
            own_files,
            own_paths,
            findings,
            answered,
        })
    }

    /// Tells what was found, at cells where it comes from workbooks. What is told once of many of a
    /// kind is given in full where each is to be marked in a workbook.
    fn told(&mut self, findings: Vec<Diagnostic>, reading: &Reading<'_>) -> Vec<Diagnostic> {
        let mut findings = from_workbook::at_cells(findings, reading.workbooks, &mut self.sources);
        diagnostic::sort(&mut findings, &self.sources);
        if reading.workbooks.is_empty() {
            diagnostic::shorten(&mut findings);
        }
        self.found(findings.clone());
        findings
    }

    /// The same, for what was found and the files that it points into.
    pub(super) fn read_with_sources(
        &mut self,
        reading: &Reading<'_>,
        fonts: &FontSet,
    ) -> Option<(Vec<Diagnostic>, Sources)> {
        let checked = self.read(reading, fonts)?;
        Some((checked.findings, std::mem::take(&mut self.sources)))
    }

    /// Notes whose the files are that were read, those of earlier periods too.
    fn note_owners(&mut self, workspace: &Workspace, own_files: &[(SourceId, AgencyId)]) {
        let past = workspace.past.iter();
        let past = past.map(|submission| (submission.source, &submission.agency));
        let own = own_files.iter().map(|(source, id)| (*source, id));
        for (source, id) in own.chain(past) {
            let name = workspace.agencies.get(id).map(AgencyName::of);
            let name = name.unwrap_or_else(|| AgencyName {
                agency: id.clone(),
                name: id.to_string(),
            });
            let path = self.sources.path(source).to_owned();
            self.owners.insert(path, name);
        }
    }

    /// Tells what nobody reads where a period has no folder: it may be the period's, under a name
    /// that is not quite right.
    pub(super) fn tell_of_misnamed(&mut self, period: &Period, fonts: &FontSet) {
        let data = self.app.data();
        if load::folder_of(data, period).is_dir() {
            return;
        }
        let scope = Scope {
            period: Some(period),
            only: &[],
        };
        let overview = self.app.folder(fonts).look_over(scope);
        let unread = overview
            .findings
            .into_iter()
            .filter(|finding| matches!(finding.code, Code::FileStray | Code::FileMisplaced));
        let unread = unread.map(Diagnostic::warning).collect();
        self.found_in(unread, &overview.sources);
    }

    /// The periods that were asked for, each with the units asked for; none for all. Where there is
    /// none yet, who only `looks` is warned: what a year begins with can be looked at.
    pub(super) fn periods(
        &mut self,
        (period, only): (Option<&Period>, &[AgencyId]),
        fonts: &FontSet,
        looks: bool,
    ) -> Periods {
        let scope = Scope { period, only };
        let folder = self.app.folder(fonts);
        let Overview {
            periods,
            years,
            certain,
            mut findings,
            sources,
            regimes,
        } = folder.look_over(scope);
        if period.is_none() && periods.is_empty() && !diagnostic::has_errors(&findings) {
            let message = format!(
                "thư mục `{}` không có kỳ báo cáo nào",
                vi::shown_path(folder.path())
            );
            let finding = Diagnostic::general(Code::FileNotFound, message).with_help(
                Help::from("tạo tệp số liệu của các đơn vị bằng ")
                    .way(Way::Begin)
                    .text(", hoặc chỉ ra thư mục dữ liệu khác bằng ")
                    .way(Way::DataFolder),
            );
            findings.push(if looks && !years.is_empty() {
                finding.warning()
            } else {
                finding
            });
        }
        if !looks {
            findings.retain(|finding| finding.severity != Severity::Note);
        }
        self.found_in(findings, &sources);
        if let Some(period) = period {
            return Periods {
                all: vec![(period.clone(), only.to_vec())],
                years,
                certain,
                regimes,
            };
        }
        let of_period = |period: Period| {
            let reporting = folder.reporting(&period, only, &regimes);
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
                    only.iter()
                        .map(AgencyId::as_str)
                        .collect::<Vec<_>>()
                        .join("`, `")
                );
                self.found(vec![
                    Diagnostic::general(Code::FileNotFound, message)
                        .with_help("xem mã của cơ quan trong co-quan.yaml"),
                ]);
            }
        }
        Periods {
            all: periods,
            years,
            certain,
            regimes,
        }
    }
}

/// What is told of units that are missing in compiled reports. One that is not made, because of
/// who is missing there, is missing itself in those above.
fn incomplete(
    workspace: &Workspace,
    own_files: &[(SourceId, AgencyId)],
    faulty: &BTreeSet<SourceId>,
    strict: bool,
) -> Vec<Diagnostic> {
    let mut not_made = faulty.clone();
    loop {
        let files = own_files.iter();
        let left_out = files.filter(|(source, _)| not_made.contains(source));
        let left_out = left_out.map(|(_, id)| id.clone()).collect();
        let mut findings = check::incomplete(workspace, &left_out);
        findings.retain(|f| f.place.is_none_or(|p| !faulty.contains(&p.source)));
        let refused = findings.iter().filter(|finding| {
            let weight = check::weight(workspace, finding);
            weight.is_some_and(|weight| strict || weight == Severity::Error)
        });
        let refused = refused.filter_map(|f| f.place.map(|p| p.source));
        let before = not_made.len();
        not_made.extend(refused.collect::<Vec<_>>());
        if not_made.len() == before {
            return findings;
        }
    }
}

/// The files of the units that were asked for and whose reports are in the part that is made, in
/// the order in which they were read.
fn asked_for(
    workspace: &Workspace,
    own_files: &[(SourceId, AgencyId)],
    reading: &Reading<'_>,
) -> IndexSet<SourceId> {
    let of_part = |id: &AgencyId| {
        let agency = workspace.agencies.get(id).into_iter();
        let period = reading.period.to_string();
        let mut documents = agency
            .flat_map(|agency| Head::file_names(agency, true))
            .map(|name| batch::document_name(&period, &name));
        reading
            .shard
            .is_none_or(|shard| documents.any(|document| shard.has(&document)))
    };
    let only = reading.agencies;
    let files = own_files.iter();
    let asked_for = files.filter(|(_, id)| only.is_empty() || only.contains(id));
    let of_part = asked_for.filter(|(_, id)| of_part(id));
    of_part.map(|(source, _)| *source).collect()
}

/// Whether a finding is told to whoever asks for some units: of the files of `others` only what
/// keeps them out of a sum is.
fn is_told(
    finding: &Diagnostic,
    others: &BTreeSet<SourceId>,
    (workspace, agencies): (&Workspace, &[AgencyId]),
) -> bool {
    let of_others = finding.place.is_some_and(|p| others.contains(&p.source));
    let is_told = finding.severity == Severity::Error || !of_others;
    is_told && check::concerns(workspace, agencies, finding)
}

/// Fills the figures of a period into its sentences, and gives its sums and what is found about
/// its values: the part of every operation that judges what was read, for whoever changes it in
/// between. A panic is a finding that stands in no file, so that nothing of the period is gone on
/// with.
pub fn judge(
    workspace: &mut Workspace,
    sources: &Sources,
    period: &Period,
) -> (Sums, Vec<Diagnostic>) {
    let checked = diagnostic::guarded(&format!("kiểm tra số liệu kỳ {period}"), || {
        let sums = Sums::of(workspace);
        let mut findings = check::typed_numbers(workspace, &sums, sources);
        findings.extend(wording::fill_figures(workspace, &sums, sources));
        let sums = sums.with_reasons(workspace);
        findings.extend(check::check(workspace, &sums, sources));
        (sums, findings)
    });
    checked.unwrap_or_else(|finding| (Sums::default(), vec![finding]))
}

/// Takes faulty submissions out of a workspace, and out of its sums.
fn leave_out(faulty: &BTreeSet<SourceId>, workspace: &mut Workspace, sums: Sums) -> Sums {
    let all = workspace.submissions.len();
    let submissions = &mut workspace.submissions;
    submissions.retain(|submission| !faulty.contains(&submission.source));
    if submissions.len() == all {
        return sums;
    }
    Sums::of(workspace)
}

/// Reads the data of a period; a panic is a finding.
fn load_guarded(reading: &Reading<'_>, folder: &Folder) -> Result<Loaded, Diagnostic> {
    let (period, agencies) = (reading.period, reading.agencies);
    diagnostic::guarded(&format!("đọc số liệu kỳ {period}"), || {
        folder.period_with(period, agencies, reading.sources())
    })
}

/// Of each unit whose file has errors, the place of the first.
fn first_errors(
    findings: &[Diagnostic],
    own_files: &[(SourceId, AgencyId)],
) -> BTreeMap<AgencyId, Place> {
    let of_unit = |(source, id): &(SourceId, AgencyId)| {
        let errors = findings.iter().filter(|f| f.severity == Severity::Error);
        let places = errors.filter_map(|f| f.place.filter(|p| p.source == *source));
        Some((id.clone(), places.min_by_key(|place| place.start())?))
    };
    own_files.iter().filter_map(of_unit).collect()
}

/// The units whose files some are.
fn units_of(files: &BTreeSet<SourceId>, own_files: &[(SourceId, AgencyId)]) -> Vec<AgencyId> {
    let of_files = own_files.iter();
    let of_files = of_files.filter(|(source, _)| files.contains(source));
    of_files.map(|(_, id)| id.clone()).collect()
}

/// The files with errors.
fn faulty_sources<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> BTreeSet<SourceId> {
    let findings = findings.into_iter();
    let errors = findings.filter(|f| f.severity == Severity::Error);
    errors.filter_map(|f| f.place.map(|p| p.source)).collect()
}
