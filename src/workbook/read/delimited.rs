//! Tables that are saved as text with separators (.csv), as the one sheet of a workbook.
//!
//! Encoding and separator are certain or the file is refused. Every cell is a text: such files say of no
//! cell what it holds. Rows are counted as spreadsheet programs count them, blank lines too.

use std::collections::BTreeMap;

use super::book::{Book, Cell, Content, Format};
use super::refusal::Refusal;
use super::store::{Room, Store, is_near};
use super::{FILE_LIMIT, Kind};

/// What may separate the cells of a row. Excel writes `;` where the decimal mark is a comma.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// A row: its number from 0, and its cells.
type Record = (u32, Vec<String>);

/// Reads a table; its sheet gets this name. `is_head` knows the names of columns, by which the
/// separator is known; without any, it is the one by which all rows are of one length.
///
/// # Errors
/// Why it is not read, with what to do.
pub fn delimited(
    bytes: &[u8],
    name: &str,
    is_head: &dyn Fn(&str) -> bool,
) -> Result<Book, Refusal> {
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Refusal::TooLarge);
    }
    let text = decoded(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    if text.trim().is_empty() {
        return Err(Refusal::Other(Kind::Empty));
    }
    if text.matches('"').count() % 2 == 1 {
        return Err(Refusal::Quote);
    }
    let records = match stated(&text) {
        // Excel takes this line for no row of the table, but counts it.
        Some((separator, rest)) => records(rest, separator, 1),
        None => certain(
            SEPARATORS.map(|separator| records(&text, separator, 0)),
            is_head,
        )?,
    };
    sheet(name, records)
}

/// The text of UTF-8, or of UTF-16 that says so at its beginning.
fn decoded(bytes: &[u8]) -> Result<String, Refusal> {
    let wide = |unit: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let pairs = bytes.chunks(2);
        let units = pairs.map(|pair| match pair {
            [one, other] => Some(unit([*one, *other])),
            _ => None,
        });
        let units: Option<Vec<u16>> = units.collect();
        String::from_utf16(&units.ok_or(Refusal::Damaged)?).map_err(|_| Refusal::Encoding)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => wide(u16::from_be_bytes, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Encoding)?;
    Ok(text.to_owned())
}

/// The separator that the first line states: `sep=;`.
fn stated(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let stated = first.trim().trim_matches('"').strip_prefix("sep=")?;
    let mut known = SEPARATORS.into_iter();
    let separator = known.find(|separator| stated.as_bytes() == [*separator])?;
    Some((separator, rest))
}

/// All rows by a separator, the first of this number.
fn records(text: &str, separator: u8, first: u32) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut row = first;
    for record in reader.records().filter_map(Result::ok) {
        let start = record.position().map_or(0, csv::Position::byte);
        let rest = usize::try_from(start)
            .ok()
            .and_then(|start| text.get(start..));
        let rest = rest.unwrap_or_default();
        // The reader passes over blank lines.
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        row = row.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        records.push((row, record.iter().map(str::to_owned).collect()));
        row = row.saturating_add(1);
    }
    records
}

/// The rows by the separator that it must be.
fn certain(
    tables: [Vec<Record>; 3],
    is_head: &dyn Fn(&str) -> bool,
) -> Result<Vec<Record>, Refusal> {
    let known = |records: &[Record]| {
        let heads = records.iter().map(|(_, cells)| {
            let heads = cells.iter().filter(|cell| is_head(cell));
            heads.count()
        });
        heads.max().filter(|count| *count >= 2).unwrap_or_default()
    };
    let is_table = |records: &[Record]| {
        let length = records.first().map_or(0, |(_, cells)| cells.len());
        length > 1 && records.iter().all(|(_, cells)| cells.len() == length)
    };
    let heads = tables.each_ref().map(|records| known(records));
    let most = heads.into_iter().max().unwrap_or_default();
    let fits = |at: usize| match most {
        0 => is_table(&tables[at]),
        most => heads[at] == most,
    };
    let fitting: Vec<_> = (0..tables.len()).filter(|at| fits(*at)).collect();
    match fitting.as_slice() {
        [only] => tables.into_iter().nth(*only).ok_or(Refusal::Separator),
        _ => Err(Refusal::Separator),
    }
}

