//! The regimes that there are, and what changed between two numbers, as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::json;

use crate::app::{KnownRegime, RegimeChanges, RegimeUse};
use crate::load::{RegimeDifference, RegimePart, RegimeTitle};
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;

/// The regimes for people.
pub(in crate::cli) fn as_text(regimes: &[KnownRegime]) -> String {
    let mut text = String::new();
    for regime in regimes {
        let RegimeTitle {
            title,
            valid_from,
            valid_to,
        } = &regime.title;
        let _ = writeln!(text, "{}: {title}", regime.name);
        let from = vi::short_date(*valid_from);
        let valid = match valid_to {
            Some(to) => format!("từ ngày {from} đến ngày {}", vi::short_date(*to)),
            None => format!("từ ngày {from}"),
        };
        let _ = writeln!(text, "  hiệu lực: {valid}");
        let numbers: Vec<_> = regime.numbers.iter().map(u64::to_string).collect();
        let carried = match numbers.as_slice() {
            [] => "không có".to_owned(),
            numbers => format!("số {}", numbers.join(", ")),
        };
        let _ = writeln!(text, "  chương trình có: {carried}");
        let _ = writeln!(text, "  thư mục dữ liệu: {}", used(&regime.used));
        if let (RegimeUse::Carried { number, .. }, Some(newest)) =
            (&regime.used, regime.numbers.last())
            && newest > number
        {
            let name = &regime.name;
            let _ = writeln!(
                text,
                "  có số mới {newest}: xem thay đổi bằng `baocao regimes {name} --changes`, chuyển bằng `baocao regimes {name} --update`"
            );
        }
        text.push('\n');
    }
    text.push_str(
        "Dùng chế độ của chương trình: ghi `che_do: {tên: số}` vào cau-hinh.yaml. Sửa vài chỗ của nó: tệp che-do/<tên>.yaml\n\
         bắt đầu bằng `sua: <tên>`, chỉ ghi những gì khác; in nguyên văn để xem mã bằng `baocao regimes <tên> --text`.\n",
    );
    text
}

fn used(used: &RegimeUse) -> String {
    match used {
        RegimeUse::Unused => "không dùng".to_owned(),
        RegimeUse::OwnFile { file } => format!("tệp riêng {file}"),
        RegimeUse::Carried {
            number,
            changed_by: None,
        } => format!("số {number} của chương trình"),
        RegimeUse::Carried {
            number,
            changed_by: Some(file),
        } => format!("số {number} của chương trình, có chỗ sửa ở {file}"),
    }
}

/// The regimes for programs.
pub(in crate::cli) fn as_json(regimes: &[KnownRegime]) -> String {
    #[derive(Serialize)]
    struct Regimes<'a> {
        version: u32,
        regimes: &'a [KnownRegime],
    }
    let all = Regimes {
        version: VERSION,
        regimes,
    };
    format!("{:#}\n", json!(all))
}

/// What changed between two numbers, for people.
pub(in crate::cli) fn changes_as_text(changes: &RegimeChanges) -> String {
    let RegimeChanges {
        regime,
        from,
        to,
        changes,
    } = changes;
    let mut text = format!("Chế độ {regime}: từ số {from} đến số {to}\n");
    if from == to {
        text = format!("Chế độ {regime}: không có số nào khác số {from} để so sánh\n");
    } else if changes.is_empty() {
        text.push_str("\nKhông có gì khác.\n");
    }
    for (part, title) in [
        (RegimePart::Dates, "Thời hạn, hiệu lực"),
        (RegimePart::Rows, "Biểu mẫu"),
        (RegimePart::Sections, "Đề cương"),
        (RegimePart::Words, "Câu chữ, phụ lục khác"),
    ] {
        let of_part: Vec<_> = changes.iter().filter(|c| c.part == part).collect();
        if of_part.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{title}: {}", of_part.len());
        for change in of_part {
            let _ = writeln!(text, "  {}", in_words(change));
        }
    }
    text
}

fn in_words(change: &RegimeDifference) -> String {
    let RegimeDifference {
        of,
        key,
        before,
        after,
        ..
    } = change;
    let what = [of.as_str(), key.as_str()];
    let what: Vec<_> = what.into_iter().filter(|word| !word.is_empty()).collect();
    let what = what.join(" ");
    match (before, after) {
        (Some(before), Some(after)) => format!("{what}: “{before}” thành “{after}”"),
        (None, Some(after)) => format!("{what}: thêm “{after}”"),
        (Some(before), None) => format!("{what}: bỏ “{before}”"),
        (None, None) => what,
    }
}

/// The same for programs.
pub(in crate::cli) fn changes_as_json(changes: &RegimeChanges) -> String {
    #[derive(Serialize)]
    struct Changes<'a> {
        version: u32,
        #[serde(flatten)]
        changes: &'a RegimeChanges,
    }
    let all = Changes {
        version: VERSION,
        changes,
    };
    format!("{:#}\n", json!(all))
}
