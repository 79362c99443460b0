//! The commands: what they write, print and end with.

use std::collections::BTreeSet;
use std::fs;

use baocao::load::load;
use baocao::model::{IndicatorId, Period};

use crate::folder::{Folder, UNITS, files, repository};
use crate::report::reports_with;
use crate::run::Run;

/// What is said of the one report of the small province.
const BUILT: &str = "\
đã lập out/2024-q1/so-mau.pdf (2 trang, … KB)
1 báo cáo ghi `da_ban_hanh` nhưng chưa ghi nhận nên còn lập lại được; ghi nhận bằng `baocao seal <KỲ>` thì từ đó số liệu và tệp PDF được giữ nguyên
1/1 báo cáo, không có lỗi
";

#[test]
fn build_writes_one_file_a_unit() {
    let folder = Folder::delivered();
    Run::new(&folder, "build 2021-q1").says_as_in("build-of-five-units");
    assert_eq!(
        folder.outputs(),
        UNITS.map(|unit| folder.path(&format!("out/2021-q1/{unit}.pdf")))
    );
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::delivered();
    Run::new(&folder, "check 2021-q1")
        .stdout("5 tệp số liệu, không có lỗi\n")
        .check();
    assert!(folder.outputs().is_empty());
}

#[test]
fn a_fault_in_one_file_keeps_no_other_report_from_being_made() {
    let folder = Folder::base()
        .replace("data/co-quan.yaml", "  so-mau:", "  so-hai: {ten: Sở Hai, viet_tat: SH, cap: so, bao_cao_ve: tinh-mau, ten_dau_van_ban: [SỞ HAI], dia_danh: Tỉnh Mẫu, nguoi_dung_dau: Giám đốc, nguoi_ky: {giam-doc: {chuc_vu: Giám đốc, ho_ten: Lê Văn Mẫu}}}\n  so-mau:")
        .write("data/2024/q1/so-hai.yaml", "so_lieu_den_ngay: 2024-02-29\nthe_thuc: {trang_thai: du_thao, nguoi_ky: giam-doc}\nso_lieu: {ho_so: {da_xong: 1.234, dung_han: 1}}\nnoi_dung: {tinh_hinh: [Đã làm], kho_khan: []}\n");
    Run::new(&folder, "build 2024-q1").says_as_in("build-with-a-fault-in-one-file");
    assert_eq!(folder.outputs(), [folder.path("out/2024-q1/so-mau.pdf")]);
    Run::new(&folder, "build 2024-q1 --agency so-mau").says_as_in("build-of-what-is-there");
}

#[test]
fn a_file_that_cannot_be_read_keeps_no_other_report_from_being_made() {
    let folder = Folder::base();
    fs::create_dir(folder.path("data/2024/q1/tinh-mau.yaml")).expect("it can be made");
    Run::new(&folder, "build 2024-q1").says_as_in("build-with-a-file-that-is-a-folder");
    assert_eq!(folder.outputs(), [folder.path("out/2024-q1/so-mau.pdf")]);
}

#[test]
fn files_that_editors_leave_are_nobodys_business() {
    let folder = Folder::base()
        .write("data/2024/q1/so-mau.yaml~", "cũ")
        .write("data/2024/q1/.so-mau.yaml.swp", "tạm")
        .write("data/2024/q1/~$so-mau.yaml", "khóa");
    Run::new(&folder, "check 2024-q1")
        .stdout("1 tệp số liệu, không có lỗi\n")
        .check();
}

#[test]
fn a_fault_leaves_the_report_of_before_in_its_place() {
    let folder = Folder::delivered();
    let report = folder.path("out/2021-q1/so-tu-phap.pdf");
    folder.run(&["build", "2021-q1", "--agency", "so-tu-phap"]);
    let before = fs::read(&report).expect("there is a report");
    let folder = folder.replace(
        "data/2021/q1/so-tu-phap.yaml",
        "dung_han: 6190",
        "dung_han: 61900",
    );
    Run::new(&folder, "build 2021-q1 --agency so-tu-phap").says_as_in("build-that-fails-again");
    assert_eq!(folder.outputs(), std::slice::from_ref(&report));
    assert!(before == fs::read(&report).expect("there is a report"));
}

