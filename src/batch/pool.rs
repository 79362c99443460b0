//! Workers from the side of the program that gives them work.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::key;
use super::message::{Answer, Hello, OUT_OF_MEMORY, OUT_OF_THREADS, Setup};
use super::process::{Message, Process, Silence};
use crate::compose::{Manuscript, Templates};
use crate::decree::Margins;
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::typeset::{Fault, FontSet, Stage};
use crate::vi;

/// A worker that holds more bytes than this between two reports has grown, by a long report
/// or by many; a new one takes its place. Others hold a little more than half of it.
const GROWN: u64 = 200 << 20;

/// What one report may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long it may take.
    pub deadline: Duration,
    /// How many bytes of memory its worker may use.
    pub memory: u64,
}

impl Default for Limits {
    /// A minute and a gigabyte: a hundred times what the longest report takes.
    fn default() -> Self {
        Self {
            deadline: Duration::from_mins(1),
            memory: 1 << 30,
        }
    }
}

/// How workers are started.
#[derive(Debug)]
pub struct Pool<'a> {
    program: PathBuf,
    messages: Vec<Message>,
    limits: Limits,
    stop: &'a AtomicBool,
}

/// A manuscript that a worker has set.
#[derive(Debug)]
pub(super) struct Set {
    /// How many pages it has.
    pub pages: usize,
    /// The file.
    pub pdf: Vec<u8>,
}

/// Why a worker has not set a manuscript.
#[derive(Debug)]
pub(super) enum NotSet {
    /// Typst refused it.
    Refused(Vec<Fault>),
    /// The worker was lost over it.
    Lost(Diagnostic),
    /// Somebody asked to stop.
    Stopped,
}

impl<'a> Pool<'a> {
    /// Workers of `program`, which is this one, for templates that leave these margins. None is started yet; when `stop` becomes
    /// true, all end.
    ///
    /// # Panics
    /// Never: names and texts can be written as JSON.
    pub fn new(
        program: PathBuf,
        templates: &Templates,
        margins: Margins,
        fonts: &FontSet,
        limits: Limits,
        stop: &'a AtomicBool,
    ) -> Self {
        let layout = templates.layout();
        let setup = Setup {
            layout: layout
                .map(|(name, template)| (name.to_owned(), template.text.clone()))
                .collect::<BTreeMap<_, _>>(),
            margins,
            fonts: fonts.files().iter().map(|font| font.index).collect(),
            memory: limits.memory,
        };
        let setup = serde_json::to_vec(&setup).expect("a setup is texts and numbers");
        let fonts = fonts.files().iter().map(|font| Message::from(&*font.bytes));
        Self {
            program,
            messages: std::iter::once(setup.into()).chain(fonts).collect(),
            limits,
            stop,
        }
    }

    /// A place for one worker at a time.
    pub(super) fn seat(&self) -> Seat<'_> {
        Seat {
            pool: self,
            worker: Err(None),
            given: None,
        }
    }

    /// Whether somebody asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A place for one worker at a time: who dies or grows is replaced.
pub(super) struct Seat<'p> {
    pool: &'p Pool<'p>,
    /// None before the first is needed, or why there is none.
    worker: Result<Process, Option<io::Error>>,
    given: Option<Given>,
}

/// What the worker is at.
struct Given {
    message: Message,
    since: Instant,
    /// Whether another worker died over it already.
    again: bool,
}

