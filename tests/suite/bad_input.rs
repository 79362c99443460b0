//! What bad input gets. Each folder of `tests/fixtures/bad` is laid over the
//! small province, those named `plan-` and `task-` over the one with a plan;
//! `expected.txt` in it is all that `check` then says.
//! `UPDATE_EXPECTED=1` writes these files anew, to be read before they are kept.

use std::fs;
use std::path::Path;

use baocao::diagnostic::{Code, ExitKind, Level};

use crate::folder::{Folder, files, repository};

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
        let folder = laid_over(&case);
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

/// The small province with the files of a case, with a plan if the case is about it.
fn laid_over(case: &Path) -> Folder {
    let name = case.file_name().map(|n| n.to_string_lossy().into_owned());
    let of_plan = name.is_some_and(|n| n.starts_with("plan-") || n.starts_with("task-"));
    let folder = if of_plan {
        Folder::with_plan()
    } else {
        Folder::base()
    };
    folder.lay_over(case);
    folder
}

/// What comes near to a fault and is none. Beside the line stands the rule that it nearly
/// breaks (`#= date/late`).
#[test]
fn what_is_right_is_not_told() {
    let cases = fs::read_dir(repository().join("tests/fixtures/good")).expect("there are cases");
    let mut count = 0;
    for case in cases {
        let case = case.expect("a case can be read").path();
        let folder = laid_over(&case);
        let said = folder.run(&["check", "2024-q1"]);
        assert_eq!(
            (said.code, said.stderr.as_str()),
            (Some(0), ""),
            "{}",
            case.display()
        );
        count += 1;
    }
    assert!(count > 4, "cases are missing");
}

/// Every rule about reports is shown by what breaks it and by what nearly does.
#[test]
fn every_rule_has_a_bad_case_and_a_good_one() {
    let all = |folder: &str| -> String {
        let files = files(&repository().join("tests/fixtures").join(folder));
        let texts = files.iter().map(|path| fs::read(path).unwrap_or_default());
        texts
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .collect()
    };
    let (bad, good) = (all("bad"), all("good"));
    // Seals and the units of a city are broken in tests of their own.
    let elsewhere = ["issued.rs", "city.rs", "between_files.rs", "checks.rs"]
        .map(|name| fs::read_to_string(repository().join("tests/suite").join(name)))
        .map(|text| text.expect("it is there"))
        .concat();
    let faults = all("faults");
    for code in Code::ALL {
        let name = code.as_str();
        if code.level() == Level::File || code.exit_kind() != ExitKind::Data {
            continue;
        }
        let told = format!("[{name}]");
        let broken = bad.contains(&told)
            || elsewhere.contains(&told)
            || faults.contains(&format!("  - {name}\n"));
        assert!(broken, "nothing breaks {name}");
        let near = good.lines().any(|line| {
            let rule = line.split_once("#= ").map(|(_, rule)| rule.trim());
            rule == Some(name)
        });
        assert!(near, "nothing comes near to {name}");
    }
}

/// The rule beside a bad line (`#~ figure/jump`) is told at that line.
#[test]
fn rules_named_beside_bad_lines_are_told_there() {
    let cases = fs::read_dir(repository().join("tests/fixtures/bad")).expect("there are cases");
    let mut named = 0;
    for case in cases {
        let case = case.expect("a case can be read").path();
        let told = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        let of_case = files(&case)
            .into_iter()
            .filter(|p| p.extension().is_some_and(|e| e == "yaml"));
        for path in of_case {
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let file = path
                .strip_prefix(&case)
                .expect("it is below the case")
                .to_string_lossy()
                .replace('\\', "/");
            for (number, line) in (1..).zip(text.lines()) {
                let Some((_, code)) = line.split_once("#~ ") else {
                    continue;
                };
                let place = format!("--> data/{file}:{number}:");
                let mut blocks = told.split("\n\n");
                let found = blocks.any(|b| b.contains(&format!("[{code}]")) && b.contains(&place));
                assert!(found, "{}: {code} at line {number}\n{told}", case.display());
                named += 1;
            }
        }
    }
    assert!(named > 15, "only {named} lines name a rule");
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

/// In the sample year some units report late or not at all, one expects to complete a task before
/// the city's report comes, and that is said; nothing else.
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
    let expected = codes.iter().filter(|c| **c == "cảnh báo[task/expected");
    assert_eq!(
        (late, incomplete, expected.count(), codes.len()),
        (11, 4, 1, 16),
        "{codes:?}"
    );
}
