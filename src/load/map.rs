//! Reading a mapping key by key, so that what nobody asked for is reported.

use std::collections::BTreeSet;

use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::vi;

/// The entries of a mapping, and which of them were asked for.
pub(super) struct MapReader<'n> {
    place: Place,
    entries: &'n [Entry],
    asked: Vec<&'static str>,
}

impl<'n> MapReader<'n> {
    pub(super) fn new(place: Place, entries: &'n [Entry]) -> Self {
        Self {
            place,
            entries,
            asked: Vec::new(),
        }
    }

    /// The value of a key that may be missing.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        self.entries.iter().find(|e| e.key == key).map(|e| &e.value)
    }

    /// Where a key stands, if it is there.
    pub(super) fn key_place(&self, key: &str) -> Option<Place> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map(|entry| entry.key_place)
    }

    /// The value of a key that must be there; reports its absence.
    pub(super) fn required(
        &mut self,
        key: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<&'n Node> {
        let found = self.optional(key);
        if found.is_none() {
            let help = if self.place.range().is_empty() {
                format!("thêm dòng `{key}: …` ở cấp ngoài cùng của tệp, không thụt vào")
            } else {
                format!("thêm dòng `{key}: …` vào nhóm này")
            };
            reader.report(
                Diagnostic::error(Code::KeyMissing, self.place, format!("thiếu khóa `{key}`"))
                    .with_help(help),
            );
        }
        found
    }

    /// Reports every key that was not asked for. Gives whether one of them seems to be meant
    /// for a key that is missing.
    pub(super) fn finish(self, reader: &mut Reader<'_>) -> bool {
        let mut misspelt = false;
        let present: BTreeSet<_> = self.entries.iter().map(|e| e.key.as_str()).collect();
        let mut adviser = vi::Adviser::default();
        for entry in self.entries {
            if self.asked.contains(&entry.key.as_str()) {
                continue;
            }
            let finding = Diagnostic::error(
                Code::KeyUnknown,
                entry.key_place,
                format!("không có khóa nào tên là `{}` ở đây", entry.key),
            );
            if entry.key.contains(' ') && entry.value.value == NodeValue::Nothing {
                reader.report(finding.with_help(
                    "nếu đây là phần sau dấu phẩy của một câu trong ngoặc nhọn, đặt cả câu trong dấu nháy kép",
                ));
                continue;
            }
            let near = adviser.nearest(&entry.key, self.asked.iter().copied());
            misspelt |= near.is_some_and(|near| !present.contains(near));
            let help = match near {
                Some(near) => format!("có phải là `{near}`?"),
                None => format!("các khóa dùng được ở đây: {}", self.asked.join(", ")),
            };
            reader.report(finding.with_help(help));
        }
        misspelt
    }
}
