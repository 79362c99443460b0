//! Whether all text of finished pages has room: within the margins, within its cell, beside what
//! stands on the same line.
//!
//! A measure is a function over a [`Sheet`], and there are as many as [`MEASURES`] names. Not
//! for: why text does not fit, or whose it is (`build`).

use std::fmt::Write as _;

use typst::foundations::{Content, Label, Value};
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Length, Point};
use typst::text::TextItem;
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

use super::fault::Fault;
use crate::decree::Margins;
use crate::diagnostic::PagePlace;

/// The labels around what stands in a column without lines: the first says from where to where.
const COLUMN: &str = "column";
const COLUMN_END: &str = "column-end";
/// What is no more than the rounding of the typesetter, in points.
const TOLERANCE: f64 = 1.0;
/// How many texts of one report are told of.
const TOLD: usize = 5;

/// What is asked of every page.
const MEASURES: &[fn(&Sheet<'_>) -> Vec<Outside>] =
    &[beyond_margins, across_lines, beyond_columns, over_others];

/// A finished page, in points from its top left corner.
struct Sheet<'p> {
    /// The text area: left, right, bottom.
    area: Area,
    /// Text of one font and size, from top to bottom and from left to right.
    runs: Vec<Run<'p>>,
    /// Upright lines of tables.
    lines: Vec<Upright>,
    /// Columns without lines, in the order in which they begin.
    columns: Vec<Column>,
}

#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    bottom: f64,
}

#[derive(Clone, Copy)]
struct Run<'p> {
    left: f64,
    right: f64,
    /// The baseline.
    base: f64,
    size: f64,
    item: &'p TextItem,
}

struct Upright {
    x: f64,
    top: f64,
    bottom: f64,
}

/// A column that only what stands in it shows.
#[derive(Clone, Copy)]
struct Column {
    left: f64,
    right: f64,
    top: f64,
    /// Its end, or none where it goes on over the page.
    bottom: Option<f64>,
}

/// A text that has no room: which run, by how many points, and in words where.
struct Outside {
    run: usize,
    by: f64,
    place: &'static str,
}

/// What does not fit on the pages between `margins`.
pub(super) fn check(document: &PagedDocument, margins: Margins) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut goes_on: Option<Column> = None;
    for (number, page) in (1..).zip(document.pages()) {
        let frame = &page.frame;
        let (width, height) = (frame.width().to_pt(), frame.height().to_pt());
        let mut sheet = Sheet {
            area: Area {
                left: margins.left,
                right: width - margins.right,
                bottom: height - margins.bottom,
            },
            runs: Vec::new(),
            lines: Vec::new(),
            columns: Vec::new(),
        };
        sheet
            .columns
            .extend(goes_on.map(|column| Column { top: 0.0, ..column }));
        sheet.take(frame, Point::zero());
        goes_on = sheet
            .columns
            .last()
            .copied()
            .filter(|column| column.bottom.is_none());
        let order = |run: &Run<'_>| (run.base, run.left);
        sheet.runs.sort_by(|one, other| {
            let (one, other) = (order(one), order(other));
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        sheet.lines.sort_by(|one, other| one.x.total_cmp(&other.x));
        let mut outside: Vec<_> = MEASURES
            .iter()
            .flat_map(|measure| measure(&sheet))
            .collect();
        outside.sort_by_key(|outside| outside.run);
        outside.dedup_by_key(|outside| outside.run);
        faults.extend(outside.iter().map(|outside| {
            let run = &sheet.runs[outside.run];
            let text = run.item.text.as_str();
            let mut message = format!("trang thứ {number} của tệp, “{}” ", crate::vi::brief(text));
            let millimetres = millimetres(outside.by).ceil();
            write!(message, "{} {millimetres} mm", outside.place).expect("it is a text");
            let page = PagePlace {
                page: number,
                left_mm: whole_millimetres(run.left),
                top_mm: whole_millimetres(run.base - run.size),
            };
            Fault::no_room(message, text.to_owned(), page)
        }));
        if faults.len() >= TOLD {
            faults.truncate(TOLD);
            break;
        }
    }
    faults
}

/// Points in millimetres.
fn millimetres(points: f64) -> f64 {
    points * 25.4 / 72.0
}

/// The same, without a part of one. What begins beyond the edge of the paper begins at it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page has some hundreds, and what is less than none is none"
)]
fn whole_millimetres(points: f64) -> u16 {
    millimetres(points).max(0.0) as u16
}

/// From where to where a column goes, if `mark` says it.
fn column(mark: &Content, top: f64) -> Option<Column> {
    let Value::Dict(named) = &mark.to_packed::<MetadataElem>()?.value else {
        return None;
    };
    let length = |key: &str| {
        let length: Length = named.get(key).ok()?.clone().cast().ok()?;
        Some(length.abs.to_pt())
    };
    Some(Column {
        left: length("left")?,
        right: length("right")?,
        top,
        bottom: None,
    })
}

