//! Agencies as they are on the day when units report.

use std::fs;

use baocao::load::{Charset, Loaded, load};
use baocao::model::{AgencyId, Period, Workspace};
use chrono::NaiveDate;

use crate::folder::{Folder, repository};

fn charset() -> Charset {
    (' '..='\u{2fff}').collect()
}

/// The workspace of a period of the delivered data.
fn workspace(period: &str) -> Workspace {
    let period = Period::parse(period).expect("well formed");
    let nobody = [AgencyId::from("bo-noi-vu")];
    load(&repository().join("data"), &period, &nobody, &charset()).workspace
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn an_agency_has_the_name_of_the_day() {
    let folder = Folder::base().replace(
        "data/co-quan.yaml",
        "    tu_xung: Sở\n",
        "    tu_xung: Sở\n    thay_doi:\n      2025-02-01: {ten: Sở Mẫu và Ví dụ, luu: VP}\n      2026-03-05: {ten: Sở Ví dụ}\n",
    );
    // Units report on 05/3.
    let cases = [
        ("2024-q1", "Sở Mẫu", None),
        ("2025-q1", "Sở Mẫu và Ví dụ", Some("VP")),
        ("2026-q1", "Sở Ví dụ", Some("VP")),
    ];
    for (period, name, filed_by) in cases {
        let Loaded { workspace, .. } = load(
            &folder.path("data"),
            &Period::parse(period).expect("well formed"),
            &[],
            &charset(),
        );
        let agency = &workspace.agencies["so-mau"];
        assert_eq!(agency.name.value, name, "{period}");
        let filed = agency.filed_by.as_ref().map(|f| f.value.as_str());
        assert_eq!(filed, filed_by, "{period}");
    }
}

/// Who pastes a name from a document may bring spaces with it that nobody sees.
#[test]
fn hard_spaces_in_a_name_are_spaces() {
    let folder = Folder::base().replace(
        "data/co-quan.yaml",
        "    ten: Sở Mẫu\n    tu_xung: Sở\n",
        "    ten: \"Sở\u{a0}Mẫu\"\n    tu_xung: Sở\n",
    );
    let plain = Folder::base().run(&["check", "2024-q1", "--notes"]);
    let hard = folder.run(&["check", "2024-q1", "--notes"]);
    assert_eq!((hard.code, hard.stderr), (plain.code, plain.stderr));
}

#[test]
fn the_city_has_the_members_and_recipients_of_its_year() {
    let cases = [
        ("2021-q1", 35, "UBND các quận, huyện"),
        ("2021-nam", 35, "UBND các quận, huyện"),
        ("2026-q1", 24, "UBND các xã, phường, đặc khu"),
    ];
    for (period, members, recipients) in cases {
        let workspace = workspace(period);
        let due = workspace.units_due(&Period::parse(period).expect("well formed"));
        let city = &workspace.agencies["thanh-pho"];
        let found = workspace.members(city, due.expect("a regime has it"));
        assert_eq!(found.len(), members, "{period}");
        let last = city.recipients.last().map(|r| r.value.as_str());
        assert!(
            last.is_some_and(|r| r.contains(recipients)),
            "{period}: {last:?}"
        );
    }
}

#[test]
fn whoever_was_merged_has_a_successor() {
    let workspace = workspace("2026-q1");
    let cases = [
        ("so-thong-tin-truyen-thong", "so-khoa-hoc-cong-nghe"),
        ("so-ke-hoach-dau-tu", "so-tai-chinh"),
        ("so-lao-dong", "so-noi-vu"),
        ("so-giao-thong-van-tai", "so-xay-dung"),
        ("so-nong-nghiep", "so-nong-nghiep-moi-truong"),
        ("so-tai-nguyen-moi-truong", "so-nong-nghiep-moi-truong"),
        ("so-van-hoa-the-thao", "so-van-hoa-the-thao-du-lich"),
        ("so-du-lich", "so-van-hoa-the-thao-du-lich"),
        ("huyen-cat-hai", "dac-khu-cat-hai"),
    ];
    for (before, now) in cases {
        let gone = &workspace.agencies[before];
        assert!(gone.is_gone_on(day("2026-03-05")), "{before}");
        let heirs = workspace.successors(gone, day("2026-03-05"));
        let heirs: Vec<_> = heirs.iter().map(|heir| heir.id.as_str()).collect();
        assert_eq!(heirs, [now], "{before}");
        // Before it was merged nobody had taken over.
        assert!(
            workspace
                .successors(gone, day("2021-03-05"))
                .iter()
                .all(|heir| heir.valid_from.is_none())
        );
    }
    let districts = workspace
        .agencies
        .values()
        .filter(|a| a.level.as_str() == "huyen");
    assert!(districts.clone().all(|a| a.is_gone_on(day("2025-07-01"))));
    assert_eq!(districts.count(), 15);
}

/// The agencies of the small province with more of them, by patterns.
fn with_patterns(patterns: &str, units: &str) -> Folder {
    let text = fs::read_to_string(repository().join("tests/fixtures/base/co-quan.yaml"));
    let text = text.expect("the file is there");
    let text = text.replace(
        "co_quan:\n",
        &format!("  xa: Xã\nmau:\n{patterns}co_quan:\n"),
    );
    Folder::base().write("data/co-quan.yaml", &format!("{text}{units}"))
}

const COMMUNE: &str = "  xa:
    cap: xa
    ten: Ủy ban nhân dân {ten}
    tu_xung: Ủy ban nhân dân {loai}
    viet_tat: UBND
    bao_cao_ve: so-mau
    ten_dau_van_ban: [ỦY BAN NHÂN DÂN, \"{TEN}\"]
    dia_danh: \"{ten_rieng}\"
    nguoi_dung_dau: Chủ tịch
    nguoi_ky: {chu-tich: {chuc_vu: Chủ tịch}, pho-chu-tich: {chuc_vu: Phó Chủ tịch}}
    noi_nhan: [Đảng ủy, Sở Mẫu]
    thay_doi:
      2025-07-01: {noi_nhan: [Sở Mẫu]}
";

fn agencies_of(folder: &Folder, period: &str) -> Loaded {
    let period = Period::parse(period).expect("well formed");
    load(&folder.path("data"), &period, &[], &charset())
}

#[test]
fn a_unit_after_a_pattern_is_as_if_it_were_written_whole() {
    let folder = with_patterns(
        COMMUNE,
        "  xa-dai-hai: {mau: xa, ten: xã Đại Hải, ho_ten: {chu-tich: Nguyễn Văn Mẫu}}
  dac-khu-bach-long-vi: {mau: xa, ten: đặc khu Bạch Long Vĩ, dia_danh: Hải Phòng}
  xa-ea-hleo:
    mau: xa
    ten: xã Ea H'Leo
    noi_nhan: [Đảng ủy xã]
    thay_doi:
      2025-01-01: {ten: phường Ea H'Leo, ho_ten: {pho-chu-tich: Lê Văn Mẫu}}
      2026-01-01: {ho_ten: {chu-tich: Trần Văn Mẫu}}
",
    );
    let texts = |texts: &[baocao::diagnostic::Located<String>]| -> Vec<String> {
        texts.iter().map(|text| text.value.clone()).collect()
    };
    let Loaded {
        workspace,
        findings,
        ..
    } = agencies_of(&folder, "2024-q1");
    assert!(findings.is_empty(), "{findings:?}");
    let unit = &workspace.agencies["xa-dai-hai"];
    assert_eq!(unit.name.value, "Ủy ban nhân dân xã Đại Hải");
    assert_eq!(unit.running_name(), "Ủy ban nhân dân xã");
    assert_eq!(texts(&unit.letterhead), ["ỦY BAN NHÂN DÂN", "XÃ ĐẠI HẢI"]);
    assert_eq!(texts(&unit.recipients), ["Đảng ủy", "Sở Mẫu"]);
    let names: Vec<_> = unit
        .signers
        .values()
        .map(baocao::model::Signer::printed_name)
        .collect();
    assert_eq!(names, ["Nguyễn Văn Mẫu", ""]);
    let island = &workspace.agencies["dac-khu-bach-long-vi"];
    assert_eq!(island.running_name(), "Ủy ban nhân dân đặc khu");
    assert_eq!(
        texts(&island.letterhead),
        ["ỦY BAN NHÂN DÂN", "ĐẶC KHU BẠCH LONG VĨ"]
    );
    assert_eq!(
        island.place_name.as_ref().map(|p| p.value.as_str()),
        Some("Hải Phòng")
    );
    // What a unit says itself does not change with its pattern, and its name changes in all of it.
    let Loaded {
        workspace,
        findings,
        ..
    } = agencies_of(&folder, "2026-q1");
    // The year has no folder, which is no fault of the agencies.
    assert!(findings.iter().all(|f| f.place.is_none()), "{findings:?}");
    assert_eq!(
        texts(&workspace.agencies["xa-dai-hai"].recipients),
        ["Sở Mẫu"]
    );
    let unit = &workspace.agencies["xa-ea-hleo"];
    assert_eq!(
        texts(&unit.letterhead),
        ["ỦY BAN NHÂN DÂN", "PHƯỜNG EA H'LEO"]
    );
    assert_eq!(texts(&unit.recipients), ["Đảng ủy xã"]);
    let names: Vec<_> = unit
        .signers
        .values()
        .map(baocao::model::Signer::printed_name)
        .collect();
    assert_eq!(names, ["Trần Văn Mẫu", "Lê Văn Mẫu"]);
}

#[test]
fn a_fault_of_a_pattern_is_told_once_for_all_units() {
    let units =
        (1..=124).map(|number| format!("  xa-{number}: {{mau: xa, ten: xã Số {number}}}\n"));
    let units = units.collect::<Vec<_>>().concat();
    let sound = with_patterns(COMMUNE, &units);
    let Loaded {
        workspace,
        findings,
        ..
    } = agencies_of(&sound, "2024-q1");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(workspace.agencies.len(), 126);
    let faulty = COMMUNE
        .replace("viet_tat: UBND", "viet_tatt: UBND")
        .replace("cap: xa", "cap: xã");
    let Loaded {
        findings, sources, ..
    } = agencies_of(&with_patterns(&faulty, &units), "2024-q1");
    let mut told: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_str(), f.labels.len()))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [("key/unknown", 1), ("value/choice", 1)],
        "{findings:?}"
    );
    let first = findings[0].labels[0].place;
    let label = &sources.text(first.source)[first.range()];
    assert_eq!(label, "xa-1");
    // What a unit writes itself is told at the unit, however many texts it comes into.
    let units = units.replace("ten: xã Số 7}", "ten: \"xã Số 7\u{200b}\", luu: \"\"}");
    let Loaded {
        findings, sources, ..
    } = agencies_of(&with_patterns(COMMUNE, &units), "2024-q1");
    let mut told: Vec<_> = findings.iter().map(|f| f.code.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["text/invisible", "value/empty"], "{findings:?}");
    for place in findings.iter().filter_map(|finding| finding.place) {
        let before = &sources.text(place.source)[..place.start()];
        let line = before.rsplit('\n').next().unwrap_or_default();
        assert!(line.starts_with("  xa-7:"), "{line}");
    }
}

