//! Values as sentences put them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::change::{change, compared_with};
use crate::assess::{Comparison, Compilation, Value, Values};
use crate::model::{
    self, CityRule, FigureValue, Goal, Indicator, IndicatorId, Measure, Quantity, Regime, Subject,
    Workspace,
};
use crate::vi;

/// Why a figure cannot be put into a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The forms have no such row.
    NoSuchRow(String),
    /// The row has no figure yet.
    Missing(String),
    /// It is of another kind, or not the unit's; the message says so.
    Other(String),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchRow(id) => write!(f, "biểu mẫu không có dòng nào mã `{id}`"),
            Self::Missing(id) => write!(f, "dòng `{id}` chưa có số liệu"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

/// Units that a sentence names; of more it says how many.
const MOST_NAMED: usize = 3;

/// What a row counts, as far as sentences care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Money,
    Answer,
    Rank,
}

/// The values of one report, ready for sentences; borrows nothing, so that
/// functions of templates can own it.
#[derive(Debug)]
pub struct Facts {
    values: BTreeMap<String, Value>,
    /// Every row of the regime, whether this unit has it or not.
    rows: BTreeMap<String, Kind>,
    /// What the codes of answers stand for, as this unit has them.
    answers: BTreeMap<String, BTreeMap<u64, String>>,
    /// The rows that this unit states for the whole city.
    for_all: BTreeSet<String>,
    /// The rows that are counted from the start of the year.
    cumulative: BTreeSet<String>,
    /// The days that figures were counted on, where they have their own.
    counted_on: BTreeMap<String, String>,
    /// What the plan's targets ask of rows, in words.
    goals: BTreeMap<String, String>,
    /// The shares that they ask for at least.
    least: BTreeMap<String, LeastShare>,
    /// What the compiling agency has of sums over members itself.
    own_parts: BTreeMap<String, u64>,
    /// Rows of which nothing but that is known.
    own_part_only: BTreeSet<String>,
    /// The name of the agency whose report it is.
    agency: String,
    /// The rows that the agency answers for that has the area.
    owned: BTreeSet<String>,
    /// Members of a compiled report that a row lacks.
    lacking: BTreeMap<String, String>,
    /// Earlier values, and the reports that they stand in.
    before: BTreeMap<String, (Value, String)>,
}

/// A share that a target of the plan asks for at least.
#[derive(Debug, Clone, Copy)]
struct LeastShare {
    percent: u64,
    /// Whether it is asked for at the end of the year only.
    at_year_end: bool,
    /// Whether it is asked of the agency that reports.
    concerns: bool,
}

impl Facts {
    /// The facts of a submission with its values.
    pub fn new(subject: Subject<'_>, values: &Values) -> Self {
        let indicators = &subject.regime.indicators;
        Self {
            values: values
                .iter()
                .map(|(id, value)| (id.to_string(), value.clone()))
                .collect(),
            rows: indicators
                .values()
                .map(|row| (row.id.to_string(), kind(row)))
                .collect(),
            answers: indicators
                .values()
                .filter_map(|row| {
                    let words = subject.row_answers(row)?.iter();
                    let words = words.map(|(code, word)| (*code, word.value.clone()));
                    Some((row.id.to_string(), words.collect()))
                })
                .collect(),
            for_all: indicators
                .values()
                .filter(|row| subject.speaks_for_all(row))
                .map(|row| row.id.to_string())
                .collect(),
            cumulative: indicators
                .values()
                .filter(|row| row.kind == model::Kind::Cumulative)
                .map(|row| row.id.to_string())
                .collect(),
            counted_on: subject
                .submission
                .figures
                .iter()
                .filter_map(|(id, figure)| {
                    Some((id.to_string(), vi::short_date(figure.as_of.as_ref()?.value)))
                })
                .collect(),
            goals: subject
                .plan
                .into_iter()
                .flat_map(|plan| &plan.targets)
                .flat_map(|target| &target.measures)
                .filter_map(|measure| {
                    let row = indicators.get(&measure.indicator.value)?;
                    let concerns = measure.every_unit || subject.speaks_for_all(row);
                    let concerns = concerns && matches!(row.quantity, Quantity::Share);
                    let words = goal_words(measure).filter(|_| concerns)?;
                    Some((row.id.to_string(), words))
                })
                .collect(),
            least: subject
                .plan
                .into_iter()
                .flat_map(|plan| &plan.targets)
                .flat_map(|target| &target.measures)
                .filter_map(|measure| {
                    let Goal::AtLeast(share) = measure.goal else {
                        return None;
                    };
                    let row = indicators.get(&measure.indicator.value)?;
                    let least = LeastShare {
                        percent: share,
                        at_year_end: measure.at_year_end,
                        concerns: measure.every_unit || subject.speaks_for_all(row),
                    };
                    Some((row.id.to_string(), least))
                })
                .collect(),
            own_parts: own_parts(subject),
            own_part_only: BTreeSet::new(),
            agency: subject.agency.name.value.clone(),
            owned: indicators
                .values()
                .filter(|row| row.city == CityRule::Owner)
                .map(|row| row.id.to_string())
                .collect(),
            lacking: BTreeMap::new(),
            before: BTreeMap::new(),
        }
    }

