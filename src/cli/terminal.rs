//! What the program knows of the terminal: whether somebody looks, and whether what is said
//! there is coloured. What goes into files and to programs never is.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use clap::ValueEnum;

use crate::diagnostic::Style;

/// When colours are used.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colours {
    /// Khi in ra màn hình
    #[default]
    Auto,
    /// Luôn luôn
    Always,
    /// Không bao giờ
    Never,
}

static CHOSEN: OnceLock<Colours> = OnceLock::new();

/// From now on colours are used as somebody asked for.
pub(super) fn choose(colours: Colours) {
    // It is chosen once a run.
    let _ = CHOSEN.set(colours);
}

/// How standard output is written for people.
pub(super) fn of_output() -> Style {
    style(io::stdout().is_terminal())
}

/// How standard error is written.
pub(super) fn of_errors() -> Style {
    style(io::stderr().is_terminal())
}

/// Whether somebody looks at all that is said, while it is said.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal() && io::stdout().is_terminal()
}

/// Whether somebody can be asked.
pub(super) fn is_answered() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn style(is_terminal: bool) -> Style {
    let colours = CHOSEN.get().copied().unwrap_or_default();
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let shows = is_terminal && shows_colours(cfg!(windows), is_set);
    let wished = wished(|name| std::env::var_os(name));
    if colours.are_used(wished, shows) {
        Style::Coloured
    } else {
        Style::Plain
    }
}

impl Colours {
    /// What is asked for on a command line that asks for help or cannot be read.
    pub(super) fn asked(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let arguments = arguments.into_iter();
        let mut words = arguments
            .map(|word| word.to_string_lossy().into_owned())
            .take_while(|word| word != "--");
        let mut asked = Self::default();
        while let Some(word) = words.next() {
            let value = match word.strip_prefix("--color") {
                Some("") => words.next(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            let value = value.and_then(|value| Self::from_str(&value, false).ok());
            asked = value.unwrap_or(asked);
        }
        asked
    }

    fn are_used(self, wished: Option<bool>, is_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => wished.unwrap_or(is_terminal),
        }
    }
}

/// Whether people wish colours of all programs (no-color.org, bixense.com/clicolors).
fn wished(variable: impl Fn(&str) -> Option<OsString>) -> Option<bool> {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let is = |name, word: &str| variable(name).is_some_and(|value| value == word);
    if is_set("NO_COLOR") {
        Some(false)
    } else if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") {
        Some(true)
    } else if is("CLICOLOR", "0") || is("TERM", "dumb") {
        Some(false)
    } else {
        None
    }
}

/// Whether a terminal takes codes of colours for colours. Windows: its old console prints them as
/// letters, so that only terminals are trusted that say who they are: Windows Terminal, Visual Studio
/// Code, `ConEmu`, those of Git and SSH.
fn shows_colours(on_windows: bool, is_set: impl Fn(&str) -> bool) -> bool {
    let known = ["WT_SESSION", "TERM_PROGRAM", "ConEmuANSI", "TERM"];
    !on_windows || known.into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_of_windows_are_coloured_where_they_say_who_they_are() {
        assert!(shows_colours(false, |_| false));
        assert!(!shows_colours(true, |_| false));
        assert!(shows_colours(true, |name| name == "WT_SESSION"));
        assert!(!shows_colours(true, |name| name == "USERNAME"));
    }

    #[test]
    fn what_is_asked_for_comes_before_what_is_wished_everywhere() {
        let wish = |all: &str| {
            wished(|name| {
                let all = all.split(' ').filter_map(|one| one.split_once('='));
                let mut values = all.filter(|(wished, _)| *wished == name);
                values.next().map(|(_, value)| OsString::from(value))
            })
        };
        // What is asked for, what is wished, whether it is a terminal, whether it is coloured.
        for (colours, wishes, is_terminal, is_coloured) in [
            (Colours::Auto, "", true, true),
            (Colours::Auto, "", false, false),
            (Colours::Auto, "NO_COLOR=1", true, false),
            (Colours::Auto, "NO_COLOR= TERM=xterm", true, true),
            (Colours::Auto, "CLICOLOR_FORCE=1 NO_COLOR=1", true, false),
            (Colours::Auto, "CLICOLOR_FORCE=1", false, true),
            (Colours::Auto, "CLICOLOR_FORCE=0", false, false),
            (Colours::Auto, "CLICOLOR_FORCE=1 CLICOLOR=0", false, true),
            (Colours::Auto, "CLICOLOR=0", true, false),
            (Colours::Auto, "TERM=dumb", true, false),
            (Colours::Always, "NO_COLOR=1 TERM=dumb", false, true),
            (Colours::Never, "CLICOLOR_FORCE=1", true, false),
        ] {
            assert_eq!(
                colours.are_used(wish(wishes), is_terminal),
                is_coloured,
                "{colours:?} {wishes} {is_terminal}"
            );
        }
    }

    #[test]
    fn colours_are_found_on_a_command_line_that_is_wrong() {
        for (line, expected) in [
            ("baocao", Colours::Auto),
            ("baocao --color", Colours::Auto),
            ("baocao --color never --help", Colours::Never),
            ("baocao build --help --color=always", Colours::Always),
            ("baocao --color=always --color x", Colours::Always),
            ("baocao --colors always", Colours::Auto),
            ("baocao check -- --color always", Colours::Auto),
        ] {
            let words = line.split(' ').map(OsString::from);
            assert_eq!(Colours::asked(words), expected, "{line}");
        }
    }
}
