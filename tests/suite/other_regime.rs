//! A province of two levels with five rows, an outline and a monthly cycle of its own: what
//! of one city or one year were still in the program would show here.

use serde_json::Value;

use crate::folder::Folder;
use crate::report::report_of;
use crate::wording::paragraphs;

fn report(unit: &str) -> (Vec<String>, Value) {
    let folder = Folder::other_regime();
    let built = report_of(&folder.path("data"), "2030-t03", unit);
    let data = serde_json::from_str(&built.composed.data).expect("it is JSON");
    (paragraphs(&built.composed), data)
}

#[test]
fn the_province_is_compiled_from_its_communes() {
    let (words, data) = report("tinh-sao");
    assert_eq!(
        data["blocks"][0]["text"][0]["text"],
        "Ủy ban nhân dân tỉnh Sao Mai báo cáo kết quả phục vụ người dân tháng 3 năm 2030 trên địa bàn như sau:"
    );
    assert_eq!(data["addressees"], serde_json::json!(["Bộ Mẫu"]));
    assert!(
        words.iter().any(|p| p.contains(
            "03/04 cơ quan, đơn vị, địa phương; chưa tổng hợp được số liệu của: Ủy ban nhân dân xã Ba"
        )),
        "{words:#?}"
    );
    assert!(
        words
            .iter()
            .any(|p| p == "Ủy ban nhân dân phường Một: Phòng tiếp dân còn chật."),
        "{words:#?}"
    );
    let rows = data["annexes"][0]["forms"][0]["rows"]
        .as_array()
        .expect("rows");
    let printed: Vec<_> = rows
        .iter()
        .map(|row| (row["number"].as_str(), row["value"].as_str()))
        .collect();
    // Phường Hai has not counted who was content: it is in neither side of the rate, nor is
    // it taken for nobody. Two were asked for a one-stop shop, and one has it.
    let expected = [
        ("1", "2.000"),
        ("1.1", "1.100"),
        ("1.2", "91,67"),
        ("2", "1"),
        ("3", "64"),
    ];
    let expected: Vec<_> = expected.iter().map(|(n, v)| (Some(*n), Some(*v))).collect();
    assert_eq!(printed, expected);
    assert_eq!(
        rows[1]["note"],
        "Chưa gồm số liệu của Ủy ban nhân dân phường Hai"
    );
    // A unit that ended before the year is not missed.
    assert!(!data.to_string().contains("xã Bốn"));
}

#[test]
fn a_commune_is_compared_with_its_last_year() {
    let (_, data) = report("phuong-mot");
    let rows = data["annexes"][0]["forms"][0]["rows"]
        .as_array()
        .expect("rows");
    assert_eq!(rows[0]["note"], "Cùng kỳ năm 2029: 1.000");
    assert_eq!(rows[2]["note"], "Cùng kỳ năm 2029: 90");
    // An answer stands in words, and is not compared.
    assert_eq!(rows[3]["note"], "Có");
    let titles: Vec<_> = data["annexes"]
        .as_array()
        .expect("annexes")
        .iter()
        .map(|a| a["title"].as_str())
        .collect();
    assert_eq!(titles, [Some("SỐ LIỆU THÁNG 3 NĂM 2030")]);
}

#[test]
fn nothing_of_another_city_is_on_its_pages() {
    for unit in ["tinh-sao", "phuong-mot", "phuong-hai", "van-phong"] {
        let (words, data) = report(unit);
        let all = format!("{} {data}", words.join(" "));
        for foreign in [
            "Hải Phòng",
            "thành phố",
            "quận",
            "huyện",
            "2021",
            "cải cách hành chính",
            "3943",
        ] {
            assert!(!all.contains(foreign), "{unit} says “{foreign}”");
        }
    }
}

#[test]
fn every_period_with_a_report_is_built_and_history_is_not() {
    let folder = Folder::other_regime();
    let said = folder.run(&["build", "--all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let names = ["phuong-hai", "phuong-mot", "tinh-sao", "van-phong"];
    assert_eq!(
        folder.outputs(),
        names.map(|name| folder.path(&format!("out/2030-t03/{name}.pdf")))
    );
    assert!(
        said.stderr.ends_with("  Ủy ban nhân dân xã Ba\n\n")
            || said.stdout.ends_with("4/4 báo cáo, 1 cảnh báo\n"),
        "{said:?}"
    );
}

#[test]
fn a_unit_that_has_ended_cannot_report() {
    let text = "so_lieu_den_ngay: 2030-03-31\nthe_thuc: {trang_thai: du_thao, nguoi_ky: chu-tich}\nnoi_dung: {phuc_vu: [Có.], vuong_mac: [], viec_toi: [Có.]}\n";
    let folder = Folder::other_regime().write("data/2030/t03/xa-bon.yaml", text);
    let said = folder.run(&["check", "2030-t03"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(
        said.stderr.contains("lỗi[agency/not-valid]"),
        "{}",
        said.stderr
    );
}

#[test]
fn history_that_cannot_be_read_is_not_compared_with() {
    let folder = Folder::other_regime().replace(
        "data/2029/t03/phuong-mot.yaml",
        "luot: 1000",
        "luot: nhiều",
    );
    let said = folder.run(&["check", "2030-t03", "--agency", "phuong-mot"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stderr.contains(
            "cảnh báo[history/unusable]: data/2029/t03/phuong-mot.yaml không dùng được để so sánh"
        ),
        "{}",
        said.stderr
    );
    let built = report_of(&folder.path("data"), "2030-t03", "phuong-mot");
    assert!(!built.composed.data.contains("Cùng kỳ"));
}
