//! Figures that a unit states with a source: only what it cannot work out, and only what can be.

use std::collections::BTreeSet;

use super::codes::choices;
use super::figures;
use crate::assess::Sums;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{
    Decimal, FigureValue, Formula, Indicator, IndicatorId, Quantity, Rate, Subject,
};
use crate::vi;

/// Whether the file of a report states a row.
pub(super) fn is_stated(subject: Subject<'_>, id: &IndicatorId) -> bool {
    let figure = subject.submission.figures.get(id);
    figure.is_some_and(|figure| matches!(figure.value, FigureValue::Stated(_)))
}

/// Where a row is stated in the file of a report.
pub(super) fn place(subject: Subject<'_>, id: &IndicatorId) -> Option<Place> {
    let totals = subject.submission.totals.as_ref();
    let total = totals.and_then(|totals| totals.figures.get(id));
    let own = subject.submission.figures.get(id);
    let own = own.filter(|_| is_stated(subject, id));
    total.or(own).map(|figure| figure.place)
}

/// A row that the unit itself states.
pub(super) fn own(
    subject: Subject<'_>,
    sums: &Sums,
    (row, place): (&Indicator, Place),
    rows: &BTreeSet<&IndicatorId>,
    findings: &mut Vec<Diagnostic>,
) {
    let error = |message: String| Diagnostic::error(Code::FigureStated, place, message);
    let name = subject.row_name(row);
    let Some(formula) = &row.formula else {
        let help = if subject.is_compiled() {
            "chuyển dòng này sang `so_neu: {nguon: …, so_lieu: {…}}` của tệp".to_owned()
        } else {
            format!(
                "viết thẳng số: `{}: …`; nguồn của số thì ghi ở `ghi_chu`",
                row.id.row()
            )
        };
        findings.push(error(format!("“{name}” là số nhập, không nêu theo nguồn")).with_help(help));
        return;
    };
    if subject.is_compiled() {
        findings.push(
            error("số nêu của báo cáo tổng hợp không ghi ở `so_lieu`".to_owned())
                .with_help("chuyển dòng này sang `so_neu: {nguon: …, so_lieu: {…}}` của tệp"),
        );
        return;
    }
    if !row.may_be_stated {
        findings.push(not_statable(row, place));
        return;
    }
    if !rows.contains(&row.id) {
        findings.push(
            Diagnostic::error(
                Code::IndicatorNotYours,
                place,
                format!("{} không khai dòng “{name}”", subject.agency.name.value),
            )
            .with_help("xóa dòng này; số liệu do cơ quan khác khai"),
        );
        return;
    }
    let Some(FigureValue::Stated(stated)) =
        subject.submission.figures.get(&row.id).map(|f| &f.value)
    else {
        return;
    };
    let before = findings.len();
    amount_of(subject, row, stated.amount, place, findings);
    if findings.len() > before {
        return;
    }
    let operands = subject.operands_of_one_kind(formula, rows);
    let values = sums.stated(subject);
    let known = operands.iter().filter_map(|id| {
        let (number, _) = values.get(*id)?.number()?;
        Some((*id, number))
    });
    let known: Vec<_> = known.collect();
    if known.len() == operands.len() {
        let in_order = formula.operands().into_iter();
        let in_order = in_order.filter(|id| operands.contains(&id.value));
        let numbers = in_order.filter_map(|id| values.get(&id.value)?.number());
        let numbers: Vec<_> = numbers.map(|(number, _)| number).collect();
        findings.push(worked_out(row, (stated.amount, place), &numbers));
    } else {
        let parts = known.iter().map(|(id, number)| {
            let figure = subject.submission.figures.get(*id);
            (*number, figure.map(|figure| figure.place))
        });
        let parts: Vec<_> = parts.collect();
        findings.extend(below_parts(subject, row, (stated.amount, place), &parts));
    }
}

/// A row that may not be stated.
pub(super) fn not_statable(row: &Indicator, place: Place) -> Diagnostic {
    let message = format!("chế độ không cho nêu dòng `{}` theo nguồn", row.id);
    let help = if row.formula.is_some() {
        format!(
            "xóa dòng này; nhập hoặc nêu các số mà chương trình tính nó từ đó: {}",
            figures::operands(row)
        )
    } else {
        "xóa dòng này; tỷ lệ này đếm từ trả lời của các đơn vị".to_owned()
    };
    Diagnostic::error(Code::FigureStated, place, message).with_help(help)
}

