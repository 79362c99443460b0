//! The heads of the columns of somebody else's table: where they stand, and what columns hold.

use std::collections::BTreeMap;

use super::Spelling;
use crate::workbook::read::{Cell, Content, Sheet, column_name};

/// Rows that heads may take up.
const MOST_ROWS: u32 = 4;

/// Bytes of the longest head.
const LONGEST: usize = 200;

const NUMBER: [&str; 5] = ["stt", "tt", "số tt", "số thứ tự", "thứ tự"];
const NAME: [&str; 14] = [
    "chỉ tiêu",
    "tên chỉ tiêu",
    "chỉ tiêu thống kê",
    "chỉ tiêu báo cáo",
    "nội dung",
    "nội dung chỉ tiêu",
    "nội dung báo cáo",
    "nội dung thống kê",
    "nội dung công việc",
    "tiêu chí",
    "tên tiêu chí",
    "nội dung tiêu chí",
    "nội dung tiêu chí thống kê",
    "danh mục",
];
const UNIT: [&str; 3] = ["đơn vị tính", "đvt", "đơn vị"];
/// What the head of a column of figures begins with. A table of both the period and the year so far has
/// two of them, and is asked about.
const FIGURES: [&str; 11] = [
    "số liệu",
    "kết quả",
    "kỳ này",
    "giá trị",
    "thực hiện",
    "số lượng",
    "kỳ báo cáo",
    "trong kỳ",
    "lũy kế",
    "cộng dồn",
    "từ đầu năm",
];
/// What stands in the head of a column of anything else.
const OTHER: [&str; 21] = [
    "kỳ trước",
    "cùng kỳ",
    "năm trước",
    "kế hoạch",
    "được giao",
    "chỉ tiêu giao",
    "mục tiêu",
    "ghi chú",
    "so sánh",
    "so với",
    "tăng",
    "giảm",
    "tỷ lệ",
    "nguồn",
    "mã",
    "đơn vị tính",
    "đvt",
    "giải trình",
    "ước",
    "diễn giải",
    "lý do",
];

/// What a column holds, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Number,
    Name,
    Unit,
    Figures,
    /// Nothing that is read.
    Other,
    /// Nobody knows.
    Unknown,
}

/// The words over a column, from the top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head(Vec<String>);

/// The heads of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    /// The first and the last row that they take up; nothing for a table without heads.
    pub rows: Option<(u32, u32)>,
    pub columns: BTreeMap<u32, Head>,
}

/// Words that heads have, in one spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct HeadWords {
    number: Vec<String>,
    name: Vec<String>,
    unit: Vec<String>,
    figures: Vec<String>,
    other: Vec<String>,
}

impl HeadWords {
    pub(super) fn spelt(plain: impl Fn(&str) -> String) -> Self {
        let all = |words: &[&str]| words.iter().map(|words| plain(words)).collect();
        Self {
            number: all(&NUMBER),
            name: all(&NAME),
            unit: all(&UNIT),
            figures: all(&FIGURES),
            other: all(&OTHER),
        }
    }

    /// What a column holds by the words over it, from the top, in one spelling.
    fn holds(&self, words: &[String]) -> Holds {
        let path = format!(" {} ", words.join(" "));
        let last = words.last().map_or("", String::as_str);
        let is = |known: &[String]| known.iter().any(|known| known == last);
        let begins = |known: &String| {
            let mut words = words.iter();
            words.any(|word| word == known || word.starts_with(&format!("{known} ")))
        };
        if is(&self.number) {
            Holds::Number
        } else if is(&self.name) {
            Holds::Name
        } else if is(&self.unit) {
            Holds::Unit
        } else if self
            .other
            .iter()
            .any(|known| path.contains(&format!(" {known} ")))
        {
            Holds::Other
        } else if self.figures.iter().any(begins) {
            Holds::Figures
        } else {
            Holds::Unknown
        }
    }
}

/// Whether a cell stands over a column, by words that many tables have.
pub fn is_head(text: &str, spelling: &Spelling) -> bool {
    let is_short = text.split_whitespace().count() <= 6;
    let is_known = !matches!(holds(text, spelling), Holds::Unknown | Holds::Other);
    is_short && is_known
}

/// What a column holds over which this stands.
fn holds(text: &str, spelling: &Spelling) -> Holds {
    // No head is as long as a sentence.
    if text.len() > LONGEST {
        return Holds::Unknown;
    }
    spelling.heads.holds(&[spelling.plain(text)])
}

impl Head {
    pub(super) fn holds(&self, spelling: &Spelling) -> Holds {
        let words: Vec<_> = self.0.iter().map(|words| spelling.plain(words)).collect();
        spelling.heads.holds(&words)
    }

    /// Whether somebody calls the column so: by what stands right over it, or by that with what
    /// stands above.
    pub(super) fn is_called(&self, plain: &str, spelling: &Spelling) -> bool {
        (0..self.0.len()).any(|from| {
            let words = self.0.get(from..).unwrap_or_default().join(" ");
            spelling.plain(&words) == plain
        })
    }

    /// As people read it: `Đã giải quyết / Đúng hạn`.
    pub(super) fn shown(&self) -> String {
        self.0.join(" / ")
    }
}

