//! Periods that others are compared with and that the folder of data lacks.

use std::collections::BTreeSet;

use super::file;
use super::folder::folder_of;
use super::survey::Known;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;
use crate::model::Period;

/// What a period is compared with and that is not there although its year is.
pub(super) fn gaps(known: &Known<'_>, periods: &[Period]) -> Vec<Diagnostic> {
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
            if !year_there && (at > 0 || !begun) {
                continue;
            }
            let shown = file::shown(&folder_of(known.data, missing));
            let message = format!(
                "không có thư mục `{shown}` để so sánh số liệu các kỳ sau với kỳ {missing}"
            );
            let finding = Diagnostic::general(Code::HistoryUnusable, message).with_help(
                "đặt số liệu của kỳ ấy vào đúng thư mục; nếu kỳ ấy không có báo cáo thì bỏ qua",
            );
            findings.push(if begun || held {
                finding.warning()
            } else {
                finding.note()
            });
        }
    }
    findings
}
