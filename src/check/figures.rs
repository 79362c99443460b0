//! Figures against the rows of the regime.

use std::fmt::Write as _;

use crate::assess::{Value, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    DocumentState, FigureValue, Formula, Indicator, IndicatorId, Quantity, Row, Subject,
};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    // Forms and rows that a misspelt key was meant for; they are not missing as
    // well.
    let mut meant = unknown_groups(subject, findings);
    for (id, place) in &subject.submission.figure_keys {
        match subject.regime.indicators.get(id) {
            None if !form_keys(subject).contains(&id.form()) => {}
            None => {
                let finding = Diagnostic::error(
                    Code::IndicatorUnknown,
                    *place,
                    format!("biểu mẫu không có dòng nào mã `{id}`"),
                );
                let known = subject.regime.indicators.keys().map(IndicatorId::as_str);
                findings.push(match vi::nearest(id.as_str(), known) {
                    Some(near) => {
                        meant.push(near.to_owned());
                        finding.with_help(format!("có phải là `{near}`?"))
                    }
                    None => finding.with_help(format!(
                        "xem mã các dòng của biểu trong che-do/{}.yaml",
                        subject.regime.id
                    )),
                });
            }
            Some(indicator) if indicator.formula.is_some() => findings.push(
                Diagnostic::error(
                    Code::FigureComputed,
                    *place,
                    format!("`{id}` do chương trình tính, không nhập"),
                )
                .with_help(format!(
                    "xóa dòng này; chương trình tính từ {}",
                    operands(indicator)
                )),
            ),
            Some(indicator) if !subject.regime.is_filled_by(indicator, subject.agency) => findings
                .push(
                    Diagnostic::error(
                        Code::IndicatorNotYours,
                        *place,
                        format!(
                            "{} không khai dòng “{}”",
                            subject.agency.name.value, indicator.name.value
                        ),
                    )
                    .with_help("xóa dòng này; số liệu do cơ quan khác khai"),
                ),
            Some(indicator) => answer(subject, indicator, findings),
        }
    }
    if !subject.submission.figures_unreadable {
        missing(subject, &meant, findings);
    }
    wholes(subject, findings);
}

/// The keys of the forms, in their order.
fn form_keys(subject: Subject<'_>) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for id in subject.regime.indicators.keys() {
        if keys.last() != Some(&id.form()) {
            keys.push(id.form());
        }
    }
    keys
}

/// Reports groups that no form has, and gives the forms that they were meant for.
fn unknown_groups(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) -> Vec<String> {
    let known = form_keys(subject);
    let mut meant = Vec::new();
    for (group, place) in &subject.submission.figure_groups {
        if group.is_empty() || known.contains(&group.as_str()) {
            continue;
        }
        let finding = Diagnostic::error(
            Code::IndicatorUnknown,
            *place,
            format!("không có biểu nào mã `{group}`"),
        );
        findings.push(
            match vi::nearest(&group.to_lowercase(), known.iter().copied()) {
                Some(near) => {
                    meant.push(near.to_owned());
                    finding.with_help(format!("có phải là `{near}`?"))
                }
                None => finding.with_help(format!("các biểu: {}", known.join(", "))),
            },
        );
    }
    meant
}

fn operands(indicator: &Indicator) -> String {
    let ids: Vec<_> = indicator
        .formula
        .iter()
        .flat_map(Formula::operands)
        .map(|id| format!("`{}`", id.value))
        .collect();
    ids.join(", ")
}

fn known(subject: Subject<'_>, id: &IndicatorId) -> Option<(u64, crate::diagnostic::Place)> {
    let figure = subject.submission.figures.get(id)?;
    match figure.value {
        FigureValue::Known(number) => Some((number, figure.place)),
        FigureValue::Unavailable(_) => None,
    }
}

/// A coded answer must be one of the codes.
fn answer(subject: Subject<'_>, indicator: &Indicator, findings: &mut Vec<Diagnostic>) {
    let answers = indicator
        .unit_wording
        .as_ref()
        .and_then(|w| w.answers.as_ref())
        .or(match &indicator.quantity {
            Quantity::Answer(answers) => Some(answers),
            Quantity::Count | Quantity::Money | Quantity::Share => None,
        });
    let (Some(answers), Some((number, place))) = (answers, known(subject, &indicator.id)) else {
        return;
    };
    if !answers.contains_key(&number) {
        let choices: Vec<_> = answers
            .iter()
            .map(|(code, words)| format!("{code} = {}", words.value))
            .collect();
        findings.push(
            Diagnostic::error(
                Code::NumberRange,
                place,
                format!(
                    "{number} không phải là mã trả lời của dòng “{}”",
                    indicator.name_for_unit()
                ),
            )
            .with_help(format!("chọn một trong các mã: {}", choices.join("; "))),
        );
    }
}

