//! Totals that a compiled report states in the place of sums over units (`so_neu`): against its own
//! rows, and against the units that report all the same.

use super::answers::answered_by;
use super::{figures, stated};
use crate::assess::{Sums, Value};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{
    CityRule, Decimal, Formula, Indicator, IndicatorId, Quantity, StatedTotals, Subject,
};
use crate::vi;

/// The totals that a compiled report states in the place of sums over units (`so_neu`).
pub(super) fn check(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    let Some(totals) = &subject.submission.totals else {
        return;
    };
    if !subject.is_compiled() {
        let key = subject.submission.fingerprints.get("so_neu");
        let place = key.map_or(totals.place, |(_, place)| *place);
        findings.push(
            Diagnostic::error(
                Code::KeyUnknown,
                place,
                "chỉ báo cáo tổng hợp mới nêu số của toàn địa bàn (`so_neu`)",
            )
            .with_help(
                "xóa nhóm này; tổng hoặc tỷ lệ của chính đơn vị thì ghi ở `so_lieu`: `{neu: …, nguon: \"văn bản nêu số này\"}`",
            ),
        );
        return;
    }
    let forms = figures::form_keys(subject);
    figures::unknown_groups(subject, &totals.groups, findings);
    let rows = subject.rows();
    let mut adviser = vi::Adviser::default();
    for (id, place) in &totals.keys {
        match subject.regime.indicators.get(id) {
            None if !forms.contains(&id.form()) => {}
            None => {
                let (finding, _) = figures::unknown_row(subject, (id, *place), &mut adviser);
                findings.push(finding);
            }
            Some(row) if !rows.contains(id) => findings.push(
                Diagnostic::error(
                    Code::IndicatorNotYours,
                    *place,
                    format!("kỳ này không có dòng “{}”", row.name.value),
                )
                .with_help("xóa dòng này"),
            ),
            Some(row) => {
                let Some((amount, _)) = totals.of(id) else {
                    continue;
                };
                let before = findings.len();
                total(subject, sums, totals, (row, *place), findings);
                stated::amount_of(subject, row, amount, *place, findings);
                if findings.len() == before {
                    beside_units(subject, sums, (row, *place), amount, findings);
                }
            }
        }
    }
    mixed(subject, sums, totals, findings);
}

/// Whether a report has all that it says from totals.
pub(super) fn is_of_totals(subject: &Subject<'_>) -> bool {
    subject.is_compiled() && subject.submission.totals.is_some()
}

/// A total that a compiled report states of a row.
fn total(
    subject: Subject<'_>,
    sums: &Sums,
    totals: &StatedTotals,
    (row, place): (&Indicator, Place),
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(typed) = subject.submission.figure_keys.get(&row.id) {
        findings.push(
            Diagnostic::error(
                Code::FigureStated,
                place,
                format!("`{}` vừa nhập vừa nêu theo nguồn", row.id),
            )
            .with_label(*typed, "số nhập")
            .with_help("một số chỉ ghi một chỗ: giữ một dòng, xóa dòng kia"),
        );
        return;
    }
    let is_share = matches!(row.quantity, Quantity::Share);
    if (is_share || row.formula.is_some()) && !row.may_be_stated {
        findings.push(stated::not_statable(row, place));
        return;
    }
    let Some(formula) = &row.formula else {
        return;
    };
    let values = sums.values(subject);
    let lacking = sums.compilation(subject).map(|all| &all.lacking);
    let mut parts = Vec::new();
    let mut all_known = true;
    for operand in formula.operands() {
        let number = values.get(&operand.value).and_then(Value::number);
        let lacks = lacking.is_some_and(|lacking| lacking.contains_key(&operand.value));
        all_known &= number.is_some() && !lacks;
        if let Some((number, _)) = number {
            let key = totals.keys.get(&operand.value).copied();
            parts.push((number, key));
        }
    }
    let Some((amount, _)) = totals.of(&row.id) else {
        return;
    };
    if all_known {
        let numbers: Vec<_> = parts.iter().map(|(number, _)| *number).collect();
        findings.push(stated::worked_out(row, (amount, place), &numbers));
    } else {
        findings.extend(stated::below_parts(subject, row, (amount, place), &parts));
    }
}

