//! Whether the sample is one that could be: documents that are numbered in the order of their
//! days, and signed on days on which somebody is there to sign.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use regex::{Captures, Regex};
use serde_json::Value;

use crate::folder::{files, repository};

/// "số 12/KH-STP ngày 20/01/2021", in words or as the product of a task.
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    let of = r"[^,;:.()}]+";
    let symbol = r"(?P<number>\d+)/(?P<symbol>\p{Lu}[^\s,;:.()}]*)";
    let day = r"(?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})(?:/| năm )(?P<year>\d{4})";
    let pattern = format!("số {symbol},? ngày {day}(?: của (?P<of>{of}))?");
    Regex::new(&pattern).expect("it is a pattern")
});

/// A document of the sample.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    /// Who numbers it, and in which series.
    series: (String, String),
    day: NaiveDate,
    number: u32,
    symbol: String,
}

/// The agencies of the sample: what their symbols end with, and their level.
struct Agencies(BTreeMap<String, (String, String)>);

impl Agencies {
    fn read() -> Self {
        let text = fs::read_to_string(repository().join("data/co-quan.yaml")).expect("it is there");
        let all: Value = serde_yaml::from_str(&text).expect("it is YAML");
        let all = all["co_quan"].as_object().expect("agencies").iter();
        let agencies = all.filter_map(|(id, agency)| {
            let abbreviation = agency["viet_tat"].as_str()?.to_owned();
            Some((
                id.clone(),
                (abbreviation, agency["cap"].as_str()?.to_owned()),
            ))
        });
        Self(agencies.collect())
    }

    /// Who numbers what a file of an agency cites by a symbol, and in which series; nothing for
    /// documents of others, such as the Government's.
    fn series(&self, symbol: &str, file: &str, of: Option<&str>) -> Option<(String, String)> {
        let is_known = |name: &str| {
            self.0
                .values()
                .any(|(abbreviation, _)| abbreviation == name)
        };
        let (first, rest) = symbol.split_once('-')?;
        let (kind, abbreviation) = if is_known(first) {
            ("công văn", first)
        } else if is_known(rest) {
            (first, rest)
        } else {
            return None;
        };
        let issuer = if abbreviation != "UBND" {
            abbreviation
        } else if of.is_some_and(|of| of.contains("thành phố")) || !self.is_local(file) {
            "thanh-pho"
        } else {
            file
        };
        Some((issuer.to_owned(), kind.to_owned()))
    }

    fn is_local(&self, id: &str) -> bool {
        self.0
            .get(id)
            .is_some_and(|(_, level)| matches!(level.as_str(), "huyen" | "xa"))
    }
}

/// The files of units and of the city, as their name, path and text in one line.
fn submissions() -> Vec<(String, String, String)> {
    let data = repository().join("data");
    let all = files(&data).into_iter().filter(|path| {
        let depth = path
            .strip_prefix(&data)
            .expect("it is within")
            .components()
            .count();
        depth == 3 && path.extension().is_some_and(|end| end == "yaml")
    });
    let all = all.filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        let text = fs::read_to_string(&path).expect("it is there");
        // A product of a task is written in braces.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (name != "so-den").then(|| (name, shown(&path), text))
    });
    all.collect()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The products of tasks as words cite documents.
fn products_as_words(text: &str) -> String {
    static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
        let parts = r"so: (?P<so>\d+/[^,}]+)(?P<rest>[^{}]*)\}";
        Regex::new(parts).expect("it is a pattern")
    });
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"ngay: (\d{4})-(\d\d)-(\d\d)").expect("it is a pattern"));
    static ISSUER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"cua: ([^,}]+)").expect("it is a pattern"));
    let words = |product: &Captures<'_>| {
        let rest = &product["rest"];
        let day = DAY.captures(rest).map_or(String::new(), |day| {
            format!(" ngày {}/{}/{}", &day[3], &day[2], &day[1])
        });
        let of = ISSUER
            .captures(rest)
            .map_or(String::new(), |of| format!(" của {}", &of[1]));
        format!("số {}{day}{of}}}", &product["so"])
    };
    PRODUCT.replace_all(text, words).into_owned()
}

fn date(found: &Captures<'_>) -> Option<NaiveDate> {
    let part = |name: &str| found[name].parse::<u32>().ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(part("year")?).ok()?,
        part("month")?,
        part("day")?,
    )
}

/// Every document that a text cites with number and day.
fn cited(agencies: &Agencies, file: &str, text: &str) -> Vec<Document> {
    let words = products_as_words(text);
    let cited = CITED.captures_iter(&words).filter_map(|cited| {
        let of = cited.name("of").map(|of| of.as_str());
        Some(Document {
            series: agencies.series(&cited["symbol"], file, of)?,
            day: date(&cited)?,
            number: cited["number"].parse().ok()?,
            symbol: cited["symbol"].to_owned(),
        })
    });
    cited.collect()
}

