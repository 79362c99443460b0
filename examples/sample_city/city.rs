//! The city that figures and words are made for: what its data folder says.

use std::error::Error;
use std::fs;
use std::path::Path;

use baocao::load::load;
use baocao::model::{
    Agency, AgencyId, FigureValue, IndicatorId, Leaf, Period, Plan, Regime, Submission,
};
use baocao::typeset::FontSet;
use chrono::NaiveDate;

use super::register::Issuer;

/// What the first lines of a generated file say.
pub(crate) const MARK: &str =
    "# Do examples/sample_city lập; sửa ở đó rồi lập lại, không sửa ở đây.";

/// An agency that reports.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) id: AgencyId,
    pub(crate) agency: Agency,
    /// Whether it governs a part of the city.
    pub(crate) is_local: bool,
}

impl Unit {
    /// Whether it was made up beside the city's own.
    pub(crate) fn is_invented(&self) -> bool {
        self.id.as_str().starts_with("so-mau-")
    }

    /// Who numbers its documents.
    pub(crate) fn issuer(&self) -> Issuer<'_> {
        issuer(&self.agency)
    }
}

/// Who numbers the documents of an agency.
pub(crate) fn issuer(agency: &Agency) -> Issuer<'_> {
    let abbreviation = agency.abbreviation.as_ref();
    Issuer {
        id: &agency.id,
        abbreviation: abbreviation.map_or("", |a| a.value.as_str()),
    }
}

/// Units, regime, plan, and what was written by hand.
pub(crate) struct City {
    pub(crate) units: Vec<Unit>,
    pub(crate) regime: Regime,
    pub(crate) plan: Plan,
    pub(crate) year: i32,
    /// The agency whose report is compiled from those of the units.
    pub(crate) compiled: Agency,
    /// Submissions written by hand for the first period of the year.
    by_hand: Vec<Submission>,
}

impl City {
    /// Reads the city whose report of a year is compiled.
    pub(crate) fn read(data: &Path, year: i32) -> Result<Self, Box<dyn Error>> {
        let fonts = FontSet::load(None).map_err(|f| f.message)?;
        let first = Period {
            year,
            cycle: "q1".into(),
        };
        let loaded = load(data, &first, &[], fonts.charset());
        if let Some(fault) = loaded.findings.first() {
            return Err(format!("the data are faulty: {}", fault.message).into());
        }
        let workspace = loaded.workspace;
        let regime = *workspace.regimes_for(&first).first().ok_or("no regime")?;
        let due = regime.cycles[0]
            .units_due
            .in_year(year)
            .ok_or("no due date")?;
        let city = workspace
            .agencies
            .values()
            .find(|a| a.compiled_by.is_some());
        let city = city.ok_or("no report is compiled")?;
        let units = workspace.members(city, due);
        let by_hand = workspace.submissions.iter().filter(|submission| {
            let path = data.join(format!("{year}/q1/{}.yaml", submission.agency));
            is_by_hand(&path)
        });
        Ok(Self {
            units: units
                .into_iter()
                .map(|agency| Unit {
                    id: agency.id.clone(),
                    is_local: matches!(agency.level.as_str(), "huyen" | "xa"),
                    agency: agency.clone(),
                })
                .collect(),
            compiled: city.clone(),
            regime: regime.clone(),
            plan: workspace.plans.get(&year).ok_or("no plan")?.clone(),
            year,
            by_hand: by_hand.cloned().collect(),
        })
    }

    /// The city itself, where it is one that reported.
    pub(crate) fn compiled_unit(&self) -> Unit {
        Unit {
            id: self.compiled.id.clone(),
            agency: self.compiled.clone(),
            is_local: false,
        }
    }

    pub(crate) fn owner(&self, row: &IndicatorId) -> Option<&AgencyId> {
        self.plan.owner(row)
    }

    /// The submission that somebody wrote for a unit.
    pub(crate) fn submission_by_hand(&self, unit: &AgencyId) -> Option<&Submission> {
        self.by_hand.iter().find(|s| s.agency == *unit)
    }

    /// The figure that somebody wrote for a row.
    pub(crate) fn written(&self, unit: &AgencyId, row: &IndicatorId) -> Option<u64> {
        let figure = self.submission_by_hand(unit)?.figures.get(row)?;
        match figure.value {
            FigureValue::Known(number) => Some(number),
            FigureValue::Unavailable(_) | FigureValue::Stated(_) => None,
        }
    }

    /// The unit's own plan as somebody wrote it down: the product of task 1b.
    pub(crate) fn plan_by_hand(&self, unit: &AgencyId) -> Option<(String, NaiveDate)> {
        let progress = self.submission_by_hand(unit)?.progress.get("1b")?;
        let product = progress.products.first()?;
        Some((product.symbol.as_ref()?.value.clone(), product.date.value))
    }

    /// The leaves of the plan that a unit reports on.
    pub(crate) fn leaves(&self, unit: &Unit) -> Vec<&Leaf> {
        let leaves = self.plan.leaves();
        leaves
            .filter(|leaf| leaf.is_reported_by(&unit.agency))
            .collect()
    }
}

/// Whether somebody wrote a file, which is then left alone.
pub(crate) fn is_by_hand(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| !text.lines().take(3).any(|line| line == MARK))
}

/// How many communes a district has.
pub(crate) fn communes(unit: &AgencyId) -> u64 {
    const COMMUNES: &[(&str, u64)] = &[
        ("quan-hong-bang", 9),
        ("quan-ngo-quyen", 12),
        ("quan-le-chan", 15),
        ("quan-kien-an", 10),
        ("quan-hai-an", 8),
        ("quan-do-son", 6),
        ("quan-duong-kinh", 6),
        ("huyen-thuy-nguyen", 37),
        ("huyen-an-duong", 16),
        ("huyen-an-lao", 17),
        ("huyen-kien-thuy", 18),
        ("huyen-tien-lang", 21),
        ("huyen-vinh-bao", 30),
        ("huyen-cat-hai", 12),
        ("huyen-bach-long-vi", 0),
    ];
    let known = COMMUNES.iter().find(|(id, _)| *id == unit.as_str());
    known.map_or(14, |(_, count)| *count)
}
