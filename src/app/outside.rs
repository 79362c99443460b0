//! Folders that are written into lie outside the data.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::{publish, vi};

/// That a folder holds data, or is within one that does, where what is written would lie among
/// data: `what` is not written there, but into a folder such as `instead`.
pub(super) fn folder_of_data(
    folder: &Path,
    data: &Path,
    (what, instead): (&str, &str),
) -> Option<Diagnostic> {
    let holds_data = ["cau-hinh.yaml", "co-quan.yaml"];
    let holds_data = holds_data.iter().any(|file| folder.join(file).exists());
    let is_below = publish::lies_within(folder, data) && !publish::lies_within(data, folder);
    let place = if is_below {
        "nằm trong thư mục dữ liệu"
    } else {
        "là thư mục dữ liệu"
    };
    let message = format!(
        "`{}` {place}, không ghi {what} vào đó",
        vi::shown_path(folder)
    );
    (holds_data || publish::lies_within(folder, data)).then(|| {
        Diagnostic::general(Code::OutputExists, message).with_help(format!(
            "chọn một thư mục riêng cho {what}, ví dụ `{instead}`"
        ))
    })
}
