//! What is known of an output folder while somebody writes there, and writing it down.
//!
//! The manifest on disk never claims what is not so. Before the first file of a run is
//! replaced, everything that the run has not come to yet is written down as not confirmed;
//! from then on the manifest is written again now and then, and at the end.
//!
//! All that goes into an output folder goes through here, and nothing is written over but
//! what the program made and nobody touched since ([`ownership`]).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;

use super::journal::Journal;
use super::manifest::{self, FileRecord, MadeWith, Manifest, Output, PDF, Shard, State, file_path};
use super::ownership::{self, Standing};
use super::tape::Tape;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::read_regular;
use crate::hash::sha256;
use crate::model::{AgencyId, DocumentKind};
use crate::publish::{Lies, Lock, what_lies};
use crate::{publish, vi};

/// How long finished reports may go unrecorded.
const UNRECORDED: Duration = Duration::from_secs(2);
/// A longer manifest is none of ours: ten thousand reports take a hundred megabytes.
pub(super) const LONGEST: u64 = 1 << 30;

/// An output folder while a run works in it.
#[derive(Debug)]
pub struct Ledger {
    pub(super) folder: PathBuf,
    state: Mutex<Ledgered>,
    journal: Mutex<Option<Journal>>,
    /// Whether there was no manifest that could be read: then nobody knows whose the files
    /// there are.
    is_new: bool,
    _lock: Option<Lock>,
}

#[derive(Debug)]
pub(super) struct Ledgered {
    pub(super) manifest: Manifest,
    /// The SHA-256 of the manifest on disk.
    on_disk: String,
    /// Whether the manifest on disk says of all that may change that it is not confirmed.
    pub(super) withdrawn: bool,
    written: Instant,
    /// How long it took to write.
    took: Duration,
    /// Whether a file was put in its place since.
    pub(super) published: bool,
    /// Folders that got files since the manifest was written.
    pub(super) touched: BTreeSet<PathBuf>,
    /// Whether the manifest said, when the folder was opened, that nothing is unconfirmed.
    was_complete: bool,
}

/// Why a report must be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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

impl Ledgered {
    fn new(manifest: Manifest, on_disk: String) -> Self {
        Self {
            was_complete: manifest.complete,
            manifest,
            on_disk,
            withdrawn: false,
            written: Instant::now(),
            took: Duration::ZERO,
            published: false,
            touched: BTreeSet::new(),
        }
    }
}

/// The manifest of a folder, if there is one that can be read, with the SHA-256 of what is on
/// disk. One that cannot be read is put aside, if it may be.
///
/// # Errors
/// What lies in its place is no manifest at all.
fn read(
    folder: &Path,
    puts_aside: bool,
) -> Result<(Option<Manifest>, String, Option<Diagnostic>), Diagnostic> {
    let path = folder.join(manifest::FILE);
    let unreadable_now = |error: &io::Error| publish::unwritable(&path, error);
    let lies = what_lies(folder, manifest::FILE).map_err(|error| unreadable_now(&error))?;
    let mut bytes = Vec::new();
    match lies {
        Lies::Nothing => {}
        Lies::File(_) => {
            let read = read_regular(&path, LONGEST);
            bytes = read.map_err(|error| unreadable_now(&error))?;
        }
        Lies::Obstacle(obstacle) => {
            let finding = Diagnostic::general(Code::OutputUnwritable, obstacle.words());
            return Err(finding.with_help("chuyển nó đi nơi khác, hoặc chọn thư mục khác"));
        }
    }
    let on_disk = sha256(&bytes);
    if bytes.is_empty() {
        return Ok((None, on_disk, None));
    }
    let why = match Manifest::parse(&bytes) {
        Ok(manifest) => return Ok((Some(manifest), on_disk, None)),
        Err(why) => why,
    };
    if Manifest::is_of_others(&bytes) {
        let shown = vi::shown_path(&path);
        let message = format!("`{shown}` không phải là bảng kê của chương trình này");
        let finding = Diagnostic::general(Code::OutputExists, message);
        return Err(finding.with_help("tệp ấy giữ nguyên; chọn thư mục khác để ghi kết quả"));
    }
    if !puts_aside {
        return Ok((None, on_disk, Some(unreadable(&path, &why, None))));
    }
    let names = (1..).map(|number| folder.join(format!("manifest-cu-{number}.json")));
    let mut free = names.filter(|path| fs::symlink_metadata(path).is_err());
    let Some(aside) = free.next() else {
        return Err(unreadable_now(&io::ErrorKind::AlreadyExists.into()));
    };
    // Windows: a manifest that somebody has open keeps its name, and the run ends here.
    fs::rename(&path, &aside).map_err(|error| unreadable_now(&error))?;
    Ok((
        None,
        sha256(b""),
        Some(unreadable(&path, &why, Some(&aside))),
    ))
}

