//! Manifests of version 1, in which a document was one file: they are read, never written.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::manifest::{
    self, FileRecord, Finding, InputHashes, MadeWith, PDF, PeriodPlan, Shard, State, VERSION,
};
use crate::model::DocumentKind;

/// A whole manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    #[serde(rename = "version")]
    _version: u32,
    complete: bool,
    shard: Option<Shard>,
    made_with: MadeWith,
    periods: BTreeMap<String, PeriodPlan>,
    outputs: BTreeMap<String, Output>,
    #[serde(default)]
    unconfirmed: BTreeMap<String, Output>,
    #[serde(default)]
    made: BTreeMap<String, Vec<FileRecord>>,
    #[serde(default)]
    signed: BTreeMap<String, Signed>,
    #[serde(default)]
    missing: Missing,
}

/// A report, known by the path of its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Output {
    agency: String,
    period: String,
    state: State,
    #[serde(default)]
    sealed: bool,
    inputs: InputHashes,
    file: Option<FileRecord>,
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    report: String,
    sha256: String,
    bytes: u64,
    signature: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Missing {
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    reports: Vec<String>,
}

impl Manifest {
    /// The same as it is written today. Of letters version 1 knew the files only; that the program
    /// made them stays known.
    pub(super) fn into_current(self) -> manifest::Manifest {
        let outputs = |all: BTreeMap<String, Output>| {
            let all = all.into_iter();
            all.map(|(path, output)| (name_of(path), output.into_current()))
                .collect()
        };
        manifest::Manifest {
            version: VERSION,
            complete: self.complete,
            shard: self.shard,
            made_with: self.made_with,
            periods: self.periods,
            outputs: outputs(self.outputs),
            unconfirmed: outputs(self.unconfirmed),
            made: self.made,
            signed: self
                .signed
                .into_iter()
                .map(|(path, signed)| (path, signed.into_current()))
                .collect(),
            missing: manifest::Missing {
                parts: self.missing.parts,
                documents: self.missing.reports.into_iter().map(name_of).collect(),
            },
        }
    }
}

impl Output {
    fn into_current(self) -> manifest::Output {
        let file = self.file.map(|record| (PDF.to_owned(), record));
        manifest::Output {
            kind: DocumentKind::REPORT.name.to_owned(),
            agency: self.agency,
            period: self.period,
            state: self.state,
            sealed: self.sealed,
            inputs: self.inputs,
            files: file.into_iter().collect(),
            older: BTreeSet::new(),
            prints: Vec::new(),
            findings: self.findings,
        }
    }
}

impl Signed {
    fn into_current(self) -> manifest::Signed {
        manifest::Signed {
            document: name_of(self.report),
            sha256: self.sha256,
            bytes: self.bytes,
            signature: self.signature,
        }
    }
}

/// The name of the document whose one file this was; a path that the program would not give stays
/// as it is and is told by whoever looks at names.
fn name_of(path: String) -> String {
    match path.strip_suffix(".pdf") {
        Some(name) => name.to_owned(),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 5cbbd96 and later ones wrote it: a report that failed, one that was sealed and came
    /// back signed, one that nothing asks for any more.
    const WRITTEN: &str = include_str!("../../tests/fixtures/manifest/version-1.json");

    #[test]
    fn what_an_earlier_version_wrote_is_known() {
        let read = manifest::Manifest::parse(WRITTEN.as_bytes()).expect("it is read");
        assert_eq!(read.version, VERSION);
        let names: Vec<_> = read.outputs.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "2030-t03/phuong-mot",
                "2030-t03/tinh-sao",
                "2030-t03/van-phong"
            ]
        );
        let output = |name: &str| &read.outputs[&format!("2030-t03/{name}")];
        assert!(output("phuong-mot").sealed && output("phuong-mot").is_of(&DocumentKind::REPORT));
        assert_eq!(output("tinh-sao").state, State::Failed);
        assert!(output("tinh-sao").files.is_empty());
        let pages = output("van-phong").files[PDF].page_count();
        assert!(pages > 0);
        let gone = "2030-t03/phuong-hai.pdf";
        assert_eq!(read.records(gone).len(), 1, "{:?}", read.made);
        let signed = &read.signed["2030-t03/phuong-mot-da-ky.pdf"];
        assert_eq!(signed.document, "2030-t03/phuong-mot");
        assert!(manifest::Manifest::parse(br#"{"version": 3}"#).is_err());
    }
}
