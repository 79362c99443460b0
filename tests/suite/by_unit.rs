//! What was found, by unit: a summary before it, and files to send back.

use std::fs;

use crate::folder::{Folder, files};

/// A city in which three units and the register have something to tell.
fn with_faults() -> Folder {
    let folder = Folder::city()
        .replace(
            "data/2026/q1/so-y-te.yaml",
            "dung_han: 5335",
            "dung_han: 5.335",
        )
        .replace(
            "data/2026/q1/so-xay-dung.yaml",
            "nhiem_vu_hoan_thanh: ",
            "nhiem_vu_hoan_thanh: 99",
        );
    let register = "data/2026/q1/so-den.yaml";
    folder.append(register, "so-noi-vu: {ngay: 2026-03-04, so: 999}\n")
}

fn check(folder: &Folder) -> crate::folder::Said {
    folder.run(&["check", "2026-q1", "--by-unit", "gui-lai"])
}

#[test]
fn a_summary_comes_before_what_was_found_of_several_units() {
    let folder = with_faults();
    let said = folder.run(&["check", "2026-q1"]);
    let summary: Vec<_> = said
        .stderr
        .lines()
        .take_while(|line| !line.is_empty())
        .collect();
    let sum = |at: usize| {
        let rows = &summary[1..summary.len() - 1];
        let numbers = rows.iter().map(|row| number(row, at));
        (
            numbers.sum::<usize>(),
            number(summary[summary.len() - 1], at),
        )
    };
    assert!(summary[0].starts_with("Kỳ "), "{}", said.stderr);
    for column in [0, 1] {
        let (rows, all) = sum(column);
        assert_eq!(rows, all, "{}", said.stderr);
    }
    // Something of no unit has a row, so that the sums are those of the last line.
    assert!(
        said.stderr.contains("\n         Không riêng đơn vị nào "),
        "{}",
        said.stderr
    );
    let last = said.stderr.lines().last().expect("a last line");
    let (errors, warnings) = (sum(1).1, sum(0).1);
    assert!(
        last.ends_with(&format!("{errors} lỗi, {warnings} cảnh báo")),
        "{last}"
    );
    // Of one unit there is nothing to sum up.
    let one = folder.run(&["check", "2026-q1", "--agency", "so-y-te"]);
    assert!(!one.stderr.contains("Đơn vị"), "{}", one.stderr);
    let quiet = folder.run(&["check", "2026-q1", "--quiet"]);
    assert!(!quiet.stderr.contains("Đơn vị"), "{}", quiet.stderr);
}

/// The last number of a line, or the one before it.
fn number(line: &str, from_the_end: usize) -> usize {
    let word = line.split_whitespace().rev().nth(from_the_end);
    word.and_then(|word| word.parse().ok()).expect("a number")
}

#[test]
fn programs_are_told_how_much_was_found_of_each_unit() {
    let folder = with_faults();
    let said = folder.run(&["check", "2026-q1", "--message-format", "json"]);
    let events: Vec<serde_json::Value> = said
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(events[0]["event"], "begin");
    let counted = &events[1];
    assert_eq!(counted["event"], "counted");
    let end = events.last().expect("an end");
    for of in ["errors", "warnings"] {
        assert_eq!(counted[of], end[of]);
    }
    let units = counted["units"].as_array().expect("a list");
    let health = units.iter().find(|unit| unit["agency"] == "so-y-te");
    let health = health.expect("it has an error");
    assert_eq!(
        (&health["period"], &health["name"]),
        (&"2026-q1".into(), &"Sở Y tế".into())
    );
    assert_eq!(health["errors"], 1);
}

#[test]
fn each_unit_has_a_file_as_long_as_there_is_something_to_send() {
    let folder = with_faults();
    let said = check(&folder);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let path = folder.path("gui-lai/2026-q1/so-y-te.txt");
    let text = fs::read_to_string(&path).expect("it is written");
    for words in [
        "Kính gửi: Sở Y tế\n",
        "Báo cáo kết quả công tác cải cách hành chính quý I năm 2026\n",
        "Sửa 01 lỗi tại mục I.",
        "data/2026/q1/so-y-te.yaml:41:15",
        "cách sửa: ở đây cần một số nguyên",
    ] {
        assert!(text.contains(words), "{words}\n---\n{text}");
    }
    // None for those of whom nothing was found, none for what is no unit's.
    let names = files(&folder.path("gui-lai"));
    assert!(
        names
            .iter()
            .all(|name| name.starts_with(folder.path("gui-lai/2026-q1")))
    );
    assert!(!folder.path("gui-lai/2026-q1/so-tu-phap.txt").exists());
    // What is mended takes its file away; what was not stays.
    let before = names.len();
    let folder = folder.replace(
        "data/2026/q1/so-y-te.yaml",
        "dung_han: 5.335",
        "dung_han: 5335",
    );
    let said = check(&folder);
    assert!(
        said.stdout.contains("đã xóa 1 tệp cũ trong gui-lai"),
        "{}",
        said.stdout
    );
    assert!(!path.exists());
    assert_eq!(files(&folder.path("gui-lai")).len(), before - 1);
}

