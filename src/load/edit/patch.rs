//! Which bytes of a text change, and what they change into.
//!
//! Not for: whether what comes out is what was asked for (the module itself).

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::lines::{
    INDENT, below, flow_list, in_braces_part, in_brackets, item_lines, items_lines, lines_of,
    spaces, written,
};
use super::outline::{Entry, Outline, Shape, Spot, colon};
use super::written::{Setting, WIDTH, Written};
use super::{EditRefusal, Step, Value};

/// A part of a text and what it becomes.
pub(super) struct Patch {
    pub range: Range<usize>,
    pub text: String,
}

impl Patch {
    fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
        }
    }

    fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(at..at, text)
    }
}

/// In which order keys stand under a parent.
pub(super) type Order<'a> = &'a dyn Fn(&[Step]) -> Vec<String>;

/// A text that is to be patched.
pub(super) struct Patcher<'a> {
    pub text: &'a str,
    pub outline: &'a Outline,
    pub order: Order<'a>,
}

/// What a value hangs on.
#[derive(Clone, Copy)]
struct Hook {
    /// Behind its colon or dash.
    behind: usize,
    /// The column of its key or dash.
    column: usize,
    /// Whether it is a dash.
    is_dash: bool,
    /// Whether it is part of something in brackets or braces.
    flow: bool,
}

