//! What documents say, one for each kind ([`DocumentKind`]).

use super::{Reminder, Report};
use crate::model::{DocumentKind, Subject, Workspace};

/// What a document says: worked out, and not yet in words.
#[derive(Debug, Clone, Copy)]
pub enum Content<'c, 'w> {
    /// A report.
    Report(&'c Report<'w>),
    /// A letter to late units.
    Reminder(&'c Reminder<'w>),
}

impl<'w> Content<'_, 'w> {
    /// What kind of document it is.
    pub fn kind(self) -> &'static DocumentKind {
        match self {
            Self::Report(_) => &DocumentKind::REPORT,
            Self::Reminder(_) => &DocumentKind::REMINDER,
        }
    }

    /// What names the document for ever: period and file.
    pub fn id(self) -> String {
        match self {
            Self::Report(report) => report.id(),
            Self::Reminder(reminder) => reminder.id(),
        }
    }

    /// The data that it is from.
    pub fn workspace(self) -> &'w Workspace {
        match self {
            Self::Report(report) => report.subject.workspace,
            Self::Reminder(reminder) => reminder.workspace,
        }
    }

    /// The submission that it is about, if it is about one.
    pub fn subject(self) -> Option<Subject<'w>> {
        match self {
            Self::Report(report) => Some(report.subject),
            Self::Reminder(_) => None,
        }
    }
}
