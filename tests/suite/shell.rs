//! What the program gives to a shell: completions, the manual, colours.

use std::fs;
use std::process::Command;

use crate::folder::{Folder, Said, files};
use crate::run::Run;

/// What bash offers where a command line is typed so far, in the folder of a test.
fn completed(folder: &Folder, typed: &str) -> Vec<String> {
    // As `complete -F` calls the function: the command, the word, the word before.
    let script = "\
source <(\"$0\" completions bash) || exit 1
compopt() { :; }
read -ra COMP_WORDS <<< \"$1\"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_baocao baocao \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
printf '%s\\n' \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_baocao"), typed])
        .current_dir(folder.path(""))
        .output()
        .expect("there is bash");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(text(&output.stderr), "", "{typed}");
    let lines = text(&output.stdout);
    let offered = lines.lines().filter(|line| !line.is_empty());
    offered.map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_formats_and_files() {
    let folder = Folder::base().write("ket-qua/lich.txt", "");
    for (typed, offered) in [
        ("baocao sch", &["schedule"][..]),
        ("baocao s", &["schedule", "status", "seal"]),
        ("baocao work", &[]),
        ("baocao check --me", &["--message-format"]),
        (
            "baocao check --message-format ",
            &["text", "json", "github"],
        ),
        ("baocao schedule 2021 --format i", &["ics"]),
        ("baocao status --color a", &["auto", "always"]),
        ("baocao completions z", &["zsh"]),
        (
            "baocao schedule 2021 --output ket-qua/",
            &["ket-qua/lich.txt"],
        ),
        // Nobody but the data knows which agencies there are; no file is one.
        ("baocao check --agency k", &["k"]),
    ] {
        assert_eq!(completed(&folder, typed), offered, "{typed}");
    }
}

#[test]
fn scripts_of_all_shells_know_all_commands() {
    let folder = Folder::base();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Run::new(&folder, &format!("completions {shell}")).printed();
        for word in ["schedule", "completions", "message-format", "github"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // It sets pages for other runs.
        assert!(!script.contains("worker"), "{shell}");
    }
    Run::new(&folder, "completions tcsh")
        .code(2)
        .stderr("lỗi: `tcsh` không dùng được cho <SHELL>\n  cách sửa: dùng một trong: bash, elvish, fish, powershell, zsh\n")
        .check();
}

#[test]
fn the_manual_has_a_page_for_the_program_and_each_command() {
    let folder = Folder::base();
    let page = Run::new(&folder, "man").printed();
    assert!(page.contains("\n.TH baocao 1 \" \" \"baocao "), "{page}");
    Run::new(&folder, "man --to huong-dan/man1")
        .stdout("đã ghi 20 trang hướng dẫn vào huong-dan/man1\n")
        .check();
    let pages = files(&folder.path("huong-dan/man1"));
    let names = pages.iter().map(|path| path.file_name());
    let names: Vec<_> = names.flatten().map(|name| name.to_string_lossy()).collect();
    assert_eq!(
        names,
        [
            "baocao-agencies.1",
            "baocao-build.1",
            "baocao-check.1",
            "baocao-completions.1",
            "baocao-explain.1",
            "baocao-export.1",
            "baocao-import.1",
            "baocao-init.1",
            "baocao-issue.1",
            "baocao-man.1",
            "baocao-merge.1",
            "baocao-new.1",
            "baocao-regimes.1",
            "baocao-schedule.1",
            "baocao-seal.1",
            "baocao-status.1",
            "baocao-templates.1",
            "baocao-undo.1",
            "baocao-verify.1",
            "baocao.1",
        ]
    );
    for path in &pages {
        let text = fs::read_to_string(path).expect("it was written");
        let headings = text.lines().filter_map(|line| line.strip_prefix(".SH "));
        let headings: Vec<_> = headings.collect();
        assert_eq!(
            headings[..2],
            ["TÊN", "\"CÁCH DÙNG\""],
            "{}",
            path.display()
        );
        for english in ["NAME", "SYNOPSIS", "OPTIONS", "default", "possible"] {
            assert!(!text.contains(english), "{}: {english}", path.display());
        }
    }
    let written = fs::read_to_string(folder.path("huong-dan/man1/baocao.1"));
    assert!(written.expect("it was written").starts_with(&page));
}

#[test]
fn pages_of_the_manual_replace_nothing_of_others() {
    let folder = Folder::base().write("man1/baocao-new.1", "của người khác\n");
    let finding = "\
lỗi[output/exists]: `man1/baocao-new.1` đã có và là một tệp không do tùy chọn này ghi ra, hoặc đã bị sửa; không ghi đè bằng `--to`
  = cách sửa: chọn tên khác, hoặc tự chuyển nó đi nơi khác rồi chạy lại

";
    // The second time its own pages are there.
    for _ in 0..2 {
        Run::new(&folder, "man --to man1")
            .code(5)
            .stdout("đã ghi 19 trang hướng dẫn vào man1\n")
            .stderr(finding)
            .check();
    }
    let kept = fs::read_to_string(folder.path("man1/baocao-new.1"));
    assert_eq!(kept.expect("it is there"), "của người khác\n");
}

#[test]
fn colours_are_where_they_are_asked_for_and_nowhere_else() {
    let folder = Folder::base().replace(
        "data/2024/q1/so-mau.yaml",
        "nguoi_ky: giam-doc",
        "nguoi_ky: giam-do",
    );
    let coloured = |text: &str| text.contains('\x1b');
    let said = |line: &str, environment: &[(&str, &str)]| -> Said {
        folder.run_with(&line.split(' ').collect::<Vec<_>>(), environment)
    };
    // Command line, what is wished of all programs, whether findings and help are coloured.
    for (options, environment, is_coloured) in [
        ("", &[][..], false),
        ("--color always", &[("NO_COLOR", "1")], true),
        ("--color=always", &[], true),
        ("--color never", &[("CLICOLOR_FORCE", "1")], false),
        ("--color auto", &[("CLICOLOR_FORCE", "1")], true),
        ("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    ] {
        let line = |words: &str| format!("{words} {options}").trim_end().to_owned();
        let finding = said(&line("check 2024-q1"), environment);
        assert_eq!(coloured(&finding.stderr), is_coloured, "{finding:?}");
        let general = said(&line("check 2024-q1 --data khong-co"), environment);
        assert_eq!(coloured(&general.stderr), is_coloured, "{general:?}");
        let help = said(&line("check --help"), environment);
        assert_eq!(coloured(&help.stdout), is_coloured, "{help:?}");
    }
    for line in [
        "check 2024-q1 --message-format json --color always",
        "check 2024-q1 --message-format github --color always",
        "schedule 2024 --format json --color always",
        "completions bash --color always",
        "man --color always",
    ] {
        let said = said(line, &[]);
        assert!(!coloured(&said.stdout), "{line}: {said:?}");
    }
    said(
        "check 2024-q1 --junit a.xml --code-quality b.json --color always",
        &[],
    );
    for path in ["a.xml", "b.json"] {
        let text = fs::read_to_string(folder.path(path)).expect("it was written");
        assert!(!coloured(&text), "{path}");
    }
}
