//! Reading all files of a period.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::folder::{PLAN, REGISTER, SEALS, folder_of, is_behind_link, seals_path};
use super::node::Node;
use super::reader::Reader;
use super::{
    Charset, agency, answer, file, plan, regime, register, seal, submission, unknown, yaml,
    yaml_rest,
};
use crate::diagnostic::{
    Code, Diagnostic, Help, Severity, SourceId, Sources, Way, guarded, has_errors,
};
use crate::files::{self, Refusal};
use crate::model::{AgencyId, Period, Settings, Submission, Workspace};

/// What was read, the files it came from, and all that is wrong in them.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub workspace: Workspace,
    /// Every file, for showing lines.
    pub sources: Sources,
    /// What is wrong, in no order.
    pub findings: Vec<Diagnostic>,
    /// The files of submissions with their units, also of those that could not
    /// be read: a fault in one of them concerns no other unit.
    pub own_files: Vec<(SourceId, AgencyId)>,
    /// The files that every report rests on: settings, agencies, regimes,
    /// the plan.
    pub shared_files: Vec<SourceId>,
}

/// Reads settings, agencies, regimes, the plan of the year, the submissions of one
/// period, and those of the year before it to compare with.
///
/// `only` names the units wanted; none means every unit that has a file. With an
/// agency whose report is compiled come those that it is compiled from.
pub fn load(data: &Path, period: &Period, only: &[AgencyId], charset: &Charset) -> Loaded {
    load_with(data, period, only, charset, Sources::default())
}

/// The same with sources that may have the draft of a file ([`Sources::with_draft`]).
pub fn load_with(
    data: &Path,
    period: &Period,
    only: &[AgencyId],
    charset: &Charset,
    sources: Sources,
) -> Loaded {
    let mut loading = Loading::new(charset);
    loading.sources = sources;
    if !loading.shared(data, period.year, Some(period)) {
        return loading.done();
    }
    loading.register(data, period);
    loading.seals(data, period);
    loading.submissions(data, period, only);
    loading.past(data, period, only);
    loading.done()
}

/// Reads what a year's calendar needs: agencies, regimes, the plan.
pub fn load_calendar(data: &Path, year: i32, charset: &Charset) -> Loaded {
    let mut loading = Loading::new(charset);
    loading.shared(data, year, None);
    loading.done()
}

/// Reads what the state of arrivals needs: the same, and the register of a period.
pub fn load_register(data: &Path, period: &Period, charset: &Charset) -> Loaded {
    let mut loading = Loading::new(charset);
    if loading.shared(data, period.year, Some(period)) {
        loading.register(data, period);
        let known = !loading.workspace.regimes_for(period).is_empty();
        if !known && !has_errors(&loading.findings) {
            loading.unknown_period(period);
        }
    }
    loading.done()
}

/// Reads what a new submission of an agency rests on: what is shared, and its submissions
/// of the year before.
pub fn load_past(data: &Path, period: &Period, agency: &AgencyId, charset: &Charset) -> Loaded {
    let mut loading = Loading::new(charset);
    if loading.shared(data, period.year, Some(period)) {
        let shared_ok = !has_errors(&loading.findings);
        if shared_ok && loading.workspace.regimes_for(period).is_empty() {
            loading.unknown_period(period);
        }
        if shared_ok && !loading.workspace.agencies.contains_key(agency) {
            loading.unknown_agency(agency);
        }
        loading.past(data, period, std::slice::from_ref(agency));
    }
    loading.done()
}

/// A submission that was read, or what kept it from being read.
struct File {
    path: PathBuf,
    id: AgencyId,
    source: SourceId,
    submission: Option<Submission>,
    findings: Vec<Diagnostic>,
}

pub(super) struct Loading<'a> {
    pub(super) workspace: Workspace,
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    own_files: Vec<(SourceId, AgencyId)>,
    shared_files: Vec<SourceId>,
    pub(super) charset: &'a Charset,
}

impl<'a> Loading<'a> {
    pub(super) fn new(charset: &'a Charset) -> Self {
        Self {
            workspace: Workspace::default(),
            sources: Sources::default(),
            findings: Vec::new(),
            own_files: Vec::new(),
            shared_files: Vec::new(),
            charset,
        }
    }

    /// Reads what all reports of a year rest on; false if there is no such folder. Agencies
    /// are as they are when units report for the period, or at the end of the year.
    fn shared(&mut self, data: &Path, year: i32, period: Option<&Period>) -> bool {
        if let Err(error) = files::list(data) {
            let finding = file::unreadable(data, &error);
            self.findings.push(
                finding.with_help(Help::from("chỉ ra thư mục dữ liệu bằng ").way(Way::DataFolder)),
            );
            return false;
        }
        if let Some(finding) = unknown::no_data(data) {
            self.findings.push(finding);
            return false;
        }
        self.settings(&data.join("cau-hinh.yaml"));
        self.regimes(&data.join("che-do"));
        let due = period.and_then(|period| self.workspace.units_due(period));
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
        self.agencies(&data.join("co-quan.yaml"), due.unwrap_or(year_end));
        self.plan(data, year);
        true
    }

