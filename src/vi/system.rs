//! What the operating system says when it refuses.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::files::Refusal;

/// The reason in a few words.
pub fn reason(error: &Error) -> String {
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
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::InvalidData => "tệp không lưu bằng bảng mã UTF-8",
        kind => {
            let number = error.raw_os_error();
            return number.map_or_else(|| kind.to_string(), |n| format!("lỗi hệ thống {n}"));
        }
    };
    words.to_owned()
}

/// A path as people are shown it: `/` between folders on every system.
pub fn shown_path(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
