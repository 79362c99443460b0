//! Files in an output folder belong to people: what the program did not make, or what somebody
//! has touched since, has the bytes that it had, whatever is run; and every report whose place
//! is free is made.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::folder::{Folder, Said, files, repository};
use crate::random;

const UNIT: &str = "data/2030/t03/phuong-mot.yaml";
const REPORT: &str = "out/2030-t03/phuong-mot.pdf";
const OTHERS: [&str; 3] = ["phuong-hai", "tinh-sao", "van-phong"];

fn bytes(folder: &Folder, path: &str) -> Vec<u8> {
    fs::read(folder.path(path)).expect("it is there")
}

fn add(folder: &Folder, path: &str, more: &[u8]) -> Vec<u8> {
    let all = [bytes(folder, path).as_slice(), more].concat();
    fs::write(folder.path(path), &all).expect("it can be written");
    all
}

fn run(folder: &Folder, code: i32, command: &str) -> Said {
    let arguments: Vec<_> = command.split(' ').collect();
    let said = folder.run(&arguments);
    let told = format!("{}{}", said.stdout, said.stderr);
    assert_eq!(said.code, Some(code), "{command}\n{told}");
    said
}

fn manifest(folder: &Folder) -> Value {
    serde_json::from_slice(&bytes(folder, "out/manifest.json")).expect("it is JSON")
}

fn assert_others_stand(folder: &Folder) {
    for unit in OTHERS {
        let report = bytes(folder, &format!("out/2030-t03/{unit}.pdf"));
        assert!(report.starts_with(b"%PDF-1.7"), "{unit}");
    }
}

fn other_template(folder: Folder) -> Folder {
    let name = "nd30/constants.typ";
    let text = fs::read_to_string(repository().join("templates").join(name));
    folder.write(
        &format!("mau/{name}"),
        &format!("{}// khác\n", text.expect("it is there")),
    )
}

#[test]
fn a_sealed_report_that_was_signed_stays_whatever_is_run() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    let signed = add(
        &folder,
        REPORT,
        b"\n9 0 obj<</Type/Sig/ByteRange[0 1 2 3]>>endobj\n%%EOF\n",
    );
    let said = run(&folder, 5, "verify out");
    assert!(
        said.stderr
            .contains("ghi tiếp vào sau bản đã lập (có chữ ký số)"),
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("lập lại tệp này"), "{}", said.stderr);
    let folder = other_template(folder);
    for command in [
        "build --all",
        "build --all --force",
        "build 2030-t03 --agency phuong-mot",
        "build --all --templates mau",
        "build --all",
    ] {
        let said = run(&folder, 0, command);
        let words = "cảnh báo[output/altered]: tệp `out/2030-t03/phuong-mot.pdf` được ghi tiếp";
        assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
        assert!(said.stderr.contains("--signed"), "{}", said.stderr);
        assert!(bytes(&folder, REPORT) == signed, "{command}");
        assert_others_stand(&folder);
    }
    // A setting that is on every page.
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    run(&folder, 0, "build --all");
    assert!(bytes(&folder, REPORT) == signed);
    assert_eq!(
        manifest(&folder)["outputs"]["2030-t03/phuong-mot"]["state"],
        "issued"
    );
}

#[test]
fn a_sealed_report_as_it_was_made_is_not_set_again_and_others_are() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    let made = bytes(&folder, REPORT);
    let other = bytes(&folder, "out/2030-t03/phuong-hai.pdf");
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    for command in ["build --all", "build --all --force"] {
        let said = run(&folder, 0, command);
        let words = "giữ nguyên báo cáo đã ban hành của Ủy ban nhân dân phường Một";
        assert!(said.stdout.contains(words), "{}", said.stdout);
        assert!(bytes(&folder, REPORT) == made);
        assert!(bytes(&folder, "out/2030-t03/phuong-hai.pdf") != other);
    }
    run(&folder, 0, "verify out");
    // Nobody unseals by losing what was recorded.
    fs::remove_file(folder.path("data/2030/t03/da-ban-hanh.yaml")).expect("it is there");
    run(&folder, 0, "build --all --force");
    assert!(bytes(&folder, REPORT) == made);
    // In another folder its place is free.
    run(&folder, 0, "build --all --out khac");
    assert!(folder.path("khac/2030-t03/phuong-mot.pdf").exists());
}

#[test]
fn what_only_says_that_it_was_issued_is_set_again_and_told_once() {
    let folder = Folder::other_regime();
    let words = "báo cáo ghi `da_ban_hanh` nhưng chưa ghi nhận";
    for _ in 0..2 {
        let said = run(&folder, 0, "build --all");
        assert_eq!(said.stdout.matches(words).count(), 1, "{}", said.stdout);
        assert!(
            said.stdout.contains("`baocao seal <KỲ>`"),
            "{}",
            said.stdout
        );
    }
    let made = bytes(&folder, REPORT);
    let folder = folder.replace(UNIT, "luot: 1200", "luot: 1201");
    run(&folder, 0, "build --all");
    assert!(bytes(&folder, REPORT) != made);
    run(&folder, 0, "seal 2030-t03");
    let said = run(&folder, 0, "build --all");
    assert!(!said.stdout.contains(words), "{}", said.stdout);
}

