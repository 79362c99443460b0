//! The command line: arguments, work, and the only place that prints.

mod args;
mod exit;
mod reporter;
mod run;

pub use run::run;
