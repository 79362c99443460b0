//! The annexes of issued reports as workbooks.

use std::path::PathBuf;

use super::config::App;
use super::export_table::ExportedFiles;
use super::outside::folder_of_data;
use super::period::Reading;
use super::preview::asked_for;
use super::run::{Outcome, Run};
use crate::assess::{Sums, assess};
use crate::build::incomplete;
use crate::check::is_outdated;
use crate::diagnostic::{Code, Diagnostic};
use crate::event::Event;
use crate::model::{AgencyId, DocumentState, Head, Period, Subject};
use crate::workbook::annex::AnnexBook;
use crate::{compose, publish};

/// Which annexes are to be written.
#[derive(Debug, Clone)]
pub struct ExportAnnexRequest {
    /// The period.
    pub period: Period,
    /// The units; none for every one whose report is issued.
    pub agencies: Vec<AgencyId>,
    /// The folder; it is made where it is not there.
    pub to: PathBuf,
}

impl App {
    /// Writes the annexes of issued reports, a workbook a document, as they are printed. One that is
    /// not issued has none yet, and of one whose units say something else by now they would not be
    /// those that were signed: both are told where they were asked for.
    pub fn export_annexes(
        &self,
        request: &ExportAnnexRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, ExportedFiles) {
        self.run(tell, |run| run.export_annexes(request).unwrap_or_default())
    }
}

impl Run<'_> {
    fn export_annexes(&mut self, request: &ExportAnnexRequest) -> Option<ExportedFiles> {
        let outside = || folder_of_data(&request.to, self.app.data(), ("phụ lục", "phu-luc"));
        if let Some(finding) = publish::no_folder(&request.to).or_else(outside) {
            self.found(vec![finding]);
            return None;
        }
        let reading = Reading::of(&request.period, &request.agencies);
        let (checked, _) = self.checked(&reading, true)?;
        let mut result = ExportedFiles::default();
        let mut any_issued = false;
        for subject in asked_for(&checked.workspace, &request.agencies) {
            for head in subject.heads() {
                let is_issued = matches!(head.document.state, DocumentState::Issued { .. });
                any_issued |= is_issued;
                if is_issued {
                    self.export_annex((subject, head), &checked.sums, request, &mut result);
                } else if !request.agencies.is_empty() {
                    self.found(vec![not_issued(subject, head)]);
                }
            }
        }
        if !any_issued && request.agencies.is_empty() {
            let message = format!("kỳ {} chưa có báo cáo nào ban hành", request.period);
            self.found(vec![
                Diagnostic::general(Code::DocumentState, message).with_help(TO_ISSUE),
            ]);
        }
        Some(result)
    }

    fn export_annex(
        &mut self,
        (subject, head): (Subject<'_>, Head<'_>),
        sums: &Sums,
        request: &ExportAnnexRequest,
        result: &mut ExportedFiles,
    ) {
        if is_outdated(subject) && subject.is_sealed(head) {
            self.found(vec![outdated(subject)]);
            return;
        }
        let Some(report) = assess(subject, head, sums) else {
            self.found(vec![incomplete(subject)]);
            return;
        };
        let annexes = compose::annexes(&report, false);
        let book = AnnexBook {
            reference: report.reference(true),
            issuer: &head.issuer.name.value,
            date: report.date(),
            is_sample: subject.workspace.settings.sample,
            annexes: &annexes,
        };
        let name = head.file_name(subject.agency);
        match book.workbook() {
            Ok(bytes) => {
                let name = format!("{}-{name}-phu-luc.xlsx", request.period);
                self.put_file(&request.to.join(name), &bytes, result);
            }
            Err(error) => {
                let message = format!("không lập được tệp bảng tính của `{name}` ({error})");
                self.found(vec![Diagnostic::general(Code::OutputUnwritable, message)]);
            }
        }
    }
}

const TO_ISSUE: &str = "ban hành báo cáo rồi xuất lại; đang soạn thì xem phụ lục trong tệp PDF";

fn not_issued(subject: Subject<'_>, head: Head<'_>) -> Diagnostic {
    let name = &subject.agency.name.value;
    let document = if head.presents {
        "bản trình báo cáo"
    } else {
        "báo cáo"
    };
    let state = match head.document.state {
        DocumentState::Draft => "mới là dự thảo",
        DocumentState::ForSigning | DocumentState::Issued { .. } => "mới trình ký, chưa ban hành",
    };
    let message = format!("{document} của {name} {state} nên chưa xuất phụ lục");
    Diagnostic::error(Code::DocumentState, head.document.place, message).with_help(TO_ISSUE)
}

fn outdated(subject: Subject<'_>) -> Diagnostic {
    let message = format!(
        "phụ lục của {} lập bây giờ sẽ khác bản đã ban hành, vì số liệu của đơn vị đã thay đổi từ đó; không xuất",
        subject.agency.name.value
    );
    Diagnostic::error(
        Code::IssuedOutdated,
        subject.submission.document.place,
        message,
    )
    .with_help("dùng phụ lục của bản đã ký, hoặc ban hành báo cáo thay thế rồi xuất lại")
}
