//! What the program asks of the system before it begins: threads to share work between, and to
//! be told, not ended, where a file may not grow.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, available_parallelism};

/// Takes the threads that files are read and checked on, as many as there are cores or as the
/// system gives; with none the work is done where it arises.
pub(super) fn take_threads() {
    let asked = std::env::var_os("RAYON_NUM_THREADS");
    let asked = asked.and_then(|number| number.to_str()?.parse().ok());
    let asked = asked.filter(|number| *number > 0);
    let wanted = asked.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let (work, waiting) = hired(wanted);
    let threads = rayon::ThreadPoolBuilder::new();
    let built = if waiting == 0 {
        threads.num_threads(1).use_current_thread().build_global()
    } else {
        let give = |thread| {
            work.send(thread)
                .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
        };
        let threads = threads.num_threads(waiting).spawn_handler(give);
        threads.build_global()
    };
    // Where they were taken before, they are there.
    drop(built);
}

/// Threads that wait for work, and how many there are, so that none is promised that the
/// system refuses.
fn hired(wanted: usize) -> (Sender<rayon::ThreadBuilder>, usize) {
    let (work, waiting) = channel::<rayon::ThreadBuilder>();
    let waiting = Arc::new(Mutex::new(waiting));
    let threads = (0..wanted).map_while(|_| {
        let waiting = Arc::clone(&waiting);
        let wait = move || {
            let next = waiting.lock().ok().and_then(|waiting| waiting.recv().ok());
            if let Some(thread) = next {
                thread.run();
            }
        };
        thread::Builder::new().spawn(wait).ok()
    });
    let count = threads.count();
    (work, count)
}

/// Has a write to a file that may not grow fail like any other, instead of ending the program
/// with a file half written.
#[cfg(unix)]
pub(super) fn hear_of_full_files() {
    let noted = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    // Where that cannot be, the program ends, as any would.
    drop(noted);
}

/// Elsewhere, on Windows too, a write only fails.
#[cfg(not(unix))]
pub(super) fn hear_of_full_files() {}