/// Where a path leads.
enum Found<'a> {
    /// To a value.
    Value(Option<Hook>, &'a Spot),
    /// Nowhere: the last value on the way, and how many steps lead to it.
    Missing(Option<Hook>, &'a Spot, usize),
}

impl<'a> Patcher<'a> {
    /// The patch by which a value is written, be it there before or not.
    pub(super) fn set(&self, path: &[Step], value: &Value) -> Result<Patch, EditRefusal> {
        match self.find(path)? {
            Found::Value(Some(hook), spot) => self.replace(hook, spot, value),
            Found::Value(None, _) => Err(EditRefusal::OtherShape),
            Found::Missing(hook, spot, depth) => self.insert(hook, spot, path, depth, value),
        }
    }

    /// The patch by which an item comes before another one, or behind the last.
    pub(super) fn insert_item(
        &self,
        list: &[Step],
        at: usize,
        text: &str,
    ) -> Result<Patch, EditRefusal> {
        match self.find(list)? {
            Found::Value(_, spot) => self.item(spot, at, &[], &Value::Text(text.to_owned())),
            Found::Missing(..) => Err(EditRefusal::NoSuchPlace),
        }
    }

    /// The patch by which a value is no more.
    pub(super) fn remove(&self, path: &[Step]) -> Result<Patch, EditRefusal> {
        let Some((last, above)) = path.split_last() else {
            return Err(EditRefusal::NoSuchPlace);
        };
        let Found::Value(hook, holder) = self.find(above)? else {
            return Err(EditRefusal::NoSuchPlace);
        };
        match (&holder.shape, last) {
            (Shape::Map { flow, entries }, Step::Key(name)) => {
                let at = entries.iter().position(|entry| entry.name == *name);
                let at = at.ok_or(EditRefusal::NoSuchPlace)?;
                let starts: Vec<_> = entries.iter().map(|entry| entry.span.start).collect();
                let ends = entries.iter().map(|entry| entry.value.span.end);
                let ends: Vec<_> = ends.collect();
                self.without(hook, holder, (*flow, "{}"), (&starts, &ends, at))
            }
            (
                Shape::List {
                    flow,
                    items,
                    dashes,
                },
                Step::Index(at),
            ) => {
                let ends: Vec<_> = items.iter().map(|item| item.span.end).collect();
                let own = items.iter().map(|item| item.span.start);
                let starts: Vec<_> = if *flow { own.collect() } else { dashes.clone() };
                if *at >= items.len() {
                    return Err(EditRefusal::NoSuchPlace);
                }
                self.without(hook, holder, (*flow, "[]"), (&starts, &ends, *at))
            }
            _ => Err(EditRefusal::OtherShape),
        }
    }

    /// A list or map without one of its parts, which begin and end at places.
    fn without(
        &self,
        hook: Option<Hook>,
        holder: &Spot,
        (flow, none): (bool, &str),
        (starts, ends, at): (&[usize], &[usize], usize),
    ) -> Result<Patch, EditRefusal> {
        let (start, end) = (starts[at], ends[at]);
        if flow {
            let range = match (starts.get(at + 1), at.checked_sub(1)) {
                (Some(next), _) => start..*next,
                (None, Some(before)) => ends[before]..end,
                (None, None) if self.text[holder.span.clone()].starts_with(['{', '[']) => {
                    holder.span.start + 1..holder.span.end - 1
                }
                // The only pair of a map without braces, in a list in brackets.
                (None, None) => return Err(EditRefusal::OtherShape),
            };
            if self.outline.has_comment(&range) {
                return Err(EditRefusal::CommentLost);
            }
            return Ok(Patch::new(range, ""));
        }
        if starts.len() == 1 {
            let hook = hook.ok_or(EditRefusal::LastOfFile)?;
            return self.instead(hook, holder, Written::Inline(none.to_owned()));
        }
        if !self.is_first_on_line(start) {
            // Behind a dash: what comes next takes its place.
            let next = *starts.get(at + 1).ok_or(EditRefusal::OtherShape)?;
            let range = start..next;
            if self.outline.has_comment(&range) {
                return Err(EditRefusal::CommentLost);
            }
            return Ok(Patch::new(range, ""));
        }
        let (from, to) = (self.line_start(start), self.line_end(end));
        Ok(if to < self.text.len() {
            Patch::new(from..to + 1, "")
        } else {
            Patch::new(from.saturating_sub(1)..to, "")
        })
    }

    fn find(&self, path: &[Step]) -> Result<Found<'a>, EditRefusal> {
        let (mut hook, mut spot) = (None, &self.outline.root);
        for (depth, step) in path.iter().enumerate() {
            let next = match (step, &spot.shape) {
                (Step::Key(name), Shape::Map { flow, entries }) => entries
                    .iter()
                    .find(|entry| entry.name == *name)
                    .map(|entry| (self.hook_of(entry, *flow), &entry.value)),
                (
                    Step::Index(at),
                    Shape::List {
                        flow,
                        items,
                        dashes,
                    },
                ) => {
                    if *at > items.len() {
                        return Err(EditRefusal::NoSuchPlace);
                    }
                    items.get(*at).map(|item| {
                        let hook = match dashes.get(*at) {
                            Some(dash) => Hook {
                                behind: dash + 1,
                                column: self.column(*dash),
                                is_dash: true,
                                flow: false,
                            },
                            None => Hook {
                                behind: item.span.start,
                                column: self.column(item.span.start),
                                is_dash: true,
                                flow: *flow,
                            },
                        };
                        (hook, item)
                    })
                }
                (Step::Key(_) | Step::Index(0), Shape::Nothing) => None,
                (Step::Index(0), Shape::Map { entries, .. }) if entries.is_empty() => None,
                (Step::Key(_), Shape::List { items, .. }) if items.is_empty() => None,
                _ => return Err(EditRefusal::OtherShape),
            };
            match next {
                Some((found, below)) => (hook, spot) = (Some(found), below),
                None => return Ok(Found::Missing(hook, spot, depth)),
            }
        }
        Ok(Found::Value(hook, spot))
    }

    fn hook_of(&self, entry: &Entry, flow: bool) -> Hook {
        Hook {
            behind: colon(self.text, entry.span.end).unwrap_or(entry.span.end),
            column: self.column(entry.span.start),
            is_dash: false,
            flow,
        }
    }

    /// A value in the place of another one.
    fn replace(&self, hook: Hook, spot: &Spot, value: &Value) -> Result<Patch, EditRefusal> {
        let indent = hook.column + INDENT;
        if let Value::List(items) = value {
            return self.list_instead(hook, spot, items);
        }
        let before = match &spot.shape {
            Shape::Scalar { style, .. } => Some(*style),
            _ => None,
        };
        let is_block = matches!(before, Some(ScalarStyle::Folded | ScalarStyle::Literal));
        let indent = if is_block {
            self.indent_of_block(spot).unwrap_or(indent)
        } else {
            indent
        };
        let setting = Setting {
            flow: hook.flow,
            before,
            column: self.column(hook.behind) + 1,
            indent,
            apart: false,
        };
        let written = written(value, setting);
        if is_block {
            return Ok(self.block_instead(spot, written));
        }
        self.instead(hook, spot, written)
    }

    /// Something else in the place of a paragraph with lines of its own: what is said of it
    /// behind its mark stays.
    fn block_instead(&self, spot: &Spot, written: Written) -> Patch {
        let end = self.line_end(spot.span.start);
        let head = &self.text[spot.span.start..end];
        let mark = head.trim_start_matches(['>', '|', '-', '+']);
        let mark = mark.trim_start_matches(|c: char| c.is_ascii_digit());
        let said = mark.trim_start_matches(['-', '+']).trim_end();
        let text = match written {
            Written::Inline(text) => format!("{text}{said}"),
            Written::Block { mark, lines } => {
                let indent = self.indent_of_block(spot).unwrap_or_default();
                format!("{mark}{said}{}", below(&lines, indent))
            }
        };
        Patch::new(spot.span.clone(), text)
    }

    /// How far the lines of a paragraph are indented.
    fn indent_of_block(&self, spot: &Spot) -> Option<usize> {
        let lines = self.text.get(spot.span.clone())?.lines().skip(1);
        let first = lines.into_iter().find(|line| !line.trim().is_empty())?;
        Some(first.len() - first.trim_start_matches(' ').len())
    }

    /// A value in the place of anything but a paragraph with lines of its own.
    fn instead(&self, hook: Hook, spot: &Spot, written: Written) -> Result<Patch, EditRefusal> {
        let is_group = match &spot.shape {
            Shape::List { flow, .. } | Shape::Map { flow, .. } => !flow,
            Shape::Nothing | Shape::Scalar { .. } => false,
        };
        let is_blank = matches!(spot.shape, Shape::Nothing);
        let range = if is_group || is_blank {
            hook.behind..spot.span.end
        } else {
            spot.span.clone()
        };
        if self.outline.has_comment(&range) {
            return Err(EditRefusal::CommentLost);
        }
        let blank = if is_group || is_blank { " " } else { "" };
        Ok(match written {
            Written::Inline(text) => Patch::new(range, format!("{blank}{text}")),
            Written::Block { mark, lines } => {
                let end = self.line_end(range.end);
                let said = self.said_behind(range.end)?;
                let below = below(&lines, hook.column + INDENT);
                Patch::new(range.start..end, format!("{blank}{mark}{said}{below}"))
            }
        })
    }

    /// The comment behind a place on its line, with the blank before it.
    fn said_behind(&self, at: usize) -> Result<&'a str, EditRefusal> {
        let said = &self.text[at..self.line_end(at)];
        if said.trim().is_empty() || said.trim_start().starts_with('#') {
            Ok(said.trim_end())
        } else {
            Err(EditRefusal::OtherShape)
        }
    }

    /// A list in the place of anything else.
    fn list_instead(
        &self,
        hook: Hook,
        spot: &Spot,
        items: &[String],
    ) -> Result<Patch, EditRefusal> {
        let inline = flow_list(items);
        let in_brackets =
            matches!(&spot.shape, Shape::List { flow: true, items, .. } if !items.is_empty());
        let fits = self.column(hook.behind) + inline.chars().count() < WIDTH;
        if items.is_empty() || hook.flow || (in_brackets && fits) {
            if matches!(
                &spot.shape,
                Shape::Scalar {
                    style: ScalarStyle::Folded | ScalarStyle::Literal,
                    ..
                }
            ) {
                return Ok(self.block_instead(spot, Written::Inline(inline)));
            }
            return self.instead(hook, spot, Written::Inline(inline));
        }
        if hook.is_dash {
            return Err(EditRefusal::OtherShape);
        }
        let lines = items_lines(items, hook.column + INDENT, false);
        self.group_instead(hook, spot, &lines)
    }

    /// Lines below a key in the place of its value.
    fn group_instead(
        &self,
        hook: Hook,
        spot: &Spot,
        lines: &[String],
    ) -> Result<Patch, EditRefusal> {
        if self.outline.has_comment(&(hook.behind..spot.span.end)) {
            return Err(EditRefusal::CommentLost);
        }
        let end = self.line_end(spot.span.end);
        let said = self.said_behind(spot.span.end)?;
        Ok(Patch::new(
            hook.behind..end,
            format!("{said}{}", below(lines, 0)),
        ))
    }

    /// A value where nothing is yet.
    fn insert(
        &self,
        hook: Option<Hook>,
        spot: &Spot,
        path: &[Step],
        depth: usize,
        value: &Value,
    ) -> Result<Patch, EditRefusal> {
        let rest = &path[depth..];
        match (&spot.shape, &rest[0]) {
            (Shape::Map { flow, entries }, Step::Key(name)) if !entries.is_empty() => {
                let keys = (self.order)(&path[..depth]);
                Ok(self.entry(*flow, entries, (name, &keys), rest, value))
            }
            (Shape::List { items, .. }, Step::Index(at)) if !items.is_empty() => {
                self.item(spot, *at, &rest[1..], value)
            }
            _ => {
                let hook = hook.ok_or(EditRefusal::OtherShape)?;
                if hook.flow {
                    let text = in_brackets(rest, value);
                    return self.instead(hook, spot, Written::Inline(text));
                }
                if hook.is_dash {
                    return self.behind_dash(hook, spot, rest, value);
                }
                let lines = lines_of(rest, value, hook.column + INDENT);
                self.group_instead(hook, spot, &lines)
            }
        }
    }

    /// Keys on the line of a dash that has nothing behind it.
    fn behind_dash(
        &self,
        hook: Hook,
        spot: &Spot,
        rest: &[Step],
        value: &Value,
    ) -> Result<Patch, EditRefusal> {
        let end = self.line_end(spot.span.end);
        if !self.text[spot.span.end..end].trim().is_empty() {
            return Err(EditRefusal::OtherShape);
        }
        let lines = lines_of(rest, value, hook.column + INDENT).join("\n");
        Ok(Patch::new(
            hook.behind..end,
            format!(" {}", lines.trim_start()),
        ))
    }

    /// A key that its siblings do not have yet, in their order.
    fn entry(
        &self,
        flow: bool,
        entries: &[Entry],
        (name, order): (&str, &[String]),
        rest: &[Step],
        value: &Value,
    ) -> Patch {
        let rank = |name: &str| order.iter().position(|known| known == name);
        let own = rank(name);
        let ranks: Vec<_> = entries.iter().map(|entry| rank(&entry.name)).collect();
        let before = |rank: &Option<usize>| rank.is_some_and(|rank| Some(rank) < own);
        let behind = |rank: &Option<usize>| rank.is_some() && *rank > own;
        let last = entries.len() - 1;
        let (at, is_before) = match own {
            None => (last, false),
            Some(_) => match ranks.iter().rposition(before) {
                Some(at) => (at, false),
                None => match ranks.iter().position(behind) {
                    Some(at) => (at, true),
                    None => (last, false),
                },
            },
        };
        let entry = &entries[at];
        if flow {
            let text = in_braces_part(rest, value);
            return if is_before {
                Patch::insert(entry.span.start, format!("{text}, "))
            } else {
                Patch::insert(entry.value.span.end, format!(", {text}"))
            };
        }
        let column = self.column(entry.span.start);
        let lines = lines_of(rest, value, column);
        self.beside(entry.span.start, entry.value.span.end, is_before, &lines)
    }

    /// An item that a list does not have yet.
    fn item(
        &self,
        list: &Spot,
        at: usize,
        rest: &[Step],
        value: &Value,
    ) -> Result<Patch, EditRefusal> {
        let Shape::List {
            flow,
            items,
            dashes,
        } = &list.shape
        else {
            return Err(EditRefusal::OtherShape);
        };
        let (beside, is_before) = if at == 0 { (0, true) } else { (at - 1, false) };
        let item = items.get(beside).ok_or(EditRefusal::NoSuchPlace)?;
        if *flow {
            let text = in_braces_part(rest, value);
            return Ok(if is_before {
                Patch::insert(item.span.start, format!("{text}, "))
            } else {
                Patch::insert(item.span.end, format!(", {text}"))
            });
        }
        let dash = dashes[beside];
        // As the items beside it are written.
        let inline = items.iter().all(|item| {
            let Shape::Scalar { style, .. } = &item.shape else {
                return false;
            };
            !matches!(style, ScalarStyle::Folded | ScalarStyle::Literal)
        });
        let lines = item_lines(rest, value, self.column(dash), inline);
        Ok(self.beside(dash, item.span.end, is_before, &lines))
    }

    /// Lines before or behind something that begins and ends at places. Comments right above it
    /// belong to it, and so do those below it that are indented further.
    fn beside(&self, start: usize, end: usize, is_before: bool, lines: &[String]) -> Patch {
        let column = self.column(start);
        if !is_before {
            let mut at = self.line_end(end);
            while let Some(line) = self.text.get(at + 1..) {
                let line = &line[..line.find('\n').unwrap_or(line.len())];
                let indent = line.len() - line.trim_start_matches(' ').len();
                if !line.trim_start_matches(' ').starts_with('#') || indent <= column {
                    break;
                }
                at += 1 + line.len();
            }
            return Patch::insert(at, below(lines, 0));
        }
        if !self.is_first_on_line(start) {
            let lines = lines.join("\n");
            let text = format!("{}\n{}", lines.trim_start(), spaces(column));
            return Patch::insert(start, text);
        }
        let mut at = self.line_start(start);
        while at > 0 {
            let above = self.line_start(at - 1);
            if !self.text[above..at].trim_start().starts_with('#') {
                break;
            }
            at = above;
        }
        Patch::insert(at, format!("{}\n", lines.join("\n")))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line of a place, before its line break.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + rest.find('\n').unwrap_or(rest.len())
    }

    fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    fn is_first_on_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at]
            .bytes()
            .all(|b| b == b' ')
    }
}
