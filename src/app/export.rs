//! Workbooks for units to fill in.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::App;
use super::export_table::put as put_bytes;
use super::outside::folder_of_data;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::event::{Event, as_shown};
use crate::load::Loaded;
use crate::model::{Agency, AgencyId, Period, Workspace};
use crate::scaffold::{self, Asked};
use crate::typeset::FontSet;
use crate::workbook::form::UnitForm;
use crate::workbook::write;
use crate::{check, publish};

/// Which workbooks are to be written.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// The period.
    pub period: Period,
    /// The units; none for every one that owes a report for the period.
    pub agencies: Vec<AgencyId>,
    /// The folder; it is made where it is not there.
    pub to: PathBuf,
}

/// Workbooks that were written, and those that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Those that were written.
    pub written: Vec<ExportedWorkbook>,
    /// Those that lie there already just as they would be written.
    pub unchanged: Vec<ExportedWorkbook>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedWorkbook {
    /// The unit.
    pub agency: AgencyId,
    /// Its file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
}

impl App {
    /// Writes a workbook for each unit that is asked for. A file of another content that lies in
    /// its place stays: somebody may have filled it in.
    pub fn export(
        &self,
        request: &ExportRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Exported) {
        self.run(tell, |run| {
            let mut result = Exported::default();
            if let Some(fonts) = run.fonts() {
                run.export(request, &fonts, &mut result);
            }
            result
        })
    }
}

impl Run<'_> {
    fn export(&mut self, request: &ExportRequest, fonts: &FontSet, result: &mut Exported) {
        let outside = || folder_of_data(&request.to, self.app.data(), ("tệp bảng tính", "gui-di"));
        if let Some(finding) = publish::no_folder(&request.to).or_else(outside) {
            self.found(vec![finding]);
            return;
        }
        let period = &request.period;
        self.tell_of_misnamed(period, fonts);
        self.tell_errors_only();
        let loaded = self.app.folder(fonts).asked(period, &request.agencies);
        let Some((workspace, faulty)) = asked_of(self, loaded) else {
            return;
        };
        self.found(check::check_new_period(&workspace, period));
        for agency in self.wanted(&workspace, request) {
            if !faulty.contains(&agency.id) {
                self.export_one((&workspace, agency), request, result);
            }
        }
    }

    /// The units that are asked for and owe a report.
    fn wanted<'w>(&mut self, workspace: &'w Workspace, request: &ExportRequest) -> Vec<&'w Agency> {
        let period = &request.period;
        if !request.agencies.is_empty() {
            let named = request.agencies.iter();
            return named.filter_map(|id| workspace.agencies.get(id)).collect();
        }
        let due = workspace.units_due(period);
        let owing: Vec<_> = due
            .map(|due| workspace.owing(due).collect())
            .unwrap_or_default();
        if owing.is_empty() {
            let message = format!("không có cơ quan nào phải báo cáo kỳ {period}");
            self.found(vec![
                Diagnostic::general(Code::AgencyIncomplete, message)
                    .with_help("khai `bao_cao_ve` của các đơn vị trong co-quan.yaml"),
            ]);
        }
        owing
    }

    fn export_one(
        &mut self,
        (workspace, agency): (&Workspace, &Agency),
        request: &ExportRequest,
        result: &mut Exported,
    ) {
        let Some(form) = form_of(workspace, agency, &request.period) else {
            return;
        };
        let path = request.to.join(form.file_name());
        match put(&form, &path) {
            Ok(is_new) => {
                let list = if is_new {
                    &mut result.written
                } else {
                    &mut result.unchanged
                };
                list.push(ExportedWorkbook {
                    agency: agency.id.clone(),
                    path,
                });
            }
            Err(finding) => self.found(vec![finding]),
        }
    }
}

/// What was read of what units are asked, and the units whose own files have errors; nothing where
/// something that all rest on has one.
pub(super) fn asked_of(
    run: &mut Run<'_>,
    mut loaded: Loaded,
) -> Option<(Workspace, Vec<AgencyId>)> {
    let faulty = faulty(&loaded);
    let findings = std::mem::take(&mut loaded.findings);
    run.sources = loaded.sources;
    let shared = &loaded.shared_files;
    let stops = findings.iter().any(|finding| {
        finding.severity == Severity::Error
            && finding
                .place
                .is_none_or(|place| shared.contains(&place.source))
    });
    run.found(findings);
    (!stops).then_some((loaded.workspace, faulty))
}

/// The units whose own files have errors.
fn faulty(loaded: &Loaded) -> Vec<AgencyId> {
    let is_faulty = |source| {
        let mut errors = loaded
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error);
        errors.any(|finding| finding.place.is_some_and(|place| place.source == source))
    };
    let files = loaded.own_files.iter();
    let faulty = files.filter(|(source, _)| is_faulty(*source));
    faulty.map(|(_, id)| id.clone()).collect()
}

/// What a unit is asked in a period, with what it says so far. Nothing, if no regime has the
/// period.
pub(super) fn form_of(workspace: &Workspace, agency: &Agency, period: &Period) -> Option<UnitForm> {
    let regime = *workspace.regimes_for(period).first()?;
    let last = scaffold::last_before(workspace, agency, (period, regime));
    let blank = scaffold::blank(agency, period, last);
    let said = workspace.submission(&agency.id, period).unwrap_or(&blank);
    Some(UnitForm::of(&Asked {
        subject: workspace.subject(said, regime)?,
        last: last.and_then(|last| workspace.subject(last, regime)),
    }))
}

/// Writes a workbook where nothing lies; false where the very workbook does.
fn put(form: &UnitForm, path: &Path) -> Result<bool, Diagnostic> {
    let bytes = write::unit_workbook(form).map_err(|error| {
        let message = format!(
            "không lập được tệp bảng tính của `{}` ({error})",
            form.agency
        );
        Diagnostic::general(Code::OutputUnwritable, message)
    })?;
    put_bytes(path, &bytes).map_err(|finding| match finding.code {
        Code::OutputExists => finding.with_help(
            "có thể đơn vị đã điền vào tệp ấy: nhập nó trước, hoặc chuyển đi nơi khác, hoặc xuất ra thư mục khác",
        ),
        _ => finding,
    })
}
