//! A submission with all that it refers to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::diagnostic::Located;

use super::{
    Agency, AgencyId, CityRule, Cycle, Document, DocumentState, Formula, Indicator, IndicatorId,
    Leaf, Period, Phrase, Plan, Quantity, Regime, Seal, Section, Submission, Workspace,
};

/// A submission with what it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'w> {
    /// Everything that was read.
    pub workspace: &'w Workspace,
    /// The submission.
    pub submission: &'w Submission,
    /// Its unit.
    pub agency: &'w Agency,
    /// The regime of its period.
    pub regime: &'w Regime,
    /// The plan of its year, if there is one.
    pub plan: Option<&'w Plan>,
}

/// A document that carries a report: who issues it, to whom.
#[derive(Debug, Clone, Copy)]
pub struct Head<'w> {
    /// Whose head, number and signature it has.
    pub issuer: &'w Agency,
    /// The agency that it goes to.
    pub recipient: Option<&'w AgencyId>,
    /// Number, date, signer, recipients.
    pub document: &'w Document,
    /// Whether the agency that compiles a report presents it by this document.
    pub presents: bool,
    /// What it follows, if it does.
    pub edition: Edition<'w>,
}

/// What follows an issued report that was wrong (NĐ 30/2020, Điều 18.3): nothing where it is
/// the report as it is first made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edition<'w> {
    /// The number of the issued one whose place it takes (`thay_the`).
    pub replaces: Option<u64>,
    /// The letter by which the form of what was issued is corrected (`dinh_chinh`).
    pub corrected_by: Option<&'w str>,
}

impl Edition<'_> {
    /// Whether it follows nothing.
    pub fn is_first(self) -> bool {
        self == Self::default()
    }

    /// What is added to the name of its file.
    fn suffix(self) -> String {
        let replaces = self.replaces.map(|number| format!("-thay-the-{number}"));
        let corrected = self.corrected_by.map(|letter| {
            let number = letter.split(|c: char| !c.is_ascii_digit()).next();
            format!("-dinh-chinh-{}", number.unwrap_or_default())
        });
        replaces.into_iter().chain(corrected).collect()
    }
}

impl Head<'_> {
    /// What names the report for ever: period and file.
    pub fn id(&self, subject: Subject<'_>) -> String {
        let name = self.file_name(subject.agency);
        format!("{}/{name}", subject.submission.period)
    }

    /// The name of a report among those of its period: its agency's, and of a
    /// compiled report `-trinh` behind it where the compiling agency presents it. One that
    /// follows an issued report has a name of its own, so that both are there.
    pub fn file_name(&self, agency: &Agency) -> String {
        let name = file_name(agency, self.presents);
        name + &self.edition.suffix()
    }

    /// The names that reports of an agency have unless they follow an issued one.
    pub fn file_names(agency: &Agency, presented: bool) -> Vec<String> {
        let mut names = vec![file_name(agency, false)];
        if agency.compiled_by.is_some() && presented {
            names.push(file_name(agency, true));
        }
        names
    }
}

fn file_name(agency: &Agency, presents: bool) -> String {
    let presented = if presents { "-trinh" } else { "" };
    format!("{}{presented}", agency.id)
}

/// Of a compiled report, what it is made of: the units below its agency.
#[derive(Debug, Default)]
pub struct ReportsBelow<'w> {
    /// What has been reported, members first.
    pub reported: Vec<Subject<'w>>,
    /// Who has not, members first.
    pub unreported: Vec<&'w Agency>,
}

