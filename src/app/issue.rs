//! What the văn thư does when a report comes back signed, in one step: state, number and day are
//! written, what the report says is recorded, and the signed file is kept.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use super::config::App;
use super::period::{Checked, Reading};
use super::run::{Outcome, Run};
use super::seal::{SealRequest, Sealed, SignedFile};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::event::{Event, as_shown};
use crate::files;
use crate::history::DataFolder;
use crate::load::{self, Change, EditRefusal, Step, Value, edit, order_of_submission};
use crate::model::AgencyId;
use crate::typeset::FontSet;
use crate::vi;

/// Which document was issued.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// The report of one unit, its signed file and document.
    pub report: SealRequest,
    /// Its number in the register of the year.
    pub number: u64,
    /// The day that it has.
    pub date: NaiveDate,
}

/// What was written, recorded and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// The file of the unit.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// Whether state, number and day were written now; they were there before otherwise.
    pub written: bool,
    /// What was recorded, and the signed copy.
    pub sealed: Sealed,
}

impl App {
    /// Issues a report. It is checked as it is to be before anything is written; what was written
    /// is taken back where it cannot be recorded.
    pub fn issue(
        &self,
        request: &IssueRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Issued>) {
        self.run(tell, |run| run.issue(request))
    }
}

/// The file of a unit, before and after.
struct Edited {
    below: String,
    before: Vec<u8>,
    /// Nothing, if it has all of it already.
    after: Option<Vec<u8>>,
}

impl Run<'_> {
    fn issue(&mut self, request: &IssueRequest) -> Option<Issued> {
        let fonts = self.fonts()?;
        if self.app.data().is_dir() {
            self.tell_of_misnamed(&request.report.period, &fonts);
        }
        self.tell_errors_only();
        match self.issued(request, &fonts) {
            Ok(issued) => issued,
            Err(finding) => {
                self.found(vec![finding]);
                None
            }
        }
    }

    /// The same; nothing where it was told why, or what is to be told.
    fn issued(
        &mut self,
        request: &IssueRequest,
        fonts: &FontSet,
    ) -> Result<Option<Issued>, Diagnostic> {
        let (data, report) = (self.app.data(), &request.report);
        let signed = SignedFile::of(report, self.app.config())?;
        let [id] = report.agencies.as_slice() else {
            return Ok(None);
        };
        let file = load::folder_of(data, &report.period).join(format!("{id}.yaml"));
        if !files::is_there(&file) {
            // Whoever reads the period says what is not there.
            self.read(&Reading::of(&report.period, &report.agencies), fonts);
            return Ok(None);
        }
        let writer = DataFolder::lock(data)?;
        let edited = edited(request, id, (data, &file), &writer)?;
        let mut reading = Reading::of(&report.period, &report.agencies);
        let draft = edited.after.clone().map(|after| (file.clone(), after));
        reading.drafts = draft.as_slice();
        let Some(Checked { left_out, .. }) = self.read(&reading, fonts) else {
            return Ok(None);
        };
        if left_out.contains(id) {
            return Ok(None);
        }
        if let Some(after) = &edited.after {
            let before = Some(edited.before.as_slice());
            let findings = writer.write(&edited.below, before, Some(after), &report.occasion)?;
            self.found(findings);
        }
        let recorded = self.record(Some(&writer), report, fonts, signed.as_ref());
        let (sealed, name) = match recorded {
            Ok(Some(recorded)) => recorded,
            Ok(None) => {
                self.taken_back(&edited, &writer);
                return Ok(None);
            }
            Err(finding) => {
                self.taken_back(&edited, &writer);
                return Err(finding);
            }
        };
        let sealed = self.keep(report, fonts, sealed, (signed, name));
        Ok(Some(Issued {
            file,
            written: edited.after.is_some(),
            sealed,
        }))
    }

    /// Has the file of the unit be as it was before.
    fn taken_back(&mut self, edited: &Edited, writer: &DataFolder) {
        let Some(after) = &edited.after else { return };
        if let Err(finding) = writer.take_back(&edited.below, Some(after), Some(&edited.before)) {
            let message = format!(
                "`{}` đã có số và ngày nhưng báo cáo chưa được ghi nhận",
                edited.below
            );
            let told = Diagnostic::general(Code::OutputUnwritable, message)
                .with_help("sửa lỗi trên rồi chạy lại lệnh này");
            self.found(vec![finding, told]);
        }
    }
}

