//! Which regimes a folder of data has: files of its own, and those that the program carries and
//! its settings name. A period with issued reports has those that are recorded with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cache::Read;
use super::carried::Carried;
use super::file;
use super::merging;
use super::regime;
use super::regime_file::{RegimeChange, RegimeFile};
use super::regime_fingerprint;
use super::territory;
use super::workspace::{Loading, stem};
use crate::diagnostic::{Code, Diagnostic, Help, SourceId, Way};
use crate::files::{self, Refusal};
use crate::hash::sha256;
use crate::model::{Period, Regime, RegimeChoice, RegimeOrigin};

impl Loading<'_> {
    /// Reads the regimes of the folder, with what the settings name.
    pub(super) fn regimes(&mut self) {
        let folder = self.folder.path().join("che-do");
        if files::is_link(&folder) {
            self.findings
                .push(file::unreadable(&folder, &Refusal::Link.into()));
            return;
        }
        let is_there = files::is_there(&folder);
        let files = if is_there {
            self.yaml_files(&folder, &[], true)
        } else {
            Vec::new()
        };
        let is_empty = files.is_empty();
        let mut changes = Vec::new();
        for path in files {
            let id = stem(&path);
            let known = self.open_worded(&self.folder.regimes, &path);
            let place = self.workspace.settings.territory.clone();
            let file = known.and_then(|known| {
                self.read(&known, |reader, node| {
                    RegimeFile::read(reader, (known.source, node), &id, place.as_ref())
                })
            });
            match file {
                Some(RegimeFile::Whole(regime)) => self.workspace.regimes.push(*regime),
                Some(RegimeFile::Change(change)) => changes.push(change),
                None => {}
            }
        }
        let choices = self.workspace.settings.regimes.clone();
        let settings = &self.workspace.settings;
        // A place without words leaves none to the regimes that ask for them.
        let lacks_words = settings.territory.is_none() && settings.territory_place.is_some();
        if settings.regimes_unread || lacks_words {
            // That is told at the settings.
            self.lacks_regimes = true;
        } else if choices.is_empty() && is_empty && self.settings_hold {
            self.lacks_regimes = true;
            self.no_regimes(&folder, is_there);
        }
        self.changes(changes, &choices);
        for choice in &choices {
            self.chosen(choice);
        }
        // Those that are carried stand among the files as if they were there.
        let regimes = &mut self.workspace.regimes;
        regimes.sort_by_cached_key(|regime| format!("{}.yaml", regime.id));
    }

    fn no_regimes(&mut self, folder: &Path, is_there: bool) {
        let shown = file::shown(folder);
        let message = if is_there {
            format!("thư mục `{shown}` không có chế độ báo cáo nào")
        } else {
            format!("không tìm thấy `{shown}`")
        };
        let carried = &self.folder.carried;
        let named: Vec<_> = carried
            .names()
            .filter_map(|name| Some(format!("{name}: {}", carried.newest(name)?)))
            .collect();
        let finding = Diagnostic::general(Code::FileNotFound, message);
        self.findings.push(match named.last() {
            Some(last) => finding.with_help(
                Help::from(format!(
                    "ghi chế độ của chương trình vào cau-hinh.yaml, ví dụ `che_do: {{{last}}}` (danh sách: "
                ))
                .way(Way::Regimes)
                .text("), hoặc đặt tệp chế độ của mình vào thư mục che-do"),
            ),
            None => finding.with_help("đặt tệp chế độ vào thư mục che-do"),
        });
    }

    /// Keeps what the folder changes of each regime, and tells of files that change none.
    fn changes(&mut self, changes: Vec<RegimeChange>, choices: &[RegimeChoice]) {
        for change in changes {
            match self.refused(&change, choices) {
                Some(finding) => self.findings.push(finding),
                None => {
                    self.changes.insert(change.of.value.clone(), change);
                }
            }
        }
    }

    /// Why a file changes no regime.
    fn refused(&self, change: &RegimeChange, choices: &[RegimeChoice]) -> Option<Diagnostic> {
        let (name, carried) = (&change.of.value, &self.folder.carried);
        let finding =
            |message: String| Diagnostic::error(Code::RegimeOverride, change.of.place, message);
        if let Some(first) = self.changes.get(name) {
            let finding = finding(format!("đã có tệp khác sửa chế độ `{name}`"));
            let finding = finding.with_label(first.of.place, "tệp kia sửa ở đây");
            return Some(finding.with_help("gộp hai tệp làm một"));
        }
        let mut own = self.workspace.regimes.iter();
        if own.any(|regime| regime.id == *name) {
            let message = format!(
                "tệp này không được dùng: đã có tệp đủ `che-do/{name}.yaml` thay chế độ của chương trình"
            );
            return Some(finding(message).with_help("giữ một trong hai tệp"));
        }
        let is_named = choices.iter().any(|choice| choice.name.value == *name);
        let settings_hold = self.settings_hold && !self.workspace.settings.regimes_unread;
        if is_named || !settings_hold {
            return None;
        }
        let finding = finding(format!(
            "cau-hinh.yaml không ghi dùng chế độ `{name}` của chương trình"
        ));
        Some(match (carried.newest(name), carried.nearest(name)) {
            (Some(newest), _) => finding.with_help(format!(
                "thêm vào cau-hinh.yaml: `che_do: {{{name}: {newest}}}`"
            )),
            (None, Some(near)) => finding.with_help(format!("có phải là `{near}`?")),
            (None, None) => finding.with_help(self.folder.carried_names()),
        })
    }

    /// Reads a regime that the settings name, unless the folder has a file of its own for it.
    fn chosen(&mut self, choice: &RegimeChoice) {
        let name = &choice.name.value;
        let mut own = self.workspace.regimes.iter();
        if own.any(|regime| regime.id == *name) {
            return;
        }
        if let Some(finding) = self.folder.not_carried(choice) {
            self.findings.push(finding);
            return;
        }
        let regime = self.carried_regime(name, choice.number.value, true);
        self.workspace.regimes.extend(regime);
    }

    /// A regime that the program carries, with what the folder changes of it. What a change no
    /// longer fits is told where `tells`.
    fn carried_regime(&mut self, name: &str, number: u64, tells: bool) -> Option<Regime> {
        let folder = self.folder;
        let text = folder.carried.text(name, number)?;
        let shown = Carried::shown(name, number);
        let hash = sha256(text.as_bytes());
        let path = PathBuf::from(&shown);
        let known = folder.carried_trees.known(&path, &hash, &folder.ids);
        let source = known.source;
        self.sources
            .add_carried(source, shown, text.to_owned(), hash.clone());
        if !self.shared_files.contains(&source) {
            self.shared_files.push(source);
        }
        let tree = folder.tree(&known, &self.sources);
        self.findings.extend(tree.findings.iter().cloned());
        let tree = tree.value.as_ref()?;
        let change = self.changes.get(name).cloned();
        // Two texts and their places make one regime.
        let changed_by = change.as_ref().map(|change| change.source);
        let of_change = changed_by.map(|source| (source, self.sources.sha256(source)));
        let place = self.workspace.territory();
        let key = format!("{hash} {source:?} {of_change:?} {tells} {place:?}");
        let key = sha256(key.as_bytes());
        let merged = folder.merged.known(&path, &key, &folder.ids);
        let read = merged.read(|| {
            let mut findings = Vec::new();
            let mut reader = folder.reader(&mut findings, &self.sources);
            let tree = change.as_ref().map_or_else(
                || Cow::Borrowed(tree),
                |change| {
                    let merged = merging::merged(&mut reader, tree, &change.parts, tells);
                    Cow::Owned(merged)
                },
            );
            let filled = territory::filled(&mut reader, &tree, place);
            let regime = regime::regime(&mut reader, &filled, name);
            if let Some(change) = &change {
                let findings_of_both = findings.into_iter();
                let blamed = findings_of_both.map(|finding| blamed(finding, source, change));
                findings = blamed.collect();
            }
            Read {
                value: regime.map(|regime| Regime {
                    origin: RegimeOrigin::Carried {
                        number,
                        text: source,
                        changed_by,
                    },
                    fingerprints: regime_fingerprint::by_cycle(&tree),
                    ..regime
                }),
                findings,
            }
        });
        self.findings.extend(read.findings.iter().cloned());
        read.value.clone()
    }

    /// Reads the regimes by which the issued reports of a period were made, where those of the
    /// folder are others. A fault in what is recorded of an `earlier` period only loses what is
    /// compared with.
    pub(super) fn recorded_regimes(&mut self, period: &Period, earlier: bool) {
        let seals = self.workspace.seals.get(period).into_iter().flatten();
        let mut recorded: BTreeMap<String, RegimeChoice> = BTreeMap::new();
        let mut findings = Vec::new();
        let mut broken = None;
        for choice in seals.filter_map(|(_, seal)| seal.regime.clone()) {
            let name = choice.name.value.clone();
            match recorded.get(&name) {
                None => {
                    if let Some(finding) = self.folder.not_carried(&choice) {
                        broken = Some(choice.number.place.source);
                        findings.push(finding);
                        break;
                    }
                    recorded.insert(name, choice);
                }
                Some(first) if first.number.value != choice.number.value => {
                    findings.push(two_numbers(first, &choice));
                }
                Some(_) => {}
            }
        }
        let mut regimes = Vec::new();
        for choice in recorded.into_values() {
            let (name, number) = (&choice.name.value, choice.number.value);
            let mut own = self.workspace.regimes.iter();
            let is_that =
                |regime: &&Regime| regime.id == *name && regime.origin.number() == Some(number);
            let known = own.find(is_that).cloned();
            let is_own = known.is_some();
            let regime = known.or_else(|| self.carried_regime(name, number, false));
            let Some(regime) = regime else {
                continue;
            };
            if !regime.holds_in(period) {
                broken = Some(choice.name.place.source);
                findings.push(of_another_period(&choice, period));
            } else if !is_own {
                regimes.push(regime);
            }
        }
        findings.extend(self.without_regime(period));
        if earlier {
            findings = findings.into_iter().map(Diagnostic::warning).collect();
        } else {
            // By what else the period is read is not known.
            self.shared_files.extend(broken);
        }
        self.findings.extend(findings);
        let recorded = &mut self.workspace.recorded_regimes;
        if !regimes.is_empty() {
            recorded.entry(period.clone()).or_default().extend(regimes);
        }
    }

    /// Reports of a period that are recorded without a regime while others have one.
    fn without_regime(&self, period: &Period) -> Vec<Diagnostic> {
        let seals = || self.workspace.seals.get(period).into_iter().flatten();
        let with = seals().find_map(|(_, seal)| seal.regime.as_ref());
        let Some(with) = with else {
            return Vec::new();
        };
        let lacking = seals().filter(|(_, seal)| seal.regime.is_none());
        let told = lacking.map(|(_, seal)| {
            let message = "ghi nhận này thiếu dòng `che_do` mà ghi nhận khác cùng kỳ có";
            Diagnostic::error(Code::KeyMissing, seal.place, message)
                .warning()
                .with_label(with.name.place, "ghi nhận có `che_do`")
                .with_help("khôi phục tệp, không sửa tệp này bằng tay")
        });
        told.collect()
    }

    /// The same without telling anything: whoever loads the period does.
    pub(super) fn recorded_quietly(&mut self, period: &Period) {
        let carried = &self.folder.carried;
        // Without earlier texts there is no other regime than that of the folder.
        if self.workspace.settings.regimes.is_empty() || !carried.has_earlier() {
            return;
        }
        let told = self.findings.len();
        let is_known = self.workspace.seals.contains_key(period);
        self.seals(period);
        self.recorded_regimes(period, true);
        if !is_known {
            self.workspace.seals.remove(period);
        }
        self.findings.truncate(told);
    }
}

