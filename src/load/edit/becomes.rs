//! Several changes of a file, each of a value as a whole, in the bytes of the file.

use super::{
    Change, EditRefusal, Step, Value, compose, edit, edit_all, has_key, order_of_submission,
};

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// It has this value.
    Set(Value),
    /// It is no more.
    Gone,
    /// Whatever it was, it is made anew of these, by their paths below it.
    Anew(Vec<(Vec<Step>, Value)>),
}

/// A value by its path, and what becomes of it.
pub type Rewrite<'a> = (&'a [Step], &'a Becomes);

/// A value that cannot be written into the file, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    /// Where it is in the file.
    pub path: Vec<Step>,
    /// Why.
    pub why: EditRefusal,
}

/// A file with the changes; `head` are the remarks at the top of a new one.
///
/// # Errors
/// The first value that cannot be written: it stays as it is, and is changed by hand.
pub fn rewritten(
    before: Option<&[u8]>,
    edits: &[Rewrite<'_>],
    head: &str,
) -> Result<Vec<u8>, Unwritable> {
    match before {
        None => fresh(edits, head),
        Some(before) => changed(before, edits),
    }
}

/// A file of the values alone.
fn fresh(edits: &[Rewrite<'_>], head: &str) -> Result<Vec<u8>, Unwritable> {
    let mut values = Vec::new();
    for (path, becomes) in edits {
        match becomes {
            Becomes::Set(value) => values.push((path.to_vec(), value.clone())),
            Becomes::Gone => {}
            Becomes::Anew(parts) => {
                let parts = parts.iter();
                let parts =
                    parts.map(|(below, value)| ([path, below.as_slice()].concat(), value.clone()));
                values.extend(parts);
            }
        }
    }
    in_order(&mut values);
    let text = compose(&values).map_err(|(path, why)| Unwritable { path, why })?;
    Ok(format!("{head}\n{text}").into_bytes())
}

/// Puts values in the order in which files have their parts, those of a part together.
fn in_order(values: &mut [(Vec<Step>, Value)]) {
    let rank = |parent: &[Step], step: Option<&Step>| {
        let Some(Step::Key(key)) = step else {
            return 0;
        };
        let known = order_of_submission(parent);
        known
            .iter()
            .position(|name| name == key)
            .unwrap_or(known.len())
    };
    values.sort_by_key(|(path, _)| {
        let first = rank(&[], path.first());
        let second = path.get(1).map_or(0, |step| rank(&path[..1], Some(step)));
        (first, second)
    });
}

fn changed(before: &[u8], edits: &[Rewrite<'_>]) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = before.to_vec();
    // Most are single values of which the file has the keys already: all of them at once.
    let plain = edits.iter().filter_map(|(path, becomes)| match becomes {
        Becomes::Set(value) if !matches!(value, Value::List(_)) => {
            let has_part = has_key(before, part_of(path));
            has_part.then(|| (path.to_vec(), value.clone()))
        }
        _ => None,
    });
    let plain: Vec<_> = plain.collect();
    if plain.len() > 1
        && let Ok(written) = edit_all(&bytes, &plain)
    {
        bytes = written;
    }
    for edit in edits {
        bytes = one(&bytes, *edit).map_err(|(path, why)| Unwritable { path, why })?;
    }
    Ok(bytes)
}

/// The name of the part of a file in which a path leads.
fn part_of(path: &[Step]) -> &str {
    match path.first() {
        Some(Step::Key(name)) => name,
        _ => "",
    }
}

type Refused = (Vec<Step>, EditRefusal);

fn one(bytes: &[u8], (path, becomes): Rewrite<'_>) -> Result<Vec<u8>, Refused> {
    match becomes {
        Becomes::Set(value) => {
            set(bytes, path, value).or_else(|_| set(&without(bytes, path)?, path, value))
        }
        Becomes::Gone => without(bytes, path),
        Becomes::Anew(parts) => {
            let is_plain = parts.iter().all(|(below, _)| below.is_empty());
            if let ([(_, value)], true) = (parts.as_slice(), is_plain)
                && let Ok(written) = set(bytes, path, value)
            {
                return Ok(written);
            }
            let mut bytes = without(bytes, path)?;
            for (below, value) in parts {
                bytes = set(&bytes, &[path, below.as_slice()].concat(), value)?;
            }
            Ok(bytes)
        }
    }
}

fn set(bytes: &[u8], path: &[Step], value: &Value) -> Result<Vec<u8>, Refused> {
    let change = Change::Set(value.clone());
    let written = edit(bytes, path, &change, &order_of_submission);
    let written = written.map_err(|why| (path.to_vec(), why))?;
    Ok(written.unwrap_or_else(|| bytes.to_vec()))
}

fn without(bytes: &[u8], path: &[Step]) -> Result<Vec<u8>, Refused> {
    let written = edit(bytes, path, &Change::Remove, &order_of_submission);
    let written = written.map_err(|why| (path.to_vec(), why))?;
    Ok(written.unwrap_or_else(|| bytes.to_vec()))
}
