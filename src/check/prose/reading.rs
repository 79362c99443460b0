//! A sentence as words and numbers: which of its numbers may be figures, and which are
//! dates, symbols, names, ordinals.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::words::{
    ABBREVIATIONS, ELSEWHERE, ELSEWHERE_BEHIND, FROM_HERE_ELSEWHERE, PARTS, SYNONYMS, is_verb,
};
use crate::check::pattern;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// One syllable in small letters; abbreviations are written out.
    Word(String),
    /// The number with this place in [`Reading::numbers`].
    Number(usize),
    /// A comma or bracket.
    Break,
    /// Where another thing begins: a semicolon.
    Stop,
}

/// A number that may be a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Where it stands in the text.
    pub(super) part: Range<usize>,
    /// Its digits without marks, and how many of them are decimals.
    pub(super) digits: u128,
    pub(super) decimals: u32,
    pub(super) measure: Measure,
    /// Whether words beside it say that it is something else: of another time, of a part
    /// of the unit, a target, a difference.
    pub(super) elsewhere: bool,
    /// Whether it stands before the bar of "7/32".
    pub(super) above_bar: bool,
    /// Whether a word says that it is a place in a ranking.
    pub(super) is_rank: bool,
}

/// What stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Things.
    Things,
    /// `%`.
    Percent,
    /// Money, in units of so many đồng as a power of ten.
    Money(u32),
}

/// A sentence: its tokens and its numbers.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    pub(super) numbers: Vec<Number>,
}

/// Parts of a sentence with digits that are no figures: what is between brackets for
/// figures, dates, symbols, parts of documents, ordinals, names.
static NO_FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"\{\{.*?\}\}",
        // Dates and times.
        r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}",
        r"(?:ngày\s+)?\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?",
        r"(?:[Tt]háng|[Qq]uý|[Nn]gày|[Nn]ăm học|[Nn]ăm|[Gg]iai đoạn|[Nn]hiệm kỳ|[Kk]ỳ)\s+\d+(?:\s*[-–/,]\s*\d+)*(?:\s+(?:và|đến|tới)\s+(?:tháng\s+|quý\s+|ngày\s+|năm\s+)?\d+(?:/\d+)*)?",
        r"\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}\b",
        r"\b\d{1,2}/(?:19|20)\d{2}\b",
        r"\b24/7\b|\b\d{1,2}/\d{1,2}(?:-\d{1,2}/\d{1,2})\b",
        r"\d+\s*(?:giờ|h|phút|ngày|tháng|tuần|năm|quý|buổi)\b",
        // Numbers and symbols of documents.
        r"\b\d{1,5}(?:/\d{4})?[/-]\p{Lu}[\p{L}\d&.]*(?:[-/&]\p{L}[\p{L}\d&.]*)*",
        // Parts of documents, ordinals, levels.
        r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Mm]ục|[Pp]hần|[Cc]hương|[Pp]hụ lục|[Bb]iểu|[Mm]ẫu(?: số)?|[Ss]ố thứ tự|[Dd]òng|[Tt]rang|[Ss]ố hiệu)\s+\d+(?:\.\d+)*",
        r"\b(?:[Cc]ấp độ|[Mm]ức độ|[Mm]ức|[Đđ]ợt|[Ll]ần thứ|[Kk]hóa|[Vv]òng|[Gg]iai đoạn|[Hh]ạng mục|[Bb]ước|[Ll]ớp|[Tt]ổ dân phố|[Kk]hu phố|[Qq]uốc lộ|[Bb]ậc|[Pp]hiên bản|[Tt]ầng|[Nn]gõ)\s+(?:số\s+)?\d+(?:\s*(?:,|và)\s*(?:mức độ\s+)?\d\b)?",
        r"(?:[Nn]hiệm vụ|[Cc]hỉ tiêu|[Đđ]ường dây|[Qq]uận|[Pp]hường|[Pp]hòng(?:\s+\p{Lu}?\p{L}+){0,3}|[Tt]rung tâm(?:\s+\p{L}+){0,4}|[Bb]ệnh viện(?:\s+\p{L}+){0,3}|[Tt]rường(?:\s+\p{L}+){0,3}|[Bb]an|[Cc]ông ty|[Tt]ổ|[Cc]hi nhánh|[Nn]ghị quyết|[Qq]uyết định|[Kk]ế hoạch|[Cc]ông văn|[Bb]áo cáo|[Cc]hỉ thị|[Nn]ghị định|[Tt]hông tư|[Ll]uật|[Kk]ết luận|[Tt]hông báo|[Tt]ờ trình)\s+số\s+\d+[\p{L}\d./-]*",
        // Names.
        r"[\p{L}]+[-.]?\d+[\p{L}\d]*|\d+[\p{L}]+\d*",
        r"(?:ISO|TCVN)(?:\s+ISO)?\s*\d+(?::\d+)?",
        r"\d+:\d+",
        // "nhiệm vụ số 12 và số 22".
        r"(?:là|và|,)\s+số\s+\d+\b",
    ];
    let all: Vec<_> = patterns.iter().map(|p| format!("(?:{p})")).collect();
    pattern::compile(&all.join("|"))
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)";
    pattern::compile(pattern)
});

