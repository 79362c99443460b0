//! What is recorded of an issued report is what was printed and signed, and is not recorded anew
//! when it is lost. Not for: what is told of data that change afterwards (`issued`).

use std::fs;

use serde_json::Value;

use crate::folder::{Folder, Said};

const UNIT: &str = "data/2030/t03/phuong-mot.yaml";
const SEALS: &str = "data/2030/t03/da-ban-hanh.yaml";
const COPY: &str = "data/.baocao/lich-su/2030/t03/da-ban-hanh.yaml/ban-cuoi.yaml";
const REPORT: &str = "out/2030-t03/phuong-mot.pdf";
const SEAL: &str = "seal 2030-t03 --agency phuong-mot";
const ISSUE_ALL: &str = "issue 2030-t03 --agency tinh-sao --number 3 --date 2030-04-16";
const DOCUMENT: &str = "so: 5, ngay: 2030-04-12, nguoi_ky: chu-tich}";
const REPLACING: &str =
    "so: 9, ngay: 2030-04-14, nguoi_ky: chu-tich, thay_the: {so: 5, ngay: 2030-04-12}}";

fn run(folder: &Folder, code: i32, command: &str) -> Said {
    let arguments: Vec<_> = command.split(' ').collect();
    let said = folder.run(&arguments);
    let told = format!("{}{}", said.stdout, said.stderr);
    assert_eq!(said.code, Some(code), "{command}\n{told}");
    said
}

/// Runs a command that tells of one error, after which all data are as before.
fn refused(folder: &Folder, command: &str, code: &str, words: &[&str]) {
    let read = || [UNIT, SEALS].map(|file| fs::read(folder.path(file)).ok());
    let before = read();
    let said = run(folder, 1, command);
    assert_eq!(said.stderr.matches("lỗi[").count(), 1, "{}", said.stderr);
    for words in [&[format!("lỗi[{code}]").as_str()], words].concat() {
        assert!(said.stderr.contains(words), "{words}\n{}", said.stderr);
    }
    assert_eq!(read(), before, "{command}");
}

fn changed(folder: Folder) -> Folder {
    folder.replace(UNIT, "hai_long: 1100", "hai_long: 1101")
}

fn restored(folder: Folder) -> Folder {
    folder.replace(UNIT, "hai_long: 1101", "hai_long: 1100")
}

/// What was made of a report, with a signature behind it.
fn sign(folder: &Folder, report: &str, signed: &str) {
    let mut bytes = fs::read(folder.path(report)).expect("it is there");
    bytes.extend(b"\n/ByteRange[0 1] startxref 1 %%EOF\n");
    fs::write(folder.path(signed), bytes).expect("it can be written");
}

fn text(folder: &Folder, file: &str) -> String {
    fs::read_to_string(folder.path(file)).expect("it is there")
}

#[test]
fn a_figure_changed_after_printing_is_not_recorded() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let folder = changed(folder);
    let words = [
        "khác với số liệu sắp ghi nhận: `out/2030-t03/phuong-mot.pdf`",
        "baocao build",
    ];
    refused(&folder, SEAL, "seal/printed", &words);
    refused(&folder, "seal 2030-t03", "seal/printed", &words);
    // Others are none of it, nor is a folder in which nothing was made.
    run(&folder, 0, "seal 2030-t03 --agency phuong-hai");
    run(&folder, 0, "seal 2030-t03 --agency van-phong --out khac");
    // As printed, or printed anew, it is recorded.
    let folder = restored(folder);
    run(&folder, 0, SEAL);
    run(&folder, 0, &format!("undo {SEALS} --to 3"));
    let folder = changed(folder);
    refused(&folder, SEAL, "seal/printed", &words);
    run(&folder, 0, "build 2030-t03");
    run(&folder, 0, SEAL);
    let said = run(&folder, 0, SEAL);
    assert!(said.stdout.starts_with("không có"), "{}", said.stdout);
}

/// Number, day and who signs come after the report was printed; a note changes nothing.
#[test]
fn the_form_may_change_after_printing() {
    let folder = Folder::other_regime().replace(
        UNIT,
        "{trang_thai: da_ban_hanh, so: 5, ngay: 2030-04-12,",
        "{trang_thai: trinh_ky,",
    );
    run(&folder, 0, "build --all");
    let folder = folder.replace(UNIT, "so_lieu: ", "# Đã đối chiếu.\nso_lieu:   ");
    let issue = "issue 2030-t03 --agency phuong-mot --number 5 --date 2030-04-12";
    let folder = changed(folder);
    refused(&folder, issue, "seal/printed", &["phuong-mot.pdf"]);
    let folder = restored(folder);
    run(&folder, 0, issue);
    // Taken back, changed and printed anew, it is issued again.
    run(&folder, 0, &format!("undo {UNIT}"));
    let folder = changed(folder);
    run(&folder, 0, "build --all");
    run(&folder, 0, issue);
}

