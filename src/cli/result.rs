//! The result of a command: on standard output, or in a file that somebody named.

use std::path::PathBuf;

use clap::Args;

use super::help::FILE;
use super::telling::Telling;
use super::{exit, recognized, stdio};
use crate::publish::{Named, Surroundings};
use crate::vi;

/// Where a result goes.
#[derive(Debug, Args)]
pub(super) struct ResultFile {
    /// Ghi kết quả vào tệp này thay vì in ra; tệp được ghi trọn vẹn hoặc không ghi
    #[arg(long, value_name = FILE)]
    pub output: Option<PathBuf>,
}

/// What a result is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Lines for people.
    Text,
    /// For programs: JSON.
    Json,
    /// For programs: text that its writer has made safe.
    Plain,
}

/// The command whose result it is, and how it knows a file of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct ResultOf {
    command: &'static str,
    is_known: fn(&[u8]) -> bool,
}

impl ResultOf {
    pub(super) const SCHEDULE: Self = Self::new("schedule", recognized::schedule);
    pub(super) const AGENCIES: Self = Self::new("agencies", recognized::agencies);
    pub(super) const STATUS: Self = Self::new("status", recognized::status);
    pub(super) const EXPLAIN: Self = Self::new("explain", recognized::explanation);
    pub(super) const REGIMES: Self = Self::new("regimes", recognized::regimes);
    pub(super) const RULES: Self = Self::new("check", recognized::rules);

    const fn new(command: &'static str, is_known: fn(&[u8]) -> bool) -> Self {
        Self { command, is_known }
    }
}

/// A result that is being worked out.
pub(super) struct Awaited {
    of: ResultOf,
    shape: Shape,
    file: Option<Named>,
    is_obstructed: bool,
}

impl Awaited {
    /// Says at once what keeps the file from being written, and leaves standard output to
    /// programs if the result is for them and goes there.
    pub(super) fn new(
        telling: &mut Telling,
        (of, shape): (ResultOf, Shape),
        file: Option<&PathBuf>,
        around: Surroundings,
    ) -> Self {
        let file = file.map(|path| Named::new("--output", path.clone(), of.is_known, around));
        if file.is_none() && shape != Shape::Text {
            stdio::leave_output_to_programs();
        }
        let obstacle = file.as_ref().and_then(Named::obstacle);
        let is_obstructed = obstacle.is_some();
        telling.found(obstacle.into_iter().collect());
        Self {
            of,
            shape,
            file,
            is_obstructed,
        }
    }

    /// Prints the result, or writes it into its file and says so. Gives the exit code.
    pub(super) fn deliver(&self, telling: &mut Telling, text: &str) -> u8 {
        let Some(file) = &self.file else {
            match self.shape {
                Shape::Text => stdio::print(text),
                Shape::Json => stdio::deliver_json(text),
                Shape::Plain => stdio::deliver(text),
            }
            return exit::SUCCESS;
        };
        let text = match self.shape {
            Shape::Text => recognized::marked(self.of.command, &vi::shown_lines(text)),
            Shape::Json => vi::shown_json(text).into_owned(),
            Shape::Plain => text.to_owned(),
        };
        let written = file.write(text.as_bytes());
        let is_written = written.is_ok() && !self.is_obstructed;
        match written {
            Ok(()) => stdio::print_line(&format!("đã ghi {}", stdio::path(file.path()))),
            Err(finding) => telling.found(vec![finding]),
        }
        if is_written {
            exit::SUCCESS
        } else {
            exit::OUTPUT
        }
    }
}
