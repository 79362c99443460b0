//! What a submission asks of a unit in a period, and what the unit said in the last one: for files
//! to fill in as text (`submission`) and as workbooks (`workbook`).

use chrono::{Datelike as _, NaiveDate};
use indexmap::IndexMap;

use crate::diagnostic::Located;
use crate::model::{
    Agency, Document, DocumentState, Figure, Form, Indicator, IndicatorId, Leaf, Period,
    PhraseValues, Regime, Row, Section, Subject, Submission, Workspace,
};

/// What a unit is asked in a period.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'w> {
    /// What it says so far.
    pub subject: Subject<'w>,
    /// Its last submission before.
    pub last: Option<Subject<'w>>,
}

/// A line of the outline that asks for paragraphs, or stands over some that do.
#[derive(Debug, Clone)]
pub enum AskedLine<'w> {
    /// A part, in capitals.
    Part(String),
    /// A section, with its heading if it has one.
    Section(&'w Section, Option<String>),
}

/// The last submission of an agency before a period.
pub fn last_before<'w>(
    workspace: &'w Workspace,
    agency: &Agency,
    (period, regime): (&Period, &Regime),
) -> Option<&'w Submission> {
    let earlier = regime.year_before(period);
    let mut latest_first = earlier.iter().rev();
    latest_first.find_map(|period| workspace.submission(&agency.id, period))
}

/// A submission that says nothing yet.
pub fn blank(agency: &Agency, period: &Period, last: Option<&Submission>) -> Submission {
    let signer = last.map(|last| last.document.signer.clone());
    Submission {
        source: agency.place.source,
        agency: agency.id.clone(),
        period: period.clone(),
        only_to_compare: false,
        reference_date: None,
        document: Document {
            place: agency.place,
            state: DocumentState::Draft,
            signer: signer.unwrap_or_else(|| Located {
                value: agency.signers.keys().next().cloned().unwrap_or_default(),
                place: agency.place,
            }),
            signing_form: None,
            legal_basis: Vec::new(),
            recipients: None,
            replaces: None,
        },
        presented: None,
        corrections: Vec::new(),
        finals: Vec::new(),
        chosen: IndexMap::new(),
        figures: IndexMap::new(),
        totals: None,
        figure_keys: IndexMap::new(),
        figure_groups: IndexMap::new(),
        figures_unreadable: false,
        fingerprints: IndexMap::new(),
        answers: Vec::new(),
        progress: IndexMap::new(),
        progress_keys: IndexMap::new(),
        progress_place: None,
        narrative: IndexMap::new(),
        untouched: IndexMap::new(),
        narrative_keys: IndexMap::new(),
        narrative_place: None,
    }
}

impl<'w> Asked<'w> {
    /// The name of the last period: "quý I năm 2021".
    pub fn last_name(&self) -> String {
        self.last.map_or_else(String::new, |last| {
            self.subject.regime.period_name(&last.submission.period)
        })
    }

    /// The end of the month before the report is due, or the cut-off if that is earlier.
    pub fn reference_date(&self) -> Option<NaiveDate> {
        let due = self.subject.due()?;
        let year = self.subject.submission.period.year;
        let cut_off = self.subject.cycle()?.data_to.in_year(year)?;
        let month_end = due.with_day(1)?.pred_opt()?;
        Some(month_end.min(cut_off))
    }

    /// Whether the last submission is of the same year, so that its plan is, too.
    pub fn same_year(&self) -> bool {
        let year = self.subject.submission.period.year;
        self.last
            .is_some_and(|last| last.submission.period.year == year)
    }

    /// What the last submission of the same year rests on beside what all do.
    pub fn legal_basis_before(&self) -> &'w [Located<String>] {
        let last = self.last.filter(|_| self.same_year());
        last.map_or(&[], |last| &last.submission.document.legal_basis)
    }

    /// The rows that the unit fills, by form.
    pub fn figures(&self) -> Vec<(&'w Form, Vec<&'w Indicator>)> {
        let subject = self.subject;
        let own = subject.rows();
        let of_form = |form: &'w Form| {
            let rows = subject.regime.indicators.values();
            rows.filter(|row| row.id.form() == form.key && row.formula.is_none())
                .filter(|row| {
                    // Of a compiled report what its agency has to add, and what it stated
                    // before; the first time all that nobody else states.
                    let stated = self
                        .last
                        .is_none_or(|last| last.submission.figures.contains_key(&row.id));
                    let wanted = !subject.is_compiled() || row.compiled_adds || stated;
                    own.contains(&row.id) && wanted && may_state(subject, row)
                })
                .collect::<Vec<_>>()
        };
        let forms = subject.regime.forms.iter();
        forms
            .map(|form| (form, of_form(form)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect()
    }

    /// What the last submission says of a row.
    pub fn said_before(&self, row: &IndicatorId) -> Option<&'w Figure> {
        self.last?.submission.figures.get(row)
    }

    /// What the last submission estimated, of which there is a final figure now.
    pub fn estimated_before(&self) -> Vec<(&'w IndicatorId, &'w Figure)> {
        let figures = self.last.map(|last| last.submission.figures.iter());
        let figures = figures.into_iter().flatten();
        figures.filter(|(_, figure)| figure.estimate).collect()
    }

    /// The tasks that the unit tells of itself.
    pub fn tasks(&self) -> Vec<&'w Leaf> {
        if self.subject.is_compiled() {
            return Vec::new();
        }
        self.subject.leaves().collect()
    }

    /// The lines of the outline, in its order.
    pub fn outline(&self) -> Vec<AskedLine<'w>> {
        let period = &self.subject.submission.period;
        let calendar = PhraseValues::of_year(period.year);
        let cycle = self.subject.cycle();
        let name = self.subject.regime.period_name(period);
        let next = cycle.map_or_else(String::new, |cycle| cycle.next_name.fill(&calendar));
        let values = calendar
            .with("ky", name)
            .with("ky_sau", next)
            .with("don_vi", self.subject.agency.name.value.as_str())
            .with(
                "tu_xung",
                self.subject.workspace.running_name(self.subject.agency),
            );
        let mut lines = Vec::new();
        for part in &self.subject.regime.outline {
            lines.push(AskedLine::Part(crate::vi::upper(&part.title.fill(&values))));
            for section in &part.sections {
                self.section(section, &values, &mut lines);
            }
        }
        lines
    }

    /// A section that the period has, and the points below its heading.
    fn section(&self, section: &'w Section, values: &PhraseValues, lines: &mut Vec<AskedLine<'w>>) {
        if !section.is_asked_in(&self.subject.submission.period.cycle) {
            return;
        }
        let title = self.subject.section_title(section);
        let title = title.map(|title| title.fill(values));
        lines.push(AskedLine::Section(section, title));
        for point in &section.points {
            self.section(point, values, lines);
        }
    }
}

/// Whether a row of the forms is one to type in the agency's file.
fn may_state(subject: Subject<'_>, row: &Indicator) -> bool {
    !subject.is_compiled() || subject.may_state(row)
}

/// The number of a row in its form, as printed; nothing for one that is not printed.
pub fn printed_number<'f>(form: &'f Form, row: &Indicator) -> Option<&'f str> {
    form.rows.iter().find_map(|line| match line {
        Row::Value { number, indicator } if *indicator == row.id => Some(number.value.as_str()),
        Row::Value { .. } | Row::Heading { .. } => None,
    })
}
