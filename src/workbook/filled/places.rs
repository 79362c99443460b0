//! From a value in a unit's file back to its cell.

use crate::diagnostic::Place;
use crate::load::Step;

/// Where the values of a file stand in a workbook.
#[derive(Debug, Clone, Default)]
pub struct Places {
    all: Vec<(Vec<Step>, Place)>,
    /// By what findings say that they are about.
    about: Vec<(String, Place)>,
}

impl Places {
    /// Notes the cell of a value.
    pub fn add(&mut self, path: Vec<Step>, place: Place) {
        self.all.push((path, place));
    }

    pub(in crate::workbook) fn add_about(&mut self, about: impl Into<String>, place: Place) {
        self.about.push((about.into(), place));
    }

    /// The cell of a value: its own, that of what it is part of, or the first of what is part of
    /// it.
    pub fn of(&self, path: &[Step]) -> Option<Place> {
        let own = (1..=path.len()).rev().find_map(|length| {
            let mut known = self.all.iter();
            known.find(|(known, _)| known == &path[..length])
        });
        let part = || {
            let mut known = self.all.iter();
            known.find(|(known, _)| !path.is_empty() && known.starts_with(path))
        };
        own.or_else(part).map(|(_, place)| *place)
    }

    /// The cell of a value, or of what it is part of.
    pub fn within(&self, path: &[Step]) -> Option<Place> {
        let mut known = self.all.iter();
        known
            .find(|(known, _)| path.starts_with(known))
            .map(|(_, place)| *place)
    }

    /// The cell of a row, task or section.
    pub fn about(&self, about: &str) -> Option<Place> {
        let mut known = self.about.iter();
        known
            .find(|(known, _)| known == about)
            .map(|(_, place)| *place)
    }
}
