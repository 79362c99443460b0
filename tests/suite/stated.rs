//! Figures that documents state: a rate or a total of a unit, a period of totals alone. They are
//! printed as such, are in no sum, and are held against nothing that is worked out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use baocao::app::Preview;
use serde_json::Value;

use crate::folder::{Folder, files};
use crate::report::{report_of, reports, try_report_of};
use crate::wording::paragraphs;

const REPORT: &str = "Báo cáo số 05/BC-UBND ngày 16/3/2026";
const LETTER: &str = "Công văn số 12/VP-KSTT ngày 03/3/2026";

/// What a line of the annex says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    value: String,
    note: String,
}

/// The lines of the annex of figures by form and number.
fn annex(folder: &Folder, period: &str, agency: &str) -> BTreeMap<(String, String), Line> {
    let built = report_of(&folder.path("data"), period, agency);
    let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let forms = data["annexes"][0]["forms"].as_array().expect("forms");
    let text = |value: &Value| value.as_str().expect("a text").replace('\u{a0}', " ");
    let lines = forms.iter().flat_map(|form| {
        let rows = form["rows"].as_array().expect("rows").iter();
        rows.filter(|row| row["heading"] == false).map(|row| {
            let below = row["below"].as_array().expect("texts");
            let below: String = below.iter().map(ToString::to_string).collect();
            let line = Line {
                value: text(&row["value"]),
                note: text(&row["note"]) + &below,
            };
            ((text(&form["number"]), text(&row["number"])), line)
        })
    });
    lines.collect()
}

fn at<'l>(lines: &'l BTreeMap<(String, String), Line>, form: &str, row: &str) -> &'l Line {
    &lines[&(form.to_owned(), row.to_owned())]
}

/// All that the paragraphs of a report say.
fn body(folder: &Folder, period: &str, agency: &str) -> String {
    let built = report_of(&folder.path("data"), period, agency);
    let said = paragraphs(&built.composed).join("\n");
    said.replace('\u{a0}', " ")
}

