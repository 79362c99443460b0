//! The files that findings point into.

use std::ops::Range;

/// One of the files in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// The place, cut to what the file has.
    pub fn clamped(&self, place: Place) -> Place {
        let length = self.text(place.source).len();
        Place {
            start: place.start.min(length),
            end: place.end.min(length),
            ..place
        }
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

/// A value together with where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}
