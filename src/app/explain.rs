//! How figures of a report came about, and where they stand in it.

use std::slice;
use std::sync::Arc;

use serde::Serialize;

use super::config::App;
use super::period::{Faulty, Reading};
use super::places::FigurePlace;
use super::preview::asked_for;
use super::run::{Outcome, Run};
use crate::assess::{
    self, Comparison, Content, Explainer, Explanation, FigureOrigin, Report, Sums,
};
use crate::build::incomplete;
use crate::compose::Composed;
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::event::Event;
use crate::model::{AgencyId, AgencyName, IndicatorId, Period, Regime, Subject};
use crate::typeset::{FontSet, Pages};
use crate::vi;
use crate::wording::compared_with;

/// Which figures are asked about.
#[derive(Debug, Clone)]
pub struct ExplainRequest {
    /// The period.
    pub period: Period,
    /// The unit whose report has them.
    pub agency: AgencyId,
    /// The row; none for all rows of the report.
    pub row: Option<IndicatorId>,
}

/// Figures of a report with all that is to be said of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The period.
    pub period: Period,
    /// What the regime calls it: "quý I năm 2021".
    pub period_name: String,
    /// Whose report it is.
    pub agency: AgencyName,
    /// The figures, in the order of the forms.
    pub figures: Vec<ExplainedFigure>,
    /// Whether the report could be laid out, so that it is known where they stand.
    pub is_laid_out: bool,
}

/// A figure with all that is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedFigure {
    /// How it came about.
    pub explanation: Explanation,
    /// The form that it is of, with its number: "3. Kết quả giải quyết thủ tục hành chính".
    pub form_title: String,
    /// How the regime says that it is to be counted.
    pub definition: Option<String>,
    /// What it is compared with.
    pub compared_with: Option<EarlierFigure>,
    /// Where it stands in the report; nowhere, if that could not be laid out.
    pub places: Vec<FigurePlace>,
}

/// The same figure in an earlier report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierFigure {
    /// Which report.
    pub period: Period,
    /// The report in words: "cùng kỳ năm 2020".
    pub words: String,
    /// The earlier value as the annex prints it.
    pub printed: String,
}

impl App {
    /// Tells how figures came about; nothing where they could not be read, or the report lacks the
    /// row. What else keeps the report from being made is told beside them.
    pub fn explain(
        &self,
        request: &ExplainRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Explained>) {
        self.run(tell, |run| run.explain(request))
    }
}

impl Run<'_> {
    fn explain(&mut self, request: &ExplainRequest) -> Option<Explained> {
        let agencies = slice::from_ref(&request.agency);
        let reading = Reading {
            faulty: Faulty::Kept,
            ..Reading::of(&request.period, agencies)
        };
        let (checked, fonts) = self.checked(&reading, true)?;
        let subject = asked_for(&checked.workspace, agencies).first().copied()?;
        let figures = self.figures(request, subject, &checked.sums);
        let mut figures = self.or_told(figures)?;
        let is_faulty = checked.left_out.contains(&request.agency);
        let laid_out = (!is_faulty).then(|| self.laid_out(subject, &checked.sums, &fonts));
        let laid_out = laid_out.flatten();
        if let Some((report, marked)) = &laid_out {
            for figure in &mut figures {
                figure.places = self.places_of(&figure.explanation.row, report, marked);
            }
        }
        let period = &subject.submission.period;
        let is_answered = request.row.is_none() || !figures.is_empty();
        is_answered.then(|| Explained {
            period: period.clone(),
            period_name: subject.regime.period_name(period),
            agency: AgencyName::of(subject.agency),
            is_laid_out: laid_out.is_some(),
            figures,
        })
    }

    /// The figures that are asked for, without their places. Those that rest on what could not be
    /// read, which was told, are left out.
    fn figures(
        &self,
        request: &ExplainRequest,
        subject: Subject<'_>,
        sums: &Sums,
    ) -> Result<Vec<ExplainedFigure>, Vec<Diagnostic>> {
        let explainer = Explainer::new(subject, sums, &self.sources);
        let comparisons = assess::comparisons(subject, sums);
        let rows: Vec<_> = match &request.row {
            Some(row) => vec![row],
            None => explainer.rows().collect(),
        };
        let explanations: Vec<_> = rows
            .into_iter()
            .filter_map(|id| explainer.explain(id))
            .collect();
        if let (Some(row), []) = (&request.row, explanations.as_slice()) {
            return Err(vec![no_such_row(subject, &explainer, row)]);
        }
        let readable = explanations.into_iter();
        let readable = readable.filter(|explanation| !rests_on_unread(subject, explanation));
        let figures = readable.filter_map(|explanation| {
            let id = &explanation.row;
            let comparison = comparisons.get(id);
            let definition = subject.regime.indicators.get(id)?.definition.as_ref();
            Some(ExplainedFigure {
                form_title: form_title(subject.regime, id.form()),
                definition: definition.map(|definition| definition.value.clone()),
                compared_with: comparison.map(|one| EarlierFigure::of(one, subject.regime)),
                places: Vec::new(),
                explanation,
            })
        });
        Ok(figures.collect())
    }

    /// The report with its pages, on which places are found; nothing after it was told why.
    fn laid_out<'w>(
        &mut self,
        subject: Subject<'w>,
        sums: &'w Sums,
        fonts: &Arc<FontSet>,
    ) -> Option<(Report<'w>, (Composed, Pages))> {
        let templates = self.usable_templates(subject.workspace)?;
        let builder = self.builder(&templates, fonts)?;
        let head = subject.heads().first().copied();
        let report = head.and_then(|head| assess::assess(subject, head, sums));
        let report = self.or_told(report.ok_or_else(|| vec![incomplete(subject)]))?;
        let marked = builder.marked(Content::Report(&report), &self.sources);
        let marked = self.or_told(marked)?;
        Some((report, marked))
    }
}

/// Whether a figure, or one that it is worked out from, stands in the file of a report and could
/// not be read there.
fn rests_on_unread(subject: Subject<'_>, explanation: &Explanation) -> bool {
    if explanation.of.agency != subject.agency.id {
        return false;
    }
    let (row, submission) = (&explanation.row, subject.submission);
    let is_lost = match &explanation.origin {
        FigureOrigin::Formula { operands, .. } => {
            let mut operands = operands.iter();
            operands.any(|one| rests_on_unread(subject, one))
        }
        // It may stand in a group that could not be read.
        _ => submission.figures_unreadable && !submission.figures.contains_key(row),
    };
    is_lost || submission.is_unread(row)
}

impl EarlierFigure {
    fn of(comparison: &Comparison, regime: &Regime) -> Self {
        Self {
            period: comparison.period.clone(),
            words: compared_with(comparison, regime),
            printed: comparison.before.printed(),
        }
    }
}

fn form_title(regime: &Regime, key: &str) -> String {
    let form = regime.forms.iter().find(|form| form.key == key);
    form.map_or_else(String::new, |form| {
        format!("{}. {}", form.number.value, form.title.value)
    })
}

/// A row that a report lacks.
fn no_such_row(subject: Subject<'_>, explainer: &Explainer<'_>, row: &IndicatorId) -> Diagnostic {
    let known = explainer.rows().map(IndicatorId::as_str);
    let message = format!(
        "báo cáo của {} không có dòng `{row}`",
        subject.agency.name.value
    );
    let finding = Diagnostic::general(Code::IndicatorUnknown, message);
    match vi::nearest(row.as_str(), known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help(Help::from("xem mọi dòng của báo cáo bằng ").way(Way::AllRows)),
    }
}
