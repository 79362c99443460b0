//! What YAML's grammar errors mean to an officer, and what to do about them.

use granit_parser::ErrorKind;

use crate::vi;

/// A message and, mostly, advice.
type Explanation = (String, Option<&'static str>);

/// Lines before an error among which its cause is looked for.
const LINES_BACK: usize = 10;

/// A grammar error in a text.
pub(super) struct Fault<'a> {
    text: &'a str,
    kind: &'a ErrorKind,
    at: usize,
}

impl<'a> Fault<'a> {
    /// An error that the parser noticed at byte `at`.
    pub(super) fn new(text: &'a str, kind: &'a ErrorKind, at: usize) -> Self {
        Self { text, kind, at }
    }

    /// Where to look: the parser names a tab by the value before it.
    pub(super) fn position(&self) -> usize {
        let at = self.at;
        let rest = self.text.get(at..).unwrap_or("");
        if is_tab(self.kind) {
            return at + rest.find('\t').unwrap_or(0);
        }
        if let Some(hidden) = self.hidden_near() {
            return hidden;
        }
        self.bracket_left_open().unwrap_or(at)
    }

    /// Lines up to the one of the error, the last first, with where they begin.
    fn lines_back(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find('\n').map_or(self.text.len(), |n| self.at + n);
        let before = self.text.get(..end).unwrap_or_default();
        let mut end = before.len();
        before.rsplit('\n').map(move |line| {
            let start = end - line.len();
            end = start.saturating_sub(1);
            (start, line)
        })
    }

    /// A blank that is no space where spaces or a dash begin a line, near the error.
    fn hidden_at_a_beginning(&self) -> Option<usize> {
        self.lines_back()
            .take(LINES_BACK)
            .find_map(|(start, line)| {
                let mut letters = line.char_indices();
                let (at, _) = letters
                    .find(|(_, c)| !matches!(c, ' ' | '-'))
                    .filter(|(_, c)| {
                        !matches!(c, '\t' | '\r') && (c.is_whitespace() || vi::is_invisible(*c))
                    })?;
                Some(start + at)
            })
    }

    /// A value before the error that begins with a bracket which is never closed.
    fn bracket_left_open(&self) -> Option<usize> {
        if is_tab(self.kind) {
            return None;
        }
        self.lines_back()
            .take(LINES_BACK)
            .find_map(|(start, line)| {
                let item = line.trim_start_matches([' ', '-']);
                let value = match item.split_once(": ") {
                    Some((key, value)) if !key.starts_with(['[', '{', '"', '\'']) => {
                        value.trim_start()
                    }
                    _ => item,
                };
                let open = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
                let close = if open == '[' { ']' } else { '}' };
                let at = start + line.len() - value.len();
                let count = |bracket| value.matches(bracket).count();
                // A flow list may go on over lines, with a comma at the end of each.
                let goes_on = value.trim_end().ends_with([',', open]);
                (count(open) > count(close) && !goes_on).then_some(at)
            })
    }

    /// Whether the line of the error reads like a sentence, and not like a key.
    fn is_sentence(&self) -> bool {
        let line = self.lines_back().next().map_or("", |(_, line)| line.trim());
        let before = line.split(':').next().unwrap_or(line);
        !line.starts_with(['-', '"', '\'', '[', '{', '#'])
            && before.split_whitespace().count() > 1
            && !before.is_ascii()
    }

    /// A character that nobody sees, on the line of an error or the one before
    /// it, where the cause often is.
    fn hidden_near(&self) -> Option<usize> {
        if let Some(found) = self.hidden_at_a_beginning() {
            return Some(found);
        }
        if !is_stumbling(self.kind) {
            return None;
        }
        let at = self.at;
        let before = self.text.get(..at)?;
        let start = before.trim_end().rfind('\n').map_or(0, |n| n + 1);
        let end = self
            .text
            .get(at..)?
            .find('\n')
            .map_or(self.text.len(), |n| at + n);
        let hidden =
            |c: char| c == '\u{a0}' || (vi::is_invisible(c) && !matches!(c, '\t' | '\n' | '\r'));
        self.text.get(start..end)?.find(hidden).map(|n| start + n)
    }

