//! The regimes that the program carries: which there are, which of them a folder of data takes,
//! what changed between two numbers, and how a folder is taken to the newest ones.

use std::path::PathBuf;

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Help, Sources, Way, has_errors};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Occasion};
use crate::load::{self, Carried, Change, RegimeDifference, RegimeTitle, Scope, Step, Value, edit};
use crate::model::{Regime, RegimeOrigin, Workspace};
use crate::typeset::FontSet;
use crate::vi;

/// The file of the settings, below the folder of data.
const SETTINGS: &str = "cau-hinh.yaml";

/// Which regimes are asked for.
#[derive(Debug, Clone, Default)]
pub struct RegimesRequest {
    /// The name of one; none for all.
    pub name: Option<String>,
}

/// A regime that the program carries, or that a folder of data has by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownRegime {
    /// Its name in data.
    pub name: String,
    /// What it is called, and when it holds: as the folder of data has it, or by its newest number.
    #[serde(flatten)]
    pub title: RegimeTitle,
    /// The numbers that the program carries, the newest last.
    pub numbers: Vec<u64>,
    /// How the folder of data has it.
    #[serde(rename = "use")]
    pub used: RegimeUse,
}

/// How a folder of data has a regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RegimeUse {
    /// Not at all.
    Unused,
    /// By a whole file of its own.
    OwnFile {
        /// The file.
        file: String,
    },
    /// As the program carries it.
    Carried {
        /// Which of its texts.
        number: u64,
        /// The file that changes parts of it.
        changed_by: Option<String>,
    },
}

/// Between which numbers of a regime changes are asked for.
#[derive(Debug, Clone)]
pub struct RegimeChangesRequest {
    /// Its name.
    pub name: String,
    /// The earlier and the later number; none for that of the folder, or the last but one, and
    /// the newest.
    pub between: Option<(u64, u64)>,
}

/// What changed between two numbers of a regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegimeChanges {
    /// Its name.
    pub regime: String,
    /// The earlier number.
    pub from: u64,
    /// The later one.
    pub to: u64,
    /// What changed, by dates, rows, sections, words.
    pub changes: Vec<RegimeDifference>,
}

/// Which regimes of a folder of data are to be taken to their newest numbers.
#[derive(Debug, Clone)]
pub struct UpdateRequest {
    /// The name of one; none for all that its settings name.
    pub name: Option<String>,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// What was taken to a newer number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UpdatedRegimes {
    /// The settings, in which it is written.
    #[serde(serialize_with = "as_shown")]
    pub file: PathBuf,
    /// How many regimes that the program carries it names.
    pub named: usize,
    /// Those that were taken to a newer number; none where all were at their newest ones.
    pub regimes: Vec<UpdatedRegime>,
}

/// A regime that was taken to a newer number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UpdatedRegime {
    /// Its name.
    pub name: String,
    /// The number of before.
    pub from: u64,
    /// The newest one.
    pub to: u64,
}

impl App {
    /// The regimes that there are, sorted by name; nothing where the folder of data does not say it.
    /// Without a folder of data they are those that the program carries.
    pub fn regimes(
        &self,
        request: &RegimesRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Vec<KnownRegime>>) {
        self.run(tell, |run| run.regimes(request))
    }

    /// Whether there is a folder of data to ask, for who names one; told where there is none.
    pub fn has_regimes_of_folder(&self, tell: &mut dyn FnMut(&Event)) -> (Outcome, Option<()>) {
        self.run(tell, |run| {
            let is_there = load::is_data(run.app.data());
            is_there.then_some(()).or_else(|| run.tell_of_no_folder())
        })
    }

    /// What changed between two numbers of a regime that the program carries.
    pub fn regime_changes(
        &self,
        request: &RegimeChangesRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<RegimeChanges>) {
        self.run(tell, |run| {
            let changes = run.regime_changes(request);
            run.or_told(changes.map_err(|finding| vec![finding]))
                .flatten()
        })
    }

    /// The text of a regime that the program carries, by its number in the folder of data or its
    /// newest one.
    pub fn regime_text(
        &self,
        name: &str,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<String>) {
        self.run(tell, |run| run.regime_text(name))
    }

    /// Takes a folder of data to the newest numbers of its regimes: what it changes of them must
    /// fit, or nothing is written. Reports that were issued stay with the numbers that are recorded
    /// with them. Nothing where it was told why.
    pub fn update_regimes(
        &self,
        request: &UpdateRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<UpdatedRegimes>) {
        self.run(tell, |run| {
            let updated = run.update_regimes(request);
            run.or_told(updated.map_err(|finding| vec![finding]))
                .flatten()
        })
    }
}