#[test]
fn whatever_lies_in_a_place_and_was_not_made_so_stays_and_is_told() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let made = bytes(&folder, REPORT);
    let scan = b"%PDF-1.4 quet startxref 1 %%EOF".to_vec();
    let annotated = [made.as_slice(), b"ghi chu"].concat();
    let half = made[..made.len() / 2].to_vec();
    let mut folder = folder;
    for (index, (lies, words)) in [
        (scan, "đã được lưu lại hoặc thay bằng tệp khác"),
        (
            annotated,
            "được ghi tiếp vào sau bản đã lập (không thấy chữ ký số)",
        ),
        (half, "không phải là tệp PDF nguyên vẹn"),
        (b"thu cua toi".to_vec(), "không phải là tệp PDF nguyên vẹn"),
        (Vec::new(), "không phải là tệp PDF nguyên vẹn"),
    ]
    .into_iter()
    .enumerate()
    {
        fs::write(folder.path(REPORT), &lies).expect("it can be written");
        for command in [
            "build --all",
            "build --all --force",
            "build --all --dry-run",
        ] {
            let said = run(&folder, 5, command);
            assert!(said.stderr.contains(words), "{command}: {}", said.stderr);
            assert!(bytes(&folder, REPORT) == lies, "{command}");
        }
        let said = run(&folder, 5, "verify out");
        assert!(said.stderr.contains("phuong-mot.pdf"), "{}", said.stderr);
        // After a change, too; the others are made.
        let (was, is) = (1200 + index, 1201 + index);
        folder = folder.replace(UNIT, &format!("luot: {was}"), &format!("luot: {is}"));
        let before = bytes(&folder, "out/2030-t03/tinh-sao.pdf");
        run(&folder, 5, "build --all");
        assert!(bytes(&folder, REPORT) == lies);
        assert!(bytes(&folder, "out/2030-t03/tinh-sao.pdf") != before);
    }
    // Out of the way, its place is free.
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    run(&folder, 0, "build --all");
    run(&folder, 0, "verify out");
}

#[test]
fn without_a_manifest_all_files_are_strangers_and_the_very_same_are_adopted() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let made = bytes(&folder, REPORT);
    let own = fs::read(folder.path("out/manifest.json")).expect("it is there");
    fs::remove_file(folder.path("out/manifest.json")).expect("it is there");
    let said = run(&folder, 0, "build --all");
    assert!(!said.stderr.contains("output/exists"), "{}", said.stderr);
    assert!(fs::read(folder.path("out/manifest.json")).expect("it is there") == own);

    fs::remove_file(folder.path("out/manifest.json")).expect("it is there");
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    fs::remove_file(folder.path("out/2030-t03/tinh-sao.pdf")).expect("it is there");
    let said = run(&folder, 5, "build --all");
    assert_eq!(
        said.stderr.matches("[output/exists]").count(),
        1,
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("3 tệp ở chỗ của báo cáo"),
        "{}",
        said.stderr
    );
    assert!(bytes(&folder, REPORT) == made);
    assert!(
        folder.path("out/2030-t03/tinh-sao.pdf").exists(),
        "its place was free"
    );
    // Now there is one, and each is told by itself.
    let said = run(&folder, 5, "build --all");
    assert_eq!(
        said.stderr.matches("[output/exists]").count(),
        3,
        "{}",
        said.stderr
    );
    assert!(bytes(&folder, REPORT) == made);
}

