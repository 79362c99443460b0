//! How texts are spelt: capitals (NĐ 30/2020, Phụ lục II), tone marks, leftovers of old
//! encodings, the mark that ends a document.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::answers::answered_by;
use super::pattern;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::model::{Item, Subject, Workspace};
use crate::vi;
use crate::wording::Line;

/// What is spelt wrong, where in a text, and how it should be.
#[derive(Debug, PartialEq, Eq)]
struct Slip {
    code: Code,
    part: Range<usize>,
    right: Option<String>,
}

pub(super) fn check(
    subject: Subject<'_>,
    names: &Names,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) {
    for (of, text) in subject.submission.texts() {
        let words = text.value.as_str();
        for slip in slips(words, names) {
            let place = sources.part(text.place, words, slip.part.clone());
            let wrong = &words[slip.part];
            let (message, help) = explain(slip.code, wrong, slip.right.as_deref());
            let finding = Diagnostic::error(slip.code, place, message)
                .warning()
                .about(of);
            findings.push(finding.with_help(match (slip.code, help) {
                (Code::TextCapital, help) => {
                    let how = answered_by(slip.code, of);
                    format!("{help}; nếu viết như vậy mới đúng thì {how}")
                }
                (_, help) => help,
            }));
        }
    }
}

/// What is spelt wrong in composed texts, though nobody wrote it so: which rule, and the words.
pub(super) fn in_texts<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    names: &Names,
) -> Vec<(Code, String)> {
    let texts = texts.into_iter();
    let found = texts.flat_map(|text| {
        let slips = slips(text, names).into_iter();
        slips.map(move |slip| (slip.code, text[slip.part].to_owned()))
    });
    found.collect()
}

/// What is spelt wrong in a line that a compiled report takes over, and not in what the unit
/// wrote.
pub(super) fn joined(line: &Line<'_>, names: &Names) -> Vec<Diagnostic> {
    let Item {
        paragraph, dashes, ..
    } = line.item;
    let written = std::iter::once(paragraph).chain(dashes);
    let written = in_texts(written.map(|text| text.value.as_str()), names);
    let slips = slips(&line.text, names).into_iter();
    let new = slips.filter_map(|slip| {
        let wrong = &line.text[slip.part];
        if written.contains(&(slip.code, wrong.to_owned())) {
            return None;
        }
        let (message, help) = explain(slip.code, wrong, slip.right.as_deref());
        let message = format!("{message}, khi lên báo cáo tổng hợp");
        let finding = Diagnostic::error(slip.code, paragraph.place, message).warning();
        Some(finding.with_help(help))
    });
    new.collect()
}

fn explain(code: Code, wrong: &str, right: Option<&str>) -> (String, String) {
    let instead = right.map_or_else(String::new, |right| format!("viết “{right}”"));
    match code {
        Code::TextToneMark => (
            format!("dấu thanh của “{wrong}” đặt khác phần còn lại của báo cáo"),
            instead,
        ),
        Code::TextOldEncoding => (
            format!("“{wrong}” là chữ của bảng mã cũ (TCVN3, VNI)"),
            "gõ lại bằng bảng mã Unicode, hoặc chuyển mã cả đoạn rồi chép lại".to_owned(),
        ),
        Code::TextEndMark => (
            "có dấu kết thúc văn bản `./.` trong đoạn văn".to_owned(),
            "xóa đi; chương trình tự ghi dấu này ở cuối báo cáo và phụ lục".to_owned(),
        ),
        _ => (
            format!("“{wrong}” viết hoa chưa đúng Phụ lục II Nghị định số 30/2020/NĐ-CP"),
            instead,
        ),
    }
}

/// The names of agencies, whose capitals are known.
pub(super) struct Names {
    /// In small letters.
    small: AhoCorasick,
    right: Vec<String>,
}

impl Names {
    pub(super) fn new(workspace: &Workspace) -> Self {
        let agencies = workspace.agencies.values();
        Self::of(agencies.map(|agency| agency.name.value.clone()).collect())
    }