/// Every row that the unit fills has a figure or a reason; what is missing of a
/// form is one finding. A draft may still wait for some.
fn missing(subject: Subject<'_>, meant: &[String], findings: &mut Vec<Diagnostic>) {
    let draft = matches!(subject.submission.document.state, DocumentState::Draft);
    for form in &subject.regime.forms {
        let rows: Vec<_> = form
            .rows
            .iter()
            .filter_map(|row| match row {
                Row::Value { number, indicator } => {
                    Some((number, subject.regime.indicators.get(indicator)?))
                }
                Row::Heading { .. } => None,
            })
            .filter(|(_, row)| is_missing(subject, row, meant))
            .collect();
        let Some((_, first)) = rows.first() else {
            continue;
        };
        let key = first.id.form();
        let groups = &subject.submission.figure_groups;
        let place = groups.get(key).or_else(|| groups.get("")).copied();
        let mut help = format!(
            "thêm vào nhóm `{key}` của `so_lieu` các dòng sau; chưa có số liệu thì viết `{}: {{khong_co: \"lý do\"}}`",
            first.id.row()
        );
        for (number, row) in &rows {
            let (name, unit) = (row.name_for_unit(), row.unit_for_unit());
            let _ = write!(
                help,
                "\n`{}`: dòng {} “{name}”, {unit}",
                row.id.row(),
                number.value
            );
        }
        let finding = Diagnostic::error(
            Code::FigureMissing,
            place.unwrap_or(subject.submission.document.place),
            format!(
                "thiếu {} số liệu của biểu {} “{}”",
                rows.len(),
                form.number.value,
                form.title.value
            ),
        )
        .with_help(help);
        findings.push(if draft { finding.warning() } else { finding });
    }
}

fn is_missing(subject: Subject<'_>, row: &Indicator, meant: &[String]) -> bool {
    row.formula.is_none()
        && subject.regime.is_filled_by(row, subject.agency)
        && !subject.submission.figure_keys.contains_key(&row.id)
        && !meant
            .iter()
            .any(|m| m == row.id.as_str() || m == row.id.form())
}

/// Parts cannot exceed their whole, one by one or together.
fn wholes(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let values = values(subject);
    for whole in subject.regime.indicators.values() {
        let parts: Vec<_> = whole
            .covers
            .iter()
            .filter_map(|id| {
                let part = subject.regime.indicators.get(&id.value)?;
                Some((part, known(subject, &part.id)?))
            })
            .collect();
        let (total, total_place) = match (known(subject, &whole.id), values.get(&whole.id)) {
            (Some((total, place)), _) => (total, Some(place)),
            (None, Some(Value::Number { number, .. })) if whole.formula.is_some() => {
                (*number, None)
            }
            _ => continue,
        };
        let sum: u64 = parts.iter().map(|(_, (number, _))| number).sum();
        if sum <= total {
            continue;
        }
        let mut finding = if let [(part, (number, place))] = parts.as_slice() {
            Diagnostic::error(
                Code::FigurePartExceedsWhole,
                *place,
                format!(
                    "“{}” ({}) lớn hơn “{}” ({})",
                    part.name_for_unit(),
                    vi::grouped(*number),
                    whole.name_for_unit(),
                    vi::grouped(total)
                ),
            )
            .with_help("kiểm tra xem hai số có bị đổi chỗ cho nhau không")
        } else {
            let first = parts.first().map(|(_, (_, place))| *place);
            let Some(place) = total_place.or(first) else {
                continue;
            };
            let mut finding = Diagnostic::error(
                Code::FigurePartExceedsWhole,
                place,
                format!(
                    "“{}” ({}) nhỏ hơn tổng các phần của nó ({})",
                    whole.name_for_unit(),
                    vi::grouped(total),
                    vi::grouped(sum)
                ),
            )
            .with_help("kiểm tra lại tổng và từng phần");
            for (_, (_, place)) in &parts {
                finding = finding.with_label(*place, "một phần");
            }
            finding
        };
        if let Some(place) = total_place.filter(|p| Some(*p) != finding.place) {
            finding = finding.with_label(place, "tổng thể");
        }
        findings.push(finding);
    }
}
