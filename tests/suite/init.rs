//! Folders of data to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use baocao::scaffold::{Commune, CommuneKind, Province};
use baocao::vi;

use crate::calendar::letter_of;
use crate::folder::{Folder, Said, files};
use crate::report::report_of;
use crate::run::Run;
use crate::sheet::sheets;

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
             = cách sửa: chọn một thư mục mới hoặc trống\n\n",
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

/// The longest names, those with apostrophes and the special zones, in their provinces.
fn unusual() -> Vec<(&'static Province, &'static Commune)> {
    let all = Province::all().iter();
    let all = all.flat_map(|province| province.communes.iter().map(move |c| (province, c)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, commune)| std::cmp::Reverse(commune.full_name().chars().count()));
    let (longest, others) = all.split_at(8);
    let others = others.iter().copied().filter(|(_, commune)| {
        commune.kind == CommuneKind::SpecialZone || commune.name.contains('\'')
    });
    longest.iter().copied().chain(others).collect()
}

#[test]
fn names_stand_whole_at_the_head_of_a_page() {
    let unusual = unusual();
    assert!(unusual.len() > 20, "{}", unusual.len());
    for province in Province::all() {
        let of_province = unusual.iter().filter(|(p, _)| p.name == province.name);
        let communes: Vec<_> = of_province.map(|(_, commune)| *commune).collect();
        if communes.is_empty() {
            continue;
        }
        let (folder, _) = begun(province.name, 2026);
        let agencies = fs::read_to_string(folder.path("data/co-quan.yaml")).expect("it is there");
        for commune in communes {
            let name = commune.full_name();
            let line = agencies.lines().find(|line| {
                let rest = line.split_once(&format!("ten: {name}"));
                rest.is_some_and(|(_, rest)| rest.starts_with(['}', ',']))
            });
            let id = line.and_then(|line| line.trim().split(':').next());
            let id = id.expect("it has a line");
            let said = folder.run(&["new", "2026-q1", "--agency", id]);
            assert_eq!(said.code, Some(0), "{name}: {}", said.stderr);
            let built = report_of(&folder.path("data"), "2026-q1", id);
            let sheets = sheets(&built.pages.document);
            let first = sheets.first().expect("it has a page");
            let lines: Vec<_> = first.lines().into_iter().map(|line| line.text).collect();
            // The head has two columns: the name stands at the left of its line.
            let heads = if name.chars().count() > 24 {
                [vi::upper(commune.kind.word()), vi::upper(commune.name)]
            } else {
                ["ỦY BAN NHÂN DÂN".to_owned(), vi::upper(&name)]
            };
            let is_there = |head: &String| lines.iter().any(|line| line.starts_with(head));
            let seen = &lines[..8.min(lines.len())];
            assert!(heads.iter().all(is_there), "{heads:?}: {seen:?}");
            let day = lines.iter().any(|line| line.ends_with("tháng 3 năm 2026"));
            assert!(day, "{name}: {seen:?}");
        }
    }
}

