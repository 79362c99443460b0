//! One value of a data file is changed and every other byte stays: thousands of changes by chance
//! over all files there are. Who judges is not the program's own reader of YAML, but two others.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr as _;

use baocao::app::{App, Config, UndoRequest};
use baocao::history::{DataFolder, Occasion};
use baocao::load::{Change, EditRefusal, Step, Value, edit, order_of_submission};
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization as _;
use yaml_edit::{Document, YamlNode};

use crate::folder::{files, repository};
use crate::random::runner;

/// Texts that some reader of YAML takes for something else.
const HOSTILE: [&str; 46] = [
    "",
    " ",
    "~",
    "null",
    "no",
    "Yes",
    "on",
    "true",
    "04",
    "6.214",
    "1:30",
    "1e3",
    "0x1F",
    "0o17",
    "1_000",
    ".5",
    "+1",
    "-1",
    ".inf",
    ".NaN",
    "2021-03-04",
    "2021-03-04 10:00",
    "- a",
    "? a",
    ": a",
    "&a b",
    "*a",
    "!a b",
    "| a",
    "> a",
    "%a",
    "@a",
    "`a`",
    "#a",
    "a #b",
    "a: b",
    "a:",
    "a, b",
    "{a}",
    "[a]",
    "\"a\" b",
    "'a' b",
    "<<",
    "=",
    "--- a",
    "... a",
];
/// Others, of which some cannot stand without quotes.
const LONG: [&str; 7] = [
    "04/KH-STP",
    "Đã giải quyết 6.214 hồ sơ, đạt 99,8% (kế hoạch: 95%); còn 12 hồ sơ # chờ bổ sung, trong đó có 3 hồ sơ quá hạn vì thiếu ý kiến của cơ quan phối hợp.",
    "Sở Tư pháp tham mưu Ủy ban nhân dân thành phố ban hành Kế hoạch số 12/KH-UBND ngày 07 tháng 01 năm 2021 về cải cách hành chính; hướng dẫn các quận, huyện thực hiện",
    "  thụt đầu dòng, và một câu đủ dài để phải xuống dòng khi viết trong tệp, dài hơn chín mươi hai ký tự  ",
    "hai  dấu cách   liền nhau ở giữa một câu đủ dài để phải xuống dòng khi viết trong tệp này, hơn chín mươi hai",
    "dòng một\ndòng hai\n\ndòng ba",
    "tab\tvà \u{a0}dấu cách cứng\u{a0}",
];

fn all_files() -> Vec<PathBuf> {
    let mut all = files(&repository().join("data"));
    all.extend(files(&repository().join("tests/fixtures")));
    all.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    assert!(all.len() > 900, "{}", all.len());
    all
}

/// What another reader takes a file for.
fn read(bytes: &[u8]) -> Option<Json> {
    let text = std::str::from_utf8(bytes).ok()?;
    serde_yaml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()
}

/// Every place of a file.
fn places(value: &Json, path: &[Step], all: &mut Vec<Vec<Step>>) {
    let mut down = |step: Step, below: &Json| {
        let path = [path, &[step]].concat();
        all.push(path.clone());
        places(below, &path, all);
    };
    match value {
        Json::Object(entries) => {
            for (key, below) in entries {
                down(Step::Key(key.clone()), below);
            }
        }
        Json::Array(items) => {
            for (at, below) in items.iter().enumerate() {
                down(Step::Index(at), below);
            }
        }
        _ => {}
    }
}

fn at<'j>(value: &'j Json, path: &[Step]) -> Option<&'j Json> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.as_object()?.get(key),
        Step::Index(at) => value.as_array()?.get(*at),
    })
}

fn json(value: &Value) -> Json {
    let text = |text: &String| Json::String(text.nfc().collect());
    match value {
        Value::Text(words) => text(words),
        Value::Number(number) => Json::from(*number),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Flag(flag) => Json::Bool(*flag),
        Value::List(items) => items.iter().map(text).collect(),
        Value::Group(parts) => {
            let parts = parts.iter();
            Json::Object(parts.map(|(key, part)| (key.clone(), json(part))).collect())
        }
    }
}

