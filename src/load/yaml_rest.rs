//! A text that is no YAML, read once more without the lines that keep it from being so.

use super::node::Node;
use super::yaml::read;
use crate::diagnostic::{Diagnostic, SourceId};

/// What stands in a text that is no YAML, without the lines that keep it from being so.
pub(super) struct Rest {
    pub(super) root: Node,
    /// Whether what is left has its places in the tree.
    pub(super) is_intact: bool,
}

/// How often a line is left out to read the rest.
const ATTEMPTS: usize = 8;

/// Reads a text that is no YAML once more without the faulty lines, so that what else is wrong
/// in it is told as well. Further lines of that kind are told of too, if without them the text
/// can be read.
pub(super) fn parse_rest(
    source: SourceId,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<Rest> {
    let mut left = text.to_owned();
    let mut further = Vec::new();
    let mut is_intact = true;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let mut found = Vec::new();
        match read(source, &left, &mut found) {
            Ok(root) => {
                found.append(&mut further);
                findings.append(&mut found);
                return root.map(|root| Rest { root, is_intact });
            }
            Err((at, fault)) => {
                let line = left.get(..at)?.matches('\n').count();
                // What comes right behind a line that is left out may miss it.
                if last.is_some_and(|last| line > last + 1) {
                    further.push(fault);
                }
                last = Some(line);
                is_intact &= blank_line(&mut left, at)?;
            }
        }
    }
    None
}

/// Puts spaces in the place of the line at a byte. Gives whether no other line hung on it.
fn blank_line(text: &mut String, at: usize) -> Option<bool> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |n| n + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |n| at + n);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(text.get(start..end)?);
    let mut behind = text
        .get(end..)?
        .lines()
        .filter(|line| !line.trim().is_empty());
    let alone = behind.next().is_none_or(|line| indent(line) <= own);
    text.replace_range(start..end, &" ".repeat(end - start));
    Some(alone)
}
