//! The files that findings point into.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One of the files in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(u32);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Place {
    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Every file that was read, kept for showing its lines.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<(String, String)>,
}

impl Sources {
    /// Keeps a file under the path that findings will show.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = self.next_id();
        self.files.push((path.into(), text.into()));
        id
    }

    /// All files with their paths and texts, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &str, &str)> {
        let ids = (0..).map(SourceId);
        let files = self.files.iter();
        ids.zip(files.map(|(path, text)| (path.as_str(), text.as_str())))
            .map(|(id, (path, text))| (id, path, text))
    }

    /// What the next file will be called.
    pub fn next_id(&self) -> SourceId {
        SourceId(u32::try_from(self.files.len()).expect("fewer than 2^32 files are read"))
    }

    /// The path of a file as shown to people, with `/` between folders.
    pub fn path(&self, id: SourceId) -> &str {
        self.files.get(id.0 as usize).map_or("", |f| &f.0)
    }

    /// The whole text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        self.files.get(id.0 as usize).map_or("", |f| &f.1)
    }

    /// Where a part of a text stands that was read from a place. The whole place, if the
    /// part was written another way there.
    pub fn part(&self, whole: Place, text: &str, part: Range<usize>) -> Place {
        let before = text.get(..part.start).unwrap_or_default();
        let wanted = text.get(part).unwrap_or_default();
        let raw = self.text(whole.source).get(whole.range());
        let (Some(raw), false) = (raw, wanted.is_empty()) else {
            return whole;
        };
        let skipped = before.matches(wanted).count();
        let mut found = (0..raw.len()).filter_map(|at| {
            let end = folded_prefix(raw.get(at..)?, wanted)?;
            Some((at, at + end))
        });
        found.nth(skipped).map_or(whole, |(start, end)| Place {
            start: whole.start + start,
            end: whole.start + end,
            ..whole
        })
    }

    /// The place, cut to what the file has.
    pub fn clamped(&self, place: Place) -> Place {
        let length = self.text(place.source).len();
        Place {
            start: place.start.min(length),
            end: place.end.min(length),
            ..place
        }
    }

    /// The line on which a place begins, counted from 1.
    pub fn line(&self, place: Place) -> usize {
        let before = self.text(place.source).get(..place.start);
        1 + before.map_or(0, |text| text.matches('\n').count())
    }

    /// The column at which a place begins, in characters, counted from 1.
    pub fn column(&self, place: Place) -> usize {
        let before = self.text(place.source).get(..place.start);
        let line = before.map(|text| text.rsplit('\n').next().unwrap_or(text));
        1 + line.map_or(0, |text| text.chars().count())
    }

    /// The place of a whole file: its very beginning.
    pub fn beginning(id: SourceId) -> Place {
        Place {
            source: id,
            start: 0,
            end: 0,
        }
    }
}

/// The length of the beginning of `raw` that reads as `text`, where a space may be any white
/// space, such as the end of a line that YAML folds.
fn folded_prefix(raw: &str, text: &str) -> Option<usize> {
    let mut rest = raw;
    for character in text.chars() {
        let behind = if character == ' ' {
            rest.trim_start()
        } else {
            rest.strip_prefix(character)?
        };
        if behind.len() == rest.len() {
            return None;
        }
        rest = behind;
    }
    Some(raw.len() - rest.len())
}

/// A value together with where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_text_is_found_where_it_was_written() {
        let raw = "  - >-\n    Có 12 hồ sơ, 12 hồ\n    sơ trễ\n";
        let text = "Có 12 hồ sơ, 12 hồ sơ trễ";
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", raw);
        let whole = Place {
            source,
            start: 11,
            end: raw.len(),
        };
        let first = text.find("12").expect("it is there");
        let second = text.rfind("12 hồ sơ").expect("it is there");
        let shown = |part: Range<usize>| &raw[sources.part(whole, text, part).range()];
        assert_eq!(shown(first..first + 2), "12");
        assert_eq!(sources.part(whole, text, first..first + 2).start, 15);
        let behind = second + "12 hồ sơ".len();
        assert_eq!(shown(second..behind), "12 hồ\n    sơ");
        // Written with an escape, it is somewhere in the whole.
        assert_eq!(sources.part(whole, "Có 13", 4..6), whole);
    }
}
