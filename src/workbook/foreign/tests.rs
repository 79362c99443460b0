//! Rows of tables against lines of forms, and heads of columns.

use super::heads::{self, Head, Heads, Holds};
use super::lines::FormLines;
use super::matching::{Matched, Number, matched, number_in_name};
use super::titles::form_named;
use crate::workbook::read::{Cell, Content, Format, Range, Sheet};

fn lines() -> FormLines {
    FormLines::bare(&[
        (0, "1", "Số văn bản"),
        (0, "1.1", "Số kế hoạch"),
        (0, "1.10", "Số chỉ thị"),
        (0, "2", "Tổng số hồ sơ"),
        (0, "2.1", "Số đúng hạn"),
        (0, "3", "Tổng số hồ sơ"),
        (0, "3.1", "Số đúng hạn"),
        (1, "1", "Số phòng"),
        (1, "1.1", "Số đơn vị"),
        (1, "1.2", "Số kỷ luật"),
        (2, "1.2", "Số kỷ luật"),
        (2, "4.1", "Số lạ"),
        (2, "4.10", "Số lạ"),
        (2, "", "Dòng không in"),
    ])
}

fn text(text: &str) -> Number {
    Number::of(
        Some(&Cell::new(0, 0, Content::Text(text.to_owned()))),
        Format::Xlsx,
    )
}

fn number(value: f64) -> Number {
    Number::of(Some(&Cell::new(0, 0, Content::Number(value))), Format::Xlsx)
}

fn found(number: &Number, name: &str, form: Option<usize>) -> Result<String, &'static str> {
    let lines = lines();
    match matched(&lines, number, &lines.spelling.plain(name), form) {
        Matched::Line(at) => Ok(lines.line(at).label.clone()),
        Matched::Several(_) => Err("several"),
        Matched::Apart { .. } => Err("apart"),
        Matched::None => Err("none"),
    }
}

#[test]
fn number_and_name_are_those_of_one_line_or_of_none() {
    let line = |form: &str| Ok(form.to_owned());
    let none = Number::Absent;
    // Both, and one number in two forms.
    assert_eq!(found(&text("1.1"), "Số kế hoạch", None), line("0 1.1"));
    assert_eq!(found(&text("1.1."), "SỐ ĐƠN VỊ", None), line("1 1.1"));
    assert_eq!(found(&text("3.1"), "Số đúng hạn", None), line("0 3.1"));
    // They disagree, whatever the table says it is.
    assert_eq!(found(&text("1.1"), "Số văn bản", None), Err("apart"));
    assert_eq!(found(&text("1.1"), "Số văn bản", Some(0)), Err("apart"));
    assert_eq!(found(&text("1.1"), "Số khác", Some(0)), Err("apart"));
    assert_eq!(found(&text("9"), "Số văn bản", None), Err("apart"));
    assert_eq!(found(&text("9"), "Số khác", None), Err("none"));
    // A name alone, where no other line has it.
    assert_eq!(found(&none, "Số văn bản", None), line("0 1"));
    assert_eq!(found(&none, "Dòng không in", None), line("2 "));
    assert_eq!(found(&none, "Tổng số hồ sơ", None), Err("several"));
    assert_eq!(found(&none, "Tổng số hồ sơ", Some(0)), Err("several"));
    assert_eq!(found(&none, "Số kỷ luật", None), Err("several"));
    assert_eq!(found(&none, "Số kỷ luật", Some(2)), line("2 1.2"));
    assert_eq!(found(&none, "Số văn bản", Some(1)), Err("none"));
    // Both, of two forms: the form decides.
    assert_eq!(found(&text("1.2"), "Số kỷ luật", None), Err("several"));
    assert_eq!(found(&text("1.2"), "Số kỷ luật", Some(1)), line("1 1.2"));
    // A number alone says nothing without its form.
    assert_eq!(found(&text("1"), "", None), Err("several"));
    assert_eq!(found(&text("2.1"), "", Some(0)), line("0 2.1"));
    assert_eq!(found(&text("2.1"), "", Some(1)), Err("none"));
    assert_eq!(found(&none, "", Some(0)), Err("none"));
}

#[test]
fn a_number_that_a_spreadsheet_has_shortened_is_not_taken_for_another() {
    let line = |form: &str| Ok(form.to_owned());
    // 1.1 as a number is 1.1 or 1.10: the name says which.
    assert_eq!(found(&number(1.1), "Số kế hoạch", None), line("0 1.1"));
    assert_eq!(found(&number(1.1), "Số chỉ thị", None), line("0 1.10"));
    assert_eq!(found(&number(1.1), "Số đơn vị", None), line("1 1.1"));
    assert_eq!(found(&number(1.1), "", Some(0)), Err("several"));
    assert_eq!(found(&number(2.1), "", Some(0)), line("0 2.1"));
    assert_eq!(found(&number(4.1), "Số lạ", None), Err("several"));
    assert_eq!(found(&number(2.0), "Tổng số hồ sơ", None), line("0 2"));
    // As it was typed, it is that and no other.
    assert_eq!(found(&text("1.1"), "Số chỉ thị", None), Err("apart"));
    assert_eq!(found(&text("4.10"), "Số lạ", None), line("2 4.10"));
    assert_eq!(found(&text("4.1"), "Số lạ", None), line("2 4.1"));
    // Text with separators says of no cell what it was, and a comma is of a number.
    let csv = |typed: &str| {
        Number::of(
            Some(&Cell::new(0, 0, Content::Text(typed.to_owned()))),
            Format::Csv,
        )
    };
    assert_eq!(found(&csv("4.1"), "Số lạ", None), Err("several"));
    assert_eq!(found(&csv("4.10"), "Số lạ", None), line("2 4.10"));
    assert_eq!(found(&text("4,1"), "Số lạ", None), Err("several"));
    assert_eq!(found(&text("1,1"), "Số chỉ thị", None), line("0 1.10"));
}