#[test]
fn a_manifest_that_is_none_of_ours_stays() {
    let folder = Folder::other_regime().write("out/manifest.json", r#"{"name": "trang web"}"#);
    let said = run(&folder, 5, "build --all");
    assert!(
        said.stderr.contains("không phải là bảng kê"),
        "{}",
        said.stderr
    );
    assert_eq!(
        bytes(&folder, "out/manifest.json"),
        br#"{"name": "trang web"}"#
    );
    // One that was ours and is broken is kept under another name.
    let folder = folder.write("out/manifest.json", r#"{"version": 1, "outputs"#);
    let said = run(&folder, 0, "build --all");
    assert!(
        said.stderr.contains("out/manifest-cu-1.json"),
        "{}",
        said.stderr
    );
    assert_eq!(
        bytes(&folder, "out/manifest-cu-1.json"),
        br#"{"version": 1, "outputs"#
    );
}

#[test]
fn a_report_that_failed_once_is_still_the_programs() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let made = bytes(&folder, REPORT);
    let folder = folder.replace(UNIT, "luot: 1200", "luot: nhiều");
    run(&folder, 1, "build --all");
    assert!(bytes(&folder, REPORT) == made);
    let folder = folder.replace(UNIT, "luot: nhiều", "luot: 1250");
    run(&folder, 0, "build --all");
    assert!(bytes(&folder, REPORT) != made);
    // Gone from the data and back again, too; and after a run of a part.
    let text = fs::read_to_string(folder.path(UNIT)).expect("it is there");
    fs::remove_file(folder.path(UNIT)).expect("it is there");
    let said = run(&folder, 0, "build --all");
    assert!(
        said.stderr
            .contains("không còn tệp `2030/t03/phuong-mot.yaml`"),
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("xóa tệp"), "{}", said.stderr);
    run(&folder, 0, "build --all --shard 1/2");
    let folder = folder.write(UNIT, &text.replace("luot: 1250", "luot: 1260"));
    let said = run(&folder, 0, "build --all");
    assert!(
        said.stdout.contains("đã lập out/2030-t03/phuong-mot.pdf"),
        "{}",
        said.stdout
    );
    run(&folder, 0, "verify out");
    assert!(manifest(&folder).get("made").is_none());
}

#[test]
fn a_fault_in_a_compiled_report_disowns_neither_of_its_documents() {
    let folder = Folder::of_periods(&["so-tu-phap", "thanh-pho"]);
    run(&folder, 0, "build 2021-q1");
    let file = "data/2021/q1/thanh-pho.yaml";
    let folder = folder.append(file, "la: 1\n");
    let said = run(&folder, 1, "build 2021-q1");
    assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
    let outputs = &manifest(&folder)["outputs"];
    for name in ["thanh-pho", "thanh-pho-trinh"] {
        assert_eq!(outputs[format!("2021-q1/{name}")]["state"], "failed");
    }
    let folder = folder.replace(file, "la: 1\n", "");
    let said = run(&folder, 0, "build 2021-q1");
    assert!(
        !said.stdout.contains("đã lập"),
        "nothing had changed: {}",
        said.stdout
    );
}

#[test]
fn a_report_that_replaces_or_corrects_another_has_a_place_of_its_own() {
    let document =
        "the_thuc: {trang_thai: da_ban_hanh, so: 5, ngay: 2030-04-12, nguoi_ky: chu-tich}";
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    let replaced = bytes(&folder, REPORT);
    let by = "the_thuc: {trang_thai: da_ban_hanh, so: 9, ngay: 2030-04-14, nguoi_ky: chu-tich, thay_the: {so: 5, ngay: 2030-04-12}}";
    let folder = folder.replace(UNIT, document, by);
    let folder = folder.replace(UNIT, "luot: 1200", "luot: 1300");
    for _ in 0..2 {
        let said = run(&folder, 0, "build --all");
        assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
        assert!(bytes(&folder, REPORT) == replaced);
        assert!(bytes(&folder, "out/2030-t03/phuong-mot-thay-the-5.pdf") != replaced);
        let said = run(&folder, 0, "verify out");
        assert_eq!(said.stdout, "5/5 báo cáo đúng như bảng kê\n");
    }
    // A letter corrects the form: the issued one stays, the corrected one is beside it.
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    let issued = bytes(&folder, "out/2030-t03/phuong-mot-thay-the-5.pdf");
    let corrected = "out/2030-t03/phuong-mot-thay-the-5-dinh-chinh-60.pdf";
    let folder = folder
        .replace(
            "data/co-quan.yaml",
            "nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Lê Văn Mẫu}}\n  phuong-hai:",
            "nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch, ho_ten: Lê Văn Mẫu}, pho: {chuc_vu: Phó Chủ tịch, ho_ten: Đỗ Thị Mẫu}}\n  phuong-hai:",
        )
        .replace(UNIT, "nguoi_ky: chu-tich", "nguoi_ky: pho")
        .append(
            UNIT,
            "dinh_chinh:\n  - {cong_van: 60/UBND-VP, ngay: 2030-04-20, noi_dung: sửa người ký}\n",
        );
    run(&folder, 0, "build --all");
    let first = bytes(&folder, corrected);
    assert!(first != issued);
    assert!(bytes(&folder, "out/2030-t03/phuong-mot-thay-the-5.pdf") == issued);
    // The copy is no issued document: it can be set again.
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    run(&folder, 0, "build --all");
    assert!(bytes(&folder, corrected) != first);
    assert!(bytes(&folder, "out/2030-t03/phuong-mot-thay-the-5.pdf") == issued);
    assert!(bytes(&folder, REPORT) == replaced);
    run(&folder, 0, "verify out");
}

#[test]
fn a_signed_file_is_kept_beside_the_report_and_never_touched() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let made = bytes(&folder, REPORT);
    let signed = [
        made.as_slice(),
        b"\n9 0 obj<</ByteRange[0 1 2 3]>>endobj %%EOF\n",
    ]
    .concat();
    fs::write(folder.path("ky.pdf"), &signed).expect("it can be written");
    fs::write(folder.path("quet.jpg"), b"\xff\xd8\xff quet").expect("it can be written");
    fs::write(folder.path("bai.docx"), "bài").expect("it can be written");
    let seal = "seal 2030-t03 --agency phuong-mot --signed";
    let said = run(&folder, 0, &format!("{seal} ky.pdf"));
    let words = "đã lưu bản đã ký vào out/2030-t03/phuong-mot-da-ky.pdf (có chữ ký số)";
    assert!(said.stdout.contains(words), "{}", said.stdout);
    assert!(
        said.stdout.contains("đã ghi nhận 1 báo cáo"),
        "{}",
        said.stdout
    );
    let said = run(&folder, 0, &format!("{seal} ky.pdf"));
    assert!(said.stdout.contains("có sẵn"), "{}", said.stdout);
    let said = run(&folder, 0, &format!("{seal} quet.jpg"));
    assert!(
        said.stdout.contains("phuong-mot-da-ky-2.jpg")
            || said.stdout.contains("phuong-mot-da-ky.jpg")
    );
    run(&folder, 0, "build --all --force");
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    run(&folder, 0, "build --all");
    assert!(bytes(&folder, "out/2030-t03/phuong-mot-da-ky.pdf") == signed);
    assert!(bytes(&folder, REPORT) == made);
    let said = run(&folder, 0, "verify out");
    let words = "bản đã ký của out/2030-t03/phuong-mot.pdf: out/2030-t03/phuong-mot-da-ky.pdf (có chữ ký số)";
    assert!(said.stdout.contains(words), "{}", said.stdout);
    assert!(
        !said.stderr.contains("không có trong bảng kê"),
        "{}",
        said.stderr
    );
    // Signed in its place, it is the signed copy that is there.
    fs::write(folder.path(REPORT), &signed).expect("it can be written");
    let said = run(&folder, 0, "build --all");
    assert!(!said.stderr.contains("output/altered"), "{}", said.stderr);
    run(&folder, 0, "verify out");
    fs::write(folder.path(REPORT), &made).expect("it can be written");
    // Refused before anything is written.
    let before = manifest(&folder);
    fs::create_dir(folder.path("thu-muc.pdf")).expect("it can be made");
    for (file, code, words) in [
        ("bai.docx", 3, "đuôi tệp"),
        ("nowhere.pdf", 3, "không có ở đó"),
        ("out", 3, "đuôi tệp"),
        ("thu-muc.pdf", 3, "đây là thư mục"),
        (REPORT, 1, "chưa có chữ ký nào"),
    ] {
        let said = run(&folder, code, &format!("{seal} {file}"));
        assert!(said.stderr.contains(words), "{file}: {}", said.stderr);
    }
    run(
        &folder,
        1,
        "seal 2030-t03 --agency tinh-sao --signed ky.pdf",
    );
    run(&folder, 2, "seal 2030-t03 --signed ky.pdf");
    assert_eq!(manifest(&folder), before);
    fs::write(folder.path("out/2030-t03/phuong-mot-da-ky.pdf"), "khác").expect("it is there");
    let said = run(&folder, 5, "verify out");
    assert!(
        said.stderr.contains("không còn như khi đưa vào"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_file_that_is_no_signed_copy_is_refused_before_anything_is_recorded() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let made = bytes(&folder, REPORT);
    let signed = [made.as_slice(), b"\n/ByteRange[0 1] startxref 1 %%EOF\n"].concat();
    let other = bytes(&folder, "out/2030-t03/van-phong.pdf");
    for (name, bytes) in [
        ("cut.pdf", &made[..made.len() / 2]),
        ("hello.png", b"hello"),
        ("photo.png", b"\xff\xd8\xff jpeg"),
        ("other.pdf", &other),
        ("signed.pdf", &signed),
    ] {
        fs::write(folder.path(name), bytes).expect("it can be written");
    }
    let seals = folder.path("data/2030/t03/da-ban-hanh.yaml");
    for (unit, file, code, words) in [
        ("phuong-mot", "cut.pdf", 3, "bị cắt cụt"),
        ("phuong-mot", "hello.png", 3, "nội dung không phải vậy"),
        ("phuong-mot", "photo.png", 3, "nội dung là .jpg"),
        (
            "phuong-mot",
            "other.pdf",
            1,
            "chính là bản đã lập `out/2030-t03/van-phong.pdf`",
        ),
        (
            "phuong-hai",
            "signed.pdf",
            1,
            "là bản đã ký của `2030-t03/phuong-mot.pdf`",
        ),
        (
            "phuong-mot --agency phuong-hai",
            "signed.pdf",
            1,
            "nhiều đơn vị",
        ),
    ] {
        let said = run(
            &folder,
            code,
            &format!("seal 2030-t03 --agency {unit} --signed {file}"),
        );
        assert!(
            said.stderr.contains(words),
            "{unit} {file}: {}",
            said.stderr
        );
        assert!(!seals.exists(), "{unit} {file}");
    }
    run(
        &folder,
        0,
        "seal 2030-t03 --agency phuong-mot --signed signed.pdf",
    );
    assert!(seals.exists());
}

#[test]
fn an_issued_report_that_is_gone_is_told_until_it_is_there_again() {
    // One that was replaced.
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    let issued = bytes(&folder, REPORT);
    let document = "so: 5, ngay: 2030-04-12, nguoi_ky: chu-tich}";
    let by = "so: 9, ngay: 2030-04-14, nguoi_ky: chu-tich, thay_the: {so: 5, ngay: 2030-04-12}}";
    let folder = folder.replace(UNIT, document, by);
    run(&folder, 0, "build --all");
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    for _ in 0..2 {
        let said = run(&folder, 0, "build --all");
        assert!(
            said.stderr.contains("chép bản ấy từ nơi lưu trữ"),
            "{}",
            said.stderr
        );
        let said = run(&folder, 5, "verify out");
        assert!(
            said.stderr.contains("chép bản ấy từ nơi lưu trữ"),
            "{}",
            said.stderr
        );
    }
    // Its signed copy still has a place, whichever document is the last.
    let signed = [issued.as_slice(), b"\n/ByteRange[0 1] startxref 1 %%EOF\n"].concat();
    fs::write(folder.path("s.pdf"), signed).expect("it can be written");
    let said = run(
        &folder,
        0,
        "seal 2030-t03 --agency phuong-mot --signed s.pdf",
    );
    assert!(
        said.stdout.contains("out/2030-t03/phuong-mot-da-ky.pdf"),
        "{}",
        said.stdout
    );
    fs::write(folder.path(REPORT), &issued).expect("it can be written");
    run(&folder, 0, "build --all");
    run(&folder, 0, "verify out");

    // One that would be set otherwise now.
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot");
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    run(&folder, 0, "build --all");
    assert!(
        bytes(&folder, REPORT) == issued,
        "the very same can be made again"
    );
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    for _ in 0..2 {
        let said = run(&folder, 5, "build --all");
        assert!(
            said.stderr.contains("chép bản ấy từ nơi lưu trữ"),
            "{}",
            said.stderr
        );
        assert!(!folder.path(REPORT).exists());
    }
    // What was recorded is gone: told, and nothing is taken for unsealed.
    fs::write(folder.path(REPORT), &issued).expect("it can be written");
    fs::remove_file(folder.path("data/2030/t03/da-ban-hanh.yaml")).expect("it is there");
    let said = run(&folder, 0, "build --all");
    assert!(said.stderr.contains("[seal/lost]"), "{}", said.stderr);
    assert!(bytes(&folder, REPORT) == issued);
    // Nor is what the data say now recorded in its place; of others it is.
    let said = run(&folder, 1, "seal 2030-t03");
    assert!(said.stderr.contains("lỗi[seal/lost]"), "{}", said.stderr);
    assert!(!folder.path("data/2030/t03/da-ban-hanh.yaml").exists());
    // Neither where only the manifest knows of it, as in data that were copied.
    fs::remove_dir_all(folder.path("data/.baocao")).expect("it is there");
    let said = run(&folder, 1, "seal 2030-t03");
    assert!(said.stderr.contains("bảng kê ở `out`"), "{}", said.stderr);
    run(&folder, 0, "seal 2030-t03 --agency phuong-hai");
    run(&folder, 1, "seal 2030-t03 --agency phuong-mot");
    run(&folder, 0, "seal 2030-t03 --agency phuong-mot --out khac");
}

#[test]
fn merging_keeps_signed_copies_and_what_was_signed_in_its_place() {
    let folder = Folder::other_regime();
    run(&folder, 0, "seal 2030-t03");
    parts(&folder);
    let has = |part: &str| folder.path(part).join("2030-t03/phuong-mot.pdf").exists();
    let part = if has("p1") { "p1" } else { "p2" };
    let made = bytes(&folder, &format!("{part}/2030-t03/phuong-mot.pdf"));
    let signed = [made.as_slice(), b"\n/ByteRange[0 1] startxref 1 %%EOF\n"].concat();
    fs::write(folder.path("s.pdf"), &signed).expect("it can be written");
    run(
        &folder,
        0,
        &format!("seal 2030-t03 --agency phuong-mot --signed s.pdf --out {part}"),
    );
    run(&folder, 0, "merge p1 p2");
    assert!(bytes(&folder, "out/2030-t03/phuong-mot-da-ky.pdf") == signed);
    fs::write(folder.path(REPORT), &signed).expect("it can be written");
    for _ in 0..2 {
        run(&folder, 0, "merge p1 p2");
        assert!(bytes(&folder, REPORT) == signed);
        run(&folder, 0, "verify out");
    }
    // The same where it was put in its place in the part.
    let in_part = folder.path(part).join("2030-t03/phuong-mot.pdf");
    fs::write(in_part, &signed).expect("it can be written");
    for out in ["out", "moi"] {
        let said = run(&folder, 0, &format!("merge p1 p2 --out {out}"));
        assert!(!said.stderr.contains("phuong-mot"), "{}", said.stderr);
        assert!(bytes(&folder, &format!("{out}/2030-t03/phuong-mot.pdf")) == signed);
        run(&folder, 0, &format!("verify {out}"));
    }
}

#[test]
fn seals_at_once_are_all_kept() {
    let folder = Folder::delivered();
    let units = ["so-noi-vu", "so-tai-chinh", "so-tu-phap", "van-phong-ubnd"];
    std::thread::scope(|scope| {
        for unit in units {
            let folder = &folder;
            scope.spawn(move || {
                run(folder, 0, &format!("seal 2021-q1 --agency {unit}"));
            });
        }
    });
    let text = fs::read_to_string(folder.path("data/2021/q1/da-ban-hanh.yaml"));
    let text = text.expect("it is written");
    for unit in units {
        assert!(text.contains(&format!("\n{unit}:\n")), "{unit}: {text}");
    }
    // What cannot be read of it is not lost by the next one.
    let bad = text.replacen("  ngay: ", "  ngày: ", 1);
    let folder = folder.write("data/2021/q1/da-ban-hanh.yaml", &bad);
    let said = folder.run(&["seal", "2021-q1", "--agency", "huyen-thuy-nguyen"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let now = fs::read_to_string(folder.path("data/2021/q1/da-ban-hanh.yaml"));
    assert_eq!(now.expect("it is there"), bad);
}

#[test]
fn a_letter_that_was_numbered_stays() {
    let folder = Folder::city();
    let remind = "status 2021-q1 --remind --date";
    let said = run(&folder, 6, &format!("{remind} 2021-03-06"));
    assert!(
        said.stdout.contains("đã lập out/2021-q1/don-doc-"),
        "{}",
        said.stdout
    );
    let letter = folder.outputs();
    let [letter] = letter.as_slice() else {
        panic!("one letter: {letter:?}");
    };
    let first = fs::read(letter).expect("it is there");
    // As it was made, it is made again for another day.
    run(&folder, 6, &format!("{remind} 2021-03-07"));
    let second = fs::read(letter).expect("it is there");
    assert!(first != second);
    let signed = [second.as_slice(), b"SIGNED"].concat();
    fs::write(letter, &signed).expect("it can be written");
    let said = run(&folder, 5, &format!("{remind} 2021-03-08"));
    assert!(said.stderr.contains("don-doc-"), "{}", said.stderr);
    assert!(fs::read(letter).expect("it is there") == signed);
    let said = run(&folder, 0, "verify out");
    assert!(!said.stderr.contains("don-doc"), "{}", said.stderr);
}

/// The parts of the small province, made in two runs.
fn parts(folder: &Folder) {
    for part in 1..=2 {
        run(
            folder,
            0,
            &format!("build --all --shard {part}/2 --out p{part}"),
        );
    }
}

/// Changes the manifest of a part.
fn forge(folder: &Folder, part: &str, change: impl FnOnce(&mut Value)) {
    let path = folder.path(part).join("manifest.json");
    let text = fs::read(&path).expect("it is there");
    let mut manifest: Value = serde_json::from_slice(&text).expect("it is JSON");
    change(&mut manifest);
    fs::write(&path, manifest.to_string()).expect("it can be written");
}

#[test]
fn nothing_in_the_manifest_of_a_part_is_believed() {
    for name in [
        "../x",
        "../x.pdf",
        "2030-t03/../../x",
        "/tmp/baocao-x",
        "2030-t03/.baocao.lock",
        "manifest",
        "manifest.json",
        "2030-t03/con trỏ\n::error::x",
        "2030-t03\\x",
        "2030-t03/a/b",
    ] {
        let folder = Folder::other_regime();
        parts(&folder);
        fs::write(folder.path("x.pdf"), "của tôi").expect("it can be written");
        forge(&folder, "p1", |manifest| {
            let outputs = manifest["outputs"].as_object_mut().expect("a map");
            let (_, output) = outputs.iter().next().expect("one report");
            let output = output.clone();
            outputs.insert(name.to_owned(), output);
        });
        let said = folder.run(&["merge", "p1", "p2", "--out", "merged/out"]);
        assert!(matches!(said.code, Some(3 | 5)), "{name}: {}", said.stderr);
        assert!(!folder.path("merged").exists(), "{name}");
        assert_eq!(bytes(&folder, "x.pdf"), "của tôi".as_bytes());
        assert!(!Path::new("/tmp/baocao-x.pdf").exists());
        let said = folder.run(&["verify", "p1"]);
        assert_eq!(said.code, Some(5), "{name}: {}", said.stderr);
    }
    for change in [
        (|m: &mut Value| m["shard"]["of"] = 4_000_000_000_u32.into()) as fn(&mut Value),
        |m| m["shard"]["index"] = 0.into(),
        |m| {
            for output in m["outputs"].as_object_mut().expect("a map").values_mut() {
                output["files"]["pdf"]["bytes"] = 1.into();
            }
        },
        |m| {
            for output in m["outputs"].as_object_mut().expect("a map").values_mut() {
                output["files"]["pdf"]["sha256"] = "0".repeat(64).into();
            }
        },
    ] {
        let folder = Folder::other_regime();
        parts(&folder);
        forge(&folder, "p1", change);
        forge(&folder, "p2", |_| {});
        let said = folder.run(&["merge", "p1", "p2", "--out", "merged"]);
        assert!(matches!(said.code, Some(3 | 5)), "{}", said.stderr);
        assert!(!folder.path("merged").exists());
    }
}

#[test]
fn incomplete_parts_give_what_there_is() {
    let folder = Folder::other_regime().replace(UNIT, "luot: 1200", "luot: nhiều");
    for part in 1..=2 {
        let command = format!("build --all --shard {part}/2 --out p{part}");
        let said = folder.run(&command.split(' ').collect::<Vec<_>>());
        assert!(matches!(said.code, Some(0 | 1)), "{}", said.stderr);
    }
    let said = run(&folder, 1, "merge p1 p2");
    assert!(
        said.stderr.contains("[merge/incomplete]"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("2030-t03/phuong-mot.pdf"),
        "{}",
        said.stderr
    );
    assert_others_stand(&folder);
    let told = manifest(&folder);
    assert_eq!(told["complete"], false);
    assert_eq!(told["missing"]["documents"][0], "2030-t03/phuong-mot");
    let said = run(&folder, 0, "verify out");
    assert!(
        said.stderr.contains("2030-t03/phuong-mot.pdf"),
        "{}",
        said.stderr
    );
    // A part that never came.
    let said = run(&folder, 1, "merge p1 --out one");
    assert!(said.stderr.contains("thiếu phần 2/2"), "{}", said.stderr);
    run(&folder, 0, "verify one");
    // Mended, all is there and nothing is missing.
    let folder = folder.replace(UNIT, "luot: nhiều", "luot: 1200");
    parts(&folder);
    run(&folder, 0, "merge p1 p2");
    let told = manifest(&folder);
    assert_eq!(
        (&told["complete"], told.get("missing")),
        (&Value::Bool(true), None)
    );
    run(&folder, 0, "verify out");
}

#[test]
fn parts_are_put_together_around_what_is_somebody_elses() {
    let folder = Folder::other_regime();
    parts(&folder);
    run(&folder, 0, "merge p1 p2");
    let signed = add(&folder, REPORT, b"SIGNED");
    let made = bytes(&folder, "out/2030-t03/phuong-hai.pdf");
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    parts(&folder);
    let said = run(&folder, 5, "merge p1 p2");
    assert!(
        said.stderr.contains("phuong-mot.pdf` được ghi tiếp"),
        "{}",
        said.stderr
    );
    assert!(bytes(&folder, REPORT) == signed);
    assert!(bytes(&folder, "out/2030-t03/phuong-hai.pdf") != made);
    run(&folder, 0, "verify out");
}

#[cfg(unix)]
#[test]
fn nothing_below_an_output_folder_is_followed_out_of_it() {
    use std::os::unix::fs::symlink;
    let folder = Folder::other_regime();
    fs::create_dir_all(folder.path("kho")).expect("it can be made");
    fs::create_dir_all(folder.path("that")).expect("it can be made");
    fs::write(folder.path("kho/phuong-mot.pdf"), "của tôi").expect("it can be written");
    fs::write(folder.path("kho/.baocao-abcdef.tmp"), "của tôi").expect("it can be written");
    let inside = || files(&folder.path("kho")).len();
    // The folder itself may be a link.
    symlink(folder.path("that"), folder.path("out")).expect("it can be made");
    symlink(folder.path("kho"), folder.path("that/2030-t03")).expect("it can be made");
    let said = run(&folder, 5, "build --all");
    assert!(said.stderr.contains("liên kết"), "{}", said.stderr);
    assert_eq!(inside(), 2);
    assert_eq!(bytes(&folder, "kho/phuong-mot.pdf"), "của tôi".as_bytes());
    fs::remove_file(folder.path("that/2030-t03")).expect("it is there");
    run(&folder, 0, "build --all");
    assert_eq!(files(&folder.path("that/2030-t03")).len(), 4);
    // One report is a link, or a folder.
    fs::remove_file(folder.path(REPORT)).expect("it is there");
    symlink(folder.path("kho/phuong-mot.pdf"), folder.path(REPORT)).expect("it can be made");
    fs::remove_file(folder.path("out/2030-t03/phuong-hai.pdf")).expect("it is there");
    fs::create_dir(folder.path("out/2030-t03/phuong-hai.pdf")).expect("it can be made");
    run(&folder, 5, "build --all --force");
    assert_eq!(bytes(&folder, "kho/phuong-mot.pdf"), "của tôi".as_bytes());
    // The lock and the manifest are files.
    for name in [".baocao.lock", "manifest.json", ".baocao-made"] {
        let folder = Folder::other_regime();
        fs::create_dir_all(folder.path("out")).expect("it can be made");
        symlink(folder.path("moi"), folder.path("out").join(name)).expect("it can be made");
        run(&folder, 5, "build --all");
        assert!(!folder.path("moi").exists(), "{name}");
    }
}

/// Runs a command and kills it at many moments between its start and its end; `again` puts
/// everything back, `holds` looks at what is there.
#[cfg(unix)]
fn killed(folder: &Folder, command: &str, mut again: impl FnMut(), mut holds: impl FnMut()) {
    let arguments: Vec<_> = command.split(' ').collect();
    again();
    let since = std::time::Instant::now();
    folder.run(&arguments);
    let time = since.elapsed();
    for moment in 0..15 {
        again();
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_baocao"))
            .args(&arguments)
            .current_dir(folder.path(""))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program can be started");
        std::thread::sleep(time * moment / 15);
        drop(run.kill());
        run.wait().expect("it ends");
        holds();
    }
}

#[cfg(unix)]
#[test]
fn a_seal_that_is_killed_loses_none() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    run(&folder, 0, "seal 2030-t03 --agency phuong-hai");
    let path = folder.path("data/2030/t03/da-ban-hanh.yaml");
    let before = fs::read(&path).expect("it is there");
    let made = bytes(&folder, REPORT);
    let signed = [made.as_slice(), b" /ByteRange startxref 9 %%EOF"].concat();
    fs::write(folder.path("ky.pdf"), &signed).expect("it can be written");
    let copy = folder.path("out/2030-t03/phuong-mot-da-ky.pdf");
    let kept = folder.path("data/.baocao");
    killed(
        &folder,
        "seal 2030-t03 --agency phuong-mot --signed ky.pdf",
        || {
            fs::write(&path, &before).expect("it can be written");
            drop(fs::remove_dir_all(&kept));
        },
        || {
            let now = fs::read_to_string(&path).expect("it is there");
            assert!(now.contains("phuong-hai:"), "{now}");
            let there = fs::read(&copy);
            assert!(there.is_err() || there.is_ok_and(|there| there == signed));
        },
    );
    run(
        &folder,
        0,
        "seal 2030-t03 --agency phuong-mot --signed ky.pdf",
    );
    let said = run(&folder, 0, "verify out");
    assert!(
        !said.stderr.contains("không có trong bảng kê"),
        "{}",
        said.stderr
    );
    assert!(!folder.path("out/2030-t03/phuong-mot-da-ky-2.pdf").exists());
}

#[cfg(unix)]
#[test]
fn a_merge_or_a_letter_that_is_killed_leaves_whole_files_of_its_own() {
    let folder = Folder::city();
    let letter = "status 2021-q1 --remind --date 2021-03-07";
    let whole = |bytes: &[u8]| bytes.starts_with(b"%PDF-1.7") && bytes.ends_with(b"%%EOF");
    killed(
        &folder,
        letter,
        || (),
        || {
            for path in folder.outputs() {
                assert!(whole(&fs::read(&path).expect("it is there")), "{path:?}");
            }
        },
    );
    // None of them is a stranger's: it is made again for another day.
    run(&folder, 6, "status 2021-q1 --remind --date 2021-03-08");

    let folder = Folder::other_regime();
    parts(&folder);
    run(&folder, 0, "merge p1 p2 --out whole");
    let expected = bytes(&folder, "whole/manifest.json");
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    for part in 1..=2 {
        run(
            &folder,
            0,
            &format!("build --all --shard {part}/2 --out q{part}"),
        );
    }
    killed(
        &folder,
        "merge q1 q2",
        || {
            run(&folder, 0, "merge p1 p2");
        },
        || {
            for path in folder.outputs() {
                assert!(whole(&fs::read(&path).expect("it is there")), "{path:?}");
            }
        },
    );
    run(&folder, 0, "merge p1 p2");
    run(&folder, 0, "verify out");
    assert!(bytes(&folder, "out/manifest.json") == expected);
}

/// What somebody may have put into a folder.
#[derive(Debug, Clone)]
enum Thing {
    File(Vec<u8>),
    Link(&'static str),
    Folder,
    Pipe,
}

fn things() -> impl Strategy<Value = Vec<(String, Thing)>> {
    let thing = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Thing::File),
        Just(Thing::File(b"%PDF-1.7 scan startxref 0 %%EOF".to_vec())),
        prop_oneof![Just("kho"), Just("kho/a.pdf"), Just("nowhere"), Just(".")]
            .prop_map(Thing::Link),
        Just(Thing::Folder),
        Just(Thing::Pipe),
    ];
    let unit = prop_oneof![
        Just("phuong-mot.pdf"),
        Just("phuong-hai.pdf"),
        Just("tinh-sao.pdf"),
        Just("van-phong.pdf"),
        Just("phuong-mot-da-ky.pdf"),
        Just("thư mời.docx"),
        Just("a\nb.pdf"),
    ];
    let place = prop_oneof![
        unit.prop_map(|unit| format!("out/2030-t03/{unit}")),
        prop_oneof![
            Just("out/2030-t03"),
            Just("out/2029-t03"),
            Just("out/scan.pdf"),
            Just("out/.baocao-told.json"),
            Just("out/ghi-chu.txt"),
            Just("data/2030/t03/phuong-mot.pdf"),
            Just("data/2030/t03/da-ban-hanh.yaml"),
            Just("data/2030/t03/ghi-chu.txt"),
            Just("data/2030/t04"),
        ]
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec((place, thing), 0..6)
}

/// All that is in a tree: files with their bytes, links with where they lead, the rest by name.
#[cfg(unix)]
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    use std::os::unix::ffi::OsStrExt;
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here).expect("it can be read").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("it has a kind");
            let name = path.strip_prefix(folder).expect("it is below");
            let name = name.to_string_lossy().into_owned();
            let what = if kind.is_symlink() {
                fs::read_link(&path)
                    .expect("it is a link")
                    .as_os_str()
                    .as_bytes()
                    .to_vec()
            } else if kind.is_file() {
                fs::read(&path).expect("it can be read")
            } else {
                if kind.is_dir() {
                    open.push(path);
                }
                b"no file".to_vec()
            };
            all.insert(name, what);
        }
    }
    all
}

