//! Where the text of a regime comes from.

use crate::diagnostic::{Place, SourceId};

/// Where the text of a regime comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegimeOrigin {
    /// A whole file of the folder of data.
    OwnFile,
    /// The program, which carries it.
    Carried {
        /// Which of its texts.
        number: u64,
        /// That text.
        text: SourceId,
        /// The file of the folder that changes parts of it (`sua`).
        changed_by: Option<SourceId>,
    },
}

impl RegimeOrigin {
    /// The number of the text that the program carries; none for a file of the folder.
    pub fn number(self) -> Option<u64> {
        match self {
            Self::OwnFile => None,
            Self::Carried { number, .. } => Some(number),
        }
    }

    /// Whether what stands in a place is as the program carries it, and not as a file of the
    /// folder has it.
    pub fn is_carried_at(self, place: Place) -> bool {
        matches!(self, Self::Carried { text, .. } if text == place.source)
    }
}
