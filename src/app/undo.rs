//! Writes into the folder of data, and how they are taken back.

mod records;

use std::path::PathBuf;

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, History, Kept, Occasion};
use crate::{load, vi};

/// So many writes of a file are named where it is not clear which one is meant.
const SHOWN: usize = 5;

/// What is to be taken back.
#[derive(Debug, Clone)]
pub struct UndoRequest {
    /// The file.
    pub file: PathBuf,
    /// Before which of its writes it is to be; none for the last one.
    pub to: Option<u32>,
    /// Whether it may have been changed by hand since.
    pub force: bool,
    /// When, and by which command.
    pub occasion: Occasion,
}

/// A write that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastWrite {
    /// The file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// Which of its writes it was.
    pub number: u32,
    /// When, and by which command.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What it changed, where what came of it is still known.
    pub change: Option<LineChange>,
}

/// A command whose writes were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// When it was, and which.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// The files that it wrote.
    pub files: Vec<UndoneFile>,
}

/// A file without what a command wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoneFile {
    /// The file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// What changed.
    pub change: LineChange,
    /// Whether what others have written there since stays.
    pub keeps_later: bool,
}

/// How a file differs from another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// It came to be.
    Created,
    /// It is no more.
    Removed,
    /// Lines of it are gone, and others are there.
    Lines {
        /// Those that are gone.
        gone: Vec<String>,
        /// Those in their place.
        new: Vec<String>,
    },
}

impl LineChange {
    fn of(before: Option<&[u8]>, after: Option<&[u8]>) -> Self {
        let (before, after) = match (before, after) {
            (None, _) => return Self::Created,
            (_, None) => return Self::Removed,
            (Some(before), Some(after)) => (lines(before), lines(after)),
        };
        let same = |(a, b): &(&String, &String)| a == b;
        let first = before.iter().zip(&after).take_while(same).count();
        let (before, after) = (&before[first..], &after[first..]);
        let pairs = before.iter().rev().zip(after.iter().rev());
        let last = pairs.take_while(same).count();
        Self::Lines {
            gone: before[..before.len() - last].to_vec(),
            new: after[..after.len() - last].to_vec(),
        }
    }
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.split('\n').map(str::to_owned).collect()
}

impl App {
    /// The writes that can be taken back, newest first. Nobody who writes meanwhile is waited for.
    pub fn past_writes(&self, tell: &mut dyn FnMut(&Event)) -> (Outcome, Vec<PastWrite>) {
        self.run(tell, |run| {
            let all = run.past_writes().map_err(|finding| vec![finding]);
            run.or_told(all).unwrap_or_default()
        })
    }

    /// Takes a write back, which is a write itself: with it the other file that the same command
    /// wrote, `da-ban-hanh.yaml` beside the file of the unit. What others have recorded there since
    /// stays; where it cannot, nothing is written.
    pub fn undo(
        &self,
        request: &UndoRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Undone>) {
        self.run(tell, |run| {
            let undone = run.undo(request);
            run.or_told(undone)
        })
    }
}

/// A file, and its writes that came to be, oldest first.
struct Past {
    path: PathBuf,
    /// The same below the folder of data.
    file: String,
    now: Option<Vec<u8>>,
    writes: Vec<Kept>,
}

/// What a file is to hold.
struct Change {
    path: PathBuf,
    file: String,
    now: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    keeps_later: bool,
}

impl Past {
    /// What came of a write.
    fn after(&self, at: usize) -> Option<&[u8]> {
        let next = self.writes.get(at + 1);
        next.map_or(self.now.as_deref(), |next| next.before.as_deref())
    }

    /// Whether the file is as the program wrote it last.
    fn is_as_written(&self) -> bool {
        let last = self.writes.last();
        last.is_some_and(|last| last.wrote(self.now.as_deref()))
    }

