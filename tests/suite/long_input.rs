//! Input as people really write it: long texts, long lists, long names, nothing
//! at all. Nothing is lost, nothing leaves the margins, nothing falls apart.

use std::fmt::Write;

use crate::decree::margins;
use crate::folder::Folder;
use crate::report::report_of;
use crate::sheet::{Sheet, mm, sheets};

const SUBMISSION: &str = "data/2024/q1/so-mau.yaml";
const AGENCIES: &str = "data/co-quan.yaml";
const REGIME: &str = "data/che-do/mau.yaml";
const PLAN: &str = "data/2024/ke-hoach.yaml";

/// The pages of a folder's report, none of which leaves its margins.
fn pages(folder: &Folder) -> Vec<Sheet> {
    let built = report_of(&folder.path("data"), "2024-q1", "so-mau");
    let sheets = sheets(&built.pages.document);
    let margins = margins();
    for (number, sheet) in sheets.iter().enumerate() {
        for run in sheet.runs.iter().filter(|r| r.y > margins.top) {
            assert!(run.x >= margins.left - 0.1, "page {number}: {run:?}");
            assert!(
                run.x + run.width <= sheet.width - margins.right + 0.5,
                "page {number}: {run:?}"
            );
            assert!(
                run.y <= sheet.height - margins.bottom,
                "page {number}: {run:?}"
            );
        }
    }
    sheets
}

/// A text of numbered words, so that none can be lost unseen.
fn words(count: usize) -> String {
    let words: Vec<_> = (1..=count).map(|n| format!("chữ{n:04}")).collect();
    words.join(" ")
}

/// All text of the pages without white space.
fn text(sheets: &[Sheet]) -> String {
    let all = sheets.iter().map(Sheet::text).collect::<String>();
    all.chars().filter(|c| !c.is_whitespace()).collect()
}

fn count(sheets: &[Sheet], text: &str) -> usize {
    sheets.iter().filter(|s| !s.find(text).is_empty()).count()
}

/// Lines of YAML for a form and a plan that are longer than the small province's.
#[derive(Default)]
struct More {
    rows: String,
    figures: String,
    leaves: String,
    told: String,
}

impl More {
    /// So many rows and tasks.
    fn of(count: usize) -> Self {
        let mut more = Self::default();
        for n in 1..=count {
            more.row(
                &format!("4.{n}"),
                &format!("r{n}"),
                &format!("Dòng thứ {n:03}"),
            );
            let number = n + 3;
            let leaf = leaf(&format!("so: \"{number}\""), &format!("Việc thứ {n}"));
            writeln!(more.leaves, "      - {leaf}").expect("text can be written");
            writeln!(more.told, "  {number}: {{ket_qua: Đã làm việc thứ {n:03}}}")
                .expect("text can be written");
        }
        more
    }

    /// A row that the unit fills.
    fn row(&mut self, number: &str, key: &str, name: &str) {
        writeln!(self.rows, "        - {{stt: \"{number}\", ma: {key}, ten: {name}, don_vi_tinh: Việc, loai: trong_ky, tong_hop: cong, khai: tat_ca}}").expect("text can be written");
        writeln!(self.figures, "    {key}: 1").expect("text can be written");
    }

    fn folder(&self) -> Folder {
        let figures = format!("    khao_sat: 1\n{}", self.figures);
        Folder::with_plan()
            .replace(SUBMISSION, "    khao_sat: 1\n", &figures)
            .replace(
                SUBMISSION,
                "noi_dung:\n",
                &format!("{}noi_dung:\n", self.told),
            )
            .append(REGIME, &self.rows)
            .append(PLAN, &self.leaves)
    }
}

/// A leaf for the whole year.
fn leaf(number: &str, name: &str) -> String {
    format!(
        "{{{number}, noi_dung: {name}, goi_tat: {name}, chu_tri: {{in: Các sở, cap: [so]}}, thoi_gian: {{in: Cả năm 2024, ca_nam: true}}, san_pham: Báo cáo}}"
    )
}

/// A long text in each narrow column of both annexes.
fn with_long_texts(length: usize) -> Folder {
    let long = words(length);
    Folder::with_plan()
        .replace(
            SUBMISSION,
            "khao_sat: 1",
            &format!("khao_sat: {{gia_tri: 1, ghi_chu: {long}}}"),
        )
        .replace(SUBMISSION, "Đã gửi phương án", &long)
        .replace(
            SUBMISSION,
            "Đã phát 12 bài trên đài",
            &format!("Đã phát 12 bài trên đài\n    kho_khan: {long}"),
        )
        .replace(PLAN, "noi_dung: Tuyên truyền", &format!("noi_dung: {long}"))
        .replace(
            PLAN,
            "san_pham: Quyết định kiện toàn",
            &format!("san_pham: {long}"),
        )
}

#[test]
fn texts_of_600_characters_do_not_make_columns_of_letters() {
    let folder = with_long_texts(76);
    let sheets = pages(&folder);
    assert!(sheets.len() <= 6, "{} pages", sheets.len());
    let long: String = words(76).split(' ').collect();
    assert!(words(76).chars().count() >= 600);
    // The note of a figure, a result, a difficulty, a content, a product.
    assert_eq!(text(&sheets).matches(&long).count(), 5);
    assert!(count(&sheets, "Xem dòng dưới") >= 2);
}

