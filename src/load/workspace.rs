//! Reading all files of a period.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use rayon::prelude::*;

use super::cache::{Cache, Known};
use super::folder::{Folder, PLAN, REGISTER, SEALS, folder_of, is_behind_link, seals_path};
use super::node::Node;
use super::reader::Reader;
use super::regime_file::RegimeChange;
use super::{
    agency, answer, file, foreign_table, plan, regime_choice, register, seal, territory, unknown,
};
use crate::diagnostic::{
    Code, Diagnostic, Help, Severity, SourceId, Sources, Way, guarded, has_errors,
};
use crate::files::{self, Refusal};
use crate::model::{AgencyId, Period, Settings, Submission, Territory, Workspace};

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

/// A submission that was read, or what kept it from being read.
struct File {
    path: PathBuf,
    id: AgencyId,
    source: SourceId,
    submission: Option<Arc<Submission>>,
    findings: Vec<Diagnostic>,
}

/// One load of a folder.
pub(super) struct Loading<'a> {
    pub(super) folder: &'a Folder,
    pub(super) workspace: Workspace,
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    own_files: Vec<(SourceId, AgencyId)>,
    pub(super) shared_files: Vec<SourceId>,
    /// Whether the settings could be read.
    pub(super) settings_hold: bool,
    /// Whether there is no regime, neither by a file nor by the settings; told where it is so.
    pub(super) lacks_regimes: bool,
    /// What the folder changes of regimes that the program carries, by their names.
    pub(super) changes: BTreeMap<String, RegimeChange>,
}

impl<'a> Loading<'a> {
    /// A load into sources, which may have the draft of a file.
    pub(super) fn new(folder: &'a Folder, sources: Sources) -> Self {
        Self {
            folder,
            workspace: Workspace::default(),
            sources,
            findings: Vec::new(),
            own_files: Vec::new(),
            shared_files: Vec::new(),
            settings_hold: false,
            lacks_regimes: false,
            changes: BTreeMap::new(),
        }
    }

    /// Reads what reports of a period rest on.
    pub(super) fn period(&mut self, period: &Period, only: &[AgencyId]) {
        if self.shared(period.year, Some(period), true) {
            self.register(period);
            self.submissions(period, only);
            self.past(period, only);
        }
    }

    /// Reads what a year's calendar needs.
    pub(super) fn calendar(&mut self, year: i32) {
        self.shared(year, None, false);
    }

    /// Reads what the state of arrivals needs.
    pub(super) fn arrivals(&mut self, period: &Period) {
        if self.shared(period.year, Some(period), false) {
            self.register(period);
            let known = !self.workspace.regimes_for(period).is_empty();
            if !known && !has_errors(&self.findings) {
                self.unknown_period(period);
            }
        }
    }

    /// Reads what a new submission of an agency rests on.
    pub(super) fn past_of(&mut self, period: &Period, agency: &AgencyId) {
        if self.shared(period.year, Some(period), false) {
            let shared_ok = !has_errors(&self.findings);
            if shared_ok && self.workspace.regimes_for(period).is_empty() {
                self.unknown_period(period);
            }
            if shared_ok && !self.workspace.agencies.contains_key(agency) {
                self.unknown_agency(agency);
            }
            self.past(period, std::slice::from_ref(agency));
        }
    }

    /// Reads the settings and the regimes, and nothing else.
    pub(super) fn regimes_alone(&mut self) {
        if self.is_data() {
            self.settings();
            self.regimes();
            self.tell_of_territory();
        }
    }

    /// Reads what a list of agencies on a day needs.
    pub(super) fn listing(&mut self, on: NaiveDate) {
        self.shared_on(on.year(), None, false, Some(on));
    }

    /// The same for a period.
    pub(super) fn listing_of(&mut self, period: &Period) {
        if self.shared(period.year, Some(period), false)
            && self.workspace.regimes_for(period).is_empty()
            && !has_errors(&self.findings)
        {
            self.unknown_period(period);
        }
    }

    /// Reads what new submissions of all agencies rest on.
    pub(super) fn past_of_all(&mut self, period: &Period) {
        if self.shared(period.year, Some(period), false) {
            if self.workspace.regimes_for(period).is_empty() && !has_errors(&self.findings) {
                self.unknown_period(period);
            }
            self.past(period, &[]);
        }
    }

