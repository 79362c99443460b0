//! `co-quan.yaml`: agencies as they are on one day.

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::agency_links;
use super::agency_pattern::{Patterns, Told};
use super::agency_set::names;
use super::agency_unit::Unit;
use super::level;
use super::map::MapReader;
use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Agency, AgencyId, Contact, Level, LevelId, Signer, Territory};
use crate::vi;

/// Levels and agencies as they are on a day, with the words of the place in their patterns; references between them are checked here.
pub(super) fn agencies(
    reader: &mut Reader<'_>,
    node: &Node,
    (on, territory): (NaiveDate, Option<&Territory>),
) -> Option<(IndexMap<LevelId, Level>, IndexMap<AgencyId, Agency>)> {
    let mut map = reader.map(node)?;
    let mut levels = map
        .required("cap", reader)
        .map(|n| level::levels(reader, n))
        .unwrap_or_default();
    let entries = map
        .required("co_quan", reader)
        .and_then(|n| reader.entries(n))
        .unwrap_or_default();
    // An agency with a fault is still no unknown one.
    let declared: Vec<&str> = entries.iter().map(|e| e.key.as_str()).collect();
    let patterns = map
        .optional("mau")
        .map(|n| Patterns::read(reader, n, territory));
    let (patterns, mut told) = (patterns.unwrap_or_default(), Told::default());
    let agencies: IndexMap<_, _> = entries
        .iter()
        .filter_map(|entry| agency_on(reader, entry, &levels.all, (&patterns, &mut told), on))
        .map(|agency| (agency.id.clone(), agency))
        .collect();
    patterns.unused(reader, &told, |reader, unit| {
        drop(agency(reader, unit, &levels.all));
    });
    map.finish(reader);
    for agency in agencies.values() {
        let above = [&agency.reports_to, &agency.superior, &agency.compiled_by];
        let above = above.into_iter().flatten();
        for other in above.chain(&agency.predecessors) {
            if other.value == agency.id && agency.predecessors.contains(other) {
                reader.report(Diagnostic::error(
                    Code::ValueChoice,
                    other.place,
                    format!("`{}` không thể là tiền thân của chính mình", agency.id),
                ));
            } else if other.value == agency.id {
                reader.report(
                    Diagnostic::error(
                        Code::ValueChoice,
                        other.place,
                        format!("`{}` không thể là cấp trên của chính mình", agency.id),
                    )
                    .with_help("ghi mã của cơ quan khác, hoặc xóa dòng này"),
                );
            }
            if !declared.contains(&other.value.as_str()) && !agencies.contains_key(&other.value) {
                reader.report(unknown(other, agencies.keys()));
            }
        }
    }
    for agency in agencies.values() {
        for before in &agency.predecessors {
            let gone = agencies.get(&before.value);
            if gone.is_some_and(|gone| gone.valid_to.is_none() && gone.id != agency.id) {
                let message = format!(
                    "`{}` là tiền thân của `{}` nhưng chưa có `den_ngay`",
                    before.value, agency.id
                );
                reader.report(
                    Diagnostic::error(Code::DateOrder, before.place, message)
                        .warning()
                        .with_help("ghi ngày hoạt động cuối cùng của cơ quan ấy, nếu không cả hai cùng phải báo cáo"),
                );
            }
        }
    }
    agency_links::second_documents(reader, &agencies);
    agency_links::circles(reader, &agencies);
    level::infer(&mut levels, &agencies);
    Some((levels.all, agencies))
}

/// The finding for an agency that is not declared.
fn unknown<'a>(
    id: &Located<AgencyId>,
    known: impl IntoIterator<Item = &'a AgencyId>,
) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::AgencyUnknown,
        id.place,
        format!("không có cơ quan `{}` trong co-quan.yaml", id.value),
    );
    match vi::nearest(id.value.as_str(), known.into_iter().map(AgencyId::as_str)) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("khai cơ quan này trong co-quan.yaml trước"),
    }
}

/// An agency with those of its changes (`thay_doi`), and of its pattern's, that hold on a day.
fn agency_on(
    reader: &mut Reader<'_>,
    entry: &Entry,
    levels: &IndexMap<LevelId, Level>,
    (patterns, told): (&Patterns, &mut Told),
    on: NaiveDate,
) -> Option<Agency> {
    let NodeValue::Map(entries) = &entry.value.value else {
        return agency(reader, entry, levels);
    };
    let (mut unit, changes) = Unit::of(reader, entry, entries, (patterns, &mut *told))?;
    let read = |reader: &mut Reader<'_>, whole: &Entry| agency(reader, whole, levels);
    let mut version = unit.read(reader, told, read);
    for changed in &changes {
        unit.change(changed);
        // A version that does not hold must be well formed too; what is wrong with all of
        // them is said once.
        let now = reader.again(|reader| unit.read(reader, told, read));
        if changed.day <= on {
            version = now;
        }
    }
    version
}

