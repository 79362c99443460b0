//! From documents that are to be made to files in their places.
//!
//! One thread for each worker: it composes the next document while its worker sets the one
//! before, so that neither waits, and no more than two documents a worker are in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::fate::{Fate, Made};
use super::key::Kit;
use super::ledger::{Ledger, Reason};
use super::manifest::{FileRecord, Finding, InputHashes, Output, PDF, State, file_path};
use super::ownership::{Foreign, RESTORE};
use super::placing::{Issued, Place, Refusal};
use super::pool::{NotSet, Pool, Seat, Set};
use super::printed::Print;
use crate::assess::Sums;
use crate::build::{Author, Work};
use crate::check;
use crate::compose::Composed;
use crate::diagnostic::{Code, Diagnostic, Sources, Way, Wording, guarded};
use crate::hash::sha256;
use crate::vi;

/// The endings of the files that are made of each document.
const ASKED: &[&str] = &[PDF];

/// A document that is to be made.
#[derive(Debug)]
pub struct Task<'w> {
    /// What is made.
    pub work: Work<'w>,
    /// Its name in the output folder ([`Work::id`]).
    pub document: String,
    /// The files that it may rest on, with their SHA-256.
    pub inputs: InputHashes,
    /// What was found in its data.
    pub findings: Vec<Finding>,
}

impl Task<'_> {
    /// Where its file goes, below the output folder.
    pub fn path(&self) -> String {
        file_path(&self.document, PDF)
    }

    /// What is told of a file of somebody else in its place.
    fn told_of(&self, foreign: &Foreign, place: &Path) -> Diagnostic {
        let Some((subject, _)) = self.work.report() else {
            return foreign.finding_of_letter(place);
        };
        let mut finding = foreign.finding(place);
        let known = |way: &Way| match way {
            Way::KeepSigned { .. } => Way::KeepSigned {
                period: Some(subject.submission.period.to_string()),
                agency: Some(subject.agency.id.to_string()),
            },
            way => way.clone(),
        };
        for help in &mut finding.help {
            *help = help.with_ways(known);
        }
        finding
    }

    /// Whether it was issued, and its units say something else now.
    fn is_outdated(&self) -> bool {
        let report = self.work.report();
        report.is_some_and(|(subject, _)| check::is_outdated(subject))
    }
}

/// Makes documents.
#[derive(Debug)]
pub struct Press<'a> {
    /// Who composes.
    pub author: &'a Author,
    /// What they are set with.
    pub kit: &'a Kit,
    /// Who sets; nobody where it is only asked what would be set.
    pub pool: Option<&'a Pool<'a>>,
    /// Where they go.
    pub ledger: &'a Ledger,
    /// The values of all reports.
    pub sums: &'a Sums,
    /// The files that findings point into.
    pub sources: &'a Sources,
    /// The folder that the manifest names files below.
    pub data: &'a str,
    /// How what to do is worded in the manifest.
    pub wording: Wording,
    /// Whether all are set again.
    pub force: bool,
}

/// What becomes of a document, where our own work on it may panic.
fn or_failed(what: &str, work: impl FnOnce() -> Made) -> Made {
    guarded(what, work).unwrap_or_else(|finding| Made::failed(vec![finding]))
}

/// A document that is composed and must be set.
struct Due {
    index: usize,
    key: String,
    composed: Composed,
}

/// Documents in the order in which they are begun.
struct Queue<'q> {
    tasks: &'q [Task<'q>],
    order: Vec<usize>,
    next: AtomicUsize,
}

impl Queue<'_> {
    fn take(&self) -> Option<usize> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        self.order.get(next).copied()
    }
}

