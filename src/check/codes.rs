//! Rows that are answered by a code: which codes there are.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Located, SourceId, Sources};
use crate::model::{AgencyId, Indicator, IndicatorId, Period, Quantity, Workspace};

/// The codes of a row with the words that each stands for.
type Answers = BTreeMap<u64, Located<String>>;

/// Words for yes and no as people and YAML know them, in small letters.
const YES: [&str; 7] = ["có", "co", "đúng", "yes", "y", "true", "on"];
const NO: [&str; 8] = ["không", "khong", "ko", "sai", "no", "n", "false", "off"];

/// What is said of a row that has codes: "0 = Không; 1 = Có".
pub(super) fn choices(answers: &Answers) -> String {
    let answers = answers.iter();
    let choices: Vec<_> = answers
        .map(|(code, words)| format!("{code} = {}", words.value))
        .collect();
    choices.join("; ")
}

/// Says of each figure that could not be read, in a row that is answered by a code, which codes
/// the row has: files of units say which row it is ([`Diagnostic::about`]).
pub fn say_codes(
    workspace: &Workspace,
    (period, own_files): (&Period, &[(SourceId, AgencyId)]),
    sources: &Sources,
    findings: &mut [Diagnostic],
) {
    let subjects = workspace.subjects();
    for finding in findings.iter_mut().filter(|finding| is_of_number(finding)) {
        let (Some(place), Some(about)) = (finding.place, &finding.about) else {
            continue;
        };
        let id = IndicatorId::from(&**about);
        let mut subjects = subjects.iter();
        let subject = subjects.find(|subject| subject.submission.source == place.source);
        let coded = match subject {
            Some(subject) => {
                let row = subject.regime.indicators.get(&id);
                row.and_then(|row| Some((subject.row_name(row), subject.row_answers(row)?)))
            }
            None => coded_by_regime(workspace, (period, own_files), place.source, &id),
        };
        if let Some((name, answers)) = coded {
            let written = sources.text(place.source).get(place.range());
            say(finding, written.unwrap_or_default(), (name, answers));
        }
    }
}

/// Whether a finding tells that a number is not written as one.
fn is_of_number(finding: &Diagnostic) -> bool {
    matches!(
        finding.code,
        Code::NumberForm
            | Code::NumberThousands
            | Code::NumberComma
            | Code::NumberLeadingZero
            | Code::NumberRange
    )
}

/// Name and codes of a row where of its file nothing else could be read.
fn coded_by_regime<'w>(
    workspace: &'w Workspace,
    (period, own_files): (&Period, &[(SourceId, AgencyId)]),
    source: SourceId,
    id: &IndicatorId,
) -> Option<(&'w str, &'w Answers)> {
    let (_, agency) = own_files.iter().find(|(own, _)| *own == source)?;
    let agency = workspace.agencies.get(agency)?;
    let row = workspace.regimes_for(period).first()?.indicators.get(id)?;
    let of_unit = row.unit_wording.as_ref();
    let of_unit = of_unit.filter(|_| agency.compiled_by.is_none());
    let own = of_unit.and_then(|wording| Some((&*wording.name.value, wording.answers.as_ref()?)));
    own.or_else(|| Some((&*row.name.value, answers(row)?)))
}

fn answers(row: &Indicator) -> Option<&Answers> {
    match &row.quantity {
        Quantity::Answer(answers) => Some(answers),
        _ => None,
    }
}

fn say(finding: &mut Diagnostic, written: &str, (name, answers): (&str, &Answers)) {
    let written = written.trim().trim_matches(['"', '\'']);
    let codes = format!("chọn một trong các mã: {}", choices(answers));
    if !written.contains(char::is_alphabetic) {
        finding.help.push(codes.into());
        return;
    }
    finding.message = format!("`{written}` không phải là mã trả lời của dòng “{name}”");
    finding.help = vec![codes.into()];
    if let Some(code) = meant(written, answers) {
        finding.help.insert(0, format!("viết mã: {code}").into());
    }
    let none = "nếu chưa có số liệu thì viết `{khong_co: lý do}`";
    finding.help.push(none.into());
}

/// The code whose words were written in its place.
fn meant(written: &str, answers: &Answers) -> Option<u64> {
    let written = written.to_lowercase();
    let code_of = |words: &str| {
        let mut answers = answers.iter();
        let found = answers.find(|(_, answer)| answer.value.to_lowercase() == words);
        found.map(|(code, _)| *code)
    };
    let by_words = code_of(&written);
    let of = |all: &[&str], words: &str| {
        let is_one = all.contains(&written.as_str());
        is_one.then(|| code_of(words)).flatten()
    };
    by_words
        .or_else(|| of(&YES, "có"))
        .or_else(|| of(&NO, "không"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn answers(words: &[&str]) -> Answers {
        let place = Sources::beginning(Sources::default().add("a", ""));
        let located = |word: &&str| Located {
            value: (*word).to_owned(),
            place,
        };
        (0..).zip(words.iter().map(located)).collect()
    }

    #[test]
    fn words_of_codes_and_of_yaml_are_understood_for_the_advice() {
        let yes_or_no = answers(&["Không", "Có"]);
        for (written, code) in [
            ("Có", Some(1)),
            ("CÓ", Some(1)),
            ("true", Some(1)),
            ("Yes", Some(1)),
            ("không", Some(0)),
            ("no", Some(0)),
            ("x", None),
        ] {
            assert_eq!(meant(written, &yes_or_no), code, "{written}");
        }
        let ways = answers(&["Trực tuyến", "Phát phiếu", "Kết hợp"]);
        assert_eq!(meant("kết hợp", &ways), Some(2));
        // Nothing is a yes where none of the codes is.
        assert_eq!(meant("có", &ways), None);
    }

    #[test]
    fn what_is_a_number_keeps_what_is_wrong_with_it() {
        let mut sources = Sources::default();
        let source = sources.add("a", "0.5");
        let place = Place::new(source, 0..3);
        let mut finding = Diagnostic::error(Code::NumberForm, place, "`0.5` lẻ");
        say(
            &mut finding,
            "0.5",
            ("Khảo sát", &answers(&["Không", "Có"])),
        );
        assert_eq!(finding.message, "`0.5` lẻ");
        let help = finding.help.first().map(ToString::to_string);
        let codes = "chọn một trong các mã: 0 = Không; 1 = Có";
        assert_eq!(help.as_deref(), Some(codes));
    }
}