/// What a file says after a change, by a second implementation of the change.
fn put(value: &mut Json, path: &[Step], change: &Change) -> Option<()> {
    let Some((step, rest)) = path.split_first() else {
        if let Change::Set(new) = change {
            *value = json(new);
        }
        return Some(());
    };
    let is_removed = rest.is_empty() && *change == Change::Remove;
    match step {
        Step::Key(key) => {
            if value.is_null() || value.as_array().is_some_and(Vec::is_empty) {
                *value = Json::Object(serde_json::Map::new());
            }
            let entries = value.as_object_mut()?;
            if is_removed {
                entries.remove(key);
                return Some(());
            }
            put(
                entries.entry(key.clone()).or_insert(Json::Null),
                rest,
                change,
            )
        }
        Step::Index(at) => {
            if value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty) {
                *value = Json::Array(Vec::new());
            }
            let items = value.as_array_mut()?;
            if is_removed {
                items.remove(*at);
                return Some(());
            }
            if *at == items.len() {
                items.push(Json::Null);
            }
            put(items.get_mut(*at)?, rest, change)
        }
    }
}

/// A change of a file by chance.
fn chosen(file: &Json, [kind, place, which]: [u32; 3], any: &str) -> (Vec<Step>, Change) {
    let mut all = Vec::new();
    places(file, &[], &mut all);
    let pick = |count: usize| place as usize % count.max(1);
    let texts: Vec<_> = HOSTILE.iter().chain(&LONG).copied().chain([any]).collect();
    let text = |at: u32| texts[at as usize % texts.len()].to_owned();
    let mut path = all.get(pick(all.len())).cloned().unwrap_or_default();
    let change = match kind % 8 {
        0 | 1 => Value::Text(text(which)),
        2 => Value::Number(u64::from(which)),
        3 => Value::Date(
            NaiveDate::from_num_days_from_ce_opt(730_000 + (which % 9_999).cast_signed())
                .expect("it is a day"),
        ),
        4 => {
            // A list with one item another, one more, or one less.
            path.pop_if(|step| matches!(step, Step::Index(_)));
            let old = at(file, &path).and_then(Json::as_array);
            let old = old.into_iter().flatten().filter_map(Json::as_str);
            let mut items: Vec<_> = old.map(str::to_owned).collect();
            match which % 3 {
                0 if !items.is_empty() => {
                    items[(which / 3) as usize % old_length(&path, file)] = text(which / 7);
                }
                1 if !items.is_empty() => {
                    drop(items.remove((which / 3) as usize % old_length(&path, file)));
                }
                _ => items.insert((which / 3) as usize % (items.len() + 1), text(which / 7)),
            }
            Value::List(items)
        }
        // Behind the last item, beside a key, or below keys that are not there.
        5 | 6 => {
            let last = path.pop();
            if let Some(Step::Index(_)) = last {
                let count = at(file, &path).and_then(Json::as_array).map_or(0, Vec::len);
                path.push(Step::Index(count));
            } else {
                let keys = ["thay_the", "so", "moi", "hinh_thuc_ky", "dinh_chinh"];
                path.push(Step::Key(keys[which as usize % keys.len()].to_owned()));
                if which % 4 == 0 {
                    path.push(Step::Key("sau".to_owned()));
                }
            }
            if kind % 16 == 6 {
                let below = Value::Group(vec![
                    ("số".to_owned(), Value::Number(u64::from(which))),
                    ("ten".to_owned(), Value::Text(text(which / 7))),
                ]);
                Value::Group(vec![
                    ("ten".to_owned(), Value::Text(text(which))),
                    ("ho_ten".to_owned(), below),
                ])
            } else {
                Value::Text(text(which))
            }
        }
        _ => return (path, Change::Remove),
    };
    (path, Change::Set(change))
}

fn old_length(path: &[Step], file: &Json) -> usize {
    let items = at(file, path).and_then(Json::as_array);
    items.map_or(1, |items| {
        items.iter().filter(|item| item.is_string()).count()
    })
}

