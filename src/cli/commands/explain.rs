//! `explain`: how a figure came about.

use std::sync::Arc;

use crate::app::{Reading, Run};
use crate::assess::{self, Explainer};
use crate::build::Builder;
use crate::cli::args::{ExplainArguments, ListFormat};
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::views::explanation;
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic};
use crate::locate::standings;
use crate::model::{AgencyId, IndicatorId, Subject};
use crate::publish::Surroundings;
use crate::vi;

/// Tells how figures of a report came about.
pub(super) fn explain(arguments: &ExplainArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::EXPLAIN, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_data(&arguments.from.data),
    );
    let text = telling.run(|tell| {
        let mut run = Run::new(tell);
        let text = text(&mut run, arguments);
        (run.outcome(), text)
    });
    match text {
        Some(text) => awaited.deliver(&mut telling, &text),
        None => telling.code(),
    }
}

fn text(run: &mut Run<'_>, arguments: &ExplainArguments) -> Option<String> {
    let fonts = Arc::new(run.fonts(arguments.fonts.as_deref())?);
    let (data, period) = (&arguments.from.data, &arguments.period);
    run.tell_of_misnamed(data, period, &fonts);
    run.tell_errors_only();
    let id = AgencyId::from(arguments.agency.as_str());
    let reading = Reading::of(data, period, std::slice::from_ref(&id));
    let workspace = run.read(&reading, &fonts)?.workspace;
    let subject = workspace
        .subjects()
        .into_iter()
        .find(|s| s.agency.id == id)?;
    let made = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
        let builder = Builder::new(&templates, fonts, &mut run.sources)?;
        explained(run, subject, arguments, &builder)
    });
    match made {
        Ok(text) => Some(text),
        Err(findings) => {
            run.found(findings);
            None
        }
    }
}

fn explained(
    run: &Run<'_>,
    subject: Subject<'_>,
    arguments: &ExplainArguments,
    builder: &Builder,
) -> Result<String, Vec<Diagnostic>> {
    let heads = subject.heads();
    let head = heads.first().copied();
    let report = head.and_then(|head| assess::assess(subject, head));
    let report = report.ok_or_else(|| vec![incomplete(subject)])?;
    let explainer = Explainer::new(subject);
    let rows: Vec<_> = match &arguments.row {
        Some(row) => vec![IndicatorId::from(row.as_str())],
        None => explainer.rows().cloned().collect(),
    };
    let (composed, pages) = builder.marked(&report, &run.sources)?;
    let all = rows.iter().filter_map(|id| {
        Some(explanation::Explained {
            explanation: explainer.explain(id)?,
            comparison: report.comparisons.get(id).cloned(),
            standings: standings(&report, id, &composed.document, &pages, &run.sources),
        })
    });
    let all: Vec<_> = all.collect();
    if let (Some(row), []) = (&arguments.row, all.as_slice()) {
        return Err(vec![no_such_row(subject, &explainer, row)]);
    }
    Ok(match (arguments.format, all.as_slice()) {
        (ListFormat::Json, all) => explanation::as_json(all, &run.sources),
        (_, [one]) if arguments.row.is_some() => explanation::as_text(one, &run.sources),
        (_, all) => explanation::sheet(all, &run.sources),
    })
}

/// A report that cannot be put together, though nothing wrong was found in its data.
fn incomplete(subject: Subject<'_>) -> Diagnostic {
    let name = &subject.agency.name.value;
    let message = format!("{name} chưa đủ dữ liệu để lập báo cáo");
    Diagnostic::general(Code::AgencyIncomplete, message)
        .with_help("xem tên, người ký, nơi nhận của cơ quan ấy trong co-quan.yaml")
}

/// A row that a report lacks.
fn no_such_row(subject: Subject<'_>, explainer: &Explainer<'_>, row: &str) -> Diagnostic {
    let known = explainer.rows().map(IndicatorId::as_str);
    let message = format!(
        "báo cáo của {} không có dòng `{row}`",
        subject.agency.name.value
    );
    let finding = Diagnostic::general(Code::IndicatorUnknown, message);
    match vi::nearest(row, known) {
        Some(near) => finding.with_help(format!("có phải là `{near}`?")),
        None => finding.with_help("xem mọi dòng của báo cáo bằng `--all`"),
    }
}
