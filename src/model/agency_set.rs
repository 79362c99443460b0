//! Which agencies something concerns: some by name, some by level.

use super::{Agency, AgencyId, LevelId};
use crate::diagnostic::Located;

/// A set of agencies, as rows of forms and tasks of plans name them.
#[derive(Debug, Clone, Default)]
pub struct AgencySet {
    /// Every agency that reports.
    pub everybody: bool,
    /// The agency that answers for the area (Kế hoạch, phần phân công).
    pub owner: bool,
    /// All agencies of these levels.
    pub levels: Vec<Located<LevelId>>,
    /// These agencies.
    pub agencies: Vec<Located<AgencyId>>,
}

impl AgencySet {
    /// Whether an agency is in the set; `owner` is who answers for the area.
    pub fn includes(&self, agency: &Agency, owner: Option<&AgencyId>) -> bool {
        self.everybody
            || (self.owner && owner == Some(&agency.id))
            || self.levels.iter().any(|l| l.value == agency.level)
            || self.agencies.iter().any(|a| a.value == agency.id)
    }
}
