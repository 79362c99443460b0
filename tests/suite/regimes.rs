//! Regimes that the program carries: named by number, changed in parts, recorded with what was
//! issued, compared, and taken to newer numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use baocao::app::{
    App, CheckRequest, Config, RegimeChangesRequest, RegimeUse, RegimesRequest, ScheduleRequest,
    SealRequest, UndoRequest, UpdateRequest, UpdatedRegime,
};
use baocao::diagnostic::{Code, Severity, Sources};
use baocao::event::Event;
use baocao::hash::sha256;
use baocao::history::Occasion;
use baocao::load::{Carried, Loaded};
use baocao::model::{CycleId, IndicatorId, Period, Regime, Row};

use crate::folder::{Folder, files, repository};
use crate::report::request;
use crate::run::Run;

/// The hashes of the texts that were released.
const RELEASED: &str = "src/load/carried/released.txt";

/// The small province, whose regime is the program's.
struct Province {
    folder: Folder,
}

impl Province {
    fn new() -> Self {
        let folder = Folder::base();
        fs::remove_dir_all(folder.path("data/che-do")).expect("it is there");
        Self { folder }.with("cau-hinh.yaml", "minh_hoa: true\nche_do: {mau: 1}\n")
    }

    /// The same with a file of its data.
    fn with(self, file: &str, text: &str) -> Self {
        let folder = self.folder.write(&format!("data/{file}"), text);
        Self { folder }
    }

    /// The same with what it changes of the regime.
    fn changing(self, parts: &str) -> Self {
        self.with("che-do/mau.yaml", &format!("sua: mau\n{parts}"))
    }

    /// The program with the first numbers of the regime.
    fn app(&self, numbers: usize) -> App {
        App::open(Config {
            carried: carried(numbers),
            ..Config::new(self.folder.path("data"), self.folder.path("out"))
        })
    }

    fn loaded(&self) -> Loaded {
        let charset = (' '..='\u{2fff}').collect();
        let data = self.folder.path("data");
        let folder = baocao::load::Folder::open_with(data, charset, carried(2));
        folder.regimes_with(Sources::default())
    }

    /// Its regime, with which nothing is wrong.
    fn regime(&self) -> Regime {
        let loaded = self.loaded();
        assert_eq!(loaded.findings, [], "{}", findings(&loaded).join("\n"));
        let [regime] = loaded.workspace.regimes.as_slice() else {
            panic!("there is one regime");
        };
        regime.clone()
    }

    /// What is wrong with its regime: file, line, rule, words.
    fn wrong(&self) -> Vec<String> {
        findings(&self.loaded())
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path("data").join(file)).expect("it is there")
    }
}

fn findings(loaded: &Loaded) -> Vec<String> {
    let (all, sources) = (&loaded.findings, &loaded.sources);
    let told = all.iter().map(|finding| {
        let place = finding.place.expect("it stands in a file");
        let path = sources.path(place.source);
        let file = path.rsplit('/').next().unwrap_or(path);
        let line = sources.line(place);
        let help: Vec<_> = finding.help.iter().map(ToString::to_string).collect();
        let weight = finding.severity.word();
        format!(
            "{file}:{line} {weight} {}: {} [{}]",
            finding.code.as_str(),
            finding.message,
            help.join("; ")
        )
    });
    told.collect()
}

/// The regime of the small province as a program may carry it, in so many numbers: the second
/// asks for one row more, and for units to report by another day.
fn carried(numbers: usize) -> Carried {
    let base = repository().join("tests/fixtures/base/che-do/mau.yaml");
    let text = fs::read_to_string(base).expect("it is there");
    let one = format!("so_ban: 1\n{text}");
    let two = format!(
        "so_ban: 2\n{}        - stt: \"4\"\n          ma: moi\n          ten: Việc mới\n          don_vi_tinh: Việc\n          loai: trong_ky\n          tong_hop: cong\n          khai: tat_ca\n",
        text.replace(
            "han_don_vi: {ngay: 5, thang: 3",
            "han_don_vi: {ngay: 6, thang: 3"
        )
    );
    let texts = [one, two];
    Carried::of(
        texts
            .iter()
            .take(numbers)
            .map(|text| ("mau", text.as_str())),
    )
}

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

fn occasion(command: &str) -> Occasion {
    Occasion {
        at: "2024-03-05T08:00:00+07:00".parse().expect("a time"),
        command: command.to_owned(),
    }
}

/// The kinds of errors and warnings of a period.
fn checked(app: &App, of: &str) -> Vec<&'static str> {
    let request = CheckRequest {
        period: Some(period(of)),
        agencies: Vec::new(),
        strict: false,
    };
    let mut told = Vec::new();
    app.check(&request, &mut |event| {
        if let Event::Found(finding) = event
            && finding.severity != Severity::Note
        {
            told.push(finding.code.as_str());
        }
    });
    told
}

fn due(regime: &Regime) -> (u32, u32) {
    let cycle = regime.cycles.get(&CycleId::from("q1")).expect("it has one");
    (cycle.units_due.day, cycle.units_due.month)
}

fn rows(regime: &Regime) -> Vec<String> {
    let rows = regime.forms.iter().flat_map(|form| &form.rows);
    let names = rows.map(|row| match row {
        Row::Heading { name, .. } => name.value.clone(),
        Row::Value { indicator, .. } => indicator.row().to_owned(),
    });
    names.collect()
}

