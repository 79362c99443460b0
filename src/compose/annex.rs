//! The annex of figures: every cell as the string that is printed.

use serde::Serialize;

use super::comparison_annex::is_compared;
use super::overlong::{self, Overlong};
use crate::assess::{Report, Value};
use crate::model::{AgencyId, CityRule, Indicator, IndicatorId, Kind, Quantity, Row, Stated};
use crate::vi;
use crate::wording::{compared_with, own_part_only};

/// What stands where there is no figure. It is not nought.
const NO_FIGURE: &str = "-";
const NO_CASE: &str = "Không phát sinh";
/// What is said of a value that is worked out from what documents state.
const FROM_STATED: &str = "Tính từ số nêu theo nguồn";

/// Units that a note names; of more it says how many.
const MOST_NAMED: usize = 3;

/// Characters that a note may have in its column.
const LONGEST_NOTE: usize = 250;

/// A statistical form as printed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedForm {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) rows: Vec<PrintedRow>,
}

/// A line of a form as printed. A heading has a name only.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PrintedRow {
    /// Whose value it is; none of a heading.
    #[serde(skip)]
    pub(super) id: Option<IndicatorId>,
    pub(super) heading: bool,
    /// How deep a heading stands: 1 for "4", 2 for "4.1".
    pub(super) depth: usize,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) value: String,
    /// Whether the value is a number and no share.
    #[serde(skip)]
    pub(super) is_count: bool,
    pub(super) note: String,
    /// The row, where pages are asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<String>,
    /// Texts that are too long for their columns.
    pub(super) below: Vec<Overlong>,
}

/// The forms with the lines that the unit of a report prints; a form without
/// any is left out, and so is a heading with nothing below it.
pub(super) fn printed_forms(report: &Report<'_>, marked: bool) -> Vec<PrintedForm> {
    report
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
                .filter_map(|row| {
                    let printed = printed_row(report, row, &form.rows)?;
                    let mark = match row {
                        Row::Value { indicator, .. } if marked => Some(mark(indicator)),
                        Row::Value { .. } | Row::Heading { .. } => None,
                    };
                    Some(PrintedRow { mark, ..printed })
                })
                .collect(),
        })
        .filter(|form| !form.rows.is_empty())
        .collect()
}

