//! Workbooks as people and programs make them, and as they come damaged or with ill will.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::rules::tests::told;
use super::rules::{Context, whole_number};
use super::*;

/// A file of files.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        to.start_file(*name, SimpleFileOptions::default())
            .expect("it may be begun");
        to.write_all(bytes).expect("there is room");
    }
    to.finish().expect("there is room").into_inner()
}

/// The parts of a file of files.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is whole");
    let part = |index| {
        let mut part = archive.by_index(index).expect("it is there");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("it is whole");
        let name = part.name().expect("it is named").into_owned();
        (name, bytes)
    };
    let count = ZipArchive::new(Cursor::new(bytes)).map_or(0, |archive| archive.len());
    (0..count).map(part).collect()
}

/// The same workbook with other parts.
fn changed(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let parts = parts(bytes).into_iter();
    let parts: Vec<_> = parts
        .map(|(name, bytes)| {
            let bytes = change(&name, bytes);
            (name, bytes)
        })
        .collect();
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zipped(&parts)
}

/// A small workbook with one sheet of this XML.
fn with_sheet(xml: &str) -> Vec<u8> {
    changed(&empty(), |name, bytes| {
        match name {
        "xl/worksheets/sheet1.xml" => format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{xml}</worksheet>"
        )
        .into_bytes(),
        _ => bytes,
    }
    })
}

fn empty() -> Vec<u8> {
    made(|sheet| sheet.write_string(0, 0, "chữ").map(|_| ()))
}

fn made(write: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu 3").expect("it is a name");
    write(sheet).expect("it can be written");
    book.save_to_buffer().expect("it can be written")
}

/// A cell of each kind that people type or a program leaves, one below the other in column B.
fn contents(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let shown = |format: &str| Style::new().set_num_format(format);
    sheet.write_number(0, 1, 6_127)?;
    sheet.write_number_with_format(1, 1, 6_127, &shown("#,##0"))?;
    sheet.write_number(2, 1, 407.000_000_000_000_06)?;
    sheet.write_number(3, 1, 95.5)?;
    sheet.write_number_with_format(4, 1, 0.985_2, &shown("0.00%"))?;
    sheet.write_number_with_format(5, 1, 1, &shown("0%"))?;
    for (row, text) in [
        (6, "6127"),
        (7, "6 127"),
        (8, "1.234"),
        (9, "05"),
        (10, "-"),
    ] {
        sheet.write_string(row, 1, text)?;
    }
    let day = ExcelDateTime::from_ymd(2026, 3, 5)?;
    sheet.write_datetime_with_format(11, 1, &day, &shown("dd/mm/yyyy"))?;
    sheet.write_number_with_format(12, 1, 0.35, &shown("hh:mm"))?;
    sheet.write_number_with_format(13, 1, 1.5, &shown("[h]:mm"))?;
    sheet.write_boolean(14, 1, true)?;
    sheet.write_formula(15, 1, Formula::new("1/0").set_result("#DIV/0!"))?;
    sheet.write_formula(16, 1, Formula::new("SUM(B1:B2)").set_result("12254"))?;
    sheet.merge_range(17, 1, 17, 2, "", &Style::new())?;
    sheet.write_number(17, 1, 7)?;
    sheet.write_number(18, 1, -5)?;
    sheet.write_number(19, 1, 1e12)?;
    let bold = Style::new().set_bold();
    let plain = Style::new();
    sheet.write_rich_string(20, 1, &[(&plain, "61"), (&bold, "27")])?;
    sheet.write_string(21, 1, "một\nhai")?;
    sheet.write_string(22, 1, "=HYPERLINK(1)")?;
    sheet.write_number(23, 1, 12)?;
    sheet.set_row_hidden(23)?;
    sheet.write_blank(24, 1, &bold)?;
    sheet.write_string(25, 1, "Ti\u{301}nh")?;
    Ok(())
}