#[test]
fn every_regime_is_carried_in_all_its_numbers_without_a_fault() {
    let carried = Carried::of_program();
    let names: Vec<_> = carried.names().collect();
    assert_eq!(names, ["bnv-2021", "bnv-2025"]);
    for name in names {
        let numbers = carried.numbers(name);
        let all: Vec<_> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, all, "{name}");
        for number in numbers {
            let province = Province::new().with(
                "cau-hinh.yaml",
                &format!("minh_hoa: true\nche_do: {{{name}: {number}}}\n"),
            );
            let charset = (' '..='\u{2fff}').collect();
            let data = province.folder.path("data");
            let loaded = baocao::load::Folder::open(data, charset).regimes_with(Sources::default());
            assert_eq!(
                findings(&loaded),
                <[String; 0]>::default(),
                "{name} {number}"
            );
            let regime = &loaded.workspace.regimes[0];
            assert_eq!(regime.origin.number(), Some(number));
            assert!(!regime.forms.is_empty() && !regime.outline.is_empty());
        }
    }
    // The newest text is that of the sample.
    for path in files(&repository().join("data/che-do")) {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let newest = carried.newest(&name).expect("it is carried");
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(carried.text(&name, newest) == Some(&text), "{name}");
    }
}

/// What was released under a number is what people report by. A text that changes becomes a new
/// number: copy the file as it was released to `src/load/carried/<name>.<number>.yaml`, raise
/// `so_ban` in `data/che-do/<name>.yaml`, and write the table anew with `UPDATE_EXPECTED=1`, as for a
/// number that no release has yet.
#[test]
fn no_released_text_changes_under_its_number() {
    let carried = Carried::of_program();
    let mut table = String::new();
    for name in carried.names() {
        for number in carried.numbers(name) {
            let text = carried.text(name, number).expect("it has the number");
            let hash = sha256(text.as_bytes());
            writeln!(table, "{name} {number} {hash}").expect("it can be written");
        }
    }
    let path = repository().join(RELEASED);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &table).expect("it can be written");
    }
    let released = fs::read_to_string(&path).expect("it is there");
    assert_eq!(
        table, released,
        "a text that was released has changed: give it a new number, or write {RELEASED} anew \
         with UPDATE_EXPECTED=1 if that number was never released"
    );
}

/// What the settings name needs no file, from the first submission to the report.
#[test]
fn a_folder_reports_by_what_its_settings_name() {
    let folder = Folder::of_units(2026, &["so-noi-vu", "so-tu-phap"]);
    fs::remove_dir_all(folder.path("data/che-do")).expect("it is there");
    let folder = folder.write(
        "data/cau-hinh.yaml",
        "minh_hoa: true\nche_do: {bnv-2025: 1}\n",
    );
    let said = folder.run(&["check", "2026-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let said = folder.run(&["new", "2026-6t", "--agency", "so-noi-vu"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let said = folder.run(&["build", "2026-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.outputs().len(), 2);
    let manifest = fs::read_to_string(folder.path("out/manifest.json")).expect("it is there");
    assert!(manifest.contains("bnv-2025 (số 1, của chương trình)"));
    // Nothing changed, and a period is not even read.
    let said = folder.run(&["build", "2026-q1"]);
    assert!(
        said.stdout.contains("2 không có gì thay đổi"),
        "{}",
        said.stdout
    );
    let told = fs::read_to_string(folder.path("out/.baocao-told.json")).expect("it is there");
    assert!(told.contains("2026-q1"), "{told}");
}

#[test]
fn a_folder_without_any_regime_is_told_what_to_write() {
    let folder = Folder::base();
    fs::remove_dir_all(folder.path("data/che-do")).expect("it is there");
    Run::new(&folder, "check 2024-q1").says_as_in("check-without-a-regime");
    fs::create_dir(folder.path("data/che-do")).expect("it can be made");
    Run::new(&folder, "check 2024-q1").says_as_in("check-with-an-empty-folder-of-regimes");
}

#[test]
fn dates_words_rows_and_sections_are_changed_one_by_one() {
    let before = Province::new().regime();
    assert_eq!((before.origin.number(), due(&before)), (Some(1), (5, 3)));
    assert_eq!(
        rows(&before),
        ["ty_le", "da_xong", "dung_han", "khao_sat", "cap_tinh"]
    );
    let regime = |parts: &str| Province::new().changing(parts).regime();
    let after = regime("ky: {q1: {han_don_vi: {ngay: 8}}}\n");
    assert_eq!((due(&after), rows(&after)), ((8, 3), rows(&before)));
    let after = regime("ten: Chế độ của tỉnh\ncan_cu: [Căn cứ Quyết định số 2/QĐ-UBND]\n");
    assert_eq!(after.name.value, "Chế độ của tỉnh");
    assert_eq!(after.legal_basis.len(), 1);
    let form = |rows: &str| {
        regime(&format!(
            "bieu_mau: {{bieu: [{{ma: ho_so, dong: [{rows}]}}]}}\n"
        ))
    };
    let after = form("{ma: da_xong, ten: Hồ sơ đã trả}");
    let row = &after.indicators[&IndicatorId::from("ho_so.da_xong")];
    assert_eq!(
        (row.name.value.as_str(), row.covers.len()),
        ("Hồ sơ đã trả", 1)
    );
    let new = |more: &str| {
        form(&format!(
            "{{stt: '5', ma: ton, ten: Hồ sơ tồn, don_vi_tinh: Hồ sơ, loai: luy_ke, tong_hop: cong, khai: tat_ca{more}}}"
        ))
    };
    assert_eq!(rows(&new("")).last().map(String::as_str), Some("ton"));
    assert_eq!(rows(&new(", sau: da_xong"))[1..3], ["da_xong", "ton"]);
    let after = form("{ma: khao_sat, bo: true}");
    assert_eq!(rows(&after), ["ty_le", "da_xong", "dung_han", "cap_tinh"]);
    let after = form("{ma: cap_tinh, sau: ty_le}, {stt: II, ten: Đầu mục, sau: ty_le}");
    assert_eq!(rows(&after)[..3], ["ty_le", "cap_tinh", "Đầu mục"]);
    let after = form("{ma: ty_le, cong_thuc: {tong: [ho_so.da_xong]}}");
    let row = &after.indicators[&IndicatorId::from("ho_so.ty_le")];
    assert!(row.formula.is_some());
    // A part of the outline is known by the sections in it.
    let after = regime(
        "de_cuong:\n  phan:\n    - muc:\n        - {ma: kho_khan, tieu_de: Vướng mắc}\n        - {ma: de_xuat, tieu_de: Đề xuất, sau: tinh_hinh}\n",
    );
    let sections: Vec<_> = after.sections().map(|s| s.id.to_string()).collect();
    assert_eq!(sections, ["tinh_hinh", "de_xuat", "kho_khan"]);
    let after = regime("de_cuong: {phan: [{muc: [{ma: kho_khan, bo: true}]}]}\n");
    assert_eq!(after.sections().count(), 1);
    // A key is taken out, and a period stands behind another.
    let after = regime("ky: {q1: {mo_dau: Khác}}\n");
    assert!(after.cycles[0].opening.is_some());
    let after = regime(
        "ky:\n  q3:\n    ten: quý III năm {nam}\n    ky_sau: quý IV năm {nam}\n    trich_yeu: Kết quả\n    so_lieu: {tu: {ngay: 1, thang: 7}, den: {ngay: 14, thang: 9}, nguon: nguyen_van}\n    han_don_vi: {ngay: 5, thang: 9, nguon: nguyen_van}\n    han_bo: {ngay: 20, thang: 9, nguon: nguyen_van}\n    sau: q1\n",
    );
    assert_eq!(after.cycles.len(), 2);
}

/// A part of the outline has no name of its own; the section before a new one says which it is.
#[test]
fn a_section_is_added_to_the_part_that_has_the_one_before_it() {
    let new = "de_cuong: {phan: [{muc: [{ma: muc_moi, sau: tinh_hinh, tieu_de: Mục mới}]}]}\n";
    let regime = Province::new().changing(new).regime();
    let [part] = regime.outline.as_slice() else {
        panic!("there is one part");
    };
    let sections: Vec<_> = part.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(sections, ["tinh_hinh", "muc_moi", "kho_khan"]);
    // Behind nothing that there is, it belongs to no part.
    let lost = new.replace("sau: tinh_hinh", "sau: khong_co");
    let told = Province::new().changing(&lost).wrong();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("mau.yaml:2 error regime/override"));
}

