//! Whether agencies can be told apart by the names of their files, and whether each report is
//! compiled from others without coming back to itself.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::node::Entry;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::model::{Agency, AgencyId, DocumentKind};

/// Letters of a name that a file is called by, on every system.
const LONGEST_NAME: usize = 100;
/// Files of a period that are no unit's.
const TAKEN: &[&str] = &["so-den", "da-ban-hanh", "ke-hoach"];
/// Levels of reports that are compiled from others: ward, province and ministry are three.
const DEEPEST: usize = 8;

/// Why files cannot have this name, with what to do; nothing where they can.
pub(super) fn unusable(name: &str) -> Option<(String, &'static str)> {
    if files::is_reserved(name) {
        return Some((
            format!(
                "`{name}` là tên Windows dành cho thiết bị, không đặt được cho tệp hay thư mục"
            ),
            "chọn mã khác, ví dụ thêm tên loại đơn vị ở trước",
        ));
    }
    if name.len() > LONGEST_NAME {
        return Some((
            format!("mã dài hơn {LONGEST_NAME} ký tự"),
            "rút gọn mã: đây là tên tệp",
        ));
    }
    None
}

/// Reports a declared name that would be the name of another file.
pub(super) fn name(reader: &mut Reader<'_>, entry: &Entry) {
    let mut prefixes = DocumentKind::ALL.iter().map(|kind| kind.file_prefix);
    let other_kind = prefixes.any(|prefix| !prefix.is_empty() && entry.key.starts_with(prefix));
    let taken = TAKEN.contains(&entry.key.as_str()) || other_kind;
    let taken = taken.then(|| {
        (
            format!(
                "mã cơ quan `{}` trùng với tên một tệp khác của chương trình",
                entry.key
            ),
            "chọn mã khác",
        )
    });
    if let Some((message, help)) = unusable(&entry.key).or(taken) {
        let finding = Diagnostic::error(Code::ValueChoice, entry.key_place, message);
        reader.report(finding.with_help(help));
    }
}

/// Reports agencies whose files would have the name of another's second document.
pub(super) fn second_documents(reader: &mut Reader<'_>, agencies: &IndexMap<AgencyId, Agency>) {
    for agency in agencies.values() {
        let Some(other) = agency.id.as_str().strip_suffix("-trinh") else {
            continue;
        };
        let other = agencies
            .get(other)
            .filter(|other| other.compiled_by.is_some());
        if let Some(other) = other {
            let message = format!(
                "tệp của `{}` trùng tên với bản trình của `{}`",
                agency.id, other.id
            );
            reader.report(
                Diagnostic::error(Code::ValueChoice, agency.place, message)
                    .with_label(other.place, "cơ quan có bản trình")
                    .with_help("chọn mã khác cho cơ quan này"),
            );
        }
    }
}

/// Reports agencies whose reports are compiled from each other's, and those that stand above
/// too many levels of others.
pub(super) fn circles(reader: &mut Reader<'_>, agencies: &IndexMap<AgencyId, Agency>) {
    let compiled: Vec<_> = agencies
        .values()
        .filter(|a| a.compiled_by.is_some())
        .collect();
    // From each agency to those that its report is compiled from and that compile themselves.
    let mut parts: BTreeMap<&AgencyId, Vec<&Agency>> = BTreeMap::new();
    for whole in &compiled {
        let of = compiled.iter().copied().filter(|part| is_part(part, whole));
        parts.insert(&whole.id, of.collect());
    }
    let mut levels: BTreeMap<&AgencyId, usize> = BTreeMap::new();
    loop {
        let known = levels.len();
        for whole in &compiled {
            let of = parts.get(&whole.id).into_iter().flatten();
            let below: Option<Vec<_>> = of.map(|part| levels.get(&part.id).copied()).collect();
            if let Some(below) = below {
                let level = below.into_iter().max().map_or(0, |level| level + 1);
                levels.entry(&whole.id).or_insert(level);
            }
        }
        if levels.len() == known {
            break;
        }
    }
    let mut told: Vec<&AgencyId> = Vec::new();
    for agency in &compiled {
        match levels.get(&agency.id) {
            Some(level) if *level == DEEPEST => {
                let message = format!("báo cáo của `{}` tổng hợp qua hơn {DEEPEST} cấp", agency.id);
                reader.report(
                    Diagnostic::error(Code::AgencyCycle, agency.place, message)
                        .with_help("sửa `bao_cao_ve`, `tong_hop_boi` của các cơ quan bên dưới"),
                );
            }
            Some(_) => {}
            None if told.contains(&&agency.id) => {}
            None => {
                let circle = circle(agency, &parts, &levels);
                if circle.iter().any(|member| told.contains(&&member.id)) {
                    // It only stands above a circle that was told.
                    continue;
                }
                told.extend(circle.iter().map(|member| &member.id));
                let names: Vec<_> = circle.iter().map(|a| format!("`{}`", a.id)).collect();
                let first = circle.first().unwrap_or(agency);
                let message = format!(
                    "báo cáo của {} tổng hợp lẫn nhau thành vòng tròn",
                    names.join(", ")
                );
                let mut finding = Diagnostic::error(Code::AgencyCycle, first.place, message)
                    .with_help("báo cáo tổng hợp gồm các cơ quan báo cáo về nó hoặc về cơ quan tổng hợp: sửa `bao_cao_ve` hoặc bỏ `tong_hop_boi` của cơ quan cấp dưới");
                for other in circle.iter().skip(1) {
                    finding =
                        finding.with_label(other.place, "cơ quan này cũng tổng hợp cơ quan kia");
                }
                reader.report(finding);
            }
        }
    }
}

/// Whether the report of one may be part of that of another, on some day that both exist.
fn is_part(part: &Agency, whole: &Agency) -> bool {
    let to = part.reports_to.as_ref().map(|id| &id.value);
    let compiler = whole.compiled_by.as_ref().map(|id| &id.value);
    let begins = |a: &Agency| a.valid_from.unwrap_or(NaiveDate::MIN);
    let ends = |a: &Agency| a.valid_to.unwrap_or(NaiveDate::MAX);
    let together = begins(part) <= ends(whole) && begins(whole) <= ends(part);
    part.id != whole.id && together && (to == Some(&whole.id) || to.is_some() && to == compiler)
}

/// The circle that is met first below an agency which has no level.
fn circle<'a>(
    from: &'a Agency,
    parts: &BTreeMap<&AgencyId, Vec<&'a Agency>>,
    levels: &BTreeMap<&AgencyId, usize>,
) -> Vec<&'a Agency> {
    let mut way = vec![from];
    while let Some(last) = way.last() {
        let below = parts.get(&last.id).into_iter().flatten();
        let mut below = below.filter(|part| !levels.contains_key(&part.id));
        let Some(next) = below.next().copied() else {
            break;
        };
        if let Some(at) = way.iter().position(|member| member.id == next.id) {
            return way.split_off(at);
        }
        way.push(next);
    }
    way
}
