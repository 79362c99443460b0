//! The documents that tasks have brought forth: one number, one date, one issuer.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::assess::AssignedTask;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Agency, Product, Subject};
use crate::vi;

/// One number in one year is one document, and has one date. Numbers begin anew
/// each year (NĐ 30/2020, Điều 15).
pub(super) fn check(
    subject: Subject<'_>,
    tasks: &[AssignedTask<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let own = vi::comparable(&subject.agency.name.value);
    let mut seen: BTreeMap<(&str, String, i32), &Product> = BTreeMap::new();
    for task in tasks {
        let products = task.progress.map_or(&[][..], |p| p.products.as_slice());
        for (index, product) in products.iter().enumerate() {
            let Some(symbol) = &product.symbol else {
                continue;
            };
            let issuer = product.issuer.as_ref().map(|i| vi::comparable(&i.value));
            let issuer = issuer.filter(|issuer| *issuer != own).unwrap_or_default();
            if issuer.is_empty() {
                findings.extend(of_another(subject, symbol));
            }
            let key = (symbol.value.as_str(), issuer, product.date.value.year());
            let first = *seen.entry(key).or_insert(product);
            if first.date.value != product.date.value {
                findings.push(two_dates(product, first, &symbol.value));
            } else if products[..index].iter().any(|p| std::ptr::eq(p, first)) {
                findings.push(
                    Diagnostic::error(
                        Code::TaskContradiction,
                        product.place,
                        format!("văn bản số {} ghi hai lần", symbol.value),
                    )
                    .with_label(first.place, "lần đầu")
                    .with_help("xóa một lần"),
                );
            }
        }
    }
}

fn two_dates(product: &Product, first: &Product, symbol: &str) -> Diagnostic {
    Diagnostic::error(
        Code::ProductTwoDates,
        product.date.place,
        format!(
            "văn bản số {symbol} đề ngày {} ở đây và ngày {} ở chỗ khác",
            vi::short_date(product.date.value),
            vi::short_date(first.date.value)
        ),
    )
    .with_label(first.date.place, "chỗ kia")
    .with_help(
        "một số văn bản trong năm chỉ có một ngày; văn bản của cơ quan khác thì thêm `cua: …`",
    )
}

/// A symbol with another agency's abbreviation and not the unit's own is that
/// agency's document, or was left over in a copied file.
fn of_another(subject: Subject<'_>, symbol: &Located<String>) -> Option<Diagnostic> {
    let behind = symbol.value.rsplit('/').next().unwrap_or_default();
    let names = |agency: &Agency| {
        let short = agency.abbreviation.as_ref();
        short.is_some_and(|short| behind.split('-').any(|part| part == short.value))
    };
    if names(subject.agency) {
        return None;
    }
    let other = subject.workspace.agencies.values().find(|a| names(a))?;
    Some(
        Diagnostic::error(
            Code::ProductSymbol,
            symbol.place,
            format!(
                "ký hiệu của {} trong báo cáo của {}",
                other.name.value, subject.agency.name.value
            ),
        )
        .warning()
        .with_help(format!(
            "nếu là văn bản của cơ quan ấy thì thêm `cua: {}`; nếu không thì sửa ký hiệu",
            other.name.value
        )),
    )
}