/// The figures of a report as `explain` tells them.
fn figures(folder: &Folder, period: &str, agency: &str) -> Vec<Value> {
    let said = folder.run(&["explain", period, agency, "--all", "--format", "json"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let sheet: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    sheet["figures"].as_array().expect("figures").clone()
}

/// The group that states all figures of a city that nobody works out.
fn totals_of(figures: &[Value]) -> String {
    let mut forms: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    for figure in figures {
        let (form, row) = figure["row"]
            .as_str()
            .and_then(|id| id.split_once('.'))
            .expect("a row");
        if figure["origin"]["kind"] == "formula" {
            continue;
        }
        let printed = figure["printed"].as_str().expect("a text");
        let stated = match figure["number"].as_u64() {
            Some(number) => number.to_string(),
            None if printed.ends_with('%') => format!("\"{}\"", printed.trim_end_matches('%')),
            None => continue,
        };
        forms.entry(form).or_default().push((row, stated));
    }
    let mut text = format!("so_neu:\n  nguon: {REPORT}\n  so_lieu:\n");
    for (form, rows) in forms {
        let _ = writeln!(text, "    {form}:");
        for (row, stated) in rows {
            let _ = writeln!(text, "      {row}: {stated}");
        }
    }
    text
}

/// The text of a file without one of its parts.
fn without(text: &str, part: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            inside = line.starts_with(&format!("{part}:"));
        }
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The sample city's first quarter of 2026 with nothing but totals.
pub(crate) fn city_of_totals() -> Folder {
    let folder = Folder::city();
    let totals = totals_of(&figures(&folder, "2026-q1", "thanh-pho"));
    for file in files(&folder.path("data/2026/q1")) {
        if !file.ends_with("thanh-pho.yaml") {
            fs::remove_file(file).expect("it can be removed");
        }
    }
    let own = "data/2026/q1/thanh-pho.yaml";
    let text = fs::read_to_string(folder.path(own)).expect("it is there");
    let text = without(&without(&text, "so_lieu"), "chon_don_vi");
    let text = text.replace("noi_dung:\n", &format!("{totals}\nnoi_dung:\n"));
    folder.write(own, &text)
}

#[test]
fn a_period_of_totals_alone_prints_the_figures_of_its_units() {
    let of_units = annex(&Folder::city(), "2026-q1", "thanh-pho");
    let folder = city_of_totals();
    let of_totals = annex(&folder, "2026-q1", "thanh-pho");
    assert_eq!(of_units.len(), of_totals.len());
    let mut stated = 0;
    for (row, line) in &of_units {
        let total = &of_totals[row];
        assert_eq!(line.value, total.value, "{row:?}");
        let says_so = total.note.contains(&format!("Nêu theo {REPORT}"))
            || total.note.contains("Tính từ số nêu theo nguồn");
        assert!(says_so || line.value == "-", "{row:?}: {}", total.note);
        assert!(!total.note.contains("Chưa gồm"), "{row:?}: {}", total.note);
        stated += usize::from(says_so);
    }
    assert!(stated > 80, "{stated}");
}

#[test]
fn a_report_of_totals_says_by_which_document_and_names_no_unit_that_is_missing() {
    let folder = city_of_totals();
    let text = body(&folder, "2026-q1", "thanh-pho");
    assert!(
        text.contains(&format!("Số liệu toàn thành phố nêu theo {REPORT} (")),
        "{text}"
    );
    for word in [
        "chưa tổng hợp được số liệu của",
        "số liệu của 0/",
        "chưa gồm",
        "các cơ quan chủ trì",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let said = folder.run(&["check", "2026-q1", "--agency", "thanh-pho"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let told: Vec<_> = said
        .stderr
        .lines()
        .filter(|line| line.contains('['))
        .collect();
    assert!(
        matches!(told.as_slice(), [one] if one.contains("[compilation/incomplete]: báo cáo tổng hợp chỉ có số nêu")),
        "{}",
        said.stderr
    );
    let said = folder.run(&["explain", "2026-q1", "thanh-pho", "tthc.ty_le_dung_han"]);
    let typed = format!("nêu theo {REPORT}, ghi ở data/2026/q1/thanh-pho.yaml:");
    assert_eq!(said.stdout.matches(&typed).count(), 2, "{}", said.stdout);
}

/// The totals of a city of which one row is the city's own part alone.
fn city_with_its_own_part(number: u64) -> Folder {
    let folder = city_of_totals();
    let own = "data/2026/q1/thanh-pho.yaml";
    let text = fs::read_to_string(folder.path(own)).expect("it is there");
    let text: Vec<_> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("van_ban_chi_dao:"))
        .collect();
    let text = text.join("\n");
    folder.write(
        own,
        &format!("{text}\nso_lieu: {{chi_dao: {{van_ban_chi_dao: {number}}}}}\n"),
    )
}

const OWN_PART: &str = "Phần của Ủy ban nhân dân thành phố Hải Phòng; chưa có số của các đơn vị";

#[test]
fn a_part_of_the_agency_itself_is_not_said_of_the_whole() {
    let folder = city_with_its_own_part(21);
    let lines = annex(&folder, "2026-q1", "thanh-pho");
    let line = at(&lines, "1", "1");
    assert_eq!((line.value.as_str(), line.note.as_str()), ("21", OWN_PART));
    let text = body(&folder, "2026-q1", "thanh-pho");
    let said = "Ủy ban nhân dân thành phố Hải Phòng đã ban hành 21 văn bản";
    assert!(text.contains(said), "{text}");
    assert!(!text.contains("toàn thành phố đã ban hành"), "{text}");

    // That the agency itself has none does not mean that nobody has.
    let text = body(&city_with_its_own_part(0), "2026-q1", "thanh-pho");
    assert!(!text.contains("không ban hành văn bản chỉ đạo"), "{text}");
}

#[test]
fn a_part_of_the_agency_itself_is_told_beside_units_that_lack_the_row() {
    let folder = Folder::city();
    for file in files(&folder.path("data/2026/q1")) {
        let text = fs::read_to_string(&file).expect("it is a text");
        let lines = text
            .lines()
            .map(|line| match line.split_once("van_ban_chi_dao:") {
                Some((blanks, _)) if !file.ends_with("thanh-pho.yaml") => {
                    format!("{blanks}van_ban_chi_dao: {{khong_co: Chưa rà soát xong}}")
                }
                _ => line.to_owned(),
            });
        let lines: Vec<_> = lines.collect();
        fs::write(&file, lines.join("\n") + "\n").expect("it can be written");
    }
    // What was issued is not as it was.
    let seal = folder.path("data/2026/q1/da-ban-hanh.yaml");
    if seal.exists() {
        fs::remove_file(seal).expect("it can be removed");
    }
    let lines = annex(&folder, "2026-q1", "thanh-pho");
    let line = at(&lines, "1", "1");
    assert_eq!(line.value, "9");
    assert!(line.note.contains(OWN_PART), "{}", line.note);
    assert!(!line.note.contains("Chưa gồm"), "{}", line.note);
    let text = body(&folder, "2026-q1", "thanh-pho");
    let said = "Ủy ban nhân dân thành phố Hải Phòng đã ban hành 09 văn bản";
    assert!(text.contains(said), "{text}");
}

/// No unit can say that there is something, so that the agency itself is asked.
#[test]
fn what_only_units_would_tell_is_asked_for_where_none_reports() {
    let own = "data/2026/q1/thanh-pho.yaml";
    let folder = city_of_totals();
    let text = fs::read_to_string(folder.path(own)).expect("it is there");
    let (before, rest) = text
        .split_once("  sang_kien:\n")
        .expect("it has the section");
    let (_, behind) = rest.split_once("  van_ban_qppl:").expect("and the next");
    let with = |section: &str| format!("{before}{section}  van_ban_qppl:{behind}");
    let told = |folder: &Folder| {
        let said = folder.run(&["check", "2026-q1", "--agency", "thanh-pho"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        said.stderr
            .matches("[narrative/silent]: mục `sang_kien`")
            .count()
    };
    let folder = folder.write(own, &with(""));
    assert_eq!(told(&folder), 1);
    let folder = folder.write(own, &with("  sang_kien: []\n"));
    assert_eq!(told(&folder), 0);
}

/// No unit has counted up to a day, in neither copy, whatever words the regime has.
#[test]
fn both_copies_of_a_report_of_totals_open_with_its_own_period() {
    let folder = city_of_totals();
    let openings = |folder: &Folder| {
        let made = reports(&folder.path("data"), "2026-q1").expect("they can be made");
        let opening = |made: &Preview| {
            let data = made.composed.data.replace('\u{a0}', " ");
            let end = data.find("kèm theo):").expect("it is opened");
            let begin = data[..end].rfind('"').expect("it is a text");
            data[begin + 1..end].to_owned()
        };
        made.iter().map(opening).collect::<Vec<_>>()
    };
    let check = |openings: &[String]| {
        assert_eq!(openings.len(), 2, "{openings:#?}");
        assert!(openings[1].starts_with("Sở Nội vụ "), "{openings:#?}");
        for opening in openings {
            let period = "(số liệu từ ngày 15/12/2025 đến ngày 14/3/2026, trừ";
            assert!(opening.contains(period), "{opening}");
            assert!(!opening.contains("đơn vị, địa phương"), "{opening}");
        }
    };
    let said = openings(&folder);
    check(&said);
    assert!(
        said[1].contains("báo cáo Ủy ban nhân dân thành phố Hải Phòng công tác"),
        "{said:#?}"
    );

    let regime = "data/che-do/bnv-2025.yaml";
    let text = fs::read_to_string(folder.path(regime)).expect("it is there");
    let text = text.replace("mo_dau_so_neu: >-", "mo_dau_so_neu: >-\u{0}");
    let mut kept = String::new();
    let mut depth = None;
    for line in text.lines() {
        let blanks = line.len() - line.trim_start().len();
        if line.ends_with('\u{0}') {
            depth = Some(blanks);
            continue;
        }
        if depth.is_some_and(|depth| blanks > depth) {
            continue;
        }
        depth = None;
        kept.push_str(line);
        kept.push('\n');
    }
    assert!(!kept.contains("mo_dau_so_neu"));
    check(&openings(&folder.write(regime, &kept)));
}

#[test]
fn a_total_beside_all_its_parts_is_told_with_both_figures() {
    let folder = Folder::city().replace(
        "data/2026/q1/so-tai-chinh.yaml",
        "    tu_bao_dam_tu_70: 17\n",
        "    tu_bao_dam_mot_phan: {neu: 75, nguon: Công văn số 7/STC-NS}\n    tu_bao_dam_tu_70: 17\n",
    );
    let said = folder.run(&["check", "2026-q1", "--agency", "so-tai-chinh"]);
    let told = "không nêu theo nguồn (nêu 75, các phần cộng lại 80)";
    assert!(said.stderr.contains(told), "{}", said.stderr);
}

/// A year before the program has neither a plan nor files of units.
#[test]
fn a_year_without_a_plan_has_a_report_of_its_totals() {
    let folder = Folder::city();
    let own = "data/2025/nam/thanh-pho.yaml";
    let text = fs::read_to_string(folder.path(own)).expect("it is there");
    let (_, figures) = text.split_once("so_lieu:\n").expect("it has figures");
    let figures = format!("  {}", figures.trim_end().replace('\n', "\n  "));
    for file in files(&folder.path("data/2025/nam")) {
        fs::remove_file(file).expect("it can be removed");
    }
    let source = "Báo cáo số 310/BC-UBND ngày 12/12/2025";
    let folder = folder.write(
        own,
        &format!(
            "so_lieu_den_ngay: 2025-12-14
the_thuc: {{trang_thai: du_thao, nguoi_ky: chu-tich}}
so_neu:
  nguon: {source}
  so_lieu:
{figures}
"
        ),
    );
    assert!(!folder.path("data/2025/ke-hoach.yaml").exists());
    let lines = annex(&folder, "2025-nam", "thanh-pho");
    let rate = at(&lines, "1", "2");
    assert_eq!(rate.value, percent_of(&lines, ("1", "2.2"), ("1", "2.1")));
    assert!(at(&lines, "1", "2.1").note.contains(source));
    let text = body(&folder, "2025-nam", "thanh-pho");
    assert!(
        text.contains(&format!("Số liệu toàn thành phố nêu theo {source}")),
        "{text}"
    );
}

/// One line out of another in per cent, rounded half up to two decimals.
fn percent_of(
    lines: &BTreeMap<(String, String), Line>,
    part: (&str, &str),
    whole: (&str, &str),
) -> String {
    let number = |(form, row)| {
        let text = at(lines, form, row).value.replace('.', "");
        text.parse::<u64>().expect("it is a number")
    };
    let (part, whole) = (number(part), number(whole));
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    let text = format!("{},{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Communes do not report yet, and the city states what is theirs.
pub(crate) fn city_without_communes(also: &str) -> Folder {
    let folder = Folder::city();
    for file in files(&folder.path("data/2026/q1")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_below = |kind: &str| name.starts_with(kind);
        if ["xa-", "phuong-", "dac-khu-", "so-den"]
            .into_iter()
            .any(is_below)
        {
            fs::remove_file(&file).expect("it can be removed");
        }
    }
    let own = "data/2026/q1/thanh-pho.yaml";
    let text = fs::read_to_string(folder.path(own)).expect("it is there");
    let totals = format!(
        "so_neu:
  nguon: {REPORT}
  so_lieu:
    tthc: {{xa_da_giai_quyet: 31343, xa_dung_han: 31179}}
    bo_may: {{su_nghiep_thuoc_xa: 137, sap_xep_xa: 100}}
    hien_dai_hoa: {{xa_ty_le_van_ban_dien_tu: \"97,25\"}}
{also}
noi_dung:
"
    );
    let text = without(&text, "chon_don_vi").replace("noi_dung:\n", &totals);
    folder.write(own, &text)
}

#[test]
fn a_part_that_is_stated_makes_a_whole_with_one_that_is_summed() {
    let folder = city_without_communes("    can_bo: {vi_tri_su_nghiep: 348}\n");
    let lines = annex(&folder, "2026-q1", "thanh-pho");
    let before = annex(&Folder::city(), "2026-q1", "thanh-pho");
    for row in [("3", "3.1"), ("3", "3.2"), ("4", "1.5"), ("5", "1.2")] {
        assert_eq!(
            at(&lines, row.0, row.1).value,
            at(&before, row.0, row.1).value
        );
    }
    assert!(
        at(&lines, "4", "1.5")
            .note
            .contains("Tính từ số nêu theo nguồn")
    );
    assert_eq!(at(&lines, "7", "3.2.2").value, "97,25");
    let text = body(&folder, "2026-q1", "thanh-pho");
    assert!(
        text.contains("Báo cáo tổng hợp số liệu của 14/24"),
        "{text}"
    );
    assert!(
        text.contains("Riêng dòng 3.2.1, 3.2.2 Biểu 3; dòng 1.2, 1.5.3 Biểu 4"),
        "{text}"
    );
}

/// All institutions are known by way of a stated part, those with approved posts of some units.
#[test]
fn a_whole_that_rests_on_a_total_has_no_part_that_lacks_units() {
    let folder = city_without_communes("");
    let findings = try_report_of(&folder.path("data"), "2026-q1", "thanh-pho").err();
    let findings = findings.expect("it is refused");
    let told: Vec<_> = findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(told, ["figure/stated"], "{findings:#?}");
    assert!(
        findings[0].message.contains("can_bo.vi_tri_su_nghiep"),
        "{findings:#?}"
    );
}

/// One owner states a rate, one sở a rate that is summed elsewhere, one a total without parts.
pub(crate) fn city_with_stated() -> Folder {
    let folder = Folder::city();
    let owner = "data/2026/q1/van-phong-ubnd.yaml";
    let text = fs::read_to_string(folder.path(owner)).expect("it is there");
    let is_side = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("bao_cao_dien_tu:") && !line.starts_with("bao_cao_dinh_ky:")
    };
    let text: Vec<_> = text.lines().filter(is_side).collect();
    let stated =
        format!("  hien_dai_hoa:\n    ty_le_bao_cao_dien_tu: {{neu: \"98,5\", nguon: {LETTER}}}");
    let text = text.join("\n").replacen("  hien_dai_hoa:", &stated, 1);
    folder
        .write(owner, &text)
        .replace(
            "data/2026/q1/so-y-te.yaml",
            "    so_van_ban_dien_tu: 2218\n    so_van_ban_di: 2268\n",
            "    so_ty_le_van_ban_dien_tu: {neu: 97.8, nguon: Công văn số 9/SYT-VP ngày 02/3/2026}\n",
        )
        .replace(
            "data/2026/q1/so-tai-chinh.yaml",
            "    tu_bao_dam_tu_70: 17\n    tu_bao_dam_tu_30: 29\n    tu_bao_dam_tu_10: 34\n",
            "    tu_bao_dam_mot_phan: {neu: 80, nguon: Công văn số 7/STC-NS ngày 02/3/2026}\n",
        )
}

#[test]
fn what_units_state_is_said_with_its_source_and_is_in_no_sum() {
    let (before, folder) = (Folder::city(), city_with_stated());
    let sums = annex(&before, "2026-q1", "thanh-pho");
    let lines = annex(&folder, "2026-q1", "thanh-pho");
    // The owner's rate is the city's.
    let rate = at(&lines, "7", "2");
    assert_eq!(rate.value, "98,5");
    assert!(
        rate.note.contains(&format!("Nêu theo {LETTER}")),
        "{}",
        rate.note
    );
    // A rate is in no sum, and who states it alone is named.
    let shared = at(&lines, "7", "3.2.1");
    assert_ne!(shared.value, at(&sums, "7", "3.2.1").value);
    let named = "Không gồm đơn vị chỉ nêu tỷ lệ: Sở Y tế";
    assert!(shared.note.contains(named), "{}", shared.note);
    assert!(
        !shared.note.contains("Chưa gồm số liệu của Sở Y tế"),
        "{}",
        shared.note
    );
    // A total stands without its parts, and what rests on it says so.
    let total = at(&lines, "6", "2.4");
    assert_eq!(total.value, "80");
    assert!(
        total.note.contains("Nêu theo Công văn số 7/STC-NS"),
        "{}",
        total.note
    );
    let part = at(&lines, "6", "2.4.1");
    assert_eq!(part.value, "-");
    let whole = at(&lines, "6", "2.1");
    assert_eq!(whole.value, at(&sums, "6", "2.1").value);
    assert!(
        whole.note.contains("Tính từ số nêu theo nguồn"),
        "{}",
        whole.note
    );

    let own = annex(&folder, "2026-q1", "so-tai-chinh");
    assert_eq!(at(&own, "6", "2.4").value, "80");
    assert!(at(&own, "6", "2.4.1").note.contains("Chỉ có tổng số"));
    let text = body(&folder, "2026-q1", "so-tai-chinh");
    let said = "Số liệu nêu theo Công văn số 7/STC-NS ngày 02/3/2026 (dòng 2.4 Biểu 6)";
    assert!(text.contains(said), "{text}");
    let text = body(&folder, "2026-q1", "van-phong-ubnd");
    assert!(
        text.contains("qua Hệ thống thông tin báo cáo đạt 98,5%"),
        "{text}"
    );
}

#[test]
fn explain_names_the_source_down_to_its_line() {
    let folder = city_with_stated();
    for row in [
        "hien_dai_hoa.ty_le_bao_cao_dien_tu",
        "hien_dai_hoa.so_ty_le_van_ban_dien_tu",
        "tai_chinh.don_vi_su_nghiep",
    ] {
        let said = folder.run(&["explain", "2026-q1", "thanh-pho", row]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert!(
            said.stdout.contains("nêu theo Công văn số"),
            "{}",
            said.stdout
        );
        assert!(
            said.stdout.contains("ghi ở data/2026/q1/"),
            "{}",
            said.stdout
        );
    }
    let all = figures(&folder, "2026-q1", "van-phong-ubnd");
    let rate = all
        .iter()
        .find(|figure| figure["row"] == "hien_dai_hoa.ty_le_bao_cao_dien_tu")
        .expect("it has the row");
    assert_eq!(rate["percent"], "98.5");
    assert_eq!(rate["origin"]["kind"], "stated");
    assert_eq!(rate["origin"]["source"], LETTER);
    assert!(rate["origin"]["line"].is_u64());
}

const OWN: &str = "data/2030/t03/tinh-sao.yaml";

/// A province of two levels whose file states totals.
fn province(totals: &str) -> Folder {
    Folder::other_regime()
        .replace(
            "data/che-do/thang.yaml",
            "kieu: ty_le, loai: trong_ky, tong_hop: cong, cong_thuc",
            "kieu: ty_le, cho_neu: true, loai: trong_ky, tong_hop: cong, cong_thuc",
        )
        .append(OWN, totals)
}

#[test]
fn totals_that_do_not_go_with_what_there_is_are_told() {
    let cases = [
        (
            "unknown",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luoot: 5}, don: {luot: 5}}}",
        ),
        ("no-source", "so_neu: {so_lieu: {dan: {luot: 2500}}}"),
        (
            "own-source",
            "so_neu: {so_lieu: {dan: {luot: {neu: 2500, nguon: Báo cáo số 1}, hai_long: {neu: 2300, nguon: Báo cáo số 2}}}}",
        ),
        (
            "above-whole",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 2500, hai_long: 2600}}}",
        ),
        (
            "below-units",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 1500, hai_long: 1400}}}",
        ),
        (
            "all-there",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {duong_day: 70}}}",
        ),
        (
            "one-side",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 2500}}}",
        ),
        (
            "both-sides-and-rate",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 2500, hai_long: 2300, ty_le: 92}}}",
        ),
        (
            "typed-too",
            "so_lieu: {dan: {luot: 3}}\nso_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 2500, hai_long: 2300}}}",
        ),
        (
            "too-much",
            "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {ty_le: \"100,5\", luot: \"2,5\"}}}",
        ),
    ];
    let mut told = String::new();
    for (name, totals) in cases {
        let said = province(totals).run(&["check", "2030-t03", "--agency", "tinh-sao"]);
        let code = said.code.map_or_else(String::new, |code| code.to_string());
        let _ = writeln!(
            told,
            "== {name}: {totals}\nmã kết thúc {code}\n{}{}",
            said.stderr, said.stdout
        );
    }
    let path = crate::folder::repository().join("tests/fixtures/stated/faults.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &told).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, expected, "--- said\n{told}");
}