/// The reports of a file themselves: the agency's own, and for the city the one by which
/// another agency presents it.
fn reports(agencies: &Agencies, file: &str, text: &str) -> Vec<Document> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        let day = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)";
        let head = format!(r"(?P<kind>the_thuc\w*): trang_thai: \w+ so: (?P<so>\d+) ngay: {day}");
        Regex::new(&head).expect("it is a pattern")
    });
    let Some((abbreviation, _)) = agencies.0.get(file) else {
        return Vec::new();
    };
    let heads = HEAD.captures_iter(text).filter_map(|head| {
        let own = if abbreviation == "UBND" {
            file
        } else {
            abbreviation
        };
        let issuer = if &head["kind"] == "the_thuc" {
            own
        } else {
            "SNV"
        };
        Some(Document {
            series: (issuer.to_owned(), "BC".to_owned()),
            day: date(&head)?,
            number: head["so"].parse().ok()?,
            symbol: "BC".to_owned(),
        })
    });
    heads.collect()
}

fn documents() -> BTreeMap<Document, BTreeSet<String>> {
    let agencies = Agencies::read();
    let mut documents: BTreeMap<Document, BTreeSet<String>> = BTreeMap::new();
    for (name, path, text) in submissions() {
        let of_file = cited(&agencies, &name, &text);
        for document in of_file.into_iter().chain(reports(&agencies, &name, &text)) {
            documents.entry(document).or_default().insert(path.clone());
        }
    }
    documents
}

/// Pairs of documents of one series and year of which the later has no higher number, or that
/// have one number.
fn out_of_order(documents: &[&Document]) -> Vec<String> {
    let mut faults = Vec::new();
    for (place, one) in documents.iter().enumerate() {
        let others = documents.iter().skip(place + 1);
        for other in others.filter(|other| other.series == one.series) {
            let (first, last) = if one.day <= other.day {
                (one, other)
            } else {
                (other, one)
            };
            let is_backwards = first.day < last.day && first.number >= last.number;
            let is_one_number =
                first.day == last.day && first.number == last.number && first.symbol != last.symbol;
            if first.day.year() == last.day.year() && (is_backwards || is_one_number) {
                faults.push(format!("{first:?} and {last:?}"));
            }
        }
    }
    faults
}

/// What tells of a document by its number alone is about one document: two of one series and
/// year have different numbers, and the later the higher one.
#[test]
fn numbers_of_documents_grow_with_their_days() {
    let documents = documents();
    assert!(documents.len() > 1000, "only {} are cited", documents.len());
    let all: Vec<_> = documents.keys().collect();
    let faults = out_of_order(&all);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The test above finds what it is for.
#[test]
fn numbers_that_run_backwards_are_found() {
    let agencies = Agencies::read();
    let cites = |text: &str| cited(&agencies, "so-xay-dung", text);
    let text = "Công văn số 993/SXD-VP ngày 17/7/2026 về việc A; Công văn số 2914/SXD-QLXD ngày \
                20/7/2026 về việc B; Kế hoạch số 7/KH-SXD ngày 30/7/2026 của Sở Xây dựng.";
    let found = cites(text);
    assert_eq!(found.len(), 3);
    assert!(out_of_order(&found.iter().collect::<Vec<_>>()).is_empty());
    let product = "{so: 1097/SXD-VP, ngay: 2026-08-07}";
    let later = cites(&format!("{text} {product}"));
    assert_eq!(out_of_order(&later.iter().collect::<Vec<_>>()).len(), 1);
}

/// Days on which agencies are closed: Tết, Giỗ Tổ, 30/4 and 01/5, Quốc khánh and 01/01, with
/// those given for weekends.
fn is_off(day: NaiveDate) -> bool {
    /// Month, first and last day.
    type Holiday = (u32, u32, u32);
    const HOLIDAYS: &[(i32, &[Holiday])] = &[
        (2020, &[(1, 23, 29), (4, 2, 2)]),
        (2021, &[(2, 10, 16), (4, 21, 21), (5, 3, 3), (9, 3, 3)]),
        (
            2025,
            &[(1, 25, 31), (2, 1, 2), (4, 7, 7), (5, 2, 2), (9, 1, 1)],
        ),
        (
            2026,
            &[(1, 2, 2), (2, 14, 22), (4, 27, 27), (8, 31, 31), (9, 1, 1)],
        ),
    ];
    let every_year = matches!((day.month(), day.day()), (1 | 5, 1) | (4, 30) | (9, 2));
    let of_year = HOLIDAYS.iter().find(|(year, _)| *year == day.year());
    let holiday = of_year.is_some_and(|(_, holidays)| {
        let mut holidays = holidays.iter();
        holidays
            .any(|(month, from, to)| day.month() == *month && (*from..=*to).contains(&day.day()))
    });
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || every_year || holiday
}

#[test]
fn documents_are_signed_on_working_days() {
    let documents = documents();
    let years = documents.keys().map(|document| document.day.year());
    let years: BTreeSet<_> = years.collect();
    assert!(
        years.is_superset(&[2020, 2021, 2025, 2026].into()),
        "{years:?}"
    );
    let off = documents
        .iter()
        .filter(|(document, _)| is_off(document.day));
    let off: Vec<_> = off.collect();
    assert!(off.is_empty(), "{off:#?}");
}

/// A figure of a file, if it has one of that name.
fn figure(file: &Value, id: &str) -> Option<u64> {
    let (form, row) = id.split_once('.').expect("a form and a row");
    let figure = &file["so_lieu"][form][row];
    figure.as_u64().or_else(|| figure["gia_tri"].as_u64())
}

/// The files of each period that all units have reported in.
fn periods() -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut periods: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for path in submissions().into_iter().map(|(_, path, _)| path) {
        let parts: Vec<_> = path.rsplit('/').collect();
        let [file, cycle, year, ..] = parts.as_slice() else {
            panic!("{path} stands in a period");
        };
        let text = fs::read_to_string(&path).expect("it is there");
        let values = serde_yaml::from_str(&text).expect("it is YAML");
        let name = file.trim_end_matches(".yaml").to_owned();
        periods
            .entry(format!("{year}-{cycle}"))
            .or_default()
            .insert(name, values);
    }
    let units = |period: &str| if period < "2025" { 36 } else { 25 };
    periods.retain(|period, files| files.len() == units(period));
    assert!(periods.len() > 7, "{:?}", periods.keys());
    periods
}