/// The label by which the page of a row is found.
pub fn mark(id: &IndicatorId) -> String {
    format!("dong-{id}")
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
                let is_count = value.number().is_some();
                let (value, notes) = cell(value);
                let number = &number.value;
                let mut note = note(report, indicator, notes);
                let below = overlong::take(&mut note, LONGEST_NOTE, number, "Ghi chú");
                return Some(PrintedRow {
                    id: Some(indicator.clone()),
                    heading: false,
                    depth: 0,
                    number: number.clone(),
                    name: vi::whole(&name).into_owned(),
                    // "Có = 1" stays together in its narrow column.
                    unit: report.subject.row_unit(row).replace(" = ", "\u{a0}=\u{a0}"),
                    value,
                    is_count,
                    note,
                    mark: None,
                    below: below.into_iter().collect(),
                });
            }
            let heading = row.heading.as_ref();
            (number, heading.map_or(name, |words| words.value.clone()))
        }
    };
    let heads_something = below(report, &number.value, rows).next().is_some();
    heads_something.then(|| PrintedRow {
        id: None,
        heading: true,
        depth: number.value.split('.').count(),
        number: number.value.clone(),
        name,
        unit: String::new(),
        value: String::new(),
        is_count: false,
        note: String::new(),
        mark: None,
        below: Vec::new(),
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
    if let Some(source) = value.source() {
        notes.push(format!("Nêu theo {}", Stated::named_source(source)));
    }
    let (text, estimate) = match value {
        Value::Missing(reason) => return (NO_FIGURE.to_owned(), vec![reason.clone()]),
        Value::Number { number, estimate } => (vi::grouped(*number), *estimate),
        Value::StatedNumber { number, .. } => (vi::grouped(*number), false),
        Value::StatedShare { percent, .. } => (percent.text(), false),
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

/// Whether a row is stated for the whole city in a form that also has rows of the
/// unit's own.
fn stands_out(report: &Report<'_>, id: &IndicatorId) -> bool {
    let subject = report.subject;
    let is_for_all = |id: &IndicatorId| {
        let row = subject.regime.indicators.get(id);
        row.is_some_and(|row| subject.speaks_for_all(row))
    };
    let mut of_form = report
        .values
        .keys()
        .filter(|other| other.form() == id.form());
    is_for_all(id) && of_form.any(|other| !is_for_all(other))
}

fn note(report: &Report<'_>, id: &IndicatorId, mut notes: Vec<String>) -> String {
    let row = report.subject.regime.indicators.get(id);
    notes.extend(row.map(|row| meaning(report, row)).unwrap_or_default());
    let is_stated = |value: &Value| value.source().is_some();
    if report.sums.rests_on_stated(report.subject, id)
        && !report.values.get(id).is_some_and(is_stated)
    {
        notes.push(FROM_STATED.to_owned());
    }
    let known = !matches!(report.values.get(id), Some(Value::Missing(_)));
    if known && stands_out(report, id) {
        let territory = &report.subject.regime.whole_territory;
        notes.push(format!("Số của {territory}"));
    }
    let submission = report.subject.submission;
    let totals = submission.totals.as_ref();
    let total = totals.and_then(|totals| totals.figures.get(id));
    if let Some(figure) = submission.figures.get(id).or(total) {
        if let Some(as_of) = &figure.as_of {
            let date = vi::short_date(as_of.value);
            match notes.first_mut() {
                Some(estimate) if figure.estimate => {
                    *estimate = format!("Ước tính đến ngày {date}");
                }
                _ => notes.push(format!("Số liệu đến ngày {date}")),
            }
        }
        if let Some(note) = &figure.note {
            // "Không. Đã dự thảo" would read as if nothing had been drafted.
            match notes.last_mut().filter(|last| is_answer(report, id, last)) {
                Some(answer) => {
                    *answer = format!("{answer}; {}", vi::lower_first(&note.value));
                }
                None => notes.push(note.value.clone()),
            }
        }
    }
    let answers = report.subject.submission.answers.iter();
    let answers = answers.filter(|answer| answer.about.as_deref() == Some(id.as_str()));
    notes.extend(answers.map(|answer| answer.reason.value.clone()));
    notes.extend(members_notes(report, id));
    notes.extend(compiled_notes(report, id));
    notes.extend(earlier(report, id));
    notes.join(". ")
}

/// What the row alone does not say: the word that a code stands for, what is counted where
/// the form prints another unit, the rows that stand in its remark.
fn meaning(report: &Report<'_>, row: &Indicator) -> Vec<String> {
    let number = |id: &IndicatorId| {
        let (number, _) = report.values.get(id)?.number()?;
        Some(number)
    };
    let Some(value) = number(&row.id) else {
        return Vec::new();
    };
    let answers = report.subject.row_answers(row);
    let answer = answers.and_then(|words| words.get(&value));
    let mut notes: Vec<_> = answer.map(|word| word.value.clone()).into_iter().collect();
    if let (Some(counted), Some(_)) = (&row.counted, &row.unit) {
        notes.push(format!("Tính theo {}", vi::lower_first(&counted.value)));
    }
    let remarks = row.remarks.iter().filter_map(|id| {
        let other = report.subject.regime.indicators.get(&id.value)?;
        let number = number(&id.value)?;
        Some(format!("{}: {}", other.name.value, vi::grouped(number)))
    });
    notes.extend(remarks);
    notes
}

/// Whether a remark is the word that the row's code stands for.
fn is_answer(report: &Report<'_>, id: &IndicatorId, remark: &str) -> bool {
    let row = report.subject.regime.indicators.get(id);
    let answers = row.and_then(|row| report.subject.row_answers(row));
    answers.is_some_and(|words| words.values().any(|word| word.value == remark))
}

/// What units remark on a row that a compiled report takes from them, each under its name.
fn members_notes(report: &Report<'_>, id: &IndicatorId) -> Vec<String> {
    let subject = report.subject;
    let row = subject.regime.indicators.get(id);
    let Some(row) = row.filter(|_| report.compilation.is_some()) else {
        return Vec::new();
    };
    if matches!(row.city, CityRule::Plan(_) | CityRule::CountOfUnits) {
        return Vec::new();
    }
    let reported = subject.reports_below().reported.into_iter();
    let remarked = reported.filter_map(|unit| {
        let owns = row.city != CityRule::Owner || unit.speaks_for_all(row);
        let figure = unit.submission.figures.get(id).filter(|_| owns)?;
        let note = figure.note.as_ref()?;
        Some(format!("{}: {}", unit.agency.name.value, note.value))
    });
    remarked.collect()
}

/// Units that lack the row though they have reported, and what the others state where
/// the owner of the row states something else.
fn compiled_notes(report: &Report<'_>, id: &IndicatorId) -> Vec<String> {
    let Some(compilation) = report.compilation else {
        return Vec::new();
    };
    let agencies = &report.subject.workspace;
    let lacking = agencies.named(compilation.lacking.get(id));
    // Who has not reported is named at the head of the report; a figure at one time would
    // seem to have fallen.
    let row = report.subject.regime.indicators.get(id);
    let at_one_time = row.is_some_and(|row| row.kind == Kind::Snapshot);
    let only_rate = compilation.only_rate.get(id);
    let states_rate = |agency: &AgencyId| only_rate.is_some_and(|all| all.contains(agency));
    let lacking: Vec<_> = lacking
        .filter(|agency| at_one_time || compilation.has_report_of(&agency.id))
        .filter(|agency| !states_rate(&agency.id))
        .map(|agency| agency.name.value.as_str())
        .collect();
    let known = !matches!(report.values.get(id), Some(Value::Missing(_)));
    let mut notes = Vec::new();
    if known && compilation.own_part_only.contains(id) {
        let name = &report.subject.agency.name.value;
        notes.push(vi::upper_first(&own_part_only(name)));
    } else if known && !lacking.is_empty() {
        notes.push(if lacking.len() > MOST_NAMED {
            format!("Chưa gồm số liệu của {} đơn vị", lacking.len())
        } else {
            format!("Chưa gồm số liệu của {}", lacking.join("; "))
        });
    }
    let only_rate: Vec<_> = agencies
        .named(only_rate)
        .map(|agency| agency.name.value.as_str())
        .collect();
    if !only_rate.is_empty() {
        notes.push(if only_rate.len() > MOST_NAMED {
            format!("Không gồm {} đơn vị chỉ nêu tỷ lệ", only_rate.len())
        } else {
            format!("Không gồm đơn vị chỉ nêu tỷ lệ: {}", only_rate.join("; "))
        });
    }
    if matches!(row.map(|row| row.city), Some(CityRule::Plan(_))) {
        let later = report.tasks.iter().filter(|task| !task.counts);
        let later: Vec<_> = later.map(|task| task.leaf.id.as_str()).collect();
        if !later.is_empty() {
            notes.push(format!(
                "Không gồm nhiệm vụ số {} có thời hạn sau năm",
                later.join(", ")
            ));
        }
    }
    if let Some(difference) = compilation.differences.get(id) {
        notes.push(format!(
            "Số của cơ quan chủ quản: {}; tổng các đơn vị khai: {}",
            vi::grouped(difference.owner),
            vi::grouped(difference.sum)
        ));
    }
    notes
}

/// The value of an earlier report: "Cùng kỳ năm 2020: 5.321".
fn earlier(report: &Report<'_>, id: &IndicatorId) -> Option<String> {
    let regime = report.subject.regime;
    if is_compared(report, id) {
        return None;
    }
    let row = regime.indicators.get(id)?;
    let answers = row.unit_wording.as_ref().and_then(|w| w.answers.as_ref());
    let answered = answers.is_some() && !report.subject.is_compiled();
    if answered || matches!(row.quantity, Quantity::Answer(_)) {
        return None;
    }
    let comparison = report.comparisons.get(id)?;
    let (value, _) = cell(&comparison.before);
    let with = compared_with(comparison, regime);
    let now = report.values.get(id)?;
    // What has not changed needs no remark.
    let changed = !matches!(now, Value::Missing(_)) && cell(now).0 != value;
    let stated = if comparison.was_stated {
        " (số nêu)"
    } else {
        ""
    };
    changed.then(|| format!("{}: {value}{stated}", vi::upper_first(&with)))
}
