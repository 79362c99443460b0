//! `docs/bat-dau.md`, done exactly as it is written in an empty folder: a province from nothing to
//! its first reports.

#![cfg(unix)]

use std::fs;

use crate::walkthrough::{carry_out, run};

#[test]
fn a_province_comes_to_its_first_report_as_the_document_says() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let said = carry_out("bat-dau.md", root);
    for report in ["so-tu-phap", "tinh", "tinh-trinh"] {
        let path = root.join(format!("out/2026-q1/{report}.pdf"));
        assert!(path.exists(), "{report}\n{said}");
    }
    // To the first report of a sở it takes four commands.
    let first = said
        .find("out/2026-q1/so-tu-phap.pdf")
        .expect("it was made");
    assert_eq!(said[..first].matches("$ baocao ").count(), 4, "{said}");
    // What was still to be said is said: nobody is reminded of it any longer.
    let (_, behind) = said
        .split_once("$ baocao schedule")
        .expect("it is asked for");
    assert!(!behind.contains("plan/unfilled"), "{behind}");
    assert!(
        behind.contains("181.204 hồ sơ: nêu theo Báo cáo số 21/BC-SNV"),
        "{behind}"
    );
    let communes = fs::read_dir(root.join("data/2026/q1")).expect("a period");
    assert_eq!(
        communes.count(),
        137,
        "124 communes, 12 sở and the province"
    );
    let letter = fs::read_to_string(root.join("gui-lai/2026-q1/xa-di-linh.txt"));
    let letter = letter.expect("what is found of a commune goes to it");
    assert!(letter.contains("Ủy ban nhân dân xã Di Linh"), "{letter}");
    // The words are those of a province.
    let explained = run(
        root,
        "baocao explain 2026-q1 tinh --all --output so-lieu.txt",
    );
    assert!(!explained.contains("thành phố"), "{explained}");
}
