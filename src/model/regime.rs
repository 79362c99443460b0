//! Reporting regimes (chế độ báo cáo): periods, outline and forms as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{
    CycleId, Formula, Indicator, IndicatorId, LevelId, Period, Phrase, PhraseValues, Plan,
    RegimeOrigin, SectionId,
};
use crate::diagnostic::{Help, Located, Place, Way};

/// The rules of a reporting regime, as Nghị định 09/2019/NĐ-CP lists them:
/// name, content, who reports, to whom, how, when, how often, cut-off, outline
/// and forms.
#[derive(Debug, Clone)]
pub struct Regime {
    /// The name of its file.
    pub id: String,
    /// Where it begins.
    pub place: Place,
    /// Where its text comes from.
    pub origin: RegimeOrigin,
    /// What its text says of each kind of period, as a fingerprint: it changes when the text does,
    /// and not by comments, by how values are written or when the regime holds.
    pub fingerprints: BTreeMap<CycleId, String>,
    /// Its name.
    pub name: Located<String>,
    /// Who reports by it: "Các sở, ban, ngành; Ủy ban nhân dân các quận, huyện".
    pub audience: Located<String>,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds, when there is one.
    pub valid_to: Option<NaiveDate>,
    /// What a report rests on, one line each, without the closing mark.
    pub legal_basis: Vec<Phrase>,
    /// The clause that lays down by when units report: `điểm c khoản 1 Mục IV {ke_hoach}`.
    pub due_clause: Option<Phrase>,
    /// The sentence that opens a report, after its legal basis.
    pub opening: Phrase,
    /// The sentence that closes a report, without `./.`.
    pub closing: Phrase,
    /// The same for reports to an agency of one of these levels, or to the People's Committee of
    /// the place ([`Self::TERRITORY`]).
    pub closings_by_recipient: Vec<(Located<LevelId>, Phrase)>,
    /// What reports say that are compiled from others.
    pub compiled: Option<CompiledWording>,
    /// The kinds of periods, in the order of the year.
    pub cycles: IndexMap<CycleId, Cycle>,
    /// The parts of a report.
    pub outline: Vec<Part>,
    /// The phrase for a section that has nothing to say but whose figures are not all
    /// there, or not all nought.
    pub figures_incomplete: Phrase,
    /// The title of the annex of figures.
    pub annex_title: Phrase,
    /// A remark at the head of the annex of figures, such as what abbreviations mean.
    pub annex_note: Option<Phrase>,
    /// What an owner of an area speaks for: "toàn tỉnh".
    pub whole_territory: String,
    /// The title of the annex of tasks, if the regime asks for one.
    pub task_annex_title: Option<Phrase>,
    /// The annex of targets, if the regime asks for one.
    pub target_annex: Option<TargetAnnex>,
    /// The annex of a compiled report that sets its members side by side.
    pub member_annex: Option<MemberAnnex>,
    /// The title of the annex of a compiled report that sets its figures beside those of an
    /// earlier one, if the regime asks for it (`tieu_de_phu_luc_so_sanh`).
    pub comparison_annex_title: Option<Phrase>,
    /// Words that are no longer in use, and what is said instead.
    pub old_names: Vec<OldNames>,
    /// Whether what arrives on the due day itself is on time.
    pub due_day_counts: bool,
    /// The statistical forms.
    pub forms: Vec<Form>,
    /// All rows with a value, in the order of the forms.
    pub indicators: IndexMap<IndicatorId, Indicator>,
    /// From where on a change asks for a reason (`thay_doi_lon`).
    pub great_change: Option<GreatChanges>,
}

/// From where on a figure has changed so much that somebody must say why.
#[derive(Debug, Clone, Copy)]
pub struct GreatChanges {
    /// Of what is counted at a moment, against the last report (`thoi_diem`).
    pub of_snapshots: GreatChange,
    /// Of what is counted over time, against the same period of last year (`cung_ky`).
    pub within_a_year: GreatChange,
}

/// A change that is great: by ratio, and by amount.
#[derive(Debug, Clone, Copy)]
pub struct GreatChange {
    /// The larger is so many times the smaller.
    pub times: u64,
    /// And larger by so much.
    pub least: u64,
}

/// Words that are no longer in use under a regime (`ten_cu`).
#[derive(Debug, Clone)]
pub struct OldNames {
    /// They are.
    pub names: Vec<Located<String>>,
    /// What is said instead.
    pub now: Option<Located<String>>,
}

