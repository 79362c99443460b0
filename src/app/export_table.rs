//! The figures of all units of a period, as a workbook and as text.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::App;
use super::outside::folder_of_data;
use super::period::{Checked, Reading};
use super::run::{Outcome, Run};
use crate::assess::Sums;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::{Event, as_shown};
use crate::files::read_regular;
use crate::model::{Agency, AgencyId, Period, Workspace};
use crate::workbook::table::Table;
use crate::{publish, scaffold, vi};

/// A file that is larger is none of ours.
const LARGEST: u64 = 256 << 20;

/// Of which period figures are to be written.
#[derive(Debug, Clone)]
pub struct ExportTableRequest {
    /// The period.
    pub period: Period,
    /// The folder; it is made where it is not there.
    pub to: PathBuf,
}

/// Files that were written, and those that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExportedFiles {
    /// Those that were written.
    pub written: Vec<ExportedFile>,
    /// Those that lie there already just as they would be written.
    pub unchanged: Vec<ExportedFile>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedFile {
    /// Where it lies.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
}

impl App {
    /// Writes the figures of all units of a period side by side, with what the compiled report
    /// makes of them: a workbook, the same as text, and a text a form. It is no matter whether that
    /// report has been begun.
    pub fn export_table(
        &self,
        request: &ExportTableRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, ExportedFiles) {
        self.run(tell, |run| run.export_table(request).unwrap_or_default())
    }
}

impl Run<'_> {
    fn export_table(&mut self, request: &ExportTableRequest) -> Option<ExportedFiles> {
        let mut result = ExportedFiles::default();
        let outside = || folder_of_data(&request.to, self.app.data(), ("bảng số liệu", "bang"));
        if let Some(finding) = publish::no_folder(&request.to).or_else(outside) {
            self.found(vec![finding]);
            return None;
        }
        let table = self.table(&request.period)?;
        let bytes = table.workbook().map_err(|error| {
            let message = format!("không lập được tệp bảng tính ({error})");
            vec![Diagnostic::general(Code::OutputUnwritable, message)]
        });
        let bytes = self.or_told(bytes)?;
        let name = format!("{}.xlsx", table.file_stem());
        self.put_file(&request.to.join(name), &bytes, &mut result);
        for file in table.csv() {
            self.put_file(
                &request.to.join(&file.name),
                file.text.as_bytes(),
                &mut result,
            );
        }
        Some(result)
    }

    /// The table of a period, as its data are good enough.
    fn table(&mut self, period: &Period) -> Option<Table> {
        let (checked, _) = self.checked(&Reading::of(period, &[]), true)?;
        let Checked {
            mut workspace,
            mut sums,
            left_out,
            ..
        } = checked;
        let Some(agency) = place(&workspace, period).cloned() else {
            let message = format!("kỳ {period} không có cơ quan nào lập báo cáo tổng hợp");
            self.found(vec![
                Diagnostic::general(Code::AgencyIncomplete, message)
                    .with_help("khai `tong_hop_boi` của cơ quan ấy trong co-quan.yaml"),
            ]);
            return None;
        };
        if workspace.submission(&agency.id, period).is_none() {
            let blank = scaffold::blank(&agency, period, None);
            workspace.submissions.push(blank);
            sums = Sums::of(&workspace);
        }
        let submission = workspace.submission(&agency.id, period)?;
        let regime = *workspace.regimes_for(period).first()?;
        let subject = workspace.subject(submission, regime)?;
        self.tell_own_left_out(&agency, &left_out);
        Some(Table::of(subject, &sums, (&self.sources, &left_out)))
    }

    /// Tells that what the compiling agency states itself is not in the sums.
    fn tell_own_left_out(&mut self, agency: &Agency, left_out: &[AgencyId]) {
        if left_out.contains(&agency.id) {
            let message = format!(
                "bảng không gồm số do chính {} khai, vì tệp của cơ quan ấy có lỗi",
                agency.name.value
            );
            self.found(vec![
                Diagnostic::general(Code::CompilationIncomplete, message)
                    .with_help("sửa các lỗi nêu trên rồi xuất lại"),
            ]);
        }
    }

    /// Puts a file where nothing lies. One of other content stays, and it is told.
    pub(super) fn put_file(&mut self, path: &Path, bytes: &[u8], result: &mut ExportedFiles) {
        match put(path, bytes) {
            Ok(is_new) => {
                let list = if is_new {
                    &mut result.written
                } else {
                    &mut result.unchanged
                };
                list.push(ExportedFile {
                    path: path.to_owned(),
                });
            }
            Err(finding) => {
                let finding = if finding.code == Code::OutputExists {
                    finding.with_help("chuyển tệp ấy đi nơi khác, hoặc xuất ra thư mục khác")
                } else {
                    finding
                };
                self.found(vec![finding]);
            }
        }
    }
}

/// The agency whose report is compiled and part of no other.
fn place<'w>(workspace: &'w Workspace, period: &Period) -> Option<&'w Agency> {
    let due = workspace.units_due(period)?;
    let compiled = workspace.agencies.values().filter(|agency| {
        let is_compiled = agency.compiled_by.is_some() && agency.is_valid_on(due);
        is_compiled && workspace.compiled_above(agency, due).is_none()
    });
    // Where there are several, that of the most units is of the place.
    compiled.max_by_key(|agency| workspace.below(agency, due).len())
}

/// Writes a file where nothing lies; false where the very file does.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<bool, Diagnostic> {
    if publish::put(path, bytes, true, || Ok(true))? {
        return Ok(true);
    }
    if read_regular(path, LARGEST).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    let message = format!(
        "tệp `{}` đã có và khác tệp sắp ghi, giữ nguyên",
        vi::shown_path(path)
    );
    Err(Diagnostic::general(Code::OutputExists, message))
}
