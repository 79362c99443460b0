//! Whether a folder holds what its manifest says.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;

use super::journal::Journal;
use super::ledger::LONGEST;
use super::manifest::{self, FileRecord, Manifest, Output, PDF, State, file_path};
use super::ownership::{self, Foreign, Standing};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::files::read_regular;
use crate::model::DocumentKind;
use crate::publish::{Lies, what_lies};
use crate::vi;

/// What a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// What its manifest says.
    pub manifest: Manifest,
    /// The names of the documents whose files are all as it says.
    pub matching: BTreeSet<String>,
    /// The paths of signed copies that are as they were kept.
    pub signed: Vec<String>,
}

/// How many files that nobody knows are named one by one.
const NAMED: usize = 20;
/// How deep folders are looked into: those of periods are one below.
const DEPTH: usize = 4;

/// Compares the files of a folder with its manifest, and gives what is not as it says.
///
/// # Errors
/// There is no manifest, or it cannot be read.
pub fn verify(folder: &Path) -> Result<(Verified, Vec<Diagnostic>), Diagnostic> {
    let mut manifest = read(folder)?;
    // What a run that was killed has put in its place is no stranger's.
    let noted = Journal::open(folder).map_or_else(|_| Vec::new(), |(_, noted)| noted);
    for (path, record) in noted {
        manifest.keep_made(path, record);
    }
    let mut verified = Verified {
        manifest,
        matching: BTreeSet::new(),
        signed: Vec::new(),
    };
    let manifest = &verified.manifest;
    let mut findings = Vec::new();
    let put_together = !manifest.missing.is_empty() && manifest.unconfirmed.is_empty();
    if !manifest.complete && !put_together {
        let message = format!("lần lập trước vào `{}` chưa xong", vi::shown_path(folder));
        let finding = Diagnostic::general(Code::OutputIncomplete, message);
        findings
            .push(finding.with_help(Help::from("chạy lại ").way(Way::Build).text(" để làm tiếp")));
    }
    for (name, output) in &manifest.outputs {
        let found = compare(folder, name, output, manifest);
        if found.is_empty() {
            verified.matching.insert(name.clone());
        }
        let told = manifest.missing.documents.contains(name);
        findings.extend(found.into_iter().map(
            |finding| {
                if told { finding.warning() } else { finding }
            },
        ));
    }
    let signed_there = &mut verified.signed;
    findings.extend(manifest.signed.iter().filter_map(|(path, signed)| {
        let there = ownership::has_bytes(folder, path, (signed.bytes, &signed.sha256));
        let shown = vi::shown_path(&folder.join(path));
        let (code, message) = match (there, what_lies(folder, path)) {
            (Ok(true), _) => {
                signed_there.push(path.clone());
                return None;
            }
            (_, Ok(Lies::Nothing)) => (
                Code::OutputVanished,
                format!("bản đã ký `{shown}` không còn ở đó"),
            ),
            _ => (
                Code::OutputAltered,
                format!("bản đã ký `{shown}` không còn như khi đưa vào"),
            ),
        };
        Some(Diagnostic::general(code, message).with_help("chép lại bản đã ký từ nơi lưu trữ"))
    }));
    findings.extend(unknown(folder, manifest));
    Ok((verified, findings))
}

