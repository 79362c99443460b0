//! Names that are no longer valid on the day of the report: those of agencies that have been
//! merged or abolished, and the words that the regime lists (`ten_cu`). Whoever means the past
//! says so: "(cũ)", "trước sắp xếp".

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Plan, Subject, TextOf};
use crate::vi;

/// What says that the past is meant, in the same sentence behind the name.
const PAST: &[&str] = &["cũ"];

/// The same wherever it stands in the sentence.
const PAST_OF_SENTENCE: &[&str] = &[
    "trước sắp xếp",
    "trước khi sắp xếp",
    "trước hợp nhất",
    "trước khi hợp nhất",
    "trước đây",
];

/// A name, and what is said instead.
struct OldName<'w> {
    name: &'w str,
    now: Option<String>,
}

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let names = old_names(subject);
    // What a document was based on keeps its name.
    let texts = subject.submission.texts();
    let said = texts.filter(|(of, _)| !matches!(of, TextOf::LegalBasis | TextOf::Source));
    findings.extend(said.filter_map(|(of, text)| Some(finding(text, &names)?.about(of))));
}

/// The same for the plan that a report goes by.
pub(super) fn in_plan(subject: Subject<'_>, plan: &Plan, findings: &mut Vec<Diagnostic>) {
    let names = old_names(subject);
    let of_leaves = plan.leaves().flat_map(|leaf| {
        let words = [
            &leaf.content,
            &leaf.short_name,
            &leaf.product,
            &leaf.lead.named.words,
        ];
        let helping = leaf.coordinating.as_ref().map(|named| &named.words);
        words.into_iter().chain(helping)
    });
    let titles = plan.groups.iter().map(|group| &group.title);
    let texts = titles.chain(of_leaves);
    findings.extend(texts.filter_map(|text| finding(text, &names)));
}

/// Longer names come first: one name may be part of another.
fn old_names(subject: Subject<'_>) -> Vec<OldName<'_>> {
    let workspace = subject.workspace;
    let listed = subject.regime.old_names.iter().flat_map(|old| {
        old.names.iter().map(|name| OldName {
            name: &name.value,
            now: old.now.as_ref().map(|now| now.value.clone()),
        })
    });
    let mut names: Vec<_> = listed.collect();
    if let Some(due) = subject.units_due() {
        let gone = workspace
            .agencies
            .values()
            .filter(|agency| agency.is_gone_on(due));
        names.extend(gone.map(|agency| {
            let heirs = workspace.successors(agency, due);
            let heirs: Vec<_> = heirs.iter().map(|heir| heir.name.value.as_str()).collect();
            OldName {
                name: &agency.name.value,
                now: (!heirs.is_empty()).then(|| heirs.join("; ")),
            }
        }));
    }
    names.sort_by_key(|old| std::cmp::Reverse(old.name.len()));
    names
}

fn finding(text: &Located<String>, names: &[OldName<'_>]) -> Option<Diagnostic> {
    let mut found: Vec<&OldName<'_>> = Vec::new();
    for old in names {
        // A name that is part of a longer one has been found with it.
        let within = found.iter().any(|longer| longer.name.contains(old.name));
        if !within && says_as_present(&text.value, old.name) {
            found.push(old);
        }
    }
    let first = found.first()?;
    let listed: Vec<_> = found.iter().map(|old| format!("“{}”", old.name)).collect();
    let now = found
        .iter()
        .filter_map(|old| Some(format!("“{}” nay là {}", old.name, old.now.as_ref()?)));
    let past = format!("nói về trước đây thì viết “{} (cũ)”", first.name);
    let help: Vec<_> = now.chain([past]).collect();
    let message = format!(
        "tên {} không còn dùng vào kỳ báo cáo này",
        listed.join(", ")
    );
    let finding = Diagnostic::error(Code::NarrativeOldName, text.place, message);
    Some(finding.warning().with_help(help.join("; ")))
}

/// Whether a text has a name as a whole word and does not say that the past is meant. Names
/// are compared with their capitals: Lạch Huyện is no huyện; a sentence may begin with one.
fn says_as_present(text: &str, name: &str) -> bool {
    let begins = vi::upper_first(name);
    let found = text.match_indices(name).chain(
        text.match_indices(begins.as_str())
            .filter(|(at, _)| begins != name && starts_sentence(&text[..*at])),
    );
    let mut found = found.filter(|(at, word)| vi::is_whole_word(text, *at..at + word.len()));
    found.any(|(at, word)| !speaks_of_the_past(text, at..at + word.len()))
}

fn starts_sentence(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|mark| matches!(mark, '.' | ';' | ':' | '!' | '?'))
}

fn speaks_of_the_past(text: &str, name: Range<usize>) -> bool {
    let ends = ['.', ';', '\n'];
    let start = text[..name.start].rfind(ends).map_or(0, |at| at + 1);
    let end = text[name.end..]
        .find(ends)
        .map_or(text.len(), |at| name.end + at);
    let says = |words: &str, marks: &[&str]| {
        let words = words.to_lowercase();
        let mut found = marks.iter().flat_map(|mark| words.match_indices(mark));
        found.any(|(at, mark)| vi::is_whole_word(&words, at..at + mark.len()))
    };
    says(&text[name.end..end], PAST) || says(&text[start..end], PAST_OF_SENTENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_from_the_present() {
        let cases = [
            ("các quận, huyện báo cáo", "huyện", true),
            ("Huyện đã chỉ đạo", "huyện", true),
            ("Sở làm việc. Huyện chưa gửi", "huyện", true),
            ("cảng Lạch Huyện", "huyện", false),
            ("trụ sở huyện Tiên Lãng (cũ)", "huyện", false),
            ("trụ sở quận, huyện cũ được bàn giao", "huyện", false),
            ("tại huyện; trụ sở cũ", "huyện", true),
            ("các huyện trước sắp xếp", "huyện", false),
            ("Trước sắp xếp, huyện Mẫu có 12 đơn vị", "huyện", false),
            (
                "Trụ sở trước đây của huyện đã được bàn giao",
                "huyện",
                false,
            ),
            ("Đã gửi trước đây. Các huyện báo cáo", "huyện", true),
            ("trụ sở cũ của huyện", "huyện", true),
            ("huyệnn", "huyện", false),
            ("thị trấn. Trụ sở cũ", "thị trấn", true),
            ("Sở Giao thông vận tải trình", "Sở Giao thông vận tải", true),
            ("củ cải ở huyện, cũi gỗ", "huyện", true),
            ("mức độ 4 theo cách gọi cũ", "mức độ 4", false),
        ];
        for (text, name, expected) in cases {
            assert_eq!(says_as_present(text, name), expected, "{text}");
        }
    }
}
