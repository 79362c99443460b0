//! Tables of somebody else whose numbers become rows of the forms (`bang_ngoai`).

use super::IndicatorId;
use crate::diagnostic::Located;

/// How a table of somebody else is known, and which of its numbers are added up into rows.
#[derive(Debug, Clone)]
pub struct ForeignTable {
    /// What the place calls it.
    pub name: Located<String>,
    /// The heads of columns by which it is known: all of them are there.
    pub known_by: Vec<Located<String>>,
    /// The head of the column in which its rows are named.
    pub name_column: Located<String>,
    /// Where its numbers stand.
    pub layout: ForeignLayout,
    /// The rows that it has something for.
    pub sums: Vec<ForeignSum>,
}

/// Where the numbers of a table stand that are added up.
#[derive(Debug, Clone)]
pub enum ForeignLayout {
    /// In several columns, in the row of the unit (`dong: don_vi`).
    RowOfUnit(Located<String>),
    /// In several columns, in the rows of these names (`dong`).
    Rows(Vec<Located<String>>),
    /// In several rows, in the column of this head (`cot_so`).
    Column(Located<String>),
}

/// A row of a form, with the columns or rows that are added up into it.
#[derive(Debug, Clone)]
pub struct ForeignSum {
    /// The row.
    pub row: Located<IndicatorId>,
    /// The heads of columns or names of rows, by the layout of the table.
    pub parts: Vec<Located<String>>,
}
