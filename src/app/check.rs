//! Whether the data of periods are right.

use std::sync::Arc;

use super::config::App;
use super::period::Reading;
use super::run::{Outcome, Run};
use super::unit_findings::{UnitFindings, counted, with_findings};
use crate::check;
use crate::compose::{Composer, Templates};
use crate::diagnostic::Sources;
use crate::event::Event;
use crate::load::unknown_territory;
use crate::model::{AgencyId, Period};
use crate::typeset::FontSet;

/// What is to be checked. Where the configuration names a folder of templates, those are too, as
/// far as no page need be set.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// The period; none for all that there are.
    pub period: Option<Period>,
    /// The units; none for all.
    pub agencies: Vec<AgencyId>,
    /// Whether a compiled report must have all its units.
    pub strict: bool,
}

impl App {
    /// Checks data and tells of all that is found.
    pub fn check(&self, request: &CheckRequest, tell: &mut dyn FnMut(&Event)) -> Outcome {
        self.check_by_unit(request, tell).0
    }

    /// The same, with what was found of each unit whose file was read. Where it was found of
    /// several, how much of each is told before anything else.
    pub fn check_by_unit(
        &self,
        request: &CheckRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Vec<UnitFindings>) {
        let mut told = Vec::new();
        let (outcome, (units, owners)) = self.run(&mut |event| told.push(event.clone()), |run| {
            let units = run.check(request);
            (units, std::mem::take(&mut run.owners))
        });
        let units = with_findings(units, &owners, &told);
        if let Some(counted) = counted(&units, &told, outcome.summary) {
            tell(&counted);
        }
        told.iter().for_each(tell);
        (outcome, units)
    }
}

impl Run<'_> {
    fn check(&mut self, request: &CheckRequest) -> Vec<UnitFindings> {
        let mut units = Vec::new();
        let Some(fonts) = self.fonts() else {
            return units;
        };
        let templates = self.named_templates();
        let asked = self.periods((request.period.as_ref(), &request.agencies), &fonts, true);
        if request.period.is_none() && asked.all.is_empty() {
            self.check_years(&asked.years, &fonts);
        }
        for (period, agencies) in &asked.all {
            let reading = Reading {
                may_be_empty: request.period.is_none(),
                strict: request.strict,
                ..Reading::of(period, agencies)
            };
            let Some(checked) = self.read(&reading, &fonts) else {
                continue;
            };
            // Built-in templates ask for the words of the place.
            if templates.is_none() && checked.workspace.territory().is_none() {
                let settings = checked.workspace.settings.place;
                self.found(vec![unknown_territory(settings)]);
            }
            if let Some(templates) = &templates {
                let told = self.check_templates(templates, &checked.workspace);
                self.or_told(told);
            }
            units.extend(UnitFindings::none_of(period, agencies, &checked));
        }
        units
    }

    /// What years rest on for which nobody has a file yet.
    fn check_years(&mut self, years: &[i32], fonts: &FontSet) {
        for year in years {
            let loaded = self.app.folder(fonts).calendar(*year);
            self.loaded(loaded, |workspace| check::check_calendar(workspace, *year));
        }
    }

    /// The templates of a folder that was named, after what is wrong with them was told without
    /// setting a page.
    fn named_templates(&mut self) -> Option<Arc<Templates>> {
        self.app.config().templates.as_ref()?;
        let templates = self.app.templates();
        let templates = self.or_told(templates)?;
        let mut sources = Sources::default();
        let decree = templates.decree(&mut sources);
        let mut findings = decree.map_or_else(|wrong| wrong, |decree| decree.departures());
        findings.extend(
            Composer::new(&templates, &mut sources)
                .err()
                .into_iter()
                .flatten(),
        );
        self.found_in(findings, &sources);
        Some(templates)
    }
}
