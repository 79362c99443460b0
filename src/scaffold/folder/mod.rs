//! The folder of data of a province that begins: settings, agencies, what the place itself lays down
//! of the regime, a plan to fill in. Texts alone; nobody's name is in them.
//!
//! Not for: putting them anywhere (`publish`), or which regimes there are (`load`).

mod agencies;
mod departments;
mod plan;
mod regime;
mod settings;

pub use regime::{levels_unknown, periods_in};

use super::territory::Province;
use super::yaml::quoted;
use crate::model::{Regime, TerritoryKind};
use crate::vi;

/// What is begun: a province, the first year of its reports, the regime that they follow.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'a> {
    /// The province.
    pub province: &'a Province,
    /// The year.
    pub year: i32,
    /// The regime.
    pub regime: &'a Regime,
    /// Which number of the regime the folder goes by.
    pub number: u64,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginningFile {
    /// Its place below the folder, with `/` between names.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Beginning<'_> {
    /// All files, those first that are to be looked at first.
    pub fn files(&self) -> Vec<BeginningFile> {
        let (regime, year) = (&self.regime.id, self.year);
        let file = |path: String, text: String| BeginningFile { path, text };
        vec![
            file("cau-hinh.yaml".to_owned(), settings::text(self)),
            file("co-quan.yaml".to_owned(), agencies::text(self)),
            file(format!("che-do/{regime}.yaml"), regime::text(self)),
            file(format!("{year}/ke-hoach.yaml"), plan::text(self)),
        ]
    }

    /// The identifier of the agency whose report is compiled from all others.
    fn top(&self) -> &'static str {
        match self.province.kind {
            TerritoryKind::Province => "tinh",
            TerritoryKind::City => "thanh-pho",
        }
    }

    /// Its level.
    fn top_level(&self) -> &'static str {
        match self.province.kind {
            TerritoryKind::Province => "tinh",
            TerritoryKind::City => "thanh_pho",
        }
    }

    /// The committee of the party: "Tỉnh ủy".
    fn party(&self) -> &'static str {
        self.province.kind.party_committee()
    }

    /// The word for the place inside a sentence: "tỉnh".
    fn word(&self) -> &'static str {
        self.province.kind.word()
    }

    /// The place where documents of the province are signed. A province that is called by
    /// somebody's name is named in full (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4).
    fn signed_at(&self) -> String {
        if self.province.name == "Hồ Chí Minh" {
            vi::upper_first(&self.province.full_name())
        } else {
            self.province.name.to_owned()
        }
    }
}

/// The levels that such a folder has below the province, and above it.
const LEVELS: [&str; 5] = ["trung_uong", "tinh", "thanh_pho", "so", "xa"];

/// A text as YAML has it inside braces: in quotes only where it needs them.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.contains([',', '[', ']', '{', '}', '#', '"'])
        && !text.contains(": ");
    if is_plain {
        text.to_owned()
    } else {
        quoted(text)
    }
}

#[cfg(test)]
mod tests;
