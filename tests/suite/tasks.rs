//! What reports say: of tasks, beside goals, of what is not there, to whom.

use serde_json::Value;

use crate::folder::Folder;
use crate::report::{report_of, try_report_of};
use crate::wording::paragraphs;

fn delivered(unit: &str) -> (Vec<String>, Value) {
    let built = report_of(&Folder::delivered().path("data"), "2021-q1", unit);
    let data = serde_json::from_str(&built.composed.data).expect("it is JSON");
    (paragraphs(&built.composed), data)
}

fn assert_says(unit: &str, words: &[&str]) {
    let (paragraphs, _) = delivered(unit);
    for words in words {
        assert!(
            paragraphs.iter().any(|p| p.contains(words)),
            "{unit} does not say “{words}”: {paragraphs:#?}"
        );
    }
}

#[test]
fn how_many_tasks_of_how_many_in_which_state_and_why() {
    assert_says(
        "huyen-thuy-nguyen",
        &[
            "Trong Kế hoạch thành phố, Ủy ban nhân dân huyện chủ trì 07 nhiệm vụ, tổng hợp kết quả 01 nhiệm vụ do cấp dưới chủ trì (số 1c). Không kể nhiệm vụ số 4b có thời hạn sau năm 2021, đến ngày 28/02/2021, đã hoàn thành đúng hạn 01/07 nhiệm vụ (số 1b), đạt 14,29%; 02 nhiệm vụ chưa hoàn thành, còn trong hạn (số 18, 19); 03 nhiệm vụ thực hiện thường xuyên trong năm (số 6b, 13b, 25b); 01 nhiệm vụ quá hạn nhưng chưa hoàn thành (số 1c).",
            "Nhiệm vụ số 1c (Kế hoạch cải cách hành chính năm 2021 của cấp xã) quá thời hạn 31/01/2021, mới có 35/37 đơn vị thực hiện, dự kiến hoàn thành ngày 26/3/2021, nguyên nhân: xã Mẫu 01",
            "Còn 01 nhiệm vụ của Kế hoạch thành phố quá hạn nhưng chưa hoàn thành (số 1c);",
        ],
    );
    assert_says(
        "van-phong-ubnd",
        &[
            "đã hoàn thành 01/10 nhiệm vụ (số 1b), đạt 10%, quá hạn; 03 nhiệm vụ chưa hoàn thành, còn trong hạn (số 16, 17, 19); 05 nhiệm vụ thực hiện thường xuyên trong năm (số 13a, 13b, 15, 25b, 26); 01 nhiệm vụ chờ chỉ đạo của Trung ương về Đề án (số 14).",
            "hoàn thành ngày 12/01/2021, quá thời hạn 10/01/2021, nguyên nhân: ngày 10/01/2021 là Chủ nhật",
            "bố trí cho nhiệm vụ số 13a, 14, 16: được duyệt 1,2 tỷ đồng, đã sử dụng 62 triệu đồng.",
        ],
    );
}

