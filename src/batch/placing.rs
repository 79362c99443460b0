//! Putting files into an output folder: what stands in a place, and whether it may be
//! written over.

use std::io;
use std::path::Path;

use super::ledger::{Ledger, Reason};
use super::manifest::{
    FileRecord, Output, PDF, Signed, document_name, document_of, file_path, is_path_of_ours,
};
use super::ownership::{self, Foreign, Standing};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::read_regular;
use crate::hash::sha256;
use crate::publish::{Lies, what_lies};
use crate::{publish, vi};

/// How every file of the program ends.
const END: &[u8] = b"%%EOF";
/// How many signed copies of one report are kept.
const MOST_SIGNED: u32 = 99;

/// What stands in the place of a report.
#[derive(Debug)]
pub(super) enum Place {
    /// What would be set, as it was made.
    Current(FileRecord),
    /// Nothing, or another file that was made and that nobody touched, or something of which
    /// nothing is known: it must be set.
    Due(Reason),
    /// Nothing, where another file was made than would be set now.
    Lost,
    /// A file that was made and was touched since.
    Touched(Foreign),
}

/// What stands in the place of an issued report.
#[derive(Debug)]
pub(super) enum Issued {
    /// The file that was made.
    AsMade(FileRecord),
    /// The signed copy of the file that was made, which is kept beside it, too.
    Signed(FileRecord),
    /// A file that was made, and was touched since.
    Touched(Foreign, FileRecord),
    /// A file that was made elsewhere.
    PutThere,
    /// Nothing that could be read, and why; and whether anything is written down of it.
    Gone(String, bool),
}

/// Why a finished file was not put in its place.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The place is somebody else's.
    Occupied(Foreign),
    /// What lies there was sealed, and is as it was made.
    Sealed(FileRecord),
    /// It cannot be written.
    Unwritable(Diagnostic),
}

impl Ledger {
    /// What stands in the place of a document that would be set with this key.
    pub(super) fn look_at(&self, document: &str, key: &str) -> Place {
        let path = file_path(document, PDF);
        let (records, reason) = {
            let state = self.state();
            let output = state.manifest.unconfirmed.get(document);
            let failed = output.is_some_and(|output| !output.files.contains_key(PDF));
            let reason = if failed { Reason::Failed } else { Reason::New };
            (state.manifest.records(&path), reason)
        };
        match ownership::standing(&self.folder, &path, &records) {
            Ok(Standing::Own(record)) if record.key == key => Place::Current(record),
            Ok(Standing::Own(_)) => Place::Due(Reason::Changed),
            Ok(Standing::Free) if records.is_empty() => Place::Due(reason),
            Ok(Standing::Free) if records.iter().all(|record| record.key != key) => Place::Lost,
            Ok(Standing::Foreign(Foreign::Unknown)) => Place::Due(reason),
            Ok(Standing::Foreign(foreign)) => Place::Touched(foreign),
            // What cannot be looked at is found out by whoever writes there.
            Ok(Standing::Free) | Err(_) => Place::Due(Reason::Missing),
        }
    }

    /// What stands in the place of an issued report that stays as it is.
    pub(super) fn issued(&self, document: &str) -> Issued {
        let path = file_path(document, PDF);
        let records = self.state().manifest.records(&path);
        let known = records.first().cloned();
        match ownership::standing(&self.folder, &path, &records) {
            Ok(Standing::Own(record)) => Issued::AsMade(record),
            Ok(Standing::Foreign(foreign)) => match known {
                Some(record) if self.has_signed_copy(document) => Issued::Signed(record),
                Some(record) => Issued::Touched(foreign, record),
                None if foreign.is_a_file() => Issued::PutThere,
                None => Issued::Gone(foreign.finding(&self.place(&path)).message, false),
            },
            Ok(Standing::Free) => Issued::Gone("không có ở đó".to_owned(), known.is_some()),
            Err(error) => Issued::Gone(vi::reason(&error), known.is_some()),
        }
    }

