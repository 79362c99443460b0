//! What stands in an output folder, and what it was made from: `manifest.json`.
//!
//! Its shape is described in `docs/manifest.schema.json`; `version` changes with it. One of
//! version 1 is read (`first_version`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::printed::Print;
use super::{first_version, inputs, ownership};
use crate::diagnostic::{Diagnostic, Sources, Wording};
use crate::model::{DocumentKind, Period};
use crate::{hash, publish, vi};

/// The version of the shape.
pub const VERSION: u32 = 2;
/// Its name in the output folder.
pub const FILE: &str = "manifest.json";
/// The ending of the file that is printed and signed.
pub const PDF: &str = "pdf";

/// A whole manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the shape.
    pub version: u32,
    /// Whether the run that wrote it came to its end and nothing is unconfirmed.
    pub complete: bool,
    /// The part of all reports that it is about, if it is not all of them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shard: Option<Shard>,
    /// What the last run that wrote it set reports with.
    pub made_with: MadeWith,
    /// What was to be made, by period.
    pub periods: BTreeMap<String, PeriodPlan>,
    /// Every document that was to be made, by its name ([`document_name`]).
    pub outputs: BTreeMap<String, Output>,
    /// Documents of an earlier run that this one has not come to yet: whether they stand as
    /// they are written here is not known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub unconfirmed: BTreeMap<String, Output>,
    /// Files that the program wrote, or was about to write, by their paths below the folder, where
    /// `outputs` has another file or none: documents of before. Only what is known here or there
    /// is ever written over.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub made: BTreeMap<String, Vec<FileRecord>>,
    /// What came back signed, by its path below the folder. It is never touched again.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub signed: BTreeMap<String, Signed>,
    /// What was to be here and is not, in a folder of parts that were put together.
    #[serde(skip_serializing_if = "Missing::is_empty", default)]
    pub missing: Missing,
}

/// A document as it came back signed or scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The name of the document that was made.
    pub document: String,
    /// The SHA-256 of the signed file.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Whether a digital signature is in it.
    pub signature: bool,
}

/// What parts that were put together lack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Parts that were not given, or that did not come to their end: `2/3`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<String>,
    /// Names of documents that could not be made, or not be put here.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub documents: Vec<String>,
}

impl Signed {
    /// Whether a digital signature is in it, in words.
    pub fn signature_words(&self) -> &'static str {
        if self.signature {
            "có chữ ký số"
        } else {
            "không thấy chữ ký số"
        }
    }
}

impl Missing {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.documents.is_empty()
    }
}

/// What reports are set with, beside their data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeWith {
    /// The version of the program, `+`, and a hash of what it is built from.
    pub program: String,
    /// A hash of all templates.
    pub templates: String,
    /// A hash of the fonts.
    pub fonts: String,
}

/// A part of all reports, spread by a hash of their names: all files of one are in one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Which part, from 1.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// Whether a report belongs to this part. Which one it belongs to depends on its name
    /// and on how many parts there are, on nothing else.
    pub fn has(self, document: &str) -> bool {
        // As version 1 spread them, so that its parts and those of today fit together.
        let digest = Sha256::digest(file_path(document, PDF).as_bytes());
        let number = digest.iter().take(8);
        let number = number.fold(0, |number, byte| (number << 8) | u64::from(*byte));
        number % u64::from(self.of) + 1 == u64::from(self.index)
    }
}

/// The name of a document in an output folder: the path of its files below the folder, with `/`
/// between folders and without ending.
pub fn document_name(period: &str, file: &str) -> String {
    format!("{period}/{file}")
}

/// Where a file of a document goes, below the output folder.
pub fn file_path(document: &str, ending: &str) -> String {
    format!("{document}.{ending}")
}

/// The document and the ending of the file at a place below the folder.
pub(super) fn document_of(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once('.')
}

/// Whether a name in a manifest is one that this program gives: a folder of a period and a document
/// or a file in it, both of plain letters, digits and dashes, neither hidden nor reserved.
pub(super) fn is_path_of_ours(path: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with(['-', '.'])
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !name.ends_with('.')
    };
    path.split_once('/').is_some_and(|(period, file)| {
        plain(period) && plain(file) && Period::parse(period).is_some()
    })
}

/// Files with their SHA-256. Reports of a period share most of them, and all that is told of a
/// report shares the whole.
pub type InputHashes = Arc<BTreeMap<Arc<str>, Arc<str>>>;