/// Reads a text.
pub(super) fn read(text: &str, setting: &Setting) -> Vec<Reading> {
    sentences(text)
        .into_iter()
        .map(|part| sentence(text, part, setting))
        .collect()
}

/// What sentences mean by the period and the unit of the report.
pub(super) struct Setting {
    pub(super) year: i32,
    /// The day of its data, and that on which the period closes.
    pub(super) days: Vec<NaiveDate>,
    /// "quý I năm 2021" in small letters.
    pub(super) period: String,
    /// What the unit is called: its parts are other names.
    pub(super) names: Vec<String>,
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:(?<until>(?i:đến hết|tính đến|đến|hết|đầu|từ|của))\s+)?(?:(?<quarter>[Qq]uý\s+(?:IV|III|II|I)\b)|(?<month>[Tt]háng\s+\d{1,2}(?:/\d{4})?)|(?<day>(?:[Nn]gày\s+)?\d{1,2}/\d{1,2}/\d{4})|(?<span>[Gg]iai đoạn\s+\d{4}\s*[-–]\s*\d{4})|(?<year>[Nn]ăm\s+(?:20|19)\d{2}))";
    pattern::compile(pattern)
});

/// The places of times that are not that of the report.
fn other_times(text: &str, setting: &Setting) -> Vec<Range<usize>> {
    let found = TIME.captures_iter(text).filter_map(|captures| {
        let whole = captures.get(0)?;
        let until = captures.name("until").is_some();
        let other = if let Some(quarter) = captures.name("quarter") {
            let quarter = format!("{} ", quarter.as_str().to_lowercase());
            !format!("{} ", setting.period).contains(&quarter)
        } else if let Some(year) = captures.name("year") {
            let year = year.as_str().rsplit(' ').next().unwrap_or_default();
            year.parse() != Ok(setting.year)
        } else if let Some(day) = captures.name("day") {
            let named = day.as_str().starts_with(['N', 'n']);
            let of_data = || day_of(day.as_str()).is_some_and(|day| setting.days.contains(&day));
            if until { !of_data() } else { named }
        } else if let Some(month) = captures.name("month").filter(|_| until) {
            is_before_month_of(month.as_str(), setting)
        } else {
            captures.name("span").is_some() || !until
        };
        other.then(|| whole.range())
    });
    found.collect()
}

/// The day that is written in digits.
fn day_of(words: &str) -> Option<NaiveDate> {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter(|n| !n.is_empty()).map(str::parse::<u32>);
    let (day, month, year) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    );
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Whether a month is before that in which the data end: "tính đến hết tháng 01/2024".
fn is_before_month_of(words: &str, setting: &Setting) -> bool {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter(|n| !n.is_empty()).map(str::parse::<u32>);
    let (Some(Ok(month)), Some(day)) = (numbers.next(), setting.days.first()) else {
        return false;
    };
    let year = numbers.next().and_then(Result::ok);
    let year = year
        .and_then(|year| i32::try_from(year).ok())
        .unwrap_or(setting.year);
    (year, month) < (day.year(), day.month())
}

