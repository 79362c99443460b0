//! `seal`: what issued reports say is recorded, and what came back signed is kept.

use std::io;
use std::path::Path;

use super::args::{DataArguments, SealArguments};
use super::session::{Read as Checked, Session, only};
use super::{exit, stdio};
use crate::batch::{Kit, Ledger};
use crate::compose::Templates;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{read_linked, read_regular};
use crate::model::{AgencyId, DocumentState, Workspace};
use crate::publish::{Lies, Lock, what_lies};
use crate::typeset::FontSet;
use crate::{load, publish, scaffold, vi};

/// A larger file is no signed report: scans take some megabytes.
const LARGEST: u64 = 256 << 20;

/// Endings of files that signed reports come back as.
const ENDINGS: &[&str] = &["pdf", "p7m", "p7s", "jpg", "jpeg", "png", "tif", "tiff"];

impl Session {
    /// Records what issued reports say, and keeps what came back signed. A report that is not
    /// faultless is not recorded.
    pub(super) fn seal(&mut self, arguments: &SealArguments) -> u8 {
        let Some(fonts) = self.fonts(None) else {
            return exit::TEMPLATE;
        };
        // Before anything is recorded: what is given must be there.
        let signed = arguments.signed.as_deref().map(read_signed).transpose();
        let signed = match signed {
            Ok(signed) => signed,
            Err(finding) => {
                self.found(vec![finding]);
                return self.code();
            }
        };
        self.tell_errors_only();
        let workspace = match self.record(arguments, &fonts) {
            Ok(workspace) => workspace,
            Err(code) => return code,
        };
        if let (Some(path), Some(bytes)) = (&arguments.signed, signed) {
            match keep(arguments, &workspace, &fonts, (path, &bytes)) {
                Ok((text, findings)) => {
                    self.found(findings);
                    stdio::print_line(&text);
                }
                Err(findings) => self.found(findings),
            }
        }
        self.code()
    }

    /// Records what issued reports say now. Read, compared and written under a lock: of many
    /// at once none loses what another has recorded.
    fn record(&mut self, arguments: &SealArguments, fonts: &FontSet) -> Result<Workspace, u8> {
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
        // Units of a compiled report were read with it, and are recorded when asked for.
        let asked_for = |id: &AgencyId| only.is_empty() || only.contains(id);
        let Some((text, added)) = scaffold::sealed(&workspace, period, asked_for) else {
            stdio::print_line("không có báo cáo nào mới ban hành để ghi nhận");
            return Ok(workspace);
        };
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
                return Ok(workspace);
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

/// The bytes of a file that came back signed.
fn read_signed(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let shown = vi::shown_path(path);
    let refused = |why: &str| {
        Diagnostic::general(
            Code::FileUnreadable,
            format!("không nhận được tệp đã ký `{shown}` ({why})"),
        )
        .with_help("chỉ ra tệp PDF đã ký số, hoặc bản quét (pdf, jpg, png, tif)")
    };
    if ending(path).is_none() {
        return Err(refused("đuôi tệp không phải của bản đã ký hay bản quét"));
    }
    let bytes = read_linked(path, LARGEST).map_err(|error| refused(&vi::reason(&error)))?;
    if bytes.is_empty() {
        return Err(refused("tệp trống"));
    }
    if ending(path).as_deref() == Some("pdf") && !bytes.starts_with(b"%PDF-") {
        return Err(refused("tệp mang đuôi .pdf nhưng không phải là PDF"));
    }
    Ok(bytes)
}

fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    ENDINGS.contains(&ending.as_str()).then_some(ending)
}

/// Keeps what came back signed beside the report that was made: what is to be told of it.
fn keep(
    arguments: &SealArguments,
    workspace: &Workspace,
    fonts: &FontSet,
    (path, bytes): (&Path, &[u8]),
) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
    let general = |message: String, help: String| {
        vec![Diagnostic::general(Code::SignedWhose, message).with_help(help)]
    };
    let [id] = arguments.agency.as_slice() else {
        return Err(general(
            "`--signed` đưa vào bản đã ký của một báo cáo, nhưng lệnh nêu nhiều đơn vị".to_owned(),
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
    let heads = subject.heads();
    // Those that are issued were recorded a moment ago, if they were not before.
    let sealed: Vec<_> = heads
        .into_iter()
        .filter(|head| matches!(head.document.state, DocumentState::Issued { .. }))
        .collect();
    let mut names: Vec<_> = sealed
        .iter()
        .map(|head| head.file_name(subject.agency))
        .collect();
    if names.is_empty() {
        return Err(general(
            format!("báo cáo của `{id}` chưa ban hành nên chưa có bản đã ký"),
            "ghi `trang_thai: da_ban_hanh`, số và ngày trong `the_thuc`, rồi chạy lại".to_owned(),
        ));
    }
    if let Some(document) = &arguments.document {
        let all = names.join(", ");
        names.retain(|name| name == document);
        if names.is_empty() {
            return Err(general(
                format!("báo cáo của `{id}` không có văn bản `{document}` đã ban hành"),
                format!("các văn bản đã ban hành: {all}"),
            ));
        }
    }
    let templates = Templates::load(None)?;
    let kit = Kit::new(&templates, fonts);
    let opened = Ledger::amend(&arguments.to.out, &kit.made_with);
    let (ledger, finding) = opened.map_err(|finding| vec![finding])?;
    let period = arguments.period.to_string();
    let of = |name: &&String| ledger.goes_on_behind(&format!("{period}/{name}.pdf"), bytes);
    // A signature goes on behind the bytes of its document; of a scan one must be told.
    let name = names.iter().find(of).or(match names.as_slice() {
        [one] => Some(one),
        _ => None,
    });
    let Some(name) = name else {
        return Err(general(
            format!(
                "không rõ tệp đã ký là của văn bản nào: {}",
                names.join(" hay ")
            ),
            format!("nêu tên văn bản, ví dụ `--document {}`", names[0]),
        ));
    };
    let ending = ending(path).unwrap_or_default();
    let kept = ledger.keep_signed(&period, name, &ending, bytes);
    let closed = ledger.close();
    let (kept, signed, known) = kept.map_err(|finding| vec![finding])?;
    closed.map_err(|finding| vec![finding])?;
    let shown = vi::shown_path(&arguments.to.out.join(&kept));
    let signature = if signed.signature {
        "có chữ ký số"
    } else {
        "không thấy chữ ký số"
    };
    let text = if known {
        format!("bản đã ký này có sẵn ở {shown} ({signature})")
    } else {
        format!("đã lưu bản đã ký vào {shown} ({signature})")
    };
    Ok((text, finding.into_iter().collect()))
}
