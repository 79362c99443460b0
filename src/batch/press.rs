//! From reports that are to be made to files in their places.
//!
//! One thread for each worker: it composes the next report while its worker sets the one
//! before, so that neither waits, and no more than two reports a worker are in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::key::Kit;
use super::ledger::{Ledger, Reason};
use super::manifest::{FileRecord, Finding, InputHashes, Output, State};
use super::ownership::{Foreign, RESTORE};
use super::placing::{Issued, Place, Refusal};
use super::pool::{Outcome, Pool, Seat};
use crate::build::Author;
use crate::check;
use crate::compose::Composed;
use crate::diagnostic::{Code, Diagnostic, Sources, Way, Wording, guarded};
use crate::hash::sha256;
use crate::model::{Head, Subject};
use crate::vi;

/// A report that is to be made.
#[derive(Debug)]
pub struct Task<'w> {
    /// Whose it is.
    pub subject: Subject<'w>,
    /// The document that carries it.
    pub head: Head<'w>,
    /// Where it goes, below the output folder, with `/` between folders.
    pub path: String,
    /// The files that it may rest on, with their SHA-256.
    pub inputs: InputHashes,
    /// What was found in its data.
    pub findings: Vec<Finding>,
}

impl Task<'_> {
    /// What is told of a file of somebody else in its place.
    pub fn told_of(&self, foreign: &Foreign, place: &Path) -> Diagnostic {
        let mut finding = foreign.finding(place);
        let known = |way: &Way| match way {
            Way::KeepSigned { .. } => Way::KeepSigned {
                period: Some(self.subject.submission.period.to_string()),
                agency: Some(self.subject.agency.id.to_string()),
            },
            way => way.clone(),
        };
        for help in &mut finding.help {
            *help = help.with_ways(known);
        }
        finding
    }
}

/// What became of a report, with the record of its file and the findings that are still to be
/// told. `event::ReportFate` is what people are told of it, `State` what the manifest keeps.
#[derive(Debug)]
pub enum Fate {
    /// It was set and stands in its place.
    Published(FileRecord),
    /// It stands in its place already.
    Unchanged(FileRecord),
    /// It would be set.
    Due(Reason),
    /// It was issued, and stays as it is although its units, a setting or a template say
    /// something else now, or somebody has signed it since. Nothing is known of its file if it
    /// was put there by somebody. What is there may be worth telling of.
    Kept(Option<FileRecord>, Option<Box<Diagnostic>>),
    /// It was issued, cannot be made again, and is not there any more as it was.
    Gone(Diagnostic),
    /// Its place has somebody else's file, which stays.
    Occupied(Foreign),
    /// It could not be made.
    Failed(Vec<Diagnostic>),
    /// Somebody asked to stop before it was made.
    Stopped,
}

/// Makes reports.
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
    /// The files that findings point into.
    pub sources: &'a Sources,
    /// The folder that the manifest names files below.
    pub data: &'a str,
    /// How what to do is worded in the manifest.
    pub wording: Wording,
    /// Whether all are set again.
    pub force: bool,
}

/// What becomes of a report, where our own work on it may panic.
fn or_failed(what: &str, work: impl FnOnce() -> Fate) -> Fate {
    guarded(what, work).unwrap_or_else(|finding| Fate::Failed(vec![finding]))
}

/// A report that is composed and must be set.
struct Due {
    index: usize,
    key: String,
    composed: Composed,
}

