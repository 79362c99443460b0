//! What a unit answers to a finding of the check (`giai_trinh`).

use crate::diagnostic::{Code, Located, Place};

/// Why something is as it is, though a rule would have it otherwise.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The rule.
    pub code: Code,
    /// The row, task or section that the finding is about; none for one about the whole
    /// report.
    pub about: Option<String>,
    /// Where the two are named.
    pub place: Place,
    /// The reason.
    pub reason: Located<String>,
}
