//! What a folder changes of a regime that the program carries, put into its tree.
//!
//! Groups go together key by key, lists whose items have names (`ma`) name by name; anything else
//! is replaced. Every value keeps its place, so that whatever is wrong with what comes out is told in
//! the file where it stands. Not for: what the values mean (`regime`).

use std::collections::BTreeSet;

use super::fingerprint::fingerprint;
use super::item_name::ItemName;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::vi;

/// Takes an item or a key out.
const REMOVE: &str = "bo";
/// Behind which item or key a new one stands.
const BEHIND: &str = "sau";
/// The parts of the outline, known by the sections in them.
const PARTS: &str = "phan";
/// The sections of a part.
const SECTIONS: &str = "muc";
/// Names the regime; no part of it.
const OF: &str = "sua";

/// Puts what a file changes into the tree of a regime. What changes nothing and what is not there
/// is told where `tells`.
pub(super) fn merged(reader: &mut Reader<'_>, carried: &Node, changes: &Node, tells: bool) -> Node {
    let mut merging = Merging {
        reader,
        tells,
        is_faulty: false,
        idle: Vec::new(),
    };
    let NodeValue::Map(parts) = &changes.value else {
        return carried.clone();
    };
    let mut of = changes.place;
    let mut entries = entries_of(carried).to_vec();
    let mut idle = Vec::new();
    let mut some = false;
    for part in parts {
        if part.key == OF {
            of = part.value.place;
            continue;
        }
        if part.key == "so_ban" {
            merging.number_of_a_change(part);
            continue;
        }
        let before = value_of(&entries, &part.key).map(fingerprint);
        entries = merging.map(&entries, std::slice::from_ref(part));
        let after = value_of(&entries, &part.key).map(fingerprint);
        let within = std::mem::take(&mut merging.idle);
        if before == after {
            idle.push((part.key_place, format!("`{}`", part.key)));
        } else {
            some = true;
            idle.extend(within);
        }
    }
    if some {
        for (place, what) in idle {
            let message = format!("{what} giống hệt trong chế độ của chương trình");
            let finding = Diagnostic::error(Code::RegimeOverride, place, message);
            merging.tell(
                finding
                    .warning()
                    .with_help("bỏ chỗ này; chỉ ghi những gì khác"),
            );
        }
    } else if !merging.is_faulty {
        let message = "tệp không sửa gì của chế độ mà chương trình có";
        let finding = Diagnostic::error(Code::RegimeOverride, of, message).warning();
        merging.tell(finding.with_help("xóa tệp này nếu không cần; chỉ ghi những gì khác"));
    }
    Node {
        place: changes.place,
        value: NodeValue::Map(entries),
    }
}

struct Merging<'r, 'a> {
    reader: &'r mut Reader<'a>,
    tells: bool,
    /// Whether something could not be put in.
    is_faulty: bool,
    /// What says the same as the regime.
    idle: Vec<(Place, String)>,
}

impl Merging<'_, '_> {
    fn tell(&mut self, finding: Diagnostic) {
        self.is_faulty |= finding.severity == Severity::Error;
        if self.tells {
            self.reader.report(finding);
        }
    }

    fn number_of_a_change(&mut self, part: &Entry) {
        let message = "tệp sửa chế độ không có số của mình";
        let finding = Diagnostic::error(Code::RegimeOverride, part.key_place, message);
        self.tell(finding.with_help(
            "bỏ dòng này; số của chế độ ghi trong cau-hinh.yaml: `che_do: {tên chế độ: số}`",
        ));
    }

    /// A value of the regime under a key with what is changed of it.
    fn value(&mut self, carried: &Node, change: &Node, key: &str) -> Node {
        let value = match (&carried.value, &change.value) {
            // A row is worked out in one way.
            (NodeValue::Map(_), NodeValue::Map(_)) if key == "cong_thuc" => change.value.clone(),
            (NodeValue::Map(entries), NodeValue::Map(changes)) => {
                NodeValue::Map(self.map(entries, changes))
            }
            (NodeValue::List(items), NodeValue::List(changes))
                if items.iter().any(|item| ItemName::of(item).is_some()) =>
            {
                NodeValue::List(self.list(items, changes, key))
            }
            _ => change.value.clone(),
        };
        Node {
            place: change.place,
            value,
        }
    }

