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
    let number = error.raw_os_error();
    if let Some(words) = number.filter(|_| cfg!(windows)).and_then(on_windows) {
        return words.to_owned();
    }
    let words = match error.kind() {
        ErrorKind::NotFound => "không có ở đó",
        ErrorKind::PermissionDenied => "không có quyền",
        ErrorKind::InvalidFilename => "tên tệp hoặc đường dẫn không dùng được",
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
            return number.map_or_else(|| kind.to_string(), |n| format!("lỗi hệ thống {n}"));
        }
    };
    words.to_owned()
}

/// Whether a number of Windows says that another program has a file open:
/// `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`, `ERROR_USER_MAPPED_FILE`.
pub fn is_in_use(number: i32) -> bool {
    matches!(number, 32 | 33 | 1224)
}

/// What numbers of Windows mean that have no kind of their own.
fn on_windows(number: i32) -> Option<&'static str> {
    match number {
        number if is_in_use(number) => Some("tệp đang mở trong chương trình khác"),
        // `ERROR_TOO_MANY_OPEN_FILES`
        4 => Some("mở quá nhiều tệp cùng lúc"),
        // `ERROR_BAD_NETPATH`, `ERROR_NETNAME_DELETED`, `ERROR_BAD_NET_NAME`: of a file that was there.
        53 | 64 | 67 => Some("mất kết nối với thư mục mạng"),
        // `ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING`, `…_NETWORK_UNAVAILABLE`, `…_UNSUCCESSFUL`
        362 | 388 | 389 => Some("OneDrive chưa tải được tệp về máy này"),
        _ => None,
    }
}

/// A path as people are shown it: `/` between folders on every system; Windows takes it back so. Where `\` does not
/// stand between folders it is a letter of a name.
pub fn shown_path(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_windows_have_words_and_others_keep_their_number() {
        for (number, words) in [
            (32, "đang mở"),
            (1224, "đang mở"),
            (64, "mạng"),
            (362, "OneDrive"),
        ] {
            assert!(
                on_windows(number).is_some_and(|said| said.contains(words)),
                "{number}"
            );
        }
        // What has a kind of its own keeps the words of that kind: no right, not found, disk full.
        for number in [2, 3, 5, 112] {
            assert_eq!(on_windows(number), None, "{number}");
        }
    }
}
