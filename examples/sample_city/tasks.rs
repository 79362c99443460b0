//! How units get on with the tasks of the plan.

use std::collections::BTreeMap;

use baocao::model::{self, AgencyId};
use baocao::scaffold::{Yaml, quoted};
use chrono::NaiveDate;
use serde::Deserialize;

use super::chance::Chance;
use super::city::{City, Unit, communes};
use super::days::workday;
use super::register::{Issuer, Numbers, Register};

/// What is told of the tasks (`nhiem-vu.yaml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskWords {
    /// Leaves that one unit leads, by period.
    don: BTreeMap<String, BTreeMap<String, Entry>>,
    /// Leaves that groups lead: words to choose from, by period, and difficulties.
    nhom: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// An entry of a task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Entry {
    ket_qua: Option<String>,
    san_pham: Option<Products>,
    hoan_thanh: Option<String>,
    du_kien: Option<String>,
    dieu_kien: Option<Condition>,
    kho_khan: Option<String>,
    kinh_phi: Option<Money>,
    chuyen_nam_sau: Option<String>,
    dung: Option<String>,
    don_vi: Option<(u64, u64)>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Products {
    One(Product),
    Several(Vec<Product>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Product {
    #[serde(default)]
    ten: Option<String>,
    #[serde(default)]
    so: Option<String>,
    #[serde(default)]
    cua: Option<String>,
    ngay: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    ngay: String,
    #[serde(default)]
    han: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Money {
    du_tru: Option<u64>,
    duoc_duyet: Option<u64>,
    da_su_dung: Option<u64>,
}

impl TaskWords {
    /// The documents whose numbers stand in the words, as lines, with the leaves they are of.
    pub(crate) fn by_hand(&self) -> impl Iterator<Item = (&str, String)> {
        let entries = self.don.iter().flat_map(|(leaf, periods)| {
            let entries = periods.values();
            entries.map(move |entry| (leaf.as_str(), entry))
        });
        entries.map(|(leaf, entry)| {
            let mut yaml = Yaml::default();
            entry.write(leaf, &mut yaml);
            (leaf, yaml.finish())
        })
    }
}

impl Entry {
    /// The lines of the entry.
    fn write(&self, id: &str, yaml: &mut Yaml) {
        yaml.line(1, format!("{id}:"));
        if let Some((all, done)) = self.don_vi {
            yaml.line(2, format!("don_vi: {{tong: {all}, xong: {done}}}"));
        }
        if let Some(Condition { ngay, han }) = &self.dieu_kien {
            let deadline = han
                .as_ref()
                .map_or_else(String::new, |day| format!(", han: {day}"));
            yaml.line(2, format!("dieu_kien: {{ngay: {ngay}{deadline}}}"));
        }
        let texts = [
            ("ket_qua", &self.ket_qua),
            ("kho_khan", &self.kho_khan),
            ("chuyen_nam_sau", &self.chuyen_nam_sau),
            ("dung", &self.dung),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                yaml.line(2, format!("{key}: {}", quoted(text)));
            }
        }
        match &self.san_pham {
            Some(Products::One(product)) => yaml.line(2, format!("san_pham: {}", product.flow())),
            Some(Products::Several(all)) => {
                yaml.line(2, "san_pham:");
                for product in all {
                    yaml.line(3, format!("- {}", product.flow()));
                }
            }
            None => {}
        }
        for (key, day) in [("hoan_thanh", &self.hoan_thanh), ("du_kien", &self.du_kien)] {
            if let Some(day) = day {
                yaml.line(2, format!("{key}: {day}"));
            }
        }
        if let Some(money) = &self.kinh_phi {
            let parts = [
                ("du_tru", money.du_tru),
                ("duoc_duyet", money.duoc_duyet),
                ("da_su_dung", money.da_su_dung),
            ];
            let parts: Vec<_> = parts
                .iter()
                .filter_map(|(key, amount)| Some(format!("{key}: {}", (*amount)?)))
                .collect();
            yaml.line(2, format!("kinh_phi: {{{}}}", parts.join(", ")));
        }
    }
}

impl Entry {
    /// What somebody wrote in the first report goes on as it was written.
    fn after(mut self, city: &City, unit: &Unit, index: usize, id: &str) -> Self {
        let by_hand = city.submission_by_hand(&unit.id);
        let Some(told) = by_hand.and_then(|s| s.progress.get(id)) else {
            return self;
        };
        if let Some(money) = &told.money {
            let spent = [0, 340, 710, 930].get(index).copied().unwrap_or(1000);
            let spent_by_now = money.approved.map(|all| all * spent / 1000);
            self.kinh_phi = Some(Money {
                du_tru: money.estimated,
                duoc_duyet: money.approved,
                da_su_dung: spent_by_now.max(money.spent),
            });
        }
        let new = match self.san_pham.take() {
            Some(Products::One(product)) if matches!(id, "17" | "18") => vec![product],
            _ => Vec::new(),
        };
        let all: Vec<_> = told.products.iter().map(Product::of).chain(new).collect();
        self.san_pham = (!all.is_empty()).then_some(Products::Several(all));
        if let Some(completed) = &told.completed {
            self.hoan_thanh = Some(completed.value.to_string());
            self.kho_khan = told.difficulty.as_ref().map(|d| d.value.clone());
        } else if let (Some(expected), Some(_)) = (&told.expected, &self.don_vi) {
            let all = self.don_vi.map_or(0, |(all, _)| all);
            self.don_vi = Some((all, all));
            self.hoan_thanh = Some(expected.value.to_string());
            self.du_kien = None;
            self.kho_khan = told.difficulty.as_ref().map(|d| d.value.clone());
        }
        self
    }
}

impl Product {
    fn of(product: &model::Product) -> Self {
        Self {
            ten: product.name.as_ref().map(|n| n.value.clone()),
            so: product.symbol.as_ref().map(|s| s.value.clone()),
            cua: product.issuer.as_ref().map(|i| i.value.clone()),
            ngay: product.date.value.to_string(),
        }
    }

    fn flow(&self) -> String {
        let parts: Vec<_> = [
            ("ten", self.ten.as_deref().map(quoted)),
            ("so", self.so.clone()),
            ("cua", self.cua.clone()),
            ("ngay", Some(self.ngay.clone())),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key}: {}", value?)))
        .collect();
        format!("{{{}}}", parts.join(", "))
    }
}

/// The documents that a unit numbers for its tasks, the same in every period.
pub(crate) struct Documents<'c> {
    pub(crate) unit: &'c Unit,
    pub(crate) chance: Chance,
    pub(crate) year: i32,
    /// The numbers of what is signed in the year.
    pub(crate) numbers: &'c Numbers,
    /// Who numbers the city's decisions.
    pub(crate) city: Issuer<'c>,
    /// Its plan, if somebody wrote it down.
    pub(crate) plan_by_hand: Option<(String, NaiveDate)>,
    /// Whether its plan of information technology is carried out.
    pub(crate) it_plan_done: bool,
    /// How many đơn vị sự nghiệp the unit has.
    pub(crate) institutions: u64,
}

/// When a unit signs what its tasks ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signing<'c> {
    pub(crate) unit: &'c Unit,
    pub(crate) chance: Chance,
    pub(crate) year: i32,
}

