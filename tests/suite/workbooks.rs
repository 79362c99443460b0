//! Workbooks that units fill in: what is given out, what comes back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use baocao::app::{
    App, ExportRequest, ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks, Received,
    WorkbookFate,
};
use baocao::diagnostic::{Location, Severity};
use baocao::event::Event;
use baocao::history::Occasion;
use baocao::model::{AgencyId, Period};
use baocao::workbook::read::{Book, Cell, Content};

use crate::folder::Folder;
use crate::report::opened;
use crate::typing::{book, place, rewritten, text, typed};

const PERIODS: [&str; 7] = [
    "2021-q1", "2021-6t", "2021-q3", "2021-nam", "2026-q1", "2026-6t", "2026-q3",
];
const COMMUNE: &str = "xa-tien-lang";

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

fn occasion() -> Occasion {
    Occasion {
        at: "2026-03-02T08:00:00+07:00".parse().expect("a time"),
        command: "import".to_owned(),
    }
}

/// The workbooks of a period, by their names.
fn exported(
    app: &App,
    period_name: &str,
    agencies: &[&str],
    to: &Path,
) -> BTreeMap<String, PathBuf> {
    let request = ExportRequest {
        period: period(period_name),
        agencies: agencies.iter().map(|id| AgencyId::from(*id)).collect(),
        to: to.to_owned(),
    };
    let mut told = Vec::new();
    let (_, result) = app.export(&request, &mut |event| told.push(event.clone()));
    let errors: Vec<_> = told
        .iter()
        .filter(|event| matches!(event, Event::Found(_)))
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let all = result.written.into_iter().chain(result.unchanged);
    all.map(|one| (one.agency.to_string(), one.path)).collect()
}

fn imported(app: &App, files: &[PathBuf], dry_run: bool) -> (ImportedWorkbooks, Vec<String>) {
    let request = ImportWorkbooksRequest {
        files: files.to_vec(),
        dry_run,
        return_to: None,
        received: None,
        occasion: occasion(),
    };
    imported_as(app, &request)
}

/// What became of workbooks, and the errors that were told.
fn imported_as(app: &App, request: &ImportWorkbooksRequest) -> (ImportedWorkbooks, Vec<String>) {
    let stop = AtomicBool::new(false);
    let mut errors = Vec::new();
    let (_, result) = app.import_workbooks(request, &stop, &mut |event| {
        if let Event::Found(finding) = event
            && finding.severity == Severity::Error
        {
            let place = finding.location.as_ref().map(Location::words);
            errors.push(format!(
                "{}: {}",
                place.unwrap_or_default(),
                finding.message
            ));
        }
    });
    (result, errors)
}

fn one(result: &ImportedWorkbooks) -> &ImportedWorkbook {
    assert_eq!(result.files.len(), 1, "{result:?}");
    &result.files[0]
}

#[test]
fn what_is_given_out_changes_nothing_when_it_comes_back() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    for name in PERIODS {
        let to = folder.path("ra").join(name);
        let all = exported(&app, name, &[], &to);
        let again = exported(&app, name, &[], &to);
        assert_eq!(again, all, "the same bytes a second time");
        let (year, cycle) = name.split_once('-').expect("a period");
        let said = folder.path("data").join(year).join(cycle);
        let has_file = |unit: &String| said.join(format!("{unit}.yaml")).exists();
        let files = all.into_iter().filter(|(unit, _)| has_file(unit));
        let files: Vec<_> = files.map(|(_, path)| path).collect();
        assert!(files.len() > 3, "{name}");
        let (result, errors) = imported(&app, &files, true);
        assert_eq!(errors, Vec::<String>::new(), "{name}");
        for file in &result.files {
            assert_eq!(file.fate, WorkbookFate::Unchanged, "{file:?}");
        }
    }
}

