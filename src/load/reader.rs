//! Small typed readers over the node tree. Each reports what is wrong at its
//! place and returns nothing, so that reading goes on.

use chrono::{Datelike, NaiveDate};

use super::Charset;
use super::map::MapReader;
use super::node::{Entry, Node, NodeValue, ScalarStyle};
use super::scalar::{
    CountFault, is_iso_date, parse_count, parse_date, parse_decimal, short_iso_date,
    vietnamese_date,
};
use crate::diagnostic::{Code, Diagnostic, Located, Place, Severity, Sources};
use crate::model::Decimal;
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
    pub(super) sources: &'a Sources,
    pub(super) charset: &'a Charset,
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

    /// How many errors there are so far, to tell whether something was refused.
    pub(super) fn count_of_errors(&self) -> usize {
        let errors = |f: &&Diagnostic| f.severity == Severity::Error;
        self.findings.iter().filter(errors).count()
    }

    /// Reads something that was read before in another version: what is wrong with both is
    /// reported once.
    pub(super) fn again<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.findings.len();
        let value = read(self);
        for finding in self.findings.split_off(before) {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        value
    }

    /// Reads something whose findings are not kept yet.
    pub(super) fn apart<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Vec<Diagnostic>) {
        let before = self.findings.len();
        let value = read(self);
        (value, self.findings.split_off(before))
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
            NodeValue::List(items) => {
                let mut read: Vec<_> = items.iter().filter_map(|i| read(self, i)).collect();
                // Most lists have one item, and room for four.
                read.shrink_to_fit();
                Some(read)
            }
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

    /// Reports a sentence that a colon has made a key of, and says whether there
    /// was one. `keys` are those that may stand here.
    pub(super) fn refuse_sentence_with_colon(&mut self, node: &Node, keys: &[&str]) -> bool {
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
        let possible = |date: &NaiveDate| (1900..=2200).contains(&date.year());
        if let Some(value) = parse_date(text).filter(possible) {
            return Some(Located {
                value,
                place: node.place,
            });
        }
        let finding = if let Some(date) = short_iso_date(text).filter(possible) {
            Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("`{text}` không viết đủ bốn chữ số của năm, hai của tháng và ngày"),
            )
            .with_help(format!("viết là `{date}`"))
        } else if is_iso_date(text) {
            Diagnostic::error(
                Code::DateForm,
                node.place,
                format!("không có ngày `{text}` trên lịch"),
            )
            .with_help("kiểm tra lại ngày, tháng, năm; viết theo thứ tự năm-tháng-ngày")
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
        let (text, style) = self.digits(node)?;
        self.number(node, text, parse_count(text, style))
    }

    /// A number of at most two decimals, as documents state it: `98.5`, `"98,5"`.
    pub(super) fn decimal(&mut self, node: &Node) -> Option<Decimal> {
        let text = self.digits(node)?.0.trim();
        let hundredths = self.number(node, text, parse_decimal(text))?;
        Some(Decimal::of_hundredths(hundredths))
    }

    /// What was written for a number, unless something in it cannot be seen.
    fn digits<'n>(&mut self, node: &'n Node) -> Option<(&'n str, ScalarStyle)> {
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
        Some((text, style))
    }

    fn number(&mut self, node: &Node, text: &str, read: Result<u64, CountFault>) -> Option<u64> {
        match read {
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

    /// A single value and how it was written.
    pub(super) fn scalar<'n>(&mut self, node: &'n Node) -> Option<(&'n str, ScalarStyle)> {
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

    /// Reports a value that must not be empty.
    pub(super) fn empty(&mut self, place: Place) {
        self.report(
            Diagnostic::error(Code::ValueEmpty, place, "giá trị bỏ trống").with_help(
                "điền giá trị, hoặc xóa dòng này nếu không có gì; chữ bắt đầu bằng `#` thì đặt trong dấu nháy kép, vì `#` mở đầu ghi chú",
            ),
        );
    }

    fn wrong_type(&mut self, node: &Node, wanted: &Wanted) {
        if *wanted == Wanted::Scalar && self.refuse_sentence_with_colon(node, &[]) {
            return;
        }
        if *wanted == Wanted::List && self.refuse_other_dash(node) {
            return;
        }
        let (what, help) = wanted.words();
        let help = if self.is_behind_second_dash(node) {
            "thừa một dấu `-`: mỗi mục chỉ có một dấu `- ` ở đầu"
        } else {
            help
        };
        self.report(
            Diagnostic::error(
                Code::ValueType,
                node.place,
                format!("ở đây cần {what}, nhưng lại {}", node.describe()),
            )
            .with_help(help),
        );
    }

    /// Reports a text that begins with what looks like the dash of a list and is none.
    fn refuse_other_dash(&mut self, node: &Node) -> bool {
        let NodeValue::Scalar { text, .. } = &node.value else {
            return false;
        };
        let mut letters = text.chars();
        let (Some(first), second) = (letters.next(), letters.next()) else {
            return false;
        };
        let hidden = second.filter(|c| *c != ' ' && (c.is_whitespace() || vi::is_invisible(*c)));
        if let ('-', Some(hidden)) = (first, hidden) {
            let number = u32::from(hidden);
            let message = format!("có ký tự không nhìn thấy (U+{number:04X}) sau dấu `-` đầu dòng");
            let place = node.place.part(1..1 + hidden.len_utf8());
            self.report(
                Diagnostic::error(Code::TextInvisible, place, message)
                    .with_help("xóa ký tự này rồi gõ lại bằng phím cách, để có `- `"),
            );
            return true;
        }
        let is_dash = matches!(
            first,
            '-' | '‐'
                ..='―' | '−' | '•' | '·' | '+' | '▪' | '●' | '○' | '◦' | '■' | '►' | '➢'
        );
        if !is_dash && !matches!(first, '\u{e000}'..='\u{f8ff}') {
            return false;
        }
        let help = if first == '-' {
            "thêm một dấu cách sau dấu `-` ở đầu mỗi mục"
        } else {
            "đầu mỗi mục là dấu trừ trên bàn phím và một dấu cách: `- `"
        };
        let message = format!(
            "dấu `{first}` (U+{:04X}) không mở đầu một mục của danh sách",
            u32::from(first)
        );
        let message = if first == '-' {
            "dấu `-` dính liền với chữ nên không mở đầu một mục của danh sách".to_owned()
        } else {
            message
        };
        let place = node.place.part(0..first.len_utf8());
        self.report(Diagnostic::error(Code::ValueType, place, message).with_help(help));
        true
    }

    /// Whether a list is itself the item of a list, by a dash too many.
    fn is_behind_second_dash(&self, node: &Node) -> bool {
        let text = self.sources.text(node.place.source);
        let before = text.get(..node.place.start()).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or(before);
        let itself = text.get(node.place.range()).unwrap_or_default();
        matches!(node.value, NodeValue::List(_)) && line.trim() == "-" && itself.starts_with('-')
    }
}