    /// Reads what forms to fill in rest on: what some agencies say for the period so far, and what
    /// they said in the year before.
    pub(super) fn asked(&mut self, period: &Period, agencies: &[AgencyId]) {
        if !self.shared(period.year, Some(period), true) {
            return;
        }
        let shared_ok = !has_errors(&self.findings);
        if self.workspace.regimes_for(period).is_empty() {
            if shared_ok {
                self.unknown_period(period);
            }
            return;
        }
        let folder = folder_of(self.folder.path(), period);
        let has_file = |id: &&AgencyId| {
            let is_known = self.workspace.agencies.contains_key(*id);
            !is_known || files::is_listed(&folder.join(format!("{id}.yaml")))
        };
        let all: Vec<_> = self.workspace.agencies.keys().cloned().collect();
        let wanted = if agencies.is_empty() { &all } else { agencies };
        let with_files: Vec<_> = wanted.iter().filter(has_file).cloned().collect();
        if !with_files.is_empty() {
            self.submissions(period, &with_files);
        }
        self.past(period, agencies);
    }

    /// Reads what all reports of a year rest on; false if there is no such folder. Agencies
    /// are as they are when units report for the period, or at the end of the year. What is
    /// recorded of issued reports of the period says by which regime they were made, and is told
    /// of where it is `read`.
    fn shared(&mut self, year: i32, period: Option<&Period>, read: bool) -> bool {
        self.shared_on(year, period, read, None)
    }

    /// The same with agencies as they are on another day.
    fn shared_on(
        &mut self,
        year: i32,
        period: Option<&Period>,
        read: bool,
        on: Option<NaiveDate>,
    ) -> bool {
        if !self.is_data() {
            return false;
        }
        self.settings();
        self.regimes();
        match period {
            Some(period) if read => {
                self.seals(period);
                self.recorded_regimes(period, false);
            }
            Some(period) => self.recorded_quietly(period),
            None => {
                for period in self.periods_of(year) {
                    self.recorded_quietly(&period);
                }
            }
        }
        let due = period.and_then(|period| self.workspace.units_due(period));
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
        self.agencies(on.or(due).unwrap_or(year_end));
        self.plan(year);
        self.tell_of_territory();
        true
    }

    /// The periods of a year by all regimes.
    fn periods_of(&self, year: i32) -> BTreeSet<Period> {
        let regimes = self.workspace.regimes.iter();
        let cycles = regimes.flat_map(|regime| regime.cycles.keys().cloned());
        cycles.map(|cycle| Period { year, cycle }).collect()
    }

