//! What stands in the folder of data and is read by nobody: each told once, with the name or
//! place that was meant.
//!
//! Only names are looked at, and the first lines of what nobody reads. Not for: what is
//! wrong inside files that are read.

mod stray_file;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::contents::Contents;
use super::folder::{PLAN, REGISTER, SEALS};
use super::{file, slip};
use crate::diagnostic::{Code, Diagnostic, Help, Severity, Sources, Way};
use crate::files::{self, Entry, EntryKind, Refusal};
use crate::model::{AgencyId, Period, Workspace};

/// Files of one folder that are told of one by one.
const TOLD: usize = 20;
/// How much of the folder is looked over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// The period that it may concern; none for all of them.
    pub period: Option<&'a Period>,
    /// The units that it may concern; none for all of them.
    pub only: &'a [AgencyId],
}

/// What is known of the folder before it is looked over.
pub(super) struct Known<'a> {
    pub(super) data: &'a Path,
    pub(super) workspace: &'a Workspace,
    /// The units that are declared, with or without faults.
    pub(super) agencies: &'a BTreeSet<String>,
    /// Whether every regime could be read.
    pub(super) regimes_hold: bool,
    /// Whether there is none.
    pub(super) lacks_regimes: bool,
}

/// What was found, and whether a period may be among what nobody reads.
#[derive(Debug, Default)]
pub(super) struct Surveyed {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) sources: Sources,
    pub(super) may_hide_periods: bool,
}

/// Looks over the folder.
pub(super) fn survey(known: &Known<'_>, scope: Scope<'_>) -> Surveyed {
    let mut survey = Survey {
        known,
        scope,
        told: BTreeMap::new(),
        result: Surveyed::default(),
    };
    survey.root();
    survey.result
}

struct Survey<'a> {
    known: &'a Known<'a>,
    scope: Scope<'a>,
    /// How many files were told of, by folder.
    told: BTreeMap<String, usize>,
    result: Surveyed,
}

