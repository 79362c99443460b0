//! The files that findings point into.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Diagnostic;
use super::shape::Shape;
use crate::files::{DATA_LIMIT, read_regular};
use crate::hash::sha256;
use crate::vi::shown_path;

/// One of the files in [`Sources`]. Its number says nothing of their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(u32);

/// From here on numbers are those of [`LastingIds`]; below, places in one [`Sources`].
const LASTING: u32 = 1 << 31;

/// Ids for texts that are read once and belong to many [`Sources`]: one is never given twice.
#[derive(Debug, Default)]
pub struct LastingIds(AtomicU32);

impl LastingIds {
    /// An id that no other text has.
    pub fn next(&self) -> SourceId {
        let given = self.0.fetch_add(1, Ordering::Relaxed);
        assert!(given < LASTING, "fewer than 2^31 texts are read");
        SourceId(LASTING + given)
    }
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    // Every value of every file has one: half the size is worth it.
    start: u32,
    end: u32,
}

impl Place {
    /// A range of bytes in a file.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            source,
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Offset of the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset behind the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// A part of it, by offsets from its first byte.
    #[must_use]
    pub fn part(self, part: Range<usize>) -> Self {
        let (start, end) = (self.start() + part.start, self.start() + part.end);
        Self::new(self.source, start..end)
    }

    /// Behind its last byte.
    #[must_use]
    pub fn behind(self) -> Self {
        Self {
            start: self.end,
            ..self
        }
    }
}

/// Every file that was read, for showing its lines.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// In the order in which they were read.
    files: IndexMap<SourceId, File>,
    /// Files that are read as they are to be, before they are written.
    drafts: BTreeMap<PathBuf, Vec<u8>>,
}

#[derive(Debug, Clone)]
struct File {
    /// As shown to people, with `/` between folders.
    path: String,
    /// Where it is read again, if it came from a file.
    real: Option<PathBuf>,
    /// Its text, unless it was put away and nobody has asked for it since.
    text: OnceLock<String>,
    /// The SHA-256 of its text, once it was asked for; of one that was put away always.
    sha256: OnceLock<String>,
    /// Of what pieces its text is made up.
    shape: Shape,
}

impl File {
    fn new(path: String, real: Option<PathBuf>, text: String) -> Self {
        Self {
            path,
            real,
            text: OnceLock::from(text),
            sha256: OnceLock::new(),
            shape: Shape::Lines,
        }
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bytes = self
                .real
                .as_ref()
                .and_then(|path| read_regular(path, DATA_LIMIT).ok());
            let again = bytes.and_then(|bytes| text_of(bytes).ok());
            let same = |text: &String| Some(&sha256(text.as_bytes())) == self.sha256.get();
            again.filter(same).unwrap_or_default()
        })
    }

    fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| sha256(self.text().as_bytes()))
    }
}

