//! What templates can ask of a report: names, dates, figures in words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::value::Value as Jinja;
use minijinja::{Environment, Error, ErrorKind, context};

use super::task_words;
use crate::assess::{Report, Value};
use crate::model::{Item, Section};
use crate::vi;

/// The values of a report without borrowing from it, for the functions.
#[derive(Debug)]
struct Facts {
    values: BTreeMap<String, Value>,
    /// Every row of the regime, whether this unit prints it or not.
    rows: BTreeSet<String>,
    /// The rows that this unit states for the whole city.
    for_all: BTreeSet<String>,
    /// The days that figures were counted on, where they have their own.
    as_of: BTreeMap<String, String>,
    report_id: String,
}

impl Facts {
    fn get(&self, id: &str) -> Result<Option<&Value>, Error> {
        if !self.rows.contains(id) {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("biểu mẫu không có dòng nào mã `{id}`"),
            ));
        }
        Ok(self.values.get(id))
    }

    /// A number for comparing, and whether it is an estimate.
    fn number(&self, id: &str) -> Result<(u64, bool), Error> {
        match self.get(id)? {
            Some(Value::Number { number, estimate }) => Ok((*number, *estimate)),
            Some(Value::Rate { .. }) => Err(unusable(id, "là một tỷ lệ, không phải một số")),
            Some(Value::Missing(_)) | None => Err(unusable(id, "không có số liệu; hỏi `co` trước")),
        }
    }

    /// Whether there is a figure to speak of.
    fn has(&self, id: &str) -> Result<bool, Error> {
        Ok(match self.get(id)? {
            Some(Value::Number { .. }) => true,
            Some(Value::Rate { rate, .. }) => rate.whole > 0,
            Some(Value::Missing(_)) | None => false,
        })
    }

    /// The number, if the unit prints the row and has one.
    fn known(&self, id: &str) -> Result<Option<u64>, Error> {
        Ok(match self.get(id)? {
            Some(Value::Number { number, .. }) => Some(*number),
            Some(Value::Rate { .. } | Value::Missing(_)) | None => None,
        })
    }

    /// The number, if it is no estimate.
    fn certain(&self, id: &str) -> Result<Option<u64>, Error> {
        Ok(match self.get(id)? {
            Some(Value::Number {
                number,
                estimate: false,
            }) => Some(*number),
            _ => None,
        })
    }

    /// A share with its sign, and whether it is an estimate.
    fn percent(&self, id: &str) -> Result<(String, bool), Error> {
        match self.get(id)? {
            Some(Value::Rate { rate, estimate }) => rate
                .percent()
                .map(|p| (format!("{}%", p.text), *estimate))
                .ok_or_else(|| unusable(id, "không phát sinh; hỏi `co` trước")),
            Some(Value::Number { .. }) => Err(unusable(id, "không phải là một tỷ lệ")),
            Some(Value::Missing(_)) | None => Err(unusable(id, "không có số liệu; hỏi `co` trước")),
        }
    }

    /// One of `choices`, the same for a report every time.
    fn variant(&self, key: &str, choices: u64) -> u64 {
        // FNV-1a: small, and the same on every machine and in every version.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in self.report_id.bytes().chain(*b"/").chain(key.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash % choices.max(1)
    }
}

fn unusable(id: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("dòng `{id}` {why}"))
}

fn estimated(text: String, estimate: bool) -> String {
    if estimate {
        format!("ước {text}")
    } else {
        text
    }
}