/// Whether a text has a number that is no date, symbol or name.
pub(super) fn may_have_numbers(text: &str) -> bool {
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    digit(text) && digit(&NO_FIGURE.replace_all(text, " "))
}

/// The sentences of a text: a full stop with white space and a capital behind it ends one.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let behind = at + mark.len();
        let rest = &text[behind..];
        if rest.starts_with(char::is_whitespace) {
            all.push(start..behind);
            start = behind;
        }
    }
    all.push(start..text.len());
    all
}

fn sentence(text: &str, part: Range<usize>, setting: &Setting) -> Reading {
    let mut reading = Reading::default();
    let words = &text[part.clone()];
    let masked: Vec<_> = NO_FIGURE
        .find_iter(words)
        .map(|found| found.range())
        .collect();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        if let Some(mask) = masked.iter().find(|mask| mask.start == at) {
            // Its words still say what the sentence is about: "mức độ 4".
            for word in words[mask.clone()].split_whitespace() {
                push_words(&mut reading.tokens, word);
            }
            at = mask.end;
            continue;
        }
        let first = rest.chars().next().unwrap_or(' ');
        if let Some(found) = NUMBER.find(rest) {
            let place = part.start + at..part.start + at + found.end();
            reading.number(text, place);
            at += found.end();
            continue;
        }
        if first.is_alphabetic() {
            let end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let limit = masked
                .iter()
                .map(|mask| mask.start)
                .find(|start| *start > at);
            let end = limit
                .map_or(end, |limit| end.min(limit - at))
                .max(first.len_utf8());
            push_words(&mut reading.tokens, &rest[..end]);
            at += end;
            continue;
        }
        match first {
            ',' | '(' | ')' | ':' | '–' | '-' => reading.tokens.push(Token::Break),
            ';' => reading.tokens.push(Token::Stop),
            _ => {}
        }
        at += first.len_utf8();
    }
    reading.bars(text);
    let times = other_times(words, setting).into_iter();
    let times: Vec<_> = times
        .map(|t| part.start + t.start..part.start + t.end)
        .collect();
    reading.elsewhere(text, &times, setting);
    reading
}

fn push_words(tokens: &mut Vec<Token>, word: &str) {
    let letters = |c: char| !c.is_alphanumeric();
    let small = word.trim_matches(letters).to_lowercase();
    if small.is_empty() {
        return;
    }
    let written_out = ABBREVIATIONS.iter().find(|(short, _)| *short == small);
    let words = written_out.map_or(small.as_str(), |(_, words)| words);
    let words = SYNONYMS
        .iter()
        .find(|(other, _)| *other == words)
        .map_or(words, |(_, word)| word);
    tokens.extend(words.split(' ').map(|word| Token::Word(word.to_owned())));
}

/// The words of a name, abbreviations written out.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        push_words(&mut tokens, word);
    }
    let words = tokens.into_iter().filter_map(|token| match token {
        Token::Word(word) => Some(word),
        Token::Number(_) | Token::Break | Token::Stop => None,
    });
    words.collect()
}

/// Digits of a number that is a quantity: a figure has 12, in đồng 18.
const MOST_DIGITS: usize = 18;
/// Decimals of a number that is a quantity.
const MOST_DECIMALS: usize = 6;

