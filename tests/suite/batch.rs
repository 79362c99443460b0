//! Many reports at once: what is set again, and what no accident can spoil.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use baocao::hash::sha256;
use serde_json::Value;

use crate::folder::{Folder, Said, files, repository};

/// Twenty reports: three units and the city in four periods, with the year before.
fn small_city() -> Folder {
    Folder::of_periods(&["so-tu-phap", "huyen-an-lao", "van-phong-ubnd", "thanh-pho"])
}

/// Ten of them, in two periods, for what makes all of them often.
fn two_periods() -> Folder {
    first_half(small_city())
}

/// Without the periods after the first half of the year.
fn first_half(folder: Folder) -> Folder {
    for later in ["q3", "nam"] {
        fs::remove_dir_all(folder.path("data/2021").join(later)).expect("it is there");
    }
    folder
}

/// The reports that a run set, below its folder.
fn set(said: &Said) -> Vec<&str> {
    let lines = said.stdout.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("đã lập out/"));
    lines.filter_map(|line| line.split(' ').next()).collect()
}

/// Every file of an output folder, but what the program keeps for itself, with its bytes.
/// No run may be at work in it.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let own = [".baocao.lock", ".baocao-told.json"].map(Some);
    let is_own = |path: &Path| own.contains(&path.file_name().and_then(|name| name.to_str()));
    let all = files(folder).into_iter().filter(|path| !is_own(path));
    all.map(|path| {
        let name = path.strip_prefix(folder).expect("it is below");
        let name = name.to_string_lossy().into_owned();
        (name, fs::read(&path).expect("it can be read"))
    })
    .collect()
}

fn assert_same(one: &Path, other: &Path) {
    assert_same_contents(&contents(one), &contents(other));
}

