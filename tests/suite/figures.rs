//! What rows are worked out to, for the small province with formulas of every
//! kind.

use baocao::assess::{Value, values};
use baocao::load::{Charset, load};
use baocao::model::{Period, Rate};

use crate::folder::Folder;

const REGIME: &str = "data/che-do/mau.yaml";
const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";

/// A row more in the form, worked out or typed.
fn with_row(folder: Folder, key: &str, rest: &str) -> Folder {
    let anchor = "        - stt: \"3\"\n          ma: cap_tinh";
    let row = format!(
        "        - stt: \"9\"\n          ma: {key}\n          ten: Dòng {key}\n          don_vi_tinh: Việc\n          loai: luy_ke\n          tong_hop: cong\n          {rest}\n"
    );
    folder.replace(REGIME, anchor, &format!("{row}{anchor}"))
}

fn value_of(folder: &Folder, id: &str) -> Option<Value> {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2024-q1").expect("well formed");
    let loaded = load(&folder.path("data"), &period, &[], &charset);
    assert_eq!(loaded.findings, []);
    values(loaded.workspace.subjects()[0]).get(id).cloned()
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
            missing("Chưa có “Hồ sơ giải quyết đúng hạn”"),
        ),
        (
            "ty_le: [ho_so.dung_han, ho_so.cap_tinh]",
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
