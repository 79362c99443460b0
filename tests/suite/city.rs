//! The report that is compiled from those of all units.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::folder::{Folder, files, repository};
use crate::hostile::{all_text, without_white_space};
use crate::report::{report_of, reports};
use crate::sheet::sheets;
use crate::wording::paragraphs;

/// A YAML file as anybody would read it, not by our own reader.
fn yaml(path: &std::path::Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A row of the forms as the regime file declares it.
struct Row {
    number: Option<String>,
    rule: Value,
    owned: bool,
    fillers: Value,
    formula: Value,
    asked_in: Value,
    kind: Value,
}

fn rows(regime: &str) -> BTreeMap<(String, String), Row> {
    let regime = yaml(&repository().join("data/che-do").join(regime));
    let mut rows = BTreeMap::new();
    for form in regime["bieu_mau"]["bieu"].as_array().expect("forms") {
        for row in form["dong"].as_array().expect("rows") {
            let Some(key) = row["ma"].as_str() else {
                continue;
            };
            let form = form["ma"].as_str().expect("a form has a name").to_owned();
            // A rate may name its sides, and declare them.
            let side = |key: &str| match &row[key] {
                Value::String(id) => id.clone(),
                declared => format!("{form}.{}", declared["ma"].as_str().expect("a name")),
            };
            let formula = if row["tu_so"].is_null() {
                row["cong_thuc"].clone()
            } else {
                serde_json::json!({"ty_le": [side("tu_so"), side("mau_so")]})
            };
            let declared = Row {
                number: row["stt"].as_str().map(str::to_owned),
                rule: row["tong_hop"].clone(),
                owned: row["khai"]["chu_quan"] == true,
                fillers: row["khai"].clone(),
                formula,
                asked_in: row["ky"].clone(),
                kind: row["kieu"].clone(),
            };
            rows.insert((form, key.to_owned()), declared);
        }
    }
    rows
}

/// What the files of units of a period say, by unit.
fn submissions(year: &str, period: &str) -> BTreeMap<String, Value> {
    let folder = repository().join("data").join(year).join(period);
    files(&folder)
        .into_iter()
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, yaml(&path))
        })
        .filter(|(name, _)| name != "so-den")
        .collect()
}

fn number(submission: &Value, form: &str, row: &str) -> Option<u64> {
    let figure = &submission["so_lieu"][form][row];
    figure.as_u64().or_else(|| figure["gia_tri"].as_u64())
}

/// "1.234.567" as a number.
fn printed(text: &str) -> Option<u64> {
    text.replace('.', "").parse().ok()
}

