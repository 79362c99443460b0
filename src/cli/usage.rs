//! Wrong command lines, said in Vietnamese.

use std::ffi::OsString;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{exit, help, stdio, terminal};
use crate::diagnostic::Style;
use crate::vi;

/// Prints help or what is wrong, and gives the exit code.
pub(super) fn explain(error: &Error) -> u8 {
    let words = |style| match style {
        Style::Plain => error.render().to_string(),
        Style::Coloured => error.render().ansi().to_string(),
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Its words are the program's own.
            stdio::deliver(&words(terminal::of_output()));
            exit::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            stdio::warn_coloured(&words(terminal::of_errors()));
            exit::USAGE
        }
        _ => {
            stdio::warn(&message(error, &command(std::env::args_os().nth(1))));
            exit::USAGE
        }
    }
}

fn message(error: &Error, command: &str) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("không có tùy chọn `{argument}`")
        }
        ErrorKind::UnknownArgument => format!("thừa tham số `{argument}`"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "không có lệnh `{}`",
                context(error, ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::InvalidUtf8 => "có tham số không viết bằng bảng mã UTF-8".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("thiếu tham số: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("thiếu giá trị sau `{argument}`"),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let why =
                std::error::Error::source(error).map_or_else(String::new, |e| format!(": {e}"));
            format!("`{value}` không dùng được cho {argument}{why}")
        }
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => {
                format!("`{argument}` chỉ được viết một lần")
            }
            other => format!("không dùng `{argument}` cùng với `{other}`"),
        },
        _ => format!("dòng lệnh sai ({})", error.kind()),
    };
    let choices = context(error, ContextKind::ValidValue);
    if !choices.is_empty() && error.kind() == ErrorKind::InvalidValue {
        let choices = choices.replace(' ', ", ");
        return format!("lỗi: {what}\n  cách sửa: dùng một trong: {choices}\n");
    }
    let suggestion = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .into_iter()
        .map(|kind| context(error, kind))
        .find(|s| !s.is_empty());
    match suggestion {
        Some(near) => format!("lỗi: {what}\n  cách sửa: có phải là `{near}`?\n"),
        None => format!("lỗi: {what}\n  cách sửa: xem hướng dẫn bằng `{command} --help`\n"),
    }
}

/// The command that was begun: "baocao build".
fn command(given: Option<OsString>) -> String {
    let known = help::command();
    match given.and_then(|given| known.find_subcommand(given)) {
        Some(command) => format!("baocao {}", command.get_name()),
        None => "baocao".to_owned(),
    }
}

/// What the error says of itself, on one line: most of it was typed by somebody.
fn context(error: &Error, kind: ContextKind) -> String {
    let text = match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        // Of suggestions the first is the nearest.
        Some(ContextValue::Strings(texts)) if kind == ContextKind::SuggestedSubcommand => {
            texts.first().cloned().unwrap_or_default()
        }
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    vi::shown(&vi::brief(&text)).into_owned()
}
