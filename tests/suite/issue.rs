//! `baocao issue` and `baocao undo`: what the văn thư does in one step, and every write into the
//! folder of data taken back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folder::{Folder, Said, files};

const UNIT: &str = "data/2021/q1/so-tu-phap.yaml";
const SEALS: &str = "data/2021/q1/da-ban-hanh.yaml";
const HISTORY: &str = "data/.baocao/lich-su";
const ISSUED: &str = "  trang_thai: da_ban_hanh\n  so: 45\n  ngay: 2021-03-04\n";
const ISSUE: [&str; 8] = [
    "issue",
    "2021-q1",
    "--agency",
    "so-tu-phap",
    "--number",
    "45",
    "--date",
    "2021-03-04",
];

/// The unit before it issues its report, and its file as it is issued.
fn unissued() -> (Folder, String) {
    let folder = Folder::of_periods(&["so-tu-phap"]);
    let issued = fs::read_to_string(folder.path(UNIT)).expect("it is there");
    let folder = folder.replace(UNIT, ISSUED, "  trang_thai: trinh_ky\n");
    (folder, issued)
}

fn text(folder: &Folder, below: &str) -> String {
    fs::read_to_string(folder.path(below)).expect("it is there")
}

fn run(folder: &Folder, code: i32, arguments: &[&str]) -> Said {
    let said = folder.run(arguments);
    assert_eq!(said.code, Some(code), "{arguments:?}: {said:?}");
    said
}

/// What `data` calls a file.
fn name(folder: &Folder, below: &str) -> String {
    folder.path(below).display().to_string()
}

/// All files of the folder of data but for the lock.
fn data(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let all = files(&folder.path("data"));
    let all = all.into_iter().map(|path| {
        let name = path.display().to_string();
        (name, fs::read(&path).expect("it can be read"))
    });
    all.filter(|(name, _)| !name.ends_with(".baocao.lock"))
        .collect()
}

#[test]
fn a_report_is_issued_in_one_step_and_once() {
    let (folder, issued) = unissued();
    let folder = folder.write("quet.jpg", "x");
    fs::write(folder.path("quet.jpg"), b"\xff\xd8\xff\xe0 scan").expect("it can be written");
    let with_scan = [&ISSUE[..], &["--signed", "quet.jpg"]].concat();
    let said = run(&folder, 0, &with_scan);
    assert_eq!(said.stderr, "");
    let lines: Vec<_> = said.stdout.lines().collect();
    assert_eq!(
        lines[..2],
        [
            format!("đã ghi số 45 ngày 04/3/2021 vào {UNIT}"),
            format!("đã ghi nhận số liệu vào {SEALS}"),
        ]
    );
    assert!(
        lines[2].starts_with("đã lưu bản đã ký vào out/2021-q1/"),
        "{lines:?}"
    );
    // Byte for byte what a careful hand had written.
    assert_eq!(text(&folder, UNIT), issued);
    run(&folder, 0, &["check", "2021-q1", "--agency", "so-tu-phap"]);
    let before = data(&folder);
    let said = run(&folder, 0, &with_scan);
    let known = format!("{UNIT} đã ghi số 45 ngày 04/3/2021 từ trước\nbản đã ký này có sẵn ở ");
    assert!(said.stdout.starts_with(&known), "{}", said.stdout);
    assert_eq!(data(&folder), before);
    // With another number it is another document.
    let other = ISSUE.map(|word| if word == "45" { "46" } else { word });
    let said = run(&folder, 1, &other);
    let words = "ghi văn bản đã ban hành: số 45, ngày 04/3/2021";
    assert!(said.stderr.contains(words), "{}", said.stderr);
    assert_eq!(data(&folder), before);
}

/// A change of the folder, more arguments, the exit code and words.
type Case<'a> = (&'a dyn Fn(Folder) -> Folder, &'a [&'a str], i32, &'a str);

