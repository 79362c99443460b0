//! What the help of all commands has in common: one template, Vietnamese headings, and what
//! the name of a value says of it. `args` has what differs.

use clap::builder::Str;
use clap::{Arg, Command, CommandFactory, ValueHint};

use super::args::Arguments;

/// What stands for a folder on the command line.
pub(super) const FOLDER: &str = "THƯ MỤC";

/// What stands for a file.
pub(super) const FILE: &str = "TỆP";

const TEMPLATE: &str = "\
{about}

Cách dùng: {usage}

{all-args}{after-help}";

/// What the template has before the first form of a command, in blanks.
const BEFORE_USAGE: &str = "           ";

/// The command line with all that is said of it.
pub(super) fn command() -> Command {
    in_vietnamese(Arguments::command()).mut_subcommands(in_vietnamese)
}

/// The forms in which a command is typed, below each other.
pub(super) fn forms(forms: &[&str]) -> String {
    let forms: Vec<_> = forms.iter().map(|form| format!("baocao {form}")).collect();
    forms.join(&format!("\n{BEFORE_USAGE}"))
}

fn in_vietnamese(command: Command) -> Command {
    command.help_template(TEMPLATE).mut_args(described)
}

/// An argument under its heading. Its help says in Vietnamese which values there are and what
/// holds without one; its value's name says what a shell completes.
fn described(argument: Arg) -> Arg {
    let heading = if argument.is_positional() {
        "Tham số"
    } else {
        "Tùy chọn"
    };
    let argument = argument.help_heading(heading);
    if !argument.get_action().takes_values() {
        return argument;
    }
    let name = argument.get_value_names().and_then(<[_]>::first);
    let hint = match name.map(Str::as_str) {
        Some(FOLDER) => ValueHint::DirPath,
        Some(FILE) => ValueHint::FilePath,
        _ => ValueHint::Other,
    };
    argument
        .value_hint(hint)
        .hide_default_value(true)
        .hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stand_below_each_other() {
        let usage = TEMPLATE
            .lines()
            .find(|line| line.ends_with("{usage}"))
            .expect("there is one");
        let before = usage.trim_end_matches("{usage}").chars().count();
        assert_eq!(before, BEFORE_USAGE.len());
    }

    #[test]
    fn every_path_is_a_file_or_a_folder() {
        let whole = command();
        let all = whole.get_subcommands().flat_map(Command::get_arguments);
        for argument in all {
            let path = std::any::TypeId::of::<std::path::PathBuf>();
            let is_path = argument.get_value_parser().type_id() == path;
            let hint = argument.get_value_hint();
            let is_hinted = matches!(hint, ValueHint::DirPath | ValueHint::FilePath);
            assert_eq!(is_path, is_hinted, "{}", argument.get_id());
        }
    }
}