/// The sentences of a report that is compiled from others.
#[derive(Debug, Clone)]
pub struct CompiledWording {
    /// What is added to the subject line of the period: "của tỉnh" (`trich_yeu_them`).
    pub title_suffix: Option<Phrase>,
    /// The sentence that opens it, after its legal basis.
    pub opening: Phrase,
    /// What opens it where it is made of stated totals alone (`mo_dau_so_neu`): no unit has counted
    /// up to any day.
    pub opening_of_totals: Option<Phrase>,
    /// The sentence that closes it, without `./.`.
    pub closing: Phrase,
    /// The same where the agency that compiles it presents it.
    pub presented: Option<Box<CompiledWording>>,
}

/// The annex of targets and their verdicts.
#[derive(Debug, Clone)]
pub struct TargetAnnex {
    /// Its title.
    pub title: Phrase,
    /// The kinds of periods that have it; none means all.
    pub cycles: Vec<Located<CycleId>>,
}

/// The annex that sets the members of a compiled report side by side.
#[derive(Debug, Clone)]
pub struct MemberAnnex {
    /// Its title.
    pub title: Phrase,
    /// Its key figures.
    pub columns: Vec<MemberColumn>,
}

/// A key figure of every member: a sum of rows, or a rate of two such sums.
#[derive(Debug, Clone)]
pub struct MemberColumn {
    /// Its heading.
    pub name: Located<String>,
    /// The rows; a member has those of its level.
    pub rows: Vec<Located<IndicatorId>>,
    /// The rows that they are a part of, for a rate.
    pub whole: Vec<Located<IndicatorId>>,
}

/// Whether something with a list of kinds of periods belongs to one of them; no list
/// means all.
fn is_of(cycles: &[Located<CycleId>], cycle: &CycleId) -> bool {
    cycles.is_empty() || cycles.iter().any(|c| c.value == *cycle)
}

impl TargetAnnex {
    /// Whether reports of a kind of period have it.
    pub fn is_asked_in(&self, cycle: &CycleId) -> bool {
        is_of(&self.cycles, cycle)
    }
}

/// How sure we are of a part of the regime file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Taken from the document itself.
    Verbatim,
    /// The practice of those years, taken for granted.
    Assumed,
    /// Rebuilt from other sources until the print is at hand.
    Reconstructed,
    /// Put there to begin with: the place has still to say what it is.
    Unconfirmed,
}

/// A kind of period.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// Its name with the year: "quý I năm 2021".
    pub name: Phrase,
    /// What comes next: "quý II năm 2021".
    pub next_name: Phrase,
    /// What the report is about, after the word "BÁO CÁO".
    pub title: Phrase,
    /// The sentence that opens a report of this kind, if it is another.
    pub opening: Option<Phrase>,
    /// First day of the data.
    pub data_from: DayOfYear,
    /// Last day of the data (chốt số liệu): the reference date of a report
    /// that states none.
    pub data_to: DayOfYear,
    /// Where the two days of the data come from.
    pub data_provenance: Provenance,
    /// The day by which units report.
    pub units_due: DayOfYear,
    /// Where that day comes from.
    pub units_due_provenance: Located<Provenance>,
    /// The day by which the city reports to the ministry.
    pub ministry_due: DayOfYear,
    /// Where the ministry's day comes from.
    pub ministry_due_provenance: Provenance,
}

/// A day in a year counted from the year of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfYear {
    /// Day of the month.
    pub day: u32,
    /// Month.
    pub month: u32,
    /// Whether it lies in the year before the report's.
    pub year_before: bool,
}

impl DayOfYear {
    /// The date for a report of `year`; nothing for 29/02 in a common year.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year - i32::from(self.year_before), self.month, self.day)
    }
}

/// A part of the outline: "I. CÔNG TÁC CHỈ ĐẠO…". One without sections has
/// paragraphs of its own.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its heading, as printed.
    pub title: Phrase,
    /// Its sections; of a part without headings below it, the one section
    /// carries the part's own paragraphs.
    pub sections: Vec<Section>,
    /// The sentence that ends it, such as where its figures stand.
    pub closing: Option<Phrase>,
    /// Whether it says what is to be done: where the report is presented, the agency that
    /// signs asks the one that it presents it to for what that one orders or proposes here.
    pub asks_when_presented: bool,
}

