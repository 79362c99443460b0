//! A city's year in one command: reports a second, memory, what is saved where little or nothing
//! changed, growth, and the same reports by the `typst` command and by Word templates through
//! `LibreOffice`. Prints the tables of the README.
//!
//! `cargo build --release --example sample_city && cargo bench --bench batch`
//!
//! The recipe: the sample year 2021 with as many units as make 100, 500, 1.000, 2.500 and 5.000
//! reports, every one drawn from a seed and unlike all others; and the sample year 2026 with 165 units,
//! once and ten times, a year later each. The other ways make the same reports as the program in the
//! same run: those of the first quarter of 2026, composed by it, with the same bodies, data, templates,
//! fonts and standards. `typst` (`cargo install --locked typst-cli@0.15.1`) and `soffice` are found on the PATH and left out
//! where they are not. An argument is a part of the name of what to measure: `build`, `growth`,
//! `others`, `threads`.

mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use baocao::app::{App, Config, PreviewRequest};
use baocao::compose::{Composed, Templates};
use baocao::diagnostic::{Code, Sources};
use baocao::load::{Folder, Scope};
use baocao::model::Period;
use baocao::typeset::{FontSet, Typesetter};
use common::{Cost, city, generator, repeat, repository, run};

/// Units for a thousand reports: four each, and two documents of the city a period.
const THOUSAND: u32 = 249;
/// Units for other numbers of reports.
const GROWTH: [u32; 5] = [35, 124, THOUSAND, 624, 1249];
/// Units for five hundred reports in the three periods of the sample year 2026.
const FIVE_HUNDRED: u32 = 165;
/// Years of as many reports each.
const YEARS: u32 = 10;
/// The argument by which this starts itself to set reports in threads.
const THREADS: &str = "in-threads";
/// The period whose reports are made by all ways.
const SAME: &str = "2026-q1";
/// How often each way makes them, in turns.
const TURNS: usize = 5;
/// Of the thousand, every so manieth is set in threads.
const EVERY: usize = 40;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    // `cargo test --benches` only asks whether it can be started.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let Some(generator) = generator() else {
        return;
    };
    if let [child, data] = &arguments[..arguments.len() - 1]
        && child == THREADS
    {
        return in_threads(Path::new(data));
    }
    let named: Vec<_> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    let asked = |name: &str| named.is_empty() || named.iter().any(|part| name.contains(*part));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path().join("data");
    city(&generator, &data, 2021, THOUSAND);
    let out = folder.path().join("out");
    if asked("build") {
        build(&data, &out);
    }
    if asked("others") {
        others(folder.path());
    }
    if asked("threads") {
        threads(&data);
    }
    if asked("growth") {
        growth(&generator, folder.path());
    }
}

/// The program over all data.
fn baocao(data: &Path, out: &Path, more: &[&str]) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(["build", "--quiet", "--data"]).arg(data);
    run(command.arg("--out").arg(out).args(more))
}

/// What stands in an output folder: reports and pages.
fn made(out: &Path) -> (usize, u64) {
    let manifest = fs::read(out.join("manifest.json")).expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("it is JSON");
    let outputs = manifest["outputs"].as_object().expect("a map").values();
    let pages = outputs.map(|output| output["files"]["pdf"]["pages"].as_u64().unwrap_or(0));
    let pages: Vec<_> = pages.collect();
    (pages.len(), pages.iter().sum())
}

/// A thousand reports.
fn build(data: &Path, out: &Path) {
    let cold = {
        let one = ["2021-q1", "--agency", "so-tu-phap", "--force"];
        let mut times: Vec<_> = (0..9)
            .map(|_| baocao(data, &out.with_file_name("one"), &one).time)
            .collect();
        times.sort();
        times[times.len() / 2]
    };
    let one_worker = baocao(
        data,
        &out.with_file_name("out-1"),
        &["--all", "--jobs", "1"],
    );
    let whole = baocao(data, out, &["--all"]);
    let (reports, pages) = made(out);
    let unchanged = baocao(data, out, &["--all"]);
    let changed = |file: &str| {
        let file = data.join(file);
        let text = fs::read_to_string(&file).expect("it is there");
        let more = text.replace("phieu_khao_sat: ", "phieu_khao_sat: 1");
        assert_ne!(more, text, "the file has such a figure");
        fs::write(&file, &more).expect("it can be written");
        let cost = baocao(data, out, &["--all"]);
        fs::write(&file, text).expect("it can be written");
        baocao(data, out, &["--all"]);
        cost
    };
    let latest = changed("2021/nam/so-tu-phap.yaml");
    let first = changed("2021/q1/so-tu-phap.yaml");
    println!("{reports} reports, {pages} pages\n");
    println!("| what | s | reports a second | of the whole | memory, MB |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let row = |name: &str, cost: Cost, count: Option<usize>| {
        let seconds = cost.time.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand reports")]
        let speed = count.map_or_else(String::new, |n| format!("{:.1}", n as f64 / seconds));
        let share = 100.0 * seconds / whole.time.as_secs_f64();
        let memory = cost.memory >> 20;
        println!("| {name} | {seconds:.2} | {speed} | {share:.1} % | {memory} |");
    };
    row("all, one worker", one_worker, Some(reports));
    row("all, a worker a core", whole, Some(reports));
    row("nothing changed", unchanged, None);
    row("one file of the last period changed", latest, None);
    row("one file of the first period changed", first, None);
    println!(
        "\none report from the start of the process: {:.0} ms",
        millis(cold)
    );
    let gain = one_worker.time.as_secs_f64() / whole.time.as_secs_f64();
    println!("a worker a core is {gain:.2} times as fast as one\n");
}

