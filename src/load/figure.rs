//! A figure: a plain number, or a mapping where there is more to say.

use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Decimal, Figure, FigureValue, Stated};

/// Reads `12`, `{gia_tri: 12, uoc: true, …}`, `{khong_co: "lý do"}` or
/// `{neu: "98,5", nguon: "Công văn số …"}`.
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
    if let Some(amount) = map.optional("neu") {
        let others = ["gia_tri", "khong_co", "den_ngay", "uoc"];
        if let Some(extra) = map_of(node, &others) {
            reader.report(
                Diagnostic::error(
                    Code::KeyUnknown,
                    extra,
                    "số nêu theo nguồn chỉ có `neu`, `nguon` và `ghi_chu`",
                )
                .with_help("giữ `neu` cùng `nguon`, hoặc nhập số bằng `gia_tri`"),
            );
        }
        for other in others {
            map.optional(other);
        }
        return stated(reader, map, node, amount);
    }
    if let Some(source) = map_of(node, &["nguon"]) {
        map.optional("nguon");
        reader.report(
            Diagnostic::error(
                Code::KeyMissing,
                source,
                "có `nguon` mà không có số nêu theo nguồn ấy",
            )
            .with_help("thêm `neu: …`; số đơn vị tự nhập thì ghi nguồn ở `ghi_chu`"),
        );
        if number_node.or(reason_node).is_none() {
            map.finish(reader);
            return None;
        }
    }
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

/// A total of a compiled report: `12`, or `{neu: 12, nguon: …}` where it has a source of its own.
/// `source` says whether the group has one.
pub(super) fn total(reader: &mut Reader<'_>, node: &Node, source: bool) -> Option<Figure> {
    if !matches!(node.value, NodeValue::Map(_)) {
        let amount = reader.decimal(node)?;
        if !source {
            without_source(reader, node);
        }
        return Some(stated_figure(node, amount, None, None));
    }
    let mut map = reader.map(node)?;
    let amount = map.required("neu", reader)?;
    let amount = reader.decimal(amount);
    let own = map.optional("nguon");
    if own.is_none() && !source {
        without_source(reader, node);
    }
    let own = own.and_then(|n| source_text(reader, n));
    let note = map.optional("ghi_chu").and_then(|n| reader.text(n));
    map.finish(reader);
    Some(stated_figure(node, amount?, own, note))
}

/// What is stated of a row, with its source.
fn stated(
    reader: &mut Reader<'_>,
    mut map: MapReader<'_>,
    node: &Node,
    amount: &Node,
) -> Option<Figure> {
    let amount = reader.decimal(amount);
    let source_node = map.optional("nguon");
    if source_node.is_none() {
        without_source(reader, node);
    }
    let source = source_node.and_then(|n| source_text(reader, n));
    let note = map.optional("ghi_chu").and_then(|n| reader.text(n));
    map.finish(reader);
    Some(stated_figure(node, amount?, Some(source?), note))
}

/// What names a document, into which no figure is put.
pub(super) fn source_text(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let source = reader.text(node)?;
    if source.value.contains("{{") || source.value.contains("}}") {
        let message = "nguồn của số nêu không nhận chỗ điền số liệu `{{ … }}`";
        let finding = Diagnostic::error(Code::NarrativeFigure, source.place, message);
        reader.report(finding.with_help("viết tên, số, ngày của văn bản; bỏ `{{`, `}}`"));
        return None;
    }
    Some(source)
}

fn stated_figure(
    node: &Node,
    amount: Decimal,
    source: Option<Located<String>>,
    note: Option<Located<String>>,
) -> Figure {
    Figure {
        place: node.place,
        value: FigureValue::Stated(Box::new(Stated { amount, source })),
        as_of: None,
        estimate: false,
        note: note.map(Box::new),
    }
}

fn without_source(reader: &mut Reader<'_>, node: &Node) {
    reader.report(
        Diagnostic::error(Code::KeyMissing, node.place, "số nêu mà không có nguồn").with_help(
            "thêm `nguon: \"…\"`: số, ngày của văn bản nêu số ấy, ví dụ `nguon: \"Công văn số 12/VP-KSTT ngày 03/3/2026\"`",
        ),
    );
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