/// What was printed last is what counts, also where that could not be made anew.
#[test]
fn a_print_that_could_not_be_made_anew_is_of_the_data_of_before() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let folder = changed(folder);
    let report = fs::read(folder.path(REPORT)).expect("it is there");
    fs::write(folder.path(REPORT), [report.as_slice(), b" %%EOF"].concat())
        .expect("it can be written");
    run(&folder, 5, "build --all");
    refused(&folder, SEAL, "seal/printed", &["phuong-mot.pdf"]);
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    run(&folder, 0, SEAL);
}

#[test]
fn a_compiled_report_is_compared_with_its_units() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let folder = changed(folder);
    let words = ["khác với số liệu sắp ghi nhận: `out/2030-t03/tinh-sao.pdf`"];
    refused(&folder, ISSUE_ALL, "seal/printed", &words);
    run(&folder, 0, "build --all");
    run(&folder, 0, ISSUE_ALL);
    // What the units change afterwards makes no signed copy another one.
    sign(&folder, "out/2030-t03/tinh-sao.pdf", "ky.pdf");
    let folder = restored(folder);
    run(
        &folder,
        0,
        "seal 2030-t03 --agency tinh-sao --signed ky.pdf",
    );
}

#[test]
fn a_signed_file_of_other_figures_is_not_taken() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    sign(&folder, REPORT, "ky.pdf");
    let seal = format!("{SEAL} --signed ky.pdf");
    let folder = changed(folder);
    refused(
        &folder,
        &seal,
        "signed/outdated",
        &["chưa ghi gì", "baocao build"],
    );
    // Also where the report was made anew since.
    run(&folder, 0, "build --all");
    refused(&folder, &seal, "signed/outdated", &["`phuong-mot`"]);
    assert!(!folder.path("out/2030-t03/phuong-mot-da-ky.pdf").exists());
    // Nor of a report that was recorded.
    run(&folder, 0, SEAL);
    refused(
        &folder,
        &seal,
        "signed/outdated",
        &["báo cáo đã ghi nhận", "baocao undo"],
    );
    assert!(!folder.path("out/2030-t03/phuong-mot-da-ky.pdf").exists());
    sign(&folder, REPORT, "ky.pdf");
    run(&folder, 0, &seal);
}

/// Of the report that was replaced, the signed copy may come late.
#[test]
fn a_second_edition_is_compared_with_its_own_print() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    sign(&folder, REPORT, "ky.pdf");
    run(&folder, 0, SEAL);
    let folder = changed(folder).replace(UNIT, DOCUMENT, REPLACING);
    run(&folder, 0, "build --all");
    let folder = folder.replace(UNIT, "hai_long: 1101", "hai_long: 1102");
    let words = ["phuong-mot-thay-the-5.pdf"];
    refused(&folder, SEAL, "seal/printed", &words);
    run(&folder, 0, "build --all");
    run(&folder, 0, SEAL);
    run(
        &folder,
        0,
        &format!("{SEAL} --signed ky.pdf --document phuong-mot"),
    );
}

/// An earlier version wrote down nothing of what it printed; parts that are put together do.
#[test]
fn what_was_printed_is_known_from_the_manifest() {
    let folder = Folder::other_regime();
    for part in 1..=2 {
        run(
            &folder,
            0,
            &format!("build --all --shard {part}/2 --out p{part}"),
        );
    }
    run(&folder, 0, "merge p1 p2");
    let folder = changed(folder);
    refused(&folder, SEAL, "seal/printed", &["phuong-mot.pdf"]);
    let mut manifest: Value =
        serde_json::from_str(&text(&folder, "out/manifest.json")).expect("it is JSON");
    let outputs = manifest["outputs"].as_object_mut().expect("there are some");
    for output in outputs.values_mut() {
        let output = output.as_object_mut().expect("it is one");
        assert!(output.remove("prints").is_some());
    }
    let folder = folder.write("out/manifest.json", &manifest.to_string());
    run(&folder, 0, SEAL);
}

/// Two units whose reports are recorded, one after the other.
fn two_recorded() -> Folder {
    let folder = Folder::other_regime();
    run(&folder, 0, "seal 2030-t03 --agency phuong-hai");
    run(&folder, 0, SEAL);
    folder
}