fn assert_same_contents(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let names = |all: &BTreeMap<String, Vec<u8>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

/// What is in a folder, without what earlier pages of its reports said: that is the folder's past.
fn contents_of_now(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut contents = contents(folder);
    let manifest = contents.get_mut("manifest.json").expect("it is there");
    let mut of_now: Value = serde_json::from_slice(manifest).expect("a manifest is whole");
    let outputs = of_now["outputs"].as_object_mut().expect("a map");
    for prints in outputs
        .values_mut()
        .filter_map(|output| output.get_mut("prints"))
    {
        let prints = prints.as_array_mut().expect("a list");
        prints.drain(..prints.len() - 1);
    }
    *manifest = of_now.to_string().into_bytes();
    contents
}

/// Nothing half-written is there, and what the manifest claims is so. No run may be at work
/// in the folder: what is listed may be gone when it is read.
fn assert_truthful(folder: &Path) -> Option<Value> {
    for (name, bytes) in contents(folder) {
        let name = Path::new(&name);
        if name.extension().is_some_and(|e| e == "pdf") {
            assert!(bytes.starts_with(b"%PDF-1.7"), "{}", name.display());
            let end = &bytes[bytes.len().saturating_sub(8)..];
            assert!(end.ends_with(b"%%EOF"), "{}", name.display());
        }
    }
    let bytes = fs::read(folder.join("manifest.json")).ok()?;
    let manifest: Value = serde_json::from_slice(&bytes).expect("a manifest is whole");
    for (name, output) in manifest["outputs"].as_object().expect("a map") {
        let Some(files) = output.get("files") else {
            continue;
        };
        for (ending, file) in files.as_object().expect("a map") {
            let path = format!("{name}.{ending}");
            let bytes = fs::read(folder.join(&path)).expect("the manifest says that it is there");
            assert_eq!(
                file["sha256"].as_str(),
                Some(sha256(&bytes).as_str()),
                "{path}"
            );
            assert_eq!(file["bytes"].as_u64(), Some(bytes.len() as u64), "{path}");
        }
    }
    Some(manifest)
}

#[test]
fn only_what_changed_is_set_again() {
    let folder = small_city();
    let build = ["build", "--all"];
    let first = folder.run(&build);
    assert_eq!(
        (first.code, set(&first).len()),
        (Some(0), 20),
        "{}",
        first.stderr
    );
    let again = folder.run(&build);
    assert_eq!((again.code, set(&again)), (Some(0), Vec::new()));
    assert!(
        again.stdout.contains("20 không có gì thay đổi"),
        "{}",
        again.stdout
    );

    // A unit's figure: the unit, and the city in both its documents.
    let file = "data/2021/q1/so-tu-phap.yaml";
    let folder = folder.replace(file, "van_ban_cap_tinh: 9", "van_ban_cap_tinh: 10");
    let q1 = ["so-tu-phap", "thanh-pho", "thanh-pho-trinh"].map(|u| format!("2021-q1/{u}.pdf"));
    let planned = folder.run(&["build", "--all", "--dry-run"]);
    let due = planned
        .stdout
        .lines()
        .filter(|line| line.starts_with("sẽ lập"));
    assert_eq!(due.count(), 3, "{}", planned.stdout);
    assert_eq!(set(&folder.run(&build)), q1);

    // A figure of the year before: whoever compares with it.
    let file = "data/2020/6t/so-tu-phap.yaml";
    let folder = folder.replace(file, "van_ban_ra_soat: 580", "van_ban_ra_soat: 581");
    let later = ["so-tu-phap", "thanh-pho", "thanh-pho-trinh"].map(|u| format!("2021-6t/{u}.pdf"));
    assert_eq!(set(&folder.run(&build)), later);

    // A comment, or another order of files in time: nothing.
    let folder = folder.append("data/2021/q1/so-tu-phap.yaml", "# đã đối chiếu");
    assert_eq!(set(&folder.run(&build)), Vec::<&str>::new());

    // Asked for.
    let forced = folder.run(&["build", "2021-q1", "--force"]);
    assert_eq!(set(&forced).len(), 5);
}

#[test]
fn templates_and_files_that_went_or_were_changed_are_set_again() {
    let folder = Folder::other_regime();
    let all = ["phuong-hai", "phuong-mot", "tinh-sao", "van-phong"];
    let all = all.map(|unit| format!("2030-t03/{unit}.pdf"));
    let build = ["build", "--all"];
    assert_eq!(set(&folder.run(&build)), all);
    fs::remove_file(folder.path("out").join(&all[0])).expect("it is there");
    let planned = folder.run(&["build", "--all", "--dry-run"]).stdout;
    assert!(planned.contains("phuong-hai.pdf (tệp đã mất)"), "{planned}");
    assert_eq!(set(&folder.run(&build)), [all[0].as_str()]);

    let constants = "nd30/constants.typ";
    let text = fs::read_to_string(repository().join("templates").join(constants));
    let text = text.expect("it can be read");
    let folder = folder.write(&format!("mau/{constants}"), &format!("{text}// khác\n"));
    let with = ["build", "--all", "--templates", "mau"];
    assert_eq!(set(&folder.run(&with)), all);
    assert_eq!(set(&folder.run(&with)), Vec::<&str>::new());
    // What is only written otherwise in a template of words says the same.
    let name = "bao-cao/bao-cao.j2";
    let text = fs::read_to_string(repository().join("templates").join(name));
    let text = format!("{{# khác #}}{}", text.expect("it can be read"));
    let folder = folder.write(&format!("mau/{name}"), &text);
    assert_eq!(set(&folder.run(&with)), Vec::<&str>::new());
}

#[test]
fn any_number_of_workers_makes_the_same_bytes() {
    let folder = two_periods();
    for jobs in ["1", "2", "8"] {
        let out = format!("out-{jobs}");
        let said = folder.run(&["build", "--all", "--jobs", jobs, "--out", &out]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    }
    assert_same(&folder.path("out-1"), &folder.path("out-2"));
    assert_same(&folder.path("out-1"), &folder.path("out-8"));
    // Nor do folder, locale and time zone show, in the manifest either.
    let data = folder.path("data");
    let said = Command::new(env!("CARGO_BIN_EXE_baocao"))
        .args(["build", "--all", "--data"])
        .arg(&data)
        .arg("--out")
        .arg(folder.path("out-far"))
        .current_dir(repository())
        .envs([("LC_ALL", "vi_VN.UTF-8"), ("TZ", "Pacific/Kiritimati")])
        .output()
        .expect("the program can be started");
    assert!(said.status.success());
    assert_same(&folder.path("out-1"), &folder.path("out-far"));
}

/// A template over the built-in ones that does `work` in every report but one.
fn with_template(folder: Folder, unit: &str, work: &str) -> Folder {
    let name = "bao-cao/van-ban.typ";
    let text = fs::read_to_string(repository().join("templates").join(name));
    let text = text.expect("it can be read");
    let own = format!("#if document.properties.author == \"{unit}\" [{work}]\n");
    folder.write(&format!("mau/{name}"), &format!("{text}\n{own}"))
}

#[test]
fn a_template_that_loops_costs_the_reports_that_it_is_in() {
    let work = "#for a in range(10000) { for b in range(10000) { for c in range(10000) { } } }";
    let folder = with_template(Folder::other_regime(), "Ủy ban nhân dân phường Một", work);
    // So long that no other report is late, however busy the machine is: twenty times what
    // all four take now.
    let since = Instant::now();
    assert_eq!(
        folder.run(&["build", "--all", "--out", "as-is"]).code,
        Some(0)
    );
    let deadline = (since.elapsed() * 20).as_secs().max(3).to_string();
    let build = ["build", "--all", "--templates", "mau", "--deadline"];
    let said = folder.run(&[&build[..], &[&deadline]].concat());
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    assert!(
        said.stderr.contains("[typeset/deadline]"),
        "{}",
        said.stderr
    );
    assert_eq!(set(&said).len(), 3, "{}", said.stdout);
    let manifest = assert_truthful(&folder.path("out")).expect("there is one");
    let failed = &manifest["outputs"]["2030-t03/phuong-mot"];
    assert_eq!(failed["state"], "failed");
    assert_eq!(failed["findings"][0]["code"], "typeset/deadline");
}

#[test]
fn a_template_that_allocates_without_end_costs_the_reports_that_it_is_in() {
    let work = "#{ let all = (); for a in range(10000) { for b in range(10000) { all.push(range(1000).map(c => str(a) + str(b) + str(c))) } } }";
    let folder = with_template(Folder::other_regime(), "Ủy ban nhân dân phường Một", work);
    let said = folder.run(&["build", "--all", "--templates", "mau", "--memory", "256"]);
    assert_eq!(said.code, Some(4), "{}", said.stderr);
    assert!(said.stderr.contains("[typeset/memory]"), "{}", said.stderr);
    assert_eq!(set(&said).len(), 3, "{}", said.stdout);
    assert_truthful(&folder.path("out"));
}

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_baocao"))
        .args(arguments)
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started")
}

/// Processes whose parent is `parent`.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> BTreeSet<u32> {
    let all = fs::read_dir("/proc").expect("a system of processes");
    let all = all.flatten().filter_map(|entry| {
        let process: u32 = entry.file_name().to_string_lossy().parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (_, behind) = stat.rsplit_once(") ")?;
        let of: u32 = behind.split(' ').nth(1)?.parse().ok()?;
        (of == parent).then_some(process)
    });
    all.collect()
}

