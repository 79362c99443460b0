//! Figures by form and row (`so_lieu`), and final ones for earlier periods
//! (`chinh_thuc`).

use indexmap::IndexMap;

use super::figure::{figure, source_text, total};
use super::map::MapReader;
use super::node::{Node, NodeValue};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Located, Place};
use crate::model::{Figure, Finals, IndicatorId, Period, StatedTotals};

/// Figures with the places of their keys.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) by_row: IndexMap<IndicatorId, Figure>,
    pub(super) keys: IndexMap<IndicatorId, Place>,
    /// Where each form's group stands, and all of them (the empty name).
    pub(super) groups: IndexMap<String, Place>,
    /// Whether a group could not be read.
    pub(super) unreadable: bool,
}

/// The figures of all forms. A row without a value is one that is not there yet, where
/// `blanks` may wait, as in a draft.
pub(super) fn figures(reader: &mut Reader<'_>, node: &Node, blanks: bool) -> Figures {
    by_form(reader, node, blanks, figure)
}

/// Totals that a compiled report states: `so_neu: {nguon: …, so_lieu: {tthc: {…}}}`.
pub(super) fn totals(reader: &mut Reader<'_>, node: &Node, blanks: bool) -> Option<StatedTotals> {
    let mut map = reader.map(node)?;
    let source_node = map.optional("nguon");
    let source = source_node.and_then(|n| source_text(reader, n));
    let rows = map.required("so_lieu", reader);
    map.finish(reader);
    let has_source = source_node.is_some();
    let figures = by_form(reader, rows?, blanks, |reader, node| {
        total(reader, node, has_source)
    });
    Some(StatedTotals {
        place: node.place,
        source,
        figures: figures.by_row,
        keys: figures.keys,
        groups: figures.groups,
    })
}

fn by_form(
    reader: &mut Reader<'_>,
    node: &Node,
    blanks: bool,
    read: impl Fn(&mut Reader<'_>, &Node) -> Option<Figure>,
) -> Figures {
    let mut figures = Figures::default();
    figures.groups.insert(String::new(), node.place);
    let forms = reader.entries(node);
    figures.unreadable = forms.is_none();
    for form in forms.unwrap_or_default() {
        figures.groups.insert(form.key.clone(), form.key_place);
        if blanks && form.value.value == NodeValue::Nothing {
            continue;
        }
        let rows = reader.entries(&form.value);
        figures.unreadable |= rows.is_none();
        for row in rows.unwrap_or_default() {
            if blanks && row.value.value == NodeValue::Nothing {
                continue;
            }
            let id = IndicatorId::from(format!("{}.{}", form.key, row.key));
            figures.keys.insert(id.clone(), row.key_place);
            let (figure, findings) = reader.apart(|reader| read(reader, &row.value));
            for finding in findings {
                reader.report(finding.about(&id));
            }
            if let Some(figure) = figure {
                figures.by_row.insert(id, figure);
            }
        }
    }
    // There are as many of them as files of five periods.
    figures.by_row.shrink_to_fit();
    figures.keys.shrink_to_fit();
    figures
}

/// Final figures by period: `chinh_thuc: {2021-6t: {tthc: {…}}}`.
pub(super) fn finals(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    blanks: bool,
) -> Vec<Finals> {
    let periods = map.optional("chinh_thuc").and_then(|n| reader.entries(n));
    let mut all = Vec::new();
    for entry in periods.unwrap_or_default() {
        let Some(period) = Period::parse(&entry.key) else {
            reader.report(
                Diagnostic::error(
                    Code::PeriodUnknown,
                    entry.key_place,
                    format!("`{}` không phải là một kỳ báo cáo", entry.key),
                )
                .with_help("viết năm và kỳ của báo cáo đã ước tính, ví dụ `2021-6t:`"),
            );
            continue;
        };
        let figures = figures(reader, &entry.value, blanks);
        all.push(Finals {
            period: Located {
                value: period,
                place: entry.key_place,
            },
            figures: figures.by_row,
            figure_keys: figures.keys,
        });
    }
    all
}