fn told_of(province: &Province) -> Vec<String> {
    let said = province.folder.run(&["check", "2024-q1"]);
    let text = format!("{}{}", said.stdout, said.stderr);
    let mut told = Vec::new();
    for line in text.lines() {
        let place = line.trim_start().strip_prefix("--> ");
        if line.starts_with("lỗi[") || place.is_some() {
            told.push(place.unwrap_or(line).to_owned());
        }
    }
    told
}

/// Codes of sections and points are one list, and each number of a form is one line's.
#[test]
fn codes_and_numbers_of_two_are_told_where_a_person_wrote_them() {
    let whole = fs::read_to_string(repository().join("tests/fixtures/base/che-do/mau.yaml"));
    let whole = whole.expect("it is there");
    let with = |old: &str, new: &str| {
        assert!(whole.contains(old), "{old}");
        let text = whole.replacen(old, new, 1);
        told_of(&Province::new().with("che-do/mau.yaml", &text))
    };
    let none: [&str; 0] = [];
    assert_eq!(with("ma: ho_so\n", "ma: ho_so\n"), none);
    let told = with(
        "          khi_khong_co:",
        "          diem: [{ma: tinh_hinh, tieu_de: X}]\n          khi_khong_co:",
    );
    // What a unit wrote under the section itself is told beside it.
    assert_eq!(
        told[2..],
        [
            "lỗi[regime/inconsistent]: một mục và một điểm cùng mã `tinh_hinh`",
            "data/che-do/mau.yaml:30:23"
        ]
    );
    assert_eq!(
        with("stt: \"1.2\"", "stt: \"1.1\""),
        [
            "lỗi[regime/inconsistent]: hai dòng của biểu cùng số `1.1`",
            "data/che-do/mau.yaml:55:16"
        ]
    );
    assert_eq!(
        with(
            "  bieu:\n",
            "  bieu:\n    - {so: 1, ma: khac, ten: Khác, dong: []}\n"
        ),
        [
            "lỗi[regime/inconsistent]: hai biểu cùng số `1`",
            "data/che-do/mau.yaml:36:11"
        ]
    );
    // With a regime of the program, what the folder wrote is at fault wherever it stands.
    let settings = "minh_hoa: true\nche_do: {bnv-2025: 1}\ndia_phuong: {loai: tỉnh, ten: Mẫu}\n";
    let carried = |changes: &str| {
        let province = Province::new().with("cau-hinh.yaml", settings);
        let text = format!("sua: bnv-2025\n{changes}");
        let province = province.with("che-do/bnv-2025.yaml", &text);
        let said = province.folder.run(&["schedule", "2026"]);
        let text = format!("{}{}", said.stdout, said.stderr);
        let shown = "data/che-do/bnv-2025.yaml:2:";
        (
            text.matches(" cùng mã ").count() + text.matches(" cùng số ").count(),
            text.matches(&format!("--> {shown}")).count(),
        )
    };
    for changes in [
        "de_cuong: {phan: [{muc: [{ma: the_che, khi_khong_co: Không có., diem: [{ma: kiem_tra, tieu_de: X}]}]}]}\n",
        "bieu_mau: {bieu: [{ma: tthc, so: 1}]}\n",
    ] {
        assert_eq!(carried(changes), (1, 1), "{changes}");
    }
}