/// The data folder with a commune's file taken away, and the workbooks of before and after.
fn begun(folder: &Folder) -> (App, PathBuf, PathBuf) {
    let data = folder.path("data");
    let app = opened(&data);
    let full = exported(&app, "2026-q1", &[COMMUNE], &folder.path("day-du"));
    fs::remove_file(data.join("2026/q1").join(format!("{COMMUNE}.yaml"))).expect("it is there");
    fs::remove_file(data.join("2026/q1/da-ban-hanh.yaml")).ok();
    let blank = exported(&app, "2026-q1", &[COMMUNE], &folder.path("trong"));
    (app, full[COMMUNE].clone(), blank[COMMUNE].clone())
}

/// What somebody types into a blank workbook so that it says what another one does.
fn filled_in(blank: &Path, full: &Path, to: &Path) -> PathBuf {
    let (mut blank, full) = (book(blank), book(full));
    for sheet in &full.sheets {
        let stamped = sheet.cell(0, 0).is_some();
        for (row, cells) in sheet.rows().filter(|(row, _)| stamped && *row >= 4) {
            let Some(Content::Text(key)) = sheet.cell(row, 0).map(|cell| &cell.content) else {
                continue;
            };
            for cell in cells.iter().filter(|cell| cell.column > 0) {
                let Some(Content::Text(column)) = sheet.cell(0, cell.column).map(|c| &c.content)
                else {
                    continue;
                };
                // The last report has no legal basis that a blank one would go on with.
                if key.starts_with("the_thuc.can_cu") && key != "the_thuc.can_cu.1" {
                    continue;
                }
                let at = place(&blank, key, column);
                typed(&mut blank, at, cell.content.clone());
            }
        }
    }
    rewritten(&blank, to);
    to.to_owned()
}

#[test]
fn a_blank_workbook_that_was_filled_in_becomes_the_unit_s_file() {
    let folder = Folder::city();
    let (app, full, blank) = begun(&folder);
    let came = filled_in(&blank, &full, &folder.path("về.xlsx"));
    let (result, errors) = imported(&app, std::slice::from_ref(&came), false);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(one(&result).fate, WorkbookFate::Written);
    let again = exported(&app, "2026-q1", &[COMMUNE], &folder.path("lai"));
    let said = |path: &Path| {
        let mut said = book(path);
        for sheet in &mut said.sheets {
            // What the stamp says of the file alone differs.
            sheet.cells.retain(|cell| (cell.row, cell.column) != (0, 0));
        }
        said
    };
    assert_eq!(said(&again[COMMUNE]), said(&full));
    let (result, errors) = imported(&app, &[came], false);
    assert_eq!(
        (one(&result).fate, errors),
        (WorkbookFate::Unchanged, Vec::new())
    );
}

#[test]
fn a_blank_workbook_is_told_cell_by_cell() {
    let folder = Folder::city();
    let (app, _, blank) = begun(&folder);
    let (result, errors) = imported(&app, &[blank], false);
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    let of_sheet = |error: &&String| error.contains("“Biểu 3” còn ") && error.contains("ô F");
    assert!(errors.iter().any(|error| of_sheet(&error)), "{errors:#?}");
    let single = errors.iter().find(|error| error.contains("còn trống"));
    assert!(
        single.is_some_and(|error| error.contains(", ô F")),
        "{errors:#?}"
    );
    assert!(
        !folder
            .path("data/2026/q1")
            .join(format!("{COMMUNE}.yaml"))
            .exists()
    );
}

/// What one unit has left blank costs no other unit anything.
#[test]
fn each_workbook_is_taken_by_itself() {
    let folder = Folder::city();
    let (app, _, blank) = begun(&folder);
    let given = exported(&app, "2026-q1", &["xa-vinh-bao"], &folder.path("ra"));
    let mut came = book(&given["xa-vinh-bao"]);
    let at = place(&came, "so_lieu.chi_dao.van_ban_chi_dao", "ghi_chu");
    typed(&mut came, at, text("Gồm cả kết luận giao ban"));
    let changed = folder.path("doi.xlsx");
    rewritten(&came, &changed);
    let none = folder.path("la.xlsx");
    fs::write(&none, "<html>").expect("it can be written");
    let (result, errors) = imported(&app, &[blank, changed.clone(), none], true);
    let fate = |path: &Path| {
        let mut files = result.files.iter();
        files.find(|file| file.file == path).map(|file| file.fate)
    };
    assert_eq!(fate(&changed), Some(WorkbookFate::Written), "{errors:#?}");
    let refused = result
        .files
        .iter()
        .filter(|file| file.fate == WorkbookFate::Refused);
    assert_eq!(refused.count(), 2);
    assert!(
        errors.iter().any(|error| error.contains("la.xlsx")),
        "{errors:#?}"
    );
}