impl Signing<'_> {
    /// A working day of the year.
    fn day(self, what: &str, month: u32, low: u64, high: u64) -> NaiveDate {
        let day = self
            .chance
            .between(low, high, &[self.unit.id.as_str(), what, "day"]);
        let day = u32::try_from(day).unwrap_or(1);
        workday(NaiveDate::from_ymd_opt(self.year, month, day).unwrap_or_default())
    }

    /// The unit's own plan of administrative reform; of one unit it comes late.
    fn own_plan(self) -> NaiveDate {
        let late = self.unit.id.as_str() == "so-xay-dung";
        let (low, high) = if late { (13, 14) } else { (5, 8) };
        self.day("1b", 1, low, high)
    }

    /// The plan by which a task is done.
    fn plan(self, leaf: &str) -> NaiveDate {
        match leaf {
            "13b" | "4b" => self.day(leaf, 1, 12, 22),
            "25b" => self.day(leaf, 1, 18, 29),
            "11" => self.day(leaf, 1, 26, 29),
            // What was found is told in February, two weeks later at least.
            _ => self.day(leaf, 1, 15, 19),
        }
    }

    /// The letter by which a district tells its communes to plan.
    fn letter(self) -> NaiveDate {
        self.day("1c", 1, 26, 29)
    }

    /// The decision on its departments, of the city or of the district.
    fn decision(self, leaf: &str) -> NaiveDate {
        self.day(leaf, 7, 6, 30)
    }

    /// Asks for the numbers of the documents that tell of tasks.
    pub(crate) fn ask(
        self,
        city: &City,
        words: &TaskWords,
        (own, of_city): (Issuer<'_>, Issuer<'_>),
        register: &mut Register,
    ) {
        let by_hand = city.submission_by_hand(&self.unit.id);
        let numbered = |leaf: &str| {
            let told = by_hand.and_then(|submission| submission.progress.get(leaf));
            told.is_some_and(|told| !told.products.is_empty())
        };
        let leaves = city.leaves(self.unit).into_iter();
        let leaves = leaves.map(|leaf| leaf.id.as_str());
        for leaf in leaves.filter(|leaf| !words.don.contains_key(*leaf)) {
            let (issuer, kind, day) = match (self.year, leaf) {
                // The numbers of a summer do not do for a thousand units.
                (2021, "17") if self.unit.is_invented() => continue,
                (2021, "17") => {
                    let (series, key) = decision_of_city(of_city, self.unit);
                    register.ask(series, self.decision(leaf), key);
                    continue;
                }
                _ if numbered(leaf) => continue,
                (_, "1b") => (own, "KH", self.own_plan()),
                (2021, "1c") => (own, "", self.letter()),
                (2021, "18") => (own, "QĐ", self.decision(leaf)),
                (2021, "4b" | "19") => continue,
                _ => (own, "KH", self.plan(leaf)),
            };
            register.ask((issuer.id.clone(), kind.to_owned()), day, leaf);
        }
    }
}

