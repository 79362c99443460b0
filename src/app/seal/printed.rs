//! Whether what is to be recorded is what was printed and signed: the PDFs in the output folder, and
//! the file that came back. Number, day and other form of a document are not compared: a report is
//! printed before it has them.

use std::path::Path;

use super::super::config::App;
use super::SignedFile;
use crate::batch::{self, Ledger, PDF};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::model::{AgencyId, DocumentState, Head, Subject, Workspace};
use crate::vi;

/// Reports that a finding names.
const NAMED: usize = 4;

/// That PDFs in the output folder say something else than the reports that are to be recorded. Of
/// what is not there, and of what an earlier version made, nothing is known.
pub(super) fn other_prints(
    out: &Path,
    workspace: &Workspace,
    added: &[AgencyId],
) -> Option<Diagnostic> {
    let (ledger, _) = Ledger::look(out, None).ok()?;
    let subjects = workspace.subjects().into_iter();
    let subjects = subjects.filter(|subject| added.contains(&subject.agency.id));
    let other: Vec<_> = subjects
        .flat_map(|subject| {
            let content = check::content(subject);
            let documents = issued(subject).map(|head| head.id(subject));
            let other = documents.filter(|document| {
                let printed = ledger.printed(document);
                printed.is_some_and(|printed| printed != content)
            });
            other.collect::<Vec<_>>()
        })
        .collect();
    if other.is_empty() {
        return None;
    }
    let shown = |document: &String| vi::shown_path(&out.join(batch::file_path(document, PDF)));
    let named: Vec<_> = other.iter().take(NAMED).map(shown).collect();
    let message = format!(
        "bản đã lập có số liệu, nhiệm vụ hoặc lời văn khác với số liệu sắp ghi nhận: `{}`{}; chưa ghi gì",
        named.join("`, `"),
        if other.len() > NAMED {
            format!(" và {} bản khác", other.len() - NAMED)
        } else {
            String::new()
        }
    );
    Some(
        Diagnostic::general(Code::SealPrinted, message)
            .with_help(
                Help::from("sửa sau khi lập thì lập lại bằng ")
                    .way(Way::Build)
                    .text(", xem lại bản in, đã ký thì ký lại, rồi chạy lại lệnh này"),
            )
            .with_help("sửa nhầm sau khi in, ký thì khôi phục số liệu như bản đã in"),
    )
}

/// That the file which came back signed says something else than what is recorded of its
/// document, or is to be recorded.
pub(super) fn other_signed(
    app: &App,
    subject: Subject<'_>,
    (name, signed): (&str, &SignedFile),
) -> Option<Diagnostic> {
    let out = &app.config().out;
    let (ledger, _) = Ledger::look(out, None).ok()?;
    // One that others have replaced since said something else, as it should.
    issued(subject).find(|head| head.file_name(subject.agency) == name)?;
    let printed = ledger.printed_in(&signed.bytes)?;
    if printed == check::content_on_record(subject) {
        return None;
    }
    let id = &subject.agency.id;
    let (message, help) = if subject.is_recorded() {
        (
            format!(
                "tệp đưa vào là bản đã ký có số liệu, nhiệm vụ hoặc lời văn khác với báo cáo đã ghi nhận của `{id}`; chưa lưu bản ấy"
            ),
            "tìm đúng bản đã ký của báo cáo đã ghi nhận; bản đã ký mới đúng thì lấy lại lần ghi nhận, khôi phục số liệu như bản đã ký, rồi ghi nhận lại; lấy lại bằng ",
        )
    } else {
        (
            format!(
                "tệp đưa vào là bản đã ký có số liệu, nhiệm vụ hoặc lời văn khác với số liệu hiện nay của `{id}`; chưa ghi gì"
            ),
            "khôi phục số liệu như bản đã ký; số liệu hiện nay mới đúng thì lập lại, trình ký lại; lập lại bằng ",
        )
    };
    let way = if subject.is_recorded() {
        Way::Undo
    } else {
        Way::Build
    };
    Some(Diagnostic::general(Code::SignedOutdated, message).with_help(Help::from(help).way(way)))
}

fn issued(subject: Subject<'_>) -> impl Iterator<Item = Head<'_>> {
    let heads = subject.heads().into_iter();
    heads.filter(|head| matches!(head.document.state, DocumentState::Issued { .. }))
}
