//! What a unit tells of the tasks that it leads (`nhiem_vu`).

use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{ConditionMet, Ending, Members, Money, Product, Progress};

/// How far one task has come.
pub(super) fn progress(reader: &mut Reader<'_>, node: &Node) -> Option<Progress> {
    let mut map = reader.map(node)?;
    let done = text(reader, &mut map, "ket_qua");
    let products = map
        .optional("san_pham")
        .map(|n| products(reader, n))
        .unwrap_or_default();
    let completed = map.optional("hoan_thanh").and_then(|n| reader.date(n));
    let expected = map.optional("du_kien").and_then(|n| reader.date(n));
    let condition = map.optional("dieu_kien").and_then(|n| condition(reader, n));
    let difficulty = text(reader, &mut map, "kho_khan");
    let carried_over = text(reader, &mut map, "chuyen_nam_sau").map(Ending::CarriedOver);
    let stopped = text(reader, &mut map, "dung").map(Ending::Stopped);
    let members = map.optional("don_vi").and_then(|n| members(reader, n));
    let money = map.optional("kinh_phi").and_then(|n| money(reader, n));
    map.finish(reader);
    if carried_over.is_some() && stopped.is_some() {
        reader.report(
            Diagnostic::error(
                Code::TaskContradiction,
                node.place,
                "nhiệm vụ không thể vừa chuyển sang năm sau vừa dừng thực hiện",
            )
            .with_help("chỉ để lại `chuyen_nam_sau` hoặc `dung`"),
        );
    }
    Some(Progress {
        place: node.place,
        done,
        products,
        completed,
        expected,
        condition,
        difficulty,
        ending: carried_over.or(stopped),
        members,
        money,
    })
}

fn text(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Located<String>> {
    map.optional(key).and_then(|n| reader.listed_name(n))
}

/// One product, or a list of them.
fn products(reader: &mut Reader<'_>, node: &Node) -> Vec<Product> {
    if matches!(node.value, NodeValue::Map(_)) {
        return product(reader, node).into_iter().collect();
    }
    reader.list(node, product).unwrap_or_default()
}

fn product(reader: &mut Reader<'_>, node: &Node) -> Option<Product> {
    let mut map = reader.map(node)?;
    let name = text(reader, &mut map, "ten");
    let symbol_node = map.optional("so");
    let has_symbol = symbol_node.is_some();
    let symbol = symbol_node.and_then(|n| symbol(reader, n));
    let issuer = text(reader, &mut map, "cua");
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    map.finish(reader);
    if name.is_none() && !has_symbol {
        reader.report(
            Diagnostic::error(
                Code::KeyMissing,
                node.place,
                "sản phẩm cần số, ký hiệu (`so`) hoặc tên (`ten`)",
            )
            .with_help("ví dụ `{so: 05/KH-STP, ngay: 2021-01-08}` hoặc `{ten: Hội nghị tập huấn, ngay: 2021-03-02}`"),
        );
        return None;
    }
    Some(Product {
        place: node.place,
        name,
        symbol,
        issuer,
        date: date?,
    })
}

/// Number and symbol alone: "05/KH-STP".
fn symbol(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let text = reader.text(node)?;
    let well_formed = text.value.starts_with(|c: char| c.is_ascii_digit())
        && text.value.contains('/')
        && !text.value.contains(' ');
    if well_formed {
        return Some(text);
    }
    reader.report(
        Diagnostic::error(
            Code::ProductSymbol,
            node.place,
            format!("`{}` không phải là số, ký hiệu của một văn bản", text.value),
        )
        .with_help("chỉ viết số và ký hiệu, ví dụ `05/KH-STP`; sản phẩm không phải văn bản thì ghi ở `ten`"),
    );
    None
}

fn condition(reader: &mut Reader<'_>, node: &Node) -> Option<ConditionMet> {
    let mut map = reader.map(node)?;
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let deadline = map.optional("han").and_then(|n| reader.date(n));
    map.finish(reader);
    Some(ConditionMet {
        date: date?,
        deadline,
    })
}

fn members(reader: &mut Reader<'_>, node: &Node) -> Option<Members> {
    let mut map = reader.map(node)?;
    let all = map.required("tong", reader).and_then(|n| reader.count(n));
    let done = map.required("xong", reader).and_then(|n| reader.count(n));
    map.finish(reader);
    Some(Members {
        all: all?,
        done: done?,
        place: node.place,
    })
}

fn money(reader: &mut Reader<'_>, node: &Node) -> Option<Money> {
    let mut map = reader.map(node)?;
    let estimated = map.optional("du_tru").and_then(|n| reader.count(n));
    let approved = map.optional("duoc_duyet").and_then(|n| reader.count(n));
    let spent = map.optional("da_su_dung").and_then(|n| reader.count(n));
    map.finish(reader);
    Some(Money {
        estimated,
        approved,
        spent,
        place: node.place,
    })
}