/// Units that report what is stated: together never more, and where all of them do, there is
/// nothing to state.
fn beside_units(
    subject: Subject<'_>,
    sums: &Sums,
    (row, place): (&Indicator, Place),
    amount: Decimal,
    findings: &mut Vec<Diagnostic>,
) {
    let compilation = sums.compilation(subject);
    let beside = compilation.and_then(|all| all.beside_stated.get(&row.id));
    let (Some(beside), Some(total)) = (beside, amount.whole()) else {
        return;
    };
    let is_amount = matches!(row.quantity, Quantity::Count | Quantity::Money);
    let name = subject.row_name(row);
    let (number, stated) = (vi::grouped(beside.number), vi::grouped(total));
    let finding = |message: String| {
        let finding = Diagnostic::error(Code::FigureStated, place, message);
        finding.warning().about(&row.id)
    };
    let how = answered_by(Code::FigureStated, &row.id);
    if row.city == CityRule::Owner {
        let message = format!("“{name}” nêu là {stated}, cơ quan phụ trách đã khai {number}");
        findings.push(finding(message).with_help(format!(
            "xóa dòng nêu để lấy số của cơ quan phụ trách; nếu phải giữ số nêu thì {how}"
        )));
    } else if is_amount && beside.number > total {
        let message =
            format!("“{name}” nêu là {stated}, nhỏ hơn số các đơn vị đã báo cáo ({number})");
        findings.push(finding(message).with_help(format!(
            "đối chiếu số nêu với văn bản nguồn và số của các đơn vị; nếu cả hai đều đúng thì {how}"
        )));
    } else if beside.is_complete {
        let message = format!(
            "“{name}” nêu là {stated}, nhưng mọi đơn vị đã có số của dòng này (cộng là {number})"
        );
        findings.push(finding(message).with_help(format!(
            "xóa dòng nêu để chương trình cộng; nếu phải giữ số nêu thì {how}"
        )));
    }
}

/// Rows of which one side is stated and the other a sum that lacks units: they are not of the
/// same units, and neither their rate nor what is left of the whole would mean anything.
fn mixed(subject: Subject<'_>, sums: &Sums, totals: &StatedTotals, findings: &mut Vec<Diagnostic>) {
    let Some(compilation) = sums.compilation(subject) else {
        return;
    };
    let values = sums.values(subject);
    let is_stated = |id: &IndicatorId| sums.rests_on_stated(subject, id);
    let is_partial = |id: &IndicatorId| {
        let is_known = values.get(id).is_some_and(Value::is_known);
        is_known && !is_stated(id) && compilation.lacking.contains_key(id)
    };
    for (whole, parts) in subject.regime.limits() {
        for part in parts {
            let (stated, partial) = match (is_stated(whole), is_stated(part)) {
                (true, false) => (whole, part),
                (false, true) => (part, whole),
                _ => continue,
            };
            let below = subject.regime.indicators.get(stated);
            let below = below.map(|row| figures::rows_below(subject, row));
            let mut below = std::iter::once(stated).chain(below.into_iter().flatten());
            let place = below.find_map(|id| totals.keys.get(id));
            let place = place.filter(|_| is_partial(partial));
            let is_side = |row: &IndicatorId| {
                let row = subject.regime.indicators.get(row);
                let formula = row.and_then(|row| row.formula.as_ref());
                let operands = formula.into_iter().flat_map(Formula::operands);
                operands
                    .filter(|id| id.value == *whole || id.value == *part)
                    .count()
                    == 2
            };
            // Of a rate it is said below.
            let Some(place) = place.filter(|_| !compilation.mixed.iter().any(is_side)) else {
                continue;
            };
            findings.push(
                Diagnostic::error(
                    Code::FigureStated,
                    *place,
                    format!(
                        "`{stated}` theo số nêu, còn `{partial}` cộng từ các đơn vị và chưa đủ đơn vị"
                    ),
                )
                .with_help(format!(
                    "`{part}` là một phần của `{whole}`: nêu theo nguồn cả hai dòng hoặc không dòng nào"
                )),
            );
        }
    }
    let rows = compilation.mixed.iter();
    for row in rows.filter_map(|id| subject.regime.indicators.get(id)) {
        let below = figures::rows_below(subject, row);
        let stated = below.iter().find_map(|id| totals.keys.get(*id));
        let place = stated.copied().unwrap_or(totals.place);
        findings.push(
            Diagnostic::error(
                Code::FigureStated,
                place,
                format!(
                    "`{}` không tính được: một vế là số nêu, vế kia cộng từ các đơn vị và chưa đủ đơn vị",
                    row.id
                ),
            )
            .with_help(format!(
                "trong {}, nêu theo nguồn cả hai vế hoặc không vế nào",
                figures::operands(row)
            )),
        );
    }
}
