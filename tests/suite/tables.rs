//! Figures that go out: the table of all units, and annexes of issued reports.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use baocao::app::{App, Draft, ExportAnnexRequest, ExportTableRequest, ExportedFiles};
use baocao::compose::AnnexCell;
use baocao::diagnostic::{Code, Severity};
use baocao::model::{AgencyId, Period};
use baocao::vi;
use baocao::workbook::read::{Book, Content, Sheet, read};

use crate::folder::Folder;
use crate::hostile::{all_text, without_white_space};
use crate::levels::chain;
use crate::report::{heard, opened, report_of, request};
use crate::sheet::sheets;
use crate::stated::{city_of_totals, city_with_stated, city_without_communes};

const PERIODS: [&str; 7] = [
    "2021-q1", "2021-6t", "2021-q3", "2021-nam", "2026-q1", "2026-6t", "2026-q3",
];
/// The rows of a form's sheet, and the columns before those of the form.
const CODES: u32 = 0;
const NUMBERS: u32 = 4;
const METHODS: u32 = 7;
const TOTALS: u32 = 8;
const OF_AREA: u32 = 9;
const FIRST: u32 = 11;
const LEADS: u32 = 5;

fn period(name: &str) -> Period {
    Period::parse(name).expect("the test names a period")
}

/// What is written of a period, and what was found that is an error.
fn table(app: &App, name: &str, to: &Path) -> (ExportedFiles, Vec<Code>) {
    let request = ExportTableRequest {
        period: period(name),
        to: to.to_owned(),
    };
    let (files, found) = heard(|tell| app.export_table(&request, tell));
    let errors = found.iter().filter(|f| f.severity == Severity::Error);
    (files, errors.map(|finding| finding.code).collect())
}

fn book(path: &Path) -> Book {
    read(&fs::read(path).expect("it was written")).expect("it is ours")
}

fn forms(book: &Book) -> impl Iterator<Item = &Sheet> {
    let sheets = book.sheets.iter();
    sheets.filter(|sheet| sheet.name.starts_with("Biểu ") && sheet.name != "Biểu đồ")
}

/// A cell as programs read it; nothing of a blank one.
fn said(sheet: &Sheet, row: u32, column: u32) -> String {
    let content = sheet.cell(row, column).map(|cell| &cell.content);
    content.map_or_else(String::new, plain)
}

fn plain(content: &Content) -> String {
    match content {
        Content::Number(number) => number.to_string(),
        content => content.to_string(),
    }
}

fn columns(sheet: &Sheet) -> impl Iterator<Item = u32> {
    let last = sheet.row(CODES).last().expect("there are heads").column;
    LEADS..=last
}

/// The row of a unit by its name in data.
fn row_of(sheet: &Sheet, unit: &str) -> u32 {
    let mut rows = sheet.rows().map(|(row, _)| row);
    rows.find(|row| said(sheet, *row, 2) == unit)
        .unwrap_or_else(|| panic!("there is no {unit}"))
}

/// A number as the annex prints it.
fn printed(value: &str) -> String {
    match value.split_once('.') {
        Some((whole, decimals)) => {
            let whole = whole.parse().expect("a number");
            format!("{},{decimals}", vi::grouped(whole))
        }
        None if value.is_empty() => "-".to_owned(),
        None => vi::grouped(value.parse().expect("a number")),
    }
}

/// The document of a compiled report.
fn compiled(app: &App, period: &str, agency: &str) -> Draft {
    let only = [AgencyId::from(agency)];
    let (mut drafts, found) = heard(|tell| app.compose(&request(period, &only), tell));
    assert!(!drafts.is_empty(), "{found:#?}");
    drafts.remove(0)
}

/// Compares the values of a table with those that the compiled report prints, in their order.
fn assert_agrees(book: &Book, draft: &Draft, name: &str) {
    let annex = draft.composed.document.annexes[0].sheet();
    let mut compared = 0;
    for form in &annex.tables {
        let title = form.title.as_deref().expect("a form has a title");
        let (form_name, _) = title.split_once(". ").expect("its number and its name");
        let sheet = book.sheet(form_name).expect("it is in the table");
        let rows = form
            .rows
            .iter()
            .filter(|row| row.len() == 5 && !row[0].is_bold);
        let rows: Vec<_> = rows
            .map(|row| (row[0].text.as_str(), row[3].text.as_str()))
            .collect();
        let values: Vec<_> = columns(sheet)
            .map(|column| (said(sheet, NUMBERS, column), said(sheet, TOTALS, column)))
            .filter(|(number, _)| number != "(không in)")
            .map(|(number, value)| (number, printed(&value)))
            .collect();
        let values: Vec<_> = values
            .iter()
            .map(|(number, value)| (number.as_str(), value.as_str()))
            .collect();
        assert_eq!(values, rows, "{name}, {title}");
        compared += rows.len();
    }
    assert!(compared > 4, "{name}");
}

