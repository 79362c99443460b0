//! What YAML's grammar errors mean to an officer, and what to do about them.

use granit_parser::ErrorKind;

use crate::vi;

/// A message and, mostly, advice.
type Explanation = (&'static str, Option<&'static str>);

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
        match self.hidden_near() {
            Some(hidden) if is_stumbling(self.kind) => hidden,
            _ => at,
        }
    }

    /// A character that nobody sees, on the line of an error or the one before
    /// it, where the cause often is.
    fn hidden_near(&self) -> Option<usize> {
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
        if is_stumbling(kind) && self.hidden_near().is_some() {
            return (
                "có ký tự không nhìn thấy, thường chép từ Word",
                Some("xóa ký tự này rồi gõ lại bằng phím cách"),
            );
        }
        let before = self.text.get(..at).unwrap_or("");
        let rest = self.text.get(at..).unwrap_or("");
        if rest.lines().next().is_some_and(|l| l.trim() == "-") {
            return (
                "dấu `-` đứng một mình không phải là số liệu",
                Some("chưa có số liệu thì viết `{khong_co: \"lý do\"}`"),
            );
        }
        let on_the_line = before.rsplit('\n').next().unwrap_or(before);
        if on_the_line.trim_end().ends_with([']', '}']) {
            return BRACKETS;
        }
        explain(kind)
    }
}

const BRACKETS: Explanation = (
    "dấu ngoặc vuông hoặc ngoặc nhọn không khớp, hoặc có chữ đứng sau ngoặc đóng",
    Some(
        "đóng đủ ngoặc; câu văn có ngoặc ở đầu hoặc có dấu hai chấm trong ngoặc thì đặt trong dấu nháy kép",
    ),
);

/// What a grammar error means to an officer, and what to do.
fn explain(kind: &ErrorKind) -> Explanation {
    let (message, help) = match kind {
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
        | ErrorKind::UnexpectedEofImplicitFlowMapping => (
            "mở ngoặc mà không đóng",
            "thêm dấu ngoặc đóng; nếu ngoặc thuộc câu văn, đặt cả câu trong dấu nháy kép",
        ),
        ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => return BRACKETS,
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
    };
    (message, Some(help))
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
