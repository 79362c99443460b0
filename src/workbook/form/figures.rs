//! The statistical forms, a sheet each, and the final figures for what was estimated.

use std::collections::BTreeSet;

use super::formula::Formula;
use super::{Entered, EntryKind, FormCell, FormColumn, FormRow, FormSheet, RowKey};
use crate::model::{
    Figure, FigureValue, Form, Indicator, IndicatorId, Kind, Quantity, Row, Subject,
};
use crate::scaffold::Asked;
use crate::vi;

const COLUMNS: [FormColumn; 10] = [
    FormColumn::new("stt", "STT", 7.0),
    FormColumn::new("chi_tieu", "Chỉ tiêu", 52.0),
    FormColumn::new("don_vi_tinh", "Đơn vị tính", 14.0),
    FormColumn::new("ky_truoc", "Kỳ trước", 12.0),
    FormColumn::new("ky_nay", "Kỳ này", 12.0),
    FormColumn::new("uoc", "Số ước (x)", 8.0),
    FormColumn::new("den_ngay", "Số đến ngày", 12.0),
    FormColumn::new("khong_co", "Chưa có số liệu vì", 26.0),
    FormColumn::new("ghi_chu", "Ghi chú", 26.0),
    FormColumn::new("giai_trinh", "Giải trình", 26.0),
];

/// A sheet for each form of which the unit fills a row, and one for final figures.
pub(super) fn sheets(asked: &Asked<'_>) -> Vec<FormSheet> {
    let printed = asked.subject.rows();
    let forms = asked.figures().into_iter().map(|(form, rows)| {
        let typed = rows.into_iter().map(|row| &row.id).collect();
        let lines = Lines {
            asked,
            form,
            printed: &printed,
            typed,
        };
        FormSheet {
            id: format!("bieu:{}", form.key),
            name: format!("Biểu {}", form.number.value),
            title: format!("Biểu {}. {}", form.number.value, form.title.value),
            remark: remark(asked),
            columns: COLUMNS.to_vec(),
            rows: lines.rows(),
        }
    });
    let forms: Vec<_> = forms.collect();
    forms.into_iter().chain(finals(asked)).collect()
}

fn remark(asked: &Asked<'_>) -> String {
    let last = match asked.last {
        Some(_) => format!(" “Kỳ trước” là {}.", asked.last_name()),
        None => String::new(),
    };
    format!(
        "Điền số vào cột “Kỳ này” (chỉ chữ số). Chưa có số liệu thì để trống ô ấy và ghi lý do ở cột “Chưa có số liệu vì”; không có phát sinh thì ghi 0.{last}"
    )
}

/// The lines of a form.
struct Lines<'a, 'w> {
    asked: &'a Asked<'w>,
    form: &'w Form,
    printed: &'a BTreeSet<&'w IndicatorId>,
    typed: BTreeSet<&'w IndicatorId>,
}

