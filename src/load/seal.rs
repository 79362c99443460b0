//! `<year>/<cycle>/da-ban-hanh.yaml`: what was recorded of reports when they were issued.

use indexmap::IndexMap;

use super::document::NUMBERS;
use super::folder::SEALS;
use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use super::regime_choice;
use crate::diagnostic::{Code, Diagnostic, Help, Located, Place};
use crate::history::History;
use crate::model::{AgencyId, IndicatorId, Period, Rate, RegimeChoice, Seal, SealedValue};

/// What to do where records are gone.
pub(super) fn restore(period: &Period) -> Help {
    let file = format!("{}/{}/{SEALS}", period.year, period.cycle);
    let copy = History::last_copy_of(&file);
    let text = format!(
        "chép lại từ nơi lưu trữ, hoặc chép tệp {copy} của thư mục dữ liệu vào đây; không xóa tệp này và không ghi nhận lại, vì số liệu hiện nay có thể đã khác bản đã ký"
    );
    text.into()
}

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
        .and_then(|n| reader.number_in(n, NUMBERS));
    let date = map.required("ngay", reader).and_then(|n| reader.date(n));
    let regime = map.optional("che_do").map(|n| regime(reader, n));
    let regime_text = map
        .optional("bam_che_do")
        .map(|n| fingerprint(reader, n, "mã băm của chế độ"));
    let parts = map.required("bam", reader).and_then(|n| reader.entries(n));
    let parts = parts.map(|parts| {
        let parts = parts.iter().filter_map(|part| {
            let word = fingerprint(reader, &part.value, "mã băm")?;
            Some((part.key.clone(), word.value))
        });
        parts.collect()
    });
    let figures = map.optional("so_lieu").and_then(|n| reader.entries(n));
    let figures = figures.unwrap_or_default().iter().filter_map(|entry| {
        let id = IndicatorId::from(entry.key.as_str());
        Some((id, figure(reader, &entry.value)?))
    });
    let figures = figures.collect();
    map.finish(reader);
    Some(Seal {
        place: entry.key_place,
        number: number?,
        date: date?,
        regime: match regime {
            Some(regime) => Some(regime?),
            None => None,
        },
        regime_text: match regime_text {
            Some(regime_text) => Some(regime_text?),
            None => None,
        },
        parts: parts?,
        figures,
    })
}

/// A fingerprint of 64 hexadecimal digits.
fn fingerprint(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<Located<String>> {
    let word = reader.word(node)?;
    let well_formed = word.value.len() == 64 && word.value.bytes().all(|b| b.is_ascii_hexdigit());
    if !well_formed {
        not_ours(reader, word.place, what);
    }
    well_formed.then_some(word)
}

/// The one regime by which a report was made.
fn regime(reader: &mut Reader<'_>, node: &Node) -> Option<RegimeChoice> {
    if let [only] = reader.entries(node)? {
        return regime_choice::named(reader, only);
    }
    not_ours(reader, node.place, "chế độ của một báo cáo");
    None
}

/// `57502`, or of a share `57502/57689`; of what a document stated `{neu: 57502, nguon: …}` and
/// `{neu_ty_le: "98,5", nguon: …}`.
fn figure(reader: &mut Reader<'_>, node: &Node) -> Option<Located<SealedValue>> {
    if matches!(node.value, NodeValue::Map(_)) {
        let value = stated(reader, node)?;
        let place = node.place;
        return Some(Located { value, place });
    }
    let word = reader.word(node)?;
    let number = |text: &str| text.parse::<u64>().ok();
    let value = match word.value.split_once('/') {
        Some((part, whole)) => number(part).zip(number(whole)).map(|(part, whole)| {
            let rate = Rate { part, whole };
            SealedValue::Rate(rate)
        }),
        None => number(&word.value).map(SealedValue::Number),
    };
    if value.is_none() {
        not_ours(reader, word.place, "số liệu");
    }
    Some(Located {
        value: value?,
        place: word.place,
    })
}

fn stated(reader: &mut Reader<'_>, node: &Node) -> Option<SealedValue> {
    let mut map = reader.map(node)?;
    let number = map.optional("neu").and_then(|n| reader.count(n));
    let percent = map.optional("neu_ty_le").and_then(|n| reader.decimal(n));
    let source = map.required("nguon", reader).and_then(|n| reader.word(n));
    map.finish(reader);
    let source = source?.value;
    match (number, percent) {
        (Some(number), None) => Some(SealedValue::StatedNumber { number, source }),
        (None, Some(percent)) => Some(SealedValue::StatedShare { percent, source }),
        _ => {
            not_ours(reader, node.place, "số liệu");
            None
        }
    }
}

fn not_ours(reader: &mut Reader<'_>, place: Place, what: &str) {
    let message = format!("đây không phải là {what} do `baocao seal` ghi");
    reader.report(
        Diagnostic::error(Code::ValueType, place, message)
            .with_help("khôi phục tệp, không sửa tệp này bằng tay"),
    );
}
