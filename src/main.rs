//! The `baocao` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    baocao::cli::run()
}