/// What fills a gap would run into the word beside it, on the pages of every unit.
#[test]
fn a_gap_that_touches_a_word_is_told_once_with_the_text_to_write() {
    let units = (1..=99).map(|number| format!("  xa-{number}: {{mau: xa, ten: xã Số {number}}}\n"));
    let units = units.collect::<Vec<_>>().concat();
    for (sound, touching, remedy) in [
        (
            "ten: Ủy ban nhân dân {ten}",
            "ten: Ủy ban nhân dân{ten}",
            "thêm dấu cách: `Ủy ban nhân dân {ten}`",
        ),
        ("\"{TEN}\"]", "\"{TEN}Ạ\"]", "thêm dấu cách: `{TEN} Ạ`"),
    ] {
        let faulty = COMMUNE.replace(sound, touching);
        assert_ne!(faulty, COMMUNE, "{sound}");
        let Loaded { findings, .. } = agencies_of(&with_patterns(&faulty, &units), "2024-q1");
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code.as_str(), finding.help[0].to_string()))
            .collect();
        assert_eq!(told, [("agency/pattern", remedy.to_owned())]);
    }
}

/// Each with where it stands and what it says.
fn told_of(patterns: &str, units: &str) -> Vec<(String, String)> {
    let Loaded {
        findings, sources, ..
    } = agencies_of(&with_patterns(patterns, units), "2024-q1");
    let told = findings.iter().map(|finding| {
        let place = finding.place.expect("it has a place");
        let at = sources.text(place.source)[place.range()].to_owned();
        (at, finding.message.clone())
    });
    told.collect()
}

