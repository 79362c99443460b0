//! `schedule`: what is due in a year.

use crate::app::{App, ScheduleRequest};
use crate::cli::args::{CalendarFormat, ScheduleArguments};
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::today::today;
use crate::cli::views::calendar;
use crate::publish::Surroundings;

/// Prints the calendar of a year.
pub(super) fn schedule(app: &App, arguments: &ScheduleArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::SCHEDULE, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    let request = ScheduleRequest {
        year: arguments.year,
    };
    let Some(all) = telling.run(|tell| app.schedule(&request, tell)) else {
        return telling.code();
    };
    let (year, on) = (arguments.year, arguments.date.unwrap_or_else(today));
    let text = match arguments.format {
        CalendarFormat::Text => calendar::as_text(year, &all, on),
        CalendarFormat::Json => calendar::as_json(year, &all, on),
        CalendarFormat::Ics => calendar::as_ics(year, &all),
    };
    awaited.deliver(&mut telling, &text)
}