/// Files that the manifest does not know, one by one as far as they are few.
fn unknown(folder: &Path, manifest: &Manifest) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut findings = Vec::new();
    look_into(folder, "", DEPTH, &mut found, &mut findings);
    let is_known = |path: &String| manifest.knows(path) || is_kept_by_program(path);
    found.retain(|path| !is_known(path));
    let more = found.len().saturating_sub(NAMED);
    for path in found.iter().take(NAMED) {
        let shown = vi::shown_path(&folder.join(path));
        let mut message = format!("tệp `{shown}` không có trong bảng kê");
        if let Some(made) = copy_of(folder, path, manifest) {
            let made = vi::shown_path(&folder.join(made));
            write!(message, ", nội dung đúng như `{made}` đã lập").expect("it is a text");
            let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
            let help = "nếu tệp ấy bị đổi tên thì đổi lại; bản sao thì nên chuyển ra ngoài thư mục kết quả";
            findings.push(finding.with_help(help));
            continue;
        }
        let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
        let help = ownership::kept_if_signed();
        findings.push(
            finding.with_help(help.text("; tệp khác thì nên chuyển ra ngoài thư mục kết quả")),
        );
    }
    if more > 0 {
        let message = format!(
            "còn {more} tệp nữa trong `{}` không có trong bảng kê",
            vi::shown_path(folder)
        );
        findings.push(Diagnostic::general(Code::OutputLeftOver, message).warning());
    }
    findings
}

/// The file that the program made and of which another is a copy.
fn copy_of(folder: &Path, path: &str, manifest: &Manifest) -> Option<String> {
    let Ok(Lies::File(length)) = what_lies(folder, path) else {
        return None;
    };
    manifest.find_record(|record| {
        let bytes = (record.bytes, record.sha256.as_str());
        record.bytes == length && ownership::has_bytes(folder, path, bytes).unwrap_or(false)
    })
}

/// Whether the program keeps a file for itself.
fn is_kept_by_program(path: &str) -> bool {
    path == manifest::FILE
        || path.starts_with(".baocao")
        || path.starts_with("manifest-cu-")
        || path.split('/').any(|name| name.starts_with(".git"))
}

/// The files in a folder and below it, in the order of their names. Links are named and not
/// followed.
fn look_into(
    folder: &Path,
    below: &str,
    depth: usize,
    found: &mut Vec<String>,
    findings: &mut Vec<Diagnostic>,
) {
    let here = folder.join(below);
    let entries = match fs::read_dir(&here) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!(
                "không đọc được thư mục `{}` ({})",
                vi::shown_path(&here),
                vi::reason(&error)
            );
            let finding = Diagnostic::general(Code::FileUnreadable, message);
            findings.push(finding.with_help("kiểm tra quyền đọc của thư mục"));
            return;
        }
    };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth > 0 {
            look_into(folder, &path, depth - 1, found, findings);
        } else {
            found.push(path);
        }
    }
}

/// The manifest of a folder.
///
/// # Errors
/// There is none, or it cannot be read.
pub(super) fn read(folder: &Path) -> Result<Manifest, Diagnostic> {
    let path = folder.join(manifest::FILE);
    let shown = vi::shown_path(&path);
    let unreadable = |why: String| {
        let message = format!("không đọc được `{shown}` ({why})");
        Diagnostic::general(Code::FileUnreadable, message).with_help(
            Help::from("chỉ ra thư mục mà ")
                .way(Way::Build)
                .text(" đã ghi kết quả vào"),
        )
    };
    let bytes = match what_lies(folder, manifest::FILE) {
        Ok(Lies::File(_)) => read_regular(&path, LONGEST),
        Ok(Lies::Nothing) => Err(ErrorKind::NotFound.into()),
        Ok(Lies::Obstacle(obstacle)) => return Err(unreadable(obstacle.words())),
        Err(error) => Err(error),
    };
    let bytes = bytes.map_err(|error| unreadable(vi::reason(&error)))?;
    Manifest::parse(&bytes).map_err(|why| {
        Diagnostic::general(
            Code::OutputManifest,
            format!("không đọc được `{shown}` ({why})"),
        )
        .with_help(Help::from("chạy lại ").way(Way::Build).text(
            ": bảng kê được ghi mới, tệp nào không còn đúng như sẽ lập thì giữ nguyên và báo lại",
        ))
    })
}

