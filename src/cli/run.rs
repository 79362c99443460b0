//! From the command line to an exit code.

use std::process::ExitCode;

use clap::Parser;

use super::args::{Arguments, Command};
use super::{commands, interrupt, stdio, system, usage};
use crate::{batch, vi};

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
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return stdio::end(usage::explain(&error)),
    };
    system::hear_of_full_files();
    if let Command::Worker = arguments.command {
        interrupt::leave_to_parent();
        return batch::work();
    }
    system::take_threads();
    stdio::end(commands::carry_out(&arguments.command))
}
