//! The command line: arguments, commands, and the only place that prints.

mod args;
mod columns;
mod commands;
mod config;
mod exit;
mod help;
mod interrupt;
mod manual;
mod recognized;
mod report;
mod result;
mod run;
mod stdio;
mod system;
mod telling;
mod terminal;
mod today;
mod usage;
mod views;
mod wording;

pub use run::run;
