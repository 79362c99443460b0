//! `undo`: writes into the folder of data are listed, and taken back.

use std::path::PathBuf;

use serde_json::json;

use crate::app::{App, LineChange, PastWrite, UndoRequest, UndoneFile};
use crate::cli::args::{ListFormat, UndoArguments};
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::cli::{exit, stdio};
use crate::vi;

/// How times are shown.
const TIME: &str = "%d/%m/%Y %H:%M:%S";

/// Lists what can be taken back, or takes it back.
pub(super) fn undo(app: &App, arguments: &UndoArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    match &arguments.file {
        None => list(app, arguments, &mut telling),
        Some(file) => take_back(app, arguments, file.clone(), &mut telling),
    }
}

fn list(app: &App, arguments: &UndoArguments, telling: &mut Telling) -> u8 {
    if arguments.format == ListFormat::Json {
        stdio::leave_output_to_programs();
    }
    let all = telling.run(|tell| app.past_writes(tell));
    let code = telling.code();
    if code != exit::SUCCESS {
        return code;
    }
    if arguments.format == ListFormat::Json {
        let text = format!("{:#}\n", json!({"version": 1, "writes": all}));
        stdio::deliver_json(&text);
    } else if all.is_empty() {
        stdio::print_line("chưa có lần ghi nào vào thư mục dữ liệu để lấy lại");
    } else {
        for write in &all {
            stdio::print_line(&as_text(write));
        }
    }
    telling.code()
}

fn take_back(app: &App, arguments: &UndoArguments, file: PathBuf, telling: &mut Telling) -> u8 {
    let request = UndoRequest {
        file,
        to: arguments.to,
        force: arguments.force,
        occasion: occasion(),
    };
    let Some(undone) = telling.run(|tell| app.undo(&request, tell)) else {
        return telling.code();
    };
    let write = format!(
        "lần ghi lúc {} (`{}`)",
        undone.occasion.at.format(TIME),
        undone.occasion.command
    );
    for file in &undone.files {
        let UndoneFile { path, change, .. } = file;
        if let LineChange::Lines { gone, new } = change {
            for (mark, lines) in [('-', gone), ('+', new)] {
                for line in lines {
                    stdio::print_line(&format!("{mark} {line}"));
                }
            }
        }
        let shown = vi::shown_path(path);
        stdio::print_line(&match change {
            LineChange::Created => format!("đã tạo lại {shown} như trước {write}"),
            LineChange::Removed => format!("đã xóa {shown}, vì trước {write} chưa có tệp này"),
            LineChange::Lines { .. } if file.keeps_later => {
                format!("đã bỏ khỏi {shown} ghi nhận của {write}; các ghi nhận sau giữ nguyên")
            }
            LineChange::Lines { .. } => format!("đã lấy lại {shown} như trước {write}"),
        });
    }
    telling.code()
}

fn as_text(write: &PastWrite) -> String {
    format!(
        "{}  {}  lần {}: {} ({})",
        write.occasion.at.format(TIME),
        vi::shown_path(&write.path),
        write.number,
        write.occasion.command,
        change_in_words(write.change.as_ref())
    )
}

fn change_in_words(change: Option<&LineChange>) -> String {
    match change {
        None => "sau đó đã sửa tay".to_owned(),
        Some(LineChange::Created) => "tạo tệp".to_owned(),
        Some(LineChange::Removed) => "xóa tệp".to_owned(),
        Some(LineChange::Lines { gone, new }) => {
            format!("bỏ {} dòng, thêm {} dòng", gone.len(), new.len())
        }
    }
}
