//! A wall around Typst: where it panics, one report fails and the run goes on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Fault;

/// Runs work that is not ours.
///
/// # Errors
/// That it panicked, with what it said.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Vec<Fault>> {
    // What the work leaves half done is its cache alone, which starts anew for every
    // report.
    catch_unwind(AssertUnwindSafe(work)).map_err(|said| vec![Fault::panic(words(said.as_ref()))])
}

/// What a panic said, if it said anything.
fn words(said: &(dyn Any + Send)) -> &str {
    said.downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| said.downcast_ref::<&str>().copied())
        .unwrap_or("không nói lý do")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Stage;

    #[test]
    fn a_panic_is_a_fault_and_work_that_ends_is_not() {
        assert_eq!(guarded(|| 7), Ok(7));
        let empty: Vec<u8> = Vec::new();
        let faults = guarded(|| empty[std::hint::black_box(1)]).expect_err("it panics");
        assert_eq!(faults[0].stage, Stage::Panic);
        assert!(faults[0].message.contains("index"), "{faults:?}");
    }
}
