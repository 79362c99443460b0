//! An agency as it is written: what it says itself, what its pattern says, and what is otherwise
//! from a day on, put together before the typed readers see it.
//!
//! Not for: what the keys mean (`agency`).

use chrono::NaiveDate;

use super::agency_gaps::{GapValues, own_name_gap};
use super::agency_pattern::{Pattern, Patterns, Told};
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::vi;

/// What may change while an agency stays the same one.
const CHANGING: &[&str] = &[
    "ten",
    "tu_xung",
    "viet_tat",
    "bao_cao_ve",
    "tong_hop_boi",
    "ten_dau_van_ban",
    "co_quan_chu_quan",
    "dia_danh",
    "ky_thay_mat",
    "nguoi_dung_dau",
    "nguoi_ky",
    "ho_ten",
    "noi_nhan",
    "luu",
    "dau_moi",
];

/// An agency as it is written.
pub(super) struct Unit<'n> {
    entry: &'n Entry,
    /// What it says itself; what its pattern says of the same gives way.
    own: Vec<Entry>,
    pattern: Option<&'n Pattern>,
    /// What its pattern says.
    shared: Vec<Entry>,
}

/// What is otherwise from a day on.
pub(super) struct Changed {
    pub(super) day: NaiveDate,
    /// Whether it is the pattern that says so.
    of_pattern: bool,
    entries: Vec<Entry>,
}

