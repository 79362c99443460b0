//! Errors of minijinja as findings with a line of a template.

use std::collections::BTreeMap;
use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};

/// A finding without a place.
pub(super) fn general(message: &str) -> Diagnostic {
    Diagnostic::general(Code::TemplateError, message)
}

/// The innermost error of a chain of includes, at its place.
pub(super) fn finding(
    error: &Error,
    templates: &BTreeMap<String, SourceId>,
    sources: &Sources,
) -> Diagnostic {
    let mut innermost = error;
    while let Some(cause) = innermost.source().and_then(|c| c.downcast_ref::<Error>()) {
        innermost = cause;
    }
    let (code, message) = explain(innermost);
    let finding = match place(innermost, templates, sources) {
        Some(place) => Diagnostic::error(code, place, message),
        None => Diagnostic::general(code, message),
    };
    if std::ptr::eq(error, innermost) {
        return finding;
    }
    match place(error, templates, sources) {
        Some(place) => finding.with_label(place, "được gọi từ đây"),
        None => finding,
    }
}

fn place(
    error: &Error,
    templates: &BTreeMap<String, SourceId>,
    sources: &Sources,
) -> Option<Place> {
    let source = *templates.get(error.name()?)?;
    let text = sources.text(source);
    if let Some(range) = error.range() {
        return Some(sources.clamped(Place::new(source, range)));
    }
    let line = error.line()?;
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let length = text
        .get(start..)
        .and_then(|t| t.lines().next())
        .map_or(0, str::len);
    Some(Place::new(source, start..start + length))
}

fn explain(error: &Error) -> (Code, String) {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::SyntaxError => (
            Code::TemplateError,
            format!("mẫu viết sai cú pháp ({detail})"),
        ),
        ErrorKind::UndefinedError => (
            Code::TemplateValue,
            format!("mẫu dùng một tên không có giá trị ({detail})"),
        ),
        ErrorKind::TemplateNotFound => (
            Code::TemplateNotFound,
            format!("không tìm thấy mẫu ({detail})"),
        ),
        ErrorKind::UnknownFunction | ErrorKind::UnknownFilter | ErrorKind::UnknownTest => (
            Code::TemplateError,
            format!("mẫu gọi một hàm hoặc bộ lọc không có ({detail})"),
        ),
        ErrorKind::OutOfFuel => (
            Code::TemplateError,
            "mẫu chạy quá lâu, có thể là một vòng lặp không dừng".to_owned(),
        ),
        ErrorKind::InvalidOperation => (Code::TemplateValue, detail.to_owned()),
        kind if detail.is_empty() => (Code::TemplateError, format!("mẫu không chạy được ({kind})")),
        _ => (
            Code::TemplateError,
            format!("mẫu không chạy được ({detail})"),
        ),
    }
}
