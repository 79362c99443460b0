//! `regimes`: the regimes that there are, what changed between numbers, and how the folder of data
//! is taken to the newest ones.

use std::path::Path;

use serde_json::json;

use crate::app::{
    App, RegimeChangesRequest, RegimesRequest, UpdateRequest, UpdatedRegime, UpdatedRegimes,
};
use crate::cli::args::{DATA, ListFormat, RegimesArguments};
use crate::cli::result::{Awaited, ResultOf, Shape};
use crate::cli::telling::Telling;
use crate::cli::today::occasion;
use crate::cli::views::regimes;
use crate::cli::{exit, stdio};
use crate::publish::Surroundings;
use crate::vi;

/// Lists regimes, tells what changed, or takes the folder of data to newer numbers.
pub(super) fn regimes(app: &App, arguments: &RegimesArguments) -> u8 {
    if arguments.text && arguments.format == ListFormat::Json {
        stdio::warn(
            "lỗi: `--text` in nguyên văn chế độ, không dùng cùng với `--format json`\n  cách sửa: bỏ một trong hai\n",
        );
        return exit::USAGE;
    }
    let mut telling = Telling::on_terminal();
    // Without data there are those of the program; a folder that is named is asked for.
    let is_named = arguments.from.data != Path::new(DATA);
    if is_named
        && telling
            .run(|tell| app.has_regimes_of_folder(tell))
            .is_none()
    {
        return telling.code();
    }
    if arguments.update {
        return update(app, arguments, &mut telling);
    }
    let shape = if arguments.text {
        Shape::Plain
    } else {
        arguments.format.shape()
    };
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::REGIMES, shape),
        arguments.to_file.output.as_ref(),
        Surroundings::of_data(app.data()),
    );
    match text(app, arguments, &mut telling) {
        Some(text) => awaited.deliver(&mut telling, &text),
        None => telling.code(),
    }
}

fn text(app: &App, arguments: &RegimesArguments, telling: &mut Telling) -> Option<String> {
    let is_json = arguments.format == ListFormat::Json;
    match (&arguments.name, &arguments.changes) {
        (Some(name), None) if arguments.text => telling.run(|tell| app.regime_text(name, tell)),
        (Some(name), Some(between)) => {
            let request = RegimeChangesRequest {
                name: name.clone(),
                between: between.first().copied(),
            };
            let changes = telling.run(|tell| app.regime_changes(&request, tell))?;
            Some(if is_json {
                regimes::changes_as_json(&changes)
            } else {
                regimes::changes_as_text(&changes)
            })
        }
        (name, _) => {
            let request = RegimesRequest { name: name.clone() };
            let all = telling.run(|tell| app.regimes(&request, tell))?;
            Some(if is_json {
                regimes::as_json(&all)
            } else {
                regimes::as_text(&all)
            })
        }
    }
}

fn update(app: &App, arguments: &RegimesArguments, telling: &mut Telling) -> u8 {
    let is_json = arguments.format == ListFormat::Json;
    if is_json {
        stdio::leave_output_to_programs();
    }
    let request = UpdateRequest {
        name: arguments.name.clone(),
        occasion: occasion(),
    };
    let Some(updated) = telling.run(|tell| app.update_regimes(&request, tell)) else {
        return telling.code();
    };
    if is_json {
        let text = format!("{:#}\n", json!({"version": 1, "updated": updated}));
        stdio::deliver_json(&text);
        return telling.code();
    }
    let UpdatedRegimes {
        file,
        named,
        regimes,
    } = updated;
    let shown = vi::shown_path(&file);
    for UpdatedRegime { name, from, to } in &regimes {
        stdio::print_line(&format!(
            "đã chuyển chế độ {name} từ số {from} sang số {to} trong {shown}; xem thay đổi bằng `baocao regimes {name} --changes {from}..{to}`"
        ));
    }
    stdio::print_line(if named == 0 {
        "thư mục dữ liệu không dùng chế độ nào của chương trình"
    } else if regimes.is_empty() {
        "các chế độ đã ở số mới nhất mà chương trình có"
    } else {
        "báo cáo đã ghi nhận vẫn theo số cũ; lấy lại bằng `baocao undo`"
    });
    telling.code()
}
