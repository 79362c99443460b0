//! What one unit says for one period: the content of one file.

use chrono::NaiveDate;
use indexmap::IndexMap;
use indexmap::map::MutableKeys;

use super::{
    AgencyId, Answer, Correction, Document, Figure, IndicatorId, Item, Period, Progress, Regime,
    SectionId, StatedTotals, TaskId,
};
use crate::diagnostic::{Located, Place, SourceId};

/// One unit's file for one period.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The file.
    pub source: SourceId,
    /// The unit, from the name of the file.
    pub agency: AgencyId,
    /// The period, from the folders of the file.
    pub period: Period,
    /// Whether it only holds figures to compare with, and is no report to make
    /// (`chi_de_so_sanh`).
    pub only_to_compare: bool,
    /// The day up to which it counts, if not the regime's cut-off.
    pub reference_date: Option<Located<NaiveDate>>,
    /// The document.
    pub document: Document,
    /// The document by which the compiling agency presents the same report to the
    /// agency that it compiles it for (`the_thuc_trinh`).
    pub presented: Option<Document>,
    /// Letters that corrected the form of the issued report (`dinh_chinh`).
    pub corrections: Vec<Correction>,
    /// Final figures for what earlier reports estimated.
    pub finals: Vec<Finals>,
    /// Whose words a compiled report takes over, by section; of a section that is not
    /// named, everybody's.
    pub chosen: IndexMap<SectionId, Chosen>,
    /// Figures by row.
    pub figures: IndexMap<IndicatorId, Figure>,
    /// Where each figure's key stands, for findings about the row.
    pub figure_keys: IndexMap<IndicatorId, Place>,
    /// What the agency of a compiled report states in the place of sums over units.
    pub totals: Option<Box<StatedTotals>>,
    /// Where the group of each form stands, and of all forms (the empty name).
    pub figure_groups: IndexMap<String, Place>,
    /// Whether a group could not be read, so that nothing can be said of what
    /// it lacks.
    pub figures_unreadable: bool,
    /// What each part of the file says, in short, and where the part stands.
    pub fingerprints: IndexMap<String, (String, Place)>,
    /// Answers to findings. After the check, those that answer one.
    pub answers: Vec<Answer>,
    /// What is told of tasks of the plan.
    pub progress: IndexMap<TaskId, Progress>,
    /// Where each task's key stands.
    pub progress_keys: IndexMap<TaskId, Place>,
    /// Where the tasks begin.
    pub progress_place: Option<Place>,
    /// Paragraphs by section.
    pub narrative: IndexMap<SectionId, Vec<Item>>,
    /// Paragraphs of the last report that were copied and not touched yet.
    pub untouched: IndexMap<SectionId, Vec<Place>>,
    /// Where each section's key stands.
    pub narrative_keys: IndexMap<SectionId, Place>,
    /// Where the paragraphs begin.
    pub narrative_place: Option<Place>,
}

impl Submission {
    /// Whether a value stands in the file for a row and could not be read.
    pub fn is_unread(&self, row: &IndicatorId) -> bool {
        let own = self.figure_keys.contains_key(row) && !self.figures.contains_key(row);
        let totals = self.totals.as_ref();
        let of_totals = |totals: &StatedTotals| {
            totals.keys.contains_key(row) && !totals.figures.contains_key(row)
        };
        own || totals.is_some_and(|totals| of_totals(totals))
    }

    /// Gives its rows the names that the forms have of them, in the place of copies: there are as
    /// many of them as files and rows. A name that no form has goes with the submission.
    pub fn share_names(&mut self, regimes: &[Regime]) {
        let known = |id: &IndicatorId| {
            let mut forms = regimes.iter().map(|regime| &regime.indicators);
            Some(forms.find_map(|rows| rows.get_key_value(id))?.0.clone())
        };
        let figures = self.figures.iter_mut2().map(|(id, _)| id);
        let keys = self.figure_keys.iter_mut2().map(|(id, _)| id);
        let totals = self.totals.as_deref_mut().into_iter();
        let totals = totals.flat_map(|totals| {
            let keys = totals.keys.iter_mut2().map(|(id, _)| id);
            totals.figures.iter_mut2().map(|(id, _)| id).chain(keys)
        });
        for id in figures.chain(keys).chain(totals) {
            if let Some(known) = known(id) {
                *id = known;
            }
        }
    }
}

/// Whose words a compiled report takes over in a section.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Where the section is named.
    pub place: Place,
    /// The units.
    pub agencies: Vec<Located<AgencyId>>,
}

/// Final figures for an earlier period (`chinh_thuc`).
#[derive(Debug, Clone)]
pub struct Finals {
    /// The earlier period.
    pub period: Located<Period>,
    /// Figures by row.
    pub figures: IndexMap<IndicatorId, Figure>,
    /// Where each figure's key stands.
    pub figure_keys: IndexMap<IndicatorId, Place>,
}
