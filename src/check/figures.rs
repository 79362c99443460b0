//! Figures against the rows of the regime.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::codes::choices;
use super::{giver, stated};
use crate::assess::{Sums, Value, stated_above};
use crate::diagnostic::{Code, Diagnostic, Help, Place};
use crate::model::{
    DocumentState, FigureValue, Form, Formula, Indicator, IndicatorId, Quantity, Row, Subject,
};
use crate::vi;

pub(super) fn check(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    // Forms and rows that a misspelt key was meant for; they are not missing as
    // well.
    let groups = &subject.submission.figure_groups;
    let mut meant = unknown_groups(subject, groups, findings);
    let own_rows = subject.rows();
    let mut adviser = vi::Adviser::default();
    for (id, place) in &subject.submission.figure_keys {
        match subject.regime.indicators.get(id) {
            None if !form_keys(subject).contains(&id.form()) => {}
            None => {
                let (finding, near) = unknown_row(subject, (id, *place), &mut adviser);
                meant.extend(near);
                findings.push(finding);
            }
            Some(indicator) if stated::is_stated(subject, id) => {
                stated::own(subject, sums, (indicator, *place), &own_rows, findings);
            }
            Some(indicator) if indicator.formula.is_some() => {
                let unread = !subject.submission.figures.contains_key(id);
                if !(unread && indicator.may_be_stated) {
                    findings.push(computed(indicator, *place));
                }
            }
            Some(indicator)
                if !own_rows.contains(id)
                    || (subject.is_compiled() && !subject.may_state(indicator)) =>
            {
                findings.push(giver::not_stated_here(subject, indicator, *place));
            }
            Some(indicator) => {
                answer(subject, indicator, findings);
                rank(subject, indicator, findings);
            }
        }
    }
    // A compiled report has its figures from others.
    if !subject.submission.figures_unreadable && !subject.is_compiled() {
        missing(subject, &own_rows, &meant, findings);
    }
    wholes(subject, sums, findings);
}

/// A key that no row has, and the row that it was meant for.
pub(super) fn unknown_row(
    subject: Subject<'_>,
    (id, place): (&IndicatorId, Place),
    adviser: &mut vi::Adviser,
) -> (Diagnostic, Option<String>) {
    let finding = Diagnostic::error(
        Code::IndicatorUnknown,
        place,
        format!("biểu mẫu không có dòng nào mã `{id}`"),
    );
    let known = subject.regime.indicators.keys().map(IndicatorId::as_str);
    let near = adviser.nearest(id.as_str(), known).map(str::to_owned);
    let help = near.as_ref().map_or_else(
        || {
            let rows = subject.regime.rows_seen_in();
            rows.behind("xem mã các dòng của biểu ")
        },
        |near| Help::from(format!("có phải là `{near}`?")),
    );
    (finding.with_help(help), near)
}

/// A row that is worked out and was typed all the same.
fn computed(indicator: &Indicator, place: Place) -> Diagnostic {
    let id = &indicator.id;
    let message = format!("`{id}` do chương trình tính, không nhập");
    let help = format!("xóa dòng này; chương trình tính từ {}", operands(indicator));
    let help = if indicator.may_be_stated {
        let row = id.row();
        format!(
            "{help}; không ai có các số ấy thì nêu theo nguồn: `{row}: {{neu: …, nguon: \"văn bản nêu số này\"}}`"
        )
    } else {
        help
    };
    Diagnostic::error(Code::FigureComputed, place, message).with_help(help)
}

/// The keys of the forms, in their order.
pub(super) fn form_keys(subject: Subject<'_>) -> Vec<&str> {
    subject
        .regime
        .forms
        .iter()
        .map(|f| f.key.as_str())
        .collect()
}

