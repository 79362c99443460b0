//! Documents that texts cite: one number has one date, a symbol fits its kind and its
//! issuer, days are on the calendar (NĐ 30/2020, Phụ lục I, Phần I, Mục II.3 and II.6).

mod documents;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};

use self::documents::{Dated, Documents};
use super::answers::answered_by;
use super::pattern;
use crate::diagnostic::{Code, Diagnostic, Located, Place, Sources};
use crate::model::{Agency, DocumentState, Subject, TextOf, kind_of_document};
use crate::vi;

/// A document as a text cites it.
#[derive(Debug, PartialEq, Eq)]
struct Citation {
    /// "Kế hoạch", as it is written before the number.
    kind: Option<String>,
    /// "05/KH-STP".
    symbol: String,
    part: Range<usize>,
    date: Option<(NaiveDate, Range<usize>)>,
    /// What stands behind "của".
    issuer: Option<String>,
}

static CITATION: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = KINDS.join("|").replace(' ', r"\s+");
    let pattern = format!(
        r"(?x)
        (?: (?<kind>{kinds}) \s+ )?
        (?: số \s+ )?
        (?<symbol> \b\d{{1,5}} (?:/\d{{4}})? [/-] \p{{Lu}} [\p{{L}}\d&.]* (?: [-/&] \p{{L}}[\p{{L}}\d&.]* )* )
        (?: ,? \s* \(? (?:ngày \s+)? (?<date>{DATE}) \)? )?
        (?: ,? \s+ của \s+ (?<issuer> \p{{Lu}}[^,.;:()]* ) )?"
    );
    pattern::compile(&pattern)
});

/// Words before a number that say what a document is.
const KINDS: &[&str] = &[
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông báo",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Báo cáo",
    "Tờ trình",
    "Công điện",
    "Công văn",
    "Nghị định",
    "Thông tư",
];

const DATE: &str = r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}";

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"(?:^|[^\d/])({DATE})(?:$|[^\d/])");
    pattern::compile(&pattern)
});

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"[Gg]iai đoạn\s+((?:20|19)\d{2})\s*[-–]\s*((?:20|19)\d{2})";
    pattern::compile(pattern)
});

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[^\p{L}])(tháng\s+(\d{1,2}))(?:/\d{4}|\s+năm\s+\d{4})";
    pattern::compile(pattern)
});

/// A day without its year: "ngày 31/4", "ngày 31 tháng 4".
static DAY_OF_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"[Nn]gày\s+((\d{1,2})(?:/|\s+tháng\s+)(\d{1,2}))(?:$|[^\d/])";
    pattern::compile(pattern)
});

/// A year that has all days.
const LEAP_YEAR: i32 = 2000;

pub(super) fn check(subject: Subject<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let day = day_of_report(subject);
    let mut documents = Documents::new(subject);
    // Two products with one number are told of by their own rule; here they are held
    // against earlier reports.
    earlier_products(subject, &mut documents, findings);
    documents.add_products(subject);
    for (of, text) in subject.submission.texts() {
        let mut judge = Judge {
            subject,
            of,
            text,
            sources,
            findings: &mut *findings,
        };
        judge.days();
        for citation in citations(&text.value) {
            judge.symbol(&citation);
            let Some((date, part)) = &citation.date else {
                continue;
            };
            if day.is_some_and(|day| *date > day) {
                judge.future(&citation, *date, part.clone());
            }
            let place = judge.place(part.clone());
            if let Some(other) = documents.other_date(&citation, *date, place) {
                judge.two_dates(&citation, *date, part.clone(), other);
            }
        }
    }
}

/// Products that an earlier report of the year had with another date.
fn earlier_products(
    subject: Subject<'_>,
    documents: &mut Documents,
    findings: &mut Vec<Diagnostic>,
) {
    for (task, progress) in &subject.submission.progress {
        for product in &progress.products {
            let Some(symbol) = &product.symbol else {
                continue;
            };
            let issuer = product.issuer.as_ref().map(|name| name.value.clone());
            let citation = Citation {
                kind: None,
                symbol: symbol.value.clone(),
                part: 0..0,
                date: None,
                issuer,
            };
            let date = product.date.value;
            let Some((other, place)) = documents.date_of(&citation, date) else {
                continue;
            };
            let message = format!(
                "văn bản số {} đề ngày {} ở đây và ngày {} ở chỗ khác",
                symbol.value,
                vi::short_date(date),
                vi::short_date(other)
            );
            let finding = Diagnostic::error(Code::ProductTwoDates, product.date.place, message);
            let finding = finding.warning().about(task).with_help(format!(
                "một số văn bản trong năm chỉ có một ngày; nếu là hai văn bản thì {}",
                answered_by(Code::ProductTwoDates, task)
            ));
            findings.push(match place {
                Some(place) => finding.with_label(place, "chỗ kia"),
                None => finding,
            });
        }
    }
}