fn agency(
    reader: &mut Reader<'_>,
    entry: &Entry,
    levels: &IndexMap<LevelId, Level>,
) -> Option<Agency> {
    let well_formed = !entry.key.is_empty()
        && entry
            .key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !well_formed {
        reader.report(
            Diagnostic::error(
                Code::ValueChoice,
                entry.key_place,
                format!("mã cơ quan `{}` có ký tự không dùng được", entry.key),
            )
            .with_help(
                "mã cơ quan là tên tệp: chỉ dùng chữ thường không dấu, chữ số và dấu gạch ngang",
            ),
        );
    }
    agency_links::name(reader, entry);
    let mut map = reader.map(&entry.value)?;
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    let name = name.map(with_plain_spaces);
    let self_reference = text(reader, &mut map, "tu_xung").map(with_plain_spaces);
    let abbreviation = text(reader, &mut map, "viet_tat");
    let level = map.required("cap", reader).and_then(|n| reader.word(n));
    let reports_to = agency_id(reader, &mut map, "bao_cao_ve");
    let compiled_by = agency_id(reader, &mut map, "tong_hop_boi");
    let letterhead = texts(reader, &mut map, "ten_dau_van_ban");
    let superior = agency_id(reader, &mut map, "co_quan_chu_quan");
    let place_name = text(reader, &mut map, "dia_danh").map(with_plain_spaces);
    let collective = text(reader, &mut map, "ky_thay_mat");
    let head_title = text(reader, &mut map, "nguoi_dung_dau");
    let signers = map
        .optional("nguoi_ky")
        .and_then(|n| reader.entries(n))
        .unwrap_or_default()
        .iter()
        .filter_map(|e| Some((e.key.clone(), signer(reader, &e.value)?)))
        .collect();
    let recipients = map
        .optional("noi_nhan")
        .and_then(|n| reader.list(n, Reader::listed_name))
        .unwrap_or_default();
    let filed_by = text(reader, &mut map, "luu");
    let contact = map.optional("dau_moi").and_then(|n| contact(reader, n));
    let valid_from = map.optional("tu_ngay").and_then(|n| reader.date(n));
    let valid_to = map.optional("den_ngay").and_then(|n| reader.date(n));
    let predecessors = names(reader, &mut map, "tien_than", AgencyId::from);
    let without_levels = names(reader, &mut map, "khong_co_cap", LevelId::from);
    // Both are gone where there is a pattern.
    map.optional("mau");
    names_without_pattern(reader, map.optional("ho_ten"));
    map.finish(reader);
    if let (Some(from), Some(to)) = (&valid_from, &valid_to)
        && to.value < from.value
    {
        reader.report(
            Diagnostic::error(
                Code::DateOrder,
                to.place,
                "ngày kết thúc đứng trước ngày bắt đầu",
            )
            .with_label(from.place, "ngày bắt đầu"),
        );
    }
    let level = level?;
    let without = without_levels.iter().map(|l| (l.value.as_str(), l.place));
    for (name, place) in std::iter::once((level.value.as_str(), level.place)).chain(without) {
        if levels.contains_key(name) {
            continue;
        }
        let names: Vec<_> = levels.keys().map(LevelId::as_str).collect();
        reader.report(
            Diagnostic::error(Code::ValueChoice, place, format!("không có cấp `{name}`"))
                .with_help(format!("các cấp đã khai ở đầu tệp: {}", names.join(", "))),
        );
    }
    Some(Agency {
        id: AgencyId::from(entry.key.as_str()),
        place: entry.key_place,
        name: name?,
        self_reference,
        abbreviation,
        level: LevelId::from(level.value),
        reports_to,
        compiled_by,
        letterhead,
        superior,
        place_name,
        collective,
        head_title,
        signers,
        recipients,
        filed_by,
        contact,
        valid_from: valid_from.map(|d| d.value),
        valid_to: valid_to.map(|d| d.value),
        predecessors,
        without_levels,
    })
}

/// A name as plans and sentences have it: whoever pasted it may have brought hard spaces, which
/// nobody sees.
fn with_plain_spaces(mut name: Located<String>) -> Located<String> {
    name.value = name.value.replace(['\u{a0}', '\u{202f}'], " ");
    name
}

fn contact(reader: &mut Reader<'_>, node: &Node) -> Option<Contact> {
    let mut map = reader.map(node)?;
    let name = map
        .required("ten", reader)
        .and_then(|n| reader.listed_name(n));
    let telephone = text(reader, &mut map, "dien_thoai");
    let mail = text(reader, &mut map, "thu_dien_tu");
    map.finish(reader);
    Some(Contact {
        name: name?,
        telephone,
        mail,
    })
}

/// Reports names of signers that no pattern has titles for.
fn names_without_pattern(reader: &mut Reader<'_>, node: Option<&Node>) {
    if let Some(node) = node {
        let message = "`ho_ten` đứng riêng chỉ dùng cho đơn vị theo mẫu";
        reader.report(
            Diagnostic::error(Code::AgencyPattern, node.place, message)
                .with_help("ghi `mau` của đơn vị, hoặc ghi họ tên trong `nguoi_ky`"),
        );
    }
}

/// Somebody who may sign; whose name is not known yet has none.
fn signer(reader: &mut Reader<'_>, node: &Node) -> Option<Signer> {
    let mut map = reader.map(node)?;
    let title = map.required("chuc_vu", reader).and_then(|n| reader.text(n));
    let name = map.optional("ho_ten");
    let is_named = name.is_some();
    let name = name.and_then(|n| reader.text(n));
    map.finish(reader);
    Some(Signer {
        title: title?,
        name: if is_named { Some(name?) } else { None },
    })
}

fn agency_id(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Located<AgencyId>> {
    let word = map.optional(key).and_then(|n| reader.word(n))?;
    Some(Located {
        value: AgencyId::from(word.value),
        place: word.place,
    })
}

fn text(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Located<String>> {
    map.optional(key).and_then(|n| reader.text(n))
}

fn texts(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Vec<Located<String>> {
    map.optional(key)
        .and_then(|n| reader.list(n, Reader::text))
        .unwrap_or_default()
}