impl<'w> Lines<'_, 'w> {
    fn rows(&self) -> Vec<FormRow> {
        let mut rows: Vec<_> = self.form.rows.iter().filter_map(|r| self.line(r)).collect();
        let is_printed = |id: &IndicatorId| {
            let mut lines = self.form.rows.iter();
            lines.any(|line| matches!(line, Row::Value { indicator, .. } if indicator == id))
        };
        // Some stand in the remark on another row.
        let others = self.typed.iter().filter(|id| !is_printed(id));
        let others = others.filter_map(|id| self.asked.subject.regime.indicators.get(*id));
        rows.extend(others.map(|row| self.typed_row("", row)));
        rows
    }

    fn line(&self, line: &'w Row) -> Option<FormRow> {
        let subject = self.asked.subject;
        match line {
            Row::Heading {
                number,
                name,
                unit_name,
            } => {
                let mut below = self.below(&number.value).peekable();
                below.peek()?;
                let for_all = below.any(|row| subject.speaks_for_all(row));
                let own = unit_name.as_ref().filter(|_| !for_all);
                Some(heading(&number.value, &own.unwrap_or(name).value))
            }
            Row::Value { number, indicator } => {
                let row = subject.regime.indicators.get(indicator)?;
                if self.typed.contains(indicator) {
                    return Some(self.typed_row(&number.value, row));
                }
                if self.is_worked_out(row) {
                    return Some(self.worked_out(&number.value, row));
                }
                self.below(&number.value).next()?;
                let name = row.heading.as_ref().map(|words| words.value.as_str());
                let name = name.unwrap_or_else(|| subject.row_name(row));
                Some(heading(&number.value, name))
            }
        }
    }

    /// Whether a row is worked out from what the unit types.
    fn is_worked_out(&self, row: &Indicator) -> bool {
        let is_compiled = self.asked.subject.is_compiled();
        row.formula.is_some() && !is_compiled && self.printed.contains(&row.id)
    }

    /// The rows that are shown below a number: 1.1, 1.2 and so on below 1.
    fn below(&self, number: &str) -> impl Iterator<Item = &'w Indicator> {
        let prefix = format!("{number}.");
        self.form.rows.iter().filter_map(move |line| match line {
            Row::Value { number, indicator } if number.value.starts_with(&prefix) => {
                let row = self.asked.subject.regime.indicators.get(indicator)?;
                let is_shown = self.typed.contains(indicator) || self.is_worked_out(row);
                is_shown.then_some(row)
            }
            Row::Value { .. } | Row::Heading { .. } => None,
        })
    }

    fn typed_row(&self, number: &str, row: &'w Indicator) -> FormRow {
        let subject = self.asked.subject;
        let figure = subject.submission.figures.get(&row.id);
        let mut cells = self.shown(number, row);
        let answers = subject.submission.answers.iter();
        let answers = answers.filter(|answer| answer.about.as_deref() == Some(row.id.as_str()));
        let mut answers = answers.map(|answer| answer.reason.value.as_str());
        if let Some(FigureValue::Stated(stated)) = figure.map(|figure| &figure.value) {
            // What a document states stays as it was stated.
            cells.push(FormCell::Text(stated.amount.text()));
            cells.extend([FormCell::Empty, FormCell::Empty]);
            let source = stated.source.as_ref().map(|source| source.value.as_str());
            cells.push(FormCell::Text(format!(
                "Số nêu theo {}",
                source.unwrap_or("nguồn")
            )));
            cells.extend([FormCell::Empty, FormCell::Empty]);
            return FormRow {
                key: RowKey::WorkedOut(row.id.clone()),
                cells,
            };
        }
        cells.extend(typed_cells(subject, row, figure));
        cells.push(FormCell::asked_text(
            figure.and_then(|figure| Some(figure.note.as_ref()?.value.as_str())),
        ));
        cells.push(FormCell::asked_text(answers.next()));
        FormRow {
            key: RowKey::Figure(row.id.clone()),
            cells,
        }
    }

    fn worked_out(&self, number: &str, row: &'w Indicator) -> FormRow {
        let mut cells = self.shown(number, row);
        let formula = row.formula.as_ref().map(|formula| {
            let typed = self.asked.subject.rows();
            Formula::of(formula, |id| typed.contains(id))
        });
        cells.push(formula.map_or(FormCell::Empty, FormCell::Formula));
        cells.resize_with(COLUMNS.len(), || FormCell::Empty);
        FormRow {
            key: RowKey::WorkedOut(row.id.clone()),
            cells,
        }
    }

    /// Number, name, unit and the value of last time.
    fn shown(&self, number: &str, row: &'w Indicator) -> Vec<FormCell> {
        let subject = self.asked.subject;
        let last = self.asked.last;
        let said = self.asked.said_before(&row.id);
        let before = match said.map(|figure| &figure.value) {
            Some(FigureValue::Known(number)) => FormCell::Number(*number),
            Some(FigureValue::Unavailable(_)) => FormCell::Text("chưa có".to_owned()),
            Some(FigureValue::Stated(stated)) => FormCell::Text(stated.amount.text()),
            None => last
                .and_then(|last| worked_out_before(last, row))
                .map_or(FormCell::Empty, FormCell::Text),
        };
        vec![
            FormCell::shown(number),
            FormCell::Text(name_with_meaning(subject, row)),
            FormCell::shown(unit(subject, row)),
            before,
        ]
    }
}

/// A rate or sum of the last report, as printed.
fn worked_out_before(last: Subject<'_>, row: &Indicator) -> Option<String> {
    let formula = row.formula.as_ref()?;
    let number = |id: &IndicatorId| last.submission.figures.get(id)?.number();
    super::formula::value(formula, &number)
}

