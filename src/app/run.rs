//! One run of an operation: what was found so far, and who is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexSet;
use serde::Serialize;

use super::config::App;
use super::unit_findings::Owners;
use crate::check::{self, Answered};
use crate::compose::Templates;
use crate::diagnostic::{self, Code, Diagnostic, Finding, Place, Severity, SourceId, Sources};
use crate::event::{Answer, Event, Summary};
use crate::load::Loaded;
use crate::model::{CycleId, IndicatorId, Regime, Section, Workspace};
use crate::typeset::FontSet;

/// How an operation ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What was made and found, counted.
    pub summary: Summary,
    /// The kinds of all errors, in the order in which they were told.
    pub errors: Vec<Code>,
}

impl Outcome {
    /// Adds what else was done and found.
    pub fn add(&mut self, other: Self) {
        self.summary.add(other.summary);
        self.errors.extend(other.errors);
    }
}

/// One run: its files, what was found, and who is told.
pub(super) struct Run<'a> {
    pub app: &'a App,
    tell: &'a mut dyn FnMut(&Event),
    pub sources: Sources,
    pub summary: Summary,
    pub errors: Vec<Code>,
    /// Whose the files of units are that were read.
    pub owners: Owners,
    /// Whether of findings only errors are told.
    only_errors: bool,
    /// What was told, so that a fault that all periods or reports have is told once.
    told: BTreeSet<(String, usize, usize, Code, String)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(app: &'a App, tell: &'a mut dyn FnMut(&Event)) -> Self {
        Self {
            app,
            tell,
            sources: Sources::default(),
            summary: Summary::default(),
            errors: Vec::new(),
            owners: Owners::new(),
            only_errors: false,
            told: BTreeSet::new(),
        }
    }

    /// From now on of findings only errors are told.
    pub(super) fn tell_errors_only(&mut self) {
        self.only_errors = true;
    }

    pub(super) fn tell(&mut self, event: &Event) {
        (self.tell)(event);
    }

    /// How it ended.
    pub(super) fn outcome(self) -> Outcome {
        Outcome {
            summary: self.summary,
            errors: self.errors,
        }
    }

    /// Tells of all findings of a stage, sorted.
    pub(super) fn found(&mut self, findings: Vec<Diagnostic>) {
        let sources = std::mem::take(&mut self.sources);
        self.found_in(findings, &sources);
        self.sources = sources;
    }

    /// The same, while the files that they point into are in use elsewhere.
    pub(super) fn found_in(&mut self, mut findings: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut findings, sources);
        diagnostic::shorten(&mut findings);
        for finding in findings {
            let place = finding.place;
            let path = place.map_or("", |place| sources.path(place.source));
            let range = place.map_or(0..0, Place::range);
            let message = finding.message.clone();
            let known = (
                path.to_owned(),
                range.start,
                range.end,
                finding.code,
                message,
            );
            if !self.told.insert(known) {
                continue;
            }
            self.summary.count(finding.severity);
            if finding.severity == Severity::Error {
                self.errors.push(finding.code);
            }
            if finding.severity == Severity::Error || !self.only_errors {
                self.tell(&Event::Found(Finding::of(&finding, sources)));
            }
        }
    }

    /// Tells of the findings in some files that their units have answered.
    pub(super) fn answered(
        &mut self,
        mut answered: Vec<Answered>,
        files: &IndexSet<SourceId>,
    ) -> Vec<Answered> {
        answered.retain(|answer| files.contains(&answer.place.source));
        if !answered.is_empty() {
            let answers = answered.iter();
            let answers = answers.map(|one| Answer::of(one, &self.sources)).collect();
            self.tell(&Event::Answered { answers });
        }
        answered
    }

    /// Files as messages name them.
    pub(super) fn paths<'s>(&self, files: impl IntoIterator<Item = &'s SourceId>) -> Vec<String> {
        let files = files.into_iter();
        let paths = files.map(|source| self.sources.path(*source).to_owned());
        paths.collect()
    }

    /// What came of work, or nothing after it was told why.
    pub(super) fn or_told<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        match result {
            Ok(made) => Some(made),
            Err(findings) => {
                self.found(findings);
                None
            }
        }
    }

    /// Tells of templates that no section uses and of rows that no regime has.
    ///
    /// # Errors
    /// Templates that a section names and that are not there.
    pub(super) fn check_templates(
        &mut self,
        templates: &Templates,
        workspace: &Workspace,
    ) -> Result<(), Vec<Diagnostic>> {
        let regimes = workspace.all_regimes();
        let sections = || regimes.clone().flat_map(Regime::written_sections);
        let cycles = regimes.clone().flat_map(|r| r.cycles.keys());
        self.found(templates.unused(
            &sections().flat_map(Section::template_names).collect(),
            &cycles.map(CycleId::as_str).collect(),
        ));
        let rows = regimes.clone().flat_map(|regime| regime.indicators.keys());
        self.found(templates.unknown_rows(&rows.map(IndicatorId::as_str).collect()));
        let named = sections().flat_map(|section| &section.templates);
        let missing = templates.missing(named);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(missing)
        }
    }

    /// The fonts, or nothing after it was told why.
    pub(super) fn fonts(&mut self) -> Option<Arc<FontSet>> {
        let fonts = self.app.fonts();
        self.or_told(fonts.map_err(|finding| vec![finding]))
    }

    /// What was read of the arrivals of a period. A fault in a row of the register costs that
    /// row; one in another file is everybody's.
    pub(super) fn register(&mut self, loaded: Loaded) -> Option<Workspace> {
        let Loaded {
            mut workspace,
            sources,
            mut findings,
            ..
        } = loaded;
        self.sources = sources;
        let register = workspace.register.as_ref().map(|register| register.source);
        let stops = |finding: &Diagnostic| {
            let of_row = finding.place.is_some_and(|p| Some(p.source) == register);
            finding.severity == Severity::Error && !of_row
        };
        if !findings.iter().any(stops) {
            findings.extend(check::check_register(&workspace));
            check::put_in_doubt(&mut workspace, &mut findings);
        }
        let stopped = findings.iter().any(stops);
        self.found(findings);
        (!stopped).then_some(workspace)
    }

    /// What was read without any report to make. Nothing where what was found keeps one from
    /// going on.
    pub(super) fn loaded(
        &mut self,
        loaded: Loaded,
        check: impl FnOnce(&Workspace) -> Vec<Diagnostic>,
    ) -> Option<Workspace> {
        let Loaded {
            workspace,
            sources,
            mut findings,
            ..
        } = loaded;
        self.sources = sources;
        if !diagnostic::has_errors(&findings) {
            findings.extend(check(&workspace));
        }
        // A place that is taken says nothing of the data.
        let of_data = |finding: &Diagnostic| {
            finding.severity == Severity::Error && finding.code != Code::OutputExists
        };
        let stops = findings.iter().any(of_data);
        self.found(findings);
        (!stops).then_some(workspace)
    }
}
