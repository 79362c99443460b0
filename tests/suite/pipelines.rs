//! What the pipelines of `docs/ci` run, run as plain shell.
//!
//! They run on machines with Linux; Windows has another `bash` in front of that of Git.

#![cfg(unix)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::folder::{Folder, files, put_program, repository};

fn pipeline(name: &str) -> Value {
    let path = repository().join("docs/ci").join(name);
    let text = fs::read_to_string(path).expect("there is one");
    serde_yaml::from_str(&text).expect("it is YAML")
}

/// The scripts of the steps of a GitHub job that have a name: those that run the program.
fn steps(pipeline: &Value, job: &str) -> Vec<String> {
    let steps = pipeline["jobs"][job]["steps"].as_array().expect("steps");
    let named = steps.iter().filter(|step| step["name"].is_string());
    let scripts = named.map(|step| step["run"].as_str().expect("a script").to_owned());
    scripts.collect()
}

/// The script of a GitLab job.
fn script(pipeline: &Value, job: &str) -> String {
    let lines = pipeline[job]["script"].as_array().expect("a script");
    let lines: Vec<_> = lines.iter().filter_map(Value::as_str).collect();
    lines.join("\n")
}

/// Runs a script as pipelines do: it ends at the first command that fails.
fn run(folder: &Folder, script: &str, environment: &[(&str, &str)]) -> Output {
    assert!(
        !script.contains("${{"),
        "what only the service knows: {script}"
    );
    let path = std::env::var_os("PATH").unwrap_or_default();
    let bin = folder.path("tool/bin").into_os_string();
    Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder.path(""))
        .env("PATH", [bin, path].join(std::ffi::OsStr::new(":")))
        .envs(environment.iter().copied())
        .output()
        .expect("there is a shell")
}

/// A checkout of a data repository, with the program beside it.
fn checkout(folder: Folder) -> Folder {
    let bin = folder.path("tool/bin");
    fs::create_dir_all(&bin).expect("it can be made");
    put_program(&bin.join("baocao"));
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn reports(folder: &Folder, below: &str) -> usize {
    let all = files(&folder.path(below)).into_iter();
    all.filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .count()
}

#[test]
fn the_github_pipeline_checks_builds_and_puts_together() {
    let pipeline = pipeline("github-actions.yml");
    let folder = checkout(Folder::other_regime());
    for script in steps(&pipeline, "kiem-tra") {
        let output = run(&folder, &script, &[]);
        assert!(
            output.status.success(),
            "{script}\n{}",
            text(&output.stderr)
        );
    }
    assert!(folder.path("ket-qua/kiem-tra.xml").exists());
    for part in ["1", "2"] {
        for script in steps(&pipeline, "lap-bao-cao") {
            let output = run(&folder, &script, &[("PART", part), ("PARTS", "2")]);
            assert!(
                output.status.success(),
                "{script}\n{}",
                text(&output.stderr)
            );
        }
        // As the service gives artifacts back.
        let (from, to) = (
            format!("phan-{part}"),
            format!("tai-ve/phan-{part}/phan-{part}"),
        );
        let to = folder.path(&to);
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
        fs::rename(folder.path(&from), to).expect("it was made");
    }
    for script in steps(&pipeline, "ghep") {
        let output = run(&folder, &format!("cd tai-ve\n{script}"), &[]);
        assert!(
            output.status.success(),
            "{script}\n{}",
            text(&output.stderr)
        );
    }
    assert_eq!(reports(&folder, "tai-ve/bao-cao"), 4);

    // The gate is shut where the data are wrong.
    let folder = folder.replace("data/2030/t03/phuong-hai.yaml", "luot: 800", "luot: tám");
    let output = run(&folder, &steps(&pipeline, "kiem-tra")[0], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("::error file=data/2030/t03/phuong-hai.yaml,line=3"));
}

#[test]
fn the_gitlab_pipeline_checks_builds_and_puts_together() {
    let pipeline = pipeline("gitlab-ci.yml");
    let folder = checkout(Folder::other_regime());
    let variables = [("PART", "1"), ("PARTS", "1")];
    for job in ["chuong-trinh", "kiem-tra", "lap-bao-cao", "ghep"] {
        let script = script(&pipeline, job);
        let output = run(&folder, &script, &variables);
        assert!(
            output.status.success(),
            "{script}\n{}",
            text(&output.stderr)
        );
    }
    assert_eq!(reports(&folder, "bao-cao"), 4);
    // What it keeps for the service is where it says.
    for (job, kind) in [("kiem-tra", "junit"), ("kiem-tra", "codequality")] {
        let path = pipeline[job]["artifacts"]["reports"][kind]
            .as_str()
            .expect("a path");
        assert!(folder.path(path).exists(), "{path}");
    }
}

/// One bad file: its report is missing, all others are put together, and the run is red and
/// says what is missing.
fn assert_incomplete(folder: &Folder, output: &Output, below: &str) {
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("2030-t03/phuong-hai.pdf"), "{said}");
    assert!(said.contains("Kết quả chưa đủ"), "{said}");
    assert_eq!(reports(folder, below), 3, "{said}");
    assert!(folder.path(below).join("manifest.json").exists());
}

