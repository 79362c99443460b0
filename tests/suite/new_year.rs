//! `docs/new-year.md`, done exactly as it is written.

#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::folder::repository;
use crate::walkthrough::{carry_out, run};

#[test]
fn a_year_and_a_regime_are_opened_as_the_document_says() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let copied = Command::new("cp")
        .arg("-r")
        .arg(repository().join("data"))
        .arg(root)
        .status();
    assert!(copied.is_ok_and(|status| status.success()));
    let said = carry_out("new-year.md", root);
    assert!(said.matches("$ ").count() > 12, "{said}");
    for period in ["2027-q1/so-tu-phap", "2028-q1/xa-tien-lang"] {
        assert!(
            root.join(format!("out/{period}.pdf")).exists(),
            "{period}\n{said}"
        );
    }
    // The new regime asks for the new row, the merged agency no longer reports.
    let begun = root.join("data/2028/q1/xa-tien-lang.yaml");
    let begun = fs::read_to_string(begun).expect("it was begun");
    assert!(begun.contains("hoi_nghi:"), "{begun}");
    let merged = run(root, "! baocao new 2027-nam --agency so-ngoai-vu 2>&1");
    assert!(
        merged.contains("nay là Văn phòng Ủy ban nhân dân thành phố (`van-phong-ubnd`)"),
        "{merged}"
    );
    // Without the day that February has in 2028 the calendar says so.
    let leap =
        "sed -i 's/2028-02-29/2028-02-28/' data/2028/ke-hoach.yaml; ! baocao schedule 2028 2>&1";
    assert!(run(root, leap).contains("plan/deadline-words"));
}
