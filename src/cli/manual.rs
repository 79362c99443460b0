//! Manual pages in Vietnamese, from what reads the command line.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::{exit, help};

/// Where manuals have programs.
const SECTION: &str = "1";

/// What the headings that come with the library are called here.
const HEADINGS: [(&str, &str); 2] = [("NAME", "TÊN"), ("Lệnh", "LỆNH")];

/// A page of the manual, as `man` reads it.
pub(super) struct Page {
    /// How its file is called: "baocao-build.1".
    pub file_name: String,
    /// Its text, in roff.
    pub text: String,
}

/// The page of the program, which names all commands.
pub(super) fn of_program() -> Page {
    page(&built(), Vec::new())
}

/// The page of the program and one for every command.
pub(super) fn pages() -> Vec<Page> {
    let program = built();
    let name = program.get_name();
    let see = vec![bold(name), roman(format!("({SECTION})"))];
    let commands = program.get_subcommands();
    let commands = commands.map(|command| page(command, see.clone()));
    std::iter::once(page(&program, Vec::new()))
        .chain(commands)
        .collect()
}

/// The command line with the names that commands have in a manual.
fn built() -> Command {
    let mut command = help::command();
    command.build();
    command
}

/// The page of a command, and which page is to be seen besides.
fn page(command: &Command, see: Vec<Inline>) -> Page {
    let man = Man::new(command.clone())
        .section(SECTION)
        // Of no day, but not empty: nothing would stand there, and the next words in its place.
        .date(" ")
        .source(concat!("baocao ", env!("CARGO_PKG_VERSION")))
        .manual("Hướng dẫn sử dụng baocao");
    // With what defines apostrophes for all that follows.
    let mut text = rendered("", |to| man.render_title(to));
    // Syllables of Vietnamese are not hyphenated, and lines of them are better left ragged.
    text.push_str(".nh\n.ad l\n");
    text.push_str(&rendered(".SH", |to| man.render_name_section(to)));
    text.push_str(&synopsis(command));
    text.push_str(&rendered(".SH", |to| man.render_options_section(to)));
    if command.has_subcommands() {
        text.push_str(&rendered(".SH", |to| man.render_subcommands_section(to)));
    }
    text.push_str(&exit_codes());
    if !see.is_empty() {
        let mut roff = Roff::new();
        roff.control("SH", ["XEM THÊM"]).text(see);
        text.push_str(&roff.to_roff());
    }
    Page {
        file_name: man.get_filename(),
        text,
    }
}

/// The forms in which a command is typed, a line each.
fn synopsis(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let forms = usage.split_once(' ').map_or("", |(_, forms)| forms);
    let mut roff = Roff::new();
    roff.control("SH", ["CÁCH DÙNG"]);
    for (number, form) in forms.lines().enumerate() {
        if number > 0 {
            roff.control("br", []);
        }
        let form = form.trim();
        let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
        roff.text(match form.strip_prefix(name) {
            Some(rest) => vec![bold(name), roman(rest)],
            None => vec![roman(form)],
        });
    }
    roff.to_roff()
}

fn exit_codes() -> String {
    let mut roff = Roff::new();
    roff.control("SH", ["MÃ KẾT THÚC"]);
    for (code, meaning) in exit::MEANINGS {
        roff.control("TP", []);
        roff.text([bold(code.to_string())]);
        roff.text([roman(meaning)]);
    }
    roff.to_roff()
}

/// What is rendered from the first line that begins so, headings in Vietnamese.
fn rendered(begins: &str, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    let rendered = render(&mut bytes);
    rendered.expect("memory can be written to");
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().skip_while(|line| !line.starts_with(begins));
    let in_vietnamese = |line: &str| {
        let heading = line.strip_prefix(".SH ");
        let known = HEADINGS.iter().find(|(known, _)| heading == Some(known));
        known.map_or_else(|| line.to_owned(), |(_, ours)| format!(".SH {ours}"))
    };
    lines.map(|line| in_vietnamese(line) + "\n").collect()
}
