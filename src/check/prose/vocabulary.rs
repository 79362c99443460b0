//! The quantities of a report by the words that name them.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Measure, words_of};
use crate::assess::{Value, Values};
use crate::model::{Formula, Indicator, IndicatorId, Quantity, Row, SectionId, Subject};

/// Words that say nothing of what is counted.
const EMPTY: &[&str] = &[
    "số", "tổng", "các", "những", "của", "được", "đã", "có", "là", "tại", "trong", "và", "theo",
    "cho", "với", "từ", "đến", "do", "bị", "này", "khi", "một", "ở", "ra", "vào", "mà", "thì",
];

/// What speaks against a row that its form does not print: sentences have it seldom.
const UNPRINTED: f64 = 0.08;

/// Names of so few words need those of the row above.
const SHORT: usize = 4;

/// What is counted in a row, and the words by which sentences name one.
const NOUNS: &[(&str, &[&str])] = &[
    ("hồ sơ", &["hồ sơ", "lượt hồ sơ", "trường hợp"]),
    ("thủ tục", &["thủ tục", "dịch vụ công", "dịch vụ"]),
    ("văn bản", &["văn bản", "nghị quyết", "quyết định"]),
    ("nhiệm vụ", &["nhiệm vụ", "việc", "đầu việc"]),
    (
        "người",
        &[
            "người",
            "công chức",
            "viên chức",
            "cán bộ",
            "biên chế",
            "lãnh đạo",
            "lao động",
            "hợp đồng",
            "trường hợp",
            "lượt",
            "nhân viên",
        ],
    ),
    (
        "lượt người",
        &[
            "lượt",
            "người",
            "công chức",
            "viên chức",
            "cán bộ",
            "học viên",
        ],
    ),
    (
        "cơ quan, đơn vị",
        &[
            "đơn vị",
            "cơ quan",
            "ủy ban nhân dân",
            "huyện",
            "quận",
            "xã",
            "phường",
            "phòng",
            "tổ chức",
        ],
    ),
    ("đơn vị", &["đơn vị", "cơ quan"]),
    (
        "vấn đề",
        &[
            "vấn đề",
            "tồn tại",
            "hạn chế",
            "sai sót",
            "thiếu sót",
            "nội dung",
            "lỗi",
            "việc",
        ],
    ),
    ("pakn", &["phản ánh", "kiến nghị", "ý kiến"]),
    ("phản ánh, kiến nghị", &["phản ánh", "kiến nghị", "ý kiến"]),
    ("kết quả", &["kết quả", "hồ sơ"]),
    ("phiếu", &["phiếu", "người", "lượt"]),
    ("báo cáo", &["báo cáo"]),
    ("tổ chức", &["tổ chức", "ban chỉ đạo"]),
];

/// Nouns that only rows have which name them.
const TERRITORIES: &[&str] = &[
    "xã",
    "phường",
    "huyện",
    "quận",
    "phòng",
    "sở",
    "ủy ban nhân dân",
];

/// Words that can stand behind a number and are no noun.
const NO_NOUN: &[&str] = &[
    "trong", "được", "có", "đạt", "là", "và", "ở", "tại", "so", "qua", "đã", "thuộc", "theo",
    "với", "còn", "đến", "trên", "bằng", "chưa", "không", "lên", "mới", "nộp", "cho", "xong",
    "hoàn", "đúng", "quá", "trước", "sau", "đang", "gồm", "bị", "do", "cấp", "tương", "nên", "nay",
    "phát", "ứng", "đưa", "về",
];

/// Words of all sentences, which speak for nothing.
const COMMON: &[&str] = &[
    "toàn",
    "hiện",
    "kỳ",
    "quý",
    "năm",
    "tháng",
    "ngày",
    "sở",
    "huyện",
    "quận",
    "xã",
    "phường",
    "thành",
    "phố",
    "ban",
    "ngành",
    "lượt",
    "đồng",
    "thời",
    "tỷ",
    "triệu",
    "lệ",
    "kết",
    "quả",
    "nhìn",
    "chung",
    "vẫn",
    "chỉ",
    "tiếp",
    "nhận",
    "trả",
    "bàn",
    "địa",
    "hồ",
    "sơ",
    "việc",
    "nay",
    "đó",
    "mức",
    "độ",
    "toán",
    "chúng",
    "người",
    "đơn",
    "vị",
    "bộ",
    "phận",
    "cửa",
    "lũy",
    "kế",
    "từ",
    "đầu",
    "sáu",
    "cộng",
    "chưa",
    "thị",
    "trấn",
    "đặc",
    "khu",
    "ủy",
    "nhân",
    "dân",
    "tổ",
    "chức",
    "sang",
];

