//! `templates`: the built-in templates, to be changed.

use crate::app::{App, TemplatesRequest, WrittenTemplates};
use crate::cli::args::TemplatesArguments;
use crate::cli::stdio;
use crate::cli::telling::Telling;

/// Writes the built-in templates into a folder.
pub(super) fn templates(app: &App, arguments: &TemplatesArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let request = TemplatesRequest {
        to: arguments.to.clone(),
    };
    if let Some(written) = telling.run(|tell| app.write_templates(&request, tell)) {
        stdio::print(&in_words(&written));
    }
    telling.code()
}

/// What was written, and how one goes on from there.
fn in_words(written: &WrittenTemplates) -> String {
    let folder = stdio::path(&written.folder);
    let argument = stdio::argument(&written.folder);
    let unchanged = written.unchanged;
    let first = match (written.written, unchanged) {
        (0, _) => format!(
            "không ghi thêm mẫu nào vào {folder}: đã có {unchanged} mẫu đúng như mẫu có sẵn"
        ),
        (count, 0) => format!("đã ghi {count} mẫu vào {folder}"),
        (count, _) => {
            format!("đã ghi {count} mẫu vào {folder}; {unchanged} mẫu đã có, đúng như mẫu có sẵn")
        }
    };
    format!(
        "{first}\n\
         lời văn của từng mục ở {folder}/bao-cao/muc, dàn trang ở {folder}/nd30; chỉ cần giữ những tệp định sửa, tệp nào không có thì dùng mẫu có sẵn\n\
         sửa xong: kiểm tra bằng `baocao check <KỲ> --templates {argument}`, lập bằng `baocao build <KỲ> --templates {argument}`\n"
    )
}