/// What was to be made for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodPlan {
    /// A hash of all its outputs, with their inputs, in all parts.
    pub plan: String,
    /// Findings that are not about one report alone.
    pub findings: Vec<Finding>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The name of its kind ([`DocumentKind::name`]); one that a later program has made stays.
    pub kind: String,
    /// The agency whose document it is.
    pub agency: String,
    /// The period.
    pub period: String,
    /// What became of it in the last run that was asked for it.
    pub state: State,
    /// Whether what it says was recorded when it was issued (`seal`): its files are not written
    /// over any more.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub sealed: bool,
    /// The files that it may rest on, below the data folder, with their SHA-256.
    pub inputs: InputHashes,
    /// Its files by their endings: [`PDF`] and others.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub files: BTreeMap<String, FileRecord>,
    /// The endings of files that rest on other inputs than these: the last run was not asked for
    /// them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub older: BTreeSet<String>,
    /// Of a report, the PDF that was made last, and before it some that said something else: one of
    /// them may have been signed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub prints: Vec<Print>,
    /// What was found in its data or its pages.
    pub findings: Vec<Finding>,
}

impl Output {
    /// Whether it is of a kind.
    pub fn is_of(&self, kind: &DocumentKind) -> bool {
        self.kind == kind.name
    }

    /// Whether it is of a kind of which a period has a number that is known.
    pub(super) fn is_of_period(&self) -> bool {
        DocumentKind::named(&self.kind).is_some_and(|kind| kind.of_period)
    }

    /// Takes files over that a run was not asked for, as an earlier one left them.
    pub(super) fn keep_others(&mut self, before: &Self, asked: &[&str]) {
        for (ending, record) in &before.files {
            if asked.contains(&ending.as_str()) {
                continue;
            }
            self.files.insert(ending.clone(), record.clone());
            if before.older.contains(ending) || before.inputs != self.inputs {
                self.older.insert(ending.clone());
            }
        }
    }
}

/// What became of a document, as far as later runs must know it ([`Fate`](super::Fate)): one that
/// need not be made again is as good as published, and nothing is kept of one that was stopped or
/// would be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It stands in its place.
    Published,
    /// It could not be made. What may stand in its place is older.
    Failed,
    /// It was issued, and stays as it was then.
    Issued,
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// What it was set from: words, data, layout templates, fonts, program.
    pub key: String,
    /// Its SHA-256.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many pages, where its format has any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pages: Option<usize>,
}

impl FileRecord {
    /// How many pages are counted for it.
    pub fn page_count(&self) -> usize {
        self.pages.unwrap_or_default()
    }
}

/// A finding, as machines read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The stable name of the rule.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong, in Vietnamese.
    pub message: String,
    /// The file, as messages name it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<usize>,
    /// What to do, one line each.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub help: Vec<String>,
}

impl Finding {
    /// A finding with its place; `below` is left away from the paths of files, and what to do is
    /// worded as in what is told of the run.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources, below: &str, wording: Wording) -> Self {
        let place = diagnostic.place;
        let file = place.map(|place| {
            let path = sources.path(place.source);
            inputs::below(below, path)
        });
        Self {
            code: diagnostic.code.as_str().to_owned(),
            severity: diagnostic.severity.word().to_owned(),
            // Whoever prints it may not know what it can do to a terminal.
            message: vi::shown(&diagnostic.message).into_owned(),
            file: file.map(|file| vi::shown(file).into_owned()),
            line: place.map(|place| sources.line(place)),
            column: place.map(|place| sources.column(place)),
            help: diagnostic
                .help
                .iter()
                .map(|help| vi::shown(&help.worded(wording)).into_owned())
                .collect(),
        }
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            version: VERSION,
            complete: false,
            shard: None,
            made_with: MadeWith::default(),
            periods: BTreeMap::new(),
            outputs: BTreeMap::new(),
            unconfirmed: BTreeMap::new(),
            made: BTreeMap::new(),
            signed: BTreeMap::new(),
            missing: Missing::default(),
        }
    }
}

