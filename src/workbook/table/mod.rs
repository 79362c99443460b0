//! The figures of a place in a period, unit by unit: what its compiled report adds up, and how.
//!
//! Not for: the figures themselves (`assess`).

mod csv;
mod gather;
mod key_figures;
mod total;
mod write;

use chrono::NaiveDate;

pub use key_figures::{KeyFigure, KeyValue};
pub use total::Total;

use crate::assess::{Sums, Value};
use crate::diagnostic::Sources;
use crate::model::{AgencyId, IndicatorId, Period, Rate, Subject};

/// What units say in a period, and what it comes to.
#[derive(Debug, Clone)]
pub struct Table {
    /// The period.
    pub period: Period,
    /// Its name: "quý I năm 2026".
    pub period_name: String,
    /// The agency whose report is compiled.
    pub agency_name: String,
    /// What all of its area is called: "toàn thành phố".
    pub whole_area: String,
    /// The day by which that report is due.
    pub due: Option<NaiveDate>,
    /// Whether figures and names are invented.
    pub is_sample: bool,
    /// The units, in the order in which the compiled report has them.
    pub units: Vec<TableUnit>,
    /// The forms.
    pub forms: Vec<TableForm>,
    /// The key figures by which the regime sets units side by side.
    pub key_figures: Vec<KeyFigure>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableUnit {
    /// Its name in data.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What the agencies of its level are called together.
    pub level: String,
    /// Whether its figures are in the sums.
    pub state: UnitState,
}

/// Whether the figures of a unit are in the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitState {
    /// They are.
    Reported,
    /// It has compiled those of others, each of which stands in a row of its own.
    Compiled,
    /// It is the agency whose report is compiled, with what it adds itself.
    Itself,
    /// It has not reported.
    Missing,
    /// Its file is a draft.
    Draft,
    /// Its file has errors.
    Faulty,
    /// It has reported to an agency that has not.
    Waiting,
}

impl UnitState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reported => "Đã báo cáo",
            Self::Compiled => "Đã báo cáo; số của các đơn vị thuộc phạm vi ở dòng riêng",
            Self::Itself => "Số của cơ quan lập báo cáo tổng hợp",
            Self::Missing => "Chưa báo cáo",
            Self::Draft => "Dự thảo, chưa tính",
            Self::Faulty => "Tệp có lỗi, chưa tính",
            Self::Waiting => "Chưa tính: cơ quan tổng hợp của đơn vị chưa báo cáo",
        }
    }

    /// Whether its figures are in the sums.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Reported | Self::Compiled | Self::Itself)
    }
}

/// A form.
#[derive(Debug, Clone)]
pub struct TableForm {
    /// Its name in data: `tthc`.
    pub key: String,
    /// Its printed number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its rows, which are columns here: as the form prints them, then those that it does not print.
    pub columns: Vec<TableColumn>,
}

/// A row of a form.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// Its name in data.
    pub id: IndicatorId,
    /// STT as printed; nothing where it is not printed.
    pub number: String,
    /// The line above it by its number, with that: "3.2. Tại cấp xã".
    pub group: String,
    /// Its name in the compiled report, and in the report of a unit.
    pub names: [String; 2],
    /// What it is measured in there, and there.
    pub measures: [String; 2],
    /// What units say for themselves; nothing of one that the row does not concern or that has not reported.
    pub cells: Vec<Option<TableCell>>,
    /// What is said of the whole area, and by whom.
    pub of_area: Option<(AgencyId, TableCell)>,
    /// How the value of the compiled report comes about.
    pub total: Total,
    /// That value.
    pub value: Option<Amount>,
    /// Whether any of it is an estimate.
    pub is_estimate: bool,
}

/// What a unit says of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCell {
    /// The figure, if it has one.
    pub amount: Option<Amount>,
    /// Whether it is an estimate.
    pub is_estimate: bool,
    /// Whether a document states it, so that it is in no sum.
    pub is_stated: bool,
    /// Why there is none; what it says of it.
    pub remark: String,
    /// Where it is from.
    pub source: String,
}

/// A figure as a cell holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A number.
    Number(u64),
    /// So many per cent, rounded as they are printed, with a point before the decimals.
    Percent(String),
}

/// The largest number up to which a cell holds each one exactly.
const LARGEST_EXACT: u64 = 1 << 53;

impl Amount {
    /// The figure of a value, if it has one.
    fn of(value: &Value) -> Option<Self> {
        if let Some((number, _)) = value.number() {
            return Some(Self::Number(number));
        }
        Self::of_rate(value.rate()?.0)
    }

    /// A share; nothing out of nothing has none.
    fn of_rate(rate: Rate) -> Option<Self> {
        let text = rate.percent()?.text;
        Some(Self::Percent(text.replace('.', "").replace(',', ".")))
    }

    /// As programs read it: "6127", "98.52".
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Percent(text) => text.clone(),
        }
    }

    /// Whether a cell holds it exactly.
    fn is_exact(&self) -> bool {
        match self {
            Self::Number(number) => *number <= LARGEST_EXACT,
            Self::Percent(text) => text.len() < 15,
        }
    }
}

impl Table {
    /// The table of a compiled report. `faulty` are units whose files have errors, which nothing is
    /// known of.
    pub fn of(
        subject: Subject<'_>,
        sums: &Sums,
        (sources, faulty): (&Sources, &[AgencyId]),
    ) -> Self {
        gather::table(subject, sums, (sources, faulty))
    }

    /// What its files are called, without an ending.
    pub fn file_stem(&self) -> String {
        format!("{}-tong-hop", self.period)
    }

    /// Its title.
    fn title(&self) -> String {
        format!("Số liệu các đơn vị, {}", self.period_name)
    }

    /// The row of a form by its name in data, and in which form it is a column, from 0.
    fn column(&self, id: &IndicatorId) -> Option<(usize, usize, &TableColumn)> {
        let forms = self.forms.iter().enumerate();
        let mut found = forms.flat_map(|(form, all)| {
            let columns = all.columns.iter().enumerate();
            columns.map(move |(place, column)| (form, place, column))
        });
        found.find(|(_, _, column)| column.id == *id)
    }

    /// Who is not in the sums.
    fn uncounted(&self) -> impl Iterator<Item = &TableUnit> {
        self.units.iter().filter(|unit| !unit.state.is_counted())
    }
}

pub use csv::CsvFile;
