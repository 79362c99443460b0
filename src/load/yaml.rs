//! YAML text to the [`Node`] tree. This file, `yaml_fault` and `edit` alone know the parser.
//!
//! Everything wrong that the grammar can tell is reported here; what values
//! mean is the business of the readers.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle as Written, Span};

use super::hidden_keys::HiddenKeys;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::yaml_fault::Fault;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};
use crate::vi;

/// Letters of a key: the longest is the name of a rule.
const LONGEST_KEY: usize = 200;
/// Bytes of a value: the longest text that a page may have is half as long.
const LONGEST_VALUE: usize = 65_536;
/// Entries of one list or group: a register of the whole country has fewer.
pub const MOST_ENTRIES: usize = 10_000;
/// Values of a file.
const MOST_VALUES: usize = 500_000;
/// Levels of lists and groups in each other.
const DEEPEST: usize = 32;

/// Reads one YAML document.
///
/// Returns nothing when the text is not YAML or holds no value; findings say
/// why. Duplicate keys are reported and the first one kept.
pub(super) fn parse(source: SourceId, text: &str, findings: &mut Vec<Diagnostic>) -> Option<Node> {
    match read(source, text, findings) {
        Ok(root) => root,
        Err((_, fault)) => {
            findings.push(fault);
            None
        }
    }
}

/// Reads the events of a text. The error is where it stops being YAML, and the finding.
pub(super) fn read(
    source: SourceId,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Node>, (usize, Diagnostic)> {
    let options = granit_parser::options! {
        emit_comments: false,
        disallow_directives: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut builder = Builder {
        source,
        text,
        findings,
        open: Vec::new(),
        root: None,
        documents: 0,
        values: 0,
        hidden: HiddenKeys::default(),
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                if !builder.take(event, span) {
                    return Ok(None);
                }
            }
            Err(error) => {
                if builder.hidden.hide_indentation() {
                    builder.findings.extend(builder.hidden.finding());
                    return Ok(None);
                }
                let at = error
                    .marker()
                    .byte_offset()
                    .unwrap_or(text.len())
                    .min(text.len());
                let fault = Fault::new(text, error.kind(), at);
                let at = fault.position();
                let place = builder.character_at(at);
                let (message, help) = fault.explain();
                let mut finding = Diagnostic::error(Code::YamlSyntax, place, message);
                if let Some(help) = help {
                    finding = finding.with_help(help);
                }
                return Err((at, finding));
            }
        }
    }
    builder.findings.extend(builder.hidden.finding());
    if builder.hidden.hide_indentation() {
        return Ok(None);
    }
    if builder.root.is_none() {
        builder.findings.push(
            Diagnostic::error(
                Code::FileEmpty,
                Sources::beginning(source),
                "tệp không có nội dung nào",
            )
            .with_help("chép lại từ nơi lưu trữ hoặc điền theo mẫu; tệp không cần thì chuyển ra ngoài thư mục dữ liệu"),
        );
    }
    Ok(builder.root)
}

enum Open {
    List {
        start: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        entries: Vec<Entry>,
        /// Where each key stands, to find those that come again.
        seen: BTreeMap<String, Place>,
        key: Option<(String, Place)>,
    },
}

struct Builder<'a> {
    source: SourceId,
    text: &'a str,
    findings: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    values: usize,
    hidden: HiddenKeys,
}

