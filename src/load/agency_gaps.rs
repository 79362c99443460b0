//! The gaps of patterns of agencies, and what fills them: the name of a unit, and its parts.

use super::node::{Entry, Node, NodeValue};
use crate::model::Territory;
use crate::vi;

/// Kinds of administrative units whose names go on with a name of their own.
const KINDS: [&str; 9] = [
    "xã",
    "phường",
    "thị trấn",
    "đặc khu",
    "quận",
    "huyện",
    "thị xã",
    "thành phố",
    "tỉnh",
];

/// What stands in the gaps of a pattern for one unit.
pub(super) struct GapValues {
    id: String,
    name: String,
    kind: String,
    rest: String,
}

impl GapValues {
    /// Of a unit by its name in data and the name that it writes: "xã Đại Hải".
    pub(super) fn of(id: &str, name: &str) -> Self {
        let (kind, rest) = parts(name);
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            rest,
        }
    }

    /// The names of all gaps.
    pub(super) const NAMES: [&str; 6] = ["ten", "TEN", "loai", "ten_rieng", "TEN_RIENG", "ma"];

    fn value(&self, gap: &str) -> Option<String> {
        Some(match gap {
            "ten" => self.name.clone(),
            "TEN" => vi::upper(&self.name),
            "loai" => self.kind.clone(),
            "ten_rieng" => self.rest.clone(),
            "TEN_RIENG" => vi::upper(&self.rest),
            "ma" => self.id.clone(),
            _ => return None,
        })
    }

    /// Whether there is nothing but a kind in the name.
    pub(super) fn has_no_own_name(&self) -> bool {
        self.rest.trim().is_empty()
    }

    /// A text with its gaps filled.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, gap, behind)) = next_gap(rest) {
            filled.push_str(before);
            match self.value(gap) {
                Some(value) => filled.push_str(&value),
                None => filled.push_str(&rest[before.len()..rest.len() - behind.len()]),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    /// A value with the gaps of all its texts filled.
    pub(super) fn filled(&self, node: &Node) -> Node {
        each_text(node, &|text| self.fill(text))
    }

    /// An entry with the gaps of its value filled.
    pub(super) fn entry(&self, entry: &Entry) -> Entry {
        Entry {
            value: self.filled(&entry.value),
            ..entry.clone()
        }
    }
}

/// Whether a pattern may have a gap: for the name of a unit, or for the words of the place.
pub(super) fn is_known(gap: &str) -> bool {
    GapValues::NAMES.contains(&gap) || Territory::GAPS.contains(&gap)
}

/// Whether a value asks for the words of the place.
pub(super) fn asks_for_place(node: &Node) -> bool {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            let mut gaps = Territory::gaps_in(text);
            gaps.any(|gap| Territory::GAPS.contains(&gap))
        }
        NodeValue::List(items) => items.iter().any(asks_for_place),
        NodeValue::Map(entries) => entries.iter().any(|entry| asks_for_place(&entry.value)),
        NodeValue::Nothing | NodeValue::Refused => false,
    }
}

/// A value with the words of the place in its texts.
pub(super) fn with_place(node: &Node, place: &Territory) -> Node {
    each_text(node, &|text| place.fill(text).into_owned())
}

/// A value with each of its texts written anew.
fn each_text(node: &Node, written: &impl Fn(&str) -> String) -> Node {
    let value = match &node.value {
        NodeValue::Scalar { text, style } => NodeValue::Scalar {
            text: written(text),
            style: *style,
        },
        NodeValue::List(items) => {
            NodeValue::List(items.iter().map(|item| each_text(item, written)).collect())
        }
        NodeValue::Map(entries) => {
            let entries = entries.iter().map(|entry| Entry {
                value: each_text(&entry.value, written),
                ..entry.clone()
            });
            NodeValue::Map(entries.collect())
        }
        other @ (NodeValue::Nothing | NodeValue::Refused) => other.clone(),
    };
    Node {
        place: node.place,
        value,
    }
}

/// The gap by which a value asks for the name of a unit without its kind.
pub(super) fn own_name_gap(node: &Node) -> Option<&'static str> {
    match &node.value {
        NodeValue::Scalar { text, .. } => {
            let mut rest = text.as_str();
            while let Some((_, gap, behind)) = next_gap(rest) {
                let asked = ["ten_rieng", "TEN_RIENG"]
                    .into_iter()
                    .find(|own| *own == gap);
                if asked.is_some() {
                    return asked;
                }
                rest = behind;
            }
            None
        }
        NodeValue::List(items) => items.iter().find_map(own_name_gap),
        NodeValue::Map(entries) => entries.iter().find_map(|e| own_name_gap(&e.value)),
        NodeValue::Nothing | NodeValue::Refused => None,
    }
}

/// A text up to its next gap, the name of that, and the rest behind it.
pub(super) fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (gap, behind) = rest.split_once('}')?;
    Some((before, gap.trim(), behind))
}

