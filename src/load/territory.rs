//! The place that the data are of: the group `dia_phuong` of `cau-hinh.yaml`, or where there is
//! none what the agencies say, and its words in the gaps of regimes and plans.

use super::node::{Entry, Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{PhraseValues, Territory, TerritoryKind};
use crate::vi;

/// What `dia_phuong` says.
pub(super) fn territory(reader: &mut Reader<'_>, node: &Node) -> Option<Territory> {
    let mut map = reader.map(node)?;
    let kind = map.required("loai", reader).and_then(|n| reader.word(n));
    let name = map.required("ten", reader).and_then(|n| word(reader, n));
    let own = map.optional("tu_ngu").map(|n| words(reader, n));
    map.finish(reader);
    let (kind, (own, is_faulty)) = (kind?, own.unwrap_or_default());
    let kind_words = vi::clean(&kind.value);
    let known = TerritoryKind::named(&kind_words);
    let word = own
        .word
        .or_else(|| known.map(|kind| kind.word().to_owned()));
    let party_committee = own
        .party_committee
        .or_else(|| known.map(|kind| kind.party_committee().to_owned()));
    let lacking: Vec<_> = [
        ("dia_phuong", word.is_none()),
        ("cap_uy", party_committee.is_none()),
    ]
    .into_iter()
    .filter_map(|(key, is_missing)| is_missing.then_some(key))
    .collect();
    if !lacking.is_empty() && !is_faulty {
        reader.report(without_words(&kind_words, kind.place, &lacking));
    }
    if is_faulty {
        return None;
    }
    let name = name?;
    // The kind is said once: "Lâm Đồng", not "tỉnh Lâm Đồng".
    let bare = known.and_then(|kind| {
        let all: Vec<char> = name.chars().collect();
        let own = name.to_lowercase();
        let rest = own.strip_prefix(kind.word())?.strip_prefix(' ')?;
        let at = all.len().checked_sub(rest.chars().count())?;
        Some(all.get(at..)?.iter().collect::<String>())
    });
    Some(Territory {
        kind: known,
        name: bare.unwrap_or(name),
        word: word?,
        party_committee: party_committee?,
    })
}

/// Words that are said.
#[derive(Default)]
struct Words {
    word: Option<String>,
    party_committee: Option<String>,
}

/// The words, and whether one of them cannot be used or its key seems to be misspelt.
fn words(reader: &mut Reader<'_>, node: &Node) -> (Words, bool) {
    let Some(mut map) = reader.map(node) else {
        return (Words::default(), true);
    };
    let mut is_faulty = false;
    let mut own = |key| {
        let said = map.optional(key)?;
        let own = word(reader, said);
        is_faulty |= own.is_none();
        own
    };
    let words = Words {
        word: own("dia_phuong"),
        party_committee: own("cap_uy"),
    };
    let is_misspelt = map.finish(reader);
    (words, is_faulty || is_misspelt)
}

/// A word that goes into many texts, and so is judged here: every character prints, and no brace
/// makes another gap of it.
fn word(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let errors = reader.count_of_errors();
    let word = reader.title(node)?.value;
    if reader.count_of_errors() > errors {
        return None;
    }
    if word.contains(['{', '}']) {
        let message = "tên gọi của địa phương không có dấu ngoặc nhọn";
        let finding = Diagnostic::error(Code::ValueChoice, node.place, message);
        reader.report(finding.with_help(
            "viết chính từ sẽ in, ví dụ `tỉnh`, `Tỉnh ủy`; không có chỗ điền nào ở đây",
        ));
        return None;
    }
    Some(word)
}

/// The finding for a kind whose words are not known.
fn without_words(kind: &str, place: Place, lacking: &[&str]) -> Diagnostic {
    let known = TerritoryKind::ALL.map(TerritoryKind::full_word);
    if let Some(near) = vi::nearest(&kind.to_lowercase(), known) {
        let message = format!("không có loại địa phương nào là `{kind}`");
        return Diagnostic::error(Code::ValueChoice, place, message)
            .with_help(format!("có phải là `{near}`?"));
    }
    let keys: Vec<_> = lacking.iter().map(|key| format!("{key}: …")).collect();
    let message = format!("thiếu từ dùng cho địa phương loại `{kind}`");
    Diagnostic::error(Code::ValueChoice, place, message).with_help(format!(
        "ghi `{}`, hoặc thêm vào nhóm này dòng `tu_ngu: {{{}}}`",
        known.join("` hoặc `"),
        keys.join(", ")
    ))
}

/// The place that the agencies of a folder are of, by the name of the one whose report is
/// compiled and is part of no other; where no report is compiled, by the one that is called as a
/// province or such a city is. Nothing where it could be several.
pub(super) fn inferred(agencies: &Node) -> Option<Territory> {
    let all: Vec<Office<'_>> = of_key(agencies, "co_quan")
        .map(entries)
        .unwrap_or_default()
        .iter()
        .filter_map(Office::of)
        .collect();
    let compiled = all.iter().filter(|office| office.is_compiled);
    one_of(&compiled.collect::<Vec<_>>(), &all).or_else(|| {
        let provinces = all.iter().filter(|office| {
            // A city that is no province's equal may be named beside it.
            office.territory.word == TerritoryKind::Province.word()
        });
        one_of(&provinces.collect::<Vec<_>>(), &all)
            .or_else(|| one_of(&all.iter().collect::<Vec<_>>(), &all))
    })
}

/// The place of some offices, if it is one.
fn one_of(offices: &[&Office<'_>], all: &[Office<'_>]) -> Option<Territory> {
    let is_part = |office: &Office<'_>| {
        let above = |other: &&Office<'_>| {
            let to = [Some(other.id), other.compiled_by];
            other.id != office.id && office.reports_to.is_some() && to.contains(&office.reports_to)
        };
        all.iter().any(|other| other.is_compiled && above(&other))
    };
    let tops = || offices.iter().filter(|office| !is_part(office));
    let one = |of: Vec<&&Office<'_>>| {
        let first = of.first()?;
        let mut others = of.iter();
        let is_one = others.all(|other| other.territory == first.territory);
        is_one.then(|| first.territory.clone())
    };
    one(tops().collect()).or_else(|| one(tops().filter(|office| !office.is_gone).collect()))
}