/// A section of the outline: paragraphs of the unit and what templates say of figures,
/// or points (a, b, c) that have these.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name in data.
    pub id: SectionId,
    /// Where it is declared.
    pub place: Place,
    /// Its heading; none where the part's heading is enough.
    pub title: Option<Phrase>,
    /// Headings for levels of agencies that are asked something else.
    pub titles_by_level: Vec<(Located<LevelId>, Phrase)>,
    /// Its points. A point with nothing to say is left out.
    pub points: Vec<Self>,
    /// The templates that word its figures, one after the other.
    pub templates: Vec<Located<String>>,
    /// Whether its first paragraph is numbered and has no heading, as one of a list of
    /// numbered paragraphs.
    pub is_numbered_paragraph: bool,
    /// Whether it is left out when there is nothing to say: a point, or a numbered
    /// paragraph.
    pub may_be_left_out: bool,
    /// The kinds of periods that have it; none means all.
    pub cycles: Vec<Located<CycleId>>,
    /// The words over what the members say here, in a compiled report that takes
    /// their words over.
    pub gathered: Option<Phrase>,
    /// Whether they stand only where the compiling agency presents the report: what
    /// members ask of the city is not the ministry's.
    pub gathered_when_presented: bool,
    /// The words over what they ask the agency that presents the report for, which answers
    /// itself (`gop_gui_co_quan_trinh`); without them it stands among the rest.
    pub asked_of_presenter: Option<Phrase>,
    /// The official phrase where there is nothing to say. A section without
    /// one must be written, unless it is left out then.
    pub nothing_to_report: Option<Phrase>,
    /// The forms or rows that it speaks of: `bo_may`, `chi_dao.van_ban_chi_dao`.
    /// Where all of them are missing, nothing can be denied.
    pub speaks_of: Vec<Located<String>>,
}

impl Section {
    /// Whether reports of a kind of period have it.
    pub fn is_asked_in(&self, cycle: &CycleId) -> bool {
        is_of(&self.cycles, cycle)
    }

    /// The names of the templates that word its figures: its own, if it names none.
    pub fn template_names(&self) -> Vec<&str> {
        if !self.points.is_empty() {
            return Vec::new();
        }
        match self.templates.as_slice() {
            [] => vec![self.id.as_str()],
            named => named.iter().map(|name| name.value.as_str()).collect(),
        }
    }

    /// Whether it or one of its points speaks of a row.
    pub fn speaks_of(&self, row: &IndicatorId) -> bool {
        let named = |name: &Located<String>| name.value == row.as_str() || name.value == row.form();
        self.speaks_of.iter().any(named) || self.points.iter().any(|point| point.speaks_of(row))
    }
}

/// A statistical form (biểu).
#[derive(Debug, Clone)]
pub struct Form {
    /// The first part of the names of its rows: `tthc`.
    pub key: String,
    /// Its printed number.
    pub number: Located<String>,
    /// Its title.
    pub title: Located<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A line of a form.
#[derive(Debug, Clone)]
pub enum Row {
    /// A line without a value.
    Heading {
        /// STT as printed.
        number: Located<String>,
        /// Its words.
        name: Located<String>,
        /// Its words in a unit's own form where they differ.
        unit_name: Option<Located<String>>,
    },
    /// A line with a value.
    Value {
        /// STT as printed.
        number: Located<String>,
        /// What it holds.
        indicator: IndicatorId,
    },
}

/// A phrase that may name the plan; nothing if it does and there is none.
fn filled_by_plan(phrase: &Phrase, plan: Option<&Plan>) -> Option<String> {
    let Some(plan) = plan else {
        let names_it = phrase.has_gap(PhraseValues::PLAN);
        return (!names_it).then(|| phrase.fill(&PhraseValues::default()));
    };
    let values = PhraseValues::default()
        .with("ke_hoach", plan.decision.value.as_str())
        .with("goi_ke_hoach", plan.short_name.value.as_str());
    Some(phrase.fill(&values))
}

impl Regime {
    /// The key of the closing for reports to the People's Committee of the place, whatever level
    /// that has.
    pub const TERRITORY: &str = "dia_phuong";

    /// Whether reports of a period are due by it, on the day when units report.
    pub fn holds_in(&self, period: &Period) -> bool {
        let cycle = self.cycles.get(&period.cycle);
        let due = cycle.and_then(|cycle| cycle.units_due.in_year(period.year));
        due.is_some_and(|due| self.valid_from <= due && self.valid_to.is_none_or(|to| due <= to))
    }

    /// Whether the place has still to say by when units report in a kind of period: the day was
    /// put there to begin with, or is the one that the program's own text takes for granted.
    pub fn is_unconfirmed(&self, cycle: &Cycle) -> bool {
        let provenance = &cycle.units_due_provenance;
        match provenance.value {
            Provenance::Unconfirmed => true,
            Provenance::Assumed => self.origin.is_carried_at(provenance.place),
            Provenance::Verbatim | Provenance::Reconstructed => false,
        }
    }

