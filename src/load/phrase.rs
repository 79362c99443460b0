//! Wording with gaps.

use super::node::Node;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Phrase, PhraseValues};

/// Reads a text with gaps and reports a gap that does not exist.
pub(super) fn phrase(reader: &mut Reader<'_>, node: &Node) -> Option<Phrase> {
    let text = reader.text(node)?;
    match Phrase::parse(&text.value) {
        Ok(phrase) => Some(phrase),
        Err(name) => {
            let gaps: Vec<_> = PhraseValues::NAMES
                .iter()
                .map(|n| format!("{{{n}}}"))
                .collect();
            reader.report(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    node.place,
                    format!("không có chỗ điền nào tên là `{{{name}}}`"),
                )
                .with_help(format!("các chỗ điền dùng được: {}", gaps.join(", "))),
            );
            None
        }
    }
}