#[test]
fn only_what_the_workbook_says_otherwise_is_written() {
    let folder = Folder::city();
    let data = folder.path("data");
    let file = data.join("2026/q3").join(format!("{COMMUNE}.yaml"));
    let before = fs::read_to_string(&file).expect("it is there");
    let app = opened(&data);
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let mut came = book(&given[COMMUNE]);
    let number = place(&came, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    let Some(Content::Number(old)) = came.sheets[number.0]
        .cell(number.1, number.2)
        .map(|c| c.content.clone())
    else {
        panic!("it has a number");
    };
    typed(&mut came, number, Content::Number(old + 1.0));
    let path = folder.path("ve.xlsx");
    rewritten(&came, &path);
    let (result, errors) = imported(&app, std::slice::from_ref(&path), false);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(one(&result).fate, WorkbookFate::Written);
    assert_eq!(one(&result).changes.len(), 1, "{result:?}");
    let after = fs::read_to_string(&file).expect("it is there");
    let changed: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(before, after)| before != after)
        .collect();
    let line = |number: f64| format!("    xa_da_giai_quyet: {number}");
    assert_eq!(changed, [(line(old).as_str(), line(old + 1.0).as_str())]);
    assert_eq!(before.lines().count(), after.lines().count());
    // The same workbook, corrected once more, is still the last word.
    typed(&mut came, number, Content::Number(old + 2.0));
    rewritten(&came, &path);
    let (result, errors) = imported(&app, std::slice::from_ref(&path), false);
    assert_eq!(
        (one(&result).fate, errors),
        (WorkbookFate::Written, Vec::new())
    );
    // Somebody else has been at the file since.
    let by_hand = fs::read_to_string(&file).expect("it is there");
    let by_hand = by_hand.replace(&line(old + 2.0), &line(old + 3.0));
    fs::write(&file, &by_hand).expect("it can be written");
    let (result, errors) = imported(&app, &[path], false);
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    assert!(
        errors
            .iter()
            .any(|error| error.contains("đã thay đổi từ khi xuất")),
        "{errors:?}"
    );
    assert_eq!(fs::read_to_string(&file).expect("it is there"), by_hand);
}

#[test]
fn rows_and_sheets_are_found_wherever_they_are() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE, "so-y-te"], &folder.path("ra"));
    for (unit, path) in given {
        let mut came = book(&path);
        for (number, sheet) in came.sheets.iter_mut().enumerate() {
            sheet.name = format!("Trang {number}");
            let Some(last) = sheet.cells.iter().map(|cell| cell.row).max() else {
                continue;
            };
            for cell in sheet.cells.iter_mut().filter(|cell| cell.row >= 4) {
                cell.row = last + 4 - cell.row;
            }
            sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        came.sheets.reverse();
        let to = folder.path(&format!("{unit}-khác tên.xlsx"));
        rewritten(&came, &to);
        let (result, errors) = imported(&app, &[to], true);
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(one(&result).fate, WorkbookFate::Unchanged);
    }
}