    /// The facts with what they are compared with.
    #[must_use]
    pub fn compared(
        mut self,
        regime: &Regime,
        comparisons: &BTreeMap<IndicatorId, Comparison>,
    ) -> Self {
        self.before = comparisons
            .iter()
            .map(|(id, comparison)| {
                let with = compared_with(comparison, regime);
                (id.to_string(), (comparison.before.clone(), with))
            })
            .collect();
        self
    }

    /// The facts of a compiled report with what its rows lack.
    #[must_use]
    pub fn compiled(mut self, workspace: &Workspace, compilation: Option<&Compilation>) -> Self {
        let own_only = compilation.into_iter().flat_map(|c| &c.own_part_only);
        self.own_part_only = own_only.map(ToString::to_string).collect();
        let lacking = compilation.map(|c| &c.lacking);
        self.lacking = lacking
            .into_iter()
            .flatten()
            .map(|(id, agencies)| {
                let agencies = workspace.named([agencies]);
                let names: Vec<_> = agencies.map(|a| a.name.value.as_str()).collect();
                let words = if names.len() > MOST_NAMED {
                    format!("{} đơn vị", vi::sentence_count(names.len() as u64))
                } else {
                    names.join("; ")
                };
                (id.to_string(), words)
            })
            .collect();
        self
    }

    /// Whose figures a sum lacks: " (chưa gồm Sở Ngoại vụ)", or nothing.
    pub fn without(&self, id: &str) -> Result<String, Unusable> {
        self.get(id)?;
        if self.has_own_part_only(id) {
            return Ok(format!(" ({})", own_part_only(&self.agency)));
        }
        let lacking = self.lacking.get(id);
        Ok(lacking.map_or_else(String::new, |names| format!(" (chưa gồm {names})")))
    }

    /// How a row has changed: ", tăng 17,1% so với cùng kỳ năm 2020", or nothing. `noun`
    /// is what it counts.
    pub fn change(&self, id: &str, noun: &str) -> Result<String, Unusable> {
        let now = self.get(id)?;
        let words = now
            .zip(self.before.get(id))
            .and_then(|(now, (before, with))| change(now, before, noun, with));
        Ok(words.map_or_else(String::new, |words| format!(", {words}")))
    }

    /// The same behind other words in brackets: "; chỉ tiêu tối thiểu 98%".
    pub fn goal_clause(&self, id: &str) -> Result<String, Unusable> {
        self.get(id)?;
        let goal = self.goals.get(id);
        Ok(goal.map_or_else(String::new, |words| format!("; {words}")))
    }

    /// What the plan asks of a row: " (chỉ tiêu tối thiểu 98%)", or nothing.
    pub fn goal(&self, id: &str) -> Result<String, Unusable> {
        self.get(id)?;
        Ok(self
            .goals
            .get(id)
            .map_or_else(String::new, |words| format!(" ({words})")))
    }

    /// The row that a name was most likely meant to be.
    pub fn nearest_row(&self, id: &str) -> Option<&str> {
        vi::nearest(id, self.rows.keys().map(String::as_str))
    }

