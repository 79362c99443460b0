//! Issued stays issued: what was recorded of a report, and what is told when its file says
//! something else.

use std::fs;

use crate::folder::Folder;
use crate::hostile::{all_text, without_white_space};
use crate::report::report_of;
use crate::sheet::sheets;

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

/// Fingerprints are for years: what an earlier version recorded says the same to this one.
#[test]
fn what_an_earlier_version_recorded_still_holds() {
    for (name, unit, old, new) in [
        ("units", "so-mau", "da_xong: 1200", "da_xong: 1201"),
        ("province", "so-hai", "da_xong: 310", "da_xong: 311"),
    ] {
        let folder = Folder::sealed_before(name);
        let said = folder.run(&["check", "2024-q1"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{name}");
        let file = format!("data/2024/q1/{unit}.yaml");
        let said = folder.replace(&file, old, new).run(&["check", "2024-q1"]);
        assert!(said.stderr.contains("[issued/"), "{name}: {}", said.stderr);
    }
}

#[test]
fn a_figure_changed_after_issue_is_told_of_the_unit_and_of_the_city() {
    let folder = sealed().replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 6215");
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    for words in [
        "lỗi[issued/changed]: `so_lieu` đã khác với Báo cáo số 45 ngày 04/3/2021 đã ban hành",
        "cảnh báo[issued/outdated]: số liệu hoặc nhiệm vụ của Sở Tư pháp đã thay đổi từ khi ban hành Báo cáo số 61 ngày 18/3/2021; 2 số liệu cộng lại nay đã khác",
    ] {
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
    // Nothing is recorded over what was issued.
    let before = std::fs::read(folder.path("data/2021/q1/da-ban-hanh.yaml")).expect("it is there");
    folder.run(&["seal", "2021-q1"]);
    let after = std::fs::read(folder.path("data/2021/q1/da-ban-hanh.yaml")).expect("it is there");
    assert_eq!(before, after);
}

/// A unit replaces its report after the city has issued its own.
fn replaced() -> Folder {
    with_replacement(sealed())
}

fn with_replacement(folder: Folder) -> Folder {
    folder
        .replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 6215")
        .replace(
            UNIT,
            "  so: 45\n  ngay: 2021-03-04\n",
            "  so: 52\n  ngay: 2021-03-05\n  thay_the: {so: 45, ngay: 2021-03-04}\n",
        )
}

#[test]
fn another_number_must_name_the_report_whose_place_it_takes() {
    let document = "  so: 45\n  ngay: 2021-03-04\n";
    for (now, expected) in [
        // Nothing said of the one that was issued.
        (
            "  so: 52\n  ngay: 2021-03-05\n",
            "lỗi[document/replaces]: kỳ này đã ban hành Báo cáo số 45 ngày 04/3/2021",
        ),
        // Another one named.
        (
            "  so: 52\n  ngay: 2021-03-05\n  thay_the: {so: 44, ngay: 2021-03-04}\n",
            "lỗi[document/replaces]: báo cáo đã ban hành gần nhất của kỳ này là Báo cáo số 45",
        ),
        (
            "  so: 52\n  ngay: 2021-03-03\n  thay_the: {so: 45, ngay: 2021-03-04}\n",
            "lỗi[document/replaces]: báo cáo bị thay thế đề ngày 04/3/2021, sau báo cáo thay thế",
        ),
        (
            "  so: 45\n  ngay: 2021-03-04\n  thay_the: {so: 45, ngay: 2021-03-04}\n",
            "lỗi[document/replaces]: báo cáo không thay thế chính nó",
        ),
        (
            "  so: 52\n  ngay: 2021-03-05\n  thay_the: {so: 45}\n",
            "lỗi[key/missing]: thiếu khóa `ngay`",
        ),
    ] {
        let folder = sealed().replace(UNIT, document, now);
        let said = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
        assert_eq!(said.code, Some(1), "{now}");
        assert!(said.stderr.contains(expected), "{now}\n{}", said.stderr);
    }
}

#[test]
fn a_replacement_says_so_on_its_page_and_is_recorded_in_turn() {
    let folder = replaced();
    let built = report_of(&folder.path("data"), "2021-q1", "so-tu-phap");
    let text = without_white_space(&all_text(&sheets(&built.pages.document)));
    let words =
        "Báo cáo này thay thế Báo cáo số 45/BC-STP ngày 04 tháng 3 năm 2021 của Sở Tư pháp./.";
    assert!(text.contains(&without_white_space(words)), "{text}");
    let again = folder.run(&["seal", "2021-q1", "--agency", "so-tu-phap"]);
    assert!(
        again.stdout.starts_with("đã ghi nhận 1 báo cáo"),
        "{}",
        again.stdout
    );
    // From now on the second one is the one that was issued.
    let said = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let folder = folder.replace(
        UNIT,
        "  so: 52\n  ngay: 2021-03-05\n",
        "  so: 53\n  ngay: 2021-03-05\n",
    );
    let said = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
    let words = "báo cáo đã ban hành gần nhất của kỳ này là Báo cáo số 52 ngày 05/3/2021";
    assert!(said.stderr.contains(words), "{}", said.stderr);
}

#[test]
fn a_compiled_report_stays_as_issued_when_a_unit_replaces_its_own() {
    let folder = replaced();
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for words in [
        "cảnh báo[issued/outdated]: số liệu hoặc nhiệm vụ của Sở Tư pháp đã thay đổi",
        "khi ban hành là",
    ] {
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
    // What was issued must be there: nobody can make it again.
    let build = ["build", "2021-q1", "--agency", "thanh-pho"];
    let pdf = |unit: &str| folder.path("out/2021-q1").join(format!("{unit}.pdf"));
    for _ in 0..2 {
        let said = folder.run(&build);
        assert_eq!(said.code, Some(5), "{}", said.stderr);
        let words = "lỗi[output/vanished]: không có bản đã ban hành `out/2021-q1/thanh-pho.pdf`";
        assert!(said.stderr.contains(words), "{}", said.stderr);
        assert_eq!(folder.run(&["verify"]).code, Some(5));
    }
    fs::create_dir_all(folder.path("out/2021-q1")).expect("it can be made");
    for unit in ["thanh-pho", "thanh-pho-trinh"] {
        fs::write(pdf(unit), "%PDF-1.7 như đã ban hành").expect("it can be written");
    }
    for _ in 0..2 {
        let said = folder.run(&build);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert!(
            said.stdout.contains("giữ nguyên báo cáo đã ban hành của"),
            "{}",
            said.stdout
        );
    }
    assert_eq!(folder.run(&["verify"]).code, Some(0));
}

#[test]
fn an_issued_report_that_went_or_was_changed_is_told_until_it_is_there_again() {
    let folder = sealed();
    let build = ["build", "2021-q1", "--agency", "thanh-pho"];
    assert_eq!(folder.run(&build).code, Some(0));
    let path = folder.path("out/2021-q1/thanh-pho.pdf");
    let issued = fs::read(&path).expect("it was made");
    let folder = with_replacement(folder);
    let changed = [issued.as_slice(), b"\n"].concat();
    for (bytes, code) in [(None, "output/vanished"), (Some(changed), "output/altered")] {
        match bytes {
            Some(bytes) => fs::write(&path, bytes).expect("it can be written"),
            None => fs::remove_file(&path).expect("it is there"),
        }
        for _ in 0..2 {
            let said = folder.run(&build);
            assert_eq!(said.code, Some(5), "{}", said.stderr);
            assert!(said.stderr.contains(code), "{code}: {}", said.stderr);
        }
        assert_eq!(folder.run(&["verify"]).code, Some(5));
    }
    fs::write(&path, &issued).expect("it can be written");
    assert_eq!(folder.run(&build).code, Some(0));
    assert_eq!(folder.run(&["verify"]).code, Some(0));
}

/// What a row of the city's report for a period is compared with, as printed.
fn compared_with(folder: &Folder, period: &str, row: &str) -> Option<String> {
    let said = folder.run(&["explain", period, "thanh-pho", row, "--format", "json"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let printed = json.pointer("/figures/0/compared_with/printed")?;
    printed.as_str().map(str::to_owned)
}

#[test]
fn later_periods_compare_with_what_was_issued() {
    let owner = "data/2021/6t/van-phong-ubnd.yaml";
    let compared = |folder: &Folder| compared_with(folder, "2021-q3", "tthc.lien_thong_cung_cap");
    let folder = Folder::city();
    // A moment that last year knows nothing of is compared with the last report.
    std::fs::remove_dir_all(folder.path("data/2020/q3")).expect("it can be removed");
    assert_eq!(compared(&folder).as_deref(), Some("111"));
    let never_sealed = folder.replace(
        owner,
        "lien_thong_cung_cap: 111",
        "lien_thong_cung_cap: 112",
    );
    assert_eq!(compared(&never_sealed).as_deref(), Some("112"));

    let folder = never_sealed.replace(
        owner,
        "lien_thong_cung_cap: 112",
        "lien_thong_cung_cap: 111",
    );
    folder.run(&["seal", "2021-6t"]);
    let folder = folder.replace(
        owner,
        "lien_thong_cung_cap: 111",
        "lien_thong_cung_cap: 112",
    );
    assert_eq!(compared(&folder).as_deref(), Some("111"));
    // The unit's own next report is told that its ground has moved.
    let said = folder.run(&["check", "2021-q3", "--agency", "van-phong-ubnd"]);
    let words =
        "cảnh báo[issued/changed]: số liệu kỳ 2021-6t dùng để so sánh đã khác với Báo cáo số";
    assert!(said.stderr.contains(words), "{}", said.stderr);
}

#[test]
fn a_unit_that_reports_after_the_city_has_issued_is_in_no_comparison() {
    let late = "data/2026/q1/so-cong-thuong.yaml";
    let compared = |folder: &Folder| compared_with(folder, "2026-6t", "hien_dai_hoa.so_ket_noi");
    let folder = Folder::city();
    assert_eq!(compared(&folder).as_deref(), Some("100%"));
    let text = std::fs::read_to_string(folder.path(late)).expect("it is there");
    std::fs::remove_file(folder.path(late)).expect("it can be removed");
    folder.run(&["seal", "2026-q1"]);
    let folder = folder.write(late, &text);
    assert_eq!(compared(&folder), None);
    let said = folder.run(&["check", "2026-q1", "--agency", "thanh-pho"]);
    let words = "cảnh báo[issued/outdated]: số liệu hoặc nhiệm vụ của Sở Công Thương đã thay đổi";
    assert!(said.stderr.contains(words), "{}", said.stderr);
}

#[test]
fn form_is_corrected_by_a_letter_and_content_is_not() {
    let letter = "dinh_chinh:\n  - cong_van: 60/STP-VP\n    ngay: 2021-03-10\n    noi_dung: sửa chức vụ của người ký\n";
    let check =
        |folder: &Folder| folder.run(&["check", "2021-q1", "--agency", "so-tu-phap", "--notes"]);
    let form = sealed().replace(UNIT, "  nguoi_ky: giam-doc", "  nguoi_ky: pho-giam-doc");
    let said = check(&form);
    assert!(
        said.stderr
            .contains("lỗi[issued/changed]: `the_thuc` đã khác")
            && said.stderr.contains("`dinh_chinh`"),
        "{}",
        said.stderr
    );
    let corrected = form.replace(UNIT, "the_thuc:\n", &format!("{letter}the_thuc:\n"));
    let said = check(&corrected);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let words = "lưu ý[issued/corrected]: Báo cáo số 45 ngày 04/3/2021 đã được đính chính bằng Công văn số 60/STP-VP ngày 10/3/2021: sửa chức vụ của người ký";
    assert!(said.stderr.contains(words), "{}", said.stderr);
    let content = corrected.replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 6215");
    let said = check(&content);
    assert_eq!(said.code, Some(1));
    let words = "công văn đính chính chỉ sửa thể thức, không sửa nội dung";
    assert!(said.stderr.contains(words), "{}", said.stderr);
    for (from, to, words) in [
        (
            "2021-03-10",
            "2021-03-01",
            "công văn đính chính đề ngày 01/3/2021, trước Báo cáo số 45",
        ),
        (
            "60/STP-VP",
            "công văn của Sở",
            "chưa phải số, ký hiệu của công văn",
        ),
    ] {
        let wrong = sealed().replace(
            UNIT,
            "the_thuc:\n",
            &format!("{}the_thuc:\n", letter.replace(from, to)),
        );
        let said = check(&wrong);
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
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
