//! A process that sets reports and knows nothing else.

use std::io::{self, Write};
use std::process::{ExitCode, exit};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::Serialize;
use typst::foundations::Bytes;

use super::message::{Answer, Hello, OUT_OF_MEMORY, OUT_OF_THREADS, Setup};
use super::{frame, key};
use crate::compose::Manuscript;
use crate::typeset::{Fault, FontFile, FontSet, Typesetter};

/// The stack of the thread that sets pages, the same on every system.
const STACK: usize = 16 << 20;
/// How often the memory in use is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Sets what comes in on standard input until nothing more comes. Then the program that
/// asked is done, or gone; whatever this process is at, it ends at once.
pub fn work() -> ExitCode {
    // What a panic says goes back as an answer.
    std::panic::set_hook(Box::new(|_| ()));
    let (to_setter, messages) = channel();
    let reader = move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(message)) = frame::read(&mut input) {
            if to_setter.send(message).is_err() {
                break;
            }
        }
        exit(0);
    };
    started(thread::Builder::new().spawn(reader));
    let setter = thread::Builder::new().stack_size(STACK);
    let setter = started(setter.spawn(move || set(&messages)));
    ExitCode::from(u8::from(setter.join().is_err()))
}

/// A thread, without which there is no work.
pub(crate) fn started<T>(thread: io::Result<JoinHandle<T>>) -> JoinHandle<T> {
    thread.unwrap_or_else(|_| exit(OUT_OF_THREADS))
}

/// Ends with the first message that is not understood.
fn set(messages: &Receiver<Vec<u8>>) -> Option<()> {
    let mut output = io::stdout().lock();
    let program = key::program();
    say(&mut output, &Hello { program })?;
    let setup: Setup = serde_json::from_slice(&messages.recv().ok()?).ok()?;
    // Typst asks for threads; this one does the work where there is no other.
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread();
    drop(alone.build_global());
    started(thread::Builder::new().spawn(move || stay_below(setup.memory)));
    let mut files = Vec::new();
    for index in setup.fonts {
        let bytes = Bytes::new(messages.recv().ok()?);
        files.push(FontFile { bytes, index });
    }
    let fonts = FontSet::of_files(files).ok()?;
    let layout = setup.layout.iter();
    let layout = layout.map(|(name, text)| (name.as_str(), text.as_str()));
    let typesetter = Typesetter::new(Arc::new(fonts), layout, setup.margins);
    while let Ok(message) = messages.recv() {
        let manuscript = serde_json::from_slice(&message).ok()?;
        let made = make(&typesetter, &manuscript);
        let memory = memory_in_use();
        let (result, pdf) = match made {
            Ok((pages, pdf)) => (Ok(pages), Some(pdf)),
            Err(faults) => (Err(faults), None),
        };
        say(&mut output, &Answer { result, memory })?;
        if let Some(pdf) = pdf {
            frame::write(&mut output, &pdf).ok()?;
        }
    }
    Some(())
}

fn make(
    typesetter: &Typesetter,
    manuscript: &Manuscript<'_>,
) -> Result<(usize, Vec<u8>), Vec<Fault>> {
    let pages = typesetter.lay_out(manuscript)?;
    pages.measure()?;
    let pdf = typesetter.export(&pages, manuscript)?;
    Ok((pages.count(), pdf))
}

fn say(output: &mut impl Write, message: &impl Serialize) -> Option<()> {
    frame::write(output, &serde_json::to_vec(message).ok()?).ok()
}

/// Ends the process when it uses more memory than it may: nothing can stop a template
/// from within.
pub(crate) fn stay_below(limit: u64) {
    loop {
        if memory_in_use() > limit {
            exit(OUT_OF_MEMORY);
        }
        thread::sleep(LOOK);
    }
}

/// Bytes of memory that this process uses; nothing where the system does not tell.
///
/// Windows: its working set. What the system has paged out does not count, so that a worker may grow
/// larger on a machine that is short of memory.
fn memory_in_use() -> u64 {
    memory_stats::memory_stats().map_or(0, |usage| usage.physical_mem as u64)
}
