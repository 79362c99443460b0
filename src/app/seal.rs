//! What issued reports say is recorded, and what came back signed is kept.

mod lost;
mod printed;

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::{App, Config};
use super::period::{Checked, Reading};
use super::run::{Outcome, Run};
use crate::batch::{self, Kit, Ledger, PDF, SIGNED_AS};
use crate::diagnostic::{Code, Diagnostic, Help, Severity, Way};
use crate::event::{Event, as_shown};
use crate::files::read_linked;
use crate::history::{DataFolder, Occasion};
use crate::model::{AgencyId, DocumentState, Period, Workspace};
use crate::typeset::FontSet;
use crate::{load, scaffold, vi};

/// A larger file is no signed report: scans take some megabytes.
const LARGEST: u64 = 256 << 20;

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct SealRequest {
    /// The period.
    pub period: Period,
    /// The units; none for all.
    pub agencies: Vec<AgencyId>,
    /// A file that came back signed, of the one unit.
    pub signed: Option<PathBuf>,
    /// The name of the document that it is of, where a report has several.
    pub document: Option<String>,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// What was recorded and kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sealed {
    /// The file that has what issued reports said.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// The units whose reports were added to it.
    pub recorded: Vec<AgencyId>,
    /// The signed copy.
    pub copy: Option<KeptCopy>,
}

/// A signed copy beside the report that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptCopy {
    /// Its place.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// What can be seen of its signature, in words.
    pub signature: String,
    /// Whether the very copy was there already.
    pub was_known: bool,
}

impl App {
    /// Records what issued reports say, and keeps what came back signed. A report that is not
    /// faultless is not recorded, and nothing is where the signed file is refused. Nothing, where
    /// it came to neither.
    pub fn seal(
        &self,
        request: &SealRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Sealed>) {
        self.run(tell, |run| run.seal(request))
    }
}

impl Run<'_> {
    fn seal(&mut self, request: &SealRequest) -> Option<Sealed> {
        let fonts = self.fonts()?;
        let signed = match SignedFile::of(request, self.app.config()) {
            Ok(signed) => signed,
            Err(finding) => {
                self.found(vec![finding]);
                return None;
            }
        };
        self.tell_of_misnamed(&request.period, &fonts);
        self.tell_errors_only();
        let folder = self.app.data();
        let writer = folder.is_dir().then(|| DataFolder::lock(folder));
        let recorded = match writer.transpose() {
            Ok(writer) => self.record(writer.as_ref(), request, &fonts, signed.as_ref()),
            Err(finding) => Err(finding),
        };
        match recorded {
            Ok(Some((sealed, name))) => Some(self.keep(request, &fonts, sealed, (signed, name))),
            Ok(None) => None,
            Err(finding) => {
                self.found(vec![finding]);
                None
            }
        }
    }

    /// Keeps what came back signed, if anything did.
    pub(super) fn keep(
        &mut self,
        request: &SealRequest,
        fonts: &FontSet,
        mut sealed: Sealed,
        (signed, name): (Option<SignedFile>, Option<String>),
    ) -> Sealed {
        if let (Some(signed), Some(name)) = (signed, name) {
            match keep(self.app, request, fonts, (&name, &signed)) {
                Ok((copy, findings)) => {
                    self.found(findings);
                    sealed.copy = Some(copy);
                }
                Err(findings) => self.found(findings),
            }
        }
        sealed
    }

    /// Records what issued reports say now, and gives the name of the document that a signed
    /// file is of. Read, compared and written under a lock: of many at once none loses what
    /// another has recorded. Nothing where it was told why it was not to be.
    ///
    /// # Errors
    /// What is to be told of it.
    pub(super) fn record(
        &mut self,
        writer: Option<&DataFolder>,
        request: &SealRequest,
        fonts: &FontSet,
        signed: Option<&SignedFile>,
    ) -> Result<Option<(Sealed, Option<String>)>, Diagnostic> {
        let (period, folder) = (&request.period, self.app.data());
        let (only, out) = (&request.agencies, &self.app.config().out);
        let path = load::seals_path(folder, period);
        let below = DataFolder::below(folder, &path);
        let before = writer.map(|writer| writer.read(&below)).transpose()?;
        let before = before.flatten();
        let reading = Reading::of(period, only);
        let Some(Checked {
            workspace,
            sums,
            findings,
            ..
        }) = self.read(&reading, fonts)
        else {
            return Ok(None);
        };
        let shown = vi::shown_path(&path);
        let unread = findings.iter().any(|finding| {
            let place = finding
                .place
                .filter(|_| finding.severity == Severity::Error);
            place.is_some_and(|place| self.sources.path(place.source) == shown)
        });
        // What cannot be read in it would not be written again.
        if unread {
            return Ok(None);
        }
        let named = signed.map(|signed| signed.document(out, request, &workspace));
        let named = named.transpose()?;
        if let Some(finding) =
            self.signed_otherwise(request, &workspace, (named.as_deref(), signed))
        {
            return Err(finding);
        }
        let mut sealed = Sealed {
            file: path,
            ..Sealed::default()
        };
        // Units of a compiled report were read with it, and are recorded when asked for.
        let asked_for = |id: &AgencyId| only.is_empty() || only.contains(id);
        let added = scaffold::sealed(&workspace, &sums, period, asked_for);
        let Some(((text, added), writer)) = added.zip(writer) else {
            return Ok(Some((sealed, named)));
        };
        let lost = lost::from_history(writer.history(), &below, before.as_deref())?;
        let lost = lost.or_else(|| lost::from_manifest(out, (&workspace, &added), &shown));
        if let Some(finding) = lost.or_else(|| printed::other_prints(out, &workspace, &added)) {
            return Err(finding);
        }
        let written = Some(text.as_bytes());
        let findings = writer.write(&below, before.as_deref(), written, &request.occasion)?;
        self.found(findings);
        sealed.recorded = added;
        Ok(Some((sealed, named)))
    }

    /// That a signed file, of a document that has a name, says something else than the data.
    fn signed_otherwise(
        &self,
        request: &SealRequest,
        workspace: &Workspace,
        (name, signed): (Option<&str>, Option<&SignedFile>),
    ) -> Option<Diagnostic> {
        let mut subjects = workspace.subjects().into_iter();
        let id = request.agencies.first()?;
        let subject = subjects.find(|subject| subject.agency.id == *id)?;
        printed::other_signed(self.app, subject, (name?, signed?))
    }
}

