//! What bad input gets. Each folder of `tests/fixtures/bad` is laid over the
//! small province, those named `plan-` and `task-` over the one with a plan;
//! `expected.txt` in it is all that `check` then says.
//! `UPDATE_EXPECTED=1` writes these files anew, to be read before they are kept.

use std::fs;

use crate::folder::{Folder, repository};

#[test]
fn every_fault_is_told_with_its_place_and_what_to_do() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut cases: Vec<_> = fs::read_dir(repository().join("tests/fixtures/bad"))
        .expect("there are cases")
        .map(|entry| entry.expect("a case can be read").path())
        .collect();
    cases.sort();
    assert!(cases.len() > 30, "cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.file_name().map(|n| n.to_string_lossy().into_owned());
        let of_plan = name.is_some_and(|n| n.starts_with("plan-") || n.starts_with("task-"));
        let folder = if of_plan {
            Folder::with_plan()
        } else {
            Folder::base()
        };
        folder.lay_over(&case);
        let expected_path = case.join("expected.txt");
        let said = folder.run(&["check", "2024-q1"]);
        let text = format!(
            "mã kết thúc {}\n\n{}{}",
            said.code
                .map_or_else(|| "không có".to_owned(), |c| c.to_string()),
            said.stderr,
            said.stdout
        );
        if update {
            fs::write(&expected_path, &text).expect("it can be written");
            continue;
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if text != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}\n--- said\n{text}",
                case.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_small_province_itself_is_faultless() {
    let said = Folder::base().run(&["check", "2024-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_small_province_with_a_plan_is_faultless() {
    let said = Folder::with_plan().run(&["check", "2024-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_delivered_data_are_faultless() {
    let said = Folder::delivered().run(&["check", "2021-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

/// In the sample year some units report late or not at all, and that is said; nothing else.
#[test]
fn the_sample_year_has_only_the_faults_of_its_units() {
    let said = Folder::city().run(&["check", "--all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let codes: Vec<_> = said
        .stderr
        .lines()
        .filter(|line| line.starts_with("cảnh báo[") || line.starts_with("lỗi["))
        .filter_map(|line| line.split_once(']').map(|(code, _)| code))
        .collect();
    let late = codes.iter().filter(|c| **c == "cảnh báo[date/late").count();
    let incomplete = codes
        .iter()
        .filter(|c| **c == "cảnh báo[compilation/incomplete")
        .count();
    assert_eq!((late, incomplete, codes.len()), (11, 4, 15), "{codes:?}");
}