/// Confirms documents that no run of a period comes to, and that were being replaced when somebody
/// ended the program: their files are those that are there, as far as the program made them.
fn settle_others(folder: &Path, manifest: &mut Manifest) {
    let others = |_: &String, output: &mut Output| !output.is_of_period();
    let others: Vec<_> = manifest.unconfirmed.extract_if(.., others).collect();
    for (name, mut output) in others {
        for (ending, record) in std::mem::take(&mut output.files) {
            let path = file_path(&name, &ending);
            let mut records = manifest.records(&path);
            records.push(record.clone());
            let own = match ownership::standing(folder, &path, &records) {
                Ok(Standing::Own(own)) => own,
                // What became of it is told when the folder is compared with its manifest.
                _ => record.clone(),
            };
            if own != record {
                manifest.keep_made(path, record);
            }
            output.files.insert(ending, own);
        }
        manifest.outputs.insert(name, output);
    }
}

impl Ledger {
    /// Opens a folder for a run, which no other run can then do. A manifest that cannot be
    /// read is kept under another name, and said.
    ///
    /// # Errors
    /// Another run is at work there; the folder cannot be written, or is another program's.
    pub fn open(
        folder: &Path,
        shard: Option<Shard>,
        made_with: &MadeWith,
    ) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let (ledger, finding) = Self::take(folder)?;
        {
            let mut state = ledger.state();
            let manifest = &mut state.manifest;
            manifest.complete = false;
            manifest.made_with = made_with.clone();
            manifest.missing = manifest::Missing::default();
            manifest.of_part(shard);
            if ledger.is_new {
                // What is written down from now on is worth nothing without one.
                ledger.write(&mut state)?;
            }
        }
        Ok((ledger, finding))
    }

    /// Opens a folder to add something to it: a letter, a signed copy. What is known of its
    /// reports stays as it is.
    ///
    /// # Errors
    /// Another run is at work there; the folder cannot be written, or is another program's.
    pub fn amend(
        folder: &Path,
        made_with: &MadeWith,
    ) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let (ledger, finding) = Self::take(folder)?;
        if ledger.is_new {
            let mut state = ledger.state();
            state.manifest.complete = true;
            state.was_complete = true;
            state.manifest.made_with = made_with.clone();
            ledger.write(&mut state)?;
        }
        Ok((ledger, finding))
    }

    fn take(folder: &Path) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let lock = Lock::take(folder)?;
        let (mut manifest, on_disk, finding) = read(folder, true)?;
        let (journal, noted) = Journal::open(folder)?;
        let is_new = manifest.is_none();
        if let Some(manifest) = &mut manifest {
            for (path, record) in noted {
                manifest.keep_made(path, record);
            }
            settle_others(folder, manifest);
        }
        let ledger = Self {
            folder: folder.to_owned(),
            state: Mutex::new(Ledgered::new(manifest.unwrap_or_default(), on_disk)),
            journal: Mutex::new(Some(journal)),
            is_new,
            _lock: Some(lock),
        };
        Ok((ledger, finding))
    }

    /// Looks at a folder without changing anything in it.
    ///
    /// # Errors
    /// The folder is another program's.
    pub fn look(
        folder: &Path,
        shard: Option<Shard>,
    ) -> Result<(Self, Option<Diagnostic>), Diagnostic> {
        let (manifest, on_disk, finding) = read(folder, false)?;
        let is_new = manifest.is_none();
        let (_, noted) = Journal::open(folder)?;
        let mut manifest = manifest.unwrap_or_default();
        for (path, record) in noted.into_iter().filter(|_| !is_new) {
            manifest.keep_made(path, record);
        }
        manifest.complete = false;
        manifest.of_part(shard);
        let ledger = Self {
            folder: folder.to_owned(),
            state: Mutex::new(Ledgered::new(manifest, on_disk)),
            journal: Mutex::new(None),
            is_new,
            _lock: None,
        };
        Ok((ledger, finding))
    }

    /// Whether nothing was known of the folder when it was opened, so that all files in it are
    /// somebody else's.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    pub(super) fn state(&self) -> MutexGuard<'_, Ledgered> {
        // A panic elsewhere leaves it as it was between two steps.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a report goes.
    pub fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Whether a document was sealed when it was made.
    pub fn is_sealed(&self, document: &str) -> bool {
        let state = self.state();
        let known = [&state.manifest.outputs, &state.manifest.unconfirmed];
        let mut outputs = known.into_iter().filter_map(|all| all.get(document));
        outputs.any(|output| output.sealed)
    }

    /// Whether a document came back signed.
    pub(super) fn is_signed(&self, document: &str) -> bool {
        let state = self.state();
        let mut signed = state.manifest.signed.values();
        signed.any(|signed| signed.document == document)
    }

    /// The files of a period in which nothing changed, if each report is there as it was
    /// when the period was recorded.
    pub fn standing(&self, period: &str, tape: &Tape) -> Option<Vec<FileRecord>> {
        let files = {
            let state = self.state();
            let manifest = &state.manifest;
            let reports = manifest.outputs.values();
            let reports = reports.filter(|output| output.is_of_period());
            let count = reports.filter(|output| output.period == period).count();
            if count != tape.reports.len() || !manifest.periods.contains_key(period) {
                return None;
            }
            let files = tape.reports.iter().map(|report| {
                let output = manifest.outputs.get(&report.document)?;
                let file = output.files.get(PDF)?.clone();
                (file.sha256 == report.sha256).then_some((report, file))
            });
            files.collect::<Option<Vec<_>>>()?
        };
        let standing = files.into_par_iter().map(|(report, file)| {
            let bytes = (file.bytes, file.sha256.as_str());
            let path = file_path(&report.document, PDF);
            let there = ownership::has_bytes(&self.folder, &path, bytes);
            there.is_ok_and(|there| there).then_some(file)
        });
        standing.collect()
    }

    /// Writes down what became of a document, of which the files with the endings `asked` were to be
    /// made. Others of its files stay as they are.
    ///
    /// # Errors
    /// The manifest cannot be written.
    pub fn enter(
        &self,
        document: &str,
        mut output: Output,
        asked: &[&str],
    ) -> Result<(), Diagnostic> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        let known = manifest.outputs.remove(document);
        let before = manifest.unconfirmed.remove(document).or(known);
        if let Some(before) = &before {
            // What was sealed once stays so, whatever became of it now.
            output.sealed |= before.sealed;
            output.keep_others(before, asked);
            output.keep_prints(before);
        }
        for ending in asked {
            let path = file_path(document, ending);
            let now = output.files.get(*ending);
            let before = before.as_ref().and_then(|before| before.files.get(*ending));
            match (now, before) {
                // There is nothing else there than this.
                (Some(_), _) if output.state == State::Published => {
                    manifest.made.remove(&path);
                }
                (now, Some(before)) if now != Some(before) => {
                    manifest.keep_made(path, before.clone());
                }
                _ => {}
            }
        }
        if output.state == State::Published {
            let missing = &mut manifest.missing.documents;
            missing.retain(|name| name != document);
        }
        manifest.outputs.insert(document.to_owned(), output);
        // However long the manifest is, writing it takes no more than a twentieth of the time.
        let pause = UNRECORDED.max(state.took * 20);
        if state.published && state.written.elapsed() > pause {
            self.write(&mut state)?;
            state.withdrawn = true;
        }
        Ok(())
    }

    /// Writes down what parts that were put together lack.
    pub(super) fn lacks(&self, missing: manifest::Missing) {
        self.state().manifest.missing = missing;
    }

    /// The sealed reports of an agency for a period that are written down: names of their files
    /// without ending.
    pub fn reports_of(&self, agency: &AgencyId, period: &str) -> Vec<String> {
        let state = self.state();
        let outputs = state.manifest.outputs.iter();
        let own = outputs
            .filter(|(_, output)| output.is_of(&DocumentKind::REPORT))
            .filter(|(_, output)| output.agency == agency.as_str() && output.period == period)
            .filter(|(_, output)| output.sealed && output.files.contains_key(PDF));
        let names = own.filter_map(|(name, _)| name.strip_prefix(period)?.strip_prefix('/'));
        names.map(str::to_owned).collect()
    }

    /// Writes down a file that is about to be put in its place.
    pub(super) fn note(&self, path: &str, record: &FileRecord) -> io::Result<()> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let journal = journal.as_mut();
        journal.map_or(Ok(()), |journal| journal.note(path, record))
    }

    fn end_journal(&self) {
        if let Some(journal) = &mut *self.journal.lock().unwrap_or_else(PoisonError::into_inner) {
            journal.end();
        }
    }

    /// Ends an addition to a folder.
    ///
    /// # Errors
    /// The manifest cannot be written.
    pub fn close(self) -> Result<(), Diagnostic> {
        let mut state = self.state();
        settle_others(&self.folder, &mut state.manifest);
        let confirmed = state.manifest.unconfirmed.is_empty();
        state.manifest.complete |= state.was_complete && confirmed;
        self.write(&mut state)?;
        drop(state);
        self.end_journal();
        Ok(())
    }

    /// Ends a run: the manifest as it is now. `complete` unless it was interrupted.
    ///
    /// # Errors
    /// It cannot be written, or files went away meanwhile.
    pub fn finish(self, complete: bool) -> Result<(), Vec<Diagnostic>> {
        let mut state = self.state();
        let manifest = &mut state.manifest;
        let lacks = !manifest.missing.is_empty();
        manifest.complete = complete && !lacks && manifest.unconfirmed.is_empty();
        let mut findings = Vec::new();
        let mut lost = Vec::new();
        let reports = manifest.outputs.iter_mut();
        // Other documents are not what a run is complete or not without.
        for (name, output) in reports.filter(|(_, output)| output.is_of_period()) {
            let issued = output.state == State::Issued;
            let mut vanished = Vec::new();
            for (ending, file) in &output.files {
                let path = file_path(name, ending);
                match what_lies(&self.folder, &path) {
                    Ok(Lies::File(length)) if length == file.bytes || issued => {}
                    // An issued one stays known until it is there again: nobody can make it.
                    _ if issued => {
                        lost.push(ownership::lost(&self.folder.join(path)).warning());
                    }
                    _ => vanished.push(ending.clone()),
                }
            }
            for ending in vanished {
                output.files.remove(&ending);
                output.older.remove(&ending);
                output.state = State::Failed;
                let path = file_path(name, &ending);
                findings.push(vanished_meanwhile(&self.folder.join(path)));
            }
        }
        if !findings.is_empty() {
            manifest.complete = false;
        }
        match self.write(&mut state) {
            Ok(()) => self.end_journal(),
            Err(finding) => findings.push(finding),
        }
        findings.extend(lost);
        if findings.is_empty() {
            Ok(())
        } else {
            Err(findings)
        }
    }

    pub(super) fn write(&self, state: &mut Ledgered) -> Result<(), Diagnostic> {
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

fn unreadable(path: &Path, why: &str, aside: Option<&Path>) -> Diagnostic {
    let finding = Diagnostic::general(
        Code::OutputManifest,
        format!("không đọc được `{}` ({why})", vi::shown_path(path)),
    );
    let finding = finding.warning();
    match aside {
        Some(aside) => finding.with_help(format!(
            "tệp cũ được giữ lại ở `{}`; bảng kê được ghi mới, báo cáo nào còn đúng như sẽ lập thì được nhận lại",
            vi::shown_path(aside)
        )),
        None => finding.with_help("khi lập, tệp này được giữ lại dưới tên khác và bảng kê được ghi mới"),
    }
}

fn vanished_meanwhile(path: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::OutputVanished,
        format!(
            "tệp `{}` đã lập xong nhưng không còn ở đó",
            vi::shown_path(path)
        ),
    )
    .with_help("có ai xóa hay sửa thư mục kết quả trong khi lập; chạy lại để lập những tệp thiếu")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::super::beginning::Begun;
    use super::super::manifest::PeriodPlan;
    use super::*;

    fn record(bytes: &[u8]) -> FileRecord {
        FileRecord {
            key: sha256(b"key"),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            pages: None,
        }
    }

    /// A document made from data with a hash, with a file.
    fn output(kind: &str, data: &str, (ending, bytes): (&str, &[u8])) -> Output {
        Output {
            kind: kind.to_owned(),
            agency: "so-mau".to_owned(),
            period: "2024-q1".to_owned(),
            state: State::Published,
            sealed: false,
            inputs: Arc::new(BTreeMap::from([("a.yaml".into(), data.into())])),
            files: BTreeMap::from([(ending.to_owned(), record(bytes))]),
            older: BTreeSet::new(),
            prints: Vec::new(),
            findings: Vec::new(),
        }
    }

    const NAME: &str = "2024-q1/so-mau";

    fn begun() -> Begun<'static> {
        Begun {
            plan: PeriodPlan {
                plan: sha256(b""),
                findings: Vec::new(),
            },
            documents: BTreeSet::from([NAME]),
            whole: true,
            superseded: BTreeMap::new(),
            unread: BTreeSet::new(),
        }
    }

    /// A run that makes a file of the one report, and leaves the manifest behind.
    fn run(folder: &Path, data: &str, file: (&str, &[u8])) -> Manifest {
        let opened = Ledger::open(folder, None, &MadeWith::default());
        let (ledger, _) = opened.expect("it can be opened");
        assert_eq!(ledger.begin("2024-q1", &begun()), []);
        let path = folder.join(file_path(NAME, file.0));
        fs::create_dir_all(folder.join("2024-q1")).expect("it can be made");
        fs::write(path, file.1).expect("it can be written");
        let made = output("report", data, file);
        ledger.enter(NAME, made, &[file.0]).expect("it is written");
        ledger.finish(true).expect("it is finished");
        read(folder, false)
            .expect("it is read")
            .0
            .expect("it is there")
    }

    #[test]
    fn a_file_that_a_run_is_not_asked_for_stays_and_says_when_it_is_older() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = folder.path();
        run(folder, "1", ("pdf", b"one"));
        let both = run(folder, "1", ("docx", b"two"));
        let known = &both.outputs[NAME];
        assert_eq!(known.files.keys().collect::<Vec<_>>(), ["docx", "pdf"]);
        assert!(known.older.is_empty() && both.complete);
        let later = run(folder, "2", ("pdf", b"three"));
        assert_eq!(later.outputs[NAME].files["docx"], record(b"two"));
        assert_eq!(
            later.outputs[NAME].older,
            BTreeSet::from(["docx".to_owned()])
        );
        // Made again, it is not any more; the other has not changed since.
        let again = run(folder, "2", ("docx", b"four"));
        assert!(again.outputs[NAME].older.is_empty());
        assert!(again.made.is_empty(), "{:?}", again.made);
    }

    #[test]
    fn documents_of_other_kinds_are_none_of_a_run_of_reports() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = folder.path();
        run(folder, "1", ("pdf", b"one"));
        // A kind that a later version makes, and a letter that somebody has filed elsewhere.
        let opened = Ledger::amend(folder, &MadeWith::default());
        let (ledger, _) = opened.expect("it can be opened");
        for kind in ["board", "reminder"] {
            let made = output(kind, "1", ("pdf", kind.as_bytes()));
            let name = format!("2024-q1/{kind}");
            ledger.enter(&name, made, &["pdf"]).expect("it is written");
        }
        ledger.close().expect("it is written");
        let later = run(folder, "2", ("pdf", b"two"));
        assert_eq!(
            later.outputs.keys().collect::<Vec<_>>(),
            ["2024-q1/board", "2024-q1/reminder", NAME]
        );
        assert!(later.complete);
        let opened = Ledger::open(
            folder,
            Some(Shard { index: 1, of: 2 }),
            &MadeWith::default(),
        );
        let (ledger, _) = opened.expect("it can be opened");
        assert_eq!(ledger.keep_periods(&BTreeSet::new()), []);
        let state = ledger.state();
        assert_eq!(
            state.manifest.outputs.keys().collect::<Vec<_>>(),
            ["2024-q1/board", "2024-q1/reminder"]
        );
        assert_eq!(state.manifest.records("2024-q1/so-mau.pdf").len(), 1);
    }

    #[test]
    fn a_letter_whose_run_is_killed_is_not_claimed_to_be_another() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = folder.path();
        let name = "2024-q1/don-doc-so-mau";
        let on_disk = || {
            read(folder, false)
                .expect("it is read")
                .0
                .expect("it is there")
        };
        let open = || {
            let opened = Ledger::amend(folder, &MadeWith::default());
            opened.expect("it can be opened").0
        };
        let put = |ledger: &Ledger, bytes: &[u8]| {
            let put = ledger.publish(&file_path(name, PDF), bytes, &record(bytes), false);
            put.expect("it can be written");
        };
        let ledger = open();
        put(&ledger, b"one");
        let made = output("reminder", "1", (PDF, b"one"));
        ledger.enter(name, made, &[PDF]).expect("it is written");
        ledger.close().expect("it is written");
        assert!(on_disk().complete);
        let killed = open();
        put(&killed, b"two");
        drop(killed);
        let left = on_disk();
        assert!(!left.complete && left.outputs.is_empty(), "{left:?}");
        assert!(left.unconfirmed.contains_key(name));
        open().close().expect("it is written");
        let known = on_disk();
        assert!(known.unconfirmed.is_empty());
        assert_eq!(known.outputs[name].files[PDF], record(b"two"));
    }
}