/// A file that came back signed, or scanned.
pub(super) struct SignedFile {
    bytes: Vec<u8>,
    ending: &'static str,
}

impl SignedFile {
    /// The one that came back, if any did. It is kept where reports are, which is no folder of
    /// data: whatever lies there is read as data.
    pub(super) fn of(request: &SealRequest, config: &Config) -> Result<Option<Self>, Diagnostic> {
        let Some(signed) = &request.signed else {
            return Ok(None);
        };
        let whole = |folder: &Path| std::fs::canonicalize(folder).ok();
        if whole(&config.data).is_some_and(|data| whole(&config.out) == Some(data)) {
            let shown = vi::shown_path(&config.out);
            let message = format!("thư mục kết quả `{shown}` chính là thư mục dữ liệu");
            return Err(Diagnostic::general(Code::OutputUnwritable, message)
                .with_help(Help::from("chọn thư mục khác bằng ").way(Way::OutFolder)));
        }
        Self::read(signed).map(Some)
    }

    /// Reads it. Its ending says what it is, and its bytes must say the same.
    fn read(path: &Path) -> Result<Self, Diagnostic> {
        let shown = vi::shown_path(path);
        let refused = |why: &str| {
            Diagnostic::general(
                Code::FileUnreadable,
                format!("không nhận được tệp đã ký `{shown}` ({why})"),
            )
            .with_help("chỉ ra tệp PDF đã ký số, hoặc bản quét (pdf, jpg, png, tif)")
        };
        let given = path.extension().and_then(|ending| ending.to_str());
        let given = given.unwrap_or_default().to_lowercase();
        let kind = SIGNED_AS.iter().find(|(ending, _)| *ending == given);
        let Some((ending, begins)) = kind else {
            return Err(refused("đuôi tệp không phải của bản đã ký hay bản quét"));
        };
        let bytes = read_linked(path, LARGEST).map_err(|error| refused(&vi::reason(&error)))?;
        if bytes.is_empty() {
            return Err(refused("tệp trống"));
        }
        if !begins.is_empty() && !begins.iter().any(|begin| bytes.starts_with(begin)) {
            let meant = SIGNED_AS
                .iter()
                .find(|(_, begins)| begins.iter().any(|b| bytes.starts_with(b)));
            return Err(refused(&match meant {
                Some((meant, _)) => {
                    format!("tệp mang đuôi .{ending} nhưng nội dung là .{meant}, đổi lại đuôi tệp")
                }
                None => format!("tệp mang đuôi .{ending} nhưng nội dung không phải vậy"),
            }));
        }
        if *ending == "pdf" && !batch::is_whole_pdf(&bytes) {
            return Err(refused("tệp PDF bị cắt cụt hoặc hỏng"));
        }
        Ok(Self { bytes, ending })
    }