/// What is made of column B of the sheet, below each other.
fn column(book: &Book) -> Vec<String> {
    let sheet = book.sheet("Biểu 3").expect("it is there");
    let cell = |row| told(whole_number(sheet.cell(row, 1), &Context::default()));
    (0..26).map(cell).collect()
}

/// What is said where the format of numbers is known, and where .ods and .xls say something else.
const SAID: [&str; 26] = [
    "6127",
    "6127",
    "407",
    "? `95,5` là số lẻ, ở đây cần số nguyên",
    "? ô hiện `98,52%` (giá trị 0,9852), ở đây cần số nguyên",
    "? ô hiện `100%` (giá trị 1), ở đây cần số nguyên",
    "6127 (`6127` ghi ở dạng chữ; đã hiểu là số 6.127)",
    "? `6 127` là chữ, không phải số viết liền → 6127",
    "? `1.234` là chữ, không phải số viết liền → 1234",
    "? `05` có số 0 ở đầu: là số 5, hay là mã? → 5",
    "? `-` là 0, hay chưa có số liệu?",
    "? chương trình bảng tính đã đổi nội dung gõ vào thành ngày `05/3/2026`",
    "? chương trình bảng tính đã đổi nội dung gõ vào thành giờ `8:24`",
    "? chương trình bảng tính đã đổi nội dung gõ vào thành giờ `36:00`",
    "? ô có giá trị đúng/sai `TRUE`",
    "? ô báo lỗi `#DIV/0!`",
    "12254 (giá trị tính bằng công thức `=SUM(B1:B2)`)",
    "7",
    "! `-5` là số âm",
    "! `1000000000000` lớn quá mức có thể",
    "6127 (`6127` ghi ở dạng chữ; đã hiểu là số 6.127)",
    "? `một hai` là 0, hay chưa có số liệu?",
    "? `=HYPERLINK(1)` không phải là số nguyên",
    "12",
    "trống",
    "? `Ti\u{301}nh` là 0, hay chưa có số liệu?",
];
/// .ods and .xls do not say how a number is shown.
const NO_FORMAT: [(usize, &str); 2] = [(4, "? `0,9852` là số lẻ, ở đây cần số nguyên"), (5, "1")];
/// A truth is a number there, by a formula.
const TRUTH_OF_ODS: [(usize, &str); 1] = [(14, "? ô có giá trị đúng/sai `=TRUE()`")];

