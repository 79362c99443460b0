//! A table of agencies as offices keep it in a spreadsheet, saved as text with separators (.csv).
//!
//! Not for: what becomes of the rows (`app::import`).

use std::path::Path;

use super::agency_columns::{Column, heads};
use super::agency_gaps::kind_of;
use super::file;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};
use crate::vi;

/// What may separate the cells of a row. Excel writes `;` where the decimal mark is a comma.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];
/// The same in words.
const SEPARATOR_WORDS: [&str; 3] = ["dấu chấm phẩy", "dấu phẩy", "dấu tab"];
/// As many rows are taken at most: no place has as many units.
const LARGEST: usize = 5_000;
/// What people put before a name, and no page does.
const BEFORE_NAMES: [&str; 12] = [
    "ông ",
    "bà ",
    "đ/c ",
    "đồng chí ",
    "ths. ",
    "ths ",
    "ts. ",
    "ts ",
    "pgs.ts. ",
    "pgs. ",
    "ks. ",
    "cn. ",
];

/// The rows of a table that could be read.
#[derive(Debug)]
pub struct AgencyTable {
    /// The rows in their order.
    pub rows: Vec<AgencyRow>,
    /// Heads of columns that nothing is read from.
    pub unread_columns: Vec<String>,
}

/// A unit as a row of a table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRow {
    /// Where the row stands.
    pub place: Place,
    /// Its line in the file.
    pub line: usize,
    /// Its name in data, if the table has one.
    pub id: Option<String>,
    /// Its name as the table has it.
    pub name: String,
    /// Its kind or level, by a column of its own.
    pub kind: Option<String>,
    /// Its abbreviation.
    pub abbreviation: Option<String>,
    /// The name of its head.
    pub head: Option<String>,
    /// What the column of that name is called.
    pub head_column: String,
    /// The names of deputies.
    pub deputies: Vec<String>,
    /// What the column of these names is called.
    pub deputy_column: String,
    /// The name of somebody who signs, by a title.
    pub signer: Option<(String, Option<String>)>,
    /// Whom to ask, with telephone and mail.
    pub contact: Option<(String, Option<String>, Option<String>)>,
}

/// Reads a table. What is wrong with rows stands in the findings, each at its row; nothing where
/// there is no table in the file.
pub fn agency_table(
    path: &Path,
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Option<AgencyTable> {
    let before = findings.len();
    let Ok(text) = file::text(path, sources, findings) else {
        for finding in &mut findings[before..] {
            if finding.code == Code::FileEncoding {
                finding.help = vec![
                    "trong Excel: Lưu dưới dạng, chọn “CSV UTF-8 (phân tách bằng dấu phẩy)”; bảng gõ bằng TCVN3, VNI thì chuyển sang Unicode trước"
                        .into(),
                ];
            }
        }
        return None;
    };
    let source = sources.add_file(path, text.clone());
    Reading {
        text: &text,
        source,
    }
    .table(findings)
}

/// A text that is being read.
struct Reading<'t> {
    text: &'t str,
    source: SourceId,
}

/// A row with its place.
struct Record {
    place: Place,
    line: usize,
    cells: Vec<String>,
}

