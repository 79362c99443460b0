//! The XML of a part as it goes by: how long its pieces are and how many of some there are, before
//! anybody reads it into memory.
//!
//! Not for: what it says, or whether it is well-formed.

use super::refusal::{Limit, Refusal};

/// The longest tag or text, in bytes. A cell holds 32,767 characters.
const PIECE: usize = 1 << 20;
/// As much of a tag as is kept to be looked at.
const KEPT: usize = 2_048;
/// Tags that begin in one part other than a sheet.
const TAGS: usize = 1_000_000;
/// Texts that cells share.
const STRINGS: u64 = 400_000;
/// Styles of cells: Excel has 64 000 at most.
const STYLES: usize = 70_000;
/// What the longest names and number formats of all styles may come to, in bytes: each style gets a copy.
const STYLE_TEXT: usize = 32 << 20;
/// Merged cells in one sheet.
const MERGES: usize = 10_000;
/// Sheets and relations that a workbook may name.
const NAMED: usize = 10_000;

/// What is known of a part when it has gone by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// Whether it has formulas.
    pub formulas: bool,
    /// Whether it has merged cells.
    pub merges: bool,
    /// Whether its first element has a prefix.
    pub prefixed: bool,
}

/// Looks at a part, piece by piece.
#[derive(Debug)]
pub(super) struct Scanner<'n> {
    name: &'n str,
    is_sheet: bool,
    state: State,
    /// Bytes of the piece at hand.
    length: usize,
    /// Its beginning, if it is a tag.
    tag: Vec<u8>,
    /// The element that is read as one text, and its bytes so far.
    holder: Option<(Vec<u8>, usize)>,
    is_first: bool,
    count: Count,
    facts: Facts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Behind `<`, with the quote that is open.
    Tag(Option<u8>),
    /// In a comment, a literal text or an instruction, which end with these bytes.
    Until(&'static [u8], usize),
}

#[derive(Debug, Default)]
struct Count {
    tags: usize,
    styles: usize,
    longest_of_styles: usize,
    strings: usize,
    merges: usize,
    named: usize,
}

impl<'n> Scanner<'n> {
    /// For a part of this name, a sheet or none.
    pub(super) fn new(name: &'n str, is_sheet: bool) -> Self {
        Self {
            name,
            is_sheet,
            state: State::Text,
            length: 0,
            tag: Vec::new(),
            holder: None,
            is_first: true,
            count: Count::default(),
            facts: Facts::default(),
        }
    }

    fn too_long(&self) -> Refusal {
        Refusal::Beyond(Limit::Markup(self.name.to_owned()))
    }

