//! A process that reads workbooks whose readers ask for as much memory as a file says, and those who send
//! it files.
//!
//! What is said: the number of bytes that it may use, then files. It says what it was built from, then for
//! each file the [`Book`] or why there is none.

use std::io;
use std::path::PathBuf;
use std::process::{ExitCode, exit};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::kind::{self, Known};
use super::{Book, Refusal, table, xlsx};
use crate::batch::message::{Hello, OUT_OF_MEMORY};
use crate::batch::process::{Message, Process, Silence};
use crate::batch::worker::{started, stay_below};
use crate::batch::{Limits, frame, key};
use crate::vi;

/// The arguments by which the program starts a worker of itself that reads workbooks.
pub const ARGUMENT: [&str; 2] = [crate::batch::WORKER, "workbook"];

/// The stack of the thread that reads, the same on every system.
const STACK: usize = 16 << 20;

/// Reads what comes in on standard input until nothing more comes.
pub fn work() -> ExitCode {
    // What a panic says goes back as an answer.
    std::panic::set_hook(Box::new(|_| ()));
    let (to_reader, messages) = channel();
    let listener = move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(message)) = frame::read(&mut input) {
            if to_reader.send(message).is_err() {
                break;
            }
        }
        exit(0);
    };
    started(thread::Builder::new().spawn(listener));
    let reader = thread::Builder::new().stack_size(STACK);
    let reader = started(reader.spawn(move || read_all(&messages)));
    ExitCode::from(u8::from(reader.join().is_err()))
}

/// Ends with the first message that is not understood.
fn read_all(messages: &Receiver<Vec<u8>>) -> Option<()> {
    let mut output = io::stdout().lock();
    let hello = Hello {
        program: key::program(),
    };
    frame::write(&mut output, &serde_json::to_vec(&hello).ok()?).ok()?;
    let memory = serde_json::from_slice(&messages.recv().ok()?).ok()?;
    started(thread::Builder::new().spawn(move || stay_below(memory)));
    while let Ok(file) = messages.recv() {
        let answer = serde_json::to_vec(&table::read(&file)).ok()?;
        frame::write(&mut output, &answer).ok()?;
    }
    Some(())
}

/// Where workbooks of all formats are read: .xlsx here, others by a process that is started for the first
/// of them and kept for the next.
#[derive(Debug)]
pub struct Desk<'s> {
    /// The program, which is this one, or why it is not known.
    program: Result<PathBuf, String>,
    limits: Limits,
    stop: &'s AtomicBool,
    worker: Option<Process>,
}

impl<'s> Desk<'s> {
    /// What a workbook may cost in the process that reads it: ten seconds, and half a gigabyte.
    pub const LIMITS: Limits = Limits {
        deadline: Duration::from_secs(10),
        memory: 512 << 20,
    };

    /// With a program that is called as a worker ([`ARGUMENT`]), or why there is none. When `stop`
    /// becomes true, nobody waits for it any more.
    pub const fn new(
        program: Result<PathBuf, String>,
        limits: Limits,
        stop: &'s AtomicBool,
    ) -> Self {
        Self {
            program,
            limits,
            stop,
            worker: None,
        }
    }

    /// Reads a workbook of any format.
    ///
    /// # Errors
    /// Why it is not read, with what to do.
    pub fn read(&mut self, bytes: &[u8]) -> Result<Book, Refusal> {
        match kind::look(bytes)? {
            Known::Xlsx(package) => xlsx::read(bytes, package),
            Known::Ods | Known::Xls => self.ask(bytes),
        }
    }

    fn ask(&mut self, bytes: &[u8]) -> Result<Book, Refusal> {
        let since = Instant::now();
        let worker = self.worker()?;
        worker.say(&Message::from(bytes));
        match worker.next(since, self.limits.deadline, self.stop) {
            Ok(answer) => {
                let answer = serde_json::from_slice(&answer);
                let answer = answer.map_err(|_| Refusal::Worker("trả lời không rõ".to_owned()))?;
                self.worker = Some(worker);
                answer
            }
            Err(Silence::Stopped) => Err(Refusal::Stopped),
            Err(Silence::Late) => Err(Refusal::Late(self.limits.deadline.as_secs())),
            Err(Silence::Ended) => match worker.ended() {
                Some(OUT_OF_MEMORY) => Err(Refusal::Memory(self.limits.memory >> 20)),
                // More than the system gives at once ends it without a word.
                _ => Err(Refusal::Unreadable {
                    sheet: None,
                    why: "tiến trình đọc tệp bị dừng giữa chừng".to_owned(),
                }),
            },
        }
    }

    /// The worker that is there, or a new one of this very build.
    fn worker(&mut self) -> Result<Process, Refusal> {
        if let Some(worker) = self.worker.take() {
            return Ok(worker);
        }
        let program = self
            .program
            .as_ref()
            .map_err(|why| Refusal::Worker(why.clone()))?;
        let worker = Process::start(program, &ARGUMENT);
        let worker = worker.map_err(|error| Refusal::Worker(vi::reason(&error)))?;
        let memory = self.limits.memory.to_string().into_bytes();
        worker.say(&Message::from(memory));
        let hello = worker.next(Instant::now(), self.limits.deadline, self.stop);
        let hello = hello.map_err(|silence| match silence {
            Silence::Stopped => Refusal::Stopped,
            Silence::Late => Refusal::Late(self.limits.deadline.as_secs()),
            Silence::Ended => Refusal::Worker("tiến trình kết thúc ngay".to_owned()),
        })?;
        let hello: Option<Hello> = serde_json::from_slice(&hello).ok();
        if hello.is_none_or(|hello| hello.program != key::program()) {
            let why = "tệp chương trình đã bị thay bằng bản khác trong khi chạy";
            return Err(Refusal::Worker(why.to_owned()));
        }
        Ok(worker)
    }
}
