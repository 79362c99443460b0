//! `check`: whether data are right, and which rules there are.

use crate::app::{App, CheckRequest, RulesRequest};
use crate::cli::args::CheckArguments;
use crate::cli::result::{Awaited, ResultOf, Shape};
use crate::cli::telling::{Telling, agencies};
use crate::cli::views::rules;
use crate::publish::Surroundings;

/// Checks data.
pub(super) fn check(app: &App, arguments: &CheckArguments) -> u8 {
    let data = &arguments.data;
    let around = Surroundings::of_data(app.data());
    let mut telling = Telling::by(&arguments.tell, arguments.notes, &around);
    let request = CheckRequest {
        period: arguments.period.clone(),
        agencies: agencies(&data.agency),
        strict: data.strict,
    };
    telling.run(|tell| (app.check(&request, tell), ()));
    telling.finish()
}

/// Lists the rules, and what the regime of a period asks of its figures.
pub(super) fn list(app: &App, arguments: &CheckArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::RULES, Shape::Text),
        arguments.list_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    let text = match &arguments.period {
        None => Some(rules::as_text()),
        Some(period) => {
            let request = RulesRequest {
                period: period.clone(),
            };
            let found = telling.run(|tell| app.rules(&request, tell));
            found.map(|regimes| regimes.iter().map(rules::of_regime).collect())
        }
    };
    match text {
        Some(text) => awaited.deliver(&mut telling, &text),
        None => telling.code(),
    }
}
