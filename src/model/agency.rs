//! Agencies (cơ quan, đơn vị): those that report and those that receive.

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::Serialize;

use super::{AgencyId, LevelId};
use crate::diagnostic::{Located, Place};

/// A unit that reports or receives.
#[derive(Debug, Clone)]
pub struct Agency {
    /// Its name in data and file names.
    pub id: AgencyId,
    /// Where it is declared.
    pub place: Place,
    /// Full official name: "Sở Tư pháp".
    pub name: Located<String>,
    /// What it calls itself in running text: "Sở", "UBND huyện".
    pub self_reference: Option<Located<String>>,
    /// Its abbreviation in the symbol of a document: "STP" in `BC-STP`.
    pub abbreviation: Option<Located<String>>,
    /// Its level, which decides the rows that it fills.
    pub level: LevelId,
    /// The agency that it reports to.
    pub reports_to: Option<Located<AgencyId>>,
    /// The agency that compiles its report from those of the units below it and
    /// presents the draft to it; nothing for a unit that reports for itself.
    pub compiled_by: Option<Located<AgencyId>>,
    /// Lines of its own name at the head of a document, as printed.
    pub letterhead: Vec<Located<String>>,
    /// The agency directly above it, whose lines stand over its own at the
    /// head; a UBND has none (NĐ 30/2020, Phụ lục I, Phần I, Mục II.2).
    pub superior: Option<Located<AgencyId>>,
    /// The place before the date: "Lâm Đồng".
    pub place_name: Option<Located<String>>,
    /// The collective that a signer signs for ("ỦY BAN NHÂN DÂN"), if any.
    pub collective: Option<Located<String>>,
    /// The title of its head: "Giám đốc".
    pub head_title: Option<Located<String>>,
    /// Who may sign, by name in data.
    pub signers: IndexMap<String, Signer>,
    /// Standing recipients, after "Như trên" and before "Lưu".
    pub recipients: Vec<Located<String>>,
    /// What follows "Lưu: VT," in the recipients: "VP".
    pub filed_by: Option<Located<String>>,
    /// Whom units ask that have a question about their reports.
    pub contact: Option<Contact>,
    /// First day of existence, when known.
    pub valid_from: Option<NaiveDate>,
    /// Last day of existence, when there is one.
    pub valid_to: Option<NaiveDate>,
    /// The agencies whose work it took over.
    pub predecessors: Vec<Located<AgencyId>>,
    /// Levels that are below it by its kind and that it has not: an island without communes.
    pub without_levels: Vec<Located<LevelId>>,
}

/// An agency by its name in data and its full name, for results that outlive the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyName {
    /// Its name in data.
    pub agency: AgencyId,
    /// Its full name.
    pub name: String,
}

/// Somebody who may sign for an agency.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Title: "Phó Giám đốc".
    pub title: Located<String>,
    /// Name, without academic title (NĐ 30/2020, Phụ lục I, Phần I, Mục II.7); nothing as long as
    /// it is not known, which only a draft may be without.
    pub name: Option<Located<String>>,
}

/// Whom to ask (đầu mối).
#[derive(Debug, Clone)]
pub struct Contact {
    /// The office, or the person with the office: "Phòng Cải cách hành chính".
    pub name: Located<String>,
    /// The telephone number as printed.
    pub telephone: Option<Located<String>>,
    /// The address of electronic mail.
    pub mail: Option<Located<String>>,
}

impl Signer {
    /// Name as a page prints it; a blank line for one that is not known.
    pub fn printed_name(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.value)
    }
}

impl Agency {
    /// What it calls itself in running text.
    pub fn running_name(&self) -> &str {
        self.self_reference
            .as_ref()
            .map_or(&self.name.value, |n| &n.value)
    }

    /// Whether it existed before a day and no longer does.
    pub fn is_gone_on(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }

    /// Whether it exists on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl AgencyName {
    /// The names of an agency.
    pub fn of(agency: &Agency) -> Self {
        Self {
            agency: agency.id.clone(),
            name: agency.name.value.clone(),
        }
    }
}
