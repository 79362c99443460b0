//! The commands: what they write, print and end with.

use std::collections::BTreeSet;
use std::fs;

use baocao::load::load;
use baocao::model::{IndicatorId, Period};

use crate::folder::{Folder, UNITS, files, repository};
use crate::report::reports_with;

#[test]
fn build_writes_one_file_a_unit() {
    let folder = Folder::delivered();
    let said = folder.run(&["build", "2021-q1"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.stderr, "");
    assert!(
        said.stdout.contains("đã lập out/2021-q1/so-tu-phap.pdf ("),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.ends_with("5/5 báo cáo, không có lỗi\n"),
        "{}",
        said.stdout
    );
    assert_eq!(
        folder.outputs(),
        UNITS.map(|unit| folder.path(&format!("out/2021-q1/{unit}.pdf")))
    );
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::delivered();
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (Some(0), "5 tệp số liệu, không có lỗi\n")
    );
    assert!(folder.outputs().is_empty());
}

#[test]
fn a_fault_in_one_file_keeps_no_other_report_from_being_made() {
    let folder = Folder::base()
        .replace("data/co-quan.yaml", "  so-mau:", "  so-hai: {ten: Sở Hai, viet_tat: SH, cap: so, bao_cao_ve: tinh-mau, ten_dau_van_ban: [SỞ HAI], dia_danh: Tỉnh Mẫu, nguoi_dung_dau: Giám đốc, nguoi_ky: {giam-doc: {chuc_vu: Giám đốc, ho_ten: Lê Văn Mẫu}}}\n  so-mau:")
        .write("data/2024/q1/so-hai.yaml", "so_lieu_den_ngay: 2024-02-29\nthe_thuc: {trang_thai: du_thao, nguoi_ky: giam-doc}\nso_lieu: {ho_so: {da_xong: 1.234, dung_han: 1}}\nnoi_dung: {tinh_hinh: [Đã làm], kho_khan: []}\n");
    let said = folder.run(&["build", "2024-q1"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(folder.outputs(), [folder.path("out/2024-q1/so-mau.pdf")]);
    assert!(said.stderr.contains("number/thousands"), "{}", said.stderr);
    assert!(
        said.stderr
            .contains("không lập được out/2024-q1/so-hai.pdf (Sở Hai)"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.ends_with("1/2 báo cáo, 1 lỗi\n"),
        "{}",
        said.stderr
    );
    let only = folder.run(&["build", "2024-q1", "--agency", "so-mau"]);
    assert_eq!(only.code, Some(0), "{only:?}");
}

#[test]
fn a_file_that_cannot_be_read_keeps_no_other_report_from_being_made() {
    let folder = Folder::base();
    fs::create_dir(folder.path("data/2024/q1/tinh-mau.yaml")).expect("it can be made");
    let said = folder.run(&["build", "2024-q1"]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stderr.contains("file/unreadable"), "{}", said.stderr);
    assert_eq!(folder.outputs(), [folder.path("out/2024-q1/so-mau.pdf")]);
}

#[test]
fn files_that_editors_leave_are_nobodys_business() {
    let folder = Folder::base()
        .write("data/2024/q1/so-mau.yaml~", "cũ")
        .write("data/2024/q1/.so-mau.yaml.swp", "tạm")
        .write("data/2024/q1/~$so-mau.yaml", "khóa");
    let said = folder.run(&["check", "2024-q1"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_fault_leaves_the_report_of_before_in_its_place() {
    let folder = Folder::delivered();
    let only = ["build", "2021-q1", "--agency", "so-tu-phap"];
    folder.run(&only);
    let before = fs::read(folder.path("out/2021-q1/so-tu-phap.pdf")).expect("there is a report");
    let folder = folder.replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 61900",
    );
    let said = folder.run(&only);
    assert_eq!(said.code, Some(1));
    assert_eq!(
        folder.outputs(),
        [folder.path("out/2021-q1/so-tu-phap.pdf")]
    );
    let after = fs::read(folder.path("out/2021-q1/so-tu-phap.pdf")).expect("there is a report");
    assert!(before == after);
}

#[test]
fn wrong_command_lines_end_with_2_in_vietnamese() {
    let cases: [(&[&str], &str); 10] = [
        (&["build"], "thiếu tham số: <KỲ>"),
        (&["lap", "2021-q1"], "không có lệnh `lap`"),
        (&["buil", "2021-q1"], "có phải là `build`?"),
        (&["build", "quý 1"], "viết năm và kỳ, ví dụ 2021-q1"),
        (&["build", "2021-q1", "--dta", "x"], "có phải là `--data`?"),
        (&["check", "2021-Q1"], "có phải là 2021-q1?"),
        (&["check", "2021-q1", "-o", "x"], "không có tùy chọn `-o`"),
        (&["check", "2021-q1", "--data"], "thiếu giá trị"),
        (&["check", "2021-q1", "thừa"], "thừa tham số `thừa`"),
        (
            &["build", "2021-q1", "--memory", "1"],
            "viết một số từ 64 đến 1048576",
        ),
    ];
    for (arguments, expected) in cases {
        let said = Folder::base().run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert!(
            said.stderr.contains(expected),
            "{arguments:?}: {}",
            said.stderr
        );
        assert!(
            !said.stderr.contains("error"),
            "{arguments:?}: {}",
            said.stderr
        );
    }
}

#[test]
fn periods_and_agencies_that_do_not_exist() {
    let cases: [(&[&str], i32, &str); 6] = [
        (&["check", "2024-q2"], 1, "không có kỳ báo cáo `2024-q2`"),
        (
            &["check", "2023-q1"],
            1,
            "không có chế độ báo cáo nào có hiệu lực cho kỳ `2023-q1`",
        ),
        (&["check", "2025-q1"], 3, "không tìm thấy `data/2025/q1`"),
        (
            &["check", "2024-q1", "--agency", "so-mua"],
            1,
            "có phải là `so-mau`?",
        ),
        (
            &["check", "2024-q1", "--agency", "tinh-mau"],
            3,
            "`tinh-mau` chưa có tệp số liệu",
        ),
        (
            &["check", "2024-q1", "--data", "khong-co"],
            3,
            "không tìm thấy `khong-co`",
        ),
    ];
    for (arguments, code, expected) in cases {
        let said = Folder::base().run(arguments);
        assert_eq!(said.code, Some(code), "{arguments:?}: {said:?}");
        assert!(
            said.stderr.contains(expected),
            "{arguments:?}: {}",
            said.stderr
        );
    }
}

#[test]
fn templates_of_a_folder_come_first_and_their_errors_have_a_line() {
    // File, text, code, words.
    let cases = [
        ("bao-cao/muc/tinh_hinh.j2", "Câu riêng của mẫu.", 0, ""),
        ("bao-cao/muc/tinh_hinh.q1.j2", "Câu riêng của quý I.", 0, ""),
        (
            "bao-cao/muc/tinh-hinh.j2",
            "Không ai dùng.",
            0,
            "có phải là `tinh_hinh.j2`?",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "\n{% if x %}",
            4,
            "muc/tinh_hinh.j2:2",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "{{ ten_la }}",
            4,
            "muc/tinh_hinh.j2:1:4",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "Có {{ nhiem_vu.tat_ca.dem }}",
            4,
            "template/value",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "{{ so(\"ho_so.da_xog\") }}",
            4,
            "biểu mẫu không có dòng nào mã `ho_so.da_xog`",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "\n{% if co(\"ho_so.da_xog\") %}a{% endif %}",
            0,
            "muc/tinh_hinh.j2:2: không chế độ nào có dòng `ho_so.da_xog`",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "a\n\n#khong-co()",
            4,
            "muc/tinh_hinh.j2:3:1",
        ),
        ("bao-cao/muc/tinh_hinh.j2", "中文", 4, "typeset/standard"),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "a\n\nb ^[chú thích",
            4,
            "muc/tinh_hinh.j2:3:3",
        ),
        (
            "bao-cao/muc/tinh_hinh.typ.j2",
            "Câu riêng của mẫu.",
            4,
            "viết theo cách cũ",
        ),
        (
            "nd30/constants.typ",
            "#let = 1",
            4,
            "nd30/constants.typ:1:5",
        ),
    ];
    for (path, text, code, words) in cases {
        let folder = Folder::base().write(&format!("mau/{path}"), text);
        let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
        assert_eq!(said.code, Some(code), "{text}: {said:?}");
        assert!(said.stderr.contains(words), "{text}: {}", said.stderr);
        assert_eq!(folder.outputs().is_empty(), code != 0, "{text}");
        if code == 0 && words.is_empty() {
            let built = reports_with(&folder.path("data"), "2024-q1", Some(&folder.path("mau")))
                .expect("it can be made");
            assert!(built[0].composed.data.contains(text));
        }
    }
}

#[test]
fn a_folder_without_templates_is_no_folder_of_templates() {
    let folder = Folder::base().write("mau/ghi-chu.txt", "không phải mẫu");
    let said = folder.run(&["build", "2024-q1", "--templates", "mau"]);
    assert_eq!(said.code, Some(4), "{said:?}");
    assert!(
        said.stderr.contains("template/not-found"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_file_that_has_only_begun_is_told_what_it_lacks() {
    let folder = Folder::delivered().write(
        "data/2021/q1/so-tu-phap.yaml",
        "so_lieu_den_ngay: 2021-02-28\nthe_thuc: {trang_thai: du_thao, nguoi_ky: giam-doc}\n",
    );
    let said = folder.run(&["check", "2021-q1"]);
    // It may still be printed, to be read.
    assert_eq!(said.code, Some(0), "{said:?}");
    // A form of rows each, its tasks, and the sections that a unit must write.
    assert_eq!(
        said.stderr.matches("[figure/missing]").count(),
        6,
        "{}",
        said.stderr
    );
    assert_eq!(
        said.stderr.matches("[narrative/missing]").count(),
        5,
        "{}",
        said.stderr
    );
    assert!(
        said.stderr
            .contains("`12`: bãi bỏ văn bản quy phạm pháp luật (thời hạn: Quý III 2021)"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("`da_giai_quyet`: dòng 3.1.1"),
        "{}",
        said.stderr
    );
    let signed = "trang_thai: trinh_ky, nguoi_ky: giam-doc";
    let path = "data/2021/q1/so-tu-phap.yaml";
    let folder = folder.replace(path, "trang_thai: du_thao, nguoi_ky: giam-doc", signed);
    let said = folder.run(&["check", "2021-q1"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(said.stderr.matches("lỗi[narrative/missing]").count(), 5);
}

#[test]
fn a_report_that_fails_says_that_the_one_of_before_is_old() {
    let folder = Folder::delivered();
    folder.run(&["build", "2021-q1"]);
    let folder = folder.replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 6.190",
    );
    let said = folder.run(&["build", "2021-q1"]);
    assert!(
        said.stderr
            .contains("so-tu-phap.pdf (Sở Tư pháp); tệp đang có là bản lập từ trước"),
        "{}",
        said.stderr
    );
}

#[test]
fn fonts_of_a_folder_come_first_and_must_be_whole() {
    let folder = Folder::base();
    let fonts = crate::folder::repository().join("fonts");
    fs::create_dir(folder.path("phong")).expect("it can be made");
    let said = folder.run(&["build", "2024-q1", "--fonts", "phong"]);
    assert_eq!(said.code, Some(4));
    assert!(said.stderr.contains("font/missing"), "{}", said.stderr);
    for style in ["Regular", "Bold", "Italic"] {
        let name = format!("LiberationSerif-{style}.ttf");
        fs::copy(fonts.join(&name), folder.path("phong").join(&name)).expect("it can be copied");
    }
    let said = folder.run(&["build", "2024-q1", "--fonts", "phong"]);
    assert!(
        said.stderr.contains("thiếu kiểu nghiêng đậm"),
        "{}",
        said.stderr
    );
    let name = "LiberationSerif-BoldItalic.ttf";
    fs::copy(fonts.join(name), folder.path("phong").join(name)).expect("it can be copied");
    let said = folder.run(&["build", "2024-q1", "--fonts", "phong"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let folder = folder.write("phong/hong.ttf", "không phải phông");
    let said = folder.run(&["build", "2024-q1", "--fonts", "phong"]);
    assert_eq!(said.code, Some(4));
    assert!(said.stderr.contains("font/unreadable"), "{}", said.stderr);
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_5() {
    let folder = Folder::base().write("tep", "một tệp, không phải thư mục");
    let said = folder.run(&["build", "2024-q1", "--out", "tep/out"]);
    assert_eq!(said.code, Some(5), "{said:?}");
    assert!(said.stderr.contains("output/unwritable"), "{}", said.stderr);
}

#[test]
fn help_is_vietnamese() {
    for arguments in [&["--help"][..], &["build", "--help"], &["check", "-h"]] {
        let said = Folder::base().run(arguments);
        assert_eq!(said.code, Some(0));
        for english in [
            "Usage",
            "Options",
            "Arguments",
            "Commands",
            "Print",
            "default",
            "OPTIONS",
        ] {
            assert!(
                !said.stdout.contains(english),
                "{arguments:?}: {}",
                said.stdout
            );
        }
    }
}

/// Templates serve several regimes: what one lacks another has.
#[test]
fn built_in_templates_name_rows_of_some_regime() {
    let data = repository().join("data");
    let charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2026-q1").expect("well formed");
    let regimes = load(&data, &period, &["bo-noi-vu".into()], &charset)
        .workspace
        .regimes;
    assert_eq!(regimes.len(), 2);
    let rows: BTreeSet<_> = regimes.iter().flat_map(|r| r.indicators.keys()).collect();
    let rows: BTreeSet<&str> = rows.into_iter().map(IndicatorId::as_str).collect();
    let forms: BTreeSet<_> = rows
        .iter()
        .filter_map(|row| row.split_once('.'))
        .map(|(form, _)| form)
        .collect();
    let mut named = 0;
    for path in files(&repository().join("templates/bao-cao")) {
        let text = fs::read_to_string(&path).expect("a template can be read");
        for word in text.split('"').skip(1).step_by(2) {
            let is_row = word
                .split_once('.')
                .is_some_and(|(form, _)| forms.contains(form));
            // Of a name in two pieces, the first.
            if is_row && word.ends_with('_') {
                assert!(
                    rows.iter().any(|row| row.starts_with(word)),
                    "{}: {word}",
                    path.display()
                );
            } else if is_row && !word.ends_with('.') {
                named += 1;
                assert!(rows.contains(word), "{}: {word}", path.display());
            }
        }
    }
    assert!(named > 200, "{named}");
}

#[test]
fn a_template_that_a_section_names_must_exist() {
    let folder = Folder::base().replace(
        "data/che-do/mau.yaml",
        "        - ma: tinh_hinh\n",
        "        - ma: tinh_hinh\n          mau: [giai_ngn]\n",
    );
    let said = folder.run(&["build", "2024-q1"]);
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    for words in [
        "template/not-found",
        "mau.yaml:27:17",
        "có phải là `giai_ngan`?",
    ] {
        assert!(said.stderr.contains(words), "{}", said.stderr);
    }
}
