//! What rows are worked out to, for the small province with formulas of every
//! kind.

use baocao::assess::{Sums, Value};
use baocao::load::{Charset, load};
use baocao::model::{Period, Rate};

use crate::folder::Folder;
use crate::report::reports;

const REGIME: &str = "data/che-do/mau.yaml";
const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";

/// A row more in the form, worked out or typed.
fn with_row(folder: Folder, key: &str, rest: &str) -> Folder {
    let anchor = "        - stt: \"3\"\n          ma: cap_tinh";
    let row = format!(
        "        - stt: \"9\"\n          ma: {key}\n          ten: Dòng {key}\n          don_vi_tinh: Hồ sơ\n          loai: luy_ke\n          tong_hop: cong\n          {rest}\n"
    );
    folder.replace(REGIME, anchor, &format!("{row}{anchor}"))
}

fn value_of(folder: &Folder, id: &str) -> Option<Value> {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2024-q1").expect("well formed");
    let loaded = load(&folder.path("data"), &period, &[], &charset);
    assert_eq!(loaded.findings, []);
    let sums = Sums::of(&loaded.workspace);
    sums.values(loaded.workspace.subjects()[0]).get(id).cloned()
}

#[test]
fn formulas_of_every_kind() {
    let number = |number| {
        Some(Value::Number {
            number,
            estimate: false,
        })
    };
    let missing = |why: &str| Some(Value::Missing(why.to_owned()));
    // Formula, figures of the submission, value.
    let cases = [
        (
            "tong: [ho_so.da_xong, ho_so.dung_han]",
            "da_xong: 1200\n    dung_han: 1176",
            number(2376),
        ),
        // The row of the province is no part of a unit's sum.
        (
            "tong: [ho_so.da_xong, ho_so.cap_tinh]",
            "da_xong: 1200\n    dung_han: 1176",
            number(1200),
        ),
        (
            "hieu: [ho_so.da_xong, ho_so.dung_han]",
            "da_xong: 1200\n    dung_han: 1176",
            number(24),
        ),
        (
            "hieu: [ho_so.da_xong, ho_so.dung_han, ho_so.khao_sat]",
            "da_xong: 1200\n    dung_han: 1176",
            number(23),
        ),
        (
            "ty_le: [ho_so.dung_han, ho_so.da_xong]",
            "da_xong: 1200\n    dung_han: {gia_tri: 1176, uoc: true}",
            Some(Value::Rate {
                rate: Rate {
                    part: 1176,
                    whole: 1200,
                },
                estimate: true,
            }),
        ),
        (
            "ty_le: [ho_so.dung_han, ho_so.da_xong]",
            "da_xong: 0\n    dung_han: 0",
            Some(Value::Rate {
                rate: Rate { part: 0, whole: 0 },
                estimate: false,
            }),
        ),
        (
            "tong: [ho_so.da_xong, ho_so.dung_han]",
            "da_xong: 1200\n    dung_han: {khong_co: Đang đối soát}",
            missing("Chưa đủ số liệu để tính"),
        ),
        (
            "hieu: [ho_so.cap_tinh, ho_so.dung_han]",
            "da_xong: 1200\n    dung_han: 1176",
            None,
        ),
    ];
    for (formula, figures, expected) in cases {
        let folder = with_row(Folder::base(), "thu", &format!("cong_thuc: {{{formula}}}")).replace(
            SUBMISSION,
            "da_xong: 1200\n    dung_han: 1176",
            figures,
        );
        assert_eq!(value_of(&folder, "ho_so.thu"), expected, "{formula}");
    }
}

#[test]
fn a_figure_without_a_number_keeps_its_reason() {
    let folder = Folder::base().replace(
        SUBMISSION,
        "khao_sat: 1",
        "khao_sat: {khong_co: Chưa khảo sát}",
    );
    assert_eq!(
        value_of(&folder, "ho_so.khao_sat"),
        Some(Value::Missing("Chưa khảo sát".to_owned()))
    );
    assert_eq!(value_of(&folder, "ho_so.cap_tinh"), None);
}

#[test]
fn a_whole_that_is_worked_out_bounds_its_parts() {
    let folder = with_row(
        Folder::base(),
        "thu",
        "cong_thuc: {tong: [ho_so.khao_sat]}\n          bao_gom: [ho_so.dung_han]",
    );
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("figure/part-exceeds-whole"),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("so-mau.yaml:10:15"), "{}", said.stderr);
}

#[test]
fn a_difference_cannot_take_off_more_than_there_is() {
    let folder = with_row(
        Folder::base(),
        "thu",
        "cong_thuc: {hieu: [ho_so.dung_han, ho_so.da_xong]}",
    );
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("(1.200) lớn hơn"), "{}", said.stderr);
}

