//! The form of Nghị định 30/2020/NĐ-CP, measured on finished pages.

use std::sync::OnceLock;

use baocao::load::{Charset, load};
use baocao::model::{FigureValue, Period, Row, Subject};
use baocao::vi;

use crate::decree::{margins, number};
use crate::folder::{Folder, UNITS, repository};
use crate::report::{report_of, reports};
use crate::sheet::{Line, Run, Sheet, mm, sheets};

/// The delivered reports by unit.
fn all() -> &'static Vec<(&'static str, Vec<Sheet>)> {
    static SHEETS: OnceLock<Vec<(&'static str, Vec<Sheet>)>> = OnceLock::new();
    SHEETS.get_or_init(|| {
        let folder = Folder::delivered();
        let built = reports(&folder.path("data"), "2021-q1").expect("the data are faultless");
        let of_units = built.iter().map(|b| sheets(&b.pages.document));
        let city = report_of(&repository().join("data"), "2021-nam", "thanh-pho");
        UNITS
            .into_iter()
            .zip(of_units)
            .chain([("thanh-pho", sheets(&city.pages.document))])
            .collect()
    })
}

/// Every page of every delivered report.
fn every_sheet() -> impl Iterator<Item = &'static Sheet> {
    all().iter().flat_map(|(_, sheets)| sheets)
}

/// The delivered report of Sở Tư pháp.
fn delivered() -> &'static Vec<Sheet> {
    let found = all().iter().find(|(unit, _)| *unit == "so-tu-phap");
    &found.expect("there is one").1
}

/// The delivered report before it has number and day.
fn not_issued(state: &str) -> Vec<Sheet> {
    let submission = "data/2021/q1/so-tu-phap.yaml";
    let folder = Folder::delivered()
        .replace(
            submission,
            "trang_thai: da_ban_hanh",
            &format!("trang_thai: {state}"),
        )
        .replace(submission, "  so: 45\n", "")
        .replace(submission, "  ngay: 2021-03-04\n", "");
    let built = report_of(&folder.path("data"), "2021-q1", "so-tu-phap");
    sheets(&built.pages.document)
}

/// Number and day are blank, month and year are there.
fn assert_blank_head(first: &Sheet) {
    assert!(first.find("45/BC-STP").is_empty());
    let lines = first.lines();
    let head = lines
        .iter()
        .find(|l| l.text.contains("/BC-STP"))
        .expect("there is a symbol");
    assert!(head.text.starts_with("Số: /BC-STP"), "{head:?}");
    assert!(head.text.ends_with("ngày tháng 3 năm 2021"), "{head:?}");
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.6
}

fn portrait() -> impl Iterator<Item = &'static Sheet> {
    every_sheet().filter(|s| s.width < s.height)
}

fn landscape() -> impl Iterator<Item = &'static Sheet> {
    every_sheet().filter(|s| s.width > s.height)
}

/// The lines between the margins: no page number, no mark.
fn text_lines(sheet: &Sheet) -> Vec<Line> {
    sheet
        .lines()
        .into_iter()
        .filter(|l| l.y > margins().top)
        .collect()
}

#[test]
fn paper_is_a4_upright_for_the_body_and_across_for_the_annex() {
    assert!(portrait().count() >= 25 && landscape().count() >= 25);
    let (short, long) = (number("kho_giay_rong"), number("kho_giay_cao"));
    for sheet in portrait() {
        assert!(near(sheet.width, short) && near(sheet.height, long));
    }
    for sheet in landscape() {
        assert!(near(sheet.width, long) && near(sheet.height, short));
    }
}

#[test]
fn nothing_stands_outside_the_margins() {
    let margins = margins();
    for (number, sheet) in every_sheet().enumerate() {
        for run in sheet.runs.iter().filter(|r| r.y > margins.top) {
            let right = run.x + run.width;
            assert!(run.x >= margins.left - 0.1, "page {number}: {run:?}");
            assert!(
                right <= sheet.width - margins.right + 0.1,
                "page {number}: {run:?}"
            );
            assert!(
                run.y <= sheet.height - margins.bottom,
                "page {number}: {run:?}"
            );
        }
    }
}