    /// What a grammar error means to an officer, and what to do. What stands at
    /// the place often says more than the parser's name for it.
    pub(super) fn explain(&self) -> Explanation {
        let (kind, at) = (self.kind, self.at);
        if is_tab(kind) {
            return explain(kind);
        }
        if let Some(hidden) = self.hidden_near() {
            let character = self.text.get(hidden..).and_then(|t| t.chars().next());
            let number = character.map_or(0, u32::from);
            return (
                format!("có ký tự không nhìn thấy (U+{number:04X}), thường chép từ Word"),
                Some("xóa ký tự này rồi gõ lại bằng phím cách"),
            );
        }
        if self.bracket_left_open().is_some() {
            return said(OPEN_BRACKET);
        }
        let before = self.text.get(..at).unwrap_or("");
        let rest = self.text.get(at..).unwrap_or("");
        if rest.lines().next().is_some_and(|l| l.trim() == "-") {
            return said((
                "dấu `-` đứng một mình không phải là số liệu",
                "chưa có số liệu thì viết `{khong_co: \"lý do\"}`",
            ));
        }
        let on_the_line = before.rsplit('\n').next().unwrap_or(before);
        if on_the_line.trim_end().ends_with([']', '}']) {
            return said(BRACKETS);
        }
        let wants_key = matches!(
            kind,
            ErrorKind::SimpleKeyExpected
                | ErrorKind::InvalidSimpleKey
                | ErrorKind::ExpectedBlockMappingKey
                | ErrorKind::MappingValueNotAllowed
        );
        if wants_key && self.is_sentence() {
            return said((
                "câu văn đứng ở chỗ của một khóa",
                "mỗi đoạn văn của mục viết sau dấu `- `; đoạn có dấu hai chấm thì đặt cả đoạn trong dấu nháy kép",
            ));
        }
        explain(kind)
    }
}

/// A message with advice.
fn said((message, help): (&str, &'static str)) -> Explanation {
    (message.to_owned(), Some(help))
}

const OPEN_BRACKET: (&str, &str) = (
    "mở ngoặc mà không đóng",
    "thêm dấu ngoặc đóng; nếu ngoặc thuộc câu văn, đặt cả câu trong dấu nháy kép",
);

const BRACKETS: (&str, &str) = (
    "dấu ngoặc vuông hoặc ngoặc nhọn không khớp, hoặc có chữ đứng sau ngoặc đóng",
    "đóng đủ ngoặc; câu văn có ngoặc ở đầu hoặc có dấu hai chấm trong ngoặc thì đặt trong dấu nháy kép",
);

/// What a grammar error means to an officer, and what to do.
fn explain(kind: &ErrorKind) -> Explanation {
    said(match kind {
        kind if is_tab(kind) => (
            "dùng phím Tab để thụt dòng",
            "thay mỗi Tab bằng hai dấu cách",
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidQuotedScalarIndent => (
            "thụt dòng không khớp với các dòng trên",
            "các khóa cùng cấp phải thụt vào bằng nhau; dùng dấu cách, không dùng Tab",
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidMappingValueWhitespace => (
            "dấu hai chấm ở đây làm YAML hiểu là một khóa mới",
            "nếu dấu hai chấm thuộc câu văn, đặt cả câu trong dấu nháy kép; nếu là khóa, kiểm tra thụt dòng",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "thiếu dấu hai chấm sau khóa",
            "viết `khoa: giá trị`, có một dấu cách sau dấu hai chấm",
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("mở dấu nháy mà không đóng", "thêm dấu nháy ở cuối đoạn văn")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "có chữ đứng sau dấu nháy đóng",
            "đặt cả giá trị trong một cặp dấu nháy; dấu nháy kép bên trong viết là \\\"",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping => OPEN_BRACKET,
        ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => BRACKETS,
        ErrorKind::UnknownAnchor => (
            "dấu `*` ở đầu giá trị là một tham chiếu, mà không có gì để tham chiếu",
            "đặt cả giá trị trong dấu nháy kép",
        ),
        ErrorKind::UnexpectedCharacter { .. } => (
            "ký tự này không được đứng ở đầu một giá trị",
            "đặt cả giá trị trong dấu nháy kép",
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "dấu `\\` trong dấu nháy kép đi với một ký tự lạ",
            "viết `\\\\` để có dấu gạch chéo ngược, hoặc dùng dấu nháy đơn",
        ),
        ErrorKind::RecursionLimitExceeded => ("các cấp lồng nhau quá sâu", "viết lại theo mẫu"),
        ErrorKind::DirectiveDisallowed => (
            "dòng bắt đầu bằng `%` không được phép",
            "xóa dòng này, hoặc đặt giá trị trong dấu nháy kép",
        ),
        ErrorKind::InvalidBlockScalarHeader => (
            "chữ đứng ngay sau dấu `|` hoặc `>`",
            "viết câu ở dòng dưới, thụt vào; nếu dấu này thuộc câu văn thì đặt cả câu trong dấu nháy kép",
        ),
        _ => (
            "không đọc được cú pháp YAML ở đây",
            "đặt cả giá trị trong dấu nháy kép, hoặc viết câu ở dòng dưới sau dấu `>-`",
        ),
    })
}

/// Errors of a parser that met a character where it hoped for something else;
/// one that nobody sees is then the likely cause.
fn is_stumbling(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::UnexpectedCharacter { .. }
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::InvalidIndentation
    )
}

fn is_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    )
}