/// A quantity that sentences may name.
pub(super) struct Named {
    pub(super) id: IndicatorId,
    /// The words of its name, and of the rows that it stands below.
    own: BTreeMap<String, f64>,
    above: BTreeSet<String>,
    /// The single words that no other row's name has.
    telling: BTreeSet<String>,
    /// Whether the form prints it.
    is_printed: bool,
    unit: String,
    quantity: Kind,
    value: Option<Known>,
    /// Rows that it belongs with: those below one, those of one formula.
    pub(super) family: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Count,
    Money,
    Share,
    Rank,
}

#[derive(Clone, Copy)]
enum Known {
    Number(u64),
    Rate { part: u64, whole: u64 },
}

/// The words around a number: beside it, of its clause, of its sentence.
pub(super) struct Context {
    pub(super) near: BTreeSet<String>,
    pub(super) clause: BTreeSet<String>,
    pub(super) far: BTreeSet<String>,
}

/// The quantities of one report.
pub(super) struct Vocabulary {
    pub(super) named: Vec<Named>,
    /// How telling a word is: the rarer, the more.
    weights: BTreeMap<String, f64>,
    /// Rates by their place, with the places of part and whole.
    pub(super) rates: Vec<[usize; 3]>,
    /// Parts and what they are a part of, by their places.
    pub(super) limits: Vec<[usize; 2]>,
    /// The rows that a section speaks of.
    sections: BTreeMap<SectionId, BTreeSet<IndicatorId>>,
}

/// Pairs of words, and single ones, that say something.
pub(super) fn features(words: &[&str]) -> BTreeSet<String> {
    let telling = |word: &str| !EMPTY.contains(&word);
    let mut all: BTreeSet<String> = BTreeSet::new();
    for word in words.iter().filter(|w| telling(w)) {
        all.insert((*word).to_owned());
    }
    let full: Vec<_> = words.iter().filter(|word| telling(word)).collect();
    for pair in full.windows(2) {
        all.insert(format!("{} {}", pair[0], pair[1]));
    }
    all
}

/// What the name of a row says: its words, but for what names of rows say in passing.
fn features_of_name(name: &str) -> BTreeSet<String> {
    let small = name.to_lowercase();
    let telling = IN_PASSING
        .iter()
        .fold(small, |name, words| name.replace(words, " ; "));
    let pieces = telling.split([',', ';', '(', ')', '/']);
    let pieces = pieces.flat_map(|piece| {
        let words = words_of(piece);
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        features(&words)
    });
    pieces.collect()
}

/// What names of rows say of all of them alike.
const IN_PASSING: &[&str] = &[
    "tại thời điểm báo cáo",
    "lũy kế đến thời điểm báo cáo",
    "lũy kế từ đầu năm",
    "trong kỳ báo cáo",
    "theo quy định",
    "tại địa phương",
    "trong năm",
    "của đơn vị",
];

