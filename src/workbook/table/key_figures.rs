//! The key figures by which the regime sets the members of a compiled report side by side
//! (`phu_luc_don_vi`), for each unit.

use super::{Amount, Table};
use crate::diagnostic::Located;
use crate::model::{IndicatorId, Rate, Subject};

/// A key figure of every unit.
#[derive(Debug, Clone)]
pub struct KeyFigure {
    /// Its name.
    pub name: String,
    /// Whether it is a rate.
    pub is_rate: bool,
    /// What units have of it; nothing of one that the rows do not concern or that lacks them.
    pub values: Vec<Option<KeyValue>>,
    /// What it is over all units.
    pub total: Option<KeyValue>,
}

/// The sum of some rows, and of a rate that of the rows which they are a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyValue {
    /// The sum.
    pub part: u64,
    /// What it is out of.
    pub whole: Option<u64>,
}

impl KeyValue {
    /// As a cell holds it.
    pub fn amount(self) -> Option<Amount> {
        match self.whole {
            None => Some(Amount::Number(self.part)),
            Some(whole) => Amount::of_rate(Rate {
                part: self.part,
                whole,
            }),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            part: self.part.saturating_add(other.part),
            whole: self
                .whole
                .zip(other.whole)
                .map(|(one, other)| one.saturating_add(other)),
        }
    }
}

pub(super) fn key_figures(subject: Subject<'_>, table: &Table) -> Vec<KeyFigure> {
    let annex = subject.regime.member_annex.as_ref();
    let columns = annex
        .map(|annex| annex.columns.as_slice())
        .unwrap_or_default();
    let figures = columns.iter().map(|column| {
        let is_rate = !column.whole.is_empty();
        let values = (0..table.units.len()).map(|unit| {
            let part = sum(table, unit, &column.rows)?;
            let whole = if is_rate {
                Some(sum(table, unit, &column.whole)?)
            } else {
                None
            };
            Some(KeyValue { part, whole })
        });
        let values: Vec<_> = values.collect();
        KeyFigure {
            name: column.name.value.clone(),
            is_rate,
            total: values.iter().copied().flatten().reduce(KeyValue::plus),
            values,
        }
    });
    figures.collect()
}

/// What a unit states of some rows together.
fn sum(table: &Table, unit: usize, rows: &[Located<IndicatorId>]) -> Option<u64> {
    let numbers = rows.iter().filter_map(|id| {
        let (_, _, column) = table.column(&id.value)?;
        let cell = column.cells.get(unit)?.as_ref()?;
        match &cell.amount {
            // What is stated is in no sum.
            Some(Amount::Number(number)) if !cell.is_stated => Some(*number),
            _ => None,
        }
    });
    numbers.reduce(u64::saturating_add)
}
