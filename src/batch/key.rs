//! What decides whether a report must be set again.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::manifest::MadeWith;
use crate::compose::{Manuscript, Templates};
use crate::typeset::FontSet;

/// All of the program that has a say in the bytes of a PDF: the libraries it is built
/// with, and the two files that use them. What is composed is hashed as it is.
const MADE_OF: [&[u8]; 4] = [
    env!("CARGO_PKG_VERSION").as_bytes(),
    include_bytes!("../../Cargo.lock"),
    include_bytes!("../typeset/typesetter.rs"),
    include_bytes!("../typeset/world.rs"),
];

/// The program, by its version and by what it is built from.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("BAOCAO_BUILD"));

/// What this program is built from.
pub(super) fn program() -> String {
    hash(MADE_OF)
}

/// SHA-256 of a file, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A hash of reports that are to be made, in whichever order: their paths and the hashes
/// of the files that they may rest on.
pub fn plan_hash<'a>(
    reports: impl IntoIterator<Item = (&'a String, &'a BTreeMap<String, String>)>,
) -> String {
    let reports: BTreeMap<_, _> = reports.into_iter().collect();
    let texts = reports.into_iter().flat_map(|(path, inputs)| {
        let inputs = inputs.iter().flat_map(|(name, hash)| [name, hash]);
        std::iter::once(path).chain(inputs)
    });
    let texts: Vec<_> = texts.map(String::as_bytes).collect();
    hash(texts)
}

/// A hash of parts that tells where one ends and the next begins.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What all reports of a run are set with.
#[derive(Debug)]
pub struct Kit {
    /// What all keys begin with.
    start: String,
    /// The same, for people who ask what reports were made with.
    pub made_with: MadeWith,
}

impl Kit {
    /// This program with these layout templates and fonts.
    pub fn new(templates: &Templates, fonts: &FontSet) -> Self {
        let layout = templates.layout();
        let layout = layout.flat_map(|(name, template)| [name, template.text.as_str()]);
        let layout = hash(layout.map(str::as_bytes));
        let fonts = hash(fonts.files().iter().map(|font| &*font.bytes));
        let program = program();
        let parts = [&program, &layout, &fonts];
        let start = hash(parts.map(String::as_bytes));
        let all = templates.ending("");
        let all = all.flat_map(|(name, template)| [name, template.text.as_str()]);
        Self {
            start,
            made_with: MadeWith {
                program: PROGRAM.to_owned(),
                templates: hash(all.map(str::as_bytes)),
                fonts,
            },
        }
    }

    /// The key of a report: what is set with the same key has the same bytes.
    pub fn key(&self, manuscript: &Manuscript<'_>) -> String {
        let Manuscript { id, body, data } = manuscript;
        let parts = [self.start.as_str(), id, body, data];
        hash(parts.map(str::as_bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: [&str; 2]| hash(parts.map(str::as_bytes));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_eq!(of(["a", "b"]), of(["a", "b"]));
    }

    #[test]
    fn every_part_of_a_report_has_a_say() {
        let templates = Templates::load(None).expect("the built-in ones are well formed");
        let fonts = FontSet::load(None).expect("the built-in ones are complete");
        let kit = Kit::new(&templates, &fonts);
        let key = |id, body, data| {
            kit.key(&Manuscript {
                id: std::borrow::Cow::Borrowed(id),
                body: std::borrow::Cow::Borrowed(body),
                data: std::borrow::Cow::Borrowed(data),
            })
        };
        let first = key("a", "b", "c");
        assert_eq!(first, key("a", "b", "c"));
        for other in [key("x", "b", "c"), key("a", "x", "c"), key("a", "b", "x")] {
            assert_ne!(first, other);
        }
    }
}
