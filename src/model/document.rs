//! The document around a report (thể thức): number, date, signer, recipients.

use chrono::NaiveDate;

use crate::diagnostic::{Located, Place};

/// What văn thư and signer put on a report.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it is declared.
    pub place: Place,
    /// How far it has come.
    pub state: DocumentState,
    /// Who signs, by name among the agency's signers.
    pub signer: Located<String>,
    /// How the signer signs; nothing for the usual way.
    pub signing_form: Option<Located<SigningForm>>,
    /// Further lines of legal basis, such as the unit's own plan.
    pub legal_basis: Vec<Located<String>>,
    /// Recipients, if not the agency's standing ones.
    pub recipients: Option<Vec<Located<String>>>,
    /// The issued document of the same report whose place it takes (`thay_the`).
    pub replaces: Option<Replaced>,
}

/// An issued document that another one takes the place of, for what was wrong in its
/// content (NĐ 30/2020, Điều 18.3).
#[derive(Debug, Clone)]
pub struct Replaced {
    /// Where it is named.
    pub place: Place,
    /// Its number in the register of the year.
    pub number: u64,
    /// Its day.
    pub date: Located<NaiveDate>,
}

/// A letter that corrects the form of an issued document (công văn đính chính; NĐ 30/2020,
/// Điều 18.3).
#[derive(Debug, Clone)]
pub struct Correction {
    /// Where it is named.
    pub place: Place,
    /// Number and symbol of the letter: "60/STP-VP".
    pub letter: Located<String>,
    /// Its day.
    pub date: Located<NaiveDate>,
    /// What it corrects.
    pub subject: Located<String>,
}

/// How far a document has come (NĐ 30/2020, Điều 15 to 18).
#[derive(Debug, Clone)]
pub enum DocumentState {
    /// Being written (`du_thao`): no number, no day, marked as a draft.
    Draft,
    /// Before the signer (`trinh_ky`): no number, no day.
    ForSigning,
    /// Issued (`da_ban_hanh`).
    Issued {
        /// Number in the register of the year.
        number: u64,
        /// Day of issue.
        date: Located<NaiveDate>,
    },
}

/// How a signer signs (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningForm {
    /// In the place of the head (`kt`).
    ForHead,
    /// Acting head (`q`).
    Acting,
    /// By order (`tl`): the head for the head of the agency above, anybody else for
    /// the own head.
    ByOrder,
    /// By delegation (`tuq`), for the same.
    ByDelegation,
}
