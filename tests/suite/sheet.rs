//! Finished pages as lists of text runs and lines, in points from the top left
//! corner, to be measured.

use typst::layout::{Abs, Frame, FrameItem, Point, Size};
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

/// A page to measure.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub width: f64,
    pub height: f64,
    pub runs: Vec<Run>,
    pub rules: Vec<Rule>,
}

/// Text of one font and size.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub x: f64,
    /// The baseline.
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
    pub text: String,
}

/// A horizontal line.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub x: f64,
    pub y: f64,
    pub width: f64,
}

/// Runs of one baseline, read from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub x: f64,
    pub y: f64,
    pub right: f64,
    pub size: f64,
    pub bold: bool,
    pub text: String,
}

pub(crate) fn sheets(document: &PagedDocument) -> Vec<Sheet> {
    document
        .pages()
        .iter()
        .map(|page| {
            let mut sheet = Sheet {
                width: page.frame.width().to_pt(),
                height: page.frame.height().to_pt(),
                runs: Vec::new(),
                rules: Vec::new(),
            };
            take(&page.frame, Point::zero(), &mut sheet);
            sheet
        })
        .collect()
}

fn take(frame: &Frame, origin: Point, sheet: &mut Sheet) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => {
                let moved = Point::new(at.x + group.transform.tx, at.y + group.transform.ty);
                take(&group.frame, moved, sheet);
            }
            FrameItem::Text(text) => {
                let variant = text.font.font().info().variant;
                sheet.runs.push(Run {
                    x: at.x.to_pt(),
                    y: at.y.to_pt(),
                    width: text.width().to_pt(),
                    size: text.size.to_pt(),
                    bold: variant.weight.to_number() >= 600,
                    italic: variant.style != typst::text::FontStyle::Normal,
                    text: text.text.to_string(),
                });
            }
            FrameItem::Shape(shape, _) => {
                if let Geometry::Line(end) = shape.geometry
                    && end.y == Abs::zero()
                {
                    sheet.rules.push(Rule {
                        x: at.x.to_pt(),
                        y: at.y.to_pt(),
                        width: end.x.to_pt(),
                    });
                }
            }
            FrameItem::Image(_, Size { .. }, _) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

impl Sheet {
    /// The lines of a page from top to bottom. Columns side by side are one
    /// line; ask for them by `x`.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let mut runs = self.runs.clone();
        // Boxed words sit a hair off the baseline of their line.
        let position = |run: &Run| ((run.y * 2.0).round(), run.x);
        runs.sort_by(|a, b| {
            position(a)
                .partial_cmp(&position(b))
                .expect("positions are numbers")
        });
        let mut lines: Vec<Line> = Vec::new();
        for run in runs {
            match lines.last_mut() {
                Some(line) if (line.y - run.y).abs() < 1.0 => {
                    line.text.push_str(&run.text);
                    line.right = line.right.max(run.x + run.width);
                }
                _ => lines.push(Line {
                    x: run.x,
                    y: run.y,
                    right: run.x + run.width,
                    size: run.size,
                    bold: run.bold,
                    text: run.text,
                }),
            }
        }
        lines
    }

    /// The runs whose text contains `text`.
    pub(crate) fn find(&self, text: &str) -> Vec<&Run> {
        self.runs.iter().filter(|r| r.text.contains(text)).collect()
    }

    /// The one run that contains `text`.
    pub(crate) fn one(&self, text: &str) -> &Run {
        let found = self.find(text);
        assert_eq!(found.len(), 1, "`{text}` stands {} times", found.len());
        found[0]
    }

    /// The one bold run that contains `text`.
    pub(crate) fn one_bold(&self, text: &str) -> &Run {
        let found: Vec<_> = self.find(text).into_iter().filter(|r| r.bold).collect();
        assert_eq!(
            found.len(),
            1,
            "`{text}` stands {} times in bold",
            found.len()
        );
        found[0]
    }

    /// All text in the order of the page description.
    pub(crate) fn text(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }
}

impl Run {
    pub(crate) fn middle(&self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// Millimetres in points.
pub(crate) fn mm(length: f64) -> f64 {
    length * 72.0 / 25.4
}
