//! The checks that signed reports fail and that cannot fail here, because the program works
//! the figure out or the regime fixes it: what is left of each, in data and in words.

use crate::folder::Folder;
use crate::hostile::{all_text, without_white_space};
use crate::report::report_of;
use crate::sheet::sheets;

const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";
const REGIME: &str = "data/che-do/mau.yaml";

/// What `check` says of the small province with one text replaced.
fn said(file: &str, from: &str, to: &str) -> String {
    let folder = Folder::base().replace(file, from, to);
    folder.run(&["check", "2024-q1", "--notes"]).stderr
}

/// The regime with a total of two rows.
fn with_total() -> Folder {
    Folder::base().replace(
        REGIME,
        "        - stt: \"2\"\n",
        "        - stt: \"1.3\"\n          ma: tong\n          ten: Tổng số hồ sơ\n          don_vi_tinh: Hồ sơ\n          loai: luy_ke\n          tong_hop: cong\n          cong_thuc: {tong: [ho_so.da_xong, ho_so.dung_han]}\n        - stt: \"2\"\n",
    )
}

/// A total is worked out: nobody can type another one, in the data or in words.
#[test]
fn a_total_is_the_sum_of_its_parts() {
    let built = report_of(&with_total().path("data"), "2024-q1", "so-mau");
    let text = without_white_space(&all_text(&sheets(&built.pages.document)));
    let row = without_white_space("1.3 Tổng số hồ sơ Hồ sơ 2.376");
    assert!(text.contains(&row), "{text}");
    let typed = with_total().replace(
        SUBMISSION,
        "    da_xong: 1200",
        "    da_xong: 1200\n    tong: 2400",
    );
    let told = typed.run(&["check", "2024-q1"]).stderr;
    assert!(told.contains("lỗi[figure/computed]"), "{told}");
}

/// A "%" cell holds a share that is worked out, an answer one of its codes.
#[test]
fn a_value_fits_its_unit() {
    for (from, to, rule) in [
        (
            "    da_xong: 1200",
            "    ty_le: 98\n    da_xong: 1200",
            "lỗi[figure/computed]",
        ),
        ("    khao_sat: 1", "    khao_sat: 36", "lỗi[number/range]"),
        ("    khao_sat: 1", "    khao_sat: 98.5", "lỗi[number/form]"),
        (
            "    da_xong: 1200",
            "    da_xong: 1175",
            "lỗi[figure/part-exceeds-whole]",
        ),
    ] {
        let told = said(SUBMISSION, from, to);
        assert!(told.contains(rule), "{to}: {told}");
    }
}

/// The unit of a row is the regime's, on the page and in what is read out of sentences.
#[test]
fn a_unit_fits_its_row() {
    let folder = Folder::base();
    let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
    let text = without_white_space(&all_text(&sheets(&built.pages.document)));
    for row in [
        "1.1 Hồ sơ đã giải quyết xong Hồ sơ 1.200",
        "1 Tỷ lệ hồ sơ đúng hạn % 98",
    ] {
        assert!(text.contains(&without_white_space(row)), "{row}: {text}");
    }
    let told = said(
        SUBMISSION,
        "    khao_sat: 1",
        "    khao_sat: 1\n    don_vi_tinh: Thủ tục",
    );
    assert!(told.contains("lỗi[indicator/unknown]"), "{told}");
}

/// A rate is its part out of its whole, rounded once: in words as precise as one likes, but
/// never cut off.
#[test]
fn a_rate_in_words_is_rounded_and_not_cut_off() {
    // 6 of 7 is 85,714…%; 1.999 of 2.000 is 99,95%.
    for (part, whole, words, right) in [
        (6, 7, "85,71%", true),
        (6, 7, "85,7%", true),
        (6, 7, "86%", true),
        (6, 7, "85,714%", true),
        (6, 7, "85%", false),
        (6, 7, "85,72%", false),
        (6, 7, "85,8%", false),
        (1999, 2000, "99,95%", true),
        (1999, 2000, "99,9%", false),
        (1999, 2000, "100%", false),
        (2000, 2000, "100%", true),
    ] {
        let folder = Folder::base()
            .replace(SUBMISSION, "da_xong: 1200", &format!("da_xong: {whole}"))
            .replace(SUBMISSION, "dung_han: 1176", &format!("dung_han: {part}"))
            .replace(
                SUBMISSION,
                "    - Sở đã triển khai nhiệm vụ theo Kế hoạch số 01/KH-SM ngày 05/01/2024.",
                &format!("    - Tỷ lệ hồ sơ đúng hạn là {words}."),
            );
        let told = folder.run(&["check", "2024-q1"]).stderr;
        let contradicts = told.contains("lỗi[narrative/contradicts]")
            || told.contains("cảnh báo[narrative/contradicts]");
        assert_eq!(contradicts, !right, "{part}/{whole} as {words}: {told}");
    }
}

