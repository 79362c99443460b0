//! From the command line to an exit code.

use std::process::ExitCode;

use clap::FromArgMatches;

use super::args::Arguments;
use super::terminal::Colours;
use super::{commands, help, interrupt, stdio, system, terminal, usage};
use crate::{batch, vi, workbook};

/// Runs the command line.
pub fn run() -> ExitCode {
    // One line instead of a trace: where work is guarded, a finding follows.
    std::panic::set_hook(Box::new(|panic| {
        let panic = panic.to_string().replace('\n', " ");
        let panic = vi::brief(&panic);
        stdio::warn(&format!(
            "lỗi bên trong chương trình: {}\n",
            vi::shown(&panic)
        ));
    }));
    if let Some(work) = worker() {
        system::hear_of_full_files();
        interrupt::leave_to_parent();
        return work();
    }
    let parsed = help::command().try_get_matches();
    let arguments = match parsed.and_then(|found| Arguments::from_arg_matches(&found)) {
        Ok(arguments) => arguments,
        Err(error) => {
            terminal::choose(Colours::asked(std::env::args_os()));
            return stdio::end(usage::explain(&error));
        }
    };
    terminal::choose(arguments.color);
    system::hear_of_full_files();
    system::take_threads();
    stdio::end(commands::carry_out(&arguments.command))
}

/// The work of a worker, if another run of the program began this one to set its pages or to read a
/// workbook: no command that people type.
fn worker() -> Option<fn() -> ExitCode> {
    let arguments = || std::env::args_os().skip(1);
    if arguments().eq([batch::WORKER]) {
        return Some(batch::work);
    }
    let reads = arguments().eq(workbook::read::ARGUMENT);
    reads.then_some(workbook::read::work)
}
