//! The folder of data for somebody who writes into it: under a lock, each file as a whole, and
//! never before what was there is kept.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{Kept, Occasion};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::files::{self, DATA_LIMIT, EntryKind, read_regular};
use crate::hash::sha256;
use crate::publish::{self, Lies, Lock, what_lies};
use crate::{load, vi};

/// Where what was there before is kept, below the folder of data.
const HISTORY: &str = ".baocao/lich-su";
/// What a file holds that nothing can make anew, as the program wrote it last: beside what was
/// there before.
const LAST: &str = "ban-cuoi.yaml";
/// Writes of one file that are kept.
const MOST: usize = 30;
/// What a file that keeps one ends with.
const ENDING: &str = ".truoc";

/// What is kept of writes into a folder of data, for whoever looks: that takes no lock, since
/// every file appears whole.
#[derive(Debug)]
pub struct History {
    folder: PathBuf,
}

/// A folder of data that nobody else writes into as long as this lives.
#[derive(Debug)]
pub struct DataFolder {
    history: History,
    _lock: Lock,
}

impl DataFolder {
    /// Waits until nobody else writes there.
    ///
    /// # Errors
    /// Another one writes for longer than anybody needs; the folder cannot be written.
    pub fn lock(folder: &Path) -> Result<Self, Diagnostic> {
        Ok(Self {
            history: History::of(folder),
            _lock: Lock::wait(folder)?,
        })
    }

    /// A file as the names below the folder lead to it, with `/` between them.
    pub fn below(folder: &Path, path: &Path) -> String {
        vi::shown_path(path.strip_prefix(folder).unwrap_or(path))
    }

    /// What is kept of writes into it.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What is in a file; nothing if it is not there.
    ///
    /// # Errors
    /// Something else lies there, or it cannot be read.
    pub fn read(&self, file: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.history.read(file)
    }

    /// Has a file hold other bytes than before, or removes it. What was there is kept first.
    /// Gives what is wrong with what was kept of earlier writes, which keeps nobody from writing.
    ///
    /// # Errors
    /// The file is not what it was taken for; what was there cannot be kept; it cannot be
    /// written. It is then as it was.
    pub fn write(
        &self,
        file: &str,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
        occasion: &Occasion,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        self.write_from(file, (before, after), occasion, None)
    }

    /// The same, with what it is written from.
    ///
    /// # Errors
    /// As of [`Self::write`].
    pub fn write_from(
        &self,
        file: &str,
        (before, after): (Option<&[u8]>, Option<&[u8]>),
        occasion: &Occasion,
        from: Option<&str>,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let path = self.history.folder.join(file);
        if let Some(folder) = path.parent() {
            // Nobody else writes here, and who was killed while it did left half a file.
            publish::sweep(folder);
        }
        let now = self.read(file)?;
        if now.as_deref() != before {
            return Err(changed_meanwhile(&path));
        }
        let is_copied = self.begin_copy(file, before)?;
        let (kept, mut findings) = self.keep(&Kept {
            file: file.to_owned(),
            number: 0,
            occasion: occasion.clone(),
            before: now,
            after: after.map(sha256),
            from: from.map(str::to_owned),
        })?;
        if let Err(finding) = self.put(file, before, after) {
            // What did not come to be takes no place among what can be taken back.
            drop(fs::remove_file(&kept));
            return Err(finding);
        }
        if is_copied {
            // The file is written: that there is no copy of it undoes nothing.
            findings.extend(self.copy(file, after).err().map(Diagnostic::warning));
        }
        findings.extend(self.forget_oldest(file)?);
        Ok(findings)
    }

    /// Takes the last write of a file back, as if it had never been: what it wrote must be there
    /// still.
    ///
    /// # Errors
    /// The file is not as it was written; it cannot be written.
    pub fn take_back(
        &self,
        file: &str,
        written: Option<&[u8]>,
        before: Option<&[u8]>,
    ) -> Result<(), Diagnostic> {
        self.put(file, written, before)?;
        if let Some(last) = self.history.numbers(file)?.0.last() {
            drop(fs::remove_file(self.history.folder.join(name(file, *last))));
        }
        if self.begin_copy(file, before)? {
            self.copy(file, before)?;
        }
        Ok(())
    }

    /// Whether what is written to a file is copied: records of issued reports, which cannot be made
    /// from the data again. One of which there is no copy yet gets that of what was there, so that
    /// a write that is killed is known by it.
    fn begin_copy(&self, file: &str, before: Option<&[u8]>) -> Result<bool, Diagnostic> {
        let is_copied = load::is_seals(file);
        if is_copied && self.history.last_copy(file)?.is_none() {
            self.copy(file, before)?;
        }
        Ok(is_copied)
    }

    /// Copies what a file holds now; of one that is no more the copy is empty.
    fn copy(&self, file: &str, bytes: Option<&[u8]>) -> Result<(), Diagnostic> {
        let path = self.history.folder.join(History::last_copy_of(file));
        let of = self.history.folder.join(file);
        publish::write_by(&path, |copy| {
            as_private_as(&of, copy)?;
            copy.write_all(bytes.unwrap_or_default())
        })
    }

