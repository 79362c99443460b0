//! What stands in the table, out of what was read and worked out.

use std::collections::{BTreeMap, BTreeSet};

use super::key_figures::key_figures;
use super::total::totals;
use super::{Amount, Table, TableCell, TableColumn, TableForm, TableUnit, Total, UnitState};
use crate::assess::{Sums, Value, Values};
use crate::diagnostic::{Place, Sources};
use crate::model::{
    Agency, AgencyId, CityRule, DocumentState, FigureValue, Form, Indicator, IndicatorId, Row,
    Stated, Subject,
};
use crate::vi;

pub(super) fn table(
    subject: Subject<'_>,
    sums: &Sums,
    (sources, faulty): (&Sources, &[AgencyId]),
) -> Table {
    let regime = subject.regime;
    let gathering = Gathering {
        subject,
        sums,
        sources,
        values: sums.values(subject),
        units: units(subject, faulty),
    };
    let printed: BTreeSet<_> = regime.forms.iter().flat_map(printed_rows).collect();
    let forms = regime.forms.iter();
    let forms = forms.map(|form| gathering.form(form, &printed));
    let forms = forms.filter(|form| !form.columns.is_empty());
    let period = &subject.submission.period;
    let mut table = Table {
        period: period.clone(),
        period_name: regime.period_name(period),
        agency_name: subject.agency.name.value.clone(),
        whole_area: regime.whole_territory.clone(),
        due: subject.due(),
        is_sample: subject.workspace.settings.sample,
        forms: forms.collect(),
        units: gathering
            .units
            .iter()
            .map(|unit| unit.told(subject))
            .collect(),
        key_figures: Vec::new(),
    };
    totals(subject, gathering.values, &mut table);
    table.key_figures = key_figures(subject, &table);
    table
}

fn printed_rows(form: &Form) -> impl Iterator<Item = &IndicatorId> {
    form.rows.iter().filter_map(|row| match row {
        Row::Value { indicator, .. } => Some(indicator),
        Row::Heading { .. } => None,
    })
}

/// A unit with its report, if that is in the sums.
struct Unit<'w> {
    agency: &'w Agency,
    report: Option<Subject<'w>>,
    state: UnitState,
}

impl Unit<'_> {
    fn told(&self, subject: Subject<'_>) -> TableUnit {
        let level = subject.workspace.levels.get(&self.agency.level);
        TableUnit {
            id: self.agency.id.clone(),
            name: self.agency.name.value.clone(),
            level: level.map_or_else(String::new, |level| level.name.clone()),
            state: self.state,
        }
    }
}

/// The units by their levels, as the annex of members has them, those of all levels below; before
/// those of its level the agency itself, where it adds something.
fn units<'w>(subject: Subject<'w>, faulty: &[AgencyId]) -> Vec<Unit<'w>> {
    let reported = subject.reports_below().reported.into_iter();
    let reported: BTreeMap<_, _> = reported.map(|report| (&report.agency.id, report)).collect();
    let below = subject.below();
    let own = subject.regime.indicators.values();
    let has_own = own
        .clone()
        .any(|row| row.city == CityRule::Sum && typed(subject, row).is_some());
    let levels = subject.workspace.levels.keys();
    let of_level = levels.flat_map(|level| {
        let itself = Some(subject.agency).filter(|agency| has_own && agency.level == *level);
        let below = below
            .iter()
            .copied()
            .filter(move |agency| agency.level == *level);
        itself.into_iter().chain(below)
    });
    let unit = |agency: &'w Agency| {
        if agency.id == subject.agency.id {
            return Unit {
                agency,
                report: Some(subject),
                state: UnitState::Itself,
            };
        }
        let report = reported.get(&agency.id).copied();
        Unit {
            agency,
            report,
            state: state(subject, agency, report, faulty),
        }
    };
    of_level.map(unit).collect()
}