/// The day of a report, or the day that it is due while it has none.
fn day_of_report(subject: Subject<'_>) -> Option<NaiveDate> {
    match &subject.submission.document.state {
        DocumentState::Issued { date, .. } => Some(date.value),
        DocumentState::Draft | DocumentState::ForSigning => subject.due(),
    }
}

fn citations(text: &str) -> Vec<Citation> {
    // A symbol has a number, and a bar or a dash behind it.
    let digits = text.bytes().zip(text.bytes().skip(1));
    let mut pairs = digits.filter(|(digit, _)| digit.is_ascii_digit());
    if !pairs.any(|(_, mark)| matches!(mark, b'/' | b'-')) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(captures) = CITATION.captures_at(text, at) {
        let citation = citation(&captures);
        // What is read as an issuer may hold the next citation.
        let day = citation.date.as_ref().map_or(0, |(_, part)| part.end);
        at = citation.part.end.max(day);
        found.push(citation);
    }
    found
}

/// Where the name of an issuer ends and other words begin: "Sở Mẫu về việc …".
static BEHIND_ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = KINDS.join("|").replace(' ', r"\s+");
    let pattern = format!(r"\s+(?:về\b|(?:và\s+)?(?:{kinds})\b|(?:và\s+)?số\s+\d)");
    pattern::compile(&pattern)
});

fn issuer_of(words: &str) -> String {
    let end = BEHIND_ISSUER
        .find(words)
        .map_or(words.len(), |found| found.start());
    words[..end].trim().to_owned()
}

fn citation(captures: &Captures<'_>) -> Citation {
    let group = |name: &str| captures.name(name);
    let words = |name: &str| group(name).map(|found| found.as_str().trim().to_owned());
    let symbol = group("symbol");
    Citation {
        kind: words("kind"),
        symbol: words("symbol").unwrap_or_default(),
        part: symbol.map_or(0..0, |found| found.range()),
        date: group("date").and_then(|found| Some((date(found.as_str())?, found.range()))),
        issuer: words("issuer").map(|words| issuer_of(&words)),
    }
}

/// A date in digits; nothing for one that is on no calendar.
fn date(text: &str) -> Option<NaiveDate> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter(|n| !n.is_empty()).map(str::parse::<u32>);
    let (day, month, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    NaiveDate::from_ymd_opt(i32::try_from(year.ok()?).ok()?, month.ok()?, day.ok()?)
}

/// What judges the citations of one text.
struct Judge<'a, 'w> {
    subject: Subject<'w>,
    of: TextOf<'a>,
    text: &'a Located<String>,
    sources: &'a Sources,
    findings: &'a mut Vec<Diagnostic>,
}

impl Judge<'_, '_> {
    fn place(&self, part: Range<usize>) -> Place {
        self.sources.part(self.text.place, &self.text.value, part)
    }

    fn report(&mut self, code: Code, part: Range<usize>, message: String, help: &str) {
        let finding = Diagnostic::error(code, self.place(part), message);
        // What is on no calendar cannot be explained.
        let help = if code == Code::CitationDate {
            help.to_owned()
        } else {
            let how = answered_by(code, self.of);
            format!("{help}; nếu đúng như vậy thì {how}")
        };
        self.findings
            .push(finding.warning().about(self.of).with_help(help));
    }

