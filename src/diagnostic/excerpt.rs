//! The lines of a file around some places, or the cell or paragraph that they are in, as a terminal
//! may show them.

use std::ops::Range;

use super::{Place, Sources};
use crate::vi::{acts, written_out};

/// Of a line with more characters a part is shown.
const LINE: usize = 400;
/// So many characters in front of a place are shown then.
const BEFORE: usize = 100;
/// Lines as near to a place are shown, if places stand on both sides of them.
const NEAR: usize = 3;

/// Some lines of a file in which every character stands for itself, and where the places
/// stand in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of the first.
    pub first_line: usize,
    /// Where each place stands in the text: what of it is on its first line.
    pub spans: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines from the first to the last of some places, all of one file; of a workbook or
    /// document the cell or paragraph, all of one.
    pub(super) fn of(places: &[Place], sources: &Sources) -> Option<Self> {
        let first = *places.first()?;
        let text = sources.text(first.source);
        if let Some(piece) = sources.piece(first) {
            let marks = places.iter().map(|place| Mark {
                line_start: piece.range.start,
                from: sources.clamped(*place).start().min(piece.range.end),
                to: sources.clamped(*place).end().min(piece.range.end),
            });
            let marks: Vec<_> = marks.collect();
            let mut excerpt = Self {
                text: String::new(),
                first_line: piece.number(),
                spans: vec![0..0; marks.len()],
            };
            excerpt.push(text, piece.range, &marks);
            return Some(excerpt);
        }
        let marks: Vec<_> = places.iter().map(|place| Mark::new(*place, text)).collect();
        let from = marks.iter().map(|mark| mark.line_start).min()?;
        let to = marks.iter().map(|mark| mark.line_start).max()?;
        let mut excerpt = Self {
            text: String::new(),
            first_line: 1 + text.get(..from)?.matches('\n').count(),
            spans: vec![0..0; marks.len()],
        };
        let starts: Vec<_> = lines_from(text, from).take_while(|at| *at <= to).collect();
        let marked: Vec<_> = starts
            .iter()
            .map(|start| marks.iter().any(|mark| mark.line_start == *start))
            .collect();
        for (number, start) in starts.iter().enumerate() {
            if number > 0 {
                excerpt.text.push('\n');
            }
            let around = number.saturating_sub(NEAR)..(number + NEAR + 1).min(marked.len());
            if marked.get(around).is_some_and(|near| near.contains(&true)) {
                excerpt.push(text, line_at(text, *start), &marks);
            }
        }
        Some(excerpt)
    }

    /// Adds a line with the marks on it.
    fn push(&mut self, text: &str, line: Range<usize>, marks: &[Mark]) {
        let start = line.start;
        let line = text.get(line).unwrap_or_default();
        let of_line = |mark: &&Mark| mark.line_start == start;
        let first = marks
            .iter()
            .find(of_line)
            .map_or(0, |mark| mark.from - start);
        let window = window(line, first);
        if window.start > 0 {
            self.text.push('…');
        }
        // Where each character of the line begins in the excerpt.
        let mut places = Vec::new();
        let shown = line.get(window.clone()).unwrap_or_default();
        for (at, character) in shown.char_indices() {
            places.push((start + window.start + at, self.text.len()));
            if character != '\t' && acts(shown.get(at..).unwrap_or_default()) {
                self.text.push_str(&written_out(character));
            } else {
                self.text.push(character);
            }
        }
        let end = self.text.len();
        if window.end < line.len() {
            self.text.push('…');
        }
        let place = |offset: usize| {
            let next = places.partition_point(|(at, _)| *at < offset);
            places.get(next).map_or(end, |(_, place)| *place)
        };
        for (mark, span) in marks.iter().zip(&mut self.spans) {
            if mark.line_start == start {
                *span = place(mark.from)..place(mark.to);
            }
        }
    }
}

/// What of a place is on its first line: a caret under a whole paragraph shows nothing.
struct Mark {
    line_start: usize,
    from: usize,
    to: usize,
}

impl Mark {
    fn new(place: Place, text: &str) -> Self {
        let at = |offset: usize| text.floor_char_boundary(offset);
        let from = at(place.start());
        let to = at(place.end()).max(from);
        let before = text.get(..from).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = text.get(from..to).and_then(|text| text.find('\n'));
        Self {
            line_start,
            from,
            to: behind.map_or(to, |length| from + length),
        }
    }
}

fn line_at(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.find('\n').unwrap_or(rest.len())
}

/// Where lines begin, from one of them on.
fn lines_from(text: &str, first: usize) -> impl Iterator<Item = usize> {
    let rest = text.get(first..).unwrap_or_default();
    let ends = rest.match_indices('\n').map(move |(at, _)| first + at + 1);
    std::iter::once(first).chain(ends)
}

/// The part of a line that is shown, with what stands at an offset.
fn window(line: &str, offset: usize) -> Range<usize> {
    if line.len() <= LINE || line.chars().nth(LINE).is_none() {
        return 0..line.len();
    }
    let behind = line.get(offset..).unwrap_or_default();
    let before = line.get(..offset).unwrap_or_default();
    let start = before.char_indices().rev().nth(BEFORE - 1);
    let start = start.map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(LINE - BEFORE);
    start..end.map_or(line.len(), |(at, _)| offset + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, ranges: &[(usize, usize)]) -> Excerpt {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let places: Vec<_> = ranges
            .iter()
            .map(|(from, to)| Place::new(source, *from..*to))
            .collect();
        Excerpt::of(&places, &sources).expect("there are places")
    }

    #[test]
    fn marks_stand_under_what_they_stood_under() {
        let one = excerpt("a: 1\nb\u{202e}\t: x\x1by\nc: 2\n", &[(12, 15), (6, 9)]);
        assert_eq!(one.text, "b\\u{202e}\t: x\\u{1b}y");
        assert_eq!(one.first_line, 2);
        let shown: Vec<_> = one.spans.iter().map(|s| &one.text[s.clone()]).collect();
        assert_eq!(shown, ["x\\u{1b}y", "\\u{202e}"]);
    }

    #[test]
    fn a_place_of_several_lines_is_shown_on_its_first() {
        let one = excerpt("a: |\n  một\n  hai\n", &[(7, 19)]);
        assert_eq!((one.text.as_str(), one.spans[0].clone()), ("  một", 2..7));
    }

    #[test]
    fn of_a_long_line_the_place_is_shown() {
        let text = format!("k: \"{}ĐÂY{}\"\n", "đ".repeat(500_000), "e".repeat(500_000));
        let at = text.find("ĐÂY").expect("it is there");
        for range in [(at, at + 5), (at, text.len() - 2)] {
            let one = excerpt(&text, &[range]);
            assert_eq!(one.text.chars().count(), LINE + 2, "{}", one.text);
            assert!(one.text.starts_with("…đ") && one.text.ends_with("e…"));
            assert!(one.text[one.spans[0].clone()].starts_with("ĐÂY"));
        }
    }

    #[test]
    fn lines_far_from_all_places_are_left_blank() {
        let text = "x: 1\n".repeat(100);
        let one = excerpt(&text, &[(0, 1), (495, 496)]);
        assert_eq!(one.text.lines().count(), 100);
        assert_eq!(one.text.matches('x').count(), 2 * (NEAR + 1));
        assert_eq!((one.first_line, one.spans[1].len()), (1, 1));
    }

    #[test]
    fn a_place_behind_the_end_is_at_the_end() {
        let one = excerpt("a: 1", &[(900, 901)]);
        assert_eq!((one.text.as_str(), one.spans[0].clone()), ("a: 1", 4..4));
    }
}
