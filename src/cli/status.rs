//! `status`: what has arrived for a period, and the letters to who is late.

use std::path::Path;

use chrono::NaiveDate;

use super::args::{ListFormat, StatusArguments};
use super::result::ResultOf;
use super::session::Session;
use super::today::today;
use super::{arrivals, exit, stdio};
use crate::assess::{self, Expectation};
use crate::batch::{self, FileRecord, Kit, Ledger};
use crate::build::Builder;
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, ReportFate};
use crate::model::Workspace;
use crate::publish::Surroundings;
use crate::typeset::FontSet;
use crate::{load, vi};

impl Session {
    pub(super) fn status(&mut self, arguments: &StatusArguments) -> u8 {
        let shape = arguments.format.shape();
        let around = Surroundings::of_reports(&arguments.from.data, &arguments.to.out);
        let awaited = self.await_result(
            ResultOf::STATUS,
            shape,
            arguments.to_file.output.as_ref(),
            around,
        );
        let Some(fonts) = self.fonts(arguments.fonts.as_deref()) else {
            return self.code();
        };
        let period = &arguments.period;
        self.tell_of_misnamed(&arguments.from.data, period, &fonts);
        let loaded = load::load_register(&arguments.from.data, period, fonts.charset());
        let workspace = match self.register(loaded) {
            Ok(workspace) => workspace,
            Err(code) => return code,
        };
        let on = arguments.date.unwrap_or_else(today);
        let all = assess::expectations(&workspace, period, on).unwrap_or_default();
        if workspace.register.is_none() {
            let path = load::folder_of(&arguments.from.data, period).join("so-den.yaml");
            let message = format!("chưa có sổ đến {}", vi::shown_path(&path));
            let finding = Diagnostic::general(Code::FileNotFound, message)
                .with_help("mỗi đơn vị một dòng, ví dụ `so-tu-phap: {ngay: 2021-03-04, so: 112}`");
            let units = all.iter().flat_map(|expectation| &expectation.units);
            // Nobody is written to who may have reported.
            if arguments.remind && units.into_iter().any(|unit| unit.state.is_overdue()) {
                self.found(vec![finding]);
                return self.code();
            }
            self.found(vec![finding.warning()]);
        }
        if all.is_empty() {
            self.found(vec![
                Diagnostic::general(
                    Code::AgencyIncomplete,
                    "không có cơ quan nào tổng hợp báo cáo",
                )
                .with_help("ghi `tong_hop_boi` cho cơ quan có báo cáo tổng hợp trong co-quan.yaml"),
            ]);
            return self.code();
        }
        let text = match arguments.format {
            ListFormat::Json => arrivals::as_json(period, &all, on),
            ListFormat::Text => arrivals::as_text(&workspace, period, &all, on),
        };
        let written = self.deliver(&awaited, &text);
        if arguments.remind {
            self.remind(arguments, &workspace, &all, on, fonts);
        }
        if written != exit::SUCCESS {
            return written;
        }
        let units = all.iter().flat_map(|expectation| &expectation.units);
        match self.code() {
            exit::SUCCESS if units.into_iter().any(|unit| unit.state.is_overdue()) => exit::OVERDUE,
            code => code,
        }
    }

    /// Makes the letters to late units.
    fn remind(
        &mut self,
        arguments: &StatusArguments,
        workspace: &Workspace,
        all: &[Expectation<'_>],
        on: NaiveDate,
        fonts: FontSet,
    ) -> u8 {
        let period = &arguments.period;
        let kit = Templates::load(arguments.templates.as_deref()).and_then(|templates| {
            let kit = Kit::new(&templates, &fonts);
            Ok((Builder::new(&templates, fonts, &mut self.sources)?, kit))
        });
        let (builder, kit) = match kit {
            Ok(kit) => kit,
            Err(findings) => {
                self.found(findings);
                return self.code();
            }
        };
        for expectation in all {
            let receiver = expectation.receiver;
            let made = match assess::reminder(workspace, period, expectation, on) {
                Ok(None) => {
                    stdio::print_line("Không có đơn vị nào quá hạn; không lập công văn.");
                    continue;
                }
                Ok(Some(reminder)) => builder.build_reminder(&reminder, &self.sources),
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
                let put = self.put_letter(&arguments.to.out, &kit, (&path, &built.pdf, &file));
                put.map_err(|finding| vec![finding])?;
                Ok(built)
            });
            let path = arguments.to.out.join(path);
            match made {
                Ok(built) => self.tell(&Event::Report {
                    path,
                    agency: receiver.name.value.clone(),
                    fate: ReportFate::Published {
                        pages: built.pages.count(),
                        bytes: built.pdf.len() as u64,
                    },
                    before: false,
                }),
                Err(findings) => self.found(findings),
            }
        }
        self.code()
    }

    /// Puts a letter into an output folder, which is opened for it alone.
    fn put_letter(
        &mut self,
        out: &Path,
        kit: &Kit,
        (path, pdf, file): (&str, &[u8], &FileRecord),
    ) -> Result<(), Diagnostic> {
        let (ledger, finding) = Ledger::amend(out, &kit.made_with)?;
        self.found(finding.into_iter().collect());
        let put = ledger.put_letter(path, pdf, file);
        ledger.close()?;
        put
    }
}