fn decision_of_city(city: Issuer<'_>, unit: &Unit) -> ((AgencyId, String), String) {
    (
        (city.id.clone(), "QĐ".to_owned()),
        format!("17 {}", unit.id),
    )
}

impl Documents<'_> {
    pub(crate) fn abbreviation(&self) -> &str {
        self.issuer().abbreviation
    }

    pub(crate) fn issuer(&self) -> Issuer<'_> {
        self.unit.issuer()
    }

    /// The number of a document of the unit, of a series.
    pub(crate) fn number(&self, series: &str, key: &str) -> u64 {
        let series = (self.unit.id.clone(), series.to_owned());
        self.numbers.of(&series, key).unwrap_or_default()
    }

    fn signing(&self) -> Signing<'_> {
        Signing {
            unit: self.unit,
            chance: self.chance,
            year: self.year,
        }
    }

    /// A working day of the year.
    fn day(&self, what: &str, month: u32, low: u64, high: u64) -> NaiveDate {
        self.signing().day(what, month, low, high)
    }

    /// The unit's own plan of administrative reform.
    pub(crate) fn own_plan(&self) -> (String, NaiveDate) {
        if let Some((symbol, date)) = &self.plan_by_hand {
            return (symbol.clone(), *date);
        }
        let number = self.number("KH", "1b");
        (
            format!("{number:02}/KH-{}", self.abbreviation()),
            self.signing().own_plan(),
        )
    }

    fn plan_of(&self, leaf: &str) -> Product {
        let number = self.number("KH", leaf);
        Product {
            ten: None,
            so: Some(format!("{number:02}/KH-{}", self.abbreviation())),
            cua: None,
            ngay: self.signing().plan(leaf).to_string(),
        }
    }
}

/// The tasks of a unit in a period.
pub(crate) fn write(
    city: &City,
    words: &TaskWords,
    documents: &Documents<'_>,
    period: (usize, &str),
    yaml: &mut Yaml,
) {
    let leaves = city.leaves(documents.unit);
    if leaves.is_empty() {
        return;
    }
    yaml.line(0, "nhiem_vu:");
    for leaf in leaves {
        let id = leaf.id.as_str();
        let entry = match words.don.get(id) {
            Some(periods) => periods.get(period.1).cloned().unwrap_or_default(),
            None => {
                of_group(words, documents, period, id).after(city, documents.unit, period.0, id)
            }
        };
        entry.write(id, yaml);
    }
    yaml.gap();
}

