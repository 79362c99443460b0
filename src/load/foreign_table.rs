//! Tables of somebody else (`bang_ngoai` of `cau-hinh.yaml`): how they are known, and which of their
//! columns or rows are added up.

use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{ForeignLayout, ForeignSum, ForeignTable, IndicatorId};
use crate::vi;

/// The row of the unit itself.
const OF_UNIT: &str = "don_vi";

/// All of them; those that cannot be used are told and left out.
pub(super) fn tables(reader: &mut Reader<'_>, node: &Node) -> Vec<ForeignTable> {
    let entries = reader.entries(node).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| table(reader, entry))
        .collect()
}

fn table(reader: &mut Reader<'_>, entry: &Entry) -> Option<ForeignTable> {
    let mut map = reader.map(&entry.value)?;
    let known_by = map
        .required("nhan_biet", reader)
        .and_then(|node| names(reader, node));
    let name_column = map
        .required("cot_ten", reader)
        .and_then(|node| name(reader, node));
    let rows = map.optional("dong");
    let column = map.optional("cot_so");
    let sums_node = map.required("so_lieu", reader);
    let sums = sums_node.and_then(|node| reader.entries(node));
    map.finish(reader);
    let layout = match (rows, column) {
        (Some(rows), None) => rows_of(reader, rows),
        (None, Some(column)) => name(reader, column).map(ForeignLayout::Column),
        _ => {
            let message = "bảng ngoài cần `dong` hoặc `cot_so`, và chỉ một trong hai";
            let finding = Diagnostic::error(Code::KeyMissing, entry.key_place, message);
            reader.report(finding.with_help(
                "mỗi loại số một cột: ghi `dong: don_vi` (dòng của đơn vị) hoặc `dong: Tổng cộng`; mỗi loại số một dòng: ghi `cot_so: …` (tên cột số)",
            ));
            None
        }
    };
    let mut read = Vec::new();
    for sum in sums.unwrap_or_default() {
        let parts = names(reader, &sum.value);
        read.extend(parts.map(|parts| ForeignSum {
            row: Located {
                value: IndicatorId::from(sum.key.as_str()),
                place: sum.key_place,
            },
            parts,
        }));
    }
    if let Some(node) = sums_node.filter(|_| sums.is_some_and(<[Entry]>::is_empty)) {
        reader.empty(node.place);
    }
    Some(ForeignTable {
        name: Located {
            value: entry.key.clone(),
            place: entry.key_place,
        },
        known_by: known_by?,
        name_column: name_column?,
        layout: layout?,
        sums: read,
    })
}

fn rows_of(reader: &mut Reader<'_>, node: &Node) -> Option<ForeignLayout> {
    let is_unit = matches!(&node.value, NodeValue::Scalar { text, .. } if text.trim() == OF_UNIT);
    if is_unit {
        return reader.word(node).map(ForeignLayout::RowOfUnit);
    }
    names(reader, node).map(ForeignLayout::Rows)
}

/// A name in somebody else's table, which no report prints.
fn name(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let word = reader.word(node)?;
    Some(Located {
        value: vi::clean(&word.value),
        place: word.place,
    })
}

/// A name, or a list of names of which each stands there once: one that is there twice would be added
/// twice.
fn names(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Located<String>>> {
    if !matches!(node.value, NodeValue::List(_)) {
        return name(reader, node).map(|name| vec![name]);
    }
    let names = reader.filled_list(node, name)?;
    let mut seen: Vec<String> = Vec::new();
    for name in &names {
        let plain = vi::clean(&name.value).to_lowercase();
        if seen.contains(&plain) {
            let message = format!("`{}` có hai lần trong danh sách", name.value);
            let finding = Diagnostic::error(Code::ValueChoice, name.place, message);
            reader.report(finding.with_help("giữ một; ghi hai lần thì bị cộng hai lần"));
            return None;
        }
        seen.push(plain);
    }
    Some(names)
}
