//! Standard output and error: the one place that writes to either.
//!
//! The first error of standard output is kept, nothing is written to it after that, and the
//! run ends with it. A reader who went away (`| head -1`) is nobody's fault. What cannot be
//! said on standard error cannot be said at all.
//!
//! Windows: to a console the standard library writes UTF-16, so that no code page matters; into a
//! file or pipe go the bytes of UTF-8, which `PowerShell` 5 reads by its code page and writes again as
//! UTF-16 behind `>`. `--output` is whole there, too.

use std::io::{self, BufRead as _, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use super::exit;
use crate::diagnostic::{Code, Diagnostic, Finding, Sources, Style, render};
use crate::vi;

/// How it stands with standard output.
struct Output {
    /// Why nothing more is written to it.
    failed: Option<io::Error>,
    /// Whether a program reads it, so that people are spoken to on standard error.
    is_for_programs: bool,
}

static OUTPUT: Mutex<Output> = Mutex::new(Output {
    failed: None,
    is_for_programs: false,
});

impl Output {
    fn write(&mut self, text: &str) {
        if self.failed.is_none() {
            let mut output = io::stdout().lock();
            let written = output.write_all(text.as_bytes());
            self.failed = written.and_then(|()| output.flush()).err();
        }
    }
}

fn with_output<T>(act: impl FnOnce(&mut Output) -> T) -> T {
    act(&mut OUTPUT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// From now on standard output has only what a program asked for, and people are spoken to
/// on standard error.
pub(super) fn leave_output_to_programs() {
    with_output(|output| output.is_for_programs = true);
}

/// Lines for people.
pub(super) fn print(text: &str) {
    let text = vi::shown_lines(text);
    with_output(|output| {
        if output.is_for_programs {
            write_error(&text);
        } else {
            output.write(&text);
        }
    });
}

/// One line for people, whatever the names in it hold.
pub(super) fn print_line(line: &str) {
    let line = vi::with_short_words(line);
    print(&format!("{}\n", vi::shown(&line)));
}

/// A path in a line for people.
pub(super) fn path(path: &Path) -> String {
    vi::brief(&vi::shown_path(path)).into_owned()
}

/// A path in a command that somebody types, in quotes where a shell would take it apart.
pub(super) fn argument(path: &Path) -> String {
    let shown = vi::shown_path(path);
    let plain = |c: char| c.is_alphanumeric() || "/\\._-+:,@%=".contains(c);
    let shown = if shown.starts_with('-') {
        format!("./{shown}")
    } else {
        shown
    };
    if !shown.is_empty() && shown.chars().all(plain) {
        return shown;
    }
    if cfg!(windows) {
        return format!("\"{shown}\"");
    }
    format!("'{}'", shown.replace('\'', r"'\''"))
}

/// What somebody answers to a question; nothing where nobody will. The question stands on standard
/// error, so that what is printed has the result alone.
pub(super) fn ask(question: &str) -> Option<String> {
    write_error(&format!("{} ", vi::shown(question)));
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim().to_owned())
}

/// What programs read: its writer knows what may stand in it.
pub(super) fn deliver(text: &str) {
    with_output(|output| output.write(text));
}

/// JSON, whatever its strings hold.
pub(super) fn deliver_json(json: &str) {
    deliver(&vi::shown_json(json));
}

/// Lines on what is wrong.
pub(super) fn warn(text: &str) {
    write_error(&vi::shown_lines(text));
}

/// The same with colours, from a writer that wrote out what others put into it.
pub(super) fn warn_coloured(text: &str) {
    write_error(text);
}

fn write_error(text: &str) {
    drop(io::stderr().write_all(text.as_bytes()));
}

/// The end of the run: what standard output could not take is told and is in the exit code.
pub(super) fn end(code: u8) -> ExitCode {
    let failed = with_output(|output| {
        output.write("");
        output.failed.take()
    });
    let failed = failed.filter(|error| error.kind() != ErrorKind::BrokenPipe);
    let Some(error) = failed else {
        return ExitCode::from(code);
    };
    let message = format!("không ghi được ra đầu ra chuẩn ({})", vi::reason(&error));
    let finding = Diagnostic::general(Code::OutputUnwritable, message)
        .with_help("những gì đã in ra là chưa đủ; dọn chỗ trống trên đĩa rồi chạy lại");
    warn(&render(
        &Finding::of(&finding, &Sources::default()),
        Style::Plain,
    ));
    ExitCode::from(exit::with_lost_output(code))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_where_a_shell_would_take_it_apart() {
        for (path, typed) in [
            ("lam-dong/2026", "lam-dong/2026"),
            ("lâm-đồng", "lâm-đồng"),
            ("thư mục có dấu", "'thư mục có dấu'"),
            ("$a;b", "'$a;b'"),
            ("Ea H'Leo", r"'Ea H'\''Leo'"),
            ("-x", "./-x"),
            ("~a", "'~a'"),
        ] {
            assert_eq!(argument(Path::new(path)), typed);
        }
    }
}