/// Reports in the order in which they are begun.
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
    /// Makes reports, `jobs` at a time, and writes down what became of each. `tell` hears of
    /// them in the order of the tasks.
    pub fn run(&self, tasks: &[Task<'_>], jobs: usize, mut tell: impl FnMut(&Task<'_>, Fate)) {
        // The longest first, so that no worker is left alone with one at the end.
        let mut order: Vec<_> = (0..tasks.len()).collect();
        order.sort_by_key(|index| !tasks[*index].subject.is_compiled());
        let queue = Queue {
            tasks,
            order,
            next: AtomicUsize::new(0),
        };
        thread::scope(|scope| {
            let (fates, done) = channel();
            let mut hired = 0;
            for _ in 0..jobs.clamp(1, tasks.len().max(1)) {
                let fates = fates.clone();
                let queue = &queue;
                let work = move || self.work(queue, &fates);
                let thread = thread::Builder::new().spawn_scoped(scope, work);
                hired += usize::from(thread.is_ok());
            }
            // Where the system gives fewer threads, fewer work; where it gives none, this one.
            if hired == 0 {
                self.work(&queue, &fates);
            }
            drop(fates);
            let mut early = BTreeMap::new();
            let mut turn = 0;
            for (index, fate) in done {
                // Here and not where they were made: what stays goes to one thread's memory,
                // and does not keep that of others from being given back.
                let task = &tasks[index];
                let fate = or_failed(&format!("ghi kết quả của {}", task.path), || {
                    self.enter(task, fate)
                });
                early.insert(index, fate);
                while let Some(fate) = early.remove(&turn) {
                    tell(&tasks[turn], fate);
                    turn += 1;
                }
            }
        });
    }

    fn work(&self, queue: &Queue<'_>, fates: &Sender<(usize, Fate)>) {
        let tell = |index, fate| drop(fates.send((index, fate)));
        let mut seat = self.pool.map(Pool::seat);
        let mut given = self.next_due(queue, &tell);
        if let (Some(due), Some(seat)) = (&given, &mut seat) {
            seat.give(&due.composed.manuscript());
        }
        while let Some(due) = given {
            let following = self.next_due(queue, &tell);
            let outcome = seat.as_mut().map_or(Outcome::Stopped, Seat::outcome);
            if let (Some(following), Some(seat)) = (&following, &mut seat) {
                seat.give(&following.composed.manuscript());
            }
            let task = &queue.tasks[due.index];
            let fate = or_failed(&format!("ghi tệp {}", task.path), || {
                self.finish(task, &due, outcome)
            });
            tell(due.index, fate);
            given = following;
        }
    }

    /// The next report that must be set; those that need not be are told of on the way.
    fn next_due(&self, queue: &Queue<'_>, tell: &impl Fn(usize, Fate)) -> Option<Due> {
        loop {
            let index = queue.take()?;
            let task = &queue.tasks[index];
            if self.pool.is_some_and(Pool::is_stopped) {
                tell(index, Fate::Stopped);
                continue;
            }
            let plan = || self.plan(task);
            let planned = guarded(&format!("chuẩn bị {}", task.path), plan);
            match planned.unwrap_or_else(|finding| Err(Fate::Failed(vec![finding]))) {
                Ok((key, composed)) => {
                    return Some(Due {
                        index,
                        key,
                        composed,
                    });
                }
                Err(fate) => tell(index, fate),
            }
        }
    }

    /// A report in words and its key, or what becomes of it without being set.
    fn plan(&self, task: &Task<'_>) -> Result<(String, Composed), Fate> {
        if check::is_outdated(task.subject) {
            return Err(self.keep(task));
        }
        let write = || self.author.write(task.subject, task.head, self.sources);
        let written = guarded(&format!("soạn {}", task.path), write);
        let composed = written.unwrap_or_else(|finding| Err(vec![finding]));
        let composed = composed.map_err(Fate::Failed)?;
        let key = self.kit.key(&composed.manuscript());
        let sealed = self.is_sealed(task);
        let reason = match self.ledger.look_at(&task.path, &key) {
            Place::Current(_) if self.force && !sealed => Reason::Forced,
            Place::Current(file) => return Err(Fate::Unchanged(file)),
            Place::Due(Reason::Changed) | Place::Touched(_) | Place::Lost if sealed => {
                return Err(self.keep(task));
            }
            Place::Due(reason) => reason,
            Place::Lost => Reason::Missing,
            // It is set nevertheless where that may be: it may be the very same.
            Place::Touched(foreign) if self.pool.is_none() => {
                return Err(Fate::Occupied(foreign));
            }
            Place::Touched(_) => Reason::Altered,
        };
        if self.pool.is_none() {
            return Err(Fate::Due(reason));
        }
        Ok((key, composed))
    }

    /// Whether what the report says was recorded when it was issued.
    fn is_sealed(&self, task: &Task<'_>) -> bool {
        task.subject.is_sealed(task.head)
            || self.ledger.is_sealed(&task.path)
            || self.ledger.is_signed(&task.path)
    }

    /// An issued report that says something else now, or that somebody has touched since, stays
    /// as it is, if it is there.
    fn keep(&self, task: &Task<'_>) -> Fate {
        let outdated = check::is_outdated(task.subject);
        let place = self.ledger.place(&task.path);
        match self.ledger.issued(&task.path) {
            Issued::AsMade(file) | Issued::Signed(file) => Fate::Kept(Some(file), None),
            Issued::PutThere => Fate::Kept(None, None),
            Issued::Touched(foreign, file) if foreign.is_still_the_report(!outdated) => Fate::Kept(
                Some(file),
                Some(Box::new(task.told_of(&foreign, &place).warning())),
            ),
            Issued::Touched(foreign, _) if outdated => {
                let mut finding = task.told_of(&foreign, &place);
                finding.help = vec![RESTORE.into()];
                Fate::Gone(finding)
            }
            Issued::Touched(foreign, _) => Fate::Occupied(foreign),
            Issued::Gone(why, known) => {
                let shown = vi::shown_path(&place);
                let message = format!("không có bản đã ban hành `{shown}` ({why})");
                let finding = Diagnostic::general(Code::OutputVanished, message);
                let finding = finding.with_help(RESTORE);
                if known {
                    Fate::Gone(finding)
                } else {
                    Fate::Failed(vec![finding])
                }
            }
        }
    }

    fn finish(&self, task: &Task<'_>, due: &Due, outcome: Outcome) -> Fate {
        let (pages, pdf) = match outcome {
            Outcome::Set { pages, pdf } => (pages, pdf),
            Outcome::Refused(faults) => {
                let subject = Some(task.subject);
                let look = || (self.author).findings(&faults, &due.composed, subject, self.sources);
                let findings = guarded(&format!("tìm chỗ sai của {}", task.path), look);
                return Fate::Failed(findings.unwrap_or_else(|finding| vec![finding]));
            }
            Outcome::Lost(finding) => return Fate::Failed(vec![finding]),
            Outcome::Stopped => return Fate::Stopped,
        };
        let file = FileRecord {
            key: due.key.clone(),
            sha256: sha256(&pdf),
            bytes: pdf.len() as u64,
            pages,
        };
        let sealed = self.is_sealed(task);
        match self.ledger.publish(&task.path, &pdf, &file, sealed) {
            Ok(()) => Fate::Published(file),
            Err(Refusal::Sealed(file)) => Fate::Kept(Some(file), None),
            Err(Refusal::Occupied(foreign)) if sealed && foreign.is_a_file() => {
                let finding = task.told_of(&foreign, &self.ledger.place(&task.path));
                Fate::Kept(None, Some(Box::new(finding.warning())))
            }
            Err(Refusal::Occupied(foreign)) => Fate::Occupied(foreign),
            Err(Refusal::Unwritable(finding)) => Fate::Failed(vec![finding]),
        }
    }

    /// Writes down what became of a report.
    fn enter(&self, task: &Task<'_>, fate: Fate) -> Fate {
        let occupied;
        let (state, file, found): (_, _, &[_]) = match &fate {
            Fate::Published(file) | Fate::Unchanged(file) => {
                (State::Published, Some(file.clone()), &[])
            }
            Fate::Kept(file, found) => {
                let found = found.as_deref().map_or(&[][..], std::slice::from_ref);
                (State::Issued, file.clone(), found)
            }
            Fate::Occupied(foreign) => {
                occupied = task.told_of(foreign, &self.ledger.place(&task.path));
                (State::Failed, None, std::slice::from_ref(&occupied))
            }
            Fate::Failed(findings) => (State::Failed, None, findings),
            // What is written down of it already stays, so that it is known when it is there
            // again.
            Fate::Gone(_) | Fate::Due(_) | Fate::Stopped => return fate,
        };
        if self.pool.is_none() {
            return fate;
        }
        let found = found.iter();
        let found =
            found.map(|finding| Finding::new(finding, self.sources, self.data, self.wording));
        let output = Output {
            agency: task.subject.agency.id.to_string(),
            period: task.subject.submission.period.to_string(),
            state,
            sealed: self.is_sealed(task),
            inputs: Arc::clone(&task.inputs),
            file,
            findings: task.findings.iter().cloned().chain(found).collect(),
        };
        match (self.ledger.enter(&task.path, output), fate) {
            (Ok(()), fate) => fate,
            (Err(finding), Fate::Failed(mut findings)) => {
                findings.push(finding);
                Fate::Failed(findings)
            }
            (Err(finding), _) => Fate::Failed(vec![finding]),
        }
    }
}
