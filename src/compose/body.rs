//! What templates write, as blocks of a document.
//!
//! A template of words writes lines. A blank line ends a paragraph; at the head of a line `= `,
//! `== ` and `=== ` begin headings, `- ` an item of a list, `+` makes the next paragraph a
//! numbered one, `@ ` says of which section the following is, `@` alone that it is of none; `^[…]`
//! is a note at the foot of the page and `~` a no-break space. All of this holds for what the
//! template itself says. A value comes wrapped ([`wrapped`]), and whatever is in it is words.
//!
//! Not for: numbers and names in words (`wording`), pages (`templates/nd30`).

use std::ops::Range;

use super::document::{Block, BlockKind, BlockOrigin, Inline};
use crate::model::IndicatorId;
use crate::vi;

/// Around a value: the rows that it is from, then its text. No text of data or templates has
/// these characters.
const OPEN: char = '\u{2}';
const BETWEEN: char = '\u{1f}';
const CLOSE: char = '\u{3}';
/// Between the rows of a value.
const ROWS: char = ',';

/// Whether a character has a meaning of its own between templates and blocks.
pub(super) fn is_wrapping(character: char) -> bool {
    matches!(character, OPEN | BETWEEN | CLOSE)
}

/// A value as templates write it, with the rows whose figures are in it.
pub(super) fn wrapped(text: &str, rows: &[IndicatorId]) -> String {
    let mut written = String::with_capacity(text.len() + 3);
    written.push(OPEN);
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            written.push(ROWS);
        }
        written.push_str(row.as_str());
    }
    written.push(BETWEEN);
    written.extend(text.chars().filter(|c| !is_wrapping(*c)));
    written.push(CLOSE);
    written
}

/// What is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyFault {
    /// Where in what templates wrote.
    pub(super) at: usize,
    /// In Vietnamese.
    pub(super) message: &'static str,
}

/// A value is not whole any more: a filter has cut what was captured.
const TORN: &str = "giá trị trong chữ ghép bằng `{% set %}` bị bộ lọc cắt đôi; lọc trước khi ghép";

/// The rows and the text of the value that stands at the beginning, and what comes behind it.
fn unwrapped(written: &str) -> Option<(&str, &str, &str)> {
    let (value, behind) = written.strip_prefix(OPEN)?.split_once(CLOSE)?;
    let (rows, text) = value.split_once(BETWEEN)?;
    let is_whole = !rows.contains(OPEN) && !text.contains(is_wrapping);
    is_whole.then_some((rows, text, behind))
}

/// A block as it was written, with what only the composer can tell more of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) block: Block,
    /// Its bytes of what templates wrote.
    pub(super) range: Range<usize>,
    /// The values in it, word for word.
    pub(super) values: Vec<String>,
}

/// The blocks of what templates wrote. `own` is what the agency calls itself: where that begins a
/// sentence, it has a capital.
pub(super) fn blocks(written: &str, own: &str) -> Result<Vec<Written>, BodyFault> {
    let mut reader = Reader {
        own,
        ..Reader::default()
    };
    let mut rest = written;
    while let Some(character) = rest.chars().next() {
        let at = written.len() - rest.len();
        if character == OPEN {
            let (rows, text, behind) = unwrapped(rest).ok_or(BodyFault { at, message: TORN })?;
            reader.value(text, rows, at);
            rest = behind;
            continue;
        }
        let taken = reader.mark(rest, at);
        if taken > 0 {
            rest = &rest[taken..];
            continue;
        }
        rest = &rest[character.len_utf8()..];
        match character {
            '\n' => reader.line_end(at)?,
            ' ' | '\t' | '\r' => reader.space_before = true,
            ']' if reader.note.is_some() && reader.brackets == 0 => reader.close_note(),
            '~' => reader.word('\u{a0}', at),
            BETWEEN | CLOSE => return Err(BodyFault { at, message: TORN }),
            _ => reader.word(character, at),
        }
    }
    reader.end_block(written.len())?;
    number(&mut reader.done)?;
    Ok(reader.done)
}