#[test]
fn a_text_longer_than_a_page_goes_on_below_the_header_of_the_next() {
    let sheets = pages(&with_long_texts(1200));
    let all = text(&sheets);
    for number in 1..=1200 {
        let word = format!("chữ{number:04}");
        let times = all.matches(&word).count();
        assert!(times >= 5, "{word} stands {times} times");
    }
    let landscape: Vec<_> = sheets.iter().filter(|s| s.width > s.height).collect();
    assert!(landscape.len() >= 6, "{} pages", landscape.len());
    for sheet in landscape {
        assert_eq!(sheet.find("Ghi chú").iter().filter(|r| r.bold).count(), 1);
    }
}

#[test]
fn forty_recipients_stand_beside_the_signature_on_one_page() {
    let mut names = String::from("  nguoi_ky: giam-doc\n  noi_nhan:\n");
    for number in 1..=40 {
        writeln!(names, "    - Đơn vị nhận thứ {number}").expect("text can be written");
    }
    let folder = Folder::base().replace(SUBMISSION, "  nguoi_ky: giam-doc\n", &names);
    let sheets = pages(&folder);
    let signed: Vec<_> = sheets
        .iter()
        .filter(|s| !s.find("Nguyễn Văn Mẫu").is_empty())
        .collect();
    let [page] = signed.as_slice() else {
        panic!("signed on {} pages", signed.len());
    };
    for text in [
        "GIÁM ĐỐC",
        "- Đơn vị nhận thứ 1;",
        "- Đơn vị nhận thứ 40;",
        "- Lưu: VT.",
    ] {
        page.one(text);
    }
    assert!(page.lines().iter().any(|l| l.text.ends_with("./.")));
}

#[test]
fn names_of_120_characters_take_as_many_lines_as_they_need() {
    let name = "Trung tâm Phát triển quỹ đất, Quản lý dự án đầu tư xây dựng và Dịch vụ công ích trực thuộc Ủy ban nhân dân tỉnh Mẫu Bắc";
    assert!(name.chars().count() >= 118);
    let folder = Folder::with_plan()
        .replace(
            AGENCIES,
            "    ten: Sở Mẫu\n",
            &format!("    ten: \"{name}\"\n"),
        )
        .replace(
            AGENCIES,
            "[SỞ MẪU]",
            &format!("[\"{}\"]", name.to_uppercase()),
        )
        .replace(
            AGENCIES,
            "dia_danh: Tỉnh Mẫu",
            &format!("dia_danh: \"{name}\""),
        )
        .replace(
            AGENCIES,
            "ho_ten: Nguyễn Văn Mẫu",
            &format!("ho_ten: \"{name}\""),
        )
        .replace(PLAN, "in: Các trung tâm", &format!("in: \"{name}\""));
    let sheets = pages(&folder);
    let all = text(&sheets);
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    assert!(all.contains(&bare(&name.to_uppercase())));
    assert!(all.matches(&bare(name)).count() >= 6);
}

#[test]
fn a_string_without_a_space_breaks_inside_its_cell() {
    let address = "https://dichvucong.tinhmau.gov.vn/portaldvc/Home/default.aspx?ma=1234567890123456789012345678901234567890abcdefghijklmnopqrstuvwxyz";
    let folder = Folder::with_plan()
        .replace(
            SUBMISSION,
            "khao_sat: 1",
            &format!("khao_sat: {{gia_tri: 1, ghi_chu: \"{address}\"}}"),
        )
        .replace(SUBMISSION, "Đã gửi phương án", address);
    let sheets = pages(&folder);
    assert_eq!(text(&sheets).matches(address).count(), 2);
    // The text of a note may not run on beyond the table, nor that of a result
    // into the note beside it.
    for sheet in sheets.iter().filter(|s| s.width > s.height) {
        for run in sheet.runs.iter().filter(|r| r.text.contains("portaldvc")) {
            assert!(run.width < mm(50.0), "{run:?}");
        }
    }
}

#[test]
fn annexes_of_400_rows_repeat_their_header_and_number_their_pages() {
    let more = More::of(400);
    let heading = "        - {stt: \"4\", ten: Bốn trăm dòng}\n";
    let more = More {
        rows: format!("{heading}{}", more.rows),
        ..more
    };
    let folder = more.folder();
    let sheets = pages(&folder);
    let forms = count(&sheets, "Chỉ tiêu thống kê");
    let tasks = count(&sheets, "Kết quả (số, ký hiệu, ngày)");
    let landscape = sheets.iter().filter(|s| s.width > s.height).count();
    assert_eq!(forms + tasks, landscape, "every page has its header");
    assert!(forms >= 15 && tasks >= 30, "{forms} and {tasks} pages");
    let all = text(&sheets);
    for n in 1..=400 {
        assert!(all.contains(&format!("Dòngthứ{n:03}")), "row {n} is lost");
        assert!(
            all.contains(&format!("Đãlàmviệcthứ{n:03}")),
            "task {n} is lost"
        );
    }
}

