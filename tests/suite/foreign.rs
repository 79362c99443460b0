//! Tables that are none of ours: the ministry's own form, exports of portals.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use baocao::app::{App, ImportFormRequest, ImportedForm, WorkbookFate};
use baocao::diagnostic::{Location, Severity};
use baocao::event::Event;
use baocao::history::Occasion;
use baocao::model::Period;
use baocao::workbook::read::{Book, Cell, Content, read};
use proptest::prelude::*;

use crate::folder::{Folder, repository};
use crate::random::runner;
use crate::report::opened;
use crate::run::Run;
use crate::typing::rewritten;

const COMMUNE: &str = "xa-tien-lang";
const FILE: &str = "data/2026/q3/xa-tien-lang.yaml";

/// What the settings say of a portal's table.
const PORTAL: &str = "
bang_ngoai:
  mot_cua:
    nhan_biet: [Đơn vị, Trước hạn, Đúng hạn]
    cot_ten: Đơn vị
    dong: don_vi
    so_lieu:
      tthc.xa_da_giai_quyet: [Trước hạn, Đúng hạn, Đã giải quyết / Quá hạn]
      tthc.xa_dung_han: [Trước hạn, Đúng hạn]
      tthc.da_giai_quyet: [Trước hạn]
";

fn fixture(name: &str) -> PathBuf {
    repository().join("tests/fixtures/foreign").join(name)
}

/// What was told: how much it weighs, where, and what.
type Told = Vec<(Severity, String)>;

fn imported(
    app: &App,
    file: &Path,
    change: impl FnOnce(&mut ImportFormRequest),
) -> (ImportedForm, Told) {
    let mut request = ImportFormRequest {
        file: file.to_owned(),
        agency: COMMUNE.into(),
        period: Period::parse("2026-q3").expect("a period"),
        column: None,
        dry_run: true,
        occasion: Occasion {
            at: "2026-09-02T08:00:00+07:00".parse().expect("a time"),
            command: "import".to_owned(),
        },
    };
    change(&mut request);
    let mut told = Vec::new();
    let (_, result) = app.import_form(&request, &mut |event| {
        if let Event::Found(finding) = event {
            let place = finding.location.as_ref().map(Location::words);
            told.push((
                finding.severity,
                format!("{}: {}", place.unwrap_or_default(), finding.message),
            ));
        }
    });
    (result, told)
}

fn errors(told: &Told) -> Vec<&str> {
    let errors = told
        .iter()
        .filter(|(severity, _)| *severity == Severity::Error);
    errors.map(|(_, text)| text.as_str()).collect()
}

/// Lines with their values, whatever the order of the table.
fn figures(result: &ImportedForm) -> BTreeSet<(String, String)> {
    let figures = result.figures.iter();
    figures
        .map(|figure| (figure.line.clone(), figure.after.clone()))
        .collect()
}

/// The city with the commune's file not begun.
fn begun() -> Folder {
    let folder = Folder::city();
    fs::remove_file(folder.path(FILE)).expect("it is there");
    folder
}

fn form() -> Book {
    read(&fs::read(fixture("bieu-bo.xlsx")).expect("it is there")).expect("a workbook")
}

/// The row of a line by its number and the beginning of its name.
fn row_of(book: &Book, number: &str, name: &str) -> u32 {
    let sheet = &book.sheets[0];
    let is = |row: u32, column: u32, is: &dyn Fn(&str) -> bool| {
        sheet
            .cell(row, column)
            .is_some_and(|cell| is(&cell.shown().replace(',', ".")))
    };
    let mut rows = sheet.rows().map(|(row, _)| row);
    rows.find(|row| {
        is(*row, 0, &|text| text == number) && is(*row, 1, &|text| text.starts_with(name))
    })
    .expect("the form has it")
}