    pub(super) fn done(self) -> Loaded {
        Loaded {
            workspace: self.workspace,
            sources: self.sources,
            findings: self.findings,
            own_files: self.own_files,
            shared_files: self.shared_files,
        }
    }

    /// Whether a folder of a year or period is looked into; one behind a link is not.
    fn may_enter(&mut self, data: &Path, folder: &Path) -> bool {
        let linked = is_behind_link(data, folder);
        if linked {
            let finding = file::unreadable(folder, &Refusal::Link.into());
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        !linked
    }

    /// Opens a file that every report rests on.
    fn read_shared<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&mut Reader<'_>, SourceId, &Node) -> Option<T>,
    ) -> Option<T> {
        let first = self.sources.next_id();
        let value = self.read(path, read);
        if first != self.sources.next_id() {
            self.shared_files.push(first);
        }
        value
    }

    /// Opens a file and hands its tree to a reader.
    fn read<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&mut Reader<'_>, SourceId, &Node) -> Option<T>,
    ) -> Option<T> {
        let (source, node) = file::read(path, &mut self.sources, &mut self.findings)?;
        let mut reader = Reader::new(&mut self.findings, &self.sources, self.charset);
        read(&mut reader, source, &node)
    }

    fn settings(&mut self, path: &Path) {
        let settings = self.read_shared(path, |reader, _, node| {
            let mut map = reader.map(node)?;
            let sample = map
                .required("minh_hoa", reader)
                .and_then(|n| reader.boolean(n));
            let filled = map
                .optional("phu_luc_ghi_so_ngay")
                .and_then(|n| reader.boolean(n));
            let weights = map.optional("quy_tac");
            let weights = weights.map(|node| answer::weights(reader, node));
            map.finish(reader);
            Some(Settings {
                sample: sample?,
                annex_reference_filled: filled.unwrap_or(false),
                weights: weights.unwrap_or_default(),
            })
        });
        self.workspace.settings = settings.unwrap_or_default();
    }

    fn agencies(&mut self, path: &Path, on: NaiveDate) {
        let agencies = self.read_shared(path, |reader, _, node| agency::agencies(reader, node, on));
        (self.workspace.levels, self.workspace.agencies) = agencies.unwrap_or_default();
    }

    pub(super) fn regimes(&mut self, folder: &Path) {
        if files::is_link(folder) {
            self.findings
                .push(file::unreadable(folder, &Refusal::Link.into()));
            return;
        }
        for path in self.yaml_files(folder, &[], true) {
            let id = stem(&path);
            let regime =
                self.read_shared(&path, |reader, _, node| regime::regime(reader, node, &id));
            self.workspace.regimes.extend(regime);
        }
    }

    /// The plan of a year. A year may be without one.
    fn plan(&mut self, data: &Path, year: i32) {
        let folder = data.join(year.to_string());
        let path = folder.join(PLAN);
        if self.may_enter(data, &folder) && files::is_there(&path) {
            let plan = self.read_shared(&path, |reader, _, node| plan::plan(reader, node, year));
            self.workspace.plans.extend(plan.map(|plan| (year, plan)));
        }
    }

    /// The register of arrivals of a period, if there is one.
    fn register(&mut self, data: &Path, period: &Period) {
        let path = folder_of(data, period).join(REGISTER);
        if self.may_enter(data, &folder_of(data, period)) && files::is_there(&path) {
            self.workspace.register = self.read(&path, |reader, source, node| {
                register::register(reader, source, node, period.clone())
            });
        }
    }

    /// What was recorded when reports were issued, if anything was.
    fn seals(&mut self, data: &Path, period: &Period) {
        let path = seals_path(data, period);
        if self.may_enter(data, &folder_of(data, period)) && files::is_there(&path) {
            let seals = self.read(&path, |reader, _, node| seal::seals(reader, node));
            let seals = seals.map(|seals| (period.clone(), seals));
            self.workspace.seals.extend(seals);
        }
    }

    fn submissions(&mut self, data: &Path, period: &Period, only: &[AgencyId]) {
        // With a faulty shared file, what seems unknown may only be unread.
        let shared_ok = !has_errors(&self.findings);
        if self.workspace.regimes_for(period).is_empty() {
            if shared_ok {
                self.unknown_period(period);
            }
            return;
        }
        let folder = folder_of(data, period);
        if !self.may_enter(data, &folder) {
            return;
        }
        for id in only {
            if self.workspace.agencies.contains_key(id) {
                let path = folder.join(format!("{id}.yaml"));
                if !files::is_listed(&path) {
                    self.findings.push(
                        Diagnostic::general(
                            Code::FileNotFound,
                            format!("`{id}` chưa có tệp số liệu cho kỳ {period}"),
                        )
                        .with_help(
                            Help::from(format!("tạo tệp {} bằng ", file::shown(&path))).way(
                                Way::BeginThis {
                                    period: period.to_string(),
                                    agency: id.to_string(),
                                    data: file::shown(data),
                                },
                            ),
                        ),
                    );
                }
            } else if shared_ok {
                self.unknown_agency(id);
            }
        }
        let mut files = Vec::new();
        for path in self.yaml_files(&folder, only, false) {
            let other = |name: &std::ffi::OsStr| name == REGISTER || name == SEALS;
            if path.file_name().is_some_and(other) {
                continue;
            }
            let id = AgencyId::from(stem(&path));
            let known = self.workspace.agencies.contains_key(&id);
            let copied = (!known).then(|| self.copied_from(&id)).flatten();
            if !self.is_wanted(copied.as_ref().unwrap_or(&id), period, only) {
                continue;
            }
            if !known {
                if shared_ok {
                    self.unknown_file(&path, &id);
                }
                continue;
            }
            files.push((path, id));
        }
        for file in self.read_submissions(files, period) {
            let File {
                id,
                source: first,
                submission,
                findings,
                ..
            } = file;
            self.findings.extend(findings);
            if submission.as_ref().is_some_and(|s| s.only_to_compare) {
                if only.contains(&id) {
                    self.findings.push(
                        Diagnostic::error(
                            Code::FileMisplaced,
                            Sources::beginning(first),
                            "tệp ghi `chi_de_so_sanh: true` nên không lập thành báo cáo",
                        )
                        .with_help("xóa dòng ấy nếu đây là báo cáo của kỳ"),
                    );
                    self.own_files.push((first, id));
                }
                continue;
            }
            self.own_files.push((first, id));
            self.workspace.submissions.extend(submission);
        }
    }

    /// Reads submissions of a period on all cores. Each has its own findings, in the order
    /// of the files.
    fn read_submissions(&mut self, files: Vec<(PathBuf, AgencyId)>, period: &Period) -> Vec<File> {
        let sources = &mut self.sources;
        let opened = files.into_iter().map(|(path, id)| {
            let source = sources.next_id();
            let mut findings = Vec::new();
            let is_open = file::open(&path, sources, &mut findings).is_some();
            let file = File {
                path,
                id,
                source,
                submission: None,
                findings,
            };
            (file, is_open)
        });
        let opened: Vec<_> = opened.collect();
        let (sources, charset) = (&self.sources, self.charset);
        let read = opened.into_par_iter().map(|(mut file, is_open)| {
            if is_open {
                let what = format!("đọc tệp của `{}`", file.id);
                let read = guarded(&what, || read_submission(&file, period, sources, charset));
                let (submission, findings) = read.unwrap_or_else(|mut finding| {
                    finding.place = Some(Sources::beginning(file.source));
                    (None, vec![finding])
                });
                file.submission = submission;
                file.findings.extend(findings);
            }
            file
        });
        read.collect()
    }

    /// Whether a unit was asked for, or one whose report is compiled from its.
    fn is_wanted(&self, id: &AgencyId, period: &Period, only: &[AgencyId]) -> bool {
        let workspace = &self.workspace;
        let due = workspace.units_due(period);
        let compiled = only.iter().filter_map(|id| workspace.agencies.get(id));
        let mut members = compiled.flat_map(|agency| {
            due.map(|due| workspace.members(agency, due))
                .unwrap_or_default()
        });
        only.is_empty() || only.contains(id) || members.any(|member| member.id == *id)
    }

    /// What was said in the periods since the same one of last year. A fault in it
    /// only keeps it from being compared with.
    fn past(&mut self, data: &Path, period: &Period, only: &[AgencyId]) {
        let Some(earlier) = self
            .workspace
            .regimes_for(period)
            .first()
            .map(|regime| regime.year_before(period))
        else {
            return;
        };
        for earlier in earlier {
            self.seals(data, &earlier);
            let folder = folder_of(data, &earlier);
            if is_behind_link(data, &folder) {
                // Whoever looks over the folder tells of it.
                continue;
            }
            let ids: Vec<_> = self.workspace.agencies.keys().cloned().collect();
            let mut files = Vec::new();
            for id in ids {
                let path = folder.join(format!("{id}.yaml"));
                let agency = self.workspace.agencies.get(&id);
                let compiled = agency.is_some_and(|agency| agency.compiled_by.is_some());
                if files::is_there(&path) && (compiled || self.is_wanted(&id, period, only)) {
                    files.push((path, id));
                }
            }
            for file in self.read_submissions(files, &earlier) {
                self.past_submission(file);
            }
        }
        self.workspace.make_final();
    }

    fn past_submission(&mut self, file: File) {
        let File {
            path,
            submission,
            findings,
            source,
            ..
        } = file;
        if !has_errors(&findings) {
            self.workspace.past.extend(submission);
            self.sources.put_away(source);
            return;
        }
        let fault = findings.into_iter().find(|f| f.severity == Severity::Error);
        if let Some(fault) = fault {
            let shown = file::shown(&path);
            let message = format!("{shown} không dùng được để so sánh: {}", fault.message);
            let finding = match fault.place {
                Some(place) => Diagnostic::error(Code::HistoryUnusable, place, message),
                None => Diagnostic::general(Code::HistoryUnusable, message),
            };
            self.findings.push(finding.warning().with_help(
                "sửa tệp ấy rồi kiểm tra lại kỳ này; số liệu kỳ này không bị ảnh hưởng",
            ));
        }
    }

    /// The `.yaml` files of a folder in the order of their names. Files whose
    /// names are meant to end so but do not are reported, of `only` if any; in a
    /// shared folder they are everybody's concern.
    fn yaml_files(&mut self, folder: &Path, only: &[AgencyId], shared: bool) -> Vec<PathBuf> {
        let entries = match files::list(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.findings.push(file::unreadable(folder, &error));
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.name();
            let path = entry.path;
            if files::is_of_system(&name) {
                continue;
            }
            if path.extension().is_some_and(|e| e == "yaml") {
                found.push(path);
                continue;
            }
            let lower = name.to_lowercase();
            let meant = lower.contains(".yml") || lower.contains(".yaml");
            let wanted =
                only.is_empty() || only.iter().any(|id| lower.starts_with(&format!("{id}.")));
            if meant && wanted {
                let source = self.sources.add(file::shown(&path), "");
                if shared {
                    self.shared_files.push(source);
                }
                self.findings.push(
                    Diagnostic::error(
                        Code::FileStray,
                        Sources::beginning(source),
                        "tệp không được đọc vì tên không kết thúc bằng `.yaml`",
                    )
                    .with_help(meant_name(&path, &lower)),
                );
            }
        }
        found
    }
}

