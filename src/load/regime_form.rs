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
    AgencySet, CityRule, CycleId, Form, Formula, Indicator, IndicatorId, Kind, LevelId, Phrase,
    PlanCount, Quantity, Row, UnitWording,
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
    let number = printed_number(reader, &mut map);
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
    let (unit, counted) = measure(reader, &mut map);
    let quantity = quantity(reader, &mut map);
    let kind = kind(reader, &mut map);
    let city = city_rule(reader, &mut map);
    let sides = [map.optional("tu_so"), map.optional("mau_so")];
    let formula_node = map.optional("cong_thuc");
    let typed = formula_node.is_none() && sides == [None, None];
    let new_sides = sides
        .iter()
        .flatten()
        .any(|n| matches!(n.value, NodeValue::Map(_)));
    let may_exceed_whole = map
        .optional("co_the_vuot_100")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let may_be_stated = said_of_stating(reader, &mut map);
    // Those who fill the unprinted sides of a rate are asked by the rate.
    let fillers = if typed || new_sides {
        map.required("khai", reader)
            .and_then(|n| fillers(reader, n))
    } else {
        Some(AgencySet::default())
    };
    let cycles = names(reader, &mut map, "ky", CycleId::from);
    let of_level = of_level(reader, &mut map);
    let compiled_adds = map
        .optional("co_quan_tong_hop_khai_them")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let covers = names(reader, &mut map, "bao_gom", IndicatorId::from);
    let remarks = names(reader, &mut map, "ghi_chu_kem", IndicatorId::from);
    let [should_equal, should_not_exceed, only_with] = ["nen_bang", "nen_khong_qua", "chi_khi_co"]
        .map(|key| {
            let other = map.optional(key);
            other.and_then(|n| indicator_id(reader, n))
        });
    let heading = map.optional("ten_khi_la_nhom").and_then(|n| reader.text(n));
    let definition = map.optional("dinh_nghia").and_then(|n| reader.text(n));
    map.finish(reader);

    let key = key?;
    let id = IndicatorId::from(format!("{prefix}.{}", key.value));
    let mut indicator = Indicator {
        id: id.clone(),
        place: key.place,
        name: name?,
        unit,
        counted,
        quantity: quantity?,
        kind: kind?,
        city: city?,
        fillers: fillers?,
        of_level,
        compiled_adds,
        cycles,
        formula: None,
        may_exceed_whole,
        may_be_stated: false,
        covers,
        should_equal,
        should_not_exceed,
        only_with,
        remarks,
        unit_wording,
        heading,
        definition,
    };
    let mut new = Vec::new();
    indicator.formula = if sides == [None, None] {
        formula_node.and_then(|n| formula(reader, n))
    } else {
        let given = (sides, formula_node.is_some());
        Some(rate_of_sides(reader, given, &indicator, &mut new)?)
    };
    if !typed {
        indicator.fillers = AgencySet::default();
    }
    indicator.may_be_stated = is_statable(reader, &indicator, may_be_stated);
    for each in std::iter::once(indicator).chain(new) {
        declare(reader, each, indicators);
    }
    Some(Row::Value {
        number: number?,
        indicator: id,
    })
}