    /// Whether there is a folder of data; told where there is none.
    fn is_data(&mut self) -> bool {
        let data = self.folder.path();
        if let Err(error) = files::list(data) {
            let finding = file::unreadable(data, &error);
            self.findings
                .push(finding.with_help(unknown::where_data_are()));
            return false;
        }
        if let Some(finding) = unknown::no_data(data) {
            self.findings.push(finding);
            return false;
        }
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
    fn may_enter(&mut self, folder: &Path) -> bool {
        let linked = is_behind_link(self.folder.path(), folder);
        if linked {
            let finding = file::unreadable(folder, &Refusal::Link.into());
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        !linked
    }

    /// Opens a file that every report rests on.
    pub(super) fn open_shared<T>(&mut self, cache: &Cache<T>, path: &Path) -> Option<Known<T>> {
        self.open_with(cache, path, "")
    }

    /// Opens such a file whose texts have gaps for the words of the place.
    pub(super) fn open_worded<T>(&mut self, cache: &Cache<T>, path: &Path) -> Option<Known<T>> {
        let territory = self.workspace.territory();
        let words = territory.map(|territory| format!("{territory:?}"));
        self.open_with(cache, path, &words.unwrap_or_default())
    }

    fn open_with<T>(&mut self, cache: &Cache<T>, path: &Path, beside: &str) -> Option<Known<T>> {
        let (sources, findings) = (&mut self.sources, &mut self.findings);
        let opened = self
            .folder
            .open_file_with(cache, path, beside, sources, findings);
        let source = opened
            .as_ref()
            .map_or_else(|source| *source, |known| known.source);
        self.shared_files.push(source);
        opened.ok()
    }

    /// What a file says that was opened, now or before.
    pub(super) fn read<T: Clone>(
        &mut self,
        known: &Known<T>,
        read: impl FnOnce(&mut Reader<'_>, &Node) -> Option<T>,
    ) -> Option<T> {
        let read = |reader: &mut Reader<'_>, node: Node| read(reader, &node);
        let read = self.folder.read(known, &self.sources, read);
        self.findings.extend(read.findings.iter().cloned());
        read.value.clone()
    }

    /// Reads the settings, and who the agencies are of where these do not say.
    pub(super) fn settings(&mut self) {
        let path = self.folder.path().join("cau-hinh.yaml");
        let known = self.open_shared(&self.folder.settings, &path);
        let settings = known.and_then(|known| self.read(&known, settings));
        self.settings_hold = settings.is_some();
        let mut settings = settings.unwrap_or_default();
        if settings.territory.is_none() && settings.territory_place.is_none() {
            settings.territory = self.inferred_territory();
        }
        self.workspace.settings = settings;
    }

    /// Tells once what texts asked of a place that nobody knows; where the settings, or what they
    /// say of it, could not be read, that is told already.
    pub(super) fn tell_of_territory(&mut self) {
        let settings = &self.workspace.settings;
        let place = settings
            .place
            .filter(|_| settings.territory_place.is_none());
        territory::told_once(&mut self.findings, place);
    }

    fn inferred_territory(&mut self) -> Option<Territory> {
        let path = self.folder.path().join("co-quan.yaml");
        // What is wrong with the file is told when the agencies are read.
        let sources = &mut self.sources;
        let known = self
            .folder
            .open_file(&self.folder.trees, &path, sources, &mut Vec::new());
        let known = known.ok()?;
        let tree = self.folder.tree(&known, &self.sources);
        territory::inferred(tree.value.as_ref()?)
    }

    fn agencies(&mut self, on: NaiveDate) {
        let path = self.folder.path().join("co-quan.yaml");
        let known = self.open_shared(&self.folder.trees, &path);
        let agencies = known.and_then(|known| {
            let tree = self.folder.tree(&known, &self.sources);
            self.findings.extend(tree.findings.iter().cloned());
            let mut reader = self.folder.reader(&mut self.findings, &self.sources);
            let territory = self.workspace.settings.territory.as_ref();
            agency::agencies(&mut reader, tree.value.as_ref()?, (on, territory))
        });
        (self.workspace.levels, self.workspace.agencies) = agencies.unwrap_or_default();
    }

    /// The plan of a year. A year may be without one.
    fn plan(&mut self, year: i32) {
        let folder = self.folder.path().join(year.to_string());
        let path = folder.join(PLAN);
        if self.may_enter(&folder) && files::is_there(&path) {
            let known = self.open_worded(&self.folder.plans, &path);
            let place = self.workspace.settings.territory.clone();
            let plan = known.and_then(|known| {
                self.read(&known, |reader, node| {
                    let node = territory::filled(reader, node, place.as_ref());
                    plan::plan(reader, &node, year)
                })
            });
            self.workspace.plans.extend(plan.map(|plan| (year, plan)));
        }
    }

    /// The register of arrivals of a period, if there is one.
    fn register(&mut self, period: &Period) {
        let path = folder_of(self.folder.path(), period).join(REGISTER);
        self.workspace.register =
            self.read_beside(&self.folder.registers, &path, |source, reader, node| {
                register::register(reader, source, node, period.clone())
            });
    }

    /// What was recorded when reports were issued, if anything was.
    pub(super) fn seals(&mut self, period: &Period) {
        let path = seals_path(self.folder.path(), period);
        let told = self.findings.len();
        let seals = self.read_beside(&self.folder.seals, &path, |_, reader, node| {
            seal::seals(reader, node)
        });
        // Without records, whoever is told to do without this file would make others of it.
        let empty = self.findings[told..].iter_mut();
        for finding in empty.filter(|finding| finding.code == Code::FileEmpty) {
            finding.help = vec![seal::restore(period)];
        }
        let seals = seals.map(|seals| (period.clone(), seals));
        self.workspace.seals.extend(seals);
    }

    /// Reads a file beside those of units, if there is one.
    fn read_beside<T: Clone>(
        &mut self,
        cache: &Cache<T>,
        path: &Path,
        read: impl FnOnce(SourceId, &mut Reader<'_>, &Node) -> Option<T>,
    ) -> Option<T> {
        if !self.may_enter(path.parent()?) || !files::is_there(path) {
            return None;
        }
        let (sources, findings) = (&mut self.sources, &mut self.findings);
        let known = self.folder.open_file(cache, path, sources, findings).ok()?;
        self.read(&known, |reader, node| read(known.source, reader, node))
    }

    fn submissions(&mut self, period: &Period, only: &[AgencyId]) {
        let data = self.folder.path();
        // With a faulty shared file, what seems unknown may only be unread.
        let shared_ok = !has_errors(&self.findings);
        if self.workspace.regimes_for(period).is_empty() {
            if shared_ok {
                self.unknown_period(period);
            }
            return;
        }
        let folder = folder_of(data, period);
        if !self.may_enter(&folder) {
            return;
        }
        for id in only {
            if self.workspace.agencies.contains_key(id) {
                let path = folder.join(format!("{id}.yaml"));
                if !files::is_listed(&path) && self.sources.draft_of(&path).is_none() {
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
        let new = self.sources.drafts_in(&folder);
        let new: Vec<_> = new.filter(|path| !files::is_listed(path)).collect();
        if !files::is_there(&folder) && new.is_empty() {
            if only.is_empty() {
                self.nobody_yet(period);
            }
            return;
        }
        let there = if files::is_there(&folder) {
            self.yaml_files(&folder, only, false)
        } else {
            Vec::new()
        };
        let mut files = Vec::new();
        for path in there.into_iter().chain(new) {
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
            // Figures are filled into its sentences.
            let submission = submission.map(Arc::unwrap_or_clone);
            self.workspace.submissions.extend(submission);
        }
    }

    /// Tells that a period has no folder.
    fn nobody_yet(&mut self, period: &Period) {
        let data = self.folder.path();
        let way = Way::BeginAll {
            period: period.to_string(),
            data: file::shown(data),
        };
        let folder = file::shown(&folder_of(data, period));
        let message = format!("chưa có tệp số liệu nào của kỳ {period}: không tìm thấy `{folder}`");
        self.findings.push(
            Diagnostic::general(Code::FileNotFound, message)
                .with_help(Help::from("tạo tệp cho mọi đơn vị bằng ").way(way)),
        );
    }

    /// Reads submissions of a period on all cores. Each has its own findings, in the order
    /// of the files.
    fn read_submissions(&mut self, files: Vec<(PathBuf, AgencyId)>, period: &Period) -> Vec<File> {
        let (folder, sources) = (self.folder, &mut self.sources);
        let opened = files.into_iter().map(|(path, id)| {
            let mut findings = Vec::new();
            let opened = folder.open_file(&folder.submissions, &path, sources, &mut findings);
            let source = opened
                .as_ref()
                .map_or_else(|source| *source, |known| known.source);
            let file = File {
                path,
                id,
                source,
                submission: None,
                findings,
            };
            (file, opened.ok())
        });
        let opened: Vec<_> = opened.collect();
        let (sources, regimes) = (&self.sources, &self.workspace.regimes);
        let read = opened.into_par_iter().map(|(mut file, known)| {
            let Some(known) = known else { return file };
            let read = guarded(&format!("đọc tệp của `{}`", file.id), || {
                let read = folder.submission(&known, (&file.id, period), (sources, regimes));
                let submission = read.value.as_ref().and_then(|read| read.submission.clone());
                (submission, read.findings.clone())
            });
            let (submission, findings) = read.unwrap_or_else(|mut finding| {
                finding.place = Some(Sources::beginning(file.source));
                (None, vec![finding])
            });
            file.submission = submission;
            file.findings.extend(findings);
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
            due.map(|due| workspace.below(agency, due))
                .unwrap_or_default()
        });
        only.is_empty() || only.contains(id) || members.any(|member| member.id == *id)
    }

    /// What was said in the periods since the same one of last year. A fault in it
    /// only keeps it from being compared with.
    fn past(&mut self, period: &Period, only: &[AgencyId]) {
        let data = self.folder.path();
        let Some(earlier) = self
            .workspace
            .regimes_for(period)
            .first()
            .map(|regime| regime.year_before(period))
        else {
            return;
        };
        for earlier in earlier {
            self.seals(&earlier);
            self.recorded_regimes(&earlier, true);
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
    pub(super) fn yaml_files(
        &mut self,
        folder: &Path,
        only: &[AgencyId],
        shared: bool,
    ) -> Vec<PathBuf> {
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

/// What `cau-hinh.yaml` says.
fn settings(reader: &mut Reader<'_>, node: &Node) -> Option<Settings> {
    let mut map = reader.map(node)?;
    let sample = map
        .required("minh_hoa", reader)
        .and_then(|n| reader.boolean(n));
    let filled = map
        .optional("phu_luc_ghi_so_ngay")
        .and_then(|n| reader.boolean(n));
    let stated = map.optional("dia_phuong");
    let territory = stated.and_then(|n| territory::territory(reader, n));
    let weights = map.optional("quy_tac");
    let weights = weights.map(|node| answer::weights(reader, node));
    let errors = reader.count_of_errors();
    let regimes = map.optional("che_do").and_then(|n| reader.entries(n));
    let regimes = regimes.unwrap_or_default().iter();
    let regimes = regimes.filter_map(|entry| regime_choice::named(reader, entry));
    let regimes = regimes.collect();
    let regimes_unread = reader.count_of_errors() > errors;
    let foreign_tables = map.optional("bang_ngoai");
    let foreign_tables = foreign_tables.map(|node| foreign_table::tables(reader, node));
    map.finish(reader);
    Some(Settings {
        sample: sample?,
        annex_reference_filled: filled.unwrap_or(false),
        territory,
        territory_place: stated.map(|node| node.place),
        place: Some(Sources::beginning(node.place.source)),
        weights: weights.unwrap_or_default(),
        regimes,
        regimes_unread,
        foreign_tables: foreign_tables.unwrap_or_default(),
    })
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

pub(super) fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}