impl Survey<'_> {
    fn root(&mut self) {
        let data = self.known.data;
        for entry in self.list(data) {
            let name = entry.name();
            match entry.kind {
                EntryKind::Folder if name == "che-do" => self.regimes(&entry.path),
                EntryKind::Folder if is_year(&name) => {
                    if self.concerns_year(&name) {
                        self.year(&entry.path, &name);
                    }
                }
                EntryKind::Folder => self.stray_in_root(&entry, &name),
                EntryKind::File if matches!(name.as_str(), "cau-hinh.yaml" | "co-quan.yaml") => {}
                EntryKind::File => {
                    let own = [("cau-hinh", "cau-hinh.yaml"), ("co-quan", "co-quan.yaml")];
                    let own = own.map(|(name, place)| (name, place.to_owned()));
                    let elsewhere = places("<năm>", "<năm>/<kỳ>");
                    let places: Vec<_> = own.into_iter().chain(elsewhere).collect();
                    self.stray_file(&entry, None, &places);
                }
                EntryKind::Link | EntryKind::Special => self.refused(&entry),
            }
        }
    }

    fn concerns_year(&self, name: &str) -> bool {
        let asked = self.scope.period;
        asked.is_none_or(|period| name == period.year.to_string())
    }

    fn regimes(&mut self, folder: &Path) {
        for entry in self.list(folder) {
            let name = entry.name();
            match entry.kind {
                EntryKind::Folder => self.folder_where_files_are_read(&entry, "che-do"),
                EntryKind::File if is_told_by_load(&name) => {}
                EntryKind::File => {
                    let stem = slip::folded(name.split('.').next().unwrap_or(&name));
                    let place = format!("che-do/{stem}.yaml");
                    self.stray_file(&entry, None, &[(stem.as_str(), place)]);
                }
                EntryKind::Link | EntryKind::Special => self.refused(&entry),
            }
        }
    }

    fn year(&mut self, folder: &Path, year: &str) {
        let number: i32 = year.parse().unwrap_or_default();
        let places = places(year, &format!("{year}/<kỳ>"));
        for entry in self.list(folder) {
            let name = entry.name();
            match entry.kind {
                EntryKind::Folder => {
                    let period = Period::parse(&format!("{year}-{name}"));
                    match period.filter(|period| self.is_read(period)) {
                        Some(period) if self.concerns(&period) => self.period(&entry.path, &period),
                        Some(_) => {}
                        None => self.stray_period(&entry, &name, number),
                    }
                }
                EntryKind::File if name == PLAN => {}
                EntryKind::File => self.stray_file(&entry, Some((number, None)), &places),
                EntryKind::Link | EntryKind::Special => self.refused(&entry),
            }
        }
    }

    fn concerns(&self, period: &Period) -> bool {
        self.scope.period.is_none_or(|asked| asked == period)
    }

    /// Whether the folder of a period is read: for its own reports, or to compare others with.
    fn is_read(&self, period: &Period) -> bool {
        let workspace = self.known.workspace;
        if !workspace.regimes_for(period).is_empty() {
            return true;
        }
        let regimes = workspace.regimes.iter();
        let mut later = regimes.flat_map(|regime| {
            let cycles = regime.cycles.keys();
            cycles.flat_map(move |cycle| {
                [period.year, period.year + 1].map(|year| Period {
                    year,
                    cycle: cycle.clone(),
                })
            })
        });
        later.any(|later| {
            let regimes = workspace.regimes_for(&later);
            let first = regimes.first();
            first.is_some_and(|regime| regime.year_before(&later).contains(period))
        })
    }

    fn period(&mut self, folder: &Path, period: &Period) {
        let Period { year, cycle } = period;
        let own = format!("{year}/{cycle}");
        let places = places(&year.to_string(), &own);
        for entry in self.list(folder) {
            let name = entry.name();
            match entry.kind {
                EntryKind::Folder => self.folder_where_files_are_read(&entry, &own),
                EntryKind::File if is_told_by_load(&name) => {}
                EntryKind::File => {
                    self.stray_file(&entry, Some((*year, Some(cycle.as_str()))), &places);
                }
                EntryKind::Link | EntryKind::Special => self.refused(&entry),
            }
        }
    }

    /// A folder beside those of years.
    fn stray_in_root(&mut self, entry: &Entry, name: &str) {
        let contents = self.contents(&entry.path);
        let year = slip::year(name);
        let cycles = self.cycles(None);
        let cycle = slip::cycle(name, cycles.iter().map(String::as_str));
        if let (Some(year), Some(period)) = (year, self.scope.period)
            && (year != period.year || cycle.is_some_and(|cycle| cycle != period.cycle.as_str()))
        {
            return;
        }
        let is_data = |path: &Path| {
            let has = |name: &str| files::is_there(&path.join(name));
            has("co-quan.yaml") && (has("che-do") || has("cau-hinh.yaml"))
        };
        let stem = slip::folded(name);
        let regimes = crate::vi::nearest(&stem, ["che-do"]).is_some() || stem == "chedo";
        let (message, help) = if is_data(&entry.path) {
            (
                "thư mục không được đọc: đây là một thư mục dữ liệu nằm trong thư mục dữ liệu khác"
                    .to_owned(),
                Help::from("chuyển nội dung của nó lên một cấp, hoặc chỉ ra bằng ")
                    .way(Way::ThisDataFolder(file::shown(&entry.path))),
            )
        } else if regimes {
            (
                "thư mục không được đọc: các chế độ báo cáo nằm trong thư mục mang tên `che-do`"
                    .to_owned(),
                "đổi tên thư mục thành `che-do`".into(),
            )
        } else {
            let message =
                "thư mục không được đọc vì tên không phải là một năm, gồm bốn chữ số".to_owned();
            let help = match (year, cycle) {
                (Some(year), Some(cycle)) => self.rename(entry, &format!("{year}/{cycle}")),
                (Some(year), None) => self.rename(entry, &year.to_string()),
                (None, Some(cycle)) => {
                    format!(
                        "thư mục của kỳ nằm trong thư mục của năm: chuyển thành `<năm>/{cycle}`"
                    )
                }
                (None, None) if contents.data.is_empty() => {
                    "chuyển ra ngoài thư mục dữ liệu nếu không thuộc số liệu".to_owned()
                }
                (None, None) => format!(
                    "đổi tên thành năm của số liệu, ví dụ `2026`, hoặc chuyển ra ngoài thư mục dữ liệu; {}",
                    contents.listed()
                ),
            };
            (message, help.into())
        };
        self.stray_folder(entry, &contents, message, help);
    }

    /// A folder beside those of periods.
    fn stray_period(&mut self, entry: &Entry, name: &str, year: i32) {
        if self.known.lacks_regimes {
            // That is told once.
            self.result.may_hide_periods = true;
            return;
        }
        let contents = self.contents(&entry.path);
        let cycles = self.cycles(Some(year));
        let meant = slip::cycle(name, cycles.iter().map(String::as_str));
        let shape = Period::parse(&format!("{year}-{name}"));
        if let Some(period) = self.scope.period {
            let other = meant.is_some_and(|cycle| cycle != period.cycle.as_str());
            let other = other
                || meant.is_none()
                    && (!self.known.regimes_hold || shape.as_ref().is_some_and(|p| p != period));
            if other {
                return;
            }
        }
        let (message, help) = if let Some(cycle) = meant {
            (
                format!("thư mục không được đọc: thư mục của kỳ này mang tên `{cycle}`"),
                self.rename(entry, &format!("{year}/{cycle}")),
            )
        } else if shape.is_some() && !self.known.regimes_hold {
            (
                "thư mục chưa được đọc: chưa biết kỳ này theo chế độ nào vì có tệp chế độ không đọc được".to_owned(),
                "sửa tệp chế độ có lỗi trong thư mục che-do, rồi chạy lại".to_owned(),
            )
        } else {
            let help = if cycles.is_empty() {
                "xem `tu_ngay`, `den_ngay` của các tệp trong thư mục che-do".to_owned()
            } else {
                format!("các kỳ báo cáo của năm: {}", cycles.join(", "))
            };
            let help = if contents.data.is_empty() {
                help
            } else {
                format!("{help}; {}", contents.listed())
            };
            (
                format!("thư mục không được đọc: không chế độ nào có kỳ `{name}` của năm {year}"),
                help,
            )
        };
        self.stray_folder(entry, &contents, message, help);
    }

    /// A folder inside one whose files are read.
    fn folder_where_files_are_read(&mut self, entry: &Entry, above: &str) {
        let contents = self.contents(&entry.path);
        let message =
            format!("thư mục con không được đọc: chỉ đọc các tệp nằm ngay trong `{above}`");
        let help = if contents.data.is_empty() {
            "chuyển ra ngoài thư mục dữ liệu nếu không thuộc số liệu".to_owned()
        } else {
            format!(
                "chuyển tệp lên `{above}`, hoặc ra ngoài thư mục dữ liệu; {}",
                contents.listed()
            )
        };
        self.stray_folder(entry, &contents, message, help);
    }

    fn stray_folder(
        &mut self,
        entry: &Entry,
        contents: &Contents,
        message: String,
        help: impl Into<Help>,
    ) {
        if contents.data.is_empty() && contents.of_program {
            return;
        }
        let agencies: Vec<_> = contents.agencies.iter().map(String::as_str).collect();
        let severity = if contents.data.is_empty() {
            Severity::Warning
        } else {
            self.result.may_hide_periods = true;
            Severity::Error
        };
        self.tell(entry, &agencies, severity, message, help);
    }

    /// A link, a pipe, a device: whoever reads it is refused, and so is everybody else.
    fn refused(&mut self, entry: &Entry) {
        let name = entry.name();
        if files::is_of_system(&name) {
            return;
        }
        let refusal = match entry.kind {
            EntryKind::Link => Refusal::Link,
            EntryKind::Folder | EntryKind::File | EntryKind::Special => Refusal::Special,
        };
        let only = self.scope.only;
        let of_them = only.iter().any(|id| name.starts_with(&format!("{id}.")));
        let of_unit = name
            .split('.')
            .next()
            .is_some_and(|id| self.known.agencies.contains(id));
        if !only.is_empty() && of_unit && !of_them {
            return;
        }
        self.result.may_hide_periods |= refusal == Refusal::Link;
        let mut finding = file::unreadable(&entry.path, &refusal.into());
        if !entry.path.is_dir() {
            let source = self.result.sources.add_file(&entry.path, "");
            finding.place = Some(Sources::beginning(source));
        }
        self.result.findings.push(finding);
    }

    /// What stands in a folder, but for what systems leave there.
    fn list(&mut self, folder: &Path) -> Vec<Entry> {
        match files::list(folder) {
            Ok(mut entries) => {
                entries.retain(|entry| !files::is_of_system(&entry.name()));
                entries
            }
            Err(error) => {
                self.result.may_hide_periods = true;
                self.result.findings.push(file::unreadable(folder, &error));
                Vec::new()
            }
        }
    }

    /// The cycles that regimes have, in a year or in any, in their order.
    fn cycles(&self, year: Option<i32>) -> Vec<String> {
        let mut cycles: Vec<String> = Vec::new();
        let regimes = self.known.workspace.regimes.iter();
        for cycle in regimes.flat_map(|regime| regime.cycles.keys()) {
            let read = year.is_none_or(|year| {
                self.is_read(&Period {
                    year,
                    cycle: cycle.clone(),
                })
            });
            if read && !cycles.iter().any(|known| known == cycle.as_str()) {
                cycles.push(cycle.to_string());
            }
        }
        cycles
    }

    fn rename(&self, entry: &Entry, place: &str) -> String {
        if files::is_there(&self.known.data.join(place))
            && !same_file(&entry.path, &self.known.data.join(place))
        {
            format!(
                "đã có `{place}`: tệp nào chưa có ở đó thì chuyển vào, không ghi đè tệp đã có; rồi chuyển thư mục này ra ngoài thư mục dữ liệu"
            )
        } else {
            format!("đổi tên hoặc chuyển thư mục thành `{place}`")
        }
    }

    fn contents(&self, folder: &Path) -> Contents {
        Contents::of(folder, self.known.agencies)
    }

    fn tell(
        &mut self,
        entry: &Entry,
        agencies: &[&str],
        severity: Severity,
        message: String,
        help: impl Into<Help>,
    ) {
        let only = self.scope.only;
        if !only.is_empty() {
            let of_them = only.iter().any(|id| agencies.contains(&id.as_str()));
            let of_nobody = agencies.is_empty() && severity == Severity::Error;
            if !of_them && !of_nobody {
                return;
            }
        }
        let above = entry.path.parent().map(file::shown).unwrap_or_default();
        let count = self.told.entry(above.clone()).or_insert(0);
        *count += 1;
        let (path, message, help) = if *count <= TOLD {
            (entry.path.clone(), message, help.into())
        } else if *count == TOLD + 1 {
            let folder = entry.path.parent().unwrap_or(&entry.path).to_owned();
            (
                folder,
                format!(
                    "còn tệp, thư mục khác không được đọc trong thư mục này, ngoài {TOLD} đã báo"
                ),
                "chuyển những gì không thuộc số liệu ra ngoài thư mục dữ liệu".into(),
            )
        } else {
            return;
        };
        let source = self.result.sources.add_file(&path, "");
        let mut finding =
            Diagnostic::error(Code::FileStray, Sources::beginning(source), message).with_help(help);
        finding.severity = severity;
        self.result.findings.push(finding);
    }
}

/// Where files of some names belong, in the folder of a year and in that of a period.
fn places(year: &str, period: &str) -> [(&'static str, String); 3] {
    [
        ("ke-hoach", format!("{year}/{PLAN}")),
        ("so-den", format!("{period}/{REGISTER}")),
        ("da-ban-hanh", format!("{period}/{SEALS}")),
    ]
}

/// Whether a name is that of a folder of a year.
fn is_year(name: &str) -> bool {
    let period = Period::parse(&format!("{name}-x"));
    period.is_some_and(|period| period.year.to_string() == name)
}

/// Whether `load` itself reads a file of that name, or says why it does not.
pub(super) fn is_told_by_load(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains(".yaml") || lower.contains(".yml")
}

/// Whether two paths lead to one place, as `Q1` and `q1` do where letters have one case (Windows, macOS).
fn same_file(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    canonical(one).is_some_and(|one| Some(one) == canonical(other))
}
