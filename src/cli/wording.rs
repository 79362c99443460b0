//! How the command line words what to do: options and commands, as people type them.

use std::path::Path;

use super::args::DATA;
use crate::diagnostic::Way;

/// A way of doing something as it is typed.
pub(super) fn words(way: &Way) -> String {
    let typed = match way {
        Way::DataFolder => "--data",
        Way::ThisDataFolder(folder) => return format!("`--data {folder}`"),
        Way::OutFolder => "--out",
        Way::Templates => "--templates",
        Way::Fonts => "--fonts",
        Way::Jobs => "--jobs",
        Way::Deadline => "--deadline",
        Way::Memory => "--memory",
        Way::Strict => "--strict",
        Way::Init => "baocao init",
        Way::Begin => "baocao new",
        Way::BeginAll { period, data } => {
            return with_data(&format!("baocao new {period} --all"), data);
        }
        Way::BeginThis {
            period,
            agency,
            data,
        } => return with_data(&format!("baocao new {period} --agency {agency}"), data),
        Way::Build => "baocao build",
        Way::Remind => "baocao status --remind",
        Way::BuildPart => "baocao build --shard",
        Way::WhichPart => "--shard 2/5",
        Way::KeepSigned { period, agency } => {
            let period = period.as_deref().unwrap_or("<KỲ>");
            let agency = agency.as_deref().unwrap_or("<MÃ>");
            return format!("`baocao seal {period} --agency {agency} --signed <TỆP>`");
        }
        Way::Document => "--document",
        Way::ThisDocument(document) => return format!("`--document {document}`"),
        Way::Seal => "baocao seal",
        Way::Undo => "baocao undo",
        Way::WhichWrite => "--to",
        Way::Force => "--force",
        Way::Rules => "baocao check --list",
        Way::Regimes => "baocao regimes",
        Way::RegimeText(name) => return format!("`baocao regimes {name} --text`"),
        Way::AllRows => "--all",
        Way::ForeignForm => "baocao import --form",
        Way::TableColumn(column) => return format!("`--column {column}`"),
    };
    format!("`{typed}`")
}
/// A command for a folder of data, which is named where it is not the usual one.
fn with_data(command: &str, data: &str) -> String {
    if Path::new(data) == Path::new(DATA) {
        format!("`{command}`")
    } else {
        format!("`{command} --data {data}`")
    }
}
