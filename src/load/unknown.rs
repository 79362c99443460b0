//! Findings about units, files, periods and folders that nobody knows, with what was likely
//! meant.

use std::path::Path;

use super::file;
use super::slip;
use super::workspace::Loading;
use crate::diagnostic::{Code, Diagnostic, Help, Sources, Way};
use crate::files;
use crate::model::{AgencyId, Period};
use crate::vi;

/// What to do where no folder of data is found.
pub(super) fn where_data_are() -> Help {
    Help::from("chỉ ra thư mục dữ liệu bằng ")
        .way(Way::DataFolder)
        .text(", hoặc lập mới bằng ")
        .way(Way::Init)
}

impl Loading<'_> {
    /// Reports a file that says it is a known unit's, whatever its name is.
    pub(super) fn second_file(&mut self, path: &Path) -> bool {
        let mut unheard = Vec::new();
        let folder = self.folder;
        let known = folder.open_file(&folder.trees, path, &mut self.sources, &mut unheard);
        let Ok(known) = known else { return false };
        let Some(node) = &folder.tree(&known, &self.sources).value else {
            return false;
        };
        let mut reader = folder.reader(&mut unheard, &self.sources);
        let stated = reader.map(node).and_then(|mut map| {
            let node = map.optional("co_quan")?;
            reader.word(node)
        });
        let Some(stated) = stated else { return false };
        if !self.workspace.agencies.contains_key(stated.value.as_str()) {
            return false;
        }
        let own = path.with_file_name(format!("{}.yaml", stated.value));
        let finding = Diagnostic::error(
            Code::FileMisplaced,
            stated.place,
            format!(
                "tệp ghi là của `{}` nhưng tên tệp không phải vậy",
                stated.value
            ),
        );
        self.findings.push(if files::is_listed(&own) {
            finding.with_help(format!(
                "đơn vị này đã có {}: giữ một tệp, chuyển tệp kia đi nơi khác",
                file::shown(&own)
            ))
        } else {
            finding.with_help(format!("đổi tên tệp thành {}.yaml", stated.value))
        });
        true
    }

    pub(super) fn unknown_agency(&mut self, id: &AgencyId) {
        let finding = Diagnostic::general(
            Code::AgencyUnknown,
            format!("không có cơ quan `{id}` trong co-quan.yaml"),
        );
        let known = self.workspace.agencies.keys().map(AgencyId::as_str);
        self.findings.push(match vi::nearest(id.as_str(), known) {
            Some(near) => finding.with_help(format!("có phải là `{near}`?")),
            None => finding.with_help("xem danh sách cơ quan trong co-quan.yaml"),
        });
    }

    /// The unit of whose file another one is a copy by its name. Windows: `OneDrive` calls what two
    /// people wrote at once `so-mau-PC-NAME.yaml`, the file manager `so-mau - Copy.yaml`, browsers
    /// `so-mau (1).yaml`.
    pub(super) fn copied_from(&self, id: &AgencyId) -> Option<AgencyId> {
        let name = slip::folded(id.as_str());
        let is_copy = |known: &&AgencyId| {
            let rest = name.strip_prefix(known.as_str());
            rest.is_some_and(|rest| rest.starts_with('-'))
        };
        let known = self.workspace.agencies.keys().filter(is_copy);
        known.max_by_key(|known| known.as_str().len()).cloned()
    }

    pub(super) fn unknown_file(&mut self, path: &Path, id: &AgencyId) {
        if self.second_file(path) {
            return;
        }
        let source = self.sources.add_file(path, "");
        if let Some(name) = slip::meant(id.as_str(), ["so-den", "da-ban-hanh"], &[]) {
            let own = path.with_file_name(format!("{name}.yaml"));
            let message = format!("tệp không được đọc: tệp này phải là `{name}.yaml`");
            let finding = Diagnostic::error(Code::FileStray, Sources::beginning(source), message);
            self.findings
                .push(finding.with_help(if files::is_listed(&own) {
                    format!(
                        "đã có `{name}.yaml`: giữ một tệp, chuyển tệp kia ra ngoài thư mục dữ liệu"
                    )
                } else {
                    format!("đổi tên tệp thành `{name}.yaml`")
                }));
            return;
        }
        let finding = Diagnostic::error(
            Code::AgencyUnknown,
            Sources::beginning(source),
            "tệp mang tên một cơ quan không có trong co-quan.yaml",
        );
        let known = self.workspace.agencies.keys().map(AgencyId::as_str);
        self.findings.push(match vi::nearest(id.as_str(), known) {
            Some(near) if files::is_listed(&path.with_file_name(format!("{near}.yaml"))) => {
                finding.with_help(format!(
                    "có phải là `{near}.yaml`? đã có tệp ấy: giữ một tệp, chuyển tệp kia ra ngoài thư mục dữ liệu"
                ))
            }
            Some(near) => finding.with_help(format!("có phải là `{near}.yaml`?")),
            None => finding.with_help(match self.copied_from(id) {
                Some(own) if files::is_listed(&path.with_file_name(format!("{own}.yaml"))) => format!(
                    "có lẽ là bản sao của `{own}.yaml` (chép tệp, OneDrive): giữ số liệu đúng trong `{own}.yaml`, chuyển tệp này ra ngoài thư mục dữ liệu"
                ),
                Some(own) => format!("có phải là `{own}.yaml`?"),
                None => format!(
                    "khai cơ quan `{id}` trong co-quan.yaml, hoặc chuyển tệp đi nơi khác"
                ),
            }),
        });
    }

    pub(super) fn unknown_period(&mut self, period: &Period) {
        if self.workspace.regimes.is_empty() {
            return;
        }
        // The periods of the year, by the regimes that hold in it.
        let mut cycles: Vec<String> = Vec::new();
        for cycle in self.workspace.regimes.iter().flat_map(|r| r.cycles.keys()) {
            let other = Period {
                year: period.year,
                cycle: cycle.clone(),
            };
            let name = other.to_string();
            if !self.workspace.regimes_for(&other).is_empty() && !cycles.contains(&name) {
                cycles.push(name);
            }
        }
        let finding = if cycles.is_empty() {
            let message = format!("không có chế độ báo cáo nào có hiệu lực cho kỳ `{period}`");
            Diagnostic::general(Code::PeriodUnknown, message)
                .with_help(self.workspace.validity_seen_in())
        } else {
            let message = format!("không có kỳ báo cáo `{period}`");
            Diagnostic::general(Code::PeriodUnknown, message)
                .with_help(format!("các kỳ báo cáo của năm: {}", cycles.join(", ")))
        };
        self.findings.push(finding);
    }
}