/// What is done to a workbook, and what is said of it.
type Damage = (fn(&mut Book), &'static str);

const DAMAGES: [Damage; 8] = [
    (
        |book| {
            let at = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            typed(book, at, text("6.127"));
        },
        "trang tính “Biểu 3”, ô F",
    ),
    (
        |book| {
            // The visible columns are sorted, and the keys are not.
            let (sheet, one, _) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            let (_, other, _) = place(book, "so_lieu.tthc.xa_dung_han", "ky_nay");
            for cell in book.sheets[sheet]
                .cells
                .iter_mut()
                .filter(|cell| cell.column > 0)
            {
                if cell.row == one {
                    cell.row = other;
                } else if cell.row == other {
                    cell.row = one;
                }
            }
            book.sheets[sheet]
                .cells
                .sort_by_key(|cell| (cell.row, cell.column));
        },
        "có thể chỉ một phần của trang đã được sắp xếp",
    ),
    (
        |book| {
            let (sheet, row, column) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            let last = book.sheets[sheet].cells.iter().map(|cell| cell.row).max();
            let copied: Vec<_> = book.sheets[sheet].row(row).to_vec();
            for mut cell in copied {
                cell.row = last.unwrap_or_default() + 1;
                book.sheets[sheet].cells.push(cell);
            }
            assert!(column > 0);
        },
        "một dòng của biểu có hai lần",
    ),
    (
        |book| {
            let (sheet, ..) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            let last = book.sheets[sheet].cells.iter().map(|cell| cell.row).max();
            let row = last.unwrap_or_default() + 2;
            let number = Content::Number(12.0);
            book.sheets[sheet].cells.push(Cell::new(row, 5, number));
        },
        "không phải dòng của trang “Biểu 3”",
    ),
    (
        |book| {
            let (sheet, ..) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            book.sheets[sheet].cells.retain(|cell| cell.column > 0);
        },
        "tệp thiếu trang “Biểu 3”",
    ),
    (
        |book| {
            let (sheet, row, _) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            book.sheets[sheet].cells.retain(|cell| cell.row != row);
        },
        "trang “Biểu 3” thiếu 1 dòng",
    ),
    (
        |book| {
            let (sheet, ..) = place(book, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
            let stamp = &mut book.sheets[sheet].cells[0];
            let Content::Text(stamp) = &mut stamp.content else {
                panic!("a stamp")
            };
            *stamp = stamp.replace(COMMUNE, "xa-vinh-bao");
        },
        "gồm trang của hai tệp",
    ),
    (
        |book| {
            let at = place(book, "noi_dung.mot_cua.1", "khong_co");
            typed(book, at, text("Không có"));
        },
        "vừa chọn “Không có” vừa có đoạn văn",
    ),
];

#[test]
fn what_somebody_did_to_a_workbook_is_told() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    for (number, (damage, said)) in DAMAGES.into_iter().enumerate() {
        let mut came = book(&given[COMMUNE]);
        damage(&mut came);
        let to = folder.path(&format!("{number}.xlsx"));
        rewritten(&came, &to);
        let (result, errors) = imported(&app, &[to], true);
        assert!(
            errors.iter().any(|error| error.contains(said)),
            "{number}: {errors:#?}"
        );
        assert_eq!(one(&result).fate, WorkbookFate::Refused, "{number}");
    }
}

#[test]
fn what_is_typed_into_cells_of_words_comes_back_itself() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let file = folder.path("data/2026/q3").join(format!("{COMMUNE}.yaml"));
    let task = "nhiem_vu.4b";
    let all = [
        "=HYPERLINK(\"http://a\")",
        "- gạch đầu dòng",
        "05/3",
        "'nháy'",
        "a: b # c",
        "{x}",
        "[y]",
        "true",
        "12",
        "\"",
        "\\",
        "~",
        "@a",
        "&neo",
        "*neo",
        "!nhãn",
        "%YAML",
        "|",
        ">",
    ];
    for (number, words) in all.into_iter().enumerate() {
        let mut came = book(&given[COMMUNE]);
        let at = place(&came, task, "ket_qua");
        typed(&mut came, at, text(words));
        let to = folder.path("ve.xlsx");
        rewritten(&came, &to);
        let (result, errors) = imported(&app, &[to], false);
        if one(&result).fate == WorkbookFate::Refused {
            // The rules on words may have something to say of them, at their cell.
            assert!(
                errors
                    .iter()
                    .all(|error| error.contains("trang tính “Nhiệm vụ”")),
                "{errors:?}"
            );
            continue;
        }
        let back = exported(
            &app,
            "2026-q3",
            &[COMMUNE],
            &folder.path(&format!("lai-{number}")),
        );
        let back = book(&back[COMMUNE]);
        let (sheet, row, column) = place(&back, task, "ket_qua");
        let found = back.sheets[sheet].cell(row, column);
        let found_words = found.map(|cell| cell.content.to_string());
        // What was done stands in lists, and needs no dash of its own.
        let words = words.trim_start_matches("- ");
        assert_eq!(found_words.as_deref(), Some(words));
        assert_eq!(found.and_then(|cell| cell.formula.clone()), None);
        assert!(file.exists());
    }
}