impl Seat<'_> {
    /// Gives the worker a manuscript. It must have answered the one before.
    pub(super) fn give(&mut self, manuscript: &Manuscript<'_>) {
        let message = serde_json::to_vec(manuscript).unwrap_or_default();
        self.start(message.into(), false);
    }

    fn start(&mut self, message: Message, again: bool) {
        if self.worker.is_err() {
            let started = Process::start(&self.pool.program, &[super::WORKER]);
            if let Ok(worker) = &started {
                for message in &self.pool.messages {
                    worker.say(message);
                }
            }
            self.worker = started.map_err(Some);
        }
        if let Ok(worker) = &self.worker {
            worker.say(&message);
        }
        self.given = Some(Given {
            message,
            since: Instant::now(),
            again,
        });
    }

    /// Waits for what comes of the manuscript that was given last.
    pub(super) fn outcome(&mut self) -> Result<Set, NotSet> {
        let Some(mut given) = self.given.take() else {
            return Err(NotSet::Stopped);
        };
        loop {
            let worker = match &self.worker {
                Ok(worker) => worker,
                Err(why) => return Err(NotSet::Lost(not_started(why.as_ref()))),
            };
            match answer(worker, &given, self.pool) {
                Ok((answer, pdf)) => return self.answered(answer, pdf),
                Err(Failure::Silent(Silence::Stopped)) => {
                    self.worker = Err(None);
                    return Err(NotSet::Stopped);
                }
                Err(Failure::Silent(Silence::Late)) => {
                    self.worker = Err(None);
                    return Err(NotSet::Lost(too_late(self.pool.limits.deadline)));
                }
                Err(Failure::Replaced) => {
                    self.worker = Err(None);
                    return Err(NotSet::Lost(replaced()));
                }
                Err(Failure::Silent(Silence::Ended)) => {}
            }
            let ended = std::mem::replace(&mut self.worker, Err(None));
            let how = ended.ok().and_then(Process::ended);
            if how == Some(OUT_OF_MEMORY) {
                return Err(NotSet::Lost(too_large(self.pool.limits.memory)));
            }
            if how == Some(OUT_OF_THREADS) {
                return Err(NotSet::Lost(no_threads()));
            }
            if self.pool.is_stopped() {
                return Err(NotSet::Stopped);
            }
            // Somebody else may have ended it: what it was at is not to blame yet.
            if given.again {
                return Err(NotSet::Lost(died()));
            }
            self.start(Arc::clone(&given.message), true);
            match self.given.take() {
                Some(started) => given = started,
                None => return Err(NotSet::Stopped),
            }
        }
    }

    fn answered(&mut self, answer: Answer, pdf: Vec<u8>) -> Result<Set, NotSet> {
        let grown = answer.memory > GROWN.min(self.pool.limits.memory / 4 * 3);
        match answer.result {
            Ok(pages) => {
                if grown {
                    self.worker = Err(None);
                }
                Ok(Set { pages, pdf })
            }
            Err(faults) => {
                // What a panic leaves behind is nobody's to trust.
                if grown || faults.iter().any(|fault| fault.stage == Stage::Panic) {
                    self.worker = Err(None);
                }
                Err(NotSet::Refused(faults))
            }
        }
    }
}

/// Why nothing came of what a worker was given.
enum Failure {
    /// It was lost over it.
    Silent(Silence),
    /// It is a worker of another build.
    Replaced,
}

impl From<Silence> for Failure {
    fn from(silence: Silence) -> Self {
        Self::Silent(silence)
    }
}

fn answer(worker: &Process, given: &Given, pool: &Pool<'_>) -> Result<(Answer, Vec<u8>), Failure> {
    let next = || worker.next(given.since, pool.limits.deadline, pool.stop);
    let mut message = next()?;
    if let Ok(hello) = serde_json::from_slice::<Hello>(&message) {
        if hello.program != key::program() {
            return Err(Failure::Replaced);
        }
        message = next()?;
    }
    let answer: Answer = serde_json::from_slice(&message).map_err(|_| Silence::Ended)?;
    let pdf = match answer.result {
        Ok(_) => next()?,
        Err(_) => Vec::new(),
    };
    Ok((answer, pdf))
}

fn too_late(deadline: Duration) -> Diagnostic {
    Diagnostic::general(
        Code::TypesetDeadline,
        format!("dàn trang quá {} giây chưa xong", deadline.as_secs()),
    )
    .with_help(
        Help::from("nếu dùng ")
            .way(Way::Templates)
            .text(" thì xem lại vòng lặp trong các mẫu .typ; máy chậm thì tăng ")
            .way(Way::Deadline),
    )
}