/// An agency that is called as the People's Committee of a place is.
struct Office<'n> {
    id: &'n str,
    territory: Territory,
    reports_to: Option<&'n str>,
    compiled_by: Option<&'n str>,
    is_compiled: bool,
    is_gone: bool,
}

impl<'n> Office<'n> {
    fn of(entry: &'n Entry) -> Option<Self> {
        let value = |key| of_key(&entry.value, key).and_then(scalar);
        let compiled_by = value("tong_hop_boi");
        Some(Self {
            id: &entry.key,
            territory: Territory::of_office(&vi::clean(value("ten")?))?,
            reports_to: value("bao_cao_ve"),
            compiled_by,
            is_compiled: compiled_by.is_some(),
            is_gone: value("den_ngay").is_some(),
        })
    }
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        NodeValue::Map(entries) => entries,
        _ => &[],
    }
}

fn of_key<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let mut entries = entries(node).iter();
    entries
        .find(|entry| entry.key == key)
        .map(|entry| &entry.value)
}

fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        NodeValue::Scalar { text, .. } => Some(text.trim()),
        _ => None,
    }
}

/// The tree of a regime or a plan with the words of the place in the gaps of its texts, so that no
/// reader of a text need know of them. A gap that does not exist is reported; so is one for which
/// there are no words, as [`Code::TerritoryUnknown`] at the first text that asks.
pub(super) fn filled(reader: &mut Reader<'_>, node: &Node, territory: Option<&Territory>) -> Node {
    let mut filling = Filling {
        reader,
        territory,
        asked: false,
    };
    filling.node(node)
}

struct Filling<'r, 'a> {
    reader: &'r mut Reader<'a>,
    territory: Option<&'r Territory>,
    /// Whether it was told that there are no words.
    asked: bool,
}

