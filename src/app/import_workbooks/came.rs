//! The files that came: read at once, each with whose it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::{ImportWorkbooksRequest, ImportedWorkbook, ImportedWorkbooks};
use crate::app::run::Run;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, EntryKind, read_regular};
use crate::vi;
use crate::workbook::filled::{self, Identity};
use crate::workbook::read::{self, Book, Desk, Refusal};

/// A workbook that was read.
pub(super) struct Came {
    pub path: PathBuf,
    /// The path as messages name it.
    pub shown: String,
    pub book: Book,
    pub identity: Identity,
}

impl Came {
    /// That it is not taken, for what its unit has no part in.
    pub(super) fn refused(self) -> ImportedWorkbook {
        ImportedWorkbook::refused(self.path, Some(&self.identity))
    }
}

impl Run<'_> {
    /// Reads the files, all at once.
    pub(super) fn came(
        &mut self,
        request: &ImportWorkbooksRequest,
        result: &mut ImportedWorkbooks,
    ) -> Vec<Came> {
        let paths = match all_files(&request.files) {
            Ok(paths) => paths,
            Err(findings) => {
                self.found(findings);
                return Vec::new();
            }
        };
        let program = self.app.config().program.clone();
        let stop = AtomicBool::new(false);
        let read = |path: PathBuf| {
            let mut desk = Desk::new(program.clone(), Desk::LIMITS, &stop);
            let came = read_one(&path, &mut desk);
            (path, came)
        };
        let all: Vec<_> = paths.into_par_iter().map(read).collect();
        let mut came = Vec::new();
        for (path, one) in all {
            match one {
                Ok(one) => came.push(one),
                Err(finding) => {
                    self.found(vec![finding]);
                    result.files.push(ImportedWorkbook::refused(path, None));
                }
            }
        }
        came
    }

    /// Two workbooks of one unit for one period: nobody knows which one counts.
    pub(super) fn refuse_doubles(&mut self, came: &mut Vec<Came>, result: &mut ImportedWorkbooks) {
        let of = |one: &Came| (one.identity.period.clone(), one.identity.agency.clone());
        let mut units: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for one in came.iter() {
            units.entry(of(one)).or_default().push(one.shown.clone());
        }
        units.retain(|_, files| files.len() > 1);
        for ((period, agency), files) in &units {
            let files = files.iter().map(|file| format!("`{file}`"));
            let message = format!(
                "`{agency}` kỳ {period} có nhiều tệp: {}",
                files.collect::<Vec<_>>().join(", ")
            );
            self.found(vec![
                Diagnostic::general(Code::WorkbookForm, message)
                    .with_help("giữ tệp đơn vị gửi sau cùng, chuyển các tệp kia đi nơi khác"),
            ]);
        }
        let (double, single) = std::mem::take(came)
            .into_iter()
            .partition::<Vec<_>, _>(|one| units.contains_key(&of(one)));
        *came = single;
        result.files.extend(double.into_iter().map(Came::refused));
    }
}

/// The files that were named, and those in folders that were named, in the order of their paths.
fn all_files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut all = Vec::new();
    let mut findings = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        match files::list(path) {
            Ok(entries) => {
                let is_one = |name: &str| {
                    // A spreadsheet program that has a file open leaves another beside it.
                    !name.starts_with(['.', '~']) && !files::is_of_system(name)
                };
                let found = entries
                    .into_iter()
                    .filter(|entry| entry.kind == EntryKind::File && is_one(&entry.name()));
                all.extend(found.map(|entry| entry.path));
            }
            Err(error) => findings.push(unread(path, &vi::reason(&error))),
        }
    }
    if all.is_empty() && findings.is_empty() {
        let named = named
            .iter()
            .map(|path| format!("`{}`", vi::shown_path(path)));
        let message = format!(
            "không có tệp nào trong {}",
            named.collect::<Vec<_>>().join(", ")
        );
        findings.push(
            Diagnostic::general(Code::FileNotFound, message)
                .with_help("nêu tệp .xlsx, hoặc thư mục có các tệp ấy"),
        );
    }
    all.sort();
    all.dedup();
    if findings.is_empty() {
        Ok(all)
    } else {
        Err(findings)
    }
}

fn read_one(path: &Path, desk: &mut Desk<'_>) -> Result<Came, Diagnostic> {
    let shown = vi::shown_path(path);
    let bytes = read_regular(path, read::FILE_LIMIT + 1)
        .map_err(|error| unread(path, &vi::reason(&error)))?;
    let book = desk
        .read(&bytes)
        .map_err(|refusal| not_read(&shown, &refusal))?;
    let identity = filled::identity(&book, &shown)?;
    Ok(Came {
        path: path.to_owned(),
        shown,
        book,
        identity,
    })
}

fn not_read(shown: &str, refusal: &Refusal) -> Diagnostic {
    let message = format!("không nhập được `{shown}`: {refusal}");
    Diagnostic::general(Code::WorkbookFile, message).with_help(refusal.remedy())
}

fn unread(path: &Path, why: &str) -> Diagnostic {
    let message = format!("không đọc được `{}` ({why})", vi::shown_path(path));
    Diagnostic::general(Code::WorkbookFile, message).with_help("kiểm tra đường dẫn và quyền đọc")
}
