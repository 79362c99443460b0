//! A system that gives little: few threads and processes, few open files, small files. There
//! is a message and an exit code, and every file is whole.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Command;

use crate::folder::{Folder, Said, files, put_program};

/// A folder in which everybody may write, with the program in it.
fn for_everybody() -> Folder {
    let folder = Folder::other_regime();
    fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o777)).expect("it is ours");
    put_program(&folder.path("baocao"));
    folder
}

/// Runs the program under a limit of the shell. Limits of processes do not hold for root, so
/// that it is somebody else who runs it.
fn under(folder: &Folder, limit: &str, arguments: &[&str]) -> Said {
    let is_root = fs::metadata(folder.path("")).expect("it is there").uid() == 0;
    let mut command = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        command.args(["--reuid=65534", "--clear-groups"]);
    }
    let script = format!("ulimit {limit}; exec ./baocao \"$@\"");
    let output = command
        .args(["bash", "-c", &script, "bash"])
        .args(arguments)
        .current_dir(folder.path(""))
        .output()
        .expect("there is a shell");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = Said {
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    };
    assert!(
        !said.stderr.contains("bên trong chương trình"),
        "{limit}: {}",
        said.stderr
    );
    let all = files(&folder.path("out")).into_iter();
    for path in all.filter(|path| path.extension().is_some_and(|e| e == "pdf" || e == "tmp")) {
        let bytes = fs::read(&path).expect("it is there");
        assert!(
            bytes.trim_ascii_end().ends_with(b"%%EOF"),
            "{limit}: {}",
            path.display()
        );
    }
    said
}

#[test]
fn without_threads_or_processes_to_spare_there_is_a_message() {
    let folder = for_everybody();
    let mut codes = Vec::new();
    for count in [1, 2, 3, 4, 5, 6, 8, 12, 64] {
        let limit = format!("-u {count}");
        let said = under(
            &folder,
            &limit,
            &["build", "--all", "--force", "--jobs", "4"],
        );
        assert!(
            matches!(said.code, Some(0 | 4)),
            "{limit}: {:?} {}",
            said.code,
            said.stderr
        );
        assert_eq!(
            said.code == Some(4),
            said.stderr.contains("lỗi["),
            "{}",
            said.stderr
        );
        codes.push(said.code);
    }
    assert_eq!(codes.first(), Some(&Some(4)), "one alone can set nothing");
    // Reading and checking ask for no other.
    let said = under(&folder, "-u 1", &["check", "--all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let said = under(
        &folder,
        "-u 1",
        &["explain", "2030-t03", "phuong-mot", "--all"],
    );
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    assert!(
        said.stderr.contains("lỗi[program/threads]"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_file_that_may_not_grow_is_a_write_that_fails() {
    let folder = for_everybody();
    // Blocks are of 1024 bytes; the report of the province has more than 80. Nobody has told
    // the system to be silent about it.
    let said = under(&folder, "-f 80", &["build", "--all"]);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
    assert!(
        said.stderr.contains("[output/unwritable]"),
        "{}",
        said.stderr
    );
    assert_eq!(folder.outputs().len(), 3);
    let left = files(&folder.path("out")).into_iter();
    let left = left.filter(|path| path.extension().is_some_and(|e| e == "tmp"));
    assert_eq!(left.count(), 0, "nothing half-written is left");
}

#[test]
fn without_open_files_to_spare_there_is_a_message() {
    let folder = for_everybody();
    let mut codes = Vec::new();
    for count in [3, 4, 5, 6, 8, 10, 12, 16, 24, 256] {
        let limit = format!("-n {count}");
        let said = under(
            &folder,
            &limit,
            &["build", "--all", "--force", "--jobs", "2"],
        );
        // Below four the system itself cannot start a program.
        let told = said.code == Some(0) || said.stderr.contains("lỗi[") || count < 5;
        assert!(told, "{limit}: {:?} {}", said.code, said.stderr);
        assert_ne!(said.code, Some(101), "{limit}: {}", said.stderr);
        codes.push(said.code);
    }
    assert_eq!(codes.last(), Some(&Some(0)), "{codes:?}");
    assert!(codes.iter().any(|code| *code != Some(0)), "{codes:?}");
}

#[test]
fn a_program_that_is_gone_while_it_runs_says_why_nothing_is_set() {
    let folder = for_everybody();
    // It runs from a file that has no name any more, so that no worker can be started from it.
    let script = "exec 3< ./baocao; rm ./baocao; exec /proc/self/fd/3 build --all";
    let output = Command::new("sh")
        .args(["-c", script])
        .current_dir(folder.path(""))
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(
        said.contains("không chạy được tiến trình dàn trang (không có ở đó)"),
        "{said}"
    );
    assert!(folder.outputs().is_empty());
}