/// What `cho_neu` says.
fn said_of_stating(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Located<bool>> {
    let node = map.optional("cho_neu")?;
    Some(Located {
        value: reader.boolean(node)?,
        place: node.place,
    })
}

/// Whether a row may be stated with its source (`cho_neu`): a sum unless the regime says
/// otherwise, a rate only where it says so, nothing else.
fn is_statable(reader: &mut Reader<'_>, row: &Indicator, said: Option<Located<bool>>) -> bool {
    let is_sum = matches!(row.formula, Some(Formula::Sum(_)));
    let is_rate = matches!(row.quantity, Quantity::Share);
    let Some(said) = said else {
        return is_sum;
    };
    if said.value && !is_sum && !is_rate {
        reader.report(
            Diagnostic::error(
                Code::RegimeInconsistent,
                said.place,
                format!(
                    "dòng `{}` không phải là tổng hay tỷ lệ nên không nêu theo nguồn",
                    row.id
                ),
            )
            .with_help("xóa `cho_neu`; dòng này do đơn vị nhập"),
        );
        return false;
    }
    said.value
}

/// The formula of a rate that names its sides, and the rows that they declare.
fn rate_of_sides(
    reader: &mut Reader<'_>,
    given: ([Option<&Node>; 2], bool),
    rate: &Indicator,
    new: &mut Vec<Indicator>,
) -> Option<Formula> {
    let ([Some(part), Some(whole)], false) = given else {
        reader.report(
            Diagnostic::error(
                Code::RegimeInconsistent,
                rate.place,
                "`tu_so` và `mau_so` phải đi cùng nhau, không cùng `cong_thuc`",
            )
            .with_help("mỗi bên là mã một dòng đã có, hoặc `{ma: …, ten: …, don_vi_tinh: …}`"),
        );
        return None;
    };
    let (part, whole) = (side(reader, part, rate), side(reader, whole, rate));
    let (part, whole) = (part?, whole?);
    new.extend(part.new.into_iter().chain(whole.new));
    Some(Formula::Rate(part.id, whole.id))
}

/// Keeps a row, if its name is not another's.
fn declare(reader: &mut Reader<'_>, row: Indicator, indicators: &mut Indicators) {
    if let Some(first) = indicators.get(&row.id) {
        reader.report(
            Diagnostic::error(
                Code::RegimeInconsistent,
                row.place,
                format!("mã `{}` đã dùng cho một dòng khác", row.id),
            )
            .with_label(first.place, "dòng đã dùng mã này"),
        );
    } else {
        indicators.insert(row.id.clone(), row);
    }
}

/// A side of a rate, and the row that it declares if the form has none for it.
struct Side {
    id: Located<IndicatorId>,
    new: Option<Indicator>,
}

/// A side of a rate: the name of a row, or one that is not printed and is filled, counted
/// and summed like the rate.
fn side(reader: &mut Reader<'_>, node: &Node, rate: &Indicator) -> Option<Side> {
    if !matches!(node.value, NodeValue::Map(_)) {
        let id = indicator_id(reader, node)?;
        return Some(Side { id, new: None });
    }
    let mut map = reader.map(node)?;
    let key = map.required("ma", reader).and_then(|n| reader.word(n));
    let name = map.required("ten", reader).and_then(|n| reader.text(n));
    let unit = map
        .required("don_vi_tinh", reader)
        .and_then(|n| reader.text(n));
    map.finish(reader);
    let key = key?;
    let id = IndicatorId::from(format!("{}.{}", rate.id.form(), key.value));
    Some(Side {
        id: Located {
            value: id.clone(),
            place: key.place,
        },
        new: Some(Indicator {
            id,
            place: key.place,
            name: name?,
            unit: Some(unit?),
            counted: None,
            quantity: Quantity::Count,
            should_equal: None,
            should_not_exceed: None,
            only_with: None,
            covers: Vec::new(),
            remarks: Vec::new(),
            unit_wording: None,
            heading: None,
            definition: None,
            may_be_stated: false,
            ..rate.clone()
        }),
    })
}

/// The level below a unit that a row tells of.
fn of_level(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Located<LevelId>> {
    let word = map.optional("cua_cap").and_then(|n| reader.word(n))?;
    Some(Located {
        value: LevelId::from(word.value),
        place: word.place,
    })
}

/// The number of a line, or nothing for one that the form does not print.
fn printed_number(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Located<String>> {
    let unprinted = map.optional("khong_in").and_then(|n| reader.boolean(n));
    if unprinted == Some(true) {
        return None;
    }
    map.required("stt", reader).and_then(|n| reader.text(n))
}

/// The unit as printed, and what is counted where that is something else; one of them must
/// be there.
fn measure(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
) -> (Option<Located<String>>, Option<Located<String>>) {
    let unit = map.optional("don_vi_tinh");
    let counted = map.optional("don_vi_thuc");
    if unit.is_none() && counted.is_none() {
        map.required("don_vi_tinh", reader);
    }
    let mut text = |node: Option<&Node>| node.and_then(|n| reader.text(n));
    (text(unit), text(counted))
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
        let expected = [
            &indicator.should_equal,
            &indicator.should_not_exceed,
            &indicator.only_with,
        ];
        let named = operands
            .chain(&indicator.covers)
            .chain(&indicator.remarks)
            .chain(expected.into_iter().flatten());
        for id in named {
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
        if let Some(Formula::Rate(part, whole)) = &indicator.formula
            && let Some((one, other)) = different_things(part, whole, indicators)
        {
            reader.report(
                Diagnostic::error(
                    Code::RegimeInconsistent,
                    indicator.place,
                    format!(
                        "tỷ lệ `{}` chia hai thứ khác nhau: {one} và {other}",
                        indicator.id
                    ),
                )
                .with_help(
                    "sửa công thức; nếu biểu in sai đơn vị tính thì ghi đúng ở `don_vi_thuc`",
                ),
            );
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

/// What the two sides of a rate count, if it is not the same.
fn different_things<'i>(
    part: &Located<IndicatorId>,
    whole: &Located<IndicatorId>,
    indicators: &'i Indicators,
) -> Option<(&'i str, &'i str)> {
    let [one, other] = [part, whole].map(|id| indicators.get(&id.value).map(Indicator::meaning));
    let (one, other) = (one?, other?);
    (one != other).then_some((one, other))
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
