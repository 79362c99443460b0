//! Files, and folders of files, that appear whole or not at all.

mod held;
mod laid;
mod lock;
mod named;
mod place;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

pub use laid::{is_free, lay, no_folder, not_empty};
pub use lock::{LOCK, Lock};
pub use named::{Named, Surroundings, lies_within, named_twice};
pub use place::{Lies, Obstacle, what_lies};

/// How files are called until they are whole.
const PREFIX: &str = ".baocao-";
const SUFFIX: &str = ".tmp";
/// How many letters and digits of chance there are between the two.
const RANDOM: usize = 12;

/// Writes a file beside its place, then puts it there.
///
/// # Errors
/// A folder or file that cannot be written; what was there before stays.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_by(path, |file| file.write_all(bytes))
}

/// The same of a file that is written piece by piece.
///
/// # Errors
/// A folder or file that cannot be written; what was there before stays.
pub fn write_by(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), Diagnostic> {
    let put = beside(path, write).and_then(|file| held::persist(file, path, true, || Ok(true)));
    put.map(drop).map_err(|error| unwritable(path, &error))
}

/// Writes a file into a place that is free, or that is still what somebody took it for once
/// the new file is whole beside it. Gives whether it was written.
///
/// # Errors
/// A folder or file that cannot be written; what was there before stays.
pub fn put(
    path: &Path,
    bytes: &[u8],
    is_free: bool,
    before: impl Fn() -> io::Result<bool>,
) -> Result<bool, Diagnostic> {
    put_as(path, bytes, (is_free, None), before)
}

/// The same of a file that these people may read and write; none for whom the system lets.
///
/// # Errors
/// A folder or file that cannot be written; what was there before stays.
pub fn put_as(
    path: &Path,
    bytes: &[u8],
    (is_free, permissions): (bool, Option<fs::Permissions>),
    before: impl Fn() -> io::Result<bool>,
) -> Result<bool, Diagnostic> {
    let put = || {
        let file = beside(path, |file| {
            // Before anything is in it.
            permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
            file.write_all(bytes)
        })?;
        if !before()? {
            return Ok(false);
        }
        if !is_free {
            return held::persist(file, path, true, before);
        }
        match held::persist(file, path, false, before) {
            Ok(is_put) => Ok(is_put),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    };
    put().map_err(|error| unwritable(path, &error))
}

/// That something cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::StorageFull {
        // Of the folder: the next file of it will not find room either.
        let folder = crate::vi::shown_path(path.parent().unwrap_or(path));
        let message = format!("hết chỗ trống trên đĩa, không ghi được vào thư mục `{folder}`");
        let finding = Diagnostic::general(Code::OutputUnwritable, message);
        return finding.with_help("dọn bớt để có chỗ trống, hoặc ghi vào chỗ khác");
    }
    Diagnostic::general(
        Code::OutputUnwritable,
        format!(
            "không ghi được `{}` ({})",
            crate::vi::shown_path(path),
            crate::vi::reason(error)
        ),
    )
    .with_help(held::remedy(path, error))
}

/// Removes what writers that were killed left beside their places, in a folder and the
/// folders in it. Links are not followed.
pub(crate) fn sweep(folder: &Path) {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let is = |entry: &fs::DirEntry, kind: fn(&fs::FileType) -> bool| {
        entry.file_type().is_ok_and(|found| kind(&found))
    };
    let below = entries(folder).filter(|entry| is(entry, fs::FileType::is_dir));
    let below = below.map(|entry| entry.path());
    for folder in below.chain([folder.to_owned()]) {
        for entry in entries(&folder).filter(|entry| is(entry, fs::FileType::is_file)) {
            if is_half_written(&entry.file_name().to_string_lossy()) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }
}

/// Whether a file is called as none but this program calls one that is not whole yet.
fn is_half_written(name: &str) -> bool {
    let name = name.strip_prefix(PREFIX);
    let random = name.and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Has the system keep the names in a folder, should the machine stop now. Where a folder
/// cannot be opened like a file there is nothing to do.
///
/// Windows: there it cannot; the journal of NTFS is trusted to keep a rename. If it does not, a
/// file is missing or is the one of before, and the next run makes it again.
pub fn settle(folder: &Path) {
    drop(fs::File::open(folder).and_then(|folder| folder.sync_all()));
}

/// That a file is there already, and stays as it is.
pub fn exists(path: &Path) -> Diagnostic {
    let shown = crate::vi::shown_path(path);
    let message = format!("tệp `{shown}` đã có, không ghi đè");
    Diagnostic::general(Code::OutputExists, message)
        .with_help("sửa tệp ấy, hoặc chuyển nó đi nơi khác rồi chạy lại")
}

/// A file beside the place where it belongs.
fn beside(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        // A temporary file is its owner's alone; a report is for everybody
        // whom the umask lets read it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // Windows: the file has the rights of its folder. It is found under paths of any length, but
    // renamed only under those of up to 259 letters; a longer one is refused (`held::remedy`).
    let mut file = builder.tempfile_in(folder)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn a_full_disk_is_one_fault_of_all_files_in_a_folder() {
        let full = |name: &str| {
            let error = Error::from(ErrorKind::StorageFull);
            unwritable(&Path::new("out/2021-q1").join(name), &error).message
        };
        assert_eq!(full("a.pdf"), full("b.pdf"));
        assert!(full("a.pdf").contains("`out/2021-q1`"), "{}", full("a.pdf"));
    }
}