    /// The write that somebody asks for.
    fn asked(&self, request: &UndoRequest) -> Result<usize, Diagnostic> {
        let shown = vi::shown_path(&self.path);
        let Some(last) = self.writes.len().checked_sub(1) else {
            let message = format!("không giữ bản trước nào của `{shown}`");
            return Err(Diagnostic::general(Code::FileNotFound, message)
                .with_help(Help::from("xem các lần ghi lấy lại được bằng ").way(Way::Undo)));
        };
        let Some(number) = request.to else {
            // It is as many people's as have written there.
            if load::is_seals(&self.file) && last > 0 {
                return Err(self.unclear(&shown));
            }
            return Ok(last);
        };
        let at = self.writes.iter().position(|write| write.number == number);
        at.ok_or_else(|| {
            let message = format!("không có lần ghi {number} của `{shown}`");
            Diagnostic::general(Code::FileNotFound, message)
                .with_help(Help::from("xem số của các lần ghi bằng ").way(Way::Undo))
        })
    }

    /// That it is not clear whose record is meant.
    fn unclear(&self, shown: &str) -> Diagnostic {
        let count = self.writes.len();
        let message = format!("`{shown}` ghi nhận nhiều báo cáo, qua {count} lần ghi");
        let finding = Diagnostic::general(Code::OutputExists, message).with_help(
            Help::from(
                "nêu tệp của đơn vị để lấy lại lần ban hành của đơn vị ấy, hoặc chọn lần ghi bằng ",
            )
            .way(Way::WhichWrite),
        );
        let newest = self.writes.iter().rev().take(SHOWN);
        newest.fold(finding, |finding, write| {
            let command = &write.occasion.command;
            finding.with_help(format!("lần {}: {command}", write.number))
        })
    }

    /// The file as it was before a write, whatever was written since.
    fn before(&self, at: usize, request: &UndoRequest) -> Result<Change, Diagnostic> {
        let shown = vi::shown_path(&self.path);
        if !self.is_as_written() && !request.force {
            let message = format!("`{shown}` đã được sửa tay sau lần ghi cuối của chương trình");
            return Err(Diagnostic::general(Code::OutputExists, message).with_help(
                Help::from("vẫn muốn lấy lại bản trước thì thêm ")
                    .way(Way::Force)
                    .text("; bản sửa tay cũng được giữ để lấy lại"),
            ));
        }
        let before = &self.writes[at].before;
        if *before == self.now {
            return Err(self.is_taken_back());
        }
        Ok(self.to(before.clone(), false))
    }

    /// That a write has been taken back already.
    fn is_taken_back(&self) -> Diagnostic {
        let shown = vi::shown_path(&self.path);
        let message = format!("`{shown}` đang đúng như trước lần ghi ấy");
        Diagnostic::general(Code::FileNotFound, message)
            .with_help(Help::from("chọn lần ghi khác bằng ").way(Way::WhichWrite))
    }

    fn to(&self, after: Option<Vec<u8>>, keeps_later: bool) -> Change {
        Change {
            path: self.path.clone(),
            file: self.file.clone(),
            now: self.now.clone(),
            after,
            keeps_later,
        }
    }

