//! From a path to a text: the only place that opens data files.

use std::io::ErrorKind;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources, text_of};
use crate::files::{DATA_LIMIT, Refusal, read_regular};
pub(super) use crate::vi::shown_path as shown;

/// Reads the text of a file.
///
/// # Errors
/// There is none; a finding says why. The file is in the sources nevertheless, so that it is
/// known whose it is.
pub(super) fn text(
    path: &Path,
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Result<String, SourceId> {
    let draft = sources.draft_of(path).map(<[u8]>::to_vec);
    let bytes = draft.map_or_else(|| read_regular(path, DATA_LIMIT), Ok);
    let bytes = bytes.map_err(|error| {
        let source = sources.add_file(path, "");
        let mut finding = unreadable(path, &error);
        finding.place = Some(Sources::beginning(source));
        findings.push(finding);
        source
    })?;
    text_of(bytes).map_err(|error| {
        let valid_up_to = error.utf8_error().valid_up_to();
        let (source, finding) = not_utf8(path, error.as_bytes(), valid_up_to, sources);
        findings.push(finding);
        source
    })
}

/// The finding for a file or folder that cannot be opened.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let path = shown(path);
    if error.kind() == ErrorKind::NotFound {
        Diagnostic::general(Code::FileNotFound, format!("không tìm thấy `{path}`"))
    } else {
        Diagnostic::general(
            Code::FileUnreadable,
            format!("không đọc được `{path}` ({})", crate::vi::reason(error)),
        )
        .with_help(
            Refusal::of(error).map_or("kiểm tra quyền đọc của tệp và thư mục", Refusal::remedy),
        )
    }
}

fn not_utf8(
    path: &Path,
    bytes: &[u8],
    valid_up_to: usize,
    sources: &mut Sources,
) -> (SourceId, Diagnostic) {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    // The bytes before the fault are the same in the shown text.
    let text = if utf16 {
        "".into()
    } else {
        String::from_utf8_lossy(bytes)
    };
    let source = sources.add_file(path, text.as_ref());
    let shown_length = text
        .get(valid_up_to..)
        .and_then(|t| t.chars().next())
        .map_or(0, char::len_utf8);
    let place = Place::new(source, valid_up_to..valid_up_to + shown_length);
    let what = if utf16 {
        "tệp lưu bằng bảng mã UTF-16"
    } else {
        "tệp không lưu bằng bảng mã UTF-8"
    };
    let finding = Diagnostic::error(Code::FileEncoding, place, what)
        .with_help("mở tệp bằng trình soạn thảo, chọn lưu lại với bảng mã UTF-8");
    (source, finding)
}
