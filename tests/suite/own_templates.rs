//! The built-in templates written out, left alone, changed, and checked without setting a page.

use std::fs;

use crate::folder::{Folder, files, repository};
use crate::run::Run;

/// All built-in templates written into a folder beside data of both regimes.
fn with_copies() -> Folder {
    let folder = Folder::city();
    let said = folder.run(&["templates", "--to", "mau"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    folder
}

#[test]
fn templates_are_written_whole_and_left_as_they_are() {
    let folder = with_copies();
    let built_in = repository().join("templates");
    let all = files(&built_in);
    for path in &all {
        let copy = folder
            .path("mau")
            .join(path.strip_prefix(&built_in).expect("below"));
        assert_eq!(
            fs::read(path).ok(),
            fs::read(&copy).ok(),
            "{}",
            copy.display()
        );
    }
    assert_eq!(files(&folder.path("mau")).len(), all.len());
    // Windows: an editor there ends lines otherwise; the text is the same.
    let path = folder.path("mau/bao-cao/muc/ton_tai.j2");
    let text = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, text.replace('\n', "\r\n")).expect("it can be written");
    fs::remove_file(folder.path("mau/nd30/page.typ")).expect("it is there");
    let again = folder.run(&["templates", "--to", "mau"]);
    assert_eq!((again.code, again.stderr.as_str()), (Some(0), ""));
    assert!(
        again.stdout.starts_with("đã ghi 1 mẫu vào mau; "),
        "{}",
        again.stdout
    );
}

#[test]
fn what_somebody_has_changed_stays_and_is_told() {
    let folder = with_copies();
    let path = "mau/bao-cao/muc/ton_tai.j2";
    let folder = folder.write(path, "Lời của cơ quan.\n");
    let said = folder.run(&["templates", "--to", "mau"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stderr.contains("giữ nguyên 1 tệp trong `mau`"),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains(path), "{}", said.stderr);
    let text = fs::read_to_string(folder.path(path)).expect("it is there");
    assert_eq!(text, "Lời của cơ quan.\n");
}

#[test]
fn nothing_is_written_where_one_place_is_taken() {
    let folder = Folder::city().write("mau/nd30", "một tệp");
    for (to, words) in [
        ("mau", "`mau/nd30` không phải thư mục thật"),
        ("data", "`data` là thư mục dữ liệu"),
        ("data/che-do", "`data/che-do` nằm trong thư mục dữ liệu"),
    ] {
        let before = files(&folder.path(to));
        let said = folder.run(&["templates", "--to", to]);
        assert_eq!(said.code, Some(5), "{to}: {}", said.stderr);
        assert!(said.stderr.contains(words), "{to}: {}", said.stderr);
        assert_eq!(files(&folder.path(to)), before);
    }
}

#[test]
fn a_place_for_templates_is_a_folder_or_is_told() {
    let folder = Folder::city().write("f", "một tệp");
    let said = folder.run(&["templates", "--to", "f/sub"]);
    let told = "lỗi[output/exists]: `f` là một tệp, không phải thư mục\n";
    assert!(said.stderr.starts_with(told), "{}", said.stderr);
    assert_eq!(said.stderr.matches("lỗi[").count(), 1);
    let said = folder.run(&["templates", "--to", "mẫu của sở"]);
    let next = "`baocao build <KỲ> --templates 'mẫu của sở'`";
    assert!(said.stdout.contains(next), "{}", said.stdout);
}

/// Whatever regimes there are: copies name rows that only another one has.
#[test]
fn copies_that_nobody_changed_are_not_warned_of() {
    let folder = with_copies();
    fs::remove_file(folder.path("data/che-do/bnv-2021.yaml")).expect("it is there");
    for year in ["2020", "2021"] {
        fs::remove_dir_all(folder.path("data").join(year)).expect("it is there");
    }
    let plain = folder.run(&["check", "2026-q1"]);
    let told = folder.run(&["check", "2026-q1", "--templates", "mau"]);
    assert_eq!((told.code, &told.stderr), (plain.code, &plain.stderr));
    // One in which only other words stand names the same rows.
    let path = "mau/bao-cao/muc/mot_cua.j2";
    let folder = folder.replace(path, "địa bàn", "địa phương");
    let told = folder.run(&["check", "2026-q1", "--templates", "mau"]);
    assert_eq!(told.stderr, plain.stderr);
    let folder = folder.replace(path, "tthc.ty_le_mot_cua", "tthc.ty_le_mot_cuaa");
    let told = folder
        .run(&["check", "2026-q1", "--templates", "mau"])
        .stderr;
    assert!(
        told.contains("không chế độ nào có dòng `tthc.ty_le_mot_cuaa`"),
        "{told}"
    );
}

/// What needs no page is told by `check`, too.
#[test]
fn templates_are_checked_with_the_data() {
    for (path, text, name) in [
        (
            "bao-cao/muc/tinh_hinh.j2",
            "\n{% if x %}",
            "check-of-a-template-without-an-end",
        ),
        (
            "bao-cao/muc/tinh-hinh.j2",
            "Không ai dùng.",
            "check-of-a-template-that-nobody-uses",
        ),
        (
            "bao-cao/muc/tinh_hinh.j2",
            "{{ so(\"ho_so.da_xog\") }}",
            "check-of-a-template-with-an-unknown-row",
        ),
        ("nd30/the-thuc.json", "{}", "check-of-numbers-of-the-page"),
    ] {
        let folder = Folder::base().write(&format!("mau/{path}"), text);
        Run::new(&folder, "check 2024-q1 --templates mau").says_as_in(name);
    }
}
