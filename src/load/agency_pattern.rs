//! Patterns of `co-quan.yaml` (`mau`): what units of one kind have in common is written once, and
//! its texts have gaps for what each has of its own.
//!
//! Not for: what the keys mean (`agency`), or what one unit makes of a pattern (`agency_unit`).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::agency_gaps::{GapValues, asks_for_place, is_known, next_gap, set_apart, with_place};
use super::agency_unit::dated;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::reader::Reader;
use super::territory::asked_for as asked_for_place;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Territory;
use crate::vi;

/// What units must have of their own, and why.
const OWN: [(&str, &str); 3] = [
    ("ho_ten", "tên người ký là của từng đơn vị"),
    ("tien_than", "cơ quan tiền thân là của từng đơn vị"),
    ("mau", "mẫu không dựa trên mẫu khác"),
];

/// All patterns of a file by their names; nothing of one that could not be read.
#[derive(Default)]
pub(super) struct Patterns(IndexMap<String, Option<Pattern>>);

/// What was told of patterns, and which are used.
#[derive(Default)]
pub(super) struct Told {
    faults: BTreeSet<(Place, Code)>,
    used: BTreeSet<String>,
}

/// What units of one kind have in common.
pub(super) struct Pattern {
    name: String,
    place: Place,
    /// Behind its last byte.
    end: usize,
    /// What holds from the beginning.
    pub(super) entries: Vec<Entry>,
    /// What is otherwise from a day on.
    pub(super) changes: Vec<(NaiveDate, Vec<Entry>)>,
}

impl Patterns {
    /// The group `mau`, with the words of the place in its gaps for them.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        node: &Node,
        territory: Option<&Territory>,
    ) -> Self {
        let entries = reader.entries(node).unwrap_or_default();
        let patterns = entries.iter().map(|entry| {
            let pattern = Pattern::read(reader, entry, territory);
            (entry.key.clone(), pattern)
        });
        Self(patterns.collect())
    }

    /// The pattern that a unit names; reports one that is not there.
    pub(super) fn named(&self, reader: &mut Reader<'_>, node: &Node) -> Option<&Pattern> {
        let name = reader.word(node)?;
        let found = self.0.get(&name.value);
        if found.is_none() {
            let message = format!("không có mẫu `{}`", name.value);
            let finding = Diagnostic::error(Code::AgencyPattern, name.place, message);
            let names = || self.0.keys().map(String::as_str);
            reader.report(match vi::nearest(&name.value, names()) {
                Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                None if self.0.is_empty() => {
                    finding.with_help("khai các mẫu trong nhóm `mau` của co-quan.yaml")
                }
                None => {
                    let names: Vec<_> = names().collect();
                    finding.with_help(format!("các mẫu đã khai: {}", names.join(", ")))
                }
            });
        }
        found?.as_ref()
    }

    /// Notes patterns that no unit names, with what a reader of units finds in them.
    pub(super) fn unused(
        &self,
        reader: &mut Reader<'_>,
        told: &Told,
        read: impl Fn(&mut Reader<'_>, &Entry),
    ) {
        for pattern in self.0.values().flatten() {
            if !told.used.contains(&pattern.name) {
                for unit in pattern.as_units() {
                    let ((), findings) = reader.apart(|reader| read(reader, &unit));
                    let own = |finding: &Diagnostic| {
                        finding.place.is_some_and(|place| pattern.holds(place))
                    };
                    reader.again(|reader| {
                        for finding in findings.into_iter().filter(own) {
                            reader.report(finding);
                        }
                    });
                }
                let message = format!("chưa có đơn vị nào theo mẫu `{}`", pattern.name);
                let help = format!("ghi `mau: {}` cho đơn vị, hoặc xóa mẫu", pattern.name);
                reader.report(
                    Diagnostic::error(Code::AgencyPattern, pattern.place, message)
                        .note()
                        .with_help(help),
                );
            }
        }
    }
}

impl Told {
    /// Notes that a unit is made after a pattern.
    pub(super) fn used(&mut self, pattern: &Pattern) {
        self.used.insert(pattern.name.clone());
    }

    /// What is to be told of a finding about a unit: what is wrong with its pattern once, with the
    /// first unit that shows it.
    pub(super) fn once(
        &mut self,
        pattern: &Pattern,
        unit: &Entry,
        finding: Diagnostic,
    ) -> Option<Diagnostic> {
        let of_pattern = finding.place.filter(|place| pattern.holds(*place));
        let Some(place) = of_pattern else {
            return Some(finding);
        };
        let is_new = self.faults.insert((place, finding.code));
        let label = format!("`{}` theo mẫu này", unit.key);
        is_new.then(|| finding.with_label(unit.key_place, label))
    }
}

