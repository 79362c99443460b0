//! Numbers that are typed in sentences (rule 1 of the checks: the figure in a sentence is
//! the figure in the annex).
//!
//! `reading` finds the numbers that may be figures, `vocabulary` knows the quantities of
//! the report by their words, `assignment` gives each number the quantity that it names.

mod assignment;
mod reading;
mod vocabulary;
mod words;

use std::ops::Range;

use rayon::prelude::*;
use reading::{Reading, Setting};
use vocabulary::Vocabulary;

use super::answers::answered_by;
use super::of_unit;
use crate::assess::{Sums, Values, reference_date};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::{
    DocumentState, IndicatorId, PhraseValues, SectionId, Subject, TextOf, Workspace,
};

/// What a number in a sentence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNumber {
    /// Where it stands in the text.
    pub part: Range<usize>,
    /// What it names.
    pub names: Names,
}

/// What a number names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// A row, and it has the value of that row.
    Figure(IndicatorId),
    /// What is left of a whole without one of its parts: "quá hạn 24 hồ sơ".
    Rest(IndicatorId, IndicatorId),
    /// A row with another value, which is given in words.
    Contradicts(IndicatorId, String),
    /// Nothing that the report has.
    Nothing,
}

/// Reads the numbers of texts of one report.
pub struct NumberReader {
    vocabulary: Vocabulary,
    setting: Setting,
    /// The sections that speak of what is to come.
    of_plans: Vec<SectionId>,
}

impl NumberReader {
    /// A reader for the quantities of a report with these values.
    pub fn new(subject: Subject<'_>, values: &Values) -> Self {
        let period = &subject.submission.period;
        Self {
            setting: Setting {
                year: period.year,
                days: reference_date(subject)
                    .into_iter()
                    .chain(subject.data_days().map(|(_, last)| last))
                    .collect(),
                period: subject.regime.period_name(period).to_lowercase(),
                names: vec![
                    subject.agency.name.value.clone(),
                    subject.agency.running_name().to_owned(),
                ],
            },
            of_plans: sections_of_plans(subject),
            vocabulary: Vocabulary::new(subject, values),
        }
    }

    /// The numbers of a text that are no dates, symbols or names.
    pub fn read(&self, text: &str, section: Option<&SectionId>) -> Vec<ReadNumber> {
        let sentences = reading::read(text, &self.setting);
        sentences
            .iter()
            .flat_map(|sentence| self.sentence(sentence, section))
            .collect()
    }

    fn sentence(&self, reading: &Reading, section: Option<&SectionId>) -> Vec<ReadNumber> {
        let of_plans = section.is_some_and(|section| self.of_plans.contains(section));
        let numbers = if of_plans {
            vec![Names::Nothing; reading.numbers.len()]
        } else {
            assignment::assign(&self.vocabulary, reading, section)
        };
        let numbers = numbers.into_iter().zip(&reading.numbers);
        numbers
            .map(|(names, number)| ReadNumber {
                part: number.part.clone(),
                names,
            })
            .collect()
    }
}

/// The sections of the parts that are about the next period ("phương hướng, nhiệm vụ").
fn sections_of_plans(subject: Subject<'_>) -> Vec<SectionId> {
    let parts = subject.regime.outline.iter().filter(|part| {
        let title = part.title.fill(&PhraseValues::default());
        title.to_lowercase().contains("phương hướng")
    });
    let sections = parts.flat_map(|part| &part.sections);
    let written = sections.flat_map(|s| std::iter::once(s).chain(&s.points));
    written.map(|section| section.id.clone()).collect()
}

/// All numbers that are typed in the texts of the submissions of a workspace, before figures
/// are filled in.
pub fn typed_numbers(workspace: &Workspace, sums: &Sums, sources: &Sources) -> Vec<Diagnostic> {
    let subjects = workspace.subjects().into_par_iter();
    subjects
        .flat_map_iter(|subject| {
            of_unit(subject, || {
                let mut findings = Vec::new();
                check(subject, sums, sources, &mut findings);
                findings
            })
        })
        .collect()
}

fn check(subject: Subject<'_>, sums: &Sums, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut reader = None;
    for (of, text) in subject.submission.texts() {
        let section = match of {
            TextOf::Section(section) => Some(section),
            TextOf::Task(_) => None,
            // What a remark or a legal basis says is of another time or another's.
            TextOf::Row(_)
            | TextOf::LegalBasis
            | TextOf::Source
            | TextOf::Answer
            | TextOf::Name => continue,
        };
        if !reading::may_have_numbers(&text.value) {
            continue;
        }
        let reader = reader.get_or_insert_with(|| NumberReader::new(subject, sums.values(subject)));
        for number in reader.read(&text.value, section) {
            let place = sources.part(text.place, &text.value, number.part.clone());
            let written = &text.value[number.part.clone()];
            let is_share = text.value[number.part.end..].trim_start().starts_with('%');
            let written = (written, is_share);
            findings.push(finding(subject, of, written, &number.names, place));
        }
    }
}

fn finding(
    subject: Subject<'_>,
    of: TextOf<'_>,
    (written, is_share): (&str, bool),
    names: &Names,
    place: crate::diagnostic::Place,
) -> Diagnostic {
    let shown = format!("{written}{}", if is_share { "%" } else { "" });
    let row_name = |id: &IndicatorId| {
        let row = subject.regime.indicators.get(id);
        row.map_or("", |row| subject.row_name(row))
    };
    match names {
        Names::Contradicts(id, value) => {
            let about = format!("{of}/{written}");
            let how = answered_by(Code::NarrativeContradicts, &about);
            let message = format!("câu ghi {shown}, nhưng “{}” là {value}", row_name(id));
            let finding = Diagnostic::error(Code::NarrativeContradicts, place, message);
            let finding = finding.warning().about(about);
            let figure = subject.submission.figures.get(id);
            let finding = match figure {
                Some(figure) => finding.with_label(figure.place, format!("`{id}`")),
                None => finding,
            };
            finding.with_help(format!(
                "viết `{{{{ {id} }}}}` thay cho số; nếu câu nói về số khác thì viết rõ hơn, hoặc {how}"
            ))
        }
        Names::Figure(id) => {
            let message = format!("{shown} là “{}”, gõ tay trong câu", row_name(id));
            let finding = Diagnostic::error(Code::NarrativeTypedFigure, place, message);
            finding
                .warning()
                .about(format!("{of}/{written}"))
                .with_help(format!(
                    "viết `{{{{ {id} }}}}` thay cho số, để khi số liệu sửa thì câu sửa theo"
                ))
        }
        Names::Rest(whole, part) => {
            let message = format!(
                "{shown} là phần còn lại của “{}” ngoài “{}”, gõ tay trong câu",
                row_name(whole),
                row_name(part)
            );
            let finding = Diagnostic::error(Code::NarrativeTypedFigure, place, message);
            finding
                .warning()
                .about(format!("{of}/{written}"))
                .with_help(format!(
                    "viết `{{{{ con_lai({whole}, {part}) }}}}` thay cho số, để khi số liệu sửa thì câu sửa theo"
                ))
        }
        Names::Nothing => {
            let message = format!("số {shown} gõ tay trong câu, không có trong biểu");
            let finding = Diagnostic::error(Code::NarrativeNumber, place, message);
            let finding = finding.note().about(format!("{of}/{written}"));
            let draft = matches!(subject.submission.document.state, DocumentState::Draft);
            finding.with_help(if draft {
                "kiểm tra lại với tài liệu nguồn trước khi trình ký"
            } else {
                "kiểm tra lại với tài liệu nguồn"
            })
        }
    }
}
