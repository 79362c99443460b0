//! Issued stays issued: what a report said when it was issued is what its file says now.
//! Wrong content is replaced by a new document that names it, wrong form is corrected by a
//! letter (NĐ 30/2020, Điều 18.3). A compiled report keeps the figures it was issued with,
//! whatever its units change afterwards.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::assess::{Sums, Value};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Document, DocumentState, Head, Seal, Subject};
use crate::{hash, vi};

/// Parts of a file that say where it belongs, and nothing of the report.
const NOT_THE_REPORT: &[&str] = &["co_quan", "ky", "dinh_chinh"];

/// Parts that are the form of a document and not what it says.
const FORM: &[&str] = &["the_thuc", "the_thuc_trinh"];

/// Parts of the files of units that a compiled report is made of.
const COMPILED: &[&str] = &["so_lieu", "nhiem_vu"];

/// Figures that one finding names.
const NAMED: usize = 4;

/// What a report says, part by part: its own file, and of a compiled report the figures and
/// tasks of its units (`so-y-te/so_lieu`). Each with where it stands.
pub fn sealed_parts(subject: Subject<'_>) -> IndexMap<String, (String, Place)> {
    let mut parts = own_parts(subject);
    parts.extend(parts_of_members(subject));
    parts
}

/// What a report says beside its form, as a short text: its own parts, and of a compiled report
/// those of its units. A number, a day or a signer changes nothing of it.
pub fn content(subject: Subject<'_>) -> String {
    let parts = sealed_parts(subject).into_iter();
    content_of(parts.map(|(part, (found, _))| (part, found)))
}

/// The same as it was recorded when the report was issued, or is to be recorded now.
pub fn content_on_record(subject: Subject<'_>) -> String {
    let seal = subject.seal().filter(|_| subject.is_recorded());
    seal.map_or_else(
        || content(subject),
        |seal| content_of(seal.parts.clone().into_iter()),
    )
}

fn content_of(parts: impl Iterator<Item = (String, String)>) -> String {
    let parts: BTreeMap<_, _> = parts
        .filter(|(part, _)| !FORM.contains(&part.as_str()))
        .collect();
    let texts = parts.iter().flat_map(|(part, found)| [part, found]);
    hash::of_parts(texts.map(String::as_bytes))
}

fn own_parts(subject: Subject<'_>) -> IndexMap<String, (String, Place)> {
    let own = subject.submission.fingerprints.iter();
    let own = own.filter(|(part, _)| !NOT_THE_REPORT.contains(&part.as_str()));
    own.map(|(part, found)| (part.clone(), found.clone()))
        .collect()
}

fn parts_of_members(subject: Subject<'_>) -> IndexMap<String, (String, Place)> {
    let reported = subject.reports_below().reported.into_iter();
    let parts = reported.flat_map(|member| {
        let parts = member.submission.fingerprints.iter();
        let parts = parts.filter(|(part, _)| COMPILED.contains(&part.as_str()));
        let id = &member.agency.id;
        let named = parts.map(move |(part, found)| (format!("{id}/{part}"), found.clone()));
        named.collect::<Vec<_>>()
    });
    parts.collect()
}

/// Whether the report must stay as it was issued although its units say something else now:
/// made again, it would be another report under the same number.
pub fn is_outdated(subject: Subject<'_>) -> bool {
    let sealed = subject.seal();
    sealed
        .filter(|seal| seal.is_of(&subject.submission.document))
        .is_some_and(|seal| !changed_by_members(subject, seal).is_empty())
}

pub(super) fn check(subject: Subject<'_>, sums: &Sums, findings: &mut Vec<Diagnostic>) {
    for head in subject.heads() {
        order(head, findings);
    }
    if let Some(seal) = subject.seal() {
        against_seal(subject, sums, seal, findings);
    }
    earlier(subject, findings);
}

/// A document takes the place of an earlier one.
fn order(head: Head<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(replaced) = &head.document.replaces else {
        return;
    };
    let DocumentState::Issued { number, date } = &head.document.state else {
        return;
    };
    if replaced.date.value > date.value {
        findings.push(
            Diagnostic::error(
                Code::DocumentReplaces,
                replaced.date.place,
                format!(
                    "báo cáo bị thay thế đề ngày {}, sau báo cáo thay thế ({})",
                    vi::short_date(replaced.date.value),
                    vi::short_date(date.value)
                ),
            )
            .with_label(date.place, "ngày của báo cáo thay thế")
            .with_help("kiểm tra lại ngày, tháng, năm của hai báo cáo"),
        );
    } else if (replaced.number, replaced.date.value) == (*number, date.value) {
        findings.push(
            Diagnostic::error(
                Code::DocumentReplaces,
                replaced.place,
                "báo cáo không thay thế chính nó",
            )
            .with_help("ở `thay_the` ghi số, ngày của báo cáo đã ban hành trước; ở `so`, `ngay` ghi số, ngày mới"),
        );
    }
}

