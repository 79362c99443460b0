//! Parts of all reports, made on several machines, put together as if one had made them.
//!
//! Nothing in the manifest of a part is believed: its names must be such as this program
//! gives, and every file is read and compared as it is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::beginning::LeftOver;
use super::ledger::Ledger;
use super::manifest::{
    FileRecord, Finding, Manifest, Missing, Output, PDF, Shard, Signed, State, file_path,
    is_path_of_ours,
};
use super::placing::Refusal;
use super::verify::{Verified, verify};
use crate::diagnostic::{Code, Diagnostic, Help, Severity, Sources, Way, Wording};
use crate::files::read_regular;
use crate::hash::sha256;
use crate::publish::{Lies, what_lies};
use crate::vi;

/// In more parts nobody divides anything.
pub const MOST_PARTS: u32 = 9_999;
/// Larger files are no reports.
const LARGEST: u64 = 1 << 30;

/// What to do about a part that is not as its manifest says.
fn rebuild() -> Help {
    Help::from("lập lại phần ấy bằng ")
        .way(Way::BuildPart)
        .text(", đúng phần thứ mấy trên mấy và ")
        .way(Way::OutFolder)
        .text(" như trước")
}

/// What came of parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// How many reports were to be put together.
    pub reports: usize,
    /// How many of them stand in their places.
    pub standing: usize,
    /// What is missing.
    pub missing: Missing,
    /// Files of reports of before that no part knows.
    pub left_over: Vec<LeftOver>,
}

