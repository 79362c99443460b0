//! Workbooks that units fill in: what is given out, what comes back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use baocao::app::{
    App, ExportRequest, ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks, WorkbookFate,
};
use baocao::diagnostic::{Location, Severity};
use baocao::event::Event;
use baocao::history::Occasion;
use baocao::model::{AgencyId, Period};
use baocao::workbook::read::{Book, Cell, Content, read};
use rust_xlsxwriter::Workbook;

use crate::folder::Folder;
use crate::report::opened;

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
        occasion: occasion(),
    };
    let mut errors = Vec::new();
    let (_, result) = app.import_workbooks(&request, &mut |event| {
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

fn book(path: &Path) -> Book {
    read(&fs::read(path).expect("it was written")).expect("it is ours")
}

/// Writes the cells of a workbook anew, as another program would: without locks, lists and looks.
fn rewritten(book: &Book, path: &Path) {
    let mut new = Workbook::new();
    for sheet in &book.sheets {
        let page = new.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for cell in &sheet.cells {
            let (row, column) = (cell.row, u16::try_from(cell.column).expect("it is near"));
            match &cell.content {
                Content::Number(number) => page.write_number(row, column, *number),
                content => page.write_string(row, column, content.to_string()),
            }
            .expect("it can be written");
        }
    }
    new.save(path).expect("it can be written");
}

/// The cell of a row and a column by their keys: its sheet, row and column.
fn place(book: &Book, row_key: &str, column_key: &str) -> (usize, u32, u32) {
    for (number, sheet) in book.sheets.iter().enumerate() {
        let is =
            |cell: &Cell, key: &str| matches!(&cell.content, Content::Text(text) if text == key);
        let column = sheet.row(0).iter().find(|cell| is(cell, column_key));
        let row = sheet
            .cells
            .iter()
            .find(|cell| cell.column == 0 && is(cell, row_key));
        if let (Some(column), Some(row)) = (column, row) {
            return (number, row.row, column.column);
        }
    }
    panic!("there is no {row_key} with {column_key}");
}

/// Types something into a cell.
fn typed(book: &mut Book, (sheet, row, column): (usize, u32, u32), content: Content) {
    let cells = &mut book.sheets[sheet].cells;
    cells.retain(|cell| (cell.row, cell.column) != (row, column));
    cells.push(Cell::new(row, column, content));
    cells.sort_by_key(|cell| (cell.row, cell.column));
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
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
    let blanks = errors.iter().filter(|error| error.contains("còn trống"));
    assert!(blanks.count() >= 20, "{errors:#?}");
    assert!(
        errors[0].contains("trang tính “Biểu 1”, ô F"),
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
