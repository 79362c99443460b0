//! A second process of this program, from the side that gives it work: messages there and back.
//!
//! Not for: what they say, or who else gets the work where it is lost.

use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::frame;

/// How often somebody who waits looks whether to stop.
const LOOK: Duration = Duration::from_millis(50);

/// What a worker is told; it is kept until it has answered.
pub(crate) type Message = Arc<[u8]>;

/// A process at work. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    to: Sender<Message>,
    from: Receiver<Vec<u8>>,
}

/// Why nothing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silence {
    /// The time was over.
    Late,
    /// The process is gone, or says what it must not.
    Ended,
    /// Somebody asked to stop.
    Stopped,
}

impl Process {
    /// A process of `program`, which is this one, called with these arguments.
    ///
    /// # Errors
    /// The system starts no process or thread.
    pub(crate) fn start(program: &Path, arguments: &[&str]) -> io::Result<Self> {
        // Windows: pipes carry bytes as they are; a worker has the console of its program. Where a
        // scanner or a policy lets no second process begin, its work is told as not done.
        let child = Command::new(program)
            .args(arguments)
            // A second thread would only fight with the next worker for its core.
            .env("RAYON_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (to, messages) = channel::<Message>();
        let (answers, from) = channel();
        // From here on it ends with this, whatever happens.
        let mut worker = Self { child, to, from };
        // Threads of their own, so that a worker that does not read or write keeps nobody
        // from looking at the clock.
        if let Some(mut input) = worker.child.stdin.take() {
            let writer = move || {
                for message in messages {
                    if frame::write(&mut input, &message).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().spawn(writer)?;
        }
        if let Some(mut output) = worker.child.stdout.take() {
            let reader = move || {
                while let Ok(Some(message)) = frame::read(&mut output) {
                    if answers.send(message).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().spawn(reader)?;
        }
        Ok(worker)
    }

    /// Tells it something. One who is gone is found out when it does not answer.
    pub(crate) fn say(&self, message: &Message) {
        drop(self.to.send(Arc::clone(message)));
    }

    /// The next thing that it says, for work that was given to it at `since`.
    ///
    /// # Errors
    /// Nothing came until the time was over, it ended, or `stop` became true.
    pub(crate) fn next(
        &self,
        since: Instant,
        deadline: Duration,
        stop: &AtomicBool,
    ) -> Result<Vec<u8>, Silence> {
        loop {
            // What has come is not late, whenever somebody looks.
            match self.from.try_recv() {
                Ok(message) => return Ok(message),
                Err(TryRecvError::Disconnected) => return Err(Silence::Ended),
                Err(TryRecvError::Empty) => {}
            }
            if stop.load(Ordering::Relaxed) {
                return Err(Silence::Stopped);
            }
            let left = deadline.checked_sub(since.elapsed());
            let left = left.ok_or(Silence::Late)?;
            match self.from.recv_timeout(left.min(LOOK)) {
                Ok(message) => return Ok(message),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Silence::Ended),
            }
        }
    }

    /// How it ended, if it did so by itself.
    pub(crate) fn ended(mut self) -> Option<i32> {
        // Its last words came through a pipe that closes a moment before it is gone.
        let until = Instant::now() + LOOK;
        while Instant::now() < until {
            // Windows: a crash has a code, too, a large one that is none of ours.
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(1));
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(test)]
impl Process {
    /// A worker that has said these things and may say more.
    pub(crate) fn that_said(said: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let idle = Command::new(std::env::current_exe().expect("it runs"))
            .arg("--list")
            .stdout(Stdio::null())
            .spawn();
        let (to, _) = channel();
        let (answers, from) = channel();
        for message in said {
            answers.send(message).expect("somebody listens");
        }
        std::mem::forget(answers);
        Self {
            child: idle.expect("it can be started"),
            to,
            from,
        }
    }
}
