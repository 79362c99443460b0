//! `status`: what has arrived for a period, and the letters to who is late.

use crate::app::{App, RemindRequest, StatusRequest};
use crate::cli::args::{ListFormat, StatusArguments};
use crate::cli::exit;
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::today::today;
use crate::cli::views::arrivals;
use crate::event::Event;
use crate::publish::Surroundings;

/// Tells what has arrived, and writes to who is late.
pub(super) fn status(app: &App, arguments: &StatusArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::STATUS, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_reports(app.data(), &app.config().out),
    );
    let request = StatusRequest {
        period: arguments.period.clone(),
        on: arguments.date.unwrap_or_else(today),
        letters_follow: arguments.remind,
    };
    let mut told = Vec::new();
    let arrivals = telling.run(|tell| {
        app.status(&request, &mut |event| {
            told.push(event.clone());
            tell(event);
        })
    });
    let Some(arrivals) = arrivals else {
        return telling.code();
    };
    let text = match arguments.format {
        ListFormat::Json => arrivals::as_json(&arrivals),
        ListFormat::Text => arrivals::as_text(&arrivals),
    };
    let written = awaited.deliver(&mut telling, &text);
    if arguments.remind {
        remind(app, &mut telling, request, &told);
    }
    match (written, telling.code()) {
        (exit::SUCCESS, exit::SUCCESS) if arrivals.is_overdue() => exit::OVERDUE,
        (exit::SUCCESS, code) => code,
        (written, _) => written,
    }
}

/// Writes to who is late. What was found about the arrivals was told with them, and is found
/// again.
fn remind(app: &App, telling: &mut Telling, asked: StatusRequest, told: &[Event]) {
    let request = RemindRequest {
        period: asked.period,
        on: asked.on,
    };
    telling.run(|tell| {
        app.remind(&request, &mut |event| {
            if !told.contains(event) {
                tell(event);
            }
        })
    });
}
