//! The tasks of the plan.

use super::CellAlign::{Center, Left};
use super::{AnnexCell, AnnexSheet, AnnexTable, columns, heads};
use crate::compose::task_annex::{PrintedGroup, PrintedTask, TaskResult, TaskTable};

const NOTHING: &str = "Kế hoạch không giao đơn vị chủ trì nhiệm vụ nào.";
const HEADS: [&str; 9] = [
    "TT",
    "Nội dung công việc",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian thực hiện/ hoàn thành",
    "Sản phẩm",
    "Tình trạng",
    "Kết quả (số, ký hiệu, ngày)",
    "Ghi chú",
];

pub(super) fn add(sheet: &mut AnnexSheet, table: &TaskTable) {
    if table.groups.is_empty() {
        sheet.notes.push(NOTHING.to_owned());
        return;
    }
    sheet.notes.extend(table.notes.iter().cloned());
    let (content, note) = if table.long { (48, 26) } else { (34, 28) };
    let mut aligns = [Left; HEADS.len()];
    aligns[0] = Center;
    sheet.tables.push(AnnexTable {
        title: None,
        columns: columns([8, content, 20, 22, 24, 22, 18, 0, note], aligns),
        head: vec![heads(HEADS)],
        rows: table.groups.iter().flat_map(group).collect(),
    });
}

fn group(group: &PrintedGroup) -> Vec<Vec<AnnexCell>> {
    let title = vec![
        AnnexCell::bold(&group.number),
        AnnexCell::bold(&group.title).over(HEADS.len() - 1),
    ];
    let tasks = group.rows.iter().flat_map(rows);
    std::iter::once(title).chain(tasks).collect()
}

fn rows(task: &PrintedTask) -> Vec<Vec<AnnexCell>> {
    if task.heading {
        let number = AnnexCell::text(&task.number);
        let content = AnnexCell::text(&task.content);
        return vec![if task.state.is_empty() {
            vec![number, content.over(HEADS.len() - 1)]
        } else {
            vec![
                number,
                content.over(5),
                AnnexCell::text(&task.state),
                AnnexCell::text(""),
                AnnexCell::text(""),
            ]
        }];
    }
    let plain = [
        &task.number,
        &task.content,
        &task.lead,
        &task.coordinating,
        &task.timing,
        &task.product,
        &task.state,
    ];
    let mut own: Vec<_> = plain.into_iter().map(AnnexCell::text).collect();
    own.push(AnnexCell::text(result(&task.result)));
    own.push(AnnexCell::text(lines(&task.note).join("\n")));
    let below = task.below.iter();
    let below = below.map(|long| vec![AnnexCell::below(long, HEADS.len())]);
    std::iter::once(own).chain(below).collect()
}

/// Entries one below the other; a dash before each if there are several.
fn lines(texts: &[String]) -> Vec<String> {
    let dash = if texts.len() > 1 { "- " } else { "" };
    texts.iter().map(|text| format!("{dash}{text}")).collect()
}

/// What the plan asks for stands first, then what was done, then what else came of it. Where
/// nothing is known to be what it asks for, all documents stand first.
fn result(result: &TaskResult) -> String {
    let TaskResult {
        products,
        done,
        others,
    } = result;
    let others_first = products.is_empty();
    let mut all = lines(if others_first { others } else { products });
    all.extend(done.iter().cloned());
    if !others_first && !others.is_empty() {
        let are_documents = others.iter().all(|text| text.contains(" số "));
        all.push(
            if are_documents {
                "Văn bản khác:"
            } else {
                "Kết quả khác:"
            }
            .to_owned(),
        );
        all.extend(lines(others));
    }
    all.join("\n")
}
