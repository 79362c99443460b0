//! `agencies`: the list of agencies, and tables taken over into it.

use std::path::Path;

use crate::app::{AgenciesRequest, App, ImportRequest};
use crate::cli::args::{AgenciesArguments, ListFormat};
use crate::cli::exit;
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::today::{occasion, today};
use crate::cli::views::{agencies as list, agency_import};
use crate::model::LevelId;
use crate::publish::Surroundings;

/// Lists agencies, or takes a table over.
pub(super) fn agencies(app: &App, arguments: &AgenciesArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::AGENCIES, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    let text = match &arguments.import {
        Some(table) => import(app, arguments, table, &mut telling),
        None => listed(app, arguments, &mut telling),
    };
    let Some(text) = text else {
        return telling.code();
    };
    match awaited.deliver(&mut telling, &text) {
        exit::SUCCESS => telling.code(),
        code => code,
    }
}

fn listed(app: &App, arguments: &AgenciesArguments, telling: &mut Telling) -> Option<String> {
    let request = AgenciesRequest {
        period: arguments.period.clone(),
        on: arguments.date.unwrap_or_else(today),
        level: arguments.level.as_deref().map(LevelId::from),
        lacking: arguments.lacking,
    };
    let agencies = telling.run(|tell| app.agencies(&request, tell))?;
    Some(match arguments.format {
        ListFormat::Text => list::as_text(&agencies),
        ListFormat::Json => list::as_json(&agencies),
    })
}

fn import(
    app: &App,
    arguments: &AgenciesArguments,
    table: &Path,
    telling: &mut Telling,
) -> Option<String> {
    let request = ImportRequest {
        table: table.to_owned(),
        on: arguments.date.unwrap_or_else(today),
        dry_run: arguments.dry_run,
        occasion: occasion(),
    };
    let import = telling.run(|tell| app.import_agencies(&request, tell))?;
    Some(match arguments.format {
        ListFormat::Text => agency_import::as_text(&import, arguments.dry_run),
        ListFormat::Json => agency_import::as_json(&import),
    })
}
