//! What was recorded of a report when it was issued (`da-ban-hanh.yaml`).

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{AgencyId, Decimal, Document, DocumentState, IndicatorId, Rate, RegimeChoice};
use crate::diagnostic::{Located, Place};

/// What an issued report said.
#[derive(Debug, Clone)]
pub struct Seal {
    /// Where it stands.
    pub place: Place,
    /// Number of the document in the register of its agency.
    pub number: u64,
    /// Its day.
    pub date: Located<NaiveDate>,
    /// The regime that the program carries by which it was made; none by a file of the folder.
    pub regime: Option<RegimeChoice>,
    /// What the regime said of its kind of period, as a fingerprint ([`Regime::fingerprints`]);
    /// earlier versions recorded none.
    ///
    /// [`Regime::fingerprints`]: super::Regime::fingerprints
    pub regime_text: Option<Located<String>>,
    /// The fingerprint of each part of its file.
    pub parts: IndexMap<String, String>,
    /// The figures of a compiled report, which stand in no file of its own. What was an
    /// estimate is not among them: it is compared with by its final figure.
    pub figures: IndexMap<IndicatorId, Located<SealedValue>>,
}

/// A figure as a report was issued with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedValue {
    /// A number.
    Number(u64),
    /// A share.
    Rate(Rate),
    /// A number that a document stated.
    StatedNumber {
        /// The number.
        number: u64,
        /// The document.
        source: String,
    },
    /// A share that a document stated.
    StatedShare {
        /// So many per cent.
        percent: Decimal,
        /// The document.
        source: String,
    },
}

impl Seal {
    /// Whether the report was compiled from that of a member.
    pub fn has_part_of(&self, member: &AgencyId) -> bool {
        let of = |part: &String| {
            part.split_once('/')
                .is_some_and(|(id, _)| id == member.as_str())
        };
        self.parts.keys().any(of)
    }

    /// Whether a document is the one that was sealed.
    pub fn is_of(&self, document: &Document) -> bool {
        match &document.state {
            DocumentState::Issued { number, date } => {
                (*number, date.value) == (self.number, self.date.value)
            }
            DocumentState::Draft | DocumentState::ForSigning => false,
        }
    }
}