#[test]
fn parts_that_are_worked_out_are_bounded_too() {
    let folder = with_row(
        Folder::base(),
        "thu",
        "cong_thuc: {tong: [ho_so.da_xong, ho_so.dung_han]}",
    )
    .replace(REGIME, "bao_gom: [ho_so.dung_han]", "bao_gom: [ho_so.thu]");
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("“Dòng thu” (2.376) lớn hơn"),
        "{}",
        said.stderr
    );
}

#[test]
fn an_unprinted_row_is_asked_for_too() {
    let folder = Folder::base()
        .replace(REGIME, "stt: \"1.2\"", "khong_in: true")
        .replace(SUBMISSION, "    dung_han: 1176\n", "");
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr
            .contains("`dung_han`: “Hồ sơ giải quyết đúng hạn”, Hồ sơ (biểu không in)"),
        "{}",
        said.stderr
    );
}

#[test]
fn formulas_that_double_at_every_step_are_worked_out_once_each() {
    let mut folder = with_row(Folder::base(), "r0", "cong_thuc: {tong: [ho_so.da_xong]}");
    for step in 1..=40 {
        let before = step - 1;
        folder = with_row(
            folder,
            &format!("r{step}"),
            &format!("cong_thuc: {{hieu: [ho_so.r{before}, ho_so.khao_sat]}}"),
        );
    }
    assert_eq!(
        value_of(&folder, "ho_so.r40"),
        Some(Value::Number {
            number: 1160,
            estimate: false
        })
    );
}

/// The cell and the remark of a row in the annex.
fn printed(folder: &Folder, number: &str) -> (String, String) {
    let built = reports(&folder.path("data"), "2024-q1").expect("the data are faultless");
    let data: serde_json::Value =
        serde_json::from_str(&built[0].composed.data).expect("it is JSON");
    let rows = data["annexes"][0]["forms"][0]["rows"]
        .as_array()
        .expect("a form has rows");
    let row = rows
        .iter()
        .find(|r| r["number"] == number)
        .expect("the row is printed");
    let text = |key: &str| row[key].as_str().expect("a cell is text").to_owned();
    (text("value"), text("note"))
}

#[test]
fn cells_and_remarks_of_the_annex() {
    // Figures of the submission, row, cell, remark.
    let cases = [
        ("da_xong: 57689\n    dung_han: 57502", "1.1", "57.689", ""),
        ("da_xong: 57689\n    dung_han: 57502", "1", "99,68", ""),
        ("da_xong: 0\n    dung_han: 0", "1", "-", "Không phát sinh"),
        ("da_xong: 0\n    dung_han: 0", "1.1", "0", ""),
        (
            "da_xong: 5\n    dung_han: {khong_co: Đang đối soát}",
            "1.2",
            "-",
            "Đang đối soát",
        ),
        (
            "da_xong: 5\n    dung_han: {khong_co: Đang đối soát}",
            "1",
            "-",
            "Chưa đủ số liệu để tính",
        ),
        (
            "da_xong: {gia_tri: 5, uoc: true}\n    dung_han: 5",
            "1.1",
            "5",
            "Ước tính",
        ),
        (
            "da_xong: {gia_tri: 5, uoc: true}\n    dung_han: 5",
            "1",
            "100",
            "Ước tính",
        ),
        (
            "da_xong: {gia_tri: 5, uoc: true, den_ngay: 2024-03-14, ghi_chu: Bưu điện báo}\n    dung_han: 5",
            "1.1",
            "5",
            "Ước tính đến ngày 14/3/2024. Bưu điện báo",
        ),
        (
            "da_xong: {gia_tri: 5, den_ngay: 2024-02-15}\n    dung_han: 5",
            "1.1",
            "5",
            "Số liệu đến ngày 15/02/2024",
        ),
        (
            "da_xong: 20000000\n    dung_han: 19999999",
            "1",
            "99,99",
            "Làm tròn; tỷ lệ thật lớn hơn 99,99%",
        ),
    ];
    for (figures, number, value, note) in cases {
        let folder =
            Folder::base().replace(SUBMISSION, "da_xong: 1200\n    dung_han: 1176", figures);
        let expected = (value.to_owned(), note.to_owned());
        assert_eq!(
            printed(&folder, number),
            expected,
            "{figures}, row {number}"
        );
    }
}

#[test]
fn a_row_of_others_that_heads_rows_of_the_unit_is_a_heading() {
    let folder = Folder::base().replace(REGIME, "stt: \"2\"", "stt: \"3.1\"");
    let (value, note) = printed(&folder, "3");
    assert_eq!((value.as_str(), note.as_str()), ("", ""));
    assert_eq!(printed(&folder, "3.1").0, "1");
}