#[test]
fn the_head_has_the_sizes_and_styles_of_the_decree() {
    let first = &delivered()[0];
    // Text, its size by name, bold, italic.
    let cases = [
        (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "co_chu_quoc_hieu",
            true,
            false,
        ),
        (
            "Độc lập - Tự do - Hạnh phúc",
            "co_chu_tieu_ngu",
            true,
            false,
        ),
        ("ỦY BAN NHÂN DÂN", "co_chu_co_quan", false, false),
        ("THÀNH PHỐ HẢI PHÒNG", "co_chu_co_quan", false, false),
        ("SỞ TƯ PHÁP", "co_chu_co_quan", true, false),
        ("Số: ", "co_chu_so_ky_hieu", false, false),
        (
            "Hải Phòng, ngày 04 tháng 3 năm 2021",
            "co_chu_dia_danh_thoi_gian",
            false,
            true,
        ),
        ("BÁO CÁO", "co_chu_ten_loai", true, false),
        (
            "Kết quả công tác cải cách hành chính ",
            "co_chu_trich_yeu",
            true,
            false,
        ),
        ("Kính gửi: Sở Nội vụ", "co_chu_kinh_gui", false, false),
        ("Căn cứ Kế hoạch số", "co_chu_noi_dung", false, true),
    ];
    for (text, size, bold, italic) in cases {
        let run = first.one(text);
        assert!(near(run.size, number(size)), "{run:?}");
        assert_eq!((run.bold, run.italic), (bold, italic), "{run:?}");
    }
    let symbol = first.one("45/BC-STP");
    assert!(
        near(symbol.y, first.one("Hải Phòng, ngày").y),
        "symbol and date are on one line"
    );
    let agency = first.one("SỞ TƯ PHÁP").middle();
    let nation = first.one("CỘNG HÒA").middle();
    assert!(near(first.one("THÀNH PHỐ").middle(), agency));
    assert!(near(first.one("Độc lập").middle(), nation));
    assert!(near(first.one("Hải Phòng, ngày").middle(), nation));
    assert!(near(
        first.one("BÁO CÁO").middle(),
        f64::midpoint(margins().left, first.width - margins().right)
    ));
}

#[test]
fn lines_under_the_head_are_as_long_as_they_should_be() {
    let first = &delivered()[0];
    let rule_below = |text: &str| {
        let lines = first.lines();
        let line = lines.iter().find(|l| l.bold && l.text == text);
        let (left, right, y) = if let Some(line) = line {
            (line.x, line.right, line.y)
        } else {
            let run = first.one_bold(text);
            (run.x, run.x + run.width, run.y)
        };
        let rule = first
            .rules
            .iter()
            .find(|r| {
                r.y > y && r.y < y + 12.0 && near(r.x + r.width / 2.0, f64::midpoint(left, right))
            })
            .unwrap_or_else(|| panic!("no line under {text}"));
        rule.width / (right - left)
    };
    assert!((rule_below("Độc lập - Tự do - Hạnh phúc") - 1.0).abs() < 0.01);
    for text in ["SỞ TƯ PHÁP", "phương hướng, nhiệm vụ quý II năm 2021"] {
        let share = rule_below(text);
        assert!(
            (share - number("ty_le_gach_duoi")).abs() < 0.01,
            "{text}: {share}"
        );
    }
}

/// However many lines a name or a subject takes, the line below is a third to a half of the last.
#[test]
fn the_line_under_a_name_is_measured_by_what_is_printed() {
    let long = "MỘT TÊN RẤT DÀI CỦA MỘT CƠ QUAN CÓ BA DÒNG TRỞ LÊN VÀ NGẮN";
    for (name, lines_of_name) in [
        ("SỞ MẪU", 1),
        ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", 2),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", 2),
        (long, 3),
    ] {
        let file = "data/co-quan.yaml";
        let folder = Folder::base().replace(file, "[SỞ MẪU]", &format!("[\"{name}\"]"));
        let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
        let sheets = sheets(&built.pages.document);
        let first = &sheets[0];
        // The column of the agency, and the subject across the page.
        let middle = first.width / 2.0 - mm(5.0);
        let symbol = first.find("Số: ").first().expect("it has a number").y;
        let bold = |run: &&Run| {
            let is_left = run.x + run.width < middle && run.y < symbol;
            run.bold && near(run.size, number("co_chu_co_quan")) && is_left
        };
        let mut of_name: Vec<_> = first.runs.iter().filter(bold).collect();
        of_name.sort_by(|one, other| one.y.total_cmp(&other.y));
        let last = of_name.last().expect("there is a name").y;
        let mut ys: Vec<_> = of_name.iter().map(|run| run.y.round()).collect();
        ys.dedup();
        assert_eq!(ys.len(), lines_of_name, "{name}");
        let size = number("co_chu_trich_yeu");
        let subject = first.runs.iter().filter(|r| r.bold && near(r.size, size));
        let below_kind = first.one("BÁO CÁO").y + 1.0;
        let subject = subject.filter(|r| r.y > below_kind && r.y < below_kind + 80.0);
        let last_of_subject = subject.map(|r| r.y).max_by(f64::total_cmp);
        let of_subject = last_of_subject.expect("there is a subject");
        for (y, before) in [(last, middle), (of_subject, first.width)] {
            let on_line = first.runs.iter();
            let on_line = on_line.filter(|r| r.bold && (r.y - y).abs() < 1.0);
            let on_line: Vec<_> = on_line.filter(|r| r.x < before).collect();
            let left = on_line.iter().map(|r| r.x).min_by(f64::total_cmp);
            let right = on_line.iter().map(|r| r.x + r.width).max_by(f64::total_cmp);
            let (left, right) = (left.expect("a line"), right.expect("a line"));
            let rule = first.rules.iter().find(|rule| {
                let middle = rule.x + rule.width / 2.0;
                rule.y > y && rule.y < y + 12.0 && near(middle, f64::midpoint(left, right))
            });
            let rule = rule.unwrap_or_else(|| panic!("no line under {name}"));
            let share = rule.width / (right - left);
            let wanted = number("ty_le_gach_duoi");
            assert!((share - wanted).abs() < 0.01, "{name}: {share}");
        }
    }
}

