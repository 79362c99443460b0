//! What reaches people, logs and programs: whole or told of, and harmless whatever the data,
//! names and arguments hold.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::folder::{Folder, repository};

fn command(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(arguments).current_dir(folder.path(""));
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program can be started")
}

/// The small province with findings that its unit has answered.
fn answered() -> Folder {
    let folder = Folder::base();
    folder.lay_over(&repository().join("tests/fixtures/bad/figures-that-should-be-otherwise"));
    folder
}

/// A command line of every command and form that prints something.
const SPEAKING: [&[&str]; 28] = [
    &["--help"],
    &["--version"],
    &["build", "--help"],
    &["check", "2021-q1"],
    &["check", "2021-q1", "--message-format", "json"],
    &["check", "--list"],
    &["check", "--list", "2021-q1"],
    &["build", "2021-q1", "--dry-run"],
    &["build", "2021-q1", "--agency", "so-tu-phap"],
    &["completions", "bash"],
    &["man"],
    &["verify"],
    &["new", "2021-6t", "--agency", "so-noi-vu"],
    &["agencies", "2021-q1", "--date", "2021-03-01"],
    &["new", "2021-6t", "--all"],
    &["seal", "2021-q1", "--agency", "so-tu-phap"],
    &["templates", "--to", "mau"],
    &["init", "moi", "--province", "Huế", "--year", "2026"],
    &[
        "export",
        "2021-q1",
        "--agency",
        "so-tu-phap",
        "--to",
        "gui-di",
    ],
    &["undo"],
    &["undo", "--format", "json"],
    &["regimes"],
    &["schedule", "2021"],
    &["schedule", "2021", "--format", "json"],
    &["schedule", "2021", "--format", "ics"],
    &["status", "2021-q1", "--date", "2021-03-01"],
    &["explain", "2021-q1", "so-tu-phap", "--all"],
    &[
        "explain",
        "2021-q1",
        "so-tu-phap",
        "--all",
        "--format",
        "json",
    ],
];

