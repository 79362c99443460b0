//! `<year>/<cycle>/da-ban-hanh.yaml`: what was recorded of reports when they were issued.

use indexmap::IndexMap;

use super::node::{Entry, Node};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AgencyId, Seal};

/// The seals of a period by agency.
pub(super) fn seals(reader: &mut Reader<'_>, node: &Node) -> Option<IndexMap<AgencyId, Seal>> {
    let entries = reader.entries(node)?;
    let seals = entries.iter().filter_map(|entry| {
        let id = AgencyId::from(entry.key.as_str());
        Some((id, seal(reader, entry)?))
    });
    Some(seals.collect())
}

fn seal(reader: &mut Reader<'_>, entry: &Entry) -> Option<Seal> {
    let mut map = reader.map(&entry.value)?;
    let number = map
        .required("so", reader)
        .and_then(|n| reader.number_in(n, 1..=99_999));
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let parts = map.required("bam", reader).and_then(|n| reader.entries(n));
    let parts = parts.map(|parts| {
        let parts = parts.iter().filter_map(|part| {
            let word = reader.word(&part.value)?;
            let well_formed =
                word.value.len() == 64 && word.value.bytes().all(|b| b.is_ascii_hexdigit());
            if !well_formed {
                reader.report(
                    Diagnostic::error(
                        Code::ValueType,
                        word.place,
                        "đây không phải là mã băm do `baocao seal` ghi",
                    )
                    .with_help("khôi phục tệp, không sửa tệp này bằng tay"),
                );
            }
            well_formed.then(|| (part.key.clone(), word.value))
        });
        parts.collect()
    });
    map.finish(reader);
    Some(Seal {
        place: entry.key_place,
        number: number?,
        date: date?,
        parts: parts?,
    })
}
