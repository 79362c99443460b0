//! What day and what time it is: only the calendar, the state of arrivals and what is kept of
//! writes into the folder of data ask.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, Utc};

use crate::history::Occasion;
use crate::vi;

/// Hours that Vietnam is ahead of universal time.
const AHEAD: i32 = 7;

/// Today in Vietnam, wherever the program runs.
pub(super) fn today() -> NaiveDate {
    now().date_naive()
}

/// When this command was called, and how.
pub(super) fn occasion() -> Occasion {
    let words = std::env::args_os().skip(1);
    let words: Vec<_> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    Occasion {
        at: now(),
        command: vi::brief(&words.join(" ")).into_owned(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a calendar has a today, and a write a time; no report asks for it"
)]
fn now() -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(AHEAD * 3600).unwrap_or_else(|| Utc.fix());
    Utc::now().with_timezone(&zone)
}
