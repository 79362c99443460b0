//! What stands in the folder of data and nobody reads, and what cannot be read: told once, with
//! what to do, while every other report is made.

use std::fs;

use crate::folder::{Folder, Said};

const UNIT: &str = "data/2024/q1/so-mau.yaml";

/// The findings of one kind: the code, the file, what to do.
fn told(said: &Said, code: &str) -> Vec<(String, String)> {
    let blocks = said.stderr.split("\n\n");
    let of_code = blocks.filter(|block| block.contains(&format!("[{code}]")));
    of_code
        .map(|block| {
            let line = |mark: &str| {
                let mut lines = block.lines().filter_map(|line| line.split_once(mark));
                lines.next().map(|(_, rest)| rest.trim().to_owned())
            };
            let file = line("--> ").unwrap_or_default();
            let file = file.split(':').next().unwrap_or_default().to_owned();
            (file, line("cách sửa: ").unwrap_or_default())
        })
        .collect()
}

fn unit() -> String {
    fs::read_to_string(Folder::base().path(UNIT)).expect("it is there")
}

/// Where a unit's file lies, and what the finding must name.
#[test]
fn a_submission_that_nobody_reads_is_an_error_that_names_its_place() {
    let cases = [
        ("data/2024/Q1/so-mau.yaml", "data/2024/Q1", "2024/q1"),
        ("data/2024/q01/so-mau.yaml", "data/2024/q01", "2024/q1"),
        ("data/2024/quy1/so-mau.yaml", "data/2024/quy1", "2024/q1"),
        (
            "data/2024/2024-q1/so-mau.yaml",
            "data/2024/2024-q1",
            "2024/q1",
        ),
        ("data/2024/9t/so-mau.yaml", "data/2024/9t", "q1"),
        ("data/02024/q1/so-mau.yaml", "data/02024", "`2024`"),
        ("data/2024-q1/so-mau.yaml", "data/2024-q1", "2024/q1"),
        ("data/nam 2024/q1/so-mau.yaml", "data/nam 2024", "`2024`"),
        ("data/q1/so-mau.yaml", "data/q1", "<năm>/q1"),
        (
            "data/so-mau.yaml",
            "data/so-mau.yaml",
            "<năm>/<kỳ>/so-mau.yaml",
        ),
        (
            "data/2024/so-mau.yaml",
            "data/2024/so-mau.yaml",
            "2024/<kỳ>/so-mau.yaml",
        ),
        (
            "data/2024/q1/gui/so-mau.yaml",
            "data/2024/q1/gui",
            "so-mau.yaml",
        ),
        (
            "data/2024/q1/gui/a/b/so-mau",
            "data/2024/q1/gui",
            "a/b/so-mau",
        ),
        (
            "data/2024/q1/so-mau.txt",
            "data/2024/q1/so-mau.txt",
            "2024/q1/so-mau.yaml",
        ),
        (
            "data/2024/q1/so-mau",
            "data/2024/q1/so-mau",
            "2024/q1/so-mau.yaml",
        ),
        (
            "data/2024/q1/Sở Mẫu (1).docx",
            "data/2024/q1/Sở Mẫu (1).docx",
            "2024/q1/so-mau.yaml",
        ),
        (
            "data/2024/q1/bao cao",
            "data/2024/q1/bao cao",
            "2024/q1/<mã đơn vị>.yaml",
        ),
        (
            "data/che-do/cu/so-mau.yaml",
            "data/che-do/cu",
            "so-mau.yaml",
        ),
        ("data/phu/so-mau.yaml", "data/phu", "so-mau.yaml"),
    ];
    for (path, place, name) in cases {
        let folder = Folder::base().write(path, &unit());
        for arguments in [
            &["check", "--all"][..],
            &["check", "2024-q1"],
            &["build", "--all"],
        ] {
            let said = folder.run(arguments);
            // A slip of another period's name does not concern this one.
            if arguments == ["check", "2024-q1"] && path.contains("9t") {
                assert_eq!(said.code, Some(0), "{path}: {}", said.stderr);
                continue;
            }
            assert_eq!(said.code, Some(1), "{path}: {}", said.stderr);
            let told = told(&said, "file/stray");
            assert_eq!(told.len(), 1, "{path}: {}", said.stderr);
            assert_eq!(told[0].0, place, "{path}: {}", said.stderr);
            assert!(told[0].1.contains(name), "{path}: {}", said.stderr);
        }
        assert_eq!(
            folder.outputs().len(),
            1,
            "{path}: the other report is made"
        );
    }
}