    /// Days, months and spans of years that cannot be.
    fn days(&mut self) {
        let words = &self.text.value;
        if !words.contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        let mut wrong = Vec::new();
        let mut at = 0;
        // The mark behind one day may stand before the next.
        while let Some(day) = DAY.captures_at(words, at).and_then(|found| found.get(1)) {
            at = day.end();
            wrong.extend(Some(day).filter(|day| date(day.as_str()).is_none()));
        }
        for captures in DAY_OF_MONTH.captures_iter(words) {
            let number = |n| {
                captures
                    .get(n)
                    .and_then(|found| found.as_str().parse().ok())
            };
            let possible = number(3).zip(number(2)).is_some_and(|(month, day)| {
                NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).is_some()
            });
            let known = |found: &regex::Match<'_>| {
                let mut wrong = wrong.iter();
                wrong.any(|day: &regex::Match<'_>| day.range().contains(&found.start()))
            };
            wrong.extend(captures.get(1).filter(|found| !possible && !known(found)));
        }
        for captures in MONTH.captures_iter(words) {
            let number = captures.get(2).map_or("", |number| number.as_str());
            let possible = number.parse().is_ok_and(|n: u32| (1..=12).contains(&n));
            let number = captures.get(1).filter(|_| !possible);
            let known = |part: &Range<usize>| {
                wrong
                    .iter()
                    .any(|day: &regex::Match<'_>| day.range().contains(&part.start))
            };
            let number = number.filter(|number| !known(&number.range()));
            wrong.extend(number);
        }
        for day in wrong {
            self.report(
                Code::CitationDate,
                day.range(),
                format!("không có “{}” trên lịch", day.as_str()),
                "kiểm tra lại ngày, tháng, năm",
            );
        }
        for captures in YEARS.captures_iter(words) {
            let whole = captures.get(0).map_or(0..0, |found| found.range());
            let years = [1, 2].map(|n| captures.get(n).map_or("", |year| year.as_str()));
            if years[1] < years[0] {
                self.report(
                    Code::CitationDate,
                    whole.clone(),
                    format!("“{}” có năm cuối trước năm đầu", &words[whole]),
                    "kiểm tra lại hai năm",
                );
            }
        }
    }