impl Run<'_> {
    fn regimes(&mut self, request: &RegimesRequest) -> Option<Vec<KnownRegime>> {
        let carried = self.app.config().carried.clone();
        let workspace = self.regimes_of_folder()?;
        let of_folder = workspace.regimes.iter().map(|regime| regime.id.as_str());
        let mut names: Vec<_> = carried.names().chain(of_folder).collect();
        names.sort_unstable();
        names.dedup();
        if let Some(name) = &request.name {
            if !names.contains(&name.as_str()) {
                let near = vi::nearest(name, names).filter(|near| carried.newest(near).is_none());
                let finding = unknown(name, near.or_else(|| carried.nearest(name)));
                self.found(vec![finding]);
                return None;
            }
            names.retain(|known| known == name);
        }
        let known = names.into_iter().filter_map(|name| {
            let regime = workspace.regimes.iter().find(|regime| regime.id == name);
            self.known(name, regime, &carried)
        });
        Some(known.collect())
    }

    fn known(&self, name: &str, regime: Option<&Regime>, carried: &Carried) -> Option<KnownRegime> {
        let path = |source| self.sources.path(source).to_owned();
        let used = regime.map(|regime| match regime.origin {
            RegimeOrigin::OwnFile => RegimeUse::OwnFile {
                file: path(regime.place.source),
            },
            RegimeOrigin::Carried {
                number, changed_by, ..
            } => RegimeUse::Carried {
                number,
                changed_by: changed_by.map(path),
            },
        });
        let title = match regime {
            Some(regime) => RegimeTitle {
                title: regime.name.value.clone(),
                valid_from: regime.valid_from,
                valid_to: regime.valid_to,
            },
            None => carried.title(name, carried.newest(name)?)?,
        };
        Some(KnownRegime {
            name: name.to_owned(),
            title,
            numbers: carried.numbers(name),
            used: used.unwrap_or(RegimeUse::Unused),
        })
    }

    fn tell_of_no_folder(&mut self) -> Option<()> {
        let fonts = self.fonts()?;
        let loaded = self.app.folder(&fonts).regimes_with(Sources::default());
        self.loaded(loaded, |_| Vec::new()).map(|_| ())
    }

    /// The regimes of the folder of data; none where there is no such folder yet.
    fn regimes_of_folder(&mut self) -> Option<Workspace> {
        if !load::is_data(self.app.data()) {
            return Some(Workspace::default());
        }
        let fonts = self.fonts()?;
        let loaded = self.app.folder(&fonts).regimes_with(Sources::default());
        self.loaded(loaded, |_| Vec::new())
    }

    /// The same; nothing where it was told why, or what is to be told.
    fn regime_changes(
        &mut self,
        request: &RegimeChangesRequest,
    ) -> Result<Option<RegimeChanges>, Diagnostic> {
        let carried = self.app.config().carried.clone();
        let name = &request.name;
        let numbers = carried.numbers(name);
        let Some(newest) = numbers.last().copied() else {
            return Err(unknown(name, carried.nearest(name)));
        };
        let (from, to) = if let Some(between) = request.between {
            between
        } else {
            let Some(workspace) = self.regimes_of_folder() else {
                return Ok(None);
            };
            let of_folder = workspace.regimes.iter().find(|regime| regime.id == *name);
            let of_folder = of_folder.and_then(|regime| regime.origin.number());
            let of_folder = of_folder.filter(|number| *number < newest);
            let before = numbers.iter().rev().nth(1).copied();
            (of_folder.or(before).unwrap_or(newest), newest)
        };
        if let Some(missing) = [from, to].iter().find(|number| !numbers.contains(number)) {
            let all: Vec<_> = numbers.iter().map(u64::to_string).collect();
            let message = format!("chương trình không có số {missing} của chế độ `{name}`");
            return Err(Diagnostic::general(Code::RegimeNotCarried, message)
                .with_help(format!("các số chương trình này có: {}", all.join(", "))));
        }
        let changes = carried.differences(name, from, to).unwrap_or_default();
        Ok(Some(RegimeChanges {
            regime: name.clone(),
            from,
            to,
            changes,
        }))
    }

    fn regime_text(&mut self, name: &str) -> Option<String> {
        let carried = self.app.config().carried.clone();
        let Some(newest) = carried.newest(name) else {
            let finding = unknown(name, carried.nearest(name));
            self.found(vec![finding]);
            return None;
        };
        let workspace = self.regimes_of_folder()?;
        let regime = workspace.regimes.iter().find(|regime| regime.id == name);
        let number = regime.and_then(|regime| regime.origin.number());
        let text = carried.text(name, number.unwrap_or(newest));
        text.map(str::to_owned)
    }

    /// The same; nothing where it was told why, or what is to be told.
    fn update_regimes(
        &mut self,
        request: &UpdateRequest,
    ) -> Result<Option<UpdatedRegimes>, Diagnostic> {
        let data = self.app.data();
        let Some(fonts) = self.fonts() else {
            return Ok(None);
        };
        let loaded = self.app.folder(&fonts).regimes_with(Sources::default());
        let Some(workspace) = self.loaded(loaded, |_| Vec::new()) else {
            return Ok(None);
        };
        let carried = &self.app.config().carried;
        let choices = &workspace.settings.regimes;
        if let Some(name) = &request.name
            && !choices.iter().any(|choice| choice.name.value == *name)
        {
            return Err(not_named(name, carried));
        }
        let wanted = choices.iter().filter(|choice| {
            let asked = request.name.as_ref();
            asked.is_none_or(|name| choice.name.value == *name)
        });
        let newer: Vec<_> = wanted
            .filter_map(|choice| {
                let (name, from) = (choice.name.value.clone(), choice.number.value);
                let to = carried.newest(&name).filter(|newest| *newest > from)?;
                Some(UpdatedRegime { name, from, to })
            })
            .collect();
        let file = data.join(SETTINGS);
        if newer.is_empty() {
            return Ok(Some(UpdatedRegimes {
                file,
                named: choices.len(),
                regimes: newer,
            }));
        }
        let writer = DataFolder::lock(data)?;
        let Some(before) = writer.read(SETTINGS)? else {
            return Ok(None);
        };
        let after = renumbered(&before, &newer)?;
        if !self.fits((&file, &after), &fonts) {
            return Ok(None);
        }
        let findings = writer.write(SETTINGS, Some(&before), Some(&after), &request.occasion)?;
        self.found(findings);
        Ok(Some(UpdatedRegimes {
            file,
            named: choices.len(),
            regimes: newer,
        }))
    }

    /// Whether the folder holds with a draft of its settings; told where it does not.
    fn fits(&mut self, draft: (&PathBuf, &[u8]), fonts: &FontSet) -> bool {
        let folder = self.app.folder(fonts);
        let overview = folder.look_over(Scope::default());
        let mut years: Vec<_> = overview.periods.iter().map(|period| period.year).collect();
        years.dedup();
        let sources = || Sources::with_draft(draft.0, draft.1);
        let mut loads: Vec<_> = years
            .iter()
            .map(|year| (Some(*year), folder.calendar_with(*year, sources())))
            .collect();
        if loads.is_empty() {
            loads.push((None, folder.regimes_with(sources())));
        }
        let mut holds = true;
        for (year, loaded) in loads {
            let mut findings = loaded.findings;
            if let Some(year) = year.filter(|_| !has_errors(&findings)) {
                findings.extend(check::check_calendar(&loaded.workspace, year));
            }
            holds &= !has_errors(&findings);
            self.found_in(findings, &loaded.sources);
        }
        holds
    }
}

