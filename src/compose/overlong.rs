//! Texts that are too long for their column. They move to a line of their own
//! below the row, as wide as the table, and the cell points to it: a column of
//! a few centimetres would make the row higher than the page.

use serde::Serialize;

use crate::vi;

/// A text below a row, with the number of the row and the name of its column.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Overlong {
    pub(super) label: String,
    pub(super) text: String,
    /// Whether it may go on over pages.
    pub(super) tall: bool,
}

/// What stands in the cell instead.
const POINTER: &str = "Xem dòng dưới";
/// Characters that surely fit on a page at the full width of a table.
const ONE_PAGE: usize = 2500;

/// Takes a text out of its cell if it is longer than `limit` characters. `row` and
/// `column` say where it belongs.
pub(super) fn take(text: &mut String, limit: usize, row: &str, column: &str) -> Option<Overlong> {
    let length = text.chars().count();
    (length > limit).then(|| Overlong {
        label: format!("{row}. {column}:"),
        text: vi::whole(&std::mem::replace(text, POINTER.to_owned())).into_owned(),
        tall: length > ONE_PAGE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_taken_out() {
        let mut short = "ngắn".to_owned();
        assert!(take(&mut short, 4, "9", "Ghi chú").is_none());
        assert_eq!(short, "ngắn");
        let mut long = "dài hơn".to_owned();
        let taken = take(&mut long, 4, "9", "Ghi chú").expect("it is too long");
        assert_eq!(
            (taken.label.as_str(), taken.text.as_str()),
            ("9. Ghi chú:", "dài hơn")
        );
        assert_eq!((long.as_str(), taken.tall), (POINTER, false));
        let mut longest = "a".repeat(ONE_PAGE + 1);
        assert!(
            take(&mut longest, 4, "9", "Ghi chú")
                .expect("it is too long")
                .tall
        );
    }
}