/// The text of a pattern with a blank wherever a gap touches a letter, a digit or another gap, as
/// what fills them would: "dân{ten}". Nothing of a text in which none does. The unit's name in data
/// is part of no sentence, so it may touch.
pub(super) fn set_apart(text: &str) -> Option<String> {
    let is_gap = |gap: &str| gap != "ma" && is_known(gap);
    let mut apart = String::new();
    let mut touched = false;
    // Whether what was read last ends a word that goes on where a gap follows, and is a gap.
    let (mut in_word, mut behind_gap) = (false, false);
    let mut rest = text;
    loop {
        let next = next_gap(rest);
        let before = next.map_or(rest, |(before, ..)| before);
        if behind_gap && before.starts_with(char::is_alphanumeric) {
            apart.push(' ');
            touched = true;
        }
        apart.push_str(before);
        if !before.is_empty() {
            in_word = before.ends_with(char::is_alphanumeric);
        }
        let Some((_, gap, behind)) = next else {
            break;
        };
        behind_gap = is_gap(gap);
        if behind_gap && in_word {
            apart.push(' ');
            touched = true;
        }
        apart.push_str(&rest[before.len()..rest.len() - behind.len()]);
        in_word = behind_gap;
        rest = behind;
    }
    touched.then_some(apart)
}

/// The kind of administrative unit that a name begins with, in small letters; nothing of a name
/// that begins with none.
pub fn kind_of(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    KINDS.into_iter().find(|kind| {
        let rest = lower.strip_prefix(kind);
        rest.is_some_and(|rest| rest.starts_with(' '))
    })
}

/// The kind of a unit and the rest of its name: "xã", "Đại Hải". Of a kind that is none of
/// administrative units it is the first word.
fn parts(name: &str) -> (String, String) {
    let (kind, words) = match kind_of(name) {
        Some(kind) => (kind.to_owned(), kind.split(' ').count()),
        None => (name.split(' ').next().unwrap_or(name).to_owned(), 1),
    };
    let rest: Vec<_> = name.split(' ').skip(words).collect();
    (kind, rest.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_kind_and_the_rest() {
        let cases = [
            ("xã Đại Hải", "xã", "Đại Hải"),
            ("đặc khu Bạch Long Vĩ", "đặc khu", "Bạch Long Vĩ"),
            ("thị trấn Ea T'ling", "thị trấn", "Ea T'ling"),
            ("thị xã Buôn Hồ", "thị xã", "Buôn Hồ"),
            ("Thành phố Hồ Chí Minh", "thành phố", "Hồ Chí Minh"),
            ("Phường 15", "phường", "15"),
            ("Sở Tư pháp", "Sở", "Tư pháp"),
            // No kind without a name, and none that is only the beginning of a word.
            ("xã", "xã", ""),
            ("Xãng Đại", "Xãng", "Đại"),
        ];
        for (name, kind, rest) in cases {
            assert_eq!(parts(name), (kind.to_owned(), rest.to_owned()), "{name}");
        }
    }

    #[test]
    fn gaps_that_touch_words_are_set_apart() {
        for (text, apart) in [
            ("Ủy ban nhân dân{ten}", "Ủy ban nhân dân {ten}"),
            ("{TEN}VIỆT NAM", "{TEN} VIỆT NAM"),
            ("{loai}{ten_rieng}", "{loai} {ten_rieng}"),
            ("Tổ 1{ ten }2, {TEN}a", "Tổ 1 { ten } 2, {TEN} a"),
            ("nhân dân{dia_phuong}", "nhân dân {dia_phuong}"),
        ] {
            assert_eq!(set_apart(text).as_deref(), Some(apart), "{text}");
            assert_eq!(set_apart(apart), None);
        }
        for text in [
            "P.{ten_rieng}",
            "“{ten}”, ({TEN}); {loai}/{ten_rieng}-1",
            "ubnd{ma}x",
            "dân{khac}x",
            "dân{ten",
            "Văn phòng",
            "",
        ] {
            assert_eq!(set_apart(text), None, "{text}");
        }
    }

    #[test]
    fn gaps_are_filled_and_nothing_else() {
        let values = GapValues::of("xa-ea-hleo", "xã Ea H'Leo");
        let cases = [
            ("Ủy ban nhân dân {ten}", "Ủy ban nhân dân xã Ea H'Leo"),
            ("{TEN}", "XÃ EA H'LEO"),
            ("{ loai } {ten_rieng}", "xã Ea H'Leo"),
            ("{TEN_RIENG}, {ma}", "EA H'LEO, xa-ea-hleo"),
            ("{khac} {ten", "{khac} {ten"),
        ];
        for (text, filled) in cases {
            assert_eq!(values.fill(text), filled);
        }
        // What a name says is no gap.
        let values = GapValues::of("a", "xã {TEN}");
        assert_eq!(values.fill("{ten}"), "xã {TEN}");
    }
}