impl Vocabulary {
    pub(super) fn new(subject: Subject<'_>, values: &Values) -> Self {
        let names: Vec<_> = values
            .keys()
            .filter_map(|id| {
                let row = subject.regime.indicators.get(id)?;
                Some((row, features_of_name(subject.row_name(row))))
            })
            .collect();
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for (_, features) in &names {
            for feature in features {
                *counts.entry(feature).or_default() += 1.0;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a form has some hundred rows")]
        let rows = names.len() as f64;
        let weight = |feature: &str, count: f64| {
            let rarity = (1.0 + rows / count).ln();
            if feature.contains(' ') {
                rarity
            } else {
                rarity / 2.0
            }
        };
        let weights: BTreeMap<String, f64> = counts
            .iter()
            .map(|(feature, count)| ((*feature).to_owned(), weight(feature, *count)))
            .collect();
        let named = names
            .iter()
            .filter_map(|(row, features)| {
                let above = above(subject, row);
                let weight = |f: &String| weights.get(f).copied().unwrap_or_default();
                let mut own: BTreeMap<_, _> =
                    features.iter().map(|f| (f.clone(), weight(f))).collect();
                // "Đã thực hiện" says what only with the row that it stands below.
                if features.iter().filter(|f| !f.contains(' ')).count() <= SHORT {
                    for feature in &above {
                        own.entry(feature.clone())
                            .or_insert_with(|| 0.5 * weight(feature));
                    }
                }
                Some(Named {
                    id: row.id.clone(),
                    telling: features
                        .iter()
                        .filter(|f| !f.contains(' ') && counts.get(f.as_str()) == Some(&1.0))
                        .cloned()
                        .collect(),
                    own,
                    above,
                    is_printed: is_printed(subject, &row.id),
                    unit: row.meaning().to_lowercase(),
                    quantity: kind(row)?,
                    value: known(values.get(&row.id)?),
                    family: family(subject, row),
                })
            })
            .collect();
        let named: Vec<Named> = named;
        let at = |id: &IndicatorId| named.iter().position(|named| named.id == *id);
        let rates = subject.regime.indicators.values().filter_map(|row| {
            let Some(Formula::Rate(part, whole)) = &row.formula else {
                return None;
            };
            Some([at(&row.id)?, at(&part.value)?, at(&whole.value)?])
        });
        let rates = rates.collect();
        let limits = subject.regime.limits();
        let limits = limits.into_iter().flat_map(|(whole, parts)| {
            let pairs = parts.into_iter();
            pairs
                .filter_map(|part| Some([at(part)?, at(whole)?]))
                .collect::<Vec<_>>()
        });
        let expected = subject.regime.indicators.values().filter_map(|row| {
            let more = row.should_not_exceed.as_ref()?;
            Some([at(&row.id)?, at(&more.value)?])
        });
        let limits = limits.chain(expected).collect();
        let sections = subject.regime.written_sections().map(|section| {
            let rows = values.keys().filter(|id| section.speaks_of(id));
            (section.id.clone(), rows.cloned().collect())
        });
        Self {
            named,
            weights,
            rates,
            limits,
            sections: sections.collect(),
        }
    }

    /// Whether any row's name has a word.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.weights.contains_key(word)
            || EMPTY.contains(&word)
            || NO_NOUN.contains(&word)
            || COMMON.contains(&word)
    }

    /// How well the words around a number name a quantity, from 0 to 1.
    pub(super) fn score(
        &self,
        named: &Named,
        context: &Context,
        section: Option<&SectionId>,
    ) -> f64 {
        let Context { near, clause, far } = context;
        let mut total = 0.0;
        let mut found = 0.0;
        for (feature, weight) in &named.own {
            total += weight;
            found += if near.contains(feature) {
                *weight
            } else if clause.contains(feature) {
                0.75 * weight
            } else if far.contains(feature) {
                0.5 * weight
            } else {
                0.0
            };
        }
        let cover = if total > 0.0 { found / total } else { 0.0 };
        let (mut said, mut fitting) = (0.0, 0.0);
        for feature in near {
            if let Some(weight) = self.weights.get(feature) {
                said += weight;
                if named.own.contains_key(feature) {
                    fitting += weight;
                } else if named.above.contains(feature) {
                    fitting += 0.7 * weight;
                }
            }
        }
        let fit = if said > 0.0 { fitting / said } else { 0.5 };
        // A word that only this row has tells it from all others.
        let own_word = |feature: &String| named.telling.contains(feature) && near.contains(feature);
        let told = if named.own.keys().any(own_word) {
            0.1
        } else {
            0.0
        };
        let rows = section.and_then(|section| self.sections.get(section));
        let spoken_of = rows.is_some_and(|rows| rows.contains(&named.id));
        let unprinted = if named.is_printed { 0.0 } else { UNPRINTED };
        0.55 * cover + 0.45 * fit + told - unprinted + if spoken_of { 0.08 } else { 0.0 }
    }
}

fn is_printed(subject: Subject<'_>, id: &IndicatorId) -> bool {
    let form = subject
        .regime
        .forms
        .iter()
        .find(|form| form.key == id.form());
    form.is_some_and(|form| number_of(&form.rows, id).is_some())
}

fn kind(row: &Indicator) -> Option<Kind> {
    Some(match row.quantity {
        Quantity::Count => Kind::Count,
        Quantity::Money => Kind::Money,
        Quantity::Share => Kind::Share,
        Quantity::Rank => Kind::Rank,
        Quantity::Answer(_) => return None,
    })
}

/// The words of the rows above a row, and of its form's title.
fn above(subject: Subject<'_>, row: &Indicator) -> BTreeSet<String> {
    let form = subject
        .regime
        .forms
        .iter()
        .find(|form| form.key == row.id.form());
    let Some(form) = form else {
        return BTreeSet::new();
    };
    let own = number_of(&form.rows, &row.id).unwrap_or_default();
    let mut all = BTreeSet::new();
    for other in &form.rows {
        let (number, name) = match other {
            Row::Heading { number, name, .. } => (number, name.value.as_str()),
            Row::Value { number, indicator } => {
                let Some(row) = subject.regime.indicators.get(indicator) else {
                    continue;
                };
                (number, subject.row_name(row))
            }
        };
        if own.starts_with(&format!("{}.", number.value)) {
            all.extend(features_of_name(name));
        }
    }
    all
}

fn number_of<'r>(rows: &'r [Row], id: &IndicatorId) -> Option<&'r str> {
    rows.iter().find_map(|row| match row {
        Row::Value { number, indicator } if indicator == id => Some(number.value.as_str()),
        Row::Value { .. } | Row::Heading { .. } => None,
    })
}

