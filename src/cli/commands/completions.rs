//! `completions`: what a shell completes of a command line.

use crate::cli::args::CompletionsArguments;
use crate::cli::{exit, help, stdio};

/// Prints the script by which a shell completes commands, options, formats, files and folders.
pub(super) fn completions(arguments: &CompletionsArguments) -> u8 {
    stdio::leave_output_to_programs();
    let mut command = help::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    stdio::deliver(&String::from_utf8_lossy(&script));
    exit::SUCCESS
}