fn state(
    subject: Subject<'_>,
    agency: &Agency,
    report: Option<Subject<'_>>,
    faulty: &[AgencyId],
) -> UnitState {
    if let Some(report) = report {
        return if report.is_compiled() {
            UnitState::Compiled
        } else {
            UnitState::Reported
        };
    }
    if faulty.contains(&agency.id) {
        return UnitState::Faulty;
    }
    let period = &subject.submission.period;
    match subject.workspace.submission(&agency.id, period) {
        Some(said) if matches!(said.document.state, DocumentState::Draft) => UnitState::Draft,
        Some(_) => UnitState::Waiting,
        None => UnitState::Missing,
    }
}

/// The number that is typed in a file for a row, and whether it is an estimate.
fn typed(report: Subject<'_>, row: &Indicator) -> Option<Value> {
    let figure = report.submission.figures.get(&row.id)?;
    match figure.value {
        FigureValue::Known(number) => Some(Value::Number {
            number,
            estimate: figure.estimate,
        }),
        FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
    }
}

/// Whom a figure is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The unit that states it.
    Unit,
    /// The whole area.
    Area,
}

struct Gathering<'a, 'w> {
    subject: Subject<'w>,
    sums: &'a Sums,
    sources: &'a Sources,
    /// Those of the compiled report.
    values: &'a Values,
    units: Vec<Unit<'w>>,
}

