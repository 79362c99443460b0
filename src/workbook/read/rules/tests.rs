//! The table of cell contents, row by row: what is understood, asked about and refused.

use std::sync::Arc;

use chrono::NaiveDate;

use super::*;
use crate::model::Decimal;
use crate::workbook::read::book::{Cell, Content, Moment, Serial};

fn of(content: Content) -> Cell {
    Cell::new(20, 5, content)
}

fn number(value: f64) -> Cell {
    Cell {
        format: Some(Arc::from("General")),
        ..of(Content::Number(value))
    }
}

fn shown_as(format: &str, value: f64) -> Cell {
    Cell {
        format: Some(Arc::from(format)),
        ..number(value)
    }
}

/// As .ods and .xls have it.
fn without_format(value: f64) -> Cell {
    of(Content::Number(value))
}

fn typed(text: &str) -> Cell {
    of(Content::Text(text.to_owned()))
}

fn by(formula: &str, content: Content) -> Cell {
    Cell {
        formula: Some(formula.to_owned()),
        ..of(content)
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("it is on the calendar")
}

fn dated(date: NaiveDate) -> Cell {
    of(Content::Date(Moment {
        serial: Serial::Iso(date.to_string()),
        day: Some(date),
        time: None,
    }))
}

/// What is made of a cell, in one line: the value and the note, or what is told and what to type.
pub(in crate::workbook::read) fn told<T: std::fmt::Debug>(understood: Understood<T>) -> String {
    match understood {
        Understood::Nothing => "trống".to_owned(),
        Understood::Value(value) => format!("{value:?}"),
        Understood::ValueWithNote(value, note) => format!("{value:?} ({note})"),
        Understood::Asked {
            say,
            suggestion: Some(suggestion),
            remedy,
            ..
        } => {
            assert!(remedy.contains(&suggestion), "{remedy}");
            format!("? {say} → {suggestion}")
        }
        Understood::Asked { say, remedy, .. } => {
            assert!(!remedy.is_empty());
            format!("? {say}")
        }
        Understood::Refused { say, remedy, .. } => {
            assert!(!remedy.is_empty());
            format!("! {say}")
        }
    }
}

fn whole(cell: &Cell) -> String {
    told(whole_number(Some(cell), &Context::default()))
}

#[test]
fn numbers_are_read_as_they_stand() {
    let cases = [
        (number(6_127.0), "6127"),
        (shown_as("#,##0", 6_127.0), "6127"),
        (without_format(6_127.0), "6127"),
        (number(407.000_000_000_000_06), "407"),
        (number(0.0), "0"),
        (number(-0.0), "0"),
        (number(999_999_999_999.0), "999999999999"),
        (number(95.5), "? `95,5` là số lẻ, ở đây cần số nguyên"),
        (number(0.1 + 0.2), "? `0,3` là số lẻ, ở đây cần số nguyên"),
        (
            number(6.127),
            "? `6,127` là số lẻ, ở đây cần số nguyên → 6127",
        ),
        (
            shown_as("0.00%", 0.985_2),
            "? ô hiện `98,52%` (giá trị 0,9852), ở đây cần số nguyên",
        ),
        (
            shown_as("0%", 1.0),
            "? ô hiện `100%` (giá trị 1), ở đây cần số nguyên",
        ),
        (
            without_format(0.985_2),
            "? `0,9852` là số lẻ, ở đây cần số nguyên",
        ),
        (without_format(1.0), "1"),
        (number(-5.0), "! `-5` là số âm"),
        (number(1e12), "! `1000000000000` lớn quá mức có thể"),
        (
            number(f64::INFINITY),
            "! `số không xác định` lớn quá mức có thể",
        ),
        (number(f64::NAN), "! `số không xác định` lớn quá mức có thể"),
    ];
    for (cell, expected) in cases {
        assert_eq!(whole(&cell), expected, "{cell:?}");
    }
    assert!(whole(&number(1e300)).contains("lớn quá mức có thể"));
    assert!(whole(&number(1e300)).chars().count() < 640);
}

#[test]
fn numbers_typed_as_texts_are_read_or_asked_about() {
    let note = "6127 (`6127` ghi ở dạng chữ; đã hiểu là số 6.127)";
    let not_in_one = |text: &str| format!("? `{text}` là chữ, không phải số viết liền → 6127");
    for text in ["6127", " 6127 ", "61\u{200b}27", "６１２７", "'6127"] {
        assert_eq!(whole(&typed(text)), note, "{text}");
    }
    for text in ["6 127", "6.127", "6.127,0", "6127.0", "+6127"] {
        assert_eq!(whole(&typed(text)), not_in_one(text), "{text}");
    }
    assert_eq!(whole(&typed("6\u{a0}127")), not_in_one("6 127"));
    let nothing_known = |text: &str| format!("? `{text}` là 0, hay chưa có số liệu?");
    for text in ["-", "x", "không", "–"] {
        assert_eq!(whole(&typed(text)), nothing_known(text), "{text}");
    }
    let cases = [
        ("95,5", "? `95,5` không phải là số nguyên"),
        ("05", "? `05` có số 0 ở đầu: là số 5, hay là mã? → 5"),
        ("0 hồ sơ", "? `0 hồ sơ` có cả chữ, ở đây cần số nguyên → 0"),
        ("6O71", "? `6O71` có cả chữ, ở đây cần số nguyên → 6071"),
        ("98,52%", "? `98,52%` không phải là số nguyên"),
        ("=A1+B1", "? `=A1+B1` không phải là số nguyên"),
        ("-5", "! `-5` là số âm"),
        ("9999999999999", "! `9999999999999` lớn quá mức có thể"),
        ("", "trống"),
        (" \u{a0}\n", "trống"),
    ];
    for (text, expected) in cases {
        assert_eq!(whole(&typed(text)), expected, "{text}");
    }
    assert_eq!(told(whole_number(None, &Context::default())), "trống");
}

#[test]
fn a_thousand_that_a_machine_took_away_is_asked_about() {
    let with_prior = |value: f64, prior| {
        let context = Context {
            prior: Some(prior),
            ..Context::default()
        };
        told(whole_number(Some(&number(value)), &context))
    };
    assert_eq!(
        with_prior(5.0, 4_870),
        "? `5` có phải là 5.000? Kỳ trước là 4.870; máy đặt kiểu tiếng Anh hiểu 5.000 là 5 → 5000"
    );
    for (value, prior) in [
        (5.0, 499),
        (5.0, 2_499),
        (5.0, 10_001),
        (0.0, 4_870),
        (4_870.0, 5),
    ] {
        assert!(
            !with_prior(value, prior).starts_with('?'),
            "{value} {prior}"
        );
    }
    assert!(with_prior(5.0, 2_500).starts_with('?') && with_prior(5.0, 10_000).starts_with('?'));
}

#[test]
fn days_times_truths_and_errors_are_no_numbers() {
    let cases = [
        (
            dated(day(2026, 3, 5)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành ngày `05/3/2026`",
        ),
        (
            of(Content::Time(0.35)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành giờ `8:24`",
        ),
        (
            of(Content::Time(1.5)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành giờ `36:00`",
        ),
        (of(Content::Bool(true)), "? ô có giá trị đúng/sai `TRUE`"),
        (
            by("TRUE()", Content::Number(1.0)),
            "? ô có giá trị đúng/sai `=TRUE()`",
        ),
        (
            of(Content::Error("#REF!".to_owned())),
            "? ô báo lỗi `#REF!`",
        ),
        (
            by("FOO()", Content::Error("Err:540".to_owned())),
            "? ô báo lỗi `Err:540`",
        ),
    ];
    for (cell, expected) in cases {
        assert_eq!(whole(&cell), expected, "{cell:?}");
    }
}

#[test]
fn formulas_are_believed_where_they_stay_in_the_workbook() {
    let context = Context {
        sheets: &["Biểu 2", "Nháp's"],
        ..Context::default()
    };
    let read =
        |formula: &str, content: Content| told(whole_number(Some(&by(formula, content)), &context));
    let value = || Content::Number(7.0);
    for formula in [
        "SUM(F6:F9)",
        "'Biểu 2'!F6+1",
        "'Nháp''s'!A1",
        "IF(A1=\"có!\",7,0)",
    ] {
        let expected = format!("7 (giá trị tính bằng công thức `={formula}`)");
        assert_eq!(read(formula, value()), expected);
    }
    for formula in [
        "[1]Sheet1!A1",
        "'[1]Biểu 2'!F6",
        "Khác!A1",
        "'Biểu 22'!F6",
        "#REF!A1",
        "['file:///a.ods'#$Sheet1.A1]",
        "WEBSERVICE(\"https://a.vn\")",
    ] {
        let expected =
            format!("? ô lấy `7` bằng công thức `={formula}` từ nơi chương trình không biết");
        assert_eq!(read(formula, value()), expected);
    }
    assert_eq!(
        read("SUM(F6:F9)", Content::FormulaWithoutValue),
        "? công thức `=SUM(F6:F9)` chưa có giá trị lưu trong tệp"
    );
    assert_eq!(
        read("A1", Content::Text("6127".to_owned())),
        "6127 (`6127` ghi ở dạng chữ; đã hiểu là số 6.127; giá trị tính bằng công thức `=A1`)"
    );
    assert_eq!(read("A1", Content::Text(String::new())), "trống");
}

#[test]
fn a_cell_that_is_there_twice_is_asked_about() {
    let cell = Cell {
        other: Some(Box::new(Content::Number(12.0))),
        ..number(7.0)
    };
    assert_eq!(whole(&cell), "? tệp ghi ô này hai lần: `7` và `12`");
}

#[test]
fn decimals_have_two_places_at_most() {
    let read = |cell: &Cell| {
        let understood = decimal(Some(cell), &Context::default());
        told(understood.map(Decimal::text)).replace('"', "")
    };
    let cases = [
        (number(98.52), "98,52"),
        (number(0.1 + 0.2), "0,3"),
        (number(6_127.0), "6.127"),
        (
            number(98.525),
            "? `98,525` có hơn hai chữ số thập phân → 98,53",
        ),
        (
            shown_as("0.0%", 0.985),
            "? ô hiện `98,5%` (giá trị 0,985), ở đây không phải tỷ lệ",
        ),
        (
            typed("98,5"),
            "98,5 (`98,5` ghi ở dạng chữ; đã hiểu là 98,5)",
        ),
        (
            typed("98.05"),
            "98,05 (`98.05` ghi ở dạng chữ; đã hiểu là 98,05)",
        ),
        (
            typed("1.234"),
            "? `1.234` là số thập phân, hay có dấu ngăn hàng nghìn?",
        ),
        (typed("98,5%"), "? `98,5%` không phải là số"),
        (typed(",5"), "? `,5` không phải là số"),
        (typed("-1,5"), "! `-1,5` là số âm"),
        (number(-1.5), "! `-1,5` là số âm"),
        (typed(" "), "trống"),
    ];
    for (cell, expected) in cases {
        assert_eq!(read(&cell), expected, "{cell:?}");
    }
}

#[test]
fn shares_are_read_as_they_are_shown() {
    let read = |cell: &Cell| {
        let understood = share(Some(cell), &Context::default());
        told(understood.map(Decimal::text)).replace('"', "")
    };
    let cases = [
        (number(98.52), "98,52"),
        (
            shown_as("0.00%", 0.985_2),
            "98,52 (ô hiện `98,52%`; đã hiểu là 98,52)",
        ),
        (shown_as("0%", 1.0), "100 (ô hiện `100%`; đã hiểu là 100)"),
        (number(1.0), "1"),
        (number(0.985_2), "? `0,9852` là 0,9852% hay 98,52%?"),
        (without_format(1.0), "? `1` là 1% hay 100%?"),
        (without_format(0.0), "0"),
        (without_format(98.5), "98,5"),
        (
            typed("98,52%"),
            "98,52 (`98,52%` ghi ở dạng chữ; đã hiểu là 98,52)",
        ),
        (
            typed("98.5 %"),
            "98,5 (`98.5 %` ghi ở dạng chữ; đã hiểu là 98,5)",
        ),
        (shown_as("0%", -0.5), "! `-50%` là số âm"),
        (
            dated(day(2026, 5, 9)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành ngày `09/5/2026`",
        ),
    ];
    for (cell, expected) in cases {
        assert_eq!(read(&cell), expected, "{cell:?}");
    }
}

#[test]
fn answers_are_known_by_number_and_by_words() {
    let codes = [(0, "Không".to_owned()), (1, "Có".to_owned())];
    let read = |cell: &Cell| told(code(Some(cell), &codes, &Context::default()));
    let good = [
        number(1.0),
        typed("1"),
        typed("Có"),
        typed(" CÓ "),
        typed("Co\u{301}."),
        typed("1 – Có"),
        typed("1 = có"),
        typed("1. Có"),
    ];
    for cell in good {
        assert_eq!(read(&cell), "1", "{cell:?}");
    }
    let asked = |found: &str| format!("? `{found}` không có trong danh sách trả lời");
    for (cell, found) in [
        (number(2.0), "2"),
        (number(0.5), "0,5"),
        (typed("1 – Không"), "1 – Không"),
        (typed("x"), "x"),
        (shown_as("0%", 1.0), "100%"),
    ] {
        assert_eq!(read(&cell), asked(found), "{cell:?}");
    }
    let Understood::Asked {
        remedy, suggestion, ..
    } = code(Some(&of(Content::Bool(true))), &codes, &Context::default())
    else {
        panic!("nobody typed it");
    };
    assert_eq!(remedy, "chọn một trong các mã: 0 = Không; 1 = Có");
    assert_eq!(suggestion.as_deref(), Some("1"));
    assert_eq!(read(&typed("")), "trống");
}

#[test]
fn days_are_read_in_the_order_of_the_country() {
    let read = |cell: &Cell| {
        told(date(
            Some(cell),
            Some(day(2026, 3, 15)),
            &Context::default(),
        ))
    };
    for text in [
        "04/03/2026",
        "4/3/2026",
        "04-03-2026",
        "4.3.2026",
        "2026-03-04",
        "ngày 4/3/2026",
    ] {
        assert_eq!(read(&typed(text)), "2026-03-04", "{text}");
    }
    let cases = [
        (
            typed("ngày 04 tháng 3 năm 2026"),
            "2026-03-04 (đã hiểu `ngày 04 tháng 3 năm 2026` là ngày 04/03/2026)",
        ),
        (dated(day(2026, 3, 4)), "2026-03-04"),
        (dated(day(2026, 3, 16)), "2026-03-16"),
        (
            dated(day(2026, 4, 3)),
            "? `03/4/2026` sau ngày chốt số liệu; máy đặt kiểu tiếng Anh có thể đã đổi chỗ ngày và tháng của 04/03/2026 → 04/03/2026",
        ),
        (
            without_format(46_085.0),
            "? `46085` là số, ở đây cần ngày; có phải là ngày 04/03/2026 bị mất định dạng? → 04/03/2026",
        ),
        (number(12.0), "? `12` là số, ở đây cần ngày"),
        (
            typed("03/15/2026"),
            "? `03/15/2026` không có trên lịch theo thứ tự ngày/tháng/năm → 15/03/2026",
        ),
        (
            typed("4/3/26"),
            "? `4/3/26` viết năm bằng hai chữ số → 04/03/2026",
        ),
        (
            typed("30/02/2026"),
            "? `30/02/2026` không phải là ngày có trên lịch",
        ),
        (
            typed("hôm nay"),
            "? `hôm nay` không phải là ngày có trên lịch",
        ),
        (typed("05/3"), "? `05/3` không phải là ngày có trên lịch"),
        (
            of(Content::Time(0.5)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành giờ `12:00`",
        ),
        (typed(" "), "trống"),
    ];
    for (cell, expected) in cases {
        assert_eq!(read(&cell), expected, "{cell:?}");
    }
    let no_limit = date(Some(&dated(day(2026, 4, 3))), None, &Context::default());
    assert_eq!(told(no_limit), "2026-04-03");
}

#[test]
fn texts_are_what_was_typed_on_one_line() {
    let read = |cell: &Cell| told(text(Some(cell), &Context::default())).replace('"', "");
    let cases = [
        (typed(" Ti\u{301}nh "), "Tính"),
        (typed("=HYPERLINK(1)"), "=HYPERLINK(1)"),
        (typed("06/KH-UBND"), "06/KH-UBND"),
        (typed("{{ tthc.tong }}"), "{{ tthc.tong }}"),
        (
            typed("một\r\nhai"),
            "một hai (các dòng trong ô được nối thành một)",
        ),
        (typed("một\n"), "một"),
        (number(12.0), "12"),
        (
            shown_as("000", 6.0),
            "6 (ô có số, hiển thị theo định dạng `000`; đã lấy `6`)",
        ),
        (
            dated(day(2026, 3, 5)),
            "? chương trình bảng tính đã đổi nội dung gõ vào thành ngày `05/3/2026`",
        ),
        (of(Content::Bool(false)), "? ô có giá trị đúng/sai `FALSE`"),
        (typed("\n "), "trống"),
    ];
    for (cell, expected) in cases {
        assert_eq!(read(&cell), expected, "{cell:?}");
    }
}

#[test]
fn paragraphs_and_dashes_are_seen_in_the_lines_of_a_cell() {
    let read = |typed_text: &str| {
        let understood = paragraph(Some(&typed(typed_text)), &Context::default());
        let shown = understood.map(|paragraphs| {
            let shown = paragraphs.iter().map(|paragraph| {
                let dashes = paragraph.dashes.join(" -");
                let mark = if dashes.is_empty() { "" } else { " -" };
                paragraph.text.clone() + mark + &dashes
            });
            shown.collect::<Vec<_>>().join(" | ")
        });
        told(shown).replace('"', "")
    };
    let lines = |paragraphs: &str, note: &str| {
        format!("{paragraphs} (ô có nhiều dòng, đã hiểu là: {note})")
    };
    let cases = [
        ("Đã xong.", "Đã xong.".to_owned()),
        ("Đa\u{303} xong.\n", "Đã xong.".to_owned()),
        ("một\r\n\r\nhai", lines("một | hai", "2 đoạn văn")),
        (
            "một\nhai\rba",
            lines("một hai ba", "các dòng liền nhau được nối làm một"),
        ),
        (
            "Gồm:\n- a;\n– b.\nNgoài ra, c.",
            lines("Gồm: -a; -b. | Ngoài ra, c.", "2 đoạn văn; 2 gạch đầu dòng"),
        ),
        (
            "Gồm:\n\n-A dài\ncòn nữa\n+ B",
            lines(
                "Gồm: -A dài còn nữa -B",
                "2 gạch đầu dòng; các dòng liền nhau được nối làm một",
            ),
        ),
        (
            "- Đã xong.",
            "Đã xong. (bỏ dấu gạch ở đầu đoạn chỉ có một dòng)".to_owned(),
        ),
        (
            "- a\n- b",
            "? các gạch đầu dòng, từ `- a`, không có câu dẫn ở trên".to_owned(),
        ),
        (
            "-5 độ\nvà -3",
            lines("-5 độ và -3", "các dòng liền nhau được nối làm một"),
        ),
        (" \n\n", "trống".to_owned()),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text:?}");
    }
}