/// Reads what was opened: the submission, if it is one, and what is wrong with it.
fn read_submission(
    file: &File,
    period: &Period,
    sources: &Sources,
    charset: &Charset,
) -> (Option<Submission>, Vec<Diagnostic>) {
    let (source, id) = (file.source, &file.id);
    let mut findings = Vec::new();
    let Some(node) = yaml::parse(source, sources.text(source), &mut findings) else {
        let rest = || wrong_in_the_rest(source, id, period, (sources, charset));
        let rest = guarded(&format!("tìm chỗ sai khác trong tệp của `{id}`"), rest);
        findings.extend(rest.unwrap_or_default());
        return (None, findings);
    };
    let mut reader = Reader::new(&mut findings, sources, charset);
    let submission = submission::submission(&mut reader, source, &node, id.clone(), period.clone());
    (submission, findings)
}

/// What is wrong in a file beside the lines that keep it from being YAML: values that are not
/// written as they should be. What seems to be missing may stand in those lines.
fn wrong_in_the_rest(
    source: SourceId,
    id: &AgencyId,
    period: &Period,
    (sources, charset): (&Sources, &Charset),
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Some(rest) = yaml_rest::parse_rest(source, sources.text(source), &mut findings) else {
        return Vec::new();
    };
    let of_lines = findings.len();
    let mut reader = Reader::new(&mut findings, sources, charset);
    submission::submission(&mut reader, source, &rest.root, id.clone(), period.clone());
    let mut at = 0;
    findings.retain(|finding| {
        at += 1;
        let told = match finding.code {
            Code::NumberForm
            | Code::NumberThousands
            | Code::NumberComma
            | Code::NumberLeadingZero
            | Code::NumberRange
            | Code::DateForm
            | Code::ValueChoice
            | Code::TextInvisible
            | Code::TextCharacter => true,
            Code::KeyUnknown => rest.is_intact,
            _ => false,
        };
        at <= of_lines || told
    });
    findings
}

/// What to do about a file whose name is meant to end in `.yaml` and does not.
fn meant_name(path: &Path, lower: &str) -> String {
    let end = lower.find(".yml").or_else(|| lower.find(".yaml"));
    let name = format!("{}.yaml", &lower[..end.unwrap_or(lower.len())]);
    let other = path.with_file_name(&name);
    if other != path && crate::files::is_there(&other) {
        return format!("đã có `{name}`: giữ một tệp, chuyển tệp kia ra ngoài thư mục dữ liệu");
    }
    "đổi đuôi tệp thành `.yaml` (chữ thường, không có gì đứng sau)".to_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}