fn sheet(name: &str, records: Vec<Record>) -> Result<Book, Refusal> {
    let (mut room, mut store, mut number) = (Room::default(), Store::new(name), 0);
    for (row, cells) in records {
        for (column, text) in (0..).zip(cells) {
            if text.is_empty() {
                continue;
            }
            if !is_near((row, column)) {
                store.leave_out((row, column));
                continue;
            }
            room.take_text(text.len())?;
            number += 1;
            store.add(
                number,
                Cell::new(row, column, Content::Text(text)),
                &mut room,
            )?;
        }
    }
    let (sheet, note) = store.into_sheet(false, Vec::new());
    Ok(Book {
        format: Format::Csv,
        sheets: vec![sheet],
        properties: BTreeMap::new(),
        notes: note.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "STT;Chỉ tiêu;Số liệu\n1;\"Số văn bản; gồm \"\"chỉ thị\"\"\";12\n\n1.1;Tỷ lệ;98,5\n";

    fn is_head(text: &str) -> bool {
        ["STT", "Chỉ tiêu", "Số liệu"].contains(&text)
    }

    fn read(bytes: &[u8]) -> Result<Vec<String>, Refusal> {
        let book = delimited(bytes, "bảng", &is_head)?;
        let cells = book.sheets.iter().flat_map(|sheet| &sheet.cells);
        let cells = cells.map(|cell| format!("{} {}", cell.reference(), cell.shown()));
        Ok(cells.collect())
    }

    fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let marked = std::iter::once(0xfeff).chain(text.encode_utf16());
        marked.flat_map(unit).collect()
    }

    #[test]
    fn every_way_to_save_one_table_is_that_table() {
        let cells = [
            "A1 STT",
            "B1 Chỉ tiêu",
            "C1 Số liệu",
            "A2 1",
            "B2 Số văn bản; gồm \"chỉ thị\"",
            "C2 12",
            "A4 1.1",
            "B4 Tỷ lệ",
            "C4 98,5",
        ];
        let marked = [b"\xef\xbb\xbf", TABLE.as_bytes()].concat();
        let other = TABLE.replace("98,5", "\"98,5\"").replace("; gồm", ", gồm");
        let tabs = TABLE.replace(';', "\t").replace("\t gồm", "; gồm");
        for bytes in [
            TABLE.as_bytes(),
            &marked,
            TABLE.replace('\n', "\r\n").as_bytes(),
            TABLE.replace('\n', "\r").as_bytes(),
            &wide(TABLE, u16::to_le_bytes),
            &wide(TABLE, u16::to_be_bytes),
            tabs.as_bytes(),
        ] {
            assert_eq!(read(bytes).as_deref(), Ok(&cells.map(str::to_owned)[..]));
        }
        let commas = other.replace("STT;Chỉ tiêu;Số liệu", "STT,Chỉ tiêu,Số liệu");
        let commas = commas.replace("1;\"", "1,\"").replace("\";12", "\",12");
        let commas = commas.replace("1.1;Tỷ lệ;", "1.1,Tỷ lệ,");
        let read_commas = read(commas.as_bytes()).expect("a table");
        assert_eq!(read_commas[4], "B2 Số văn bản, gồm \"chỉ thị\"");
        assert_eq!(read_commas.len(), cells.len());
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        let cases: [(&[u8], Refusal); 7] = [
            // "Số" in windows-1258 and TCVN3.
            (b"STT;S\xf4\xec li\xeau\n1;2\n", Refusal::Encoding),
            (b"\xff\xfeS\x00T", Refusal::Damaged),
            (b"\xff\xfe\x00\xd8", Refusal::Encoding),
            (b"STT;\"Ch\n1;2\n", Refusal::Quote),
            (b"a;b,c\nd;e,f\n", Refusal::Separator),
            (b"mot\nhai\n", Refusal::Separator),
            (b"\xef\xbb\xbf \n", Refusal::Other(Kind::Empty)),
        ];
        for (bytes, refusal) in cases {
            assert_eq!(read(bytes), Err(refusal), "{bytes:?}");
        }
        // Said, and not looked for.
        let said = read(b"sep=,\na;b,c\nd;e,f\n").expect("it says how");
        assert_eq!(said, ["A2 a;b", "B2 c", "A3 d;e", "B3 f"]);
        // Without names of columns, all rows are of one length.
        let even = read("1;một, hai\n2;ba\n".as_bytes()).expect("a table");
        assert_eq!(even, ["A1 1", "B1 một, hai", "A2 2", "B2 ba"]);
    }

    #[test]
    fn a_table_has_limits() {
        let far = format!("STT,Chỉ tiêu{}\n", ",x".repeat(200));
        let book = delimited(far.as_bytes(), "bảng", &is_head).expect("a table");
        assert_eq!(book.sheets[0].cells.len(), 100);
        assert_eq!(book.notes.len(), 1);
        let many = format!(
            "STT,Chỉ tiêu\n{}",
            "1,2,3,4,5,6,7,8,9,0,1,2,3,4\n".repeat(4_000)
        );
        let refused = delimited(many.as_bytes(), "bảng", &is_head);
        assert!(matches!(refused, Err(Refusal::Beyond(_))), "{refused:?}");
    }
}
