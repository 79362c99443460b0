//! The parts of the layout library that no report uses yet, and those that a
//! short report does not reach.

use std::fs;

use crate::decree::number;
use crate::folder::{Folder, repository};
use crate::report::reports_with;
use crate::sheet::{Sheet, sheets};

fn sample() -> Vec<Sheet> {
    let mut folder = Folder::base();
    for name in ["bao-cao.j2", "van-ban.typ"] {
        let path = repository().join("tests/fixtures/library").join(name);
        let text = fs::read_to_string(path).expect("the fixture is there");
        folder = folder.write(&format!("mau/bao-cao/{name}"), &text);
    }
    let built = reports_with(&folder.path("data"), "2024-q1", Some(&folder.path("mau")))
        .expect("the library sets it");
    sheets(&built[0].pages.document)
}

#[test]
fn points_follow_the_vietnamese_alphabet_and_begin_anew() {
    let headings: Vec<String> = sample()
        .iter()
        .flat_map(Sheet::lines)
        .filter(|l| l.text.ends_with(") Điểm"))
        .map(|l| l.text)
        .collect();
    let letters = "a b c d đ e g h i k l m n o p q r s t u v x y a";
    let expected: Vec<_> = letters.split(' ').map(|l| format!("{l}) Điểm")).collect();
    assert_eq!(headings, expected);
}

#[test]
fn parts_and_sections_are_numbered() {
    let lines: Vec<_> = sample().iter().flat_map(Sheet::lines).collect();
    let texts: Vec<_> = lines.iter().map(|l| l.text.as_str()).collect();
    for heading in [
        "I. PHẦN MỘT",
        "1. Khoản một",
        "2. Khoản hai",
        "II. PHẦN HAI",
    ] {
        assert!(texts.contains(&heading), "{heading}");
    }
    assert_eq!(texts.iter().filter(|t| **t == "1. Khoản một").count(), 2);
}

#[test]
fn several_addressees_stand_below_their_dashes_under_the_colon() {
    let sheets = sample();
    let first = &sheets[0];
    let call = first.one("Kính gửi:");
    let colon = call.x + call.width - 0.278 * call.size;
    for name in [
        "- Bộ Nội vụ;",
        "- Ủy ban nhân dân tỉnh Mẫu;",
        "- Sở Nội vụ.",
    ] {
        let line = first.one(name);
        assert!((line.x - colon).abs() < 1.0, "{line:?} {call:?}");
        assert!(line.y > call.y);
    }
}

#[test]
fn long_names_take_several_lines_and_the_date_stays_beside_the_symbol() {
    let sheets = sample();
    let first = &sheets[0];
    let symbol = first.one("05/BC-VP&PC");
    let date = first.one("Tỉnh Mẫu, ngày 09 tháng 01 năm 2024");
    assert!((symbol.y - date.y).abs() < 0.5);
    let last = first.one("VÀ PHÁT TRIỂN QUỸ ĐẤT");
    assert!(last.y < symbol.y);
    let subject: Vec<_> = first
        .lines()
        .into_iter()
        .filter(|l| l.y > first.one("BÁO CÁO").y && l.y < first.one("Kính gửi:").y)
        .collect();
    assert!(subject.len() >= 2, "{subject:?}");
    let widths: Vec<f64> = subject.iter().map(|l| l.right - l.x).collect();
    let shortest = widths.iter().copied().fold(f64::MAX, f64::min);
    let longest = widths.iter().copied().fold(0.0, f64::max);
    assert!(shortest > 0.7 * longest, "{subject:?}");
}

#[test]
fn a_footnote_stands_at_the_foot_of_the_page_that_calls_it() {
    let sheets = sample();
    let page = sheets
        .iter()
        .find(|s| !s.find("Đoạn dẫn").is_empty())
        .expect("the call is on a page");
    let note = page.one("Chú thích.");
    let size = number("co_chu_chu_thich");
    assert!((note.size - size).abs() < 0.1);
    assert!(
        page.runs
            .iter()
            .all(|r| r.y <= note.y + 0.5 || r.size < size + 0.5)
    );
}

#[test]
fn the_signature_moves_to_a_new_page_with_the_last_paragraph() {
    let sheets = sample();
    let last = sheets
        .iter()
        .rfind(|s| !s.find("Nguyễn Văn Mẫu").is_empty())
        .expect("it is signed");
    let paragraph = last
        .lines()
        .into_iter()
        .find(|l| l.text == "Đoạn cuối cùng của báo cáo./.");
    let title = last.one("PHÓ CHỦ TỊCH");
    assert!(paragraph.expect("the last paragraph is with it").y < title.y);
}