#[test]
fn wrong_command_lines_end_with_2_in_vietnamese() {
    // Arguments, what is wrong, what to do.
    let cases: [(&[&str], &str, &str); 10] = [
        (
            &["build"],
            "thiếu tham số: <KỲ>",
            "xem hướng dẫn bằng `baocao build --help`",
        ),
        (
            &["lap", "2021-q1"],
            "không có lệnh `lap`",
            "xem hướng dẫn bằng `baocao --help`",
        ),
        (
            &["buil", "2021-q1"],
            "không có lệnh `buil`",
            "có phải là `build`?",
        ),
        (
            &["build", "quý 1"],
            "`quý 1` không dùng được cho [KỲ]: viết năm và kỳ, ví dụ 2021-q1",
            "xem hướng dẫn bằng `baocao build --help`",
        ),
        (
            &["build", "2021-q1", "--dta", "x"],
            "không có tùy chọn `--dta`",
            "có phải là `--data`?",
        ),
        (
            &["check", "2021-Q1"],
            "`2021-Q1` không dùng được cho [KỲ]: có phải là 2021-q1?",
            "xem hướng dẫn bằng `baocao check --help`",
        ),
        (
            &["check", "2021-q1", "-o", "x"],
            "không có tùy chọn `-o`",
            "xem hướng dẫn bằng `baocao check --help`",
        ),
        (
            &["check", "2021-q1", "--data"],
            "thiếu giá trị sau `--data <THƯ MỤC>`",
            "xem hướng dẫn bằng `baocao check --help`",
        ),
        (
            &["check", "2021-q1", "thừa"],
            "thừa tham số `thừa`",
            "xem hướng dẫn bằng `baocao check --help`",
        ),
        (
            &["build", "2021-q1", "--memory", "1"],
            "`1` không dùng được cho --memory <MB>: viết một số từ 64 đến 1048576",
            "xem hướng dẫn bằng `baocao build --help`",
        ),
    ];
    let folder = Folder::base();
    for (arguments, wrong, help) in cases {
        let run = arguments
            .iter()
            .fold(Run::new(&folder, ""), |run, argument| {
                run.argument(argument)
            });
        run.code(2)
            .stderr(format!("lỗi: {wrong}\n  cách sửa: {help}\n"))
            .check();
    }
}

#[test]
fn periods_and_agencies_that_do_not_exist() {
    let folder = Folder::base();
    for (line, name) in [
        ("check 2024-q2", "period-unknown"),
        ("check 2023-q1", "period-without-a-regime"),
        ("check 2025-q1", "period-without-a-folder"),
        ("check 2024-q1 --agency so-mua", "agency-unknown"),
        ("check 2024-q1 --agency tinh-mau", "agency-without-a-file"),
        ("check 2024-q1 --data khong-co", "data-not-found"),
    ] {
        Run::new(&folder, line).says_as_in(name);
    }
}

#[test]
fn templates_of_a_folder_come_first_and_their_errors_have_a_line() {
    let own = "bao-cao/muc/tinh_hinh.j2";
    let row = "{{ so(\"ho_so.da_xog\") }}";
    let condition = "\n{% if co(\"ho_so.da_xog\") %}a{% endif %}";
    for (path, text, name) in [
        (
            "bao-cao/muc/tinh-hinh.j2",
            "Không ai dùng.",
            "template-that-nobody-uses",
        ),
        (own, "\n{% if x %}", "template-without-an-end"),
        (own, "{{ ten_la }}", "template-with-an-unknown-name"),
        (
            own,
            "Có {{ nhiem_vu.tat_ca.dem }}",
            "template-with-a-value-that-is-not",
        ),
        (own, row, "template-with-an-unknown-row"),
        (own, condition, "template-that-asks-for-an-unknown-row"),
        (own, "a\n\n#khong-co()", "template-with-a-command-of-typst"),
        (own, "a\n\nb ^[chú thích", "template-with-an-open-note"),
        (
            "bao-cao/muc/tinh_hinh.typ.j2",
            "Câu riêng của mẫu.",
            "template-of-the-old-dialect",
        ),
        (own, "中文", "template-with-letters-of-no-font"),
        (
            "nd30/constants.typ",
            "#let = 1",
            "template-of-the-layout-library",
        ),
    ] {
        let folder = Folder::base().write(&format!("mau/{path}"), text);
        Run::new(&folder, "build 2024-q1 --templates mau").says_as_in(name);
    }
}