impl Builder<'_> {
    /// Takes the next event. False if no more is to be read; a finding says why.
    fn take(&mut self, event: Event<'_>, span: Span) -> bool {
        let place = self.place(span);
        let tagged = event.tag().is_some();
        let anchored = event.anchor_id().is_some();
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.findings.push(
                        Diagnostic::error(
                            Code::YamlUnsupported,
                            place,
                            "dòng `---` ở giữa tệp chia tệp làm hai, phần sau không được đọc",
                        )
                        .with_help("xóa dòng `---`; vạch ngang không dùng được trong tệp số liệu"),
                    );
                    return false;
                }
            }
            Event::Scalar(text, written, ..) => {
                self.refuse_decorations(place, tagged, anchored);
                let style = match written {
                    Written::Plain => ScalarStyle::Plain,
                    _ => ScalarStyle::Quoted,
                };
                if text.len() > LONGEST_VALUE {
                    self.beyond(
                        place.part(0..0),
                        format!("giá trị dài hơn {} byte", vi::grouped(LONGEST_VALUE as u64)),
                    );
                    self.put(Node {
                        place: place.part(0..0),
                        value: NodeValue::Refused,
                    });
                    return true;
                }
                let value = if style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null") {
                    NodeValue::Nothing
                } else {
                    NodeValue::Scalar {
                        text: text.into_owned(),
                        style,
                    }
                };
                self.put(Node { place, value });
            }
            Event::SequenceStart(..) => {
                self.refuse_decorations(place, tagged, anchored);
                self.open.push(Open::List {
                    start: place.start(),
                    items: Vec::new(),
                });
            }
            Event::MappingStart(..) => {
                self.refuse_decorations(place, tagged, anchored);
                self.open.push(Open::Map {
                    start: place.start(),
                    entries: Vec::new(),
                    seen: BTreeMap::new(),
                    key: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return true;
                };
                let (start, value) = match open {
                    Open::List { start, items } => (start, NodeValue::List(items)),
                    Open::Map { start, entries, .. } => (start, NodeValue::Map(entries)),
                };
                let place = self.trimmed(start, place.end());
                self.put(Node { place, value });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.unsupported(place, "không dùng tham chiếu `*…` trong tệp số liệu");
                self.put(Node {
                    place,
                    value: NodeValue::Refused,
                });
            }
            _ => {}
        }
        if self.values > MOST_VALUES {
            self.beyond(
                place.part(0..0),
                format!("tệp có hơn {} giá trị", vi::grouped(MOST_VALUES as u64)),
            );
            return false;
        }
        true
    }

    /// Something is larger than this program was made for.
    fn beyond(&mut self, place: Place, message: String) {
        self.findings.push(
            Diagnostic::error(Code::FileTooLarge, place, message)
                .with_help("kiểm tra xem có chép nhầm nội dung khác vào tệp này"),
        );
    }

    /// The text of a key as it is meant: without what nobody sees. A sentence that a colon has
    /// made a key of stays as it is.
    fn key(&mut self, text: String, place: Place) -> String {
        if text.len() > LONGEST_KEY && text.chars().count() > LONGEST_KEY {
            self.beyond(
                place.part(0..0),
                format!("khóa dài hơn {LONGEST_KEY} ký tự"),
            );
            return String::new();
        }
        self.hidden.meant(text, place, self.text)
    }

    fn put(&mut self, mut node: Node) {
        self.values += 1;
        let is_key = matches!(self.open.last(), Some(Open::Map { key: None, .. }));
        if is_key && let NodeValue::Scalar { text, style } = node.value {
            let text = self.key(text, node.place);
            node.value = NodeValue::Scalar { text, style };
        }
        let findings = &mut *self.findings;
        match self.open.last_mut() {
            None => {
                if self.root.is_none() && node.value != NodeValue::Nothing {
                    // The file as a whole has no key to point at.
                    node.place = node.place.part(0..0);
                    self.root = Some(node);
                }
            }
            Some(Open::List { items, .. }) => {
                if items.len() == MOST_ENTRIES {
                    too_many(findings, node.place, "danh sách có hơn", "mục");
                }
                if items.len() <= MOST_ENTRIES {
                    items.push(node);
                }
            }
            Some(Open::Map {
                entries, key, seen, ..
            }) => match key.take() {
                None => {
                    let text = if let NodeValue::Scalar { text, .. } = node.value {
                        text
                    } else if node.value == NodeValue::Refused {
                        String::new()
                    } else {
                        findings.push(Diagnostic::error(
                            Code::ValueType,
                            node.place,
                            format!("khóa phải là một từ, ở đây {}", node.describe()),
                        ));
                        String::new()
                    };
                    *key = Some((text, node.place));
                }
                Some((key, _)) if key.is_empty() => {}
                Some((key, key_place)) => {
                    if seen.len() >= MOST_ENTRIES {
                        if seen.len() == MOST_ENTRIES {
                            too_many(findings, key_place, "nhóm có hơn", "khóa");
                            seen.insert(format!("{key} "), key_place);
                        }
                    } else if let Some(first) = seen.get(&key) {
                        findings.push(
                            Diagnostic::error(
                                Code::YamlDuplicateKey,
                                key_place,
                                format!("khóa `{key}` xuất hiện hai lần"),
                            )
                            .with_label(*first, "lần thứ nhất ở đây")
                            .with_help(match node.value {
                                NodeValue::Map(_) | NodeValue::List(_) => "gộp hai nhóm làm một",
                                _ => "giữ lại một dòng và xóa dòng kia",
                            }),
                        );
                    } else {
                        if matches!(node.value, NodeValue::List(_) | NodeValue::Map(_)) {
                            node.place = key_place;
                        }
                        seen.insert(key.clone(), key_place);
                        entries.push(Entry {
                            key,
                            key_place,
                            value: node,
                        });
                    }
                }
            },
        }
    }

    fn refuse_decorations(&mut self, place: Place, tagged: bool, anchored: bool) {
        if tagged {
            self.unsupported(place, "không dùng nhãn kiểu `!…` trong tệp số liệu");
        }
        if anchored {
            self.unsupported(place, "không dùng dấu neo `&…` trong tệp số liệu");
        }
    }

    fn unsupported(&mut self, place: Place, message: &str) {
        self.findings.push(
            Diagnostic::error(Code::YamlUnsupported, place, message).with_help(
                "viết thẳng giá trị vào chỗ cần dùng; nếu là chữ thì đặt trong dấu nháy kép",
            ),
        );
    }

    fn place(&self, span: Span) -> Place {
        let start = span.start.byte_offset().unwrap_or(0);
        let end = span.end.byte_offset().unwrap_or(start);
        self.trimmed(start, end)
    }

    /// The place without the white space that block values drag behind them.
    fn trimmed(&self, start: usize, end: usize) -> Place {
        let start = start.min(self.text.len());
        let end = end.clamp(start, self.text.len());
        let length = self.text.get(start..end).map_or(0, |t| t.trim_end().len());
        Place::new(self.source, start..start + length)
    }

    fn character_at(&self, at: usize) -> Place {
        let length = self
            .text
            .get(at..)
            .and_then(|t| t.chars().next())
            .filter(|c| *c != '\n')
            .map_or(0, char::len_utf8);
        Place::new(self.source, at..at + length)
    }
}

