//! What was told of a period, for a run that finds nothing changed: then it is told again
//! without reading and checking the data.
//!
//! Nothing is guessed: a recording holds for one hash of everything that the period rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::key::Kit;
use crate::check::Answered;
use crate::diagnostic::{Diagnostic, SourceId, Sources};
use crate::load::Carried;
use crate::publish::{Lies, what_lies};
use crate::{hash, load, publish};

/// Where recordings are kept, in the output folder.
const FILE: &str = ".baocao-told.json";
/// A longer one is none of ours.
const LONGEST: u64 = 1 << 28;

/// Recordings by period.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tapes(BTreeMap<String, Tape>);

/// What was told of a period in which nothing failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tape {
    /// A hash of all that it rests on.
    pub inputs: String,
    /// The paths of all files that were read, in the order of their ids.
    pub files: Vec<String>,
    /// The files of the units.
    pub submissions: Vec<SourceId>,
    /// How many reports were counted.
    pub counted: usize,
    /// How many of them say that they were issued, and were not sealed.
    #[serde(default)]
    pub unsealed: usize,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// What was found and answered.
    pub answered: Vec<Answered>,
    /// The reports, in their order.
    pub reports: Vec<Standing>,
}

/// A report that stood in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its name in the output folder.
    pub document: String,
    /// The name of its agency.
    pub agency: String,
    /// The SHA-256 of its file.
    pub sha256: String,
}

impl Tapes {
    /// Those of an output folder; none if they cannot be read, or if somebody else wrote in
    /// their file: behind them stands their hash.
    pub fn read(folder: &Path) -> Self {
        Self::known(folder).unwrap_or_default()
    }

    /// What lies in their place, if it is theirs.
    fn known(folder: &Path) -> Option<Self> {
        match what_lies(folder, FILE).ok()? {
            Lies::File(length) if length <= LONGEST => {}
            _ => return None,
        }
        let text = fs::read_to_string(folder.join(FILE)).ok()?;
        let (tapes, hash) = text.trim_end().rsplit_once('\n')?;
        let is_theirs = hash::sha256(tapes.as_bytes()) == hash;
        is_theirs
            .then(|| serde_json::from_str(tapes).ok())
            .flatten()
    }

    /// Whether what lies in their place may be written over: recordings, whoever has changed
    /// them since.
    fn are_there(folder: &Path) -> bool {
        let lies = what_lies(folder, FILE);
        let is_file = matches!(lies, Ok(Lies::File(length)) if length <= LONGEST);
        let text = is_file.then(|| fs::read_to_string(folder.join(FILE)));
        let text = text.and_then(Result::ok).unwrap_or_default();
        // Those of another version of the program have another shape.
        let whole = text.trim_end().rsplit_once('\n');
        let is_whole = whole.is_some_and(|(tapes, hash)| hash::sha256(tapes.as_bytes()) == hash);
        let first = text.lines().next().unwrap_or_default();
        is_whole || serde_json::from_str::<Self>(first).is_ok()
    }

    /// Keeps them. They only save time: that they cannot be kept is no fault.
    pub fn write(&self, folder: &Path) {
        let tapes = serde_json::to_string(self).unwrap_or_default();
        let bytes = format!("{tapes}\n{}\n", hash::sha256(tapes.as_bytes())).into_bytes();
        let path = folder.join(FILE);
        let is_free = matches!(what_lies(folder, FILE), Ok(Lies::Nothing));
        // What is not theirs stays.
        let is_theirs = is_free || Self::are_there(folder);
        if !is_theirs || fs::read(&path).is_ok_and(|known| known == bytes) {
            return;
        }
        drop(publish::put(&path, &bytes, is_free, || Ok(true)));
    }

    /// The recording of a period that rests on this, if there is one.
    pub fn get(&self, period: &str, inputs: &str) -> Option<&Tape> {
        self.0.get(period).filter(|tape| tape.inputs == inputs)
    }

    /// Keeps a recording in the place of an earlier one.
    pub fn set(&mut self, period: String, tape: Tape) {
        self.0.insert(period, tape);
    }
}

impl Tape {
    /// The recording with the files called by where they stand in its list, which is that of
    /// these ones.
    #[must_use]
    pub fn numbered(mut self, sources: &Sources) -> Self {
        let number = |id: SourceId| sources.in_order(id).unwrap_or(id);
        for finding in &mut self.findings {
            finding.move_places(number);
        }
        for answer in &mut self.answered {
            answer.place.source = number(answer.place.source);
        }
        for submission in &mut self.submissions {
            *submission = number(*submission);
        }
        self
    }

    /// The files that it points into, under the same ids. Nothing if one of them cannot be
    /// read, or is not one that it can point into; of those that nothing points into, only the
    /// names are needed.
    pub fn sources(&self, carried: &Carried) -> Option<Sources> {
        let findings = self.findings.iter().flat_map(|finding| {
            let labels = finding.labels.iter().map(|label| label.place);
            finding.place.into_iter().chain(labels)
        });
        let answered = self.answered.iter().map(|answer| answer.place);
        let places: Vec<_> = findings.chain(answered).collect();
        let shown: BTreeSet<_> = places.iter().map(|place| place.source).collect();
        let mut sources = Sources::default();
        for path in &self.files {
            if let Some(text) = carried.shown_as(path) {
                sources.add(path.as_str(), text);
            } else if shown.contains(&sources.next_id()) {
                load::open(Path::new(path), &mut sources)?;
            } else {
                sources.add(path.as_str(), "");
            }
        }
        let fits = places.into_iter().all(|place| sources.has(place));
        fits.then_some(sources)
    }
}

