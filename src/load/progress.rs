//! What a unit tells of the tasks that it leads (`nhiem_vu`).

use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{ConditionMet, Ending, Members, Money, Product, Progress};

/// How far one task has come.
pub(super) fn progress(reader: &mut Reader<'_>, node: &Node) -> Option<Progress> {
    let errors_before = reader.count_of_errors();
    let mut map = group(reader, node, "{ket_qua: \"việc đã làm\"}")?;
    let done = text(reader, &mut map, "ket_qua");
    let products = map
        .optional("san_pham")
        .map(|n| products(reader, n))
        .unwrap_or_default();
    let completed = map.optional("hoan_thanh").and_then(|n| reader.date(n));
    let expected = map.optional("du_kien").and_then(|n| reader.date(n));
    let condition = map.optional("dieu_kien").and_then(|n| condition(reader, n));
    let difficulty = map.optional("kho_khan").and_then(|n| reason(reader, n));
    let carried_over = map
        .optional("chuyen_nam_sau")
        .and_then(|n| reason(reader, n))
        .map(Ending::CarriedOver);
    let stopped = map
        .optional("dung")
        .and_then(|n| reason(reader, n))
        .map(Ending::Stopped);
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
        faulty: reader.count_of_errors() > errors_before,
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

/// A mapping, with an example of one where something else stands.
fn group<'n>(reader: &mut Reader<'_>, node: &'n Node, example: &str) -> Option<MapReader<'n>> {
    if matches!(node.value, NodeValue::Map(_) | NodeValue::Refused) {
        return reader.map(node);
    }
    reader.report(
        Diagnostic::error(
            Code::ValueType,
            node.place,
            "ở đây cần một nhóm khóa trong ngoặc nhọn",
        )
        .with_help(format!(
            "viết như `{example}`, có dấu cách sau dấu hai chấm"
        )),
    );
    None
}

/// Words that give a reason: a bare "có" or "không" gives none.
fn reason(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let text = reader.listed_name(node)?;
    let empty = [
        "có",
        "không",
        "không có",
        "không có khó khăn",
        "chưa có",
        "true",
        "false",
    ];
    if empty.contains(&text.value.to_lowercase().as_str()) {
        reader.report(
            Diagnostic::error(
                Code::TaskWithoutReason,
                node.place,
                format!("“{}” chưa nói rõ khó khăn hay lý do gì", text.value),
            )
            .with_help("viết rõ lý do; không có khó khăn thì xóa dòng này"),
        );
        return None;
    }
    Some(text)
}

/// One product, or a list of them.
fn products(reader: &mut Reader<'_>, node: &Node) -> Vec<Product> {
    if matches!(node.value, NodeValue::List(_)) {
        return reader.list(node, product).unwrap_or_default();
    }
    product(reader, node).into_iter().collect()
}

fn product(reader: &mut Reader<'_>, node: &Node) -> Option<Product> {
    let mut map = group(reader, node, "{so: 05/KH-STP, ngay: 2021-01-08}")?;
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
    let behind = text.value.rsplit_once('/').map_or("", |(_, behind)| behind);
    let well_formed = text.value.starts_with(|c: char| c.is_ascii_digit())
        && behind.starts_with(char::is_uppercase)
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
    let mut map = group(reader, node, "{ngay: 2021-02-10, han: 2021-06-30}")?;
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let deadline = map.optional("han").and_then(|n| reader.date(n));
    map.finish(reader);
    Some(ConditionMet {
        date: date?,
        deadline,
    })
}

fn members(reader: &mut Reader<'_>, node: &Node) -> Option<Members> {
    let mut map = group(reader, node, "{tong: 37, xong: 35}")?;
    let all = map
        .required("tong", reader)
        .and_then(|n| reader.number_in(n, 0..=99_999));
    let done = map.required("xong", reader).and_then(|n| reader.count(n));
    map.finish(reader);
    Some(Members {
        all: all?,
        done: done?,
        place: node.place,
    })
}

fn money(reader: &mut Reader<'_>, node: &Node) -> Option<Money> {
    let mut map = group(
        reader,
        node,
        "{du_tru: 450, duoc_duyet: 400, da_su_dung: 62}",
    )?;
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
