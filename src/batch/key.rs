//! What decides whether a report must be set again.

use std::collections::BTreeMap;

use super::manifest::{InputHashes, MadeWith};
use crate::compose::{Manuscript, Templates};
use crate::hash;
use crate::typeset::{FontFile, FontSet};

/// All of the program that has a say in the bytes of a PDF: the libraries it is built
/// with, their features, what built it and for which machine, and the files that use them.
/// What is composed is hashed as it is.
const MADE_OF: [&[u8]; 7] = [
    env!("CARGO_PKG_VERSION").as_bytes(),
    env!("BAOCAO_BUILT_BY").as_bytes(),
    include_bytes!("../../Cargo.lock"),
    include_bytes!("../../Cargo.toml"),
    include_bytes!("../typeset/fonts.rs"),
    include_bytes!("../typeset/typesetter.rs"),
    include_bytes!("../typeset/world.rs"),
];

/// The program, by its version and by what it is built from.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("BAOCAO_BUILD"));

/// What this program is built from.
pub(crate) fn program() -> String {
    hash::of_parts(MADE_OF)
}

/// A hash of reports that are to be made, in whichever order: their names and the hashes
/// of the files that they may rest on.
pub fn plan_hash<'a>(reports: impl IntoIterator<Item = (&'a String, &'a InputHashes)>) -> String {
    let reports: BTreeMap<_, _> = reports.into_iter().collect();
    let hashes = reports.into_iter().map(|(path, inputs)| {
        let inputs = inputs.iter().flat_map(|(name, hash)| [&**name, &**hash]);
        let texts = std::iter::once(path.as_str()).chain(inputs);
        // Of one report apart, so that no file of one can be read as the next report.
        hash::of_parts(texts.map(str::as_bytes))
    });
    let hashes: Vec<_> = hashes.collect();
    hash::of_parts(hashes.iter().map(String::as_bytes))
}

/// A hash of fonts; one file may hold several.
fn fonts_hash(files: &[FontFile]) -> String {
    let hashes = files.iter().map(|font| {
        let index = font.index.to_le_bytes();
        hash::of_parts([&index[..], &*font.bytes])
    });
    let hashes: Vec<_> = hashes.collect();
    hash::of_parts(hashes.iter().map(String::as_bytes))
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
        let fonts = fonts_hash(fonts.files());
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

    /// The key of a report: what is set with the same key has the same bytes.
    pub fn key(&self, manuscript: &Manuscript<'_>) -> String {
        let Manuscript { id, data } = manuscript;
        let parts = [self.start.as_str(), id, data];
        hash::of_parts(parts.map(str::as_bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use typst::foundations::Bytes;

    use super::*;

    #[test]
    fn a_plan_is_no_other_plan_with_the_same_words_in_a_row() {
        let inputs = |names: &[(&str, &str)]| -> InputHashes {
            let all = names
                .iter()
                .map(|(name, hash)| (Arc::from(*name), Arc::from(*hash)));
            Arc::new(all.collect())
        };
        let of = |reports: &[(&str, InputHashes)]| {
            let reports: Vec<_> = reports
                .iter()
                .map(|(path, i)| ((*path).to_owned(), i))
                .collect();
            plan_hash(reports.iter().map(|(path, inputs)| (path, *inputs)))
        };
        let one = of(&[("a", inputs(&[("b", "c"), ("d", "e")]))]);
        let two = of(&[("a", inputs(&[("b", "c")])), ("d", inputs(&[("e", "f")]))]);
        let same_words = of(&[("a", inputs(&[("b", "c"), ("d", "e")])), ("f", inputs(&[]))]);
        assert_ne!(one, two);
        assert_ne!(two, same_words);
        assert_eq!(one, of(&[("a", inputs(&[("d", "e"), ("b", "c")]))]));
    }

    #[test]
    fn two_faces_of_one_file_are_two_fonts() {
        let bytes = Bytes::from_string("as in a collection of fonts");
        let of = |index| {
            let bytes = bytes.clone();
            fonts_hash(&[FontFile { bytes, index }])
        };
        assert_eq!(of(0), of(0));
        assert_ne!(of(0), of(1));
    }

    #[test]
    fn every_part_of_a_report_has_a_say() {
        let templates = Templates::load(None).expect("the built-in ones are well formed");
        let fonts = FontSet::load(None).expect("the built-in ones are complete");
        let kit = Kit::new(&templates, &fonts);
        let key = |id, data| {
            kit.key(&Manuscript {
                id: std::borrow::Cow::Borrowed(id),
                data: std::borrow::Cow::Borrowed(data),
            })
        };
        let first = key("a", "b");
        assert_eq!(first, key("a", "b"));
        for other in [key("x", "b"), key("a", "x"), key("ab", "")] {
            assert_ne!(first, other);
        }
    }
}
