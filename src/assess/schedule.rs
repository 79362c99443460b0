//! The calendar of a reporting year: what is due from whom to whom.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::load::{kind_of, without_office};
use crate::model::{Cycle, Period, PhraseValues, Regime, Territory, Timing, Workspace, day};
use crate::vi;

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// A name that stays the same: "2021-q1/don-vi".
    pub id: String,
    /// The last day.
    #[serde(serialize_with = "day::iso")]
    pub date: NaiveDate,
    /// What is due: "Báo cáo cải cách hành chính quý I năm 2021".
    pub what: String,
    /// The day in the words of the regime or the plan: "trước ngày 05/3/2021".
    pub words: String,
    /// From whom.
    pub from: String,
    /// To whom; nobody for a task.
    pub to: Option<String>,
    /// The last working day on which nobody can call it late, where that is another one.
    #[serde(serialize_with = "day::iso_if_known")]
    pub advised: Option<NaiveDate>,
    /// Where it is laid down: "Kế hoạch tỉnh, mục IV.1.d".
    pub source: String,
    /// Whether the day is what the place has said, and not one to begin with.
    pub confirmed: bool,
}

/// All that is due in a year, in the order of the days.
pub fn schedule(workspace: &Workspace, year: i32) -> Vec<Due> {
    let mut all = of_regimes(workspace, year);
    if let Some(plan) = workspace.plans.get(&year) {
        let of_plan = plan
            .milestones
            .iter()
            .enumerate()
            .map(|(index, milestone)| Due {
                id: format!("{year}/moc-{}", index + 1),
                date: milestone.date.value,
                what: milestone.content.value.clone(),
                words: milestone.words.value.clone(),
                from: milestone.from.value.clone(),
                to: Some(milestone.to.value.clone()),
                advised: advised(
                    milestone.date.value,
                    milestone.words.value.starts_with("trước"),
                ),
                source: format!("{}, mục {}", plan.short_name.value, milestone.clause.value),
                confirmed: true,
            });
        let tasks = plan.leaves().filter_map(|leaf| {
            let Timing::Deadline(date) = leaf.timing else {
                return None;
            };
            Some(Due {
                id: format!("{year}/nhiem-vu-{}", leaf.id),
                date,
                what: format!("Nhiệm vụ số {}: {}", leaf.id, leaf.short_name.value),
                words: vi::lower_first(&leaf.timing_words.value),
                from: leaf.lead.named.words.value.clone(),
                to: None,
                advised: advised(date, false),
                source: format!("{}, Danh mục nhiệm vụ", plan.short_name.value),
                confirmed: true,
            })
        });
        all.extend(of_plan.chain(tasks));
    }
    all.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    all
}

/// The reports of units, and those that are compiled from them.
fn of_regimes(workspace: &Workspace, year: i32) -> Vec<Due> {
    let calendar = PhraseValues::of_year(year);
    let mut all = Vec::new();
    for regime in &workspace.regimes {
        for id in regime.cycles.keys() {
            let period = Period {
                year,
                cycle: id.clone(),
            };
            // Of a period with issued reports it may be an earlier text.
            let mut holding = workspace.regimes_for(&period).into_iter();
            let Some(regime) = holding.find(|r| r.id == regime.id) else {
                continue;
            };
            let Some(cycle) = regime.cycles.get(id) else {
                continue;
            };
            let days = (
                cycle.units_due.in_year(year),
                cycle.ministry_due.in_year(year),
            );
            let (Some(units_due), Some(ministry_due)) = days else {
                continue;
            };
            let name = cycle.name.fill(&calendar);
            let receptions = workspace.receptions(units_due);
            let to: Vec<_> = receptions
                .iter()
                .map(|r| r.receiver.name.value.as_str())
                .collect();
            all.push(Due {
                id: format!("{period}/don-vi"),
                date: units_due,
                what: format!("Báo cáo {name} của các đơn vị"),
                words: format!("trước ngày {}", vi::short_date(units_due)),
                from: audience(workspace, &regime.audience.value, units_due),
                to: Some(to.join("; ")),
                advised: advised(units_due, true),
                source: due_source(workspace, regime, cycle, year),
                confirmed: !regime.is_unconfirmed(cycle),
            });
            for agency in workspace.agencies.values() {
                let recipient = agency.reports_to.as_ref();
                let recipient = recipient.and_then(|id| workspace.agencies.get(&id.value));
                let (Some(_), Some(recipient)) = (&agency.compiled_by, recipient) else {
                    continue;
                };
                let is_part = workspace.compiled_above(agency, units_due).is_some();
                let (date, before) = if is_part {
                    (units_due, "trước ")
                } else {
                    (ministry_due, "")
                };
                all.push(Due {
                    id: format!("{period}/{}", agency.id),
                    date,
                    what: format!("Báo cáo {name} của {}", agency.name.value),
                    words: format!("{before}ngày {}", vi::short_date(date)),
                    from: agency.name.value.clone(),
                    to: Some(recipient.name.value.clone()),
                    advised: advised(date, is_part),
                    source: if is_part {
                        due_source(workspace, regime, cycle, year)
                    } else {
                        regime.name.value.clone()
                    },
                    confirmed: !is_part || !regime.is_unconfirmed(cycle),
                });
            }
        }
    }
    all
}