/// Reports groups that no form has, and gives the forms that they were meant for.
pub(super) fn unknown_groups(
    subject: Subject<'_>,
    groups: &IndexMap<String, Place>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let known = form_keys(subject);
    let mut meant = Vec::new();
    let mut adviser = vi::Adviser::default();
    for (group, place) in groups {
        if group.is_empty() || known.contains(&group.as_str()) {
            continue;
        }
        let finding = Diagnostic::error(
            Code::IndicatorUnknown,
            *place,
            format!("không có biểu nào mã `{group}`"),
        );
        findings.push(
            match adviser.nearest(&group.to_lowercase(), known.iter().copied()) {
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

pub(super) fn operands(indicator: &Indicator) -> String {
    let ids: Vec<_> = indicator
        .formula
        .iter()
        .flat_map(Formula::operands)
        .map(|id| format!("`{}`", id.value))
        .collect();
    ids.join(", ")
}

fn known(subject: Subject<'_>, id: &IndicatorId) -> Option<(u64, Place)> {
    let figure = subject.submission.figures.get(id)?;
    match figure.value {
        FigureValue::Known(number) => Some((number, figure.place)),
        FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
    }
}

/// A coded answer must be one of the codes.
fn answer<'w>(subject: Subject<'w>, indicator: &'w Indicator, findings: &mut Vec<Diagnostic>) {
    let answers = indicator
        .unit_wording
        .as_ref()
        .and_then(|w| w.answers.as_ref())
        .or(match &indicator.quantity {
            Quantity::Answer(answers) => Some(answers),
            Quantity::Count | Quantity::Money | Quantity::Share | Quantity::Rank => None,
        });
    let (Some(answers), Some((number, place))) = (answers, known(subject, &indicator.id)) else {
        return;
    };
    if !answers.contains_key(&number) {
        findings.push(
            Diagnostic::error(
                Code::NumberRange,
                place,
                format!(
                    "{number} không phải là mã trả lời của dòng “{}”",
                    subject.row_name(indicator)
                ),
            )
            .with_help(format!("chọn một trong các mã: {}", choices(answers))),
        );
    }
}

/// The first of a ranking has the place 1.
fn rank(subject: Subject<'_>, indicator: &Indicator, findings: &mut Vec<Diagnostic>) {
    let ranked = matches!(indicator.quantity, Quantity::Rank);
    if let Some((0, place)) = known(subject, &indicator.id).filter(|_| ranked) {
        let message = format!("“{}” không thể là hạng 0", subject.row_name(indicator));
        let finding = Diagnostic::error(Code::NumberRange, place, message);
        findings.push(finding.with_help(
            "ghi hạng đã công bố; chưa công bố thì viết `{khong_co: \"Chưa công bố\"}`",
        ));
    }
}

/// Every row that the unit fills has a figure or a reason; what is missing of a
/// form is one finding. A draft may still wait for some.
fn missing(
    subject: Subject<'_>,
    own_rows: &BTreeSet<&IndicatorId>,
    meant: &[String],
    findings: &mut Vec<Diagnostic>,
) {
    let draft = matches!(subject.submission.document.state, DocumentState::Draft);
    for form in &subject.regime.forms {
        let rows: Vec<_> = subject
            .regime
            .indicators
            .values()
            .filter(|row| {
                row.id.form() == form.key
                    && row.formula.is_none()
                    && own_rows.contains(&row.id)
                    && !subject.submission.figure_keys.contains_key(&row.id)
                    && stated_above(subject, &row.id).is_none()
                    && !meant.iter().any(|m| m == row.id.as_str() || *m == form.key)
            })
            .collect();
        let Some(first) = rows.first() else {
            continue;
        };
        let key = &form.key;
        let groups = &subject.submission.figure_groups;
        let place = groups.get(key.as_str()).or_else(|| groups.get("")).copied();
        let mut help = format!(
            "thêm vào nhóm `{key}` của `so_lieu` các dòng sau; chưa có số liệu thì viết `{}: {{khong_co: \"lý do\"}}`",
            first.id.row()
        );
        for row in &rows {
            let (name, unit) = (subject.row_name(row), subject.row_measure(row));
            let scope = if subject.speaks_for_all(row) {
                format!(", của {}", subject.regime.whole_territory)
            } else {
                String::new()
            };
            let line = match printed_number(form, &row.id) {
                Some(number) => format!("dòng {number} “{name}”, {unit}{scope}"),
                None => format!("“{name}”, {unit}{scope} (biểu không in)"),
            };
            let _ = write!(help, "\n`{}`: {line}", row.id.row());
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

/// STT of a row, if the form prints it.
fn printed_number<'f>(form: &'f Form, id: &IndicatorId) -> Option<&'f str> {
    form.rows.iter().find_map(|row| match row {
        Row::Value { number, indicator } if indicator == id => Some(number.value.as_str()),
        Row::Value { .. } | Row::Heading { .. } => None,
    })
}

/// Parts cannot exceed their whole, one by one or together. What documents state is held against
/// what documents state alone.
pub(super) fn wholes(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    // A number with its place, if it was typed.
    let number = |id: &IndicatorId| match sums.complete(subject, id) {
        Some(Value::Number { number, .. }) => Some((*number, known(subject, id).map(|(_, p)| p))),
        _ => None,
    };
    limits(subject, &number, findings);
    let stated = |id: &IndicatorId| {
        let value = sums.values(subject).get(id)?;
        let value = sums.rests_on_stated(subject, id).then_some(value)?;
        Some((value.number()?.0, stated::place(subject, id)))
    };
    limits(subject, &stated, findings);
}

/// A number with its place, if it stands in the file.
type NumberOf<'n> = dyn Fn(&IndicatorId) -> Option<(u64, Option<Place>)> + 'n;

fn limits(subject: Subject<'_>, number: &NumberOf<'_>, findings: &mut Vec<Diagnostic>) {
    for (whole, parts) in subject.regime.limits() {
        let (Some((total, total_place)), Some(whole)) =
            (number(whole), subject.regime.indicators.get(whole))
        else {
            continue;
        };
        let parts: Vec<_> = parts
            .into_iter()
            .filter_map(|id| Some((subject.regime.indicators.get(id)?, number(id)?)))
            .collect();
        let sum: u64 = parts.iter().map(|(_, (number, _))| number).sum();
        if sum <= total {
            continue;
        }
        let typed: Vec<_> = parts.iter().filter_map(|(_, (_, place))| *place).collect();
        let (message, help, places) = if let [(part, (number, _))] = parts.as_slice() {
            (
                format!(
                    "“{}” ({}) lớn hơn “{}” ({})",
                    subject.row_name(part),
                    vi::grouped(*number),
                    subject.row_name(whole),
                    vi::grouped(total)
                ),
                "kiểm tra xem hai số có bị đổi chỗ cho nhau không",
                typed.iter().copied().chain(total_place).collect::<Vec<_>>(),
            )
        } else {
            (
                format!(
                    "“{}” ({}) nhỏ hơn tổng các phần của nó ({})",
                    subject.row_name(whole),
                    vi::grouped(total),
                    vi::grouped(sum)
                ),
                "kiểm tra lại tổng và từng phần",
                total_place
                    .into_iter()
                    .chain(typed.iter().copied())
                    .collect(),
            )
        };
        let mut places = places.into_iter();
        let first = places.next().unwrap_or(subject.submission.document.place);
        let mut finding =
            Diagnostic::error(Code::FigurePartExceedsWhole, first, message).with_help(help);
        for place in places {
            let text = if Some(place) == total_place {
                "tổng thể"
            } else {
                "một phần"
            };
            finding = finding.with_label(place, text);
        }
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// The rows that a row is worked out from, and those that they are worked out from in turn.
pub(super) fn rows_below<'w>(subject: Subject<'w>, row: &'w Indicator) -> Vec<&'w IndicatorId> {
    let operands = row.formula.iter().flat_map(Formula::operands);
    operands
        .flat_map(|id| {
            let operand = subject.regime.indicators.get(&id.value);
            let below = operand.map(|operand| rows_below(subject, operand));
            std::iter::once(&id.value).chain(below.into_iter().flatten())
        })
        .collect()
}
