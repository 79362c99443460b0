//! What the regime of a period asks of its figures.

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::Code;
use crate::event::Event;
use crate::model::{Formula, GreatChange, Indicator, IndicatorId, Kind, Period, Quantity, Regime};

/// Of which period the rules are asked.
#[derive(Debug, Clone)]
pub struct RulesRequest {
    /// The period.
    pub period: Period,
}

/// What a regime asks of its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegimeRules {
    /// The name of the regime in data.
    pub regime: String,
    /// What it asks, by rule; none that asks nothing.
    pub groups: Vec<RuleGroup>,
}

/// What is asked under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleGroup {
    /// The rule.
    pub rule: Code,
    /// What the lines mean, in Vietnamese.
    pub meaning: String,
    /// A line for each row, or for each kind of row.
    pub lines: Vec<String>,
}

impl App {
    /// What the regimes of a period ask of its figures, row by row; nothing where the data do not
    /// say it.
    pub fn rules(
        &self,
        request: &RulesRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Vec<RegimeRules>>) {
        self.run(tell, |run| run.rules(request))
    }
}

impl Run<'_> {
    fn rules(&mut self, request: &RulesRequest) -> Option<Vec<RegimeRules>> {
        let fonts = self.fonts()?;
        let loaded = self.app.folder(&fonts).register(&request.period);
        let workspace = self.loaded(loaded, |_| Vec::new())?;
        let regimes = workspace.regimes_for(&request.period);
        Some(regimes.into_iter().map(of_regime).collect())
    }
}

fn of_regime(regime: &Regime) -> RegimeRules {
    let rows = || regime.indicators.values();
    let limits = regime.limits().into_iter();
    let limits = limits.map(|(whole, parts)| format!("{} ≤ {whole}", sum(&parts)));
    let equal =
        rows().filter_map(|row| Some(format!("{} = {}", row.id, row.should_equal.as_ref()?.value)));
    let bounded = rows().filter_map(|row| {
        Some(format!(
            "{} ≤ {}",
            row.id,
            row.should_not_exceed.as_ref()?.value
        ))
    });
    let only_with =
        rows().filter_map(|row| Some(format!("{}: {}", row.id, row.only_with.as_ref()?.value)));
    let worked_out = rows().filter_map(worked_out);
    let stated = rows().filter(|row| row.may_be_stated);
    let stated = stated.map(|row| row.id.to_string());
    let answers = rows().filter_map(codes);
    let cumulative = rows().filter(|row| row.kind == Kind::Cumulative && row.formula.is_none());
    let cumulative = cumulative.map(|row| row.id.to_string());
    let great = regime.great_change.iter().flat_map(|great| {
        let told = |what: &str, change: GreatChange| {
            let GreatChange { times, least } = change;
            format!("{what}: gấp {times} lần hoặc chỉ còn 1/{times}, và chênh từ {least} trở lên")
        };
        [
            told("số tại thời điểm, so với báo cáo trước", great.of_snapshots),
            told(
                "số trong kỳ và lũy kế, so với cùng kỳ năm trước",
                great.within_a_year,
            ),
        ]
    });
    let groups: [(Code, &str, Vec<String>); 9] = [
        (
            Code::FigurePartExceedsWhole,
            "các phần không vượt tổng thể",
            limits.collect(),
        ),
        (
            Code::FigureUnexpected,
            "hai số đếm cùng một thứ",
            equal.collect(),
        ),
        (
            Code::FigureUnexpected,
            "thường không vượt, vượt thì giải trình",
            bounded.collect(),
        ),
        (
            Code::FigureUnexpected,
            "chỉ có khi dòng kia khác 0, nếu không thì giải trình",
            only_with.collect(),
        ),
        (
            Code::FigureComputed,
            "chương trình tính, không nhập",
            worked_out.collect(),
        ),
        (
            Code::FigureStated,
            "nêu được theo nguồn khi không ai có số để tính",
            stated.collect(),
        ),
        (Code::NumberRange, "trả lời bằng mã", answers.collect()),
        (
            Code::FigureDecreases,
            "lũy kế, không giảm trong năm",
            cumulative.collect(),
        ),
        (
            Code::FigureJump,
            "thay đổi đột ngột thì giải trình",
            great.collect(),
        ),
    ];
    let groups = groups.into_iter().filter(|(_, _, lines)| !lines.is_empty());
    RegimeRules {
        regime: regime.id.clone(),
        groups: groups
            .map(|(rule, meaning, lines)| RuleGroup {
                rule,
                meaning: meaning.to_owned(),
                lines,
            })
            .collect(),
    }
}

fn sum(ids: &[&IndicatorId]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| id.as_str()).collect();
    ids.join(" + ")
}

fn worked_out(row: &Indicator) -> Option<String> {
    let id = &row.id;
    Some(match row.formula.as_ref()? {
        Formula::Sum(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| &part.value).collect();
            format!("{id} = {}", sum(&parts))
        }
        Formula::Difference(whole, parts) => {
            let parts: Vec<_> = parts.iter().map(|part| part.value.as_str()).collect();
            format!("{id} = {} - {}", whole.value, parts.join(" - "))
        }
        Formula::Rate(part, whole) => format!("{id} = {} / {}", part.value, whole.value),
    })
}

fn codes(row: &Indicator) -> Option<String> {
    let Quantity::Answer(answers) = &row.quantity else {
        return None;
    };
    let answers: Vec<_> = answers
        .iter()
        .map(|(code, words)| format!("{code} {}", words.value))
        .collect();
    Some(format!("{}: {}", row.id, answers.join(", ")))
}