fn said(others: &[(usize, &'static str)]) -> Vec<&'static str> {
    let mut said = SAID.to_vec();
    for (row, other) in others {
        said[*row] = other;
    }
    said
}

/// The workbook of [`contents`] as `LibreOffice` 7.4 saved it.
fn saved(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook");
    std::fs::read(folder.join(name)).expect("it is in the repository")
}

#[test]
fn every_kind_of_content_is_read_as_excel_writes_it() {
    let bytes = made(contents);
    let book = read(&bytes).expect("it is a workbook");
    assert_eq!(column(&book), said(&[]));
    let sheet = book.sheet("Biểu 3").expect("it is there");
    assert_eq!(
        sheet
            .merged_at(17, 2)
            .map(|range| range.to_string())
            .as_deref(),
        Some("B18:C18")
    );
    assert_eq!(sheet.merged_at(16, 2), None);
    assert_eq!(sheet.cell(24, 1), None);
    assert!(book.notes.is_empty() && !sheet.hidden);
}

#[test]
fn every_kind_of_content_is_read_as_libreoffice_writes_it() {
    let xlsx = saved("contents.xlsx");
    let book = read(&xlsx).expect("it is a workbook");
    assert_eq!(column(&book), said(&[]));
    let ods = saved("contents.ods");
    assert_eq!(read(&ods), Err(Refusal::NeedsWorker(Format::Ods)));
    let book = table::read(&ods).expect("it is a workbook");
    assert_eq!(
        column(&book),
        said(&[&NO_FORMAT[..], &TRUTH_OF_ODS[..]].concat())
    );
    assert_eq!(book.notes, [Note::FormatsUnknown(Format::Ods)]);
    let xls = saved("contents.xls");
    assert_eq!(read(&xls), Err(Refusal::NeedsWorker(Format::Xls)));
    let book = table::read(&xls).expect("it is a workbook");
    assert_eq!(column(&book), said(&NO_FORMAT));
    let sheet = book.sheet("Biểu 3").expect("it is there");
    assert_eq!(sheet.merged.len(), 1);
}

#[test]
fn a_book_goes_to_another_process_and_back() {
    let ods = saved("contents.ods");
    for book in [read(&made(contents)), table::read(&ods)] {
        let book = book.expect("it is a workbook");
        let json = serde_json::to_vec(&book).expect("it can be written");
        assert_eq!(
            serde_json::from_slice::<Book>(&json).expect("it can be read"),
            book
        );
    }
}

#[test]
fn formulas_are_joined_to_their_cells() {
    let bytes = with_sheet(
        "<sheetData><row r=\"1\"><c r=\"A1\"><f>B1+1</f></c><c r=\"B1\"><f t=\"shared\" si=\"99999999999\" ref=\"B1:B2\">C1*2</f><v>4</v></c></row>\
         <row r=\"2\"><c r=\"A2\" t=\"str\"><f>T(C1)</f><v></v></c><c r=\"B2\"><f t=\"shared\" si=\"99999999999\"/><v>6</v></c><c r=\"C2\" t=\"str\"><v></v></c></row></sheetData>",
    );
    let book = read(&bytes).expect("it is a workbook");
    let cells = &book.sheets[0].cells;
    let shown: Vec<_> = cells
        .iter()
        .map(|cell| {
            let formula = cell.formula.as_deref().unwrap_or_default();
            format!("{}={formula}:{}", cell.reference(), cell.content)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "A1=B1+1:công thức chưa có giá trị",
            "B1=C1*2:4",
            "A2=T(C1):",
            "B2=C2*2:6"
        ]
    );
}

#[test]
fn a_cell_twice_in_a_file_keeps_both_values() {
    let bytes = with_sheet(
        "<sheetData><row r=\"2\"><c r=\"B2\"><v>7</v></c></row><row r=\"1\"><c r=\"B2\"><v>12</v></c><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row></sheetData>",
    );
    let book = read(&bytes).expect("it is a workbook");
    let [one, two] = book.sheets[0].cells.as_slice() else {
        panic!("there are two: {book:?}");
    };
    assert_eq!((one.reference().as_str(), &one.other), ("A1", &None));
    assert_eq!(two.content, Content::Number(12.0));
    assert_eq!(two.other.as_deref(), Some(&Content::Number(7.0)));
}

#[test]
fn cells_far_out_are_left_out_and_told() {
    let bytes = with_sheet(
        "<sheetData><row><c r=\"A1\"><v>1</v></c><c r=\"XFD200000\"><v>2</v></c><c r=\"A5001\"><f>A1</f></c><c r=\"CV5000\"><v>3</v></c><c r=\"CW1\"><f>A1</f><v>4</v></c></row></sheetData>",
    );
    let book = read(&bytes).expect("it is a workbook");
    let found: Vec<_> = book.sheets[0].cells.iter().map(Cell::reference).collect();
    assert_eq!(found, ["A1", "CV5000"]);
    let note = Note::FarCells {
        sheet: "Biểu 3".to_owned(),
        count: 3,
        first: "XFD200000".to_owned(),
    };
    assert_eq!(book.notes, [note]);
}

#[test]
fn too_many_cells_or_sheets_are_refused() {
    let row = |number: usize| {
        format!(
            "<row r=\"{number}\">{}</row>",
            "<c><v>1</v></c>".repeat(100)
        )
    };
    let rows = |count: usize| -> String { (1..=count).map(row).collect() };
    assert!(
        read(&with_sheet(&format!(
            "<sheetData>{}</sheetData>",
            rows(500)
        )))
        .is_ok()
    );
    assert_eq!(
        read(&with_sheet(&format!(
            "<sheetData>{}</sheetData>",
            rows(501)
        ))),
        Err(Refusal::Beyond(Limit::Cells("Biểu 3".to_owned())))
    );
    let mut book = Workbook::new();
    for _ in 0..61 {
        book.add_worksheet();
    }
    let bytes = book.save_to_buffer().expect("it can be written");
    assert_eq!(read(&bytes), Err(Refusal::Beyond(Limit::Sheets)));
    let text = "x".repeat(32_000);
    let shared =
        made(|sheet| (0..300).try_for_each(|row| sheet.write_string(row, 0, &text).map(|_| ())));
    assert_eq!(read(&shared), Err(Refusal::Beyond(Limit::Text)));
}

#[test]
fn what_does_not_follow_the_format_is_told_with_its_sheet() {
    let unreadable = |why: &str| {
        Err(Refusal::Unreadable {
            sheet: Some("Biểu 3".to_owned()),
            why: why.to_owned(),
        })
    };
    let sheet = |cell: &str| {
        read(&with_sheet(&format!(
            "<sheetData><row>{cell}</row></sheetData>"
        )))
    };
    assert_eq!(
        sheet("<c r=\"1A\"/>"),
        unreadable("có địa chỉ ô không đúng")
    );
    assert_eq!(
        sheet("<c r=\"A0\"/>"),
        unreadable("có địa chỉ ô không đúng")
    );
    assert_eq!(
        sheet("<c r=\"A1\" t=\"s\"><v>77</v></c>"),
        unreadable("có ô trỏ ra ngoài bảng chữ dùng chung")
    );
    assert_eq!(
        sheet("<c r=\"A1\"><w/></c>"),
        unreadable("nội dung không đúng chuẩn")
    );
    assert_eq!(
        read(&with_sheet("<sheetData><row>")),
        unreadable("XML bị hỏng")
    );
    let refusal = sheet("<c r=\"1A\"/>").expect_err("it is refused");
    assert_eq!(
        refusal.to_string(),
        "không đọc được trang tính `Biểu 3`: có địa chỉ ô không đúng"
    );
}

#[test]
fn files_that_say_more_than_cells_are_told_or_refused() {
    let with = |name: &str, bytes: &[u8]| {
        let all = parts(&empty());
        let parts = all
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        zipped(&parts.chain([(name, bytes)]).collect::<Vec<_>>())
    };
    assert_eq!(read(&with("xl/vbaProject.bin", b"x")), Err(Refusal::Macros));
    assert_eq!(
        read(&with("xl/macrosheets/sheet1.xml", b"<a/>")),
        Err(Refusal::Macros)
    );
    assert_eq!(read(&with("xl/workbook.bin", b"x")), Err(Refusal::Binary));
    assert_eq!(
        read(&with("word/document.xml", b"<a/>")),
        Err(Refusal::Other(Kind::Document))
    );
    let linked = read(&with("xl/externalLinks/externalLink1.xml", b"<a/>"));
    assert_eq!(
        linked.expect("it is a workbook").notes,
        [Note::ExternalLinks]
    );
    let doctype = b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    assert_eq!(
        read(&with("docProps/x.xml", doctype)),
        Err(Refusal::Entities)
    );
    let wide: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(
        read(&with("docProps/x.xml", &wide)),
        Err(Refusal::Unreadable { sheet: None, .. })
    ));
    assert_eq!(
        read(&zipped(&[("a.txt", b"x")])),
        Err(Refusal::Other(Kind::Archive))
    );
    assert_eq!(read(&zipped(&[])), Err(Refusal::Other(Kind::Archive)));
    let mime = b"application/vnd.oasis.opendocument.text";
    assert_eq!(
        read(&zipped(&[("mimetype", mime)])),
        Err(Refusal::Other(Kind::Document))
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let modules: [(&str, &[u8]); 3] = [
        ("mimetype", mime),
        ("Basic/Standard/script-lb.xml", b"<a/>"),
        ("Basic/Standard/Module1.xml", b"<a/>"),
    ];
    assert_eq!(read(&zipped(&modules)), Err(Refusal::Macros));
    assert_eq!(
        read(&zipped(&modules[..2])),
        Err(Refusal::NeedsWorker(Format::Ods))
    );
}

#[test]
fn a_file_that_is_cut_off_or_changed_is_damaged() {
    let bytes = made(contents);
    for end in [5, 100, bytes.len() / 2, bytes.len() - 30] {
        assert_eq!(read(&bytes[..end]), Err(Refusal::Damaged), "{end}");
    }
    let mut changed = bytes.clone();
    changed[60] ^= 0xff;
    assert_eq!(read(&changed), Err(Refusal::Damaged));
    assert_eq!(read(&vec![b'x'; 11 << 20]), Err(Refusal::TooLarge));
}

#[test]
fn names_with_prefixes_are_told() {
    let prefixed = changed(&made(contents), |name, bytes| {
        if name != "xl/workbook.xml" && !name.starts_with("xl/worksheets/") {
            return bytes;
        }
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        let text = text
            .replace("</", "\u{1}")
            .replace("<?", "\u{2}")
            .replace('<', "<x:");
        let text = text.replace('\u{1}', "</x:").replace('\u{2}', "<?");
        text.replace("xmlns=", "xmlns:x=").into_bytes()
    });
    match read(&prefixed) {
        Ok(book) => assert_eq!(column(&book), said(&[])),
        Err(refusal) => assert_eq!(refusal, Refusal::Prefixed),
    }
}

#[test]
fn bombs_are_refused_before_they_are_opened() {
    let bomb = |name: &str, xml: &str| {
        let of = |part: &str, bytes: Vec<u8>| {
            if part == name {
                xml.as_bytes().to_vec()
            } else {
                bytes
            }
        };
        read(&changed(&made(contents), of))
    };
    let strings = "xl/sharedStrings.xml";
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(17 << 20));
    assert_eq!(
        bomb(strings, &long),
        Err(Refusal::Beyond(Limit::Markup(strings.to_lowercase())))
    );
    let many = format!("<sst>{}</sst>", "<si><t/></si>".repeat(1_400_000));
    assert_eq!(bomb(strings, &many), Err(Refusal::Beyond(Limit::Strings)));
    let promised = "<sst uniqueCount=\"999999999999\"><si><t/></si></sst>";
    assert_eq!(
        bomb(strings, promised),
        Err(Refusal::Beyond(Limit::Strings))
    );
    let spread = format!(
        "<sst>{}</sst>",
        "<!--xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-->".repeat(400_000)
    );
    assert_eq!(
        bomb(strings, &spread),
        Err(Refusal::Beyond(Limit::Part(strings.to_lowercase())))
    );
    let styles = format!(
        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
        "<xf/>".repeat(80_000)
    );
    assert_eq!(
        bomb("xl/styles.xml", &styles),
        Err(Refusal::Beyond(Limit::Styles))
    );
    let merges = format!(
        "<worksheet><sheetData/>{}</worksheet>",
        "<mergeCell ref=\"A1:B1\"/>".repeat(10_001)
    );
    assert_eq!(
        bomb("xl/worksheets/sheet1.xml", &merges),
        Err(Refusal::Beyond(Limit::Merges))
    );
    let many: Vec<_> = (0..501).map(|number| format!("xl/{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|name| (name.as_str(), b"<a/>".as_slice()))
        .collect();
    assert_eq!(read(&zipped(&many)), Err(Refusal::Beyond(Limit::Parts)));
}
