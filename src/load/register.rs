//! `<year>/<cycle>/so-den.yaml`: what has arrived for a period.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, SourceId};
use crate::model::{AgencyId, Arrival, Period, Register};

/// A register. Whether its units exist is for `check` to say.
pub(super) fn register(
    reader: &mut Reader<'_>,
    source: SourceId,
    node: &Node,
    period: Period,
) -> Option<Register> {
    let mut arrivals = IndexMap::new();
    let mut keys = IndexMap::new();
    for entry in reader.entries(node)? {
        let id = AgencyId::from(entry.key.as_str());
        keys.insert(id.clone(), entry.key_place);
        let all = match &entry.value.value {
            NodeValue::List(_) => reader.list(&entry.value, arrival).unwrap_or_default(),
            _ => arrival(reader, &entry.value).into_iter().collect(),
        };
        order(reader, &all);
        arrivals.insert(id, all);
    }
    Some(Register {
        source,
        period,
        arrivals,
        keys,
        in_doubt: BTreeSet::new(),
    })
}

fn arrival(reader: &mut Reader<'_>, node: &Node) -> Option<Arrival> {
    let mut map = reader.map(node)?;
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let number = map
        .optional("so")
        .and_then(|n| reader.number_in(n, 1..=999_999));
    let returned = map.optional("tra_lai").and_then(|n| reader.date(n));
    let reason = map.optional("ly_do").and_then(|n| reader.listed_name(n));
    let to_mend = map.optional("can_sua").and_then(|n| reader.listed_name(n));
    map.finish(reader);
    let without_day = [("ly_do", &reason), ("can_sua", &to_mend)];
    for (key, words) in without_day {
        let Some(words) = words.as_ref().filter(|_| returned.is_none()) else {
            continue;
        };
        let message = format!("`{key}` nói về báo cáo bị trả lại, mà lần này không ghi `tra_lai`");
        reader.report(
            Diagnostic::error(Code::KeyMissing, words.place, message)
                .with_help("thêm `tra_lai: …`, ngày trả lại báo cáo, hoặc bỏ dòng này"),
        );
    }
    Some(Arrival {
        date: date?,
        number,
        returned,
        reason,
        to_mend,
    })
}

/// What is sent back has arrived before, and what comes again comes after that.
fn order(reader: &mut Reader<'_>, all: &[Arrival]) {
    let mut last = None;
    for arrival in all {
        let days = std::iter::once(&arrival.date).chain(&arrival.returned);
        for day in days {
            if let Some(before) =
                last.filter(|before: &&crate::diagnostic::Located<_>| day.value < before.value)
            {
                reader.report(
                    Diagnostic::error(
                        Code::DateOrder,
                        day.place,
                        "ngày này đứng trước ngày ghi ở trên nó",
                    )
                    .with_label(before.place, "ngày ở trên")
                    .with_help("ghi các lần đến theo thứ tự; ngày trả lại không trước ngày đến"),
                );
            }
            last = Some(day);
        }
    }
    if let Some(arrival) = all
        .iter()
        .rev()
        .skip(1)
        .find(|arrival| arrival.returned.is_none())
    {
        reader.report(
            Diagnostic::error(
                Code::DateOrder,
                arrival.date.place,
                "báo cáo đến lần sau mà lần này chưa ghi ngày trả lại",
            )
            .with_help("thêm `tra_lai: …` cho lần trước, hoặc chỉ ghi một lần đến"),
        );
    }
}