    /// `da-ban-hanh.yaml` as it is to be when the file of a unit is as before a write: its record
    /// of the unit, if it has one, is that of the document which the file then says is issued, or
    /// is to be replaced. Nothing, if it is so already.
    fn beside_unit(&self, unit: &Past, at: usize) -> Result<Option<Change>, Diagnostic> {
        let id = load::unit_of(&unit.file);
        let fits = |recorded: Option<&[u8]>, file: Option<&[u8]>| {
            let record = records::record(recorded, &id);
            record.is_none() || record == records::issued(file) || record == records::replaced(file)
        };
        let before = unit.writes[at].before.as_deref();
        let now = self.now.as_deref();
        let change = self.without_commands(unit, at)?;
        let left = change
            .as_ref()
            .map_or(now, |change| change.after.as_deref());
        if fits(left, before) {
            return Ok(change);
        }
        // The write that recorded it is no longer kept.
        if fits(now, unit.now.as_deref()) {
            if records::replaced(before).is_some() {
                return Err(self.cannot_be_without());
            }
            return self.without(&[id], None, now);
        }
        let (shown, of_unit) = (vi::shown_path(&self.path), vi::shown_path(&unit.path));
        let message = format!(
            "`{shown}` ghi nhận `{id}` với số, ngày khác `{of_unit}` hiện nay, và bản trước lần \
             ghi nhận ấy không còn"
        );
        Err(Diagnostic::general(Code::OutputExists, message).with_help(format!(
            "sửa `trang_thai`, `so`, `ngay` trong `{of_unit}` cho đúng văn bản đã ghi nhận, rồi chạy lại lệnh này"
        )))
    }

    /// `da-ban-hanh.yaml` without what was recorded of a unit by the commands that wrote its file
    /// from a write on, as far as they are kept. Nothing, if they recorded nothing, or it is gone.
    fn without_commands(&self, unit: &Past, at: usize) -> Result<Option<Change>, Diagnostic> {
        let commands: Vec<_> = unit.writes[at..]
            .iter()
            .map(|write| &write.occasion)
            .collect();
        let of_unit = |write: &Kept| commands.contains(&&write.occasion);
        let Some(first) = self.writes.iter().position(of_unit) else {
            return Ok(None);
        };
        let before = &self.writes[first].before;
        if *before == self.now {
            return Ok(None);
        }
        let all = || self.writes.iter().enumerate().skip(first);
        if all().all(|(at, write)| of_unit(write) && write.wrote(self.after(at))) {
            return Ok(Some(self.to(before.clone(), false)));
        }
        let last = self.writes.iter().rposition(of_unit).unwrap_or(first);
        let ids = [load::unit_of(&unit.file)];
        self.without(&ids, before.as_deref(), self.after(last))
    }

    /// `da-ban-hanh.yaml` without what one write recorded, by a command that wrote the files of
    /// these units. Nothing, if it is gone.
    fn without_write(&self, at: usize, units: &[String]) -> Result<Option<Change>, Diagnostic> {
        let write = &self.writes[at];
        let (before, after) = (write.before.as_deref(), self.after(at));
        if !write.wrote(after) {
            // What others recorded before the next write that is kept is in `after`, too.
            if units.is_empty() {
                return Err(self.unknown(write));
            }
            return self.without(units, before, after);
        }
        let now = self.now.as_deref();
        if after == now {
            return Ok((before != now).then(|| self.to(write.before.clone(), false)));
        }
        self.without(&records::changed(before, after), before, after)
    }

    /// That it is not known what a write recorded.
    fn unknown(&self, write: &Kept) -> Diagnostic {
        let shown = vi::shown_path(&self.path);
        let message = format!(
            "không rõ lần ghi {} đã ghi nhận gì vào `{shown}`: ngay sau đó tệp được sửa tay, hoặc \
             bản giữ của lần ghi sau đã mất",
            write.number
        );
        Diagnostic::general(Code::OutputExists, message)
            .with_help("nêu tệp của đơn vị để lấy lại lần ban hành của đơn vị ấy")
            .with_help("tệp đã sửa tay thì bỏ chỗ sửa tay rồi chạy lại")
    }

