//! One command: who is told of its operations, what was found in all of them, and the exit code.

use std::collections::BTreeSet;

use super::exit;
use super::report::{Reporter, TellArguments, TerminalReporter, Volume, audience};
use super::wording;
use crate::app::Outcome;
use crate::diagnostic::{Code, Diagnostic, Finding, Severity, Sources};
use crate::event::Event;
use crate::model::AgencyId;
use crate::publish::Surroundings;

/// Everybody who is told of a command, and how it went so far.
pub(super) struct Telling {
    reporters: Vec<Box<dyn Reporter>>,
    outcome: Outcome,
    /// What was told of files that people named: what keeps one from being written is found
    /// again when it is.
    told: BTreeSet<(Code, String)>,
}

impl Telling {
    /// Told on the terminal.
    pub(super) fn on_terminal() -> Self {
        Self::at_volume(false)
    }

    /// The same with notes.
    pub(super) fn with_notes() -> Self {
        Self::at_volume(true)
    }

    fn at_volume(notes: bool) -> Self {
        let terminal = TerminalReporter::new(Volume {
            notes,
            warnings: true,
            results: true,
        });
        Self {
            reporters: vec![Box::new(terminal)],
            outcome: Outcome::default(),
            told: BTreeSet::new(),
        }
    }

    /// Told as people ask for it.
    pub(super) fn by(arguments: &TellArguments, notes: bool, around: &Surroundings) -> Self {
        let (reporters, obstacles) = audience(arguments, notes, around);
        let mut telling = Self {
            reporters,
            outcome: Outcome::default(),
            told: BTreeSet::new(),
        };
        telling.found(obstacles);
        telling
    }

    /// Tells of what stands in no file.
    pub(super) fn found(&mut self, findings: Vec<Diagnostic>) {
        for finding in findings {
            if !self.told.insert((finding.code, finding.message.clone())) {
                continue;
            }
            self.outcome.summary.count(finding.severity);
            if finding.severity == Severity::Error {
                self.outcome.errors.push(finding.code);
            }
            let finding = Finding::of(&finding, &Sources::default());
            self.tell(&Event::Found(finding));
        }
    }

    /// Runs an operation and gives its result.
    pub(super) fn run<T>(
        &mut self,
        operation: impl FnOnce(&mut dyn FnMut(&Event)) -> (Outcome, T),
    ) -> T {
        let (outcome, result) = operation(&mut |event| self.tell(event));
        self.outcome.add(outcome);
        result
    }

    /// Runs an operation and gives its result with what it told, which nobody was told yet.
    pub(super) fn keep<T>(
        &mut self,
        operation: impl FnOnce(&mut dyn FnMut(&Event)) -> (Outcome, T),
    ) -> (T, Vec<Event>) {
        let mut told = Vec::new();
        let (outcome, result) = operation(&mut |event| told.push(event.clone()));
        self.outcome.add(outcome);
        (result, told)
    }

    /// Tells what was kept; of a finding that `is_sent_back` holds of, its unit has a file that
    /// tells it.
    pub(super) fn tell_kept(&mut self, events: &[Event], is_sent_back: impl Fn(&Finding) -> bool) {
        for event in events {
            match event {
                Event::Found(finding) if is_sent_back(finding) => {
                    let event = Event::Found(finding.worded(wording::words));
                    for reporter in &mut self.reporters {
                        reporter.tell_sent_back(&event);
                    }
                }
                _ => self.tell(event),
            }
        }
    }

    /// The exit code for what was found so far.
    pub(super) fn code(&self) -> u8 {
        if self.outcome.summary.interrupted {
            return exit::INTERRUPTED;
        }
        exit::worst(self.outcome.errors.iter().copied())
    }

    /// Has everybody write down what they were told, and tells how it went. Gives the exit code.
    pub(super) fn finish(mut self) -> u8 {
        let ends = self.reporters.iter_mut();
        let unwritten = ends.filter_map(|reporter| reporter.end().err()).collect();
        self.found(unwritten);
        self.tell(&Event::Finished(self.outcome.summary));
        self.code()
    }

    fn tell(&mut self, event: &Event) {
        let worded = match event {
            Event::Found(finding) => &Event::Found(finding.worded(wording::words)),
            _ => event,
        };
        for reporter in &mut self.reporters {
            reporter.tell(worded);
        }
    }
}

/// The units that somebody names.
pub(super) fn agencies(names: &[String]) -> Vec<AgencyId> {
    let names = names.iter();
    names.map(|name| AgencyId::from(name.as_str())).collect()
}