impl<'p> Sheet<'p> {
    fn take(&mut self, frame: &'p Frame, origin: Point) {
        for (position, item) in frame.items() {
            let at = origin + *position;
            match item {
                FrameItem::Group(group) => {
                    let moved = Point::new(at.x + group.transform.tx, at.y + group.transform.ty);
                    self.take(&group.frame, moved);
                }
                FrameItem::Text(item) => {
                    let left = at.x.to_pt();
                    self.runs.push(Run {
                        left,
                        right: left + printed_width(item).to_pt(),
                        base: at.y.to_pt(),
                        size: item.size.to_pt(),
                        item,
                    });
                }
                FrameItem::Shape(shape, _) => {
                    if let Geometry::Line(end) = shape.geometry
                        && end.x == Abs::zero()
                    {
                        let (one, other) = (at.y.to_pt(), (at.y + end.y).to_pt());
                        self.lines.push(Upright {
                            x: at.x.to_pt(),
                            top: one.min(other),
                            bottom: one.max(other),
                        });
                    }
                }
                FrameItem::Tag(Tag::Start(mark, _)) if mark.is::<MetadataElem>() => {
                    let label = mark.label().map(Label::resolve);
                    let label = label.as_deref();
                    if label == Some(COLUMN) {
                        self.columns.extend(column(mark, at.y.to_pt()));
                    } else if label == Some(COLUMN_END)
                        && let Some(column) = self.columns.last_mut()
                    {
                        column.bottom = Some(at.y.to_pt());
                    }
                }
                FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
}

/// The width of what is seen of a text: blanks at its end are not.
fn printed_width(item: &TextItem) -> Abs {
    let seen = item.text.trim_end().len();
    let glyphs = item.glyphs.iter();
    let seen = glyphs.filter(|glyph| usize::from(glyph.range.start) < seen);
    seen.map(|glyph| glyph.x_advance.at(item.size)).sum()
}

/// Text beyond the left, the right or the lower margin.
fn beyond_margins(sheet: &Sheet<'_>) -> Vec<Outside> {
    let area = sheet.area;
    let beyond = sheet.runs.iter().enumerate().filter_map(|(run, text)| {
        let ways = [
            (text.right - area.right, "vượt lề phải"),
            (area.left - text.left, "vượt lề trái"),
            (text.base - area.bottom, "vượt lề dưới"),
        ];
        let (by, place) = ways.into_iter().find(|(by, _)| *by > TOLERANCE)?;
        Some(Outside { run, by, place })
    });
    beyond.collect()
}

/// Text across the upright line of a table.
fn across_lines(sheet: &Sheet<'_>) -> Vec<Outside> {
    let across = sheet.runs.iter().enumerate().filter_map(|(run, text)| {
        let from = sheet
            .lines
            .partition_point(|line| line.x <= text.left + TOLERANCE);
        let lines = sheet.lines[from..].iter();
        let mut inside = lines.take_while(|line| line.x < text.right - TOLERANCE);
        // A line of small letters stands above the baseline.
        let middle = text.base - text.size / 4.0;
        let line = inside.find(|line| line.top < middle && middle < line.bottom)?;
        let by = text.right - line.x;
        let place = "ra ngoài ô của bảng";
        Some(Outside { run, by, place })
    });
    across.collect()
}

/// Text beyond the right edge of its column.
fn beyond_columns(sheet: &Sheet<'_>) -> Vec<Outside> {
    let mut beyond = Vec::new();
    for column in &sheet.columns {
        let bottom = column.bottom.unwrap_or(f64::INFINITY);
        beyond.extend(sheet.runs.iter().enumerate().filter_map(|(run, text)| {
            let is_inside = column.left - TOLERANCE <= text.left && text.left < column.right;
            let is_beside = column.top <= text.base && text.base <= bottom + TOLERANCE;
            let by = text.right - column.right;
            let place = "ra ngoài cột";
            (is_inside && is_beside && by > TOLERANCE).then_some(Outside { run, by, place })
        }));
    }
    beyond
}

/// Text over other text of the same line.
fn over_others(sheet: &Sheet<'_>) -> Vec<Outside> {
    let mut over = Vec::new();
    for (run, text) in sheet.runs.iter().enumerate() {
        let others = sheet.runs[run + 1..].iter();
        let on_line = others.take_while(|other| other.base - text.base < text.size / 4.0);
        for other in on_line {
            let by = text.right.min(other.right) - text.left.max(other.left);
            if by > TOLERANCE {
                let place = "đè lên chữ bên cạnh";
                over.push(Outside { run, by, place });
                break;
            }
        }
    }
    over
}
