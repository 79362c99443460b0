//! What a text says before and after a change, by the program's reader.

use super::written;
use super::{Change, EditRefusal, Step, Value};
use crate::diagnostic::{Code, Severity, Sources};
use crate::load::node::{Entry, Node, NodeValue, ScalarStyle};
use crate::load::yaml;

/// What a text says, if nothing is wrong with how it is written.
pub(super) fn tree(text: &str) -> Result<Node, EditRefusal> {
    let mut findings = Vec::new();
    let source = Sources::default().add("", "");
    let root = yaml::parse(source, text, &mut findings);
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    let refusals = errors.map(|finding| match finding.code {
        Code::YamlDuplicateKey => EditRefusal::DuplicateKey,
        Code::YamlUnsupported => EditRefusal::References,
        _ => EditRefusal::Unreadable,
    });
    if let Some(refusal) = refusals.into_iter().next() {
        return Err(refusal);
    }
    let root = root.ok_or(EditRefusal::Unreadable)?;
    if merges(&root) {
        return Err(EditRefusal::References);
    }
    Ok(root)
}

/// Whether some reader would put one group into another.
fn merges(node: &Node) -> bool {
    match &node.value {
        NodeValue::Map(entries) => entries
            .iter()
            .any(|entry| entry.key == "<<" || merges(&entry.value)),
        NodeValue::List(items) => items.iter().any(merges),
        _ => false,
    }
}

/// What stands at the end of a path.
pub(super) fn at<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    let mut node = root;
    for step in path {
        node = match (step, &node.value) {
            (Step::Key(name), NodeValue::Map(entries)) => {
                let entry = entries.iter().find(|entry| entry.key == *name)?;
                &entry.value
            }
            (Step::Index(at), NodeValue::List(items)) => items.get(*at)?,
            _ => return None,
        };
    }
    Some(node)
}

/// The tree as it is to be.
pub(super) fn expected(mut node: Node, path: &[Step], change: &Change) -> Option<Node> {
    let Some((step, rest)) = path.split_first() else {
        let Change::Set(value) = change else {
            return None;
        };
        node.value = node_of(value, &node);
        return Some(node);
    };
    let is_last = rest.is_empty();
    let nothing = Node {
        place: node.place,
        value: NodeValue::Nothing,
    };
    let is_blank = match &node.value {
        NodeValue::Nothing => true,
        NodeValue::List(items) => items.is_empty(),
        NodeValue::Map(entries) => entries.is_empty(),
        NodeValue::Refused | NodeValue::Scalar { .. } => false,
    };
    match step {
        Step::Key(name) => {
            if is_blank {
                node.value = NodeValue::Map(Vec::new());
            }
            let NodeValue::Map(entries) = &mut node.value else {
                return None;
            };
            let found = entries.iter().position(|entry| entry.key == *name);
            match found {
                Some(at) if is_last && *change == Change::Remove => {
                    entries.remove(at);
                }
                Some(at) => {
                    let below = std::mem::replace(&mut entries[at].value, nothing);
                    entries[at].value = expected(below, rest, change)?;
                }
                None => entries.push(Entry {
                    key: name.clone(),
                    key_place: node.place,
                    value: expected(nothing, rest, change)?,
                }),
            }
        }
        Step::Index(at) => {
            if is_blank {
                node.value = NodeValue::List(Vec::new());
            }
            let NodeValue::List(items) = &mut node.value else {
                return None;
            };
            if *at > items.len() {
                return None;
            }
            if *at == items.len() {
                items.push(expected(nothing, rest, change)?);
            } else if is_last && *change == Change::Remove {
                items.remove(*at);
            } else {
                let below = std::mem::replace(&mut items[*at], nothing);
                items[*at] = expected(below, rest, change)?;
            }
        }
    }
    Some(node)
}

/// A value as it is read.
fn node_of(value: &Value, like: &Node) -> NodeValue {
    let text = |text: &String| NodeValue::Scalar {
        text: text.clone(),
        style: ScalarStyle::Quoted,
    };
    match value {
        Value::Text(words) => text(words),
        Value::List(items) => NodeValue::List(
            items
                .iter()
                .map(|item| Node {
                    place: like.place,
                    value: text(item),
                })
                .collect(),
        ),
        Value::Group(parts) => NodeValue::Map(
            parts
                .iter()
                .map(|(key, part)| Entry {
                    key: key.clone(),
                    key_place: like.place,
                    value: Node {
                        place: like.place,
                        value: node_of(part, like),
                    },
                })
                .collect(),
        ),
        Value::Number(_) | Value::Date(_) | Value::Flag(_) => NodeValue::Scalar {
            text: value.plain(),
            style: ScalarStyle::Plain,
        },
    }
}

/// Whether what was read is what was expected. A text may be without quotes where everybody
/// takes it for a text.
pub(super) fn is_same(expected: &Node, read: &Node) -> bool {
    match (&expected.value, &read.value) {
        (NodeValue::Map(expected), NodeValue::Map(read)) => {
            // Most stand where they stood.
            let is_there = |(at, entry): (usize, &Entry)| {
                let found = read.get(at).filter(|found| found.key == entry.key);
                let found = found.or_else(|| read.iter().find(|found| found.key == entry.key));
                found.is_some_and(|found| is_same(&entry.value, &found.value))
            };
            expected.len() == read.len() && expected.iter().enumerate().all(is_there)
        }
        (NodeValue::List(expected), NodeValue::List(read)) => {
            let mut pairs = expected.iter().zip(read);
            expected.len() == read.len() && pairs.all(|(expected, read)| is_same(expected, read))
        }
        (
            NodeValue::Scalar { text, style },
            NodeValue::Scalar {
                text: read,
                style: read_style,
            },
        ) => {
            let is_style = style == read_style
                || (*style == ScalarStyle::Quoted && written::is_plain(read, false));
            text == read && is_style
        }
        (expected, read) => expected == read,
    }
}