#[cfg(target_os = "linux")]
fn signal(process: u32, name: &str) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status();
    status.expect("there is a kill");
}

/// Waits for something that will come; an endless wait is a failure.
fn wait_for<T>(mut what: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = what() {
            return found;
        }
        assert!(since.elapsed() < Duration::from_mins(5), "it never came");
        sleep(Duration::from_millis(2));
    }
}

/// The letter by which the system names what a process is at; none when it is gone.
#[cfg(target_os = "linux")]
fn state(process: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, behind) = stat.rsplit_once(") ")?;
    behind.chars().next()
}

/// Holds a run as it is, however fast or slow it goes, until it is sent `CONT` or `KILL`.
#[cfg(target_os = "linux")]
fn freeze(run: &Child) {
    signal(run.id(), "STOP");
    wait_for(|| matches!(state(run.id()), None | Some('T' | 'Z')).then_some(()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_is_killed_costs_nothing() {
    let folder = two_periods();
    let whole = folder.run(&["build", "--all", "--out", "whole"]);
    assert_eq!(whole.code, Some(0));
    let mut run = start(&folder, &["build", "--all", "--jobs", "2"]);
    // The two first workers, each once: a report that two workers die over is given up. They
    // have different reports, and whoever takes their places is left alone.
    let workers = wait_for(|| {
        let workers = children(run.id());
        (workers.len() == 2).then_some(workers)
    });
    let mut workers = workers.into_iter();
    signal(workers.next().expect("there are two"), "KILL");
    wait_for(|| (!folder.outputs().is_empty()).then_some(()));
    signal(workers.next().expect("there are two"), "KILL");
    let status = run.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert_same(&folder.path("whole"), &folder.path("out"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_request_to_stop_leaves_no_process_and_no_half_file() {
    for name in ["INT", "TERM"] {
        let folder = small_city();
        let run = start(&folder, &["build", "--all", "--jobs", "2"]);
        let workers = wait_for(|| {
            let workers = children(run.id());
            (workers.len() == 2 && !folder.outputs().is_empty()).then_some(workers)
        });
        let id = run.id();
        // Were it not held, it could come to its end before it is asked.
        freeze(&run);
        signal(id, name);
        signal(id, "CONT");
        let output = run.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(130));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("đã dừng theo yêu cầu"), "{said}");
        for worker in workers {
            wait_for(|| state(worker).is_none().then_some(()));
        }
        let manifest = assert_truthful(&folder.path("out")).expect("there is one");
        assert_eq!(manifest["complete"], false);
        let left = folder.outputs().len();
        let next = folder.run(&["build", "--all"]);
        assert_eq!((next.code, set(&next).len()), (Some(0), 20 - left));
    }
}

/// The program is killed at thirty moments, from its start to its end.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_at_any_moment_leaves_whole_files_and_a_true_manifest() {
    let folder = first_half(Folder::of_periods(&["so-tu-phap", "thanh-pho"]));
    let since = Instant::now();
    let whole = folder.run(&["build", "--all", "--out", "whole"]);
    assert_eq!(whole.code, Some(0));
    let mut killed = 0;
    // How long a run takes changes with what else the machine does: as often as one was at
    // its end before it was killed, the moments come closer together.
    let mut span = since.elapsed();
    for moment in 0..30 {
        // Every third time there is a folder of before, of other figures.
        if moment % 3 == 0 {
            drop(fs::remove_dir_all(folder.path("out")));
            let before = folder.run(&["build", "2021-q1"]);
            assert_eq!(before.code, Some(0));
        }
        let file = folder.path("data/2021/q1/so-tu-phap.yaml");
        let text = fs::read_to_string(&file).expect("it is there");
        let other = text.replace("phieu_khao_sat: 215", "phieu_khao_sat: 216");
        fs::write(&file, other).expect("it can be written");
        let since = Instant::now();
        let mut run = start(&folder, &["build", "--all", "--force"]);
        let at = span * moment / 30;
        let ended = loop {
            let ended = run.try_wait().expect("it can be asked");
            if ended.is_some() || since.elapsed() >= at {
                break ended;
            }
            sleep(Duration::from_millis(1));
        };
        if ended.is_some() {
            span = since.elapsed();
        }
        run.kill().expect("it can be killed");
        killed += u32::from(!run.wait().expect("it ends").success());
        fs::write(&file, text).expect("it can be written");
        assert_truthful(&folder.path("out"));
    }
    assert!(
        killed > 15,
        "only {killed} runs were killed before their end"
    );
    let next = folder.run(&["build", "--all"]);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_same_contents(
        &contents_of_now(&folder.path("whole")),
        &contents_of_now(&folder.path("out")),
    );
}

/// The first run in a new folder, too, leaves something to go on from.
#[cfg(target_os = "linux")]
#[test]
fn a_first_run_that_is_killed_has_written_down_what_it_finished() {
    let folder = small_city();
    // Slow enough for something to be written down before the end.
    let name = "bao-cao/van-ban.typ";
    let text = fs::read_to_string(repository().join("templates").join(name));
    let text = text.expect("it can be read");
    let work = "#for a in range(1000) { for b in range(1000) { } }";
    let folder = folder.write(&format!("mau/{name}"), &format!("{text}\n{work}\n"));
    let build = ["build", "--all", "--templates", "mau", "--jobs", "1"];
    let mut run = start(&folder, &build);
    wait_for(|| {
        let bytes = fs::read(folder.path("out/manifest.json")).ok()?;
        let manifest: Value = serde_json::from_slice(&bytes).expect("a manifest is whole");
        let outputs = manifest["outputs"].as_object().expect("a map").len();
        (outputs > 0).then_some(())
    });
    // Nobody may read a folder while somebody writes into it.
    freeze(&run);
    let written = assert_truthful(&folder.path("out")).expect("there is one");
    run.kill().expect("it can be killed");
    assert!(!run.wait().expect("it ends").success());
    assert_eq!(written["complete"], false);
    assert_truthful(&folder.path("out")).expect("there is one");
    // Those that the manifest does not have yet are known, too.
    let finished = folder.outputs().len();
    assert!(finished > 0);
    let said = folder.run(&["verify"]);
    let stranger = "không có trong bảng kê";
    assert!(!said.stderr.contains(stranger), "{}", said.stderr);
    let next = folder.run(&build);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_eq!(set(&next).len(), 20 - finished);
}

/// A file-size limit is a full disk that needs no disk.
#[cfg(unix)]
#[test]
fn a_full_disk_costs_what_does_not_fit() {
    let folder = Folder::other_regime();
    // Blocks are of 1024 bytes; the report of the province has more than 80.
    let script = "trap '' XFSZ; ulimit -f 80; exec \"$0\" build --all";
    let output = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_baocao")])
        .current_dir(folder.path(""))
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("[output/unwritable]"), "{said}");
    assert_eq!(folder.outputs().len(), 3);
    let manifest = assert_truthful(&folder.path("out")).expect("there is one");
    assert_eq!(manifest["outputs"]["2030-t03/tinh-sao"]["state"], "failed");
    let planned = folder.run(&["build", "--all", "--dry-run"]).stdout;
    let due = "sẽ lập out/2030-t03/tinh-sao.pdf (lần trước không lập được)";
    assert!(planned.contains(due), "{planned}");
    let next = folder.run(&["build", "--all"]);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_eq!(folder.outputs().len(), 4);
    let manifest = assert_truthful(&folder.path("out")).expect("there is one");
    assert_eq!(manifest["complete"], true);
}

#[test]
fn a_folder_that_is_removed_meanwhile_is_told_and_made_again() {
    let folder = small_city();
    let run = start(&folder, &["build", "--all"]);
    // One period after the other: nothing more comes into the folder of the first. All of it
    // goes at once.
    wait_for(|| folder.path("out/2021-6t").exists().then_some(()));
    fs::rename(folder.path("out/2021-q1"), folder.path("gone")).expect("it is there");
    let output = run.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("[output/vanished]"), "{said}");
    assert_truthful(&folder.path("out"));
    let next = folder.run(&["build", "--all"]);
    assert_eq!(next.code, Some(0), "{}", next.stderr);
    assert_eq!(folder.outputs().len(), 20);
}

#[test]
fn a_folder_that_cannot_be_written_stops_the_run_before_its_work() {
    let folder = Folder::other_regime().write("out", "một tệp");
    let said = folder.run(&["build", "--all"]);
    assert_eq!(said.code, Some(5));
    assert!(
        said.stderr.starts_with("lỗi[output/unwritable]"),
        "{}",
        said.stderr
    );
    assert_eq!(said.stdout.lines().count(), 0, "{}", said.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_nobody_may_write_is_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = Folder::other_regime();
    let built = folder.run(&["build", "--all"]);
    assert_eq!(built.code, Some(0));
    // The very same would not have to be written.
    let folder = folder.replace("data/2030/t03/phuong-mot.yaml", "luot: 1200", "luot: 1201");
    let below = folder.path("out/2030-t03");
    let mode = |mode| fs::set_permissions(&below, fs::Permissions::from_mode(mode));
    mode(0o555).expect("it is ours");
    // Root may write everywhere, so it is somebody else who tries.
    let is_root = fs::metadata(&below).expect("it is there").uid() == 0;
    let mut command = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        command.args(["--reuid=65534", "--clear-groups"]);
    }
    let everybody = fs::Permissions::from_mode(0o777);
    fs::set_permissions(folder.path(""), everybody.clone()).expect("it is ours");
    fs::set_permissions(folder.path("out"), everybody.clone()).expect("it is ours");
    for file in [".baocao.lock", "manifest.json"] {
        fs::set_permissions(folder.path("out").join(file), everybody.clone()).expect("it is ours");
    }
    let copy = folder.path("baocao");
    crate::folder::put_program(&copy);
    let output = command
        .arg(&copy)
        .args(["build", "--all", "--force"])
        .current_dir(folder.path(""))
        .output();
    mode(0o755).expect("it is ours");
    let output = output.expect("there is a setpriv");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("không có quyền"), "{said}");
    assert_truthful(&folder.path("out"));
}