fn put(book: &mut Book, (row, column): (u32, u32), content: Content) {
    let cells = &mut book.sheets[0].cells;
    cells.retain(|cell| (cell.row, cell.column) != (row, column));
    cells.push(Cell::new(row, column, content));
    cells.sort_by_key(|cell| (cell.row, cell.column));
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[test]
fn the_ministry_s_form_says_what_the_unit_s_file_says() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let before = fs::read(folder.path(FILE)).expect("it is there");
    for name in ["bieu-bo.xlsx", "bieu-bo.ods", "bieu-bo.xls"] {
        let (result, told) = imported(&app, &fixture(name), |request| request.dry_run = false);
        assert_eq!(errors(&told), Vec::<&str>::new(), "{name}");
        assert_eq!(result.fate, WorkbookFate::Unchanged, "{name}: {result:#?}");
        assert_eq!(result.figures.len(), 42, "{name}");
        assert!(result.figures.iter().all(|figure| !figure.is_new), "{name}");
        assert!(result.agreeing > 5, "{name}: {}", result.agreeing);
        assert_eq!(result.not_asked, Vec::<String>::new(), "{name}");
    }
    assert_eq!(fs::read(folder.path(FILE)).expect("it is there"), before);
}

#[test]
fn a_unit_without_a_file_gets_one_with_the_figures_of_the_table() {
    let full = Folder::city();
    let said = fs::read_to_string(full.path(FILE)).expect("it is there");
    let folder = begun();
    let app = opened(&folder.path("data"));
    let (result, told) = imported(&app, &fixture("bieu-bo.xlsx"), |request| {
        request.dry_run = false;
    });
    assert_eq!(errors(&told), Vec::<&str>::new());
    assert_eq!((result.fate, result.begun), (WorkbookFate::Written, true));
    let written = fs::read_to_string(folder.path(FILE)).expect("it was written");
    assert!(written.contains("trang_thai: du_thao"));
    assert!(
        written.contains("    van_ban_chi_dao: 1   # kỳ trước"),
        "{written}"
    );
    assert!(
        written.contains("    xa_da_giai_quyet: 1773   # kỳ trước"),
        "{written}"
    );
    assert!(
        said.contains("    xa_da_giai_quyet: 1773\n"),
        "the fixture is of this file"
    );
    // What the form does not print is not there, and is named.
    assert_eq!(result.blank.len(), 2, "{:?}", result.blank);
    let (again, _) = imported(&app, &fixture("bieu-bo.xlsx"), |request| {
        request.dry_run = false;
    });
    assert_eq!(again.fate, WorkbookFate::Unchanged);
    let undone = folder.run(&["undo", FILE]);
    assert_eq!(undone.code, Some(0), "{undone:?}");
    assert!(!folder.path(FILE).exists());
}

#[test]
fn only_the_number_of_a_figure_is_changed() {
    let folder = Folder::city()
        .replace(
            FILE,
            "xa_da_giai_quyet: 1773\n",
            "xa_da_giai_quyet: {gia_tri: 1770, ghi_chu: Tính cả bưu chính} # hỏi lại\n",
        )
        .replace(
            FILE,
            "hop_dong_lao_dong: 6\n",
            "hop_dong_lao_dong: {khong_co: Chưa có số liệu}\n",
        )
        .replace(FILE, "bien_che_co_mat: 63\n", "bien_che_co_mat: 60\n");
    let app = opened(&folder.path("data"));
    let (result, told) = imported(&app, &fixture("bieu-bo.xlsx"), |request| {
        request.dry_run = false;
    });
    assert_eq!(errors(&told), Vec::<&str>::new());
    assert_eq!(result.fate, WorkbookFate::Written);
    let new: Vec<_> = result
        .figures
        .iter()
        .filter(|figure| figure.is_new)
        .collect();
    assert_eq!(new.len(), 3, "{new:#?}");
    assert_eq!(new[0].before.as_deref(), Some("1.770"));
    assert_eq!(new[0].after, "1.773");
    let after = fs::read_to_string(folder.path(FILE)).expect("it is there");
    for line in [
        "    xa_da_giai_quyet: {gia_tri: 1773, ghi_chu: Tính cả bưu chính} # hỏi lại\n",
        "    hop_dong_lao_dong: 6\n",
        "    bien_che_co_mat: 63\n",
    ] {
        assert!(after.contains(line), "{line}{after}");
    }
}