#[test]
fn page_numbers_begin_with_the_second_page_of_body_and_annex() {
    let starts = |sheet: &Sheet| {
        let lines = sheet.lines();
        let title =
            |line: &Line| line.text.contains("CỘNG HÒA") || line.text.starts_with("PHỤ LỤC");
        lines.iter().any(title)
    };
    let mut numbered = 0;
    for (unit, sheets) in all() {
        let mut index = 0;
        for sheet in sheets {
            index = if starts(sheet) { 0 } else { index + 1 };
            let numbers: Vec<_> = sheet
                .runs
                .iter()
                .filter(|r| r.y < margins().top && r.text.chars().all(|c| c.is_ascii_digit()))
                .collect();
            if index == 0 {
                assert!(numbers.is_empty(), "{unit}: {numbers:?}");
                continue;
            }
            assert_eq!(numbers.len(), 1);
            let printed = numbers[0];
            assert_eq!(printed.text, (index + 1).to_string());
            let size = number("co_chu_so_trang");
            assert!(near(printed.size, size) && !printed.bold && !printed.italic);
            let middle = f64::midpoint(margins().left, sheet.width - margins().right);
            assert!(near(printed.middle(), middle), "{printed:?}");
            let from_top = number("so_trang_cach_mep_tren");
            assert!(near(printed.y, from_top), "{printed:?}");
            numbered += 1;
        }
    }
    assert!(numbered > 50, "only {numbered}");
}

#[test]
fn body_text_has_its_size_indent_and_spaces() {
    let (size, left) = (number("co_chu_noi_dung"), margins().left);
    let (pitch, gap_of_paragraphs) = (number("cach_dong"), number("cach_doan"));
    let (mut begun, mut gone_on) = (0, 0);
    for sheet in portrait() {
        let lines = text_lines(sheet);
        let body: Vec<_> = lines
            .iter()
            .filter(|l| near(l.size, size) && !l.bold && l.y > mm(95.0))
            .collect();
        for pair in body.windows(2) {
            let gap = pair[1].y - pair[0].y;
            let new_paragraph = pair[1].x > left + mm(1.0);
            if new_paragraph && gap < 40.0 {
                assert!(
                    near(pair[1].x, left + number("thut_dau_dong")),
                    "{:?}",
                    pair[1]
                );
                assert!(gap >= pitch + gap_of_paragraphs - 0.1, "{pair:?}");
                begun += 1;
            } else if !new_paragraph {
                assert!(gap >= pitch - 0.1, "{pair:?}");
                gone_on += 1;
            }
        }
    }
    assert!(
        begun > 20 && gone_on > 50,
        "{begun} begun, {gone_on} gone on"
    );
}

#[test]
fn no_paragraph_ends_in_a_line_of_one_word() {
    let (size, pitch) = (number("co_chu_noi_dung"), number("cach_dong"));
    let mut lines_read = 0;
    for sheet in portrait() {
        let lines = text_lines(sheet);
        for pair in lines.windows(2) {
            let is_flush = pair[1].x < margins().left + mm(1.0);
            let continues = is_flush && near(pair[1].size, size) && !pair[1].bold;
            if continues && near(pair[0].size, size) && pair[1].y - pair[0].y < pitch + 1.0 {
                assert!(pair[1].text.trim().contains(' '), "{:?}", pair[1]);
                lines_read += 1;
            }
        }
    }
    assert!(lines_read > 50, "only {lines_read}");
}

#[test]
fn no_heading_is_the_last_line_of_a_page() {
    let size = number("co_chu_noi_dung");
    let indented = margins().left + number("thut_dau_dong");
    let is_heading = |line: &Line| line.bold && near(line.size, size) && near(line.x, indented);
    let mut headings = 0;
    for sheet in portrait() {
        let lines = text_lines(sheet);
        headings += lines.iter().filter(|l| is_heading(l)).count();
        let last = lines
            .iter()
            .rfind(|l| near(l.size, size))
            .expect("a page has text");
        assert!(!is_heading(last), "{last:?}");
    }
    assert!(
        headings >= 19 * 5,
        "five parts and their sections, but only {headings}"
    );
}