/// Some rows are stated, others summed; the one is not held against the other.
#[test]
fn stated_rows_stand_beside_summed_ones() {
    let folder = province(
        "so_neu: {nguon: Báo cáo số 3/BC-VP ngày 10/4/2030, so_lieu: {dan: {luot: 2500, hai_long: 2300}}}",
    );
    let lines = annex(&folder, "2030-t03", "tinh-sao");
    assert_eq!(at(&lines, "1", "1").value, "2.500");
    assert_eq!(at(&lines, "1", "1.2").value, "92");
    assert!(at(&lines, "1", "1.2").note.contains("Tính từ số nêu"));
    assert_eq!(at(&lines, "1", "3").value, "64");
    assert!(!at(&lines, "1", "1").note.contains("Chưa gồm"));
    let text = body(&folder, "2030-t03", "tinh-sao");
    let said = "Riêng dòng 1, 1.1 Biểu 1 nêu theo Báo cáo số 3/BC-VP ngày 10/4/2030, không cộng từ \
                báo cáo của các cơ quan, đơn vị, địa phương.";
    assert!(text.contains(said), "{text}");
}

/// What was stated a year ago is compared with, and said to have been stated.
#[test]
fn a_year_later_totals_are_earlier_figures_that_were_stated() {
    let folder = Folder::other_regime().write(
        "data/2029/t03/tinh-sao.yaml",
        "chi_de_so_sanh: true
so_lieu_den_ngay: 2029-03-31
the_thuc: {trang_thai: da_ban_hanh, so: 4, ngay: 2029-04-12, nguoi_ky: chu-tich}
so_neu: {nguon: Báo cáo số 4/BC-UBND, so_lieu: {dan: {duong_day: 50}}}
",
    );
    let lines = annex(&folder, "2030-t03", "tinh-sao");
    let note = &at(&lines, "1", "3").note;
    assert!(note.contains("Cùng kỳ năm 2029: 50 (số nêu)"), "{note}");
}

