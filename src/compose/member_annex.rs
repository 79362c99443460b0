//! The annex of a compiled report that sets its members side by side.

use serde::Serialize;

use crate::assess::{Report, Sums, Value, Values};
use crate::model::{Agency, IndicatorId, MemberColumn, Rate, Subject};
use crate::vi;

/// The numbers of groups.
const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

/// The table of members as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct MemberTable {
    pub(super) columns: Vec<String>,
    pub(super) groups: Vec<MemberGroup>,
    pub(super) total: Vec<String>,
    pub(super) note: String,
}

/// The members of a level.
#[derive(Debug, Clone, Serialize)]
pub(super) struct MemberGroup {
    /// "II".
    pub(super) number: &'static str,
    pub(super) title: String,
    pub(super) rows: Vec<MemberRow>,
    /// The sums over its rows; none of a single row.
    pub(super) total: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct MemberRow {
    pub(super) number: String,
    pub(super) name: String,
    /// The cells; none of a member that has not reported.
    pub(super) cells: Vec<String>,
}

/// What a member states of a column: its sum, and of a rate that of the whole.
#[derive(Clone, Copy)]
enum Cell {
    /// None of the rows is the member's.
    Nothing,
    /// One of the rows has no figure.
    Missing,
    /// The sum, and of a rate the sum of what it is a part of.
    Known(u64, Option<u64>),
}

/// The table, if the regime asks for one and the report is compiled.
pub(super) fn member_table(report: &Report<'_>) -> Option<MemberTable> {
    let compilation = report.compilation?;
    let columns = &report.subject.regime.member_annex.as_ref()?.columns;
    let mut totals = vec![Cell::Nothing; columns.len()];
    let mut numbers = ROMAN.into_iter();
    let members = report.subject.members();
    let mut groups: Vec<MemberGroup> = Vec::new();
    // What the city states itself is in its sums too.
    let stated = report.sums.stated(report.subject);
    let own = cells(report.subject, stated, columns);
    let has_own = own.iter().any(|cell| matches!(cell, Cell::Known(..)));
    for (level, declared) in &report.subject.workspace.levels {
        let of_level = members.iter().copied().filter(|m| m.level == *level);
        let itself = std::iter::once(report.subject.agency);
        let itself = itself.filter(|agency| has_own && agency.level == *level);
        let mut of_group = vec![Cell::Nothing; columns.len()];
        let rows: Vec<_> = itself
            .chain(of_level)
            .enumerate()
            .map(|(index, agency)| {
                let cells = if agency.id == report.subject.agency.id {
                    Some(own.clone())
                } else {
                    let member = report.subject.member(agency);
                    member.map(|member| member_cells(member, report.sums, columns))
                };
                for (total, cell) in of_group.iter_mut().zip(cells.iter().flatten()) {
                    *total = total.plus(*cell);
                }
                row(index, agency, cells)
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        for (total, cell) in totals.iter_mut().zip(&of_group) {
            *total = total.plus(*cell);
        }
        let several = rows.len() > 1;
        let total = of_group.into_iter().filter(|_| several).map(Cell::text);
        groups.push(MemberGroup {
            number: numbers.next().unwrap_or_default(),
            title: declared.name.clone(),
            rows,
            total: total.collect(),
        });
    }
    let missing = compilation.unreported.len();
    let behind = if missing == 0 {
        String::new()
    } else {
        let missing = vi::sentence_count(missing as u64);
        format!("; không gồm {missing} đơn vị chưa tổng hợp được số liệu")
    };
    let note = format!(
        "Dấu “-”: chưa có số liệu hoặc không phát sinh; ô trống là đơn vị không khai dòng ấy. Tỷ lệ của các dòng cộng tính từ các số cộng, không phải trung bình của các tỷ lệ{behind}."
    );
    Some(MemberTable {
        columns: columns.iter().map(|c| c.name.value.clone()).collect(),
        groups,
        total: totals.into_iter().map(Cell::text).collect(),
        note,
    })
}

fn row(index: usize, agency: &Agency, cells: Option<Vec<Cell>>) -> MemberRow {
    MemberRow {
        number: (index + 1).to_string(),
        name: agency.name.value.clone(),
        cells: cells
            .unwrap_or_default()
            .into_iter()
            .map(Cell::text)
            .collect(),
    }
}

/// The cells of a member: of one that compiles, the sums of what is stated below it and by itself,
/// so that a unit which has one side of a rate is in neither.
fn member_cells(member: Subject<'_>, sums: &Sums, columns: &[MemberColumn]) -> Vec<Cell> {
    let mut all = cells(member, sums.stated(member), columns);
    if member.is_compiled() {
        for report in member.reports_below().reported {
            let stated = cells(report, sums.stated(report), columns);
            for (sum, cell) in all.iter_mut().zip(stated) {
                *sum = sum.plus(cell);
            }
        }
    }
    all
}

/// What a report states of the columns by itself.
fn cells(member: Subject<'_>, values: &Values, columns: &[MemberColumn]) -> Vec<Cell> {
    let sum = |rows: &[crate::diagnostic::Located<IndicatorId>]| {
        let own = rows.iter().filter_map(|id| {
            let row = member.regime.indicators.get(&id.value)?;
            let own = !member.answers_for(member.agency, row);
            let silent = member.is_compiled() && !member.submission.figures.contains_key(&id.value);
            (own && !silent).then(|| values.get(&id.value)).flatten()
        });
        own.fold(Cell::Nothing, |sum, value| {
            sum.plus(match value {
                Value::Number { number, .. } => Cell::Known(*number, None),
                // What is stated is in no sum.
                _ => Cell::Missing,
            })
        })
    };
    columns
        .iter()
        .map(|column| {
            let part = sum(&column.rows);
            if column.whole.is_empty() {
                return part;
            }
            match (part, sum(&column.whole)) {
                (Cell::Known(part, _), Cell::Known(whole, _)) => Cell::Known(part, Some(whole)),
                (Cell::Nothing, _) => Cell::Nothing,
                _ => Cell::Missing,
            }
        })
        .collect()
}

impl Cell {
    /// The sum of two cells. What is missing in one row of a member is missing in its sum;
    /// what a member lacks is not in the total.
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a, a_whole), Self::Known(b, b_whole)) => {
                let whole = a_whole.zip(b_whole).map(|(a, b)| a + b);
                Self::Known(a + b, whole)
            }
            (known @ Self::Known(..), Self::Nothing | Self::Missing)
            | (Self::Nothing | Self::Missing, known @ Self::Known(..)) => known,
            (Self::Missing, _) | (_, Self::Missing) => Self::Missing,
            (Self::Nothing, Self::Nothing) => Self::Nothing,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Missing => "-".to_owned(),
            Self::Known(number, None) => vi::grouped(number),
            Self::Known(part, Some(whole)) => {
                let percent = Rate { part, whole }.percent();
                percent.map_or_else(|| "-".to_owned(), |p| vi::with_decimals(&p.text, 2))
            }
        }
    }
}
