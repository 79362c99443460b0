//! How figures of a report came about, and where they stand in it.

use std::slice;

use serde::Serialize;

use super::config::App;
use super::period::Reading;
use super::places::FigurePlace;
use super::run::{Outcome, Run};
use crate::assess::{self, Comparison, Content, Explainer, Explanation, Sums};
use crate::build::{Builder, incomplete};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::event::Event;
use crate::model::{AgencyId, AgencyName, IndicatorId, Period, Regime, Subject};
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
    /// Where it stands in the report.
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
    /// Tells how figures came about; nothing where the report cannot be made, or lacks the row.
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
        let reading = Reading::of(&request.period, agencies);
        let desk = self.desk(&reading, true)?;
        let subject = desk.subjects(agencies).first().copied()?;
        let builder = self.builder(&desk)?;
        let explained = self.explained(request, subject, &desk.sums, &builder);
        self.or_told(explained)
    }

    fn explained(
        &self,
        request: &ExplainRequest,
        subject: Subject<'_>,
        sums: &Sums,
        builder: &Builder,
    ) -> Result<Explained, Vec<Diagnostic>> {
        let head = subject.heads().first().copied();
        let report = head.and_then(|head| assess::assess(subject, head, sums));
        let report = report.ok_or_else(|| vec![incomplete(subject)])?;
        let explainer = Explainer::new(subject, sums, &self.sources);
        let rows: Vec<_> = match &request.row {
            Some(row) => vec![row],
            None => explainer.rows().collect(),
        };
        let marked = builder.marked(Content::Report(&report), &self.sources)?;
        let figures = rows.into_iter().filter_map(|id| {
            let explanation = explainer.explain(id)?;
            let comparison = report.comparisons.get(id);
            let definition = subject.regime.indicators.get(id)?.definition.as_ref();
            Some(ExplainedFigure {
                explanation,
                form_title: form_title(subject.regime, id.form()),
                definition: definition.map(|definition| definition.value.clone()),
                compared_with: comparison.map(|one| EarlierFigure::of(one, subject.regime)),
                places: self.places_of(id, &report, &marked),
            })
        });
        let figures: Vec<_> = figures.collect();
        if let (Some(row), []) = (&request.row, figures.as_slice()) {
            return Err(vec![no_such_row(subject, &explainer, row)]);
        }
        let period = &subject.submission.period;
        Ok(Explained {
            period: period.clone(),
            period_name: subject.regime.period_name(period),
            agency: AgencyName::of(subject.agency),
            figures,
        })
    }
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
