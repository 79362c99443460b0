//! The command line: arguments, work, and the only place that prints.

mod args;
mod arrivals;
mod build;
mod calendar;
mod exit;
mod explain;
mod interrupt;
mod new;
mod outputs;
mod plan;
mod recognized;
mod report;
mod result;
mod rules;
mod run;
mod seal;
mod session;
mod status;
mod stdio;
mod system;
mod today;
mod unchanged;
mod usage;

pub use run::run;
