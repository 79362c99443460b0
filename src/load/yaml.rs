//! YAML text to the [`Node`] tree. This file and `yaml_fault` alone know the parser.
//!
//! Everything wrong that the grammar can tell is reported here; what values
//! mean is the business of the readers.

use granit_parser::{Event, Parser, ScalarStyle as Written, Span};

use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::yaml_fault::Fault;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};

/// Reads one YAML document.
///
/// Returns nothing when the text is not YAML or holds no value; findings say
/// why. Duplicate keys are reported and the first one kept.
pub(super) fn parse(source: SourceId, text: &str, findings: &mut Vec<Diagnostic>) -> Option<Node> {
    let options = granit_parser::options! {
        emit_comments: false,
        disallow_directives: true,
        flow_nesting_limit: 32,
        block_nesting_limit: 32,
    };
    let mut builder = Builder {
        source,
        text,
        findings,
        open: Vec::new(),
        root: None,
        documents: 0,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
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
                builder.findings.push(finding);
                return None;
            }
        }
    }
    if builder.root.is_none() {
        builder.findings.push(
            Diagnostic::error(
                Code::FileEmpty,
                Sources::beginning(source),
                "tệp không có nội dung nào",
            )
            .with_help("điền nội dung theo mẫu, hoặc xóa tệp nếu không cần nữa"),
        );
    }
    builder.root
}

enum Open {
    List {
        start: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        entries: Vec<Entry>,
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
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let place = self.place(span);
        let tagged = event.tag().is_some();
        let anchored = event.anchor_id().is_some();
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.unsupported(
                        place,
                        "mỗi tệp chỉ chứa một tài liệu, không dùng dấu `---` ở giữa tệp",
                    );
                }
            }
            Event::Scalar(text, written, ..) => {
                self.refuse_decorations(place, tagged, anchored);
                let style = match written {
                    Written::Plain => ScalarStyle::Plain,
                    _ => ScalarStyle::Quoted,
                };
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
                    key: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return };
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
    }

    fn put(&mut self, mut node: Node) {
        let findings = &mut *self.findings;
        match self.open.last_mut() {
            None => {
                if self.root.is_none() && node.value != NodeValue::Nothing {
                    // The file as a whole has no key to point at.
                    node.place = node.place.part(0..0);
                    self.root = Some(node);
                }
            }
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                None => {
                    let text = if let NodeValue::Scalar { text, .. } = node.value {
                        text
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
                    if let Some(first) = entries.iter().find(|e| e.key == key) {
                        findings.push(
                            Diagnostic::error(
                                Code::YamlDuplicateKey,
                                key_place,
                                format!("khóa `{key}` xuất hiện hai lần"),
                            )
                            .with_label(first.key_place, "lần thứ nhất ở đây")
                            .with_help(match node.value {
                                NodeValue::Map(_) | NodeValue::List(_) => "gộp hai nhóm làm một",
                                _ => "giữ lại một dòng và xóa dòng kia",
                            }),
                        );
                    } else {
                        if matches!(node.value, NodeValue::List(_) | NodeValue::Map(_)) {
                            node.place = key_place;
                        }
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
