//! Workbooks in a process of their own, and what they cost.

use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use baocao::batch::Limits;
use baocao::workbook::read::{ARGUMENT, Book, Content, Desk, Format, Limit, Note, Refusal, read};
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::folder::repository;

fn fixture(name: &str) -> Vec<u8> {
    let path = repository().join("tests/fixtures/workbook").join(name);
    std::fs::read(path).expect("it is in the repository")
}

fn desk(limits: Limits, stop: &AtomicBool) -> Desk<'_> {
    Desk::new(Ok(env!("CARGO_BIN_EXE_baocao").into()), limits, stop)
}

/// A file of parts, each said over and over.
fn zipped(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, times) in parts {
        let options = SimpleFileOptions::default();
        to.start_file(*name, options).expect("it may be begun");
        for _ in 0..*times {
            to.write_all(bytes).expect("there is room");
        }
    }
    to.finish().expect("there is room").into_inner()
}

/// A workbook that holds one number, with one of its parts in another form: what begins it, what is said
/// over and over, what ends it.
fn with_part(name: &str, begin: &str, over_and_over: &str, times: usize, end: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 1).expect("it can be written");
    sheet.write_string(1, 0, "a").expect("it can be written");
    let bytes = book.save_to_buffer().expect("it can be written");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is whole");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("it is there");
        let found = part.name().expect("it is named").into_owned();
        let mut kept = Vec::new();
        part.read_to_end(&mut kept).expect("it is whole");
        let options = SimpleFileOptions::default();
        to.start_file(found.as_str(), options)
            .expect("it may be begun");
        if found == name {
            let pieces = over_and_over.repeat(1_000);
            to.write_all(begin.as_bytes()).expect("there is room");
            for _ in 0..times / 1_000 {
                to.write_all(pieces.as_bytes()).expect("there is room");
            }
            kept = end.as_bytes().to_vec();
        }
        to.write_all(&kept).expect("there is room");
    }
    to.finish().expect("there is room").into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

/// What a process that may use so much memory says of a file; nothing where it did not live to say it.
fn within(memory: u64, file: &[u8]) -> Option<Result<Book, Refusal>> {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_baocao"))
        .args(ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it can be started");
    let mut input = worker.stdin.take().expect("it listens");
    let mut output = worker.stdout.take().expect("it speaks");
    for message in [memory.to_string().as_bytes(), file] {
        let length = u32::try_from(message.len()).expect("it is short");
        input.write_all(&length.to_le_bytes()).expect("it listens");
        input.write_all(message).expect("it listens");
    }
    let mut next = || {
        let mut length = [0; 4];
        output.read_exact(&mut length).ok()?;
        let mut message = vec![0; u32::from_le_bytes(length) as usize];
        output.read_exact(&mut message).ok()?;
        Some(message)
    };
    let answer = next().and_then(|_hello| next());
    drop(input);
    worker.wait().expect("it ends");
    answer.map(|answer| serde_json::from_slice(&answer).expect("it is an answer"))
}

#[test]
fn old_formats_are_read_by_a_process_that_goes_on() {
    let stop = AtomicBool::new(false);
    let mut desk = desk(Desk::LIMITS, &stop);
    for (name, format) in [
        ("contents.xls", Format::Xls),
        ("contents.ods", Format::Ods),
        ("contents.xlsx", Format::Xlsx),
        ("contents.xls", Format::Xls),
    ] {
        let book = desk.read(&fixture(name)).expect("it is a workbook");
        assert_eq!(book.format, format);
        let cell = book.sheets[0].cell(0, 1).expect("it is there");
        assert_eq!(cell.content, Content::Number(6_127.0), "{name}");
        let unknown = book.notes.contains(&Note::FormatsUnknown(format));
        assert_eq!(unknown, format != Format::Xlsx);
    }
}

#[test]
fn a_table_that_would_fill_the_memory_is_told_and_the_next_one_is_read() {
    let stop = AtomicBool::new(false);
    let mut desk = desk(Desk::LIMITS, &stop);
    // A billion cells, each of them there to a spreadsheet program.
    let row = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
        table:number-columns-repeated=\"1000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let rows = |row: &str| {
        format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\">{row}\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        )
    };
    let file = |content: &str| {
        zipped(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
                1,
            ),
            ("META-INF/manifest.xml", b"<manifest:manifest/>", 1),
            ("content.xml", content.as_bytes(), 1),
        ])
    };
    let refused = desk.read(&file(&rows(row)));
    assert_eq!(refused, Err(Refusal::Beyond(Limit::AllCells)));
    let fewer = row.replace("\"1000000\"", "\"90000\"");
    let since = Instant::now();
    assert_eq!(desk.read(&file(&rows(&fewer))), Err(Refusal::Memory(512)));
    assert!(
        since.elapsed() < Duration::from_secs(8),
        "{:?}",
        since.elapsed()
    );
    assert!(desk.read(&fixture("contents.ods")).is_ok());
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(desk.read(&fixture("contents.xlsx")).is_ok());
}

