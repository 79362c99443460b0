//! One run at a time in one folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::{publish, vi};

/// The file that is locked. It stays, empty; the lock goes with its process, however that
/// ends.
const FILE: &str = ".baocao.lock";

/// A lock on a folder, for as long as this lives.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Takes the lock, and clears away what an interrupted run left half written.
    ///
    /// # Errors
    /// Another run has it; the folder cannot be made or written.
    pub(super) fn take(folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join(FILE);
        let file = fs::create_dir_all(folder)
            .and_then(|()| {
                let mut options = File::options();
                options.create(true).truncate(false).write(true).open(&path)
            })
            .map_err(|error| publish::unwritable(folder, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(folder)),
            Err(TryLockError::Error(error)) => return Err(publish::unwritable(&path, &error)),
        }
        publish::sweep(folder);
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.unlock());
    }
}

fn taken(folder: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::OutputLocked,
        format!(
            "một lần lập khác đang ghi vào thư mục `{}`",
            vi::shown_path(folder)
        ),
    )
    .with_help("đợi lần lập ấy xong, hoặc chọn thư mục khác bằng `--out`")
}
