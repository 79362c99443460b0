//! The annex of a compiled report that sets its figures beside those of an earlier one.

use std::cmp::Reverse;

use indexmap::IndexMap;
use serde::Serialize;

use super::annex::{PrintedRow, printed_forms};
use crate::assess::{AnnexKind, Comparison, Report, Value};
use crate::model::IndicatorId;
use crate::vi;
use crate::wording::{compared_with, difference};

/// The table as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ComparisonTable {
    /// The name of the earlier report, over the column of its figures.
    pub(super) before: String,
    pub(super) forms: Vec<ComparedForm>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ComparedForm {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) rows: Vec<ComparedRow>,
}

/// A row with both values and by how much they differ, or a heading over such rows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ComparedRow {
    pub(super) heading: bool,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) now: String,
    pub(super) before: String,
    /// By how many it has changed: "+1.234", "-0,56" of a rate.
    pub(super) change: String,
    /// By what share of the earlier value, in per cent.
    pub(super) share: String,
}

/// The table, if anything earlier is known.
pub(super) fn comparison_table(report: &Report<'_>) -> Option<ComparisonTable> {
    let usual = usual(report)?;
    let forms = printed_forms(report, false).into_iter().filter_map(|form| {
        let mut rows: Vec<_> = form
            .rows
            .iter()
            .filter_map(|row| compared(report, row, &usual))
            .collect();
        drop_empty_headings(&mut rows);
        (!rows.is_empty()).then_some(ComparedForm {
            number: form.number,
            title: form.title,
            rows,
        })
    });
    Some(ComparisonTable {
        before: vi::upper_first(&usual),
        forms: forms.collect(),
    })
}

/// Whether the annex of comparison says what a row was before.
pub(super) fn is_compared(report: &Report<'_>, id: &IndicatorId) -> bool {
    let has_annex = report.annexes.named(AnnexKind::Comparisons).is_some();
    has_annex && values(report, id).is_some()
}

/// A row's value, and the report that it is compared with.
fn values<'r>(report: &'r Report<'_>, id: &IndicatorId) -> Option<(&'r Value, &'r Comparison)> {
    let row = report.subject.regime.indicators.get(id)?;
    let now = report.values.get(id)?;
    let comparison = report.comparisons.get(id)?;
    comparison.is_even(row, now).then_some((now, comparison))
}

/// The report that most rows are compared with: "cùng kỳ năm 2025".
fn usual(report: &Report<'_>) -> Option<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for id in report.values.keys() {
        if let Some((_, comparison)) = values(report, id) {
            *counts
                .entry(compared_with(comparison, report.subject.regime))
                .or_default() += 1;
        }
    }
    let most = counts.into_iter().min_by_key(|(_, count)| Reverse(*count));
    most.map(|(name, _)| name)
}

fn compared(report: &Report<'_>, row: &PrintedRow, usual: &str) -> Option<ComparedRow> {
    let mut line = ComparedRow {
        heading: row.heading,
        number: row.number.clone(),
        name: row.name.clone(),
        unit: row.unit.clone(),
        now: row.value.clone(),
        before: String::new(),
        change: String::new(),
        share: String::new(),
    };
    if row.heading {
        return Some(line);
    }
    let (now, comparison) = values(report, row.id.as_ref()?)?;
    (line.change, line.share) = difference(now, &comparison.before)?;
    line.before = if let Some((number, _)) = comparison.before.number() {
        vi::grouped(number)
    } else {
        let (rate, _) = comparison.before.rate()?;
        line.now = vi::with_decimals(&line.now, 2);
        vi::with_decimals(&rate.percent()?.text, 2)
    };
    if comparison.was_stated {
        line.before = format!("{} (số nêu)", line.before);
    }
    let with = compared_with(comparison, report.subject.regime);
    if with != usual {
        line.before = format!("{} ({with})", line.before);
    }
    Some(line)
}

/// Drops headings without a row of values below them.
fn drop_empty_headings(rows: &mut Vec<ComparedRow>) {
    let filled: Vec<_> = rows
        .iter()
        .filter(|row| !row.heading)
        .map(|row| row.number.clone())
        .collect();
    rows.retain(|row| {
        let below = format!("{}.", row.number);
        !row.heading || filled.iter().any(|number| number.starts_with(&below))
    });
}
