//! Small typed readers over the node tree. Each reports what is wrong at its
//! place and returns nothing, so that reading goes on.

use chrono::NaiveDate;

use super::Charset;
use super::map::MapReader;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::scalar::{is_iso_date, parse_count, parse_date, vietnamese_date};
use crate::diagnostic::{Code, Diagnostic, Located, Place, Sources};
use crate::vi;

/// What a reader hoped to find.
#[derive(PartialEq, Eq)]
enum Wanted {
    Scalar,
    List,
    Map,
}

impl Wanted {
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Scalar => (
                "một giá trị",
                "viết giá trị ngay sau dấu hai chấm, trên cùng một dòng",
            ),
            Self::List => (
                "một danh sách",
                "viết mỗi mục một dòng, thụt vào và bắt đầu bằng `- `",
            ),
            Self::Map => (
                "một nhóm khóa",
                "viết các dòng `khóa: giá trị` ở dưới, thụt vào bằng nhau",
            ),
        }
    }
}

/// What all readers share: the findings, the files, the characters that print.
pub(super) struct Reader<'a> {
    findings: &'a mut Vec<Diagnostic>,
    sources: &'a Sources,
    charset: &'a Charset,
}

impl<'a> Reader<'a> {
    /// A reader that adds to `findings`.
    pub(super) fn new(
        findings: &'a mut Vec<Diagnostic>,
        sources: &'a Sources,
        charset: &'a Charset,
    ) -> Self {
        Self {
            findings,
            sources,
            charset,
        }
    }