fn against_seal(subject: Subject<'_>, sums: &Sums, seal: &Seal, findings: &mut Vec<Diagnostic>) {
    let document = &subject.submission.document;
    let replaced = document.replaces.as_ref();
    let names_it = replaced.is_some_and(|replaced| {
        (replaced.number, replaced.date.value) == (seal.number, seal.date.value)
    });
    if seal.is_of(document) {
        own_changes(subject, seal, findings);
        outdated(subject, sums, seal, findings);
    } else if names_it {
        // Another document, that takes the place of the sealed one.
    } else if replaced.is_some() || matches!(document.state, DocumentState::Issued { .. }) {
        findings.push(names_another(document, seal));
    } else {
        own_changes(subject, seal, findings);
    }
}

/// The document that was sealed: "Báo cáo số 45 ngày 04/3/2021".
fn sealed_name(seal: &Seal) -> String {
    let day = vi::short_date(seal.date.value);
    format!("Báo cáo số {:02} ngày {day}", seal.number)
}

/// A further document of a report that has been issued, and does not say so.
fn names_another(document: &Document, seal: &Seal) -> Diagnostic {
    let name = sealed_name(seal);
    let (place, message) = match &document.replaces {
        Some(replaced) => (
            replaced.place,
            format!(
                "báo cáo đã ban hành gần nhất của kỳ này là {name}, không phải báo cáo ghi ở `thay_the`"
            ),
        ),
        None => (
            document.place,
            format!(
                "kỳ này đã ban hành {name}; báo cáo mang số, ngày khác phải ghi thay thế báo cáo ấy"
            ),
        ),
    };
    Diagnostic::error(Code::DocumentReplaces, place, message)
        .with_label(seal.place, "ghi nhận khi ban hành")
        .with_help(format!(
            "ghi `thay_the: {{so: {}, ngay: {}}}` trong `the_thuc`; nếu chỉ gõ nhầm số, ngày thì sửa lại như bản đã ban hành",
            seal.number, seal.date.value
        ))
}

/// What the file of the report says otherwise than when it was issued.
fn own_changes(subject: Subject<'_>, seal: &Seal, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let name = sealed_name(seal);
    let corrections = &submission.corrections;
    for correction in corrections {
        if correction.date.value < seal.date.value {
            let message = format!(
                "công văn đính chính đề ngày {}, trước {name}",
                vi::short_date(correction.date.value)
            );
            findings.push(
                Diagnostic::error(Code::DateOrder, correction.date.place, message)
                    .with_help("kiểm tra lại ngày, tháng, năm của công văn"),
            );
        }
        let message = format!(
            "{name} đã được đính chính bằng Công văn số {} ngày {}: {}",
            correction.letter.value,
            vi::short_date(correction.date.value),
            correction.subject.value
        );
        let finding = Diagnostic::error(Code::IssuedCorrected, correction.place, message);
        findings.push(finding.note());
    }
    let changed = |part: &str, place: Place, message: String| {
        let form = FORM.contains(&part);
        let help = if form {
            "khôi phục như bản đã ban hành; nếu sai sót về thể thức đã đính chính thì ghi công văn ấy vào `dinh_chinh` (NĐ 30/2020, Điều 18)"
        } else {
            "khôi phục như bản đã ban hành; nội dung sai thì lập báo cáo thay thế với số, ngày mới và ghi `thay_the` (NĐ 30/2020, Điều 18)"
        };
        let finding = Diagnostic::error(Code::IssuedChanged, place, message)
            .with_label(seal.place, "ghi nhận khi ban hành")
            .with_help(help);
        match corrections.last() {
            Some(letter) if !form => finding.with_label(
                letter.place,
                "công văn đính chính chỉ sửa thể thức, không sửa nội dung",
            ),
            Some(_) | None => finding,
        }
    };
    let may_differ = |part: &str| FORM.contains(&part) && !corrections.is_empty();
    let parts = own_parts(subject);
    for (part, (now, place)) in &parts {
        if seal.parts.get(part) != Some(now) && !may_differ(part) {
            let message = format!("`{part}` đã khác với {name} đã ban hành");
            findings.push(changed(part, *place, message));
        }
    }
    let gone = seal.parts.keys().filter(|part| !part.contains('/'));
    for part in gone.filter(|part| !parts.contains_key(*part) && !may_differ(part)) {
        let message = format!("{name} đã ban hành có `{part}`, nay không còn");
        findings.push(changed(part, submission.document.place, message));
    }
}