    /// The name of the document that it is of: the one whose bytes it goes on behind, the one
    /// that is asked for, or the only one.
    fn document(
        &self,
        out: &Path,
        request: &SealRequest,
        workspace: &Workspace,
    ) -> Result<String, Diagnostic> {
        let general = |message: String, help: Help| {
            Diagnostic::general(Code::SignedWhose, message).with_help(help)
        };
        let [id] = request.agencies.as_slice() else {
            return Err(general(
                "`--signed` đưa vào bản đã ký của một báo cáo, nhưng lệnh nêu nhiều đơn vị"
                    .to_owned(),
                "chạy riêng cho từng đơn vị".into(),
            ));
        };
        let subject = workspace
            .subjects()
            .into_iter()
            .find(|s| s.agency.id == *id);
        let Some(subject) = subject else {
            return Err(general(
                format!("kỳ {} không có báo cáo của `{id}`", request.period),
                "xem lại kỳ và mã đơn vị".into(),
            ));
        };
        let heads = subject.heads().into_iter();
        // Those that are issued are recorded now, if they were not before.
        let issued =
            heads.filter(|head| matches!(head.document.state, DocumentState::Issued { .. }));
        let now: Vec<_> = issued.map(|head| head.file_name(subject.agency)).collect();
        let (ledger, _) = Ledger::look(out, None)?;
        let period = request.period.to_string();
        // And those that others have replaced since.
        let before = ledger.reports_of(id, &period).into_iter();
        let before: Vec<_> = before.filter(|name| !now.contains(name)).collect();
        let all: Vec<_> = now.iter().chain(&before).cloned().collect();
        if now.is_empty() {
            return Err(general(
                format!("báo cáo của `{id}` chưa ban hành nên chưa có bản đã ký"),
                "ghi `trang_thai: da_ban_hanh`, số và ngày trong `the_thuc`, rồi chạy lại".into(),
            ));
        }
        let of = |name: &str| batch::file_path(&batch::document_name(&period, name), PDF);
        if let Some(report) = ledger.is_as_made(&self.bytes) {
            let shown = vi::shown_path(&out.join(report));
            let message = format!("tệp đưa vào chính là bản đã lập `{shown}`, chưa có chữ ký nào");
            return Err(Diagnostic::general(Code::SignedUnsigned, message)
                .with_help("chỉ ra tệp đã ký số hoặc bản quét có chữ ký, con dấu"));
        }
        if let Some(report) = ledger.made_before(&self.bytes) {
            let own = all.iter().find(|name| of(name) == report);
            let asked = request.document.as_ref();
            return match own {
                Some(own) if asked.is_none_or(|asked| asked == own) => Ok(own.clone()),
                _ => Err(general(
                    format!("tệp đưa vào là bản đã ký của `{report}`"),
                    Help::from("xem lại kỳ, mã đơn vị và ").way(Way::Document),
                )),
            };
        }
        if let Some(document) = &request.document {
            return all
                .iter()
                .find(|name| *name == document)
                .cloned()
                .ok_or_else(|| {
                    general(
                        format!("báo cáo của `{id}` không có văn bản `{document}` đã ban hành"),
                        format!("các văn bản đã ban hành: {}", all.join(", ")).into(),
                    )
                });
        }
        match now.as_slice() {
            [one] if before.is_empty() => Ok(one.clone()),
            _ => Err(general(
                format!(
                    "không rõ tệp đã ký là của văn bản nào: {}",
                    all.join(" hay ")
                ),
                Help::from("nêu tên văn bản, ví dụ ").way(Way::ThisDocument(all[0].clone())),
            )),
        }
    }
}

/// Keeps what came back signed beside the report that was made: where it is, and what is to be
/// told of it.
fn keep(
    app: &App,
    request: &SealRequest,
    fonts: &FontSet,
    (name, signed): (&str, &SignedFile),
) -> Result<(KeptCopy, Vec<Diagnostic>), Vec<Diagnostic>> {
    let out = &app.config().out;
    let templates = app.templates()?;
    let kit = Kit::new(&templates, fonts);
    let opened = Ledger::amend(out, &kit.made_with);
    let (ledger, finding) = opened.map_err(|finding| vec![finding])?;
    let period = request.period.to_string();
    let kept = ledger.keep_signed(&period, name, signed.ending, &signed.bytes);
    let closed = ledger.close();
    let (kept, signed, was_known) = kept.map_err(|finding| vec![finding])?;
    closed.map_err(|finding| vec![finding])?;
    let copy = KeptCopy {
        path: out.join(&kept),
        signature: signed.signature_words().to_owned(),
        was_known,
    };
    Ok((copy, finding.into_iter().collect()))
}