#[test]
fn what_may_not_be_issued_is_not_written() {
    let wrong_figure =
        |folder: Folder| folder.replace(UNIT, "    da_giai_quyet: 6214", "    da_giai_quyet: 1");
    let anchor =
        |folder: Folder| folder.replace(UNIT, "nguoi_ky: giam-doc", "nguoi_ky: &x giam-doc");
    let as_it_is = |folder: Folder| folder;
    let no_scan = ["--signed", "khong-co.pdf"];
    let no_document = ["--document", "so-tu-phap-trinh"];
    let misspelt = ["--document", "so-tu-phap-thay-the"];
    let cases: [Case<'_>; 5] = [
        (&wrong_figure, &[], 1, "lỗi["),
        (&anchor, &[], 1, "tệp dùng dấu neo"),
        (&as_it_is, &no_scan, 3, "không nhận được tệp đã ký"),
        (&as_it_is, &misspelt, 1, "không có văn bản"),
        (
            &as_it_is,
            &no_document,
            1,
            "không có văn bản `so-tu-phap-trinh`",
        ),
    ];
    for (change, more, code, words) in cases {
        let folder = change(unissued().0);
        let before = data(&folder);
        let said = folder.run(&[&ISSUE[..], more].concat());
        assert!(said.stderr.contains(words), "{}", said.stderr);
        assert_eq!(said.code, Some(code), "{}", said.stderr);
        assert_eq!(data(&folder), before);
    }
    let (folder, _) = unissued();
    let said = run(
        &folder,
        1,
        &[
            "issue",
            "2021-q1",
            "--agency",
            "so-tu-phapp",
            "--number",
            "1",
            "--date",
            "2021-03-04",
        ],
    );
    assert!(said.stderr.contains("so-tu-phap"), "{}", said.stderr);
    run(
        &folder,
        2,
        &ISSUE.map(|word| if word == "45" { "0" } else { word }),
    );
}

/// What was written is taken back where it cannot be recorded.
#[test]
fn what_cannot_be_recorded_is_taken_back() {
    let (folder, _) = unissued();
    let before = text(&folder, UNIT);
    // Something else lies where it would be.
    fs::create_dir(folder.path(SEALS)).expect("it can be made");
    let said = folder.run(&ISSUE);
    assert_ne!(said.code, Some(0), "{said:?}");
    assert!(said.stderr.contains("da-ban-hanh.yaml"), "{}", said.stderr);
    assert_eq!(text(&folder, UNIT), before);
    // It is as if nothing had been written: nobody brings the number back.
    let left = run(&folder, 0, &["undo"]).stdout;
    assert!(left.starts_with("chưa có lần ghi nào"), "{left}");
}

#[test]
fn of_two_documents_the_one_that_is_named_is_issued() {
    let folder = Folder::city();
    let file = "data/2021/nam/thanh-pho.yaml";
    let presented = "the_thuc_trinh:\n  trang_thai: da_ban_hanh\n  so: 442\n  ngay: 2021-12-14\n";
    let issued = text(&folder, file);
    let folder = folder.replace(file, presented, "the_thuc_trinh:\n  trang_thai: trinh_ky\n");
    let issue = [
        "issue",
        "2021-nam",
        "--agency",
        "thanh-pho",
        "--number",
        "442",
        "--date",
        "2021-12-14",
    ];
    let said = run(&folder, 1, &issue);
    assert!(
        said.stderr.contains("thanh-pho hay thanh-pho-trinh"),
        "{}",
        said.stderr
    );
    run(
        &folder,
        0,
        &[&issue[..], &["--document", "thanh-pho-trinh"]].concat(),
    );
    assert_eq!(text(&folder, file), issued);
}