impl Manifest {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let version: Version = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let read = match version.version {
            1 => serde_json::from_slice(bytes).map(first_version::Manifest::into_current),
            VERSION => serde_json::from_slice(bytes),
            other => return Err(format!("phiên bản {other}")),
        };
        read.map_err(|error| error.to_string())
    }

    /// Whether a file that is no manifest of this program is one of another: then nothing
    /// in its folder is ours.
    pub(super) fn is_of_others(bytes: &[u8]) -> bool {
        let known = ["version", "outputs", "made_with", "periods"];
        let value = serde_json::from_slice::<serde_json::Value>(bytes);
        value.is_ok_and(|value| {
            value.as_object().is_some_and(|object| {
                !object.is_empty() && !known.iter().any(|key| object.contains_key(*key))
            })
        })
    }

    /// From now on it is about a part of all reports, or about all. That the program made the
    /// files of other parts stays known.
    pub(super) fn of_part(&mut self, shard: Option<Shard>) {
        if self.shard == shard {
            return;
        }
        self.shard = shard;
        self.periods.clear();
        let shared = |_: &String, output: &mut Output| output.is_of_period();
        let mut all: Vec<_> = self.outputs.extract_if(.., shared).collect();
        all.extend(self.unconfirmed.extract_if(.., shared));
        for (name, output) in all {
            for (ending, record) in output.files {
                self.keep_made(file_path(&name, &ending), record);
            }
        }
    }

    /// Keeps in mind that the program wrote a file, or is about to.
    pub(super) fn keep_made(&mut self, path: String, record: FileRecord) {
        let of_path = self.made.entry(path).or_default();
        if !of_path.contains(&record) {
            of_path.push(record);
        }
    }

    /// The signed copy that lies in the place of a document's file, if one does.
    pub(super) fn signed_copy(&self, folder: &Path, document: &str) -> Option<&Signed> {
        let of_document = |signed: &&Signed| signed.document == document;
        let mut copies = self.signed.values().filter(of_document);
        copies.find(|signed| {
            let bytes = (signed.bytes, signed.sha256.as_str());
            ownership::has_bytes(folder, &file_path(document, PDF), bytes).unwrap_or(false)
        })
    }

    /// The place of the first file that the program is known to have written and that is so.
    pub(super) fn find_record(&self, is_so: impl Fn(&FileRecord) -> bool) -> Option<String> {
        let mut outputs = self.outputs.iter().chain(&self.unconfirmed);
        let of_output = outputs.find_map(|(name, output)| {
            let (ending, _) = output.files.iter().find(|(_, record)| is_so(record))?;
            Some(file_path(name, ending))
        });
        of_output.or_else(|| {
            let mut made = self.made.iter();
            let found = made.find(|(_, records)| records.iter().any(&is_so));
            found.map(|(path, _)| path.clone())
        })
    }

    /// All files that the program is known to have written to a place.
    pub(super) fn records(&self, path: &str) -> Vec<FileRecord> {
        let outputs = [&self.outputs, &self.unconfirmed].into_iter();
        let files = outputs.filter_map(|all| {
            let (document, ending) = document_of(path)?;
            all.get(document)?.files.get(ending).cloned()
        });
        let made = self.made.get(path).into_iter().flatten().cloned();
        files.chain(made).collect()
    }

    /// Whether a file is named in it.
    pub(super) fn knows(&self, path: &str) -> bool {
        let of_output = document_of(path).is_some_and(|(document, ending)| {
            let mut known = [&self.outputs, &self.unconfirmed]
                .into_iter()
                .filter_map(|all| all.get(document));
            // What could not be made has a place nevertheless.
            known.any(|output| output.files.contains_key(ending) || ending == PDF)
        });
        of_output || self.made.contains_key(path) || self.signed.contains_key(path)
    }

    /// Puts it into the folder that it is about.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, folder: &Path) -> Result<(), Diagnostic> {
        publish::write_by(&folder.join(FILE), |file| self.write(file))
    }

    /// The SHA-256 of its bytes.
    pub fn sha256(&self) -> String {
        hash::of_written(|to| self.write(to))
    }

    /// Writes its bytes, a few at a time: of many reports they are many.
    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let mut to = BufWriter::new(to);
        serde_json::to_writer_pretty(&mut to, self)?;
        to.write_all(b"\n")?;
        to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_in_the_part_that_earlier_versions_put_it_in() {
        let parts = ["phuong-mot", "phuong-hai", "tinh-sao", "van-phong"].map(|name| {
            let document = document_name("2030-t03", name);
            let has = |index: &u32| {
                Shard {
                    index: *index,
                    of: 3,
                }
                .has(&document)
            };
            (1..=3).find(has)
        });
        assert_eq!(parts, [1, 2, 2, 1].map(Some));
    }
}
