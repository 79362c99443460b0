//! The command line: arguments, work, and the only place that prints.

mod args;
mod arrivals;
mod calendar;
mod exit;
mod explain;
mod reporter;
mod rules;
mod run;
mod today;
mod usage;

pub use run::run;