#[test]
fn a_unit_without_a_name_of_its_own_is_told_at_its_name() {
    for name in ["12", "xã"] {
        let told = told_of(COMMUNE, &format!("  xa-a: {{mau: xa, ten: {name}}}\n"));
        let message =
            "`ten` của `xa-a` không có tên riêng, mà mẫu `xa` dùng `{ten_rieng}` ở `dia_danh`";
        assert_eq!(told, [(name.to_owned(), message.to_owned())]);
    }
    let own = "  xa-a: {mau: xa, ten: xã, dia_danh: Mẫu}\n";
    assert_eq!(told_of(COMMUNE, own), []);
}

#[test]
fn a_signer_is_named_in_one_place_of_a_day() {
    let unit = |more: &str| {
        format!("  xa-a: {{mau: xa, ten: xã A, ho_ten: {{chu-tich: Lê Văn Mẫu}}, {more}}}\n")
    };
    let signers = |name: &str| format!("nguoi_ky: {{chu-tich: {{chuc_vu: Chủ tịch{name}}}}}");
    let named = signers(", ho_ten: Trần Văn Mẫu");
    let told = told_of(COMMUNE, &unit(&named));
    let message = "`xa-a` ghi họ tên của `chu-tich` ở cả `ho_ten` và `nguoi_ky`";
    assert_eq!(told, [("chu-tich".to_owned(), message.to_owned())]);
    assert_eq!(told_of(COMMUNE, &unit(&signers(""))), []);
    // From a day on somebody else signs.
    let later = unit(&format!("thay_doi: {{2024-01-01: {{{named}}}}}"));
    let Loaded {
        workspace,
        findings,
        ..
    } = agencies_of(&with_patterns(COMMUNE, &later), "2024-q1");
    assert!(findings.is_empty(), "{findings:?}");
    let agency = &workspace.agencies["xa-a"];
    assert_eq!(agency.signers["chu-tich"].printed_name(), "Trần Văn Mẫu");
}