/// Whether a folder has any of what a folder of data begins with.
pub fn is_data(folder: &Path) -> bool {
    let names = ["cau-hinh.yaml", "co-quan.yaml", "che-do"];
    let mut paths = names.into_iter().map(|name| folder.join(name));
    paths.any(|path| files::is_there(&path))
}

/// The finding for a folder that has none of what a folder of data begins with, and where
/// that may be instead.
pub(super) fn no_data(data: &Path) -> Option<Diagnostic> {
    let has = |folder: &Path, name: &str| files::is_there(&folder.join(name));
    if is_data(data) {
        return None;
    }
    let shown = file::shown(data);
    let finding = Diagnostic::general(
        Code::FileNotFound,
        format!(
            "thư mục `{shown}` không có cau-hinh.yaml, co-quan.yaml, che-do nên không phải thư mục dữ liệu"
        ),
    );
    let below = files::list(data).unwrap_or_default();
    let below = below.into_iter().map(|entry| entry.path);
    let above = data.ancestors().skip(1).take(3).map(Path::to_owned);
    let mut near = above.chain(below).filter(|folder| {
        let named = !folder.as_os_str().is_empty();
        let is_data = has(folder, "che-do") || has(folder, "cau-hinh.yaml");
        named && has(folder, "co-quan.yaml") && is_data
    });
    Some(match near.next() {
        Some(near) => finding.with_help(
            Help::from("có phải là ")
                .way(Way::ThisDataFolder(file::shown(&near)))
                .text("?"),
        ),
        None => finding.with_help(where_data_are()),
    })
}