/// What is wrong with a document, if it does not stand as it was written down.
fn compare(folder: &Path, name: &str, output: &Output, manifest: &Manifest) -> Vec<Diagnostic> {
    if !manifest::is_path_of_ours(name) {
        let message = format!("bảng kê có tên tệp `{name}` không do chương trình đặt");
        let finding = Diagnostic::general(Code::OutputManifest, message);
        return vec![
            finding.with_help("chép lại bảng kê từ nơi lưu trữ, hoặc lập lại vào thư mục khác"),
        ];
    }
    let kind = DocumentKind::named(&output.kind);
    let mut findings = Vec::new();
    if output.state == State::Failed {
        let shown = vi::shown_path(&folder.join(file_path(name, PDF)));
        let noun = kind.map_or("văn bản", |kind| kind.noun);
        let message = format!("{noun} `{shown}` không lập được");
        let why = output.findings.iter().find(|f| f.severity == "error");
        let why = why.map_or_else(String::new, |why| {
            format!(": {} [{}]", why.message, why.code)
        });
        let finding = Diagnostic::general(Code::OutputIncomplete, message + &why);
        let again = Help::from("sửa lỗi ấy rồi chạy lại ");
        findings.push(match kind {
            Some(kind) => finding.with_help(again.way(kind.made_by.clone())),
            None => finding,
        });
    }
    // An issued report may have been put there, so that nothing is written down of its file.
    let put_there =
        (output.state == State::Issued && output.files.is_empty()).then_some((PDF, None));
    let files = output.files.iter();
    let files = files.map(|(ending, record)| (ending.as_str(), Some(record)));
    findings.extend(files.chain(put_there).filter_map(|(ending, record)| {
        let compared = compare_file(folder, (name, ending), record, output, manifest);
        compared.err()
    }));
    findings
}

/// What is wrong with a file of a document.
fn compare_file(
    folder: &Path,
    (name, ending): (&str, &str),
    record: Option<&FileRecord>,
    output: &Output,
    manifest: &Manifest,
) -> Result<(), Diagnostic> {
    let kind = DocumentKind::named(&output.kind);
    let path = file_path(name, ending);
    let place = folder.join(&path);
    let shown = vi::shown_path(&place);
    let vanished = |why: &str| {
        let message = format!("không đọc được tệp `{shown}` ({why})");
        Diagnostic::general(Code::OutputVanished, message)
    };
    let records: Vec<_> = record.into_iter().cloned().collect();
    let standing = ownership::standing(folder, &path, &records);
    match standing.map_err(|error| vanished(&vi::reason(&error)))? {
        Standing::Own(_) => Ok(()),
        // Of an issued report that was put there nobody knows more.
        Standing::Foreign(foreign) if records.is_empty() && foreign.is_a_file() => {
            let message =
                format!("không đối chiếu được tệp `{shown}`: không phải do chương trình lập");
            let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
            Err(finding.with_help("tự xem tệp ấy có đúng là bản đã ban hành không"))
        }
        // What came back signed was put there, too.
        Standing::Foreign(_) if ending == PDF && manifest.signed_copy(folder, name).is_some() => {
            Ok(())
        }
        // A letter gets number and signature where it lies, and is nobody's to mend.
        Standing::Foreign(Foreign::Continued { .. } | Foreign::SavedAgain { signed: true })
            if !output.is_of_period() =>
        {
            Ok(())
        }
        Standing::Foreign(foreign) if !output.is_of_period() => {
            let mut finding = foreign.finding_of_letter(&place).warning();
            if kind != Some(&DocumentKind::REMINDER) {
                finding.help.clear();
            }
            Err(finding)
        }
        Standing::Foreign(foreign) => Err(foreign.finding(&place)),
        Standing::Free if output.state == State::Issued || output.sealed => {
            Err(ownership::lost(&place))
        }
        Standing::Free => {
            let mut finding = vanished("không có ở đó");
            if let Some(kind) = kind {
                finding = finding.with_help(
                    Help::from("chép lại từ nơi lưu trữ, hoặc chạy lại ")
                        .way(kind.made_by.clone())
                        .text(" để lập lại tệp này"),
                );
            }
            Err(if output.is_of_period() {
                finding
            } else {
                finding.warning()
            })
        }
    }
}
