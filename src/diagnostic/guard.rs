//! A wall around our own work: where it panics, one unit or one period is lost and the run
//! goes on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Code, Diagnostic};

/// Does some work. `what` says in Vietnamese what it is.
///
/// # Errors
/// The finding that it panicked, with what it said. What it was about to give is lost; it must
/// not leave anything else half done.
pub fn guarded<T>(what: &str, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    let work = || {
        #[cfg(test)]
        trap::spring(what);
        work()
    };
    caught(work).map_err(|said| {
        let message = format!("lỗi bên trong chương trình khi {what}: {said}");
        Diagnostic::general(Code::ProgramPanic, message)
            .with_help("gửi tệp số liệu và thông báo này cho người phát triển chương trình")
    })
}

/// Does some work that may panic.
///
/// # Errors
/// What the panic said. What the work leaves half done must be nobody's.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|said| words(said.as_ref()).to_owned())
}

/// What a panic said, if it said anything.
fn words(said: &(dyn Any + Send)) -> &str {
    said.downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| said.downcast_ref::<&str>().copied())
        .unwrap_or("không nói lý do")
}

/// A place that panics because a test says so.
#[cfg(test)]
pub mod trap {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    static SET: Mutex<Option<String>> = Mutex::new(None);
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    fn set() -> MutexGuard<'static, Option<String>> {
        SET.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn spring(what: &str) {
        let is_set = set().as_deref() == Some(what);
        assert!(!is_set, "bẫy");
    }

    /// Does something while a piece of guarded work panics.
    pub fn while_it_panics<T>(what: &str, does: impl FnOnce() -> T) -> T {
        let _alone = ONE_AT_A_TIME.lock();
        *set() = Some(what.to_owned());
        let done = does();
        *set() = None;
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_finding_and_work_that_ends_is_not() {
        assert_eq!(guarded("thử", || 7), Ok(7));
        let empty: Vec<u8> = Vec::new();
        let finding = guarded("thử", || empty[std::hint::black_box(1)]).expect_err("it panics");
        assert_eq!(finding.code, Code::ProgramPanic);
        assert!(finding.message.contains("khi thử: index"), "{finding:?}");
    }
}