impl<'n> Unit<'n> {
    /// An agency with the pattern that it names, and its changes in the order of their days.
    /// Nothing where that pattern is not there.
    pub(super) fn of(
        reader: &mut Reader<'_>,
        entry: &'n Entry,
        entries: &[Entry],
        (patterns, told): (&'n Patterns, &mut Told),
    ) -> Option<(Self, Vec<Changed>)> {
        let is = |key: &'static str| move |entry: &&Entry| entry.key == key;
        let mut changes: Vec<_> = entries
            .iter()
            .find(is("thay_doi"))
            .map(|changes| dated(reader, &changes.value))
            .unwrap_or_default()
            .into_iter()
            .map(|(day, entries)| Changed {
                day,
                of_pattern: false,
                entries,
            })
            .collect();
        let named = entries.iter().find(is("mau"));
        let pattern = match named {
            Some(named) => Some(patterns.named(reader, &named.value)?),
            None => None,
        };
        if let Some(pattern) = pattern {
            told.used(pattern);
            let of_pattern = pattern.changes.iter().map(|(day, entries)| Changed {
                day: *day,
                of_pattern: true,
                entries: entries.clone(),
            });
            changes.extend(of_pattern);
            changes.sort_by_key(|change| change.day);
        }
        if pattern.is_some() {
            named_twice(reader, entry, entries);
            for change in changes.iter().filter(|change| !change.of_pattern) {
                named_twice(reader, entry, &change.entries);
            }
        }
        let own = entries.iter();
        let own = own.filter(|e| e.key != "thay_doi" && e.key != "mau");
        let unit = Self {
            entry,
            own: own.cloned().collect(),
            pattern,
            shared: pattern.map_or_else(Vec::new, |pattern| pattern.entries.clone()),
        };
        Some((unit, changes))
    }

    /// Puts what has changed in the place of what was. Names of signers change one by one.
    pub(super) fn change(&mut self, changed: &Changed) {
        let signers = changed.entries.iter().find(|new| new.key == "nguoi_ky");
        if let Some(signers) = signers.filter(|_| !changed.of_pattern) {
            // Who is named there is named so from that day on.
            let own = self.own.iter_mut().find(|own| own.key == "ho_ten");
            if let Some(NodeValue::Map(names)) = own.map(|own| &mut own.value.value) {
                names.retain(|name| name_of(signers, &name.key).is_none());
            }
        }
        let now = if changed.of_pattern {
            &mut self.shared
        } else {
            &mut self.own
        };
        for new in &changed.entries {
            let old = now.iter_mut().find(|old| old.key == new.key);
            match old {
                Some(old) if new.key == "ho_ten" => put_together(old, new),
                Some(old) => *old = new.clone(),
                None => now.push(new.clone()),
            }
        }
    }

    /// What a reader makes of it as it is now. What is wrong with its pattern is told once for all
    /// units.
    pub(super) fn read<T>(
        &self,
        reader: &mut Reader<'_>,
        told: &mut Told,
        read: impl FnOnce(&mut Reader<'_>, &Entry) -> Option<T>,
    ) -> Option<T> {
        let Some(pattern) = self.pattern else {
            return read(reader, &self.with(self.own.clone()));
        };
        let (whole, faults) = reader.apart(|reader| self.whole(reader, pattern, told));
        let known: Vec<_> = faults.iter().map(|finding| finding.code).collect();
        for finding in faults {
            reader.report(finding);
        }
        let (whole, name) = whole?;
        let (made, findings) = reader.apart(|reader| read(reader, &whole));
        for finding in findings {
            // What is wrong with its name is so wherever the pattern puts it.
            let within = |place: Place| {
                let of_name = place.start() >= name.start() && place.end() <= name.end();
                of_name || pattern.holds(place)
            };
            let has_name = finding.place.is_some_and(within);
            if has_name && known.contains(&finding.code) {
                continue;
            }
            if let Some(finding) = told.once(pattern, self.entry, finding) {
                reader.report(finding);
            }
        }
        made
    }

    fn with(&self, entries: Vec<Entry>) -> Entry {
        Entry {
            value: Node {
                place: self.entry.value.place,
                value: NodeValue::Map(entries),
            },
            ..self.entry.clone()
        }
    }

    /// With what its pattern says, and the place of its name.
    fn whole(
        &self,
        reader: &mut Reader<'_>,
        pattern: &Pattern,
        told: &mut Told,
    ) -> Option<(Entry, Place)> {
        let id = &self.entry.key;
        let Some(name) = self.own.iter().find(|own| own.key == "ten") else {
            let message = format!("`{id}` theo mẫu `{}` nhưng chưa khai `ten`", pattern.name());
            reader.report(
                Diagnostic::error(Code::AgencyPattern, self.entry.key_place, message)
                    .with_help("thêm tên của đơn vị, ví dụ `ten: xã Đại Hải`"),
            );
            return None;
        };
        let place = name.value.place;
        let text = reader
            .text(&name.value)?
            .value
            .replace(['\u{a0}', '\u{202f}'], " ");
        let values = GapValues::of(id, &text);
        let has = |entries: &[Entry], key: &str| entries.iter().any(|entry| entry.key == key);
        if !has(&self.own, "cap") && !has(&self.shared, "cap") {
            let message = format!("mẫu `{}` chưa khai `cap`", pattern.name());
            let finding = Diagnostic::error(Code::KeyMissing, pattern.place(), message)
                .with_help("thêm dòng `cap: …` vào mẫu, với một cấp đã khai ở đầu tệp");
            if let Some(finding) = told.once(pattern, self.entry, finding) {
                reader.report(finding);
            }
            return None;
        }
        let used = |gap: &Entry| gap.key == "ten" || !has(&self.own, &gap.key);
        let asked = self.shared.iter().filter(|shared| used(shared));
        let mut asked = asked.filter_map(|shared| Some((shared, own_name_gap(&shared.value)?)));
        let asked = asked.next().filter(|_| values.has_no_own_name());
        if let Some((shared, gap)) = asked {
            let message = format!(
                "`ten` của `{id}` không có tên riêng, mà mẫu `{}` dùng `{{{gap}}}` ở `{}`",
                pattern.name(),
                shared.key
            );
            let finding = Diagnostic::error(Code::AgencyPattern, place, message);
            reader.report(finding.with_help(format!(
                "ghi đủ loại và tên riêng, ví dụ `ten: xã Đại Hải`; không có tên riêng thì khai `{}` ở đơn vị",
                shared.key
            )));
            return None;
        }
        let own = self
            .own
            .iter()
            .filter(|own| own.key != "ten" && own.key != "ho_ten");
        let mut entries: Vec<_> = own.cloned().collect();
        for shared in &self.shared {
            if shared.key == "ten" {
                let full = values.filled(&shared.value);
                if let NodeValue::Scalar { text: full, .. } = full.value {
                    self.once_named(reader, &shared.value, (&text, place));
                    entries.push(named(name, full));
                    continue;
                }
            }
            if !has(&entries, &shared.key) {
                entries.push(values.entry(shared));
            }
        }
        if !has(&entries, "ten") {
            entries.push(named(name, text));
        }
        if let Some(names) = self.own.iter().find(|own| own.key == "ho_ten") {
            self.signed_by(reader, &names.value, &mut entries);
        }
        Some((self.with(entries), place))
    }

    /// Reports a name that has what the pattern puts before it.
    fn once_named(&self, reader: &mut Reader<'_>, pattern: &Node, (name, place): (&str, Place)) {
        let NodeValue::Scalar { text, .. } = &pattern.value else {
            return;
        };
        let Some((before, rest)) = text.split_once('{') else {
            return;
        };
        if !rest.trim_start().starts_with("ten}") {
            return;
        }
        let before = before.to_lowercase();
        let before = before.trim();
        let short = if before == "ủy ban nhân dân" {
            "ubnd"
        } else {
            before
        };
        let lower = name.to_lowercase();
        let twice = [before, short].into_iter().find(|before| {
            let rest = lower.strip_prefix(before);
            !before.is_empty() && rest.is_some_and(|rest| rest.starts_with(' '))
        });
        let Some(twice) = twice else { return };
        let own = name.get(twice.len()..).unwrap_or_default().trim();
        let message = format!(
            "mẫu đã có “{}” trước tên của `{}`",
            text.trim(),
            self.entry.key
        );
        reader.report(
            Diagnostic::error(Code::AgencyPattern, place, message)
                .with_help(format!("ghi `ten: {own}`")),
        );
    }

    /// Puts the names of signers behind their titles; reports those of signers that are not there.
    fn signed_by(&self, reader: &mut Reader<'_>, names: &Node, entries: &mut [Entry]) {
        let Some(names) = reader.entries(names) else {
            return;
        };
        let mut signers = entries.iter_mut().find(|entry| entry.key == "nguoi_ky");
        for name in names {
            let all = match signers.as_mut().map(|signers| &mut signers.value.value) {
                Some(NodeValue::Map(all)) => all.as_mut_slice(),
                _ => &mut [],
            };
            let known: Vec<_> = all.iter().map(|signer| signer.key.clone()).collect();
            let signer = all.iter_mut().find(|signer| signer.key == name.key);
            let Some(signer) = signer else {
                let message = format!("`{}` không có người ký `{}`", self.entry.key, name.key);
                let finding = Diagnostic::error(Code::AgencyPattern, name.key_place, message);
                let near = vi::nearest(&name.key, known.iter().map(String::as_str));
                reader.report(match near {
                    Some(near) => finding.with_help(format!("có phải là `{near}`?")),
                    None if known.is_empty() => {
                        finding.with_help("khai `nguoi_ky` với chức vụ trong mẫu trước")
                    }
                    None => finding
                        .with_help(format!("những người ký mẫu đã khai: {}", known.join(", "))),
                });
                continue;
            };
            if let NodeValue::Map(said) = &mut signer.value.value {
                said.retain(|said| said.key != "ho_ten");
                said.push(Entry {
                    key: "ho_ten".to_owned(),
                    key_place: name.key_place,
                    value: name.value.clone(),
                });
            }
        }
    }
}

/// The name that a signer has among others.
fn name_of<'e>(signers: &'e Entry, key: &str) -> Option<&'e Entry> {
    let NodeValue::Map(signers) = &signers.value.value else {
        return None;
    };
    let signer = signers.iter().find(|signer| signer.key == key)?;
    let NodeValue::Map(said) = &signer.value.value else {
        return None;
    };
    said.iter().find(|said| said.key == "ho_ten")
}