/// Reads what templates wrote, piece by piece.
#[derive(Default)]
struct Reader<'o> {
    /// What the agency calls itself.
    own: &'o str,
    done: Vec<Written>,
    current: Option<Written>,
    /// The note that is being written, and where it begins.
    note: Option<(String, usize)>,
    /// Brackets of its own that are open in the note.
    brackets: usize,
    line: Line,
    /// Whether blanks stand before what comes next.
    space_before: bool,
    /// Whether the next paragraph is a numbered one.
    numbered: bool,
    /// The section of what follows.
    section: Option<String>,
}

/// What a line has been so far.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Line {
    /// Nothing but blanks.
    #[default]
    Empty,
    /// Words of a block.
    Words,
    /// The name of a section.
    Section,
}

impl Reader<'_> {
    /// Takes a mark that stands here, and says how long it is.
    fn mark(&mut self, rest: &str, at: usize) -> usize {
        if self.note.is_none() && rest.starts_with("^[") {
            self.space();
            if self.current.is_none() {
                self.begin(BlockKind::Paragraph, at);
            }
            self.note = Some((String::new(), at));
            return 2;
        }
        if self.line != Line::Empty || self.note.is_some() {
            return 0;
        }
        let kinds = [
            ("= ", BlockKind::Part),
            ("== ", BlockKind::Section),
            ("=== ", BlockKind::Point),
            ("- ", BlockKind::Dash),
        ];
        if let Some((mark, kind)) = kinds.iter().find(|(mark, _)| rest.starts_with(mark)) {
            self.finish(at);
            self.numbered = false;
            if *kind == BlockKind::Part {
                self.section = None;
            }
            self.begin(*kind, at);
            return mark.len();
        }
        if rest.starts_with("+ ") || rest.starts_with("+\n") {
            self.finish(at);
            self.numbered = true;
            return 1;
        }
        if rest.starts_with("@ ") || rest.starts_with("@\n") {
            self.finish(at);
            self.section = None;
            self.numbered = false;
            self.line = Line::Section;
            return 1;
        }
        0
    }

    fn begin(&mut self, kind: BlockKind, at: usize) {
        let is_numbered = kind == BlockKind::Paragraph && std::mem::take(&mut self.numbered);
        self.current = Some(Written {
            block: Block {
                kind,
                // Which one is known when all are there.
                number: is_numbered.then(String::new),
                text: Vec::new(),
                mark: None,
                origin: BlockOrigin {
                    section: self.section.clone(),
                    ..BlockOrigin::default()
                },
            },
            range: at..at,
            values: Vec::new(),
        });
        self.line = Line::Words;
        self.space_before = false;
    }

    /// Writes words where they belong; a paragraph begins where there is none.
    fn push(&mut self, words: &str, at: usize) {
        if let Some((note, _)) = &mut self.note {
            note.push_str(words);
            return;
        }
        if self.current.is_none() {
            self.begin(BlockKind::Paragraph, at);
        }
        let Some(current) = &mut self.current else {
            return;
        };
        match current.block.text.last_mut() {
            Some(Inline::Text(text)) => text.push_str(words),
            _ => current.block.text.push(Inline::Text(words.to_owned())),
        }
    }

    /// The text that words would go on.
    fn text(&mut self) -> Option<&mut String> {
        match (&mut self.note, &mut self.current) {
            (Some((note, _)), _) => Some(note),
            (None, Some(current)) => match current.block.text.last_mut()? {
                Inline::Text(text) => Some(text),
                Inline::Note(_) => None,
            },
            (None, None) => None,
        }
    }

    /// The text so far of what is being written; nothing where it begins.
    fn text_before(&self) -> Option<&str> {
        if let Some((note, _)) = &self.note {
            return Some(note);
        }
        let pieces = &self.current.as_ref()?.block.text;
        let mut texts = pieces.iter().rev().filter_map(|piece| match piece {
            Inline::Text(text) => Some(text.as_str()),
            Inline::Note(_) => None,
        });
        // Behind a note goes on what stood before it.
        texts.find(|text| !text.trim().is_empty())
    }

    /// Writes the one space that blanks before something are, unless it is the first thing.
    fn space(&mut self) {
        if !std::mem::take(&mut self.space_before) {
            return;
        }
        match (&mut self.note, &mut self.current) {
            (Some((note, _)), _) if !note.is_empty() => note.push(' '),
            (None, Some(current)) => match current.block.text.last_mut() {
                Some(Inline::Text(text)) => text.push(' '),
                Some(Inline::Note(_)) => {
                    current.block.text.push(Inline::Text(" ".to_owned()));
                }
                None => {}
            },
            _ => {}
        }
    }

    fn word(&mut self, character: char, at: usize) {
        if self.line == Line::Section {
            self.section.get_or_insert_default().push(character);
            return;
        }
        self.space();
        match character {
            '[' if self.note.is_some() => self.brackets += 1,
            ']' if self.note.is_some() => self.brackets -= 1,
            _ => {}
        }
        self.push(character.encode_utf8(&mut [0; 4]), at);
        self.line = Line::Words;
    }

    fn value(&mut self, value: &str, rows: &str, at: usize) {
        if self.line == Line::Section {
            self.section.get_or_insert_default().push_str(value);
            return;
        }
        self.space();
        let begins = || {
            let before = self.text_before();
            before.is_none_or(|before| vi::begins_sentence(&format!("{before} ")))
        };
        let text = if value == self.own && begins() {
            vi::upper_first(value).into()
        } else {
            vi::whole(value)
        };
        if let Some(before) = self.text() {
            vi::keep_with(before, &text);
        }
        self.push(&text, at);
        self.line = Line::Words;
        if let Some(current) = &mut self.current {
            current.values.push(value.to_owned());
            let rows = rows.split(ROWS).filter(|row| !row.is_empty());
            for row in rows.map(IndicatorId::from) {
                if !current.block.origin.rows.contains(&row) {
                    current.block.origin.rows.push(row);
                }
            }
        }
    }

    fn close_note(&mut self) {
        if let (Some((note, _)), Some(current)) = (self.note.take(), &mut self.current) {
            current.block.text.push(Inline::Note(note));
        }
        self.space_before = false;
        self.line = Line::Words;
    }

    fn line_end(&mut self, at: usize) -> Result<(), BodyFault> {
        let ends = self.line != Line::Words || self.is_heading();
        if ends {
            self.end_block(at)?;
        }
        self.line = Line::Empty;
        self.space_before = true;
        Ok(())
    }

    fn is_heading(&self) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(|current| current.block.kind.heading_level().is_some())
    }

    fn end_block(&mut self, at: usize) -> Result<(), BodyFault> {
        if let Some((_, at)) = self.note {
            return Err(BodyFault {
                at,
                message: "chú thích mở bằng `^[` mà không đóng bằng `]` trong cùng đoạn",
            });
        }
        self.finish(at);
        Ok(())
    }

    /// Puts what was written among the blocks, if it says anything.
    fn finish(&mut self, at: usize) {
        let Some(mut written) = self.current.take() else {
            return;
        };
        let pieces = &written.block.text;
        if pieces
            .iter()
            .all(|piece| matches!(piece, Inline::Text(text) if text.is_empty()))
        {
            return;
        }
        written.range.end = at;
        let is_dash = written.block.kind == BlockKind::Dash;
        if let (true, Some(before)) = (is_dash, self.done.last_mut())
            && before.block.kind == BlockKind::Paragraph
            && before.block.origin.section == written.block.origin.section
        {
            before.block.kind = BlockKind::Lead;
        }
        self.done.push(written);
    }
}