    /// Whether a row of this name exists.
    pub fn has_row(&self, id: &str) -> bool {
        self.rows.contains_key(id)
    }

    fn get(&self, id: &str) -> Result<Option<&Value>, Unusable> {
        if !self.has_row(id) {
            return Err(Unusable::NoSuchRow(id.to_owned()));
        }
        Ok(self.values.get(id))
    }

    /// Whether there is a figure to speak of. What is asked whether it is there, here and
    /// below, need not be a row of this regime: templates serve several.
    pub fn has(&self, id: &str) -> bool {
        match self.values.get(id) {
            Some(Value::Rate { rate, .. }) => rate.whole > 0,
            value => value.is_some_and(Value::is_known),
        }
    }

    /// Whether the row is counted from the start of the year.
    pub fn is_cumulative(&self, id: &str) -> bool {
        self.cumulative.contains(id)
    }

    /// Whether the unit states the row for the whole city.
    pub fn is_for_all(&self, id: &str) -> bool {
        self.for_all.contains(id)
    }

    /// The number, if the unit has the row and a number for it.
    pub fn known(&self, id: &str) -> Option<u64> {
        let (number, _) = self.values.get(id)?.number()?;
        Some(number)
    }

    /// The number, if it is no estimate.
    pub fn certain(&self, id: &str) -> Option<u64> {
        let (number, estimate) = self.values.get(id)?.number()?;
        (!estimate).then_some(number)
    }

    /// Whether the figure is that of the agency that answers for the area, and no sum.
    pub fn is_owned(&self, id: &str) -> bool {
        self.owned.contains(id)
    }

    /// Whether the compiling agency has a part of a sum itself, and others too.
    pub fn has_own_part(&self, id: &str) -> bool {
        let own = self.own_parts.get(id);
        own.zip(self.known(id))
            .is_some_and(|(own, all)| *own > 0 && *own < all)
    }

    /// Whether that part is all that is known: units should have figures of it, and none has.
    pub fn has_own_part_only(&self, id: &str) -> bool {
        self.own_part_only.contains(id)
    }

    /// What the compiling agency has of a sum itself: "09".
    pub fn own_part(&self, id: &str) -> Result<String, Unusable> {
        let own = self.own_parts.get(id);
        let own = own.ok_or_else(|| unusable(id, "không có phần của cơ quan tổng hợp"))?;
        Ok(vi::sentence_count(*own))
    }

    /// What the members have of it.
    pub fn members_part(&self, id: &str) -> Result<String, Unusable> {
        let (all, estimate) = self.number(id)?;
        let own = self.own_parts.get(id).copied().unwrap_or_default();
        Ok(estimated(
            vi::sentence_count(all.saturating_sub(own)),
            estimate,
        ))
    }

    /// Whether a share lies below what the plan asks for, even if only at the end of the
    /// year.
    pub fn is_below_goal(&self, id: &str) -> bool {
        self.least
            .get(id)
            .is_some_and(|least| self.is_below(id, least.percent))
    }

    /// Whether a share lies below what the plan asks of the agency at any time: of a unit only
    /// what every unit must reach, and what it answers for.
    pub fn misses_goal(&self, id: &str) -> bool {
        let least = self.least.get(id);
        let asked = least.filter(|least| least.concerns && !least.at_year_end);
        asked.is_some_and(|least| self.is_below(id, least.percent))
    }

    fn is_below(&self, id: &str, least: u64) -> bool {
        let Some((rate, _)) = self.values.get(id).and_then(Value::rate) else {
            return false;
        };
        u128::from(rate.part) * 100 < u128::from(least) * u128::from(rate.whole)
    }

    /// What the code of an answer stands for, within a sentence: "trực tuyến".
    pub fn answer(&self, id: &str) -> Result<String, Unusable> {
        let (code, _) = self.number(id)?;
        let words = self.answers.get(id).and_then(|words| words.get(&code));
        let word = words.ok_or_else(|| unusable(id, "không phải là một câu trả lời bằng mã"))?;
        Ok(vi::lower_first(word))
    }

    /// The day that a figure was counted on, if it has its own.
    pub fn counted_on(&self, id: &str) -> Result<Option<&str>, Unusable> {
        self.get(id)?;
        Ok(self.counted_on.get(id).map(String::as_str))
    }