impl Heads {
    /// The columns below some rows.
    pub(super) fn of(sheet: &Sheet, (first, last): (u32, u32)) -> Self {
        let mut columns: BTreeMap<u32, Head> = BTreeMap::new();
        let rows: Vec<_> = (first..=last)
            .filter(|row| !is_numbering(sheet.row(*row)))
            .collect();
        let width = rows
            .iter()
            .flat_map(|row| sheet.row(*row))
            .map(|cell| cell.column)
            .max();
        let width = width.map_or(0, |last| last + 1);
        let lowest = rows.last().copied().unwrap_or(last);
        for row in rows {
            let mut group = String::new();
            for column in 0..width {
                let own = over(sheet, (row, column), first);
                let has_below = row < lowest && over(sheet, (lowest, column), first).is_some();
                // Where a file does not say which cells are one, the head of a group of columns
                // goes on until the next head.
                let inherits = own.is_none() && sheet.merged.is_empty() && has_below;
                let Some(text) = own.or_else(|| Some(group.clone()).filter(|_| inherits)) else {
                    group.clear();
                    continue;
                };
                group.clear();
                if has_below {
                    group.clone_from(&text);
                }
                let head = columns.entry(column).or_default();
                if !text.is_empty() && head.0.last() != Some(&text) {
                    head.0.push(text);
                }
            }
        }
        columns.retain(|_, head| !head.0.is_empty());
        Self {
            rows: Some((first, last)),
            columns,
        }
    }

    /// The columns that somebody calls so.
    pub(super) fn called(&self, name: &str, spelling: &Spelling) -> Vec<u32> {
        let plain = spelling.plain(name);
        let found = self
            .columns
            .iter()
            .filter(|(_, head)| head.is_called(&plain, spelling));
        found.map(|(column, _)| *column).collect()
    }

    /// The columns that hold something, by their heads.
    pub(super) fn holding(&self, wanted: Holds, spelling: &Spelling) -> Vec<u32> {
        let found = self
            .columns
            .iter()
            .filter(|(_, head)| head.holds(spelling) == wanted);
        found.map(|(column, _)| *column).collect()
    }

    /// A column as people find it: `E “Số liệu”`.
    pub(super) fn shown(&self, column: u32) -> String {
        let letter = column_name(column);
        match self.columns.get(&column) {
            Some(head) => format!("{letter} “{}”", crate::vi::brief(&head.shown())),
            None => letter,
        }
    }
}

/// The heads that begin with a row, if they do: it has those of two columns, one of them of numbers or
/// names.
pub(super) fn beginning_at(sheet: &Sheet, row: u32, spelling: &Spelling) -> Option<Heads> {
    let cells = sheet.row(row).iter();
    let held = cells.filter_map(|cell| match &cell.content {
        Content::Text(text) => Some((cell.column, holds(text, spelling))),
        _ => None,
    });
    let held: Vec<_> = held.filter(|(_, holds)| *holds != Holds::Unknown).collect();
    let is_own = |holds: Holds| matches!(holds, Holds::Number | Holds::Name);
    let own = held.iter().filter(|(_, holds)| is_own(*holds));
    let own: Vec<u32> = own.map(|(column, _)| *column).collect();
    if own.is_empty() || held.len() < 2 {
        return None;
    }
    Some(Heads::of(sheet, (row, end(sheet, row, &own))))
}

/// The last row of heads whose first is this, by the columns of numbers and names.
pub(super) fn end(sheet: &Sheet, first: u32, own: &[u32]) -> u32 {
    let merged = own
        .iter()
        .filter_map(|column| sheet.merged_at(first, *column));
    let mut last = merged
        .map(|range| range.end.0)
        .max()
        .unwrap_or(first)
        .max(first);
    while last < first + MOST_ROWS {
        let cells = sheet.row(last + 1);
        let is_below = || {
            let is_words = |cell: &Cell| {
                matches!(&cell.content, Content::Text(_)) && !own.contains(&cell.column)
            };
            !cells.is_empty() && cells.iter().all(is_words) && !cells.iter().any(is_numeral)
        };
        if !is_numbering(cells) && !is_below() {
            break;
        }
        last += 1;
    }
    last
}

/// The words that stand over a column in a row, wherever in merged cells they are, from the first row of
/// the heads on.
fn over(sheet: &Sheet, (row, column): (u32, u32), first: u32) -> Option<String> {
    let own = sheet.cell(row, column);
    let merged = || {
        let (row, column) = sheet.merged_at(row, column)?.start;
        sheet.cell(row, column).filter(|_| row >= first)
    };
    match &own.or_else(merged)?.content {
        Content::Text(text) => {
            let words: Vec<_> = text.split_whitespace().collect();
            (!words.is_empty()).then(|| words.join(" "))
        }
        Content::Number(_) => own.or_else(merged).map(Cell::shown),
        _ => None,
    }
}

fn is_numeral(cell: &Cell) -> bool {
    let shown = cell.shown();
    shown.contains(|c: char| c.is_ascii_digit())
        && shown
            .chars()
            .all(|c| c.is_ascii_digit() || ".,% ".contains(c))
}

/// Whether a row numbers the columns: `(1) (2) (3)`, `A B 1 2`.
fn is_numbering(cells: &[Cell]) -> bool {
    let is_mark = |cell: &Cell| {
        let shown = cell.shown();
        let bare = shown.trim().trim_start_matches('(').trim_end_matches(')');
        let is_short = bare.len() <= 2 && bare.chars().all(|c| c.is_ascii_alphanumeric());
        let is_formula = bare.contains('=') && !bare.contains(char::is_alphabetic);
        !bare.is_empty() && (is_short || is_formula)
    };
    cells.len() > 2 && cells.iter().all(is_mark)
}
