//! Whether the data of periods are right.

use super::config::App;
use super::period::Reading;
use super::run::{Outcome, Run};
use crate::event::Event;
use crate::model::{AgencyId, Period};

/// What is to be checked.
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
        let (outcome, ()) = self.run(tell, |run| run.check(request));
        outcome
    }
}

impl Run<'_> {
    fn check(&mut self, request: &CheckRequest) {
        let Some(fonts) = self.fonts() else {
            return;
        };
        let asked = self.periods((request.period.as_ref(), &request.agencies), &fonts, true);
        for (period, agencies) in &asked.all {
            let reading = Reading {
                may_be_empty: request.period.is_none(),
                strict: request.strict,
                ..Reading::of(period, agencies)
            };
            self.read(&reading, &fonts);
        }
    }
}
