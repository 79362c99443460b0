//! The numbers of documents. An issuer numbers what it signs in a year series by series, and a
//! later document has a higher number; so numbers are dealt out here, to all documents of the
//! year at once, between those that somebody wrote by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::sync::LazyLock;

use baocao::model::AgencyId;
use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::chance::Chance;
use super::world;

/// What stands for a number in words that are to be filled in: `số _/TB-STC ngày 13/4/2026`.
static OPEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"số _/(\S+) ngày (\d+)/(\d+)/(\d{4})"));

/// A citation with its number and day, and whose it is where that is said.
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) (?:số|so:)\s (\d+)/(\p{L}[^\s,;:.()}]*) ,?\s
        (?: cua:\s(?P<issuer>[^,}]+),\s )?
        (?: ngay:\s(\d{4})-(\d\d)-(\d\d)
          | ngày\s(\d{1,2})(?:/|\stháng\s)(\d{1,2})(?:/|\snăm\s)(\d{4}) )
        (?: ,\scua:\s(?P<after>[^,}]+) | \scủa\s(?P<of>[^,;:.()]+) )?",
    )
});

/// The number and the day of a report at the head of its file.
static HEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"so: (\d+) ngay: (\d{4})-(\d\d)-(\d\d) nguoi_ky"));

#[expect(clippy::expect_used, reason = "the patterns stand above")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file is one")
}

/// What the symbols of documents begin with that have a kind of their own.
const KINDS: [&str; 7] = ["KH", "QĐ", "TB", "HD", "QC", "QT", "QTPH"];

/// Who numbers, and which of its series: what its symbols begin with, nothing for công văn.
type Series = (AgencyId, String);

/// What is numbered in a year.
pub(crate) struct Register {
    year: i32,
    chance: Chance,
    fixed: BTreeMap<Series, BTreeSet<(NaiveDate, u64)>>,
    asked: BTreeMap<Series, BTreeSet<(NaiveDate, String)>>,
}

/// The numbers that were given.
#[derive(Debug, Default)]
pub(crate) struct Numbers(BTreeMap<(Series, String), u64>);

/// An agency as far as its symbols go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issuer<'c> {
    pub(crate) id: &'c AgencyId,
    pub(crate) abbreviation: &'c str,
}

impl Issuer<'_> {
    /// The series of a symbol, if it is one of the issuer: "KH" of `KH-STP`, "" of `STP-VP`.
    pub(crate) fn series(&self, symbol: &str) -> Option<Series> {
        let series = match symbol.split_once('-') {
            Some((first, _)) if first == self.abbreviation => "",
            Some((kind, rest)) if rest == self.abbreviation => kind,
            _ => return None,
        };
        Some((self.id.clone(), series.to_owned()))
    }

    /// The same for a symbol in words of its own, which for an invented unit are another's.
    fn own_series(&self, symbol: &str) -> Series {
        let kind = symbol.split('-').next().filter(|kind| KINDS.contains(kind));
        (self.id.clone(), kind.unwrap_or_default().to_owned())
    }
}

impl Register {
    pub(crate) fn new(year: i32, chance: Chance) -> Self {
        Self {
            year,
            chance,
            fixed: BTreeMap::new(),
            asked: BTreeMap::new(),
        }
    }

    /// Takes over the documents of an issuer that a text by hand gives a number. Whose a
    /// document is that says nothing of it, the text's owner or not, the caller knows.
    pub(crate) fn fix(
        &mut self,
        text: &str,
        issuer: Issuer<'_>,
        is_of: impl Fn(Option<&str>) -> bool,
    ) {
        let text = in_one_line(text);
        for cited in CITED.captures_iter(&text) {
            let of = ["issuer", "after", "of"]
                .iter()
                .find_map(|name| cited.name(name));
            if !is_of(of.map(|of| of.as_str())) {
                continue;
            }
            let symbol = cited.get(2).map_or("", |symbol| symbol.as_str());
            let day = date(&cited, [4, 5, 6]).or_else(|| date(&cited, [9, 8, 7]));
            let number = cited.get(1).and_then(|number| number.as_str().parse().ok());
            if let (Some(series), Some(day), Some(number)) = (issuer.series(symbol), day, number) {
                self.fix_one(series, day, number);
            }
        }
    }

    /// Takes over the numbers at the heads of a file: of its own report, and of the one by
    /// which it is presented.
    pub(crate) fn heads(text: &str) -> Vec<(u64, NaiveDate)> {
        let text = in_one_line(text);
        let heads = HEAD.captures_iter(&text);
        heads
            .filter_map(|head| Some((head.get(1)?.as_str().parse().ok()?, date(&head, [2, 3, 4])?)))
            .collect()
    }