    fn of(right: Vec<String>) -> Self {
        let small: Vec<_> = right.iter().map(|name| name.to_lowercase()).collect();
        let small = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&small);
        Self {
            small: small.expect("names are few and short"),
            right,
        }
    }
}

fn slips(text: &str, names: &Names) -> Vec<Slip> {
    let mut slips = Vec::new();
    if let Some(at) = text.find("./.") {
        slips.push(Slip {
            code: Code::TextEndMark,
            part: at..at + 3,
            right: None,
        });
    }
    let mut of_old_encoding = false;
    for word in words(text) {
        if !of_old_encoding && is_of_old_encoding(&text[word.clone()]) {
            of_old_encoding = true;
            slips.push(Slip {
                code: Code::TextOldEncoding,
                part: word.clone(),
                right: None,
            });
        }
        if let Some(right) = with_tone_moved(&text[word.clone()]) {
            slips.push(Slip {
                code: Code::TextToneMark,
                part: word,
                right: Some(right),
            });
        }
    }
    // In a text of an old encoding every capital is chance.
    if !of_old_encoding {
        capitals(text, names, &mut slips);
        // One word is told of once: "uỷ ban nhân dân".
        let larger = slips.iter().filter(|slip| slip.code == Code::TextCapital);
        let larger: Vec<_> = larger.map(|slip| slip.part.clone()).collect();
        slips.retain(|slip| {
            let mut larger = larger.iter();
            slip.code == Code::TextCapital || !larger.any(|part| part.contains(&slip.part.start))
        });
    }
    slips
}

/// The words of a text, with the signs that old encodings use for letters.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let of_word = |c: char| c.is_alphanumeric() || is_foreign(c) || c == '-';
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(of_word)?;
        let rest = &text[start..];
        let end = start + rest.find(|c| !of_word(c)).unwrap_or(rest.len());
        from = end;
        Some(start..end)
    })
}

/// Signs of Latin-1 that no Vietnamese word has: in TCVN3 and VNI they are letters.
fn is_foreign(c: char) -> bool {
    matches!(c,
        '¡'..='ª' | '¬'..='¯' | '´'..='º' | '¼'..='¿'
        | 'Ä'..='Ç' | 'Ë' | 'Î'..='Ñ' | 'Ö'..='Ø' | 'Û' | 'Ü' | 'Þ'..='ß'
        | 'ä'..='ç' | 'ë' | 'î'..='ñ' | 'ö'..='ø' | 'û' | 'ü' | 'þ' | 'ÿ')
}

/// Whether a word has a foreign sign before, behind or among its letters. Names of other
/// countries have one ("Köln"); a word of an old encoding is more than one, or its sign is
/// no letter.
fn is_of_old_encoding(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let foreign: Vec<_> = word.chars().filter(|c| is_foreign(*c)).collect();
    let sign = |c: &char| !c.is_alphabetic() || *c == 'µ' || *c == 'Ð';
    // Before a unit of measure it is "micro": "25 µg/m³".
    if word
        .strip_prefix('µ')
        .is_some_and(|unit| matches!(unit, "g" | "m" | "l" | "L" | "s"))
    {
        return false;
    }
    // "®", "©", "§" stand alone or behind a name.
    let trailing = word.ends_with(['®', '©', '§', 'º', 'ª']) && foreign.len() == 1;
    word.contains('Ð')
        || letters > 0 && !trailing && (foreign.len() > 1 || foreign.iter().any(sign))
        || is_vni(word)
}

