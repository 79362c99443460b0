//! The forms of 2025 against the print of Công văn 4625/BNV-CCHC, row by row: what the city's
//! report prints, and what the regime makes of the constraints.

use baocao::load::{Charset, load};
use baocao::model::{Formula, Indicator, Period, Quantity, Regime, Row};
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
    let numbers = words.filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    numbers.filter(|w| *w != "100").map(str::to_owned).collect()
}

#[test]
fn every_constraint_of_the_print_is_a_formula_or_a_rule() {
    let regime = regime();
    let mut held = 0;
    for line in print() {
        let place = format!(
            "biểu {} dòng {}: {}",
            line.form, line.number, line.constraint
        );
        let Some(own) = row(&regime, &line.form, &line.number) else {
            assert!(line.constraint.is_empty(), "{place}");
            continue;
        };
        let of = |number: &str| &row(&regime, &line.form, number).expect(number).id;
        // A remark in brackets adds no constraint.
        for words in line
            .constraint
            .split(';')
            .map(str::trim)
            .filter(|w| !w.is_empty())
        {
            held += 1;
            let constraint = words.split('(').next().unwrap_or(words).trim();
            if let Some(codes) = constraint.strip_prefix("enum ") {
                let Quantity::Answer(answers) = &own.quantity else {
                    panic!("{place}")
                };
                let expected: Vec<u64> = codes
                    .split('/')
                    .map(|c| c.parse().expect("a code"))
                    .collect();
                assert_eq!(
                    answers.keys().copied().collect::<Vec<_>>(),
                    expected,
                    "{place}"
                );
            } else if constraint.contains('×') {
                let Some(Formula::Rate(part, whole)) = &own.formula else {
                    panic!("{place}")
                };
                let [one, other] = <[String; 2]>::try_from(numbers(constraint)).expect("two rows");
                assert_eq!(
                    (&part.value, &whole.value),
                    (of(&one), of(&other)),
                    "{place}"
                );
            } else if let Some(other) = constraint.strip_prefix("should = BM6 ") {
                let other = &row(&regime, "6", other).expect("the row").id;
                assert_eq!(
                    own.should_equal.as_ref().map(|id| &id.value),
                    Some(other),
                    "{place}"
                );
            } else if let Some(other) = constraint.strip_prefix("should = BM4 ") {
                // Said once, from the other side.
                let other = row(&regime, "4", other).expect("the row");
                assert_eq!(
                    other.should_equal.as_ref().map(|id| &id.value),
                    Some(&own.id),
                    "{place}"
                );
            } else if let Some(other) = constraint.strip_suffix(" normally") {
                let other = of(&numbers(other)[0]);
                assert_eq!(
                    own.should_not_exceed.as_ref().map(|id| &id.value),
                    Some(other),
                    "{place}"
                );
            } else if constraint.starts_with('=') {
                let Some(Formula::Sum(parts)) = &own.formula else {
                    panic!("{place}")
                };
                let parts: Vec<_> = parts.iter().map(|id| &id.value).collect();
                let expected = numbers(constraint);
                assert_eq!(
                    parts,
                    expected.iter().map(|n| of(n)).collect::<Vec<_>>(),
                    "{place}"
                );
            } else if constraint.starts_with('≤') {
                let whole = of(&numbers(constraint)[0]);
                let holds = regime
                    .limits()
                    .iter()
                    .any(|(w, parts)| *w == whole && parts.contains(&&own.id));
                assert!(holds, "{place}");
            } else if constraint.starts_with('≥') {
                let parts: Vec<_> = own.covers.iter().map(|id| &id.value).collect();
                let expected = numbers(constraint);
                assert_eq!(
                    parts,
                    expected.iter().map(|n| of(n)).collect::<Vec<_>>(),
                    "{place}"
                );
                assert_eq!(
                    own.remarks.len(),
                    1,
                    "what is left stands in the remark: {place}"
                );
            } else if constraint == "0–100" {
                assert!(matches!(own.quantity, Quantity::Share), "{place}");
            } else if constraint.starts_with("printed unit is ") {
                assert_eq!(
                    own.unit.as_ref().map(|u| u.value.as_str()),
                    Some("Thủ tục"),
                    "{place}"
                );
                assert_eq!(own.meaning(), "Hồ sơ", "{place}");
            } else {
                panic!("nobody knows what this means: {place}");
            }
        }
    }
    assert_eq!(held, 45);
}

#[test]
fn every_rate_has_two_sides_or_is_a_count_of_units() {
    let regime = regime();
    let unprinted = |id: &baocao::model::IndicatorId| {
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