#[test]
fn what_a_folder_changes_wrongly_is_told_where_it_stands() {
    let cases: BTreeMap<&str, &[&str]> = BTreeMap::from([
        (
            "ten: Chế độ báo cáo mẫu\n",
            &[
                "mau.yaml:1 warning regime/override: tệp không sửa gì của chế độ mà chương trình có [xóa tệp này nếu không cần; chỉ ghi những gì khác]",
            ][..],
        ),
        (
            "ten: Tên khác\nmo_dau: \"{don_vi} báo cáo {ky} như sau:\"\n",
            &[
                "mau.yaml:3 warning regime/override: `mo_dau` giống hệt trong chế độ của chương trình [bỏ chỗ này; chỉ ghi những gì khác]",
            ],
        ),
        (
            "bieu_mau:\n  bieu:\n    - ma: ho_so\n      dong:\n        - {ma: da_song, ten: Hồ sơ}\n",
            &[
                "mau.yaml:6 error regime/override: chế độ không có mục mã `da_song` ở đây [có phải là `da_xong`?; thêm mục mới thì ghi `sau: …` (mã của mục đứng trước), và ghi đủ `loai`, `tong_hop`]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: khac_han, bo: true}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: chế độ không có mục mã `khac_han` ở đây [xem lại mã trong chế độ, hoặc bỏ chỗ này]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: cap_tinh, sau: khao_sta}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: chế độ không có mục mã `khao_sta` ở đây [có phải là `khao_sat`?]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: cap_tinh, bo: co}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: `bo` chỉ nhận `true` [viết `bo: true` để bỏ mục này; giữ lại thì xóa `bo`]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: cap_tinh, bo: \"true\"}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: `bo` chỉ nhận `true` [viết `bo: true` để bỏ mục này, không có dấu nháy; giữ lại thì xóa `bo`]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: cap_tinh, stt: \"3\", bo: true, ten: Việc khác}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: `bo: true` bỏ cả mục này nên `ten` không có tác dụng [muốn bỏ mục này thì xóa `ten`; muốn sửa thì xóa `bo`]",
            ],
        ),
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: da_xong, tra_loi: {bo: true, 0: Không}}]}]}\n",
            &[
                "mau.yaml:2 error regime/override: `bo: true` bỏ cả mục này nên `0` không có tác dụng [muốn bỏ mục này thì xóa `0`; muốn sửa thì xóa `bo`]",
            ],
        ),
        (
            "so_ban: 2\nten: Tên khác\n",
            &[
                "mau.yaml:2 error regime/override: tệp sửa chế độ không có số của mình [bỏ dòng này; số của chế độ ghi trong cau-hinh.yaml: `che_do: {tên chế độ: số}`]",
            ],
        ),
        (
            "tenn: Tên khác\n",
            &[
                "mau.yaml:2 error key/unknown: không có khóa nào tên là `tenn` ở đây [có phải là `ten`?]",
            ],
        ),
        // What is right by itself and wrong with the change is told in both files.
        (
            "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: khao_sat, bo: true}, {ma: dung_han, bo: true}]}]}\n",
            &[
                "mau (số 1, của chương trình):47 error regime/inconsistent: không có dòng nào mã `ho_so.dung_han` [sửa cả chỗ này trong tệp sửa chế độ, hoặc bỏ chỗ sửa làm nó sai]",
                "mau (số 1, của chương trình):55 error regime/inconsistent: không có dòng nào mã `ho_so.dung_han` [sửa cả chỗ này trong tệp sửa chế độ, hoặc bỏ chỗ sửa làm nó sai]",
            ],
        ),
    ]);
    for (parts, expected) in cases {
        assert_eq!(Province::new().changing(parts).wrong(), expected, "{parts}");
    }
}

