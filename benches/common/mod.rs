//! What benchmarks share: a city of any size, and running programs with an eye on the clock
//! and on memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The generator of sample cities, if it was built.
pub(crate) fn generator() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_BIN_EXE_baocao"));
    let generator = program.with_file_name("examples").join("sample_city");
    if !generator.exists() {
        println!("build it first: cargo build --release --example sample_city");
        return None;
    }
    Some(generator)
}

/// A sample year of the city with so many units, in `data`.
pub(crate) fn city(generator: &Path, data: &Path, year: u32, units: u32) {
    copy(&repository().join("data"), data, &|text| text);
    for other in [2020, 2021, 2025, 2026] {
        if ![year - 1, year].contains(&other) {
            fs::remove_dir_all(data.join(other.to_string())).expect("it was copied");
        }
    }
    let (year, units) = (year.to_string(), units.to_string());
    let drawn = Command::new(generator)
        .args(["--year", &year, "--units", &units, "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .status();
    assert!(drawn.expect("the generator can be started").success());
}

/// A year once more, `later` years later, with the same figures: all of its years in dates, periods,
/// symbols and words are moved on.
#[allow(dead_code, reason = "not every benchmark asks for it")]
pub(crate) fn repeat(data: &Path, year: u32, later: u32) {
    let moved = |mut text: String| {
        // The latest first, so that none is moved twice.
        for known in (year - 2..=year + 1).rev() {
            let then = known + later;
            text = text
                .replace(&format!("{known}-"), &format!("{then}-"))
                .replace(&format!("/{known}"), &format!("/{then}"))
                .replace(&format!("năm {known}"), &format!("năm {then}"));
        }
        text
    };
    let [from, to] = [year, year + later].map(|year| data.join(year.to_string()));
    copy(&from, &to, &moved);
}

/// Copies a folder of texts, each with a change.
#[allow(dead_code, reason = "not every benchmark asks for it")]
pub(crate) fn copy(from: &Path, to: &Path, change: &dyn Fn(String) -> String) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target, change);
        } else {
            let text = fs::read_to_string(&path).expect("it can be read");
            fs::write(target, change(text)).expect("it can be written");
        }
    }
}

/// How long a command took, and the most memory that all its processes had together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// Bytes; pages that processes share count once. Nothing where the system does not tell.
    #[allow(dead_code, reason = "not every benchmark asks for it")]
    pub(crate) memory: u64,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Cost {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it can be started");
    let mut memory = 0;
    loop {
        if let Some(status) = child.try_wait().expect("it is ours") {
            assert!(status.code().is_some(), "it was killed");
            return Cost {
                time: start.elapsed(),
                memory,
            };
        }
        memory = memory.max(memory_of(child.id()));
        // Waited for in small steps, so that short runs are measured too.
        let step = start.elapsed().div_f64(50.0);
        std::thread::sleep(step.clamp(Duration::from_millis(1), Duration::from_millis(200)));
    }
}

/// The memory of a process and of those that it started.
fn memory_of(process: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"));
    let rollup = rollup.unwrap_or_default();
    let own = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    let own = own.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    let children = children(process).into_iter().map(memory_of);
    own.unwrap_or(0) * 1024 + children.sum::<u64>()
}

fn children(parent: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| {
        let process: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (_, behind) = stat.rsplit_once(") ")?;
        let of: u32 = behind.split(' ').nth(1)?.parse().ok()?;
        (of == parent).then_some(process)
    })
    .collect()
}