/// Files of the whole folder, of a year or of a period, elsewhere or under another name.
#[test]
fn other_files_of_the_data_are_told_with_their_place() {
    let plan = "ten: Kế hoạch\nten_goi: Kế hoạch\nnhom: []\n";
    let register = "so-mau: {ngay: 2024-03-05}\n";
    let cases = [
        ("data/2024/q1/so_den.yaml", register, 1, "so-den"),
        (
            "data/2024/so-den.yaml",
            register,
            1,
            "2024/<kỳ>/so-den.yaml",
        ),
        (
            "data/2024/q1/so-den.txt",
            register,
            1,
            "2024/q1/so-den.yaml",
        ),
        ("data/2024/kehoach.yaml", plan, 1, "2024/ke-hoach.yaml"),
        ("data/2024/q1/ke-hoach.txt", plan, 1, "2024/ke-hoach.yaml"),
        ("data/ke-hoach.yaml", plan, 1, "<năm>/ke-hoach.yaml"),
        (
            "data/co-quan (1).yaml",
            "cap: {}\nco_quan:\n",
            0,
            "đã có `co-quan.yaml`",
        ),
        (
            "data/cauhinh.yaml",
            "minh_hoa: true\n",
            0,
            "đã có `cau-hinh.yaml`",
        ),
        ("data/quy-che.yaml", "bieu_mau:\n", 1, "che-do"),
        ("data/che-do/moi", "bieu_mau:\n", 1, "che-do/moi.yaml"),
    ];
    for (path, text, code, name) in cases {
        let said = Folder::base().write(path, text).run(&["check", "--all"]);
        assert_eq!(said.code, Some(code), "{path}: {}", said.stderr);
        let help: Vec<_> = said
            .stderr
            .lines()
            .filter(|line| line.contains("cách sửa"))
            .collect();
        assert_eq!(help.len(), 1, "{path}: {}", said.stderr);
        assert!(help[0].contains(name), "{path}: {}", said.stderr);
    }
}