#[test]
fn departments_and_the_place_itself_stand_whole_at_the_head_of_a_page() {
    for (province, unit, heads) in [
        (
            "Hồ Chí Minh",
            "so-van-hoa-the-thao-du-lich",
            &[
                "ỦY BAN NHÂN DÂN",
                "THÀNH PHỐ HỒ CHÍ MINH",
                "SỞ VĂN HÓA, THỂ THAO",
                "VÀ DU LỊCH",
            ][..],
        ),
        (
            "Tuyên Quang",
            "so-nong-nghiep-moi-truong",
            &["TỈNH TUYÊN QUANG", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"],
        ),
        ("Thái Nguyên", "thanh-tra", &["THANH TRA TỈNH"]),
        ("Huế", "van-phong-ubnd", &["THÀNH PHỐ HUẾ", "VĂN PHÒNG"]),
    ] {
        let (folder, _) = begun(province, 2026);
        let said = folder.run(&["new", "2026-q1", "--agency", unit]);
        assert_eq!(said.code, Some(0), "{unit}: {}", said.stderr);
        let built = report_of(&folder.path("data"), "2026-q1", unit);
        let sheets = sheets(&built.pages.document);
        let lines = sheets.first().expect("it has a page").lines();
        for head in heads {
            let is_there = lines.iter().any(|line| line.text.starts_with(head));
            assert!(is_there, "{province} {unit}: {head}: {lines:?}");
        }
    }
}

#[test]
fn days_of_the_program_wait_until_the_place_says_its_own() {
    let (folder, _) = begun("Cà Mau", 2026);
    fs::remove_dir_all(folder.path("data/che-do")).expect("it can be removed");
    let said = folder.run(&["schedule", "2026", "--format", "json"]);
    for part in [
        "cảnh báo[regime/unconfirmed]: hạn các đơn vị gửi báo cáo (05/3, 05/6, 05/9, 05/11) là tạm đặt",
        "--> bnv-2025 (số 1, của chương trình):",
        "ghi các ngày vào che-do/bnv-2025.yaml: `sua: bnv-2025`",
    ] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
    let calendar: serde_json::Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let due = calendar["due"].as_array().expect("a list");
    for (id, confirmed) in [
        ("2026-q1/don-vi", false),
        ("2026-q1/tinh", true),
        ("2026/nhiem-vu-1", true),
    ] {
        let found = due.iter().find(|due| due["id"] == id).expect("it is due");
        assert_eq!(found["confirmed"], confirmed, "{id}");
    }
    let said = folder.run(&["schedule", "2026", "--format", "ics"]);
    let lines = said.stdout.replace("\r\n ", "");
    assert!(lines.contains("05/3/2026 (tạm đặt\\, chưa được địa phương xác nhận)"));
    assert!(
        lines.contains("Theo: Ngày tạm đặt: chế độ báo cáo"),
        "{lines}"
    );
    let letter = letter_of(&folder, "2026-q1", "2026-03-20");
    assert!(
        letter.contains("Căn cứ Công văn số 4625/BNV-CCHC"),
        "{letter}"
    );
    // Once the place has said its own nothing more is told.
    let own = ["q1: 3", "6t: 6", "q3: 9", "nam: 11"].map(|cycle| {
        let (cycle, month) = cycle.split_once(": ").expect("it has both");
        format!("  {cycle}: {{han_don_vi: {{ngay: 8, thang: {month}, nguon: nguyen_van}}}}\n")
    });
    let own = format!("sua: bnv-2025\nky:\n{}", own.concat());
    let folder = folder.write("data/che-do/bnv-2025.yaml", &own);
    let said = folder.run(&["schedule", "2026"]);
    assert!(
        !said.stderr.contains("regime/unconfirmed"),
        "{}",
        said.stderr
    );
    for part in [
        "Hạn: trước ngày 08/3/2026 (",
        "Theo: Quy định của tỉnh Cà Mau về thời hạn báo cáo\n",
        // To the ministry it is the regime's own.
        "Theo: Chế độ báo cáo cải cách hành chính định kỳ theo Công văn số 4625/BNV-CCHC\n",
    ] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    let letter = letter_of(&folder, "2026-q1", "2026-03-20");
    let words = "Theo thời hạn báo cáo do tỉnh Cà Mau quy định, các cơ quan";
    assert!(letter.contains(words), "{letter}");
    assert!(!letter.contains("Căn cứ Công văn"), "{letter}");
    // A clause that the place names goes before that.
    let clause = "quy_dinh_han: khoản 2 Điều 4 Quyết định số 12/QĐ-UBND\n";
    let folder = folder.append("data/che-do/bnv-2025.yaml", clause);
    let said = folder.run(&["schedule", "2026"]).stdout;
    let words = "Theo: Khoản 2 Điều 4 Quyết định số 12/QĐ-UBND\n";
    assert!(said.contains(words), "{said}");
    let letter = letter_of(&folder, "2026-q1", "2026-03-20");
    let words = "Theo quy định tại khoản 2 Điều 4 Quyết định số 12/QĐ-UBND, các cơ quan";
    assert!(letter.contains(words), "{letter}");
}

#[test]
fn whom_a_calendar_asks_are_kinds_of_units_that_the_place_has() {
    for (province, kinds) in [
        ("Cà Mau", "xã, phường"),
        ("Lâm Đồng", "xã, phường, đặc khu"),
    ] {
        let (folder, _) = begun(province, 2026);
        let said = folder.run(&["schedule", "2026"]).stdout;
        let words = format!("Các sở, ban, ngành; Ủy ban nhân dân các {kinds} → Sở Nội vụ\n");
        assert!(said.contains(&words), "{province}: {said}");
    }
}