impl<'w> Subject<'w> {
    /// The agency that answers for a row in the whole city.
    pub fn owner(&self, row: &IndicatorId) -> Option<&'w AgencyId> {
        self.plan.and_then(|plan| plan.owner(row))
    }

    /// Whether its report is compiled from those of other agencies.
    pub fn is_compiled(&self) -> bool {
        self.agency.compiled_by.is_some()
    }

    /// The kind of its period.
    pub fn cycle(&self) -> Option<&'w Cycle> {
        self.regime.cycles.get(&self.submission.period.cycle)
    }

    /// The day by which its report is due ([`Workspace::due`]).
    pub fn due(&self) -> Option<NaiveDate> {
        let year = self.submission.period.year;
        self.workspace.due(self.agency, self.cycle()?, year)
    }

    /// The day by which reports of units are due, on which it is asked who they are.
    pub fn units_due(&self) -> Option<NaiveDate> {
        let year = self.submission.period.year;
        self.cycle()?.units_due.in_year(year)
    }

    /// The first and the last day of its data, by the regime.
    pub fn data_days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (cycle, year) = (self.cycle()?, self.submission.period.year);
        Some((cycle.data_from.in_year(year)?, cycle.data_to.in_year(year)?))
    }

    /// The agencies whose reports its own is compiled from; none for a unit.
    pub fn members(&self) -> Vec<&'w Agency> {
        self.units_due()
            .map(|due| self.workspace.members(self.agency, due))
            .unwrap_or_default()
    }

    /// What a member says for the same period: nothing before it has reported; a
    /// draft is no report yet.
    pub fn member(&self, agency: &'w Agency) -> Option<Self> {
        let period = &self.submission.period;
        let submission = self.workspace.submission(&agency.id, period)?;
        self.as_member(agency, submission)
    }

    fn as_member(&self, agency: &'w Agency, submission: &'w Submission) -> Option<Self> {
        let draft = matches!(submission.document.state, DocumentState::Draft);
        (!draft).then_some(Self {
            submission,
            agency,
            ..*self
        })
    }

    /// All members with what they say for the same period.
    pub fn members_with_reports(&self) -> Vec<(&'w Agency, Option<Self>)> {
        let of_period = self.workspace.of_period(&self.submission.period);
        let members = self.members().into_iter();
        members
            .map(|agency| {
                let submission = of_period.get(&agency.id).copied();
                let member = submission.and_then(|submission| self.as_member(agency, submission));
                (agency, member)
            })
            .collect()
    }

    /// The agencies whose reports its own is compiled from, and those that theirs are compiled
    /// from in turn, whether they have reported or not.
    pub fn below(&self) -> Vec<&'w Agency> {
        self.units_due()
            .map(|due| self.workspace.below(self.agency, due))
            .unwrap_or_default()
    }

    /// The reports that its own is made of: those of its members, and those that the compiled
    /// ones among them are made of in turn, each once. What a member has compiled counts when it
    /// has reported.
    pub fn reports_below(&self) -> ReportsBelow<'w> {
        let mut seen = BTreeSet::from([&self.agency.id]);
        let mut below = ReportsBelow::default();
        let mut members = self.members_with_reports();
        let mut looked_at = 0;
        loop {
            for (agency, report) in members {
                if !seen.insert(&agency.id) {
                    continue;
                }
                match report {
                    Some(report) => below.reported.push(report),
                    None => below.unreported.push(agency),
                }
            }
            let mut rest = below.reported.iter().enumerate().skip(looked_at);
            let Some((at, compiled)) = rest.find(|(_, report)| report.is_compiled()) else {
                return below;
            };
            looked_at = at + 1;
            members = compiled.members_with_reports();
        }
    }

    /// The same agency's submission for another period, if it is at hand.
    pub fn in_period(&self, period: &Period) -> Option<Self> {
        let submission = self.workspace.submission(&self.agency.id, period)?;
        let regime = self.workspace.regimes_for(period).first().copied();
        self.workspace
            .subject(submission, regime.unwrap_or(self.regime))
    }

    /// What was recorded of its report when it was issued.
    pub fn seal(&self) -> Option<&'w Seal> {
        let period = &self.submission.period;
        self.workspace.seal(&self.agency.id, period)
    }

    /// Whether what its report says was recorded when it was issued.
    pub fn is_recorded(&self) -> bool {
        let seal = self.seal();
        seal.is_some_and(|seal| seal.is_of(&self.submission.document))
    }

    /// Whether a document that carries its report is the one that was recorded, so that it stays
    /// as it was then. The copy whose form a letter has corrected is not.
    pub fn is_sealed(&self, head: Head<'_>) -> bool {
        let is_issued = matches!(head.document.state, DocumentState::Issued { .. });
        is_issued && self.is_recorded() && head.edition.corrected_by.is_none()
    }

    /// Whether the issued report that it follows is the last that was recorded.
    pub fn follows_recorded(&self) -> bool {
        let replaced = self.submission.document.replaces.as_ref();
        let is_replaced = |seal: &Seal| {
            replaced.is_some_and(|replaced| {
                (replaced.number, replaced.date.value) == (seal.number, seal.date.value)
            })
        };
        self.is_recorded() || self.seal().is_some_and(is_replaced)
    }

    /// What its report follows, if one was issued and was wrong.
    pub fn edition(&self) -> Edition<'w> {
        let submission = self.submission;
        let letter = submission.corrections.last();
        let letter = letter.filter(|_| self.is_recorded());
        Edition {
            replaces: submission
                .document
                .replaces
                .as_ref()
                .map(|replaced| replaced.number),
            corrected_by: letter.map(|letter| letter.letter.value.as_str()),
        }
    }

    /// The documents that carry its report: one, and of a compiled report also that
    /// by which the compiling agency presents it.
    pub fn heads(&self) -> Vec<Head<'w>> {
        let agencies = &self.workspace.agencies;
        let own = Head {
            issuer: self.agency,
            recipient: self.agency.reports_to.as_ref().map(|id| &id.value),
            document: &self.submission.document,
            presents: false,
            edition: self.edition(),
        };
        let compiler = self.agency.compiled_by.as_ref();
        let presented = self.submission.presented.as_ref().zip(compiler);
        let presented = presented.and_then(|(document, compiler)| {
            Some(Head {
                issuer: agencies.get(&compiler.value)?,
                recipient: Some(&self.agency.id),
                document,
                presents: true,
                edition: self.edition(),
            })
        });
        std::iter::once(own).chain(presented).collect()
    }

    /// Whether the unit states a row for the whole city and not for itself.
    pub fn speaks_for_all(&self, row: &Indicator) -> bool {
        self.is_compiled() || self.answers_for(self.agency, row)
    }

    /// Whether a unit states a row for the whole city and not for itself: of a worked-out
    /// row, all that it is worked out from.
    pub fn answers_for(&self, agency: &Agency, row: &Indicator) -> bool {
        if let Some(formula) = &row.formula {
            let rows = &self.regime.indicators;
            let mut operands = formula.operands().into_iter();
            return operands.all(|id| {
                let operand = rows.get(&id.value);
                operand.is_some_and(|operand| self.answers_for(agency, operand))
            });
        }
        (row.city == CityRule::Owner || row.fillers.owner)
            && self.owner(&row.id) == Some(&agency.id)
    }

    /// The leaves of the plan that the unit reports on.
    pub fn leaves(&self) -> impl Iterator<Item = &'w Leaf> {
        let Self { agency, .. } = *self;
        let compiled = self.is_compiled();
        self.plan
            .into_iter()
            .flat_map(Plan::leaves)
            .filter(move |leaf| compiled || leaf.is_reported_by(agency))
    }

    /// The rows that the unit prints: those that it fills, and those worked out
    /// from rows that it fills (any part of a sum, all sides of a difference or a
    /// rate). What a unit states for itself and what it states for the whole city
    /// make no sum.
    pub fn rows(&self) -> BTreeSet<&'w IndicatorId> {
        let cycle = &self.submission.period.cycle;
        let indicators = &self.regime.indicators;
        if self.is_compiled() {
            return self.compiled_rows();
        }
        let mut rows: BTreeSet<&IndicatorId> = indicators
            .values()
            .filter(|i| i.formula.is_none() && i.is_asked_in(cycle))
            .filter(|i| i.is_filled_by(self.agency, self.owner(&i.id)))
            .map(|i| &i.id)
            .collect();
        // What is worked out may be worked out from again: until nothing is new.
        loop {
            let new: Vec<_> = indicators
                .values()
                .filter_map(|i| Some((&i.id, i.formula.as_ref()?)))
                .filter(|(id, _)| !rows.contains(*id))
                .filter(|(_, formula)| self.can_work_out(formula, &rows))
                .map(|(id, _)| id)
                .collect();
            if new.is_empty() {
                return rows;
            }
            rows.extend(new);
        }
    }

    /// All rows that the period asks for, and what is worked out from them.
    fn compiled_rows(&self) -> BTreeSet<&'w IndicatorId> {
        let cycle = &self.submission.period.cycle;
        let indicators = &self.regime.indicators;
        let mut rows: BTreeSet<_> = indicators.keys().collect();
        loop {
            let before = rows.len();
            rows = indicators
                .values()
                .filter(|row| rows.contains(&row.id) && row.is_asked_in(cycle))
                .filter(|row| {
                    let operands = row.formula.iter().flat_map(Formula::operands);
                    operands.into_iter().all(|id| rows.contains(&id.value))
                })
                .map(|row| &row.id)
                .collect();
            if rows.len() == before {
                return rows;
            }
        }
    }

    fn can_work_out(&self, formula: &Formula, rows: &BTreeSet<&IndicatorId>) -> bool {
        let operands = formula.operands();
        let own: Vec<_> = operands
            .iter()
            .filter(|id| rows.contains(&id.value))
            .filter_map(|id| self.regime.indicators.get(&id.value))
            .collect();
        let enough = match formula {
            Formula::Sum(_) => !own.is_empty(),
            Formula::Difference(..) | Formula::Rate(..) => own.len() == operands.len(),
        };
        let for_all = own.iter().filter(|row| self.speaks_for_all(row)).count();
        // Of a sum the unit's own parts are its own sum.
        let of_one_kind = matches!(formula, Formula::Sum(_));
        enough && (of_one_kind || for_all == 0 || for_all == own.len())
    }

    /// The rows among `rows` that a worked-out row of the unit is worked out from: where
    /// some are its own and some the whole city's, its own.
    pub fn operands_of_one_kind(
        &self,
        formula: &Formula,
        rows: &BTreeSet<&'w IndicatorId>,
    ) -> BTreeSet<&'w IndicatorId> {
        let operands = formula.operands().into_iter();
        let own = operands.filter_map(|operand| rows.get(&operand.value).copied());
        let (for_all, own): (BTreeSet<_>, BTreeSet<_>) = own.partition(|id| {
            let row = self.regime.indicators.get(*id);
            row.is_some_and(|row| self.speaks_for_all(row))
        });
        if own.is_empty() { for_all } else { own }
    }

    /// What the unit writes paragraphs for in the period.
    pub fn sections(&self) -> impl Iterator<Item = &'w Section> {
        let cycle = &self.submission.period.cycle;
        let sections = self.regime.written_sections();
        sections.filter(move |section| section.is_asked_in(cycle))
    }

    /// Whether a figure of a row may be typed in the unit's file. Of a compiled report
    /// that is what nobody else supplies: its agency's own part of a sum, and rows that
    /// no member answers for.
    pub fn may_state(&self, row: &Indicator) -> bool {
        let owner = self.owner(&row.id);
        let answered = || self.below().iter().any(|member| Some(&member.id) == owner);
        match row.city {
            CityRule::Sum => row.compiled_adds,
            CityRule::Owner => !answered(),
            CityRule::Plan(_) => self.plan.is_none(),
            CityRule::CountOfUnits => false,
        }
    }

    /// The heading of a section for the unit: that of its level, unless the unit
    /// speaks there for the whole city.
    pub fn section_title(&self, section: &'w Section) -> Option<&'w Phrase> {
        let for_all = self
            .regime
            .indicators
            .values()
            .any(|row| section.speaks_of(&row.id) && self.speaks_for_all(row));
        section
            .titles_by_level
            .iter()
            .find(|(level, _)| level.value == self.agency.level && !for_all)
            .map(|(_, title)| title)
            .or(section.title.as_ref())
    }

    /// The name of a row as the unit prints it.
    pub fn row_name(&self, row: &'w Indicator) -> &'w str {
        let own = row.unit_wording.as_ref().map(|w| &w.name);
        let own = own.filter(|_| !self.speaks_for_all(row));
        &own.unwrap_or(&row.name).value
    }

    /// What a row counts, for those who type it: "Hồ sơ (biểu in “Thủ tục”)".
    pub fn row_measure(&self, row: &'w Indicator) -> String {
        let unit = self.row_unit(row);
        match &row.counted {
            Some(counted) if unit.is_empty() => counted.value.clone(),
            Some(counted) => format!("{} (biểu in “{unit}”)", counted.value),
            None => unit.to_owned(),
        }
    }

    /// What the codes of a row stand for where the unit answers by code.
    pub fn row_answers(&self, row: &'w Indicator) -> Option<&'w BTreeMap<u64, Located<String>>> {
        let own = row.unit_wording.as_ref().and_then(|w| w.answers.as_ref());
        let own = own.filter(|_| !self.speaks_for_all(row));
        own.or(match &row.quantity {
            Quantity::Answer(answers) => Some(answers),
            _ => None,
        })
    }

    /// The unit of measure of a row as the unit prints it.
    pub fn row_unit(&self, row: &'w Indicator) -> &'w str {
        let own = row.unit_wording.as_ref().and_then(|w| w.unit.as_ref());
        let own = own.filter(|_| !self.speaks_for_all(row));
        own.or(row.unit.as_ref()).map_or("", |unit| &unit.value)
    }
}