/// A number that no row holds is nobody's to judge: it is noted, and not counted as a fault.
#[test]
fn a_number_that_no_row_holds_is_noted() {
    let told = said(
        SUBMISSION,
        "    - Sở đã triển khai nhiệm vụ theo Kế hoạch số 01/KH-SM ngày 05/01/2024.",
        "    - Sở đã tổ chức 37 lớp theo Kế hoạch số 01/KH-SM ngày 05/01/2024.",
    );
    assert!(
        told.contains("lưu ý[narrative/number]: số 37 gõ tay"),
        "{told}"
    );
}

/// A figure can only stand in a row that its unit fills.
#[test]
fn a_figure_stands_in_its_own_row() {
    let told = said(
        SUBMISSION,
        "    khao_sat: 1",
        "    khao_sat: 1\n    cap_tinh: 3",
    );
    assert!(told.contains("lỗi[indicator/not-yours]"), "{told}");
}

/// A name has one definition: one regime does not print two rows under one name.
#[test]
fn a_name_has_one_definition() {
    let told = said(
        REGIME,
        "          ten: Hồ sơ giải quyết đúng hạn",
        "          ten: Hồ sơ đã giải quyết xong",
    );
    assert!(told.contains("[regime/inconsistent]"), "{told}");
}

/// Nothing out of nothing is neither none nor all, in the annex and in words.
#[test]
fn nothing_out_of_nothing_did_not_occur() {
    let unit = "data/2021/q1/so-tu-phap.yaml";
    let folder = Folder::delivered()
        .replace(unit, "    da_giai_quyet: 6214", "    da_giai_quyet: 0")
        .replace(unit, "    dung_han: 6190", "    dung_han: 0");
    let built = report_of(&folder.path("data"), "2021-q1", "so-tu-phap");
    let text = without_white_space(&all_text(&sheets(&built.pages.document)));
    for words in [
        "Sở không phát sinh hồ sơ thủ tục hành chính đã giải quyết.",
        "% - Không phát sinh",
    ] {
        assert!(
            text.contains(&without_white_space(words)),
            "{words}: {text}"
        );
    }
}

/// A row that is answered by a code says its codes, whatever was written there.
#[test]
fn a_code_is_told_where_its_words_were_written() {
    for (written, code) in [
        ("Có", Some(1)),
        ("\"KHÔNG\"", Some(0)),
        ("true", Some(1)),
        ("no", Some(0)),
        ("{gia_tri: có}", Some(1)),
        ("rồi", None),
    ] {
        let told = said(SUBMISSION, "khao_sat: 1", &format!("khao_sat: {written}"));
        let codes = "chọn một trong các mã: 0 = Không; 1 = Có";
        assert!(told.contains(codes), "{written}: {told}");
        assert!(!told.contains("viết số nguyên"), "{written}: {told}");
        let advice = code.map(|code| format!("viết mã: {code}\n"));
        match advice {
            Some(advice) => assert!(told.contains(&advice), "{written}: {told}"),
            None => assert!(!told.contains("viết mã"), "{written}: {told}"),
        }
    }
    // What is counted has none.
    let told = said(SUBMISSION, "da_xong: 1200", "da_xong: có");
    assert!(told.contains("viết số nguyên"), "{told}");
}

/// The register tells of many units: whoever asks for one is told of its row alone, and of what is
/// nobody's.
#[test]
fn rows_of_other_units_concern_nobody_who_asks_for_one() {
    let register = "data/2026/q1/so-den.yaml";
    let folder = Folder::city()
        .append(register, "so-noi-vu: {ngay: 2026-03-04, so: 999}\n")
        .append(register, "khong-co: {ngay: 2026-03-04, so: 998}\n")
        .replace(
            register,
            "so-tu-phap: {ngay: 2026",
            "so-tu-phap: {ngay: 2016",
        );
    let keeper = "sổ này do Sở Nội vụ lập";
    let (unknown, old) = ("không có cơ quan `khong-co`", "ngày đến ");
    for (agency, told) in [
        ("so-y-te", &[unknown][..]),
        ("so-tu-phap", &[unknown, old]),
        ("so-noi-vu", &[unknown, keeper]),
        ("thanh-pho", &[unknown, keeper, old]),
    ] {
        let said = folder.run(&["check", "2026-q1", "--agency", agency]).stderr;
        for words in [keeper, unknown, old] {
            let is_told = told.contains(&words);
            assert_eq!(said.contains(words), is_told, "{agency}: {words}: {said}");
        }
    }
    let said = folder.run(&["check", "2026-q1"]).stderr;
    assert!(
        [keeper, unknown, old]
            .iter()
            .all(|words| said.contains(words)),
        "{said}"
    );
}