/// Time and memory as there are more reports.
fn growth(generator: &Path, folder: &Path) {
    println!("| units | years | reports | pages | s | ms a report | memory, MB |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let (data, out) = (folder.join("data-growth"), folder.join("out-growth"));
    let row = |units: u32, years: u32| {
        let cost = baocao(&data, &out, &["--all"]);
        let (reports, pages) = made(&out);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand reports")]
        let each = millis(cost.time) / reports as f64;
        let (seconds, memory) = (cost.time.as_secs_f64(), cost.memory >> 20);
        println!(
            "| {units} | {years} | {reports} | {pages} | {seconds:.1} | {each:.1} | {memory} |"
        );
        fs::remove_dir_all(&out).expect("it was made");
    };
    for units in GROWTH {
        city(generator, &data, 2021, units);
        row(units, 1);
        fs::remove_dir_all(&data).expect("it was made");
    }
    city(generator, &data, 2026, FIVE_HUNDRED);
    row(FIVE_HUNDRED, 1);
    for later in 1..YEARS {
        repeat(&data, 2026, later);
    }
    row(FIVE_HUNDRED, YEARS);
    fs::remove_dir_all(&data).expect("it was made");
    println!();
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The same reports set by threads of one process, and by processes.
fn threads(data: &Path) {
    println!("| how | ms a page | of one thread |");
    println!("| --- | ---: | ---: |");
    let program = std::env::current_exe().expect("it runs");
    let mut measured = Vec::new();
    for (name, own) in [
        ("typst's own threads as they are", None),
        ("without them", Some("1")),
    ] {
        let mut command = Command::new(&program);
        command.arg(THREADS).arg(data).arg("--bench");
        if let Some(own) = own {
            command.env("RAYON_NUM_THREADS", own);
        }
        let output = command.output().expect("it can be started");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let seconds: Vec<f64> = text
            .split_whitespace()
            .filter_map(|s| s.parse().ok())
            .collect();
        for (count, seconds) in ["one thread", "two threads"].into_iter().zip(seconds) {
            measured.push((format!("{count}, {name}"), seconds));
        }
    }
    let first = measured.get(2).map_or(1.0, |(_, seconds)| *seconds);
    for (name, seconds) in measured {
        let a_page = seconds * 1000.0;
        println!("| {name} | {a_page:.1} | {:.2} |", first / seconds);
    }
    println!();
}

/// Prints the seconds of a page set by one thread and by two.
fn in_threads(data: &Path) {
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let templates = Templates::load(None).expect("the built-in ones are well formed");
    let folder = Folder::open(data, fonts.charset().clone());
    let periods = folder.look_over(Scope::default()).periods;
    let reports = composed(data, &periods, EVERY);
    let typesetter = typesetter(&templates, fonts);
    for count in [1, 2] {
        let pages = AtomicUsize::new(0);
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..count {
                scope.spawn(|| {
                    while let Some(report) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let manuscript = report.manuscript();
                        let laid_out = typesetter.lay_out(&manuscript).expect("it can be set");
                        let pdf = typesetter.export(&laid_out, &manuscript);
                        drop(pdf.expect("it can be exported"));
                        pages.fetch_add(laid_out.count(), Ordering::Relaxed);
                    }
                });
            }
        });
        #[expect(clippy::cast_precision_loss, reason = "a few reports")]
        let each = start.elapsed().as_secs_f64() / pages.into_inner() as f64;
        println!("{each}");
    }
}

fn typesetter(templates: &Templates, fonts: FontSet) -> Typesetter {
    let layout = templates.layout().map(|(name, t)| (name, t.text.as_str()));
    let decree = templates.decree(&mut Sources::default());
    let decree = decree.expect("the built-in numbers are well formed");
    Typesetter::new(fonts.into(), layout, decree.margins())
}

/// A name, and the seconds that it takes to make the reports that way.
type Way<'w> = (&'w str, Box<dyn Fn() -> f64 + 'w>);

