//! Periods that others are compared with and that the folder of data lacks.

use std::collections::BTreeSet;
use std::path::Path;

use super::file;
use super::folder::folder_of;
use super::slip;
use super::survey::Known;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, EntryKind};
use crate::model::{CycleId, Period, Regime};

/// What periods are compared with and that is not there although its year is. `all` says that
/// the whole folder is looked over.
pub(super) fn gaps(known: &Known<'_>, periods: &[Period], all: bool) -> Vec<Diagnostic> {
    let workspace = known.workspace;
    let there = |period: &Period| files::is_there(&folder_of(known.data, period));
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for period in periods {
        let regimes = workspace.regimes_for(period);
        let earlier = regimes.first().map(|regime| regime.year_before(period));
        for (at, missing) in earlier.iter().flatten().enumerate() {
            if there(missing) || !told.insert(missing.clone()) {
                continue;
            }
            let regime = regimes.first();
            let cycles = regime
                .map(|r| r.cycles.keys().collect::<Vec<_>>())
                .unwrap_or_default();
            let of_year = |year: i32| {
                let cycles = cycles.iter();
                cycles.map(move |cycle| Period {
                    year,
                    cycle: (*cycle).clone(),
                })
            };
            // The data begin somewhere: what lies before that is not missed.
            let mut before = of_year(missing.year).take_while(|p| p != missing);
            let within = before.any(|p| there(&p));
            let begun = within || at == 0 && of_year(missing.year - 1).any(|p| there(&p));
            let held = at == 0 && !workspace.regimes_for(missing).is_empty();
            let year_there = of_year(missing.year).any(|p| there(&p));
            let slip = slip_of(known.data, missing, regime);
            // A slip is told of where all of the folder is looked over.
            let told_of = slip.is_some() && all;
            if told_of || slip.is_none() && !year_there && (at > 0 || !begun) {
                continue;
            }
            let shown = file::shown(&folder_of(known.data, missing));
            let message = format!(
                "không có thư mục `{shown}` để so sánh số liệu các kỳ sau với kỳ {missing}"
            );
            let help = match &slip {
                Some(slip) => format!("có phải là thư mục `{slip}`? đổi tên thành `{shown}`"),
                None => {
                    "đặt số liệu của kỳ ấy vào đúng thư mục; nếu kỳ ấy không có báo cáo thì bỏ qua"
                        .to_owned()
                }
            };
            let finding = Diagnostic::general(Code::HistoryUnusable, message).with_help(help);
            findings.push(if begun || held || slip.is_some() {
                finding.warning()
            } else {
                finding.note()
            });
        }
    }
    findings
}

/// The folder beside that of a period which was meant to be it.
fn slip_of(data: &Path, missing: &Period, regime: Option<&&Regime>) -> Option<String> {
    let year = data.join(missing.year.to_string());
    if files::is_link(&year) {
        return None;
    }
    let cycles: Vec<_> = regime?.cycles.keys().map(CycleId::as_str).collect();
    let mut folders = files::list(&year).unwrap_or_default().into_iter();
    let slip = folders.find(|entry| {
        let meant = slip::cycle(&entry.name(), cycles.iter().copied());
        entry.kind == EntryKind::Folder && meant == Some(missing.cycle.as_str())
    });
    slip.map(|entry| file::shown(&entry.path))
}
