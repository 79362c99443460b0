//! `check`: whether data are right, and which rules there are.

use crate::app::{self, CheckRequest, RulesRequest};
use crate::cli::args::CheckArguments;
use crate::cli::result::{Awaited, ResultOf, Shape};
use crate::cli::telling::{Telling, agencies};
use crate::cli::views::rules;
use crate::publish::Surroundings;

/// Checks data.
pub(super) fn check(arguments: &CheckArguments) -> u8 {
    let data = &arguments.data;
    let around = Surroundings::of_data(&data.from.data);
    let mut telling = Telling::by(&arguments.tell, arguments.notes, &around);
    let request = CheckRequest {
        data: data.from.data.clone(),
        period: arguments.period.clone(),
        agencies: agencies(&data.agency),
        strict: data.strict,
        fonts: data.fonts.clone(),
    };
    telling.run(|tell| (app::check(&request, tell), ()));
    telling.finish()
}

/// Lists the rules, and what the regime of a period asks of its figures.
pub(super) fn list(arguments: &CheckArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::RULES, Shape::Text),
        arguments.list_file.output.as_ref(),
        Surroundings::of_data(&arguments.data.from.data),
    );
    let text = match &arguments.period {
        None => Some(rules::as_text()),
        Some(period) => {
            let request = RulesRequest {
                data: arguments.data.from.data.clone(),
                period: period.clone(),
                fonts: arguments.data.fonts.clone(),
            };
            let found = telling.run(|tell| app::rules(&request, tell));
            found.map(|regimes| regimes.iter().map(rules::of_regime).collect())
        }
    };
    match text {
        Some(text) => awaited.deliver(&mut telling, &text),
        None => telling.code(),
    }
}