/// Pairs of letters by which VNI writes one: "aù", "oâ", "uû" at places where Vietnamese
/// has none.
fn is_vni(word: &str) -> bool {
    let mut before = ' ';
    word.chars().any(|c| {
        let pair = matches!(
            (before.to_ascii_lowercase(), c),
            ('a', 'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'â' | 'ê' | 'á' | 'à')
                | ('e', 'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'â' | 'á' | 'à')
                | ('o', 'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'â')
                | ('ö' | 'ô', 'ù' | 'ø' | 'û' | 'õ' | 'ï')
        );
        before = c;
        pair
    })
}

/// Vowels with the tone on them, as `(plain, the same with each tone)`.
const TONES: &[(char, &str)] = &[
    ('a', "àáảãạ"),
    ('e', "èéẻẽẹ"),
    ('o', "òóỏõọ"),
    ('u', "ùúủũụ"),
    ('y', "ỳýỷỹỵ"),
];

/// A syllable that ends in oa, oe or uy with its tone on the second letter, spelt as the
/// decree spells it: "hoà" is "hòa", "Uỷ" is "Ủy". "quý" stays.
fn with_tone_moved(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let [.., first, last] = letters.as_slice() else {
        return None;
    };
    let (first, last) = (*first, *last);
    let small = first.to_lowercase().next()?;
    let tone = |c: char| {
        let c = c.to_lowercase().next()?;
        TONES
            .iter()
            .find_map(|(plain, toned)| Some((*plain, toned.chars().position(|t| t == c)?)))
    };
    let (plain, which) = tone(last)?;
    if !matches!((small, plain), ('o', 'a' | 'e') | ('u', 'y')) {
        return None;
    }
    let before = letters.len().checked_sub(3).and_then(|at| letters.get(at));
    if before.is_some_and(|c| matches!(c, 'q' | 'Q')) {
        return None;
    }
    let toned = TONES.iter().find(|(letter, _)| *letter == small)?;
    let toned = toned.1.chars().nth(which)?;
    let like = |c: char, model: char| {
        let upper = model.is_uppercase();
        if upper {
            c.to_uppercase().next().unwrap_or(c)
        } else {
            c
        }
    };
    let length = letters.len();
    letters[length - 2] = like(toned, first);
    letters[length - 1] = like(plain, last);
    Some(letters.into_iter().collect())
}

/// What is spelt with the wrong capitals, and how it is right (Phụ lục II: IV.2 agencies, V.1
/// special nouns, V.5 parts of a document, III.1 places).
static CAPITALS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (
            r"(?:^|[^\p{L}])(điều)\s+[1-9]\d{0,2}(?:$|[^\p{L}\s\d]|\s+(?:của|và|đến|thuộc|theo|quy định|nêu|\p{Lu}))",
            "Điều",
        ),
        (r"(?:[Kk]hoản|[Đđ]iểm)\s+[\da-zđ]+\s+(điều)\s+\d", "Điều"),
        (r"[\p{L},;]\s+(Khoản)\s+\d", "khoản"),
        (r"[\p{L}\d,;]\s+(Điểm)\s+[a-zđ]\s+(?:khoản|Khoản)", "điểm"),
        (r"(?:^|[^\p{L}])(chương)\s+[IVX]+\b", "Chương"),
        (
            r"(?:^|[^\p{L}])(đảng)\s+(?:ủy|viên|bộ)?\s*và\s+[Nn]hà nước",
            "Đảng",
        ),
        (r"Đảng(?:,|\s+và|\s+với)\s+(nhà nước)", "Nhà nước"),
        (r"[Nn]hà nước\s+và\s+(nhân dân)", "Nhân dân"),
        (
            r"(?:phục vụ|của|vì|do|được|với|cho|trong|gần|dựa vào|lắng nghe|gặp gỡ|tiếp xúc|lấy ý kiến|ý kiến|hướng dẫn|tuyên truyền)\s+(nhân dân)(?:$|[^\p{L}\s]|\s+(?:và|trên|trong|ở|tại|địa phương|được|đã|khi|là|về|đến|thực hiện|kiểm tra|giám sát|bàn|biết)\b)",
            "Nhân dân",
        ),
        (
            r"(?:do|được|của)\s+(nhà nước)\s+(?:bảo đảm|giao|cấp|hỗ trợ|đầu tư|và|ban hành)",
            "Nhà nước",
        ),
        (
            r"((?:ủy|Uỷ|uỷ)\s+[Bb]an\s+[Nn]hân\s+[Dd]ân|Ủy\s+Ban\s+[Nn]hân\s+[Dd]ân|Ủy\s+ban\s+(?:Nhân\s+[Dd]ân|nhân\s+Dân))",
            "Ủy ban nhân dân",
        ),
        (
            r"(hội\s+đồng\s+nhân\s+dân|Hội\s+Đồng\s+[Nn]hân\s+[Dd]ân|Hội\s+đồng\s+(?:Nhân\s+[Dd]ân|nhân\s+Dân))",
            "Hội đồng nhân dân",
        ),
        (
            r"(chính\s+phủ|thủ\s+tướng\s+[Cc]hính\s+phủ|Thủ\s+Tướng\s+Chính\s+[Pp]hủ)",
            "",
        ),
        (r"(Thành phố)\s+[\p{Lu}]", "thành phố"),
        (r"(Tỉnh)\s+[\p{Lu}]", "tỉnh"),
        (r"(Huyện)\s+[\p{Lu}]", "huyện"),
    ];
    let compiled = patterns.into_iter();
    compiled
        .map(|(pattern, right)| (pattern::compile(pattern), right))
        .collect()
});

