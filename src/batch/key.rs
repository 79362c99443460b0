//! What decides whether a report must be set again.

use std::collections::BTreeMap;

use super::manifest::{FileRecord, InputHashes, MadeWith};
use crate::compose::{Manuscript, Templates};
use crate::hash;
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
    hash::of_parts(MADE_OF)
}

/// A hash of reports that are to be made, in whichever order: their paths and the hashes
/// of the files that they may rest on.
pub fn plan_hash<'a>(reports: impl IntoIterator<Item = (&'a String, &'a InputHashes)>) -> String {
    let reports: BTreeMap<_, _> = reports.into_iter().collect();
    let texts = reports.into_iter().flat_map(|(path, inputs)| {
        let inputs = inputs.iter().flat_map(|(name, hash)| [&**name, &**hash]);
        std::iter::once(path.as_str()).chain(inputs)
    });
    let texts: Vec<_> = texts.map(str::as_bytes).collect();
    hash::of_parts(texts)
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
        let layout = hash::of_parts(layout.map(str::as_bytes));
        let fonts = hash::of_parts(fonts.files().iter().map(|font| &*font.bytes));
        let program = program();
        let parts = [&program, &layout, &fonts];
        let start = hash::of_parts(parts.map(String::as_bytes));
        let all = templates.ending("");
        let all = all.flat_map(|(name, template)| [name, template.text.as_str()]);
        Self {
            start,
            made_with: MadeWith {
                program: PROGRAM.to_owned(),
                templates: hash::of_parts(all.map(str::as_bytes)),
                fonts,
            },
        }
    }

    /// What is written down of a finished file.
    pub fn record(&self, manuscript: &Manuscript<'_>, pdf: &[u8], pages: usize) -> FileRecord {
        FileRecord {
            key: self.key(manuscript),
            sha256: hash::sha256(pdf),
            bytes: pdf.len() as u64,
            pages,
        }
    }

    /// The key of a report: what is set with the same key has the same bytes.
    pub fn key(&self, manuscript: &Manuscript<'_>) -> String {
        let Manuscript { id, body, data } = manuscript;
        let parts = [self.start.as_str(), id, body, data];
        hash::of_parts(parts.map(str::as_bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