#[test]
fn a_pattern_that_no_unit_uses_is_checked() {
    let unused = |line: &str| format!("{COMMUNE}  bo:\n    ten: Ban {{ten}}\n    {line}\n");
    let units = "  xa-a: {mau: xa, ten: xã A}\n";
    for (line, wrong) in [
        ("cap: xa\n    capp: so", "capp"),
        ("cap: xa\n    noi_nhan: 5", "5"),
        ("viet_tat: B", "bo"),
    ] {
        let told = told_of(&unused(line), units);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().any(|(at, _)| at == wrong), "{told:?}");
    }
    let told = told_of(&unused("cap: xa"), units);
    let message = "chưa có đơn vị nào theo mẫu `bo`";
    assert_eq!(told, [("bo".to_owned(), message.to_owned())]);
}

/// A draft has a blank line where the name of its signer is to stand.
#[test]
fn a_report_without_the_name_of_its_signer_is_a_draft_only() {
    let folder = Folder::base()
        .replace("data/co-quan.yaml", ", ho_ten: Nguyễn Văn Mẫu", "")
        .replace(
            "data/2024/q1/so-mau.yaml",
            "  trang_thai: da_ban_hanh\n  so: 7\n  ngay: 2024-03-04\n",
            "  trang_thai: du_thao\n",
        );
    let said = folder.run(&["build", "2024-q1"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stderr.contains("cảnh báo[signer/unnamed]"),
        "{}",
        said.stderr
    );
    assert_eq!(folder.outputs().len(), 1);
    let said = folder.run(&[
        "issue",
        "2024-q1",
        "--agency",
        "so-mau",
        "--number",
        "7",
        "--date",
        "2024-03-04",
    ]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("lỗi[signer/unnamed]"),
        "{}",
        said.stderr
    );
    let file = fs::read_to_string(folder.path("data/2024/q1/so-mau.yaml")).expect("it is there");
    assert!(file.contains("trang_thai: du_thao"), "{file}");
}
