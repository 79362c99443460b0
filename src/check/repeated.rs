//! Paragraphs that are said twice: in one report, word for word as in the last one, or in
//! the reports of two units.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{Subject, TextOf};

use super::answers::answered_by;

/// Shorter paragraphs may be the same by chance: "Không có."
const LONG: usize = 60;

pub(super) fn check(subject: Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let before = subject.regime.year_before(&subject.submission.period);
    let last = before.iter().rev().find_map(|p| subject.in_period(p));
    let mut of_last = BTreeMap::new();
    for (_, text) in last.iter().flat_map(|last| said(*last)) {
        of_last.entry(comparable(&text.value)).or_insert(text);
    }
    let mut seen: BTreeMap<String, &Located<String>> = BTreeMap::new();
    for (of, text) in said(subject) {
        let words = comparable(&text.value);
        let (other, message, label) = match (seen.get(&words), of_last.get(&words)) {
            (Some(first), _) => (*first, "đoạn này đã viết ở trên", "lần đầu"),
            (None, Some(before)) => (
                *before,
                "đoạn này giống từng chữ với báo cáo kỳ trước",
                "kỳ trước",
            ),
            (None, None) => {
                seen.insert(words, text);
                continue;
            }
        };
        seen.entry(words).or_insert(text);
        let how = answered_by(Code::NarrativeRepeated, of);
        findings.push(
            Diagnostic::error(Code::NarrativeRepeated, text.place, message)
                .warning()
                .about(of)
                .with_label(other.place, label)
                .with_help(format!(
                    "viết lại cho kỳ này hoặc xóa; nếu vẫn đúng như vậy thì {how}"
                )),
        );
    }
}

/// Paragraphs that two units write word for word: told of the one whose file comes later. A
/// note, for a city may have given its units the words.
pub(super) fn between_units(subjects: &[Subject<'_>], findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (Subject<'_>, &Located<String>)> = BTreeMap::new();
    for subject in subjects.iter().filter(|subject| !subject.is_compiled()) {
        for (of, text) in said(*subject) {
            let words = comparable(&text.value);
            let Some((first, other)) = seen.get(&words) else {
                seen.insert(words, (*subject, text));
                continue;
            };
            // In one report it is told above.
            if first.agency.id == subject.agency.id {
                continue;
            }
            let name = &first.agency.name.value;
            let how = answered_by(Code::NarrativeRepeated, of);
            findings.push(
                Diagnostic::error(
                    Code::NarrativeRepeated,
                    text.place,
                    format!("đoạn này giống từng chữ với báo cáo của {name}"),
                )
                .note()
                .about(of)
                .with_label(other.place, "báo cáo kia")
                .with_help(format!(
                    "viết việc của chính đơn vị; nếu hai đơn vị cùng làm một việc thì {how}"
                )),
            );
        }
    }
}

/// Paragraphs long enough not to be alike by chance.
fn said(subject: Subject<'_>) -> impl Iterator<Item = (TextOf<'_>, &Located<String>)> {
    let texts = subject.submission.texts();
    texts
        .filter(|(of, text)| matches!(of, TextOf::Section(_)) && text.value.chars().count() >= LONG)
}

/// The letters and digits of a text, so that a comma more does not make it another.
fn comparable(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}