    /// Puts a finished file in its place and writes it down. One that is there already, to the
    /// last byte, is taken for it.
    ///
    /// # Errors
    /// The place is not the program's to write; it cannot be written, or the manifest cannot.
    pub(super) fn publish(
        &self,
        path: &str,
        pdf: &[u8],
        record: &FileRecord,
        sealed: bool,
    ) -> Result<(), Refusal> {
        let place = self.place(path);
        let unwritable =
            |error: &io::Error| Refusal::Unwritable(publish::unwritable(&place, error));
        let records = self.state().manifest.records(path);
        let bytes = (record.bytes, record.sha256.as_str());
        let same = ownership::has_bytes(&self.folder, path, bytes);
        if same.map_err(|error| unwritable(&error))? {
            return Ok(());
        }
        let standing = || ownership::standing(&self.folder, path, &records);
        let is_free = match standing().map_err(|error| unwritable(&error))? {
            Standing::Free => true,
            Standing::Own(record) if sealed => return Err(Refusal::Sealed(record)),
            Standing::Own(_) => false,
            Standing::Foreign(foreign) => return Err(Refusal::Occupied(foreign)),
        };
        {
            let mut state = self.state();
            let manifest = &mut state.manifest;
            if let Some((document, ending)) = document_of(path) {
                // One that no period counts is withdrawn when it is replaced.
                let is_other = |output: &Output| output.files.get(ending) != Some(record);
                if manifest.outputs.get(document).is_some_and(is_other)
                    && let Some(output) = manifest.outputs.remove(document)
                {
                    manifest.unconfirmed.insert(document.to_owned(), output);
                    manifest.complete = false;
                    state.withdrawn = false;
                }
                let known = state.manifest.unconfirmed.contains_key(document);
                if known && !state.withdrawn {
                    self.write(&mut state).map_err(Refusal::Unwritable)?;
                    state.withdrawn = true;
                }
            }
        }
        let before = || {
            self.note(path, record)?;
            // Once more: somebody may have signed it a moment ago.
            Ok(matches!(standing()?, Standing::Free | Standing::Own(_)))
        };
        match publish::put(&place, pdf, is_free, before) {
            Ok(true) => {}
            Ok(false) => return Err(Refusal::Occupied(Foreign::Unknown)),
            Err(finding) => return Err(Refusal::Unwritable(finding)),
        }
        let mut state = self.state();
        state.touched.extend(place.parent().map(Path::to_owned));
        state.published = true;
        state.manifest.keep_made(path.to_owned(), record.clone());
        Ok(())
    }