/// A share with two decimals, rounded half up, trailing noughts left out.
fn percent(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 20_000 + u128::from(whole)) / (2 * u128::from(whole));
    let text = format!("{},{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Sums, owners' figures and rates of the annex against the files of the units, added up
/// here and not by the program.
#[test]
fn the_annex_of_every_period_is_the_sum_of_the_files() {
    // Year, regime, cycles, at least so many sums, owners' figures and rates.
    let years = [
        (
            "2021",
            "bnv-2021.yaml",
            &["q1", "6t", "q3", "nam"][..],
            [35, 30, 8],
        ),
        (
            "2026",
            "bnv-2025.yaml",
            &["q1", "6t", "q3"][..],
            [27, 40, 6],
        ),
    ];
    for (year, regime, cycles, least) in years {
        let rows = rows(regime);
        for period in cycles {
            assert_annex_is_the_sum(year, period, &rows, least);
        }
    }
}

fn assert_annex_is_the_sum(
    year: &str,
    period: &str,
    rows: &BTreeMap<(String, String), Row>,
    least: [usize; 3],
) {
    let id = format!("{year}-{period}");
    let built = report_of(&repository().join("data"), &id, "thanh-pho");
    let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let forms = data["annexes"][0]["forms"].as_array().expect("forms");
    let units = submissions(year, period);
    let plan = yaml(&repository().join("data").join(year).join("ke-hoach.yaml"));
    let owner = |form: &str, row: &str| {
        let areas = plan["phan_cong"].as_array().expect("responsibilities");
        let of = |area: &str| {
            areas.iter().find(|r| {
                let own = r["linh_vuc"].as_array().expect("areas");
                own.iter().any(|a| a == area)
            })
        };
        let found = of(&format!("{form}.{row}")).or_else(|| of(form));
        found.map(|r| r["co_quan"].as_str().expect("an agency").to_owned())
    };
    let sum = |form: &str, row: &str| -> Option<u64> {
        let Some(declared) = rows.get(&(form.to_owned(), row.to_owned())) else {
            // A side that a rate declares.
            return Some(units.values().filter_map(|s| number(s, form, row)).sum());
        };
        let of = |name: &String| !(declared.owned && Some(name) == owner(form, row).as_ref());
        let stated = units.iter().filter(|(name, _)| of(name));
        let stated: Vec<_> = stated.filter_map(|(_, s)| number(s, form, row)).collect();
        (!stated.is_empty()).then(|| stated.iter().sum())
    };
    let mut compared = [0; 3];
    for ((form, row), declared) in rows {
        let Some(stt) = &declared.number else {
            continue;
        };
        if !declared.asked_in.is_null() {
            continue;
        }
        let line = forms
            .iter()
            .zip(1..)
            .find(|(_, n)| yaml_form_key(*n) == form)
            .and_then(|(f, _)| {
                let all = f["rows"].as_array().expect("rows");
                all.iter().find(|r| r["number"] == stt.as_str())
            })
            .unwrap_or_else(|| panic!("{period}: {form}.{row} is not printed"));
        let text = line["value"].as_str().expect("a text");
        let place = format!("{period}: {form}.{row} is {text}");
        if declared.formula.is_null() && declared.rule == "cong" {
            assert_eq!(printed(text), sum(form, row), "{place}");
            compared[0] += 1;
        } else if declared.formula.is_null() && declared.rule == "chu_quan" {
            let owner = owner(form, row).expect("somebody answers for it");
            assert_eq!(printed(text), number(&units[&owner], form, row), "{place}");
            compared[1] += 1;
        } else if declared.kind == "ty_le" && declared.rule == "cong" && !declared.formula.is_null()
        {
            let operand = |n: usize| -> Option<u64> {
                let id = declared.formula["ty_le"][n].as_str()?;
                let (form, row) = id.split_once('.')?;
                sum(form, row)
            };
            // A rate of the plan's tasks is counted out of the tasks.
            if row == "ty_le_ke_hoach" {
                continue;
            }
            let (Some(part), Some(whole)) = (operand(0), operand(1)) else {
                continue;
            };
            let both = one_sided(&units, &declared.formula);
            if both.is_empty() {
                assert_eq!(text, percent(part, whole), "{place}");
                compared[2] += 1;
            }
        }
        let _ = &declared.fillers;
    }
    let enough = compared.iter().zip(least).all(|(n, least)| *n > least);
    assert!(enough, "{year}-{period}: {compared:?}");
}

/// The keys of the forms by their printed numbers.
fn yaml_form_key(number: usize) -> &'static str {
    [
        "chi_dao",
        "the_che",
        "tthc",
        "bo_may",
        "can_bo",
        "tai_chinh",
        "hien_dai_hoa",
    ][number - 1]
}

/// Units that have only one side of a rate.
fn one_sided(units: &BTreeMap<String, Value>, formula: &Value) -> BTreeSet<String> {
    let side = |n: usize, submission: &Value| {
        let id = formula["ty_le"][n].as_str().unwrap_or_default();
        let (form, row) = id.split_once('.').unwrap_or_default();
        number(submission, form, row).is_some()
    };
    let uneven = units.iter().filter(|(_, s)| side(0, s) != side(1, s));
    uneven.map(|(name, _)| name.clone()).collect()
}