impl Pattern {
    fn read(reader: &mut Reader<'_>, entry: &Entry, territory: Option<&Territory>) -> Option<Self> {
        let entries = reader.entries(&entry.value)?;
        let (changes, mut constant): (Vec<_>, Vec<_>) =
            entries.iter().cloned().partition(|e| e.key == "thay_doi");
        let mut changes = changes
            .first()
            .map(|changes| dated(reader, &changes.value))
            .unwrap_or_default();
        let parts = changes.iter_mut().map(|(_, changed)| changed);
        for part in std::iter::once(&mut constant).chain(parts) {
            own_to_units(reader, part);
            // What was refused is not asked of every unit again.
            part.retain(|entry| OWN.iter().all(|(key, _)| entry.key != *key));
            for entry in part {
                let is_refused = gaps(reader, &entry.value);
                match territory {
                    _ if is_refused => entry.value.value = NodeValue::Refused,
                    Some(place) => entry.value = with_place(&entry.value, place),
                    None if asks_for_place(&entry.value) => {
                        reader.report(asked_for_place(entry.value.place));
                        entry.value.value = NodeValue::Refused;
                    }
                    None => {}
                }
            }
        }
        Some(Self {
            name: entry.key.clone(),
            place: entry.key_place,
            end: end(&entry.value).max(entry.key_place.end()),
            entries: constant,
            changes,
        })
    }

    /// Units as they would be from the beginning and from each day on, so that what it says can be
    /// read where no unit is made after it.
    fn as_units(&self) -> Vec<Entry> {
        let values = GapValues::of("don-vi", "xã Mẫu");
        let mut now = self.entries.clone();
        let mut units = vec![self.as_unit(&values, &now)];
        for (_, changed) in &self.changes {
            for new in changed {
                now.retain(|old| old.key != new.key);
                now.push(new.clone());
            }
            units.push(self.as_unit(&values, &now));
        }
        units
    }

    fn as_unit(&self, values: &GapValues, entries: &[Entry]) -> Entry {
        let mut entries: Vec<_> = entries.iter().map(|entry| values.entry(entry)).collect();
        if entries.iter().all(|entry| entry.key != "ten") {
            entries.push(Entry {
                key: "ten".to_owned(),
                key_place: self.place,
                value: Node {
                    place: self.place,
                    value: NodeValue::Scalar {
                        text: values.fill("{ten}"),
                        style: ScalarStyle::Quoted,
                    },
                },
            });
        }
        Entry {
            key: "don-vi".to_owned(),
            key_place: self.place,
            value: Node {
                place: self.place,
                value: NodeValue::Map(entries),
            },
        }
    }

    /// Where it is declared.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a place is within it.
    pub(super) fn holds(&self, place: Place) -> bool {
        let span = self.place.start()..=self.end;
        place.source == self.place.source
            && span.contains(&place.start())
            && span.contains(&place.end())
    }
}

/// Whether any text of a value has a gap that is filled otherwise for each unit.
fn has_gap(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            Territory::gaps_in(text).any(|gap| !Territory::GAPS.contains(&gap.trim()))
        }
        NodeValue::List(items) => items.iter().any(has_gap),
        NodeValue::Map(entries) => entries.iter().any(|entry| has_gap(&entry.value)),
        // Told already, so that nothing more is asked of it.
        NodeValue::Nothing | NodeValue::Refused => true,
    }
}

/// Behind the last byte of a value.
fn end(node: &Node) -> usize {
    let below = match &node.value {
        NodeValue::List(items) => items.iter().map(end).max(),
        NodeValue::Map(entries) => entries
            .iter()
            .map(|entry| entry.key_place.end().max(end(&entry.value)))
            .max(),
        NodeValue::Nothing | NodeValue::Refused | NodeValue::Scalar { .. } => None,
    };
    below.unwrap_or_default().max(node.place.end())
}