    fn map(&mut self, carried: &[Entry], changes: &[Entry]) -> Vec<Entry> {
        let mut merged = carried.to_vec();
        for change in changes {
            let at = merged.iter().position(|entry| entry.key == change.key);
            if let NodeValue::Map(entries) = &change.value.value
                && let Some(only) = entries.iter().find(|entry| entry.key == REMOVE)
                && (entries.len() == 1 || is_plain_true(&only.value))
            {
                if let Some(other) = entries.iter().find(|entry| entry.key != REMOVE) {
                    self.beside_removal(other);
                    continue;
                }
                match (at, self.is_true(only)) {
                    (Some(at), true) => {
                        merged.remove(at);
                    }
                    (None, true) => {
                        let known = merged.iter().map(|entry| entry.key.as_str());
                        let near = vi::nearest(&change.key, known).map(str::to_owned);
                        self.nothing_there(
                            change.key_place,
                            &format!("khóa `{}`", change.key),
                            near,
                        );
                    }
                    (_, false) => {}
                }
                continue;
            }
            let mut entry = change.clone();
            if let Some(at) = at {
                entry.value = self.value(&merged[at].value, &change.value, &change.key);
                merged[at] = entry;
                continue;
            }
            let behind = taken(&mut entry.value, BEHIND);
            let at = behind.and_then(|behind| {
                let key = word_of(&behind.value)?;
                let at = merged.iter().position(|entry| entry.key == key);
                if at.is_none() {
                    let known = merged.iter().map(|entry| entry.key.as_str());
                    let near = vi::nearest(key, known).map(str::to_owned);
                    self.nothing_there(behind.value.place, &format!("khóa `{key}`"), near);
                }
                at
            });
            merged.insert(at.map_or(merged.len(), |at| at + 1), entry);
        }
        merged
    }

    fn list(&mut self, carried: &[Node], changes: &[Node], key: &str) -> Vec<Node> {
        let mut merged = carried.to_vec();
        let mut seen = BTreeSet::new();
        // Behind an item, several new ones stand in the order in which they are written.
        let mut behind: Vec<(String, String)> = Vec::new();
        for change in changes {
            let Some(name) = ItemName::of(change) else {
                merged.push(change.clone());
                continue;
            };
            if !seen.insert(name.to_string()) {
                let message = format!("{name} ghi hai lần trong danh sách này");
                let finding = Diagnostic::error(Code::RegimeOverride, name.place(), message);
                self.tell(finding.with_help("gộp hai chỗ làm một"));
                continue;
            }
            let mut item = change.clone();
            let removed = taken(&mut item, REMOVE);
            let after = taken(&mut item, BEHIND);
            let known = merged.iter().position(|item| name.is_of(item));
            let mut at = known.or_else(|| {
                let is_new = after.is_some() || removed.is_some() || name.word().is_none();
                let is_part =
                    !is_new && key == PARTS && value_of(entries_of(&item), "tieu_de").is_none();
                is_part
                    .then(|| part_of_new_sections(&item, &merged))
                    .flatten()
            });
            if let Some(removed) = removed {
                let own = name.keys();
                let others = entries_of(change).iter();
                let mut others = others.filter(|entry| entry.key != REMOVE);
                if let Some(other) = others.find(|entry| !own.contains(&entry.key.as_str()))
                    && self.is_true(&removed)
                {
                    self.beside_removal(other);
                    continue;
                }
                match (at, self.is_true(&removed)) {
                    (Some(at), true) => {
                        merged.remove(at);
                    }
                    (None, true) => {
                        let near = name.nearest(&merged);
                        self.nothing_there(name.place(), &name.to_string(), near);
                    }
                    (_, false) => {}
                }
                continue;
            }
            let item = if let Some(known) = at.map(|at| merged[at].clone()) {
                let item = self.value(&known, &item, key);
                if after.is_none() && fingerprint(&item) == fingerprint(&known) {
                    self.idle.push((name.place(), name.to_string()));
                }
                item
            } else if self.may_be_new(&item, &name, (&merged, key), after.is_some()) {
                item
            } else {
                continue;
            };
            let place = after.as_ref().and_then(|after| {
                let word = word_of(&after.value)?;
                let found = self.behind(word, after.value.place, &merged, &behind);
                if found.is_some() {
                    behind.retain(|(first, _)| first != word);
                    behind.extend(name.word().map(|name| (word.to_owned(), name.to_owned())));
                }
                found
            });
            match (at.take(), place) {
                (Some(at), None) => merged[at] = item,
                (Some(at), Some(place)) => {
                    merged.remove(at);
                    merged.insert(if at < place { place - 1 } else { place }, item);
                }
                (None, place) => merged.insert(place.unwrap_or(merged.len()), item),
            }
        }
        merged
    }