/// Rows of each form in any order, columns in any order, more columns between them.
fn mixed(book: &Book, keys: &[u32], order: &[u32]) -> Book {
    let mut mixed = book.clone();
    let sheet = &mut mixed.sheets[0];
    let is_data = |row: u32| {
        let number = sheet.cell(row, 0).map(Cell::shown).unwrap_or_default();
        number.starts_with(|c: char| c.is_ascii_digit())
    };
    let rows: Vec<u32> = sheet.rows().map(|(row, _)| row).collect();
    let mut moved: Vec<(u32, u32)> = rows.iter().map(|row| (*row, *row)).collect();
    for block in rows.chunk_by(|one, other| is_data(*one) && is_data(*other)) {
        let mut shuffled = block.to_vec();
        shuffled.sort_by_key(|row| keys[*row as usize % keys.len()].wrapping_mul(row + 7));
        moved.retain(|(row, _)| !block.contains(row));
        moved.extend(block.iter().copied().zip(shuffled));
    }
    for cell in &mut sheet.cells {
        let to = moved.iter().find(|(row, _)| *row == cell.row);
        cell.row = to.map_or(cell.row, |(_, to)| *to);
        cell.column = order[cell.column as usize] * 2;
    }
    let heads: Vec<_> = sheet
        .cells
        .iter()
        .filter(|cell| cell.shown() == "STT")
        .map(|cell| cell.row)
        .collect();
    for (row, column) in heads.iter().flat_map(|row| [(*row, 1), (*row, 11)]) {
        sheet.cells.push(Cell::new(row, column, text("Cùng kỳ")));
        sheet
            .cells
            .push(Cell::new(row + 3, column, Content::Number(99.0)));
    }
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
    mixed
}

#[test]
fn the_order_of_rows_and_columns_means_nothing() {
    let folder = begun();
    let app = opened(&folder.path("data"));
    let (plain, _) = imported(&app, &fixture("bieu-bo.xlsx"), |_| {});
    let (expected, book) = (figures(&plain), form());
    assert_eq!(expected.len(), 42);
    let keys = proptest::collection::vec(any::<u32>(), 8);
    let order = Just(vec![0_u32, 1, 2, 3, 4]).prop_shuffle();
    let run = runner(12).run(&(keys, order), |(keys, order)| {
        let path = folder.path("tron.xlsx");
        rewritten(&mixed(&book, &keys, &order), &path);
        let (result, told) = imported(&app, &path, |_| {});
        prop_assert_eq!(errors(&told), Vec::<&str>::new());
        prop_assert_eq!(figures(&result), expected.clone());
        Ok(())
    });
    run.unwrap();
}

/// The form as text with separators, numbers as people here write them.
fn delimited(book: &Book, separator: char, number: impl Fn(f64) -> String) -> String {
    let sheet = &book.sheets[0];
    let mut all = String::new();
    for row in 0..=sheet.rows().last().map_or(0, |(row, _)| row) {
        let cells = (0..5).map(
            |column| match sheet.cell(row, column).map(|cell| &cell.content) {
                Some(Content::Number(value)) if column == 3 => number(*value),
                Some(content) => content.to_string(),
                None => String::new(),
            },
        );
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        let _ = writeln!(
            all,
            "{}",
            cells.collect::<Vec<_>>().join(&separator.to_string())
        );
    }
    all
}

fn grouped(value: f64) -> String {
    let shown = value.to_string();
    let (whole, decimals) = shown.split_once('.').unwrap_or((&shown, ""));
    let whole = baocao::vi::grouped(whole.parse().expect("a number"));
    if decimals.is_empty() {
        return whole;
    }
    format!("{whole},{decimals}")
}

