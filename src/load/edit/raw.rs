//! The bytes of a file beside the text that is read of it, which has no mark and one kind of line
//! end.

use std::ops::Range;

/// The mark that some editors put before a text.
const MARK: &str = "\u{feff}";

/// Which part of a text is another one, and what it became.
pub(super) fn difference<'a>(before: &str, after: &'a str) -> (Range<usize>, &'a str) {
    let same = |(a, b): &(char, char)| a == b;
    let pairs = before.chars().zip(after.chars()).take_while(same);
    let first: usize = pairs.map(|(c, _)| c.len_utf8()).sum();
    let (rest, new) = (&before[first..], &after[first..]);
    let pairs = rest.chars().rev().zip(new.chars().rev()).take_while(same);
    let last: usize = pairs.map(|(c, _)| c.len_utf8()).sum();
    (
        first..before.len() - last,
        &after[first..after.len() - last],
    )
}

/// A change of the text as it is read, made in the file as it is: with its mark and its ends of
/// lines.
pub(super) fn in_raw(raw: &str, range: &Range<usize>, new: &str) -> Vec<u8> {
    let start = raw_offset(raw, range.start);
    let end = raw_offset(raw, range.end);
    let windows = raw.matches("\r\n").count();
    let end_of_line = if windows * 2 > raw.matches('\n').count() {
        "\r\n"
    } else if raw.contains('\r') && !raw.contains('\n') {
        "\r"
    } else {
        "\n"
    };
    let new = new.replace('\n', end_of_line);
    [&raw[..start], &new, &raw[end..]].concat().into_bytes()
}

/// Where a place of the text as it is read stands in the file.
fn raw_offset(raw: &str, at: usize) -> usize {
    let bytes = raw.as_bytes();
    let mut place = if raw.starts_with(MARK) { MARK.len() } else { 0 };
    for _ in 0..at {
        let is_pair = bytes.get(place..place + 2) == Some(b"\r\n");
        place += if is_pair { 2 } else { 1 };
    }
    place
}
