//! The outline of 2025: headings by level, titles by cycle, what is left out, remarks.

use baocao::compose::Composed;
use serde_json::Value;

use crate::folder::{Folder, repository};
use crate::report::report_of;
use crate::wording::paragraphs;

/// The body and the data of a delivered report.
fn delivered(period: &str, unit: &str) -> (Composed, Value) {
    let built = report_of(&repository().join("data"), period, unit);
    let data = serde_json::from_str(&built.composed.data).expect("it is JSON");
    (built.composed, data)
}

/// Headings of a level, as text.
fn headings(composed: &Composed, level: usize) -> Vec<String> {
    let blocks = composed.document.blocks.iter();
    let headings = blocks.filter(|block| block.kind.heading_level() == Some(level));
    headings
        .map(|block| block.words().replace('\u{a0}', " "))
        .collect()
}

/// The numbers of paragraphs that have one.
fn numbers(composed: &Composed) -> Vec<&str> {
    let blocks = composed.document.blocks.iter();
    let paragraphs = blocks.filter(|block| block.kind.heading_level().is_none());
    paragraphs
        .filter_map(|block| block.number.as_deref())
        .collect()
}

#[test]
fn headings_follow_the_level_of_the_agency() {
    // Unit, first section, fifth section, the point on procedures.
    let cases = [
        (
            "thanh-pho",
            "của lãnh đạo Thành ủy, Ủy ban nhân dân thành phố đối với",
            "các nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao",
            "thẩm quyền giải quyết của địa phương",
        ),
        (
            "so-tu-phap",
            "nổi bật của lãnh đạo Sở đối với công tác CCHC",
            "các nhiệm vụ Ủy ban nhân dân thành phố giao",
            "thẩm quyền giải quyết của Sở",
        ),
        // It answers for procedures and for what the Government asks of the city.
        (
            "van-phong-ubnd",
            "nổi bật của lãnh đạo Văn phòng đối với công tác CCHC",
            "các nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao",
            "thẩm quyền giải quyết của địa phương",
        ),
        (
            "xa-tien-lang",
            "của lãnh đạo Đảng ủy, Ủy ban nhân dân xã đối với công tác CCHC",
            "các nhiệm vụ Ủy ban nhân dân thành phố giao",
            "thẩm quyền giải quyết của Ủy ban nhân dân xã",
        ),
    ];
    for (unit, first, fifth, point) in cases {
        let (body, _) = delivered("2026-q1", unit);
        let sections = headings(&body, 2);
        assert!(sections[0].contains(first), "{unit}: {sections:#?}");
        assert!(sections[4].contains(fifth), "{unit}: {sections:#?}");
        let points = headings(&body, 3);
        assert!(
            points.iter().any(|p| p.contains(point)),
            "{unit}: {points:#?}"
        );
    }
}

#[test]
fn the_city_has_the_outline_of_the_ministry() {
    let (body, data) = delivered("2026-q1", "thanh-pho");
    assert_eq!(
        headings(&body, 1),
        [
            "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CCHC",
            "KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH",
            "ĐÁNH GIÁ CHUNG",
            "PHƯƠNG HƯỚNG, NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH TRỌNG TÂM QUÝ II NĂM 2026",
        ]
    );
    // Six sections, six sections with all their points, two; the last part has numbered
    // paragraphs.
    assert_eq!(headings(&body, 2).len(), 14);
    assert_eq!(headings(&body, 3).len(), 4 + 3 + 4 + 4 + 3 + 8);
    assert_eq!(numbers(&body), ["1.", "2.", "3.", "4.", "5.", "6.", "7."]);
    let said = paragraphs(&body);
    let closing = said
        .iter()
        .position(|p| p == "Số liệu chi tiết tại Phụ lục I kèm theo Báo cáo này.");
    assert!(closing.is_some(), "{said:#?}");
    let title = data["subject"].as_str().expect("a title");
    assert_eq!(
        title,
        "Công tác cải cách hành chính quý I năm 2026 và phương hướng, nhiệm vụ quý II năm 2026"
    );
    let closing = data["closing"].as_str().expect("a closing");
    assert!(
        closing.ends_with("kính gửi Bộ Nội vụ tổng hợp"),
        "{closing}"
    );
    let basis = data["legal_basis"].to_string().replace('\u{a0}', " ");
    assert!(basis.contains("Công văn số 4625/BNV-CCHC"), "{basis}");
    assert!(
        basis.contains("(sau đây gọi là Kế hoạch thành phố)"),
        "{basis}"
    );
}

