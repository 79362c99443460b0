//! `build`: reports as PDF.

use std::time::Duration;

use crate::app::{App, BuildRequest};
use crate::cli::args::BuildArguments;
use crate::cli::interrupt;
use crate::cli::telling::{Telling, agencies};
use crate::publish::Surroundings;

/// Makes reports.
pub(super) fn build(app: &App, arguments: &BuildArguments) -> u8 {
    let data = &arguments.data;
    let around = Surroundings::of_reports(app.data(), &app.config().out);
    let mut telling = Telling::by(&arguments.tell, false, &around);
    let request = BuildRequest {
        period: arguments.period.clone(),
        agencies: agencies(&data.agency),
        strict: data.strict,
        force: arguments.force,
        dry_run: arguments.dry_run,
        shard: arguments.shard,
        jobs: arguments.jobs,
        deadline: Duration::from_secs(arguments.deadline),
        memory: arguments.memory << 20,
    };
    let stop = interrupt::listen();
    telling.run(|tell| (app.build(&request, stop, tell), ()));
    telling.finish()
}