impl Filling<'_, '_> {
    fn node(&mut self, node: &Node) -> Node {
        let value = match &node.value {
            NodeValue::Scalar { text, style } if text.contains('{') => {
                if self.refuses(text, node.place) {
                    NodeValue::Refused
                } else {
                    let filled = self.territory.map(|territory| territory.fill(text));
                    NodeValue::Scalar {
                        text: filled.map_or_else(|| text.clone(), std::borrow::Cow::into_owned),
                        style: *style,
                    }
                }
            }
            NodeValue::List(items) => NodeValue::List(items.iter().map(|n| self.node(n)).collect()),
            NodeValue::Map(entries) => {
                let filled = entries.iter().map(|entry| Entry {
                    key: entry.key.clone(),
                    key_place: entry.key_place,
                    value: self.node(&entry.value),
                });
                NodeValue::Map(filled.collect())
            }
            other => other.clone(),
        };
        Node {
            place: node.place,
            value,
        }
    }

    /// Reports a gap that cannot be filled by anybody.
    fn refuses(&mut self, text: &str, place: Place) -> bool {
        let known = || {
            let own = Territory::GAPS.iter().chain(PhraseValues::NAMES);
            own.chain(PhraseValues::PLAN).copied()
        };
        let is_name = |name: &&str| {
            let mut letters = name.bytes();
            let is_letter = |letter: u8| letter.is_ascii_alphabetic() || letter == b'_';
            !name.is_empty() && letters.all(is_letter)
        };
        let mut gaps = Territory::gaps_in(text).filter(is_name);
        let unknown = gaps.find(|name| !known().any(|known| known == *name));
        if let Some(name) = unknown {
            let message = format!("không có chỗ điền nào tên là `{{{name}}}`");
            let finding = Diagnostic::error(Code::RegimeInconsistent, place, message);
            let help = if let Some(near) = vi::nearest(name, known()) {
                format!("có phải là `{{{near}}}`?")
            } else {
                let all: Vec<_> = known().map(|name| format!("{{{name}}}")).collect();
                format!("các chỗ điền có: {}", all.join(", "))
            };
            self.reader.report(finding.with_help(help));
            return true;
        }
        let asks = || Territory::gaps_in(text).any(|name| Territory::GAPS.contains(&name));
        if self.territory.is_some() || !asks() {
            return false;
        }
        if !self.asked {
            self.asked = true;
            self.reader.report(asked_for(place));
        }
        true
    }
}

/// That a text asks for the words of a place that nobody knows; told once with others by
/// [`told_once`].
pub(super) fn asked_for(place: Place) -> Diagnostic {
    let message = "chỗ điền này cần tên gọi của địa phương";
    Diagnostic::error(Code::TerritoryUnknown, place, message)
}

/// What to do where nobody knows what the place is.
const REMEDY: &str = "thêm một nhóm như `dia_phuong: {loai: tỉnh, ten: Lâm Đồng}`; loại là `tỉnh` hoặc `thành phố trực thuộc trung ương`";

/// Puts what texts asked of a place that nobody knows into one finding, in the settings.
pub(super) fn told_once(findings: &mut Vec<Diagnostic>, settings: Option<Place>) {
    let asked = |finding: &Diagnostic| finding.code == Code::TerritoryUnknown;
    let Some(first) = findings.iter().find(|finding| asked(finding)) else {
        return;
    };
    let told = settings.map(|settings| {
        let told = unknown(Some(settings));
        match first.place {
            Some(place) => told.with_label(place, "chỗ điền này cần đến"),
            None => told,
        }
    });
    findings.retain(|finding| !asked(finding));
    findings.extend(told);
}

/// The finding that nobody knows what the place is, which a text or a template asks for; at the
/// settings, where they are known.
pub fn unknown(settings: Option<Place>) -> Diagnostic {
    let message = "chưa biết số liệu là của tỉnh hay thành phố nào";
    let finding = match settings {
        Some(place) => Diagnostic::error(Code::TerritoryUnknown, place, message),
        None => Diagnostic::general(Code::TerritoryUnknown, message),
    };
    finding.with_help(REMEDY)
}
