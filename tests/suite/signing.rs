//! Who signs how: every title with every form.

use crate::folder::Folder;
use crate::report::reports;

const AGENCIES: &str = "data/co-quan.yaml";
const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";

fn folder(title: &str, form: &str) -> Folder {
    let folder =
        Folder::base().replace(AGENCIES, "chuc_vu: Giám đốc", &format!("chuc_vu: {title}"));
    if form.is_empty() {
        return folder;
    }
    let stated = format!("nguoi_ky: giam-doc\n  hinh_thuc_ky: {form}");
    folder.replace(SUBMISSION, "nguoi_ky: giam-doc", &stated)
}

fn lines(folder: &Folder) -> Vec<String> {
    let built = reports(&folder.path("data"), "2024-q1").expect("it can be signed so");
    let data: serde_json::Value =
        serde_json::from_str(&built[0].composed.data).expect("it is JSON");
    let lines = data["signature"].as_array().expect("there are lines");
    lines
        .iter()
        .map(|l| l.as_str().expect("a line is text").to_owned())
        .collect()
}

#[test]
fn lines_above_the_name() {
    let cases: [(&str, &str, &[&str]); 9] = [
        ("Giám đốc", "", &["GIÁM ĐỐC"]),
        ("Giám đốc", "q", &["Q. GIÁM ĐỐC"]),
        ("Giám đốc", "tl", &["TL. CHỦ TỊCH", "GIÁM ĐỐC"]),
        ("Giám đốc", "tuq", &["TUQ. CHỦ TỊCH", "GIÁM ĐỐC"]),
        ("Phó Giám đốc", "", &["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Phó Giám đốc", "kt", &["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Phó Giám đốc", "tuq", &["TUQ. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        (
            "Chánh Văn phòng",
            "tl",
            &["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
        ),
        (
            "Chánh Văn phòng",
            "tuq",
            &["TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
        ),
    ];
    for (title, form, expected) in cases {
        assert_eq!(lines(&folder(title, form)), expected, "{title} {form}");
    }
}

#[test]
fn a_collective_is_signed_for() {
    let collective = "    viet_tat: SM\n    ky_thay_mat: Ủy ban nhân dân\n";
    let cases: [(&str, &str, &[&str]); 3] = [
        ("Giám đốc", "", &["TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC"]),
        (
            "Phó Giám đốc",
            "",
            &["TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        ),
        (
            "Chánh Văn phòng",
            "tl",
            &["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
        ),
    ];
    for (title, form, expected) in cases {
        let folder = folder(title, form).replace(AGENCIES, "    viet_tat: SM\n", collective);
        assert_eq!(lines(&folder), expected, "{title} {form}");
    }
}

#[test]
fn forms_that_do_not_go_with_a_title_are_refused() {
    let cases = [
        ("Giám đốc", "kt"),
        ("Phó Giám đốc", "q"),
        ("Chánh Văn phòng", ""),
        ("Chánh Văn phòng", "kt"),
    ];
    for (title, form) in cases {
        let said = folder(title, form).run(&["check", "2024-q1"]);
        assert_eq!(said.code, Some(1), "{title} {form}: {said:?}");
        assert_eq!(
            said.stderr.matches("lỗi[signer/form]").count(),
            1,
            "{}",
            said.stderr
        );
    }
    let alone = folder("Giám đốc", "tl").replace(AGENCIES, "    co_quan_chu_quan: tinh-mau\n", "");
    let said = alone.run(&["check", "2024-q1"]);
    assert!(said.stderr.contains("lỗi[signer/form]"), "{}", said.stderr);
}