/// Whoever is told of them in files need not read hundreds of them on the screen.
#[test]
fn what_stands_in_files_of_units_is_not_told_again() {
    let folder = with_faults();
    let all = folder.run(&["check", "2026-q1"]);
    assert!(all.stderr.contains("`5.335`"), "{}", all.stderr);
    let said = check(&folder);
    assert_eq!(said.code, all.code);
    for (words, is_said) in [
        ("`5.335`", false),
        ("so-xay-dung.yaml", false),
        ("Kỳ       Đơn vị", true),
        ("sổ này do Sở Nội vụ lập", true),
        ("Sở Y tế ", true),
    ] {
        assert_eq!(
            said.stderr.contains(words),
            is_said,
            "{words}: {}",
            said.stderr
        );
    }
    assert_eq!(said.stderr.lines().last(), all.stderr.lines().last());
    assert!(
        said.stdout
            .contains("vào gui-lai; lỗi, cảnh báo của các đơn vị ấy xem trong tệp"),
        "{}",
        said.stdout
    );
    // Who asks for errors alone is told of no file, and of all errors.
    let quiet = folder.run(&["check", "2026-q1", "--by-unit", "gui-lai", "--quiet"]);
    assert!(quiet.stderr.contains("`5.335`"), "{}", quiet.stderr);
    // What only is read because a sum rests on it has no file.
    let city = ["check", "2026-q1", "--agency", "thanh-pho"];
    let city = folder.run(&[&city[..], &["--by-unit", "khac"]].concat());
    assert!(city.stderr.contains("`5.335`"), "{}", city.stderr);
}

#[test]
fn programs_are_told_all_of_it_line_by_line() {
    let folder = with_faults();
    let json = ["check", "2026-q1", "--message-format", "json"];
    let all = folder.run(&json);
    let by_unit = folder.run(&[&json[..], &["--by-unit", "gui-lai"]].concat());
    assert_eq!(by_unit.stdout, all.stdout);
}

#[test]
fn no_file_of_a_unit_goes_where_others_are_read_or_kept() {
    let folder = with_faults()
        .write("out/a.txt", "của tôi")
        .write("f", "một tệp");
    for (to, words) in [
        ("data", "nằm trong thư mục dữ liệu"),
        ("data/2026/q1", "nằm trong thư mục dữ liệu"),
        ("data/2026/../moi/x", "nằm trong thư mục dữ liệu"),
        ("out/gui", "nằm trong thư mục kết quả"),
        ("f/gui", "`f` là một tệp, không phải thư mục"),
    ] {
        let before = files(&folder.path("."));
        let said = folder.run(&["check", "2026-q1", "--by-unit", to]);
        assert_eq!(said.code, Some(5), "{to}: {}", said.stderr);
        assert!(said.stderr.contains(words), "{to}: {}", said.stderr);
        assert_eq!(files(&folder.path(".")), before);
    }
}

#[test]
fn files_in_which_somebody_has_written_stay() {
    let folder = with_faults();
    check(&folder);
    let (health, works) = (
        "gui-lai/2026-q1/so-y-te.txt",
        "gui-lai/2026-q1/so-xay-dung.txt",
    );
    let folder =
        folder
            .replace(health, "……/……/………", "20/3/2026")
            .replace(works, "……/……/………", "20/3/2026");
    let folder = folder.replace(
        "data/2026/q1/so-y-te.yaml",
        "dung_han: 5.335",
        "dung_han: 5335",
    );
    let said = check(&folder);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
    assert!(
        said.stderr.contains(&format!("`{works}` đã có")),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains(&format!("`{health}` đã bị sửa")),
        "{}",
        said.stderr
    );
    // Its findings are in no file, and are told.
    assert!(
        said.stderr.contains("--> data/2026/q1/so-xay-dung.yaml:"),
        "{}",
        said.stderr
    );
    for path in [health, works] {
        let text = fs::read_to_string(folder.path(path)).expect("it is there");
        assert!(text.contains("20/3/2026"), "{text}");
    }
}

#[test]
fn nothing_is_written_of_a_period_that_could_not_be_judged() {
    let folder = with_faults().replace("data/co-quan.yaml", "    cap: so\n", "    cap: soo\n");
    let said = check(&folder);
    assert_eq!(
        files(&folder.path("gui-lai")),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(
        said.stderr.contains("chưa ghi tệp cho đơn vị nào"),
        "{}",
        said.stderr
    );
}
