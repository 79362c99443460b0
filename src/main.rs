//! The `baocao` command.
//!
//! Windows: the first thread has 1 MB of stack, not 8 as elsewhere. `explain` and `status --remind` set
//! pages on it; they and `check` needed less than 192 kB (measured on Linux).

use std::process::ExitCode;

fn main() -> ExitCode {
    baocao::cli::run()
}
