//! What figures should be but need not: one thing counted in two forms, a number that is
//! normally not above another, or for which there is nothing where another is nought.

use crate::assess::{Sums, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{CityRule, Formula, Indicator, IndicatorId, Subject};
use crate::vi;

use super::answers::answered_by;

pub(super) fn check(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    let rows = subject.regime.indicators.values();
    let expecting = rows.filter(|row| {
        let other = row.should_equal.as_ref().or(row.should_not_exceed.as_ref());
        other.or(row.only_with.as_ref()).is_some()
    });
    let expecting: Vec<_> = expecting.collect();
    if expecting.is_empty() {
        return;
    }
    let number = |id: &IndicatorId| match sums.complete(subject, id) {
        Some(Value::Number { number, .. }) => Some(*number),
        _ => None,
    };
    for row in expecting {
        let differs: fn(u64, u64) -> bool = |one, other| one != other;
        let exceeds: fn(u64, u64) -> bool = |one, other| one > other;
        let stands_alone: fn(u64, u64) -> bool = |one, other| one > 0 && other == 0;
        let expected = [
            (
                &row.should_equal,
                differs,
                "khác",
                "hai số đếm cùng một thứ",
            ),
            (
                &row.should_not_exceed,
                exceeds,
                "lớn hơn",
                "thường không lớn hơn",
            ),
            (
                &row.only_with,
                stands_alone,
                "khác 0 trong khi",
                "có số ở dòng này thì dòng kia phải khác 0",
            ),
        ];
        for (other, fails, words, why) in expected {
            let Some(other) = other.as_ref() else {
                continue;
            };
            let Some(other) = subject.regime.indicators.get(&other.value) else {
                continue;
            };
            let (Some(one), Some(two)) = (number(&row.id), number(&other.id)) else {
                continue;
            };
            let same_scope = subject.speaks_for_all(row) == subject.speaks_for_all(other);
            if same_scope && fails(one, two) {
                findings.push(finding(subject, (row, one), words, (other, two), why));
            }
        }
    }
}

fn finding(
    subject: Subject<'_>,
    (row, one): (&Indicator, u64),
    words: &str,
    (other, two): (&Indicator, u64),
    why: &str,
) -> Diagnostic {
    let figures = &subject.submission.figures;
    let mut places = [row, other].into_iter().flat_map(|side| {
        let typed = typed_rows(subject, side).into_iter();
        typed.filter_map(|id| Some((id, figures.get(id)?.place)))
    });
    let place = places.next().map(|(_, place)| place);
    let mut finding = Diagnostic::error(
        Code::FigureUnexpected,
        place.unwrap_or(subject.submission.document.place),
        format!(
            "“{}” ({}) {words} “{}” ({})",
            subject.row_name(row),
            vi::grouped(one),
            subject.row_name(other),
            vi::grouped(two)
        ),
    )
    .warning()
    .about(&row.id);
    for (id, place) in places {
        finding = finding.with_label(place, format!("`{id}`"));
    }
    finding.with_help(if subject.is_compiled() {
        let sides = (source(subject, row), source(subject, other));
        format!("{why}; kiểm tra lại {} và {}", sides.0, sides.1)
    } else {
        let how = answered_by(Code::FigureUnexpected, &row.id);
        format!("{why}; nếu đúng như vậy thì {how}")
    })
}

/// Where a figure of a compiled report comes from.
fn source(subject: Subject<'_>, row: &Indicator) -> String {
    let typed = typed_rows(subject, row);
    let mut owners: Vec<_> = typed
        .iter()
        .filter_map(|id| {
            let row = subject.regime.indicators.get(*id)?;
            let owner = subject.owner(id).filter(|_| row.city == CityRule::Owner);
            let agencies = &subject.workspace.agencies;
            Some(match owner.and_then(|owner| agencies.get(owner)) {
                Some(owner) => owner.name.value.as_str(),
                None => "các đơn vị khai",
            })
        })
        .collect();
    owners.dedup();
    format!("số của {}", owners.join(", "))
}

/// A row itself, or those that it is a sum of.
fn typed_rows<'w>(subject: Subject<'w>, row: &'w Indicator) -> Vec<&'w IndicatorId> {
    let Some(Formula::Sum(parts)) = &row.formula else {
        return vec![&row.id];
    };
    let parts = parts
        .iter()
        .filter_map(|id| subject.regime.indicators.get(&id.value));
    parts.flat_map(|part| typed_rows(subject, part)).collect()
}