/// The same reports by this program and by others, two at a time where a process makes one
/// report, in turns, since machines change their speed: medians.
fn others(folder: &Path) {
    let folder = folder.join("others");
    let data = repository().join("data");
    let (reports, pages) = sources(&data, &folder);
    println!("{} reports with {pages} pages by each\n", reports.len());
    println!("| how | s | of baocao |");
    println!("| --- | ---: | ---: |");
    let (out, profile) = (folder.join("out"), folder.join("profile"));
    let ours = || {
        let cost = baocao(&data, &out, &[SAME, "--force"]);
        assert_eq!(made(&out).0, reports.len(), "the same reports");
        cost.time.as_secs_f64()
    };
    let mut ways: Vec<Way<'_>> = vec![(
        "baocao, a worker a core, reading and checking included",
        Box::new(ours),
    )];
    if is_there("typst") {
        let typst = || two_at_a_time(&reports, by_typst);
        ways.push((
            "`typst compile`, once a report, two at a time",
            Box::new(typst),
        ));
    }
    if is_there("soffice") {
        let filled = Command::new("python3")
            .arg(repository().join("benches/word.py"))
            .args(&reports)
            .status();
        assert!(filled.expect("there is a Python").success());
        let word = || {
            let documents: Vec<_> = reports.iter().map(|r| r.join("bao-cao.docx")).collect();
            let mut command = Command::new("soffice");
            // Its own profile, which the first turn makes.
            command.arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ));
            command.args(["--headless", "--convert-to", "pdf", "--outdir"]);
            run(command.arg(&folder).args(documents)).time.as_secs_f64()
        };
        ways.push(("Word template, LibreOffice, started once", Box::new(word)));
    }
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..TURNS {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            times.push(way());
        }
    }
    let medians = times.iter_mut().map(|times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    let medians: Vec<_> = medians.collect();
    for ((name, _), seconds) in ways.iter().zip(&medians) {
        println!("| {name} | {seconds:.2} | {:.2} |", seconds / medians[0]);
    }
    println!();
}

/// One report by the command, as fast as it goes: with the fonts it needs and no others, and
/// without threads of its own, since two run at once.
fn by_typst(report: &Path) {
    let mut command = Command::new("typst");
    command.args(["compile", "--jobs", "1"]);
    command.args(["--ignore-system-fonts", "--ignore-embedded-fonts"]);
    command.args(["--pdf-standard", "a-2a,ua-1", "--font-path"]);
    command
        .arg(repository().join("fonts"))
        .arg("--root")
        .arg(report);
    run(command
        .arg(report.join("main.typ"))
        .arg(report.join("bao-cao.pdf")));
    assert!(report.join("bao-cao.pdf").exists(), "typst made it");
}

fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        println!("| {program} is not installed | | |");
    }
    found
}

/// Folders with what Typst needs for a report each: data and templates; and how many
/// pages all have.
fn sources(data: &Path, folder: &Path) -> (Vec<PathBuf>, usize) {
    let fonts = FontSet::load(None).expect("the built-in ones are complete");
    let templates = Templates::load(None).expect("the built-in ones are well formed");
    let same = Period::parse(SAME).expect("it is a period");
    let all = composed(data, &[same], 1);
    let typesetter = typesetter(&templates, fonts);
    let pages = all.iter().map(|composed| {
        let pages = typesetter.lay_out(&composed.manuscript());
        pages.expect("it can be set").count()
    });
    let pages = pages.sum();
    let all = (1..).zip(&all);
    let folders = all.map(|(number, composed)| put(composed, &folder.join(number.to_string())));
    (folders.collect(), pages)
}

/// Every so manieth report of some periods in words.
fn composed(data: &Path, periods: &[Period], every: usize) -> Vec<Composed> {
    let app = App::open(Config::new(data, "out"));
    let mut all = Vec::new();
    let mut count = 0;
    for period in periods {
        let request = PreviewRequest {
            period: period.clone(),
            agencies: Vec::new(),
            strict: false,
            places: false,
        };
        let (outcome, drafts) = app.compose(&request, &mut |_| ());
        // Of some periods there are only figures to compare with.
        let mut errors = outcome.errors.iter();
        let only_empty = errors.all(|code| *code == Code::FileNotFound);
        assert!(only_empty, "the sample year can be composed");
        for draft in drafts {
            count += 1;
            if count % every == 0 {
                all.push(draft.composed);
            }
        }
    }
    all
}

fn put(composed: &Composed, folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).expect("it can be made");
    let main = "#include \"/bao-cao/van-ban.typ\"";
    fs::write(folder.join("main.typ"), main).expect("it can be written");
    fs::write(folder.join("report.json"), &composed.data).expect("it can be written");
    for name in ["nd30", "bao-cao"] {
        let link = symlink(repository().join("templates").join(name), folder.join(name));
        link.expect("it can be linked");
    }
    folder.to_owned()
}

/// Seconds that all take, with two at work at any time.
fn two_at_a_time(reports: &[PathBuf], make: impl Fn(&Path) + Sync) -> f64 {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(report) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                    make(report);
                }
            });
        }
    });
    start.elapsed().as_secs_f64()
}
