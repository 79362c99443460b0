//! Errors of minijinja as findings with a line of a template.

use std::collections::BTreeMap;
use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use super::runner::Failure;
use crate::diagnostic::{Code, Diagnostic, Help, Place, SourceId, Sources, Way};
use crate::vi;

/// A finding without a place.
pub(super) fn general(message: &str) -> Diagnostic {
    Diagnostic::general(Code::TemplateError, message)
}

/// What templates wrote and that is no document.
pub(super) fn of_body(message: &str, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => Diagnostic::error(Code::TemplateError, place, message),
        None => general(message),
    }
}

/// Why a report could not be put in words.
pub(super) fn failure(
    why: Failure,
    templates: &BTreeMap<String, SourceId>,
    sources: &Sources,
) -> Diagnostic {
    const LOOK: &str = "xem lại những danh sách cộng hoặc lồng vào chính nó trong các mẫu .j2";
    match why {
        Failure::Template(error) => finding(&error, templates, sources),
        Failure::Late => general("mẫu chạy quá lâu chưa xong").with_help(LOOK),
        Failure::Large => general("mẫu dùng quá nhiều bộ nhớ").with_help(LOOK),
        Failure::Long => general("mẫu viết ra quá dài, không in được")
            .with_help("xem lại vòng lặp trong các mẫu .j2"),
        Failure::Panicked => general("bộ đọc mẫu gặp lỗi bên trong").with_help(
            Help::from("xem lại mẫu vừa sửa trong thư mục mẫu; bỏ ")
                .way(Way::Templates)
                .text(" để dùng mẫu có sẵn"),
        ),
        Failure::GivenUp => {
            general("không soạn tiếp, vì mẫu của các báo cáo trước chạy mãi không xong")
                .with_help("sửa mẫu của các báo cáo ấy rồi lập lại")
        }
        Failure::NoThread(error) => Diagnostic::general(
            Code::ProgramThreads,
            format!(
                "hệ thống không cho chạy thêm luồng ({})",
                vi::reason(&error)
            ),
        )
        .with_help("bớt chương trình đang chạy, hoặc nâng giới hạn số tiến trình của người dùng"),
    }
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
        ErrorKind::UndefinedError if detail.is_empty() => (
            Code::TemplateValue,
            "mẫu dùng một tên không có giá trị".to_owned(),
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