    /// Keeps what came back signed beside the report that was made: gives its path and whether
    /// it was kept already. `name` is that of its file without ending.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_signed(
        &self,
        period: &str,
        name: &str,
        ending: &str,
        bytes: &[u8],
    ) -> Result<(String, Signed, bool), Diagnostic> {
        let document = document_name(period, name);
        let signed = Signed {
            document: document.clone(),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            signature: ownership::has_signature(bytes),
        };
        let paths = (1..=MOST_SIGNED).map(|number| match number {
            1 => format!("{document}-da-ky.{ending}"),
            _ => format!("{document}-da-ky-{number}.{ending}"),
        });
        for path in paths {
            let place = self.place(&path);
            let unwritable = |error: &io::Error| publish::unwritable(&place, error);
            let known = self.state().manifest.signed.get(&path).cloned();
            let same = ownership::has_bytes(&self.folder, &path, (signed.bytes, &signed.sha256));
            if same.map_err(|error| unwritable(&error))? {
                let is_known = known.as_ref() == Some(&signed);
                let manifest = &mut self.state().manifest;
                manifest.signed.insert(path.clone(), signed.clone());
                return Ok((path, signed, is_known));
            }
            let lies = what_lies(&self.folder, &path).map_err(|error| unwritable(&error))?;
            // A place that another one had stays its own although it is gone.
            let is_anothers = known.is_some_and(|known| known != signed);
            if is_anothers || matches!(lies, Lies::File(_)) {
                continue;
            }
            if let Lies::Obstacle(obstacle) = lies {
                return Err(Foreign::Obstacle(obstacle).finding(&place));
            }
            // Named first: a run that is killed leaves no file that nobody knows.
            let mut state = self.state();
            state.manifest.signed.insert(path.clone(), signed.clone());
            self.write(&mut state)?;
            if publish::put(&place, bytes, true, || Ok(true))? {
                return Ok((path, signed, false));
            }
            state.manifest.signed.remove(&path);
        }
        let message = format!(
            "`{}` đã có {MOST_SIGNED} bản đã ký",
            file_path(&document, PDF)
        );
        Err(Diagnostic::general(Code::OutputExists, message))
    }

    /// Takes a signed copy over from another folder, if it is there as it was kept.
    ///
    /// # Errors
    /// It is not, or its name is none of the program's; its place is somebody else's; it cannot
    /// be written.
    pub(super) fn take_signed(
        &self,
        from: &Path,
        path: &str,
        signed: &Signed,
    ) -> Result<(), Diagnostic> {
        self.copy_signed(from, path, signed)?;
        let manifest = &mut self.state().manifest;
        manifest.signed.insert(path.to_owned(), signed.clone());
        Ok(())
    }

    /// Copies what has the bytes of a signed copy from another folder to the same place here.
    ///
    /// # Errors
    /// As of [`Self::take_signed`].
    pub(super) fn copy_signed(
        &self,
        from: &Path,
        path: &str,
        signed: &Signed,
    ) -> Result<(), Diagnostic> {
        let place = self.place(path);
        let unwritable = |error: &io::Error| publish::unwritable(&place, error);
        let bytes = (signed.bytes, signed.sha256.as_str());
        let there = |folder: &Path| ownership::has_bytes(folder, path, bytes);
        if !is_path_of_ours(path) || !there(from).unwrap_or(false) {
            let shown = vi::shown_path(&from.join(path));
            let message = format!("bản đã ký `{shown}` không còn như khi đưa vào");
            return Err(Diagnostic::general(Code::OutputAltered, message)
                .with_help("chép lại bản đã ký từ nơi lưu trữ"));
        }
        if !there(&self.folder).map_err(|error| unwritable(&error))? {
            let read = read_regular(&from.join(path), signed.bytes);
            let read = read.map_err(|error| unwritable(&error))?;
            let lies = what_lies(&self.folder, path).map_err(|error| unwritable(&error))?;
            if lies != Lies::Nothing || !publish::put(&place, &read, true, || Ok(true))? {
                return Err(Foreign::Unknown.finding(&place));
            }
        }
        Ok(())
    }

    /// The place of the file that some bytes are, as it was made and without anything more.
    pub fn is_as_made(&self, bytes: &[u8]) -> Option<String> {
        let hash = sha256(bytes);
        let made = |record: &FileRecord| record.sha256 == hash;
        let made = self.state().manifest.find_record(made);
        made.or_else(|| {
            let printed = self.print_place(bytes);
            printed
                .filter(|(_, is_whole)| *is_whole)
                .map(|(path, _)| path)
        })
    }

    /// Whether the file in the place of a document is one of its signed copies.
    pub(super) fn has_signed_copy(&self, document: &str) -> bool {
        let state = self.state();
        state.manifest.signed_copy(&self.folder, document).is_some()
    }

    /// Whether nothing is in a place, or a file with the bytes of a record.
    pub(super) fn is_free_for(&self, path: &str, record: &FileRecord) -> bool {
        let standing = ownership::standing(&self.folder, path, std::slice::from_ref(record));
        matches!(standing, Ok(Standing::Free | Standing::Own(_)))
    }

    /// Whether a file that was made, and that nobody touched since, is in a place.
    pub fn is_own(&self, path: &str) -> bool {
        let records = self.state().manifest.records(path);
        let standing = ownership::standing(&self.folder, path, &records);
        matches!(standing, Ok(Standing::Own(_)))
    }

    /// The place of the file behind whose bytes others go on.
    pub fn made_before(&self, bytes: &[u8]) -> Option<String> {
        // Few places in a file are the end of one.
        let made = self.state().manifest.find_record(|record| {
            let length = usize::try_from(record.bytes).unwrap_or(usize::MAX);
            let made = bytes.get(..length);
            made.is_some_and(|made| made.ends_with(END) && sha256(made) == record.sha256)
        });
        made.or_else(|| self.print_place(bytes).map(|(path, _)| path))
    }
}