    /// Looks at the bytes that come next.
    ///
    /// # Errors
    /// There is too much of something, or a document type.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = match self.state {
                State::Text => self.text(rest),
                State::Tag(quote) => self.tag(rest, quote)?,
                State::Until(end, found) => self.until(rest, end, found),
            };
            self.length += taken;
            if self.length > PIECE {
                return Err(self.too_long());
            }
            if let Some((_, length)) = &mut self.holder {
                *length += taken;
                if *length > PIECE {
                    return Err(self.too_long());
                }
            }
            rest = rest.get(taken..).unwrap_or_default();
            if self.state == State::Text && self.tag_is_whole() {
                self.ended()?;
            }
        }
        Ok(())
    }

    /// What is known at its end.
    pub(super) fn facts(&self) -> Facts {
        self.facts
    }

    fn tag_is_whole(&self) -> bool {
        self.tag.last() == Some(&b'>')
    }

    fn text(&mut self, bytes: &[u8]) -> usize {
        let Some(at) = bytes.iter().position(|byte| *byte == b'<') else {
            return bytes.len();
        };
        self.state = State::Tag(None);
        self.length = 0;
        self.tag.clear();
        at + 1
    }

    fn tag(&mut self, bytes: &[u8], quote: Option<u8>) -> Result<usize, Refusal> {
        if let Some(quote) = quote {
            let end = bytes.iter().position(|byte| *byte == quote);
            let taken = end.map_or(bytes.len(), |at| at + 1);
            self.keep(bytes, taken);
            if end.is_some() {
                self.state = State::Tag(None);
            }
            return Ok(taken);
        }
        // Comments and the like are known by how they begin, and may hold quotes.
        if self.tag.len() < 9
            && (self.tag.is_empty() || matches!(self.tag.first(), Some(b'!' | b'?')))
        {
            self.keep(bytes, 1);
            if let [quote @ (b'"' | b'\'')] = *self.tag.as_slice() {
                self.state = State::Tag(Some(quote));
            }
            self.special()?;
            return Ok(1);
        }
        let ends = |byte: &u8| matches!(byte, b'>' | b'"' | b'\'');
        let Some(at) = bytes.iter().position(ends) else {
            self.keep(bytes, bytes.len());
            return Ok(bytes.len());
        };
        self.keep(bytes, at + 1);
        self.state = match bytes.get(at) {
            Some(b'>') => {
                // Its last byte says that it is whole, however much of it is kept.
                if self.tag.len() == KEPT {
                    self.tag.pop();
                    self.tag.push(b'>');
                }
                State::Text
            }
            quote => State::Tag(quote.copied()),
        };
        Ok(at + 1)
    }

    fn keep(&mut self, bytes: &[u8], taken: usize) {
        let room = KEPT - self.tag.len();
        let kept = bytes.get(..taken.min(room)).unwrap_or_default();
        self.tag.extend_from_slice(kept);
    }

    /// Whether the tag that begins is none.
    fn special(&mut self) -> Result<(), Refusal> {
        let end: &'static [u8] = match self.tag.as_slice() {
            b"?" => b"?>",
            b"!--" => b"-->",
            b"![CDATA[" => b"]]>",
            b">" => {
                self.state = State::Text;
                return Ok(());
            }
            b"!" | b"!-" => return Ok(()),
            tag if b"![CDATA[".starts_with(tag) || !tag.starts_with(b"!") => return Ok(()),
            tag if b"!DOCTYPE".starts_with(&tag.to_ascii_uppercase()) && tag.len() < 8 => {
                return Ok(());
            }
            _ => return Err(Refusal::Entities),
        };
        self.state = State::Until(end, 0);
        self.tag.clear();
        Ok(())
    }

    fn until(&mut self, bytes: &[u8], end: &'static [u8], found: usize) -> usize {
        let mut found = found;
        for (at, byte) in bytes.iter().enumerate() {
            if end.get(found) == Some(byte) {
                found += 1;
                if found == end.len() {
                    self.state = State::Text;
                    self.length = 0;
                    return at + 1;
                }
            } else if !(end.first() == Some(byte) && found + 1 == end.len()) {
                // `--->` ends a comment, too: its last two dashes count.
                found = usize::from(end.first() == Some(byte));
            }
        }
        self.state = State::Until(end, found);
        bytes.len()
    }

    /// A tag is whole.
    fn ended(&mut self) -> Result<(), Refusal> {
        let tag = std::mem::take(&mut self.tag);
        let length = std::mem::take(&mut self.length);
        let body = tag.strip_suffix(b">").unwrap_or(&tag);
        let is_end = body.starts_with(b"/");
        let name = body.strip_prefix(b"/").unwrap_or(body);
        let name = name
            .split(|byte| byte.is_ascii_whitespace() || *byte == b'/')
            .next()
            .unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        if is_end {
            if self
                .holder
                .as_ref()
                .is_some_and(|(holder, _)| holder == name)
            {
                self.holder = None;
            }
        } else {
            if std::mem::take(&mut self.is_first) {
                self.facts.prefixed = local.len() < name.len();
            }
            self.count(local, body, length)?;
            let holds = matches!(local, b"is" | b"v" | b"f" | b"si");
            if holds && self.holder.is_none() && !body.ends_with(b"/") {
                self.holder = Some((name.to_owned(), 0));
            }
        }
        // Room that is there is used again.
        self.tag = tag;
        self.tag.clear();
        Ok(())
    }

    fn count(&mut self, local: &[u8], body: &[u8], length: usize) -> Result<(), Refusal> {
        let count = &mut self.count;
        count.tags += 1;
        match local {
            b"f" => self.facts.formulas = true,
            b"mergeCell" => {
                self.facts.merges = true;
                count.merges += 1;
            }
            b"si" => count.strings += 1,
            b"sst" if length > KEPT || has_number_above(body, STRINGS) => {
                return Err(Refusal::Beyond(Limit::Strings));
            }
            b"xf" => count.styles += 1,
            b"sheet" | b"Relationship" => count.named += 1,
            _ => {}
        }
        if local != b"styleSheet" {
            count.longest_of_styles = count.longest_of_styles.max(length);
        }
        let limit = if count.merges > MERGES {
            Limit::Merges
        } else if count.strings as u64 > STRINGS {
            Limit::Strings
        } else if count.styles > STYLES || count.styles * count.longest_of_styles > STYLE_TEXT {
            Limit::Styles
        } else if count.named > NAMED || (!self.is_sheet && count.tags > TAGS) {
            Limit::Part(self.name.to_owned())
        } else {
            return Ok(());
        };
        Err(Refusal::Beyond(limit))
    }
}

