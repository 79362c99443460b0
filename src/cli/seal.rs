//! `seal`: what issued reports say is recorded, and what came back signed is kept.

use std::io;
use std::path::Path;

use super::args::{DataArguments, SealArguments};
use super::session::{Read as Checked, Session, only};
use super::{exit, stdio};
use crate::batch::{self, Kit, Ledger, SIGNED_AS, report_path};
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{read_linked, read_regular};
use crate::model::{AgencyId, DocumentState, Workspace};
use crate::publish::{Lies, Lock, what_lies};
use crate::typeset::FontSet;
use crate::{load, publish, scaffold, vi};

/// A larger file is no signed report: scans take some megabytes.
const LARGEST: u64 = 256 << 20;

impl Session {
    /// Records what issued reports say, and keeps what came back signed. A report that is not
    /// faultless is not recorded, and nothing is where the signed file is refused.
    pub(super) fn seal(&mut self, arguments: &SealArguments) -> u8 {
        let Some(fonts) = self.fonts(None) else {
            return exit::TEMPLATE;
        };
        let signed = arguments
            .signed
            .as_deref()
            .map(SignedFile::read)
            .transpose();
        let signed = match signed {
            Ok(signed) => signed,
            Err(finding) => {
                self.found(vec![finding]);
                return self.code();
            }
        };
        self.tell_of_misnamed(&arguments.from.data, &arguments.period, &fonts);
        self.tell_errors_only();
        let name = match self.record(arguments, &fonts, signed.as_ref()) {
            Ok(name) => name,
            Err(code) => return code,
        };
        if let (Some(signed), Some(name)) = (signed, name) {
            match keep(arguments, &fonts, &name, &signed) {
                Ok((text, findings)) => {
                    self.found(findings);
                    stdio::print_line(&text);
                }
                Err(findings) => self.found(findings),
            }
        }
        self.code()
    }

    /// Records what issued reports say now, and gives the name of the document that a signed
    /// file is of. Read, compared and written under a lock: of many at once none loses what
    /// another has recorded. The exit code, if it was not to be.
    fn record(
        &mut self,
        arguments: &SealArguments,
        fonts: &FontSet,
        signed: Option<&SignedFile>,
    ) -> Result<Option<String>, u8> {
        let period = &arguments.period;
        let folder = &arguments.from.data;
        let data = DataArguments {
            strict: false,
            agency: arguments.agency.clone(),
            from: arguments.from.clone(),
            fonts: None,
        };
        let only = only(&data);
        let path = load::seals_path(folder, period);
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let below = vi::shown_path(below);
        let lock = if folder.is_dir() {
            Some(Lock::wait(folder))
        } else {
            None
        };
        let _lock = match lock.transpose() {
            Ok(lock) => lock,
            Err(finding) => {
                self.found(vec![finding]);
                return Err(self.code());
            }
        };
        let before = match sealed_before(folder, &below, &path) {
            Ok(before) => before,
            Err(finding) => {
                self.found(vec![finding]);
                return Err(self.code());
            }
        };
        let Some(Checked {
            workspace,
            findings,
            ..
        }) = self.load(&data, (period, &only), false, fonts)
        else {
            return Err(self.code());
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
            return Err(self.code());
        }
        let named = signed
            .map(|signed| signed.document(arguments, &workspace))
            .transpose();
        let named = match named {
            Ok(named) => named,
            Err(finding) => {
                self.found(vec![finding]);
                return Err(self.code());
            }
        };
        // Units of a compiled report were read with it, and are recorded when asked for.
        let asked_for = |id: &AgencyId| only.is_empty() || only.contains(id);
        let Some((text, added)) = scaffold::sealed(&workspace, period, asked_for) else {
            if signed.is_none() {
                stdio::print_line("không có báo cáo nào mới ban hành để ghi nhận");
            }
            return Ok(named);
        };
        if let Some(finding) = lost(arguments, &workspace, &added, &shown) {
            self.found(vec![finding]);
            return Err(self.code());
        }
        let still = || {
            let now = sealed_before(folder, &below, &path);
            Ok(now.is_ok_and(|now| now == before))
        };
        let put = publish::put(&path, text.as_bytes(), before.is_none(), still);
        let finding = match put {
            Ok(true) => {
                let ids: Vec<_> = added.iter().map(AgencyId::as_str).collect();
                stdio::print_line(&format!(
                    "đã ghi nhận {} báo cáo vào {shown}: {}",
                    added.len(),
                    ids.join(", ")
                ));
                return Ok(named);
            }
            Ok(false) => Diagnostic::general(
                Code::OutputExists,
                format!("tệp `{shown}` bị sửa trong khi ghi nhận, nên chưa ghi gì"),
            )
            .with_help("chạy lại lệnh này"),
            Err(finding) => finding,
        };
        self.found(vec![finding]);
        Err(self.code())
    }
}

/// That what was recorded of reports, as the manifest knows, is gone. Recorded anew it would be
/// what the data say now, whatever was signed then.
fn lost(
    arguments: &SealArguments,
    workspace: &Workspace,
    added: &[AgencyId],
    shown: &str,
) -> Option<Diagnostic> {
    let out = &arguments.to.out;
    // Where there is no manifest of ours, nothing is known.
    let (ledger, _) = Ledger::look(out, None).ok()?;
    let subjects = workspace.subjects().into_iter();
    let unrecorded =
        subjects.filter(|subject| added.contains(&subject.agency.id) && subject.seal().is_none());
    let lost = unrecorded.filter(|subject| {
        let names = subject.heads().into_iter();
        let mut paths =
            names.map(|head| report_path(&arguments.period, &head.file_name(subject.agency)));
        paths.any(|path| ledger.is_sealed(&path))
    });
    let ids: Vec<_> = lost.map(|subject| subject.agency.id.as_str()).collect();
    if ids.is_empty() {
        return None;
    }
    let message = format!(
        "`{shown}` không còn ghi nhận báo cáo mà bảng kê ở `{}` ghi là đã ghi nhận: {}; chưa ghi gì",
        vi::shown_path(out),
        ids.join(", ")
    );
    Some(Diagnostic::general(Code::SealLost, message).with_help(
        "chép lại tệp ấy từ nơi lưu trữ rồi chạy lại; không còn bản nào thì đối chiếu số liệu với bản đã ký, rồi ghi nhận lại với `--out` là một thư mục khác",
    ))
}