/// Reports signers whose names stand in two places, neither of which is the later one.
fn named_twice(reader: &mut Reader<'_>, unit: &Entry, entries: &[Entry]) {
    let find = |key: &str| entries.iter().find(|entry| entry.key == key);
    let (Some(names), Some(signers)) = (find("ho_ten"), find("nguoi_ky")) else {
        return;
    };
    let NodeValue::Map(names) = &names.value.value else {
        return;
    };
    for name in names {
        let Some(other) = name_of(signers, &name.key) else {
            continue;
        };
        let message = format!(
            "`{}` ghi họ tên của `{}` ở cả `ho_ten` và `nguoi_ky`",
            unit.key, name.key
        );
        reader.report(
            Diagnostic::error(Code::AgencyPattern, name.key_place, message)
                .with_label(other.value.place, "ở `nguoi_ky`")
                .with_help("giữ một chỗ, xóa chỗ kia"),
        );
    }
}

/// The entry of a name, with another name.
fn named(name: &Entry, full: String) -> Entry {
    let style = match &name.value.value {
        NodeValue::Scalar { style, .. } => *style,
        _ => ScalarStyle::Quoted,
    };
    Entry {
        value: Node {
            place: name.value.place,
            value: NodeValue::Scalar { text: full, style },
        },
        ..name.clone()
    }
}

/// Puts the entries of a group in the place of those that have the same names.
fn put_together(old: &mut Entry, new: &Entry) {
    let (NodeValue::Map(all), NodeValue::Map(changed)) = (&mut old.value.value, &new.value.value)
    else {
        *old = new.clone();
        return;
    };
    all.retain(|old| !changed.iter().any(|new| new.key == old.key));
    all.extend(changed.iter().cloned());
}

/// Changes in the order of their days.
pub(super) fn dated(reader: &mut Reader<'_>, node: &Node) -> Vec<(NaiveDate, Vec<Entry>)> {
    let mut changes = Vec::new();
    for entry in reader.entries(node).unwrap_or_default() {
        let day = Node {
            place: entry.key_place,
            value: NodeValue::Scalar {
                text: entry.key.clone(),
                style: ScalarStyle::Plain,
            },
        };
        let (day, changed) = (reader.date(&day), reader.entries(&entry.value));
        let (Some(day), Some(changed)) = (day, changed) else {
            continue;
        };
        for other in changed
            .iter()
            .filter(|e| !CHANGING.contains(&e.key.as_str()))
        {
            reader.report(
                Diagnostic::error(
                    Code::KeyUnknown,
                    other.key_place,
                    format!("`{}` không thay đổi được theo thời gian", other.key),
                )
                .with_help(format!("các khóa thay đổi được: {}", CHANGING.join(", "))),
            );
        }
        let known = changed
            .iter()
            .filter(|e| CHANGING.contains(&e.key.as_str()));
        changes.push((day.value, known.cloned().collect()));
    }
    changes.sort_by_key(|(day, _)| *day);
    changes
}