/// Compares the key figures over all units with the last line of the annex of members.
fn assert_key_figures(book: &Book, draft: &Draft, name: &str) {
    let annexes = draft.composed.document.annexes.iter();
    let mut tables = annexes.flat_map(|annex| annex.sheet().tables);
    let members = tables.find(|table| table.head[0][1].text == "Cơ quan, đơn vị");
    let members = members.expect("it has members");
    let last = members.rows.last().expect("a sum");
    let sheet = book.sheet("Đơn vị").expect("it is there");
    assert!(last.len() > 8, "{name}");
    for (column, cell) in (4..).zip(&last[2..]) {
        let value = printed(&said(sheet, 5, column));
        let even = |text: &str| match text.split_once(',') {
            Some(_) => text.trim_end_matches('0').trim_end_matches(',').to_owned(),
            None => text.to_owned(),
        };
        assert_eq!(even(&value), even(&cell.text), "{name}, {column}");
    }
}

/// That what is said to be a sum is one of what stands below it.
fn assert_sums(book: &Book, name: &str) -> usize {
    let mut sums = 0;
    for sheet in forms(book) {
        let last = sheet.rows().last().expect("there are units").0;
        for column in columns(sheet) {
            if said(sheet, METHODS, column) != "cộng các đơn vị" {
                continue;
            }
            let all = (FIRST..=last).filter_map(|row| said(sheet, row, column).parse::<u64>().ok());
            let sum = all
                .reduce(|a, b| a + b)
                .map_or_else(String::new, |sum| sum.to_string());
            assert_eq!(said(sheet, TOTALS, column), sum, "{name}, {}", sheet.name);
            let total = sheet.cell(TOTALS, column).expect("it is there");
            let formula = total.formula.as_deref().expect("it is worked out");
            assert!(formula.contains("SUM("), "{formula}");
            sums += 1;
        }
    }
    sums
}

#[test]
fn every_value_of_the_table_is_that_of_the_compiled_report() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    for name in PERIODS {
        let to = folder.path("ra").join(name);
        let (files, errors) = table(&app, name, &to);
        assert_eq!((files.unchanged.len(), errors), (0, vec![]), "{name}");
        let book = book(&to.join(format!("{name}-tong-hop.xlsx")));
        let draft = compiled(&app, name, "thanh-pho");
        assert_agrees(&book, &draft, name);
        assert_key_figures(&book, &draft, name);
        assert!(assert_sums(&book, name) > 20, "{name}");
        let again = table(&app, name, &to);
        let same = ExportedFiles {
            written: Vec::new(),
            unchanged: files.written,
        };
        assert_eq!(again, (same, Vec::new()), "the same bytes a second time");
    }
}

#[test]
fn units_of_all_levels_below_stand_in_the_table_once() {
    let folder = chain();
    let app = opened(&folder.path("data"));
    let (_, errors) = table(&app, "2030-t03", &folder.path("ra"));
    assert_eq!(errors, []);
    let book = book(&folder.path("ra/2030-t03-tong-hop.xlsx"));
    assert_agrees(&book, &compiled(&app, "2030-t03", "hoi-dong-vung"), "chain");
    assert!(assert_sums(&book, "chain") > 0);
    let sheet = forms(&book).next().expect("a form");
    let units: Vec<_> = sheet.rows().map(|(row, _)| said(sheet, row, 2)).collect();
    for unit in ["xa-nam", "xa-sau", "dac-khu", "huyen-dong", "phuong-mot"] {
        assert_eq!(units.iter().filter(|one| *one == unit).count(), 1, "{unit}");
    }
    let column = columns(sheet).find(|at| said(sheet, CODES, *at) == "dan.hai_long");
    let column = column.expect("it has the row");
    let lacking = row_of(sheet, "xa-sau");
    assert_eq!(said(sheet, lacking, column), "");
    let remarks = sheet
        .row(lacking)
        .last()
        .expect("cells")
        .content
        .to_string();
    assert!(remarks.contains("Chưa đếm"), "{remarks}");
}

