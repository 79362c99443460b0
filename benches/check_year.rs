//! `baocao check --all` over a year of 35 to 1.000 units: seconds of one process, and what a
//! submission costs as there are more of them; and over a file with keys that nobody asks for.
//! Units are added by the example `sample_city`.
//!
//! `cargo build --release --example sample_city && cargo bench --bench check_year`

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::{city, copy, generator, repository, run};

/// Units of the city; the sample city has 35.
const UNITS: [u32; 4] = [0, 100, 300, 1_000];
/// Keys that nobody asks for, in one file.
const UNKNOWN: [u32; 3] = [1_000, 10_000, 100_000];
const ROUNDS: usize = 3;

fn main() {
    // `cargo test --benches` only asks whether it can be started.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let Some(generator) = generator() else {
        return;
    };
    println!("| submissions | s | ms a submission | of the smallest |");
    println!("| ---: | ---: | ---: | ---: |");
    let mut smallest = None;
    for units in UNITS {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let data = folder.path().join("data");
        city(&generator, &data, 2021, units);
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| check(&data)).collect();
        times.sort();
        let seconds = times[ROUNDS / 2].as_secs_f64();
        let submissions = submissions(&data.join("2021"));
        let each = seconds * 1000.0 / f64::from(submissions);
        let first = *smallest.get_or_insert(each);
        println!(
            "| {submissions} | {seconds:.2} | {each:.2} | {:.2} |",
            each / first
        );
    }
    unknown_keys();
}

/// A submission with keys that nobody asks for, all at its left edge. A group is read up to its
/// ten thousandth key.
fn unknown_keys() {
    println!("\n| unknown keys | s | µs a key |");
    println!("| ---: | ---: | ---: |");
    for keys in UNKNOWN {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let data = folder.path().join("data");
        copy(&repository().join("tests/fixtures/base"), &data, &|text| {
            text
        });
        let path = data.join("2024/q1/so-mau.yaml");
        let mut text = fs::read_to_string(&path).expect("the unit has a file");
        for key in 0..keys {
            let _ = writeln!(text, "khoa_{key}: {key}");
        }
        fs::write(&path, text).expect("it can be written");
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| check(&data)).collect();
        times.sort();
        let seconds = times[ROUNDS / 2].as_secs_f64();
        println!(
            "| {keys} | {seconds:.2} | {:.2} |",
            seconds * 1e6 / f64::from(keys)
        );
    }
}

fn check(data: &Path) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    run(command.args(["check", "--all", "--data"]).arg(data)).time
}

/// The submissions below a folder of a year.
fn submissions(folder: &Path) -> u32 {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths
        .map(|path| {
            if path.is_dir() {
                return submissions(&path);
            }
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let other = ["ke-hoach.yaml", "so-den.yaml"];
            u32::from(name.is_some_and(|name| !other.contains(&name.as_str())))
        })
        .sum()
}