    /// Has a file hold other bytes, or none, if it is still as before.
    fn put(
        &self,
        file: &str,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<(), Diagnostic> {
        let path = self.history.folder.join(file);
        let is_as_before = || -> io::Result<bool> {
            Ok(self.read(file).is_ok_and(|now| now.as_deref() == before))
        };
        let done = match after {
            Some(after) => {
                let permissions = self.permissions(file)?;
                publish::put_as(&path, after, (before.is_none(), permissions), is_as_before)?
            }
            None if is_as_before().unwrap_or_default() => {
                fs::remove_file(&path).map_err(|error| publish::unwritable(&path, &error))?;
                true
            }
            None => false,
        };
        if !done {
            return Err(changed_meanwhile(&path));
        }
        if let Some(folder) = path.parent() {
            publish::settle(folder);
        }
        Ok(())
    }

    /// Who may read and write a file: as before, or as what was kept of it before it was removed.
    fn permissions(&self, file: &str) -> Result<Option<fs::Permissions>, Diagnostic> {
        let folder = &self.history.folder;
        let found = fs::metadata(folder.join(file)).ok();
        let found = match (found, self.history.numbers(file)?.0.last()) {
            (None, Some(last)) => fs::metadata(folder.join(name(file, *last))).ok(),
            (found, _) => found,
        };
        Ok(found.map(|found| found.permissions()))
    }

    /// Keeps what a write takes the place of; says where, and what is wrong with others.
    fn keep(&self, kept: &Kept) -> Result<(PathBuf, Vec<Diagnostic>), Diagnostic> {
        let (numbers, findings) = self.history.numbers(&kept.file)?;
        let number = numbers.last().map_or(1, |last| last.saturating_add(1));
        let below = name(&kept.file, number);
        let path = self.history.folder.join(&below);
        let lies = what_lies(&self.history.folder, &below);
        let lies = lies.map_err(|error| publish::unwritable(&path, &error))?;
        if let Lies::Obstacle(obstacle) = lies {
            return Err(obstructed(&obstacle.words()));
        }
        let mut of = self.history.folder.join(&kept.file);
        if let (None, Some(last)) = (&kept.before, numbers.last()) {
            of = self.history.folder.join(name(&kept.file, *last));
        }
        publish::write_by(&path, |file| {
            as_private_as(&of, file)?;
            file.write_all(&kept.to_bytes())
        })?;
        if let Some(folder) = path.parent() {
            publish::sweep(folder);
            publish::settle(folder);
        }
        Ok((path, findings))
    }

    /// Forgets the oldest writes of a file, where there are more than are kept.
    fn forget_oldest(&self, file: &str) -> Result<Vec<Diagnostic>, Diagnostic> {
        let (numbers, _) = self.history.numbers(file)?;
        let too_many = numbers.len().saturating_sub(MOST);
        let old = numbers.iter().take(too_many);
        let paths = old.map(|number| self.history.folder.join(name(file, *number)));
        let left = paths.filter_map(|path| {
            let error = fs::remove_file(&path).err()?;
            Some(unread(&path, &vi::reason(&error)))
        });
        Ok(left.collect())
    }
}

impl History {
    /// That of a folder of data.
    pub fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Where a file lies.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// What is in a file; nothing if it is not there.
    ///
    /// # Errors
    /// Something else lies there, or it cannot be read.
    pub fn read(&self, file: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let path = self.folder.join(file);
        let unreadable = |error: &io::Error| publish::unwritable(&path, error);
        match what_lies(&self.folder, file).map_err(|error| unreadable(&error))? {
            Lies::Nothing => Ok(None),
            Lies::File(_) => read_regular(&path, DATA_LIMIT)
                .map(Some)
                .map_err(|error| unreadable(&error)),
            Lies::Obstacle(obstacle) => Err(Diagnostic::general(
                Code::OutputUnwritable,
                obstacle.words(),
            )
            .with_help("thay bằng tệp thường, rồi chạy lại")),
        }
    }

    /// Where the copy lies, below the folder of data, of what the program wrote last to a file.
    pub fn last_copy_of(file: &str) -> String {
        format!("{}/{LAST}", Self::folder_of(file))
    }

    /// Where writes of a file are kept, below the folder of data.
    pub fn folder_of(file: &str) -> String {
        format!("{HISTORY}/{file}")
    }

    /// Where a write of a file is kept, below the folder of data: a line about it, and what was there
    /// before.
    pub fn kept_in(file: &str, number: u32) -> String {
        name(file, number)
    }

    /// What the program wrote last to a file of records of issued reports; nothing where an
    /// earlier version did, or none.
    ///
    /// # Errors
    /// Something else lies there, or it cannot be read.
    pub fn last_copy(&self, file: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.read(&Self::last_copy_of(file))
    }

