//! What units say in a section, as a compiled report takes it over: whole, each under its name.

use std::collections::BTreeSet;

use crate::model::{Agency, Item, Section, Subject};
use crate::vi;

/// What one unit says.
#[derive(Debug)]
pub struct Gathered<'w> {
    /// The unit.
    pub agency: &'w Agency,
    /// Its paragraphs with their dashes, a line each.
    pub lines: Vec<Line<'w>>,
}

/// A paragraph of a unit with its dashes in one line.
#[derive(Debug)]
pub struct Line<'w> {
    /// What the unit wrote.
    pub item: &'w Item,
    /// The line.
    pub text: String,
}

/// What the members of a compiled report that were chosen say in a section, and behind each that
/// compiles itself what it takes over from its own; nothing of those that say nothing there.
pub fn gathered<'w>(subject: Subject<'w>, section: &Section) -> Vec<Gathered<'w>> {
    let agencies = subject.workspace.agencies.values();
    let names: Vec<_> = agencies.map(|agency| agency.name.value.as_str()).collect();
    let mut seen = BTreeSet::from([&subject.agency.id]);
    let mut said = Vec::new();
    let mut rest = chosen(subject, section);
    while let Some(report) = rest.pop() {
        if !seen.insert(&report.agency.id) {
            continue;
        }
        let lines = lines(report, section, &names);
        if !lines.is_empty() {
            said.push(Gathered {
                agency: report.agency,
                lines,
            });
        }
        if report.is_compiled() {
            rest.extend(chosen(report, section));
        }
    }
    said
}

/// The reports whose words a compiled one takes over in a section, the last first.
fn chosen<'w>(subject: Subject<'w>, section: &Section) -> Vec<Subject<'w>> {
    let chosen = subject.submission.chosen.get(&section.id);
    let is_chosen =
        |agency: &Agency| chosen.is_none_or(|c| c.agencies.iter().any(|a| a.value == agency.id));
    let members = subject.members_with_reports().into_iter().rev();
    let reported = members.filter_map(|(_, report)| report);
    reported.filter(|report| is_chosen(report.agency)).collect()
}

/// What a report says in a section.
fn lines<'w>(report: Subject<'w>, section: &Section, names: &[&str]) -> Vec<Line<'w>> {
    let items = report.submission.narrative.get(&section.id);
    let mut lines: Vec<_> = items
        .into_iter()
        .flatten()
        .map(|item| Line {
            item,
            text: in_one_line(item, names),
        })
        .collect();
    let last = lines.len().saturating_sub(1);
    for line in lines.iter_mut().take(last) {
        end_sentence(&mut line.text);
    }
    lines
}

/// A paragraph with its dashes behind it: parts of one sentence, or sentences where one of them
/// is more than that.
fn in_one_line(item: &Item, names: &[&str]) -> String {
    let mut text = item.paragraph.value.trim_end().to_owned();
    if item.dashes.is_empty() {
        return text;
    }
    text.truncate(text.trim_end_matches(['.', ';', ',', ':']).len());
    text.push(':');
    let dashes = item.dashes.iter();
    let dashes: Vec<_> = dashes
        .map(|dash| dash.value.trim().trim_end_matches(['.', ';', ',']))
        .collect();
    if dashes.iter().any(|dash| has_sentences(dash)) {
        for dash in dashes {
            text.push(' ');
            text.push_str(&vi::upper_first(dash));
            end_sentence(&mut text);
        }
        return text;
    }
    let is_name = |dash: &str| {
        let mut names = names.iter();
        names.any(|name| dash.starts_with(name) && vi::is_whole_word(dash, 0..name.len()))
    };
    for (number, dash) in dashes.into_iter().enumerate() {
        text.push_str(if number == 0 { " " } else { "; " });
        if is_name(dash) {
            text.push_str(dash);
        } else {
            text.push_str(&vi::lower_first(dash));
        }
    }
    end_sentence(&mut text);
    text
}

/// Whether a sentence ends within a text and another begins.
fn has_sentences(text: &str) -> bool {
    let ends = text.match_indices(['.', '!', '?']);
    ends.into_iter().any(|(at, _)| {
        let rest = &text[at + 1..];
        let next = rest.trim_start();
        next.len() < rest.len() && next.starts_with(char::is_uppercase)
    })
}

fn end_sentence(text: &mut String) {
    if !text.ends_with(['.', ':', ';', '!', '?', '…']) {
        text.push('.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Sources};

    fn line(paragraph: &str, dashes: &[&str]) -> String {
        let mut sources = Sources::default();
        let place = Sources::beginning(sources.add("a", ""));
        let located = |text: &str| Located {
            value: text.to_owned(),
            place,
        };
        let item = Item {
            paragraph: located(paragraph),
            presented: None,
            dashes: dashes.iter().map(|dash| located(dash)).collect(),
            footnote: None,
        };
        in_one_line(&item, &["Bảo hiểm xã hội thành phố"])
    }

    #[test]
    fn dashes_become_parts_of_a_sentence_and_names_stay_names() {
        for (paragraph, dashes, expected) in [
            ("Hồ sơ còn chậm.", &[][..], "Hồ sơ còn chậm."),
            (
                "Còn một số hạn chế",
                &[
                    "UBND xã chưa có máy quét;",
                    "Hồ sơ chậm;",
                    "Sở Tư pháp chưa trả lời.",
                ],
                "Còn một số hạn chế: UBND xã chưa có máy quét; hồ sơ chậm; Sở Tư pháp chưa trả lời.",
            ),
            ("Có hai việc:", &["Một.", "Hai"], "Có hai việc: một; hai."),
            (
                "Có hai việc.",
                &["A, b;", "B c;"],
                "Có hai việc: A, b; B c.",
            ),
            (
                "Đã phối hợp:",
                &["Bảo hiểm xã hội thành phố trả lời", "Bảo hiểm y tế đủ"],
                "Đã phối hợp: Bảo hiểm xã hội thành phố trả lời; bảo hiểm y tế đủ.",
            ),
            (
                "Nguyên nhân:",
                &["Máy hỏng. Chưa sửa.", "thiếu người"],
                "Nguyên nhân: Máy hỏng. Chưa sửa. Thiếu người.",
            ),
        ] {
            assert_eq!(line(paragraph, dashes), expected);
        }
    }
}