#[test]
fn titles_and_the_last_part_follow_the_cycle() {
    let cases = [
        (
            "q1",
            "quý I năm 2026 và phương hướng, nhiệm vụ quý II năm 2026",
            "QUÝ II NĂM 2026",
        ),
        (
            "6t",
            "6 tháng đầu năm 2026 và phương hướng, nhiệm vụ 6 tháng cuối năm 2026",
            "6 THÁNG CUỐI NĂM 2026",
        ),
        (
            "q3",
            "quý III năm 2026 và phương hướng, nhiệm vụ quý IV năm 2026",
            "QUÝ IV NĂM 2026",
        ),
        (
            "nam",
            "năm 2026 và phương hướng, nhiệm vụ năm 2027",
            "NĂM 2027",
        ),
    ];
    for (cycle, title, next) in cases {
        let folder = Folder::of_units(2026, &[]);
        let period = format!("2026-{cycle}");
        let said = folder.run(&["new", &period, "--agency", "xa-tien-lang"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        let built = report_of(&folder.path("data"), &period, "xa-tien-lang");
        let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
        let subject = data["subject"].as_str().expect("a title");
        assert_eq!(
            subject.replace('\u{a0}', " "),
            format!("Công tác cải cách hành chính {title}")
        );
        let parts = headings(&built.composed, 1);
        let last = parts.last().expect("there are parts");
        assert!(last.ends_with(&format!("TRỌNG TÂM {next}")), "{last}");
        let titles: Vec<_> = data["annexes"]
            .as_array()
            .expect("annexes")
            .iter()
            .map(|a| a["title"].to_string())
            .collect();
        // Targets are judged by the year's report alone.
        assert_eq!(
            titles.iter().any(|t| t.contains("CHỈ TIÊU TRONG KẾ HOẠCH")),
            cycle == "nam"
        );
        let closing = data["closing"].as_str().expect("a closing");
        assert!(closing.contains("đề nghị Sở Nội vụ tổng hợp"), "{closing}");
    }
}

#[test]
fn points_with_nothing_to_say_are_left_out() {
    let (body, _) = delivered("2026-q1", "thanh-tra");
    let points = headings(&body, 3);
    assert!(
        !points.iter().any(|p| p.contains("đô thị thông minh")),
        "{points:#?}"
    );
    assert!(points.len() > 8 && points.len() < 20, "{points:#?}");
    // Numbers of the paragraphs that are left follow each other.
    for (index, number) in (1..).zip(numbers(&body)) {
        assert_eq!(number, format!("{index}."));
    }
}

#[test]
fn remarks_say_what_codes_and_units_mean() {
    let (_, data) = delivered("2026-q1", "thanh-pho");
    let row = |form: usize, number: &str| {
        let rows = data["annexes"][0]["forms"][form - 1]["rows"]
            .as_array()
            .expect("rows");
        let found = rows.iter().find(|row| row["number"] == number);
        found.unwrap_or_else(|| panic!("{form}: {number}")).clone()
    };
    let note = |form, number| {
        row(form, number)["note"]
            .as_str()
            .expect("a text")
            .to_owned()
    };
    assert_eq!(
        (row(1, "5")["value"].as_str(), note(1, "5").as_str()),
        (Some("1"), "Có")
    );
    assert!(["Trực tuyến", "Phát phiếu", "Kết hợp"].contains(&note(1, "5.2").as_str()));
    assert!(note(1, "4.1").starts_with("Số nhiệm vụ đang thực hiện, còn trong hạn: "));
    for number in ["4.3.1", "4.3.2"] {
        assert_eq!(row(7, number)["unit"], "Thủ tục");
        assert!(
            note(7, number).starts_with("Tính theo hồ sơ"),
            "{}",
            note(7, number)
        );
    }
}

/// What an agency answers for in the city and what is its own are told apart.
#[test]
fn a_rate_is_of_those_that_its_sides_are_of() {
    let note = |unit: &str, number: &str| {
        let (_, data) = delivered("2026-q1", unit);
        let forms = data["annexes"][0]["forms"].as_array().expect("forms");
        let form = forms.iter().find(|f| f["number"] == "7").expect("form 7");
        let rows = form["rows"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|r| r["number"] == number)
            .expect("the row");
        row["note"].as_str().expect("a text").to_owned()
    };
    // The office of the city answers for services online, the department of science for
    // the rest of the form.
    for number in ["4.1", "4.1.1", "4.5"] {
        assert!(
            note("van-phong-ubnd", number).starts_with("Số của toàn thành phố"),
            "{number}"
        );
        assert!(
            !note("so-khoa-hoc-cong-nghe", number).contains("toàn thành phố"),
            "{number}"
        );
    }
    assert!(note("so-khoa-hoc-cong-nghe", "1").contains("Số của toàn thành phố"));
}

/// What the plan asks of the city is no shortcoming of a unit; what it asks of each is, and by how
/// much.
#[test]
fn a_unit_falls_short_of_what_is_asked_of_it_alone() {
    let said = |folder: &Folder| {
        let built = report_of(&folder.path("data"), "2026-6t", "so-khoa-hoc-cong-nghe");
        let blocks = built.composed.document.blocks.iter();
        let words = blocks.map(|block| block.words().replace('\u{a0}', " "));
        words.collect::<Vec<_>>().join("\n")
    };
    let folder = Folder::city();
    assert!(!said(&folder).contains("Chưa đạt chỉ tiêu"));
    let folder = folder.replace(
        "data/2026/ke-hoach.yaml",
        "it_nhat: 80}",
        "it_nhat: 80, tung_don_vi: true}",
    );
    let words = "Chưa đạt chỉ tiêu: tỷ lệ dịch vụ công trực tuyến toàn trình đạt 79,73% (chỉ tiêu tối thiểu 80%).";
    let said = said(&folder);
    assert!(said.contains(words), "{said}");
}