/// The điểm of a khoản, in the order of the Vietnamese alphabet: đ has its place, f, j, w, z have
/// none (NĐ 30/2020, Phụ lục I, Phần I, Mục II.6.d).
const POINTS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
    "u", "v", "x", "y",
];

/// Gives headings and numbered paragraphs their numbers.
fn number(all: &mut [Written]) -> Result<(), BodyFault> {
    let mut counts = [0_usize; 3];
    let mut paragraphs = 0;
    for Written { block, range, .. } in all {
        if let Some(level) = block.kind.heading_level() {
            counts[level - 1] += 1;
            counts[level..].fill(0);
            let count = counts[level - 1];
            block.number = Some(match block.kind {
                BlockKind::Part => {
                    paragraphs = 0;
                    format!("{}.", vi::roman(count))
                }
                BlockKind::Section => format!("{count}."),
                _ => match POINTS.get(count - 1) {
                    Some(letter) => format!("{letter})"),
                    None => {
                        return Err(BodyFault {
                            at: range.start,
                            message: "có hơn 23 điểm trong một khoản",
                        });
                    }
                },
            });
        } else if block.number.is_some() {
            paragraphs += 1;
            block.number = Some(format!("{paragraphs}."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(written: &str) -> Result<Vec<Written>, BodyFault> {
        super::blocks(written, "")
    }

    /// What the agency calls itself has a capital at the head of a sentence, and only there.
    #[test]
    fn who_speaks_of_itself_begins_a_sentence_with_a_capital() {
        let own = value("tỉnh");
        let written = format!(
            "{own} có 5 xã^[{own} lớn]. {own} đã xong^[Của {own}.]; {own} báo cáo.\n\n- {own}, của {own}\n\nHọ “{}”.",
            value("tỉnh khác")
        );
        let written = super::blocks(&written, "tỉnh").expect("it is a document");
        let pieces = written.iter().flat_map(|written| &written.block.text);
        let words: String = pieces
            .map(|piece| match piece {
                Inline::Text(text) => text.clone(),
                Inline::Note(text) => format!("⟨{text}⟩"),
            })
            .collect();
        assert_eq!(
            words,
            "Tỉnh có 5 xã⟨Tỉnh lớn⟩. Tỉnh đã xong⟨Của tỉnh.⟩; tỉnh báo cáo.Tỉnh, của tỉnhHọ “tỉnh khác”."
        );
    }

    /// The blocks as lines: kind, number, text with notes in brackets.
    fn read(written: &str) -> Vec<String> {
        let blocks = blocks(written).expect("it is a document");
        let line = |written: Written| {
            let block = written.block;
            let kind = match block.kind {
                BlockKind::Part => "mục",
                BlockKind::Section => "khoản",
                BlockKind::Point => "điểm",
                BlockKind::Paragraph => "đoạn",
                BlockKind::Lead => "dẫn",
                BlockKind::Dash => "gạch",
            };
            let number = block.number.map_or_else(String::new, |number| number + " ");
            let pieces = block.text.iter().map(|piece| match piece {
                Inline::Text(text) => text.clone(),
                Inline::Note(text) => format!("⟨{text}⟩"),
            });
            format!("{kind}: {number}{}", pieces.collect::<String>())
        };
        blocks.into_iter().map(line).collect()
    }

    fn value(text: &str) -> String {
        wrapped(text, &[])
    }

    #[test]
    fn lines_become_paragraphs_headings_dashes_and_notes() {
        let written = "\n= MỘT\n== Hai\nĐoạn  một\n  đi tiếp^[Chú [1]\nthích] đây.\n\n\n Đoạn dẫn:\n- Một;\n\n- Hai\n  ba.\n\nHết.";
        let expected = [
            "mục: I. MỘT",
            "khoản: 1. Hai",
            "đoạn: Đoạn một đi tiếp⟨Chú [1] thích⟩ đây.",
            "dẫn: Đoạn dẫn:",
            "gạch: Một;",
            "gạch: Hai ba.",
            "đoạn: Hết.",
        ];
        assert_eq!(read(written), expected);
    }

    #[test]
    fn numbers_are_counted_and_begin_anew() {
        let written = "= A\n== a\n=== x\n=== y\n== b\n=== z\n= B\n+\nMột.\n\nTheo sau.\n\n+\nHai:\n- x\n= C\n+ Ba.";
        let expected = [
            "mục: I. A",
            "khoản: 1. a",
            "điểm: a) x",
            "điểm: b) y",
            "khoản: 2. b",
            "điểm: a) z",
            "mục: II. B",
            "đoạn: 1. Một.",
            "đoạn: Theo sau.",
            "dẫn: 2. Hai:",
            "gạch: x",
            "mục: III. C",
            "đoạn: 1. Ba.",
        ];
        assert_eq!(read(written), expected);
        let points = |count: usize| format!("= A\n== a\n{}", "=== x\n".repeat(count));
        assert!(
            read(&points(23))
                .last()
                .is_some_and(|last| last.starts_with("điểm: y)"))
        );
        let fault = blocks(&points(24)).expect_err("the alphabet has an end");
        assert_eq!(fault.at, points(23).len());
    }

    #[test]
    fn whatever_is_in_a_value_is_words() {
        for text in [
            "= Tiêu đề",
            "- gạch",
            "^[chú]",
            "~",
            "+ 1",
            "@ muc",
            "a\n\nb",
            "]",
            "[",
            "  hai  ",
            "\n- x",
            "#\"a\";",
        ] {
            let paragraph = |before: &str, behind: &str| {
                let read = blocks(&format!("{before}{}{behind}", value(text)));
                let read = read.expect("it is a document");
                let all: Vec<_> = read.iter().map(|one| one.block.words()).collect();
                let notes =
                    |one: &Written| one.block.notes().map(str::to_owned).collect::<Vec<_>>();
                (all, read.iter().flat_map(notes).collect::<Vec<_>>())
            };
            assert_eq!(paragraph("", "").0, [text]);
            assert_eq!(paragraph("a\n\n", "\n\nb").0, ["a", text, "b"]);
            assert_eq!(paragraph("- ", "").0, [text]);
            assert_eq!(paragraph("= ", "\nx").0, [text, "x"]);
            assert_eq!(paragraph("a^[", "]").1, [text]);
        }
        // What would end a value in the middle is dropped before it is written.
        assert_eq!(read(&value("a\u{3}\n\n= b")), ["đoạn: a\n\n= b"]);
    }

    #[test]
    fn blanks_are_one_space_and_none_at_the_ends() {
        let written = format!("  a \t\n {} ,{}~b  \n\n", value("x"), value(" y"));
        assert_eq!(read(&written), ["đoạn: a x , y\u{a0}b"]);
        assert_eq!(read("\n \n"), Vec::<String>::new());
        assert_eq!(read(&value("")), Vec::<String>::new());
        assert_eq!(read("Theo số ~ 1"), ["đoạn: Theo số \u{a0} 1"]);
    }

    #[test]
    fn a_block_knows_its_section_and_its_rows() {
        let row = |id: &str| IndicatorId::from(id);
        let figures = wrapped("5", &[row("a.b"), row("a.c")]);
        let written = format!(
            "= A\n@ {}\n== x\nCó {figures}.\n\n{figures}\n@ mot_hai\nHết.\n@\nChi tiết.",
            value("tinh_hinh")
        );
        let all = blocks(&written).expect("it is a document");
        let of = |index: usize| {
            let origin = &all[index].block.origin;
            (origin.section.as_deref(), origin.rows.as_slice())
        };
        assert_eq!(of(0), (None, &[][..]));
        assert_eq!(of(1), (Some("tinh_hinh"), &[][..]));
        assert_eq!(of(2), (Some("tinh_hinh"), &[row("a.b"), row("a.c")][..]));
        assert_eq!(of(3).1.len(), 2);
        assert_eq!(of(4), (Some("mot_hai"), &[][..]));
        assert_eq!(of(5), (None, &[][..]));
        assert_eq!(all[2].values, ["5"]);
        assert!(written[all[2].range.clone()].starts_with("Có "));
    }

    #[test]
    fn what_is_left_of_a_value_is_no_document() {
        let whole = wrapped("một hai", &[IndicatorId::from("a.b")]);
        assert!(blocks(&whole).is_ok());
        let half = whole.split(' ').next().expect("there is one");
        for torn in [
            half,
            &half[1..],
            &whole[1..],
            &format!("{half}\n\n{whole}"),
            "a\u{3}",
        ] {
            assert_eq!(
                blocks(torn).map_err(|fault| fault.message),
                Err(TORN),
                "{torn:?}"
            );
        }
    }

    #[test]
    fn a_line_goes_on_behind_a_note_and_a_mark_ends_at_a_heading() {
        assert_eq!(read("a^[chú\n]\ntiếp"), ["đoạn: a⟨chú⟩ tiếp"]);
        assert_eq!(read("a^[chú\n] - b"), ["đoạn: a⟨chú⟩ - b"]);
        assert_eq!(read("+\n= B\n\nx"), ["mục: I. B", "đoạn: x"]);
        assert_eq!(read("+\n- x\n\ny"), ["gạch: x", "đoạn: y"]);
        let sections = format!("@ {}\nMột.\n@ {}\n- hai", value("a"), value("b"));
        assert_eq!(read(&sections), ["đoạn: Một.", "gạch: hai"]);
    }

    #[test]
    fn a_note_that_is_never_closed_is_told() {
        let fault = blocks("a\n\nb^[chú\n\nc]").expect_err("it has no end");
        assert_eq!(fault.at, "a\n\nb".len());
        assert!(blocks("a^[b").is_err());
        assert!(blocks("a^[b]").is_ok());
    }
}
