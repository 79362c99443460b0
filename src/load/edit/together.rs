//! Many values of a file at once: it is read once before, and once after, however many there are.

use super::outline::Outline;
use super::patch::{Patch, Patcher};
use super::raw::{difference, in_raw};
use super::tree::{at, expected, is_same, tree};
use super::{Change, EditRefusal, Step, Value, edit};
use crate::diagnostic::text_of;

/// Sets values in the bytes of a file, as [`edit`] does one after the other.
///
/// # Errors
/// The path of the first value that cannot be written, with why.
pub fn edit_all(
    bytes: &[u8],
    values: &[(Vec<Step>, Value)],
) -> Result<Vec<u8>, (Vec<Step>, EditRefusal)> {
    match values {
        [] => Ok(bytes.to_vec()),
        [(path, value)] => {
            let change = Change::Set(value.clone());
            let edited = edit(bytes, path, &change, &|_| Vec::new());
            let edited = edited.map_err(|why| (path.clone(), why))?;
            Ok(edited.unwrap_or_else(|| bytes.to_vec()))
        }
        // Some hang on one another: a group that the first one makes.
        _ => together(bytes, values).or_else(|_| {
            let (first, second) = values.split_at(values.len() / 2);
            edit_all(&edit_all(bytes, first)?, second)
        }),
    }
}

/// Sets values that do not hang on one another.
fn together(bytes: &[u8], values: &[(Vec<Step>, Value)]) -> Result<Vec<u8>, EditRefusal> {
    let raw = std::str::from_utf8(bytes).map_err(|_| EditRefusal::Unreadable)?;
    let text = text_of(bytes.to_vec()).map_err(|_| EditRefusal::Unreadable)?;
    let mut wanted = tree(&text)?;
    let outline = Outline::of(&text).ok_or(EditRefusal::References)?;
    let patcher = Patcher {
        text: &text,
        outline: &outline,
        order: &|_| Vec::new(),
    };
    let mut patches = Vec::new();
    for (path, value) in values {
        let value = value.composed();
        if at(&wanted, path).is_some_and(|node| value.is_in(node)) {
            continue;
        }
        patches.push((path.len(), patcher.set(path, &value)?));
        wanted = expected(wanted, path, &Change::Set(value)).ok_or(EditRefusal::NoSuchPlace)?;
    }
    // Where several come to one place, what is further within comes first.
    patches.sort_by_key(|(depth, patch)| (patch.range.start, usize::MAX - depth));
    let after = patched(&text, &patches).ok_or(EditRefusal::NotAsAsked)?;
    let read = tree(&after).map_err(|_| EditRefusal::NotAsAsked)?;
    if !is_same(&wanted, &read) {
        return Err(EditRefusal::NotAsAsked);
    }
    let (range, new) = difference(&text, &after);
    let written = in_raw(raw, &range, new);
    let again = text_of(written.clone()).map_err(|_| EditRefusal::NotAsAsked)?;
    if again == after {
        Ok(written)
    } else {
        Err(EditRefusal::NotAsAsked)
    }
}

/// The text with patches in their order; nothing where two are of one part.
fn patched(text: &str, patches: &[(usize, Patch)]) -> Option<String> {
    let mut after = String::new();
    let mut done = 0;
    for (_, patch) in patches {
        after.push_str(text.get(done..patch.range.start)?);
        after.push_str(&patch.text);
        done = patch.range.end;
    }
    after.push_str(text.get(done..)?);
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_values_come_out_as_one_after_the_other() {
        let path = |path: &str| -> Vec<Step> {
            path.split('.').map(|key| Step::Key(key.into())).collect()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let unit = |name: &str| Value::Group(vec![("ten".to_owned(), text(name))]);
        let values = [
            (path("co_quan.c"), unit("xã C")),
            (path("co_quan.b.ho_ten.x"), text("Một")),
            (path("co_quan.b.ho_ten.y"), text("Hai")),
            (path("co_quan.a.viet_tat"), text("A")),
            (path("co_quan.d"), unit("xã D")),
            (path("co_quan.a.ten"), text("xã A")),
        ];
        for before in [
            "co_quan:\n  a: {ten: xã A}   # một\n  b:\n    ten: xã B\n  # hết\nsau: 1\n",
            "co_quan: {a: {}, b: {ten: xã B}}\r\n",
            "# trống\nco_quan:\n",
        ] {
            let mut one_by_one = before.as_bytes().to_vec();
            for value in &values {
                one_by_one =
                    edit_all(&one_by_one, std::slice::from_ref(value)).expect("it can be written");
            }
            let written = edit_all(before.as_bytes(), &values).expect("it can be written");
            let say = |bytes: &[u8]| {
                let text = text_of(bytes.to_vec()).expect("it is UTF-8");
                tree(&text).expect("it can be read")
            };
            assert!(is_same(&say(&one_by_one), &say(&written)), "{before}");
        }
        let (at, why) = edit_all(b"a: &x 1\nb: 2\n", &values[..2]).expect_err("an anchor");
        assert_eq!((at, why), (values[0].0.clone(), EditRefusal::References));
    }

    #[test]
    fn thousands_are_read_once() {
        let values: Vec<_> = (0..5000)
            .map(|n| {
                let path = vec![Step::Key("co_quan".into()), Step::Key(format!("xa-{n}"))];
                (
                    path,
                    Value::Group(vec![("ten".into(), Value::Text(format!("xã {n}")))]),
                )
            })
            .collect();
        let written = together(b"co_quan:\n  a: {ten: A}\n", &values).expect("all at once");
        let text = String::from_utf8(written).expect("it is UTF-8");
        assert_eq!(text.lines().count(), 5002);
    }
}