    /// Whether the unit has the row but no figure for it.
    pub fn is_missing(&self, id: &str) -> bool {
        matches!(self.values.get(id), Some(Value::Missing(_)))
    }

    /// A verb before a figure: "tiếp nhận", or of an estimate "ước đến ngày 14/3/2021
    /// tiếp nhận". The figure follows bare.
    pub fn lead(&self, id: &str, verb: &str) -> Result<String, Unusable> {
        let (_, estimate) = self.number(id)?;
        if !estimate {
            return Ok(verb.to_owned());
        }
        let lead = match self.counted_on(id)? {
            Some(day) => format!("ước đến ngày {day} {}", vi::lower_first(verb)),
            None => format!("ước {}", vi::lower_first(verb)),
        };
        let begins = verb.starts_with(char::is_uppercase);
        Ok(if begins { vi::upper_first(&lead) } else { lead })
    }

    /// "06", "1.206", estimated or not.
    pub fn bare_count(&self, id: &str) -> Result<String, Unusable> {
        Ok(vi::sentence_count(self.number(id)?.0))
    }

    /// "15.230,5 tỷ đồng", estimated or not.
    pub fn bare_money(&self, id: &str) -> Result<String, Unusable> {
        self.money(id)?;
        Ok(vi::billions(self.number(id)?.0))
    }

    /// "06", "1.206", "ước 1.206".
    pub fn count(&self, id: &str) -> Result<String, Unusable> {
        let (number, estimate) = self.number(id)?;
        let count = vi::sentence_count(number);
        Ok(if estimate {
            format!("ước {count}")
        } else {
            count
        })
    }

    /// "Toàn bộ 12", "Cả 02"; of one there is no "all".
    pub fn all_of(&self, id: &str) -> Result<String, Unusable> {
        let (number, _) = self.number(id)?;
        let count = self.count(id)?;
        Ok(match number {
            0 | 1 => count,
            2..=9 => format!("Cả {count}"),
            _ => format!("Toàn bộ {count}"),
        })
    }

    /// "99,61%".
    pub fn share(&self, id: &str) -> Result<String, Unusable> {
        let (percent, estimate) = self.percent(id)?;
        Ok(estimated(percent, estimate))
    }

    /// "99,61%", whether estimated or not: for sentences that say so already.
    pub fn bare_share(&self, id: &str) -> Result<String, Unusable> {
        Ok(self.percent(id)?.0)
    }

    /// Whether a share is half or more, and so something to be glad of.
    pub fn is_more_than_half(&self, id: &str) -> bool {
        let rate = self.values.get(id).and_then(Value::rate);
        rate.is_some_and(|(rate, _)| rate.part >= rate.whole - rate.part.min(rate.whole))
    }

    /// "đạt 99,61%".
    pub fn reaches(&self, id: &str) -> Result<String, Unusable> {
        let (percent, estimate) = self.percent(id)?;
        Ok(estimated(format!("đạt {percent}"), estimate))
    }

    /// Money of a form in million đồng as sentences give it: "15.230,5 tỷ đồng".
    pub fn money(&self, id: &str) -> Result<String, Unusable> {
        let (millions, estimate) = self.number(id)?;
        if self.rows.get(id) != Some(&Kind::Money) {
            return Err(unusable(id, "không phải là một khoản tiền"));
        }
        Ok(estimated(vi::billions(millions), estimate))
    }

    /// "07/32".
    pub fn out_of(&self, part: &str, whole: &str) -> Result<String, Unusable> {
        let ((part, a), (whole, b)) = (self.number(part)?, self.number(whole)?);
        let text = format!("{}/{}", vi::sentence_count(part), vi::sentence_count(whole));
        Ok(estimated(text, a || b))
    }

    /// The same, if it is a part: the two may have been swapped.
    pub fn part_out_of(&self, part: &str, whole: &str) -> Result<String, Unusable> {
        self.rest(whole, part)?;
        self.out_of(part, whole)
    }