/// The form with the first number of a row, or the row that an unprinted one belongs to.
fn family(subject: Subject<'_>, row: &Indicator) -> String {
    let form = subject
        .regime
        .forms
        .iter()
        .find(|form| form.key == row.id.form());
    let number = form.and_then(|form| number_of(&form.rows, &row.id));
    let first = number.map(|number| number.split('.').next().unwrap_or(number));
    format!("{} {}", row.id.form(), first.unwrap_or_default())
}

impl Named {
    /// Whether a number with what stands behind it can be this quantity at all.
    pub(super) fn can_be(&self, measure: Measure, is_rank: bool, behind: &[&str]) -> bool {
        match (self.quantity, measure) {
            (Kind::Rank, Measure::Things) => is_rank,
            (Kind::Share, Measure::Percent) | (Kind::Money, Measure::Money(_)) => true,
            (Kind::Count, Measure::Things) => !is_rank && self.fits_noun(behind),
            _ => false,
        }
    }

    pub(super) fn fits_noun(&self, behind: &[&str]) -> bool {
        let Some(noun) = noun(behind) else {
            return true;
        };
        let known = NOUNS.iter().find(|(unit, _)| *unit == self.unit);
        match known {
            // "09 xã" are no other units, unless the row speaks of xã.
            _ if noun == "sở" => false,
            _ if TERRITORIES.contains(&noun.as_str()) => {
                let level = match noun.as_str() {
                    "phường" => "xã",
                    "quận" => "huyện",
                    other => other,
                };
                self.own.contains_key(level)
            }
            Some((_, nouns)) => nouns.contains(&noun.as_str()),
            None => self.unit.starts_with(&noun),
        }
    }

    /// Whether a number as it is written is the value; nothing where there is none.
    pub(super) fn is(&self, digits: u128, decimals: u32, measure: Measure) -> Option<bool> {
        let scale = 10_u128.checked_pow(decimals)?;
        Some(match (self.value?, measure) {
            (Known::Rate { whole: 0, .. }, _) => return None,
            // What is not all is never written as 100, and what is something never as 0.
            (Known::Rate { part, whole }, _) if part < whole && digits == 100 * scale => false,
            (Known::Rate { part: 1.., .. }, _) if digits == 0 => false,
            (Known::Rate { part, whole }, _) => {
                let (part, whole) = (u128::from(part), u128::from(whole));
                let rounded = (2 * part * 100 * scale + whole) / (2 * whole);
                rounded == digits
            }
            // Million đồng, rounded half up to the unit that is written.
            (Known::Number(number), Measure::Money(power)) => {
                let number = u128::from(number) * 1_000_000 * scale;
                let unit = 10_u128.checked_pow(power)?;
                (2 * number + unit) / (2 * unit) == digits
            }
            (Known::Number(number), _) => u128::from(number) * scale == digits,
        })
    }

    /// The value, if it is a number.
    pub(super) fn number(&self) -> Option<u64> {
        match self.value? {
            Known::Number(number) => Some(number),
            Known::Rate { .. } => None,
        }
    }

    /// Whether its own name has a pair of words.
    pub(super) fn says(&self, words: &str) -> bool {
        self.own.contains_key(words)
    }

    /// The value as a sentence writes it.
    pub(super) fn in_words(&self) -> String {
        match self.value {
            Some(Known::Number(number)) if self.quantity == Kind::Money => {
                crate::vi::billions(number)
            }
            Some(Known::Number(number)) => crate::vi::grouped(number),
            Some(Known::Rate { part, whole }) => {
                let percent = crate::vi::percent(part, whole, 2);
                percent.map_or_else(String::new, |percent| format!("{}%", percent.text))
            }
            None => String::new(),
        }
    }
}

/// What a sentence may write of a value.
fn known(value: &Value) -> Option<Known> {
    let number = value.number().map(|(number, _)| Known::Number(number));
    let rate = value.rate().map(|(rate, _)| Known::Rate {
        part: rate.part,
        whole: rate.whole,
    });
    number.or(rate)
}

/// The noun behind a number; nothing where there is another kind of word or none.
pub(super) fn noun(behind: &[&str]) -> Option<String> {
    let first = behind.first()?;
    if NO_NOUN.contains(first) {
        return None;
    }
    let mut nouns = NOUNS.iter().flat_map(|(_, nouns)| nouns.iter());
    let starts = |noun: &&&str| {
        let mut words = noun.split(' ').zip(behind.iter());
        words.all(|(word, behind)| word == *behind) && noun.split(' ').count() <= behind.len()
    };
    let longest = nouns.by_ref().filter(starts).max_by_key(|noun| noun.len());
    Some(longest.map_or_else(|| (*first).to_owned(), |noun| (*noun).to_owned()))
}