/// Whether some number among the bytes is larger than this.
fn has_number_above(bytes: &[u8], limit: u64) -> bool {
    let numbers = bytes.split(|byte| !byte.is_ascii_digit());
    let mut numbers = numbers.filter(|digits| !digits.is_empty());
    numbers.any(|digits| {
        let number = std::str::from_utf8(digits).ok();
        let number = number.and_then(|digits| digits.parse::<u64>().ok());
        number.is_none_or(|number| number > limit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a part, whichever way its bytes come.
    fn scan(text: &str) -> Result<Facts, Refusal> {
        let whole = {
            let mut scanner = Scanner::new("a.xml", false);
            scanner.feed(text.as_bytes()).map(|()| scanner.facts())
        };
        let mut scanner = Scanner::new("a.xml", false);
        let mut bytes = text.as_bytes().chunks(1);
        let single = bytes.try_for_each(|byte| scanner.feed(byte));
        assert_eq!(whole.as_ref().err(), single.err().as_ref(), "{text:.60}");
        whole
    }

    fn limit(text: &str) -> Option<Limit> {
        match scan(text) {
            Err(Refusal::Beyond(limit)) => Some(limit),
            _ => None,
        }
    }

    #[test]
    fn what_is_in_a_part_is_seen() {
        let facts = scan("<?xml version='1.0'?><x:a><c r=\"A1\" t='>'><f>1&lt;2</f></c></x:a>");
        let facts = facts.expect("it is short");
        assert!(facts.formulas && facts.prefixed && !facts.merges);
        let facts = scan("<a><!-- <f> ' --><![CDATA[<f>]]><mergeCell ref=\"A1:B1\"/></a>");
        let facts = facts.expect("it is short");
        assert!(!facts.formulas && !facts.prefixed && facts.merges);
    }

    #[test]
    fn a_document_type_is_refused_wherever_it_stands() {
        for text in [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<a><!doctype b></a>",
            "<!ENTITY x>",
        ] {
            assert_eq!(scan(text).err(), Some(Refusal::Entities), "{text}");
        }
        assert!(scan("<!---><a>--><b/>").is_ok());
    }

    #[test]
    fn pieces_without_end_are_refused() {
        let long = "x".repeat(PIECE + 1);
        let markup = Some(Limit::Markup("a.xml".to_owned()));
        for text in [
            long.clone(),
            format!("<a b=\"{long}\">"),
            format!("<a b='{}'>", "<>".repeat(PIECE)),
            format!("<!--{}-->", "<a/>".repeat(PIECE)),
            format!("<![CDATA[{long}]]>"),
            format!(
                "<c r='A1'><is>{}</is></c>",
                "<t>xxxxxxxx</t></c>".repeat(PIECE / 10)
            ),
        ] {
            assert_eq!(limit(&text), markup, "{text:.60}");
        }
        let cells = "<c r='A1'><v>1</v></c><c/>".repeat(PIECE / 20);
        assert!(scan(&cells).is_ok());
        assert_eq!(
            limit(&format!("<\"x\" ><sst a=\"{}\">", 99_999_999)),
            Some(Limit::Strings)
        );
    }

    #[test]
    fn too_many_of_one_kind_are_refused() {
        let of = |text: &str, times: usize| text.repeat(times);
        assert_eq!(limit(&of("<mergeCell/>", MERGES + 1)), Some(Limit::Merges));
        assert_eq!(limit(&of("<xf/>", STYLES + 1)), Some(Limit::Styles));
        assert_eq!(
            limit(&of("<a/>", TAGS + 1)),
            Some(Limit::Part("a.xml".to_owned()))
        );
        let font = format!("<name val=\"{}\"/>", "x".repeat(60_000));
        assert_eq!(
            limit(&(font.clone() + &of("<xf/>", 1_000))),
            Some(Limit::Styles)
        );
        assert!(scan(&(font + &of("<xf/>", 100))).is_ok());
        for count in ["400001", "99999999999999999999999"] {
            let table = format!("<sst uniqueCount = '{count}'>");
            assert_eq!(limit(&table), Some(Limit::Strings));
        }
        let hidden = format!("<sst a='{}' uniqueCount='99999999'>", " ".repeat(KEPT));
        assert_eq!(limit(&hidden), Some(Limit::Strings));
        assert!(
            scan("<sst xmlns=\"http://a/2006/main\" count=\"9\" uniqueCount=\"9\"><si/></sst>")
                .is_ok()
        );
    }
}