/// What units say otherwise than when the report was compiled from theirs: where it stands,
/// if it still does.
fn changed_by_members(subject: Subject<'_>, seal: &Seal) -> Vec<(String, Option<Place>)> {
    if !subject.is_compiled() {
        return Vec::new();
    }
    let parts = parts_of_members(subject);
    let gone = seal.parts.keys();
    let gone = gone.filter(|part| part.contains('/') && !parts.contains_key(*part));
    let gone = gone.map(|part| (part.clone(), None));
    let others = parts.iter();
    let others = others.filter(|(part, (now, _))| seal.parts.get(*part) != Some(now));
    let others = others.map(|(part, (_, place))| (part.clone(), Some(*place)));
    others.chain(gone).collect()
}

fn outdated(subject: Subject<'_>, sums: &Sums, seal: &Seal, findings: &mut Vec<Diagnostic>) {
    let changed = changed_by_members(subject, seal);
    if changed.is_empty() {
        return;
    }
    let now = sums.values(subject);
    let other = seal.figures.iter().filter_map(|(id, sealed)| {
        let row = subject.regime.indicators.get(id)?;
        let now = now.get(id)?;
        let then = Value::from(&sealed.value);
        let differs = (then.printed(), then.source()) != (now.printed(), now.source());
        differs.then(|| (row, sealed.place, said(&then), said(now)))
    });
    let other: Vec<_> = other.collect();
    let mut units: Vec<_> = changed
        .iter()
        .filter_map(|(part, _)| part.split_once('/').map(|(unit, _)| unit))
        .filter_map(|unit| subject.workspace.agencies.get(unit))
        .map(|agency| agency.name.value.as_str())
        .collect();
    units.dedup();
    let figures = match other.len() {
        0 => String::new(),
        count => format!("; {count} số liệu cộng lại nay đã khác"),
    };
    let message = format!(
        "số liệu hoặc nhiệm vụ của {} đã thay đổi từ khi ban hành {}{figures}",
        units.join(", "),
        sealed_name(seal)
    );
    let place = subject.submission.document.place;
    let mut finding = Diagnostic::error(Code::IssuedOutdated, place, message).warning();
    for (_, place) in changed.iter().take(NAMED) {
        if let Some(place) = place {
            finding = finding.with_label(*place, "đã thay đổi");
        }
    }
    for (row, place, then, now) in other.iter().take(NAMED) {
        let name = &row.name.value;
        let label = format!("“{name}” khi ban hành là {then}, nay là {now}");
        finding = finding.with_label(*place, label);
    }
    findings.push(finding.with_help(
        "báo cáo đã ban hành giữ nguyên, không lập lại, và các kỳ sau vẫn so sánh với số đã ban hành; muốn gửi số mới thì lập báo cáo thay thế (ghi số, ngày mới và `thay_the`)",
    ));
}

/// A value as it is printed, with the document that states it.
fn said(value: &Value) -> String {
    let printed = value.printed();
    value
        .source()
        .map_or(printed.clone(), |source| format!("{printed} theo {source}"))
}

/// Earlier reports that this one compares itself with must be what they were when issued.
fn earlier(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let period = &subject.submission.period;
    for period in subject.regime.year_before(period) {
        let then = subject.in_period(&period);
        let Some((then, seal)) = then.and_then(|then| Some((then, then.seal()?))) else {
            continue;
        };
        let figures = then.submission.fingerprints.get("so_lieu");
        let Some((now, place)) = figures.filter(|_| seal.is_of(&then.submission.document)) else {
            continue;
        };
        if seal.parts.get("so_lieu") == Some(now) {
            continue;
        }
        let message = format!(
            "số liệu kỳ {} dùng để so sánh đã khác với {} đã ban hành",
            period,
            sealed_name(seal)
        );
        findings.push(
            Diagnostic::error(
                Code::IssuedChanged,
                subject.submission.document.place,
                message,
            )
            .warning()
            .with_label(*place, "đã khác với khi ban hành")
            .with_help(
                "khôi phục số liệu kỳ ấy như bản đã ban hành, hoặc lập báo cáo thay thế cho kỳ ấy",
            ),
        );
    }
}