impl Reading {
    fn number(&mut self, text: &str, part: Range<usize>) {
        let written = &text[part.clone()];
        let (whole, fraction) = written.split_once(',').unwrap_or((written, ""));
        let digits = format!("{}{fraction}", whole.replace('.', ""));
        let behind = text[part.end..].trim_start();
        let measure = if behind.starts_with('%') {
            Measure::Percent
        } else if behind.starts_with("tỷ") {
            Measure::Money(9)
        } else if behind.starts_with("triệu") {
            Measure::Money(6)
        } else if behind.starts_with("đồng ") || behind.starts_with("đồng,") {
            Measure::Money(0)
        } else {
            Measure::Things
        };
        let points = behind.starts_with("điểm") || behind.starts_with("lần");
        let before = text[..part.start].trim_end();
        let is_rank = ["thứ", "hạng", "vị trí", "thứ hạng"]
            .iter()
            .any(|word| before.ends_with(word));
        if digits.len() > MOST_DIGITS || fraction.len() > MOST_DECIMALS {
            // No quantity: sums and shares of such numbers would not be exact any more.
            return;
        }
        let (Ok(digits), Ok(decimals)) = (digits.parse(), u32::try_from(fraction.len())) else {
            return;
        };
        self.tokens.push(Token::Number(self.numbers.len()));
        self.numbers.push(Number {
            part,
            digits,
            decimals,
            measure,
            elsewhere: points,
            above_bar: false,
            is_rank,
        });
    }

    /// "7/32": the second number has the noun of both.
    fn bars(&mut self, text: &str) {
        for second in 1..self.numbers.len() {
            let between = self.numbers[second - 1].part.end..self.numbers[second].part.start;
            let between = text.get(between).unwrap_or_default();
            let over = [
                "/",
                " trên ",
                " trên tổng số ",
                " trong ",
                " trong số ",
                " trong tổng số ",
            ];
            let barred = over.contains(&between)
                || between.ends_with(" trên tổng số ") && !between.contains([';', '.']);
            if barred {
                self.numbers[second - 1].above_bar = true;
            }
        }
    }

    /// The words before a number, the nearest first, back to the number or stop before it.
    /// What stands behind another number goes with that up to "và".
    pub(super) fn before(&self, number: usize, over_breaks: bool) -> Vec<&str> {
        let at = self.position(number);
        let mut words = Vec::new();
        let mut and = None;
        for token in self.tokens[..at].iter().rev() {
            match token {
                Token::Word(word) => {
                    if word == "và" {
                        and.get_or_insert(words.len());
                    }
                    words.push(word.as_str());
                }
                Token::Break if over_breaks || words.is_empty() => {}
                Token::Number(_) => {
                    words.truncate(and.unwrap_or(words.len()));
                    break;
                }
                Token::Break | Token::Stop => break,
            }
        }
        words
    }

    /// The words behind a number up to the next break, or to "và" before the next number.
    pub(super) fn behind(&self, number: usize) -> Vec<&str> {
        let mut at = self.position(number) + 1;
        // "7/32 nhiệm vụ".
        if self.numbers[number].above_bar {
            at += 1;
        }
        let mut words = Vec::new();
        for token in self.tokens.get(at..).unwrap_or_default() {
            match token {
                Token::Word(word) => words.push(word.as_str()),
                Token::Number(_) => {
                    let and = words.iter().rposition(|word| *word == "và");
                    words.truncate(and.unwrap_or(words.len()));
                    break;
                }
                Token::Break | Token::Stop => break,
            }
        }
        words
    }

    /// All words of the sentence before a number, those of the same clause last.
    pub(super) fn sentence_before(&self, number: usize) -> Vec<&str> {
        let words = self.tokens[..self.position(number)].iter();
        words.filter_map(Token::word).collect()
    }

    pub(super) fn position(&self, number: usize) -> usize {
        let mut tokens = self.tokens.iter();
        tokens
            .position(|token| *token == Token::Number(number))
            .unwrap_or(0)
    }

    /// Marks numbers that words beside them give to another time, place or thing.
    fn elsewhere(&mut self, text: &str, other_times: &[Range<usize>], setting: &Setting) {
        for index in 0..self.numbers.len() {
            let says = |words: &[&str], what: &[&str]| {
                let words = format!(" {} ", words.join(" "));
                what.iter().any(|w| words.contains(&format!(" {w} ")))
            };
            let mut near = self.before(index, false);
            near.truncate(5);
            near.reverse();
            let behind = self.behind(index);
            let behind = behind.get(..5).unwrap_or(&behind);
            let clause = self.clause_before(index);
            let part = self.numbers[index].part.clone();
            let clause_start = self.clause_start(index, text);
            let timed = other_times
                .iter()
                .any(|time| time.start >= clause_start && time.end <= part.start);
            let ends_span = matches!(near.as_slice(), ["đến" | "tới"]) && index > 0;
            let elsewhere = ends_span
                || says(&near, ELSEWHERE)
                || says(&clause, FROM_HERE_ELSEWHERE)
                || says(behind, ELSEWHERE_BEHIND)
                || timed
                || self.is_of_part(index, text, setting);
            self.numbers[index].elsewhere |= elsewhere;
        }
    }

