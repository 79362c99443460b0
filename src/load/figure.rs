//! A figure: a plain number, or a mapping where there is more to say.

use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Figure, FigureValue};

/// Reads `12`, `{gia_tri: 12, uoc: true, …}` or `{khong_co: "lý do"}`.
pub(super) fn figure(reader: &mut Reader<'_>, node: &Node) -> Option<Figure> {
    if !matches!(node.value, NodeValue::Map(_)) {
        return Some(Figure {
            place: node.place,
            value: FigureValue::Known(reader.count(node)?),
            as_of: None,
            estimate: false,
            note: None,
        });
    }
    let mut map = reader.map(node)?;
    let number_node = map.optional("gia_tri");
    let reason_node = map.optional("khong_co");
    let number = number_node.and_then(|n| Some((reader.count(n)?, n.place)));
    let reason = reason_node.and_then(|n| reader.text(n));
    let as_of = map.optional("den_ngay").and_then(|n| reader.date(n));
    let estimate = map.optional("uoc").and_then(|n| reader.boolean(n));
    let note = map.optional("ghi_chu").and_then(|n| reader.text(n));
    map.finish(reader);
    let (place, value) = match (number_node, reason_node) {
        (Some(_), None) => {
            let (number, place) = number?;
            (place, FigureValue::Known(number))
        }
        (None, Some(_)) => {
            if let Some(extra) = map_of(node, &["den_ngay", "uoc"]) {
                reader.report(Diagnostic::error(
                    Code::KeyUnknown,
                    extra,
                    "không có số liệu thì cũng không có ngày hay ước tính của số liệu",
                ));
            }
            (node.place, FigureValue::Unavailable(Box::new(reason?)))
        }
        _ => {
            reader.report(
                Diagnostic::error(
                    Code::KeyMissing,
                    node.place,
                    "một số liệu cần `gia_tri` hoặc `khong_co`, và chỉ một trong hai",
                )
                .with_help("viết `gia_tri: 12`, hoặc `khong_co: \"lý do chưa có số liệu\"`"),
            );
            return None;
        }
    };
    Some(Figure {
        place,
        value,
        as_of,
        estimate: estimate.unwrap_or(false),
        note: note.map(Box::new),
    })
}

fn map_of(node: &Node, keys: &[&str]) -> Option<crate::diagnostic::Place> {
    let NodeValue::Map(entries) = &node.value else {
        return None;
    };
    entries
        .iter()
        .find(|e| keys.contains(&e.key.as_str()))
        .map(|e| e.key_place)
}
