//! Telling people and machines what happens: every face of the program's events.

mod annotations;
mod code_quality;
mod junit;
mod messages;
mod progress;
mod terminal;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diagnostic::{Diagnostic, Sources};
use crate::event::Event;

pub(super) use terminal::{TerminalReporter, Volume};

/// Somebody who is told what happens.
pub(super) trait Reporter {
    /// Tells of an event. A closed pipe is nobody's fault.
    fn tell(&mut self, event: &Event, sources: &Sources);

    /// Nothing more will be told.
    ///
    /// # Errors
    /// What was told cannot be written down.
    fn end(&mut self) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Who is told, as people ask for it.
#[derive(Debug, Args)]
pub(super) struct TellArguments {
    /// Dạng thông báo: text, json (mỗi dòng một sự kiện) hoặc github
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Tùy chọn"
    )]
    pub message_format: MessageFormat,

    /// Ghi kết quả ra tệp này theo dạng `JUnit`
    #[arg(
        long,
        value_name = "TỆP",
        help = "Ghi kết quả ra tệp này theo dạng JUnit",
        help_heading = "Tùy chọn"
    )]
    pub junit: Option<PathBuf>,

    /// Ghi lỗi và cảnh báo ra tệp này theo dạng Code Quality của `GitLab`
    #[arg(
        long,
        value_name = "TỆP",
        help = "Ghi lỗi và cảnh báo ra tệp này theo dạng Code Quality của GitLab",
        help_heading = "Tùy chọn"
    )]
    pub code_quality: Option<PathBuf>,

    /// Chỉ in lỗi
    #[arg(short, long, help_heading = "Tùy chọn")]
    pub quiet: bool,
}

/// How events are told on standard output and error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// Lines for people
    Text,
    /// A JSON object a line
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// Everybody who was asked for.
pub(super) fn audience(arguments: &TellArguments, notes: bool) -> Vec<Box<dyn Reporter>> {
    let volume = Volume {
        notes,
        warnings: !arguments.quiet,
        results: !arguments.quiet,
    };
    let mut all: Vec<Box<dyn Reporter>> = match arguments.message_format {
        MessageFormat::Text => vec![Box::new(TerminalReporter::new(volume))],
        MessageFormat::Json => vec![Box::new(messages::Messages::new())],
        MessageFormat::Github => vec![
            Box::new(annotations::Annotations::new(volume)),
            Box::new(
                TerminalReporter::new(Volume {
                    notes: false,
                    warnings: false,
                    ..volume
                })
                .without_findings(),
            ),
        ],
    };
    if let Some(path) = &arguments.junit {
        all.push(Box::new(junit::JUnit::new(path.clone())));
    }
    if let Some(path) = &arguments.code_quality {
        all.push(Box::new(code_quality::CodeQuality::new(path.clone())));
    }
    all
}

/// Prints a result. A closed pipe is nobody's fault.
pub(super) fn print(text: &str) {
    drop(write!(io::stdout(), "{text}"));
}

/// The path of a file as a pipeline has it: below the folder of its checkout.
fn in_checkout(path: &str) -> &str {
    let folders = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].map(std::env::var_os);
    let mut folders = folders.into_iter().flatten();
    let below = folders.find_map(|folder| {
        let rest = path.strip_prefix(folder.to_str()?)?;
        rest.strip_prefix('/')
    });
    below.unwrap_or(path.strip_prefix("./").unwrap_or(path))
}