/// The file of a unit with state, number and day of a document.
fn edited(
    request: &IssueRequest,
    id: &AgencyId,
    (data, file): (&Path, &Path),
    writer: &DataFolder,
) -> Result<Edited, Diagnostic> {
    let below = DataFolder::below(data, file);
    let before = writer.read(&below)?.unwrap_or_default();
    let document = document_key(request, id, &before)?;
    let step = |key: &str| vec![Step::Key(document.to_owned()), Step::Key(key.to_owned())];
    let changes = [
        ("trang_thai", Value::Text("da_ban_hanh".to_owned())),
        ("so", Value::Number(request.number)),
        ("ngay", Value::Date(request.date)),
    ];
    let is_issued = load::value_at(&before, &step("trang_thai")).as_deref() == Some("da_ban_hanh");
    if is_issued && says_the_same(request, |key| load::value_at(&before, &step(key))) {
        return Ok(Edited {
            below,
            before,
            after: None,
        });
    }
    let mut bytes = before.clone();
    for (key, value) in changes {
        let change = Change::Set(value);
        let edited = edit(&bytes, &step(key), &change, &order_of_submission);
        bytes = edited
            .map_err(|why| by_hand(file, key, why))?
            .unwrap_or(bytes);
    }
    let after = (bytes != before).then_some(bytes);
    if is_issued && after.is_some() {
        let said = |key| load::value_at(&before, &step(key)).unwrap_or_default();
        let message = format!(
            "`{}` ghi văn bản đã ban hành: số {}, ngày {}",
            vi::shown_path(file),
            said("so"),
            said("ngay")
                .parse::<NaiveDate>()
                .map_or_else(|_| said("ngay"), vi::short_date)
        );
        return Err(Diagnostic::general(Code::DocumentState, message).with_help(
            Help::from("ghi nhầm thì lấy lại bằng ").way(Way::Undo).text(
                " hoặc sửa trong tệp; thay thế báo cáo đã ban hành thì khai `thay_the` và để `trang_thai: trinh_ky` rồi chạy lại",
            ),
        ));
    }
    Ok(Edited {
        below,
        before,
        after,
    })
}

/// Whether number and day are written already, however they are written.
fn says_the_same(request: &IssueRequest, said: impl Fn(&str) -> Option<String>) -> bool {
    let number = said("so").and_then(|number| number.parse().ok());
    let date = said("ngay").and_then(|date| date.parse().ok());
    number == Some(request.number) && date == Some(request.date)
}

/// Which of the documents of a file it is: the only one, or the one that is named.
fn document_key(
    request: &IssueRequest,
    id: &AgencyId,
    bytes: &[u8],
) -> Result<&'static str, Diagnostic> {
    let presented = format!("{id}-trinh");
    let own = id.as_str();
    let is_presented = load::has_key(bytes, "the_thuc_trinh");
    match request.report.document.as_deref() {
        None if !is_presented => Ok("the_thuc"),
        Some(name) if is_presented && is_edition_of(&presented, name) => Ok("the_thuc_trinh"),
        Some(name) if is_edition_of(own, name) => Ok("the_thuc"),
        None => {
            let message = format!("không rõ văn bản nào được ban hành: {own} hay {presented}");
            Err(Diagnostic::general(Code::SignedWhose, message).with_help(
                Help::from("nêu tên văn bản, ví dụ ").way(Way::ThisDocument(own.to_owned())),
            ))
        }
        Some(name) => {
            let all = if is_presented {
                format!("{own}, {presented}")
            } else {
                own.to_owned()
            };
            let message = format!("báo cáo của `{id}` không có văn bản `{name}`");
            Err(Diagnostic::general(Code::SignedWhose, message)
                .with_help(format!("các văn bản của báo cáo: {all}")))
        }
    }
}

/// Whether a document has this name, or takes the place of one that has, or corrects it
/// (`model::Edition`).
fn is_edition_of(name: &str, document: &str) -> bool {
    let Some(edition) = document.strip_prefix(name) else {
        return false;
    };
    let behind = ["-thay-the-", "-dinh-chinh-"]
        .iter()
        .find_map(|edition_of| edition.strip_prefix(edition_of));
    edition.is_empty() || behind.is_some_and(|number| !number.is_empty())
}

fn by_hand(file: &Path, key: &str, why: EditRefusal) -> Diagnostic {
    let shown = vi::shown_path(file);
    let message = format!("không tự ghi được `{key}` vào `{shown}` ({why})");
    Diagnostic::general(Code::DocumentState, message).with_help(
        Help::from("sửa bằng tay `trang_thai`, `so`, `ngay` trong tệp, rồi ghi nhận bằng ")
            .way(Way::Seal),
    )
}
