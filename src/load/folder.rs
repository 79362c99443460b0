//! A folder of data: which files there are, and what was read of them so far.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::cache::{Cache, Known, Read};
use super::carried::Carried;
use super::node::Node;
use super::overview::{self, Overview};
use super::reader::Reader;
use super::regime_file::RegimeFile;
use super::submission_file::{self, SubmissionFile};
use super::survey::{self, Scope};
use super::workspace::{Loaded, Loading};
use super::{Charset, file, yaml};
use crate::diagnostic::{Code, Diagnostic, LastingIds, SourceId, Sources, guarded};
use crate::files::{self, EntryKind};
use crate::hash::sha256;
use crate::model::{
    AgencyId, DocumentState, Period, Plan, Regime, RegimeChoice, Register, Seal, Settings,
    Workspace,
};

/// The plan of a year.
pub(super) const PLAN: &str = "ke-hoach.yaml";
/// The file of a period's arrivals.
pub const REGISTER: &str = "so-den.yaml";
/// The file of what was recorded of a period's reports when they were issued.
pub(super) const SEALS: &str = "da-ban-hanh.yaml";

/// The folder of a period.
pub fn folder_of(data: &Path, period: &Period) -> PathBuf {
    data.join(period.year.to_string())
        .join(period.cycle.as_str())
}

/// A folder of data, open for many loads, also at the same time. Each reads the bytes of all files
/// that it needs; what a text says is worked out once, as long as the last few loads asked for it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    charset: Charset,
    pub(super) carried: Carried,
    pub(super) ids: LastingIds,
    texts_read: AtomicUsize,
    pub(super) settings: Cache<Settings>,
    pub(super) regimes: Cache<RegimeFile>,
    /// The texts that the program carries, and the regimes that they are with what the folder
    /// changes of them.
    pub(super) carried_trees: Cache<Node>,
    pub(super) merged: Cache<Regime>,
    pub(super) plans: Cache<Plan>,
    pub(super) registers: Cache<Register>,
    pub(super) seals: Cache<IndexMap<AgencyId, Seal>>,
    pub(super) submissions: Cache<SubmissionFile>,
    /// Files that are read in more ways than one: agencies are as they are on a day, and the file
    /// of an unknown unit may say whose it is.
    pub(super) trees: Cache<Node>,
}

impl Folder {
    /// A folder whose texts are printed in some characters, with the regimes of this program.
    /// Nothing is read yet.
    pub fn open(path: impl Into<PathBuf>, charset: Charset) -> Self {
        Self::open_with(path, charset, Carried::of_program())
    }

