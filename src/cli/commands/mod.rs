//! The commands, a file each: arguments become a request, and what comes back becomes text. What
//! all operations share is made of them before (`cli::config`).

mod agencies;
mod build;
mod check;
mod completions;
mod explain;
mod export;
mod import;
mod import_form;
mod init;
mod issue;
mod man;
mod merge;
mod new;
mod regimes;
mod schedule;
mod seal;
mod status;
mod templates;
mod undo;
mod verify;

use super::args::Command;
use super::config;
use crate::app::App;

/// Carries out a command and gives the exit code.
pub(super) fn carry_out(command: &Command) -> u8 {
    let app = &App::open(config::of(command));
    match command {
        Command::Build(arguments) => build::build(app, arguments),
        Command::Check(arguments) if arguments.list => check::list(app, arguments),
        Command::Check(arguments) => check::check(app, arguments),
        Command::Completions(arguments) => completions::completions(arguments),
        Command::Explain(arguments) => explain::explain(app, arguments),
        Command::Export(arguments) => export::export(app, arguments),
        Command::Import(arguments) => import::import(app, arguments),
        Command::Init(arguments) => init::init(app, arguments),
        Command::Issue(arguments) => issue::issue(app, arguments),
        Command::Man(arguments) => man::man(arguments),
        Command::Merge(arguments) => merge::merge(app, arguments),
        Command::New(arguments) => new::new(app, arguments),
        Command::Regimes(arguments) => regimes::regimes(app, arguments),
        Command::Schedule(arguments) => schedule::schedule(app, arguments),
        Command::Seal(arguments) => seal::seal(app, arguments),
        Command::Status(arguments) => status::status(app, arguments),
        Command::Agencies(arguments) => agencies::agencies(app, arguments),
        Command::Templates(arguments) => templates::templates(app, arguments),
        Command::Undo(arguments) => undo::undo(app, arguments),
        Command::Verify(_) => verify::verify(app),
    }
}
