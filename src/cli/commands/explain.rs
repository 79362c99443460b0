//! `explain`: how a figure came about.

use crate::app::{App, ExplainRequest};
use crate::cli::args::{ExplainArguments, ListFormat};
use crate::cli::exit;
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::views::explanation;
use crate::model::{AgencyId, IndicatorId};
use crate::publish::Surroundings;

/// Tells how figures of a report came about.
pub(super) fn explain(app: &App, arguments: &ExplainArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::EXPLAIN, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    let row = arguments.row.as_deref();
    let request = ExplainRequest {
        period: arguments.period.clone(),
        agency: AgencyId::from(arguments.agency.as_str()),
        row: row.map(IndicatorId::from),
    };
    let Some(explained) = telling.run(|tell| app.explain(&request, tell)) else {
        return telling.code();
    };
    let text = match (arguments.format, explained.figures.as_slice()) {
        (ListFormat::Json, _) => explanation::as_json(&explained),
        (ListFormat::Text, [one]) if request.row.is_some() => explanation::as_text(&explained, one),
        (ListFormat::Text, _) => explanation::sheet(&explained),
    };
    match awaited.deliver(&mut telling, &text) {
        // What keeps the report from being made was told.
        exit::SUCCESS if !explained.is_laid_out => telling.code(),
        code => code,
    }
}