    /// The same with the regimes that a program carries.
    pub fn open_with(path: impl Into<PathBuf>, charset: Charset, carried: Carried) -> Self {
        Self {
            path: path.into(),
            charset,
            carried,
            ids: LastingIds::default(),
            texts_read: AtomicUsize::new(0),
            settings: Cache::default(),
            regimes: Cache::default(),
            carried_trees: Cache::default(),
            merged: Cache::default(),
            plans: Cache::default(),
            registers: Cache::default(),
            seals: Cache::default(),
            submissions: Cache::default(),
            trees: Cache::default(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The regimes that the program carries.
    pub fn carried(&self) -> &Carried {
        &self.carried
    }

    /// How many texts were read so far, not counting those that were known.
    pub fn texts_read(&self) -> usize {
        self.texts_read.load(Ordering::Relaxed)
    }

    /// Reads settings, agencies, regimes, the plan of the year, the submissions of one
    /// period, and those of the year before it to compare with.
    ///
    /// `only` names the units wanted; none means every unit that has a file. With an
    /// agency whose report is compiled come those that it is compiled from.
    pub fn period(&self, period: &Period, only: &[AgencyId]) -> Loaded {
        self.period_with(period, only, Sources::default())
    }

    /// The same with sources that may have the draft of a file ([`Sources::with_draft`]).
    pub fn period_with(&self, period: &Period, only: &[AgencyId], sources: Sources) -> Loaded {
        self.load(sources, |loading| loading.period(period, only))
    }

    /// Reads what a year's calendar needs: agencies, regimes, the plan.
    pub fn calendar(&self, year: i32) -> Loaded {
        self.calendar_with(year, Sources::default())
    }

    /// The same with sources that may have the draft of a file.
    pub fn calendar_with(&self, year: i32, sources: Sources) -> Loaded {
        self.load(sources, |loading| loading.calendar(year))
    }

    /// Reads what the state of arrivals needs: the same, and the register of a period.
    pub fn register(&self, period: &Period) -> Loaded {
        self.load(Sources::default(), |loading| loading.arrivals(period))
    }

    /// Reads what a new submission of an agency rests on: what is shared, and its submissions
    /// of the year before.
    pub fn past(&self, period: &Period, agency: &AgencyId) -> Loaded {
        self.load(Sources::default(), |loading| {
            loading.past_of(period, agency);
        })
    }

    /// Reads what forms to fill in rest on: what is shared, what agencies say for the period so
    /// far, and what they said in the year before; none for all.
    pub fn asked(&self, period: &Period, agencies: &[AgencyId]) -> Loaded {
        self.load(Sources::default(), |loading| {
            loading.asked(period, agencies);
        })
    }

    /// Reads the settings and the regimes alone, with sources that may have the draft of a file.
    pub fn regimes_with(&self, sources: Sources) -> Loaded {
        self.load(sources, |loading| {
            loading.regimes_alone();
        })
    }

    /// The same for all agencies.
    pub fn past_of_all(&self, period: &Period) -> Loaded {
        self.load(Sources::default(), |loading| loading.past_of_all(period))
    }

    /// Reads what a list of agencies on a day needs: what is shared by all reports.
    pub fn listing(&self, on: NaiveDate) -> Loaded {
        self.listing_with(on, Sources::default())
    }

    /// The same for a period, on the day by which units report.
    pub fn listing_of(&self, period: &Period) -> Loaded {
        self.load(Sources::default(), |loading| loading.listing_of(period))
    }

    /// [`Self::listing`] with sources that may have the draft of a file
    /// ([`Sources::with_draft`]).
    pub fn listing_with(&self, on: NaiveDate, sources: Sources) -> Loaded {
        self.load(sources, |loading| loading.listing(on))
    }

    /// Looks over the folder without reading what reports rest on.
    pub fn look_over(&self, scope: Scope<'_>) -> Overview {
        let overview = overview::look_over(self, scope);
        self.end_load();
        overview
    }

    /// Those of some agencies that report for a period: they have a file that is not only there to
    /// be compared with. What is read of them here is known to later loads, by the regimes that
    /// [`Self::look_over`] gives.
    pub fn reporting(
        &self,
        period: &Period,
        agencies: &[AgencyId],
        regimes: &Workspace,
    ) -> Vec<AgencyId> {
        let folder = folder_of(&self.path, period);
        let reports = |id: &&AgencyId| {
            let path = folder.join(format!("{id}.yaml"));
            files::is_there(&path)
                && !self.is_only_to_compare(&path, (id, period), &regimes.regimes)
        };
        agencies.iter().filter(reports).cloned().collect()
    }

    /// How far the reports of some agencies for a period have come, of those that report; nothing
    /// where a file cannot be read. What is read here is known to later loads.
    pub fn states(
        &self,
        period: &Period,
        agencies: &[AgencyId],
        regimes: &Workspace,
    ) -> Vec<(AgencyId, Option<DocumentState>)> {
        let folder = folder_of(&self.path, period);
        let state = |id: &AgencyId| {
            let path = folder.join(format!("{id}.yaml"));
            if !files::is_there(&path) {
                return None;
            }
            let said = self.said(&path, (id, period), &regimes.regimes, |file| {
                let submission = file.submission.as_ref();
                let state = submission.map(|submission| submission.document.state.clone());
                (file.only_to_compare, state)
            });
            let (only_to_compare, state) = said.unwrap_or_default();
            (!only_to_compare).then(|| (id.clone(), state))
        };
        agencies.iter().filter_map(state).collect()
    }

    /// All files that [`Self::period`] may look at for a period, in the order of their paths: whatever it
    /// says changes only if one of them does, or if there is another one. Nothing where no regime
    /// says which periods it is compared with, or where something else than files and folders
    /// stands among them. What nobody reads is looked for by [`Self::look_over`], each time, which gives
    /// the regimes, too; theirs are among the files.
    pub fn files(&self, period: &Period, regimes: &Workspace) -> Option<Vec<PathBuf>> {
        let data = &self.path;
        let regime = *regimes.regimes_for(period).first()?;
        let year = data.join(period.year.to_string());
        let mut folders = vec![data.clone(), data.join("che-do"), year];
        let earlier = regime.year_before(period);
        folders.extend(earlier.iter().chain([period]).map(|p| folder_of(data, p)));
        let mut found = Vec::new();
        for folder in folders {
            if is_behind_link(data, &folder) {
                return None;
            }
            for entry in files::list(&folder).unwrap_or_default() {
                match entry.kind {
                    EntryKind::File if survey::is_told_by_load(&entry.name()) => {
                        found.push(entry.path);
                    }
                    EntryKind::Folder | EntryKind::File => {}
                    EntryKind::Link | EntryKind::Special => return None,
                }
            }
        }
        found.sort();
        found.dedup();
        Some(found)
    }

    /// Whether a submission is only there to be compared with.
    fn is_only_to_compare(
        &self,
        path: &Path,
        (id, period): (&AgencyId, &Period),
        regimes: &[Regime],
    ) -> bool {
        let said = self.said(path, (id, period), regimes, |file| file.only_to_compare);
        said.unwrap_or(false)
    }

    /// Something that the file of a unit says; nothing where it cannot be read. What is wrong with
    /// it is told by whoever loads it.
    fn said<T>(
        &self,
        path: &Path,
        (id, period): (&AgencyId, &Period),
        regimes: &[Regime],
        said: impl FnOnce(&SubmissionFile) -> T,
    ) -> Option<T> {
        let mut sources = Sources::default();
        let known = self.open_file(&self.submissions, path, &mut sources, &mut Vec::new());
        let known = known.ok()?;
        let read = guarded(&format!("đọc tệp của `{id}`"), || {
            let read = self.submission(&known, (id, period), (&sources, regimes));
            read.value.as_ref().map(said)
        });
        read.ok()?
    }

    fn load(&self, sources: Sources, load: impl FnOnce(&mut Loading<'_>)) -> Loaded {
        let mut loading = Loading::new(self, sources);
        load(&mut loading);
        self.end_load();
        loading.done()
    }

    /// What is wrong with the name or number of a regime that the program is to carry.
    pub(super) fn not_carried(&self, choice: &RegimeChoice) -> Option<Diagnostic> {
        let (name, number) = (&choice.name.value, choice.number.value);
        let numbers = self.carried.numbers(name);
        if numbers.contains(&number) {
            return None;
        }
        let Some(newest) = numbers.last() else {
            let message = format!("chương trình không có chế độ nào tên là `{name}`");
            let finding = Diagnostic::error(Code::RegimeNotCarried, choice.name.place, message);
            let near = self.carried.nearest(name);
            let near = near.map(|near| format!("có phải là `{near}`?"));
            let finding = near.into_iter().fold(finding, Diagnostic::with_help);
            return Some(finding.with_help(self.carried_names()));
        };
        let message = format!("chương trình không có số {number} của chế độ `{name}`");
        let finding = Diagnostic::error(Code::RegimeNotCarried, choice.number.place, message);
        let all: Vec<_> = numbers.iter().map(u64::to_string).collect();
        let all = format!("các số chương trình này có: {}", all.join(", "));
        Some(if number > *newest {
            finding.with_help(format!("cập nhật chương trình; {all}"))
        } else {
            finding.with_help(all)
        })
    }

    /// What there is to choose from.
    pub(super) fn carried_names(&self) -> String {
        let names: Vec<_> = self.carried.names().collect();
        format!(
            "các chế độ chương trình có: {}; chế độ khác thì đặt tệp của nó vào thư mục che-do",
            names.join(", ")
        )
    }

    /// Lets go of what the last few loads have not asked for.
    fn end_load(&self) {
        self.settings.end_load();
        self.regimes.end_load();
        self.carried_trees.end_load();
        self.merged.end_load();
        self.plans.end_load();
        self.registers.end_load();
        self.seals.end_load();
        self.submissions.end_load();
        self.trees.end_load();
    }

    /// Opens a file: its text stands in the sources.
    ///
    /// # Errors
    /// It has no text; a finding says why.
    pub(super) fn open_file<T>(
        &self,
        cache: &Cache<T>,
        path: &Path,
        sources: &mut Sources,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Known<T>, SourceId> {
        self.open_file_with(cache, path, "", sources, findings)
    }

    /// The same of a file that `beside` makes read otherwise: the words of the place, in the gaps
    /// of a regime.
    ///
    /// # Errors
    /// It has no text; a finding says why.
    pub(super) fn open_file_with<T>(
        &self,
        cache: &Cache<T>,
        path: &Path,
        beside: &str,
        sources: &mut Sources,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Known<T>, SourceId> {
        let text = file::text(path, sources, findings)?;
        let hash = sha256(text.as_bytes());
        let known = cache.known(path, &format!("{hash}{beside}"), &self.ids);
        sources.add_known(known.source, path, text, hash);
        Ok(known)
    }

    /// What a file says that was opened: its tree, handed to a reader.
    pub(super) fn read<'k, T>(
        &self,
        known: &'k Known<T>,
        sources: &Sources,
        read: impl FnOnce(&mut Reader<'_>, Node) -> Option<T>,
    ) -> &'k Read<T> {
        known.read(|| {
            self.texts_read.fetch_add(1, Ordering::Relaxed);
            let mut findings = Vec::new();
            let tree = yaml::parse(known.source, sources.text(known.source), &mut findings);
            let mut reader = self.reader(&mut findings, sources);
            let value = tree.and_then(|tree| read(&mut reader, tree));
            Read { value, findings }
        })
    }

    /// The tree of a file that was opened.
    pub(super) fn tree<'k>(&self, known: &'k Known<Node>, sources: &Sources) -> &'k Read<Node> {
        self.read(known, sources, |_, tree| Some(tree))
    }

    /// What the file of a unit for a period says that was opened. Its rows have the names that the
    /// forms of regimes have of them.
    pub(super) fn submission<'k>(
        &self,
        known: &'k Known<SubmissionFile>,
        (agency, period): (&AgencyId, &Period),
        (sources, regimes): (&Sources, &[Regime]),
    ) -> &'k Read<SubmissionFile> {
        known.read(|| {
            self.texts_read.fetch_add(1, Ordering::Relaxed);
            let of = (agency, period, regimes);
            submission_file::read(known.source, of, (sources, &self.charset))
        })
    }

    /// A reader of the texts of this folder.
    pub(super) fn reader<'r>(
        &'r self,
        findings: &'r mut Vec<Diagnostic>,
        sources: &'r Sources,
    ) -> Reader<'r> {
        Reader::new(findings, sources, &self.charset)
    }
}