#[test]
fn the_annex_of_tasks_has_shares_states_products_and_remarks() {
    let (_, data) = delivered("van-phong-ubnd");
    let tasks = &data["annexes"][1]["tasks"];
    assert_eq!(
        tasks["notes"][0],
        "Tổng số nhiệm vụ tính trong năm 2021: 10; hoàn thành đúng hạn: 0; hoàn thành nhưng quá hạn: 1 (10%); quá hạn nhưng chưa hoàn thành: 0; chưa hoàn thành, còn trong hạn: 3; thực hiện thường xuyên: 5; chờ điều kiện: 1."
    );
    let group = tasks["groups"]
        .as_array()
        .and_then(|groups| groups.iter().find(|g| g["number"] == "III"))
        .expect("the third group is there");
    let row = |content: &str| {
        let rows = group["rows"].as_array().expect("a group has rows");
        let found = rows.iter().find(|r| r["content"] == content);
        found.unwrap_or_else(|| panic!("{content} is not in {rows:#?}"))
    };
    let heading = row(
        "Ban hành và triển khai thực hiện đảm bảo tiến độ, chất lượng Kế hoạch kiểm soát thủ tục hành chính năm 2021",
    );
    assert_eq!(
        (&heading["heading"], &heading["number"]),
        (&Value::Bool(true), &Value::from("13"))
    );
    let of_the_city = row("a) Kế hoạch của UBND thành phố\u{a0}(*)");
    assert_eq!(of_the_city["state"], "Thực hiện thường xuyên");
    assert_eq!(
        of_the_city["result"]["products"][0],
        "Kế hoạch số 21/KH-UBND ngày\u{a0}25/01/2021 của UBND thành phố"
    );
    assert_eq!(
        of_the_city["note"][0],
        "Kinh phí (triệu đồng): dự trù 450, được duyệt 400, đã sử dụng 62"
    );
    row("b) Kế hoạch của các sở, ban, ngành, UBND quận, huyện");
}

#[test]
fn goals_of_the_plan_stand_beside_their_figures() {
    assert_says(
        "so-tu-phap",
        &[
            "đạt 14,29% (chỉ tiêu cả năm tối thiểu 30%)",
            "đạt 100% (09/09 văn bản; chỉ tiêu 100%)",
            "5.294/5.312 hồ sơ được giải quyết đúng hạn, đạt 99,66% (chỉ tiêu tối thiểu 98%)",
        ],
    );
}

#[test]
fn reports_close_as_their_recipient_expects() {
    let closing = |unit: &str| delivered(unit).1["closing"].to_string();
    assert!(closing("so-noi-vu").contains("kính trình Ủy ban nhân dân thành phố Hải Phòng"));
    assert!(closing("so-tu-phap").contains("đề nghị Sở Nội vụ tổng hợp"));
}

/// What a unit states for the city and what is its own make no sum.
#[test]
fn own_figures_and_those_of_the_city_are_not_added() {
    let (_, data) = delivered("so-noi-vu");
    let form = &data["annexes"][0]["forms"][3];
    let rows = form["rows"].as_array().expect("a form has rows");
    let row = |number: &str| {
        let found = rows.iter().find(|r| r["number"] == number);
        found.unwrap_or_else(|| panic!("{number} is not printed"))
    };
    // The sum is that of its own parts.
    assert_eq!(row("1.4")["name"], "Tổng số ĐVSNCL trực thuộc");
    assert_eq!(row("1.4")["value"], row("1.4.2")["value"]);
    assert_ne!(row("1.4")["value"], row("1.4.1")["value"]);
    assert_eq!(row("1.4")["note"], "");
    assert_eq!(row("1.4.1")["note"], "Số của toàn thành phố");
    assert_eq!(row("1.4.2")["note"], "");
    // Who owns nothing of it adds up its own.
    let (_, data) = delivered("so-tu-phap");
    let forms = data["annexes"][0]["forms"].as_array().expect("forms");
    let form = forms.iter().find(|f| f["number"] == "4").expect("form 4");
    let rows = form["rows"].as_array().expect("a form has rows");
    let total = rows.iter().find(|r| r["number"] == "1.4").expect("a total");
    assert_eq!(
        (&total["value"], &total["name"]),
        (&"8".into(), &"Tổng số ĐVSNCL trực thuộc".into())
    );
}

const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";

