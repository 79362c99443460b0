//! Writes into the folder of data, and how they are taken back.

use std::path::PathBuf;

use serde::Serialize;

use super::config::App;
use super::run::{Outcome, Run};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::event::{Event, as_shown};
use crate::history::{DataFolder, Kept, Occasion};
use crate::vi;

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

/// A file that is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The file.
    #[serde(serialize_with = "as_shown")]
    pub path: PathBuf,
    /// The write that was taken back.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// What changed.
    pub change: LineChange,
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
    /// The writes that can be taken back, newest first.
    pub fn past_writes(&self, tell: &mut dyn FnMut(&Event)) -> (Outcome, Vec<PastWrite>) {
        self.run(tell, |run| {
            let all = run.past_writes().map_err(|finding| vec![finding]);
            run.or_told(all).unwrap_or_default()
        })
    }

    /// Takes a write back, which is a write itself.
    pub fn undo(
        &self,
        request: &UndoRequest,
        tell: &mut dyn FnMut(&Event),
    ) -> (Outcome, Option<Undone>) {
        self.run(tell, |run| {
            let undone = run.undo(request).map_err(|finding| vec![finding]);
            run.or_told(undone)
        })
    }
}

impl Run<'_> {
    fn past_writes(&mut self) -> Result<Vec<PastWrite>, Diagnostic> {
        let data = self.app.data();
        let folder = DataFolder::lock(data)?;
        let mut all = Vec::new();
        for file in folder.files()? {
            let (kept, findings) = folder.kept_of(&file)?;
            self.found(findings);
            // What lies there may be something else by now.
            let now = folder.read(&file).ok().flatten();
            let came: Vec<_> = came_to_be(&kept, now.as_deref()).collect();
            for (at, write) in came.iter().enumerate() {
                let next = came.get(at + 1).map(|next| next.before.as_deref());
                let after = next.unwrap_or(now.as_deref());
                let change = write.wrote(after);
                all.push(PastWrite {
                    path: data.join(&file),
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

    fn undo(&mut self, request: &UndoRequest) -> Result<Undone, Diagnostic> {
        let data = self.app.data();
        let folder = DataFolder::lock(data)?;
        let file = DataFolder::below(data, &request.file);
        let path = data.join(&file);
        let shown = vi::shown_path(&path);
        let (kept, findings) = folder.kept_of(&file)?;
        self.found(findings);
        let now = folder.read(&file)?;
        let came: Vec<_> = came_to_be(&kept, now.as_deref()).collect();
        let nothing = |message: String, help: Help| {
            Diagnostic::general(Code::FileNotFound, message).with_help(help)
        };
        let Some(last) = came.last() else {
            return Err(nothing(
                format!("không giữ bản trước nào của `{shown}`"),
                Help::from("xem các lần ghi lấy lại được bằng ").way(Way::Undo),
            ));
        };
        let write = match request.to {
            None => Some(last),
            Some(number) => came.iter().find(|write| write.number == number),
        };
        let write = write.ok_or_else(|| {
            nothing(
                format!(
                    "không có lần ghi {} của `{shown}`",
                    request.to.unwrap_or_default()
                ),
                Help::from("xem số của các lần ghi bằng ").way(Way::Undo),
            )
        })?;
        if !last.wrote(now.as_deref()) && !request.force {
            let message = format!("`{shown}` đã được sửa tay sau lần ghi cuối của chương trình");
            return Err(Diagnostic::general(Code::OutputExists, message).with_help(
                Help::from("vẫn muốn lấy lại bản trước thì thêm ")
                    .way(Way::Force)
                    .text("; bản sửa tay cũng được giữ để lấy lại"),
            ));
        }
        let (before, now) = (write.before.as_deref(), now.as_deref());
        if before == now {
            return Err(nothing(
                format!("`{shown}` đang đúng như trước lần ghi ấy"),
                Help::from("chọn lần ghi khác bằng ").way(Way::WhichWrite),
            ));
        }
        let findings = folder.write(&file, now, before, &request.occasion)?;
        self.found(findings);
        Ok(Undone {
            change: LineChange::of(now, before),
            occasion: write.occasion.clone(),
            path,
        })
    }
}

/// The writes of a file that came to be, oldest first: one that was killed before its end has
/// left the file as it was.
fn came_to_be<'k>(kept: &'k [Kept], now: Option<&'k [u8]>) -> impl Iterator<Item = &'k Kept> {
    kept.iter().enumerate().filter_map(move |(at, write)| {
        let after = kept.get(at + 1).map_or(now, |next| next.before.as_deref());
        let is_lost = !write.wrote(after) && write.before.as_deref() == after;
        (!is_lost).then_some(write)
    })
}