/// Reports what a pattern says and units must have of their own.
fn own_to_units(reader: &mut Reader<'_>, entries: &[Entry]) {
    let mut refuse = |place: Place, key: &str, why: &str| {
        let message = format!("mẫu không có khóa `{key}`: {why}");
        let help = match key {
            "ho_ten" => "xóa ở đây; ghi ở từng đơn vị, ví dụ `ho_ten: {chu-tich: Nguyễn Văn Mẫu}`"
                .to_owned(),
            "mau" => "ghi đủ các khóa trong mẫu này".to_owned(),
            _ => format!("xóa ở đây; ghi `{key}` ở từng đơn vị"),
        };
        reader.report(Diagnostic::error(Code::AgencyPattern, place, message).with_help(help));
    };
    for entry in entries {
        for (key, why) in OWN {
            if entry.key == key {
                refuse(entry.key_place, key, why);
            }
        }
        let below = below(&entry.value);
        match entry.key.as_str() {
            "nguoi_ky" => {
                for signer in below {
                    let mut said = self::below(&signer.value).iter();
                    if let Some(name) = said.find(|said| said.key == "ho_ten") {
                        refuse(name.key_place, "ho_ten", OWN[0].1);
                    }
                }
            }
            "dau_moi" => {
                for said in below {
                    if ["dien_thoai", "thu_dien_tu"].contains(&said.key.as_str()) {
                        let why = "điện thoại, thư điện tử là của từng đơn vị";
                        refuse(said.key_place, &said.key, why);
                    }
                }
            }
            _ => {}
        }
    }
    for entry in entries {
        let named = ["ten", "ten_dau_van_ban"].contains(&entry.key.as_str());
        if named && !has_gap(&entry.value) {
            let message = format!(
                "`{}` của mẫu không có chỗ điền nào, nên mọi đơn vị theo mẫu mang cùng một tên",
                entry.key
            );
            let example = if entry.key == "ten" {
                "`ten: Ủy ban nhân dân {ten}`"
            } else {
                "`ten_dau_van_ban: [ỦY BAN NHÂN DÂN, \"{TEN}\"]`"
            };
            reader.report(
                Diagnostic::error(Code::AgencyPattern, entry.value.place, message)
                    .with_help(format!("ghi chỗ điền tên, ví dụ {example}")),
            );
        }
    }
}

/// The entries of a value; none where it is no mapping.
fn below(node: &Node) -> &[Entry] {
    match &node.value {
        NodeValue::Map(entries) => entries,
        _ => &[],
    }
}

/// Reports gaps that do not exist, those that touch words, and those that YAML takes for groups;
/// says whether the value is such a group.
fn gaps(reader: &mut Reader<'_>, node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            let mut rest = text.as_str();
            while let Some((_, gap, behind)) = next_gap(rest) {
                if !is_known(gap) {
                    unknown_gap(reader, node.place, gap);
                }
                rest = behind;
            }
            if let Some(apart) = set_apart(text) {
                let message = "chỗ điền dính liền chữ bên cạnh, nên tên in ra cũng dính liền";
                let finding = Diagnostic::error(Code::AgencyPattern, node.place, message);
                reader.report(finding.with_help(format!("thêm dấu cách: `{apart}`")));
            }
        }
        NodeValue::List(items) => {
            for item in items {
                gaps(reader, item);
            }
        }
        NodeValue::Map(entries) => {
            if let [entry] = entries.as_slice()
                && is_known(&entry.key)
                && entry.value.value == NodeValue::Nothing
            {
                let message = format!(
                    "`{{{}}}` không có dấu nháy nên được hiểu là một nhóm khóa",
                    entry.key
                );
                reader.report(
                    Diagnostic::error(Code::ValueType, entry.key_place, message)
                        .with_help(format!("đặt trong dấu nháy kép: `\"{{{}}}\"`", entry.key)),
                );
                return true;
            }
            for entry in entries {
                gaps(reader, &entry.value);
            }
        }
        NodeValue::Nothing | NodeValue::Refused => {}
    }
    false
}

fn unknown_gap(reader: &mut Reader<'_>, place: Place, gap: &str) {
    let text = reader.sources.text(place.source);
    let written = text.get(place.range()).and_then(|written| {
        let at = written.find(&format!("{{{gap}}}"))?;
        Some(place.part(at..at + gap.len() + 2))
    });
    let message = format!("mẫu không có chỗ điền nào tên là `{{{gap}}}`");
    let finding = Diagnostic::error(Code::AgencyPattern, written.unwrap_or(place), message);
    let names = || GapValues::NAMES.iter().chain(Territory::GAPS).copied();
    let help = if let Some(near) = vi::nearest(gap, names()) {
        format!("có phải là `{{{near}}}`?")
    } else {
        let names: Vec<_> = names().map(|name| format!("{{{name}}}")).collect();
        format!("các chỗ điền dùng được: {}", names.join(", "))
    };
    reader.report(finding.with_help(help));
}