/// Puts things where there is nothing but what the program made, and gives their places.
#[cfg(unix)]
fn put_there(folder: &Folder, things: Vec<(String, Thing)>) -> Vec<String> {
    let mut put = Vec::new();
    for (place, thing) in things {
        let path = folder.path(&place);
        let parent = path.parent().expect("it has a folder");
        let through = put
            .iter()
            .any(|other: &String| place.starts_with(&format!("{other}/")));
        if through || fs::create_dir_all(parent).is_err() {
            continue;
        }
        if path.is_dir() || fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink()) {
            continue;
        }
        drop(fs::remove_file(&path));
        match thing {
            Thing::File(bytes) => fs::write(&path, bytes).expect("it can be written"),
            Thing::Link(to) => {
                std::os::unix::fs::symlink(folder.path(to), &path).expect("it can be made");
            }
            Thing::Folder => fs::create_dir(&path).expect("it can be made"),
            Thing::Pipe => {
                let made = std::process::Command::new("mkfifo").arg(&path).status();
                assert!(made.is_ok_and(|status| status.success()));
            }
        }
        put.push(place);
    }
    put
}

/// The places of reports that nobody has put anything into or before. Where the record of
/// seals cannot be read, no report is safe to be made.
#[cfg(unix)]
fn free_places(folder: &Folder, put: &[String]) -> Vec<String> {
    let is_folder =
        |other: &str| fs::symlink_metadata(folder.path(other)).is_ok_and(|found| found.is_dir());
    if put.iter().any(|place| place.ends_with("da-ban-hanh.yaml")) {
        return Vec::new();
    }
    let units = ["phuong-mot", "phuong-hai", "tinh-sao", "van-phong"];
    let places = units.map(|unit| format!("out/2030-t03/{unit}.pdf"));
    let is_free = |place: &String| {
        put.iter().all(|other| {
            let is_on_the_way = place.starts_with(&format!("{other}/"));
            other != place && (is_folder(other) || !is_on_the_way)
        })
    };
    places.into_iter().filter(is_free).collect()
}

