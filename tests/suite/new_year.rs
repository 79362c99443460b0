//! `docs/new-year.md`, done exactly as it is written: commands in a shell, and changes of
//! files where the document shows them. Not on Windows, whose paths a shell takes apart.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::repository;

/// A block of the document.
enum Step {
    Commands(String),
    Change {
        file: String,
        before: String,
        after: String,
    },
}

fn steps() -> Vec<Step> {
    let path = repository().join("docs/new-year.md");
    let text = fs::read_to_string(path).expect("the document is there");
    let mut steps = Vec::new();
    // What stands between fences is every second piece.
    for block in text.split("```").skip(1).step_by(2) {
        let (language, body) = block.split_once('\n').expect("a block has a language");
        match language {
            "sh" => steps.push(Step::Commands(body.to_owned())),
            "diff" => steps.push(change(body)),
            other => panic!("a block of `{other}`"),
        }
    }
    steps
}

fn change(body: &str) -> Step {
    let mut lines = body.lines();
    let file = lines.next().and_then(|line| line.strip_prefix("--- "));
    let file = file.expect("a change names its file").to_owned();
    let (mut before, mut after) = (String::new(), String::new());
    for line in lines {
        let (mark, line) = line.split_at(1);
        if mark != "+" {
            before += line;
            before.push('\n');
        }
        if mark != "-" {
            after += line;
            after.push('\n');
        }
    }
    Step::Change {
        file,
        before,
        after,
    }
}

/// What a shell says of commands in a folder, and whether they ended well. A draft may lack
/// figures; those are warnings.
fn run(folder: &Path, commands: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_baocao"));
    let bin = program.parent().expect("a folder").display();
    let output = Command::new("sh")
        .args(["-e", "-c", &format!("PATH=\"{bin}:$PATH\"\n{commands}")])
        .current_dir(folder)
        .output()
        .expect("there is a shell");
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let said = said.join("\n");
    assert!(output.status.success(), "{commands}\n{said}");
    said
}

#[test]
fn a_year_and_a_regime_are_opened_as_the_document_says() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let copied = Command::new("cp")
        .arg("-r")
        .arg(repository().join("data"))
        .arg(root)
        .status();
    assert!(copied.is_ok_and(|status| status.success()));
    let mut said = String::new();
    let mut commands = 0;
    for step in steps() {
        match step {
            Step::Commands(lines) => {
                commands += lines.lines().count();
                said += &run(root, &lines);
            }
            Step::Change {
                file,
                before,
                after,
            } => {
                let path = root.join(&file);
                let text = fs::read_to_string(&path).expect(&file);
                assert!(text.contains(&before), "{file} has not\n{before}");
                fs::write(&path, text.replacen(&before, &after, 1)).expect(&file);
            }
        }
    }
    assert!(commands > 12, "{commands}");
    for period in ["2027-q1/so-tu-phap", "2028-q1/xa-tien-lang"] {
        assert!(
            root.join(format!("out/{period}.pdf")).exists(),
            "{period}\n{said}"
        );
    }
    // The new regime asks for the new row, the merged agency no longer reports.
    let begun = root.join("data/2028/q1/xa-tien-lang.yaml");
    let begun = fs::read_to_string(begun).expect("it was begun");
    assert!(begun.contains("hoi_nghi:"), "{begun}");
    let merged = run(root, "! baocao new 2027-nam --agency so-ngoai-vu 2>&1");
    assert!(
        merged.contains("nay là Văn phòng Ủy ban nhân dân thành phố (`van-phong-ubnd`)"),
        "{merged}"
    );
    // Without the day that February has in 2028 the calendar says so.
    let leap =
        "sed -i 's/2028-02-29/2028-02-28/' data/2028/ke-hoach.yaml; ! baocao schedule 2028 2>&1";
    assert!(run(root, leap).contains("plan/deadline-words"));
}