    /// Where the clause of a number begins in the text: behind the last semicolon.
    fn clause_start(&self, index: usize, text: &str) -> usize {
        let part = &self.numbers[index].part;
        text[..part.start].rfind(';').map_or(0, |at| at + 1)
    }

    /// The words of the clause before a number.
    pub(super) fn clause_before(&self, number: usize) -> Vec<&str> {
        let tokens = &self.tokens[..self.position(number)];
        let stop = tokens.iter().rposition(|token| *token == Token::Stop);
        tokens[stop.map_or(0, |at| at + 1)..]
            .iter()
            .filter_map(Token::word)
            .collect()
    }

    /// Whether the clause of a number names a part of the unit: "Chi cục Thủy sản giải quyết …".
    fn is_of_part(&self, index: usize, text: &str, setting: &Setting) -> bool {
        let part = &self.numbers[index].part;
        let clause = text[..part.start]
            .rfind([';', ':', '.'])
            .map_or(0, |at| at + 1);
        // A thousands mark is no full stop.
        let before = text.get(clause..part.start).unwrap_or_default();
        PARTS.iter().any(|name| {
            before.match_indices(name).any(|(at, _)| {
                let whole = before[..at].chars().next_back();
                let whole = !whole.is_some_and(char::is_alphanumeric);
                let rest = before[at + name.len()..].trim_start();
                let first = rest.split(' ').next().unwrap_or_default();
                let named = format!("{name} {first}").to_lowercase();
                let mut own = setting.names.iter();
                let own = own.any(|own| own.to_lowercase().contains(&named));
                let begins = before[..at].trim().is_empty() && name.starts_with(char::is_uppercase);
                let acts = || {
                    let small = name.to_lowercase();
                    let mut own = setting.names.iter();
                    begins && is_verb(rest) && !own.any(|own| own.to_lowercase().contains(&small))
                };
                whole && !own && (first.starts_with(char::is_uppercase) || acts())
            })
        })
    }
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Number(_) | Self::Break | Self::Stop => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_figure_is_left_out() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Ngày 05/3/2021, Kế hoạch số 05/KH-STP giao 12 nhiệm vụ",
                &["12"],
            ),
            ("quý 3, tháng 02/2021, năm 2021, giai đoạn 2021 - 2025", &[]),
            ("ngày 08 tháng 01 năm 2021 có 1.234 hồ sơ", &["1.234"]),
            (
                "theo khoản 2 Điều 5, mức độ 3, 4; đợt 2; COVID-19; 5G; 24/7",
                &[],
            ),
            (
                "mức độ 4 có 12/15 thủ tục, đạt 80,5%",
                &["12", "15", "80,5"],
            ),
            (
                "{{ tthc.da_giai_quyet }} hồ sơ, {{ con_lai(a.b, c.d) }} và 3 hồ sơ",
                &["3"],
            ),
            ("Phòng Công chứng số 1 và ISO 9001:2015", &[]),
            ("35/2021/QH15 và 2926/SNV-CCHC&PC", &[]),
        ];
        for (text, expected) in cases {
            let setting = Setting {
                year: 2021,
                days: Vec::new(),
                period: "quý i năm 2021".to_owned(),
                names: vec!["Sở Tư pháp".to_owned()],
            };
            let readings = read(text, &setting);
            let numbers = readings.iter().flat_map(|reading| &reading.numbers);
            let found: Vec<_> = numbers.map(|n| &text[n.part.clone()]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