/// How a file is written: as it is, with the line ends of Windows, with a mark, without the last
/// line end.
fn dressed(bytes: Vec<u8>, how: u32) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else {
        return bytes;
    };
    match how % 6 {
        0 => text.replace('\n', "\r\n").into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => text.trim_end().as_bytes().to_vec(),
        _ => bytes,
    }
}

/// The bytes that differ: from the start up to where both are the same, and from the end.
fn span(before: &[u8], after: &[u8]) -> (usize, usize) {
    let pairs = before.iter().zip(after);
    let start = pairs.take_while(|(a, b)| a == b).count();
    let pairs = before[start..]
        .iter()
        .rev()
        .zip(after[start..].iter().rev());
    (
        start,
        before.len() - pairs.take_while(|(a, b)| a == b).count(),
    )
}

/// What others read as a number, as nothing or as yes is no text before it has quotes.
#[test]
fn a_text_that_is_of_another_kind_without_quotes_gets_them() {
    let set = |written: &str, text: &str| {
        let change = Change::Set(Value::Text(text.to_owned()));
        let bytes = format!("a: {written}\nb: 1\n");
        let place = [Step::Key("a".to_owned())];
        let after = edit(bytes.as_bytes(), &place, &change, &order_of_submission);
        after.expect("it can be changed")
    };
    for text in [
        "true", "No", "45", "-1", "1_000", "1e3", ".5", ".inf", "0x1F", "~", "null", "",
    ] {
        let after = set(text, text).unwrap_or_else(|| panic!("{text:?} stays without quotes"));
        let read = read(&after).expect("it can be read");
        assert_eq!(read["a"], text, "{}", String::from_utf8_lossy(&after));
        assert_eq!(set(&format!("'{text}'"), text), None, "{text:?}");
    }
    for text in ["da_ban_hanh", "04/KH-STP", "2021-03-04", "(chưa có)", "12a"] {
        assert_eq!(set(text, text), None, "{text:?}");
    }
}