/// What no spreadsheet could work out stands there as it is, and its head says what it is.
#[test]
fn what_documents_state_is_a_value_and_no_sum() {
    let folders = [
        ("totals", city_of_totals()),
        (
            "without communes",
            city_without_communes("    can_bo: {vi_tri_su_nghiep: 348}\n"),
        ),
        ("stated by units", city_with_stated()),
    ];
    for (name, folder) in folders {
        let app = opened(&folder.path("data"));
        let (_, errors) = table(&app, "2026-q1", &folder.path("ra"));
        assert_eq!(errors, [], "{name}");
        let book = book(&folder.path("ra/2026-q1-tong-hop.xlsx"));
        assert_agrees(&book, &compiled(&app, "2026-q1", "thanh-pho"), name);
        let mut stated = 0;
        for sheet in forms(&book) {
            for column in columns(sheet) {
                if said(sheet, METHODS, column).starts_with("số nêu theo nguồn") {
                    let total = sheet.cell(TOTALS, column).expect("it is there");
                    assert_eq!(total.formula, None, "{name}");
                    stated += 1;
                }
            }
        }
        assert!(stated > 0, "{name}");
    }
}

/// A rate leaves out who lacks one of its sides, and is a formula all the same.
#[test]
fn a_rate_is_of_the_units_that_have_both_sides() {
    let folder = chain();
    let app = opened(&folder.path("data"));
    table(&app, "2030-t03", &folder.path("ra"));
    let book = book(&folder.path("ra/2030-t03-tong-hop.xlsx"));
    let mut formulas = forms(&book).flat_map(|sheet| {
        let rates = columns(sheet).filter(|at| said(sheet, METHODS, *at).contains("đủ hai số"));
        rates.filter_map(|at| sheet.cell(TOTALS, at)?.formula.clone())
    });
    let formula = formulas.next().expect("xa-sau has one side");
    assert!(formula.contains("SUMPRODUCT(ISNUMBER("), "{formula}");
}

/// Makes a draft of an issued report.
fn make_draft(folder: &Folder, file: &str) {
    let path = folder.path(file);
    let text = fs::read_to_string(&path).expect("it is there");
    let is_of_issue = |line: &&str| line.starts_with("  so: ") || line.starts_with("  ngay: ");
    let lines: Vec<_> = text.lines().filter(|line| !is_of_issue(line)).collect();
    let text = lines.join("\n") + "\n";
    assert!(text.contains("trang_thai: da_ban_hanh"));
    let text = text.replace("trang_thai: da_ban_hanh", "trang_thai: du_thao");
    fs::write(path, text).expect("it can be written");
}

