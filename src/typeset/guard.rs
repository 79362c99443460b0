//! A wall around Typst: where it panics, one report fails and the run goes on.

use super::Fault;
use crate::diagnostic::caught;

/// Runs work that is not ours.
///
/// # Errors
/// That it panicked, with what it said.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Vec<Fault>> {
    // What the work leaves half done is its cache alone, which starts anew for every
    // report.
    caught(work).map_err(|said| vec![Fault::panic(&said)])
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