#[cfg(target_os = "linux")]
#[test]
fn an_output_on_a_full_disk_ends_with_5() {
    let folder = Folder::delivered();
    for arguments in SPEAKING {
        let full = File::options().write(true).open("/dev/full");
        let said = run(command(&folder, arguments).stdout(full.expect("it is a device")));
        let stderr = text(&said.stderr);
        assert_eq!(said.status.code(), Some(5), "{arguments:?}: {stderr}");
        assert!(
            stderr.contains(
                "lỗi[output/unwritable]: không ghi được ra đầu ra chuẩn (hết dung lượng)"
            ),
            "{arguments:?}: {stderr}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_reader_who_went_away_is_nobodys_fault() {
    let folder = Folder::delivered();
    for arguments in SPEAKING {
        let mut begun = command(&folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        drop(begun.stdout.take());
        let said = begun.wait_with_output().expect("it ends");
        let stderr = text(&said.stderr);
        assert_eq!(said.status.code(), Some(0), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("đầu ra"), "{arguments:?}: {stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn errors_that_nobody_can_hear_end_nothing_early() {
    let folder = Folder::delivered().replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 6.190",
    );
    for redirection in ["2>&-", "2>/dev/full", ">&- 2>&-"] {
        fs::remove_dir_all(folder.path("out")).ok();
        let script = format!("\"$0\" build 2021-q1 {redirection}");
        let said = run(Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_baocao")])
            .current_dir(folder.path("")));
        assert_eq!(said.status.code(), Some(1), "{redirection}");
        assert_eq!(folder.outputs().len(), 4, "{redirection}");
    }
}

#[test]
fn what_programs_read_is_only_that() {
    let folder = answered();
    let arguments = ["explain", "2024-q1", "so-mau", "--all", "--format", "json"];
    let said = folder.run(&arguments);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.stderr.contains("đã giải trình"), "{}", said.stderr);
    let sheet: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(sheet["agency"], "so-mau");

    let folder = Folder::city();
    for (date, words, code) in [
        ("2021-03-01", "Không có đơn vị nào quá hạn", 0),
        ("2021-03-07", "đã lập out/2021-q1/don-doc-", 6),
    ] {
        let said = folder.run(&[
            "status", "2021-q1", "--date", date, "--remind", "--format", "json",
        ]);
        assert_eq!(said.code, Some(code), "{said:?}");
        assert!(said.stderr.contains(words), "{}", said.stderr);
        let status: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
        assert_eq!(status["date"], date);
    }
}

#[test]
fn a_format_that_a_command_lacks_is_refused() {
    let cases: [(&[&str], &str); 4] = [
        (&["status", "2021-q1", "--format", "ics"], "text, json"),
        (
            &["explain", "2021-q1", "x", "--all", "--format", "ics"],
            "text, json",
        ),
        (&["schedule", "2021", "--format", "pdf"], "text, json, ics"),
        (
            &["check", "--list", "--message-format", "json"],
            "--message-format",
        ),
    ];
    for (arguments, words) in cases {
        let said = Folder::base().run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert!(
            said.stderr.contains(words),
            "{arguments:?}: {}",
            said.stderr
        );
        assert_eq!(said.stdout, "");
    }
}

#[test]
fn messages_for_programs_can_be_quiet() {
    let folder = Folder::base().replace(
        "data/2024/q1/so-mau.yaml",
        "nguoi_ky: giam-doc",
        "nguoi_ky: giam-do",
    );
    let all = ["check", "2024-q1", "--message-format", "json"];
    let quiet = [&all[..], &["--quiet"]].concat();
    let severities = |arguments: &[&str]| -> Vec<String> {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(1), ""));
        let lines = said.stdout.lines().map(serde_json::from_str::<Value>);
        let lines: Vec<_> = lines.map(|line| line.expect("it is JSON")).collect();
        assert_eq!(
            lines.first().map(|line| &line["event"]),
            Some(&Value::from("begin"))
        );
        assert_eq!(
            lines.last().map(|line| &line["event"]),
            Some(&Value::from("end"))
        );
        let found = lines.iter().filter_map(|line| line["severity"].as_str());
        found.map(str::to_owned).collect()
    };
    assert_eq!(severities(&quiet), ["error"]);
    let folder = answered();
    let said = folder.run(&quiet);
    assert!(!said.stdout.contains("\"answered\""), "{}", said.stdout);
    assert!(folder.run(&all).stdout.contains("\"answered\""));
}

#[test]
fn results_are_written_whole_into_files_that_people_name() {
    let folder = Folder::delivered();
    let cases: [&[&str]; 8] = [
        &["schedule", "2021"],
        &["schedule", "2021", "--format", "json"],
        &["schedule", "2021", "--format", "ics"],
        &["status", "2021-q1", "--date", "2021-03-01"],
        &[
            "status",
            "2021-q1",
            "--date",
            "2021-03-01",
            "--format",
            "json",
        ],
        &["explain", "2021-q1", "so-tu-phap", "--all"],
        &[
            "explain",
            "2021-q1",
            "so-tu-phap",
            "--all",
            "--format",
            "json",
        ],
        &["check", "--list"],
    ];
    for (number, arguments) in cases.into_iter().enumerate() {
        let printed = folder.run(arguments).stdout;
        let name = format!("ra/{number}/tep");
        let to_file = [arguments, &["--output", &name]].concat();
        // The second time it is there already, and known.
        for _ in 0..2 {
            let said = folder.run(&to_file);
            assert_eq!(
                (said.code, said.stdout, said.stderr.contains("lỗi")),
                (Some(0), format!("đã ghi {name}\n"), false),
                "{arguments:?}"
            );
        }
        let written = fs::read_to_string(folder.path(&name)).expect("it is there");
        assert!(
            written.starts_with(printed.trim_end()),
            "{arguments:?}: {written}"
        );
        // Somebody has written in it.
        let changed = format!("{written}đã gọi điện\n");
        fs::write(folder.path(&name), &changed).expect("it can be written");
        let said = folder.run(&to_file);
        let is_calendar = arguments.contains(&"ics");
        assert_eq!(said.code, Some(5), "{arguments:?}: {said:?}");
        assert_eq!(said.stdout, "", "{is_calendar}");
        assert_eq!(
            said.stderr.matches("output/exists").count(),
            1,
            "{}",
            said.stderr
        );
        let kept = fs::read_to_string(folder.path(&name)).expect("it is there");
        assert_eq!(kept, changed);
    }
    // A result of another command stays, too.
    let said = folder.run(&[
        "status",
        "2021-q1",
        "--date",
        "2021-03-01",
        "--output",
        "ra/0/khac",
    ]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let said = folder.run(&["schedule", "2021", "--output", "ra/0/khac"]);
    assert_eq!(said.code, Some(5), "{said:?}");
}

#[test]
fn results_for_pipelines_replace_nothing_of_others() {
    let folder = Folder::base().write("ghi-chu.xml", "<a/>");
    let submission = "data/2024/q1/so-mau.yaml";
    folder.run(&["build", "2024-q1"]);
    let report = "out/2024-q1/so-mau.pdf";
    let before = |path: &str| fs::read(folder.path(path)).expect("it is there");
    let kept: Vec<_> = [submission, report, "out/manifest.json", "ghi-chu.xml"]
        .map(|path| (path, before(path)))
        .to_vec();
    for option in ["--junit", "--code-quality"] {
        for (path, bytes) in &kept {
            fs::remove_file(folder.path(report)).expect("it was made");
            let said = folder.run(&["build", "2024-q1", option, path]);
            assert_eq!(said.code, Some(5), "{option} {path}: {said:?}");
            assert_eq!(
                said.stderr.matches("output/exists").count(),
                1,
                "{}",
                said.stderr
            );
            assert!(
                said.stderr.contains("cách sửa: chọn tên khác"),
                "{}",
                said.stderr
            );
            // The report is made all the same.
            assert!(folder.path(report).exists(), "{option} {path}");
            if *path != "out/manifest.json" {
                assert_eq!(before(path), *bytes, "{option} {path}");
            }
            let check = folder.run(&["check", "2024-q1", option, path]);
            assert_eq!((check.code, before(path)), (Some(5), before(path)));
        }
        let said = folder.run(&["check", "2024-q1", option, "kq/moi.txt"]);
        assert_eq!(said.code, Some(0), "{said:?}");
        let said = folder.run(&["check", "2024-q1", option, "kq/moi.txt"]);
        assert_eq!(
            said.code,
            Some(0),
            "its own file is written again: {said:?}"
        );
        fs::remove_file(folder.path("kq/moi.txt")).expect("it was written");
    }
    let both = [
        "check",
        "2024-q1",
        "--junit",
        "kq/x",
        "--code-quality",
        "./kq/../kq/x",
    ];
    let said = folder.run(&both);
    assert_eq!(said.code, Some(5), "{said:?}");
    assert!(
        said.stderr.contains("cùng chỉ vào một tệp"),
        "{}",
        said.stderr
    );
    assert!(!folder.path("kq/x").exists());
}

/// Directions, escapes and breaks that a name or text may hold.
const HOSTILE: &str = "a\u{202e}b\u{9b}2J\u{7f}\x1b]0;c\u{2028}d\u{85}e\n::error::f\n##[error]g\r##vso[task.complete]h\u{fffe}";

/// Asserts that an output is harmless.
fn assert_harmless(what: &str, output: &str) {
    let acts = |c: char| c != '\n' && (c.is_control() || "\u{202e}\u{2028}\u{fffe}".contains(c));
    assert!(!output.contains(acts), "{what}: {output:?}");
    for line in output.lines() {
        let line = line.trim_start();
        assert!(
            !line.contains("##[") && !line.contains("##vso["),
            "{what}: {line}"
        );
        let ours = what == "github" && line.contains("title=");
        assert!(
            ours || !line.starts_with("::") || line.starts_with("::: "),
            "{what}: {line}"
        );
    }
}

/// The small province with such a text in keys, values and the name of a file.
fn hostile() -> Folder {
    let quoted = serde_json::to_string(HOSTILE).expect("a string is JSON");
    let folder = Folder::base().append(
        "data/2024/q1/so-mau.yaml",
        &format!("{quoted}: 5\n? |-\n  x\n  ::error::y\n: {quoted}\n"),
    );
    let name = HOSTILE.replace('/', "");
    folder.write(&format!("data/2024/q1/{name}.yaml"), "a: 1\n")
}

#[cfg(unix)]
#[test]
fn nothing_from_data_and_names_acts_on_a_terminal_or_a_log() {
    let folder = hostile();
    for format in ["text", "json", "github"] {
        for command in ["check", "build"] {
            let said = folder.run(&[
                command,
                "2024-q1",
                "--message-format",
                format,
                "--junit",
                "kq/j.xml",
                "--code-quality",
                "kq/c.json",
            ]);
            assert_eq!(said.code, Some(1), "{said:?}");
            assert_harmless(format, &said.stdout);
            assert_harmless(format, &said.stderr);
        }
    }
    let said = folder.run(&["check", "2024-q1"]);
    assert!(
        said.stderr.contains(
            r"a\u{202e}b\u{9b}2J\u{7f}\u{1b}]0;c\u{2028}d\u{85}e\n::error::f\n\u{23}#[error]g"
        ),
        "{}",
        said.stderr
    );
    for file in ["kq/j.xml", "kq/c.json"] {
        let text = fs::read_to_string(folder.path(file)).expect("it was written");
        assert_harmless(file, &text);
    }
}

#[cfg(unix)]
#[test]
fn nothing_from_the_command_line_acts_on_a_terminal_or_a_log() {
    let folder = Folder::base();
    let cases: [&[&str]; 9] = [
        &["check", "2024-q1", "--data", HOSTILE],
        &["check", HOSTILE],
        &["check", "2024-q1", HOSTILE],
        &["check", "2024-q1", "--agency", HOSTILE],
        &[HOSTILE],
        &["--\u{202e}\n::error::x"],
        &["verify", HOSTILE],
        &["merge", HOSTILE, "--out", "x"],
        &["explain", "2024-q1", HOSTILE, "--all"],
    ];
    for arguments in cases {
        let said = folder.run(arguments);
        assert!(matches!(said.code, Some(1..=5)), "{arguments:?}: {said:?}");
        assert_harmless("text", &said.stdout);
        assert_harmless("text", &said.stderr);
    }
    // What is written where such a name says, too.
    for arguments in [
        &["build", "2024-q1", "--out", HOSTILE][..],
        &["check", "2024-q1", "--junit", HOSTILE],
        &["schedule", "2024", "--output", "x\n::error::y"],
    ] {
        let said = folder.run(arguments);
        assert_harmless("text", &said.stdout);
        assert_harmless("text", &said.stderr);
    }
    let said = folder.run(&["verify", HOSTILE]);
    assert_eq!(said.code, Some(0), "{said:?}");
    // Nor what a manifest says.
    let path = folder.path(HOSTILE).join("manifest.json");
    let manifest = fs::read_to_string(&path).expect("it is there");
    let name = serde_json::to_string("2024-q1/\u{202e}\n::error::x").expect("it is JSON");
    let hostile = manifest.replace("\"2024-q1/so-mau\"", &name);
    assert_ne!(hostile, manifest);
    fs::write(&path, hostile).expect("it can be written");
    for arguments in [&["verify", HOSTILE][..], &["merge", HOSTILE, "--out", "x"]] {
        let said = folder.run(arguments);
        assert!(matches!(said.code, Some(1..=5)), "{arguments:?}: {said:?}");
        assert_harmless("text", &said.stderr);
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_end_with_2() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::base();
    let odd = OsStr::from_bytes(b"\xff\n::error::x");
    let check = |arguments: &[&OsStr]| {
        run(command(&folder, &[])
            .args(arguments)
            .env("GITHUB_WORKSPACE", odd)
            .env("CI_PROJECT_DIR", odd)
            .env("NO_COLOR", odd)
            .env("COLUMNS", odd)
            .env("TERM", odd)
            .env("TMPDIR", odd))
    };
    let of = OsStr::new;
    let cases: [&[&OsStr]; 4] = [
        &[odd],
        &[of("check"), odd],
        &[of("check"), of("2024-q1"), of("--agency"), odd],
        &[of("check"), of("2024-q1"), of("--message-format"), odd],
    ];
    for arguments in cases {
        let said = check(arguments);
        let stderr = text(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("lỗi: "), "{stderr}");
        assert_harmless("text", &stderr);
    }
    // A folder may be called so.
    let said = check(&[of("check"), of("2024-q1"), of("--data"), odd]);
    assert_eq!(said.status.code(), Some(3), "{}", text(&said.stderr));
    assert_harmless("text", &text(&said.stderr));
    let said = check(&[of("build"), of("2024-q1"), of("--out"), odd]);
    assert_eq!(said.status.code(), Some(0), "{}", text(&said.stderr));
    assert!(
        Path::new(&folder.path(""))
            .join(odd)
            .join("manifest.json")
            .exists()
    );
}

#[test]
fn what_is_long_is_shortened_around_the_place() {
    // As long as a value may be: a longer one is not read at all.
    let long = "x".repeat(60_000);
    let words = "chữ ".repeat(10_000);
    let folder = Folder::base().append(
        "data/2024/q1/so-mau.yaml",
        &format!("? {}\n: 5\nkhoa: \"{words}\"\n", &long[..190]),
    );
    let folder = folder.replace(
        "data/2024/q1/so-mau.yaml",
        "nguoi_ky: giam-doc",
        &format!("nguoi_ky: {long}"),
    );
    for format in ["text", "json", "github"] {
        let said = folder.run(&[
            "check",
            "2024-q1",
            "--message-format",
            format,
            "--junit",
            "kq/j.xml",
            "--code-quality",
            "kq/c.json",
        ]);
        assert_eq!(said.code, Some(1), "{}", said.code.unwrap_or_default());
        let all = said.stdout.len() + said.stderr.len();
        assert!(all < 20_000, "{format}: {all} bytes");
        assert!(
            said.stdout.contains('…') || said.stderr.contains('…'),
            "{format}"
        );
    }
    for file in ["kq/j.xml", "kq/c.json"] {
        let size = fs::metadata(folder.path(file))
            .expect("it was written")
            .len();
        assert!(size < 20_000, "{file}: {size} bytes");
    }
    let path = format!("{}y", "thu-muc/".repeat(490));
    let said = folder.run(&["check", "2024-q1", "--data", &path]);
    assert!(said.stderr.len() < 2_000, "{}", said.stderr);
    let said = folder.run(&["check", &"x".repeat(100_000)]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.len() < 2_000, "{} bytes", said.stderr.len());
}