/// [`Folder::period`] of a folder that is opened for it alone.
pub fn load(data: &Path, period: &Period, only: &[AgencyId], charset: &Charset) -> Loaded {
    Folder::open(data, charset.clone()).period(period, only)
}

/// Whether a folder below the data is a link or stands behind one; the folder of data itself
/// may be one. Windows: a folder of `OneDrive` or of a network drive is none.
pub(super) fn is_behind_link(data: &Path, folder: &Path) -> bool {
    let below = folder.ancestors().take_while(|folder| *folder != data);
    below.into_iter().any(files::is_link)
}

/// Opens a file that was read before, so that its lines can be shown again.
pub fn open(path: &Path, sources: &mut Sources) -> Option<SourceId> {
    let text = file::text(path, sources, &mut Vec::new()).ok()?;
    Some(sources.add_file(path, text))
}

/// Whether a file, named below the folder of data, has what was recorded of reports.
pub fn is_seals(file: &str) -> bool {
    file.rsplit('/').next() == Some(SEALS)
}

/// Where what is recorded stands of the report whose file this is, named below the folder of data.
pub fn seals_beside(file: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{SEALS}"),
        None => SEALS.to_owned(),
    }
}

/// The unit whose file this is.
pub fn unit_of(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yaml").unwrap_or(name).to_owned()
}

/// The file of what was recorded of a period's reports when they were issued.
pub fn seals_path(data: &Path, period: &Period) -> PathBuf {
    folder_of(data, period).join(SEALS)
}