#[cfg(unix)]
#[test]
fn whatever_lies_anywhere_has_the_bytes_it_had_and_free_places_get_their_reports() {
    let commands = [
        "build --all",
        "build --all --force",
        "seal 2030-t03",
        "seal 2030-t03 --agency phuong-mot --signed kho/a.pdf",
        "status 2030-t03 --remind --date 2031-01-01",
        "new 2030-t03 --agency phuong-mot",
        "verify out",
        "build --all --junit out/2030-t03/phuong-mot.pdf",
        "merge p1 p2",
        "check --all",
    ];
    let base = Folder::other_regime();
    parts(&base);
    let mut runner = random::runner(12);
    let chosen = proptest::collection::vec(0..commands.len(), 1..4);
    let checked = runner.run(
        &(things(), chosen, any::<bool>()),
        |(things, chosen, built)| {
            let folder = Folder::other_regime();
            for part in ["p1", "p2"] {
                copy(&base.path(part), &folder.path(part));
            }
            fs::create_dir_all(folder.path("kho")).expect("it can be made");
            fs::write(
                folder.path("kho/a.pdf"),
                "%PDF-1.7 của tôi startxref 9 %%EOF",
            )
            .expect("it can be written");
            if built {
                run(&folder, 0, "build --all");
            }
            let put = put_there(&folder, things);
            let before = tree(&folder.path(""));
            for index in chosen {
                let command: Vec<_> = commands[index].split(' ').collect();
                let said = folder.run(&command);
                prop_assert!(
                    said.code.is_some_and(|code| code < 7),
                    "{command:?}: {:?} {}",
                    said.code,
                    said.stderr
                );
                let after = tree(&folder.path(""));
                for place in put.iter().chain([&"kho/a.pdf".to_owned()]) {
                    // A folder that somebody made may get files.
                    prop_assert!(after.get(place) == before.get(place), "{command:?} {place}");
                }
                if index == 0 {
                    for place in free_places(&folder, &put) {
                        prop_assert!(after.contains_key(&place), "{place}: {}", said.stderr);
                    }
                }
            }
            Ok(())
        },
    );
    if let Err(error) = checked {
        panic!("{error}");
    }
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let to = to.join(file.strip_prefix(from).expect("it is below"));
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
        fs::copy(&file, to).expect("it can be copied");
    }
}
