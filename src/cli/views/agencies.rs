//! The list of agencies as text and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{AgencyEntry, AgencyList, LastReport, OwedReport, ReportState};
use crate::cli::columns::{Columns, Side};
use crate::vi;

/// The version of the JSON; it grows when a key changes its meaning.
const VERSION: u32 = 1;
/// Signers whose names are missing that one line names.
const NAMED: usize = 2;

/// The list for people, by level.
pub(in crate::cli) fn as_text(list: &AgencyList) -> String {
    let mut text = match &list.period {
        Some(period) => format!(
            "Cơ quan của kỳ {period}, ngày {}\n",
            vi::short_date(list.date)
        ),
        None => format!("Cơ quan ngày {}\n", vi::short_date(list.date)),
    };
    let sides = [Side::Left; 6];
    let columns = list
        .agencies
        .iter()
        .fold(Columns::new(sides), |columns, entry| {
            columns.fitting(cells(entry))
        });
    for level in &list.levels {
        let of_level = || {
            list.agencies
                .iter()
                .filter(|entry| entry.level == level.level)
        };
        let count = of_level().count();
        if count == 0 {
            continue;
        }
        let _ = writeln!(text, "\n{}: {count}", level.name);
        for entry in of_level() {
            let _ = writeln!(text, "  {}", columns.line(cells(entry)));
        }
    }
    let owing = list.agencies.iter().filter(|entry| !entry.owes.is_empty());
    let (mut all, mut without, mut lacking) = (0, 0, 0);
    for entry in owing {
        all += 1;
        without += usize::from(entry.owes.iter().any(|owed| !owed.begun));
        lacking += usize::from(!entry.lacks.is_empty());
    }
    let _ = write!(
        text,
        "\nTất cả: {} cơ quan, {all} phải báo cáo",
        list.agencies.len()
    );
    if without > 0 {
        let _ = write!(text, ", {without} còn kỳ chưa có tệp");
    }
    if lacking > 0 {
        let _ = write!(text, ", {lacking} khai còn thiếu");
    }
    if list.not_valid > 0 {
        let _ = write!(
            text,
            "; {} cơ quan khác không hoạt động vào ngày này",
            list.not_valid
        );
    }
    text.push('\n');
    text
}

/// An agency in columns: names, whom it reports to, what it owes, what it sent last, what it lacks.
fn cells(entry: &AgencyEntry) -> [String; 6] {
    let to = entry.reports_to.as_ref();
    [
        entry.agency.agency.to_string(),
        entry.agency.name.clone(),
        to.map_or_else(
            || "không báo cáo".to_owned(),
            |to| format!("→ {}", to.agency),
        ),
        owed(&entry.owes),
        last(entry),
        lacks(&entry.lacks),
    ]
}

/// "chưa có 6t (05/6), nam (05/11)".
fn owed(owes: &[OwedReport]) -> String {
    if owes.is_empty() {
        return String::new();
    }
    let open = owes.iter().filter(|owed| !owed.begun);
    let open: Vec<_> = open
        .map(|owed| {
            let day = vi::short_date(owed.due);
            // The year is that of the list, or of its period.
            let day = day.rsplit_once('/').map_or(day.as_str(), |(day, _)| day);
            format!("{} ({day})", owed.period.cycle)
        })
        .collect();
    if open.is_empty() {
        "đủ tệp".to_owned()
    } else {
        format!("chưa có {}", open.join(", "))
    }
}

fn last(entry: &AgencyEntry) -> String {
    let Some(LastReport { period, state }) = &entry.last else {
        return if entry.owes.is_empty() {
            String::new()
        } else {
            "chưa có báo cáo".to_owned()
        };
    };
    let state = match state {
        ReportState::Draft => "dự thảo".to_owned(),
        ReportState::ForSigning => "trình ký".to_owned(),
        ReportState::Issued { number, date } => {
            format!("số {number}, {}", vi::short_date(*date))
        }
        ReportState::Unreadable => "tệp có lỗi".to_owned(),
    };
    format!("{period}: {state}")
}

/// "thiếu `viet_tat`, họ tên chu-tich".
fn lacks(lacks: &[String]) -> String {
    if lacks.is_empty() {
        return String::new();
    }
    let (names, keys): (Vec<_>, Vec<_>) = lacks
        .iter()
        .map(String::as_str)
        .partition(|lack| lack.starts_with("ho_ten."));
    let mut all: Vec<_> = keys.into_iter().map(str::to_owned).collect();
    let signers: Vec<_> = names
        .iter()
        .filter_map(|name| name.strip_prefix("ho_ten."))
        .collect();
    if !signers.is_empty() {
        let more = if signers.len() > NAMED { "…" } else { "" };
        let shown = signers.iter().take(NAMED).copied().collect::<Vec<_>>();
        all.push(format!("họ tên {}{more}", shown.join(", ")));
    }
    format!("thiếu {}", all.join(", "))
}

#[derive(Serialize)]
struct ListJson<'a> {
    version: u32,
    #[serde(flatten)]
    list: &'a AgencyList,
}

/// The list for programs.
pub(in crate::cli) fn as_json(list: &AgencyList) -> String {
    let version = VERSION;
    let text = serde_json::to_string_pretty(&ListJson { version, list }).unwrap_or_default();
    format!("{text}\n")
}
