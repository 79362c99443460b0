//! From a path to a node tree: the only place that opens data files.

use std::io::ErrorKind;
use std::path::Path;

use super::node::Node;
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources, text_of};
use crate::files::{DATA_LIMIT, Refusal, read_regular};
pub(super) use crate::vi::shown_path as shown;

/// Reads a file and parses it. Findings say why there is no tree.
pub(super) fn read(
    path: &Path,
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Option<(SourceId, Node)> {
    let source = open(path, sources, findings)?;
    let node = yaml::parse(source, sources.text(source), findings)?;
    Some((source, node))
}

/// Reads the text of a file. Findings say why there is none.
pub(super) fn open(
    path: &Path,
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Option<SourceId> {
    let draft = sources.draft_of(path).map(<[u8]>::to_vec);
    let bytes = match draft.map_or_else(|| read_regular(path, DATA_LIMIT), Ok) {
        Ok(bytes) => bytes,
        Err(error) => {
            // The finding has the file for its place, so that it is known whose
            // file it is.
            let place = Sources::beginning(sources.add_file(path, ""));
            let mut finding = unreadable(path, &error);
            finding.place = Some(place);
            findings.push(finding);
            return None;
        }
    };
    let text = match text_of(bytes) {
        Ok(text) => text,
        Err(error) => {
            findings.push(not_utf8(
                path,
                error.as_bytes(),
                error.utf8_error().valid_up_to(),
                sources,
            ));
            return None;
        }
    };
    Some(sources.add_file(path, text))
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

fn not_utf8(path: &Path, bytes: &[u8], valid_up_to: usize, sources: &mut Sources) -> Diagnostic {
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
    Diagnostic::error(Code::FileEncoding, place, what)
        .with_help("mở tệp bằng trình soạn thảo, chọn lưu lại với bảng mã UTF-8")
}