#[test]
fn names_and_numbers_that_are_not_carried_are_told_with_what_there_is() {
    let settings = |che_do: &str| {
        let text = format!("minh_hoa: true\nche_do: {che_do}\n");
        Province::new().with("cau-hinh.yaml", &text)
    };
    assert_eq!(
        settings("{mua: 1}").wrong(),
        [
            "cau-hinh.yaml:2 error regime/not-carried: chương trình không có chế độ nào tên là `mua` [có phải là `mau`?; các chế độ chương trình có: mau; chế độ khác thì đặt tệp của nó vào thư mục che-do]"
        ]
    );
    assert_eq!(
        settings("{mau: 3}").wrong(),
        [
            "cau-hinh.yaml:2 error regime/not-carried: chương trình không có số 3 của chế độ `mau` [cập nhật chương trình; các số chương trình này có: 1, 2]"
        ]
    );
    // What cannot be read is told, and not missed as well.
    for regimes in ["{mau: 0}", "{mau: -1}", "{mau: x}", "{mau: [1]}", "[mau]"] {
        for province in [
            settings(regimes),
            settings(regimes).changing("ten: Tên khác\n"),
        ] {
            let told = province.wrong();
            assert_eq!(told.len(), 1, "{regimes}: {told:?}");
            assert!(told[0].starts_with("cau-hinh.yaml:2 error "), "{told:?}");
        }
    }
    let unnamed = Province::new()
        .with("cau-hinh.yaml", "minh_hoa: true\n")
        .changing("ten: Tên khác\n");
    assert_eq!(
        unnamed.wrong(),
        [
            "mau.yaml:1 error regime/override: cau-hinh.yaml không ghi dùng chế độ `mau` của chương trình [thêm vào cau-hinh.yaml: `che_do: {mau: 2}`]"
        ]
    );
    let twice = Province::new()
        .changing("ten: Tên khác\n")
        .with("che-do/them.yaml", "sua: mau\nmo_dau: Khác\n");
    assert_eq!(
        twice.wrong(),
        [
            "them.yaml:1 error regime/override: đã có tệp khác sửa chế độ `mau` [gộp hai tệp làm một]"
        ]
    );
    // A whole file of that name wins.
    let whole = fs::read_to_string(repository().join("tests/fixtures/base/che-do/mau.yaml"));
    let own = Province::new().with("che-do/mau.yaml", &whole.expect("it is there"));
    assert_eq!(own.regime().origin.number(), None);
    let both = own.with("che-do/them.yaml", "sua: mau\nmo_dau: Khác\n");
    assert_eq!(
        both.wrong(),
        [
            "them.yaml:1 error regime/override: tệp này không được dùng: đã có tệp đủ `che-do/mau.yaml` thay chế độ của chương trình [giữ một trong hai tệp]"
        ]
    );
}

fn sealed() -> Province {
    let province = sealed_with(Province::new());
    assert!(
        province
            .text("2024/q1/da-ban-hanh.yaml")
            .contains("\n  che_do: {mau: 1}\n  bam_che_do: ")
    );
    province
}

/// A province whose report is recorded.
fn sealed_with(province: Province) -> Province {
    let request = SealRequest {
        period: period("2024-q1"),
        agencies: Vec::new(),
        signed: None,
        document: None,
        occasion: occasion("seal 2024-q1"),
    };
    let (outcome, sealed) = province.app(1).seal(&request, &mut |_| {});
    assert_eq!(outcome.errors, []);
    assert_eq!(sealed.expect("one was issued").recorded.len(), 1);
    province
}

fn update(province: &Province) -> Vec<UpdatedRegime> {
    let request = UpdateRequest {
        name: None,
        occasion: occasion("regimes --update"),
    };
    let (outcome, updated) = province.app(2).update_regimes(&request, &mut |_| {});
    assert_eq!(outcome.errors, []);
    updated.expect("it was done").regimes
}