    /// What is left of a whole: "25".
    pub fn rest(&self, whole: &str, part: &str) -> Result<String, Unusable> {
        let ((total, a), (number, b)) = (self.number(whole)?, self.number(part)?);
        match total.checked_sub(number) {
            Some(rest) => Ok(estimated(vi::sentence_count(rest), a || b)),
            None => Err(Unusable::Other(format!(
                "dòng `{part}` lớn hơn dòng `{whole}`; có phải hai dòng bị đổi chỗ?"
            ))),
        }
    }

    /// A figure of any kind as a sentence gives it.
    pub fn in_words(&self, id: &str) -> Result<String, Unusable> {
        match (self.get(id)?, self.rows.get(id)) {
            (Some(Value::Rate { .. } | Value::StatedShare { .. }), _) => self.share(id),
            (_, Some(Kind::Money)) => self.money(id),
            (_, Some(Kind::Answer)) => {
                Err(unusable(id, "là một câu trả lời có, không; viết bằng lời"))
            }
            // A place is no count: "thứ 4".
            (_, Some(Kind::Rank)) => Ok(vi::grouped(self.number(id)?.0)),
            _ => self.count(id),
        }
    }

    /// A number, and whether it is an estimate.
    fn number(&self, id: &str) -> Result<(u64, bool), Unusable> {
        match self.get(id)? {
            Some(Value::Missing(_)) => Err(Unusable::Missing(id.to_owned())),
            Some(value) => value
                .number()
                .ok_or_else(|| unusable(id, "là một tỷ lệ, không phải một số")),
            None => Err(unusable(id, "không thuộc số liệu của đơn vị")),
        }
    }

    /// A share with its sign, and whether it is an estimate.
    fn percent(&self, id: &str) -> Result<(String, bool), Unusable> {
        match self.get(id)? {
            Some(Value::Missing(_)) => Err(Unusable::Missing(id.to_owned())),
            Some(value) => {
                let share = value.rate();
                let (rate, estimate) =
                    share.ok_or_else(|| unusable(id, "không phải là một tỷ lệ"))?;
                let percent = rate.percent();
                percent
                    .map(|p| (format!("{}%", p.text), estimate))
                    .ok_or_else(|| unusable(id, "không phát sinh"))
            }
            None => Err(unusable(id, "không thuộc số liệu của đơn vị")),
        }
    }
}

/// That a figure is that of a compiling agency itself, and no unit's is known.
pub fn own_part_only(agency: &str) -> String {
    format!("phần của {agency}; chưa có số của các đơn vị")
}

/// What a compiling agency states itself of rows that are summed over its members.
fn own_parts(subject: Subject<'_>) -> BTreeMap<String, u64> {
    let stated = subject
        .submission
        .figures
        .iter()
        .filter(|_| subject.is_compiled());
    let stated = stated.filter_map(|(id, figure)| {
        let row = subject.regime.indicators.get(id)?;
        match figure.value {
            FigureValue::Known(number) if row.compiled_adds => Some((id.to_string(), number)),
            _ => None,
        }
    });
    stated.collect()
}

fn kind(row: &Indicator) -> Kind {
    let answered = row
        .unit_wording
        .as_ref()
        .is_some_and(|w| w.answers.is_some());
    match row.quantity {
        Quantity::Answer(_) => Kind::Answer,
        _ if answered => Kind::Answer,
        Quantity::Money => Kind::Money,
        Quantity::Rank => Kind::Rank,
        Quantity::Count | Quantity::Share => Kind::Number,
    }
}

/// A goal for a share; the others are told when they are judged.
fn goal_words(measure: &Measure) -> Option<String> {
    let goal = if measure.at_year_end {
        "chỉ tiêu cả năm"
    } else {
        "chỉ tiêu"
    };
    match measure.goal {
        Goal::AtLeast(100) => Some(format!("{goal} 100%")),
        Goal::AtLeast(share) => Some(format!("{goal} tối thiểu {share}%")),
        Goal::MoreThan(_) | Goal::Better | Goal::NoWorse => None,
    }
}

fn unusable(id: &str, why: &str) -> Unusable {
    Unusable::Other(format!("dòng `{id}` {why}"))
}

fn estimated(text: String, estimate: bool) -> String {
    if estimate {
        format!("ước {text}")
    } else {
        text
    }
}