/// Where it is laid down by when units report: in the regime, or by the place itself. Of a day
/// that nobody has confirmed it is said that it is laid down nowhere.
fn due_source(workspace: &Workspace, regime: &Regime, cycle: &Cycle, year: i32) -> String {
    if regime.is_unconfirmed(cycle) {
        return format!(
            "Ngày tạm đặt: {} không định hạn của các đơn vị",
            vi::lower_first(&regime.name.value)
        );
    }
    if !regime.is_day_of_place(cycle) {
        return regime.name.value.clone();
    }
    let clause = regime.due_clause_with(workspace.plans.get(&year));
    let clause = clause.map(|clause| vi::upper_first(&clause));
    clause.unwrap_or_else(|| {
        let place = workspace.territory().map(Territory::full_name);
        let place = place.unwrap_or_else(|| "địa phương".to_owned());
        format!("Quy định của {place} về thời hạn báo cáo")
    })
}

/// Whom a regime asks, without the kinds of units that the place has none of on a day: "Các sở,
/// ban, ngành; Ủy ban nhân dân các xã, phường, đặc khu". A list of which nothing would be left
/// stays.
fn audience(workspace: &Workspace, all: &str, on: NaiveDate) -> String {
    let agencies = workspace.agencies.values();
    let agencies = agencies.filter(|agency| agency.is_valid_on(on));
    let there: BTreeSet<_> = agencies
        .filter_map(|agency| kind_of(without_office(&agency.name.value)))
        .collect();
    let parts = all.split("; ").map(|part| {
        let Some((who, kinds)) = part.split_once(" các ") else {
            return part.to_owned();
        };
        let kinds: Vec<_> = kinds.split(", ").collect();
        let is_kind = |kind: &&str| kind_of(&format!("{kind} x")) == Some(*kind);
        let kept: Vec<_> = kinds
            .iter()
            .copied()
            .filter(|k| there.contains(k))
            .collect();
        if kept.is_empty() || !kinds.iter().all(is_kind) {
            return part.to_owned();
        }
        format!("{who} các {}", kept.join(", "))
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// The last working day before a due day that is said as "before" it or falls on a
/// weekend; nothing where the day itself will do.
fn advised(due: NaiveDate, before: bool) -> Option<NaiveDate> {
    let mut day = if before { due.pred_opt()? } else { due };
    while vi::is_weekend(day) {
        day = day.pred_opt()?;
    }
    (day != due).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_advised_on_which_nobody_can_call_it_late() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a date") };
        let cases = [
            // A Friday, said as "before".
            ("2021-03-05", true, Some("2021-03-04")),
            // A Saturday: the Friday before it.
            ("2021-06-05", true, Some("2021-06-04")),
            ("2021-06-05", false, Some("2021-06-04")),
            // A Sunday.
            ("2021-09-05", true, Some("2021-09-03")),
            ("2021-09-05", false, Some("2021-09-03")),
            // A Monday, said as "before": the Friday before it.
            ("2021-12-20", true, Some("2021-12-17")),
            ("2021-12-20", false, None),
        ];
        for (due, before, advice) in cases {
            assert_eq!(advised(day(due), before), advice.map(day), "{due} {before}");
        }
    }
}
