//! Where everything in a file stands: spans of keys, values, dashes and comments.
//!
//! Not for: what values mean, or whether the file may be edited at all.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span};

/// What may stand behind a value without being part of it.
const BLANK: [char; 3] = [' ', '\t', '\n'];

/// A file as it is written.
pub(super) struct Outline {
    /// The outermost value.
    pub root: Spot,
    /// Every comment, from its `#` to the end of its line.
    comments: Vec<Range<usize>>,
}

/// A value and where it is written.
pub(super) struct Spot {
    /// From its first byte to behind its last one; of a value that is not written the place
    /// behind its colon or dash.
    pub span: Range<usize>,
    /// How it is written.
    pub shape: Shape,
}

/// How a value is written.
pub(super) enum Shape {
    /// Not at all.
    Nothing,
    /// As one value.
    Scalar { style: ScalarStyle, text: String },
    /// As a list.
    List {
        /// Whether it stands in brackets.
        flow: bool,
        items: Vec<Spot>,
        /// Where the dash of each item stands; none of a list in brackets.
        dashes: Vec<usize>,
    },
    /// As keys with values.
    Map {
        /// Whether it stands in braces, or is part of something in brackets.
        flow: bool,
        entries: Vec<Entry>,
    },
}

/// A key and its value.
pub(super) struct Entry {
    pub name: String,
    pub span: Range<usize>,
    pub value: Spot,
}

enum Open {
    List {
        start: usize,
        flow: bool,
        items: Vec<Spot>,
    },
    Map {
        start: usize,
        flow: bool,
        entries: Vec<Entry>,
        key: Option<(String, Range<usize>)>,
    },
}

impl Open {
    fn flow(&self) -> bool {
        match self {
            Self::List { flow, .. } | Self::Map { flow, .. } => *flow,
        }
    }
}

impl Outline {
    /// Reads the events of a text. Nothing where it is written in a way that is not followed:
    /// keys that are no words, `? …`, tags, anchors, aliases.
    pub(super) fn of(text: &str) -> Option<Self> {
        let options = granit_parser::options! {
            emit_comments: true,
            disallow_directives: true,
        };
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        let mut comments = Vec::new();
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.ok()?;
            let span = range(&span)?;
            if event.tag().is_some() || event.anchor_id().is_some() {
                return None;
            }
            let is_flow = open.last().is_some_and(Open::flow);
            let spot = match event {
                Event::Comment(..) => {
                    comments.push(span);
                    continue;
                }
                Event::Scalar(value, style, ..) => Spot {
                    shape: if span.is_empty() && style == ScalarStyle::Plain {
                        Shape::Nothing
                    } else {
                        let text = value.into_owned();
                        Shape::Scalar { style, text }
                    },
                    span: span.start..span.start + text.get(span)?.trim_end_matches(BLANK).len(),
                },
                Event::SequenceStart(..) => {
                    open.push(Open::List {
                        start: span.start,
                        flow: is_flow || text.get(span.start..)?.starts_with('['),
                        items: Vec::new(),
                    });
                    continue;
                }
                Event::MappingStart(..) => {
                    open.push(Open::Map {
                        start: span.start,
                        flow: is_flow || text.get(span.start..)?.starts_with('{'),
                        entries: Vec::new(),
                        key: None,
                    });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    closed(text, &comments, open.pop()?, span.end)?
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => return None,
                _ => continue,
            };
            match open.last_mut() {
                None => {
                    root.get_or_insert(spot);
                }
                Some(Open::List { items, .. }) => items.push(spot),
                Some(Open::Map {
                    entries, key, flow, ..
                }) => match key.take() {
                    None => match spot.shape {
                        Shape::Scalar { text, .. } => *key = Some((text, spot.span)),
                        _ => return None,
                    },
                    Some((name, span)) => {
                        let mut value = spot;
                        match colon(text, span.end) {
                            Some(behind) => place(text, &mut value, behind)?,
                            // Keys in braces may stand alone.
                            None if *flow && matches!(value.shape, Shape::Nothing) => {
                                value.span = span.end..span.end;
                            }
                            None => return None,
                        }
                        entries.push(Entry { name, span, value });
                    }
                },
            }
        }
        let root = root?;
        Some(Self { root, comments })
    }

    /// Whether a comment begins in a part of the text.
    pub(super) fn has_comment(&self, part: &Range<usize>) -> bool {
        let mut comments = self.comments.iter();
        comments.any(|comment| part.contains(&comment.start))
    }
}

fn range(span: &Span) -> Option<Range<usize>> {
    let (start, end) = (span.start.byte_offset()?, span.end.byte_offset()?);
    Some(start..end.max(start))
}

/// The place behind the colon of a key that ends at a place, on the same line.
pub(super) fn colon(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest.get(blank..)?
        .starts_with(':')
        .then_some(end + blank + 1)
}

/// A list or map whose end was met. Of those in brackets the end is the bracket; of others it is
/// that of what they hold last, without the comments and blank lines behind it.
fn closed(text: &str, comments: &[Range<usize>], open: Open, end: usize) -> Option<Spot> {
    match open {
        Open::List {
            start,
            flow,
            mut items,
        } => {
            let mut dashes = Vec::new();
            if !flow {
                let mut at = start;
                for item in &mut items {
                    let dash = behind_comments(text, comments, at);
                    if !text.get(dash..)?.starts_with('-') {
                        return None;
                    }
                    place(text, item, dash + 1)?;
                    at = item.span.end;
                    dashes.push(dash);
                }
            }
            let end = if flow { end } else { items.last()?.span.end };
            Some(Spot {
                span: start..end,
                shape: Shape::List {
                    flow,
                    items,
                    dashes,
                },
            })
        }
        Open::Map {
            start,
            flow,
            entries,
            ..
        } => {
            let braced = text.get(start..)?.starts_with('{') && flow;
            let span = if braced {
                start..end
            } else {
                entries.first()?.span.start..entries.last()?.value.span.end
            };
            Some(Spot {
                span,
                shape: Shape::Map { flow, entries },
            })
        }
    }
}

/// The first place at or behind another one that is neither blank nor comment.
fn behind_comments(text: &str, comments: &[Range<usize>], mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        let mut comments = comments.iter();
        match comments.find(|comment| comment.start == at) {
            Some(comment) => at = comment.end,
            None => return at,
        }
    }
}

/// What is not written stands where it would be written, and a paragraph begins with its mark.
fn place(text: &str, spot: &mut Spot, behind: usize) -> Option<()> {
    match spot.shape {
        Shape::Nothing => spot.span = behind..behind,
        Shape::Scalar {
            style: ScalarStyle::Folded | ScalarStyle::Literal,
            ..
        } => {
            let rest = text.get(behind..)?;
            let mark = behind + rest.len() - rest.trim_start_matches(BLANK).len();
            if !text.get(mark..)?.starts_with(['>', '|']) {
                return None;
            }
            spot.span = mark..spot.span.end.max(mark + 1);
        }
        _ => {}
    }
    Some(())
}