impl Reading<'_> {
    fn table(&self, findings: &mut Vec<Diagnostic>) -> Option<AgencyTable> {
        if self.text.trim().is_empty() {
            let message = "bảng không có dòng nào";
            findings.push(
                Diagnostic::error(Code::TableUnread, Sources::beginning(self.source), message)
                    .with_help("kiểm tra lại tệp đã xuất từ bảng tính"),
            );
            return None;
        }
        let records = SEPARATORS.map(|separator| self.records(separator));
        // The separator by which most columns are known.
        let known = records.iter().enumerate().filter_map(|(at, records)| {
            let (row, columns) = heads(records.iter().map(|record| record.cells.as_slice()))?;
            Some((columns.iter().flatten().count(), at, row, columns))
        });
        let Some((_, at, row, columns)) = known.max_by_key(|(count, at, ..)| (*count, 3 - at))
        else {
            findings.push(self.without_heads(&records));
            return None;
        };
        let [semicolons, commas, tabs] = records;
        let records = [semicolons, commas, tabs]
            .into_iter()
            .nth(at)
            .unwrap_or_default();
        if let Some(last) = records
            .last()
            .filter(|_| self.text.matches('"').count() % 2 == 1)
        {
            let message = "có dấu nháy kép mở mà không đóng, nên các dòng sau bị coi là một ô";
            findings.push(
                Diagnostic::error(Code::TableUnread, last.place, message)
                    .with_help("xóa dấu nháy kép thừa trong dòng này"),
            );
            return None;
        }
        let unread = records.get(row).into_iter().flat_map(|head| {
            let cells = head.cells.iter().enumerate();
            let unread = cells.filter(|(at, cell)| {
                !cell.is_empty() && columns.get(*at).is_none_or(Option::is_none)
            });
            unread.map(|(_, cell)| cell.clone()).collect::<Vec<_>>()
        });
        let unread_columns = unread.collect();
        if let Some(first) = records.get(row + 1 + LARGEST) {
            let message = format!(
                "bảng có {} dòng, quá {} dòng mà chương trình nhận một lần",
                vi::grouped((records.len() - row - 1) as u64),
                vi::grouped(LARGEST as u64)
            );
            findings.push(
                Diagnostic::error(Code::TableUnread, first.place, message)
                    .with_help("kiểm tra lại tệp; đúng là nhiều đơn vị như vậy thì tách bảng"),
            );
            return None;
        }
        let heads = Heads {
            cells: records
                .get(row)
                .map_or(&[], |record| record.cells.as_slice()),
            columns: &columns,
            separator: SEPARATOR_WORDS[at],
        };
        let mut rows = Vec::new();
        for record in records.iter().skip(row + 1) {
            rows.extend(heads.row(record, findings));
        }
        if rows.is_empty() && findings.is_empty() {
            let place = records
                .get(row)
                .map_or(Sources::beginning(self.source), |r| r.place);
            findings.push(
                Diagnostic::error(
                    Code::TableUnread,
                    place,
                    "dưới tên các cột không có dòng nào",
                )
                .with_help("mỗi đơn vị một dòng"),
            );
        }
        Some(AgencyTable {
            rows,
            unread_columns,
        })
    }

    /// All rows by a separator.
    fn records(&self, separator: u8) -> Vec<Record> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        let mut records = Vec::new();
        let (mut line, mut counted) = (1, 0);
        // The text is UTF-8, and rows of any length are read.
        for record in reader.records().filter_map(Result::ok) {
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or_default();
            let rest = self.text.get(start..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches('\n').len();
            let start = start + blank;
            let end = self.text.get(start..).and_then(|rest| rest.find('\n'));
            let end = end.map_or(self.text.len(), |length| start + length);
            let before = self.text.get(counted..start).unwrap_or_default();
            line += before.matches('\n').count();
            counted = start;
            records.push(Record {
                place: Place::new(self.source, start..end),
                line,
                cells: record
                    .iter()
                    .map(|cell| vi::clean(cell).trim().to_owned())
                    .collect(),
            });
        }
        records
    }

    /// That no row has the names of columns.
    fn without_heads(&self, records: &[Vec<Record>; 3]) -> Diagnostic {
        let first = records.iter().flatten().next();
        let place = first.map_or(Sources::beginning(self.source), |first| first.place);
        let message = "không thấy dòng tên cột: bảng phải có cột tên đơn vị";
        Diagnostic::error(Code::TableUnread, place, message)
            .with_help("đặt tên cột ở dòng đầu, ví dụ `STT;Tên đơn vị;Loại;Chủ tịch;Phó Chủ tịch`")
    }
}

/// The columns of a table.
struct Heads<'t> {
    cells: &'t [String],
    columns: &'t [Option<Column>],
    separator: &'static str,
}

impl Heads<'_> {
    /// What a column is called.
    fn called(&self, wanted: Column) -> String {
        let at = self.columns.iter().position(|c| *c == Some(wanted));
        let cell = at.and_then(|at| self.cells.get(at));
        cell.cloned().unwrap_or_default()
    }

    /// What a row says; nothing of one that is empty or a heading, or has more cells than there
    /// are columns.
    fn row(&self, record: &Record, findings: &mut Vec<Diagnostic>) -> Option<AgencyRow> {
        let row = read_row(record, self, findings)?;
        let count = self.cells.iter().rposition(|cell| !cell.is_empty());
        let count = count.map_or(0, |last| last + 1);
        let more = record.cells.iter().skip(count).find(|c| !c.is_empty());
        let Some(more) = more else {
            return Some(row);
        };
        let message = format!("dòng có nhiều ô hơn tên cột: `{more}` không thuộc cột nào");
        let help = format!(
            "có {} trong ô thì đặt ô trong dấu nháy kép; ô thừa thì xóa",
            self.separator
        );
        findings.push(Diagnostic::error(Code::TableUnread, record.place, message).with_help(help));
        None
    }
}

