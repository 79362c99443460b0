//! What is known of an output folder while reports are made, and writing it down.
//!
//! The manifest on disk never claims what is not so. Before the first file of a run is
//! replaced, everything that the run has not come to yet is written down as not confirmed;
//! from then on the manifest is written again now and then, and at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::lock::Lock;
use super::manifest::{self, FileRecord, MadeWith, Manifest, Output, PeriodPlan, Shard, State};
use super::tape::Tape;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::sha256;
use crate::{publish, vi};

/// How long finished reports may go unrecorded.
const UNRECORDED: Duration = Duration::from_secs(2);

/// An output folder while a run works in it.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    state: Mutex<Ledgered>,
    _lock: Option<Lock>,
}

#[derive(Debug)]
struct Ledgered {
    manifest: Manifest,
    /// The SHA-256 of the manifest on disk.
    on_disk: String,
    /// Whether the manifest on disk says of all that may change that it is not confirmed.
    withdrawn: bool,
    written: Instant,
    /// How long it took to write.
    took: Duration,
    /// Whether a file was put in its place since.
    published: bool,
    /// Folders that got files since the manifest was written.
    touched: BTreeSet<PathBuf>,
}

/// Why a report must be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It was never made here.
    New,
    /// It could not be made before.
    Failed,
    /// Its words, its data, a template, a font or the program changed.
    Changed,
    /// Its file is gone.
    Missing,
    /// Its file is not the one that was made.
    Altered,
    /// Somebody asked for it.
    Forced,
}

