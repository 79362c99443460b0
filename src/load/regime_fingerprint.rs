//! What the text of a regime says of each kind of period, as a short text: whoever reads a report
//! that was issued learns from it that the regime says something else by now.

use std::collections::BTreeMap;

use super::fingerprint::fingerprint;
use super::node::{Entry, Node, NodeValue};
use crate::hash;
use crate::model::CycleId;

/// The kinds of periods, of which each is a part of its own.
const CYCLES: &str = "ky";
/// Which text it is and when it holds: by these no report of a period in it is read otherwise.
const NOT_OF_REPORTS: &[&str] = &["so_ban", "tu_ngay", "den_ngay"];

/// The fingerprints of a regime by its kinds of periods: of what it says of all of them, and of
/// that one. The words of the place are not in it.
pub(super) fn by_cycle(regime: &Node) -> BTreeMap<CycleId, String> {
    let NodeValue::Map(parts) = &regime.value else {
        return BTreeMap::new();
    };
    let said = |entry: &Entry| (entry.key.clone(), fingerprint(&entry.value));
    let shared: BTreeMap<_, _> = parts
        .iter()
        .filter(|part| part.key != CYCLES && !NOT_OF_REPORTS.contains(&part.key.as_str()))
        .map(said)
        .collect();
    let cycles = parts.iter().find(|part| part.key == CYCLES);
    let cycles = match cycles.map(|cycles| &cycles.value.value) {
        Some(NodeValue::Map(cycles)) => cycles.as_slice(),
        _ => &[],
    };
    let of_cycle = cycles.iter().map(|cycle| {
        let (name, found) = said(cycle);
        let shared = shared.iter().flat_map(|(key, found)| [key, found]);
        let all = shared.chain([&found]).map(String::as_bytes);
        (CycleId::from(name.as_str()), hash::of_parts(all))
    });
    of_cycle.collect()
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;
    use crate::diagnostic::Sources;

    const TEXT: &str = "so_ban: 1\nten: Chế độ\ntu_ngay: 2024-01-01\nky:\n  q1: {ten: quý I, han: 5}\n  6t: {ten: sáu tháng}\nbieu: [a, b]\n";

    fn of(text: &str) -> (String, String) {
        let mut sources = Sources::default();
        let source = sources.add("mau.yaml", text);
        let tree = yaml::parse(source, text, &mut Vec::new()).expect("it is YAML");
        let all = by_cycle(&tree);
        let of = |cycle: &str| all[&CycleId::from(cycle)].clone();
        (of("q1"), of("6t"))
    }

    #[test]
    fn what_says_the_same_has_the_same_fingerprint() {
        let same = "# Ghi chú\r\nky:\r\n  6t: {ten:   \"sáu tháng\"}\r\n  q1:\r\n    han: 5   # ngày\r\n    ten: quý I\r\nbieu:\r\n  - a\r\n  - b\r\nten: 'Chế độ'\r\nden_ngay: 2025-12-31\r\n";
        assert_eq!(of(same), of(TEXT));
    }

    #[test]
    fn what_one_kind_of_period_asks_is_nothing_to_the_others() {
        let (q1, half) = of(TEXT);
        assert_ne!(q1, half);
        let (other, same) = of(&TEXT.replace("han: 5", "han: 6"));
        assert_ne!(other, q1);
        assert_eq!(same, half);
        for (old, new) in [("[a, b]", "[b, a]"), ("Chế độ", "Chế độ khác")] {
            let (other, others) = of(&TEXT.replace(old, new));
            assert_ne!(other, q1, "{new}");
            assert_ne!(others, half, "{new}");
        }
    }
}