/// The bytes of the settings with newer numbers.
fn renumbered(before: &[u8], newer: &[UpdatedRegime]) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = before.to_vec();
    for UpdatedRegime { name, to, .. } in newer {
        let path = ["che_do", name].map(|key| Step::Key(key.to_owned()));
        let change = Change::Set(Value::Number(*to));
        match edit(&bytes, &path, &change, &|_| Vec::new()) {
            Ok(Some(after)) => bytes = after,
            Ok(None) => {}
            Err(why) => {
                let message = format!("không tự ghi được số của `{name}` vào {SETTINGS} ({why})");
                return Err(Diagnostic::general(Code::OutputUnwritable, message)
                    .with_help(format!("sửa bằng tay thành `{name}: {to}` dưới `che_do`")));
            }
        }
    }
    Ok(bytes)
}

/// That there is no regime of a name, with the one that may be meant.
fn unknown(name: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("không có chế độ nào tên là `{name}`");
    let finding = Diagnostic::general(Code::RegimeNotCarried, message);
    let near = near.map(|near| format!("có phải là `{near}`?"));
    let finding = near.into_iter().fold(finding, Diagnostic::with_help);
    finding.with_help(Help::from("xem các chế độ bằng ").way(Way::Regimes))
}

/// That the settings do not name a regime.
fn not_named(name: &str, carried: &Carried) -> Diagnostic {
    let Some(newest) = carried.newest(name) else {
        return unknown(name, carried.nearest(name));
    };
    let message = format!("cau-hinh.yaml không ghi dùng chế độ `{name}` của chương trình");
    Diagnostic::general(Code::RegimeNotCarried, message).with_help(format!(
        "muốn dùng thì thêm vào cau-hinh.yaml: `che_do: {{{name}: {newest}}}`, và bỏ tệp chế độ đủ cùng tên nếu có"
    ))
}
