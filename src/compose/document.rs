//! A document as data: head, title, blocks of the body, foot, annexes. What writers walk,
//! whichever format they write; `/report.json` is its serialised form.
//!
//! Not for: how anything looks (`templates/nd30`), or where its words come from (`body`, `report`, `reminder`).

use serde::Serialize;

use super::annex::PrintedForm;
use super::comparison_annex::ComparisonTable;
use super::member_annex::MemberTable;
use super::target_annex::TargetTable;
use super::task_annex::TaskTable;
use crate::diagnostic::Place;
use crate::model::IndicatorId;

/// A document in plain text, with a no-break space where one belongs.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What the file says of itself.
    pub properties: Properties,
    /// Whether its figures are invented, which every page says.
    pub sample: bool,
    /// Whether it is marked as a draft.
    pub draft: bool,
    /// The agency above the one whose document it is, line by line (ô 2).
    pub superior: Vec<String>,
    /// The agency, line by line (ô 2).
    pub agency: Vec<String>,
    /// The number; empty where the văn thư writes it by hand (ô 3).
    pub number: String,
    /// The symbol behind the number.
    pub symbol: String,
    /// The place (ô 4).
    pub place: String,
    /// The day of the month; empty where the văn thư writes it by hand.
    pub day: String,
    /// Month and year.
    pub month_year: String,
    /// The kind of document above its subject (ô 5a); empty of a letter, which has none.
    pub kind: String,
    /// The subject below the kind, or the "V/v" of a letter (ô 5b).
    pub subject: String,
    /// The degree of urgency (ô 10a); empty where there is none.
    pub urgency: String,
    /// To whom it goes (ô 9a).
    pub addressees: Vec<String>,
    /// What it rests on, without the mark behind each.
    pub legal_basis: Vec<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// The last paragraph, which stays with the signature.
    pub closing: String,
    /// The lines above the signer's name (ô 7).
    pub signature: Vec<String>,
    /// The signer's name (ô 7b).
    pub signer: String,
    /// Who gets it (ô 9b).
    pub recipients: Vec<String>,
    /// The annexes, in their order.
    pub annexes: Vec<Annex>,
}

/// What a file says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Properties {
    /// Kind and subject.
    pub title: String,
    /// The agency.
    pub author: String,
    /// The year of its day.
    pub year: i32,
    /// The month.
    pub month: u32,
    /// The day; of a draft, the day on which it is due.
    pub day: u32,
    /// The family of fonts.
    pub family: String,
}

/// A part of the body that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// What stands before it: "I.", "1.", "a)" of a heading, "1." of a numbered paragraph
    /// (NĐ 30/2020, Phụ lục I, Phần I, Mục II.6.d).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its words and notes.
    pub text: Vec<Inline>,
    /// The label under which its page is asked for, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// What it is from.
    #[serde(skip)]
    pub origin: BlockOrigin,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The heading of a mục.
    Part,
    /// The heading of a khoản.
    Section,
    /// The heading of a điểm.
    Point,
    /// A paragraph.
    Paragraph,
    /// A paragraph that leads to the dashes below it.
    Lead,
    /// An item of the list below a lead.
    Dash,
}

impl BlockKind {
    /// How deep it stands: 1 of a mục, 3 of a điểm; nothing if it is no heading.
    pub fn heading_level(self) -> Option<usize> {
        match self {
            Self::Part => Some(1),
            Self::Section => Some(2),
            Self::Point => Some(3),
            Self::Paragraph | Self::Lead | Self::Dash => None,
        }
    }
}

/// A piece of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Words.
    Text(String),
    /// A note at the foot of the page, marked here.
    Note(String),
}

/// What a block is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockOrigin {
    /// The section of the outline that it stands in, if any.
    pub section: Option<String>,
    /// The rows whose figures its template put into it.
    pub rows: Vec<IndicatorId>,
    /// Where what people wrote in it stands in the data.
    pub data: Vec<Place>,
    /// Where the template that wrote it does so.
    pub template: Option<Place>,
}

impl Block {
    /// A paragraph of these words.
    pub(super) fn paragraph(words: String) -> Self {
        Self {
            kind: BlockKind::Paragraph,
            number: None,
            text: vec![Inline::Text(words)],
            mark: None,
            origin: BlockOrigin::default(),
        }
    }

    /// Its words in one line, without number and notes.
    pub fn words(&self) -> String {
        let words = self.text.iter().filter_map(|piece| match piece {
            Inline::Text(text) => Some(text.as_str()),
            Inline::Note(_) => None,
        });
        words.collect()
    }

    /// Its notes.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.text.iter().filter_map(|piece| match piece {
            Inline::Text(_) => None,
            Inline::Note(text) => Some(text.as_str()),
        })
    }
}

/// An annex: of figures, tasks, targets, members or comparisons.
#[derive(Debug, Clone, Serialize)]
pub struct Annex {
    /// "PHỤ LỤC" or "PHỤ LỤC I".
    pub label: String,
    /// Its title, in capitals.
    pub title: String,
    /// The document that it goes with.
    pub reference: String,
    /// A remark above its tables.
    pub note: Option<String>,
    pub(super) forms: Option<Vec<PrintedForm>>,
    pub(super) tasks: Option<TaskTable>,
    pub(super) targets: Option<TargetTable>,
    pub(super) members: Option<MemberTable>,
    pub(super) comparisons: Option<ComparisonTable>,
}
