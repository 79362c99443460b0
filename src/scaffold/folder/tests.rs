use super::*;
use crate::load::{Charset, lone_regime};
use crate::scaffold::Province;

fn files(province: &Province) -> Vec<BeginningFile> {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let text = include_str!("../../../data/che-do/bnv-2025.yaml");
    let regime =
        lone_regime("bnv-2025", text, (&province.territory(), &charset)).expect("it has no fault");
    let beginning = Beginning {
        province,
        year: 2026,
        regime: &regime,
        number: 1,
    };
    beginning.files()
}

fn text<'f>(files: &'f [BeginningFile], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path);
    &file.expect("there is one").text
}

#[test]
fn every_commune_has_one_line_and_a_name_of_its_own() {
    for province in Province::all() {
        let files = files(province);
        let agencies = text(&files, "co-quan.yaml");
        let lines = agencies.lines().filter(|line| line.contains("{mau: xa, "));
        let mut ids: Vec<_> = lines
            .map(|line| line.trim().split(':').next().unwrap_or_default())
            .collect();
        assert_eq!(ids.len(), province.communes.len(), "{}", province.name);
        let well_formed = |id: &&str| {
            let mut bytes = id.bytes();
            bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        assert!(ids.iter().all(well_formed), "{}: {ids:?}", province.name);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), province.communes.len(), "{}", province.name);
    }
}

#[test]
fn words_of_the_other_kind_of_place_are_in_no_file() {
    for province in Province::all() {
        let (other, other_party) = match province.kind {
            TerritoryKind::Province => ("thành phố", "Thành ủy"),
            TerritoryKind::City => ("tỉnh", "Tỉnh ủy"),
        };
        for file in files(province) {
            // Which places a gap or a law speaks of is no word of this one.
            let says = |word: &str| file.text.to_lowercase().contains(&word.to_lowercase());
            assert!(!says(other), "{} {}: {other}", province.name, file.path);
            assert!(!says(other_party), "{} {}", province.name, file.path);
        }
    }
}

#[test]
fn names_are_those_of_the_decree() {
    let of = |name: &str| {
        let province = Province::named(name).expect("there is one");
        text(&files(province), "co-quan.yaml").to_owned()
    };
    let city = of("Hồ Chí Minh");
    for line in [
        "    ten: Ủy ban nhân dân Thành phố Hồ Chí Minh\n",
        "    ten_dau_van_ban: [ỦY BAN NHÂN DÂN, THÀNH PHỐ HỒ CHÍ MINH]\n",
        "    dia_danh: Thành phố Hồ Chí Minh\n",
        "  dac-khu-con-dao: {mau: xa, ten: đặc khu Côn Đảo}\n",
    ] {
        assert!(city.contains(line), "{line}");
    }
    let province = of("Lâm Đồng");
    for line in [
        "    ten: Ủy ban nhân dân tỉnh Lâm Đồng\n",
        "    ten_dau_van_ban: [ỦY BAN NHÂN DÂN, TỈNH LÂM ĐỒNG]\n",
        "    dia_danh: Lâm Đồng\n",
        "  xa-d-ran: {mau: xa, ten: xã D'Ran}\n",
        "  phuong-b-lao: {mau: xa, ten: phường B'Lao}\n",
        "  phuong-1-bao-loc: {mau: xa, ten: phường 1 Bảo Lộc, dia_danh: Phường 1 Bảo Lộc}\n",
        // One line of the head has no room for it.
        "  phuong-lang-biang-da-lat: {mau: xa, ten: phường Lang Biang - Đà Lạt, ten_dau_van_ban: [ỦY BAN NHÂN DÂN, PHƯỜNG, LANG BIANG - ĐÀ LẠT]}\n",
    ] {
        assert!(province.contains(line), "{line}");
    }
    // Two names that differ by their marks alone.
    let hai_phong = of("Hải Phòng");
    let lines: Vec<_> = hai_phong
        .lines()
        .filter(|line| line.contains("xa-cam-giang"))
        .collect();
    assert_eq!(
        lines,
        [
            "  xa-cam-giang: {mau: xa, ten: xã Cẩm Giang}",
            "  xa-cam-giang-2: {mau: xa, ten: xã Cẩm Giàng}",
        ]
    );
}

/// The head of a page has lines of so many letters: two that fit, or three where none of two does.
#[test]
fn the_head_of_a_management_board_has_as_few_lines_as_fit() {
    for (province, head) in [
        ("Cà Mau", "BAN QUẢN LÝ CÁC KHU, CÔNG NGHIỆP TỈNH CÀ MAU"),
        (
            "Thái Nguyên",
            "BAN QUẢN LÝ, CÁC KHU CÔNG NGHIỆP, TỈNH THÁI NGUYÊN",
        ),
    ] {
        let province = Province::named(province).expect("there is one");
        let files = files(province);
        let line = format!("#   ten_dau_van_ban: [{head}]\n");
        assert!(text(&files, "co-quan.yaml").contains(&line), "{line}");
    }
}