    /// A symbol whose abbreviation is not that of its kind, or of its issuer.
    fn symbol(&mut self, citation: &Citation) {
        // Of the National Assembly: "35/2021/QH15" names no kind.
        if citation.symbol.contains("/QH") {
            return;
        }
        let by_symbol = kind_of_document(&citation.symbol);
        let written = citation.kind.as_deref();
        let joint = joint_kind(&citation.symbol);
        if let Some(kind) = written.filter(|kind| !fits(kind, by_symbol) && joint != Some(kind)) {
            let message = format!(
                "{kind} số {}: ký hiệu là của {}",
                citation.symbol,
                vi::lower_first(by_symbol)
            );
            let help = "kiểm tra lại tên loại và ký hiệu của văn bản";
            self.report(Code::CitationSymbol, citation.part.clone(), message, help);
            return;
        }
        let agencies = &self.subject.workspace.agencies;
        let issuer = citation.issuer.as_deref().and_then(|words| {
            // "của Sở Nội vụ về việc …": the longest name that the words begin with.
            let named = agencies.values().filter(|agency| {
                let rest = words.strip_prefix(agency.name.value.as_str());
                rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            named.max_by_key(|agency| agency.name.value.len())
        });
        let Some((issuer, own)) = issuer.and_then(|a| Some((a, a.abbreviation.as_ref()?))) else {
            return;
        };
        if has_abbreviation(&citation.symbol, &own.value) {
            return;
        }
        let mut others = agencies.values();
        let other = others.find(|agency: &&Agency| {
            let short = agency.abbreviation.as_ref();
            short.is_some_and(|short| has_abbreviation(&citation.symbol, &short.value))
        });
        if let Some(other) = other {
            let message = format!(
                "văn bản số {} ghi của {} nhưng ký hiệu là của {}",
                citation.symbol, issuer.name.value, other.name.value
            );
            let help = "kiểm tra lại ký hiệu và cơ quan ban hành";
            self.report(Code::CitationSymbol, citation.part.clone(), message, help);
        }
    }

    fn future(&mut self, citation: &Citation, date: NaiveDate, part: Range<usize>) {
        let message = format!(
            "văn bản số {} đề ngày {}, sau ngày của báo cáo",
            citation.symbol,
            vi::short_date(date)
        );
        let help = "kiểm tra lại ngày của văn bản, nhất là năm";
        self.report(Code::CitationFuture, part, message, help);
    }

    fn two_dates(
        &mut self,
        citation: &Citation,
        date: NaiveDate,
        part: Range<usize>,
        (other, place): Dated,
    ) {
        let message = format!(
            "văn bản số {} đề ngày {} ở đây và ngày {} ở chỗ khác",
            citation.symbol,
            vi::short_date(date),
            vi::short_date(other)
        );
        let help = "một số văn bản trong năm chỉ có một ngày (NĐ 30/2020, Điều 15)";
        self.report(Code::CitationTwoDates, part, message, help);
        if let (Some(place), Some(finding)) = (place, self.findings.pop()) {
            self.findings.push(finding.with_label(place, "chỗ kia"));
        }
    }
}

/// What several agencies issue together is marked behind its abbreviation: "KHLT", "QCPH".
const JOINT: &[&str] = &["LT", "LN", "LS", "PH"];

/// The kind of a document issued together, by its symbol: "07/KHLT-SM-STC".
fn joint_kind(symbol: &str) -> Option<&'static str> {
    let (number, behind) = symbol.split_once('/')?;
    let first = behind.split('-').next()?;
    let kind = JOINT.iter().find_map(|mark| first.strip_suffix(mark))?;
    Some(kind_of_document(&format!("{number}/{kind}-X")))
}

/// Whether the written kind of a document goes with that of its symbol. A công văn has no
/// abbreviation of its own, and kinds that the list lacks look like one.
fn fits(written: &str, by_symbol: &str) -> bool {
    let unlisted = [
        "Đề án",
        "Quy chế",
        "Quy định",
        "Hướng dẫn",
        "Phương án",
        "Chương trình",
    ];
    written == by_symbol || (by_symbol == "Công văn" && written != "Công văn" && unlisted.contains(&written))
        // What a decision brings into force is called by its own name: "Kế hoạch ban hành theo …".
        || (by_symbol == "Quyết định" && unlisted.contains(&written))
}

/// Whether a symbol has an abbreviation among its parts: "05/KH-STP" that of "STP".
fn has_abbreviation(symbol: &str, abbreviation: &str) -> bool {
    let behind = symbol
        .split_once(['/', '-'])
        .map_or("", |(_, behind)| behind);
    behind
        .split(['-', '/', '&', '.'])
        .any(|part| part == abbreviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_read_with_their_dates_and_issuers() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let cases = [
            (
                "Kế hoạch số 05/KH-STP ngày 08 tháng 01 năm 2021 của Sở Tư pháp về cải cách",
                Some("Kế hoạch"),
                "05/KH-STP",
                day(2021, 1, 8),
                Some("Sở Tư pháp"),
            ),
            (
                "Công văn số 187/STP-XDKTVB ngày 05/02/2021 về việc",
                Some("Công văn"),
                "187/STP-XDKTVB",
                day(2021, 2, 5),
                None,
            ),
            (
                "theo 2926/SNV-CCHC&PC.",
                None,
                "2926/SNV-CCHC&PC",
                None,
                None,
            ),
            (
                "Nghị định số 30/2020/NĐ-CP của Chính phủ",
                Some("Nghị định"),
                "30/2020/NĐ-CP",
                None,
                Some("Chính phủ"),
            ),
            (
                "Chương trình số 49-CTr/TU ngày 01/3/2021",
                Some("Chương trình"),
                "49-CTr/TU",
                day(2021, 3, 1),
                None,
            ),
        ];
        for (text, kind, symbol, date, issuer) in cases {
            let found = citations(text);
            let [one] = found.as_slice() else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(one.kind.as_deref(), kind, "{text}");
            assert_eq!(one.symbol.trim_end_matches('.'), symbol, "{text}");
            assert_eq!(one.date.as_ref().map(|(date, _)| *date), date, "{text}");
            assert_eq!(one.issuer.as_deref(), issuer, "{text}");
        }
        for text in [
            "đạt 12/15 nhiệm vụ",
            "tháng 3/2021",
            "ngày 05/3/2021",
            "mức 3, 4",
        ] {
            assert_eq!(citations(text), [], "{text}");
        }
    }

    #[test]
    fn a_symbol_goes_with_its_kind() {
        let cases = [
            ("Kế hoạch", "05/KH-STP", true),
            ("Kế hoạch", "05/QĐ-STP", false),
            ("Quyết định", "05/KH-STP", false),
            ("Công văn", "112/STP-VP", true),
            ("Công văn", "112/KH-STP", false),
            ("Kế hoạch", "112/STP-VP", false),
            ("Đề án", "112/QĐ-UBND", true),
        ];
        for (kind, symbol, good) in cases {
            assert_eq!(
                fits(kind, kind_of_document(symbol)),
                good,
                "{kind} {symbol}"
            );
        }
    }
}
