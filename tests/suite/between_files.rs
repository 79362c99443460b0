//! What only shows between files: of other units, other years, the register.

use std::fs;

use crate::folder::{Folder, Said};

fn check(folder: &Folder, period: &str) -> Said {
    folder.run(&["check", period])
}

/// Replaces in one file and checks a period: nothing of this keeps a report from being made.
#[test]
fn what_differs_between_files_is_a_warning_that_says_where() {
    let y_te = "so-y-te: {ngay: 2021-03-08, so: 202}\n";
    let cases = [
        (
            "data/2021/q1/so-den.yaml",
            y_te,
            "",
            "cảnh báo[register/differs]: sổ đến và tệp số liệu khác nhau ở 1 đơn vị",
            "Sở Y tế: có tệp số liệu, nhưng chưa vào sổ",
        ),
        (
            "data/2021/q1/so-den.yaml",
            y_te,
            "so-y-te: {ngay: 2021-03-04, so: 202}\n",
            "cảnh báo[register/differs]",
            "Sở Y tế: đến trước ngày ban hành ghi trong tệp số liệu",
        ),
        (
            "data/2021/q1/so-den.yaml",
            y_te,
            "so-y-te: {ngay: 2021-03-08, so: 202, tra_lai: 2021-03-09}\n",
            "cảnh báo[register/differs]",
            "Sở Y tế: đã trả lại, chưa gửi lại, nhưng có tệp số liệu",
        ),
        (
            "data/2020/q1/so-y-te.yaml",
            "    da_giai_quyet: 3166\n",
            "    da_giai_quiet: 3166\n",
            "cảnh báo[indicator/unknown]: biểu mẫu không có dòng nào mã `tthc.da_giai_quiet`",
            "có phải là `tthc.da_giai_quyet`?",
        ),
        (
            "data/2020/q1/so-y-te.yaml",
            "    da_giai_quyet: 3166\n",
            "    da_giai_quyet: 31\n",
            "cảnh báo[figure/",
            "--> data/2020/q1/so-y-te.yaml:",
        ),
    ];
    for (path, old, new, finding, detail) in cases {
        let said = check(&Folder::city().replace(path, old, new), "2021-q1");
        assert_eq!(said.code, Some(0), "{new}: {}", said.stderr);
        assert!(said.stderr.contains(finding), "{new}: {}", said.stderr);
        assert!(said.stderr.contains(detail), "{new}: {}", said.stderr);
    }
}

#[test]
fn a_file_copied_from_another_unit_is_told() {
    let folder = Folder::city();
    let text = fs::read_to_string(folder.path("data/2021/q1/quan-le-chan.yaml"))
        .expect("the file is there");
    let folder = folder.write("data/2021/q1/quan-kien-an.yaml", &text);
    let said = check(&folder, "2021-q1");
    assert!(
        said.stderr.contains("cảnh báo[figure/copied]"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_final_figure_is_no_estimate() {
    let path = "data/2021/6t/so-tu-phap.yaml";
    let text = fs::read_to_string(Folder::city().path(path)).expect("the file is there");
    let row = "      buu_chinh_tra_ket_qua: ";
    let line = text
        .lines()
        .find(|line| line.starts_with(row))
        .expect("it makes a figure final");
    for value in ["{uoc: 1300}", "{khong_co: \"chưa tổng hợp\"}"] {
        let folder = Folder::city().replace(path, line, &format!("{row}{value}"));
        let said = folder.run(&["check", "2021-6t", "--agency", "so-tu-phap"]);
        assert_eq!(said.code, Some(1), "{value}: {}", said.stderr);
        assert!(
            said.stderr.contains("so-tu-phap.yaml:"),
            "{value}: {}",
            said.stderr
        );
    }
}

#[test]
fn a_city_of_no_units_has_no_report() {
    let folder = Folder::city();
    let period = folder.path("data/2021/q1");
    for entry in fs::read_dir(&period).expect("it can be read") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if name != "thanh-pho.yaml" && name != "so-den.yaml" {
            fs::remove_file(&path).expect("it can be removed");
        }
    }
    let said = folder.run(&["build", "2021-q1"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(
        said.stderr.contains("lỗi[compilation/incomplete]"),
        "{}",
        said.stderr
    );
    assert!(folder.outputs().is_empty());
}

#[test]
fn without_a_register_nobody_is_reminded() {
    let folder = Folder::city();
    fs::remove_file(folder.path("data/2021/q1/so-den.yaml")).expect("it is there");
    let arguments = ["status", "2021-q1", "--date", "2021-03-10"];
    let said = folder.run(&arguments);
    assert!(said.stderr.contains("so-den.yaml"), "{}", said.stderr);
    let mut arguments = arguments.to_vec();
    arguments.push("--remind");
    let said = folder.run(&arguments);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert!(folder.outputs().is_empty());
}

#[test]
fn no_report_is_begun_for_who_reports_to_nobody() {
    let said = Folder::city().run(&["new", "2021-q3", "--agency", "bo-noi-vu"]);
    assert_ne!(said.code, Some(0), "{said:?}");
    assert!(said.stderr.contains("bo-noi-vu"), "{}", said.stderr);
}

/// The part is one agency's figure, the whole the sum of others'.
#[test]
fn no_rate_of_the_city_is_above_a_hundred() {
    let path = "data/2021/q1/van-phong-ubnd.yaml";
    let (old, new) = ("thu_tuc_cong_khai: 1846", "thu_tuc_cong_khai: 1900");
    let said = check(&Folder::city().replace(path, old, new), "2021-q1");
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let message = "đầy đủ, kịp thời” (1.900) lớn hơn “Tổng số TTHC thuộc thẩm quyền";
    assert!(said.stderr.contains(message), "{}", said.stderr);
}

/// A paragraph of one unit in the report of another is a note: both may have been given it.
#[test]
fn a_paragraph_copied_from_another_unit_is_noted() {
    let words = "Hệ thống một cửa được nâng cấp trong kỳ, cán bộ tiếp nhận được tập huấn hai buổi trước khi vận hành chính thức.";
    let folder = Folder::delivered();
    for unit in ["so-noi-vu", "so-tu-phap"] {
        let path = folder.path(&format!("data/2021/q1/{unit}.yaml"));
        let text = std::fs::read_to_string(&path).expect("it is there");
        let section = "  to_chuc_chi_dao:\n";
        assert!(text.contains(section), "{unit}");
        let text = text.replacen(section, &format!("{section}    - {words}\n"), 1);
        std::fs::write(&path, text).expect("it can be written");
    }
    let said = folder.run(&["check", "2021-q1", "--notes"]);
    let told = "lưu ý[narrative/repeated]: đoạn này giống từng chữ với báo cáo của Sở Nội vụ";
    assert!(said.stderr.contains(told), "{}", said.stderr);
    assert_eq!(said.code, Some(0));
}