#[test]
fn the_signature_stands_with_the_last_lines_of_text_and_the_recipients() {
    let sheet = delivered()
        .iter()
        .rfind(|s| s.width < s.height)
        .expect("there is a body");
    let title = sheet.one("GIÁM ĐỐC");
    let name = sheet.one("Nguyễn Văn Mẫu");
    let recipients = sheet.one("Nơi nhận:");
    let end = sheet
        .lines()
        .into_iter()
        .find(|l| l.text.ends_with("./."))
        .expect("the text ends in ./.");
    assert!(end.y < title.y && title.y < name.y);
    assert!(near(title.y, recipients.y) || (title.y - recipients.y).abs() < 2.5);
    assert!(near(title.middle(), name.middle()));
    assert!(
        name.y - title.y > number("cho_ky"),
        "there is room for signature and seal"
    );
    assert!(title.bold && name.bold);
    let size = number("co_chu_nguoi_ky");
    assert!(near(title.size, size) && near(name.size, size));
    assert!(recipients.bold && recipients.italic);
    assert!(near(recipients.size, number("co_chu_noi_nhan")));
    let first = sheet.one("- Như trên;");
    let last = sheet.one("- Lưu: VT, VP.");
    let size = number("co_chu_danh_sach_noi_nhan");
    assert!(near(first.size, size) && near(last.size, size) && near(first.x, margins().left));
}

#[test]
fn every_page_of_a_sample_says_so_in_the_top_margin() {
    for sheet in every_sheet() {
        let mark = sheet.one("SỐ LIỆU MINH HỌA");
        assert!(mark.y < margins().top && mark.x >= margins().left - 0.1);
    }
    let folder =
        Folder::delivered().replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    let real = report_of(&folder.path("data"), "2021-q1", "so-tu-phap");
    for sheet in sheets(&real.pages.document) {
        assert!(sheet.find("MINH HỌA").is_empty());
    }
}

#[test]
fn a_draft_has_no_number_and_no_day_and_says_that_it_is_one() {
    let sheets = not_issued("du_thao");
    assert_blank_head(&sheets[0]);
    assert!(near(
        sheets[0].one("DỰ THẢO").size,
        number("co_chu_du_thao")
    ));
    assert!(delivered()[0].find("DỰ THẢO").is_empty());
}

#[test]
fn before_signing_number_and_day_are_blank_and_there_is_no_mark() {
    let sheets = not_issued("trinh_ky");
    assert_blank_head(&sheets[0]);
    assert!(sheets[0].find("DỰ THẢO").is_empty());
}

/// Each figure in the cell of its own row, and the cell on a page of the annex.
#[test]
fn every_figure_of_the_data_is_printed() {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2021-q1").expect("well formed");
    let loaded = load(&Folder::delivered().path("data"), &period, &[], &charset);
    for (subject, (_, sheets)) in loaded.workspace.subjects().into_iter().zip(all()) {
        assert_figures_are_printed(subject, sheets);
    }
}

fn assert_figures_are_printed(subject: Subject<'_>, sheets: &[Sheet]) {
    let unit = subject.agency.id.as_str();
    let built = report_of(&Folder::delivered().path("data"), "2021-q1", unit);
    let data: serde_json::Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let annex: Vec<&str> = sheets
        .iter()
        .filter(|s| s.width > s.height)
        .flat_map(|s| &s.runs)
        .map(|r| r.text.as_str())
        .collect();
    let mut figures = 0;
    for form in &subject.regime.forms {
        for row in &form.rows {
            let Row::Value { number, indicator } = row else {
                continue;
            };
            let Some(figure) = subject.submission.figures.get(indicator) else {
                continue;
            };
            let FigureValue::Known(value) = figure.value else {
                continue;
            };
            let printed = data["annexes"][0]["forms"]
                .as_array()
                .expect("there are forms")
                .iter()
                .find(|f| f["number"] == form.number.value.as_str())
                .and_then(|f| f["rows"].as_array())
                .and_then(|rows| rows.iter().find(|r| r["number"] == number.value.as_str()))
                .unwrap_or_else(|| panic!("{indicator} has no line"));
            let cell = vi::grouped(value);
            assert_eq!(printed["value"], cell.as_str(), "{indicator}");
            assert!(
                annex.contains(&cell.as_str()),
                "{indicator}: {cell} is on no page"
            );
            figures += 1;
        }
    }
    assert!(figures > 30, "{unit}: only {figures}");
}

#[test]
fn the_annex_of_tasks_begins_with_their_shares() {
    for (unit, sheets) in all() {
        let summaries = sheets
            .iter()
            .filter(|s| !s.find("Tổng số nhiệm vụ tính trong năm 2021").is_empty());
        assert_eq!(summaries.count(), 1, "{unit}");
    }
}