/// The finding for a list or group that goes on beyond the limit; what is behind is not read.
fn too_many(findings: &mut Vec<Diagnostic>, place: Place, what: &str, of: &str) {
    let most = vi::grouped(MOST_ENTRIES as u64);
    let message = format!("{what} {most} {of}, từ đây trở đi không được đọc");
    findings.push(
        Diagnostic::error(Code::FileTooLarge, place, message)
            .with_help("kiểm tra xem có chép nhầm nội dung khác vào tệp này"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml_rest::parse_rest;

    fn codes(text: &str) -> (Option<Node>, Vec<Code>) {
        let mut findings = Vec::new();
        let source = Sources::default().add("a.yaml", text);
        let root = parse(source, text, &mut findings);
        (root, findings.iter().map(|finding| finding.code).collect())
    }

    /// At each limit nothing is told, one above it one finding.
    #[test]
    fn limits_hold_at_and_above() {
        let keys = |count: usize| {
            let lines: Vec<_> = (0..count).map(|n| format!("k{n}: 1\n")).collect();
            lines.concat()
        };
        let items = |count: usize| "- 1\n".repeat(count);
        let key = |count: usize| format!("{}: 1\n", "k".repeat(count));
        let value = |count: usize| format!("a: {}\n", "v".repeat(count));
        let groups = |count: usize| {
            let group = |n| format!("- [{}]\n", vec!["1"; n].join(", "));
            let whole = (count - 1) / 1_001;
            // Each group of a thousand is a value itself, and so is the whole list.
            let rest = count - 1 - whole * 1_001;
            format!("{}{}", group(1_000).repeat(whole), group(rest - 1))
        };
        let nested = |count: usize| format!("{}1{}\n", "[".repeat(count), "]".repeat(count));
        let above = vec![Code::FileTooLarge];
        for (limit, text, told) in [
            (MOST_ENTRIES, &keys as &dyn Fn(usize) -> String, &above),
            (MOST_ENTRIES, &items, &above),
            (LONGEST_KEY, &key, &above),
            (LONGEST_VALUE, &value, &above),
            (MOST_VALUES, &groups, &above),
            (DEEPEST, &nested, &vec![Code::YamlSyntax]),
        ] {
            assert_eq!(codes(&text(limit)).1, []);
            assert_eq!(&codes(&text(limit + 1)).1, told);
        }
        let (many, _) = codes(&keys(100_000));
        let kept = many.map(|node| match node.value {
            NodeValue::Map(entries) => entries.len(),
            _ => 0,
        });
        assert_eq!(kept, Some(MOST_ENTRIES));
    }

    #[test]
    fn keys_with_what_nobody_sees_are_told_of_once() {
        let (root, told) = codes("so\u{200b}_lieu: 1\nky\u{feff}: 2\n");
        assert_eq!(told, [Code::TextInvisible]);
        let keys = root.map(|node| match node.value {
            NodeValue::Map(entries) => entries.into_iter().map(|e| e.key).collect(),
            _ => Vec::new(),
        });
        assert_eq!(keys, Some(vec!["so_lieu".to_owned(), "ky".to_owned()]));
        // Indented so, nothing stands where it was meant to.
        for blank in ['\u{a0}', '\u{2003}', '\u{3000}'] {
            let text = format!("a:\n{blank}{blank}b: 1\n{blank}{blank}c: 2\n");
            assert_eq!(codes(&text), (None, vec![Code::TextInvisible]));
            let text = format!("a:\n  b: 1\n{blank}{blank}c: 2\n");
            let (_, told) = codes(&text);
            assert_eq!(told.len(), 1, "{told:?}");
        }
        // Words of a sentence may be held together.
        let (_, told) = codes("a:\n  - Kết\u{a0}quả: đạt\n");
        assert_eq!(told, []);
    }

    #[test]
    fn what_else_is_wrong_is_read_without_the_faulty_line() {
        let text = "a: 02\nb:\n  - \"Một\" cửa\nc: 1\nd: \"x\" y\ne: 2\n";
        let mut findings = Vec::new();
        let source = Sources::default().add("a.yaml", text);
        assert_eq!(parse(source, text, &mut findings), None);
        let rest = parse_rest(source, text, &mut findings).expect("the rest is YAML");
        assert!(rest.is_intact);
        let NodeValue::Map(entries) = rest.root.value else {
            panic!("it is a mapping")
        };
        let keys: Vec<_> = entries.iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["a", "b", "c", "e"]);
        let places: Vec<_> = findings.iter().filter_map(|f| f.place).collect();
        let lines: Vec<_> = places
            .iter()
            .map(|p| text[..p.start()].matches('\n').count())
            .collect();
        assert_eq!(lines, [2, 4], "{findings:?}");
    }
}
