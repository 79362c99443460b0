//! The forms of 2025 against the print of Công văn 4625/BNV-CCHC, row by row: what the city's
//! report prints, and what the regime makes of the constraints.

use baocao::diagnostic::Located;
use baocao::load::{Charset, load};
use baocao::model::{Formula, Indicator, IndicatorId, Period, Quantity, Regime, Row};
use serde_json::Value;

use crate::folder::repository;
use crate::report::report_of;

/// The one line that the print neither marks as a heading nor gives a unit or a figure.
const NEITHER: (&str, &str) = ("6", "2");

/// A line of the print.
struct Printed {
    form: String,
    form_title: String,
    number: String,
    heading: bool,
    name: String,
    unit: String,
    constraint: String,
}

fn print() -> Vec<Printed> {
    let path = repository().join("tests/fixtures/bieu-mau-4625.tsv");
    let text = std::fs::read_to_string(path).expect("the print is there");
    let lines = text.lines().skip(1);
    let printed: Vec<_> = lines
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            let mut next = || cells.next().unwrap_or_default();
            Printed {
                form: next(),
                form_title: next(),
                number: next(),
                heading: next() == "yes",
                name: next(),
                unit: next(),
                constraint: next(),
            }
        })
        .collect();
    assert_eq!(printed.len(), 123);
    printed
}

#[test]
fn the_city_prints_every_form_as_the_ministry_does() {
    let built = report_of(&repository().join("data"), "2026-q1", "thanh-pho");
    let data: Value = serde_json::from_str(&built.composed.data).expect("it is JSON");
    let forms = data["annexes"][0]["forms"].as_array().expect("forms");
    let text = |value: &Value| value.as_str().expect("a text").replace('\u{a0}', " ");
    let mut lines = forms.iter().flat_map(|form| {
        let head = (text(&form["number"]), text(&form["title"]));
        let rows = form["rows"].as_array().expect("rows");
        rows.iter().map(move |row| (head.clone(), row))
    });
    for expected in print() {
        let ((number, title), row) = lines.next().expect("as many rows as the print has");
        let place = format!("biểu {} dòng {}", expected.form, expected.number);
        assert_eq!(
            (number, title),
            (expected.form.clone(), expected.form_title),
            "{place}"
        );
        assert_eq!(text(&row["number"]), expected.number, "{place}");
        assert_eq!(text(&row["name"]), expected.name, "{place}");
        assert_eq!(text(&row["unit"]), expected.unit, "{place}");
        let without_figure =
            expected.heading || (expected.form.as_str(), expected.number.as_str()) == NEITHER;
        assert_eq!(row["heading"], without_figure, "{place}");
        assert_eq!(text(&row["value"]).is_empty(), without_figure, "{place}");
    }
    assert!(
        lines.next().is_none(),
        "there are more rows than in the print"
    );
}

fn regime() -> Regime {
    let charset: Charset = (' '..='\u{2fff}').collect();
    let period = Period::parse("2026-q1").expect("well formed");
    let loaded = load(&repository().join("data"), &period, &[], &charset);
    let regime = loaded.workspace.regimes_for(&period)[0].clone();
    assert_eq!(regime.id, "bnv-2025");
    regime
}

/// The row of a number in a form.
fn row<'r>(regime: &'r Regime, form: &str, number: &str) -> Option<&'r Indicator> {
    let form = regime.forms.iter().find(|f| f.number.value == form)?;
    form.rows.iter().find_map(|line| match line {
        Row::Value {
            number: n,
            indicator,
        } if n.value == number => regime.indicators.get(indicator),
        Row::Value { .. } | Row::Heading { .. } => None,
    })
}

/// Numbers in the words of a constraint: "= 1.1 + 1.2" gives 1.1 and 1.2.
fn numbers(words: &str) -> Vec<String> {
    let words = words.split([' ', ';', '(']);
    let numbers =
        words.filter(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit() || c == '.'));
    numbers.filter(|w| *w != "100").map(str::to_owned).collect()
}

