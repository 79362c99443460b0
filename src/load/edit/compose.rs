//! The text of a file that is made of values alone, and where values stand in a text.

use std::ops::Range;

use super::lines::{INDENT, key, lines_of, spaces};
use super::tree::{at, tree};
use super::{EditRefusal, Step, Value};
use crate::load::node::{Node, NodeValue};

/// A file with these values in their order, one below the other.
///
/// # Errors
/// The path of the first value that cannot be written so, with why.
pub fn compose(values: &[(Vec<Step>, Value)]) -> Result<String, (Vec<Step>, EditRefusal)> {
    let mut text = String::new();
    for (number, part) in parts(values, 0).into_iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        for line in lines(part, 0, 0) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    // What was written must be what was asked for.
    let read = tree(&text).map_err(|why| (Vec::new(), why))?;
    let other = values
        .iter()
        .find(|(path, value)| !at(&read, path).is_some_and(|node| value.composed().is_in(node)));
    match other {
        Some((path, _)) => Err((path.clone(), EditRefusal::NotAsAsked)),
        None => Ok(text),
    }
}

/// The values by their steps at a depth.
fn parts(values: &[(Vec<Step>, Value)], depth: usize) -> Vec<&[(Vec<Step>, Value)]> {
    let step = |(path, _): &(Vec<Step>, Value)| path.get(depth).cloned();
    values
        .chunk_by(|one, next| step(one) == step(next))
        .collect()
}

/// Values that share a step at a depth, as lines.
fn lines(values: &[(Vec<Step>, Value)], depth: usize, column: usize) -> Vec<String> {
    let Some((path, value)) = values.first() else {
        return Vec::new();
    };
    if values.len() == 1 {
        return lines_of(&path[depth..], value, column);
    }
    let is_item = matches!(path.get(depth), Some(Step::Index(_)));
    let below = parts(values, depth + 1).into_iter();
    let below = below.flat_map(|part| lines(part, depth + 1, column + INDENT));
    let mut below: Vec<_> = below.collect();
    match path.get(depth) {
        Some(Step::Key(name)) => {
            below.insert(0, format!("{}{}:", spaces(column), key(name)));
        }
        _ if is_item => {
            if let Some(first) = below.first_mut() {
                *first = format!("{}- {}", spaces(column), first.trim_start());
            }
        }
        _ => {}
    }
    below
}

/// A value by its path, with the bytes where it stands.
pub type ValuePlace = (Vec<Step>, Range<usize>);

/// Where each value of a file stands: its path, and the bytes of its key and of itself. Of a group the
/// key alone.
///
/// # Errors
/// The file cannot be read.
pub fn places(text: &str) -> Result<Vec<ValuePlace>, EditRefusal> {
    let root = tree(text)?;
    let mut all = Vec::new();
    walk(&root, &mut Vec::new(), &mut all);
    Ok(all)
}

fn walk(node: &Node, path: &mut Vec<Step>, all: &mut Vec<ValuePlace>) {
    match &node.value {
        NodeValue::Map(entries) => {
            for entry in entries {
                path.push(Step::Key(entry.key.clone()));
                all.push((path.clone(), entry.key_place.range()));
                walk(&entry.value, path, all);
                path.pop();
            }
        }
        NodeValue::List(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(Step::Index(at));
                all.push((path.clone(), item.place.range()));
                walk(item, path, all);
                path.pop();
            }
        }
        NodeValue::Nothing | NodeValue::Refused | NodeValue::Scalar { .. } => {
            all.push((path.clone(), node.place.range()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_values_says_what_they_say() {
        let path = |path: &str| -> Vec<Step> {
            path.split('.')
                .map(|step| match step.parse() {
                    Ok(at) => Step::Index(at),
                    Err(_) => Step::Key(step.to_owned()),
                })
                .collect()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let long = "Một đoạn văn dài hơn một dòng ".repeat(8).trim().to_owned();
        let values = [
            (path("the_thuc.trang_thai"), text("trinh_ky")),
            (path("so_lieu.a.x"), Value::Number(12)),
            (
                path("so_lieu.a.w"),
                Value::Group(vec![("khong_co".to_owned(), text("chưa có: số"))]),
            ),
            (path("so_lieu.b.z"), Value::Number(0)),
            (path("nhiem_vu.4b.ket_qua"), text("= 1 + 1")),
            (
                path("noi_dung.mot"),
                Value::List(vec![long.clone(), "05/3".to_owned()]),
            ),
            (path("noi_dung.hai.0.doan"), text(&long)),
            (path("noi_dung.hai.0.chu_thich"), text("- gạch")),
            (path("noi_dung.hai.1"), text("45")),
            (path("noi_dung.ba"), Value::List(Vec::new())),
        ];
        let written = compose(&values).expect("it can be written");
        assert!(
            written.contains("\nso_lieu:\n  a:\n    x: 12\n    w: {khong_co: "),
            "{written}"
        );
        assert!(written.contains("  hai:\n    - doan: >-\n"), "{written}");
        let places = places(&written).expect("it can be read");
        let found = places.iter().rfind(|(at, _)| *at == path("noi_dung.hai.1"));
        assert_eq!(
            found.map(|(_, range)| &written[range.clone()]),
            Some("\"45\"")
        );
        let twice = [
            (path("a"), text("một")),
            (path("b"), text("hai")),
            (path("a"), text("ba")),
        ];
        assert!(compose(&twice).is_err(), "no key stands twice");
    }
}
