//! `build`: reports as PDF.

use std::time::Duration;

use crate::app::{self, BuildRequest};
use crate::cli::args::BuildArguments;
use crate::cli::interrupt;
use crate::cli::telling::{Telling, agencies};
use crate::cli::wording;
use crate::publish::Surroundings;
use crate::vi;

/// Makes reports.
pub(super) fn build(arguments: &BuildArguments) -> u8 {
    let data = &arguments.data;
    let around = Surroundings::of_reports(&data.from.data, &arguments.to.out);
    let mut telling = Telling::by(&arguments.tell, false, &around);
    let request = BuildRequest {
        data: data.from.data.clone(),
        period: arguments.period.clone(),
        agencies: agencies(&data.agency),
        strict: data.strict,
        fonts: data.fonts.clone(),
        templates: arguments.templates.clone(),
        out: arguments.to.out.clone(),
        force: arguments.force,
        dry_run: arguments.dry_run,
        shard: arguments.shard,
        jobs: arguments.jobs,
        deadline: Duration::from_secs(arguments.deadline),
        memory: arguments.memory << 20,
        wording: wording::words,
        program: std::env::current_exe().map_err(|error| vi::reason(&error)),
    };
    let stop = interrupt::listen();
    telling.run(|tell| (app::build(&request, stop, tell), ()));
    telling.finish()
}