fn capitals(text: &str, names: &Names, slips: &mut Vec<Slip>) {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (pattern, right) in CAPITALS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(word) = captures.get(1) else {
                continue;
            };
            let behind = &text[word.end()..];
            let right = match (*right, word.as_str().split_whitespace().count()) {
                ("thành phố", _) if behind.trim_start().starts_with("Hồ Chí Minh") => {
                    continue;
                }
                // "Tỉnh Đoàn" is a name.
                ("tỉnh" | "huyện", _) if behind.trim_start().starts_with("Đoàn") => continue,
                ("thành phố" | "tỉnh" | "huyện", _)
                    if !stands_behind_small_word(&text[..word.start()]) =>
                {
                    continue;
                }
                ("", 2) if is_other_government(text, word.start(), behind) => continue,
                ("", 2) => "Chính phủ",
                ("", _) => "Thủ tướng Chính phủ",
                (right, _) => right,
            };
            found.push((word.range(), right.to_owned()));
        }
    }
    found.extend(miswritten_names(text, names));
    found.sort_by_key(|(part, _)| (part.start, std::cmp::Reverse(part.end)));
    let mut end = 0;
    for (part, right) in found {
        if part.start >= end {
            end = part.end;
            slips.push(Slip {
                code: Code::TextCapital,
                part,
                right: Some(right),
            });
        }
    }
}