    pub(crate) fn fix_one(&mut self, series: Series, day: NaiveDate, number: u64) {
        if day.year() == self.year {
            self.fixed.entry(series).or_default().insert((day, number));
        }
    }

    /// Asks for the number of a document, which `key` tells from the others of its day.
    pub(crate) fn ask(&mut self, series: Series, day: NaiveDate, key: impl Into<String>) {
        self.asked
            .entry(series)
            .or_default()
            .insert((day, key.into()));
    }

    /// Asks for the numbers that words leave open.
    pub(crate) fn ask_open(&mut self, words: &str, issuer: Issuer<'_>, from: Option<NaiveDate>) {
        for open in OPEN.captures_iter(words) {
            let day = date(&open, [4, 3, 2]).filter(|day| from.is_none_or(|from| *day >= from));
            if let Some(day) = day {
                self.ask(issuer.own_series(&open[1]), day, &open[0]);
            }
        }
    }

    /// Gives all documents their numbers.
    ///
    /// # Errors
    ///
    /// Between two numbers by hand there are fewer than documents.
    pub(crate) fn numbers(self) -> Result<Numbers, Box<dyn Error>> {
        let mut given = BTreeMap::new();
        for (series, asked) in &self.asked {
            let fixed = self.fixed.get(series).cloned().unwrap_or_default();
            let mut last = 0;
            for (place, (day, key)) in asked.iter().enumerate() {
                let before = fixed.iter().rev().find(|(other, _)| other <= day);
                let after = fixed.iter().find(|(other, _)| other > day);
                let pace = |day: NaiveDate| self.pace(series, day);
                let (then, from) = before.map_or((0, 0), |(day, number)| (pace(*day), *number));
                let number = match after {
                    Some((next, to)) => {
                        let all = pace(*next).saturating_sub(then).max(1);
                        from + to.saturating_sub(from) * (pace(*day) - then) / all
                    }
                    None => from + pace(*day) - then,
                };
                let number = number.max(from + 1).max(last + 1);
                let number = after.map_or(number, |(next, to)| {
                    let others = asked.iter().skip(place);
                    let others = others.take_while(|(day, _)| day < next).count() as u64;
                    number.min(to.saturating_sub(others))
                });
                if number <= last.max(from) {
                    return Err(format!("{series:?}: no number is left for {day} ({key})").into());
                }
                last = number;
                given.insert((series.clone(), key.clone()), number);
            }
        }
        Ok(Numbers(given))
    }

    /// How many documents of a series there are up to a day, where nothing by hand says so.
    fn pace(&self, (issuer, series): &Series, day: NaiveDate) -> u64 {
        let day = u64::from(day.ordinal());
        let id = issuer.as_str();
        let is_local = ["quan-", "huyen-", "phuong-", "xa-", "dac-khu-"];
        let is_local = is_local.iter().any(|kind| id.starts_with(kind));
        let thousandths = match series.as_str() {
            "" if world::people(id) < 5_000 => day * 1_200,
            "" => day * 1000 * self.chance.between(2, 6, &[id, "letters"]),
            // Most plans of a year are made in its first month.
            "KH" => day.min(31) * 1_500 + day.saturating_sub(31) * 420,
            "QĐ" if is_local && self.year < 2025 => day * 5_400,
            "QĐ" => day * 1_500,
            "TB" => day * 720,
            "BC" => day * 1_050,
            _ => day * 140,
        };
        thousandths * self.chance.between(800, 1200, &[id, series, "pace"]) / 1_000_000
    }
}

impl Numbers {
    /// The number of a document that was asked for.
    pub(crate) fn of(&self, series: &Series, key: &str) -> Option<u64> {
        self.0.get(&(series.clone(), key.to_owned())).copied()
    }

    /// Words with their open numbers filled in.
    pub(crate) fn filled(&self, words: &str, issuer: Issuer<'_>) -> String {
        let filled = OPEN.replace_all(words, |open: &regex::Captures<'_>| {
            let number = self.of(&issuer.own_series(&open[1]), &open[0]);
            number.map_or_else(
                || open[0].to_owned(),
                |number| open[0].replacen('_', &format!("{number:02}"), 1),
            )
        });
        filled.into_owned()
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date from the groups for its year, month and day.
fn date(found: &regex::Captures<'_>, groups: [usize; 3]) -> Option<NaiveDate> {
    let [year, month, day] = groups.map(|group| found.get(group).map(|part| part.as_str()));
    NaiveDate::from_ymd_opt(
        year?.parse().ok()?,
        month?.parse().ok()?,
        day?.parse().ok()?,
    )
}