    /// `da-ban-hanh.yaml` without the records that came of `before` and `after`.
    fn without(
        &self,
        ids: &[String],
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<Option<Change>, Diagnostic> {
        let now = self.now.as_deref();
        let without = records::without(ids, now, before, after);
        let without = without.map_err(|records::Replaced| self.cannot_be_without())?;
        Ok((without != self.now).then(|| self.to(without, true)))
    }

    /// That a record stays, since nothing puts together what was there before it.
    fn cannot_be_without(&self) -> Diagnostic {
        let shown = vi::shown_path(&self.path);
        let message = format!(
            "không lấy lại được ghi nhận này trong `{shown}` mà giữ nguyên các lần ghi sau"
        );
        Diagnostic::general(Code::OutputExists, message).with_help(
            Help::from("lấy lại các lần ghi sau trước, xem bằng ")
                .way(Way::Undo)
                .text("; ghi nhận đã lấy lại thì ghi nhận lại bằng ")
                .way(Way::Seal),
        )
    }
}

impl Run<'_> {
    fn past_writes(&mut self) -> Result<Vec<PastWrite>, Diagnostic> {
        let data = self.app.data();
        let history = History::of(data);
        let mut all = Vec::new();
        for file in history.files()? {
            let past = self.past(&history, file)?;
            for (at, write) in past.writes.iter().enumerate() {
                let after = past.after(at);
                let change = write.wrote(after);
                all.push(PastWrite {
                    path: past.path.clone(),
                    number: write.number,
                    occasion: write.occasion.clone(),
                    change: change.then(|| LineChange::of(write.before.as_deref(), after)),
                });
            }
        }
        all.sort_by(|a, b| {
            let of = |write: &PastWrite| (write.occasion.at, write.number);
            of(b).cmp(&of(a)).then_with(|| a.path.cmp(&b.path))
        });
        Ok(all)
    }

    /// A file with what is kept of its writes.
    fn past(&mut self, history: &History, file: String) -> Result<Past, Diagnostic> {
        // What lies there may be something else by now. Read first: a write that somebody else
        // begins meanwhile is one that has not come to be.
        let now = history.read(&file).ok().flatten();
        let (kept, findings) = history.kept_of(&file)?;
        self.found(findings);
        let writes = came_to_be(kept, now.as_deref());
        let path = history.path(&file);
        Ok(Past {
            path,
            file,
            now,
            writes,
        })
    }

    fn undo(&mut self, request: &UndoRequest) -> Result<Undone, Vec<Diagnostic>> {
        let folder = DataFolder::lock(self.app.data()).map_err(|finding| vec![finding])?;
        let asked = self.changes(&folder, request);
        let (occasion, changes) = asked.map_err(|finding| vec![finding])?;
        let findings = carry_out(&folder, &changes, &request.occasion)?;
        self.found(findings);
        let files = changes.iter().map(|change| UndoneFile {
            path: change.path.clone(),
            change: LineChange::of(change.now.as_deref(), change.after.as_deref()),
            keeps_later: change.keeps_later,
        });
        Ok(Undone {
            occasion,
            files: files.collect(),
        })
    }

    /// When the write was that is to be taken back, and what each file is to hold.
    fn changes(
        &mut self,
        folder: &DataFolder,
        request: &UndoRequest,
    ) -> Result<(Occasion, Vec<Change>), Diagnostic> {
        let history = folder.history();
        let file = DataFolder::below(self.app.data(), &request.file);
        folder.read(&file)?;
        let past = self.past(history, file)?;
        let at = past.asked(request)?;
        let changes = if load::is_seals(&past.file) {
            self.records_and_units(history, &past, at, request)?
        } else {
            let own = past.before(at, request)?;
            let records = self.past(history, load::seals_beside(&past.file))?;
            let recorded = records.beside_unit(&past, at)?;
            std::iter::once(own).chain(recorded).collect()
        };
        if changes.is_empty() {
            return Err(past.is_taken_back());
        }
        Ok((past.writes[at].occasion.clone(), changes))
    }