/// Whether the regime has a constraint of the print on a row.
fn holds(regime: &Regime, line: &Printed, own: &Indicator, words: &str) -> bool {
    // A remark in brackets adds no constraint.
    let constraint = words.split('(').next().unwrap_or(words).trim();
    let of = |number: &str| &row(regime, &line.form, number).expect(number).id;
    let named = numbers(constraint);
    let rows: Vec<_> = match constraint {
        _ if constraint.contains("BM") || constraint.contains('/') => Vec::new(),
        _ => named.iter().map(|number| of(number)).collect(),
    };
    let is = |id: &Option<Located<IndicatorId>>, other: &IndicatorId| {
        id.as_ref().is_some_and(|id| id.value == *other)
    };
    if let Some(codes) = constraint.strip_prefix("enum ") {
        let codes: Vec<u64> = codes
            .split('/')
            .map(|c| c.parse().expect("a code"))
            .collect();
        return matches!(&own.quantity, Quantity::Answer(answers) if answers.keys().eq(&codes));
    }
    if constraint.contains('×') {
        let [part, whole] = <[String; 2]>::try_from(named).expect("two rows");
        return matches!(&own.formula, Some(Formula::Rate(one, other))
            if one.value == *of(&part) && other.value == *of(&whole));
    }
    if let Some(other) = constraint.strip_prefix("should = BM6 ") {
        return is(
            &own.should_equal,
            &row(regime, "6", other).expect("the row").id,
        );
    }
    if let Some(other) = constraint.strip_prefix("should = BM4 ") {
        // Said once, from the other side.
        return is(
            &row(regime, "4", other).expect("the row").should_equal,
            &own.id,
        );
    }
    if constraint.ends_with(" normally") {
        return is(&own.should_not_exceed, rows[0]);
    }
    match constraint.chars().next() {
        Some('=') => matches!(&own.formula, Some(Formula::Sum(parts))
            if parts.iter().map(|id| &id.value).eq(rows)),
        Some('≤') => {
            let limits = regime.limits();
            let mut limits = limits.iter();
            limits.any(|(whole, parts)| *whole == rows[0] && parts.contains(&&own.id))
        }
        // What is left stands in the remark.
        Some('≥') => own.covers.iter().map(|id| &id.value).eq(rows) && own.remarks.len() == 1,
        Some('p') => {
            constraint.starts_with("printed unit is Thủ tục")
                && own
                    .unit
                    .as_ref()
                    .is_some_and(|unit| unit.value == "Thủ tục")
                && own.meaning() == "Hồ sơ"
        }
        _ => constraint == "0–100" && matches!(own.quantity, Quantity::Share),
    }
}

#[test]
fn every_constraint_of_the_print_is_a_formula_or_a_rule() {
    let regime = regime();
    let mut constraints = 0;
    for line in print() {
        let place = format!("biểu {} dòng {}", line.form, line.number);
        let Some(own) = row(&regime, &line.form, &line.number) else {
            assert!(line.constraint.is_empty(), "{place}");
            continue;
        };
        let words = line.constraint.split(';').map(str::trim);
        for words in words.filter(|words| !words.is_empty()) {
            constraints += 1;
            assert!(holds(&regime, &line, own, words), "{place}: {words}");
        }
    }
    assert_eq!(constraints, 45);
}

#[test]
fn every_rate_has_two_sides_or_is_a_count_of_units() {
    let regime = regime();
    let unprinted = |id: &IndicatorId| {
        let lines = regime.forms.iter().flat_map(|form| &form.rows);
        let mut lines =
            lines.filter(|line| matches!(line, Row::Value { indicator, .. } if indicator == id));
        lines.next().is_none()
    };
    let shares = regime
        .indicators
        .values()
        .filter(|row| matches!(row.quantity, Quantity::Share));
    let (rates, counts): (Vec<_>, Vec<_>) = shares.partition(|row| row.formula.is_some());
    // Of ten percentage rows the print has no parts: four are counts of units, the others
    // have sides that are not printed.
    assert_eq!(counts.len(), 4);
    let without_print = rates.iter().filter(|row| {
        let Some(Formula::Rate(part, _)) = &row.formula else {
            panic!("{} is no rate", row.id)
        };
        unprinted(&part.value)
    });
    assert_eq!(without_print.count(), 6);
}