#[test]
fn every_write_is_listed_and_taken_back_and_taken_back_again() {
    let (folder, issued) = unissued();
    let before = text(&folder, UNIT);
    assert!(
        run(&folder, 0, &["undo"])
            .stdout
            .starts_with("chưa có lần ghi nào")
    );
    // Half a file that somebody left who was killed goes with the next write.
    let half = folder.path("data/2021/q1/.baocao-abcdefghijkl.tmp");
    fs::write(&half, "x").expect("it can be written");
    run(&folder, 0, &ISSUE);
    assert!(!half.exists());
    let listed = run(&folder, 0, &["undo"]).stdout;
    let command = ISSUE.join(" ");
    assert!(
        listed.contains(&format!(
            "{UNIT}  lần 1: {command} (bỏ 1 dòng, thêm 3 dòng)"
        )),
        "{listed}"
    );
    assert!(
        listed.contains(&format!("{SEALS}  lần 1: {command} (tạo tệp)")),
        "{listed}"
    );
    let said = run(&folder, 0, &["undo", UNIT]);
    let lines =
        "-   trang_thai: da_ban_hanh\n-   so: 45\n-   ngay: 2021-03-04\n+   trang_thai: trinh_ky\n";
    assert!(said.stdout.starts_with(lines), "{}", said.stdout);
    assert_eq!(text(&folder, UNIT), before);
    // The file is named as it lies below the folder of data, too.
    run(&folder, 0, &["undo", "2021/q1/so-tu-phap.yaml"]);
    assert_eq!(text(&folder, UNIT), issued);
    run(&folder, 0, &["undo", UNIT, "--to", "1"]);
    assert_eq!(text(&folder, UNIT), before);
    assert!(!folder.path(SEALS).exists());
    let json = run(&folder, 0, &["undo", "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let writes = json["writes"].as_array().expect("a list");
    assert_eq!(writes.len(), 8);
    assert_eq!(writes[0]["path"], SEALS);
    assert_eq!(writes[0]["change"], "removed");
}

const OTHER: &str = "data/2021/q1/so-y-te.yaml";

/// Two units that have issued one after the other, and the files as they were before each.
fn both_issued() -> (Folder, [BTreeMap<String, Vec<u8>>; 2]) {
    let folder = Folder::of_periods(&["so-tu-phap", "so-y-te"]);
    let mut folder = folder.replace(UNIT, ISSUED, "  trang_thai: trinh_ky\n");
    let issued = text(&folder, OTHER);
    let state = issued
        .find("  trang_thai: da_ban_hanh\n")
        .expect("it is issued");
    let end = issued[state..]
        .find("  nguoi_ky")
        .expect("who signs stands behind");
    let own = issued[state..state + end].to_owned();
    folder = folder.replace(OTHER, &own, "  trang_thai: trinh_ky\n");
    let submissions = |folder: &Folder| {
        let mut all = data(folder);
        all.retain(|name, _| !name.contains(".baocao"));
        all
    };
    let first = submissions(&folder);
    run(&folder, 0, &ISSUE);
    let second = submissions(&folder);
    let other = ISSUE.map(|word| match word {
        "so-tu-phap" => "so-y-te",
        "45" => "65",
        "2021-03-04" => "2021-03-08",
        word => word,
    });
    run(&folder, 0, &other);
    (folder, [first, second])
}

/// What a unit has issued is taken back with its record, and no other is.
#[test]
fn of_several_units_one_takes_its_record_back_and_no_other() {
    let (folder, [first, second]) = both_issued();
    let (unit, other) = (text(&folder, UNIT), text(&folder, OTHER));
    let said = run(&folder, 0, &["undo", UNIT]);
    assert!(
        said.stdout
            .contains(&format!("đã lấy lại {UNIT} như trước lần ghi lúc"))
    );
    let words = format!("đã bỏ khỏi {SEALS} ghi nhận của lần ghi lúc");
    assert!(said.stdout.contains(&words), "{}", said.stdout);
    let seals = text(&folder, SEALS);
    assert!(
        !seals.contains("so-tu-phap:") && seals.contains("so-y-te:"),
        "{seals}"
    );
    assert_eq!(text(&folder, OTHER), other);
    // Who has issued stays so, for the program, too.
    run(&folder, 0, &["check", "2021-q1", "--agency", "so-y-te"]);
    // As long as nobody else writes there, that is taken back, too.
    run(&folder, 0, &["undo", UNIT]);
    assert_eq!(text(&folder, UNIT), unit);
    assert!(text(&folder, SEALS).contains("so-tu-phap:"));
    run(&folder, 0, &["undo", UNIT]);
    run(&folder, 0, &["undo", OTHER]);
    let now = data(&folder);
    assert!(
        first
            .iter()
            .all(|(name, bytes)| now.get(name) == Some(bytes))
    );
    assert!(!folder.path(SEALS).exists() && second.contains_key(&name(&folder, SEALS)));
    // Nothing puts a record back behind what others wrote; the command does.
    let said = run(&folder, 5, &["undo", UNIT]);
    assert!(
        said.stderr.contains("mà giữ nguyên các lần ghi sau"),
        "{}",
        said.stderr
    );
    assert_eq!(data(&folder), now);
    run(&folder, 0, &ISSUE);
    assert_eq!(text(&folder, UNIT), unit);
    assert!(text(&folder, SEALS).contains("so-tu-phap:"));
}

/// The file of what was recorded is many people's: which write is meant must be said.
#[test]
fn of_several_records_the_one_that_is_named_is_taken_back_with_its_unit() {
    let (folder, [first, second]) = both_issued();
    let before = data(&folder);
    let said = run(&folder, 5, &["undo", SEALS]);
    for words in [
        "ghi nhận nhiều báo cáo, qua 2 lần ghi",
        "lần 2: issue 2021-q1 --agency so-y-te",
        "lần 1: issue 2021-q1 --agency so-tu-phap",
    ] {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
    assert_eq!(data(&folder), before);
    let is = |folder: &Folder, expected: &BTreeMap<String, Vec<u8>>| {
        let now = data(folder);
        expected
            .iter()
            .all(|(name, bytes)| now.get(name) == Some(bytes))
    };
    run(&folder, 0, &["undo", SEALS, "--to", "2"]);
    assert!(is(&folder, &second));
    run(&folder, 0, &["undo", SEALS, "--to", "1"]);
    assert!(is(&folder, &first));
    assert!(!folder.path(SEALS).exists());
    let (folder, [first, _]) = both_issued();
    run(&folder, 0, &["undo", SEALS, "--to", "1"]);
    assert_eq!(text(&folder, UNIT).as_bytes(), first[&name(&folder, UNIT)]);
    assert!(text(&folder, OTHER).contains("da_ban_hanh"));
    assert!(!text(&folder, SEALS).contains("so-tu-phap:"));
}

#[test]
fn what_was_changed_by_hand_since_is_taken_back_only_by_force() {
    let (folder, _) = unissued();
    let before = text(&folder, UNIT);
    run(&folder, 0, &ISSUE);
    let folder = folder.append(UNIT, "# sửa tay\n");
    let by_hand = text(&folder, UNIT);
    let said = run(&folder, 5, &["undo", UNIT]);
    assert!(
        said.stderr.contains("đã được sửa tay sau lần ghi cuối"),
        "{}",
        said.stderr
    );
    assert_eq!(text(&folder, UNIT), by_hand);
    run(&folder, 0, &["undo", UNIT, "--force"]);
    assert_eq!(text(&folder, UNIT), before);
    run(&folder, 0, &["undo", UNIT]);
    assert_eq!(text(&folder, UNIT), by_hand);
}

#[test]
fn a_file_that_was_begun_is_no_more_when_that_is_taken_back() {
    let (folder, _) = unissued();
    fs::remove_file(folder.path("data/2021/q3/so-tu-phap.yaml")).expect("it is there");
    let new = "data/2021/q3/so-tu-phap.yaml";
    run(&folder, 0, &["new", "2021-q3", "--agency", "so-tu-phap"]);
    let begun = text(&folder, new);
    let said = run(&folder, 0, &["undo", new]);
    assert!(
        said.stdout.contains(&format!("đã xóa {new}")),
        "{}",
        said.stdout
    );
    assert!(!folder.path(new).exists());
    run(&folder, 0, &["undo", new]);
    assert_eq!(text(&folder, new), begun);
}

#[test]
fn thirty_writes_of_a_file_are_kept_and_a_damaged_one_keeps_nobody_from_writing() {
    let (folder, issued) = unissued();
    let before = text(&folder, UNIT);
    run(&folder, 0, &ISSUE);
    for turn in 0..34 {
        run(&folder, 0, &["undo", UNIT]);
        let expected = if turn % 2 == 0 { &before } else { &issued };
        assert_eq!(&text(&folder, UNIT), expected);
    }
    let kept = files(&folder.path(HISTORY).join("2021/q1/so-tu-phap.yaml"));
    assert_eq!(kept.len(), 30);
    let last = kept.last().expect("there are some");
    fs::write(last, "hỏng").expect("it can be written");
    let said = folder.run(&["undo"]);
    assert!(
        said.stderr.contains("cảnh báo[file/unreadable]"),
        "{}",
        said.stderr
    );
    let said = folder.run(&["undo", UNIT, "--to", "33"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    // Nothing else looks at it.
    let said = folder.run(&["check", "2021-q1"]);
    assert!(!said.stderr.contains(".baocao"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn nothing_is_kept_behind_a_link_and_nothing_written_that_is_not_kept() {
    let (folder, _) = unissued();
    fs::create_dir(folder.path("khac")).expect("it can be made");
    std::os::unix::fs::symlink(folder.path("khac"), folder.path("data/.baocao")).expect("a link");
    let before = text(&folder, UNIT);
    let said = run(&folder, 5, &ISSUE);
    assert!(said.stderr.contains("là một liên kết"), "{}", said.stderr);
    assert_eq!(text(&folder, UNIT), before);
    assert_eq!(
        files(&folder.path("khac")),
        Vec::<std::path::PathBuf>::new()
    );
    run(&folder, 5, &["undo", UNIT]);
}

/// Whoever looks needs no lock, and writes nothing.
#[cfg(unix)]
#[test]
fn writes_are_listed_while_another_writes_and_where_nothing_can_be_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _) = unissued();
    run(&folder, 0, &ISSUE);
    let listed = run(&folder, 0, &["undo"]).stdout;
    let writer = baocao::history::DataFolder::lock(&folder.path("data")).expect("nobody writes");
    assert_eq!(run(&folder, 0, &["undo"]).stdout, listed);
    drop(writer);
    fs::remove_file(folder.path("data/.baocao.lock")).expect("it is there");
    let whole = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path("data"), fs::Permissions::from_mode(0o555)).expect("ours");
    assert_eq!(run(&folder, 0, &["undo"]).stdout, listed);
    fs::set_permissions(folder.path("data"), whole).expect("ours");
    assert!(!folder.path("data/.baocao.lock").exists());
    let said = run(&folder, 3, &["undo", "--data", "khac"]);
    assert!(
        said.stderr.contains("không tìm thấy thư mục `khac`"),
        "{}",
        said.stderr
    );
    assert!(!folder.path("khac").exists());
}

/// What is kept of a file is as private as the file, and so is what comes back of it.
#[cfg(unix)]
#[test]
fn what_is_kept_can_be_read_by_no_more_people_than_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| {
        let found = fs::metadata(path).expect("it is there");
        found.permissions().mode() & 0o777
    };
    let (folder, _) = unissued();
    let unit = folder.path(UNIT);
    fs::set_permissions(&unit, fs::Permissions::from_mode(0o600)).expect("it is ours");
    run(&folder, 0, &ISSUE);
    let kept = files(&folder.path(HISTORY).join("2021/q1/so-tu-phap.yaml"));
    assert_eq!(
        kept.iter().map(|path| mode(path)).collect::<Vec<_>>(),
        [0o600]
    );
    // A file that was removed comes back as it was.
    fs::remove_file(folder.path("data/2021/q3/so-tu-phap.yaml")).expect("it is there");
    let new = folder.path("data/2021/q3/so-tu-phap.yaml");
    run(&folder, 0, &["new", "2021-q3", "--agency", "so-tu-phap"]);
    fs::set_permissions(&new, fs::Permissions::from_mode(0o600)).expect("it is ours");
    run(&folder, 0, &["undo", "data/2021/q3/so-tu-phap.yaml"]);
    run(&folder, 0, &["undo", "data/2021/q3/so-tu-phap.yaml"]);
    assert_eq!(mode(&new), 0o600);
    let kept = files(&folder.path(HISTORY).join("2021/q3/so-tu-phap.yaml"));
    let modes: Vec<_> = kept.iter().skip(1).map(|path| mode(path)).collect();
    assert_eq!(modes, [0o600, 0o600]);
}

/// What is kept beside reports would be read as data.
#[test]
fn a_signed_file_is_not_kept_in_the_folder_of_data() {
    let (folder, _) = unissued();
    fs::write(folder.path("quet.jpg"), b"\xff\xd8\xff\xe0 scan").expect("it can be written");
    let before = data(&folder);
    let signed = ["--signed", "quet.jpg", "--out", "data/../data"];
    for command in [&ISSUE[..], &["seal", "2021-q1", "--agency", "so-tu-phap"]] {
        let said = run(&folder, 5, &[command, &signed].concat());
        assert!(
            said.stderr.contains("chính là thư mục dữ liệu"),
            "{}",
            said.stderr
        );
        assert_eq!(data(&folder), before);
    }
}

#[cfg(unix)]
#[test]
fn a_file_can_be_read_by_whom_it_could_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _) = unissued();
    let path = folder.path(UNIT);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    run(&folder, 0, &ISSUE);
    let mode = fs::metadata(&path)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

/// Killed at thirty moments, from its start to its end.
#[cfg(unix)]
#[test]
fn killed_at_any_moment_a_file_is_whole_and_can_be_taken_back() {
    use std::thread::sleep;
    use std::time::{Duration, Instant};
    let (folder, issued) = unissued();
    let before = text(&folder, UNIT);
    let since = Instant::now();
    run(&folder, 0, &ISSUE);
    let mut span = since.elapsed();
    let mut seen = BTreeMap::new();
    for moment in 0..30 {
        // Back to the start, without the program.
        fs::write(folder.path(UNIT), &before).expect("it can be written");
        drop(fs::remove_file(folder.path(SEALS)));
        drop(fs::remove_dir_all(folder.path(HISTORY)));
        let mut child = Command::new(env!("CARGO_BIN_EXE_baocao"))
            .args(ISSUE)
            .current_dir(folder.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        let since = Instant::now();
        let at = span / 2 + span * moment / 60;
        while since.elapsed() < at && child.try_wait().expect("it can be asked").is_none() {
            sleep(Duration::from_micros(200));
        }
        if child.try_wait().expect("it can be asked").is_some() {
            span = span.min(since.elapsed());
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let now = text(&folder, UNIT);
        assert!(now == before || now == issued, "half written: {now}");
        let sealed = is_whole(&folder.path(SEALS));
        // Nothing is recorded that is not issued.
        assert!(!sealed || now == issued);
        *seen.entry((now == issued, sealed)).or_insert(0) += 1;
        // What was kept is whole, and the file of before comes back.
        let said = run(&folder, 0, &["undo", "--format", "json"]);
        assert_eq!(said.stderr, "");
        if now == issued {
            run(&folder, 0, &["undo", UNIT]);
            assert_eq!(text(&folder, UNIT), before);
        }
    }
    assert!(seen.keys().any(|(is_issued, _)| !is_issued), "{seen:?}");
    assert!(seen.len() > 1, "{seen:?}");
    // After all of that it is issued as if nothing had been.
    fs::write(folder.path(UNIT), &before).expect("it can be written");
    drop(fs::remove_file(folder.path(SEALS)));
    drop(fs::remove_dir_all(folder.path(HISTORY)));
    run(&folder, 0, &ISSUE);
    assert_eq!(text(&folder, UNIT), issued);
    assert!(is_whole(&folder.path(SEALS)));
}

/// Whether the file of what was recorded is there; it is whole then.
#[cfg(unix)]
fn is_whole(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else {
        return false;
    };
    let all: Value = serde_yaml::from_str(&text).expect("it is YAML");
    let seal = &all["so-tu-phap"];
    assert_eq!(seal["so"], 45);
    assert_eq!(
        seal["bam"].as_object().map(|parts| parts.len() > 3),
        Some(true)
    );
    true
}
