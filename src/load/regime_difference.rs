//! What differs between two texts of a regime that the program carries: by what it means, not by
//! lines.

use chrono::NaiveDate;
use serde::Serialize;

use super::carried::Carried;
use super::fingerprint::fingerprint;
use super::item_name::ItemName;
use super::node::{Node, NodeValue};
use super::yaml;
use crate::diagnostic::Sources;
use crate::model::day;

/// What part of a regime a difference is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegimePart {
    /// Periods, days of data, due days, validity.
    Dates,
    /// Forms and their rows.
    Rows,
    /// Sections of the outline.
    Sections,
    /// All else: opening, closing, titles.
    Words,
}

/// A difference between two texts of a regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegimeDifference {
    /// In what part it is.
    pub part: RegimePart,
    /// The row, section or period that it is of: `tthc.da_giai_quyet`; empty for what is of the
    /// whole regime.
    pub of: String,
    /// The keys that lead to it from there: `han_don_vi.ngay`; empty for all of it.
    pub key: String,
    /// What the earlier number says; nothing for what is new.
    pub before: Option<String>,
    /// What the later number says; nothing for what is gone.
    pub after: Option<String>,
}

/// Keys at the left edge that say when a regime holds and what is on time.
const OF_DATES: &[&str] = &[
    "ky",
    "tu_ngay",
    "den_ngay",
    "tinh_ca_ngay_han",
    "quy_dinh_han",
];

impl Carried {
    /// What differs between two texts of a regime, in the order of the later one. Nothing, if one
    /// of them is not carried.
    pub fn differences(&self, name: &str, from: u64, to: u64) -> Option<Vec<RegimeDifference>> {
        let (before, after) = (self.tree(name, from)?, self.tree(name, to)?);
        let mut all = Vec::new();
        compare(Some(&before), Some(&after), &mut Path::default(), &mut all);
        all.sort_by_key(|difference| difference.part);
        Some(all)
    }

    /// What a text of a regime is called, and the first and last day on which it holds.
    pub fn title(&self, name: &str, number: u64) -> Option<RegimeTitle> {
        let tree = self.tree(name, number)?;
        let text = |key: &str| match &value(&tree, key)?.value {
            NodeValue::Scalar { text, .. } => Some(text.trim().to_owned()),
            _ => None,
        };
        Some(RegimeTitle {
            title: text("ten")?,
            valid_from: text("tu_ngay")?.parse().ok()?,
            valid_to: text("den_ngay").and_then(|day| day.parse().ok()),
        })
    }

    fn tree(&self, name: &str, number: u64) -> Option<Node> {
        let text = self.text(name, number)?;
        let mut sources = Sources::default();
        let source = sources.add(Self::shown(name, number), text);
        yaml::parse(source, text, &mut Vec::new())
    }
}

/// What a regime is called, and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegimeTitle {
    /// Its name.
    pub title: String,
    /// First day on which it holds.
    #[serde(serialize_with = "day::iso")]
    pub valid_from: NaiveDate,
    /// Last day on which it holds, when there is one.
    #[serde(serialize_with = "day::iso_if_known")]
    pub valid_to: Option<NaiveDate>,
}

/// The way to a value.
#[derive(Debug, Clone, Default)]
struct Path {
    part: Option<RegimePart>,
    form: String,
    of: String,
    keys: Vec<String>,
}

impl Path {
    /// The way on into a group, by a key.
    fn at_key(&self, key: &str) -> Self {
        let mut path = self.clone();
        if path.part.is_none() {
            path.part = Some(match key {
                "bieu_mau" => RegimePart::Rows,
                "de_cuong" => RegimePart::Sections,
                key if OF_DATES.contains(&key) => RegimePart::Dates,
                _ => RegimePart::Words,
            });
            if key != "ky" {
                path.keys.push(key.to_owned());
            }
        } else if path.part == Some(RegimePart::Dates) && path.of.is_empty() && path.keys.is_empty()
        {
            key.clone_into(&mut path.of);
        } else {
            path.keys.push(key.to_owned());
        }
        path
    }

