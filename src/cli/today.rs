//! What day it is: only the calendar and the state of arrivals ask.

use chrono::{FixedOffset, NaiveDate, Utc};

/// Hours that Vietnam is ahead of universal time.
const AHEAD: i32 = 7;

/// Today in Vietnam, wherever the program runs.
#[expect(
    clippy::disallowed_methods,
    reason = "a calendar has a today; no report asks for it"
)]
pub(super) fn today() -> NaiveDate {
    let now = Utc::now();
    match FixedOffset::east_opt(AHEAD * 3600) {
        Some(zone) => now.with_timezone(&zone).date_naive(),
        None => now.date_naive(),
    }
}