#[test]
fn a_number_may_stand_before_the_name() {
    let lines = lines();
    for written in ["1.1. Số kế hoạch", "1.1 Số kế hoạch", "1.1) Số kế hoạch"] {
        let (number, name) = number_in_name(written).expect("it has one");
        let plain = lines.spelling.plain(name);
        assert_eq!(
            matched(&lines, &number, &plain, None),
            Matched::Line(1),
            "{written}"
        );
    }
    for written in ["Số kế hoạch", "1.1", "5năm", ""] {
        assert_eq!(number_in_name(written), None, "{written}");
    }
}

#[test]
fn the_form_is_what_its_title_says() {
    let lines = lines();
    let named = [
        ("Biểu 2. Tên biểu hai", Some(1)),
        ("II. TÊN BIỂU HAI", Some(1)),
        ("Tên biểu hai", Some(1)),
        ("Biểu mẫu số 3", Some(2)),
        ("Biểu 9", None),
        ("Phần 2", None),
        ("2", None),
        ("Tên biểu hai và ba", None),
    ];
    for (text, form) in named {
        assert_eq!(form_named(text, &lines), form, "{text}");
    }
}

/// A row and a column.
type At = (u32, u32);

/// A sheet of texts, with merged cells.
fn sheet(rows: &[&[&str]], merged: &[(At, At)]) -> Sheet {
    let cells = (0..).zip(rows).flat_map(|(row, cells)| {
        let cells = (0..).zip(*cells).filter(|(_, text)| !text.is_empty());
        cells.map(move |(column, text)| Cell::new(row, column, Content::Text((*text).to_owned())))
    });
    Sheet {
        name: "Sheet1".to_owned(),
        hidden: false,
        cells: cells.collect(),
        merged: merged
            .iter()
            .map(|(start, end)| Range {
                start: *start,
                end: *end,
            })
            .collect(),
    }
}

#[test]
fn heads_are_read_over_several_rows() {
    let rows: [&[&str]; 4] = [
        &[
            "STT",
            "Chỉ tiêu thống kê",
            "Kết quả thống kê",
            "",
            "Kỳ trước",
            "Ghi chú",
        ],
        &["", "", "Đơn vị tính", "Số liệu", "Số liệu", ""],
        &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        &["1", "Số văn bản", "Văn bản", "12", "9", ""],
    ];
    let merged = [
        ((0, 0), (1, 0)),
        ((0, 1), (1, 1)),
        ((0, 2), (0, 3)),
        ((0, 5), (1, 5)),
    ];
    let spelling = super::Spelling::none();
    for merged in [&merged[..], &[]] {
        let sheet = sheet(&rows, merged);
        let heads = heads::beginning_at(&sheet, 0, &spelling).expect("they begin there");
        assert_eq!(heads.rows, Some((0, 2)), "{heads:?}");
        let holds: Vec<_> = heads
            .columns
            .values()
            .map(|head| head.holds(&spelling))
            .collect();
        let expected = [
            Holds::Number,
            Holds::Name,
            Holds::Unit,
            Holds::Figures,
            Holds::Other,
            Holds::Other,
        ];
        assert_eq!(holds, expected);
        assert_eq!(heads.called("Số liệu", &spelling), [3, 4]);
        assert_eq!(heads.called("Kỳ trước / Số liệu", &spelling), [4]);
        assert_eq!(heads.called("kết quả thống kê, số liệu", &spelling), [3]);
        assert_eq!(heads.shown(3), "D “Kết quả thống kê / Số liệu”");
        assert!(heads::beginning_at(&sheet, 3, &spelling).is_none());
    }
}

#[test]
fn a_head_says_what_its_column_holds() {
    let spelling = super::Spelling::none();
    let holds = |words: &str| {
        let sheet = sheet(&[&[words]], &[]);
        let heads = Heads::of(&sheet, (0, 0));
        heads
            .columns
            .get(&0)
            .map_or(Holds::Unknown, |head: &Head| head.holds(&spelling))
    };
    let cases = [
        ("Kỳ này", Holds::Figures),
        ("Số liệu quý III/2026", Holds::Figures),
        ("Kết quả", Holds::Figures),
        ("Kết quả cùng kỳ", Holds::Other),
        ("Thực hiện năm trước", Holds::Other),
        ("Ước thực hiện", Holds::Other),
        ("Tỷ lệ (%)", Holds::Other),
        ("Quý III", Holds::Unknown),
        ("TT", Holds::Number),
        ("ĐVT", Holds::Unit),
        ("Nội dung", Holds::Name),
    ];
    for (words, expected) in cases {
        assert_eq!(holds(words), expected, "{words}");
    }
}
