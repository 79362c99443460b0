//! `baocao new`: a submission to fill in.

use std::fs;

use crate::folder::{Folder, files};

const PATH: &str = "data/2021/q3/so-y-te.yaml";

fn begun() -> (Folder, String) {
    let folder = Folder::city();
    fs::remove_file(folder.path(PATH)).expect("the file is there");
    let said = folder.run(&["new", "2021-q3", "--agency", "so-y-te"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        said.stdout,
        format!("đã tạo {PATH} (64 số liệu, 5 nhiệm vụ để điền)\n")
    );
    let text = fs::read_to_string(folder.path(PATH)).expect("it is there");
    (folder, text)
}

#[test]
fn a_begun_submission_asks_for_the_unit_s_rows_and_tasks() {
    let (_, text) = begun();
    for part in [
        "# Sở Y tế, quý III năm 2021.\n",
        "co_quan: so-y-te\nky: 2021-q3\n",
        "so_lieu_den_ngay: 2021-08-31\n",
        "  trang_thai: du_thao   # trinh_ky, rồi da_ban_hanh kèm so và ngay\n",
        "# Kỳ trước là 6 tháng đầu năm 2021.\nso_lieu:\n",
        "    # 3.1.1. Tổng số hồ sơ TTHC đã giải quyết xong (Hồ sơ; lũy kế từ đầu năm)\n    da_giai_quyet:   # kỳ trước: ",
        "  # 1b. Kế hoạch cải cách hành chính năm 2021 (thời hạn: 10/01/2021); kỳ trước: hoàn thành\n  # đúng hạn\n  1b:\n    san_pham: {so: \"",
        "  # Kết quả đạt được\n  ket_qua_dat_duoc:\n    - cu: >-\n        ",
    ] {
        assert!(text.contains(part), "it lacks “{part}”:\n{text}");
    }
    // Rows of other levels and owners are not asked for.
    for row in [
        "huyen_da_giai_quyet",
        "von_duoc_giao",
        "hang_par_index",
        "bai_hoc",
    ] {
        assert!(!text.contains(row), "it asks for {row}");
    }
}

#[test]
fn a_begun_submission_is_a_draft_that_can_be_built() {
    let (folder, _) = begun();
    let said = folder.run(&["build", "2021-q3", "--agency", "so-y-te"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let codes: Vec<_> = said
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("cảnh báo[")?.split_once(']'))
        .map(|(code, _)| code)
        .collect();
    let expected = [
        "figure/missing",
        "narrative/silent",
        "narrative/untouched",
        "task/missing",
    ];
    assert!(
        codes.iter().all(|code| expected.contains(code)),
        "{codes:?}"
    );
    assert!(codes.contains(&"narrative/untouched"));
    // The words of the last report are never printed.
    assert_eq!(folder.outputs().len(), 1);
}

#[test]
fn nothing_is_written_over() {
    let (folder, text) = begun();
    let said = folder.run(&["new", "2021-q3", "--agency", "so-y-te"]);
    assert_eq!(said.code, Some(5));
    assert!(
        said.stderr
            .contains("lỗi[output/exists]: tệp `data/2021/q3/so-y-te.yaml` đã có, không ghi đè"),
        "{}",
        said.stderr
    );
    assert_eq!(
        fs::read_to_string(folder.path(PATH)).expect("it is there"),
        text
    );
}

#[test]
fn words_of_the_last_report_keep_a_report_from_being_issued() {
    let (folder, text) = begun();
    let issued = text.replace(
        "  trang_thai: du_thao   # trinh_ky, rồi da_ban_hanh kèm so và ngay\n",
        "  trang_thai: trinh_ky\n",
    );
    let folder = folder.write(PATH, &issued);
    let said = folder.run(&["check", "2021-q3", "--agency", "so-y-te"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr
            .contains("đoạn của kỳ trước, chưa sửa cho kỳ này; báo cáo không in các đoạn này")
    );
    // Said once, however many there are.
    assert_eq!(said.stderr.matches("narrative/untouched").count(), 1);
    assert!(said.stderr.contains("lỗi[value/empty]: giá trị bỏ trống"));
}

/// What was filled in, with the words of the last report touched, is a report.
#[test]
fn a_filled_submission_is_a_report() {
    let folder = Folder::city();
    let old = fs::read_to_string(folder.path(PATH)).expect("the file is there");
    let (folder, text) = begun();
    // The figures that the sample has for the period, typed behind the colons.
    let filled: Vec<String> = text
        .lines()
        .map(|line| {
            let key = line
                .split_once(":   #")
                .map_or(line, |(key, _)| key)
                .trim_end_matches(':');
            let typed = old.lines().find(|old| {
                old.strip_prefix(key)
                    .is_some_and(|rest| rest.starts_with(": "))
                    && key.starts_with("    ")
            });
            typed.unwrap_or(line).to_owned()
        })
        .collect();
    let filled = (filled.join("\n") + "\n")
        .replace("- cu: >-", "- doan: >-")
        .replace(
            "trang_thai: du_thao   # trinh_ky, rồi da_ban_hanh kèm so và ngay",
            "trang_thai: trinh_ky",
        );
    let folder = folder.write(PATH, &filled);
    let said = folder.run(&["check", "2021-q3", "--agency", "so-y-te"]);
    let figures = said
        .stderr
        .lines()
        .filter(|l| l.contains("figure/") || l.contains("value/"))
        .count();
    assert_eq!(figures, 0, "{}", said.stderr);
    assert!(!said.stderr.contains("untouched"), "{}", said.stderr);
}

#[test]
fn an_unknown_unit_or_period_is_told() {
    let folder = Folder::city();
    let said = folder.run(&["new", "2021-q3", "--agency", "so-y-tee"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("có phải là `so-y-te`?"),
        "{}",
        said.stderr
    );
    let said = folder.run(&["new", "2021-q2", "--agency", "so-y-te"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("không có kỳ báo cáo `2021-q2`"),
        "{}",
        said.stderr
    );
}

#[test]
fn one_that_is_there_or_unknown_keeps_no_other_from_being_begun() {
    let other = "data/2021/q3/so-noi-vu.yaml";
    for (first, code) in [("so-y-te", 5), ("so-y-tee", 1)] {
        let folder = Folder::city();
        let before = fs::read(folder.path(PATH)).expect("the file is there");
        fs::remove_file(folder.path(other)).expect("the file is there");
        let both = ["new", "2021-q3", "--agency", first, "--agency", "so-noi-vu"];
        let said = folder.run(&both);
        assert_eq!(said.code, Some(code), "{said:?}");
        assert!(said.stdout.contains(other), "{}", said.stdout);
        assert_eq!(fs::read(folder.path(PATH)).expect("it is there"), before);
    }
}

/// Every unit of a period at once: those that are there are left, and each can be taken back.
#[test]
fn a_whole_period_is_begun_at_once() {
    let folder = Folder::city();
    let gone = ["so-y-te", "huyen-thuy-nguyen", "thanh-pho"];
    for unit in gone {
        fs::remove_file(folder.path(&format!("data/2021/q3/{unit}.yaml"))).expect("it is there");
    }
    let there = files(&folder.path("data/2021/q3"));
    let before: Vec<_> = there
        .iter()
        .map(|path| fs::read(path).expect("it is there"))
        .collect();
    let said = folder.run(&["new", "2021-q3", "--all"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    for unit in gone {
        let line = format!("đã tạo data/2021/q3/{unit}.yaml (");
        assert_eq!(said.stdout.matches(&line).count(), 1, "{}", said.stdout);
    }
    // Two others have not reported either, and the register is no unit's.
    let units = there.len() - 1;
    let sum = format!("kỳ 2021-q3: tạo 5 tệp, {units} tệp đã có từ trước\n");
    assert!(said.stdout.ends_with(&sum), "{}", said.stdout);
    for (path, before) in there.iter().zip(&before) {
        assert_eq!(&fs::read(path).expect("it is there"), before);
    }
    let again = folder.run(&["new", "2021-q3", "--all"]);
    assert_eq!((again.code, again.stderr.as_str()), (Some(0), ""));
    assert!(!again.stdout.contains("đã tạo"), "{}", again.stdout);
    let sum = format!("kỳ 2021-q3: tạo 0 tệp, {} tệp đã có từ trước\n", units + 5);
    assert!(again.stdout.ends_with(&sum), "{}", again.stdout);
    let said = folder.run(&["undo", "data/2021/q3/so-y-te.yaml"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(!folder.path("data/2021/q3/so-y-te.yaml").exists());
    assert!(folder.path("data/2021/q3/thanh-pho.yaml").exists());
}

/// Files would lack the rows and tasks of whoever is meant.
#[test]
fn nothing_is_begun_by_a_plan_that_names_who_is_not_there() {
    for (from, to) in [
        ("co_quan: [so-tu-phap]", "co_quan: [so-tu-phapp]"),
        ("    co_quan: so-tu-phap\n", "    co_quan: so-tu-phapp\n"),
    ] {
        let folder = Folder::city().replace("data/2021/ke-hoach.yaml", from, to);
        fs::remove_file(folder.path(PATH)).expect("the file is there");
        for line in [
            &["new", "2021-q3", "--all"][..],
            &["new", "2021-q3", "--agency", "so-y-te"],
        ] {
            let said = folder.run(line);
            assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{line:?}");
            for part in [
                "lỗi[agency/unknown]: không có cơ quan `so-tu-phapp` trong co-quan.yaml",
                "--> data/2021/ke-hoach.yaml:",
            ] {
                assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
            }
            assert!(!folder.path(PATH).exists());
        }
    }
}

/// In the first period of a place its own file asks for all that nobody else states, and takes
/// over nobody's words by itself.
#[test]
fn the_first_file_of_a_compiling_agency_asks_for_its_own_part() {
    let folder = Folder::of_units(2026, &[]);
    let said = folder.run(&["new", "2026-q1", "--agency", "thanh-pho"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    let path = "data/2026/q1/thanh-pho.yaml";
    let text = fs::read_to_string(folder.path(path)).expect("it is there");
    for part in [
        "  chi_dao:\n",
        "    van_ban_chi_dao:\n",
        "\nchon_don_vi:\n",
        "  sang_kien: []\n",
        "  ton_tai: []\n",
    ] {
        assert!(text.contains(part), "it lacks “{part}”:\n{text}");
    }
    let said = folder.run(&["check", "2026-q1", "--agency", "thanh-pho"]);
    assert!(!said.stderr.contains("chon_don_vi"), "{}", said.stderr);
}

/// Nobody looks for a section that is to be written at the head of the document.
#[test]
fn what_is_not_written_yet_is_told_where_it_is_to_be_written() {
    let folder = Folder::city();
    for below in ["2020", "2021", "2025", "2026/q1", "2026/6t", "2026/q3"] {
        let path = folder.path("data").join(below);
        fs::remove_dir_all(path).expect("it is there");
    }
    let said = folder.run(&["new", "2026-q1", "--agency", "so-y-te"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    let check = ["check", "2026-q1", "--agency", "so-y-te"];
    let said = folder.run(&check);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for words in ["|   # ke_hoach: [", "|   # tuyen_truyen: []", "| noi_dung:"] {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
    assert!(!said.stderr.contains("| the_thuc:"), "{}", said.stderr);
    // The same where figures have only begun.
    let path = "data/2026/q1/so-y-te.yaml";
    let text = fs::read_to_string(folder.path(path)).expect("it is there");
    let (head, _) = text.split_once("so_lieu:\n").expect("it has figures");
    let folder = folder.write(path, &format!("{head}so_lieu:\nnoi_dung:\n"));
    let said = folder.run(&check);
    assert!(said.stderr.contains("| so_lieu:\n"), "{}", said.stderr);
}

/// A year of which only totals are known has no plan; the file that states them is begun all the
/// same, that of a unit is not.
#[test]
fn the_file_of_totals_is_begun_in_a_year_without_a_plan() {
    let folder = Folder::city();
    let begin = |unit: &str| folder.run(&["new", "2025-nam", "--agency", unit]);
    fs::remove_dir_all(folder.path("data/2025/nam")).expect("it is there");
    assert!(!folder.path("data/2025/ke-hoach.yaml").exists());
    let said = begin("thanh-pho");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    let text = fs::read_to_string(folder.path("data/2025/nam/thanh-pho.yaml"));
    assert!(text.expect("it was begun").contains("\n# so_neu:\n"));
    let said = begin("so-y-te");
    assert_eq!(said.code, Some(1), "{}", said.stdout);
    assert!(said.stderr.contains("chưa có kế hoạch"), "{}", said.stderr);
}