/// What was recorded so far, if anything was.
fn sealed_before(folder: &Path, below: &str, path: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    let unreadable = |error: &io::Error| publish::unwritable(path, error);
    match what_lies(folder, below).map_err(|error| unreadable(&error))? {
        Lies::Nothing => Ok(None),
        Lies::File(_) => read_regular(path, LARGEST)
            .map(Some)
            .map_err(|error| unreadable(&error)),
        Lies::Obstacle(obstacle) => Err(Diagnostic::general(
            Code::OutputUnwritable,
            obstacle.words(),
        )
        .with_help("thay bằng tệp thường, rồi chạy lại")),
    }
}

/// A file that came back signed, or scanned.
struct SignedFile {
    bytes: Vec<u8>,
    ending: &'static str,
}

impl SignedFile {
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
        arguments: &SealArguments,
        workspace: &Workspace,
    ) -> Result<String, Diagnostic> {
        let general = |message: String, help: String| {
            Diagnostic::general(Code::SignedWhose, message).with_help(help)
        };
        let [id] = arguments.agency.as_slice() else {
            return Err(general(
                "`--signed` đưa vào bản đã ký của một báo cáo, nhưng lệnh nêu nhiều đơn vị"
                    .to_owned(),
                "chạy riêng cho từng đơn vị".to_owned(),
            ));
        };
        let id = AgencyId::from(id.as_str());
        let subject = workspace.subjects().into_iter().find(|s| s.agency.id == id);
        let Some(subject) = subject else {
            return Err(general(
                format!("kỳ {} không có báo cáo của `{id}`", arguments.period),
                "xem lại kỳ và mã đơn vị".to_owned(),
            ));
        };
        let heads = subject.heads().into_iter();
        // Those that are issued are recorded now, if they were not before.
        let issued =
            heads.filter(|head| matches!(head.document.state, DocumentState::Issued { .. }));
        let now: Vec<_> = issued.map(|head| head.file_name(subject.agency)).collect();
        let (ledger, _) = Ledger::look(&arguments.to.out, None)?;
        let period = arguments.period.to_string();
        // And those that others have replaced since.
        let before = ledger.reports_of(&id, &period).into_iter();
        let before: Vec<_> = before.filter(|name| !now.contains(name)).collect();
        let all: Vec<_> = now.iter().chain(&before).cloned().collect();
        if now.is_empty() {
            return Err(general(
                format!("báo cáo của `{id}` chưa ban hành nên chưa có bản đã ký"),
                "ghi `trang_thai: da_ban_hanh`, số và ngày trong `the_thuc`, rồi chạy lại"
                    .to_owned(),
            ));
        }
        let of = |name: &str| format!("{period}/{name}.pdf");
        if let Some(report) = ledger.is_as_made(&self.bytes) {
            let shown = vi::shown_path(&arguments.to.out.join(report));
            let message = format!("tệp đưa vào chính là bản đã lập `{shown}`, chưa có chữ ký nào");
            return Err(Diagnostic::general(Code::SignedUnsigned, message)
                .with_help("chỉ ra tệp đã ký số hoặc bản quét có chữ ký, con dấu"));
        }
        if let Some(report) = ledger.made_before(&self.bytes) {
            let own = all.iter().find(|name| of(name) == report);
            let asked = arguments.document.as_ref();
            return match own {
                Some(own) if asked.is_none_or(|asked| asked == own) => Ok(own.clone()),
                _ => Err(general(
                    format!("tệp đưa vào là bản đã ký của `{report}`"),
                    "xem lại kỳ, mã đơn vị và `--document`".to_owned(),
                )),
            };
        }
        if let Some(document) = &arguments.document {
            return all
                .iter()
                .find(|name| *name == document)
                .cloned()
                .ok_or_else(|| {
                    general(
                        format!("báo cáo của `{id}` không có văn bản `{document}` đã ban hành"),
                        format!("các văn bản đã ban hành: {}", all.join(", ")),
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
                format!("nêu tên văn bản, ví dụ `--document {}`", all[0]),
            )),
        }
    }
}

/// Keeps what came back signed beside the report that was made: what is to be told of it.
fn keep(
    arguments: &SealArguments,
    fonts: &FontSet,
    name: &str,
    signed: &SignedFile,
) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
    let templates = Templates::load(None)?;
    let kit = Kit::new(&templates, fonts);
    let opened = Ledger::amend(&arguments.to.out, &kit.made_with);
    let (ledger, finding) = opened.map_err(|finding| vec![finding])?;
    let period = arguments.period.to_string();
    let kept = ledger.keep_signed(&period, name, signed.ending, &signed.bytes);
    let closed = ledger.close();
    let (kept, signed, known) = kept.map_err(|finding| vec![finding])?;
    closed.map_err(|finding| vec![finding])?;
    let shown = vi::shown_path(&arguments.to.out.join(&kept));
    let signature = signed.signature_words();
    let text = if known {
        format!("bản đã ký này có sẵn ở {shown} ({signature})")
    } else {
        format!("đã lưu bản đã ký vào {shown} ({signature})")
    };
    Ok((text, finding.into_iter().collect()))
}