/// Whether the word before is one of the sentence: in "Lạch Huyện Hải Phòng" it is part of a
/// name, and the first word of a sentence is written large.
fn stands_behind_small_word(before: &str) -> bool {
    let words = before.trim_end();
    let word = words
        .trim_end_matches(',')
        .rsplit(|c: char| !c.is_alphabetic())
        .next();
    words.len() < before.len() && word.is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// "chính phủ số", "chính phủ điện tử" are no names of the Government.
fn is_other_government(text: &str, at: usize, behind: &str) -> bool {
    let behind = behind.trim_start();
    let before = text[..at].trim_end();
    behind.starts_with("số") || behind.starts_with("điện tử") || before.ends_with("phi")
}

/// Names of agencies with other capitals than their own. What stands at the beginning of a
/// sentence, or all in capitals, is not judged.
fn miswritten_names(text: &str, names: &Names) -> Vec<(Range<usize>, String)> {
    let small = text.to_lowercase();
    // Small letters of Vietnamese are as long as their capitals, or nothing can be said.
    if small.len() != text.len() {
        return Vec::new();
    }
    let found = names.small.find_iter(&small).filter_map(|found| {
        let (at, part) = (found.start(), found.range());
        let right = names.right.get(found.pattern().as_usize())?;
        let written = &text[part.clone()];
        // "cơ sở y tế", "Sở xây dựng quy định" name no agency.
        let ambiguous = small[..at].ends_with("cơ ") || &small[part.clone()] == "sở xây dựng";
        let all_capitals = !written.chars().any(char::is_lowercase);
        let begins =
            written.chars().skip(1).eq(right.chars().skip(1)) && starts_sentence(&text[..at]);
        let wrong = written != right && !all_capitals && !begins && !ambiguous;
        (wrong && vi::is_whole_word(text, part.clone())).then(|| (part, right.clone()))
    });
    found.collect()
}

fn starts_sentence(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|mark| matches!(mark, '.' | ':' | '!' | '?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let names = ["Sở Nội vụ", "Ủy ban nhân dân xã An Lão", "Sở Tư pháp"];
        Names::of(names.map(str::to_owned).to_vec())
    }

    #[test]
    fn slips_are_found_with_what_is_right() {
        use Code::{TextCapital as C, TextEndMark as E, TextOldEncoding as O, TextToneMark as T};
        type Slips<'t> = &'t [(Code, &'t str, &'t str)];
        let cases: &[(&str, Slips<'_>)] = &[
            (
                "Nền hành chính hiện đại hoá, thuỷ lợi",
                &[(T, "hoá", "hóa"), (T, "thuỷ", "thủy")],
            ),
            ("Uỷ ban, UỶ BAN", &[(T, "Uỷ", "Ủy"), (T, "UỶ", "ỦY")]),
            ("quý III, quỹ, toàn, hoài bão, khoẻ", &[(T, "khoẻ", "khỏe")]),
            ("C¶i c¸ch hµnh chÝnh", &[(O, "C¶i", "")]),
            ("Caûi caùch haønh chính", &[(O, "Caûi", "")]),
            ("Ðã ban hành", &[(O, "Ðã", "")]),
            ("Hội chợ Köln, 12 m², 5°C, phần mềm Word®", &[]),
            ("Đã hoàn thành./.", &[(E, "./.", "")]),
            ("nồng độ bụi 25 µg/m³", &[]),
            ("bến cảng Lạch Huyện Hải Phòng; phối hợp với Tỉnh Đoàn", &[]),
            ("đã điều 02 công chức, điều 12 lượt xe", &[]),
            ("theo điều 12, khoản 2", &[(C, "điều", "Điều")]),
            ("tại Huyện Mẫu", &[(C, "Huyện", "huyện")]),
            ("theo khoản 2 điều 5 Luật", &[(C, "điều", "Điều")]),
            ("theo Khoản 2 Điều 5", &[(C, "Khoản", "khoản")]),
            ("Khoản 2 Điều 5 quy định; điều chỉnh 2 văn bản", &[]),
            ("phục vụ nhân dân tốt hơn", &[]),
            (
                "vì nhân dân phục vụ. Lấy ý kiến của nhân dân.",
                &[(C, "nhân dân", "Nhân dân")],
            ),
            ("của Nhân dân; Ủy ban nhân dân xã; quản lý nhà nước", &[]),
            ("do nhà nước bảo đảm chi", &[(C, "nhà nước", "Nhà nước")]),
            (
                "Ủy ban nhân dân xã An Lão và ủy ban nhân dân xã",
                &[(C, "ủy ban nhân dân", "Ủy ban nhân dân")],
            ),
            (
                "gửi Sở nội vụ, sở tư pháp",
                &[
                    (C, "Sở nội vụ", "Sở Nội vụ"),
                    (C, "sở tư pháp", "Sở Tư pháp"),
                ],
            ),
            ("SỞ NỘI VỤ; cơ sở tư pháp", &[]),
            ("các sở, ngành; Sở Nội vụ", &[]),
            (
                "Nghị quyết của chính phủ; chính phủ số",
                &[(C, "chính phủ", "Chính phủ")],
            ),
            (
                "tại Thành phố Hải Phòng, Thành phố Hồ Chí Minh",
                &[(C, "Thành phố", "thành phố")],
            ),
        ];
        for (text, expected) in cases {
            let found = slips(text, &names());
            let found: Vec<_> = found
                .iter()
                .map(|slip| {
                    let right = slip.right.as_deref().unwrap_or_default();
                    (slip.code, &text[slip.part.clone()], right)
                })
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
