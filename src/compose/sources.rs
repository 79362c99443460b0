//! Which figures of a report documents state, as its text says it once for all of them.

use indexmap::IndexMap;
use minijinja::context;
use minijinja::value::Value as Jinja;

use crate::assess::{AnnexKind, Report};
use crate::model::{Row, Stated};
use crate::vi;

/// Rows that a sentence names; of more it says how many.
const MOST_NAMED: usize = 6;

/// The documents that state figures of a report, each with where these stand in the forms: "dòng
/// 2.1, 2.4 Biểu 6; dòng 2 Biểu 7".
pub(super) fn sources(report: &Report<'_>) -> Vec<Jinja> {
    let mut rows: IndexMap<&str, IndexMap<&str, Vec<&str>>> = IndexMap::new();
    for form in &report.subject.regime.forms {
        for row in &form.rows {
            let Row::Value { number, indicator } = row else {
                continue;
            };
            let value = report.values.get(indicator);
            if let Some(source) = value.and_then(|value| value.source()) {
                let forms = rows.entry(Stated::named_source(source)).or_default();
                let numbers = forms.entry(form.number.value.as_str()).or_default();
                numbers.push(number.value.as_str());
            }
        }
    }
    let of_source = rows.into_iter().map(|(source, forms)| {
        let count: usize = forms.values().map(Vec::len).sum();
        let named = || {
            let forms = forms.iter();
            let forms = forms.map(|(form, rows)| format!("dòng {} Biểu {form}", rows.join(", ")));
            forms.collect::<Vec<_>>().join("; ")
        };
        let place = if count > MOST_NAMED {
            let annex = report.annexes.named(AnnexKind::Forms);
            let annex = annex.unwrap_or_default();
            let count = vi::sentence_count(count as u64);
            format!("{count} dòng có ghi chú tại {annex}")
        } else {
            named()
        };
        context! { nguon => source, noi => place }
    });
    of_source.collect()
}