/// What is asked of workbooks that go back into a folder.
fn returning(files: &[PathBuf], to: &Path) -> ImportWorkbooksRequest {
    ImportWorkbooksRequest {
        files: files.to_vec(),
        dry_run: false,
        return_to: Some(to.to_owned()),
        received: None,
        occasion: occasion(),
    }
}

/// The texts of a row of the sheet that lists what is to be mended, for a cell.
fn listed(book: &Book, cell: &str) -> Vec<String> {
    let sheet = book
        .sheet("Cần sửa")
        .expect("it lists what is to be mended");
    let mut rows = sheet.rows();
    let row = rows.find(|(_, cells)| cells.iter().any(|c| c.content.to_string() == cell));
    let (_, cells) = row.unwrap_or_else(|| panic!("{cell} is not listed"));
    cells.iter().map(|cell| cell.content.to_string()).collect()
}

#[test]
fn a_workbook_goes_back_with_what_was_typed_and_comes_again() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let mut came = book(&given[COMMUNE]);
    let number = place(&came, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    let half = place(&came, "so_lieu.chi_dao.van_ban_chi_dao", "ky_nay");
    let note = place(&came, "so_lieu.chi_dao.van_ban_chi_dao", "ghi_chu");
    let right = came.sheets[number.0].cell(number.1, number.2).cloned();
    let right = right.expect("it has a number").content;
    typed(&mut came, number, text("6.127"));
    typed(&mut came, half, Content::Number(12.5));
    typed(&mut came, note, text("=1+1"));
    let sent = folder.path("ve.xlsx");
    rewritten(&came, &sent);
    let request = returning(std::slice::from_ref(&sent), &folder.path("tra"));
    let (result, first) = imported_as(&app, &request);
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    assert_eq!((one(&result).errors, one(&result).warnings), (2, 0));
    let returned = one(&result).returned.clone().expect("it goes back");
    let mut back = book(&returned);
    assert_eq!(back.sheets[0].name, "Cần sửa");
    let held = |book: &Book, row: &str, column: &str| {
        let (sheet, row, column) = place(book, row, column);
        book.sheets[sheet]
            .cell(row, column)
            .cloned()
            .expect("it holds something")
    };
    let typed_number = held(&back, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    assert_eq!(typed_number.content, text("6.127"));
    let typed_half = held(&back, "so_lieu.chi_dao.van_ban_chi_dao", "ky_nay");
    assert_eq!(typed_half.content, Content::Number(12.5));
    let typed_note = held(&back, "so_lieu.chi_dao.van_ban_chi_dao", "ghi_chu");
    assert_eq!(
        (typed_note.content, typed_note.formula),
        (text("=1+1"), None)
    );
    let cell = typed_number.reference();
    let row = listed(&back, &format!("Biểu 3, {cell}"));
    assert!(row.iter().any(|text| text.contains("6127")), "{row:?}");
    // Sent again as it is, it is told the same at the same cells.
    let (result, again) = imported(&app, std::slice::from_ref(&returned), true);
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    let cells = |errors: &[String]| {
        let places = errors.iter().filter_map(|error| error.split_once(", "));
        places.map(|(_, rest)| rest.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(cells(&again), cells(&first));
    // Corrected, it is clean, and the unit's report is beside it.
    let at = place(&back, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    typed(&mut back, at, right);
    let at = place(&back, "so_lieu.chi_dao.van_ban_chi_dao", "ky_nay");
    typed(&mut back, at, Content::Number(12.0));
    let corrected = folder.path("sửa.xlsx");
    rewritten(&back, &corrected);
    let (result, errors) = imported_as(&app, &returning(&[corrected], &folder.path("tra")));
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(one(&result).fate, WorkbookFate::Written);
    assert_eq!(one(&result).returned, None);
    let [report] = one(&result).reports.as_slice() else {
        panic!("{result:?}")
    };
    assert!(fs::read(report).expect("it is there").starts_with(b"%PDF"));
    // Nothing that lay there was written over.
    assert_eq!(book(&returned).sheets[0].name, "Cần sửa");
}

#[test]
fn what_is_answered_in_the_list_is_answered_in_the_unit_s_file() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &["xa-vinh-bao"], &folder.path("ra"));
    let mut came = book(&given["xa-vinh-bao"]);
    let at = place(&came, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    let before = match came.sheets[at.0].cell(at.1, at.2).map(|cell| &cell.content) {
        Some(Content::Number(number)) => *number,
        other => panic!("{other:?}"),
    };
    typed(&mut came, at, Content::Number(before * 20.0));
    let sent = folder.path("ve.xlsx");
    rewritten(&came, &sent);
    let (result, errors) = imported_as(&app, &returning(&[sent], &folder.path("tra")));
    assert_eq!(errors, Vec::<String>::new());
    // It is taken, and goes back to be looked at again; there is no report to sign yet.
    assert_eq!(one(&result).fate, WorkbookFate::Written);
    assert!(one(&result).warnings > 0, "{result:?}");
    assert_eq!(one(&result).reports, Vec::<PathBuf>::new());
    let returned = one(&result).returned.clone().expect("it goes back");
    let mut back = book(&returned);
    let list = back.sheet("Cần sửa").expect("it lists them").clone();
    let keys = list.rows().filter_map(|(row, cells)| {
        let Content::Text(key) = &cells.first()?.content else {
            return None;
        };
        key.starts_with("giai_trinh.").then(|| (row, key.clone()))
    });
    let keys: Vec<_> = keys.collect();
    assert_eq!(keys.len(), one(&result).warnings, "{keys:?}");
    for (_, key) in &keys {
        let (sheet, row, column) = place(&back, key, "giai_trinh");
        typed(
            &mut back,
            (sheet, row, column),
            text("Nhận bàn giao hồ sơ của xã cũ"),
        );
    }
    let answered = folder.path("trả lời.xlsx");
    rewritten(&back, &answered);
    let request = returning(std::slice::from_ref(&answered), &folder.path("tra"));
    let (result, errors) = imported_as(&app, &request);
    assert_eq!(errors, Vec::<String>::new());
    let file = folder.path("data/2026/q3/xa-vinh-bao.yaml");
    let written = fs::read_to_string(&file).expect("it is there");
    for (_, key) in &keys {
        let code = key.split('.').nth(1).expect("a rule");
        assert!(written.contains(code), "{written}");
    }
    assert_eq!((one(&result).warnings, one(&result).reports.len()), (0, 1));
    // The same once more says nothing new.
    let (result, _) = imported_as(&app, &request);
    assert_eq!(one(&result).fate, WorkbookFate::Unchanged, "{result:?}");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), written);
    // What is answered no more is dropped when the figure is put right.
    let given = exported(&app, "2026-q3", &["xa-vinh-bao"], &folder.path("lai"));
    let mut came = book(&given["xa-vinh-bao"]);
    let at = place(&came, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    typed(&mut came, at, Content::Number(before));
    let right = folder.path("đúng.xlsx");
    rewritten(&came, &right);
    let (result, errors) = imported_as(&app, &returning(&[right], &folder.path("tra")));
    assert_eq!(errors, Vec::<String>::new());
    assert!(one(&result).is_clean(), "{result:?}");
    let written = fs::read_to_string(&file).expect("it is there");
    assert!(!written.contains("figure/jump"), "{written}");
}

/// The row of a unit in a register.
fn entered(folder: &Folder, unit: &str) -> String {
    let register = folder.path("data/2026/q3/so-den.yaml");
    let text = fs::read_to_string(register).expect("it is there");
    let start = text
        .find(unit)
        .unwrap_or_else(|| panic!("{unit} is not in {text}"));
    let mut lines = text[start..].lines();
    let first = lines.next().unwrap_or_default().to_owned();
    let rest = lines.take_while(|line| line.starts_with(' '));
    std::iter::once(first)
        .chain(rest.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn arrivals_are_entered_as_they_come_go_back_and_come_again() {
    let folder = Folder::city();
    let data = folder.path("data");
    let register = data.join("2026/q3/so-den.yaml");
    let remark = "# Sổ đến của kỳ.\n";
    fs::write(&register, remark).expect("it can be written");
    fs::remove_file(data.join("2026/q3").join(format!("{COMMUNE}.yaml"))).expect("it is there");
    fs::remove_file(data.join("2026/q3/da-ban-hanh.yaml")).ok();
    let app = opened(&data);
    let given = exported(&app, "2026-q3", &[COMMUNE, "so-y-te"], &folder.path("ra"));
    let request = |unit: &str, day: &str, number: Option<u64>| ImportWorkbooksRequest {
        received: Some(Received {
            date: day.parse().expect("a day"),
            number,
        }),
        ..returning(std::slice::from_ref(&given[unit]), &folder.path("tra"))
    };
    let (result, _) = imported_as(&app, &request(COMMUNE, "2026-09-01", None));
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    let first = entered(&folder, COMMUNE);
    assert!(
        first.contains("ngay: 2026-09-01") && first.contains("tra_lai: 2026-09-01"),
        "{first}"
    );
    assert!(
        first.contains("can_sua: sửa ") && first.contains("“Cần sửa”"),
        "{first}"
    );
    // The same on the next day is one more arrival that went back.
    imported_as(&app, &request(COMMUNE, "2026-09-02", Some(12)));
    let second = entered(&folder, COMMUNE);
    assert_eq!(second.matches("tra_lai").count(), 2, "{second}");
    assert!(second.contains("so: 12"), "{second}");
    let (result, errors) = imported_as(&app, &request("so-y-te", "2026-09-03", Some(77)));
    assert_eq!((one(&result).is_clean(), errors), (true, Vec::new()));
    assert_eq!(
        entered(&folder, "so-y-te"),
        "so-y-te: {ngay: 2026-09-03, so: 77}"
    );
    // What stands is not entered again.
    imported_as(&app, &request("so-y-te", "2026-09-04", None));
    assert_eq!(
        entered(&folder, "so-y-te"),
        "so-y-te: {ngay: 2026-09-03, so: 77}"
    );
    // A day before what the register says is no day of arrival.
    let (_, errors) = imported_as(&app, &request(COMMUNE, "2026-08-30", None));
    assert!(
        errors.iter().any(|error| error.contains("sổ đến của")),
        "{errors:?}"
    );
    let text = fs::read_to_string(&register).expect("it is there");
    assert!(text.starts_with(remark), "{text}");
    // One number is of one workbook.
    let both = ImportWorkbooksRequest {
        files: given.values().cloned().collect(),
        ..request("so-y-te", "2026-09-04", Some(80))
    };
    let (result, errors) = imported_as(&app, &both);
    assert!(
        result
            .files
            .iter()
            .all(|file| file.fate == WorkbookFate::Refused)
    );
    assert!(errors[0].contains("chỉ nêu một số đến"), "{errors:?}");
    // Where nobody asks for it, the register stays and the line is shown.
    let (result, _) = imported(&app, std::slice::from_ref(&given["so-y-te"]), false);
    assert_eq!(one(&result).arrival, None);
    fs::remove_file(&register).expect("it is there");
    let (result, _) = imported(&app, std::slice::from_ref(&given["so-y-te"]), false);
    assert_eq!(
        one(&result).arrival.as_deref(),
        Some("so-y-te: {ngay: 2026-03-02}")
    );
    assert!(!register.exists());
}

#[test]
fn a_workbook_of_older_data_goes_back_with_what_differs_marked() {
    let folder = Folder::city();
    let data = folder.path("data");
    let app = opened(&data);
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let mut came = book(&given[COMMUNE]);
    let at = place(&came, "so_lieu.chi_dao.van_ban_chi_dao", "ghi_chu");
    typed(&mut came, at, text("Gồm cả kết luận giao ban"));
    let sent = folder.path("ve.xlsx");
    rewritten(&came, &sent);
    let file = data.join("2026/q3").join(format!("{COMMUNE}.yaml"));
    let text_before = fs::read_to_string(&file).expect("it is there");
    let key = "    xa_da_giai_quyet: ";
    let start = text_before.find(key).expect("it has it") + key.len();
    let changed = format!("{}1{}", &text_before[..start], &text_before[start..]);
    fs::write(&file, changed).expect("it can be written");
    let (result, _) = imported_as(&app, &returning(&[sent], &folder.path("tra")));
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    let returned = one(&result).returned.clone().expect("it goes back");
    let back = book(&returned);
    let (sheet, row, column) = place(&back, "so_lieu.tthc.xa_da_giai_quyet", "ky_nay");
    let cell = back.sheets[sheet]
        .cell(row, column)
        .expect("it has a number");
    let row = listed(&back, &format!("Biểu 3, {}", cell.reference()));
    assert!(
        row.iter().any(|text| text.contains("đã đổi từ khi xuất")),
        "{row:?}"
    );
    // Who sends it again has seen it.
    let (result, errors) = imported(&app, &[returned], false);
    assert_eq!(
        (one(&result).fate, errors),
        (WorkbookFate::Written, Vec::new())
    );
}

#[test]
fn what_goes_back_never_lies_among_what_came_or_among_data() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    for place in ["ra", "data/2026/q3"] {
        let to = folder.path(place);
        let (result, errors) = imported_as(&app, &returning(&[folder.path("ra")], &to));
        assert!(result.files.is_empty(), "{result:?}");
        assert_eq!(errors.len(), 1, "{errors:?}");
    }
    let request = ExportRequest {
        period: period("2026-q3"),
        agencies: Vec::new(),
        to: folder.path("data"),
    };
    let (outcome, result) = app.export(&request, &mut |_| {});
    assert_eq!((outcome.summary.errors, result.written.len()), (1, 0));
    assert!(given[COMMUNE].exists());
}

#[test]
fn that_there_is_nothing_may_be_typed() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let mut came = book(&given[COMMUNE]);
    let at = place(&came, "noi_dung.sang_kien.1", "doan");
    typed(&mut came, at, text("Không có."));
    let sent = folder.path("ve.xlsx");
    rewritten(&came, &sent);
    let (_, errors) = imported(&app, &[sent], false);
    assert_eq!(errors, Vec::<String>::new());
    let file = folder.path("data/2026/q3").join(format!("{COMMUNE}.yaml"));
    let written = fs::read_to_string(file).expect("it is there");
    assert!(written.contains("sang_kien: []"), "{written}");
}

/// Somebody sends an attachment of last week once more.
#[test]
fn a_workbook_that_was_taken_before_is_not_taken_again() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let given = exported(&app, "2026-q3", &[COMMUNE], &folder.path("ra"));
    let sent = |name: &str, note: &str| {
        let mut came = book(&given[COMMUNE]);
        let at = place(&came, "so_lieu.chi_dao.van_ban_chi_dao", "ghi_chu");
        typed(&mut came, at, text(note));
        let path = folder.path(name);
        rewritten(&came, &path);
        path
    };
    let (first, second) = (
        sent("1.xlsx", "Gồm công văn"),
        sent("2.xlsx", "Gồm cả kết luận"),
    );
    for path in [&first, &second] {
        let (result, errors) = imported(&app, std::slice::from_ref(path), false);
        assert_eq!(
            (one(&result).fate, errors),
            (WorkbookFate::Written, Vec::new())
        );
    }
    let (result, errors) = imported(&app, &[first], false);
    assert_eq!(one(&result).fate, WorkbookFate::Refused);
    assert!(
        errors[0].contains("giống bản đã nhập ngày 02/3/2026"),
        "{errors:?}"
    );
    let (result, errors) = imported(&app, &[second], false);
    assert_eq!(
        (one(&result).fate, errors),
        (WorkbookFate::Unchanged, Vec::new())
    );
}