#[test]
fn only_what_is_known_to_be_nought_is_denied() {
    let denied = "Sở Mẫu không có khó khăn phải báo cáo.";
    let incomplete = "Sở Mẫu chưa tổng hợp được số liệu.";
    let cases = [
        ("da_xong: 0\n    dung_han: 0\n    khao_sat: 0", denied),
        ("da_xong: 3\n    dung_han: 0\n    khao_sat: 0", incomplete),
        (
            "da_xong: {khong_co: Chờ}\n    dung_han: 0\n    khao_sat: 0",
            incomplete,
        ),
    ];
    for (figures, said) in cases {
        let folder = Folder::base()
            .replace(
                "data/che-do/mau.yaml",
                "- ma: kho_khan\n",
                "- ma: kho_khan\n          theo_so_lieu: [ho_so.da_xong, ho_so.dung_han, ho_so.khao_sat]\n",
            )
            .replace(SUBMISSION, "da_xong: 1200\n    dung_han: 1176\n    khao_sat: 1", figures);
        let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
        let paragraphs = paragraphs(&built.composed);
        assert!(
            paragraphs.contains(&said.to_owned()),
            "{figures}: {paragraphs:#?}"
        );
    }
}

#[test]
fn figures_in_paragraphs_are_those_of_the_rows() {
    let own = "    - Sở đã triển khai nhiệm vụ theo Kế hoạch số 01/KH-SM ngày 05/01/2024.";
    // What is written, what is printed.
    let cases = [
        ("Có {{ ho_so.da_xong }} hồ sơ.", "Có 1.200 hồ sơ."),
        ("Có {{ ho_so.ty_le }}.", "Có 98%."),
        (
            "{{ dat(ho_so.ty_le) }} hồ sơ đúng hạn.",
            "Đạt 98% hồ sơ đúng hạn.",
        ),
        (
            "{{ tren(ho_so.dung_han, ho_so.da_xong) }} hồ sơ.",
            "1.176/1.200 hồ sơ.",
        ),
        (
            "Còn {{ con_lai(ho_so.da_xong, ho_so.dung_han) }}.",
            "Còn 24.",
        ),
        (
            "Năm {{nam}}, đến {{ den_ngay }}.",
            "Năm 2024, đến 29/02/2024.",
        ),
        ("{% if %} {# #} {một}", "{% if %} {# #} {một}"),
    ];
    for (written, printed) in cases {
        let folder = Folder::base().replace(SUBMISSION, own, &format!("    - '{written}'"));
        let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
        let paragraphs = paragraphs(&built.composed);
        assert!(
            paragraphs.contains(&printed.to_owned()),
            "{written}: {paragraphs:#?}"
        );
    }
}

#[test]
fn a_draft_leaves_room_for_a_figure_that_is_not_there_yet() {
    let with = |state: &str| {
        Folder::base()
            .replace(
                SUBMISSION,
                "trang_thai: da_ban_hanh\n  so: 7\n  ngay: 2024-03-04",
                &format!("trang_thai: {state}"),
            )
            .replace(SUBMISSION, "dung_han: 1176", "dung_han: {khong_co: Chờ}")
            .replace(
                SUBMISSION,
                "Sở đã triển khai",
                "Có {{ ho_so.dung_han }} hồ sơ, đã triển khai",
            )
    };
    let built = report_of(&with("du_thao").path("data"), "2024-q1", "so-mau");
    let paragraphs = paragraphs(&built.composed);
    assert!(
        paragraphs.iter().any(|p| p.starts_with("Có … hồ sơ,")),
        "{paragraphs:#?}"
    );
    let refused = try_report_of(&with("trinh_ky").path("data"), "2024-q1", "so-mau");
    assert!(refused.is_err(), "it cannot be signed so");
}

/// A yes or no is a number in the file and a word in a sentence.
#[test]
fn an_answer_is_no_figure_for_a_sentence() {
    let folder = Folder::delivered().replace(
        "data/2021/q1/so-tu-phap.yaml",
        "Kế hoạch số 05/KH-STP được ban hành",
        "Kế hoạch {{ bo_may.sap_xep_nd107 }} được ban hành",
    );
    let findings =
        try_report_of(&folder.path("data"), "2021-q1", "so-tu-phap").expect_err("it is no figure");
    let told = findings
        .iter()
        .any(|f| f.message.contains("câu trả lời có, không"));
    assert!(told, "{findings:#?}");
}