/// Gives templates the functions that answer from a report's figures.
pub(super) fn add_functions(environment: &mut Environment<'_>, report: &Report<'_>) {
    let facts = Arc::new(Facts {
        values: report
            .values
            .iter()
            .map(|(id, value)| (id.to_string(), value.clone()))
            .collect(),
        rows: report
            .subject.regime
            .indicators
            .keys()
            .map(ToString::to_string)
            .collect(),
        for_all: report
            .subject
            .regime
            .indicators
            .values()
            .filter(|row| report.subject.speaks_for_all(row))
            .map(|row| row.id.to_string())
            .collect(),
        as_of: report
            .subject.submission
            .figures
            .iter()
            .filter_map(|(id, figure)| {
                Some((id.to_string(), vi::short_date(figure.as_of.as_ref()?.value)))
            })
            .collect(),
        report_id: report.id(),
    });

    let f = &facts;
    add(environment, "co", f, Facts::has);
    add(environment, "duong", f, |facts, id| {
        Ok(facts.known(id)?.is_some_and(|n| n > 0))
    });
    add(environment, "bang_khong", f, |facts, id| {
        Ok(facts.known(id)? == Some(0))
    });
    add(environment, "gia_tri", f, |facts, id| {
        facts.number(id).map(|(n, _)| n)
    });
    add(environment, "toan_thanh_pho", f, |facts, id| {
        facts.get(id)?;
        Ok(facts.for_all.contains(id))
    });
    add(environment, "so", f, |facts, id| {
        let (number, estimate) = facts.number(id)?;
        let count = vi::sentence_count(number);
        Ok(if estimate {
            format!("ước khoảng {count}")
        } else {
            count
        })
    });
    add(environment, "ty_le", f, |facts, id| {
        let (percent, estimate) = facts.percent(id)?;
        Ok(estimated(percent, estimate))
    });
    add(environment, "dat", f, |facts, id| {
        let (percent, estimate) = facts.percent(id)?;
        Ok(estimated(format!("đạt {percent}"), estimate))
    });
    add(environment, "ghi_ngay", f, |facts, id| {
        facts.get(id)?;
        Ok(facts
            .as_of
            .get(id)
            .map_or_else(String::new, |day| format!(" (tính đến ngày {day})")))
    });
    add_pair(environment, "tren", f, |facts, part, whole| {
        let ((part, a), (whole, b)) = (facts.number(part)?, facts.number(whole)?);
        let text = format!("{}/{}", vi::sentence_count(part), vi::sentence_count(whole));
        Ok(estimated(text, a || b))
    });
    add_pair(environment, "con_lai", f, |facts, whole, part| {
        let ((whole, a), (part, b)) = (facts.number(whole)?, facts.number(part)?);
        Ok(estimated(
            vi::sentence_count(whole.saturating_sub(part)),
            a || b,
        ))
    });
    add_pair(environment, "bang_nhau", f, |facts, one, other| {
        // What is estimated is not known to be all of it.
        let (one, other) = (facts.certain(one)?, facts.certain(other)?);
        Ok(one.is_some() && one == other)
    });
    add_pair(environment, "chua_het", f, |facts, whole, part| {
        Ok(
            matches!((facts.known(whole)?, facts.known(part)?), (Some(whole), Some(part)) if whole > part),
        )
    });
    environment.add_function("bien_the", move |key: &str, choices: u64| {
        facts.variant(key, choices)
    });
}

/// Adds a function of one row.
fn add<R: Into<Jinja>>(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: impl Fn(&Facts, &str) -> Result<R, Error> + Send + Sync + 'static,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |id: &str| function(&facts, id).map(Into::into));
}

/// Adds a function of two rows.
fn add_pair<R: Into<Jinja>>(
    environment: &mut Environment<'_>,
    name: &'static str,
    facts: &Arc<Facts>,
    function: impl Fn(&Facts, &str, &str) -> Result<R, Error> + Send + Sync + 'static,
) {
    let facts = Arc::clone(facts);
    environment.add_function(name, move |one: &str, other: &str| {
        function(&facts, one, other).map(Into::into)
    });
}

/// The names that templates can use.
pub(super) fn names(report: &Report<'_>) -> Jinja {
    let outline: Vec<Jinja> = report
        .subject.regime
        .outline
        .iter()
        .map(|part| {
            context! {
                tieu_de => vi::upper(&part.title.fill(&report.phrases)),
                muc => part.sections.iter().map(|s| section(report, s)).collect::<Vec<_>>(),
            }
        })
        .collect();
    context! {
        de_cuong => outline,
        don_vi => report.subject.agency.name.value.as_str(),
        tu_xung => report.subject.agency.running_name(),
        noi_nhan_bao_cao => report.recipient.name.value.as_str(),
        ky => report.cycle.name.fill(&report.phrases),
        ky_sau => report.cycle.next_name.fill(&report.phrases),
        nhiem_vu => task_words::tasks(report),
        nam_sau => (report.subject.submission.period.year + 1).to_string(),
        nam => report.subject.submission.period.year.to_string(),
        ma_ky => report.subject.submission.period.cycle.as_str(),
        tu_ngay => vi::short_date(report.data_from),
        den_ngay => vi::short_date(report.reference_date),
    }
}

fn section<'w>(report: &Report<'w>, section: &'w Section) -> Jinja {
    let own = report.subject.submission.narrative.get(&section.id);
    let items: Vec<Jinja> = own.into_iter().flatten().map(item).collect();
    context! {
        ma => section.id.as_str(),
        tieu_de => report.subject.section_title(section).map(|t| t.fill(&report.phrases)),
        rieng => items,
        khi_khong_co => nothing_to_report(report, section),
    }
}

/// What stands where neither figures nor the unit say anything. Figures that are
/// missing are not denied.
fn nothing_to_report(report: &Report<'_>, section: &Section) -> Option<String> {
    let mut rows = report
        .values
        .iter()
        .filter(|(id, _)| section.speaks_of(id))
        .peekable();
    let unknown =
        rows.peek().is_some() && rows.all(|(_, value)| matches!(value, Value::Missing(_)));
    let phrase = if unknown {
        Some(&report.subject.regime.figures_missing)
    } else {
        section.nothing_to_report.as_ref()
    };
    phrase.map(|p| p.fill(&report.phrases))
}

fn item(item: &Item) -> Jinja {
    context! {
        doan => item.paragraph.value.as_str(),
        gach_dau_dong => item.dashes.iter().map(|d| d.value.clone()).collect::<Vec<_>>(),
        chu_thich => item.footnote.as_ref().map(|f| f.value.as_str()),
    }
}
