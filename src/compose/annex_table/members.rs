//! The members of a compiled report side by side.

use super::CellAlign::{Center, Left, Right};
use super::{AnnexCell, AnnexColumn, AnnexSheet, AnnexTable, PAGE, heads};
use crate::compose::member_annex::{MemberGroup, MemberRow, MemberTable};

const NUMBERS: u32 = 10;
const FIGURES: u32 = 19;

pub(super) fn add(sheet: &mut AnnexSheet, table: &MemberTable) {
    let count = table.columns.len();
    let taken = NUMBERS + FIGURES * u32::try_from(count).unwrap_or_default();
    let column = |width, align| AnnexColumn { width, align };
    let names = column(PAGE.saturating_sub(taken).max(40), Left);
    let figures = std::iter::repeat_n(column(FIGURES, Right), count);
    let all = [column(NUMBERS, Center), names].into_iter().chain(figures);
    let words = ["TT", "Cơ quan, đơn vị"].into_iter();
    let words = words.chain(table.columns.iter().map(String::as_str));
    let groups = table.groups.iter().flat_map(|group| rows(group, count));
    sheet.notes.push(table.note.clone());
    sheet.tables.push(AnnexTable {
        title: None,
        columns: all.collect(),
        head: vec![heads(words)],
        rows: groups
            .chain([sum("Tổng cộng".to_owned(), &table.total)])
            .collect(),
    });
}

fn rows(group: &MemberGroup, count: usize) -> Vec<Vec<AnnexCell>> {
    let title = AnnexCell::bold(format!("{}. {}", group.number, group.title));
    let title = vec![title.over(count + 2).aligned(Left)];
    let members = group.rows.iter().map(|member| row(member, count));
    let total = Some(&group.total).filter(|total| !total.is_empty());
    let total = total.map(|total| sum(format!("Cộng {}", group.number), total));
    std::iter::once(title).chain(members).chain(total).collect()
}

fn row(member: &MemberRow, count: usize) -> Vec<AnnexCell> {
    let mut cells = vec![
        AnnexCell::text(&member.number),
        AnnexCell::text(&member.name),
    ];
    if member.cells.is_empty() {
        let silent = AnnexCell {
            is_italic: true,
            ..AnnexCell::text("Chưa có báo cáo")
        };
        cells.push(silent.over(count).aligned(Center));
    } else {
        cells.extend(member.cells.iter().map(|cell| AnnexCell::figure(cell)));
    }
    cells
}

fn sum(words: String, total: &[String]) -> Vec<AnnexCell> {
    let total = total.iter().map(|cell| AnnexCell::figure(cell).made_bold());
    let words = [AnnexCell::text(""), AnnexCell::bold(words)];
    words.into_iter().chain(total).collect()
}
