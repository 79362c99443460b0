//! Telling people and machines what happens: every face of the program's events.

mod annotations;
mod code_quality;
mod junit;
mod messages;
mod progress;
mod terminal;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::help::FILE;
use super::recognized;
use crate::diagnostic::{Diagnostic, Finding, Location};
use crate::event::Event;
use crate::publish::{Named, Surroundings, named_twice};
use crate::vi::{self, shown_path};

pub(super) use terminal::{TerminalReporter, Volume};

/// Somebody who is told what happens.
pub(super) trait Reporter {
    /// Tells of an event.
    fn tell(&mut self, event: &Event);

    /// Tells of a finding that stands in the file of its unit, to be sent back to it
    /// (`check --by-unit`).
    fn tell_sent_back(&mut self, event: &Event) {
        self.tell(event);
    }

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
    #[arg(long, value_name = "DẠNG", default_value = "text")]
    pub message_format: MessageFormat,

    #[arg(long, value_name = FILE, help = "Ghi kết quả ra tệp này theo dạng JUnit")]
    pub junit: Option<PathBuf>,

    #[arg(
        long,
        value_name = FILE,
        help = "Ghi lỗi và cảnh báo ra tệp này theo dạng Code Quality của GitLab"
    )]
    pub code_quality: Option<PathBuf>,

    /// Chỉ in lỗi
    #[arg(short, long)]
    pub quiet: bool,
}

/// How events are told on standard output and error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// Chữ, để đọc
    Text,
    /// JSON, mỗi dòng một sự kiện
    Json,
    /// Chú thích của GitHub Actions
    Github,
}

/// Everybody who was asked for, and what keeps one of them from writing.
pub(super) fn audience(
    arguments: &TellArguments,
    notes: bool,
    around: &Surroundings,
) -> (Vec<Box<dyn Reporter>>, Vec<Diagnostic>) {
    let volume = Volume {
        notes,
        warnings: !arguments.quiet,
        results: !arguments.quiet,
    };
    let mut all: Vec<Box<dyn Reporter>> = match arguments.message_format {
        MessageFormat::Text => vec![Box::new(TerminalReporter::new(volume))],
        MessageFormat::Json => vec![Box::new(messages::Messages::new(arguments.quiet))],
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
    let named = |option, path: &Option<PathBuf>, is_known| {
        let path = path.clone();
        path.map(|path| Named::new(option, path, is_known, around.clone()))
    };
    let test_results = named("--junit", &arguments.junit, recognized::junit);
    let code_quality = named(
        "--code-quality",
        &arguments.code_quality,
        recognized::code_quality,
    );
    let both = test_results.iter().chain(&code_quality).collect::<Vec<_>>();
    let mut findings: Vec<_> = both.iter().filter_map(|file| file.obstacle()).collect();
    if let Some(finding) = named_twice(&both) {
        // Whichever were written would be lost to the other.
        findings.push(finding);
        return (all, findings);
    }
    if let Some(file) = test_results {
        all.push(Box::new(junit::JUnit::new(file)));
    }
    if let Some(file) = code_quality {
        all.push(Box::new(code_quality::CodeQuality::new(file)));
    }
    (all, findings)
}

/// What is wrong, behind where in its file that is: for those who know files and lines alone.
fn within_file(finding: &Finding) -> String {
    let location = finding.location.as_ref().map(Location::brief);
    match location.and_then(|location| location.spot.words()) {
        Some(spot) => format!("{}: {}", vi::shown(&spot), finding.message),
        None => finding.message.clone(),
    }
}

/// The path of a file as a pipeline has it: below the folder of its checkout.
fn in_checkout(path: &str) -> &str {
    let folders = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].map(std::env::var_os);
    let folders = folders.into_iter().flatten();
    let mut folders = folders.filter(|folder| !folder.is_empty());
    let below = folders.find_map(|folder| {
        // Windows: the folder has `\` where shown paths have `/`.
        let rest = path.strip_prefix(&shown_path(Path::new(&folder)))?;
        rest.strip_prefix('/')
    });
    below.unwrap_or(path.strip_prefix("./").unwrap_or(path))
}