#[test]
fn a_manifest_that_cannot_be_read_is_written_anew() {
    let folder = Folder::other_regime();
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    let path = folder.path("out/manifest.json");
    let good = fs::read_to_string(&path).expect("there is one");
    let half = good.chars().take(good.len() / 2).collect();
    let later = good.replace("\"version\": 2", "\"version\": 99");
    for bad in [
        String::new(),
        "{}".to_owned(),
        half,
        "[1]".to_owned(),
        later,
    ] {
        fs::write(&path, &bad).expect("it can be written");
        let said = folder.run(&["build", "--all"]);
        assert_eq!((said.code, set(&said).len()), (Some(0), 4), "{bad}");
        assert_eq!(said.stderr.contains("[output/manifest]"), !bad.is_empty());
        assert!(fs::read_to_string(&path).expect("there is one") == good);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn two_runs_do_not_write_into_one_folder() {
    let folder = small_city();
    let mut first = start(&folder, &["build", "--all"]);
    wait_for(|| folder.path("out/2021-q1").exists().then_some(()));
    freeze(&first);
    let second = folder.run(&["build", "--all"]);
    assert_eq!(second.code, Some(5));
    assert!(
        second.stderr.contains("lỗi[output/locked]"),
        "{}",
        second.stderr
    );
    // To look what would be made disturbs nobody.
    assert_eq!(folder.run(&["build", "--all", "--dry-run"]).code, Some(0));
    signal(first.id(), "CONT");
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
    assert_eq!(folder.outputs().len(), 20);
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
}

#[test]
fn what_the_data_no_longer_ask_for_is_told_and_not_removed() {
    let folder = Folder::other_regime();
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    fs::remove_file(folder.path("data/2030/t03/phuong-hai.yaml")).expect("it is there");
    let said = folder.run(&["build", "--all"]);
    assert!(
        said.stderr.contains("[output/left-over]"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("out/2030-t03/phuong-hai.pdf"),
        "{}",
        said.stderr
    );
    assert_eq!(folder.outputs().len(), 4);
    let manifest = assert_truthful(&folder.path("out")).expect("there is one");
    assert!(manifest["outputs"].get("2030-t03/phuong-hai").is_none());
    // One unit alone is no whole period: nothing is left over.
    let said = folder.run(&["build", "2030-t03", "--agency", "van-phong"]);
    assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
}

/// What a run told as JSON of the files of units, but of the city's own, which has two
/// documents.
fn findings_of_units(said: &str) -> Vec<String> {
    let events = said.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect("each line is JSON");
        event
    });
    let of_units = events.filter(|event| {
        let file = event["file"].as_str().unwrap_or("");
        event["event"] == "finding"
            && file.split('/').count() == 4
            && !file.ends_with("/thanh-pho.yaml")
    });
    let mut found: Vec<_> = of_units.map(|event| event.to_string()).collect();
    found.sort();
    found
}

#[test]
fn parts_put_together_are_what_one_run_makes() {
    let row = "van_ban_kiem_tra: ";
    let jump = |folder: Folder, file: &str, number: u64| {
        let (before, after) = (format!("{row}{number}\n"), format!("{row}{number}00\n"));
        folder.replace(file, &before, &after)
    };
    let folder = jump(two_periods(), "data/2021/q1/so-tu-phap.yaml", 31);
    let folder = jump(folder, "data/2021/6t/huyen-an-lao.yaml", 21);
    let json = ["--message-format", "json"];
    let whole = folder.run(&[&["build", "--all", "--out", "whole"][..], &json].concat());
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    let found = findings_of_units(&whole.stdout);
    assert!(found.len() > 1, "{}", whole.stdout);
    for of in [1, 3, 7] {
        let parts: Vec<_> = (1..=of).map(|index| format!("p-{of}-{index}")).collect();
        let mut told = Vec::new();
        for (index, part) in (1..).zip(&parts) {
            let shard = format!("{index}/{of}");
            let build = ["build", "--all", "--shard", &shard, "--out", part];
            let said = folder.run(&[&build[..], &json].concat());
            assert_eq!(said.code, Some(0), "{}", said.stderr);
            assert_truthful(&folder.path(part));
            told.extend(findings_of_units(&said.stdout));
        }
        told.sort();
        assert_eq!(told, found, "each is told by the part that has its report");
        let out = format!("merged-{of}");
        let mut merge = vec!["merge"];
        merge.extend(parts.iter().map(String::as_str));
        merge.extend(["--out", &out]);
        let said = folder.run(&merge);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert_same(&folder.path("whole"), &folder.path(&out));
    }
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let folder = Folder::other_regime();
    let part = |index: &str, out: &str, data: &str| {
        let build = [
            "build", "--all", "--shard", index, "--out", out, "--data", data,
        ];
        assert_eq!(folder.run(&build).code, Some(0));
    };
    for index in ["1", "2", "3"] {
        part(&format!("{index}/3"), &format!("p{index}"), "data");
    }
    part("2/4", "of-four", "data");
    let refused = |parts: &[&str], why: &str| {
        let mut merge = vec!["merge"];
        merge.extend(parts);
        merge.extend(["--out", "merged"]);
        let said = folder.run(&merge);
        assert_eq!(said.code, Some(3), "{parts:?}: {}", said.stderr);
        assert!(said.stderr.contains(why), "{parts:?}: {}", said.stderr);
        assert!(!folder.path("merged").exists(), "nothing is written");
    };
    refused(&["p1", "p2", "p2", "p3"], "cùng là phần 2");
    refused(&["p1", "of-four", "p3"], "là phần 2 của 4");
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    refused(&["p1", "p2", "p3", "out"], "`out` không phải là một phần");
    let said = folder.run(&["merge", "p1", "p2", "p3", "--out", "p1"]);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert!(said.stderr.contains("`p1` là một phần"), "{}", said.stderr);
    assert_eq!(folder.run(&["verify", "p1"]).code, Some(0));
}

#[test]
fn parts_of_other_data_are_refused() {
    let folder = Folder::other_regime();
    let build = |folder: &Folder, index: &str, out: &str| {
        let said = folder.run(&["build", "--all", "--shard", index, "--out", out]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    };
    build(&folder, "1/2", "p1");
    let folder = folder.replace("data/2030/t03/phuong-hai.yaml", "luot: 800", "luot: 801");
    build(&folder, "2/2", "p2");
    let said = folder.run(&["merge", "p1", "p2", "--out", "merged"]);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert!(said.stderr.contains("số liệu khác nhau"), "{}", said.stderr);
    // A part that was tampered with is none.
    build(&folder, "1/2", "p1");
    let report = files(&folder.path("p1/2030-t03")).into_iter().next();
    let report = report.expect("there is one in the first part");
    fs::write(report, "%PDF-1.7 khác").expect("it can be written");
    let said = folder.run(&["merge", "p1", "p2", "--out", "merged"]);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
    assert!(said.stderr.contains("[output/altered]"), "{}", said.stderr);
    assert!(!folder.path("merged").exists());
}

#[test]
fn a_folder_is_compared_with_its_manifest() {
    let folder = Folder::other_regime();
    let said = folder.run(&["verify"]);
    assert_eq!(said.code, Some(3), "there is nothing: {}", said.stderr);
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    let said = folder.run(&["verify", "out"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (Some(0), "4/4 báo cáo đúng như bảng kê\n")
    );
    let file = |name: &str| folder.path("out/2030-t03").join(name);
    fs::remove_file(file("phuong-hai.pdf")).expect("it is there");
    fs::write(file("phuong-mot.pdf"), "%PDF").expect("it is there");
    fs::write(file("la.pdf"), "%PDF").expect("it can be written");
    let said = folder.run(&["verify", "out"]);
    assert_eq!(said.code, Some(5));
    for code in [
        "lỗi[output/vanished]",
        "lỗi[output/altered]",
        "cảnh báo[output/left-over]",
    ] {
        assert!(said.stderr.contains(code), "{code}: {}", said.stderr);
    }
    assert_eq!(said.stdout, "2/4 báo cáo đúng như bảng kê\n");
    // A report under another name is known by its bytes; a picture may be a scan of it.
    fs::rename(file("tinh-sao.pdf"), file("gui-di.pdf")).expect("it is there");
    fs::write(file("phuong-mot.pdf"), b"\xff\xd8\xff\xe0 scan").expect("it is there");
    let said = folder.run(&["verify", "out"]);
    for words in [
        "`out/2030-t03/gui-di.pdf` không có trong bảng kê, nội dung đúng như `out/2030-t03/tinh-sao.pdf` đã lập",
        "nếu tệp ấy bị đổi tên thì đổi lại",
        "thay bằng tệp khác (không thấy chữ ký số)",
    ] {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
}

/// A folder with an error in one file and a warning in another.
fn faulty() -> Folder {
    Folder::other_regime().replace("data/2030/t03/phuong-hai.yaml", "luot: 800", "luot: tám")
}

#[test]
fn events_are_told_as_json_lines() {
    let said = faulty().run(&["build", "--all", "--message-format", "json"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(1), ""));
    let lines = said.stdout.lines();
    let events: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let kinds: Vec<_> = events
        .iter()
        .map(|e| e["event"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(kinds.first(), Some(&"begin"));
    assert_eq!(events[0]["version"], 1);
    assert_eq!(kinds.last(), Some(&"end"));
    let finding = events
        .iter()
        .find(|e| e["severity"] == "error")
        .expect("there is one");
    assert_eq!(finding["file"], "data/2030/t03/phuong-hai.yaml");
    assert_eq!(finding["line"], 3);
    let reports: Vec<_> = events.iter().filter(|e| e["event"] == "report").collect();
    let states: Vec<_> = reports
        .iter()
        .map(|e| e["state"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(states, ["failed", "published", "published", "published"]);
    let planned = kinds.iter().rposition(|kind| *kind == "planned");
    let first = kinds.iter().position(|kind| *kind == "report");
    assert!(planned < first, "{kinds:?}");
    assert_eq!(events[planned.expect("there is one")]["reports"], 4);
    let end = events.last().expect("there is one");
    assert_eq!((&end["published"], &end["failed"]), (&3.into(), &1.into()));
}

#[test]
fn findings_stand_on_the_lines_that_pipelines_show() {
    let folder = faulty();
    let said = folder.run(&["check", "--all", "--message-format", "github"]);
    let place = "::error file=data/2030/t03/phuong-hai.yaml,line=3,endLine=3,col=";
    assert!(said.stdout.contains(place), "{}", said.stdout);
    assert_eq!(
        said.stderr.lines().count(),
        1,
        "only the sum: {}",
        said.stderr
    );

    let checkout = folder.path("").to_string_lossy().into_owned();
    let data = folder.path("data").to_string_lossy().into_owned();
    let checkout = checkout.trim_end_matches('/');
    let report = [
        "check",
        "--all",
        "--data",
        &data,
        "--code-quality",
        "cq.json",
        "-q",
    ];
    let said = folder.run_with(&report, &[("CI_PROJECT_DIR", checkout)]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""));
    let issues = fs::read(folder.path("cq.json")).expect("it is written");
    let issues: Value = serde_json::from_slice(&issues).expect("it is JSON");
    let issues = issues.as_array().expect("a list");
    let prints: BTreeSet<_> = issues.iter().map(|i| i["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), issues.len());
    let major = issues
        .iter()
        .find(|i| i["severity"] == "major")
        .expect("there is one");
    assert_eq!(major["location"]["path"], "data/2030/t03/phuong-hai.yaml");
    assert_eq!(major["location"]["lines"]["begin"], 3);
}

#[test]
fn results_are_told_as_junit() {
    let folder = faulty();
    let said = folder.run(&["build", "--all", "--junit", "kq/junit.xml"]);
    assert_eq!(said.code, Some(1));
    let text = fs::read_to_string(folder.path("kq/junit.xml")).expect("it is written");
    assert!(
        text.contains("tests=\"8\" skipped=\"0\" failures=\"2\""),
        "{text}"
    );
    assert!(
        text.contains("name=\"out/2030-t03/tinh-sao.pdf\""),
        "{text}"
    );
    let again = folder.run(&["build", "--all", "--junit", "khac.xml"]);
    assert_eq!(again.code, Some(1));
    let other = fs::read_to_string(folder.path("khac.xml")).expect("it is written");
    assert!(other == text, "nothing of when or where it was made");
    let said = folder.run(&["build", "--all", "--junit", "data"]);
    assert_eq!(said.code, Some(5), "{}", said.stderr);
}

#[test]
fn a_quiet_run_says_what_is_wrong_and_nothing_else() {
    let said = Folder::other_regime().run(&["build", "--all", "--quiet"]);
    let all = (said.code, said.stdout.as_str(), said.stderr.as_str());
    assert_eq!(all, (Some(0), "", ""));
    let said = faulty().run(&["build", "--all", "-q"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""));
    assert!(said.stderr.starts_with("lỗi["), "{}", said.stderr);
    assert!(!said.stderr.contains("cảnh báo["), "{}", said.stderr);
}

#[test]
fn a_compiled_report_names_the_members_whose_files_are_wrong() {
    let said = faulty().run(&["build", "--all"]);
    let words = [
        "mới có số liệu của 2/4 đơn vị",
        "phường Hai (tệp số liệu có lỗi)",
    ];
    for words in words {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
    assert_eq!(set(&said).len(), 3, "{}", said.stdout);
    // All of a city have reported, one of them wrongly.
    let file = "data/2021/q1/so-tu-phap.yaml";
    let folder = Folder::city().replace(file, "da_giai_quyet: 6214", "da_giai_quyet: sáu");
    let said = folder.run(&["check", "2021-q1", "--strict", "--agency", "thanh-pho"]);
    let words = "lỗi[compilation/incomplete]: báo cáo tổng hợp mới có số liệu của 34/35 đơn vị";
    assert!(said.stderr.contains(words), "{}", said.stderr);
}

#[test]
fn a_fault_that_all_periods_share_is_told_once() {
    let folder = small_city().replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: co");
    for command in ["check", "build"] {
        let said = folder.run(&[command, "--all"]);
        assert_eq!(said.code, Some(1));
        assert_eq!(said.stderr.matches("lỗi[").count(), 1, "{}", said.stderr);
        assert!(said.stderr.ends_with("1 lỗi\n"), "{}", said.stderr);
    }
}

#[test]
fn some_units_report_for_some_periods_only() {
    let folder = Folder::other_regime();
    let said = folder.run(&["build", "--all", "--agency", "phuong-mot"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(set(&said), ["2030-t03/phuong-mot.pdf"]);
    assert_eq!(folder.run(&["verify"]).code, Some(0));
    let said = folder.run(&["check", "--all", "--agency", "phuong-mott"]);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert_eq!(said.stderr.matches("lỗi[").count(), 1, "{}", said.stderr);
}

/// Where nothing changed, nothing is read; what is told is the same, and no way back to
/// old data is taken for no change.
#[test]
fn a_run_that_finds_nothing_changed_tells_the_same() {
    let folder = two_periods();
    let build = ["build", "--all", "--message-format", "json"];
    let told = |said: &Said| {
        let lines = said.stdout.lines().map(str::to_owned);
        let (reports, rest): (Vec<_>, Vec<_>) =
            lines.partition(|line| line.contains(r#""event":"report""#));
        let findings: Vec<_> = rest
            .into_iter()
            .filter(|l| !l.contains(r#""event":"end""#))
            .collect();
        (findings, reports)
    };
    let recorded = folder.path("out/.baocao-told.json");
    folder.run(&build);
    fs::remove_file(&recorded).expect("it is written");
    let slow = folder.run(&build);
    assert!(recorded.exists());
    let fast = folder.run(&build);
    assert_eq!(told(&slow), told(&fast));
    assert_eq!(told(&slow).1.len(), 10);
    let text = ["build", "--all"];
    let plain = folder.run(&text);
    fs::remove_file(&recorded).expect("it is written");
    let again = folder.run(&text);
    assert_eq!(
        (&plain.stdout, &plain.stderr),
        (&again.stdout, &again.stderr)
    );

    // Whatever is amiss in the folder is found.
    fs::remove_file(folder.path("out/2021-q1/thanh-pho.pdf")).expect("it is there");
    assert_eq!(set(&folder.run(&text)), ["2021-q1/thanh-pho.pdf"]);
    let place = folder.path("out/2021-6t/thanh-pho.pdf");
    fs::write(&place, "%PDF").expect("it is there");
    let said = folder.run(&text);
    assert_eq!((said.code, set(&said)), (Some(5), Vec::new()));
    fs::remove_file(&place).expect("it is there");
    assert_eq!(set(&folder.run(&text)), ["2021-6t/thanh-pho.pdf"]);

    // One unit's report of other data, and then the data of before.
    let (file, was, is) = (
        "data/2021/q1/so-tu-phap.yaml",
        "phieu_khao_sat: 215",
        "phieu_khao_sat: 216",
    );
    let folder = folder.replace(file, was, is);
    let one = folder.run(&["build", "2021-q1", "--agency", "so-tu-phap"]);
    assert_eq!(set(&one), ["2021-q1/so-tu-phap.pdf"]);
    let folder = folder.replace(file, is, was);
    assert_eq!(set(&folder.run(&text)), ["2021-q1/so-tu-phap.pdf"]);

    // Another file, another name, another file of what all rest on.
    let folder = folder.write("data/2021/q1/so-moi.yaml", "the_thuc: {}\n");
    let said = folder.run(&text);
    assert!(said.stderr.contains("so-moi.yaml"), "{}", said.stderr);
    fs::remove_file(folder.path("data/2021/q1/so-moi.yaml")).expect("it is there");
    assert_eq!(folder.run(&text).code, Some(0));
    let folder = folder.replace("data/cau-hinh.yaml", "minh_hoa: true", "minh_hoa: false");
    assert_eq!(set(&folder.run(&text)).len(), 10);
}

/// Everything that is read of a period is among the files that decide whether it changed.
#[test]
fn all_that_is_read_decides_whether_a_period_changed() {
    let fonts = baocao::typeset::FontSet::load(None).expect("the built-in ones are complete");
    let data = repository().join("data");
    let all = baocao::load::Scope::default();
    let folder = baocao::load::Folder::open(&data, fonts.charset().clone());
    let overview = folder.look_over(all);
    assert!(overview.periods.len() > 6);
    for period in overview.periods {
        let files = folder.files(&period, &overview.regimes).expect("a regime");
        let names: BTreeSet<_> = files.iter().map(|p| p.to_string_lossy()).collect();
        let loaded = folder.period(&period, &[]);
        for (_, path) in loaded.sources.iter() {
            assert!(names.contains(path), "{period} reads {path}");
        }
    }
}

#[test]
fn a_run_that_cannot_begin_forgets_nothing() {
    let folder = Folder::other_regime();
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    let manifest = || fs::read(folder.path("out/manifest.json")).expect("there is one");
    let before = manifest();
    let said = folder.run(&["build", "--all", "--data", "nowhere"]);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert!(!said.stderr.contains("left-over"), "{}", said.stderr);
    assert!(manifest() == before);
    // A fault in what all rest on: what stands there stands, and it is not all.
    let path = folder.path("data/co-quan.yaml");
    let good = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, format!("{good}\nla: 1\n")).expect("it can be written");
    assert_eq!(folder.run(&["build", "--all"]).code, Some(1));
    let told = assert_truthful(&folder.path("out")).expect("there is one");
    assert_eq!(told["complete"], false);
    assert_eq!(
        told["outputs"].as_object().map(serde_json::Map::len),
        Some(4)
    );
    fs::write(&path, good).expect("it can be written");
    assert_eq!(folder.run(&["build", "--all"]).code, Some(0));
    assert!(manifest() == before);
    // Some reports alone leave the plan of the period as it is.
    let one = folder.run(&["build", "2030-t03", "--agency", "van-phong"]);
    assert_eq!(one.code, Some(0));
    assert!(manifest() == before);
}