/// Puts parts together in a folder, and gives what went wrong on the way. Nothing is written
/// unless all fit; what they lack is written down.
///
/// # Errors
/// Parts that overlap, are not as their manifests say, or were made from other data or with
/// other templates; a folder that cannot be written.
pub fn merge(
    parts: &[PathBuf],
    out: &Path,
    wording: Wording,
) -> Result<(Merged, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    if parts.iter().any(|part| same_folder(part, out)) {
        let message = format!(
            "`{}` là một phần, không thể là nơi ghép",
            vi::shown_path(out)
        );
        let finding = Diagnostic::general(Code::MergeMismatch, message);
        return Err(vec![finding.with_help(
            Help::from("chọn thư mục khác bằng ").way(Way::OutFolder),
        )]);
    }
    let mut read = Vec::new();
    let mut told_of_parts = Vec::new();
    for folder in parts {
        match verify(folder) {
            Ok((verified, told)) => {
                read.push((folder.as_path(), verified));
                told_of_parts.extend(told);
            }
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() {
        findings.extend(misfits(&read));
    }
    // What failed there fails here too, and is written down.
    let wrong = |f: &Diagnostic| {
        let of_files = [
            Code::OutputAltered,
            Code::OutputVanished,
            Code::OutputExists,
        ];
        of_files.contains(&f.code) && f.severity == Severity::Error
    };
    findings.extend(told_of_parts.into_iter().filter(wrong).map(|mut finding| {
        finding.help = vec![rebuild()];
        finding
    }));
    if !findings.is_empty() {
        return Err(findings);
    }
    put_together(&read, out, wording)
}

fn same_folder(one: &Path, other: &Path) -> bool {
    let of = |path: &Path| fs::canonicalize(path).ok();
    of(one).is_some_and(|one| Some(one) == of(other))
}

fn misfits(parts: &[(&Path, Verified)]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut misfit = |message: String, help: Help| {
        findings.push(Diagnostic::general(Code::MergeMismatch, message).with_help(help));
    };
    let Some((first_folder, first)) = parts.first() else {
        return findings;
    };
    let of = first.manifest.shard.map_or(0, |shard| shard.of);
    let mut indices = BTreeMap::new();
    let mut documents = BTreeMap::new();
    for (folder, part) in parts {
        let shown = vi::shown_path(folder);
        let Some(shard) = part.manifest.shard else {
            misfit(
                format!("`{shown}` không phải là một phần"),
                Help::from("mỗi phần được lập bằng ")
                    .way(Way::BuildPart)
                    .text(", ví dụ ")
                    .way(Way::WhichPart),
            );
            continue;
        };
        if shard.index == 0 || shard.index > shard.of || shard.of > MOST_PARTS {
            let message = format!(
                "`{shown}` là phần {}/{}, không có phần nào như vậy",
                shard.index, shard.of
            );
            misfit(message, rebuild());
            continue;
        }
        if let Some(message) = not_ours(&shown, &part.manifest, shard) {
            misfit(message, rebuild());
            continue;
        }
        if shard.of != of {
            let message = format!(
                "`{shown}` là phần {} của {}, trong khi `{}` là phần của {of}",
                shard.index,
                shard.of,
                vi::shown_path(first_folder)
            );
            misfit(message, "các phần phải được chia như nhau".into());
        }
        if let Some(other) = indices.insert(shard.index, folder) {
            let message = format!(
                "`{}` và `{shown}` cùng là phần {}",
                vi::shown_path(other),
                shard.index
            );
            misfit(message, "mỗi phần chỉ ghép một lần".into());
            continue;
        }
        if part.manifest.made_with != first.manifest.made_with {
            let message = format!(
                "`{shown}` và `{}` lập bằng chương trình, mẫu hoặc phông khác nhau",
                vi::shown_path(first_folder)
            );
            misfit(message, "lập lại các phần bằng cùng một phiên bản".into());
        } else if !same_data(&part.manifest, &first.manifest) {
            let message = format!(
                "`{shown}` và `{}` lập từ số liệu khác nhau",
                vi::shown_path(first_folder)
            );
            misfit(
                message,
                "lập lại các phần từ cùng một thư mục dữ liệu".into(),
            );
        }
        for (name, output) in &part.manifest.outputs {
            // What no period counts may have been made beside several parts.
            if let Some(other) = documents.insert(name, folder)
                && output.is_of_period()
            {
                let (path, other) = (file_path(name, PDF), vi::shown_path(other));
                let message = format!("`{path}` có ở cả `{other}` và `{shown}`");
                misfit(message, "mỗi báo cáo chỉ thuộc một phần".into());
            }
        }
    }
    findings
}

/// What in the manifest of a part this program would not have written.
fn not_ours(shown: &str, manifest: &Manifest, shard: Shard) -> Option<String> {
    let all = manifest.outputs.iter().chain(&manifest.unconfirmed);
    for (name, output) in all {
        let period = name.split('/').next();
        let mut endings = output.files.keys();
        let is_ours = endings.all(|ending| is_path_of_ours(&file_path(name, ending)))
            && is_path_of_ours(&file_path(name, PDF))
            && period == Some(&output.period);
        let path = file_path(name, PDF);
        if !is_ours {
            return Some(format!(
                "bảng kê của `{shown}` có tên tệp `{path}` không do chương trình đặt"
            ));
        }
        if output.is_of_period() && !shard.has(name) {
            return Some(format!(
                "bảng kê của `{shown}` có `{path}` là báo cáo của phần khác"
            ));
        }
        if output.state == State::Published && output.files.is_empty() {
            return Some(format!(
                "bảng kê của `{shown}` ghi `{path}` đã lập mà không ghi mã băm của tệp"
            ));
        }
    }
    None
}

/// Whether two parts are of the same data, as far as both came to the same periods: a part
/// that did not come to its end may know fewer.
fn same_data(one: &Manifest, other: &Manifest) -> bool {
    let is_whole = |manifest: &Manifest| manifest.complete && manifest.unconfirmed.is_empty();
    if is_whole(one) && is_whole(other) {
        return one.periods == other.periods;
    }
    let mut both = one
        .periods
        .iter()
        .filter_map(|(name, plan)| Some((plan, other.periods.get(name)?)));
    both.all(|(one, other)| one == other)
}

fn put_together(
    parts: &[(&Path, Verified)],
    out: &Path,
    wording: Wording,
) -> Result<(Merged, Vec<Diagnostic>), Vec<Diagnostic>> {
    let made_with = parts
        .first()
        .map(|(_, part)| part.manifest.made_with.clone());
    let opened = Ledger::open(out, None, &made_with.unwrap_or_default());
    let (ledger, finding) = opened.map_err(|finding| vec![finding])?;
    let mut merged = Merged {
        reports: 0,
        standing: 0,
        missing: Missing::default(),
        left_over: Vec::new(),
    };
    let mut findings: Vec<_> = finding.into_iter().collect();
    let shards = parts
        .iter()
        .filter_map(|(_, part)| part.manifest.shard.zip(Some(part)));
    let of = parts
        .first()
        .and_then(|(_, part)| part.manifest.shard)
        .map_or(0, |shard| shard.of);
    let whole: Vec<_> = shards
        .filter(|(_, part)| part.manifest.complete)
        .map(|(shard, _)| shard.index)
        .collect();
    let lacking = (1..=of).filter(|index| !whole.contains(index));
    merged.missing.parts = lacking.map(|index| format!("{index}/{of}")).collect();
    let mut periods = BTreeMap::new();
    for (_, part) in parts {
        periods.extend(part.manifest.periods.clone());
    }
    let outputs = parts.iter().flat_map(|(_, part)| &part.manifest.outputs);
    merged.left_over =
        ledger.begin_anew(periods, &outputs.map(|(name, _)| name.as_str()).collect());
    for (folder, part) in parts {
        for (name, output) in &part.manifest.outputs {
            let place = (*folder, name.as_str());
            if !output.is_of_period() {
                let taken = take_other(place, output, &ledger);
                let entered = taken.and_then(|taken| match taken {
                    Some(taken) => ledger.enter(name, taken, &endings_of(output)),
                    None => Ok(()),
                });
                findings.extend(entered.err());
                continue;
            }
            merged.reports += 1;
            let signed = part.manifest.signed_copy(folder, name);
            let taken = take(place, (output, signed), &ledger, &mut findings, wording);
            if taken.state == State::Failed {
                merged.missing.documents.push(name.clone());
            } else {
                merged.standing += 1;
            }
            ledger
                .enter(name, taken, &endings_of(output))
                .map_err(|finding| vec![finding])?;
        }
        for (path, signed) in &part.manifest.signed {
            let taken = ledger.take_signed(folder, path, signed);
            findings.extend(taken.err());
        }
        // An unfinished part has not come to these.
        let unconfirmed = part.manifest.unconfirmed.iter();
        let reports = unconfirmed.filter(|(_, output)| output.is_of_period());
        for (name, _) in reports {
            merged.missing.documents.push(name.clone());
            merged.reports += 1;
        }
    }
    merged.missing.documents.sort();
    ledger.lacks(merged.missing.clone());
    findings.extend(ledger.finish(true).err().into_iter().flatten());
    Ok((merged, findings))
}

/// The endings of the files that are put together of a document.
fn endings_of(output: &Output) -> Vec<&str> {
    let endings = output.files.keys().map(String::as_str);
    let all: BTreeSet<_> = endings.chain([PDF]).collect();
    all.into_iter().collect()
}

/// Puts the files of a document that no period counts in their places, where those are free or have
/// the same bytes, and gives what is to be written down of it; nothing where it stays where it is.
///
/// # Errors
/// That it stays there, which costs nothing else.
fn take_other(
    (folder, name): (&Path, &str),
    output: &Output,
    ledger: &Ledger,
) -> Result<Option<Output>, Diagnostic> {
    for (ending, record) in &output.files {
        let path = file_path(name, ending);
        // Of one that was filed elsewhere there is nothing to take.
        if matches!(what_lies(folder, &path), Ok(Lies::Nothing)) {
            return Ok(None);
        }
        let stays = |why: &str| {
            let shown = vi::shown_path(&folder.join(&path));
            let message = format!("`{shown}` không ghép được vì {why}");
            let finding = Diagnostic::general(Code::OutputExists, message).warning();
            finding.with_help("tệp ấy giữ nguyên ở đó; cần thì chép tay")
        };
        let bytes = read(folder, &path, Some(record));
        let Ok((bytes, record)) = bytes else {
            return Err(stays("đã được đánh số, ký hoặc sửa sau khi lập"));
        };
        if !ledger.is_free_for(&path, &record) {
            return Err(stays("ở nơi ghép đã có tệp khác cùng tên"));
        }
        match ledger.publish(&path, &bytes, &record, false) {
            Ok(()) => {}
            Err(Refusal::Unwritable(finding)) => return Err(finding),
            Err(Refusal::Occupied(_) | Refusal::Sealed(_)) => {
                return Err(stays("ở nơi ghép đã có tệp khác cùng tên"));
            }
        }
    }
    Ok(Some(output.clone()))
}

/// Puts the files of one document of a part in their places, and gives what is to be written down
/// of it; `signed` is the signed copy that lies in the place of its file there.
fn take(
    (folder, name): (&Path, &str),
    (output, signed): (&Output, Option<&Signed>),
    ledger: &Ledger,
    findings: &mut Vec<Diagnostic>,
    wording: Wording,
) -> Output {
    let mut taken = output.clone();
    let sealed = output.sealed || ledger.is_sealed(name) || ledger.is_signed(name);
    // An issued report may have been put there, so that nothing is written down of its file.
    let put_there = output.state == State::Issued && output.files.is_empty();
    let put_there = put_there.then_some((PDF, None));
    let files = output.files.iter();
    let files = files.map(|(ending, record)| (ending.as_str(), Some(record)));
    for (ending, known) in files.chain(put_there) {
        let path = file_path(name, ending);
        let put = match signed.filter(|_| ending == PDF) {
            // What came back signed lies in the place of the report, and is taken as it is.
            Some(signed) => {
                let copied = ledger.copy_signed(folder, &path, signed);
                copied.map(|()| (known.cloned(), State::Issued))
            }
            None => read(folder, &path, known).and_then(|(bytes, record)| {
                match ledger.publish(&path, &bytes, &record, sealed) {
                    Ok(()) => Ok((known.cloned(), output.state)),
                    // What was sealed here stays, whatever the part has made of it.
                    Err(Refusal::Sealed(file)) => Ok((Some(file), State::Issued)),
                    Err(Refusal::Occupied(foreign))
                        if sealed
                            && (ledger.is_signed(name) || foreign.is_still_the_report(true)) =>
                    {
                        if !ledger.has_signed_copy(name) {
                            findings.push(foreign.finding(&ledger.place(&path)).warning());
                        }
                        Ok((known.cloned(), State::Issued))
                    }
                    Err(Refusal::Occupied(foreign)) => Err(foreign.finding(&ledger.place(&path))),
                    Err(Refusal::Unwritable(finding)) => Err(finding),
                }
            }),
        };
        match put {
            Ok((record, state)) => {
                taken
                    .files
                    .extend(record.map(|record| (ending.to_owned(), record)));
                if state == State::Issued && taken.state != State::Failed {
                    taken.state = state;
                }
            }
            Err(finding) => {
                findings.push(finding.clone());
                taken.state = State::Failed;
                taken.files.remove(ending);
                let told = Finding::new(&finding, &Sources::default(), "", wording);
                taken.findings.push(told);
            }
        }
    }
    taken
}

/// A file of a part, if it is what the part says.
fn read(
    folder: &Path,
    path: &str,
    known: Option<&FileRecord>,
) -> Result<(Vec<u8>, FileRecord), Diagnostic> {
    let place = folder.join(path);
    let shown = vi::shown_path(&place);
    let unreadable = |why: String| {
        Diagnostic::general(
            Code::OutputVanished,
            format!("không đọc được tệp `{shown}` ({why})"),
        )
        .with_help(rebuild())
    };
    match what_lies(folder, path).map_err(|error| unreadable(vi::reason(&error)))? {
        Lies::File(_) => {}
        Lies::Nothing => return Err(unreadable("không có ở đó".to_owned())),
        Lies::Obstacle(obstacle) => return Err(unreadable(obstacle.words())),
    }
    let bytes = read_regular(&place, LARGEST);
    let bytes = bytes.map_err(|error| unreadable(vi::reason(&error)))?;
    let found = sha256(&bytes);
    let length = bytes.len() as u64;
    if known.is_some_and(|file| (file.bytes, &file.sha256) != (length, &found)) {
        let message = format!("tệp `{shown}` bị đổi trong khi ghép");
        return Err(Diagnostic::general(Code::OutputAltered, message)
            .with_help("đợi phần ấy lập xong rồi ghép lại"));
    }
    let record = known.cloned().unwrap_or(FileRecord {
        key: sha256(b""),
        sha256: found,
        bytes: length,
        pages: None,
    });
    Ok((bytes, record))
}