impl Press<'_> {
    /// Makes documents, `jobs` at a time, and writes down what became of each. `tell` hears of
    /// them in the order of the tasks.
    pub fn run(&self, tasks: &[Task<'_>], jobs: usize, mut tell: impl FnMut(&Task<'_>, Made)) {
        // The longest first, so that no worker is left alone with one at the end.
        let mut order: Vec<_> = (0..tasks.len()).collect();
        let is_long = |index: &usize| {
            let report = tasks[*index].work.report();
            report.is_some_and(|(subject, _)| subject.is_compiled())
        };
        order.sort_by_key(|index| !is_long(index));
        let queue = Queue {
            tasks,
            order,
            next: AtomicUsize::new(0),
        };
        thread::scope(|scope| {
            let (to_writer, done) = channel();
            let mut hired = 0;
            for _ in 0..jobs.clamp(1, tasks.len().max(1)) {
                let to_writer = to_writer.clone();
                let queue = &queue;
                let work = move || self.work(queue, &to_writer);
                let thread = thread::Builder::new().spawn_scoped(scope, work);
                hired += usize::from(thread.is_ok());
            }
            // Where the system gives fewer threads, fewer work; where it gives none, this one.
            if hired == 0 {
                self.work(&queue, &to_writer);
            }
            drop(to_writer);
            let mut early = BTreeMap::new();
            let mut turn = 0;
            for (index, made) in done {
                // Here and not where they were made: what stays goes to one thread's memory,
                // and does not keep that of others from being given back.
                let task = &tasks[index];
                let made = or_failed(&format!("ghi kết quả của {}", task.path()), || {
                    self.enter(task, made)
                });
                early.insert(index, made);
                while let Some(made) = early.remove(&turn) {
                    tell(&tasks[turn], made);
                    turn += 1;
                }
            }
        });
    }

    fn work(&self, queue: &Queue<'_>, to_writer: &Sender<(usize, Made)>) {
        let tell = |index, made| drop(to_writer.send((index, made)));
        let mut seat = self.pool.map(Pool::seat);
        let mut given = self.next_due(queue, &tell);
        if let (Some(due), Some(seat)) = (&given, &mut seat) {
            seat.give(&due.composed.manuscript());
        }
        while let Some(due) = given {
            let following = self.next_due(queue, &tell);
            let set = seat.as_mut().map_or(Err(NotSet::Stopped), Seat::outcome);
            if let (Some(following), Some(seat)) = (&following, &mut seat) {
                seat.give(&following.composed.manuscript());
            }
            let task = &queue.tasks[due.index];
            let made = or_failed(&format!("ghi tệp {}", task.path()), || {
                self.finish(task, &due, set)
            });
            tell(due.index, made);
            given = following;
        }
    }

    /// The next document that must be set; those that need not be are told of on the way.
    fn next_due(&self, queue: &Queue<'_>, tell: &impl Fn(usize, Made)) -> Option<Due> {
        loop {
            let index = queue.take()?;
            let task = &queue.tasks[index];
            if self.pool.is_some_and(Pool::is_stopped) {
                tell(index, Made::stopped());
                continue;
            }
            let plan = || self.plan(task);
            let planned = guarded(&format!("chuẩn bị {}", task.path()), plan);
            match planned.unwrap_or_else(|finding| Err(Made::failed(vec![finding]))) {
                Ok((key, composed)) => {
                    return Some(Due {
                        index,
                        key,
                        composed,
                    });
                }
                Err(made) => tell(index, made),
            }
        }
    }

    /// A document in words and its key, or what becomes of it without being set.
    fn plan(&self, task: &Task<'_>) -> Result<(String, Composed), Made> {
        if task.is_outdated() {
            return Err(self.keep(task));
        }
        let write = || self.author.write(&task.work, self.sums, self.sources);
        let written = guarded(&format!("soạn {}", task.path()), write);
        let composed = written.and_then(|written| written);
        let composed = composed.map_err(|finding| Made::failed(vec![finding]))?;
        let key = self.kit.key(&composed.manuscript());
        let sealed = self.is_sealed(task);
        let due = |reason| Made::new(Fate::Due { reason }, None, Vec::new());
        let reason = match self.ledger.look_at(&task.document, &key) {
            Place::Current(_) if self.force && !sealed => Reason::Forced,
            Place::Current(file) => return Err(Made::unchanged(file)),
            Place::Due(Reason::Changed) | Place::Touched(_) | Place::Lost if sealed => {
                return Err(self.keep(task));
            }
            Place::Due(reason) => reason,
            Place::Lost => Reason::Missing,
            // It is set nevertheless where that may be: it may be the very same.
            Place::Touched(foreign) if self.pool.is_none() => {
                return Err(self.occupied(task, &foreign));
            }
            Place::Touched(_) => Reason::Altered,
        };
        if self.pool.is_none() {
            return Err(due(reason));
        }
        Ok((key, composed))
    }

    /// Whether what a document says was recorded when it was issued.
    fn is_sealed(&self, task: &Task<'_>) -> bool {
        let report = task.work.report();
        report.is_some_and(|(subject, head)| subject.is_sealed(head))
            || self.ledger.is_sealed(&task.document)
            || self.ledger.is_signed(&task.document)
    }

    /// That the place of a document has somebody else's file.
    fn occupied(&self, task: &Task<'_>, foreign: &Foreign) -> Made {
        let finding = task.told_of(foreign, &self.ledger.place(&task.path()));
        Made::occupied(foreign, finding)
    }

    /// An issued report that says something else now, or that somebody has touched since, stays
    /// as it is, if it is there.
    fn keep(&self, task: &Task<'_>) -> Made {
        let outdated = task.is_outdated();
        let place = self.ledger.place(&task.path());
        match self.ledger.issued(&task.document) {
            Issued::AsMade(file) | Issued::Signed(file) => Made::kept(Some(file), None),
            Issued::PutThere => Made::kept(None, None),
            Issued::Touched(foreign, file) if foreign.is_still_the_report(!outdated) => {
                let finding = task.told_of(&foreign, &place).warning();
                Made::kept(Some(file), Some(finding))
            }
            Issued::Touched(foreign, _) if outdated => {
                let mut finding = task.told_of(&foreign, &place);
                finding.help = vec![RESTORE.into()];
                Made::gone(finding)
            }
            Issued::Touched(foreign, _) => self.occupied(task, &foreign),
            Issued::Gone(why, known) => {
                let shown = vi::shown_path(&place);
                let message = format!("không có bản đã ban hành `{shown}` ({why})");
                let finding = Diagnostic::general(Code::OutputVanished, message);
                let finding = finding.with_help(RESTORE);
                if known {
                    Made::gone(finding)
                } else {
                    Made::failed(vec![finding])
                }
            }
        }
    }

    fn finish(&self, task: &Task<'_>, due: &Due, set: Result<Set, NotSet>) -> Made {
        let Set { pages, pdf } = match set {
            Ok(set) => set,
            Err(NotSet::Refused(faults)) => {
                let subject = task.work.report().map(|(subject, _)| subject);
                let look = || (self.author).findings(&faults, &due.composed, subject, self.sources);
                let findings = guarded(&format!("tìm chỗ sai của {}", task.path()), look);
                return Made::failed(findings.unwrap_or_else(|finding| vec![finding]));
            }
            Err(NotSet::Lost(finding)) => return Made::failed(vec![finding]),
            Err(NotSet::Stopped) => return Made::stopped(),
        };
        let file = FileRecord {
            key: due.key.clone(),
            sha256: sha256(&pdf),
            bytes: pdf.len() as u64,
            pages: Some(pages),
        };
        let sealed = self.is_sealed(task);
        let path = task.path();
        match self.ledger.publish(&path, &pdf, &file, sealed) {
            Ok(()) => Made::published(file),
            Err(Refusal::Sealed(file)) => Made::kept(Some(file), None),
            Err(Refusal::Occupied(foreign)) if sealed && foreign.is_a_file() => {
                let finding = task.told_of(&foreign, &self.ledger.place(&path));
                Made::kept(None, Some(finding.warning()))
            }
            Err(Refusal::Occupied(foreign)) => self.occupied(task, &foreign),
            Err(Refusal::Unwritable(finding)) => Made::failed(vec![finding]),
        }
    }

    /// Writes down what became of a document.
    fn enter(&self, task: &Task<'_>, made: Made) -> Made {
        let kind = task.work.kind();
        // Of a letter that was not written nothing is missing from the folder.
        let is_kept = |state: &State| kind.of_period || *state == State::Published;
        let state = made.fate.state().filter(is_kept);
        let (Some(state), false, true) = (state, made.stays_known, self.pool.is_some()) else {
            return made;
        };
        let found = made.findings.iter();
        let found =
            found.map(|finding| Finding::new(finding, self.sources, self.data, self.wording));
        let file = made.file.iter().map(|file| (PDF.to_owned(), file.clone()));
        let report = task.work.report();
        let printed = report.zip(made.file.as_ref());
        // An issued one stays what it was, whatever the data say.
        let printed = printed.filter(|_| state == State::Published);
        let printed = printed.map(|((subject, _), file)| Print {
            sha256: file.sha256.clone(),
            bytes: file.bytes,
            content: check::content(subject),
        });
        let output = Output {
            kind: kind.name.to_owned(),
            agency: task.work.agency().id.to_string(),
            period: task.work.period().to_string(),
            state,
            sealed: self.is_sealed(task),
            inputs: Arc::clone(&task.inputs),
            files: file.collect(),
            older: BTreeSet::new(),
            prints: printed.into_iter().collect(),
            findings: task.findings.iter().cloned().chain(found).collect(),
        };
        match self.ledger.enter(&task.document, output, ASKED) {
            Ok(()) => made,
            Err(finding) => {
                let findings = made.findings.into_iter().chain([finding]);
                Made::failed(findings.collect())
            }
        }
    }
}