#[test]
fn the_members_side_by_side_add_up_to_the_city() {
    let built = report_of(&repository().join("data"), "2021-nam", "thanh-pho");
    let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let annexes = data["annexes"].as_array().expect("annexes");
    let labels: Vec<_> = annexes
        .iter()
        .map(|a| a["label"].as_str().expect("a text"))
        .collect();
    assert_eq!(
        labels,
        [
            "PHỤ LỤC I",
            "PHỤ LỤC II",
            "PHỤ LỤC III",
            "PHỤ LỤC IV",
            "PHỤ LỤC V"
        ]
    );
    let table = &annexes[3]["members"];
    let rows: Vec<_> = table["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .flat_map(|g| g["rows"].as_array().expect("rows"))
        .collect();
    // The city's own documents, and 35 units.
    assert_eq!(rows.len(), 36);
    let cell = |row: &Value, n: usize| printed(row["cells"][n].as_str().unwrap_or_default());
    for column in [0, 1, 2, 4, 5] {
        let sum: u64 = rows.iter().filter_map(|row| cell(row, column)).sum();
        let total = printed(table["total"][column].as_str().expect("a text"));
        assert_eq!(total, Some(sum), "column {column}");
    }
    // The first column is a row of the form too.
    let documents = &annexes[0]["forms"][0]["rows"][0]["value"];
    assert_eq!(table["total"][0], *documents);
}

#[test]
fn two_documents_carry_one_content() {
    let built = reports_of_city("2021-q1");
    let [ministry, presented] = built.as_slice() else {
        panic!("{} documents", built.len());
    };
    let data = |built: &baocao::app::Preview| -> Value {
        serde_json::from_str(&built.composed.data).expect("it is JSON")
    };
    let (one, other) = (data(ministry), data(presented));
    let head = |data: &Value| {
        let texts = |key: &str| data[key].as_array().map(Vec::len);
        (
            texts("superior"),
            data["symbol"].clone(),
            data["addressees"][0].clone(),
            data["signature"].clone(),
        )
    };
    assert_eq!(
        head(&one),
        (
            Some(0),
            "BC-UBND".into(),
            "Bộ Nội vụ".into(),
            serde_json::json!(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
        )
    );
    assert_eq!(
        head(&other),
        (
            Some(2),
            "BC-SNV".into(),
            "Ủy ban nhân dân thành phố Hải Phòng".into(),
            serde_json::json!(["GIÁM ĐỐC"])
        )
    );
    // What units ask of the city is for the city's own committee to read.
    let own = paragraphs(&ministry.composed);
    let asked = "Kiến nghị, đề xuất của các cơ quan, đơn vị, địa phương:";
    let presented_says = paragraphs(&presented.composed);
    let (shared, asks) = presented_says.split_at(own.len());
    // One content; who signs tells of what the committee did, and asks for what it would do.
    let content = |paragraphs: &[String]| -> Vec<String> {
        let committee = "Ủy ban nhân dân thành phố";
        let asks = format!("Sở Nội vụ kính đề nghị {committee}");
        let said = paragraphs.iter();
        said.map(|p| {
            p.replace(
                &format!("{asks} kiến nghị"),
                &format!("{committee} đề nghị"),
            )
            .replace(&asks, committee)
            .replace(&format!("{committee} đã "), &format!("{committee} "))
        })
        .collect()
    };
    assert_eq!(content(&own), content(shared));
    assert!(!own.join(" ").contains("kính đề nghị"));
    assert_eq!(asks.first().map(String::as_str), Some(asked));
    let of_signer = "Kiến nghị, đề xuất với Sở Nội vụ, ";
    let is_lead = |p: &String| p.starts_with(of_signer);
    assert!(asks.iter().filter(|p| is_lead(p)).count() <= 1);
    let mut units = asks[1..].iter().filter(|p| !is_lead(p)).peekable();
    assert!(units.peek().is_some() && units.all(|p| is_of_a_unit(p)));
    let forms = |data: &Value| data["annexes"][0]["forms"].clone();
    assert_eq!(forms(&one), forms(&other));
    assert_ne!(one["blocks"][0], other["blocks"][0]);
}

/// Whoever signs speaks for itself, and what it asks for is in its copy alone.
#[test]
fn the_presented_copy_speaks_with_the_voice_of_who_signs_it() {
    let (city, unit) = ("data/2021/q1/thanh-pho.yaml", "data/2021/q1/so-noi-vu.yaml");
    let regime = "data/che-do/bnv-2021.yaml";
    let folder = Folder::of_periods(&["so-noi-vu", "so-tu-phap", "thanh-pho"]);
    let folder = with_part(folder, city, "chon_don_vi:", "  sang_kien: []\n");
    let said = "    - Đề nghị Ủy ban nhân dân thành phố bố trí kinh phí.\n";
    let folder = with_part(folder, unit, "  kien_nghi:", said);
    let said = "    - Đề nghị Sở Nội vụ hướng dẫn tuyển dụng.
    - Đề nghị Ủy ban nhân dân thành phố giao Sở Nội vụ chủ trì.
";
    let other = "data/2021/q1/so-tu-phap.yaml";
    let folder = with_part(folder, other, "  kien_nghi:", said);
    let said = "    - doan: Ủy ban nhân dân thành phố giao Sở Nội vụ chủ trì hội nghị.
    - doan: Ủy ban nhân dân thành phố nêu ba việc.
      ban_trinh: Có ba việc trọng tâm.
    - Sở Tư pháp lập hồ sơ để Ủy ban nhân dân thành phố giao nhiệm vụ.
";
    let folder = with_part(folder, city, "  phuong_huong:", said);
    let folder = with_part(
        folder,
        city,
        "  tuyen_truyen:",
        "    - Trong kỳ, Ủy ban nhân dân thành phố yêu cầu đổi mới tuyên truyền.\n",
    );
    let said = |folder: &Folder| {
        let all = reports(&folder.path("data"), "2021-q1").expect("the data are faultless");
        let mut all = all.into_iter();
        all.by_ref()
            .filter(|built| built.composed.data.contains("\"members\":{"))
            .map(|built| built.composed)
            .collect::<Vec<_>>()
    };
    let documents = said(&folder);
    let [ministry, presented] = documents.as_slice() else {
        panic!("{} documents", documents.len());
    };
    let own = paragraphs(presented);
    for words in [
        "Sở Nội vụ kính đề nghị Ủy ban nhân dân thành phố giao Sở chủ trì hội nghị.",
        "Có ba việc trọng tâm.",
        "Sở Tư pháp lập hồ sơ để Ủy ban nhân dân thành phố giao nhiệm vụ.",
        "Trong kỳ, Ủy ban nhân dân thành phố đã yêu cầu đổi mới tuyên truyền.",
        "Sở Nội vụ kính đề nghị Ủy ban nhân dân thành phố bố trí kinh phí.",
    ] {
        assert!(own.iter().any(|p| p == words), "{words}: {own:#?}");
    }
    // What it is asked for itself it does not ask the committee for.
    let asked = [
        "Kiến nghị, đề xuất của các cơ quan, đơn vị, địa phương:",
        "Sở Tư pháp: Đề nghị Ủy ban nhân dân thành phố giao Sở Nội vụ chủ trì.",
        "Kiến nghị, đề xuất với Sở Nội vụ, do Sở Nội vụ tiếp thu, trả lời theo thẩm quyền:",
        "Sở Tư pháp: Đề nghị Sở Nội vụ hướng dẫn tuyển dụng.",
    ];
    assert!(own.windows(4).any(|four| four == asked), "{own:#?}");
    let subject = "phương hướng, nhiệm vụ quý II năm 2021 của thành phố";
    assert!(presented.data.contains(subject) && !ministry.data.contains(subject));
    let quoted = |p: &String| p.starts_with("Sở Nội vụ: Đề nghị");
    assert!(!own.iter().any(quoted), "{own:#?}");
    // The ministry's copy has every byte that it has without such keys.
    let plain = folder
        .replace(regime, "      de_nghi_khi_trinh: true\n", "")
        .replace(city, "      ban_trinh: Có ba việc trọng tâm.\n", "");
    let without = said(&plain);
    assert_eq!(without[0].data, ministry.data);
    assert_ne!(paragraphs(&without[1]), paragraphs(presented));
}

/// In the city's annex a unit is not "Sở", and what several agencies have for a task is its money.
#[test]
fn the_annex_of_tasks_names_units_and_adds_up_their_money() {
    let folder = Folder::city();
    let row = |period: &str, id: &str| -> Value {
        let built = report_of(&folder.path("data"), period, "thanh-pho");
        let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
        let groups = data["annexes"][1]["tasks"]["groups"]
            .as_array()
            .expect("groups");
        let mut rows = groups
            .iter()
            .flat_map(|g| g["rows"].as_array().expect("rows"));
        let row = rows.find(|row| row["id"] == id && row["heading"] == false);
        row.expect("the task is there").clone()
    };
    let result = &row("2021-nam", "1a")["result"]["done"][0];
    let words =
        "Kế hoạch đã được triển khai đến các sở, ban, ngành, quận, huyện; Sở Nội vụ đang tổng hợp";
    assert!(
        result.as_str().is_some_and(|r| r.starts_with(words)),
        "{result}"
    );
    let notes = row("2021-q1", "17")["note"].clone();
    let last = notes.as_array().and_then(|notes| notes.last());
    let money = "Kinh phí (triệu đồng): dự trù 115, được duyệt 70, chưa sử dụng";
    assert_eq!(last, Some(&Value::from(money)), "{notes}");
}

/// A unit's report is presented by nobody.
#[test]
fn words_for_a_presented_copy_stand_in_a_compiled_report_alone() {
    let unit = "data/2021/q1/so-tu-phap.yaml";
    let folder = Folder::of_periods(&["so-tu-phap", "thanh-pho"]);
    let said = "    - doan: Máy quét đã hỏng.\n      ban_trinh: Máy quét hỏng.\n";
    let folder = with_part(folder, unit, "  ton_tai:", said);
    let told = folder.run(&["check", "2021-q1", "--agency", "so-tu-phap"]);
    assert_eq!(told.code, Some(1), "{}", told.stderr);
    let words = "báo cáo của `so-tu-phap` không có bản trình";
    assert!(told.stderr.contains(words), "{}", told.stderr);
}

fn reports_of_city(period: &str) -> Vec<baocao::app::Preview> {
    let folder = Folder::city();
    let all = reports(&folder.path("data"), period).expect("the data are faultless");
    all.into_iter()
        .filter(|built| built.composed.data.contains("\"members\":{"))
        .collect()
}

fn says(period: &str) -> Vec<String> {
    let built = report_of(&repository().join("data"), period, "thanh-pho");
    paragraphs(&built.composed)
}

fn assert_says(all: &[String], words: &str) {
    assert!(
        all.iter().any(|p| p.contains(words)),
        "it does not say “{words}”: {all:#?}"
    );
}

#[test]
fn who_has_not_reported_is_named_and_taken_for_nothing() {
    let q3 = says("2021-q3");
    assert_says(
        &q3,
        "Báo cáo tổng hợp số liệu của 33/35 cơ quan, đơn vị, địa phương; chưa tổng hợp được số liệu của: Sở Ngoại vụ; Ủy ban nhân dân huyện Tiên Lãng. Số liệu của các đơn vị này không được tính trong các số cộng.",
    );
    assert_says(&q3, "Các cơ quan, đơn vị, địa phương có báo cáo được giao ");
    assert_says(&q3, "; chưa có số liệu kinh phí của nhiệm vụ số 18.");
    // Their tasks stand as they stood in the last report.
    assert_says(
        &q3,
        "Kết quả thực hiện nhiệm vụ của Sở Ngoại vụ; Ủy ban nhân dân huyện Tiên Lãng tính theo báo cáo kỳ trước.",
    );
    assert_says(&q3, "19/20 cơ quan đã hoàn thành");
    // What is not alike is not compared: a sum over other units than a year ago.
    let dossiers = |all: &[String]| {
        let found = all
            .iter()
            .find(|p| p.contains("các sở, ban, ngành đã giải quyết xong"));
        found.expect("there is such a sentence").clone()
    };
    assert!(!dossiers(&q3).contains("so với"), "{}", dossiers(&q3));
    let year = says("2021-nam");
    assert!(
        dossiers(&year).contains("so với năm 2020"),
        "{}",
        dossiers(&year)
    );
    assert_says(
        &year,
        "Báo cáo tổng hợp số liệu của 35/35 cơ quan, đơn vị, địa phương.",
    );
}

#[test]
fn strict_refuses_a_city_with_units_missing() {
    let folder = Folder::city();
    let run = |more: &[&str]| {
        let arguments = [&["build", "2021-q3", "--agency", "thanh-pho"], more].concat();
        folder.run(&arguments)
    };
    let strict = run(&["--strict"]);
    assert_eq!(strict.code, Some(1), "{}", strict.stderr);
    assert!(
        strict.stderr.contains(
            "lỗi[compilation/incomplete]: báo cáo tổng hợp mới có số liệu của 33/35 đơn vị"
        )
    );
    assert!(strict.stderr.contains("Ủy ban nhân dân huyện Tiên Lãng"));
    assert!(folder.outputs().is_empty());
    let said = run(&[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.outputs().len(), 2);
}

#[test]
fn a_draft_is_no_report_yet() {
    let folder = Folder::city().replace(
        "data/2021/q1/so-tu-phap.yaml",
        "  trang_thai: da_ban_hanh\n  so: 45\n  ngay: 2021-03-04\n",
        "  trang_thai: du_thao\n",
    );
    let built = report_of(&folder.path("data"), "2021-q1", "thanh-pho");
    assert_says(
        &paragraphs(&built.composed),
        "34/35 cơ quan, đơn vị, địa phương; chưa tổng hợp được số liệu của: Sở Tư pháp.",
    );
}

/// One unit without a figure is in neither side of a rate.
#[test]
fn a_rate_is_of_those_that_have_both_its_sides() {
    let folder = Folder::city();
    // Its words do not tell of late dossiers.
    let path = folder.path("data/2021/q1/so-cong-thuong.yaml");
    let text = fs::read_to_string(&path).expect("the file is there");
    let line = text
        .lines()
        .find(|l| l.starts_with("    dung_han: "))
        .expect("it has such");
    let lacking = text.replace(line, "    dung_han: {khong_co: Đang rà soát}");
    fs::write(&path, lacking).expect("it can be written");
    let built = report_of(&folder.path("data"), "2021-q1", "thanh-pho");
    let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let rows = data["annexes"][0]["forms"][2]["rows"]
        .as_array()
        .expect("rows");
    let row = |number: &str| {
        rows.iter()
            .find(|r| r["number"] == number)
            .expect("it is printed")
    };
    let value =
        |number: &str| printed(row(number)["value"].as_str().expect("a text")).expect("a number");
    let own: u64 = text
        .lines()
        .find_map(|l| l.strip_prefix("    da_giai_quyet: "))
        .and_then(|n| n.parse().ok())
        .expect("it has such");
    let (whole, part) = (value("3.1.1") - own, value("3.1.2"));
    assert_eq!(row("3.1")["value"], percent(part, whole).as_str());
    let note = row("3.1.2")["note"].as_str().expect("a text");
    assert!(
        note.starts_with("Chưa gồm số liệu của Sở Công Thương"),
        "{note}"
    );
    assert!(
        !row("3.1.1")["note"]
            .as_str()
            .expect("a text")
            .contains("Chưa gồm")
    );
}

/// Whether a paragraph begins with the name of a unit.
fn is_of_a_unit(paragraph: &str) -> bool {
    let name = paragraph.split_once(": ").map_or("", |(name, _)| name);
    let kinds = [
        "Sở ",
        "Văn phòng ",
        "Thanh tra ",
        "Ban Quản lý ",
        "Ủy ban nhân dân ",
    ];
    name.len() < 80 && kinds.iter().any(|kind| name.starts_with(kind))
}

#[test]
fn the_words_of_units_are_gathered_as_the_city_chose() {
    let folder = Folder::city();
    let path = folder.path("data/2021/nam/thanh-pho.yaml");
    let text = fs::read_to_string(&path).expect("the file is there");
    let (before, rest) = text.split_once("\nchon_don_vi:\n").expect("it chooses");
    let (_, after) = rest.split_once("\n\n").expect("something follows");
    let chosen = "chon_don_vi: {sang_kien: [], ket_qua_dat_duoc: [so-y-te, quan-le-chan]}";
    fs::write(&path, format!("{before}\n{chosen}\n\n{after}")).expect("it can be written");
    let built = report_of(&folder.path("data"), "2021-nam", "thanh-pho");
    let all = paragraphs(&built.composed);
    let of = |lead: &str| {
        let at = all.iter().position(|p| p.contains(lead));
        let dashes = all.iter().skip(at.map_or(usize::MAX, |at| at + 1));
        dashes.take_while(|p| is_of_a_unit(p)).count()
    };
    assert_eq!(of("Sáng kiến, mô hình mới của các cơ quan"), 0);
    assert_eq!(of("Một số kết quả nổi bật"), 2);
    // Of a section that it says nothing of, everybody's words.
    assert_eq!(of("Tồn tại, hạn chế và nguyên nhân tại một số"), 35);
    assert!(
        all.iter()
            .any(|p| p.contains("Ủy ban nhân dân quận Lê Chân: "))
    );
}

/// A file with what stands below a line replaced, down to the next line that is indented as much.
fn with_part(folder: Folder, file: &str, line: &str, part: &str) -> Folder {
    let text = fs::read_to_string(folder.path(file)).expect("it is there");
    let indent = line.len() - line.trim_start().len();
    let is_below = |other: &&str| {
        let own = other.len() - other.trim_start().len();
        other.trim().is_empty() || own > indent
    };
    let mut lines = text.lines();
    let mut new: Vec<_> = lines.by_ref().take_while(|other| *other != line).collect();
    new.extend([line, part]);
    new.extend(lines.skip_while(is_below));
    folder.write(file, &format!("{}\n", new.join("\n")))
}

/// Whatever a unit says, however it is written, is in the city's report as the unit said it.
#[test]
fn nothing_that_a_unit_says_is_lost_on_the_way_up() {
    let (unit, city) = (
        "data/2021/q1/so-tu-phap.yaml",
        "data/2021/q1/thanh-pho.yaml",
    );
    let folder = Folder::of_periods(&["so-tu-phap", "thanh-pho"]);
    let folder = with_part(folder, city, "chon_don_vi:", "  sang_kien: []\n");
    let said = "    - doan: Còn một số hạn chế
      gach_dau_dong:
        - UBND xã chưa có máy quét;
        - Đảng ủy xã đã nhắc nhở;
        - Hồ sơ đất đai chậm.
      chu_thich: Theo Công văn số 15/UBND-VP ngày 02/3/2021.
    - Máy quét đã hỏng
    - Nguyên nhân ở khâu bàn giao.
";
    let folder = with_part(folder, unit, "  ton_tai:", said);
    let remark = "Bưu điện đối soát vào ngày 15 hằng tháng";
    let text = fs::read_to_string(folder.path(unit)).expect("it is there");
    assert!(text.contains(&format!("ghi_chu: {remark}")), "{text}");
    let built = report_of(&folder.path("data"), "2021-q1", "thanh-pho");
    let mut blocks = built.composed.document.blocks.iter();
    let own = blocks.find(|block| block.words().contains("Còn một số hạn chế"));
    let own = own.expect("it is gathered");
    let notes: Vec<_> = own.notes().collect();
    let own = format!("{} {}", own.words(), notes.join(" ")).replace('\u{a0}', " ");
    for words in [
        "Sở Tư pháp: Còn một số hạn chế: UBND xã chưa có máy quét; Đảng ủy xã đã nhắc nhở; hồ sơ đất đai chậm.",
        "Theo Công văn số 15/UBND-VP ngày 02/3/2021.",
        " Máy quét đã hỏng. Nguyên nhân ở khâu bàn giao.",
    ] {
        assert!(own.contains(words), "{words}: {own}");
    }
    let text = without_white_space(&all_text(&sheets(&built.pages.document)));
    let remark = without_white_space(&format!("Sở Tư pháp: {remark}"));
    assert!(text.contains(&remark), "{text}");
}

/// A unit that was chosen and says nothing there is told of; one that says something is not.
#[test]
fn a_chosen_unit_that_says_nothing_is_told_of() {
    let words = "Sở Tư pháp không viết gì ở mục `sang_kien`";
    for (says, told) in [("    - Mô hình mới đã có kết quả.\n", 0), ("    []\n", 1)] {
        let folder = Folder::of_periods(&["so-tu-phap", "thanh-pho"]);
        let (unit, city) = (
            "data/2021/q1/so-tu-phap.yaml",
            "data/2021/q1/thanh-pho.yaml",
        );
        let folder = with_part(folder, city, "chon_don_vi:", "  sang_kien: [so-tu-phap]\n");
        let folder = with_part(folder, unit, "  sang_kien:", says);
        let said = folder.run(&["check", "2021-q1", "--agency", "thanh-pho"]);
        let words = format!("cảnh báo[compilation/silent]: {words}");
        assert_eq!(said.stderr.matches(&words).count(), told, "{}", said.stderr);
    }
}

#[test]
fn a_final_figure_takes_the_place_of_an_estimate() {
    let folder = Folder::city();
    // Sở Tư pháp estimated 1.206 in quý I; the next report says how many there were.
    let path = "data/2021/6t/so-tu-phap.yaml";
    let text = fs::read_to_string(folder.path(path)).expect("the file is there");
    assert!(
        text.contains("chinh_thuc:\n  2021-q1:\n    tthc:\n      buu_chinh_tra_ket_qua: "),
        "{text}"
    );
    let faults = [
        // A row that was no estimate.
        (
            "      buu_chinh_tra_ket_qua:",
            "      da_giai_quyet: 6000\n      buu_chinh_tra_ket_qua:",
            "đã là số chính thức",
        ),
        // A period to come.
        (
            "chinh_thuc:\n  2021-q1:",
            "chinh_thuc:\n  2021-q3:",
            "không phải là một kỳ đã báo cáo trước kỳ này",
        ),
        // What is no period at all.
        (
            "chinh_thuc:\n  2021-q1:",
            "chinh_thuc:\n  quý I:",
            "không phải là một kỳ báo cáo",
        ),
    ];
    for (old, new, message) in faults {
        let folder = Folder::city().replace(path, old, new);
        let said = folder.run(&["check", "2021-6t", "--agency", "so-tu-phap"]);
        assert_eq!(said.code, Some(1), "{new}: {}", said.stderr);
        assert!(said.stderr.contains(message), "{new}: {}", said.stderr);
    }
}

#[test]
fn what_the_city_may_not_say_itself() {
    let path = "data/2021/q1/thanh-pho.yaml";
    let faults = [
        (
            "so_lieu:\n  chi_dao:\n",
            "so_lieu:\n  tthc: {don_gian_hoa: 5}\n  chi_dao:\n",
            "không khai dòng",
        ),
        (
            "so_lieu:\n  chi_dao:\n",
            "so_lieu:\n  chi_dao:\n    nhiem_vu_ke_hoach: 5\n",
            "số này đếm từ các nhiệm vụ tính trong năm ở 2021/ke-hoach.yaml",
        ),
        (
            "so_lieu:\n  chi_dao:\n",
            "so_lieu:\n  tthc: {da_giai_quyet: 5}\n  chi_dao:\n",
            "số này cộng từ số liệu của ",
        ),
        (
            "chon_don_vi:\n",
            "chon_don_vi:\n  the_che: [so-y-te]\n",
            "không gộp lời của các đơn vị",
        ),
        (
            "chon_don_vi:\n",
            "chon_don_vi:\n  sang_kien: [so-y-tee]\n",
            "có phải là `so-y-te`?",
        ),
        (
            "chon_don_vi:\n",
            "chon_don_vi:\n  sang_kien: [bo-noi-vu]\n",
            "báo cáo của cơ quan này không gộp vào báo cáo của Ủy ban nhân dân thành phố Hải Phòng",
        ),
    ];
    for (old, new, message) in faults {
        let said = Folder::city().replace(path, old, new).run(&[
            "check",
            "2021-q1",
            "--agency",
            "thanh-pho",
        ]);
        assert_eq!(said.code, Some(1), "{new}: {}", said.stderr);
        assert!(said.stderr.contains(message), "{new}: {}", said.stderr);
    }
}

/// What nobody else states is an error where it is lost, and the city's report is made all the same.
#[test]
fn an_error_in_the_file_of_an_owner_is_told_by_what_the_city_loses() {
    let fault = |unit: &str| {
        let path = format!("data/2026/q1/{unit}.yaml");
        let folder = Folder::city();
        let text = fs::read_to_string(folder.path(&path)).expect("it is there");
        let line = text
            .lines()
            .find(|line| line.contains("nhiem_vu_ke_hoach: "));
        let line = line.expect("it has the row").to_owned();
        folder.replace(&path, &line, "    nhiem_vu_ke_hoach: 12.49")
    };
    let folder = fault("so-noi-vu");
    let said = folder.run(&["check", "2026-q1"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    for words in [
        "[compilation/owner]: vì tệp này còn lỗi, báo cáo tổng hợp của Ủy ban nhân dân thành phố Hải Phòng thiếu ",
        " dòng do Sở Nội vụ chủ quản\n  --> data/2026/q1/so-noi-vu.yaml:20:24\n",
        "dòng không đơn vị nào khác khai",
    ] {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
    let city = ["build", "2026-q1", "--agency", "thanh-pho", "--dry-run"];
    let said = folder.run(&city);
    assert!(
        said.stdout.contains("sẽ lập out/2026-q1/thanh-pho.pdf"),
        "{}",
        said.stdout
    );
    let said = folder.run(&[&city[..], &["--strict"]].concat());
    assert!(
        !said.stdout.contains("sẽ lập out/2026-q1/thanh-pho.pdf"),
        "{}",
        said.stdout
    );
    let said = fault("xa-vinh-bao").run(&["check", "2026-q1"]);
    assert!(
        !said.stderr.contains("[compilation/owner]"),
        "{}",
        said.stderr
    );
}

/// Alone or with all others, a report is the same to the byte.
#[test]
fn a_report_made_alone_is_the_same() {
    let folder = Folder::city();
    folder.run(&["build", "2021-nam", "--out", "all"]);
    for unit in ["so-tu-phap", "so-noi-vu", "thanh-pho"] {
        folder.run(&["build", "2021-nam", "--agency", unit, "--out", unit]);
        let read = |out: &str| fs::read(folder.path(&format!("{out}/2021-nam/{unit}.pdf")));
        let (one, other) = (
            read("all").expect("it is there"),
            read(unit).expect("it is there"),
        );
        assert!(one == other, "{unit} differs");
    }
}

#[test]
fn a_rate_that_nobody_can_give_is_not_taken_for_no_case() {
    let folder = Folder::other_regime();
    fs::remove_file(folder.path("data/2030/t03/phuong-mot.yaml")).expect("it is there");
    let explain = [
        "explain",
        "2030-t03",
        "tinh-sao",
        "dan.ty_le",
        "--format",
        "json",
    ];
    let said = folder.run(&explain);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let json: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(
        json.pointer("/figures/0/printed"),
        Some(&"-".into()),
        "{json}"
    );
}