/// A hash of everything that a period rests on: its files with their names, all templates,
/// fonts, the program, and how it was asked for. Nothing if a file cannot be read.
pub fn inputs_hash(files: &[PathBuf], kit: &Kit, asked: &str) -> Option<String> {
    let hashes = files.par_iter().map(|path| {
        let bytes = fs::read(path).ok()?;
        Some([path.to_string_lossy().into_owned(), hash::sha256(&bytes)])
    });
    let hashes: Option<Vec<_>> = hashes.collect();
    let hashes = hashes?;
    let made_with = &kit.made_with;
    let rest = [
        &made_with.program,
        &made_with.templates,
        &made_with.fonts,
        asked,
    ];
    let files = hashes.iter().flatten().map(String::as_str);
    let parts = rest.into_iter().chain(files);
    Some(hash::of_parts(parts.map(str::as_bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Finding, LastingIds, Place};

    #[test]
    fn files_that_had_an_id_are_called_by_their_place_in_the_list() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "một: 5\n").expect("it can be written");
        let (mut sources, ids) = (Sources::default(), LastingIds::default());
        sources.add("b.yaml", "hai: 6\n");
        let source = ids.next();
        sources.add_known(source, &path, "một: 5\n".to_owned(), String::new());
        let place = Place::new(source, 0..5);
        let finding = Diagnostic::error(Code::FigureJump, place, "tăng").with_label(place, "đây");
        let tape = Tape {
            inputs: "x".to_owned(),
            files: sources.iter().map(|(_, path)| path.to_owned()).collect(),
            submissions: vec![source],
            counted: 1,
            unsealed: 0,
            findings: vec![finding.clone()],
            answered: vec![Answered {
                code: Code::FigureJump,
                about: None,
                place,
                reason: "đúng".to_owned(),
            }],
            reports: Vec::new(),
        };
        let tape = tape.numbered(&sources);
        let known = tape
            .sources(&Carried::default())
            .expect("the file is there");
        let told = tape.findings.iter().map(|told| Finding::of(told, &known));
        assert_eq!(told.collect::<Vec<_>>(), [Finding::of(&finding, &sources)]);
        let files = tape.submissions.iter().copied();
        let files = files.chain(tape.answered.iter().map(|answer| answer.place.source));
        for file in files {
            assert_eq!(known.path(file), sources.path(source));
        }
    }

    #[test]
    fn what_is_told_again_is_what_was_told() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "một: 5\nhai: 6\n").expect("it can be written");
        let mut sources = Sources::default();
        let unseen = sources.add("b.yaml", "ba: 7\n");
        let source = load::open(&path, &mut sources).expect("it can be read");
        let place = |start, end| Place::new(source, start..end);
        let finding = Diagnostic::error(Code::FigureJump, place(5, 8), "tăng")
            .warning()
            .with_label(place(10, 12), "trước")
            .with_help("xem lại")
            .about("a.b");
        let tape = Tape {
            inputs: "x".to_owned(),
            files: sources.iter().map(|(_, path)| path.to_owned()).collect(),
            submissions: vec![source],
            counted: 1,
            unsealed: 0,
            findings: vec![finding, Diagnostic::general(Code::FileNotFound, "không có")],
            answered: vec![Answered {
                code: Code::FigureJump,
                about: Some("a.c".to_owned()),
                place: place(0, 5),
                reason: "đúng".to_owned(),
            }],
            reports: Vec::new(),
        };
        let bytes = serde_json::to_vec(&tape).expect("it can be written");
        let again: Tape = serde_json::from_slice(&bytes).expect("it can be read");
        assert_eq!(again, tape);
        let known = again
            .sources(&Carried::default())
            .expect("the file is there");
        assert_eq!(known.text(source), sources.text(source));
        assert_eq!((known.path(unseen), known.text(unseen)), ("b.yaml", ""));
        for (start, end) in [(1, 2), (0, 99), (4, 3)] {
            let mut other = again.clone();
            let finding = other.findings.first_mut().expect("there is one");
            finding.place = Some(place(start, end));
            assert!(
                other.sources(&Carried::default()).is_none(),
                "{start}..{end} is no place in it"
            );
        }
        let tapes = Tapes(BTreeMap::from([("2021-q1".to_owned(), again.clone())]));
        tapes.write(folder.path());
        assert_eq!(Tapes::read(folder.path()).get("2021-q1", "x"), Some(&again));
        let kept = folder.path().join(FILE);
        let text = fs::read_to_string(&kept).expect("it was written");
        // What another version wrote gives way.
        let of_another = r#"{"2021-q1":{"reports":[{"path":"a.pdf"}]}}"#;
        let hash = hash::sha256(of_another.as_bytes());
        fs::write(&kept, format!("{of_another}\n{hash}\n")).expect("it can be written");
        tapes.write(folder.path());
        assert_eq!(fs::read_to_string(&kept).expect("it is there"), text);
        let other = text.replace("tăng", "giảm");
        assert_ne!(other, text);
        fs::write(&kept, other).expect("it can be written");
        assert_eq!(Tapes::read(folder.path()).get("2021-q1", "x"), None);
        fs::remove_file(&path).expect("it is there");
        assert!(again.sources(&Carried::default()).is_none());
    }
}