#[test]
fn annexes_without_rows_say_so() {
    let folder = Folder::with_plan()
        .replace(REGIME, "khai: tat_ca", "khai: {cap: [tinh]}")
        .replace(REGIME, "khai: {co_quan: [so-mau]}", "khai: {cap: [tinh]}")
        .replace(PLAN, "cap: [so]", "cap: [tinh]")
        .replace(PLAN, "bao_cao_qua: so", "bao_cao_qua: tinh")
        .write(
            SUBMISSION,
            "so_lieu_den_ngay: 2024-02-29\nthe_thuc: {trang_thai: trinh_ky, nguoi_ky: giam-doc}\nnoi_dung: {tinh_hinh: [Đã làm.]}\n",
        );
    let sheets = pages(&folder);
    assert_eq!(count(&sheets, "Biểu mẫu không có chỉ tiêu nào"), 1);
    assert_eq!(
        count(&sheets, "Kế hoạch không giao đơn vị chủ trì nhiệm vụ nào"),
        1
    );
    assert_eq!(count(&sheets, "Chỉ tiêu thống kê"), 0);
}

/// However much text there is, the signature has the last lines of it on its page,
/// and no page holds nothing but a signature.
#[test]
fn a_signature_never_stands_alone_on_a_page() {
    for paragraphs in 0..24 {
        let mut own = String::from("  tinh_hinh:\n");
        for n in 0..=paragraphs {
            writeln!(own, "    - Đoạn thứ {n}, dài hơn một dòng của trang giấy để trang đầy lên từng chút một, cho đến khi phần ký phải sang trang.").expect("text");
        }
        let folder = Folder::base().replace(
            SUBMISSION,
            "  tinh_hinh:\n    - Sở đã triển khai nhiệm vụ theo Kế hoạch số 01/KH-SM ngày 05/01/2024.\n",
            &own,
        );
        let sheets = pages(&folder);
        let page = sheets.iter().find(|s| !s.find("Nguyễn Văn Mẫu").is_empty());
        let page = page.expect("it is signed");
        for text in ["GIÁM ĐỐC", "Nơi nhận:"] {
            page.one(text);
        }
        let last = page.lines().into_iter().find(|l| l.text.ends_with("./."));
        let last = last.expect("the last paragraph is on the page of the signature");
        assert!(last.y < page.one("GIÁM ĐỐC").y, "{paragraphs} paragraphs");
    }
}

/// At every height of a page: no heading stays behind on the page before its rows, no
/// whole before its parts, no row before the text below it, and no last row stands alone.
#[test]
fn what_belongs_together_stays_together_wherever_a_page_ends() {
    for before in 0..30 {
        let mut more = More::of(before);
        more.rows.push_str("        - {stt: \"5\", ten: Nhóm năm}\n        - {stt: \"5.1\", ma: nhom_cua_tinh, ten: Nhóm năm một, don_vi_tinh: Việc, loai: trong_ky, tong_hop: cong, khai: {cap: [tinh]}}\n");
        more.row("5.1.1", "cuoi", "Dòng cuối");
        more.rows
            .push_str("        - {stt: \"6\", ten: Nhóm sáu}\n");
        more.row("6.1", "cuoi_nua", "Dòng cuối nữa");
        more.row("7", "bay", "Tổng của bảy");
        more.row("7.1", "bay_mot", "Phần đầu của bảy");
        more.row("7.2", "bay_hai", "Phần sau của bảy");
        more.row("8", "tam", "Dòng tám");
        more.leaves.push_str("  - so: III\n    ten: Nhóm cuối\n    nhiem_vu:\n      - so: \"90\"\n        noi_dung: Việc gồm hai mục\n        gom:\n");
        for (letter, name) in [("a", "Mục đầu"), ("b", "Mục hai")] {
            let leaf = leaf(&format!("diem: {letter}"), name);
            writeln!(more.leaves, "          - {leaf}").expect("text can be written");
        }
        let long = words(40);
        write!(
            more.told,
            "  90a: {{ket_qua: Đã làm}}\n  90b: {{ket_qua: {long}}}\n"
        )
        .expect("text can be written");
        let folder = more.folder();
        let sheets = pages(&folder);
        let page_of = |text: &str| sheets.iter().position(|s| !s.find(text).is_empty());
        for (heading, row) in [
            ("Nhóm năm một", "Dòng cuối"),
            ("Nhóm năm", "Nhóm năm một"),
            ("Nhóm sáu", "Dòng cuối nữa"),
            ("Tổng của bảy", "Phần đầu của bảy"),
            ("Tổng của bảy", "Phần sau của bảy"),
            ("Phần sau của bảy", "Dòng tám"),
            ("b) Mục hai", "90b. Kết quả:"),
            ("Nhóm cuối", "Việc gồm hai mục"),
            ("Việc gồm hai mục", "a) Mục đầu"),
        ] {
            assert_eq!(
                page_of(heading),
                page_of(row),
                "{before} rows before {heading}"
            );
        }
    }
}
