//! How figures came about, as `explain` tells it: everything adds up, every line that it
//! names has the number, every page has the row.

use std::fs;

use serde_json::Value;

use crate::folder::Folder;
use crate::report::report_of;
use crate::sheet::sheets;

/// Walks a figure down to what was typed, and counts the lines that it has seen.
pub(crate) fn verify(folder: &Folder, figure: &Value, seen: &mut usize) {
    let row = figure["row"].as_str().expect("a row");
    let number = figure["number"].as_u64();
    let of = |value: &Value| value["number"].as_u64();
    let origin = &figure["origin"];
    let list = |key: &str| origin[key].as_array().cloned().unwrap_or_default();
    match origin["kind"].as_str().expect("a kind") {
        "typed" => {
            let (Some(file), Some(number)) = (origin["file"].as_str(), number) else {
                return;
            };
            let text = fs::read_to_string(folder.path(file)).expect("the file is there");
            let line = origin["line"].as_u64().expect("a line");
            let line = text
                .lines()
                .nth(usize::try_from(line).expect("few lines") - 1);
            let line = line.expect("the line is there");
            assert!(line.contains(&number.to_string()), "{row}: {file}: {line}");
            *seen += 1;
        }
        "formula" => {
            let operands = list("operands");
            let numbers: Vec<_> = operands.iter().filter_map(of).collect();
            match origin["formula"].as_str().expect("a formula") {
                "rate" => {
                    let sides = [&figure["part"], &figure["whole"]].map(Value::as_u64);
                    if let [Some(part), Some(whole)] = sides
                        && numbers.len() == 2
                    {
                        assert_eq!(numbers, [part, whole], "{row}");
                    }
                }
                "difference" => {
                    if let (Some(number), [whole, parts @ ..]) = (number, numbers.as_slice()) {
                        assert_eq!(number, whole - parts.iter().sum::<u64>(), "{row}");
                    }
                }
                _ => {
                    if let Some(number) = number {
                        assert_eq!(number, numbers.iter().sum::<u64>(), "{row}");
                    }
                }
            }
            for one in &operands {
                verify(folder, one, seen);
            }
        }
        "sum" => {
            let units = list("units");
            let sum: u64 = units.iter().filter_map(of).sum();
            if let Some(number) = number {
                let own = if origin["own"].is_null() {
                    assert_eq!(number, sum, "{row}");
                    0
                } else {
                    origin["own_number"].as_u64().unwrap_or_default()
                };
                assert_eq!(number, sum + own, "{row}");
            }
            for one in &units {
                verify(folder, one, seen);
            }
        }
        "owner" => {
            assert_eq!(number, of(&origin["stated"]), "{row}");
            verify(folder, &origin["stated"], seen);
        }
        "tasks" => assert_eq!(number, Some(list("tasks").len() as u64), "{row}"),
        "units" => {
            let answers = list("answers");
            let yes = answers.iter().filter(|one| of(one) > Some(0)).count() as u64;
            let counted = number.or(figure["part"].as_u64());
            assert_eq!(counted, Some(yes), "{row}");
        }
        other => panic!("{row}: {other}"),
    }
}

/// Of the plan's tasks the city tells by counts of its own, which are figures of its form.
#[test]
fn a_sentence_that_speaks_of_a_row_by_another_name_is_one_of_its_places() {
    let row = "chi_dao.nhiem_vu_hoan_thanh";
    let of_row = ["explain", "2021-nam", "thanh-pho", row, "--format", "json"];
    let said = Folder::city().run(&of_row);
    let sheet: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let places = sheet["figures"][0]["stands"].as_array().expect("places");
    assert!(
        places.iter().any(|place| place["section"] == "ke_hoach"),
        "{places:#?}"
    );
}

