//! Whether the data of periods are right.

use std::path::PathBuf;

use super::period::Reading;
use super::run::{Outcome, Run};
use crate::event::Event;
use crate::model::{AgencyId, Period};

/// What is to be checked.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// The folder of data.
    pub data: PathBuf,
    /// The period; none for all that there are.
    pub period: Option<Period>,
    /// The units; none for all.
    pub agencies: Vec<AgencyId>,
    /// Whether a compiled report must have all its units.
    pub strict: bool,
    /// A folder of fonts in the place of the built-in ones.
    pub fonts: Option<PathBuf>,
}

/// Checks data and tells of all that is found.
pub fn check(request: &CheckRequest, tell: &mut dyn FnMut(&Event)) -> Outcome {
    let mut run = Run::new(tell);
    let Some(fonts) = run.fonts(request.fonts.as_deref()) else {
        return run.outcome();
    };
    let asked = run.periods(
        &request.data,
        (request.period.as_ref(), &request.agencies),
        &fonts,
        true,
    );
    for (period, agencies) in &asked.all {
        let reading = Reading {
            data: &request.data,
            period,
            agencies,
            may_be_empty: request.period.is_none(),
            strict: request.strict,
            notes: true,
            shard: None,
            draft: None,
        };
        run.read(&reading, &fonts);
    }
    run.outcome()
}