impl Ledger {
    /// Opens a folder for a run, which no other run can then do. A manifest that cannot be
    /// read is as none, and said.
    ///
    /// # Errors
    /// Another run is at work there; the folder cannot be written.
    pub fn open(
        folder: &Path,
        shard: Option<Shard>,
        made_with: &MadeWith,
    ) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let lock = Lock::take(folder)?;
        let (ledger, finding) = Self::read(folder, shard, Some(lock));
        ledger.state().manifest.made_with = made_with.clone();
        Ok((ledger, finding))
    }

    /// Looks at a folder without changing anything in it.
    pub fn look(folder: &Path, shard: Option<Shard>) -> (Self, Option<Diagnostic>) {
        Self::read(folder, shard, None)
    }

    fn read(folder: &Path, shard: Option<Shard>, lock: Option<Lock>) -> (Self, Option<Diagnostic>) {
        let path = folder.join(manifest::FILE);
        let on_disk = fs::read(&path).unwrap_or_default();
        let mut finding = None;
        let mut manifest = if on_disk.is_empty() {
            Manifest::default()
        } else {
            Manifest::parse(&on_disk).unwrap_or_else(|why| {
                finding = Some(unreadable(&path, &why));
                Manifest::default()
            })
        };
        manifest.complete = false;
        if manifest.shard != shard {
            // Another part of all reports is another folder's.
            manifest = Manifest {
                shard,
                ..Manifest::default()
            };
        }
        let state = Ledgered {
            manifest,
            on_disk: sha256(&on_disk),
            withdrawn: false,
            written: Instant::now(),
            took: Duration::ZERO,
            published: false,
            touched: BTreeSet::new(),
        };
        let ledger = Self {
            folder: folder.to_owned(),
            state: Mutex::new(state),
            _lock: lock,
        };
        (ledger, finding)
    }

    fn state(&self) -> MutexGuard<'_, Ledgered> {
        // A panic elsewhere leaves it as it was between two steps.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a report goes.
    pub fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Begins a period, or some reports of it: what is known of them must be confirmed
    /// again. Gives the files of reports that nothing asks for any more.
    pub fn begin(
        &self,
        period: &str,
        plan: PeriodPlan,
        paths: &BTreeSet<&str>,
        whole: bool,
    ) -> Vec<String> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        // Some reports alone do not tell what all of the period are.
        if whole || !manifest.periods.contains_key(period) {
            manifest.periods.insert(period.to_owned(), plan);
        }
        let concerned = |path: &String, output: &mut Output| {
            output.period == period && (whole || paths.contains(path.as_str()))
        };
        let of_run: BTreeMap<_, _> = manifest.outputs.extract_if(.., concerned).collect();
        manifest.unconfirmed.extend(of_run);
        let gone = |path: &String, output: &mut Output| {
            whole && output.period == period && !paths.contains(path.as_str())
        };
        let gone: Vec<_> = manifest.unconfirmed.extract_if(.., gone).collect();
        state.withdrawn = false;
        self.left_over(gone)
    }

    /// Forgets periods that have no data any more. Gives the files of their reports.
    pub fn keep_periods(&self, names: &BTreeSet<String>) -> Vec<String> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        manifest.periods.retain(|period, _| names.contains(period));
        let gone = |_: &String, output: &mut Output| !names.contains(&output.period);
        let mut all: Vec<_> = manifest.outputs.extract_if(.., gone).collect();
        all.extend(manifest.unconfirmed.extract_if(.., gone));
        state.withdrawn = false;
        self.left_over(all)
    }

    fn left_over(&self, gone: Vec<(String, Output)>) -> Vec<String> {
        gone.into_iter()
            .filter(|(path, output)| output.file.is_some() && self.place(path).exists())
            .map(|(path, _)| path)
            .collect()
    }

    /// The file of a report, if it is the one that this key made, or else why not.
    pub(super) fn kept(&self, path: &str, key: &str) -> Result<FileRecord, Reason> {
        let known = self.earlier(path)?;
        if known.key != key {
            return Err(Reason::Changed);
        }
        let bytes = fs::read(self.place(path)).map_err(|_| Reason::Missing)?;
        if sha256(&bytes) != known.sha256 {
            return Err(Reason::Altered);
        }
        Ok(known)
    }

    /// The files of a period in which nothing changed, if each report is there as it was
    /// when the period was recorded.
    pub fn standing(&self, period: &str, tape: &Tape) -> Option<Vec<FileRecord>> {
        let files = {
            let state = self.state();
            let manifest = &state.manifest;
            let outputs = manifest.outputs.values();
            let count = outputs.filter(|output| output.period == period).count();
            if count != tape.reports.len() || !manifest.periods.contains_key(period) {
                return None;
            }
            let files = tape.reports.iter().map(|report| {
                let file = manifest.outputs.get(&report.path)?.file.clone()?;
                (file.sha256 == report.sha256).then_some((report, file))
            });
            files.collect::<Option<Vec<_>>>()?
        };
        let standing = files.into_par_iter().map(|(report, file)| {
            let bytes = fs::read(self.place(&report.path)).ok()?;
            (sha256(&bytes) == report.sha256).then_some(file)
        });
        standing.collect()
    }

    /// The file of an issued report that cannot be made again; nothing if it was made
    /// elsewhere and put in its place.
    ///
    /// # Errors
    /// It is not there, or not as it was; and whether anything is written down of it.
    pub(super) fn issued(&self, path: &str) -> Result<Option<FileRecord>, (Diagnostic, bool)> {
        let known = self.earlier(path).ok();
        let place = self.place(path);
        let shown = vi::shown_path(&place);
        let bytes = match fs::read(&place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = vi::reason(&error);
                let message = format!("không có bản đã ban hành `{shown}` ({why})");
                let finding = Diagnostic::general(Code::OutputVanished, message);
                return Err((finding.with_help(restore()), known.is_some()));
            }
        };
        let hash = sha256(&bytes);
        match known {
            Some(known) if known.sha256 != hash => {
                let message = format!("bản đã ban hành `{shown}` không còn như khi lập");
                let finding = Diagnostic::general(Code::OutputAltered, message);
                Err((finding.with_help(restore()), true))
            }
            known => Ok(known),
        }
    }

    /// What an earlier run wrote down of the file of a report, or why it did not.
    fn earlier(&self, path: &str) -> Result<FileRecord, Reason> {
        let state = self.state();
        let output = state.manifest.unconfirmed.get(path).ok_or(Reason::New)?;
        output.file.clone().ok_or(Reason::Failed)
    }

    /// Puts a finished file in its place and writes it down.
    ///
    /// # Errors
    /// It cannot be written, or the manifest cannot.
    pub(super) fn publish(&self, path: &str, pdf: &[u8]) -> Result<(), Diagnostic> {
        {
            let mut state = self.state();
            let known = state.manifest.unconfirmed.contains_key(path);
            if known && !state.withdrawn {
                self.write(&mut state)?;
                state.withdrawn = true;
            }
        }
        let place = self.place(path);
        publish::write(&place, pdf)?;
        let folder = place.parent().map(Path::to_owned);
        let mut state = self.state();
        state.touched.extend(folder);
        state.published = true;
        Ok(())
    }

    /// Writes down what became of a report.
    ///
    /// # Errors
    /// The manifest cannot be written.
    pub fn enter(&self, path: &str, output: Output) -> Result<(), Diagnostic> {
        let mut state = self.state();
        state.manifest.unconfirmed.remove(path);
        state.manifest.outputs.insert(path.to_owned(), output);
        // However long the manifest is, writing it takes no more than a twentieth of the time.
        let pause = UNRECORDED.max(state.took * 20);
        if state.published && state.written.elapsed() > pause {
            self.write(&mut state)?;
            state.withdrawn = true;
        }
        Ok(())
    }

    /// Ends a run: the manifest as it is now. `complete` unless it was interrupted.
    ///
    /// # Errors
    /// It cannot be written, or files went away meanwhile.
    pub fn finish(self, complete: bool) -> Result<(), Vec<Diagnostic>> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        manifest.complete = complete && manifest.unconfirmed.is_empty();
        let mut findings = Vec::new();
        for (path, output) in &mut manifest.outputs {
            let there = |file: &FileRecord| {
                let there = fs::metadata(self.folder.join(path));
                there.is_ok_and(|there| there.len() == file.bytes)
            };
            if output.file.as_ref().is_some_and(|file| !there(file)) {
                output.file = None;
                output.state = State::Failed;
                findings.push(vanished(&self.folder.join(path)));
            }
        }
        if !findings.is_empty() {
            manifest.complete = false;
        }
        findings.extend(self.write(&mut state).err());
        if findings.is_empty() {
            Ok(())
        } else {
            Err(findings)
        }
    }

    fn write(&self, state: &mut Ledgered) -> Result<(), Diagnostic> {
        let since = Instant::now();
        let hash = state.manifest.sha256();
        state.written = since;
        state.published = false;
        if hash == state.on_disk {
            return Ok(());
        }
        for folder in std::mem::take(&mut state.touched) {
            publish::settle(&folder);
        }
        state.manifest.put(&self.folder)?;
        state.on_disk = hash;
        state.took = since.elapsed();
        state.written = Instant::now();
        Ok(())
    }
}

fn restore() -> &'static str {
    "số liệu của đơn vị nay đã khác nên không lập lại được: chép bản đã ban hành từ nơi lưu trữ về đó"
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::general(
        Code::OutputManifest,
        format!("không đọc được `{}` ({why})", vi::shown_path(path)),
    )
    .warning()
    .with_help("mọi báo cáo được lập lại và tệp này được ghi mới")
}

fn vanished(path: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::OutputVanished,
        format!(
            "tệp `{}` đã lập xong nhưng không còn ở đó",
            vi::shown_path(path)
        ),
    )
    .with_help("có ai xóa hay sửa thư mục kết quả trong khi lập; chạy lại để lập những tệp thiếu")
}
