//! What the PDFs of a report said: the one that was made last, and some before it that said something
//! else, of which one may have been signed.

use serde::{Deserialize, Serialize};

use super::ledger::Ledger;
use super::manifest::{Manifest, Output, PDF, file_path};
use crate::files::read_regular;
use crate::hash::sha256;

/// So many of one report are known.
const MOST: usize = 6;
/// How every file of the program ends.
const END: &[u8] = b"%%EOF";
/// A larger file is no report that was signed: scans take some megabytes.
const LARGEST: u64 = 256 << 20;

/// A PDF of a report by its bytes, with what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Its SHA-256.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What it was made of, without its form, as a short text ([`crate::check::content`]).
    pub content: String,
}

impl Print {
    /// Whether some bytes are those of the PDF, or go on behind them as a signature does.
    fn begins(&self, bytes: &[u8]) -> bool {
        let length = usize::try_from(self.bytes).unwrap_or(usize::MAX);
        let made = bytes.get(..length);
        // Few places in a file are the end of one.
        made.is_some_and(|made| made.ends_with(END) && sha256(made) == self.sha256)
    }
}

impl Output {
    /// Keeps what is known of PDFs that were made before and said something else. One with the same
    /// bytes says what was made of them last.
    pub(super) fn keep_prints(&mut self, before: &Self) {
        let is_as_now = |print: &Print| {
            let mut now = self.prints.iter();
            now.any(|now| now.sha256 == print.sha256 || now.content == print.content)
        };
        let other = before.prints.iter().filter(|print| !is_as_now(print));
        let mut prints: Vec<_> = other.cloned().collect();
        prints.append(&mut self.prints);
        prints.drain(..prints.len().saturating_sub(MOST));
        self.prints = prints;
    }
}

impl Manifest {
    /// The document whose PDF some bytes are or go on behind, with what that said.
    fn print_of(&self, bytes: &[u8]) -> Option<(&str, &Print)> {
        let mut outputs = self.outputs.iter().chain(&self.unconfirmed);
        outputs.find_map(|(name, output)| {
            let print = output.prints.iter().find(|print| print.begins(bytes))?;
            Some((name.as_str(), print))
        })
    }
}

impl Ledger {
    /// What the PDF said that lies in the place of a document, signed or not. Nothing, where
    /// nothing lies there or it is not known.
    pub fn printed(&self, document: &str) -> Option<String> {
        let prints = {
            let state = self.state();
            let known = [&state.manifest.outputs, &state.manifest.unconfirmed];
            let mut outputs = known.into_iter().filter_map(|all| all.get(document));
            outputs.find_map(|output| (!output.prints.is_empty()).then(|| output.prints.clone()))?
        };
        let bytes = read_regular(&self.place(&file_path(document, PDF)), LARGEST).ok()?;
        let print = prints.into_iter().find(|print| print.begins(&bytes))?;
        Some(print.content)
    }

    /// What the PDF said behind whose bytes others go on.
    pub fn printed_in(&self, bytes: &[u8]) -> Option<String> {
        let state = self.state();
        let (_, print) = state.manifest.print_of(bytes)?;
        Some(print.content.clone())
    }

    /// The place of the PDF that some bytes are or go on behind, however many were made there
    /// since, and whether nothing goes on behind it.
    pub(super) fn print_place(&self, bytes: &[u8]) -> Option<(String, bool)> {
        let state = self.state();
        let (document, print) = state.manifest.print_of(bytes)?;
        let is_whole = print.bytes == bytes.len() as u64;
        Some((file_path(document, PDF), is_whole))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::super::manifest::State;
    use super::*;

    fn print(bytes: &[u8], content: &str) -> Print {
        Print {
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            content: content.to_owned(),
        }
    }

    fn output(prints: Vec<Print>) -> Output {
        Output {
            kind: "report".to_owned(),
            agency: "so-mau".to_owned(),
            period: "2024-q1".to_owned(),
            state: State::Published,
            sealed: false,
            inputs: Arc::new(BTreeMap::new()),
            files: BTreeMap::new(),
            older: BTreeSet::new(),
            prints,
            findings: Vec::new(),
        }
    }

    #[test]
    fn the_last_prints_are_known_and_each_once() {
        let mut known = output(Vec::new());
        for number in 0..20 {
            let text = format!("{number} %%EOF");
            let mut next = output(vec![print(text.as_bytes(), &number.to_string())]);
            next.keep_prints(&known);
            known = next;
        }
        assert_eq!(known.prints.len(), MOST);
        // Made of other data, it has the same pages: that is what it says now.
        let mut again = output(vec![print(b"15 %%EOF", "y")]);
        again.keep_prints(&known);
        assert_eq!(again.prints.len(), MOST);
        assert_eq!(again.prints.last(), Some(&print(b"15 %%EOF", "y")));
        // As it was once, by other pages.
        let mut as_then = output(vec![print(b"new %%EOF", "17")]);
        as_then.keep_prints(&again);
        let contents = as_then.prints.iter().map(|print| print.content.as_str());
        assert_eq!(
            contents.collect::<Vec<_>>(),
            ["14", "16", "18", "19", "y", "17"]
        );
        // What could not be made takes nothing away.
        let mut failed = output(Vec::new());
        failed.keep_prints(&again);
        assert_eq!(failed.prints, again.prints);
    }

    #[test]
    fn a_print_is_known_by_what_goes_on_behind_it() {
        let print = print(b"%PDF x %%EOF", "x");
        assert!(print.begins(b"%PDF x %%EOF"));
        assert!(print.begins(b"%PDF x %%EOF signature %%EOF"));
        assert!(!print.begins(b"%PDF y %%EOF signature %%EOF"));
        assert!(!print.begins(b"%PDF x"));
    }
}
