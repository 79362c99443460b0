//! Whether a folder holds what its manifest says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest, Output, State};
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::sha256;
use crate::vi;

/// What a folder holds.
#[derive(Debug)]
pub struct Verified {
    /// What its manifest says.
    pub manifest: Manifest,
    /// How many files are as it says.
    pub matching: usize,
    /// What is not so.
    pub findings: Vec<Diagnostic>,
}

/// Compares the files of a folder with its manifest.
///
/// # Errors
/// There is no manifest, or it cannot be read.
pub fn verify(folder: &Path) -> Result<Verified, Diagnostic> {
    let manifest = read(folder)?;
    let mut verified = Verified {
        manifest,
        matching: 0,
        findings: Vec::new(),
    };
    let manifest = &verified.manifest;
    let findings = &mut verified.findings;
    if !manifest.complete {
        let message = format!("lần lập trước vào `{}` chưa xong", vi::shown_path(folder));
        let finding = Diagnostic::general(Code::OutputIncomplete, message);
        findings.push(finding.with_help("chạy lại `baocao build` để làm tiếp"));
    }
    for (path, output) in &manifest.outputs {
        match compare(&folder.join(path), output) {
            Ok(()) => verified.matching += 1,
            Err(finding) => findings.push(finding),
        }
    }
    for path in reports(folder) {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let name = vi::shown_path(below);
        let known = manifest.outputs.contains_key(&name);
        if !known && !manifest.unconfirmed.contains_key(&name) {
            let shown = vi::shown_path(&path);
            let message = format!("tệp `{shown}` không có trong bảng kê");
            let finding = Diagnostic::general(Code::OutputLeftOver, message).warning();
            findings.push(finding.with_help("xóa tệp ấy nếu không cần nữa"));
        }
    }
    Ok(verified)
}

/// The manifest of a folder.
///
/// # Errors
/// There is none, or it cannot be read.
pub(super) fn read(folder: &Path) -> Result<Manifest, Diagnostic> {
    let path = folder.join(manifest::FILE);
    let shown = vi::shown_path(&path);
    let bytes = fs::read(&path).map_err(|error| {
        let message = format!("không đọc được `{shown}` ({})", vi::reason(&error));
        Diagnostic::general(Code::FileUnreadable, message)
            .with_help("chỉ ra thư mục mà `baocao build` đã ghi kết quả vào")
    })?;
    Manifest::parse(&bytes).map_err(|why| {
        Diagnostic::general(
            Code::OutputManifest,
            format!("không đọc được `{shown}` ({why})"),
        )
        .with_help("lập lại bằng `baocao build`; mọi báo cáo được lập mới")
    })
}

/// What is wrong with a report, if it does not stand as it was written down.
fn compare(path: &Path, output: &Output) -> Result<(), Diagnostic> {
    let shown = vi::shown_path(path);
    if output.state == State::Failed {
        let message = format!("báo cáo `{shown}` không lập được");
        let why = output.findings.iter().find(|f| f.severity == "error");
        let why = why.map_or_else(String::new, |why| {
            format!(": {} [{}]", why.message, why.code)
        });
        let finding = Diagnostic::general(Code::OutputIncomplete, message + &why);
        return Err(finding.with_help("sửa lỗi ấy rồi chạy lại `baocao build`"));
    }
    let bytes = fs::read(path).map_err(|error| {
        let message = format!("không đọc được tệp `{shown}` ({})", vi::reason(&error));
        Diagnostic::general(Code::OutputVanished, message)
            .with_help("chạy lại `baocao build` để lập lại tệp này")
    })?;
    // Of an issued report that was put there nobody knows more.
    let known = output.file.as_ref();
    if known.is_none_or(|file| sha256(&bytes) == file.sha256) {
        return Ok(());
    }
    let message = format!("tệp `{shown}` không còn như khi lập");
    Err(Diagnostic::general(Code::OutputAltered, message)
        .with_help("chạy lại `baocao build` để lập lại tệp này"))
}

/// The reports in the folders of periods, letters aside.
fn reports(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path())
    };
    let folders = entries(folder).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| entries(&folder));
    files
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default();
            !name.to_string_lossy().starts_with("don-doc-")
        })
        .collect()
}