/// As a command does it: the bytes before are kept, and come back.
#[test]
fn whatever_is_changed_in_whatever_file_comes_back() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path();
    let app = App::open(Config::new(data, "out"));
    let all = all_files();
    let occasion = Occasion {
        at: "2021-03-05T08:00:00+07:00".parse().expect("a time"),
        command: "thử".to_owned(),
    };
    let changed = RefCell::new(0);
    let case = (any::<[u32; 3]>(), any::<u32>(), any::<String>());
    let ran = runner(200).run(&case, |(numbers, file, text)| {
        let which = file as usize % all.len();
        let bytes = fs::read(&all[which]).expect("it can be read");
        let Some(before) = read(&bytes) else {
            return Ok(());
        };
        let (place, change) = chosen(&before, numbers, &text);
        let Ok(Some(after)) = edit(&bytes, &place, &change, &order_of_submission) else {
            return Ok(());
        };
        *changed.borrow_mut() += 1;
        let name = format!("{which}.yaml");
        let path = data.join(&name);
        fs::write(&path, &bytes).expect("it can be written");
        let writer = DataFolder::lock(data).expect("nobody else writes");
        let told = writer.write(&name, Some(&bytes), Some(&after), &occasion);
        prop_assert_eq!(told, Ok(Vec::new()), "{}", name);
        drop(writer);
        prop_assert_eq!(&fs::read(&path).expect("it is there"), &after, "{}", name);
        let undo = UndoRequest {
            file: path.clone(),
            to: None,
            force: false,
            occasion: occasion.clone(),
        };
        let (outcome, _) = app.undo(&undo, &mut |_| ());
        prop_assert_eq!(outcome.errors, [], "{}", name);
        prop_assert_eq!(&fs::read(&path).expect("it is there"), &bytes, "{}", name);
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    assert!(changed.into_inner() > 150);
}

#[test]
fn whatever_is_changed_in_whatever_file_nothing_else_is() {
    let all = all_files();
    let counts: RefCell<BTreeMap<String, u32>> = RefCell::default();
    let case = (
        any::<[u32; 3]>(),
        any::<u32>(),
        any::<u32>(),
        any::<String>(),
    );
    let mut runner = runner(4_000);
    let ran = runner.run(&case, |(numbers, file, how, text)| {
        let path = &all[file as usize % all.len()];
        let bytes = dressed(fs::read(path).expect("it can be read"), how);
        let Some(before) = read(&bytes) else {
            return Ok(());
        };
        let (place, change) = chosen(&before, numbers, &text);
        let shown = format!("{} {place:?} {change:?}", path.display());
        let after = edit(&bytes, &place, &change, &order_of_submission);
        let mut expected = before.clone();
        let is_possible = put(&mut expected, &place, &change).is_some();
        let after = match after {
            Ok(Some(after)) => after,
            Ok(None) => {
                *counts
                    .borrow_mut()
                    .entry("unchanged".to_owned())
                    .or_default() += 1;
                prop_assert_eq!(&expected, &before, "{}", shown);
                return Ok(());
            }
            Err(refusal) => {
                *counts
                    .borrow_mut()
                    .entry(format!("{refusal:?}"))
                    .or_default() += 1;
                prop_assert!(
                    !(is_possible && refusal == EditRefusal::NoSuchPlace),
                    "{shown}"
                );
                return Ok(());
            }
        };
        *counts.borrow_mut().entry("changed".to_owned()).or_default() += 1;
        prop_assert!(is_possible, "{shown}");
        let (start, end) = span(&bytes, &after);
        let changed = String::from_utf8_lossy(&after);
        prop_assert_eq!(read(&after), Some(expected), "{}\n{}", shown, changed);
        // No comment goes but with what it is said of.
        if matches!(change, Change::Set(_)) {
            let gone = String::from_utf8_lossy(&bytes[start..end]);
            let begins = |line: &&str| line.trim_start().starts_with('#');
            let within = at(&before, &place)
                .and_then(Json::as_str)
                .unwrap_or_default();
            let lost: Vec<_> = gone.lines().skip(1).filter(begins).collect();
            prop_assert!(
                lost.is_empty() || within.contains('#'),
                "{shown} lost {lost:?}"
            );
        }
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    // Few are left to do by hand.
    let counts = counts.into_inner();
    let changed = counts.get("changed").copied().unwrap_or_default();
    assert!(changed > 3_800, "{counts:?}");
}

/// The keys of groups with their single values, and the way there.
fn single_values(file: &Json) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    places(file, &[], &mut all);
    let is_single = |path: &Vec<Step>| {
        let value = at(file, path);
        matches!(path.last(), Some(Step::Key(_)))
            && value.is_some_and(|value| value.is_string() || value.is_number())
    };
    all.retain(is_single);
    all
}

/// What another writer makes of a file.
fn by_another(text: &str, path: &[Step], value: &Value) -> Option<String> {
    let document = Document::from_str(text).ok()?;
    let (last, above) = path.split_last()?;
    let mut node = YamlNode::Mapping(document.as_mapping()?);
    for step in above {
        node = match (step, &node) {
            (Step::Key(key), YamlNode::Mapping(map)) => map.get(key.as_str())?,
            (Step::Index(at), YamlNode::Sequence(list)) => list.get(*at)?,
            _ => return None,
        };
    }
    let Step::Key(key) = last else { return None };
    let map = node.as_mapping()?;
    match value {
        Value::Number(number) => map.set(key.as_str(), *number),
        Value::Text(words) => map.set(key.as_str(), words.as_str()),
        _ => return None,
    }
    Some(document.to_string())
}

#[test]
fn another_writer_makes_the_same_of_a_file() {
    let all = all_files();
    let mut runner = runner(1_000);
    let counts: RefCell<[u32; 3]> = RefCell::default();
    let case = (any::<u32>(), any::<u32>(), any::<u32>());
    let ran = runner.run(&case, |(file, place, which)| {
        let path = &all[file as usize % all.len()];
        let bytes = fs::read(path).expect("it can be read");
        let Some(before) = read(&bytes) else {
            return Ok(());
        };
        let singles = single_values(&before);
        let Some(place) = singles.get(place as usize % singles.len().max(1)) else {
            return Ok(());
        };
        let words = [
            "truong-phong",
            "04/KH-STP",
            "Sở Tư pháp",
            "hoàn thành đúng hạn",
        ];
        let value = if which % 2 == 0 {
            Value::Number(u64::from(which))
        } else {
            Value::Text(words[which as usize / 2 % words.len()].to_owned())
        };
        let change = Change::Set(value.clone());
        let Ok(Some(after)) = edit(&bytes, place, &change, &order_of_submission) else {
            return Ok(());
        };
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        let Some(other) = by_another(&text, place, &value) else {
            counts.borrow_mut()[2] += 1;
            return Ok(());
        };
        let same = other.as_bytes() == after;
        counts.borrow_mut()[usize::from(!same)] += 1;
        if !same {
            // Written otherwise, but the same is said.
            prop_assert_eq!(
                read(other.as_bytes()),
                read(&after),
                "{} {:?} {:?}",
                path.display(),
                place,
                value
            );
        }
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    let counts = counts.into_inner();
    assert!(counts[0] > 800, "same, otherwise, not done: {counts:?}");
}

#[test]
fn what_was_added_and_removed_again_leaves_the_very_bytes() {
    let all = all_files();
    let ran = runner(1_000).run(
        &(any::<u32>(), any::<u32>(), any::<u32>()),
        |(file, place, how)| {
            let path = &all[file as usize % all.len()];
            let bytes = dressed(fs::read(path).expect("it can be read"), how);
            let Some(before) = read(&bytes) else {
                return Ok(());
            };
            let singles = single_values(&before);
            let Some(place) = singles.get(place as usize % singles.len().max(1)) else {
                return Ok(());
            };
            let mut place = place.clone();
            place.pop();
            place.push(Step::Key("khoa_moi".to_owned()));
            let value = Value::Text(LONG[how as usize % LONG.len()].to_owned());
            let Ok(Some(after)) = edit(&bytes, &place, &Change::Set(value), &order_of_submission)
            else {
                return Ok(());
            };
            prop_assert!(after != bytes);
            let again = edit(&after, &place, &Change::Remove, &order_of_submission);
            prop_assert_eq!(again, Ok(Some(bytes)), "{} {:?}", path.display(), place);
            Ok(())
        },
    );
    ran.unwrap_or_else(|error| panic!("{error}"));
}

/// A file that the reader has no fault with, a change, and what comes out.
#[test]
fn a_group_is_written_on_one_line_behind_its_siblings() {
    let text = |text: &str| Value::Text(text.to_owned());
    let path = ["a", "z"].map(|key| Step::Key(key.to_owned()));
    let change = Change::Set(Value::Group(vec![
        ("t".to_owned(), text("xã Ea H'Leo, mới")),
        (
            "h".to_owned(),
            Value::Group(vec![("c".to_owned(), text("Lê Văn Mẫu"))]),
        ),
    ]));
    let before = "a:\n  x: {t: xã X}   # một\n  # hai\nb: 1\n";
    let after = edit(before.as_bytes(), &path, &change, &order_of_submission);
    let after = after
        .expect("it can be written")
        .expect("it is another one");
    assert_eq!(
        String::from_utf8(after.clone()).expect("UTF-8"),
        "a:\n  x: {t: xã X}   # một\n  z: {t: \"xã Ea H'Leo, mới\", h: {c: Lê Văn Mẫu}}\n  # hai\nb: 1\n"
    );
    let again = edit(&after, &path, &change, &order_of_submission);
    assert_eq!(again, Ok(None), "it is so already");
}

#[test]
fn a_value_is_written_as_the_one_before_it_and_as_its_siblings_are() {
    let key = |keys: &[&str]| {
        keys.iter()
            .map(|key| Step::Key((*key).to_owned()))
            .collect::<Vec<_>>()
    };
    let text = |text: &str| Change::Set(Value::Text(text.to_owned()));
    let list = |items: &[&str]| {
        Change::Set(Value::List(
            items.iter().map(|item| (*item).to_owned()).collect(),
        ))
    };
    for (before, path, change, after) in [
        (
            "a: 1   # nói rõ\nb: 2\n",
            key(&["a"]),
            Change::Set(Value::Number(12)),
            "a: 12   # nói rõ\nb: 2\n",
        ),
        (
            "a:   # kỳ trước: 5\nb: 2",
            key(&["a"]),
            Change::Set(Value::Number(6)),
            "a: 6   # kỳ trước: 5\nb: 2",
        ),
        (
            "a: {so: 04/KH-STP, ngay: 2021-03-04} # x\n",
            key(&["a", "so"]),
            text("05/KH, số 2"),
            "a: {so: \"05/KH, số 2\", ngay: 2021-03-04} # x\n",
        ),
        (
            "a: {so: 04/KH-STP}\n",
            key(&["a", "in"]),
            text("b"),
            "a: {so: 04/KH-STP, in: b}\n",
        ),
        ("a: 'x'\n", key(&["a"]), text("it's"), "a: 'it''s'\n"),
        ("a: x\n", key(&["a"]), text("no"), "a: \"no\"\n"),
        (
            "a: >-   # hai dòng\n    một\n    hai\n\n# của b\nb: 1\n",
            key(&["a"]),
            text("ba bốn"),
            "a: >-   # hai dòng\n    ba bốn\n\n# của b\nb: 1\n",
        ),
        (
            "a:\n  - >-\n    một\n  # của hai\n  - hai\n",
            key(&["a"]),
            list(&["một", "giữa hai", "hai"]),
            "a:\n  - >-\n    một\n  - >-\n    giữa hai\n  # của hai\n  - hai\n",
        ),
        (
            "a: []   # chưa có\nb: 1\n",
            key(&["a"]),
            list(&["x", "y z"]),
            "a:   # chưa có\n  - x\n  - >-\n    y z\nb: 1\n",
        ),
        (
            "the_thuc:\n  trang_thai: x\n  nguoi_ky: y\n",
            key(&["the_thuc", "so"]),
            Change::Set(Value::Number(4)),
            "the_thuc:\n  trang_thai: x\n  so: 4\n  nguoi_ky: y\n",
        ),
        (
            "# đầu tệp\n\n# của thể thức\nthe_thuc:\n  trang_thai: x\n\n# của số liệu\nso_lieu: {}\n",
            key(&["dinh_chinh", "so"]),
            text("z"),
            "# đầu tệp\n\n# của thể thức\nthe_thuc:\n  trang_thai: x\ndinh_chinh:\n  so: z\n\n# của số liệu\nso_lieu: {}\n",
        ),
        (
            "a:\r\n  b: 1\r\n",
            key(&["a", "c"]),
            text("d"),
            "a:\r\n  b: 1\r\n  c: d\r\n",
        ),
        (
            "a:\n  b: 1 # x\n  c: 2",
            key(&["a", "c"]),
            Change::Remove,
            "a:\n  b: 1 # x",
        ),
        (
            "a:\n  - b: 1\n    c: 2\n",
            vec![
                Step::Key("a".to_owned()),
                Step::Index(0),
                Step::Key("b".to_owned()),
            ],
            Change::Remove,
            "a:\n  - c: 2\n",
        ),
    ] {
        let edited = edit(before.as_bytes(), &path, &change, &order_of_submission);
        let edited =
            edited.map(|bytes| bytes.map(|bytes| String::from_utf8(bytes).expect("it is UTF-8")));
        assert_eq!(edited, Ok(Some(after.to_owned())), "{before}");
    }
}

#[test]
fn what_would_lose_something_is_refused() {
    for (before, expected) in [
        ("a: &x 1\nb: *x\n", EditRefusal::References),
        ("a: !!str 1\n", EditRefusal::References),
        ("b: {<<: {c: 1}}\na: 1\n", EditRefusal::References),
        ("? a\n: 1\n", EditRefusal::References),
        ("a: 1\na: 2\n", EditRefusal::DuplicateKey),
        ("a:\n\tb: 1\n", EditRefusal::Unreadable),
        ("a:\n  # vì sao\n  b: 1\n", EditRefusal::CommentLost),
    ] {
        let place = [Step::Key("a".to_owned())];
        let change = Change::Set(Value::Number(5));
        let edited = edit(before.as_bytes(), &place, &change, &order_of_submission);
        assert_eq!(edited, Err(expected), "{before}");
    }
}