    /// The writes of a file that are kept, oldest first, and what is wrong with others.
    ///
    /// # Errors
    /// Something that is no folder lies where they are kept.
    pub fn kept_of(&self, file: &str) -> Result<(Vec<Kept>, Vec<Diagnostic>), Diagnostic> {
        let (numbers, mut findings) = self.numbers(file)?;
        let mut all = Vec::new();
        for number in numbers {
            let path = self.folder.join(name(file, number));
            let kept = match read_regular(&path, 2 * DATA_LIMIT) {
                Ok(bytes) => Kept::of(&bytes, file, number),
                // Somebody writes meanwhile, and has forgotten the oldest.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    findings.push(unread(&path, &vi::reason(&error)));
                    continue;
                }
            };
            match kept {
                Some(kept) => all.push(kept),
                None => findings.push(unread(&path, "nội dung bị hỏng hoặc bị sửa")),
            }
        }
        Ok((all, findings))
    }

    /// The files of which writes are kept.
    ///
    /// # Errors
    /// There is no folder of data; something that is no folder lies where they are kept.
    pub fn files(&self) -> Result<Vec<String>, Diagnostic> {
        if !self.folder.is_dir() {
            let shown = vi::shown_path(&self.folder);
            let message = format!("không tìm thấy thư mục `{shown}`");
            return Err(Diagnostic::general(Code::FileNotFound, message)
                .with_help(Help::from("chỉ ra thư mục dữ liệu bằng ").way(Way::DataFolder)));
        }
        self.history_folder("")?;
        let root = self.folder.join(HISTORY);
        let mut all = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let mut holds = false;
            for entry in files::list(&folder).unwrap_or_default() {
                match entry.kind {
                    EntryKind::Folder => folders.push(entry.path),
                    EntryKind::File => holds |= number(&entry.name()).is_some(),
                    EntryKind::Link | EntryKind::Special => {}
                }
            }
            if holds {
                all.push(DataFolder::below(&root, &folder));
            }
        }
        all.sort();
        Ok(all)
    }

    /// The numbers of the writes of a file that are kept, in their order.
    fn numbers(&self, file: &str) -> Result<(Vec<u32>, Vec<Diagnostic>), Diagnostic> {
        let Some(folder) = self.history_folder(file)? else {
            return Ok((Vec::new(), Vec::new()));
        };
        match files::list(&folder) {
            Ok(entries) => {
                let entries = entries.iter().filter(|entry| entry.kind == EntryKind::File);
                let mut numbers: Vec<_> = entries.filter_map(|e| number(&e.name())).collect();
                numbers.sort_unstable();
                Ok((numbers, Vec::new()))
            }
            Err(error) => Ok((Vec::new(), vec![unread(&folder, &vi::reason(&error))])),
        }
    }

    /// The folder in which writes of a file are kept, if there is one.
    fn history_folder(&self, file: &str) -> Result<Option<PathBuf>, Diagnostic> {
        let below = Self::folder_of(file);
        let below = below.trim_end_matches('/');
        let path = self.folder.join(below);
        let lies = what_lies(&self.folder, below);
        match lies.map_err(|error| publish::unwritable(&path, &error))? {
            Lies::Nothing => Ok(None),
            Lies::Obstacle(publish::Obstacle::Folder(_)) => Ok(Some(path)),
            Lies::Obstacle(obstacle) => Err(obstructed(&obstacle.words())),
            Lies::File(_) => {
                let shown = vi::shown_path(&path);
                Err(obstructed(&format!(
                    "`{shown}` là một tệp, không phải thư mục"
                )))
            }
        }
    }
}

fn obstructed(what: &str) -> Diagnostic {
    Diagnostic::general(Code::OutputUnwritable, what)
        .with_help("chuyển nó đi nơi khác rồi chạy lại; ở đó giữ bản trước mỗi lần ghi")
}

/// Has a copy be readable by no more people than the file that it is made from.
///
/// Windows: a copy has the rights of the folder of data, which are those of its files unless
/// somebody gave one file rights of its own.
#[cfg_attr(
    not(unix),
    expect(unused_variables, reason = "the rights are those of the folder")
)]
fn as_private_as(of: &Path, copy: &fs::File) -> io::Result<()> {
    #[cfg(unix)]
    if let Ok(of) = fs::metadata(of) {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let made = copy.metadata()?;
        let same_group = if made.gid() == of.gid() { 0o777 } else { 0o707 };
        let mode = made.mode() & of.mode() & same_group;
        copy.set_permissions(fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// The file that keeps a write.
fn name(file: &str, number: u32) -> String {
    format!("{}/{number:06}{ENDING}", History::folder_of(file))
}

fn number(name: &str) -> Option<u32> {
    name.strip_suffix(ENDING)?.parse().ok()
}

fn changed_meanwhile(path: &Path) -> Diagnostic {
    let shown = vi::shown_path(path);
    let message = format!("tệp `{shown}` bị sửa trong khi ghi, nên chưa ghi gì");
    Diagnostic::general(Code::OutputExists, message).with_help("chạy lại lệnh này")
}

/// That what was kept of a write cannot be read.
fn unread(path: &Path, why: &str) -> Diagnostic {
    let shown = vi::shown_path(path);
    let message = format!("không dùng được bản đã giữ `{shown}` ({why})");
    Diagnostic::general(Code::FileUnreadable, message)
        .with_help("số liệu không bị ảnh hưởng; xóa tệp này đi nếu không cần")
        .warning()
}
