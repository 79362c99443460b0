//! Names and hashes of files that are about to be put in their places, written down before
//! they are: a run that is killed leaves no file of which nobody knows who made it.
//!
//! It goes beside a manifest and is worth nothing without one: the manifest takes it over.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::manifest::{FileRecord, is_path_of_ours};
use crate::diagnostic::Diagnostic;
use crate::files::read_regular;
use crate::publish::{Lies, unwritable, what_lies};

/// Its name in the output folder.
pub(super) const JOURNAL: &str = ".baocao-made";
/// A longer one is none of ours: ten thousand reports take three megabytes.
const LONGEST: u64 = 1 << 28;

/// The journal of a run.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Option<File>,
}

impl Journal {
    /// That of a folder, and what an earlier run left in it. A line that was not written to
    /// its end says nothing.
    ///
    /// # Errors
    /// What lies in its place is no file, or cannot be read.
    pub(super) fn open(folder: &Path) -> Result<(Self, Vec<(String, FileRecord)>), Diagnostic> {
        let path = folder.join(JOURNAL);
        let read = || -> io::Result<String> {
            let mut text = String::new();
            match what_lies(folder, JOURNAL)? {
                Lies::Nothing => {}
                Lies::File(_) => {
                    let bytes = read_regular(&path, LONGEST)?;
                    text = String::from_utf8_lossy(&bytes).into_owned();
                }
                Lies::Obstacle(_) => return Err(io::ErrorKind::AlreadyExists.into()),
            }
            Ok(text)
        };
        let text = read().map_err(|error| unwritable(&path, &error))?;
        let entries = text.lines().filter_map(|line| {
            let (name, record): (String, FileRecord) = serde_json::from_str(line).ok()?;
            is_path_of_ours(&name).then_some((name, record))
        });
        let entries = entries.collect();
        Ok((Self { path, file: None }, entries))
    }

    /// Writes down a file before it is put in its place.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn note(&mut self, name: &str, record: &FileRecord) -> io::Result<()> {
        if self.file.is_none() {
            let mut options = File::options();
            let mut file = options.create(true).append(true).open(&self.path)?;
            // Behind a line that was cut off.
            file.write_all(b"\n")?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let mut line = serde_json::to_vec(&(name, record))?;
        line.push(b'\n');
        file.write_all(&line)?;
        file.sync_data()
    }

    /// Ends it: the manifest knows all that it knew.
    pub(super) fn end(&mut self) {
        // Windows: it could not be removed while it is open here; if another has it open, it stays and
        // is read again.
        self.file = None;
        drop(fs::remove_file(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_known_and_a_half_line_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let record = FileRecord {
            key: "k".to_owned(),
            sha256: "s".to_owned(),
            bytes: 7,
            pages: Some(1),
        };
        let open = || Journal::open(folder.path()).expect("it can be opened");
        let (mut journal, known) = open();
        assert!(known.is_empty());
        journal
            .note("2021-q1/a.pdf", &record)
            .expect("it can be written");
        drop(journal);
        let path = folder.path().join(JOURNAL);
        let half = [
            fs::read(&path).expect("it is there"),
            b"[\"2021-q1/b".to_vec(),
        ]
        .concat();
        fs::write(&path, half).expect("it can be written");
        let (mut journal, known) = open();
        assert_eq!(known, [("2021-q1/a.pdf".to_owned(), record.clone())]);
        journal
            .note("2021-q1/c.pdf", &record)
            .expect("it can be written");
        journal
            .note("../d.pdf", &record)
            .expect("it can be written");
        drop(journal);
        let (mut journal, known) = open();
        let names: Vec<_> = known.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["2021-q1/a.pdf", "2021-q1/c.pdf"]);
        journal.end();
        assert!(!path.exists());
    }
}