#[test]
fn why_there_is_no_process_is_told() {
    let go_on = AtomicBool::new(false);
    let xls = fixture("contents.xls");
    let mut nobody = Desk::new(Err("chưa khai".to_owned()), Desk::LIMITS, &go_on);
    assert_eq!(
        nobody.read(&xls),
        Err(Refusal::Worker("chưa khai".to_owned()))
    );
    assert!(nobody.read(&fixture("contents.xlsx")).is_ok());
    let mut nowhere = Desk::new(Ok("nowhere/baocao".into()), Desk::LIMITS, &go_on);
    assert_eq!(
        nowhere.read(&xls),
        Err(Refusal::Worker("không có ở đó".to_owned()))
    );
    let stop = AtomicBool::new(true);
    assert_eq!(desk(Desk::LIMITS, &stop).read(&xls), Err(Refusal::Stopped));
    let late = Limits {
        deadline: Duration::ZERO,
        ..Desk::LIMITS
    };
    assert_eq!(desk(late, &go_on).read(&xls), Err(Refusal::Late(0)));
}

/// A file, and what it must be told as; nothing where it is read.
type Bomb = (&'static str, Vec<u8>, Option<Limit>);

fn markup(name: &str) -> Limit {
    Limit::Markup(name.to_lowercase())
}

fn part(name: &str) -> Limit {
    Limit::Part(name.to_lowercase())
}

fn sheets_that_are_too_large() -> Vec<Bomb> {
    let sheet = |begin: &str, over_and_over: &str, times, end: &str| {
        let begin = format!("<worksheet><sheetData>{begin}");
        let end = format!("{end}</sheetData></worksheet>");
        with_part(SHEET, &begin, over_and_over, times, &end)
    };
    let x40 = "x".repeat(40);
    vec![
        (
            "một ô ở XFD1048576",
            sheet("<row><c r=\"XFD1048576\"><v>1</v></c></row>", "", 0, ""),
            None,
        ),
        (
            "một triệu dòng trống có kiểu",
            sheet(
                "",
                "<row s=\"1\" customFormat=\"1\" ht=\"15\"/>",
                1_000_000,
                "",
            ),
            None,
        ),
        (
            "ba triệu ô trống",
            sheet("<row>", "<c s=\"0\"/>", 3_000_000, "</row>"),
            None,
        ),
        (
            "một triệu ô có số",
            sheet("<row>", "<c r=\"A1\"><v>1</v></c>", 1_000_000, "</row>"),
            Some(Limit::Cells("Sheet1".to_owned())),
        ),
        (
            "một ô 40 MB",
            sheet(
                "<row><c t=\"inlineStr\"><is><t>",
                &x40,
                1_000_000,
                "</t></is></c></row>",
            ),
            Some(markup(SHEET)),
        ),
        (
            "một ô gồm nhiều đoạn",
            sheet(
                "<row><c t=\"inlineStr\"><is>",
                "<r><t>xxxxxxxxxxxxxxxx</t></r>",
                1_000_000,
                "</is></c></row>",
            ),
            Some(markup(SHEET)),
        ),
        (
            "chú thích XML 40 MB",
            sheet("<!--", &x40, 1_000_000, "-->"),
            Some(markup(SHEET)),
        ),
        (
            "công thức chung số hiệu lớn",
            sheet(
                "<row><c r=\"A1\"><f t=\"shared\" si=\"99999999999\" ref=\"A1:A9\">B1</f><v>1</v></c></row>",
                "",
                0,
                "",
            ),
            None,
        ),
        (
            "trang tính hơn 128 MB",
            sheet(
                "",
                "<row s=\"1\" customFormat=\"1\" spans=\"1:1\"></row>",
                3_000_000,
                "",
            ),
            Some(part(SHEET)),
        ),
    ]
}

fn parts_that_are_too_large() -> Vec<Bomb> {
    let x40 = "x".repeat(40);
    vec![
        (
            "một chuỗi dùng chung 40 MB",
            with_part(STRINGS, "<sst><si><t>", &x40, 1_000_000, "</t></si></sst>"),
            Some(markup(STRINGS)),
        ),
        (
            "năm triệu chuỗi dùng chung",
            with_part(STRINGS, "<sst>", "<si><t/></si>", 5_000_000, "</sst>"),
            Some(Limit::Strings),
        ),
        (
            "hứa một nghìn tỷ chuỗi",
            with_part(
                STRINGS,
                "<sst uniqueCount=\"999999999999\">",
                "<si/>",
                1_000,
                "</sst>",
            ),
            Some(Limit::Strings),
        ),
        (
            "kiểu ô có tên phông dài",
            with_part(
                STYLES,
                &format!(
                    "<styleSheet><fonts><font><name val=\"{}\"/></font></fonts><cellXfs>",
                    "x".repeat(900_000)
                ),
                "<xf fontId=\"0\"/>",
                60_000,
                "</cellXfs></styleSheet>",
            ),
            Some(Limit::Styles),
        ),
        (
            "phần khác hơn 16 MB",
            with_part(
                "docProps/app.xml",
                "<a>",
                "<b>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</b>",
                500_000,
                "</a>",
            ),
            Some(part("docProps/app.xml")),
        ),
    ]
}

#[test]
fn bombs_cost_a_second_and_64_megabytes_at_most() {
    let bombs = sheets_that_are_too_large().into_iter();
    for (name, bytes, expected) in bombs.chain(parts_that_are_too_large()) {
        let since = Instant::now();
        let answer = within(64 << 20, &bytes);
        let took = since.elapsed();
        let answer = answer.unwrap_or_else(|| panic!("{name}: it took more memory"));
        match expected {
            Some(limit) => assert_eq!(answer, Err(Refusal::Beyond(limit)), "{name}"),
            None => assert!(answer.is_ok(), "{name}: {answer:?}"),
        }
        // Three of them, for machines that do other things as well.
        assert!(took < Duration::from_secs(3), "{name}: {took:?}");
        if std::env::var_os("SHOW_TIMES").is_some() {
            println!("{name}: {} kB, {took:?}", bytes.len() >> 10);
        }
    }
}

#[test]
fn links_are_told_and_a_far_cell_is_left_out() {
    let far = with_part(
        SHEET,
        "<worksheet><sheetData><row><c r=\"XFD200000\"><v>1</v></c></row>",
        "",
        0,
        "</sheetData></worksheet>",
    );
    let book = read(&far).expect("it is a workbook");
    assert!(book.sheets[0].cells.is_empty());
    assert_eq!(
        book.notes[0].to_string(),
        "trang tính `Sheet1` có 1 ô nằm quá xa (từ XFD200000), không được đọc"
    );
}
