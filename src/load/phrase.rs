//! Wording with gaps.

use super::node::Node;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Phrase, PhraseValues, Territory};

/// Reads a text with gaps and reports a gap that does not exist.
pub(super) fn phrase(reader: &mut Reader<'_>, node: &Node) -> Option<Phrase> {
    phrase_with(reader, node, PhraseValues::NAMES)
}

/// The same for the names of periods, which only the year can fill.
pub(super) fn calendar_phrase(reader: &mut Reader<'_>, node: &Node) -> Option<Phrase> {
    phrase_with(reader, node, PhraseValues::CALENDAR)
}

/// A line of legal basis, which may name the plan of the year.
pub(super) fn basis_phrase(reader: &mut Reader<'_>, node: &Node) -> Option<Phrase> {
    let text = reader.listed_name(node)?.value;
    parsed(reader, node, &text, PhraseValues::PLAN)
}

fn phrase_with(reader: &mut Reader<'_>, node: &Node, gaps: &[&str]) -> Option<Phrase> {
    let text = reader.text(node)?.value;
    parsed(reader, node, &text, gaps)
}

fn parsed(reader: &mut Reader<'_>, node: &Node, text: &str, gaps: &[&str]) -> Option<Phrase> {
    match Phrase::parse(text, gaps) {
        Ok(phrase) => Some(phrase),
        Err(name) => {
            let gaps = gaps.iter().chain(Territory::GAPS);
            let gaps: Vec<_> = gaps.map(|n| format!("{{{n}}}")).collect();
            reader.report(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    node.place,
                    format!("không có chỗ điền nào tên là `{{{name}}}` ở đây"),
                )
                .with_help(format!("các chỗ điền dùng được: {}", gaps.join(", "))),
            );
            None
        }
    }
}