    /// The place in a list behind an item that is named, and behind what was put there before.
    fn behind(
        &mut self,
        word: &str,
        place: Place,
        merged: &[Node],
        before: &[(String, String)],
    ) -> Option<usize> {
        let last = before.iter().find(|(first, _)| first == word);
        let last = last.map_or(word, |(_, last)| last.as_str());
        let at = merged.iter().position(|item| ItemName::has(item, last));
        if at.is_none() {
            let near = ItemName::nearest_of(word, merged);
            self.nothing_there(place, &format!("mục mã `{word}`"), near);
        }
        at.map(|at| at + 1)
    }

    /// Whether an item that the list has not is a new one; told where it is not.
    fn may_be_new(
        &mut self,
        item: &Node,
        name: &ItemName,
        (items, list): (&[Node], &str),
        is_placed: bool,
    ) -> bool {
        let near = name.nearest(items);
        let needed = name.needed(list);
        let keys = entries_of(item);
        let missing = needed.iter().filter(|key| value_of(keys, key).is_none());
        let missing: Vec<_> = missing.map(|key| format!("`{key}`")).collect();
        if missing.is_empty() && (is_placed || near.is_none()) {
            return true;
        }
        let finding = Diagnostic::error(
            Code::RegimeOverride,
            name.place(),
            format!("chế độ không có {name} ở đây"),
        );
        let finding = match near {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding,
        };
        let behind = format!("ghi `{BEHIND}: …` (mã của mục đứng trước)");
        self.tell(finding.with_help(if missing.is_empty() {
            format!("thêm mục mới thì {behind}")
        } else {
            format!(
                "thêm mục mới thì {behind}, và ghi đủ {}",
                missing.join(", ")
            )
        }));
        false
    }

    fn nothing_there(&mut self, place: Place, what: &str, near: Option<String>) {
        let message = format!("chế độ không có {what} ở đây");
        let finding = Diagnostic::error(Code::RegimeOverride, place, message);
        self.tell(match near {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding.with_help("xem lại mã trong chế độ, hoặc bỏ chỗ này"),
        });
    }

    /// Tells of what is said of something that is taken out.
    fn beside_removal(&mut self, other: &Entry) {
        let message = format!(
            "`{REMOVE}: true` bỏ cả mục này nên `{}` không có tác dụng",
            other.key
        );
        let finding = Diagnostic::error(Code::RegimeOverride, other.key_place, message);
        self.tell(finding.with_help(format!(
            "muốn bỏ mục này thì xóa `{}`; muốn sửa thì xóa `{REMOVE}`",
            other.key
        )));
    }

    /// Whether something is taken out; told where it is not said so.
    fn is_true(&mut self, entry: &Entry) -> bool {
        let is_true = is_plain_true(&entry.value);
        if !is_true {
            let message = format!("`{REMOVE}` chỉ nhận `true`");
            let finding = Diagnostic::error(Code::RegimeOverride, entry.value.place, message);
            self.tell(finding.with_help(format!(
                "viết `{REMOVE}: true` để bỏ mục này{}; giữ lại thì xóa `{REMOVE}`",
                if word_of(&entry.value) == Some("true") {
                    ", không có dấu nháy"
                } else {
                    ""
                }
            )));
        }
        is_true
    }
}

/// Whether `true` is written, which in quotation marks would be a word.
fn is_plain_true(node: &Node) -> bool {
    let NodeValue::Scalar { text, style } = &node.value else {
        return false;
    };
    text == "true" && *style == ScalarStyle::Plain
}

/// The part in a list that has the section behind which a new one is to stand.
fn part_of_new_sections(item: &Node, parts: &[Node]) -> Option<usize> {
    let NodeValue::List(sections) = &value_of(entries_of(item), SECTIONS)?.value else {
        return None;
    };
    let behind = |section: &Node| {
        let behind = value_of(entries_of(section), BEHIND)?;
        Some(word_of(behind)?.to_owned())
    };
    let behind = sections.iter().find_map(behind)?;
    parts.iter().position(|part| ItemName::has(part, &behind))
}

/// Takes a key out of a group.
fn taken(node: &mut Node, key: &str) -> Option<Entry> {
    let NodeValue::Map(entries) = &mut node.value else {
        return None;
    };
    let at = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(at))
}

fn entries_of(node: &Node) -> &[Entry] {
    match &node.value {
        NodeValue::Map(entries) => entries,
        _ => &[],
    }
}

fn value_of<'n>(entries: &'n [Entry], key: &str) -> Option<&'n Node> {
    let entry = entries.iter().find(|entry| entry.key == key);
    entry.map(|entry| &entry.value)
}

fn word_of(node: &Node) -> Option<&str> {
    match &node.value {
        NodeValue::Scalar { text, .. } => Some(text.trim()),
        _ => None,
    }
}
