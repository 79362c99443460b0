//! What the operating system says when it refuses.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::files::Refusal;

/// The reason in a few words.
pub fn reason(error: &Error) -> String {
    // What has no kind of its own: too many open files in all, or in this program.
    if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) {
        return "mở quá nhiều tệp cùng lúc".to_owned();
    }
    if let Some(refusal) = Refusal::of(error) {
        return refusal.to_string();
    }
    let words = match error.kind() {
        ErrorKind::NotFound => "không có ở đó",
        ErrorKind::PermissionDenied => "không có quyền",
        ErrorKind::AlreadyExists => "đã có tệp trùng tên",
        ErrorKind::NotADirectory => "một phần của đường dẫn là tệp, không phải thư mục",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::StorageFull => "hết dung lượng",
        ErrorKind::FileTooLarge => "quá giới hạn kích thước tệp",
        ErrorKind::WouldBlock => "đã hết số luồng và tiến trình được phép",
        ErrorKind::OutOfMemory => "hết bộ nhớ",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::InvalidData => "tệp không lưu bằng bảng mã UTF-8",
        kind => {
            let number = error.raw_os_error();
            return number.map_or_else(|| kind.to_string(), |n| format!("lỗi hệ thống {n}"));
        }
    };
    words.to_owned()
}

/// A path as people are shown it: `/` between folders on every system. Where `\` does not
/// stand between folders it is a letter of a name.
pub fn shown_path(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown.into_owned()
    }
}