    /// The way on into an item of a list under that key.
    fn at_item(&self, name: &ItemName, list: &str) -> Self {
        let mut path = self.clone();
        let word = name.words();
        path.of = match list {
            "bieu" => {
                path.form.clone_from(&word);
                word
            }
            "dong" => format!("{}.{word}", path.form),
            _ => word,
        };
        path.keys.clear();
        path
    }
}

/// Adds what differs between two values.
fn compare(
    before: Option<&Node>,
    after: Option<&Node>,
    path: &mut Path,
    all: &mut Vec<RegimeDifference>,
) {
    if before.map(fingerprint) == after.map(fingerprint) {
        return;
    }
    match (before.map(|n| &n.value), after.map(|n| &n.value)) {
        (Some(NodeValue::Map(old)), Some(NodeValue::Map(new))) => {
            let gone = old.iter().filter(|o| !new.iter().any(|n| n.key == o.key));
            for entry in new.iter().chain(gone) {
                // The number is what is compared.
                if path.part.is_none() && entry.key == "so_ban" {
                    continue;
                }
                let of = |entries: &'_ [super::node::Entry]| {
                    entries.iter().position(|other| other.key == entry.key)
                };
                let old = of(old).map(|at| &old[at].value);
                let new = of(new).map(|at| &new[at].value);
                compare(old, new, &mut path.at_key(&entry.key), all);
            }
        }
        (Some(NodeValue::List(old)), Some(NodeValue::List(new)))
            if old
                .iter()
                .chain(new)
                .all(|item| ItemName::of(item).is_some()) =>
        {
            items(old, new, path, all);
        }
        _ => all.push(RegimeDifference {
            part: path.part.unwrap_or(RegimePart::Words),
            of: path.of.clone(),
            key: path.keys.join("."),
            before: before.map(brief),
            after: after.map(brief),
        }),
    }
}

/// Adds what differs between lists whose items have names.
fn items(old: &[Node], new: &[Node], path: &Path, all: &mut Vec<RegimeDifference>) {
    let list = path.keys.last().map_or("", String::as_str);
    let named = |item: &Node| ItemName::of(item);
    let find = |name: &ItemName, items: &[Node]| items.iter().position(|item| name.is_of(item));
    for item in new {
        let Some(name) = named(item) else { continue };
        let before = find(&name, old).map(|at| &old[at]);
        compare(before, Some(item), &mut path.at_item(&name, list), all);
    }
    for item in old {
        let Some(name) = named(item) else { continue };
        if find(&name, new).is_none() {
            compare(Some(item), None, &mut path.at_item(&name, list), all);
        }
    }
    // What both have stands in another order.
    let kept = |items: &[Node], others: &[Node]| -> Vec<String> {
        let names = items.iter().filter_map(named);
        let names = names.filter(|name| find(name, others).is_some());
        names.map(|name| name.words()).collect()
    };
    let (before, after) = (kept(old, new), kept(new, old));
    let mut sorted = (before.clone(), after.clone());
    sorted.0.sort();
    sorted.1.sort();
    if before != after && sorted.0 == sorted.1 {
        let key = [path.keys.as_slice(), &["thứ tự".to_owned()]].concat();
        all.push(RegimeDifference {
            part: path.part.unwrap_or(RegimePart::Words),
            of: path.of.clone(),
            key: key.join("."),
            before: Some(before.join(", ")),
            after: Some(after.join(", ")),
        });
    }
}

/// A value in a line: of a row, a section or a period what it is called.
fn brief(node: &Node) -> String {
    let called = ["ten", "tieu_de"].iter().find_map(|key| value(node, key));
    match called.map(|called| &called.value) {
        Some(NodeValue::Scalar { text, .. }) => text.trim().to_owned(),
        _ => flow(node),
    }
}

