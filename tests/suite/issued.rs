//! Issued stays issued: what was recorded of a report, and what is told when its file says
//! something else.

use crate::folder::Folder;

const UNIT: &str = "data/2021/q1/so-tu-phap.yaml";

fn sealed() -> Folder {
    let folder = Folder::city();
    let said = folder.run(&["seal", "2021-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert!(
        said.stdout.starts_with("đã ghi nhận 36 báo cáo"),
        "{}",
        said.stdout
    );
    folder
}

#[test]
fn what_changes_no_word_changes_no_report() {
    let folder = sealed()
        .replace(
            UNIT,
            "    da_giai_quyet: 6214",
            "    da_giai_quyet:   6214   # đã đối chiếu",
        )
        .replace(UNIT, "  nguoi_ky: giam-doc", "  nguoi_ky: \"giam-doc\"");
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let again = folder.run(&["seal", "2021-q1"]);
    assert_eq!(
        again.stdout,
        "không có báo cáo nào mới ban hành để ghi nhận\n"
    );
}

#[test]
fn a_figure_changed_after_issue_is_told_of_the_unit_and_of_the_city() {
    let folder = sealed().replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 6215");
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    for words in [
        "lỗi[issued/changed]: `so_lieu` đã khác với Báo cáo số 45 ngày 04/3/2021 đã ban hành",
        "lỗi[issued/changed]: `so-tu-phap/so_lieu` đã khác với Báo cáo số 61 ngày 18/3/2021",
    ] {
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
    // Nothing is recorded over what was issued.
    let before = std::fs::read(folder.path("data/2021/q1/da-ban-hanh.yaml")).expect("it is there");
    folder.run(&["seal", "2021-q1"]);
    let after = std::fs::read(folder.path("data/2021/q1/da-ban-hanh.yaml")).expect("it is there");
    assert_eq!(before, after);
}

#[test]
fn a_new_number_is_a_new_document() {
    let folder = sealed()
        .replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 6215")
        .replace(UNIT, "  so: 45\n", "  so: 52\n");
    let said = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let again = folder.run(&["seal", "2021-q1", "--agency", "so-tu-phap"]);
    assert!(
        again.stdout.starts_with("đã ghi nhận 1 báo cáo"),
        "{}",
        again.stdout
    );
    let said = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn a_seal_changed_by_hand_is_refused() {
    let folder = sealed();
    let path = "data/2021/q1/da-ban-hanh.yaml";
    let text = std::fs::read_to_string(folder.path(path)).expect("it is there");
    let line = text
        .lines()
        .find(|line| line.trim().starts_with("so_lieu:"))
        .expect("a line");
    let folder = folder.replace(path, line, "    so_lieu: khong-phai-ma");
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("đây không phải là mã băm"),
        "{}",
        said.stderr
    );
}
