//! The year's plan (kế hoạch): tasks, targets, who answers for which area.

use chrono::NaiveDate;

use super::{Agency, AgencyId, AgencySet, IndicatorId, LevelId, TaskId};
use crate::diagnostic::{Located, Place};

/// A plan of administrative reform, such as that of Quyết định 3943/QĐ-UBND.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where it begins.
    pub place: Place,
    /// Its full name.
    pub name: Located<String>,
    /// The document that it was issued by, as a legal basis names it.
    pub decision: Located<String>,
    /// What reports call it: "Kế hoạch tỉnh".
    pub short_name: Located<String>,
    /// The year that it is for.
    pub year: i32,
    /// The day on which it was issued.
    pub issued: Located<NaiveDate>,
    /// What the mark (*) means, in the plan's words.
    pub mark_note: Option<Located<String>>,
    /// Its groups of tasks.
    pub groups: Vec<TaskGroup>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Other days that it sets.
    pub milestones: Vec<Milestone>,
    /// Who answers for which area.
    pub responsibilities: Vec<Responsibility>,
}

/// A day that the plan sets beside its tasks: something is due from somebody.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// The last day.
    pub date: Located<NaiveDate>,
    /// The day in the plan's words: "trước ngày 10/01/2021".
    pub words: Located<String>,
    /// What is due.
    pub content: Located<String>,
    /// From whom.
    pub from: Located<String>,
    /// To whom.
    pub to: Located<String>,
    /// Where the plan says so: "IV.1.d".
    pub clause: Located<String>,
}

/// A group of tasks: "I. Chỉ đạo điều hành, kiểm tra và tuyên truyền".
#[derive(Debug, Clone)]
pub struct TaskGroup {
    /// Its number as printed.
    pub number: Located<String>,
    /// Its title.
    pub title: Located<String>,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// A numbered task: one leaf, or a heading over lettered ones.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its number as printed: "6".
    pub number: Located<String>,
    /// The words over its lettered leaves, if it has such.
    pub heading: Option<Located<String>>,
    /// What is counted, led and judged. A task can only be a heading over
    /// leaves, so that no task can be part of itself.
    pub leaves: Vec<Leaf>,
}

/// What is counted, led and judged: a task without sub-items, or a sub-item.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The plan's own number: `7`, `13a`.
    pub id: TaskId,
    /// Where it is declared.
    pub place: Place,
    /// Its letter below a heading.
    pub letter: Option<String>,
    /// Its words.
    pub content: Located<String>,
    /// A short name for sentences.
    pub short_name: Located<String>,
    /// Who leads it.
    pub lead: Lead,
    /// Who helps.
    pub coordinating: Option<NamedAgencies>,
    /// When it is due, in the plan's words.
    pub timing_words: Located<String>,
    /// When it is due, for judging.
    pub timing: Timing,
    /// What it is to bring forth.
    pub product: Located<String>,
    /// Whether the city's money for administrative reform pays for it: the mark (*).
    pub funded: bool,
}

/// Agencies in the plan's words and as a set.
#[derive(Debug, Clone)]
pub struct NamedAgencies {
    /// As printed.
    pub words: Located<String>,
    /// Which they are.
    pub agencies: AgencySet,
}

/// Who leads a leaf. Every member of a group has its own copy of it.
#[derive(Debug, Clone)]
pub struct Lead {
    /// Who they are.
    pub named: NamedAgencies,
    /// The level that reports for them, each agency for those below it.
    pub reported_by: Option<Located<LevelId>>,
}

/// When a leaf is due.
#[derive(Debug, Clone)]
pub enum Timing {
    /// By a day.
    Deadline(NaiveDate),
    /// All through the year.
    AllYear,
    /// Once something has happened; the words complete "chờ …".
    Condition(Located<String>),
}

/// A target of the plan.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its letter.
    pub letter: Located<String>,
    /// Its words.
    pub content: Located<String>,
    /// What it is measured by; its verdict is that of the worst.
    pub measures: Vec<Measure>,
}

/// A row of the forms and what it must reach.
#[derive(Debug, Clone)]
pub struct Measure {
    /// What it is called.
    pub name: Located<String>,
    /// The row.
    pub indicator: Located<IndicatorId>,
    /// What it must reach.
    pub goal: Goal,
    /// Whether it is judged in the year's report only.
    pub at_year_end: bool,
    /// Whether every unit must reach it too.
    pub every_unit: bool,
}

/// What a measure must reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// So much or more, in the unit of the row.
    AtLeast(u64),
    /// More than so much.
    MoreThan(u64),
    /// Better than last year.
    Better,
    /// No worse than last year.
    NoWorse,
}

/// Who answers for which area.
#[derive(Debug, Clone)]
pub struct Responsibility {
    /// The agency.
    pub agency: Located<AgencyId>,
    /// Forms and single rows; a row goes before the form that it is in.
    pub areas: Vec<Located<String>>,
}

impl Plan {
    /// All leaves in the order of the plan.
    pub fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.groups
            .iter()
            .flat_map(|g| &g.tasks)
            .flat_map(|t| &t.leaves)
    }

    /// A leaf by the plan's own number.
    pub fn leaf(&self, id: &TaskId) -> Option<&Leaf> {
        self.leaves().find(|leaf| leaf.id == *id)
    }

    /// The agency that answers for a row.
    pub fn owner(&self, row: &IndicatorId) -> Option<&AgencyId> {
        let answering_for = |area: &str| {
            self.responsibilities
                .iter()
                .find(|r| r.areas.iter().any(|a| a.value == area))
                .map(|r| &r.agency.value)
        };
        answering_for(row.as_str()).or_else(|| answering_for(row.form()))
    }

    /// The last day of the plan's year.
    pub fn year_end(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap_or(NaiveDate::MAX)
    }
}

impl Leaf {
    /// Whether an agency reports on the leaf.
    pub fn is_reported_by(&self, agency: &Agency) -> bool {
        // Who was founded later has not inherited what was due before.
        if let (Timing::Deadline(due), Some(founded)) = (&self.timing, agency.valid_from)
            && *due < founded
        {
            return false;
        }
        match &self.lead.reported_by {
            Some(level) => level.value == agency.level,
            None => self.lead.named.agencies.includes(agency, None),
        }
    }
}
