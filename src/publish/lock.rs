//! One writer at a time in one folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{Lies, unwritable, what_lies};
use crate::diagnostic::{Code, Diagnostic, Help, Way};
use crate::vi;

/// The file that is locked. It stays, empty; the lock goes with its process, however that
/// ends.
///
/// Windows: the lock is of the machine that keeps the folder. On a network share (SMB) it holds for
/// all who use the share; in a folder that `OneDrive` synchronises it holds on one machine only, and
/// two people who write at once get copies under other names, which are told as unread.
pub const LOCK: &str = ".baocao.lock";

/// How long somebody waits for another who is about to be done.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often somebody who waits looks.
const LOOK: Duration = Duration::from_millis(20);

/// A lock on a folder, for as long as this lives.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Takes the lock of an output folder, which is made if it is not there, and clears away
    /// what an interrupted run left half written.
    ///
    /// # Errors
    /// Another run has it; the folder cannot be made or written.
    pub fn take(folder: &Path) -> Result<Self, Diagnostic> {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let file = open(folder)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(folder)),
            Err(TryLockError::Error(error)) => return Err(unwritable(&folder.join(LOCK), &error)),
        }
        super::sweep(folder);
        Ok(Self(file))
    }

    /// Takes the lock of a folder whose writers are done soon, and waits for them.
    ///
    /// # Errors
    /// Another one has it for longer than anybody needs; the folder cannot be written.
    pub fn wait(folder: &Path) -> Result<Self, Diagnostic> {
        let file = open(folder)?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => {
                    thread::sleep(LOOK);
                }
                Err(TryLockError::WouldBlock) => return Err(taken(folder)),
                Err(TryLockError::Error(error)) => {
                    return Err(unwritable(&folder.join(LOCK), &error));
                }
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.unlock());
    }
}

/// Opens the file of a lock, which is nothing but a file.
fn open(folder: &Path) -> Result<File, Diagnostic> {
    let path = folder.join(LOCK);
    let lies = what_lies(folder, LOCK).map_err(|error| unwritable(&path, &error))?;
    if let Lies::Obstacle(obstacle) = lies {
        let finding = Diagnostic::general(Code::OutputUnwritable, obstacle.words());
        return Err(finding.with_help("chuyển nó đi nơi khác rồi chạy lại"));
    }
    let mut options = File::options();
    let opened = options.create(true).truncate(false).write(true).open(&path);
    opened.map_err(|error| {
        // What cannot be written is the folder, for those who look.
        unwritable(if path.exists() { &path } else { folder }, &error)
    })
}

fn taken(folder: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::OutputLocked,
        format!(
            "một lần chạy khác đang ghi vào thư mục `{}`",
            vi::shown_path(folder)
        ),
    )
    .with_help(Help::from("đợi lần chạy ấy xong, hoặc chọn thư mục khác bằng ").way(Way::OutFolder))
}
