//! What was typed as the configuration of all operations: the one place where it is made.

use std::path::{Path, PathBuf};

use super::args::{Command, DATA, OUT};
use super::wording;
use crate::app::Config;
use crate::vi;

/// The file that every folder of data has.
const SETTINGS: &str = "cau-hinh.yaml";

/// The configuration of a command. A folder that it has no option for is the one that others
/// have where none is named.
pub(super) fn of(command: &Command) -> Config {
    let (data, out, none) = (Path::new(DATA), Path::new(OUT), &None);
    let (data, out, fonts, templates): (&Path, &Path, &Option<PathBuf>, &Option<PathBuf>) =
        match command {
            Command::Agencies(a) => (&a.from.data, out, none, none),
            Command::Build(a) => (&a.data.from.data, &a.to.out, &a.data.fonts, &a.templates),
            Command::Check(a) => (&a.data.from.data, out, &a.data.fonts, &a.templates),
            Command::Completions(_)
            | Command::Init(_)
            | Command::Man(_)
            | Command::Templates(_) => (data, out, none, none),
            Command::Explain(a) => (&a.from.data, out, &a.set_by.fonts, &a.set_by.templates),
            Command::Export(a) => (&a.from.data, out, none, none),
            Command::Import(a) => (
                &a.from.data,
                &a.to.out,
                &a.set_by.fonts,
                &a.set_by.templates,
            ),
            Command::Issue(a) => (&a.from.data, &a.to.out, none, none),
            Command::Merge(a) => (data, &a.to.out, none, none),
            Command::New(a) => (&a.from.data, out, none, none),
            Command::Regimes(a) => (&a.from.data, out, none, none),
            Command::Schedule(a) => (&a.from.data, out, none, none),
            Command::Seal(a) => (&a.from.data, &a.to.out, none, none),
            Command::Status(a) => (
                &a.from.data,
                &a.to.out,
                &a.set_by.fonts,
                &a.set_by.templates,
            ),
            Command::Undo(a) => (&a.from.data, out, none, none),
            Command::Verify(a) => (data, &a.folder, none, none),
        };
    Config {
        fonts: fonts.clone(),
        templates: templates.clone(),
        wording: wording::words,
        program: std::env::current_exe().map_err(|error| vi::reason(&error)),
        ..Config::new(in_it(data), out)
    }
}

/// The folder of data that somebody means by a folder: the one in it, where it is none itself.
fn in_it(folder: &Path) -> PathBuf {
    let has_data = |folder: &Path| folder.join(SETTINGS).is_file();
    let below = folder.join(DATA);
    if !has_data(folder) && has_data(&below) {
        below
    } else {
        folder.to_owned()
    }
}
