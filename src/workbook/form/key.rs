//! What rows are about. Their names stand in a column that is not seen, so that rows are found
//! wherever they have been sorted to.

use std::fmt;

use crate::diagnostic::Code;
use crate::model::{IndicatorId, Period, SectionId, TaskId};

/// What a row is about. As text it is where its values stand in a unit's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// Words over other rows.
    Heading,
    /// Something that is only shown.
    Shown,
    /// A row of a form that is worked out.
    WorkedOut(IndicatorId),
    /// A row of a form that is typed.
    Figure(IndicatorId),
    /// The final figure of a row that an earlier report estimated.
    Final(Period, IndicatorId),
    /// A task, with its first product.
    Task(TaskId),
    /// A further product of a task, from 2.
    Product(TaskId, usize),
    /// A paragraph of a section, from 1.
    Paragraph(SectionId, usize),
    /// Something of the document.
    Document(DocumentField),
    /// What is told of a workbook by a rule, and of which row, task or section.
    Finding(Code, Option<String>),
}

/// What the keys of answers to findings begin with.
pub const ANSWER: &str = "giai_trinh.";

/// What is asked of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentField {
    /// The day up to which it counts.
    ReferenceDate,
    /// How far it has come.
    State,
    /// Its number.
    Number,
    /// Its day.
    Date,
    /// Who signs.
    Signer,
    /// A line of its legal basis, from 1.
    Basis(usize),
    /// The number of the document whose place it takes.
    ReplacedNumber,
    /// The day of that document.
    ReplacedDate,
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading | Self::Shown => Ok(()),
            Self::WorkedOut(row) => write!(f, "={row}"),
            Self::Figure(row) => write!(f, "so_lieu.{row}"),
            Self::Final(period, row) => write!(f, "chinh_thuc.{period}.{row}"),
            Self::Task(task) => write!(f, "nhiem_vu.{task}"),
            Self::Product(task, number) => write!(f, "nhiem_vu.{task}.san_pham.{number}"),
            Self::Paragraph(section, number) => write!(f, "noi_dung.{section}.{number}"),
            Self::Document(field) => field.fmt(f),
            Self::Finding(code, None) => write!(f, "{ANSWER}{}", code.as_str()),
            Self::Finding(code, Some(about)) => {
                write!(f, "{ANSWER}{}.{about}", code.as_str())
            }
        }
    }
}

impl fmt::Display for DocumentField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReferenceDate => f.write_str("so_lieu_den_ngay"),
            Self::State => f.write_str("the_thuc.trang_thai"),
            Self::Number => f.write_str("the_thuc.so"),
            Self::Date => f.write_str("the_thuc.ngay"),
            Self::Signer => f.write_str("the_thuc.nguoi_ky"),
            Self::Basis(number) => write!(f, "the_thuc.can_cu.{number}"),
            Self::ReplacedNumber => f.write_str("the_thuc.thay_the.so"),
            Self::ReplacedDate => f.write_str("the_thuc.thay_the.ngay"),
        }
    }
}