/// The cells of a figure: number, estimate, its day, why there is none.
fn typed_cells(subject: Subject<'_>, row: &Indicator, figure: Option<&Figure>) -> Vec<FormCell> {
    let kind = match subject.row_answers(row) {
        Some(words) => EntryKind::Code(
            words
                .iter()
                .map(|(code, word)| (*code, word.value.clone()))
                .collect(),
        ),
        None => EntryKind::Count,
    };
    let number = figure.and_then(Figure::number).map(Entered::Number);
    let estimate = figure.filter(|figure| figure.estimate);
    let reason = figure.and_then(|figure| match &figure.value {
        FigureValue::Unavailable(reason) => Some(reason.value.as_str()),
        FigureValue::Known(_) | FigureValue::Stated(_) => None,
    });
    let as_of = figure.and_then(|figure| Some(figure.as_of.as_ref()?.value));
    vec![
        FormCell::asked(kind, number).needed(),
        FormCell::asked(EntryKind::Mark, estimate.map(|_| Entered::Mark)),
        FormCell::asked_date(as_of),
        FormCell::asked_text(reason),
    ]
}

fn heading(number: &str, name: &str) -> FormRow {
    let mut cells = vec![FormCell::shown(number), FormCell::shown(name)];
    cells.resize_with(COLUMNS.len(), || FormCell::Empty);
    FormRow {
        key: RowKey::Heading,
        cells,
    }
}

/// The name of a row, with what the form does not say: over what time it is counted, and whose
/// figure it is.
fn name_with_meaning(subject: Subject<'_>, row: &Indicator) -> String {
    let mut name = subject.row_name(row).trim_end_matches('.').to_owned();
    let time = match (row.kind, &row.quantity, &row.formula) {
        (_, Quantity::Answer(_), _) | (_, _, Some(_)) => None,
        (Kind::OfPeriod, _, _) => Some("trong kỳ".to_owned()),
        (Kind::Cumulative, _, _) => Some("lũy kế từ đầu năm".to_owned()),
        (Kind::Snapshot, _, _) => Some("tại thời điểm báo cáo".to_owned()),
    };
    let lower = name.to_lowercase();
    let time = time.filter(|time| {
        // Some names say it themselves.
        subject.row_answers(row).is_none() && !lower.contains(time.as_str())
    });
    let for_all = !subject.is_compiled() && subject.speaks_for_all(row);
    let whose = for_all.then(|| format!("số của {}", subject.regime.whole_territory));
    let said: Vec<_> = time.into_iter().chain(whose).collect();
    if !said.is_empty() {
        name = format!("{name} ({})", said.join("; "));
    }
    name
}

/// What a row counts; of an answer by number, what the numbers stand for.
fn unit(subject: Subject<'_>, row: &Indicator) -> String {
    match subject.row_answers(row) {
        Some(words) => {
            let words = words.iter();
            let words: Vec<_> = words
                .map(|(code, word)| format!("{code} = {}", word.value))
                .collect();
            words.join("; ")
        }
        None => subject.row_measure(row),
    }
}

/// The final figures for what the last report estimated.
fn finals(asked: &Asked<'_>) -> Option<FormSheet> {
    let subject = asked.subject;
    let last = &asked.last?.submission.period;
    let stated = subject.submission.finals.iter();
    let stated = stated.clone().find(|finals| finals.period.value == *last);
    let estimated = asked.estimated_before();
    let rows = estimated.into_iter().filter_map(|(id, figure)| {
        let row = subject.regime.indicators.get(id)?;
        let number = figure.number()?;
        let now = stated.and_then(|finals| finals.figures.get(id));
        let mut cells = vec![
            FormCell::Empty,
            FormCell::Text(name_with_meaning(subject, row)),
            FormCell::shown(unit(subject, row)),
            FormCell::Number(number),
        ];
        cells.extend(typed_cells(subject, row, now));
        cells.push(FormCell::asked_text(
            now.and_then(|figure| Some(figure.note.as_ref()?.value.as_str())),
        ));
        cells.push(FormCell::Empty);
        Some(FormRow {
            key: RowKey::Final(last.clone(), id.clone()),
            cells,
        })
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| FormSheet {
        id: "chinh_thuc".to_owned(),
        name: "Số chính thức".to_owned(),
        title: format!("Số chính thức của {}", asked.last_name()),
        remark: format!(
            "Những số {} đã ước tính (cột “Kỳ trước”): điền số chính thức của kỳ ấy vào cột “Kỳ này”.",
            vi::upper_first(&asked.last_name())
        ),
        columns: COLUMNS.to_vec(),
        rows,
    })
}
