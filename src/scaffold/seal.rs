//! The file of what was recorded of a period's reports when they were issued.

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::yaml::{Yaml, quoted};
use crate::assess::{Sums, Value};
use crate::check::sealed_parts;
use crate::model::{AgencyId, DocumentState, IndicatorId, Period, SealedValue, Subject, Workspace};

/// The seals of a period with those of its reports that are issued now and were not sealed,
/// or were sealed as another document. Nothing, if there is none to add.
pub fn sealed(
    workspace: &Workspace,
    sums: &Sums,
    period: &Period,
    asked_for: impl Fn(&AgencyId) -> bool,
) -> Option<(String, Vec<AgencyId>)> {
    let seals = workspace.seals.get(period);
    let mut all: IndexMap<AgencyId, Sealed> = seals
        .into_iter()
        .flatten()
        .map(|(id, seal)| {
            let sealed = Sealed {
                number: seal.number,
                date: seal.date.value,
                regime: seal
                    .regime
                    .as_ref()
                    .map(|regime| (regime.name.value.clone(), regime.number.value)),
                regime_text: seal.regime_text.as_ref().map(|text| text.value.clone()),
                parts: seal.parts.clone(),
                figures: seal
                    .figures
                    .iter()
                    .map(|(id, f)| (id.clone(), f.value.clone()))
                    .collect(),
            };
            (id.clone(), sealed)
        })
        .collect();
    let mut added = Vec::new();
    let subjects = workspace.subjects().into_iter();
    for subject in subjects.filter(|subject| asked_for(&subject.agency.id)) {
        let DocumentState::Issued { number, date } = &subject.submission.document.state else {
            continue;
        };
        let known = all.get(&subject.agency.id);
        if known.is_some_and(|seal| (seal.number, seal.date) == (*number, date.value)) {
            continue;
        }
        let parts = sealed_parts(subject).into_iter();
        let sealed = Sealed {
            number: *number,
            date: date.value,
            regime: (subject.regime.origin.number())
                .map(|number| (subject.regime.id.clone(), number)),
            regime_text: subject.regime.fingerprints.get(&period.cycle).cloned(),
            parts: parts.map(|(part, (found, _))| (part, found)).collect(),
            figures: figures(subject, sums),
        };
        added.push(subject.agency.id.clone());
        all.insert(subject.agency.id.clone(), sealed);
    }
    if added.is_empty() {
        return None;
    }
    all.sort_keys();
    let mut yaml = Yaml::default();
    yaml.line(
        0,
        format!("# Ghi nhận các báo cáo kỳ {period} đã ban hành."),
    );
    yaml.line(0, "# Do `baocao seal` ghi; không sửa bằng tay.");
    for (id, sealed) in all {
        yaml.gap();
        yaml.line(0, format!("{id}:"));
        yaml.line(1, format!("so: {}", sealed.number));
        yaml.line(1, format!("ngay: {}", sealed.date));
        if let Some((name, number)) = &sealed.regime {
            yaml.line(1, format!("che_do: {{{name}: {number}}}"));
        }
        if let Some(found) = &sealed.regime_text {
            yaml.line(1, format!("bam_che_do: {found}"));
        }
        yaml.line(1, "bam:");
        for (part, found) in sealed.parts {
            yaml.line(2, format!("{part}: {found}"));
        }
        if !sealed.figures.is_empty() {
            yaml.line(1, "so_lieu:");
        }
        for (row, value) in sealed.figures {
            let value = match value {
                SealedValue::Number(number) => number.to_string(),
                SealedValue::Rate(rate) => format!("{}/{}", rate.part, rate.whole),
                SealedValue::StatedNumber { number, source } => {
                    format!("{{neu: {number}, nguon: {}}}", quoted(&source))
                }
                SealedValue::StatedShare { percent, source } => {
                    let percent = percent.plain();
                    format!(
                        "{{neu_ty_le: {}, nguon: {}}}",
                        quoted(&percent),
                        quoted(&source)
                    )
                }
            };
            yaml.line(2, format!("{row}: {value}"));
        }
    }
    Some((yaml.finish(), added))
}

struct Sealed {
    number: u64,
    date: NaiveDate,
    /// The regime that the program carries by which it was made, with its number.
    regime: Option<(String, u64)>,
    /// What the regime said then, as a fingerprint.
    regime_text: Option<String>,
    parts: IndexMap<String, String>,
    figures: IndexMap<IndicatorId, SealedValue>,
}

/// The figures of a compiled report, but for estimates and what is missing.
fn figures(subject: Subject<'_>, sums: &Sums) -> IndexMap<IndicatorId, SealedValue> {
    if !subject.is_compiled() {
        return IndexMap::new();
    }
    let certain = sums.values(subject).iter().filter_map(|(id, value)| {
        let sealed = match value {
            Value::Number {
                number,
                estimate: false,
            } => SealedValue::Number(*number),
            Value::Rate {
                rate,
                estimate: false,
            } => SealedValue::Rate(*rate),
            Value::StatedNumber { number, source } => SealedValue::StatedNumber {
                number: *number,
                source: source.to_string(),
            },
            Value::StatedShare { percent, source } => SealedValue::StatedShare {
                percent: *percent,
                source: source.to_string(),
            },
            Value::Number { .. } | Value::Rate { .. } | Value::Missing(_) => return None,
        };
        Some((id.clone(), sealed))
    });
    certain.collect()
}
