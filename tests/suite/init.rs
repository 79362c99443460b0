//! Folders of data to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use baocao::scaffold::Province;

use crate::folder::{Folder, Said, files};
use crate::run::Run;

/// A folder for a province, and what was said.
fn begun(province: &str, year: i32) -> (Folder, Said) {
    let folder = Folder::empty();
    let year = year.to_string();
    let said = folder.run(&["init", "--province", province, "--year", &year]);
    (folder, said)
}

/// The files below a folder, by their paths in it.
fn names(folder: &Path) -> Vec<String> {
    let below = |path: PathBuf| {
        let path = path.strip_prefix(folder).expect("it is below").to_owned();
        path.to_string_lossy().replace('\\', "/")
    };
    files(folder).into_iter().map(below).collect()
}

#[test]
fn a_province_begins_with_its_files_and_is_told_what_comes_next() {
    let folder = Folder::empty();
    Run::new(&folder, "init --year 2026 --province")
        .argument("lam dong")
        .says_as_in("init-of-a-province");
    assert_eq!(
        names(&folder.path("data")),
        [
            "2026/ke-hoach.yaml",
            "cau-hinh.yaml",
            "che-do/bnv-2025.yaml",
            "co-quan.yaml"
        ]
    );
}

#[test]
fn a_folder_that_is_named_gets_the_data_in_it() {
    let folder = Folder::empty();
    Run::new(&folder, "init lam-dong --year 2026 --province")
        .argument("Lâm Đồng")
        .says_as_in("init-in-a-folder");
    assert!(folder.path("lam-dong/data/cau-hinh.yaml").is_file());
    // The folder in which somebody works stands for the data in it.
    let said = folder.run(&["schedule", "2026", "--data", "lam-dong"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stderr
            .contains("--> lam-dong/data/che-do/bnv-2025.yaml:"),
        "{}",
        said.stderr
    );
}

#[test]
fn nothing_is_written_where_something_is() {
    let folder = Folder::empty().write("viec/ghi-chep.txt", "của tôi");
    Run::new(&folder, "init viec --province Huế --year 2026")
        .code(5)
        .stderr(
            "lỗi[output/exists]: thư mục `viec` đã có tệp, không ghi gì vào đó\n  \
             |\n  = cách sửa: chọn một thư mục mới hoặc trống\n\n",
        )
        .check();
    assert_eq!(names(&folder.path(".")), ["viec/ghi-chep.txt"]);
    // In the folder where somebody is, only the place of the data must be free.
    let folder = folder.write("ghi-chep.txt", "của tôi");
    let said = folder.run(&["init", "--province", "Huế", "--year", "2026"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let before = names(&folder.path("."));
    let again = folder.run(&["init", "--sample"]);
    assert_eq!(again.code, Some(5), "{}", again.stderr);
    assert_eq!(names(&folder.path(".")), before);
}

#[test]
fn all_that_is_missing_or_wrong_is_said_at_once() {
    let folder = Folder::empty();
    Run::new(&folder, "init")
        .code(2)
        .says_as_in("init-of-nothing");
    Run::new(&folder, "init --year 2024 --regime bnv-2025 --province")
        .argument("Bình Dương")
        .says_as_in("init-of-a-province-and-a-year-that-are-none");
    Run::new(&folder, "init --year 2026 --regime bnv-2052 --province")
        .argument("Atlantis")
        .says_as_in("init-of-names-that-are-none");
    Run::new(&folder, "init --year 2021 --regime bnv-2021 --province")
        .argument("Cà Mau")
        .says_as_in("init-of-a-regime-of-three-tiers");
    assert!(names(&folder.path(".")).is_empty());
}

#[test]
fn the_sample_is_the_folder_of_the_sources() {
    let folder = Folder::empty();
    let said = folder.run(&["init", "--sample"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let delivered = crate::folder::repository().join("data");
    assert_eq!(names(&folder.path("data")), names(&delivered));
    for name in names(&delivered) {
        let read = |folder: &Path| fs::read(folder.join(&name)).expect("it can be read");
        assert!(read(&folder.path("data")) == read(&delivered), "{name}");
    }
}

/// Every province begins with data that are right, but for what nobody can know of it.
#[test]
fn every_province_begins_with_data_that_are_right() {
    for province in Province::all() {
        let (folder, said) = begun(province.name, 2026);
        assert_eq!(said.code, Some(0), "{}: {}", province.name, said.stderr);
        let said = folder.run(&["schedule", "2026"]);
        assert_eq!(said.code, Some(0), "{}: {}", province.name, said.stderr);
        let told: Vec<_> = said
            .stderr
            .lines()
            .filter(|line| line.contains('[') && line.contains("]: "))
            .map(|line| line.split("]: ").next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            told,
            ["cảnh báo[plan/unfilled", "cảnh báo[regime/unconfirmed"],
            "{}: {}",
            province.name,
            said.stderr
        );
    }
}