    /// Keeps a finding.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// A mapping, to be read key by key.
    pub(super) fn map<'n>(&mut self, node: &'n Node) -> Option<MapReader<'n>> {
        let entries = self.entries(node)?;
        Some(MapReader::new(node.place, entries))
    }

    /// The entries of a mapping whose keys are names chosen by the writer.
    pub(super) fn entries<'n>(&mut self, node: &'n Node) -> Option<&'n [Entry]> {
        match &node.value {
            NodeValue::Map(entries) => Some(entries),
            NodeValue::Refused => None,
            _ => {
                self.wrong_type(node, &Wanted::Map);
                None
            }
        }
    }

    /// A list; items that `read` refuses are left out.
    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        match &node.value {
            NodeValue::List(items) => Some(items.iter().filter_map(|i| read(self, i)).collect()),
            NodeValue::Refused => None,
            _ => {
                self.wrong_type(node, &Wanted::List);
                None
            }
        }
    }

    /// A list that must not be empty.
    pub(super) fn filled_list<T>(
        &mut self,
        node: &Node,
        read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        if matches!(&node.value, NodeValue::List(items) if items.is_empty()) {
            self.empty(node.place);
            return None;
        }
        self.list(node, read)
    }

    /// Reports a sentence that a colon has made a key of. `keys` are those that
    /// may stand here.
    pub(super) fn is_sentence_with_colon(&mut self, node: &Node, keys: &[&str]) -> bool {
        let NodeValue::Map(entries) = &node.value else {
            return false;
        };
        let [entry] = entries.as_slice() else {
            return false;
        };
        if keys.contains(&entry.key.as_str())
            || !entry.key.contains(|c: char| c == ' ' || !c.is_ascii())
        {
            return false;
        }
        self.report(
            Diagnostic::error(
                Code::ValueType,
                entry.key_place,
                "câu có dấu hai chấm nên được hiểu là một khóa",
            )
            .with_help("đặt cả câu trong dấu nháy kép, hoặc viết câu ở dòng dưới sau dấu `>-`"),
        );
        true
    }

    /// An item of a list whose dash the program prints itself.
    pub(super) fn list_item(&mut self, node: &Node) -> Option<Located<String>> {
        let mut text = self.text(node)?;
        while let Some(rest) = ["- ", "– ", "+ ", "• "]
            .iter()
            .find_map(|dash| text.value.strip_prefix(dash))
        {
            text.value = rest.trim_start().to_owned();
        }
        if text.value.trim().is_empty() || text.value == "-" {
            self.empty(node.place);
            return None;
        }
        Some(text)
    }

    /// An item of a list whose dash and closing mark the program prints itself.
    pub(super) fn listed_name(&mut self, node: &Node) -> Option<Located<String>> {
        let mut text = self.list_item(node)?;
        text.value.truncate(
            text.value
                .trim_end_matches([';', '.', ','])
                .trim_end()
                .len(),
        );
        if text.value.is_empty() {
            self.empty(node.place);
            return None;
        }
        Some(text)
    }

    /// Text for the page: composed, on one line, every character printable.
    pub(super) fn text(&mut self, node: &Node) -> Option<Located<String>> {
        let (raw, style) = self.scalar(node)?;
        let value = vi::clean(raw);
        if value.trim().is_empty() {
            self.empty(node.place);
            return None;
        }
        if style == ScalarStyle::Plain {
            self.check_comment(node.place);
        }
        self.check_characters(&value, node.place);
        Some(Located {
            value,
            place: node.place,
        })
    }

    /// A comment behind text on its line is most likely its rest.
    fn check_comment(&mut self, place: Place) {
        let file = self.sources.text(place.source);
        let behind = file
            .get(place.end..)
            .and_then(|t| t.lines().next())
            .unwrap_or("");
        let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        if spaces == 0 || !behind[spaces..].starts_with('#') {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::TextComment,
                Place {
                    start: place.end + spaces,
                    end: place.end + behind.trim_end().len(),
                    ..place
                },
                "phần sau dấu `#` bị coi là ghi chú và không được in",
            )
            .warning()
            .with_help("nếu là một phần của câu, đặt cả câu trong dấu nháy kép; nếu là ghi chú, chuyển sang dòng riêng"),
        );
    }

    /// A word that names something: a key of another file, a choice.
    pub(super) fn word(&mut self, node: &Node) -> Option<Located<String>> {
        let text = self.scalar(node)?.0;
        if text.trim().is_empty() {
            self.empty(node.place);
            return None;
        }
        Some(Located {
            value: text.trim().to_owned(),
            place: node.place,
        })
    }

    /// One out of a fixed set of words.
    pub(super) fn choice<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let word = self.word(node)?;
        let found = choices
            .iter()
            .find(|(w, _)| *w == word.value)
            .map(|(_, t)| *t);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(w, _)| *w).collect();
            self.report(
                Diagnostic::error(
                    Code::ValueChoice,
                    node.place,
                    format!("`{}` không phải là một lựa chọn ở đây", word.value),
                )
                .with_help(format!("chọn một trong các từ: {}", words.join(", "))),
            );
        }
        found
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, node: &Node) -> Option<bool> {
        let (text, style) = self.scalar(node)?;
        match (text, style) {
            ("true", ScalarStyle::Plain) => Some(true),
            ("false", ScalarStyle::Plain) => Some(false),
            _ => {
                self.report(
                    Diagnostic::error(
                        Code::ValueChoice,
                        node.place,
                        format!("ở đây không dùng được `{text}`"),
                    )
                    .with_help(
                        "viết `true` (có) hoặc `false` (không), chữ thường, không có dấu nháy",
                    ),
                );
                None
            }
        }
    }

    /// A date, year first: `2021-03-04`.
    pub(super) fn date(&mut self, node: &Node) -> Option<Located<NaiveDate>> {
        let text = self.scalar(node)?.0.trim();
        if let Some(value) = parse_date(text) {
            return Some(Located {
                value,
                place: node.place,
            });
        }
        let finding = if is_iso_date(text) {
            Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("không có ngày `{text}` trên lịch"),
            )
            .with_help("kiểm tra lại ngày và tháng; viết theo thứ tự năm-tháng-ngày")
        } else {
            let finding = Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("`{text}` không phải là ngày viết theo dạng năm-tháng-ngày"),
            );
            match vietnamese_date(text) {
                Some(date) => finding.with_help(format!("viết là `{date}`")),
                None => finding.with_help("ví dụ: ngày 04/3/2021 viết là `2021-03-04`"),
            }
        };
        self.report(finding);
        None
    }

    /// A number that counts things, nought or more.
    pub(super) fn count(&mut self, node: &Node) -> Option<u64> {
        let (text, style) = self.scalar(node)?;
        if let Some(hidden) = text
            .chars()
            .find(|c| *c == '\u{a0}' || vi::is_invisible(*c))
        {
            let number = u32::from(hidden);
            self.report(
                Diagnostic::error(
                    Code::TextInvisible,
                    node.place,
                    format!("có ký tự không nhìn thấy (U+{number:04X}) trong số"),
                )
                .with_help("xóa cả số rồi gõ lại bằng bàn phím"),
            );
            return None;
        }
        match parse_count(text, style) {
            Ok(number) => Some(number),
            Err(fault) => {
                let (code, message, help) = fault.explain(text);
                self.report(Diagnostic::error(code, node.place, message).with_help(help));
                None
            }
        }
    }

    /// A whole number within bounds, such as a year or a day of the month.
    pub(super) fn number_in(
        &mut self,
        node: &Node,
        bounds: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let number = self.count(node)?;
        if bounds.contains(&number) {
            return Some(number);
        }
        self.report(Diagnostic::error(
            Code::NumberRange,
            node.place,
            format!(
                "số {number} nằm ngoài khoảng từ {} đến {}",
                bounds.start(),
                bounds.end()
            ),
        ));
        None
    }

    fn scalar<'n>(&mut self, node: &'n Node) -> Option<(&'n str, ScalarStyle)> {
        match &node.value {
            NodeValue::Scalar { text, style } => Some((text, *style)),
            NodeValue::Nothing => {
                self.empty(node.place);
                None
            }
            NodeValue::Refused => None,
            NodeValue::List(_) | NodeValue::Map(_) => {
                self.wrong_type(node, &Wanted::Scalar);
                None
            }
        }
    }

    fn empty(&mut self, place: Place) {
        self.report(
            Diagnostic::error(Code::ValueEmpty, place, "giá trị bỏ trống").with_help(
                "điền giá trị; chữ bắt đầu bằng `#` thì đặt trong dấu nháy kép, vì `#` mở đầu ghi chú",
            ),
        );
    }

    fn wrong_type(&mut self, node: &Node, wanted: &Wanted) {
        if *wanted == Wanted::Scalar && self.is_sentence_with_colon(node, &[]) {
            return;
        }
        let (what, help) = wanted.words();
        self.report(
            Diagnostic::error(
                Code::ValueType,
                node.place,
                format!("ở đây cần {what}, nhưng lại {}", node.describe()),
            )
            .with_help(help),
        );
    }

    fn check_characters(&mut self, text: &str, place: Place) {
        let mut seen = Vec::new();
        for character in text.chars() {
            let prints = vi::is_printable(character) && self.charset.contains(character);
            if prints || seen.contains(&character) {
                continue;
            }
            seen.push(character);
            let at = self.place_of(character, place);
            let number = u32::from(character);
            self.report(if vi::is_invisible(character) {
                Diagnostic::error(
                    Code::TextInvisible,
                    at,
                    format!("có ký tự không nhìn thấy (U+{number:04X}) trong đoạn chữ"),
                )
                .with_help("xóa ký tự này, hoặc xóa cả từ rồi gõ lại bằng bàn phím")
            } else if matches!(number, 0xe000..=0xf8ff) {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("ký tự U+{number:04X} chỉ có trong phông ký hiệu (như Symbol, Wingdings)"),
                )
                .with_help("xóa ký tự này; dấu đầu dòng chép từ Word thì viết thành danh sách `gach_dau_dong`")
            } else if !vi::is_printable(character) {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("dấu U+{number:04X} không ghép được với chữ đứng trước nó"),
                )
                .with_help("xóa dấu này rồi gõ lại cả chữ")
            } else {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("phông chữ không có ký tự `{character}` (U+{number:04X})"),
                )
                .with_help("thay bằng ký tự khác, hoặc chỉ ra thư mục phông có ký tự này bằng `--fonts`")
            });
        }
    }

    /// Where a character stands as written, or the whole value if it was
    /// written another way (an escape, a decomposed accent).
    fn place_of(&self, character: char, place: Place) -> Place {
        let raw = self
            .sources
            .text(place.source)
            .get(place.range())
            .unwrap_or("");
        match raw.find(character) {
            Some(offset) => Place {
                start: place.start + offset,
                end: place.start + offset + character.len_utf8(),
                ..place
            },
            None => place,
        }
    }
}
