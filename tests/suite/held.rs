//! Files that another program has open (Windows): only there one can keep a file from being replaced.

#![cfg(windows)]

use std::fs::{self, OpenOptions};
use std::os::windows::fs::OpenOptionsExt;

use crate::folder::Folder;

/// `FILE_SHARE_READ`: as viewers open a PDF, so that others may read it and nobody may replace it.
const SHARED_FOR_READING: u32 = 1;

#[test]
fn a_report_that_a_viewer_has_open_stays_and_all_others_are_made() {
    let folder = Folder::delivered();
    let said = folder.run(&["build", "2021-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let place = folder.path("out/2021-q1/so-tu-phap.pdf");
    let other = folder.path("out/2021-q1/so-noi-vu.pdf");
    let read = |path| fs::read(path).expect("there is a report");
    let before = [read(&place), read(&other)];
    let folder = ["so-tu-phap", "so-noi-vu"]
        .into_iter()
        .fold(folder, |folder, unit| {
            folder.replace(
                &format!("data/2021/q1/{unit}.yaml"),
                "the_thuc:\n",
                "the_thuc:\n  noi_nhan: [Phòng Kiểm thử (để biết)]\n",
            )
        });
    let viewer = OpenOptions::new()
        .read(true)
        .share_mode(SHARED_FOR_READING)
        .open(&place)
        .expect("a viewer can open it");
    let said = folder.run(&["build", "2021-q1"]);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
    assert!(
        said.stderr.contains("[output/unwritable]"),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("đang mở"), "{}", said.stderr);
    assert!(read(&place) == before[0] && read(&other) != before[1]);
    drop(viewer);
    let said = folder.run(&["build", "2021-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(read(&place) != before[0]);
}

#[test]
fn a_place_of_more_than_259_letters_is_told_as_one() {
    let folder = Folder::delivered();
    let out = format!("{0}/{0}/{0}", "thu-muc-rat-dai".repeat(6));
    let said = folder.run(&["build", "2021-q1", "--agency", "so-tu-phap", "--out", &out]);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
    assert!(said.stderr.contains("259"), "{}", said.stderr);
}