#[test]
fn foreign_documents_are_a_warning_and_files_of_systems_nothing() {
    let folder = Folder::base()
        .write("data/2024/q1/phu-luc.pdf", "%PDF-1.7")
        .write("data/2024/huong-dan.docx", "PK")
        .write("data/tai-lieu/cong-van.xlsx", "PK")
        // The unit has its own file beside it.
        .write("data/2024/q1/so-mau.xlsx", "PK");
    let said = folder.run(&["check", "--all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let files: Vec<_> = told(&said, "file/stray")
        .into_iter()
        .map(|(file, _)| file)
        .collect();
    let expected = [
        "data/2024/huong-dan.docx",
        "data/2024/q1/phu-luc.pdf",
        "data/2024/q1/so-mau.xlsx",
        "data/tai-lieu",
    ];
    assert_eq!(files, expected);
    let mut quiet = Folder::base();
    for name in [
        ".gitattributes",
        "README.md",
        "LICENSE",
        ".git/config",
        ".baocao.lock",
        "Thumbs.db",
        "2024/q1/.so-mau.yaml.swp",
        "2024/q1/so-mau.yaml~",
        "2024/q1/#so-mau.yaml#",
        "2024/q1/~$so-mau.docx",
        "2024/.DS_Store",
        "che-do/desktop.ini",
    ] {
        quiet = quiet.write(&format!("data/{name}"), "the_thuc:\n");
    }
    let said = quiet.run(&["check", "--all"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

#[test]
fn many_files_that_nobody_reads_are_counted() {
    let mut folder = Folder::base();
    for number in 0..200 {
        folder = folder.write(&format!("data/2024/q1/anh-{number}.jpg"), "JFIF");
    }
    let said = folder.run(&["check", "--all"]);
    assert_eq!(told(&said, "file/stray").len(), 21, "{}", said.stderr);
}

/// A period that is told of again without being read does not hide what has come since.
#[test]
fn what_appears_beside_an_unchanged_period_is_told() {
    let folder = Folder::base();
    for arguments in [&["build", "--all"][..], &["build", "2024-q1"]] {
        assert_eq!(folder.run(arguments).code, Some(0));
        assert_eq!(folder.run(arguments).code, Some(0));
    }
    let folder = folder.write("data/2024/q1/so-mau.txt", &unit());
    for arguments in [
        &["build", "--all"][..],
        &["build", "2024-q1"],
        &["build", "--all"],
    ] {
        let said = folder.run(arguments);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        assert_eq!(told(&said, "file/stray").len(), 1, "{}", said.stderr);
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(all.contains("không có gì thay đổi"), "{all}");
    }
}

/// A fault in a regime makes its periods vanish from the list; nobody forgets them.
#[test]
fn periods_of_a_faulty_regime_are_told_and_not_forgotten() {
    let folder = Folder::base();
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    let outputs = |folder: &Folder| {
        let text = fs::read(folder.path("out/manifest.json")).expect("there is one");
        let manifest: serde_json::Value = serde_json::from_slice(&text).expect("it is JSON");
        manifest["outputs"].as_object().map(serde_json::Map::len)
    };
    assert_eq!(outputs(&folder), Some(1));
    let folder = folder.append("data/che-do/mau.yaml", "\tsai: 1\n");
    for arguments in [&["check", "--all"][..], &["build", "--all"]] {
        let said = folder.run(arguments);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        assert!(said.stderr.contains("[yaml/syntax]"), "{}", said.stderr);
        assert!(
            !said.stderr.contains("không có kỳ báo cáo nào"),
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
        let told = told(&said, "file/stray");
        assert_eq!(told.len(), 1, "{}", said.stderr);
        assert_eq!(told[0].0, "data/2024/q1");
    }
    assert_eq!(outputs(&folder), Some(1));
    // A period whose folder got another name is no period that nobody wants any more.
    let folder = Folder::other_regime();
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    let before = outputs(&folder);
    fs::rename(folder.path("data/2030/t03"), folder.path("data/2030/T3")).expect("it is there");
    let said = folder.run(&["build", "--all"]);
    assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
    assert_eq!(outputs(&folder), before);
}

#[test]
fn a_period_of_comparison_without_a_folder_is_told() {
    let folder = Folder::other_regime();
    fs::rename(
        folder.path("data/2029/t03"),
        folder.path("data/2029/thang 3"),
    )
    .expect("it is there");
    let said = folder.run(&["check", "2030-t03"]);
    assert!(
        said.stderr.contains("`data/2029/t03`") || said.stderr.contains("2029/thang 3"),
        "{}",
        said.stderr
    );
}

/// A folder of data a level too high or too low.
#[test]
fn the_right_folder_of_data_is_named() {
    let folder = Folder::base();
    // Where somebody works, the folder of data is the one below.
    let said = folder.run(&["check", "2024-q1", "--data", "."]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    for (given, meant) in [("data/2024", "data"), ("data/2024/q1", "data")] {
        let said = folder.run(&["check", "2024-q1", "--data", given]);
        assert_eq!(said.code, Some(3), "{}", said.stderr);
        let help = format!("có phải là `--data {meant}`?");
        assert!(said.stderr.contains(&help), "{given}: {}", said.stderr);
        assert_eq!(said.stderr.matches("lỗi[").count(), 1, "{}", said.stderr);
    }
    let nested = Folder::base()
        .write("data/data/co-quan.yaml", "")
        .write("data/data/che-do/a.yaml", "");
    let said = nested.run(&["check", "--all"]);
    assert!(said.stderr.contains("--data data/data"), "{}", said.stderr);
}

#[cfg(unix)]
mod special {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn pipe(path: std::path::PathBuf) {
        let made = Command::new("mkfifo").arg(path).status();
        assert!(made.is_ok_and(|status| status.success()));
    }

    /// Each is refused at once, and the report of the unit beside it is made.
    #[test]
    fn pipes_links_and_folders_in_the_place_of_files_are_told() {
        let kinds: [(&str, &dyn Fn(std::path::PathBuf)); 4] = [
            ("pipe", &pipe),
            ("circle", &|path| {
                symlink(&path, &path).expect("a link can be made");
            }),
            ("outside", &|path| {
                symlink("/dev/zero", path).expect("a link can be made");
            }),
            ("folder", &|path| {
                fs::create_dir(path).expect("a folder can be made");
            }),
        ];
        let unit = fs::read_to_string(Folder::other_regime().path("data/2030/t03/phuong-mot.yaml"));
        let unit = unit.expect("it is there");
        for (kind, make) in kinds {
            for name in [
                "2030/t03/phuong-hai.yaml",
                "2030/t03/so-den.yaml",
                "2029/t03/phuong-hai.yaml",
            ] {
                let folder = Folder::other_regime().write("data/2030/t03/phuong-mot.yaml", &unit);
                let path = folder.path("data").join(name);
                drop(fs::remove_file(&path));
                make(path);
                let said = folder.run(&["build", "--all", "--agency", "phuong-mot"]);
                assert_eq!(folder.outputs().len(), 1, "{kind} {name}: {}", said.stderr);
                let said = folder.run(&["build", "--all"]);
                assert_ne!(said.code, Some(0), "{kind} {name}: {}", said.stderr);
                assert!(said.stderr.contains(name), "{kind} {name}: {}", said.stderr);
                let one = folder.path("out/2030-t03/phuong-mot.pdf");
                assert!(one.exists(), "{kind} {name}: {}", said.stderr);
            }
        }
    }

    #[test]
    fn nothing_below_the_data_is_followed_out_of_it() {
        let elsewhere = Folder::base();
        for below in [
            "2024",
            "2024/q1",
            "che-do",
            "co-quan.yaml",
            "2024/q1/so-mau.yaml",
        ] {
            let folder = Folder::base();
            let path = folder.path("data").join(below);
            if path.is_dir() {
                fs::remove_dir_all(&path).expect("it is there");
            } else {
                fs::remove_file(&path).expect("it is there");
            }
            symlink(elsewhere.path("data").join(below), &path).expect("a link can be made");
            for arguments in [&["check", "2024-q1"][..], &["check", "--all"]] {
                let said = folder.run(arguments);
                assert_eq!(said.code, Some(3), "{below}: {}", said.stderr);
                assert!(said.stderr.contains("liên kết"), "{below}: {}", said.stderr);
            }
        }
        // The folder itself may be one.
        let folder = Folder::base();
        symlink(elsewhere.path("data"), folder.path("so-lieu")).expect("a link can be made");
        let said = folder.run(&["check", "--all", "--data", "so-lieu"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    }

    #[test]
    fn templates_and_fonts_are_regular_files() {
        let folder = Folder::base().write("mau/bao-cao/muc/a.j2", "");
        pipe(folder.path("mau/bao-cao/muc/b.j2"));
        let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
        assert!(said.stderr.contains("ống dẫn"), "{}", said.stderr);
        symlink("..", folder.path("mau/bao-cao/vong")).expect("a link can be made");
        let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
        assert!(said.stderr.contains("mau/bao-cao/vong"), "{}", said.stderr);
        fs::create_dir(folder.path("phong")).expect("a folder can be made");
        pipe(folder.path("phong/a.ttf"));
        let said = folder.run(&["build", "2024-q1", "--fonts", "phong"]);
        assert_eq!(said.code, Some(4), "{}", said.stderr);
    }
}

/// One bad row of the register costs that row.
#[test]
fn a_bad_row_of_the_register_costs_that_row() {
    let register = "data/2030/t03/so-den.yaml";
    let status = |text: &str, more: &[&str]| {
        let folder = Folder::other_regime().write(register, text);
        let arguments = ["status", "2030-t03", "--date", "2030-05-20"];
        folder.run(&[&arguments[..], more].concat())
    };
    let good = "phuong-mot: {ngay: 2030-04-15, so: 12}\n";
    let rows = [
        "phuong-hait: {ngay: 2030-04-11, so: 7}\n",
        "phuong-hai: {ngay: 2030-04-31}\n",
        "phuong-hai: {ngay: 11/4/2030}\n",
        "phuong-hai: {so: 7}\n",
        "phuong-hai: {ngay: 2020-04-11}\n",
        "phuong-hai: đã gửi\n",
        "phuong-hai: {ngay: 2030-04-11, x: 1}\n",
        "UBND phường Hai: {ngay: 2030-04-11}\n",
    ];
    for row in rows {
        let said = status(&format!("{good}{row}"), &[]);
        assert_eq!(said.code, Some(1), "{row}: {}", said.stderr);
        assert_eq!(
            said.stderr.matches("lỗi[").count(),
            1,
            "{row}: {}",
            said.stderr
        );
        assert!(
            said.stderr.contains("chưa đôn đốc"),
            "{row}: {}",
            said.stderr
        );
        let line = |name: &str| {
            let mut lines = said.stdout.lines().filter(|line| line.contains(name));
            lines.next().map(str::to_owned).unwrap_or_default()
        };
        assert!(
            line("phường Một").contains("muộn"),
            "{row}: {}",
            said.stdout
        );
        assert!(
            line("phường Hai").contains("chưa rõ"),
            "{row}: {}",
            said.stdout
        );
        assert!(line("xã Ba").contains("quá hạn"), "{row}: {}", said.stdout);
    }
    // Whose row stands there twice is known by the first.
    let said = status(&format!("{good}phuong-mot: {{ngay: 2030-04-16}}\n"), &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.stdout.contains("chưa rõ"), "{}", said.stdout);
}

#[test]
fn agencies_whose_reports_contain_each_other_are_refused() {
    let folder = Folder::other_regime()
        .replace(
            "data/co-quan.yaml",
            "    ten: Ủy ban nhân dân phường Một\n",
            "    ten: Ủy ban nhân dân phường Một\n    tong_hop_boi: van-phong\n",
        )
        .replace(
            "data/co-quan.yaml",
            "    ten: Ủy ban nhân dân phường Hai\n",
            "    ten: Ủy ban nhân dân phường Hai\n    tong_hop_boi: van-phong\n",
        );
    for arguments in [
        &["check", "2030-t03"][..],
        &["build", "--all"],
        &["status", "2030-t03"],
        &["explain", "2030-t03", "phuong-mot", "--all"],
        &["seal", "2030-t03"],
        &["schedule", "2030"],
        &["new", "2030-t03", "--agency", "xa-ba"],
    ] {
        let said = folder.run(arguments);
        assert_eq!(said.code, Some(1), "{arguments:?} {}", said.stderr);
        let count = said.stderr.matches("[agency/cycle]").count();
        assert_eq!(count, 1, "{arguments:?} {}", said.stderr);
    }
}

#[test]
fn names_that_cannot_be_those_of_files_are_refused() {
    for id in [
        "con", "nul", "aux", "com1", "lpt9", "so-den", "so/mau", "so.", "so ", "a:b",
    ] {
        let folder = Folder::base().append(
            "data/co-quan.yaml",
            &format!("  \"{id}\": {{ten: Một, cap: so}}\n"),
        );
        let said = folder.run(&["check", "2024-q1"]);
        assert_eq!(said.code, Some(1), "{id}: {}", said.stderr);
        assert!(
            said.stderr.contains("[value/choice]"),
            "{id}: {}",
            said.stderr
        );
    }
    let folder = Folder::base().replace("data/che-do/mau.yaml", "ky:\n  q1:", "ky:\n  aux:");
    let said = folder.run(&["check", "2024-q1"]);
    assert!(said.stderr.contains("Windows"), "{}", said.stderr);
    let folder = Folder::other_regime().append(
        "data/co-quan.yaml",
        "  tinh-sao-trinh: {ten: Một, cap: nganh}\n",
    );
    let said = folder.run(&["check", "2030-t03"]);
    assert!(
        said.stderr.contains("trùng tên với bản trình"),
        "{}",
        said.stderr
    );
}

/// Findings of one kind in one file are counted behind the first twenty.
#[test]
fn a_flood_of_findings_is_counted() {
    use std::fmt::Write as _;
    let mut text = unit();
    let mut inside = String::new();
    for number in 0..3_000 {
        let _ = writeln!(inside, "    la_{number}: 1");
    }
    text = text.replace("    da_xong:", &format!("{inside}    da_xong:"));
    for number in 0..3_000 {
        let _ = writeln!(text, "khoa_{number}: 1");
    }
    let said = Folder::base().write(UNIT, &text).run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(
        said.stderr.matches("[key/unknown]").count(),
        21,
        "{}",
        said.stderr
    );
    assert_eq!(
        said.stderr.matches("[indicator/unknown]").count(),
        21,
        "{}",
        said.stderr
    );
    assert_eq!(
        said.stderr.matches("và 2980 lỗi nữa cùng loại").count(),
        2,
        "{}",
        said.stderr
    );
}

/// Numbers that no count or share holds are no quantities.
#[test]
fn numbers_of_many_digits_do_not_overflow() {
    let many = "9".repeat(39);
    let decimals = format!("0,{}", "1".repeat(37));
    let text = format!(
        "    - Sở đã giải quyết {many} hồ sơ và {many} hồ sơ, đạt {decimals}% và {decimals} triệu đồng.\n"
    );
    let folder = Folder::base().replace(UNIT, "  kho_khan:", &format!("{text}  kho_khan:"));
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// What an officer typed, what is told, and how often.
#[test]
fn slips_of_typing_are_told_once_with_what_cures_them() {
    let section =
        |text: &str| unit().replace("  kho_khan: []\n", &format!("  kho_khan:\n{text}\n"));
    let cases = [
        // Keys that are indented with what is no space.
        (
            unit().replace("    ", "\u{a0}\u{a0}\u{a0}\u{a0}"),
            "U+00A0",
            "dấu cách",
        ),
        (
            unit().replace("    dung_han", "\u{a0}\u{a0}\u{a0}\u{a0}dung_han"),
            "U+00A0",
            "phím cách",
        ),
        (
            unit().replace("dung_han", "dung_han\u{200b}"),
            "U+200B",
            "gõ lại bằng bàn phím",
        ),
        (
            section("    -\u{a0}Sở kiểm kê lại trụ sở."),
            "U+00A0",
            "phím cách",
        ),
        // Letters that only look otherwise.
        (
            section(
                "    - \"\u{1d5de}\u{1d5f2}\u{302}\u{301}\u{1d601} \u{1d5fe}\u{1d602}\u{1d5ee}\u{309}: còn chậm\"",
            ),
            "phông chữ không có",
            "“Kết quả:”",
        ),
        (section("    - Sân rộng 25 ㎡ còn hẹp."), "㎡", "“m2”"),
        (
            section("    - Kết quả\u{ff1a}còn chậm."),
            "U+FF1A",
            "quả:còn",
        ),
        // Grammar.
        (section("    – Thiếu máy quét"), "`–`", "`- `"),
        (section("    -Thiếu máy quét"), "dính liền", "dấu cách"),
        (
            section("    - [Thiếu máy"),
            "mở ngoặc mà không đóng",
            "dấu nháy kép",
        ),
        (
            section("    - Thiếu máy quét\n---\n    - Hai"),
            "`---`",
            "xóa dòng",
        ),
        (
            section("    Nguyên nhân: thiếu máy.\n    Hồ sơ đất đai chậm."),
            "câu văn",
            "`- `",
        ),
        (
            section("    - - Thiếu máy"),
            "danh sách",
            "thừa một dấu `-`",
        ),
        (
            unit().replace("2024-02-29", "2024-2-29"),
            "2024-2-29",
            "`2024-02-29`",
        ),
    ];
    for (text, what, help) in cases {
        let said = Folder::base().write(UNIT, &text).run(&["check", "2024-q1"]);
        let errors: Vec<_> = said
            .stderr
            .split("\n\n")
            .filter(|b| b.contains("lỗi["))
            .collect();
        assert_eq!(errors.len(), 1, "{text}\n{}", said.stderr);
        assert!(
            errors[0].contains(what) && errors[0].contains(help),
            "{what}: {}",
            said.stderr
        );
    }
    // A fault of grammar and another one are both told.
    let text = section("    - \"Một cửa\" là nơi").replace("1200", "01200");
    let said = Folder::base().write(UNIT, &text).run(&["check", "2024-q1"]);
    assert!(said.stderr.contains("[yaml/syntax]"), "{}", said.stderr);
    assert!(
        said.stderr.contains("[number/leading-zero]"),
        "{}",
        said.stderr
    );
    assert_eq!(said.stderr.matches("lỗi[").count(), 2, "{}", said.stderr);
}

/// Every command that asks for a period names what may be its folder under another name.
#[test]
fn a_period_without_a_folder_is_looked_for_by_every_command() {
    for arguments in [
        &["status", "2024-q1", "--date", "2024-03-10"][..],
        &["new", "2024-q1", "--agency", "so-mau"],
        &["explain", "2024-q1", "so-mau", "--all"],
        &["seal", "2024-q1", "--agency", "so-mau"],
        &["check", "2024-q1"],
        &["build", "2024-q1"],
    ] {
        let folder = Folder::base();
        fs::rename(folder.path("data/2024/q1"), folder.path("data/2024/Q1")).expect("it is there");
        let said = folder.run(arguments);
        let told = said.stderr.matches("[file/stray]").count();
        assert_eq!(told, 1, "{arguments:?}: {}", said.stderr);
        assert!(
            said.stderr.contains("2024/Q1"),
            "{arguments:?}: {}",
            said.stderr
        );
        // Under its own name there is nothing to tell.
        let said = Folder::base().run(arguments);
        assert!(
            !said.stderr.contains("[file/stray]"),
            "{arguments:?}: {}",
            said.stderr
        );
    }
}

/// A copy that a synchroniser left may hold what the unit meant to send: it is told also to whoever
/// asks for this unit alone, and to nobody who asks for another.
#[test]
fn a_copy_of_a_units_file_is_told_with_its_unit() {
    let folder = Folder::base().write("data/2024/q1/so-mau-PC-PHONG1.yaml", &unit());
    let said = folder.run(&["check", "2024-q1", "--agency", "so-mau"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(
        said.stderr.contains("bản sao của `so-mau.yaml`"),
        "{}",
        said.stderr
    );
    let said = folder.run(&["check", "2024-q1", "--agency", "tinh-mau"]);
    assert!(!said.stderr.contains("PC-PHONG1"), "{}", said.stderr);
    // The report of the unit's own file is made.
    let said = folder.run(&["build", "2024-q1", "--agency", "so-mau"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert_eq!(folder.outputs().len(), 1, "{}", said.stderr);
}