    /// `da-ban-hanh.yaml` without what a write recorded, and the files of units that the same
    /// command wrote as they were before; those first.
    fn records_and_units(
        &mut self,
        history: &History,
        records: &Past,
        at: usize,
        request: &UndoRequest,
    ) -> Result<Vec<Change>, Diagnostic> {
        let command = &records.writes[at].occasion;
        let (mut changes, mut units) = (Vec::new(), Vec::new());
        for file in history.files()? {
            if file == records.file || load::seals_beside(&file) != records.file {
                continue;
            }
            let unit = self.past(history, file)?;
            let is_of_command = |write: &Kept| write.occasion == *command;
            let Some(at) = unit.writes.iter().position(is_of_command) else {
                continue;
            };
            units.push(load::unit_of(&unit.file));
            if unit.writes[at].before == unit.now {
                continue;
            }
            if at + 1 < unit.writes.len() && unit.after(at) != unit.now.as_deref() {
                let shown = vi::shown_path(&unit.path);
                let message = format!("`{shown}` còn được ghi sau lần ghi ấy");
                return Err(Diagnostic::general(Code::OutputExists, message)
                    .with_help("lấy lại chính tệp ấy; ghi nhận của đơn vị được lấy lại cùng"));
            }
            changes.push(unit.before(at, request)?);
        }
        changes.extend(records.without_write(at, &units)?);
        Ok(changes)
    }
}

/// Writes all, or nothing; gives what is wrong with what was kept of earlier writes.
///
/// # Errors
/// One cannot be written, and which of those before it cannot be taken back.
fn carry_out(
    folder: &DataFolder,
    changes: &[Change],
    occasion: &Occasion,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    for (done, change) in changes.iter().enumerate() {
        let (now, after) = (change.now.as_deref(), change.after.as_deref());
        match folder.write(&change.file, now, after, occasion) {
            Ok(found) => findings.extend(found),
            Err(finding) => {
                let not_taken_back = changes[..done].iter().rev().filter_map(|done| {
                    let (now, after) = (done.now.as_deref(), done.after.as_deref());
                    folder.take_back(&done.file, after, now).err()
                });
                return Err(std::iter::once(finding).chain(not_taken_back).collect());
            }
        }
    }
    Ok(findings)
}

/// The writes of a file that came to be, oldest first: one that was killed before its end has
/// left the file as it was.
fn came_to_be(kept: Vec<Kept>, now: Option<&[u8]>) -> Vec<Kept> {
    let mut writes = Vec::new();
    let mut after = now.map(<[u8]>::to_vec);
    for write in kept.into_iter().rev() {
        let before = write.before.clone();
        let is_lost = !write.wrote(after.as_deref()) && before == after;
        if !is_lost {
            writes.push(write);
        }
        after = before;
    }
    writes.reverse();
    writes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_taken_back_keeps_nothing_else_from_it() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let data = folder.path();
        let change = |file: &str, now: Option<&str>, after: Option<&str>| Change {
            path: data.join(file),
            file: file.to_owned(),
            now: now.map(|text| text.as_bytes().to_vec()),
            after: after.map(|text| text.as_bytes().to_vec()),
            keeps_later: false,
        };
        for file in ["a.yaml", "b.yaml", "d.yaml"] {
            std::fs::write(data.join(file), "x").expect("it can be written");
        }
        let changes = [
            change("a.yaml", Some("x"), Some("y")),
            change("b.yaml", Some("x"), None),
            // A folder takes the place of the second one, and stays.
            change("b.yaml/c.yaml", None, Some("z")),
            change("d.yaml", Some("other"), Some("y")),
        ];
        let occasion = Occasion {
            at: "2021-03-05T08:00:00+07:00".parse().expect("a time"),
            command: "undo".to_owned(),
        };
        let writer = DataFolder::lock(data).expect("nobody else writes");
        let told = carry_out(&writer, &changes, &occasion).expect_err("the last one cannot be");
        let messages: Vec<_> = told.iter().map(|finding| &finding.message).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].contains("d.yaml"), "{messages:?}");
        assert!(messages[1].contains("b.yaml"), "{messages:?}");
        let left = std::fs::read(data.join("a.yaml")).expect("it is there");
        assert_eq!(left, b"x");
    }
}