fn flow(node: &Node) -> String {
    match &node.value {
        NodeValue::Nothing | NodeValue::Refused => String::new(),
        NodeValue::Scalar { text, .. } => text.trim().to_owned(),
        NodeValue::List(items) => {
            let items: Vec<_> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        NodeValue::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| format!("{}: {}", entry.key, flow(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let NodeValue::Map(entries) = &node.value else {
        return None;
    };
    let entry = entries.iter().find(|entry| entry.key == key);
    entry.map(|entry| &entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "\
so_ban: 1
ten: Chế độ mẫu
tu_ngay: 2024-01-01
mo_dau: Mở đầu
ky:
  q1: {ten: quý I, han_don_vi: {ngay: 5, thang: 3}}
de_cuong:
  phan:
    - tieu_de: KẾT QUẢ
      muc:
        - {ma: a, tieu_de: Mục a}
        - {ma: b, tieu_de: Mục b}
bieu_mau:
  bieu:
    - ma: ho_so
      ten: Hồ sơ
      dong:
        - {stt: '1', ten: Đầu}
        - {stt: '1.1', ma: xong, ten: Đã xong, khai: tat_ca}
        - {stt: '1.2', ma: con, ten: Còn lại, khai: tat_ca}
";

    fn told(two: &str) -> Vec<String> {
        let two = two.replace("so_ban: 1", "so_ban: 2");
        let carried = Carried::of([("mau", ONE), ("mau", two.as_str())]);
        let all = carried.differences("mau", 1, 2).expect("both are carried");
        let words = all.into_iter().map(|d| {
            let RegimeDifference {
                part,
                of,
                key,
                before,
                after,
            } = d;
            let value = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!("{part:?} {of} {key}: {} > {}", value(before), value(after))
        });
        words.collect()
    }

    #[test]
    fn what_differs_is_told_by_period_row_section_and_words() {
        assert_eq!(told(ONE), <[String; 0]>::default());
        // Order of keys, quotes and remarks mean nothing.
        assert_eq!(
            told(&ONE.replace("{ma: a, tieu_de: Mục a}", "{tieu_de: \"Mục a\", ma: a} # x")),
            <[String; 0]>::default()
        );
        let cases = [
            ("ngay: 5", "ngay: 6", "Dates q1 han_don_vi.ngay: 5 > 6"),
            (
                "tu_ngay: 2024-01-01",
                "tu_ngay: 2024-02-01",
                "Dates  tu_ngay: 2024-01-01 > 2024-02-01",
            ),
            (
                "mo_dau: Mở đầu",
                "mo_dau: Khác",
                "Words  mo_dau: Mở đầu > Khác",
            ),
            (
                "ten: Đã xong",
                "ten: Đã giải quyết",
                "Rows ho_so.xong ten: Đã xong > Đã giải quyết",
            ),
            (
                "ten: Đầu",
                "ten: Đầu mục",
                "Rows ho_so.1 ten: Đầu > Đầu mục",
            ),
            (
                "tieu_de: Mục a",
                "tieu_de: Mục A",
                "Sections a tieu_de: Mục a > Mục A",
            ),
            (
                "tieu_de: KẾT QUẢ",
                "tieu_de: KẾT",
                "Sections a, b tieu_de: KẾT QUẢ > KẾT",
            ),
            (
                "        - {stt: '1.2', ma: con, ten: Còn lại, khai: tat_ca}\n",
                "",
                "Rows ho_so.con : Còn lại > -",
            ),
            (
                "khai: tat_ca}\n        - {stt: '1.2'",
                "khai: tat_ca}\n        - {stt: '1.3', ma: moi, ten: Mới}\n        - {stt: '1.2'",
                "Rows ho_so.moi : - > Mới",
            ),
        ];
        for (old, new, expected) in cases {
            assert!(ONE.contains(old), "{old}");
            assert_eq!(told(&ONE.replacen(old, new, 1)), [expected], "{old}");
        }
        let (a, b) = (
            "        - {ma: a, tieu_de: Mục a}\n",
            "        - {ma: b, tieu_de: Mục b}\n",
        );
        let turned = ONE.replace(&format!("{a}{b}"), &format!("{b}{a}"));
        assert_eq!(told(&turned), ["Sections b, a muc.thứ tự: a, b > b, a"]);
        assert_eq!(Carried::of([("mau", ONE)]).differences("mau", 1, 2), None);
    }
}