fn sum(files: &BTreeMap<String, Value>, ids: &[&str]) -> u64 {
    let files = files.values();
    files
        .flat_map(|file| ids.iter().filter_map(|id| figure(file, id)))
        .sum()
}

/// Public service units are counted by who has them, and by who pays for them.
#[test]
fn what_two_rows_count_is_as_much_in_both() {
    for (period, files) in periods() {
        let institutions = [
            "bo_may.su_nghiep_thuoc_ubnd_tinh",
            "bo_may.su_nghiep_thuoc_so",
            "bo_may.su_nghiep_thuoc_huyen",
            "bo_may.su_nghiep_thuoc_xa",
        ];
        let paid = [
            "tai_chinh.tu_bao_dam_chi_dau_tu",
            "tai_chinh.tu_bao_dam_chi_thuong_xuyen",
            "tai_chinh.tu_bao_dam_mot_phan",
            "tai_chinh.tu_bao_dam_tu_70",
            "tai_chinh.tu_bao_dam_tu_30",
            "tai_chinh.tu_bao_dam_tu_10",
            "tai_chinh.nha_nuoc_bao_dam",
        ];
        assert_ne!(sum(&files, &paid), 0, "{period}");
        assert_eq!(sum(&files, &institutions), sum(&files, &paid), "{period}");
    }
}

/// Those who worked in 2015 without those who have left since are about those who work now.
#[test]
fn a_reduction_since_2015_leaves_those_who_work_now() {
    for (period, files) in periods() {
        let then = sum(&files, &["bo_may.bien_che_2015"]);
        let left = sum(&files, &["bo_may.tinh_gian_tu_2015"]);
        let now = sum(
            &files,
            &["bo_may.bien_che_giao", "bo_may.nguoi_lam_viec_giao"],
        );
        let difference = now.abs_diff(then - left);
        assert!(difference * 50 < now, "{period}: {then} - {left}, {now}");
    }
}

/// A commune has no procedure that is not on the list of those of communes.
#[test]
fn no_unit_has_more_procedures_than_there_are() {
    let mut followed = 0;
    for (period, files) in periods() {
        let list = ["thanh-pho", "van-phong-ubnd"].map(|owner| {
            let file = files.get(owner).expect("it has reported");
            figure(file, "tthc.thu_tuc_cap_xa")
        });
        let Some(all) = list.into_iter().flatten().next() else {
            panic!("{period} has no list");
        };
        for (unit, file) in &files {
            if let Some(own) = figure(file, "tthc.thu_tuc_cap_xa") {
                assert!(own <= all, "{period}, {unit}: {own} of {all}");
                followed += usize::from(own < all);
            }
        }
    }
    assert!(followed > 20, "only {followed} units have procedures");
}
