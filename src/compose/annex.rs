//! The annex of figures: every cell as the string that is printed.

use serde::Serialize;

use super::columns::Columns;
use crate::assess::{Report, Value};
use crate::model::{Indicator, IndicatorId, Row};
use crate::vi;

/// What stands where there is no figure. It is not nought.
const NO_FIGURE: &str = "-";
const NO_CASE: &str = "Không phát sinh";

/// STT, name, unit, value, note.
const COLUMNS: Columns<5> = Columns {
    usual: [16, 112, 34, 35, 50],
    least: [16, 80, 30, 30, 50],
    size: 13.0,
    pleasant: 15,
    most: 21,
};

/// The statistical forms of a report, all with the same columns.
#[derive(Debug, Serialize)]
pub(super) struct Statistics {
    /// Widths of the columns in millimetres.
    widths: [u32; 5],
    forms: Vec<PrintedForm>,
}

/// A statistical form as printed.
#[derive(Debug, Serialize)]
struct PrintedForm {
    number: String,
    title: String,
    rows: Vec<PrintedRow>,
}

/// A line of a form as printed. A heading has a name only.
#[derive(Debug, Serialize)]
struct PrintedRow {
    heading: bool,
    /// Whether it may go on over pages.
    tall: bool,
    number: String,
    name: String,
    unit: String,
    value: String,
    note: String,
}

/// The forms with the lines that the unit of a report prints; a form without
/// any is left out, and so is a heading with nothing below it.
pub(super) fn statistics(report: &Report<'_>) -> Statistics {
    let mut forms: Vec<PrintedForm> = report
        .subject
        .regime
        .forms
        .iter()
        .map(|form| PrintedForm {
            number: form.number.value.clone(),
            title: form.title.value.clone(),
            rows: form
                .rows
                .iter()
                .filter_map(|row| printed_row(report, row, &form.rows))
                .collect(),
        })
        .filter(|form| !form.rows.is_empty())
        .collect();
    let mut rows: Vec<_> = forms.iter_mut().flat_map(|form| &mut form.rows).collect();
    let length = |text: &String| text.chars().count();
    let lengths: Vec<_> = rows
        .iter()
        .map(|row| [&row.number, &row.name, &row.unit, &row.value, &row.note].map(length))
        .collect();
    let widths = COLUMNS.widths(&lengths);
    for (row, lengths) in rows.iter_mut().zip(&lengths) {
        row.tall = COLUMNS.is_tall(lengths, &widths);
    }
    Statistics { widths, forms }
}

/// A line as the unit prints it. A line whose value is another unit's, but with
/// lines of this one below it, becomes their heading.
fn printed_row(report: &Report<'_>, row: &Row, rows: &[Row]) -> Option<PrintedRow> {
    let (number, name) = match row {
        Row::Heading {
            number,
            name,
            unit_name,
        } => {
            let for_all =
                below(report, &number.value, rows).any(|r| report.subject.speaks_for_all(r));
            let own = unit_name.as_ref().filter(|_| !for_all);
            (number, own.unwrap_or(name).value.clone())
        }
        Row::Value { number, indicator } => {
            let row = report.subject.regime.indicators.get(indicator)?;
            let name = report.subject.row_name(row).to_owned();
            if let Some(value) = report.values.get(indicator) {
                let (value, notes) = cell(value);
                return Some(PrintedRow {
                    heading: false,
                    tall: false,
                    number: number.value.clone(),
                    name,
                    // "Có = 1" stays together in its narrow column.
                    unit: report.subject.row_unit(row).replace(" = ", "\u{a0}=\u{a0}"),
                    value,
                    note: note(report, indicator, notes),
                });
            }
            let heading = row.heading.as_ref();
            (number, heading.map_or(name, |words| words.value.clone()))
        }
    };
    let heads_something = below(report, &number.value, rows).next().is_some();
    heads_something.then(|| PrintedRow {
        heading: true,
        tall: false,
        number: number.value.clone(),
        name,
        unit: String::new(),
        value: String::new(),
        note: String::new(),
    })
}

/// The printed rows with a value below a number: 1.1, 1.2 and so on below 1.
fn below<'r>(
    report: &'r Report<'_>,
    number: &str,
    rows: &'r [Row],
) -> impl Iterator<Item = &'r Indicator> {
    let prefix = format!("{number}.");
    rows.iter().filter_map(move |row| match row {
        Row::Value { number, indicator } if number.value.starts_with(&prefix) => report
            .values
            .contains_key(indicator)
            .then(|| report.subject.regime.indicators.get(indicator))
            .flatten(),
        Row::Value { .. } | Row::Heading { .. } => None,
    })
}

fn cell(value: &Value) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let (text, estimate) = match value {
        Value::Missing(reason) => return (NO_FIGURE.to_owned(), vec![reason.clone()]),
        Value::Number { number, estimate } => (vi::grouped(*number), *estimate),
        Value::Rate { rate, estimate } => match rate.percent() {
            Some(percent) => {
                if percent.capped {
                    let side = if rate.part < rate.whole / 2 {
                        "nhỏ hơn"
                    } else {
                        "lớn hơn"
                    };
                    notes.push(format!("Làm tròn; tỷ lệ thật {side} {}%", percent.text));
                }
                (percent.text, *estimate)
            }
            None => return (NO_FIGURE.to_owned(), vec![NO_CASE.to_owned()]),
        },
    };
    if estimate {
        notes.insert(0, "Ước tính".to_owned());
    }
    (text, notes)
}

fn note(report: &Report<'_>, id: &IndicatorId, mut notes: Vec<String>) -> String {
    if let Some(figure) = report.subject.submission.figures.get(id) {
        if let Some(as_of) = &figure.as_of {
            let date = vi::short_date(as_of.value);
            match notes.first_mut() {
                Some(estimate) if figure.estimate => {
                    *estimate = format!("Ước tính đến ngày {date}");
                }
                _ => notes.push(format!("Số liệu đến ngày {date}")),
            }
        }
        notes.extend(figure.note.iter().map(|n| n.value.clone()));
    }
    notes.join(". ")
}