/// A row that is stated though there is all that it is worked out from: `numbers`, in the order
/// of its formula.
pub(super) fn worked_out(
    row: &Indicator,
    (amount, place): (Decimal, Place),
    numbers: &[u64],
) -> Diagnostic {
    let result = match (&row.formula, numbers) {
        (Some(Formula::Rate(..)), &[part, whole]) => {
            let percent = Rate { part, whole }.percent();
            percent.map(|percent| format!("tính ra {}%", percent.text))
        }
        (Some(Formula::Difference(..)), [whole, parts @ ..]) => {
            let rest = whole.checked_sub(parts.iter().sum());
            rest.map(|rest| format!("tính ra {}", vi::grouped(rest)))
        }
        (Some(Formula::Sum(_)), _) => {
            let sum = vi::grouped(numbers.iter().sum());
            Some(format!("các phần cộng lại {sum}"))
        }
        _ => None,
    };
    let stated = match amount.whole() {
        Some(number) if !matches!(row.quantity, Quantity::Share) => vi::grouped(number),
        _ => format!("{}%", amount.text()),
    };
    let both = result.map_or_else(String::new, |result| format!(" (nêu {stated}, {result})"));
    let message = format!(
        "`{}` tính được từ các số đã có nên không nêu theo nguồn{both}",
        row.id
    );
    Diagnostic::error(Code::FigureStated, place, message).with_help(format!(
        "xóa dòng này, chương trình tính từ {}; các số ấy chưa chắc chắn thì xóa chúng, giữ dòng này",
        figures::operands(row)
    ))
}

/// A total below those of its parts that are known.
pub(super) fn below_parts(
    subject: Subject<'_>,
    row: &Indicator,
    (amount, place): (Decimal, Place),
    parts: &[(u64, Option<Place>)],
) -> Option<Diagnostic> {
    let is_sum = matches!(row.formula, Some(Formula::Sum(_)));
    let total = amount.whole().filter(|_| is_sum)?;
    let sum: u64 = parts.iter().map(|(number, _)| number).sum();
    if sum <= total {
        return None;
    }
    let message = format!(
        "“{}” nêu là {}, nhỏ hơn tổng các phần đã có ({})",
        subject.row_name(row),
        vi::grouped(total),
        vi::grouped(sum)
    );
    let mut finding = Diagnostic::error(Code::FigureStated, place, message);
    for place in parts.iter().filter_map(|(_, place)| *place) {
        finding = finding.with_label(place, "một phần");
    }
    Some(finding.with_help("đối chiếu số nêu và các phần với văn bản nguồn"))
}

/// What can be stated of a kind of row: whole numbers of what is counted, shares up to 100 per
/// cent, codes that there are.
pub(super) fn amount_of(
    subject: Subject<'_>,
    row: &Indicator,
    amount: Decimal,
    place: Place,
    findings: &mut Vec<Diagnostic>,
) {
    let name = subject.row_name(row);
    let range = |message: String| Diagnostic::error(Code::NumberRange, place, message);
    if matches!(row.quantity, Quantity::Share) {
        if !row.may_exceed_whole && amount > Decimal::of_hundredths(10_000) {
            let message = format!("“{name}” nêu là {}%, quá 100%", amount.text());
            findings.push(range(message).with_help("đối chiếu với văn bản nguồn"));
        }
        return;
    }
    let Some(number) = amount.whole() else {
        findings.push(
            Diagnostic::error(
                Code::NumberForm,
                place,
                format!("“{name}” phải là số nguyên, không phải {}", amount.text()),
            )
            .with_help("làm tròn đến đơn vị tính của dòng"),
        );
        return;
    };
    let answers = subject.row_answers(row);
    if let Some(answers) = answers.filter(|answers| !answers.contains_key(&number)) {
        let message = format!("{number} không phải là mã trả lời của dòng “{name}”");
        let help = format!("chọn một trong các mã: {}", choices(answers));
        findings.push(range(message).with_help(help));
    }
    if number == 0 && matches!(row.quantity, Quantity::Rank) {
        let message = format!("“{name}” không thể là hạng 0");
        findings.push(range(message).with_help("ghi hạng đã công bố, hoặc xóa dòng này"));
    }
}