/// The text of a file as it is read: without byte order mark, and with one kind of line
/// end, so that lines are counted as every editor does. Windows: Notepad may write both, and hashes
/// of what was read are the same as elsewhere.
///
/// # Errors
/// It is not UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    let text = String::from_utf8(bytes)?;
    if !text.starts_with('\u{feff}') && !text.contains('\r') {
        return Ok(text);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

impl Sources {
    /// With a file that is to be read as it is to be, before it is written.
    #[must_use]
    pub fn with_draft(path: &Path, bytes: &[u8]) -> Self {
        Self::with_drafts([(path.to_owned(), bytes.to_vec())])
    }

    /// The same with several.
    #[must_use]
    pub fn with_drafts(drafts: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Self {
        Self {
            drafts: drafts.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The bytes that a file is to have, if they are not those that lie there.
    pub fn draft_of(&self, path: &Path) -> Option<&[u8]> {
        self.drafts.get(path).map(Vec::as_slice)
    }

    /// The files right in a folder that are to have other bytes than those that lie there.
    pub fn drafts_in(&self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        let paths = self.drafts.keys();
        let here = paths.filter(|path| path.parent() == Some(folder));
        here.cloned().collect::<Vec<_>>().into_iter()
    }

    /// Keeps a file of others as well, and gives what it is called here.
    pub fn adopt(&mut self, id: SourceId, from: &Self) -> SourceId {
        match from.files.get(&id) {
            Some(file) => self.keep(file.clone()),
            None => id,
        }
    }

    /// Keeps a text under the path that findings will show.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.keep(File::new(path.into(), None, text.into()))
    }

    /// Keeps the text of a file, which can be put away: it is read again where it stands,
    /// however its path is shown.
    pub fn add_file(&mut self, path: &Path, text: impl Into<String>) -> SourceId {
        let real = Some(path.to_owned());
        self.keep(File::new(shown_path(path), real, text.into()))
    }

    /// The same for a text that has an id and whose SHA-256 is known.
    pub fn add_known(&mut self, id: SourceId, path: &Path, text: String, sha256: String) {
        let mut file = File::new(shown_path(path), Some(path.to_owned()), text);
        file.sha256 = OnceLock::from(sha256);
        self.files.insert(id, file);
    }

    /// The same for a text that is part of the program, under a name that is no path.
    pub fn add_carried(&mut self, id: SourceId, name: String, text: String, sha256: String) {
        let mut file = File::new(name, None, text);
        file.sha256 = OnceLock::from(sha256);
        self.files.insert(id, file);
    }

    fn keep(&mut self, file: File) -> SourceId {
        let id = self.next_id();
        self.files.insert(id, file);
        id
    }

    /// Keeps a text that is made up of pieces.
    pub(super) fn add_shaped(&mut self, path: String, text: String, shape: Shape) -> SourceId {
        let id = self.add(path, text);
        if let Some(file) = self.files.get_mut(&id) {
            file.shape = shape;
        }
        id
    }

    /// Of what pieces a text is made up.
    pub(super) fn shape(&self, id: SourceId) -> &Shape {
        self.files
            .get(&id)
            .map_or(&Shape::Lines, |file| &file.shape)
    }

    /// Keeps the files that some findings point into and gives the findings with places in
    /// them: those of two stages are told together.
    pub fn take_over(&mut self, mut findings: Vec<Diagnostic>, from: &Self) -> Vec<Diagnostic> {
        let mut ids = BTreeMap::new();
        let mut moved = |id: SourceId| {
            let file = from.files.get(&id);
            *ids.entry(id)
                .or_insert_with(|| file.map_or(id, |file| self.keep(file.clone())))
        };
        for finding in &mut findings {
            finding.move_places(&mut moved);
        }
        findings
    }

    /// Lets go of the text of a file, which will hardly be shown. Whoever asks for it
    /// nevertheless gets it read once more, or nothing if it is another one by then.
    pub fn put_away(&mut self, id: SourceId) {
        let file = self.files.get_mut(&id);
        if let Some(file) = file.filter(|file| file.real.is_some()) {
            file.sha256();
            file.text = OnceLock::new();
        }
    }

    /// All files with their paths, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &str)> {
        let files = self.files.iter();
        files.map(|(id, file)| (*id, file.path.as_str()))
    }

    /// What the next file will be called, unless it has an id already.
    pub fn next_id(&self) -> SourceId {
        place_id(self.files.len())
    }

    /// What a file would be called if no file had had an id before.
    pub fn in_order(&self, id: SourceId) -> Option<SourceId> {
        self.files.get_index_of(&id).map(place_id)
    }

    /// The path of a file as shown to people, with `/` between folders.
    pub fn path(&self, id: SourceId) -> &str {
        self.files.get(&id).map_or("", |file| &file.path)
    }

    /// The whole text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        self.files.get(&id).map_or("", File::text)
    }

    /// The SHA-256 of the text of a file as it was read.
    pub fn sha256(&self, id: SourceId) -> String {
        let file = self.files.get(&id);
        file.map_or_else(|| sha256(b""), |file| file.sha256().to_owned())
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
        let found = found.nth(skipped);
        found.map_or(whole, |(start, end)| whole.part(start..end))
    }

    /// The place, cut to what the file has, and to whole letters: who counts bytes may end
    /// within one.
    pub fn clamped(&self, place: Place) -> Place {
        let text = self.text(place.source);
        let start = text.floor_char_boundary(place.start());
        let end = text.ceil_char_boundary(place.end()).max(start);
        Place::new(place.source, start..end)
    }

    /// Whether a place lies in the file, and between whole letters.
    pub fn has(&self, place: Place) -> bool {
        let file = self.files.get(&place.source);
        file.is_some_and(|file| file.text().get(place.range()).is_some())
    }

    /// The line on which a place begins, counted from 1.
    pub fn line(&self, place: Place) -> usize {
        1 + self.before(place).matches('\n').count()
    }

    /// The column at which a place begins, in characters, counted from 1.
    pub fn column(&self, place: Place) -> usize {
        let before = self.before(place);
        let line = before.rsplit('\n').next().unwrap_or(before);
        1 + line.chars().count()
    }

    /// The text of a file before a place.
    fn before(&self, place: Place) -> &str {
        let start = self.clamped(place).start();
        self.text(place.source).get(..start).unwrap_or_default()
    }

    /// The place of a whole file: its very beginning.
    pub fn beginning(id: SourceId) -> Place {
        Place::new(id, 0..0)
    }
}

/// The id of a file by how many were read before it.
fn place_id(at: usize) -> SourceId {
    let number = u32::try_from(at).ok().filter(|number| *number < LASTING);
    SourceId(number.expect("fewer than 2^31 files are read"))
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
    use std::fs;

    use super::*;

    #[test]
    fn a_text_that_was_put_away_is_read_again_unless_it_is_another() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "\u{feff}a: 5\r\nb: 6\r\n").expect("it can be written");
        let text = text_of(fs::read(&path).expect("it is there")).expect("it is UTF-8");
        let mut sources = Sources::default();
        let source = sources.add_file(&path, text);
        let hash = sources.sha256(source);
        sources.put_away(source);
        let later = sources.clone();
        assert_eq!(sources.text(source), "a: 5\nb: 6\n");
        assert_eq!(sources.sha256(source), hash);
        fs::write(&path, "a: 7\n").expect("it can be written");
        assert_eq!(sources.text(source), "a: 5\nb: 6\n");
        assert_eq!(later.text(source), "");
        assert_eq!(later.sha256(source), hash);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_read_again_where_it_stands_however_its_path_is_shown() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for name in [&b"a\\b"[..], b"a\xffb", b"a\nb"] {
            let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
            fs::write(&path, "a: 5\n").expect("it can be written");
            let mut sources = Sources::default();
            let source = sources.add_file(&path, "a: 5\n");
            sources.put_away(source);
            assert_eq!(sources.text(source), "a: 5\n", "{}", path.display());
        }
        // What is no file stays.
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", "a: 5\n");
        sources.put_away(source);
        assert_eq!(sources.text(source), "a: 5\n");
    }

    #[test]
    fn files_with_and_without_an_id_do_not_meet() {
        let (ids, path) = (LastingIds::default(), Path::new("b.yaml"));
        let mut sources = Sources::default();
        let first = sources.add("a.yaml", "a");
        let known = ids.next();
        for _ in 0..2 {
            sources.add_known(known, path, "b".to_owned(), sha256(b"b"));
        }
        let last = sources.add("c.yaml", "c");
        let texts = [first, known, last].map(|id| sources.text(id));
        assert_eq!(texts, ["a", "b", "c"]);
        let paths: Vec<_> = sources.iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["a.yaml", "b.yaml", "c.yaml"]);
        let mut other = Sources::default();
        for (id, path) in sources.iter() {
            assert_eq!(sources.in_order(id), Some(other.add(path, "")));
        }
        assert_ne!(ids.next(), known);
    }

    #[test]
    fn a_place_within_a_letter_is_that_of_whole_letters() {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", "x\nđ“y");
        let place = |range: Range<usize>| Place::new(source, range);
        assert_eq!(sources.clamped(place(3..5)).range(), 2..7);
        assert_eq!(sources.clamped(place(7..99)).range(), 7..8);
        assert_eq!(
            sources.clamped(place(Range { start: 99, end: 3 })).range(),
            8..8
        );
        assert_eq!(
            (sources.line(place(3..5)), sources.column(place(5..6))),
            (2, 2)
        );
        assert!(sources.has(place(2..4)) && !sources.has(place(3..4)));
        assert!(!sources.has(Place::new(SourceId(1), 0..0)));
        for start in 0..12 {
            for end in 0..12 {
                let finding = crate::diagnostic::Diagnostic::error(
                    crate::diagnostic::Code::FileStray,
                    place(start..end),
                    "lạ",
                )
                .with_label(place(end..start), "đây");
                let finding = crate::diagnostic::Finding::of(&finding, &sources);
                let shown = crate::diagnostic::render(&finding, crate::diagnostic::Style::Plain);
                assert!(shown.contains("a.yaml"), "{shown}");
            }
        }
    }

    #[test]
    fn a_part_of_a_text_is_found_where_it_was_written() {
        let raw = "  - >-\n    Có 12 hồ sơ, 12 hồ\n    sơ trễ\n";
        let text = "Có 12 hồ sơ, 12 hồ sơ trễ";
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", raw);
        let whole = Place::new(source, 11..raw.len());
        let first = text.find("12").expect("it is there");
        let second = text.rfind("12 hồ sơ").expect("it is there");
        let shown = |part: Range<usize>| &raw[sources.part(whole, text, part).range()];
        assert_eq!(shown(first..first + 2), "12");
        assert_eq!(sources.part(whole, text, first..first + 2).start(), 15);
        let behind = second + "12 hồ sơ".len();
        assert_eq!(shown(second..behind), "12 hồ\n    sơ");
        // Written with an escape, it is somewhere in the whole.
        assert_eq!(sources.part(whole, "Có 13", 4..6), whole);
    }
}
