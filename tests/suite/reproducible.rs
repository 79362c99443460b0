//! The same input gives the same bytes.

use std::fs;
use std::process::Command;

use crate::folder::{Folder, repository};

#[test]
fn locale_time_zone_and_folder_leave_no_trace() {
    let folder = Folder::delivered();
    let out = |name: &str| folder.path(name).to_string_lossy().into_owned();
    folder.run(&["build", "2021-q1", "--out", &out("a")]);
    folder.run_with(
        &["build", "2021-q1", "--out", &out("b")],
        &[
            ("LC_ALL", "vi_VN.UTF-8"),
            ("LANG", "tr_TR.UTF-8"),
            ("TZ", "Pacific/Kiritimati"),
            ("RAYON_NUM_THREADS", "1"),
        ],
    );
    let data = folder.path("data").to_string_lossy().into_owned();
    let elsewhere = Command::new(env!("CARGO_BIN_EXE_baocao"))
        .args(["build", "2021-q1", "--data", &data, "--out", &out("c")])
        .current_dir(repository().join("tests"))
        .output()
        .expect("the program can be started");
    assert!(elsewhere.status.success());
    let read = |name: &str| {
        fs::read(folder.path(name).join("2021-q1/so-tu-phap.pdf")).expect("there is a report")
    };
    let first = read("a");
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == read("b"), "locale or time zone changed the bytes");
    assert!(first == read("c"), "the folder changed the bytes");
}

#[cfg(unix)]
#[test]
fn the_umask_decides_who_may_read_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::delivered();
    let mut files = Vec::new();
    for (mask, mode) in [("022", 0o644), ("077", 0o600)] {
        let script = format!("umask {mask}; exec \"$0\" build 2021-q1 --out out-{mask}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_baocao")])
            .current_dir(folder.path(""))
            .output()
            .expect("a shell can be started");
        assert!(output.status.success());
        let path = folder.path(&format!("out-{mask}/2021-q1/so-tu-phap.pdf"));
        let permissions = fs::metadata(&path)
            .expect("there is a report")
            .permissions();
        assert_eq!(permissions.mode() & 0o777, mode);
        files.push(fs::read(&path).expect("it can be read"));
    }
    assert!(files[0] == files[1]);
}
