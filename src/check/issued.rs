//! Issued stays issued: what a report said when it was issued is what its file says now
//! (NĐ 30/2020, Điều 18.3: wrong content is replaced by a new document, wrong form is
//! corrected by a công văn).

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{DocumentState, Subject};
use crate::vi;

/// Parts of a file that say where it belongs, and nothing of the report.
const NOT_THE_REPORT: &[&str] = &["co_quan", "ky"];

/// Parts of the files of units that a compiled report is made of.
const COMPILED: &[&str] = &["so_lieu", "nhiem_vu"];

/// What a report says, part by part: its own file, and of a compiled report the figures and
/// tasks of its units (`so-y-te/so_lieu`). Each with where it stands.
pub fn sealed_parts(subject: Subject<'_>) -> IndexMap<String, (String, Place)> {
    let own = subject.submission.fingerprints.iter();
    let own = own.filter(|(part, _)| !NOT_THE_REPORT.contains(&part.as_str()));
    let own = own.map(|(part, fingerprint)| (part.clone(), fingerprint.clone()));
    let members = subject.members().into_iter();
    let members = members.filter_map(|agency| subject.member(agency));
    let of_members = members.flat_map(|member| {
        let parts = member.submission.fingerprints.iter();
        let parts = parts.filter(|(part, _)| COMPILED.contains(&part.as_str()));
        let id = &member.agency.id;
        let named = parts.map(move |(part, found)| (format!("{id}/{part}"), found.clone()));
        named.collect::<Vec<_>>()
    });
    own.chain(of_members).collect()
}

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let submission = subject.submission;
    let Some(seal) = subject.workspace.seals.get(&subject.agency.id) else {
        return;
    };
    let issued = match &submission.document.state {
        DocumentState::Issued { number, date } => Some((*number, date.value)),
        DocumentState::Draft | DocumentState::ForSigning => None,
    };
    // Another number is another document, that takes the place of the sealed one.
    if issued.is_some_and(|issued| issued != (seal.number, seal.date.value)) {
        return;
    }
    let name = format!(
        "Báo cáo số {:02} ngày {}",
        seal.number,
        vi::short_date(seal.date.value)
    );
    let help = "khôi phục như bản đã ban hành; nội dung sai thì lập báo cáo thay thế với số, ngày mới (NĐ 30/2020, Điều 18)";
    let parts = sealed_parts(subject);
    for (part, (now, place)) in &parts {
        if seal.parts.get(part) == Some(now) {
            continue;
        }
        // What a unit changed is told where the compiled report stands: the unit may have
        // issued its own anew.
        let own = place.source == submission.source;
        findings.push(
            Diagnostic::error(
                Code::IssuedChanged,
                if own {
                    *place
                } else {
                    submission.document.place
                },
                format!("`{part}` đã khác với {name} đã ban hành"),
            )
            .with_label(seal.place, "ghi nhận khi ban hành")
            .with_help(help),
        );
    }
    let gone = seal.parts.keys();
    for part in gone.filter(|part| !parts.contains_key(*part)) {
        findings.push(
            Diagnostic::error(
                Code::IssuedChanged,
                submission.document.place,
                format!("{name} đã ban hành có `{part}`, nay không còn"),
            )
            .with_label(seal.place, "ghi nhận khi ban hành")
            .with_help(help),
        );
    }
}