#[test]
fn every_figure_of_a_city_is_led_back_to_the_lines_that_were_typed() {
    let folder = Folder::city();
    for (period, agency) in [
        ("2021-nam", "thanh-pho"),
        ("2026-q3", "thanh-pho"),
        ("2021-q1", "so-tu-phap"),
    ] {
        let said = folder.run(&["explain", period, agency, "--all", "--format", "json"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        let sheet: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
        let figures = sheet["figures"].as_array().expect("figures");
        let mut seen = 0;
        for figure in figures {
            verify(&folder, figure, &mut seen);
        }
        assert!(
            figures.len() > 50 && seen > figures.len() / 2,
            "{period} {agency}: {seen}"
        );
        let built = report_of(&folder.path("data"), period, agency);
        let pages = sheets(&built.pages.document);
        let mut last = 0;
        let rows = figures.iter().flat_map(|figure| {
            let stands = figure["stands"].as_array().cloned().unwrap_or_default();
            let rows = stands.into_iter().filter(|place| place["kind"] == "row");
            rows.map(move |place| (figure, place))
        });
        for (figure, place) in rows {
            let row = figure["row"].as_str().expect("a row");
            let page = place["page"]
                .as_u64()
                .unwrap_or_else(|| panic!("{row} has no page"));
            let page = usize::try_from(page).expect("few pages");
            assert!(page >= last, "{row} stands before the row above it");
            last = page;
            let printed = figure["printed"].as_str().expect("a value");
            let printed = printed.trim_end_matches('%');
            if printed != "không phát sinh" {
                let text = pages[page - 1].text();
                assert!(
                    text.contains(printed),
                    "{row}: page {page} has no {printed}"
                );
            }
        }
        assert!(last > 5, "{period} {agency}");
    }
}

#[test]
fn the_sides_of_a_rate_leave_out_who_has_only_one() {
    let folder = Folder::city();
    let file = "data/2021/q1/huyen-an-duong.yaml";
    let text = fs::read_to_string(folder.path(file)).expect("it is there");
    let key = "van_de_phat_hien: ";
    let (before, behind) = text.split_once(key).expect("it has the figure");
    let (_, rest) = behind.split_once('\n').expect("there are more");
    let reason = "{khong_co: \"Chưa tổng hợp xong\"}";
    let text = format!("{before}{key}{reason}\n{rest}");
    fs::write(folder.path(file), text).expect("it can be written");

    let explain = [
        "explain",
        "2021-q1",
        "thanh-pho",
        "chi_dao.ty_le_xu_ly_van_de",
    ];
    let said = folder.run(&explain);
    let left_out = "không tính vì chưa có số kia của tỷ lệ: Ủy ban nhân dân huyện An Dương";
    assert!(said.stdout.contains(left_out), "{}", said.stdout);
    let json = [&explain[..], &["--format", "json"]].concat();
    let said = folder.run(&json).stdout;
    let sheet: Value = serde_json::from_str(&said).expect("it is JSON");
    let figure = &sheet["figures"][0];
    verify(&folder, figure, &mut 0);
    let done = &figure["origin"]["operands"][0]["origin"];
    assert_eq!(done["one_sided"], serde_json::json!(["huyen-an-duong"]));
}

#[test]
fn one_figure_is_told_in_words() {
    let folder = Folder::city();
    let said = folder.run(&["explain", "2021-q1", "so-tu-phap", "tthc.ty_le_dung_han"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    for words in [
        "99,61% = tthc.dung_han / tthc.da_giai_quyet = 6.190 / 6.214 ≈ 99,613775%",
        "6.214 hồ sơ: nhập ở data/2021/q1/so-tu-phap.yaml:50",
        "So sánh: cùng kỳ năm 2020 ",
        "Biểu 3, dòng 3.1, từ trang 10 của tệp",
        "(`thu_tuc_hanh_chinh`), từ trang 3 của tệp",
    ] {
        assert!(said.stdout.contains(words), "{words}\n{}", said.stdout);
    }
    let said = folder.run(&["explain", "2021-q1", "so-tu-phap", "tthc.ty_le_dung_hn"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("có phải là `tthc.ty_le_dung_han`?"),
        "{}",
        said.stderr
    );
}

/// What a template asks for and does not print stands nowhere; what it keeps stands where it
/// prints it.
#[test]
fn what_a_city_adds_itself_is_told_with_its_number() {
    let folder = Folder::city();
    let row = "chi_dao.van_ban_chi_dao";
    let one = folder.run(&["explain", "2026-q1", "thanh-pho", row]).stdout;
    let part = "9  phần của Ủy ban nhân dân thành phố Hải Phòng (data/2026/q1/thanh-pho.yaml:20)";
    assert!(one.contains(part), "{one}");
    let all = folder
        .run(&["explain", "2026-q1", "thanh-pho", "--all"])
        .stdout;
    let (_, of_row) = all.split_once(row).expect("it is there");
    let of_row = of_row.lines().nth(1).expect("how it came about");
    let words = " đơn vị và phần của Ủy ban nhân dân thành phố Hải Phòng";
    assert!(of_row.ends_with(words), "{of_row}");
}

#[test]
fn a_row_stands_where_its_words_are_printed() {
    let template = "{% set xong = so('ho_so.da_xong') %}\n\
        {% if so('ho_so.dung_han') != '0' %}{{ tu_xung }} có kết quả.{% endif %}\n\n\
        Đã giải quyết {{ xong }}~hồ sơ.\n";
    let folder = Folder::base().write("mau/bao-cao/muc/tinh_hinh.j2", template);
    let explain = ["explain", "2024-q1", "so-mau", "--all", "--format", "json"];
    let said = folder.run(&[&explain[..], &["--templates", "mau"]].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let sheet: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    let sections = |row: &str| {
        let mut figures = sheet["figures"].as_array().expect("figures").iter();
        let figure = figures.find(|figure| figure["row"] == row);
        let stands = figure.expect("it is told")["stands"].as_array().cloned();
        let stands = stands.expect("places").into_iter();
        let sections = stands.filter_map(|place| Some(place["section"].as_str()?.to_owned()));
        sections.collect::<Vec<_>>()
    };
    assert_eq!(sections("ho_so.da_xong"), ["tinh_hinh"]);
    assert_eq!(sections("ho_so.dung_han"), Vec::<String>::new());
}

#[test]
fn equal_paragraphs_have_each_its_own_line() {
    let said = "    - Sở đã triển khai nhiệm vụ theo Kế hoạch số 01/KH-SM ngày 05/01/2024.\n";
    let folder = Folder::base().replace(
        "data/2024/q1/so-mau.yaml",
        "  kho_khan: []\n",
        &format!("  kho_khan:\n{said}{said}"),
    );
    let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
    let blocks = built.composed.document.blocks.iter();
    let equal = blocks.filter(|block| block.words().starts_with("Sở đã triển khai"));
    let places: Vec<_> = equal.flat_map(|block| block.origin.data.clone()).collect();
    let distance = "  kho_khan:\n".len();
    let starts: Vec<_> = places.iter().map(|place| place.start()).collect();
    let first = starts[0];
    let second = first + said.len() + distance;
    assert_eq!(starts, [first, second, second + said.len()]);
}

#[test]
fn what_ends_a_part_is_of_no_section() {
    let folder = Folder::of_periods(&["so-tu-phap"]);
    let built = report_of(&folder.path("data"), "2021-q1", "so-tu-phap");
    let mut blocks = built.composed.document.blocks.iter();
    let end = blocks.find(|block| block.words().starts_with("Số liệu chi tiết tại"));
    assert_eq!(end.expect("it ends a part").origin.section, None);
}

/// What is wrong elsewhere in the file keeps its report from being made, and no figure from being
/// explained.
#[test]
fn a_figure_is_explained_beside_what_is_wrong_elsewhere() {
    let file = "data/2024/q1/so-mau.yaml";
    let folder = Folder::base().replace(file, "  tinh_hinh:\n", "  tinh_hin:\n");
    let explain = ["explain", "2024-q1", "so-mau", "ho_so.da_xong"];
    let said = folder.run(&explain);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("lỗi[narrative/"), "{}", said.stderr);
    for words in [
        "1.200 hồ sơ: nhập ở data/2024/q1/so-mau.yaml:9",
        "Chưa biết đứng ở đâu trong báo cáo, vì báo cáo chưa lập được",
    ] {
        assert!(said.stdout.contains(words), "{words}: {}", said.stdout);
    }
    let all = folder.run(&["explain", "2024-q1", "so-mau", "--all"]);
    assert!(
        all.stdout
            .contains("ho_so.dung_han [báo cáo chưa lập được]"),
        "{}",
        all.stdout
    );
}

#[test]
fn a_figure_that_could_not_be_read_is_not_explained() {
    let file = "data/2024/q1/so-mau.yaml";
    let folder = Folder::base().replace(file, "dung_han: 1176", "dung_han: 1.176");
    let explain = |row| folder.run(&["explain", "2024-q1", "so-mau", row]);
    // Nor is what it is worked out from.
    for row in ["ho_so.dung_han", "ho_so.ty_le"] {
        let said = explain(row);
        assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{row}");
        assert!(
            said.stderr.contains("[number/thousands]"),
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains("không có dòng"), "{}", said.stderr);
    }
    let said = explain("ho_so.da_xong");
    assert!(said.stdout.contains("1.200 hồ sơ"), "{}", said.stdout);
    let all = folder
        .run(&["explain", "2024-q1", "so-mau", "--all"])
        .stdout;
    assert!(all.contains("ho_so.da_xong"), "{all}");
    assert!(!all.contains("ho_so.dung_han"), "{all}");
}