/// A leaf that every unit of a group has a copy of.
#[expect(clippy::too_many_lines, reason = "a table of leaves")]
fn of_group(
    words: &TaskWords,
    documents: &Documents<'_>,
    (index, cycle): (usize, &str),
    leaf: &str,
) -> Entry {
    let unit = documents.unit.id.as_str();
    let chance = documents.chance;
    let words = |key: &str| words.nhom.get(leaf).and_then(|w| w.get(key));
    let at_end = index == 3;
    // Two of three are completed before the last report, the rest is expected after it.
    let completed = at_end && !chance.once_in(3, &[unit, leaf, "open"]);
    let completed = completed && (leaf != "25b" || documents.it_plan_done);
    // The last of the words for đơn vị sự nghiệp suit those that have none.
    let of_institutions = (documents.year, leaf) == (2021, "19");
    let without_institutions = of_institutions && documents.institutions == 0;
    let said = words(cycle).and_then(|all| {
        if without_institutions {
            return all.last();
        }
        let all = match all.split_last() {
            Some((_, others)) if of_institutions => others,
            _ => all,
        };
        // What is completed is not told of as going on.
        let suits = |text: &&String| {
            !at_end || !matches!(leaf, "6b" | "13b" | "25b") || text.contains("đang") != completed
        };
        let all: Vec<_> = all.iter().filter(suits).collect();
        chance.pick(&all, &[unit, leaf, cycle]).copied()
    });
    let said = said.cloned();
    let difficulty = words("kho_khan")
        .filter(|_| index > 0 && !without_institutions)
        .filter(|_| chance.once_in(5, &[unit, leaf, "kho_khan"]))
        .and_then(|all| chance.pick(all, &[unit, leaf, "kk"]))
        .cloned();
    let day = |what: &str, month, low, high| documents.day(what, month, low, high).to_string();
    let one = |product| Some(Products::One(product));
    if documents.year == 2021
        && communes(&documents.unit.id) == 0
        && matches!(leaf, "1c" | "4b" | "6b")
    {
        return Entry {
            don_vi: (leaf == "1c").then_some((0, 0)),
            dung: Some("huyện không có đơn vị hành chính cấp xã".to_owned()),
            ..Entry::default()
        };
    }
    // The city reports in the middle of December.
    let open_to = (at_end && !completed).then(|| day(leaf, 12, 20, 29));
    let completion = completed.then(|| day(leaf, 10, 6, 28));
    match (documents.year, leaf) {
        (_, "1b") => {
            let (symbol, date) = documents.own_plan();
            let late = date > NaiveDate::from_ymd_opt(documents.year, 1, 10).unwrap_or_default();
            Entry {
                hoan_thanh: Some(date.to_string()),
                san_pham: one(Product {
                    ten: None,
                    so: Some(symbol),
                    cua: None,
                    ngay: date.to_string(),
                }),
                kho_khan: late.then(|| {
                    "phải bổ sung nhiệm vụ theo kết luận kiểm tra công vụ cuối năm trước".to_owned()
                }),
                ..Entry::default()
            }
        }
        (2021, "1c") => of_communes(documents, index, said),
        (2021, "4b") => Entry {
            ket_qua: said,
            du_kien: Some(
                NaiveDate::from_ymd_opt(documents.year + 1, 2, 25)
                    .unwrap_or_default()
                    .to_string(),
            ),
            ..Entry::default()
        },
        (2021, "17" | "18") => {
            let done = index >= 2;
            let by_city = leaf == "17";
            let number = if by_city {
                let (series, key) = decision_of_city(documents.city, documents.unit);
                let drawn = || {
                    documents
                        .chance
                        .between(2_115, 2_611, &[unit, leaf, "number"])
                };
                documents.numbers.of(&series, &key).unwrap_or_else(drawn)
            } else {
                documents.number("QĐ", leaf)
            };
            let decision = Product {
                ten: None,
                so: Some(format!("{number}/QĐ-UBND")),
                cua: by_city.then(|| "Ủy ban nhân dân thành phố".to_owned()),
                ngay: documents.signing().decision(leaf).to_string(),
            };
            Entry {
                dieu_kien: Some(Condition {
                    ngay: format!("{}-12-03", documents.year - 1),
                    han: None,
                }),
                ket_qua: said,
                hoan_thanh: done.then(|| decision.ngay.clone()),
                san_pham: one(decision).filter(|_| done),
                kho_khan: difficulty.filter(|_| !done),
                ..Entry::default()
            }
        }
        (2021, "19") => Entry {
            dieu_kien: Some(Condition {
                ngay: format!("{}-12-03", documents.year - 1),
                han: None,
            }),
            ket_qua: said,
            kho_khan: difficulty,
            du_kien: (index > 0).then(|| day(leaf, 12, 20, 30)),
            ..Entry::default()
        },
        // The plans of the unit, and what is done by them all through the year.
        _ => Entry {
            ket_qua: said,
            san_pham: one(documents.plan_of(leaf)),
            hoan_thanh: completion,
            du_kien: open_to,
            kho_khan: difficulty.filter(|_| !completed),
            ..Entry::default()
        },
    }
}

/// The plans of communes, which their district reports.
fn of_communes(documents: &Documents<'_>, index: usize, said: Option<String>) -> Entry {
    let all = communes(&documents.unit.id);
    let behind = documents
        .chance
        .once_in(4, &[documents.unit.id.as_str(), "1c"]);
    let missing = if behind && index == 0 {
        1 + all / 20
    } else {
        0
    };
    let letter = Product {
        ten: None,
        so: Some(format!("{}/UBND-NV", documents.number("", "1c"))),
        cua: None,
        ngay: documents.signing().letter().to_string(),
    };
    let completed = match (behind, index) {
        (true, 0) => None,
        (true, _) => Some(documents.day("1c", 3, 22, 31).to_string()),
        (false, _) => Some(letter.ngay.clone()),
    };
    Entry {
        don_vi: Some((all, all - missing)),
        ket_qua: said,
        san_pham: Some(Products::One(letter)),
        du_kien: completed
            .is_none()
            .then(|| documents.day("1c", 3, 22, 31).to_string()),
        hoan_thanh: completed,
        kho_khan: behind.then(|| {
            "một số xã, phường khuyết công chức Văn phòng - Thống kê nên xây dựng Kế hoạch chậm"
                .to_owned()
        }),
        ..Entry::default()
    }
}
