//! The workbooks of a drawn city of 140 units: given out, taken again, with faults in thirty of them,
//! returned, corrected, taken, and the city's report made: seconds of each command, medians of one
//! run. Every fault must be told at its cell, or this stops.
//!
//! `cargo build --release --example sample_city && cargo bench --bench workbooks`

mod common;
#[path = "../tests/suite/typing.rs"]
#[allow(dead_code, reason = "tests type more")]
mod typing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use baocao::workbook::read::{Cell, Content, Moment, Serial, reference};
use chrono::NaiveDate;
use common::{city, generator, run};
use typing::{book, place, rewritten, text, typed};

const PERIOD: &str = "2026-q1";
/// Drawn units; with the place's own there is one workbook more.
const UNITS: u32 = 140;
/// Of so many, one has a fault.
const FAULTY: usize = 30;
const ROUNDS: usize = 3;

/// What somebody types into a cell of a row, both by their keys.
type Fault = (&'static str, &'static str, fn(&Content) -> Content);

/// What people type.
const FAULTS: [Fault; 10] = [
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        text("6.127")
    }),
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        Content::Number(12.5)
    }),
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        Content::Number(-3.0)
    }),
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        text("không có")
    }),
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        text("#REF!")
    }),
    ("so_lieu.chi_dao.van_ban_chi_dao", "ky_nay", |_| {
        Content::Bool(true)
    }),
    // More was done than there was to do.
    ("so_lieu.chi_dao.nhiem_vu_hoan_thanh", "ky_nay", |_| {
        Content::Number(9_999.0)
    }),
    ("so_lieu_den_ngay", "gia_tri", |_| text("31/02/2026")),
    ("the_thuc.trang_thai", "gia_tri", |_| text("Xong rồi")),
    ("the_thuc.so", "gia_tri", |_| {
        Content::Date(Moment {
            serial: Serial::Number(46_086.0),
            day: NaiveDate::from_ymd_opt(2026, 3, 5),
            time: None,
        })
    }),
];

/// A workbook with a fault: its file, the fault's sheet and cell, and what stood there.
struct Spoilt {
    file: PathBuf,
    fault: &'static Fault,
    sheet: String,
    cell: String,
    right: Option<Content>,
}

fn main() {
    // `cargo test --benches` only asks whether it can be started.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let Some(generator) = generator() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = |name: &str| folder.path().join(name);
    let data = path("data");
    city(&generator, &data, 2026, UNITS);
    println!("| {} workbooks | s |", UNITS + 1);
    println!("| --- | ---: |");
    let export = median(|| {
        fs::remove_dir_all(path("given")).ok();
        baocao(&data, &["export", PERIOD, "--to"], &[&path("given")])
    });
    println!("| given out | {export:.2} |");
    let as_given = median(|| baocao(&data, &["import", "--dry-run"], &[&path("given")]));
    println!("| taken, nothing changed | {as_given:.2} |");

    let spoilt = spoil(&path("given"), &path("came"));
    let taken = median(|| baocao(&data, &["import"], &[&path("came")]));
    println!("| taken, {FAULTY} with a fault | {taken:.2} |");
    check_told(&data, &path("came"), &spoilt);
    let returned = baocao(
        &data,
        &["import"],
        &[
            &path("came"),
            "--return".as_ref(),
            &path("back"),
            "--out".as_ref(),
            &path("out"),
        ],
    );
    println!(
        "| the same, {FAULTY} returned, the reports of the others made | {:.2} |",
        returned.as_secs_f64()
    );
    let corrected = correct(&spoilt, &path("back"), &path("again"));
    let again = baocao(&data, &["import"], &[&path("again")]);
    println!(
        "| {corrected} corrected and taken | {:.2} |",
        again.as_secs_f64()
    );
    let report = baocao(
        &data,
        &["build", PERIOD, "--agency", "thanh-pho", "--out"],
        &[&path("city")],
    );
    println!("| the city's report | {:.2} |", report.as_secs_f64());
    assert!(path("city").join(PERIOD).join("thanh-pho.pdf").exists());
}

fn median(mut round: impl FnMut() -> Duration) -> f64 {
    let mut times: Vec<_> = (0..ROUNDS).map(|_| round()).collect();
    times.sort();
    times[ROUNDS / 2].as_secs_f64()
}

fn command(data: &Path, words: &[&str], paths: &[&Path]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(words).args(paths).arg("--data").arg(data);
    command
}

fn baocao(data: &Path, words: &[&str], paths: &[&Path]) -> Duration {
    run(&mut command(data, words, paths)).time
}

/// Copies workbooks, the first of them with a fault each.
fn spoil(given: &Path, to: &Path) -> Vec<Spoilt> {
    fs::create_dir_all(to).expect("a folder can be made");
    let entries = fs::read_dir(given).expect("they were given out");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.sort();
    let mut spoilt = Vec::new();
    for file in files {
        let name = file.file_name().expect("it has a name").to_owned();
        let target = to.join(&name);
        let is_city = name.to_string_lossy().contains("thanh-pho");
        if spoilt.len() == FAULTY || is_city {
            fs::copy(&file, &target).expect("it can be copied");
            continue;
        }
        let fault = &FAULTS[spoilt.len() % FAULTS.len()];
        let (row, column, fault_of) = fault;
        let mut book = book(&file);
        let at = place(&book, row, column);
        let right = book.sheets[at.0]
            .cell(at.1, at.2)
            .map(|cell| cell.content.clone());
        let nothing = Content::Text(String::new());
        let wrong = fault_of(right.as_ref().unwrap_or(&nothing));
        typed(&mut book, at, wrong);
        rewritten(&book, &target);
        spoilt.push(Spoilt {
            file: target,
            fault,
            sheet: book.sheets[at.0].name.clone(),
            cell: reference(at.1, at.2),
            right,
        });
    }
    spoilt
}

/// Every fault is told at its cell.
fn check_told(data: &Path, came: &Path, spoilt: &[Spoilt]) {
    let output = command(data, &["import", "--message-format", "json"], &[came])
        .output()
        .expect("it can be started");
    let told: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    for one in spoilt {
        let file = one.file.to_string_lossy();
        let is_told = told.iter().any(|event| {
            let is = |key: &str, value: &str| event[key].as_str() == Some(value);
            is("file", &file) && is("sheet", &one.sheet) && is("cell", &one.cell)
        });
        assert!(is_told, "{} {}!{} is not told", file, one.sheet, one.cell);
    }
}

/// Types what is right into the workbooks that went back, and gives how many there are.
fn correct(spoilt: &[Spoilt], back: &Path, to: &Path) -> usize {
    fs::create_dir_all(to).expect("a folder can be made");
    for one in spoilt {
        let name = one.file.file_name().expect("it has a name");
        let mut book = book(&back.join(name));
        let (row, column, _) = one.fault;
        let at = place(&book, row, column);
        match &one.right {
            Some(right) => typed(&mut book, at, right.clone()),
            None => book.sheets[at.0]
                .cells
                .retain(|cell: &Cell| (cell.row, cell.column) != (at.1, at.2)),
        }
        rewritten(&book, &to.join(name));
    }
    spoilt.len()
}
