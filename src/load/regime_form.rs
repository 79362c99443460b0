//! The statistical forms of a regime file.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::agency_set::{fillers, names};
use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::phrase::phrase;
use super::reader::Reader;
use super::regime::provenance;
use crate::diagnostic::{Code, Diagnostic, Located};
use crate::model::{
    AgencySet, CityRule, CycleId, Form, Formula, Indicator, IndicatorId, Kind, Phrase, PlanCount,
    Quantity, Row, UnitWording,
};

type Indicators = IndexMap<IndicatorId, Indicator>;

/// Title and remark of the annex, forms, and all rows with a value. References between
/// rows are checked here.
pub(super) fn forms(
    reader: &mut Reader<'_>,
    node: &Node,
) -> Option<(Phrase, Option<Phrase>, Vec<Form>, Indicators)> {
    let mut map = reader.map(node)?;
    provenance(reader, &mut map);
    let title = map
        .required("tieu_de_phu_luc", reader)
        .and_then(|n| phrase(reader, n));
    let note = map.optional("ghi_chu").and_then(|n| phrase(reader, n));
    let mut indicators = Indicators::new();
    let forms = map
        .required("bieu", reader)
        .and_then(|n| reader.list(n, |reader, node| form(reader, node, &mut indicators)));
    map.finish(reader);
    check_references(reader, &indicators);
    Some((title?, note, forms?, indicators))
}

fn form(reader: &mut Reader<'_>, node: &Node, indicators: &mut Indicators) -> Option<Form> {
    let mut map = reader.map(node)?;
    let number = map.required("so", reader).and_then(|n| reader.text(n));
    let title = map.required("ten", reader).and_then(|n| reader.text(n));
    let prefix = map.required("ma", reader).and_then(|n| reader.word(n));
    let prefix = prefix.map_or_else(String::new, |p| p.value);
    let rows = map
        .required("dong", reader)
        .and_then(|n| reader.list(n, |reader, node| row(reader, node, &prefix, indicators)));
    map.finish(reader);
    Some(Form {
        key: prefix,
        number: number?,
        title: title?,
        rows: rows?,
    })
}

/// A line of a form, or nothing for a row that is declared only to work others
/// out from (`khong_in`).
fn row(
    reader: &mut Reader<'_>,
    node: &Node,
    prefix: &str,
    indicators: &mut Indicators,
) -> Option<Row> {
    let mut map = reader.map(node)?;
    let unprinted = map
        .optional("khong_in")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let number = if unprinted {
        None
    } else {
        map.required("stt", reader).and_then(|n| reader.text(n))
    };
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    let unit_wording = map
        .optional("khi_don_vi_khai")
        .and_then(|n| unit_wording(reader, n));
    let Some(key) = map.optional("ma") else {
        map.finish(reader);
        return Some(Row::Heading {
            number: number?,
            name: name?,
            unit_name: unit_wording.map(|w| w.name),
        });
    };
    let key = reader.word(key);
    let unit = map
        .required("don_vi_tinh", reader)
        .and_then(|n| reader.text(n));
    let quantity = quantity(reader, &mut map);
    let kind = kind(reader, &mut map);
    let city = city_rule(reader, &mut map);
    let formula_node = map.optional("cong_thuc");
    let formula = formula_node.and_then(|n| formula(reader, n));
    let may_exceed_whole = map
        .optional("co_the_vuot_100")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let fillers = if formula_node.is_some() {
        Some(AgencySet::default())
    } else {
        map.required("khai", reader)
            .and_then(|n| fillers(reader, n))
    };
    let cycles = names(reader, &mut map, "ky", CycleId::from);
    let compiled_adds = map
        .optional("co_quan_tong_hop_khai_them")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let covers = map
        .optional("bao_gom")
        .and_then(|n| reader.list(n, indicator_id))
        .unwrap_or_default();
    let heading = map.optional("ten_khi_la_nhom").and_then(|n| reader.text(n));
    let definition = map.optional("dinh_nghia").and_then(|n| reader.text(n));
    map.finish(reader);

    let id = IndicatorId::from(format!("{prefix}.{}", key?.value));
    let indicator = Indicator {
        id: id.clone(),
        place: node.place,
        name: name?,
        unit: unit?,
        quantity: quantity?,
        kind: kind?,
        city: city?,
        fillers: fillers?,
        compiled_adds,
        cycles,
        formula,
        may_exceed_whole,
        covers,
        unit_wording,
        heading,
        definition,
    };
    if let Some(first) = indicators.get(&id) {
        let first = first.place;
        reader.report(
            Diagnostic::error(
                Code::RegimeInconsistent,
                node.place,
                format!("mã `{id}` đã dùng cho một dòng khác"),
            )
            .with_label(first, "dòng đã dùng mã này"),
        );
    } else {
        indicators.insert(id.clone(), indicator);
    }
    Some(Row::Value {
        number: number?,
        indicator: id,
    })
}