#[test]
fn one_bad_file_stops_no_pipeline() {
    let faulty = || {
        let folder = Folder::other_regime();
        checkout(folder.replace("data/2030/t03/phuong-hai.yaml", "luot: 800", "luot: tám"))
    };
    let github = pipeline("github-actions.yml");
    let folder = faulty();
    let mut codes = Vec::new();
    for part in ["1", "2"] {
        for script in steps(&github, "lap-bao-cao") {
            let output = run(&folder, &script, &[("PART", part), ("PARTS", "2")]);
            codes.push(output.status.code());
        }
        let to = folder.path(&format!("tai-ve/phan-{part}/phan-{part}"));
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("it can be made");
        fs::rename(folder.path(&format!("phan-{part}")), to).expect("it was made");
    }
    assert!(codes.contains(&Some(1)), "{codes:?}");
    for script in steps(&github, "ghep") {
        let output = run(&folder, &format!("cd tai-ve\n{script}"), &[]);
        assert_incomplete(&folder, &output, "tai-ve/bao-cao");
    }
    let gitlab = pipeline("gitlab-ci.yml");
    let folder = faulty();
    for part in ["1", "2"] {
        run(
            &folder,
            &script(&gitlab, "lap-bao-cao"),
            &[("PART", part), ("PARTS", "2")],
        );
    }
    let output = run(&folder, &script(&gitlab, "ghep"), &[]);
    assert_incomplete(&folder, &output, "bao-cao");

    // What only the services know: later jobs come although an earlier one is red, and what
    // was made is kept.
    for (job, after) in [("lap-bao-cao", "chuong-trinh"), ("ghep", "lap-bao-cao")] {
        let condition = github["jobs"][job]["if"].as_str().expect("a condition");
        assert!(condition.contains("!cancelled()"), "{job}: {condition}");
        let needs = gitlab[job]["needs"].as_array().expect("a list");
        assert!(needs.iter().any(|job| job == after), "{job}: {needs:?}");
        assert!(!needs.iter().any(|job| job == "kiem-tra"), "{job}");
        assert_eq!(gitlab[job]["artifacts"]["when"], "always");
    }
    assert_eq!(gitlab["lap-bao-cao"]["cache"]["when"], "always");
    assert_eq!(gitlab["ghep"]["rules"][0]["when"], "always");
    let steps = github["jobs"]["lap-bao-cao"]["steps"].as_array();
    let kept = steps.expect("steps").iter().filter(|step| {
        let uses = step["uses"].as_str().unwrap_or_default();
        uses.starts_with("actions/cache/save") || uses.starts_with("actions/upload-artifact")
    });
    let kept: Vec<_> = kept.map(|step| step["if"].as_str()).collect();
    assert_eq!(kept, [Some("always()"); 2]);
}

#[test]
fn scheduled_pipelines_tell_who_is_missing_and_write_to_the_late() {
    let github = steps(&pipeline("github-actions.yml"), "don-doc").join("\n");
    let gitlab = script(&pipeline("gitlab-ci.yml"), "don-doc");
    for (script, overdue) in [(github, 0), (gitlab, 6)] {
        let folder = checkout(Folder::city());
        let before = run(&folder, &script, &[("TODAY", "2021-03-01")]);
        assert!(before.status.success(), "{}", text(&before.stderr));
        assert!(
            text(&before.stdout).contains("Kỳ 2021-q1"),
            "{}",
            text(&before.stdout)
        );
        assert_eq!(reports(&folder, "don-doc"), 0);
        let after = run(&folder, &script, &[("TODAY", "2021-09-06")]);
        assert_eq!(
            after.status.code(),
            Some(overdue),
            "{}",
            text(&after.stderr)
        );
        assert_eq!(reports(&folder, "don-doc"), 1);
        let other = run(&folder, &script, &[("TODAY", "2021-01-06")]);
        assert!(other.status.success());
        assert!(other.stdout.is_empty(), "no report is due in January");
    }
}

#[test]
fn workbooks_that_came_are_taken_and_the_others_go_back() {
    let github = steps(&pipeline("github-actions.yml"), "nhap-tep-excel").join("\n");
    let gitlab = script(&pipeline("gitlab-ci.yml"), "nhap-tep-excel");
    for script in [github, gitlab] {
        let folder = checkout(Folder::city());
        let units = "--agency xa-tien-lang --agency so-y-te";
        let export = format!(
            "export PATH=\"$PWD/tool/bin:$PATH\"\nbaocao export 2026-q3 {units} --to gui-ve"
        );
        assert!(run(&folder, &export, &[]).status.success());
        // One of them without its figures.
        fs::remove_file(folder.path("data/2026/q3/xa-tien-lang.yaml")).expect("it is there");
        fs::remove_file(folder.path("data/2026/q3/da-ban-hanh.yaml")).ok();
        fs::remove_file(folder.path("gui-ve/2026-q3-xa-tien-lang.xlsx")).expect("it is there");
        assert!(run(&folder, &export, &[]).status.success());
        let output = run(&folder, &script, &[]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(folder.path("ket-qua/nhap.xml").exists());
        assert!(folder.path("tra-lai/2026-q3-xa-tien-lang.xlsx").exists());
        assert!(folder.path("tra-lai/2026-q3-so-y-te.pdf").exists());
    }
}