#[test]
fn who_has_not_reported_is_blank_and_never_nought() {
    let folder = Folder::city();
    let data = folder.path("data/2026/q3");
    fs::remove_file(data.join("xa-tien-lang.yaml")).expect("it is there");
    fs::remove_file(data.join("thanh-pho.yaml")).expect("it is there");
    make_draft(&folder, "data/2026/q3/xa-vinh-bao.yaml");
    let folder = folder.replace("data/2026/q3/so-y-te.yaml", "so_lieu:", "so_lieu_khac:");
    let app = opened(&folder.path("data"));
    let (files, errors) = table(&app, "2026-q3", &folder.path("ra"));
    assert!(!errors.is_empty(), "the file of a unit has an error");
    assert_eq!(files.written.len(), 9);
    let book = book(&folder.path("ra/2026-q3-tong-hop.xlsx"));
    let mut looked_at = 0;
    for sheet in forms(&book) {
        for (unit, state) in [
            ("xa-tien-lang", "Chưa báo cáo"),
            ("so-y-te", "Tệp có lỗi, chưa tính"),
            ("xa-vinh-bao", "Dự thảo, chưa tính"),
        ] {
            let row = row_of(sheet, unit);
            assert_eq!(said(sheet, row, 4), state);
            for column in columns(sheet) {
                assert_eq!(said(sheet, row, column), "", "{unit}, {}", sheet.name);
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 300);
    assert!(assert_sums(&book, "2026-q3") > 20);
    let units = book.sheet("Đơn vị").expect("it is there");
    let line = said(units, 2, 0);
    assert!(
        line.starts_with("Đã báo cáo 20/24 đơn vị.")
            && line.contains("Chưa báo cáo: Sở Ngoại vụ; Ủy ban nhân dân xã Tiên Lãng."),
        "{line}"
    );
}

/// The long text: each unit's figures, one a line, by which each sum can be made again.
#[test]
fn the_text_has_every_figure_of_the_workbook() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    table(&app, "2026-q1", &folder.path("ra"));
    let text = fs::read_to_string(folder.path("ra/2026-q1-tong-hop.csv")).expect("it is there");
    let text = text.strip_prefix('\u{feff}').expect("it is marked");
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    let mut totals: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut long = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.expect("it is well formed");
        let (scope, id, value) = (&record[3], record[6].to_owned(), &record[9]);
        match scope {
            "đơn vị" => {
                if let Ok(number) = value.parse::<u64>() {
                    *sums.entry(id).or_default() += number;
                }
                assert!(!value.is_empty() || !record[11].is_empty(), "{record:?}");
            }
            "báo cáo tổng hợp" => {
                totals.insert(id, (value.to_owned(), record[12].to_owned()));
            }
            _ => {}
        }
        long.push(record.iter().map(str::to_owned).collect::<Vec<_>>());
    }
    let added = totals
        .iter()
        .filter(|(_, (_, method))| method == "cộng các đơn vị");
    let added: Vec<_> = added.collect();
    assert!(added.len() > 20);
    for (id, (value, _)) in added {
        assert_eq!(*value, sums[id].to_string(), "{id}");
    }
    let book = book(&folder.path("ra/2026-q1-tong-hop.xlsx"));
    let sheet = book.sheet("Chi tiết").expect("it is there");
    for (row, line) in (1..).zip(&long) {
        for (column, cell) in (0..).zip(line) {
            let there = said(sheet, row, column);
            assert_eq!(there, cell.trim_start_matches('\''), "{line:?}");
        }
    }
    // A text a form: units by their codes, the same figures.
    let form =
        fs::read_to_string(folder.path("ra/2026-q1-tong-hop-tthc.csv")).expect("it is there");
    let mut reader = csv::Reader::from_reader(form.trim_start_matches('\u{feff}').as_bytes());
    let codes = reader.headers().expect("codes").clone();
    let sheet = book.sheet("Biểu 3").expect("it is there");
    for record in reader
        .records()
        .map(|record| record.expect("it is well formed"))
    {
        let row = match (&record[0], &record[1]) {
            ("", "Tổng hợp") => TOTALS,
            ("", _) => OF_AREA,
            ("Mã đơn vị", _) => continue,
            (unit, _) => row_of(sheet, unit),
        };
        for (at, code) in codes.iter().enumerate().skip(4) {
            let column = columns(sheet).find(|column| said(sheet, CODES, *column) == code);
            let there = said(sheet, row, column.expect("it is in the sheet"));
            assert_eq!(record[at], there, "{code}");
        }
    }
}

#[test]
fn a_file_of_other_content_stays() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let to = folder.path("ra");
    fs::create_dir_all(&to).expect("it can be made");
    let own = to.join("2026-q3-tong-hop.csv");
    fs::write(&own, "của người khác").expect("it can be written");
    let (files, errors) = table(&app, "2026-q3", &to);
    assert_eq!((files.written.len(), errors), (8, vec![Code::OutputExists]));
    assert_eq!(
        fs::read_to_string(&own).expect("it is there"),
        "của người khác"
    );
}

/// The annexes of issued reports of a period.
fn annexes(app: &App, name: &str, only: &[&str], to: &Path) -> (Vec<PathBuf>, Vec<Code>) {
    let request = ExportAnnexRequest {
        period: period(name),
        agencies: only.iter().map(|id| AgencyId::from(*id)).collect(),
        to: to.to_owned(),
    };
    let (files, found) = heard(|tell| app.export_annexes(&request, tell));
    let errors = found.iter().filter(|f| f.severity == Severity::Error);
    let written = files.written.into_iter().chain(files.unchanged);
    (
        written.map(|file| file.path).collect(),
        errors.map(|finding| finding.code).collect(),
    )
}

/// The texts of an annex's cells in their order.
fn texts(draft: &Draft, annex: usize) -> Vec<String> {
    let annex = &draft.composed.document.annexes[annex];
    let sheet = annex.sheet();
    let mut all = vec![annex.label.clone(), annex.title.clone()];
    all.push(format!("(Kèm theo {})", annex.reference));
    all.extend(sheet.notes.iter().cloned());
    for table in &sheet.tables {
        all.extend(table.title.clone());
        let rows = table.head.iter().chain(&table.rows).flatten();
        let texts = rows.map(|cell: &AnnexCell| cell.text.clone());
        all.extend(texts.filter(|text| !text.is_empty()));
    }
    all
}

