//! Vietnamese as offices write it: numbers, dates, text.
//!
//! Not for: what any figure means.

mod chain;
mod date;
mod first;
mod number;
mod shown;
mod system;
mod text;
mod whole;

pub use chain::{BREAK, json_with_breaks, with_breaks};
pub use date::{is_weekend, last_day_meant, long_date, month_year, short_date, weekday};
pub use first::lower_first;
pub use number::{
    Percent, billions, difference, grouped, percent, roman, sentence_count, with_decimals,
};
pub(crate) use shown::{acts, written_out};
pub use shown::{brief, is_unseen, shown, shown_json, shown_lines, with_short_words};
pub use system::{is_in_use, reason, shown_path};
pub use text::{
    Adviser, as_near, begins_sentence, clean, comparable, is_invisible, is_printable,
    is_whole_word, nearest, plain, upper, upper_first,
};
pub use whole::{keep_with, whole};
