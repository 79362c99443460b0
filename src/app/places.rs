//! Where figures stand in a finished report.

use serde::Serialize;

use crate::locate::Standing;

/// A place of a figure in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FigurePlace {
    /// A row of a form.
    Row {
        /// The number of the form.
        form: String,
        /// The number of the row.
        row: String,
        /// The page of the file, counted from 1.
        page: Option<usize>,
    },
    /// A section whose sentences have it.
    Section {
        /// The name of the section in data.
        section: String,
        /// Its heading, or that of its part.
        title: String,
        /// The page on which the heading stands.
        page: Option<usize>,
    },
}

impl From<Standing> for FigurePlace {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Row { form, row, page } => Self::Row { form, row, page },
            Standing::Section { id, title, page } => Self::Section {
                section: id,
                title,
                page,
            },
        }
    }
}