/// What is wrong in the text that is carried, which by itself is right, with the file that changes
/// the regime.
fn blamed(finding: Diagnostic, carried: SourceId, change: &RegimeChange) -> Diagnostic {
    if finding.place.is_none_or(|place| place.source != carried) {
        return finding;
    }
    finding
        .with_label(change.of.place, "do tệp này sửa chế độ")
        .with_help("sửa cả chỗ này trong tệp sửa chế độ, hoặc bỏ chỗ sửa làm nó sai")
}

fn of_another_period(choice: &RegimeChoice, period: &Period) -> Diagnostic {
    let message = format!(
        "báo cáo kỳ {period} được ghi nhận theo chế độ `{}`, chế độ ấy không có kỳ này",
        choice.name.value
    );
    Diagnostic::error(Code::RegimeNotCarried, choice.name.place, message)
        .with_help("khôi phục tệp, không sửa tệp này bằng tay")
}

fn two_numbers(first: &RegimeChoice, other: &RegimeChoice) -> Diagnostic {
    let message = format!(
        "báo cáo cùng kỳ được ghi nhận theo hai số của chế độ `{}`: {} và {}",
        first.name.value, first.number.value, other.number.value
    );
    Diagnostic::error(Code::RegimeNotCarried, other.number.place, message)
        .with_label(first.number.place, "số kia")
        .with_help("khôi phục tệp, không sửa tệp này bằng tay")
}
