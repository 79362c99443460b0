//! `status`: what has arrived for a period, and the letters to who is late.

use std::path::Path;

use chrono::NaiveDate;

use crate::app::Run;
use crate::assess;
use crate::batch::{self, FileRecord, Kit, Ledger};
use crate::build::Builder;
use crate::cli::args::{ListFormat, StatusArguments};
use crate::cli::result::{Awaited, ResultOf};
use crate::cli::telling::Telling;
use crate::cli::today::today;
use crate::cli::views::arrivals;
use crate::cli::{exit, stdio};
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::event::{Event, ReportFate};
use crate::model::Workspace;
use crate::publish::Surroundings;
use crate::typeset::FontSet;
use crate::{load, vi};

/// What was read of arrivals.
struct Arrivals {
    workspace: Workspace,
    sources: Sources,
    fonts: FontSet,
    text: String,
    is_overdue: bool,
}

/// Tells what has arrived, and writes to who is late.
pub(super) fn status(arguments: &StatusArguments) -> u8 {
    let mut telling = Telling::on_terminal();
    let awaited = Awaited::new(
        &mut telling,
        (ResultOf::STATUS, arguments.format.shape()),
        arguments.to_file.output.as_ref(),
        Surroundings::of_reports(&arguments.from.data, &arguments.to.out),
    );
    let on = arguments.date.unwrap_or_else(today);
    let arrivals = telling.run(|tell| {
        let mut run = Run::new(tell);
        let arrivals = arrivals(&mut run, arguments, on);
        (run.outcome(), arrivals)
    });
    let Some(arrivals) = arrivals else {
        return telling.code();
    };
    let written = awaited.deliver(&mut telling, &arrivals.text);
    let is_overdue = arrivals.is_overdue;
    if arguments.remind {
        telling.run(|tell| {
            let mut run = Run::new(tell);
            remind(&mut run, arguments, arrivals, on);
            (run.outcome(), ())
        });
    }
    match (written, telling.code()) {
        (exit::SUCCESS, exit::SUCCESS) if is_overdue => exit::OVERDUE,
        (exit::SUCCESS, code) => code,
        (written, _) => written,
    }
}

/// What has arrived; nothing where that cannot be said, or nobody may be written to.
fn arrivals(run: &mut Run<'_>, arguments: &StatusArguments, on: NaiveDate) -> Option<Arrivals> {
    let (data, period) = (&arguments.from.data, &arguments.period);
    let fonts = run.fonts(arguments.fonts.as_deref())?;
    run.tell_of_misnamed(data, period, &fonts);
    let loaded = load::load_register(data, period, fonts.charset());
    let workspace = run.register(loaded)?;
    let all = assess::expectations(&workspace, period, on).unwrap_or_default();
    let mut units = all.iter().flat_map(|expectation| &expectation.units);
    let is_overdue = units.any(|unit| unit.state.is_overdue());
    if workspace.register.is_none() {
        let path = load::folder_of(data, period).join("so-den.yaml");
        let message = format!("chưa có sổ đến {}", vi::shown_path(&path));
        let finding = Diagnostic::general(Code::FileNotFound, message)
            .with_help("mỗi đơn vị một dòng, ví dụ `so-tu-phap: {ngay: 2021-03-04, so: 112}`");
        // Nobody is written to who may have reported.
        if arguments.remind && is_overdue {
            run.found(vec![finding]);
            return None;
        }
        run.found(vec![finding.warning()]);
    }
    if all.is_empty() {
        let message = "không có cơ quan nào tổng hợp báo cáo";
        run.found(vec![
            Diagnostic::general(Code::AgencyIncomplete, message)
                .with_help("ghi `tong_hop_boi` cho cơ quan có báo cáo tổng hợp trong co-quan.yaml"),
        ]);
        return None;
    }
    let text = match arguments.format {
        ListFormat::Json => arrivals::as_json(period, &all, on),
        ListFormat::Text => arrivals::as_text(&workspace, period, &all, on),
    };
    Some(Arrivals {
        sources: std::mem::take(&mut run.sources),
        workspace,
        fonts,
        text,
        is_overdue,
    })
}

/// Makes the letters to late units.
fn remind(run: &mut Run<'_>, arguments: &StatusArguments, read: Arrivals, on: NaiveDate) {
    let period = &arguments.period;
    let Arrivals {
        workspace,
        sources,
        fonts,
        ..
    } = read;
    run.sources = sources;
    let kit = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
        let kit = Kit::new(&templates, &fonts);
        Ok((Builder::new(&templates, fonts, &mut run.sources)?, kit))
    });
    let (builder, kit) = match kit {
        Ok(kit) => kit,
        Err(findings) => {
            run.found(findings);
            return;
        }
    };
    for expectation in assess::expectations(&workspace, period, on).unwrap_or_default() {
        let receiver = expectation.receiver;
        let made = match assess::reminder(&workspace, period, &expectation, on) {
            Ok(None) => {
                stdio::print_line("Không có đơn vị nào quá hạn; không lập công văn.");
                continue;
            }
            Ok(Some(reminder)) => builder.build_reminder(&reminder, &run.sources),
            Err(keys) => Err(vec![
                Diagnostic::error(
                    Code::AgencyIncomplete,
                    receiver.place,
                    format!("`{}` chưa khai {}", receiver.id, keys.join(", ")),
                )
                .with_help("thêm vào cơ quan này trong co-quan.yaml để lập công văn đôn đốc"),
            ]),
        };
        let path = batch::report_path(period, &format!("don-doc-{}", receiver.id));
        let made = made.and_then(|built| {
            let file = kit.record(
                &built.composed.manuscript(),
                &built.pdf,
                built.pages.count(),
            );
            let put = put_letter(run, &arguments.to.out, &kit, (&path, &built.pdf, &file));
            put.map_err(|finding| vec![finding])?;
            Ok(built)
        });
        let path = arguments.to.out.join(path);
        match made {
            Ok(built) => run.tell(&Event::Report {
                path,
                agency: receiver.name.value.clone(),
                fate: ReportFate::Published {
                    pages: built.pages.count(),
                    bytes: built.pdf.len() as u64,
                },
                before: false,
            }),
            Err(findings) => run.found(findings),
        }
    }
}

/// Puts a letter into an output folder, which is opened for it alone.
fn put_letter(
    run: &mut Run<'_>,
    out: &Path,
    kit: &Kit,
    (path, pdf, file): (&str, &[u8], &FileRecord),
) -> Result<(), Diagnostic> {
    let (ledger, finding) = Ledger::amend(out, &kit.made_with)?;
    run.found(finding.into_iter().collect());
    let put = ledger.put_letter(path, pdf, file);
    ledger.close()?;
    put
}