fn quantity(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Quantity> {
    if let Some(answers) = map.optional("tra_loi").and_then(|n| answers(reader, n)) {
        return Some(Quantity::Answer(answers));
    }
    let Some(node) = map.optional("kieu") else {
        return Some(Quantity::Count);
    };
    let words = [
        ("dem", Plain::Count),
        ("tien", Plain::Money),
        ("ty_le", Plain::Share),
        ("xep_hang", Plain::Rank),
    ];
    reader.choice(node, &words).map(Plain::quantity)
}

fn kind(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Kind> {
    let node = map.required("loai", reader)?;
    let words = [
        ("trong_ky", Kind::OfPeriod),
        ("luy_ke", Kind::Cumulative),
        ("thoi_diem", Kind::Snapshot),
    ];
    reader.choice(node, &words)
}

fn city_rule(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<CityRule> {
    let node = map.required("tong_hop", reader)?;
    if let NodeValue::Map(_) = &node.value {
        let mut map = reader.map(node)?;
        let count = map.required("ke_hoach", reader).and_then(|n| {
            let words = [("tat_ca", PlanCount::All), ("hoan_thanh", PlanCount::Done)];
            reader.choice(n, &words)
        });
        map.finish(reader);
        return count.map(CityRule::Plan);
    }
    let words = [
        ("cong", CityRule::Sum),
        ("chu_quan", CityRule::Owner),
        ("dem_don_vi", CityRule::CountOfUnits),
    ];
    reader.choice(node, &words)
}

#[derive(Clone, Copy)]
enum Plain {
    Count,
    Money,
    Share,
    Rank,
}

impl Plain {
    fn quantity(self) -> Quantity {
        match self {
            Self::Count => Quantity::Count,
            Self::Money => Quantity::Money,
            Self::Share => Quantity::Share,
            Self::Rank => Quantity::Rank,
        }
    }
}

fn answers(reader: &mut Reader<'_>, node: &Node) -> Option<BTreeMap<u64, Located<String>>> {
    let entries = reader.entries(node)?;
    let mut answers = BTreeMap::new();
    for entry in entries {
        let text = reader.text(&entry.value);
        match (entry.key.parse(), text) {
            (Ok(number), Some(text)) => {
                answers.insert(number, text);
            }
            (Err(_), _) => reader.report(Diagnostic::error(
                Code::NumberForm,
                entry.key_place,
                format!("mã trả lời `{}` không phải là số", entry.key),
            )),
            (Ok(_), None) => {}
        }
    }
    Some(answers)
}

fn unit_wording(reader: &mut Reader<'_>, node: &Node) -> Option<UnitWording> {
    let mut map = reader.map(node)?;
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    let unit = map.optional("don_vi_tinh").and_then(|n| reader.text(n));
    let answers = map.optional("tra_loi").and_then(|n| answers(reader, n));
    map.finish(reader);
    Some(UnitWording {
        name: name?,
        unit,
        answers,
    })
}

fn indicator_id(reader: &mut Reader<'_>, node: &Node) -> Option<Located<IndicatorId>> {
    let word = reader.word(node)?;
    Some(Located {
        value: IndicatorId::from(word.value),
        place: word.place,
    })
}

fn formula(reader: &mut Reader<'_>, node: &Node) -> Option<Formula> {
    let mut map = reader.map(node)?;
    let sum = map
        .optional("tong")
        .and_then(|n| reader.list(n, indicator_id));
    let difference = map
        .optional("hieu")
        .and_then(|n| reader.list(n, indicator_id));
    let rate = map.optional("ty_le").and_then(|n| pair(reader, n));
    map.finish(reader);
    match (sum, difference, rate) {
        (Some(parts), None, None) => Some(Formula::Sum(parts)),
        (None, Some(mut all), None) if all.len() > 1 => {
            let whole = all.remove(0);
            Some(Formula::Difference(whole, all))
        }
        (None, None, Some((a, b))) => Some(Formula::Rate(a, b)),
        _ => {
            reader.report(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    node.place,
                    "công thức phải là một và chỉ một trong ba dạng",
                )
                .with_help("`tong: [các dòng]`, `hieu: [dòng, các dòng trừ đi]` hoặc `ty_le: [tử số, mẫu số]`"),
            );
            None
        }
    }
}

fn pair(
    reader: &mut Reader<'_>,
    node: &Node,
) -> Option<(Located<IndicatorId>, Located<IndicatorId>)> {
    let both: [_; 2] = reader.list(node, indicator_id)?.try_into().ok()?;
    let [a, b] = both;
    Some((a, b))
}

/// Every row that a formula or a whole refers to must exist, and no row may
/// be worked out from itself.
fn check_references(reader: &mut Reader<'_>, indicators: &Indicators) {
    for indicator in indicators.values() {
        let operands = indicator.formula.iter().flat_map(Formula::operands);
        for id in operands.chain(&indicator.covers) {
            if !indicators.contains_key(&id.value) {
                reader.report(Diagnostic::error(
                    Code::RegimeInconsistent,
                    id.place,
                    format!("không có dòng nào mã `{}`", id.value),
                ));
            }
        }
        if let Some(id) = indicator.covers.iter().find(|id| id.value == indicator.id) {
            reader.report(Diagnostic::error(
                Code::RegimeInconsistent,
                id.place,
                format!("dòng `{}` không thể là một phần của chính nó", id.value),
            ));
        }
        if depends_on_itself(indicator, indicators) {
            reader.report(Diagnostic::error(
                Code::RegimeInconsistent,
                indicator.place,
                format!("dòng `{}` được tính từ chính nó", indicator.id),
            ));
        }
    }
}

fn depends_on_itself(indicator: &Indicator, indicators: &Indicators) -> bool {
    let mut open: Vec<&IndicatorId> = operand_ids(indicator);
    let mut seen: Vec<&IndicatorId> = Vec::new();
    while let Some(id) = open.pop() {
        if *id == indicator.id {
            return true;
        }
        if !seen.contains(&id) {
            seen.push(id);
            open.extend(indicators.get(id).map(operand_ids).unwrap_or_default());
        }
    }
    false
}

fn operand_ids(indicator: &Indicator) -> Vec<&IndicatorId> {
    indicator
        .formula
        .iter()
        .flat_map(Formula::operands)
        .map(|id| &id.value)
        .collect()
}
