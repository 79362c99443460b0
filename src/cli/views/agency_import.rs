//! What became of a table of agencies, as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{AgencyImport, ImportedRow};
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;
/// Units that the table has not and the report for people names.
const NAMED: usize = 10;

/// The report for people: whether it came to nothing and counts first, then every row that is not
/// as it was.
pub(in crate::cli) fn as_text(import: &AgencyImport, dry_run: bool) -> String {
    let file = vi::shown_path(&import.file);
    let (added, filled) = if import.refused {
        ("Thêm khi không còn lỗi", "Điền thêm khi không còn lỗi")
    } else {
        ("Thêm", "Điền thêm")
    };
    let groups = [
        (added, &import.added),
        (filled, &import.filled),
        ("Khác với tệp (giữ như trong tệp)", &import.different),
        ("Ghi hai lần", &import.double),
        ("Tên cũ, cơ quan không còn (không thêm)", &import.old),
    ];
    let mut text = String::new();
    if import.refused {
        let _ = writeln!(
            text,
            "Chưa ghi gì vào {file}: sửa các lỗi đã báo rồi chạy lại\n"
        );
    }
    let _ = writeln!(
        text,
        "Đọc {} dòng: thêm {}, điền thêm {}, đã đủ {}, khác {}, ghi hai lần {}, tên cũ {}",
        import.rows,
        import.added.len(),
        import.filled.len(),
        import.unchanged.len(),
        import.different.len(),
        import.double.len(),
        import.old.len()
    );
    for (title, rows) in groups {
        if !rows.is_empty() {
            let _ = writeln!(text, "\n{title}:");
            for row in rows {
                let _ = writeln!(text, "  {}", line(row));
            }
        }
    }
    if !import.missing.is_empty() {
        let count = import.missing.len();
        let _ = writeln!(text, "\nCó trong tệp mà bảng không có: {count} đơn vị");
        for agency in import.missing.iter().take(NAMED) {
            let _ = writeln!(text, "  {} ({})", agency.name, agency.agency);
        }
        if count > NAMED {
            let more = count - NAMED;
            let _ = writeln!(text, "  … và {more} đơn vị khác (đủ tên: --format json)");
        }
    }
    if !import.unread_columns.is_empty() {
        let _ = writeln!(
            text,
            "\nCột không đọc: {}",
            import.unread_columns.join(", ")
        );
    }
    if import.refused {
        return text;
    }
    let is_changed = !import.added.is_empty() || !import.filled.is_empty();
    let end = if import.written {
        format!("Đã ghi {file}")
    } else if dry_run && is_changed {
        format!("Chạy thử, chưa ghi {file}")
    } else {
        format!("Không có gì phải ghi vào {file}")
    };
    let _ = writeln!(text, "\n{end}");
    text
}

/// "dòng 5: Ủy ban nhân dân xã Đại Hải (xa-dai-hai): Chủ tịch Nguyễn Văn Mẫu".
fn line(row: &ImportedRow) -> String {
    let note = if row.note.is_empty() {
        String::new()
    } else {
        format!(": {}", row.note)
    };
    format!(
        "dòng {}: {} ({}){note}",
        row.line, row.agency.name, row.agency.agency
    )
}

#[derive(Serialize)]
struct ImportJson<'a> {
    version: u32,
    #[serde(flatten)]
    import: &'a AgencyImport,
}

/// The report for programs.
pub(in crate::cli) fn as_json(import: &AgencyImport) -> String {
    let version = VERSION;
    let text = serde_json::to_string_pretty(&ImportJson { version, import }).unwrap_or_default();
    format!("{text}\n")
}
