//! Parts of all reports, made on several machines, put together as if one had made them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::manifest::{Manifest, State};
use super::verify::{Verified, verify};
use crate::diagnostic::{Code, Diagnostic};
use crate::{publish, vi};

/// Puts parts together in a folder. Nothing is written unless all fit.
///
/// # Errors
/// Parts that overlap, are missing, are not whole, or were made from other data or with
/// other templates; a folder that cannot be written.
pub fn merge(parts: &[PathBuf], out: &Path) -> Result<Manifest, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    if parts.iter().any(|part| same_folder(part, out)) {
        let message = format!(
            "`{}` là một phần, không thể là nơi ghép",
            vi::shown_path(out)
        );
        let finding = Diagnostic::general(Code::MergeMismatch, message);
        return Err(vec![finding.with_help("chọn thư mục khác bằng `--out`")]);
    }
    let mut read = Vec::new();
    for folder in parts {
        match verify(folder) {
            Ok(verified) => read.push((folder.as_path(), verified)),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() {
        findings.extend(misfits(&read));
    }
    for (_, part) in &read {
        // What failed there fails here too, and is written down.
        let wrong = |f: &&Diagnostic| {
            [Code::OutputAltered, Code::OutputVanished].contains(&f.code)
                || f.code == Code::OutputIncomplete && !part.manifest.complete
        };
        findings.extend(part.findings.iter().filter(wrong).cloned());
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    put_together(&read, out).map_err(|finding| vec![finding])
}

fn same_folder(one: &Path, other: &Path) -> bool {
    let of = |path: &Path| fs::canonicalize(path).ok();
    of(one).is_some_and(|one| Some(one) == of(other))
}

fn misfits(parts: &[(&Path, Verified)]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut misfit = |message: String, help: &str| {
        findings.push(Diagnostic::general(Code::MergeMismatch, message).with_help(help));
    };
    let Some((first_folder, first)) = parts.first() else {
        return findings;
    };
    let of = first.manifest.shard.map_or(0, |shard| shard.of);
    let mut indices = BTreeMap::new();
    let mut paths = BTreeMap::new();
    for (folder, part) in parts {
        let shown = vi::shown_path(folder);
        let Some(shard) = part.manifest.shard else {
            misfit(
                format!("`{shown}` không phải là một phần"),
                "mỗi phần được lập bằng `baocao build --shard`, ví dụ `--shard 2/5`",
            );
            continue;
        };
        if shard.of != of {
            let message = format!(
                "`{shown}` là phần {} của {}, trong khi `{}` là phần của {of}",
                shard.index,
                shard.of,
                vi::shown_path(first_folder)
            );
            misfit(message, "các phần phải được chia như nhau");
        }
        if let Some(other) = indices.insert(shard.index, folder) {
            let message = format!(
                "`{}` và `{shown}` cùng là phần {}",
                vi::shown_path(other),
                shard.index
            );
            misfit(message, "mỗi phần chỉ ghép một lần");
            continue;
        }
        if part.manifest.made_with != first.manifest.made_with {
            let message = format!(
                "`{shown}` và `{}` lập bằng chương trình, mẫu hoặc phông khác nhau",
                vi::shown_path(first_folder)
            );
            misfit(message, "lập lại các phần bằng cùng một phiên bản");
        } else if part.manifest.periods != first.manifest.periods {
            let message = format!(
                "`{shown}` và `{}` lập từ số liệu khác nhau",
                vi::shown_path(first_folder)
            );
            misfit(message, "lập lại các phần từ cùng một thư mục dữ liệu");
        }
        for path in part.manifest.outputs.keys() {
            if let Some(other) = paths.insert(path, folder) {
                let message = format!("`{path}` có ở cả `{}` và `{shown}`", vi::shown_path(other));
                misfit(message, "mỗi báo cáo chỉ thuộc một phần");
            }
        }
    }
    let missing = (1..=of).filter(|index| !indices.contains_key(index));
    let missing: Vec<_> = missing.map(|index| format!("{index}/{of}")).collect();
    if !missing.is_empty() {
        misfit(
            format!("thiếu phần {}", missing.join(", ")),
            "lập phần ấy bằng `baocao build --shard`, rồi ghép đủ mọi phần",
        );
    }
    findings
}

fn put_together(parts: &[(&Path, Verified)], out: &Path) -> Result<Manifest, Diagnostic> {
    let _lock = Lock::take(out)?;
    let mut whole = Manifest::default();
    // From here on the folder is not what an earlier manifest says.
    whole.put(out)?;
    for (folder, part) in parts {
        for (name, output) in &part.manifest.outputs {
            if output.state != State::Failed {
                let from = folder.join(name);
                let bytes = fs::read(&from).map_err(|error| publish::unwritable(&from, &error))?;
                publish::write(&out.join(name), &bytes)?;
            }
        }
        let manifest = part.manifest.clone();
        whole.made_with = manifest.made_with;
        whole.periods = manifest.periods;
        whole.outputs.extend(manifest.outputs);
    }
    whole.complete = true;
    whole.put(out)?;
    Ok(whole)
}
