//! The annex of targets: what the plan asks, what was reached, the verdict.

use serde::Serialize;

use crate::assess::{JudgedMeasure, Report, Value, Verdict};
use crate::model::{Goal, Indicator, Quantity};
use crate::vi;

/// A target as printed, with its measures.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedTarget {
    pub(super) letter: String,
    pub(super) content: String,
    pub(super) verdict: &'static str,
    pub(super) measures: Vec<PrintedMeasure>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedMeasure {
    pub(super) name: String,
    pub(super) goal: String,
    pub(super) value: String,
    pub(super) before: String,
    pub(super) verdict: &'static str,
}

/// The targets that concern the agency, and the year that they are compared with.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TargetTable {
    pub(super) before: String,
    pub(super) targets: Vec<PrintedTarget>,
}

/// The table of targets.
pub(super) fn target_table(report: &Report<'_>) -> TargetTable {
    TargetTable {
        before: format!("Năm {}", report.subject.submission.period.year - 1),
        targets: printed_targets(report),
    }
}

/// What a measure had reached in the same period of last year, where that is known.
fn last_year(report: &Report<'_>, measure: &JudgedMeasure<'_>) -> String {
    let row = &measure.measure.indicator.value;
    let comparison = report.comparisons.get(row).filter(|c| c.same_of_last_year);
    comparison.map_or_else(String::new, |c| {
        value_words(report, measure, Some(&c.before))
    })
}

fn printed_targets(report: &Report<'_>) -> Vec<PrintedTarget> {
    report
        .targets
        .iter()
        .map(|target| PrintedTarget {
            letter: target.target.letter.value.clone(),
            content: vi::whole(&target.target.content.value).into_owned(),
            verdict: verdict_words(target.verdict()),
            measures: target
                .measures
                .iter()
                .map(|measure| PrintedMeasure {
                    name: vi::whole(&measure.measure.name.value).into_owned(),
                    goal: goal_words(report, measure),
                    value: value_words(report, measure, measure.value.as_ref()),
                    before: last_year(report, measure),
                    verdict: verdict_words(measure.verdict),
                })
                .collect(),
        })
        .collect()
}

/// A verdict in the words of the form.
pub(super) fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reached => "Đạt",
        Verdict::NotReached => "Chưa đạt",
        Verdict::NotDue => "Chưa đến hạn đánh giá",
        Verdict::NotKnown => "Chưa đủ số liệu để đánh giá",
    }
}

fn row<'r>(report: &'r Report<'_>, measure: &JudgedMeasure<'_>) -> Option<&'r Indicator> {
    let indicators = &report.subject.regime.indicators;
    indicators.get(&measure.measure.indicator.value)
}

/// What a measure must reach: "Từ 98% trở lên", "Thứ hạng cao hơn năm 2020".
pub(super) fn goal_words(report: &Report<'_>, measure: &JudgedMeasure<'_>) -> String {
    let quantity = row(report, measure).map(|row| &row.quantity);
    let year = report.subject.submission.period.year - 1;
    match (measure.measure.goal, quantity) {
        (Goal::AtLeast(code), Some(Quantity::Answer(answers))) => answers
            .get(&code)
            .map_or_else(String::new, |a| a.value.clone()),
        (Goal::AtLeast(100), Some(Quantity::Share)) => "100%".to_owned(),
        (Goal::AtLeast(goal), Some(Quantity::Share)) => format!("Từ {goal}% trở lên"),
        (Goal::MoreThan(goal), Some(Quantity::Share)) => format!("Trên {goal}%"),
        (Goal::AtLeast(goal), _) => format!("Từ {} trở lên", vi::grouped(goal)),
        (Goal::MoreThan(goal), _) => format!("Trên {}", vi::grouped(goal)),
        (Goal::Better, Some(Quantity::Rank)) => format!("Thứ hạng cao hơn năm {year}"),
        (Goal::NoWorse, Some(Quantity::Rank)) => format!("Thứ hạng không thấp hơn năm {year}"),
        (Goal::Better, _) => format!("Cao hơn năm {year}"),
        (Goal::NoWorse, _) => format!("Không thấp hơn năm {year}"),
    }
}

/// A value of a measure: "98,88%", "Thứ 4", "62.400 tỷ đồng".
pub(super) fn value_words(
    report: &Report<'_>,
    measure: &JudgedMeasure<'_>,
    value: Option<&Value>,
) -> String {
    let quantity = row(report, measure).map(|row| &row.quantity);
    let (text, estimate) = match (value, quantity) {
        (Some(Value::Rate { rate, estimate }), _) => match rate.percent() {
            Some(percent) => (format!("{}%", percent.text), *estimate),
            None => return "Không phát sinh".to_owned(),
        },
        (Some(value @ (Value::Number { .. } | Value::StatedNumber { .. })), quantity) => {
            let (number, estimate) = value.number().unwrap_or_default();
            let text = match quantity {
                Some(Quantity::Rank) => format!("Thứ {number}"),
                Some(Quantity::Money) => vi::billions(number),
                Some(Quantity::Answer(answers)) => answers
                    .get(&number)
                    .map_or_else(String::new, |a| a.value.clone()),
                _ => vi::grouped(number),
            };
            (text, estimate)
        }
        (Some(Value::StatedShare { percent, .. }), _) => (format!("{}%", percent.text()), false),
        (Some(Value::Missing(_)) | None, _) => return "-".to_owned(),
    };
    if estimate {
        format!("Ước {}", vi::lower_first(&text))
    } else {
        text
    }
}
