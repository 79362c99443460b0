//! One unit's file for one period.

use indexmap::IndexMap;

use super::document::document;
use super::figure::figure;
use super::narrative::item;
use super::node::{Node, NodeValue};
use super::progress::progress;
use super::reader::Reader;
use crate::diagnostic::SourceId;
use crate::model::{AgencyId, IndicatorId, Period, SectionId, Submission, TaskId};

/// A submission. Whether its rows and sections exist is for `check` to say.
pub(super) fn submission(
    reader: &mut Reader<'_>,
    source: SourceId,
    node: &Node,
    agency: AgencyId,
    period: Period,
) -> Option<Submission> {
    let mut map = reader.map(node)?;
    let reference_date = map
        .optional("so_lieu_den_ngay")
        .and_then(|n| reader.date(n));
    let document = map
        .required("the_thuc", reader)
        .and_then(|n| document(reader, n));
    let mut figures = IndexMap::new();
    let mut figure_keys = IndexMap::new();
    let mut figure_groups = IndexMap::new();
    // A file that has only begun lacks both; `check` says what they would hold.
    let figures_node = map.optional("so_lieu");
    let forms = figures_node.and_then(|n| {
        figure_groups.insert(String::new(), n.place);
        reader.entries(n)
    });
    let mut figures_unreadable = figures_node.is_some() && forms.is_none();
    for form in forms.unwrap_or_default() {
        figure_groups.insert(form.key.clone(), form.key_place);
        let rows = reader.entries(&form.value);
        figures_unreadable |= rows.is_none();
        for row in rows.unwrap_or_default() {
            let id = IndicatorId::from(format!("{}.{}", form.key, row.key));
            figure_keys.insert(id.clone(), row.key_place);
            if let Some(figure) = figure(reader, &row.value) {
                figures.insert(id, figure);
            }
        }
    }
    let mut told = IndexMap::new();
    let mut progress_keys = IndexMap::new();
    let mut progress_place = None;
    let tasks = map.optional("nhiem_vu").and_then(|n| {
        progress_place = Some(n.place);
        reader.entries(n)
    });
    for task in tasks.unwrap_or_default() {
        let id = TaskId::from(task.key.as_str());
        progress_keys.insert(id.clone(), task.key_place);
        if let Some(progress) = progress(reader, &task.value) {
            told.insert(id, progress);
        }
    }
    let mut narrative = IndexMap::new();
    let mut narrative_keys = IndexMap::new();
    let mut narrative_place = None;
    let sections = map.optional("noi_dung").and_then(|n| {
        narrative_place = Some(n.place);
        reader.entries(n)
    });
    for section in sections.unwrap_or_default() {
        let id = SectionId::from(section.key.as_str());
        narrative_keys.insert(id.clone(), section.key_place);
        // A section whose items were all refused has been reported.
        let items = reader.list(&section.value, item);
        let refused = matches!(&section.value.value, NodeValue::List(all) if !all.is_empty());
        if let Some(items) = items.filter(|items| !items.is_empty() || !refused) {
            narrative.insert(id, items);
        }
    }
    map.finish(reader);
    Some(Submission {
        source,
        agency,
        period,
        reference_date,
        document: document?,
        figures,
        figure_keys,
        figure_groups,
        figures_unreadable,
        progress: told,
        progress_keys,
        progress_place,
        narrative,
        narrative_keys,
        narrative_place,
    })
}