#[test]
fn text_with_separators_is_the_same_table() {
    let folder = begun();
    let app = opened(&folder.path("data"));
    let (plain, _) = imported(&app, &fixture("bieu-bo.xlsx"), |_| {});
    let book = form();
    let of_vietnam = delimited(&book, ';', grouped);
    let of_programs = delimited(&book, ',', |value| value.to_string());
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(of_vietnam.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let files = [
        ("a.csv", of_vietnam.clone().into_bytes()),
        ("b.csv", wide),
        ("c.csv", of_programs.into_bytes()),
        (
            "d.txt",
            delimited(&book, '\t', |value| value.to_string()).into_bytes(),
        ),
    ];
    for (name, bytes) in files {
        let path = folder.path(name);
        fs::write(&path, bytes).expect("it can be written");
        let (result, told) = imported(&app, &path, |_| {});
        assert_eq!(errors(&told), Vec::<&str>::new(), "{name}");
        assert_eq!(figures(&result), figures(&plain), "{name}");
        let notes = told
            .iter()
            .filter(|(_, text)| text.contains("ngăn hàng nghìn"));
        assert_eq!(
            notes.count(),
            if name < "c" { 2 } else { 0 },
            "{name}: {told:#?}"
        );
    }
    // One number with a point says nothing of what the point is for.
    let one = "STT;Chỉ tiêu;Số liệu\n3.2.1;Tổng số hồ sơ TTHC đã giải quyết xong;1.773\n";
    fs::write(folder.path("mot.csv"), one).expect("it can be written");
    let (result, told) = imported(&app, &folder.path("mot.csv"), |_| {});
    assert_eq!(result.fate, WorkbookFate::Refused);
    assert!(errors(&told)[0].contains("`1.773` là chữ"), "{told:#?}");
    let legacy = b"STT;Ch\xd8 ti\xaau;S\xe8 li\xd6u\n1;a;2\n";
    fs::write(folder.path("cu.csv"), legacy).expect("it can be written");
    let (_, told) = imported(&app, &folder.path("cu.csv"), |_| {});
    assert!(
        errors(&told)[0].contains("không lưu bằng bảng mã UTF-8"),
        "{told:#?}"
    );
}

#[test]
fn of_several_columns_of_figures_none_is_chosen() {
    let folder = begun();
    let app = opened(&folder.path("data"));
    let table = "STT;Chỉ tiêu;Số liệu quý II;Số liệu quý III\n1;Số văn bản chỉ đạo CCHC đã ban hành (Kết luận, chỉ thị, công văn chỉ đạo, quán triệt);5;1\n";
    let path = folder.path("hai-cot.csv");
    fs::write(&path, table).expect("it can be written");
    let (result, told) = imported(&app, &path, |_| {});
    assert_eq!(result.fate, WorkbookFate::Refused);
    assert!(
        errors(&told)[0]
            .contains("có 2 cột có thể là cột số liệu: C “Số liệu quý II”; D “Số liệu quý III”"),
        "{told:#?}"
    );
    for column in ["D", "d", "số liệu quý III"] {
        let (result, told) = imported(&app, &path, |request| {
            request.column = Some(column.to_owned());
        });
        assert_eq!(errors(&told), Vec::<&str>::new(), "{column}");
        assert_eq!(result.figures[0].after, "1", "{column}");
    }
    let (_, told) = imported(&app, &path, |request| {
        request.column = Some("Quý IV".to_owned());
    });
    assert!(
        errors(&told)[0].contains("không bảng nào trong tệp có cột `Quý IV`"),
        "{told:#?}"
    );
}

/// What is counted in the period and since the beginning of the year stand side by side: which of both a
/// row counts, nobody guesses.
#[test]
fn of_the_period_and_the_year_so_far_none_is_chosen() {
    let folder = begun();
    let app = opened(&folder.path("data"));
    let table = "STT;Chỉ tiêu;Trong kỳ;Lũy kế từ đầu năm\n1;Số văn bản chỉ đạo CCHC đã ban hành (Kết luận, chỉ thị, công văn chỉ đạo, quán triệt);1;5\n";
    let path = folder.path("luy-ke.csv");
    fs::write(&path, table).expect("it can be written");
    let (result, told) = imported(&app, &path, |_| {});
    assert_eq!(result.fate, WorkbookFate::Refused);
    assert!(
        errors(&told)[0].contains("có 2 cột có thể là cột số liệu"),
        "{told:#?}"
    );
}

/// What is done to the form, and what is told of it.
type Damage = (fn(&mut Book), Severity, &'static str);

const DAMAGES: [Damage; 12] = [
    (
        |book| {
            // As the form of the whole city has it, where the unit answers for itself.
            let row = row_of(book, "1.2", "Đã hoàn thành việc sắp xếp");
            let name = "Tỷ lệ UBND cấp xã đã hoàn thành việc sắp xếp các phòng chuyên môn đáp ứng các tiêu chí theo quy định của Chính phủ";
            put(book, (row, 1), text(name));
        },
        Severity::Warning,
        "trong bảng là số của toàn địa bàn, đơn vị khai biểu 4 dòng 1.2",
    ),
    (
        |book| {
            put(book, (1, 0), text("BIỂU MẪU QUÝ I/2026"));
            put(book, (2, 0), text("Ủy ban nhân dân xã Vĩnh Bảo"));
        },
        Severity::Warning,
        "bảng ghi “quý I năm 2026”, đang nhập cho kỳ quý III năm 2026",
    ),
    (
        |book| {
            let row = row_of(book, "3.2.1", "Tổng số hồ sơ");
            put(book, (row, 0), text("3.1.1"));
            put(book, (row, 1), text("Số hồ sơ TTHC giải quyết đúng hạn"));
        },
        Severity::Warning,
        "STT và tên thuộc hai dòng khác nhau của biểu, không lấy",
    ),
    (
        |book| {
            let row = row_of(book, "3.2.1", "Tổng số hồ sơ");
            put(book, (row, 0), text(""));
        },
        Severity::Warning,
        "dòng “Tổng số hồ sơ TTHC đã giải quyết xong” có thể là nhiều dòng của biểu",
    ),
    (
        |book| {
            let row = row_of(book, "3.2.1", "Tổng số hồ sơ");
            put(book, (row, 1), text("Tổng hồ sơ xong"));
        },
        Severity::Warning,
        "tên không phải của dòng có số ấy trong biểu",
    ),
    (
        |book| {
            let row = row_of(book, "3.2.1", "Tổng số hồ sơ");
            put(book, (row, 3), text("6.127"));
        },
        Severity::Error,
        "`6.127` là chữ, không phải số viết liền",
    ),
    (
        |book| {
            let row = row_of(book, "3.2.1", "Tổng số hồ sơ");
            put(book, (row, 3), text("-"));
        },
        Severity::Warning,
        "có `-`, không phải số: không lấy",
    ),
    (
        |book| {
            let (from, to) = (row_of(book, "3.2.1", "Tổng số hồ sơ"), 400);
            for column in 0..3 {
                let content = book.sheets[0]
                    .cell(from, column)
                    .map(|cell| cell.content.clone());
                put(book, (to, column), content.expect("it is there"));
            }
            put(book, (to, 3), Content::Number(1_700.0));
        },
        Severity::Error,
        "có hai số khác nhau: 1.773 và 1.700",
    ),
    (
        |book| {
            let row = row_of(book, "1.1", "Kế hoạch được giao");
            put(book, (row, 2), text("Tỷ đồng"));
        },
        Severity::Warning,
        "bảng tính bằng “Tỷ đồng”, biểu tính bằng “Triệu đồng”, không lấy",
    ),
    (
        |book| {
            let row = row_of(book, "3.2", "Tỷ lệ hồ sơ");
            put(book, (row, 3), Content::Number(98.0));
        },
        Severity::Note,
        "trong bảng là 98, chương trình tính được 99,83",
    ),
    (
        |book| {
            // More than there are.
            let row = row_of(book, "3.2.2", "Số hồ sơ");
            put(book, (row, 3), Content::Number(5_000.0));
        },
        Severity::Error,
        "trang tính “Phụ lục”, ô D",
    ),
    (
        |book| {
            let row = row_of(book, "5.2", "Hình thức");
            put(book, (row, 3), Content::Number(7.0));
        },
        Severity::Error,
        "Hình thức khảo sát",
    ),
];

#[test]
fn what_is_not_certain_is_told_at_its_cell_and_not_taken() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let before = fs::read(folder.path(FILE)).expect("it is there");
    for (number, (damage, severity, expected)) in DAMAGES.iter().enumerate() {
        let mut book = form();
        damage(&mut book);
        let path = folder.path("hong.xlsx");
        rewritten(&book, &path);
        let (result, told) = imported(&app, &path, |request| request.dry_run = false);
        let is_told = told
            .iter()
            .any(|(own, text)| own == severity && text.contains(expected));
        assert!(is_told, "{number} {expected}: {told:#?}");
        let fate = if *severity == Severity::Error {
            WorkbookFate::Refused
        } else {
            WorkbookFate::Unchanged
        };
        assert_eq!(result.fate, fate, "{number}: {told:#?}");
        assert_eq!(fs::read(folder.path(FILE)).expect("it is there"), before);
    }
}

#[test]
fn columns_of_a_portal_are_added_up_as_the_settings_say() {
    let folder = begun().append("data/cau-hinh.yaml", PORTAL);
    let app = opened(&folder.path("data"));
    let (result, told) = imported(&app, &fixture("ho-so.xlsx"), |request| {
        request.dry_run = false;
    });
    assert_eq!(errors(&told), Vec::<&str>::new());
    let taken: Vec<_> = result
        .figures
        .iter()
        .map(|figure| {
            (
                figure.after.as_str(),
                figure.sum.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        taken,
        [
            (
                "1.776",
                "Trước hạn 1.200 + Đúng hạn 573 + Đã giải quyết / Quá hạn 3"
            ),
            ("1.773", "Trước hạn 1.200 + Đúng hạn 573"),
        ]
    );
    assert_eq!(result.fate, WorkbookFate::Written);
    let written = fs::read_to_string(folder.path(FILE)).expect("it was written");
    assert!(written.contains("xa_da_giai_quyet: 1776") && written.contains("xa_dung_han: 1773"));
}

/// A table without the unit begins no file.
#[test]
fn a_table_of_others_is_not_taken() {
    let folder = begun().append("data/cau-hinh.yaml", PORTAL);
    let other = folder.path("data/2026/q3/xa-vinh-bao.yaml");
    fs::remove_file(&other).expect("it is there");
    let app = opened(&folder.path("data"));
    let (result, told) = imported(&app, &fixture("ho-so.xlsx"), |request| {
        request.agency = "xa-vinh-bao".into();
        request.dry_run = false;
    });
    assert_eq!(result.fate, WorkbookFate::Refused);
    assert!(
        errors(&told)[0].contains("không lấy được số nào của đơn vị"),
        "{told:#?}"
    );
    assert!(!other.exists());
}

#[test]
fn what_the_settings_say_wrongly_of_a_portal_is_told() {
    let wrong = [
        (
            "Đã giải quyết / Quá hạn",
            "Quá hạn",
            Severity::Error,
            "bảng có nhiều cột “Quá hạn”: H “Đã giải quyết / Quá hạn”; J “Đang giải quyết / Quá hạn”",
        ),
        (
            "Đã giải quyết / Quá hạn",
            "Trễ hạn",
            Severity::Error,
            "bảng không có cột “Trễ hạn”",
        ),
        (
            "dong: don_vi",
            "dong: [Xã Tiên Lãng, Xã Không Có]",
            Severity::Warning,
            "bảng không có dòng “Xã Tiên Lãng”",
        ),
        (
            "tthc.xa_dung_han:",
            "tthc.xa_dung_hạn:",
            Severity::Warning,
            "không có dòng nào mã `tthc.xa_dung_hạn`",
        ),
        (
            "nhan_biet: [Đơn vị, Trước hạn, Đúng hạn]",
            "nhan_biet: [Tên đơn vị]",
            Severity::Error,
            "không dòng nào trong tệp là dòng của biểu",
        ),
    ];
    for (right, other, severity, expected) in wrong {
        let folder = begun().append("data/cau-hinh.yaml", &PORTAL.replace(right, other));
        let app = opened(&folder.path("data"));
        let (_, told) = imported(&app, &fixture("ho-so.xlsx"), |_| {});
        let is_told = told
            .iter()
            .any(|(own, text)| *own == severity && text.contains(expected));
        assert!(is_told, "{expected}: {told:#?}");
    }
}

#[test]
fn a_report_on_record_is_not_changed_by_a_table() {
    let folder = Folder::city();
    let sealed = folder.run(&["seal", "2026-q3", "--agency", COMMUNE]);
    assert_eq!(sealed.code, Some(0), "{sealed:?}");
    let app = opened(&folder.path("data"));
    let mut book = form();
    let row = row_of(&book, "3.2.1", "Tổng số hồ sơ");
    put(&mut book, (row, 3), Content::Number(1_775.0));
    let path = folder.path("moi.xlsx");
    rewritten(&book, &path);
    let before = fs::read(folder.path(FILE)).expect("it is there");
    let (result, told) = imported(&app, &path, |request| request.dry_run = false);
    assert_eq!(result.fate, WorkbookFate::Refused, "{told:#?}");
    assert!(!errors(&told).is_empty());
    assert_eq!(fs::read(folder.path(FILE)).expect("it is there"), before);
}

#[test]
fn a_table_is_asked_for_with_its_unit_and_period() {
    let folder = Folder::city();
    for line in [
        "import --form a.xlsx",
        "import --form a.xlsx --agency xa-tien-lang",
        "import a.xlsx --agency xa-tien-lang",
        "import a.xlsx --column C",
        "import a.xlsx --form b.xlsx --agency xa-tien-lang --period 2026-q3",
    ] {
        let said = folder.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, Some(2), "{line}: {said:?}");
    }
    let folder = folder.append("data/cau-hinh.yaml", PORTAL);
    let before = fs::read(folder.path(FILE)).expect("it is there");
    fs::copy(fixture("ho-so.xlsx"), folder.path("ho-so.xlsx")).expect("it can be copied");
    let line = "import --form ho-so.xlsx --agency xa-tien-lang --period 2026-q3 --dry-run";
    Run::new(&folder, line).says_as_in("import-form");
    assert_eq!(fs::read(folder.path(FILE)).expect("it is there"), before);
}

/// What nobody would do with the table is refused, not passed over.
#[test]
fn a_table_goes_with_no_option_of_workbooks_that_came() {
    for option in [
        "--return ra",
        "--received 2026-09-01",
        "--junit a.xml",
        "--quiet",
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        command.args([
            "import", "--form", "a.xlsx", "--agency", COMMUNE, "--period", "2026-q3",
        ]);
        let output = command
            .args(option.split(' '))
            .output()
            .expect("it can be started");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{option}: {said}");
        let name = option.split(' ').next().unwrap_or_default();
        assert!(
            said.contains(name) && said.contains("--form"),
            "{option}: {said}"
        );
    }
}