#[test]
fn templates_of_a_folder_are_what_reports_say() {
    for (path, text) in [
        ("tinh_hinh.j2", "Câu riêng của mẫu."),
        ("tinh_hinh.q1.j2", "Câu riêng của quý I."),
    ] {
        let folder = Folder::base().write(&format!("mau/bao-cao/muc/{path}"), text);
        let built = reports_with(&folder.path("data"), "2024-q1", Some(&folder.path("mau")))
            .expect("it can be made");
        assert!(built[0].composed.data.contains(text));
        Run::new(&folder, "build 2024-q1 --templates mau")
            .stdout(BUILT)
            .check();
    }
}

#[test]
fn a_folder_without_templates_is_no_folder_of_templates() {
    let folder = Folder::base().write("mau/ghi-chu.txt", "không phải mẫu");
    Run::new(&folder, "build 2024-q1 --templates mau").says_as_in("templates-not-found");
}

#[test]
fn a_file_that_has_only_begun_is_told_what_it_lacks() {
    let path = "data/2021/q1/so-tu-phap.yaml";
    let folder = Folder::delivered().write(
        path,
        "so_lieu_den_ngay: 2021-02-28\nthe_thuc: {trang_thai: du_thao, nguoi_ky: giam-doc}\n",
    );
    // It may still be printed, to be read: a finding for each form, the tasks, the sections.
    Run::new(&folder, "check 2021-q1").says_as_in("check-of-a-draft-that-has-only-begun");
    let folder = folder.replace(path, "trang_thai: du_thao", "trang_thai: trinh_ky");
    Run::new(&folder, "check 2021-q1").says_as_in("check-of-a-signed-file-that-has-only-begun");
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
    Run::new(&folder, "build 2021-q1").says_as_in("build-that-leaves-an-old-report");
}

#[test]
fn fonts_of_a_folder_come_first_and_must_be_whole() {
    let folder = Folder::base();
    let fonts = repository().join("fonts");
    let line = "build 2024-q1 --fonts phong";
    let copy = |style: &str| {
        let name = format!("LiberationSerif-{style}.ttf");
        fs::copy(fonts.join(&name), folder.path("phong").join(&name)).expect("it can be copied");
    };
    fs::create_dir(folder.path("phong")).expect("it can be made");
    Run::new(&folder, line).says_as_in("fonts-none");
    for style in ["Regular", "Bold", "Italic"] {
        copy(style);
    }
    Run::new(&folder, line).says_as_in("fonts-of-three-styles");
    copy("BoldItalic");
    Run::new(&folder, line).stdout(BUILT).check();
    let folder = folder.write("phong/hong.ttf", "không phải phông");
    Run::new(&folder, line).says_as_in("fonts-with-one-that-is-none");
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_5() {
    let folder = Folder::base().write("tep", "một tệp, không phải thư mục");
    Run::new(&folder, "build 2024-q1 --out tep/out").says_as_in("out-below-a-file");
}

#[test]
fn help_is_vietnamese() {
    let folder = Folder::base();
    for (line, name) in [
        ("--help", "help"),
        ("agencies --help", "help-of-agencies"),
        ("build --help", "help-of-build"),
        ("check -h", "help-of-check"),
        ("completions --help", "help-of-completions"),
        ("explain --help", "help-of-explain"),
        ("export --help", "help-of-export"),
        ("import --help", "help-of-import"),
        ("init --help", "help-of-init"),
        ("issue --help", "help-of-issue"),
        ("man --help", "help-of-man"),
        ("merge --help", "help-of-merge"),
        ("new --help", "help-of-new"),
        ("regimes --help", "help-of-regimes"),
        ("schedule --help", "help-of-schedule"),
        ("seal --help", "help-of-seal"),
        ("status --help", "help-of-status"),
        ("templates --help", "help-of-templates"),
        ("undo --help", "help-of-undo"),
        ("verify --help", "help-of-verify"),
    ] {
        Run::new(&folder, line).says_as_in(name);
        let said = folder.run(&line.split(' ').collect::<Vec<_>>()).stdout;
        for english in [
            "Usage",
            "Options",
            "Arguments",
            "Commands",
            "Print",
            "default",
            "possible",
            "OPTIONS",
        ] {
            assert!(!said.contains(english), "{line}: {said}");
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
    Run::new(&folder, "build 2024-q1").says_as_in("template-of-a-section-not-found");
}
