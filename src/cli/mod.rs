//! The command line: arguments, work, and the only place that prints.

mod args;
mod exit;
mod reporter;
mod run;
mod usage;

pub use run::run;
