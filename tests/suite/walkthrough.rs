//! Documents that are carried out as they are written: commands in a shell, and changes of files
//! where a document shows them. Not on Windows, whose paths a shell takes apart.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::repository;

/// A block of a document.
enum Step {
    Commands(String),
    Change {
        file: String,
        before: String,
        after: String,
    },
}

fn steps(document: &str) -> Vec<Step> {
    let path = repository().join("docs").join(document);
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
pub(crate) fn run(folder: &Path, commands: &str) -> String {
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

/// Carries a document out in a folder. Gives what the commands said, each line behind `$ ` and the
/// command.
pub(crate) fn carry_out(document: &str, root: &Path) -> String {
    let mut said = String::new();
    for step in steps(document) {
        match step {
            Step::Commands(lines) => {
                for line in lines.lines() {
                    said.push_str("$ ");
                    said.push_str(line);
                    said.push('\n');
                    said.push_str(&run(root, line));
                }
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
    said
}
