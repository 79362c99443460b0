//! Folders that appear whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{PREFIX, RANDOM, SUFFIX, settle, unwritable};
use crate::diagnostic::{Code, Diagnostic};
use crate::vi;

/// Lays out a new folder with files, each by its path below it with `/` between names. What is at
/// its place is nothing, or an empty folder; the folders above it are made where they are not there.
///
/// Who is killed meanwhile leaves nothing at the place, but a folder beside it that begins with a
/// dot, which nobody takes for anything.
///
/// # Errors
/// Something is at the place; it cannot be written.
pub fn lay(place: &Path, files: &[(String, &[u8])]) -> Result<(), Diagnostic> {
    let beside = match place.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let laid = || {
        fs::create_dir_all(beside)?;
        let stage = stage(beside)?;
        for (name, bytes) in files {
            write(&stage.path().join(name), bytes)?;
        }
        settle(stage.path());
        if is_empty_folder(place)? {
            fs::remove_dir(place)?;
        }
        // Where something is there by now, the system refuses.
        fs::rename(stage.path(), place)?;
        drop(stage.keep());
        settle(beside);
        Ok(())
    };
    laid().map_err(|error: io::Error| match error.kind() {
        ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            not_empty(place)
        }
        _ => unwritable(place, &error),
    })
}

/// Whether a folder can be laid out in this one: it is not there, or nobody has put anything into it.
///
/// # Errors
/// It cannot be looked into.
pub fn is_free(folder: &Path) -> io::Result<bool> {
    if no_folder(folder).is_some() {
        return Ok(false);
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(false),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let name = entry?.file_name();
        if !is_of_nobody(&name.to_string_lossy()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// That a folder has something in it, or that a file stands in its place.
pub fn not_empty(folder: &Path) -> Diagnostic {
    if let Some(finding) = no_folder(folder) {
        return finding;
    }
    let shown = vi::shown_path(folder);
    let message = format!("thư mục `{shown}` đã có tệp, không ghi gì vào đó");
    Diagnostic::general(Code::OutputExists, message).with_help("chọn một thư mục mới hoặc trống")
}

/// That no folder can be made at a place: it, or what is above it, is a file, or a link that leads
/// nowhere.
pub fn no_folder(folder: &Path) -> Option<Diagnostic> {
    let mut above = folder
        .ancestors()
        .filter(|place| !place.as_os_str().is_empty());
    let there = above.find(|place| fs::symlink_metadata(place).is_ok())?;
    if there.is_dir() {
        return None;
    }
    let shown = vi::shown_path(there);
    let (message, help) = if crate::files::is_link(there) && !there.exists() {
        (
            format!("`{shown}` là một liên kết không dẫn tới đâu"),
            "sửa hoặc xóa liên kết ấy, hoặc chọn một thư mục khác",
        )
    } else {
        (
            format!("`{shown}` là một tệp, không phải thư mục"),
            "chọn một thư mục khác, hoặc chuyển tệp ấy đi nơi khác",
        )
    };
    Some(Diagnostic::general(Code::OutputExists, message).with_help(help))
}

/// Whether systems and version control put a file there, or a run of this program that was killed.
fn is_of_nobody(name: &str) -> bool {
    let of_windows = ["thumbs.db", "desktop.ini"];
    name.starts_with('.') || of_windows.iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn is_empty_folder(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_dir() => Ok(fs::read_dir(place)?.next().is_none()),
        Ok(_) => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn stage(beside: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        // A temporary folder is its owner's alone; data are for everybody whom the umask lets.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(beside)
}

fn write(path: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &[u8]); 2] = [("a.yaml", b"a"), ("2026/b.yaml", b"b")];

    fn files() -> Vec<(String, &'static [u8])> {
        let files = FILES.iter();
        files
            .map(|(name, bytes)| ((*name).to_owned(), *bytes))
            .collect()
    }

    #[test]
    fn what_stands_in_the_way_of_a_folder_is_told() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let path = |below: &str| root.path().join(below);
        fs::write(path("f"), "x").expect("it can be written");
        let mut ways = vec![("f", "f"), ("f/sub/x", "f")];
        if cfg!(unix) {
            #[cfg(unix)]
            std::os::unix::fs::symlink("nowhere", path("link")).expect("it can be made");
            ways.extend([("link", "link"), ("link/x", "link")]);
        }
        for (place, there) in ways {
            let found = not_empty(&path(place));
            let shown = vi::shown_path(&path(there));
            assert!(found.message.starts_with(&format!("`{shown}` là một ")));
            assert_eq!(is_free(&path(place)).ok(), Some(false), "{place}");
        }
        assert_eq!(no_folder(&path("new/below")), None);
        assert_eq!(no_folder(root.path()), None);
    }

    #[test]
    fn a_folder_is_laid_out_where_nothing_or_an_empty_one_is() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let empty = root.path().join("empty");
        fs::create_dir(&empty).expect("it can be made");
        for place in [root.path().join("new/below/data"), empty] {
            lay(&place, &files()).expect("it can be laid out");
            assert_eq!(
                fs::read(place.join("2026/b.yaml")).ok(),
                Some(b"b".to_vec())
            );
            let beside = fs::read_dir(place.parent().expect("it has one")).expect("it is there");
            let hidden = beside
                .flatten()
                .filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
            assert_eq!(hidden.count(), 0, "{}", place.display());
        }
    }

    #[test]
    fn what_is_there_stays_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let full = root.path().join("full");
        fs::create_dir(&full).expect("it can be made");
        fs::write(full.join("own"), "mine").expect("it can be written");
        let file = root.path().join("file");
        fs::write(&file, "mine").expect("it can be written");
        for place in [&full, &file] {
            let refused = lay(place, &files()).expect_err("something is there");
            assert_eq!(refused.code, Code::OutputExists, "{}", refused.message);
            assert!(!is_free(place).expect("it can be looked at"));
        }
        assert_eq!(fs::read(full.join("own")).ok(), Some(b"mine".to_vec()));
        assert_eq!(fs::read_dir(&full).expect("it is there").count(), 1);
        assert_eq!(fs::read_dir(root.path()).expect("it is there").count(), 2);
    }

    #[test]
    fn what_systems_leave_in_a_folder_is_nothing() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        assert!(is_free(&root.path().join("not-there")).expect("it can be looked at"));
        fs::write(root.path().join(".DS_Store"), "").expect("it can be written");
        fs::write(root.path().join("Thumbs.db"), "").expect("it can be written");
        assert!(is_free(root.path()).expect("it can be looked at"));
        fs::write(root.path().join("ghi-chep.txt"), "").expect("it can be written");
        assert!(!is_free(root.path()).expect("it can be looked at"));
    }
}