fn read_row(
    record: &Record,
    heads: &Heads<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<AgencyRow> {
    let cell = |wanted: Column| {
        let mut columns = heads.columns.iter();
        let at = columns.position(|column| *column == Some(wanted))?;
        record
            .cells
            .get(at)
            .filter(|cell| !cell.is_empty())
            .cloned()
    };
    let filled = record.cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled == 0 {
        return None;
    }
    let number = cell(Column::Number);
    let Some(name) = cell(Column::Name) else {
        // A number alone is a row that nobody filled.
        if filled > usize::from(number.is_some()) {
            findings.push(
                Diagnostic::error(Code::TableUnread, record.place, "dòng không có tên đơn vị")
                    .warning()
                    .with_help("ghi tên đơn vị vào cột tên; dòng tiêu đề, dòng cộng thì để nguyên"),
            );
        }
        return None;
    };
    let is_heading = number.as_ref().is_some_and(|number| {
        let number = number.trim_end_matches(['.', ')']);
        !number.is_empty() && number.chars().all(|c| c.is_ascii_uppercase())
    });
    if is_heading {
        return None;
    }
    let person = |column| cell(column).map(|name| without_titles(&name));
    let deputies = cell(Column::Deputy).unwrap_or_default();
    let deputies = deputies.split([';', '\n', ',']).map(str::trim);
    let signer = person(Column::Signer).map(|name| (name, cell(Column::Title)));
    let contact = cell(Column::Contact);
    let contact = contact.map(|name| (name, cell(Column::Telephone), cell(Column::Mail)));
    // A number of a list of units is none that files are named by.
    let id = cell(Column::Id).filter(|id| id.chars().any(char::is_alphabetic));
    Some(AgencyRow {
        place: record.place,
        line: record.line,
        id,
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        kind: cell(Column::Kind),
        abbreviation: cell(Column::Abbreviation),
        head: person(Column::Head),
        head_column: heads.called(Column::Head),
        deputy_column: heads.called(Column::Deputy),
        deputies: deputies
            .filter(|name| !name.is_empty())
            .map(without_titles)
            .collect(),
        signer,
        contact,
    })
}

/// A name without what people put before it (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7).
fn without_titles(name: &str) -> String {
    let mut rest = name.trim();
    loop {
        let lower = rest.to_lowercase();
        let before = BEFORE_NAMES
            .iter()
            .find(|before| lower.starts_with(**before));
        match before.and_then(|before| rest.get(before.len()..)) {
            Some(name) => rest = name.trim_start(),
            None => return rest.to_owned(),
        }
    }
}

/// A name without "Ủy ban nhân dân" before it.
pub fn without_office(name: &str) -> &str {
    let lower = name.to_lowercase();
    let before = ["ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "];
    let before = before.iter().find(|before| lower.starts_with(**before));
    let rest = before.and_then(|before| name.get(before.len()..));
    rest.unwrap_or(name)
}

impl AgencyRow {
    /// Its name as sentences have it, with its kind in small letters unless a number follows
    /// (NĐ 30/2020, Phụ lục II): "xã Đại Hải", "Phường 15"; without "Ủy ban nhân dân".
    pub fn short_name(&self) -> String {
        let name = without_office(&self.name);
        let own_kind = kind_of(name);
        let kind = self
            .kind
            .as_deref()
            .and_then(|kind| kind_of(&format!("{kind} x")));
        match (own_kind, kind) {
            (None, Some(kind)) => format!("{kind} {name}"),
            (Some(kind), _) => {
                let rest = name.get(kind.len()..).unwrap_or_default();
                let is_number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
                if is_number {
                    name.to_owned()
                } else {
                    format!("{kind}{rest}")
                }
            }
            (None, None) => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<AgencyTable>, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let source = Sources::default().add("bang.csv", text);
        let table = Reading { text, source }.table(&mut findings);
        (table, findings)
    }

    #[test]
    fn tables_of_all_kinds_say_the_same() {
        let tables = [
            "STT,Tên đơn vị,Chủ tịch\n1,xã Đại Hải,Nguyễn Văn Mẫu\n",
            "STT;Tên đơn vị;Chủ tịch\n1;xã Đại Hải;Nguyễn Văn Mẫu\n",
            "STT\tTên đơn vị\tChủ tịch\n1\txã Đại Hải\tNguyễn Văn Mẫu\n",
            "DANH SÁCH XÃ; năm 2026\n\nTT;TÊN ĐƠN VỊ;Họ và tên Chủ tịch (UBND)\n1;\"xã  Đại Hải\";Ông Nguyễn Văn Mẫu\n;;\n2;;\n",
        ];
        for text in tables {
            let (table, findings) = read(text);
            assert_eq!(findings, [], "{text}");
            let rows = table.expect("a table").rows;
            let said: Vec<_> = rows
                .iter()
                .map(|row| (row.name.as_str(), row.head.as_deref()))
                .collect();
            assert_eq!(said, [("xã Đại Hải", Some("Nguyễn Văn Mẫu"))], "{text}");
            let line = text
                .lines()
                .position(|line| line.contains("Mẫu"))
                .expect("it is there");
            assert_eq!(rows[0].line, line + 1, "{text}");
        }
    }

    #[test]
    fn columns_that_say_nothing_are_told() {
        let text = "Tên đơn vị;Chức vụ;SĐT;Địa chỉ\nxã A;Chủ tịch;0220;xóm\n";
        let (table, _) = read(text);
        let unread = table.expect("a table").unread_columns;
        assert_eq!(unread, ["Chức vụ", "SĐT", "Địa chỉ"]);
        let text = "Tên đơn vị;Họ và tên;Chức vụ;Đầu mối;SĐT\nxã A;Bà Lê Thị Mẫu;Phó Chủ tịch;Văn phòng;0220\n";
        let (table, _) = read(text);
        let table = table.expect("a table");
        assert_eq!(table.unread_columns, [""; 0]);
        let signer = ("Lê Thị Mẫu".to_owned(), Some("Phó Chủ tịch".to_owned()));
        assert_eq!(table.rows[0].signer, Some(signer));
        let contact = ("Văn phòng".to_owned(), Some("0220".to_owned()), None);
        assert_eq!(table.rows[0].contact, Some(contact));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for text in [
            "",
            "Mã;Chủ tịch\na;b\n",
            "Tên đơn vị;Chủ tịch\n",
            "Tên;Loại\n\"xã A;xã\nxã B;xã\n",
            "Tên,Chủ tịch\nxã A,A,B,C\n",
            "Tên,Chủ tịch,\nxã A,A,B\n",
        ] {
            let (_, findings) = read(text);
            assert_eq!(findings.len(), 1, "{text}");
            assert_eq!(findings[0].code, Code::TableUnread);
        }
    }

    #[test]
    fn a_table_that_is_too_long_is_refused_and_blank_cells_are_none() {
        let text = |rows: usize| format!("Tên,Chủ tịch\n{}", "xã A,,,\n".repeat(rows));
        let (table, findings) = read(&text(LARGEST));
        assert_eq!(table.expect("a table").rows.len(), LARGEST);
        assert_eq!(findings, []);
        let (table, findings) = read(&text(LARGEST + 1));
        assert!(table.is_none());
        assert_eq!(
            findings[0].message,
            "bảng có 5.001 dòng, quá 5.000 dòng mà chương trình nhận một lần"
        );
    }

    #[test]
    fn a_name_is_what_sentences_have() {
        let cases = [
            ("Xã Đại Hải", None, "xã Đại Hải"),
            ("UBND Phường Đông Hải", None, "phường Đông Hải"),
            ("Đại Hải", Some("Xã"), "xã Đại Hải"),
            ("Phường 15", None, "Phường 15"),
            ("Ủy ban nhân dân đặc khu Cát Hải", None, "đặc khu Cát Hải"),
            ("Sở Tư pháp", Some("Sở, ban, ngành"), "Sở Tư pháp"),
        ];
        for (name, kind, short) in cases {
            let row = AgencyRow {
                place: Sources::beginning(Sources::default().add("", "")),
                line: 1,
                id: None,
                name: name.to_owned(),
                kind: kind.map(str::to_owned),
                abbreviation: None,
                head: None,
                head_column: String::new(),
                deputies: Vec::new(),
                deputy_column: String::new(),
                signer: None,
                contact: None,
            };
            assert_eq!(row.short_name(), short);
        }
    }
}