/// A newer number changes nothing of what was issued; what was not is read by it.
#[test]
fn what_was_issued_stays_with_its_number() {
    let province = sealed();
    let none: [&str; 0] = [];
    assert_eq!(checked(&province.app(2), "2024-q1"), none);
    let updated = update(&province);
    let expected = UpdatedRegime {
        name: "mau".to_owned(),
        from: 1,
        to: 2,
    };
    assert_eq!(updated, [expected]);
    assert_eq!(
        province.text("cau-hinh.yaml"),
        "minh_hoa: true\nche_do: {mau: 2}\n"
    );
    assert_eq!(update(&province), []);
    let app = province.app(2);
    assert_eq!(checked(&app, "2024-q1"), none);
    let (_, drafts) = app.compose(&request("2024-q1", &[]), &mut |_| {});
    assert_eq!(drafts.len(), 1);
    // The calendar has the day of then, and the day of now where nothing was issued.
    let days = |year: i32| {
        let (_, all) = app.schedule(&ScheduleRequest { year }, &mut |_| {});
        let all = all.expect("there is a calendar").into_iter();
        let units = all.filter(|due| due.id.ends_with("/don-vi"));
        units.map(|due| due.date.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        (days(2024), days(2025)),
        (vec!["2024-03-05".to_owned()], vec!["2025-03-06".to_owned()])
    );
    // By another number the report would lack a figure.
    let seals = province.text("2024/q1/da-ban-hanh.yaml");
    fs::remove_file(province.folder.path("data/2024/q1/da-ban-hanh.yaml")).expect("it is there");
    assert!(!checked(&province.app(2), "2024-q1").is_empty());
    let province = province.with(
        "2024/q1/da-ban-hanh.yaml",
        &seals.replace("mau: 1", "mau: 4"),
    );
    assert_eq!(checked(&province.app(2), "2024-q1"), ["regime/not-carried"]);
}

/// The codes that are told of a period, with file and line.
fn told(province: &Province, numbers: usize) -> Vec<String> {
    let request = CheckRequest {
        period: Some(period("2024-q1")),
        agencies: Vec::new(),
        strict: false,
    };
    let mut told = Vec::new();
    province.app(numbers).check(&request, &mut |event| {
        if let Event::Found(finding) = event {
            let place = finding.location.as_ref().expect("it stands in a file");
            let place = place.words();
            let line = place.rsplit('/').next().unwrap_or_default();
            told.push(format!("{line} {}", finding.code.as_str()));
        }
    });
    told
}

/// Who changes a regime after reports were issued by it has them checked by another text.
#[test]
fn a_change_after_reports_were_issued_is_told() {
    let none: [&str; 0] = [];
    let later = "ky: {q1: {han_don_vi: {ngay: 8}}}\n";
    let province = sealed();
    assert_eq!(told(&province, 1), none);
    // Written, with another number too; deleted again.
    let province = province.changing(later);
    assert_eq!(told(&province, 1), ["mau.yaml:1 regime/changed"]);
    update(&province);
    assert_eq!(told(&province, 2), ["mau.yaml:1 regime/changed"]);
    // What is nothing to the period, and when the regime ends.
    let new = "ky:\n  q3:\n    ten: quý III năm {nam}\n    ky_sau: quý IV năm {nam}\n    trich_yeu: Kết quả\n    so_lieu: {tu: {ngay: 1, thang: 7}, den: {ngay: 14, thang: 9}, nguon: nguyen_van}\n    han_don_vi: {ngay: 5, thang: 9, nguon: nguyen_van}\n    han_bo: {ngay: 20, thang: 9, nguon: nguyen_van}\n";
    for other in [new, "den_ngay: 2029-12-31\n"] {
        let province = sealed().changing(other);
        assert_eq!(told(&province, 1), none, "{other}");
    }
    // There when the report was issued.
    let province = sealed_with(Province::new().changing(later));
    assert_eq!(told(&province, 1), none);
    let other = "# Theo công văn của tỉnh.\nky:\n  q1:\n    han_don_vi:\n      ngay:   8\n";
    let province = province.changing(other);
    assert_eq!(told(&province, 1), none);
    let province = province.changing(&later.replace('8', "9"));
    assert_eq!(told(&province, 1), ["mau.yaml:1 regime/changed"]);
    fs::remove_file(province.folder.path("data/che-do/mau.yaml")).expect("it is there");
    assert_eq!(told(&province, 1), ["da-ban-hanh.yaml:8 regime/changed"]);
    // An earlier version recorded no text.
    let seals = province.text("2024/q1/da-ban-hanh.yaml");
    let lines = seals.lines().filter(|line| !line.contains("bam_che_do"));
    let earlier: Vec<_> = lines.collect();
    let province = province.with("2024/q1/da-ban-hanh.yaml", &earlier.join("\n"));
    assert_eq!(told(&province, 1), none);
    let province = province.with(
        "2024/q1/da-ban-hanh.yaml",
        &seals.replace("bam_che_do: ", "bam_che_do: x"),
    );
    assert_eq!(told(&province, 1), ["da-ban-hanh.yaml:8 value/type"]);
}

/// A file of the place's own, whole, in the place of the regime that the program carries.
#[test]
fn a_whole_file_after_reports_were_issued_is_told_where_it_says_otherwise() {
    let none: [&str; 0] = [];
    let whole = fs::read_to_string(repository().join("tests/fixtures/base/che-do/mau.yaml"));
    let whole = whole.expect("it is there");
    let own = sealed_with(Province::new().with("che-do/mau.yaml", &whole));
    assert!(!own.text("2024/q1/da-ban-hanh.yaml").contains("che_do: {"));
    assert_eq!(told(&own, 1), none);
    // The same text is the same regime, whoever carries it.
    fs::remove_file(own.folder.path("data/che-do/mau.yaml")).expect("it is there");
    assert_eq!(told(&own, 1), none);
    let other = whole
        .replace("ten: Khó khăn", "ten: Vướng mắc")
        .replace("Tình hình chung", "Tình hình");
    let own = own.with("che-do/mau.yaml", &other);
    assert_eq!(told(&own, 1), ["mau.yaml:1 regime/changed"]);
}

/// What is recorded of the regime is as the program writes it, or told.
#[test]
fn a_recorded_regime_that_cannot_be_is_told() {
    let province = sealed();
    let seals = province.text("2024/q1/da-ban-hanh.yaml");
    let line = "  che_do: {mau: 1}\n";
    let with = |new: &str| {
        let text = seals.replace(line, new);
        let province = sealed().with("2024/q1/da-ban-hanh.yaml", &text);
        let charset = (' '..='\u{2fff}').collect();
        let data = province.folder.path("data");
        let folder = baocao::load::Folder::open_with(data, charset, carried_beside());
        findings(&folder.period(&period("2024-q1"), &[]))
    };
    let none: [&str; 0] = [];
    assert_eq!(with(line), none);
    for two in ["{}", "{mau: 1, sau: 1}"] {
        assert_eq!(
            with(&format!("  che_do: {two}\n")),
            [
                "da-ban-hanh.yaml:7 error value/type: đây không phải là chế độ của một báo cáo do `baocao seal` ghi [khôi phục tệp, không sửa tệp này bằng tay]"
            ]
        );
    }
    assert_eq!(
        with("  che_do: {sau: 1}\n"),
        [
            "da-ban-hanh.yaml:7 error regime/not-carried: báo cáo kỳ 2024-q1 được ghi nhận theo chế độ `sau`, chế độ ấy không có kỳ này [khôi phục tệp, không sửa tệp này bằng tay]"
        ]
    );
    // One of two that lacks it.
    let record = seals.split_once("so-mau:").expect("it is recorded").1;
    let other = format!("{seals}\ntinh-mau:{}", record.replace(line, ""));
    let province = province.with("2024/q1/da-ban-hanh.yaml", &other);
    let charset = (' '..='\u{2fff}').collect();
    let folder =
        baocao::load::Folder::open_with(province.folder.path("data"), charset, carried_beside());
    let told = findings(&folder.period(&period("2024-q1"), &[]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("warning key/missing: ghi nhận này thiếu dòng `che_do`"),
        "{told:?}"
    );
}

/// The regime of the small province, and one that begins later.
fn carried_beside() -> Carried {
    let base = repository().join("tests/fixtures/base/che-do/mau.yaml");
    let text = fs::read_to_string(base).expect("it is there");
    let one = format!("so_ban: 1\n{text}");
    let later = one.replace("tu_ngay: 2024-01-01", "tu_ngay: 2025-01-01");
    Carried::of([("mau", one.as_str()), ("sau", later.as_str())])
}

/// A period is compared with an earlier one by the regime of then.
#[test]
fn each_period_has_the_regime_that_its_reports_were_made_by() {
    let province = sealed();
    update(&province);
    let now = province
        .text("2024/q1/so-mau.yaml")
        .replace("2024-02-29", "2025-02-28")
        .replace("2024", "2025")
        .replace("    khao_sat: 1\n", "    khao_sat: 1\n    moi: 3\n");
    let province = province.with("2025/q1/so-mau.yaml", &now);
    let charset = (' '..='\u{2fff}').collect();
    let data = province.folder.path("data");
    let folder = baocao::load::Folder::open_with(data, charset, carried(2));
    let loaded = folder.period(&period("2025-q1"), &[]);
    assert_eq!(findings(&loaded), <[String; 0]>::default());
    let number = |of: &str| {
        let regimes = loaded.workspace.regimes_for(&period(of));
        regimes.first().and_then(|regime| regime.origin.number())
    };
    assert_eq!((number("2024-q1"), number("2025-q1")), (Some(1), Some(2)));
    assert_eq!(loaded.workspace.past.len(), 1);
    let told = checked(&province.app(2), "2025-q1");
    assert!(
        !told.iter().any(|code| code.starts_with("figure/")),
        "{told:?}"
    );
    // A fault in what is recorded of then loses what is compared with, and nothing else.
    let seals = province.text("2024/q1/da-ban-hanh.yaml");
    let unknown = seals.replace("mau: 1", "mau: 9");
    let province = province.with("2024/q1/da-ban-hanh.yaml", &unknown);
    let loaded = folder.period(&period("2025-q1"), &[]);
    assert_eq!(
        findings(&loaded),
        [
            "da-ban-hanh.yaml:7 warning regime/not-carried: chương trình không có số 9 của chế độ `mau` [cập nhật chương trình; các số chương trình này có: 1, 2]"
        ]
    );
    // Two numbers in one period are not what the program writes.
    let record = seals.split_once("so-mau:").expect("it is recorded").1;
    let two = format!("{seals}\ntinh-mau:{}", record.replace("mau: 1", "mau: 2"));
    let province = province.with("2024/q1/da-ban-hanh.yaml", &two);
    let loaded = folder.period(&period("2024-q1"), &[]);
    let told = findings(&loaded);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("báo cáo cùng kỳ được ghi nhận theo hai số của chế độ `mau`: 1 và 2"),
        "{told:?}"
    );
    drop(province);
}

#[test]
fn an_update_is_taken_back_and_is_not_made_where_a_change_no_longer_fits() {
    let province = Province::new();
    update(&province);
    let request = UndoRequest {
        file: province.folder.path("data/cau-hinh.yaml"),
        to: None,
        force: false,
        occasion: occasion("undo"),
    };
    let (_, undone) = province.app(2).undo(&request, &mut |_| {});
    assert!(undone.is_some());
    let before = "minh_hoa: true\nche_do: {mau: 1}\n";
    assert_eq!(province.text("cau-hinh.yaml"), before);

    // The row that the folder has added is one of the newer number, in another form.
    let province = Province::new().changing(
        "bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: moi, stt: '9', ten: Việc, don_vi_tinh: Việc, loai: trong_ky, tong_hop: cong, khai: tat_ca}, {ma: dung_han, sau: moi}]}]}\nky: {q1: {han_don_vi: {ngay: 6}}}\n",
    );
    assert_eq!(province.wrong(), <[String; 0]>::default());
    let refused =
        Province::new().changing("bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: cu, bo: true}]}]}\n");
    let request = UpdateRequest {
        name: None,
        occasion: occasion("regimes --update"),
    };
    let (outcome, updated) = refused.app(2).update_regimes(&request, &mut |_| {});
    assert_eq!(
        (outcome.errors, updated),
        (vec![Code::RegimeOverride], None)
    );
    assert_eq!(refused.text("cau-hinh.yaml"), before);
    assert!(!refused.folder.path("data/.baocao").exists());
}

/// A change that fits the number of the folder and not the newest one.
#[test]
fn a_draft_that_does_not_hold_is_not_written() {
    let province = Province::new().changing("bieu_mau: {bieu: [{ma: ho_so, dong: [{ma: dung_han, bo: true}, {ma: ty_le, bo: true}, {ma: da_xong, bao_gom: {bo: true}}]}]}\n");
    assert_eq!(province.wrong(), <[String; 0]>::default());
    let one = fs::read_to_string(repository().join("tests/fixtures/base/che-do/mau.yaml"));
    let one = one.expect("it is there");
    let two = one.replace(
        "          bao_gom: [ho_so.dung_han]\n",
        "          bao_gom: [ho_so.dung_han]\n          nen_khong_qua: ho_so.dung_han\n",
    );
    let texts = [format!("so_ban: 1\n{one}"), format!("so_ban: 2\n{two}")];
    let app = App::open(Config {
        carried: Carried::of(texts.iter().map(|text| ("mau", text.as_str()))),
        ..Config::new(province.folder.path("data"), province.folder.path("out"))
    });
    let request = UpdateRequest {
        name: None,
        occasion: occasion("regimes --update"),
    };
    let mut told = Vec::new();
    let (outcome, updated) = app.update_regimes(&request, &mut |event| {
        if let Event::Found(finding) = event {
            told.push(finding.message.clone());
        }
    });
    assert_eq!(
        (outcome.errors, updated),
        (vec![Code::RegimeInconsistent], None)
    );
    assert_eq!(told, ["không có dòng nào mã `ho_so.dung_han`"]);
    assert!(province.text("cau-hinh.yaml").contains("mau: 1"));
}

#[test]
fn regimes_are_listed_with_how_the_folder_has_them() {
    let province = Province::new().changing("ten: Tên khác\n");
    let (_, all) = province
        .app(2)
        .regimes(&RegimesRequest::default(), &mut |_| {});
    let [known] = all
        .expect("there is a list")
        .try_into()
        .expect("there is one");
    assert_eq!(
        (known.title.title.as_str(), known.numbers),
        ("Tên khác", vec![1, 2])
    );
    let RegimeUse::Carried { number, changed_by } = known.used else {
        panic!("it is carried");
    };
    assert_eq!(number, 1);
    assert!(changed_by.is_some_and(|file| file.ends_with("data/che-do/mau.yaml")));
    let request = RegimeChangesRequest {
        name: "mau".to_owned(),
        between: None,
    };
    let (_, changes) = province.app(2).regime_changes(&request, &mut |_| {});
    let changes = changes.expect("both are carried");
    assert_eq!((changes.from, changes.to), (1, 2));
    let of: Vec<_> = changes
        .changes
        .iter()
        .map(|c| (c.of.as_str(), c.key.as_str()))
        .collect();
    assert_eq!(of, [("q1", "han_don_vi.ngay"), ("ho_so.moi", "")]);
}

#[test]
fn the_command_lists_regimes_tells_changes_and_prints_a_text() {
    let folder = Folder::base().write(
        "data/cau-hinh.yaml",
        "minh_hoa: true\nche_do: {bnv-2025: 1}\n",
    );
    let folder = folder.write(
        "data/che-do/bnv-2025.yaml",
        "sua: bnv-2025\nky: {q1: {han_don_vi: {ngay: 8, nguon: nguyen_van}}}\n",
    );
    Run::new(&folder, "regimes").says_as_in("regimes");
    Run::new(&folder, "regimes bnv-2025 --format json").says_as_in("regime-for-programs");
    Run::new(&folder, "regimes bnv-2025 --changes 1..1").says_as_in("regime-without-changes");
    Run::new(&folder, "regimes bnv-2052")
        .code(1)
        .says_as_in("regime-unknown");
    Run::new(&folder, "regimes --update").says_as_in("regimes-at-their-newest");
    let text = fs::read_to_string(repository().join("data/che-do/bnv-2025.yaml"));
    let said = folder.run(&["regimes", "bnv-2025", "--text"]);
    assert_eq!(said.stdout, text.expect("it is there"));
    let said = folder.run(&["regimes", "bnv-2025", "--text", "--format", "json"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (Some(2), ""),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("`--format json`"), "{}", said.stderr);
    let nowhere = folder.run(&["regimes", "--data", "khong-co"]);
    let checked = folder.run(&["check", "2024-q1", "--data", "khong-co"]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (checked.code, ""));
    assert_ne!(nowhere.code, Some(0));
    // Where there are no data yet.
    fs::remove_dir_all(folder.path("data")).expect("it is there");
    Run::new(&folder, "regimes").says_as_in("regimes-without-data");
}

/// The example of the guide is one.
#[test]
fn the_guide_shows_changes_that_fit() {
    let guide = fs::read_to_string(repository().join("docs/huong-dan.md")).expect("it is there");
    let blocks = guide.split("```yaml\n").skip(1);
    let mut blocks = blocks.filter_map(|block| block.split("```").next());
    let changes = blocks.find(|block| block.starts_with("sua: bnv-2025"));
    let province = Province::new()
        .with("cau-hinh.yaml", "minh_hoa: true\nche_do: {bnv-2025: 1}\n")
        .with("che-do/bnv-2025.yaml", changes.expect("there is one"));
    let charset = (' '..='\u{2fff}').collect();
    let data = province.folder.path("data");
    let loaded = baocao::load::Folder::open(data, charset).regimes_with(Sources::default());
    assert_eq!(findings(&loaded), <[String; 0]>::default());
    assert_eq!(due(&loaded.workspace.regimes[0]), (8, 3));
}

/// What reads the regime for people sees the changes.
#[test]
fn commands_go_by_the_regime_with_its_changes() {
    let folder = Folder::of_units(2026, &["so-noi-vu"]);
    fs::remove_dir_all(folder.path("data/che-do")).expect("it is there");
    let folder = folder
        .write("data/cau-hinh.yaml", "minh_hoa: true\nche_do: {bnv-2025: 1}\n")
        .write(
            "data/che-do/bnv-2025.yaml",
            "sua: bnv-2025\nky: {q1: {han_don_vi: {ngay: 9}}}\nbieu_mau: {bieu: [{ma: chi_dao, dong: [{ma: xa_da_kiem_tra, nen_khong_qua: chi_dao.so_da_kiem_tra}]}]}\n",
        );
    let said = folder.run(&["schedule", "2026"]);
    assert!(
        said.stdout.contains("09/3/2026"),
        "{}{}",
        said.stdout,
        said.stderr
    );
    let said = folder.run(&["check", "--list", "2026-q1"]);
    let rule = "chi_dao.xa_da_kiem_tra ≤ chi_dao.so_da_kiem_tra";
    assert!(said.stdout.contains(rule), "{}{}", said.stdout, said.stderr);
    let said = folder.run(&["build", "2026-q1"]);
    assert_eq!(folder.outputs().len(), 1, "{}", said.stderr);
}
