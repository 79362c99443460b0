//! Being asked to stop: Ctrl-C, or the signal that a pipeline sends.

use std::sync::atomic::{AtomicBool, Ordering};

use super::exit;

static STOP: AtomicBool = AtomicBool::new(false);

/// From now on a request to stop is noted, and what is at work ends in order. A second one
/// ends the program at once.
///
/// Windows: Ctrl-C and Ctrl-Break come like this. Closing the window does too, but the system does
/// not wait for the end: the run is then as one that was killed.
pub(super) fn listen() -> &'static AtomicBool {
    let noted = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    });
    // Where no handler can be set, the program ends at once, as any would.
    drop(noted);
    &STOP
}

/// Leaves requests to stop to the program that this worker works for: it hears of them
/// too, and ends its workers.
pub(super) fn leave_to_parent() {
    drop(ctrlc::set_handler(|| ()));
}