#[test]
fn lost_records_are_told_and_not_made_anew() {
    let folder = two_recorded();
    let recorded = text(&folder, SEALS);
    fs::remove_file(folder.path(SEALS)).expect("it is there");
    let copied = format!("chép `{COPY}` thành `{SEALS}`");
    let both = ["2 báo cáo", "phuong-hai, phuong-mot", copied.as_str()];
    for command in [
        SEAL,
        "seal 2030-t03",
        "seal 2030-t03 --agency van-phong",
        ISSUE_ALL,
        "seal 2030-t03 --out khac",
    ] {
        refused(&folder, command, "seal/lost", &both);
    }
    for nothing in ["{}\n", "# Ghi nhận.\n{}\n"] {
        let folder = two_recorded().write(SEALS, nothing);
        refused(&folder, SEAL, "seal/lost", &both);
    }
    fs::copy(folder.path(COPY), folder.path(SEALS)).expect("it can be copied");
    assert_eq!(text(&folder, SEALS), recorded);
    let said = run(&folder, 0, SEAL);
    assert!(said.stdout.starts_with("không có"), "{}", said.stdout);
    run(&folder, 0, "seal 2030-t03 --agency van-phong");
}

/// From an archive an older file may come back.
#[test]
fn records_that_an_older_copy_lacks_are_told() {
    let folder = Folder::other_regime();
    run(&folder, 0, "seal 2030-t03 --agency phuong-hai");
    let older = text(&folder, SEALS);
    run(&folder, 0, SEAL);
    let folder = folder.write(SEALS, &older);
    refused(
        &folder,
        SEAL,
        "seal/lost",
        &["1 báo cáo", "ghi nhận: phuong-mot;"],
    );
}

#[test]
fn an_empty_file_of_records_is_to_be_restored() {
    for empty in ["", "# Ghi nhận.\n"] {
        let folder = two_recorded().write(SEALS, empty);
        for command in [SEAL, "check 2030-t03"] {
            let words = [
                "chép lại từ nơi lưu trữ, hoặc chép tệp .baocao/lich-su/2030/t03/da-ban-hanh.yaml/ban-cuoi.yaml",
                "không xóa tệp này",
            ];
            refused(&folder, command, "file/empty", &words);
        }
    }
}

/// An earlier version kept no copy of what it wrote.
#[test]
fn records_lost_of_an_earlier_version_are_told() {
    let folder = two_recorded();
    fs::remove_file(folder.path(COPY)).expect("it is there");
    fs::remove_file(folder.path(SEALS)).expect("it is there");
    let words = [
        "dù `seal 2030-t03 --agency phuong-mot` ngày",
        "chép lại tệp ấy từ nơi lưu trữ",
        "da-ban-hanh.yaml/000002.truoc` thành tệp ấy và bỏ dòng đầu",
        "xóa thư mục `data/.baocao/lich-su/2030/t03/da-ban-hanh.yaml`",
    ];
    refused(&folder, SEAL, "seal/lost", &words);
    // What was recorded before the last time comes back.
    let kept = text(
        &folder,
        "data/.baocao/lich-su/2030/t03/da-ban-hanh.yaml/000002.truoc",
    );
    let (_, before) = kept.split_once('\n').expect("its first line is about it");
    let folder = folder.write(SEALS, before);
    let said = run(&folder, 0, SEAL);
    assert!(
        said.stdout.starts_with("đã ghi nhận 1 báo cáo"),
        "{}",
        said.stdout
    );
    let kept = folder.path("data/.baocao/lich-su/2030/t03/da-ban-hanh.yaml");
    fs::remove_file(folder.path(SEALS)).expect("it is there");
    fs::remove_dir_all(kept).expect("it is there");
    run(&folder, 0, SEAL);
}

/// What is taken back is not lost, nor is what a write that was killed did not record.
#[test]
fn what_was_taken_back_or_never_written_is_recorded() {
    let folder = two_recorded();
    run(&folder, 0, &format!("undo {SEALS} --to 2"));
    assert_eq!(text(&folder, COPY), text(&folder, SEALS));
    run(&folder, 0, SEAL);
    run(&folder, 0, &format!("undo {SEALS} --to 1"));
    let folder = Folder::other_regime();
    run(&folder, 0, SEAL);
    fs::remove_file(folder.path(SEALS)).expect("it is there");
    let folder = folder.write(COPY, "");
    run(&folder, 0, SEAL);
}
