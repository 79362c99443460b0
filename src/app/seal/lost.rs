//! Records of issued reports that are gone: known by the history of the folder of data, or by the
//! manifest of the output folder. Recorded anew they would be what the data say now, whatever was
//! signed then.

use std::path::Path;

use crate::batch::Ledger;
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::history::{History, Kept};
use crate::model::{AgencyId, Workspace};
use crate::{load, vi};

/// Units that a finding names.
const NAMED: usize = 6;

/// That records which the program wrote are not in the file any more. `now` is what is in it, which
/// can be read.
pub(super) fn from_history(
    history: &History,
    file: &str,
    now: Option<&[u8]>,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let (kept, _) = history.kept_of(file)?;
    let last = kept.last().filter(|last| last.after.is_some());
    let Some(last) = last.filter(|last| !last.wrote(now)) else {
        return Ok(None);
    };
    let there = now.and_then(load::keys).unwrap_or_default();
    let Some(copy) = history.last_copy(file)? else {
        // An earlier version kept none.
        return Ok(there.is_empty().then(|| without_copy(history, file, last)));
    };
    if !last.wrote(Some(&copy)) {
        // That write was killed, or the copy of it was.
        return Ok(None);
    }
    let known = load::keys(&copy).unwrap_or_default();
    let gone: Vec<_> = known.into_iter().filter(|id| !there.contains(id)).collect();
    Ok((!gone.is_empty()).then(|| with_copy(history, file, &gone)))
}

fn with_copy(history: &History, file: &str, gone: &[String]) -> Diagnostic {
    let (shown, copy) = (
        vi::shown_path(&history.path(file)),
        vi::shown_path(&history.path(&History::last_copy_of(file))),
    );
    let named: Vec<_> = gone.iter().take(NAMED).map(String::as_str).collect();
    let more = if gone.len() > NAMED { ", …" } else { "" };
    let message = format!(
        "`{shown}` không còn ghi nhận {} báo cáo mà chương trình đã ghi nhận: {}{more}; chưa ghi gì",
        gone.len(),
        named.join(", ")
    );
    Diagnostic::general(Code::SealLost, message).with_help(format!(
        "chép `{copy}` thành `{shown}` rồi chạy lại; đó là bản chương trình ghi lần cuối"
    ))
}

fn without_copy(history: &History, file: &str, last: &Kept) -> Diagnostic {
    let shown = vi::shown_path(&history.path(file));
    let message = format!(
        "`{shown}` không còn ghi nhận nào, dù `{}` ngày {} đã ghi vào đó; chưa ghi gì",
        last.occasion.command,
        last.occasion.at.format("%d/%m/%Y")
    );
    let kept = vi::shown_path(&history.path(&History::folder_of(file)));
    let mut finding = Diagnostic::general(Code::SealLost, message)
        .with_help("chép lại tệp ấy từ nơi lưu trữ rồi chạy lại");
    if last.before.is_some() {
        finding = finding.with_help(
            format!(
                "không còn bản nào thì chép `{}` thành tệp ấy và bỏ dòng đầu: còn thiếu ghi nhận của lần ghi cuối",
                vi::shown_path(&history.path(&History::kept_in(file, last.number)))
            ),
        );
    }
    finding.with_help(format!(
        "chỉ khi không lấy lại được: đối chiếu số liệu với các bản đã ký, xóa thư mục `{kept}`, rồi ghi nhận lại"
    ))
}

/// The same as the manifest knows of the reports that are to be added.
pub(super) fn from_manifest(
    out: &Path,
    (workspace, added): (&Workspace, &[AgencyId]),
    shown: &str,
) -> Option<Diagnostic> {
    // Where there is no manifest of ours, nothing is known.
    let (ledger, _) = Ledger::look(out, None).ok()?;
    let subjects = workspace.subjects().into_iter();
    let unrecorded =
        subjects.filter(|subject| added.contains(&subject.agency.id) && subject.seal().is_none());
    let lost = unrecorded.filter(|subject| {
        let mut heads = subject.heads().into_iter();
        heads.any(|head| ledger.is_sealed(&head.id(*subject)))
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
    Some(
        Diagnostic::general(Code::SealLost, message).with_help(
            Help::from("chép lại tệp ấy từ nơi lưu trữ rồi chạy lại; không còn bản nào thì ")
                .text("đối chiếu số liệu với bản đã ký, rồi ghi nhận lại với ")
                .way(Way::OutFolder)
                .text(" là một thư mục khác"),
        ),
    )
}