#[test]
fn an_issued_total_is_sealed_with_its_source() {
    let totals =
        "so_neu: {nguon: Báo cáo số 3/BC-VP, so_lieu: {dan: {luot: 2500, hai_long: 2300}}}";
    let folder = province(totals).replace(
        OWN,
        "trang_thai: trinh_ky, nguoi_ky",
        "trang_thai: da_ban_hanh, so: 40, ngay: 2030-04-18, nguoi_ky",
    );
    let said = folder.run(&["seal", "2030-t03", "--agency", "tinh-sao"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let seal =
        fs::read_to_string(folder.path("data/2030/t03/da-ban-hanh.yaml")).expect("it is there");
    assert!(
        seal.contains("dan.luot: {neu: 2500, nguon: \"Báo cáo số 3/BC-VP\"}"),
        "{seal}"
    );
    let data = folder.path("data");
    assert!(try_report_of(&data, "2030-t03", "tinh-sao").is_ok());
    let folder = folder.replace(OWN, "Báo cáo số 3/BC-VP", "Báo cáo số 4/BC-VP");
    let findings = try_report_of(&data, "2030-t03", "tinh-sao")
        .err()
        .unwrap_or_default();
    let codes: Vec<_> = findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["issued/changed"], "{findings:#?}");
    drop(folder);
}

#[test]
fn a_unit_states_no_totals() {
    let folder = Folder::other_regime().append(
        "data/2030/t03/van-phong.yaml",
        "so_neu: {nguon: Báo cáo số 1, so_lieu: {dan: {luot: 5}}}",
    );
    let findings = try_report_of(&folder.path("data"), "2030-t03", "van-phong").err();
    let findings = findings.expect("it is refused");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].message.contains("so_neu"), "{findings:#?}");
}

/// A source names a document and is printed behind words of the program.
#[test]
fn a_source_takes_no_figures_and_brings_no_words_of_its_own() {
    let totals = |source: &str| {
        province(&format!(
            "so_neu: {{nguon: \"{source}\", so_lieu: {{dan: {{luot: 2500, hai_long: 2300}}}}}}"
        ))
    };
    let said = totals("Báo cáo {{ dan.luot }}").run(&["check", "2030-t03"]);
    assert_eq!(said.stderr.matches("lỗi[").count(), 1, "{}", said.stderr);
    assert!(
        said.stderr
            .contains("lỗi[narrative/figure]: nguồn của số nêu"),
        "{}",
        said.stderr
    );
    let text = body(&totals("Nêu theo Báo cáo số 1."), "2030-t03", "tinh-sao");
    assert!(text.contains("nêu theo Báo cáo số 1"), "{text}");
    assert!(!text.contains("Báo cáo số 1. ("), "{text}");
    assert!(!text.to_lowercase().contains("theo nêu theo"), "{text}");
}
