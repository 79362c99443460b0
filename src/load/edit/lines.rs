//! Values under keys and dashes that are not there yet, as lines or in brackets.

use super::written::{self, Setting, Written};
use super::{Step, Value};

/// Columns by which a group is indented under its key.
pub(super) const INDENT: usize = 2;
/// What an item of a list has before it.
const DASH: &str = "- ";

/// Items of a list as lines.
pub(super) fn items_lines(items: &[String], column: usize, inline: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items {
        lines.extend(item_lines(&[], &Value::Text(item.clone()), column, inline));
    }
    lines
}

/// An item of a list as lines, with its dash in a column.
pub(super) fn item_lines(rest: &[Step], value: &Value, column: usize, inline: bool) -> Vec<String> {
    let mut lines = if rest.is_empty() {
        let setting = Setting {
            flow: false,
            before: None,
            column: column + DASH.len(),
            indent: column + INDENT,
            apart: !inline && matches!(value, Value::Text(text) if text.contains(' ')),
        };
        headed("", value, setting)
    } else {
        lines_of(rest, value, column + INDENT)
    };
    if let Some(first) = lines.first_mut() {
        *first = format!("{}{DASH}{}", spaces(column), first.trim_start());
    }
    lines
}

/// A value under keys that are not there yet, as lines with the first key in a column.
pub(super) fn lines_of(path: &[Step], value: &Value, column: usize) -> Vec<String> {
    let Some((step, rest)) = path.split_first() else {
        return Vec::new();
    };
    let Step::Key(name) = step else {
        return item_lines(rest, value, column, false);
    };
    let key = format!("{}{}:", spaces(column), key(name));
    if !rest.is_empty() {
        let mut lines = vec![key];
        lines.extend(lines_of(rest, value, column + INDENT));
        return lines;
    }
    let setting = Setting {
        flow: false,
        before: None,
        column: key.chars().count() + 1,
        indent: column + INDENT,
        apart: false,
    };
    match value {
        Value::List(items) if !items.is_empty() => {
            let mut lines = vec![key];
            lines.extend(items_lines(items, column + INDENT, false));
            lines
        }
        _ => headed(&format!("{key} "), value, setting),
    }
}

/// A single value as it is written in its place.
pub(super) fn written(value: &Value, setting: Setting) -> Written {
    match value {
        Value::Text(text) => written::text(text, setting),
        Value::List(items) => Written::Inline(flow_list(items)),
        Value::Group(_) => Written::Inline(flow(value)),
        Value::Number(_) | Value::Date(_) | Value::Flag(_) => Written::Inline(value.plain()),
    }
}

/// A single value behind a head, as lines.
fn headed(head: &str, value: &Value, setting: Setting) -> Vec<String> {
    match written(value, setting) {
        Written::Inline(text) => vec![format!("{head}{text}")],
        Written::Block { mark, lines } => {
            let mut all = vec![format!("{head}{mark}")];
            all.extend(lines.iter().map(|line| indented(line, setting.indent)));
            all
        }
    }
}

/// A list in brackets.
pub(super) fn flow_list(items: &[String]) -> String {
    let items = items.iter().map(|item| written::inline(item, None, true));
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A value on one line, a group in braces.
pub(super) fn flow(value: &Value) -> String {
    let Value::Group(parts) = value else {
        return in_braces_part(&[], value);
    };
    let parts = parts
        .iter()
        .map(|(name, part)| format!("{}: {}", key(name), flow(part)));
    format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
}

/// A value under keys that are not there yet, as part of something in brackets or braces.
pub(super) fn in_braces_part(path: &[Step], value: &Value) -> String {
    match path.split_first() {
        None => match written(
            value,
            Setting {
                flow: true,
                before: None,
                column: 0,
                indent: 0,
                apart: false,
            },
        ) {
            Written::Inline(text) => text,
            Written::Block { lines, .. } => lines.join(" "),
        },
        Some((Step::Key(name), rest)) => {
            let value = if rest.is_empty() {
                in_braces_part(rest, value)
            } else {
                in_brackets(rest, value)
            };
            format!("{}: {value}", key(name))
        }
        Some((Step::Index(_), rest)) => in_braces_part(rest, value),
    }
}

/// The same with brackets or braces around it.
pub(super) fn in_brackets(path: &[Step], value: &Value) -> String {
    let part = in_braces_part(path, value);
    match path.first() {
        Some(Step::Key(_)) => format!("{{{part}}}"),
        Some(Step::Index(_)) => format!("[{part}]"),
        None => part,
    }
}

/// A key as it is written.
pub(super) fn key(name: &str) -> String {
    written::inline(name, None, true)
}

pub(super) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!("{}{line}", spaces(indent))
    }
}

/// Lines below another one.
pub(super) fn below(lines: &[String], indent: usize) -> String {
    let mut below = String::new();
    for line in lines {
        below.push('\n');
        below.push_str(&indented(line, indent));
    }
    below
}
