//! One report: from the start of the process to the file on disk, and what the
//! time goes to. Prints medians of one run and each part's share of the whole;
//! the shares travel from machine to machine, the times do not.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use baocao::app;
use baocao::build::{Author, Work};
use baocao::compose::Templates;
use baocao::load::load;
use baocao::model::{AgencyId, Period};
use baocao::publish;
use baocao::typeset::{FontSet, Typesetter};

const ROUNDS: usize = 21;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().expect("a temporary folder can be made");
    let process = median(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_baocao"))
            .args([
                "build",
                "2021-q1",
                "--agency",
                "so-tu-phap",
                "--force",
                "--out",
            ])
            .arg(out.path())
            .current_dir(root)
            .stdout(Stdio::null())
            .status()
            .expect("the program can be started");
        assert!(status.success());
    });
    let nothing = median(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_baocao"))
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .expect("the program can be started");
        assert!(status.success());
    });
    println!("one report, medians of {ROUNDS} rounds");
    println!("{:<44}{:>9} {:>7}", "", "ms", "share");
    row("process start to file on disk", process, process);
    row("  of it starting and ending a process", nothing, process);
    for (name, time) in parts(root, out.path()) {
        row(&format!("  {name}"), time, process);
    }
}

/// The stages in the order of the data, each measured with its inputs ready.
/// Typst's cache is emptied before every round, as in a fresh process.
fn parts(root: &Path, out: &Path) -> Vec<(&'static str, Duration)> {
    let period = Period::parse("2021-q1").expect("well formed");
    let data = root.join("data");
    let fonts = || FontSet::load(None).expect("the built-in fonts are complete");
    let charset = fonts().charset().clone();
    let only = [AgencyId::from("so-tu-phap")];
    let mut loaded = load(&data, &period, &only, &charset);
    let templates = Templates::load(None).expect("the templates are well formed");
    let (sums, _) = app::judge(&mut loaded.workspace, &loaded.sources, &period);
    let all_fonts = fonts();
    let author = Author::new(&templates, &all_fonts, &mut loaded.sources);
    let author = author.expect("the templates are well formed");
    let decree = templates.decree(&mut loaded.sources);
    let typesetter = Typesetter::new(
        fonts().into(),
        templates.layout().map(|(name, t)| (name, t.text.as_str())),
        decree.expect("its numbers are well formed").margins(),
    );
    let subjects = loaded.workspace.subjects();
    let work = Work::Report {
        subject: subjects[0],
        head: subjects[0].heads()[0],
    };
    let write = || author.write(&work, &sums, &loaded.sources);
    let composed = write().expect("it can be composed");
    let pages = typesetter
        .lay_out(&composed.manuscript())
        .expect("it can be laid out");
    // As in a worker, where Typst has one thread.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.expect("a thread can be started");
    let pdf = typesetter
        .export(&pages, &composed.manuscript())
        .expect("it can be exported");

    vec![
        ("fonts", median(|| drop(black_box(fonts())))),
        (
            "load and check",
            median(|| {
                let mut loaded = load(&data, &period, &only, &charset);
                black_box(app::judge(&mut loaded.workspace, &loaded.sources, &period));
            }),
        ),
        (
            "templates",
            median(|| {
                let mut sources = baocao::diagnostic::Sources::default();
                let templates = Templates::load(None).expect("well formed");
                black_box(Author::new(&templates, &all_fonts, &mut sources).expect("well formed"));
            }),
        ),
        (
            "assess and compose",
            median(|| drop(black_box(write().expect("composed")))),
        ),
        (
            "lay out",
            median(|| {
                typst::comemo::evict(0);
                let pages = alone.install(|| typesetter.lay_out(&composed.manuscript()));
                black_box(pages.expect("laid out"));
            }),
        ),
        (
            "measure",
            median(|| black_box(pages.measure()).expect("there is room")),
        ),
        (
            "export",
            median(|| {
                typst::comemo::evict(0);
                let bytes = alone.install(|| typesetter.export(&pages, &composed.manuscript()));
                black_box(bytes.expect("exported"));
            }),
        ),
        (
            "write",
            median(|| publish::write(&out.join("bench.pdf"), &pdf).expect("written")),
        ),
    ]
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn row(name: &str, time: Duration, whole: Duration) {
    println!(
        "{name:<44}{:>9.1} {:>6.1}%",
        time.as_secs_f64() * 1000.0,
        100.0 * time.as_secs_f64() / whole.as_secs_f64()
    );
}
