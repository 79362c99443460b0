//! A table of agencies taken over into `co-quan.yaml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use super::config::App;
use super::import_plan::{Change, plan};
use super::run::{Outcome, Run};
use crate::diagnostic::{self, Code, Diagnostic, Sources};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Occasion};
use crate::load::{self, EditRefusal, Step};
use crate::model::AgencyName;
use crate::typeset::FontSet;
use crate::vi;

/// The file of agencies, below the folder of data.
const AGENCIES: &str = "co-quan.yaml";

/// Which table is taken over.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The table.
    pub table: PathBuf,
    /// The day that agencies are as of.
    pub on: NaiveDate,
    /// Whether it is only told what would be written.
    pub dry_run: bool,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AgencyImport {
    /// The file of agencies.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// How many rows name a unit.
    pub rows: usize,
    /// Units that the file gets.
    pub added: Vec<ImportedRow>,
    /// Units of the file that get what they lacked.
    pub filled: Vec<ImportedRow>,
    /// Units of the file that have all of it already.
    pub unchanged: Vec<ImportedRow>,
    /// Units of which the file says otherwise, which stays.
    pub different: Vec<ImportedRow>,
    /// Rows that say once more what an earlier one says.
    pub double: Vec<ImportedRow>,
    /// Rows that name a unit that is no more.
    pub old: Vec<ImportedRow>,
    /// Units of the file that the table has not, of the levels that it has units of.
    pub missing: Vec<AgencyName>,
    /// Heads of columns that nothing is read from.
    pub unread_columns: Vec<String>,
    /// Whether nothing may be written, because a row or what comes out is wrong.
    pub refused: bool,
    /// Whether the file was written.
    pub written: bool,
}

/// A row with the unit that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedRow {
    /// Its line in the table.
    pub line: usize,
    /// The unit.
    #[serde(flatten)]
    pub agency: AgencyName,
    /// What is filled in, otherwise or now its successor; empty where nothing is to be said.
    pub note: String,
}

impl App {
    /// Takes a table over. Nothing is written if a row is wrong, or if what comes out would be.
    pub fn import_agencies(
        &self,
        request: &ImportRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<AgencyImport>) {
        self.run(tell, |run| run.import_agencies(request))
    }
}

impl Run<'_> {
    fn import_agencies(&mut self, request: &ImportRequest) -> Option<AgencyImport> {
        let fonts = self.fonts()?;
        let loaded = self.app.folder(&fonts).listing(request.on);
        let workspace = self.loaded(loaded, |_| Vec::new())?;
        let data = self.app.data();
        let folder = self.or_told(DataFolder::lock(data).map_err(|finding| vec![finding]))?;
        let before = folder.read(AGENCIES).map_err(|finding| vec![finding]);
        let before = self.or_told(before)?.unwrap_or_default();
        let outline = load::agency_outline(&before)?;
        let mut sources = Sources::default();
        let mut findings = Vec::new();
        let table = load::agency_table(&request.table, &mut sources, &mut findings);
        let planned = table.map(|table| plan(table, &workspace, &outline, request.on));
        let Some(planned) = planned else {
            self.found_in(findings, &sources);
            return None;
        };
        findings.extend(planned.findings);
        let added = planned.import.added.len();
        findings.extend(too_many(outline.names.len(), added));
        let has_errors = diagnostic::has_errors(&findings);
        self.found_in(findings, &sources);
        let mut import = planned.import;
        import.file = data.join(AGENCIES);
        import.refused = has_errors;
        if has_errors || planned.changes.is_empty() {
            return Some(import);
        }
        let after = changed(&before, &planned.changes).map_err(|finding| vec![finding]);
        let after = self.or_told(after)?;
        import.refused = !self.is_well_formed(&after, request, &fonts);
        if import.refused || request.dry_run {
            return Some(import);
        }
        let written = folder.write(AGENCIES, Some(&before), Some(&after), &request.occasion);
        let findings = self.or_told(written.map_err(|finding| vec![finding]))?;
        self.found(findings);
        import.written = true;
        Some(import)
    }

    /// Whether the file may be written: as a draft it is read without a fault.
    fn is_well_formed(&mut self, after: &[u8], request: &ImportRequest, fonts: &FontSet) -> bool {
        let path = self.app.data().join(AGENCIES);
        let sources = Sources::with_draft(&path, after);
        let loaded = self.app.folder(fonts).listing_with(request.on, sources);
        self.loaded(loaded, |_| Vec::new()).is_some()
    }
}

/// That the file would have more agencies than any that is read.
fn too_many(there: usize, added: usize) -> Option<Diagnostic> {
    let all = there + added;
    if added == 0 || all <= load::MOST_ENTRIES {
        return None;
    }
    let [there, added, all, most] =
        [there, added, all, load::MOST_ENTRIES].map(|count| vi::grouped(count as u64));
    let message = format!(
        "{AGENCIES} đang có {there} cơ quan, bảng thêm {added} nữa thành {all}: một tệp có nhiều nhất {most}"
    );
    let finding = Diagnostic::general(Code::FileTooLarge, message);
    Some(finding.with_help(format!(
        "bớt dòng của bảng (có lẽ bảng không phải danh sách các đơn vị báo cáo), hoặc xóa khỏi {AGENCIES} cơ quan không dùng nữa"
    )))
}

/// The file of agencies with changes.
fn changed(before: &[u8], changes: &[Change]) -> Result<Vec<u8>, Diagnostic> {
    // Of one unit one value at a time: the first may make the group that the next one is in.
    let mut rounds: Vec<Vec<_>> = Vec::new();
    let mut counts: BTreeMap<&[String], usize> = BTreeMap::new();
    for change in changes {
        let unit = change.path.get(..2).unwrap_or(&change.path);
        let round = counts.entry(unit).or_default();
        if *round == rounds.len() {
            rounds.push(Vec::new());
        }
        let path = change.path.iter().cloned().map(Step::Key).collect();
        rounds[*round].push((path, change.value.clone()));
        *round += 1;
    }
    rounds.iter().try_fold(before.to_vec(), |bytes, round| {
        load::edit_all(&bytes, round).map_err(|(path, why)| by_hand(&path, why))
    })
}

fn by_hand(path: &[Step], why: EditRefusal) -> Diagnostic {
    let path = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    let message = format!(
        "không tự ghi được `{}` vào {AGENCIES} ({why})",
        path.collect::<Vec<_>>().join(".")
    );
    Diagnostic::general(Code::OutputUnwritable, message)
        .with_help(format!("sửa {AGENCIES} bằng tay ở chỗ ấy, rồi chạy lại"))
}