impl<'w> Gathering<'_, 'w> {
    fn form(&self, form: &'w Form, printed: &BTreeSet<&IndicatorId>) -> TableForm {
        let rows = form.rows.iter().filter_map(|row| match row {
            Row::Value { number, indicator } => Some((number.value.as_str(), indicator)),
            Row::Heading { .. } => None,
        });
        let others = self.subject.regime.indicators.keys();
        let others = others.filter(|id| id.form() == form.key && !printed.contains(id));
        let all = rows.chain(others.map(|id| ("", id)));
        let columns = all.filter_map(|(number, id)| {
            let row = self.subject.regime.indicators.get(id)?;
            let value = self.values.get(id)?;
            Some(self.column(row, (number, self.above(form, number)), value))
        });
        TableForm {
            key: form.key.clone(),
            number: form.number.value.clone(),
            title: form.title.value.clone(),
            columns: columns.collect(),
        }
    }

    /// The line of a form that a number is below: of "3.2.1" that of "3.2", or of "3".
    fn above(&self, form: &'w Form, number: &str) -> String {
        let mut above = number;
        while let Some((shorter, _)) = above.rsplit_once('.') {
            above = shorter;
            let mut lines = form.rows.iter();
            let name = lines.find_map(|line| match line {
                Row::Heading { number, name, .. } if number.value == above => {
                    Some(name.value.as_str())
                }
                Row::Value { number, indicator } if number.value == above => {
                    let row = self.subject.regime.indicators.get(indicator)?;
                    Some(self.subject.row_name(row))
                }
                Row::Heading { .. } | Row::Value { .. } => None,
            });
            if let Some(name) = name {
                return format!("{above}. {name}");
            }
        }
        String::new()
    }

    fn column(
        &self,
        row: &'w Indicator,
        (number, group): (&str, String),
        value: &Value,
    ) -> TableColumn {
        let cells = self.units.iter().map(|unit| {
            let report = unit.report?;
            (self.scope(report, row)? == Scope::Unit).then(|| self.cell(report, row))?
        });
        let own = row.unit_wording.as_ref();
        let unit = row.unit.as_ref().map_or("", |unit| &unit.value);
        let own_unit = own.and_then(|own| own.unit.as_ref());
        TableColumn {
            id: row.id.clone(),
            number: number.to_owned(),
            group,
            names: [
                row.name.value.clone(),
                own.map_or(&row.name, |own| &own.name).value.clone(),
            ],
            measures: [
                unit.to_owned(),
                own_unit.map_or(unit, |own| &own.value).to_owned(),
            ],
            cells: cells.collect(),
            of_area: self.of_area(row),
            total: Total::Value(String::new()),
            value: Amount::of(value),
            is_estimate: match value {
                Value::Number { estimate, .. } | Value::Rate { estimate, .. } => *estimate,
                Value::StatedNumber { .. } | Value::StatedShare { .. } | Value::Missing(_) => false,
            },
        }
    }

    /// What is said of the whole area: by the unit that answers for the row, or else by the agency
    /// whose report is compiled.
    fn of_area(&self, row: &'w Indicator) -> Option<(AgencyId, TableCell)> {
        let reports = self.units.iter().filter_map(|unit| unit.report);
        let others = reports.filter(|report| report.agency.id != self.subject.agency.id);
        let mut all = others.chain([self.subject]);
        let of_area = |report: &Subject<'w>| self.scope(*report, row) == Some(Scope::Area);
        let report = all.find(of_area)?;
        Some((report.agency.id.clone(), self.cell(report, row)?))
    }

    /// Whom the figure of a row is of that stands in a report; nothing where there is none, or none
    /// that is that report's own.
    fn scope(&self, report: Subject<'w>, row: &Indicator) -> Option<Scope> {
        let agency = report.agency;
        if report.is_compiled() {
            typed(report, row)?;
            let is_itself = agency.id == self.subject.agency.id;
            let owns = self.subject.owner(&row.id) == Some(&agency.id);
            return match row.city {
                _ if row.formula.is_some() => None,
                CityRule::Sum => Some(Scope::Unit),
                CityRule::Owner => (is_itself || owns).then_some(Scope::Area),
                CityRule::Plan(_) => {
                    (is_itself && self.subject.plan.is_none()).then_some(Scope::Area)
                }
                CityRule::CountOfUnits => None,
            };
        }
        self.sums.stated(report).get(&row.id)?;
        let is_counted = row.city == CityRule::CountOfUnits && row.is_filled_by(agency, None);
        Some(if is_counted || !self.subject.answers_for(agency, row) {
            Scope::Unit
        } else {
            Scope::Area
        })
    }

    fn cell(&self, report: Subject<'w>, row: &'w Indicator) -> Option<TableCell> {
        let value = if report.is_compiled() {
            typed(report, row)?
        } else {
            self.sums.stated(report).get(&row.id)?.clone()
        };
        let is_estimate = match &value {
            Value::Number { estimate, .. } | Value::Rate { estimate, .. } => *estimate,
            Value::StatedNumber { .. } | Value::StatedShare { .. } | Value::Missing(_) => false,
        };
        Some(TableCell {
            amount: Amount::of(&value),
            is_estimate,
            is_stated: value.source().is_some(),
            remark: remark(report, row, &value),
            source: self.source(report, row),
        })
    }

    /// Where a figure is from: the line of the unit's file, or that it is worked out.
    fn source(&self, report: Subject<'_>, row: &Indicator) -> String {
        match report.submission.figures.get(&row.id) {
            Some(figure) => self.line(figure.place),
            None if row.formula.is_some() => "Chương trình tính".to_owned(),
            None => String::new(),
        }
    }

    /// A line of a file in the folder of data: "2026/q1/so-y-te.yaml:12".
    fn line(&self, place: Place) -> String {
        let path = self.sources.path(place.source);
        // Wherever the folder of data lies: year, kind of period, file.
        let begin = path.rmatch_indices('/').nth(2);
        let path = begin.map_or(path, |(at, _)| &path[at + 1..]);
        format!("{path}:{}", self.sources.line(place))
    }
}

/// Why there is no figure, and what its unit says of one.
fn remark(report: Subject<'_>, row: &Indicator, value: &Value) -> String {
    let mut remarks = Vec::new();
    match value {
        Value::Missing(reason) => remarks.push(reason.clone()),
        Value::Number { number, .. } => {
            let answers = report.row_answers(row);
            let answer = answers.and_then(|words| words.get(number));
            remarks.extend(answer.map(|word| word.value.clone()));
        }
        Value::Rate { rate, .. } if rate.whole == 0 => remarks.push("Không phát sinh".to_owned()),
        Value::Rate { .. } | Value::StatedNumber { .. } | Value::StatedShare { .. } => {}
    }
    let source = value.source().map(Stated::named_source);
    remarks.extend(source.map(|source| format!("Nêu theo {source}")));
    if let Some(figure) = report.submission.figures.get(&row.id) {
        let day = figure.as_of.as_ref();
        remarks.extend(day.map(|day| format!("Số liệu đến ngày {}", vi::short_date(day.value))));
        remarks.extend(figure.note.as_ref().map(|note| note.value.clone()));
    }
    remarks.join(". ")
}