fn too_large(memory: u64) -> Diagnostic {
    Diagnostic::general(
        Code::TypesetMemory,
        format!("dàn trang dùng quá {} MB bộ nhớ", vi::grouped(memory >> 20)),
    )
    .with_help(
        Help::from("nếu dùng ")
            .way(Way::Templates)
            .text(" thì xem lại các mẫu .typ; báo cáo quá dài thì tăng ")
            .way(Way::Memory),
    )
}

fn died() -> Diagnostic {
    Diagnostic::general(
        Code::TypesetWorker,
        "tiến trình dàn trang bị dừng hai lần liền khi đang lập báo cáo này",
    )
    .with_help("xem máy có thiếu bộ nhớ không; nếu lặp lại thì gửi tệp số liệu cho người phụ trách chương trình")
}

fn not_started(why: Option<&io::Error>) -> Diagnostic {
    let why = why.map_or_else(String::new, |error| format!(" ({})", vi::reason(error)));
    Diagnostic::general(
        Code::TypesetWorker,
        format!("không chạy được tiến trình dàn trang{why}"),
    )
    .with_help("xem máy có cho chương trình chạy thêm tiến trình, và tệp chương trình có bị thay trong khi chạy không")
}

fn no_threads() -> Diagnostic {
    Diagnostic::general(
        Code::TypesetWorker,
        "tiến trình dàn trang không được chạy thêm luồng",
    )
    .with_help(
        Help::from("bớt chương trình đang chạy, nâng giới hạn số tiến trình, hoặc giảm ")
            .way(Way::Jobs),
    )
}

fn replaced() -> Diagnostic {
    Diagnostic::general(
        Code::TypesetWorker,
        "tệp chương trình đã bị thay bằng bản khác trong khi chạy",
    )
    .with_help("chạy lại bằng bản mới")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(program: &str, stop: &'static AtomicBool) -> Pool<'static> {
        Pool {
            program: PathBuf::from(program),
            messages: Vec::new(),
            limits: Limits {
                deadline: Duration::ZERO,
                memory: 1 << 30,
            },
            stop,
        }
    }

    static GO_ON: AtomicBool = AtomicBool::new(false);

    fn given() -> Given {
        Given {
            message: Arc::from(&b"{}"[..]),
            since: Instant::now(),
            again: false,
        }
    }

    fn json(value: &impl serde::Serialize) -> Vec<u8> {
        serde_json::to_vec(value).expect("it can be written")
    }

    #[test]
    fn an_answer_that_has_come_is_not_late_whenever_somebody_looks() {
        let pool = pool("nowhere", &GO_ON);
        let hello = Hello {
            program: key::program(),
        };
        let reply = Answer {
            result: Ok(3),
            memory: 0,
        };
        let said = [json(&hello), json(&reply), b"%PDF".to_vec()];
        let worker = Process::that_said(said);
        let answered = answer(&worker, &given(), &pool);
        assert!(matches!(answered, Ok((Answer { result: Ok(3), .. }, pdf)) if pdf == b"%PDF"));
        assert!(matches!(
            answer(&worker, &given(), &pool),
            Err(Failure::Silent(Silence::Late))
        ));
    }

    #[test]
    fn a_worker_of_another_build_is_told_as_one() {
        let pool = pool("nowhere", &GO_ON);
        let hello = Hello {
            program: "khác".to_owned(),
        };
        let mut seat = pool.seat();
        seat.worker = Ok(Process::that_said([json(&hello)]));
        seat.given = Some(given());
        let Err(NotSet::Lost(finding)) = seat.outcome() else {
            panic!("it is of no use");
        };
        assert!(finding.message.contains("bị thay"), "{}", finding.message);
    }

    #[test]
    fn why_a_worker_cannot_be_started_is_told() {
        let pool = pool("nowhere/baocao", &GO_ON);
        let mut seat = pool.seat();
        seat.start(Arc::from(&b"{}"[..]), false);
        let Err(NotSet::Lost(finding)) = seat.outcome() else {
            panic!("there is no such program");
        };
        assert!(
            finding.message.contains("(không có ở đó)"),
            "{}",
            finding.message
        );
    }
}
