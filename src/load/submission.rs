//! One unit's file for one period.

use indexmap::IndexMap;

use super::answer::answers;
use super::document::{correction, document};
use super::figures::{figures, finals, totals};
use super::fingerprint::fingerprint;
use super::map::MapReader;
use super::narrative::{Age, item};
use super::node::{Node, NodeValue};
use super::progress::progress;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located, Place, SourceId};
use crate::model::{
    AgencyId, Chosen, DocumentState, Period, Progress, SectionId, Submission, TaskId,
};

/// A submission. Whether its rows and sections exist is for `check` to say.
pub(super) fn submission(
    reader: &mut Reader<'_>,
    source: SourceId,
    node: &Node,
    agency: AgencyId,
    period: Period,
) -> Option<Submission> {
    let fingerprints = fingerprints(node);
    let mut map = reader.map(node)?;
    let only_to_compare = map
        .optional("chi_de_so_sanh")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let reference_date = map
        .optional("so_lieu_den_ngay")
        .and_then(|n| reader.date(n));
    let own_document = map
        .required("the_thuc", reader)
        .and_then(|n| document(reader, n));
    let is_draft = own_document
        .as_ref()
        .is_some_and(|document| matches!(document.state, DocumentState::Draft));
    let presented = map
        .optional("the_thuc_trinh")
        .and_then(|n| document(reader, n));
    stated(reader, &mut map, "co_quan", agency.as_str());
    stated(reader, &mut map, "ky", &period.to_string());
    let chosen = chosen(reader, &mut map);
    let answers = answers(reader, &mut map);
    // A file that has only begun lacks both; `check` says what they would hold.
    let filled = |node: &&Node| !(is_draft && node.value == NodeValue::Nothing);
    let stated = map.optional("so_lieu").filter(filled);
    let mut read = stated
        .map(|n| figures(reader, n, is_draft))
        .unwrap_or_default();
    if let (None, Some(place)) = (stated, map.key_place("so_lieu")) {
        read.groups.insert(String::new(), place);
    }
    let stated_totals = map
        .optional("so_neu")
        .filter(filled)
        .and_then(|n| totals(reader, n, is_draft));
    let corrections = map.optional("dinh_chinh");
    let corrections = corrections.and_then(|n| reader.list(n, correction));
    let finals = finals(reader, &mut map, is_draft);
    let tasks = map.optional("nhiem_vu").filter(filled);
    let progress_place = tasks.map(|node| node.place);
    let (told, progress_keys) = told(reader, tasks, is_draft);
    let mut narrative = IndexMap::new();
    let mut narrative_keys = IndexMap::new();
    let mut narrative_place = map.key_place("noi_dung");
    let mut untouched: IndexMap<SectionId, Vec<Place>> = IndexMap::new();
    let sections = map.optional("noi_dung").filter(filled).and_then(|n| {
        narrative_place = Some(n.place);
        reader.entries(n)
    });
    for section in sections.unwrap_or_default() {
        let id = SectionId::from(section.key.as_str());
        narrative_keys.insert(id.clone(), section.key_place);
        // A section whose items were all refused has been reported.
        let items = reader.list(&section.value, |reader, node| {
            let (item, age) = item(reader, node)?;
            if age == Age::OfLastReport {
                let places = untouched.entry(id.clone()).or_default();
                places.push(item.paragraph.place);
                return None;
            }
            Some(item)
        });
        let refused = matches!(&section.value.value, NodeValue::List(all) if !all.is_empty());
        if let Some(items) = items.filter(|items| !items.is_empty() || !refused) {
            narrative.insert(id, items);
        }
    }
    // What is under a misspelt name would only be told again as missing.
    let misspelt = map.finish(reader);
    if misspelt {
        return None;
    }
    Some(Submission {
        source,
        agency,
        period,
        only_to_compare,
        reference_date,
        document: own_document?,
        presented,
        corrections: corrections.unwrap_or_default(),
        finals,
        chosen,
        figures: read.by_row,
        figure_keys: read.keys,
        totals: stated_totals.map(Box::new),
        figure_groups: read.groups,
        figures_unreadable: read.unreadable,
        fingerprints,
        answers,
        progress: told,
        progress_keys,
        progress_place,
        narrative,
        untouched,
        narrative_keys,
        narrative_place,
    })
}

/// What is told of tasks, and where each is named.
fn told(
    reader: &mut Reader<'_>,
    node: Option<&Node>,
    is_draft: bool,
) -> (IndexMap<TaskId, Progress>, IndexMap<TaskId, Place>) {
    let mut told = IndexMap::new();
    let mut keys = IndexMap::new();
    let tasks = node.and_then(|node| reader.entries(node));
    for task in tasks.unwrap_or_default() {
        if is_draft && task.value.value == NodeValue::Nothing {
            continue;
        }
        let id = TaskId::from(task.key.as_str());
        keys.insert(id.clone(), task.key_place);
        if let Some(progress) = progress(reader, &task.value) {
            told.insert(id, progress);
        }
    }
    (told, keys)
}

/// The fingerprint of each part of a file, and where the part stands.
fn fingerprints(node: &Node) -> IndexMap<String, (String, Place)> {
    let NodeValue::Map(parts) = &node.value else {
        return IndexMap::new();
    };
    let parts = parts.iter();
    parts
        .map(|part| (part.key.clone(), (fingerprint(&part.value), part.key_place)))
        .collect()
}

/// Whether a file is only there to be compared with.
pub(super) fn is_only_to_compare(node: &Node) -> bool {
    let NodeValue::Map(parts) = &node.value else {
        return false;
    };
    parts.iter().any(|part| {
        let is_true = matches!(&part.value.value, NodeValue::Scalar { text, .. } if text == "true");
        part.key == "chi_de_so_sanh" && is_true
    })
}

/// What a file says of itself must be what its name and folder say: a file that was
/// copied or moved would report for somebody else.
fn stated(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str, meant: &str) {
    let Some(word) = map.optional(key).and_then(|n| reader.word(n)) else {
        return;
    };
    if word.value != meant {
        reader.report(
            Diagnostic::error(
                Code::FileMisplaced,
                word.place,
                format!(
                    "tệp ghi `{key}: {}` nhưng nằm ở chỗ của `{meant}`",
                    word.value
                ),
            )
            .with_help("chuyển tệp về đúng thư mục của kỳ và đúng tên đơn vị, hoặc sửa dòng này"),
        );
    }
}

/// Whose words a compiled report takes over: `chon_don_vi: {ton_tai: [so-y-te]}`.
fn chosen(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> IndexMap<SectionId, Chosen> {
    let sections = map.optional("chon_don_vi").and_then(|n| reader.entries(n));
    sections
        .unwrap_or_default()
        .iter()
        .filter_map(|entry| {
            let words = reader.list(&entry.value, Reader::word)?;
            let agencies = words.into_iter().map(|word| Located {
                value: AgencyId::from(word.value),
                place: word.place,
            });
            let chosen = Chosen {
                place: entry.key_place,
                agencies: agencies.collect(),
            };
            Some((SectionId::from(entry.key.as_str()), chosen))
        })
        .collect()
}
