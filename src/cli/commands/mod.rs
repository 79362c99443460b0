//! The commands, a file each: arguments become a request, and what comes back becomes text.

mod build;
mod check;
mod completions;
mod explain;
mod issue;
mod man;
mod merge;
mod new;
mod schedule;
mod seal;
mod status;
mod undo;
mod verify;

use super::args::Command;

/// Carries out a command and gives the exit code.
pub(super) fn carry_out(command: &Command) -> u8 {
    match command {
        Command::Build(arguments) => build::build(arguments),
        Command::Check(arguments) if arguments.list => check::list(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Completions(arguments) => completions::completions(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Issue(arguments) => issue::issue(arguments),
        Command::Man(arguments) => man::man(arguments),
        Command::Merge(arguments) => merge::merge(arguments),
        Command::New(arguments) => new::new(arguments),
        Command::Schedule(arguments) => schedule::schedule(arguments),
        Command::Seal(arguments) => seal::seal(arguments),
        Command::Status(arguments) => status::status(arguments),
        Command::Undo(arguments) => undo::undo(arguments),
        Command::Verify(arguments) => verify::verify(arguments),
    }
}