    /// Whether the place says itself by when units report in a kind of period: in its file that
    /// changes the program's own text, and not to begin with.
    pub fn is_day_of_place(&self, cycle: &Cycle) -> bool {
        let provenance = &cycle.units_due_provenance;
        let RegimeOrigin::Carried { changed_by, .. } = self.origin else {
            return false;
        };
        changed_by == Some(provenance.place.source) && !self.is_unconfirmed(cycle)
    }

    /// What a report of a plan's year rests on; without a plan the lines that name it are
    /// left out.
    pub fn legal_basis_with(&self, plan: Option<&Plan>) -> Vec<String> {
        let lines = self.legal_basis.iter();
        lines
            .filter_map(|line| filled_by_plan(line, plan))
            .collect()
    }

    /// The clause that lays down by when units report in a plan's year.
    pub fn due_clause_with(&self, plan: Option<&Plan>) -> Option<String> {
        filled_by_plan(self.due_clause.as_ref()?, plan)
    }

    /// All sections of the outline.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.outline.iter().flat_map(|p| &p.sections)
    }

    /// What units write paragraphs for: points, and sections without any.
    pub fn written_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections().flat_map(|section| {
            if section.points.is_empty() {
                std::slice::from_ref(section)
            } else {
                &section.points
            }
        })
    }

    /// A whole and the rows that together cannot exceed it: those that it covers, those that
    /// a difference takes off, and the part that a rate is of.
    pub fn limits(&self) -> Vec<(&IndicatorId, Vec<&IndicatorId>)> {
        let mut limits = Vec::new();
        for row in self.indicators.values() {
            if !row.covers.is_empty() {
                limits.push((&row.id, row.covers.iter().map(|id| &id.value).collect()));
            }
            match &row.formula {
                Some(Formula::Difference(whole, parts)) => {
                    let parts = parts.iter().map(|id| &id.value).collect();
                    let limit: (&IndicatorId, Vec<_>) = (&whole.value, parts);
                    // What a difference takes off may be named as its whole's parts, too.
                    if !limits.contains(&limit) {
                        limits.push(limit);
                    }
                }
                Some(Formula::Rate(part, whole)) if !row.may_exceed_whole => {
                    let covering = self.indicators.get(&whole.value).map(|w| &w.covers);
                    // A whole with its parts says more than one part of it.
                    if !covering.is_some_and(|parts| parts.iter().any(|p| p.value == part.value)) {
                        limits.push((&whole.value, vec![&part.value]));
                    }
                }
                Some(Formula::Rate(..) | Formula::Sum(_)) | None => {}
            }
        }
        limits
    }

    /// The name of a period with its year: "quý I năm 2021".
    pub fn period_name(&self, period: &Period) -> String {
        let cycle = self.cycles.get(&period.cycle);
        let calendar = PhraseValues::of_year(period.year);
        cycle.map_or_else(String::new, |cycle| cycle.name.fill(&calendar))
    }

    /// Whether a kind of period is the last of a year, whose report judges all of it.
    pub fn is_last_of_year(&self, cycle: &CycleId) -> bool {
        self.cycles.keys().next_back() == Some(cycle)
    }

    /// Whether units and the agency that answers for an area mean the same by a row: not
    /// if units have another name for it, or for a row that it is a part of.
    pub fn means_one_thing(&self, row: &Indicator) -> bool {
        let named_otherwise = |row: &Indicator| row.unit_wording.is_some();
        let mut wholes = self.indicators.values();
        !named_otherwise(row)
            && !wholes.any(|whole| {
                named_otherwise(whole) && whole.covers.iter().any(|part| part.value == row.id)
            })
    }

    /// The periods before one, from the same of last year on, the earliest first.
    pub fn year_before(&self, period: &Period) -> Vec<Period> {
        let in_year = |year: i32| {
            let cycles = self.cycles.keys().cloned();
            cycles.map(move |cycle| Period { year, cycle })
        };
        let last_year = Period {
            year: period.year - 1,
            ..period.clone()
        };
        in_year(period.year - 1)
            .skip_while(|p| *p != last_year)
            .chain(in_year(period.year).take_while(|p| p != period))
            .collect()
    }

    /// Where the names of its forms and rows can be looked up.
    pub fn rows_seen_in(&self) -> Help {
        match self.origin {
            RegimeOrigin::OwnFile => Help::from(format!("trong che-do/{}.yaml", self.id)),
            RegimeOrigin::Carried { .. } => {
                Help::from("bằng ").way(Way::RegimeText(self.id.clone()))
            }
        }
    }

    /// Whether a name is that of a form or of a row.
    pub fn has_form_or_row(&self, name: &str) -> bool {
        self.indicators
            .keys()
            .any(|id| id.as_str() == name || id.form() == name)
    }
}