#[test]
fn annexes_have_the_very_texts_of_the_report() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    for (name, files) in [("2021-nam", 36), ("2026-q1", 26)] {
        let to = folder.path("ra").join(name);
        let (written, errors) = annexes(&app, name, &[], &to);
        assert_eq!((written.len(), errors), (files, vec![]), "{name}");
        assert_eq!(
            annexes(&app, name, &[], &to).0,
            written,
            "the same bytes again"
        );
        let (drafts, _) = heard(|tell| app.compose(&request(name, &[]), tell));
        let named = |draft: &Draft| to.join(format!("{name}-{}-phu-luc.xlsx", draft.file));
        let issued: Vec<_> = drafts.iter().filter(|one| named(one).exists()).collect();
        assert_eq!(issued.len(), files);
        for draft in issued {
            let book = book(&named(draft));
            assert_eq!(book.sheets.len(), draft.composed.document.annexes.len());
            for (at, sheet) in book.sheets.iter().enumerate() {
                let cells = sheet.cells.iter().map(|cell| match &cell.content {
                    Content::Number(_) => printed(&plain(&cell.content)),
                    content => content.to_string(),
                });
                let cells: Vec<_> = cells
                    .skip_while(|text| text == "SỐ LIỆU MINH HỌA")
                    .collect();
                assert_eq!(
                    cells,
                    texts(draft, at),
                    "{name}, {}, {}",
                    draft.file,
                    sheet.name
                );
            }
        }
    }
}

/// Heads and remarks, too, which templates have of their own.
#[test]
fn annexes_have_the_texts_of_the_pages() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    for (name, unit) in [
        ("2026-q1", "thanh-pho"),
        ("2021-nam", "thanh-pho"),
        ("2026-q1", "so-noi-vu"),
    ] {
        let pages = report_of(&folder.path("data"), name, unit);
        let pages = without_white_space(&all_text(&sheets(&pages.pages.document)));
        let pages = pages.replace('\u{200b}', "");
        let draft = compiled(&app, name, unit);
        let mut looked_at = 0;
        for annex in 0..draft.composed.document.annexes.len() {
            for text in texts(&draft, annex) {
                for line in text.lines() {
                    let line = without_white_space(line.trim_start_matches("- "));
                    assert!(pages.contains(&line), "{name}, {unit}: {line}");
                    looked_at += 1;
                }
            }
        }
        assert!(looked_at > 100, "{name}, {unit}: {looked_at}");
    }
}

#[test]
fn numbers_of_an_annex_can_be_added_up() {
    let folder = Folder::city();
    let app = opened(&folder.path("data"));
    let (written, _) = annexes(&app, "2026-q1", &["xa-tien-lang"], &folder.path("ra"));
    let book = book(&written[0]);
    let cells = &book.sheets[0].cells;
    let numbers = cells
        .iter()
        .filter(|cell| matches!(cell.content, Content::Number(_)));
    let numbers: Vec<_> = numbers.collect();
    assert!(numbers.len() > 20);
    for cell in numbers {
        assert_eq!(cell.column, 3, "a number stands among figures");
        let format = cell.format.as_deref().expect("it is formatted");
        assert!(format.contains("#\\.##0"), "{format}");
    }
    let is_rate = |text: &str| text == "99,88";
    assert!(
        cells
            .iter()
            .any(|cell| matches!(&cell.content, Content::Text(text) if is_rate(text)))
    );
}

#[test]
fn what_is_not_issued_has_no_annex_yet() {
    let folder = Folder::city();
    make_draft(&folder, "data/2026/q3/xa-vinh-bao.yaml");
    let app = opened(&folder.path("data"));
    let to = folder.path("ra");
    let (written, errors) = annexes(&app, "2026-q3", &["xa-vinh-bao"], &to);
    assert_eq!((written.len(), errors), (0, vec![Code::DocumentState]));
    assert!(!to.exists(), "nothing was written");
    let (written, errors) = annexes(&app, "2026-q3", &[], &to);
    let names: Vec<_> = written
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert!(errors.is_empty() && names.len() > 20);
    assert!(names.contains(&"2026-q3-xa-tien-lang-phu-luc.xlsx"));
    assert!(!names.iter().any(|name| name.contains("xa-vinh-bao")));
}

/// Made again they would not be those that were signed.
#[test]
fn a_compiled_report_whose_units_changed_since_has_no_annex() {
    let folder = Folder::city();
    assert_eq!(folder.run(&["seal", "2021-q1"]).code, Some(0));
    let folder = folder.replace(
        "data/2021/q1/so-tu-phap.yaml",
        "    da_giai_quyet: 6214",
        "    da_giai_quyet: 6215",
    );
    let app = opened(&folder.path("data"));
    let (written, errors) = annexes(&app, "2021-q1", &["thanh-pho"], &folder.path("ra"));
    assert_eq!(written, Vec::<PathBuf>::new());
    assert!(errors.contains(&Code::IssuedOutdated), "{errors:?}");
    assert!(!folder.path("ra").exists());
}
